"""What a network says of a person's own samples, as a table: sorted by a click, copied, saved."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from core.messages.own.out import Answer
from gui.kit.painting import safely
from gui.kit.theme import Theme, font
from gui.kit.words import read, tip_text, tr

Index = QModelIndex | QPersistentModelIndex
ROW_PX, BAR_PX, OTHERS = 30, 44, 3
MOST_SPANS = 500
"""Qt looks at each of them whenever it paints; of more the reason is in the tooltip."""
SHARE = Qt.ItemDataRole.UserRole
"""Of a cell: the probability that its bar shows."""
NAME, ANSWER, PROBABILITY, REST = range(4)


def likeliest(answer: Answer) -> float:
    """Return the probability of the class that is the answer, NaN where there is none."""
    return next((share for label, share in answer.others if label == answer.label), math.nan)


def answer_text(answer: Answer) -> str:
    """Return the class, or the number; why there is none."""
    if answer.why is not None:
        return read(answer.why)
    return answer.label or f"{answer.value:.6g}"


class Answers(QAbstractTableModel):
    """Answers in the order of the files, or sorted by a column. `classes`: whether there are probabilities."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: tuple[Answer, ...] = ()
        self.order: list[int] = []
        self.classes = True
        self.theme: Theme | None = None

    def put(self, answers: Sequence[Answer]) -> None:
        """Show these answers."""
        self.beginResetModel()
        self.answers = tuple(answers)
        self.classes = any(one.others for one in answers)
        self.order = list(range(len(self.answers)))
        self.endResetModel()

    def at(self, row: int) -> Answer:
        """Return the answer in a row."""
        return self.answers[self.order[row]]

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.order)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else REST + 1 if self.classes else ANSWER + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        answer, column = self.at(index.row()), index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            text = self.text(answer, column)
            return tip_text(text) if role == Qt.ItemDataRole.ToolTipRole else text
        if role == SHARE and column == PROBABILITY:
            return likeliest(answer)
        if role == Qt.ItemDataRole.ForegroundRole and self.theme is not None:
            bad = column == ANSWER and answer.why is not None
            return self.theme.bad if bad else self.theme.soft if column == REST else None
        return None

    @staticmethod
    def text(answer: Answer, column: int) -> str:
        """Return what stands in a cell."""
        if column == NAME:
            return answer.name or tr("The row that was typed")
        if column == ANSWER:
            return answer_text(answer)
        share = likeliest(answer)
        if column == PROBABILITY:
            return percent(share) if math.isfinite(share) else ""
        rest = [one for one in answer.others if one[0] != answer.label][:OTHERS]
        return "   ".join(f"{label} {percent(share)}" for label, share in rest)

    def headerData(self, place: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if way != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (tr("Sample"), tr("Answer"), tr("Probability"), tr("Other answers"))[place]

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; what could not be read comes last, −1 is the order of the files."""
        self.layoutAboutToBeChanged.emit()
        self.order = list(range(len(self.answers)))
        if column >= 0:
            self.order.sort(
                key=lambda at: _key(self.answers[at], column), reverse=order == Qt.SortOrder.DescendingOrder
            )
            self.order.sort(key=lambda at: self.answers[at].why is not None)
        self.layoutChanged.emit()


def _key(answer: Answer, column: int) -> tuple[float, str]:
    if column == PROBABILITY:
        share = likeliest(answer)
        return (share if math.isfinite(share) else -1.0, "")
    if column == ANSWER and not answer.label:
        return (answer.value if math.isfinite(answer.value) else -math.inf, "")
    return (0.0, Answers.text(answer, column).casefold())


def percent(share: float) -> str:
    """Return a probability as a person reads it: "97%", "<1%"."""
    return "<1%" if 0 < share < 0.005 else f"{100 * share:.0f}%"


class Bar(QStyledItemDelegate):
    """Writes a probability, and paints it as a bar behind."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme: Theme | None = None

    @safely
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        share = index.data(SHARE)
        if self.theme is not None and isinstance(share, float) and math.isfinite(share):
            place = QRectF(option.rect)
            bar = QRectF(place.right() - BAR_PX - 6, place.center().y() - 3, BAR_PX, 6)
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            for color, part in ((self.theme.line, 1.0), (self.theme.accent, min(max(share, 0.0), 1.0))):
                painter.setBrush(color)
                painter.drawRoundedRect(QRectF(bar.left(), bar.top(), bar.width() * part, bar.height()), 3, 3)
            painter.restore()
        super().paint(painter, option, index)


class AnswersTable(QTableView):
    """Shows answers; a click on a heading sorts by it."""

    def __init__(self) -> None:
        super().__init__()
        self.answers = Answers()
        self.setModel(self.answers)
        self.setAccessibleName(tr("Answers"))
        self.setAccessibleDescription(tr("What the network says of each sample; a click on a heading sorts by it"))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_PX)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorClearable(True)
        self.setSortingEnabled(True)
        self.answers.layoutChanged.connect(self._give_room)
        self.bar = Bar(self)
        self.setItemDelegateForColumn(PROBABILITY, self.bar)

    def put(self, answers: Sequence[Answer]) -> None:
        """Show these answers, in the order of the files."""
        header = self.horizontalHeader()
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.answers.put(answers)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        if self.answers.classes:
            header.setSectionResizeMode(PROBABILITY, QHeaderView.ResizeMode.Fixed)
            self.setColumnWidth(PROBABILITY, self.fontMetrics().horizontalAdvance("100%") + BAR_PX + 34)

        self._give_room()

    def _give_room(self) -> None:
        """Let why something could not be read have the rest of its row."""
        self.clearSpans()
        if self.answers.classes:
            bad = [row for row, at in enumerate(self.answers.order) if self.answers.answers[at].why is not None]
            for row in bad[:MOST_SPANS]:
                self.setSpan(row, ANSWER, 1, REST - ANSWER + 1)

    def set_theme(self, theme: Theme) -> None:
        """Use `theme` from now on."""
        self.bar.theme = self.answers.theme = theme
        self.setFont(font(theme, theme.body_px, tabular=True))
        self.horizontalHeader().setFont(font(theme, theme.note_px))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 3 * ROW_PX)

    def in_order(self) -> list[Answer]:
        """Return the answers as they are sorted now."""
        return [self.answers.at(row) for row in range(self.answers.rowCount())]
