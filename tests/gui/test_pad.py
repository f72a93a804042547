"""Drawing a digit in the window: answers while one draws, light in the network, mistakes and the confusion matrix."""

from __future__ import annotations

import math
import os
import signal
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.messages.beside.pictures import (
    Activation,
    Classified,
    Classify,
    Examine,
    Examined,
    PicturesShown,
    ShowPictures,
)
from core.messages.train_commands import DataSpec, Pause, Play, Reset, Undo
from core.messages.train_events import Failed
from core.messages.train_reports import Array
from core.net.plan import Widen
from core.sentence import say
from core.workers.session_tape import Recorder, Replay
from core.workers.worker import Worker
from gui.kit.remembered import Preferences
from gui.train.pad.digits import ON_THEIR_WAY, DigitAnswers
from gui.train.panels.data import usual_settings
from gui.window.window import Window
from tests import fake_pictures, fake_trainer
from tests.gui import nets
from tests.gui.conftest import WAIT_MS, OpenWindow
from tests.gui.test_screens import SIZES, at_every_size

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
SEVEN = ((0.25, 0.2), (0.75, 0.2), (0.6, 0.5), (0.45, 0.82))


def card(window: Window) -> DigitAnswers:
    """Return the card's content, with the card where it can be seen."""
    window.page.arrangement.open_side("answers")
    shown = window.page.answers.shown
    assert isinstance(shown, DigitAnswers)
    return shown


def draw(answers: DigitAnswers, points: tuple[tuple[float, float], ...] = SEVEN) -> None:
    """Draw one stroke with the mouse."""
    side, pad = answers.pad.width(), answers.pad
    there = [QPoint(int(x * side), int(y * side)) for x, y in points]
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=there[0])
    for a, b in pairwise(there):
        for part in range(1, 6):
            QTest.mouseMove(pad, a + (b - a) * part / 5)
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=there[-1])


def answered(answers: DigitAnswers, qtbot: QtBot) -> int:
    """Wait until what is on the pad is answered; return the class."""
    qtbot.waitUntil(lambda: answers.asked is None and answers.bars.best >= 0, timeout=WAIT_MS)
    return answers.bars.best


def expected(answers: DigitAnswers) -> int:
    """What the fake trainer says of the picture on the pad."""
    asked = answers._array()
    assert asked is not None
    return fake_pictures.best_of(asked)


def lit(window: Window) -> dict[int, Any]:
    return window.page.drawing.canvas._light.drawn


