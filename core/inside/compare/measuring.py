"""All the pieces one after the other: whoever drives it can stop between two."""

from __future__ import annotations

import logging
import platform
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence

import torch

from core.inside.compare.pieces import Piece, all_pieces
from core.messages.inside.compare import LeftOut, Measured, MeasuringEnded
from core.messages.train_reports import Device
from core.train.training.training import Training

log = logging.getLogger(__name__)
FAILS = (RuntimeError, MemoryError, NotImplementedError, TypeError, ValueError, OSError, subprocess.SubprocessError)
"""What a device that cannot do a piece raises."""


class Measuring:
    """What is being measured. `pieces`: how many there are; `begun` when."""

    def __init__(
        self, training: Training | None, devices: Sequence[Device], *,
        pieces: Callable[[Training | None, tuple[str, ...]], list[Piece]] = all_pieces,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self._clock, self.begun = clock, clock()
        self._devices = tuple(devices)
        self._left = iter(pieces(training, tuple(device.name for device in devices)))
        self.pieces = len(pieces(training, tuple(device.name for device in devices)))
        self.threads = torch.get_num_threads()

    def next(self) -> Measured | MeasuringEnded | None:
        """Measure the next piece and return what came out, None for nothing; after the last, that it has ended."""
        piece = next(self._left, None)
        if piece is None:
            return self.ended(whole=True)
        what, measure = piece
        try:
            return measure()
        except FAILS as error:
            log.info("%s was not measured: %s", what, error)
            return LeftOut(what, str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__)

    def ended(self, *, whole: bool) -> MeasuringEnded:
        """Return that it has ended."""
        return MeasuringEnded(whole, machine_of(self._devices), str(torch.__version__), self._clock() - self.begun)


def machine_of(devices: Sequence[Device]) -> str:
    """Return what tells this computer's results from another's."""
    return " · ".join([platform.machine(), *(device.product for device in devices)])


def each(measuring: Measuring) -> Iterator[Measured | MeasuringEnded]:
    """Yield everything that is measured, to the end."""
    while True:
        event = measuring.next()
        if event is not None:
            yield event
        if isinstance(event, MeasuringEnded):
            return
