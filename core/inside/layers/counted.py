"""The counted pass: the same step without a profiler, op by op below autograd, each with the kernels that it ran.

oneDNN and MKL print a line for every primitive and product when they are asked to. They print on C's standard output,
so for this one step descriptor 1 leads into a file: what has come since the last op belongs to this one. Both slow the
step down; times come from the timed pass.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode

from core.inside.written.step import Step
from core.messages.inside.layers import Kernel
from core.net.plan import Shape

NAN = float("nan")
MAKES_ONLY = {
    "aten::empty", "aten::empty_like", "aten::empty_strided", "aten::new_empty", "aten::detach", "aten::alias",
    "aten::new_empty_strided", "aten::_local_scalar_dense", "aten::lift_fresh",
}  # fmt: skip
"""Ops that take memory or look at it, and compute nothing."""


@dataclass
class Counted:
    """One op: its name, its name with the overload, the shapes of what goes in and comes out, and the kernels. `views`:
    it only looks at memory in another way."""

    name: str
    overload: str
    inputs: tuple[Shape, ...]
    outputs: tuple[Shape, ...]
    dtype: str
    device: str
    bytes: int
    views: bool
    kernels: list[Kernel] = field(default_factory=list)


class _Mode(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Writes down each op, and what was printed while it ran."""

    def __init__(self, printed: Callable[[], list[str]]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.printed, self.rows = printed, list[Counted]()

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        self.printed()
        out = func(*args, **(kwargs or {}))
        kernels = [kernel for line in self.printed() if (kernel := kernel_of(line)) is not None]
        self.rows.append(_row(func, args, out, kernels))
        return out


def _row(func: Any, args: Any, out: Any, kernels: list[Kernel]) -> Counted:
    given = [one for arg in args for one in (arg if isinstance(arg, (list, tuple)) else (arg,))]
    inputs = [one for one in given if isinstance(one, Tensor)]
    outputs = [one for one in (out if isinstance(out, (list, tuple)) else (out,)) if isinstance(one, Tensor)]
    about = (outputs or inputs or [torch.empty(0)])[0]
    name = f"{func.namespace}::{func._schema.name.split('::')[-1]}"
    views = any(one.alias_info is not None and not one.alias_info.is_write for one in func._schema.returns)
    return Counted(
        name, f"{name}.{func._schema.overload_name}".rstrip("."),
        tuple(tuple(one.shape) for one in inputs), tuple(tuple(one.shape) for one in outputs),
        str(about.dtype).removeprefix("torch."), str(about.device), sum(one.nbytes for one in (*inputs, *outputs)),
        views, kernels,
    )  # fmt: skip


def kernel_of(line: str) -> Kernel | None:
    """Return the kernel that a line of MKL or oneDNN tells of, None for any other line."""
    if line.startswith("MKL_VERBOSE "):
        told = re.match(r"MKL_VERBOSE (\w+)\(([^)]*)\)\s+([\d.]+)(ns|us|ms|s)\b", line)
        if told is None:
            return None
        arguments = ",".join(told[2].split(",")[:5])
        return Kernel(f"MKL {told[1]}({arguments})", float(told[3]) * UNITS[told[4]])
    fields = line.split(",")
    if line.startswith("onednn_verbose") and "exec" in fields:
        at = fields.index("exec")
        rest = fields[at + 1 :]
        if len(rest) < 4:
            return None
        with contextlib.suppress(ValueError):
            return Kernel(f"oneDNN {rest[1]} {rest[2]} {rest[-2]}".strip(), float(rest[-1]) * 1e-3)
    return None


UNITS = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1.0}


@contextlib.contextmanager
def printed_by_c() -> Iterator[Callable[[], list[str]]]:
    """Lead descriptor 1 into a file for a while; give what returns the lines that are new."""
    flush: Callable[[Any], Any] = lambda _: None  # noqa: E731
    with contextlib.suppress(OSError, AttributeError):
        flush = ctypes.CDLL(None).fflush if sys.platform != "win32" else ctypes.cdll.msvcrt.fflush
    with tempfile.TemporaryFile() as file:
        sys.stdout.flush()
        kept, place = os.dup(1), 0
        os.dup2(file.fileno(), 1)

        def new_lines() -> list[str]:
            nonlocal place
            flush(None)
            file.seek(place)
            data = file.read()
            place += len(data)
            return data.decode("utf-8", "replace").splitlines()

        try:
            yield new_lines
        finally:
            flush(None)
            os.dup2(kept, 1)
            os.close(kept)


def counted(step: Step) -> list[Counted]:
    """Return every op of the step in its order; everything is as before afterwards."""
    step.back()
    with contextlib.ExitStack() as stack:
        printed = stack.enter_context(printed_by_c())
        for library in ("mkldnn", "mkl"):
            said = getattr(torch.backends, library)
            if said.is_available():
                stack.enter_context(said.verbose(getattr(said, "VERBOSE_ON", 1)))
        stack.enter_context(torch.autograd.set_multithreading_enabled(False))
        mode = _Mode(printed)
        stack.enter_context(mode)
        step.run()
    step.back()
    for row in mode.rows:
        if not row.kernels and row.device == "cpu" and not row.views and row.name not in MAKES_ONLY:
            row.kernels.append(Kernel(f"ATen, {vectors()}", NAN, derived=True))
    return mode.rows


def warm_up() -> None:
    """Have MKL say its first line: before that it measures the processor's clock, which takes up to a second."""
    if torch.backends.mkl.is_available():  # type: ignore[no-untyped-call]
        with printed_by_c(), torch.backends.mkl.verbose(torch.backends.mkl.VERBOSE_ON):  # type: ignore[no-untyped-call]
            torch.mm(torch.ones(2, 2), torch.ones(2, 2))


def vectors() -> str:
    """Return for which vectors ATen's loops were compiled, as a person reads it: "AVX-512"."""
    found = str(torch.backends.cpu.get_cpu_capability())
    return {"AVX512": "AVX-512", "DEFAULT": "no vectors of its own"}.get(found, found)
