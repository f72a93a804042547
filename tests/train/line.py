"""A train worker in memory for tests: the real `Trainer` on a pipe to nobody, and what a window makes of its words.

    line = Line()
    line.ask(Load(...))                  # asked, heard, done and answered
    line.queue(Widen(1, 2), Undo())      # asked, not heard yet
    line.done()                          # ... now they are

Its clock goes on a little whenever somebody looks at it, so that the same commands always do the same.
"""

from __future__ import annotations

from array import array
from collections import deque
from typing import Any

from core.messages.train_commands import Settings
from core.messages.train_events import TICK_FIELDS, Changed, Diverged, Edited, Loaded, NetChanged, State, StopHit, Tick
from core.messages.train_reports import Device, EditMark
from core.net.plan import Net
from core.train.session.session import Session
from core.train.training.replay import replay
from core.train.training.training import begin
from core.train.worker import Trainer
from core.workers.child import Closed

CPU = Device("cpu", "a processor", 0)
LOOK_S = 1e-4
MANY_TURNS = 50_000


class Clock:
    """Time that goes on by `LOOK_S` with every look at it."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        self.now += LOOK_S
        return self.now


class Shown:
    """What a window knows: built from events and nothing else."""

    net: Net
    settings: Settings
    state: State
    marks: tuple[EditMark, ...] = ()

    def __init__(self) -> None:
        self.rows: list[tuple[float, ...]] = []

    def take(self, event: Any) -> None:
        """Take one event in, as the window does."""
        if isinstance(event, Tick):
            self.rows.append(tuple(getattr(event, name) for name in Tick.__dataclass_fields__))
        elif isinstance(event, Loaded | Edited | Diverged | StopHit):
            self._take_in(event.now)
        elif isinstance(event, Changed):
            self.settings = event.settings
            self.state = event.state or self.state
        elif isinstance(event, State):
            self.state = event

    def _take_in(self, now: NetChanged) -> None:
        self.net, self.settings, self.state, self.marks = now.net, now.settings, now.state, now.marks
        if now.keep_to_step >= 0:
            self.rows = [row for row in self.rows if row[0] <= now.keep_to_step]
        numbers = array("d", now.ticks.data if now.ticks is not None else b"")
        self.rows += [tuple(numbers[at : at + TICK_FIELDS]) for at in range(0, len(numbers), TICK_FIELDS)]


class Line:
    """Both ends of the pipe, the trainer and the clock."""

    def __init__(self) -> None:
        self.asked: deque[tuple[int, Any]] = deque()
        self.said: list[tuple[Any, int | None]] = []
        self.numbers, self.closed = 0, False
        self.clock, self.shown = Clock(), Shown()
        self.trainer = Trainer(self, devices_=(CPU,), fixed_threads=1, clock=self.clock)  # type: ignore[arg-type]

    @property
    def session(self) -> Session:
        assert self.trainer._session is not None
        return self.trainer._session

    # ------------------------------------------------------------------------------------------ the pipe's own words
    def waiting(self) -> list[tuple[int, Any]]:
        found = list(self.asked)
        self.asked.clear()
        if self.closed and not found:
            raise Closed
        return found

    def receive(self, timeout_s: float) -> tuple[int, Any] | None:
        self.clock.now += timeout_s
        return self.asked.popleft() if self.asked else None

    def send(self, event: object, *, answers: int | None = None) -> None:
        if self.closed:
            raise Closed
        self.said.append((event, answers))
        self.shown.take(event)

    # ---------------------------------------------------------------------------------------------- what a test does
    def queue(self, *commands: object) -> list[int]:
        """Ask; nothing is heard before the next turn."""
        numbers = []
        for command in commands:
            self.numbers += 1
            self.asked.append((self.numbers, command))
            numbers.append(self.numbers)
        return numbers

    def answers(self) -> dict[int, Any]:
        """Every answer so far by the number of its command; a command has one."""
        told = [(number, event) for event, number in self.said if number is not None]
        found = dict(told)
        assert len(found) == len(told), "a command was answered twice"
        return found

    def done(self, *numbers: int) -> list[Any]:
        """Take turns until these commands (none: all there were) are answered; return the answers."""
        wanted = numbers or tuple(range(1, self.numbers + 1))
        for _ in range(MANY_TURNS):
            found = self.answers()
            if all(number in found for number in wanted):
                return [found[number] for number in wanted]
            self.trainer.turn()
        raise AssertionError(f"not answered: {set(wanted) - set(self.answers())}")

    def ask(self, command: object) -> Any:
        """Ask one thing and return its answer."""
        return self.done(*self.queue(command))[0]

    def turns(self, count: int) -> None:
        """Let the trainer do what it does by itself."""
        for _ in range(count):
            self.trainer.turn()

    def agree(self) -> None:
        """The window knows the very network that is trained, and the timeline tells how it came about."""
        training, session, shown = self.session.training, self.session, self.shown
        assert shown.net == training.net
        assert shown.marks == training.marks
        assert shown.settings == training.settings
        assert shown.state == session.state()
        assert (shown.state.undo, shown.state.redo) == (len(session.ring.undo), len(session.ring.redo))
        assert array("d", [number for row in shown.rows for number in row]).tobytes() == session.ticks.history.tobytes()
        again = begin(training.dataset, net=training.first_net, settings=training.first_settings, seed=training.seed)
        replay(again, training.timeline, steps=training.step)
        assert again.net == training.net
        # By bytes: the last step before an explosion can leave weights that are no numbers, for the next step to find.
        assert again.model.flat.numpy().tobytes() == training.model.flat.numpy().tobytes()
