"""Arrays in an .npz file, a Python file that yields tensors, and sets that are known by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from core.messages.own.oddities import Decision, Oddity
from core.messages.train_commands import Task


@dataclass(frozen=True)
class ArrayOptions:
    """Which arrays are inputs and targets ("": as guessed), what the targets are, and how much is held out."""

    inputs: str = ""
    targets: str = ""
    task: Literal["", "classify", "regress"] = ""
    held_out: int = 20
    seed: int = 0
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True)
class SeenArray:
    """An array of a file: its name, numpy's name of its type, its shape."""

    name: str
    dtype: str
    shape: tuple[int, ...]


@dataclass(frozen=True)
class SeenArrays:
    """What an .npz file holds, or what a Python file has yielded. `split`: the file says itself what is validated on
    (x_test beside x_train)."""

    path: str
    title: str
    arrays: tuple[SeenArray, ...]
    chosen: ArrayOptions
    input: tuple[int, ...]
    classes: tuple[str, ...]
    task: Task
    samples: int
    oddities: tuple[Oddity, ...]
    split: bool = False


@dataclass(frozen=True)
class SeenCode:
    """A Python file with a function ``data()``. It is run only after a person has said so (`RunCode`)."""

    path: str
    title: str
    text: str
    sha256: str


@dataclass(frozen=True)
class KnownSet:
    """A set that can be fetched: its lasting name, what it is called, where it is from, its licence, its size to
    fetch, the shape of a picture, classes and samples."""

    name: str
    title: str
    attribution: str
    licence: str
    bytes: int
    input: tuple[int, ...]
    classes: tuple[str, ...]
    training: int
    validation: int
    there: bool = False
