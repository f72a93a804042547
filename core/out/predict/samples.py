"""What a network shall predict: files, folders and a typed row as samples, one after the other, each a row of numbers
or why there is none."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Union

import torch
from torch import Tensor

from core import files
from core.data.pictures.decoders import Decoders
from core.data.table.inputs import rows_to_inputs
from core.disk_reason import reason
from core.messages.catalogue import PLANE_INPUTS, USUAL_INPUTS
from core.messages.own.out import Predict
from core.messages.own.pictures import SUFFIXES
from core.messages.own.prepared import PicturePreparation, PlainPreparation, Preparation, TablePreparation
from core.out.described import merged_columns, way_of
from core.out.predict import arrays, elsewhere, rows
from core.out.predict.arrays import Numbers
from core.out.taken import Taken
from core.sentence import Problem, Sentence, say, with_values
from core.train.plane.inputs import inputs_of

PICTURES = frozenset((*SUFFIXES, ".tga"))
"""What is a picture by its name, those too that cannot be read."""
TABLES = frozenset((".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xlsm"))
ARRAYS = ".npz"
UNREADABLE = (OSError, Problem, ValueError)
MOST_SEEN, MOST_DEPTH = 200_000, 32
"""Entries of folders, and folders inside each other."""
STRAY = say("Cells in columns of numbers that hold something else: {count:,}.")
LIGHT = 0.5
"""Digits are bright on dark; a picture whose border is lighter than this is the other way round."""
Made = Union[Tensor, Sentence]
Raw = tuple[str, Callable[[], Made]]
"""A sample's name, and what makes its input, or says why there is none: those that nobody asks for are not made."""


