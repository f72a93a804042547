"""A preview changes nothing, and what it says is what then happens."""

from __future__ import annotations

import pytest
import torch

from core.messages.train_commands import DataSpec, Task
from core.messages.train_events import Previewed
from core.net.plan import (
    CopyLayer,
    Edit,
    EditError,
    InsertLayer,
    Narrow,
    RemoveLayer,
    SetActivation,
    Widen,
    layer_of,
    mlp,
)
from core.net.shapes import cost
from core.train.model.model import Model
from core.train.session.preview import measured, preview
from core.train.surgery import apply as surgery
from core.train.training import datasets
from core.train.training.replay import run_to
from core.train.training.training import begin
from tests.train import nets


def previewed(model: Model, edit: Edit, *, task: Task = "classify") -> Previewed:
    inputs, targets = nets.data(model.net, 256, task=task)
    probe = nets.data(model.net, 128, task=task, seed=5)
    return preview(
        model, edit, optimizer="adam", seed=3, inputs=inputs, targets=targets, probe_inputs=probe[0],
        probe_targets=probe[1], task=task,
    )  # fmt: skip


EDITS: list[Edit] = [
    Widen(1, 4), Widen(1, 4, "split"), Narrow(1, 6), Narrow(2, 4, "magnitude"), InsertLayer(1), RemoveLayer(2),
    SetActivation(1, "tanh"),
]  # fmt: skip


@pytest.mark.parametrize("edit", EDITS, ids=str)
@pytest.mark.parametrize("name", ["dense", "dense norm"])
def test_a_preview_changes_nothing_and_foretells_what_happens(name: str, edit: Edit) -> None:
    model = nets.trained(nets.NETS[name]())
    before, random = nets.everything(model), torch.get_rng_state()
    told = previewed(model, edit)
    assert nets.same(before, nets.everything(model))
    assert torch.equal(random, torch.get_rng_state())
    inputs, targets = nets.data(model.net, 256)
    made = surgery.apply(model, edit, seed=3, inputs=inputs, targets=targets, task="classify").model
    probe = nets.data(model.net, 128, seed=5)
    assert (told.loss_before, told.score_before) == measured(model, *probe, "classify")
    assert (told.loss_after, told.score_after) == measured(made, *probe, "classify")
    assert told.before == cost(model.net, "adam")
    assert told.after == cost(made.net, "adam")


def test_a_fade_counts_what_will_be_left() -> None:
    model = nets.trained(nets.dense())
    told = previewed(model, RemoveLayer(2, "fade"))
    assert told.after.parameters < told.before.parameters
    assert told.after == previewed(model, RemoveLayer(2)).after


def test_a_fade_is_measured_as_if_it_were_folded_at_once() -> None:
    model = nets.trained(nets.dense(activation="tanh"), steps=200)
    at_once, fading = previewed(model, RemoveLayer(1)), previewed(model, RemoveLayer(1, "fade"))
    assert at_once.loss_after != at_once.loss_before
    assert (fading.loss_after, fading.score_after) == (at_once.loss_after, at_once.score_after)
    assert (fading.advice, fading.gentler) == (None, None), "there is none gentler than this"
    inputs, targets = nets.data(model.net, 256)
    begun = surgery.apply(model, RemoveLayer(1, "fade"), seed=3, inputs=inputs, targets=targets, task="classify").model
    with pytest.raises(EditError, match="fading out already"):
        previewed(begun, RemoveLayer(1, "fade"))


def test_growth_never_warns() -> None:
    model = nets.trained(nets.dense(hidden=(10, 10)))
    for edit in (Widen(1, 4), InsertLayer(1), CopyLayer(2)):
        told = previewed(model, edit)
        assert (told.advice, told.gentler) == (None, None)
        assert told.after.parameters > told.before.parameters


def test_a_shrink_that_hurts_says_so_and_offers_the_gentler_way() -> None:
    model = nets.trained(nets.dense(activation="tanh"), steps=200)
    told = previewed(model, Narrow(1, 10))
    assert told.loss_after - told.loss_before > 0.04
    assert told.gentler == Narrow(1, 10, way="ready")
    assert f"{told.loss_after - told.loss_before:.3f}" in str(told.advice)


