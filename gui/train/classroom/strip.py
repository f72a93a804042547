"""The strip at the foot of the classroom screen: its keys, what is shown, and the way out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.kit.actions import key_text
from gui.kit.pieces import Button, Elided, row
from gui.kit.words import tr

TALL_PX = 40


class Strip(QWidget):
    """`choose` opens the panel, `other_screen` goes to the next screen where there are several, `leave` ends it."""

    def __init__(self, choose: Callable[[], Any], other_screen: Callable[[], Any], leave: Callable[[], Any]) -> None:
        super().__init__()
        self.setProperty("kind", "top")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.keys = Elided(keys_text(), kind="soft", size="note_px")
        self.keys.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.keys.setAccessibleName(tr("Keys"))
        self.choose = Button(tr("What the class sees"), choose, kind="chip")
        self.other = Button(tr("Other screen"), other_screen, kind="chip")
        self.leave = Button(tr("Leave (Esc)"), leave, kind="chip")
        self.setLayout(row(self.keys, self.choose, self.other, self.leave, gap=6))
        self.layout().setContentsMargins(13, 0, 13, 0)  # type: ignore[union-attr]
        self.setFixedHeight(TALL_PX)


def keys_text() -> str:
    """Return the keys that a teacher needs, in one line."""
    return " · ".join((
        tr("{key} start or pause", key=key_text("Space")), tr("+ − units"), tr("{keys} layer", keys="← →"),
        tr("{key} undo", key="Z"), tr("{key} one step", key="S"),
    ))  # fmt: skip
