"""What units have learned, as small pictures: blue where a value speaks for the unit, orange where against it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPixmap

from core.messages.train_events import Column
from gui.kit.arrays import numbers
from gui.kit.theme import Theme

DEAD_SHARE = 0.002
"""A unit active on less than this share of samples does nothing."""


@dataclass(frozen=True, eq=False)
class Units:
    """A column's shown units, all (n,) but `tiles` (n, h, w) in −1 … 1.

    `raw` is mean |activation|, `activity` the same from 0 to 1 of the column's most active; `alive` a share of samples;
    `raw` and `alive` are NaN where nothing was measured. `frozen`: it stays as it is. `colour`: (n, 3, h, w) uint8,
    what it weighs of red, green and blue, 128 for nothing; (n, 0) where there are no colours.
    """

    shown: np.ndarray
    activity: np.ndarray
    raw: np.ndarray
    alive: np.ndarray
    tiles: np.ndarray
    new: np.ndarray
    frozen: np.ndarray
    colour: np.ndarray

    @property
    def count(self) -> int:
        """How many units are drawn."""
        return len(self.shown)

    @property
    def cells(self) -> int:
        """How many values wide a tile is."""
        return int(self.tiles.shape[2]) if self.tiles.ndim == 3 else 1

    def dead(self, unit: int) -> bool:
        """Return whether a unit is active on no sample."""
        return bool(self.alive[unit] < DEAD_SHARE)  # NaN, not measured, is not dead


def units_of(column: Column) -> Units:
    """Return a portrait's column as numpy arrays."""
    raw = np.nan_to_num(numbers(column.activity).astype(np.float32))
    most = float(raw.max()) if len(raw) else 0.0
    activity = np.clip(raw / most, 0, 1) if most > 0 else np.zeros_like(raw)
    tiles = np.nan_to_num(numbers(column.tiles).astype(np.float32))
    new = numbers(column.new).astype(bool)
    frozen = np.zeros(len(new), bool) if column.frozen is None else numbers(column.frozen).astype(bool)
    told, colour = column.colour, np.zeros((len(new), 0), np.uint8)
    if told is not None and told.dtype == "u1" and len(told.shape) == 4 and told.shape[:2] == (len(new), 3):
        colour = numbers(told)
    return Units(numbers(column.shown), activity, raw, numbers(column.alive), tiles, new, frozen, colour)


def blank_units(count: int) -> Units:
    """Return units nothing is known of yet: what was not measured is NaN."""
    unknown, none = np.full(count, np.nan, np.float32), np.zeros(count, np.float32)
    no = np.zeros(count, bool)
    return Units(
        np.arange(count),
        none,
        unknown,
        unknown,
        np.zeros((count, 1, 1), np.float32),
        no,
        no,
        np.zeros((count, 0), np.uint8),
    )


def resized(units: Units, count: int, *, new: bool) -> Units:
    """Return the first `count` units, with blank ones, `new` or not, for those that are missing."""
    if count <= units.count:
        return replace(units, **{name: value[:count] for name, value in vars(units).items()})
    more = blank_units(count - units.count)
    tiles = np.zeros((more.count, *units.tiles.shape[1:]), np.float32)
    shown = np.arange(units.count, count) if not units.count else units.shown.max() + 1 + np.arange(more.count)
    colour = np.full((more.count, *units.colour.shape[1:]), 128, np.uint8)
    more = replace(more, tiles=tiles, new=np.full(more.count, new), shown=shown, colour=colour)
    names = vars(units)
    return Units(**{name: np.concatenate([names[name], getattr(more, name)]) for name in names})


def colors(tiles: np.ndarray, theme: Theme) -> np.ndarray:
    """Return values (..., ) in −1 … 1 as pixels (..., 4) of blue, green, red, alpha bytes on the card's ground."""
    ground, blue, orange = (
        np.array((c.blue(), c.green(), c.red()), np.float32) for c in (theme.card, theme.positive, theme.negative)
    )
    share = np.abs(np.clip(tiles, -1, 1))[..., None] ** 0.85
    pixels = np.where(tiles[..., None] >= 0, blue, orange) * share + ground * (1 - share)
    made = np.full((*tiles.shape, 4), 255, np.uint8)
    made[..., :3] = np.round(pixels)
    return made


def tile_images(tiles: np.ndarray, theme: Theme) -> list[QImage]:
    """Return each of tiles (n, h, w) as a picture of h × w pixels."""
    if tiles.ndim != 3 or 0 in tiles.shape[1:]:
        return [QImage() for _ in range(len(tiles))]
    pixels = np.ascontiguousarray(colors(tiles, theme))
    tall, wide = tiles.shape[1:]
    return [QImage(one.data, wide, tall, 4 * wide, QImage.Format.Format_RGB32).copy() for one in pixels]


def colour_images(colour: np.ndarray) -> list[QImage]:
    """Return each of (n, 3, h, w) as a picture of h × w pixels."""
    pixels = np.ascontiguousarray(np.moveaxis(colour, 1, -1))
    tall, wide = pixels.shape[1:3]
    return [QImage(one.data, wide, tall, 3 * wide, QImage.Format.Format_RGB888).copy() for one in pixels]


def framed(image: QImage, theme: Theme, *, side: float, ratio: float, blank: bool) -> QPixmap:
    """Return a tile as it stands in the drawing: `side` logical pixels, rounded, with a rim of one pixel."""
    made = QPixmap(QSize(round(side * ratio), round(side * ratio)))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box, radius = QRectF(0, 0, side, side), corner(side)
    outline = QPainterPath()
    outline.addRoundedRect(box, radius, radius)
    painter.fillPath(outline, theme.line)
    inner = QPainterPath()
    inner.addRoundedRect(box.adjusted(1, 1, -1, -1), max(radius - 1, 0), max(radius - 1, 0))
    painter.setClipPath(inner)
    if blank or image.isNull():
        painter.fillRect(box, theme.control)
    else:
        crisp = image.width() * 2 <= side * ratio
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not crisp)
        painter.drawImage(box.adjusted(1, 1, -1, -1), image)
    painter.end()
    return made


def corner(side: float) -> float:
    """The radius of a tile's corners."""
    return min(5.0, 1.5 + side / 9)


def glow(color: QColor, *, side: float, ratio: float) -> QPixmap:
    """Return a soft light in `color` for behind a tile, reaching half a side beyond it."""
    whole = round(2 * side * ratio)
    axis = (
        np.abs((np.arange(whole) + 0.5) / (whole / 2) - 1) * 2 - 1
    )  # −1 in the middle, 0 at the tile's edge, 1 outside
    out = np.hypot(np.maximum(axis, 0)[:, None], np.maximum(axis, 0)[None, :])
    alpha = np.clip(1 - 1.35 * out, 0, 1) ** 2 * 255
    pixels = np.empty((whole, whole, 4), np.float32)
    for at, value in enumerate((color.blue(), color.green(), color.red())):
        pixels[..., at] = value * alpha / 255
    pixels[..., 3] = alpha
    data = np.ascontiguousarray(pixels.astype(np.uint8))
    image = QImage(data.data, whole, whole, 4 * whole, QImage.Format.Format_ARGB32_Premultiplied)
    made = QPixmap.fromImage(image.copy())
    made.setDevicePixelRatio(ratio)
    return made
