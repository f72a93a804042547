"""What is usual for data of a person's own: it follows from its inputs and from how many samples there are."""

from __future__ import annotations

import math

from core.messages.catalogue import OWN, Known
from core.messages.own.prepared import About
from core.messages.train_commands import Settings

SMALL, LARGE = 64, 1024
"""Inputs: up to so many a small network learns them, from so many on a large one."""


def known_of(about: About) -> Known:
    """Return what is known of data in the library: a network as large as its inputs ask for, a batch as its samples
    allow."""
    size = math.prod(about.input)
    hidden = (16, 16) if size <= SMALL and len(about.input) == 1 else (64, 32) if size < LARGE else (128, 64)
    batch = min(64, max(4, 2 ** int(math.log2(max(4, about.training // 8)))))
    return Known(
        name=OWN, task=about.task, input=about.input, classes=about.classes, hidden=hidden, activation="relu",
        settings=Settings(learning_rate=1e-3, batch_size=batch), generated=False, attribution=about.attribution,
    )  # fmt: skip
