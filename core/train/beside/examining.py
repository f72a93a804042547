"""How the network does on every sample of a split: who is taken for whom, the worst mistakes and the least sure ones.

A pass over all samples may take long, so it is taken a few milliseconds at a time, within its share of the time, and
through a copy of the parameters: all of it is about one step of the training. Of a network that a person has just
changed, and where nothing is trained, it is taken as fast as it goes.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from core.messages.beside.pictures import (
    MOST_IN_TABLE,
    Examine,
    Examined,
    PicturesShown,
    ShowPictures,
    Specimens,
    Split,
)
from core.messages.train_commands import Asked
from core.messages.train_reports import Array
from core.train.beside.answering import PictureError, samples_of
from core.train.model.allocation import copied
from core.train.model.model import Model
from core.train.model.safetensors import to_array
from core.train.session.session import Session
from core.train.steps.forward import forward
from core.train.training.datasets import Dataset
from core.train.training.measuring import shaped
from core.train.training.training import Training
from core.workers.process_tree import is_out_of_memory

SHARE, FIRST_SHARE = 0.02, 0.2
"""The largest share of the time that a pass may take, and the first one of a network that a person waits for."""
EVERY_S = 1.0
"""Passes begin at least this long apart."""
PIECE_S = 0.003
"""About how long one piece of a pass takes."""
FIRST_PIECE, LARGEST_PIECE = 16, 2048
SHOWN = 10
"""How many of the worst and of the least sure are told."""
MOST_SHOWN = 60
MOST_CONFUSED, MOST_VALUES = 100, 500
"""How many pairs of classes, or pairs of values, are told at most."""


@dataclass(frozen=True)
class Looked:
    """What a pass found, of each sample of a split: (n,) predicted class, and its probability; of a regression (n,)
    predicted value."""

    dataset: Dataset
    of: Split
    step: int
    predicted: Tensor
    sure: Tensor


class Pass:
    """A pass through a copy of the network, as far as it has come."""

    def __init__(self, training: Training, of: Split) -> None:
        made = training.model
        buffers = {name: tensor.clone() for name, tensor in made.buffers.items()}
        fades = {key: copy.copy(fade) for key, fade in made.fades.items()}
        self.model = Model(made.net, copied(made.flat), buffers, fades=fades)
        self.dataset, self.of, self.step = training.dataset, of, training.step
        self.inputs = shaped(samples_of(training.dataset, of)[0], made.net)
        self.at = 0
        self.found: list[Tensor] = []

    @property
    def over(self) -> bool:
        """Whether all samples are through."""
        return self.at >= len(self.inputs)

    def go_on(self, count: int) -> None:
        """Let `count` more samples through."""
        with torch.no_grad():
            given = forward(self.model, self.inputs[self.at : self.at + count], training=False).float()
        if self.dataset.task == "regress":
            self.found.append(torch.stack([given[:, 0], torch.ones_like(given[:, 0])]).cpu())
        else:
            best = torch.nan_to_num(given.softmax(1)).max(1)
            self.found.append(torch.stack([best.indices.float(), best.values]).cpu())
        self.at += count

    def looked(self) -> Looked:
        """Return what it has found."""
        predicted, sure = torch.cat(self.found, 1)
        predicted = predicted if self.dataset.task == "regress" else predicted.long()
        return Looked(self.dataset, self.of, self.step, predicted, sure)


class Examining:
    """The split that a person looks at, the pass on its way, and what the last one found."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._of: Split | None = None
        self._changed = self._running = self._hurried = False
        self._pass: Pass | None = None
        self._looked: Looked | None = None
        self._seen: tuple[int, int] = (0, 0)
        """What the last pass is about: which training, which plan of its network."""
        self._piece = FIRST_PIECE
        self._next_at = self._begun = 0.0
        self.does: Mapping[type[Asked], Callable[[Session, Any], object]] = {
            Examine: self._examine,
            ShowPictures: self._show,
        }

    @property
    def busy(self) -> bool:
        """Whether the next piece of a pass is due."""
        return self._pass is not None and self._clock() >= self._next_at

    def changed(self) -> None:
        """Note that the network may be another one."""
        self._changed = True

    def take(self, session: Session) -> Sequence[object]:
        """Begin a pass if it is time for one, or take a piece of it; return what the last piece completed."""
        training, now = session.training, self._clock()
        if self._of is None:
            self._pass = None
            return ()
        self._running = session.player.running
        seen = (id(training), id(training.net))
        if seen != self._seen:
            self._pass, self._next_at, self._hurried = None, now, True
        try:
            if self._pass is None and self._changed and (self._hurried or now - self._begun >= EVERY_S):
                self._pass, self._begun, self._seen, self._changed = Pass(training, self._of), now, seen, False
            if self._pass is None or now < self._next_at:
                return ()
            return self._go_on(self._pass, now)
        except (MemoryError, RuntimeError) as error:
            if not is_out_of_memory(error):
                raise
            self._pass, self._of = None, None  # the training goes on; it is begun again when it is asked for
            return ()

    def _go_on(self, going: Pass, begun: float) -> Sequence[object]:
        count = self._piece
        going.go_on(count)
        now = self._clock()
        cost_s = now - begun
        fits = PIECE_S / max(cost_s, 1e-6)
        self._piece = int(min(max(count * min(fits, 2.0), 1), LARGEST_PIECE))
        share = FIRST_SHARE if self._hurried else SHARE
        self._next_at = now + cost_s / share if self._running else now
        if not going.over:
            return ()
        self._pass, self._hurried = None, False
        self._looked = going.looked()
        return (told(self._looked),)

    def _examine(self, session: Session, command: Examine) -> Examined:
        samples_of(session.training.dataset, command.of)
        self._of = command.of if command.on else None
        self._pass, self._seen, self._changed, self._piece = None, (0, 0), True, FIRST_PIECE
        return Examined(command.of, session.training.step)

    def _show(self, session: Session, command: ShowPictures) -> PicturesShown:
        looked, dataset = self._looked, session.training.dataset
        if dataset.task != "classify":
            raise PictureError("Only data with classes has mistakes to look at.")
        if looked is None or looked.of != command.of or looked.dataset is not dataset:
            raise PictureError("These samples have not been counted yet. Try again in a moment.")
        _, targets = samples_of(dataset, command.of)
        there = (targets.cpu() == command.true) & (looked.predicted == command.predicted)
        places = there.nonzero().flatten()
        order = looked.sure[places].argsort(descending=True, stable=True)
        some = specimens(looked, places[order][: max(0, min(command.most, MOST_SHOWN))])
        return PicturesShown(command.of, looked.step, command.true, command.predicted, len(places), some)


