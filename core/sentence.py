"""Sentences a person reads, kept apart from the language they are read in.

`core` never translates: it says a sentence in English with named places, and the window looks the English up in
`resources/i18n`. So one exception serves the log and the text door (English) and the screen (the person's language),
and a test can collect every sentence by reading the source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from string import Formatter
from typing import Union

Value = Union[str, int, float]
LONGEST = 20_000
"""Letters of a sentence; of a longer one the beginning is shown."""
LONGEST_PLACE = 4_000
"""Letters that one value puts into a sentence: a longer one is a fault of whoever sent it, or a whole log."""
_SPEC = re.compile(r",?(\.\d)?[fgd%]?")
"""How a place may be written: ``{n:,}``, ``{share:.1f}``. A width or a fill is none of it: it could be a billion."""


@dataclass(frozen=True)
class Sentence:
    """An English text with ``{named}`` places, and what goes into them."""

    text: str
    values: tuple[tuple[str, Value], ...] = ()

    def __str__(self) -> str:
        return filled(self.text, self.values)


def filled(text: str, values: Iterable[tuple[str, Value]]) -> str:
    """Return `text` with its ``{named}`` places filled; as it stands where it cannot be. Raises nothing.

    A sentence may come from a file or from another program: it reaches names and numbers, never what they are made of
    (``{0.__class__}``), and it decides on no length (``{x:999999999}``).
    """
    known = dict(values)
    try:
        return _short("".join(_pieces(text[:LONGEST], known)), LONGEST)
    except (ValueError, KeyError, TypeError, OverflowError):
        return _short(text, LONGEST)


def _pieces(text: str, known: dict[str, Value]) -> Iterable[str]:
    for plain, name, spec, conversion in Formatter().parse(text):
        yield plain
        if name is None:
            continue
        if conversion or not name.isidentifier() or not _SPEC.fullmatch(spec or ""):
            raise ValueError(name)
        yield _short(format(known[name], spec or ""), LONGEST_PLACE)


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def say(text: str, **values: Value) -> Sentence:
    """Return the sentence `text`; `text` must be a literal, so that its translation can be looked for."""
    return Sentence(text, tuple(values.items()))


def with_values(sentence: Sentence, **values: Value) -> Sentence:
    """Return a sentence that was said once, as a constant, with what goes into it here."""
    return Sentence(sentence.text, tuple(values.items()))


class Problem(Exception):  # noqa: N818 (not every problem is an error)
    """What a person is told when something failed: what happened, why, and what to do next.

    Raise a subclass with a literal English text: ``raise EditError("Layer {layer} is the output.", layer=3)``.
    """

    def __init__(self, text: str, **values: Value) -> None:
        self.sentence = say(text, **values)
        super().__init__(str(self.sentence))


class AdvisedProblem(Problem):
    """A problem with more to say. `advice`: why, or what to do about it, in sentences that stand behind it."""

    def __init__(self, text: str, *, advice: tuple[Sentence, ...] = (), **values: Value) -> None:
        self.advice = advice
        super().__init__(text, **values)
