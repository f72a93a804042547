"""How long to train on before looking at the network again: at its validation loss, or for a picture of it.

What costs little comes with nearly every tick. What costs more comes seldomer, so that it keeps to its share of the
time; and as nobody sees the difference between twenty looks a second and ten, or between four and three, a dear look
waits up to twice as long as its share asks for. It still comes often enough to be watched.
"""

from __future__ import annotations

OFTEN_S = 1 / 15
"""Looks that may come as often as this are not put off."""


def pause_s(cost_s: float, *, share: float, seldom_s: float) -> float:
    """Return how long after a look the next one is due: never sooner than `share` of the time allows, and up to twice
    as long for a dear one, but not put off beyond `seldom_s`."""
    pause = cost_s / share
    return max(pause, min(seldom_s, 2 * pause - OFTEN_S))