# ----------------------------------------------------------------------------------------------------- the pad
def test_what_is_drawn_is_answered_and_lights_the_network_until_it_is_cleared(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window()
    answers = card(window)
    assert answers.isVisible()
    assert (answers.bars.best, lit(window)) == (-1, {})
    draw(answers)
    best = answered(answers, qtbot)
    assert best == expected(answers)
    assert answers.seen.picture is not None
    assert answers.seen.picture.shape == (8, 8)
    canvas = window.page.drawing.canvas
    output = canvas.slots[-1].key
    qtbot.waitUntil(lambda: lit(window).keys() >= {0, output}, timeout=WAIT_MS)
    assert canvas.drawn_of(output, best) == 1
    assert canvas.drawn_of(output, (best + 1) % 10) == 0
    usual = canvas.units[output].activity.copy()
    qtbot.waitUntil(lambda: canvas._light.of(output, canvas.units[output])[best] > 0.9, timeout=WAIT_MS)
    dark = canvas._light.of(output, canvas.units[output])
    qtbot.waitUntil(lambda: dark[(best + 1) % 10] < 0.1, timeout=WAIT_MS)
    QTest.keyClick(answers.pad, Qt.Key.Key_Delete)
    assert answers.pad.empty
    assert (answers.bars.best, lit(window)) == (-1, {})
    qtbot.waitUntil(lambda: np.allclose(canvas._light.of(output, canvas.units[output]), usual, atol=0.05) or
                    not np.array_equal(canvas.units[output].activity, usual), timeout=WAIT_MS)  # fmt: skip
    qtbot.waitUntil(lambda: answers.asked is None, timeout=WAIT_MS)
    assert answers.bars.best == -1  # the answer to nothing is nothing


def test_only_the_newest_drawing_is_asked_about_while_a_question_is_on_its_way(
    open_window: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    answers = card(window)
    asked: list[object] = []
    send = window.training.send
    monkeypatch.setattr(window.page, "send", lambda command: asked.append(command) or send(command))
    draw(answers)
    before = sum(isinstance(one, Classify) for one in asked)
    assert before == ON_THEIR_WAY  # of sixteen movements
    assert answered(answers, qtbot) == expected(answers)
    questions = [one for one in asked if isinstance(one, Classify)]
    assert len(questions) == 3
    assert questions[-1].picture == answers._array()


def test_a_finger_and_a_pen_draw_as_the_mouse_does(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(size=(780, 700))  # all of it on the screen, or no finger reaches it
    answers = card(window)
    pad, side = answers.pad, answers.pad.width()
    places = [QPoint(int(x * side), int(y * side)) for x, y in SEVEN]
    draw(answers)
    answered(answers, qtbot)
    picture = answers.picture
    assert picture is not None
    answers.clear()
    screen = QTest.createTouchDevice()
    QTest.touchEvent(pad, screen).press(1, places[0], pad).commit()
    for a, b in pairwise(places):
        for part in range(1, 6):
            QTest.touchEvent(pad, screen).move(1, a + (b - a) * part / 5, pad).commit()
    QTest.touchEvent(pad, screen).release(1, places[-1], pad).commit()
    assert len(pad.strokes) == 1
    assert answers.picture is not None
    assert np.abs(answers.picture - picture).mean() < 0.03  # fingers are placed between pixels too
    answers.clear()
    stylus = QPointingDevice.primaryPointingDevice()
    for kind, at in (
        (QTabletEvent.Type.TabletPress, places[0]),
        *((QTabletEvent.Type.TabletMove, place) for place in places[1:]),
        (QTabletEvent.Type.TabletRelease, places[-1]),
    ):
        down = Qt.MouseButton.NoButton if kind is QTabletEvent.Type.TabletRelease else Qt.MouseButton.LeftButton
        event = QTabletEvent(
            kind, stylus, QPointF(at), QPointF(pad.mapToGlobal(at)), 0.5, 0, 0, 0, 0, 0,
            Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton, down,
        )  # fmt: skip
        QApplication.sendEvent(pad, event)
    assert len(pad.strokes) == 1
    assert answered(answers, qtbot) == expected(answers)
    assert answers.picture is not None


def test_the_keys_step_through_the_validation_samples(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    answers = card(window)
    answers.pad.setFocus()
    for key, place in ((Qt.Key.Key_Right, 0), (Qt.Key.Key_Right, 1), (Qt.Key.Key_Left, 0), (Qt.Key.Key_Left, 359)):
        QTest.keyClick(answers.pad, key)
        qtbot.waitUntil(lambda place=place: answers.place == place and answers.sample_asked is None, timeout=WAIT_MS)
        assert answered(answers, qtbot) == expected(answers)
        assert np.allclose(answers.pad.sample.ravel(), fake_pictures.picture((1, 8, 8), place), atol=1e-6)
    assert answers.what.text() == "9 · 360/360"
    assert answers.what.accessibleName() == "sample 360 of 360: 9"
    draw(answers)  # drawing takes its place
    assert answers.pad.sample is None
    assert answers.what.text() == ""


# ------------------------------------------------------------------------------------------- two things at once
def test_edit_undo_and_reset_are_answered_for_again(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    answers = card(window)
    draw(answers)
    answered(answers, qtbot)
    first = window.page.net.layers[0]
    for command, width in ((Widen(first.key, 8), first.width + 8), (Undo(), first.width), (Reset(), first.width)):
        window.page.send(command)
        there = lambda width=width: len(lit(window).get(first.key, ())) == width  # noqa: E731
        qtbot.waitUntil(there, timeout=WAIT_MS)
        assert not answers.pad.empty
        assert answered(answers, qtbot) == expected(answers)
        assert window.page.drawing.canvas.drawn_of(first.key, 0) is not None


def test_other_data_clears_the_pad_and_points_take_the_card_away(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    answers = card(window)
    draw(answers)
    answered(answers, qtbot)
    window.page.begin(DataSpec("mnist-5k"), usual_settings("mnist-5k"))
    qtbot.waitUntil(lambda: window.page.loaded.data.spec.name == "mnist-5k", timeout=WAIT_MS)
    assert answers.pad.empty
    assert (answers.bars.best, lit(window)) == (-1, {})
    draw(answers)
    assert answered(answers, qtbot) == expected(answers)
    assert answers.seen.picture.shape == (28, 28)
    window.page.begin(DataSpec("plane"), usual_settings("plane"))
    qtbot.waitUntil(lambda: window.page.loaded.data.spec.name == "plane", timeout=WAIT_MS)
    assert not answers.isVisible()
    assert lit(window) == {}
    window.page.begin(DataSpec("digits"), usual_settings("digits"))
    qtbot.waitUntil(lambda: window.page.loaded.data.spec.name == "digits", timeout=WAIT_MS)
    assert card(window) is answers
    assert answers.pad.empty


def test_a_trainer_that_is_gone_leaves_the_last_answer_and_a_new_one_answers_again(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window()
    answers = card(window)
    draw(answers)
    best = answered(answers, qtbot)
    os.kill(window.training.worker.pid, signal.SIGKILL)
    qtbot.waitUntil(lambda: not answers.possible, timeout=WAIT_MS)
    assert answers.bars.best == best
    assert answers.said.isVisible()
    assert not answers.pad.isEnabled()
    draw(answers, ((0.1, 0.1), (0.9, 0.9)))  # nothing comes of it, and nothing breaks
    window.training.restart(playing=False)
    qtbot.waitUntil(lambda: answers.possible and answers.pad.isEnabled(), timeout=WAIT_MS)
    draw(answers)
    assert answered(answers, qtbot) == expected(answers)
    qtbot.waitUntil(lambda: not answers.said.isVisible(), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: answers.mistakes.counted is not None, timeout=WAIT_MS)


def test_another_language_keeps_what_is_on_the_pad(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    answers = card(window)
    draw(answers)
    best = answered(answers, qtbot)
    window.page.send(Play())
    window.change("language", "ko")
    qtbot.waitUntil(lambda: window.page.answers.shown not in (None, answers), timeout=WAIT_MS)
    again = card(window)
    assert window.page.answers.title.text() == "숫자를 그려 보세요"
    qtbot.waitUntil(lambda: again.bars.best == best and not again.pad.empty, timeout=WAIT_MS)
    window.page.send(Pause())


def test_a_recording_shows_what_was_drawn_and_offers_no_pad(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Any
) -> None:
    path = tmp_path / "drawn.jsonl"
    worker = Worker(fake_trainer.command(), log=tmp_path / "trainer.log", folder=fake_trainer.ROOT)
    window = open_window(trainer=Recorder(worker, path))
    answers = card(window)
    draw(answers)
    best = answered(answers, qtbot)
    qtbot.waitUntil(lambda: answers.mistakes.counted is not None, timeout=WAIT_MS)
    window.close()
    played = open_window(tape=Replay(path, speed=0.0))
    shown = card(played)
    # All of it is said at once, but a frame shows no more than it has time for.
    qtbot.waitUntil(lambda: shown.bars.best == best and shown.mistakes.counted is not None, timeout=WAIT_MS)
    assert not shown.pad.empty
    assert not shown.pad.isEnabled()
    assert shown.said.isVisible()
    assert lit(played)


# ---------------------------------------------------------------------------------------- mistakes and the matrix
def test_mistakes_are_shown_and_a_click_lays_one_on_the_pad(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    answers = card(window)
    mistakes = answers.mistakes
    qtbot.waitUntil(lambda: len(mistakes.worst.shown) == 5, timeout=WAIT_MS)
    assert [(one.true, one.predicted) for one in mistakes.worst.shown[:2]] == [("0", "1"), ("1", "2")]
    assert mistakes.worst.tiles[1].accessibleName() == "true 1, predicted 2, 94% sure"
    assert [one.true == one.predicted for one in mistakes.unsure.shown] == [True] * 5
    QTest.mouseClick(mistakes.worst.tiles[1], Qt.MouseButton.LeftButton)
    assert np.array_equal(answers.pad.sample, mistakes.worst.shown[1].picture)
    assert answered(answers, qtbot) == expected(answers)
    mistakes.unsure.tiles[3].setFocus()
    QTest.keyClick(mistakes.unsure.tiles[3], Qt.Key.Key_Return)
    assert np.array_equal(answers.pad.sample, mistakes.unsure.shown[3].picture)


def test_a_cell_is_read_out_and_shows_its_pictures(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(size=(1280, 1100))
    mistakes = card(window).mistakes
    qtbot.waitUntil(lambda: mistakes.counted is not None, timeout=WAIT_MS)
    matrix = mistakes.matrix
    table = QAccessible.queryAccessibleInterface(matrix)
    row = 11 * (1 + 3) + 1  # behind the heads: a row has one head and ten cells
    names = [table.child(row + column).text(QAccessible.Text.Name) for column in range(10)]
    assert names[4] == "true 3, predicted 4: 4 pictures"
    assert names[5] == "true 3, predicted 5: 0 pictures"
    matrix.setFocus()
    matrix.setCurrentCell(3, 3)
    QTest.keyClick(matrix, Qt.Key.Key_Right)
    QTest.keyClick(matrix, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(mistakes.cell_tiles.shown) == 4, timeout=WAIT_MS)
    assert mistakes.cell_words.text() == "true 3, predicted 4: 4 pictures"
    assert {(one.true, one.predicted) for one in mistakes.cell_tiles.shown} == {("3", "4")}
    place = matrix.visualItemRect(matrix.item(5, 5)).center()
    QTest.mouseClick(matrix.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: len(mistakes.cell_tiles.shown) == 20, timeout=WAIT_MS)
    assert mistakes.cell_words.text() == "true 5, predicted 5: 30 pictures"


def test_training_samples_can_be_looked_at_instead(
    open_window: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    mistakes = card(window).mistakes
    qtbot.waitUntil(lambda: mistakes.counted is not None, timeout=WAIT_MS)
    asked: list[object] = []
    send = mistakes.send
    monkeypatch.setattr(mistakes, "send", lambda command: asked.append(command) or send(command))
    mistakes.choose("training")
    assert asked == [Examine("training")]
    assert mistakes.counted is None  # what was counted is of other samples
    qtbot.waitUntil(lambda: mistakes.counted is not None, timeout=WAIT_MS)
    mistakes.open_cell(1, 2)
    assert asked[-1] == ShowPictures("training", 1, 2)


def test_nobody_counts_while_nobody_can_see_it(
    open_window: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    mistakes = card(window).mistakes
    asked: list[object] = []
    send = mistakes.send
    monkeypatch.setattr(mistakes, "send", lambda command: asked.append(command) or send(command))
    window.frame.open("settings")
    qtbot.waitUntil(lambda: asked[-1:] == [Examine("validation", on=False)], timeout=WAIT_MS)
    window.frame.open("train")
    qtbot.waitUntil(lambda: asked[-1:] == [Examine("validation")], timeout=WAIT_MS)


def test_a_screen_reader_is_told_what_the_network_says(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    answers = card(window)
    assert answers.pad.accessibleDescription() == "Nothing is on the pad."
    draw(answers)
    best = answered(answers, qtbot)
    assert answers.pad.accessibleDescription() == f"The network says {best}, about 90% sure."
    for part in (answers.pad, answers.back, answers.on, answers.clear_button, answers.mistakes.split):
        assert part.accessibleName()
        assert part.focusPolicy() & Qt.FocusPolicy.TabFocus


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ko"])
def test_nothing_of_the_card_is_cut_on_any_screen(open_window: OpenWindow, qtbot: QtBot, language: Any) -> None:
    window = open_window(preferences=Preferences(language=language, theme="light"))
    answers = card(window)
    draw(answers)
    answered(answers, qtbot)
    qtbot.waitUntil(lambda: answers.mistakes.counted is not None, timeout=WAIT_MS)
    answers.mistakes.open_cell(3, 4)
    qtbot.waitUntil(lambda: len(answers.mistakes.cell_tiles.shown) == 4, timeout=WAIT_MS)
    told = at_every_size(window, SIZES)
    assert not told, "\n".join(f"{size}: {line}" for size, lines in told.items() for line in lines)


# --------------------------------------------------------------------------------------------- hostile messages
ODD = [
    Classified(3, nets.array(np.zeros((1, 8, 8))), nets.array(np.full(10, np.nan)), ()),
    Classified(3, nets.array(np.full((1, 8, 8), np.inf)), nets.array(np.zeros(10)), ()),
    Classified(3, nets.array(np.zeros((0, 8, 8))), nets.array(np.zeros(10)), ()),
    Classified(3, nets.array(np.zeros((1, 8, 8))), nets.array(np.zeros((2, 5))), ()),
    Classified(3, nets.array(np.zeros((1, 8, 8))), nets.array(np.zeros(10), "i8"), ()),
    Classified(3, nets.array(np.zeros((1, 8, 8))), nets.array(np.zeros(10)),
               (Activation(1, nets.array(np.zeros((3, 3)))), Activation(2, nets.array(np.full(2, np.nan))),  # type: ignore[arg-type]
                Activation(0, nets.array(np.zeros(64), "u1")))),  # type: ignore[arg-type]
    Classified(-5, None, nets.array(np.zeros(10)), ()),
    Examined("validation", 2, nets.array(np.full((10, 10), -7), "i4"), None, None),
    Examined("validation", 2, nets.array(np.zeros((3, 3)), "i4"), None, None),
    Examined("validation", 2, nets.array(np.full((10, 10), 2**40), "i8"), None, None),
    Examined("validation", 2, nets.array(np.zeros((10, 10))), None, None),
    Examined("validation", 2, nets.array(np.eye(10), "i4"),
             replace(fake_pictures.specimens((1, 8, 8), [(3, 5)] * 4), true=nets.array([99, -3, 5], "i4"),
                     sure=nets.array([np.nan, np.inf, -1.0])),
             fake_pictures.specimens((1, 4, 4), [(3, 5)])),
    PicturesShown("validation", 2, 900, -4, 10**9, fake_pictures.specimens((1, 8, 8), [])),
    PicturesShown("validation", 2, 3, 4, -1, replace(fake_pictures.specimens((1, 8, 8), [(3, 4)]),
                                                     pictures=Array("u1", (1, 1, 8, 8), bytes(64)))),
]  # fmt: skip


@pytest.mark.parametrize("event", ODD, ids=range(len(ODD)))
def test_a_message_that_fits_nothing_is_shown_as_far_as_it_goes(
    open_window: OpenWindow, qtbot: QtBot, event: Any
) -> None:
    window = open_window(preferences=Preferences(language="ko", theme="dark", motion=False))
    answers = card(window)
    draw(answers)
    answered(answers, qtbot)
    qtbot.waitUntil(lambda: answers.mistakes.counted is not None, timeout=WAIT_MS)
    answers.mistakes.open_cell(3, 4)
    window.show_event(event, None)
    window.page.draw()
    assert not answers.grab().isNull()  # a picture that raised would have failed the test
    shares = answers.bars.shares
    assert shares is not None
    assert all(0 <= float(share) <= 1 and math.isfinite(share) for share in shares)
    answers.clear()
    draw(answers)
    assert answered(answers, qtbot) == expected(answers)


def test_who_draws_on_is_answered_meanwhile_and_asks_no_more_than_two_things_at_once(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window()
    answers = card(window)
    draw(answers)
    assert answered(answers, qtbot) == expected(answers)
    sent: list[Classify] = []
    answers.send = lambda command: 10**6 + (sent.append(command) or len(sent))  # type: ignore[func-returns-value]
    told = answers.bars.shares
    assert told is not None
    for _ in range(5):
        answers.drawn()
    assert len(sent) == 2
    assert answers.again
    one = np.eye(10, dtype=np.float32)[3]
    event = Classified(
        window.page.state.step if window.page.state else 0, sent[0].picture, Array("f4", (10,), one.tobytes())
    )
    answers.hear(event, 10**6 + 1)
    assert answers.bars.best == 3, "what was drawn a moment ago is answered"
    assert len(sent) == 3, "and the newest picture is asked about"
    assert answers.waiting == [10**6 + 2, 10**6 + 3]
    answers.clear()
    assert answers.again
    answers.hear(event, 10**6 + 2)
    assert answers.bars.shares is None, "what was cleared is not answered any more"


def test_a_question_that_is_refused_says_why_and_the_next_is_asked(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    answers = card(window)
    draw(answers)
    answered(answers, qtbot)
    answers.waiting.append(10**6)
    assert answers.rejected(10**6, say("There is not enough memory for this. Nothing was changed."))
    assert "memory" in answers.said.text()
    draw(answers)
    assert answered(answers, qtbot) == expected(answers)
    window.show_event(Failed(say("It ended."), ""), None)
