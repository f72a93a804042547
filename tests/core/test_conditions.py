"""A condition has a written form: what `write` writes, `parse` reads; what cannot be read gets one sentence."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.messages import stops
from core.messages.stops import EXAMPLES, NOWHERE, POSSIBLE, Condition, Stop, StopError
from core.messages.train_commands import SetStops
from core.net.plan import Dense, Dropout, EditError, LayerKey, Net, Residual, mlp
from core.workers import wire

NET = Net((2,), (Dense(9, 8), Residual(4, (Dense(5, 6), Dense(6, 8))), Dropout(7, 0.2), Dense(3, 2, "linear")), 10)
"""Keys are no positions here: 9, 4, 5, 6, 7, 3."""
ASKED = [(of, sign) for of, signs in POSSIBLE.items() for sign in signs]


def read(text: str, net: Net = NET) -> Condition:
    return stops.resolve(*stops.parse(text), net)


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("loss is nan", Condition("loss", "nan")),
        ("loss < 0.05", Condition("loss", "below", 0.05)),
        ("  LOSS   <.05 ", Condition("loss", "below", 0.05)),
        ("validation > 2", Condition("validation", "above", 2.0)),
        ("accuracy > 97%", Condition("accuracy", "above", 0.97)),
        ("gradient > 10", Condition("gradient", "above", 10.0)),
        ("gradient<1e-6", Condition("gradient", "below", 1e-6)),
        ("ratio > 0.1", Condition("ratio", "above", 0.1)),
        ("ratio outside 1e-5..0.1", Condition("ratio", "outside", 1e-5, 0.1)),
        ("ratio 6 outside 1e-5..0.1", Condition("ratio", "outside", 1e-5, 0.1, LayerKey(3))),
        ("dead 1 > 25%", Condition("dead", "above", 0.25, layer=LayerKey(9))),
        ("dead > 25%", Condition("dead", "above", 0.25)),
        ("step 5000", Condition("step", "reached", 5000.0)),
        ("edit", Condition("edit", "done")),
    ],
)
def test_what_a_person_writes_is_what_they_mean(text: str, condition: Condition) -> None:
    assert read(text) == condition


def test_every_example_can_be_read() -> None:
    assert EXAMPLES.keys() == POSSIBLE.keys()
    for of, example in EXAMPLES.items():
        assert stops.parse(example)[0].of == of


@pytest.mark.parametrize(("of", "sign"), ASKED)
def test_every_condition_is_written_and_read_back(of: Any, sign: Any) -> None:
    numbers = st.floats(0, 1) if of in stops.SHARES else st.floats(0, 1e300)
    layers = {"dead": [0, 9, 5, 6], "ratio": [0, 9, 5, 6, 3]}.get(of, [0])

    @settings(max_examples=80, deadline=None, database=None)
    @given(numbers, numbers, st.sampled_from(layers), st.integers(1, stops.MOST_STEP))
    def reads_back(one: float, other: float, layer: int, step: int) -> None:
        low, high = sorted((one, other))
        if sign in ("nan", "done") or (sign == "outside" and low == high):
            return
        value = float(step) if of == "step" else low
        asked = Condition(of, sign, value, high if sign == "outside" else 0.0, LayerKey(layer))
        stops.check(asked)
        written = read(stops.write(asked, NET))
        assert written == asked or (of in stops.SHARES and math.isclose(written.value, asked.value, rel_tol=1e-15))

    reads_back()


@pytest.mark.parametrize("percent", [0, 0.1, 1, 7, 12.5, 25, 29, 33.3, 57, 97, 99.9, 100])
def test_a_share_is_written_as_it_was_typed(percent: float) -> None:
    text = f"accuracy > {percent:g}%"
    assert stops.write(read(text), NET) == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no condition"),
        ("los < 1", "los < 1"),
        ("loss", "“loss” should read like"),
        ("loss 2 < 1", "names a layer"),
        ("loss < abc", "“abc” is not a number"),
        ("loss < nan", "“nan” is not a number"),
        ("loss < 1e999", "“1e999” is not a number"),
        ("loss is 3", "should read like"),
        ("accuracy > 97", "“97” is no share"),
        ("accuracy > 197%", "between 0% and 100%"),
        ("accuracy is nan", "should read like"),
        ("dead 2 < 5%", "should read like"),
        ("gradient < -1", "never below 0"),
        ("ratio outside 2..1", "smaller to a larger"),
        ("ratio outside 2", "should read like"),
        ("step 0", "from 1 on"),
        ("step 1.5", "should read like"),
        ("step 99999999999999999", "should read like"),
        ("edit now", "should read like"),
        ("x" * 100_000, "x" * 60),
    ],
)
def test_what_cannot_be_read_is_one_sentence_with_what_is_right(text: str, said: str) -> None:
    with pytest.raises(StopError) as caught:
        stops.parse(text)
    sentence = str(caught.value)
    assert said in sentence
    assert any(example in sentence for example in EXAMPLES.values())
    assert len(sentence) < 300


@settings(max_examples=400, deadline=None, database=None)
@given(
    st.text(max_size=30) | st.from_regex(r"(loss|dead|ratio|step|edit|accuracy)[ <>%.0-9a-z-]{0,12}", fullmatch=True)
)
def test_any_text_is_a_condition_or_a_sentence(text: str) -> None:
    try:
        condition, position = stops.parse(text)
    except StopError:
        return
    stops.check(condition)
    assert position >= 0


def test_a_layer_without_such_a_thing_is_refused() -> None:
    for text, said in (
        ("dead 6 > 25%", "Layer 6 is no hidden layer"),
        ("dead 5 > 25%", "Layer 5 is no hidden layer"),
        ("ratio 5 > 1", "Layer 5 has no weights"),
    ):
        with pytest.raises(StopError, match=said):
            read(text)
    with pytest.raises(EditError, match="no layer 9"):
        read("dead 9 > 25%")


@pytest.mark.parametrize(
    "condition",
    [
        Condition("loss", "below", math.nan),
        Condition("loss", "below", math.inf),
        Condition("ratio", "outside", 0.1, math.nan),
        Condition("loss", "outside", 0.1, 1.0),
        Condition("edit", "above"),
        Condition("step", "reached", 1.5),
        Condition("accuracy", "above", 97.0),
    ],
)
def test_a_condition_that_no_person_sets_is_refused(condition: Condition) -> None:
    with pytest.raises(StopError):
        stops.check_stops((Stop(condition),))
    with pytest.raises(StopError, match="at most"):
        stops.check_stops((Stop(Condition("edit", "done")),) * (stops.MOST_STOPS + 1))


def test_conditions_travel() -> None:
    asked = SetStops(
        (Stop(Condition("ratio", "outside", 1e-5, 0.1, LayerKey(3))), Stop(Condition("loss", "nan"), False))
    )
    assert wire.decode(wire.encode(asked, number=1))[0] == asked
    plain = wire.to_plain(asked)
    plain["stops"][0]["condition"]["sign"] = "over"
    with pytest.raises(wire.WireError):
        wire.from_plain(plain)


def test_every_condition_has_its_words() -> None:
    said = {str(stops.label(Condition(of, sign, 0.5, 0.75), NET)) for of, sign in ASKED}
    assert len(said) == len(ASKED)
    named = {
        str(stops.label(Condition(of, sign, 0.5, 0.75, LayerKey(9)), NET))
        for of, sign in ASKED
        if of in ("dead", "ratio")
    }
    assert len(named) == 4
    assert all("Hidden 1" in one for one in named)


def test_in_another_training_a_condition_is_about_the_same_position_or_about_no_layer() -> None:
    net = mlp(2, (4, 4, 4), 2)
    second, first = Stop(Condition("dead", "above", 0.5, layer=LayerKey(2))), Stop(Condition("loss", "nan"))
    assert stops.in_net(first, net, NET) == first
    assert stops.in_net(second, net, mlp(2, (9, 9), 2)).condition.layer == 2
    assert stops.in_net(Stop(Condition("dead", "above", 0.5, layer=LayerKey(9))), NET, net).condition.layer == 1
    assert stops.in_net(second, net, mlp(2, (9,), 2)).condition.layer == NOWHERE, "the second is the output there"
    assert stops.is_gone(stops.in_net(second, net, mlp(2, (), 2)).condition, net)
