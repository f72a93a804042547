"""Prepared data put into a library, as the data worker would, for tests that train on it."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from core.data import library
from core.messages.own.prepared import (
    About,
    OwnData,
    PicturePreparation,
    PlainPreparation,
    TableColumn,
    TablePreparation,
)
from core.messages.train_commands import DataSpec

ANIMALS = ("고양이", "강아지", "아주 긴 이름을 가진 새 한 마리")


def put(about: About, inputs: np.ndarray, targets: np.ndarray, folder: Path | None = None) -> OwnData:
    """Put data into the library (`folder`: another one than the person's)."""
    dtypes = {"u1": "U8", "f4": "F32", "i8": "I64"}
    header, parts, end = {}, [], 0
    for name, array in (("inputs", inputs), ("targets", targets)):
        content = np.ascontiguousarray(array).tobytes()
        header[name] = {
            "dtype": dtypes[array.dtype.str[1:]], "shape": list(array.shape), "data_offsets": [end, end + len(content)]
        }  # fmt: skip
        end += len(content)
        parts.append(content)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with library.writing(folder) as made:
        (made / library.DATA_FILE).write_bytes(len(text).to_bytes(8, "little") + text + b"".join(parts))
        return library.put(made, about, folder)


def pictures(
    folder: Path | None = None, *, classes: Sequence[str] = ANIMALS, channels: int = 3, side: int = 16, each: int = 20,
    light: bool = False, title: str = "동물 사진",
) -> OwnData:  # fmt: skip
    """Bright squares, whose colour and place tell the class; `light`: dark ones on a light ground."""
    chance, count = np.random.default_rng(0), len(classes) * each
    made = chance.integers(0, 40, (count, channels, side, side)).astype(np.uint8)
    targets = np.arange(count, dtype=np.int64) % len(classes)
    for at, one in enumerate(targets):
        top = int(side * (one % 4) / 5)
        made[at, one % channels, top : top + side // 4, 2 : side - 2] = 250
    made = 255 - made if light else made
    held = count // 5
    about = About(
        title, "pictures", "classify", (channels, side, side), tuple(classes), count - held, held,
        PicturePreparation(channels, side, side, ground="white" if light else "black"), source=title,
    )  # fmt: skip
    return put(about, made, targets, folder)


def table(folder: Path | None = None, *, task: Any = "classify", title: str = "승객") -> OwnData:
    """A table of numbers and categories; the value that is predicted follows from two of them."""
    chance, count = np.random.default_rng(1), 300
    columns = (
        TableColumn("나이", "number", 30.0, 12.0), TableColumn("요금", "number", 20.0, 9.0),
        TableColumn("성별", "category", categories=("남", "여")),
    )  # fmt: skip
    numbers = chance.normal(size=(count, 2)).astype("<f4")
    woman = chance.integers(0, 2, count)
    inputs = np.concatenate([numbers, np.eye(2, dtype="<f4")[woman]], 1).astype("<f4")
    value = (0.7 * numbers[:, 0] + woman - 0.5).astype("<f4")
    targets = (value > 0).astype("<i8") if task == "classify" else (value / value.std())[:, None].astype("<f4")
    about = About(
        title, "table", task, (4,), ("죽음", "생존") if task == "classify" else (), 240, 60,
        TablePreparation(columns, "생존" if task == "classify" else "몸무게", mean=60.0, scale=10.0), source=title,
    )  # fmt: skip
    return put(about, inputs, targets, folder)


def arrays(folder: Path | None = None, *, shape: tuple[int, ...] = (30,), classes: int = 200) -> OwnData:
    """Plain numbers with many classes."""
    chance, count = np.random.default_rng(2), classes * 5
    targets = (np.arange(count) % classes).astype("<i8")
    inputs = (chance.normal(size=(count, math.prod(shape))) * 0.2).astype("<f4")
    inputs[np.arange(count), targets % math.prod(shape)] += 2
    about = About(
        "things", "arrays", "classify", shape, tuple(f"thing number {at}" for at in range(classes)),
        count - classes, classes, PlainPreparation(), source="things.npz",
    )  # fmt: skip
    return put(about, inputs.reshape(count, *shape), targets, folder)


def spec(data: OwnData) -> DataSpec:
    """Return what a training on it is asked for with."""
    return data.spec
