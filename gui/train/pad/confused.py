"""Of many classes: which are taken for which others, the most frequent mistakes first, as a list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from gui.kit.theme import Theme, font
from gui.kit.words import tr
from gui.train.pad.matrix import cell_words

MOST_IN_MATRIX = 10
"""Classes: of more the cells of a matrix, and the names beside them, are too small to be read."""
SHOWN, LINE_PX, AROUND_PX = 20, 28, 16


class Confused(QListWidget):
    """`chosen(true, predicted)` is called for the line that was clicked, or that Return was pressed on."""

    def __init__(self, chosen: Callable[[int, int], Any]) -> None:
        super().__init__()
        self.chosen = chosen
        self.classes: tuple[str, ...] = ()
        self.pairs: NDArray[np.int64] = np.zeros((0, 3), np.int64)
        self.setAccessibleName(tr("What is taken for what"))
        self.setAccessibleDescription(tr("The most frequent mistakes first; Enter shows the samples."))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.itemClicked.connect(self._open)
        self.itemActivated.connect(self._open)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # the card around it scrolls
        self.setFixedHeight(LINE_PX + AROUND_PX)

    def set_theme(self, theme: Theme) -> None:
        """Use `theme` from now on."""
        self.setFont(font(theme, theme.note_px, tabular=True))

    def show_pairs(self, pairs: NDArray[np.int64], classes: Sequence[str]) -> None:
        """Show (n, 3) true class, predicted class, how often; the chosen line stays the chosen one."""
        self.pairs, self.classes = pairs, tuple(classes)
        now = self.currentItem()
        kept = now.data(Qt.ItemDataRole.UserRole) if now is not None else None
        self.clear()
        for true, predicted, count in pairs[:SHOWN].tolist():
            if not (0 <= true < len(classes) and 0 <= predicted < len(classes)):
                continue
            item = QListWidgetItem(self._line(classes[true], classes[predicted], count))
            item.setData(Qt.ItemDataRole.UserRole, (true, predicted))
            words = cell_words(classes[true], classes[predicted], count)
            item.setToolTip(words)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, words)
            self.addItem(item)
            if kept is not None and tuple(kept) == (true, predicted):
                self.setCurrentItem(item)
        if not self.count():
            item = QListWidgetItem(tr("None: all are right.") if classes else tr("Not looked through yet."))
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.addItem(item)
        self.setFixedHeight(self.count() * LINE_PX + AROUND_PX)

    def _line(self, true: str, predicted: str, count: int) -> str:
        """Return a pair in one line, its names without their middles where there is little room."""
        metrics, number = self.fontMetrics(), f"{count:,} · "
        room = max((self.width() - metrics.horizontalAdvance(number + " → ") - 50) // 2, 30)
        short = (metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, room) for name in (true, predicted))
        return number + " → ".join(short)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.show_pairs(self.pairs, self.classes)

    def _open(self, item: QListWidgetItem) -> None:
        if (pair := item.data(Qt.ItemDataRole.UserRole)) is not None:
            self.chosen(*pair)


def pairs_of(table: NDArray[np.int64]) -> NDArray[np.int64]:
    """(classes, classes) counts -> (n, 3) of the mistakes, the most frequent first."""
    wrong = table.copy()
    np.fill_diagonal(wrong, 0)
    order = np.argsort(-wrong.ravel(), kind="stable")[:100]
    order = order[wrong.ravel()[order] > 0]
    true, predicted = np.divmod(order, table.shape[0])
    return np.stack([true, predicted, wrong[true, predicted]], 1).astype(np.int64)
