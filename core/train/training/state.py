"""What steps tell, and a training as it stands between two steps: plain data."""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor

from core.messages.train_commands import Settings
from core.messages.train_reports import EditMark, TimelineEntry
from core.net.plan import Net
from core.train.model.model import Model
from core.train.training.datasets import Dataset


@dataclass(frozen=True)
class Chunk:
    """What k consecutive steps told: losses and squared gradient norms (k,), and how many samples were right ()."""

    steps: int
    samples: int
    losses: Tensor
    squared_norms: Tensor
    correct: Tensor | None


@dataclass(frozen=True)
class First:
    """The weights that a training began with where its seed does not give them: of a network that was brought in.
    `flat` (n,) float32: the parameters of the first net in their order; `buffers`: of its batch norms, by name."""

    flat: Tensor
    buffers: dict[str, Tensor]


@dataclass(frozen=True)
class TrainingState:
    """Everything that decides what comes next, as it was between two steps."""

    model: Model
    settings: Settings
    step: int
    epochs: int
    position: int
    order: Tensor
    order_state: Tensor
    dropout_state: Tensor
    timeline: tuple[TimelineEntry, ...]
    marks: tuple[EditMark, ...]
    size_bytes: int
    net_before: Net | None = None
    """The network before it had last become another one."""
    dataset: Dataset | None = None
    """The data then; None: the training's own."""
    first: First | None = None
    """What the training began with; None: what its seed gives."""
