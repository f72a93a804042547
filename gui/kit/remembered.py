"""What the person has chosen for the app: a small JSON file, which several windows may write.

It is read, changed and written back under a lock, and only what was changed: a window never takes back what another
has set. A file that cannot be read counts as missing: the app starts anyway.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Literal, get_args, get_type_hints

from core.files import can_be_path, read_object, to_json, write
from core.files import replace as move
from core.locks import Taken, take
from core.sentence import Value
from gui.kit.theme import SchemeChoice

LanguageChoice = Literal["system", "en", "ko"]
SETTINGS_BYTES = 1 << 20
PATIENCE_S = 0.5
ZOOMS = (0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5)
MOST_PACE = 10_000.0


@dataclass(frozen=True)
class Preferences:
    """The person's choices. `runs` "": the system's folder. `python` "": our own PyTorch, else that interpreter's.

    `zoom`: how large everything is. `pace`: steps a second, 0 for full speed. `told`: hints that were shown.
    `cards`: how the cards beside the network stand ("answers,-layer,timeline": the folded with a minus). `classroom`:
    what the classroom screen shows ("network,loss"), "" for the usual.
    """

    language: LanguageChoice = "system"
    theme: SchemeChoice = "system"
    motion: bool = True
    zoom: float = 1.0
    runs: str = ""
    data: str = "digits"
    pace: float = 100.0
    python: str = ""
    told: str = ""
    cards: str = ""
    classroom: str = ""


def read_preferences(path: Path) -> Preferences:
    """Return what was chosen; a missing or wrong value gets its default."""
    found = _read(path)
    made = Preferences()
    hints = get_type_hints(Preferences)
    for field in fields(Preferences):
        value, hint = found.get(field.name), hints[field.name]
        allowed = get_args(hint)
        fits = (value in allowed) if allowed else type(value) is hint
        if fits and (not isinstance(value, str) or can_be_path(value)):
            made = replace(made, **{field.name: value})  # type: ignore[arg-type]
    made = made if 0 <= made.pace <= MOST_PACE else replace(made, pace=Preferences.pace)
    return made if made.zoom in ZOOMS else replace(made, zoom=1.0)


def write_preferences(path: Path, preferences: Preferences, *, only: Collection[str] | None = None) -> None:
    """Save `preferences`, or `only` some of them by name. Raises OSError if nothing can be written.

    What else stands in the file stays. A file that is no JSON is kept beside, as settings.damaged.json.
    """
    new = asdict(preferences)
    path.parent.mkdir(parents=True, exist_ok=True)
    with _alone(path):
        kept = _kept(path)
        kept |= {name: new[name] for name in (new if only is None else only)}
        write(path, to_json(kept, indent=1))


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep other windows from writing the file; one that hangs is not waited for."""
    lock = None
    with contextlib.suppress(Taken, OSError):
        lock = take(path.with_suffix(".lock"), patience_s=PATIENCE_S)
    try:
        yield
    finally:
        if lock is not None:
            lock.release()


def _kept(path: Path) -> dict[str, object]:
    try:
        return dict(read_object(path, limit_bytes=SETTINGS_BYTES))
    except FileNotFoundError:
        return {}
    except ValueError:
        move(path, path.with_name(f"{path.stem}.damaged.json"))
        return {}


def changed(preferences: Preferences, name: str, value: Value) -> Preferences:
    """Return the preferences with one changed."""
    return replace(preferences, **{name: value})  # type: ignore[arg-type]


def _read(path: Path) -> dict[str, object]:
    try:
        return dict(read_object(path, limit_bytes=SETTINGS_BYTES))
    except (OSError, ValueError):
        return {}
