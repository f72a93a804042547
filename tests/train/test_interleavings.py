"""Commands in any order, with keys that may be stale: the window knows what is trained, and it can be done again."""

from __future__ import annotations

from typing import Any

import torch
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from core.messages.train_commands import Change, DataSpec, Load, Redo, Reset, Save, Settings, Step, Undo
from core.messages.train_events import Diverged, Edited, Rejected
from core.net.plan import InsertLayer, LayerKey, Narrow, RemoveLayer, RemoveUnit, Widen, mlp
from core.train.surgery.remove import FADE_STEPS
from core.train.surgery.successor import CHECKED_EVERY
from tests.sweeps import sweep
from tests.train.line import Line

torch.set_num_threads(1)
SETTINGS = Settings(learning_rate=0.01, batch_size=16, optimizer="adamw", weight_decay=1.0)
LOAD = Load(DataSpec("xor", samples=60), mlp(2, (5, 6, 4), 2), SETTINGS, 3)
KEYS = st.integers(1, 9).map(LayerKey)
"""There are four layers at first; the others come to be by inserting, and a key may be of a layer that is gone."""
COMMANDS: st.SearchStrategy[Any] = st.one_of(
    st.builds(Widen, KEYS, st.integers(1, 2)),
    st.builds(Narrow, KEYS, st.just(1)),
    st.builds(Narrow, KEYS, st.just(1), st.just("magnitude"), st.just("ready")),
    st.builds(InsertLayer, KEYS),
    st.builds(RemoveLayer, KEYS, st.sampled_from(["refit", "fade", "fade", "ready"])),
    st.builds(RemoveUnit, KEYS, st.integers(0, 5)),
    st.just(Undo()), st.just(Undo()), st.just(Redo()),
    st.builds(Change, st.just("learning_rate"), st.sampled_from([0.01, 0.002, 100.0])),
    st.builds(Change, st.just("batch_size"), st.sampled_from([8, 16])),
    st.builds(Step, st.sampled_from([1, 7, CHECKED_EVERY])),
    st.just(Step(FADE_STEPS)), st.just(Step(FADE_STEPS)),
    st.builds(Reset, st.sampled_from([-1, 4])),
    st.just(Save()),
)  # fmt: skip


PAIRS: st.SearchStrategy[list[Any]] = st.sampled_from([
    [Widen(2, 1), Undo(), Redo()], [RemoveLayer(1, "fade"), Step(FADE_STEPS)],
    [Change("learning_rate", 100.0), Step(60), Change("learning_rate", 0.01)],
])  # fmt: skip
"""What belongs together; by chance alone it is too rare."""
TRIED = settings(
    max_examples=sweep(usual=50, nightly=600), deadline=None, derandomize=True, phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
"""Nothing is made smaller: each command of a failure is told as it is."""


@st.composite
def orders(draw: Any, longest: int) -> list[Any]:
    """Return commands, a third of them in pairs."""
    found: list[Any] = []
    for pair in draw(st.lists(st.integers(0, 2), min_size=1, max_size=longest)):
        found += [draw(COMMANDS)] if pair else draw(PAIRS)
    return found


def test_after_every_command_the_window_knows_what_is_trained() -> None:
    told: list[Any] = []

    @given(orders(8))
    @TRIED
    def run(commands: list[Any]) -> None:
        line = Line()
        line.ask(LOAD)
        for command in commands:
            line.ask(command)
            line.agree()
        told.extend(event for event, _ in line.said)

    run()
    causes = {event.cause for event in told if isinstance(event, Edited)}
    assert causes - {"given up"} == {"edit", "undo", "redo", "fade"}, "else this proves nothing"
    assert any(isinstance(event, Diverged) for event in told)
    assert any(isinstance(event, Rejected) for event in told)


@given(orders(12))
@TRIED
def test_after_commands_that_came_all_at_once_too(commands: list[Any]) -> None:
    line = Line()
    line.ask(LOAD)
    line.queue(*commands)
    line.done()
    line.agree()
