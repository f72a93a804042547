"""The tab Step through in the window: the cursor, the code, the tensors, what is asked and what is said."""

from __future__ import annotations

import math
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from core.messages.inside.opening import TakenUp
from core.messages.inside.stepping import (
    CheckGradient,
    GradientChecked,
    LookAt,
    LookAtUnit,
    StepColumn,
    StepStop,
    StepTensor,
    TakeApart,
    TakenApart,
    TensorSeen,
    UnitSeen,
)
from core.messages.train_commands import DataSpec, Settings
from core.messages.train_events import Rejected
from core.net.plan import INPUT, LayerKey, mlp
from core.sentence import say
from core.workers.worker import Worker
from gui.inside.setting import TabSetting
from gui.inside.stepping.heat import picture
from gui.inside.stepping.tab import SteppingTab
from gui.kit.pieces import apply_theme
from gui.kit.remembered import Preferences
from gui.kit.theme import theme_for
from tests.gui.conftest import WAIT_MS, OpenWindow
from tests.gui.nets import array
from tests.gui.test_screens import at_every_size
from tests.train.talk import ROOT

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

NET = mlp(64, [8], 10)
TAKEN = TakenUp(DataSpec(), "classify", NET, Settings(), step=1350, samples=16, device="cpu", threads=1,
                differs=0.0, largest=1e-3)  # fmt: skip
LINES = ("x, y = next(batches)", "h1 = relu(x @ W1.T + b1)", "out = h1 @ W2.T + b2", "loss = cross_entropy(out, y)",
         "loss.backward()", "adam.step()")  # fmt: skip
H1, W1, OUT = StepTensor("h1", (16, 8), "out"), StepTensor("W1", (8, 64), "weight"), StepTensor("out", (16, 10), "out")
DW1 = StepTensor("∂W1", (8, 64), "gradient_weight")
STOPS = (
    StepStop("batch", INPUT, 1, (StepTensor("x", (16, 64), "batch"),)),
    StepStop("forward", LayerKey(1), 2, (W1, H1)),
    StepStop("forward", LayerKey(2), 3, (StepTensor("h1", (16, 8), "in"), OUT)),
    StepStop("loss", INPUT, 4, (StepTensor("loss", (), "loss"),)),
    StepStop("backward", LayerKey(2), 5, (StepTensor("∂out", (16, 10), "gradient"),)),
    StepStop("backward", LayerKey(1), 5, (StepTensor("∂h1", (16, 8), "gradient"), DW1)),
    StepStop("update", INPUT, 6, (StepTensor("ΔW1", (8, 64), "change", kept=False),)),
)
APART = TakenApart(1351, LINES, STOPS, 2.3, 40_000, 1 << 29, 1, 2048)


def seen(name: str, values: np.ndarray, *, pictures: bool = False, dead: int = -1) -> TensorSeen:
    finite = values[np.isfinite(values)]
    shape = (1, *values.shape) if pictures else values.shape
    return TensorSeen(
        name, shape, (1,) * len(shape), "float32", "cpu", values.nbytes, True, "ReluBackward0", ("result (16, 8)",),
        float(finite.min()), float(finite.max()), float(finite.mean()), float(finite.std()), int((values == 0).sum()),
        int(np.isnan(values).sum()), int(np.isinf(values).sum()), array(np.ones(32), "i8"), array(values), pictures,
        dead,
    )  # fmt: skip


class Asked:
    """The tab, and what it sent."""

    def __init__(self, qtbot: QtBot) -> None:
        self.sent: list[Any] = []
        theme = theme_for("light", motion=False)
        self.tab = SteppingTab(TabSetting(
            theme=theme, send=self.send, train=lambda command: 0, again=lambda: None, show_tab=lambda name: None
        ))  # fmt: skip
        qtbot.addWidget(self.tab)
        apply_theme(self.tab, theme)
        self.tab.resize(1100, 760)
        self.tab.show()
        self.tab.show_taken_up(TAKEN)
        assert self.sent == [TakeApart()]
        self.tab.show_event(APART, 1)

    def send(self, command: object) -> int:
        self.sent.append(command)
        return len(self.sent)


@pytest.fixture
def asked(qtbot: QtBot) -> Asked:
    return Asked(qtbot)


def lit(tab: SteppingTab) -> list[int]:
    return [place for place, line in enumerate(tab.code.lines, 1) if line.lit]


