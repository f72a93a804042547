"""The trainer page on a person's own data: colours, long names, many classes, rows of numbers, values in their unit."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from core.messages.beside.pictures import Classified, Examined, SampleTaken, TakeSample
from core.messages.catalogue import OWN
from core.messages.own.looking import LookAtPicture, PictureSeen
from core.messages.own.prepared import About
from core.messages.train_commands import DataSpec
from core.messages.train_reports import Array, Data
from gui.kit.pieces import apply_theme
from gui.kit.theme import theme_for
from gui.train.drawing.names import names_of
from gui.train.pad.bars import Bars
from gui.train.pad.confused import MOST_IN_MATRIX, Confused, pairs_of
from gui.train.pad.digits import DigitAnswers
from gui.train.pad.matrix import HEAD_PX, Matrix
from gui.train.pad.rows import RowAnswers
from gui.train.pad.scaling import scaled_for
from gui.train.pad.tiles import specimens_of
from gui.train.panels.images import is_photo, is_rows, photo_of, target_text
from gui.window.window import Window
from tests import own_library
from tests.gui import nets
from tests.gui.bringing import PretendData
from tests.gui.conftest import WAIT_MS, OpenWindow
from tests.gui.test_accessibility import nameless, settled
from tests.gui.test_screens import faults

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

THEME = theme_for("light", motion=False)
LONG = ("고양이", "아주 긴 이름을 가진 새 한 마리", "another rather long name")


def floats(values: Any) -> Array:
    made = np.asarray(values, "<f4")
    return Array("f4", made.shape, made.tobytes())


def wholes(values: Any, kind: str = "i4") -> Array:
    made = np.asarray(values, f"<{kind}")
    return Array(kind, made.shape, made.tobytes())


def described(shape: tuple[int, ...], classes: tuple[str, ...] = LONG, **more: Any) -> Data:
    samples = np.random.default_rng(0).random((6, *shape))
    targets = wholes([at % max(len(classes), 1) for at in range(6)], "i8") if classes else floats([[0.5]] * 6)
    return Data(
        DataSpec(OWN, own="a" * 64, title="내 것"), "classify" if classes else "regress", shape, classes, 100, 20,
        more.pop("samples", floats(samples)), targets, "", **more,
    )  # fmt: skip


def shown(qtbot: QtBot, part: QWidget, width: int = 240, height: int = 400) -> Any:
    qtbot.addWidget(part)
    part.resize(width, height)
    apply_theme(part, THEME)
    part.show()
    QApplication.processEvents()
    return part


# -------------------------------------------------------------------------------------------------------------- colours
def test_a_photo_is_shown_in_its_own_colours() -> None:
    red = np.zeros((3, 4, 4), np.float32)
    red[0] = 1
    assert photo_of(red).pixelColor(1, 1) == QColor(255, 0, 0)
    assert photo_of(np.ones((1, 4, 4), np.float32)).pixelColor(0, 0) == QColor(255, 255, 255), "white stays white"


def test_what_kind_of_samples_there_are() -> None:
    assert is_photo(described((3, 8, 8)))
    assert is_photo(described((1, 8, 8)))
    assert not is_photo(nets.loaded().data), "the digits are ink"
    assert is_rows(described((7,)))
    assert not is_rows(described((2,), ("0", "1"))), "two numbers are drawn as a plane"


def test_specimens_of_photos_keep_their_three_colours() -> None:
    from core.messages.beside.pictures import Specimens

    told = Specimens(wholes([0]), floats(np.ones((1, 3, 4, 4))), wholes([0]), wholes([1]), floats([0.7]))
    (one,) = specimens_of(told, (3, 4, 4), LONG, photo=True)
    assert one.picture.shape == (3, 4, 4)
    assert "아주 긴 이름을 가진 새 한 마리" in one.words()


def test_a_drawing_is_dark_on_light_where_the_data_is() -> None:
    light = floats(np.full((6, 1, 8, 8), 0.9))
    dark = floats(np.full((6, 1, 8, 8), 0.1))
    ink = np.zeros((64, 64), np.float32)
    ink[20:40, 20:40] = 1
    for samples, stroke, ground in ((light, 0.0, 1.0), (dark, 1.0, 0.0)):
        scaled = scaled_for(described((1, 8, 8), samples=samples))
        assert scaled is not None
        made = scaled.make(ink)
        assert made is not None
        assert made.shape == (8, 8)
        assert (float(made[3, 3]), float(made[0, 0])) == pytest.approx((stroke, ground))
        assert scaled.make(np.zeros((64, 64), np.float32)) is None
    assert scaled_for(described((3, 8, 8))) is None, "nobody draws a photo"


# -------------------------------------------------------------------------------------------------- names and classes
def test_names_of_columns_stand_beside_the_inputs() -> None:
    data = described((3,), ("예", "아니오"), inputs=("나이", "성별=남", "성별=여"))
    assert names_of(data).features == ("나이", "성별=남", "성별=여")
    left, right = names_of(described((3,), inputs=("a very long name of a column indeed", "b", "c"))).width_for(THEME)
    assert left < 100
    assert right < 100


def test_the_names_of_a_matrix_get_room_and_never_all_of_it(qtbot: QtBot) -> None:
    matrix = shown(qtbot, Matrix(lambda *_: None), 220)
    matrix.show_classes(LONG)
    head = matrix.verticalHeader().width()
    assert HEAD_PX < head < 100
    assert matrix.horizontalHeaderItem(1).toolTip() == LONG[1]
    matrix.show_classes(tuple("0123456789"))
    assert matrix.verticalHeader().width() == HEAD_PX


def test_bars_of_many_classes_are_the_likeliest_ones(qtbot: QtBot) -> None:
    bars = shown(qtbot, Bars(), 160, 96)
    bars.show_classes(tuple(f"class {at}" for at in range(1000)))
    shares = np.full(1000, 1e-4)
    shares[[731, 12]] = 0.6, 0.3
    bars.show_shares(shares)
    assert bars.places()[:2] == [731, 12]
    assert len(bars.places()) == 6
    bars.show_classes(tuple("0123456789"))
    bars.show_shares(np.eye(10)[7])
    assert bars.places() == list(range(10)), "ten stay in their order"


def test_pairs_that_are_confused_are_listed_and_opened(qtbot: QtBot) -> None:
    opened: list[tuple[int, int]] = []
    made = shown(qtbot, Confused(lambda *cell: opened.append(cell)), 220)
    table = np.diag([9] * 12)
    table[2, 5], table[7, 1] = 3, 8
    pairs = pairs_of(table)
    assert pairs.tolist() == [[7, 1, 8], [2, 5, 3]]
    classes = tuple(f"아주 긴 이름의 동물 {at}" for at in range(12))
    made.show_pairs(pairs, classes)
    assert made.count() == 2
    assert classes[7] in made.item(0).toolTip()
    made.setCurrentRow(1)
    made.itemActivated.emit(made.item(1))
    assert opened == [(2, 5)]
    made.show_pairs(pairs_of(np.diag([9] * 12)), classes)
    assert not made.item(0).flags() & Qt.ItemFlag.ItemIsEnabled
    assert opened == [(2, 5)]


@pytest.mark.parametrize("count", [3, MOST_IN_MATRIX, MOST_IN_MATRIX + 1, 1000])
def test_mistakes_are_a_matrix_of_few_classes_and_a_list_of_many(qtbot: QtBot, count: int) -> None:
    answers = shown(qtbot, DigitAnswers(lambda _: 1, lambda _: None))
    classes = tuple(f"c{at}" for at in range(count))
    answers.show_loaded(nets.loaded_with(described((3, 8, 8), classes)))
    answers.mistakes.show()
    assert answers.mistakes.matrix.isHidden() == (count > MOST_IN_MATRIX)
    assert answers.mistakes.confused.isHidden() == (count <= MOST_IN_MATRIX)
    table = wholes(np.eye(count)) if count <= 64 else None
    none = specimens(0)
    answers.hear(Examined("validation", 5, table, none, none, wholes([[0, 1, 4]]), 3, 7), None)
    if count > 64:
        assert answers.mistakes.confused.item(0).text() == "4 · c0 → c1"
        answers.mistakes.open_cell(0, 1)
        assert "4" in answers.mistakes.cell_words.text()


def specimens(count: int) -> Any:
    from core.messages.beside.pictures import Specimens

    nothing = wholes(np.zeros(count))
    return Specimens(nothing, floats(np.zeros((count, 3, 8, 8))), nothing, nothing, floats(np.zeros(count)))


# ---------------------------------------------------------------------------------------------------------------- rows
def rows(qtbot: QtBot, data: Data) -> tuple[RowAnswers, list[Any]]:
    sent: list[Any] = []

    def send(command: Any) -> int:
        sent.append(command)
        return len(sent)

    answers = shown(qtbot, RowAnswers(send, lambda _: None))
    answers.show_loaded(nets.loaded_with(data))
    answers.show_asking(True)
    answers.draw()
    return answers, sent


def test_a_row_is_read_in_its_own_units_and_answered(qtbot: QtBot) -> None:
    data = described(
        (3,), ("예", "아니오"), inputs=("나이", "성별=남", "성별=여"), scales=((30.0, 10.0), (0.0, 0.0), (0.0, 0.0))
    )
    answers, sent = rows(qtbot, data)
    number = next(at for at, one in enumerate(sent, 1) if isinstance(one, TakeSample))
    picture = floats([1.5, 0.0, 1.0])
    assert answers.hear(SampleTaken("validation", 4, 20, picture, 1), number)
    assert answers.values.text() == "나이 45, 성별 여"
    assert "5" in answers.what.text()
    assert "아니오" in answers.what.text()
    answers.hear(Classified(9, picture, floats([0.2, 0.8])), len(sent))
    assert answers.bars.best == 1
    assert "아니오" in answers.bars.accessibleName()


def test_large_numbers_and_dates_are_read_as_in_the_table(qtbot: QtBot) -> None:
    scales = ((60_000.0, 10_000.0), (2575.0, 900.0), (0.0, 1.0))
    data = described((3,), ("예", "아니오"), inputs=("요금", "생일", "키"), scales=scales, dates=(1,))
    answers, sent = rows(qtbot, data)
    number = next(at for at, one in enumerate(sent, 1) if isinstance(one, TakeSample))
    for values, told in (
        ([0.8043, 0.0, 1.5], "요금 68,043, 생일 1977-01-19, 키 1.5"),
        ([-7.5, 1e30, 0.12346], "요금 −15,000, 생일 9e+32, 키 0.1235"),
    ):
        assert answers.hear(SampleTaken("validation", 4, 20, floats(values), 1), number)
        assert answers.values.text() == told
        answers.step(1)
        number = len(sent)


def test_a_value_is_said_in_its_own_unit_with_what_is_true(qtbot: QtBot) -> None:
    answers, sent = rows(qtbot, described((3,), (), target="몸무게", mean=60.0, scale=10.0))
    number = next(at for at, one in enumerate(sent, 1) if isinstance(one, TakeSample))
    picture = floats([0.0, 0.0, 1.0])
    answers.hear(SampleTaken("validation", 0, 20, picture, -1, 0.5), number)
    answers.hear(Classified(9, picture, None, (), -0.25), len(sent))
    assert answers.value.text() == "Predicted: 몸무게 57.5 · true: 몸무게 65"
    answers.hear(Examined("validation", 9, values=floats([[0, 0.1], [1, 0.9]]), score=0.93, all_=2), None)
    assert answers.residuals.true.tolist() == pytest.approx([60, 70])
    assert answers.score.text().startswith("R² 0.930")
    answers.hear(Examined("validation", 9, values=floats([[0, 0.1]]), score=math.nan), None)
    assert answers.bars.isHidden()


def test_hostile_answers_about_rows_change_nothing(qtbot: QtBot) -> None:
    answers, _ = rows(qtbot, described((3,), ("예", "아니오")))
    answers.hear(SampleTaken("validation", 0, 20, floats([1.0, 2.0]), 0), None)
    assert answers.sample is None
    answers.hear(Classified(9, floats([0, 0, 0]), floats([0.2] * 7)), None)
    assert answers.bars.best == -1
    answers.hear(SampleTaken("validation", 0, 20, floats([math.nan, math.inf, 1]), 99), None)
    assert np.isfinite(answers.sample).all()  # type: ignore[arg-type]


def test_targets_are_written_in_words_and_units() -> None:
    assert target_text(1, described((3,))) == LONG[1]
    assert target_text(99, described((3,))) == "?"
    assert target_text(-1.5, described((3,), (), mean=1.0, scale=2.0)) == "−2"


# ---------------------------------------------------------------------------------------------- with the real trainer
@pytest.mark.parametrize("kind", ["colour", "grey", "table", "value", "thousand"])
def test_every_kind_of_own_data_is_trained_on_in_the_window(
    open_window: OpenWindow, qtbot: QtBot, home: Path, kind: str
) -> None:
    from core.workers.worker import start_trainer
    from gui.window.pages import train_on

    data = {
        "colour": own_library.pictures, "grey": lambda: own_library.pictures(channels=1, light=True),
        "table": own_library.table, "value": lambda: own_library.table(task="regress"),
        "thousand": lambda: own_library.arrays(classes=1000),
    }[kind]()  # fmt: skip
    worker = PretendData()
    window: Window = open_window(trainer=start_trainer(log=home / "logs" / "trainer.log"), data=worker)
    train_on(window, data)
    qtbot.waitUntil(lambda: window.page.data.spec.own == data.digest, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: window.page.loss.record.newest > 60, timeout=WAIT_MS)
    wanted = DigitAnswers if kind in ("colour", "grey") else RowAnswers
    assert isinstance(window.page.answers.shown, wanted)
    answers: Any = window.page.answers.shown
    if kind == "value":
        qtbot.waitUntil(lambda: len(answers.residuals.true) == 60, timeout=WAIT_MS)
        assert answers.residuals.true.mean() > 30, "in its own unit"
    else:
        qtbot.waitUntil(lambda: len(answers.mistakes.unsure.shown) > 0, timeout=WAIT_MS)
    assert not window.frame.bars.up
    settled(window, qtbot)
    assert not [fault for fault in nameless(window.frame, "en") if not hangul_of_a_person(fault, data.about)]
    told = {size: faults_at(window, size) for size in ((1280, 800), (1024, 662), (512, 312))}
    assert not {size: faults for size, faults in told.items() if faults}
    window.frame.open("runs")
    table = window.frame.page("runs").table  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: any(table.item(at, 1).text() == data.about.title for at in range(table.rowCount())))
    window.frame.open("train")
    if kind in ("colour", "grey"):
        assert answers.pad.drawable == (kind == "grey")
        answers.step(1)
        qtbot.waitUntil(lambda: answers.bars.best >= 0, timeout=WAIT_MS)
        a_picture_is_asked_about(window, worker, qtbot, data.about.input)


def hangul_of_a_person(fault: str, about: About) -> bool:
    """Whether what is not English is what a person has called their own things."""
    return fault.startswith("not English") and any(name in fault for name in (about.title, *about.classes))


def faults_at(window: Window, size: tuple[int, int]) -> list[str]:
    """Return what is cut or sticks out on a screen of this size."""
    window.resize(*size)
    for _ in range(10):
        QApplication.processEvents()
    return faults(window)


def a_picture_is_asked_about(window: Window, worker: PretendData, qtbot: QtBot, shape: tuple[int, ...]) -> None:
    """One picture is read as the data was, and laid on the pad."""
    seen = PictureSeen("/x/cat.png", Array("u1", shape, bytes([255]) * math.prod(shape)))
    worker.on_picture = seen
    assert "cat.png" in window.own_data.says(("/x/cat.png",))
    window.own_data.take(("/x/cat.png",))
    qtbot.waitUntil(lambda: window.page.pictures.what.text() == "cat.png", timeout=WAIT_MS)
    (asked,) = (one for one in worker.sent if isinstance(one, LookAtPicture))
    assert asked.digest == window.page.data.spec.own
    assert window.page.pictures.picture.min() == 1
