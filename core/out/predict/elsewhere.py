"""What makes inputs of pictures and of cells: the very code that prepares a person's own data. It is loaded where it is
needed: Pillow and what reads tables may not be there."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from core.data.pictures.decoders import Decoders, Made, Request
from core.data.pictures.facts import WHY
from core.messages.own.prepared import PicturePreparation, TablePreparation
from core.out.taken import OutError
from core.sentence import Sentence

CELLS = "core.data.table.inputs"


class RowsToInputs(Protocol):
    """Return the inputs of rows, (rows, inputs)."""

    def __call__(
        self, rows: Sequence[Mapping[str, str]], preparation: TablePreparation
    ) -> Sequence[Sequence[float]]: ...


def picture(decoders: Decoders, path: Path, preparation: PicturePreparation) -> bytes | Sentence:
    """Return the bytes of a picture as the network takes it, (channels, height, width), each 255 times the input; or
    why there are none. It is decoded in a process with limits. Raise `OutError` where pictures cannot be read here."""
    if importlib.util.find_spec("PIL") is None:
        raise OutError("Pictures cannot be read here: the package Pillow is missing in this environment.")
    made = next(answer for _, answer in decoders.answers([Request(str(path), to=preparation)], lambda: None))
    if not isinstance(made, Made) or made.problem:
        return WHY[made.problem or "broken"]
    return made.content


def rows_to_inputs() -> RowsToInputs:
    """Return what prepares rows of a table; raise `OutError` where that is not there."""
    try:
        made: RowsToInputs = importlib.import_module(CELLS).rows_to_inputs
    except ImportError as error:
        raise OutError("Tables cannot be read here.") from error
    return made
