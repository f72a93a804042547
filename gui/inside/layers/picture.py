"""The card with the picture of a step: on its time axis or as its graph, with the switch between them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from gui.kit.pieces import Button, Card, Label, Switch, row
from gui.kit.words import tr

View = Literal["axis", "graph"]


class Segments(QWidget):
    """Buttons of which one is on, beside each other in any room."""

    folds_itself = True

    def __init__(self, *buttons: QWidget) -> None:
        super().__init__()
        self.setProperty("kind", "tabs")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setLayout(row(*buttons, gap=2, margins=3))


class PictureCard(Card):
    """Shows `axis` or `graph`; `view` and `overlay` are told what a person switches to."""

    def __init__(
        self, axis: QWidget, graph: QWidget, *, view: Callable[[View], Any], overlay: Callable[[bool], Any]
    ) -> None:
        super().__init__(tr("The way of one training step through PyTorch’s three layers"))
        self.stack = QStackedWidget()
        self.stack.addWidget(axis)
        self.stack.addWidget(graph)
        self.views: dict[View, Button] = {
            "axis": Button(tr("Time axis"), lambda: view("axis"), kind="tab", tip=tr("Key: G")),
            "graph": Button(tr("Autograd graph"), lambda: view("graph"), kind="tab", tip=tr("Key: G")),
        }
        for button in self.views.values():
            button.setCheckable(True)
        name = tr("As the trainer plays it")
        self.overlay = Switch(overlay, name=name)
        self.overlay.setToolTip(tr("What disappears when the trainer takes the same step. Key: T"))
        self.name = Label(name, size="note_px")
        self.told = Label("", kind="soft", size="note_px", wrap=True)
        self.body.addLayout(row(Segments(*self.views.values()), 8, self.overlay, self.name, None, gap=6))
        self.body.addWidget(self.told)
        self.body.addWidget(self.stack, 1)
        self.setMinimumHeight(300)

    def show_view(self, view: View, *, can_overlay: bool) -> None:
        """Show one of both pictures, and what can be switched in it."""
        for name, button in self.views.items():
            button.setChecked(name == view)
            button.bold = name == view
            if button.theme is not None:
                button.set_theme(button.theme)
        self.stack.setCurrentIndex(int(view == "graph"))
        for part in (self.overlay, self.name):
            part.setVisible(view == "axis")
            part.setEnabled(can_overlay)
