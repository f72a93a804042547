"""What the trainer tells of each layer for the charts: what is so, only while it is asked for, and at a small cost."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from core.messages.beside.layer_curves import LayersMeasured, LayersWatched, SpreadMeasured, WatchLayers
from core.messages.train_commands import DataSpec, Load, Pause, Play, Reset, Settings, Step, Undo
from core.messages.train_events import Edited, Rejected
from core.net.plan import LayerKey, Widen, mlp
from core.train.beside import layer_curves
from core.train.training.datasets import load
from core.train.training.training import begin
from tests.train.line import Line

DIGITS = Load(DataSpec("digits"), net=mlp(64, (16, 8), 10), settings=Settings(learning_rate=0.01))


def floats(told: LayersMeasured) -> list[float]:
    return np.frombuffer(told.gradients.data, "<f8").tolist()


def trained(line: Line, *, steps: int = 400) -> list[LayersMeasured]:
    """Everything told of the layers while it takes so many steps."""
    for _ in range(5):
        line.ask(Step(steps // 5))
        line.clock.now += 0.2
    return [event for event, _ in line.said if isinstance(event, LayersMeasured)]


def test_what_is_told_is_what_that_one_step_did() -> None:
    line = Line()
    line.ask(DIGITS)
    assert line.ask(WatchLayers(layers=True)) == LayersWatched(True, LayerKey(0))
    told = trained(line)
    assert len(told) >= 2
    for one in told:
        again = begin(load(DIGITS.data), seed=0, net=DIGITS.net, settings=DIGITS.settings)
        while again.step < one.step - 1:
            again.take(one.step - 1 - again.step)
        before = again.model.flat.clone()
        again.take(1)
        assert [layer.key for layer in one.layers] == [1, 2, 3]
        for layer, norm in zip(one.layers, floats(one), strict=True):
            now, old = again.model.parameters[f"{layer.key}.weight"], before
            place = list(again.model.parameters).index(f"{layer.key}.weight")
            start = sum(tensor.numel() for tensor in list(again.model.parameters.values())[:place])
            was = old[start : start + now.numel()].view_as(now)
            assert layer.ratio == pytest.approx(float((now - was).norm() / was.norm()), rel=1e-4)
            assert norm == pytest.approx(float(again.model.gradients[f"{layer.key}.weight"].norm()), rel=1e-4)


def test_the_training_is_bit_for_bit_the_one_that_nobody_looks_at() -> None:
    flats = []
    for watched in (False, True):
        line = Line()
        line.ask(DIGITS)
        line.ask(WatchLayers(layers=watched, spread=LayerKey(2) if watched else LayerKey(0)))
        line.ask(Step(150))
        line.ask(Widen(LayerKey(1), 4))
        line.ask(Step(150))
        flats.append(line.session.training.model.flat.clone())
    assert torch.equal(*flats)


def test_nothing_is_told_unless_it_is_asked_for() -> None:
    line = Line()
    line.ask(DIGITS)
    assert not trained(line)
    line.ask(WatchLayers(layers=True))
    assert trained(line)
    line.ask(WatchLayers())
    said = len(line.said)
    line.ask(Step(300))
    assert not [event for event, _ in line.said[said:] if isinstance(event, LayersMeasured | SpreadMeasured)]


def test_an_edit_and_an_undo_between_the_two_looks_never_compare_different_networks() -> None:
    line = Line()
    line.ask(DIGITS)
    line.ask(WatchLayers(layers=True))
    line.ask(Play())
    for _ in range(12):
        line.ask(Widen(LayerKey(1), 2))
        line.turns(3)
        assert isinstance(line.ask(Undo()), Edited)
        line.turns(3)
    line.ask(Reset())
    line.ask(Play())
    line.turns(3000)
    line.ask(Pause())
    told = [event for event, _ in line.said if isinstance(event, LayersMeasured)]
    assert told
    for one in told:
        assert all(0 <= layer.ratio < 1 for layer in one.layers), "weights of two networks were compared"


def test_the_spread_counts_every_weight_once_and_what_the_units_give() -> None:
    line = Line()
    line.ask(DIGITS)
    line.ask(WatchLayers(spread=LayerKey(1)))
    line.turns(2)
    first = [event for event, _ in line.said if isinstance(event, SpreadMeasured)]
    assert len(first) == 1, "paused, it is told once"
    line.turns(20)
    assert len([event for event, _ in line.said if isinstance(event, SpreadMeasured)]) == 1
    one = first[0]
    weights = line.session.training.model.parameters["1.weight"]
    assert sum(np.frombuffer(one.weights.data, "<i8")) == weights.numel()
    assert one.weight_range == pytest.approx((float(weights.min()), float(weights.max())))
    assert sum(np.frombuffer(one.activations.data, "<i8")) == layer_curves.SAMPLES * 16
    assert isinstance(line.ask(WatchLayers(spread=LayerKey(77))), Rejected)


def test_values_that_are_all_the_same_or_no_numbers_have_a_spread_all_the_same() -> None:
    counts, (low, high) = layer_curves.counted(torch.full((5,), 3.0))
    assert low < 3.0 < high
    assert sum(np.frombuffer(counts.data, "<i8")) == 5
    counts, ends = layer_curves.counted(torch.tensor([math.nan, math.inf, 1.0]))
    assert sum(np.frombuffer(counts.data, "<i8")) == 1
    assert all(map(math.isfinite, ends))
