"""What a column of a table holds, and what it is good for: numbers, dates, words, codes, the number of a row.

Everything is found out from the cells that are different, so a column of a million cells costs little more than its
different ones.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from core.data.table.header import Grid
from core.data.table.inputs import NO_NUMBER, category_of, day_of, number_of, spelling_of, value_of
from core.data.table.noticed import Noticed, short
from core.messages.own.oddities import Way
from core.messages.own.prepared import DateOrder
from core.messages.own.table import ColumnChoice, Role, SeenColumn
from core.sentence import Sentence, say, with_values

Kind = Literal["number", "category"]
MOST_CATEGORIES = 50
"""A column with more different words is left unused, unless a person wants it."""
NEARLY_ALL = 0.95
FEW_ROWS = 10
"""In a shorter table it says little that all cells of a column are different."""
VALUES, VALUE_LETTERS = 5, 60
_ROW_NAME = re.compile(r"(?i:id|idx|index|no\.?|nr\.?|key|uuid|#)|.*[_ -](?i:id)|.*[a-z]I[dD]|.*(번호|학번|순번|연번)")
_CODE = re.compile(r"[0-9]+")
_DOWN = Way("fill-down", say("take the cell above, as in cells that were merged"))
_EMPTY = Way("empty", say("take them as empty"))
_MISSING = Way("missing", say("take them as empty"))
_ORDERS = (Way("month", say("the month comes first")), Way("day", say("the day comes first")))
"""Of 3/4/2024: written in the United States, by Excel there and read so by pandas, more than anywhere else."""
_ONE = Way("one", say("take them as one word"))
_APART = Way("apart", say("take them as different words"))
_UNUSED = Way("unused", say("leave the column unused, unless you choose otherwise"))


@dataclass(frozen=True)
class Column:
    """A column, understood. `cells`: its texts. `strays`: words among its numbers, `stray` cells of them. `dates`: its
    texts are dates; `order`: what comes first in those with the year last, `unsure`: which none of them tells.
    `folded`: spellings of one word are one; `merged`: cells were merged, and their gaps filled. `note`: "", or why it
    is of little use: "id", "constant", "many" or "empty"."""

    name: str
    cells: list[str]
    kind: Kind
    role: Role
    why: Sentence
    different: int
    missing: int
    dates: bool = False
    order: DateOrder = ""
    unsure: bool = False
    folded: bool = False
    merged: bool = False
    strays: tuple[str, ...] = ()
    stray: int = 0
    note: str = ""
    warning: Sentence | None = None

    def value_of(self, text: str, decimal: str) -> float | None:
        """Return what a cell of it holds as a number or as days, None where it is empty or something else."""
        return value_of(text, decimal, self.dates, self.order)

    def first_day(self) -> str:
        """Return the first of its cells that holds a date, "" where none does."""
        return next((cell for cell in self.cells if day_of(cell, self.order) is not None), "")

    def seen(self) -> SeenColumn:
        """Return what a person is told of it."""
        some = list(dict.fromkeys(short(cell, VALUE_LETTERS) for cell in self.cells[:1000] if cell))[:VALUES]
        return SeenColumn(self.name, self.role, self.kind, self.why, tuple(some), self.different, self.missing,
                          self.warning)  # fmt: skip


def filled_down(table: Grid, noticed: Noticed) -> frozenset[str]:
    """Fill the gaps that merged cells leave: columns at the left where each group is named once, in its first row.
    Return the names of these columns."""
    merged: list[int] = []
    for at, cells in enumerate(table.columns):
        named = [cell for cell in cells if cell]
        if not (cells and cells[0] and 2 <= len(named) <= 0.7 * len(cells) and len(set(named)) == len(named)):
            break
        merged.append(at)
    if len(merged) == len(table.columns):
        return frozenset()
    count = sum(table.columns[at].count("") for at in merged)
    way = noticed.note(
        "merged", count, say("Empty cells below a cell that names a group: {count:,}.", count=count), (_DOWN, _EMPTY),
        examples=(table.names[at] for at in merged),
    )  # fmt: skip
    if way != "fill-down":
        return frozenset()
    for at in merged:
        last = ""
        cells = table.columns[at]
        for row, cell in enumerate(cells):
            last = cell or last
            cells[row] = last
    return frozenset(table.names[at] for at in merged)


def understood(name: str, cells: list[str], decimal: str, slashed: DateOrder = "month") -> Column:
    """Return what a column is, by its cells alone. `slashed`: what comes first in 3/4/2024, where no cell tells it."""
    counts = Counter(cells)
    words = Counter[str]()
    for text, count in counts.items():
        words[category_of(text)] += count
    empty = words.pop("", 0)
    if not words:
        return Column(name, cells, "category", "unused", say("No cell holds anything."), 0, empty, note="empty")
    if any(_CODE.fullmatch(word) and word[0] == "0" and len(word) > 1 for word in words) and all(
        _CODE.fullmatch(word) for word in words
    ):
        return _of_words(name, cells, words, empty, say("Digits with zeros in front: a code and no amount."))
    valued = {word: count for word, count in words.items() if word.lower() not in NO_NUMBER}
    days = {word for word in valued if _is_day(word)}
    if not _are_most(days, valued):
        numbers = {word: number for word in valued if (number := number_of(word, decimal)) is not None}
        if _are_most(numbers, valued):
            return _of_numbers(name, cells, valued, numbers)
    last, order, unsure = _with_year_last(valued.keys() - days, slashed)
    if _are_most(days | last, valued):
        return replace(_of_days(name, cells, valued, days | last), order=order, unsure=unsure)
    return _of_words(name, cells, words, empty)


def _are_most(words: Collection[str], valued: Mapping[str, int]) -> bool:
    return sum(valued[word] for word in words) >= NEARLY_ALL * sum(valued.values()) > 0


def _of_days(name: str, cells: list[str], valued: dict[str, int], days: Collection[str]) -> Column:
    strays = tuple(word for word in valued if word not in days)
    found = Column(
        name, cells, "number", "input", say("Dates: counted in days."), len(valued), len(cells) - sum(valued.values()),
        True, strays=strays, stray=sum(valued[word] for word in strays),
    )  # fmt: skip
    return _constant(found) if len(valued) == 1 else found


def _with_year_last(words: Collection[str], slashed: DateOrder) -> tuple[set[str], DateOrder, bool]:
    """Return (those that are dates with the year last, what comes first in them, whether no one tells that). 25.12.2024
    tells it, and if 12/25/2024 is there too, all of them are words."""
    begun = [word for word in words if word[0].isdigit()]
    day, month = ({word for word in begun if day_of(word, order) is not None} for order in ("day", "month"))
    if not day | month or (day - month and month - day):
        return set(), "", False
    if day != month:
        return (day, "day", False) if day > month else (month, "month", False)
    unsure = any("/" in word or "／" in word for word in day)
    return day, slashed if unsure else "day", unsure


def _is_day(word: str) -> bool:
    """Return whether a text is a date; eight digits alone only where the year is near."""
    if day_of(word) is None:
        return False
    return not word.isdigit() or "1900" <= word[:4] < "2100"


def _of_numbers(name: str, cells: list[str], valued: dict[str, int], numbers: dict[str, float]) -> Column:
    strays = tuple(word for word in valued if word not in numbers)
    there = sum(valued.values())
    least, most = min(numbers.values()), max(numbers.values())
    found = Column(
        name, cells, "number", "input", say("Numbers from {least:.6g} to {most:.6g}.", least=least, most=most),
        len(set(numbers.values())), len(cells) - there, strays=strays, stray=sum(valued[word] for word in strays),
    )  # fmt: skip
    if least == most:
        return _constant(found)
    whole = all(number.is_integer() for number in numbers.values())
    unique = found.different == there >= FEW_ROWS and whole
    if unique and (_ROW_NAME.fullmatch(name) or _counts(list(numbers.values()))):
        return _row_number(found)
    return found


def _counts(numbers: list[float]) -> bool:
    """Return whether whole numbers, each there once, do nothing but count: 1, 2, 3 in any order, or 251, 252, 253."""
    if max(numbers) - min(numbers) != len(numbers) - 1:
        return False
    return min(numbers) in (0, 1) or all(two == one + 1 for one, two in pairwise(numbers))


def _of_words(name: str, cells: list[str], words: Counter[str], empty: int, code: Sentence | None = None) -> Column:
    different, there = len(words), sum(words.values())
    why = code or say("Words: {count:,} different ones.", count=different)
    found = Column(name, cells, "category", "input", why, different, empty)
    if different == 1 and not empty:
        return _constant(found)
    if different == there >= FEW_ROWS:
        return _row_number(found)
    if different > MOST_CATEGORIES or different > max(FEW_ROWS, there // 2):
        why = say("Words: {count:,} different ones, too many to learn from each.", count=different)
        return replace(found, role="unused", why=why, note="many")
    if different == 2 and code is None:
        return replace(found, why=say("One of two words."))
    return found


def _constant(found: Column) -> Column:
    return replace(found, role="unused", note="constant", why=say("The same in every row: nothing can be learned."))


def _row_number(found: Column) -> Column:
    return replace(
        found, role="unused", note="id", why=say("Different in every row: it names the row."),
        warning=say("“{name}” is different in every row. A network would learn the rows by heart.", name=found.name),
    )  # fmt: skip


def slashed(noticed: Noticed) -> DateOrder:
    """Return what comes first in dates like 3/4/2024, as a person wants it."""
    return "day" if noticed.way("date-order", _ORDERS) == "day" else "month"


def chosen(column: Column, choice: ColumnChoice | None) -> Column:
    """Return a column as a person wants it. What warns of it stays."""
    if choice is None:
        return column
    role: Role = "unused" if choice.role == "unused" else "input"
    if choice.kind == column.kind:
        return replace(column, role=role)
    why = say("As you have chosen.")
    if choice.kind == "category":
        words = Counter(map(category_of, column.cells))
        empty = words.pop("", 0)
        return replace(column, role=role, kind="category", why=why, different=len(words), missing=empty, dates=False,
                       order="", unsure=False, strays=(), stray=0)  # fmt: skip
    return replace(column, role=role, kind="number", why=why)


def in_one_spelling(columns: list[Column], noticed: Noticed) -> list[Column]:
    """Return the columns, of those that are used with one spelling of each word, unless a person wants it otherwise: of
    Seoul, SEOUL and seoul the most frequent."""
    words = [column for column in columns if column.kind == "category" and column.role != "unused"]
    rarer = {column.name: found for column in words if (found := _rarer(column))}
    count = sum(cell in rarer[column.name] for column in words if column.name in rarer for cell in column.cells)
    sentence = say("Cells that differ from a more frequent word in capital letters, spaces or full width alone: "
                   "{count:,}.", count=count)  # fmt: skip
    way = noticed.note("spellings", count, sentence, (_ONE, _APART), examples=(
        f"{name}: {cell} → {word}" for name, found in rarer.items() for cell, word in found.items()
    ))  # fmt: skip
    if way == "apart":
        return columns
    return [_respelled(one, rarer[one.name]) if one.name in rarer else one for one in columns]


def _rarer(column: Column) -> dict[str, str]:
    """Return the most frequent spelling for the cells with another one; none where all are spellings of one word: it is
    this that a column of AA, Aa and aa tells apart."""
    words = Counter[str]()
    for cell, count in Counter(column.cells).items():
        words[category_of(cell)] += count
    usual: dict[str, str] = {}
    for word, _ in words.most_common():
        usual.setdefault(spelling_of(word), word)
    if len(usual.keys() - {""}) < 2:
        return {}
    of_cells = {cell: usual[spelling_of(category_of(cell))] for cell in dict.fromkeys(column.cells)}
    return {cell: word for cell, word in of_cells.items() if category_of(cell) != word}


def _respelled(column: Column, rarer: Mapping[str, str]) -> Column:
    cells = [rarer.get(cell, cell) for cell in column.cells]
    words = Counter(map(category_of, cells))
    empty = words.pop("", 0)
    return replace(_of_words(column.name, cells, words, empty), role=column.role, folded=True, merged=column.merged)


def note(columns: list[Column], noticed: Noticed) -> None:
    """Note what is odd about the columns that are inputs, or would be."""
    stray = [column for column in columns if column.strays and column.role != "unused"]
    count = sum(column.stray for column in stray)
    noticed.note(
        "stray-text", count, say("Cells in columns of numbers that hold something else: {count:,}.", count=count),
        (_MISSING,), examples=(f"{column.name}: {text}" for column in stray for text in column.strays),
    )  # fmt: skip
    unsure = [column for column in columns if column.unsure and column.role != "unused"]
    noticed.note(
        "date-order", len(unsure), say("Columns with dates like 3/4/2024, where no cell tells the day from the month: "
        "{count:,}.", count=len(unsure)), _ORDERS, examples=(f"{one.name}: {one.first_day()}" for one in unsure),
    )  # fmt: skip
    for kind, sentence in (
        ("constant", say("Columns that are the same in every row: {count:,}.")),
        ("id", say("Columns that name the row, different in every one: {count:,}.")),
        ("many", say("Columns with too many different words: {count:,}.")),
        ("empty", say("Columns without anything in them: {count:,}.")),
    ):
        names = [column.name for column in columns if column.note == kind and column.role == "unused"]
        counted = with_values(sentence, count=len(names))
        noticed.note(f"{kind}-columns", len(names), counted, (_UNUSED,), examples=names, unused=("unused",))
