"""What the person has chosen for the app, and which training was open: two small JSON files.

Each is written beside and then replaced. A file that cannot be read counts as missing: the app starts anyway.
"""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Literal, get_args, get_type_hints

from core.files import write
from core.sentence import Value
from gui.kit.theme import SchemeChoice

LanguageChoice = Literal["system", "en", "ko"]
ZOOMS = (0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5)


@dataclass(frozen=True)
class Preferences:
    """The person's choices. `runs` "": the system's folder. `python` "": our own PyTorch, else that interpreter's.

    `zoom`: how large everything is. `told`: hints that were shown.
    """

    language: LanguageChoice = "system"
    theme: SchemeChoice = "system"
    motion: bool = True
    zoom: float = 1.0
    runs: str = ""
    data: str = "digits"
    python: str = ""
    told: str = ""


def read_preferences(path: Path) -> Preferences:
    """Return what was chosen; a missing or wrong value gets its default."""
    found = _read(path)
    made = Preferences()
    hints = get_type_hints(Preferences)
    for field in fields(Preferences):
        value, hint = found.get(field.name), hints[field.name]
        allowed = get_args(hint)
        if (value in allowed) if allowed else type(value) is hint:
            made = replace(made, **{field.name: value})  # type: ignore[arg-type]
    return made if made.zoom in ZOOMS else replace(made, zoom=1.0)


def write_preferences(path: Path, preferences: Preferences) -> None:
    """Save `preferences`. Raises OSError if nothing can be written."""
    _write(path, {**_read(path), **asdict(preferences)})


def changed(preferences: Preferences, name: str, value: Value) -> Preferences:
    """Return the preferences with one changed."""
    return replace(preferences, **{name: value})  # type: ignore[arg-type]


def open_run(path: Path) -> str:
    """Return the folder of the training that was open when the app crashed, "" if it ended well."""
    found = _read(path)
    run, pid = found.get("run"), found.get("pid")
    if not isinstance(run, str) or not run or (isinstance(pid, int) and pid != os.getpid() and _lives(pid)):
        return ""
    return run


def note_open_run(path: Path, run: str) -> None:
    """Write down which training is open, so that the next start can offer it after a crash.

    Where nothing can be written, that offer is not made, and all else goes on.
    """
    with contextlib.suppress(OSError):
        _write(path, {"run": run, "pid": os.getpid()})


def _lives(pid: int) -> bool:
    """Return whether another window of the app runs under this process id."""
    import psutil  # type: ignore[import-untyped]  # only after a crash

    try:
        return any("gui" in part or "torchgarden" in part.lower() for part in psutil.Process(pid).cmdline())
    except psutil.Error:
        return False


def _read(path: Path) -> dict[str, object]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _write(path: Path, values: dict[str, object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write(path, json.dumps(values, ensure_ascii=False, indent=1))
