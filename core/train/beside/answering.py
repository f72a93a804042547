"""What the network says of one picture: its classes' probabilities, and what every unit does for it.

Asked once, it is told again whenever the network has changed, at the rate that was asked for and within its share of
the time; of another network at once, because a person has just changed it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch
from torch import Tensor

from core.messages.beside.pictures import Activation, Classified, Classify, SampleTaken, Split, TakeSample
from core.messages.train_commands import Asked
from core.messages.train_reports import Array
from core.net.plan import INPUT, Conv, Dense, Net, numbered, output_layer
from core.sentence import Problem
from core.train.model.safetensors import to_array
from core.train.session.session import Session
from core.train.session.ticks import pause_s
from core.train.steps.forward import forward
from core.train.training.datasets import Dataset
from core.train.training.measuring import shaped
from core.train.training.training import Training

SHARE = 0.01
"""The largest share of the time that answering unasked may take."""
MOST_HERTZ = 30.0


class PictureError(Problem):
    """A picture that cannot be answered for."""


class Answering:
    """The picture that was asked about last."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._picture: Array | None = None
        self._hertz, self._next_at = 0.0, 0.0
        self._changed = False
        self._told: tuple[int, int] = (0, 0)
        """What was told of last: which training, which plan of its network."""
        self.does: Mapping[type[Asked], Callable[[Session, Any], object]] = {
            Classify: self._classify,
            TakeSample: self._take_sample,
        }

    @property
    def busy(self) -> bool:
        """Nothing waits here for the processor."""
        return False

    def changed(self) -> None:
        """Note that the network may be another one."""
        self._changed = True

    def take(self, session: Session) -> Sequence[object]:
        """Return what the network says now, if it is time for that."""
        training, begun = session.training, self._clock()
        now = (id(training), id(training.net))
        if self._picture is None or not self._changed or self._hertz <= 0:
            return ()
        if begun < self._next_at and now == self._told:
            return ()
        if self._picture.shape != tuple(training.dataset.known.input):
            self._picture = None  # it was drawn for other data
            return ()
        return (self._say(training, self._picture, begun),)

    def _say(self, training: Training, picture: Array, begun: float) -> Classified:
        said = classified(training, picture)
        self._changed, self._told = False, (id(training), id(training.net))
        self._next_at = begun + max(1 / self._hertz, pause_s(self._clock() - begun, share=SHARE, longest_s=0.5))
        return said

    def _classify(self, session: Session, command: Classify) -> Classified:
        if command.picture is None:
            self._picture = None
            return Classified(session.training.step)
        check(command.picture, session.training.dataset)
        self._picture = command.picture
        self._hertz = min(command.hertz, MOST_HERTZ) if command.hertz > 0 else 0.0
        return (
            self._say(session.training, command.picture, self._clock())
            if self._hertz
            else classified(session.training, command.picture)
        )

    def _take_sample(self, session: Session, command: TakeSample) -> SampleTaken:
        inputs, targets = samples_of(session.training.dataset, command.of)
        place = command.place % len(inputs)
        picture = to_array(inputs[place])
        if session.training.dataset.task == "regress":
            return SampleTaken(command.of, place, len(inputs), picture, -1, float(targets[place]))
        return SampleTaken(command.of, place, len(inputs), picture, int(targets[place]))


def samples_of(dataset: Dataset, split: Split) -> tuple[Tensor, Tensor]:
    """Return the inputs (n, *input) and the classes (n,) or values (n, 1) of a split."""
    if split == "training":
        return dataset.training_inputs, dataset.training_targets
    return dataset.validation_inputs, dataset.validation_targets


def check(picture: Array, dataset: Dataset) -> None:
    """Raise `PictureError` if a picture is not one of this data."""
    shape = tuple(dataset.known.input)
    if picture.dtype != "f4" or picture.shape != shape:
        wanted, given = ("×".join(map(str, one)) for one in (shape, picture.shape))
        raise PictureError("The data has samples of {wanted} numbers, not {given}.", wanted=wanted, given=given)
    if not bool(torch.isfinite(_tensor(picture)).all()):
        raise PictureError("The picture holds something that is not a number.")


def _tensor(picture: Array) -> Tensor:
    return torch.frombuffer(bytearray(picture.data), dtype=torch.float32).reshape(picture.shape)


def classified(training: Training, picture: Array) -> Classified:
    """Return what the network says of a picture as it is for use: without dropout, batch norm at rest."""
    net: Net = training.net
    classes = training.dataset.task == "classify"
    x = shaped(_tensor(picture).unsqueeze(0).to(training.device), net)  # (1, *net.input)
    capture: dict[int, Tensor] = {}
    with torch.no_grad():
        given = forward(training.model, x, training=False, capture=capture)
        probabilities = given[0].float().softmax(0) if classes else given[0].float()
    output = output_layer(net).key
    activations = [Activation(INPUT, to_array(x.flatten().float()))]
    for layer in numbered(net):
        if isinstance(layer, (Dense, Conv)) and layer.key in capture:
            values = capture[layer.key][0].float()  # (width,), or (channels, h, w)
            values = values.abs().mean((1, 2)) if values.dim() == 3 else values
            values = probabilities if layer.key == output else values
            activations.append(Activation(layer.key, to_array(values)))
    if not classes:
        return Classified(training.step, picture, None, tuple(activations), float(probabilities[0]))
    return Classified(training.step, picture, to_array(probabilities), tuple(activations))
