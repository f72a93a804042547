"""A term: a word on screen that a beginner may not know, with its two sentences."""

from __future__ import annotations

from dataclasses import dataclass

from core.sentence import Sentence


@dataclass(frozen=True)
class Term:
    """A word's texts on screen (the first is its name), its two sentences, and a formula or command if it has one."""

    names: tuple[Sentence, ...]
    meaning: Sentence
    formula: str = ""


TIP_PX = 340
"""How wide a tooltip is at most, in logical pixels: the same at every size of the window."""
