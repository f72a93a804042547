"""What else the charts can show, in the real window: chosen, compared, smoothed, marked, and saved."""

from __future__ import annotations

import csv
import io
import json
import math
import os
import struct
from array import array as numbers_of
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from core.messages.beside.layer_curves import LayersMeasured, SpreadMeasured, WatchLayers
from core.messages.train_commands import Change, DataSpec, Settings, UseDevice
from core.messages.train_reports import AtLayer, RunRecord, TimelineEntry
from core.net.plan import LayerKey, Widen
from core.runs import RECORD_FILE, WEIGHTS_FILE, RunError
from core.workers import wire
from core.workers.worker import Worker
from gui.kit.theme import theme_for
from gui.train.axes.across import across
from gui.train.charts.view import View
from gui.train.curves import export
from gui.train.curves.chart import FirstChart, SecondChart
from gui.train.curves.listener import Curves
from gui.train.points.saved_runs import read_curves
from gui.train.points.shared import MOST_RUNS, color_of, samples_of
from gui.train.points.smoothing import smoothed
from tests.gui import nets
from tests.gui.conftest import WAIT_MS, OpenWindow

THEME = theme_for("light", motion=False)


def ticks(count: int, *, every: int = 5, first: float = 2.0, per_step: float = 0.01) -> np.ndarray:
    """Rows (n, 9) of a run: 100 samples an epoch, one sample a step, a step takes `per_step` seconds."""
    made = np.empty((count, 9))
    made[:, 0] = np.arange(1, count + 1) * every
    made[:, 1] = made[:, 0] / 100
    made[:, 2] = first * np.exp(-made[:, 0] / 300) + 0.1
    made[:, 3] = made[:, 2] + 0.05
    made[:, 4] = 1 - made[:, 2] / 3
    made[:, 5] = 1 - made[:, 3] / 3
    made[:, 6], made[:, 7], made[:, 8] = 0.5, 1 / per_step, 0.001
    return made


def saved(folder: Path, rows: np.ndarray, *, story: int = 3, told: int | None = None) -> Path:
    """Write a run as a trainer does: its record, the header of its weights, its Ticks."""
    net = nets.dense(48, 24)
    record = RunRecord(
        DataSpec(), "classify", net, Settings(batch_size=1), 0, net, Settings(batch_size=1), int(rows[-1, 0]),
        1.0, 0.1, 0.2, 0.9, 0.9, "cpu", 1, "2.14.1", "2026-11-23T12:00:00+00:00", (), (),
    )  # fmt: skip
    folder.mkdir(parents=True)
    (folder / RECORD_FILE).write_text(json.dumps(wire.to_plain(record)), encoding="utf-8")
    header = {"format": 4, "story": story, "ticks": len(rows) if told is None else told}
    text = json.dumps({"__metadata__": {"torchgarden": json.dumps(header)}}).encode()
    (folder / WEIGHTS_FILE).write_bytes(struct.pack("<Q", len(text)) + text)
    (folder / f"ticks-{story}.f8").write_bytes(numbers_of("d", rows.ravel()).tobytes())
    return folder


class Pair:
    """Both charts with their listener, on a training of ours."""

    def __init__(self, qtbot: QtBot, folder: Path, rows: np.ndarray | None = None) -> None:
        self.sent: list[object] = []
        self.told: list[str] = []
        self.selected = LayerKey(1)
        self.charts = (FirstChart(palette=THEME, send=self.send), SecondChart(palette=THEME, send=self.send))
        self.charts[0].link(self.charts[1])
        self.curves = Curves(
            self.charts, send=self.send, selected=lambda: self.selected, runs=lambda: folder, tell=self.told.append
        )
        for chart in self.charts:
            qtbot.addWidget(chart)
            chart.resize(520, 260)
            chart.show()
        self.load(ticks(200) if rows is None else rows)

    def send(self, command: object) -> int:
        self.sent.append(command)
        return len(self.sent)

    def load(self, rows: np.ndarray, **changed: Any) -> None:
        loaded = nets.loaded(ticks=rows)
        now = replace(loaded.now, state=replace(nets.STATE, step=int(rows[-1, 0]) if len(rows) else 0))
        loaded = replace(loaded, now=now, data=replace(loaded.data, training_samples=100), **changed)
        for chart in self.charts:
            chart.show_loaded(loaded)
        self.curves.show_loaded(loaded)
        self.take_in(loaded.now)
        self.curves.show_asking(True)
        self.draw()

    def take_in(self, now: Any) -> None:
        for chart in self.charts:
            chart.show_now(now)
        self.curves.show_now(now)
        self.draw()

    def tick(self, told: Any) -> None:
        for chart in self.charts:
            chart.show_tick(told)
        self.curves.show_tick(told)

    def draw(self) -> None:
        for chart in self.charts:
            chart.draw()
        self.curves.draw()
        QApplication.processEvents()


