"""The twin: the run that did not make an edit, beside the one that did."""

from __future__ import annotations

import json
import time
from array import array
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor

from core.messages.beside.branches import BackToNow, GoOnFrom, LookBack, SwitchBranch
from core.messages.beside.twin import (
    MOST_STEPS,
    POINT_FIELDS,
    AskTwin,
    RestartTwin,
    SetTwin,
    StopTwin,
    TakeOverTwin,
    TwinNow,
)
from core.messages.stops import Condition, Stop
from core.messages.train_commands import (
    OPTIMIZERS,
    Change,
    DataSpec,
    Load,
    OpenRun,
    OptimizerName,
    Play,
    Redo,
    Reset,
    Save,
    SetStops,
    Settings,
    Step,
    Undo,
    UseDevice,
    UseThreads,
)
from core.messages.train_events import Edited, Loaded, Rejected
from core.net.plan import Dense, Dropout, LayerKey, Narrow, Net, SetActivation, Widen
from core.runs import TWIN_FILE
from core.train.disk.checked import sums_of
from core.train.model.safetensors import pieces, read_tensors
from core.train.twin import kept
from core.train.twin import run as run_
from core.train.twin import twin as twin_
from core.train.twin.run import TwinRun
from core.train.twin.twin import Twin
from tests.train.line import Line

MOONS = DataSpec("moons", samples=200)
WIDEN = Widen(LayerKey(1), 4)


def net_of(*, dropout: float = 0.0, norm: str = "none") -> Net:
    first = Dense(LayerKey(1), 8, "tanh", norm=norm)  # type: ignore[arg-type]
    between = (Dropout(LayerKey(3), dropout),) if dropout else ()
    return Net((2,), (first, *between, Dense(LayerKey(2), 2, "linear")), 4)


def begun(folder: Path | None = None, *, net: Net | None = None, settings: Settings | None = None) -> Line:
    """A training of 30 steps."""
    line = Line()
    settings = settings or Settings(batch_size=16)
    line.ask(Load(data=MOONS, net=net or net_of(), settings=settings, seed=3, run=str(folder) if folder else ""))
    line.ask(Step(30))
    return line


def twin_of(line: Line) -> Twin:
    return next(part for part in line.trainer._beside._parts if isinstance(part, Twin))


def run_of(line: Line) -> TwinRun:
    run = twin_of(line).run
    assert run is not None
    return run


def told(line: Line) -> list[TwinNow]:
    return [event for event, _ in line.said if isinstance(event, TwinNow)]


def rows_of(events: list[TwinNow]) -> list[tuple[float, ...]]:
    """What a window has of the points, from all that was told."""
    rows: list[tuple[float, ...]] = []
    for event in events:
        del rows[event.keep :]
        numbers = array("d", event.points.data if event.points is not None else b"")
        rows += [tuple(numbers[at : at + POINT_FIELDS]) for at in range(0, len(numbers), POINT_FIELDS)]
    return rows


def settle(line: Line) -> TwinNow:
    """Let the twin catch up; return what is told then."""
    for _ in range(20_000):
        line.turns(1)
        if not twin_of(line).busy:
            break
    else:
        raise AssertionError("the twin never catches up")
    now: TwinNow = line.ask(AskTwin())
    return now


def twinned(*, steps: int) -> Line:
    """A training with its twin: it was widened, and both have taken `steps` since."""
    line = begun()
    line.ask(SetTwin(True))
    line.ask(WIDEN)
    line.ask(Step(steps))
    settle(line)
    return line


def weights(training: Any) -> bytes:
    made: bytes = training.model.flat.numpy().tobytes()
    return made


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize(
    "net", [net_of(), net_of(dropout=0.3), net_of(norm="batch")], ids=["plain", "dropout", "batch"]
)
def test_the_twin_is_bit_for_bit_the_run_without_the_edit(optimizer: OptimizerName, net: Net) -> None:
    settings = Settings(batch_size=16, optimizer=optimizer, learning_rate=0.01)
    line, other = begun(net=net, settings=settings), begun(net=net, settings=settings)
    line.ask(SetTwin(True))
    line.ask(WIDEN)
    for one in (line, other):
        one.ask(Step(40))
    now = settle(line)
    assert (now.status, now.steps, now.behind) == ("going", 40, 0)
    assert weights(run_of(line).training) == weights(other.session.training)
    assert weights(run_of(line).training) != weights(line.session.training)


