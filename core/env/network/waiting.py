"""How long something small is waited for: what is waited for is told at once, and silence has an end.

Lists of packages, indexes and a wheel's metadata come through rattler and uv, which tell nothing while they wait and
try again for minutes. What they do is seen from outside, by the time their threads compute: whoever waits for a server
computes nothing, and every packet that arrives costs some microseconds.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from core.env.problems import InstallError
from core.sentence import Sentence, say

QUIET_S = 20.0
EVERY_S = 1.0
SAID_S = 3.0
"""After so many seconds without anything the silence itself is told."""

Told = Callable[[Sentence], None]


@dataclass(frozen=True)
class Waits:
    """Who is told what is waited for, and how long nothing may come."""

    told: Told = lambda sentence: None
    quiet_s: float = QUIET_S


class Watch:
    """Watches one wait. `least_s`: so much computing counts as progress."""

    def __init__(self, waits: Waits, *, least_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._waits, self._least_s, self._clock = waits, least_s, clock
        self._since = clock()
        self._told_at = self._since - EVERY_S
        self._amount = 0.0

    def see(self, amount: float, host: str, stalled: Callable[[], InstallError]) -> None:
        """Take in how much was computed until now, and tell what is waited for; raise `stalled()` after the silence."""
        now = self._clock()
        if amount - self._amount >= self._least_s:
            self._amount, self._since = amount, now
        quiet_s = now - self._since
        if quiet_s >= self._waits.quiet_s:
            raise stalled()
        if now - self._told_at >= EVERY_S:
            self._told_at = now
            self._waits.told(waiting_for(host, quiet_s))


def waiting_for(host: str, quiet_s: float) -> Sentence:
    """What is being waited for, and for how long already where that is long."""
    if quiet_s < SAID_S:
        return say("Asking {host} which packages there are.", host=host)
    return say("{host} has sent nothing for {seconds} s.", host=host, seconds=int(quiet_s))
