"""A training that is played from a recording: the page on which nothing can be changed, and the bar that says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from gui.kit.words import read, tr
from gui.notices.bar import Bar, BarButton
from gui.notices.bars import Bars
from gui.notices.tape import CLOSED, Tape, close, playing_bar

if TYPE_CHECKING:
    from gui.train.page import TrainPage

SUBJECT = "recording"


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
            self.bars().show_bar(SUBJECT, self._over_bar if self.said else playing_bar, page="train")

    def _over_bar(self) -> Bar:
        again = BarButton(tr("Play it again"), self.tape.again, primary=True, stays=True)
        return Bar(tr("The recording is over. This is how it ended."), tone="note", does=(again,))


def close_page(page: TrainPage) -> None:
    """Turn off everything on `page` that would change the training, each with the reason."""
    close(page.data, page.panel, page.inspector, page.close_up, page.network.new)
    page.drawing.close_edits(read(CLOSED))
