"""Arrays made ready: shapes, classes or numbers, what is odd about them, the split, and the scale."""

from __future__ import annotations

import math
import random
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from core.data.library import MOST_BYTES, MOST_CLASSES, MOST_INPUTS, MOST_SAMPLES, LibraryError
from core.messages.own.arrays import ArrayOptions
from core.messages.own.oddities import Oddity, Way
from core.messages.own.pictures import LARGEST_SIDE_ON_GPU
from core.messages.own.prepared import PicturePreparation, PlainPreparation
from core.messages.train_commands import Task
from core.sentence import say

Numbers = np.ndarray[Any, Any]
FEW_WHOLE, FEW_FLOATS = 100, 20
"""So many different numbers at most are taken for classes."""
CLASS_LETTERS, EXAMPLES = 200, 5
PIECE = 1024
"""Samples that are scaled at once: all of them as doubles could be more than the memory holds."""
LEAVE_OUT, MEAN, KEEP = "leave-out", "mean", "keep"


@dataclass(frozen=True)
class Ready:
    """Inputs (n, *input) uint8 or float32, and targets, (n,) int64 of `classes` or (n, 1) float32; the first
    `training` are trained on."""

    inputs: Numbers
    targets: Numbers
    classes: tuple[str, ...]
    training: int
    preparation: PicturePreparation | PlainPreparation
    oddities: tuple[Oddity, ...]

    @property
    def task(self) -> Task:
        """Whether a class or a number is learned."""
        return "classify" if self.classes else "regress"


def prepare(inputs: Numbers, targets: Numbers, choices: ArrayOptions, *, split_at: int = 0) -> Ready:
    """Return arrays made ready; raise `LibraryError` where nothing can be learned from them. `split_at`: so many are
    trained on, where that is settled already."""
    inputs = _shaped(inputs)
    classes, values = _classes(targets, choices)
    pictures = inputs.dtype == np.uint8 and inputs.ndim == 4 and inputs.shape[1] in (1, 3)
    pictures = pictures and max(inputs.shape[2:]) <= LARGEST_SIDE_ON_GPU
    decided = dict(choices.decisions)
    used, oddities = _usable(_whole(inputs), values, bool(classes), decided)
    kept, rare = _rare(values, used, classes, decided)
    oddities += rare
    if classes:
        classes, values, kept = _without_unused(classes, values, kept)
    training, held = _split(values, kept, bool(classes), choices, split_at)
    order = np.concatenate([training, held])
    preparation: PicturePreparation | PlainPreparation
    if pictures:
        inputs, preparation = inputs[order], PicturePreparation(*inputs.shape[1:])
    else:
        inputs, preparation = _scaled(inputs, order, len(training))
    made = values[order]
    if not classes:
        oddities += _all_the_same(made)
        made, mean, scale = _aims(made, len(training))  # (n, 1)
        preparation = replace(preparation, target_mean=mean, target_scale=scale)
    return Ready(np.ascontiguousarray(inputs), made, classes, len(training), preparation, tuple(oddities))


# ------------------------------------------------------------------------------------------------------------ inputs
def _shaped(inputs: Numbers) -> Numbers:
    """Return inputs as (n, k) or (n, channels, height, width)."""
    if inputs.dtype.kind not in "biuf":
        raise LibraryError("The inputs are texts. They must be numbers; a table can hold texts.")
    if inputs.ndim == 1:
        inputs = inputs[:, None]  # (n, 1)
    elif inputs.ndim == 3:
        inputs = inputs[:, None]  # (n, 1, height, width)
    elif inputs.ndim == 4 and inputs.shape[3] in (1, 3, 4) and inputs.shape[1] not in (1, 3):
        inputs = inputs.transpose(0, 3, 1, 2)  # (n, channels, height, width)
    if inputs.ndim not in (2, 4):
        raise LibraryError(
            "The inputs are of the shape {shape}. (samples, numbers), (samples, height, width) and pictures with "
            "channels can be learned.", shape=" × ".join(map(str, inputs.shape)),
        )  # fmt: skip
    size, count = math.prod(inputs.shape[1:]), inputs.shape[0]
    if count < 2 or not size:
        raise LibraryError("There are too few samples: two are needed at least, one of them to validate on.")
    if size > MOST_INPUTS or count > MOST_SAMPLES or size * count * 4 > MOST_BYTES:
        raise LibraryError(
            "{samples} samples of {size} numbers are more than can be learned here.", samples=count, size=size
        )
    return inputs


