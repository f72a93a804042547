"""All terms, found by what stands on the screen."""

from __future__ import annotations

import html
from collections.abc import Callable
from functools import lru_cache

from core.sentence import Sentence
from gui.language.environment_terms import ENVIRONMENT
from gui.language.network_terms import NETWORK
from gui.language.term import TIP_PX, Term
from gui.language.training_terms import TRAINING

TERMS: tuple[Term, ...] = TRAINING + NETWORK + ENVIRONMENT
"""In the order in which they are listed."""

Read = Callable[[Sentence], str]
"""Turns a sentence into the person's language."""


def term_called(text: str, read: Read) -> Term | None:
    """Return the term that stands on screen as `text` in the person's language, None if it is none."""
    wanted = text.replace("&", "").strip().rstrip(":").strip().casefold()
    if not wanted:
        return None
    return _by_name(read, tuple(read(term.names[0]) for term in TERMS[:3])).get(wanted)


@lru_cache(maxsize=8)
def _by_name(read: Read, _language: tuple[str, ...]) -> dict[str, Term]:
    """Return the terms by what `read` makes of their names. `_language`: some of them as they are read now, which is
    how another language is noticed: a widget asks for each of its parts, and to read all names takes a millisecond."""
    found: dict[str, Term] = {}
    for term in TERMS:
        for name in term.names:
            found.setdefault(read(name).casefold(), term)
    return found


def told(term: Term, read: Read) -> str:
    """Return a term as rich text: its name, its two sentences, its formula."""
    return told_of(read(term.names[0]), read(term.meaning), term.formula)


def told_of(name: str, said: str, formula: str) -> str:
    """Return a name, sentences and a formula as rich text; "" for none."""
    lines = [*([f"<b>{html.escape(name)}</b>"] if name else []), html.escape(said)]
    if formula:
        lines.append(f"<span style='font-family:monospace'>{html.escape(formula)}</span>")
    return "".join(f"<p style='margin:2px 0'>{line}</p>" for line in lines)


def tip_of(term: Term, read: Read) -> str:
    """Return a term as a tooltip: as wide as any, for Qt breaks rich text where it likes."""
    return as_tip(told(term, read))


def as_tip(text: str) -> str:
    """Return rich text as a tooltip."""
    return f"<table width='{TIP_PX}'><tr><td>{text}</td></tr></table>"
