"""A training stops by itself, in the real window with the real trainer, set and started by clicks."""

from __future__ import annotations

from collections.abc import Callable, Generator
from pathlib import Path

import pytest
import torch

from core.messages.stops import Condition, Stop
from core.net.plan import LayerKey
from core.train.training.datasets import load
from core.train.training.training import Training, begin
from gui.stops.card import StopsCard
from tests.end_to_end.person import Person, act

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("qapp")]
Waits = Generator[Callable[[], bool], None, None]


def card_of(person: Person) -> StopsCard:
    assert person.dialog is not None
    (card,) = person.dialog.findChildren(StopsCard)
    return card


def stands(person: Person) -> int:
    """At which step the training stands, as the window says it."""
    state = person.window.page.state
    assert state is not None
    assert not state.playing
    return state.step


def set_by_hand(person: Person, name: str, number: str) -> Waits:
    """Open the card, add a condition from its menu, and type its number."""
    person.click("Stops by itself")
    yield lambda: person.dialog is not None
    card = card_of(person)
    before = len(card.rows)
    person.click("Add a condition")
    yield lambda: person.menu is not None
    yield from person.in_menu(name)
    yield lambda: len(card.rows) == before + 1
    field = card.rows[-1].fields[0]
    field.setFocus()
    field.selectAll()
    field.insert(number)
    field.setModified(True)
    field.finish()
    yield lambda: abs(card.rows[-1].stop.condition.value - float(number)) < 1e-12
    person.click("Close")
    yield lambda: person.dialog is None


def alone(person: Person) -> Training:
    loaded = person.window.page.loaded
    assert loaded is not None
    torch.set_num_threads(1)
    return begin(load(loaded.data.spec), net=loaded.now.net, settings=loaded.first_settings, seed=loaded.seed)


def test_it_stands_at_the_exact_step_and_goes_on(home: Path) -> None:
    seen: dict[str, object] = {}

    def script(person: Person) -> Waits:
        window = person.window
        person.click("Stops by itself")
        yield lambda: person.dialog is not None
        assert card_of(person).hint.isVisible()
        person.click("Close")
        yield lambda: person.dialog is None
        yield from set_by_hand(person, "Loss below", "0.5")
        there = alone(person)
        person.click("Start")
        yield lambda: bool(window.stops.hits)
        hit = window.stops.hits[0]
        losses = []
        while there.step < hit.step:
            losses.append(float(there.take(1).losses[0]))
        assert stands(person) == hit.step
        assert losses[-1] < 0.5 <= min(losses[:-1]), "the first step at which it is so"
        assert person.step == hit.step, "the charts end there"
        assert "stopped" in window.frame.bars.up
        # It goes on from there, and not for a moment only.
        person.click("Continue")
        yield lambda: person.step > hit.step + 300
        assert len(window.stops.hits) == 1
        person.click("Pause")
        yield lambda: window.page.state is not None and not window.page.state.playing
        # The step that hit is looked at afterwards.
        person.click("Stops by itself")
        yield lambda: person.dialog is not None
        person.click("Look at this step")
        inside = window.inside
        yield lambda: inside.made is not None and inside.made.taken is not None
        yield lambda: inside.made.made["stepping"].told is not None  # type: ignore[union-attr]
        told = inside.made.made["stepping"].told  # type: ignore[union-attr]
        seen["looked at"] = told.step, hit.step
        assert told.loss == pytest.approx(hit.after.loss, rel=1e-4)

    assert act(["--home", str(home), "--language", "en"], script) == 0
    assert seen["looked at"][0] == seen["looked at"][1]  # type: ignore[index]


def test_two_at_once_and_an_edit_while_one_waits(home: Path) -> None:
    def script(person: Person) -> Waits:
        window = person.window
        page = window.page
        window.stops.ask((
            Stop(Condition("step", "reached", 400.0)), Stop(Condition("step", "reached", 400.0, upper=1.0)),
            Stop(Condition("dead", "above", 0.99, layer=LayerKey(2))),
        ))  # fmt: skip
        yield lambda: len(window.stops.stops) == 3
        person.click("Start")
        yield lambda: person.step > 50
        before = person.summary
        person.click("Insert a layer after Hidden 1")
        yield lambda: person.summary != before
        assert page.net is not None
        assert window.stops.stops[2].condition.layer == 2, "it is about the layer that it was about"
        yield lambda: bool(window.stops.hits)
        assert stands(person) == 400
        assert [one.condition.of for one in window.stops.hits[0].met] == ["step", "step"]

    assert act(["--home", str(home), "--language", "en"], script) == 0


def test_a_layer_that_dies_of_a_high_learning_rate_stops_it_where_it_died(home: Path) -> None:
    def script(person: Person) -> Waits:
        window = person.window
        window.stops.ask((Stop(Condition("dead", "above", 0.6)),))
        yield lambda: len(window.stops.stops) == 1
        person.click("Start")
        yield lambda: person.step > 100
        window.page.panel.want("learning_rate", 0.5)
        yield lambda: bool(window.stops.hits)
        hit = window.stops.hits[0]
        assert stands(person) == hit.step
        shares = [
            max(layer.silent / layer.width for layer in at.layers if layer.silent >= 0)
            for at in (hit.before, hit.after)
        ]
        assert shares[1] > 0.6
        assert shares[0] <= 0.6 or not hit.begins
        assert hit.after.learning_rate == 0.5

    assert act(["--home", str(home), "--language", "en"], script) == 0
