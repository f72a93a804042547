"""The menu of a layer: all its edits, each way with a sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QWidget

from core.net.plan import (
    ACTIVATIONS,
    INPUT,
    Conv,
    CopyLayer,
    Dense,
    Edit,
    Freeze,
    InsertKind,
    InsertLayer,
    Layer,
    LayerKey,
    Narrow,
    NarrowRank,
    NarrowWay,
    Net,
    Prune,
    RemoveLayer,
    RemoveUnit,
    RemoveWay,
    ResetUnit,
    Residual,
    SetActivation,
    Widen,
    WidenWay,
    find_layer,
    layer_of,
    numbered,
    width_of,
)
from core.sentence import Sentence, say
from gui.kit.inputs import Menu
from gui.kit.layer_words import impossible, output_key, title
from gui.kit.words import read, tip_text, tr

WAYS: dict[WidenWay, Sentence] = {
    "append": say("Fresh units: random inputs, outputs at zero; nothing changes until they learn"),
    "split": say("Split units: copies of strong units share their work, then part"),
    "gradmax": say("Where it helps: inputs chosen so that the loss falls fastest (GradMax)"),
    "tiny": say("Where it lacks: inputs chosen to mend what the layer cannot express yet (TINY)"),
}
RANKS: dict[NarrowRank, Sentence] = {
    "magnitude": say("By size: the units with the smallest weights go"),
    "taylor": say("By effect: the units that the loss needs least go (Taylor)"),
    "obs": say("By effect and repair: as above, counting what the others can make up for (OBS)"),
}
NARROWS: dict[NarrowWay, Sentence] = {
    "refit": say("At once: the next layer makes up for what it can"),
    "ready": say("When ready: a narrower copy trains alongside and takes over once that costs almost nothing"),
}
REMOVES: dict[RemoveWay, Sentence] = {
    "refit": say("At once: the next layer is fitted to what it would have seen"),
    "ready": say("When ready: a copy without it trains alongside and takes over once that costs almost nothing"),
    "fade": say("Slowly: its activation fades to a straight line while training goes on, then it is folded away"),
    "fold": say("Exactly: folded into the next layer; only for a linear layer"),
}
KINDS: dict[InsertKind, Sentence] = {
    "hidden": say("Hidden layer: lets everything through at first, then learns"),
    "conv": say("Convolution: lets everything through at first, then learns"),
    "residual": say("Residual block: adds nothing at first, then learns a correction"),
    "batch_norm": say("Batch norm: keeps the layer’s outputs at an even scale while it trains"),
    "dropout": say("Dropout: switches units off at random in training, against learning by heart"),
    "pool": say("Pooling: halves height and width; what follows sees less detail and costs less"),
}


class Ways(Menu):
    """A menu that stays open when a way of doing something is chosen in it, so that doing it is one click away."""

    def _chooses(self, action: QAction | None) -> bool:
        if action is None or not action.isCheckable() or not action.isEnabled():
            return False
        action.trigger()
        return True

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._chooses(self.actionAt(event.position().toPoint())):
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        doing = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if not (doing and self._chooses(self.activeAction())):
            super().keyPressEvent(event)


@dataclass
class Preferred:
    """The ways a person last chose; the − and + of the page use them too."""

    way: WidenWay = "append"
    rank: NarrowRank = Narrow(layer=INPUT, by=1).rank
    narrow_way: NarrowWay = Narrow(layer=INPUT, by=1).way

    def narrowing(self, key: LayerKey, by: int) -> Narrow:
        """Return the edit that takes `by` units from a layer."""
        return Narrow(key, by, self.rank, self.narrow_way)


def layer_menu(
    parent: QWidget,
    net: Net,
    key: LayerKey,
    preferred: Preferred,
    ask: Callable[[Edit], Any],
    *,
    unit: int = -1,
    frozen: bool = False,
) -> QMenu:
    """Return the menu of a layer; it calls `ask` with the edit that was chosen.

    `unit`: the unit that is selected in it, −1 for none; `frozen`: whether that unit is.
    """
    menu = Menu(parent)
    heading = menu.addAction(title(net, key))
    heading.setEnabled(False)
    menu.addSeparator()
    layer, output = find_layer(net, key), key == output_key(net)
    if isinstance(layer, Dense | Conv) and not output:
        if unit >= 0:
            _unit(menu, layer, unit, ask, frozen=frozen)
        _widen(menu, net, key, preferred, ask)
        _narrow(menu, net, key, preferred, ask)
        menu.addSeparator()
    if isinstance(layer, Dense | Conv | Residual) and not output:
        _activation(menu, net, key, layer.activation, ask)
    if layer is not None:
        _insert(menu.addMenu(tr("Insert before")), net, _before(net, layer), ask)
    if not output:
        _insert(menu.addMenu(tr("Insert after")), net, key, ask)
    if isinstance(layer, Dense | Conv):
        menu.addSeparator()
        words = tr("Unfreeze") if layer.frozen else tr("Freeze: its weights stay as they are")
        _offer(menu, words, net, Freeze(key, frozen=not layer.frozen), ask)
        if not output:
            words = tr("Copy: a block behind it that begins as its twin and adds nothing at first")
            _offer(menu, words, net, CopyLayer(key), ask)
            _offer(menu, tr("Prune: dead and duplicate units go, nothing is lost"), net, Prune(key), ask)
    if layer is not None and not output:
        menu.addSeparator()
        _remove(menu, net, key, ask)
    return menu


def _unit(menu: QMenu, layer: Dense | Conv, unit: int, ask: Callable[[Edit], Any], *, frozen: bool) -> None:
    key = layer.key
    inside = menu.addMenu(tr("Unit {n}", n=unit + 1))
    inside.addAction(tr("Remove it: the others make up for it as well as they can"), lambda: ask(RemoveUnit(key, unit)))
    inside.addAction(tr("Renew it: random inputs, output at zero"), lambda: ask(ResetUnit(key, unit)))
    if not layer.frozen:  # else it is the layer that can be unfrozen, below
        words = tr("Unfreeze it: its weights learn again") if frozen else tr("Freeze it: its weights stay as they are")
        inside.addAction(words, lambda: ask(Freeze(key, unit, frozen=not frozen)))
    menu.addSeparator()


def _ways(menu: QMenu, heading: str, words: dict[Any, Sentence], chosen: Any, choose: Callable[[Any], Any]) -> None:
    menu.addSeparator()
    menu.addAction(heading).setEnabled(False)
    group = QActionGroup(menu)
    for value, sentence in words.items():
        action = QAction(read(sentence), menu)
        action.setCheckable(True)
        action.setChecked(value == chosen)
        action.triggered.connect(lambda _=False, value=value: choose(value))
        group.addAction(action)
        menu.addAction(action)


def _widen(menu: QMenu, net: Net, key: LayerKey, preferred: Preferred, ask: Callable[[Edit], Any]) -> None:
    width, inside = width_of(layer_of(net, key)), Ways(tr("Widen"), menu)
    menu.addMenu(inside)
    steps = {by: tr("by {n}", n=by) for by in (1, 4, 16)}
    for by, words in (*steps.items(), (width, tr("double: {old} → {new}", old=width, new=2 * width))):
        _offer(inside, words, net, Widen(key, by), lambda edit: ask(replace(edit, way=preferred.way)))

    def choose(way: WidenWay) -> None:
        preferred.way = way

    _ways(inside, tr("How new units begin"), WAYS, preferred.way, choose)


def _narrow(menu: QMenu, net: Net, key: LayerKey, preferred: Preferred, ask: Callable[[Edit], Any]) -> None:
    width, inside = width_of(layer_of(net, key)), Ways(tr("Narrow"), menu)
    menu.addMenu(inside)
    steps, half = {by: tr("by {n}", n=by) for by in (1, 4, 16)}, max(1, width // 2)
    for by, words in (*steps.items(), (half, tr("half: {old} → {new}", old=width, new=width - half))):
        _offer(inside, words, net, Narrow(key, by), lambda edit: ask(preferred.narrowing(key, edit.by)))

    def choose(rank: NarrowRank) -> None:
        preferred.rank = rank

    def choose_way(way: NarrowWay) -> None:
        preferred.narrow_way = way

    _ways(inside, tr("Which units go"), RANKS, preferred.rank, choose)
    _ways(inside, tr("When they go"), NARROWS, preferred.narrow_way, choose_way)


def _activation(menu: QMenu, net: Net, key: LayerKey, now: str, ask: Callable[[Edit], Any]) -> None:
    inside = menu.addMenu(tr("Activation"))
    group = QActionGroup(inside)
    for activation in ACTIVATIONS:
        action = QAction(activation, inside)
        action.setCheckable(True)
        action.setChecked(activation == now)
        action.setEnabled(activation == now or not impossible(net, SetActivation(key, activation)))
        if activation != now:
            action.triggered.connect(lambda _=False, to=activation: ask(SetActivation(key, to)))
        group.addAction(action)
        inside.addAction(action)


def _insert(menu: QMenu, net: Net, after: LayerKey, ask: Callable[[Edit], Any]) -> None:
    """Only the kinds that can be there: a convolution needs height and width, and is the hidden layer there."""
    images = not impossible(net, InsertLayer(after, kind="conv"))
    for kind, sentence in KINDS.items():
        edit = InsertLayer(after, kind=kind)
        if not impossible(net, edit) and not (images and kind == "hidden"):
            menu.addAction(read(sentence), partial(ask, edit))
    menu.menuAction().setEnabled(not menu.isEmpty())


def _before(net: Net, layer: Layer) -> LayerKey:
    """Return after which layer one is inserted that comes right before `layer`."""
    layers = numbered(net)
    place = layers.index(layer)
    return layers[place - 1].key if place else INPUT


def _remove(menu: QMenu, net: Net, key: LayerKey, ask: Callable[[Edit], Any]) -> None:
    layer = layer_of(net, key)
    if isinstance(layer, Dense | Conv) and layer.norm == "batch":
        words = tr("Remove batch norm: folded into the weights, exactly")
        _offer(menu, words, net, RemoveLayer(key, "batch_norm"), ask)
    if not isinstance(layer, Dense | Conv | Residual):
        _offer(menu, tr("Remove this layer"), net, RemoveLayer(key), ask)
        return
    inside = menu.addMenu(tr("Remove this block") if isinstance(layer, Residual) else tr("Remove this layer"))
    for way, sentence in REMOVES.items():
        _offer(inside, read(sentence), net, RemoveLayer(key, way), ask)


def _offer(menu: QMenu, text: str, net: Net, edit: Any, ask: Callable[[Any], Any]) -> None:
    """Add an edit; one that cannot be done says why in its tooltip."""
    action = menu.addAction(text, lambda: ask(edit))
    reason = impossible(net, edit)
    action.setEnabled(not reason)
    action.setToolTip(tip_text(reason))
    menu.setToolTipsVisible(True)