def test_the_training_itself_is_bit_for_bit_the_same_with_a_twin_and_without() -> None:
    line, other = begun(), begun()
    line.ask(SetTwin(True))
    for one in (line, other):
        one.ask(WIDEN)
        one.ask(Step(60))
    assert settle(line).steps == 60
    assert weights(line.session.training) == weights(other.session.training)
    line.agree()


def test_it_waits_for_an_edit_and_compares_at_the_same_steps() -> None:
    line = begun()
    assert line.ask(SetTwin(True)).status == "waiting"
    line.ask(Step(5))
    assert settle(line).status == "waiting"
    line.ask(WIDEN)
    for _ in range(5):
        line.ask(Step(20))
    now = settle(line)
    assert now.mark == line.session.training.marks[-1]
    points = rows_of([now])
    assert points
    assert all(point[0] == point[1] for point in points)
    assert points[-1][0] == line.session.training.step == 135
    ticks = {row[0]: row for row in line.shown.rows}
    assert all(point[6] == ticks[point[0]][2] for point in points)
    measured = [point for point in points if point[3] == point[3]]
    assert measured
    assert all(ticks[point[0]][3] == point[7] for point in measured)
    assert rows_of(told(line)) == points


def test_switched_on_after_an_edit_it_catches_up() -> None:
    line, other = begun(), begun()
    line.ask(WIDEN)
    for one in (line, other):
        one.ask(Step(50))
    line.ask(SetTwin(True))
    assert settle(line).steps == 50
    assert weights(run_of(line).training) == weights(other.session.training)


def test_a_setting_changed_after_the_edit_is_changed_for_both_at_the_same_step() -> None:
    line, other = begun(), begun()
    line.ask(SetTwin(True))
    line.ask(WIDEN)
    for one in (line, other):
        one.ask(Step(13))
        one.ask(Change("learning_rate", 0.05))
        one.ask(Change("optimizer", "sgd"))
        one.ask(Step(20))
        one.ask(Change("batch_size", 7))
        one.ask(Step(11))
    assert settle(line).steps == 44
    assert weights(run_of(line).training) == weights(other.session.training)


def test_a_setting_undone_takes_the_twin_back_too() -> None:
    line, other = begun(), begun()
    line.ask(SetTwin(True))
    line.ask(WIDEN)
    line.ask(Step(10))
    line.ask(Change("learning_rate", 0.05))
    line.ask(Step(30))
    assert settle(line).steps == 40
    line.ask(Undo())
    line.ask(Step(25))
    other.ask(Step(35))
    assert settle(line).steps == 35
    assert weights(run_of(line).training) == weights(other.session.training)


def test_more_edits_leave_it_the_run_without_the_first_until_it_begins_again() -> None:
    line, first, second = begun(), begun(), begun()
    line.ask(SetTwin(True))
    for one in (line, second):
        one.ask(WIDEN)
    for one in (line, first, second):
        one.ask(Step(20))
    line.ask(SetActivation(LayerKey(1), "relu"))
    for one in (line, first, second):
        one.ask(Step(20))
    now = settle(line)
    assert now.newer
    assert now.steps == 40
    assert weights(run_of(line).training) == weights(first.session.training)
    line.ask(RestartTwin())
    now = settle(line)
    assert not now.newer
    assert now.steps == 20
    assert weights(run_of(line).training) == weights(second.session.training)


def test_undoing_the_edit_ends_it_and_redo_begins_another() -> None:
    line = twinned(steps=20)
    line.ask(Undo())
    assert settle(line).status == "waiting"
    line.ask(Redo())
    now = settle(line)
    assert (now.status, now.steps) == ("going", 20)


def test_undoing_a_later_edit_leaves_it_and_it_waits_for_the_training() -> None:
    line, other = begun(), begun()
    line.ask(SetTwin(True))
    line.ask(WIDEN)
    line.ask(Step(20))
    line.ask(SetActivation(LayerKey(1), "relu"))
    line.ask(Step(30))
    settle(line)
    line.ask(Undo())
    now = settle(line)
    assert now.status == "going"
    assert rows_of([now])[-1][0] == 50
    line.ask(Step(60))
    other.ask(Step(80))
    assert settle(line).steps == 80
    assert weights(run_of(line).training) == weights(other.session.training)
    assert rows_of(told(line)) == rows_of([line.ask(AskTwin())])


