"""Pictures that the network was asked about, as tiles in rows: what each is, what it was taken for, and how surely."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from core.data.drawn.scaled import Ink
from core.messages.beside.pictures import Specimens
from gui.kit.arrays import numbers
from gui.kit.painting import safely
from gui.kit.theme import Theme, font
from gui.kit.words import tip_text, tr
from gui.train.panels.images import sample_image

ACROSS = 5
GAP_PX, LABEL_PX = 4, 15


@dataclass(frozen=True, eq=False)
class Specimen:
    """One picture (h, w), a `photo` (3, h, w), or a row (n,): its `place` in its split, its true and its predicted
    class, and how sure the network was."""

    place: int
    picture: Ink
    true: str
    predicted: str
    sure: float
    photo: bool = False

    def words(self) -> str:
        """Return all of it in words."""
        return tr(
            "true {true}, predicted {predicted}, {sure}% sure",
            true=self.true, predicted=self.predicted, sure=f"{100 * self.sure:.0f}",
        )  # fmt: skip


def specimens_of(
    told: Specimens | None, shape: Sequence[int], classes: Sequence[str], *, photo: bool = False
) -> list[Specimen]:
    """Return what was told of samples of `shape`; what does not fit the data is left out."""
    if told is None or told.pictures.shape[1:] != tuple(shape) or told.pictures.dtype not in ("f4", "f8"):
        return []
    columns = [numbers(one).reshape(-1) for one in (told.places, told.true, told.predicted, told.sure)]
    pictures = np.nan_to_num(numbers(told.pictures).astype(np.float32), posinf=0.0, neginf=0.0)
    count = min(len(pictures), *map(len, columns))
    found = []
    for at in range(count):
        place, true, predicted, sure = (column[at] for column in columns)
        if 0 <= true < len(classes) and 0 <= predicted < len(classes):
            share = float(np.clip(np.nan_to_num(sure), 0, 1))
            picture = pictures[at].reshape(shape if photo else shape[-2:])
            found.append(Specimen(int(place), picture, classes[int(true)], classes[int(predicted)], share, photo))
    return found


class Tile(QAbstractButton):
    """One picture with its label; a click lays it on the pad."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme: Theme | None = None
        self.specimen: Specimen | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self.update()

    def show_specimen(self, specimen: Specimen) -> None:
        """Show another picture."""
        self.specimen = specimen
        if (name := specimen.words()) != self.accessibleName():
            self.setAccessibleName(name)
            self.setToolTip(tip_text(name + "\n" + tr("A click lays it on the pad.")))
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(36, 36 + LABEL_PX)

    def _label(self, metrics: QFontMetrics, room: int) -> str:
        """Return what it is and was taken for; of names that are too long for that, the one that tells more."""
        assert self.specimen is not None
        specimen = self.specimen
        right = specimen.true == specimen.predicted
        label = f"{specimen.true} {100 * specimen.sure:.0f}%" if right else f"{specimen.true}→{specimen.predicted}"
        if metrics.horizontalAdvance(label) > room:
            label = specimen.true if right else f"→{specimen.predicted}"
        return metrics.elidedText(label, Qt.TextElideMode.ElideRight, room)

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:
        if self.theme is None or self.specimen is None:
            return
        theme, specimen, painter = self.theme, self.specimen, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = self.width() - 1.0
        frame = QPainterPath()
        frame.addRoundedRect(QRectF(0.5, 0.5, side, side), 5, 5)
        painter.save()
        painter.setClipPath(frame)
        painter.drawImage(QRectF(0.5, 0.5, side, side), sample_image(specimen.picture, theme, photo=specimen.photo))
        painter.restore()
        lit = self.hasFocus() or self.underMouse()
        painter.setPen(QPen(theme.accent if lit else theme.line, 1.5 if lit else 1))
        painter.drawPath(frame)
        painter.setPen(theme.soft)
        painter.setFont(font(theme, 11, tabular=True))
        label = self._label(painter.fontMetrics(), self.width() + 3)
        painter.drawText(QRectF(-2, side + 1, self.width() + 4, LABEL_PX), Qt.AlignmentFlag.AlignCenter, label)


class Tiles(QWidget):
    """Rows of tiles, at most `most`; `chosen` gets the one that was clicked. Without tiles it says `empty`."""

    def __init__(self, chosen: Callable[[Specimen], Any], *, most: int, name: str) -> None:
        super().__init__()
        self.chosen = chosen
        self.theme: Theme | None = None
        self.empty = ""
        self.tiles = [self._tile() for _ in range(most)]
        self.shown: list[Specimen] = []
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        self._place()

    def _tile(self) -> Tile:
        tile = Tile(self)
        tile.clicked.connect(lambda _on=False: tile.specimen is not None and self.chosen(tile.specimen))
        tile.hide()
        return tile

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self.update()

    def show_specimens(self, specimens: Sequence[Specimen], *, empty: str) -> None:
        """Show other pictures."""
        self.shown, self.empty = list(specimens[: len(self.tiles)]), empty
        for at, tile in enumerate(self.tiles):
            if at < len(self.shown):
                tile.show_specimen(self.shown[at])
            tile.setVisible(at < len(self.shown))
        self._place()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def _place(self) -> None:
        side = max((self.width() - (ACROSS - 1) * GAP_PX) // ACROSS, 8)
        for at, tile in enumerate(self.tiles):
            row, column = divmod(at, ACROSS)
            tile.setGeometry(column * (side + GAP_PX), row * (side + LABEL_PX + 2), side, side + LABEL_PX)
        rows = -(-len(self.shown) // ACROSS)
        height = rows * (side + LABEL_PX + 2) if rows else 20
        if height != self.height():
            self.setFixedHeight(height)

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:
        if self.theme is None or self.shown or not self.empty:
            return
        painter = QPainter(self)
        painter.setFont(font(self.theme, self.theme.note_px))
        painter.setPen(self.theme.soft)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.empty)
