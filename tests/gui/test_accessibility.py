"""Everything can be used without seeing it: each control that the keyboard reaches has a name and a description in the
window's language, and charts and drawings say in words what they show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from core.messages.train_commands import DataSpec
from core.net.plan import Widen
from core.workers.worker import start_trainer
from gui.kit.remembered import Preferences
from gui.kit.theme import DARK, LIGHT, blend
from gui.kit.words import I18N, read_ts
from gui.window import appearance
from gui.window.focus import draws_its_own
from gui.window.window import Window
from tests.gui.conftest import WAIT_MS, OpenWindow
from tests.gui.installs import Pretend, machine, nvidia
from tests.gui.test_front_door import contrast

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

Language = Literal["en", "ko"]
HANGUL = re.compile("[가-힣]")
INTERNATIONAL = re.compile(
    r"[\W\d_]*((PyTorch|Adam\w*|AMSGrad|SGD|Nesterov|RMSprop|ReLU|relu|tanh|sigmoid|gelu|English|Trace|VS Code|Jupyter"
    r"|CPU|GPU|CUDA|Python|torch\w*|matplotlib|pandas|scikit-learn|conda|wheel\w*|bash|PowerShell|R²|x|Ctrl|MB|GB|cpu|cuda"
    r"|[A-Z]{2,5}|h\d|w\d|b\d|ms|s|[a-z]+_[a-z_]+\d*)[\W\d_]*)*"
)
"""What is written with Latin letters in Korean too: names of packages, functions and devices, and names in code."""


ENGLISH = {
    english for path in I18N.glob("*.ko.ts") for english, korean in read_ts(path).items() if english != korean
}  # fmt: skip
"""What must not be heard in a Korean window."""


def reached(root: QWidget) -> Iterator[QWidget]:
    """Yield what the keyboard reaches now."""
    for widget in root.findChildren(QWidget):
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            yield widget


def heard(widget: QWidget) -> tuple[str, str]:
    """Return (name, description) as a screen reader hears them."""
    found = QAccessible.queryAccessibleInterface(widget)
    assert found is not None, widget
    name, said = found.text(QAccessible.Text.Name), found.text(QAccessible.Text.Description)
    return name.strip(), (said or widget.toolTip()).strip()


def nameless(root: QWidget, language: Language) -> list[str]:
    """Return what is wrong with the names and descriptions of what the keyboard reaches."""
    told = []
    for widget in reached(root):
        name, said = heard(widget)
        what = f"{type(widget).__name__} {name!r} {said!r}"
        if not name:
            told.append(f"no name: {what}")
        elif not said and not isinstance(widget, QLineEdit):
            told.append(f"no description: {what}")
        elif language == "ko":
            told += [f"not Korean: {what}"] if not _korean(name) or (" " in said and said in ENGLISH) else []
        elif HANGUL.search(name) and "한국어" not in name:
            told.append(f"not English: {what}")
    return told


def _korean(text: str) -> bool:
    return not text or bool(HANGUL.search(text)) or bool(INTERNATIONAL.fullmatch(text))


def settled(window: Window, qtbot: QtBot) -> None:
    frames = window.frames
    qtbot.waitUntil(lambda: window.frames > frames + 35, timeout=WAIT_MS)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_control_of_every_page_has_a_name_and_a_description(
    open_window: OpenWindow, qtbot: QtBot, home: Path, language: Language
) -> None:
    window = open_window(
        trainer=start_trainer(log=home / "logs" / "trainer.log"), installer=Pretend(machine(nvidia())),
        preferences=Preferences(language=language, theme="light"),
    )  # fmt: skip
    told: dict[str, list[str]] = {}
    for name in window.frame.pages:
        window.frame.open(name)
        if name == "inside":
            qtbot.waitUntil(lambda: window.inside.made is not None and window.inside.made.taken is not None,
                            timeout=WAIT_MS)  # fmt: skip
            for tab in ("layers", "stepping", "tensors", "compare"):
                window.inside.made.open_tab(tab)  # type: ignore[union-attr]
                settled(window, qtbot)
                told[f"inside {tab}"] = nameless(window.frame, language)
        elif name == "install":
            told |= the_wizard(window, qtbot, language)
        else:
            settled(window, qtbot)
            told[name] = nameless(window.frame, language)
    assert len(told) > 12
    assert not {page: faults for page, faults in told.items() if faults}


def the_wizard(window: Window, qtbot: QtBot, language: Language) -> dict[str, list[str]]:
    """Walk through the wizard to its last step; return what is nameless in each."""
    worker: Any = window.installs.worker
    page: Any = window.frame.page("install")
    told = {}
    for step in ("welcome", "machine", "choose", "plan", "install"):
        qtbot.waitUntil(lambda step=step: page.course.step == step, timeout=WAIT_MS)
        settled(window, qtbot)
        told[f"wizard {step}"] = nameless(window.frame, language)
        if step != "install":
            qtbot.mouseClick(page.foot.primary, Qt.MouseButton.LeftButton)
        worker = window.installs.worker
    worker.go_on()
    qtbot.waitUntil(lambda: page.course.step == "done", timeout=WAIT_MS)
    settled(window, qtbot)
    return {**told, "wizard done": nameless(window.frame, language)}


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_control_of_the_page_without_pytorch_has_a_name_and_a_description(
    open_window: OpenWindow, qtbot: QtBot, language: Language
) -> None:
    window = open_window(
        own=False, loaded=False, installer=Pretend(machine()), preferences=Preferences(language=language)
    )  # fmt: skip
    page = window.welcome.page
    assert page is not None
    qtbot.waitUntil(lambda: bool(page.offered.buttons), timeout=WAIT_MS)
    settled(window, qtbot)
    assert not nameless(window.frame, language)


def test_the_focus_is_visible_wherever_tab_leads(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    window.page.controls.play.setFocus()
    seen: set[int] = set()
    for _ in range(120):
        qtbot.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        assert now is not None
        if id(now) in seen:
            break
        seen.add(id(now))
        window.ring.draw()
        place = QRect(now.mapTo(window, QPoint(0, 0)), now.size())
        ringed = window.ring.isVisible() and window.ring.geometry().intersects(place)
        assert ringed or draws_its_own(now) or isinstance(now, QAbstractScrollArea), now
    assert len(seen) > 15, "Tab goes through the whole window and comes back"


def test_the_charts_say_in_words_what_they_show_and_follow_the_training(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    loss, score = window.page.loss, window.page.score
    settled(window, qtbot)
    assert heard(loss)[0] == "Loss"
    window.page.controls.play.click()
    qtbot.waitUntil(lambda: loss.record.newest > 200, timeout=WAIT_MS)
    window.page.controls.play.click()
    qtbot.waitUntil(lambda: window.page.state is not None and not window.page.state.playing, timeout=WAIT_MS)
    window.page.send(Widen(layer=window.page.selected, by=4))
    qtbot.waitUntil(lambda: bool(loss.record.marks), timeout=WAIT_MS)
    settled(window, qtbot)
    for chart in (loss, score):
        name, said = heard(chart)
        assert f"step {int(chart.record.newest):,}" in said
        assert f"training {chart.value_text(chart.record.training.last)}" in said
        assert f"validation {chart.value_text(chart.record.validation.last)}" in said
        assert chart.value_text(float(chart.record.training.y.max())) in said
        assert name == chart.title()
    assert "(" in heard(loss)[1], "the edit is told with its step"
    window.page.begin(DataSpec(name="moons"), None)
    qtbot.waitUntil(lambda: not loss.record.training.count, timeout=WAIT_MS)
    settled(window, qtbot)
    assert "The curves begin with the first step." in heard(loss)[1]


def test_the_drawing_says_in_words_what_the_network_is_and_follows_the_edits(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window()
    drawing = window.page.drawing
    before = heard(drawing)[1]
    assert before
    window.page.send(Widen(layer=window.page.selected, by=8))
    qtbot.waitUntil(lambda: heard(drawing)[1] != before, timeout=WAIT_MS)
    net = window.page.net
    assert net is not None
    assert "40" in heard(drawing)[1], "32 and 8 units"


# ------------------------------------------------------------------------------------------------------------- colours
@pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_has_a_contrast_of_four_and_a_half(colors: dict[str, str]) -> None:
    card = QColor(colors["card"])
    pairs = {
        (ink, ground): contrast(colors[ink], colors[ground])
        for ink, grounds in {
            "text": ("ground", "card", "control", "selected", "hover"),
            "soft": ("ground", "card", "control", "selected"),
            "accent": ("card", "ground"), "bad": ("card",), "grown": ("card",), "narrowed": ("card",),
            "on_accent": ("accent",),
        }.items()
        for ground in grounds
    }  # fmt: skip
    for tone in ("bad", "narrowed", "grown"):  # sentences on a tinted ground
        tinted = blend(card, QColor(colors[tone]), 0.09).name()
        pairs |= {(ink, f"tint of {tone}"): contrast(colors[ink], tinted) for ink in ("text", "soft")}
    assert not {pair: round(ratio, 2) for pair, ratio in pairs.items() if ratio < 4.5}


@pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
def test_lines_and_signs_have_a_contrast_of_three(colors: dict[str, str]) -> None:
    ratios = {name: contrast(colors[name], colors["card"]) for name in
              ("training", "positive", "accent", "bad", "grown", "narrowed")}  # fmt: skip
    assert not {name: round(ratio, 2) for name, ratio in ratios.items() if ratio < 3}


def test_motion_follows_the_persons_and_the_systems_choice(
    open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(preferences=Preferences(language="en", theme="light", motion=False))
    assert window.theme.motion_ms == 0
    window.change("motion", True)
    assert window.theme.motion_ms > 0

    class Still:
        def styleHint(self, *_: object) -> int:
            return 0

    monkeypatch.setattr(appearance.QApplication, "style", lambda: Still())
    assert appearance.theme_of(replace(window.preferences, motion=True)).motion_ms == 0
