"""What tests of the install pages do and read: steps, buttons, dialogs, all the words on a page."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from core.messages.recipe import StageName
from gui.install.surfaces import Notice
from gui.kit.pieces import Button
from tests.gui.installs import Shown

STAGES: tuple[StageName, ...] = ("environment", "torch", "extras", "kernel", "check")
Open = Callable[..., Shown]
LETTERS = re.compile(r"[A-Za-z]{2,}")
NAMES = re.compile(
    r"PyTorch|TorchGarden|CPU|GPU|Python|CUDA|conda\S*|miniforge\S*|RTX|GTX|NVIDIA|GeForce|AMD|Ryzen|HS|GB|MB|Jupyter|Notebook"
    r"|VS Code|torch\w*|torchvision|matplotlib|pandas|scikit-learn|bash|PowerShell|wheel|PyPI|Linux|linux-64"
    r"|cu\d+|cuda\S*|cpu|ms"
    r"|download\.pytorch\.org\S*|whl\S*|first_notebook\S*|/\S+|activate|code|jupyter\S*|TorchGarden|pip|ipykernel"
)


def press(qtbot: QtBot, shown: Shown, button: QAbstractButton) -> None:
    assert button.isVisible(), button.text()
    assert button.isEnabled(), button.text()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    shown.pump()


def next_step(qtbot: QtBot, shown: Shown) -> None:
    press(qtbot, shown, shown.page.foot.primary)


def to_install(qtbot: QtBot, shown: Shown) -> None:
    for step in ("machine", "choose", "plan", "install"):
        next_step(qtbot, shown)
        assert shown.page.course.step == step


def words(widget: QWidget) -> str:
    """Everything a person can read on a page now."""
    labels = [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]
    buttons = [button.text() for button in widget.findChildren(QAbstractButton) if button.isVisible()]
    return "\n".join(labels + buttons)


def way(shown: Shown, text: str) -> Button:
    """A button of a notice that is shown."""
    found = [b for n in shown.page.findChildren(Notice) if n.isVisible() for b in n.buttons if b.text() == text]
    assert found, f"no button {text!r} in:\n{words(shown.page)}"
    return found[0]


def answer_dialog(qtbot: QtBot, shown: Shown, text: str) -> None:
    dialog = next(d for d in shown.page.findChildren(QDialog) if d.isVisible())
    press(qtbot, shown, next(b for b in dialog.findChildren(Button) if b.text() == text))