def _doubles(inputs: Numbers) -> Numbers:
    """Return samples as doubles: 32 bits would make one number of times that differ by a minute. What is no number, or
    beyond 32 bits, is NaN."""
    with np.errstate(over="ignore", invalid="ignore"):
        made = inputs.astype(np.float64)
        made[~np.isfinite(made.astype(np.float32))] = np.nan
    return made


def _whole(inputs: Numbers) -> Numbers:
    """Return which samples hold numbers alone, (n,) truth values."""
    if inputs.dtype.kind != "f":
        return np.ones(len(inputs), bool)
    pieces = (_doubles(inputs[begin : begin + PIECE]) for begin in range(0, len(inputs), PIECE))
    return np.concatenate([np.isfinite(piece).reshape(len(piece), -1).all(axis=1) for piece in pieces])


def _scaled(inputs: Numbers, order: Numbers, training: int) -> tuple[Numbers, PlainPreparation]:
    """Return inputs in this order as (value − mean) / scale, fitted on the training samples, and both; what is no
    number is the mean."""

    def pieces(count: int) -> Iterator[tuple[int, Numbers]]:
        for begin in range(0, count, PIECE):
            yield begin, _doubles(inputs[order[begin : min(begin + PIECE, count)]])

    sums = [(int(np.isfinite(piece).sum()), float(np.nansum(piece))) for _, piece in pieces(training)]
    count = max(sum(one for one, _ in sums), 1)
    mean = sum(whole for _, whole in sums) / count
    scale = math.sqrt(sum(float(np.nansum((piece - mean) ** 2)) for _, piece in pieces(training)) / count)
    if not (math.isfinite(scale) and scale > 1e-12 * abs(mean)):  # all are the same but for rounding
        scale = 1.0
    made = np.empty((len(order), *inputs.shape[1:]), np.float32)
    for begin, piece in pieces(len(order)):
        with np.errstate(over="ignore"):
            scaled = ((piece - mean) / scale).astype(np.float32)
        scaled[np.isnan(piece)] = 0
        if not bool(np.isfinite(scaled).all()):
            raise LibraryError("The inputs are so different in size that they cannot be scaled.")
        made[begin : begin + len(piece)] = scaled
    return made, PlainPreparation(mean, scale)


# ----------------------------------------------------------------------------------------------------------- targets
def _classes(targets: Numbers, choices: ArrayOptions) -> tuple[tuple[str, ...], Numbers]:
    """Return the classes and the number of each sample's (−1: it has none), or () and the numbers to be learned."""
    if targets.ndim == 2 and targets.shape[1] == 1:
        targets = targets[:, 0]
    if targets.ndim == 2 and choices.task != "regress" and _is_one_hot(targets):
        targets = targets.argmax(axis=1)  # (n,)
        choices = ArrayOptions(task=choices.task or "classify")
    if targets.ndim != 1:
        raise LibraryError(
            "The targets are of the shape {shape}. One class or one number for each sample is needed.",
            shape=" × ".join(map(str, targets.shape)),
        )
    texts = targets.dtype.kind in "SU"
    if texts and choices.task == "regress":
        raise LibraryError("The targets are texts, which are classes: no number can be learned from them.")
    if not texts and (choices.task == "regress" or (not choices.task and not _look_like_classes(targets))):
        with np.errstate(over="ignore"):
            return (), targets.astype(np.float64)
    return _named(targets)


