"""The bars that speak of the training that is shown: what has happened to it, what is noticed, and the way on."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from core.messages.train_commands import Redo
from core.messages.train_events import Diverged, Edited, Loaded, Noticed, StopHit
from core.messages.train_reports import EXPLODED, Hit, outrun
from gui.kit.layer_words import label_text, title
from gui.notices.bar import Bar
from gui.notices.bars import Bars
from gui.notices.noticed import Ways, noticed_bar
from gui.notices.notices import called_off_bar, came_about_bar, diverged_bar, no_undo_bar, stopped_bar, went_back_bar
from gui.notices.tape import without_buttons
from gui.stops.words import hit_text, stands_text

if TYPE_CHECKING:
    from gui.train.page import TrainPage
    from gui.train.worker_room import TrainRoom

OF_THE_TRAINING = ("diverged", "stopped", "noticed", "went back", "came about", "no undo", "gone", "kept")
"""What is said of one training, and goes with it."""


class TrainingBars:
    """Shows and removes them. `page` and `bars` are asked each time: a language makes new ones. `recorded`: there is
    nothing to do about what a recording shows, so they have no buttons."""

    def __init__(
        self, room: TrainRoom, page: Callable[[], TrainPage], bars: Callable[[], Bars], *, recorded: bool
    ) -> None:
        self.room, self.page, self.bars, self.recorded = room, page, bars, recorded

    def _show(self, subject: str, make: Callable[[], Bar]) -> None:
        self.bars().show_bar(subject, without_buttons(make) if self.recorded else make, page="train")

    def remove(self, *subjects: str) -> None:
        """Remove what is no longer so."""
        for subject in subjects:
            self.bars().remove(subject)

    def show_loaded(self, loaded: Loaded, *, opened: bool) -> None:
        """Remove what was said of the training before; say of one that was opened what of it is gone."""
        self.remove(*OF_THE_TRAINING, *(("left", "opening") if opened else ()))
        if opened and loaded.now.marks and not loaded.now.state.undo:
            self.bars().show_bar("no undo", no_undo_bar, page="train")

    def show_edited(self, edited: Edited) -> None:
        """Say how far an undo has gone back, or what came of an edit that took its time: the layer is gone, the copy
        has taken over or is given up; until the next thing is done."""
        self.remove("diverged", "stopped", "went back", "came about")
        if edited.cause == "undo" and edited.steps_undone > 0 and edited.mark.label != EXPLODED:
            self._show("went back", lambda: went_back_bar(
                edited, label_text(edited.mark.label), lambda: self.room.send(Redo()),
            ))  # fmt: skip
        if edited.cause in ("fade", "given up"):
            self._show("came about", lambda: came_about_bar(edited, label_text(edited.mark.label)))
        elif edited.cause != "undo" and edited.now.marks[1:] and (label := outrun(edited.now.marks)) is not None:
            called_off = label
            self._show("came about", lambda: called_off_bar(label_text(called_off)))

    def show_diverged(self, diverged: Diverged) -> None:
        """Say that the loss has diverged, and offer what usually helps."""

        def made() -> Bar:
            layer = title(diverged.now.net, diverged.layer) if diverged.layer else ""
            from gui.train.panels.data import usual_settings

            usual = usual_settings(self.room.data()).learning_rate
            return diverged_bar(diverged, self.room.send, layer=layer, usual_rate=usual)

        self._show("diverged", made)

    def show_hit(self, event: StopHit, look: Callable[[Hit], Any] | None) -> None:
        """Say that the training has stopped by itself, if it did play, and offer to look at the step if it can be."""
        hit, state = event.hit, self.page().state
        looks = partial(look, hit) if look is not None else None
        if state is not None and state.playing:
            self._show("stopped", lambda: stopped_bar(hit, hit_text(hit), stands_text(hit), looks))

    def show_noticed(self, noticed: Noticed) -> None:
        """Say what is wrong with the training and what helps, as long as it is so."""
        self.remove("noticed")
        page, net = self.page(), self.page().net
        if not noticed.diagnoses or net is None or page.state is None:
            return
        ways = Ways(net, page.settings.learning_rate, page.state.undo > 0, self.room.send, self.room.begin_again)
        self._show("noticed", lambda: noticed_bar(noticed.diagnoses[0], ways))
