"""Messages lie over the page: nothing moves, nothing gets a scroll bar, and each is wholly readable."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QPushButton, QSlider, QWidget
from pytestqt.qtbot import QtBot

from core.messages.train_commands import Undo
from gui.kit.remembered import Preferences
from gui.notices import beside
from gui.notices.bar import Bar, BarButton
from gui.notices.beside import Beside
from gui.train.charts.paint import HEADER
from gui.train.drawing.knob import Knob
from gui.train.drawing.view import NetDrawing
from gui.window.window import Window
from tests.gui import test_screens
from tests.gui.conftest import WAIT_MS, OpenWindow
from tests.gui.test_screens import SIZES, cut

# Qt's offscreen platform says so of every window with a smallest size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def places(window: Window) -> dict[str, QRect]:
    """Return where each thing of the open page is."""
    page = window.frame.made[window.frame.opened]
    parts = [part for part in page.findChildren(QWidget) if part.isVisible() and not inside_a_message(part)]
    return {f"{id(part)} {type(part).__name__}": QRect(part.mapTo(window, QPoint(0, 0)), part.size()) for part in parts}


def settle(window: Window) -> None:
    """Wait until nothing moves on its own any more."""
    before = None
    for _ in range(40):
        test_screens.settle(window)
        if (now := places(window)) == before:
            return
        before = now


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is said beside a control stays, however long a busy machine takes until it is looked at."""
    monkeypatch.setattr(beside, "SEEN_MS", 10 * WAIT_MS)


def shown(window: Window, qtbot: QtBot) -> Window:
    """Return the window once all has come that gives its cards another height: the first look at the network adds a
    line to the layer, and the mistakes get their tiles when the samples were looked through, in whichever order."""
    mistakes = window.page.pictures.mistakes
    qtbot.waitUntil(lambda: bool(window.page.inspector.life.text()), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not mistakes.looking or mistakes.counted is not None, timeout=WAIT_MS)
    return window


def told(window: Window, qtbot: QtBot) -> None:
    """Wait until the open page has all that it asks for by itself: what comes later moves what stands on it."""
    page = window.frame.made[window.frame.opened]
    if window.frame.opened == "train":
        shown(window, qtbot)
    elif window.frame.opened == "install":
        qtbot.waitUntil(lambda: page.course.machine is not None and page.course.envs is not None, timeout=WAIT_MS)
        qtbot.waitUntil(lambda: not page.course.asked, timeout=WAIT_MS)
    elif window.frame.opened == "environments":
        qtbot.waitUntil(lambda: page.shelf.seen and not page.shelf.asked, timeout=WAIT_MS)


def inside_a_message(part: QWidget | None) -> bool:
    while part is not None:
        if isinstance(part, Beside):
            return True
        part = part.parentWidget()
    return False


def long_bar() -> Bar:
    does = (BarButton("Continue with learning rate 0.001", lambda: None, primary=True), BarButton("Undo", lambda: None))
    return Bar("Paused: the loss has diverged. The learning rate 100 may be too large. " * 2, tone="bad", does=does)


@pytest.mark.parametrize("page", ["train", "install", "environments", "runs", "settings"])
def test_a_bar_moves_nothing_and_is_whole_on_every_screen(open_window: OpenWindow, qtbot: QtBot, page: str) -> None:
    window = open_window(page=page)
    told(window, qtbot)
    for width, height in SIZES:
        window.resize(width, height)
        settle(window)
        before = places(window)
        window.frame.bars.show_bar("a", long_bar)
        settle(window)
        assert places(window) == before, f"{width}×{height}"
        bar = window.frame.bars.up["a"]
        if bar.folded:
            assert bar.line.isVisible(), "one line of it"
            qtbot.mouseClick(bar.more, Qt.MouseButton.LeftButton)
            settle(window)
        box = QRect(bar.mapTo(window, QPoint(0, 0)), bar.size())
        assert QRect(QPoint(0, 0), window.size()).contains(box), f"{width}×{height} {box}"
        assert not cut(bar.sentence), f"{width}×{height}"
        assert not bar.visibleRegion().isEmpty()
        window.frame.bars.remove("a")
        settle(window)
        assert places(window) == before


def short_bar() -> Bar:
    return Bar("Undone: Hidden 1 widened.", tone="note", does=(BarButton("Redo", lambda: None),))


