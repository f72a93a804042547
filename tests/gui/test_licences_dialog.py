"""The licences of what is in the app are read from Settings, by keyboard too; a damaged list harms nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from gui.kit.theme import theme_for
from gui.settings import licences
from gui.settings.licences import INDEX, LicencesDialog, Part, parts, text_of
from resources.release import licences as collected
from tests.gui.conftest import OpenWindow

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What the build collects, of two real packages."""
    import numpy
    import psutil

    place = tmp_path / "라이선스 licences"
    collected.collect([numpy.__file__, psutil.__file__], place)
    return place


def names(dialog: LicencesDialog) -> list[str]:
    return [dialog.list.item(place).text() for place in range(dialog.list.count())]


def test_the_folder_of_a_build_is_shown(qtbot: QtBot, folder: Path) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    dialog = LicencesDialog(parent, theme_for("light"), folder=folder)
    dialog.show_now()
    assert names(dialog)[0] == "TorchGarden"
    assert {"Python", "numpy", "psutil", "digits (data)"} <= set(names(dialog))
    assert "MIT License" in dialog.text.toPlainText()
    dialog.search.setFocus()
    QTest.keyClicks(dialog.search, "NUMPY")
    assert names(dialog) == ["numpy"]
    assert "BSD-3-Clause" in dialog.about.text()
    assert "NumPy Developers" in dialog.text.toPlainText()
    QTest.keyClicks(dialog.search, " nothing")
    assert names(dialog) == []
    assert "numpy nothing" in dialog.about.text().lower()
    dialog.search.clear()
    QTest.keyClick(dialog.search, Qt.Key.Key_Tab)
    assert dialog.focusWidget() is dialog.list
    QTest.keyClick(dialog.list, Qt.Key.Key_Down)
    assert dialog.list.currentRow() == 1
    QTest.keyClick(dialog.list, Qt.Key.Key_Tab)
    assert dialog.focusWidget() is dialog.text
    QTest.keyClick(dialog.text, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_settings_leads_to_it(open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    window = open_window(page="settings")
    page = window.frame.page("settings")
    next(button for button in page.findChildren(QAbstractButton) if button.text() == "Licences …").click()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, LicencesDialog)
    assert names(dialog) == ["TorchGarden"]
    assert "from its source" in dialog.sentence.text()
    assert "MIT License" in dialog.text.toPlainText()
    dialog.accept()


@pytest.mark.parametrize(
    "told",
    [
        b"", b"{", b"[]", b"{}", b'{"format": 2, "parts": []}', b'{"format": 1, "parts": {}}', b"[" * 100_000,
        {"parts": []}, {"parts": [None, 3, [], {}]}, {"parts": [{"name": ""}]}, {"parts": [{"name": 3}]},
        {"parts": [{"name": "x" * 501}]}, {"parts": [{"name": "a", "version": []}]}, {"parts": [{}] * 3000},
    ],
)  # fmt: skip
def test_a_damaged_list_shows_the_app_itself(tmp_path: Path, told: Any) -> None:
    raw = told if isinstance(told, bytes) else json.dumps({"format": 1, **told}).encode()
    (tmp_path / INDEX).write_bytes(raw)
    assert [part.name for part in parts(tmp_path)] == ["TorchGarden"]


@pytest.mark.parametrize(
    "text", ["../secret.txt", "/etc/passwd", "a/b.txt", "..", ".hidden.txt", "a.exe", "a\0.txt", ""]
)
def test_a_list_names_only_texts_beside_it(tmp_path: Path, text: str) -> None:
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    folder = tmp_path / "licences"
    folder.mkdir()
    one = {"name": "other", "version": "1", "licence": "MIT", "text": text, "note": ""}
    (folder / INDEX).write_text(json.dumps({"format": 1, "parts": [one]}), encoding="utf-8")
    (part,) = parts(folder)
    assert part.text is None
    assert text_of(part) == ""


def test_a_text_that_is_gone_or_too_large_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert text_of(Part("a", "", "", tmp_path / "gone.txt")) == ""
    monkeypatch.setattr(licences, "TEXT_BYTES", 10)
    (tmp_path / "large.txt").write_text("x" * 11, encoding="utf-8")
    assert text_of(Part("a", "", "", tmp_path / "large.txt")) == ""
