"""Which words belong to which control of the trainer page."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QWidget

from core.messages.train_events import Tick
from core.net.plan import LayerKey
from gui.explain.described import description_of
from gui.train.drawing.head import Head
from gui.train.drawing.knob import Knob
from gui.train.explained.today import Today
from gui.train.explained.words import Explanation, explained, of_layer, of_other
from gui.train.page import TrainPage
from gui.train.panels.settings import SettingRow
from gui.train.panels.timeline import Entry


def what_is(page: TrainPage, widget: QWidget) -> Explanation | None:
    """Return the words about a control of `page`, with the numbers of now; None for no control, and before there is a
    training."""
    now = today(page)
    control = _control(page, widget)
    if now is None or control is None:
        return None
    name = _name(control)
    if (found := _of_layers(page, control)) is not None:
        return of_layer(*found, now, name=name)
    key = _keys(page).get(control, "")
    if isinstance(control, Entry):
        key = "edits"
    elif isinstance(control, Knob):
        key = control.about
    if key:
        return explained(key, now, name=name)
    about = description_of(control) or control.accessibleDescription() or control.toolTip().replace("\n", " ")
    return of_other("" if "<" in about else about, now, name=name) if name else None


def today(page: TrainPage) -> Today | None:
    """Return the training of `page` as it stands, None before there is one."""
    if page.loaded is None or page.net is None or page.state is None:
        return None
    newest = page.curves.history.newest_until(page.step)
    tick = Tick(int(newest[0]), *newest[1:].tolist()) if newest is not None else None
    return Today(page.loaded, page.net, page.settings, page.state, page.step, tick, page.selected,
                 len(page.timeline.marks))  # fmt: skip


def _control(page: TrainPage, widget: QWidget) -> QWidget | None:
    """Return the control that a widget is, is a part of, or is the label of."""
    above: QWidget | None = widget
    known = _keys(page)
    while above is not None and above is not page:
        if isinstance(above, QLabel) and (buddy := above.buddy()) is not None:
            return buddy
        if isinstance(above, SettingRow):
            return above.editor
        if above in known or above.focusPolicy() & Qt.FocusPolicy.TabFocus:
            return above
        above = above.parentWidget()
    return None


def _name(control: QWidget) -> str:
    if isinstance(control, QComboBox):
        return control.accessibleName()
    text = control.text() if isinstance(control, QAbstractButton) else ""
    return control.accessibleName() or text


def _keys(page: TrainPage) -> dict[QWidget, str]:
    """Return the key of `gui.train.explained.words` of each control that has words of its own."""
    controls, data = page.controls, page.data
    known: dict[QWidget, str] = {line.editor: setting for setting, line in page.panel.rows.items()}
    known |= {
        controls.play: "play", controls.step: "step", controls.epoch: "epoch", controls.reset: "reset",
        controls.reseed: "reseed", controls.undo: "undo", controls.redo: "redo", controls.device: "device",
        page.undo: "undo", data.choice: "data", data.noise.slider: "noise", data.count.slider: "samples",
        page.loss: "loss", page.score: "score", page.network.new: "net", page.network.how: "net",
    }  # fmt: skip
    return known


def _of_layers(page: TrainPage, control: QWidget) -> tuple[str, LayerKey] | None:
    """Return what a control does to which layer, None for one that is about no layer."""
    inspector, at = page.inspector, page.selected
    own: dict[QWidget, str] = {
        inspector.wider: "widen", inspector.fewer: "narrow", inspector.half: "half", inspector.twice: "twice",
        inspector.layer: "layer", inspector.more: "layer", inspector.activation: "layer",
    }  # fmt: skip
    if control in own:
        return own[control], at
    if isinstance(control, Head):
        return "layer", control.slot.key
    if isinstance(control, Knob) and control.key >= 0:
        return control.about, LayerKey(control.key)
    return None
