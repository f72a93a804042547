"""The drawing of the network as a file: what is in it, and what a person is told where it cannot be written."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from core import files
from gui.kit.theme import theme_for
from gui.train.cards import NetworkCard
from gui.train.curves import saved_drawing
from gui.train.drawing.view import NetDrawing
from tests.gui import nets
from tests.gui.test_drawing import CONV, Shown, near

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support|propagateSizeHints")
THEME = theme_for("light")


def rendered(content: bytes, image: QImage) -> QImage:
    """Return an SVG as pixels, of the size of another picture."""
    made = QImage(image.size(), QImage.Format.Format_ARGB32_Premultiplied)
    made.fill(0)
    renderer = QSvgRenderer(QByteArray(content))
    assert renderer.isValid()
    painter = QPainter(made)
    renderer.render(painter)
    painter.end()
    return made


def likeness(one: QImage, other: QImage) -> float:
    """Return the share of pixels that are nearly the same in both pictures."""
    places = [(x, y) for y in range(0, one.height(), 3) for x in range(0, one.width(), 3)]
    same = 0
    for x, y in places:
        ours, theirs = (QColor(image.pixel(x, y)).getRgb() for image in (one, other))
        same += all(abs(a - b) < 40 for a, b in zip(ours, theirs, strict=True))
    return same / len(places)


def test_the_pixels_are_those_on_the_screen_twice_as_fine_without_the_buttons(qtbot: QtBot) -> None:
    shown = Shown(qtbot, nets.dense(48, 24))
    shown.portrait(nets.dense(48, 24))
    made = saved_drawing.image(shown.view)
    assert (made.width(), made.height()) == (2 * shown.view.canvas.width(), 2 * (shown.view.canvas.height() - 24))
    half = made.scaled(made.width() // 2, made.height() // 2, mode=Qt.TransformationMode.SmoothTransformation)
    assert likeness(half, shown.image().copy(half.rect())) > 0.9
    assert near(made, THEME.positive) + near(made, THEME.negative) > 500, "units that have learned something"
    head = next(head for head in shown.view.buttons.heads.values() if head.slot.title == "Hidden 1")
    box = head.geometry()
    part = {"left": box.left(), "right": box.right(), "top": box.top(), "bottom": box.top() + 19}
    assert near(shown.image(), THEME.accent, **part) > 20, "on the screen it is the selected one"
    assert near(half, THEME.accent, **part) == 0, "in the file none is"
    assert head.chosen


def test_the_lines_look_like_the_pixels_and_hold_the_words(qtbot: QtBot) -> None:
    shown = Shown(qtbot, nets.dense(48, 24))
    shown.portrait(nets.dense(48, 24))
    content = saved_drawing.svg(shown.view)
    root = ElementTree.fromstring(content)
    assert root.tag.endswith("svg")
    words = "".join(root.itertext())
    assert all(name in words for name in ("Input", "Hidden 1", "Hidden 2", "Output", "48"))
    lines = [one for one in root.iter() if one.tag.endswith(("polyline", "path"))]
    assert len(lines) > 100, "connections are lines, not pixels"
    assert likeness(rendered(content, saved_drawing.image(shown.view)), saved_drawing.image(shown.view)) > 0.9


@pytest.mark.parametrize("width", [240, 900])
def test_blocks_and_poolings_are_in_it_and_what_is_scrolled_away(qtbot: QtBot, width: int) -> None:
    shown = Shown(qtbot, CONV, width=width)
    made = saved_drawing.image(shown.view)
    assert made.width() >= 2 * width
    assert made.width() == 2 * shown.view.canvas.width()
    content = saved_drawing.svg(shown.view)
    assert likeness(rendered(content, made), made) > 0.9
    assert "Max pooling" in "".join(ElementTree.fromstring(content).itertext())


def test_a_drawing_of_nothing_can_be_saved(qtbot: QtBot, tmp_path: Path) -> None:
    view = NetDrawing(palette=THEME, send=lambda _: None, menu=lambda *_: None)
    qtbot.addWidget(view)
    for of in saved_drawing.FORMATS:
        saved_drawing.save(view, tmp_path / f"빈 그림.{of}", of)
        assert (tmp_path / f"빈 그림.{of}").stat().st_size > 50


class Card:
    """The card of the network on a window, and where its next file goes."""

    def __init__(self, qtbot: QtBot) -> None:
        shown = Shown(qtbot, nets.dense(12, 6))
        self.card = NetworkCard(shown.view, lambda: None, lambda: None)
        qtbot.addWidget(self.card)
        self.card.resize(700, 480)
        self.path = ""
        self.asked: list[tuple[str, str]] = []
        self.card.pick_path = lambda parent, title, name, kinds: self._picked(name, kinds)
        self.card.show_net(nets.dense(12, 6), 500)
        self.card.show()

    def _picked(self, name: str, kinds: str) -> str:
        self.asked.append((name, kinds))
        return self.path

    def choose(self, qtbot: QtBot, text: str) -> None:
        """Click the button and choose from its menu."""
        qtbot.mouseClick(self.card.more, Qt.MouseButton.LeftButton)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        (action,) = [one for one in menu.actions() if one.text() == text]
        menu.setActiveAction(action)
        QTest.keyClick(menu, Qt.Key.Key_Return)


def test_a_person_saves_it_from_the_card(qtbot: QtBot, tmp_path: Path) -> None:
    card = Card(qtbot)
    card.path = str(tmp_path / "신경망 그림")
    card.choose(qtbot, "Save as SVG…")
    card.choose(qtbot, "Save as PNG…")
    assert card.asked == [("Network.svg", "Drawing (SVG) (*.svg)"), ("Network.png", "Picture (PNG) (*.png)")]
    assert (tmp_path / "신경망 그림.svg").read_bytes().startswith(b"<?xml")
    assert (tmp_path / "신경망 그림.png").read_bytes().startswith(b"\x89PNG")
    card.choose(qtbot, "Copy the picture")
    assert not QGuiApplication.clipboard().image().isNull()
    card.path = ""
    card.choose(qtbot, "Save as SVG…")
    assert len(list(tmp_path.iterdir())) == 2, "nothing where no place was chosen"


def test_a_full_disk_is_told_on_the_card(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    card = Card(qtbot)
    told: list[str] = []
    monkeypatch.setattr(card.card, "show_notice", told.append)

    def full(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(files, "write", full)
    card.path = str(tmp_path / "x.svg")
    card.choose(qtbot, "Save as SVG…")
    assert len(told) == 1
    assert told[0].startswith("The drawing cannot be saved as x.svg. ")
    assert not list(tmp_path.iterdir())
