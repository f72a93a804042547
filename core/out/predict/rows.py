"""The rows of a table's file as texts, with the names of its columns: read as tables are that are trained on."""

from __future__ import annotations

import csv
import io
import math
import unicodedata
from pathlib import Path

from core import files
from core.data.asked import Alone
from core.out.predict import elsewhere
from core.out.taken import OutError

FILE_BYTES = 64 << 20
MOST_CELLS = 5_000_000
ZIP = b"PK\x03\x04"
Row = list[str]


def read(path: Path) -> tuple[Row, list[Row]]:
    """Return (names of the columns, rows of cells) of a CSV, a TSV or a workbook. Raises OSError and `Problem`."""
    content = files.read_bytes(path, limit_bytes=FILE_BYTES)
    if not content.strip():
        raise OutError("It is empty.")
    found = _workbook(content) if content.startswith(ZIP) else _text(content)
    found = [row for row in found if any(cell.strip() for cell in row)]
    if not found:
        raise OutError("It is empty.")
    if sum(map(len, found)) > MOST_CELLS:
        raise OutError("It has more cells than are read.")
    return [unicodedata.normalize("NFC", cell.strip()) for cell in found[0]], found[1:]


def _workbook(content: bytes) -> list[Row]:
    workbook = elsewhere.there(elsewhere.WORKBOOK)
    if workbook is None:
        raise OutError("Workbooks cannot be read here. Save the table as CSV and take that.")
    cut, _, _ = workbook.cut(content, "", Alone())
    return [list(row) for row in cut.rows]


def _text(content: bytes) -> list[Row]:
    if b"\0" in content[:4000] and content[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise OutError("It is no table.")
    if max(map(content.count, (b",", b";", b"\t", b"|", b"\n"))) > MOST_CELLS:
        raise OutError("It has more cells than are read.")
    letters, text = elsewhere.there(elsewhere.LETTERS), elsewhere.there(elsewhere.TEXT)
    if letters is not None and text is not None:
        read = letters.read(content).text
        return [list(row) for row in text.cut(read, text.guess_separator(read), Alone()).rows]
    plain = content.decode("utf-8-sig", "replace")
    separator = max(",\t;|", key=plain.split("\n", 1)[0].count)
    try:
        return list(csv.reader(io.StringIO(plain, newline=""), delimiter=separator))
    except csv.Error as error:
        raise OutError("It is no table.") from error


def number(text: str) -> float | None:
    """Return the number that a text says, None for none."""
    try:
        found = float(text.strip().replace("−", "-"))
    except ValueError:
        return None
    return found if math.isfinite(found) and abs(found) < 1e30 else None
