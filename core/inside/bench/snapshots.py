"""The bench before a line, so that the line can be undone: which object every name had, and the bytes of every memory.

What a tensor's graph was cannot be kept: after an undone `backward()` the gradients are as before, and the graph stays
used up. Bounded: where names hold more than `MOST_BYTES`, a line cannot be undone, and the page says so.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor, nn

from core.inside.bench.reading import gradient_of, is_tensor

MOST_BYTES = 64 << 20
"""Of one moment."""
KEPT = 8
"""Lines that can be undone one after the other."""
MOST_ITEMS = 10_000


@dataclass
class Held:
    """A tensor as it stood: the object, its memory and where it looked in it, and its gradient."""

    tensor: Tensor
    storage: Any
    size: tuple[int, ...]
    strides: tuple[int, ...]
    offset: int
    grad_fn: Any
    requires_grad: bool
    gradient: Tensor | None


@dataclass
class Snapshot:
    """The names of one moment."""

    names: dict[str, Any]
    training: dict[str, int]
    held: list[Held] = field(default_factory=list)
    memories: dict[int, tuple[Any, Tensor]] = field(default_factory=dict)
    containers: list[tuple[Any, Any]] = field(default_factory=list)


def taken(names: dict[str, Any], training: dict[str, int]) -> Snapshot | None:
    """Return the moment as it is, None if that would take too much memory."""
    made = Snapshot(dict(names), dict(training))
    left = MOST_BYTES
    for value in tuple(names.values()):
        if type(value) in (list, dict) and len(value) <= MOST_ITEMS:
            made.containers.append((value, value.copy()))
        for tensor in _tensors(value):
            left -= _keep(made, tensor, left)
            if left < 0:
                return None
    return made


def _tensors(value: Any) -> Iterator[Tensor]:
    inner: Any = (value,)
    if issubclass(type(value), nn.Module):
        inner = (*value.parameters(), *value.buffers())
    elif type(value) in (list, tuple):
        inner = value[:MOST_ITEMS]
    elif type(value) is dict:
        inner = tuple(value.values())[:MOST_ITEMS]
    for tensor in inner:
        if is_tensor(tensor) and tensor.layout is torch.strided and tensor.device.type != "meta":
            yield tensor
            if (gradient := gradient_of(tensor)) is not None and gradient.layout is torch.strided:
                yield gradient


def _keep(made: Snapshot, tensor: Tensor, left: int) -> int:
    """Keep a tensor; return how many bytes that took, more than `left` if it did not fit."""
    storage = tensor.untyped_storage()
    made.held.append(Held(
        tensor, storage, tuple(tensor.shape), tuple(tensor.stride()), int(tensor.storage_offset()), tensor.grad_fn,
        tensor.requires_grad, gradient_of(tensor),
    ))  # fmt: skip
    key = int(storage._cdata)
    if key in made.memories:
        return 0
    if storage.nbytes() > left:
        return left + 1
    made.memories[key] = (storage, _bytes(storage).clone())
    return storage.nbytes()


def _bytes(storage: Any) -> Tensor:
    return torch.empty(0, dtype=torch.uint8, device=storage.device).set_(storage, 0, (storage.nbytes(),), (1,))


@torch.no_grad()
def restore(snapshot: Snapshot, names: dict[str, Any]) -> None:
    """Put `names`, and what they hold, back."""
    for storage, kept in snapshot.memories.values():
        if storage.nbytes() == kept.numel():
            now = _bytes(storage)
            if not torch.equal(now, kept):
                now.copy_(kept)
    for value, copy in snapshot.containers:
        if type(value) is list:
            value[:] = copy
        else:
            value.clear()
            value.update(copy)
    again = dict(snapshot.names)
    for held in snapshot.held:
        made = _again(held)
        if made is not held.tensor:
            again = {name: made if value is held.tensor else value for name, value in again.items()}
    names.clear()
    names.update(again)


def _again(held: Held) -> Tensor:
    """Return a tensor as it stood: the same object, but for one that an operation in place has tied to a graph."""
    tensor = held.tensor
    now = (tuple(tensor.shape), tuple(tensor.stride()), tensor.storage_offset(), tensor.untyped_storage()._cdata)
    if now != (held.size, held.strides, held.offset, held.storage._cdata):
        with contextlib.suppress(RuntimeError):
            whole = torch.empty(0, dtype=tensor.dtype, device=tensor.device)
            tensor.data = whole.set_(held.storage, held.offset, held.size, held.strides)
    if held.grad_fn is None and tensor.grad_fn is not None:
        return tensor.detach().requires_grad_(held.requires_grad)
    with contextlib.suppress(RuntimeError):
        if tensor.is_leaf and tensor.requires_grad != held.requires_grad:
            tensor.requires_grad_(held.requires_grad)
        if tensor.is_leaf and tensor.grad is not held.gradient:
            tensor.grad = held.gradient
    return tensor
