"""The twin as a person has it: on or off, of which edit, told now and then. A subject of `core.train.beside`.

Half of the machine at most goes to it while the training runs: it may take as long for its steps as the training has
taken for its own since. While the training is paused, or waits for its pace, it catches up with what is there.

    what happens                     what the twin does
    switched on                      catches up from the newest edit that can be undone; without one it waits
    the first edit                   goes on as the run that did not make it
    more edits                       goes on as before; `RestartTwin` begins again from the newest one
    a setting is changed             is changed for both, at the same step
    the edit is undone               is gone, and the next edit (or redo) begins another one
    a later edit or setting undone   waits for the training, or begins again where its own way was another
    a branch                         goes on in one that has the edit, is gone in one that has not
    reset, other data                is gone
    another device, a restart        goes on
    its loss is no number any more   ends, with all that it has told
    50,000 steps, ten minutes        ends; the next edit begins another one
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from core.messages.beside.twin import (
    POINT_FIELDS,
    AskTwin,
    Measure,
    RestartTwin,
    SetTwin,
    Status,
    StopTwin,
    TakeOverTwin,
    TwinNow,
)
from core.messages.train_commands import Asked, UseDevice
from core.messages.train_reports import Array
from core.net.shapes import cost
from core.sentence import Problem, Sentence, say
from core.train.session import devices
from core.train.session.devices import NEVER_ASKED
from core.train.session.session import Session
from core.train.training.training import Training
from core.train.twin import kept
from core.train.twin.fork import Fork, moved, newest
from core.train.twin.run import SLICE_S, TwinRun
from core.train.twin.take_over import take_over
from core.workers.process_tree import is_out_of_memory

COPIES = 3
"""A twin holds its network, the state before the edit and, for a while, one to save."""
TELL_S = 1 / 15
LONGEST_TURN_S = 0.1
"""Where the steps of the training take long, the twin may go on for as long at a time, up to this."""
NO_MEMORY = say("There is not enough memory for a second network beside this one.")


class TwinError(Problem):
    """A twin that cannot be had, or cannot do this."""


class Twin:
    """The twin of the training that is worked with."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self.does: Mapping[type[Asked], Callable[[Session, Any], object]] = {
            SetTwin: self._set, AskTwin: self._ask, StopTwin: self._stop, RestartTwin: self._restart,
            TakeOverTwin: self._take_over,
        }  # fmt: skip
        self.on = False
        self.measure: Measure = "steps"
        self.run: TwinRun | None = None
        self._why: Sentence | None = None
        self._keeper = kept.Keeper(clock)
        self._session: Session | None = None
        self._folder: object = None
        self._ring: object = None
        self._newest: Fork | None = None
        self._told_at, self._told, self._told_behind = 0.0, False, False
        self._credit_s = self._took_s = 0.0
        self._busy = False

    # ------------------------------------------------------------------------------------------ once a round
    @property
    def busy(self) -> bool:
        """Whether it can go on without a step of the training."""
        return self._busy

    def changed(self) -> None:
        """Note nothing: `take` looks for itself."""

    def take(self, session: Session) -> Sequence[object]:
        """Let the twin go on, and return what there is to tell."""
        self._meet(session)
        self._folder, run = session.saver.folder, self.run
        if run is not None and run.going:
            self._go_on(session, run)
        self._busy = run is not None and run.behind(session) and self._spare_s(session) > 0
        if run is not None:
            self._keeper.go_on(session.saver.folder, run)
            self._busy = self._busy or (self._keeper.busy and not session.player.running)
        if run is None and self._why is None and not self.on:
            return ()
        new = run is not None and (run.count > run.told or (self._told_behind and not run.behind(session)))
        if self._told and not (new and self._clock() - self._told_at >= TELL_S):
            return ()
        return (self._now(session, whole=False),)

    def _go_on(self, session: Session, run: TwinRun) -> None:
        took_s, self._took_s = session.player.took_s - self._took_s, session.player.took_s
        # What the training has taken longer ago is not made up for.
        self._credit_s = min(self._credit_s + took_s, max(SLICE_S, min(took_s, LONGEST_TURN_S)))
        spare_s = self._spare_s(session)
        for_s = max(spare_s, self._credit_s)
        if for_s <= 0 or not run.behind(session):
            return
        before = run.spent_s
        try:
            run.go_on(session, for_s=for_s)
        except (MemoryError, RuntimeError) as error:
            if not is_out_of_memory(error):
                raise
            run.end(NO_MEMORY)
        self._credit_s -= run.spent_s - before - min(spare_s, run.spent_s - before)
        self._told = self._told and run.going

    def _spare_s(self, session: Session) -> float:
        """Return for how long the training takes no step anyway."""
        pace = session.training.settings.pace
        if not session.player.running:
            return SLICE_S
        return min(SLICE_S, session.player.wait_s(pace=pace)) if pace > 0 else 0.0

    # ------------------------------------------------------------------------------ what the training has become
    def _meet(self, session: Session) -> None:
        """Look at what was done to the training since the last time."""
        if session is not self._session:
            self._other(session)
            return
        run = self.run
        if session.ring is not self._ring or (run is not None and not run.fork.stands(session.training)):
            self._edited(session)
            run = self.run
        if run is not None and session.training.dataset is not run.training.dataset:
            run.end(say("The data is other data now, so the comparison does not go on."))
            run.training.dataset, run.broken = session.training.dataset, True
            self._told = False
        if run is not None and run.going and not run.follows(session):
            if run.fork.state is None:
                run.end(say("The training has gone another way meanwhile, so the comparison does not go on."))
            else:
                self._begin(session, run.fork)
            self._told = False
        if run is not None and run.count < run.told:
            run.told, self._told = run.count, False

    def _edited(self, session: Session) -> None:
        """Look for an edit that is new, or was taken back."""
        training, run = session.training, self.run
        before, self._newest, self._ring = self._newest, newest(session.ring, training), session.ring
        if run is not None and not run.fork.stands(training):
            self._drop(session)
            run = None
        made = self._newest is not None and self._newest.length > (-1 if before is None else before.length)
        over = run is None or not (run.going or run.stopped)
        if self.on and made and over and self._newest is not None:
            try:
                self._begin(session, self._newest)
            except Problem as problem:
                self._why = problem.sentence
        self._told = False

    def _other(self, session: Session) -> None:
        """Take up another session: the same training on another device, or a training with what its folder holds."""
        run, training, same = self.run, session.training, session.saver.folder == self._folder
        self._session, self._folder, self._ring = session, session.saver.folder, session.ring
        self._newest = newest(session.ring, training)
        self._credit_s, self._took_s, self._told = 0.0, session.player.took_s, False
        self._why = None
        self._keeper.elsewhere()
        goes_on = run is not None and same and run.fork.stands(training)
        goes_on = goes_on and run is not None and run.training.seed == training.seed
        if run is not None and goes_on and run.training.dataset.spec == training.dataset.spec:
            self._move(session, run)
            return
        self.run = None
        if same:
            self._keeper.forget(session.saver.folder)  # of the same run, from its beginning
        elif session.saver.folder is not None:
            self.run, self._why = kept.read(session.saver.folder, session, clock=self._clock)
        if self.run is not None:
            self.on, self.measure = True, self.run.measure

    def _move(self, session: Session, run: TwinRun) -> None:
        """Go on where the training is now."""
        elsewhere = run.training.device != session.training.device
        run.training = session.training.at(moved(run.training.state(), session.training))
        if elsewhere:
            run.training.note(UseDevice(str(session.training.device)))
        run.fork = run.fork.on(session.training)
        history = run.ticks.history
        run.ticks = type(run.ticks)(run.training, clock=self._clock)
        run.ticks.history = history

    def _begin(self, session: Session, fork: Fork) -> None:
        """Let a twin go on from before an edit; raise `TwinError` where there is not the memory for it."""
        assert fork.state is not None
        training = session.training
        _check_memory(training, fork)
        self.run = TwinRun(fork, training.at(fork.state), measure=self.measure, clock=self._clock)
        self._why, self._told = None, False
        self._took_s, self._credit_s = session.player.took_s, 0.0

    def _drop(self, session: Session) -> None:
        self.run = None
        self._keeper.forget(session.saver.folder)

    # ------------------------------------------------------------------------------------------ what is asked
    def _set(self, session: Session, asked: SetTwin) -> TwinNow:
        self._meet(session)
        measure: Measure = "work" if asked.measure == "work" else "steps"
        run = self.run
        if not asked.on:
            self.on, self.measure, self._why = False, measure, None
            self._drop(session)
        elif run is None or measure != run.measure:
            fork = (
                run.fork if run is not None and run.fork.state is not None else newest(session.ring, session.training)
            )
            if fork is None and run is not None:
                raise TwinError("The network before the edit is not kept any more. Make another edit to compare with.")
            before, self.measure = self.measure, measure
            try:
                if fork is not None:
                    self._begin(session, fork)
            except Problem:
                self.measure = before
                raise
        self.on = asked.on
        return self._now(session, whole=True)

    def _ask(self, session: Session, asked: AskTwin) -> TwinNow:
        self._meet(session)
        return self._now(session, whole=True)

    def _stop(self, session: Session, asked: StopTwin) -> TwinNow:
        self._meet(session)
        if self.run is not None and self.run.going:
            self.run.end(None, stopped=True)
        return self._now(session, whole=True)

    def _restart(self, session: Session, asked: RestartTwin) -> TwinNow:
        self._meet(session)
        fork = newest(session.ring, session.training)
        if fork is None:
            raise TwinError("There is no edit to compare with that can still be undone.")
        self._begin(session, fork)
        self.on = True
        return self._now(session, whole=True)

    def _take_over(self, session: Session, asked: TakeOverTwin) -> object:
        self._meet(session)
        run = self.run
        if run is None:
            raise TwinError("There is no comparison to go on with.")
        if run.broken:
            raise TwinError("The network without the edit cannot be gone on with any more.")
        told = take_over(session, run)
        self._drop(session)
        self._ring, self._newest, self._told = session.ring, newest(session.ring, session.training), False
        return told

    # ---------------------------------------------------------------------------------------------- telling
    def _now(self, session: Session, *, whole: bool) -> TwinNow:
        """Return what is told of the twin; `whole`: all points once more."""
        run = self.run
        self._told, self._told_at = True, self._clock()
        if run is None:
            return TwinNow("waiting" if self.on else "off", self.measure, why=self._why)
        self._told_behind = run.behind(session)
        keep = 0 if whole else run.told
        run.told = run.count
        status: Status = "going" if run.going else "stopped" if run.stopped else "ended"
        points = Array("f8", (run.count - keep, POINT_FIELDS), run.points[keep * POINT_FIELDS :].tobytes())
        return TwinNow(
            status=status,
            measure=run.measure,
            mark=run.fork.mark,
            keep=keep,
            points=points,
            base_loss=run.base[0],
            base_score=run.base[1],
            steps=run.steps,
            behind=max(0, session.training.step - run.place.step) if run.going else 0,
            newer=run.fork.edited_since(session.training),
            can_take_over=not run.broken,
            why=run.why,
        )


def _check_memory(training: Training, fork: Fork) -> None:
    """Raise `TwinError` if a second network would not fit into the memory that is free."""
    assert fork.state is not None
    need = cost(fork.state.model.net, training.settings.optimizer).bytes * COPIES
    if need <= NEVER_ASKED:
        return
    free = devices.free_memory(str(training.device))
    if free and need > free:
        raise TwinError(
            "A second network beside this one would need about {need_mib:,} MiB of memory, and {free_mib:,} MiB are "
            "free.", need_mib=need >> 20, free_mib=free >> 20,
        )  # fmt: skip


__all__ = ["Twin", "TwinError"]