def test_the_cursor_goes_forward_backward_and_back_again(asked: Asked, qtbot: QtBot) -> None:
    tab = asked.tab
    assert tab.top.title.text() == "Forward · Hidden 1"
    assert lit(tab) == [2]
    assert asked.sent[-1] == LookAt("h1"), "the output of a layer is what one looks for"
    qtbot.mouseClick(tab.next, Qt.MouseButton.LeftButton)
    assert tab.top.title.text() == "Forward · Output"
    for button, title, line in (
        (tab.loss, "The loss", 4), (tab.backward, "Backward · Output", 5), (tab.next, "Backward · Hidden 1", 5),
        (tab.update_, "The update", 6), (tab.back, "Backward · Hidden 1", 5),
    ):  # fmt: skip
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert tab.top.title.text() == title
        assert lit(tab) == [line]
    assert asked.sent[-1] == LookAt("∂W1")
    for _ in range(10):
        tab.go_back()
    assert tab.at == 0
    assert not tab.back.isEnabled()


def test_every_following_step_stops_where_one_clicks_left_of_a_line(asked: Asked, qtbot: QtBot) -> None:
    tab = asked.tab
    qtbot.mouseClick(tab.code.lines[3].stop, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(tab.update_, Qt.MouseButton.LeftButton)
    assert tab.stop().kind == "loss", "it is on the way"
    qtbot.mouseClick(tab.update_, Qt.MouseButton.LeftButton)
    assert tab.stop().kind == "update"
    tab.show_taken_up(TAKEN)
    tab.show_event(APART, None)
    assert tab.stop().kind == "loss", "the next step stops there, too"
    tab.code.lines[3].stop.setFocus()
    qtbot.keyClick(tab.code.lines[3].stop, Qt.Key.Key_Space)
    tab.show_event(APART, None)
    assert tab.stop().kind == "forward"


def test_a_tensor_is_shown_with_its_numbers(asked: Asked) -> None:
    tab = asked.tab
    values = np.linspace(0, 2, 128, dtype=np.float32).reshape(16, 8)
    values[0, 0], values[1, 1] = math.nan, math.inf
    tab.show_event(seen("h1", values, dead=3), None)
    assert "float32 · (16, 8)" in tab.facts.text()
    assert "grad_fn ReluBackward0" in tab.facts.text()
    assert tab.dead.text() == "Units that are 0 for every sample: 3."
    told = [tab.numbers.itemAt(place).widget().text() for place in range(tab.numbers.count())]
    assert told[-4:] == ["NaN", "1", "inf", "1"]
    tab.show_event(seen("another", values), None)
    assert tab.tensor_card.title.text() == "h1", "what is no longer looked at is not shown"
    assert tab.grab().toImage().width() > 0


def test_a_value_under_the_mouse_is_told_and_a_click_shows_how_it_came_about(asked: Asked, qtbot: QtBot) -> None:
    tab = asked.tab
    values = np.arange(128, dtype=np.float32).reshape(16, 8)
    tab.show_event(seen("h1", values), None)
    wide, high = tab.heat.cell_px()
    at = QPoint(int(3.5 * wide), int(2.5 * high))
    qtbot.mouseMove(tab.heat, at)
    qtbot.mouseClick(tab.heat, Qt.MouseButton.LeftButton, pos=at)
    assert tab.cell.text() == "h1[2, 3] = 19"
    assert asked.sent[-1] == LookAtUnit("h1", (2, 3))
    tab.show_event(UnitSeen("h1", (2, 3), ((0.5, 2.0), (1.0, -0.25)), 62, 0.1, -0.2, 0.65, 0.65, "relu"), None)
    assert tab.found.text() == "z = 0.5·2 + 1·(-0.25) + (62 more: 0.1) + (-0.2) = 0.65\nrelu(z) = 0.65"
    qtbot.keyClick(tab.heat, Qt.Key.Key_Down)
    assert asked.sent[-1] == LookAtUnit("h1", (3, 3))


def test_the_gradient_of_the_chosen_weight_is_checked(asked: Asked, qtbot: QtBot) -> None:
    tab = asked.tab
    assert not tab.check.isVisible(), "a layer's output is no weight"
    tab.list.setCurrentRow(0)
    assert asked.sent[-1] == LookAt("W1")
    tab.show_event(seen("W1", np.ones((8, 64), dtype=np.float32)), None)
    tab.heat.choose(1, 5)
    qtbot.mouseClick(tab.check, Qt.MouseButton.LeftButton)
    assert asked.sent[-1] == CheckGradient("W1", (1, 5))
    good = GradientChecked("W1", (1, 5), 0.1, 0.25, 0.25, 0.25, 0.25, 0.25, 1e-6, True)
    tab.show_event(good, None)
    assert "They agree" in tab.found.text()
    tab.show_event(GradientChecked("W1", (1, 5), 0.1, 0.25, 0.25, 0.5, 0.0, 1.0, 1e-6, False), None)
    assert "They differ" in tab.found.text()


def test_what_cannot_be_shown_is_a_sentence_and_what_was_left_out_is_told(asked: Asked) -> None:
    tab = asked.tab
    assert "Tensors left out: 1 (2 KB)." in tab.left_out.text()
    tab.go_to("update")
    assert "left out" in tab.list.item(0).text()
    tab.show_event(Rejected(say("This tensor was left out.")), len(asked.sent))
    assert tab.found.text() == "This tensor was left out."
    tab.show_event(Rejected(say("Not for this tab.")), 999)
    assert tab.found.text() == "This tensor was left out."


def test_images_lie_side_by_side_and_each_cell_has_its_index(asked: Asked) -> None:
    tab = asked.tab
    values = np.arange(4 * 3 * 3, dtype=np.float32).reshape(4, 3, 3)
    tab.show_event(seen("h1", values, pictures=True), None)
    found = {
        tab.heat.index(row, column): tab.heat.grid[row, column]
        for row in range(tab.heat.grid.shape[0])
        for column in range(tab.heat.grid.shape[1])
        if tab.heat.index(row, column) is not None
    }
    assert len(found) == 36
    assert all(values[index[1:]] == value for index, value in found.items())


def test_zero_lies_in_the_middle_of_the_colours() -> None:
    theme = theme_for("light", motion=False)
    made = picture(np.array([[-2.0, 0.0, 1.0, 9.0, math.nan]], dtype=np.float32), 1.0, theme)
    assert made.pixelColor(0, 0) == theme.negative
    assert made.pixelColor(2, 0) == made.pixelColor(3, 0) == theme.positive
    assert made.pixelColor(1, 0).saturation() < 30
    assert made.pixelColor(4, 0) == theme.card


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_tab_fits_every_screen(open_window: OpenWindow, language: str) -> None:
    window = open_window(preferences=Preferences(language=language, theme="light"), page="inside")
    window.inside.show_event(TAKEN, None)
    tab = window.inside.made.open_tab("stepping")
    tab.show_apart(APART)
    tab.show_event(seen("h1", np.ones((16, 8), dtype=np.float32), dead=2), None)
    tab.found.setText("z = 0.5·2 + 1·(-0.25) + (62 more: 0.1) + (-0.2) = 0.65\nrelu(z) = 0.65")
    told = at_every_size(window)
    assert not told, "\n".join(f"{size}: {line}" for size, lines in told.items() for line in lines)


def test_a_person_steps_through_the_training_that_goes_on(open_window: OpenWindow, qtbot: QtBot, home: Path) -> None:
    trainer = Worker([sys.executable, "-m", "core.train.start"], log=home / "trainer.log", folder=ROOT)
    window = open_window(trainer=trainer)
    window.frame.open("inside")
    window.inside.made.open_tab("stepping")
    qtbot.waitUntil(lambda: window.inside.made.taken is not None, timeout=WAIT_MS)
    tab = window.inside.made.tab("stepping")
    qtbot.waitUntil(lambda: tab.told is not None and tab.heat.seen is not None, timeout=WAIT_MS)
    assert tab.told.step == window.inside.made.taken.step + 1
    names = []
    while tab.next.isEnabled():
        qtbot.mouseClick(tab.next, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: tab.heat.seen.name == tab.name, timeout=WAIT_MS)
        names.append(tab.name)
    assert names[-1] == "ΔW1"
    assert "∂W1" in names
    qtbot.mouseClick(tab.back, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: tab.heat.seen.name == "∂W1", timeout=WAIT_MS)
    qtbot.mouseClick(tab.check, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "They agree" in tab.found.text(), timeout=WAIT_MS)


def test_the_drawing_is_as_bright_as_the_units_were(asked: Asked) -> None:
    units, links = np.linspace(0, 1, 7, dtype=np.float32), np.ones((7, 7), np.float32)
    links[1] = -1
    gradients = np.array([math.nan, 1, 0, 0, 0, 0, 0], np.float32)
    columns = (
        StepColumn(INPUT, tuple(range(7)), array(units), array(units[:0]), array(units[:0]), array(units[:0])),
        StepColumn(LayerKey(1), tuple(range(7)), array(units), array(gradients), array(links), array(links)),
    )  # fmt: skip
    tab = asked.tab
    tab.show_event(replace(APART, columns=columns), None)
    theme = theme_for("light", motion=False)

    def colors(place: int) -> list[str]:
        wide = tab.net.width() / len(tab.net.order)
        picture = tab.net.grab().toImage()
        points = tab.net._places(tab.net.order[place], place, wide)
        return [picture.pixelColor(point.toPoint()).name() for point in points]

    tab.go_to("loss")
    forward = colors(1)
    assert forward[-1] == theme.positive.name(), "the strongest"
    assert len(set(forward)) == 7
    assert [color.name() for color in tab.net._lines(theme, LayerKey(1), {LayerKey(1)}, set())[1]] == (
        [theme.negative.name()] * 7
    )
    tab.go_to("update")
    backward = colors(1)
    assert backward[0] == backward[1] == theme.grown.name(), "what is no number is not hidden"
    assert len(set(backward[2:])) == 1
    assert backward[2] != backward[1]
