"""What the data worker answers of arrays: of .npz files, and of what a person's own Python file returns.

numpy is imported only when it is needed: a Python for training may have none.
"""

from __future__ import annotations

import importlib.util
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from core.data import library
from core.data.arrays import code
from core.data.arrays.chosen import Pair, choose
from core.data.arrays.code import Limits
from core.data.asked import Asking
from core.data.library import DATA_FILE, LibraryError
from core.data.tensors import write_tensors
from core.disk_reason import reason
from core.messages.own.arrays import ArrayOptions, SeenArray, SeenArrays, SeenCode
from core.messages.own.looking import LookInto, Prepare, Prepared, RunCode
from core.messages.own.prepared import About, Kind, OwnData, PicturePreparation
from core.sentence import Sentence, say

if TYPE_CHECKING:
    from core.data.arrays.prepared import Ready

PIECE = 4096
"""Samples that are written at once."""


@dataclass(frozen=True)
class Read:
    """The arrays of a file, what was chosen of them, and both made ready."""

    arrays: tuple[SeenArray, ...]
    pair: Pair
    ready: Ready


def takes(path: str) -> bool:
    """Return whether a file holds arrays, or code that yields them."""
    return path.lower().endswith((".npz", ".py"))


def look(command: LookInto, asked: Asking) -> SeenArrays | SeenCode:
    """Look into a file; raise `LibraryError` where it cannot be read. Of a Python file nothing is run."""
    if _is_code(command.path):
        return code.look_at(command.path)
    return _seen(command.path, Path(command.path), _choices(command.choices), asked)


def run_code(command: RunCode, asked: Asking, limits: Limits = Limits()) -> SeenArrays:
    """Run a person's Python file and look at what it yields."""
    _need_numpy()
    again = command.choices is None
    made = code.run(command.path, command.sha256, asked, limits, again=again)
    return _seen(command.path, made, _choices(command.choices), asked)


def prepare(command: Prepare, asked: Asking, limits: Limits = Limits()) -> Prepared:
    """Make arrays ready and put them into the library."""
    _need_numpy()
    choices, path = _choices(command.choices), Path(command.path)
    kind: Kind = "python" if _is_code(command.path) else "arrays"
    made = code.run(command.path, command.sha256, asked, limits, again=False) if kind == "python" else path
    read = _read(command.path, made, choices, asked)
    try:
        return Prepared(_put(read.ready, command.title.strip() or _title(path), kind, path.name, asked))
    except OSError as error:
        raise LibraryError("{name} could not be kept.", name=path.name, advice=(reason(error),)) from error


def _is_code(path: str) -> bool:
    return path.lower().endswith(".py")


def _choices(choices: object) -> ArrayOptions:
    return choices if isinstance(choices, ArrayOptions) else ArrayOptions()


def _title(path: Path) -> str:
    return unicodedata.normalize("NFC", path.stem)


def missing() -> Sentence | None:
    """Return what keeps arrays from being read here, None if nothing does."""
    if importlib.util.find_spec("numpy") is None:
        return say("The Python that trains has no numpy, so .npz files and Python files cannot be read.")
    return None


def _need_numpy() -> None:
    if missing() is not None:
        raise LibraryError(
            "The Python that trains has no numpy, so .npz files and Python files cannot be read.",
            advice=(say("Add numpy to that environment, or train with another one."),),
        )


def _seen(path: str, file: Path, choices: ArrayOptions, asked: Asking) -> SeenArrays:
    _need_numpy()
    read = _read(path, file, choices, asked)
    ready, pair = read.ready, read.pair
    chosen = replace(choices, inputs=pair.inputs, targets=pair.targets, task=ready.task)
    return SeenArrays(
        path, _title(Path(path)), read.arrays, chosen, ready.inputs.shape[1:], ready.classes, ready.task,
        len(ready.inputs), ready.oddities, split=bool(pair.held_inputs),
    )  # fmt: skip


def _read(path: str, file: Path, choices: ArrayOptions, asked: Asking) -> Read:
    """Return the arrays of an .npz file made ready; `path`: what they are told to come from."""
    import numpy as np

    from core.data.arrays import npz
    from core.data.arrays.prepared import prepare as made_ready

    began = npz.stamp_of(file)
    found = npz.headers(file)
    pair = choose(found, choices.inputs, choices.targets)
    reading = say("Reading {name}", name=Path(path).name)

    def tick() -> None:
        asked.at(0, 0, reading)

    names = [name for name in (pair.inputs, pair.targets, pair.held_inputs, pair.held_targets) if name]
    for name in names:
        npz.check_kind(name, found[name])
    arrays = [npz.read(file, name, found[name], tick) for name in names]
    if npz.stamp_of(file) != began:  # inputs of one state, targets of another
        raise LibraryError("{name} has changed while it was read. Wait until nothing else writes it.",
                           name=Path(path).name)  # fmt: skip
    split_at = len(arrays[0]) if pair.held_inputs else 0
    if split_at:
        arrays = [np.concatenate(arrays[0::2]), np.concatenate(arrays[1::2])]
    ready = made_ready(arrays[0], arrays[1], choices, split_at=split_at)
    return Read(npz.seen(found), pair, ready)


def _put(ready: Ready, title: str, kind: Kind, source: str, asked: Asking) -> OwnData:
    count = len(ready.inputs)
    about = About(
        title=title, kind=kind, task=ready.task, input=tuple(ready.inputs.shape[1:]), classes=ready.classes,
        training=ready.training, validation=count - ready.training, preparation=ready.preparation,
        source=unicodedata.normalize("NFC", source), told=ready.oddities,
    )  # fmt: skip
    writing = say("Writing {title}", title=title)

    def pieces() -> Iterator[bytes]:
        for begin in range(0, count, PIECE):
            asked.at(begin, count, writing)
            yield ready.inputs[begin : begin + PIECE].tobytes()

    with library.writing() as folder:
        write_tensors(
            folder / DATA_FILE, inputs=pieces(), shape=tuple(ready.inputs.shape),
            of="U8" if isinstance(ready.preparation, PicturePreparation) else "F32",
            targets=ready.targets.tobytes(), classify=bool(ready.classes),
        )  # fmt: skip
        return library.put(folder, about)
