"""The shape of a table: rows that name its columns, rows that are no data, and columns of one length.

Rows of a table that people made: a title above it, two rows of names, empty rows, rows that are too short or too long,
a total at the end. Each is noted, and told by what is done with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from core.data.table.inputs import category_of, column_names, day_of, name_of, number_of
from core.data.table.noticed import Noticed
from core.data.table.text import Row
from core.messages.own.oddities import Way
from core.sentence import say

LOOKED_AT = 200
TITLES = 20
"""Rows above a table that are looked at for a title."""
TOTALS = frozenset(
    (
        "합계",
        "총계",
        "총합",
        "총합계",
        "계",
        "소계",
        "평균",
        "total",
        "totals",
        "sum",
        "grand total",
        "subtotal",
        "average",
        "mean",
    )
)
LEAVE_OUT = Way("leave-out", say("leave them out"))
KEEP = Way("keep", say("keep them"))
FILL = Way("fill", say("take the cells that are not there as empty"))
CUT = Way("cut", say("leave out the cells that are too many"))
NUMBERED = Way("number", say("number them"))
JOIN = Way("join", say("join both rows into one name"))


@dataclass(frozen=True)
class Grid:
    """Columns of one length: their names, each once, and their cells without spaces around them. `lines`: where each
    row stands in the file. `header`: how many rows name the columns."""

    names: tuple[str, ...]
    columns: list[list[str]]
    lines: list[int]
    header: int


def grid(rows: list[Row], header: int, decimal: str, noticed: Noticed) -> Grid:
    """Return the columns of a table; `header`: how many rows name them, −1 to guess."""
    taken = [(at + 1, row) for at, row in enumerate(rows) if any(cell.strip() for cell in row)]
    blank = len(rows) - len(taken)
    noticed.note("blank-rows", blank, say("Empty rows: {count:,}.", count=blank), (LEAVE_OUT,))
    taken = _without_titles(taken, noticed)
    width = _width([row for _, row in taken])
    if header < 0:
        header = guess_header([_cells(row, width) for _, row in taken[: LOOKED_AT + 2]], decimal)
    header = min(header, len(taken))
    names = _names([_cells(row, width) for _, row in taken[:header]], width, noticed)
    body = _without_total(_ragged(taken[header:], width, noticed), noticed)
    columns = [list(column) for column in zip(*(row for _, row in body), strict=True)] or [[] for _ in range(width)]
    return Grid(names, columns, [line for line, _ in body], header)


def _cells(row: Row, width: int) -> Row:
    """Return a row's cells, as many as there are columns."""
    cells = [cell.strip() for cell in row[:width]]
    return cells + [""] * (width - len(cells))


def _width(rows: Sequence[Row]) -> int:
    """Return how many columns there are: as many as most rows have cells, or the names ask for."""
    if not rows:
        return 0
    often = Counter(map(len, rows)).most_common(1)[0][0]
    named = len(rows[0])
    while named and not rows[0][named - 1].strip():
        named -= 1
    return max(often, named)


def _without_titles(rows: list[tuple[int, Row]], noticed: Noticed) -> list[tuple[int, Row]]:
    """Leave out what stands above a table: rows with one cell in a table of three columns or more."""
    often = Counter(sum(map(bool, row)) for _, row in rows[:LOOKED_AT]).most_common(1)
    if not often or often[0][0] < 3:
        return rows
    titles = 0
    while titles < min(TITLES, len(rows) - 2) and sum(1 for cell in rows[titles][1] if cell.strip()) == 1:
        titles += 1
    way = noticed.note(
        "above-rows", titles, say("Rows above the table, like a title: {count:,}.", count=titles), (LEAVE_OUT, KEEP),
        examples=(" ".join(row) for _, row in rows[:titles]), unused=("leave-out",),
    )  # fmt: skip
    return rows if way == "keep" else rows[titles:]


def _ragged(rows: list[tuple[int, Row]], width: int, noticed: Noticed) -> list[tuple[int, Row]]:
    """Return rows of as many cells as there are columns."""
    few = [line for line, row in rows if len(row) < width]
    many = [line for line, row in rows if len(row) > width and any(cell.strip() for cell in row[width:])]
    short_way = noticed.note(
        "short-rows", len(few), say("Rows with fewer cells than there are columns: {count:,}.", count=len(few)),
        (FILL, LEAVE_OUT), examples=map(str, few), unused=("leave-out",),
    )  # fmt: skip
    long_way = noticed.note(
        "long-rows", len(many), say("Rows with more cells than there are columns: {count:,}.", count=len(many)),
        (CUT, LEAVE_OUT), examples=map(str, many), unused=("leave-out",),
    )  # fmt: skip
    out = set(few if short_way == "leave-out" else ()) | set(many if long_way == "leave-out" else ())
    return [(line, _cells(row, width)) for line, row in rows if line not in out]


def _without_total(rows: list[tuple[int, Row]], noticed: Noticed) -> list[tuple[int, Row]]:
    """Leave out sums at the end."""
    count = totals([row for _, row in rows])
    end = len(rows) - count
    way = noticed.note(
        "total-row", count, say("Rows at the end with a total of those above: {count:,}.", count=count),
        (LEAVE_OUT, KEEP), examples=(", ".join(filter(None, row)) for _, row in rows[end:]), unused=("leave-out",),
    )  # fmt: skip
    return rows if way == "keep" else rows[:end]


