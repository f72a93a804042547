"""The order in which samples are seen: every sample once an epoch, shuffled again for each."""

from __future__ import annotations

import copy

import torch
from torch import Generator, Tensor

from core.train.training.seeds import mix


class Order:
    """Where a training is among `count` samples: `position` of them seen in this epoch, `epochs` before it.

    `rows` (count,): this epoch's shuffle. It is drawn on the processor, so that it is the same on every device.
    """

    def __init__(self, count: int, *, seed: int, device: torch.device) -> None:
        self.count = count
        self.epochs = 0
        self.position = 0
        self._device = device
        self._generator = Generator().manual_seed(mix(seed, 1))
        self.rows = self._shuffled()

    @property
    def epoch(self) -> float:
        """How often every sample was seen."""
        return self.epochs + self.position / self.count

    def sizes(self, batch_size: int, *, limit: int) -> list[int]:
        """Return the sizes of the next batches up to the end of the epoch, `limit` at most.

        The last batch takes what is left; one sample that would be left alone joins the batch before, because batch
        norm has nothing to normalise over in a batch of one.
        """
        left = self.count - self.position
        sizes: list[int] = []
        while left and len(sizes) < limit:
            here = left if left <= batch_size or (left == batch_size + 1 and batch_size > 1) else batch_size
            sizes.append(here)
            left -= here
        return sizes

    def next_rows(self, count: int) -> Tensor:
        """Return the next samples of this epoch, (count,); they are not seen by that."""
        return self.rows[self.position : self.position + count]

    def go_on(self, count: int) -> None:
        """Count samples as seen; at the end of an epoch, shuffle for the next."""
        self.position += count
        if self.position == self.count:
            self.epochs, self.position, self.rows = self.epochs + 1, 0, self._shuffled()

    def state(self) -> tuple[int, int, Tensor, Tensor]:
        """Return what `at` takes."""
        return self.epochs, self.position, self.rows, self._generator.get_state()

    def at(self, epochs: int, position: int, rows: Tensor, random: Tensor) -> Order:
        """Return the order as `state` gave it, on this one's device."""
        order = copy.copy(self)
        order.count, order.epochs, order.position, order.rows = len(rows), epochs, position, rows.to(self._device)
        order._generator = Generator().set_state(random)
        return order

    def of(self, count: int) -> Order:
        """Return the order for `count` samples: the same where there are as many; else another shuffle of them, as far
        in its epoch as this one is."""
        order = copy.copy(self)
        if count != self.count:
            order._generator = Generator().set_state(self._generator.get_state())
            order.count, order.position = count, min(self.position * count // self.count, count - 1)
            order.rows = order._shuffled()
        return order

    def _shuffled(self) -> Tensor:
        return torch.randperm(self.count, generator=self._generator).to(self._device)
