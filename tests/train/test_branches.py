"""Earlier moments are shown bit for bit, and branches go on from them; nothing of what was left is lost."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import torch

from core import files
from core.messages.beside.branches import (
    BackToNow,
    Branches,
    BringBack,
    DeleteBranch,
    GoOnFrom,
    LookBack,
    NameBranch,
    ShownAt,
    SwitchBranch,
)
from core.messages.beside.twin import AskTwin, SetTwin, StopTwin
from core.messages.train_commands import (
    Change,
    DataSpec,
    EditPoint,
    Load,
    OpenRun,
    Pause,
    Play,
    PointEdit,
    Reset,
    Save,
    Settings,
    Step,
    Undo,
)
from core.messages.train_events import Edited, Loaded, Rejected, State
from core.net.plan import CallOff, InsertLayer, LayerKey, Narrow, RemoveLayer, Widen, mlp
from core.run_folders import copy
from core.train.branches import earlier, listed, stored
from core.train.branches.branching import Branching
from core.train.branches.keyframes import Keyframes
from core.train.training import datasets
from core.train.training.replay import replay
from core.train.training.training import Training, begin
from tests.train.line import Line

NET = mlp(2, (6, 5), 2)
LOAD = Load(DataSpec("moons", samples=120), net=NET, settings=Settings(batch_size=10), seed=4)


def trained(*commands: object, load: Load = LOAD) -> Line:
    """A training in which these were asked one after the other."""
    line = Line()
    line.ask(load)
    for command in commands:
        answer = line.ask(command)
        assert not isinstance(answer, Rejected), answer
    return line


def bits(training: Training) -> tuple[bytes, ...]:
    """Everything that decides the next step, as bytes."""
    state = training.state()
    memory = [state.model.memory.slots[name] for name in sorted(state.model.memory.slots)]
    tensors = [state.model.flat, *memory, state.order, state.order_state, state.dropout_state]
    counts = (state.step, state.epochs, state.position, state.model.memory.ages, state.settings, state.model.net)
    return (*(tensor.numpy().tobytes() for tensor in tensors), repr(counts).encode())


def fresh(line: Line, step: int, *, done: int | None = None) -> Training:
    """The training of a line done again from its beginning, up to `step` with the first `done` entries."""
    training = line.session.training
    again = begin(training.dataset, net=training.first_net, settings=training.first_settings, seed=training.seed)
    replay(again, training.timeline[:done], steps=step)
    return again


def told(line: Line) -> Branches:
    """What was told of the branches last."""
    line.turns(2)
    return [event for event, _ in line.said if isinstance(event, Branches)][-1]


def alive(training: Training) -> None:
    outputs = training.model_outputs(training.dataset.validation_inputs)
    assert float(outputs.std()) > 0.05


EDITED = (Step(30), Widen(LayerKey(1), 3), Step(20), Change("learning_rate", 0.02), Step(25))


@pytest.mark.parametrize("step", [0, 1, 17, 29, 30, 31, 49, 50, 74])
def test_an_earlier_moment_is_shown_bit_for_bit(step: int) -> None:
    line = trained(*EDITED)
    shown = line.ask(LookBack(step))
    assert isinstance(shown, ShownAt)
    assert (shown.looking, shown.now.state.step, shown.waits, shown.exact) == (True, step, 75, True)
    training = line.session.training
    now = line.session.present.training  # type: ignore[attr-defined]
    again = begin(now.dataset, net=now.first_net, settings=now.first_settings, seed=now.seed)
    replay(again, now.timeline, steps=step)
    assert bits(training) == bits(again)
    assert shown.now.net == again.net
    assert shown.now.settings == again.settings


@pytest.mark.parametrize("edit", [
    InsertLayer(LayerKey(1)), RemoveLayer(LayerKey(2), "fade"), RemoveLayer(LayerKey(2), "ready"),
    Narrow(LayerKey(1), 3, "magnitude", "ready"),
])  # fmt: skip
def test_moments_while_something_is_on_its_way_are_shown_bit_for_bit(edit: Any) -> None:
    line = trained(Step(20), edit, Step(60))
    for step in (20, 21, 47, 79):
        line.ask(LookBack(step))
        now = line.session.present.training  # type: ignore[attr-defined]
        again = begin(now.dataset, net=now.first_net, settings=now.first_settings, seed=now.seed)
        replay(again, now.timeline, steps=step)
        assert bits(line.session.training) == bits(again)


def test_the_moment_before_an_edit_is_another_one_than_after_it() -> None:
    line = trained(*EDITED)
    assert line.ask(LookBack(30, before=True)).now.net == NET
    assert line.ask(LookBack(30)).now.net != NET


def test_looking_changes_nothing_of_the_present() -> None:
    line = trained(*EDITED)
    session = line.session
    before, threads = bits(session.training), torch.get_num_threads()
    kept = session.ticks.history.tobytes(), session.ring, session.last_tick, session.training.timeline
    line.ask(Play())
    line.ask(LookBack(12))
    line.ask(LookBack(40))
    waits = session.training.step
    line.turns(20)
    shown = line.ask(BackToNow())
    assert (shown.looking, shown.now.state.step, shown.now.state.playing) == (False, waits, False)
    assert line.session is session
    assert session.training.step == waits
    assert torch.get_num_threads() == threads
    if waits == 75:
        assert bits(session.training) == before
    assert session.ticks.history.tobytes().startswith(kept[0])
    assert (session.ring, session.training.timeline) == (kept[1], kept[3])
    line.ask(Step(10))
    line.agree()


def test_what_would_change_an_earlier_moment_is_refused_and_reading_is_not() -> None:
    line = trained(*EDITED)
    line.ask(LookBack(40))
    for command in (Play(), Step(), Widen(LayerKey(1), 1), Undo(), Change("l1", 0.1), Reset(), CallOff(LayerKey(1))):
        answer = line.ask(command)
        assert isinstance(answer, Rejected)
        assert "earlier moment" in answer.sentence.text
    assert isinstance(line.ask(Pause()), State)
    assert isinstance(line.ask(LookBack(75)), Rejected)
    assert isinstance(line.ask(LookBack(-1)), Rejected)
    assert line.session.training.step == 40


def test_a_branch_goes_on_as_if_nothing_had_come_after_that_moment() -> None:
    line = trained(*EDITED)
    loaded = line.ask(GoOnFrom(40))
    assert isinstance(loaded, Loaded)
    assert loaded.now.state.step == 40
    line.ask(Step(30))
    line.agree()  # the charts, the timeline and the weights fit each other
    assert bits(line.session.training) == bits(fresh(line, 70))
    assert len(line.session.training.timeline) == 2  # the threads, then the edit; the learning rate came later
    alive(line.session.training)


def test_a_branch_can_be_undone_and_edited_like_any_training() -> None:
    line = trained(*EDITED)
    line.ask(GoOnFrom(40))
    line.ask(Step(5))
    line.ask(Widen(LayerKey(2), 2))
    line.ask(Step(5))
    assert isinstance(line.ask(Undo()), Edited)
    line.agree()
    assert isinstance(line.ask(Undo()), Edited)  # the edit before the branch began
    assert line.session.training.net == NET
    line.agree()
    line.ask(Step(7))
    line.agree()


def test_what_was_left_goes_on_from_where_it_was_left_with_its_own_undo() -> None:
    line = trained(*EDITED)
    before, ring = bits(line.session.training), len(line.session.ring.undo)
    line.ask(GoOnFrom(40))
    line.ask(Step(30))
    mine = bits(line.session.training)
    branches = told(line)
    assert [(one.number, one.step, one.parent) for one in branches.branches] == [(0, 75, -1)]
    assert (branches.at, branches.parent, branches.begins) == (1, 0, 40)
    loaded = line.ask(SwitchBranch(0))
    assert loaded.now.state.step == 75
    assert bits(line.session.training) == before
    assert len(line.session.ring.undo) == ring
    line.agree()
    line.ask(Undo())
    line.agree()
    line.ask(SwitchBranch(1))
    assert bits(line.session.training) == mine
    line.agree()


def test_branches_are_named_deleted_and_brought_back() -> None:
    line = trained(*EDITED)
    line.ask(GoOnFrom(40))
    assert line.ask(NameBranch(0, "  wide\nand slow ")).branches[0].name == "wide and slow"
    assert isinstance(line.ask(DeleteBranch(1)), Rejected)  # it is the one that is trained
    gone = line.ask(DeleteBranch(0))
    assert (gone.branches, gone.gone, gone.parent) == ((), 0, -1)
    assert isinstance(line.ask(SwitchBranch(0)), Rejected)
    assert [one.name for one in line.ask(BringBack(0)).branches] == ["wide and slow"]
    assert line.ask(SwitchBranch(0)).now.state.step == 75
    assert isinstance(line.ask(SwitchBranch(99)), Rejected)


def test_a_branch_of_an_undone_line_knows_nothing_of_what_was_undone() -> None:
    line = trained(*EDITED)
    line.ask(Undo())  # the learning rate, and 25 steps
    line.ask(Undo())  # the edit, and 20 steps
    line.ask(Step(30))
    line.ask(LookBack(45))
    assert line.session.training.net == NET
    line.ask(GoOnFrom(45))
    line.agree()


def saved(tmp_path: Path, *commands: object) -> tuple[Line, Path]:
    folder = tmp_path / "run"
    line = Line()
    line.ask(Load(LOAD.data, net=NET, settings=LOAD.settings, seed=4, run=str(folder)))
    for command in commands:
        assert not isinstance(line.ask(command), Rejected)
    return line, folder


def closed(line: Line) -> None:
    """The app ends: the trainer saves."""
    from core.workers.child import Closed

    line.closed = True
    with pytest.raises(Closed):
        line.trainer.run()
    line.trainer._hold.keep_only(None)


def opened(folder: Path) -> Line:
    line = Line()
    answer = line.ask(OpenRun(str(folder)))
    assert isinstance(answer, Loaded), answer
    return line


def test_after_a_restart_all_branches_and_their_curves_are_there(tmp_path: Path) -> None:
    line, folder = saved(tmp_path, *EDITED)
    first, history = bits(line.session.training), line.session.ticks.history.tobytes()
    line.ask(GoOnFrom(40))
    line.ask(Step(30))
    line.ask(NameBranch(0, "first try"))
    second, curve = bits(line.session.training), told(line).branches[0].ticks
    closed(line)
    line = opened(folder)
    assert bits(line.session.training) == second
    branches = told(line)
    assert [(one.number, one.name, one.step) for one in branches.branches] == [(0, "first try", 75)]
    assert branches.branches[0].ticks == curve
    assert curve.shape[0] > 0
    assert (branches.at, branches.begins) == (1, 40)
    loaded = line.ask(SwitchBranch(0))
    assert loaded.now.ticks.data == history
    assert bits(line.session.training) == first
    line.ask(Step(3))
    line.agree()
    closed(line)
    line = opened(folder)
    assert line.session.training.step == 78
    assert [one.number for one in told(line).branches] == [1]


def test_a_moment_is_shown_bit_for_bit_after_a_restart(tmp_path: Path) -> None:
    line, folder = saved(tmp_path, *EDITED)
    closed(line)
    line = opened(folder)
    line.ask(LookBack(33))
    now = line.session.present.training  # type: ignore[attr-defined]
    again = begin(now.dataset, net=now.first_net, settings=now.first_settings, seed=now.seed)
    replay(again, now.timeline, steps=33)
    assert bits(line.session.training) == bits(again)


def test_closing_while_an_earlier_moment_is_shown_saves_the_training(tmp_path: Path) -> None:
    line, folder = saved(tmp_path, *EDITED)
    before = bits(line.session.training)
    line.ask(LookBack(12))
    closed(line)
    assert bits(opened(folder).session.training) == before


def test_saving_while_an_earlier_moment_is_shown_saves_the_training(tmp_path: Path) -> None:
    line, folder = saved(tmp_path, *EDITED)
    line.ask(LookBack(12))
    assert isinstance(line.ask(Save()), State)
    line.trainer._hold.keep_only(None)
    assert opened(folder).session.training.step == 75


def test_branches_go_along_where_a_training_is_saved_under_another_name(tmp_path: Path) -> None:
    line, _ = saved(tmp_path, *EDITED)
    line.ask(GoOnFrom(40))
    line.ask(Step(3))
    line.ask(Save())
    other = tmp_path / "other"
    assert isinstance(line.ask(Save(str(other))), State)
    closed(line)
    line = opened(other)
    assert [one.step for one in told(line).branches] == [75]
    assert line.ask(SwitchBranch(0)).now.state.step == 75


def test_a_training_that_is_not_saved_has_branches_too_and_takes_them_into_its_folder(tmp_path: Path) -> None:
    line = trained(*EDITED)
    line.ask(GoOnFrom(40))
    line.ask(Step(3))
    line.ask(Save(str(tmp_path / "kept")))
    closed(line)
    line = opened(tmp_path / "kept")
    assert [one.step for one in told(line).branches] == [75]
    assert line.ask(SwitchBranch(0)).now.state.step == 75


def branched(tmp_path: Path) -> Path:
    """A saved run with two branches: 0 was left at step 75, 1 stands at step 70."""
    line, folder = saved(tmp_path, *EDITED)
    line.ask(GoOnFrom(40))
    line.ask(Step(30))
    closed(line)
    return folder


class KilledError(Exception):
    """The process ends."""


@pytest.mark.parametrize("nth", range(1, 9))
def test_a_program_that_is_killed_while_it_branches_leaves_a_run_that_opens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nth: int
) -> None:
    line, folder = saved(tmp_path, *EDITED, Save())
    moved: list[Path] = []

    def move(source: Path, target: Path) -> None:
        moved.append(target)
        if len(moved) == nth:
            raise KilledError
        source.replace(target)

    monkeypatch.setattr(files, "replace", move)
    ended = False
    try:
        line.ask(GoOnFrom(40))
        line.ask(Step(30))
        line.ask(Save())
        line.ask(SwitchBranch(0))
        line.ask(Save())
    except KilledError:
        ended = True
    monkeypatch.undo()
    line.trainer._hold.keep_only(None)
    assert ended or nth > len(moved)
    line = opened(folder)
    tree = line.session.saver.tree
    assert tree is not None
    steps = {tree.at: line.session.training.step} | {one.number: one.step for one in tree.listed}
    assert steps[0] == 75  # whatever happened, the line that was left is whole
    if line.session.training.step != 75:
        assert line.ask(SwitchBranch(0)).now.state.step == 75
    line.ask(Step(2))
    line.agree()


@pytest.mark.parametrize("content", [
    b"", b"{", b"[]", b"null", b'{"at": 0}', b'{"at": 7, "next": 1, "branches": []}', b"\xff" * 50,
    b'{"at": 1, "next": 1e99, "branches": [{"number": 1, "name": "", "parent": 0, "begins": 0, "gone": false}]}',
    b'{"at": 1, "next": 2, "branches": [{"number": "../..", "name": "", "parent": 0, "begins": 0, "gone": true}]}',
    b'{"at": true, "next": 2, "branches": [{"number": -5, "name": 3, "parent": 0, "begins": 0, "gone": true}]}',
    b'{"at": 1, "next": 2, "branches": ' + b"[" * 5000 + b"]" * 5000 + b"}",
    b" " * (2 << 20),
])  # fmt: skip
def test_a_damaged_list_of_branches_is_one_sentence_and_costs_the_list_alone(tmp_path: Path, content: bytes) -> None:
    folder = branched(tmp_path)
    (folder / "branches.json").write_bytes(content)
    line = opened(folder)
    lost = [event.sentence.text for event, _ in line.said if isinstance(event, Rejected)]
    assert lost == ["The list of branches of “{name}” was damaged. The network is whole."]
    assert line.session.training.step == 70
    assert (folder / "branches" / "0" / "weights.safetensors").is_file()
    assert line.ask(GoOnFrom(10)).now.state.step == 10
    assert told(line).at > 1  # no folder that is there is written over
    closed(line)
    assert opened(folder).session.training.step == 10


def test_a_damaged_branch_costs_that_branch(tmp_path: Path) -> None:
    folder = branched(tmp_path)
    (folder / "branches" / "0" / "run.json").write_bytes(b"{}")
    line = opened(folder)
    lost = [event.sentence.text for event, _ in line.said if isinstance(event, Rejected)]
    assert lost == ["A branch of “{name}” was damaged and is not listed any more. The others are whole."]
    assert line.session.training.step == 70
    line.ask(Step(3))
    line.agree()


def test_a_branch_whose_weights_are_damaged_is_one_sentence_and_the_training_goes_on(tmp_path: Path) -> None:
    folder = branched(tmp_path)
    weights = folder / "branches" / "0" / "weights.safetensors"
    weights.write_bytes(weights.read_bytes()[:-200] + b"\x07" * 200)
    line = opened(folder)
    before = bits(line.session.training)
    answer = line.ask(SwitchBranch(0))
    assert isinstance(answer, Rejected)
    assert "damaged" in answer.sentence.text
    assert bits(line.session.training) == before
    assert told(line).at == 1
    line.ask(Step(3))
    line.agree()


def test_a_branch_without_curves_is_a_branch_all_the_same(tmp_path: Path) -> None:
    folder = branched(tmp_path)
    for ticks in (folder / "branches" / "0").glob("ticks-*.f8"):
        ticks.write_bytes(b"\x01" * 720)
    line = opened(folder)
    assert told(line).branches[0].ticks.shape[0] == 0
    assert line.ask(SwitchBranch(0)).now.state.step == 75


def test_a_deleted_branch_is_gone_after_a_restart(tmp_path: Path) -> None:
    folder = branched(tmp_path)
    line = opened(folder)
    line.ask(DeleteBranch(0))
    closed(line)
    assert (folder / "branches" / "0").is_dir()
    line = opened(folder)
    assert not (folder / "branches" / "0").exists()
    assert line.session.saver.tree is not None
    assert line.session.saver.tree.listed == []


def test_a_copy_of_a_run_has_its_branches(tmp_path: Path) -> None:
    folder = branched(tmp_path)
    line = opened(copy(folder, tmp_path / "copy"))
    assert [one.step for one in told(line).branches] == [75]
    assert line.ask(SwitchBranch(0)).now.state.step == 75


def test_a_run_keeps_no_more_branches_than_it_may() -> None:
    line = trained(*EDITED)
    for number in range(31):
        answer = line.ask(GoOnFrom(40))
        assert isinstance(answer, Loaded), number
        line.ask(Step(1))
    refused = line.ask(GoOnFrom(40))
    assert isinstance(refused, Rejected)
    assert "at most" in refused.sentence.text
    line.ask(DeleteBranch(3))
    assert isinstance(line.ask(GoOnFrom(40)), Loaded)


def test_deleting_a_branch_makes_room_on_the_disk_for_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line = opened(branched(tmp_path))
    monkeypatch.setattr(listed, "BRANCH_BYTES", line.session.saver.tree.size_bytes() - 1)  # type: ignore[union-attr]
    refused = line.ask(GoOnFrom(20))
    assert isinstance(refused, Rejected)
    assert "Delete one first" in refused.sentence.text
    line.ask(DeleteBranch(0))
    assert isinstance(line.ask(GoOnFrom(20)), Loaded)


def test_a_list_with_many_deleted_branches_is_whole(tmp_path: Path) -> None:
    folder = branched(tmp_path)
    listing = files.from_json((folder / "branches.json").read_bytes())
    gone = [{"number": n, "name": "", "parent": 0, "begins": 5, "gone": True} for n in range(2, 300)]
    listing["branches"].extend(gone)
    (folder / "branches.json").write_bytes(files.to_json(listing))
    line = opened(folder)
    assert not [event for event, _ in line.said if isinstance(event, Rejected)]
    assert [one.number for one in told(line).branches] == [0]
    assert line.ask(GoOnFrom(10)).now.state.step == 10
    assert told(line).at == 300


def test_the_branch_of_a_deleted_one_is_that_of_the_one_before_also_after_a_restart(tmp_path: Path) -> None:
    folder = branched(tmp_path)  # 1 left 0
    line = opened(folder)
    line.ask(GoOnFrom(50))  # 2 leaves 1
    line.ask(Step(5))
    line.ask(DeleteBranch(1))
    assert told(line).parent == 0
    closed(line)
    assert told(opened(folder)).parent == 0


def test_a_branch_deleted_before_another_one_comes_back_as_it_was_left(tmp_path: Path) -> None:
    line = opened(branched(tmp_path))
    line.ask(GoOnFrom(20))
    line.ask(Step(3))
    line.ask(SwitchBranch(0))
    left = bits(line.session.training)
    line.ask(SwitchBranch(2))
    line.ask(Save())
    tree = line.session.saver.tree
    assert tree is not None
    for number in (0, 1):
        line.ask(DeleteBranch(number))
    assert set(tree.asleep) == {1}  # that of 0 is on disk
    line.ask(BringBack(0))
    line.ask(SwitchBranch(0))
    assert bits(line.session.training) == left


def test_keyframes_are_bounded_and_their_gaps_grow_with_age() -> None:
    line = trained()
    training = line.session.training
    kept = Keyframes(clock=line.clock, gap_s=0.0, most=20)
    for _ in range(400):
        line.clock.now += 1
        training.take(1)
        kept.note(training, step_s=1.0)
    steps = [one.state.step for one in kept.kept]
    assert len(steps) == 20
    assert steps[-1] == 400
    gaps = [after - before for before, after in pairwise(steps)]
    assert max(gaps[-4:]) < max(gaps[:8]) / 3
    small = Keyframes(clock=line.clock, gap_s=0.0, limit_bytes=5 * kept.kept[0].state.size_bytes)
    for _ in range(30):
        line.clock.now += 1
        training.take(1)
        small.note(training, step_s=1.0)
    assert len(small.kept) == 5


def kept_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A saved run with keyframes on disk."""
    line, folder = saved(tmp_path, Step(200), Widen(LayerKey(1), 2), Step(200))
    part = part_of(line)
    monkeypatch.setattr(stored, "GAP_S", 0.0)
    part.keyframes._gap_s = 0.0
    line.ask(Play())
    for _ in range(300):
        line.clock.now += 1.0  # as if steps took so long
        line.trainer.turn()
    line.ask(Pause())
    closed(line)
    assert 4 < len(list((folder / "keyframes").iterdir())) <= 32
    return folder


