"""What makes inputs of pictures: the very code that prepares a person's own data. Pillow may not be there."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from core.data.drawn import dropped, paper
from core.data.drawn.dropped import Drawing
from core.data.pictures.decoders import Decoders, Made, Request
from core.data.pictures.facts import WHY
from core.messages.own.prepared import PicturePreparation
from core.out.taken import OutError, Taken
from core.sentence import Sentence


def picture(decoders: Decoders, path: Path, preparation: PicturePreparation) -> bytes | Sentence:
    """Return the bytes of a picture as the network takes it, (channels, height, width), each 255 times the input; or
    why there are none. It is decoded in a process with limits. Raise `OutError` where pictures cannot be read here."""
    _need_pillow()
    made = next(answer for _, answer in decoders.answers([Request(str(path), to=preparation)], lambda: None))
    if not isinstance(made, Made) or made.problem:
        return WHY[made.problem or "broken"]
    return made.content


def drawing(decoders: Decoders, path: Path, taken: Taken) -> Drawing | Sentence | None:
    """Return what is drawn on a picture made like the data that the network has learned, or why there is nothing; None
    where nothing is to be made of it (`dropped.drawing`), or that data was not drawn. Raise `OutError` where pictures
    cannot be read here."""
    about, spec = taken.about, taken.record.data
    name = dropped.fetched_name(about) if about is not None else spec.name if spec.name in paper.TOLD else ""
    if not name:
        return None
    _need_pillow()
    return dropped.drawing(decoders, path, name=name, side=taken.training.dataset.known.input[-1])


def _need_pillow() -> None:
    if importlib.util.find_spec("PIL") is None:
        raise OutError("Pictures cannot be read here: the package Pillow is missing in this environment.")
