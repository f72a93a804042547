"""The out worker: takes a saved run home in many forms, predicts with it, and brings networks in. Its commands and
events. Runs are read as they were saved; whoever trains one saves it first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Union

from core.messages.train_events import Failed, Rejected
from core.net.plan import Activation
from core.sentence import Sentence

Form = Literal["script", "notebook", "onnx", "html", "garden", "safetensors", "pt", "tensorboard", "csv"]
FORMS: tuple[Form, ...] = ("script", "notebook", "onnx", "html", "garden", "safetensors", "pt", "tensorboard", "csv")


@dataclass(frozen=True)
class TakeOut:
    """Write a run to `path` as `form`. A file that is there is replaced as a whole or not at all. `data`: whether the
    data goes along (garden, script, notebook). -> TakenOut | Rejected"""

    run: str
    form: Form
    path: str
    data: bool = True
    language: str = "en"


@dataclass(frozen=True)
class TakenOut:
    """It is written: every file with its size, and what has to be known of it."""

    form: Form
    files: tuple[tuple[str, int], ...]
    told: tuple[Sentence, ...] = ()


@dataclass(frozen=True)
class MeasureOut:
    """How large the one file of a run would be. -> OutMeasured | Rejected"""

    run: str


@dataclass(frozen=True)
class OutMeasured:
    """Bytes of a .garden file with and without the data."""

    run: str
    bytes: int
    without_data: int


@dataclass(frozen=True)
class Answer:
    """What a network says of one sample: the class with its probability, or the number in the data's own unit. `why`:
    it could not be read. `others`: every class with its probability, the likeliest first, at most ten."""

    name: str
    label: str = ""
    value: float = 0.0
    others: tuple[tuple[str, float], ...] = ()
    why: Sentence | None = None


@dataclass(frozen=True)
class Predict:
    """Predict with a run: pictures, folders of them, tables, .npz files; or a row that was typed, name by name.
    -> Predicted | Rejected"""

    run: str
    files: tuple[str, ...] = ()
    row: tuple[tuple[str, str], ...] = ()
    most: int = 10_000


@dataclass(frozen=True)
class Predicted:
    """What the run's network says, in the order of the files. `left_out`: how many there were beyond `most`. `told`:
    what has to be known of all of them, such as columns that a table lacks."""

    run: str
    answers: tuple[Answer, ...]
    left_out: int = 0
    told: tuple[Sentence, ...] = ()


@dataclass(frozen=True)
class BringIn:
    """Make a run in folder `runs` of a .garden file, of a safetensors file (with a plan beside it, or in its metadata),
    or of a .pt with a `state_dict` whose layers are known. Weights only; nothing is unpickled. `data`: what it shall
    be trained on, a name of the catalogue or a digest of the library ("": as it says). `activation`: of the hidden
    layers where the file does not say it, "" for ReLU. -> BroughtIn | Rejected"""

    path: str
    runs: str
    data: str = ""
    activation: Literal["", Activation] = ""


@dataclass(frozen=True)
class BroughtIn:
    """It is in a folder of its own. `told`: what was taken, and layer by layer what was not."""

    run: str
    told: tuple[Sentence, ...] = ()


@dataclass(frozen=True)
class OutReady:
    """The out worker is warm. Comes unasked, once, first."""

    python: str
    torch: str
    pid: int


OutCommand = Union[TakeOut, MeasureOut, Predict, BringIn]
OutEvent = Union[OutReady, TakenOut, OutMeasured, Predicted, BroughtIn, Rejected, Failed]
