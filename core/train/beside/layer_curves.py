"""What each layer does while it trains, measured for the charts while somebody looks at them.

How far a step moves the weights is measured on one step that is taken alone: the weights are kept, the player is asked
for a single step, and after it both are compared. How steps are cut into chunks never changes what they compute. All of
it is timed, and takes no more than `SHARE` of the time together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch
from torch import Tensor

from core.messages.beside.layer_curves import LayersMeasured, LayersWatched, SpreadMeasured, WatchLayers
from core.messages.train_commands import Asked
from core.messages.train_reports import Array
from core.net.plan import INPUT, LayerKey, is_weighted, numbered
from core.sentence import Problem
from core.train.model.model import Model
from core.train.model.safetensors import to_array
from core.train.session.session import Session
from core.train.session.ticks import pause_s
from core.train.steps.forward import forward
from core.train.stops.measured import layers_of, ratios_of
from core.train.training.training import Training

EVERY_S = 0.1
SHARE = 0.01
"""The largest share of the time that this may take."""
SEEN_S = 1.5
BINS = 48
SAMPLES = 128
"""Held-out samples whose activations are counted."""
MOST_WEIGHTS = 200_000
"""Of a larger layer every second, third ... weight is counted."""


class NoSuchLayer(Problem):
    """A layer that the network does not have, or that has no weights."""


class LayerCurves:
    """Measures the layers of the training that a session has."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.does: Mapping[type[Asked], Callable[[Session, Any], object]] = {WatchLayers: self._watch}
        self._clock = clock
        self._layers, self._spread = False, INPUT
        self._before: tuple[Model, int, Tensor] | None = None
        """The model whose next step is taken alone, the step it stood at, and its parameters (n,) then."""
        self._kept_s = 0.0
        self._next_at = self._spread_at = 0.0
        self._measured_at: tuple[Model, int] | None = None

    @property
    def busy(self) -> bool:
        """Nothing here is hurried."""
        return False

    def changed(self) -> None:
        """Go on: what is measured is compared by the model it was measured on."""

    def _watch(self, session: Session, asked: WatchLayers) -> LayersWatched:
        if asked.spread != INPUT and asked.spread not in _weighted(session.training):
            raise NoSuchLayer("There is no layer with weights there any more.")
        self._layers, self._spread = asked.layers, asked.spread
        self._next_at = self._spread_at = 0.0
        self._measured_at = None
        if not self._layers:
            self._before, session.player.alone = None, False
        return LayersWatched(self._layers, self._spread)

    def take(self, session: Session) -> Sequence[object]:
        """Measure what is due; return what there is to tell."""
        told: list[object] = []
        if self._layers and (layers := self._take_layers(session)) is not None:
            told.append(layers)
        if self._spread != INPUT and (spread := self._take_spread(session.training)) is not None:
            told.append(spread)
        return told

    def _take_layers(self, session: Session) -> LayersMeasured | None:
        """Keep the weights before a step, or compare them after it."""
        training, begun = session.training, self._clock()
        if self._before is None:
            if begun >= self._next_at and session.player.running:
                self._before = training.model, training.step, training.model.flat.clone()
                session.player.alone = True
                self._kept_s = self._clock() - begun
            return None
        model, step, before = self._before
        if training.model is model and training.step == step:
            return None  # it has not been taken yet
        self._before = None
        if training.model is not model or training.step != step + 1:
            session.player.alone = False
            return None  # an edit, an undo, another training: begin again
        told = measured(training, before)
        cost_s = self._kept_s + self._clock() - begun
        self._next_at = begun + max(EVERY_S, pause_s(cost_s, share=SHARE, longest_s=SEEN_S))
        return told

    def _take_spread(self, training: Training) -> SpreadMeasured | None:
        begun, at = self._clock(), (training.model, training.step)
        if begun < self._spread_at or at == self._measured_at or self._spread not in _weighted(training):
            return None
        self._measured_at = at
        told = spread(training, self._spread)
        self._spread_at = begun + max(EVERY_S, pause_s(self._clock() - begun, share=SHARE, longest_s=SEEN_S))
        return told


def _weighted(training: Training) -> list[LayerKey]:
    return [layer.key for layer in numbered(training.net) if is_weighted(layer)]


def measured(training: Training, before: Tensor) -> LayersMeasured:
    """Return each layer after a step; `before` (n,): all parameters as they were before it. The gradient is the one
    that the optimizer was given: with L1 and weight decay where they belong to it, and clipped."""
    layers = layers_of(training, ratios_of(training, before))
    norms = [training.model.gradients[f"{layer.key}.weight"].norm() for layer in layers]
    told = torch.stack(norms).cpu().double() if norms else torch.zeros(0).double()  # not every device has float64
    return LayersMeasured(training.step, layers, to_array(told))


def spread(training: Training, key: LayerKey) -> SpreadMeasured:
    """Return how the weights of a layer and what its units give lie; nothing of the training changes."""
    with torch.no_grad():
        weights = training.model.parameters[f"{key}.weight"].flatten()
        captured: dict[int, Tensor] = {}
        forward(training.model, training.probe_inputs(SAMPLES), training=False, capture=captured)
        given = captured.get(key)
        weight_counts, weight_range = counted(weights)
        counts, ends = counted(given.flatten() if given is not None else weights[:0])
    return SpreadMeasured(training.step, key, weight_counts, weight_range, counts, ends)


def counted(values: Tensor) -> tuple[Array, tuple[float, float]]:
    """Return how many of `values` (n,) are in each of `BINS` equal bins, and the ends of the first and the last bin.
    Values that are no numbers are in none."""
    values = values[:: max(1, -(-len(values) // MOST_WEIGHTS))].to("cpu", torch.float32)
    values = values[values.isfinite()]
    low, high = (float(values.min()), float(values.max())) if len(values) else (0.0, 1.0)
    if not high > low:
        half = max(abs(low), 1e-6) / 2
        low, high = low - half, high + half
    counts = torch.histc(values, bins=BINS, min=low, max=high) if len(values) else torch.zeros(BINS)
    return to_array(counts.long()), (low, high)
