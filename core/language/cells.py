"""Texts as cells of a table that a spreadsheet opens."""

from __future__ import annotations

BOM = "\ufeff"
"""Begins a file: without it Excel in Korean takes it for another encoding."""
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""How a cell begins that a spreadsheet would reckon with; some take full-width signs for the plain ones."""


def as_cell(text: str) -> str:
    """Return a name as a spreadsheet takes it: never as a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text
