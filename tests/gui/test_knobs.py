"""A knob that is shown does something: what changes nothing of a training is not offered."""

from __future__ import annotations

import pytest
import torch

from core.messages.train_commands import OPTIMIZERS, DataSpec, OptimizerName, Settings
from core.train.training import datasets
from core.train.training.training import begin
from gui.train.panels.settings import WITH_MOMENTUM


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_momentum_is_offered_where_it_changes_the_training_and_nowhere_else(optimizer: OptimizerName) -> None:
    flats = []
    for momentum in (0.3, 0.9):
        settings = Settings(optimizer=optimizer, momentum=momentum, batch_size=8)
        training = begin(datasets.load(DataSpec("xor", samples=40)), settings=settings, seed=0)
        training.take(5)
        flats.append(training.model.flat)
    assert torch.equal(*flats) == (optimizer not in WITH_MOMENTUM)