def totals(rows: Sequence[Row], *, least: int = 2) -> int:
    """Return how many rows at the end are sums of those above: at most three, and the first `least` are none."""
    count = 0
    while count < min(3, len(rows) - least) and _is_total(rows[len(rows) - count - 1]):
        count += 1
    return count


def _is_total(row: Row) -> bool:
    first = next((cell for cell in row if cell), "")
    return first.replace(" ", "").rstrip(":").lower() in TOTALS or first.lower() in TOTALS


# -------------------------------------------------------------------------------------------------------------- names
def _is_value(cell: str, decimal: str) -> bool:
    return number_of(cell, decimal) is not None or any(day_of(cell, order) is not None for order in ("day", "month"))


def guess_header(rows: Sequence[Row], decimal: str) -> int:
    """Return how many rows name the columns, from the first rows of a table: 0, 1 or 2."""
    if len(rows) < 2:
        return len(rows)
    below = rows[2:] or rows[1:]
    valued = [at for at in range(len(rows[0])) if _mostly_values([row[at] for row in below], decimal)]
    if not valued:
        return _named_by_text(rows)
    first, second = ([row[at] for at in valued] for row in rows[:2])
    if any(_is_value(cell, decimal) for cell in first) and not _years(rows, valued):
        return 0
    if any(_is_value(cell, decimal) for cell in second) or not any(map(category_of, second)):
        return 1
    gaps = len(set(filter(None, rows[0]))) < len(rows[0])
    return 2 if gaps and len(rows) > 2 else 1


def _mostly_values(cells: Sequence[str], decimal: str) -> bool:
    there = [cell for cell in cells if category_of(cell)]
    return bool(there) and sum(_is_value(cell, decimal) for cell in there) >= 0.8 * len(there)


def _named_by_text(rows: Sequence[Row]) -> int:
    """Of a table without numbers: its first row names the columns, where nothing of it comes again below."""
    again = any(cell and cell in {row[at] for row in rows[1:]} for at, cell in enumerate(rows[0]))
    return 0 if again or len(set(rows[0])) < len(rows[0]) or not all(rows[0]) else 1


def _years(rows: Sequence[Row], valued: list[int]) -> bool:
    """Return whether the first row has years as names, each once, where numbers of another kind stand below."""
    first = [rows[0][at] for at in valued]
    years = [cell for cell in first if len(cell) == 4 and cell.isascii() and cell.isdigit() and "19" <= cell[:2] < "22"]
    if len(valued) < 2 or len(years) < len(first) or len(set(years)) < len(years):
        return False
    return not any(row[at].isdigit() and "1900" <= row[at] < "2200" and len(row[at]) == 4
                   for at in valued for row in rows[1:])  # fmt: skip


def _names(rows: list[Row], width: int, noticed: Noticed) -> tuple[str, ...]:
    """Return a name for each column, each once."""
    if len(rows) > 1:
        noticed.note("two-headers", 1, say("Two rows name the columns."), (JOIN,))
    found = [""] * width
    for at, row in enumerate(rows):
        last = ""
        for place, cell in enumerate(row):
            last = cell or (last if at < len(rows) - 1 else "")  # a cell that spans several columns names them all
            if last and last != found[place]:
                found[place] = f"{found[place]} {last}".strip()
    plain = [name_of(name) or f"#{at}" for at, name in enumerate(found, 1)]
    empty = [name for name, cell in zip(plain, found, strict=True) if not name_of(cell)]
    if rows:
        noticed.note("no-names", len(empty), say("Columns without a name: {count:,}.", count=len(empty)), (NUMBERED,),
                     examples=empty)  # fmt: skip
    else:
        noticed.note("no-header", 1, say("The columns have no names: the first row is data already."), (NUMBERED,))
    twice = [name for name, count in Counter(plain).items() if count > 1]
    again = sum(count - 1 for count in Counter(plain).values())
    noticed.note("same-names", again, say("Columns with the name of another one: {count:,}.", count=again), (NUMBERED,),
                 examples=twice)  # fmt: skip
    return column_names(found)


def under_names(rows: list[Row], wanted: Sequence[str]) -> tuple[int, tuple[str, ...], list[Row]]:
    """Return (how many of the wanted columns there are, names of all columns, rows) of a table like one that was
    prepared. Which rows name its columns is told by that: those by which most of the wanted are there."""
    there = [(at, row) for at, row in enumerate(rows) if any(cell.strip() for cell in row)]
    below = _without_titles(there, Noticed())
    best: tuple[int, tuple[str, ...], list[Row]] = (0, (), [])
    for taken, header in ((below, 1), (below, 2), (there, 1), (there, 2), (below, 0)):
        width = _width([row for _, row in taken])
        names = _names([_cells(row, width) for _, row in taken[:header]], width, Noticed())
        count = len(set(wanted) & set(names))
        if count > best[0]:
            best = (count, names, [_cells(row, width) for _, row in taken[header:]])
    return best
