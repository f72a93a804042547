"""Sentences a person reads, kept apart from the language they are read in.

`core` never translates: it says a sentence in English with named places, and the window looks the English up in
`resources/i18n`. So one exception serves the log and the text door (English) and the screen (the person's language),
and a test can collect every sentence by reading the source.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Union

Value = Union[str, int, float]


@dataclass(frozen=True)
class Sentence:
    """An English text with ``{named}`` places, and what goes into them."""

    text: str
    values: tuple[tuple[str, Value], ...] = ()

    def __str__(self) -> str:
        return self.text.format(**dict(self.values))


def say(text: str, **values: Value) -> Sentence:
    """Return the sentence `text`; `text` must be a literal, so that its translation can be looked for."""
    return Sentence(text, tuple(values.items()))


class Problem(Exception):  # noqa: N818 (not every problem is an error)
    """What a person is told when something failed: what happened, why, and what to do next.

    Raise a subclass with a literal English text: ``raise EditError("Layer {layer} is the output.", layer=3)``.
    """

    def __init__(self, text: str, **values: Value) -> None:
        self.sentence = say(text, **values)
        super().__init__(str(self.sentence))
