"""Every edit has a written form: what `write` writes, `parse` reads."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.messages import grammar
from core.messages.grammar import WrittenError
from core.messages.train_commands import Change, Redo, Settings, Undo, UseDevice, UseThreads
from core.net.plan import (
    INPUT,
    CallOff,
    CopyLayer,
    Dense,
    Edit,
    EditError,
    Freeze,
    InsertLayer,
    Narrow,
    Net,
    RemoveLayer,
    RemoveUnit,
    Residual,
    Widen,
)

NUMBERS = st.integers(0, 999)
NET = Net((2,), (Dense(9, 8), Residual(4, (Dense(5, 6), Dense(6, 8))), Dense(2, 8), Dense(3, 2, "linear")), 10)
"""Keys are no positions here: 9, 4, 5, 6, 2, 3."""
EDITS = {
    kind: st.builds(
        kind,
        **{
            name: st.sampled_from([9, 4, 5, 6, 2, 3]) if name in ("layer", "after") else NUMBERS
            for name in ("layer", "by", "after", "width", "unit", "input", "row", "column")
            if name in kind.__dataclass_fields__
        },
        **({"value": st.floats(-1e6, 1e6)} if "value" in kind.__dataclass_fields__ else {}),
    )
    for kind in get_args(Edit)
}


@pytest.mark.parametrize("kind", get_args(Edit))
def test_every_edit_is_written_and_read_back(kind: Any) -> None:
    @settings(max_examples=60, deadline=None, database=None)
    @given(EDITS[kind])
    def reads_back(edit: Edit) -> None:
        assert grammar.resolve(grammar.parse(grammar.write(edit, NET)), NET) == edit

    reads_back()


@pytest.mark.parametrize(
    "other",
    [
        Undo(),
        Redo(),
        UseThreads(2),
        UseDevice("cuda:0"),
        Change("learning_rate", 0.5),
        Change("optimizer", "sgd"),
        Change("batch_size", 8),
    ],
)
def test_what_is_no_edit_is_written_too(other: Any) -> None:
    assert grammar.parse(grammar.write(other, NET)) == other


def read(text: str) -> Any:
    return grammar.resolve(grammar.parse(text), NET)


def test_the_forms_of_the_help_are_understood() -> None:
    assert read("widen 1 by 16") == Widen(9, 16)
    assert read("  widen   1 by 16  split ") == Widen(9, 16, "split")
    assert read("narrow 2 by 3 magnitude") == Narrow(4, 3, "magnitude")
    assert read("insert after 0") == InsertLayer(INPUT)
    assert read("insert after 1 residual width 32 tanh") == InsertLayer(9, 32, "tanh", "residual")
    assert read("insert after 1 block") == InsertLayer(9, kind="residual")
    assert read("insert after 1 tanh") == InsertLayer(9, 0, "tanh", "hidden")
    assert grammar.write(InsertLayer(9, 0, "tanh", "residual"), NET) == "insert after 1 block tanh"
    assert read("remove 2 fade") == RemoveLayer(4, "fade")
    assert read("remove 5 ready") == RemoveLayer(2, "ready")
    assert read("remove unit 3 of 1") == RemoveUnit(9, 3)
    assert read("unfreeze unit 0 of 2") == Freeze(4, 0, False)
    assert read("call off 2") == CallOff(4)
    assert grammar.write(CallOff(4), NET) == "call off 2"
    assert read("set weight-decay 0.1") == Change("weight_decay", 0.1)
    step, copy = grammar.parse_at("400: copy 1")
    assert (step, grammar.resolve(copy, NET)) == (400, CopyLayer(9))


def test_a_position_means_the_layer_that_stands_there_when_the_edit_is_done() -> None:
    asked = grammar.parse("widen 2 by 16")
    assert grammar.resolve(asked, NET) == Widen(4, 16)
    assert grammar.resolve(asked, Net(NET.input, NET.layers[2:], 10)) == Widen(3, 16)
    for text in ("widen 7 by 16", "widen 0 by 16", "insert after 7"):
        with pytest.raises(EditError, match="There is no layer"):
            read(text)


def test_what_is_left_out_is_what_the_window_does_too() -> None:
    assert read("narrow 1 by 8") == Narrow(9, 8)
    assert read("widen 1 by 8") == Widen(9, 8)
    assert read("remove 1") == RemoveLayer(9)
    assert read("insert after 1") == InsertLayer(9)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "grow 1",
        "widen",
        "widen 1",
        "widen one by 2",
        "widen 1 by 2 more",
        "widen -1 by 2",
        "remove",
        "remove unit 1",
        "insert 1",
        "activation 1 softmax",
        "set depth 3",
        "set batch-size much",
        "device",
        "narrow 1 by 2 luck",
    ],
)
def test_nonsense_is_one_sentence(text: str) -> None:
    with pytest.raises(WrittenError) as caught:
        grammar.parse(text)
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize("text", ["widen 1 by 2", "x: widen 1 by 2", "-3: undo", ": undo"])
def test_a_step_must_come_first(text: str) -> None:
    with pytest.raises(WrittenError, match="begin with a step"):
        grammar.parse_at(text)


def test_a_wrong_word_is_told_the_right_form() -> None:
    with pytest.raises(WrittenError, match="narrow LAYER by N"):
        grammar.parse("narrow 1")


def test_every_setting_can_be_written() -> None:
    for name in Settings.__dataclass_fields__:
        value = getattr(Settings(), name)
        assert grammar.parse(grammar.write(Change(name, value), NET)) == Change(name, value)
