"""Branches meet what is done beside them: divergences, stops, threads, deleting, other data, a disk that is full."""

from __future__ import annotations

import math
import random
from array import array
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

from core.messages.beside.branches import (
    BackToNow,
    BringBack,
    DeleteBranch,
    GoOnFrom,
    LookBack,
    NameBranch,
    ShownAt,
    SwitchBranch,
    TellBranches,
)
from core.messages.beside.panes import ShowPane
from core.messages.beside.twin import SetTwin, TakeOverTwin
from core.messages.stops import Condition, Stop
from core.messages.train_commands import (
    Change,
    DataSpec,
    EditPoint,
    Load,
    OpenRun,
    Play,
    PointEdit,
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
from core.messages.train_events import Diverged, Edited, Loaded, Rejected, State
from core.messages.train_reports import Hit
from core.messages.train_reports import listed as listed_hits
from core.net.plan import Dense, Dropout, InsertLayer, LayerKey, Narrow, Net, RemoveLayer, Widen, mlp
from core.runs import TREE_FILE
from core.train.branches.looking import Looking, present_of
from core.train.disk import checkpoint
from core.train.training import datasets
from core.train.training.replay import replay
from core.train.training.state import First
from core.train.training.training import begin
from tests.sweeps import sweep
from tests.train.line import Line
from tests.train.test_branches import EDITED, LOAD, NET, bits, closed, fresh, opened, saved, told, trained

STEEP = Load(
    DataSpec("bumps", samples=120), net=mlp(2, (6, 5), 1), settings=Settings(batch_size=10, optimizer="sgd"), seed=4
)
EXPLODES = Change("learning_rate", 90.0)
NAN, AT_40 = Stop(Condition("loss", "nan")), Stop(Condition("step", "reached", 40.0))


def played(line: Line) -> None:
    """Train until it stops by itself."""
    line.ask(Play())
    for _ in range(5000):
        line.turns(1)
        if not line.session.player.running:
            return
    raise AssertionError("it never stops")


def shown_hits(line: Line) -> list[tuple[int, tuple[str, ...]]]:
    """The hits that a window lists: (where it stands, labels)."""
    told_hits: tuple[Hit, ...] = line.session.lookout.hits
    found = listed_hits(told_hits, line.session.training.marks)
    return [(hit.stands, tuple(str(label) for label in hit.labels)) for hit in found]


# --------------------------------------------------------------------------------------------------------- divergence
def test_a_branch_from_before_a_divergence_and_one_that_diverges_itself_stay_what_they_were(tmp_path: Path) -> None:
    line, folder = Line(), tmp_path / "run"
    line.ask(replace(STEEP, run=str(folder)))
    line.ask(SetStops((NAN,)))
    line.ask(Step(30))
    line.ask(EXPLODES)
    played(line)
    assert [event for event, _ in line.said if isinstance(event, Diverged)]
    step, first = line.session.training.step, bits(line.session.training)
    hits = shown_hits(line)
    assert [stands for stands, _ in hits] == [step]
    assert isinstance(line.ask(GoOnFrom(step)), Rejected), "it stands there"
    line.ask(GoOnFrom(step - 1))
    assert bits(line.session.training) == bits(fresh(line, step - 1))
    line.agree()
    line.ask(GoOnFrom(25))
    assert shown_hits(line) == []
    line.ask(EXPLODES)
    played(line)
    mine, undo, own = bits(line.session.training), line.session.state().undo, shown_hits(line)
    assert len(own) == 1
    line.agree()
    for branch, wanted, shown in ((0, first, hits), (2, mine, own)):
        line.ask(SwitchBranch(branch))
        assert (bits(line.session.training), shown_hits(line)) == (wanted, shown)
        line.agree()
    assert line.session.state().undo == undo
    line.ask(Undo())  # back to before it diverged
    assert line.session.training.step < own[0][0]
    assert shown_hits(line) == []
    line.agree()
    line.ask(Redo())
    closed(line)
    line = opened(folder)
    assert (bits(line.session.training), shown_hits(line)) == (mine, own)
    line.ask(SwitchBranch(0))
    assert (bits(line.session.training), shown_hits(line)) == (first, hits)
    line.agree()


# -------------------------------------------------------------------------------------------------------------- stops
@pytest.mark.parametrize("before", [False, True])
def test_a_branch_from_the_step_of_a_stop_lists_it(before: bool) -> None:
    line = trained(SetStops((AT_40,)), Step(60))
    assert line.session.training.step == 40
    line.ask(Widen(LayerKey(1), 2))
    line.ask(Step(20))
    marks = line.session.training.marks
    shown = line.ask(LookBack(40, before=before))
    assert shown.now.marks == marks[: 1 if before else 2]
    line.ask(GoOnFrom(40, before=before))
    assert line.session.training.marks == marks[: 1 if before else 2]
    assert [stands for stands, _ in shown_hits(line)] == [40]
    line.agree()


def test_a_branch_from_the_step_of_an_edit_that_stopped_it_lists_that_and_one_from_before_it_does_not() -> None:
    line = trained(Step(30), SetStops((Stop(Condition("edit", "done")),)), Widen(LayerKey(1), 2), Step(30))
    line.ask(GoOnFrom(30))
    assert [stands for stands, _ in shown_hits(line)] == [30]
    line.ask(SwitchBranch(0))
    line.ask(GoOnFrom(30, before=True))
    assert (shown_hits(line), line.session.training.marks) == ([], ())
    line.agree()


def test_a_step_that_lies_behind_in_one_branch_is_waited_for_in_another_and_each_keeps_its_hits(tmp_path: Path) -> None:
    line, folder = saved(tmp_path, SetStops((Stop(Condition("step", "reached", 60.0)),)), Step(100))
    line.ask(Step(40))
    line.ask(GoOnFrom(30))
    line.ask(Step(100))
    assert line.session.training.step == 60
    line.ask(SetStops((Stop(Condition("step", "reached", 80.0)),)))
    line.ask(Widen(LayerKey(1), 1))
    line.ask(Step(100))
    mine = shown_hits(line)
    assert [stands for stands, _ in mine] == [60, 80]
    line.ask(SwitchBranch(0))
    assert [stands for stands, _ in shown_hits(line)] == [60]
    line.ask(Step(20))
    assert line.session.training.step == 120, "80 is waited for in the other one"
    line.ask(SwitchBranch(1))
    assert shown_hits(line) == mine
    line.ask(Undo())
    assert [stands for stands, _ in shown_hits(line)] == [60]
    line.ask(Redo())
    closed(line)
    line = opened(folder)
    assert shown_hits(line) == mine
    assert line.session.lookout.stops == (Stop(Condition("step", "reached", 80.0)),)
    line.ask(SwitchBranch(0))
    assert [stands for stands, _ in shown_hits(line)] == [60]
    assert line.session.lookout.stops == (Stop(Condition("step", "reached", 60.0)),)
    line.agree()


# ------------------------------------------------------------------------------------------------- where a branch began
def first_rows(line: Line, branch: int) -> tuple[int, int, float]:
    """Return (parent, begins, first step of its curves) of a branch as it is told."""
    one = next(one for one in told(line).branches if one.number == branch)
    return one.parent, one.begins, array("d", one.ticks.data)[0]


def test_a_branch_that_goes_back_to_before_it_began_begins_there(tmp_path: Path) -> None:
    line, folder = saved(tmp_path, *EDITED)
    line.ask(GoOnFrom(40))
    line.ask(Step(10))
    line.ask(Undo())
    assert line.session.training.step == 30
    assert told(line).begins == 30
    line.ask(Step(50))
    line.ask(SwitchBranch(0))
    parent, begins, first = first_rows(line, 1)
    assert (parent, begins) == (0, 30)
    assert first <= 40, "its own curve from there on"
    closed(line)
    assert first_rows(opened(folder), 1)[:2] == (0, 30)


def test_a_branch_that_is_reset_begins_at_the_beginning() -> None:
    line = trained(*EDITED)
    line.ask(GoOnFrom(40))
    line.ask(Reset(9))
    line.ask(Step(20))
    assert told(line).begins == 0
    line.ask(SwitchBranch(0))
    assert first_rows(line, 1)[1:] == (0, 1.0)


def test_a_branch_that_went_on_without_an_edit_from_before_it_began_begins_there() -> None:
    line = trained(SetTwin(True), *EDITED[:3])
    line.turns(300)
    line.ask(GoOnFrom(45))
    line.ask(Step(20))
    line.turns(300)
    assert isinstance(line.ask(TakeOverTwin()), Edited)
    line.agree()
    assert told(line).begins == 30
    line.ask(Undo())
    line.agree()
    mine = bits(line.session.training)
    line.ask(SwitchBranch(0))
    line.agree()
    line.ask(SwitchBranch(1))
    assert bits(line.session.training) == mine


# ----------------------------------------------------------------------------------------- what decides the next step
DROPS = Net((2,), (Dense(LayerKey(1), 8, "tanh", norm="batch"), Dropout(LayerKey(3), 0.3),
                   Dense(LayerKey(2), 2, "linear")), 4)  # fmt: skip


@pytest.mark.parametrize("edit", [Narrow(LayerKey(1), 3, "magnitude", "ready"), InsertLayer(LayerKey(1)), None])
def test_batch_norm_dropout_and_what_is_on_its_way_go_on_bit_for_bit_in_a_branch(tmp_path: Path, edit: Any) -> None:
    line, folder = Line(), tmp_path / "run"
    line.ask(replace(LOAD, net=DROPS, run=str(folder)))
    line.ask(Step(20))
    if edit is not None:
        assert isinstance(line.ask(edit), Edited)
    line.ask(EditPoint(PointEdit(0.5, 0.5, 1.0)))
    line.ask(Step(30))
    first = bits(line.session.training)
    line.ask(GoOnFrom(33))
    line.ask(Step(21))
    mine = bits(line.session.training)
    training = line.session.training
    again = begin(datasets.load(LOAD.data), net=DROPS, settings=LOAD.settings, seed=4)
    replay(again, training.timeline, steps=54)
    assert bits(again) == mine
    closed(line)
    line = opened(folder)
    assert bits(line.session.training) == mine
    line.ask(SwitchBranch(0))
    assert bits(line.session.training) == first
    line.ask(Step(9))
    replay(again := begin(datasets.load(LOAD.data), net=DROPS, settings=LOAD.settings, seed=4),
           line.session.training.timeline, steps=59)  # fmt: skip
    assert bits(line.session.training) == bits(again)


def test_the_number_of_threads_is_in_the_timeline_of_what_is_gone_back_to() -> None:
    try:
        line = trained(Step(20), Widen(LayerKey(1), 1), Step(5), UseThreads(2), Step(20))
        line.ask(GoOnFrom(10))
        assert torch.get_num_threads() == 2
        assert line.session.training.timeline[-1].done == UseThreads(2)
        line.ask(SwitchBranch(0))
        line.ask(Undo())
        assert line.session.training.step == 20
        assert line.session.training.timeline[-1].done == UseThreads(2)
        assert line.shown.state.threads == 2
        line.ask(Step(3))
        line.agree()
    finally:
        torch.set_num_threads(1)


def test_undo_tells_on_how_many_threads_it_goes_on() -> None:
    try:
        line = Line()
        line.trainer._fixed_threads = 0
        line.ask(LOAD)
        line.ask(Step(5))
        line.ask(Widen(LayerKey(1), 1))
        torch.set_num_threads(2)  # as if measured
        line.session.training.note(UseThreads(2))
        line.ask(Undo())
        assert torch.get_num_threads() == line.shown.state.threads == 1
        line.ask(Redo())
        assert torch.get_num_threads() == line.shown.state.threads == 2
    finally:
        torch.set_num_threads(1)


def test_a_moment_is_made_from_no_copy_of_a_network_that_began_with_other_weights(tmp_path: Path) -> None:
    brought = begin(datasets.load(LOAD.data), net=NET, settings=LOAD.settings, seed=4)
    first = First(brought.model.flat + 0.1, {})
    brought = begin(datasets.load(LOAD.data), net=NET, settings=LOAD.settings, seed=4, first=first)
    record = checkpoint.record_of(brought, last=None, threads=1)
    for flush in checkpoint.writing(tmp_path / "run", brought.state(), record, array("d"), on_disk=0, story=1):
        if flush is not None:
            flush.wait(None)
    line = opened(tmp_path / "run")
    line.ask(Step(10))
    line.ask(LookBack(7))
    line.ask(BackToNow())
    line.ask(Reset(9))
    line.ask(Reset(4))  # the weights of the seed now, not those that were brought in
    line.ask(Step(20))
    line.ask(LookBack(8))
    assert bits(line.session.training) == bits(fresh(line, 8))


# ------------------------------------------------------------------------------------------------------------ on disk
def test_other_data_while_the_beginning_is_looked_at_saves_the_training_that_waits(tmp_path: Path) -> None:
    line, folder = saved(tmp_path, Step(30), Save(), Step(45))
    assert isinstance(line.ask(LookBack(0)), ShownAt)
    assert isinstance(line.ask(Load(DataSpec("xor", samples=60))), Loaded)
    assert opened(folder).session.training.step == 75


def half_saved(tmp_path: Path, *commands: Any) -> Path:
    """A run of two branches; 0 was gone back to and all of that written but the run itself when the program ended."""
    line, folder = saved(tmp_path, *EDITED)
    line.ask(GoOnFrom(40))
    line.ask(Step(30))
    line.ask(Save())
    line.ask(SwitchBranch(0))
    for command in commands:
        line.ask(command)
    tree = line.session.saver.tree
    assert tree is not None
    assert tree.write(folder, until=math.inf, clock=line.clock)
    line.trainer._hold.keep_only(None)
    return folder


def test_a_program_that_is_killed_while_it_switches_leaves_both_branches_as_they_were_left(tmp_path: Path) -> None:
    line = opened(half_saved(tmp_path))
    assert line.session.training.step == 75
    (other,) = told(line).branches
    assert (other.number, other.step) == (1, 70)
    assert other.ticks.shape[0] > 0
    assert math.isfinite(other.loss)
    assert line.ask(SwitchBranch(1)).now.state.step == 70


def test_a_branch_that_was_deleted_before_the_program_was_killed_is_gone(tmp_path: Path) -> None:
    line = opened(half_saved(tmp_path, DeleteBranch(1)))
    assert line.session.training.step == 75
    assert line.session.saver.tree is not None
    assert line.session.saver.tree.listed == []
    assert isinstance(line.ask(SwitchBranch(1)), Rejected)


def test_a_disk_that_is_full_while_it_is_saved_elsewhere_leaves_the_branches_where_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line, folder = saved(tmp_path, *EDITED, Save())
    line.ask(GoOnFrom(40))
    line.ask(Step(10))
    line.ask(Save())
    line.ask(GoOnFrom(20))  # 1 is to be written yet
    whole = (folder / "branches" / "0" / "weights.safetensors").stat()
    writing = checkpoint.writing

    def full(into: Path, *args: Any, **named: Any) -> Iterator[Any]:
        if into == tmp_path / "other":
            raise OSError(28, "No space left on device")
        yield from writing(into, *args, **named)

    monkeypatch.setattr(checkpoint, "writing", full)
    assert isinstance(line.ask(Save(str(tmp_path / "other"))), Rejected)
    assert not (tmp_path / "other" / "branches").exists()
    assert not (tmp_path / "other" / TREE_FILE).exists()
    assert isinstance(line.ask(Save()), State)
    now = (folder / "branches" / "0" / "weights.safetensors").stat()
    assert (now.st_ino, now.st_mtime_ns) == (whole.st_ino, whole.st_mtime_ns), "never written over"
    closed(line)
    line = opened(folder)
    assert sorted((one.number, one.step) for one in told(line).branches) == [(0, 75), (1, 50)]
    for branch, step in ((0, 75), (1, 50)):
        assert line.ask(SwitchBranch(branch)).now.state.step == step


def test_a_branch_that_cannot_be_written_is_kept_and_written_as_soon_as_that_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line, folder = saved(tmp_path, *EDITED, Save())
    line.ask(GoOnFrom(40))

    def full(*args: Any, **named: Any) -> Iterator[Any]:
        raise OSError(28, "No space left on device")
        yield

    with monkeypatch.context() as patch:
        patch.setattr(checkpoint, "writing", full)
        line.ask(Step(3))
        assert isinstance(line.ask(Save()), Rejected)
        assert line.ask(SwitchBranch(0)).now.state.step == 75
        line.ask(Step(2))
        assert line.ask(SwitchBranch(1)).now.state.step == 43
        line.agree()
    assert isinstance(line.ask(Save()), State)
    closed(line)
    line = opened(folder)
    assert [(one.number, one.step) for one in told(line).branches] == [(0, 77)]
    assert line.session.training.step == 43


def test_a_second_trainer_does_not_open_a_run_with_branches_and_nothing_of_it_changes(tmp_path: Path) -> None:
    line, folder = saved(tmp_path, *EDITED)
    line.ask(GoOnFrom(40))
    line.ask(DeleteBranch(0))
    line.ask(Save())
    other = Line()
    assert isinstance(other.ask(OpenRun(str(folder))), Rejected)
    assert (folder / "branches" / "0" / "weights.safetensors").is_file(), "it can be brought back here"


def test_the_name_of_the_only_branch_is_kept(tmp_path: Path) -> None:
    line, folder = saved(tmp_path, Step(20), NameBranch(0, "first"))
    closed(line)
    assert opened(folder).ask(TellBranches()).name == "first"


# ----------------------------------------------------------------------------------------------------------- any order
def asked_next(drawn: random.Random, line: Line) -> Any:
    """Something that can be asked of a training with branches."""
    present = present_of(line.session)
    step, key = drawn.randint(0, max(1, present.training.step)), LayerKey(drawn.randint(1, 4))
    branch = drawn.choice(list(present.saver.tree.entries) if present.saver.tree is not None else [0])
    return drawn.choice([
        Step(drawn.choice([1, 7, 40])), Widen(key, 1), InsertLayer(key), Undo(), Undo(), Redo(),
        Narrow(key, 1, "magnitude", drawn.choice(["refit", "ready"])),
        RemoveLayer(key, drawn.choice(["refit", "fade"])),
        Change("learning_rate", drawn.choice([0.01, 3000.0])), SetStops(drawn.choice([(), (AT_40, NAN)])),
        LookBack(step, drawn.random() < 0.3), BackToNow(), GoOnFrom(step), GoOnFrom(step, before=True),
        SwitchBranch(branch), SwitchBranch(branch), DeleteBranch(branch), BringBack(branch), NameBranch(branch, "n"),
        SetTwin(on=True), TakeOverTwin(), UseDevice("cpu"), Reset(drawn.choice([-1, 5])), ShowPane("branch", branch),
        Save(), OPEN_AGAIN,
    ])  # fmt: skip


OPEN_AGAIN = "opens the run again"


def branches_of(line: Line) -> list[tuple[int, str, int, int]]:
    """Return (number, name, begins, step) of all branches, the one that is trained first."""
    told_now = line.ask(TellBranches())
    here = (told_now.at, told_now.name, told_now.begins, line.session.training.step)
    return [here, *((one.number, one.name, one.begins, one.step) for one in told_now.branches)]


@pytest.mark.parametrize("seed", range(sweep(usual=25, nightly=500)))
def test_in_whatever_order_all_of_it_is_asked_every_branch_is_what_was_left(tmp_path: Path, seed: int) -> None:
    drawn, (line, folder) = random.Random(seed), saved(tmp_path)
    left: dict[int, tuple[bytes, ...]] = {}
    for _ in range(drawn.randint(5, 25)):
        command = asked_next(drawn, line)
        if command == OPEN_AGAIN:
            line.ask(Save())
            command = OpenRun(str(folder))
        present = present_of(line.session)
        at, stood = present.saver.tree.at if present.saver.tree is not None else 0, bits(present.training)
        line.ask(command)
        line.turns(drawn.randint(0, 3))
        if isinstance(line.session, Looking):
            continue
        line.agree()
        now = line.session.saver.tree.at if line.session.saver.tree is not None else 0
        if now != at:
            left[at] = stood
            if isinstance(command, SwitchBranch):
                assert bits(line.session.training) == left[now]
    line.ask(BackToNow())
    line.ask(Save())
    stands, branches = bits(line.session.training), branches_of(line)
    closed(line)
    line = opened(folder)
    assert (bits(line.session.training), branches_of(line)) == (stands, branches)
    for number, _, _, step in branches[1:]:
        assert line.ask(SwitchBranch(number)).now.state.step == step
        line.agree()
    line.trainer._hold.keep_only(None)
