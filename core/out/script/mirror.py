"""What a script has at a moment: the same numbers as the app, by the script's names.

The writer of a story keeps this beside the text: after each line it knows what the script's tensors are by then, and
where the app's differ, it writes one more line.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from core.inside.written.step import STATE_NAMES
from core.net.plan import Conv, Dense, numbered
from core.net.shapes import parameter_shapes
from core.out.script.layers import Item, walk
from core.train.model.model import Model, views


@dataclass(frozen=True)
class Numbers:
    """A parameter: its values, what the optimizer remembers of each, how many steps each has taken, from which age on
    its learning rate climbs and how slowly (0: it does not), and which stay as they are."""

    values: Tensor
    memory: dict[str, Tensor]
    age: Tensor
    begun: Tensor
    slow: Tensor
    frozen: Tensor

    def rearranged(self, dimension: int, places: list[int], climb: int) -> Numbers:
        """Return the numbers after the script's `rearrange`."""
        at = torch.tensor(places)
        new = (at < 0).nonzero().flatten()

        def cut(tensor: Tensor, value: float = 0.0) -> Tensor:
            return tensor.index_select(dimension, at.clamp(min=0)).index_fill(dimension, new, value)

        memory = {name: cut(kept) for name, kept in self.memory.items()}
        return Numbers(
            cut(self.values), memory, cut(self.age), cut(self.begun), cut(self.slow, climb), cut(self.frozen, False)
        )  # fmt: skip

    def with_values(self, dimension: int, first: int, values: Tensor) -> Numbers:
        """Return the numbers with other values from the place `first` on."""
        made = self.values.clone()
        made.narrow(dimension, first, values.shape[dimension]).copy_(values)
        return replace(self, values=made)

    def without(self, place: tuple[int, ...]) -> Numbers:
        """Return the numbers after the script's `forget`."""
        kept = {name: tensor.clone() for name, tensor in self.memory.items()}
        age, begun, slow = self.age.clone(), self.begun.clone(), self.slow.clone()
        for tensor in (*kept.values(), age, begun, slow):
            tensor[place] = 0
        return replace(self, memory=kept, age=age, begun=begun, slow=slow)

    def same_ages(self, other: Numbers) -> bool:
        """Whether the other's ages and climbs are these."""
        climbs = self.slow > 0
        return (
            torch.equal(self.age, other.age)
            and torch.equal(self.slow, other.slow)
            and torch.equal(torch.where(climbs, self.begun, 0), torch.where(climbs, other.begun, 0))
        )


def new(values: Tensor, memory: Iterable[str], climb: int) -> Numbers:
    """Return the numbers of a parameter that the script has just made."""
    zero = torch.zeros(values.shape, dtype=torch.int64)
    kept = {name: torch.zeros_like(values) for name in memory}
    return Numbers(values, kept, zero, zero.clone(), torch.full_like(zero, climb), torch.zeros_like(zero).bool())


def state_of(model: Model, items: Iterable[Item]) -> dict[str, Numbers]:
    """Return every parameter of a model by its name in the script."""
    memory, shapes = model.memory, parameter_shapes(model.net)
    cohort = torch.zeros(len(model.flat), dtype=torch.int64) if memory.cohort is None else memory.cohort.long()
    climbs = [slow if ramped else 0 for slow, ramped in zip(memory.slow, memory.ramped, strict=True)]
    spread = [views(torch.tensor(each)[cohort], shapes) for each in (memory.ages, memory.begun, climbs)]
    slots = {STATE_NAMES[name]: views(slot, shapes) for name, slot in memory.slots.items()}
    still = torch.zeros(len(model.flat), dtype=torch.bool) if model.still is None else model.still.clone()
    frozen = views(still, shapes)
    for layer in numbered(model.net):
        if isinstance(layer, (Dense, Conv)) and layer.frozen:
            for name in (name for name in shapes if name.startswith(f"{layer.key}.")):
                frozen[name].fill_(True)
    found = {}
    for item in walk(items):
        for path, name in item.parameters:
            age, begun, slow = (each[name] for each in spread)
            kept = {slot: tensors[name] for slot, tensors in slots.items()}
            found[path] = Numbers(model.parameters[name], kept, age, begun, slow, frozen[name])
    return found


@dataclass(frozen=True)
class Places:
    """Where the rows and columns of a parameter come from, −1 for new ones; `holes`: single numbers that are new."""

    source: str
    rows: list[int]
    columns: list[int]
    holes: list[tuple[int, ...]]


def places_of(origin: Tensor, before: Model) -> Places | None:
    """Return where the numbers of a parameter come from, None where that is nothing, or no rows and columns.

    `origin`, of the parameter's shape: places in the flat parameters of `before`, counted from 1; 0 for new ones.
    """
    known = origin > 0
    if not bool(known.any()):
        return None
    shapes, first = parameter_shapes(before.net), 0
    low, high = int(origin[known].min()) - 1, int(origin.max()) - 1
    for name, shape in shapes.items():
        count = before.parameters[name].numel()
        if first <= low < first + count:
            inside = origin - 1 - first
            return _rows_and_columns(inside, known, name, shape) if high < first + count else None
        first += count
    return None


def _rows_and_columns(inside: Tensor, known: Tensor, name: str, shape: tuple[int, ...]) -> Places | None:
    behind = 1
    for side in shape[2:]:
        behind *= side
    wide = (shape[1] if len(shape) > 1 else 1) * behind
    flat, there = (tensor.reshape(len(inside), -1, behind) for tensor in (inside, known))
    if len(shape) != inside.dim() or inside.shape[2:] != torch.Size(shape[2:]):
        return None
    rows = torch.where(there, flat // wide, -1).amax((1, 2))
    columns = torch.where(there, flat % wide // behind, -1).amax((0, 2))
    expected = rows[:, None, None] * wide + columns[None, :, None] * behind + torch.arange(behind)
    expected[rows < 0] = -1
    expected[:, columns < 0] = -1
    found = torch.where(there, flat, -1)
    holes = (found != expected) & (found < 0)
    if bool(((found != expected) & ~holes).any()) or int(holes.sum()) > 1:
        return None
    single = [tuple(int(at) for at in place) for place in holes.reshape(inside.shape).nonzero()]
    return Places(name, rows.tolist(), columns.tolist(), single)
