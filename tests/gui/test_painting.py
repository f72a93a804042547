"""An exception while something is painted is told once and costs one picture, never the window."""

from __future__ import annotations

import ast
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.kit import painting
from gui.kit.inputs import Switch
from gui.kit.painting import safely
from gui.kit.style import palette
from gui.kit.theme import theme_for
from gui.train.charts import paint as chart_strokes
from gui.train.drawing import paint as strokes
from gui.window.window import Window

ROOT = Path(__file__).resolve().parents[2]
PAINTS = ("paintEvent", "drawForeground", "drawBackground", "drawRow", "drawBranches", "paintSection")
"""What Qt calls to have something painted."""


@pytest.fixture(autouse=True)
def nothing_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(painting, "told", set())


def unguarded(source: str) -> list[str]:
    """Return the methods of `source` that Qt calls to paint and that are not `safely`."""
    found = []
    for made in ast.walk(ast.parse(source)):
        if not isinstance(made, ast.ClassDef):
            continue
        delegate = any("Delegate" in ast.unparse(base) for base in made.bases)
        for method in made.body:
            if not isinstance(method, ast.FunctionDef):
                continue
            paints = method.name in PAINTS or (delegate and method.name == "paint")
            if paints and "safely" not in [ast.unparse(one) for one in method.decorator_list]:
                found.append(f"{made.name}.{method.name}")
    return found


def test_everything_that_qt_has_painted_is_painted_safely() -> None:
    sources = {path: path.read_text(encoding="utf-8") for path in (ROOT / "gui").rglob("*.py")}
    assert sum("def paintEvent" in text for text in sources.values()) >= 12
    assert not {str(path): names for path, text in sources.items() if (names := unguarded(text))}


@pytest.mark.parametrize(
    "head", ["class A(QWidget):\n    def paintEvent", "class A(QStyledItemDelegate):\n    def paint"]
)
def test_a_forgotten_one_is_found(head: str) -> None:
    assert len(unguarded(f"{head}(self, event): pass")) == 1


class Broken(QWidget):
    """Raises with two painters at work: its own and one on a picture."""

    def __init__(self) -> None:
        super().__init__()
        self.times = 0

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:
        self.times += 1
        picture = QPixmap(10, 10)
        painter, inner = QPainter(self), QPainter(picture)
        painter.drawLine(0, 0, inner.device().width(), 5)
        raise ValueError("this picture cannot be painted")


def test_painters_left_at_work_are_ended_and_it_is_told_once(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr("sys.excepthook", lambda kind, error, trace: told.append(str(error)))
    widget = Broken()
    qtbot.addWidget(widget)
    with qtbot.waitExposed(widget):
        widget.show()
    for _ in range(30):
        widget.repaint()
    assert widget.times >= 30
    assert not widget.grab().isNull()
    assert told == ["this picture cannot be painted"]


@pytest.mark.parametrize(
    ("where", "what"), [(strokes, "paint_tiles"), (strokes, "paint_ground"), (chart_strokes, "paint_card")]
)
def test_the_window_lives_on_and_one_bar_says_it(
    open_window: Callable[..., Window], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch,
    expected_log: list[logging.LogRecord], where: object, what: str,
) -> None:  # fmt: skip
    window = open_window()

    def broken(*arguments: object, **named: object) -> None:
        raise RuntimeError("a stroke of the test")

    with monkeypatch.context() as patched:
        patched.setattr(where, what, broken)
        window.set_theme(window.theme)  # every picture is made again
        window.grab()
        qtbot.waitUntil(lambda: "bug" in window.frame.bars.up)
        window.grab()
    assert "a stroke of the test" in window.frame.bars.up["bug"].report
    assert len([line for line in expected_log if "a stroke of the test" in line.getMessage()]) == 1
    window.frame.bars.remove("bug")
    window.set_theme(window.theme)
    assert not window.grab().isNull()
    assert "bug" not in window.frame.bars.up


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_switch_that_cannot_be_pressed_is_faint_and_still_on_or_off(qtbot: QtBot, scheme: Any) -> None:
    looks = {}
    for on in (True, False):
        for possible in (True, False):
            switch = Switch(lambda _on: None, name="x")
            qtbot.addWidget(switch)
            switch.setPalette(palette(theme_for(scheme)))
            switch.setChecked(on)
            switch.setEnabled(possible)
            picture = switch.grab().toImage()
            looks[on, possible] = picture.pixelColor(picture.width() // 2, picture.height() // 5).name()
    assert len(set(looks.values())) == 4, looks


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_button_stands_out_from_its_card(scheme: Any) -> None:
    theme = theme_for(scheme)
    assert abs(theme.card.lightness() - theme.control.lightness()) >= (18 if scheme == "light" else 8)
    assert abs(theme.control.lightness() - theme.hover.lightness()) >= 8
