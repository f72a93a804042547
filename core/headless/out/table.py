"""Answers as a table for a spreadsheet."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence
from pathlib import Path

from core import files
from core.language.cells import as_cell
from core.messages.own.out import Answer


def write(path: Path, answers: Sequence[Answer]) -> None:
    """Write answers as CSV that Excel opens in any language. Raises OSError, and then the file is as it was."""
    files.write(path, csv_of(answers))


def csv_of(answers: Sequence[Answer]) -> bytes:
    """Return answers as CSV in UTF-8 with a byte order mark: sample, answer, probability, why there is none, then each
    class that is told of with its probability."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\r\n")
    classes = list(dict.fromkeys(label for answer in answers for label, _ in answer.others))
    writer.writerow(["sample", "answer", "probability", "why", *map(as_cell, classes)])
    for answer in answers:
        shares = dict(answer.others)
        said, share = (as_cell(answer.label), number(answer.value)) if answer.others else (number(answer.value), "")
        if answer.why is not None:
            said = share = ""
        why = as_cell(str(answer.why)) if answer.why is not None else ""
        writer.writerow([as_cell(answer.name), said, share, why, *(number(shares.get(one)) for one in classes)])
    return b"\xef\xbb\xbf" + made.getvalue().encode("utf-8", "replace")


def number(value: float | None) -> str:
    """Return a number with all its digits, "" for none."""
    return "" if value is None or not math.isfinite(value) else repr(value)
