"""What is asked of a step that is taken apart, and the answers."""

from __future__ import annotations

from core.inside.stepping.apart import Apart
from core.inside.stepping.checking import NotThere, check, unit
from core.inside.stepping.kept import BUDGET_BYTES
from core.inside.stepping.seeing import seen
from core.messages.inside.stepping import (
    CheckGradient,
    LookAt,
    LookAtUnit,
    SteppingCommand,
    SteppingEvent,
    TakeApart,
    TensorSeen,
)
from core.train.training.training import Training


class Stepping:
    """The step that is taken apart, if there is one. It belongs to one training at one moment."""

    def __init__(self, *, budget: int = BUDGET_BYTES) -> None:
        self._budget = budget
        self._training: Training | None = None
        self._apart: Apart | None = None

    def do(self, command: SteppingCommand, training: Training) -> SteppingEvent:
        """Answer a command; raise `NotThere`."""
        apart = self._of(training)
        if isinstance(command, TakeApart):
            return apart.told()
        if isinstance(command, LookAt):
            return self._look(apart, command.name)
        if isinstance(command, LookAtUnit):
            return unit(apart, command.name, command.index)
        assert isinstance(command, CheckGradient)
        return check(apart, command.name, command.index)

    def _of(self, training: Training) -> Apart:
        if self._apart is None or self._training is not training:
            self._apart = None  # its tensors go before others come
            self._apart, self._training = Apart(training, budget=self._budget), training
        return self._apart

    def _look(self, apart: Apart, name: str) -> TensorSeen:
        kept = apart.store.kept.get(name)
        if kept is None and name in apart.store.known:
            raise NotThere("This tensor was left out, since there was no room for it. Its shape is all there is.")
        if kept is None:
            raise NotThere("This step has no tensor of that name. Take the training up again.")
        return seen(name, kept, output=apart.store.known[name].role == "out")
