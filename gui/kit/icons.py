"""Icons: our own one-colour SVG files in `resources/icons`, painted in a colour of the theme."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

ICONS = Path(__file__).resolve().parents[2] / "resources" / "icons"


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
