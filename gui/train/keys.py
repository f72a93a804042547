"""What the keyboard does on the trainer page now; an action that is impossible is left out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from core.messages.train_commands import Epoch, Redo, Save, Step, Undo
from core.net.plan import INPUT, InsertLayer, RemoveLayer, numbered
from gui.kit.layer_words import hidden, impossible
from gui.train.charts.view import View

if TYPE_CHECKING:
    from gui.train.page import TrainPage


def does(page: TrainPage) -> dict[str, Callable[[], Any]]:
    """Return what each action of `gui.kit.actions` does on `page`, by its name."""
    state, net, send = page.state, page.net, page.send
    if state is None or net is None:
        return {}
    if page.recorded:
        watched = {"play": page.controls.play_or_pause, "log": page.loss.toggle_log}
        return {**watched, "follow": lambda: page.loss.show_view(View()), **_of_choice(page)}
    made: dict[str, Callable[[], Any]] = {
        "play": page.controls.play_or_pause,
        "step": lambda: send(Step()),
        "epoch": lambda: send(Epoch()),
        "reset": lambda: page.begin_again(-1),
        "reseed": page.controls.new_seed,
        "widen": lambda: page.inspector.widen(fine=False),
        "narrow": lambda: page.inspector.narrow(fine=False),
        "menu": page.inspector.show_menu,
        "new_net": page.ask_new_net,
        "save": lambda: send(Save()),
        "log": page.loss.toggle_log,
        "follow": lambda: page.loss.show_view(View()),
    }
    if state.undo:
        made["undo"] = lambda: send(Undo())
    if state.redo:
        made["redo"] = lambda: send(Redo())
    return made | _of_choice(page) | _of_layers(page)


def _of_choice(page: TrainPage) -> dict[str, Callable[[], Any]]:
    """Return the actions that select a layer."""
    net, at = page.net, page.selected
    assert net is not None
    order = [INPUT, *(layer.key for layer in numbered(net))]
    place, mine = order.index(at), hidden(net)
    before, after = [key for key in order[:place] if key in mine], [key for key in order[place + 1 :] if key in mine]
    made: dict[str, Callable[[], Any]] = {}
    if before:
        made["before"] = lambda: page.select(before[-1])
    if after:
        made["after"] = lambda: page.select(after[0])
    return made


def _of_layers(page: TrainPage) -> dict[str, Callable[[], Any]]:
    """Return the actions that insert and remove layers."""
    net, at = page.net, page.selected
    assert net is not None
    made: dict[str, Callable[[], Any]] = {}
    insert, remove = InsertLayer(at), RemoveLayer(at)
    if not impossible(net, insert):
        made["insert"] = lambda: page.editor.edit(insert)
    if at != INPUT and not impossible(net, remove):
        made["remove"] = lambda: page.editor.edit(remove)
    return made
