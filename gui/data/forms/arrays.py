"""The sheet for arrays: which are the inputs, which the targets, and what they are."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from core.messages.own.arrays import ArrayOptions, SeenArrays
from gui.data.forms.form import Chosen, Form, Pick
from gui.data.forms.oddities import Oddities, decided
from gui.kit.folding import Columns
from gui.kit.pieces import Label, column
from gui.kit.words import tr


def shape_text(shape: tuple[int, ...]) -> str:
    """Return a shape as one writes it: 16×3×3."""
    return "×".join(f"{side}" for side in shape)


class ArraysForm(Form):
    """Gets what was seen of a file; `chosen` hears every choice."""

    def __init__(self, chosen: Chosen) -> None:
        super().__init__()
        self.chosen, self.now = chosen, ArrayOptions()
        self.told = Label(wrap=True)
        self.inputs = Pick(tr("Inputs"), [], partial(self._choose, "inputs"))
        self.targets = Pick(tr("To be predicted"), [], partial(self._choose, "targets"))
        self.task = Pick(
            tr("It is"), [("classify", tr("a class")), ("regress", tr("a number"))], partial(self._choose, "task")
        )
        self.held_out = Pick(tr("Held out for validation"), [(n, f"{n}%") for n in (10, 20, 30, 40, 50)],
                             partial(self._choose, "held_out"))  # fmt: skip
        self.oddities = Oddities(self._decide)
        which = Columns((self.inputs, self.targets, self.task, self.held_out), most=2, least=280, gap=8)
        self.setLayout(column(self.told, which, self.oddities, gap=12))

    def _choose(self, field: str, value: Any) -> None:
        if field == "targets":
            self.now = replace(self.now, task="")
        self.now = replace(self.now, **{field: value})
        self.chosen(self.now, True)

    def _decide(self, kind: str, way: str) -> None:
        self.now = replace(self.now, decisions=decided(self.now.decisions, kind, way))
        self.chosen(self.now, True)

    def show_seen(self, seen: SeenArrays) -> ArrayOptions:
        """Show what a file holds."""
        self.now = seen.chosen
        told = tr("{n:,} samples of {shape} numbers.", n=seen.samples, shape=shape_text(seen.input))
        if seen.task == "classify":
            names = ", ".join(seen.classes[:8]) + (" …" if len(seen.classes) > 8 else "")
            told += " " + tr("{n:,} classes: {names}", n=len(seen.classes), names=names)
        self.told.put(told)
        arrays: list[tuple[Any, str]] = [
            (one.name, f"{one.name} · {shape_text(one.shape)} {one.dtype}") for one in seen.arrays
        ]
        for part, value in ((self.inputs, seen.chosen.inputs), (self.targets, seen.chosen.targets)):
            part.picker.offer(arrays)
            part.display(value)
        self.task.display(seen.chosen.task or seen.task)
        self.held_out.setVisible(not seen.split)
        self.held_out.display(seen.chosen.held_out)
        self.oddities.show_oddities(seen.oddities)
        self.ready = seen.samples >= 2
        return self.now
