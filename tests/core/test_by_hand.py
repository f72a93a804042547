"""Weights and biases set by hand, in the plan and as a person types them."""

from __future__ import annotations

import math

import pytest

from core.messages import grammar
from core.net.edits import edited, label
from core.net.labels import counted_from_one
from core.net.plan import (
    Conv,
    Dense,
    EditError,
    Flatten,
    Freeze,
    LayerKey,
    Net,
    RemoveUnit,
    ResetUnit,
    SetBias,
    SetWeight,
    Widen,
    mlp,
)
from core.sentence import say
from core.workers import wire

MLP = mlp(3, (5, 4), 2)
IMAGES = Net((1, 6, 6), (Conv(LayerKey(1), 4), Flatten(LayerKey(2)), Dense(LayerKey(3), 2, "linear")), 4)
ONE, TWO, THREE = LayerKey(1), LayerKey(2), LayerKey(3)


@pytest.mark.parametrize("edit", [
    SetWeight(ONE, 4, 2, 0.5), SetBias(ONE, 0, -1e6), SetWeight(THREE, 1, 3, 0.0), SetBias(THREE, 1, 1e-30),
], ids=str)  # fmt: skip
def test_a_number_that_is_set_leaves_the_plan_as_it_is(edit: SetWeight | SetBias) -> None:
    assert edited(MLP, edit) == MLP


@pytest.mark.parametrize(("net", "edit"), [
    (MLP, SetWeight(ONE, 5, 0, 0.5)), (MLP, SetWeight(ONE, -1, 0, 0.5)), (MLP, SetWeight(ONE, 0, 3, 0.5)),
    (MLP, SetWeight(ONE, 0, -1, 0.5)), (MLP, SetWeight(ONE, 0, 0, 0.5, row=1)), (MLP, SetBias(ONE, 5, 0.5)),
    (MLP, SetBias(LayerKey(9), 0, 0.5)), (MLP, SetBias(LayerKey(0), 0, 0.5)), (IMAGES, SetBias(LayerKey(2), 0, 0.5)),
    (MLP, SetBias(ONE, 0, math.nan)), (MLP, SetBias(ONE, 0, math.inf)), (MLP, SetWeight(ONE, 0, 0, 1.1e6)),
    (IMAGES, SetWeight(ONE, 0, 1, 0.5)), (IMAGES, SetWeight(ONE, 0, 0, 0.5, row=3)),
    (IMAGES, SetWeight(ONE, 0, 0, 0.5, column=-1)), (IMAGES, SetWeight(THREE, 0, 4 * 36, 0.5)),
], ids=str)  # fmt: skip
def test_what_is_not_there_and_what_is_no_number_is_refused_with_a_sentence(
    net: Net, edit: SetWeight | SetBias
) -> None:
    with pytest.raises(EditError) as refused:
        edited(net, edit)
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize("edit", [
    SetWeight(ONE, 3, 0, 0.25), SetWeight(ONE, 3, 0, -1e-07, row=2, column=1), SetBias(THREE, 1, 1e6),
    SetBias(ONE, 0, -0.1),
], ids=str)  # fmt: skip
def test_what_is_written_is_read_again(edit: SetWeight | SetBias) -> None:
    text = grammar.write(edit, IMAGES)
    assert grammar.resolve(grammar.parse(text), IMAGES) == edit
    assert wire.from_plain(wire.to_plain(edit)) == edit


def test_a_person_types_a_weight_and_a_bias() -> None:
    assert grammar.resolve(grammar.parse("weight 2 from 1 of 1 to .5"), MLP) == SetWeight(ONE, 2, 1, 0.5)
    assert grammar.resolve(grammar.parse("weight 2 from 0 of 1 to -1e-3 at 2 0"), IMAGES) == SetWeight(
        ONE, 2, 0, -1e-3, 2, 0
    )
    assert grammar.resolve(grammar.parse("bias 0 of 3 to +2."), MLP) == SetBias(THREE, 0, 2.0)
    for text in ("weight 2 of 1 to 3", "bias 0 of 1 to nan", "bias 0 of 1 to inf", "bias 0 of 1 to 1e", "bias 0 of 1"):
        with pytest.raises(grammar.WrittenError):
            grammar.parse(text)
    with pytest.raises(EditError):
        edited(MLP, SetBias(ONE, 0, grammar.parse("bias 0 of 1 to 1e999").edit.value))  # type: ignore[union-attr]


def test_labels_count_units_as_the_drawing_does() -> None:
    assert str(label(MLP, SetWeight(ONE, 4, 2, 0.123456))) == "Hidden 1: weight 3 → 5 set to 0.1235"
    assert str(label(MLP, SetBias(ONE, 4, -1.0))) == "Hidden 1: bias of unit 5 set to -1"
    assert str(label(MLP, SetWeight(THREE, 1, 0, 2.0))) == "Output 2: weight from 1 set to 2"
    assert str(label(MLP, SetBias(THREE, 1, 2.0))) == "Output 2: bias set to 2"
    assert str(label(MLP, RemoveUnit(ONE, 0))) == "Hidden 1: unit 1 removed"
    assert str(label(MLP, ResetUnit(TWO, 3))) == "Hidden 2: unit 4 started again"
    assert str(label(MLP, Freeze(ONE, 0))) == "Hidden 1: unit 1 frozen"
    assert str(label(MLP, Freeze(THREE, 0, False))) == "Output 1 unfrozen"
    assert str(label(MLP, Freeze(ONE, -1))) == "Hidden 1 frozen"


def test_labels_of_older_runs_count_as_those_of_today() -> None:
    removed = say("Hidden {place}: unit {unit} removed", place=2, unit=0)
    assert counted_from_one(removed) == label(MLP, RemoveUnit(TWO, 0))
    by_hand = say("Hidden {place}: weight {input} → {unit} set to {value:.4g}", place=1, input=3, unit=5, value=0.5)
    assert counted_from_one(by_hand) == label(MLP, SetWeight(ONE, 4, 2, 0.5))
    for edit in (RemoveUnit(TWO, 0), SetWeight(ONE, 4, 2, 0.5), Widen(ONE, 2)):
        assert counted_from_one(label(MLP, edit)) == label(MLP, edit), "and today's stay as they are"