def test_a_removal_that_hurts_can_wait_until_a_copy_without_the_layer_is_ready() -> None:
    training = begin(datasets.load(DataSpec("spiral")), net=mlp(2, (32, 32, 32), 2), seed=0)
    run_to(training, 600)
    told = preview(training.model, RemoveLayer(3), **training.preview_data())
    assert told.loss_after - told.loss_before > 0.04
    assert told.gentler == RemoveLayer(3, "ready")
    assert f"{told.loss_after - told.loss_before:.3f}" in str(told.advice)
    training.edit(Narrow(1, 2, way="ready"))
    told = preview(training.model, RemoveLayer(3), **training.preview_data())
    assert told.gentler == RemoveLayer(3, "fade"), "one copy is in training already"
    assert "over 300 steps" in str(told.advice)
    training.edit(RemoveLayer(3, "fade"))
    told = preview(training.model, RemoveLayer(3), **training.preview_data())
    assert told.gentler is None
    assert "doing work" in str(told.advice)


def test_a_removal_that_waits_is_measured_as_if_it_were_done_at_once() -> None:
    model = nets.trained(nets.dense(activation="tanh"), steps=200)
    at_once, ready = previewed(model, RemoveLayer(1)), previewed(model, RemoveLayer(1, "ready"))
    assert (ready.loss_after, ready.score_after, ready.after) == (
        at_once.loss_after,
        at_once.score_after,
        at_once.after,
    )
    assert (ready.advice, ready.gentler) == (None, None), "there is none gentler than this"


def test_a_narrowing_that_waits_is_measured_as_if_it_were_done_at_once() -> None:
    model = nets.trained(nets.dense(activation="tanh"), steps=200)
    at_once, ready = previewed(model, Narrow(1, 10)), previewed(model, Narrow(1, 10, way="ready"))
    assert (ready.loss_after, ready.score_after, ready.after) == (
        at_once.loss_after,
        at_once.score_after,
        at_once.after,
    )
    assert (ready.advice, ready.gentler) == (None, None), "there is none gentler than this"


def test_while_one_narrowing_waits_another_is_offered_in_smaller_steps() -> None:
    model = nets.trained(nets.dense(activation="tanh"), steps=200)
    inputs, targets = nets.data(model.net, 256)
    waiting = surgery.apply(
        model, Narrow(2, 2, way="ready"), seed=3, inputs=inputs, targets=targets, task="classify"
    ).model  # fmt: skip
    told = previewed(waiting, Narrow(1, 10))
    assert told.gentler == Narrow(1, 5)
    assert "fewer units at a time" in str(told.advice)


def test_a_shrink_that_costs_accuracy_says_how_much_though_the_loss_hardly_moves() -> None:
    x, y, held_x, held_y = nets.digits()
    warned = 0
    for seed in range(6):
        model = nets.on_digits(mlp(64, (16, 16), 10), seed=seed, steps=400, rate=5e-3)
        told = preview(
            model, Narrow(1, 6), optimizer="adam", seed=0, inputs=x[:1024].flatten(1), targets=y[:1024],
            probe_inputs=held_x.flatten(1), probe_targets=held_y, task="classify",
        )  # fmt: skip
        lost, rise = told.score_before - told.score_after, told.loss_after - told.loss_before
        assert (told.advice is not None) == (rise > 0.04 or lost > 0.005)
        if rise <= 0.04 and lost > 0.005:
            warned += 1
            assert f"{100 * lost:.1f} points" in str(told.advice)
            assert told.gentler == Narrow(1, 6, way="ready")
    assert warned >= 1


def test_regression_scores_are_shares_of_the_variance() -> None:
    model = nets.trained(mlp(6, (12,), 4, activation="tanh"))
    told = previewed(model, Widen(1, 2), task="regress")
    assert told.score_before == pytest.approx(told.score_after, abs=1e-5)
    assert told.score_before < 1


def test_an_impossible_edit_has_no_preview() -> None:
    with pytest.raises(EditError):
        previewed(nets.trained(nets.dense()), Narrow(1, 12))
    assert layer_of(nets.dense(), 1).key == 1
