"""An earlier moment is looked at, and a branch goes on from it, in the real window with the real trainer, by clicks.
Both curves are there after a restart."""

from __future__ import annotations

from collections.abc import Callable, Generator
from pathlib import Path

import numpy as np
import pytest

from core.net.plan import Widen
from gui.kit.arrays import numbers
from gui.train.branches.branch_tree import BranchRow
from gui.train.panels.timeline import Entry
from tests.end_to_end.person import Person, act

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("qapp")]
Waits = Generator[Callable[[], bool], None, None]


def stands(person: Person) -> int:
    state = person.window.page.state
    assert state is not None
    return state.step


def curve_ends_at(person: Person) -> float:
    """At which step the branch that was left ends. Its curve is that of validation, which is drawn up to the last Tick
    for which there was time to measure."""
    record = person.window.page.loss.record
    other, drawn = person.window.page.loss.others[0]
    ticks = numbers(other.ticks)
    assert drawn.x[-1] == ticks[np.isfinite(ticks[:, record.fields[1]]), 0][-1]
    return float(ticks[-1, 0])


def rows(person: Person) -> list[BranchRow]:
    return [row for row in person.window.page.looking.tree.rows() if row.isVisible()]


def test_a_branch_from_an_earlier_moment_and_both_curves_after_a_restart(home: Path) -> None:
    seen: dict[str, int] = {}
    runs: list[str] = []

    def first(person: Person) -> Waits:
        page = person.window.page
        person.window.resize(1280, 800)
        before = person.summary
        person.click("Start")
        yield lambda: person.step > 200
        page.send(Widen(page.selected, 8))
        yield lambda: person.summary != before and page.timeline.findChildren(Entry) != []
        wider, at = person.summary, page.timeline.findChildren(Entry)[0].step
        yield lambda: person.step > at + 300
        more = page.timeline.findChildren(Entry)[0].more
        person.click_at(more, more.rect().center())
        yield lambda: person.menu is not None
        yield from person.in_menu("Look at the moment before it")
        yield lambda: page.looking.bar.isVisible()
        yield lambda: person.summary == before
        assert stands(person) == at
        waits = int(page.looking.bar.shown.waits)
        assert f"{waits:,}" in page.looking.bar.sentence.text()
        person.click("Back to now")
        yield lambda: not page.looking.bar.isVisible() and person.summary == wider
        assert stands(person) == waits
        more = page.timeline.findChildren(Entry)[0].more
        person.click_at(more, more.rect().center())
        yield lambda: person.menu is not None
        yield from person.in_menu("Look at the moment before it")
        yield lambda: page.looking.bar.isVisible()
        person.click("Go on from here")
        yield lambda: not page.looking.bar.isVisible() and person.summary == before
        person.click("Continue")
        yield lambda: person.window.page.state.playing
        yield lambda: person.step > at + 100
        person.click("Pause")
        yield lambda: not person.window.page.state.playing
        yield lambda: len(rows(person)) == 2
        runs.append(page.loaded.run)
        seen.update(at=at, waits=waits, stands=stands(person))
        assert curve_ends_at(person) == waits, "the curve that was left is drawn too"

    assert act(["--home", str(home), "--language", "en"], first) == 0

    def again(person: Person) -> Waits:
        page = person.window.page
        person.window.resize(1280, 800)
        yield lambda: stands(person) == seen["stands"]
        yield lambda: len(rows(person)) == 2
        assert page.loss.record.training.x[-1] == seen["stands"]
        assert curve_ends_at(person) == seen["waits"]
        other = next(row for row in rows(person) if not row.property("here"))
        person.click_at(other, other.rect().center())
        yield lambda: stands(person) == seen["waits"]
        assert page.loss.record.training.x[-1] == seen["waits"]

    assert act([runs[0], "--home", str(home), "--language", "en"], again) == 0
