"""What is predicted: which column, whether it is a class or a number, and what has to be asked about it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from core.data.library import MOST_CLASSES
from core.data.table.columns import Column
from core.data.table.inputs import category_of, value_of
from core.data.table.noticed import Noticed
from core.messages.own.oddities import Way
from core.messages.own.table import UNSURE
from core.messages.train_commands import Task
from core.sentence import Sentence, say, with_values

NAMES = frozenset(
    ("target", "label", "labels", "class", "species", "y", "output", "survived", "정답", "라벨", "레이블", "결과", "종",
     "품종", "분류", "목표", "판정", "등급", "합격", "합격여부", "생존", "생존여부", "불량", "불량여부", "이탈",
     "이탈여부")
)  # fmt: skip
"""How the column that is predicted is often called."""
FEW, ASKED_ABOUT = 2, 20
"""Whole numbers with so few different values may be classes; up to `FEW` they are."""
LEAK_ROWS = 20
EXACT = 1e15
SAME = 0.9999
_LEAVE_OUT = Way("leave-out", say("leave them out"))
_KEEP = Way("keep", say("train with them; they are not validated"))
_WARNED = Way("keep", say("keep the column, unless you choose otherwise"))


@dataclass(frozen=True)
class Aim:
    """What is predicted. `values`: for each row its class, or its number; "" or None where there is none. `ask`: what
    has to be answered first."""

    name: str
    task: Task | None
    classes: tuple[str, ...]
    values: Sequence[str | float | None]
    ask: Sentence | None = None


NOTHING_YET = Aim("", None, (), (), say("Choose the column that shall be predicted."))


def guess(columns: list[Column]) -> str:
    """Return the name of the column that is likely to be predicted, "" where no name says so."""
    return next((c.name for c in columns if c.name.lower() in NAMES and c.note not in ("empty", "constant")), "")


def aim(columns: list[Column], target: str, task: Literal["", "classify", "regress"], decimal: str,
        noticed: Noticed) -> Aim:  # fmt: skip
    """Return what is predicted; `task` "": as guessed."""
    column = next((one for one in columns if one.name == target), None)
    if column is None:
        return NOTHING_YET
    ask: Sentence | None = None
    guessed, unsure = _task(column, decimal)
    if task == "regress" and column.kind == "category":
        ask = say("“{name}” holds words, not numbers: choose classes.", name=target)
    elif not task and unsure:
        ask = with_values(UNSURE, name=target, count=column.different)
    aimed = _classes(column, decimal, noticed) if (task or guessed) == "classify" else _numbers(column, decimal)
    none = sum(value is None or value == "" for value in aimed.values)
    noticed.note("no-target", none, say("Rows in which “{name}” is empty: {count:,}.", name=target, count=none),
                 (_LEAVE_OUT,), unused=("leave-out",))  # fmt: skip
    return aimed if ask is None else replace(aimed, ask=ask)


def _task(column: Column, decimal: str) -> tuple[Task, bool]:
    """Return (what it is likely to be, whether that is unsure)."""
    if column.kind == "category":
        return "classify", False
    if column.dates or column.different > ASKED_ABOUT:
        return "regress", False
    values = {value_of(cell, decimal) for cell in set(column.cells)} - {None}
    whole = all(value is not None and value.is_integer() for value in values)
    there = len(column.cells) - column.missing
    if not whole or column.different * 2 > there:
        return "regress", False
    return "classify", column.different > FEW


def _classes(column: Column, decimal: str, noticed: Noticed) -> Aim:
    texts = {text: _class_of(text, column, decimal) for text in set(column.cells)}
    values = [texts[cell] for cell in column.cells]
    counts = Counter(values)
    counts.pop("", 0)
    once = sorted(name for name, count in counts.items() if count == 1)
    ask: Sentence | None = None
    if len(counts) > MOST_CLASSES or (len(counts) > 20 and len(counts) * 2 > len(values)):
        ask = say("“{name}” has {count:,} different values, too many for classes. Choose another column.",
                  name=column.name, count=len(counts))  # fmt: skip
    else:
        sentence = say("Classes with one row alone: {count:,}.", count=len(once))
        way = noticed.note("rare-classes", len(once), sentence, (_KEEP, _LEAVE_OUT), examples=once,
                           unused=("leave-out",))  # fmt: skip
        if way == "leave-out":
            values = ["" if counts[value] == 1 else value for value in values]
            counts = Counter({name: count for name, count in counts.items() if count > 1})
        if len(counts) < 2:
            ask = say("In every row “{name}” is the same: there is nothing to tell apart. Choose another column.",
                      name=column.name)  # fmt: skip
    return Aim(column.name, "classify", tuple(sorted(counts, key=_order)[: MOST_CLASSES + 1]), values, ask)


def _class_of(text: str, column: Column, decimal: str) -> str:
    """Return the name of the class in a cell: of numbers, 1 and 1.0 are one; a number of more than fifteen digits, of
    which a float keeps no more, is as it is written."""
    if column.kind == "number" and not column.dates:
        value = value_of(text, decimal)
        if value is None or abs(value) < EXACT:
            return "" if value is None else f"{value:.15g}"
    return category_of(text)


def _order(name: str) -> tuple[float, str]:
    """Sort names that are numbers as numbers."""
    value = value_of(name)
    return (float("inf") if value is None else value, name)


def _numbers(column: Column, decimal: str) -> Aim:
    texts = {text: column.value_of(text, decimal) for text in set(column.cells)}
    values = [texts[cell] for cell in column.cells]
    ask: Sentence | None = None
    if len(set(texts.values()) - {None}) < 2:
        ask = say("In every row “{name}” is the same: there is nothing to tell apart. Choose another column.",
                  name=column.name)  # fmt: skip
    return Aim(column.name, "regress", (), values, ask)


# ------------------------------------------------------------------------------------------------------------- leaks
def leaks(columns: list[Column], aimed: Aim, decimal: str, noticed: Noticed) -> list[Column]:
    """Return the columns, with a warning at each input that alone tells what is to be predicted."""
    if aimed.task is None or aimed.ask is not None:
        return columns
    found = {column.name for column in columns
             if column.role == "input" and column.name != aimed.name and _tells(column, aimed, decimal)}  # fmt: skip
    sentence = say("Columns that alone tell “{name}”: {count:,}.", name=aimed.name, count=len(found))
    noticed.note("leaks", len(found), sentence, (_WARNED,), examples=(c.name for c in columns if c.name in found))
    return [_warned(column, aimed.name) if column.name in found else column for column in columns]


def _warned(column: Column, target: str) -> Column:
    warning = say(
        "“{name}” alone tells “{target}”. Will it be known when you predict? If not, leave it unused.",
        name=column.name, target=target,
    )  # fmt: skip
    return replace(column, warning=warning)


def _tells(column: Column, aimed: Aim, decimal: str) -> bool:
    if aimed.task == "classify":
        return _sorts(column, aimed, decimal) if column.kind == "number" else _maps(column, aimed)
    if column.kind != "number":
        return False
    values = {text: column.value_of(text, decimal) for text in set(column.cells)}
    pairs = [
        (one, two) for cell, two in zip(column.cells, aimed.values, strict=True)
        if (one := values[cell]) is not None and isinstance(two, float)
    ]  # fmt: skip
    return len(pairs) >= LEAK_ROWS and abs(_correlation(pairs)) > SAME


def _maps(column: Column, aimed: Aim) -> bool:
    """Return whether each word goes with one class alone, in more rows than one each."""
    met: dict[str, set[object]] = defaultdict(set)
    rows = 0
    for cell, value in zip(column.cells, aimed.values, strict=True):
        if value and cell:
            met[cell].add(value)
            rows += 1
    return rows >= LEAK_ROWS and 2 <= len(met) <= rows // 4 and all(len(classes) == 1 for classes in met.values())


def _sorts(column: Column, aimed: Aim, decimal: str) -> bool:
    """Return whether each class has a range of the column's numbers for itself."""
    values = {text: column.value_of(text, decimal) for text in set(column.cells)}
    ends: dict[object, list[float]] = {}
    rows = 0
    for cell, name in zip(column.cells, aimed.values, strict=True):
        value = values[cell]
        if value is not None and name:
            low, high = ends.get(name, [value, value])
            ends[name] = [min(low, value), max(high, value)]
            rows += 1
    ranges = sorted(ends.values())
    apart = all(ranges[at][1] < ranges[at + 1][0] for at in range(len(ranges) - 1))
    return rows >= LEAK_ROWS and len(ranges) >= 2 and rows >= 4 * len(ranges) and apart


def _correlation(pairs: list[tuple[float, float]]) -> float:
    count = len(pairs)
    mean_x, mean_y = sum(x for x, _ in pairs) / count, sum(y for _, y in pairs) / count
    xx = sum((x - mean_x) ** 2 for x, _ in pairs)
    yy = sum((y - mean_y) ** 2 for _, y in pairs)
    return sum((x - mean_x) * (y - mean_y) for x, y in pairs) / ((xx * yy) ** 0.5) if xx > 0 and yy > 0 else 0.0
