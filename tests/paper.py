"""Digits as people photograph and draw them: strokes and letters of a font on paper of many kinds."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

Chance = np.random.Generator
Mask = NDArray[np.float32]
"""(h, w) from 0 to 1: how much of each pixel is ink."""


def _arc(x: float, y: float, wide: float, high: float, begin: float, end: float) -> list[tuple[float, float]]:
    """Points of an ellipse, from one angle to another, in degrees; 0 is up, and angles go clockwise."""
    angles = np.radians(np.linspace(begin, end, 24))
    return [(x + wide * math.sin(a), y - high * math.cos(a)) for a in angles]


STROKES: dict[int, list[list[list[tuple[float, float]]]]] = {
    0: [[_arc(0.5, 0.5, 0.26, 0.4, -20, 345)], [_arc(0.5, 0.5, 0.2, 0.42, 10, 372)]],
    1: [[[(0.5, 0.1), (0.5, 0.9)]], [[(0.36, 0.28), (0.54, 0.1), (0.52, 0.9)]]],
    2: [[[*_arc(0.5, 0.32, 0.22, 0.22, -80, 120), (0.27, 0.9), (0.77, 0.9)]],
        [[*_arc(0.48, 0.3, 0.22, 0.2, -70, 100), (0.55, 0.62), (0.25, 0.88), (0.5, 0.84), (0.76, 0.9)]]],
    3: [[_arc(0.48, 0.3, 0.2, 0.2, -70, 170) + _arc(0.48, 0.7, 0.24, 0.2, 10, 245)],
        [[(0.3, 0.14), (0.7, 0.14), (0.48, 0.44), *_arc(0.46, 0.67, 0.24, 0.23, 10, 240)]]],
    4: [[[(0.58, 0.1), (0.24, 0.62), (0.78, 0.62)], [(0.6, 0.36), (0.6, 0.9)]],
        [[(0.3, 0.12), (0.26, 0.52), (0.72, 0.52)], [(0.7, 0.1), (0.66, 0.9)]]],
    5: [[[(0.34, 0.12), (0.3, 0.46), *_arc(0.46, 0.66, 0.24, 0.24, -30, 235)], [(0.34, 0.12), (0.72, 0.12)]],
        [[(0.72, 0.1), (0.34, 0.12), (0.32, 0.44), *_arc(0.46, 0.64, 0.25, 0.25, -25, 230)]]],
    6: [[[(0.62, 0.1), (0.4, 0.36), (0.3, 0.62), *_arc(0.5, 0.68, 0.2, 0.21, -90, 268)]],
        [[(0.52, 0.1), (0.34, 0.4), (0.28, 0.7), *_arc(0.49, 0.71, 0.21, 0.18, -100, 250)]]],
    7: [[[(0.25, 0.14), (0.75, 0.14), (0.45, 0.9)]],
        [[(0.27, 0.16), (0.5, 0.12), (0.74, 0.14), (0.56, 0.5), (0.46, 0.9)]]],
    8: [[_arc(0.5, 0.29, 0.18, 0.19, 180, -180) + _arc(0.5, 0.69, 0.23, 0.21, 0, 360)],
        [[(0.68, 0.22), (0.5, 0.1), (0.34, 0.22), (0.48, 0.44), (0.68, 0.66), (0.62, 0.86), (0.42, 0.9), (0.3, 0.74),
          (0.42, 0.52), (0.62, 0.38), (0.68, 0.22)]]],
    9: [[[*_arc(0.48, 0.32, 0.2, 0.21, 80, 440), (0.66, 0.6), (0.56, 0.9)]],
        [[*_arc(0.5, 0.3, 0.19, 0.19, 60, 450), (0.68, 0.9)]]],
}  # fmt: skip
"""By digit: ways to write it, each some strokes, points of a square."""


def drawn(digit: int, chance: Chance, *, high: int = 400, pen: float = 0.0) -> Mask:
    """Return a digit as a hand draws it: leaning, shaking, with a pen of some width (`pen`: of this share of it)."""
    side = round(1.3 * high)
    picture = Image.new("L", (side, side), 0)
    draw = ImageDraw.Draw(picture)
    pen = high * (pen or chance.uniform(0.035, 0.14))
    lean, wide, high_ = chance.uniform(-0.25, 0.3), chance.uniform(0.75, 1.15), chance.uniform(0.9, 1.05)
    for stroke in STROKES[digit][chance.integers(len(STROKES[digit]))]:
        shake = chance.normal(0, 0.012, (len(stroke), 2))
        points = [
            (side / 2 + high * (wide * (x - 0.5) - lean * (y - 0.5) + dx), side / 2 + high * (high_ * (y - 0.5) + dy))
            for (x, y), (dx, dy) in zip(stroke, shake, strict=True)
        ]
        draw.line(points, fill=255, width=round(pen), joint="curve")
        for x, y in points:
            draw.ellipse((x - pen / 2, y - pen / 2, x + pen / 2, y + pen / 2), fill=255)
    return np.asarray(picture, np.float32) / 255


def printed(digit: int, font: str = "", *, high: int = 400) -> Mask:
    """Return a digit of a font, of the one that Pillow brings along if none is named."""
    letters: Any = ImageFont.truetype(font, high) if font else ImageFont.load_default(high)
    picture = Image.new("L", (2 * high, 2 * high), 0)
    ImageDraw.Draw(picture).text((high // 2, high // 4), str(digit), fill=255, font=letters)
    return np.asarray(picture, np.float32) / 255


# -------------------------------------------------------------------------------------------------------------- paper
def laid(mask: Mask, chance: Chance, size: tuple[int, int], share: tuple[float, float]) -> Mask:
    """Return a page (height, width) with what is drawn somewhere on it, as high as a share of the page."""
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    cut = Image.fromarray((255 * mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]).astype(np.uint8))
    scale = min(size) * chance.uniform(*share) / max(cut.size)
    cut = cut.resize((max(3, round(cut.width * scale)), max(3, round(cut.height * scale))), Image.Resampling.LANCZOS)
    page = Image.new("L", size[::-1], 0)
    most = (size[1] - cut.width - 4, size[0] - cut.height - 4)
    page.paste(cut, (int(chance.integers(4, max(5, most[0]))), int(chance.integers(4, max(5, most[1])))))
    return np.asarray(page, np.float32) / 255


def _mixed(page: Mask, ground: Any, ink: Any) -> NDArray[np.float32]:
    """(h, w) -> (h, w, 3): the ink's colour where there is ink, else the ground's."""
    share = page[..., None]
    made: NDArray[np.float32] = share * np.asarray(ink, np.float32) + (1 - share) * np.asarray(ground, np.float32)
    return made


def _shade(shape: tuple[int, int], chance: Chance, by: float) -> NDArray[np.float32]:
    """Light from one side, (h, w, 1) from 1 − by to 1."""
    y, x = np.mgrid[0 : shape[0], 0 : shape[1]]
    angle = chance.uniform(0, 2 * math.pi)
    along = x / shape[1] * math.cos(angle) + y / shape[0] * math.sin(angle)
    along = (along - along.min()) / (along.max() - along.min())
    made: NDArray[np.float32] = (1 - by * along**1.3).astype(np.float32)[..., None]
    return made


def white(page: Mask, chance: Chance) -> Image.Image:
    """Black on white, as a program for drawing saves it."""
    return _image(_mixed(page, (1, 1, 1), (0, 0, 0)))


def black(page: Mask, chance: Chance) -> Image.Image:
    """Chalk: light on dark, with noise."""
    return _noisy(_mixed(page, (0.16, 0.2, 0.18), (0.85, 0.87, 0.84)), chance, 0.03)


def photo(page: Mask, chance: Chance) -> Image.Image:
    """A photo of paper with a pencil or a pen: uneven light, noise, a little out of focus."""
    level = chance.uniform(0.1, 0.45)
    made = _mixed(page, (0.88, 0.86, 0.8), (level, level, level + 0.05)) * _shade(page.shape[:2], chance, 0.4)
    return _noisy(made, chance, 0.03).filter(ImageFilter.GaussianBlur(0.8))


def colour(page: Mask, chance: Chance) -> Image.Image:
    """A colour on another one."""
    inks = ((0.8, 0.1, 0.15), (0.1, 0.2, 0.7), (0.05, 0.45, 0.2), (0.95, 0.75, 0.05))
    grounds = ((0.97, 0.97, 0.95), (0.85, 0.93, 1.0), (0.9, 0.9, 0.9))
    made = _mixed(page, grounds[chance.integers(len(grounds))], inks[chance.integers(len(inks))])
    return _noisy(made * _shade(page.shape[:2], chance, 0.2), chance, 0.02)


def lined(page: Mask, chance: Chance) -> Image.Image:
    """On paper with blue lines."""
    made = _mixed(np.zeros_like(page), (0.95, 0.95, 0.93), (0, 0, 0))
    apart = max(8, round(page.shape[0] / 14))
    made[apart // 2 :: apart] = (0.66, 0.76, 0.88)
    if page.shape[0] > 300:
        made[apart // 2 + 1 :: apart] = (0.66, 0.76, 0.88)
    share = page[..., None]
    made = share * np.float32(0.15) + (1 - share) * made
    return _noisy(made * _shade(page.shape[:2], chance, 0.15), chance, 0.02)


def transparent(page: Mask, chance: Chance) -> Image.Image:
    """Dark or light strokes on nothing."""
    value = 0 if chance.random() < 0.5 else 255
    alpha = Image.fromarray((255 * page).astype(np.uint8))
    made = Image.new("RGBA", alpha.size, (value, value, value, 0))
    made.putalpha(alpha)
    return made


PAPERS: dict[str, Callable[[Mask, Chance], Image.Image]] = {
    "white": white, "black": black, "photo": photo, "colour": colour, "lined": lined, "transparent": transparent,
}  # fmt: skip
SIZES = ((600, 800), (800, 600), (300, 300), (120, 160), (1200, 900), (64, 64))


def _image(values: NDArray[np.float32]) -> Image.Image:
    return Image.fromarray(np.round(255 * np.clip(values, 0, 1)).astype(np.uint8))


def _noisy(values: NDArray[np.float32], chance: Chance, by: float) -> Image.Image:
    return _image(values + chance.normal(0, by, values.shape).astype(np.float32))


def sheet(
    masks: Sequence[Mask], paper: str, chance: Chance, *, share: tuple[float, float] = (0.18, 0.8)
) -> list[Image.Image]:
    """Return a picture of each of what is drawn, on a page of some size."""
    return [PAPERS[paper](laid(mask, chance, SIZES[chance.integers(len(SIZES))], share), chance) for mask in masks]
