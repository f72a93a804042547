"""The strokes on a picture, a photo of paper or a drawing, as the pad would have them: ink (h, w), 1 where one is.

1. The ground is what the edge is made of; light that falls unevenly on it is a surface of the second degree (fitted
   again and again without what does not follow it).
2. A stroke is what differs from it, in the direction in which most of that differs (darker, lighter, or bluer), by more
   than its noise and, where there are faint marks and strong ones, by more than the faint ones (Otsu 1979): lines of
   paper are fainter than what is written on them.
3. Of the patches of dots specks are left out, and what reaches in from the edge beside something that does not.
4. Strokes are made as wide as the pad's pen (`PEN`), as long as no loop closes and nothing tears.

What was rejected: a threshold for all pictures (a pencil is fainter than the lines of other paper), Otsu over all dots
(a small digit on a large page is half a percent of it).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.data.drawn.patches import Dots, Patch, painted, patches_of
from core.data.drawn.scaled import Ink, box_of, grown, resampled

PAD = 160
"""How long the longer side of what is drawn is, in dots: as on the pad of 200."""
PEN = 0.085 * 200
"""How wide the pad's pen is, in its dots."""
GRID = 64
EDGE = 0.06
"""How much of each side is looked at for the ground."""
NOISE = 6.0
"""How many deviations of the ground's noise a dot differs from it at least."""
FAINTEST = 0.07
"""How much a dot differs from the ground at least, of the way from black to white."""
SPECK = 0.03
"""A patch with less dots than this share of the largest one's is none."""
LEAST_REACH, LEAST_ALONE = 0.06, 0.04
"""What is drawn is as long as this share of the picture, beside what reaches in from its edge, and alone."""
MANY = 8
"""More patches, none of which is most of it, are what paper is made of."""
FLAT = 0.15
"""What is less high than this share of its width is a line of the paper."""
BLOT, BLOT_REACH = 0.27, 24
"""A patch of so many dots or more that is wider than this share of its length is no stroke."""
OTHER = 0.15
"""Colours that differ by more are those of two things."""
SHEET = 0.4
"""A patch that is as wide and as high as this share of the picture, and full, is a sheet on a table."""
FULL = 0.75


def ink_of(picture: NDArray[np.uint8]) -> Ink | None:
    """(h, w, 3) red, green, blue -> the ink of the strokes on it, cut out, its longer side `PAD`; None where nothing is
    drawn on it."""
    found = _strokes(picture.astype(np.float32) / np.float32(255))
    return None if found is None else _as_on_the_pad(found)


