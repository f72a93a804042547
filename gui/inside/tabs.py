"""The tabs of the page Look inside as data: one line each, in their order."""

from __future__ import annotations

from gui.inside.page import TabKind


def tabs() -> tuple[TabKind, ...]:
    """Return every tab; each is made when it is first opened."""
    return ()
