"""The rows of a text: what separates its cells, what stands before a fraction, quotes and what is odd about them.

Separators are counted outside quotes, line by line; the one whose count is most constant is it. Python's own
`csv.Sniffer` was tried and is wrong on small tables.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from core.data.asked import Asking
from core.data.library import LibraryError
from core.sentence import say

Separator = Literal["", ",", ";", "\t", "|"]
Row = list[str]
SEPARATORS: tuple[Separator, ...] = ("\t", ";", "|", ",")
"""Of two that are as constant the first: where ; separates, a comma is a decimal comma, not the other way round."""
LINES_COUNTED = 200
LINE_LETTERS = 20_000
CELL_LETTERS = 1_000
MOST_CELLS, MOST_COLUMNS = 5_000_000, 2_000
ROWS_AT_ONCE = 2_000
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
_QUOTED = re.compile(r'"[^"]*"')
_SEPARATOR_LINE = re.compile(r"\ufeff?sep=([,;|\t])\r?\n", re.IGNORECASE)
_COMMA = re.compile(r"[-+]?[0-9]+,[0-9]+")
_POINT = re.compile(r"[-+]?[0-9]+\.[0-9]+")
_POINT_THOUSANDS_COMMA = re.compile(r"[-+]?[0-9]{1,3}(\.[0-9]{3})+,[0-9]+")
_COMMA_THOUSANDS = re.compile(r"[-+]?[0-9]{1,3}(,[0-9]{3})+")


@dataclass(frozen=True)
class Cut:
    """The rows of a table as they stand there. `lines`: how many had a quote that was never closed. `long`: cells that
    were cut at `CELL_LETTERS`."""

    rows: list[Row]
    separator: Separator
    lines: int = 0
    long: int = 0


class TooLargeError(LibraryError):
    """A table with more in it than is read."""


def cut(text: str, separator: Separator, asked: Asking) -> Cut:
    """Return the rows of a text. Raises `TooLargeError`."""
    text = text.lstrip("\ufeff")
    if "\0" in text:
        text = text.replace("\0", "")
    said = _SEPARATOR_LINE.match(text)
    if said:  # Excel's own note
        text = text[said.end() :]
        separator = separator or said[1]  # type: ignore[assignment]
    separator = separator or guess_separator(text)
    try:
        return _taken(
            csv.reader(_narrow(text, separator), delimiter=separator or ",", strict=True), separator, 0, asked
        )
    except csv.Error:  # a quote is not closed, or in the midst of a cell: each line is a row of its own
        open_ = sum(line.count('"') % 2 for line in _lines(text))
        alone = (row for line in _narrow(text, separator) for row in _one_line(line, separator or ","))
        return _taken(alone, separator, open_, asked)


def _lines(text: str) -> Iterator[str]:
    return (found[0] for found in _LINE.finditer(text))


def _narrow(text: str, separator: str) -> Iterator[str]:
    """Yield the lines; raise `TooLargeError` at one that would make millions of cells."""
    for line in _lines(text):
        if len(line) > MOST_COLUMNS and _QUOTED.sub("", line).count(separator or ",") > MOST_COLUMNS:
            raise too_large(MOST_COLUMNS + 1)
        yield line


def _one_line(line: str, separator: str) -> Iterator[Row]:
    """Yield the cells of one line, whatever its quotes are."""
    line = line.rstrip("\r\n")
    try:
        if line.count('"') % 2 == 0:
            yield from csv.reader([line], delimiter=separator)
            return
    except csv.Error:
        pass
    yield [cell.strip().strip('"') for cell in line.split(separator)]


def _taken(rows: Iterable[Row], separator: Separator, lines: int, asked: Asking) -> Cut:
    """Return the rows; raise `TooLargeError` for more than is read."""
    taken: list[Row] = []
    cells = long = 0
    for row in rows:
        cells += len(row)
        if len(row) > MOST_COLUMNS or cells > MOST_CELLS:
            raise too_large(len(row))
        if any(len(cell) > CELL_LETTERS for cell in row):
            long += sum(len(cell) > CELL_LETTERS for cell in row)
            row = [cell[:CELL_LETTERS] for cell in row]
        taken.append(row)
        if len(taken) % ROWS_AT_ONCE == 0:
            asked.at(len(taken), 0, say("Reading rows"))
    return Cut(taken, separator, lines, long)


def too_large(columns: int) -> TooLargeError:
    """Return what is said of a table with more columns or cells than are read."""
    if columns > MOST_COLUMNS:
        return TooLargeError("The table has more than {most:,} columns. Take out what is not needed.",
                             most=MOST_COLUMNS)  # fmt: skip
    return TooLargeError(
        "The table has more than {most:,} cells. Take out rows or columns that are not needed.", most=MOST_CELLS
    )


def guess_separator(text: str) -> Separator:
    """Return the separator that is there as often in every line, "" where there is none."""
    counted: dict[Separator, list[int]] = {one: [] for one in SEPARATORS}
    for at, line in enumerate(_lines(text)):
        if at >= LINES_COUNTED:
            break
        if line.strip():
            bare = _QUOTED.sub("", line[:LINE_LETTERS])
            for one in SEPARATORS:
                counted[one].append(bare.count(one))
    best: Separator = ""
    best_share = 0.0
    for one in SEPARATORS:
        share = _constant(counted[one])
        if share > best_share + 1e-9:
            best, best_share = one, share
    return best


def _constant(counts: list[int]) -> float:
    """Return the share of lines that have as many of a separator as most lines have; 0 where those have none."""
    if not counts:
        return 0.0
    (often, lines) = max(Counter(count for count in counts if count).items(), key=lambda item: item[1], default=(0, 0))
    return lines / len(counts) if often else 0.0


def guess_decimal(rows: Iterable[Row], separator: str) -> Literal[".", ","]:
    """Return what stands before a fraction: a comma where numbers have one that cannot be for thousands."""
    comma = point = thousands = 0
    for row in rows:
        for cell in row:
            cell = cell.strip("\"'₩$€£% ")
            if _POINT_THOUSANDS_COMMA.fullmatch(cell):
                comma += 1
            elif "," in cell:
                if _COMMA_THOUSANDS.fullmatch(cell) and not cell.lstrip("+-").startswith("0"):
                    thousands += 1
                elif _COMMA.fullmatch(cell):
                    comma += 1
            elif _POINT.fullmatch(cell):
                point += 1
    if separator == ";" and not point:
        comma += thousands
    return "," if comma > point else "."
