"""Files that a tab gives away: a picture of what is drawn, and what is told when it was saved, or could not be."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtWidgets import QWidget

from core.disk_reason import reason
from core.files import write
from gui.kit.words import read, tr


def told_of(save: Callable[[], Any]) -> str:
    """Save, and return what is told of it."""
    try:
        save()
    except OSError as error:
        return tr("It could not be saved.") + " " + read(reason(error))
    return tr("Saved.")


def write_picture(widget: QWidget, path: Path) -> None:
    """Write a widget as it looks now as a PNG file. Raises OSError."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    widget.grab().save(buffer, "PNG")
    write(path, bytes(buffer.data().data()))
