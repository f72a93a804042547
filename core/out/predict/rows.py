"""The rows of a table's file as texts, with the names of its columns: read as tables are that are trained on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from core import files
from core.data.asked import Alone
from core.data.table import header, inputs, letters, opening, text, workbook
from core.data.table.text import Row
from core.messages.own.prepared import TablePreparation
from core.out.taken import OutError

FILE_BYTES = 64 << 20
MOST_CELLS = 5_000_000


def read(path: Path, wanted: Sequence[str]) -> tuple[tuple[str, ...], list[Row]]:
    """Return (names of the columns, rows of cells) of a CSV, a TSV or a workbook: of the sheet, and by the names, that
    give most of the wanted columns. Without wanted ones a first row of numbers is a row like all others. Raises OSError
    and `Problem`."""
    content = files.read_bytes(path, limit_bytes=FILE_BYTES)
    if not content.strip():
        raise OutError("It is empty.")
    best: tuple[int, tuple[str, ...], list[Row]] = (-1, (), [])
    for found in _workbook(content) if opening.is_workbook(content, path.name) else _texts(content):
        rows = [row for row in found if any(cell.strip() for cell in row)]
        if sum(map(len, rows)) > MOST_CELLS:
            raise OutError("It has more cells than are read.")
        made = header.under_names(found, wanted) if wanted else _of_numbers(rows)
        best = max(best, made, key=lambda one: one[0]) if rows else best
        if best[0] and best[0] == len(wanted):
            break
    if best[0] < 0:
        raise OutError("It is empty.")
    return best[1:]


def without_totals(found: list[Row]) -> int:
    """Leave out rows at the end that are a total of those above; return how many."""
    count = header.totals(found, least=1)
    del found[len(found) - count :]
    return count


def fill_down(names: Sequence[str], found: list[Row], merged: Collection[str]) -> None:
    """Give the empty cells of columns whose cells were merged what stands above."""
    for at in (at for at, name in enumerate(names) if name in merged):
        last = ""
        for row in found:
            last = row[at] = row[at] or last


def read_as(found: Sequence[Mapping[str, str]], preparation: TablePreparation) -> tuple[TablePreparation, int]:
    """Return (the preparation for rows by the names of their columns, how many cells in columns of numbers hold
    something else).

    Before a fraction stands what most of these cells are numbers by, in doubt what stood there in training: a workbook
    has no decimal comma, also where the CSV of the same table has one.
    """
    columns = [column for column in preparation.columns if column.kind == "number"]
    cells = Counter((row.get(column.name, ""), column.dates, column.order) for row in found for column in columns)
    there = {one: count for one, count in cells.items() if one[0].strip().lower() not in inputs.NO_NUMBER}

    def known(decimal: str) -> int:
        read = {one: inputs.value_of(one[0], decimal, one[1], one[2]) for one in there}
        return sum(count for one, count in there.items() if read[one] is not None)

    points: tuple[Literal[".", ","], ...] = (preparation.decimal, ".", ",")
    decimal = max(points, key=known)
    return replace(preparation, decimal=decimal), sum(there.values()) - known(decimal)


def _of_numbers(rows: list[Row]) -> tuple[int, tuple[str, ...], list[Row]]:
    """Return rows of a table without columns that are wanted: a first row without a number names them."""
    named = bool(rows) and all(number(cell) is None for cell in rows[0])
    return 0, (), rows[named:]


def _workbook(content: bytes) -> Iterator[list[Row]]:
    """Yield the rows of each sheet."""
    cut, sheets, _ = workbook.cut(content, "", Alone())
    yield cut.rows
    for sheet in sheets[1:]:
        yield workbook.cut(content, sheet, Alone())[0].rows


def _texts(content: bytes) -> Iterator[list[Row]]:
    """Yield the rows of a text as they are read when a table is prepared."""
    if max(map(content.count, (b",", b";", b"\t", b"|", b"\n"))) > MOST_CELLS:
        raise OutError("It has more cells than are read.")
    read = letters.read(content)
    if read.taken_for:
        yield text.cut(letters.turned_back(read.text, read.taken_for), "", Alone()).rows
    yield text.cut(read.text, "", Alone()).rows


def number(cell: str) -> float | None:
    """Return the number that a cell says, None for none."""
    return inputs.number_of(cell.strip())
