"""The choice of saved runs that stand in the charts beside the open one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QWidget

from core.runs import SavedRun
from gui.kit.dialog import Dialog
from gui.kit.pieces import Label
from gui.kit.theme import Theme
from gui.kit.words import tr
from gui.train.points.shared import MOST_RUNS

ROWS_PX, ROW_PX, WIDE_PX = 260, 32, 420


class CompareDialog(Dialog):
    """Lists `runs`, those in `chosen` ticked; `done` is given the folders that are ticked in the end."""

    def __init__(
        self, parent: QWidget, theme: Theme, *, runs: Sequence[SavedRun], chosen: Sequence[Path],
        done: Callable[[list[Path]], Any],
    ) -> None:  # fmt: skip
        most = tr("Up to {n} saved trainings stand in both charts, each in its colour.", n=MOST_RUNS)
        super().__init__(parent, theme, title=tr("Compare runs"), sentence=most)
        self.done_with = done
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Saved trainings"))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setMinimumSize(WIDE_PX, ROWS_PX)
        for run in runs:
            item = QListWidgetItem(_text(run))
            item.setSizeHint(QSize(0, ROW_PX))
            item.setData(Qt.ItemDataRole.UserRole, str(run.folder))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if run.folder in chosen else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.itemActivated.connect(self._turn)
        self.list.itemChanged.connect(self._count)
        self.none = Label(tr("There is no other saved training yet."), kind="soft", wrap=True)
        self.many = Label(
            tr("More than {n} cannot be told apart: untick some.", n=MOST_RUNS), kind="problem", wrap=True
        )
        for part in (self.list, self.none, self.many):
            self.body.addWidget(part)
        self.list.setVisible(bool(runs))
        self.none.setVisible(not runs)
        self.add_button(tr("Cancel"), None)
        self.show_them = self.add_button(tr("Show in the charts"), self._done, kind="primary")
        self._count()
        if self.list.count():
            self.list.setCurrentRow(0)
            self.list.setFocus()

    def chosen(self) -> list[Path]:
        """Return the folders of the runs that are ticked."""
        items = [self.list.item(row) for row in range(self.list.count())]
        ticked = [item for item in items if item.checkState() == Qt.CheckState.Checked]
        return [Path(item.data(Qt.ItemDataRole.UserRole)) for item in ticked]

    def _turn(self, item: QListWidgetItem) -> None:
        on = item.checkState() == Qt.CheckState.Checked
        item.setCheckState(Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)

    def _count(self) -> None:
        many = len(self.chosen()) > MOST_RUNS
        self.many.setVisible(many)
        self.show_them.setEnabled(not many and self.list.count() > 0)

    def _done(self) -> None:
        self.done_with(self.chosen())


def _text(run: SavedRun) -> str:
    if run.record is None:
        return tr("{name} · damaged", name=run.name)
    return tr("{name} · {data}, {step:,} steps", name=run.name, data=run.record.data.name, step=run.record.step)