def test_at_equal_work_the_smaller_network_takes_more_steps() -> None:
    line = begun(net=Net((2,), (Dense(LayerKey(1), 32, "tanh"), Dense(LayerKey(2), 2, "linear")), 3))
    line.ask(SetTwin(True, "work"))
    line.ask(Widen(LayerKey(1), 32))
    for _ in range(4):
        line.ask(Step(25))
    now = settle(line)
    run = run_of(line)
    assert (now.measure, now.steps) == ("work", 200)  # 64 units cost twice what 32 cost
    training = line.session.training
    samples = round((training.order.epoch - 30 * 16 / 160) * 160)
    assert run.work <= samples * run_.work_of(training.model) < run.work + 17 * run_.work_of(run.training.model)
    narrow = begun(net=Net((2,), (Dense(LayerKey(1), 32, "tanh"), Dense(LayerKey(2), 2, "linear")), 3))
    narrow.ask(Narrow(LayerKey(1), 16))
    narrow.ask(SetTwin(True, "work"))
    narrow.ask(Step(100))
    assert settle(narrow).steps == 50


def test_taken_over_it_is_the_training_and_one_undo_takes_that_back() -> None:
    line, other = begun(), begun()
    line.ask(SetTwin(True))
    line.ask(WIDEN)
    for one in (line, other):
        one.ask(Step(40))
    settle(line)
    before, rows = weights(line.session.training), list(line.shown.rows)
    done = line.ask(TakeOverTwin())
    assert isinstance(done, Edited)
    assert line.session.training.net == net_of()
    assert weights(line.session.training) == weights(other.session.training)
    line.agree()
    assert settle(line).status == "waiting"
    for one in (line, other):
        one.ask(Step(15))
    assert weights(line.session.training) == weights(other.session.training)
    line.agree()
    line.ask(Undo())
    assert weights(line.session.training) == before
    assert line.shown.rows == rows
    line.agree()
    line.ask(Undo())
    assert line.session.training.step == 30
    line.agree()


def test_stopped_it_stays_and_takes_no_more_steps() -> None:
    line = twinned(steps=20)
    line.ask(StopTwin())
    line.ask(Step(20))
    now = settle(line)
    assert (now.status, now.steps) == ("stopped", 20)
    assert rows_of([now])
    line.ask(WIDEN)
    line.ask(Step(5))
    assert settle(line).status == "stopped"
    line.ask(SetTwin(False))
    assert line.ask(AskTwin()) == TwinNow("off")


