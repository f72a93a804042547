"""One training step as a person would write it: a few lines with `torch.nn`, `torch.nn.functional` and `torch.optim`.

    step = Step(training)
    step.run()                       # zero_grad, forward, loss, backward, optimizer.step
    step.back()                      # everything as before the step, in the same tensors

Weights, optimizer memory, batch, learning rate and random state are those of the training's next step, which itself
plays the same operations without Python (`core.train.steps`). `difference` says how far the two results are apart:
nothing, or the last digit. Torch's optimizers hold one age for a whole tensor, where a network that has grown needs one
for each element, and a learning rate that climbs for what is new; one more line gives the new weights theirs
(`core.inside.written.young`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812 (everybody calls it F)
from torch import Tensor, nn

from core.inside.written.network import Network, fresh_parameters
from core.inside.written.young import young_of
from core.messages.train_commands import OptimizerName, Settings
from core.train.model.model import Memory
from core.train.steps.optimizers import SLOTS, prepared
from core.train.training import schedules
from core.train.training.training import Training

STATE_NAMES: dict[str, str] = {
    "momentum": "momentum_buffer", "mean": "exp_avg", "square": "exp_avg_sq", "largest": "max_exp_avg_sq",
    "average": "square_avg",
}  # fmt: skip
"""How `torch.optim` calls what our optimizers remember."""


@dataclass(frozen=True)
class Line:
    """One line of the step: its text, the part of the step it is, and what it does."""

    text: str
    part: str
    run: Callable[[], None]


class Step:
    """The next step of a training, on copies: the training itself stays where it is. Where values are kept while it
    runs: `output`, `loss`."""

    def __init__(self, training: Training) -> None:
        self.training, self.settings = training, training.settings
        self.x, self.y = training.next_batch()
        self.network = Network(training.model)
        self.optimizer, self.optimizer_text = _optimizer(self.network, training)
        self.ready = training.at(training.state())
        prepared(self.ready.model, self.ready.settings)  # another optimizer may have been chosen since the last step
        self._memory(self.ready)
        self.still, self.young = _still(training), young_of(self.ready)
        self.start = fresh_parameters(self.network)
        self.buffers = {name: buffer.clone() for name, buffer in self.network.named_buffers()}
        self.random = training.dropout_copy().get_state()
        self.output = self.loss = torch.empty(0)
        self.lines = tuple(self._lines())

    def run(self) -> None:
        """Take the step."""
        for line in self.lines:
            line.run()

    @torch.no_grad()
    def back(self) -> None:
        """Put everything back to before the step, in the tensors that are there."""
        for name, parameter in self.network.named().items():
            parameter.copy_(self.start[name])
        for name, buffer in self.network.named_buffers():
            buffer.copy_(self.buffers[name])
        self.optimizer.zero_grad()
        self._memory(self.ready)
        self.draw_as_the_training()

    def draw_as_the_training(self) -> None:
        """Let dropout draw what the training's next step does."""
        if self.training.device.type == "cpu":
            torch.set_rng_state(self.random)

    # --------------------------------------------------------------------------------------------------- the lines
    def _lines(self) -> list[Line]:
        task, settings = self.training.dataset.task, self.settings
        loss = "F.cross_entropy(output, y)" if task == "classify" else "F.mse_loss(output, y)"
        penalty = f" + {settings.l1:g} * sum(p.abs().sum() for p in net.parameters())" if settings.l1 else ""
        lines = [
            Line("optimizer.zero_grad()", "zero", self.optimizer.zero_grad),
            Line("output = net(x)", "forward", self._forward),
            Line(f"loss = {loss}{penalty}", "loss", self._loss),
            Line("loss.backward()", "backward", self._backward),
        ]
        if settings.clip:
            text = f"nn.utils.clip_grad_norm_(net.parameters(), {settings.clip:g})"
            lines.append(Line(text, "clip", self._clip))
        lines.append(Line("optimizer.step()", "update", self._update))
        if self.young is not None:
            lines.append(Line("own_age_and_rate(new_weights)", "young", self._own_age))
        return lines

    def _forward(self) -> None:
        self.output = self.network(self.x)

    def _loss(self) -> None:
        classify = self.training.dataset.task == "classify"
        self.loss = F.cross_entropy(self.output, self.y) if classify else F.mse_loss(self.output, self.y)
        if self.settings.l1:
            self.loss = self.loss + self.settings.l1 * sum(p.abs().sum() for p in self.network.parameters())

    def _backward(self) -> None:
        self.loss.backward()  # type: ignore[no-untyped-call]

    def _clip(self) -> None:
        with torch.no_grad():  # what is frozen has no part in the norm
            for name, still in self.still.items():
                if (gradient := self.network.named()[name].grad) is not None:
                    gradient.masked_fill_(still, 0.0)
        nn.utils.clip_grad_norm_(self.network.parameters(), self.settings.clip)

    def _update(self) -> None:
        self.optimizer.step()
        self._keep_still()

    def _own_age(self) -> None:
        young = self.young
        if young is None:
            return
        for name, parameter in self.network.named().items():
            if parameter in self.optimizer.state:
                young.correct(name, parameter, self.start[name], self.optimizer.state[parameter])
        self._keep_still()

    def _keep_still(self) -> None:
        with torch.no_grad():
            for name, still in self.still.items():
                parameter = self.network.named()[name]
                parameter.copy_(torch.where(still, self.start[name], parameter))

    # ------------------------------------------------------------------------------------------- optimizer memory
    def _memory(self, training: Training) -> None:
        """Give the optimizer the memory of the training's."""
        memory, model = training.model.memory, training.model
        kept = {name: memory.slots[name] for name in SLOTS[training.settings.optimizer]}
        place = 0
        ours = {id(parameter): name for name, parameter in self.network.named().items()}
        sizes = {name: tensor.numel() for name, tensor in model.parameters.items()}
        begins: dict[str, int] = {}
        for name, size in sizes.items():
            begins[name], place = place, place + size
        for group in self.optimizer.param_groups:
            for parameter in group["params"]:
                name = ours[id(parameter)]
                first, last = begins[name], begins[name] + sizes[name]
                state: dict[str, Any] = {
                    STATE_NAMES[slot]: tensor[first:last].reshape(parameter.shape).clone()
                    for slot, tensor in kept.items()
                }
                if not any(memory.ages):  # torch makes its memory in the first step
                    state = {}
                elif training.settings.optimizer not in ("sgd", "momentum", "nesterov"):
                    state["step"] = torch.tensor(float(_age(memory, first, last)))
                self.optimizer.state[parameter] = state


