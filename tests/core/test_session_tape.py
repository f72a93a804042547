"""What an app and a worker said to each other, once written down, can be played again."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.messages.train_commands import DataSpec, Describe, Load, Pause, Play, Preview, Settings, Watch
from core.messages.train_events import (
    Changed,
    Diverged,
    Edited,
    Loaded,
    NetChanged,
    Previewed,
    Ready,
    Rejected,
    State,
    Tick,
)
from core.messages.train_reports import Array, Data, Device, EditMark
from core.net.plan import Cost, InsertLayer, LayerKey, Narrow, RemoveLayer, Widen, mlp
from core.sentence import say
from core.workers import wire
from core.workers.session_tape import Recorder, RecordingError, Replay

READY = Ready("3.12", "2.14", "", (), 1)
TICK = Tick(10, 0.1, 1.0, float("inf"), 0.5, 0.5, 1.0, 100.0, 0.1)
NO = Rejected(say("No, {name}.", name="학생"))


class Spoken:
    """A worker that says what it is given."""

    def __init__(self, events: list[tuple[Any, int | None]]) -> None:
        self.said, self.heard, self.closed = events, [], False

    def send(self, command: object) -> int:
        self.heard.append(command)
        return len(self.heard)

    def events(self, limit: int) -> list[tuple[Any, int | None]]:
        found, self.said = self.said[:limit], self.said[limit:]
        return found

    def wait(self, timeout_s: float) -> bool:
        return bool(self.said)

    def close(self) -> None:
        self.closed = True

    kill = close


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """Return a recording: Play is sent at 1 s and answered at 2 s, and a Tick comes at 3 s."""
    now = [0.0]
    worker = Spoken([(READY, None), (NO, 1), (TICK, None)])
    recorder = Recorder(worker, tmp_path / "talk.jsonl", clock=lambda: now[0])
    assert recorder.events(1) == [(READY, None)]
    now[0] = 1.0
    assert recorder.send(Play()) == 1
    now[0] = 2.0
    recorder.events(1)
    now[0] = 3.0
    recorder.events(5)
    recorder.close()
    assert worker.closed
    return tmp_path / "talk.jsonl"


def test_a_replay_says_the_same_at_the_same_times(recording: Path) -> None:
    now = [0.0]
    replay = Replay(recording, clock=lambda: now[0])
    assert replay.events(9) == [(READY, None)]
    assert replay.send(Play()) == 1  # as recorded, so it is answered by what was recorded
    assert replay.events(9) == []
    now[0] = 2.5
    assert replay.events(9) == [(NO, 1)]
    now[0] = 3.5
    assert replay.events(9) == [(TICK, None)]
    assert replay.events(9) == []


def test_a_replay_can_stand_still_and_begin_again(recording: Path) -> None:
    now = [0.0]
    replay = Replay(recording, clock=lambda: now[0])
    assert (replay.length_s, replay.over) == (3.0, False)
    now[0] = 1.5
    replay.events(9)
    replay.hold(True)
    now[0] = 60.0
    assert (replay.events(9), replay.position_s) == ([], 1.5)
    replay.hold(False)
    now[0] = 60.6
    assert replay.events(9) == [(NO, 1)]
    assert replay.position_s == pytest.approx(2.1)
    now[0] = 70.0
    assert replay.events(9) == [(TICK, None)]
    assert (replay.over, replay.position_s) == (True, 3.0)
    replay.again()
    assert (replay.over, replay.position_s) == (False, 0.0)
    assert replay.events(9) == [(READY, None)]


def test_what_a_window_asks_about_itself_is_no_change_to_a_recording(recording: Path) -> None:
    now = [2.5]
    replay = Replay(recording, clock=lambda: now[0])
    told = replay.events(9)
    replay.send(Watch(10.0, 12))
    assert replay.events(9) == []
    replay.send(Describe())
    assert replay.events(9) == told, "a window that was made again hears all of it"


def test_a_recording_from_before_a_field_was_there_is_played(tmp_path: Path) -> None:
    state = State(True, 5, 0.1, 0, 0, 1, Device("cpu", "x", 1))
    recorder = Recorder(Spoken([(state, None)]), tmp_path / "old.jsonl")
    recorder.events(1)
    recorder.close()
    text = (tmp_path / "old.jsonl").read_text()
    assert ',"fading":[]' in text
    (tmp_path / "old.jsonl").write_text(text.replace(',"fading":[]', ""))
    assert Replay(tmp_path / "old.jsonl", speed=0).events(1) == [(state, None)]


def test_a_recording_from_before_every_event_carried_its_net_is_played(tmp_path: Path) -> None:
    first, wider = mlp(2, (4,), 2), mlp(2, (6,), 2)
    state = State(True, 0, 0.0, 0, 0, 1, Device("cpu", "x", 1))
    mark, exploded = (EditMark(step, say("x"), 1, 0.5, 0.5) for step in (20, 40))
    rows = Array("f8", (1, 9), bytes(72))
    begun = NetChanged(first, Cost(1, 1, 1), Settings(), (), state, 0, rows)
    edited = NetChanged(wider, Cost(2, 2, 2), Settings(l1=0.5), (mark,), replace(state, step=20, undo=1))
    undone = replace(begun, settings=Settings(), state=replace(state, step=20, redo=1), keep_to_step=18)
    went = replace(undone, marks=(exploded,), state=replace(state, step=39, playing=False), keep_to_step=-1, ticks=None)
    data = Data(DataSpec(), "classify", (2,), (), 1, 1, rows, rows, "")
    told = [
        Loaded(data, 3, begun, "run"),
        Changed(Settings(l1=0.5)),
        Edited(edited, mark, 1, "edit"),
        Edited(undone, mark, 1, "undo", 4),
        replace(state, step=39),
        Diverged(40, 1, "weight", say("y"), 0.5, went),
    ]
    recorder = Recorder(Spoken([(event, None) for event in told]), tmp_path / "talk.jsonl")
    recorder.events(9)
    recorder.close()
    lines = (tmp_path / "talk.jsonl").read_text(encoding="utf-8").splitlines()
    old = "".join(json.dumps(_as_before(json.loads(line))) + "\n" for line in lines[1:])
    assert '"now"' not in old
    (tmp_path / "old.jsonl").write_text(old, encoding="utf-8")
    for name in ("talk.jsonl", "old.jsonl"):
        assert [event for event, _ in Replay(tmp_path / name, speed=0).events(9)] == told, name


def _as_before(entry: dict[str, Any]) -> dict[str, Any]:
    """Return a line of a recording as it was when events held the fields of `NetChanged` themselves."""
    message = entry["got"]["message"]
    now = message.pop("now", None)
    if now is None:
        return entry
    del now["is"]
    if message["is"] == "Loaded":
        del now["keep_to_step"]
    elif message["is"] == "Edited":
        now["step"] = now["state"]["step"]
        if message["cause"] == "edit":
            now["settings"] = None
    else:
        now = {"marks": now["marks"]}
    message.update(now)
    return entry


def test_what_was_not_asked_then_is_refused_now(recording: Path) -> None:
    replay = Replay(recording, speed=0)
    replay.send(Play())
    second, third = replay.send(Play()), replay.send(Pause())
    assert (second, third) == (2, 3)
    refused = [(answers, type(event)) for event, answers in replay.events(2)]
    assert refused == [(2, Rejected), (3, Rejected)]
    assert replay.events(1) == [(READY, None)]
    assert [event for event, _ in replay.events(9)] == [NO, TICK]


@pytest.mark.parametrize("content", ["{", "[]", '{"at": 1}', '{"at": 1, "got": {"message": {"is": "X"}}}', "\x00"])
def test_another_file_is_no_recording(tmp_path: Path, content: str) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text(content)
    with pytest.raises(RecordingError, match="not a recording"):
        Replay(path)


OLD = Path(__file__).parent / "old" / "talk.jsonl"
"""Written when edits named a position. Layer 4 stands second; layer 1, the first, fades and is folded at step 300."""


def test_a_recording_with_positions_is_played_with_keys() -> None:
    replay = Replay(OLD, speed=0)
    answers = {
        replay.send(command): command
        for command in (
            Load(DataSpec("xor", samples=200), mlp(2, (8, 8), 2), Settings(learning_rate=0.01), 2, ""),
            InsertLayer(1, 0, "relu", "auto"), Widen(2, 2),
            Preview(RemoveLayer(1)), RemoveLayer(1, "fade"), Preview(Narrow(2, 4)),
            Preview(Narrow(2, 6)), Narrow(2, 4),
        )
    }  # fmt: skip
    assert list(answers) == [1, 2, 3, 4, 5, 6, 9, 10], "each is the one that was asked then"
    told = [event for event, _ in replay.events(999)]
    measured = [event for event in told if isinstance(event, Previewed)]
    assert [event.edit for event in measured] == [RemoveLayer(1), Narrow(2, 4), Narrow(2, 6)]
    assert measured[0].gentler == RemoveLayer(1, "ready")
    assert [len(event.net.layers) for event in measured] == [4, 4, 3]
    assert [[layer.key for layer in event.now.net.layers] for event in told if isinstance(event, Edited)][-1] == [
        4,
        2,
        3,
    ]


def test_a_recording_says_which_format_it_has(recording: Path) -> None:
    first, *rest = recording.read_text().splitlines()
    assert json.loads(first) == {"format": 2}
    recording.write_text("\n".join([first.replace("2", "3"), *rest]))
    with pytest.raises(RecordingError, match="newer TorchGarden"):
        Replay(recording)


def test_what_went_first_is_named_by_its_key_too(tmp_path: Path) -> None:
    loaded = next(line for line in OLD.read_text().splitlines() if '"is":"Loaded"' in line)
    net = '"key":1,"width":8'
    assert net in loaded
    state = State(False, 4, 0.0, 0, 0, 1, Device("cpu", "x", 1))
    now = NetChanged(mlp(2, (8,), 2), Cost(1, 1, 1), Settings(), (), state)
    diverged = Diverged(5, LayerKey(1), "weight", say("No."), 0.1, now)
    line = json.dumps(_as_before({"at": 9.0, "got": json.loads(wire.encode(diverged))}))
    (tmp_path / "talk.jsonl").write_text(loaded.replace(net, '"key":7,"width":8') + "\n" + line)
    (_, _), (event, _) = Replay(tmp_path / "talk.jsonl", speed=0).events(2)
    assert event.layer == 7
