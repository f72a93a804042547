"""Two things at once in a train worker: a change while a save runs, a fade or a smaller copy under way, a queue of
commands, two workers on one run. What is on disk is always one whole story, and the window knows what is trained."""

from __future__ import annotations

import errno
import itertools
import math
import os
import random
from array import array
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from core import files, runs
from core.messages.train_commands import (
    Change,
    DataSpec,
    Epoch,
    Load,
    OpenRun,
    Pause,
    Play,
    Preview,
    Redo,
    Reset,
    Save,
    Settings,
    Step,
    Undo,
    UseDevice,
    UseThreads,
)
from core.messages.train_events import Diverged, Edited, Loaded, Previewed, Rejected, Saving, State
from core.net.plan import (
    InsertLayer,
    LayerKey,
    Narrow,
    RemoveLayer,
    RemoveUnit,
    Widen,
    find_layer,
    mlp,
    numbered,
    width_of,
)
from core.train.disk import checkpoint, saver
from core.train.disk.saver import Saver
from core.train.surgery import successor
from core.train.surgery.remove import FADE_STEPS
from core.train.surgery.successor import CHECKED_EVERY
from core.train.training.training import Training
from core.workers.child import Closed
from tests.train.line import Line

torch.set_num_threads(1)
CPU = torch.device("cpu")
DATA = DataSpec("xor", samples=60)
NET = mlp(2, (5, 6, 4), 2)
SETTINGS = Settings(learning_rate=0.01, batch_size=16)
EXPLODES = Change("optimizer", "adamw"), Change("weight_decay", 1.0), Change("learning_rate", 100.0)
"""With these the loss is no number soon."""
Stand = tuple[object, ...]


def load(run: Path | str = "", *, seed: int = 3) -> Load:
    return Load(DATA, NET, SETTINGS, seed, str(run))


def stand(training: Training, history: array[float]) -> Stand:
    """A whole story: what a run on disk must be."""
    return (
        training.step, training.net, training.settings, training.timeline, repr(training.marks),
        training.model.flat.numpy().tobytes(), history.tobytes(),
    )  # fmt: skip


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[Stand]:
    """Every moment of which a save was begun; saves go on by one piece a turn."""
    moments: list[Stand] = []
    real = Saver.begin

    def begin(self: Saver, training: Training, history: array[float], **more: Any) -> None:
        moments.append(stand(training, history))
        real(self, training, history, **more)

    monkeypatch.setattr(Saver, "begin", begin)
    monkeypatch.setattr(saver, "SLICE_S", 0.0)
    return moments


def on_disk(run: Path) -> Stand:
    found = checkpoint.read(run, device=CPU)
    return stand(found.training, found.history)


def lived(run: Path | str) -> Line:
    """A training with something to undo and something to redo, saved."""
    line = Line()
    line.ask(load(run))
    for command in (Step(9), Widen(1, 1), Step(7), Widen(2, 2), Step(5), Undo(), Step(3), Save()):
        line.ask(command)
    return line


# ------------------------------------------------------------------------------------------------- while a save runs
MEANWHILE: dict[str, list[Any]] = {
    "edit": [Widen(1, 2)], "undo": [Undo()], "redo": [Redo()], "reset": [Reset()], "other weights": [Reset(8)],
    "device": [UseDevice("cpu")], "threads": [UseThreads(1)], "setting": [Change("learning_rate", 0.02)],
    "steps": [Step(4)], "save": [Save()], "preview": [Preview(RemoveLayer(1))],
    "fade": [RemoveLayer(2, "fade"), Step(FADE_STEPS)],
    "many": [Widen(1, 1), Undo(), Redo(), Change("optimizer", "sgd"), InsertLayer(1), Step(2), Undo()],
    "loss explodes": [*EXPLODES, Step(60)],
}  # fmt: skip


