"""What a training is asked beside training and editing, and what it tells unasked of that: one part for each subject.

    beside = Beside(clock=clock)
    event = beside.answer(session, command)   # the answer to a command
    events = beside.take(session)             # once a round of the trainer's loop
    beside.changed()                          # the network may be another one

A part answers its own commands, and keeps what it has begun. It changes the training only by what the session offers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol

from core.messages.train_commands import Asked
from core.messages.train_events import Rejected
from core.sentence import say
from core.train.beside.answering import Answering
from core.train.beside.examining import Examining
from core.train.beside.feature_maps import LookedInto
from core.train.beside.layer_curves import LayerCurves
from core.train.beside.numbers import WatchedNumbers
from core.train.beside.panes import Panes
from core.train.beside.points import Points
from core.train.branches.branching import Another, Branching
from core.train.branches.looking import present_of
from core.train.session.session import Session
from core.train.twin.twin import Twin

Answer = Callable[[Session, Any], object]


class Answers(Protocol):
    """A subject that is only asked about."""

    @property
    def does(self) -> Mapping[type[Asked], Answer]:
        """Which function answers which command."""


class Part(Answers, Protocol):
    """A subject of which something is due in each round."""

    def take(self, session: Session) -> Sequence[object]:
        """Do what is due, a few milliseconds of it, and return what there is to tell of it."""

    def changed(self) -> None:
        """Note that the network, or the training itself, may be another one."""

    @property
    def busy(self) -> bool:
        """Whether there is something to do that does not wait for a step."""


def parts_of(clock: Callable[[], float]) -> tuple[tuple[Part, ...], tuple[Answers, ...]]:
    """Return one of each part, and of each that only answers."""
    branching = Branching(clock)
    acting = (
        Answering(clock), Examining(clock), WatchedNumbers(clock), Points(clock), LayerCurves(clock), branching,
        Twin(clock),
    )  # fmt: skip
    return acting, (LookedInto(), Panes(branching))


OF_THE_TRAINING = (Twin,)
"""The parts that stay with the training itself while an earlier moment of it is shown."""


def _for(part: Answers, session: Session) -> Session:
    return present_of(session) if isinstance(part, OF_THE_TRAINING) else session


class Beside:
    """All parts of one trainer."""

    def __init__(self, *, clock: Callable[[], float], parts: Sequence[Part] | None = None) -> None:
        self._parts, answering = parts_of(clock) if parts is None else (tuple(parts), ())
        every: tuple[Answers, ...] = (*self._parts, *answering)
        self._does = {kind: (part, do) for part in every for kind, do in part.does.items()}

    def answer(
        self, session: Session, command: Asked, *, tell: Callable[[Iterable[object]], object],
        take_up: Callable[[Callable[[], Session], Callable[[Session], object]], object],
    ) -> object:  # fmt: skip
        """Return the event that answers a command, or a pair of Ticks to tell before and that event; raise a `Problem`
        if it cannot be done, with nothing changed. A part may answer with `Another` session, which is taken up then."""
        if type(command) not in self._does:
            return Rejected(say("The trainer does not know this command."))
        part, do = self._does[type(command)]
        answer = do(_for(part, session), command)
        if isinstance(answer, Another):
            tell(session.tick())
            return take_up(answer.make, answer.tell)
        return answer

    def take(self, session: Session) -> list[object]:
        """Return what there is to tell now."""
        return [event for part in self._parts for event in part.take(_for(part, session))]

    def changed(self) -> None:
        """Tell every part that the network, or the training itself, may be another one."""
        for part in self._parts:
            part.changed()

    @property
    def busy(self) -> bool:
        """Whether a part has something to do that does not wait for a step."""
        return any(part.busy for part in self._parts)
