"""Every event of the train worker, as frozen dataclasses.

A command is answered by exactly one event (marked "Answers" below); all other events come unasked. Arrays travel as
`Array` (raw little-endian bytes), never as lists of numbers: 64 × 64 floats cost 0.3 ms that way and 7 ms as JSON.
What commands and events speak of is in `core.messages.train_reports` and `core.net.plan`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Literal, Union

from core.messages.stops import Stop
from core.messages.train_commands import Play, Save, Settings
from core.messages.train_reports import Array, Data, Device, Diagnosis, EditMark, Fading, Hit, TimelineEntry
from core.net.plan import Cost, Edit, LayerKey, Net
from core.sentence import Sentence


@dataclass(frozen=True)
class Ready:
    """The trainer is warm. Comes unasked, once, first."""

    python: str
    torch: str
    cuda: str
    devices: tuple[Device, ...]
    pid: int


@dataclass(frozen=True)
class State:
    """Where the training stands. Answers Play, Pause, Step, Epoch, Watch, UseThreads, Save. It also comes unasked, when
    a smaller copy was compared with the network."""

    playing: bool
    step: int
    epoch: float
    undo: int
    redo: int
    threads: int
    device: Device
    fading: tuple[Fading, ...] = ()


@dataclass(frozen=True)
class NetChanged:
    """The network as it is now, and all that follows from it. Every event that changes the net carries it, whatever the
    cause.

    `marks`: every mark there is now. Where `keep_to_step` is not −1, the charts drop all points with a step above it.
    Then they append `ticks`: (n, 9) "f8", one row a past Tick in its field order.
    """

    net: Net
    cost: Cost
    settings: Settings
    marks: tuple[EditMark, ...]
    state: State
    keep_to_step: int = -1
    ticks: Array | None = None


@dataclass(frozen=True)
class Loaded:
    """A training is ready. Answers Load, OpenRun, Reset, UseDevice, Describe. `timeline`: all that was done to it since
    it began with `first_settings`; `now.ticks`: all its Ticks. `stops` and `hits`: when it stops by itself, and when it
    has. `kept` as in `StopHit`."""

    data: Data
    seed: int
    now: NetChanged
    run: str
    first_settings: Settings = field(default_factory=Settings)
    timeline: tuple[TimelineEntry, ...] = ()
    stops: tuple[Stop, ...] = ()
    hits: tuple[Hit, ...] = ()
    kept: tuple[int, ...] = ()


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


TICK_FIELDS = len(fields(Tick))
"""How many numbers a Tick has, and so a row of `Loaded.ticks`."""


@dataclass(frozen=True)
class Changed:
    """The settings as they are now. Answers Change. `state`: where the training stands, with one more to undo; None in
    old recordings."""

    settings: Settings
    state: State | None = None


@dataclass(frozen=True)
class Noticed:
    """All that is wrong with the training now, () when all is well again. Comes unasked, when it changes."""

    diagnoses: tuple[Diagnosis, ...]


@dataclass(frozen=True)
class Edited:
    """The net is another one now. Answers every edit, Undo and Redo. `key`: the key of the layer that was touched, 0
    for none.

    It also comes unasked, with `cause` "fade", when a layer that was fading has been folded away, or a narrower copy
    takes over or is given up.
    """

    now: NetChanged
    mark: EditMark
    key: LayerKey
    cause: Literal["edit", "undo", "redo", "fade", "given up"]
    steps_undone: int = 0


@dataclass(frozen=True)
class Previewed:
    """What an edit would do, measured on held-out samples. Answers Preview. `advice` None: nothing to warn of.

    For a layer that is to fade out: what folding it at once would do, without the training meanwhile. The numbers are
    those of `net` at `step`; they say nothing about another network.
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
    net: Net
    step: int = 0


