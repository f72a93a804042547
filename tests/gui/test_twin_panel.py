"""The twin in the window: switched on, an edit made, both numbers read, stopped, taken over; by mouse and keyboard."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.messages.beside.twin import POINT_FIELDS, RestartTwin, SetTwin, StopTwin, TakeOverTwin, TwinNow
from core.messages.train_reports import EditMark
from core.net.plan import LayerKey, Widen
from core.sentence import say
from gui.kit.theme import theme_for
from gui.train.charts.chart import LossChart, ScoreChart
from gui.train.charts.curve import _dashed
from gui.train.twin.panel import TwinPanel, rows_of
from gui.window.window import Window
from tests.gui import nets
from tests.gui.conftest import WAIT_MS, OpenWindow

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
MARK = EditMark(100, say("Hidden 1 widened +4"), 40, 1.0, 1.0)


def points(*rows: tuple[float, ...]) -> np.ndarray:
    return np.array(rows, np.float64).reshape(-1, POINT_FIELDS)


def point(
    step: float, loss: float, with_loss: float, *, score: float = 0.5, with_score: float = 0.6
) -> tuple[float, ...]:
    return (step, step, loss, loss, score, score, with_loss, with_loss, with_score, with_score)


def now(*rows: tuple[float, ...], **more: object) -> TwinNow:
    told: dict[str, object] = {"status": "going", "mark": MARK, "base_loss": 1.0, "base_score": 0.5}
    told |= {"can_take_over": True} | more
    return TwinNow(points=nets.array(points(*rows), "f8"), **told)  # type: ignore[arg-type]


@pytest.fixture
def panel(qtbot: QtBot) -> TwinPanel:
    sent: list[object] = []
    theme = theme_for("light", motion=False)
    charts = LossChart(palette=theme, send=sent.append), ScoreChart(palette=theme, send=sent.append)

    def send(command: object) -> int:
        sent.append(command)
        return len(sent)

    made = TwinPanel(send, *charts)
    made.sent = sent  # type: ignore[attr-defined]
    for widget in (made, *charts):
        qtbot.addWidget(widget)
    return made


def widened(window: Window, qtbot: QtBot) -> None:
    """Train a little, widen, and train on."""
    page = window.page
    if page.state is None or not page.state.playing:
        QTest.mouseClick(page.controls.play, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.state is not None and page.loss.record.newest > 30, timeout=WAIT_MS)
    marks = len(page.loss.record.marks)
    page.send(Widen(LayerKey(1), 4))
    qtbot.waitUntil(lambda: len(page.loss.record.marks) == marks + 1, timeout=WAIT_MS)


def test_switched_on_it_waits_and_after_an_edit_both_numbers_are_read(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    page = window.page
    twin = page.twin
    assert not twin.below.isVisible()
    QTest.mouseClick(twin.switch, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: twin.said.text() == "It waits for the next edit.", timeout=WAIT_MS)
    assert twin.switch.isChecked()
    widened(window, qtbot)
    qtbot.waitUntil(lambda: page.loss.record.twin.count > 5 and twin.numbers.isVisible(), timeout=WAIT_MS)
    assert twin.said.text().startswith("Without “Hidden 1 widened +4” at step")
    loss = twin.numbers.cells[1]
    assert loss[0].text() == "Loss"
    assert all(text.text()[0] in "+−" for text in loss[1:])
    assert twin.numbers.accessibleName().startswith("Loss: with ")
    names = [line.name for line, _ in page.loss._drawn()]
    assert names == ["training", "validation", "without the edit"]
    assert page.loss._drawn()[-1][0].dash
    assert page.score.record.twin.count == page.loss.record.twin.count
    QTest.mouseClick(twin.switch, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.loss.record.twin.count == 0 and not twin.below.isVisible(), timeout=WAIT_MS)
    assert not twin.switch.isChecked()


def test_stopped_its_curve_stays_and_taken_over_the_edit_is_gone(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    page, twin = window.page, window.page.twin
    QTest.mouseClick(twin.switch, Qt.MouseButton.LeftButton)
    widened(window, qtbot)
    qtbot.waitUntil(twin.stop.isVisible, timeout=WAIT_MS)
    twin.stop.setFocus()
    QTest.keyClick(twin.stop, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: twin.now.status == "stopped" and not twin.stop.isVisible(), timeout=WAIT_MS)
    assert page.loss.record.twin.count
    assert page.net is not None
    wide = page.net
    twin.over.setFocus()
    QTest.keyClick(twin.over, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.net != wide, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: any("Went on" in str(m.label) for m in page.loss.record.marks), timeout=WAIT_MS)


def test_another_language_shows_the_same_twin(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    QTest.mouseClick(window.page.twin.switch, Qt.MouseButton.LeftButton)
    widened(window, qtbot)
    qtbot.waitUntil(lambda: window.page.loss.record.twin.count > 3, timeout=WAIT_MS)
    english = window.frame
    window.change("language", "ko")
    qtbot.waitUntil(lambda: window.frame is not english and window.page.loaded is not None, timeout=WAIT_MS)
    page = window.page
    qtbot.waitUntil(lambda: page.loss.record.twin.count > 3, timeout=WAIT_MS)
    assert page.twin.switch.isChecked()
    assert page.twin.switch.accessibleName() == "쌍둥이 비교"
    assert page.loss._drawn()[-1][0].name == "수정하지 않았다면"


def test_what_is_refused_is_said_beside_the_switch(panel: TwinPanel) -> None:
    panel.show()
    panel.set(True)
    assert not panel.switch.isChecked()  # until it is so
    assert panel.rejected(1, say("There is not enough memory for a second network beside this one."))
    assert not panel.rejected(7, say("Something else."))
    assert not panel.switch.isChecked()


def test_the_numbers_are_how_far_each_has_gone_since_the_edit(panel: TwinPanel) -> None:
    panel.take(now(point(110, 0.9, 0.8), point(120, 0.948, 1.031, score=0.55, with_score=0.488)))
    panel.draw()
    texts = [[cell.text() for cell in cells] for cells in panel.numbers.cells]
    assert texts == [["", "with", "without"], ["Loss", "+0.031", "−0.052"], ["Accuracy", "−1.2%", "+5.0%"]]
    assert panel.at.text() == "Since the edit, on validation samples, at step 120"


def test_points_are_kept_cut_and_added_as_they_are_told(panel: TwinPanel) -> None:
    panel.take(now(point(110, 0.9, 0.8), point(120, 0.8, 0.7)))
    panel.take(now(point(115, 0.85, 0.7), point(130, 0.7, math.nan), keep=1))
    panel.draw()
    assert panel.rows[:, 0].tolist() == [110, 115, 130]
    assert panel.loss.record.twin.x.tolist() == [110, 115, 130]
    assert panel.at.text().endswith("115")
    panel.take(TwinNow("waiting"))
    panel.draw()
    assert not panel.loss.record.twin.count


@pytest.mark.parametrize(
    "event",
    [
        TwinNow("going", "steps", MARK, points=nets.array(np.zeros((3, 4)), "f8")),
        TwinNow("going", "steps", MARK, points=nets.array(np.full((3, POINT_FIELDS), np.nan), "f8")),
        TwinNow("going", "steps", MARK, points=nets.array(np.full((3, POINT_FIELDS), 1e308), "f8")),
        TwinNow("going", "steps", MARK, keep=-5, points=nets.array(np.full((2, POINT_FIELDS), -np.inf), "f8")),
        TwinNow("ended", "work", MARK, keep=10**12, steps=2**62, behind=2**62, base_loss=math.inf, why=say("{0}")),
        TwinNow("waiting", "work", None, keep=3, points=nets.array(np.ones((2, POINT_FIELDS)), "f8")),
        TwinNow("off", why=say("글 " * 3000)),
    ],
)
def test_no_message_breaks_it(panel: TwinPanel, event: TwinNow) -> None:
    panel.take(now(point(110, 0.9, 0.8)))
    panel.take(event)
    panel.draw()
    for chart in (panel.loss, panel.score):
        chart.resize(400, 200)
        chart.grab()
    steps = rows_of(event)[:, 0]
    assert (np.diff(steps) > 0).all()


def test_every_control_asks_for_what_it_says(panel: TwinPanel) -> None:
    panel.take(now(point(110, 0.9, 0.8), newer=True))
    panel.draw()
    panel.stop.click()
    panel.again.click()
    panel.over.click()
    panel.compare("work")
    asked = panel.sent  # type: ignore[attr-defined]
    assert asked == [StopTwin(), RestartTwin(), TakeOverTwin(), SetTwin(True, "work")]
    assert panel.measure.currentData() == "steps"
    for control in (panel.switch, panel.stop, panel.again, panel.over, panel.measure):
        assert control.accessibleName()
        assert control.focusPolicy() != Qt.FocusPolicy.NoFocus


def test_dashes_have_gaps_of_one_length_however_the_points_lie() -> None:
    sparse = _dashed(np.array([0.0, 300.0]), np.array([10.0, 10.0]))
    dense = _dashed(np.linspace(0, 300, 901), np.full(901, 10.0))
    assert len(sparse) == len(dense)
    drawn = (sparse[:, 2] - sparse[:, 0]).sum()
    assert 0.5 < drawn / 300 < 0.7


def test_a_refusal_of_a_new_edit_is_told_in_the_panel(panel: TwinPanel) -> None:
    panel.take(TwinNow("waiting", why=say("There is not enough memory for a second network beside this one.")))
    panel.draw()
    assert panel.said.text().startswith("There is not enough memory")
