"""A convolution looked into, in its dialog: the window slides, and the sum behind a pixel is told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.messages.beside.feature_maps import FeatureMaps, LookAtConvolution
from core.messages.train_events import Ready
from core.net.plan import Conv, Dense, Flatten, LayerKey, Net
from gui.kit.pieces import apply_theme
from gui.kit.theme import theme_for
from gui.train.numbers.convolution import ConvolutionDialog, fits
from gui.train.page import TrainPage
from tests.gui import nets

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support|propagateSizeHints")
THEME = theme_for("light", motion=False)
ONE, THREE = LayerKey(1), LayerKey(3)
NET = Net((1, 6, 6), (Conv(ONE, 4, kernel=3, stride=2, padding=1), Flatten(LayerKey(2)), Dense(THREE, 10, "linear")), 4)


def made(unit: int = 0, sample: int = 0, channels: int = 1, **more: Any) -> FeatureMaps:
    """Return what a trainer would tell, computed here place by place."""
    chance = np.random.default_rng(unit + 10 * sample)
    inputs = chance.normal(size=(channels, 6, 6)).astype(np.float32)
    weights = chance.normal(size=(channels, 3, 3)).astype(np.float32)
    padded = np.pad(inputs, ((0, 0), (1, 1), (1, 1)))
    linear = np.array(
        [[(padded[:, 2 * y : 2 * y + 3, 2 * x : 2 * x + 3] * weights).sum() + 0.5 for x in range(3)] for y in range(3)]
    )
    maps = np.stack([np.maximum(linear, 0) * (1 if n == unit else 0.5) for n in range(4)])
    told = FeatureMaps(
        7, ONE, unit, sample, 30, 3, nets.array(inputs[:1]), nets.array(inputs), 0, nets.array(weights), 0.5, 2, 1,
        nets.array(linear), nets.array(linear), nets.array(maps), nets.array(np.arange(4), "i4"), "relu", False,
    )  # fmt: skip
    return replace(told, **more)


class Looking:
    """A page with a convolution, on a made-up trainer."""

    def __init__(self, qtbot: QtBot) -> None:
        self.sent: list[Any] = []
        self.page = TrainPage(send=self.send, theme=THEME, new_run=lambda spec: "", begin_again=lambda seed: 0)
        qtbot.addWidget(self.page)
        self.page.resize(1280, 780)
        apply_theme(self.page, THEME)
        self.page.show_ready(Ready("3.13", "2.9", "", (nets.DEVICE,), 1))
        self.page.show_loaded(nets.loaded(NET), None)
        self.page.show()
        qtbot.waitExposed(self.page)
        self.frame()

    def send(self, command: Any) -> int:
        self.sent.append(command)
        return len(self.sent)

    def frame(self) -> None:
        for _ in range(2):
            QApplication.processEvents()
            self.page.draw()

    def opened(self) -> ConvolutionDialog:
        self.page.drawing._choose(ONE, -1)
        self.frame()
        shown = self.page.convolution
        assert shown.button.isVisible()
        shown.button.click()
        assert self.sent[-1] == LookAtConvolution(ONE, 0, 0)
        assert shown.dialog is not None
        self.tell(made())
        return shown.dialog

    def tell(self, told: FeatureMaps) -> None:
        assert self.page.convolution.hear(told, len(self.sent))
        QApplication.processEvents()


@pytest.fixture
def looking(qtbot: QtBot) -> Looking:
    return Looking(qtbot)


def test_the_way_there_stands_where_a_convolution_is_selected(looking: Looking) -> None:
    looking.page.drawing._choose(THREE, -1)
    looking.frame()
    assert not looking.page.convolution.button.isVisible()
    dialog = looking.opened()
    assert dialog.isVisible()
    assert "Validation sample 1 of 30: 3" in dialog.sample.text()
    assert not dialog.channels.isVisible(), "there is one channel"
    dialog.reject()


def test_the_sum_behind_a_pixel_is_that_of_the_window_by_hand(looking: Looking) -> None:
    dialog = looking.opened()
    told = made()
    inputs = np.frombuffer(told.inputs.data, "<f4").reshape(1, 6, 6)
    weights = np.frombuffer(told.weights.data, "<f4").reshape(1, 3, 3)
    dialog.choose(0, 2)
    assert dialog.reaches.frame == (0, 4, 3, 3), "counted with the padding"
    total = 0.0
    for dy in range(3):
        for dx in range(3):
            y, x = 0 * 2 - 1 + dy, 2 * 2 - 1 + dx
            if 0 <= y < 6 and 0 <= x < 6:
                total += float(inputs[0, y, x]) * float(weights[0, dy, dx])
    said = dialog.sum.text().replace("−", "-")
    assert f"Sum of the products: {total:+.3g}." in said
    assert f"With the bias +0.5: {total + 0.5:.3g}." in said
    assert f"Behind relu: {max(total + 0.5, 0):.3g}." in said
    assert dialog.map.accessibleDescription() == dialog.sum.text()
    dialog.reject()


def test_the_window_slides_by_mouse_and_by_keyboard(looking: Looking) -> None:
    dialog = looking.opened()
    assert dialog.place == (1, 1)
    QTest.mouseClick(dialog.map, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(10, 10))
    assert dialog.place == (0, 0)
    assert dialog.reaches.frame[:2] == (0, 0)
    dialog.map.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down):
        QTest.keyClick(dialog.map, key)
    assert dialog.place == (1, 2)
    assert dialog.reaches.frame[:2] == (2, 4)
    assert dialog.map.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert dialog.map.accessibleName()
    assert dialog.maps.accessibleName()
    dialog.reject()


def test_another_picture_and_another_map_are_asked_for(looking: Looking) -> None:
    dialog = looking.opened()
    dialog.after.click()
    assert looking.sent[-1] == LookAtConvolution(ONE, 0, 1)
    looking.tell(made(0, 1))
    dialog.before.click()
    looking.tell(made(0, 0))
    dialog.before.click()
    assert looking.sent[-1] == LookAtConvolution(ONE, 0, 29), "before the first is the last"
    box = dialog.maps._box(2)
    QTest.mouseClick(
        dialog.maps, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, box.center().toPoint()
    )  # fmt: skip
    assert looking.sent[-1] == LookAtConvolution(ONE, 2, 0)
    looking.tell(made(2, 0))
    assert "Map of unit 3" in dialog.of.text()
    dialog.maps.setFocus()
    QTest.keyClick(dialog.maps, Qt.Key.Key_Right)
    assert looking.sent[-1] == LookAtConvolution(ONE, 3, 0)
    dialog.reject()


def test_of_several_channels_each_is_shown_and_the_sum_is_of_all(looking: Looking) -> None:
    dialog = looking.opened()
    looking.tell(made(1, 0, channels=5))
    assert dialog.channels.isVisible()
    dialog._choose_channel(3)
    assert "These products:" in dialog.sum.text()
    assert "Of all 5 channels:" in dialog.sum.text()
    looking.tell(made(0))
    assert dialog.channel == 0
    dialog.reject()


def test_while_it_trains_the_maps_are_asked_for_again_and_another_network_closes_the_dialog(looking: Looking) -> None:
    dialog = looking.opened()
    shown = looking.page.convolution
    count = len(looking.sent)
    shown._asked_at -= 10
    looking.frame()
    assert len(looking.sent) == count, "nothing has changed"
    shown.show_tick(nets.tick(50))
    shown._asked_at -= 10
    looking.frame()
    assert looking.sent[-1] == LookAtConvolution(ONE, 0, 0)
    asked = len(looking.sent)
    looking.frame()
    assert len(looking.sent) == asked, "one is on its way"
    assert shown.rejected(asked, nets.mark(1).label)
    assert dialog.wrong.isVisible()
    dense = nets.dense(4, inputs=36)
    looking.page.take_in(nets.loaded(dense).now)
    looking.frame()
    assert shown.dialog is None


@pytest.mark.parametrize("more", [
    {"stride": 0}, {"stride": 2**62}, {"padding": -1}, {"padding": 2**62}, {"shown": nets.array([0], "i4")},
    {"linear": nets.array(np.zeros((9, 9)))}, {"weights": nets.array(np.zeros((2, 3, 3)))},
    {"inputs": nets.array(np.zeros((0, 6, 6)))}, {"maps": nets.array(np.zeros((4, 0, 3)))},
    {"normed": nets.array(np.zeros((2, 2)))}, {"picture": nets.array(np.zeros((6, 6)))},
], ids=str)  # fmt: skip
def test_arrays_that_do_not_belong_together_are_not_shown(looking: Looking, more: dict[str, Any]) -> None:
    assert fits(made())
    dialog = looking.opened()
    before = dialog.told
    looking.tell(made(**more))
    assert dialog.told is before
    dialog.reject()


def test_odd_numbers_are_painted(looking: Looking) -> None:
    dialog = looking.opened()
    odd = np.full((1, 6, 6), np.nan)
    odd[0, 2] = np.inf
    looking.tell(made(inputs=nets.array(odd), linear=nets.array(np.full((3, 3), np.inf)), bias=float("nan"), target=99))
    assert not dialog.grab().isNull()
    assert "–" in dialog.sum.text()
    dialog.reject()


def test_what_is_drawn_is_looked_into_first_and_again_after_a_sample(looking: Looking) -> None:
    drawn = nets.array(np.ones((1, 6, 6), np.float32))
    looking.page.convolution.drawn = lambda: drawn
    looking.page.drawing._choose(ONE, -1)
    looking.frame()
    looking.page.convolution.button.click()
    dialog = looking.page.convolution.dialog
    assert dialog is not None
    assert looking.sent[-1] == LookAtConvolution(ONE, 0, 0, drawn)
    looking.tell(replace(made(), sample=-1, target=-1))
    assert dialog.sample.text() == "What you have drawn"
    assert dialog.drawn.isVisible()
    dialog.before.click()
    assert looking.sent[-1] == LookAtConvolution(ONE, 0, 29)
    looking.tell(made(0, 29))
    assert dialog.sample.text().startswith("Validation sample 30")
    dialog.drawn.click()
    assert looking.sent[-1] == LookAtConvolution(ONE, 0, 0, drawn)
    dialog.reject()


def test_without_a_drawing_none_is_offered(looking: Looking) -> None:
    dialog = looking.opened()
    assert not dialog.drawn.isVisible()
    dialog.reject()
