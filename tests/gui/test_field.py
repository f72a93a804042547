"""The number field: what it understands, how it steps, and that it shows only what it is told."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.train.panels.field import Field, Numbers, stepped, understood, written

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

RATE = Numbers(1e-8, 100.0)
BATCH = Numbers(1, 100_000, steps="double", whole=True)
DECAY = Numbers(0.0, 10.0, zero="off")


@pytest.mark.parametrize(
    ("value", "up", "next_"),
    [(0.001, True, 0.002), (0.002, True, 0.005), (0.005, True, 0.01), (0.001, False, 5e-4), (0.003, True, 0.005)],
)
def test_a_rate_steps_by_1_2_5(value: float, up: bool, next_: float) -> None:
    assert stepped(value, RATE, up=up) == pytest.approx(next_)


@pytest.mark.parametrize(("value", "up", "next_"), [(64, True, 128), (64, False, 32), (48, True, 64), (1, False, 1)])
def test_a_batch_doubles(value: float, up: bool, next_: float) -> None:
    assert stepped(value, BATCH, up=up) == next_


def test_what_can_be_off_steps_down_to_off_and_up_again() -> None:
    assert stepped(1e-6, DECAY, up=False) == 0.0
    assert stepped(0.0, DECAY, up=True) == pytest.approx(1e-6)


def test_steps_stay_inside_the_limits() -> None:
    assert stepped(100.0, RATE, up=True) == 100.0


@pytest.mark.parametrize(
    ("text", "numbers", "value"),
    [
        ("0.003", RATE, 0.003),
        ("0,003", RATE, 0.003),
        (" 3e-4 ", RATE, 3e-4),
        ("1,024", BATCH, 1024),
        ("off", DECAY, 0.0),
        ("ten", RATE, None),
        ("nan", RATE, None),
        ("inf", RATE, None),
        ("", RATE, None),
    ],
)
def test_it_understands_numbers_as_people_write_them(text: str, numbers: Numbers, value: float | None) -> None:
    assert understood(text, numbers) == value


@pytest.mark.parametrize(
    ("value", "numbers", "text"),
    [(0.001, RATE, "0.001"), (1e-5, RATE, "1e-5"), (2.5e-7, RATE, "2.5e-7"), (64, BATCH, "64"), (0.0, DECAY, "off")],
)
def test_it_writes_numbers_as_people_read_them(value: float, numbers: Numbers, text: str) -> None:
    assert written(value, numbers) == text
    assert understood(text, numbers) == pytest.approx(value)


def field(qtbot: QtBot, numbers: Numbers = RATE) -> tuple[Field, list[float], list[str]]:
    wanted: list[float] = []
    puzzled: list[str] = []
    made = Field(numbers, wanted.append, puzzled.append, name="Rate")
    qtbot.addWidget(made)
    made.display(0.001)
    made.show()
    return made, wanted, puzzled


def test_typing_asks_once_and_shows_the_old_number_until_told(qtbot: QtBot) -> None:
    made, wanted, _ = field(qtbot)
    made.setFocus()
    made.selectAll()
    qtbot.keyClicks(made, "0.05")
    assert wanted == []
    qtbot.keyClick(made, Qt.Key.Key_Return)
    assert wanted == [0.05]
    assert made.value == 0.001
    made.display(0.05)
    assert made.text() == "0.05"


def test_a_number_out_of_range_is_not_asked_for(qtbot: QtBot) -> None:
    made, wanted, puzzled = field(qtbot)
    made.setFocus()
    made.selectAll()
    qtbot.keyClicks(made, "5000")
    qtbot.keyClick(made, Qt.Key.Key_Return)
    assert (wanted, puzzled) == ([], ["5000"])
    assert made.property("wrong")


def wheel(made: Field) -> QWheelEvent:
    place = QPointF(20, 10)
    return QWheelEvent(
        place, made.mapToGlobal(place), QPoint(0, 0), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip


def test_the_wheel_steps_only_where_the_focus_is(qtbot: QtBot) -> None:
    made, wanted, _ = field(qtbot)
    made.clearFocus()
    QApplication.sendEvent(made, wheel(made))
    assert wanted == []
    made.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    QApplication.sendEvent(made, wheel(made))
    assert wanted == [0.002]


def test_the_arrow_heads_step(qtbot: QtBot) -> None:
    made, wanted, _ = field(qtbot)
    qtbot.mouseClick(made, Qt.MouseButton.LeftButton, pos=QPoint(made.width() - 6, 4))
    qtbot.mouseClick(made, Qt.MouseButton.LeftButton, pos=QPoint(made.width() - 6, made.height() - 4))
    assert wanted == [0.002, pytest.approx(5e-4)]
