"""When a training stops by itself: conditions as data, and as a person writes them: ``dead 2 > 25%``.

One small grammar: `parse` reads what `write` writes. LAYER is a position, counted from the input; left out, it is any
layer. It is looked up once (`resolve`); from then on the condition goes with that layer, wherever an edit moves it.

    loss is nan                     the loss is not a number any more
    loss < X        loss > X        the loss of one step
    validation < X  validation > X  the loss on the validation samples
    accuracy < P%   accuracy > P%   the share of the validation samples that it gets right
    gradient < X    gradient > X    the gradient norm of one step
    ratio [LAYER] < X | > X         how far a step moves the weights of a layer, as a share of them
    ratio [LAYER] outside X..Y
    dead [LAYER] > P%               the share of a hidden layer's units that give the same for every sample
    step N                          step N is done
    edit                            the network is changed

A condition that is set waits to be so; it stops the training at the first step at which it is. From then on it waits
until it has not been so for a while (`Stop.waits`), so that the training can go on.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from core.net.plan import (
    INPUT,
    LayerKey,
    Net,
    find_layer,
    hidden_keys,
    hidden_place,
    is_weighted,
    key_at,
    number_of,
)
from core.sentence import Problem, Sentence, say

Of = Literal["loss", "validation", "accuracy", "gradient", "ratio", "dead", "step", "edit"]
Sign = Literal["nan", "below", "above", "outside", "reached", "done"]

NOWHERE = LayerKey(-1)
"""The key of no layer: the condition named one of a network that is gone."""
MOST_STOPS = 20
MOST_STEP = 10**12
AGAIN_STEPS, AGAIN_LOOKS = 50, 2
"""A condition that has stopped the training stops it again after it has not been so for so many steps in a row, or, if
it is only looked at now and then, at so many looks."""


@dataclass(frozen=True)
class Condition:
    """What is to be so. `value` and `upper` are numbers as they are counted: shares from 0 to 1, steps, losses;
    `upper` only for "outside". `layer`: which one, INPUT for any, or where there is none to name."""

    of: Of
    sign: Sign
    value: float = 0.0
    upper: float = 0.0
    layer: LayerKey = INPUT


@dataclass(frozen=True)
class Stop:
    """A condition that a person has set. `waits`: it has stopped the training, and has been so ever since."""

    condition: Condition
    on: bool = True
    waits: bool = False


class StopError(Problem):
    """A condition that cannot be read, or cannot be set."""


POSSIBLE: dict[Of, tuple[Sign, ...]] = {
    "loss": ("nan", "below", "above"),
    "validation": ("below", "above"),
    "accuracy": ("above", "below"),
    "gradient": ("above", "below"),
    "ratio": ("outside", "above", "below"),
    "dead": ("above",),
    "step": ("reached",),
    "edit": ("done",),
}
"""What can be asked of each, the usual one first but for the loss."""
EVERY_STEP: tuple[Of, ...] = ("loss", "gradient", "step", "edit")
"""What every step tells at no cost."""
SHARES: tuple[Of, ...] = ("accuracy", "dead")
"""What is written in percent."""
OF_A_LAYER: tuple[Of, ...] = ("ratio", "dead")


def check_stops(stops: tuple[Stop, ...]) -> None:
    """Raise `StopError` for stops that no window and no person could have set."""
    if len(stops) > MOST_STOPS:
        raise StopError("A training can have {most} conditions at most.", most=MOST_STOPS)
    for stop in stops:
        check(stop.condition)


def check(condition: Condition) -> None:
    """Raise `StopError` for a condition that can never be meant."""
    of, value = condition.of, condition.value
    if condition.sign not in POSSIBLE[of] or not math.isfinite(value) or not math.isfinite(condition.upper):
        raise StopError("This condition makes no sense. One is “{example}”.", example=EXAMPLES[of])
    if of in SHARES and not 0 <= value <= 1:
        raise StopError("A share is between 0% and 100%, as in “{example}”.", example=EXAMPLES[of])
    if of == "step" and not (1 <= value <= MOST_STEP and value == int(value)):
        raise StopError("A step is a whole number from 1 on, as in “{example}”.", example=EXAMPLES[of])
    if of in ("gradient", "ratio") and value < 0:
        raise StopError("This number is never below 0. A condition is “{example}”.", example=EXAMPLES[of])
    if condition.sign == "outside" and not value < condition.upper:
        raise StopError("A range goes from a smaller to a larger number, as in “{example}”.", example=EXAMPLES[of])


def check_layer(condition: Condition, net: Net) -> None:
    """Raise `StopError` where the layer that is named has nothing of the kind."""
    if condition.layer in (INPUT, NOWHERE) or find_layer(net, condition.layer) is None:
        return
    where = number_of(net, condition.layer)
    if condition.of == "dead" and condition.layer not in hidden_keys(net):
        raise StopError("Layer {layer} is no hidden layer: it has no units that could be dead.", layer=where)
    layer = find_layer(net, condition.layer)
    if condition.of == "ratio" and not (layer is not None and is_weighted(layer)):
        raise StopError("Layer {layer} has no weights that a step could move.", layer=where)


def is_gone(condition: Condition, net: Net) -> bool:
    """Whether the condition names a layer that is not in the network."""
    return condition.layer != INPUT and find_layer(net, condition.layer) is None


def in_net(stop: Stop, before: Net | None, net: Net) -> Stop:
    """Return a stop for another training's network. Its condition is about the layer at the same position as in the
    network `before`, None: about the one with the same key; if there is none like it there, it is about no layer."""
    condition = stop.condition
    if condition.layer == INPUT:
        return stop
    place = number_of(before or net, condition.layer)
    try:
        moved = replace(condition, layer=key_at(net, place) if place else NOWHERE)
        check_layer(moved, net)
    except Problem:
        moved = replace(condition, layer=NOWHERE)
    return replace(stop, condition=moved)


def holds(condition: Condition, value: float) -> bool:
    """Whether a number is so: ``value`` of one step, or of one layer."""
    match condition.sign:
        case "nan":
            return not math.isfinite(value)
        case "below":
            return value < condition.value
        case "above":
            return value > condition.value
        case "outside":
            return value < condition.value or value > condition.upper
        case "reached":
            return value == condition.value
        case "done":
            return False


# ------------------------------------------------------------------------------------------------------ as it is typed
EXAMPLES: dict[Of, str] = {
    "loss": "loss < 0.05",
    "validation": "validation < 0.1",
    "accuracy": "accuracy > 97%",
    "gradient": "gradient > 10",
    "ratio": "ratio outside 1e-5..0.1",
    "dead": "dead 2 > 25%",
    "step": "step 5000",
    "edit": "edit",
}
_SIGNS: dict[str, Sign] = {"<": "below", ">": "above"}
_FORM = re.compile(r"([a-z]+)(?: (\d{1,6}))? ?(?:([<>]|is nan|outside) ?(\S+)?)?")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?")
LONGEST = 60
"""Letters of what was typed that a sentence shows."""


def parse(text: str) -> tuple[Condition, int]:
    """Return (condition, position of its layer, 0 for any) of a text; raise `StopError` that says what is wrong."""
    words = " ".join(re.sub(r"([<>])", r" \1 ", text.lower()).split())
    shown = words[:LONGEST]
    if not words:
        raise StopError("Here is no condition. One is “{example}”.", example=EXAMPLES["loss"])
    of = next((of for of in POSSIBLE if of == words.split()[0]), None)
    if of is None:
        raise StopError(
            "“{words}” does not begin with something to watch. There is: {names}. A condition is “{example}”.",
            words=shown, names=", ".join(POSSIBLE), example=EXAMPLES["loss"],
        )  # fmt: skip
    if of == "step":
        return _step(words), 0
    found = _FORM.fullmatch(words)
    if found is None or (of == "edit" and words != "edit"):
        raise StopError("“{words}” should read like “{example}”.", words=shown, example=EXAMPLES[of])
    if of == "edit":
        return Condition("edit", "done"), 0
    if found[2] and of not in OF_A_LAYER:
        raise StopError(
            "“{words}” names a layer, and {name} has none. It should read like “{example}”.",
            words=shown, name=of, example=EXAMPLES[of],
        )  # fmt: skip
    condition = _compared(of, found[3] or "", found[4] or "", shown)
    check(condition)
    return condition, int(found[2] or 0)


def _step(words: str) -> Condition:
    found = re.fullmatch(r"step (\d{1,13})", words)
    if found is None:
        raise StopError("“{words}” should read like “{example}”.", words=words[:LONGEST], example=EXAMPLES["step"])
    condition = Condition("step", "reached", float(found[1]))
    check(condition)
    return condition


def _compared(of: Of, sign: str, numbers: str, shown: str) -> Condition:
    if sign == "is nan" and of == "loss" and not numbers:
        return Condition("loss", "nan")
    kind: Sign = "outside" if sign == "outside" else _SIGNS.get(sign, "nan")
    if kind == "nan" or kind not in POSSIBLE[of] or not numbers:
        raise StopError("“{words}” should read like “{example}”.", words=shown, example=EXAMPLES[of])
    if kind == "outside":
        low, dots, high = numbers.partition("..")
        if not dots:
            raise StopError("“{words}” should read like “{example}”.", words=shown, example=EXAMPLES[of])
        return Condition(of, kind, _number(of, low), _number(of, high))
    return Condition(of, kind, _number(of, numbers))


def _number(of: Of, text: str) -> float:
    """Return a number as it is written; a share is written in percent."""
    share = of in SHARES
    if share and not text.endswith("%"):
        raise StopError("“{number}” is no share; with % it is one, as in “{example}”.",
                        number=text[:LONGEST], example=EXAMPLES[of])  # fmt: skip
    digits = text.removesuffix("%") if share else text
    if not _NUMBER.fullmatch(digits) or not math.isfinite(float(digits)):
        raise StopError("“{number}” is not a number. A condition is “{example}”.",
                        number=text[:LONGEST], example=EXAMPLES[of])  # fmt: skip
    return float(digits) / 100 if share else float(digits)


def resolve(condition: Condition, position: int, net: Net) -> Condition:
    """Return the condition about the layer at a position of `net` (0: any); raise a `Problem` if there is none."""
    if not position:
        return condition
    made = replace(condition, layer=key_at(net, position))
    check_layer(made, net)
    return made


def write(condition: Condition, net: Net) -> str:
    """Return a condition about `net` as `parse` reads it."""
    layer = f" {number_of(net, condition.layer)}" if condition.layer != INPUT else ""
    name = f"{condition.of}{layer}"
    match condition.sign:
        case "nan":
            return f"{name} is nan"
        case "reached":
            return f"{name} {int(condition.value)}"
        case "done":
            return name
        case "outside":
            return f"{name} outside {_shortest(condition.value)}..{_shortest(condition.upper)}"
        case sign:
            return f"{name} {'<' if sign == 'below' else '>'} {number_text(condition.of, condition.value)}"


def number_text(of: Of, value: float) -> str:
    """Return a number of a condition as it is written: 0.05, 25%."""
    if of not in SHARES:
        return _shortest(value)
    # Of all texts in percent the shortest that is read back as the same number.
    percent = value * 100
    near = (percent, math.nextafter(percent, math.inf), math.nextafter(percent, 0.0))
    texts = (*(f"{percent:.{digits}f}" for digits in range(16)), *map(repr, near))
    return next((text for text in texts if float(text) / 100 == value), repr(percent)) + "%"


def _shortest(value: float) -> str:
    return f"{value:g}" if float(f"{value:g}") == value else repr(value)


# -------------------------------------------------------------------------------------------------------- as it is said
_LABELS: dict[tuple[Of, Sign], Callable[[float, float], Sentence]] = {
    ("loss", "nan"): lambda value, upper: say("Stop: the loss is not a number"),
    ("loss", "below"): lambda value, upper: say("Stop: loss below {value:g}", value=value),
    ("loss", "above"): lambda value, upper: say("Stop: loss above {value:g}", value=value),
    ("validation", "below"): lambda value, upper: say("Stop: validation loss below {value:g}", value=value),
    ("validation", "above"): lambda value, upper: say("Stop: validation loss above {value:g}", value=value),
    ("accuracy", "below"): lambda value, upper: say("Stop: accuracy below {percent:g}%", percent=value * 100),
    ("accuracy", "above"): lambda value, upper: say("Stop: accuracy above {percent:g}%", percent=value * 100),
    ("gradient", "below"): lambda value, upper: say("Stop: gradient norm below {value:g}", value=value),
    ("gradient", "above"): lambda value, upper: say("Stop: gradient norm above {value:g}", value=value),
    ("ratio", "below"): lambda value, upper: say("Stop: update ratio below {value:g}", value=value),
    ("ratio", "above"): lambda value, upper: say("Stop: update ratio above {value:g}", value=value),
    ("ratio", "outside"): lambda value, upper: say(
        "Stop: update ratio outside {value:g} to {upper:g}", value=value, upper=upper
    ),
    ("dead", "above"): lambda value, upper: say("Stop: more than {percent:g}% of a layer dead", percent=value * 100),
    ("step", "reached"): lambda value, upper: say("Stop: step {step:,}", step=int(value)),
    ("edit", "done"): lambda value, upper: say("Stop: an edit was done"),
}


def label(condition: Condition, net: Net) -> Sentence:
    """Return what a mark, a list and the text door say of a condition about `net`."""
    value, upper, place = condition.value, condition.upper, hidden_place(net, condition.layer)
    if condition.of == "dead" and place:
        return say("Stop: more than {percent:g}% of Hidden {place} dead", percent=value * 100, place=place)
    if condition.of == "ratio" and place and condition.sign == "outside":
        return say("Stop: update ratio of Hidden {place} outside {value:g} to {upper:g}",
                   place=place, value=value, upper=upper)  # fmt: skip
    if condition.of == "ratio" and place and condition.sign == "below":
        return say("Stop: update ratio of Hidden {place} below {value:g}", place=place, value=value)
    if condition.of == "ratio" and place:
        return say("Stop: update ratio of Hidden {place} above {value:g}", place=place, value=value)
    return _LABELS[condition.of, condition.sign](value, upper)
