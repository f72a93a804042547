"""What was drawn on the pad: strokes as points of a square from 0 to 1, and the ink they leave."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from core.data.drawn.scaled import Ink

INK_PX = 200
"""How many dots wide the ink is that the network's picture is made of."""
PEN_SHARE = 0.085
"""How wide the pen is, of the pad's side: about a tenth of a digit, as in the data."""

Stroke = list[QPointF]


def paint_strokes(painter: QPainter, strokes: Sequence[Stroke], color: QColor, *, side: float) -> None:
    """Paint strokes into a square of `side` pixels."""
    pen = QPen(color, PEN_SHARE * side, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for stroke in strokes:
        points = [point * side for point in stroke]
        if len(points) == 1:
            painter.drawPoint(points[0])
        else:
            painter.drawPolyline(QPolygonF(points))


def ink_of(strokes: Sequence[Stroke]) -> Ink:
    """Return the ink of strokes: (INK_PX, INK_PX) float32 from 0 to 1."""
    image = QImage(INK_PX, INK_PX, QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.black)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_strokes(painter, strokes, QColor(Qt.GlobalColor.white), side=INK_PX)
    painter.end()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(INK_PX, image.bytesPerLine())
    return rows[:, :INK_PX].astype(np.float32) / np.float32(255)
