"""Messages as lines of JSON, both ways.

One message is one line: ``{"number": 7, "message": {"is": "Widen", "layer": 2, "by": 16, "way": "append"}}``. Every
dataclass is an object tagged with its class. Only the classes listed here come out of a line, each field is checked
against its type, and nothing is evaluated. That is why this is not pickle: a line that is no message raises a
`WireError` and nothing else (memory aside). Only a field with a default may be missing: the line is from before there
was that field (a recording, a saved run). Of a key that stands twice the last counts, as in Python's json. Numbers may
be NaN and Infinity as Python's json writes them, and bytes are base64.
"""

from __future__ import annotations

import base64
import dataclasses
import functools
import json
import types
import typing
from collections.abc import Callable
from typing import Any, Literal, Union

from core import sentence
from core.files import can_be_path, has_too_many_values
from core.messages import (
    computer,
    install_commands,
    install_events,
    install_reports,
    recipe,
    stops,
    train_commands,
    train_events,
    train_reports,
)
from core.messages.beside.modules import BESIDE
from core.messages.inside.modules import INSIDE
from core.messages.own.modules import OWN
from core.net import plan
from core.sentence import Problem

LINE_BYTES = 256 * 2**20
"""The longest line that is read: a Loaded with a million Ticks is about 96 MiB."""

ITEM_BYTES = {"f4": 4, "f8": 8, "u1": 1, "i1": 1, "i2": 2, "i4": 4, "i8": 8}
"""Bytes of one number of an `Array`, by its dtype."""

LARGEST = 2**63 - 1
"""Of a whole number: what 64 bits hold. A line can hold one of four thousand digits, which is too large for a float."""

COMMANDS = (train_commands, install_commands, recipe, *INSIDE, *BESIDE, *OWN)
"""Their texts become paths and names: none holds a NUL, nor half a letter that no file system takes."""

_ENVELOPE = {"message", "number", "answers"}
Parse = Callable[[Any], Any]


class WireError(Problem):
    """A line that is not a message."""


MODULES = (  # whose dataclasses travel
    sentence, plan, stops, train_commands, train_reports, train_events, *BESIDE,
    computer, recipe, install_reports, install_commands, install_events, *INSIDE, *OWN,
)  # fmt: skip


def _classes() -> dict[str, type]:
    found: dict[str, type] = {}  # by tag
    for module in MODULES:
        for name, thing in vars(module).items():
            travels = isinstance(thing, type) and dataclasses.is_dataclass(thing)
            if travels and found.setdefault(name, thing) is not thing:
                raise TypeError(f"two message classes are called {name}")
    return found


CLASSES = _classes()


