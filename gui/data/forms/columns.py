"""The first rows of a table under its column names; a click on a name, or Enter, chooses the column."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QSizePolicy, QTableWidget, QTableWidgetItem

from core.messages.own.table import SeenColumn, SeenTable
from gui.kit.painting import safely
from gui.kit.pieces import list_of_rows
from gui.kit.theme import Theme, font
from gui.kit.words import read, tip_text, tr

ROW_PX, HEAD_PX, SHOWN_ROWS = 24, 44, 6
LEAST_PX, MOST_PX = 76, 170


def role_words(column: SeenColumn) -> str:
    """Return what a column is for and taken as: "input · number"."""
    if column.role == "unused":
        return tr("not used")
    kind = tr("number") if column.kind == "number" else tr("category")
    return f"{tr('predicted') if column.role == 'target' else tr('input')} · {kind}"


class _Heads(QHeaderView):
    """Paints a column's name, below it what it is for; the chosen one stands out, and a warning has its sign."""

    def __init__(self, table: ColumnTable) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self.table = table
        self.setSectionsClickable(True)
        self.setFixedHeight(HEAD_PX)

    @safely
    def paintSection(self, painter: QPainter, box: Any, section: int) -> None:
        theme, columns = self.table.theme, self.table.columns
        if theme is None or section >= len(columns):
            return
        column, place = columns[section], QRectF(box).adjusted(2, 2, -2, -2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = section == self.table.at
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.selected if chosen else theme.control)
        painter.drawRoundedRect(place, 6, 6)
        if chosen and self.table.hasFocus():
            painter.setPen(theme.accent)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        inside = place.adjusted(7, 3, -5, -3)
        sign = "! " if column.warning is not None else ""
        for text, colour, bold, part in (
            (sign + column.name, theme.text, True, Qt.AlignmentFlag.AlignTop),
            (
                role_words(column),
                theme.accent if column.role == "target" else theme.soft,
                False,
                Qt.AlignmentFlag.AlignBottom,
            ),
        ):
            painter.setFont(font(theme, theme.note_px if bold else theme.small_px, bold=bold))
            painter.setPen(colour)
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(inside.width()))
            painter.drawText(inside, part | Qt.AlignmentFlag.AlignLeft, shown)
        painter.restore()


class ColumnTable(QTableWidget):
    """`chosen(place)` is called for the column that was clicked, or that an arrow key went to."""

    may_flow, least_px, flows = False, HEAD_PX + ROW_PX, False

    def __init__(self, chosen: Callable[[int], Any]) -> None:
        super().__init__()
        self.chosen = chosen
        self.theme: Theme | None = None
        self.columns: tuple[SeenColumn, ...] = ()
        self.at = 0
        self.setHorizontalHeader(heads := _Heads(self))
        list_of_rows(self, row_px=ROW_PX)
        heads.setSectionsClickable(True)
        self.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.setHorizontalScrollMode(QTableWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("First rows of the table"))
        self.setAccessibleDescription(tr("The arrow keys left and right go from column to column."))
        heads.sectionClicked.connect(self.choose)
        self.cellClicked.connect(lambda _row, column: self.choose(column))

    def set_theme(self, theme: Theme) -> None:
        """Use `theme` from now on."""
        self.theme = theme
        self.setFont(font(theme, theme.note_px, tabular=True))
        self._fit()
        self.viewport().update()

    def choose(self, place: int) -> None:
        """Make a column the chosen one."""
        if 0 <= place < len(self.columns):
            self.at = place
            self.horizontalHeader().viewport().update()
            self.setCurrentCell(0, place)
            self.scrollTo(self.model().index(0, place))
            self.chosen(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if by:
            self.choose(self.at + by)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.choose(self.at)
        else:
            super().keyPressEvent(event)

    def show_seen(self, seen: SeenTable) -> None:
        """Show another table, or the same read in another way."""
        self.columns = seen.columns
        self.at = min(self.at, max(len(self.columns) - 1, 0))
        self.setColumnCount(len(self.columns))
        self.setRowCount(min(len(seen.first), SHOWN_ROWS))
        for at, column in enumerate(self.columns):
            head = QTableWidgetItem(column.name)
            why = (read(column.why), *((read(column.warning),) if column.warning is not None else ()))
            head.setToolTip(tip_text("\n".join((column.name, role_words(column), *why))))
            self.setHorizontalHeaderItem(at, head)
        for line, cells in enumerate(seen.first[:SHOWN_ROWS]):
            for at, text in enumerate(cells[: len(self.columns)]):
                self.setItem(line, at, QTableWidgetItem(text[:200]))
        self._fit()

    def _fit(self) -> None:
        metrics = self.fontMetrics()
        for at, column in enumerate(self.columns):
            cells = [item.text() for line in range(self.rowCount()) if (item := self.item(line, at)) is not None]
            texts = (column.name + "! ", role_words(column), *cells)
            wide = max(metrics.horizontalAdvance(text) for text in texts) + 24
            self.setColumnWidth(at, min(max(wide, LEAST_PX), MOST_PX))
        self.setFixedHeight(HEAD_PX + self.rowCount() * ROW_PX + 14)
