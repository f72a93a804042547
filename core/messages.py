"""Every command and every event, as frozen dataclasses: the whole language between the app and its workers.

A command is answered by exactly one event (marked "answers" below); all other events come unasked. Arrays travel as
`Array` (raw little-endian bytes), never as lists of numbers: 64 × 64 floats cost 0.3 ms that way and 7 ms as JSON.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Union

from core.net import (
    CopyLayer,
    Cost,
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
    Widen,
)
from core.say import Sentence, Value


@dataclass(frozen=True)
class Array:
    """Numbers in row-major order, little-endian. `dtype` is numpy's short name: "f4", "f8", "u1", "i4", "i8"."""

    dtype: str
    shape: tuple[int, ...]
    data: bytes


# ---------------------------------------------------------------------------------------------- the train worker
OptimizerName = Literal["sgd", "momentum", "nesterov", "adam", "amsgrad", "adamw", "rmsprop"]
OPTIMIZERS: tuple[OptimizerName, ...] = ("sgd", "momentum", "nesterov", "adam", "amsgrad", "adamw", "rmsprop")
Schedule = Literal["constant", "cosine", "step", "one_cycle", "warm_up"]
SCHEDULES: tuple[Schedule, ...] = ("constant", "cosine", "step", "one_cycle", "warm_up")
Task = Literal["classify", "regress"]


@dataclass(frozen=True)
class DataSpec:
    """Which data: `name` is a key of `core.train.datasets`; noise and samples count for generated sets only."""

    name: str = "digits"
    noise: float = 0.1
    samples: int = 1000
    seed: int = 0


@dataclass(frozen=True)
class Settings:
    """The hyperparameters that may change at any step. `pace`: steps per second, 0 for as fast as it goes."""

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


@dataclass(frozen=True)
class Load:
    """Begin a new training, playing or not. `net` None: the data's usual net. `run`: folder to save into, "" for none.
    -> Loaded"""

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
    """-> State"""


@dataclass(frozen=True)
class Step:
    """Take `count` steps, then pause. -> State, when they are done"""

    count: int = 1


@dataclass(frozen=True)
class Epoch:
    """Train to the end of this epoch, then pause. -> State, when it is done"""


@dataclass(frozen=True)
class Reset:
    """Back to step 0: the first net with the same initial weights; `seed` other than −1 draws new ones. -> Loaded"""

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
    """-> Edited"""


@dataclass(frozen=True)
class Preview:
    """What would this edit cost? Nothing changes. -> Previewed"""

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
    """Tell everything of the training again, changing nothing: for pages that were made anew. -> Loaded"""


TrainCommand = Union[
    Describe, Load, OpenRun, Play, Pause, Step, Epoch, Reset, Change, Undo, Redo, Preview, Watch, UseDevice,
    UseThreads, Save,
    Widen,
    Narrow, InsertLayer, RemoveLayer, SetActivation, RemoveUnit, ResetUnit, Freeze, CopyLayer, Prune,
]  # fmt: skip


@dataclass(frozen=True)
class Device:
    """A device that can train: torch's name ("cuda:0"), the product's ("NVIDIA GeForce RTX 4060"), total memory in
    bytes."""

    name: str
    product: str
    memory_bytes: int


@dataclass(frozen=True)
class Ready:
    """The trainer is warm. Comes unasked, once, first."""

    python: str
    torch: str
    cuda: str
    devices: tuple[Device, ...]
    pid: int


@dataclass(frozen=True)
class Data:
    """What is being learned, with a few samples to show: (n, *input) as "f4" and their targets (n,) "i8" or (n, 1)
    "f4"."""

    spec: DataSpec
    task: Task
    input: tuple[int, ...]
    classes: tuple[str, ...]
    training_samples: int
    validation_samples: int
    samples: Array
    targets: Array
    attribution: str


@dataclass(frozen=True)
class EditMark:
    """An edit on the timeline. `grown` > 0: more parameters, < 0: fewer, 0: neither (an activation)."""

    step: int
    label: Sentence
    grown: int
    loss_before: float
    loss_after: float


@dataclass(frozen=True)
class TimelineEntry:
    """Something that was done to a training before its step number `step` + 1; `seed` is the one an edit drew from."""

    step: int
    done: Union[
        Change, UseThreads, UseDevice, Widen, Narrow, InsertLayer, RemoveLayer, SetActivation, RemoveUnit, ResetUnit,
        Freeze,
        CopyLayer, Prune,
    ]  # fmt: skip
    seed: int = 0


@dataclass(frozen=True)
class RunRecord:
    """A saved training, as its run.json tells it: enough to list it, and with the timeline to train it again.

    `first_*` is what it began with; `saved` an ISO date and time in UTC; `loss` and the others are the last Tick's.
    """

    data: DataSpec
    task: Task
    first_net: Net
    first_settings: Settings
    seed: int
    net: Net
    settings: Settings
    step: int
    epoch: float
    loss: float
    validation_loss: float
    score: float
    validation_score: float
    device: str
    threads: int
    torch: str
    saved: str
    timeline: tuple[TimelineEntry, ...]
    marks: tuple[EditMark, ...]


@dataclass(frozen=True)
class Fading:
    """The layer with `key` fades out: at step `until`, the last of `steps`, it is folded away.

    With `by` only so many of its units are to go: when a narrower copy that is trained beside costs next to nothing,
    and at `until` it is given up.
    """

    key: int
    until: int
    steps: int
    by: int = 0


