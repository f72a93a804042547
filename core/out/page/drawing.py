"""The network as a drawing of lines (SVG): columns of units, what they have learned, and what joins them.

Colours come from the page's styles, so that it is light or dark with the page. Of a wide layer some units are drawn,
and of their connections the strongest.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import torch
from torch import Tensor

from core.net.plan import INPUT, Conv, Dense, Layer, LayerKey, Net, Residual, is_weighted, numbered
from core.net.shapes import flows
from core.out.described import input_names
from core.out.page import tiles
from core.out.page.escaped import element, escaped, number, shown
from core.out.page.naming import activation_of, kind_of, name_of
from core.out.page.tryout import INPUT_SIGNS
from core.out.spoken import Voice
from core.out.taken import Taken
from core.sentence import say

MOST_UNITS, MOST_LINKS, MOST_LETTERS, MANY = 10, 70, 14, 6
PITCH, TALL, HEAD, FOOT, SIDE = 132.0, 330.0, 62.0, 40.0, 88.0
STEP, TILE, PICTURE = 31.0, 24.0, 84.0


@dataclass(frozen=True)
class Column:
    """A column: its layer (INPUT for the input), how many units it has, which are drawn, and where it stands."""

    key: LayerKey
    layer: Layer | None
    count: int
    shown: int
    x: float
    tile: float

    def y(self, place: int) -> float:
        """Return the middle of a tile that is drawn."""
        step = max(STEP, self.tile + 8)
        return HEAD + TALL / 2 + (place - (self.shown - 1) / 2) * step


def drawing(taken: Taken, voice: Voice, *, samples: bool) -> str:
    """Return the drawing as an SVG element. `samples`: whether the mean of the training pictures is shown."""
    made = _Drawn(taken, voice, samples=samples)
    width = made.columns[-1].x + SIDE
    content = "".join((made.links(), made.arcs(), made.between(), *map(made.column, made.columns)))
    title = voice.read(say("The network, from the input at the left to the output at the right"))
    many = len(made.columns)
    kind = "net" if many <= MANY else "net many" if many <= 2 * MANY else "net very-many"
    return (
        f'<svg class="{kind}" role="img" aria-label="{escaped(title)}" viewBox="0 0 {number(width)} '
        f'{number(HEAD + TALL + FOOT)}" xmlns="http://www.w3.org/2000/svg">{content}</svg>'
    )


def text(x: float, y: float, said: str, kind: str, *, most: int = MOST_LETTERS) -> str:
    """Return a text at a place; one that is too long is cut, and whole in its title."""
    cut = said if len(said) <= most else said[: most - 1] + "…"
    whole = element("title", escaped(said)) if cut != said else ""
    return element("text", whole, escaped(cut), x=x, y=y, class_=kind)


class _Drawn:
    def __init__(self, taken: Taken, voice: Voice, *, samples: bool) -> None:
        self.taken, self.voice, self.samples = taken, voice, samples
        self.net: Net = taken.training.net
        self.flows = flows(self.net)
        self.plane = tiles.over_the_plane(taken)
        self.features = [INPUT_SIGNS.get(name, name) for name in input_names(taken)]
        self.columns = self._columns()
        self.places = {column.key: place for place, column in enumerate(self.columns)}

    def _columns(self) -> list[Column]:
        picture = len(self.taken.training.dataset.known.input) == 3
        count = 1 if picture else self.net.input[0]
        made = [Column(INPUT, None, count, min(count, MOST_UNITS), SIDE, PICTURE if picture else TILE)]
        for layer in numbered(self.net):
            if is_weighted(layer):
                wide = self.flows[layer.key].outside[0]
                x = SIDE + PITCH * len(made)
                made.append(Column(layer.key, layer, wide, min(wide, MOST_UNITS), x, TILE))
        return made

    # ---------------------------------------------------------------------------------------------------------- columns
    def column(self, column: Column) -> str:
        """Return a column: its name, its units, and how many more there are."""
        if column.layer is None:
            shape = self.taken.training.dataset.known.input
            sides = shape[1:] if len(shape) == 3 and shape[0] == 1 else shape
            name, told = self.voice.read(say("Input")), "×".join(map(str, sides))
        else:
            name = name_of(self.net, column.layer, self.voice)
            told = f"{column.count:,} {activation_of(column.layer)}".strip()
        head = text(column.x, 18, name, "name") + text(column.x, 34, told, "note", most=22)
        if isinstance(column.layer, (Dense, Conv)) and column.layer.norm == "batch":
            head += text(column.x, 48, self.voice.read(say("batch norm")), "note", most=22)
        units = "".join(self._unit(column, place) for place in range(column.shown))
        more = column.count - column.shown
        below = text(column.x, column.y(column.shown - 1) + column.tile / 2 + 16, f"+{more:,}", "note") if more else ""
        return element("g", head, units, below, class_="column")

    def _unit(self, column: Column, place: int) -> str:
        half, y = column.tile / 2, column.y(place)
        box = {"x": column.x - half, "y": y - half, "width": column.tile, "height": column.tile}
        picture = self._picture(column, place)
        made = element("rect", class_="tile", rx=5, **box)
        if picture:
            ink = column.layer is None and self.taken.training.dataset.known.input[0] == 1 and not self.plane
            kind = "pixels ink" if ink else "pixels"
            made += element("image", href=picture, preserveAspectRatio="none", class_=kind, **box)
        made += element("rect", class_="edge", rx=4, **box)
        return made + self._label(column, place, y)

    def _picture(self, column: Column, place: int) -> str:
        if column.key in self.plane and place < len(self.plane[column.key]):
            return tiles.signed(self.plane[column.key][place])
        if isinstance(column.layer, (Dense, Conv)):
            return tiles.signed(tiles.of_weights(self.taken, column.layer, place))
        inputs = self.taken.training.dataset.training_inputs
        return tiles.grey(inputs[:4096].mean(0)) if inputs.dim() == 4 and self.samples else ""

    def _label(self, column: Column, place: int, y: float) -> str:
        """Return what an outer unit stands for: a feature, a class."""
        classes = self.taken.classes
        if column.key == INPUT and self.features:
            return text(column.x - column.tile / 2 - 6, y + 4, shown(self.features[place]), "left", most=11)
        if column is self.columns[-1] and len(classes) == column.count:
            return text(column.x + column.tile / 2 + 6, y + 4, shown(classes[place]), "right", most=11)
        return ""

    # ------------------------------------------------------------------------------------------------------------ links
    def links(self) -> str:
        """Return the strongest connections of each column with the one before it."""
        made = "".join(self._links(before, column) for before, column in pairwise(self.columns))
        return element("g", made, class_="links", fill="none")

    def _links(self, before: Column, column: Column) -> str:
        strengths = self._strengths(before, column)[: column.shown, : before.shown]
        most = float(strengths.abs().max()) or 1.0
        order = strengths.abs().flatten().argsort(descending=True)[:MOST_LINKS]
        made = []
        for place in reversed(order.tolist()):
            unit, source = divmod(place, strengths.shape[1])
            share = float(strengths[unit, source]) / most
            left, right = before.x + before.tile / 2, column.x - column.tile / 2
            bend, begin, end = (left + right) / 2, before.y(source), column.y(unit)
            path = (
                f"M{number(left)} {number(begin)}C{number(bend)} {number(begin)} {number(bend)} {number(end)} "
                f"{number(right)} {number(end)}"
            )
            kind = "positive" if share >= 0 else "negative"
            made.append(
                element(
                    "path",
                    d=path,
                    class_=kind,
                    stroke_width=0.4 + 1.6 * abs(share),
                    stroke_opacity=0.12 + 0.68 * abs(share),
                )
            )
        return "".join(made)

    def _strengths(self, before: Column, column: Column) -> Tensor:
        """Return how strongly each unit of a column depends on each of the one before: (units, units before)."""
        layer = column.layer
        assert isinstance(layer, (Dense, Conv))
        weight = self.taken.training.model.parameters[f"{layer.key}.weight"].detach()
        if isinstance(layer, Conv):
            each = weight.sum((2, 3))  # (channels, channels before / groups)
            if layer.groups > 1:
                each = torch.block_diag(*each.chunk(layer.groups))  # type: ignore[no-untyped-call]
        else:
            each = weight
        if each.shape[1] != before.count:  # behind a flatten, or from all pixels of a picture
            each = (
                each.reshape(len(each), before.count, -1).sum(2) if each.shape[1] % before.count == 0 else each[:, :1]
            )
        return torch.nan_to_num(each)

    # ----------------------------------------------------------------------------------------------- blocks, the others
    def arcs(self) -> str:
        """Return the way around each residual block."""
        made = []
        for layer in numbered(self.net):
            if isinstance(layer, Residual):
                inside = [self.places[one.key] for one in numbered_of(layer) if one.key in self.places]
                if inside:
                    left, right = self.columns[inside[0] - 1].x, self.columns[inside[-1]].x
                    made.append(self._arc(left + 16, right + 22))
        return "".join(made)

    def _arc(self, left: float, right: float) -> str:
        y, top = HEAD + TALL + 4, HEAD + TALL + 26
        path = (
            f"M{number(left)} {number(y)}C{number(left)} {number(top)} {number(right)} {number(top)} {number(right)} "
            f"{number(y)}"
        )
        sign = element("circle", cx=right, cy=y - 7, r=7, class_="plus") + element(
            "text", "+", x=right, y=y - 3, class_="note"
        )
        return element("path", d=path, class_="arc", fill="none") + sign

    def between(self) -> str:
        """Return what stands between the columns: poolings, dropout, flatten."""
        gaps: dict[int, list[str]] = {}
        behind = 0
        for layer in numbered(self.net):
            if layer.key in self.places:
                behind = self.places[layer.key]
            elif not isinstance(layer, Residual):
                gaps.setdefault(behind, []).append(kind_of(layer, self.voice))
        made = []
        for place, names in gaps.items():
            x = self.columns[place].x + PITCH / 2
            for line, name in enumerate(names):
                made.append(text(x, HEAD + TALL + 2 + 13 * line, name, "note", most=20))
        return "".join(made)


def numbered_of(block: Residual) -> tuple[Layer, ...]:
    """Return all layers inside a block."""
    return numbered(Net((1,), block.body, 0))
