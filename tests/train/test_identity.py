"""An edit means the layer that was meant, whatever happened between the asking and the doing; old runs still open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import runs
from core.messages.train_commands import Change, DataSpec, Load, Settings, Step, Undo, UseThreads
from core.messages.train_events import Edited, Rejected
from core.net.plan import (
    CopyLayer,
    Edit,
    EditError,
    Freeze,
    InsertLayer,
    LayerKey,
    Narrow,
    Net,
    RemoveLayer,
    RemoveUnit,
    SetActivation,
    Widen,
    find_layer,
    layer_of,
    mlp,
    numbered,
    width_of,
)
from core.runs import RunError
from core.train.disk import checkpoint
from core.train.surgery import successor
from core.train.surgery.remove import FADE_STEPS
from core.train.surgery.successor import CHECKED_EVERY
from core.train.training import datasets
from core.train.training.replay import replay, run_to
from core.train.training.training import Training, begin
from tests.train.talk import Talk

torch.set_num_threads(1)
CPU = torch.device("cpu")
XOR = datasets.load(DataSpec("xor", samples=200))
OLD = Path(__file__).parent / "old_runs"
"""Written by the version before, whose edits named positions; named after what became of the layer that faded."""


def new(net: Net | None = None, seed: int = 2) -> Training:
    settings_ = Settings(optimizer="adam", learning_rate=0.01, batch_size=32)
    return begin(XOR, net=net or mlp(2, (8, 8, 8), 2), settings=settings_, seed=seed)


def widths(net: Net) -> dict[int, int]:
    return {layer.key: width_of(layer) for layer in numbered(net)}


# ------------------------------------------------------------------------------------------------------------- old runs
DONE: dict[str, list[Any]] = {
    "folded": [
        InsertLayer(1, 0, "relu", "auto"), Widen(2, 4), RemoveLayer(5, "fade"),
        InsertLayer(5, 0, "relu", "auto"), Narrow(2, 4, way="ready"),
        Change("learning_rate", 0.005), InsertLayer(0, 6, "tanh", "auto"), RemoveLayer(3), CopyLayer(7),
        SetActivation(9, "tanh"),
    ],
    "kept": [
        InsertLayer(1, 0, "relu", "auto"), Widen(2, 4), RemoveLayer(1, "fade"),
        InsertLayer(1, 0, "relu", "auto"), Narrow(2, 4, way="ready"),
        Change("learning_rate", 0.005), UseThreads(1), InsertLayer(0, 6, "tanh", "auto"), Widen(9, 2), RemoveUnit(9, 1),
        Freeze(9), RemoveLayer(9), CopyLayer(4),
    ],
    "waiting": [
        InsertLayer(1, 0, "relu", "residual"), InsertLayer(0, 0, "relu", "auto"), RemoveLayer(5, "ready"),
        Widen(1, 2), Freeze(9, 1),
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", DONE)
def test_a_run_with_positions_opens_with_keys_and_replays_bit_for_bit(name: str) -> None:
    old = checkpoint.read(OLD / name, device=CPU).training
    assert [entry.done for entry in old.timeline] == DONE[name]
    assert runs.read_record(OLD / name).timeline == old.timeline
    again = begin(old.dataset, net=old.first_net, settings=old.first_settings, seed=old.seed)
    replay(again, old.timeline, steps=old.step)
    assert (again.net, again.timeline) == (old.net, old.timeline)
    said = [
        (mark.step, str(mark.label).replace("Residual block inserted", "Hidden layer inserted")) for mark in again.marks
    ]
    assert said == [(mark.step, str(mark.label)) for mark in old.marks]
    torch.testing.assert_close(again.model.flat, old.model.flat, rtol=1e-3, atol=1e-4)  # made on another processor
    lived = begin(old.dataset, net=old.first_net, settings=old.first_settings, seed=old.seed)
    for entry, done in zip(old.timeline, DONE[name], strict=True):
        run_to(lived, entry.step)
        if isinstance(done, Change):
            lived.change(done.setting, done.value)
        elif isinstance(done, UseThreads):
            lived.note(done)
        else:
            lived.edit(done)
    run_to(lived, old.step)
    assert torch.equal(lived.model.flat, again.model.flat)


BEFORE: dict[str, list[Edit]] = {
    "blocks": [
        InsertLayer(1, 0, "relu", "auto"), InsertLayer(0, 6, "tanh", "auto"), Widen(1, 2),
        InsertLayer(2, 12, "relu", "residual"), RemoveLayer(5, "fade"), InsertLayer(2, 0, "relu", "auto"),
        CopyLayer(14),
    ],
    "convolutions": [
        InsertLayer(1, 0, "relu", "auto"), InsertLayer(2, 0, "relu", "auto"), InsertLayer(0, 0, "gelu", "auto"),
        InsertLayer(1, 0, "relu", "identity"),
    ],
    "splits": [Widen(1, 3, "share"), Widen(2, 8, "share"), Freeze(2, 3), Widen(1, 2, "share")],
    "grouped splits": [Widen(1, 2, "share"), Widen(2, 4, "share")],
}  # fmt: skip
"""Written by format 2, where what was inserted was an identity or a block, a "conv" too, and copies hardly parted."""


@pytest.mark.parametrize("name", BEFORE)
def test_a_run_with_blocks_that_nobody_asked_for_and_with_splits_replays_bit_for_bit(name: str) -> None:
    old = checkpoint.read(OLD / name, device=CPU).training
    assert [entry.done for entry in old.timeline] == BEFORE[name]
    assert runs.read_record(OLD / name).timeline == old.timeline
    again = begin(old.dataset, net=old.first_net, settings=old.first_settings, seed=old.seed)
    replay(again, old.timeline, steps=old.step)
    assert (again.net, again.timeline) == (old.net, old.timeline)
    assert {key: (fade.done, fade.steps) for key, fade in again.model.fades.items()} == {
        key: (fade.done, fade.steps) for key, fade in old.model.fades.items()
    }
    # Made on another processor. Adam makes whole steps of a gradient that is rounding alone, as that of a bias before
    # batch norm; where it goes is another processor's, or another torch's, own affair.
    square = again.model.memory.slots.get("square", torch.ones_like(again.model.flat))
    real = (square == 0) | (square > 1e-9 * square.median())
    assert real.float().mean() > 0.9
    torch.testing.assert_close(again.model.flat[real], old.model.flat[real], rtol=1e-3, atol=1e-4)
    assert not any(fade.unfolds for fade in again.model.fades.values())


def test_an_old_run_goes_on_and_is_saved_as_a_new_one(tmp_path: Path) -> None:
    old = checkpoint.read(OLD / "folded", device=CPU)
    old.training.edit(Widen(LayerKey(1), 2))
    record = checkpoint.record_of(old.training, last=None, threads=1)
    for _ in checkpoint.writing(tmp_path / "run", old.training.state(), record, old.history, on_disk=0, story=0):
        pass
    there = checkpoint.read(tmp_path / "run", device=CPU)
    assert there.training.timeline == old.training.timeline
    assert there.record.format == runs.FORMAT
    with pytest.raises(RunError, match="newer TorchGarden"):
        runs.up_to_date(replace(record, format=runs.FORMAT + 1), name="run")


# ------------------------------------------------------------------------------------------- between asking and doing
def test_an_edit_hits_its_layer_after_a_fade_was_folded() -> None:
    training = new(mlp(2, (8, 6, 4), 2))
    training.edit(RemoveLayer(1, "fade"))
    asked = RemoveLayer(LayerKey(2))  # "Hidden 2", 6 wide
    run_to(training, FADE_STEPS)
    assert widths(training.net) == {2: 6, 3: 4, 4: 2}
    training.edit(asked)
    assert widths(training.net) == {3: 4, 4: 2}


def test_an_edit_of_a_layer_that_is_gone_is_one_sentence() -> None:
    training = new()
    asked = [Widen(LayerKey(1), 2), Narrow(LayerKey(1), 2, way="ready"), InsertLayer(LayerKey(1)), Freeze(LayerKey(1))]
    training.edit(RemoveLayer(1))
    before = training.model, training.timeline, training.marks
    for edit in asked:
        with pytest.raises(EditError, match="That layer is not in the network any more"):
            training.edit(edit)
    assert (training.model, training.timeline, training.marks) == before


def test_a_successor_goes_through_the_same_edits_by_the_same_keys() -> None:
    training = new()
    training.edit(RemoveLayer(2, "ready"))
    training.edit(InsertLayer(0, kind="dropout"))
    training.edit(Widen(3, 4))
    beside = training.model.successor
    assert beside is not None
    assert widths(beside.model.net) == {key: width for key, width in widths(training.net).items() if key != 2}


def test_a_layer_that_stays_as_a_linear_one_stays_so_when_a_successor_takes_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It faded, but a block behind it needs it where it is."""
    monkeypatch.setattr(successor, "ready", lambda before, after: training.step > FADE_STEPS)
    training = new(mlp(2, (8, 8), 2))
    training.edit(RemoveLayer(1, "fade"))
    training.edit(InsertLayer(1, kind="residual"))
    training.edit(Narrow(2, 2, way="ready"))
    run_to(training, FADE_STEPS + 2 * CHECKED_EVERY)
    assert [str(mark.label) for mark in training.marks[-2:]] == ["Hidden 1 now linear", "Hidden 4 narrowed −2"]
    assert not training.model.fades


