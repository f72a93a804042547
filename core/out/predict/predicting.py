"""What a saved run's network says of samples: the classes with their probabilities, or a number in the data's unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import torch
from torch import Tensor

from core.data.pictures.decoders import Decoders
from core.messages.own.out import Answer, Predict, Predicted
from core.messages.own.prepared import Preparation, target_scaling
from core.out.predict.samples import Made, Raw, Samples, preparation_of, ready
from core.out.taken import OutError, Taken, take
from core.sentence import Sentence, say

TOGETHER = 128
"""Samples that go through the network at once."""
MOST = 50_000
OTHERS = 10


def predict(command: Predict) -> Predicted:
    """Return what a run's network says of each sample, in order; raise `RunError` where the run cannot be read."""
    if not command.files and not command.row:
        raise OutError("There is nothing to predict.")
    taken = take(Path(command.run))
    with Decoders() as decoders:
        samples = Samples(taken, preparation_of(taken), decoders)
        coming, most = samples.of(command), max(1, min(command.most, MOST))
        answers: list[Answer] = []
        for raws in _together(islice(coming, most)):
            answers += _answered(taken, samples.preparation, [(name, ready(make)) for name, make in raws])
        left_out = sum(1 for _ in islice(coming, MOST))
    return Predicted(command.run, tuple(answers), left_out, tuple(dict.fromkeys(samples.told)))


def _together(raws: Iterable[Raw]) -> Iterator[list[Raw]]:
    coming = iter(raws)
    while found := list(islice(coming, TOGETHER)):
        yield found


def _answered(taken: Taken, preparation: Preparation, raws: list[tuple[str, Made]]) -> list[Answer]:
    inputs = [made for _, made in raws if isinstance(made, Tensor)]
    outputs = iter(_outputs(taken, inputs) if inputs else ())
    return [
        Answer(name, why=made) if isinstance(made, Sentence) else _answer(taken, preparation, name, next(outputs))
        for name, made in raws
    ]


def _outputs(taken: Taken, inputs: list[Tensor]) -> Tensor:
    with torch.no_grad():
        return taken.training.model_outputs(torch.stack(inputs)).double()


def _answer(taken: Taken, preparation: Preparation, name: str, output: Tensor) -> Answer:
    """Return the answer that (outputs,) numbers say."""
    if not bool(output.isfinite().all()):
        why = say("The network predicts no finite number: something in this sample is far too large.")
        return Answer(name, why=why)
    if not taken.classes:
        mean, scale = target_scaling(preparation)
        return Answer(name, value=float(output[0]) * scale + mean)
    shares = output.softmax(0)
    best = shares.argsort(descending=True, stable=True)[:OTHERS].tolist()
    others = tuple((taken.classes[at], float(shares[at])) for at in best)
    return Answer(name, others[0][0], others[0][1], others)
