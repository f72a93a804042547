"""A table made ready: which rows are held out, what is fitted on the others, and the numbers themselves.

Mean, deviation, median and categories come from the training rows alone. Inputs are made by the very code that predicts
(`core.data.table.inputs`).
"""

from __future__ import annotations

import itertools
import random
import statistics
import sys
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from core.data.asked import Asking
from core.data.library import MOST_BYTES, MOST_INPUTS, MOST_SAMPLES, LibraryError
from core.data.table.columns import Column
from core.data.table.inputs import LARGEST, category_of, rows_to_inputs
from core.data.table.target import Aim
from core.messages.own.prepared import TableColumn, TablePreparation
from core.sentence import say

AT_ONCE_CELLS = 20_000
LEAST_ROWS = 4
FEW_DIFFERENT = 50
"""Of fewer different rows too much would be missing in training, if all that are the same were held out."""


@dataclass(frozen=True)
class Fitted:
    """What goes into the file: inputs (n, k) float32 and targets, (n,) int64 or (n, 1) float32, training rows first."""

    preparation: TablePreparation
    inputs: array[float]
    targets: array[int] | array[float]
    training: int
    validation: int
    width: int


def fit(columns: Sequence[Column], aimed: Aim, rows: Sequence[int], together: Sequence[Sequence[int]], held_out: int,
        seed: int, decimal: Literal[".", ","], asked: Asking) -> Fitted:  # fmt: skip
    """Return the table made ready. `rows`: the numbers of those that are used; `together`: see `split`; `held_out`:
    percent of them that is validated on. Raises `LibraryError`."""
    if len(rows) < LEAST_ROWS:
        raise LibraryError("There are too few rows to learn from: {count}. At least {least} are needed.",
                           count=len(rows), least=LEAST_ROWS)  # fmt: skip
    if len(rows) > MOST_SAMPLES:
        raise LibraryError("There are {count:,} rows, more than can be learned here: at most {most:,}. Take some out.",
                           count=len(rows), most=MOST_SAMPLES)  # fmt: skip
    training, validation = split(rows, aimed, held_out, seed, together)
    used = [_fitted(column, training, decimal) for column in columns]
    mean, scale = 0.0, 1.0
    if aimed.task == "regress":
        mean, scale = _scaling([_number(aimed.values[row]) for row in training])
    preparation = TablePreparation(tuple(used), aimed.name, mean, scale, decimal)
    width = sum(column.inputs for column in used)
    order = [*training, *validation]
    if width > MOST_INPUTS or width * len(order) * 4 > MOST_BYTES:
        raise LibraryError(
            "The columns make {count:,} inputs, too many for these rows. Leave those with many different words unused.",
            count=width,
        )
    inputs = _inputs(columns, order, preparation, asked)
    return Fitted(preparation, inputs, _targets(aimed, order, mean, scale), len(training), len(validation), width)


def same_rows(
    columns: Sequence[Column], aimed: Aim, rows: Sequence[int], decimal: str, asked: Asking
) -> tuple[list[list[int]], bool]:
    """Return (groups of two or more rows that say the same in each column and in what is predicted, whether it is usual
    in this table that they do).

    It is usual where few are different, as with three columns of yes and no, or where most of those are there with
    another target as well: such rows are many samples and not one that was copied, and if all that say “yes” of a kind
    were trained on and all that say “no” held out, the network would be measured on the contrary of what it learned.
    """
    left, kinds = list(rows), [0] * len(rows)
    for at, column in enumerate(sorted(columns, key=lambda one: -one.different)):
        asked.at(at, len(columns), say("Looking at the columns"))
        cells = [column.cells[row] for row in left]
        said = {text: _said(text, column, decimal) for text in set(cells)}
        kinds = _numbered(zip(kinds, map(said.__getitem__, cells), strict=True))
        if 2 * max(kinds, default=0) > len(left):  # many are alone already: the others are looked at further
            counts = Counter(kinds)
            alike = [counts[kind] > 1 for kind in kinds]
            left, kinds = list(itertools.compress(left, alike)), list(itertools.compress(kinds, alike))
    numbers = _numbered(zip(kinds, map(aimed.values.__getitem__, left), strict=True))
    counts, inputs_of = Counter(numbers), dict(zip(numbers, kinds, strict=True))
    groups: dict[int, list[int]] = {number: [] for number, count in counts.items() if count > 1}
    for row, number in zip(left, numbers, strict=True):
        if number in groups:
            groups[number].append(row)
    targets, copied = Counter(inputs_of.values()), sum(map(len, groups.values()))
    torn = sum(counts[number] for number in groups if targets[inputs_of[number]] > 1)
    different = len(rows) - copied + len(groups)
    return list(groups.values()), different < min(FEW_DIFFERENT, len(rows) / 2) or 2 * torn > copied


def _said(text: str, column: Column, decimal: str) -> str | float | None:
    return column.value_of(text, decimal) if column.kind == "number" else category_of(text)


