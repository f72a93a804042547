"""Every command of the train worker; after the arrow the event of `core.messages.train_events` that answers it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Union

from core.messages.stops import Stop
from core.net.plan import (
    CallOff,
    CopyLayer,
    Edit,
    Freeze,
    InsertLayer,
    Narrow,
    Net,
    Prune,
    RemoveLayer,
    RemoveUnit,
    ResetUnit,
    SetActivation,
    SetBias,
    SetWeight,
    Widen,
)
from core.sentence import Value

OptimizerName = Literal["sgd", "momentum", "nesterov", "adam", "amsgrad", "adamw", "rmsprop"]
OPTIMIZERS: tuple[OptimizerName, ...] = ("sgd", "momentum", "nesterov", "adam", "amsgrad", "adamw", "rmsprop")
Schedule = Literal["constant", "cosine", "step", "one_cycle", "warm_up"]
SCHEDULES: tuple[Schedule, ...] = ("constant", "cosine", "step", "one_cycle", "warm_up")
Precision = Literal["exact", "tf32"]
PRECISIONS: tuple[Precision, ...] = ("exact", "tf32")
Task = Literal["classify", "regress"]


@dataclass(frozen=True)
class PointEdit:
    """A change to the points of the plane that are trained on: one more at (x, y) with `target`, a class or a value.

    With `place` not −1 it is that point, counted from 0 as they are by then, that goes to (x, y); with `gone`, that is
    taken away.
    """

    x: float = 0.0
    y: float = 0.0
    target: float = 0.0
    place: int = -1
    gone: bool = False


@dataclass(frozen=True)
class DataSpec:
    """Which data: `name` is a key of `core.messages.catalogue`; noise and samples are for generated sets only.

    `held_out`: percent of the samples that are validated on. `inputs`: what the network is told of a point of the
    plane, of `catalogue.PLANE_INPUTS`; (): x1 and x2. `edits`: what a person did to the points, in order. `own`: of
    data called "own", its digest in the library (`core.data.library`); a person calls it `title`.
    """

    name: str = "digits"
    noise: float = 0.1
    samples: int = 1000
    seed: int = 0
    held_out: int = 20
    inputs: tuple[str, ...] = ()
    edits: tuple[PointEdit, ...] = ()
    own: str = ""
    title: str = ""


@dataclass(frozen=True)
class Settings:
    """What a training learns with; all may change at any step. `pace`: steps per second, 0 for as fast as it goes.
    `precision`: of products on cards that have TF32."""

    learning_rate: float = 1e-3
    batch_size: int = 64
    optimizer: OptimizerName = "adam"
    momentum: float = 0.9
    weight_decay: float = 0.0
    l1: float = 0.0
    clip: float = 0.0
    schedule: Schedule = "constant"
    schedule_steps: int = 2000
    ramp_steps: int = 100
    pace: float = 0.0
    precision: Precision = "exact"


@dataclass(frozen=True)
class Load:
    """Begin a new training. `net` None: the data's usual net. `run`: the folder to save into, "" for none. -> Loaded"""

    data: DataSpec = DataSpec()
    net: Net | None = None
    settings: Settings = Settings()
    seed: int = 0
    run: str = ""


@dataclass(frozen=True)
class OpenRun:
    """Continue the training saved in folder `run`. -> Loaded"""

    run: str


@dataclass(frozen=True)
class Play:
    """Train until told otherwise. -> State"""


@dataclass(frozen=True)
class Pause:
    """Stop training for now. -> State"""


@dataclass(frozen=True)
class Step:
    """Take `count` steps, then pause. After another Step or Epoch it begins where that ends. -> State, when they are
    done"""

    count: int = 1


@dataclass(frozen=True)
class Epoch:
    """Train to the end of this epoch, then pause. After another Step or Epoch it begins where that ends. -> State, when
    it is done"""


@dataclass(frozen=True)
class Reset:
    """Go back to step 0: the first net with the same initial weights; a `seed` other than −1 draws new ones.
    -> Loaded"""

    seed: int = -1


@dataclass(frozen=True)
class Change:
    """Change one field of `Settings` while training goes on. -> Changed"""

    setting: str
    value: Value


@dataclass(frozen=True)
class Undo:
    """Take the last edit back: weights, optimizer memory and step as before it. -> Edited"""


@dataclass(frozen=True)
class Redo:
    """Do the last undone edit again. -> Edited"""


@dataclass(frozen=True)
class Preview:
    """Measure what an edit would do; nothing changes. -> Previewed"""

    edit: Edit


@dataclass(frozen=True)
class Watch:
    """Send a Portrait up to `hertz` times a second (0: none) with at most `units` units a layer. -> State"""

    hertz: float
    units: int = 12


@dataclass(frozen=True)
class UseDevice:
    """Move the training to "cpu", "cuda:0", "mps", "xpu:0". -> Loaded"""

    device: str


@dataclass(frozen=True)
class Save:
    """Write the run to disk now. -> State"""

    run: str = ""


@dataclass(frozen=True)
class UseThreads:
    """Train on `count` processor threads; 0: as many as are measured to be fastest. -> State"""

    count: int = 0


@dataclass(frozen=True)
class Describe:
    """Tell everything about the training again, for new pages; nothing changes. -> Loaded"""


@dataclass(frozen=True)
class HandOver:
    """Write the training as it stands into `folder`, for another worker to look into. It goes on being saved where it
    is. `hit` not 0: as it stood right before the step of the hit with that number. -> HandedOver"""

    folder: str
    hit: int = 0


@dataclass(frozen=True)
class SetStops:
    """Let the training stop by itself when one of these is so, and by no other condition. -> StopsSet"""

    stops: tuple[Stop, ...]


@dataclass(frozen=True)
class Asked:
    """What is asked beside training and editing: the kinds of it are in `core.messages.beside`."""


@dataclass(frozen=True)
class EditPoint(Asked):
    """Add, move or take away a point of the plane, from the next step on; it can be undone. -> Changed"""

    edit: PointEdit


TrainCommand = Union[
    Describe, HandOver, Load, OpenRun, Play, Pause, Step, Epoch, Reset, Change, Undo, Redo, Preview, Watch, UseDevice,
    UseThreads, Save, SetStops,
    Widen,
    Narrow, InsertLayer, RemoveLayer, SetActivation, RemoveUnit, ResetUnit, Freeze, CopyLayer, Prune,
    CallOff, SetWeight, SetBias,
]  # fmt: skip