def test_keys_pressed_while_a_fade_is_folded_hit_what_they_meant(tmp_path: Path) -> None:
    talk = Talk(tmp_path)
    talk.ask(Load(DataSpec("xor", samples=200), mlp(2, (8, 6, 4), 2), Settings(), 0))
    talk.ask(RemoveLayer(1, "fade"))
    queue = [Widen(2, 3), Widen(1, 3), RemoveLayer(2), Widen(2, 3), Undo(), Widen(2, 1)]  # pressed while it faded
    talk.ask(Step(FADE_STEPS))
    numbers = [talk.worker.send(command) for command in queue]
    talk.until(lambda event, answers: answers == numbers[-1])
    said = {answers: event for event, answers in talk.said if answers in numbers}
    after = [said[number] for number in numbers]
    talk.close()
    assert [widths(event.now.net) for event in after if isinstance(event, Edited)] == [
        {2: 9, 3: 4, 4: 2}, {3: 4, 4: 2}, {2: 9, 3: 4, 4: 2}, {2: 10, 3: 4, 4: 2},
    ]  # fmt: skip
    gone = [str(event.sentence) for event in after if isinstance(event, Rejected)]
    assert gone == ["That layer is not in the network any more."] * 2


MEANWHILE = st.lists(
    st.tuples(st.sampled_from(["insert", "remove", "fade", "ready", "narrow", "steps", "undo"]), st.integers(0, 99)),
    max_size=6,
)
ASKED = st.tuples(st.sampled_from(["widen", "narrow", "remove", "insert", "fade"]), st.integers(0, 99))


