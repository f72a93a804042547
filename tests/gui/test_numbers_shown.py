"""Numbers in the drawing: looked at under the pointer, set by hand, with a real mouse and keyboard."""

from __future__ import annotations

import os
import signal
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.messages.beside.numbers import AtSpot, Numbers, Spot, WatchNumbers
from core.messages.train_commands import DataSpec, Undo
from core.messages.train_events import Ready
from core.net.plan import LayerKey, SetBias, SetWeight
from gui.kit.pieces import apply_theme
from gui.kit.theme import theme_for
from gui.train.drawing.links import Line, line_at
from gui.train.page import TrainPage
from gui.window.window import Window
from tests.gui import nets
from tests.gui.conftest import WAIT_MS, OpenWindow

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support|propagateSizeHints")
THEME = theme_for("light", motion=False)
ONE, TWO = LayerKey(1), LayerKey(2)


class Asked:
    """A page that hears a made-up trainer."""

    def __init__(self, qtbot: QtBot) -> None:
        self.sent: list[Any] = []
        self.page = TrainPage(send=self.send, theme=THEME, new_run=lambda spec: "", begin_again=lambda seed: 0)
        qtbot.addWidget(self.page)
        self.page.resize(1280, 780)
        apply_theme(self.page, THEME)
        self.net = nets.dense(6, 5)
        self.page.show_ready(Ready("3.13", "2.9", "", (nets.DEVICE,), 1))
        self.page.show_loaded(nets.loaded(self.net), None)
        self.page.show()
        qtbot.waitExposed(self.page)
        self.page.show_portrait(nets.portrait(self.net, units=12, links=12))
        self.frame()

    def send(self, command: Any) -> int:
        self.sent.append(command)
        return len(self.sent)

    def frame(self) -> None:
        for _ in range(2):
            QApplication.processEvents()
            self.page.draw()

    @property
    def asked(self) -> tuple[Spot, ...]:
        return next(one.spots for one in reversed(self.sent) if isinstance(one, WatchNumbers))

    def tell(self, *, weights: int = 1, over: int = 1, **more: Any) -> None:
        """Answer what was asked last."""
        told = tuple(
            AtSpot(
                spot, 0.5, 0.001, -0.002, 1.5, False, 0.25, -0.003, 0.004, weights if spot.source >= 0 else 0,
                max(spot.source, 0), **more,
            )
            for spot in self.asked
        )  # fmt: skip
        assert self.page.numbers.hear(Numbers(7, over, told), len(self.sent))
        self.frame()

    def on_a_line(self) -> tuple[QPoint, Line]:
        """Return a place in the canvas where a line passes alone."""
        canvas = self.page.drawing.canvas
        layout = canvas.layout_
        assert layout is not None
        left, right = layout.by_key(1), layout.by_key(2)
        assert left is not None
        assert right is not None
        x = int((left.x + right.x) / 2)
        for y in range(int(layout.top), int(layout.bottom)):
            found = canvas.line_under(QPointF(x, y))
            if found is not None:
                return QPoint(x, y), found
        raise AssertionError("no line is drawn")

    def move(self, place: QPoint) -> None:
        canvas = self.page.drawing.canvas
        at = QPointF(place)
        event = QMouseEvent(
            QEvent.Type.MouseMove, at, canvas.mapToGlobal(at), Qt.MouseButton.NoButton, Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(canvas, event)
        self.frame()

    def press(self, place: QPoint) -> None:
        QTest.mouseClick(
            self.page.drawing.canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place
        )  # fmt: skip
        self.frame()


@pytest.fixture
def asked(qtbot: QtBot) -> Asked:
    return Asked(qtbot)


def test_the_line_nearest_to_a_point_is_found_on_its_curve(asked: Asked) -> None:
    canvas = asked.page.drawing.canvas
    place, line = asked.on_a_line()
    assert line.left == 1
    assert line.right == 2
    assert line_at(canvas._bundles, canvas.layout_, place.x(), -500) is None  # type: ignore[arg-type]
    for bundle in canvas._bundles:
        for ends in bundle.ends:
            left, right = canvas.layout_.by_key(bundle.left), canvas.layout_.by_key(bundle.right)  # type: ignore[union-attr]
            assert left is not None
            assert right is not None
            begin = left.x + left.tile / 2 + 1
            found = line_at(canvas._bundles, canvas.layout_, begin, left.ys[ends[0]])  # type: ignore[arg-type]
            assert found is not None
            assert found.ends[0] == ends[0], "where lines begin, they begin at their unit"


def test_a_line_under_the_pointer_tells_its_weight_and_nothing_is_asked_once_it_is_left(asked: Asked) -> None:
    place, line = asked.on_a_line()
    asked.move(place)
    right, left = asked.page.drawing.canvas.units[2], asked.page.drawing.canvas.units[1]
    spot = Spot(TWO, int(right.shown[line.ends[1]]), int(left.shown[line.ends[0]]))
    assert asked.asked == (spot,)
    card = asked.page.numbers.card
    assert not card.isVisible(), "nothing is shown before it is known"
    asked.tell(over=8)
    assert card.isVisible()
    assert f"Hidden 1 · {spot.source + 1} → Hidden 2 · {spot.unit + 1}" in card.title.text()
    assert "weight 0.25" in card.lines.text()
    assert "gradient −0.003 · last 8 steps +0.004" in card.lines.text()
    assert card.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    count = sum(isinstance(one, WatchNumbers) for one in asked.sent)
    asked.frame()
    assert sum(isinstance(one, WatchNumbers) for one in asked.sent) == count, "asked once while it is looked at"
    QApplication.sendEvent(asked.page.drawing.canvas, QEvent(QEvent.Type.Leave))
    asked.frame()
    assert asked.asked == ()
    assert not card.isVisible()


def test_a_line_is_clicked_and_set_with_enter(asked: Asked) -> None:
    place, _ = asked.on_a_line()
    asked.move(place)
    asked.tell()
    asked.press(place)
    card = asked.page.numbers.card
    assert card.field.isVisible()
    assert card.field.hasFocus()
    spot = asked.asked[0]
    QTest.keyClicks(card.field, "-1.5")
    QTest.keyClick(card.field, Qt.Key.Key_Return)
    assert SetWeight(TWO, spot.unit, spot.source, -1.5) in asked.sent
    asked.frame()
    assert not card.isVisible()
    assert sum(isinstance(one, SetWeight) for one in asked.sent) == 1


def test_escape_a_click_elsewhere_and_what_is_no_number_set_nothing(asked: Asked) -> None:
    place, _ = asked.on_a_line()
    card = asked.page.numbers.card
    for leave in ("escape", "elsewhere", "unchanged", "wrong"):
        asked.move(place)
        asked.tell()
        asked.press(place)
        assert card.field.hasFocus(), leave
        QTest.keyClicks(card.field, "seven" if leave == "wrong" else "0.5" if leave != "unchanged" else "")
        if leave == "escape":
            QTest.keyClick(card.field, Qt.Key.Key_Escape)
        elif leave == "elsewhere":
            asked.press(QPoint(3, 3))
        else:
            QTest.keyClick(card.field, Qt.Key.Key_Return)
        if leave == "wrong":
            assert "is not a number" in card.wrong.text()
            QTest.keyClick(card.field, Qt.Key.Key_Escape)
        asked.frame()
        assert not card.isVisible(), leave
    assert not any(isinstance(one, SetWeight) for one in asked.sent)


def test_while_a_weight_is_typed_the_numbers_go_on_and_what_is_typed_stays(asked: Asked) -> None:
    place, _ = asked.on_a_line()
    asked.move(place)
    asked.tell()
    asked.press(place)
    field = asked.page.numbers.card.field
    QTest.keyClicks(field, "0.12")
    asked.tell(over=5)
    assert field.text() == "0.12"
    assert "last 5 steps" in asked.page.numbers.card.lines.text()
    QTest.keyClick(field, Qt.Key.Key_Escape)


def test_the_selected_units_numbers_are_told_and_set_by_keyboard(asked: Asked) -> None:
    drawing, panel = asked.page.drawing, asked.page.numbers.panel
    drawing._choose(ONE, 2, by_keyboard=True)
    asked.frame()
    assert asked.asked == (Spot(ONE, 2, 0),)
    asked.tell()
    assert panel.isVisible()
    assert panel.bias.text() == "0.5"
    assert panel.weight.text() == "0.25"
    assert panel.moved.text() == "gradient +0.001\nlast step −0.002"
    assert "bias 0.5" in drawing._popover._lines, "the popover of the unit tells them too"
    panel.bias.setFocus()
    panel.bias.selectAll()
    QTest.keyClicks(panel.bias, "2")
    QTest.keyClick(panel.bias, Qt.Key.Key_Return)
    assert asked.sent[-1] == SetBias(ONE, 2, 2.0)
    assert not panel.source.isVisible()
    panel.more.click()
    panel.source.setFocus()
    panel.source.selectAll()
    QTest.keyClicks(panel.source, "12")
    QTest.keyClick(panel.source, Qt.Key.Key_Return)
    asked.frame()
    assert asked.asked == (Spot(ONE, 2, 11),)
    asked.tell()
    panel.weight.setFocus()
    panel.weight.selectAll()
    QTest.keyClicks(panel.weight, "-0.75")
    QTest.keyClick(panel.weight, Qt.Key.Key_Return)
    assert asked.sent[-1] == SetWeight(ONE, 2, 11, -0.75)
    for field in (panel.bias, panel.source, panel.weight):
        assert field.accessibleName()
        assert field.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_another_network_and_a_hidden_page_end_what_was_looked_at(asked: Asked) -> None:
    place, _ = asked.on_a_line()
    asked.move(place)
    asked.tell()
    asked.press(place)
    wider = nets.dense(8, 5)
    now = nets.loaded(wider).now
    asked.page.take_in(now, touched=ONE, grown=1)
    asked.frame()
    assert not asked.page.numbers.card.isVisible()
    asked.page.drawing._choose(ONE, 1)
    asked.frame()
    assert asked.asked == (Spot(ONE, 1, 0),)
    asked.page.hide()
    QApplication.processEvents()
    assert asked.asked == ()


def test_what_is_refused_is_quietly_looked_at_no_more(asked: Asked) -> None:
    asked.page.drawing._choose(ONE, 1)
    asked.frame()
    number = len(asked.sent)
    assert asked.page.numbers.rejected(number, nets.mark(1).label)
    assert not asked.page.numbers.rejected(number, nets.mark(1).label)
    asked.frame()
    assert not asked.page.numbers.panel.isVisible()


def test_odd_numbers_are_shown_as_unknown(asked: Asked) -> None:
    asked.page.drawing._choose(ONE, 1)
    asked.frame()
    nan = float("nan")
    told = AtSpot(asked.asked[0], nan, nan, float("inf"), nan, False, nan, nan, nan, 2**63, -5, 2**62, -1)
    asked.page.numbers.hear(Numbers(-1, 2**63, (told,)), None)
    asked.frame()
    assert "–" in asked.page.numbers.panel.moved.text()


def test_without_a_trainer_and_in_a_recording_nothing_is_asked(asked: Asked) -> None:
    asked.page.show_asking(False)
    count = len(asked.sent)
    place, _ = asked.on_a_line()
    asked.move(place)
    asked.page.drawing._choose(ONE, 1)
    asked.frame()
    assert len(asked.sent) == count


def test_undo_stays_one_key_away_after_a_weight_was_set(asked: Asked) -> None:
    place, _ = asked.on_a_line()
    asked.move(place)
    asked.tell()
    asked.press(place)
    QTest.keyClicks(asked.page.numbers.card.field, "3")
    QTest.keyClick(asked.page.numbers.card.field, Qt.Key.Key_Return)
    asked.page.done.undo.click()
    assert [type(one) for one in asked.sent[-2:]] == [SetWeight, Undo] or Undo() in asked.sent
    assert np.isfinite(asked.page.numbers.card.field.value)


def test_shapes_are_told_in_the_heads_and_between_the_layers_on_request(asked: Asked) -> None:
    card, drawing = asked.page.network, asked.page.drawing
    heads = drawing.buttons.heads
    assert "weight 6×64, bias 6, parameters 390, output 6, multiply-adds 384" in heads[ONE].toolTip().replace("\n", " ")
    assert "weight 6×64" in heads[ONE].accessibleDescription()
    plain = drawing.canvas.grab().toImage()
    assert drawing.canvas.slot(ONE).note == "6 relu"  # type: ignore[union-attr]
    card.shapes.click()
    asked.frame()
    assert [slot.shape for slot in drawing.canvas.slots] == ["64", "6", "5", "10"]
    assert drawing.canvas.slot(ONE).note == "6×64 · 390"  # type: ignore[union-attr]
    assert drawing.canvas.grab().toImage() != plain
    wider = nets.dense(8, 5)
    asked.page.take_in(nets.loaded(wider).now, touched=ONE, grown=1)
    assert drawing.canvas.slot(ONE).note == "8×64 · 520"  # type: ignore[union-attr]
    card.shapes.click()
    asked.frame()
    assert drawing.canvas.slot(ONE).note == "8 relu"  # type: ignore[union-attr]
    assert card.shapes.focusPolicy() & Qt.FocusPolicy.TabFocus


# ------------------------------------------------------------------------------------------------- the whole window
def a_line(window: Window) -> QPoint | None:
    """Return a place in the canvas where a line passes, None before there is one."""
    canvas = window.page.drawing.canvas
    layout = canvas.layout_
    if layout is None or len(layout.places) < 2 or canvas._before is not None:
        return None
    x = int((layout.places[-2].x + layout.places[-1].x) / 2)
    found = (y for y in range(int(layout.top), int(layout.bottom)) if canvas.line_under(QPointF(x, y)) is not None)
    y = next(found, None)
    return QPoint(x, y) if y is not None else None


def hover(window: Window, place: QPoint) -> None:
    canvas = window.page.drawing.canvas
    event = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(place), canvas.mapToGlobal(QPointF(place)), Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(canvas, event)


def pinned(window: Window, qtbot: QtBot) -> None:
    """Hover a line of a window and click it."""
    qtbot.waitUntil(lambda: a_line(window) is not None, timeout=WAIT_MS)
    place = a_line(window)
    assert place is not None
    hover(window, place)
    qtbot.waitUntil(window.page.numbers.card.isVisible, timeout=WAIT_MS)
    QTest.mouseClick(window.page.drawing.canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert window.page.numbers.card.field.hasFocus()


def test_in_the_window_a_weight_is_set_told_in_the_timeline_and_undone(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    pinned(window, qtbot)
    field = window.page.numbers.card.field
    QTest.keyClicks(field, "0.75")
    QTest.keyClick(field, Qt.Key.Key_Return)
    page = window.page
    qtbot.waitUntil(lambda: page.state is not None and page.state.undo == 1, timeout=WAIT_MS)
    assert any("set to 0.75" in str(mark.label) for mark in page.timeline.marks)
    assert page.editor.dialog is None, "a number that is set is not previewed"
    page.undo.click()
    qtbot.waitUntil(lambda: page.state is not None and page.state.undo == 0, timeout=WAIT_MS)


def test_a_trainer_that_ends_takes_the_field_with_it_and_the_next_is_asked_again(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window()
    pinned(window, qtbot)
    assert window.training.worker is not None
    os.kill(window.training.worker.pid, signal.SIGKILL)
    qtbot.waitUntil(lambda: not window.page.numbers.card.isVisible(), timeout=WAIT_MS)
    assert not window.page.numbers.possible


def test_other_data_while_a_weight_is_typed_leaves_the_field(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    pinned(window, qtbot)
    QTest.keyClicks(window.page.numbers.card.field, "0.5")
    window.page.begin(DataSpec("xor"), None)
    qtbot.waitUntil(lambda: not window.page.numbers.card.isVisible(), timeout=WAIT_MS)
    state = window.page.state
    assert state is None or state.undo == 0
