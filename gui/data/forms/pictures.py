"""The sheet for pictures: classes and counts, samples as the network will see them, how they are prepared."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from core.messages.own.pictures import LARGEST_SIDE_ON_GPU, SIDES, PictureOptions, SeenPictures
from core.sizes import size_text
from gui.data.forms.counts import Counts, SeenSamples
from gui.data.forms.form import Chosen, Folded, Form, Pick
from gui.data.forms.oddities import Oddities, decided
from gui.kit.folding import Columns
from gui.kit.inputs import Switch
from gui.kit.pieces import Label, column, row
from gui.kit.words import tr

LARGE_SIDES = (96, LARGEST_SIDE_ON_GPU)
WRITTEN = {"side": "{0}×{0}", "held_out": "{0}%", "shift": "{0}%", "rotate": "{0}°"}
"""How numbers are written that nobody offers, as the size that suits the pictures."""
UNSEEN = ("copies", "flip", "shift", "rotate")
"""Choices that change nothing of what is shown."""


class PicturesForm(Form):
    """Gets what was seen of a folder; `chosen` hears every choice. `gpu`: larger pictures are offered."""

    def __init__(self, chosen: Chosen, fits: Any = lambda: None, *, gpu: bool = False) -> None:
        super().__init__()
        self.chosen, self.now = chosen, PictureOptions()
        self.told = Label(wrap=True)
        self.counts, self.samples = Counts(), SeenSamples()
        self.oddities = Oddities(self._decide)
        seen_as = Label(tr("As the network will see them"), bold=True)
        self.side = self._pick("side", tr("Size"), [(n, f"{n}×{n}") for n in (*SIDES, *(LARGE_SIDES if gpu else ()))])
        self.colour = self._pick("colour", tr("Colours"), [("grey", tr("Grey")), ("colour", tr("In colour"))])
        self.fit = self._pick("fit", tr("Other shapes"), [
            ("pad", tr("Keep all, with a border")), ("crop", tr("Cut off the longer side")),
            ("stretch", tr("Stretch")),
        ])  # fmt: skip
        self.ground = self._pick(
            "ground", tr("Border and background"), [("black", tr("Black")), ("white", tr("White"))]
        )
        self.inverted = self._switch("inverted", tr("Swap light and dark"))
        self.held_out = self._pick(
            "held_out", tr("Held out for validation"), [(n, f"{n}%") for n in (10, 20, 30, 40, 50)]
        )
        self.balance = self._pick("balance", tr("Classes of different size"), [
            ("as-is", tr("Leave them as they are")), ("fewer", tr("Leave out of the larger ones")),
            ("more", tr("Repeat the smaller ones")),
        ])  # fmt: skip
        self.copies = self._pick(
            "copies", tr("Altered copies of each"), [(0, tr("None"))] + [(n, f"{n}") for n in (1, 2, 3, 5)]
        )
        self.flip = self._switch("flip", tr("Mirrored"))
        self.shift = self._pick("shift", tr("Moved by up to"), [(n, f"{n}%") for n in (0, 5, 10, 20)])
        self.rotate = self._pick("rotate", tr("Turned by up to"), [(n, f"{n}°") for n in (0, 5, 10, 15, 30)])
        self._lay_out(seen_as, fits)

    def _lay_out(self, seen_as: Label, fits: Any) -> None:
        how = Columns(
            (self.side, self.colour, self.fit, self.ground, self.held_out, self.balance), most=2, least=300, gap=8
        )
        self.altered = Columns((self.copies, self.flip, self.shift, self.rotate), most=2, least=300, gap=8)
        self.why = Label(
            tr("Mirrored, moved or turned copies of training pictures help where there are few. Leave mirroring off "
               "where it makes another thing of a picture, as of letters and digits."),
            kind="soft", size="note_px", wrap=True,
        )  # fmt: skip
        self.more = Folded(tr("Altered copies, light and dark"), self.why, self.altered, self.inverted, fits=fits)
        classes, seen = QWidget(), QWidget()
        classes.setLayout(column(Label(tr("Classes"), bold=True), self.counts, None, gap=4))
        seen.setLayout(column(seen_as, self.samples, None, gap=4))
        both = Columns((classes, seen), most=2, least=320, gap=18)
        self.setLayout(column(self.told, both, self.oddities, how, self.more, gap=12))

    def _pick(self, field: str, name: str, options: list[tuple[Any, str]]) -> Pick:
        return Pick(name, options, partial(self._choose, field))

    def _switch(self, field: str, name: str) -> QWidget:
        made, said = QWidget(), Label(name, kind="soft")
        switch = Switch(partial(self._choose, field), name=name)
        switch.setAccessibleDescription(name)
        said.setBuddy(switch)
        made.setLayout(row(said, None, switch, gap=8))
        made.switch = switch  # type: ignore[attr-defined]
        return made

    def _choose(self, field: str, value: Any) -> None:
        self.now = replace(self.now, **{field: value})
        if field == "copies" and value and not (self.now.flip or self.now.shift or self.now.rotate):
            self.now = replace(self.now, shift=10, rotate=10)
        if field in ("flip", "shift", "rotate") and value and not self.now.copies:
            self.now = replace(self.now, copies=1)
        self._display()
        self.chosen(self.now, field not in UNSEEN)

    def _decide(self, kind: str, way: str) -> None:
        self.now = replace(self.now, decisions=decided(self.now.decisions, kind, way))
        self.chosen(self.now, True)

    def show_seen(self, seen: SeenPictures) -> PictureOptions:
        """Show what a folder or zip holds."""
        unseen = {name: getattr(self.now, name) for name in UNSEEN}
        self.now = replace(seen.chosen, **unseen)
        self.told.put(tr(
            "{files:,} pictures, {used:,} of them used, in {classes:,} classes; made ready they take {size}.",
            files=seen.files, used=seen.used, classes=len(seen.classes), size=size_text(seen.bytes),
        ))  # fmt: skip
        self.counts.show_classes(seen.classes, split=seen.split)
        self.samples.show_seen(seen)
        self.oddities.show_oddities(seen.oddities)
        self.held_out.setVisible(not seen.split)
        self.ground.display(seen.chosen.ground or seen.ground)
        self._display()
        self.ready = len(seen.classes) >= 2 and seen.used >= 2
        return self.now

    def _display(self) -> None:
        for name in ("side", "colour", "fit", "held_out", "balance", "copies", "shift", "rotate"):
            value = getattr(self.now, name)
            if value != "":
                getattr(self, name).display(value, WRITTEN.get(name, "{0}").format(value))
        if self.now.ground:
            self.ground.display(self.now.ground)
        for name in ("inverted", "flip"):
            getattr(self, name).switch.setChecked(getattr(self.now, name))
