"""The curves of a run as rows, and how long it trained up to each: what charts and logs are written from."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from core.messages.train_events import TICK_FIELDS, Tick
from core.out.taken import Taken
from core.sentence import Sentence, say


class Curve(NamedTuple):
    """One curve: what it is called, which number of a Tick it shows, and where it lies in a log."""

    name: Sentence
    field: str
    tag: str
    validation: bool = False


def curves(taken: Taken) -> tuple[Curve, ...]:
    """Return every curve that a run's Ticks tell."""
    score = (
        (Curve(say("Accuracy · training"), "score", "accuracy"),
         Curve(say("Accuracy · validation"), "validation_score", "accuracy", validation=True))
        if taken.training.dataset.task == "classify"
        else (Curve(say("R² · training"), "score", "r2"),
              Curve(say("R² · validation"), "validation_score", "r2", validation=True))
    )  # fmt: skip
    return (
        Curve(say("Loss · training"), "loss", "loss"),
        Curve(say("Loss · validation"), "validation_loss", "loss", validation=True),
        *score,
        Curve(say("Learning rate"), "learning_rate", "learning_rate"),
        Curve(say("Gradient norm"), "gradient_norm", "gradient_norm"),
        Curve(say("Samples per second"), "samples_per_s", "samples_per_second"),
    )


def ticks(taken: Taken) -> Iterator[tuple[Tick, float]]:
    """Yield each Tick with the seconds of training up to it; what is not known of the time is taken from before."""
    samples = len(taken.training.dataset.training_inputs)
    numbers = taken.history
    rate, before, gone = _first_rate(taken), 0.0, 0.0
    for begin in range(0, len(numbers) // TICK_FIELDS * TICK_FIELDS, TICK_FIELDS):
        step, *others = numbers[begin : begin + TICK_FIELDS]
        tick = Tick(int(step), *others)
        rate = tick.samples_per_s if _known(tick.samples_per_s) else rate
        if math.isfinite(tick.epoch):
            gone += max(0.0, tick.epoch - before) * samples / rate if rate else 0.0
            before = max(before, tick.epoch)
        yield tick, gone


def _first_rate(taken: Taken) -> float:
    rates = taken.history[7::TICK_FIELDS]
    return next((rate for rate in rates if _known(rate)), 0.0)


def _known(rate: float) -> bool:
    return math.isfinite(rate) and rate > 0
