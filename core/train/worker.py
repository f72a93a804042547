"""The train worker: does commands, trains, tells events. ``python -m core.train.worker [--threads N] [--device NAME]``.

One loop does everything, in one thread: look at the pipe, take the steps that are due (a few milliseconds of them),
tell what there is to tell. Every command is answered by exactly one event, in `Trainer.answer`.
"""

from __future__ import annotations

import contextlib
import os
import platform
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import torch

from core.messages import train_commands as commands
from core.messages.train_events import Diverged, Ready, Rejected, Saving, State, StopsSet
from core.messages.train_reports import Device
from core.net.edits import EDITS
from core.net.plan import CallOff
from core.sentence import AdvisedProblem, Problem, say
from core.train.beside import trial
from core.train.beside.beside import Beside
from core.train.branches.looking import check, present_of
from core.train.disk.handing import Handing
from core.train.disk.hold import Hold
from core.train.model.allocation import keep_heap
from core.train.model.precision import use_tf32
from core.train.session import devices, opening, preview
from core.train.session.cpu_threads import Threads, check_threads, kept_on_failure
from core.train.session.player import Goal
from core.train.session.portrait import Portraits
from core.train.session.session import Session
from core.train.stops.lookout import Lookout
from core.workers.child import Closed, Pipe
from core.workers.process_tree import is_out_of_memory

IDLE_S = 0.25
"""The longest wait when there is nothing to do."""


class NothingLoaded(Problem):
    """A command that needs a training, and there is none."""


