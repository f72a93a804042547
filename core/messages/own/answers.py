"""What a network said of samples as a table for a spreadsheet: from the window and from the text door alike."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable, Sequence

from core.language.cells import as_cell
from core.messages.own.out import Answer
from core.sentence import Sentence


def table_of(answers: Sequence[Answer], *, read: Callable[[Sentence], str] = str, separator: str = ",") -> str:
    """Return answers as a table: the sample, the answer, its probability, why there is none, then every class that is
    told of with its probability. Numbers have all their digits. `read` turns a sentence into the person's language."""
    made = io.StringIO()
    writer = csv.writer(made, delimiter=separator, lineterminator="\r\n")
    classes = list(dict.fromkeys(label for answer in answers for label, _ in answer.others))
    writer.writerow(["sample", "answer", "probability", "why not", *map(as_cell, classes)])
    for answer in answers:
        shares = dict(answer.others)
        said = as_cell(answer.label) if answer.label else number(answer.value)
        said, share = (said, number(shares.get(answer.label))) if answer.why is None else ("", "")
        why = as_cell(read(answer.why)) if answer.why is not None else ""
        writer.writerow([as_cell(answer.name), said, share, why, *(number(shares.get(one)) for one in classes)])
    return made.getvalue()


def number(value: float | None) -> str:
    """Return a number with all its digits, "" for none."""
    return "" if value is None or not math.isfinite(value) else repr(value)
