"""The menu of a layer: everything that can be asked of it, the ways with a sentence each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

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
    RemoveWay,
    SetActivation,
    Widen,
    WidenWay,
)
from core.say import Sentence, say
from gui.train.plan import has_width, last_number, layer_at, spatial_after, title, width_of
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
FLAT_KINDS: dict[InsertKind, Sentence] = {
    "auto": say("Hidden layer, the function kept"),
    "residual": say("Residual block"),
    "batch_norm": say("Batch norm"),
    "dropout": say("Dropout"),
}
SPATIAL_KINDS: dict[InsertKind, Sentence] = {
    "conv": say("Convolution, the function kept"),
    "residual": say("Residual block"),
    "batch_norm": say("Batch norm"),
    "dropout": say("Dropout"),
    "pool": say("Pooling: half the height and width"),
}


@dataclass
class Preferred:
    """The ways a person last chose; the − and + of the page use them too."""

    way: WidenWay = "append"
    rank: NarrowRank = "magnitude"


def layer_menu(parent: QWidget, net: Net, number: int, preferred: Preferred, ask: Callable[[Edit], Any]) -> QMenu:
    """Return the menu of layer `number` (0: the input); it calls `ask` with the edit that was chosen."""
    menu = QMenu(parent)
    menu.setToolTipsVisible(True)
    heading = menu.addAction(title(net, number))
    heading.setEnabled(False)
    menu.addSeparator()
    layer, output = layer_at(net, number), number == last_number(net)
    if isinstance(layer, Dense | Conv):
        if not output:
            _widen(menu, number, width_of(layer), preferred, ask)
            _narrow(menu, number, width_of(layer), preferred, ask)
            menu.addSeparator()
        _activation(menu, number, layer.activation, ask)
    if number > 0:
        _insert(menu.addMenu(tr("Insert before")), net, number - 1, ask)
    if not output:
        _insert(menu.addMenu(tr("Insert after")), net, number, ask)
    if isinstance(layer, Dense | Conv):
        menu.addSeparator()
        frozen = layer.frozen
        menu.addAction(tr("Unfreeze") if frozen else tr("Freeze: its weights stay as they are"),
                       lambda: ask(Freeze(number, frozen=not frozen)))  # fmt: skip
        if not output:
            menu.addAction(tr("Copy this layer"), lambda: ask(CopyLayer(number)))
            menu.addAction(tr("Remove dead and duplicate units"), lambda: ask(Prune(number)))
    if number > 0 and not output:
        menu.addSeparator()
        _remove(menu, number, has_width(layer), ask)
    return menu


def _radio(menu: QMenu, words: dict[Any, Sentence], chosen: Any, choose: Callable[[Any], Any]) -> None:
    group = QActionGroup(menu)
    for value, sentence in words.items():
        action = QAction(read(sentence), menu)
        action.setCheckable(True)
        action.setChecked(value == chosen)
        action.triggered.connect(lambda _=False, value=value: choose(value))
        group.addAction(action)
        menu.addAction(action)


def _widen(menu: QMenu, number: int, width: int, preferred: Preferred, ask: Callable[[Edit], Any]) -> None:
    inside = menu.addMenu(tr("Widen"))
    for by in (1, 4, 16):
        inside.addAction(tr("by {n}", n=by), lambda by=by: ask(Widen(number, by, preferred.way)))
    inside.addAction(
        tr("double: {old} → {new}", old=width, new=2 * width), lambda: ask(Widen(number, width, preferred.way))
    )
    inside.addSeparator()

    def choose(way: WidenWay) -> None:
        preferred.way = way

    _radio(inside, WAYS, preferred.way, choose)


def _narrow(menu: QMenu, number: int, width: int, preferred: Preferred, ask: Callable[[Edit], Any]) -> None:
    inside = menu.addMenu(tr("Narrow"))
    for by in (1, 4, 16):
        inside.addAction(tr("by {n}", n=by), lambda by=by: ask(Narrow(number, by, preferred.rank))).setEnabled(
            width > by
        )
    half = width // 2
    inside.addAction(
        tr("half: {old} → {new}", old=width, new=width - half), lambda: ask(Narrow(number, half, preferred.rank))
    ).setEnabled(half > 0)
    inside.addSeparator()

    def choose(rank: NarrowRank) -> None:
        preferred.rank = rank

    _radio(inside, RANKS, preferred.rank, choose)


def _activation(menu: QMenu, number: int, now: str, ask: Callable[[Edit], Any]) -> None:
    inside = menu.addMenu(tr("Activation"))
    group = QActionGroup(inside)
    for activation in ACTIVATIONS:
        action = QAction(activation, inside)
        action.setCheckable(True)
        action.setChecked(activation == now)
        action.triggered.connect(lambda _=False, activation=activation: ask(SetActivation(number, activation)))
        group.addAction(action)
        inside.addAction(action)


def _insert(menu: QMenu, net: Net, after: int, ask: Callable[[Edit], Any]) -> None:
    kinds = SPATIAL_KINDS if spatial_after(net, after) else FLAT_KINDS
    for kind, sentence in kinds.items():
        menu.addAction(read(sentence), lambda kind=kind: ask(InsertLayer(after, kind=kind)))


def _remove(menu: QMenu, number: int, has_units: bool, ask: Callable[[Edit], Any]) -> None:
    if not has_units:
        menu.addAction(tr("Remove this layer"), lambda: ask(RemoveLayer(number)))
        return
    inside = menu.addMenu(tr("Remove this layer"))
    for way, sentence in REMOVES.items():
        inside.addAction(read(sentence), lambda way=way: ask(RemoveLayer(number, way)))
