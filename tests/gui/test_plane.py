"""What the network says about points of the plane, as a person sees it; Playground's data and inputs, as they are
chosen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from core.messages.beside.plane import PlaneAnswer
from core.messages.catalogue import CATALOGUE
from core.messages.train_commands import Change, DataSpec, EditPoint, Load, PointEdit
from core.messages.train_reports import Data, TimelineEntry
from core.net.plan import Freeze, mlp
from gui.kit.arrays import numbers
from gui.kit.pieces import apply_theme
from gui.kit.remembered import Preferences
from gui.kit.theme import theme_for
from gui.train.panels.timeline import Entry
from gui.train.plane.answers import PlaneAnswers
from gui.train.plane.contest import counted
from gui.train.plane.contour import contour
from gui.train.plane.editing import EditedPlane
from gui.train.plane.residuals import Residuals
from gui.train.plane.view import PlaneView
from gui.train.telling.points import PointsEdited, rows_after, rows_of
from gui.window.window import Window
from tests.gui import nets
from tests.gui.conftest import OpenWindow

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support|propagateSizeHints")
WAIT_MS = 30_000


def shows(window: Window, qtbot: QtBot, name: str) -> None:
    """Let a person choose data, and wait until it is there."""
    page = window.page
    page.data.choose(name)
    qtbot.waitUntil(lambda: page.loaded is not None and page.loaded.data.spec.name == name, timeout=WAIT_MS)


def test_the_card_is_there_for_points_and_gone_for_images(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    page = window.page
    assert page.answers.shown.title() != "The prediction"
    shows(window, qtbot, "playground-circle")
    card = page.answers
    assert card.isVisible()
    assert card.title.text() == "The prediction"
    view = card.shown.view
    qtbot.waitUntil(lambda: view.answer is not None, timeout=WAIT_MS)
    spec = page.loaded.data.spec
    assert spec == replace(CATALOGUE["playground-circle"].usual, seed=spec.seed)
    shows(window, qtbot, "digits")
    assert card.shown is None or card.shown.title() != "The prediction"


def test_it_asks_for_a_surface_while_it_is_seen_finer_at_large_and_not_on_another_page(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window()
    shows(window, qtbot, "playground-spiral")
    card = window.page.answers.shown
    qtbot.waitUntil(lambda: card.told is not None, timeout=WAIT_MS)
    assert card.watching == 96
    QTest.keyClick(card.view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: card.watching > 96, timeout=WAIT_MS)
    dialog = card.view.large.window()
    assert isinstance(dialog, QDialog)
    assert card.view.large.width() >= 300
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: card.view.large is None and card.watching == 96, timeout=WAIT_MS)
    window.frame.open("runs")
    qtbot.waitUntil(lambda: card.watching == 0, timeout=WAIT_MS)
    window.frame.open("train")
    qtbot.waitUntil(lambda: card.watching == 96, timeout=WAIT_MS)


@pytest.mark.parametrize("size", [(1280, 800), (1024, 700)])
def test_at_large_it_has_three_hundred_pixels_and_more(
    open_window: OpenWindow, qtbot: QtBot, size: tuple[int, int]
) -> None:
    window = open_window(size=size)
    shows(window, qtbot, "playground-xor")
    view = window.page.answers.shown.view
    window.page.arrangement.open_side("answers")
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    assert view.large is not None
    assert min(view.large.width() - 38, view.large.height() - 54) >= 300
    assert window.rect().size().width() >= view.large.width()
    view.large.window().close()


def test_each_choice_changes_the_picture_and_the_squares_are_the_points_held_out(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window()
    shows(window, qtbot, "playground-gauss")
    card = window.page.answers.shown
    qtbot.waitUntil(lambda: card.told is not None, timeout=WAIT_MS)
    for button in (card.held_out, card.border, card.discrete):
        before = card.view.grab().toImage()
        on = button.isChecked()
        QTest.keyClick(button, Qt.Key.Key_Space)
        assert button.isChecked() != on
        assert card.view.grab().toImage() != before, button.text()
    assert not card.marks.isVisibleTo(card), "there are no squares to explain"
    assert all(button.accessibleName() for button in (card.held_out, card.border, card.discrete, card.smallest))


def test_the_smallest_network_is_counted_as_playground_does(open_window: OpenWindow, qtbot: QtBot) -> None:
    # One hidden layer of three from two inputs, one output: 2·3 + 3 + 3 + 1.
    assert counted(mlp(2, (3,), 2, activation="tanh")) == (3, 13)
    assert counted(mlp(2, (3,), 1)) == (3, 13)
    assert counted(mlp(7, (8, 2), 2)) == (10, 7 * 8 + 8 + 8 * 2 + 2 + 2 + 1)
    window = open_window()
    shows(window, qtbot, "playground-spiral")
    card = window.page.answers.shown
    qtbot.waitUntil(lambda: card.told is not None, timeout=WAIT_MS)
    assert not card.contest.isVisibleTo(card)
    QTest.keyClick(card.smallest, Qt.Key.Key_Space)
    assert card.contest.isVisibleTo(card)
    said = {name: label.text() for name, label in card.contest.numbers.items()}
    assert said["held_out"] == f"{card.told.held_out_loss:.3f}"
    assert (said["hidden"], said["weights"]) == ("6", "25")


def test_a_regression_shows_its_residuals_and_r_squared(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    shows(window, qtbot, "playground-plane")
    card = window.page.answers.shown
    qtbot.waitUntil(lambda: card.told is not None, timeout=WAIT_MS)
    assert card.residuals.isVisibleTo(card)
    assert len(card.residuals.true) == 60
    assert card.score.text() == "R² 0.900 of the points held out"
    shows(window, qtbot, "playground-xor")
    assert not card.residuals.isVisibleTo(card)


def test_residuals_take_what_is_no_number_and_their_axes_are_alike(qtbot: QtBot) -> None:
    made = Residuals()
    qtbot.addWidget(made)
    made.resize(220, 165)
    made.set_theme(theme_for("light"))
    made.show_values(np.array([0.0, 1, np.nan, 2], np.float32), np.array([0.5, np.inf, 1, 1.0, 7], np.float32))
    assert made.true.tolist() == [0, 2]
    assert made.predicted.tolist() == [0.5, 1]
    least, most = made.ends()
    assert least < 0
    assert most > 2
    assert not made.grab().isNull()


def test_the_border_lies_where_the_answer_changes_sides() -> None:
    along = np.linspace(-1, 1, 41, dtype=np.float32)
    x, y = np.meshgrid(along, -along)
    lines = contour(np.sqrt(x**2 + y**2) - np.float32(0.6), 0.0)
    ends = lines.reshape(-1, 2) * 2 - 1
    assert len(lines) > 60
    assert np.allclose(np.hypot(*ends.T), 0.6, atol=0.01)
    assert len(contour(np.ones((5, 5), np.float32), 0.0)) == 0
    assert np.isfinite(contour(np.full((4, 6), np.nan, np.float32), 0.5)).all()


def test_points_and_ground_are_where_they_belong(qtbot: QtBot) -> None:
    view = PlaneView(lambda edit: 0)
    qtbot.addWidget(view)
    view.set_theme(theme_for("light", motion=False))
    points = nets.array([[4.5, 4.5]])
    data = Data(DataSpec("playground-xor"), "classify", (2,), ("0", "1"), 1, 1, points, nets.array([1], "i8"), "", 6.0,
                nets.array([[-4.5, -4.5]]), nets.array([0], "i8"))  # fmt: skip
    view.show_data(data)
    view.resize(300, 300)
    view.show_answer(np.array([[-1, 1], [-1, 1]], np.float32))  # orange left, blue right
    picture = view.grab().toImage().scaled(300, 300)

    def color(x: float, y: float) -> tuple[int, int, int]:
        found = picture.pixelColor(int(150 + x * 25), int(150 - y * 25))
        return found.red(), found.green(), found.blue()

    blue, orange = color(4.5, 4.5), color(-4.5, -4.5)
    assert blue[2] > blue[0] + 100
    assert orange[0] > orange[2] + 100
    left, right = color(-5, 3), color(5, -3)
    assert left[0] > left[2]
    assert right[2] > right[0]


@pytest.mark.parametrize("side", [0, 1, 2, 40])
@pytest.mark.parametrize("odd", [np.nan, np.inf, -np.inf, 3e38])
@pytest.mark.parametrize("reach", [6.0, np.nan, -1.0, 0.0, 1e300])
def test_numbers_that_are_none_cost_nothing(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, side: int, odd: float, reach: float
) -> None:
    raised: list[object] = []
    monkeypatch.setattr("sys.excepthook", lambda kind, error, trace: raised.append(error))
    made = PlaneAnswers(lambda asked: 0, lambda data: None)
    qtbot.addWidget(made)
    made.resize(240, 700)
    apply_theme(made, theme_for("dark", motion=False))
    points = np.array([[1.0, 2.0], [odd, 0], [-3, odd]], np.float32)
    targets = nets.array(np.array([[0.5], [odd], [-0.2]]))
    data = Data(DataSpec("playground-hills"), "regress", (2,), (), 3, 3, nets.array(points), targets, "", reach,
                nets.array(points), targets)  # fmt: skip
    loaded = nets.loaded(mlp(2, (4,), 1))
    made.show_loaded(replace(loaded, data=data))
    made.show_now(loaded.now)
    made.show()
    surface = np.full((side, side), odd, np.float32)
    answers = nets.array(np.full(5, odd))
    for event in (PlaneAnswer(2**62, nets.array(surface), answers, answers, odd, odd, odd),
                  PlaneAnswer(-1, answers, nets.array(surface), nets.array(surface), -odd, odd, odd)):  # fmt: skip
        assert made.hear(event, None)
        assert not made.grab().isNull()
    assert not raised, raised


# ------------------------------------------------------------------------------------------ what is asked of the data
def last_load(window: Window, sent: list[object]) -> Load:
    return next(one for one in reversed(sent) if isinstance(one, Load))


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    return []


def listening(window: Window, sent: list[object]) -> None:
    """Keep what the page sends."""
    send = window.page.send

    def kept(command: object) -> int:
        sent.append(command)
        return send(command)

    window.page.send = kept


def test_share_draw_and_inputs_are_asked_for_and_the_layers_stay(
    open_window: OpenWindow, qtbot: QtBot, sent: list[object]
) -> None:
    window = open_window()
    page, panel = window.page, window.page.data
    listening(window, sent)
    shows(window, qtbot, "playground-circle")
    page.begin(page.loaded.data.spec, None, mlp(2, (5, 3), 2, activation="relu"))
    qtbot.waitUntil(lambda: len(page.net.layers) == 3 and page.net.layers[0].width == 5, timeout=WAIT_MS)
    page.send(Freeze(1))
    qtbot.waitUntil(lambda: page.net.layers[0].frozen, timeout=WAIT_MS)

    QTest.keyClick(panel.share.slider, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: page.loaded.data.spec.held_out == 40, timeout=WAIT_MS)
    assert panel.share.number.text() == "60%"
    assert not page.net.layers[0].frozen, "it has to learn again"

    seed = page.loaded.data.spec.seed
    panel.redraw.setFocus()
    QTest.keyClick(panel.redraw, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.loaded.data.spec.seed == seed + 1, timeout=WAIT_MS)
    assert page.loaded.data.spec.held_out == 40

    QTest.keyClick(panel.inputs.buttons["x1^2"], Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.net.input == (3,), timeout=WAIT_MS)
    assert page.loaded.data.spec.inputs == ("x1", "x2", "x1^2")
    assert [layer.width for layer in page.net.layers] == [5, 3, 2]
    assert [layer.activation for layer in page.net.layers] == ["relu", "relu", "linear"]
    assert page.drawing.canvas._names.features == ("x₁", "x₂", "x₁²")
    QTest.keyClick(panel.inputs.buttons["x1^2"], Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.net.input == (2,), timeout=WAIT_MS)
    assert last_load(window, sent).data.inputs == ()


def test_one_input_stays_on(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    page, inputs = window.page, window.page.data.inputs
    shows(window, qtbot, "playground-circle")
    QTest.keyClick(inputs.buttons["x1"], Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.net.input == (1,), timeout=WAIT_MS)
    QTest.keyClick(inputs.buttons["x2"], Qt.Key.Key_Space)
    assert inputs.buttons["x2"].isChecked()
    assert all(button.accessibleName() == f"Input {button.text()}" for button in inputs.buttons.values())


def test_data_of_the_same_kind_keeps_noise_and_split_and_other_data_does_not(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window()
    page = window.page
    shows(window, qtbot, "playground-circle")
    page.data.set_noise(24)
    qtbot.waitUntil(lambda: page.loaded.data.spec.noise == 0.24, timeout=WAIT_MS)
    shows(window, qtbot, "playground-spiral")
    assert (page.loaded.data.spec.noise, page.loaded.data.spec.held_out) == (0.24, 50)
    shows(window, qtbot, "playground-plane")
    assert page.loaded.data.spec.samples == 1200
    shows(window, qtbot, "moons")
    assert page.loaded.data.spec == DataSpec("moons")


def test_in_korean_all_of_it_has_words(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(preferences=Preferences(language="ko", theme="dark"))
    shows(window, qtbot, "playground-spiral")
    card = window.page.answers.shown
    qtbot.waitUntil(lambda: card.told is not None, timeout=WAIT_MS)
    assert card.title() == "예측"
    assert card.border.text() == "경계"
    assert isinstance(card.told, PlaneAnswer)


# ------------------------------------------------------------------------------------------------------ points by hand
def at_large(window: Window, qtbot: QtBot, name: str) -> EditedPlane:
    shows(window, qtbot, name)
    card = window.page.answers.shown
    qtbot.waitUntil(lambda: card.told is not None, timeout=WAIT_MS)
    card.large.setFocus()
    QTest.keyClick(card.large, Qt.Key.Key_Space)
    plane = card.view.large
    assert isinstance(plane, EditedPlane)
    qtbot.waitUntil(lambda: plane.isVisible(), timeout=WAIT_MS)
    return plane


def test_a_click_adds_a_point_of_the_chosen_class_dragging_moves_it_and_a_right_click_takes_it_away(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window()
    page, plane = window.page, at_large(window, qtbot, "playground-circle")
    tools = page.answers.shown.view.tools
    QTest.keyClick(tools.buttons[1.0], Qt.Key.Key_Space)
    corner = plane.in_pixels(QPointF(5.9, 5.9)).toPoint()
    QTest.mouseClick(plane, Qt.MouseButton.LeftButton, pos=corner)
    qtbot.waitUntil(lambda: page.loaded.data.samples.shape[0] == 61, timeout=WAIT_MS)
    assert np.allclose(numbers(page.loaded.data.samples)[-1], 5.9, atol=0.05)
    assert numbers(page.loaded.data.targets)[-1] == 1
    assert page.answers.shown.view.large is plane, "it stays at large"
    qtbot.waitUntil(lambda: page.state.undo == 1, timeout=WAIT_MS)

    to = plane.in_pixels(QPointF(5.0, -5.9)).toPoint()
    QTest.mousePress(plane, Qt.MouseButton.LeftButton, pos=corner)
    QTest.mouseMove(plane, to)
    QTest.mouseRelease(plane, Qt.MouseButton.LeftButton, pos=to)
    qtbot.waitUntil(lambda: numbers(page.loaded.data.samples)[-1][1] < -5.5, timeout=WAIT_MS)
    assert page.loaded.data.samples.shape[0] == 61

    QTest.mouseClick(plane, Qt.MouseButton.RightButton, pos=to)
    qtbot.waitUntil(lambda: page.loaded.data.samples.shape[0] == 60, timeout=WAIT_MS)
    plane.window().close()
    qtbot.waitUntil(lambda: bool(page.timeline.findChildren(Entry)), timeout=WAIT_MS)
    (entry,) = page.timeline.findChildren(Entry)
    assert entry.accessibleName().startswith("3 points changed")


def test_edits_of_points_that_follow_each_other_are_one_row_of_the_timeline() -> None:
    rows = rows_after([], edits=1, step=10, edited=-1)
    assert rows == [PointsEdited(10, 0, 1)]
    assert rows[0].text() == "A point changed"
    rows = rows_after(rows, edits=2, step=14, edited=-1)
    assert rows == [PointsEdited(14, 0, 2)]
    rows = rows_after(rows, edits=3, step=30, edited=20)
    assert rows == [PointsEdited(14, 0, 2), PointsEdited(30, 2, 3)], "something else was done between"
    assert rows_after(rows, edits=2, step=40, edited=20) == rows[:1], "one was undone"
    assert rows_after(rows, edits=1, step=40, edited=20) == [PointsEdited(14, 0, 1)]
    assert rows_after(rows, edits=0, step=0, edited=-1) == []
    point = EditPoint(PointEdit(1.0, 1.0, 1.0))
    done = [TimelineEntry(10, point), TimelineEntry(14, point), TimelineEntry(20, Change("l1", 0.1)),
            TimelineEntry(30, point)]  # fmt: skip
    assert rows_of(done, edits=3) == rows
    assert rows_of(done, edits=5) == [PointsEdited(14, 2, 4), PointsEdited(30, 4, 5)], "two it began with"
    assert rows_of([], edits=0) == []


def test_points_are_edited_with_the_keyboard_alone(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    page, plane = window.page, at_large(window, qtbot, "playground-hills")
    tools = page.answers.shown.view.tools
    QTest.keyClick(tools.buttons[1.0], Qt.Key.Key_Space)
    plane.setFocus()
    for _ in range(4):
        QTest.keyClick(plane, Qt.Key.Key_Right)
    QTest.keyClick(plane, Qt.Key.Key_Up)
    QTest.keyClick(plane, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.loaded.data.samples.shape[0] == 61, timeout=WAIT_MS)
    assert np.allclose(numbers(page.loaded.data.samples)[-1], [1.0, 0.25], atol=1e-4)
    assert numbers(page.loaded.data.targets).reshape(-1)[-1] == 1.0
    QTest.keyClick(plane, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: page.loaded.data.samples.shape[0] == 60, timeout=WAIT_MS)
    assert plane.isVisible()
    assert plane.accessibleName()
    plane.window().close()


def test_why_a_point_cannot_be_edited_is_said_where_it_was_asked(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    plane = at_large(window, qtbot, "playground-xor")
    plane.edit(PointEdit(1.0, 1.0, place=500))
    tools = window.page.answers.shown.view.tools
    qtbot.waitUntil(lambda: tools.how.text() == "There is no such point.", timeout=WAIT_MS)
    plane.window().close()


def test_another_draw_begins_without_what_was_done_to_the_points(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    page, plane = window.page, at_large(window, qtbot, "playground-xor")
    plane.edit(PointEdit(1.0, 1.0, 1.0))
    qtbot.waitUntil(lambda: len(page.loaded.data.spec.edits) == 1, timeout=WAIT_MS)
    plane.window().close()
    page.data.set_inputs(("x1", "x2", "x1*x2"))
    qtbot.waitUntil(lambda: page.net.input == (3,), timeout=WAIT_MS)
    assert len(page.loaded.data.spec.edits) == 1, "the points are the same"
    page.data.draw_again()
    qtbot.waitUntil(lambda: page.loaded.data.spec.edits == (), timeout=WAIT_MS)
