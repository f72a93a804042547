"""A unit of the network drawing at large: what it looks for, its number, how active it is."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from core.net.plan import INPUT
from gui.kit.painting import safely
from gui.kit.theme import Theme
from gui.kit.words import tr
from gui.train.drawing import paint as strokes
from gui.train.drawing.columns import Slot
from gui.train.drawing.tiles import Units


class Popover(QWidget):
    """A unit at large, beside the pointer; it takes no mouse."""

    def __init__(self, parent: QWidget, *, palette: Theme) -> None:
        super().__init__(parent)
        self._theme = palette
        self._what: tuple[object, ...] | None = None
        self._image, self._title, self._lines = QImage(), "", list[str]()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def set_theme(self, palette: Theme) -> None:
        """Paint in `palette` from now on."""
        self._theme = palette

    def show_unit(self, image: QImage, title: str, lines: list[str]) -> None:
        """Show another unit, or the same as it is now; a null image for one nothing is known of."""
        what = (image.cacheKey(), title, tuple(lines))
        if what == self._what:
            return
        self._what, self._image, self._title, self._lines = what, image, title, lines
        wide, tall = strokes.popover_size(self._theme, title, lines)
        self.resize(int(wide), int(tall))
        self.update()

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._what is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        strokes.paint_popover(painter, QRectF(self.rect()), self._image, self._title, self._lines, self._theme)


def words(slot: Slot, units: Units, tile: int, label: str) -> tuple[str, list[str]]:
    """Return the title and the lines of a popover; `label` is what an outer unit stands for, "" for a hidden one."""
    title = tr("{layer} · {name}", layer=slot.title, name=label or tr("unit {n}", n=int(units.shown[tile]) + 1))
    lines = [tr("activity {value}", value=f"{units.raw[tile]:.2f}")]
    if slot.key != INPUT and units.dead(tile):
        lines.append(tr("dead: active on no sample"))
    elif slot.key != INPUT and units.alive[tile] == units.alive[tile]:
        lines.append(tr("active on {percent} of samples", percent=f"{100 * units.alive[tile]:.0f}%"))
    if units.new[tile]:
        lines.append(tr("new, still learning"))
    return title, lines