@dataclass(frozen=True)
class Column:
    """One column of the drawing: the layer with `key` (0: the input) at position `number`, and what its units do.

    `shown`: (n,) "i4" 0-based unit numbers; `activity`: (n,) "f4" mean |activation|; `alive`: (n,) "f4" share of
    samples on which it is active; `tiles`: (n, h, w) "f4" in −1 … 1, what each unit has learned to look for; `new`:
    (n,) "u1", 1 for units still on their ramp. `frozen`: (n,) "u1", 1 for units that stay as they are; None: none.
    `colour`: (n, 3, h, w) "u1", what each weighs of red, green and blue, 128 for nothing; None: there are no
    colours.
    """

    number: int
    key: LayerKey
    width: int
    shown: Array
    activity: Array
    alive: Array
    tiles: Array
    new: Array
    frozen: Array | None = None
    colour: Array | None = None


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
    """Load (percent; NaN: unknown) and memory (bytes) of the device and of this process, once or twice a second."""

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
    """The loss is not a number any more: training has gone back to right before `step`, and paused. It began in layer
    `layer` (0: unknown), in a tensor of the kind `what`. `now.marks` has a mark for this."""

    step: int
    layer: LayerKey
    what: Literal["weight", "gradient", "activation", "loss"]
    sentence: Sentence
    learning_rate: float
    now: NetChanged


@dataclass(frozen=True)
class StopsSet:
    """When the training stops by itself. Answers SetStops. It also comes unasked, when a condition that has stopped the
    training can do so again."""

    stops: tuple[Stop, ...]


@dataclass(frozen=True)
class StopHit:
    """The training has stopped by itself: it stands right after step `hit.step`, and is paused. If it was further, it
    has gone back. Where the loss is no number any more, it stands right before that step. `now.marks` has a mark for
    each of `hit.labels`. `kept`: the numbers of the hits whose step can be handed over."""

    hit: Hit
    now: NetChanged
    stops: tuple[Stop, ...]
    kept: tuple[int, ...] = ()


@dataclass(frozen=True)
class Saving:
    """Whether the training is saved. `problem`: why it cannot be, `advice` what helps; None: it works again. Comes
    unasked, when that changes."""

    problem: Sentence | None = None
    advice: tuple[Sentence, ...] = ()


@dataclass(frozen=True)
class Rejected:
    """The command cannot be done, or not be read; nothing changed. May answer any command.

    `advice`: what to do about it, if the sentence does not say it. `log`: the file with all that was tried, "" for
    none.
    """

    sentence: Sentence
    advice: tuple[Sentence, ...] = ()
    log: str = ""


@dataclass(frozen=True)
class Failed:
    """The worker is gone or going: `reason` for the person, `detail` (a traceback, an exit code) for a report."""

    reason: Sentence
    detail: str


@dataclass(frozen=True)
class Silence:
    """The worker owes a word and has said nothing for `seconds`; 0: it speaks again. Said by the app's own end.

    `sentence` says what may be the reason and what can be done; `detail` is for a report.
    """

    seconds: int
    sentence: Sentence
    detail: str


@dataclass(frozen=True)
class Pulse:
    """The worker's process lives, and has been busy with one thing for `busy_s`. Ends where the pipe is read: no
    window sees it."""

    busy_s: float


@dataclass(frozen=True)
class HandedOver:
    """The training as it stood after step `step` lies in `folder`."""

    folder: str
    step: int


@dataclass(frozen=True)
class Told:
    """What is told beside training and editing: the kinds of it are in `core.messages.beside`."""


TrainEvent = Union[
    Ready, Loaded, HandedOver, State, Tick, Changed, Noticed, Edited, Previewed, Portrait, DeviceLoad, Diverged,
    Rejected, Failed, Saving, StopHit, StopsSet,
]  # fmt: skip
__all__ = [
    "Array", "Changed", "Column", "DeviceLoad", "Diverged", "Edited", "Fading", "Failed", "HandedOver", "Links",
    "Loaded", "NetChanged", "Noticed", "Play", "Portrait", "Previewed", "Pulse", "Ready", "Rejected", "Save", "Saving",
    "Silence", "State", "StopHit", "StopsSet", "Tick", "Told", "TrainEvent",
]  # fmt: skip
