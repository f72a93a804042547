"""The bar above the page while an earlier moment is shown: which one, and the two ways on from there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QWidget

from core.messages.beside.branches import BackToNow, GoOnFrom, ShownAt
from gui.kit.folding import fold
from gui.kit.pieces import Button, Label, row
from gui.kit.words import tip_text, tr
from gui.notices.bar import Mark

Send = Callable[[Any], int]


class EarlierBar(QFrame):
    """Says which step is shown and where the training waits. `send` asks the trainer; `changed` is told when the bar
    comes or goes."""

    def __init__(self, send: Send, changed: Callable[[], Any]) -> None:
        super().__init__()
        self.setProperty("kind", "bar")
        self.setProperty("tone", "note")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.send, self.changed = send, changed
        self.shown: ShownAt | None = None
        """The earlier moment, None for now."""
        self.sentence = Label(wrap=True)
        self.go_on = Button(tr("Go on from here"), self._go_on, kind="primary")
        self.go_on.setToolTip(
            tip_text(tr("Train on from this step in a new branch. What came after it stays as it is."))
        )
        self.show_beside: Callable[[int], Any] = lambda _: None
        self.beside = Button(tr("Side by side"), self._show_beside)
        self.beside.setToolTip(tip_text(tr("This moment and the training as it stands, next to each other")))
        self.back = Button(tr("Back to now"), lambda: self.send(BackToNow()))
        line = row(Mark("note"), self.sentence, self.beside, self.back, self.go_on, gap=10)
        line.setStretch(1, 1)
        line.setContentsMargins(14, 7, 12, 7)
        self.setLayout(line)
        self.hide()

    @property
    def looking(self) -> bool:
        """Whether an earlier moment is shown."""
        return self.shown is not None

    def show_at(self, shown: ShownAt | None) -> None:
        """Show which moment is on the page; None or now: nothing is said."""
        self.shown = shown if shown is not None and shown.looking else None
        if self.shown is not None:
            self.sentence.put(said_of(self.shown))
            self.setAccessibleName(self.sentence.text())
        self.setVisible(self.shown is not None)
        self.changed()

    def _go_on(self) -> None:
        if self.shown is not None:
            at = self.shown.now.state.step
            exact = at == self.shown.asked
            self.send(GoOnFrom(at, self.shown.before and exact))

    def _show_beside(self) -> None:
        if self.shown is not None:
            self.show_beside(self.shown.now.state.step)

    def in_reading_order(self) -> Sequence[QWidget]:
        """Return what Tab comes to."""
        return (self.beside, self.back, self.go_on)

    def fold_into(self, width: int) -> None:
        """Put the buttons below the sentence where the page is narrow."""
        fold(self, width)


def said_of(shown: ShownAt) -> str:
    """Return what is said of an earlier moment."""
    step, waits = shown.now.state.step, shown.waits
    if step != shown.asked:
        said = tr(
            "This is step {step:,}, the nearest before step {asked:,} that is kept. The training waits at step "
            "{waits:,}.", step=step, asked=shown.asked, waits=waits,
        )  # fmt: skip
    elif shown.before:
        said = tr("This is step {step:,}, before what was done there. The training waits at step {waits:,}.",
                  step=step, waits=waits)  # fmt: skip
    else:
        said = tr("This is step {step:,}. The training waits at step {waits:,}.", step=step, waits=waits)
    if not shown.exact:
        said += " " + tr("On this device it is like it was then up to rounding.")
    return said
