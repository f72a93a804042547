"""Where the files are that the app brings along, whether it runs from its sources or is packaged."""

from __future__ import annotations

from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
"""The folder that `core` is in; in a packaged app worker_src, and its resources lie beside that."""


def shipped(*names: str) -> Path:
    """Return the path of a file or folder in resources."""
    found = (path for place in (SOURCE, SOURCE.parent) if (path := place.joinpath("resources", *names)).exists())
    return next(found, SOURCE.joinpath("resources", *names))
