"""Earlier moments and branches on the trainer page, by real events."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from core.messages.beside.branches import DeleteBranch
from core.net.plan import Widen
from gui.kit.remembered import Preferences
from gui.train.branches.branch_tree import BranchRow
from gui.train.panels.timeline import Entry
from gui.window.window import Window
from tests.gui.conftest import OpenWindow

WAIT_MS = 30_000


def trained(qtbot: QtBot, window: Window, *, steps: int = 600) -> None:
    """Train, widen, and train on, then pause."""
    page = window.page
    window.training.send(Widen(page.selected, 8))
    page.controls.play.click()
    qtbot.waitUntil(lambda: page.loss.record.newest > steps, timeout=WAIT_MS)
    page.controls.play.click()
    qtbot.waitUntil(lambda: page.state is not None and not page.state.playing, timeout=WAIT_MS)


def look(qtbot: QtBot, window: Window, step: int) -> None:
    window.page.looking.look(step, False)
    qtbot.waitUntil(window.page.looking.bar.isVisible, timeout=WAIT_MS)


def rows(window: Window) -> list[BranchRow]:
    return [row for row in window.page.looking.tree.rows() if row.isVisible()]


def stands(window: Window) -> int:
    assert window.page.state is not None
    return window.page.state.step


def menu() -> QMenu:
    found = QApplication.activePopupWidget()
    assert isinstance(found, QMenu)
    return found


def choose(text: str) -> None:
    """Choose an entry of the open menu by the keyboard."""
    here = menu()
    action = next(one for one in here.actions() if one.text().startswith(text))
    here.setActiveAction(action)
    QTest.keyClick(here, Qt.Key.Key_Return)


def right_click(widget: QWidget, place: QPoint) -> None:
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, widget.mapToGlobal(place))
    QApplication.sendEvent(widget, event)


def test_an_entry_of_the_timeline_offers_its_moment_and_the_one_before_it(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window("--fast", "4")
    page = window.page
    trained(qtbot, window)
    waits, wide = stands(window), page.summary.text()
    qtbot.waitUntil(lambda: bool(page.timeline.findChildren(Entry)), timeout=WAIT_MS)
    entry = page.timeline.findChildren(Entry)[0]
    QTest.mouseClick(entry.more, Qt.MouseButton.LeftButton)
    assert [action.text() for action in menu().actions()] == ["Look at this moment", "Look at the moment before it"]
    choose("Look at this moment")
    qtbot.waitUntil(page.looking.bar.isVisible, timeout=WAIT_MS)
    assert stands(window) == entry.step
    assert page.looking.bar.sentence.text() == f"This is step {entry.step:,}. The training waits at step {waits:,}."
    assert page.loss._moment == entry.step
    assert int(page.loss.record.training.x[-1]) == waits  # the whole curve stays
    QTest.mouseClick(page.looking.bar.back, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.looking.bar.isVisible(), timeout=WAIT_MS)
    assert (stands(window), page.summary.text(), page.loss._moment) == (waits, wide, None)


def test_a_click_on_an_entry_still_points_at_its_step(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window("--fast", "4")
    trained(qtbot, window)
    page = window.page
    qtbot.waitUntil(lambda: bool(page.timeline.findChildren(Entry)), timeout=WAIT_MS)
    entry = page.timeline.findChildren(Entry)[0]
    QTest.mouseClick(entry, Qt.MouseButton.LeftButton, pos=QPoint(20, 10))
    assert page.loss._hover == entry.step
    assert not page.looking.bar.isVisible()


@pytest.mark.parametrize("name", ["loss", "score"])
def test_a_point_of_a_chart_leads_to_its_step(open_window: OpenWindow, qtbot: QtBot, name: str) -> None:
    window = open_window("--fast", "4")
    trained(qtbot, window)
    chart = getattr(window.page, name)
    chart.repaint()
    area = chart._area
    place = QPoint(int(area.x(250)), int(area.plot.center().y()))
    pixel = area.step(place.x() + 1) - area.step(place.x())  # the more steps were taken, the more lie under one
    right_click(chart, place)
    (text,) = [action.text() for action in menu().actions()]
    choose("Look at step")
    qtbot.waitUntil(window.page.looking.bar.isVisible, timeout=WAIT_MS)
    assert text == f"Look at step {stands(window)}"
    assert abs(stands(window) - 250) < pixel + 1


def test_go_on_from_here_makes_a_branch_and_both_curves_are_drawn(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window("--fast", "4")
    trained(qtbot, window)
    page, waits = window.page, stands(window)
    assert not page.looking.tree.isVisible()
    look(qtbot, window, 200)
    QTest.mouseClick(page.looking.bar.go_on, Qt.MouseButton.LeftButton)
    # The branches are told before the training that is trained on now: a frame may lie between.
    qtbot.waitUntil(lambda: len(rows(window)) == 2 and not page.looking.bar.isVisible(), timeout=WAIT_MS)
    assert stands(window) == 200
    ((_, series),) = page.loss.others
    assert series.x[0] > 0
    assert int(series.x[-1]) == waits
    assert page.loss.record.end == waits
    qtbot.waitUntil(lambda: rows(window)[0].height() > 30, timeout=WAIT_MS)
    left, here = rows(window)
    assert (left.title.text(), here.title.text()) == ("Branch 1", "Branch 2")
    assert left.below.text().startswith(f"steps 0–{waits}")
    assert here.below.text() == "steps 200–200"
    QTest.mouseClick(left, Qt.MouseButton.LeftButton, pos=QPoint(40, 10))
    qtbot.waitUntil(lambda: stands(window) == waits, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: len(rows(window)) == 2 and rows(window)[0].property("here"), timeout=WAIT_MS)


def branched(open_window: OpenWindow, qtbot: QtBot, **more: object) -> Window:
    window = open_window("--fast", "4", **more)
    trained(qtbot, window)
    look(qtbot, window, 200)
    window.page.looking.bar.go_on.click()
    qtbot.waitUntil(lambda: len(rows(window)) == 2 and rows(window)[0].height() > 30, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not window.page.looking.bar.isVisible(), timeout=WAIT_MS)
    return window


def test_a_branch_is_hidden_in_the_charts_renamed_deleted_and_brought_back(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = branched(open_window, qtbot)
    tree, page = window.page.looking.tree, window.page
    QTest.mouseClick(rows(window)[0].more, Qt.MouseButton.LeftButton)
    choose("Show its curves")
    qtbot.waitUntil(lambda: page.loss.others == [], timeout=WAIT_MS)
    rows(window)[0].setFocus()
    QTest.keyClick(rows(window)[0], Qt.Key.Key_Menu)
    choose("Rename")
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    (field,) = dialog.findChildren(QLineEdit)
    field.selectAll()
    QTest.keyClicks(field, "wide")
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [row.title.text() for row in rows(window)][:1] == ["wide"], timeout=WAIT_MS)
    QTest.mouseClick(rows(window)[0].more, Qt.MouseButton.LeftButton)
    choose("Delete")
    qtbot.waitUntil(lambda: len(rows(window)) == 1, timeout=WAIT_MS)
    assert tree.said.text() == "wide was deleted. It can be brought back until the training is closed."
    QTest.mouseClick(tree.bring, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(rows(window)) == 2, timeout=WAIT_MS)
    assert not tree.deleted.isVisible()


def test_another_language_shows_the_branches_again(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = branched(open_window, qtbot, preferences=Preferences(language="en", theme="light"))
    window.change("language", "ko")
    qtbot.waitUntil(lambda: [row.title.text() for row in rows(window)] == ["갈래 1", "갈래 2"], timeout=WAIT_MS)
    assert len(window.page.loss.others) == 1


def test_another_training_has_no_branches(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = branched(open_window, qtbot)
    look(qtbot, window, 100)
    window.page.begin(window.page.loaded.data.spec, None)  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: not window.page.looking.bar.isVisible(), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not window.page.looking.tree.isVisible(), timeout=WAIT_MS)
    assert window.page.loss.others == []


def test_what_was_hidden_and_deleted_is_forgotten_with_its_training(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = branched(open_window, qtbot)
    tree, page = window.page.looking.tree, window.page
    tree._show_curves(0, shown=False)
    page.send(DeleteBranch(0))
    qtbot.waitUntil(tree.deleted.isVisible)
    page.begin(page.loaded.data.spec, None)  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: stands(window) == 0)
    assert not tree.deleted.isVisible()
    assert not tree.isVisible()
    assert tree.hidden == set()


def test_what_was_deleted_is_offered_while_another_branch_of_the_training_is_gone_to(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = branched(open_window, qtbot)
    tree, page = window.page.looking.tree, window.page
    page.send(DeleteBranch(0))
    qtbot.waitUntil(tree.deleted.isVisible)
    look(qtbot, window, 100)
    page.looking.bar.go_on.click()
    qtbot.waitUntil(lambda: stands(window) == 100 and not page.looking.bar.isVisible())
    qtbot.waitUntil(lambda: len(rows(window)) == 2)
    assert tree.deleted.isVisible()
    QTest.mouseClick(tree.bring, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(rows(window)) == 3)


def test_every_row_has_a_name_and_a_description(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = branched(open_window, qtbot)
    for row in rows(window):
        assert row.title.text() in row.accessibleName()
        assert row.accessibleDescription()
        assert row.focusPolicy() & Qt.FocusPolicy.TabFocus
        assert row.more.accessibleName()
