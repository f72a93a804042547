"""What a person has brought, before anybody has looked at it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path

from gui.kit.words import tr


@dataclass(frozen=True)
class Source:
    """What a person has brought: a path, or (path "") a table's text from the clipboard."""

    path: str
    text: str = ""

    @property
    def name(self) -> str:
        """What it is called, spelled as everywhere: a Mac takes letters apart, and then no particle fits."""
        named = Path(self.path).name or self.path if self.path else tr("Table from the clipboard")
        return unicodedata.normalize("NFC", named)
