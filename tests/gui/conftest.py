"""The window on a fake trainer, a real child process that answers every command and trains nothing; the wizard on a
pretended install worker."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QLocale
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from core.folders import find_folders
from core.workers.worker import Worker, start_data, start_inside, start_installer
from gui.install.wizard.wizard import WizardPage
from gui.kit.pieces import apply_theme
from gui.kit.remembered import Preferences
from gui.kit.theme import theme_for
from gui.notices.problem import catch_all
from gui.window.appearance import apply_theme_to_app
from gui.window.setting import WindowSetting
from gui.window.window import Window
from tests import fake_trainer
from tests.gui.installs import Pretend, Shown, machine, nvidia
from tests.gui.out_worker import real_out
from tests.gui.wizards import Open

OpenWindow = Callable[..., Window]
WAIT_MS = 60_000


class PatientBot(QtBot):
    """Waits a minute where a test does not say how long: a busy machine takes more than the usual five seconds to show
    a window, and no test proves anything by them."""

    def waitUntil(self, callback: Callable[[], Any], *, timeout: int = WAIT_MS) -> None:
        super().waitUntil(callback, timeout=timeout)

    def waitExposed(self, widget: QWidget, *, timeout: int = WAIT_MS) -> Any:
        return super().waitExposed(widget, timeout=timeout)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """The robot of pytest-qt, with patience."""
    return PatientBot(request)


@pytest.fixture(autouse=True)
def appearance(qapp: QApplication) -> Iterator[None]:
    """The whole app looks as it does for a person, also around a page that stands alone; what a window of the test sets
    for it (style sheet, palette, font, colour scheme, language of numbers) ends with the test."""
    sheet, palette, font, locale = qapp.styleSheet(), qapp.palette(), qapp.font(), QLocale()
    apply_theme_to_app(theme_for("light", motion=False))
    yield
    qapp.setStyleSheet(sheet)
    qapp.setPalette(palette)
    qapp.setFont(font)
    qapp.styleHints().unsetColorScheme()
    QLocale.setDefault(locale)


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
        own: bool = True,
        installer: Any = None,
        data: Any = None,
        tour: bool = False,
        outer: Any = None,
    ) -> Window:
        worker = None if not own and trainer is None and tape is None else tape or trainer or start(*arguments)
        crash_file = home / "crash.txt"
        if crash:
            crash_file.write_text(crash, encoding="utf-8")
        caught = catch_all(crash_file)
        window = Window(WindowSetting(
            trainer=worker,
            start=lambda python: start(),
            start_inside=lambda python: start_inside(log=home / "logs" / "inside.log"),
            start_data=lambda python: data or start_data(log=home / "logs" / "data.log"),
            start_install=lambda: installer or start_installer(log=home / "logs" / "installer.log"),
            folders=find_folders(home=home),
            preferences=preferences or Preferences(language="en", theme="light"),
            caught=caught,
            version="test",
            start_out=lambda python: outer or real_out(home),
            tape=tape,
            held=held,
            own=own,
            tour=tour,
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
