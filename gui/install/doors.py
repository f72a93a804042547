"""What opens a finished environment: the commands for Jupyter, an editor and a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from core.env.open.notebook import Language, write_notebook
from core.messages.install_commands import InstallCommand, OpenEditor, OpenTerminal, StartJupyter
from core.messages.install_reports import Env
from core.sentence import Problem


class DoorError(Problem):
    """Something that could not be opened, in one sentence."""


def first_notebook(folders: Sequence[Path], env: Env, *, device: str, language: Language) -> Path:
    """Write the first notebook of `env` into the first of `folders` that takes it, and return its path.

    An existing notebook is kept. Raises DoorError if no folder takes it: a folder can be gone, full or protected.
    """
    why: OSError | None = None
    for folder in folders:
        try:
            return write_notebook(folder, env, device=device, language=language)
        except OSError as error:
            why = error
    raise DoorError("The notebook could not be written to {folder}: {why}", folder=str(folders[-1]), why=str(why))


def command(door: str, env: Env, *, folders: Sequence[Path], device: str, language: Language) -> InstallCommand:
    """Return the command for "jupyter", "editor" or "terminal". Raises DoorError."""
    if door == "terminal":
        return OpenTerminal(env.prefix)
    notebook = first_notebook(folders, env, device=device, language=language)
    if door == "editor":
        return OpenEditor(env.prefix, str(notebook.parent))
    return StartJupyter(env.prefix, str(notebook.parent), notebook.name)