def test_it_ends_by_itself_and_the_next_edit_begins_another(monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_STEPS == 50_000
    monkeypatch.setattr(run_, "MOST_STEPS", 25)
    line = begun()
    line.ask(SetTwin(True))
    line.ask(WIDEN)
    line.ask(Step(60))
    now = settle(line)
    assert (now.status, now.steps) == ("ended", 25)
    assert str(now.why) == "The comparison ended by itself after 25 steps."
    line.ask(WIDEN)
    line.ask(Step(10))
    now = settle(line)
    assert (now.status, now.steps) == ("going", 10)


def test_its_divergence_ends_it_and_the_training_goes_on() -> None:
    line = begun(settings=Settings(batch_size=16, optimizer="sgd"))
    line.ask(WIDEN)
    line.ask(SetTwin(True))
    run_of(line).training.model.flat.fill_(float("nan"))
    line.ask(Step(20))
    now = settle(line)
    assert now.status == "ended"
    assert now.why is not None
    assert not now.can_take_over
    assert isinstance(line.ask(TakeOverTwin()), Rejected)
    assert line.session.training.step == 50
    line.agree()


def test_a_divergence_of_the_training_leaves_the_twin_right() -> None:
    settings = Settings(batch_size=16, optimizer="sgd")
    line, other = begun(settings=settings), begun(settings=settings)
    line.ask(SetTwin(True))
    line.ask(WIDEN)
    for one in (line, other):
        one.ask(Step(20))
    line.session.training.model.flat.fill_(1e38)
    line.ask(Step(20))
    assert line.session.training.step < 50 or not line.session.player.running
    settle(line)
    step = run_of(line).training.step
    other.ask(Step(step - other.session.training.step)) if step > 50 else None
    if step >= 50:
        assert weights(run_of(line).training) == weights(other.session.training)


def test_a_smaller_copy_on_its_way_goes_on_in_the_twin() -> None:
    line, other = begun(), begun()
    for one in (line, other):
        one.ask(Narrow(LayerKey(1), 2, way="ready"))
        one.ask(Step(10))
    line.ask(SetTwin(True))
    settle(line)
    line.ask(SetTwin(False))
    line.ask(SetActivation(LayerKey(1), "relu"))
    line.ask(SetTwin(True))
    for one in (line, other):
        one.ask(Step(120))
    assert settle(line).steps == 120
    assert run_of(line).training.net == other.session.training.net
    assert weights(run_of(line).training) == weights(other.session.training)


def test_reset_and_other_data_end_it() -> None:
    line = twinned(steps=20)
    line.ask(Reset())
    assert settle(line).status == "waiting"
    line.ask(WIDEN)
    line.ask(Step(5))
    assert settle(line).status == "going"
    line.ask(Load(data=DataSpec("xor", samples=100)))
    assert settle(line).status == "waiting"


def test_it_is_there_after_a_restart_and_goes_on(tmp_path: Path) -> None:
    line, other = begun(tmp_path / "run"), begun()
    line.ask(SetTwin(True))
    line.ask(WIDEN)
    for one in (line, other):
        one.ask(Step(40))
    points = rows_of([settle(line)])
    line.ask(Save())
    saved(line)
    again = Line()
    line.trainer._hold.keep_only(None)
    assert isinstance(again.ask(OpenRun(str(tmp_path / "run"))), Loaded)
    now = settle(again)
    assert (now.status, now.steps, rows_of([now])) == ("going", 40, points)
    assert now.mark == again.session.training.marks[-1]
    for one in (again, other):
        one.ask(Change("learning_rate", 0.02))
        one.ask(Step(30))
    assert settle(again).steps == 70
    assert weights(run_of(again).training) == weights(other.session.training)
    again.ask(TakeOverTwin())
    assert weights(again.session.training) == weights(other.session.training)
    again.agree()


def saved(line: Line) -> None:
    """Let the twin be written."""
    keeper = twin_of(line)._keeper
    line.clock.now += 100
    end = time.monotonic() + 30  # a disk that others write to takes its time
    while time.monotonic() < end:
        line.turns(1)
        if not keeper.busy and keeper._next_at > line.clock.now:
            return
    raise AssertionError("the twin is never written")


def test_one_that_was_saved_between_two_points_lacks_none_after_a_restart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_, "CHUNK_STEPS", 3)
    line = begun(tmp_path / "run")
    line.ask(SetTwin(True))
    line.ask(WIDEN)
    line.turns(1)
    run = run_of(line)
    run.going = False
    line.ask(Step(40))
    line.ask(Save())
    run.going = True
    for _ in range(5):
        run.go_on(line.session, for_s=0.0)
    assert run.ticks.steps > 6
    for flush in kept.writing(tmp_path / "run", run):
        if flush is not None:
            flush.wait(None)
    assert not run.points or run.points[-POINT_FIELDS] < run.training.step, "else this proves nothing"
    line.trainer._hold.keep_only(None)
    again = Line()
    assert isinstance(again.ask(OpenRun(str(tmp_path / "run"))), Loaded)
    there, whole = settle(again), settle(line)
    assert there.steps == whole.steps == 40
    assert rows_of([there])[-1][0] == 70
    assert rows_of([there]) == rows_of([whole])


def test_it_goes_on_where_the_training_goes_on_on_another_device() -> None:
    line, other = twinned(steps=20), begun()
    assert isinstance(line.ask(UseDevice("cpu")), Loaded)
    now = settle(line)
    assert (now.status, now.steps) == ("going", 20)
    line.ask(Step(30))
    other.ask(Step(50))
    assert settle(line).steps == 50
    assert weights(run_of(line).training) == weights(other.session.training)
    line.ask(TakeOverTwin())
    line.agree()


