"""How far the sweeps go: tests that try many seeds, sequences or moments try more of them at night.

They are the same tests. `--sweep nightly` (`python3 run.py test nightly`) gives them the larger numbers.
"""

from __future__ import annotations

from typing import Literal, TypeVar

Size = Literal["usual", "nightly"]
SIZES: tuple[Size, ...] = ("usual", "nightly")
Number = TypeVar("Number")

_size: Size = "usual"


def choose(size: Size) -> None:
    """Set how far the sweeps go; tests/conftest.py does so before any test is collected."""
    global _size
    _size = size


def sweep(*, usual: Number, nightly: Number) -> Number:
    """Return what a sweep tries in this run."""
    return {"usual": usual, "nightly": nightly}[_size]
