"""The confusion matrix: how often samples of each class (rows) were taken for each class (columns)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QHeaderView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
)

from gui.kit.painting import safely
from gui.kit.theme import Theme, blend, font
from gui.kit.words import tr

HEAD_PX, MOST_CELL_PX = 18, 30
COUNT, SHARE = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1


class _Cells(QStyledItemDelegate):
    """Paints a cell: its count, on a ground as strong as its share of the row, blue where it is right."""

    theme: Theme | None = None

    @safely
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme = self.theme
        if theme is None:
            return
        count, share = int(index.data(COUNT) or 0), float(index.data(SHARE) or 0.0)
        right, box = index.row() == index.column(), QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5)
        strength = 0.0 if count == 0 else (0.12 + 0.78 * share if right else min(0.18 + 1.6 * share, 0.95))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(blend(theme.control, theme.positive if right else theme.negative, strength))
        painter.drawRoundedRect(box, 2, 2)
        if count:
            painter.setPen(theme.on_accent if strength > 0.55 else theme.text)
            painter.setFont(font(theme, 10 if count < 100 else 8, tabular=True))
            painter.drawText(option.rect, Qt.AlignmentFlag.AlignCenter, f"{count}")
        state = option.state
        view = self.parent()
        if state & QStyle.StateFlag.State_Selected and isinstance(view, Matrix) and view.hasFocus():
            painter.setPen(theme.accent)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 2, 2)
        painter.restore()


class Matrix(QTableWidget):
    """`chosen(true, predicted)` is called for the cell that was clicked, or that Return was pressed on."""

    def __init__(self, chosen: Callable[[int, int], Any]) -> None:
        super().__init__()
        self.chosen = chosen
        self.classes: tuple[str, ...] = ()
        self.cells = _Cells(self)
        self.setItemDelegate(self.cells)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCornerButtonEnabled(False)  # it would choose all cells
        self.setStyleSheet("QTableCornerButton::section { background: transparent; border: none; }")
        for corner in self.findChildren(QAbstractButton):
            corner.setAccessibleName(tr("Confusion matrix"))
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionsClickable(False)
            header.setHighlightSections(False)
            header.setMinimumSectionSize(1)
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        self.horizontalHeader().setFixedHeight(HEAD_PX)
        self.verticalHeader().setFixedWidth(HEAD_PX)
        self.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.verticalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setAccessibleName(tr("Confusion matrix"))
        self.setAccessibleDescription(tr("Rows: the true class. Columns: the predicted class."))
        self.cellClicked.connect(lambda row, column: self.chosen(row, column))

    def set_theme(self, theme: Theme) -> None:
        """Use `theme` from now on."""
        self.cells.theme = theme
        plain = f"background: transparent; border: none; padding: 0; font-size: 11px; color: {theme.soft.name()};"
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setStyleSheet(f"QHeaderView, QHeaderView::section {{ {plain} }}")
            header.setFont(font(theme, 11, tabular=True))
        self.viewport().update()

    def show_classes(self, classes: Sequence[str]) -> None:
        """Make rows and columns for other classes, with nothing counted."""
        self.classes = tuple(classes)
        count = len(classes)
        self.setRowCount(count)
        self.setColumnCount(count)
        self.setHorizontalHeaderLabels(list(classes))
        self.setVerticalHeaderLabels(list(classes))
        for at, name in enumerate(classes):
            for item in (self.horizontalHeaderItem(at), self.verticalHeaderItem(at)):
                if item is not None:
                    item.setToolTip(name)
        for row in range(count):
            for column in range(count):
                self.setItem(row, column, QTableWidgetItem())
        self.show_table(np.zeros((count, count), np.int64))
        self._fit()

    def show_table(self, table: NDArray[np.int64]) -> None:
        """Show other counts, (classes, classes); a table of another size is left out."""
        if table.shape != (len(self.classes),) * 2:
            return
        shares = table / np.maximum(table.sum(1, keepdims=True), 1)
        self.blockSignals(True)
        for row, true in enumerate(self.classes):
            for column, predicted in enumerate(self.classes):
                item, count = self.item(row, column), int(table[row, column])
                if item is None:
                    continue
                if item.data(COUNT) != count or not item.data(Qt.ItemDataRole.AccessibleTextRole):
                    name = cell_words(true, predicted, count)
                    item.setData(COUNT, count)
                    item.setData(Qt.ItemDataRole.AccessibleTextRole, name)
                    item.setData(Qt.ItemDataRole.ToolTipRole, name)
                item.setData(SHARE, float(shares[row, column]))
        self.blockSignals(False)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def head_px(self) -> int:
        """Return how wide the names of the rows are, at most a good third of the whole."""
        metrics = self.verticalHeader().fontMetrics()
        widest = max((metrics.horizontalAdvance(name) for name in self.classes), default=0)
        return int(min(max(widest + 8, HEAD_PX), max(self.width() * 0.36, HEAD_PX)))

    def _fit(self) -> None:
        count, head = max(len(self.classes), 1), self.head_px()
        cell = max(min((self.width() - head) // count, MOST_CELL_PX), 6)
        self.verticalHeader().setFixedWidth(head)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setDefaultSectionSize(cell)
        if (height := HEAD_PX + count * cell + 2) != self.height():
            self.setFixedHeight(height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        here = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and here.isValid():
            self.chosen(here.row(), here.column())
        else:
            super().keyPressEvent(event)


def cell_words(true: str, predicted: str, count: int) -> str:
    """Return a cell in words: "true 3, predicted 5: 4 pictures"."""
    if count == 1:
        return tr("true {true}, predicted {predicted}: 1 picture", true=true, predicted=predicted)
    return tr("true {true}, predicted {predicted}: {n:,} pictures", true=true, predicted=predicted, n=count)