def _aims(values: Numbers, training: int) -> tuple[Numbers, float, float]:
    """Return numbers to be learned as (value − mean) / scale, (n, 1) float32, fitted on the training samples, and mean
    and scale: 1 where those are all the same but for rounding."""
    fitted = values[:training]
    most = float(np.abs(fitted).max()) or 1.0  # squares of the largest would be beyond 64 bits, of the least nothing
    mean, scale = (float(part) * most for part in ((fitted / most).mean(), (fitted / most).std()))
    scale = scale if scale > 1e-9 * most else 1.0
    with np.errstate(over="ignore"):
        made = ((values - mean) / scale).astype(np.float32)
    if not bool(np.isfinite(made).all()):
        raise LibraryError("The targets are so different in size that they cannot be scaled.")
    return made[:, None], mean, scale


def _is_one_hot(targets: Numbers) -> bool:
    return targets.dtype.kind in "biuf" and bool(
        ((targets == 0) | (targets == 1)).all() and ((targets == 1).sum(axis=1) == 1).all()
    )


def _look_like_classes(targets: Numbers) -> bool:
    if targets.dtype.kind == "b":
        return True
    numbers = targets[np.isfinite(targets)] if targets.dtype.kind == "f" else targets
    if targets.dtype.kind == "f" and not bool((numbers == np.floor(numbers)).all()):
        return False
    different = len(np.unique(numbers))
    return different <= (FEW_FLOATS if targets.dtype.kind == "f" else FEW_WHOLE) and different * 2 <= len(targets)


def _named(targets: Numbers) -> tuple[tuple[str, ...], Numbers]:
    """Return the names of the classes in order, and the number of each sample's; −1 where it is no number."""
    found, places = np.unique(targets, return_inverse=True)
    if len(found) > 10 * MOST_CLASSES:
        raise LibraryError("There are {count} classes; {most} are possible.", count=len(found), most=MOST_CLASSES)
    names = [_name(value, str(one)) for value, one in zip(found.tolist(), found, strict=True)]
    if any(len(name) > CLASS_LETTERS for name in names):
        raise LibraryError("The targets are long texts, not names of classes.")
    order = list(dict.fromkeys(name for name in names if name))
    if len(order) > MOST_CLASSES:
        raise LibraryError("There are {count} classes; {most} are possible.", count=len(order), most=MOST_CLASSES)
    if len(order) < 2:
        raise LibraryError("All samples are of one class: there is nothing to tell apart.")
    numbers = {name: number for number, name in enumerate(order)}
    return tuple(order), np.array([numbers.get(name, -1) for name in names], np.int64)[places.reshape(-1)]


def _name(value: object, written: str) -> str:
    """Return the name of a class, "" for what is none: an empty text, what is no number. `written`: with as many digits
    as numbers of its type have."""
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if isinstance(value, float):
        return "" if not math.isfinite(value) else str(int(value)) if value.is_integer() else written
    name = unicodedata.normalize("NFC", str(value)).strip()
    return "".join(letter if letter.isprintable() else "�" for letter in name)


# --------------------------------------------------------------------------------------------------------- what is odd
def _usable(whole: Numbers, values: Numbers, classify: bool, decided: dict[str, str]) -> tuple[Numbers, list[Oddity]]:
    """Return which samples are used, as truth values, and what is odd about the others. `whole`: those that hold
    numbers alone."""
    with np.errstate(over="ignore"):
        used = (values >= 0) if classify else np.isfinite(values.astype(np.float32))
    oddities = []
    if not bool(used.all()):
        count = int((~used).sum())
        said = say("{count} samples have no target", count=count)
        only = Way(LEAVE_OUT, say("leave them out"))
        oddities.append(Oddity("no-target", count, said, _rows(~used), (only,), LEAVE_OUT, used=False))
    odd = ~whole & used
    if bool(odd.any()):
        way = MEAN if decided.get("no-number") == MEAN else LEAVE_OUT
        count = int(odd.sum())
        said = say("{count} samples have missing or infinite values", count=count)
        ways = (Way(LEAVE_OUT, say("leave them out")), Way(MEAN, say("put the mean of all numbers there")))
        oddities.append(Oddity("no-number", count, said, _rows(odd), ways, way, used=way == MEAN))
        used = used if way == MEAN else used & whole
    return used, oddities