def _strokes(picture: Ink, *, sheet: bool = True) -> Dots | None:
    """Return the dots of what is drawn, (h, w); None where nothing is. `sheet`: it may be drawn on a sheet that lies on
    something else."""
    if min(picture.shape[:2]) < 3:
        return None
    marks = _marks(_smooth(picture - _ground(picture)))
    if marks is None:
        return None
    patches = patches_of(_without_rules(marks))
    first = patches[0] if patches else None
    if sheet and first is not None and _is_sheet(first, marks.shape):
        margin = max(2, first.reach // 20)
        rows = slice(first.top + margin, first.bottom - margin)
        columns = slice(first.left + margin, first.right - margin)
        return _strokes(picture[rows, columns], sheet=False)
    patches = _drawn(patches, marks.shape)
    return painted(patches, marks.shape) if patches else None


# ------------------------------------------------------------------------------------------------------------- ground
def _ground(picture: Ink) -> Ink:
    """(h, w, 3) -> the ground of each dot, (h, w, 3)."""
    height, width = picture.shape[:2]
    rows, columns = min(GRID, height), min(GRID, width)
    small = np.stack([resampled(picture[..., at], rows, columns) for at in range(3)], -1).reshape(-1, 3)
    terms = _terms(rows, columns)
    y, x = (one.ravel() for one in np.mgrid[0:rows, 0:columns])
    edge = max(1, round(EDGE * min(rows, columns)))
    kept = (y < edge) | (y >= rows - edge) | (x < edge) | (x >= columns - edge)
    off = _off(small, kept)
    kept &= off <= max(OTHER, 2.5 * float(np.median(off[kept])))  # without what reaches in from the edge
    for _ in range(5):
        count = 6 if kept.sum() >= 60 else 1
        answer, *_rest = np.linalg.lstsq(terms[kept, :count], small[kept], rcond=None)
        off = np.abs(small - terms[:, :count] @ answer).max(1)
        kept = off <= max(0.04, 3.0 * float(np.median(off[kept])))
    made: Ink = (_terms(height, width)[:, :count] @ answer).reshape(height, width, 3).astype(np.float32)
    return made


def _off(small: Ink, edge: Dots) -> Ink:
    """Return how far each of (n, 3) is from what the edge is made of; where that is of two kinds, as of paper and the
    table beside it, from what there is far more of."""
    first: Ink = np.abs(small - np.median(small[edge], 0)).max(1)
    others = edge & (first > OTHER)
    if others.sum() > 0.2 * edge.sum():
        second: Ink = np.abs(small - np.median(small[others], 0)).max(1)
        if (second <= OTHER).sum() > 2 * (first <= OTHER).sum():
            return second
    return first


def _terms(rows: int, columns: int) -> Ink:
    """Return 1, x, y, x², xy and y² of each dot, (rows · columns, 6); x and y go from −1 to 1."""
    y, x = np.meshgrid(np.linspace(-1, 1, rows), np.linspace(-1, 1, columns), indexing="ij")
    made: Ink = np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], -1).reshape(-1, 6).astype(np.float32)
    return made


def _smooth(values: Ink) -> Ink:
    """(h, w, 3) -> the mean over each dot and its neighbours, where there are enough for that; (h, w, 3)."""
    if min(values.shape[:2]) < 100:
        return values
    wide = np.pad(values, ((1, 1), (1, 1), (0, 0)), mode="edge")
    down = (wide[:-2] + wide[1:-1] + wide[2:]) / 3
    made: Ink = (down[:, :-2] + down[:, 1:-1] + down[:, 2:]) / 3
    return made


# -------------------------------------------------------------------------------------------------------------- marks
def _marks(differs: Ink) -> Dots | None:
    """(h, w, 3) difference from the ground -> which dots are marks, (h, w); None where there are none."""
    size = np.sqrt((differs**2).sum(-1) / 3)
    strong = size >= max(FAINTEST, 0.5 * float(np.percentile(size, 99.9)), 0.4 * float(size.max()))
    if not bool(strong.any()):
        return None
    way = differs[strong].mean(0)
    along = differs @ (way / max(float(np.linalg.norm(way)), 1e-6)) / np.float32(np.sqrt(3))
    noise = 1.4826 * float(np.median(np.abs(along - np.median(along))))
    least = max(FAINTEST, NOISE * noise)
    candidates = along[along > least]
    if len(candidates) < 6:
        return None
    split = _otsu(candidates)
    marks: Dots = along > max(least, min(split, 0.5 * float(candidates[candidates >= split].mean())))
    return marks


def _otsu(values: Ink) -> float:
    """Return the value that splits values into two classes which lie the farthest apart; of equal ones that value."""
    if float(np.ptp(values)) < 1e-6:
        return float(values.min())
    counts, edges = np.histogram(values, 64)
    middles = (edges[:-1] + edges[1:]) / 2
    below = counts.cumsum()
    above = below[-1] - below
    sums = (counts * middles).cumsum()
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = below * above * (sums / below - (sums[-1] - sums) / above) ** 2
    return float(edges[1 + int(np.nanargmax(apart[:-1]))])


