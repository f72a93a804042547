"""A training with all that is around it while a person works with it: player, charts, undo, saving.

`Session` answers what a person asks of the training they see; `Trainer` (`core.train.trainer`) hears and speaks.
"""

from __future__ import annotations

import math
import time
from array import array
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch

from core.messages import (
    Array,
    Device,
    Diverged,
    Edited,
    EditMark,
    Loaded,
    Settings,
    State,
    Tick,
    TimelineEntry,
    UseThreads,
)
from core.net import Edit, EditError
from core.say import Sentence, Value, say
from core.shapes import cost
from core.train import checkpoint, datasets, divergence, threads
from core.train.meter import TICK_FIELDS, Meter, rows
from core.train.player import Player
from core.train.saver import Saver
from core.train.training import Moment, Training
from core.train.undo import Entry, Ring

ANCHOR_S = 0.5
ANCHOR_SHARE = 0.01
"""The largest share of the time that copies for `divergence.locate` may take."""
HEALTHY = 2.0
"""A moment is worth going back to if its loss was at most this many times the lowest so far."""


class Session:
    """One training that a person works with."""

    def __init__(
        self,
        training: Training,
        *,
        device: Device,
        folder: Path | None,
        fixed_threads: int = 0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.training = training
        self.device = device
        self.clock = clock
        self.player = Player(clock=clock)
        self.meter = Meter(training, clock=clock)
        self.ring = Ring()
        self.saver = Saver(folder, clock)
        self.threads = threads.Threads(fixed_threads)
        self.last_tick: Tick | None = None
        self.samples = 0
        """How many samples were trained on since this session began."""
        self._forget_anchors()
        self._anchor = training.moment()
        self._healthy = self._anchor, 0

    # ------------------------------------------------------------------------------------------------ telling
    def state(self) -> State:
        return State(
            playing=self.player.running,
            step=self.training.step,
            epoch=self.training.epoch,
            undo=len(self.ring.undo),
            redo=len(self.ring.redo),
            threads=torch.get_num_threads(),
            device=self.device,
        )

    def loaded(self) -> Loaded:
        training = self.training
        return Loaded(
            data=datasets.describe(training.dataset),
            net=training.net,
            cost=cost(training.net, training.settings.optimizer),
            settings=training.settings,
            seed=training.seed,
            state=self.state(),
            ticks=rows(self.meter.history),
            marks=training.marks,
            run=str(self.saver.folder) if self.saver.folder else "",
        )

    # ----------------------------------------------------------------------------------------------- stepping
    def advance(self) -> list[Tick | Edited | Diverged]:
        """Take the steps that are due now, a few milliseconds of them; return what there is to tell of them."""
        training, player = self.training, self.player
        pace = training.settings.pace
        limit = player.limit(step=training.step, pace=pace)
        if limit <= 0:
            return []
        net, begun = training.net, self.clock()
        chunk = training.take(limit)
        finite = self.meter.add(chunk, self.clock() - begun)
        self.samples += chunk.samples
        player.took(chunk.steps, self.clock() - begun, pace=pace)
        if not finite:
            return self._diverged()
        told: list[Tick | Edited | Diverged] = []
        if training.net is not net:
            told.append(self._faded())
        if self.meter.due():
            told += self.tick()
        return told

    def tick(self) -> list[Tick]:
        """Return the Tick for the steps since the last one, if there were any."""
        if not self.meter.steps:
            return []
        self.last_tick = self.meter.tick()
        self._keep_anchor(self.last_tick)
        self.choose_threads()
        return [self.last_tick]

    def choose_threads(self) -> None:
        """Measure how many threads are fastest, if the network's size calls for it."""
        if self.threads.choose(self.training):
            self.training.note(UseThreads(torch.get_num_threads()))
            self.player.forget_speed()

    def use_threads(self, count: int) -> None:
        """Train on `count` threads; 0: as many as are fastest."""
        self.threads = threads.Threads(max(0, count))
        self.choose_threads()

    def change(self, setting: str, value: Value) -> Settings:
        """Change one setting; raise `SettingError` if it cannot be had."""
        changed = self.training.change(setting, value)
        self.player.forget_speed()
        return changed

    def preview_data(self) -> dict[str, Any]:
        """What a preview measures on: the samples an edit may look at, and held-out ones."""
        return self.training.preview_data()

    def take_charts_of(self, other: Session) -> None:
        """Go on with the charts and the file of a session that this one continues elsewhere."""
        self.meter.history = other.meter.history
        self.last_tick = other.last_tick
        self._healthy = None
        other.saver.finish()
        self.saver.story, self.saver.on_disk = other.saver.story, other.saver.on_disk

    def save_into(self, folder: Path) -> None:
        """Save into another folder from now on."""
        self.saver.finish()
        self.saver = Saver(folder, self.clock)

    def save(self) -> Sentence | None:
        """Save now; return a sentence if that does not work."""
        self.saver.finish()
        self.saver.begin(self.training, self.meter.history, last=self.last_tick, threads=torch.get_num_threads())
        return self.saver.finish()

    def save_a_little(self) -> Sentence | None:
        return self.saver.go_on(
            self.training, self.meter.history, last=self.last_tick, threads=torch.get_num_threads()
        )  # fmt: skip

    # -------------------------------------------------------------------------------------------------- edits
    def edit(self, edit: Edit) -> tuple[list[Tick], Edited]:
        """Do an edit; raise `EditError` with nothing changed."""
        ticks = self.tick()
        entry = self._entry_now(EditMark(self.training.step, say(""), 0, math.nan, math.nan), key=0)
        applied = self.training.edit(edit)
        mark = self.training.marks[-1]
        self.ring.push(replace(entry, mark=mark, key=applied.key))
        self._forget_anchors()
        self.player.forget_speed()
        return ticks, self._edited(mark, key=applied.key)

    def undo(self, *, undone: bool = True) -> tuple[list[Tick], Edited]:
        """Undo the last edit, or (`undone` False) take the last undo back; raise `EditError` if there is none."""
        stack = self.ring.undo if undone else self.ring.redo
        if not stack:
            raise EditError("There is nothing to undo.") if undone else EditError("There is nothing to redo.")
        ticks = self.tick()
        entry, step_before = stack[-1], self.training.step
        now = self._entry_now(entry.mark, key=entry.key, base=entry.base)
        self.saver.new_story()
        self.training.restore(entry.moment)
        history = self.meter.history
        del history[entry.base * TICK_FIELDS :]
        kept_step = int(history[-TICK_FIELDS]) if history else 0
        history.extend(entry.tail)
        self.meter.forget()
        self.ring.swapped(now, undone=undone)
        self._forget_anchors()
        self._anchor = self.training.moment()
        self.player.forget_speed()
        edited = self._edited(entry.mark, key=entry.key, cause="undo" if undone else "redo")
        return ticks, replace(
            edited,
            steps_undone=step_before - self.training.step,
            keep_to_step=kept_step,
            ticks=rows(entry.tail),
            settings=self.training.settings,
        )

    def _entry_now(self, mark: EditMark, *, key: int, base: int | None = None) -> Entry:
        """The moment now, its charts told from tick `base` on (None: from here)."""
        base = self.meter.ticks if base is None else base
        tail: array[float] = self.meter.history[base * TICK_FIELDS :]
        return Entry(self.training.moment(), base, tail, mark, key)

    def _edited(self, mark: EditMark, *, key: int, cause: str = "edit") -> Edited:
        training = self.training
        return Edited(
            step=training.step,
            net=training.net,
            cost=cost(training.net, training.settings.optimizer),
            mark=mark,
            key=key,
            cause=cause,  # type: ignore[arg-type]
            state=self.state(),
            marks=training.marks,
        )

    def _faded(self) -> Edited:
        """A layer that was fading away is gone."""
        self.player.forget_speed()
        return self._edited(self.training.marks[-1], key=0, cause="fade")

    # --------------------------------------------------------------------------------------------- divergence
    def _forget_anchors(self) -> None:
        self._anchor: Moment | None = None
        self._healthy: tuple[Moment, int] | None = None
        self._lowest = math.inf
        self._anchor_at = self.clock()
        self._anchor_s = 0.0

    def _keep_anchor(self, tick: Tick) -> None:
        """Keep a copy of this moment now and then, to find out from where a loss went wrong."""
        now = self.clock()
        first = self._anchor is None
        if not first and now - self._anchor_at < max(ANCHOR_S, self._anchor_s / ANCHOR_SHARE):
            return
        self._anchor = self.training.moment()
        self._anchor_at = self.clock()
        self._anchor_s = self._anchor_at - now
        if tick.loss <= HEALTHY * self._lowest:
            self._healthy = self._anchor, self.meter.ticks
        self._lowest = min(self._lowest, tick.loss)

    def _diverged(self) -> list[Tick | Edited | Diverged]:
        """Pause, find out what went first, go back to just before it, and keep a healthy moment to undo to."""
        training = self.training
        rate = training.settings.learning_rate
        start = self._anchor or (self.ring.undo[-1].moment if self.ring.undo else None)
        told_upto = int(self.meter.history[-TICK_FIELDS]) if self.meter.history else 0
        self.meter.forget()
        found = None
        if start is not None:
            timeline: tuple[TimelineEntry, ...] = training.timeline

            def told(chunk) -> None:  # type: ignore[no-untyped-def]
                if training.step > told_upto:
                    self.meter.add(chunk, 0.0)

            found = divergence.locate(training, start, timeline, upto=training.step, told=told)
        ticks = self.tick()
        step = training.step
        if self._healthy is not None:
            moment, base = self._healthy
            mark = EditMark(step, say("Loss exploded"), 0, math.nan, math.nan)
            training.marks = (*training.marks, mark)
            self.ring.push(Entry(moment, base, array("d"), mark, 0))
            self._healthy = None
        layer, what = (found.layer, found.what) if found else (0, "loss")
        return [*ticks, Diverged(step + 1, layer, what, sentence_of(layer, what, rate), rate)]


def sentence_of(layer: int, what: str, learning_rate: float) -> Sentence:
    """Say what went first."""
    if what == "activation":
        return say("The values in layer {layer} grew beyond all numbers. The learning rate {rate} may be too large.", layer=layer, rate=learning_rate)
    if what == "gradient":
        return say("The gradient of layer {layer} grew beyond all numbers. The learning rate {rate} may be too large.", layer=layer, rate=learning_rate)
    if what == "weight":
        return say("The weights of layer {layer} grew beyond all numbers. The learning rate {rate} may be too large.", layer=layer, rate=learning_rate)
    return say("The loss grew beyond all numbers. The learning rate {rate} may be too large.", rate=learning_rate)


def open_session(folder: Path, *, device: Device, fixed_threads: int, clock: Callable[[], float]) -> Session:
    """Continue the training saved in `folder`; raise `RunError` if it cannot be."""
    opened = checkpoint.read(folder, device=torch.device(device.name))
    session = Session(opened.training, device=device, folder=folder, fixed_threads=fixed_threads, clock=clock)
    session.meter.history = opened.history
    session.saver.story, session.saver.on_disk = opened.story, len(opened.history)
    session.saver.saved_step = opened.training.step
    return session


__all__ = ["Array", "Session", "open_session", "sentence_of"]
