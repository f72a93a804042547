"""How macOS holds the app that runs: as a temporary copy of a download, or as one that nobody has approved.

Gatekeeper runs a downloaded app from a read-only copy with a path of chance ("App Translocation") until a person has
moved it in the Finder. What refers to that path, a kernel or an icon in the Dock, leads nowhere after the next start.
The attribute com.apple.quarantine reads "0083;5f3e…;Safari;…": its first field are flags, in hexadecimal digits.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Callable
from pathlib import Path, PurePath
from typing import Literal

Held = Literal["", "translocated", "quarantined"]
TRANSLOCATED = "AppTranslocation"
QUARANTINE = b"com.apple.quarantine"
FROZEN = bool(getattr(sys, "frozen", False))
USER_APPROVED = 0x0040
LONGEST_BYTES = 1024


def brings_torch() -> bool:
    """Return whether the app itself can train: the light package brings neither torch nor the trainer, and a Python
    that only shows the window may lack torch. Nothing is imported."""
    return all(importlib.util.find_spec(name) is not None for name in ("torch", "core.train"))


def held(executable: PurePath, quarantine: Callable[[PurePath], str]) -> Held:
    """Return how macOS holds the app that `executable` belongs to, "" if it does not. `quarantine` returns a file's
    attribute, "" for none."""
    if TRANSLOCATED in executable.parts:
        return "translocated"
    bundle = next((folder for folder in executable.parents if folder.suffix == ".app"), None)
    if bundle is None:
        return ""
    flags = quarantine(bundle).partition(";")[0]
    try:
        return "" if not flags or int(flags, 16) & USER_APPROVED else "quarantined"
    except ValueError:
        return ""


def held_here(*, frozen: bool = FROZEN, system: str = sys.platform) -> Held:
    """Return how macOS holds the app that runs now; "" from source and on other systems."""
    return held(Path(sys.executable), read_quarantine) if frozen and system == "darwin" else ""


def read_quarantine(path: PurePath) -> str:
    """Return a file's com.apple.quarantine, "" for none; on macOS Python has no call for it."""
    import ctypes

    room = ctypes.create_string_buffer(LONGEST_BYTES)
    try:
        length = ctypes.CDLL(None).getxattr(os.fsencode(path), QUARANTINE, room, LONGEST_BYTES, 0, 0)
    except (OSError, AttributeError, ValueError):
        return ""
    return room.raw[: max(length, 0)].decode("utf-8", "replace")