def _without_rules(dots: Dots) -> Dots:
    """Return the dots without straight lines from edge to edge, such as paper has: rows, then columns."""
    for turned in (False, True):
        view = dots.T if turned else dots
        lines = (view.mean(1) > 0.85) & view[:, :3].any(1) & view[:, -3:].any(1)
        rows = np.flatnonzero(lines)
        made = view.copy()
        for group in np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1) if len(rows) else ():
            first, last = max(group[0] - 1, 0), min(group[-1] + 1, len(view) - 1)
            if last - first > 3 + 0.03 * len(view):
                continue  # a stroke, or a sheet
            through = view[max(first - 2, 0)] & view[min(last + 2, len(view) - 1)]  # what crosses the line stays
            made[first : last + 1] &= through
        dots = made.T if turned else made
    return dots


def _drawn(patches: list[Patch], shape: tuple[int, ...]) -> list[Patch]:
    """Return the patches that are what is drawn, the largest first."""
    longest = max(shape)
    patches = [one for one in patches if not _is_blot(one)]
    inside = [one for one in patches if not one.at_edge]
    if inside and max(one.reach for one in inside) >= LEAST_REACH * longest:
        patches = inside
    while patches and patches[0].height <= FLAT * patches[0].width:  # a line: without it, and pieces of others
        patches = [one for one in patches[1:] if one.height > 2 * patches[0].height]
    patches = [one for one in patches if one.dots >= SPECK * patches[0].dots]
    if not patches or patches[0].reach < max(3, LEAST_ALONE * longest):
        return []
    scattered = len(patches) > MANY and patches[0].dots < 0.3 * sum(one.dots for one in patches)
    return [] if scattered else patches


def _is_blot(patch: Patch) -> bool:
    """Return whether a patch is no stroke but as thick as it is long: a shadow, a finger, the light of a lamp."""
    if patch.reach < BLOT_REACH:
        return False
    box = np.zeros((patch.height, patch.width), np.bool_)
    for row, begin, end in (patch.runs - (patch.top, patch.left, patch.left)).tolist():
        box[row, begin:end] = True
    return _width(box) > BLOT * patch.reach


def _is_sheet(patch: Patch, shape: tuple[int, ...]) -> bool:
    large = patch.height >= SHEET * shape[0] and patch.width >= SHEET * shape[1]
    return large and patch.dots >= FULL * patch.height * patch.width


# ------------------------------------------------------------------------------------------------------------ the pen
def _as_on_the_pad(dots: Dots) -> Ink:
    """(h, w) -> the ink of the same strokes, as large as on the pad and as wide as its pen."""
    found = box_of(dots)
    assert found is not None
    cut = dots[found].astype(np.float32)
    scale = PAD / max(cut.shape)
    height, width = (max(1, round(length * scale)) for length in cut.shape)
    field = np.pad(resampled(cut, height, width) >= (0.5 if scale >= 1 else 0.25), round(PEN / 2) + 1)
    wanted = _shape(field)
    for turn in range(PAD):
        wide = _width(field)
        if wide > 1.6 * PEN:
            turned = ~_turned(~field, turn, outside=True)
        elif wide < PEN - 1:
            turned = _turned(field, turn, outside=False)
        else:
            break
        if _shape(turned) != wanted:
            break
        field = turned
    made: Ink = field.astype(np.float32)
    return made


def _turned(field: Dots, turn: int, *, outside: bool) -> Dots:
    """Return the dots and their neighbours, those at corners too at every other turn: so round stays round."""
    made = grown(field, outside=outside)
    if turn % 2:
        wide = np.pad(field, 1, constant_values=outside)
        made = made | wide[:-2, :-2] | wide[:-2, 2:] | wide[2:, :-2] | wide[2:, 2:]
    return made


def _width(field: Dots) -> float:
    """Return how wide strokes are, in dots: what is left after a dot is taken from each side says it."""
    whole, left = int(field.sum()), int((~grown(~field, outside=True)).sum())
    return 2 * whole / max(whole - left, 1)


def _shape(field: Dots) -> tuple[int, int]:
    """Return how many strokes stand apart, and how many loops they have."""
    wide = np.pad(field, 1)
    return len(patches_of(wide)), len(patches_of(~wide, corners=False)) - 1
