"""The page Look inside: what one training step is made of, on the network that is training right now.

A tab for each thing to look into. A tab is made when it is first opened; it shows events of the inside worker and sends
what a person asks (`gui.inside.setting.Tab`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QStackedWidget, QWidget

from core.messages.inside.opening import InsideReady, TakenUp
from core.net.plan import Dense, Net, numbered
from core.sentence import Sentence
from gui.inside.naming import ask_name
from gui.inside.setting import Tab, TabSetting
from gui.kit.folding import fold
from gui.kit.pieces import Button, Elided, Label, apply_theme, column, edge, row
from gui.kit.theme import Theme
from gui.kit.words import read, tr


@dataclass(frozen=True)
class TabKind:
    """A tab: its name in the program, its text, and what makes it."""

    name: str
    text: Sentence
    make: Callable[[TabSetting], Any]


class Head(QWidget):
    """The tabs, and beside them (below, where they have no room) the tools: `again`, those of the open tab, the note
    and the device."""

    folds_itself = True

    def __init__(self, tabs: Sequence[QWidget], tools: Sequence[QWidget]) -> None:
        super().__init__()
        self.setProperty("kind", "top")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.tabs, self.tools = QWidget(), QWidget()
        self.tabs.setProperty("kind", "tabs")
        self.tabs.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.tabs.setLayout(row(*tabs, gap=2))
        self.tabs.layout().setContentsMargins(3, 3, 3, 3)  # type: ignore[union-attr]
        self.line = row(*tools, gap=6)
        self.tools.setLayout(self.line)
        self.added = 1
        self.whole = row(self.tabs, self.tools, gap=8)
        self.whole.setContentsMargins(14, 8, 14, 8)
        self.whole.setStretch(1, 1)
        self.setLayout(self.whole)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def add(self, part: QWidget) -> None:
        """Add a tool of a tab."""
        self.line.insertWidget(self.added, part)
        self.added += 1

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Put tabs and tools where they have room."""
        room = self.width() - 28
        tools = sum(part.minimumSizeHint().width() + 6 for part in shown_in(self.line))
        beside = self.tabs.sizeHint().width() + 8 + max(tools, 200) <= room
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if way != self.whole.direction():
            self.whole.setDirection(way)
        if not beside:
            fold(self.tabs, room)
            fold(self.tools, room)


def shown_in(line: QBoxLayout) -> list[QWidget]:
    """Return the widgets of a row that are not hidden."""
    parts = [item.widget() for place in range(line.count()) if (item := line.itemAt(place)) is not None]
    return [part for part in parts if part is not None and not part.isHidden()]


class InsidePage(QWidget):
    """`send`, `train`, `again`, `playing`, `folder` as in `TabSetting`; `seen` is called with whether it is in
    sight."""

    def __init__(
        self,
        *,
        theme: Theme,
        kinds: Sequence[TabKind],
        send: Callable[[object], int],
        train: Callable[[object], int],
        again: Callable[[], Any],
        seen: Callable[[bool], Any],
        playing: Callable[[], bool] = lambda: False,
        folder: Path | None = None,
    ) -> None:
        super().__init__()
        self.setProperty("kind", "page")
        self.theme, self.seen = theme, seen
        self.setting = TabSetting(
            theme=theme, send=send, train=train, again=again, show_tab=self.open_tab,
            playing=playing, folder=folder, open_tensor=self.ask_name,
        )  # fmt: skip
        self.kinds = {kind.name: kind for kind in kinds}
        self.made: dict[str, Any] = {}
        self.tools: dict[str, QWidget] = {}
        """What each tab has beside the tabs."""
        self.taken: TakenUp | None = None
        self.buttons = {
            kind.name: Button(read(kind.text), partial(self.open_tab, kind.name), kind="tab") for kind in kinds
        }
        for button in self.buttons.values():
            button.setCheckable(True)
        self.again = Button(tr("Newest step"), again, icon="reset", tip=tr("Take up the training as it stands now."))
        self.again.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.note = Elided("", kind="soft", tabular=True)
        self.note.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.device = Label("", bold=True)
        self.head = Head(tuple(self.buttons.values()), (self.again, self.note, self.device))
        self.stack = QStackedWidget()
        self.empty = Label(tr("The training is being taken up …"), kind="soft")
        self.empty.setWordWrap(True)
        waiting = QWidget()
        waiting.setLayout(column(None, self.empty, None))
        waiting.layout().setContentsMargins(40, 0, 40, 0)  # type: ignore[union-attr]
        self.stack.addWidget(waiting)
        self.setLayout(column(self.head, edge(), self.stack, gap=0))
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
        for other, tools in self.tools.items():
            tools.setVisible(other == name)
        self.head.fit()
        return tab

    def tab(self, name: str) -> Any:
        """Return a tab; make it on first use."""
        if name not in self.made:
            made = self.made[name] = self.kinds[name].make(self.setting)
            self.stack.addWidget(made)
            self.tools[name] = tools = QWidget()
            tools.setLayout(row(*made.beside, gap=6))
            tools.hide()
            self.head.add(tools)
            apply_theme(tools, self.theme)
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

    # -------------------------------------------------------------------------------------------- tensors on the bench
    def ask_name(self, parent: QWidget, of: str) -> None:
        """Ask under which name a tensor of the step is to be on the bench, and open it there."""
        if self.taken is not None:
            ask_name(parent, self.theme, of, self.taken.net, self.bench_names(), partial(self.open_tensor, of))

    def bench_names(self) -> frozenset[str]:
        """Return the names that are known to be on the bench."""
        bench = self.made.get("tensors")
        return bench.known_names() if bench is not None else frozenset()

    def open_tensor(self, of: str, name: str) -> None:
        """Show the bench, with a tensor of the step under a name."""
        bench = self.open_tab("tensors")
        if bench is not None:
            bench.open(name, of)

    def tell(self, sentence: Sentence) -> None:
        """Show the bench, and say something there."""
        bench = self.open_tab("tensors")
        if bench is not None:
            bench.tell(sentence)

    @property
    def busy(self) -> bool:
        """Whether a line runs on the bench."""
        bench = self.made.get("tensors")
        return bench is not None and bool(bench.running)

    # ------------------------------------------------------------------------------------------------ what is shown
    def show_ready(self, ready: InsideReady) -> None:
        """The inside worker is warm."""

    def show_taken_up(self, taken: TakenUp) -> None:
        """Show a training, or another moment of it, in every tab."""
        self.taken = taken
        self.show_wait("")
        self._show_note(taken)
        self.device.setText(taken.device)
        for made in self.made.values():
            made.show_taken_up(taken)
        self.open_tab(self.opened)

    def _show_note(self, taken: TakenUp) -> None:
        where = tr("step {step:,} · batch {samples} · {net}", step=taken.step, samples=taken.samples,
                   net=short(taken.net))  # fmt: skip
        goes_on = tr("the training goes on") if self.setting.playing() else tr("the training waits")
        self.note.put(f"{where} · {goes_on}")

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
            self._show_note(self.taken)
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
