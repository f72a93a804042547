"""The training handed to another process while it goes on: written a little at a time between steps, as a save is.

What is handed over is a copy of one moment, so nothing that a person does meanwhile changes it: edits, another device,
another training. Only the copying holds the training up; for a network of 100 MB the writing takes several times as
long. Who asks while one is being written waits for it and gets a moment of their own: two copies at once could be more
than there is memory for.
"""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Union

import torch

from core.disk_reason import reason
from core.messages.train_events import HandedOver, Rejected, Tick
from core.runs import LOCK_FILE, RunError
from core.sentence import say
from core.train.disk import checkpoint
from core.train.disk.flush import Flush
from core.train.training.training import Training
from core.workers.process_tree import is_out_of_memory

SLICE_S = 0.004
"""How long is written between two looks at the training: twice what a save takes, because a person is waiting."""

Answer = tuple[int, Union[HandedOver, Rejected]]


class Handing:
    """What is being handed over, and who waits for their turn. `ask` once; `go_on` in every round of the loop."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._waiting: deque[tuple[int, Path, Union[Training, None]]] = deque()
        self._writing: Iterator[Flush | None] | None = None
        self._number, self._folder, self._step = 0, Path(), 0

    @property
    def busy(self) -> bool:
        """Whether something is being written or waits for it."""
        return self._writing is not None or bool(self._waiting)

    def ask(
        self, number: int, folder: Path, training: Training, *, last: Tick | None, stood: Training | None = None
    ) -> None:  # fmt: skip
        """Copy the training as it stands, or as it `stood` at another moment, to be written into `folder`; raise
        `RunError` where it must not be. Who waits gets a moment of their own, or just the one that was named.

        MemoryError and RuntimeError come out of it where there is not enough memory for the copy.
        """
        if (folder / LOCK_FILE).exists():  # a run's own folder, whoever has it open
            raise RunError("There is a training called {name} already.", name=folder.name)
        if self.busy:
            self._waiting.append((number, folder, stood))
        else:
            self._begin(number, folder, training if stood is None else stood, last)

    def go_on(self, training: Training, *, last: Tick | None) -> list[Answer]:
        """Write a little more; return the answers that are due, with the numbers of the commands."""
        if self._writing is None:
            return self._next(training, last)
        until = self._clock() + SLICE_S
        try:
            for _ in self._writing:
                if self._clock() >= until:
                    return []
        except OSError as error:
            self._writing = None
            return [(self._number, Rejected(say("The training cannot be handed over."), (reason(error),)))]
        self._writing = None
        return [(self._number, HandedOver(str(self._folder), self._step))]

    def give_up(self) -> None:
        """Leave what is being written, without a trace; nobody is told."""
        self._waiting.clear()
        self._writing = None  # what it has begun is deleted with it

    def _next(self, training: Training, last: Tick | None) -> list[Answer]:
        """Begin with whoever has waited longest; return the refusal if there is no memory for it."""
        if not self._waiting:
            return []
        number, folder, stood = self._waiting.popleft()
        try:
            self._begin(number, folder, training if stood is None else stood, last)
        except (MemoryError, RuntimeError) as error:
            if not is_out_of_memory(error):
                raise
            return [(number, Rejected(say("There is not enough memory for this. Nothing was changed.")))]
        return []

    def _begin(self, number: int, folder: Path, training: Training, last: Tick | None) -> None:
        record = checkpoint.record_of(training, last=last, threads=torch.get_num_threads())
        moment = training.state()
        self._number, self._folder, self._step = number, folder, training.step
        self._writing = checkpoint.writing(folder, moment, record, array("d"), on_disk=0, story=0, forced=False)
