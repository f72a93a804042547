"""The pictures of units that the drawing keeps, made when tiles, their size or the theme change, not per frame."""

from __future__ import annotations

from PySide6.QtGui import QImage, QPixmap

from gui.kit.theme import Theme
from gui.train.drawing.tiles import Units, colour_images, framed, glow, tile_images

MOST_LIGHTS = 24
"""Sizes of light kept; a motion passes through many."""


class Pictures:
    """By a column's key."""

    def __init__(self) -> None:
        self._shown: dict[int, bytes] = {}
        self._images: dict[int, list[QImage]] = {}
        self._tiles: dict[int, tuple[float, list[QPixmap]]] = {}
        self._lights: dict[tuple[float, float], QPixmap] = {}

    def show(self, key: int, data: bytes) -> None:
        """Take note of a column's tiles as they came; the same as before change nothing."""
        if self._shown.get(key) != data:
            self.forget(key)
            self._shown[key] = data

    def forget(self, key: int) -> None:
        """Make a column's pictures again."""
        for kept in (self._shown, self._images, self._tiles):
            kept.pop(key, None)

    def clear(self) -> None:
        """Make everything again."""
        for kept in (self._shown, self._images, self._tiles, self._lights):
            kept.clear()

    def images(self, key: int, units: Units, theme: Theme) -> list[QImage]:
        """Return the pictures of a column's units, a pixel a value."""
        if key not in self._images:
            coloured = units.colour.ndim == 4 and units.colour.size > 0
            self._images[key] = colour_images(units.colour) if coloured else tile_images(units.tiles, theme)
        return self._images[key]

    def tiles(self, key: int, units: Units, theme: Theme, *, side: float, ratio: float) -> list[QPixmap]:
        """Return the tiles of a column, `side` logical pixels wide on a screen of `ratio` pixels each."""
        kept = self._tiles.get(key)
        if kept is None or kept[0] != side * ratio or len(kept[1]) != units.count:
            made = [
                framed(image, theme, side=side, ratio=ratio, blank=not tile.any())
                for image, tile in zip(self.images(key, units, theme), units.tiles, strict=True)
            ]
            kept = self._tiles[key] = (side * ratio, made)
        return kept[1]

    def light(self, theme: Theme, *, side: float, ratio: float) -> QPixmap:
        """Return the light behind an active tile."""
        if (side, ratio) not in self._lights:
            if len(self._lights) >= MOST_LIGHTS:
                self._lights.clear()
            self._lights[side, ratio] = glow(theme.accent, side=side, ratio=ratio)
        return self._lights[side, ratio]
