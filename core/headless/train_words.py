"""What ``torchgarden train`` prints for a person: a table of how the training goes, and a line for each edit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.env.check.explained import explained
from core.messages.train_events import (
    Changed,
    DeviceLoad,
    Diverged,
    Edited,
    Failed,
    Loaded,
    Noticed,
    Ready,
    Rejected,
    Saving,
    Silence,
    State,
    Tick,
)
from core.messages.train_reports import outrun

TICKS_A_LINE = 15
"""Thirty Ticks come a second; a person can read two lines."""


class Lines:
    """Prints events for a person: a table of Ticks, and a line for everything else."""

    def __init__(self, out: Callable[[str], None]) -> None:
        self._out = out
        self._ticks = 0
        self._last: Tick | None = None

    def show(self, event: Any, answers: int | None) -> None:
        """Print one event, if it is worth a line."""
        match event:
            case Tick():
                self._ticks += 1
                self._last = event
                if self._ticks % TICKS_A_LINE == 1:
                    self._tick()
            case Ready():
                self._out(f"Python {event.python}, PyTorch {event.torch}, {event.devices[0].product}")
            case Loaded():
                self._loaded(event)
            case Edited():
                self._tick()
                mark = event.mark
                if event.cause != "undo" and (said := outrun(event.now.marks)) is not None:
                    self._out(f"step {event.now.state.step}: {said}")
                cause = {"undo": "undo: ", "redo": "redo: "}.get(event.cause, "")
                losses = f"loss {mark.loss_before:.4f} -> {mark.loss_after:.4f}"
                parameters = f"{event.now.cost.parameters:,} parameters"
                self._out(f"step {event.now.state.step}: {cause}{mark.label} ({parameters}; {losses})")
            case Changed() | DeviceLoad():
                pass
            case State():
                self._tick()
            case Diverged():
                self._out(str(event.sentence))
            case Rejected():
                self._out(" ".join(map(str, (event.sentence, *event.advice))))
            case Saving(problem, advice):
                self._out(" ".join(map(str, (problem, *advice))) if problem else "It is saved again.")
            case Noticed(diagnoses):
                for one in diagnoses:
                    self._out(f"noticed: {one.sentence}")
            case Failed():
                self._out(f"{' '.join(map(str, explained(event)))}\n{event.detail}")
            case Silence():
                self._out(str(event.sentence) if event.seconds else "It goes on.")

    def _loaded(self, loaded: Loaded) -> None:
        data, now = loaded.data, loaded.now
        self._out(
            f"{data.spec.name}: {data.training_samples:,} training and {data.validation_samples:,} validation samples; "
            f"{now.cost.parameters:,} parameters; {now.settings.optimizer}, "
            f"learning rate {now.settings.learning_rate:g}, batch size {now.settings.batch_size:,}; "
            f"on {now.state.device.name}, step {now.state.step}"
        )
        self._out(f"{'step':>9} {'epoch':>8} {'loss':>9} {'val.loss':>9} {'score':>7} {'val.':>7} {'samples/s':>11}")

    def _tick(self) -> None:
        """Print the last Tick, once."""
        tick, self._last = self._last, None
        if tick is not None:
            self._out(
                f"{tick.step:>9} {tick.epoch:>8.2f} {tick.loss:>9.4f} {tick.validation_loss:>9.4f} "
                f"{tick.score:>7.3f} {tick.validation_score:>7.3f} {tick.samples_per_s:>11,.0f}"
            )