def measured(step: int, *ratios: float) -> LayersMeasured:
    layers = tuple(AtLayer(LayerKey(key), ratio, key, 32) for key, ratio in enumerate(ratios, 1))
    return LayersMeasured(step, layers, nets.array([0.5] * len(ratios), "f8"))


def wait(qtbot: QtBot, condition: Callable[[], object]) -> None:
    qtbot.waitUntil(lambda: bool(condition()), timeout=WAIT_MS)


def entry(menu: QMenu, text: str) -> Any:
    return next(action for action in menu.actions() if action.text() == text)


def open_menu(qtbot: QtBot, button: Any) -> QMenu:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    wait(qtbot, lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def choose_with_keys(qtbot: QtBot, menu: QMenu, text: str) -> None:
    menu.setActiveAction(entry(menu, text))
    QTest.keyClick(menu, Qt.Key.Key_Return)
    QApplication.processEvents()


# ------------------------------------------------------------------------------------------------- what is shown
def test_a_chart_shows_what_is_chosen_in_the_menu_of_its_title(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    page = window.page
    page.controls.play.click()
    wait(qtbot, lambda: page.loss.record.newest > 60)
    assert "choose what this chart shows" in page.loss._choose.accessibleName()
    choose_with_keys(qtbot, open_menu(qtbot, page.loss._choose), "Gradient norm")
    assert page.loss.title() == "Gradient norm"
    wait(qtbot, lambda: page.loss.record.training.count > 3)
    assert page.loss.record.training.last == pytest.approx(page.curves.history.rows[-1, 6])
    assert page.score.title() == "Accuracy", "each chart has its own"
    page.score._choose.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(page.score._choose, Qt.Key.Key_Return)
    wait(qtbot, lambda: QApplication.activePopupWidget() is not None)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    choose_with_keys(qtbot, menu, "Parameters")
    page.send(Widen(page.selected, 16))
    wait(qtbot, lambda: page.score.history.parameters.last != page.score.history.parameters.y[0])
    assert page.score.history.parameters.last > page.score.history.parameters.y[0]


def test_what_layers_do_is_asked_only_while_a_chart_shows_it(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    page = window.page
    asked: list[Any] = []
    send = page.curves.send
    page.curves.send = lambda command: (asked.append(command), send(command))[1]
    page.controls.play.click()
    wait(qtbot, lambda: page.loss.record.newest > 30)
    assert asked == []
    page.loss.choose("layer_ratio")
    wait(qtbot, lambda: len(page.loss.lines()) == 3)
    assert asked == [WatchLayers(layers=True)]
    window.frame.open("settings")
    wait(qtbot, lambda: asked[-1] == WatchLayers())
    window.frame.open("train")
    wait(qtbot, lambda: asked[-1] == WatchLayers(layers=True))
    page.loss.choose("loss")
    page.score.choose("weights")
    wait(qtbot, lambda: page.score.spread.of["weights"])
    assert asked[-1] == WatchLayers(spread=page.selected)
    other = LayerKey(2) if page.selected != 2 else LayerKey(1)
    page.select(other)
    wait(qtbot, lambda: page.score.spread.key == other and page.score.spread.of["weights"])
    assert "Hidden 2" in page.score.title()


def test_a_trainer_that_was_killed_is_asked_again_and_one_that_tells_is_stopped(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window()
    page = window.page
    page.loss.choose("layer_ratio")
    page.controls.play.click()
    wait(qtbot, lambda: len(page.loss.lines()) == 3)
    assert isinstance(window.training.worker, Worker)
    os.kill(window.training.worker.pid, 9)
    wait(qtbot, lambda: window.training.worker is None)
    asked: list[Any] = []
    send = page.curves.send
    page.curves.send = lambda command: (asked.append(command), send(command))[1]
    window.training.restart(playing=True)
    wait(qtbot, lambda: WatchLayers(layers=True) in asked)
    page.loss.choose("loss")
    page.begin(DataSpec("digits"), None)
    wait(qtbot, lambda: asked[-1] == WatchLayers())


def test_layers_are_told_again_after_the_trainer_has_moved_and_undone_steps_go(qtbot: QtBot, tmp_path: Path) -> None:
    pair = Pair(qtbot, tmp_path)
    pair.charts[0].choose("layer_ratio")
    for step in (900, 950, 1000):
        assert pair.curves.hear(measured(step, 0.01, 0.002, 0.5), None)
    assert [series.count for _, series in pair.charts[0].lines()] == [3, 3, 3]
    now = nets.loaded().now
    pair.take_in(replace(now, state=replace(now.state, step=950), keep_to_step=950, ticks=None))
    assert [series.last for _, series in pair.charts[0].lines()] == pytest.approx([0.01, 0.002, 0.5])
    assert [series.count for _, series in pair.charts[0].lines()] == [2, 2, 2]
    pair.load(ticks(200))
    assert [series.count for _, series in pair.charts[0].lines()] == [2, 2, 2], "the same training, on another device"
    pair.load(ticks(200), seed=7)
    assert pair.charts[0].lines() == []


@pytest.mark.parametrize("odd", [
    LayersMeasured(2000, (AtLayer(LayerKey(1), math.nan, -1, 0),), nets.array([math.inf], "f8")),
    LayersMeasured(2000, (AtLayer(LayerKey(1), 0.1, 1, 0),), nets.array([], "f8")),
    LayersMeasured(-5, (AtLayer(LayerKey(99), 1e308, 2**40, -4),), nets.array([1e308], "f8")),
    SpreadMeasured(2**60, LayerKey(1), nets.array([], "i8"), (0.0, 1.0), nets.array([3, -1], "i8"), (1.0, 0.0)),
    SpreadMeasured(7, LayerKey(1), nets.array([1, 2], "i8"), (math.nan, 1.0), nets.array([0, 0], "i8"), (-1e99, 1e308)),
])  # fmt: skip
@pytest.mark.parametrize("kind", ["layer_ratio", "layer_dead", "weights", "activations"])
def test_odd_messages_leave_the_charts_whole(qtbot: QtBot, tmp_path: Path, odd: Any, kind: Any) -> None:
    pair = Pair(qtbot, tmp_path)
    pair.charts[1].choose(kind)
    pair.draw()
    pair.curves.hear(odd, None)
    pair.curves.hear(measured(2100, 0.01, 0.02, 0.03), None)
    even = nets.array([1, 5, 1], "i8")
    pair.curves.hear(SpreadMeasured(2100, LayerKey(1), even, (-1.0, 1.0), even, (0.0, 2.0)), None)
    pair.draw()
    assert not pair.charts[1].grab().isNull()


# ------------------------------------------------------------------------------------------------------ the axis
def test_both_charts_have_one_axis_and_marks_and_crosshair_follow_it(qtbot: QtBot, tmp_path: Path) -> None:
    pair = Pair(qtbot, tmp_path)
    loss, score = pair.charts
    pair.curves.shared.choose_count("epoch")
    pair.draw()
    for chart in pair.charts:
        assert chart._area is not None
        assert chart._area.ends == pytest.approx((0.0, 10.0))
        assert chart._area.x(500) == pytest.approx(chart._area.plot.center().x(), abs=1)
        assert chart._area.step(chart._area.plot.center().x()) == pytest.approx(500, abs=1)
    pair.curves.shared.choose_count("second")
    pair.draw()
    assert score._area is not None
    assert score._area.ends == pytest.approx((0.0, 10.0), rel=1e-3)
    QTest.mouseMove(loss, loss._area.plot.center().toPoint())  # type: ignore[union-attr]
    QApplication.processEvents()
    assert loss._hover == pytest.approx(500, abs=3)
    assert score._hover == loss._hover


def test_seconds_are_those_of_the_steps_also_where_the_speed_changed_or_is_not_known() -> None:
    rows = ticks(100, every=1, per_step=0.01)
    rows[50:, 7] = 1 / 0.03
    rows[10:20, 7] = math.nan
    made = across(rows, "second", samples=100)
    assert made.at(50) == pytest.approx(0.5)
    assert made.at(100) == pytest.approx(0.5 + 50 * 0.03)
    assert made.step(made.at(73)) == pytest.approx(73)
    assert made.step(made.at(300)) == pytest.approx(300), "beyond the end as well"
    dead = rows.copy()
    dead[:, 1:] = math.nan
    assert across(dead, "second", samples=100).plain
    assert across(dead, "epoch", samples=100).at(5) == 5


# ----------------------------------------------------------------------------------------------------- smoothing
def test_smoothing_is_the_exponential_mean_without_its_bias() -> None:
    values = np.random.default_rng(0).normal(size=3000) + 5
    mean, expected = 0.0, []
    for place, value in enumerate(values, 1):
        mean = 0.97 * mean + 0.03 * value
        expected.append(mean / (1 - 0.97**place))
    made, last = smoothed(values, 0.97)
    np.testing.assert_allclose(made, expected, rtol=1e-9)
    assert made[0] == pytest.approx(values[0])
    first, between = smoothed(values[:1234], 0.97)
    second, end = smoothed(values[1234:], 0.97, mean=between, before=1234)
    np.testing.assert_allclose(np.concatenate([first, second]), made, rtol=1e-9)
    assert end == pytest.approx(last)


def test_the_smoothed_line_lies_over_the_pale_one_and_follows_an_undo(qtbot: QtBot, tmp_path: Path) -> None:
    pair = Pair(qtbot, tmp_path)
    loss = pair.charts[0]
    pair.curves.shared.choose_smoothing(0.9)
    pair.draw()
    painted = loss._painted()
    assert [line.name for line, _ in painted] == ["training", "validation"] * 2
    assert painted[0][1].count == painted[2][1].count == 200
    assert painted[0][0].color == THEME.training
    assert painted[2][0].color != THEME.training
    now = nets.loaded().now
    pair.take_in(replace(now, state=replace(now.state, step=500), keep_to_step=500, ticks=None))
    for step in range(505, 1205, 5):
        pair.tick(nets.tick(step, 9.0))
    over = loss._painted()[0][1]
    expected, _ = smoothed(loss.record.training.y.astype(float), 0.9)
    np.testing.assert_allclose(over.y, expected, rtol=1e-5)


# ------------------------------------------------------------------------------------------------- compared runs
def test_runs_are_compared_hidden_shown_and_removed_with_mouse_and_keys(qtbot: QtBot, tmp_path: Path) -> None:
    for name, first in (("너비 8", 3.0), ("너비 64", 1.0)):
        saved(tmp_path / name, ticks(300, first=first))
    pair = Pair(qtbot, tmp_path)
    loss, score = pair.charts
    dialog = pair.curves.compare()
    assert dialog is not None
    rows = dialog.list
    assert rows.count() == 2
    rows.setFocus()
    for row in range(2):
        rows.setCurrentRow(row)
        QTest.keyClick(rows, Qt.Key.Key_Space)
    qtbot.mouseClick(dialog.show_them, Qt.MouseButton.LeftButton)
    pair.draw()
    assert {run.name for run in pair.curves.shared.runs} == {"너비 8", "너비 64"}
    assert len(loss.lines()) == len(score.lines()) == 4
    assert len({line.color.name() for line, _ in loss.lines()}) == 4
    chip = next(chip for chip in loss._chips if chip.item.name == "너비 8")
    assert chip.accessibleName() == "너비 8: shown"
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(8, chip.height() // 2))
    pair.draw()
    assert chip.accessibleName() == "너비 8: hidden"
    assert [line.name for line, _ in score.lines()] == ["training", "validation", "너비 64"]
    chip.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(chip, Qt.Key.Key_Space)
    pair.draw()
    assert len(score.lines()) == 4
    QTest.keyClick(chip, Qt.Key.Key_Delete)
    pair.draw()
    assert [run.name for run in pair.curves.shared.runs] == ["너비 64"]
    (left,) = loss._chips
    QTest.mouseClick(left, Qt.MouseButton.LeftButton, pos=QPoint(left.width() - 6, left.height() // 2))
    pair.draw()
    assert pair.curves.shared.runs == []
    assert loss._chips == []
    assert (tmp_path / "너비 64" / RECORD_FILE).exists(), "nothing is deleted"


@pytest.mark.parametrize("count", [12, MOST_RUNS])
@pytest.mark.parametrize("size", [(270, 160), (330, 218), (700, 400)])
def test_many_runs_and_a_long_title_leave_room_for_the_curves(
    qtbot: QtBot, tmp_path: Path, size: tuple[int, int], count: int
) -> None:
    folders = [saved(tmp_path / f"a rather long name {number}", ticks(20)) for number in range(count)]
    pair = Pair(qtbot, tmp_path)
    pair.curves.compare_with(folders)
    chart = pair.charts[1]
    chart.choose("step_time")
    chart.resize(*size)
    pair.draw()
    assert chart._area is not None
    assert chart._area.plot.height() > 40
    inside = chart.rect()
    assert all(inside.contains(one.geometry()) for one in (*chart._chips, chart._choose, chart._log, chart._more))
    boxes = [chip.geometry() for chip in chart._chips]
    assert len(boxes) == count
    assert min(box.width() for box in boxes) >= 6, "each can be pressed"
    assert len({color_of(place, pair.charts[0]._theme).name() for place in range(24)}) == 24
    assert not any(a.intersected(b).width() > 1 for at, a in enumerate(boxes) for b in boxes[:at])


def test_compared_runs_stay_through_training_reset_and_another_training(qtbot: QtBot, tmp_path: Path) -> None:
    saved(tmp_path / "a", ticks(300))
    pair = Pair(qtbot, tmp_path)
    pair.curves.compare_with([tmp_path / "a"])
    for step in range(1005, 1100, 5):
        pair.tick(nets.tick(step))
    pair.load(np.zeros((0, 9)), seed=3)
    assert [line.name for line, _ in pair.charts[0].lines()] == ["training", "validation", "a"]
    assert not pair.charts[0].grab().isNull()


def test_another_run_stands_where_the_axis_counts_as_much(qtbot: QtBot, tmp_path: Path) -> None:
    slow = ticks(300, per_step=0.04)
    saved(tmp_path / "slow", slow)
    pair = Pair(qtbot, tmp_path)
    pair.curves.compare_with([tmp_path / "slow"])
    (run,) = pair.curves.shared.runs
    assert run.samples == 100
    pair.curves.shared.choose_count("second")
    pair.draw()
    area = pair.charts[0]._area
    assert area is not None
    at_250 = float(area.xs(np.array([250.0]), run.across("second"))[0])
    assert at_250 == pytest.approx(area.plot.right(), abs=1), "250 steps of 40 ms are the 10 s of the open training"


def test_samples_of_an_epoch_are_counted_also_where_the_batch_was_changed(tmp_path: Path) -> None:
    rows = ticks(100, every=1)
    rows[50:, 1] = 0.5 + (rows[50:, 0] - 50) * 4 / 100
    run = read_curves(saved(tmp_path / "a", rows))
    record = replace(run.record, timeline=(TimelineEntry(50, Change("batch_size", 4)),))
    assert samples_of(replace(run, record=record)) == 100


def broken_header(folder: Path) -> None:
    (folder / WEIGHTS_FILE).write_bytes(b"\xff" * 64)


def no_ticks(folder: Path) -> None:
    (folder / "ticks-3.f8").unlink()


def backwards(folder: Path) -> None:
    (folder / "ticks-3.f8").write_bytes(numbers_of("d", ticks(50)[::-1].ravel()).tobytes())


def not_numbers(folder: Path) -> None:
    (folder / "ticks-3.f8").write_bytes(b"\xff" * 72 * 50)


def pipe_instead(folder: Path) -> None:
    (folder / "ticks-3.f8").unlink()
    (folder / "ticks-3.f8").mkdir()


def told_story(value: object) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        header = {"format": 4, "story": value, "ticks": 50}
        text = json.dumps({"__metadata__": {"torchgarden": json.dumps(header)}}).encode()
        (folder / WEIGHTS_FILE).write_bytes(struct.pack("<Q", len(text)) + text)

    return write


@pytest.mark.parametrize("harm", [
    broken_header, no_ticks, backwards, not_numbers, pipe_instead, told_story("../../x"), told_story(-1),
    told_story(None), told_story([1]),
])  # fmt: skip
def test_a_damaged_run_is_one_sentence_and_the_others_stand(
    qtbot: QtBot, tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    saved(tmp_path / "whole", ticks(50))
    harm(saved(tmp_path / "harmed", ticks(50)))
    with pytest.raises(RunError):
        read_curves(tmp_path / "harmed")
    pair = Pair(qtbot, tmp_path)
    pair.curves.compare_with([tmp_path / "harmed", tmp_path / "whole"])
    assert [run.name for run in pair.curves.shared.runs] == ["whole"]
    assert len(pair.told) == 1
    assert "harmed" in pair.told[0]


def test_a_half_written_row_costs_no_more_than_itself(tmp_path: Path) -> None:
    folder = saved(tmp_path / "a", ticks(50))
    (folder / "ticks-3.f8").write_bytes((folder / "ticks-3.f8").read_bytes()[:-11])
    assert len(read_curves(folder).rows) == 49


# -------------------------------------------------------------------------------------------------- a closer look
def test_shift_and_the_mouse_select_steps_and_backspace_goes_back(qtbot: QtBot, tmp_path: Path) -> None:
    pair = Pair(qtbot, tmp_path)
    loss, score = pair.charts
    area = loss._area
    assert area is not None
    begin, end = (QPointF(area.x(step), area.plot.center().y()).toPoint() for step in (300, 600))
    QTest.mousePress(loss, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, begin)
    QTest.mouseMove(loss, end)
    QApplication.processEvents()
    assert score._marked is not None, "seen in both"
    QTest.mouseRelease(loss, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, end)
    pair.draw()
    assert loss._area is not None
    assert (loss._area.left, loss._area.right) == pytest.approx((300, 600), abs=4)
    assert score._view == loss._view
    QTest.keyClick(loss, Qt.Key.Key_Backspace)
    assert loss._view == score._view == View()
    QTest.mousePress(loss, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, begin)
    QTest.mouseRelease(loss, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, begin)
    assert loss._view == View(), "a click is no stretch"
    assert loss._marked is None


def test_shift_and_the_arrows_select_steps(qtbot: QtBot, tmp_path: Path) -> None:
    pair = Pair(qtbot, tmp_path)
    loss = pair.charts[0]
    loss.setFocus()
    for _ in range(5):
        QTest.keyClick(loss, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert loss._marked == pytest.approx((0, 200))
    QTest.keyClick(loss, Qt.Key.Key_Escape)
    assert loss._marked is None
    QTest.keyClick(loss, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(loss, Qt.Key.Key_Return)
    pair.draw()
    assert loss._area is not None
    assert (loss._area.left, loss._area.right) == pytest.approx((960, 1000), abs=1)
    pair.curves.shared.choose_count("epoch")
    pair.draw()
    assert loss._area.left == pytest.approx(960, abs=1), "the same steps, counted otherwise"


# ---------------------------------------------------------------------------------------------------------- files
def test_a_chart_is_saved_as_a_picture_a_drawing_and_a_table(qtbot: QtBot, tmp_path: Path) -> None:
    saved(tmp_path / "runs" / "=1+1", ticks(300, first=1.0))
    pair = Pair(qtbot, tmp_path / "runs")
    pair.curves.compare_with([tmp_path / "runs" / "=1+1"])
    folder = tmp_path / "내 그림"
    folder.mkdir()
    loss = pair.charts[0]
    for of in export.FORMATS:
        pair.curves.pick_path = lambda parent, title, name, kinds, of=of: str(folder / f"손실.{of}")
        pair.curves.save(loss, of)
    assert pair.told == []
    picture = QImage(str(folder / "손실.png"))
    assert (picture.width(), picture.height()) == (1040, 520)
    drawing = (folder / "손실.svg").read_text(encoding="utf-8")
    assert "<image" not in drawing, "the lines are shapes"
    assert drawing.count("<polyline") + drawing.count("<path") > 100
    content = (folder / "손실.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert len(rows) == 200 + 200 + 300
    assert {row["curve"] for row in rows if not row["run"]} == {"training", "validation"}
    assert {row["run"] for row in rows} == {"", "'=1+1"}, "a name is no formula"
    expected = ticks(200)
    got = [row for row in rows if row["curve"] == "training"]
    assert [float(row["value"]) for row in got] == expected[:, 2].tolist(), "every digit"
    assert [float(row["step"]) for row in got] == expected[:, 0].tolist()
    assert float(got[-1]["epoch"]) == pytest.approx(10.0)
    assert float(got[-1]["seconds"]) == pytest.approx(10.0, rel=1e-6)


def test_the_spread_of_a_dense_curve_is_a_shape_in_a_drawing(qtbot: QtBot, tmp_path: Path) -> None:
    rows = ticks(20_000, every=1)
    rows[:, 2] += np.random.default_rng(0).normal(size=len(rows)) * 0.02
    pair = Pair(qtbot, tmp_path, rows)
    assert b"<image" not in export.svg(pair.charts[0])


def test_a_chart_that_cannot_be_saved_is_one_sentence(qtbot: QtBot, tmp_path: Path) -> None:
    pair = Pair(qtbot, tmp_path)
    pair.curves.pick_path = lambda *_: str(tmp_path / "gone" / "a.png")
    pair.curves.save(pair.charts[0], "png")
    assert len(pair.told) == 1
    assert "a.png" in pair.told[0]
    pair.curves.pick_path = lambda *_: ""
    pair.curves.save(pair.charts[0], "png")
    assert len(pair.told) == 1, "nothing was asked for"


def test_a_chart_is_copied_as_a_picture(qtbot: QtBot, tmp_path: Path) -> None:
    pair = Pair(qtbot, tmp_path)
    pair.curves.copy(pair.charts[1])
    assert QGuiApplication.clipboard().image().width() == 1040
    QGuiApplication.clipboard().clear()


# -------------------------------------------------------------------------------------------------- in the window
def test_what_was_chosen_stays_in_another_language(open_window: OpenWindow, qtbot: QtBot, home: Path) -> None:
    saved(home / "runs" / "첫 기록", ticks(300))
    window = open_window()
    window.page.controls.play.click()
    window.page.curves.compare_with([home / "runs" / "첫 기록"])
    window.page.curves.shared.choose_smoothing(0.9)
    window.page.loss.choose("layer_ratio")
    wait(qtbot, lambda: len(window.page.loss.lines()) == 3)
    before = window.page
    window.change("language", "ko")
    wait(qtbot, lambda: window.page is not before and window.page.loaded is not None)
    page = window.page
    assert page.loss.title() == "층별 갱신 비율"
    assert [run.name for run in page.curves.shared.runs] == ["첫 기록"]
    assert page.curves.shared.smoothing == 0.9
    wait(qtbot, lambda: len(page.loss.lines()) == 3)
    window.change("language", "en")
    wait(qtbot, lambda: window.page is not page and window.page.loaded is not None)


def test_a_divergence_and_a_device_leave_what_is_shown(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window("--diverge-at", "400")
    page = window.page
    page.loss.choose("layer_gradient")
    page.score.choose("step_time")
    page.controls.play.click()
    wait(qtbot, lambda: page.state is not None and page.loss.record.newest >= 400 and not page.state.playing)
    assert page.loss.record.newest == page.state.step
    told = page.curves.history  # the steps since the last Tick are told right after the divergence: maybe a frame later
    wait(qtbot, lambda: told.count and told.rows[-1, 0] == page.loss.record.newest)
    page.send(UseDevice("cuda:0"))
    wait(qtbot, lambda: page.state is not None and page.state.device.name == "cuda:0")
    assert page.loss.kind == "layer_gradient"
    assert page.score.lines()[0][1].count > 0


def test_the_menus_of_a_chart_say_what_they_do_and_undo_it(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    page = window.page
    menu = open_menu(qtbot, page.score._more)
    texts = [action.text() for action in menu.actions() if action.text()]
    assert texts == [
        "Axis below", "Smoothing", "Compare runs…", "Side by side…", "Look back", "Show everything", "Save as PNG…",
        "Save as SVG…", "Save as CSV…", "Copy the picture",
    ]  # fmt: skip
    inner = entry(menu, "Smoothing").menu()
    entry(inner, "0.9").trigger()
    assert page.curves.shared.smoothing == 0.9
    menu.close()
    menu = open_menu(qtbot, page.loss._more)
    assert entry(entry(menu, "Smoothing").menu(), "0.9").isChecked(), "chosen once for both"
    entry(entry(menu, "Smoothing").menu(), "None").trigger()
    entry(menu, "Compare runs…").trigger()
    menu.close()
    wait(qtbot, lambda: page.curves.dialog is not None and page.curves.dialog.isVisible())
    assert page.curves.dialog is not None
    cancel = next(b for b in page.curves.dialog.findChildren(QPushButton) if b.text() == "Cancel")
    qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)