@dataclass
class Samples:
    """The samples of one question. `decoders` reads pictures. `told`: what has to be known of all of them, filled as
    they are read."""

    taken: Taken
    preparation: Preparation
    decoders: Decoders
    told: list[Sentence] = field(default_factory=list)
    _reading: Preparation = field(default_factory=PlainPreparation)

    def of(self, command: Predict) -> Iterator[Raw]:
        """Yield each sample; its input is (*net's sample) float32."""
        if command.row:
            yield from self._row(dict(command.row))
        for text in command.files:
            yield from self._file(Path(text))

    # ------------------------------------------------------------------------------------------------ files and folders
    def _file(self, path: Path) -> Iterator[Raw]:
        if not files.can_be_path(str(path)):
            yield shown(str(path)[:80]), told(say("It is not there."))
        elif path.is_dir() and not files.is_link(path):
            yield from self._folder(path)
        else:
            yield from self._one(path, shown(path.name))

    def _folder(self, top: Path) -> Iterator[Raw]:
        """Yield what a folder holds that may be for this network; links are not followed, hidden files left out."""
        wanted = PICTURES if isinstance(self.preparation, PicturePreparation) else TABLES
        found = False
        for path in walk(top):
            if path.suffix.casefold() in wanted or path.suffix.casefold() == ARRAYS:
                found = True
                yield from self._one(path, shown("/".join((top.name, *path.relative_to(top).parts))))
        if not found:
            yield shown(top.name), told(say("There is nothing in this folder that the network could predict."))

    def _one(self, path: Path, name: str) -> Iterator[Raw]:
        suffix = path.suffix.casefold()
        try:
            if suffix == ARRAYS:
                yield from self._arrays(path, name)
            elif isinstance(self.preparation, PicturePreparation):
                yield name, partial(self._picture, path, self.preparation)
            elif suffix in PICTURES:
                yield name, told(say("This network takes rows of numbers, and this is a picture."))
            else:
                yield from self._table(path, name)
        except UNREADABLE as error:
            yield name, told(why(error))

    # -------------------------------------------------------------------------------------------------- what is in them
    def _picture(self, path: Path, preparation: PicturePreparation) -> Made:
        shape = (preparation.channels, preparation.height, preparation.width)
        drawing = elsewhere.drawing(self.decoders, path, self.taken)
        if isinstance(drawing, Sentence):
            return drawing
        if drawing is not None:
            self.told += drawing.told
            return torch.frombuffer(bytearray(drawing.content), dtype=torch.float32).reshape(shape)
        made = elsewhere.picture(self.decoders, path, preparation)
        if isinstance(made, Sentence):
            return made
        values = torch.frombuffer(bytearray(made), dtype=torch.uint8).float().reshape(shape) / 255
        if self.taken.about is None and border(values) > LIGHT:
            values = 1 - values
        return values

    def _table(self, path: Path, name: str) -> Iterator[Raw]:
        wanted = self._wanted()
        header, found = rows.read(path, wanted)
        if (none := self._lacks(name, header, wanted)) is not None:
            yield name, told(none)
            return
        if not found:
            yield name, told(say("It is empty."))
        self._leave_out_totals(name, found)
        rows.fill_down(header, found, merged_columns(self.taken.about))
        given = [dict(zip(header, cells, strict=False)) for cells in found]
        self._read_as(given)
        for at, (row, cells) in enumerate(zip(given, found, strict=True), 1):
            yield f"{name}:{at}", partial(self._made, row, cells, self._reading)

    def _leave_out_totals(self, name: str, found: list[list[str]]) -> None:
        """Leave out a total below the rows of a table, and note that, unless it was a sample in training, too."""
        learned = not isinstance(self.preparation, TablePreparation) or way_of(self.taken.about, "total-row") == "keep"
        if not learned and (count := rows.without_totals(found)):
            what: dict[str, str | int] = {"name": name, "count": count}
            self.told.append(say("{name}: rows at the end with a total of those above, left out: {count:,}.", **what))

    def _read_as(self, given: Sequence[Mapping[str, str]]) -> None:
        """Choose how the cells of rows are read, and note those that are no numbers."""
        self._reading = self.preparation
        if isinstance(self.preparation, TablePreparation):
            self._reading, strays = rows.read_as(given, self.preparation)
            if strays:
                self.told.append(with_values(STRAY, count=strays))

    def _wanted(self) -> tuple[str, ...]:
        """Return the columns that the network was trained on, () where they have no names."""
        if isinstance(self.preparation, TablePreparation):
            return tuple(column.name for column in self.preparation.columns)
        return self._names()

    def _lacks(self, name: str, there: Collection[str], wanted: tuple[str, ...]) -> Sentence | None:
        """Return why nothing can be predicted where no wanted column is there; note those that are missing."""
        missing = [one for one in wanted if one not in there]
        if wanted and len(missing) == len(wanted):
            return say("It has none of the columns that the network was trained on: {names}.", names=shortly(wanted))
        if missing and isinstance(self.preparation, TablePreparation):
            what = {"names": shortly(missing)}
            self.told.append(
                say("{name} lacks columns, which count as missing: {names}.", name=name, **what)
                if name
                else say("The row lacks columns, which count as missing: {names}.", **what)
            )
        return None

    def _arrays(self, path: Path, name: str) -> Iterator[Raw]:
        shape = self.taken.training.dataset.known.input
        numbers = arrays.read(path, sample=shape)
        if not numbers.count:
            yield name, told(say("It is empty."))
        for at in range(numbers.count):
            yield f"{name}:{at + 1}", partial(self._scaled, numbers, at)

    def _scaled(self, numbers: Numbers, at: int) -> Made:
        """Return a sample as the network takes it: numbers are as those were that it learned from."""
        made = numbers.sample(at)
        if isinstance(self.preparation, PicturePreparation):
            made = made.float() / (255 if numbers.bytes_ else 1)
        elif isinstance(self.preparation, PlainPreparation):
            made = ((made - self.preparation.mean) / self.preparation.scale).float()
        return made.float() if bool(made.isfinite().all()) else say("One of its numbers is none.")

    # --------------------------------------------------------------------------------------------------------- one row
    def _row(self, row: dict[str, str]) -> Iterator[Raw]:
        if isinstance(self.preparation, PicturePreparation):
            yield "", told(say("This network takes pictures, no row of numbers."))
        elif isinstance(self.preparation, TablePreparation) and (none := self._lacks("", row, self._wanted())):
            yield "", told(none)
        else:
            self._read_as([row])
            yield "", partial(self._made, row, list(row.values()), self._reading)

    def _made(self, row: dict[str, str], cells: list[str], reading: Preparation) -> Made:
        """Return the input that cells make: by the names of columns, or in their order where they have none."""
        if isinstance(reading, TablePreparation):
            made = torch.tensor(rows_to_inputs([row], reading)[0], dtype=torch.float32)
            return made if bool(made.isfinite().all()) else say("One of its numbers is none.")
        names = self._names()
        texts = [row.get(name, "") for name in names] if names else cells
        numbers = [rows.number(text) for text in texts]
        wanted = len(names) or math.prod(self.taken.training.dataset.known.input)
        if len(numbers) != wanted:
            return say("It has {count} numbers, and the network takes {wanted}.", count=len(numbers), wanted=wanted)
        if (
            bad := next((text for text, number in zip(texts, numbers, strict=True) if number is None), None)
        ) is not None:
            return say("“{cell}” is not a number.", cell=bad[:40])
        made = torch.tensor(numbers, dtype=torch.float64)
        if names:
            return inputs_of(made.float().reshape(1, 2), self._plane_inputs())[0]
        assert isinstance(self.preparation, PlainPreparation)
        scaled = ((made - self.preparation.mean) / self.preparation.scale).float()
        return scaled.reshape(self.taken.training.dataset.known.input)

    def _names(self) -> tuple[str, ...]:
        """Return what the columns are called of points of the plane; () for anything else."""
        return USUAL_INPUTS if self.taken.training.dataset.known.reach else ()

    def _plane_inputs(self) -> tuple[str, ...]:
        spec = self.taken.record.data
        return tuple(name for name in PLANE_INPUTS if name in spec.inputs)


