"""What is odd about the data: a line each, with how many, an example, and what shall be done with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from core.messages.own.oddities import Decision, Oddity
from gui.kit.pieces import Elided, Label, Picker, apply_theme, column, row
from gui.kit.words import read, tip_text, tr

MOST = 40
WAY_PX = 230


def decided(before: Sequence[Decision], kind: str, way: str) -> tuple[Decision, ...]:
    """Return the decisions with one more, in the place of an earlier one about the same."""
    return (*(one for one in before if one[0] != kind), (kind, way))


class OddLine(QFrame):
    """One kind of oddity; `chosen(kind, way)` when a person wants another way."""

    def __init__(self, oddity: Oddity, chosen: Callable[[str, str], Any]) -> None:
        super().__init__()
        self.setProperty("kind", "row")
        self.kind = oddity.kind
        self.count = Label(bold=True, tabular=True, sample="1,000")
        self.said = Label(wrap=True)
        self.examples = Elided(kind="soft", size="note_px")
        self.way = Picker([], partial(chosen, oddity.kind), name=tr("What is done with them"))
        self.way.setFixedWidth(WAY_PX)
        self.only = Label(kind="soft", size="note_px", wrap=True)
        self.only.setFixedWidth(WAY_PX)
        words = QWidget()
        words.setLayout(column(self.said, self.examples, gap=2))
        line = row(self.count, words, self.way, self.only, gap=10)
        line.setContentsMargins(0, 5, 0, 5)
        line.setStretch(1, 1)
        self.setLayout(line)
        self.show_oddity(oddity)

    def show_oddity(self, oddity: Oddity) -> None:
        """Show how many there are now, and what is done with them."""
        said = read(oddity.sentence)
        self.count.put(f"{oddity.count:,}")
        self.said.put(said)
        examples = ", ".join(oddity.examples)
        self.examples.put(examples)
        self.examples.setVisible(bool(examples))
        self.examples.setAccessibleName(tr("Examples: {names}", names=examples))
        ways = [(way.name, read(way.sentence)) for way in oddity.ways]
        if [(self.way.itemData(at), self.way.itemText(at)) for at in range(self.way.count())] != ways:
            self.way.offer(ways)
        self.way.display(oddity.way)
        self.way.setToolTip(tip_text(self.way.currentText()))
        self.way.setAccessibleDescription(said)
        self.way.setVisible(len(ways) > 1)
        self.only.setVisible(len(ways) <= 1)
        self.only.put(ways[0][1] if ways else "")


class Oddities(QWidget):
    """All of them. A line that stays keeps its place and the focus."""

    def __init__(self, chosen: Callable[[str, str], Any]) -> None:
        super().__init__()
        self.chosen = chosen
        self.lines: dict[str, OddLine] = {}
        self.title = Label(tr("What was odd, and what is done with it"), bold=True)
        self.none = Label(tr("Nothing is odd."), kind="soft")
        self.below = QVBoxLayout()
        self.below.setSpacing(0)
        self.setLayout(column(self.title, self.none, self.below, gap=4))
        self.theme: Any = None

    def set_theme(self, theme: Any) -> None:
        """Use `theme` for lines that come later."""
        self.theme = theme

    def show_oddities(self, told: Sequence[Oddity]) -> None:
        """Show these, in their order."""
        told = told[:MOST]
        kept = {oddity.kind for oddity in told}
        for kind in [kind for kind in self.lines if kind not in kept]:
            line = self.lines.pop(kind)
            line.hide()
            self.below.removeWidget(line)
            line.deleteLater()
        for place, oddity in enumerate(told):
            if (shown := self.lines.get(oddity.kind)) is not None:
                shown.show_oddity(oddity)
            line = shown or self._made(oddity)
            if self.below.indexOf(line) != place:
                self.below.insertWidget(place, line)
        self.none.setVisible(not told)
        self.title.setVisible(bool(told))

    def _made(self, oddity: Oddity) -> OddLine:
        made = self.lines[oddity.kind] = OddLine(oddity, self.chosen)
        if self.theme is not None:
            apply_theme(made, self.theme)
        return made
