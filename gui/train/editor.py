"""The editor of the trainer page: asks for edits, and previews those that may cost something.

Everything that wants an edit (the drawing's − and +, the inspector, the layer menu, the keyboard) asks here. An edit
that may cost something is previewed: if it costs little it is done at once, else the person decides.

Numbers belong to the network they were measured on. If the network changes meanwhile, the edit is measured again before
it is done or decided on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QMenu, QWidget

from core.messages.train_commands import Preview, Task
from core.messages.train_events import Previewed
from core.net.plan import (
    INPUT,
    Edit,
    EditError,
    InsertLayer,
    LayerKey,
    Narrow,
    Net,
    RemoveLayer,
    RemoveUnit,
    ResetUnit,
    SetActivation,
    Widen,
    find_layer,
    layer_named,
    layer_of,
    width_of,
)
from gui.kit.theme import Theme
from gui.kit.words import read
from gui.train.panels.menu import Preferred, layer_menu
from gui.train.panels.preview import PreviewDialog, hurts

Send = Callable[[Any], int]
LARGE_PARAMETERS = 2_000_000
"""Growth beyond this, and by more than half, is asked about."""


def wants_preview(edit: Edit, *, width: int, parameters: int) -> bool:
    """Return whether an edit is previewed: it takes something away, or grows a large net by much."""
    if isinstance(edit, Narrow | RemoveLayer) and edit.way == "ready":
        return False  # it is only done when it costs next to nothing
    if isinstance(edit, Narrow | RemoveLayer | RemoveUnit | ResetUnit | SetActivation):
        return True
    if isinstance(edit, InsertLayer):
        return edit.kind == "pool"  # all others keep the function
    return isinstance(edit, Widen) and edit.by >= width and 2 * parameters > LARGE_PARAMETERS


def wants_asking(previewed: Previewed, *, width: int) -> bool:
    """Return whether a person should decide, now that the cost is known. Small costs are just done; undo is there."""
    edit = previewed.edit
    if previewed.advice is not None or hurts(previewed):
        return True
    if isinstance(edit, RemoveLayer):
        return width > 0 and edit.way != "batch_norm"  # a pooling or a dropout that costs nothing just goes
    if isinstance(edit, Narrow):
        return edit.by * 2 >= width
    return isinstance(edit, Widen) and previewed.after.parameters > LARGE_PARAMETERS


class Editor:
    """`parent` is what menus and dialogs belong to; `theme` says what the window looks like now; `tell` shows a
    sentence beside the network."""

    def __init__(self, *, parent: QWidget, theme: Callable[[], Theme], send: Send, tell: Callable[[str], Any]) -> None:
        self.parent, self.theme, self.send, self.tell = parent, theme, send, tell
        self.net: Net | None = None
        self.parameters = 0
        self.preferred = Preferred()
        self.asked: dict[int, Edit] = {}
        """The previews that are awaited, by the number of the command."""
        self.later: list[Edit] = []
        """Edits to be decided on after the one that is being decided on."""
        self.dialog: PreviewDialog | None = None
        self.menu: QMenu | None = None
        """The menu of a layer, while it is open."""
        self.awaited = 0
        """The preview that the open dialog waits for, 0 for none."""
        self.more: Callable[[QMenu, Net, LayerKey], Any] = lambda *_: None
        """What others add to the menu of a layer."""

    def show_net(self, net: Net, parameters: int) -> None:
        """Take the network over; an open decision about another network is measured again."""
        self.net, self.parameters = net, parameters
        if self.dialog is not None and self.dialog.previewed.net != net:
            self.measure_again()

    def measure_again(self) -> None:
        """Ask for new numbers for the open dialog; close it if its layer is gone."""
        if self.dialog is None or self.net is None:
            return
        edit = self.dialog.previewed.edit
        self.asked.pop(self.awaited, None)
        if self._gone(edit, self.net):
            self.close()
            return
        self.dialog.wait()
        self.awaited = self._measure(edit)

    def _gone(self, edit: Edit, net: Net) -> bool:
        """Whether the layer that `edit` names is gone; if so, say it."""
        try:
            if layer_named(edit) != INPUT:
                layer_of(net, layer_named(edit))
        except EditError as error:
            self.tell(read(error.sentence))
            return True
        return False

    def close(self) -> None:
        """Close the dialog without a decision."""
        if self.dialog is not None:
            self.dialog.reject()

    def _measure(self, edit: Edit) -> int:
        number = self.send(Preview(edit))
        self.asked[number] = edit
        return number

    def ask(self, command: object) -> int:
        """Ask for a button's edit, in the ways a person prefers."""
        if isinstance(command, Widen):
            return self.edit(replace(command, way=self.preferred.way))
        if isinstance(command, Narrow):
            return self.edit(self.preferred.narrowing(command.layer, command.by))
        return self.edit(command) if isinstance(command, RemoveLayer) else self.send(command)

    def edit(self, edit: Edit) -> int:
        """Ask for an edit; one that may cost something is weighed first. Return the number of what was sent."""
        if wants_preview(edit, width=self._width(edit), parameters=self.parameters):
            return self._measure(edit)
        return self.send(edit)

    def _width(self, edit: Edit) -> int:
        layer = find_layer(self.net, layer_named(edit)) if self.net is not None else None
        return width_of(layer) if layer is not None else 0

    def show_previewed(self, previewed: Previewed, answers: int | None, *, task: Task) -> None:
        """Do what costs little, ask about the rest; measure again if the network is another one."""
        if answers is None or self.asked.pop(answers, None) is None or self.net is None:
            return
        if self.dialog is not None and answers == self.awaited:
            if previewed.net != self.net:
                self.measure_again()
            else:
                self.awaited = 0
                self.dialog.show_previewed(previewed)
        elif previewed.net != self.net:
            if not self._gone(previewed.edit, self.net):
                self._measure(previewed.edit)
        elif not wants_asking(previewed, width=self._width(previewed.edit)):
            self.send(previewed.edit)
        elif self.dialog is not None:
            if previewed.edit not in (self.dialog.previewed.edit, *self.later):
                self.later.append(previewed.edit)
        else:
            self._open(PreviewDialog(self.parent, self.theme(), previewed, task=task, do=self.send))

    def _open(self, dialog: PreviewDialog) -> None:
        def closed() -> None:
            self.asked.pop(self.awaited, None)
            self.dialog, self.awaited = None, 0
            if self.later:
                self._measure(self.later.pop(0))

        self.dialog = dialog
        dialog.finished.connect(lambda _result: closed())
        dialog.show_now()

    def forget(self, answers: int | None) -> None:
        """Stop waiting for the answer to a command; None: to every command."""
        if answers is None:
            self.asked.clear()
            self.later.clear()
            self.close()
            if self.menu is not None:
                self.menu.close()
        elif self.asked.pop(answers, None) is not None and answers == self.awaited:
            self.close()

    def open_menu(self, key: LayerKey, place: QPoint, *, unit: int, frozen: bool, font: QFont) -> None:
        """Open the menu of a layer (and of its `unit`, −1: none, `frozen` or not) at `place` on screen."""
        if self.net is None:
            return
        menu = layer_menu(self.parent, self.net, key, self.preferred, self.edit, unit=unit, frozen=frozen)
        self.more(menu, self.net, key)
        menu.setFont(font)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.aboutToHide.connect(self._menu_closed)
        self.menu = menu
        menu.popup(place)

    def _menu_closed(self) -> None:
        self.menu = None
