"""The names of the bench as messages: each tensor with its cells, and the memory that several names may share.

Everything is bounded: names, cells of a tensor, cells of a memory, cells in all. What cannot be read (a tensor on the
meta device, a sparse one, one of a class that does as it likes) is told by its type alone.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeGuard

import torch
from torch import Tensor

from core.inside.bench.captured import shortened, tried
from core.messages.inside.bench import BenchName, BenchStorage, BenchTensor
from core.messages.train_reports import Array
from core.train.model.safetensors import to_array

NAMES = 120
CELLS = 12_000
"""Cells of all tensors together; tensors beyond that are told without."""
WIDEST, TALLEST, LAYERS = 14, 10, 3
"""Cells along the last dimension, the one before, and each of the others."""
ROW = 48
"""Cells of a memory."""
MOST_DIMENSIONS = 4
EMPTY = Array("f4", (0,), b"")
NO_TEXTS: tuple[str, ...] = ()


class Reader:
    """Reads the names of one moment."""

    def __init__(self) -> None:
        self.cells = CELLS
        self.found: dict[tuple[str, int], tuple[int, Tensor]] = {}
        self.names: dict[int, list[str]] = {}

    def read(
        self, spaces: Mapping[str, Any], hidden: Collection[str], training: Mapping[str, int]
    ) -> tuple[tuple[BenchName, ...], int, tuple[BenchStorage, ...]]:
        """Return (names, how many more there are, memories); `training`: ids of what came from it, by name."""
        wanted = [
            (name, value) for name, value in spaces.items()
            if isinstance(name, str) and not name.startswith("_")
            and not (name in hidden and not is_tensor(value)) and type(value) is not types.ModuleType
        ]  # fmt: skip
        told: list[BenchName] = []
        for name, value in wanted[-NAMES:]:
            told.append(self.one(name, value, from_training=training.get(name) == id(value)))
            gradient = gradient_of(value)
            if gradient is not None:
                told.append(self.one(f"{name}.grad", gradient))
        storages = tuple(self._storage(*entry) for entry in self.found.values())
        return tuple(told), max(0, len(wanted) - NAMES), storages

    def one(self, name: str, value: object, *, from_training: bool = False) -> BenchName:
        """Return what stands under a name."""
        kind, tensor, text = type(value).__name__, None, ""
        if is_tensor(value):
            tensor = tried(lambda: self._tensor(name, value), None)
            text = "" if tensor is not None else kind  # one that cannot be read is told by its type
        elif type(value) in (bool, int, float, complex, str, torch.device, torch.dtype, torch.Size):
            text = _written(value)
        elif type(value) in (list, tuple, dict, set):
            text = f"{len(value)}"  # type: ignore[arg-type]
        return BenchName(shortened(name, 80), shortened(kind, 80), text, tensor, from_training)

    def _tensor(self, name: str, tensor: Tensor) -> BenchTensor:
        plain = tensor.detach()
        shown, texts, values = _cells(plain, self.cells)
        self.cells -= len(texts)
        strided = plain.layout is torch.strided
        offset = int(plain.storage_offset()) if strided else 0
        return BenchTensor(
            tuple(plain.shape), str(plain.dtype).removeprefix("torch."), tuple(plain.stride()) if strided else (),
            offset, self._place(name, plain) if strided else -1, str(plain.device),
            tensor.requires_grad, type(tensor.grad_fn).__name__ if tensor.grad_fn is not None else "", tensor.is_leaf,
            plain.is_contiguous() if strided else True, plain.numel() * plain.element_size(), shown, texts, values,
        )  # fmt: skip

    def _place(self, name: str, plain: Tensor) -> int:
        """Return the number of the memory that a tensor reads, -1 for one that has none."""
        if plain.device.type == "meta":
            return -1
        storage = plain.untyped_storage()
        place, _ = self.found.setdefault((str(plain.device), int(storage._cdata)), (len(self.found), plain))
        self.names.setdefault(place, []).append(shortened(name, 80))
        return place

    def _storage(self, place: int, plain: Tensor) -> BenchStorage:
        storage = plain.untyped_storage()
        items = storage.nbytes() // plain.element_size()
        whole = torch.empty(0, dtype=plain.dtype, device=plain.device)
        shown = _folded(items, ROW)
        cells = tried(lambda: _written_out(_picked(whole.set_(storage, 0, (items,), (1,)), (shown,))), None)
        shown, (texts, values) = (shown, cells) if cells is not None else ((), (NO_TEXTS, EMPTY))
        return BenchStorage(
            str(plain.device), str(plain.dtype).removeprefix("torch."), items, storage.nbytes(), shown, texts, values,
            tuple(self.names.get(place, ())),
        )  # fmt: skip


def is_tensor(value: object) -> TypeGuard[Tensor]:
    """Whether it is a tensor, without asking the value itself."""
    return issubclass(type(value), Tensor)


def readable(tensor: Tensor) -> bool:
    """Whether all numbers of a tensor are in its memory: who resizes a memory leaves tensors that read beyond its end,
    and reading them ends the process."""
    if tensor.layout is not torch.strided or tensor.device.type == "meta":
        return False
    if tensor.numel() == 0:
        return True
    last = tensor.storage_offset() + sum((n - 1) * s for n, s in zip(tensor.shape, tensor.stride(), strict=True))
    return bool((last + 1) * tensor.element_size() <= tensor.untyped_storage().nbytes())


def gradient_of(value: Any) -> Tensor | None:
    """Return what stands in `.grad` of a leaf, without the warning others give."""
    return tried(lambda: value.grad if is_tensor(value) and value.is_leaf else None, None)


def _folded(size: int, most: int) -> tuple[int, ...]:
    """Return the indices that are shown: all, or the first ones and the last two."""
    return tuple(range(size)) if size <= most else (*range(most - 2), size - 2, size - 1)


def _cells(plain: Tensor, left: int) -> tuple[tuple[tuple[int, ...], ...], tuple[str, ...], Array]:
    dimensions = plain.dim()
    if dimensions > MOST_DIMENSIONS or not readable(plain):
        return (), (), EMPTY
    most = ([LAYERS] * MOST_DIMENSIONS + [TALLEST, WIDEST])[-dimensions:] if dimensions else []
    shown = tuple(_folded(size, limit) for size, limit in zip(plain.shape, most, strict=True))
    picked = _picked(plain, shown)
    if picked.numel() > left:
        return (), (), EMPTY
    return (shown, *_written_out(picked))


def _picked(plain: Tensor, shown: tuple[tuple[int, ...], ...]) -> Tensor:
    for dimension, indices in enumerate(shown):
        if len(indices) < plain.shape[dimension]:
            parts = [plain.narrow(dimension, 0, len(indices) - 2), plain.narrow(dimension, indices[-2], 2)]
            plain = torch.cat(parts, dimension)
    return plain.cpu()


def _written_out(picked: Tensor) -> tuple[tuple[str, ...], Array]:
    write: Callable[[Any], str] = str
    if picked.is_quantized:
        picked = picked.dequantize()
    if picked.is_floating_point():
        picked = picked.double()
        write = _float
    elif picked.is_complex():
        write = _complex
    flat = picked.resolve_conj().reshape(-1).tolist()
    numbers = picked.abs() if picked.is_complex() else picked
    return tuple(write(value) for value in flat), to_array(numbers.reshape(-1).to(torch.float32))


def _float(value: float) -> str:
    return f"{value:.6g}" if abs(value) < 1e6 and value == round(value, 1) else f"{value:.3g}"


def _complex(value: complex) -> str:
    return f"{value:.2g}"


def _written(value: object) -> str:
    try:
        return shortened(repr(value), 120)
    except ValueError:  # an int of more digits than Python writes
        return "…"
