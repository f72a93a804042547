"""What is odd about a table, noted while it is read: each kind once, with a number, examples and what is done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from core.messages.own.oddities import Decision, Oddity, Way
from core.sentence import Sentence

EXAMPLES, EXAMPLE_LETTERS = 5, 80


@dataclass
class Noticed:
    """The oddities of one table, and the ways that a person has chosen for them."""

    decisions: tuple[Decision, ...] = ()
    found: list[Oddity] = field(default_factory=list)

    def way(self, kind: str, ways: tuple[Way, ...]) -> str:
        """Return the name of the way for a kind: the one that was chosen, else the first."""
        chosen = dict(self.decisions).get(kind, "")
        return chosen if chosen in {way.name for way in ways} else ways[0].name

    def note(
        self, kind: str, count: int, sentence: Sentence, ways: tuple[Way, ...], *, examples: Iterable[str] = (),
        unused: tuple[str, ...] = (),
    ) -> str:  # fmt: skip
        """Note `count` cells, rows or columns, if there are any; return the way. `unused`: ways by which they are left
        out."""
        way = self.way(kind, ways)
        if count:
            few = tuple(short(one) for _, one in zip(range(EXAMPLES), examples, strict=False))
            self.found.append(Oddity(kind, count, sentence, few, ways, way, way not in unused))
        return way

    def chosen(self) -> tuple[Decision, ...]:
        """Return the way of every oddity that was found."""
        return tuple((one.kind, one.way) for one in self.found)


def short(text: str, letters: int = EXAMPLE_LETTERS) -> str:
    """Return a text in one line, cut where it is long."""
    text = " ".join(text[: letters * 2].split())
    return text if len(text) <= letters else text[: letters - 1] + "…"