def _numbered(things: Iterable[object]) -> list[int]:
    """Return a number for each thing, the same for those that are equal."""
    known = defaultdict[object, int](itertools.count().__next__)
    return [known[thing] for thing in things]


def split(
    rows: Sequence[int], aimed: Aim, held_out: int, seed: int, together: Sequence[Sequence[int]] = ()
) -> tuple[list[int], list[int]]:
    """Return (training, validation) rows, shuffled: of every class as large a share is held out, and no class only.
    `together`: groups of rows that are all trained on or all held out, each of one class."""
    if not 1 <= held_out <= 90:
        raise LibraryError("Between 1 and 90 percent can be held out, not {percent}.", percent=held_out)
    dice = random.Random(seed)
    units = {row: unit for unit in together for row in unit}
    groups: dict[object, list[int]] = defaultdict(list)
    for row in rows:
        groups[aimed.values[row] if aimed.task == "classify" else None].append(row)
    training: list[int] = []
    validation: list[int] = []
    for name in sorted(groups, key=str):
        group = groups[name]
        dice.shuffle(group)
        count = min(max(1, round(len(group) * held_out / 100)), len(group) - 1)
        held = _held(group, units, count)
        validation += [row for row in group if row in held]
        training += [row for row in group if row not in held]
    if not validation:  # every class is there once, or is one row over and over
        validation.append(training.pop(next((at for at, row in enumerate(training) if row in units), -1)))
    dice.shuffle(training)
    dice.shuffle(validation)
    return training, validation


def _held(group: Sequence[int], units: Mapping[int, Sequence[int]], count: int) -> set[int]:
    """Return `count` rows of a class, the first that can be held out with all that belong together; as near to that
    as can be, where those are too many."""
    held: set[int] = set()
    larger: dict[int, Sequence[int]] = {}
    for row in group:
        unit = units.get(row, (row,))
        if row not in held and len(held) + len(unit) <= count:
            held.update(unit)
        elif row not in held and len(held) < count:
            larger[unit[0]] = unit
    for unit in sorted(larger.values(), key=len):
        nearer = len(held) + len(unit) - count < count - len(held)
        if (nearer or not held) and len(held) + len(unit) < len(group):
            held.update(unit)
    return held


def _number(value: str | float | None) -> float:
    assert isinstance(value, float)
    return value


def _fitted(column: Column, training: Sequence[int], decimal: str) -> TableColumn:
    """Return how a column becomes inputs, as the training rows have it."""
    cells = [column.cells[row] for row in training]
    if column.kind == "category":
        words = sorted({category_of(cell) for cell in set(cells)})
        return TableColumn(column.name, "category", categories=tuple(words), folded=column.folded,
                           merged=column.merged)  # fmt: skip
    texts = {text: column.value_of(text, decimal) for text in set(cells)}
    there = [value for cell in cells if (value := texts[cell]) is not None]
    if not there:
        raise LibraryError("“{name}” holds no numbers. Leave it unused, or take it as words.", name=column.name)
    fill = float(statistics.median(there))
    mean, scale = _scaling([fill if (value := texts[cell]) is None else value for cell in cells])
    return TableColumn(column.name, "number", mean, scale, fill, dates=column.dates, order=column.order,
                       merged=column.merged)  # fmt: skip


def _scaling(values: list[float]) -> tuple[float, float]:
    """Return (mean, standard deviation); 1 where all are the same but for rounding."""
    mean = sum(values) / len(values)
    scale = (sum((value - mean) ** 2 for value in values) / len(values)) ** 0.5
    return mean, scale if scale > 1e-9 * max(map(abs, values)) else 1.0


def _inputs(columns: Sequence[Column], order: Sequence[int], preparation: TablePreparation,
            asked: Asking) -> array[float]:  # fmt: skip
    made = array("f")
    at_once = max(1, AT_ONCE_CELLS // len(columns))
    cells = [(column.name, column.cells) for column in columns]
    for begin in range(0, len(order), at_once):
        asked.at(begin, len(order), say("Preparing rows"))
        rows = [{name: texts[row] for name, texts in cells} for row in order[begin : begin + at_once]]
        for numbers in rows_to_inputs(rows, preparation):
            made.extend(numbers)
    return _little(made)


def _targets(aimed: Aim, order: Sequence[int], mean: float, scale: float) -> array[int] | array[float]:
    if aimed.task == "classify":
        numbers = {name: at for at, name in enumerate(aimed.classes)}
        return _little(array("q", (numbers[str(aimed.values[row])] for row in order)))
    scaled = ((_number(aimed.values[row]) - mean) / scale for row in order)
    return _little(array("f", (min(max(value, -LARGEST), LARGEST) for value in scaled)))


def _little(numbers: array) -> array:  # type: ignore[type-arg]
    """Return the numbers with their least byte first, as the file has them."""
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
