"""One side of two: which moment, branch or run it is, its network, and what that answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.messages.beside.panes import PaneShown, ShowPane, Whose
from core.messages.train_events import Loaded
from gui.kit.arrays import numbers
from gui.kit.inputs import Picker
from gui.kit.pieces import Label, column, row
from gui.kit.theme import Theme
from gui.kit.words import tr
from gui.train.drawing.view import NetDrawing
from gui.train.pad.matrix import Matrix
from gui.train.panels.field import Field, Numbers
from gui.train.plane.view import PlaneView

LEAST_PX, WIDE_PX, TALL_PX, ANSWER_PX = 300, 420, 250, 220
MOST_STEP = 10**12


@dataclass(frozen=True)
class Choice:
    """What a side can show: `key` stands in the list, `text` is what it is called there."""

    of: Whose
    place: int
    run: str
    text: str

    @property
    def key(self) -> str:
        """Return what tells it apart from the others."""
        return f"{self.of} {self.place if self.of == 'branch' else ''} {self.run}"


class StepField(Field):
    """Enter goes to the step that was typed, and closes nothing."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.isModified():
            self.finish()
            event.accept()
        else:
            super().keyPressEvent(event)


class Pane(QWidget):
    """`ask(pane)` is called when a person has chosen something else; `choice` and `step` say what."""

    def __init__(self, ask: Callable[[Pane], Any], *, palette: Theme, name: str) -> None:
        super().__init__()
        self.palette_, self.choices = palette, tuple[Choice, ...]()
        self.choice: Choice | None = None
        self.step = 0
        self.told: PaneShown | None = None
        self.asked: int | None = None
        """The question that is not answered yet."""
        self._ask = ask
        self.which = Picker([], self._choose, name=name)
        self.which.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        steps = Numbers(0, MOST_STEP, "add", 10, whole=True)
        self.number = StepField(
            steps, self._go_to, lambda _: self.show_wrong(tr("A step is a whole number, from 0 on.")), name=tr("Step")
        )
        self.number.setFixedWidth(110)
        self.drawing = self._drawing()
        self.view = PlaneView(lambda _: None)
        self.view.setFixedWidth(ANSWER_PX)
        self.matrix = Matrix(lambda _true, _predicted: None)
        self.matrix.setMinimumWidth(ANSWER_PX)
        self.said = Label(kind="problem", size="note_px", wrap=True)
        self.said.hide()
        answers = row(None, self.view, self.matrix, None)
        answers.setStretch(2, 1)
        top = row(self.which, self.number, gap=6)
        top.setStretch(0, 1)
        self.middle = column(self.drawing)
        self.setLayout(column(top, self.said, self.middle, answers, gap=8))
        self.setMinimumWidth(LEAST_PX)
        self.number.hide()
        self.view.hide()
        self.matrix.hide()

    def sizeHint(self) -> QSize:
        return QSize(WIDE_PX, super().sizeHint().height())

    def _drawing(self) -> NetDrawing:
        made = NetDrawing(palette=self.palette_, send=lambda _: None, menu=lambda _key, _place: None)
        made.setFixedHeight(TALL_PX)
        made.close_edits(tr("This is only looked at."))
        made.buttons.only_names = True
        made.setAccessibleName(tr("Network"))
        return made

    # ---------------------------------------------------------------------------------------------- what is chosen
    def offer(self, choices: tuple[Choice, ...]) -> None:
        """Offer these; what is shown stays."""
        if choices != self.choices:
            self.choices = choices
            self.which.offer([(one.key, one.text) for one in choices])
            if self.choice is not None:
                self.which.display(self.choice.key)

    def show_choice(self, choice: Choice) -> None:
        """Show this from now on."""
        self.choice, self.step = choice, choice.place if choice.of == "step" else self.step
        self.which.display(choice.key)
        self.number.setVisible(choice.of == "step")
        self.number.display(float(self.step))
        self._ask(self)

    def _choose(self, key: str) -> None:
        self.show_choice(next(one for one in self.choices if one.key == key))

    def _go_to(self, step: float) -> None:
        if self.choice is not None and self.choice.of == "step":
            self.step = int(step)
            self.number.display(step)
            self._ask(self)

    def question(self) -> ShowPane | None:
        """Return what to ask the trainer; None while nothing is chosen."""
        if self.choice is None:
            return None
        place = self.step if self.choice.of == "step" else self.choice.place
        return ShowPane(self.choice.of, place, self.choice.run, max(4, self.drawing.units_that_fit()))

    # ------------------------------------------------------------------------------------------------ what is told
    def show_told(self, told: PaneShown) -> None:
        """Show what was asked for."""
        before = self.told
        self.told = told
        self.said.hide()
        if before is None or before.data.spec != told.data.spec:
            self._show_data(told)
        self.drawing.show_now(told.now)
        self.drawing.show_portrait(told.portrait)
        if told.portrait.answer is not None and told.data.flat:
            self.view.show_answer(numbers(told.portrait.answer))
        if told.table is not None:
            self.matrix.show_table(numbers(told.table))
        if not told.exact:
            self.show_wrong(tr("On this device the steps up to here were done again to rounding."))

    def _show_data(self, told: PaneShown) -> None:
        """Make the drawing again: another one's columns do not slide into these."""
        self.middle.removeWidget(self.drawing)
        self.drawing.deleteLater()
        self.drawing = self._drawing()
        self.middle.addWidget(self.drawing)
        self.drawing.show_loaded(Loaded(told.data, 0, told.now, ""))
        plane = told.data.flat and told.portrait.answer is not None
        self.view.setVisible(plane)
        self.view.show_data(told.data)
        self.matrix.setVisible(not plane and told.table is not None)
        if told.table is not None:
            self.matrix.show_classes(told.data.classes)

    def show_wrong(self, text: str) -> None:
        """Say why it cannot be shown."""
        self.said.put(text)
        self.said.show()

    def set_theme(self, theme: Theme) -> None:
        """Paint in `theme` from now on."""
        self.palette_ = theme

    def in_reading_order(self) -> tuple[QWidget, ...]:
        """Return what Tab comes to."""
        return (self.which, self.number)
