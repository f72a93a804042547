"""Every edit has a written form, and each takes back what the other gives."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.messages import grammar
from core.messages.grammar import WrittenError
from core.messages.train_commands import Change, Redo, Settings, Undo, UseDevice, UseThreads
from core.net import plan
from core.net.plan import Edit, Freeze, InsertLayer, Narrow, RemoveLayer, RemoveUnit, Widen

NUMBERS = st.integers(0, 999)
EDITS = {
    kind: st.builds(
        kind,
        **{
            name: {"str": st.nothing()}.get(str(name), NUMBERS)
            for name in ("layer", "by", "after", "width", "unit")
            if name in kind.__dataclass_fields__
        },
    )
    for kind in get_args(Edit)
}


@pytest.mark.parametrize("kind", get_args(Edit))
def test_every_edit_is_written_and_read_back(kind: Any) -> None:
    @settings(max_examples=60, deadline=None, database=None)
    @given(EDITS[kind])
    def reads_back(edit: Edit) -> None:
        assert grammar.parse(grammar.write(edit)) == edit

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
    assert grammar.parse(grammar.write(other)) == other


def test_the_forms_of_the_help_are_understood() -> None:
    assert grammar.parse("widen 1 by 16") == Widen(1, 16)
    assert grammar.parse("  widen   1 by 16  split ") == Widen(1, 16, "split")
    assert grammar.parse("narrow 2 by 3 obs") == Narrow(2, 3, "obs")
    assert grammar.parse("insert after 0") == InsertLayer(0)
    assert grammar.parse("insert after 1 residual width 32 tanh") == InsertLayer(1, 32, "tanh", "residual")
    assert grammar.parse("remove 2 fade") == RemoveLayer(2, "fade")
    assert grammar.parse("remove 2 ready") == RemoveLayer(2, "ready")
    assert grammar.parse("remove unit 3 of 1") == RemoveUnit(1, 3)
    assert grammar.parse("unfreeze unit 0 of 2") == Freeze(2, 0, False)
    assert grammar.parse("set weight-decay 0.1") == Change("weight_decay", 0.1)
    assert grammar.parse_at("400: copy 1") == (400, plan.CopyLayer(1))


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
        assert grammar.parse(grammar.write(Change(name, value))) == Change(name, value)
