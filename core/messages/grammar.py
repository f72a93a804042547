"""Edits as a person writes them: ``widen 1 by 16``, ``400: insert after 1 width 32``.

One small grammar for the text door: `parse` reads what `write` writes. LAYER is a position, counted from the input.
It is looked up when the edit is done (`resolve`): "400: widen 2 by 16" widens the layer that is the second one at step
400. Words in brackets may be left out.

    widen LAYER by N [append | split | gradmax | tiny]
    narrow LAYER by N [obs | taylor | magnitude] [refit | ready]
    insert after LAYER [hidden | conv | block | batch_norm | dropout | pool | identity] [width N] [ACTIVATION]
    remove LAYER [refit | fold | fade | ready | batch_norm]
    activation LAYER ACTIVATION
    remove unit U of LAYER          reset unit U of LAYER
    freeze LAYER                    unfreeze LAYER
    freeze unit U of LAYER          unfreeze unit U of LAYER
    weight U from I of LAYER to VALUE [at ROW COLUMN]        bias U of LAYER to VALUE
    copy LAYER                      prune LAYER
    call off LAYER
    undo                            redo
    set SETTING VALUE               threads N                device NAME

ACTIVATION is one of linear, relu, leaky_relu, tanh, sigmoid, gelu, silu. SETTING is a field of
`core.messages.train_events.Settings`, with a hyphen or an underscore: learning-rate, batch-size, optimizer,
weight-decay ... U, I, ROW and COLUMN count from 0, as they do in PyTorch; what is said of them counts from 1, as the
drawing does.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from typing import Union, get_args

from core.messages.train_commands import Change, Redo, Settings, Undo, UseDevice, UseThreads
from core.net.plan import (
    ACTIVATIONS,
    INPUT,
    CallOff,
    CopyLayer,
    Edit,
    Freeze,
    InsertKind,
    InsertLayer,
    Narrow,
    NarrowRank,
    NarrowWay,
    Net,
    Prune,
    RemoveLayer,
    RemoveUnit,
    RemoveWay,
    ResetUnit,
    SetActivation,
    SetBias,
    SetWeight,
    Widen,
    WidenWay,
    key_at,
    layer_named,
    number_of,
)
from core.sentence import Problem

Other = Union[Undo, Redo, Change, UseThreads, UseDevice]
"""What can be written and names no layer."""

_WAYS, _RANKS, _NARROW_WAYS, _REMOVE_WAYS = (
    get_args(choice) for choice in (WidenWay, NarrowRank, NarrowWay, RemoveWay)
)
_KINDS: dict[str, InsertKind] = {"block": "residual", **{kind: kind for kind in get_args(InsertKind)}}
"""What can be inserted, by the word for it; what two words stand for is written with the first."""


class WrittenError(Problem):
    """A text that is no edit."""


@dataclasses.dataclass(frozen=True)
class Typed:
    """An edit as a person types it: `edit`, which names no layer yet, for the layer at `position` (0: the input)."""

    position: int
    edit: Edit


Written = Union[Typed, Other]


def parse_at(text: str) -> tuple[int, Written]:
    """Return (step, edit) of "STEP: EDIT"; raise `WrittenError`."""
    step, colon, words = text.partition(":")
    if not colon or not re.fullmatch(r"\s*\d{1,12}\s*", step):
        raise WrittenError('"{words}" does not begin with a step and a colon, like "200: widen 1 by 16".', words=text)
    return int(step), parse(words)


def parse(text: str) -> Written:
    """Return the edit that `text` says; raise `WrittenError` with the form it should have."""
    words = text.split()
    joined = " ".join(words)
    for pattern, form, make in _FORMS:
        found = pattern.fullmatch(joined)
        if found:
            return make(found)
        if words and form.split()[0] == words[0] and not _more_specific(joined, form):
            raise WrittenError('"{words}" should read: {form}', words=joined, form=form)
    raise WrittenError(
        '"{words}" cannot be read as an edit; one is "widen 1 by 16". `torchgarden train --help` lists them.',
        words=joined,
    )


def resolve(written: Written, net: Net) -> Edit | Other:
    """Return `written` as an edit of `net`, the network at that time; raise `EditError` if it has no such position."""
    if not isinstance(written, Typed):
        return written
    if isinstance(written.edit, InsertLayer):
        after = key_at(net, written.position) if written.position else INPUT
        return dataclasses.replace(written.edit, after=after)
    return dataclasses.replace(written.edit, layer=key_at(net, written.position))


def write(edit: Edit | Other, net: Net) -> str:
    """Return an edit of `net` as `parse` reads it, the defaults left out."""
    match edit:
        case Undo():
            return "undo"
        case Redo():
            return "redo"
        case Change(setting, value):
            return f"set {setting.replace('_', '-')} {value}"
        case UseThreads(count):
            return f"threads {count}"
        case UseDevice(device):
            return f"device {device}"
        case _:
            return _write(edit, number_of(net, layer_named(edit)))


def _write(edit: Edit, layer: int) -> str:
    match edit:
        case Widen(_, by, way):
            return f"widen {layer} by {by}" + _unless(way, "append")
        case Narrow(_, by, rank, way):
            return f"narrow {layer} by {by}" + _unless(rank, "obs") + _unless(way, "refit")
        case InsertLayer(_, width, activation, kind):
            wide = f" width {width}" if width else ""
            word = next((word for word, known in _KINDS.items() if known == kind), kind)
            return f"insert after {layer}" + _unless(word, "hidden") + wide + _unless(activation, "same")
        case RemoveLayer(_, way):
            return f"remove {layer}" + _unless(way, "refit")
        case SetActivation(_, activation):
            return f"activation {layer} {activation}"
        case RemoveUnit(_, unit):
            return f"remove unit {unit} of {layer}"
        case ResetUnit(_, unit):
            return f"reset unit {unit} of {layer}"
        case Freeze(_, unit, frozen):
            return ("freeze " if frozen else "unfreeze ") + (f"unit {unit} of {layer}" if unit >= 0 else str(layer))
        case CopyLayer():
            return f"copy {layer}"
        case Prune():
            return f"prune {layer}"
        case CallOff():
            return f"call off {layer}"
        case SetWeight(_, unit, input_, value, row, column):
            return f"weight {unit} from {input_} of {layer} to {value!r}" + _unless(f"at {row} {column}", "at 0 0")
        case SetBias(_, unit, value):
            return f"bias {unit} of {layer} to {value!r}"


def _unless(word: str, usual: str) -> str:
    return "" if word == usual else f" {word}"


def _more_specific(text: str, form: str) -> bool:
    """Whether another form with the same first word is meant ("remove unit 3 of 1", not "remove LAYER")."""
    return (" unit " in text) != (" unit " in form)


def _change(found: re.Match[str]) -> Change:
    """Return the command of "set learning-rate 0.01": Change("learning_rate", 0.01)."""
    setting, text = found[1].replace("-", "_"), found[2]
    kinds = {field.name: type(getattr(Settings(), field.name)) for field in dataclasses.fields(Settings)}
    if setting not in kinds:
        raise WrittenError(
            "There is no setting called {setting}. There is: {names}.", setting=found[1], names=", ".join(kinds)
        )
    try:
        return Change(setting, kinds[setting](text))
    except ValueError as error:
        raise WrittenError("{setting} cannot be {value}.", setting=found[1], value=text) from error


def _one_of(names: tuple[str, ...]) -> str:
    return "|".join(names)


_N = r"(\d{1,9})"
_VALUE = r"([-+]?(?:\d{1,20}(?:\.\d{0,20})?|\.\d{1,20})(?:e[-+]?\d{1,3})?)"
_FORMS: list[tuple[re.Pattern[str], str, Callable[[re.Match[str]], Written]]] = [
    (re.compile(pattern), form, make)
    for pattern, form, make in (
        (
            rf"widen {_N} by {_N}(?: ({_one_of(_WAYS)}))?",
            "widen LAYER by N [append | split | gradmax | tiny]",
            lambda m: Typed(int(m[1]), Widen(INPUT, int(m[2]), m[3] or "append")),
        ),
        (
            rf"narrow {_N} by {_N}(?: ({_one_of(_RANKS)}))?(?: ({_one_of(_NARROW_WAYS)}))?",
            "narrow LAYER by N [obs | taylor | magnitude] [refit | ready]",
            lambda m: Typed(int(m[1]), Narrow(INPUT, int(m[2]), m[3] or "obs", m[4] or "refit")),
        ),
        (
            rf"insert after {_N}(?: ({_one_of(tuple(_KINDS))}))?(?: width {_N})?(?: ({_one_of(ACTIVATIONS)}))?",
            "insert after LAYER [KIND] [width N] [ACTIVATION]",
            lambda m: Typed(int(m[1]), InsertLayer(INPUT, int(m[3] or 0), m[4] or "same", _KINDS[m[2] or "hidden"])),
        ),
        (
            rf"remove unit {_N} of {_N}",
            "remove unit U of LAYER",
            lambda m: Typed(int(m[2]), RemoveUnit(INPUT, int(m[1]))),
        ),
        (
            rf"remove {_N}(?: ({_one_of(_REMOVE_WAYS)}))?",
            "remove LAYER [refit | fold | fade | ready | batch_norm]",
            lambda m: Typed(int(m[1]), RemoveLayer(INPUT, m[2] or "refit")),
        ),
        (
            rf"activation {_N} ({_one_of(ACTIVATIONS)})",
            "activation LAYER " + " | ".join(ACTIVATIONS),
            lambda m: Typed(int(m[1]), SetActivation(INPUT, m[2])),
        ),
        (rf"reset unit {_N} of {_N}", "reset unit U of LAYER", lambda m: Typed(int(m[2]), ResetUnit(INPUT, int(m[1])))),
        (
            rf"(un)?freeze unit {_N} of {_N}",
            "freeze unit U of LAYER",
            lambda m: Typed(int(m[3]), Freeze(INPUT, int(m[2]), not m[1])),
        ),
        (rf"(un)?freeze {_N}", "freeze LAYER", lambda m: Typed(int(m[2]), Freeze(INPUT, frozen=not m[1]))),
        (rf"copy {_N}", "copy LAYER", lambda m: Typed(int(m[1]), CopyLayer(INPUT))),
        (rf"prune {_N}", "prune LAYER", lambda m: Typed(int(m[1]), Prune(INPUT))),
        (
            rf"weight {_N} from {_N} of {_N} to {_VALUE}(?: at {_N} {_N})?",
            "weight U from I of LAYER to VALUE [at ROW COLUMN]",
            lambda m: Typed(
                int(m[3]), SetWeight(INPUT, int(m[1]), int(m[2]), float(m[4]), int(m[5] or 0), int(m[6] or 0))
            ),
        ),
        (
            rf"bias {_N} of {_N} to {_VALUE}",
            "bias U of LAYER to VALUE",
            lambda m: Typed(int(m[2]), SetBias(INPUT, int(m[1]), float(m[3]))),
        ),
        (rf"call off {_N}", "call off LAYER", lambda m: Typed(int(m[1]), CallOff(INPUT))),
        (r"undo", "undo", lambda m: Undo()),
        (r"redo", "redo", lambda m: Redo()),
        (r"set ([\w-]+) (\S+)", "set SETTING VALUE", _change),
        (rf"threads {_N}", "threads N", lambda m: UseThreads(int(m[1]))),
        (r"device ([a-z]+(?::\d+)?)", "device NAME", lambda m: UseDevice(m[1])),
    )
]