def encode(message: object, *, number: int | None = None, answers: int | None = None) -> bytes:
    """Return `message` as one line, ending in a newline. `number`: of a command; `answers`: the number it answers."""
    envelope: dict[str, object] = {"message": _plain(message)}
    if number is not None:
        envelope["number"] = number
    if answers is not None:
        envelope["answers"] = answers
    line = json.dumps(envelope, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass") + b"\n"
    if len(line) > LINE_BYTES:
        raise WireError("A message of {size_bytes} bytes is too long to send.", size_bytes=len(line))
    return line


def decode(line: bytes) -> tuple[Any, int | None, int | None]:
    """Return (message, number, answers) of one line; raise `WireError` for anything that is not exactly a message."""
    if len(line) > LINE_BYTES or has_too_many_values(line):
        raise WireError("A message of {size_bytes} bytes is too long to read.", size_bytes=len(line))
    try:
        envelope = json.loads(line.decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError) as error:
        raise WireError("A line is not a message: {why}", why=str(error)) from error
    if not isinstance(envelope, dict) or "message" not in envelope or envelope.keys() - _ENVELOPE:
        raise WireError("A line is not a message: {why}", why="no envelope")
    number, answers = envelope.get("number"), envelope.get("answers")
    if not all(value is None or _is_whole(value) for value in (number, answers)):
        raise WireError("A line is not a message: {why}", why="a number is not a number")
    return from_plain(envelope["message"]), number, answers


def number_of(line: bytes) -> int:
    """Return the number of a command whose message could not be read; raise `WireError` if that is unreadable too."""
    try:
        number = json.loads(line.decode("utf-8", "surrogatepass"))["number"]
    except (ValueError, RecursionError, TypeError, KeyError) as error:
        raise WireError("A line is not a message: {why}", why=str(error)) from error
    if not _is_whole(number):
        raise WireError("A line is not a message: {why}", why="a number is not a number")
    return int(number)


def _is_whole(value: object) -> bool:
    return type(value) is int and -LARGEST <= value <= LARGEST


# ------------------------------------------------------------------------------------------------------- outwards
def _plain(value: object) -> object:
    """Return `value` as what JSON knows; refuse any object that is not on the list."""
    kind = type(value)
    if kind in (str, int, float, bool) or value is None:
        return value
    if kind is bytes:
        return base64.b64encode(typing.cast(bytes, value)).decode("ascii")
    if kind is tuple:
        return [_plain(item) for item in typing.cast("tuple[object, ...]", value)]
    if CLASSES.get(kind.__name__) is not kind:
        raise WireError("{kind} cannot be sent.", kind=kind.__name__)
    plain: dict[str, object] = {"is": kind.__name__}
    for name in _FIELDS[kind.__name__]:
        plain[name] = _plain(getattr(value, name))
    return plain


def to_plain(message: object) -> dict[str, Any]:
    """Return one message as a dict that json can write, for the files of runs."""
    plain = _plain(message)
    if not isinstance(plain, dict):
        raise WireError("{kind} cannot be sent.", kind=type(message).__name__)
    return plain


# -------------------------------------------------------------------------------------------------------- inwards
def from_plain(plain: object) -> Any:
    """Return the message that a dict made by `to_plain` stands for; raise `WireError` if it stands for none."""
    try:
        return _made(plain)
    except RecursionError as error:
        raise WireError("A line is not a message: {why}", why="nested too deeply") from error


def _made(plain: object) -> Any:
    if not isinstance(plain, dict):
        raise WireError("A line is not a message: {why}", why="an object was expected")
    tag = plain.get("is")
    kind = CLASSES.get(tag) if isinstance(tag, str) else None
    if kind is None or tag is None:
        raise WireError("There is no message called {tag}.", tag=repr(tag)[:80])
    parsers = _parsers(tag)
    if not _NEEDED[tag] <= plain.keys() or plain.keys() - parsers.keys() != {"is"}:
        wrong = sorted(str(name) for name in parsers.keys() ^ (plain.keys() - {"is"}))
        raise WireError("{tag} has missing or unknown fields: {names}.", tag=tag, names=", ".join(wrong)[:200])
    values = {}
    for name in parsers.keys() & plain.keys():
        try:
            values[name] = parsers[name](plain[name])
        except (TypeError, ValueError, OverflowError) as error:
            raise WireError("{tag}.{name} does not hold what it should.", tag=tag, name=name) from error
    made = kind(**values)
    if kind is train_events.Array:
        _check_array(made)
    return made


def _check_array(array: train_events.Array) -> None:
    count = ITEM_BYTES.get(array.dtype, -1)
    for length in array.shape:
        count = min(count * length, LINE_BYTES)  # the product of a million lengths would take an hour
    possible = all(0 <= length <= LINE_BYTES for length in array.shape)
    if array.dtype not in ITEM_BYTES or not possible or count != len(array.data):
        raise WireError("An array's bytes do not fit its shape.")


_FIELDS = {tag: tuple(field.name for field in dataclasses.fields(kind)) for tag, kind in CLASSES.items()}
_NEEDED = {
    tag: {
        field.name
        for field in dataclasses.fields(kind)
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    }
    for tag, kind in CLASSES.items()
}


@functools.cache
def _parsers(tag: str) -> dict[str, Parse]:
    """Return field -> parser of a class, made at first use: a start needs few of them."""
    hints = typing.get_type_hints(CLASSES[tag])
    asked = any(CLASSES[tag].__module__ == module.__name__ for module in COMMANDS)
    return {name: _asked(_parser(hints[name])) if asked else _parser(hints[name]) for name in _FIELDS[tag]}


def _asked(parse: Parse) -> Parse:
    """Of a command's field: what `parse` gives, if the system can take its texts as names."""

    def parse_named(value: Any) -> Any:
        made = parse(value)
        for text in (made, *made) if isinstance(made, tuple) else (made,):
            if isinstance(text, str) and not can_be_path(text):
                raise ValueError("no path")
        return made

    return parse_named


def _parser(hint: Any) -> Parse:
    """Return what checks and converts one field of type `hint`."""
    hint = getattr(hint, "__supertype__", hint)  # a NewType travels as what it is made of
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if hint in (str, bool, type(None)):
        return _exactly(hint)
    if hint is int:
        return _whole
    if hint is float:
        return _float
    if hint is bytes:
        return _bytes
    if origin is Literal:
        return _one_of(arguments)
    if origin is Union or origin is types.UnionType:
        return _either(arguments)
    if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
        return _many(_parser(arguments[0]))
    if origin is tuple:
        return _row(tuple(_parser(argument) for argument in arguments))
    if isinstance(hint, type) and CLASSES.get(hint.__name__) is hint:
        return _instance((hint,))
    raise TypeError(f"{hint} cannot travel")


def _exactly(kind: type) -> Parse:
    def parse(value: Any) -> Any:
        if type(value) is not kind:
            raise TypeError(kind.__name__)
        return value

    return parse


def _whole(value: Any) -> int:
    if not _is_whole(value):
        raise ValueError("int")
    return int(value)


def _float(value: Any) -> float:
    if type(value) is not float and not _is_whole(value):
        raise TypeError("float")
    return float(value)


def _bytes(value: Any) -> bytes:
    if type(value) is not str:
        raise TypeError("base64")
    return base64.b64decode(value, validate=True)


def _one_of(values: tuple[Any, ...]) -> Parse:
    def parse(value: Any) -> Any:
        if not any(value == known and type(value) is type(known) for known in values):
            raise ValueError(value)
        return value

    return parse


def _instance(kinds: tuple[type, ...]) -> Parse:
    def parse(value: Any) -> Any:
        made = _made(value)
        if type(made) not in kinds:
            raise TypeError(type(made).__name__)
        return made

    return parse


def _either(arguments: tuple[Any, ...]) -> Parse:
    """Of a union: the dataclasses by their tag, plain values by their JSON type; None where it is one of them."""
    classes = tuple(kind for kind in arguments if isinstance(kind, type) and CLASSES.get(kind.__name__) is kind)
    instance = _instance(classes)
    plain = [_parser(argument) for argument in arguments if argument not in classes and argument is not float]
    if float in arguments:
        plain.append(_exactly(float) if int in arguments else _float)

    def parse(value: Any) -> Any:
        if isinstance(value, dict):
            return instance(value)
        for attempt in plain:
            try:
                return attempt(value)
            except (TypeError, ValueError, OverflowError):
                continue
        raise TypeError(type(value).__name__)

    return parse


def _many(item: Parse) -> Parse:
    def parse(value: Any) -> Any:
        if type(value) is not list:
            raise TypeError("list")
        return tuple([item(entry) for entry in value])

    return parse


def _row(items: tuple[Parse, ...]) -> Parse:
    def parse(value: Any) -> Any:
        if type(value) is not list or len(value) != len(items):
            raise TypeError("list")
        return tuple([item(entry) for item, entry in zip(items, value, strict=True)])

    return parse
