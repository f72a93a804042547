"""The trainer as the window sees it: one worker, which can die, restart, or move to another Python.

    room = TrainRoom(TrainSetting(…), worker)   # in the window's __init__
    room.events(25)                             # once a frame: what the trainer has said
    room.loaded(…), room.stood(…), …            # from the window's dispatch, before or after the page shows the event
    room.close()                                # when the window closes

It knows which answers belong to opening, moving, changing Python; the page knows no worker.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import get_args

from core.messages.catalogue import OWN
from core.messages.train_commands import DataSpec, Load, OpenRun, Pause, Play, Preview, Reset, Save, SetStops
from core.messages.train_events import Failed, Loaded, Rejected, Saving, Silence, State, Told, TrainEvent
from core.net.plan import Edit
from core.run_folders import copy, new_folder
from core.runs import RunError, is_held
from core.sentence import Sentence
from core.workers.worker import WorkerLike
from gui.kit.words import read, tr
from gui.notices.bar import BarButton
from gui.notices.notices import cannot_open, kept_bar
from gui.notices.problem import show_problem
from gui.train.current_run import CurrentRun, more_than_a_moment
from gui.train.setting import TrainSetting, Unusable


class TrainRoom:
    """The trainer and the run that is open. `worker` has been warming up already; None: nothing to train with."""

    def __init__(self, setting: TrainSetting, worker: WorkerLike | None) -> None:
        self.start, self.page, self.bars = setting.start, setting.page, setting.bars
        self.python, self.data, self.pace, self.choose = setting.python, setting.data, setting.pace, setting.choose
        self.folder, self.own, self.needs, self.stops = setting.folder, setting.own, setting.needs, setting.stops
        self.worker: WorkerLike | None = worker
        self.run = CurrentRun(setting.marks)
        self.opening: set[int] = set()
        self.wanted: dict[int, Path] = {}
        """The runs that a person asked to open, by the number of the command."""
        self.resuming: set[int] = set()
        self.moving: dict[int, tuple[Path, bool]] = {}
        """Where a training is being moved to, by the number of the Save, and whether the folder before goes."""
        self.answered = False
        """Whether this trainer has ever had a training in place."""
        self.giving_way: set[int] = set()
        """The commands that put another training in the place of this one, until they are answered."""
        self.handing = (0, False)
        """The Save after which another Python takes over, and whether it plays then."""

    def send(self, command: object) -> int:
        """Send to the trainer; without one nothing happens, and the bar says so already.

        An edit goes to the training that is shown. While another takes its place it goes to none, for the same key is
        another layer there.
        """
        if self.worker is None:
            return 0
        if self.giving_way and isinstance(command, (*get_args(Edit), Preview)):
            self.page().network.show_notice(tr("Another training is about to be shown. Edit it when it is there."))
            return 0
        number = self.worker.send(command)
        if isinstance(command, Load | OpenRun | Reset):
            self.giving_way.add(number)
        return number

    def events(self, limit: int) -> list[tuple[TrainEvent | Told | Silence, int | None]]:
        """Return up to `limit` of the events that are waiting, each with the number of the command it answers."""
        return self.worker.events(limit) if self.worker is not None else []

    # ---------------------------------------------------------------------------------------------------- trainings
    def new_run(self, spec: DataSpec) -> str:
        """Return a folder for a new training on this data."""
        if spec.name != OWN:  # the library may have lost it by the next start
            self.choose("data", spec.name)
        from gui.train.panels.data import folder_of

        here = Path(self.run.folder) if self.run.folder else None
        return str(new_folder(self.folder(), folder_of(spec), besides=here))

    def begin(self) -> int:
        """Begin a training on the data chosen last, with the settings it is usually learned with."""
        from gui.train.panels.data import usual_settings

        settings = replace(usual_settings(self.data()), pace=self.pace())
        return self.page().begin(DataSpec(name=self.data()), settings)

    def open_run(self, folder: Path) -> None:
        """Continue a saved training."""
        if self.worker is None:
            self.run.folder = str(folder)
            self.restart(playing=False)
        else:
            number = self.send(OpenRun(str(folder)))
            self.opening.add(number)
            self.wanted[number] = folder

    def open_copy(self, folder: Path) -> None:
        """Continue a copy of a run that another program has open."""
        try:
            self.open_run(copy(folder, new_folder(self.folder(), folder.name)))
        except RunError as error:
            self._cannot_open((error.sentence, *error.advice))
        else:
            self.bars().remove("opening")

    def _cannot_open(self, why: tuple[Sentence, ...], *, held: Path | None = None) -> None:
        """Say why a run was not opened. One that is `held` by another program can be copied."""
        cannot_open(self.bars(), why, partial(self.open_copy, held) if held is not None else None)

    def move_run(self, target: Path) -> None:
        """Give the open training another folder; the old one goes when the new one is written."""
        self.moving[self.send(Save(str(target)))] = target, True

    def begin_again(self, seed: int) -> None:
        """Go back to step 0, with the same initial weights (seed −1) or new ones. What was edited or trained for more
        than a moment stays in Runs as it was: a reset is one key press, an hour of training is not."""
        loaded, page = self.page().loaded, self.page()
        worth_keeping = bool(page.timeline.marks) or more_than_a_moment(page.step, pace=page.settings.pace)
        if loaded is None or not worth_keeping or not self.run.folder:
            self.send(Reset(seed))
            return
        self.send(Save())
        self.send(Reset(seed))
        folder = self.new_run(loaded.data.spec)
        self.moving[self.send(Save(folder))] = Path(folder), False

    # ------------------------------------------------------------------------------------------------- another worker
    def restart(self, *, playing: bool, begins: bool = False) -> None:
        """Start another trainer and go on from the last checkpoint. `begins`: it plays, whatever it begins with."""
        if self.worker is not None:
            return
        if not (self.own or self.python()):
            self.needs(None)
            return
        self.worker, self.answered = self.start(self.python()), False
        self.giving_way.clear()
        loaded = self.page().loaded
        if self.run.saved:
            number = self.send(OpenRun(self.run.folder))
            self.wanted[number] = Path(self.run.folder)
        elif loaded is not None:
            number = self.send(Load(loaded.data.spec, loaded.now.net, loaded.now.settings, loaded.seed, loaded.run))
        else:
            number = self.begin()
        self.opening.add(number)
        if stops := self.stops():
            self.send(SetStops(stops))
        if begins or (playing and self.run.saved):
            self.resuming.add(number)

    def train_in(self, python: str, *, begins: bool = False) -> None:
        """Train with the PyTorch of another Python ("": ours); a running training is saved here and continues there."""
        self.choose("python", python)
        state = self.page().state
        if self.worker is None:
            self.restart(playing=False, begins=begins)
        elif state is None or not self.run.folder:
            self._hand_over(playing=False)
        else:
            if state.playing:
                self.send(Pause())  # what would be trained after the Save would be lost
            self.handing = (self.send(Save()), state.playing)

    def _hand_over(self, *, playing: bool) -> None:
        """End this trainer and go on in another."""
        self.handing = (0, False)
        if self.worker is not None:
            self.worker.dismiss()  # everything is saved; waiting for its end would block the window
        self.worker = None
        self.page().show_gone()
        self.bars().remove("silent")
        self.restart(playing=playing)

    # ---------------------------------------------------------------------------------------------- what has happened
    def stood(self, state: State, answers: int | None) -> bool:
        """Take in a State; return whether the training is saved in another folder now."""
        target, replaces = self.moving.pop(answers, (None, False)) if answers else (None, False)
        if target is not None and replaces:
            self.run.moved(target)
            self.bars().remove("moving")
        elif target is not None:
            before = Path(self.run.folder)
            self.run.is_now(str(target))
            self.bars().show_bar("kept", lambda: kept_bar(before, lambda: self.open_run(before)), page="train")
        if answers and answers == self.handing[0]:
            self._hand_over(playing=self.handing[1])
        return target is not None

    def loaded(self, loaded: Loaded, answers: int | None) -> bool:
        """Take in a training that is in place; return whether a person asked to open it."""
        self.answered = True
        self.wanted.pop(answers or 0, None)
        opened = answers in self.opening
        self.run.is_now(loaded.run)
        if answers in self.resuming:
            self.send(Play())
        for waiting in (self.opening, self.resuming, self.giving_way):
            waiting.discard(answers or 0)
        return opened

    def rejected(self, rejected: Rejected, answers: int | None) -> bool:
        """Take in a refusal; return whether it has been shown already."""
        moving = self.moving.pop(answers or 0, None)
        self.giving_way.discard(answers or 0)
        if answers == self.handing[0]:
            if self.handing[1]:
                self.send(Play())
            self.handing = (0, False)  # it could not be saved, so it stays where it is
        if moving is not None:
            told = (rejected.sentence, *rejected.advice)
            show_problem(self.bars(), "moving", lambda: " ".join(map(read, told)))
            return True
        if answers not in self.opening:
            return False
        self.opening.discard(answers)
        self.resuming.discard(answers)
        wanted = self.wanted.pop(answers, None)
        held = wanted if wanted is not None and is_held(wanted) else None
        self._cannot_open((rejected.sentence, *rejected.advice), held=held)
        if self.page().loaded is None or self.page().state is None or not self.answered:
            self.begin()
        return True

    def hear(self, event: Failed | Silence | Saving) -> None:
        """Take in how the worker itself does."""
        match event:
            case Failed():
                self.failed(event)
            case Silence():
                self.silent(event)
            case Saving():
                self.saving(event)

    def saving(self, saving: Saving) -> None:
        """Say that the training cannot be saved, once; the sentence goes when it is saved again."""
        problem, advice = saving.problem, saving.advice
        if problem is None:
            self.bars().remove("saving")
        else:
            show_problem(self.bars(), "saving", lambda: " ".join(map(read, (problem, *advice))))

    def failed(self, failed: Failed) -> None:
        """The trainer is gone: show why, and offer a restart."""
        from core.env.check.explained import explained

        playing = self._given_up()
        told = explained(failed)
        if self.python() and not self.answered:  # one that never began would not begin the next time either
            self.bars().remove("gone")
            self.needs(Unusable(self.python(), told, failed.detail))
            return

        def said() -> str:
            return " ".join([*map(read, told), self._saved()]).rstrip()

        def does() -> tuple[BarButton, ...]:
            again = BarButton(tr("Restart"), lambda: self.restart(playing=playing), primary=True)
            return (again, *self._ours())

        show_problem(self.bars(), "gone", said, detail=failed.detail, does=does, page="train")

    def silent(self, silence: Silence) -> None:
        """The trainer owes a word and says nothing: say so, and what can be done; that goes when it speaks again."""
        self.page().controls.show_silent(bool(silence.seconds))
        if not silence.seconds:
            self.bars().remove("silent")
            return

        def said() -> str:
            return f"{read(silence.sentence)} {self._saved()}".rstrip()

        def does() -> tuple[BarButton, ...]:
            return (BarButton(tr("Wait"), lambda: None), BarButton(tr("Start again"), self._start_again), *self._ours())

        detail = f"{silence.seconds} s\n{silence.detail}"
        show_problem(self.bars(), "silent", said, detail=detail, does=does, tone="note", page="train")

    def _start_again(self) -> None:
        """End a trainer that may never speak again, and go on in another from what is saved."""
        if self.worker is not None:
            self.worker.dismiss()  # a driver may hold it for longer than the window can wait
        self.worker = None
        self.restart(playing=self._given_up())

    def _given_up(self) -> bool:
        """End the trainer, and wait for nothing of it any more; return whether it played."""
        state = self.page().state
        if self.worker is not None:
            self.worker.kill()
        self.worker = None
        self.page().show_gone()
        self.bars().remove("silent")
        for waiting in (self.opening, self.resuming, self.moving, self.wanted):
            waiting.clear()
        self.bars().remove("saving")
        return state is not None and state.playing

    def _saved(self) -> str:
        """Return up to which step the training is saved, "" if it is not."""
        step = self.run.step
        return tr("It is saved up to step {step:,} and goes on from there.", step=step) if step >= 0 else ""

    def _ours(self) -> tuple[BarButton, ...]:
        """Return the way back to our own PyTorch, where there is one and another is used."""
        ours = BarButton(tr("Train with TorchGarden’s own PyTorch"), lambda: self.train_in(""))
        return (ours,) if self.python() and self.own else ()

    def close(self) -> None:
        """The window closes: the trainer saves and ends."""
        if self.worker is not None:
            self.worker.close()
            self.worker = None
        self.run.close()