def test_it_goes_on_in_a_branch_that_is_read_from_the_disk(tmp_path: Path) -> None:
    line, other = begun(tmp_path / "run"), begun()
    line.ask(SetTwin(True))
    line.ask(WIDEN)
    line.ask(Step(40))
    line.ask(GoOnFrom(50))
    line.ask(Step(10))
    settle(line)
    line.ask(Save())
    line.session.saver.tree.asleep.clear()  # type: ignore[union-attr]
    assert isinstance(line.ask(SwitchBranch(0)), Loaded)
    other.ask(Step(40))
    now = settle(line)
    assert (now.status, now.steps) == ("going", 40)
    line.ask(Step(10))
    other.ask(Step(10))
    assert settle(line).steps == 50
    assert weights(run_of(line).training) == weights(other.session.training)


def test_the_number_of_threads_is_in_the_timeline_of_what_is_taken_over() -> None:
    try:
        line = twinned(steps=20)
        line.ask(UseThreads(2))
        line.ask(Step(20))
        settle(line)
        line.ask(TakeOverTwin())
        done = [(entry.step, entry.done) for entry in line.session.training.timeline]
        assert done == [(0, UseThreads(1)), (50, UseThreads(2))]
        line.agree()
    finally:
        torch.set_num_threads(1)


def test_where_the_training_stops_by_itself_and_goes_back_the_twin_is_compared_up_to_there() -> None:
    line, other = begun(), begun()
    line.ask(SetTwin(True))
    line.ask(WIDEN)
    line.ask(SetStops((Stop(Condition("loss", "below", 0.3)),)))
    line.session.player.took(64, 1e-6, pace=0.0)  # many steps at once are fast
    line.ask(Play())
    while line.session.player.running:
        line.turns(1)
    (hit,) = line.session.lookout.hits
    now = settle(line)
    assert rows_of([now])[-1][:2] == (hit.stands, hit.stands)
    other.ask(Step(now.steps))
    assert weights(run_of(line).training) == weights(other.session.training)
    line.agree()


def test_switched_off_nothing_of_it_is_kept(tmp_path: Path) -> None:
    line = begun(tmp_path / "run")
    line.ask(Save())
    line.ask(SetTwin(True))
    line.ask(WIDEN)
    line.ask(Step(10))
    settle(line)
    saved(line)
    assert (tmp_path / "run" / TWIN_FILE).is_file()
    line.ask(SetTwin(False))
    line.turns(5)
    assert not (tmp_path / "run" / TWIN_FILE).exists()


@pytest.mark.parametrize("damage", ["short", "byte", "empty", "other"])
def test_a_damaged_twin_is_one_sentence_and_the_run_opens(tmp_path: Path, damage: str) -> None:
    line = begun(tmp_path / "run")
    line.ask(SetTwin(True))
    line.ask(WIDEN)
    line.ask(Step(10))
    line.ask(Save())
    settle(line)
    saved(line)
    path = tmp_path / "run" / TWIN_FILE
    content = path.read_bytes()
    at = len(content) - 40
    path.write_bytes({
        "short": content[:at], "empty": b"", "other": b"\x02\0\0\0\0\0\0\0{}",
        "byte": content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :],
    }[damage])  # fmt: skip
    again = Line()
    line.trainer._hold.keep_only(None)
    assert isinstance(again.ask(OpenRun(str(tmp_path / "run"))), Loaded)
    now = settle(again)
    assert now.status == "off"
    assert str(now.why) == "The comparison that was kept with this training was damaged and is left out."
    again.agree()


def test_without_the_memory_for_a_second_network_it_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(twin_, "NEVER_ASKED", 0)
    monkeypatch.setattr(twin_.devices, "free_memory", lambda device: 1)
    line = begun()
    line.ask(WIDEN)
    refused = line.ask(SetTwin(True))
    assert isinstance(refused, Rejected)
    assert "second network" in str(refused.sentence)
    assert line.ask(AskTwin()).status == "off"


