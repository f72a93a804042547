"""How the network looks: for each column of the drawing some units, what each has learned, and the strongest links.

What a tile shows
- for points in the plane: the unit's response over the plane, on a grid;
- for images, units of dense layers that images reach through dense layers only: the weights composed back to the
  pixels. In the first layer these are the weights themselves; further on, W₂ · diag(slope) · W₁, the slope of each
  unit being its mean derivative on a small fixed batch (for a ReLU: how often it is active);
- for other units: the images that turn the unit on, less the average image (each image weighted by how much more than
  usual the unit responds). One matrix product, whatever the architecture;
- for the first convolution its kernels, for later ones the mean response at each place of the image.

A portrait costs a forward pass on some held-out samples and a few matrix products. It is timed, and portraits together
take no more than their share of the time, at any rate that is asked for.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from core.messages.train_events import Column, Links, Portrait
from core.messages.train_reports import Array
from core.net import plan
from core.net.plan import INPUT, Activation, Conv, Dense, Layer, Residual, numbered
from core.net.shapes import parameter_shapes
from core.train.model import model
from core.train.model.colours import colours_of
from core.train.model.safetensors import to_array
from core.train.plane.surface import answers, grid
from core.train.session import ticks
from core.train.steps.blends import line_of
from core.train.steps.forward import forward
from core.train.training import measuring
from core.train.training.training import Training

PROBE_SAMPLES = 128
GRID = 24
LINKS = 96
"""How many links at most are told between two columns."""
SHARE = 0.03
"""The largest share of the time that portraits may take."""
SEEN_S = 0.75
"""Portraits are not put off beyond this (`core.train.session.ticks`) where their share allows them sooner."""
ACTIVE = 1e-3
"""A unit that is not of the ReLU family is active where |activation| exceeds this."""
RELU_FAMILY: tuple[Activation, ...] = ("relu", "leaky_relu", "gelu", "silu")


class Portraits:
    """Portraits at the asked rate, within their share of the time, and only when something has changed."""

    def __init__(self, *, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._hertz, self._units = 0.0, 12
        self._changed = False
        self._next_at = 0.0
        self._shown = (0, 0)
        """Whose portrait was taken last: which training, which plan of its network."""

    @property
    def pending(self) -> bool:
        """Whether a portrait is due soon though nothing moves any more."""
        return self._hertz > 0 and self._changed

    def watch(self, *, hertz: float, units: int) -> None:
        """Ask for up to `hertz` portraits a second (0: none) with at most `units` units a column."""
        self._hertz, self._units = max(0.0, hertz), max(1, min(units, 256))
        self._changed, self._next_at = True, 0.0

    def changed(self) -> None:
        """Note that the network is not what it was at the last portrait."""
        self._changed = True

    def take(self, training: Training) -> Portrait | None:
        """Return a portrait if one is due. Of another network than the last one it is due at once: a person waits."""
        begun, shown = self._clock(), (id(training), id(training.net))
        if not self.pending or (begun < self._next_at and shown == self._shown):
            return None
        self._changed, self._shown = False, shown
        taken = portrait(training, units=self._units)
        cost_s = self._clock() - begun
        self._next_at = begun + max(1.0 / self._hertz, ticks.pause_s(cost_s, share=SHARE, longest_s=SEEN_S))
        return taken


@dataclass(frozen=True)
class _Column:
    """A column while it is made: the layer (None for the input) and its values (samples, units), or with (h, w) too."""

    number: int
    layer: Dense | Conv | None
    width: int
    shown: Tensor
    values: Tensor


def portrait(training: Training, *, units: int) -> Portrait:
    """Return how the network looks now, with at most `units` units a column."""
    net = training.net
    inputs = training.probe_inputs(PROBE_SAMPLES)
    with torch.no_grad():
        plane = training.dataset.known.reach > 0
        seen = _seen(training) if plane else inputs
        capture: dict[int, Tensor] = {}
        forward(training.model, torch.cat([seen, inputs]) if plane else inputs, training=False, capture=capture)
        columns = _columns(training, inputs, capture, units=units, skip=len(seen) if plane else 0)
        tiles = _plane_tiles(columns, seen, capture) if plane else _image_tiles(training, columns, inputs)
        told = tuple(_told(training, column, tile) for column, tile in zip(columns, tiles, strict=True))
        links = tuple(_links(training, left, right) for left, right in itertools.pairwise(columns))
        answer = _answer(capture[plan.output_layer(net).key][: len(seen)]) if plane else None
    return Portrait(training.step, told, links, answer)


def _answer(outputs: Tensor) -> Array | None:
    """(GRID², outputs) -> what the network answers over the plane; None for more than two classes."""
    if outputs.shape[1] > 2:
        return None
    return to_array(answers(outputs).clamp(-1, 1).reshape(GRID, GRID))


def _columns(training: Training, inputs: Tensor, capture: dict[int, Tensor], *, units: int, skip: int) -> list[_Column]:
    """The input and every layer with weights; `skip` rows of what was captured are the plane's grid."""
    flat = inputs.flatten(1)
    columns = [_Column(0, None, flat.shape[1], _pixels(flat, units), flat)]
    for number, layer in enumerate(numbered(training.net), 1):
        if isinstance(layer, (Dense, Conv)) and layer.key in capture:
            values = capture[layer.key][skip:]
            width = values.shape[1]
            columns.append(_Column(number, layer, width, chosen(width, units, new_units(training, layer)), values))
    return columns


