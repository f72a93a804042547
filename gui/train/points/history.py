"""All that was told of the open training, from which any quantity's curve can be made: its Ticks, its parameters, and
what each layer did while a chart showed it."""

from __future__ import annotations

import numpy as np

from core.messages.beside.layer_curves import LayersMeasured
from core.messages.train_events import TICK_FIELDS, Loaded, NetChanged, Tick
from core.net.plan import LayerKey
from gui.kit.arrays import numbers
from gui.train.axes.across import COUNTS, EPS, Across, Count, seconds_of
from gui.train.charts.record import row_of
from gui.train.charts.series import Series
from gui.train.points.quantity import Kind

FIRST_ROWS = 1024
LAYER_KINDS: tuple[Kind, ...] = ("layer_gradient", "layer_ratio", "layer_dead")


class History:
    """Grows with the training, and is cut where steps are undone."""

    def __init__(self) -> None:
        self.samples = 1
        """How many samples an epoch has."""
        self.clear()

    def clear(self) -> None:
        """Forget everything, for another training."""
        self.count = 0
        self._rows = np.empty((FIRST_ROWS, TICK_FIELDS))
        self._gone = np.empty((len(COUNTS), FIRST_ROWS))  # what is asked for in one go lies together
        self.parameters = Series()
        self._size = 0
        self.times = Series()
        self.layers: dict[tuple[Kind, LayerKey], Series] = {}
        self.newest_layer = -1.0

    @property
    def rows(self) -> np.ndarray:
        """Every Tick, (count, 9) in the order of its fields."""
        return self._rows[: self.count]

    def newest_until(self, step: int) -> np.ndarray | None:
        """Return the newest Tick that is not after `step`, (9,); None if there is none."""
        behind = int(np.searchsorted(self.rows[:, 0], step, side="right"))
        return self.rows[behind - 1] if behind else None

    def across(self, count: Count) -> Across:
        """Return the axis that counts so for this training."""
        if count == "step":
            return Across()
        return Across(count, self._gone[0, : self.count], self._gone[COUNTS.index(count), : self.count])

    # --------------------------------------------------------------------------------------------- what it is told
    def show_loaded(self, loaded: Loaded) -> None:
        """Start over for another training."""
        self.clear()
        self.samples = max(1, loaded.data.training_samples)

    def add(self, tick: Tick) -> None:
        """Add a Tick."""
        self._extend(np.array([row_of(tick)], float))

    def take_in(self, now: NetChanged) -> None:
        """Take the network as it is now; where steps were undone, forget what was after them and add the old Ticks."""
        if now.keep_to_step >= 0:
            self.count = int(np.searchsorted(self.rows[:, 0], now.keep_to_step, side="right"))
            for series in (self.parameters, self.times):
                series.rewind(now.keep_to_step)
            self.rewind_layers(now.keep_to_step)
        if now.ticks is not None:
            self._extend(np.array(numbers(now.ticks), float), known=False)
        step, before = float(now.state.step), self._size
        if self.parameters.count and before and before != now.cost.parameters:
            self.parameters.append(step, before)  # it was so until now: a stair, not a slope
        self._size = now.cost.parameters
        self.parameters.append(step, self._size)

    def rewind_layers(self, step: int) -> None:
        """Forget what the layers did after `step`."""
        for series in self.layers.values():
            series.rewind(step)
        self.newest_layer = min(self.newest_layer, step)

    def hear(self, told: LayersMeasured) -> None:
        """Add what each layer did at a step."""
        gradients = numbers(told.gradients).reshape(-1).astype(float)
        if told.step <= self.newest_layer or len(gradients) != len(told.layers):
            return
        self.newest_layer = told.step
        for layer, gradient in zip(told.layers, gradients, strict=True):
            values: dict[Kind, float] = {"layer_gradient": float(gradient), "layer_ratio": layer.ratio}
            if layer.silent >= 0:
                values["layer_dead"] = layer.silent
            for kind, value in values.items():
                self.layers.setdefault((kind, layer.key), Series()).append(told.step, value)

    def _extend(self, rows: np.ndarray, *, known: bool = True) -> None:
        """Add Ticks (n, 9); `known`: the number of parameters was the one that it is now."""
        rows = rows[np.isfinite(rows[:, 0])] if len(rows) else rows
        if not len(rows):
            return
        first, self.count = self.count, self.count + len(rows)
        while self.count > len(self._rows):
            self._rows = np.concatenate([self._rows, np.empty_like(self._rows)])
            self._gone = np.concatenate([self._gone, np.empty_like(self._gone)], axis=1)
        before = self._gone[:, first - 1] if first else np.zeros(len(COUNTS))
        epochs = np.concatenate([before[1:2], rows[:, 1]])
        epochs = np.maximum.accumulate(np.where(np.isfinite(epochs), epochs, 0.0))[-len(rows) :]
        # Where nothing went by, a little did: two steps are never at one place.
        epochs = np.maximum(epochs, before[1] + EPS * np.arange(1, len(rows) + 1))
        taken = seconds_of(epochs - before[1], rows[:, 7], samples=self.samples)
        steps = np.diff(rows[:, 0], prepend=self._rows[first - 1, 0] if first else 0.0)
        self._rows[first : self.count] = rows
        self._gone[0, first : self.count] = rows[:, 0]
        self._gone[1, first : self.count] = epochs
        self._gone[2, first : self.count] = before[2] + np.cumsum(np.maximum(taken, EPS))
        self.times.extend(rows[:, 0], _each_step(taken, steps))
        if known and self._size:
            self.parameters.append(float(rows[-1, 0]), self._size)


def step_times(rows: np.ndarray, *, samples: int) -> np.ndarray:
    """Return how many milliseconds a step took before each Tick of a saved run: (n, 9) -> (n,), NaN: not known."""
    taken = seconds_of(np.maximum.accumulate(rows[:, 1]), rows[:, 7], samples=samples)
    return _each_step(taken, np.diff(rows[:, 0], prepend=0.0))


def _each_step(taken: np.ndarray, steps: np.ndarray) -> np.ndarray:
    """Return the milliseconds of one of `steps` that took so many seconds; NaN: not known."""
    made: np.ndarray = np.where((steps > 0) & (taken > 0), 1000 * taken / np.maximum(steps, 1), np.nan)
    return made
