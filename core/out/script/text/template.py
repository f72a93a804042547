"""Texts of code in two languages, of which only the lines that a run needs are written.

``[[English||Korean]]`` is one of the two; the Korean may begin in a line of its own. Lines between ``@if name`` and
``@end`` stand there where one of the names (``a|b``) is given, those behind ``@else`` where none is. ``$name`` is
filled in last, and never looked into again: what comes from a file is put there by `repr`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from string import Template

BOTH = re.compile(r"\[\[(.*?)\|\|(?:\n\s*(?:# )?)?(.*?)\]\]", re.DOTALL)

WIDE = 100
"""How wide a line of code or comment may be, in letters; a Korean one is as wide as two."""


@dataclass(frozen=True)
class Writer:
    """Writes in one language, "ko" or any other for English."""

    language: str

    def either(self, english: str, korean: str) -> str:
        """Return the one of two texts that a person reads."""
        return korean if self.language == "ko" else english

    def filled(self, text: str, names: Collection[str] = (), values: Mapping[str, object] | None = None) -> str:
        """Return a text with what these names ask for, and values in their places."""
        lines = "\n".join(_chosen(text.strip("\n").split("\n"), names))
        spoken = BOTH.sub(lambda found: self.either(found[1], found[2]), lines)
        return Template(spoken).substitute(values or {})


def _chosen(lines: list[str], names: Collection[str]) -> list[str]:
    """Return the lines that stand for these names."""
    kept: list[str] = []
    there = [True]
    for line in lines:
        word, _, rest = line.strip().partition(" ")
        if word == "@if":
            there.append(any(name in names for name in rest.split("|")))
        elif word == "@else":
            there[-1] = not there[-1]
        elif word == "@end":
            there.pop()
        elif all(there):
            kept.append(line)
    return kept


def quoted(name: str) -> str:
    """Return one of our own names, of plain letters, as a text of Python."""
    return f'"{name}"' if name.isascii() and name.isprintable() and not set(name) & set('"\\') else repr(name)


def call(what: str, *given: str) -> str:
    """Return a call, over several lines where it is too long for one."""
    line = f"{what}({', '.join(given)})"
    if len(line) <= WIDE:
        return line
    return "\n".join([f"{what}(", *(f"    {one}," for one in given), ")"])


def commented(text: str) -> list[str]:
    """Return a text as lines of comment, none of them too wide."""
    lines, line = [], "#"
    for word in text.split():
        if _width(f"{line} {word}") > WIDE:
            lines.append(line)
            line = "#"
        line += f" {word}"
    return [*lines, line]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
