"""The menu of a layer: everything that can be asked of it, the ways with a sentence each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from core import net as plan
from core.net import (
    ACTIVATIONS,
    Conv,
    CopyLayer,
    Dense,
    Edit,
    Freeze,
    InsertKind,
    InsertLayer,
    Narrow,
    NarrowRank,
    Net,
    Prune,
    RemoveLayer,
    RemoveUnit,
    RemoveWay,
    ResetUnit,
    SetActivation,
    Widen,
    WidenWay,
    width_of,
)
from core.say import Sentence, say
from gui.train.plan import has_width, impossible, last_number, layer_at, title
from gui.words import read, tr

WAYS: dict[WidenWay, Sentence] = {
    "append": say("Fresh units: random inputs, outputs at zero; nothing changes until they learn"),
    "split": say("Split units: copies of strong units share their work, then part"),
    "gradmax": say("Where it helps: inputs chosen so that the loss falls fastest (GradMax)"),
    "tiny": say("Where it lacks: inputs chosen to mend what the layer cannot express yet (TINY)"),
}
RANKS: dict[NarrowRank, Sentence] = {
    "magnitude": say("By size: the units with the smallest weights go"),
    "taylor": say("By effect: the units whose loss would be missed least go (Taylor)"),
    "obs": say("By effect and repair: as above, counting what the others can make up for (OBS)"),
}
REMOVES: dict[RemoveWay, Sentence] = {
    "refit": say("At once: the next layer is fitted to what it would have seen"),
    "fade": say("Slowly: its activation fades to a straight line while training goes on, then it is folded away"),
    "fold": say("Exactly: folded into the next layer; only for a linear layer"),
}
KINDS: dict[InsertKind, Sentence] = {
    "auto": say("Hidden layer, the function kept"),
    "conv": say("Convolution, the function kept"),
    "residual": say("Residual block"),
    "batch_norm": say("Batch norm"),
    "dropout": say("Dropout"),
    "pool": say("Pooling: half the height and width"),
}


@dataclass
class Preferred:
    """The ways a person last chose; the − and + of the page use them too."""

    way: WidenWay = Widen(layer=1, by=1).way
    rank: NarrowRank = Narrow(layer=1, by=1).rank


def layer_menu(
    parent: QWidget, net: Net, number: int, preferred: Preferred, ask: Callable[[Edit], Any], *, unit: int = -1
) -> QMenu:
    """Return the menu of layer `number` (0: the input); it calls `ask` with the edit that was chosen.

    `unit`: the unit that is selected in it, −1 for none.
    """
    menu = QMenu(parent)
    heading = menu.addAction(title(net, number))
    heading.setEnabled(False)
    menu.addSeparator()
    layer, output = layer_at(net, number), number == last_number(net)
    if isinstance(layer, Dense | Conv) and not output:
        if unit >= 0:
            _unit(menu, number, unit, ask)
        _widen(menu, net, number, preferred, ask)
        _narrow(menu, net, number, preferred, ask)
        menu.addSeparator()
        _activation(menu, net, number, layer.activation, ask)
    if number > 0:
        _insert(menu.addMenu(tr("Insert before")), net, number - 1, ask)
    if not output:
        _insert(menu.addMenu(tr("Insert after")), net, number, ask)
    if isinstance(layer, Dense | Conv):
        menu.addSeparator()
        words = tr("Unfreeze") if layer.frozen else tr("Freeze: its weights stay as they are")
        _offer(menu, words, net, Freeze(number, frozen=not layer.frozen), ask)
        if not output:
            _offer(menu, tr("Copy this layer"), net, CopyLayer(number), ask)
            _offer(menu, tr("Remove dead and duplicate units"), net, Prune(number), ask)
    if number > 0 and not output:
        menu.addSeparator()
        _remove(menu, net, number, ask)
    return menu


def _unit(menu: QMenu, number: int, unit: int, ask: Callable[[Edit], Any]) -> None:
    inside = menu.addMenu(tr("Unit {n}", n=unit + 1))
    inside.addAction(tr("Remove this unit"), lambda: ask(RemoveUnit(number, unit)))
    inside.addAction(tr("Start this unit afresh"), lambda: ask(ResetUnit(number, unit)))
    inside.addAction(tr("Freeze this unit"), lambda: ask(Freeze(number, unit)))
    inside.addAction(tr("Unfreeze this unit"), lambda: ask(Freeze(number, unit, frozen=False)))
    menu.addSeparator()


def _radio(menu: QMenu, words: dict[Any, Sentence], chosen: Any, choose: Callable[[Any], Any]) -> None:
    group = QActionGroup(menu)
    for value, sentence in words.items():
        action = QAction(read(sentence), menu)
        action.setCheckable(True)
        action.setChecked(value == chosen)
        action.triggered.connect(lambda _=False, value=value: choose(value))
        group.addAction(action)
        menu.addAction(action)


def _widen(menu: QMenu, net: Net, number: int, preferred: Preferred, ask: Callable[[Edit], Any]) -> None:
    width, inside = width_of(plan.layer_at(net, number)), menu.addMenu(tr("Widen"))
    for by in (1, 4, 16):
        _offer(inside, tr("by {n}", n=by), net, Widen(number, by, preferred.way), ask)
    twice = Widen(number, width, preferred.way)
    _offer(inside, tr("double: {old} → {new}", old=width, new=2 * width), net, twice, ask)
    inside.addSeparator()

    def choose(way: WidenWay) -> None:
        preferred.way = way

    _radio(inside, WAYS, preferred.way, choose)


def _narrow(menu: QMenu, net: Net, number: int, preferred: Preferred, ask: Callable[[Edit], Any]) -> None:
    width, inside = width_of(plan.layer_at(net, number)), menu.addMenu(tr("Narrow"))
    for by in (1, 4, 16):
        _offer(inside, tr("by {n}", n=by), net, Narrow(number, by, preferred.rank), ask)
    half = Narrow(number, width // 2, preferred.rank)
    _offer(inside, tr("half: {old} → {new}", old=width, new=width - width // 2), net, half, ask)
    inside.addSeparator()

    def choose(rank: NarrowRank) -> None:
        preferred.rank = rank

    _radio(inside, RANKS, preferred.rank, choose)


def _activation(menu: QMenu, net: Net, number: int, now: str, ask: Callable[[Edit], Any]) -> None:
    inside = menu.addMenu(tr("Activation"))
    group = QActionGroup(inside)
    for activation in ACTIVATIONS:
        action = QAction(activation, inside)
        action.setCheckable(True)
        action.setChecked(activation == now)
        action.setEnabled(activation == now or not impossible(net, SetActivation(number, activation)))
        if activation != now:
            action.triggered.connect(lambda _=False, to=activation: ask(SetActivation(number, to)))
        group.addAction(action)
        inside.addAction(action)


def _insert(menu: QMenu, net: Net, after: int, ask: Callable[[Edit], Any]) -> None:
    """Only the kinds that can be there: a convolution needs height and width."""
    for kind, sentence in KINDS.items():
        edit = InsertLayer(after, kind=kind)
        if not impossible(net, edit):
            menu.addAction(read(sentence), partial(ask, edit))
    menu.menuAction().setEnabled(not menu.isEmpty())


def _remove(menu: QMenu, net: Net, number: int, ask: Callable[[Edit], Any]) -> None:
    if not has_width(layer_at(net, number)):
        _offer(menu, tr("Remove this layer"), net, RemoveLayer(number), ask)
        return
    inside = menu.addMenu(tr("Remove this layer"))
    for way, sentence in REMOVES.items():
        _offer(inside, read(sentence), net, RemoveLayer(number, way), ask)


def _offer(menu: QMenu, text: str, net: Net, edit: Edit, ask: Callable[[Edit], Any]) -> None:
    """Add an edit; one that cannot be done says why in its tooltip."""
    action = menu.addAction(text, lambda: ask(edit))
    reason = impossible(net, edit)
    action.setEnabled(not reason)
    action.setToolTip(reason)
    menu.setToolTipsVisible(True)
