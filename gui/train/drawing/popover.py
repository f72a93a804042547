"""A unit of the network drawing at large: what it looks for, its number, how active it is."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from core.net.plan import INPUT
from gui.kit.inputs import rounded
from gui.kit.painting import safely
from gui.kit.theme import Theme
from gui.kit.words import tr
from gui.train.drawing import paint as strokes
from gui.train.drawing.columns import Slot
from gui.train.drawing.tiles import Units

FLOATS = Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowTransparentForInput
AIR_PX, STEP_PX = 14, 16
FAR_PX = 240
"""Between a unit and its popover there is at most this much: farther away nobody sees that they belong together."""


def _area(box: QRect) -> int:
    return max(box.width(), 0) * max(box.height(), 0)


def _gap(one: QRect, other: QRect) -> int:
    """Return how many pixels lie between two boxes, along the longer way."""
    across = max(one.left() - other.right(), other.left() - one.right(), 0)
    return max(across, one.top() - other.bottom(), other.top() - one.bottom())


class Popover(QWidget):
    """A unit at large, beside the pointer; it takes no mouse."""

    def __init__(self, parent: QWidget, *, palette: Theme) -> None:
        super().__init__(parent)
        self._theme = palette
        self._what: tuple[object, ...] | None = None
        self._asked: object = None
        """For what it was given its place last."""
        self._image, self._title, self._lines = QImage(), "", list[str]()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        rounded(self)
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

    def stand_beside(self, drawing: QWidget, unit: QRect, in_the_way: tuple[QRect, ...]) -> None:
        """Show it near `unit`, a place in `drawing`, and off what is `in_the_way` there.

        Beside the drawing nothing of the network is covered, so the cards next to it come first; where those are far
        away or have no room, it takes the place in the drawing near the unit that covers least.
        """
        asked = (
            unit.getRect(),
            drawing.size().toTuple(),
            self.size().toTuple(),
            *(one.getRect() for one in in_the_way),
        )
        if asked == self._asked and self.isVisible():
            return
        self._asked = asked
        ground: QWidget = drawing
        while (above := ground.parentWidget()) is not None and not above.isWindow():
            ground = above
        at, size = drawing.mapTo(ground, QPoint(0, 0)), self.size()
        whole = QRect(at, drawing.size())
        tile = unit.translated(at)
        y = min(max(tile.center().y() - size.height() // 2, whole.top()), max(whole.bottom() - size.height(), 0))
        x = min(max(tile.center().x() - size.width() // 2, whole.left()), max(whole.right() - size.width(), 0))
        left, right = QPoint(whole.left() - AIR_PX - size.width(), y), QPoint(whole.right() + AIR_PX, y)
        near = tile.center().x() < whole.center().x()
        outside = [*((left, right) if near else (right, left)), QPoint(x, whole.bottom() + AIR_PX)]
        fits = [place for place in outside if ground.rect().contains(QRect(place, size))]
        inside, covered = self._least_covering(whole, tile, [one.translated(at) for one in in_the_way])
        beside = next((place for place in fits if _gap(QRect(place, size), tile) <= FAR_PX), None)
        if beside is None and covered and fits:
            beside = fits[0]  # far away, but nothing that is needed is covered
        # Beside the drawing it is a window of its own, above all cards.
        kind = FLOATS if beside is not None else Qt.WindowType.Widget
        if self.windowFlags() & Qt.WindowType.WindowType_Mask != kind & Qt.WindowType.WindowType_Mask:
            self.setParent(drawing, kind)
        self.move(ground.mapToGlobal(beside) if beside is not None else inside - at)
        self.show()
        self.raise_()

    def _least_covering(self, whole: QRect, tile: QRect, in_the_way: Sequence[QRect]) -> tuple[QPoint, int]:
        """Return the place in `whole` that covers least of what is in the way, the nearest to `tile` of those; and how
        much it covers."""
        last_x, last_y = (
            max(whole.right() - self.width(), whole.left()),
            max(whole.bottom() - self.height(), whole.top()),
        )
        xs = sorted({*range(whole.left(), last_x + 1, 12), last_x})
        ys = sorted({*range(whole.top(), last_y + 1, 12), last_y})

        def cost(place: QPoint) -> tuple[int, int]:
            box = QRect(place, self.size())
            covered = sum(_area(box.intersected(one)) for one in in_the_way) + 4 * _area(box.intersected(tile))
            return covered, (box.center() - tile.center()).manhattanLength()

        best = min((QPoint(x, y) for x in xs for y in ys), key=cost)
        return best, cost(best)[0]

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._what is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        strokes.paint_popover(painter, QRectF(self.rect()), self._image, self._title, self._lines, self._theme)


def words(slot: Slot, units: Units, tile: int, label: str, drawn: float | None = None) -> tuple[str, list[str]]:
    """Return the title and the lines of a popover; `label` is what an outer unit stands for, "" for a hidden one;
    `drawn`: what it does for the picture on the pad."""
    title = tr("{layer} · {name}", layer=slot.title, name=label or tr("unit {n}", n=int(units.shown[tile]) + 1))
    size = f"{units.raw[tile]:.2f}"
    said = tr("activity {value}", value=size) if slot.gates else tr("average size of its value: {value}", value=size)
    lines = [said if math.isfinite(units.raw[tile]) else tr("what it does has not been measured")]
    if slot.key != INPUT and units.dead(tile):
        lines.append(tr("dead: active on no sample"))
    elif slot.gates and units.alive[tile] == units.alive[tile]:
        lines.append(tr("active on {percent} of samples", percent=f"{100 * units.alive[tile]:.0f}%"))
    if drawn is not None:
        lines.append(tr("for the picture on the pad: {value}", value=f"{drawn:.2f}".replace("-", "−")))
    if units.frozen[tile]:
        lines.append(tr("frozen: its weights stay as they are"))
    elif units.new[tile]:
        lines.append(tr("new, still learning"))
    return title, lines
