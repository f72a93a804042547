"""Named tensors of a model that is being cut: laid out anew only where they end up.

An edit of a wide layer is nothing but moving memory. So a tensor whose rows or columns are laid out anew is not made at
once: what is to be done is noted, and done straight into the flat buffer of the new model. Whoever asks for it before
that gets it, made then.
"""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass

import torch
from torch import Tensor


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
        old = self.tensor.shape[self.dimension] if self.source is None else len(self.source)
        sides = list(self.tensor.shape)
        sides[self.dimension] = old + self.count
        return tuple(sides)

    def into(self, out: Tensor) -> Tensor:
        """Write it into `out`, which has its shape and is contiguous."""
        old = out.shape[self.dimension] - self.count
        kept = out.narrow(self.dimension, 0, old)
        if self.source is None:
            kept.copy_(self.tensor)
        elif self.count:
            kept.copy_(self.tensor.index_select(self.dimension, self.source))
        else:
            torch.index_select(self.tensor, self.dimension, self.source, out=out)
        if self.count:
            new = out.narrow(self.dimension, old, self.count)
            new.copy_(self.value) if isinstance(self.value, Tensor) else new.fill_(self.value)
        return out


class Parts(MutableMapping[str, Tensor]):
    """Tensors by name."""

    def __init__(self, tensors: dict[str, Tensor]) -> None:
        self._made = tensors
        self._laid: dict[str, Laid] = {}

    def __getitem__(self, name: str) -> Tensor:
        laid = self._laid.pop(name, None)
        if laid is not None:
            self._made[name] = laid.into(self._made[name].new_empty(laid.shape))
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
        """Lay a dimension of a tensor out anew: see `Laid`."""
        self._laid[name] = Laid(self[name], dimension, source, count, value)

    def shape(self, name: str) -> tuple[int, ...]:
        """Return the shape of a tensor, without making it."""
        laid = self._laid.get(name)
        return tuple(self._made[name].shape) if laid is None else laid.shape

    def into(self, name: str, out: Tensor) -> None:
        """Write a tensor into `out`, a contiguous view of its shape."""
        laid = self._laid.get(name)
        if laid is None:
            out.copy_(self._made[name])
        else:
            laid.into(out)
