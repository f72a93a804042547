"""What is asked of the network about pictures, and what it says: of a drawing, and of the samples it is wrong about."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, Union

from core.messages.train_commands import Asked
from core.messages.train_events import Told
from core.messages.train_reports import Array
from core.net.plan import LayerKey

Split = Literal["validation", "training"]
MOST_IN_TABLE = 64
"""Classes: a table of more is nothing to look at, and too much to tell every second."""


@dataclass(frozen=True)
class Classify(Asked):
    """What does the network say of `picture`, "f4" of one sample's shape? From now on it is told again whenever the
    network has changed, up to `hertz` times a second. None: nothing is asked any more. -> Classified"""

    picture: Union[Array, None] = None
    hertz: float = 10.0


@dataclass(frozen=True)
class Activation:
    """What the layer with `key` (0: the input) does for one picture: (width,) "f4", of a channel the mean size."""

    key: LayerKey
    values: Array


@dataclass(frozen=True)
class Classified(Told):
    """What the network says of `picture` after step `step`. Answers Classify; also comes unasked, when the network has
    changed. `probabilities`: (classes,) "f4". Both are None where nothing is asked any more. Of a regression `value` is
    what is predicted, and there are no probabilities."""

    step: int
    picture: Union[Array, None] = None
    probabilities: Union[Array, None] = None
    activations: tuple[Activation, ...] = ()
    value: float = math.nan


@dataclass(frozen=True)
class Specimens:
    """Some samples: their `places` (n,) "i4" in their split, `pictures` (n, *input) "f4", `true` and `predicted` (n,)
    "i4" classes, and the probability `sure` (n,) "f4" of the predicted one."""

    places: Array
    pictures: Array
    true: Array
    predicted: Array
    sure: Array


@dataclass(frozen=True)
class Examine(Asked):
    """Go through all samples of a split, and again when the network has changed, as often as costs little; or, with
    `on` False, no more. -> Examined"""

    of: Split = "validation"
    on: bool = True


@dataclass(frozen=True)
class Examined(Told):
    """How the network of step `step` did on a split. Answers Examine, at first without numbers; they come unasked.

    `table`: (classes, classes) "i4", the number of samples of each true class (row) that each class was predicted for
    (column). `worst`: the most surely wrong samples; `unsure`: those of whose class it was least sure.
    Of more than `MOST_IN_TABLE` classes there is no table, but `confused` (n, 3) "i4": the true class, the predicted
    one, how often, the most frequent first. `right` of `all_` samples are right. Of a regression there are only
    `values` (n, 2) "f4", of some samples what is true and what is predicted, and `score`, R² over all.
    """

    of: Split
    step: int
    table: Union[Array, None] = None
    worst: Union[Specimens, None] = None
    unsure: Union[Specimens, None] = None
    confused: Union[Array, None] = None
    right: int = 0
    all_: int = 0
    values: Union[Array, None] = None
    score: float = math.nan


@dataclass(frozen=True)
class ShowPictures(Asked):
    """Which samples are in one cell of the table that was told last? -> PicturesShown"""

    of: Split
    true: int
    predicted: int
    most: int = 20


@dataclass(frozen=True)
class PicturesShown(Told):
    """The samples of class `true` for which `predicted` was predicted at step `step`: `count` of them, and the first
    ones. Answers ShowPictures."""

    of: Split
    step: int
    true: int
    predicted: int
    count: int
    some: Specimens


@dataclass(frozen=True)
class TakeSample(Asked):
    """Which picture is sample `place` of a split? Counted on from the last to the first. -> SampleTaken"""

    of: Split
    place: int


@dataclass(frozen=True)
class SampleTaken(Told):
    """Sample `place` of `count`: its picture, "f4" of one sample's shape, and its class; of a regression the class is
    −1 and `value` is the true one. Answers TakeSample."""

    of: Split
    place: int
    count: int
    picture: Array
    true: int
    value: float = math.nan
