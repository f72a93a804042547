"""What is said in the network's head while a smaller copy trains beside it: how far apart they are, and Cancel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.messages.train_commands import Task
from core.messages.train_events import Fading, State
from core.net.plan import INPUT, CallOff, LayerKey, Net
from gui.kit.layer_words import title
from gui.kit.pieces import Button, Elided, row
from gui.kit.words import tip_text, tr


class SmallerCopy(QWidget):
    """Hidden while there is no copy. `send` gets the edit that calls it off."""

    def __init__(self, send: Callable[[Any], Any]) -> None:
        super().__init__()
        self.send = send
        self.task: Task = "classify"
        self.key: LayerKey = INPUT
        self.gap = Elided(kind="soft", size="note_px", tabular=True)
        self.gap.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for part in (self, self.gap):
            part.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.cancel = Button(tr("Cancel"), lambda: self.send(CallOff(self.key)), kind="link")
        self.setLayout(row(self.gap, self.cancel, gap=4))
        self.hide()

    def show_state(self, state: State, net: Net | None, *, closed: bool) -> None:
        """Show how the copy does; `closed`: nothing can be called off here."""
        beside = next((one for one in state.fading if one.ready), None)
        self.setVisible(beside is not None and net is not None)
        if beside is None or net is None:
            return
        self.key = beside.key
        self.gap.put(gap_text(beside, self.task))
        self.cancel.setVisible(not closed)
        name = title(net, beside.key)
        self.cancel.setToolTip(
            tip_text(tr("Keep “{layer}” as it is: the smaller copy goes, nothing else changes", layer=name))
        )
        self.cancel.setAccessibleName(tr("Cancel: “{layer}” stays as it is", layer=name))


def gap_text(beside: Fading, task: Task) -> str:
    """Return how the network and the copy do on the validation samples."""
    if beside.compared is None:
        return tr("A smaller copy is in training.")
    (loss, score), (copy_loss, copy_score) = beside.compared
    losses = tr("Copy: loss {now:.3f} → {copy:.3f}", now=loss, copy=copy_loss)
    if task != "classify":
        return losses
    return losses + " · " + tr("accuracy {now:.1f} → {copy:.1f}%", now=100 * score, copy=100 * copy_score)
