"""What torch's optimizers cannot express: weights of several ages in one tensor, and rates that climb for the new ones.

`torch.optim` takes every element of a tensor for as old as the oldest. `Young.correct` gives the others the update that
belongs to their own age and rate, from the same gradient and memory.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Any

import torch
from torch import Tensor

from core.messages.train_commands import Settings
from core.train.steps.optimizers import BETA1, BETA2, EPS, SLOTS
from core.train.training import schedules
from core.train.training.training import Training


@dataclass(frozen=True)
class Young:
    """Which cohort each element of each parameter belongs to, and of each cohort its age in the next step and its
    share of the learning rate `rate`."""

    settings: Settings
    rate: float
    cohorts: Mapping[str, Tensor]
    ages: tuple[int, ...]
    shares: tuple[float, ...]

    @torch.no_grad()
    def correct(self, name: str, parameter: Tensor, start: Tensor, state: Mapping[str, Any]) -> None:
        """Give each element of a parameter that torch's optimizer has just updated its own update. `start`: what it was
        before the step; `state`: the optimizer's memory of it, after the step."""
        cohorts = self.cohorts[name]
        oldest = max(self.ages[cohort] for cohort in set(cohorts.flatten().tolist()))
        for cohort in set(cohorts.flatten().tolist()):
            age, share = self.ages[cohort], self.shares[cohort]
            if (age, share) != (oldest, 1.0):
                own = self._own(parameter, start, state, age=age, share=share)
                parameter.copy_(torch.where(cohorts == cohort, own, parameter))

    def _own(self, parameter: Tensor, start: Tensor, state: Mapping[str, Any], *, age: int, share: float) -> Tensor:
        if "square" not in SLOTS[self.settings.optimizer]:
            return start + (parameter - start) * share
        rate, decay = self.rate * share, self.settings.weight_decay
        begun = start * (1 - rate * decay) if self.settings.optimizer == "adamw" and decay else start
        square: Tensor = state["max_exp_avg_sq" if self.settings.optimizer == "amsgrad" else "exp_avg_sq"]
        mean: Tensor = state["exp_avg"]
        ahead, spread = -rate / (1 - BETA1**age), sqrt(1 - BETA2**age)
        return begun + (mean * ahead).div_(square.sqrt().div_(spread).add_(EPS))


def young_of(training: Training) -> Young | None:
    """Return what tells the elements of a training apart, None where all are alike."""
    memory, settings = training.model.memory, training.settings
    shares = tuple(
        memory.share(cohort, ahead=1, ramp_steps=settings.ramp_steps) for cohort in range(len(memory.ages))
    )  # fmt: skip
    if memory.cohort is None and shares == (1.0,):
        return None
    adam = "square" in SLOTS[settings.optimizer]
    if set(shares) == {1.0} and not adam:
        return None
    cohort = memory.cohort if memory.cohort is not None else torch.zeros_like(training.model.flat, dtype=torch.int16)
    place, cohorts = 0, {}
    for name, tensor in training.model.parameters.items():
        cohorts[name] = cohort[place : place + tensor.numel()].reshape(tensor.shape)
        place += tensor.numel()
    rate = schedules.rate_at(settings, training.step)
    return Young(settings, rate, cohorts, tuple(age + 1 for age in memory.ages), shares)
