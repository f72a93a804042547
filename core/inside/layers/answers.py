"""What is asked of the layers of a step, answered: the step itself, its graph, and the same step as the trainer takes
it, which is compared with the step that was told last."""

from __future__ import annotations

from core.inside.layers.changed import graph_of
from core.inside.layers.joined import traced
from core.inside.layers.overlay import overlaid
from core.inside.layers.played import taken_by_the_trainer
from core.inside.written.step import Step
from core.messages.inside.graph import BuildGraph, GraphBuilt
from core.messages.inside.layers import LayersCommand, Trace, Traced
from core.messages.inside.played import Played
from core.train.training.training import Training


class Layers:
    """Looks into the step of a training; holds the step that was told last, and of which training."""

    def __init__(self) -> None:
        self._traced: Traced | None = None
        self._of: Training | None = None

    def do(self, command: LayersCommand, training: Training) -> Traced | GraphBuilt | Played:
        """Return the answer to a command."""
        if isinstance(command, BuildGraph):
            return graph_of(training)
        if isinstance(command, Trace) or self._traced is None or self._of is not training:
            self._traced, self._of = traced(Step(training)), training
        return self._traced if isinstance(command, Trace) else overlaid(self._traced, taken_by_the_trainer(training))