def ready(make: Callable[[], Made]) -> Made:
    """Return a sample's input, or why there is none."""
    try:
        return make()
    except UNREADABLE as error:
        return why(error)


def told(sentence: Sentence) -> Callable[[], Made]:
    """Return what says why there is no input."""
    return lambda: sentence


def why(error: Exception) -> Sentence:
    """Return why a file or a sample cannot be read."""
    if isinstance(error, Problem):
        return error.sentence
    if isinstance(error, OSError):
        return reason(error)
    return say("It is damaged, or something else than its name says.")


def preparation_of(taken: Taken) -> Preparation:
    """Return how samples become inputs; digits are made like those that ship with the app."""
    if taken.about is not None:
        return taken.about.preparation
    shape = taken.training.dataset.known.input
    return PicturePreparation(*shape) if len(shape) == 3 else PlainPreparation()


def border(picture: Tensor) -> float:
    """Return how light the border of a picture is, (channels, h, w) -> 0 … 1."""
    edges = (picture[:, 0], picture[:, -1], picture[:, :, 0], picture[:, :, -1])
    return float(torch.cat([edge.flatten() for edge in edges]).mean())


def walk(top: Path) -> Iterator[Path]:
    """Yield the files below a folder in the order of their names, without links and what is hidden. What cannot be
    read is left out."""
    waiting, seen = [(top, 0)], 0
    while waiting:
        folder, depth = waiting.pop()
        try:
            entries = sorted(folder.iterdir(), key=lambda one: shown(one.name))
        except OSError:
            continue
        below: list[tuple[Path, int]] = []
        for entry in entries:
            seen += 1
            if seen > MOST_SEEN:
                return
            if entry.name.startswith((".", "__MACOSX")) or files.is_link(entry):
                continue
            if entry.is_dir():
                below += [(entry, depth + 1)] if depth < MOST_DEPTH else []
            elif entry.is_file():
                yield entry
        waiting += reversed(below)


def shown(name: str) -> str:
    """Return a name as it is shown: in NFC, with a mark for what cannot be."""
    plain = name.encode("utf-8", "replace").decode()
    return unicodedata.normalize("NFC", "".join(letter if letter.isprintable() else "\ufffd" for letter in plain))


def shortly(names: Sequence[str]) -> str:
    """Return some names in a sentence."""
    return ", ".join(name[:40] for name in names[:5]) + (" …" if len(names) > 5 else "")