@dataclass(frozen=True)
class State:
    """Where the training stands. Answers Play, Pause, Step, Epoch, Watch, Save; also comes unasked when it changes by
    itself."""

    playing: bool
    step: int
    epoch: float
    undo: int
    redo: int
    threads: int
    device: Device
    fading: tuple[Fading, ...] = ()


@dataclass(frozen=True)
class Loaded:
    """A training is in place. Answers Load, OpenRun, Reset, UseDevice, Describe. `ticks`: (n, 9) "f8", one row a past
    Tick in its field order. `timeline`: all that was done to it since it began with `first_settings`."""

    data: Data
    net: Net
    cost: Cost
    settings: Settings
    seed: int
    state: State
    ticks: Array
    marks: tuple[EditMark, ...]
    run: str
    first_settings: Settings = Settings()
    timeline: tuple[TimelineEntry, ...] = ()


@dataclass(frozen=True)
class Tick:
    """One point for the charts; losses are means over the steps since the last Tick. A value not measured is NaN.

    `score`: accuracy from 0 to 1, or R² for regression. `epoch` counts in epochs of samples seen.
    """

    step: int
    epoch: float
    loss: float
    validation_loss: float
    score: float
    validation_score: float
    gradient_norm: float
    samples_per_s: float
    learning_rate: float


@dataclass(frozen=True)
class Changed:
    """Answers Change."""

    settings: Settings


@dataclass(frozen=True)
class Edited:
    """The net is another one now. Answers every edit, Undo and Redo. `key`: the key of the layer that was touched, 0
    for none.

    It also comes unasked, with `cause` "fade", when a layer that was fading has been folded away, or a
    narrower copy takes over or is given up. `marks`: every mark
    there is now. After undo and redo the charts drop all points with a step above `keep_to_step`, then append `ticks`
    (n, 9) "f8", and `settings` are the ones of that moment; both are None after an edit.
    """

    step: int
    net: Net
    cost: Cost
    mark: EditMark
    key: int
    cause: Literal["edit", "undo", "redo", "fade"]
    state: State
    steps_undone: int = 0
    marks: tuple[EditMark, ...] = ()
    keep_to_step: int = -1
    ticks: Array | None = None
    settings: Settings | None = None


@dataclass(frozen=True)
class Previewed:
    """What the edit would do, measured on a held-out probe batch. Answers Preview. `advice` None: nothing to warn of.

    Of a layer that is to fade out: what folding it at once would do, without the training that goes on meanwhile.
    """

    edit: Edit
    before: Cost
    after: Cost
    loss_before: float
    loss_after: float
    score_before: float
    score_after: float
    advice: Sentence | None
    gentler: Edit | None


@dataclass(frozen=True)
class Column:
    """One column of the drawing: layer `number` (0 input) with its key, and per shown unit what it does.

    `shown`: (n,) "i4" 0-based unit numbers; `activity`: (n,) "f4" mean |activation|; `alive`: (n,) "f4" share of
    samples on which it is active; `tiles`: (n, h, w) "f4" in −1 … 1, what each unit has learned to look for; `new`:
    (n,) "u1", 1 for units still on their ramp.
    """

    number: int
    key: int
    width: int
    shown: Array
    activity: Array
    alive: Array
    tiles: Array
    new: Array


@dataclass(frozen=True)
class Links:
    """The strongest connections between two neighbouring columns: `ends` (n, 2) "i4" places in their `shown`, `weights`
    (n,) "f4"."""

    ends: Array
    weights: Array


@dataclass(frozen=True)
class Portrait:
    """How the network looks now: columns from input to output and, between each two, their links.

    `answer`, for points of the plane: (h, w) "f4" from −1 to 1 over the plane, row by row from the top: the
    probability of the second class less that of the first, or the value that is predicted.
    """

    step: int
    columns: tuple[Column, ...]
    links: tuple[Links, ...]
    answer: Array | None = None


@dataclass(frozen=True)
class DeviceLoad:
    """Once or twice a second: percent (0-100, NaN unknown) and bytes of the training device and of this process."""

    device: str
    device_percent: float
    device_memory_bytes: int
    device_total_bytes: int
    process_percent: float
    process_memory_bytes: int
    cpu_percent: float
    threads: int
    steps_per_s: float
    samples_per_s: float


@dataclass(frozen=True)
class Diverged:
    """The loss is not a number any more; training has paused. `layer` went first (0: unknown); `what` is its tensor's
    kind. `marks`: every mark there is now, with one for this."""

    step: int
    layer: int
    what: Literal["weight", "gradient", "activation", "loss"]
    sentence: Sentence
    learning_rate: float
    marks: tuple[EditMark, ...] = ()


@dataclass(frozen=True)
class Rejected:
    """The command was understood and cannot be done; nothing changed. May answer any command.

    `advice`: what to do about it, where the sentence does not say it.
    """

    sentence: Sentence
    advice: tuple[Sentence, ...] = ()


@dataclass(frozen=True)
class Failed:
    """The worker is gone or going: `reason` for the person, `detail` (a traceback, an exit code) for a report."""

    reason: Sentence
    detail: str


TrainEvent = Union[
    Ready, Loaded, State, Tick, Changed, Edited, Previewed, Portrait, DeviceLoad, Diverged, Rejected, Failed
]
__all__ = [name for name in dir() if name[0].isupper()]
