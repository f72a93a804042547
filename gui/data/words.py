"""Prepared data in words."""

from __future__ import annotations

from core.messages.own.arrays import KnownSet
from core.messages.own.prepared import OwnData
from core.sentence import say
from core.sizes import size_text
from gui.kit.words import read, tr


def kind_text(kind: str) -> str:
    """Return what kind of data it is."""
    match kind:
        case "pictures":
            return tr("pictures")
        case "table":
            return tr("table")
        case "python":
            return tr("from a Python file")
        case "known":
            return tr("known set")
        case _:
            return tr("arrays")


SPOKEN = {str(one): one for one in (
    say("not stated by its authors"), say("not stated by its author"), say("for non-commercial use only"),
    say("Iris"), say("Palmer penguins"), say("Wine"),
)}  # fmt: skip
"""What the data worker says of sets in plain words."""


def spoken(text: str) -> str:
    """Return a title or a licence in the person's language, where it is one of ours."""
    return read(SPOKEN[text]) if text in SPOKEN else text


def about_text(data: OwnData) -> str:
    """Return what data is, in one line: "pictures · 398 samples · 3 classes · 1.2 MB"."""
    about = data.about
    told = [kind_text(about.kind), tr("{n:,} samples", n=about.training + about.validation)]
    told.append(tr("{n:,} classes", n=len(about.classes)) if about.classes else tr("a number is predicted"))
    return " · ".join([*told, size_text(data.bytes)])


def known_text(one: KnownSet) -> str:
    """Return what a known set is, in one line."""
    told = [tr("{n:,} samples", n=one.training + one.validation)]
    if len(one.input) == 3:
        told.append(f"{one.input[1]}×{one.input[2]}")
    told.append(tr("{n:,} classes", n=len(one.classes)) if one.classes else tr("a number is predicted"))
    told.append(size_text(one.bytes) if not one.there else tr("on this computer"))
    return " · ".join([*told, spoken(one.licence)])
