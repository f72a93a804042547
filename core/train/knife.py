"""A model taken apart, to be cut and sewn by name.

Whatever is kept for each element (the weight, every slot of the optimizer's memory, its cohort, its frozen mark) is cut
alike, so an edit is written once for weights and all memory, and no tensor can be forgotten by the optimizer.
"""

from __future__ import annotations

from dataclasses import replace

import torch
from torch import Generator, Tensor

from core.messages import Task
from core.net import Conv, Dense, Net, walk
from core.shapes import Flow, parameter_shapes
from core.train.model import Memory, Model, flattened, new_buffers, views

FIRST_MOMENTS = ("mean", "momentum")
SECOND_MOMENTS = ("square", "largest", "average")


class Knife:
    """Per kind of thing kept for each element ("flat", each slot, "cohort", "still") its named tensors."""

    def __init__(self, model: Model, generator: Generator, inputs: Tensor, targets: Tensor, task: Task) -> None:
        self.model, self.generator, self.task = model, generator, task
        self.inputs, self.targets = inputs, targets
        memory = model.memory
        shapes = parameter_shapes(model.net)
        cohort = memory.cohort if memory.cohort is not None else torch.zeros_like(model.flat, dtype=torch.int64)
        self.kept = {"flat": model.flat, **memory.slots, "cohort": cohort}
        if model.still is not None:
            self.kept["still"] = model.still
        self.parts = {kind: views(flat, shapes) for kind, flat in self.kept.items()}
        """Views of the model's own tensors: an edit puts others in their place and never writes into them."""
        self.buffers = dict(model.buffers)
        self.newborn = len(memory.ages)
        """The cohort of everything that this edit makes."""
        self.slow = 1
        """How many times as long as usual its learning rate climbs."""

    @property
    def weights(self) -> dict[str, Tensor]:
        return self.parts["flat"]

    def names(self, key: int) -> list[str]:
        """Return the names of a layer's parameters."""
        return [name for name in self.weights if name.startswith(f"{key}.")]

    def _new(self, kind: str) -> int:
        """What new entries start with: zero memory, the newborn cohort, not frozen."""
        return self.newborn if kind == "cohort" else 0

    def put(self, name: str, value: Tensor) -> None:
        """Set a parameter that is new as a whole."""
        for kind, tensors in self.parts.items():
            like = self.kept[kind]
            tensors[name] = torch.full_like(value, self._new(kind), dtype=like.dtype, device=like.device)
        self.weights[name] = value.to(self.model.flat)

    def fit(self, name: str, value: Tensor) -> None:
        """Give a parameter other values; its memory stays if the shape does, else it is new as a whole."""
        if self.weights[name].shape == value.shape:
            self.weights[name] = value.to(self.model.flat)
        else:
            self.put(name, value)

    def marks(self) -> dict[str, Tensor]:
        """Return the frozen marks by name, made if nothing was frozen so far."""
        if "still" not in self.parts:
            self.kept["still"] = torch.zeros_like(self.model.flat, dtype=torch.bool)
            self.parts["still"] = {name: torch.zeros_like(w, dtype=torch.bool) for name, w in self.weights.items()}
        return self.parts["still"]

    def drop(self, key: int) -> None:
        """Forget all tensors of a layer."""
        for tensors in (*self.parts.values(), self.buffers):
            for name in [n for n in tensors if n.startswith(f"{key}.")]:
                del tensors[name]

    def arrange(self, name: str, dimension: int, source: Tensor, value: Tensor | float = 0.0) -> None:
        """Lay a dimension out anew: place i gets what was at `source[i]`; −1 marks new entries, which get `value`."""
        source = source.to(self.model.device)
        new, old = (source < 0).nonzero().flatten(), self.weights[name].shape[dimension]
        behind = len(source) == old + len(new) and bool((source[:old] == torch.arange(old, device=source.device)).all())
        for kind, tensors in self.parts.items():
            given = value if kind == "flat" else self._new(kind)
            if behind and len(new):  # much the most frequent, and a cat is quicker
                tensors[name] = torch.cat(
                    [tensors[name], self._entries(kind, name, dimension, len(new), given)], dimension
                )
                continue
            made = tensors[name].index_select(dimension, source.clamp_min(0))
            if len(new) and isinstance(given, Tensor):
                made.index_copy_(dimension, new, given.to(made))
            elif len(new):
                made.index_fill_(dimension, new, given)
            tensors[name] = made

    def _entries(self, kind: str, name: str, dimension: int, count: int, value: Tensor | float) -> Tensor:
        """Return `count` new entries along a dimension."""
        like = self.parts[kind][name]
        if isinstance(value, Tensor):
            return value.to(like)
        shape = [count if at == dimension else length for at, length in enumerate(like.shape)]
        return torch.full(shape, value, dtype=like.dtype, device=like.device)

    def arrange_buffer(self, name: str, source: Tensor, value: float) -> None:
        """Lay a batch norm's running statistic out anew."""
        source = source.to(self.model.device)
        self.buffers[name] = torch.where(source < 0, value, self.buffers[name].index_select(0, source.clamp_min(0)))

    def arrange_columns(self, reader: Dense | Conv, flow: Flow, source: Tensor) -> None:
        """Lay the columns that read a group of units out anew; what reads new units is zero."""
        name = f"{reader.key}.weight"
        groups = reader.groups if isinstance(reader, Conv) else 1
        if groups == 1:
            self.arrange(name, 1, spread(source, flow.columns))
            return
        blocks_of_rows = grouped(groups, rows=len(self.weights[name]), width=flow.inside[0], source=source)
        for kind, tensors in self.parts.items():
            whole = tensors[name]
            blocks = []
            for block, local in blocks_of_rows:
                made = whole[block].index_select(1, local.clamp_min(0).to(whole.device))
                blocks.append(made.index_fill(1, (local < 0).nonzero().flatten().to(whole.device), self._new(kind)))
            tensors[name] = torch.cat(blocks)

    def sewn(self, net: Net) -> Model:
        """Put the parts together as the model of `net`."""
        shapes = parameter_shapes(net)
        flats = {kind: flattened(tensors, shapes) for kind, tensors in self.parts.items()}
        old = self.model.memory
        memory = Memory(
            {name: flats[name] for name in old.slots}, [*old.ages, 0], [*old.ramped, True], flats["cohort"],
            [*old.begun, 0], [*old.slow, self.slow],
        )  # fmt: skip
        _tidy(memory)
        still = flats.get("still")
        if still is not None and not bool(still.any()):
            still = None
        buffers = {name: self.buffers[name].clone() for name in new_buffers(net)}
        fades = {key: replace(f) for key, f in self.model.fades.items() if any(x.key == key for x in walk(net.layers))}
        return Model(net, flats["flat"], buffers, memory, still, fades)


def _tidy(memory: Memory) -> None:
    """Drop cohorts that nobody belongs to any more, and join those that are alike."""
    assert memory.cohort is not None
    used = torch.bincount(memory.cohort, minlength=len(memory.ages)).tolist()
    kinds = list(zip(memory.ages, memory.ramped, memory.begun, memory.slow, strict=True))
    left = list(dict.fromkeys(kind for kind, count in zip(kinds, used, strict=True) if count))
    if len(left) < len(kinds):
        renamed = torch.tensor([left.index(kind) if kind in left else 0 for kind in kinds], device=memory.cohort.device)
        memory.cohort = renamed[memory.cohort]
        memory.ages, memory.ramped, memory.begun, memory.slow = (list(column) for column in zip(*left, strict=True))
    if len(left) == 1:
        memory.cohort = None


def spread(source: Tensor, columns: int) -> Tensor:
    """(units,) -> (units · columns,): where the columns of each unit come from; −1 stays −1."""
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
