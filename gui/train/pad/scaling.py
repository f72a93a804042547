"""How a drawing on the pad becomes a sample of the data that is learned (`core.data.drawn.scaled`)."""

from __future__ import annotations

import numpy as np

from core.data.drawn.scaled import GREY, SCALED, Ink, Scaled, resampled
from core.messages.catalogue import OWN
from core.messages.train_reports import Data
from core.sentence import say
from gui.kit.arrays import numbers

AS_DRAWN = say("Scaled to the size of the pictures as it stands on the pad, dark on light where they are so.")


def scaled_for(data: Data) -> Scaled | None:
    """Return how a drawing becomes a sample of this data, None where it cannot: of photos in colour."""
    known = SCALED.get(data.spec.name)
    if known is not None:
        return known if data.input == (1, known.side, known.side) else None
    if data.spec.name != OWN or len(data.input) != 3 or data.input[0] != 1:
        return None
    height, width = data.input[1:]
    light = _is_light(numbers(data.samples))

    def make(ink: Ink) -> Ink | None:
        if not bool((ink >= GREY).any()):
            return None
        made: Ink = np.clip(resampled(ink, height, width), 0, 1).astype(np.float32)
        return 1 - made if light else made

    return Scaled(max(height, width), make, AS_DRAWN)


def _is_light(samples: Ink) -> bool:
    """(n, 1, h, w) -> whether the edges of most pictures are light: strokes are dark on them."""
    edges = [samples[..., 0, :], samples[..., -1, :], samples[..., :, 0], samples[..., :, -1]]
    return bool(np.median(np.concatenate([edge.ravel() for edge in edges])) > 0.5) if samples.size else False