@pytest.mark.parametrize("name", MEANWHILE)
def test_whatever_comes_while_a_save_runs_the_file_is_one_moment_that_was(
    tmp_path: Path, name: str, begun: list[Stand]
) -> None:
    for pieces in (0, 1, 2, 5, 20):
        run = tmp_path / f"run {pieces}"
        line = lived(run)
        line.ask(Step(2))
        line.clock.now += saver.SAVE_S
        line.turns(1)  # a save begins by itself
        assert line.session.saver.busy
        line.turns(pieces)
        for command in MEANWHILE[name]:
            line.ask(command)
            assert on_disk(run) in begun
        line.agree()
        while line.session.saver.busy:
            line.turns(1)
            assert on_disk(run) in begun
        line.ask(Save())
        assert on_disk(run) == stand(line.session.training, line.session.ticks.history)
        assert runs.read_record(run).step == line.session.training.step


@pytest.mark.parametrize("another", ["load", "open"])
def test_another_training_while_a_save_runs_leaves_both_whole(tmp_path: Path, another: str, begun: list[Stand]) -> None:
    run, other = tmp_path / "run", tmp_path / "other"
    if another == "open":
        lived(other).trainer._hold.keep_only(None)
    line = lived(run)
    line.ask(Widen(3, 1))
    line.ask(Step(2))
    line.clock.now += saver.SAVE_S
    line.turns(3)
    assert line.session.saver.busy
    line.ask(Step(2))
    last = stand(line.session.training, line.session.ticks.history)
    line.ask(load(other, seed=5) if another == "load" else OpenRun(str(other)))
    line.agree()
    assert on_disk(run) == last, "what was trained since the save began is not lost either"
    line.ask(Save())
    assert on_disk(other) == stand(line.session.training, line.session.ticks.history)


def test_what_was_asked_before_the_app_went_is_done_and_saved(tmp_path: Path) -> None:
    run = tmp_path / "run"
    line = lived(run)
    line.queue(Save(), Widen(1, 1), RemoveLayer(2, "fade"), Change("learning_rate", 0.5))
    line.closed = True
    with pytest.raises(Closed):
        line.trainer.run()
    opened = checkpoint.read(run, device=CPU).training
    assert [entry.done for entry in opened.timeline[-3:]] == [
        Widen(1, 1), RemoveLayer(2, "fade"), Change("learning_rate", 0.5),
    ]  # fmt: skip
    assert opened.model.fades


def test_the_app_goes_while_a_save_runs_and_steps_are_taken(tmp_path: Path, begun: list[Stand]) -> None:
    run = tmp_path / "run"
    line = lived(run)
    line.ask(Play())
    line.clock.now += saver.SAVE_S
    line.turns(2)
    assert line.session.saver.busy
    line.turns(4)
    line.closed = True
    with pytest.raises(Closed):
        line.trainer.run()
    assert on_disk(run) == stand(line.session.training, line.session.ticks.history)


