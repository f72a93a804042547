"""What the tab says of tensors and of memory."""

from __future__ import annotations

from core.messages.inside.bench import BenchName, BenchStorage, BenchTensor
from gui.kit.words import tr


def shape_text(shape: tuple[int, ...]) -> str:
    """Return a shape as Python writes it."""
    return f"({shape[0]},)" if len(shape) == 1 else f"({', '.join(map(str, shape))})"


def name_line(name: BenchName) -> str:
    """Return a name with what stands under it, in one line of the list."""
    if name.tensor is None:
        return f"{name.name}   {name.text or name.kind}"
    line = f"{name.name}   {shape_text(name.tensor.shape)} {name.tensor.dtype}"
    return f"{line} · {tr('from the training')}" if name.from_training else line


def tensor_head(tensor: BenchTensor) -> str:
    """Return what stands beside a tensor's name in the picture."""
    return f"{shape_text(tensor.shape)} · {tensor.dtype}"


def tensor_note(tensor: BenchTensor, *, stretched: bool, shared_with: tuple[str, ...]) -> str:
    """Return what stands below a tensor's name in the picture."""
    parts = []
    if tensor.shape:
        parts.append(f"stride {shape_text(tensor.strides)}")
    if stretched:
        parts.append(tr("stretched by broadcasting"))
    if not tensor.contiguous:
        parts.append(tr("not contiguous"))
    if shared_with:
        parts.append(tr("shares its memory with {names}", names=", ".join(shared_with)))
    return " · ".join(parts)


def tensor_about(name: BenchName) -> str:
    """Return all that is known of what stands under a name, for the line below the names."""
    tensor = name.tensor
    if tensor is None:
        return f"{name.name}: {name.kind} {name.text}".strip()
    parts = [tr("{n:,} bytes", n=tensor.bytes), tensor.device]
    parts.append(tr("contiguous") if tensor.contiguous else tr("not contiguous"))
    if tensor.offset:
        parts.append(tr("begins at cell {n:,}", n=tensor.offset))
    if tensor.requires_grad:
        parts.append("requires_grad" + (f", grad_fn={tensor.grad_fn}" if tensor.grad_fn else ", leaf"))
    if len(tensor.shape) > 4:
        parts.append(tr("more than four dimensions: look at a slice"))
    return f"{name.name}: " + " · ".join(parts)


def memory_note(storage: BenchStorage) -> str:
    """Return what stands beside a memory."""
    said = tr(
        "{size:,} bytes, {items:,} cells in one row · {dtype} · {device}",
        size=storage.bytes, items=storage.items, dtype=storage.dtype, device=storage.device,
    )  # fmt: skip
    return f"{said} · {', '.join(storage.names)}"


def took_text(seconds: float) -> str:
    """Return how long a line took, measured."""
    if seconds < 1e-3:
        return f"{seconds * 1e6:.0f} µs"
    return f"{seconds * 1e3:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"
