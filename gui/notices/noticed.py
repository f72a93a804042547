"""The bar about what the trainer has noticed, with the ways on that usually help."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.messages.train_commands import Change, Undo
from core.messages.train_reports import Diagnosis
from core.net.plan import INPUT, Conv, Dense, InsertLayer, Net, SetActivation, Widen, numbered, output_layer, width_of
from gui.kit.layer_words import said_of, title
from gui.kit.words import tr
from gui.notices.bar import Bar, BarButton

SATURATE = ("sigmoid", "tanh")


@dataclass(frozen=True)
class Ways:
    """What the buttons of the bar need: the net and its learning rate now, whether there is something to undo, and how
    to ask for things."""

    net: Net
    learning_rate: float
    can_undo: bool
    send: Callable[[object], int]
    begin_again: Callable[[int], Any]


def noticed_bar(diagnosis: Diagnosis, ways: Ways) -> Bar:
    """Return the bar: the sentence, and up to two ways on; the first is what most likely helps."""
    return Bar(said_of(ways.net, diagnosis.sentence), tone="note", does=tuple(_ways_on(diagnosis, ways)))


def _ways_on(diagnosis: Diagnosis, ways: Ways) -> list[BarButton]:
    match diagnosis.kind:
        case "dead":
            return _out_of_death(diagnosis, ways)
        case "vanishing":
            return [BarButton(tr("Use ReLU in the hidden layers"), lambda: _use_relu(ways), primary=True)]
        case "chance" if not _hidden(ways.net):
            insert = InsertLayer(INPUT)
            return [BarButton(tr("Insert a hidden layer"), lambda: ways.send(insert), primary=True)]
        case "chance" if diagnosis.value != ways.learning_rate:
            return [_set(tr("Learning rate {rate:g}", rate=diagnosis.value), "learning_rate", diagnosis.value, ways)]
        case "exploding":
            return _out_of_explosion(diagnosis, ways)
        case "plateau" if diagnosis.value != ways.learning_rate:
            return [_set(tr("Learning rate {rate:g}", rate=diagnosis.value), "learning_rate", diagnosis.value, ways)]
        case "plateau":
            return _larger(ways)
        case "l1":
            return [_again(tr("Start again without L1"), "l1", diagnosis.value, ways)]
        case "weight_decay":
            return [_again(tr("Start again without weight decay"), "weight_decay", diagnosis.value, ways)]
        case "overfitting":
            return [_set(tr("Weight decay {value:g}", value=diagnosis.value), "weight_decay", diagnosis.value, ways)]
    return []


def _out_of_death(diagnosis: Diagnosis, ways: Ways) -> list[BarButton]:
    does = []
    if ways.can_undo:
        does.append(BarButton(tr("Undo the last change"), lambda: ways.send(Undo()), primary=True))
    if "rate" in dict(diagnosis.sentence.values):
        again = tr("Start again with learning rate {rate:g}", rate=diagnosis.value)
        does.append(_again(again, "learning_rate", diagnosis.value, ways, primary=not does))
    elif diagnosis.layer != INPUT:
        leaky = SetActivation(diagnosis.layer, "leaky_relu")
        does.append(BarButton(tr("Use leaky_relu there"), lambda: ways.send(leaky), primary=not does))
    return does


def _out_of_explosion(diagnosis: Diagnosis, ways: Ways) -> list[BarButton]:
    slower = tr("Learning rate {rate:g}", rate=diagnosis.value)
    does = [_set(slower, "learning_rate", diagnosis.value, ways)]
    if ways.can_undo:
        does.append(BarButton(tr("Undo the last change"), lambda: ways.send(Undo())))
    return does


def _larger(ways: Ways) -> list[BarButton]:
    hidden = _hidden(ways.net)
    if not hidden:
        return [BarButton(tr("Insert a hidden layer"), lambda: ways.send(InsertLayer(INPUT)), primary=True)]
    narrowest = min(hidden, key=width_of)
    more = Widen(narrowest.key, width_of(narrowest))
    words = tr("Twice as many units in {layer}", layer=title(ways.net, narrowest.key))
    return [BarButton(words, lambda: ways.send(more), primary=True)]


def _again(text: str, setting: str, value: float, ways: Ways, *, primary: bool = True) -> BarButton:
    """A new start with one setting changed: the weights that are there cannot be saved by it."""

    def start_again() -> None:
        ways.send(Change(setting, value))
        ways.begin_again(-1)

    return BarButton(text, start_again, primary=primary)


def _set(text: str, setting: str, value: float, ways: Ways) -> BarButton:
    return BarButton(text, lambda: ways.send(Change(setting, value)), primary=True)


def _hidden(net: Net) -> list[Dense | Conv]:
    last = output_layer(net).key
    return [layer for layer in numbered(net) if isinstance(layer, Dense | Conv) and layer.key != last]


def _use_relu(ways: Ways) -> None:
    for layer in _hidden(ways.net):
        if layer.activation in SATURATE:
            ways.send(SetActivation(layer.key, "relu"))