# ---------------------------------------------------------------------------------------------------- two on one run
@pytest.fixture
def without_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the runs lie on a drive that knows no locks, each worker on another computer."""
    monkeypatch.setattr(runs, "hold", lambda folder: None)


def test_a_run_that_one_worker_has_open_is_refused_to_another_and_free_once_it_is_left(tmp_path: Path) -> None:
    run = tmp_path / "run"
    one, two = lived(run), Line()
    two.ask(load(tmp_path / "mine", seed=5))
    for asked in (OpenRun(str(run)), Save(str(run))):
        refused = two.ask(asked)
        assert isinstance(refused, Rejected)
        assert str(os.getpid()) in str(refused.sentence)
    assert two.session.saver.folder == tmp_path / "mine", "it stays where it was"
    assert isinstance(two.ask(Step(3)), State)
    one.ask(OpenRun(str(run)))  # its own is never refused to it
    one.ask(Reset(-1))
    one.ask(Save(str(tmp_path / "moved")))
    assert isinstance(two.ask(OpenRun(str(run))), Loaded)
    assert isinstance(one.ask(OpenRun(str(tmp_path / "mine"))), Loaded), "what is given up is free"


def test_a_new_training_never_takes_the_place_of_a_saved_one(tmp_path: Path) -> None:
    run = tmp_path / "run"
    lived(run).trainer._hold.keep_only(None)
    before, line = on_disk(run), Line()
    refused = line.ask(load(run, seed=5))
    assert isinstance(refused, Rejected)
    assert "already" in str(refused.sentence)
    assert on_disk(run) == before


def test_two_workers_that_save_into_one_run_leave_one_whole_story_at_every_moment(
    tmp_path: Path, begun: list[Stand], without_locks: None
) -> None:
    """Where a drive has no locks, two computers may open one run. The last to save wins; there is never a mix."""
    run = tmp_path / "run"
    one = lived(run)
    two = Line()
    two.ask(OpenRun(str(run)))
    for seed, line in enumerate((one, two)):
        line.ask(Change("learning_rate", 0.01 + seed))  # from here on they are two stories
    chance = random.Random(4)
    for _ in range(12):
        for line in (one, two):
            line.ask(Step(chance.choice([1, 5, 40])))
            line.ask(chance.choice([Widen(1, 1), Undo(), Change("weight_decay", 0.1 * chance.random())]))
            line.clock.now += 100.0
        while one.session.saver.busy or two.session.saver.busy or chance.random() < 0.9:
            chance.choice([one, two]).turns(1)
            assert on_disk(run) in begun
    assert len(set(begun)) > 12


@pytest.mark.parametrize("killed_after", [1, 3, 6, 10])
def test_one_of_two_workers_killed_in_mid_save_leaves_a_run_that_opens(
    tmp_path: Path, killed_after: int, begun: list[Stand], without_locks: None
) -> None:
    run = tmp_path / "run"
    one, two = lived(run), Line()
    two.ask(OpenRun(str(run)))
    for line in (two, one):
        line.ask(Step(30))
        line.ask(Save())
        line.ask(Step(30))
        line.clock.now += 100.0
        line.turns(killed_after)  # and never another turn of this one
        assert on_disk(run) in begun
    three = Line()
    three.ask(OpenRun(str(run)))
    three.ask(Step(10))
    three.ask(Save())
    assert on_disk(run) == stand(three.session.training, three.session.ticks.history)


# ----------------------------------------------------------------------------------- a fade or a copy under way
def fading(layer: int = 1) -> Line:
    line = lived("")
    line.ask(RemoveLayer(LayerKey(layer), "fade"))
    return line


def test_edits_while_a_layer_fades_hit_their_layers_and_it_goes_in_time() -> None:
    line = fading()
    until = line.shown.state.fading[0].until
    for command in (Step(100), Widen(2, 1), Step(50), Narrow(3, 1), InsertLayer(2), Widen(1, 1), Step(40)):
        line.ask(command)
        line.agree()
    line.ask(Step(until - line.shown.state.step - 1))
    assert find_layer(line.shown.net, LayerKey(1)) is not None
    line.ask(Step(1))
    line.agree()
    assert find_layer(line.shown.net, LayerKey(1)) is None


def test_a_second_fade_has_its_own_end() -> None:
    line = fading()
    line.ask(Step(100))
    line.ask(RemoveLayer(2, "fade"))
    assert [one.key for one in line.shown.state.fading] == [1, 2]
    line.ask(Step(FADE_STEPS - 100))
    line.agree()
    assert [layer.key for layer in numbered(line.shown.net)] == [2, 3, 4]
    line.ask(Step(100))
    line.agree()
    assert [layer.key for layer in numbered(line.shown.net)] == [3, 4]
    line.ask(Undo())
    line.agree()
    assert [one.key for one in line.shown.state.fading] == [1]


def test_the_same_layer_cannot_fade_twice() -> None:
    line = fading()
    before = line.shown.state.fading
    line.ask(RemoveLayer(1, "fade"))
    line.agree()
    assert len(line.shown.state.fading) == 1
    assert line.shown.state.fading[0].until >= before[0].until


def test_the_beginning_of_a_fade_is_taken_back_after_the_layer_is_gone() -> None:
    line = lived("")
    before = stand(line.session.training, array("d"))
    line.ask(RemoveLayer(1, "fade"))
    line.ask(Step(FADE_STEPS + 20))
    assert find_layer(line.shown.net, LayerKey(1)) is None
    line.ask(Undo())
    line.agree()
    assert stand(line.session.training, array("d")) == before
    assert not line.shown.state.fading
    line.ask(Redo())
    line.agree()
    assert find_layer(line.shown.net, LayerKey(1)) is None
    assert not line.shown.state.fading


@pytest.mark.parametrize("ready", [True, False])
def test_an_undo_while_a_smaller_copy_is_trained_takes_its_beginning_back(
    ready: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(successor, "ready", lambda before, after: ready)
    line = lived("")
    before = stand(line.session.training, array("d"))
    line.ask(Narrow(2, 2, way="ready"))
    line.ask(Step(CHECKED_EVERY + 3))
    assert (width_of(find_layer(line.shown.net, LayerKey(2))) == 4) == ready  # type: ignore[arg-type]
    line.ask(Undo())
    line.agree()
    assert stand(line.session.training, array("d")) == before
    assert line.session.training.model.successor is None
    line.ask(Redo())
    line.ask(Step(4))
    line.agree()


@pytest.mark.parametrize(
    "meanwhile", [[Widen(2, 1)], [RemoveLayer(2)], [RemoveLayer(1, "fade")], [Undo(), Widen(2, 1)],
                  [RemoveLayer(2, "ready")], [RemoveLayer(1, "ready"), Narrow(3, 1, way="ready")]], ids=str,
)  # fmt: skip
@pytest.mark.parametrize("first", [Narrow(2, 2, way="ready"), RemoveLayer(2, "ready")], ids=str)
def test_an_edit_while_a_smaller_copy_is_trained_is_one_change_and_nothing_is_forgotten(
    first: Any, meanwhile: list[Any]
) -> None:
    line = lived("")
    line.ask(first)
    line.ask(Step(10))
    for command in meanwhile:
        before, answer = line.shown.net, line.ask(command)
        line.agree()
        assert isinstance(answer, Edited) or line.shown.net == before
        line.ask(Step(CHECKED_EVERY + 1))
        line.agree()
    line.ask(Step(FADE_STEPS))
    line.agree()
    while isinstance(line.ask(Undo()), Edited):
        line.agree()
    assert line.shown.net == NET


# ---------------------------------------------------------------------------------------------- while the loss explodes
UNDER_WAY: dict[str, list[Any]] = {
    "nothing": [], "fade": [RemoveLayer(2, "fade"), Step(FADE_STEPS - 3)], "copy": [Narrow(2, 2, way="ready"), Step(9)],
    "undo": [Widen(1, 1), Step(20), Undo()], "redo": [Widen(1, 1), Undo(), Redo()], "edit": [Step(2), Widen(1, 1)],
    "reset": [Reset()],
}  # fmt: skip


@pytest.mark.parametrize("name", UNDER_WAY)
def test_a_loss_that_explodes_meanwhile_is_told_and_taken_back_whole(tmp_path: Path, name: str) -> None:
    line = lived(tmp_path / "run")
    for command in UNDER_WAY[name]:
        line.ask(command)
    for command in (*EXPLODES, Step(60)):
        line.ask(command)
    assert any(isinstance(event, Diverged) for event, _ in line.said)
    line.agree()
    assert bool(torch.isfinite(line.session.training.model.flat).all())
    for command in (Change("weight_decay", 0.0), Change("learning_rate", 0.01), Step(5), Undo(), Redo(), Step(5)):
        line.ask(command)
        line.agree()
    line.ask(Save())
    assert on_disk(tmp_path / "run") == stand(line.session.training, line.session.ticks.history)


# ------------------------------------------------------------------------------------------------- a queue of commands
def test_a_preview_is_of_the_network_that_was_there_when_it_was_heard() -> None:
    line = lived("")
    wide = line.shown.net
    preview, undo, after = line.done(*line.queue(Preview(Narrow(1, 1)), Undo(), Preview(Narrow(1, 1))))
    assert preview.net == wide
    assert after.net == undo.now.net == line.shown.net != wide
    line.agree()


def test_steps_epochs_a_pace_and_a_pause_asked_together_get_what_they_asked_for() -> None:
    line = Line()
    line.ask(load())
    epoch, steps, pace, pause, play, again = line.queue(
        Epoch(), Step(3), Change("pace", 50.0), Pause(), Play(), Step(2)
    )  # fmt: skip
    line.done()
    told = line.answers()
    given_up = told[epoch], told[steps]
    assert {(state.step, state.playing) for state in given_up} == {(0, False)}, "the pause came before the first step"
    assert told[pace].settings.pace == 50.0
    assert (told[pause].playing, told[play].playing) == (False, True)
    assert (told[again].step, told[again].playing) == (2, False)
    line.agree()


def test_an_epoch_and_steps_asked_together_follow_one_another_whatever_is_edited_meanwhile() -> None:
    line = Line()
    line.ask(load())
    epoch, steps = line.queue(Epoch(), Step(3))
    line.turns(1)
    line.queue(Widen(1, 1), Change("pace", 200.0))
    line.done()
    ends = line.answers()[epoch].step
    assert ends > 0
    assert line.answers()[steps].step == ends + 3
    line.agree()


def test_a_reset_between_play_and_play_begins_again_and_plays() -> None:
    line = lived("")
    line.queue(Play(), Reset(), Play())
    line.turns(1)
    state = line.answers()[line.numbers]
    assert (state.step, state.playing) == (0, True)
    line.queue(Pause())
    line.done()
    line.agree()
    assert line.shown.net == NET


def test_an_edit_behind_a_change_of_device_is_of_the_training_there(tmp_path: Path) -> None:
    line = lived(tmp_path / "run")
    moved, edited = line.done(*line.queue(UseDevice("cpu"), Widen(1, 1)))
    assert isinstance(moved, Loaded)
    assert isinstance(edited, Edited)
    assert edited.now.state.undo == 1
    line.agree()
    missing, edited = line.done(*line.queue(UseDevice("cuda:7"), Widen(1, 1)))
    assert isinstance(missing, Rejected)
    assert edited.now.state.undo == 2
    line.agree()


@pytest.mark.parametrize("seed", range(4))
def test_fifty_keystrokes_faster_than_their_answers_come_out_the_same_in_window_and_trainer(seed: int) -> None:
    """+, −, I, Del, undo, redo at random on the layers there were, while a layer fades and is folded."""
    chance = random.Random(seed)
    line = fading()
    keys = [layer.key for layer in numbered(line.shown.net)]
    kinds: list[Callable[[LayerKey], Any]] = [
        lambda key: Widen(key, 1), lambda key: Narrow(key, 1), InsertLayer, RemoveLayer,
        lambda key: RemoveLayer(key, "ready"), lambda key: Undo(), lambda key: Redo(),
    ]  # fmt: skip
    line.ask(Play())
    line.queue(*(chance.choice(kinds)(chance.choice(keys)) for _ in range(10)), Play())
    line.turns(40)
    line.queue(*(chance.choice(kinds)(chance.choice(keys)) for _ in range(40)), Pause())
    line.done()
    line.agree()
    assert any(isinstance(answer, Edited) for answer in line.answers().values())
    assert all(
        isinstance(answer, Edited | Rejected)
        for answer in itertools.islice(line.answers().values(), 12, None)
        if not hasattr(answer, "playing")
    )


@pytest.mark.parametrize("edit", [Narrow(1, 1), RemoveLayer(1), Widen(1, 1), RemoveUnit(1, 0)], ids=str)
def test_an_edit_just_before_the_loss_explodes_is_done_or_refused_and_the_trainer_goes_on(edit: Any) -> None:
    """The weights are numbers still, and what is solved for with them is not."""
    line = lived("")
    for command in EXPLODES:
        line.ask(command)
    for _ in range(12):
        answers = line.ask(Preview(edit)), line.ask(edit)
        assert all(isinstance(answer, Edited | Previewed | Rejected) for answer in answers)
        line.agree()
        assert bool(torch.isfinite(line.session.training.model.flat).all()), "an edit never makes weights that are none"
        if isinstance(answers[1], Edited):
            line.ask(Undo())
        line.ask(Step(2))
    line.agree()


# ------------------------------------------------------------------------------------------------ opened and left
def test_a_run_that_is_opened_and_left_stays_as_it_was(tmp_path: Path) -> None:
    run = tmp_path / "run"
    lived(run).trainer._hold.keep_only(None)
    before = {path.name: path.read_bytes() for path in run.iterdir() if path.name != runs.LOCK_FILE}
    line = Line()
    line.ask(OpenRun(str(run)))
    line.clock.now += 100.0
    line.turns(5)
    line.closed = True
    with pytest.raises(Closed):
        line.trainer.run()
    assert {path.name: path.read_bytes() for path in run.iterdir() if path.name != runs.LOCK_FILE} == before


def test_a_run_that_is_edited_without_a_step_keeps_its_loss_and_score(tmp_path: Path) -> None:
    run = tmp_path / "run"
    lived(run).trainer._hold.keep_only(None)
    before, line = runs.read_record(run), Line()
    line.ask(OpenRun(str(run)))
    line.ask(Widen(1, 1))
    line.ask(Save())
    after = runs.read_record(run)
    assert after.net != before.net
    assert (after.loss, after.score) == (before.loss, before.score)
    assert math.isfinite(after.loss)


def test_a_full_disk_is_said_once_and_again_when_it_is_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line = lived(tmp_path / "run")
    with monkeypatch.context() as full:

        def refused(path: Path, history: array[float], on_disk: int) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        full.setattr(checkpoint, "_append_ticks", refused)
        for _ in range(4):
            line.ask(Step(2))
            line.clock.now += 100.0
            line.turns(2)
        (said,) = [event for event, _ in line.said if isinstance(event, Saving)]
        assert "goes on" in str(said.problem)
        assert "full" in str(said.advice[0])
        moved = line.ask(Save(str(tmp_path / "other")))
        assert isinstance(moved, Rejected)
        assert line.session.saver.folder == tmp_path / "run", "where it cannot be saved it does not go"
    line.clock.now += 100.0
    line.turns(1)
    while line.session.saver.busy:
        line.turns(1)
    line.turns(1)
    assert [event for event, _ in line.said if isinstance(event, Saving)] == [said, Saving()]
    assert on_disk(tmp_path / "run") == stand(line.session.training, line.session.ticks.history)
    assert not list(tmp_path.rglob("*.part"))


def test_a_training_begins_and_is_edited_where_nothing_can_be_saved(tmp_path: Path) -> None:
    (tmp_path / "runs").write_text("no folder")
    line = Line()
    assert isinstance(line.ask(load(tmp_path / "runs" / "mine")), Loaded)
    line.ask(Step(5))
    line.ask(Widen(1, 1))
    line.clock.now += 100.0
    line.turns(2)
    (saving,) = [event for event, _ in line.said if isinstance(event, Saving)]
    assert "Errno" not in str(saving)
    line.agree()


def test_a_run_folder_that_is_removed_by_hand_is_made_again_and_held_again(tmp_path: Path) -> None:
    run = tmp_path / "run"
    one, two = lived(run), Line()
    files.remove_tree(run)
    one.ask(Step(3))
    one.ask(Save())
    for _ in range(20):
        one.clock.now += 1.0
        one.turns(1)
    assert runs.is_held(run)
    assert on_disk(run) == stand(one.session.training, one.session.ticks.history)
    assert isinstance(two.ask(OpenRun(str(run))), Rejected)
