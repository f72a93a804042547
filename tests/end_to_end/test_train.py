"""The main job from the front door: a network learns digits, grows and shrinks while it does, and can take all back."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Generator
from pathlib import Path

import pytest

from tests.end_to_end.person import Person, act

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("qapp")]
Waits = Generator[Callable[[], bool], None, None]


def test_a_network_grows_and_shrinks_while_it_learns(home: Path) -> None:
    seen: dict[str, object] = {}

    def script(person: Person) -> Waits:
        page = person.window.page
        first = person.summary
        assert first.startswith("64 → 32 → 32 → 10")
        person.click("Start")
        yield lambda: person.step > 200
        seen["early loss"] = page.loss.record.training.last

        person.click("Widen Hidden 1")
        yield lambda: person.summary.startswith("64 → 40 → 32 → 10")
        assert page.state is not None
        assert page.state.playing, "training goes on through an edit"
        at = person.step
        yield lambda: person.step > at + 200

        person.click("Narrow Hidden 2")
        yield lambda: person.summary.startswith("64 → 40 → 24 → 10")
        person.click("Insert a layer after Hidden 1")
        yield lambda: person.summary.startswith("64 → 40 → 40 → 24 → 10")
        at = person.step
        yield lambda: person.step > at + 200
        person.window.page.select(3)
        person.press("minus")
        yield lambda: person.summary.startswith("64 → 40 → 40 → 18 → 10")
        for was in ("64 → 40 → 40 → 24 → 10", "64 → 40 → 24 → 10", "64 → 40 → 32 → 10", "64 → 32 → 32 → 10"):
            person.press("ctrl+z")
            yield lambda was=was: person.summary.startswith(was)  # type: ignore[misc]
        seen["after undo"] = person.summary
        assert person.summary == first
        person.click("Redo")
        yield lambda: person.summary.startswith("64 → 40 → 32 → 10")
        at = person.step
        yield lambda: person.step > at + 200
        seen["late loss"] = page.loss.record.training.last
        seen["marks"] = len(page.loss.record.marks)
        person.click("Pause")
        yield lambda: page.state is not None and not page.state.playing

    assert act(["--home", str(home), "--language", "en"], script) == 0
    early, late = seen["early loss"], seen["late loss"]
    assert isinstance(early, float)
    assert isinstance(late, float)
    assert math.isfinite(late)
    assert late < 0.6 * early
    assert seen["marks"] == 1


def test_a_killed_trainer_is_one_sentence_and_restart_goes_on(home: Path) -> None:
    import psutil

    def script(person: Person) -> Waits:
        window = person.window
        person.click("Start")
        yield lambda: person.step > 100
        person.press("ctrl+z")  # nothing to undo: nothing happens
        window.page.send(window_save())
        at = person.step
        yield lambda: person.step > at + 500
        assert window.ready is not None
        psutil.Process(window.ready.pid).kill()
        yield lambda: "gone" in window.frame.bars.up
        bar = window.frame.bars.up["gone"]
        assert "Traceback" not in bar.sentence.text()
        person.click("Restart")
        yield lambda: person.there and window.page.state is not None and person.step >= at
        yield lambda: window.page.state is not None and window.page.state.playing
        assert "gone" not in window.frame.bars.up

    assert act(["--home", str(home), "--language", "en"], script) == 0


def window_save() -> object:
    from core.messages import Save

    return Save()


def test_a_training_moves_to_another_python_and_plays_on(home: Path) -> None:
    def script(person: Person) -> Waits:
        window = person.window
        person.click("Start")
        yield lambda: person.step > 60
        person.click("Widen Hidden 1")
        yield lambda: person.summary.startswith("64 → 40 → 32 → 10")
        assert window.ready is not None
        first, at = window.ready.pid, person.step
        window.train_in(sys.executable)
        yield lambda: window.ready is not None and window.ready.pid != first
        yield lambda: window.page.state is not None and window.page.state.playing and person.step > at + 50
        assert person.summary.startswith("64 → 40 → 32 → 10")
        assert len(window.page.loss.record.marks) == 1
        assert window.page.loss.record.training.count > 10, "the history came along"
        assert window.choices.python == sys.executable

    assert act(["--home", str(home), "--language", "en"], script) == 0
