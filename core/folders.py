"""The folders where TorchGarden keeps its files, on each system.

They are the ones each system has for the purpose. ``--home DIR`` (or the variable TORCHGARDEN_HOME) puts everything
under one folder instead: for tests, a memory stick, a share in a classroom.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

NAME = "TorchGarden"


@dataclass(frozen=True)
class Folders:
    """Absolute folders; they need not exist yet. `apart`: all are under one folder that was asked for."""

    settings: Path
    data: Path
    cache: Path
    logs: Path
    apart: bool = False

    @property
    def runs(self) -> Path:
        """Where saved trainings are, one folder each."""
        return self.data / "runs"

    @property
    def bin(self) -> Path:
        """Where what was deleted waits, if the system's bin does not take it."""
        return self.data / "bin"

    @property
    def settings_file(self) -> Path:
        """What the person has set for the app."""
        return self.settings / "settings.json"


def find_folders(*, home: Path | None = None, environment: Mapping[str, str] | None = None) -> Folders:
    """Return the folders for this person on this system, or all under `home`."""
    values = os.environ if environment is None else environment
    if home is None and values.get("TORCHGARDEN_HOME"):
        home = Path(values["TORCHGARDEN_HOME"])
    if home is not None:
        home = home.absolute()
        return Folders(settings=home, data=home, cache=home / "cache", logs=home / "logs", apart=True)
    person = Path.home()
    if sys.platform == "win32":
        local = Path(values.get("LOCALAPPDATA") or person / "AppData" / "Local") / NAME
        return Folders(settings=local, data=local, cache=local / "cache", logs=local / "logs")
    if sys.platform == "darwin":
        library = person / "Library"
        support = library / "Application Support" / NAME
        return Folders(settings=support, data=support, cache=library / "Caches" / NAME, logs=library / "Logs" / NAME)

    def xdg(variable: str, fallback: str) -> Path:
        # The specification says to ignore relative paths.
        value = Path(values.get(variable) or "")
        return (value if value.is_absolute() else person / fallback) / NAME.lower()

    return Folders(
        settings=xdg("XDG_CONFIG_HOME", ".config"),
        data=xdg("XDG_DATA_HOME", ".local/share"),
        cache=xdg("XDG_CACHE_HOME", ".cache"),
        logs=xdg("XDG_STATE_HOME", ".local/state") / "logs",
    )