def chosen(width: int, units: int, new: Tensor) -> Tensor:
    """Return which units to show: all, or evenly spread ones, the newest among them. The choice changes only with
    the network, so that tiles stay where they are."""
    if width <= units:
        return torch.arange(width)
    fresh = new.nonzero().flatten()[-max(1, units // 2) :]
    spread = torch.linspace(0, width - 1, units).round().long()
    rest = spread[~torch.isin(spread, fresh)][: units - len(fresh)]
    return torch.cat([rest, fresh]).sort().values


def _pixels(flat: Tensor, units: int) -> Tensor:
    """Which inputs to show: all, or those that vary most, kept apart from one another."""
    width = flat.shape[1]
    if width <= units:
        return torch.arange(width)
    side = max(1, math.isqrt(width))
    ranked = flat.var(0).argsort(descending=True, stable=True).tolist()
    apart = side / math.sqrt(units) * 0.7
    kept: list[int] = []
    for pixel in ranked:
        y, x = divmod(pixel, side)
        if all((y - k // side) ** 2 + (x - k % side) ** 2 >= apart * apart for k in kept):
            kept.append(pixel)
        if len(kept) == units:
            break
    return torch.tensor(sorted(kept))


def new_units(training: Training, layer: Layer) -> Tensor:
    """(width,) bool: units that an edit has added and that are still coming to their full learning rate."""
    made = training.model
    memory, width = made.memory, len(made.parameters[f"{layer.key}.bias"])
    if memory.cohort is None:
        return torch.zeros(width, dtype=torch.bool)
    ramp_steps = training.settings.ramp_steps
    climbing = [memory.share(cohort, ahead=1, ramp_steps=ramp_steps) < 1 for cohort in range(len(memory.ages))]
    cohort = model.views(memory.cohort, parameter_shapes(made.net))[f"{layer.key}.bias"]
    return torch.tensor(climbing)[cohort.cpu().int()]


def _told(training: Training, column: _Column, tiles: Tensor) -> Column:
    shown = column.shown.to(column.values.device)
    values = column.values.index_select(1, shown)
    if values.dim() == 4:
        values = values.movedim(1, -1).reshape(-1, len(shown))
    family = column.layer is not None and column.layer.activation in RELU_FAMILY
    active = values > 0 if family else values.abs() > ACTIVE
    frozen = model.frozen_units(training.model, column.layer) if isinstance(column.layer, (Dense, Conv)) else None
    colours = colours_of(training.model, column.layer, column.shown, training.dataset.known.input)
    new = new_units(training, column.layer)[column.shown] if column.layer else torch.zeros(len(shown), dtype=torch.bool)
    return Column(
        number=column.number,
        key=column.layer.key if column.layer else INPUT,
        width=column.width,
        shown=to_array(column.shown.int()),
        activity=to_array(values.abs().mean(0).float()),
        alive=to_array(active.float().mean(0)),
        tiles=to_array(tiles.float()),
        new=to_array(new.to(torch.uint8)),
        colour=None if colours is None else to_array(colours),
        frozen=None if frozen is None else to_array(frozen.cpu()[column.shown].to(torch.uint8)),
    )


# ----------------------------------------------------------------------------------------------------------- tiles
def scaled(tiles: Tensor) -> Tensor:
    """(n, h, w) -> each tile divided by its largest absolute value, so that it fills −1 … 1."""
    largest = tiles.abs().amax((1, 2), keepdim=True)
    return torch.where(largest > 0, tiles / largest.clamp_min(1e-30), tiles)


def _seen(training: Training) -> Tensor:
    """(GRID², *net.input) what the network is told over the plane."""
    data = training.dataset
    told = grid(GRID, reach=data.known.reach, names=data.spec.inputs, like=data.training_inputs)
    return measuring.shaped(told, training.net)


def _plane_tiles(columns: Sequence[_Column], seen: Tensor, capture: dict[int, Tensor]) -> list[Tensor]:
    """The response of each shown unit over the plane."""
    tiles = []
    for column in columns:
        values = seen if column.layer is None else capture[column.layer.key][: len(seen)]
        values = values.flatten(1).index_select(1, column.shown.to(values.device))
        tiles.append(scaled(values.T.reshape(-1, GRID, GRID)))
    return tiles


def _image_tiles(training: Training, columns: Sequence[_Column], inputs: Tensor) -> list[Tensor]:
    """What each shown unit has learned of images."""
    side = _sides(training)
    images = inputs.flatten(1)
    away = images - images.mean(0)
    composed = _composed(training.model, columns)
    tiles = []
    for column in columns:
        shown = column.shown.to(images.device)
        if column.layer is not None and isinstance(column.layer, Conv):
            tiles.append(scaled(_conv_tiles(training, column, shown, first=column is columns[1])))
            continue
        weights = composed.get(column.layer.key) if column.layer is not None else None
        if weights is None:
            values = column.values.index_select(1, shown)
            weights = (values - values.mean(0)).T @ away
        else:
            weights = weights.index_select(0, shown)
        # Of an image with several channels the mean over them is shown.
        tiles.append(scaled(weights.reshape(len(shown), -1, *side).mean(1)))
    return tiles


def _sides(training: Training) -> tuple[int, int]:
    shape = training.dataset.known.input
    return (shape[-2], shape[-1]) if len(shape) > 1 else (1, shape[0])


def _conv_tiles(training: Training, column: _Column, shown: Tensor, *, first: bool) -> Tensor:
    assert column.layer is not None
    if first:
        return training.model.parameters[f"{column.layer.key}.weight"].detach().index_select(0, shown).mean(1)
    return column.values.index_select(1, shown).mean(0)


def _composed(made: model.Model, columns: Sequence[_Column]) -> dict[int, Tensor]:
    """Key -> (width, pixels) of the dense layers that the pixels reach through dense layers only."""
    net, parameters = made.net, made.parameters
    if len(net.input) != 1:
        return {}
    found: dict[int, Tensor] = {}
    reach: Tensor | None = None
    by_key = {column.layer.key: column for column in columns if column.layer is not None}
    for layer in net.layers:
        if isinstance(layer, Residual):
            break
        if not isinstance(layer, Dense):
            continue
        weight = parameters[f"{layer.key}.weight"].detach()
        column = by_key[layer.key]
        reach = weight if reach is None else weight @ reach
        found[layer.key] = reach
        steep = slope(layer.activation, column.values)
        if (fade := made.fades.get(layer.key)) is not None:  # values of the line may lie where the activation has none
            rise, straight = line_of(layer.activation, fade.tangent)[0], fade.straight()
            steep = straight * rise + (1 - straight) * steep.clamp_min(0.0)
        reach = steep.unsqueeze(1) * reach
    return found


def slope(activation: Activation, values: Tensor) -> Tensor:
    """(samples, width) activations -> (width,) mean derivative of the activation, told from its value."""
    if activation == "tanh":
        return (1 - values.square()).mean(0)
    if activation == "sigmoid":
        return (values * (1 - values)).mean(0)
    if activation == "leaky_relu":
        return torch.where(values > 0, 1.0, 0.01).mean(0)
    if activation in RELU_FAMILY:
        return (values > 0).to(values.dtype).mean(0)
    return torch.ones(values.shape[1], dtype=values.dtype, device=values.device)


# ----------------------------------------------------------------------------------------------------------- links
def _links(training: Training, left: _Column, right: _Column) -> Links:
    """The strongest connections between the shown units of two neighbouring columns."""
    assert right.layer is not None
    weight = training.model.parameters[f"{right.layer.key}.weight"].detach()
    rows = weight.index_select(0, right.shown.to(weight.device))
    table = _per_unit(rows, left.width, left.values.shape)  # (right, left width)
    if table is None:
        return Links(to_array(torch.zeros(0, 2, dtype=torch.int32)), to_array(torch.zeros(0)))
    table = table.index_select(1, left.shown.to(weight.device)).cpu()
    count = min(LINKS, table.numel())
    places = table.flatten().abs().topk(count).indices
    ends = torch.stack([places % table.shape[1], places // table.shape[1]], 1)
    return Links(to_array(ends.int()), to_array(table.flatten()[places].float()))


def _per_unit(rows: Tensor, left_width: int, left_shape: torch.Size) -> Tensor | None:
    """(right, ...) -> (right, left): one number for each pair; None where the layers between hide who is who.

    Of a kernel, and of the H·W columns that a channel owns behind a flatten, it is the largest in size, with its sign.
    """
    rows = rows.reshape(len(rows), rows.shape[1], -1)
    if rows.shape[1] != left_width:
        if len(left_shape) == 4 and rows.shape[2] == 1 and rows.shape[1] % left_width == 0:
            rows = rows.reshape(len(rows), left_width, -1)
        elif rows.shape[1] == 1 or left_width % rows.shape[1] == 0:
            return rows.flatten(1).mean(1, keepdim=True).expand(-1, left_width)
        else:
            return None
    largest = rows.abs().argmax(2, keepdim=True)
    return rows.gather(2, largest).squeeze(2)
