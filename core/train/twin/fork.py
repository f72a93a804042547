"""Where a twin leaves a training: right before an edit, found in what can be undone."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.messages.train_commands import Change, UseDevice, UseThreads
from core.messages.train_reports import EditMark, TimelineEntry
from core.train.model import dismantle
from core.train.session.undo import Ring
from core.train.training import datasets
from core.train.training.state import TrainingState
from core.train.training.training import Training

NO_EDITS = (Change, UseDevice, UseThreads)
"""What a timeline tells beside edits of the network."""


@dataclass(frozen=True)
class Fork:
    """An edit that a twin does not make. `first` is its entry in the timeline, the `length`th; `mark` is what is told
    of it. `state`: right before it, None where that is not kept any more."""

    state: TrainingState | None
    step: int
    length: int
    first: TimelineEntry
    mark: EditMark

    def stands(self, training: Training) -> bool:
        """Whether the edit is one that the training has made, and that was not taken back."""
        return training.timeline[self.length : self.length + 1] == (self.first,)

    def changes(self, training: Training) -> tuple[TimelineEntry, ...]:
        """Return the changes of settings that the training has had since."""
        return tuple(entry for entry in training.timeline[self.length + 1 :] if isinstance(entry.done, Change))

    def edited_since(self, training: Training) -> bool:
        """Whether the training was edited once more."""
        return any(not isinstance(entry.done, NO_EDITS) for entry in training.timeline[self.length + 1 :])

    def on(self, training: Training) -> Fork:
        """Return the fork with its state where a training is: on its device, with its data where they are the same."""
        return self if self.state is None else replace(self, state=moved(self.state, training))


def moved(state: TrainingState, training: Training) -> TrainingState:
    """Return a state where a training is: on its device, with its data where they are the same."""
    dataset = state.dataset
    if dataset is not None:
        same = dataset.spec == training.dataset.spec
        dataset = training.dataset if same else datasets.to(dataset, training.device)
    return replace(state, model=dismantle.to_device(state.model, training.device), dataset=dataset)


def newest(ring: Ring, training: Training) -> Fork | None:
    """Return the fork at the newest edit that can be undone, None for none. A changed setting is no edit."""
    for entry in reversed(ring.undo):
        length = len(entry.state.timeline)
        first = next(iter(training.timeline[length : length + 1]), None)
        if first is None or isinstance(first.done, NO_EDITS) or first.step != entry.state.step:
            continue
        if training.timeline[:length] == entry.state.timeline:
            return Fork(entry.state, entry.state.step, length, first, entry.mark)
    return None
