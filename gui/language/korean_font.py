"""A font with Korean letters that the app brings along, for systems that have none at all.

Windows, macOS and most desktops have Korean fonts, and then ours is not loaded. A bare Linux would show empty boxes.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PySide6.QtGui import QFontDatabase

FONTS = Path(__file__).resolve().parents[2] / "resources" / "fonts"
FILES = ("korean-regular.otf", "korean-bold.otf", "korean-more.otf")
"""The third holds the syllables that only names are written with."""


def can_write_korean() -> bool:
    """Return whether any family has Korean letters, ours included; without one they show as empty boxes."""
    return bool(QFontDatabase.families(QFontDatabase.WritingSystem.Korean)) or bool(own_families())


def own_families() -> tuple[str, ...]:
    """Return our own families where the system has no Korean one, () where it has."""
    return () if _system_has() else _loaded()


@lru_cache(maxsize=1)
def _system_has() -> bool:
    """Whether the system has Korean letters, looked at before ours are there."""
    return bool(QFontDatabase.families(QFontDatabase.WritingSystem.Korean))


@lru_cache(maxsize=1)
def _loaded() -> tuple[str, ...]:
    found: list[str] = []
    for name in FILES:
        number = QFontDatabase.addApplicationFont(str(FONTS / name))
        found += QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    return tuple(dict.fromkeys(found))
