"""The runs: every saved training with its data, network, steps and score; open, rename, delete."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from core.messages.train_reports import RunRecord
from core.runs import RunError, SavedRun, check_name, delete, list_runs, rename
from gui.kit.dialog import ask_sure, ask_text
from gui.kit.layer_words import arrows
from gui.kit.pieces import Button, Card, Label, column, list_of_rows, row
from gui.kit.theme import Theme, font
from gui.kit.words import read, tr
from gui.notices.beside import Beside
from gui.train.charts.axis import value_text
from gui.train.panels.data import data_text

ROW_PX = 40
COLUMNS = 7


class RunsPage(QWidget):
    """Lists `folder`. `current` returns the folder of the open training, "" for none."""

    def __init__(
        self,
        *,
        theme: Theme,
        folder: Path,
        current: Callable[[], str],
        open_run: Callable[[Path], Any],
        move_current: Callable[[Path], Any],
    ) -> None:
        super().__init__()
        self.setProperty("kind", "page")
        self.theme, self.folder, self.current = theme, folder, current
        self.open_run, self.move_current = open_run, move_current
        self.runs: list[SavedRun] = []
        self.table = _Table(self)
        self.table.itemSelectionChanged.connect(self.show_possible)
        self.table.itemActivated.connect(lambda _item: self.open())
        self.open_button = Button(tr("Open"), self.open, kind="primary")
        self.rename_button = Button(tr("Rename …"), self.rename, icon="pencil")
        self.delete_button = Button(tr("Delete …"), self.delete, icon="trash")
        self.sentence = Beside(self.table, inside=True)
        self.empty = Label(
            tr("No training has been saved yet. Each training is saved from its first step on."), kind="soft"
        )
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        card = Card()
        card.title.hide()
        card.note.hide()
        card.body.addWidget(self.table, 1)
        card.body.addWidget(self.empty, 1)
        head = column(
            Label(tr("Runs"), size="title_px", bold=True),
            Label(tr("Every training is saved while it runs and can continue where it stopped."), kind="soft"),
            gap=4,
        )
        layout = column(head, 6, card, row(self.rename_button, self.delete_button, None, self.open_button), gap=10)
        layout.setStretch(2, 1)
        layout.setContentsMargins(28, 24, 28, 20)
        self.setLayout(layout)
        self.show_runs()

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self.table.setFont(font(theme, theme.body_px, tabular=True))
        self.table.horizontalHeader().setFont(font(theme, theme.note_px))
        self.show_runs()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.show_runs()

    # -------------------------------------------------------------------------------------------------- what is shown
    def show_runs(self) -> None:
        """Read the folder and list its runs."""
        chosen = self.chosen
        self.runs = list_runs(self.folder)
        self.table.setRowCount(len(self.runs))
        current = Path(self.current() or "/nowhere")
        for line, run in enumerate(self.runs):
            for place, text in enumerate(cells(run.record, run.name)):
                item = QTableWidgetItem(text)
                right = place in (3, 4, 5)
                item.setTextAlignment(
                    (Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft)
                    | Qt.AlignmentFlag.AlignVCenter
                )
                if place == 0:
                    item.setFont(font(self.theme, self.theme.body_px, bold=True))
                    item.setToolTip(run.name)
                    if run.folder == current:
                        item.setText(tr("{name} · open", name=run.name))
                        item.setForeground(self.theme.accent)
                if place in (1, 2, 6):
                    item.setForeground(self.theme.soft)
                self.table.setItem(line, place, item)
        self.table.setVisible(bool(self.runs))
        self.empty.setVisible(not self.runs)
        if chosen is not None:
            self.select(chosen.folder)
        elif self.runs:
            self.table.selectRow(0)
        self.show_possible()

    def show_folder(self, folder: Path) -> None:
        """List another folder from now on."""
        self.folder = folder
        self.show_runs()

    def select(self, folder: Path) -> None:
        """Select the run in `folder`, if it is listed."""
        for line, run in enumerate(self.runs):
            if run.folder == folder:
                self.table.selectRow(line)

    def show_possible(self) -> None:
        """Enable what can be done with the selected run."""
        run = self.chosen
        is_open = run is not None and str(run.folder) == self.current()
        self.open_button.setEnabled(run is not None)
        self.rename_button.setEnabled(run is not None)
        self.delete_button.setEnabled(run is not None and not is_open)
        self.delete_button.setToolTip(tr("This training is open; begin or open another one first.") if is_open else "")

    @property
    def chosen(self) -> SavedRun | None:
        """The selected run."""
        lines = {index.row() for index in self.table.selectedIndexes()}
        line = min(lines, default=-1)
        return self.runs[line] if 0 <= line < len(self.runs) else None

    def show_problem(self, error: RunError | None) -> None:
        """Show why something failed; None hides the sentence."""
        self.sentence.put("" if error is None else read(error.sentence))

    # ------------------------------------------------------------------------------------------------- what is asked
    def open(self) -> None:
        """Continue the selected run in the trainer."""
        if self.chosen is not None and self.open_button.isEnabled():
            self.open_run(self.chosen.folder)

    def rename(self) -> None:
        """Ask for another name."""
        run = self.chosen
        if run is not None:
            ask_text(self, self.theme, title=tr("Rename"), text=run.name, do=tr("Rename"),
                     sentence=tr("Choose a new name for “{name}”.", name=run.name),
                     act=lambda name: self._rename(run, name))  # fmt: skip

    def _rename(self, run: SavedRun, name: str) -> None:
        try:
            if str(run.folder) == self.current():
                target = run.folder.with_name(check_name(name))
                if target == run.folder:
                    return
                if target.exists():
                    raise RunError("There is a training called {name} already.", name=target.name)
                self.move_current(target)
            else:
                folder = rename(run, name).folder
                self.show_runs()
                self.select(folder)
        except RunError as error:
            self.show_problem(error)
        else:
            self.show_problem(None)

    def delete(self) -> None:
        """Ask, then delete the selected run for good."""
        run = self.chosen
        if run is not None and self.delete_button.isEnabled():
            ask_sure(self, self.theme, title=tr("Delete “{name}”?", name=run.name),
                     sentence=tr("The saved training is deleted for good: {steps:,} steps of {data}.",
                                 steps=run.record.step, data=data_text(run.record.data.name)),
                     do=tr("Delete"), act=lambda: self._delete(run))  # fmt: skip

    def _delete(self, run: SavedRun) -> None:
        try:
            delete(run)
        except RunError as error:
            self.show_problem(error)
        else:
            self.show_problem(None)
        self.show_runs()


class _Table(QTableWidget):
    def __init__(self, page: RunsPage) -> None:
        super().__init__(0, COLUMNS)
        self.page = page
        self.setAccessibleName(tr("Saved trainings"))
        self.setHorizontalHeaderLabels(
            [tr("Name"), tr("Data"), tr("Network"), tr("Steps"), tr("Loss"), tr("Score"), tr("Saved")]
        )
        list_of_rows(self, row_px=ROW_PX)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for place in (3, 4, 5):
            if (item := self.horizontalHeaderItem(place)) is not None:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.page.open()
        elif event.key() == Qt.Key.Key_Delete:
            self.page.delete()
        elif event.key() == Qt.Key.Key_F2:
            self.page.rename()
        else:
            super().keyPressEvent(event)


def cells(record: RunRecord, name: str) -> list[str]:
    """Return what the list shows of a run, in the columns' order."""
    score = "–"
    if math.isfinite(record.validation_score):
        score = (
            f"{100 * record.validation_score:.1f}%"
            if record.task == "classify"
            else f"R² {record.validation_score:.3f}"
        )
    loss = value_text(record.loss) if math.isfinite(record.loss) else "–"
    data = data_text(record.data.name)
    return [name, data, arrows(record.net), f"{record.step:,}", loss, score, local_time(record.saved)]


def local_time(saved: str) -> str:
    """Return an ISO time in UTC in the person's time zone and language."""
    try:
        moment = datetime.datetime.fromisoformat(saved)
    except ValueError:
        return saved
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=datetime.UTC)
    near = moment.astimezone()
    today = datetime.datetime.now().astimezone().date()
    clock = f"{near:%H:%M}"
    if near.date() == today:
        return tr("today {time}", time=clock)
    return f"{QLocale().toString(QDate(near.year, near.month, near.day), QLocale.FormatType.ShortFormat)} {clock}"
