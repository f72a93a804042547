"""What a person has chosen for the app, and which training was open: two small JSON files.

Written beside and replaced; a file that cannot be read counts as not there, for nothing in it is worth not starting.
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
ZOOMS = (1.0, 1.25, 1.5, 1.75, 2.0)


@dataclass(frozen=True)
class Choices:
    """`runs` "": the system's place for them; `python` "": train with our own PyTorch, else with that of this
    interpreter; `zoom` counts from the next start on; `told`: hints shown once."""

    language: LanguageChoice = "system"
    theme: SchemeChoice = "system"
    motion: bool = True
    zoom: float = 1.0
    runs: str = ""
    data: str = "digits"
    python: str = ""
    told: str = ""


def read_choices(path: Path) -> Choices:
    """Return what was chosen; what is missing or senseless is as it is at first."""
    found = _read(path)
    made = Choices()
    hints = get_type_hints(Choices)
    for field in fields(Choices):
        value, hint = found.get(field.name), hints[field.name]
        allowed = get_args(hint)
        if (value in allowed) if allowed else type(value) is hint:
            made = replace(made, **{field.name: value})  # type: ignore[arg-type]
    return made if made.zoom in ZOOMS else replace(made, zoom=1.0)


def write_choices(path: Path, choices: Choices) -> None:
    """Keep `choices`; raise `OSError` where nothing can be written."""
    _write(path, {**_read(path), **asdict(choices)})


def changed(choices: Choices, name: str, value: Value) -> Choices:
    """Return the choices with one changed."""
    return replace(choices, **{name: value})  # type: ignore[arg-type]


def open_run(path: Path) -> str:
    """Return the folder of the training that was open when the app ended without saying so, "" if it ended well."""
    found = _read(path)
    run, pid = found.get("run"), found.get("pid")
    if not isinstance(run, str) or not run or (isinstance(pid, int) and pid != os.getpid() and _lives(pid)):
        return ""
    return run


def note_open_run(path: Path, run: str) -> None:
    """Write down which training is open, so that the next start can offer it if this one does not end well.

    Where nothing can be written that offer is not made, and all else goes on.
    """
    with contextlib.suppress(OSError):
        _write(path, {"run": run, "pid": os.getpid()})


def _lives(pid: int) -> bool:
    """Whether another window of ours has that training open."""
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
