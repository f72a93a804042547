"""What a line prints, bounded: its beginning and its end are kept, however much it is; and asking what a person made.

`tried` is the one place on the bench, besides the line itself, where whatever is raised is caught: an object of a
person's own class may raise anything when it is asked for its text, its attributes or its numbers.
"""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Callable
from typing import TypeVar

FIRST, LAST = 60, 20
"""Lines that are kept of what is printed."""
LONGEST = 400
"""Letters of one line that are kept."""
VALUE = 4_000
"""Letters of a value that are kept."""


Result = TypeVar("Result")


def tried(work: Callable[[], Result], otherwise: Result) -> Result:
    """Return what `work` returns, `otherwise` where it raises."""
    try:
        return work()
    except Exception:  # noqa: BLE001 (it asks what a person made)
        return otherwise


class Captured(io.TextIOBase):
    """A text file that keeps the first and last lines written to it."""

    def __init__(self) -> None:
        self._first: list[str] = []
        self._last: deque[str] = deque(maxlen=LAST)
        self._open, self._left_out = "", 0

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        """Take in `text`; return how many letters it has."""
        for piece in _pieces(text):
            if piece.endswith("\n"):
                self._line(self._open + piece[:-1])
                self._open = ""
            elif len(self._open) <= LONGEST:
                self._open += piece[: LONGEST + 1]
        return len(text)

    def _line(self, line: str) -> None:
        kept = line if len(line) <= LONGEST else line[:LONGEST] + "…"
        if len(self._first) < FIRST:
            self._first.append(kept)
            return
        self._left_out += len(self._last) == LAST
        self._last.append(kept)

    def text(self) -> str:
        """Return what was kept; a line of its own says how many lines were left out."""
        if self._open:
            self._line(self._open)
            self._open = ""
        middle = [f"… {self._left_out:,} …"] if self._left_out else []
        return clean("\n".join([*self._first, *middle, *self._last]))


def _pieces(text: str) -> list[str]:
    return text.splitlines(keepends=True) if "\r" not in text else text.replace("\r", "\n").splitlines(keepends=True)


def clean(text: str) -> str:
    """Return `text` without what cannot travel: NUL, and halves of letters."""
    return text.replace("\0", "␀").encode("utf-8", "replace").decode("utf-8")


def shortened(text: str, most: int = VALUE) -> str:
    """Return the beginning of `text`, ready to travel."""
    return clean(text if len(text) <= most else text[: most - 1] + "…")
