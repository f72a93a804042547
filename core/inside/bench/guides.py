"""The eight guided pieces: when each of their steps is done. That is asked of what stands under the names, never of
what was typed; only names that got their value since the piece was begun count."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

import torch
from torch import Tensor, nn

from core.inside.bench.captured import tried
from core.inside.bench.reading import gradient_of, is_tensor, readable
from core.messages.inside.bench import ErrorKind


@dataclass(frozen=True)
class Standing:
    """What a step is held against: the names that are new since the piece was begun, and what the last line ran into
    ("" for nothing)."""

    names: Mapping[str, Any]
    error: ErrorKind | str

    def tensors(self) -> Iterator[Tensor]:
        """Yield the tensors among the names whose numbers can be read."""
        for value in self.names.values():
            if is_tensor(value) and readable(value):
                yield value.detach()

    def any(self, right: Callable[[Tensor], bool]) -> bool:
        """Whether one of the tensors is so."""
        return any(right(tensor) for tensor in self.tensors())

    def pair(self, right: Callable[[Tensor, Tensor], bool]) -> bool:
        """Whether two of the tensors are so."""
        found = tuple(self.tensors())
        return any(one is not other and right(one, other) for one, other in product(found, found))

    def leaves(self) -> list[Tensor]:
        """Return the tensors that learn."""
        found = [value for value in self.names.values() if is_tensor(value)]
        return [value for value in found if value.is_leaf and value.requires_grad]


Step = Callable[[Standing], bool]


def done(guide: str, step: int, now: Standing) -> bool:
    """Whether a step of a piece is done; False for steps there are not."""
    steps = GUIDES.get(guide, ())
    if step >= len(steps):
        return False
    return tried(lambda: bool(steps[step](now)), False)


def shares(one: Tensor, other: Tensor) -> bool:
    """Whether two tensors read the same memory."""
    return one.numel() > 0 and one.untyped_storage()._cdata == other.untyped_storage()._cdata


def turned(one: Tensor, other: Tensor) -> bool:
    """Whether `other` reads the memory of `one` in another order."""
    return shares(one, other) and one.is_contiguous() and not other.is_contiguous() and other.numel() == one.numel()


def _copied(one: Tensor, other: Tensor) -> bool:
    in_one_piece = not one.is_contiguous() and other.is_contiguous()
    return in_one_piece and not shares(one, other) and _equal(one, other)


def _equal(one: Tensor, other: Tensor) -> bool:
    return one.shape == other.shape and bool(torch.allclose(one.double(), other.double()))


# --------------------------------------------------------------------------------------------------------- the steps
def _random(t: Tensor) -> bool:
    return t.dim() >= 2 and t.is_floating_point() and t.numel() >= 4 and len(torch.unique(t)) > t.numel() // 2


def _sum(now: Standing) -> bool:
    found = tuple(now.tensors())
    columns = [t for t in found if t.dim() == 2 and t.shape[1] == 1 and t.shape[0] > 1]
    rows = [t for t in found if t.dim() == 1 and len(t) > 1]
    return any(_equal(t, c + r) for t in found for c in columns for r in rows)


def _repeated(t: Tensor) -> bool:
    return any(size > 1 and stride == 0 for size, stride in zip(t.shape, t.stride(), strict=True))


def _best() -> str:
    return "cuda" if torch.cuda.is_available() else "cpu"


def _named_device(now: Standing) -> bool:
    for value in now.names.values():
        if type(value) in (str, torch.device):
            try:
                if torch.device(value).type == _best():
                    return True
            except RuntimeError:
                continue
    return False


def _asked_for_cuda(now: Standing) -> bool:
    return now.any(lambda t: t.is_cuda) if torch.cuda.is_available() else now.error == "no_cuda"


def _module_there(now: Standing) -> bool:
    modules = [value for value in now.names.values() if issubclass(type(value), nn.Module)]
    places = [{p.device.type for p in module.parameters()} for module in modules]
    return {_best()} in places


def _product(dimensions: int) -> Step:
    def right(now: Standing) -> bool:
        found = [t.double() for t in now.tensors() if t.dim() >= 2 and t.numel() > 0]
        lefts = [t for t in found if t.dim() == dimensions]
        for left, other in product(lefts, found):
            if left.shape[-1] == other.shape[-2] and other.dim() <= dimensions:
                made = left @ other if other.dim() == 2 or other.shape[:-2] == left.shape[:-2] else None
                if made is not None and any(t is not left and t is not other and _equal(t, made) for t in found):
                    return True
        return False

    return right


def _depends(now: Standing) -> bool:
    found = [value for value in now.names.values() if is_tensor(value)]
    return any(value.dim() == 0 and value.grad_fn is not None for value in found)


def _ran_into(kind: ErrorKind) -> Step:
    return lambda now: now.error == kind


GUIDES: dict[str, tuple[Step, ...]] = {
    "make": (
        lambda m: m.any(lambda t: t.shape == (3, 4)),
        lambda m: m.any(_random),
        lambda m: m.any(lambda t: t.dim() == 3),
    ),
    "dtype": (
        lambda m: m.any(lambda t: t.dtype == torch.float16),
        lambda m: m.any(lambda t: t.dtype == torch.float16 and bool(t.isinf().any())),
        lambda m: m.any(lambda t: t.dtype == torch.int8 and bool((t == -128).any())),
        lambda m: m.any(lambda t: t.dtype == torch.float64 and t.numel() > 0),
    ),
    "stride": (
        lambda m: m.any(lambda t: t.dim() == 2 and t.is_contiguous() and min(t.shape) > 1),
        lambda m: m.pair(turned),
        lambda m: m.pair(lambda x, y: turned(x, y) and bool((x == 100).any())),
        lambda m: m.pair(_copied),
    ),
    "broadcast": (
        lambda m: m.any(lambda t: t.dim() == 2 and t.shape[1] == 1 and t.shape[0] > 1)
        and m.any(lambda t: t.dim() == 1 and len(t) > 1),
        _sum,
        lambda m: m.any(_repeated),
    ),
    "device": (
        _named_device,
        lambda m: m.any(lambda t: t.device.type == _best()),
        _asked_for_cuda,
        _module_there,
    ),
    "matmul": (
        lambda m: m.pair(lambda a, b: a.dim() == b.dim() == 2 and a.shape[1] == b.shape[0] and a.shape != b.shape),
        _product(2),
        lambda m: m.any(lambda t: t.dim() == 3),
        _product(3),
    ),
    "gradient": (
        lambda m: bool(m.leaves()),
        _depends,
        lambda m: any(gradient_of(t) is not None for t in m.leaves()),
        lambda m: bool(m.leaves()) and all(gradient_of(t) is None for t in m.leaves()),
    ),
    "errors": tuple(_ran_into(kind) for kind in ("matmul", "view", "dtype", "twice", "leaf")),
}  # fmt: skip
"""The pieces in their order, each with its steps."""
