"""A session that shows an earlier moment while the training itself waits.

Whoever looks at a training looks at this one meanwhile: portraits, previews, what is handed over. Whatever would change
it is refused, and what is saved is the training that waits.
"""

from __future__ import annotations

from array import array

from core.messages import train_commands as commands
from core.messages.beside.branches import ShownAt
from core.messages.beside.twin import RestartTwin, SetTwin, StopTwin, TakeOverTwin
from core.messages.train_events import Loaded, Saving, Tick
from core.net.edits import EDITS
from core.train.branches.earlier import Earlier, EarlierError
from core.train.disk.saver import Saver
from core.train.session.cpu_threads import Threads
from core.train.session.session import Session
from core.train.training.training import Training

CHANGING = (
    commands.Play, commands.Step, commands.Epoch, commands.Reset, commands.Change, commands.Undo, commands.Redo,
    commands.UseDevice, commands.UseThreads, commands.EditPoint, SetTwin, StopTwin, RestartTwin, TakeOverTwin, *EDITS,
)  # fmt: skip
"""What is not done at an earlier moment."""


class Looking(Session):
    """Shows the moment `there`; `present` is the session that waits. `asked`, `before`: which moment was asked for."""

    def __init__(self, present: Session, there: Earlier, *, asked: int, before: bool) -> None:
        super().__init__(
            there.training, device=present.device, folder=None, fixed_threads=present.threads.fixed,
            clock=present.clock,
        )  # fmt: skip
        self.present, self.asked, self.before, self.exact = present, asked, before, there.exact
        self.again = False
        """The moment is to be told once more."""
        self.saver, self.lookout = Waiting(present), present.lookout

    def choose_threads(self, threads: Threads | None = None) -> None:
        """Leave the number of threads alone: nothing is trained here."""

    def loaded(self) -> Loaded:
        """Return what is told of the training that waits; the moment is told again after that."""
        self.again = True
        return self.present.loaded()

    def shown(self) -> ShownAt:
        """Return what is told of the moment."""
        now = self.now(self.training.stands(), self.ring, playing=False)
        return ShownAt(now, True, self.present.training.step, self.asked, self.before, self.exact)


class Waiting(Saver):
    """Saves the training that waits, whichever it is given."""

    def __init__(self, present: Session) -> None:
        super().__init__(present.saver.folder, present.clock, tree=present.saver.tree)
        self._present = present

    @property
    def busy(self) -> bool:
        return self._present.saver.busy

    def is_new(self, training: Training) -> bool:
        return self._present.saver.is_new(self._present.training)

    def go_on(self, training: Training, history: array[float], *, last: Tick | None, threads: int) -> None:
        self._present.save_a_little()
        self.works = self._present.saver.works

    def begin(self, training: Training, history: array[float], *, last: Tick | None, threads: int) -> None:
        present = self._present
        present.saver.begin(present.training, present.ticks.history, last=present.last_tick, threads=threads)

    def finish(self) -> Saving:
        self.works = self._present.saver.finish()
        return self.works


def present_of(session: Session) -> Session:
    """Return the session that waits while an earlier moment is shown; else the session itself."""
    return session.present if isinstance(session, Looking) else session


def back(session: Session, *, asked: int) -> ShownAt:
    """Return what is told where the training is shown as it stands."""
    now = session.now(session.training.stands(), session.ring, playing=session.player.running)
    return ShownAt(now, False, session.training.step, asked)


def check(session: Session, command: object) -> None:
    """Raise `EarlierError` where a command would change what is only shown."""
    elsewhere = isinstance(command, commands.Save) and bool(command.run)
    if isinstance(session, Looking) and (isinstance(command, CHANGING) or elsewhere):
        raise EarlierError(
            "This is step {step:,}, an earlier moment. Go back to now, or go on from here, before you change anything.",
            step=session.training.step,
        )
