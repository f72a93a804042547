"""Painting that never ends the window, and our icons in the colours of the theme.

`safely` is on every `paintEvent`, and a test holds that.

An exception that leaves a `paintEvent` keeps its frames, and in them a QPainter that still paints: Qt then ends the
whole process. So the painters are ended here, the exception goes to the hooks of `gui.notices.problem`, once for each
place in the code, and the widget stays as far as it was painted.
"""

from __future__ import annotations

import functools
import sys
import traceback
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

Paint = TypeVar("Paint", bound=Callable[..., None])

told: set[tuple[str, str]] = set()
"""What was told already: the kind of exception and the line that raised it. A picture is painted thirty times a
second, and one telling is enough."""


def safely(paint: Paint) -> Paint:
    """Return `paint`, a method that paints a widget, such that an exception inside it only costs its picture."""

    @functools.wraps(paint)
    def painted(*arguments: Any, **named: Any) -> None:
        try:
            paint(*arguments, **named)
        except Exception as error:  # noqa: BLE001 (it goes to the hooks of `catch_all`)
            _end_painters(error.__traceback__)
            _tell(error)

    painted.safe = True  # type: ignore[attr-defined]
    return painted  # type: ignore[return-value]


def _end_painters(trace: TracebackType | None) -> None:
    """End each painter that a frame of `trace` left at work, the innermost first: a picture's before its widget's."""
    frames = []
    while trace is not None:
        frames.append(trace.tb_frame)
        trace = trace.tb_next
    for frame in reversed(frames):
        for value in frame.f_locals.values():
            if isinstance(value, QPainter) and value.isActive():
                value.end()


def _tell(error: Exception) -> None:
    last = traceback.extract_tb(error.__traceback__)[-1]
    place = (type(error).__name__, f"{last.filename}:{last.lineno}")
    if place not in told:
        told.add(place)
        sys.excepthook(type(error), error, error.__traceback__)
    traceback.clear_frames(error.__traceback__)


ICONS = Path(__file__).resolve().parents[2] / "resources" / "icons"
"""Our own one-colour SVG files."""


def icon(name: str, color: QColor, *, disabled: QColor | None = None, size: int = 18, ratio: float = 2.0) -> QIcon:
    """Return icon `name` in `color`; `size` in logical pixels, `ratio` device pixels for each."""
    made = QIcon()
    made.addPixmap(pixmap(name, color, size=size, ratio=ratio), QIcon.Mode.Normal)
    made.addPixmap(pixmap(name, disabled or color, size=size, ratio=ratio), QIcon.Mode.Disabled)
    return made


def pixmap(name: str, color: QColor, *, size: int = 18, ratio: float = 2.0) -> QPixmap:
    """Return icon `name` in `color` as a pixmap, `size` logical pixels wide and high."""
    key, kept = f"torchgarden:{name}:{color.rgba():x}:{size}:{ratio}", QPixmap()
    if QPixmapCache.find(key, kept):
        return kept
    made = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    _drawing(name).render(painter, QRectF(0, 0, size, size))
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(QRectF(0, 0, size, size), color)
    painter.end()
    QPixmapCache.insert(key, made)  # Qt's own cache: it is emptied with the application, as pixmaps need
    return made


@lru_cache(maxsize=64)
def _drawing(name: str) -> QSvgRenderer:
    return QSvgRenderer(str(ICONS / f"{name}.svg"))


def app_icon() -> QIcon:
    """Return the app's own icon, in its own colours."""
    return QIcon(str(ICONS / "torchgarden.svg"))
