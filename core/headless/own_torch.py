"""What the commands without a window say where the app itself has no PyTorch: which Python to give."""

from __future__ import annotations

from pathlib import Path

from core.bundle import brings_torch
from core.sentence import Problem


class NoTorchError(Problem):
    """There is no PyTorch to train with."""


def needs_python(python: Path | None, *, brings: bool | None = None) -> None:
    """Raise `NoTorchError` where no Python is given and the app itself has no torch; `brings`: whether it has."""
    there = brings_torch() if brings is None else brings
    if python is None and not there:
        raise NoTorchError(
            "This TorchGarden has no PyTorch of its own. Give a Python that has it: --python FILE. "
            "“torchgarden env list” shows which there are, “torchgarden env create” makes one."
        )
