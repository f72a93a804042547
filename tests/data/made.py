"""Prepared data of each kind in the library, for tests of whoever trains on it."""

from __future__ import annotations

import random
import struct
from pathlib import Path

from core.data import library
from core.data.library import DATA_FILE
from core.data.tensors import write_tensors
from core.messages.catalogue import OWN
from core.messages.own.oddities import Oddity, Way
from core.messages.own.prepared import (
    About,
    OwnData,
    PicturePreparation,
    PlainPreparation,
    TableColumn,
    TablePreparation,
)
from core.messages.train_commands import DataSpec
from core.sentence import say

ODD = Oddity("broken", 2, say("{count} are broken", count=2), ("a.png",), (Way("leave-out", say("leave out")),),
             "leave-out", used=False)  # fmt: skip
COLUMNS = (
    TableColumn("키", "number", 170.0, 9.5, 171.0),
    TableColumn("도시", "category", categories=("", "서울", "부산")),
)
KINDS: dict[str, About] = {
    "grey pictures": About(
        "숫자 그림", "pictures", "classify", (1, 8, 8), ("가", "나", "다"), 60, 15, PicturePreparation(1, 8, 8),
        source="그림", attribution="나", altered=10, told=(ODD,),
    ),
    "colour pictures": About(
        "colours", "pictures", "classify", (3, 8, 8), ("red", "green"), 60, 15, PicturePreparation(3, 8, 8, "crop"),
    ),
    "a table": About("집값", "table", "regress", (4,), (), 60, 15, TablePreparation(COLUMNS, "값", 3.0, 2.0)),
    "arrays": About("arrays", "arrays", "classify", (5,), ("0", "1"), 60, 15, PlainPreparation(0.5, 2.0)),
    "volumes": About("volumes", "python", "classify", (2, 8, 8), ("0", "1"), 60, 15, PlainPreparation()),
}  # fmt: skip


def put(about: About, *, at: Path | None = None, seed: int = 0) -> OwnData:
    """Put data that can be learned into the library: each class has a number of its own that is larger."""
    drawn = random.Random(seed)
    size, count = 1, about.training + about.validation
    for length in about.input:
        size *= length
    classes = [number % max(len(about.classes), 1) for number in range(count)]
    pictures = isinstance(about.preparation, PicturePreparation)
    rows = []
    for number in range(count):
        values = [drawn.randrange(120) if pictures else drawn.gauss(0, 1) for _ in range(size)]
        values[classes[number]] = 255 if pictures else 3.0
        rows.append(bytes(values) if pictures else struct.pack(f"<{size}f", *values))
    if about.task == "classify":
        targets = struct.pack(f"<{count}q", *classes)
    else:
        targets = struct.pack(f"<{count}f", *(struct.unpack("<f", row[:4])[0] * 0.5 for row in rows))
    with library.writing(at) as folder:
        write_tensors(
            folder / DATA_FILE, inputs=rows, shape=(count, *about.input), of="U8" if pictures else "F32",
            targets=targets, classify=about.task == "classify",
        )  # fmt: skip
        return library.put(folder, about, at)


def spec_of(data: OwnData) -> DataSpec:
    """What is loaded of it."""
    return DataSpec(OWN, own=data.digest, title=data.about.title)
