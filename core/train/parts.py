"""Named tensors of a model that is being cut: laid out anew only where they end up.

An edit of a wide layer is nothing but moving memory. So a tensor whose rows or columns are laid out anew is not made at
once: what is to be done is noted, and done straight into the flat buffer of the new model. Whoever asks for it before
that gets it, made then.
"""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor


def nothing(shape: Sequence[int], *, dtype: torch.dtype, device: torch.device) -> Tensor:
    """Return zeros of a shape that take up no memory, to be read only."""
    return torch.zeros((), dtype=dtype, device=device).expand(tuple(shape))


def is_nothing(tensor: Tensor) -> bool:
    """Whether all its elements are one that is zero."""
    return tensor.numel() > 1 and not any(tensor.stride()) and not bool(tensor[(0,) * tensor.dim()])


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
    """Tensors by name."""

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
        """Lay a dimension of a tensor out anew: see `Laid`."""
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
