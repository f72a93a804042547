"""How to read the network drawing: each of its signs, painted as there, with a sentence."""

from __future__ import annotations

from typing import Literal

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from core.sentence import Sentence, say
from gui.kit.dialog import Dialog
from gui.kit.pieces import Label, Painted, row
from gui.kit.theme import Theme, blend, font
from gui.kit.words import read, tr
from gui.train.drawing.paint import frost, ring
from gui.train.drawing.tiles import corner, framed, glow, tile_images

Sign = Literal["tile", "active", "links", "new", "dead", "frozen", "more", "fading", "unfolding"]
SIGNS: dict[Sign, Sentence] = {
    "tile": say("A square is a unit, and its picture is what it looks for: blue raises its value, orange lowers it."),
    "active": say("The brighter the light around a unit, the more active it is on the data."),
    "links": say(
        "A line is a weight: blue adds, orange subtracts; the thicker, the stronger. Only the strongest are drawn."
    ),
    "new": say("A green ring: new units that still learn at a rising learning rate."),
    "dead": say("Dotted and faint: a unit that is active on no sample."),
    "frozen": say("A padlock: a frozen unit, whose weights stay as they are."),
    "more": say("The layer has this many more units than are drawn."),
    "unfolding": say(
        "A green bar under a name: a new layer, linear at first, takes on its activation while training goes on."
    ),
    "fading": say("An amber bar under a name: the layer fades out while training goes on; at the end it is gone."),
}
SIDE = 26.0
PATTERN = np.array([[[0.9, 0.5, -0.3], [0.2, -0.8, 0.7], [-0.6, 0.4, 0.1]]], np.float32)


class Swatch(Painted):
    """One sign as the drawing has it."""

    def __init__(self, sign: Sign) -> None:
        super().__init__(54, 38)
        self.sign = sign

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Paint the sign."""
        if self.sign == "links":
            self._paint_links(painter, theme)
        elif self.sign == "more":
            painter.setFont(font(theme, 11, tabular=True))
            painter.setPen(theme.soft)
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, "+36")
        elif self.sign in ("fading", "unfolding"):
            tone = theme.narrowed if self.sign == "fading" else theme.grown
            painter.setPen(Qt.PenStyle.NoPen)
            for color, wide in ((theme.line, 40.0), (tone, 17.0)):
                painter.setBrush(color)
                painter.drawRoundedRect(QRectF(7, self.height() / 2 - 1.5, wide, 3), 1.5, 1.5)
        else:
            self._paint_tile(painter, theme)

    def _paint_tile(self, painter: QPainter, theme: Theme) -> None:
        middle, ratio = QRectF(self.rect()).center(), self.devicePixelRatioF()
        box = QRectF(middle.x() - SIDE / 2, middle.y() - SIDE / 2, SIDE, SIDE)
        if self.sign == "active":
            light = glow(theme.accent, side=SIDE, ratio=ratio)
            painter.setOpacity(0.45)
            painter.drawPixmap(QPointF(middle.x() - SIDE, middle.y() - SIDE), light)
        painter.setOpacity(0.28 if self.sign == "dead" else 1.0)
        image = tile_images(PATTERN, theme)[0]
        painter.drawPixmap(box, framed(image, theme, side=SIDE, ratio=ratio, blank=False), QRectF())
        painter.setOpacity(1.0)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.sign == "dead":
            painter.setPen(QPen(blend(theme.card, theme.soft, 0.6), 1, Qt.PenStyle.DotLine))
            painter.drawRoundedRect(box, corner(SIDE), corner(SIDE))
        elif self.sign == "new":
            ring(painter, box, theme.grown, width=2.0, out=2.0)
        elif self.sign == "frozen":
            frost(painter, box, theme)

    def _paint_links(self, painter: QPainter, theme: Theme) -> None:
        lines: tuple[tuple[QColor, float, float], ...] = (
            (theme.positive, 3.0, 10), (theme.negative, 3.0, 18), (theme.positive, 1.0, 25), (theme.negative, 1.0, 31),
        )  # fmt: skip
        for color, wide, y in lines:
            painter.setPen(QPen(color, wide, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawLine(QPointF(6, y), QPointF(48, y))


def legend_dialog(parent: QWidget, theme: Theme) -> Dialog:
    """Return the dialog, not yet open."""
    made = Dialog(parent, theme, title=tr("How to read the network"))
    for sign, sentence in SIGNS.items():
        words = Label(read(sentence), wrap=True)
        words.setMinimumWidth(380)
        line = row(Swatch(sign), words, gap=12)
        line.setStretch(1, 1)
        made.body.addLayout(line)
    made.add_button(tr("Close"), None, kind="primary")
    return made
