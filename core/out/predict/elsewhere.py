"""What makes inputs of pictures: the very code that prepares a person's own data. Pillow may not be there."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path

from core.data.drawn import paper
from core.data.pictures.decoders import Decoders, Made, Request
from core.data.pictures.facts import WHY, Facts
from core.messages.own.prepared import Ground, PicturePreparation
from core.out.taken import OutError, Taken
from core.sentence import Sentence, say, with_values

NOTHING = say("Nothing is drawn on it.")
CUT_OUT = say("Of pictures that are not {side}×{side} pixels the strokes were cut out.")


@dataclass(frozen=True)
class Drawing:
    """A sample made of what is drawn on a picture: (1, side, side) float32, and what has to be known of it."""

    content: bytes
    told: tuple[Sentence, ...]


def picture(decoders: Decoders, path: Path, preparation: PicturePreparation) -> bytes | Sentence:
    """Return the bytes of a picture as the network takes it, (channels, height, width), each 255 times the input; or
    why there are none. It is decoded in a process with limits. Raise `OutError` where pictures cannot be read here."""
    _need_pillow()
    made = next(answer for _, answer in decoders.answers([Request(str(path), to=preparation)], lambda: None))
    if not isinstance(made, Made) or made.problem:
        return WHY[made.problem or "broken"]
    return made.content


def drawing(decoders: Decoders, path: Path, taken: Taken) -> Drawing | Sentence | None:
    """Return what is drawn on a picture made like the data that the network has learned; or why there is nothing. None
    where that data was not drawn, where the picture is as large as its own (as it is, or each pixel a block), or numpy
    is missing: then nothing is to be made of it. Raise `OutError` where pictures cannot be read here."""
    name, side = _drawn_data(taken), taken.training.dataset.known.input[-1]
    if not name or not paper.possible():
        return None
    _need_pillow()
    facts = next(answer for _, answer in decoders.answers([Request(str(path))], lambda: None))
    if not isinstance(facts, Facts) or facts.problem:
        return WHY[facts.problem or "broken"]
    if (facts.width, facts.height) == (side, side):
        return None
    scale = min(1.0, paper.WITHIN / max(facts.width, facts.height))
    width, height = (max(1, round(scale * length)) for length in (facts.width, facts.height))
    below: Ground = "white" if facts.ink < 128 else "black"  # of what is transparent: what the rest stands out from
    content = picture(decoders, path, PicturePreparation(3, height, width, "stretch", below))
    if isinstance(content, Sentence):
        return content
    pixels = _pixels(content)
    if scale == 1 and paper.is_enlarged(pixels, height=height, width=width, side=side):
        return None
    made = paper.sample_of(pixels, height=height, width=width, name=name)
    return NOTHING if made is None else Drawing(made, (with_values(CUT_OUT, side=side), paper.TOLD[name]))


def _drawn_data(taken: Taken) -> str:
    """Return the name of data whose samples were drawn, "" of other data."""
    about = taken.about
    name = taken.record.data.name if about is None else about.source if about.kind == "known" else ""
    return name if name in paper.TOLD else ""


def _pixels(planes: bytes) -> bytes:
    """Return red, green and blue of each pixel, of which there were three planes."""
    third, made = len(planes) // 3, bytearray(len(planes))
    for at in range(3):
        made[at::3] = planes[at * third : (at + 1) * third]
    return bytes(made)


def _need_pillow() -> None:
    if importlib.util.find_spec("PIL") is None:
        raise OutError("Pictures cannot be read here: the package Pillow is missing in this environment.")