def hidden_by_a_bar(window: Window) -> list[str]:
    """Return every control of the page that can be used now and has a bar over its middle."""
    page, bars = window.frame.made[window.frame.opened], window.frame.bars
    found = []
    for part in page.findChildren(QWidget):
        if not isinstance(part, (QAbstractButton, QComboBox, QLineEdit, QSlider, NetDrawing)):
            continue
        box = in_sight(part, window)
        if part.isVisible() and part.isEnabled() and box.intersects(box_of(bars, window)):
            found.append(test_screens.name(part))
    return found


def box_of(part: QWidget, window: Window) -> QRect:
    return QRect(part.mapTo(window, QPoint(0, 0)), part.size()) if part.isVisible() else QRect()


def in_sight(part: QWidget, window: Window) -> QRect:
    """Return what of a part is not scrolled away."""
    box, above = box_of(part, window), part.parentWidget()
    while above is not None and above is not window:
        box, above = box.intersected(box_of(above, window)), above.parentWidget()
    return box


@pytest.mark.parametrize("page", ["train", "install", "environments", "runs", "settings"])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_no_bar_covers_what_can_be_used_on_any_screen(
    open_window: OpenWindow, qtbot: QtBot, page: str, language: str
) -> None:
    window = open_window(page=page, preferences=Preferences(language=language, theme="light"))
    bars = window.frame.bars
    told(window, qtbot)
    for width, height in SIZES:
        window.resize(width, height)
        for makes in ((short_bar,), (long_bar,), (short_bar, long_bar, short_bar)):
            for subject, make in enumerate(makes):
                bars.show_bar(str(subject), make)
            settle(window)
            qtbot.waitUntil(lambda: not bars.later.isActive(), timeout=WAIT_MS)
            assert not hidden_by_a_bar(window), f"{width}×{height} {len(makes)}"
            newest = bars.up[str(len(makes) - 1)]
            assert newest.isVisible(), f"{width}×{height}"
            up = sum(bar.isVisible() for bar in bars.up.values())
            assert newest.waiting.text() == ("" if up == len(makes) else f"+{len(makes) - up}")
            for subject in range(len(makes)):
                bars.remove(str(subject))


@pytest.mark.parametrize("size", [(1280, 762), (1024, 662)])
def test_on_the_trainer_page_a_bar_lies_whole_over_the_charts_and_leaves_their_numbers(
    open_window: OpenWindow, qtbot: QtBot, size: tuple[int, int]
) -> None:
    window = shown(open_window(size=size), qtbot)
    window.frame.bars.show_bar("a", long_bar)
    settle(window)
    bars, page = window.frame.bars, window.page
    assert not bars.up["a"].folded
    box, charts = box_of(bars, window), box_of(page.loss, window).united(box_of(page.score, window))
    assert charts.adjusted(0, int(HEADER), 0, 0).contains(box), f"{box} {charts}"
    assert box.bottom() < charts.bottom() - 20, "the numbers of the axis are below it"


