"""The drawing uses the room there is, hides nothing, and its colours agree with the data."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from core.messages.train_commands import DataSpec, Watch
from gui.kit.remembered import Preferences
from gui.kit.theme import theme_for
from gui.train.axes.axis import log_axis
from gui.train.charts.paint import Entry, paint_legend
from gui.train.drawing.head import Head
from gui.train.drawing.knob import Knob
from gui.train.drawing.popover import FAR_PX, _gap
from gui.train.panels.samples import LargePlane, color_of
from gui.window.window import Window
from tests.gui import nets
from tests.gui.conftest import WAIT_MS, OpenWindow
from tests.gui.test_chart import opened, settled
from tests.gui.test_drawing import Shown

# Qt's offscreen platform says so of every window with a smallest size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def settle(window: Window) -> None:
    for _ in range(6):
        window.frame_passed()
        QApplication.processEvents()


def with_data(window: Window, qtbot: QtBot, name: str) -> None:
    before = window.page.loaded
    window.page.begin(DataSpec(name=name), None)
    qtbot.waitUntil(lambda: window.page.loaded is not before, timeout=WAIT_MS)
    settle(window)


@pytest.mark.parametrize(("size", "least"), [((2560, 1600), 32), ((1280, 800), 12), ((1024, 660), 12), ((512, 304), 4)])
def test_a_larger_window_shows_more_units(
    open_window: OpenWindow, qtbot: QtBot, size: tuple[int, int], least: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(size=size)
    settle(window)
    units = window.page.drawing.units_that_fit()
    assert units >= least
    assert units % 4 == 0
    sent: list[object] = []
    monkeypatch.setattr(window.page, "send", lambda command: sent.append(command) or 0)
    window.page.watching = 0
    settle(window)
    assert sent == [Watch(10.0, units)], "asked for once, and not with every frame"
    room = window.page.drawing.height()
    assert units * 17 < room, "and each has room for its picture"


def test_a_unit_at_large_covers_no_button_and_not_the_next_layer(open_window: OpenWindow, qtbot: QtBot) -> None:
    for size in ((1280, 800), (1920, 1080), (900, 520)):
        window = open_window(size=size)
        settle(window)
        drawing = window.page.drawing
        layout = drawing.canvas.layout_
        assert layout is not None
        for at, place in enumerate(layout.places):
            drawing.canvas.hovered = (place.slot.key, len(place.ys) // 2)
            settle(window)
            popover = drawing._popover
            assert popover.isVisible()
            card = QRect(window.mapFromGlobal(popover.mapToGlobal(QPoint(0, 0))), popover.size())
            assert window.rect().contains(card)
            knobs = [knob for knob in drawing.findChildren(Knob) if knob.isVisible()]
            parts = [QRect(knob.mapTo(window, QPoint(0, 0)), knob.size()) for knob in knobs]
            for after in layout.places[at + 1 : at + 2]:
                box = after.box(0).united(after.box(len(after.ys) - 1)).toRect()
                parts.append(box.translated(drawing.canvas.mapTo(window, QPoint(0, 0))))
            assert not [part for part in parts if part.intersects(card)], f"{size}: {place.slot.title}"
        window.close()


def test_a_unit_at_large_stands_near_its_unit_where_it_covers_nothing_there(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window(size=(1920, 1080))
    settle(window)
    drawing = window.page.drawing
    layout = drawing.canvas.layout_
    assert layout is not None
    gaps = []
    for place in layout.places:
        drawing.canvas.hovered = (place.slot.key, 1)
        settle(window)
        popover = drawing._popover
        card = QRect(window.mapFromGlobal(popover.mapToGlobal(QPoint(0, 0))), popover.size())
        tile = place.box(1).toRect().translated(drawing.canvas.mapTo(window, QPoint(0, 0)))
        gaps.append(_gap(card, tile))
    assert max(gaps) <= FAR_PX


def test_a_hover_ends_when_a_menu_or_a_dialog_opens(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    settle(window)
    page = window.page
    for open_it in (page.inspector.show_menu, page.ask_new_net):
        page.drawing.canvas.hovered = (page.selected, 1)
        settle(window)
        assert page.drawing._popover.isVisible()
        open_it()
        settle(window)
        assert page.drawing.canvas.hovered is None
        assert not page.drawing._popover.isVisible()
        (QApplication.activePopupWidget() or QApplication.activeModalWidget()).close()
        settle(window)
        assert not page.drawing._popover.isVisible(), "nor does it come back"


def test_a_hover_ends_with_its_page(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    settle(window)
    window.page.drawing.canvas.hovered = (window.page.selected, 1)
    settle(window)
    window.frame.open("runs")
    assert not window.page.drawing._popover.isVisible()


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("width", [1280, 1000, 700])
def test_names_of_neighbours_do_not_touch(open_window: OpenWindow, qtbot: QtBot, language: str, width: int) -> None:
    window = open_window(size=(width, 800), preferences=Preferences(language=language, theme="light"))
    settle(window)
    heads = sorted((head for head in window.page.drawing.findChildren(Head)), key=lambda head: head.x())
    ends = []
    for head in heads:
        for face, text in head._fitted():
            wide = QFontMetricsF(face).horizontalAdvance(text)
            middle = head.x() + head.width() / 2
            ends.append((head, middle - wide / 2, middle + wide / 2))
    for one, _, right in ends:
        for other, left, _ in ends:
            if other.x() > one.x():
                assert left - right >= 5, f"{one.slot.title} and {other.slot.title}"


def test_a_sum_looks_unlike_the_button_that_inserts(qtbot: QtBot) -> None:
    from tests.gui.test_drawing import CONV

    shown = Shown(qtbot, CONV)
    merge = next(head for head in shown.view.findChildren(Head) if head.slot.kind == "merge")
    insert = next(knob for knob in shown.view.findChildren(Knob) if knob.accessibleName().startswith("Insert"))
    assert merge.width() < insert.width()
    inside = [
        part.grab().toImage().pixelColor(part.width() // 4 + 1, part.height() // 2 + 4) for part in (merge, insert)
    ]
    assert abs(inside[0].lightness() - inside[1].lightness()) > 60, "one is filled, the other hollow"


# -------------------------------------------------------------------------------------------------- colours, the plane
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_tile_of_a_class_has_the_colour_of_its_points(open_window: OpenWindow, qtbot: QtBot, scheme: str) -> None:
    window = open_window(preferences=Preferences(language="en", theme=scheme))
    with_data(window, qtbot, "circles")
    page = window.page
    canvas = page.drawing.canvas
    output = canvas.slots[-1].key
    assert page.net is not None
    column = nets.portrait(page.net).columns[-1]
    for_it = np.ones((2, 9, 9), np.float32)  # both units are sure of their class, everywhere
    column = column.__class__(**{**vars(column), "tiles": nets.array(for_it)})
    portrait = nets.portrait(page.net)
    page.drawing.show_portrait(portrait.__class__(portrait.step, (*portrait.columns[:-1], column), portrait.links))
    theme = window.theme
    for unit in (0, 1):
        tile = canvas.image(output, unit).pixelColor(4, 4)
        point = color_of(float(unit), theme, classes=True)
        other = color_of(1.0 - unit, theme, classes=True)
        assert distance(tile, point) < distance(tile, other), f"class {unit}"
    assert page.data.legend.isVisible()
    assert "0, 1" in page.data.legend.accessibleName()


def distance(one: QColor, other: QColor) -> int:
    return abs(one.red() - other.red()) + abs(one.green() - other.green()) + abs(one.blue() - other.blue())


@pytest.mark.parametrize("data", ["circles", "plane"])
def test_the_plane_opens_at_large_and_escape_closes_it(open_window: OpenWindow, qtbot: QtBot, data: str) -> None:
    window = open_window()
    with_data(window, qtbot, data)
    samples = window.page.data.samples
    for by_key in (False, True):
        if by_key:
            samples.setFocus()
            qtbot.keyClick(samples, Qt.Key.Key_Return)
        else:
            qtbot.mouseClick(samples, Qt.MouseButton.LeftButton)
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        large = dialog.findChildren(LargePlane)[0]
        assert large.width() > 3 * min(samples.width(), samples.height())
        assert window.width() >= dialog.width()
        before = large.grab().toImage()
        answer = np.linspace(-1, 1, 32 * 32, dtype=np.float32).reshape(32, 32) * (-1 if by_key else 1)
        portrait = nets.portrait(window.page.net)
        samples.show_portrait(portrait.__class__(1, (), (), nets.array(answer)))
        assert large.grab().toImage() != before, "it stays live"
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    with_data(window, qtbot, "digits")
    qtbot.mouseClick(samples, Qt.MouseButton.LeftButton)
    assert QApplication.activeModalWidget() is None, "pictures are no plane"
    assert not window.page.data.legend.isVisible()


# ---------------------------------------------------------------------------------------------------------- the charts
@pytest.mark.parametrize("explodes_to", [1e10, 1e23, 1e32, 1e37])
def test_the_logarithmic_axis_shows_all_history(qtbot: QtBot, explodes_to: float) -> None:
    points = [(step, 0.25 / step**2, 0.25 / step**2) for step in range(1, 400)]
    chart = opened(qtbot, ticks=nets.rows(*points, (400, explodes_to, explodes_to)))
    qtbot.keyClick(chart, Qt.Key.Key_L)
    settled(chart)
    assert chart._area is not None
    axis = chart._area.axis
    assert axis.low <= 0.25 / 399**2
    assert axis.high >= explodes_to * 0.99
    low, high = chart._area.plot.bottom(), chart._area.plot.top()
    for value in (0.25, 0.25 / 399**2, explodes_to):
        assert high - 1 <= float(chart._area.ys(np.array([value]))[0]) <= low + 1
    assert 2 <= len(log_axis(axis.low, axis.high, lines=5).ticks) <= 7


@pytest.mark.parametrize("language", [("training", "validation", "train.", "valid."), ("훈련", "검증", "훈련", "검증")])
@pytest.mark.parametrize("room", [600, 220, 170, 150, 110])
def test_the_legend_is_shortened_and_loses_no_word(
    monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, language: tuple[str, ...], room: int
) -> None:
    theme = theme_for("light")
    entries = [
        Entry(theme.training, language[0], "0.213", language[2]),
        Entry(theme.validation, language[1], "0.233", language[3]),
    ]
    image = QImage(700, 60, QImage.Format.Format_ARGB32)
    painter = QPainter(image)
    drawn: list[tuple[float, str, float]] = []

    class Noted:
        def __getattr__(self, name: str) -> object:
            if name == "drawText":
                return lambda at, text: drawn.append(
                    (at.x(), text, QFontMetricsF(painter.font()).horizontalAdvance(text))
                )
            return getattr(painter, name)

    paint_legend(Noted(), entries, theme, left=50.0, right=50.0 + room)  # type: ignore[arg-type]
    painter.end()
    assert len(drawn) == 2
    for (x, text, wide), whole, short in zip(drawn, language[:2], language[2:], strict=True):
        assert text.startswith((whole, short[:2])), text
        assert x - 19 >= 50
        assert x + wide <= 50 + room + 1
