"""The trainer page's menu of devices and environments: one click, and the training goes on somewhere else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from core.messages.install_commands import ListEnvs
from core.messages.install_events import EnvsSeen
from core.workers.worker import Worker
from gui.kit.remembered import Preferences
from gui.window.window import Window
from tests import fake_trainer
from tests.gui.conftest import WAIT_MS, OpenWindow
from tests.gui.installs import ENVS, Pretend, machine

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def pill_menu(window: Window, qtbot: QtBot) -> QMenu:
    """Press the pill with the keyboard, and return what opens."""
    pill = window.page.controls.device
    assert pill.focusPolicy() & Qt.FocusPolicy.TabFocus
    qtbot.keyClick(pill, Qt.Key.Key_Return)
    return pill.findChildren(QMenu)[-1]


def entries(menu: QMenu) -> list[tuple[str, bool, bool]]:
    """(text, whether it can be chosen, whether it is marked) of every entry."""
    return [(a.text(), a.isEnabled(), a.isChecked()) for a in menu.actions() if not a.isSeparator()]


def test_the_device_menu_lists_the_environments_and_says_what_the_others_lack(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window()
    worker = Pretend(machine(), silent=(ListEnvs,))
    window.installs.start = lambda: worker
    menu = pill_menu(window, qtbot)
    assert ("TorchGarden itself", True, True) in entries(menu)
    assert entries(menu)[-3] == ("Looking for environments …", False, False)
    worker.waiting.append((EnvsSeen(ENVS), 1))
    qtbot.waitUntil(lambda: ("torch_book · torch 2.14.1+cu130", True, False) in entries(menu), timeout=WAIT_MS)
    assert ("torch_old · Its Python 3.9.18 is older than 3.10, which the trainer needs.", False, False) in entries(menu)
    assert not any(text.startswith("data") for text, _, _ in entries(menu)), "there is no torch in it"
    assert entries(menu)[-1] == ("Environments on this computer …", True, False)
    assert menu.screen().availableGeometry().contains(menu.geometry()), (
        "what comes later does not push it off the screen"
    )
    menu.actions()[-1].trigger()
    assert window.frame.opened == "environments"
    menu.close()


def test_one_click_ends_this_trainer_and_starts_one_there(
    open_window: OpenWindow, qtbot: QtBot, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    started: list[str] = []

    def start(python: str) -> Worker:
        started.append(python)
        return Worker(fake_trainer.command(), log=home / "logs" / "second.log", folder=fake_trainer.ROOT)

    window.training.start = start
    there = replace(ENVS[0], executable=str(home / "bin" / "python"))
    window.installs.start = lambda: Pretend(machine(), envs=(there,))
    qtbot.mouseClick(window.page.controls.play, Qt.MouseButton.LeftButton)
    playing: Any = lambda: window.page.state is not None and window.page.state.playing  # noqa: E731
    qtbot.waitUntil(playing, timeout=WAIT_MS)
    first = window.training.worker
    menu = pill_menu(window, qtbot)
    chosen = "torch_book · torch 2.14.1+cu130"
    qtbot.waitUntil(lambda: any(text == chosen for text, _, _ in entries(menu)), timeout=WAIT_MS)
    next(a for a in menu.actions() if a.text() == chosen).trigger()
    menu.close()
    qtbot.waitUntil(lambda: started == [there.executable], timeout=WAIT_MS)
    assert window.training.worker is not first
    assert isinstance(first, Worker)
    qtbot.waitUntil(lambda: not first.alive, timeout=WAIT_MS)
    assert window.preferences.python == there.executable
    second = window.training.worker
    assert isinstance(second, Worker)
    qtbot.waitUntil(lambda: window.ready is not None and window.ready.pid == second.pid, timeout=WAIT_MS)
    menu = pill_menu(window, qtbot)
    assert (chosen, True, True) in entries(menu)
    assert ("TorchGarden itself", True, False) in entries(menu)
    menu.close()


def test_any_other_python_that_was_chosen_is_marked_though_no_list_has_it(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    python = "/usb/수업/.venv/bin/python"
    window = open_window(preferences=Preferences(language="en", theme="light", python=python))
    window.installs.start = lambda: Pretend(machine(), envs=ENVS)
    menu = pill_menu(window, qtbot)
    qtbot.waitUntil(lambda: ("수업/.venv", True, True) in entries(menu), timeout=WAIT_MS)
    assert ("TorchGarden itself", True, False) in entries(menu)
    menu.close()
