"""The rows of a workbook of Excel (.xlsx), read by openpyxl; formulas count as what Excel last reckoned.

A workbook is a zip of XML, and may come from anybody: what is in it is measured before it is unpacked, and XML that
declares entities of its own is refused.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from core.data.asked import Asking
from core.data.library import LibraryError
from core.data.table.text import CELL_LETTERS, MOST_CELLS, MOST_COLUMNS, ROWS_AT_ONCE, Cut, Row, too_large
from core.sentence import say

MOST_UNPACKED, MOST_TEXTS, MOST_FILES = 512 << 20, 96 << 20, 5_000
"""Bytes of all of a workbook when it is unpacked, of the texts that its sheets share, and how many files are in it."""
MOST_WALKED = 20_000_000
"""Cells that are walked over, with those that are empty."""
LOOKED_AT = 4096
COMMENT, ROOT = re.compile(rb"<!--.*?-->", re.DOTALL), re.compile(rb"<[A-Za-z_]")
"""What may stand before the first element of XML, and that element: entities are declared before it."""
PERCENTS, CUSTOM = (9, 10), 164
"""The formats of numbers with a percent sign that every workbook has, and the number of its first own one."""
NO_SIGN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^]]*\]', re.DOTALL)
"""Of a format what is a mere letter, a space as wide as one, or a colour: its percent sign multiplies nothing."""
DAMAGED = (
    OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, ArithmeticError, EOFError, SyntaxError,
    RuntimeError, AssertionError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip
"""What openpyxl raises where a workbook is not as it should be."""


def cut(content: bytes, sheet: str, asked: Asking) -> tuple[Cut, tuple[str, ...], str]:
    """Return (rows, names of the sheets, the one that was read). Raises `LibraryError`."""
    _check(content)
    try:
        import openpyxl  # type: ignore[import-untyped, unused-ignore]
    except ImportError as error:
        raise LibraryError(
            "Workbooks (.xlsx) are read by the package openpyxl, which is not in this environment. Install it, or save "
            "the table as CSV and take that."
        ) from error
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what is in a workbook and not in a table
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            try:
                sheets = {one.title: one for one in book.worksheets}
                if not sheets:
                    raise LibraryError("There is no sheet with cells in this workbook.")
                if sheet and sheet not in sheets:
                    raise LibraryError("There is no sheet called {sheet} in this workbook. There is: {sheets}.",
                                       sheet=sheet, sheets=", ".join(sheets))  # fmt: skip
                chosen = sheet or next(iter(sheets))
                return _rows(sheets[chosen], _percents(book), asked), tuple(sheets), chosen
            finally:
                book.close()
    except DAMAGED as error:
        raise _damaged() from error


def _damaged() -> LibraryError:
    return LibraryError("The workbook is damaged, or is none. Open it in Excel, save it as CSV, and take that.")


def _check(content: bytes) -> None:
    """Raise `LibraryError` for a zip that is no workbook, or that would fill the memory."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            entries = packed.infolist()
            sizes = {entry.filename: entry.file_size for entry in entries}
            if "xl/workbook.xml" not in sizes:
                raise LibraryError("This is a zip file, and no workbook is in it. Unpack it, and take the table.")
            texts = sum(size for name, size in sizes.items() if not name.startswith("xl/worksheets/"))
            if len(entries) > MOST_FILES or sum(e.file_size for e in entries) > MOST_UNPACKED or texts > MOST_TEXTS:
                raise LibraryError("The workbook is too large when it is unpacked. Save the one sheet as CSV.")
            for entry in entries:
                if entry.filename.lower().endswith((".xml", ".rels")):
                    with packed.open(entry) as file:
                        head = file.read(LOOKED_AT)
                    bare = COMMENT.sub(b"", head.replace(b"\0", b""))
                    if b"<!" in bare or not ROOT.search(bare):  # a long comment may hide what stands behind it
                        raise _damaged()
    except DAMAGED as error:
        raise _damaged() from error


def _percents(book: Any) -> frozenset[int]:
    """Return the numbers of the styles by which 0.12 is shown as 12%."""
    own = {CUSTOM + at for at, text in enumerate(book._number_formats) if "%" in NO_SIGN.sub("", text)}
    return frozenset(at for at, style in enumerate(book._cell_styles) if style.numFmtId in own.union(PERCENTS))


def _rows(sheet: Any, percents: frozenset[int], asked: Asking) -> Cut:
    sheet.reset_dimensions()  # what a file says of its size may be wrong
    rows: list[Row] = []
    cells = long = 0
    for row in _walked(sheet, percents):
        cells += len(row)
        if len(row) > MOST_COLUMNS or cells > MOST_CELLS:
            raise too_large(len(row))
        long += sum(len(cell) > CELL_LETTERS for cell in row)
        rows.append([cell[:CELL_LETTERS] for cell in row])
        if len(rows) % ROWS_AT_ONCE == 0:
            asked.at(len(rows), 0, say("Reading rows"))
    while rows and not any(rows[-1]):
        rows.pop()
    return Cut(rows, "", long=long)


def _walked(sheet: Any, percents: frozenset[int]) -> Iterator[Row]:
    """Yield the rows of a sheet as texts, without the empty cells at their end. The style of each cell is asked for in
    a workbook with percents alone: that takes a tenth longer."""
    walked = 0
    for row in sheet.iter_rows(values_only=not percents):
        walked += len(row) + 1
        if walked > MOST_WALKED:
            raise too_large(0)
        values = [_shown(cell, percents) for cell in row] if percents else row
        end = len(values)
        while end and values[end - 1] is None:
            end -= 1
        yield [written(value) for value in values[:end]]


def _shown(cell: Any, percents: frozenset[int]) -> object:
    """Return a cell's value, or how a person sees it where that is a percent."""
    value = cell.value
    if isinstance(value, (int, float)) and not isinstance(value, bool) and cell._style_id in percents:
        return in_percent(value)
    return value


def in_percent(value: float) -> str:
    """Return a share as percents, 12.345% for 0.12345: with the fifteen digits that Excel keeps, so 7% for 0.07."""
    digits = Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}")
    return f"{digits.scaleb(2).normalize():f}%"


def written(value: object) -> str:
    """Return a cell's value as text: a date as 2024-03-01, a whole number without a point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
