"""A model taken apart, to be cut and sewn by name.

Whatever is kept for each element (the weight, every slot of the optimizer's memory, its cohort, its frozen mark) is cut
alike, so an edit is written once for weights and all memory, and no tensor can be forgotten by the optimizer.

`Laid` and `Parts` put off the work: a tensor that is only moved about is made when it is asked for.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import dataclass, replace

import torch
from torch import Generator, Tensor

from core.messages.train_commands import Task
from core.net.plan import Conv, Dense, Net, Shape, walk
from core.net.shapes import Flow, parameter_shapes
from core.train.model.allocation import is_nothing, nothing, zeros
from core.train.model.model import COHORT, Memory, Model, new_buffers, views


@dataclass(frozen=True)
class Laid:
    """`tensor` along `dimension`: the entries at `source` (None: all), then `count` new ones of `value`."""

    tensor: Tensor
    dimension: int
    source: Tensor | None
    count: int
    value: Tensor | float

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the tensor once it is made."""
        old = self.tensor.shape[self.dimension] if self.source is None else len(self.source)
        sides = list(self.tensor.shape)
        sides[self.dimension] = old + self.count
        return tuple(sides)

    def into(self, out: Tensor) -> Tensor:
        """Write it into `out`, zeros of its shape; what is zero is not written."""
        old = out.shape[self.dimension] - self.count
        kept = out.narrow(self.dimension, 0, old)
        if is_nothing(self.tensor):
            pass
        elif self.source is None:
            kept.copy_(self.tensor)
        elif self.count:
            kept.copy_(self.tensor.index_select(self.dimension, self.source))
        else:
            torch.index_select(self.tensor, self.dimension, self.source, out=out)
        if self.count:
            new = out.narrow(self.dimension, old, self.count)
            if isinstance(self.value, Tensor):
                new.copy_(self.value)
            elif self.value:
                new.fill_(self.value)
        return out


class Parts(MutableMapping[str, Tensor]):
    """Tensors by name, each made only when it is asked for."""

    def __init__(self, tensors: dict[str, Tensor]) -> None:
        self._made = tensors
        self._laid: dict[str, Laid] = {}

    def __getitem__(self, name: str) -> Tensor:
        laid = self._laid.pop(name, None)
        if laid is not None:
            self._made[name] = laid.into(self._made[name].new_zeros(laid.shape))
        return self._made[name]

    def __setitem__(self, name: str, value: Tensor) -> None:
        self._laid.pop(name, None)
        self._made[name] = value

    def __delitem__(self, name: str) -> None:
        self._laid.pop(name, None)
        del self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)

    def lay(
        self, name: str, dimension: int, source: Tensor | None, *, count: int = 0, value: Tensor | float = 0.0
    ) -> None:
        """Give a dimension of a tensor a new order: see `Laid`."""
        self._laid[name] = Laid(self[name], dimension, source, count, value)

    def shape(self, name: str) -> tuple[int, ...]:
        """Return the shape of a tensor, without making it."""
        laid = self._laid.get(name)
        return tuple(self._made[name].shape) if laid is None else laid.shape

    def into(self, name: str, out: Tensor) -> None:
        """Write a tensor into `out`, zeros of its shape; what is zero is not written."""
        laid = self._laid.get(name)
        if laid is not None:
            laid.into(out)
        elif not is_nothing(self._made[name]):
            out.copy_(self._made[name])


FIRST_MOMENTS = ("mean", "momentum")
SECOND_MOMENTS = ("square", "largest", "average")


