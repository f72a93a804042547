"""What is grown ends as good as what was large from the start, at the same work; the tables are in tests/benchmarks."""

from __future__ import annotations

import statistics

import pytest

from core.messages.train_commands import DataSpec, Settings
from core.net.plan import LayerKey, Residual, Widen, WidenWay, mlp, numbered
from core.train.training import datasets
from core.train.training.replay import run_to
from core.train.training.training import begin
from tests.benchmarks.deepening import CASES, grown, insertion
from tests.sweeps import sweep

SEEDS = sweep(usual=range(5), nightly=range(15))
DIGITS = datasets.load(DataSpec("digits"))


@pytest.mark.slow
@pytest.mark.parametrize(("name", "least"), [("spiral", 0.97), ("spiral-16-16", 0.97), ("xor", 0.97)])
def test_a_network_that_got_deeper_is_as_good_as_a_deep_one(name: str, least: float) -> None:
    made = [grown(CASES[name], "hidden", seed=seed) for seed in SEEDS]
    assert statistics.mean(one.score for one in made) >= least
    assert statistics.median(kick for one in made for kick in one.kicks) <= 0.15


@pytest.mark.slow
@pytest.mark.parametrize("activation", ["tanh", "sigmoid"])
def test_digits_lose_nothing_by_a_layer_more(activation: str) -> None:
    case = CASES[f"digits-{activation}"]
    hidden, never, scratch = (
        statistics.mean(grown(case, way, seed=seed).score for seed in SEEDS[:4])
        for way in ("hidden", "never", "scratch")
    )
    assert hidden >= min(never, scratch) - 0.005


@pytest.mark.slow
def test_split_units_learn_nearly_as_well_as_new_ones() -> None:
    losses: dict[WidenWay, float] = {"append": 0.0, "split": 0.0}
    for way in losses:
        for seed in range(4):
            training = begin(DIGITS, net=mlp(64, (16, 16), 10), settings=Settings(learning_rate=1e-3), seed=seed)
            run_to(training, 800)
            for key in (1, 2):
                training.edit(Widen(LayerKey(key), 16, way))
            run_to(training, 3000)
            losses[way] += training.evaluate(DIGITS.training_inputs, DIGITS.training_targets)[0]
    assert losses["split"] <= 2 * losses["append"]


@pytest.mark.parametrize("name", CASES)
def test_what_is_compared_is_a_plain_layer_and_a_block(name: str) -> None:
    case = CASES[name]
    data = datasets.load(DataSpec(case.data, samples=100))
    training = begin(data, net=mlp(data.training_inputs[0].numel(), case.hidden, data.known.outputs))
    moment = training.state()
    for kind, blocks in (("hidden", 0), ("residual", 1)):
        training.edit(insertion(training.net, case.after[0], case, kind))  # type: ignore[arg-type]
        assert sum(isinstance(layer, Residual) for layer in numbered(training.net)) == blocks
        training.restore(moment)
