"""What opens a finished environment: the commands for Jupyter, an editor and a terminal."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from core.messages.install_commands import OpenEditor, StartJupyter
from core.messages.install_events import NotebookWritten

NotebookDoor = Literal["jupyter", "editor"]
Door = Literal["jupyter", "editor", "terminal"]
DOORS: tuple[Door, ...] = ("jupyter", "editor", "terminal")


def command(door: NotebookDoor, written: NotebookWritten) -> StartJupyter | OpenEditor:
    """Return what opens the door with the notebook that was written for it."""
    path = Path(written.path)
    if door == "editor":
        return OpenEditor(written.prefix, str(path.parent))
    return StartJupyter(written.prefix, str(path.parent), path.name)
