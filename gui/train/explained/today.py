"""The numbers that the words about a control hold: those of this moment."""

from __future__ import annotations

import math
from dataclasses import dataclass

from core.messages.train_commands import Settings
from core.messages.train_events import Loaded, State, Tick
from core.net.edits import edited
from core.net.plan import Edit, EditError, LayerKey, Net
from core.net.shapes import cost
from gui.kit.words import tr


@dataclass(frozen=True)
class Today:
    """A training as it stands after `step` steps: what holds for it, its newest point in the charts (None: none)."""

    loaded: Loaded
    net: Net
    settings: Settings
    state: State
    step: int
    tick: Tick | None
    selected: LayerKey
    edits: int

    @property
    def eta(self) -> float:
        """The learning rate of the newest step; before the first, the one that is set."""
        rate = self.tick.learning_rate if self.tick is not None else math.nan
        return rate if rate == rate else self.settings.learning_rate

    @property
    def gradient(self) -> float:
        """The gradient's norm, NaN before the first step."""
        return self.tick.gradient_norm if self.tick is not None else math.nan

    @property
    def epoch(self) -> float:
        """How often each training sample was seen."""
        return self.step * self.settings.batch_size / max(self.loaded.data.training_samples, 1)

    @property
    def epoch_steps(self) -> float:
        """How many steps are an epoch."""
        return self.loaded.data.training_samples / max(self.settings.batch_size, 1)

    @property
    def parameters(self) -> int:
        """How many numbers the network learns."""
        return cost(self.net, self.settings.optimizer).parameters

    def parameters_after(self, edit: Edit) -> int | None:
        """Return how many there would be after an edit; None where it is impossible."""
        try:
            return cost(edited(self.net, edit), self.settings.optimizer).parameters
        except EditError:
            return None


def number(value: float) -> str:
    """Return a number of four digits, "not measured yet" for none."""
    if not math.isfinite(value):
        return tr("(not measured yet)")
    text = f"{value:.4g}"
    lead, _, power = text.partition("e")
    return (f"{lead}e{int(power)}" if power else lead).replace("-", "−")
