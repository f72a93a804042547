"""The bench: Python lines on tensors, run in the inside worker, and what there is under names after each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Union

from core.messages.train_reports import Array
from core.sentence import Sentence

ErrorKind = Literal[
    "view", "matmul", "broadcast", "dtype", "device", "no_cuda", "leaf", "twice", "not_scalar", "no_grad", "changed",
    "index", "name", "syntax", "attribute", "memory", "stopped", "input", "exit", "recursion", "loss_target", "other",
]  # fmt: skip
"""What went wrong in a line, as far as it is known."""


@dataclass(frozen=True)
class RunLine:
    """Run one line of Python on the bench. -> LineDone"""

    text: str


@dataclass(frozen=True)
class CompleteLine:
    """Ask how the text before the cursor could go on. -> LineOptions"""

    text: str


@dataclass(frozen=True)
class UndoLine:
    """Put every name and every number back to before the last line. -> BenchShown"""


@dataclass(frozen=True)
class ClearBench:
    """Forget all names. -> BenchShown"""


@dataclass(frozen=True)
class BringTraining:
    """Put copies of batch and weights of the training under names: x, y, W1, b1 … -> BenchShown"""


@dataclass(frozen=True)
class OpenTensor:
    """Put a copy of a tensor of the training's next step under a name that is free. `of`: what the step's code calls
    it, "W2", "∂W2", "exp_avg[W2]". -> BenchShown"""

    name: str
    of: str


@dataclass(frozen=True)
class ChooseGuide:
    """Begin a guided piece; "" for none. -> BenchShown"""

    guide: str


@dataclass(frozen=True)
class LimitMemory:
    """How many bytes lines may take beyond what the worker itself needs. -> BenchShown"""

    bytes: int


@dataclass(frozen=True)
class BenchTensor:
    """A tensor as it is. `storage`: which of `BenchState.storages` it reads, -1 if none can be shown. `shown`: which
    indices of each dimension have a cell; `texts` and `values` are those cells in row-major order, none for a tensor of
    more than four dimensions or one without memory of its own. `grad_fn`: its name, "" for none."""

    shape: tuple[int, ...]
    dtype: str
    strides: tuple[int, ...]
    offset: int
    storage: int
    device: str
    requires_grad: bool
    grad_fn: str
    is_leaf: bool
    contiguous: bool
    bytes: int
    shown: tuple[tuple[int, ...], ...]
    texts: tuple[str, ...]
    values: Array


@dataclass(frozen=True)
class BenchName:
    """What stands under a name: `tensor`, or else its type and how Python writes it, shortened."""

    name: str
    kind: str
    text: str
    tensor: BenchTensor | None = None
    from_training: bool = False


@dataclass(frozen=True)
class BenchStorage:
    """Memory that one or more names read: one row of `items` cells. `shown`: which of them have texts and values."""

    device: str
    dtype: str
    items: int
    bytes: int
    shown: tuple[int, ...]
    texts: tuple[str, ...]
    values: Array
    names: tuple[str, ...]


@dataclass(frozen=True)
class BenchState:
    """All that is on the bench. `more`: names beyond those told. `undo`: whether the last line can be undone. `done`:
    how many steps of the guided piece `guide` are done; `finished`: pieces all of whose steps are."""

    names: tuple[BenchName, ...]
    more: int
    storages: tuple[BenchStorage, ...]
    undo: bool
    guide: str
    done: int
    finished: tuple[str, ...]


@dataclass(frozen=True)
class LineError:
    """Why a line failed: what to do, and what Python itself said."""

    kind: ErrorKind
    sentence: Sentence
    said: str


@dataclass(frozen=True)
class LineDone:
    """A line has run. `printed`: what it printed, shortened in the middle; `value`: how Python writes its value.
    `seconds`: measured, with all Python around it. `names`: those the line speaks of. `stretched`: the two sides of its
    first sum or product as broadcasting reads them (stride 0 where nothing is copied)."""

    text: str
    printed: str
    value: str
    error: LineError | None
    seconds: float
    names: tuple[str, ...]
    stretched: tuple[BenchName, ...]
    state: BenchState


@dataclass(frozen=True)
class BenchShown:
    """What is on the bench now, and what was done."""

    did: Sentence
    state: BenchState


@dataclass(frozen=True)
class LineOptions:
    """How `text` could go on: whole words for its last part, which begins at `place`."""

    text: str
    place: int
    words: tuple[str, ...]


BenchCommand = Union[
    RunLine, CompleteLine, UndoLine, ClearBench, BringTraining, OpenTensor, ChooseGuide, LimitMemory
]  # fmt: skip
BenchEvent = Union[LineDone, BenchShown, LineOptions]