def test_it_takes_no_more_of_the_time_than_the_training() -> None:
    line = begun()
    line.ask(SetTwin(True))
    line.ask(WIDEN)
    line.ask(Play())
    took_s = line.session.player.took_s
    line.turns(600)
    run = run_of(line)
    assert run.steps > 50
    assert run.spent_s <= line.session.player.took_s - took_s + 2 * run_.SLICE_S


def test_what_cannot_be_done_is_a_sentence() -> None:
    line = begun()
    for asked in (RestartTwin(), TakeOverTwin()):
        assert isinstance(line.ask(asked), Rejected)
    assert line.ask(StopTwin()).status == "off"
    line.agree()


def test_looking_back_leaves_it_alone_and_only_now_can_be_taken_over() -> None:
    line = twinned(steps=40)
    line.ask(LookBack(20))
    assert settle(line).steps == 40
    assert isinstance(line.ask(TakeOverTwin()), Rejected)
    assert line.ask(BackToNow()).now.state.step == 70
    line.ask(Step(10))
    assert settle(line).steps == 50


def test_it_goes_on_in_a_branch_that_has_the_edit_and_is_gone_in_one_that_has_not() -> None:
    line, other = begun(), begun()
    line.ask(SetTwin(True))
    line.ask(WIDEN)
    line.ask(Step(40))
    settle(line)
    assert isinstance(line.ask(GoOnFrom(50)), Loaded)
    line.ask(Step(60))
    other.ask(Step(80))
    assert settle(line).steps == 80
    assert weights(run_of(line).training) == weights(other.session.training)
    assert isinstance(line.ask(GoOnFrom(20)), Loaded)
    assert settle(line).status == "waiting"


HOSTILE: dict[str, Callable[[dict[str, Any], dict[str, Tensor]], object]] = {
    "a newer format": lambda told, tensors: told.update(format=99),
    "steps that fall": lambda told, tensors: tensors.update({kept.POINTS: tensors[kept.POINTS].flip(0)}),
    "points of another width": lambda told, tensors: tensors.update({kept.POINTS: torch.zeros(3, 4).double()}),
    "too many points": lambda told, tensors: tensors.update({kept.POINTS: torch.zeros(9000, 10).double()}),
    "no place": lambda told, tensors: told["twin"].update(place=None),
    "a place that is none": lambda told, tensors: told["twin"].update(place=[-5, 0.0, 0.0]),
    "work that is none": lambda told, tensors: told["twin"].update(work=float("inf")),
    "a text for a step": lambda told, tensors: told["twin"].update(step="1"),
    "another edit": lambda told, tensors: told["twin"].update(first=told["twin"]["mark"]),
    "another measure": lambda told, tensors: told["twin"].update(measure="__class__"),
    "weights that are none": lambda told, tensors: tensors["model.parameter.1.weight"].fill_(float("nan")),
    "an order of others": lambda told, tensors: tensors["samples.order"].zero_(),
    "random numbers of none": lambda told, tensors: tensors.update({"random.order": torch.zeros(3, dtype=torch.uint8)}),
    "a list for all of it": lambda told, tensors: told.update(twin=[]),
}


@pytest.mark.parametrize("how", HOSTILE)
def test_a_hostile_file_is_one_sentence(tmp_path: Path, how: str) -> None:
    line = begun(tmp_path / "run")
    line.ask(SetTwin(True))
    line.ask(WIDEN)
    for _ in range(4):
        line.ask(Step(10))
    line.ask(Save())
    settle(line)
    saved(line)
    path = tmp_path / "run" / TWIN_FILE
    tensors, metadata = read_tensors(path)
    told = json.loads(metadata["torchgarden"])
    HOSTILE[how](told, tensors)
    sums: dict[str, int] = {}
    told.pop("sums")
    list(sums_of(tensors, told, sums))
    text = {"torchgarden": json.dumps(told | {"sums": sums})}
    path.write_bytes(b"".join(map(bytes, pieces(tensors, text, piece_bytes=1 << 20))))
    again = Line()
    line.trainer._hold.keep_only(None)
    assert isinstance(again.ask(OpenRun(str(tmp_path / "run"))), Loaded)
    now = settle(again)
    assert now.status == "off"
    assert str(now.why) == "The comparison that was kept with this training was damaged and is left out."
    again.ask(Step(3))
    again.agree()