def of_kind(kind: str, key: LayerKey) -> Edit:
    return {
        "widen": Widen(key, 2), "narrow": Narrow(key, 1), "insert": InsertLayer(key), "remove": RemoveLayer(key),
        "fade": RemoveLayer(key, "fade"), "ready": Narrow(key, 1, way="ready"),
    }[kind]  # fmt: skip


def a_layer(net: Net, place: int) -> LayerKey:
    return numbered(net)[place % len(numbered(net))].key


def lived(training: Training, meanwhile: list[tuple[str, int]]) -> Iterator[None]:
    """Live through what happens; yields after each event."""
    kept = [training.state()]
    for kind, place in meanwhile:
        if kind == "steps":
            run_to(training, training.step + (FADE_STEPS, CHECKED_EVERY, 7)[place % 3])
        elif kind == "undo":
            training.restore(kept[place % len(kept)])
        else:
            kept.append(training.state())
            try:
                training.edit(of_kind(kind, a_layer(training.net, place)))
            except EditError:
                kept.pop()
        yield


@given(ASKED, MEANWHILE, st.integers(0, 9))
@settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_whatever_happens_meanwhile_an_edit_changes_its_layer_or_none(
    asked: tuple[str, int], meanwhile: list[tuple[str, int]], seed: int
) -> None:
    training = new(mlp(2, (6, 7, 8), 2), seed)
    edit = of_kind(asked[0], a_layer(training.net, asked[1]))
    key = edit.after if isinstance(edit, InsertLayer) else edit.layer
    for _ in lived(training, meanwhile):
        pass
    there, before = find_layer(training.net, key), widths(training.net)
    refused = ""
    try:
        training.edit(edit)
    except EditError as error:
        refused = str(error)
    assert (there is None) == ("not in the network any more" in refused)
    if refused:
        assert widths(training.net) == before
        return
    after = widths(training.net)
    changed = {one for one in before if after.get(one) != before[one]}
    if asked[0] in ("insert", "fade"):
        assert not changed
    elif asked[0] == "remove":
        assert key in changed
        assert key not in after
    else:
        assert key in changed
        assert after[key] == before[key] + (2 if asked[0] == "widen" else -1)
        assert width_of(layer_of(training.net, key)) == after[key]


@given(MEANWHILE, st.integers(0, 9))
@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_a_timeline_with_keys_that_are_no_positions_replays_bit_for_bit(
    meanwhile: list[tuple[str, int]], seed: int
) -> None:
    training = new(mlp(2, (6, 7, 8), 2), seed)
    training.edit(InsertLayer(1))
    training.edit(RemoveLayer(1, "fade"))
    for _ in lived(training, meanwhile):
        pass
    again = new(mlp(2, (6, 7, 8), 2), seed)
    replay(again, training.timeline, steps=training.step)
    assert again.net == training.net
    assert torch.equal(again.model.flat, training.model.flat)
