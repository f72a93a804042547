"""What the fake trainer says of pictures: made up, but of the right shape, and the same for the same picture."""

from __future__ import annotations

import math
import struct
from collections.abc import Iterable, Sequence
from typing import Any

from core.messages.beside.pictures import (
    Activation,
    Classified,
    Classify,
    Examine,
    Examined,
    PicturesShown,
    SampleTaken,
    ShowPictures,
    Specimens,
    TakeSample,
)
from core.messages.catalogue import CATALOGUE, OWN
from core.messages.train_reports import Array
from core.net.plan import Net

PRETENDED = {**CATALOGUE, OWN: CATALOGUE["digits"]}
"""What the fake trainer knows: a person's own data is like the digits."""
COUNTS = {"validation": 360, "training": 1437}
WRONG = 4
"""In the made-up table each class is taken for the next one so often."""


def floats(shape: Sequence[int], values: Iterable[float]) -> Array:
    numbers = list(values)
    return Array("f4", tuple(shape), struct.pack(f"<{len(numbers)}f", *numbers))


def wholes(shape: Sequence[int], values: Iterable[int]) -> Array:
    numbers = list(values)
    return Array("i4", tuple(shape), struct.pack(f"<{len(numbers)}i", *numbers))


def picture(shape: tuple[int, ...], place: int) -> list[float]:
    """A stripe whose place tells which sample it is."""
    size = math.prod(shape)
    return [max(0.0, math.sin(place + 0.7 * at)) for at in range(size)]


def best_of(asked: Array) -> int:
    """The class that is made up for a picture."""
    numbers = struct.unpack(f"<{len(asked.data) // 4}f", asked.data)
    return round(sum(numbers)) % 10


class FakePictures:
    """The pictures that the fake trainer was asked about."""

    def __init__(self) -> None:
        self.asked: Array | None = None
        self.of: str | None = None
        self.told: tuple[object, ...] = ()

    def answer(self, command: Any, net: Net, step: int, data: str) -> object | None:
        """Return the answer to a command of this kind, None for any other."""
        shape = PRETENDED[data].input
        match command:
            case Classify(asked, _):
                self.asked = asked
                return Classified(step) if asked is None else classified(asked, net, step)
            case Examine(of, on):
                self.of, self.told = of if on else None, ()
                return Examined(of, step)
            case TakeSample(of, place):
                count = COUNTS[of]
                there = place % count
                return SampleTaken(of, there, count, floats(shape, picture(shape, there)), there % 10)
            case ShowPictures(of, true, predicted, most):
                count = 30 if true == predicted else WRONG if predicted == (true + 1) % 10 else 0
                some = specimens(shape, [(true, predicted)] * min(count, most))
                return PicturesShown(of, step, true, predicted, count, some)
        return None

    def tell(self, net: Net, step: int, data: str) -> list[object]:
        """Return what there is to tell of another network or step."""
        now = (id(net), step // 50, self.of, data)
        if now == self.told or PRETENDED[data].task != "classify":
            return []
        self.told = now
        shape = PRETENDED[data].input
        events: list[object] = []
        if self.asked is not None and self.asked.shape == shape:
            events.append(classified(self.asked, net, step))
        if self.of is not None and len(PRETENDED[data].classes) == 10:
            table = [30 if a == b else WRONG if b == (a + 1) % 10 else 0 for a in range(10) for b in range(10)]
            worst = specimens(shape, [(a, (a + 1) % 10) for a in range(10)])
            unsure = specimens(shape, [(a, a) for a in range(10)])
            events.append(Examined(self.of, step, wholes((10, 10), table), worst, unsure))  # type: ignore[arg-type]
        return events


def classified(asked: Array, net: Net, step: int) -> Classified:
    best = best_of(asked)
    widths = [(0, math.prod(net.input))]
    widths += [(layer.key, layer.width) for layer in net.layers if hasattr(layer, "width")]
    lit = tuple(Activation(key, floats((n,), [float(unit == best % n) for unit in range(n)])) for key, n in widths)  # type: ignore[arg-type]
    return Classified(step, asked, floats((10,), [0.91 if at == best else 0.01 for at in range(10)]), lit)


def specimens(shape: tuple[int, ...], pairs: list[tuple[int, int]]) -> Specimens:
    count = len(pairs)
    numbers = [value for place in range(count) for value in picture(shape, place)]
    return Specimens(
        wholes((count,), range(count)), floats((count, *shape), numbers), wholes((count,), [a for a, _ in pairs]),
        wholes((count,), [b for _, b in pairs]), floats((count,), [0.99 - 0.05 * at for at in range(count)]),
    )  # fmt: skip
