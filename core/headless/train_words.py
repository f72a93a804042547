"""What ``torchgarden train`` prints for a person: a table of how the training goes, and a line for each edit."""

from __future__ import annotations

import math
import time
from array import array
from collections.abc import Callable
from typing import Any

from core.env.check.explained import explained
from core.headless.output import on_one_line
from core.messages.beside.twin import POINT_FIELDS, TwinNow, TwinPoint
from core.messages.own.looking import Prepared, Preparing
from core.messages.own.prepared import OwnData
from core.messages.stops import Stop, is_gone, write
from core.messages.train_events import (
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
    StopHit,
    StopsSet,
    Tick,
)
from core.messages.train_reports import outrun
from core.net.plan import Net, number_of

TOLD_S = 2.0
"""How often it is told how far the preparing is."""
TICKS_A_LINE = 15
"""Thirty Ticks come a second; a person can read two lines."""


class Lines:
    """Prints events for a person: a table of Ticks, and a line for everything else."""

    def __init__(self, out: Callable[[str], None]) -> None:
        self._out = out
        self._ticks = 0
        self._stops: tuple[Stop, ...] = ()
        self._net: Net | None = None
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
                self._gone(event.now.net)
            case StopsSet():
                self._waits(event.stops)
            case StopHit():
                self._tick()
                self._stopped(event)
            case State():
                self._tick()
            case TwinNow():
                self._twin(event, answers)
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

    def _waits(self, stops: tuple[Stop, ...]) -> None:
        """Say for what it stops by itself, when that is set; that a condition is armed again is worth no line."""
        before, self._stops = [stop.condition for stop in self._stops if stop.on], stops
        new = [stop.condition for stop in stops if stop.on]
        if new != before and self._net is not None:
            words = ", ".join(write(condition, self._net) for condition in new)
            self._out(f"it stops when: {words}" if new else "it stops for nothing any more")

    def _gone(self, net: Net) -> None:
        """Say which conditions are about a layer that an edit has removed."""
        for stop in self._stops:
            if self._net is not None and is_gone(stop.condition, net) and not is_gone(stop.condition, self._net):
                self._out(f"“{write(stop.condition, self._net)}” is about a layer that is not there any more")
        self._net = net

    def _stopped(self, event: StopHit) -> None:
        """Say where it stopped by itself, and what was different from the step before."""
        hit, before, after = event.hit, event.hit.before, event.hit.after
        for met, label in zip(hit.met, hit.labels, strict=True):
            value = f" ({met.value:g})" if math.isfinite(met.value) else ""
            self._out(f"stopped by itself at step {hit.step}: {str(label).removeprefix('Stop: ')}{value}")
        if hit.stands != hit.step:
            self._out(f"  it stands right before that step, after step {hit.stands}")
        if not hit.begins:
            self._out("  it may have been so before this step")
        where = "before -> after" if hit.of_edit else f"step {before.step} -> {after.step}"
        pairs = {
            "loss": (before.loss, after.loss),
            "gradient norm": (before.gradient, after.gradient),
            "learning rate": (before.learning_rate, after.learning_rate),
            "validation loss": (before.validation, after.validation),
            "accuracy": (before.accuracy, after.accuracy),
        }
        self._out(f"  {where}: {_pairs(pairs)}")
        was = {layer.key: layer for layer in before.layers}
        for layer in after.layers:
            old, place = was.get(layer.key, layer), number_of(event.now.net, layer.key)
            dead = f"dead units {old.silent} -> {layer.silent} of {layer.width}" if layer.silent >= 0 else ""
            told = [part for part in (_pairs({"update ratio": (old.ratio, layer.ratio)}), dead) if part]
            if told:
                self._out(f"  layer {place}: {', '.join(told)}")
        for done in hit.done:
            self._out(f"  between them: {done}")

    def _twin(self, now: TwinNow, answers: int | None) -> None:
        """Say how both have done since the edit, once the twin has caught up; why there is nothing to say."""
        if answers is None:  # on the way
            return
        if now.why is not None:
            self._out(str(now.why))
        if now.mark is None or now.points is None or (now.behind and now.status == "going"):
            return
        numbers = array("d", now.points.data)
        rows = [TwinPoint(*numbers[at : at + POINT_FIELDS]) for at in range(0, len(numbers), POINT_FIELDS)]  # type: ignore[arg-type]
        point = next((row for row in reversed(rows) if not math.isnan(row.validation_loss)), None)
        if point is None:
            return
        loss, score = now.base_loss, now.base_score
        self._out(f"since “{now.mark.label}” (step {now.mark.step}), at step {point.step:.0f}, without it at step "
                  f"{point.twin_step:.0f}:")  # fmt: skip
        self._out(f"  validation loss: with {point.with_validation_loss - loss:+.4f}, without "
                  f"{point.validation_loss - loss:+.4f}")  # fmt: skip
        self._out(f"  validation score: with {point.with_validation_score - score:+.4f}, without "
                  f"{point.validation_score - score:+.4f}")  # fmt: skip

    def _loaded(self, loaded: Loaded) -> None:
        data, now = loaded.data, loaded.now
        self._net = now.net
        called = data.spec.title or data.spec.name
        self._out(
            f"{called}: {data.training_samples:,} training and {data.validation_samples:,} validation samples; "
            f"{now.cost.parameters:,} parameters; {now.settings.optimizer}, "
            f"learning rate {now.settings.learning_rate:g}, batch size {now.settings.batch_size:,}; "
            f"on {now.state.device.name}, step {now.state.step}"
        )
        self._waits(loaded.stops)
        self._out(f"{'step':>9} {'epoch':>8} {'loss':>9} {'val.loss':>9} {'score':>7} {'val.':>7} {'samples/s':>11}")

    def _tick(self) -> None:
        """Print the last Tick, once."""
        tick, self._last = self._last, None
        if tick is not None:
            self._out(
                f"{tick.step:>9} {tick.epoch:>8.2f} {tick.loss:>9.4f} {tick.validation_loss:>9.4f} "
                f"{tick.score:>7.3f} {tick.validation_score:>7.3f} {tick.samples_per_s:>11,.0f}"
            )


