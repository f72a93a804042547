"""Another moment, branch or run, told of beside the training: nothing of the training changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from core.messages.beside.panes import PaneShown, ShowPane
from core.messages.train_commands import Asked
from core.messages.train_events import NetChanged
from core.messages.train_reports import Array
from core.net.shapes import cost
from core.train.beside.examining import Pass, told
from core.train.branches.branching import Branching
from core.train.branches.looking import present_of
from core.train.disk import checkpoint
from core.train.session.portrait import portrait
from core.train.session.session import Session
from core.train.session.telling import state_of
from core.train.session.undo import Ring
from core.train.training import datasets
from core.train.training.measuring import evaluate, validate
from core.train.training.training import Training

AT_ONCE = 2048


@dataclass(frozen=True)
class Found:
    """A training to tell of, and whether it is exactly what was."""

    training: Training
    exact: bool = True


class Panes:
    """The part that answers `ShowPane`; earlier moments and branches come from `branching`."""

    def __init__(self, branching: Branching) -> None:
        self._branching = branching
        self.does: Mapping[type[Asked], Callable[[Session, Any], object]] = {ShowPane: self.show}

    def show(self, session: Session, asked: ShowPane) -> PaneShown:
        """Tell of what was asked for; raise `EarlierError` or `RunError` where there is no such thing."""
        present = present_of(session)
        found = self._found(present, asked)
        training, name = found.training, Path(asked.run).name if asked.of == "run" else ""
        made, data = training.model, training.dataset
        loss, score = evaluate(made, data, data.training_inputs, data.training_targets)
        held_out, held_out_score = validate(made, data)
        return PaneShown(
            asked.of, asked.place, name, datasets.describe(data), _now(present, training),
            portrait(training, units=max(1, min(asked.units, 64))), loss, score, held_out, held_out_score,
            _table(training), found.exact,
        )  # fmt: skip

    def _found(self, present: Session, asked: ShowPane) -> Found:
        training = present.training
        if asked.of == "step" and asked.place != training.step:
            there = self._branching.earlier(present, asked.place, before=False)
            return Found(there.training, there.exact)
        if asked.of == "branch":
            return Found(self._branching.stands(present, asked.place))
        if asked.of == "run":
            threads = torch.get_num_threads()
            try:
                return Found(checkpoint.read(Path(asked.run), device=torch.device("cpu")).training)
            finally:
                torch.set_num_threads(threads)
        return Found(training)


def _now(present: Session, training: Training) -> NetChanged:
    """Return what is told of a network that is only looked at."""
    if training is present.training:
        return present.now(training.stands(), present.ring, playing=present.player.running)
    state = state_of(training.stands(), Ring(), present.device, playing=False)
    net, settings = training.net, training.settings
    return NetChanged(net, cost(net, settings.optimizer), settings, training.marks, state)


def _table(training: Training) -> Array | None:
    """Return how often held-out samples of each class were taken for each class, where that is told."""
    going = Pass(training, "validation")
    while not going.over:
        going.go_on(AT_ONCE)
    return told(going.looked()).table
