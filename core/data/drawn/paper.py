"""A picture of a drawing, a photo or what a program has saved, as a sample of data that was drawn itself.

numpy is imported only when it is needed: a Python for training may have none.
"""

from __future__ import annotations

import importlib.util

from core.sentence import Sentence, say

WITHIN = 512
"""A picture needs no longer side than this."""
AS_DIGITS = say(
    "Made like the data: straightened, stretched to 20×32 dots, the same stroke width; "
    "then dots are counted in 4×4 blocks (0–16)."
)
AS_MNIST = say("Made like the data: scaled into a 20×20 box, its centre of mass put in the middle of 28×28 pixels.")
AS_EMNIST = say("Made like the data: scaled into a 24×24 box in the middle of 28×28 pixels.")
TOLD: dict[str, Sentence] = {
    "digits": AS_DIGITS, "mnist-5k": AS_MNIST, "mnist": AS_MNIST, "emnist-letters": AS_EMNIST,
}  # fmt: skip
"""What is done with a drawing, by the name of data in the catalogue, or of a set that is fetched."""


def possible() -> bool:
    """Return whether pictures can be made so here."""
    return importlib.util.find_spec("numpy") is not None


def sample_of(content: bytes, *, height: int, width: int, name: str) -> bytes | None:
    """Return what is drawn on a picture, (height, width, 3) bytes, made like the data called `name`: (side, side)
    float32 from 0 to 1. None where nothing is drawn on it."""
    import numpy as np

    from core.data.drawn.scaled import made_for
    from core.data.drawn.strokes import ink_of

    ink = ink_of(np.frombuffer(content, np.uint8).reshape(height, width, 3))
    made = None if ink is None else made_for(name)(ink)
    return None if made is None else made.astype("<f4").tobytes()


def is_enlarged(content: bytes, *, height: int, width: int, side: int) -> bool:
    """Return whether a picture, (height, width, 3) bytes, is one of `side` pixels square with each pixel a block; an
    empty one is none."""
    import numpy as np

    if height != width or height % side:
        return False
    by = height // side
    blocks = np.frombuffer(content, np.uint8).reshape(side, by, side, by, 3)
    return bool((blocks == blocks[:, :1, :, :1]).all()) and len(set(content)) > 1
