"""Open other programs: a terminal with the environment active, VS Code with its Python chosen."""

from __future__ import annotations

import ntpath
import os
import posixpath
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from core.env.look.system import Outside, here
from core.env.open.not_started import not_started
from core.env.open.terminal import Launch, LaunchError, StartFile, terminal_launch
from core.env.problems import file_problem
from core.files import from_json, read_text, to_json, write
from core.messages.computer import System
from core.messages.install_events import Opened
from core.prefix import python_of
from core.workers import handover

__all__ = ["Launch", "LaunchError", "StartFile", "editor_launch", "open_editor", "open_terminal", "start"]
WINDOWS_EDITORS = {"code": "Code.exe", "code-insiders": "Code - Insiders.exe", "codium": "VSCodium.exe"}
"""The batch file on PATH -> the program one folder above it."""
INTERPRETER = "python.defaultInterpreterPath"
SETTINGS_BYTES = 8 << 20
"""More than any settings.json of an editor."""


def open_terminal(
    prefix: str, name: str, *, system: System, folder: str = "", outside: Outside | None = None
) -> Opened:
    """Open a terminal with the environment active. Raises LaunchError."""
    outside = outside or here()
    launch = terminal_launch(outside, system, prefix=prefix, name=name, folder=folder or str(Path.home()))
    start(launch)
    return Opened(prefix, launch.what)


def open_editor(prefix: str, folder: str, *, system: System, outside: Outside | None = None) -> Opened:
    """Open `folder` in VS Code; choose this environment's Python if the settings allow it. Raises LaunchError."""
    launch = editor_launch(outside or here(), system, folder=folder)
    choose_interpreter(Path(folder), str(python_of(Path(prefix))))
    start(launch)
    return Opened(prefix, launch.what)


def start(launch: Launch) -> None:
    """Start a program that outlives us. Raises LaunchError, or InstallError if its files cannot be written."""
    folder = _written(launch)
    argv = [word.replace("{folder}", str(folder)) if launch.files else word for word in launch.argv]
    try:
        handover.let_go(handover.start(argv, console=launch.new_console))
    except OSError as error:
        if launch.files:
            shutil.rmtree(folder, ignore_errors=True)
        raise not_started(LaunchError, error, program=launch.what) from error


def _written(launch: Launch) -> Path:
    """Write the files that the program reads when it starts; return their folder. Raises InstallError."""
    if not launch.files:
        return Path()
    made = ""
    try:
        made = tempfile.mkdtemp(prefix="torchgarden-")
        for file in launch.files:
            path = Path(made) / file.name
            path.write_bytes(file.text.replace("{folder}", made).encode("utf-8"))
            if file.executable:
                path.chmod(0o700)
    except OSError as error:
        shutil.rmtree(made, ignore_errors=True)
        raise file_problem(error, made or error.filename or os.environ.get("TMPDIR", "/tmp")) from error
    return Path(made)


# -------------------------------------------------------------------------------------------------------- VS Code
def editor_launch(outside: Outside, system: System, *, folder: str) -> Launch:
    """Return how VS Code opens `folder`. Raises LaunchError if it is not installed."""
    for program in ("code", "code-insiders", "codium"):
        if path := outside.which(program):
            return _editor(path, folder)
    for path in _editor_places(outside, system):
        if outside.exists(path):
            return _editor(path, folder)
    raise LaunchError("VS Code was not found on this computer.")


def _editor(path: str, folder: str) -> Launch:
    if path.lower().endswith((".cmd", ".bat")):
        # cmd.exe would run a batch file, with its own quoting rules; so we start VS Code's program itself.
        batch = ntpath.splitext(ntpath.basename(path))[0].lower()
        path = ntpath.join(ntpath.dirname(ntpath.dirname(path)), WINDOWS_EDITORS.get(batch, "Code.exe"))
    return Launch((path, folder), (), "VS Code")


def _editor_places(outside: Outside, system: System) -> Sequence[str]:
    home = outside.environ.get("USERPROFILE" if system == "windows" else "HOME", "")
    if system == "windows":
        local = outside.environ.get("LOCALAPPDATA", ntpath.join(home, "AppData", "Local"))
        return [
            ntpath.join(root, folder, program)
            for root in (ntpath.join(local, "Programs"), outside.environ.get("ProgramFiles", r"C:\Program Files"))
            for folder, program in (
                ("Microsoft VS Code", "Code.exe"),
                ("Microsoft VS Code Insiders", "Code - Insiders.exe"),
                ("VSCodium", "VSCodium.exe"),
            )
        ]
    if system == "macos":
        inside = "Applications/Visual Studio Code.app/Contents/Resources/app/bin/code"
        return [posixpath.join("/", inside), posixpath.join(home, inside)]
    return [
        "/usr/bin/code",
        "/usr/share/code/bin/code",
        "/snap/bin/code",
        "/var/lib/flatpak/exports/bin/com.visualstudio.code",
    ]


def choose_interpreter(folder: Path, python: str) -> bool:
    """Write the interpreter into the folder's VS Code settings; return whether it is there now.

    A settings file that is not plain JSON (VS Code allows comments) is not changed.
    """
    path = folder / ".vscode" / "settings.json"
    settings: Any = {}
    try:
        text = read_text(path, limit_bytes=SETTINGS_BYTES)
    except FileNotFoundError:
        text = ""
    except (OSError, ValueError):
        return False
    if text.strip():
        try:
            settings = from_json(text.encode("utf-8"))
        except ValueError:
            return False
    if not isinstance(settings, dict):
        return False
    if settings.get(INTERPRETER) == python:
        return True
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path, to_json({**settings, INTERPRETER: python}, indent=4) + b"\n")
    except (OSError, RecursionError):
        return False
    return True
