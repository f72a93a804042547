"""Answers as a file for a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from core import files
from core.language.cells import BOM
from core.messages.own.answers import table_of
from core.messages.own.out import Answer


def write(path: Path, answers: Sequence[Answer]) -> None:
    """Write answers as CSV that Excel opens in any language. Raises OSError, and then the file is as it was."""
    files.write(path, (BOM + table_of(answers)).encode("utf-8", "replace"))