def test_a_bar_of_the_training_waits_on_other_pages(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    bars = window.frame.bars
    window.bars.show_loaded(window.page.loaded, opened=False)
    bars.show_bar("of the training", short_bar, page="train")
    bars.show_bar("of all", short_bar)
    settle(window)
    assert bars.up["of the training"].isVisible()
    window.frame.open("runs")
    settle(window)
    assert not bars.up["of the training"].isVisible()
    assert bars.up["of all"].isVisible()
    window.change("language", "ko")
    qtbot.waitUntil(lambda: window.frame.bars is not bars, timeout=WAIT_MS)
    settle(window)
    assert not window.frame.bars.up["of the training"].isVisible(), "nor after the language has changed"
    window.frame.open("train")
    settle(window)
    assert window.frame.bars.up["of the training"].isVisible()


def test_a_bar_gives_way_to_what_comes_below_it(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(page="settings")
    bars, page = window.frame.bars, window.frame.page("settings")
    bars.show_bar("a", short_bar)
    settle(window)
    late = QPushButton("late", page)
    there = page.mapFrom(window, box_of(bars, window).center())
    late.setGeometry(there.x() - 20, there.y() - 10, 40, 20)
    late.show()
    page.updateGeometry()
    page.layout().invalidate()
    qtbot.waitUntil(lambda: not hidden_by_a_bar(window), timeout=WAIT_MS)


def test_the_buttons_of_a_page_stay_reachable_under_a_bar(open_window: OpenWindow) -> None:
    window = open_window()
    window.frame.bars.show_bar("a", long_bar)
    settle(window)
    play = window.page.controls.play
    middle = play.mapTo(window, play.rect().center())
    assert window.childAt(middle) is play


@pytest.mark.usefixtures("unhurried")
@pytest.mark.parametrize("size", [(1280, 800), (900, 520), (409, 264)])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_sentence_beside_its_control_moves_nothing(
    open_window: OpenWindow, qtbot: QtBot, size: tuple[int, int], language: str
) -> None:
    window = shown(open_window(size=size, preferences=Preferences(language=language, theme="light")), qtbot)
    page = window.page
    page.panel.more.click()
    settle(window)
    before, bars = places(window), scroll_range(window)
    for line in page.panel.rows.values():
        line.complain("“schnell” cannot be used here. Write a number from 0.00000001 to 100.")
    page.network.show_notice("There can be 64 layers at most, and each is as wide as there is memory for it.")
    page.data.sentence.put("There is no data called so.")
    settle(window)
    assert places(window) == before
    assert scroll_range(window) == bars
    said = [part for part in page.findChildren(Beside) if part.isVisible()]
    assert len(said) > 3
    for part in said:
        assert not cut(part.words)
        over = part.parentWidget()
        assert over is not None
        assert over.rect().adjusted(-1, -1, 1, 1).contains(part.geometry())
    qtbot.mouseClick(page.network.notice, Qt.MouseButton.LeftButton)
    assert not page.network.notice.isVisible()


@pytest.mark.usefixtures("unhurried")
@pytest.mark.parametrize("size", [(1280, 762), (1024, 662), (682, 441)])
def test_what_is_said_in_the_drawing_covers_none_of_its_buttons(
    open_window: OpenWindow, qtbot: QtBot, size: tuple[int, int]
) -> None:
    window = shown(open_window(size=size), qtbot)
    page = window.page
    settle(window)
    page.network.show_notice("There is nothing to undo.")
    settle(window)
    said = box_of(page.network.notice, window)
    assert box_of(page.drawing, window).contains(said)
    buttons = [part for part in page.drawing.findChildren(QAbstractButton) if part.isVisible() and part.isEnabled()]
    assert len(buttons) > 6
    assert not [test_screens.name(part) for part in buttons if in_sight(part, window).intersects(said)]


def scroll_range(window: Window) -> int:
    return window.page.body.verticalScrollBar().maximum()


@pytest.mark.usefixtures("unhurried")
def test_the_trainers_refusal_is_said_there(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = shown(open_window(), qtbot)
    page = window.page
    settle(window)
    before = places(window)
    page.send(Undo())
    qtbot.waitUntil(lambda: page.network.notice.isVisible(), timeout=WAIT_MS)
    settle(window)
    assert places(window) == before
    assert page.notice.text()


@pytest.mark.usefixtures("unhurried")
@pytest.mark.parametrize("size", [(1280, 800), (1024, 768)])
def test_what_cannot_be_done_is_said_above_the_buttons_it_speaks_of(
    open_window: OpenWindow, qtbot: QtBot, size: tuple[int, int]
) -> None:
    window = shown(open_window(size=size), qtbot)
    page, notice = window.page, window.page.network.notice
    page.network.show_notice("There can be 64 layers at most, and each is as wide as there is memory for it.")
    settle(window)
    knobs = [knob for knob in page.drawing.findChildren(Knob) if knob.isVisible()]
    assert len(knobs) > 4
    said = QRect(notice.mapTo(window, QPoint(0, 0)), notice.size())
    for knob in knobs:
        assert not said.intersects(QRect(knob.mapTo(window, QPoint(0, 0)), knob.size())), knob.accessibleName()


def test_a_sentence_goes_when_it_was_read_and_not_while_the_pointer_is_on_it(
    open_window: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice = shown(open_window(), qtbot).page.network.notice
    notice.put("Short.")
    assert notice.read.interval() >= 8000
    soon = notice.read.interval()
    notice.put("A sentence that is longer than others takes longer to be read. " * 5)
    assert notice.read.interval() > soon
    monkeypatch.setattr(beside, "SEEN_MS", 1)
    monkeypatch.setattr(beside, "LETTER_MS", 0)
    here = QPointF(3, 3)
    QApplication.sendEvent(notice, QEnterEvent(here, here, here))
    assert not notice.read.isActive()
    QApplication.sendEvent(notice, QEvent(QEvent.Type.Leave))
    qtbot.waitUntil(lambda: not notice.isVisible(), timeout=WAIT_MS)
    assert not notice.text()
