"""Prepared pictures on the disk: decoded ones are put aside one by one, altered copies made of those that are trained
on, and all written in order. Little of it is in memory at once."""

from __future__ import annotations

import math
import random
import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from PIL import Image

from core.data.pictures.outcome import Outcome, copies_of
from core.data.pictures.split import order_of, with_more
from core.data.tensors import write_tensors
from core.messages.own.pictures import PictureOptions
from core.messages.own.prepared import PicturePreparation

ASKED_EVERY = 32


class Aside:
    """A file with all decoded pictures, each as large as the others, found again by their numbers."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file, self._size = file, size
        self._places: dict[int, int] = {}

    def __contains__(self, number: int) -> bool:
        return number in self._places

    def put(self, number: int, content: bytes) -> None:
        """Put one picture at the end. Raises OSError, and ValueError for one of another size."""
        if len(content) != self._size:
            raise ValueError("a picture of another size")
        self._places[number] = len(self._places)
        self._file.write(content)

    def get(self, number: int) -> bytes:
        """Return a picture that was put."""
        self._file.seek(self._places[number] * self._size)
        return self._file.read(self._size)


Sample = tuple[int, int]
"""The number of a picture, and which altered copy of it: 0 for itself."""


def samples(outcome: Outcome, names: Mapping[int, str]) -> tuple[list[Sample], int]:
    """Return what is trained on, in order, and how many of it are altered copies."""
    chosen = outcome.chosen
    repeated = with_more(outcome.training, outcome.labels) if chosen.balance == "more" else list(outcome.training)
    altering = bool(chosen.flip or chosen.shift or chosen.rotate)
    copies = copies_of(chosen)
    found: list[Sample] = []
    times: dict[int, int] = {}
    for number in repeated:
        begun = times.get(number, -1) + 1
        first = begun * (1 + copies)
        found += [(number, first + copy if altering else 0) for copy in range(1 + copies)]
        times[number] = begun
    found.sort(key=lambda one: order_of(chosen.seed, f"{names[one[0]]}#{one[1]}"))
    return found, sum(copy > 0 for _, copy in found)


def write(
    path: Path, outcome: Outcome, trained: Sequence[Sample], names: Mapping[int, str], aside: Aside,
    going_on: Callable[[int], None],
) -> None:  # fmt: skip
    """Write the tensors. `going_on` is called with how many samples are written. Raises OSError."""
    preparation = outcome.preparation
    everything = [*trained, *((number, 0) for number in outcome.validation)]
    count = len(everything)
    shape = (count, preparation.channels, preparation.height, preparation.width)
    targets = struct.pack(f"<{count}q", *(outcome.labels[number] for number, _ in everything))

    def pictures() -> Iterator[bytes]:
        for at, (number, copy) in enumerate(everything):
            if at % ASKED_EVERY == 0:
                going_on(at)
            seed = f"{outcome.chosen.seed}:{names[number]}:{copy}"
            content = aside.get(number)
            yield altered(content, preparation, outcome.chosen, seed, copy) if copy else content

    write_tensors(path, inputs=pictures(), shape=shape, of="U8", targets=targets, classify=True)


def altered(content: bytes, preparation: PicturePreparation, choices: PictureOptions, seed: str, copy: int) -> bytes:
    """Return an altered copy of a prepared picture, (channels, height, width) bytes: the same for the same seed.

    Every other copy is mirrored; it is shifted and turned by chance, within what was chosen. What comes in from outside
    is ground.
    """
    chance = random.Random(seed)
    shift = choices.shift / 100
    across = chance.uniform(-shift, shift) * preparation.width
    down = chance.uniform(-shift, shift) * preparation.height
    angle = math.radians(chance.uniform(-choices.rotate, choices.rotate))
    size = preparation.height * preparation.width
    outside = 255 if (preparation.ground == "white") != preparation.inverted else 0
    made = []
    for channel in range(preparation.channels):
        plane = content[channel * size : (channel + 1) * size]
        image = Image.frombytes("L", (preparation.width, preparation.height), plane)
        if choices.flip and copy % 2:
            image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        made.append(_moved(image, across, down, angle, outside).tobytes())
    return b"".join(made)


def _moved(image: Image.Image, across: float, down: float, angle: float, outside: int) -> Image.Image:
    """Return a picture turned around its middle by `angle` and moved, by whole pixels where it is not turned."""
    if not angle:
        moved = Image.new("L", image.size, outside)
        moved.paste(image, (round(across), round(down)))
        return moved
    middle_x, middle_y = image.width / 2, image.height / 2
    cosine, sine = math.cos(angle), math.sin(angle)
    # Of each pixel of the result, where it comes from: (x, y) turned back around the middle.
    from_x = middle_x - cosine * (middle_x + across) - sine * (middle_y + down)
    from_y = middle_y + sine * (middle_x + across) - cosine * (middle_y + down)
    return image.transform(
        image.size, Image.Transform.AFFINE, (cosine, sine, from_x, -sine, cosine, from_y), Image.Resampling.BILINEAR,
        fillcolor=outside,
    )  # fmt: skip
