"""The cards beside the network: answers, selected layer and timeline fold to their heads and can be swapped."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from gui.kit.pieces import Button
from gui.kit.remembered import Preferences
from gui.train.answers.card import AnswersCard
from gui.train.panels.timeline import Entry
from gui.train.side.folding_card import FoldingCard
from gui.window.window import Window
from tests.gui.answering import PlainAnswers
from tests.gui.conftest import OpenWindow
from tests.gui.test_screens import SIZES, at_every_size, settle

Answered = Callable[..., Window]


@pytest.fixture
def with_answers(open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch) -> Answered:
    """Return what opens a window in whose answers card something stands."""
    made = AnswersCard.__init__

    def with_one(card: AnswersCard, kinds: object, appears: Callable[[], object]) -> None:
        made(card, (PlainAnswers(),), appears)

    monkeypatch.setattr(AnswersCard, "__init__", with_one)
    return open_window


def order(window: Window) -> list[str]:
    """Return the titles of the cards in sight, from above."""
    stack = window.page.stack
    cards = [card for card in stack.cards.values() if card.isVisible()]
    cards.sort(key=lambda card: card.mapTo(stack.inside, QPoint(0, 0)).y())
    return [card.title.text() for card in cards]


def head_at(card: FoldingCard) -> QPoint:
    """Return a place in the head of a card beside its title."""
    return QPoint(card.width() // 2, card.head.geometry().center().y())


def choose(qtbot: QtBot, card: FoldingCard, text: str) -> None:
    """Open the menu of a card and take the entry called `text`."""
    qtbot.mouseClick(card.menu_button, Qt.MouseButton.LeftButton)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    action = next(one for one in menu.actions() if one.text() == text)
    assert action.isEnabled()
    qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())


def test_the_answers_stand_above_the_selected_layer_and_the_timeline(with_answers: Answered) -> None:
    window = with_answers(size=(1920, 1080))
    settle(window)
    assert order(window) == ["Draw a digit", "Selected layer", "Timeline"]


def test_without_answers_there_is_no_card_of_them(open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    window = open_window(size=(1920, 1080))
    window.page.answers.shown = None
    window.page.arrange()
    settle(window)
    assert order(window) == ["Selected layer", "Timeline"]


def test_a_click_on_its_head_folds_a_card_and_the_others_get_its_room(with_answers: Answered, qtbot: QtBot) -> None:
    window = with_answers(size=(1280, 800))
    settle(window)
    answers, done = window.page.answers, window.page.done
    before = done.height()
    qtbot.mouseClick(answers, Qt.MouseButton.LeftButton, pos=head_at(answers))
    settle(window)
    assert answers.folded
    assert answers.height() < 60
    assert not answers.shown.isVisible()
    assert done.height() > before
    assert "opens" in answers.heading.accessibleDescription()
    qtbot.mouseClick(answers, Qt.MouseButton.LeftButton, pos=head_at(answers))
    settle(window)
    assert answers.shown.isVisible()
    qtbot.mouseClick(answers, Qt.MouseButton.LeftButton, pos=QPoint(answers.width() // 2, answers.height() - 20))
    assert not answers.folded, "only its head folds it"


def test_enter_on_a_head_folds_the_card(with_answers: Answered, qtbot: QtBot) -> None:
    window = with_answers(size=(1280, 800))
    heading = window.page.right.heading
    heading.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(heading, Qt.Key.Key_Return)
    assert window.page.right.folded
    assert not window.page.inspector.isVisible()
    qtbot.keyClick(heading, Qt.Key.Key_Return)
    assert window.page.inspector.isVisible()


def test_all_cards_folded_stand_at_the_top(with_answers: Answered) -> None:
    window = with_answers(size=(1920, 1080))
    for card in window.page.stack.cards.values():
        card.toggle()
    settle(window)
    assert window.page.done.geometry().bottom() < 180


def test_the_menu_of_a_card_moves_it_and_the_choice_is_there_after_a_restart(
    with_answers: Answered, qtbot: QtBot
) -> None:
    window = with_answers(size=(1920, 1080))
    settle(window)
    choose(qtbot, window.page.done, "Move up")
    choose(qtbot, window.page.done, "Move up")
    choose(qtbot, window.page.answers, "Fold the card")
    settle(window)
    assert order(window) == ["Timeline", "Draw a digit", "Selected layer"]
    kept = json.loads(window.folders.settings_file.read_text(encoding="utf-8"))["cards"]
    again = with_answers(preferences=Preferences(language="en", theme="light", cards=kept), size=(1920, 1080))
    settle(again)
    assert order(again) == ["Timeline", "Draw a digit", "Selected layer"]
    assert again.page.answers.folded
    assert not again.page.answers.shown.isVisible()


def test_a_change_of_language_keeps_folds_and_order(with_answers: Answered, qtbot: QtBot) -> None:
    window = with_answers(size=(1920, 1080))
    choose(qtbot, window.page.done, "Move up")
    window.page.right.toggle()
    before = window.page
    window.change("language", "ko")
    qtbot.waitUntil(
        lambda: window.page is not before and window.page.loaded is not None and window.page.state is not None
    )
    settle(window)
    assert order(window) == ["Draw a digit", "타임라인", "선택한 층"]
    assert window.page.right.folded


@pytest.mark.parametrize("choices", ["", "nonsense", "timeline,timeline,,-,-what,answers", "-" * 300, "layer," * 300])
def test_whatever_is_remembered_every_card_is_there_once(with_answers: Answered, choices: str) -> None:
    window = with_answers(preferences=Preferences(language="en", theme="light", cards=choices), size=(1920, 1080))
    settle(window)
    assert sorted(order(window)) == ["Draw a digit", "Selected layer", "Timeline"]


def test_a_click_on_a_unit_brings_the_selected_layer_into_sight(with_answers: Answered, qtbot: QtBot) -> None:
    window = with_answers(size=(1280, 800))
    page = window.page
    page.stack.move_card("layer", 1)
    settle(window)
    page.stack.verticalScrollBar().setValue(0)
    page.choose(page.selected)
    settle(window)
    seen = page.right.visibleRegion().boundingRect()
    assert seen.height() > 100


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_page_with_answers_fits_every_screen(with_answers: Answered, language: str) -> None:
    window = with_answers(preferences=Preferences(language=language, theme="light"))
    for side in ("answers", "layer"):
        window.page.arrangement.open_side(side)
        told = at_every_size(window, [*SIZES, (3840, 2140)])
        assert not told, "\n".join(f"{size}: {line}" for size, lines in told.items() for line in lines)


def test_a_large_screen_has_larger_type_more_units_wider_cards_and_taller_charts(
    with_answers: Answered, qtbot: QtBot
) -> None:
    window = with_answers(preferences=Preferences(language="en", theme="light"))
    page = window.page
    found = {}
    for size in ((1280, 800), (1920, 1080), (3840, 2160)):
        window.resize(*size)
        settle(window)
        found[size] = (
            page.network.title.font().pixelSize(), page.controls.play.height(), page.drawing.units_that_fit(),
            page.left.width(), page.stack.width(), page.loss.height(), page.panel.rows["optimizer"].editor.height(),
        )  # fmt: skip
    small, middle, large = found.values()
    assert all(a < b for a, b in zip(middle, large, strict=True)), found
    assert all(a < b for a, b in zip(small, middle, strict=True)), found
    assert large[0] >= 20
    window.change("theme", "dark")
    settle(window)
    assert page.network.title.font().pixelSize() == large[0], "another theme keeps it"
    window.resize(1280, 800)
    settle(window)
    assert page.network.title.font().pixelSize() == small[0]
    assert page.controls.play.height() == small[1]


def test_what_is_on_its_way_in_the_timeline_makes_no_card_wider_than_its_place(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    """A row with its step, the change of the loss and Cancel is the widest there is."""
    window = open_window(preferences=Preferences(language="en", theme="light"), size=(1280, 800))
    page = window.page
    row = Entry(
        step=12_300, grown=1, text="Hidden layer inserted, width 48", change=-0.1234, point=lambda step, bring: None,
        off=Button("Cancel", lambda: None, kind="link"), look=lambda step, before: None,
    )  # fmt: skip
    page.timeline.layout().insertWidget(0, row)  # type: ignore[union-attr]
    settle(window)
    assert row.isVisibleTo(page.stack)
    assert page.stack.inside.minimumSizeHint().width() <= page.stack.viewport().width()
    assert page.stack.horizontalScrollBar().maximum() == 0