def _age(memory: Memory, first: int, last: int) -> int:
    """Return how many steps the oldest of the elements has taken."""
    if memory.cohort is None:
        return memory.ages[0]
    cohorts: set[int] = set(memory.cohort[first:last].tolist())
    return max(memory.ages[cohort] for cohort in cohorts)


def _still(training: Training) -> dict[str, Tensor]:
    """Return which elements of which parameters are frozen one by one."""
    model = training.model
    if model.still is None:
        return {}
    found, place = {}, 0
    for name, tensor in model.parameters.items():
        part = model.still[place : place + tensor.numel()].reshape(tensor.shape)
        place += tensor.numel()
        if bool(part.any()):
            found[name] = part
    return found


def _optimizer(network: Network, training: Training) -> tuple[torch.optim.Optimizer, str]:
    """Return the optimizer of the settings, at the rate of the next step, and the line that makes it."""
    settings, rate = training.settings, schedules.rate_at(training.settings, training.step)
    name, options = options_of(settings)
    learned = [parameter for parameter in network.parameters() if parameter.requires_grad]
    told = "".join(f", {key}={value!r}" for key, value in options.items())
    text = f"optimizer = torch.optim.{name}(net.parameters(), lr={rate:.6g}{told})"
    made: torch.optim.Optimizer = getattr(torch.optim, name)(learned or network.parameters(), lr=rate, **options)
    return made, text


NAMES: dict[OptimizerName, str] = {
    "sgd": "SGD", "momentum": "SGD", "nesterov": "SGD", "adam": "Adam", "amsgrad": "Adam", "adamw": "AdamW",
    "rmsprop": "RMSprop",
}  # fmt: skip


def options_of(settings: Settings) -> tuple[str, dict[str, Any]]:
    """Return (class in `torch.optim`, its options but for the rate) of our optimizer."""
    options: dict[str, Any] = {}
    if settings.optimizer in ("momentum", "nesterov"):
        options["momentum"] = settings.momentum
    if settings.optimizer in ("nesterov", "amsgrad"):
        options[settings.optimizer] = True
    if settings.weight_decay or settings.optimizer == "adamw":
        options["weight_decay"] = settings.weight_decay
    return NAMES[settings.optimizer], options


def difference(step: Step) -> tuple[float, float]:
    """Return (the largest difference of a weight between this step and the trainer's own, the largest change of a
    weight in that step). The step is as before afterwards."""
    training = step.training
    there = training.at(training.state())
    prepared(there.model, there.settings)
    there.steps(1)
    step.back()
    step.run()
    ours = {name: parameter.detach() for name, parameter in step.network.named().items()}
    differs = max((ours[name] - tensor).abs().max().item() for name, tensor in there.model.parameters.items())
    largest = max((tensor - step.start[name]).abs().max().item() for name, tensor in there.model.parameters.items())
    step.back()
    return differs, largest
