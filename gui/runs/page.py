"""The runs: every saved training with its data, network, steps and score; open, rename, delete and take that back."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent, QShowEvent
from PySide6.QtWidgets import QTableWidgetItem, QWidget

from core.bin import BESIDE, BinError
from core.runs import RunError, SavedRun, delete, free_folder, list_runs, rename, stamps, to_bin
from gui.kit.dialog import ask_sure, ask_text
from gui.kit.pieces import Button, Card, Label, column, row
from gui.kit.theme import Theme, font
from gui.kit.words import read, tip_text, tr
from gui.notices.beside import Beside
from gui.runs.bin import Thrown, sweep_soon, take_back, throw_away
from gui.runs.going_out import GoingOut, RunsOut, menu_of
from gui.runs.table import STATE, State, Table, cells, stated

LOOK_S = 1.0
"""How often the page looks whether a run was saved meanwhile."""


class RunsPage(QWidget):
    """Lists `folder`. `current` returns the folder of the open training, "" for none.

    `closed`: why no run can be opened here, "" if one can. What is deleted goes to the system's bin, or (`system_bin`
    False) into our own, the folder `own_bin`. `out` None: nothing goes out of here.
    """

    def __init__(
        self,
        *,
        theme: Theme,
        folder: Path,
        current: Callable[[], str],
        open_run: Callable[[Path], Any],
        move_current: Callable[[Path], Any],
        own_bin: Path,
        system_bin: bool,
        closed: str = "",
        out: RunsOut | None = None,
    ) -> None:
        super().__init__()
        self.setProperty("kind", "page")
        self.theme, self.folder, self.current = theme, folder, current
        self.open_run, self.move_current = open_run, move_current
        self.own_bin, self.system_bin, self.closed = own_bin, system_bin, closed
        self.runs: list[SavedRun] = []
        self.stamps: dict[str, int] = {}
        self.look_at = 0.0
        self.thrown: Thrown | None = None
        self.failed: tuple[Path | None, str] = (None, "")
        """A run, and what could not be done with it."""
        self.table = Table(self, rename=self.rename, delete=self.delete, open_=self.open)
        self.table.itemSelectionChanged.connect(self.show_possible)
        self.table.itemActivated.connect(lambda _item: self.open())
        self.open_button = Button(tr("Open"), self.open, kind="primary")
        self.rename_button = Button(tr("Rename …"), self.rename, icon="pencil")
        self.delete_button = Button(tr("Delete …"), self.delete, icon="trash")
        self.out = GoingOut(out, lambda: self.chosen)
        self.sentence = Beside(self.table, inside=True, goes=False)
        self.binned = Label(kind="soft", wrap=True)
        self.undo_button = Button(tr("Undo"), self.take_back, icon="undo")
        self.in_bin = QWidget()
        self.empty = Label(
            tr("No training has been saved yet. Each training is saved from its first step on."), kind="soft"
        )
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay_out()
        self.show_runs()
        sweep_soon((own_bin, folder / BESIDE))

    def _lay_out(self) -> None:
        told = row(self.binned, self.undo_button, gap=10)
        told.setStretch(0, 1)
        self.in_bin.setLayout(told)
        self.in_bin.hide()
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
        out = self.out
        about = (self.rename_button, self.delete_button, out.take_home, out.try_on)
        buttons = row(*about, None, out.open_file, self.open_button)
        layout = column(head, 6, card, self.in_bin, buttons, gap=10)
        layout.setStretch(2, 1)
        layout.setContentsMargins(28, 24, 28, 20)
        self.setLayout(layout)

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self.table.setFont(font(theme, theme.body_px, tabular=True))
        self.table.horizontalHeader().setFont(font(theme, theme.note_px))
        self.show_runs()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.show_runs()

    # -------------------------------------------------------------------------------------------------- what is shown
    def draw(self) -> None:
        """List the runs again if one was saved meanwhile: by this window or another one."""
        if time.monotonic() >= self.look_at:
            self.look_at = time.monotonic() + LOOK_S
            if stamps(self.folder) != self.stamps:
                self.show_runs()

    def show_runs(self) -> None:
        """Read the folder and list its runs."""
        chosen, bar = self.chosen, self.table.verticalScrollBar().value()
        self.stamps, self.runs = stamps(self.folder), list_runs(self.folder)
        self.table.blockSignals(True)
        self.table.setRowCount(len(self.runs))
        for line, run in enumerate(self.runs):
            self._fill(line, run)
        self.table.setVisible(bool(self.runs))
        self.empty.setVisible(not self.runs)
        if chosen is not None:
            self.select(chosen.folder)
        if self.chosen is None and self.runs:
            self.table.selectRow(0)
        self.table.verticalScrollBar().setValue(bar)
        self.table.blockSignals(False)
        self.show_possible()

    def _fill(self, line: int, run: SavedRun) -> None:
        """Show a run in a line of the table."""
        for place, text in enumerate(cells(run.record, run.name)):
            item = QTableWidgetItem(text)
            right = place in (3, 4, 5)
            item.setTextAlignment(
                (Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter
            )
            if place == 0:
                item.setFont(font(self.theme, self.theme.body_px, bold=True))
                is_open = run.folder == Path(self.current() or "/nowhere")
                state: State = "open" if is_open else "damaged" if run.problem is not None else ""
                item.setText(stated(run.name, state))
                item.setData(STATE, (run.name, state))
                tip = item.text() if run.problem is None or is_open else f"{item.text()}\n{read(run.problem)}"
                item.setToolTip(tip_text(tip))
                if is_open:
                    item.setForeground(self.theme.accent)
            if place in (1, 2, 6):
                item.setForeground(self.theme.soft)
            self.table.setItem(line, place, item)

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
        self.open_button.setEnabled(run is not None and not self.closed)
        self.open_button.setToolTip(tip_text(self.closed))
        self.rename_button.setEnabled(run is not None)
        self.delete_button.setEnabled(run is not None and not is_open)
        self.delete_button.setToolTip(
            tip_text(tr("This training is open; begin or open another one first.") if is_open else "")
        )
        self.out.show_possible(run)
        about, said = self.failed
        if about != (run.folder if run is not None else None):
            self.failed, said = (None, ""), ""
        if not said and run is not None and run.problem is not None and not is_open:
            said = read(run.problem)
        self.sentence.put(said)

    @property
    def chosen(self) -> SavedRun | None:
        """The selected run."""
        lines = {index.row() for index in self.table.selectedIndexes()}
        line = min(lines, default=-1)
        return self.runs[line] if 0 <= line < len(self.runs) else None

    def show_problem(self, error: RunError | BinError) -> None:
        """Show why something failed with the selected run; the sentence goes with the selection."""
        self.failed = (self.chosen.folder if self.chosen is not None else None, whole(error))
        self.show_possible()

    def show_thrown(self, thrown: Thrown | None) -> None:
        """Show where what was deleted is, and offer to take it back; None: nothing is."""
        self.thrown = thrown
        if thrown is not None and thrown.binned is None:
            self.binned.put(tr("“{name}” is in the system’s bin now.", name=thrown.name))
        elif thrown is not None:
            folder = str(thrown.now.parent.parent)
            self.binned.put(tr("“{name}” waits for thirty days in {folder}.", name=thrown.name, folder=folder))
        self.in_bin.setVisible(thrown is not None)

    # ------------------------------------------------------------------------------------------------- what is asked
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu of the selected run."""
        if self.chosen is not None:
            out = (self.out.take_home, self.out.try_on)
            menu = menu_of(self, self.open_button, *out, self.rename_button, self.delete_button)
            menu.popup(event.globalPos())

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

    def _rename(self, run: SavedRun, name: str) -> str | None:
        """Rename a run; return why it cannot be. The open one is moved by its trainer."""
        try:
            if str(run.folder) == self.current():
                if (target := free_folder(run, name)) != run.folder:
                    self.move_current(target)
            else:
                folder = rename(run, name).folder
                self.show_runs()
                self.select(folder)
        except RunError as error:
            return whole(error)
        return None

    def delete(self) -> None:
        """Ask, then move the selected run to the bin."""
        run = self.chosen
        if run is not None and self.delete_button.isEnabled():
            ask_sure(self, self.theme, title=tr("Delete “{name}”?", name=run.name),
                     sentence=tr("The saved training goes to the bin; you can take that back."),
                     do=tr("Delete"), act=lambda: self._delete(run))  # fmt: skip

    def _delete(self, run: SavedRun) -> None:
        if str(run.folder) == self.current():  # it was opened while the question stood there
            self.show_possible()
            return
        try:
            thrown = to_bin(run, lambda folder: throw_away(folder, own=self.own_bin, system=self.system_bin))
        except BinError as error:
            ask_sure(self, self.theme, title=tr("Delete “{name}” for good?", name=run.name), sentence=whole(error),
                     do=tr("Delete for good"), act=lambda: self._delete_for_good(run))  # fmt: skip
            return
        except RunError as error:
            self.show_runs()
            self.show_problem(error)
            return
        self.show_thrown(thrown)
        self.show_runs()

    def _delete_for_good(self, run: SavedRun) -> None:
        try:
            delete(run)
        except RunError as error:
            self.show_problem(error)
        self.show_runs()

    def take_back(self) -> None:
        """Take the last deletion back."""
        if self.thrown is None:
            return
        try:
            folder = take_back(self.thrown)
        except BinError as error:  # it is there still, and so is the button
            self.show_problem(error)
            return
        self.show_thrown(None)
        self.show_runs()
        self.select(folder)


def whole(error: RunError | BinError) -> str:
    """Return what went wrong and why, in the person's language."""
    return " ".join(map(read, (error.sentence, *(error.advice if isinstance(error, RunError) else ()))))
