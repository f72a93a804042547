"""The dialog with the two sides, and their numbers below each other."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from core.messages.beside.panes import PaneShown
from gui.kit.dialog import Dialog
from gui.kit.layer_words import arrows
from gui.kit.pieces import Elided, Label, row
from gui.kit.theme import Theme
from gui.kit.words import tr
from gui.train.axes.axis import value_text
from gui.train.panels.settings import setting_name, setting_value
from gui.train.panes.pane import Pane

SETTINGS = ("learning_rate", "optimizer", "batch_size")
WIDE, NARROW, WIDE_FROM_PX = (160, 180, 180, 90), (84, 70, 70, 46), 760
"""How wide the columns of numbers are at least, with room and without."""
Row = tuple[str, str, str, str]
"""A name, the left and the right value as text, and how much more the right one is ("" where that is nothing)."""


class SideBySide(Dialog):
    """Two sides; `ask(pane)` asks the trainer for one."""

    def __init__(self, parent: QWidget, theme: Theme, ask: Callable[[Pane], Any]) -> None:
        super().__init__(parent, theme, title=tr("Side by side"))
        self.left = Pane(ask, palette=theme, name=tr("Left side"))
        self.right = Pane(ask, palette=theme, name=tr("Right side"))
        self.panes = (self.left, self.right)
        self.body.addLayout(row(self.left, self.right, gap=20))
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(10)
        self.grid.setVerticalSpacing(3)
        self.cells: list[tuple[Label, ...]] = []
        self.body.addLayout(row(None, self.grid, None))
        self.add_button(tr("Close"), None, kind="primary")

    def show_numbers(self) -> None:
        """Show what is known of both sides."""
        rows = rows_of(self.left.told, self.right.told)
        while len(self.cells) < len(rows):
            cells: tuple[Label, ...] = (
                Elided(kind="soft", size="note_px"), Elided(size="note_px", tabular=True),
                Elided(size="note_px", tabular=True), Label(kind="soft", size="note_px", tabular=True),
            )  # fmt: skip
            for place, cell in enumerate(cells):
                cell.set_theme(self.theme)
                if place:
                    cell.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.grid.addWidget(cell, len(self.cells), place)
            self.cells.append(cells)
        for line, texts in zip(self.cells, rows, strict=False):
            for cell, text in zip(line, texts, strict=True):
                cell.put(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for column_, least in enumerate(WIDE if self.width() >= WIDE_FROM_PX else NARROW):
            self.grid.setColumnMinimumWidth(column_, least)

    def in_reading_order(self) -> tuple[QWidget, ...]:
        """Return what Tab comes to, but for the buttons."""
        return (*self.left.in_reading_order(), *self.right.in_reading_order())


def rows_of(left: PaneShown | None, right: PaneShown | None) -> list[Row]:
    """Return the rows of numbers, from where each stands to what it learns with."""
    sides = (left, right)
    first = left or right
    if first is None:
        return []
    regress = first.data.task == "regress"
    trained = tr("R², training") if regress else tr("Accuracy, training")
    held_out = tr("R², validation") if regress else tr("Accuracy, validation")
    share = _score if regress else _percent
    rows = [
        _row(tr("Step"), sides, lambda one: one.now.state.step, lambda v: f"{v:,.0f}"),
        (tr("Layers"), _layers(left), _layers(right), ""),
        _row(tr("Parameters"), sides, lambda one: one.now.cost.parameters, lambda v: f"{v:,.0f}"),
        _row(tr("Loss, training"), sides, lambda one: one.loss, value_text),
        _row(tr("Loss, validation"), sides, lambda one: one.validation_loss, value_text),
        _row(trained, sides, lambda one: one.score, share),
        _row(held_out, sides, lambda one: one.validation_score, share),
    ]
    for name in SETTINGS:
        rows.append((setting_name(name), _setting(left, name), _setting(right, name), ""))
    return rows


def _layers(side: PaneShown | None) -> str:
    return arrows(side.now.net) if side is not None else "–"


def _setting(side: PaneShown | None, name: str) -> str:
    return setting_value(name, getattr(side.now.settings, name)) if side is not None else "–"


def _row(
    name: str, sides: tuple[PaneShown | None, PaneShown | None], value: Callable[[PaneShown], float],
    write: Callable[[float], str],
) -> Row:  # fmt: skip
    values = [value(one) if one is not None else math.nan for one in sides]
    texts = [write(one) if math.isfinite(one) else "–" for one in values]
    difference = values[1] - values[0]
    sign = "+" if difference > 0 else "−"
    told = f"{sign}{write(abs(difference)).lstrip('−')}" if math.isfinite(difference) and difference else ""
    return name, texts[0], texts[1], told


def _percent(share: float) -> str:
    return f"{100 * share:.1f}%"


def _score(score: float) -> str:
    return f"{max(score, -99.0):.3f}".replace("-", "−")
