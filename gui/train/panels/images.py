"""Numbers as pictures: one image sample, and the network's answers over the plane."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from gui.kit.theme import Theme

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
