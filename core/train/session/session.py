"""A training with all that is around it while a person works with it: player, charts, undo, saving.

`Session` answers what a person asks of the training they see; `Trainer` (`core.train.worker`) hears and speaks.
"""

from __future__ import annotations

import math
import time
from array import array
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal, Union

import torch

from core.messages.train_commands import Settings, UseThreads
from core.messages.train_events import Diverged, Edited, Fading, Loaded, State, Tick
from core.messages.train_reports import Device, EditMark
from core.net.edits import edited
from core.net.plan import INPUT, Edit, EditError, LayerKey, number_of
from core.net.shapes import cost
from core.sentence import Sentence, Value, say
from core.train.disk.saver import Saver
from core.train.session import cpu_threads, devices, divergence
from core.train.session.anchors import Anchors
from core.train.session.player import Player
from core.train.session.ticks import TICK_FIELDS, Meter, rows
from core.train.session.undo import Entry, Ring
from core.train.steps.ladder import finish
from core.train.surgery.successor import LONGEST
from core.train.training import datasets
from core.train.training.state import Chunk
from core.train.training.training import Training

Told = Union[Tick, Edited, Diverged]


class Session:
    """One training that a person works with."""

    def __init__(
        self,
        training: Training,
        *,
        device: Device,
        folder: Path | None,
        history: array[float] | None = None,
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
        self.threads = cpu_threads.Threads(fixed_threads)
        self.last_tick: Tick | None = None
        self.samples = 0
        """How many samples were trained on since this session began."""
        if history is not None:
            self.meter.history = history
        self.anchors = Anchors(clock)
        self.anchors.begin(training.moment(), self.meter.ticks)

    # ------------------------------------------------------------------------------------------------ telling
    def state(self) -> State:
        step, fades, beside = self.training.step, self.training.model.fades, self.training.model.successor
        fading = [Fading(key, step + fade.steps - fade.done, fade.steps) for key, fade in fades.items()]
        if beside is not None:
            fading.append(Fading(beside.key, step + LONGEST - beside.taken, LONGEST, beside.by, ready=True))
        return State(
            playing=self.player.running,
            step=step,
            epoch=self.training.order.epoch,
            undo=len(self.ring.undo),
            redo=len(self.ring.redo),
            threads=torch.get_num_threads(),
            device=self.device,
            fading=tuple(fading),
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
            first_settings=training.first_settings,
            timeline=training.timeline,
        )

    # ----------------------------------------------------------------------------------------------- stepping
    def advance(self) -> list[Told]:
        """Take the steps that are due now, a few milliseconds of them; return what there is to tell of them."""
        training, player = self.training, self.player
        pace = training.settings.pace
        limit = player.limit(step=training.step, pace=pace)
        if limit <= 0:
            return []
        marks, begun = training.marks, self.clock()
        chunk = training.take(limit)
        finish(training.device)
        finite = self.meter.add(chunk, self.clock() - begun)
        self.samples += chunk.samples
        player.took(chunk.steps, self.clock() - begun, pace=pace)
        if not finite:
            return self._diverged()
        told: list[Told] = []
        if training.marks is not marks:
            told.append(self._came_about())
        if self.meter.due():
            told += self.tick()
        return told

    def tick(self) -> list[Tick]:
        """Return the Tick for the steps since the last one, if there were any."""
        if not self.meter.steps:
            return []
        tick = self.meter.tick()
        self.anchors.keep(self.training, tick, ticks=self.meter.ticks)
        self.last_tick = _with_validation(tick, self.last_tick)
        self.choose_threads()
        return [tick]

    def _tick_at_once(self) -> list[Tick]:
        """Return that Tick with nothing measured for it, for a person is waiting."""
        if not self.meter.steps:
            return []
        self.last_tick = self.meter.tick(validating=False)
        return [self.last_tick]

    def choose_threads(self) -> None:
        """Measure how many threads are fastest, if the network's size calls for it."""
        if self.threads.choose(self.training):
            self.training.note(UseThreads(torch.get_num_threads()))
            self.player.forget_speed()

    def use_threads(self, count: int) -> None:
        """Train on `count` threads; 0: as many as are fastest."""
        self.threads = cpu_threads.Threads(max(0, count))
        self.choose_threads()

    def change(self, setting: str, value: Value) -> Settings:
        """Change one setting; raise `SettingError` if it cannot be had."""
        changed = self.training.change(setting, value)
        self.player.forget_speed()
        return changed

    def preview_data(self) -> dict[str, Any]:
        """What a preview measures on: the samples an edit may look at, and held-out ones."""
        return self.training.preview_data()

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
        after = edited(self.training.net, edit)
        devices.check_memory(after, optimizer=self.training.settings.optimizer, device=self.device.name)
        ticks = self._tick_at_once()
        moment, ticks_now = self.training.moment_before_edit(), self.meter.ticks
        applied = self.training.edit(edit)
        mark = self.training.marks[-1]
        self.ring.push(Entry(moment, ticks_now, array("d"), mark, applied.key))
        self.anchors.forget()
        self.player.forget_speed()
        return ticks, self._edited(mark, key=applied.key)

    def undo(self, *, undone: bool = True) -> tuple[list[Tick], Edited]:
        """Undo the last edit, or (`undone` False) take the last undo back; raise `EditError` if there is none."""
        stack = self.ring.undo if undone else self.ring.redo
        if not stack:
            raise EditError("There is nothing to undo.") if undone else EditError("There is nothing to redo.")
        ticks = self.tick()
        entry, step_before = stack[-1], self.training.step
        tail: array[float] = self.meter.history[entry.base * TICK_FIELDS :]
        now = replace(entry, moment=self.training.moment(), tail=tail)
        self.saver.new_story()
        self.training.restore(entry.moment)
        history = self.meter.history
        del history[entry.base * TICK_FIELDS :]
        kept_step = int(history[-TICK_FIELDS]) if history else 0
        history.extend(entry.tail)
        self.meter.forget()
        self.ring.swapped(now, undone=undone)
        self.anchors.begin(self.training.moment(), None)
        self.player.forget_speed()
        edited = self._edited(entry.mark, key=entry.key, cause="undo" if undone else "redo")
        return ticks, replace(
            edited,
            steps_undone=step_before - self.training.step,
            keep_to_step=kept_step,
            ticks=rows(entry.tail),
            settings=self.training.settings,
        )

    def _edited(
        self, mark: EditMark, *, key: LayerKey, cause: Literal["edit", "undo", "redo", "fade"] = "edit"
    ) -> Edited:
        training = self.training
        return Edited(
            step=training.step,
            net=training.net,
            cost=cost(training.net, training.settings.optimizer),
            mark=mark,
            key=key,
            cause=cause,
            state=self.state(),
            marks=training.marks,
        )

    def _came_about(self) -> Edited:
        """What was begun earlier is done: a layer that was fading away is gone, a narrower copy takes over."""
        self.player.forget_speed()
        return self._edited(self.training.marks[-1], key=INPUT, cause="fade")

    def _diverged(self) -> list[Told]:
        """Pause, find out what went first, go back to just before it, and keep a healthy moment to undo to."""
        training, meter = self.training, self.meter
        rate = training.settings.learning_rate
        told_upto = int(meter.history[-TICK_FIELDS]) if meter.history else 0
        meter.forget()

        def told(chunk: Chunk) -> None:
            if training.step > told_upto:
                meter.add(chunk, 0.0)

        found = None
        start = self.anchors.newest or (self.ring.undo[-1].moment if self.ring.undo else None)
        if start is not None:
            found = divergence.locate(training, start, training.timeline, upto=training.step, told=told)
        ticks = self.tick()
        step = training.step
        mark = EditMark(step, say("Loss exploded"), 0, math.nan, math.nan)
        if not any(there.step == step and there.label == mark.label for there in training.marks):
            training.marks = (*training.marks, mark)
        if self.anchors.healthy is not None:
            moment, base = self.anchors.healthy
            self.ring.push(Entry(moment, base, array("d"), mark, INPUT))
            self.anchors.forget()
        layer, what = (found.layer, found.what) if found else (INPUT, "loss")
        sentence = divergence.sentence_of(number_of(training.net, layer), what, rate)
        return [*ticks, Diverged(step + 1, layer, what, sentence, rate, training.marks)]


def _with_validation(tick: Tick, before: Tick | None) -> Tick:
    """Return a Tick for the list of runs: what it did not measure on the validation samples is as it was before."""
    if before is None or math.isfinite(tick.validation_loss):
        return tick
    return replace(tick, validation_loss=before.validation_loss, validation_score=before.validation_score)
