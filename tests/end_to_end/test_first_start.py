"""The first start of an app without PyTorch, through the front door, with the real install worker and trainer."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from core.prefix import python_of
from gui import __main__ as door
from tests.end_to_end.person import Person, act, open_windows

Script = Generator[Callable[[], bool], None, None]
pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("propagateSizeHints")]


def is_welcomed(_person: Person) -> bool:
    """Whether the page that says what is needed is in the window."""
    found = open_windows()
    return bool(found) and hasattr(found[0], "page") and found[0].welcome.page is not None


def test_any_python_with_torch_is_chosen_and_trains_and_is_remembered(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "brings_torch", lambda: False)
    chosen = iter([str(home / "nothing" / "python"), sys.executable])
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (next(chosen), ""))
    said: list[str] = []

    def script(person: Person) -> Script:
        window = person.window
        page = window.welcome.page
        assert page is not None
        assert page.isVisible()
        person.click("Another Python")
        yield lambda: bool(page.shown and page.shown.refused)
        said.extend(str(sentence) for sentence in page.shown.refused)  # type: ignore[union-attr]
        person.click("Another Python")
        yield lambda: person.there
        assert window.welcome.page is None
        person.click("Start")
        yield lambda: person.step > 20

    assert act(["--home", str(home), "--language", "en"], script, wait_s=120, there=is_welcomed) == 0
    assert "is not there any more" in said[0]
    assert json.loads((home / "settings.json").read_text("utf-8"))["python"] == sys.executable


def test_a_chosen_environment_that_was_moved_away_is_named_at_the_next_start(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = python_of(home / "수업 환경")
    (home / "settings.json").write_text(json.dumps({"python": str(python), "told": "tour"}), encoding="utf-8")
    monkeypatch.setattr(door, "brings_torch", lambda: False)

    def script(person: Person) -> Script:
        page = person.window.welcome.page
        assert page is not None
        assert page.title.text() == "“수업 환경” cannot be used now"
        yield lambda: page.shown is not None and page.shown.envs is not None
        (home / "수업 환경").symlink_to(sys.prefix)  # it is back
        yield lambda: any(button.text() == "Try again" for button in person.buttons())
        person.click("Try again")
        yield lambda: person.there

    assert act(["--home", str(home), "--language", "en"], script, wait_s=120, there=is_welcomed) == 0


def test_a_newcomer_is_shown_around_once_the_training_is_there_and_space_plays_afterwards(home: Path) -> None:
    (home / "settings.json").write_text("{}", encoding="utf-8")

    def script(person: Person) -> Script:
        yield lambda: person.window.guide.tour is not None
        tour = person.window.guide.tour
        assert tour is not None
        yield lambda: tour.card.isVisible()
        person.click("Skip the tour")
        assert person.window.guide.tour is None
        person.press("space")
        yield lambda: person.step > 20

    assert act(["--home", str(home), "--language", "en"], script, wait_s=120) == 0
    assert json.loads((home / "settings.json").read_text("utf-8"))["told"] == "tour"
