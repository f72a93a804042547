"""A worker that says nothing while it should speak: noticed after seconds, and said.

A worker owes a word while it starts, while a command has no answer, and while it plays. A process that is stopped, or
hangs in a call that lets no thread run, says nothing at all; one whose main thread is busy with one thing still sends a
`Pulse` a second (`core.workers.child`) with how long it has been busy. Nothing is owed by one that is paused.

Time is counted from look to look, at most `LOOK_S` each: while the computer sleeps, nobody looks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.messages.train_events import Pulse, Silence, State
from core.sentence import Sentence, say

SILENT_S = 5.0
LOOK_S = 0.5
PULSES_S = 3.0
"""One that is busy is heard more often than this."""
NOTHING = say("")


@dataclass(frozen=True)
class Wording:
    """What is said of a worker that is silent: while it starts, when its process says nothing, and when it has been
    busy with one thing for `busy_s`."""

    starting: Sentence
    stuck: Sentence
    busy: Sentence
    busy_s: float = SILENT_S


TRAINER = Wording(
    starting=say(
        "PyTorch is still being loaded. The first time this can take a minute or two. Wait, start again, or train with "
        "another environment."
    ),
    stuck=say(
        "The training process has said nothing for five seconds. The computer may be busy or short of memory. Wait, "
        "or start it again."
    ),
    busy=say(
        "The training process has been busy with one thing for more than five seconds. A large network can take as "
        "long. Wait, or start it again."
    ),
)
INSIDE = Wording(
    starting=say("PyTorch is still being loaded for looking inside. The training goes on. Wait, or start it again."),
    stuck=say(
        "The process that looks inside has said nothing for five seconds. The training goes on. Wait, or start it "
        "again."
    ),
    busy=say(
        "The process that looks inside has been busy with one thing for more than five seconds. The training goes on. "
        "Wait, or start it again."
    ),
)
DATA = Wording(
    starting=say("The process that reads data is still starting. The training goes on. Wait, or stop it."),
    stuck=say("The process that reads data has said nothing for five seconds. The training goes on. Wait, or stop it."),
    busy=say(
        "The process that reads data has been busy with one thing for half a minute. The training goes on. Wait, or "
        "stop it."
    ),
    busy_s=30.0,
)
OUT = Wording(
    starting=say("PyTorch is still being loaded for taking the training home. Wait, or stop it."),
    stuck=say("The process that writes files has said nothing for five seconds. Wait, or stop it."),
    busy=say("The process that writes files has been busy with one thing for half a minute. Wait, or stop it."),
    busy_s=30.0,
)
INSTALLER = Wording(
    starting=say("The installing process is still starting. Wait, or start it again: nothing is downloaded twice."),
    stuck=say(
        "The installing process has said nothing for five seconds. The computer may be busy. Wait, or start it again: "
        "nothing is downloaded twice."
    ),
    busy=say(
        "The installing process has been busy with one thing for half a minute. A slow disk or network can be the "
        "reason. Wait, or start it again: nothing is downloaded twice."
    ),
    busy_s=30.0,
)


class Watch:
    """Whether one worker says what it owes. `heard` is called by the thread that reads, all else by the window."""

    def __init__(self, wording: Wording, *, clock: Callable[[], float]) -> None:
        self._wording, self._clock = wording, clock
        self._looked_at = clock()
        self._silent_s = 0.0
        self._heard, self._busy_s = False, 0.0
        self._started = self._playing = False
        self._unanswered: set[int] = set()
        self._said = False

    def asked(self, number: int) -> None:
        """A command was sent."""
        self._unanswered.add(number)

    def heard(self, event: object) -> None:
        """The process has said something."""
        self._busy_s = event.busy_s if isinstance(event, Pulse) else 0.0
        self._started = self._started or not isinstance(event, Pulse)
        self._heard = True

    def took(self, event: Any, answers: int | None) -> None:
        """An event has come to the window."""
        self._unanswered.discard(answers or 0)
        state = event if isinstance(event, State) else getattr(getattr(event, "now", None), "state", None)
        if isinstance(state, State):
            self._playing = state.playing

    def look(self, *, detail: Callable[[], str]) -> Silence | None:
        """Return what is to be said now: that the worker is silent, or speaks again; None for nothing new."""
        now = self._clock()
        passed, self._looked_at = min(now - self._looked_at, LOOK_S), now
        owes = not self._started or self._playing or bool(self._unanswered)
        quiet = self._quiet(owes, passed)
        if quiet is None:
            over, self._said = self._said, False
            return Silence(0, NOTHING, "") if over else None
        if self._said:
            return None
        self._said = True
        return Silence(round(max(self._silent_s, self._busy_s)), quiet, detail())

    def _quiet(self, owes: bool, passed: float) -> Sentence | None:
        """Return what to say of a worker that is silent, None of one that is not."""
        heard, self._heard = self._heard, False
        self._silent_s = 0.0 if heard or not owes else self._silent_s + passed
        if self._silent_s > PULSES_S:
            self._busy_s = 0.0  # it has come back since it said so
        if not owes:
            return None
        if not self._started:
            waits = self._busy_s >= SILENT_S or self._silent_s >= SILENT_S
            return self._wording.starting if waits else None
        if self._silent_s >= SILENT_S:
            return self._wording.stuck
        return self._wording.busy if self._busy_s >= self._wording.busy_s else None
