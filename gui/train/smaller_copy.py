"""What is said in the network's head while something is on its way, with Cancel: a smaller copy that trains beside it,
and how far apart they are; else a layer that fades out or unfolds."""

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
from gui.notices.on_its_way import Lasting, show_call_off


class SmallerCopy(QWidget):
    """Hidden while nothing is on its way. `send` gets the edit that calls it off."""

    def __init__(self, send: Callable[[Any], Any]) -> None:
        super().__init__()
        self.send = send
        self.task: Task = "classify"
        self.key: LayerKey = INPUT
        self.later = -1
        """How many later things go back with it."""
        self.beside: Fading | None = None
        self.way = Lasting()
        self.fading: Fading | None = None
        self.gap = Elided(kind="soft", size="note_px", tabular=True)
        self.gap.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for part in (self, self.gap):
            part.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.cancel = Button(tr("Cancel"), lambda: self.send(CallOff(self.key, self.later)), kind="link")
        self.setLayout(row(self.gap, self.cancel, gap=4))
        self.hide()

    def show_state(self, state: State, net: Net | None, *, closed: bool) -> None:
        """Show how the copy does; `closed`: nothing can be called off here."""
        self.beside = beside = next((one for one in state.fading if one.ready), None)
        if beside is None or net is None:
            self.show_lasting(net, closed=closed)
            return
        self.show()
        self.key, self.later, self.fading = beside.key, -1, None
        self.gap.put(gap_text(beside, self.task))
        self.cancel.setVisible(not closed)
        self.cancel.setText(tr("Cancel"))
        name = title(net, beside.key)
        self.cancel.setToolTip(
            tip_text(tr("Keep “{layer}” as it is: the smaller copy goes, nothing else changes", layer=name))
        )
        self.cancel.setAccessibleDescription("")
        self.cancel.setAccessibleName(tr("Cancel: “{layer}” stays as it is", layer=name))

    def show_lasting(self, net: Net | None, *, closed: bool) -> None:
        """Show the newest layer that has been fading or unfolding for a while, where no copy trains; once a frame."""
        if self.beside is not None:
            return
        lasting = () if closed or net is None else self.way.look()
        one = lasting[-1] if lasting else None
        if one is not None and net is not None and one != self.fading:
            self.key, self.later, name = one.key, one.takes_back, title(net, one.key)
            words = tr("“{layer}” is unfolding", layer=name) if one.unfolds else tr("“{layer}” fades out", layer=name)
            self.gap.put(words)
            show_call_off(self.cancel, one)
            self.cancel.setAccessibleName(tr("Cancel: {what}", what=words))
            self.cancel.show()
        self.fading = one
        if self.isHidden() != (one is None):
            self.setVisible(one is not None)


def gap_text(beside: Fading, task: Task) -> str:
    """Return how the network and the copy do on the validation samples."""
    if beside.compared is None:
        return tr("A smaller copy is in training.")
    (loss, score), (copy_loss, copy_score) = beside.compared
    losses = tr("Copy: loss {now:.3f} → {copy:.3f}", now=loss, copy=copy_loss)
    if task != "classify":
        return losses
    return losses + " · " + tr("accuracy {now:.1f} → {copy:.1f}%", now=100 * score, copy=100 * copy_score)
