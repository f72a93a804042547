"""Numbers as pictures: one image sample, and the network's answers over the plane."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath

from core.messages.catalogue import OWN
from core.messages.train_reports import Data
from gui.kit.arrays import numbers
from gui.kit.theme import Theme, blend, font

ROW_PX, STRIPES = 13, 64
"""How high a row of numbers is painted, and of how many numbers each is a stripe of a tile."""

ANSWER_SHARE = 0.55
"""How strongly the prediction colours the ground: the points must stand out."""


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


def color_of(target: float, theme: Theme, *, classes: bool) -> QColor:
    """Return the colour of a point: orange the first class or −1, blue the second or 1, the ground at 0."""
    value = min(max(2 * target - 1 if classes else target, -1.0), 1.0)
    return blend(theme.card, theme.positive if value >= 0 else theme.negative, abs(value))


def drawable(points: NDArray[np.float32], targets: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Return of which points (n, 2) all numbers are some, and near enough to be drawn: (n,)."""
    known: NDArray[np.bool_] = (np.abs(points) < 1e4).all(1) & np.isfinite(targets)
    return known


def photo_of(sample: NDArray[np.float32]) -> QImage:
    """Return a picture (3, h, w) or (1, h, w) or (h, w) from 0 to 1 in its own colours: 0 is black."""
    planes = sample.reshape(-1, *sample.shape[-2:])
    chosen = planes[:3] if len(planes) >= 3 else np.repeat(planes[:1], 3, 0)
    shares = np.clip(np.nan_to_num(chosen), 0, 1)
    pixels = np.ascontiguousarray(np.round(255 * np.moveaxis(shares, 0, -1)).astype(np.uint8))
    height, width = pixels.shape[:2]
    return QImage(pixels.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def is_photo(data: Data) -> bool:
    """Whether samples are pictures with colours of their own: a person's, grey ones too; others are ink on paper."""
    return len(data.input) == 3 and (data.spec.name == OWN or data.input[0] == 3)


def is_rows(data: Data) -> bool:
    """Whether samples are rows of numbers, which are neither pictures nor points of the plane."""
    return len(data.input) == 1 and not data.flat


def cells_of(values: NDArray[np.float32], theme: Theme) -> QImage:
    """Return numbers (h, w) as cells: blue above 0, orange below, as strong as they are large."""
    blue, orange, ground = (
        np.array((c.red(), c.green(), c.blue()), np.float64) for c in (theme.positive, theme.negative, theme.card)
    )
    sure = np.clip(np.abs(np.nan_to_num(values)) / 2.5, 0, 1)[..., None] ** 0.7
    pixels = np.where(values[..., None] >= 0, blue, orange) * sure + ground * (1 - sure)
    made = np.ascontiguousarray(np.round(pixels).astype(np.uint8))
    height, width = made.shape[:2]
    return QImage(made.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def sample_image(sample: NDArray[np.float32], theme: Theme, *, photo: bool) -> QImage:
    """Return one sample as a picture: in its own colours, as ink, or of a row of numbers as cells."""
    if sample.ndim == 1:
        return cells_of(sample[None] if len(sample) <= STRIPES else square(sample), theme)
    return photo_of(sample) if photo else picture_of(sample, theme)


def target_text(target: float, data: Data) -> str:
    """Return what a sample is: its class, or its value in its own unit."""
    if data.classes:
        return data.classes[int(target)] if 0 <= target < len(data.classes) else "?"
    return f"{target * data.scale + data.mean:.3g}".replace("-", "−")


def paint_rows(painter: QPainter, theme: Theme, data: Data, place: QRectF) -> None:
    """Paint some samples as rows of cells, a cell an input, each with what is predicted of it behind it."""
    samples, targets = numbers(data.samples), numbers(data.targets)
    count = min(len(samples), int(place.height() // ROW_PX))
    if not count:
        return
    painter.setFont(font(theme, theme.small_px, tabular=True))
    metrics = painter.fontMetrics()
    texts = [target_text(float(np.ravel(targets[at])[0]), data) for at in range(count)]
    wide = min(max(metrics.horizontalAdvance(text) for text in texts) + 12.0, place.width() * 0.45)
    room = place.width() - wide
    for at, text in enumerate(texts):
        top = place.top() + at * ROW_PX
        painter.drawImage(QRectF(place.left(), top, room, ROW_PX - 3), cells_of(samples[at][None], theme))
        painter.setPen(theme.soft)
        box = QRectF(place.left() + room + 6, top - 1, wide - 6, ROW_PX)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(wide) - 6)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


def paint_tiles(painter: QPainter, theme: Theme, data: Data, *, side: int, across: int, most: int) -> None:
    """Paint up to `most` samples as tiles, `across` in a line, each with what it is below it."""
    samples, targets, photo = numbers(data.samples), numbers(data.targets), is_photo(data)
    painter.setFont(font(theme, theme.small_px, tabular=True))
    for at in range(min(len(samples), most)):
        x, y = (at % across) * (side + 4), (at // across) * (side + 14)
        box, frame = QRectF(x, y, side, side), QPainterPath()
        frame.addRoundedRect(box, 5, 5)
        painter.save()
        painter.setClipPath(frame)
        painter.drawImage(box, sample_image(samples[at], theme, photo=photo))
        painter.restore()
        painter.setPen(theme.soft)
        text = target_text(float(np.ravel(targets[at])[0]), data)
        label = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, side + 2)
        painter.drawText(QRectF(x - 2, y + side, side + 4, 13), Qt.AlignmentFlag.AlignCenter, label)