class Trainer:
    """The train worker: a pipe, and the session, if there is one."""

    def __init__(
        self, pipe: Pipe, *, devices_: tuple[Device, ...], device: str = "cpu", fixed_threads: int = 0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self._pipe, self._devices = pipe, devices_
        self._device = devices.find(device, devices_)
        self._fixed_threads, self._clock = fixed_threads, clock
        self._session: Session | None = None
        self._portraits = Portraits(clock=clock)
        self._loads = devices.Loads(self._device, clock=clock)
        self._hold, self._saving, self._handing = Hold(), Saving(), Handing(clock)
        self._lookout = Lookout(clock=clock)  # with a training, the session's
        self._beside = Beside(clock=clock)

    def run(self) -> None:
        """Answer, train and tell until the app closes its end and all that it asked is done; then save."""
        try:
            with trial.failures(lambda: self._device, self._send_all):
                while True:
                    self.turn()
        except Closed:
            self._handing.give_up()
            if (session := self._session) is not None:
                self._stop(session)
            if session is not None and session.saver.is_new(session.training):
                session.save()
            raise

    def turn(self) -> None:
        """Do one round of the loop."""
        for number, command in self._pipe.waiting():
            self.answer(number, command)
        session = self._session
        if session is not None:
            if session.player.running:
                self._train(session)
            self._tell(session)
        if (wait_s := self._wait_s()) > 0 and (came := self._pipe.receive(wait_s)) is not None:
            self.answer(*came)

    def _wait_s(self) -> float:
        """Return for how long nothing needs to be done."""
        if self._session is None:
            return IDLE_S
        if self._handing.busy or self._beside.busy:  # somebody waits for it
            return 0.0
        if not self._session.player.running:
            return 0.02 if self._portraits.pending or self._session.saver.busy else IDLE_S
        pace = self._session.training.settings.pace
        return min(self._session.player.wait_s(pace=pace), IDLE_S) if pace > 0 else 0.0

    def _train(self, session: Session) -> None:
        """Take the steps that are due; answer the commands whose goal is reached by them."""
        told: list[object] = [*session.advance()]
        self._send_all(told)  # before anything else: the network may be another one
        self._stops(session)
        training, player = session.training, session.player
        numbers = player.reached(step=training.step, epochs=training.order.epochs)
        if numbers and not player.goals:
            # The goal ends the playing as well: "take 10 steps, then pause".
            player.playing = False
            last = session.tick(validated=True)
            self._send_all(last)
            told += last
            self._stops(session)
        if any(isinstance(event, Diverged) for event in told):
            self._stop(session)
        self._answer_all(numbers, session.state())
        if told:
            self._changed()

    def _stops(self, session: Session) -> None:
        """Pause and tell it where the training stops by itself."""
        if hits := session.stopped():
            self._send_all(hits)
            self._stop(session)
            self._changed()

    def _tell(self, session: Session) -> None:
        """Tell what is told by the clock: what is wrong, the portrait, the load; save, and hand over."""
        for number, answer in self._handing.go_on(session.training, last=session.last_tick):
            self._say(answer, answers=number)
        if (saving := session.save_a_little()) != self._saving:
            self._saving = saving
            self._say(saving)
        self._send_all(map(StopsSet, self._lookout.changed()))
        told = session.noticing.take(session.training), self._portraits.take(session.training)
        self._send_all(event for event in told if event is not None)
        self._send_all(self._beside.take(session))
        if (load := self._loads.take(step=session.training.step, samples=session.samples)) is not None:
            self._say(load)
            self._hold.renew()

    def answer(self, number: int, command: commands.TrainCommand | commands.Asked) -> None:
        """Answer one command by exactly one event, now or, for Step and Epoch, when they are done."""
        ticks: Sequence[object] = ()
        try:
            event = self._do(number, command)
            if isinstance(event, tuple):
                ticks, event = event
        except Problem as problem:
            self._send_all(trial.told_of(problem))
            event = Rejected(problem.sentence, problem.advice if isinstance(problem, AdvisedProblem) else ())
        except (MemoryError, RuntimeError) as error:
            if not is_out_of_memory(error):
                raise
            event = Rejected(say("There is not enough memory for this. Nothing was changed."))
        self._send_all(ticks)  # said when all is done: what fails from here on is not refused any more
        if event is not None:
            self._say(event, answers=number)
            self._changed()
        if self._session is not None:
            self._stops(self._session)  # an edit may be one; what is asked next finds the training there

    def _do(self, number: int, command: commands.TrainCommand | commands.Asked) -> object | None:
        """Do what a command says; return its answer, None if that comes later; with Ticks to tell before, a pair."""
        match command:
            case commands.Load():
                return self._take_up(lambda: opening.fresh(command, self._setting()))
            case commands.OpenRun(run):
                return self._take_up(lambda: opening.opened(Path(run), self._setting()))
            case commands.Watch(hertz, units):
                self._portraits.watch(hertz=hertz, units=units)
                return self._state()
            case commands.HandOver(folder, hit) if (session := self._session) is not None:
                there = opening.at_stop(session, hit) if hit else None
                self._handing.ask(number, Path(folder), session.training, last=session.last_tick, stood=there)
                return None
            case commands.SetStops(stops):
                return StopsSet(self._lookout.set(stops))
            case commands.UseDevice(name) if self._session is None:
                self._device = devices.find(name, self._devices)
                return self._state()
            case commands.UseThreads(count) if self._session is None:
                self._fixed_threads = check_threads(count)
                return self._state()
            case commands.Pause() | commands.Save() if self._session is None:
                return self._state()
            case _ if self._session is None:
                raise NothingLoaded("Nothing is being trained yet. Choose the data first.")
            case _:
                return self._do_in_session(number, command, self._session)

    def _do_in_session(
        self, number: int, command: commands.TrainCommand | commands.Asked, session: Session
    ) -> object | None:
        """Do a command that needs a training; return what `_do` returns."""
        player, training = session.player, session.training
        check(session, command)
        match command:
            case commands.Play() | commands.Pause():
                self._stop(session)
                player.playing = isinstance(command, commands.Play)
                return session.state()
            case commands.Step(count):
                player.ask(Goal(number, step=max(1, count)), step=training.step, epochs=training.order.epochs)
                return None
            case commands.Epoch():
                player.ask(Goal(number, epochs=1), step=training.step, epochs=training.order.epochs)
                return None
            case commands.Reset(seed):
                return self._take_up(lambda: opening.reset(session, self._setting(), seed=seed))
            case commands.Change(setting, value):
                self._send_all(session.tick())
                self._stops(session)  # it may go back, and would take the change with it
                return session.change(setting, value)
            case commands.Undo() | commands.Redo() | CallOff():
                return self._taken_back(session, command)
            case commands.Preview(edit):
                return preview.preview(training.model, edit, **training.preview_data())
            case commands.UseDevice(name):
                found = devices.find(name, self._devices)
                self._send_all(session.tick())
                return self._take_up(lambda: trial.moved(session, replace(self._setting(), device=found)))
            case commands.UseThreads(count):
                session.choose_threads(Threads(check_threads(count)))
                return session.state()
            case commands.Describe():
                return session.loaded()
            case commands.Save(run):
                return opening.save(session, run, self._hold) or session.state()
            case _ if isinstance(command, EDITS):
                return session.edit(command)
            case commands.Asked():
                return self._beside.answer(session, command, tell=self._send_all, take_up=self._take_up)
            case _:
                return Rejected(say("The trainer does not know this command."))

    def _taken_back(self, session: Session, asked: commands.Undo | commands.Redo | CallOff) -> object:
        before, done = replace(session.state(), playing=False), isinstance(asked, commands.Undo)
        told = session.call_off(asked) if isinstance(asked, CallOff) else session.undo(undone=done)
        if told[1].cause != "edit":
            self._answer_all(session.player.give_up(), before)  # what was playing plays on from there
        return told

    # -------------------------------------------------------------------------------------------------- sessions
    def _setting(self) -> opening.Setting:
        """Return what every session is given."""
        return opening.Setting(self._device, self._fixed_threads, self._clock, self._hold, self._lookout)

    def _take_up(self, make: Callable[[], Session], tell: Callable[[Session], object] = Session.loaded) -> object:
        """Make a session and train it from now on; return what is told of it. If that fails, the one before goes on."""
        try:
            with kept_on_failure():
                session = make()
                if self._session is not None:
                    self._stop(self._session)
                    if (problem := opening.left(present_of(self._session), session)) is not None:
                        self._say(problem)
                session.choose_threads()
                loads = devices.Loads(session.device, step=session.training.step, clock=self._clock)
                loaded = tell(session)
            self._session, self._device, self._loads = session, session.device, loads  # nothing can fail now
            self._lookout = session.lookout
        finally:
            self._hold.keep_only(self._session.saver.folder if self._session is not None else None)
        if session.lost is not None:
            self._say(Rejected(session.lost))
            session.lost = None
        self._changed()
        return loaded

    def _changed(self) -> None:
        """Note that the network may be another one, or another training's."""
        self._portraits.changed()
        self._beside.changed()

    def _stop(self, session: Session) -> None:
        """Pause; tell the steps since the last Tick, and answer the commands whose goals are given up."""
        given_up = session.player.stop()
        self._send_all(session.tick())
        self._answer_all(given_up, session.state())

    def _answer_all(self, numbers: Iterable[int], state: State) -> None:
        for number in numbers:
            self._say(state, answers=number)

    def _send_all(self, events: Iterable[object]) -> None:
        for event in events:
            self._say(event)

    def _say(self, event: object, *, answers: int | None = None) -> None:
        """Send an event. What the app asked before it closed is done even if nobody reads the answer; then `waiting`
        raises `Closed`."""
        with contextlib.suppress(Closed):
            self._pipe.send(event, answers=answers)

    def _state(self) -> State:
        if self._session is not None:
            return self._session.state()
        return State(False, 0, 0.0, 0, 0, torch.get_num_threads(), self._device)


def serve(pipe: Pipe, *, device: str = "cpu", threads: int = 0) -> None:
    """Be the train worker on `pipe`."""
    keep_heap()
    use_tf32(False)
    torch.set_num_threads(threads or 1)
    found = devices.list_devices()
    trainer = Trainer(pipe, devices_=found, device=device, fixed_threads=threads)
    opening.warm_up()
    ready = Ready(platform.python_version(), str(torch.__version__), torch.version.cuda or "", found, os.getpid())
    with contextlib.suppress(Closed):  # what was asked meanwhile is done all the same
        pipe.send(ready)
    trainer.run()


def main() -> None:
    """Be the train worker of the app at the other end of stdin and stdout. Never returns."""
    from core.train import loading

    loading.main()


if __name__ == "__main__":
    main()
