"""Draw a digit: what the network says of it while one draws, and what it is wrong about."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from core.data.drawn.scaled import SCALED, Ink, Scaled
from core.messages.beside.pictures import (
    Classified,
    Classify,
    Examined,
    PicturesShown,
    SampleTaken,
    TakeSample,
)
from core.messages.catalogue import OWN
from core.messages.train_commands import DataSpec
from core.messages.train_events import Loaded, Ready, Told
from core.messages.train_reports import Array, Data
from core.sentence import Sentence
from gui.kit.arrays import numbers
from gui.kit.pieces import Button, Elided, Label, column, row
from gui.kit.words import read, tip_text, tr
from gui.train.pad.bars import Bars
from gui.train.pad.ink import ink_of
from gui.train.pad.mistakes import Mistakes
from gui.train.pad.pad import LEAST_PX, MOST_PX, Pad
from gui.train.pad.scaling import scaled_for
from gui.train.pad.seen import Seen
from gui.train.pad.tiles import Specimen
from gui.train.panels.data import is_other
from gui.train.panels.images import is_photo
from gui.train.side.listener import Listener

ANSWERS_PER_S = 10.0
ON_THEIR_WAY = 2
"""Questions: with one, a picture that changes waits for the answer to the one before."""
Light = Callable[[Mapping[int, NDArray[np.float32]] | None], Any]
"""Shows in the drawing of the network what its units do for one picture, by column key; None: what they usually do."""


class DigitAnswers(QWidget, Listener):
    """Asks for what is on the pad, at most `ON_THEIR_WAY` questions at a time: while they are on their way the next
    waits, and only the newest is asked. What is answered is shown at once, also while a person draws on."""

    def __init__(self, send: Callable[[Any], int], light: Light) -> None:
        super().__init__()
        self.send, self.light = send, light
        self.data: Data | None = None
        self.scaled: Scaled | None = None
        self.picture: Ink | None = None
        """What is asked about."""
        self.waiting: list[int] = []
        """Which questions are not answered yet, the newest last."""
        self.again = self.possible = False
        self.sample_asked: int | None = None
        self.place = -1
        """Which validation sample was on the pad last."""
        self.pad = Pad(self.drawn, self.clear, self.step)
        self.bars = Bars()
        self.seen = Seen()
        self.how = Label(kind="soft", size="note_px", wrap=True)
        self.what = Elided(kind="soft", size="note_px", tabular=True)
        self.clear_button = Button(tr("Clear"), self.clear, kind="link", tip=tr("Clear the pad (Delete)"))
        self.back, self.on = (
            Button(text, partial(self.step, by), kind="small", name=name, tip=tip)
            for text, by, name, tip in (
                ("‹", -1, tr("Previous validation sample"), tr("Lay the sample before on the pad (←)")),
                ("›", 1, tr("Next validation sample"), tr("Lay the next sample on the pad (→)")),
            )
        )
        self.choose = Button(tr("Choose a picture …"), self._choose, kind="link", tip=tr("A picture to ask about"))
        self.choose.hide()
        self.pick: Callable[[DataSpec], Any] | None = None
        """Lets a person choose a picture for this data; `lay_picture` gets it."""
        self.mistakes = Mistakes(send, self.lay, self.how)
        top = row(self.pad, self.bars, gap=8)
        top.setStretch(1, 1)
        below = row(self.seen, self.back, self.on, self.what, self.clear_button, gap=4)
        below.setStretch(3, 1)
        self.said = Label(kind="problem", size="note_px", wrap=True)
        self.said.hide()
        self.setLayout(column(top, below, self.choose, self.said, self.mistakes, None, gap=4))

    def title(self) -> str:
        """Return the card's title."""
        if self.data is None or self.data.spec.name in SCALED:
            return tr("Draw a digit")
        return tr("Draw one") if self.pad.drawable else tr("Ask about a picture")

    @property
    def asked(self) -> int | None:
        """The newest question that is not answered yet."""
        return self.waiting[-1] if self.waiting else None

    def suits(self, data: Data) -> bool:
        """Whether these are pictures of classes."""
        known = data.spec.name == OWN or scaled_for(data) is not None
        return known and data.task == "classify" and len(data.input) == 3 and len(data.classes) >= 2

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        side = int(min(max(self.width() * 0.5, LEAST_PX), MOST_PX))
        if self.pad.width() != side:
            self.pad.setFixedSize(side, side)

    # ------------------------------------------------------------------------------------------- what it is told
    def show_ready(self, ready: Ready) -> None:
        self.sample_asked = None
        self.waiting.clear()
        self.mistakes.looking = False
        self.mistakes.asked.clear()

    def show_loaded(self, loaded: Loaded) -> None:
        before, self.data = self.data, loaded.data
        self.scaled = scaled_for(loaded.data)
        photo = self.seen.photo = is_photo(loaded.data)
        self.pad.show_kind(photo=photo, drawable=self.scaled is not None)
        self.choose.setVisible(self.pick is not None and loaded.data.spec.name == OWN)
        self.again, self.sample_asked = False, None
        self.waiting.clear()
        if before is None or is_other(before.spec, loaded.data.spec):
            self._show_nothing()
            self.bars.show_classes(loaded.data.classes)
            self.place = -1
        self.how.put(read(self.scaled.told) if self.scaled is not None else "")
        self.how.setVisible(self.scaled is not None)
        self.seen.setToolTip(tip_text(self.seen.accessibleName() + "\n" + self.how.text()))
        self.mistakes.show_data(loaded.data)
        if self.picture is not None:
            self.ask()

    def show_asking(self, possible: bool) -> None:
        self.possible = possible
        for part in (self.pad, self.clear_button, self.back, self.on, self.choose):
            part.setEnabled(possible)
        self.mistakes.show_asking(possible)
        self._say("" if possible else tr("Nothing can be asked now. What was answered last stays here."))

    def hear(self, event: Told, answers: int | None) -> bool:
        match event:
            case Classified():
                self._hear_answer(event, answers)
            case SampleTaken():
                self._hear_sample(event, answers)
            case Examined() | PicturesShown():
                self.mistakes.hear(event, answers)
            case _:
                return False
        return True

    def _hear_answer(self, event: Classified, answers: int | None) -> None:
        if answers is not None and answers in self.waiting:
            del self.waiting[: self.waiting.index(answers) + 1]
            newest = not self.waiting and not self.again
            if self.again:
                self.again = False
                self.ask()
            if not newest:
                picture = self._fitting(event.picture) if event.picture is not None else None
                if picture is not None and self.picture is not None:
                    self._show_answer(event)  # of what was drawn a moment ago
                return
        elif self.waiting and self.possible:
            return  # what is on the pad now has been asked about: this is older
        if event.picture is None:
            if self.picture is not None and not self.possible:
                self._show_nothing()  # in a recording the pad was cleared here
            return
        picture = self._fitting(event.picture)
        if picture is None or self.data is None:
            return
        if self.pad.empty or not self.possible:
            self.pad.lay(picture)  # drawn in a window before this one, or in a recording
            self.picture = picture
            self.seen.show_picture(picture)
        self._show_answer(event)

    def _show_answer(self, event: Classified) -> None:
        assert self.data is not None
        given = event.probabilities
        if given is None or given.shape != (len(self.data.classes),) or given.dtype[0] != "f":
            return
        if self.possible:
            self._say("")
        self.bars.show_shares(np.clip(np.nan_to_num(numbers(given).astype(np.float64)), 0, 1))
        self._name_answer()
        lit = {one.key: _finite(one.values) for one in event.activations if one.values.dtype[0] == "f"}
        self.light({key: values for key, values in lit.items() if values.ndim == 1})

    def _hear_sample(self, event: SampleTaken, answers: int | None) -> None:
        if answers is not None and answers == self.sample_asked:
            self.sample_asked = None
        picture = self._fitting(event.picture)
        if picture is None or self.data is None:
            return
        self.place = event.place
        name = self.data.classes[event.true] if 0 <= event.true < len(self.data.classes) else "?"
        self._lay(picture, f"{name} · {event.place + 1:,}/{event.count:,}")
        said = tr("sample {n:,} of {count:,}: {name}", n=event.place + 1, count=event.count, name=name)
        self.what.setAccessibleName(said)

    def _fitting(self, array: Array) -> Ink | None:
        """Return a told picture (side, side), None where it is not one of this data."""
        if self.data is None or array.shape != tuple(self.data.input) or array.dtype != "f4":
            return None
        return _finite(array).reshape(array.shape if array.shape[0] == 3 else array.shape[-2:])

    def rejected(self, answers: int | None, sentence: Sentence) -> bool:
        if answers is not None and answers in (*self.waiting, self.sample_asked):
            if answers in self.waiting:
                self.waiting.remove(answers)
                self.again = False
            else:
                self.sample_asked = None
            self._say(read(sentence))
            return True
        return self.mistakes.rejected(answers, sentence)

    def in_reading_order(self) -> Sequence[QWidget]:
        return (self.pad, self.back, self.on, self.clear_button, self.mistakes)

    # --------------------------------------------------------------------------------------------- what is asked
    def drawn(self) -> None:
        """Ask about what is drawn now."""
        if self.scaled is None:
            return
        self.what.put("")
        self.picture = self.scaled.make(ink_of(self.pad.strokes))
        self.seen.show_picture(self.picture)
        self.ask()

    def clear(self) -> None:
        """Take away what is on the pad, and what was said of it."""
        asked = self.picture is not None
        self._show_nothing()
        if asked:
            self.ask()

    def step(self, by: int) -> None:
        """Lay the next validation sample on the pad, or the one before."""
        if self.possible and self.data is not None and self.sample_asked is None:
            place = self.place + by if self.place >= 0 or by > 0 else -1
            self.sample_asked = self.send(TakeSample("validation", place))

    def lay(self, specimen: Specimen) -> None:
        """Lay a picture on the pad that was clicked."""
        if self.possible:
            self._lay(specimen.picture, tr("true {true}", true=specimen.true))
            self.pad.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self) -> None:
        if self.pick is not None and self.data is not None:
            self.pick(self.data.spec)

    def lay_picture(self, picture: Array, said: str) -> None:
        """Lay a picture on the pad that a person has chosen, (channels, height, width) "u1"."""
        if self.data is not None and picture.shape == tuple(self.data.input) and picture.dtype == "u1":
            made = (numbers(picture) / np.float32(255)).astype(np.float32)
            self._lay(made if made.shape[0] == 3 else made.reshape(made.shape[-2:]), said)

    def tell(self, why: Sentence) -> None:
        """Say why a chosen picture cannot be asked about."""
        self._say(read(why))

    def _lay(self, picture: Ink, said: str) -> None:
        self.pad.lay(picture)
        self.picture = picture
        self.what.put(said)
        self.seen.show_picture(picture)
        self.ask()

    def ask(self) -> None:
        """Ask about what is on the pad, as soon as not too many questions are on their way."""
        if not self.possible:
            return
        if len(self.waiting) >= ON_THEIR_WAY:
            self.again = True
        elif number := self.send(Classify(self._array(), ANSWERS_PER_S)):
            self.waiting.append(number)

    def drawn_array(self) -> Array | None:
        """Return the picture that is on the pad, as the network is given it; None for none."""
        return self._array()

    def _array(self) -> Array | None:
        if self.picture is None or self.data is None:
            return None
        made = np.ascontiguousarray(self.picture, "<f4")
        return Array("f4", tuple(self.data.input), made.tobytes())

    def _show_nothing(self) -> None:
        self.pad.clear()
        self.picture = None
        self.seen.show_picture(None)
        self.bars.show_shares(None)
        self.what.put("")
        self._name_answer()
        self.light(None)

    def _say(self, text: str) -> None:
        self.said.put(text)
        self.said.setVisible(bool(text))

    def _name_answer(self) -> None:
        """Tell who hears the window what the network says."""
        best, said = self.bars.best, tr("Nothing is on the pad.")
        if best >= 0 and self.bars.shares is not None:
            share = 5 * round(20 * float(self.bars.shares[best]))  # not every small change is said
            said = tr("The network says {name}, about {share}% sure.", name=self.bars.classes[best], share=share)
        if said != self.pad.accessibleDescription():
            self.pad.setAccessibleDescription(said)
            self.bars.setAccessibleName(said)


def _finite(array: Array) -> NDArray[np.float32]:
    made: NDArray[np.float32] = np.nan_to_num(numbers(array).astype(np.float32), posinf=0.0, neginf=0.0)
    return made
