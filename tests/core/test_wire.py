"""Messages survive the wire, and nothing else comes out of it."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import math
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.messages import train_events
from core.messages.train_commands import Change, Load, Play
from core.messages.train_events import Failed, Tick
from core.messages.train_reports import Array
from core.net import plan as net
from core.net.plan import Dense, Net, Residual, Widen
from core.sentence import Sentence, say
from core.workers import wire

TAGS = sorted(wire.CLASSES)
WHOLE = st.integers(-wire.LARGEST, wire.LARGEST)
NAMES = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
"""Of a command: what a system takes as the name of a file."""
ARRAYS = st.builds(
    lambda dtype, shape, seed: Array(
        dtype, tuple(shape), bytes(seed % 251 for _ in range(wire.ITEM_BYTES[dtype] * math.prod(shape)))
    ),
    st.sampled_from(sorted(wire.ITEM_BYTES)),
    st.lists(st.integers(0, 4), max_size=3),
    st.integers(0, 10_000),
)
LAYERS = st.recursive(
    st.builds(Dense, key=st.integers(1, 99), width=st.integers(1, 9), activation=st.sampled_from(net.ACTIVATIONS)),
    lambda inner: st.builds(Residual, key=st.integers(1, 99), body=st.lists(inner, max_size=3).map(tuple)),
    max_leaves=4,
)
NETS = st.builds(Net, st.just((4,)), st.lists(LAYERS, max_size=4).map(tuple), st.integers(1, 99))
SENTENCES = st.builds(
    Sentence,
    st.text(max_size=20),
    st.lists(
        st.tuples(st.text(max_size=5), st.one_of(st.text(max_size=5), WHOLE, st.floats(allow_nan=False))),
        max_size=2,
    ).map(tuple),
)


def message(tag: str) -> st.SearchStrategy[Any]:
    """Return any message of one class."""
    if tag == "Array":
        return ARRAYS
    return st.deferred(lambda: st.builds(wire.CLASSES[tag]))


@pytest.mark.parametrize("tag", TAGS)
def test_every_class_of_message_survives_the_wire(tag: str) -> None:
    with_others = {
        int: WHOLE,
        str: NAMES,
        Array: ARRAYS,
        Net: NETS,
        Sentence: SENTENCES,
        Residual: LAYERS.filter(lambda layer: isinstance(layer, Residual)),
    }
    for kind, strategy in with_others.items():
        st.register_type_strategy(kind, strategy)

    @settings(max_examples=12, deadline=None, database=None)
    @given(message(tag), st.integers(0, 2**53), st.one_of(st.none(), st.integers(0, 2**53)))
    def survives(sent: Any, number: int, answers: int | None) -> None:
        line = wire.encode(sent, number=number, answers=answers)
        assert line.endswith(b"\n")
        assert line.count(b"\n") == 1
        got, got_number, got_answers = wire.decode(line)
        # NaN is not equal to itself, but writes itself the same way.
        assert wire.encode(got, number=got_number, answers=got_answers) == line
        assert type(got) is type(sent)

    survives()


def test_a_tick_comes_back_equal() -> None:
    tick = Tick(7, 0.5, 1.25, 0.1, 0.9, 0.8, 3.0, 1e5, 1e-3)
    assert wire.decode(wire.encode(tick, answers=3)) == (tick, None, 3)


def test_a_setting_keeps_its_kind() -> None:
    for value in (3, 3.0, "adam"):
        got, *_ = wire.decode(wire.encode(Change("batch_size", value), number=1))
        assert got.value == value
        assert type(got.value) is type(value)


def test_korean_and_line_breaks_stay_in_one_line() -> None:
    event = Failed(say("{name}", name="훈련\n\u2028둘째 줄"), "a\nb")
    line = wire.encode(event)
    assert line.count(b"\n") == 1
    assert wire.decode(line)[0] == event


GOOD = {"is": "Widen", "layer": 1, "by": 16, "way": "append"}
ARRAY = {"is": "Array", "dtype": "f4", "shape": [2], "data": "AAAAAAAAAAA="}


@pytest.mark.parametrize(
    "plain",
    [
        None,
        7,
        [],
        "Widen",
        {},
        {"is": "os.system"},
        {"is": "Problem"},
        {"is": ["Widen"]},
        GOOD | {"is": "Narrow"},
        GOOD | {"more": 1},
        {key: value for key, value in GOOD.items() if key != "by"},
        GOOD | {"by": "16"},
        GOOD | {"by": 16.0},
        GOOD | {"by": True},
        GOOD | {"by": None},
        GOOD | {"way": "sideways"},
        GOOD | {"way": None},
        {"is": "Preview", "edit": {"is": "Play"}},
        {"is": "Preview", "edit": None},
        {"is": "Step", "count": [1]},
        ARRAY | {"shape": [3]},
        ARRAY | {"shape": [-1, -2]},
        ARRAY | {"shape": 2},
        ARRAY | {"dtype": "O8"},
        ARRAY | {"data": "not base64!"},
        ARRAY | {"data": 5},
        {"is": "Sentence", "text": "x", "values": [["a"]]},
        {"is": "Sentence", "text": "x", "values": [["a", None]]},
        {"is": "Sentence", "text": "x", "values": {"a": 1}},
        {"is": "Load", "data": GOOD, "net": None, "settings": GOOD, "seed": 0, "run": ""},
    ],
)
def test_what_is_not_exactly_a_message_is_refused(plain: object) -> None:
    with pytest.raises(wire.WireError):
        wire.decode(json.dumps({"message": plain}).encode())


@pytest.mark.parametrize(
    "line",
    [b"", b"\n", b"{", b"\xff\xfe", b"null", b"[1]", b'{"number": 1}', b'{"message": {"is": "Play"}, "number": "1"}',
     b'{"message": {"is": "Play"}, "extra": 1}', b"[" * 100_000, b'{"message":' * 50_000],
)  # fmt: skip
def test_a_line_that_is_no_envelope_is_refused(line: bytes) -> None:
    with pytest.raises(wire.WireError):
        wire.decode(line)


def test_deep_nesting_is_refused_and_not_a_crash() -> None:
    body: dict[str, Any] = {"is": "Dense", "key": 1, "width": 1, "activation": "relu", "norm": "none", "frozen": False}
    for _ in range(400):
        body = {"is": "Residual", "key": 1, "body": [body], "activation": "linear"}
    line = json.dumps({"message": {"is": "Net", "input": [1], "layers": [body], "next_key": 2}}).encode()
    with pytest.raises(wire.WireError):
        wire.decode(line)


def test_a_dict_that_is_nested_too_deeply_is_refused_too() -> None:
    body: dict[str, Any] = {"is": "Dense", "key": 1, "width": 1}
    for _ in range(50_000):
        body = {"is": "Residual", "key": 1, "body": [body], "activation": "linear"}
    with pytest.raises(wire.WireError):
        wire.from_plain({"is": "Net", "input": [1], "layers": [body], "next_key": 2})


@pytest.mark.parametrize(
    "line",
    [
        b'{"number":1,"message":{"is":"Watch","hertz":1' + b"0" * 400 + b',"units":3}}',
        b'{"number":1,"message":{"is":"Change","setting":"l1","value":1' + b"0" * 5000 + b"}}",
        b'{"number":1' + b"0" * 5000 + b',"message":{"is":"Play"}}',
        b'{"number":1,"message":{"is":"Step","count":NaN}}',
        b'{"number":1,"message":{"is":"Step","count":-Infinity}}',
        b'{"number":NaN,"message":{"is":"Play"}}',
        b'{"number":1,"message":{"is":"\\ud800"}}',
        b'{"number":1,"message":{"is":"Array","dtype":"\\udfff","shape":[],"data":""}}',
        b'{"number":1,"message":{"is":"Array","dtype":"f4","shape":[],"data":"\\ud800"}}',
        b'{"number":1,"message":{"is":"Array","dtype":"f4","shape":[1' + b"0" * 4000 + b'],"data":""}}',
        b'{"number":1,"message":{"is":"Play","\\ud800":1}}',
        b'{"number":1,"message":{"is":"Play"}}\x00',
        b"\xed\xa0",
    ],
    ids=lambda line: line[:60].decode("latin-1"),
)
def test_odd_numbers_and_letters_are_refused_and_nothing_else(line: bytes) -> None:
    with pytest.raises(wire.WireError):
        wire.decode(line)


def test_letters_that_are_half_a_pair_come_through_where_a_path_may_hold_them() -> None:
    """The name of a file on Linux is bytes: what is not UTF-8 becomes such halves."""
    assert wire.decode(wire.encode(train_events.Save("/runs/\udcff"), number=1))[0] == train_events.Save("/runs/\udcff")


ANYTHING = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(alphabet=st.characters(), max_size=5),
        st.integers(10**400, 10**401), st.sampled_from(["\ud800", "Play", "f4", "AAAA", "relu"]),
    ),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


@pytest.mark.parametrize("tag", TAGS)
def test_any_values_make_a_message_or_a_wire_error(tag: str) -> None:
    names = [field.name for field in dataclasses.fields(wire.CLASSES[tag])]

    @settings(max_examples=8, deadline=None, database=None)
    @given(st.fixed_dictionaries(dict.fromkeys(names, ANYTHING)))
    def only_wire_errors(values: dict[str, Any]) -> None:
        line = json.dumps({"message": {"is": tag} | values}).encode()
        try:
            message, *_ = wire.decode(line)
        except wire.WireError as error:
            str(error)
        else:
            assert type(message) is wire.CLASSES[tag]

    only_wire_errors()


def refused_or_read(line: bytes) -> None:
    """Decode a line, and look for the number of its command, as a worker does; let nothing but a WireError pass."""
    with contextlib.suppress(wire.WireError):
        message, number, answers = wire.decode(line)
        again = wire.decode(wire.encode(message, number=number, answers=answers))
        assert repr(again) == repr((message, number, answers))  # NaN is what NaN was
    with contextlib.suppress(wire.WireError):
        assert type(wire.number_of(line)) is int


@settings(max_examples=300, deadline=None, database=None)
@given(st.binary(max_size=200))
def test_any_bytes_make_a_message_or_a_wire_error(line: bytes) -> None:
    refused_or_read(line)


TOKENS = st.sampled_from(
    ["{", "}", "[", "]", ":", ",", '"', '"is"', '"message"', '"number"', '"answers"', '"Widen"', '"Array"', '"shape"',
     '"layer"', '"by"', '"Residual"', '"body"', "NaN", "Infinity", "-Infinity", "1e400", "-1e-400", "true", "null",
     "1" + "0" * 4400, '"\\ud800"', "\ud800", "\\u", "\x00", " ", "\n", "훈련"]
)  # fmt: skip


@settings(max_examples=300, deadline=None, database=None)
@given(st.lists(TOKENS, max_size=40), st.booleans())
def test_any_pieces_of_json_make_a_message_or_a_wire_error(tokens: list[str], within: bool) -> None:
    text = "".join(tokens)
    line = '{"number":1,"message":{"is":"Widen",' + text + "}}" if within else text
    refused_or_read(line.encode("utf-8", "surrogatepass"))


JSON = st.recursive(
    st.one_of(ANYTHING, st.sampled_from([math.nan, math.inf, -math.inf, *TAGS])),
    lambda inner: st.dictionaries(
        st.sampled_from(["is", "message", "number", "answers", "layer", "by", "edit", "net", "layers", "body", "key"]),
        st.one_of(inner, st.lists(inner, max_size=3)),
        max_size=5,
    ),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None, database=None)
@given(JSON)
def test_any_json_makes_a_message_or_a_wire_error(plain: Any) -> None:
    refused_or_read(json.dumps(plain).encode())
    refused_or_read(json.dumps({"message": plain}).encode())


def test_of_a_key_that_stands_twice_the_last_counts() -> None:
    twice = b'{"number":1,"number":2,"message":{"is":"Widen","layer":1,"layer":3,"by":4}}'
    assert wire.decode(twice) == (Widen(3, 4), 2, None)


def test_an_array_with_a_million_lengths_is_refused_at_once() -> None:
    shape = ",".join(["9" * 4000] * 2000)
    line = '{"message":{"is":"Array","dtype":"f4","shape":[' + shape + '],"data":""}}'
    begun = time.process_time()
    with pytest.raises(wire.WireError):
        wire.decode(line.encode())
    assert time.process_time() - begun < 5
    with pytest.raises(wire.WireError):
        wire.decode(line.replace("]", ",0]").encode())
    empty = '{"message":{"is":"Array","dtype":"f4","shape":[5,0,7],"data":""}}'
    assert wire.decode(empty.encode())[0].data == b""


def test_too_long_a_line_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "LINE_BYTES", 100)
    with pytest.raises(wire.WireError, match="too long"):
        wire.decode(b"x" * 101)
    with pytest.raises(wire.WireError, match="too long"):
        wire.encode(Failed(say("x"), "y" * 101))


def test_only_listed_classes_are_sent() -> None:
    class Play(train_events.Play):
        pass

    for thing in (Play(), object(), {1: 2}, [1], (1, object())):
        with pytest.raises(wire.WireError):
            wire.encode(thing)


def test_a_number_is_found_in_a_command_that_cannot_be_read() -> None:
    assert wire.number_of(b'{"number": 9, "message": {"is": "Nonsense"}}') == 9
    with pytest.raises(wire.WireError):
        wire.number_of(b"nonsense")


def test_a_net_inside_a_command_survives() -> None:
    plan = Net((64,), (Dense(1, 32), Residual(2, (Dense(3, 32, "tanh"),)), Dense(4, 10, "linear")), 5)
    assert wire.decode(wire.encode(Load(net=plan), number=1))[0].net == plan
    assert wire.decode(wire.encode(Widen(1, 2), number=1))[0] == Widen(1, 2)
    assert wire.decode(wire.encode(Play(), number=2))[1] == 2