def _pairs(pairs: dict[str, tuple[float, float]]) -> str:
    """Return numbers before and after, those that were measured."""
    known = {name: pair for name, pair in pairs.items() if not all(map(math.isnan, pair))}
    return ", ".join(f"{name} {before:.4g} -> {after:.4g}" for name, (before, after) in known.items())


class OwnLines:
    """Prints what the data worker says for a person."""

    def __init__(self, out: Callable[[str], None], clock: Callable[[], float] = time.monotonic) -> None:
        self._out, self._clock = out, clock
        self._told_at = clock()

    def show(self, event: Any, answers: int | None) -> None:
        """Print one event, if it is worth a line."""
        match event:
            case Preparing(done, of, doing) if self._clock() - self._told_at >= TOLD_S:
                self._told_at = self._clock()
                self._out(f"{doing}: {done:,} of {of:,}" if of else f"{doing}: {done:,}")
            case Prepared(data):
                self._prepared(data)
            case Rejected():
                self._line(" ".join(["torchgarden:", *map(str, (event.sentence, *event.advice))]))
            case Failed():
                self._out(f"{' '.join(map(str, explained(event)))}\n{event.detail}")
            case Silence() if event.seconds:
                self._out(str(event.sentence))

    def _line(self, text: str) -> None:
        """Print a line with names and cells of a person's files."""
        self._out(on_one_line(text))

    def _prepared(self, data: OwnData) -> None:
        about = data.about
        for odd in about.told:
            way = next((str(way.sentence) for way in odd.ways if way.name == odd.way), "")
            some = f" ({', '.join(odd.examples)})" if odd.examples else ""
            self._line(f"{odd.sentence}{some} -> {way}")
        classes = f"; classes: {', '.join(about.classes[:20])}" if about.classes else ""
        self._line(f"{about.title} is in the library as {data.digest[:12]}{classes}")