class Knife:
    """The named tensors of a model, by kind ("flat", each slot, "cohort", "still")."""

    def __init__(self, model: Model, generator: Generator, inputs: Tensor, targets: Tensor, task: Task) -> None:
        self.model, self.generator, self.task = model, generator, task
        self.inputs, self.targets = inputs, targets
        memory = model.memory
        shapes = parameter_shapes(model.net)
        self.kept = {"flat": model.flat, **memory.slots}
        if memory.cohort is not None:
            self.kept["cohort"] = memory.cohort
        if model.still is not None:
            self.kept["still"] = model.still
        self.parts = {kind: Parts(views(flat, shapes)) for kind, flat in self.kept.items()}
        """Views of the model's own tensors: an edit puts others in their place and never writes into them."""
        self.buffers = dict(model.buffers)
        self.newborn = len(memory.ages)
        """The cohort of everything that this edit makes."""
        self.slow = 1
        """How many times as long as usual its learning rate climbs; with `ramps` False it does not."""
        self.ramps = True
        self._born = self._lost = False
        """Whether this edit has made something new so far, and whether something old may be gone."""

    @property
    def weights(self) -> Parts:
        """The parameters by name."""
        return self.parts["flat"]

    def names(self, key: int) -> list[str]:
        """Return the names of a layer's parameters."""
        return [name for name in self.weights if name.startswith(f"{key}.")]

    def _new(self, kind: str) -> int:
        """What new entries start with: zero memory, the newborn cohort, not frozen."""
        return self.newborn if kind == "cohort" else 0

    def _new_columns(self, kind: str, tensor: Tensor) -> Tensor | int:
        """The same for new columns of `tensor` (rows, columns …): a unit that is frozen is so in all that it reads."""
        return tensor.flatten(1).any(1).view(-1, *[1] * (tensor.dim() - 1)) if kind == "still" else self._new(kind)

    def put(self, name: str, value: Tensor) -> None:
        """Set a parameter that is new as a whole."""
        self._bear()
        self._lost = True
        for kind, tensors in self.parts.items():
            like = self.kept[kind]
            made = torch.full_like(value, self._new(kind), dtype=like.dtype, device=like.device)
            if kind == "still" and name in tensors and value.dim() > 1 and len(tensors[name]) == len(value):
                made |= self._new_columns(kind, tensors[name])
            tensors[name] = made
        self.weights[name] = value.to(self.model.flat)

    def fit(self, name: str, value: Tensor) -> None:
        """Give a parameter other values; its memory stays if the shape does, else it is new as a whole."""
        if self.weights.shape(name) == tuple(value.shape):
            self.weights[name] = value.to(self.model.flat)
        else:
            self.put(name, value)

    def set(self, name: str, place: tuple[int, ...], value: float) -> None:
        """Give one number another value, and no memory of what it was; it stays frozen if it is."""
        if self.model.memory.slots:
            self._bear()
            self._lost, self.ramps = True, False
        for kind, tensors in self.parts.items():
            if kind != "still":
                tensors[name] = tensors[name].clone()
                tensors[name][place] = value if kind == "flat" else self._new(kind)

    def marks(self) -> Parts:
        """Return the frozen marks by name, made if nothing was frozen so far."""
        self._make("still", torch.bool)
        return self.parts["still"]

    def _bear(self) -> None:
        """Keep cohorts from now on: something is new."""
        self._born = True
        self._make("cohort", COHORT)

    def _make(self, kind: str, dtype: torch.dtype) -> None:
        """Keep one more kind of thing for each element, zero so far."""
        if kind not in self.parts:
            device = self.model.device
            self.kept[kind] = torch.zeros(0, dtype=dtype, device=device)
            shapes = {name: self.weights.shape(name) for name in self.weights}
            self.parts[kind] = Parts({n: nothing(s, dtype=dtype, device=device) for n, s in shapes.items()})

    def drop(self, key: int) -> None:
        """Forget all tensors of a layer."""
        self._lost = True
        for tensors in (*self.parts.values(), self.buffers):
            for name in [n for n in tensors if n.startswith(f"{key}.")]:
                del tensors[name]

    def arrange(self, name: str, dimension: int, source: Tensor, value: Tensor | float = 0.0) -> None:
        """Give a dimension a new order: place i gets what was at `source[i]`, or `value` where that is −1 (new)."""
        source = source.to(self.model.device)
        new, old = (source < 0).nonzero().flatten(), self.weights.shape(name)[dimension]
        behind = len(source) == old + len(new) and bool((source[:old] == torch.arange(old, device=source.device)).all())
        if len(new):
            self._bear()
        self._lost |= not behind
        for kind, tensors in self.parts.items():
            given = value if kind == "flat" else self._new(kind)
            if kind == "still" and dimension == 1 and len(new):
                given = self._new_columns(kind, tensors[name])
            if behind or not len(new):  # the usual case
                tensors.lay(name, dimension, None if behind else source, count=len(new), value=given)
                continue
            made = tensors[name].index_select(dimension, source.clamp_min(0))
            if isinstance(given, Tensor):
                made.index_copy_(dimension, new, given.to(made).expand_as(made.index_select(dimension, new)))
            else:
                made.index_fill_(dimension, new, given)
            tensors[name] = made

    def follow(self, name: str, dimension: int, chosen: Tensor, values: Mapping[str, tuple[Tensor, Tensor]]) -> None:
        """Add entries behind a dimension: copies of those at `chosen`, with their memory; of the kinds in `values`,
        (the old entries, the new ones)."""
        chosen = chosen.to(self.model.device)
        for kind, tensors in self.parts.items():
            old, new = values.get(kind) or (tensors[name], tensors[name].index_select(dimension, chosen))
            tensors[name] = old
            tensors.lay(name, dimension, None, count=len(chosen), value=new)

    def arrange_buffer(self, name: str, source: Tensor, value: float) -> None:
        """Give a batch norm's running statistic a new order."""
        source = source.to(self.model.device)
        self.buffers[name] = torch.where(source < 0, value, self.buffers[name].index_select(0, source.clamp_min(0)))

    def arrange_columns(self, reader: Dense | Conv, flow: Flow, source: Tensor) -> None:
        """Give the columns that read a group of units a new order. What reads new units is zero; in a frozen unit it
        stays so."""
        name = f"{reader.key}.weight"
        groups = reader.groups if isinstance(reader, Conv) else 1
        if groups == 1:
            self.arrange(name, 1, spread(source, flow.columns))
            return
        blocks_of_rows = grouped(groups, rows=self.weights.shape(name)[0], width=flow.inside[0], source=source)
        self._lost = True
        if bool((source < 0).any()):
            self._bear()
        for kind, tensors in self.parts.items():
            whole = tensors[name]
            blocks = []
            for block, local in blocks_of_rows:
                made = whole[block].index_select(1, local.clamp_min(0).to(whole.device))
                made[:, (local < 0).to(whole.device)] = self._new_columns(kind, whole[block])
                blocks.append(made)
            tensors[name] = torch.cat(blocks)

    def sewn(self, net: Net) -> Model:
        """Put the parts together as the model of `net`."""
        shapes = parameter_shapes(net)
        self._lost |= any(name not in shapes for name in self.weights)
        flats = {kind: self._flat(kind, shapes) for kind in self.parts}
        old = self.model.memory
        memory = Memory(
            {name: flats[name] for name in old.slots}, [*old.ages, 0], [*old.ramped, self.ramps], flats.get("cohort"),
            [*old.begun, 0], [*old.slow, self.slow],
        )  # fmt: skip
        _tidy(memory, self._used(memory.cohort))
        still = flats.get("still")
        if still is not None and not bool(still.any()):
            still = None
        buffers = {name: self.buffers[name].clone() for name in new_buffers(net)}
        fades = {key: replace(f) for key, f in self.model.fades.items() if any(x.key == key for x in walk(net.layers))}
        return Model(net, flats["flat"], buffers, memory, still, fades)

    def _used(self, cohort: Tensor | None) -> list[bool]:
        """Return which cohorts, the newborn one too, have elements."""
        if cohort is None or not self._lost:
            return [cohort is not None or number == 0 for number in range(self.newborn)] + [self._born]
        return [bool((cohort == number).any()) for number in range(self.newborn + 1)]

    def _flat(self, kind: str, shapes: Mapping[str, Shape]) -> Tensor:
        """Return one kind of thing as one new (n,) tensor, laid out as in `shapes`."""
        parts, like = self.parts[kind], self.kept[kind]
        flat = zeros(sum(map(math.prod, shapes.values())), dtype=like.dtype, device=like.device)
        for name, place in views(flat, shapes).items():
            assert parts.shape(name) == shapes[name], f"{name}: {parts.shape(name)}, planned {shapes[name]}"
            parts.into(name, place)
        return flat