def _rare(
    values: Numbers, used: Numbers, classes: tuple[str, ...], decided: dict[str, str]
) -> tuple[Numbers, list[Oddity]]:
    """Return the samples that are used, by number, and the classes that have a single one."""
    rows = np.flatnonzero(used)
    if not classes or not len(rows):
        return rows, []
    counts = np.bincount(values[rows], minlength=len(classes))
    single = np.flatnonzero(counts == 1)
    if not len(single):
        return rows, []
    way = LEAVE_OUT if decided.get("single") == LEAVE_OUT else KEEP
    said = say("{count} classes have a single sample, which is trained on and cannot be validated", count=len(single))
    ways = (Way(KEEP, say("keep them")), Way(LEAVE_OUT, say("leave them out")))
    names = tuple(classes[number] for number in single[:EXAMPLES])
    kept = rows[~np.isin(values[rows], single)] if way == LEAVE_OUT else rows
    return kept, [Oddity("single", len(single), said, names, ways, way, used=way == KEEP)]


def _all_the_same(values: Numbers) -> list[Oddity]:
    """Return what is said of numbers to be learned that do not differ."""
    if float(np.ptp(values)):
        return []
    said = say("the target of every sample is {value:.6g}: there is nothing to tell apart", value=float(values[0]))
    return [Oddity("same", len(values), said, (), (Way(KEEP, say("keep them")),), KEEP)]


def _rows(odd: Numbers) -> tuple[str, ...]:
    return tuple(f"[{row}]" for row in np.flatnonzero(odd)[:EXAMPLES])


def _without_unused(
    classes: tuple[str, ...], values: Numbers, kept: Numbers
) -> tuple[tuple[str, ...], Numbers, Numbers]:
    """Return the classes that some used sample has, and the samples' numbers among those."""
    there = np.unique(values[kept])
    if len(there) < 2:
        raise LibraryError("All samples are of one class: there is nothing to tell apart.")
    places = np.full(len(classes), -1, np.int64)
    places[there] = np.arange(len(there))
    return tuple(classes[number] for number in there), places[values], kept


# ------------------------------------------------------------------------------------------------------------- split
def _split(
    values: Numbers, kept: Numbers, classify: bool, choices: ArrayOptions, split_at: int
) -> tuple[Numbers, Numbers]:
    """Return the numbers of the samples that are trained and validated on; of each class as many percent."""
    if split_at:
        training, held = kept[kept < split_at], kept[kept >= split_at]
    else:
        drawn = random.Random(choices.seed)
        groups = [kept[values[kept] == number] for number in np.unique(values[kept])] if classify else [kept]
        share = min(max(choices.held_out, 1), 90) / 100
        parts: tuple[list[int], list[int]] = ([], [])
        due = 0.0  # the fractions of one class are made up for by the next
        for group in groups:
            rows = group.tolist()
            drawn.shuffle(rows)
            due += len(rows) * share
            out = min(max(round(due) - len(parts[1]), 0), len(rows) - 1)
            parts[1].extend(rows[:out])
            parts[0].extend(rows[out:])
        if not parts[1] and len(parts[0]) > 1:
            parts[1].append(parts[0].pop())
        training, held = np.array(sorted(parts[0]), np.int64), np.array(sorted(parts[1]), np.int64)
    if not len(training) or not len(held):
        raise LibraryError("There are too few samples: two are needed at least, one of them to validate on.")
    return training, held
