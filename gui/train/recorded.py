"""A training that is played from a recording: the bar that says so, and the page on which nothing can be changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from core.sentence import say
from gui.kit.words import read, tr
from gui.notices.bar import Bar, BarButton, Bars

if TYPE_CHECKING:
    from gui.train.page import TrainPage

CLOSED = say("This is a recording: nothing in it can be changed.")
SUBJECT = "recording"


class Tape(Protocol):
    """What the window needs of a recording that plays; `core.workers.session_tape.Replay` is one."""

    paused: bool

    @property
    def position_s(self) -> float:
        """How far it has come."""

    @property
    def length_s(self) -> float:
        """How long it is."""

    @property
    def over(self) -> bool:
        """Whether all of it has been said."""

    def hold(self, paused: bool) -> None:
        """Stand still, or go on."""

    def again(self) -> None:
        """Begin again from the start."""


def toggle(tape: Tape) -> None:
    """Pause a recording or let it go on; one that is over begins again."""
    if tape.over:
        tape.again()
    else:
        tape.hold(not tape.paused)


def place_text(tape: Tape) -> str:
    """Return where a recording stands: "recording 0:12 of 1:03"."""
    return tr("recording {now} of {end}", now=_clock(tape.position_s), end=_clock(tape.length_s))


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


class Recorded:
    """Keeps the page and its bar as the tape is. `page` and `bars` are asked each time: a language makes new ones."""

    def __init__(self, tape: Tape, page: Callable[[], TrainPage], bars: Callable[[], Bars]) -> None:
        self.tape, self.page, self.bars = tape, page, bars
        self.said: bool | None = None
        """Whether the bar said last that the recording is over; None: no bar yet."""

    def show(self) -> None:
        """Close the page to edits, and say why."""
        page = self.page()
        page.recorded = True
        page.controls.show_recorded(self.tape)
        close_page(page)
        self.said = None
        self.draw()

    def draw(self) -> None:
        """Once a frame: say when it is over, and when it begins again."""
        if self.tape.over != self.said:
            self.said = self.tape.over
            self.bars().show_bar(SUBJECT, self._over_bar if self.said else playing_bar)

    def _over_bar(self) -> Bar:
        again = BarButton(tr("Play it again"), self.tape.again, primary=True, stays=True)
        return Bar(tr("The recording is over. This is how it ended."), tone="note", does=(again,))


def playing_bar() -> Bar:
    """Return the bar over a recording that plays."""
    sentence = tr(
        "This is a recording of a training. You can pause it and look at everything, but nothing in it can be changed."
    )
    return Bar(sentence, tone="note")


def without_buttons(make: Callable[[], Bar]) -> Callable[[], Bar]:
    """Return what makes the same bar without what it offers to do: in a recording nothing can be done."""

    def made() -> Bar:
        bar = make()
        bar.buttons.hide()
        return bar

    return made


def close_page(page: TrainPage) -> None:
    """Turn off everything on `page` that would change the training, each with the reason."""
    reason = read(CLOSED)
    for part in (page.data, page.panel, page.inspector, page.close_up, page.network.new):
        part.setEnabled(False)
        part.setToolTip(reason)
    page.drawing.close_edits(reason)
