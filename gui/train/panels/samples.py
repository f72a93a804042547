"""A look at the data: image samples as tiles with their class, or points of the plane coloured by their targets, and
behind the points what the network answers there now."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.messages.catalogue import PLANE
from core.messages.train_events import Portrait
from core.messages.train_reports import Data
from gui.kit.arrays import numbers
from gui.kit.painting import safely
from gui.kit.theme import Theme, blend, font
from gui.kit.words import tr

TILES = 5
"""Image samples in a row."""
ROWS = 2
MARGIN = 8.0
FLAT_PX = 140
"""How high the plane is shown where there is little room."""
ANSWER_SHARE = 0.55
"""How strongly the prediction colours the ground: the points must stand out."""


class Samples(QWidget):
    """Shows `Data.samples`; as high as its kind of data needs."""

    def __init__(self) -> None:
        super().__init__()
        self.theme: Theme | None = None
        self.data: Data | None = None
        self.answer: NDArray[np.float32] | None = None
        self.picture: QPixmap | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Samples of the data"))

    def set_theme(self, theme: Theme) -> None:
        """Use `theme` from now on."""
        self.theme, self.picture = theme, None
        self.update()

    def show_data(self, data: Data) -> None:
        """Show samples of other data."""
        self.data, self.answer, self.picture = data, None, None
        self.setToolTip(
            tr("The points are data; the colour behind them is what the network predicts") if self.flat else ""
        )
        self.setFixedHeight(self.heightForWidth(self.width()))
        self.update()

    def show_portrait(self, portrait: Portrait) -> None:
        """Show what the network predicts now; portraits have it for points of the plane only."""
        if portrait.answer is not None and self.flat:
            first, self.answer = self.answer is None, numbers(portrait.answer)
            self.picture = None if first else self.picture  # points get a rim when there is something behind them
            self.update()

    @property
    def flat(self) -> bool:
        """Whether the samples are points of the plane."""
        return self.data is not None and self.data.input == (2,)

    def heightForWidth(self, width: int) -> int:
        if self.data is None:
            return 72
        if self.flat:
            return min(width, FLAT_PX if width < 220 else 200)
        return ROWS * (self._tile(width) + 14) + 2

    def sizeHint(self) -> QSize:
        return QSize(180, self.heightForWidth(180))

    def resizeEvent(self, event: object) -> None:
        self.picture = None
        if self.height() != self.heightForWidth(self.width()):
            self.setFixedHeight(self.heightForWidth(self.width()))

    def _tile(self, width: int) -> int:
        return (width - 4 * (TILES - 1)) // TILES

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:
        if self.theme is None or self.data is None:
            return
        ratio = self.devicePixelRatioF()
        if self.picture is None or self.picture.devicePixelRatioF() != ratio:
            self.picture = QPixmap(self.size() * ratio)
            self.picture.setDevicePixelRatio(ratio)
            self.picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(self.picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            (self._paint_points if self.flat else self._paint_images)(painter, self.theme, self.data)
            painter.end()
        painter = QPainter(self)
        if self.flat:
            self._paint_ground(painter, self.theme)
        painter.drawPixmap(0, 0, self.picture)

    def _paint_ground(self, painter: QPainter, theme: Theme) -> None:
        """Paint the ground under the points: with every portrait, so cheaply, and without the points."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        ground = QPainterPath()
        ground.addRoundedRect(QRectF(self.rect()), 6, 6)
        painter.fillPath(ground, theme.control)
        if self.answer is not None:
            half = (min(self.width(), self.height()) - 2 * MARGIN) / 2
            middle = QRectF(self.rect()).center()
            square_ = QRectF(middle.x() - half, middle.y() - half, 2 * half, 2 * half)
            painter.drawImage(square_, answer_image(self.answer, theme))

    def _paint_images(self, painter: QPainter, theme: Theme, data: Data) -> None:
        samples, targets = numbers(data.samples), numbers(data.targets)
        side = self._tile(self.width())
        painter.setFont(font(theme, 10, tabular=True))
        for at in range(min(len(samples), TILES * ROWS)):
            x, y = (at % TILES) * (side + 4), (at // TILES) * (side + 14)
            box = QRectF(x, y, side, side)
            frame = QPainterPath()
            frame.addRoundedRect(box, 5, 5)
            painter.save()
            painter.setClipPath(frame)
            painter.drawImage(box, picture_of(samples[at], theme))
            painter.restore()
            painter.setPen(theme.soft)
            target = targets[at]
            label = data.classes[int(target)] if data.classes else f"{float(target):.2g}"
            painter.drawText(QRectF(x, y + side, side, 13), Qt.AlignmentFlag.AlignCenter, label)

    def _paint_points(self, painter: QPainter, theme: Theme, data: Data) -> None:
        points, targets = numbers(data.samples), numbers(data.targets).reshape(-1)
        side = float(min(self.width(), self.height()))
        left = (self.width() - side) / 2
        scale = (side - 2 * MARGIN) / (2 * PLANE)
        painter.setPen(QPen(theme.card, 0.6) if self.answer is not None else Qt.PenStyle.NoPen)
        radius = 1.8 if len(points) > 400 else 2.2
        for (x, y), target in zip(points, targets, strict=True):
            share = float(target) if data.classes else (float(target) + 1) / 2
            color = blend(theme.negative, theme.positive, min(max(share, 0.0), 1.0))
            painter.setBrush(color)
            painter.drawEllipse(QPointF(left + side / 2 + x * scale, side / 2 - y * scale), radius, radius)


def answer_image(answer: NDArray[np.float32], theme: Theme) -> QImage:
    """Return answers (h, w) from −1 to 1 as a picture: the ground, blue or orange the surer the answer is."""
    ground, blue, orange = (
        np.array((c.red(), c.green(), c.blue()), np.float64) for c in (theme.control, theme.positive, theme.negative)
    )
    sure = np.abs(np.clip(answer, -1, 1))[..., None] * ANSWER_SHARE
    pixels = np.where(answer[..., None] >= 0, blue, orange) * sure + ground * (1 - sure)
    made = np.ascontiguousarray(np.round(pixels).astype(np.uint8))
    height, width = made.shape[:2]
    return QImage(made.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def picture_of(sample: NDArray[np.float32], theme: Theme) -> QImage:
    """Return one image sample (channels, h, w) or (h, w), ink in the text colour on the control ground."""
    gray = sample.reshape(-1, *sample.shape[-2:]).mean(0) if sample.ndim > 1 else square(sample)
    low, high = float(gray.min()), float(gray.max())
    share = ((gray - low) / (high - low if high > low else 1.0)).astype(np.float64)[..., None]
    under = np.array([theme.control.red(), theme.control.green(), theme.control.blue()])
    over = np.array([theme.text.red(), theme.text.green(), theme.text.blue()])
    pixels = np.ascontiguousarray(np.round(under + (over - under) * share).astype(np.uint8))
    height, width = pixels.shape[:2]
    return QImage(pixels.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def square(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return (n,) as the squarest picture that holds it, padded with its least value."""
    width = int(np.ceil(np.sqrt(len(values))))
    height = -(-len(values) // width)
    padded = np.full(width * height, values.min() if len(values) else 0.0, np.float32)
    padded[: len(values)] = values
    return padded.reshape(height, width)
