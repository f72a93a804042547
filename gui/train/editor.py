"""The editor of the trainer page: what a person asks of a layer, weighed first where it may cost something.

Everything that wants an edit (the drawing's − and +, the inspector, the layer menu, the keyboard) asks here. An edit
that may cost something is previewed: a trifle is then done at once, the rest is put to the person.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QWidget

from core.messages.train_commands import Preview, Task
from core.messages.train_events import Previewed
from core.net.plan import Edit, InsertLayer, Narrow, Net, RemoveLayer, Widen, width_of
from gui.kit.layer_words import layer_at
from gui.kit.theme import Theme
from gui.train.panels.menu import Preferred, layer_menu
from gui.train.panels.preview import preview_dialog, wants_asking, wants_preview

Send = Callable[[Any], int]


class Editor:
    """`parent` is what menus and dialogs belong to; `theme` says what the window looks like now."""

    def __init__(self, *, parent: QWidget, theme: Callable[[], Theme], send: Send) -> None:
        self.parent, self.theme, self.send = parent, theme, send
        self.net: Net | None = None
        self.parameters = 0
        self.preferred = Preferred()
        self.asked: dict[int, Edit] = {}
        """The previews that are under way, by the number of the command."""

    def show_net(self, net: Net, parameters: int) -> None:
        self.net, self.parameters = net, parameters

    def ask(self, command: object) -> int:
        """Ask for what a button of the drawing stands for, in the ways a person prefers."""
        if isinstance(command, Widen):
            return self.edit(replace(command, way=self.preferred.way))
        if isinstance(command, Narrow):
            return self.edit(self.preferred.narrowing(command.layer, command.by))
        return self.edit(command) if isinstance(command, RemoveLayer) else self.send(command)

    def edit(self, edit: Edit) -> int:
        """Ask for an edit; one that may cost something is weighed first. Return the number of what was sent."""
        layer = layer_at(self.net, _layer_of(edit)) if self.net is not None else None
        width = width_of(layer) if layer is not None else 0
        if wants_preview(edit, width=width, parameters=self.parameters):
            number = self.send(Preview(edit))
            self.asked[number] = edit
            return number
        return self.send(edit)

    def show_previewed(self, previewed: Previewed, answers: int | None, *, task: Task) -> None:
        """Do what is no loss at once, ask about the rest."""
        if answers is None or self.asked.pop(answers, None) is None or self.net is None:
            return
        layer = layer_at(self.net, _layer_of(previewed.edit))
        if not wants_asking(previewed, width=width_of(layer) if layer is not None else 0):
            self.send(previewed.edit)
            return
        preview_dialog(self.parent, self.theme(), previewed, net=self.net, task=task, do=self.send).show_now()

    def forget(self, answers: int | None) -> None:
        """An answer to this command will not come any more; None: to no command."""
        if answers is None:
            self.asked.clear()
        else:
            self.asked.pop(answers, None)

    def open_menu(self, number: int, place: QPoint, *, unit: int, font: QFont) -> None:
        """Open the menu of layer `number` (and of its `unit`, −1: none) at `place` on screen."""
        if self.net is None:
            return
        menu = layer_menu(self.parent, self.net, number, self.preferred, self.edit, unit=unit)
        menu.setFont(font)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)


def _layer_of(edit: Edit) -> int:
    return edit.after if isinstance(edit, InsertLayer) else edit.layer
