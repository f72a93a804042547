"""The table of runs: its columns, its keys, and what they show of a run."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable
from typing import Any, Literal

from PySide6.QtCore import QDate, QLocale, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QWidget,
)

from core.messages.train_reports import RunRecord
from gui.kit.layer_words import arrows
from gui.kit.pieces import list_of_rows
from gui.kit.words import tr
from gui.train.axes.axis import value_text
from gui.train.panels.data import title_of

ROW_PX = 40
COLUMNS = 7


STATE = Qt.ItemDataRole.UserRole
"""Of a name: what is to be said of the run beside it."""
State = Literal["", "open", "damaged"]


def stated(name: str, state: State) -> str:
    """Return a run's name with its state."""
    match state:
        case "open":
            return tr("{name} · open", name=name)
        case "damaged":
            return tr("{name} · damaged", name=name)
        case _:
            return name


class NameAndState(QStyledItemDelegate):
    """Writes a name that is too long without its middle, so that its end and its state are always read."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        name: str
        state: State
        name, state = index.data(STATE) or (index.data(), "")
        room = _text_px(option) - option.fontMetrics.horizontalAdvance(stated("", state))
        short = option.fontMetrics.elidedText(name, Qt.TextElideMode.ElideMiddle, max(room, 0))
        option.text = stated(short, state)


def _text_px(option: QStyleOptionViewItem) -> int:
    """Return how much room the text of a cell has."""
    table: QWidget | None = option.widget
    style = table.style() if table is not None else QApplication.style()
    margin = style.pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, None, table) + 1
    return style.subElementRect(QStyle.SubElement.SE_ItemViewItemText, option, table).width() - 2 * margin


class Table(QTableWidget):
    """One line a run; Enter opens the selected one, F2 renames and Delete deletes it."""

    def __init__(
        self, parent: QWidget, *, rename: Callable[[], Any], delete: Callable[[], Any], open_: Callable[[], Any]
    ) -> None:
        super().__init__(0, COLUMNS, parent)
        self.rename, self.remove, self.open = rename, delete, open_
        self.setAccessibleName(tr("Saved trainings"))
        self.setHorizontalHeaderLabels(
            [
                tr("Name"),
                tr("Data"),
                tr("Network"),
                tr("Steps"),
                tr("Training loss"),
                tr("Validation score"),
                tr("Saved"),
            ]
        )
        list_of_rows(self, row_px=ROW_PX)
        self.setItemDelegateForColumn(0, NameAndState(self))
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for place in (3, 4, 5):
            if (item := self.horizontalHeaderItem(place)) is not None:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open()
        elif event.key() == Qt.Key.Key_Delete:
            self.remove()
        elif event.key() == Qt.Key.Key_F2:
            self.rename()
        else:
            super().keyPressEvent(event)


def cells(record: RunRecord | None, name: str) -> list[str]:
    """Return what the list shows of a run, in the columns' order."""
    if record is None:
        return [name, *["–"] * (COLUMNS - 1)]
    score = "–"
    if math.isfinite(record.validation_score):
        score = (
            f"{100 * record.validation_score:.1f}%"
            if record.task == "classify"
            else f"R² {record.validation_score:.3f}"
        )
    loss = value_text(record.loss) if math.isfinite(record.loss) else "–"
    data = title_of(record.data)
    return [name, data, arrows(record.net), f"{record.step:,}", loss, score, local_time(record.saved)]


def local_time(saved: str) -> str:
    """Return an ISO time in UTC in the person's time zone and language."""
    try:
        moment = datetime.datetime.fromisoformat(saved)
    except ValueError:
        return saved
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=datetime.UTC)
    try:
        near = moment.astimezone()
    except (OverflowError, OSError):  # at either end of the calendar
        return saved
    today = datetime.datetime.now().astimezone().date()
    clock = f"{near:%H:%M}"
    if near.date() == today:
        return tr("today {time}", time=clock)
    return f"{QLocale().toString(QDate(near.year, near.month, near.day), QLocale.FormatType.ShortFormat)} {clock}"
