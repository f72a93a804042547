"""Which layer went first, when a loss is not a number any more.

The numbers of the steps before are gone by then, but a training can be done again exactly: from the last state that
was kept, step by step, looking at everything. The training is left as it was before the first bad step, so that a
smaller learning rate or an undo really goes on from there.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor

from core.messages.train_reports import TimelineEntry
from core.net import plan
from core.net.plan import INPUT, LayerKey
from core.sentence import Sentence, say
from core.train.model import model
from core.train.session.ticks import Ticks
from core.train.steps.forward import for_autograd, forward
from core.train.training.replay import again
from core.train.training.state import Chunk, TrainingState
from core.train.training.training import Training

What = Literal["weight", "gradient", "activation", "loss"]


@dataclass(frozen=True)
class Found:
    """The first bad step would be `step` + 1; in it `what` of layer `layer` was the first that is no finite number.
    INPUT: it is not known whose."""

    step: int
    layer: LayerKey
    what: What


def traced(
    training: Training, start: TrainingState | None, *, told_upto: int, clock: Callable[[], float]
) -> tuple[Training, Found | None, Ticks]:
    """Return a training that stands right before the first bad step since `start`, what went first, and the Ticks of
    the good steps after step `told_upto`. `training` itself stays where it is."""
    earlier = copy.copy(training) if start is None else training.at(start)
    ticks = Ticks(earlier, clock=clock)

    def told(chunk: Chunk) -> None:
        if earlier.step > told_upto:
            ticks.add(chunk, 0.0)

    if start is None:
        return earlier, None, ticks
    return earlier, locate(earlier, start, training.timeline, upto=training.step, told=told), ticks


def locate(
    training: Training,
    start: TrainingState,
    timeline: tuple[TimelineEntry, ...],
    *,
    upto: int,
    told: Callable[[Chunk], None],
) -> Found | None:  # fmt: skip
    """Find the first bad step between `start` and step `upto`; None, with the training at `upto`, if there is none.

    `timeline` is the training's own, at `upto`. `told` is given what each good step tells.
    """
    bad = _walk(training, start, timeline, upto=upto, told=lambda chunk: None)
    if bad is None:
        return None
    step, broken = bad
    _walk(training, start, timeline, upto=step, told=told)
    return _first(training, step, broken)


def _walk(
    training: Training,
    start: TrainingState,
    timeline: tuple[TimelineEntry, ...],
    *,
    upto: int,
    told: Callable[[Chunk], None],
) -> tuple[int, list[str]] | None:  # fmt: skip
    """Go from `start` to `upto`; return (the step before the first bad one, its parameters that broke) if one is."""
    training.restore(start)
    for entry in (*timeline[len(start.timeline) :], None):
        end = upto if entry is None else min(entry.step, upto)
        while training.step < end:
            before = training.step
            chunk = training.take(1)
            if is_bad(training, chunk):
                return before, _broken(training.model.parameters)
            told(chunk)
        if entry is not None and entry.step <= upto:
            again(training, entry)
    return None


def is_bad(training: Training, chunk: Chunk) -> bool:
    """Whether a step has left something that is no finite number: its loss, its gradient, the weights."""
    told = bool(torch.isfinite(chunk.losses).all()) and not bool(chunk.squared_norms.isnan().any())
    return not told or not bool(torch.isfinite(training.model.flat).all())


def _broken(tensors: dict[str, Tensor]) -> list[str]:
    """Return the names of tensors that are not all finite."""
    return [name for name, tensor in tensors.items() if not bool(torch.isfinite(tensor).all())]


def _first(training: Training, step: int, broken: list[str]) -> Found:
    """Look at the step that goes wrong, forwards and then backwards, on a copy of the network."""
    copied = model.snapshot(training.model)
    parameters = for_autograd(copied)
    inputs, targets = training.next_batch()
    capture: dict[int, Tensor] = {}
    outputs = forward(
        copied, inputs, training=True, generator=training.dropout_copy(), capture=capture, parameters=parameters
    )
    for layer in plan.numbered(copied.net):
        if layer.key in capture and not bool(torch.isfinite(capture[layer.key]).all()):
            return Found(step, layer.key, "activation")
    loss = training.loss_of(outputs, targets)
    if not bool(torch.isfinite(loss)):
        return Found(step, plan.output_layer(copied.net).key, "loss")
    gradients = torch.autograd.grad(loss, list(parameters.values()))
    # A gradient is made from the output backwards: the layer nearest to the output went first.
    order = [layer.key for layer in plan.numbered(copied.net)]
    went = [_key(name) for name in _broken(dict(zip(parameters, gradients, strict=True)))]
    if went:
        return Found(step, max(went, key=order.index), "gradient")
    return Found(step, min(map(_key, broken), key=order.index, default=INPUT), "weight")


def _key(name: str) -> LayerKey:
    """Return the layer that owns the tensor called `name`."""
    return LayerKey(int(name.split(".")[0]))


def sentence_of(layer: int, what: str, learning_rate: float) -> Sentence:
    """Say what went first; `layer` is its position."""
    if what == "activation":
        return say(
            "The values in layer {layer} grew beyond all numbers. The learning rate {rate} may be too large.",
            layer=layer,
            rate=learning_rate,
        )
    if what == "gradient":
        return say(
            "The gradient of layer {layer} grew beyond all numbers. The learning rate {rate} may be too large.",
            layer=layer,
            rate=learning_rate,
        )
    if what == "weight":
        return say(
            "The weights of layer {layer} grew beyond all numbers. The learning rate {rate} may be too large.",
            layer=layer,
            rate=learning_rate,
        )
    return say("The loss grew beyond all numbers. The learning rate {rate} may be too large.", rate=learning_rate)
