"""Which steps a chart shows: everything, the newest stretch, or a window the person chose. Shared by linked charts."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt

ZOOM_A_NOTCH = 0.8
SHORTEST_SPAN = 8.0
FIRST_SPAN = 20.0
"""An empty or very young run is shown on an axis this long, so that the first points don't jump about."""


@dataclass(frozen=True)
class View:
    """`span` None: the whole run. `right` None: the newest step is at the right edge and stays there."""

    span: float | None = None
    right: float | None = None

    @property
    def follows(self) -> bool:
        """Whether new points come into sight by themselves."""
        return self.right is None


def shown(view: View, *, newest: float) -> tuple[float, float]:
    """Return the first and the last step in sight."""
    if view.span is None:
        return 0.0, max(newest, FIRST_SPAN)
    right = newest if view.right is None else view.right
    return right - view.span, right


def zoom(view: View, *, at: float, factor: float, newest: float) -> View:
    """Return the view with a span `factor` times as long, the step `at` staying where it is on screen."""
    left, right = shown(view, newest=newest)
    span = max((right - left) * factor, SHORTEST_SPAN)
    share = (at - left) / (right - left)
    return settle(left=at - share * span, right=at + (1 - share) * span, newest=newest)


def pan(view: View, *, by: float, newest: float) -> View:
    """Return the view moved by `by` steps; never beyond either end of the run."""
    left, right = shown(view, newest=newest)
    return settle(left=left + by, right=right + by, newest=newest)


def settle(*, left: float, right: float, newest: float) -> View:
    """Return the view of these steps, kept inside the run; touching the newest step means following it."""
    span = right - left
    if span >= max(newest, FIRST_SPAN):
        return View()
    if left < 0:
        left, right = 0.0, span
    if right >= newest:
        return View(span=span)
    return View(span=span, right=right)


def asked(key: int, view: View, *, newest: float) -> View | None:
    """Return the view that a key asks for: left and right move, up and down zoom (as + and − do where they are not the
    window's), Home shows everything, End the newest; None for other keys."""
    left, right = shown(view, newest=newest)
    at = right if view.follows else (left + right) / 2
    if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
        share = 0.1 if key == Qt.Key.Key_Right else -0.1
        return pan(view, by=share * (right - left), newest=newest)
    if key in (Qt.Key.Key_Up, Qt.Key.Key_Plus, Qt.Key.Key_Equal):
        return zoom(view, at=at, factor=ZOOM_A_NOTCH, newest=newest)
    if key in (Qt.Key.Key_Down, Qt.Key.Key_Minus):
        return zoom(view, at=at, factor=1 / ZOOM_A_NOTCH, newest=newest)
    if key == Qt.Key.Key_Home:
        return View()
    return View(span=view.span) if key == Qt.Key.Key_End else None
