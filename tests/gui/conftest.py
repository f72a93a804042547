"""The window on a fake trainer, a real child process that answers every command and trains nothing; the wizard on a
pretended install worker."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.folders import find_folders
from core.workers.worker import Worker, start_inside, start_installer
from gui.install.wizard.wizard import WizardPage
from gui.kit.pieces import apply_theme
from gui.kit.remembered import Preferences
from gui.kit.theme import theme_for
from gui.notices.problem import catch_all
from gui.window.setting import WindowSetting
from gui.window.window import Window
from tests import fake_trainer
from tests.gui.installs import Pretend, Shown, machine, nvidia
from tests.gui.wizards import Open

OpenWindow = Callable[..., Window]
WAIT_MS = 60_000


@pytest.fixture
def open_window(qtbot: QtBot, home: Path) -> Iterator[OpenWindow]:
    """Return what opens a window on a fake trainer started with some arguments, and waits for its training."""
    made: list[tuple[Window, Any]] = []

    def start(*arguments: str) -> Worker:
        return Worker(fake_trainer.command(*arguments), log=home / "logs" / "trainer.log", folder=fake_trainer.ROOT)

    def open_(
        *arguments: str,
        trainer: Any = None,
        preferences: Preferences | None = None,
        page: str = "train",
        size: tuple[int, int] = (1280, 800),
        crash: str = "",
        loaded: bool = True,
        tape: Any = None,
        held: Any = "",
    ) -> Window:
        worker = tape or trainer or start(*arguments)
        crash_file = home / "crash.txt"
        if crash:
            crash_file.write_text(crash, encoding="utf-8")
        caught = catch_all(crash_file)
        window = Window(WindowSetting(
            trainer=worker,
            start=lambda python: start(),
            start_inside=lambda python: start_inside(log=home / "logs" / "inside.log"),
            start_install=lambda: start_installer(log=home / "logs" / "installer.log"),
            folders=find_folders(home=home),
            preferences=preferences or Preferences(language="en", theme="light"),
            caught=caught,
            version="test",
            tape=tape,
            held=held,
        ))  # fmt: skip
        made.append((window, caught))
        window.resize(*size)
        window.show()
        window.furnish(page)
        if loaded:
            qtbot.waitUntil(lambda: window.page.loaded is not None and window.page.state is not None, timeout=WAIT_MS)
        return window

    QApplication.setStyle("Fusion")
    yield open_
    for window, caught in made:
        window.close()
        caught.release()
        window.deleteLater()
    QApplication.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # type: ignore[arg-type]


@pytest.fixture
def wizard(qtbot: QtBot, tmp_path: Path) -> Open:
    """Return what opens the wizard on a worker."""

    def open_(worker: Pretend | None = None, *, size: tuple[int, int] = (1148, 800), **more: Any) -> Shown:
        theme = theme_for("light", motion=False)
        shown = Shown(WizardPage, worker or Pretend(machine(nvidia()), envs=()), theme=theme, folder=tmp_path, **more)
        qtbot.addWidget(shown.page)
        shown.page.resize(*size)
        shown.page.show()
        apply_theme(shown.page, theme)
        shown.pump()
        return shown

    return open_
