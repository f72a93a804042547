"""The tab Step through: the next step of the training, taken apart, with a cursor that goes through it.

All tensors of the step are in the inside worker; going on and back only asks for those at the cursor.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QListWidget, QListWidgetItem, QSizePolicy, QWidget

from core.messages.inside.opening import TakenUp
from core.messages.inside.stepping import (
    CheckGradient,
    GradientChecked,
    LookAt,
    LookAtUnit,
    StepStop,
    StepTensor,
    TakeApart,
    TakenApart,
    TensorSeen,
    UnitSeen,
)
from core.messages.train_events import Rejected
from core.sizes import size_text
from gui.inside.setting import TabSetting
from gui.inside.stepping.code import Code
from gui.inside.stepping.heat import Bars, Heat
from gui.inside.stepping.net import NetAtCursor
from gui.inside.stepping.words import cell_text, checked_text, facts_text, numbers_of, row_text, stop_text, unit_text
from gui.kit.pieces import Button, Card, Elided, Label, Scroll, clear, column, row
from gui.kit.theme import Theme
from gui.kit.words import read, tr

CHECKED = ("weight", "bias", "norm", "gradient_weight")
USUAL = {"forward": "out", "loss": "loss", "backward": "gradient_weight", "clip": "clipped", "update": "change"}
"""The tensor that is shown first at a stop."""


class SteppingTab(QWidget):
    """Sends what is asked to the inside worker, and shows its answers."""

    def __init__(self, setting: TabSetting) -> None:
        super().__init__()
        self.setting = setting
        self.taken: TakenUp | None = None
        self.told: TakenApart | None = None
        self.at = 0
        self.name = ""
        """The tensor that is looked at."""
        self.chosen: tuple[int, ...] | None = None
        self.asked: set[int] = set()
        self._buttons()
        self._build()
        self._show_stop()

    # ------------------------------------------------------------------------------------------------------ parts
    def _buttons(self) -> None:
        self.next = Button(tr("Next"), self.go_on, kind="primary", tip=tr("On to the next layer"))
        self.loss = Button(tr("Loss"), partial(self.go_to, "loss"), tip=tr("On to the loss"))
        self.backward = Button(tr("Backward"), partial(self.go_to, "backward"), tip=tr("On to the first gradient"))
        self.update_ = Button(tr("Update"), partial(self.go_to, "update"), tip=tr("On to the update"))
        self.back = Button(tr("Back"), self.go_back, tip=tr("Back to the stop before"))
        self.beside: tuple[QWidget, ...] = (self.next, self.loss, self.backward, self.update_, self.back)
        for part in self.beside:
            part.setParent(self)  # until the page takes them: a widget without a parent would be a window

    def _build(self) -> None:
        self.net = NetAtCursor()
        self.top = Card(tr("The step"))
        self.top.body.addWidget(self.net)
        self.code = Code(self.setting.theme)
        self.code_card = Card(tr("The same as code"))
        self.code_card.body.addWidget(Scroll(self.code, may_flow=True), 1)
        hint = Label(tr("Click left of a line to stop there in every step."), kind="soft", size="note_px", wrap=True)
        self.code_card.body.addWidget(hint)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Tensors here"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setMinimumHeight(120)
        self.list.currentItemChanged.connect(lambda item, _: self._picked(item))
        self.list_card = Card(tr("Tensors here"))
        self.list_card.body.addWidget(self.list, 1)
        self.left_out = Label("", kind="narrowed", size="note_px", wrap=True)
        self.list_card.body.addWidget(self.left_out)
        for card in (self.code_card, self.list_card):
            card.setMinimumWidth(190)
        self.tensor_card = self._tensor_card()
        below = row(self.code_card, self.list_card, self.tensor_card, gap=12)
        for place, stretch in enumerate((3, 3, 6)):
            below.setStretch(place, stretch)
        inside = QWidget()
        stops = self.setting.stops()
        whole = column(self.top, below, *([stops] if stops is not None else []), gap=12, margins=12)
        whole.setStretch(1, 1)
        inside.setLayout(whole)
        self.setLayout(column(Scroll(inside, folds=True, may_flow=True), gap=0))

    def _tensor_card(self) -> Card:
        card = Card("")
        self.facts = Elided("", kind="soft", size="note_px", tabular=True)
        self.heat = Heat(self._point, self._choose)
        self.bars = Bars()
        self.numbers = QGridLayout()
        self.numbers.setSpacing(4)
        self.measured = Label(tr("measured, whole tensor"), kind="soft", size="small_px")
        self.dead = Label("", kind="narrowed", size="note_px", wrap=True)
        self.cell = Elided("", tabular=True)
        self.check = Button(tr("Check gradient"), self.check_gradient, kind="chip")
        self.check.setToolTip(tr("Compare the gradient of the chosen number with finite differences."))
        tip = tr("Put a copy of this tensor on the bench, under a name.")
        self.open = Button(tr("Open in Tensors …"), self.open_tensor, kind="chip", tip=tip)
        self.found = Label("", kind="soft", size="note_px", tabular=True, wrap=True)
        self.found.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        beside = column(self.numbers, self.measured, self.dead, None, gap=6)
        picture = row(self.heat, beside, gap=10)
        picture.setStretch(0, 1)
        card.body.addWidget(self.facts)
        card.body.addLayout(picture, 1)
        card.body.addLayout(row(self.cell, None, self.check, self.open))
        card.body.addWidget(self.found)
        card.body.addWidget(self.bars)
        card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        return card

    def set_theme(self, theme: Theme) -> None:
        """The parts are told themselves."""

    # ------------------------------------------------------------------------------------------------ the cursor
    def stop(self) -> StepStop | None:
        """Return where the cursor is."""
        return self.told.stops[self.at] if self.told is not None else None

    def go_on(self) -> None:
        """Go to the next stop."""
        self._to(self.at + 1)

    def go_back(self) -> None:
        """Go to the stop before."""
        self._to(self.at - 1)

    def go_to(self, kind: str) -> None:
        """Go on to the first stop of a kind, or to one before it where every step stops."""
        stops = self.told.stops if self.told is not None else ()
        ends = [place for place, stop in enumerate(stops) if stop.kind == kind]
        if not ends:
            return
        between = [place for place in range(self.at + 1, ends[0]) if self.code.stops_at(stops[place].line)]
        self._to(between[0] if between else ends[0])

    def _to(self, at: int) -> None:
        if self.told is not None and 0 <= at < len(self.told.stops):
            self.at = at
            self._show_stop()

    def _show_stop(self) -> None:
        stop = self.stop()
        for button in self.beside:
            button.setEnabled(stop is not None)
        if stop is None or self.told is None or self.taken is None:
            return
        self.back.setEnabled(self.at > 0)
        self.next.setEnabled(self.at + 1 < len(self.told.stops))
        text = stop_text(self.taken.net, stop)
        self.top.title.put(text)
        self.top.note.put(tr("step {step:,} · stop {at} of {stops}", step=self.told.step, at=self.at + 1,
                             stops=len(self.told.stops)))  # fmt: skip
        self.net.show_cursor(self.at, text)
        self.code.show_line(stop.line)
        self._fill(stop)

    def _fill(self, stop: StepStop) -> None:
        """List the tensors at the cursor; the one that the stop is about is shown."""
        self.list.blockSignals(True)
        self.list.clear()
        for tensor in stop.tensors:
            item = QListWidgetItem(row_text(tensor))
            item.setData(Qt.ItemDataRole.UserRole, tensor)
            item.setToolTip(row_text(tensor))
            self.list.addItem(item)
        usual = USUAL.get(stop.kind, "")
        places = [place for place, tensor in enumerate(stop.tensors) if tensor.role == usual]
        self.list.setCurrentRow(places[0] if places else 0)
        self.list.blockSignals(False)
        self._picked(self.list.currentItem())

    # ---------------------------------------------------------------------------------------------------- asking
    def _ask(self, command: object) -> None:
        number = self.setting.send(command)
        if number:
            self.asked.add(number)

    def tensor(self) -> StepTensor | None:
        """Return the tensor that is chosen in the list."""
        item = self.list.currentItem()
        found: StepTensor | None = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        return found

    def _picked(self, item: QListWidgetItem | None) -> None:
        tensor: StepTensor | None = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        self.name, self.chosen = tensor.name if tensor is not None else "", None
        self.found.put("")
        self.cell.put("")
        self.check.setVisible(tensor is not None and tensor.role in CHECKED)
        self.open.setEnabled(tensor is not None and tensor.kept)
        if tensor is not None:
            self._ask(LookAt(tensor.name))

    def _point(self, index: tuple[int, ...], value: float) -> None:
        self.cell.put(cell_text(self.name, index, value))

    def _choose(self, index: tuple[int, ...]) -> None:
        self.chosen = index
        tensor = self.tensor()
        if tensor is not None and (tensor.role in ("out", "before") or tensor.name == "out"):
            self._ask(LookAtUnit(tensor.name, index))

    def check_gradient(self) -> None:
        """Check the gradient of the chosen number, the first if none is."""
        tensor = self.tensor()
        if tensor is not None:
            index = self.chosen if self.chosen is not None else (0,) * len(tensor.shape)
            self._ask(CheckGradient(tensor.name.removeprefix("∂"), index))

    def open_tensor(self) -> None:
        """Ask for a name for the tensor that is looked at, and open it on the bench."""
        tensor = self.tensor()
        if tensor is not None:
            self.setting.open_tensor(self, tensor.name)

    # ---------------------------------------------------------------------------------------------------- showing
    def show_taken_up(self, taken: TakenUp) -> None:
        """Another moment: take its step apart."""
        self.taken = taken
        self._ask(TakeApart())

    def show_event(self, event: Any, answers: int | None) -> None:
        """Show what came; answers to others are not for this tab."""
        shows: dict[type, Callable[[Any], None]] = {
            TakenApart: self.show_apart, TensorSeen: self.show_tensor, UnitSeen: self.show_unit,
            GradientChecked: self.show_checked,
        }  # fmt: skip
        if type(event) in shows:
            shows[type(event)](event)
        elif isinstance(event, Rejected) and answers in self.asked:
            self.found.put(" ".join(map(read, (event.sentence, *event.advice))))
            self.found.show()
        if answers is not None:
            self.asked.discard(answers)

    def show_apart(self, told: TakenApart) -> None:
        """Show a step; the cursor is where every step stops, else at its begin."""
        self.told = told
        self.code.show_lines(told.lines)
        if self.taken is not None:
            self.net.show_step(self.taken.net, told)
        self.left_out.put("" if not told.left_out else tr(
            "Tensors left out: {n:,} ({size}). The tensors of one step may take {budget}.", n=told.left_out,
            size=size_text(told.left_out_bytes), budget=size_text(told.budget),
        ))  # fmt: skip
        self.left_out.setVisible(bool(told.left_out))
        stopped = [place for place, stop in enumerate(told.stops) if self.code.stops_at(stop.line)]
        self.at = stopped[0] if stopped else min(1, len(told.stops) - 1)
        self._show_stop()

    def show_tensor(self, seen: TensorSeen) -> None:
        """Show a tensor, if it is still the one that is looked at."""
        if seen.name != self.name:
            return
        self.tensor_card.title.put(seen.name)
        self.facts.put(facts_text(seen))
        self.heat.show_tensor(seen)
        self.bars.show_tensor(seen)
        clear(self.numbers)
        for place, (name, value) in enumerate(numbers_of(seen)):
            for column_, part in enumerate((Label(name, kind="soft", size="note_px"), Label(value, tabular=True))):
                part.set_theme(self.setting.theme)
                self.numbers.addWidget(part, place, column_)
        shown = seen.dead > 0
        self.dead.put(tr("Units that are 0 for every sample: {n:,}.", n=seen.dead) if shown else "")
        self.dead.setVisible(shown)
        drawn = len(seen.values.data) // 4
        self.tensor_card.note.put("" if drawn >= _count(seen.shape) else tr(
            "drawn: the first {n:,} of {all:,} values", n=drawn, all=_count(seen.shape)
        ))  # fmt: skip

    def show_unit(self, unit: UnitSeen) -> None:
        """Show how a value came about."""
        if unit.name == self.name and unit.index == self.chosen:
            self.found.put(unit_text(unit))

    def show_checked(self, found: GradientChecked) -> None:
        """Show how a gradient compares."""
        if found.name == self.name.removeprefix("∂"):
            self.found.put(checked_text(found))

    def show_gone(self) -> None:
        """What is shown stays; nothing more can be asked."""
        self.asked.clear()

    def draw(self) -> None:
        """Nothing moves by itself."""


def _count(shape: tuple[int, ...]) -> int:
    count = 1
    for size in shape:
        count *= size
    return count
