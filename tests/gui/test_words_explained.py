"""Every word on screen has its two sentences, where it stands."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QFontMetricsF, QHelpEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from core.messages.catalogue import CATALOGUE
from core.messages.train_commands import OPTIMIZERS
from core.net.plan import ACTIVATIONS, RemoveLayer
from core.net.presets import PRESETS
from core.sentence import Sentence
from gui.explain.words_dialog import WordsDialog
from gui.kit.remembered import Preferences
from gui.kit.words import I18N, read_ts, tip_text
from gui.language.term import TIP_PX
from gui.language.terms import TERMS, term_called, tip_of
from gui.train.panels.data import data_text
from gui.train.panels.new_net import PRESET_WORDS
from gui.train.panels.settings import OPTIMIZER_WORDS, SCHEDULE_WORDS, WORDS
from tests.gui.conftest import OpenWindow

KOREAN = {english: korean for path in I18N.glob("*.ko.ts") for english, korean in read_ts(path).items()}


def english(sentence: Sentence) -> str:
    return sentence.text


def korean(sentence: Sentence) -> str:
    return KOREAN[sentence.text]


@pytest.fixture
def point_at(monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Return what rests the pointer on a widget and says what is shown there."""
    shown: list[str] = []
    # A tooltip that is open lies over what it explains, and would be what the pointer rests on next.
    monkeypatch.setattr(QToolTip, "showText", lambda _place, text, _widget: shown.append(text))

    def point(widget: QWidget, at: QPoint | None = None) -> str:
        shown.clear()
        place = at or widget.rect().center()
        QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, place, widget.mapToGlobal(place)))
        return "".join(shown)

    return point


@pytest.mark.parametrize("read", [english, korean])
def test_every_word_that_can_be_chosen_has_a_term(read: object) -> None:
    assert callable(read)
    words = [*WORDS.values(), *OPTIMIZER_WORDS.values(), *SCHEDULE_WORDS.values(), *PRESET_WORDS.values()]
    texts = [read(word) for word in words] + list(ACTIVATIONS)
    assert set(OPTIMIZERS) == set(OPTIMIZER_WORDS)
    assert set(PRESETS) == set(PRESET_WORDS)
    assert not [text for text in texts if term_called(text, read) is None]
    assert not [name for name in CATALOGUE if term_called(data_text(name), english) is None]


@pytest.mark.parametrize("read", [english, korean])
def test_every_term_is_two_whole_sentences_and_each_name_means_one_thing(read: object) -> None:
    assert callable(read)
    for term in TERMS:
        said = re.split(r"(?<=[.])\s", read(term.meaning).replace("(", "").strip())
        assert 2 <= len(said) <= 3, f"{english(term.names[0])}: {said}"
        assert all(part.rstrip(")").endswith(".") for part in said)
    for term in TERMS:
        assert term_called(read(term.names[0]), read) == term, f"two terms are called {read(term.names[0])}"


@pytest.mark.parametrize(("language", "word"), [("en", "How far each step"), ("ko", "한 스텝에 가중치를")])
def test_a_word_says_what_it_means_where_it_stands(
    open_window: OpenWindow, point_at: Callable[..., str], language: str, word: str
) -> None:
    page = open_window(preferences=Preferences(language=language, theme="light")).page
    row = page.panel.rows["learning_rate"]
    label = row.findChild(QLabel)
    assert word in point_at(label)
    assert word in point_at(row.editor)


def test_the_charts_explain_what_they_paint(
    open_window: OpenWindow, qtbot: QtBot, point_at: Callable[..., str]
) -> None:
    page = open_window().page
    chart = page.loss
    qtbot.waitUntil(lambda: chart._titled > 0)
    assert "How wrong the network" in point_at(chart, QPoint(18, 14))
    qtbot.waitUntil(lambda: len(chart._entries) == 2)
    assert "kept apart" in point_at(chart, QPoint(int(chart._entries[1]) + 4, 14))
    assert point_at(chart, QPoint(18, chart.height() // 2)) == ""


def test_every_named_control_of_the_page_is_explained(open_window: OpenWindow, point_at: Callable[..., str]) -> None:
    page = open_window().page
    fields = [label for label in page.findChildren(QLabel) if label.buddy() is not None and label.isVisible()]
    assert len(fields) >= 4
    assert not [label.text() for label in fields if not point_at(label)]
    pickers = [one for one in page.findChildren(QComboBox) if one.visibleRegion().contains(one.rect().center())]
    assert len(pickers) >= 3
    assert not [picker.accessibleName() for picker in pickers if not point_at(picker)]


def test_shift_f1_lists_all_words_at_the_one_in_focus_and_finds_one_by_its_meaning(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window()
    window.page.panel.rows["optimizer"].editor.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    dialog = window.findChild(WordsDialog)
    assert dialog is not None
    assert "mean of its gradients" in dialog.text.toPlainText()  # Adam is what the list shows
    assert dialog.list.count() == len(TERMS)
    qtbot.keyClicks(dialog.search, "learns by heart")
    qtbot.keyClicks(dialog.search, "zzz")
    assert dialog.list.count() == 0
    assert "zzz" in dialog.text.toPlainText()
    dialog.search.clear()
    qtbot.keyClicks(dialog.search, "backprop")
    assert "Gradient" in [dialog.list.item(n).text() for n in range(dialog.list.count())]
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


@pytest.mark.parametrize("language", ["en", "ko"])
def test_no_tooltip_is_wider_than_another(open_window: OpenWindow, language: str) -> None:
    window = open_window(preferences=Preferences(language=language, theme="light"))
    window.page.send(RemoveLayer(1, "ready"))
    window.page.draw()
    long = 0
    for page in ("train", "runs", "settings", "environments", "install"):
        window.frame.open(page)
        for widget in window.findChildren(QWidget):
            if not (text := widget.toolTip()) or "<table" in text:
                continue
            for line in text.split("\n"):
                wide = QFontMetricsF(QToolTip.font()).horizontalAdvance(line)
                assert wide <= TIP_PX or " " not in line, line
                long += wide > TIP_PX / 2
    assert long > 2, "some are long enough to need it"
    assert f"width='{TIP_PX}'" in tip_of(TERMS[0], english), "rich text breaks where it likes"


def test_a_long_tooltip_keeps_its_lines_and_all_its_words() -> None:
    text = "one two three " * 30 + "\n/a/path/without/spaces/" + "x" * 400
    made = tip_text(text)
    assert made.split() == text.split()
    assert len(made.split("\n")) > 4
    assert tip_text("short") == "short"
