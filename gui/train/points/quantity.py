"""What a chart can show: each quantity with its title, where its numbers come from, its axis and how it is written."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from core.sentence import Sentence, say
from gui.train.axes.axis import power_text, value_text
from gui.train.charts.record import LOSS, SCORE, VALIDATION_LOSS, VALIDATION_SCORE

Kind = Literal[
    "loss", "score", "rate", "gradient", "layer_gradient", "layer_ratio", "layer_dead", "parameters", "step_time",
    "speed", "weights", "activations",
]  # fmt: skip
GRADIENT, SPEED, RATE = 6, 7, 8
"""Places of a Tick's fields in a row of `NetChanged.ticks`."""
NONE = (-1, -1)


@dataclass(frozen=True)
class Quantity:
    """One thing that a chart can show. `fields`: the places of a Tick's numbers, of training and of validation, −1 for
    none; `by`: it has a line for each layer, or is a picture of the selected one. `log`: its axis can be logarithmic;
    `noisy`: it can be smoothed."""

    kind: Kind
    title: Sentence
    fields: tuple[int, int] = NONE
    by: Literal["run", "layer", "spread"] = "run"
    log: bool = True
    noisy: bool = True


QUANTITIES: tuple[Quantity, ...] = (
    Quantity("loss", say("Loss"), (LOSS, VALIDATION_LOSS)),
    Quantity("score", say("Accuracy"), (SCORE, VALIDATION_SCORE), log=False),
    Quantity("rate", say("Learning rate"), (RATE, -1), noisy=False),
    Quantity("gradient", say("Gradient norm"), (GRADIENT, -1)),
    Quantity("layer_gradient", say("Gradient norm per layer"), by="layer"),
    Quantity("layer_ratio", say("Update-to-weight ratio per layer"), by="layer"),
    Quantity("layer_dead", say("Dead units per layer"), by="layer", log=False),
    Quantity("parameters", say("Parameters"), noisy=False),
    Quantity("step_time", say("Milliseconds per step")),
    Quantity("speed", say("Samples per second"), (SPEED, -1)),
    Quantity("weights", say("Weights over time"), by="spread", log=False),
    Quantity("activations", say("Activations over time"), by="spread", log=False),
)
OF_KIND: dict[Kind, Quantity] = {one.kind: one for one in QUANTITIES}


def number_text(value: float) -> str:
    """Return a number of any size with three digits: 0.00123, 12.5, 4,546, 3.2·10⁻⁵."""
    size = abs(value)
    if size == 0:
        return "0"
    if 10 <= size < 1e7:
        return value_text(value) if size < 1000 else f"{value:,.0f}".replace("-", "−")
    if 1e-3 <= size < 10:
        digits = 2 - math.floor(math.log10(size))
        return f"{value:.{digits}f}".replace("-", "−")
    return power_text(value, digits=2)
