"""Pooling, batch norm and the gradient of a convolution in faster passes are what torch computes."""

from __future__ import annotations

import pytest
import torch
from torch import Generator, Tensor, nn

from core.net.plan import Conv, Pool
from core.train.steps import images as image_passes

DTYPES = [torch.float32, torch.float64]
DIGITS = {torch.float32: 1e-6, torch.float64: 1e-14}


def images(*shape: int, dtype: torch.dtype = torch.float32, seed: int = 0) -> Tensor:
    return torch.randn(shape, generator=Generator().manual_seed(seed), dtype=torch.float64).to(dtype)


def torchs(kind: str, x: Tensor, slope: Tensor) -> tuple[Tensor, Tensor]:
    """Return what torch pools, and autograd's gradient."""
    leaf = x.clone().requires_grad_()
    pooled = nn.functional.max_pool2d(leaf, 2) if kind == "max" else nn.functional.avg_pool2d(leaf, 2)
    pooled.backward(slope)  # type: ignore[no-untyped-call]
    assert leaf.grad is not None
    return pooled.detach(), leaf.grad


def ours(kind: str, x: Tensor, slope: Tensor) -> tuple[Tensor, Tensor]:
    if kind == "average":
        return image_passes.mean_of_four(x), image_passes.slope_of_mean(slope, x)
    pooled, kept = image_passes.largest_of_four(x)
    return pooled, image_passes.slope_of_largest(slope, *kept)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("side", [(8, 8), (7, 8), (8, 7), (7, 5), (2, 2), (3, 2)])
@pytest.mark.parametrize("kind", ["max", "average"])
def test_pooling_is_torchs_bit_for_bit(kind: str, side: tuple[int, int], dtype: torch.dtype) -> None:
    x, slope = images(5, 3, *side, dtype=dtype), images(5, 3, side[0] // 2, side[1] // 2, dtype=dtype, seed=1)
    for mine, theirs in zip(ours(kind, x, slope), torchs(kind, x, slope), strict=True):
        assert torch.equal(mine, theirs)
        assert float(theirs.abs().max()) > 0


@pytest.mark.parametrize("levels", [1, 2, 3])
def test_of_equal_numbers_in_a_window_the_one_that_torch_takes_gets_the_gradient(levels: int) -> None:
    """Every way in which four numbers can be equal is among these: blank parts of pictures are made of them."""
    x = torch.randint(0, levels, (64, 4, 10, 6), generator=Generator().manual_seed(levels)).float()
    slope = images(64, 4, 5, 3)
    for mine, theirs in zip(ours("max", x, slope), torchs("max", x, slope), strict=True):
        assert torch.equal(mine, theirs)


def test_pooling_reads_images_however_they_lie_in_memory() -> None:
    x, slope = images(5, 3, 8, 8).to(memory_format=torch.channels_last), images(5, 3, 4, 4)
    for kind in ("max", "average"):
        for mine, theirs in zip(ours(kind, x, slope), torchs(kind, x, slope), strict=True):
            assert torch.equal(mine, theirs)


@pytest.mark.parametrize("dtype", DTYPES)
def test_batch_norm_is_torchs_but_for_the_last_digits(dtype: torch.dtype) -> None:
    """Of channels whose mean is far from 0, too, where a difference of squares would lose every digit."""
    x = images(16, 4, 6, 5, dtype=dtype) + torch.tensor([0.0, 1.0, -30.0, 5.0], dtype=dtype)[:, None, None]
    weight, bias = images(4, dtype=dtype, seed=1), images(4, dtype=dtype, seed=2)
    mine, theirs = ((torch.zeros(4, dtype=dtype), torch.ones(4, dtype=dtype)) for _ in range(2))
    for _ in range(3):
        got = image_passes.batch_norm(x, weight, bias, *mine, 0.1, 1e-5)
        wanted = torch.native_batch_norm(x, weight, bias, *theirs, True, 0.1, 1e-5)
    exactly, _, _ = torch.native_batch_norm(
        x.double(), weight.double(), bias.double(), torch.zeros(4).double(), torch.ones(4).double(), True, 0.1, 1e-5
    )
    error = max(float((wanted[0] - exactly).abs().max()), DIGITS[dtype])
    assert float((got[0] - exactly).abs().max()) <= 4 * error
    for one, other in zip((*got[1:], *mine), (*wanted[1:], *theirs), strict=True):
        assert float(((one - other) / other.abs().clamp_min(1.0)).abs().max()) <= 2 * DIGITS[dtype]


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(("kernel", "padding"), [(3, 1), (3, 0), (5, 2), (1, 0), (4, 1), (3, 2)])
def test_the_gradient_that_a_convolution_hands_on_is_torchs(kernel: int, padding: int, dtype: torch.dtype) -> None:
    layer = Conv(1, 5, kernel, 1, padding)
    x, weight = images(6, 3, 9, 8, dtype=dtype).requires_grad_(), images(5, 3, kernel, kernel, dtype=dtype, seed=1)
    there = nn.functional.conv2d(x, weight, padding=padding)
    slope = images(*there.shape, dtype=dtype, seed=2)
    there.backward(slope)  # type: ignore[no-untyped-call]
    assert x.grad is not None
    mine = image_passes.slope_of_images(layer, slope, weight)
    assert float((mine - x.grad).abs().max()) <= 2 * DIGITS[dtype] * float(x.grad.abs().max())


def test_what_is_not_faster_is_left_to_torch() -> None:
    x = images(2, 4, 16, 16)
    assert image_passes.halves(Pool(1), x)
    assert not image_passes.halves(Pool(1, "max", 3, 2), x)
    assert not image_passes.halves(Pool(1, "max", 2, 1), x)
    assert not image_passes.fast(x.clone().requires_grad_())
    assert not image_passes.fast(x.to("meta"))
    assert not image_passes.fast(x[..., :15]), "too small"
    assert image_passes.mirrors(Conv(1, 8), x)
    for layer in (Conv(1, 16), Conv(1, 8, 3, 2), Conv(1, 8, groups=2), Conv(1, 8, 1, 1, 1)):
        assert not image_passes.mirrors(layer, x)