def test_keyframes_on_disk_make_a_moment_quick_after_a_restart_bit_for_bit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = kept_on_disk(tmp_path, monkeypatch)
    line = opened(folder)
    steps = sorted(one.record.step for one in part_of(line)._stored._listed.values())
    assert steps
    taken: list[int] = []
    monkeypatch.setattr(earlier, "_run_to", run_counted(taken))
    step = steps[len(steps) // 2] + 3
    line.ask(LookBack(step))
    assert sum(taken) == 3
    now = line.session.present.training  # type: ignore[attr-defined]
    again = begin(now.dataset, net=now.first_net, settings=now.first_settings, seed=now.seed)
    replay(again, now.timeline, steps=step)
    assert bits(line.session.training) == bits(again)


def run_counted(taken: list[int]) -> Any:
    def run_to(training: Training, step: int) -> None:
        taken.append(max(0, step - training.step))
        while training.step < step:
            training.take(step - training.step)

    return run_to


def part_of(line: Line) -> Branching:
    (part,) = [one for one in line.trainer._beside._parts if isinstance(one, Branching)]
    line.turns(1)
    return part


def test_a_damaged_keyframe_costs_time_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = kept_on_disk(tmp_path, monkeypatch)
    for at, one in enumerate(sorted((folder / "keyframes").iterdir())):
        name = "run.json" if at % 2 else "weights.safetensors"
        if not (one / "run.json").is_file():
            continue  # it was being written when the app was closed
        (one / name).write_bytes((one / name).read_bytes()[: 100 + at])
    line = opened(folder)
    step = line.session.training.step - 1
    line.ask(LookBack(step))
    now = line.session.present.training  # type: ignore[attr-defined]
    again = begin(now.dataset, net=now.first_net, settings=now.first_settings, seed=now.seed)
    replay(again, now.timeline, steps=step)
    assert bits(line.session.training) == bits(again)


def test_reset_while_there_are_branches_keeps_them() -> None:
    line = trained(*EDITED)
    line.ask(GoOnFrom(40))
    line.ask(Reset(9))
    line.ask(Step(12))
    line.ask(LookBack(5))
    now = line.session.present.training  # type: ignore[attr-defined]
    again = begin(now.dataset, net=now.first_net, settings=now.first_settings, seed=9)
    replay(again, now.timeline, steps=5)
    assert bits(line.session.training) == bits(again)
    assert line.ask(SwitchBranch(0)).now.state.step == 75
    line.agree()


def test_a_moment_before_points_were_edited_has_the_points_of_then(tmp_path: Path) -> None:
    added = [EditPoint(PointEdit(x, 0.5, 1.0)) for x in (0.5, -0.5)]
    line, folder = saved(tmp_path, Step(20), added[0], Step(20), added[1], Step(15))

    def check(step: int) -> None:
        line.ask(LookBack(step))
        now = line.session.present.training  # type: ignore[attr-defined]
        again = begin(datasets.load(LOAD.data), net=NET, settings=now.first_settings, seed=4)
        replay(again, now.timeline, steps=step)
        there = line.session.training
        assert bits(there) == bits(again)
        assert torch.equal(there.dataset.training_inputs, again.dataset.training_inputs)
        assert isinstance(line.ask(added[0]), Rejected)

    for step in (10, 20, 33, 54):
        check(step)
    closed(line)
    line = opened(folder)
    for step in (45, 12):
        check(step)
    line.ask(GoOnFrom(12))
    line.ask(Step(5))
    assert len(line.session.training.dataset.training_inputs) == 96


def test_a_twin_waits_with_the_training_while_an_earlier_moment_is_shown() -> None:
    line = trained(Step(20), SetTwin(on=True), Widen(LayerKey(1), 2), Step(30))
    line.turns(30)
    before = line.ask(AskTwin())
    assert before.status != "off"
    line.ask(LookBack(10))
    line.turns(30)
    assert isinstance(line.ask(StopTwin()), Rejected)
    assert line.ask(AskTwin()).mark == before.mark
    line.ask(BackToNow())
    line.ask(Step(20))
    line.turns(30)
    after = line.ask(AskTwin())
    assert (after.mark, after.status) == (before.mark, before.status)
    assert after.steps > before.steps
    line.agree()
