"""A picture that a person drops: decoded in a process with limits, and made like data that was drawn itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from core.data.drawn import paper
from core.data.pictures.decoders import Answer, Decoders, Made, Request
from core.data.pictures.facts import WHY, Facts
from core.messages.own.prepared import About, Ground, PicturePreparation
from core.sentence import Sentence, say, with_values

NOTHING = say("No drawing stands out on it.")
CUT_OUT = say("Of pictures that are not {side}×{side} pixels the strokes were cut out.")


@dataclass(frozen=True)
class Drawing:
    """A sample made of what is drawn on a picture: (1, side, side) float32, and what has to be known of it."""

    content: bytes
    told: tuple[Sentence, ...]


def fetched_name(about: About) -> str:
    """Return the name of a set that was fetched whose samples were drawn, "" of other data."""
    return about.source if about.kind == "known" and about.source in paper.TOLD else ""


def drawing(
    decoders: Decoders, path: Path, *, name: str, side: int, going_on: Callable[[], None] = lambda: None
) -> Drawing | Sentence | None:
    """Return what is drawn on a picture made like the data called `name` (`paper.TOLD`), or why there is nothing. None
    where the picture is one of that data, as it is or each pixel a block, or where numpy is missing: then nothing is to
    be made of it. Needs Pillow. Raises OSError where no process can be started, and what `going_on` raises."""
    if not paper.possible():
        return None
    facts = _answer(decoders, Request(str(path)), going_on)
    if not isinstance(facts, Facts) or facts.problem:
        return WHY[facts.problem or "broken"]
    if (facts.width, facts.height) == (side, side):
        return None
    scale = min(1.0, paper.WITHIN / max(facts.width, facts.height))
    width, height = (max(1, round(scale * length)) for length in (facts.width, facts.height))
    below: Ground = "white" if facts.ink < 128 else "black"  # of what is transparent: what the rest stands out from
    to = PicturePreparation(3, height, width, "stretch", below)
    seen = _answer(decoders, Request(str(path), to=to), going_on)
    if not isinstance(seen, Made) or seen.problem:
        return WHY[seen.problem or "broken"]
    pixels = _pixels(seen.content)
    if scale == 1 and paper.is_enlarged(pixels, height=height, width=width, side=side):
        return None
    made = paper.sample_of(pixels, height=height, width=width, name=name)
    return NOTHING if made is None else Drawing(made, (with_values(CUT_OUT, side=side), paper.TOLD[name]))


def _answer(decoders: Decoders, request: Request, going_on: Callable[[], None]) -> Answer:
    return next(answer for _, answer in decoders.answers([request], going_on))


def _pixels(planes: bytes) -> bytes:
    """Return red, green and blue of each pixel, of which there were three planes."""
    third, made = len(planes) // 3, bytearray(len(planes))
    for at in range(3):
        made[at::3] = planes[at * third : (at + 1) * third]
    return bytes(made)
