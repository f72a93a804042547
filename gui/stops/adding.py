"""The menu of conditions that can be set, with numbers to begin with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from core.messages.stops import Condition
from core.messages.train_commands import Task
from core.net.plan import Net, hidden_keys
from gui.kit.inputs import Menu
from gui.kit.layer_words import title
from gui.kit.words import read, tr
from gui.stops.words import NAMES

AHEAD = 1000
"""A step to begin with is so many ahead."""


def offered(task: Task, *, step: int) -> list[Condition]:
    """Return every kind of condition for data of a kind, with numbers to begin with; dead units in any layer."""
    reached = float((step // AHEAD + 1) * AHEAD)
    of_classes = [Condition("accuracy", "above", 0.97), Condition("accuracy", "below", 0.5)]
    return [
        Condition("loss", "nan"), Condition("loss", "below", 0.1), Condition("loss", "above", 10.0),
        Condition("validation", "below", 0.1), Condition("validation", "above", 2.0),
        *(of_classes if task == "classify" else []),
        Condition("gradient", "above", 10.0), Condition("gradient", "below", 1e-6),
        Condition("ratio", "outside", 1e-5, 0.1), Condition("ratio", "above", 0.1), Condition("ratio", "below", 1e-6),
        Condition("dead", "above", 0.25), Condition("step", "reached", reached), Condition("edit", "done"),
    ]  # fmt: skip


def menu_of(parent: QWidget, net: Net, task: Task, *, step: int, add: Callable[[Condition], Any]) -> Menu:
    """Return the menu; `add` is called with what is chosen."""
    made = Menu(parent)
    kinds = ""
    for condition in offered(task, step=step):
        if kinds and condition.of != kinds:
            made.addSeparator()
        kinds = condition.of
        name = read(NAMES[condition.of, condition.sign])
        if condition.of != "dead":
            _entry(made, name, condition, add)
            continue
        below = made.addMenu(name)
        _entry(below, tr("Any hidden layer"), condition, add)
        for key in hidden_keys(net):
            _entry(below, title(net, key), Condition("dead", "above", condition.value, layer=key), add)
    return made


def _entry(menu: Menu, text: str, condition: Condition, add: Callable[[Condition], Any]) -> None:
    menu.addAction(text).triggered.connect(lambda _=False: add(condition))
