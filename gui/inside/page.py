"""The page Look inside: what one training step is made of, on the network that is training right now.

A tab for each thing to look into. A tab is made when it is first opened; it shows events of the inside worker and sends
what a person asks (`gui.inside.setting.Tab`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from core.messages.inside.opening import InsideReady, TakenUp
from core.net.plan import Dense, Net, numbered
from core.sentence import Sentence
from gui.inside.setting import Tab, TabSetting
from gui.kit.pieces import Button, Elided, Label, apply_theme, column, edge, row
from gui.kit.theme import Theme
from gui.kit.words import read, tr


@dataclass(frozen=True)
class TabKind:
    """A tab: its name in the program, its text, and what makes it."""

    name: str
    text: Sentence
    make: Callable[[TabSetting], Any]


class InsidePage(QWidget):
    """`send`, `train`, `again` as in `TabSetting`; `seen` is called with whether the page is in sight."""

    def __init__(
        self,
        *,
        theme: Theme,
        kinds: Sequence[TabKind],
        send: Callable[[object], int],
        train: Callable[[object], int],
        again: Callable[[], Any],
        seen: Callable[[bool], Any],
    ) -> None:
        super().__init__()
        self.setProperty("kind", "page")
        self.theme, self.seen = theme, seen
        self.setting = TabSetting(theme=theme, send=send, train=train, again=again, show_tab=self.open_tab)
        self.kinds = {kind.name: kind for kind in kinds}
        self.made: dict[str, Any] = {}
        self.taken: TakenUp | None = None
        self.buttons = {
            kind.name: Button(read(kind.text), partial(self.open_tab, kind.name), kind="tab") for kind in kinds
        }
        for button in self.buttons.values():
            button.setCheckable(True)
        tabs = QWidget()
        tabs.setProperty("kind", "tabs")
        tabs.setLayout(row(*self.buttons.values(), gap=2))
        tabs.layout().setContentsMargins(3, 3, 3, 3)  # type: ignore[union-attr]
        self.again = Button(tr("Look again"), again, icon="reset", tip=tr("Take up the training as it stands now."))
        self.note = Elided("", kind="soft", tabular=True)
        self.device = Label("", bold=True)
        self.beside = row(gap=6)
        head = QWidget()
        head.setProperty("kind", "top")
        top = row(tabs, self.again, self.beside, self.note, None, self.device, gap=8)
        top.setContentsMargins(14, 8, 14, 8)
        head.setLayout(top)
        self.stack = QStackedWidget()
        self.empty = Label(tr("The training is being taken up …"), kind="soft")
        self.empty.setWordWrap(True)
        waiting = QWidget()
        waiting.setLayout(column(None, self.empty, None))
        waiting.layout().setContentsMargins(40, 0, 40, 0)  # type: ignore[union-attr]
        self.stack.addWidget(waiting)
        self.setLayout(column(head, edge(), self.stack, gap=0))
        self.opened = next(iter(self.kinds), "")
        self._mark()

    # ------------------------------------------------------------------------------------------------------- tabs
    def open_tab(self, name: str) -> Any:
        """Show a tab; return it. Before a training is taken up, it is only remembered."""
        self.opened = name
        self._mark()
        if self.taken is None:
            return None
        tab = self.tab(name)
        self.stack.setCurrentWidget(tab)
        for other, made in self.made.items():
            for part in made.beside:
                part.setVisible(other == name)
        return tab

    def tab(self, name: str) -> Any:
        """Return a tab; make it on first use."""
        if name not in self.made:
            made = self.made[name] = self.kinds[name].make(self.setting)
            self.stack.addWidget(made)
            for part in made.beside:
                self.beside.addWidget(part)
                apply_theme(part, self.theme)
            apply_theme(made, self.theme)
            if self.taken is not None:
                made.show_taken_up(self.taken)
        return self.made[name]

    def _mark(self) -> None:
        for name, button in self.buttons.items():
            button.setChecked(name == self.opened)
            button.bold = name == self.opened
            if button.theme is not None:
                button.set_theme(button.theme)

    # ------------------------------------------------------------------------------------------------ what is shown
    def show_ready(self, ready: InsideReady) -> None:
        """The inside worker is warm."""

    def show_taken_up(self, taken: TakenUp) -> None:
        """Show a training, or another moment of it, in every tab."""
        self.taken = taken
        self.show_wait("")
        self.note.put(tr(
            "step {step:,} · batch {samples} · {net} · the training goes on",
            step=taken.step, samples=taken.samples, net=short(taken.net),
        ))  # fmt: skip
        self.device.setText(taken.device)
        for made in self.made.values():
            made.show_taken_up(taken)
        self.open_tab(self.opened)

    def show_wait(self, sentence: str) -> None:
        """Say why nothing is to be seen, "" to show what there is."""
        self.empty.setText(sentence or tr("The training is being taken up …"))
        if sentence:
            self.taken = None
            self.note.put("")
            self.stack.setCurrentIndex(0)

    def show_event(self, event: Any, answers: int | None) -> None:
        """Show an event to every tab."""
        for made in tuple(self.made.values()):
            made.show_event(event, answers)

    def show_gone(self) -> None:
        """The inside worker is gone."""
        for made in self.made.values():
            made.show_gone()

    def draw(self) -> None:
        """Once a frame: draw the open tab."""
        tab: Tab | None = self.made.get(self.opened)
        if tab is not None and self.taken is not None and self.isVisible():
            tab.draw()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.seen(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.seen(False)


def short(net: Net) -> str:
    """Return a network in one line: "64 → 40 → 32 → 10", convolutions by their channels."""
    widths = [layer.width if isinstance(layer, Dense) else getattr(layer, "channels", 0) for layer in numbered(net)]
    inputs = " × ".join(map(str, net.input))
    return " → ".join([inputs, *(str(width) for width in widths if width)])