def _tidy(memory: Memory, used: list[bool]) -> None:
    """Drop empty cohorts, and join those that are alike."""
    cohort = memory.cohort
    kinds = list(zip(memory.ages, memory.ramped, memory.begun, memory.slow, strict=True))
    left = list(dict.fromkeys(kind for kind, here in zip(kinds, used, strict=True) if here))
    if cohort is not None and len(left) < len(kinds):
        renamed = [left.index(kind) if kind in left else 0 for kind in kinds]
        memory.cohort = torch.tensor(renamed, dtype=cohort.dtype, device=cohort.device)[cohort.int()]
    memory.ages, memory.ramped, memory.begun, memory.slow = (list(column) for column in zip(*left, strict=True))
    if len(left) == 1:
        memory.cohort = None


def spread(source: Tensor, columns: int) -> Tensor:
    """Return (units · columns,): where each unit's columns come from; −1 stays −1."""
    if columns == 1:
        return source
    places = source[:, None] * columns + torch.arange(columns, device=source.device)
    return torch.where(source[:, None] < 0, -1, places).flatten()


def grouped(groups: int, *, rows: int, width: int, source: Tensor) -> list[tuple[slice, Tensor]]:
    """Return (rows, where their columns come from) for each group of a grouped convolution that reads `width` units."""
    each, inside = rows // groups, width // groups
    return [
        (slice(at * each, (at + 1) * each), torch.where(part < 0, -1, part - at * inside))
        for at, part in enumerate(source.chunk(groups))
    ]
