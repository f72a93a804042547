"""What is odd about data that a person brings: counted, shown with an example, decided by a default."""

from __future__ import annotations

from dataclasses import dataclass

from core.sentence import Sentence


@dataclass(frozen=True)
class Way:
    """One way to deal with an oddity: its lasting name, and what it does."""

    name: str
    sentence: Sentence


@dataclass(frozen=True)
class Oddity:
    """One kind of oddity: how many samples or cells, a sentence with the number in it, some of them by name.

    `ways`: what can be done, at least one; `way`: the name of the one that is done. `used`: whether the samples are
    used then.
    """

    kind: str
    count: int
    sentence: Sentence
    examples: tuple[str, ...]
    ways: tuple[Way, ...]
    way: str
    used: bool = True


Decision = tuple[str, str]
"""The kind of an oddity, and the name of the way that a person has chosen."""
