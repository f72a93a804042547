"""The classes of pictures, how many there are of each, as bars; and some of them as the network will see them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPainterPath, QResizeEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QToolTip,
)

from core.messages.own.pictures import PictureClass, SeenPictures
from gui.kit.arrays import numbers
from gui.kit.painting import safely
from gui.kit.pieces import Painted, list_of_rows
from gui.kit.theme import Theme, font
from gui.kit.words import tr
from gui.train.panels.images import photo_of

ROW_PX, SHOWN_ROWS = 24, 7
TILE_PX, GAP_PX, NAME_PX = 44, 6, 15
MOST_TILES = 24
SHARE = Qt.ItemDataRole.UserRole


class _Bar(QStyledItemDelegate):
    """Paints a bar as long as the share of the largest class, and the count behind it."""

    theme: Theme | None = None

    @safely
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme = self.theme
        if theme is None:
            return
        box, share, text = QRectF(option.rect), float(index.data(SHARE) or 0.0), str(index.data() or "")
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(theme, theme.note_px, tabular=True))
        wide = painter.fontMetrics().horizontalAdvance(text) + 10
        room = max(box.width() - wide - 6, 4.0)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.accent)
        painter.drawRoundedRect(QRectF(box.left(), box.center().y() - 5, max(room * share, 2.0), 10), 3, 3)
        painter.setPen(theme.soft)
        there = QRectF(box.left() + max(room * share, 2.0) + 6, box.top(), wide, box.height())
        painter.drawText(there, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.restore()


class Counts(QTableWidget):
    """A line a class; of more than fit, it scrolls."""

    may_flow, least_px, flows = False, ROW_PX, False

    def __init__(self) -> None:
        super().__init__(0, 2)
        self.setAccessibleName(tr("Classes"))
        self.setAccessibleDescription(tr("How many pictures there are of each class"))
        list_of_rows(self, row_px=ROW_PX)
        self.horizontalHeader().hide()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setStyleSheet("QTableView::item { border: none; }")
        self.bars = _Bar(self)
        self.setItemDelegateForColumn(1, self.bars)
        header = self.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)

    def set_theme(self, theme: Theme) -> None:
        """Use `theme` from now on."""
        self.bars.theme = theme
        self.setFont(font(theme, theme.body_px))
        self.viewport().update()

    def show_classes(self, classes: Sequence[PictureClass], *, split: bool) -> None:
        """Show these."""
        most = max((one.count + one.validation for one in classes), default=1) or 1
        self.setRowCount(len(classes))
        for at, one in enumerate(classes):
            every = one.count + (one.validation if split else 0)
            said = f"{one.count:,} + {one.validation:,}" if split else f"{every:,}"
            name, bar = QTableWidgetItem(one.name), QTableWidgetItem(said)
            name.setToolTip(one.name)
            bar.setData(SHARE, every / most)
            self.setItem(at, 0, name)
            self.setItem(at, 1, bar)
        self.setFixedHeight(min(len(classes), SHOWN_ROWS) * ROW_PX + 4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setColumnWidth(0, min(max(self.width() // 3, 70), 160))


class SeenSamples(Painted):
    """Some pictures of every class as the network will see them, each with its class below it."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: SeenPictures | None = None
        self.pictures: NDArray[np.float32] = np.zeros((0, 1, 1, 1), np.float32)
        self.order: list[int] = []
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Samples as the network will see them"))
        self.setFixedHeight(TILE_PX + NAME_PX)

    def show_seen(self, seen: SeenPictures) -> None:
        """Show other samples; what cannot be samples is left out."""
        self.seen, self.order = seen, []
        shape = seen.samples.shape
        if len(shape) == 4 and shape[1] in (1, 3) and seen.samples.dtype == "u1":
            self.pictures = (numbers(seen.samples) / np.float32(255)).astype(np.float32)
            self.order = spread(seen.sample_classes[: shape[0]])[:MOST_TILES]
        self.setAccessibleDescription(", ".join(dict.fromkeys(name for at in self.order if (name := self._name(at)))))
        self._fit()
        self.update()

    def _name(self, at: int) -> str:
        assert self.seen is not None
        place = self.seen.sample_classes[at]
        return self.seen.classes[place].name if 0 <= place < len(self.seen.classes) else ""

    def _across(self) -> int:
        return max((self.width() + GAP_PX) // (TILE_PX + GAP_PX), 1)

    def _box(self, place: int) -> QRectF:
        line, at = divmod(place, self._across())
        return QRectF(at * (TILE_PX + GAP_PX), line * (TILE_PX + NAME_PX + 2), TILE_PX, TILE_PX)

    def _fit(self) -> None:
        lines = max(-(-len(self.order) // self._across()), 1)
        if (height := lines * (TILE_PX + NAME_PX + 2)) != self.height():
            self.setFixedHeight(height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(6 * (TILE_PX + GAP_PX), self.height())

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self.seen is not None:
            for place, at in enumerate(self.order):
                if self._box(place).contains(event.pos()) and at < len(self.seen.sample_names):
                    QToolTip.showText(event.globalPos(), f"{self._name(at)}\n{self.seen.sample_names[at]}", self)
                    return True
        return super().event(event)

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Paint the tiles."""
        painter.setFont(font(theme, theme.small_px))
        for place, at in enumerate(self.order):
            box, frame = self._box(place), QPainterPath()
            frame.addRoundedRect(box, 5, 5)
            painter.save()
            painter.setClipPath(frame)
            painter.drawImage(box, photo_of(self.pictures[at]))
            painter.restore()
            painter.setPen(theme.line)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(frame)
            painter.setPen(theme.soft)
            name = painter.fontMetrics().elidedText(self._name(at), Qt.TextElideMode.ElideRight, TILE_PX + 2)
            painter.drawText(
                box.translated(0, TILE_PX).adjusted(-2, 0, 2, NAME_PX - TILE_PX), Qt.AlignmentFlag.AlignCenter, name
            )


def spread(classes: Sequence[int]) -> list[int]:
    """Return the places of samples such that the first of every class come first, then the second ones, and so on."""
    seen: dict[int, int] = {}
    ranked = []
    for at, one in enumerate(classes):
        ranked.append((seen.get(one, 0), one, at))
        seen[one] = seen.get(one, 0) + 1
    return [at for _, _, at in sorted(ranked)]
