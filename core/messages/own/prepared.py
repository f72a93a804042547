"""Data that was prepared from a person's own files and waits in the library: what it is, and how it was made ready.

The preparation is part of the data: whatever is predicted later, by the app or by what was exported, is prepared the
same way. All numbers of it are fitted on the training samples alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Union

from core.messages.catalogue import OWN
from core.messages.own.oddities import Oddity
from core.messages.train_commands import DataSpec, Task

Kind = Literal["pictures", "table", "arrays", "python", "known"]
Fit = Literal["pad", "crop", "stretch"]
Ground = Literal["white", "black"]
ColumnKind = Literal["number", "category"]
DateOrder = Literal["", "day", "month"]


@dataclass(frozen=True)
class PicturePreparation:
    """How a picture becomes numbers: turned as its EXIF says, laid on `ground` where it is transparent, made
    `channels` × `height` × `width` (1: grey, 3: red, green, blue), each from 0 to 1.

    `fit`: "pad" keeps all of it and adds `ground`, "crop" cuts the longer side, "stretch" changes the proportions.
    `inverted`: the numbers are 1 − value, for dark strokes on a light ground. Where a number is predicted of a picture,
    (value − `target_mean`) / `target_scale` is learned.
    """

    channels: int
    height: int
    width: int
    fit: Fit = "pad"
    ground: Ground = "black"
    inverted: bool = False
    target_mean: float = 0.0
    target_scale: float = 1.0


@dataclass(frozen=True)
class TableColumn:
    """How one column of a table becomes inputs.

    A number: (value − `mean`) / `scale`, where `fill` stands for a missing one. A category: one input for each of
    `categories`, 1 for the one it is; all 0 for one that is not among them. A missing one is the category "". `folded`:
    a category is the one that differs in capital letters, full width and spaces alone, if at all. `dates`:
    the cells are dates, and the value is days from 1 January 1970; `order`: what comes first in those that have the
    year last, "" where there were none. `merged`: an empty cell holds what stands above it.
    """

    name: str
    kind: ColumnKind
    mean: float = 0.0
    scale: float = 1.0
    fill: float = 0.0
    categories: tuple[str, ...] = ()
    dates: bool = False
    order: DateOrder = ""
    folded: bool = False
    merged: bool = False

    @property
    def inputs(self) -> int:
        """How many inputs of the network it makes."""
        return 1 if self.kind == "number" else len(self.categories)

    @property
    def input_names(self) -> tuple[str, ...]:
        """What each of them is called: the column, or the column and the category."""
        return (self.name,) if self.kind == "number" else tuple(f"{self.name}={one}" for one in self.categories)


@dataclass(frozen=True)
class TablePreparation:
    """How a row becomes inputs, column by column, and what is predicted: a class of the data's `classes`, or a number,
    of which (value − `mean`) / `scale` is learned. `decimal`: the letter before the fraction, in cells with numbers."""

    columns: tuple[TableColumn, ...]
    target: str
    mean: float = 0.0
    scale: float = 1.0
    decimal: Literal[".", ","] = "."


@dataclass(frozen=True)
class PlainPreparation:
    """Arrays are learned as they are, each input as (value − `mean`) / `scale`, and a number that is predicted as
    (value − `target_mean`) / `target_scale`."""

    mean: float = 0.0
    scale: float = 1.0
    target_mean: float = 0.0
    target_scale: float = 1.0


Preparation = Union[PicturePreparation, TablePreparation, PlainPreparation]


def target_scaling(preparation: Preparation) -> tuple[float, float]:
    """Return (mean, scale) of what is predicted: a number is output · scale + mean. Of classes: (0, 1)."""
    if isinstance(preparation, TablePreparation):
        return preparation.mean, preparation.scale
    return preparation.target_mean, preparation.target_scale


@dataclass(frozen=True)
class About:
    """Prepared data, as its about.json tells it. `input`: of one sample, (channels, height, width) or (numbers,).

    `classes`: their names in order, () where a number is predicted. The first `training` samples are trained on, the
    `validation` ones after them are held out. `altered`: how many of `training` are altered copies of others.
    `source`: the name of the file or folder it came from, never a path. `told`: what was odd, and what was done.
    """

    title: str
    kind: Kind
    task: Task
    input: tuple[int, ...]
    classes: tuple[str, ...]
    training: int
    validation: int
    preparation: Preparation
    source: str = ""
    attribution: str = ""
    altered: int = 0
    told: tuple[Oddity, ...] = ()
    format: int = 1


@dataclass(frozen=True)
class OwnData:
    """Prepared data in the library. `digest` names it; `bytes`: what it takes on the disk; `made`: an ISO date and time
    in UTC."""

    digest: str
    about: About
    bytes: int
    made: str = ""

    @property
    def spec(self) -> DataSpec:
        """What a training on it is asked for with."""
        return DataSpec(name=OWN, own=self.digest, title=self.about.title)
