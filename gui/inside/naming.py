"""Tensors for the bench: those of a layer in a menu, and the question under which name one is to be there."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from typing import Any

from PySide6.QtWidgets import QMenu, QWidget

from core.messages.inside.names import MOMENTS, as_python_reads, proposed, why_not
from core.messages.train_commands import OptimizerName
from core.net.plan import INPUT, Conv, Dense, LayerKey, Net, find_layer, output_layer
from gui.kit.dialog import Dialog, ask_text
from gui.kit.theme import Theme
from gui.kit.words import read, tr


def ask_name(
    parent: QWidget, theme: Theme, of: str, net: Net, taken: Collection[str], opened: Callable[[str], Any]
) -> Dialog:
    """Ask for the name of a tensor that a step of `net` calls `of`; call `opened` with it."""

    def chosen(typed: str) -> str | None:
        name = as_python_reads(typed)
        refused = why_not(name, taken)
        if refused is not None:
            return read(refused)
        opened(name)
        return None

    said = tr("A copy will be on the bench under this name. What you change in it changes nothing in the training.")
    return ask_text(
        parent, theme, title=tr("Open {of} in Tensors", of=of), sentence=said, text=proposed(of, net, taken),
        do=tr("Open"), act=chosen,
    )  # fmt: skip


def offer_tensors(
    menu: QMenu, net: Net, key: LayerKey, optimizer: OptimizerName, chosen: Callable[[LayerKey, str], Any]
) -> None:
    """Offer what there is of a layer in the next step; `chosen` gets the layer and what `of_layer` takes."""
    menu.addSeparator()
    inside = menu.addMenu(tr("Open in Tensors …"))
    for part, text in _parts(net, key, optimizer):
        inside.addAction(text, partial(chosen, key, part))


def _parts(net: Net, key: LayerKey, optimizer: OptimizerName) -> list[tuple[str, str]]:
    if key == INPUT:
        return [("x", tr("Inputs of the next batch")), ("y", tr("Targets of the next batch"))]
    layer = find_layer(net, key)
    result = "out" if key == output_layer(net).key else "h#"
    if not isinstance(layer, Dense | Conv):
        return [(result, tr("Output for the next batch"))]
    kinds = {"W#": tr("weight"), "b#": tr("bias")}
    if layer.norm == "batch":
        kinds |= {"gamma#": "gamma", "beta#": "beta"}
    found = [*kinds.items(), (result, tr("Output for the next batch"))]
    if not layer.frozen:
        found += [(f"∂{part}", tr("gradient: {of}", of=text)) for part, text in kinds.items()]
        found += [(f"{moment}[{part}]", f"{moment}: {text}") for moment in MOMENTS[optimizer]
                  for part, text in kinds.items()]  # fmt: skip
    return found
