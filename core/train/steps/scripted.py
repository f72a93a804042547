"""The backward of batch norm and convolution, in a form that `torch.jit.trace` can record.

Both operations take a list of which results are wanted, and a recording cannot hold that list ("unsupported argument
type"). It can hold a call of TorchScript: while a step is recorded, they are called through the script below, else
directly.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

ops = torch.ops.aten

SCRIPT = """
def norm(
    slope: Tensor, x: Tensor, weight: Tensor, running_mean: Tensor, running_var: Tensor, mean: Tensor,
    inverse_deviation: Tensor, training: bool, eps: float,
) -> Tuple[Tensor, Tensor, Tensor]:
    return torch.ops.aten.native_batch_norm_backward(
        slope, x, weight, running_mean, running_var, mean, inverse_deviation, training, eps, [True, True, True]
    )

def convolution(
    slope: Tensor, x: Tensor, weight: Tensor, channels: int, stride: int, padding: int, groups: int
) -> Tuple[Tensor, Tensor, Tensor]:
    return torch.ops.aten.convolution_backward(
        slope, x, weight, [channels], [stride, stride], [padding, padding], [1, 1], False, [0, 0], groups,
        [True, True, True],
    )

def first_convolution(
    slope: Tensor, x: Tensor, weight: Tensor, channels: int, stride: int, padding: int, groups: int
) -> Tuple[Tensor, Tensor, Tensor]:
    _, d_weight, d_bias = torch.ops.aten.convolution_backward(
        slope, x, weight, [channels], [stride, stride], [padding, padding], [1, 1], False, [0, 0], groups,
        [False, True, True],
    )
    return slope, d_weight, d_bias
"""


def _is_recorded() -> bool:
    """Whether a step is being recorded; never where torch has no recorder any more."""
    jit = getattr(torch, "jit", None)
    return jit is not None and hasattr(jit, "is_tracing") and bool(jit.is_tracing())


@functools.cache
def _scripted() -> Any:
    return torch.jit.CompilationUnit(SCRIPT)


def slopes_of_norm() -> Callable[..., tuple[Tensor, Tensor, Tensor]]:
    """Return the function for (d loss / d x, d loss / d norm_weight, d loss / d norm_bias)."""
    if _is_recorded():
        scripted: Callable[..., tuple[Tensor, Tensor, Tensor]] = _scripted().norm
        return scripted
    return lambda *given: ops.native_batch_norm_backward(*given, [True, True, True])


def slopes_of_convolution(further: bool) -> Callable[..., tuple[Tensor, Tensor, Tensor]]:
    """Return the function for (d loss / d x, d loss / d weight, d loss / d bias); the first only if `further`."""
    if _is_recorded():
        unit = _scripted()
        scripted: Callable[..., tuple[Tensor, Tensor, Tensor]] = unit.convolution if further else unit.first_convolution
        return scripted

    def plain(
        slope: Tensor, x: Tensor, weight: Tensor, channels: int, stride: int, padding: int, groups: int
    ) -> tuple[Tensor, Tensor, Tensor]:
        slopes: tuple[Tensor, Tensor, Tensor] = ops.convolution_backward(
            slope, x, weight, [channels], [stride] * 2, [padding] * 2, [1, 1], False, [0, 0], groups,
            [further, True, True],
        )  # fmt: skip
        return slopes

    return plain
