"""The ways out of a finished environment: Jupyter and VS Code open with a first notebook, a terminal without."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from core.messages.install_commands import OpenEditor, StartJupyter
from core.messages.install_events import NotebookWritten

NotebookDoor = Literal["jupyter", "editor"]
Door = Literal["jupyter", "editor", "terminal"]
DOORS: tuple[Door, ...] = ("jupyter", "editor", "terminal")


def command(door: NotebookDoor, written: NotebookWritten) -> StartJupyter | OpenEditor:
    """What opens the door with the notebook that was written for it."""
    path = Path(written.path)
    if door == "editor":
        return OpenEditor(written.prefix, str(path.parent))
    return StartJupyter(written.prefix, str(path.parent), path.name)
