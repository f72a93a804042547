"""A saved run as it is taken home: its record, its training as it stood, and what is known of its data."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from pathlib import Path

import torch

from core.data import library
from core.messages.catalogue import OWN
from core.messages.own.prepared import About
from core.messages.train_reports import RunRecord
from core.sentence import AdvisedProblem
from core.train.disk import checkpoint
from core.train.training.training import Training

LEFT_BY_SYSTEMS = frozenset((".DS_Store", "Thumbs.db", "desktop.ini"))
"""Files that a system puts into a folder that somebody looks at: they are nobody's work."""


class OutError(AdvisedProblem):
    """A run that cannot be taken home as it was asked. `advice`: why, or what to do about it."""


@dataclass(frozen=True)
class Taken:
    """A run, read once. `training` is on the processor; `about` is None for data that ships with the app."""

    folder: Path
    record: RunRecord
    training: Training
    about: About | None
    history: array[float] = field(default_factory=lambda: array("d"))
    """Its Ticks, `TICK_FIELDS` numbers each, in the order of their fields."""

    @property
    def name(self) -> str:
        """What a person calls it."""
        return self.folder.name

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes by name, () where a number is predicted."""
        return self.training.dataset.known.classes


def take(folder: Path) -> Taken:
    """Return the run that is saved in a folder; raise `RunError` where it cannot be read."""
    opened = checkpoint.read(folder, device=torch.device("cpu"))
    spec = opened.record.data
    about = library.read_about(spec.own, title=spec.title) if spec.name == OWN else None
    return Taken(folder, opened.record, opened.training, about, opened.history)
