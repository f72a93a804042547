"""A kind of answers for tests of the page around it: a picture with a few buttons, for any data."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from core.messages.train_reports import Data
from gui.kit.pieces import Button, Label, column, row
from gui.train.side.listener import Listener


class PlainAnswers(QWidget, Listener):
    """Suits every data; as tall as a pad with its bars and mistakes."""

    def __init__(self) -> None:
        super().__init__()
        self.pad = QWidget()
        self.pad.setMinimumHeight(120)
        self.clear = Button("Clear it")
        self.setLayout(column(self.pad, row(self.clear, None), Label("7 – 0.94"), gap=8))

    def title(self) -> str:
        return "Draw a digit"

    def suits(self, data: Data) -> bool:
        return True
