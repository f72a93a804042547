"""A process that measures ATen's own loop and prints its seconds: ``python -m core.inside.compare.vector COUNT``."""

from __future__ import annotations

import sys

import torch

from core.inside.compare.clock import measured


def main() -> None:
    """Print the median of the sigmoid of so many numbers on one thread."""
    torch.set_num_threads(1)
    numbers = torch.linspace(-3, 3, int(sys.argv[1]))
    print(measured(lambda: torch.sigmoid(numbers), torch.device("cpu")).seconds)


if __name__ == "__main__":
    main()
