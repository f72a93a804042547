"""What the charts show and what a person can do with them."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.messages.train_commands import Settings
from core.messages.train_events import NetChanged
from core.net.plan import Cost
from gui.kit.theme import theme_for
from gui.train.axes import axis as chart_axis
from gui.train.charts import marks as chart_marks
from gui.train.charts.card import Chart
from gui.train.charts.chart import LossChart, ScoreChart
from gui.train.charts.view import FIRST_SPAN, View, pan, shown, zoom
from gui.train.drawing.knob import Knob
from tests.gui import nets

THEME = theme_for("light")


def opened(qtbot: QtBot, kind: type[Chart] = LossChart, **told: object) -> Chart:
    chart = kind(palette=THEME, send=lambda command: None)  # type: ignore[call-arg]
    qtbot.addWidget(chart)
    chart.resize(421, 218)
    loaded = nets.loaded(**told)  # type: ignore[arg-type]
    chart.show_loaded(loaded)
    chart.show_now(loaded.now)
    chart.show()
    settled(chart)
    return chart


def settled(*charts: Chart) -> None:
    for chart in charts:
        chart.draw()
    QApplication.processEvents()


def run(count: int = 400) -> np.ndarray:
    steps = np.arange(1, count + 1) * 5
    return nets.rows(*((float(s), 2.3 * math.exp(-s / 500) + 0.05, 2.3 * math.exp(-s / 500) + 0.15) for s in steps))


def picture(chart: Chart) -> QImage:
    return chart.grab().toImage()


def pixels(
    image: QImage, color: QColor, *, left: int = 0, top: int = 0, right: int = 10_000, bottom: int = 10_000
) -> int:
    """How many pixels in a part of a picture are nearly this colour."""
    across, down = range(left, min(right, image.width())), range(top, min(bottom, image.height()))
    found = (QColor(image.pixel(x, y)).getRgb() for y in down for x in across)
    return sum(all(abs(a - b) < 40 for a, b in zip(one, color.getRgb(), strict=True)) for one in found)


def now(step: int, *, keep: int = -1, ticks: np.ndarray | None = None, marks: tuple = ()) -> NetChanged:
    """The network as it is at a step, after an undo or a redo."""
    restored = None if ticks is None else nets.array(ticks, "f8")
    state = replace(nets.STATE, step=step)
    return NetChanged(nets.dense(48, 24), Cost(1, 1, 1), Settings(), marks, state, keep, restored)


def wheel(chart: Chart, at: QPoint, notches: int, *, shift: bool = False) -> None:
    keys = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(
        QPointF(at), QPointF(at), QPoint(), QPoint(0, 120 * notches), Qt.MouseButton.NoButton, keys,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(chart, event)
    settled(chart)


def test_both_curves_are_painted_in_their_colours(qtbot: QtBot) -> None:
    chart = opened(qtbot, ticks=run())
    image = picture(chart)
    assert pixels(image, THEME.training, top=50) > 100
    assert pixels(image, THEME.validation, top=50) > 100


def test_draw_repaints_only_when_something_changed(qtbot: QtBot) -> None:
    chart = opened(qtbot, ticks=run())
    before = picture(chart)
    chart.draw()
    assert not chart._stale
    chart.show_tick(nets.tick(2005, loss=2.0))
    assert picture(chart) != before


def test_a_tick_moves_the_newest_edge_and_the_legend(qtbot: QtBot) -> None:
    chart = opened(qtbot, ticks=run())
    chart.show_tick(nets.tick(4000, loss=0.321))
    settled(chart)
    assert chart._area is not None
    assert chart._area.right == 4000
    assert chart.record.training.last == pytest.approx(0.321)
    assert chart.value_text(chart.record.training.last) == "0.321"


def test_values_not_measured_leave_no_point(qtbot: QtBot) -> None:
    chart = opened(qtbot)
    chart.show_tick(nets.tick(1, loss=0.5, validation=math.nan))
    assert (chart.record.training.count, chart.record.validation.count) == (1, 0)
    settled(chart)


def test_undo_rewinds_and_redo_restores(qtbot: QtBot) -> None:
    ticks = run()
    chart = opened(qtbot, ticks=ticks, marks=(nets.mark(1000),))
    chart.show_now(now(1000, keep=1000))
    assert chart.record.training.x[-1] == 1000
    assert chart.record.newest == 1000
    assert chart.record.marks == ()
    chart.show_now(now(2000, keep=1000, ticks=ticks[200:], marks=(nets.mark(1000),)))
    np.testing.assert_array_equal(chart.record.training.x, ticks[:, 0])
    assert len(chart.record.marks) == 1
    chart.show_now(now(2000))  # an edit takes no step back
    np.testing.assert_array_equal(chart.record.training.x, ticks[:, 0])
    assert chart.record.marks == ()


def test_the_band_of_few_points_keeps_to_their_line(qtbot: QtBot) -> None:
    """Points lie far apart at first and close together later, as those of a validation curve may."""
    steps = np.array([0.0, 400.0, 800.0, *np.arange(801.0, 2000.0)])
    values = np.array([2.0, 1.0, 0.0, *np.zeros(1199)])
    rows = nets.rows(*((step, math.nan, value) for step, value in zip(steps, values, strict=True)))
    chart = opened(qtbot, ticks=rows)
    frame, image = chart._area, picture(chart)
    assert frame is not None
    x, y = round(frame.x(250)), round(frame.y(1.13))
    band = image.pixelColor(x, y)  # the line is at 1.375 here, and goes to 1.0
    assert abs(band.red() - THEME.card.red()) + abs(band.blue() - THEME.card.blue()) < 20, band.name()


def test_marks_differ_in_shape_and_colour(qtbot: QtBot) -> None:
    colors = {1: THEME.grown, -1: THEME.narrowed, 0: THEME.soft}
    shapes = []
    for grown, color in colors.items():
        chart = opened(qtbot, ScoreChart, ticks=run(), marks=(nets.mark(1000, grown),))
        assert chart._area is not None
        x = round(chart._area.x(1000))
        image = picture(chart)
        sign = {(i, j) for i in range(-6, 7) for j in range(38, 58) if image.pixel(x + i, j) == color.rgb()}
        assert len(sign) > 10
        shapes.append(frozenset(sign))
    assert len(set(shapes)) == 3


def test_labels_stand_on_the_loss_chart_only(qtbot: QtBot) -> None:
    counts = []
    for kind in (LossChart, ScoreChart):
        chart = opened(qtbot, kind, ticks=run(), marks=(nets.mark(1000),))
        counts.append(pixels(picture(chart), THEME.grown, top=36, bottom=58))
    assert counts[0] > counts[1] + 30


def test_labels_never_touch_each_other_nor_a_sign() -> None:
    draw = np.random.default_rng(3)
    for _ in range(300):
        marks = sorted(draw.uniform(0, 400, draw.integers(1, 12)).tolist())
        widths = draw.uniform(30, 140, len(marks)).tolist()
        rows = int(draw.integers(1, 3))
        placed = chart_marks.place_labels(marks, widths, left=0, right=400, rows=rows, sign=4.5)
        spans = [(label.row, label.x, label.x + label.room) for label in placed]
        for at, (row, start, end) in enumerate(spans):
            assert start >= -chart_marks.GAP
            assert end <= 400 + chart_marks.GAP
            assert all(row != other or end < a or start > b for other, a, b in spans[at + 1 :])
            reach = 4.5 if row == 0 else 0.5
            assert all(end < x - reach or start > x + reach for x in marks)
            if row == 0:
                away = [max(start - x, x - end) for x in marks]
                own = away.pop(placed[at].mark)
                assert all(other > own + 8 for other in away), "a label stands next to its own sign"
    alone = chart_marks.place_labels([200.0], [100.0], left=0, right=400, rows=1, sign=4.5)
    assert len(alone) == 1
    at_the_edge = chart_marks.place_labels([395.0], [100.0], left=0, right=400, rows=1, sign=4.5)
    assert at_the_edge[0].x + 100 < 395
    crowded = chart_marks.place_labels([200.0, 300.0], [150.0, 150.0], left=0, right=400, rows=1, sign=4.5)
    assert [label.mark for label in crowded] == [1, 0]  # the newest first, cut short where there is less room
    assert crowded[0].room < 150 == crowded[1].room


def test_a_loss_that_leaves_the_chart_runs_along_its_edge(qtbot: QtBot) -> None:
    values = [0.1, 0.12, *[0.1 * 10.0**power for power in range(2, 9)]]
    chart = opened(qtbot, ticks=nets.rows(*((float(s), value, value) for s, value in enumerate(values, 1))))
    assert chart._area is not None
    plot = chart._area.plot
    assert chart._area.axis.high < 10, "what is sane is not flattened"
    edge = pixels(picture(chart), THEME.training, top=int(plot.top()) - 3, bottom=int(plot.top()) + 2)
    assert edge > 0.25 * plot.width(), "seven of the first twenty steps"


def test_the_legend_keeps_its_place_when_numbers_change(qtbot: QtBot) -> None:
    for kind in (LossChart, ScoreChart):
        chart = opened(qtbot, kind)
        begins = set()
        for step, value in enumerate((1.0, 0.9, 0.1234, 0.00077, 0.051), 1):
            chart.show_tick(nets.tick(step, loss=value, validation=value))
            picture(chart)
            begins.add(tuple(round(x, 3) for x in chart._entries))
        assert len(begins) == 1, kind.__name__


def test_wheel_zooms_around_the_pointer_and_linked_charts_follow(qtbot: QtBot) -> None:
    loss, score = opened(qtbot, ticks=run()), opened(qtbot, ScoreChart, ticks=run())
    loss.link(score)
    assert loss._area is not None
    at = QPoint(200, 120)
    step = loss._area.step(200)
    wheel(loss, at, 3)
    settled(score)
    assert loss._area.right - loss._area.left < 2000 * 0.6
    assert loss._area.step(200) == pytest.approx(step, rel=0.01)
    assert score._area is not None
    assert (score._area.left, score._area.right) == (loss._area.left, loss._area.right)
    wheel(loss, at, 3, shift=True)
    assert loss._area.left < 800


def test_the_follow_button_appears_when_needed_and_brings_back_the_newest(qtbot: QtBot) -> None:
    chart = opened(qtbot, ticks=run())
    button = chart._follow
    assert button.isHidden()
    wheel(chart, QPoint(100, 120), 5)
    assert button.isVisible()
    assert button.accessibleName() == "Follow the newest step"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settled(chart)
    assert button.isHidden()
    assert chart._area is not None
    assert (chart._area.left, chart._area.right) == (0, 2000)


def test_double_click_and_keys(qtbot: QtBot) -> None:
    chart = opened(qtbot, ticks=run())
    wheel(chart, QPoint(100, 120), 5)
    qtbot.mouseDClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(200, 120))
    assert chart._view == View()
    qtbot.keyClick(chart, Qt.Key.Key_Plus)
    assert chart._view.span is not None
    assert chart._view.follows
    qtbot.keyClick(chart, Qt.Key.Key_Left)
    assert not chart._view.follows
    qtbot.keyClick(chart, Qt.Key.Key_End)
    assert chart._view.follows
    qtbot.keyClick(chart, Qt.Key.Key_Home)
    assert chart._view == View()


def test_drag_pans(qtbot: QtBot) -> None:
    chart = opened(qtbot, ticks=run())
    chart.show_view(View(span=500, right=1500))
    settled(chart)
    qtbot.mousePress(chart, Qt.MouseButton.LeftButton, pos=QPoint(200, 120))
    qtbot.mouseMove(chart, QPoint(260, 120))
    qtbot.mouseRelease(chart, Qt.MouseButton.LeftButton, pos=QPoint(260, 120))
    left, _ = shown(chart._view, newest=2000)
    assert left < 1000


def test_crosshair_tells_values_on_both_charts(qtbot: QtBot) -> None:
    loss, score = opened(qtbot, ticks=run()), opened(qtbot, ScoreChart, ticks=run())
    loss.link(score)
    before = picture(loss), picture(score)
    qtbot.mouseMove(loss, QPoint(200, 120))
    settled(loss, score)
    assert loss._hover == score._hover
    assert picture(loss) != before[0]
    assert picture(score) != before[1]
    loss._point_at(None)
    settled(loss, score)
    assert picture(loss) == before[0]


def test_log_axis_by_button_and_key(qtbot: QtBot) -> None:
    chart = opened(qtbot, ticks=run())
    assert isinstance(chart, LossChart)
    log = next(knob for knob in chart.findChildren(Knob) if knob.isCheckable())
    assert log.accessibleName() == "Logarithmic loss axis"
    linear = picture(chart)
    qtbot.mouseClick(log, Qt.MouseButton.LeftButton)
    settled(chart)
    assert chart._area is not None
    assert chart._area.axis.log
    assert picture(chart) != linear
    qtbot.keyClick(chart, Qt.Key.Key_L)
    settled(chart)
    assert not chart._area.axis.log


def test_log_axis_bears_a_loss_of_zero(qtbot: QtBot) -> None:
    chart = opened(qtbot, ticks=nets.rows((1, 1.0, 1.0), (2, 0.0, 0.0), (3, 0.5, 0.5)))
    qtbot.keyClick(chart, Qt.Key.Key_L)
    settled(chart)
    assert chart._area is not None
    assert chart._area.axis.low > 0


def test_an_exploded_loss_does_not_flatten_the_rest(qtbot: QtBot) -> None:
    points = [(step, 2.0 / step, 2.2 / step) for step in range(1, 200)]
    chart = opened(qtbot, ticks=nets.rows(*points, (200, 1e17, 1e17), (201, 0.4, 0.4)))
    assert chart._area is not None
    assert chart._area.axis.high < 5
    qtbot.keyClick(chart, Qt.Key.Key_L)
    settled(chart)
    assert chart._area.axis.high >= 1e17, "the logarithmic axis shows all of it"


def test_score_is_percent_or_r2(qtbot: QtBot) -> None:
    percent, r2 = opened(qtbot, ScoreChart, ticks=run()), opened(qtbot, ScoreChart, ticks=run(), task="regress")
    assert (percent.title(), percent.value_text(0.9912)) == ("Accuracy", "99.1%")
    regression = ScoreChart(palette=theme_for("light"), send=lambda command: None)
    qtbot.addWidget(regression)
    regression.percent = False
    shown = [regression.value_text(v) for v in (0.987, 0.0004, -2.5, -1.4e27)]
    assert shown == [
        "0.987",
        "0.000",
        "−2.500",
        "−1.4·10²⁷",
    ]
    assert (r2.title(), r2.value_text(-0.5)) == ("R²", "−0.500")
    awful = opened(qtbot, ScoreChart, ticks=nets.rows((1, 500.0, 500.0), (2, 0.2, 0.2)), task="regress")
    assert awful._area is not None
    assert awful._area.axis.low >= -1.5  # an R² of −499 doesn't flatten the rest


def test_empty_chart_says_what_will_come(qtbot: QtBot) -> None:
    chart = opened(qtbot)
    assert pixels(picture(chart), THEME.soft) > 100
    assert shown(View(), newest=0) == (0, FIRST_SPAN)


@pytest.mark.parametrize("size", [(260, 150), (421, 218), (900, 420)])
@pytest.mark.parametrize("newest", [10, 99_999, 3_000_000_000])
def test_no_text_reaches_the_edge_of_the_card(qtbot: QtBot, size: tuple[int, int], newest: int) -> None:
    chart = opened(qtbot, ticks=nets.rows((1, 1234.5, 1500.0), (newest, 900.0, 800.0)))
    chart.resize(*size)
    settled(chart)
    image = picture(chart)
    edge = [image.pixel(x, y) for x in (2, 3, size[0] - 4, size[0] - 3) for y in range(14, size[1] - 14)]
    assert set(edge) == {THEME.card.rgb()}


def test_views_stay_inside_the_run() -> None:
    view = zoom(View(), at=500, factor=0.1, newest=1000)
    assert shown(view, newest=1000) == (450, 550)
    assert shown(pan(view, by=-9999, newest=1000), newest=1000) == (0, 100)
    at_the_end = pan(view, by=9999, newest=1000)
    assert at_the_end.follows
    assert shown(at_the_end, newest=2000) == (1900, 2000)
    assert zoom(view, at=500, factor=99, newest=1000) == View()


def test_axis_texts() -> None:
    assert [chart_axis.step_text(step, gap=500) for step in (0, 500, 1500)] == ["0", "500", "1,500"]
    assert [chart_axis.step_text(step, gap=50_000) for step in (0, 50_000, 200_000)] == ["0", "50k", "200k"]
    assert chart_axis.step_text(1_500_000, gap=500_000) == "1.5M"
    assert chart_axis.step_text(1_234_500, gap=100) == "1,234,500"
    assert [chart_axis.tick_text(v, gap=0.5) for v in (0, 0.5, 2.5)] == ["0", "0.5", "2.5"]
    assert [chart_axis.log_tick_text(v) for v in (1e-6, 0.001, 0.3, 1, 200)] == ["10⁻⁶", "0.001", "0.3", "1", "200"]
    assert [chart_axis.value_text(v) for v in (2.3026, 0.0412, 12.345, 3.21e-5)] == [
        "2.303",
        "0.041",
        "12.35",
        "3.2·10⁻⁵",
    ]
    axis = chart_axis.linear_axis(0, 2.31, lines=5)
    assert axis.ticks == (0, 0.5, 1.0, 1.5, 2.0, 2.5)
    flat = chart_axis.linear_axis(0.5, 0.5, lines=4)
    assert flat.low < 0.5 < flat.high
    log = chart_axis.log_axis(0.02, 2.3, lines=5)
    assert log.ticks == pytest.approx((0.01, 0.03, 0.1, 0.3, 1.0, 3.0))
    assert log.low <= 0.02 < 2.3 <= log.high