def told(looked: Looked) -> Examined:
    """Return what a pass found, as it is told."""
    targets = samples_of(looked.dataset, looked.of)[1].cpu()
    if looked.dataset.task == "regress":
        return _values(looked, targets.flatten().float())
    classes = len(looked.dataset.known.classes)
    # A network may have more outputs than the data has classes: what is beyond counts as the last.
    columns = looked.predicted.clamp(max=classes - 1)
    wrong = (looked.predicted != targets).nonzero().flatten()
    worst = wrong[looked.sure[wrong].argsort(descending=True, stable=True)][:SHOWN]
    unsure = looked.sure.argsort(stable=True)[:SHOWN]
    table = torch.bincount(targets * classes + columns, minlength=classes * classes).reshape(classes, classes)
    return Examined(
        looked.of, looked.step, to_array(table.int()) if classes <= MOST_IN_TABLE else None,
        specimens(looked, worst), specimens(looked, unsure), _confused(table),
        len(targets) - len(wrong), len(targets),
    )  # fmt: skip


def _confused(table: Tensor) -> Array:
    """(classes, classes) counts -> (n, 3) the true class, the predicted one, how often, of the most frequent
    mistakes."""
    classes = len(table)
    wrong = table.clone().fill_diagonal_(0).flatten()
    places = wrong.argsort(descending=True, stable=True)[:MOST_CONFUSED]
    places = places[wrong[places] > 0]
    rows = torch.div(places, classes, rounding_mode="floor")
    return to_array(torch.stack([rows, places % classes, wrong[places]], 1).int())


def _values(looked: Looked, targets: Tensor) -> Examined:
    """Return how a regression did: R² over all, and the values of some samples, spread evenly."""
    predicted = torch.nan_to_num(looked.predicted)
    spread = float((targets - targets.mean()).square().sum())
    score = 1 - float((targets - predicted).square().sum()) / spread if spread > 0 else math.nan
    some = torch.linspace(0, len(targets) - 1, min(len(targets), MOST_VALUES)).round().long()
    both = torch.stack([targets[some], predicted[some]], 1)
    return Examined(looked.of, looked.step, all_=len(targets), values=to_array(both), score=score)


def specimens(looked: Looked, places: Tensor) -> Specimens:
    """Return the samples at `places` (n,) of a split, as they are told."""
    inputs, targets = samples_of(looked.dataset, looked.of)
    there = places.to(inputs.device)
    return Specimens(
        to_array(places.int()), to_array(inputs[there]), to_array(targets[there].int()),
        to_array(looked.predicted[places].int()), to_array(looked.sure[places]),
    )  # fmt: skip
