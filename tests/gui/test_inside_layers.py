"""The tab Three layers, shown steps that were really taken apart."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from core.inside.layers.joined import traced
from core.inside.written.step import Step
from core.messages.inside.layers import Trace, Traced
from core.messages.train_commands import DataSpec, Settings
from core.train.training import datasets
from core.train.training.training import begin
from gui.inside.layers.export import trace_of
from gui.inside.layers.tab import LayersTab
from gui.inside.layers.words import bar_text, op_text
from gui.inside.setting import TabSetting
from gui.install.desktop import Desktop
from gui.kit.pieces import apply_theme
from gui.kit.theme import theme_for
from tests.gui.test_inside_page import TAKEN

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture(scope="module")
def step() -> Iterator[Traced]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    training = begin(datasets.load(DataSpec("digits")), settings=Settings(batch_size=64), seed=0)
    training.take(2)
    yield traced(Step(training))
    torch.set_num_threads(before)


def tab(qtbot: QtBot, step: Traced | None, *, path: Path | None = None) -> tuple[LayersTab, list[object]]:
    asked: list[object] = []

    def send(command: object) -> int:
        asked.append(command)
        return len(asked)

    setting = TabSetting(
        theme=theme_for("light"), send=send, train=lambda _: 0, again=lambda: None, show_tab=lambda _: None
    )  # fmt: skip
    made = LayersTab(setting, desktop=Desktop(save_as=lambda *_: str(path or "")))
    qtbot.addWidget(made)
    made.resize(1130, 740)
    apply_theme(made, theme_for("light"))
    made.show_taken_up(TAKEN)
    made.show()
    if step is not None:
        made.show_event(step, 1)
    QApplication.processEvents()
    return made, asked


def texts(widget: LayersTab) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


def place_of(step: Traced, name: str, lane: str = "engine") -> int:
    return next(place for place, bar in enumerate(step.bars) if bar.lane == lane and bar.name.startswith(name))


def test_a_step_is_asked_for_once_it_is_in_sight(qtbot: QtBot) -> None:
    made, asked = tab(qtbot, None)
    assert asked == [Trace()]
    made.hide()
    made.show_taken_up(TAKEN)
    assert asked == [Trace()], "nobody looks"
    made.show()
    assert asked == [Trace(), Trace()]


def test_the_lines_and_the_layers_are_told_with_their_times(qtbot: QtBot, step: Traced) -> None:
    made, _ = tab(qtbot, step)
    told = texts(made)
    assert any(text.startswith("2  output = net(x)") for text in told)
    assert {"Hidden 1", "Hidden 2", "Output"} <= set(told)
    assert any("Without the profiler the same step takes" in text for text in told)
    assert any("exactly the trainer’s own weights" in text for text in told)
    assert "API" in made.shares.accessibleName()


def test_a_click_shows_the_chain_through_all_three_lanes(qtbot: QtBot, step: Traced) -> None:
    made, _ = tab(qtbot, step)
    place = place_of(step, "aten::addmm")
    at = made.lanes.box(step.bars[place]).center()
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    pressed = QMouseEvent(QEvent.Type.MouseButtonPress, at, made.lanes.mapToGlobal(at), left, left, none)
    QApplication.sendEvent(made.lanes, pressed)
    picked = step.bars[made.lanes.picked]
    assert picked.name.startswith("aten::")
    made.lanes.pick(place)
    lanes = {step.bars[other].lane for other in made.lanes.chain(place)}
    assert lanes == {"api", "engine", "kernel"}
    names = {bar_text(step.bars[other], step) for other in made.lanes.chain(place)}
    assert {"output = net(x)", "hidden_1", "linear", "addmm", "AddmmBackward0"} <= names
    QApplication.processEvents()
    told = texts(made)
    assert op_text("aten::addmm") in told
    assert "(32,)  (64, 64)  (64, 32)" in told
    assert "AddmmBackward0" in told
    assert any("SGEMM" in text or "ATen" in text or "oneDNN" in text for text in told)


def test_the_wheel_shows_more_of_where_the_pointer_is_and_a_double_click_everything(qtbot: QtBot, step: Traced) -> None:
    made, _ = tab(qtbot, step)
    lane = made.lanes.lane_box("api")
    at = QPointF(lane.left() + lane.width() * 0.75, lane.center().y())
    turned = QWheelEvent(
        at, made.lanes.mapToGlobal(at), QPointF(0, 0).toPoint(), QPointF(0, 1200).toPoint(), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(made.lanes, turned)
    span = made.lanes.right_s - made.lanes.left_s
    assert span < step.seconds / 5
    assert made.lanes.left_s < 0.75 * step.seconds < made.lanes.right_s
    made.lanes.whole()
    assert (made.lanes.left_s, made.lanes.right_s) == (0.0, step.seconds)


def test_the_keys_go_along_the_lanes_and_through_them(qtbot: QtBot, step: Traced) -> None:
    made, _ = tab(qtbot, step)
    made.lanes.setFocus()
    qtbot.keyClick(made.lanes, Qt.Key.Key_Right)
    qtbot.keyClick(made.lanes, Qt.Key.Key_Right)
    assert bar_text(step.bars[made.lanes.picked], step) == "output = net(x)"
    qtbot.keyClick(made.lanes, Qt.Key.Key_Down)
    assert bar_text(step.bars[made.lanes.picked], step) == "hidden_1"
    qtbot.keyClick(made.lanes, Qt.Key.Key_Up)
    assert bar_text(step.bars[made.lanes.picked], step) == "output = net(x)"
    assert "output = net(x)" in made.lanes.accessibleDescription()


def test_the_step_is_given_away_as_a_trace_and_a_picture(qtbot: QtBot, step: Traced, tmp_path: Path) -> None:
    made, _ = tab(qtbot, step, path=tmp_path / "한 스텝.json")
    made.save_trace()
    told = json.loads((tmp_path / "한 스텝.json").read_text("utf-8"))
    assert told == json.loads(json.dumps(trace_of(step)))
    bars = [event for event in told["traceEvents"] if event["ph"] == "X"]
    assert len(bars) == len(step.bars)
    assert {event["tid"] for event in bars} == {1, 2, 3}
    made, _ = tab(qtbot, step, path=tmp_path / "a.svg")
    made.save_picture()
    assert b"<svg" in (tmp_path / "a.svg").read_bytes()
    made, _ = tab(qtbot, step, path=tmp_path / "a.png")
    made.save_picture()
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    made, _ = tab(qtbot, step, path=tmp_path / "nowhere" / "a.png")
    made.save_picture()
    assert "could not be saved" in made.progress.text()
