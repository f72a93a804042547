"""A row that a person types, name by name, for a network that learned a table or points of the plane."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from core.data import library
from core.messages.catalogue import CATALOGUE, OWN, USUAL_INPUTS
from core.messages.own.prepared import PicturePreparation, TablePreparation
from core.messages.train_commands import DataSpec
from gui.kit.inputs import Picker
from gui.kit.pieces import Button, Label, Scroll, column, row
from gui.kit.words import tr

MOST_FIELDS, MOST_CATEGORIES = 60, 200
COLUMNS, TALL_PX = 3, 150


@dataclass(frozen=True)
class Asked:
    """What a network takes: `pictures`; the names of numbers and categories that can be typed, each with the categories
    there are (() for a number); `table`: whether a table has them as columns."""

    pictures: bool = False
    table: bool = False
    fields: tuple[tuple[str, tuple[str, ...]], ...] = ()


def asked_of(data: DataSpec) -> Asked:
    """Return what a network takes that was trained on this data. Raises `LibraryError` where the data is not there."""
    if data.name == OWN:
        preparation = library.read_about(data.own, title=data.title).preparation
        if isinstance(preparation, TablePreparation):
            return Asked(table=True, fields=tuple((one.name, one.categories) for one in preparation.columns))
        return Asked(pictures=isinstance(preparation, PicturePreparation))
    known = CATALOGUE.get(data.name)
    if known is not None and known.reach:
        return Asked(table=True, fields=tuple((name, ()) for name in USUAL_INPUTS))
    return Asked(pictures=known is not None and len(known.input) == 3)


class Line(QLineEdit):
    """Where a number or a word is typed; Return does what the row's button does."""

    def __init__(self, act: Callable[[], Any], *, name: str) -> None:
        super().__init__()
        self.act = act
        self.setAccessibleName(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.act()
        else:
            super().keyPressEvent(event)


class TypedRow(QWidget):
    """A field for each name, and the button that predicts: `predict` gets (name, text) of each."""

    def __init__(self, fields: tuple[tuple[str, tuple[str, ...]], ...], predict: Callable[[Any], Any]) -> None:
        super().__init__()
        self.predict = predict
        self.fields: dict[str, QLineEdit | Picker] = {}
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        for place, (name, categories) in enumerate(fields[:MOST_FIELDS]):
            editor = self._editor(name, categories)
            label = Label(name, kind="soft", size="note_px", wrap=True)
            label.setBuddy(editor)
            grid.addLayout(column(label, editor, gap=2), place // COLUMNS, place % COLUMNS)
            self.fields[name] = editor
        inside = QWidget()
        inside.setLayout(grid)
        self.room = Scroll(inside, folds=True)
        if len(fields) > COLUMNS * 2:
            self.room.setFixedHeight(TALL_PX)
        else:
            self.room.setMinimumHeight(min(grid.sizeHint().height(), TALL_PX))
        self.button = Button(tr("Predict this row"), self.ask, tip=tr("Ask the network about what is typed here"))
        more = Label(tr("There are more columns than can be typed: put the row into a table."), kind="soft", wrap=True)
        more.setVisible(len(fields) > MOST_FIELDS)
        layout = column(Label(tr("Or type a row"), bold=True), self.room, more, row(None, self.button), gap=6)
        layout.setContentsMargins(0, 0, 0, 0)
        self.setLayout(layout)

    def _editor(self, name: str, categories: tuple[str, ...]) -> QLineEdit | Picker:
        if categories and len(categories) <= MOST_CATEGORIES:
            made = Picker([(one, one or tr("(missing)")) for one in categories], lambda _: None, name=name)
            made.setAccessibleDescription(tr("What stands in this column"))
            return made
        line = Line(self.ask, name=name)
        line.setAccessibleDescription(tr("What stands in this column"))
        return line

    def ask(self) -> None:
        """Predict with what is typed."""
        self.predict(tuple(
            (name, editor.text().strip() if isinstance(editor, QLineEdit) else str(editor.currentData()))
            for name, editor in self.fields.items()
        ))  # fmt: skip
