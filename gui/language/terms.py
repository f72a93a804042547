"""All terms, found by what stands on the screen."""

from __future__ import annotations

import html
from collections.abc import Callable

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
    return next((term for term in TERMS if any(read(name).casefold() == wanted for name in term.names)), None)


def told(term: Term, read: Read) -> str:
    """Return a term as rich text: its name, its two sentences, its formula."""
    lines = [f"<b>{html.escape(read(term.names[0]))}</b>", html.escape(read(term.meaning))]
    if term.formula:
        lines.append(f"<span style='font-family:monospace'>{html.escape(term.formula)}</span>")
    return "".join(f"<p style='margin:2px 0'>{line}</p>" for line in lines)


def tip_of(term: Term, read: Read) -> str:
    """Return a term as a tooltip: as wide as any, for Qt breaks rich text where it likes."""
    return f"<table width='{TIP_PX}'><tr><td>{told(term, read)}</td></tr></table>"
