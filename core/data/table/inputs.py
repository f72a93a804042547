"""How cells of a table become the inputs of a network: a row of texts in, numbers out.

Whoever predicts uses this very code, and it is written into the scripts that are taken home. So it needs Python's own
library alone, and nothing of TorchGarden.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

NOTHING = frozenset(
    ("", "na", "n/a", "#n/a", "nan", "null", "#null!", "#value!", "#ref!", "#div/0!", "#name?", "#num!", "결측", "미상")
)
"""What stands in a cell that is empty, in small letters."""
NO_NUMBER = NOTHING | {"-", "--", "–", "—", ".", "..", "?", "없음", "none", "x"}
"""The same where a number is expected. Among words each of these is a word of its own: blood is + or −."""
LARGEST = 1e30
"""A larger number is a mistake, and would leave the range of 32 bits."""
FIRST_DAY = date(1970, 1, 1).toordinal()
NAME_LETTERS = 100

_PLAIN = re.compile(r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?")
_THOUSANDS = {
    ".": re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?|[0-9]{1,3}( [0-9]{3})+(\.[0-9]*)?"),
    ",": re.compile(r"[0-9]{1,3}(\.[0-9]{3})+(,[0-9]*)?|[0-9]{1,3}( [0-9]{3})+(,[0-9]*)?"),
}
_TIME = r"(?:[ T]+([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]+)?)?)?Z?"
_DAY = re.compile(r"([0-9]{4})(?:[-./]|년 ?)\s*([0-9]{1,2})(?:[-./]|월 ?)\s*([0-9]{1,2})[.일]?" + _TIME)
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-./])\s*([0-9]{1,2})\2\s*([12][0-9]{3})\.?" + _TIME)
_DAY_AS_NUMBER = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_NARROW = {0xFF01 + at: 0x21 + at for at in range(94)} | {
    0x3000: " ", 0x00A0: " ", 0x202F: " ", 0x2009: " ", 0x2212: "-", 0x2010: "-", 0x2013: "-", 0xFFE6: "₩", 0xFFE5: "¥",
}  # fmt: skip
"""Full-width letters, spaces and minus signs, as a keyboard writes them."""


def number_of(text: str, decimal: str = ".") -> float | None:
    """Return the number that a cell holds, None for none: 1,234 · ₩1,000 · 12% · １２ · (5) · 3,5 where that is meant.

    `decimal`: the letter before the fraction, "." or ",". 12% is 12.
    """
    if decimal != "." or not _PLAIN.fullmatch(text):
        text = _plainly(text, decimal)
        if not _PLAIN.fullmatch(text):
            return None
    value = float(text)
    return value if -LARGEST <= value <= LARGEST else None


def _plainly(text: str, decimal: str) -> str:
    """Return a number as Python writes it; anything else stays something else."""
    text = text.translate(_NARROW).strip()
    if text[:1] == "(" and text[-1:] == ")":
        text = "-" + text[1:-1]
    text = text.rstrip("%₩원$€£¥ ").lstrip("₩\\$€£¥ ")
    sign = text[:1] if text[:1] in ("-", "+") else ""
    text = text[len(sign) :].lstrip("₩\\$€£¥ ")
    if text[:1] in ("-", "+"):
        return ""
    if _THOUSANDS[decimal].fullmatch(text):
        text = text.replace("." if decimal == "," else ",", "").replace(" ", "")
    elif decimal == "," and "." in text:
        return ""
    return sign + (text.replace(",", ".") if decimal == "," else text)


def day_of(text: str, order: str = "") -> float | None:
    """Return the days from 1 January 1970 to a date with the year first, 2024-03-01, 2024.3.1, 2024년 3월 1일 or
    20240301, with a time of day as a fraction; None for anything else.

    `order`: what comes first where the year is last, "day" as in 31.12.2024, or "month" as in 12/31/2024; "": those are
    no dates.
    """
    text = (text if text.isascii() else text.translate(_NARROW)).strip()
    if found := _DAY.fullmatch(text) or _DAY_AS_NUMBER.fullmatch(text):
        year, month, day, *time = (int(group or 0) for group in found.groups())
    elif order and (found := _YEAR_LAST.fullmatch(text)):
        one, two, year, *time = (int(group or 0) for group in (found[1], *found.groups()[2:]))
        day, month = (one, two) if order == "day" else (two, one)
    else:
        return None
    hour, minute, second = time or (0, 0, 0)
    try:
        days = date(year, month, day).toordinal() - FIRST_DAY
    except ValueError:
        return None
    return days + (hour * 3600 + minute * 60 + second) / 86400 if hour < 25 and minute < 60 and second < 61 else None


def category_of(text: str) -> str:
    """Return the category that a cell names, "" where it is empty."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    text = text.strip()
    return "" if text.lower() in NOTHING else text


def spelling_of(category: str) -> str:
    """Return what all spellings of a category have in common, whatever their capital letters, full width and spaces."""
    return "".join(unicodedata.normalize("NFKC", category).casefold().split())


def value_of(text: str, decimal: str = ".", dates: bool = False, order: str = "") -> float | None:
    """Return what a cell in a column of numbers (or of dates) holds, None where it is empty or something else."""
    return day_of(text, order) if dates else number_of(text, decimal)


def column_names(cells: Sequence[str]) -> tuple[str, ...]:
    """Return what columns are called by the cells that name them: in one line, each once. The third is "#3" where it
    has no name; the second "age" is "age 2"."""
    plain = [name_of(cell) or f"#{at}" for at, cell in enumerate(cells, 1)]
    known, taken = set(plain), set[str]()
    numbers = dict.fromkeys(plain, 1)
    for at, name in enumerate(plain):
        made = name
        while made in taken or (made != name and made in known):
            numbers[name] += 1
            made = f"{name} {numbers[name]}"
        taken.add(made)
        plain[at] = made
    return tuple(plain)


def name_of(cell: str) -> str:
    """Return the name that a cell gives to its column, in one line, cut where it is long."""
    text = " ".join(unicodedata.normalize("NFC", cell)[: NAME_LETTERS * 2].split())
    return text if len(text) <= NAME_LETTERS else text[: NAME_LETTERS - 1] + "…"


def rows_to_inputs(rows: Sequence[Mapping[str, str]], preparation: Any) -> list[list[float]]:
    """Return the inputs of the network for each row, (rows, inputs).

    A row is the text of its cells by the name of their column; a cell that is not there is empty. `preparation`:
    `columns` in order, each with `name`, `kind` ("number" or "category"), `mean`, `scale`, `fill`, `categories`,
    `folded`, `dates` and `order`, and `decimal`.
    """
    readers = [(column.name, _reader(column, preparation.decimal)) for column in preparation.columns]
    return [[value for name, read in readers for value in read(row.get(name, ""))] for row in rows]


def _reader(column: Any, decimal: str) -> Callable[[str], tuple[float, ...]]:
    """Return what makes inputs of a cell of a column."""
    if column.kind == "category":
        count = len(column.categories)
        none = (0.0,) * count
        known = spelling_of if column.folded else str
        places = {
            known(name): tuple(float(at == place) for at in range(count))
            for place, name in enumerate(column.categories)
        }
        return lambda text: places.get(known(category_of(text)), none)
    mean, scale, fill, dates, order = column.mean, column.scale, column.fill, column.dates, column.order

    def read(text: str) -> tuple[float]:
        value = value_of(text, decimal, dates, order)
        scaled = ((fill if value is None else value) - mean) / scale
        return (min(max(scaled, -LARGEST), LARGEST),)

    return read
