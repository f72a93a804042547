"""The app as the desktop sees it: who it is, and what the desktop opens with it while it runs."""

from __future__ import annotations

import sys

from PySide6.QtCore import QEvent, QObject, QUrl
from PySide6.QtGui import QFileOpenEvent, QGuiApplication

NAME = "org.torchgarden.app"
"""The menu entry on Linux without its ending, the bundle on macOS."""
MODEL_ID = "TorchGarden.TorchGarden"
"""By this name Windows groups windows in the taskbar and knows what is pinned there; the installer's shortcuts say it
too. <https://learn.microsoft.com/windows/win32/shell/appids>"""
MOST = 8
"""More files at once than a person opens."""


def say_who_we_are(*, system: str = sys.platform) -> None:
    """Tell the desktop which of its entries this process belongs to. Call it before the first window is made."""
    QGuiApplication.setDesktopFileName(NAME)
    if system == "win32":
        import ctypes

        ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID(MODEL_ID)  # type: ignore[attr-defined,unused-ignore]


class OpenedByDesktop(QObject):
    """Hears what macOS opens with the app: it tells the process that runs, by an event, instead of starting another."""

    def __init__(self, app: QObject) -> None:
        super().__init__(app)
        self.waiting: list[str] = []
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QFileOpenEvent):
            return False
        what = event.file() or event.url().toString(QUrl.ComponentFormattingOption.FullyEncoded)  # type: ignore[arg-type,unused-ignore]
        if what and len(self.waiting) < MOST:
            self.waiting.append(what)
        return True

    def opened(self) -> list[str]:
        """Return what was opened since the last call."""
        opened, self.waiting = self.waiting, []
        return opened
