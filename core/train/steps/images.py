"""Operations on images that are faster on the processor than torch's own.

Torch's pooling makes a comparison for each number, and the processor guesses half of them wrong. Its batch norm sums
one number after the other. The gradient that a convolution of few channels hands back is computed for as many channels
as fit a register. In a small convolutional net these are a third of a step. Here whole images are passed over, several
numbers at a time:

- Pooling in windows of 2 × 2 that do not overlap: first within rows, then between them. The numbers are torch's, bit
  for bit. Of equal numbers in a window the first, row by row, gets the gradient, as in torch.
- Batch norm's statistics: two means, the variance around the mean. They differ from torch's in the last digits.
- The gradient that a convolution of stride 1 hands back: a convolution with the mirrored kernels.

Torch's operation is used on another device, for autograd, for other windows and for small images.
"""

from __future__ import annotations

import torch
from torch import Tensor

from core.net.plan import Conv, Pool

ops = torch.ops.aten

LEAST = 1024
"""Numbers in the image of one sample from which this is faster: on smaller ones, several short operations take longer
than a slow one. Not those of a batch: a recording serves every size of batch."""
FEW_CHANNELS = 16
"""Below so many channels mirrored kernels are faster; from there on they take as long as torch's operation."""


def fast(x: Tensor) -> bool:
    """Whether x (n, C, H, W) is an image where the operations here are faster."""
    if x.dim() != 4 or x.device.type != "cpu" or x.requires_grad:
        return False
    return int(x.shape[1]) * int(x.shape[2]) * int(x.shape[3]) >= LEAST


# ---------------------------------------------------------------------------------------------------------- pooling
def halves(layer: Pool, x: Tensor) -> bool:
    """Whether a pooling halves images, and faster here."""
    return layer.kernel == layer.stride == 2 and fast(x)


def largest_of_four(x: Tensor) -> tuple[Tensor, tuple[Tensor, ...]]:
    """(n, C, H, W) -> the largest of each window (n, C, H/2, W/2), and what `slope_of_largest` needs."""
    left, right = _even_and_odd(_cropped(x))  # (n, C, H, W/2)
    of_two = torch.maximum(left, right)
    upper, lower = of_two[:, :, 0::2].contiguous(), of_two[:, :, 1::2]  # (n, C, H/2, W/2)
    largest = torch.maximum(upper, lower)
    return largest, (x, left, of_two, upper, largest)


def slope_of_largest(
    slope: Tensor, x: Tensor, left: Tensor, of_two: Tensor, upper: Tensor, largest: Tensor
) -> Tensor:  # fmt: skip
    """(n, C, H/2, W/2) -> d loss / d x (n, C, H, W): all of it goes to the largest of each window."""
    # 1 and 0, not True and False: torch compares several at a time only if the result has the same dtype.
    slope_of_two = torch.empty_like(of_two)
    into_upper, into_lower = slope_of_two[:, :, 0::2], slope_of_two[:, :, 1::2]
    torch.mul(slope, torch.ge(upper, largest, out=torch.empty_like(upper)), out=into_upper)
    torch.sub(slope, into_upper, out=into_lower)
    slope_left = torch.ge(left, of_two, out=torch.empty_like(left)).mul_(slope_of_two)
    return _padded_like(x, _interleaved(slope_left, slope_of_two.sub_(slope_left)))


def mean_of_four(x: Tensor) -> Tensor:
    """(n, C, H, W) -> the mean of each window (n, C, H/2, W/2), summed in torch's order."""
    left, right = _even_and_odd(_cropped(x))  # (n, C, H, W/2)
    upper = left[:, :, 0::2] + right[:, :, 0::2]
    return upper.add_(left[:, :, 1::2]).add_(right[:, :, 1::2]).div_(4)


def slope_of_mean(slope: Tensor, x: Tensor) -> Tensor:
    """(n, C, H/2, W/2) -> d loss / d x (n, C, H, W): a quarter to each of a window."""
    quarter = slope / 4
    row = _interleaved(quarter, quarter)  # (n, C, H/2, W)
    return _padded_like(x, torch.stack([row, row], 3).flatten(2, 3))


def _cropped(x: Tensor) -> Tensor:
    """(n, C, H, W) without a last row and a last column that fill no window."""
    height, width = int(x.shape[2]), int(x.shape[3])
    return x[:, :, : height - height % 2, : width - width % 2] if height % 2 or width % 2 else x


def _padded_like(x: Tensor, slope: Tensor) -> Tensor:
    """The slope with the row and the column that `_cropped` left out, as zeros."""
    missing = [0, int(x.shape[3]) % 2, 0, int(x.shape[2]) % 2]
    return ops.constant_pad_nd(slope, missing) if any(missing) else slope


def _even_and_odd(x: Tensor) -> tuple[Tensor, Tensor]:
    """(n, C, H, W) -> the even columns and the odd columns, both (n, C, H, W/2)."""
    return x[..., 0::2].contiguous(), x[..., 1::2].contiguous()


def _interleaved(left: Tensor, right: Tensor) -> Tensor:
    """Two (n, C, H, W/2) -> (n, C, H, W), their columns in turn."""
    # A complex number is two numbers side by side: torch writes a pair at a time.
    return torch.view_as_real(torch.complex(left, right)).flatten(3)


# ------------------------------------------------------------------------------------------------------- batch norm
def batch_norm(
    x: Tensor, weight: Tensor, bias: Tensor, running_mean: Tensor, running_var: Tensor, momentum: float, eps: float
) -> tuple[Tensor, Tensor, Tensor]:
    """Normalise images (n, C, H, W) over the batch and move the running statistics in place.

    Return the images, and mean and 1 / deviation (C,) for torch's own backward, as `native_batch_norm` does.
    """
    places = int(x.shape[2]) * int(x.shape[3])
    count = x.shape[0] * places  # in a recording: of the batch that is played
    mean = x.mean((0, 2, 3))
    away = x - mean[:, None, None]
    squares = away.square_().sum((0, 2, 3))
    variance = squares / count
    running_mean.mul_(1 - momentum).add_(mean, alpha=momentum)
    running_var.mul_(1 - momentum).add_(squares / (count - 1), alpha=momentum)
    normed, _, _ = ops.native_batch_norm(x, weight, bias, mean, variance, False, momentum, eps)
    return normed, mean, (variance + eps).rsqrt()


# ------------------------------------------------------------------------------------------------------ convolution
def mirrors(layer: Conv, slope: Tensor) -> bool:
    """Whether a convolution hands its gradient back faster through mirrored kernels."""
    narrow = layer.groups == 1 and layer.channels < FEW_CHANNELS
    return narrow and layer.stride == 1 and layer.padding < layer.kernel and fast(slope)


def slope_of_images(layer: Conv, slope: Tensor, weight: Tensor) -> Tensor:
    """(n, channels, H', W') -> d loss / d x (n, C, H, W) of a convolution of stride 1."""
    mirrored = weight.flip((2, 3)).transpose(0, 1)  # (channels, C, k, k) -> (C, channels, k, k)
    missing = [layer.kernel - 1 - layer.padding] * 2
    d_x: Tensor = ops.convolution(slope, mirrored, None, [1, 1], missing, [1, 1], False, [0, 0], 1)
    return d_x
