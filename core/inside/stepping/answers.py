"""What is asked of a step that is taken apart, and the answers."""

from __future__ import annotations

from dataclasses import replace

from torch import Tensor

from core.inside.stepping.apart import Apart
from core.inside.stepping.checking import NotThere, check, unit
from core.inside.stepping.columns import columns
from core.inside.stepping.kept import BUDGET_BYTES, Kept
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
            return replace(apart.told(), columns=columns(apart))
        if isinstance(command, LookAt):
            return self._look(apart, command.name)
        if isinstance(command, LookAtUnit):
            return unit(apart, command.name, command.index)
        assert isinstance(command, CheckGradient)
        return check(apart, command.name, command.index)

    def tensor(self, name: str, training: Training) -> Tensor:
        """Return a tensor of the training's next step, not copied; raise `NotThere`."""
        return _kept(self._of(training), name).tensor

    def _of(self, training: Training) -> Apart:
        if self._apart is None or self._training is not training:
            self._apart = None  # its tensors go before others come
            self._apart, self._training = Apart(training, budget=self._budget), training
        return self._apart

    def _look(self, apart: Apart, name: str) -> TensorSeen:
        kept = _kept(apart, name)
        return seen(name, kept, output=apart.store.known[name].role == "out")


def _kept(apart: Apart, name: str) -> Kept:
    """Return a tensor of the step; raise `NotThere` with the reason why it is not."""
    kept = apart.store.kept.get(name)
    if kept is not None:
        return kept
    if name in apart.store.known:
        raise NotThere("This tensor was left out, since there was no room for it. Its shape is all there is.")
    parameters = apart.parameters()
    if name.endswith("]") and name.partition("[")[2][:-1] in parameters:
        raise NotThere("The optimizer remembers nothing of this layer yet. Let it train for a step first.")
    if name[:1] == "∂" and name[1:] in parameters:
        raise NotThere("This layer is frozen, so it has no gradient. Unfreeze it on the trainer page first.")
    raise NotThere("This step has no tensor of that name. Take the training up again.")
