"""A training that is played from a recording: the page on which nothing can be changed, and the bar that says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from core.messages.train_events import DeviceLoad, Portrait
from gui.kit.words import read, tr
from gui.notices.bar import Bar, BarButton
from gui.notices.bars import Bars
from gui.notices.tape import CLOSED, Tape, close, no_pictures, playing_bar

if TYPE_CHECKING:
    from gui.train.page import TrainPage
    from gui.train.showing import Showing

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
        page.device.show_recorded(measured=self.tape.holds(DeviceLoad))
        close_page(page)
        self.said = None
        self.draw()

    def draw(self) -> None:
        """Once a frame: say when it is over, and when it begins again."""
        if self.tape.over != self.said:
            self.said = self.tape.over
            self.bars().show_bar(SUBJECT, self._over_bar if self.said else self._playing_bar, page="train")

    def _playing_bar(self) -> Bar:
        return playing_bar(pictures=self.tape.holds(Portrait))

    def _over_bar(self) -> Bar:
        again = BarButton(tr("Play it again"), self.tape.again, primary=True, stays=True)
        said = [tr("The recording is over. This is how it ended.")]
        said += [] if self.tape.holds(Portrait) else [no_pictures()]
        return Bar(" ".join(said), tone="note", does=(again,))


def close_page(page: Showing) -> None:
    """Turn off everything on `page` that would change the training, each with the reason."""
    page.timeline.closed = True
    close(page.data, page.panel, page.inspector, page.network.new)
    page.close_up.close_edits()
    page.close_up.setEnabled(True)  # a unit can be looked at all the same
    page.drawing.close_edits(read(CLOSED))
