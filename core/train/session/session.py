"""A training with all that is around it while a person works with it: player, charts, undo, saving. `Session` does
what a person asks of the training they see; `Trainer` (`core.train.worker`) reads commands and sends events."""

from __future__ import annotations

import math
import time
from array import array
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Literal, Union

import torch

from core.messages.train_commands import UseThreads
from core.messages.train_events import (
    TICK_FIELDS,
    Changed,
    Diverged,
    Edited,
    Loaded,
    NetChanged,
    Saving,
    State,
    StopHit,
    Tick,
)
from core.messages.train_reports import Array, AtStep, Device, EditMark
from core.net.edits import edited
from core.net.plan import INPUT, CallOff, Edit, EditError
from core.net.shapes import cost
from core.sentence import Sentence, Value
from core.train.disk.checkpoint import Noted
from core.train.disk.saver import Saver
from core.train.session import cpu_threads, devices
from core.train.session.noticing import Noticing
from core.train.session.player import Player
from core.train.session.telling import diverged, edit_hit, state_of, stop_at
from core.train.session.ticks import ReadyTick, Ticks, rows, with_validation
from core.train.session.undo import Anchors, Entry, Ring, gone_back
from core.train.steps.ladder import finish
from core.train.stops.lookout import Lookout, Sighting
from core.train.training import datasets
from core.train.training import history as history_
from core.train.training.adopted import Adopted, on_threads
from core.train.training.settings import LABELS
from core.train.training.training import Training

Told = Union[Tick, Edited, Diverged, State, StopHit]


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
        lookout: Lookout | None = None,
    ) -> None:
        self.training = training
        self.device = device
        self.clock = clock
        self.player = Player(clock=clock)
        self.ticks = Ticks(training, clock=clock)
        self.ring = Ring()
        self.saver = Saver(folder, clock, noted=self.noted)
        self.threads = cpu_threads.Threads(fixed_threads)
        self.last_tick: Tick | None = None
        self._told_compared: object = None
        self.lost: Sentence | None = None
        """What of the run on disk was damaged; said once."""
        self.since = training.step  # the earliest that it has begun at or gone back to
        self.samples = 0
        """How many samples were trained on since this session began."""
        if history is not None:
            self.ticks.history = history
        self.noticing = Noticing(training, clock=clock)
        self.lookout = lookout or Lookout(clock=clock)
        self.lookout.watch(training.net)
        self._seen: Sighting | None = None
        self._edits: list[tuple[AtStep, EditMark]] = []
        """What `stopped` tells of: a condition that is so, and edits (with how it was before) that are one."""
        self.anchors = Anchors(clock)
        self.anchors.begin(training.state(), self.ticks.count)

    # ------------------------------------------------------------------------------------------------ telling
    def state(self) -> State:
        """Return what is told of where the training stands."""
        return state_of(self.training.stands(), self.ring, self.device, playing=self.player.running)

    def now(
        self, change: Adopted, ring: Ring, *, playing: bool, keep_to_step: int = -1, ticks: Array | None = None
    ) -> NetChanged:
        """Return what is told of the network once `change` and `ring` are adopted."""
        net, settings = change.model.net, change.settings
        state = state_of(change, ring, self.device, playing=playing)
        return NetChanged(net, cost(net, settings.optimizer), settings, change.marks, state, keep_to_step, ticks)

    def loaded(self) -> Loaded:
        """Return what is told of the whole session: data, network, timeline, all Ticks."""
        training, playing = self.training, self.player.running
        ticks = rows(self.ticks.history)
        return Loaded(
            data=datasets.describe(training.dataset),
            seed=training.seed,
            now=self.now(training.stands(), self.ring, playing=playing, keep_to_step=0, ticks=ticks),
            run=str(self.saver.folder) if self.saver.folder else "",
            first_settings=training.first_settings,
            timeline=training.timeline,
            stops=self.lookout.stops,
            hits=self.lookout.hits,
            kept=self.lookout.kept.numbers,
        )

    # ----------------------------------------------------------------------------------------------- stepping
    def advance(self) -> list[Told]:
        """Take the steps that are due now, a few milliseconds of them; return what there is to tell of them."""
        training, player = self.training, self.player
        pace = training.settings.pace
        limit = self.lookout.limit(player.limit(step=training.step, pace=pace), training)
        if limit <= 0:
            return []
        begun = self.clock()
        chunk = training.steps(limit)
        finish(training.device)
        finite = self.ticks.add(chunk, self.clock() - begun)
        self.samples += chunk.samples
        player.took(chunk.steps, self.clock() - begun, pace=pace)
        seen = self._seen = self.lookout.stepped(*self.ticks.heard[-1], finite=finite)
        if not finite and seen is None:
            return [*diverged(self)]
        came_about = self._come_about() if seen is None or seen.step == training.step else []
        self._seen = seen or self.lookout.looked(training)
        if came_about or self._seen is not None:
            return [*came_about]  # the Tick waits a round: should it fail, this has been told
        # The last Tick before a pause is told when it is reached, so that it tells of the validation too.
        pauses = player.ends(step=training.step, epochs=training.order.epochs)
        return [*self.tick(), *self._compared()] if self.ticks.due() and not pauses else []

    def _compared(self) -> list[State]:
        """Return where it stands if a smaller copy was compared with the network since that was last told."""
        beside = self.training.model.successor
        before, self._told_compared = self._told_compared, beside.compared if beside is not None else None
        return [self.state()] if self._told_compared not in (None, before) else []

    def tick(self, *, validated: bool = False) -> list[Tick]:
        """Return the Tick for the steps since the last one, if there were any; `validated`: measured on the validation
        samples, whatever share of the time that takes."""
        ready = self.ticks.ready(validating=True, at_once=validated)
        if ready.tick is None:
            return []
        self.anchors.keep(self.training, ready.tick, ticks=self.ticks.count + 1)
        self.choose_threads()
        self.ticks.adopt(ready)
        self.last_tick = with_validation(ready.tick, self.last_tick)
        self.noticing.note(self.training, ready.tick)
        self._seen = self._seen or self.lookout.validated(self.training, ready.tick)
        if self.ticks.count > history_.MOST:
            self._thin()
        return [ready.tick]

    def _thin(self) -> None:
        """Keep the charts' history short; what can be come back to finds its place in it all the same."""
        healthy = self.anchors.healthy
        places = [entry.base for entry in (*self.ring.undo, *self.ring.redo)] + ([healthy[1]] if healthy else [])
        self.saver.finish()  # it may be writing the longer one
        self.ticks.history, place = history_.thinned(self.ticks.history, keep=places)
        self.ring = self.ring.rebased(place)
        if healthy:
            self.anchors.healthy = healthy[0], place(healthy[1])
        self.saver.new_story()

    def choose_threads(self, threads: cpu_threads.Threads | None = None) -> None:
        """Measure how many threads are fastest, if the network's size calls for it; `threads`: choose by it from now
        on, unless that fails."""
        threads = threads or self.threads
        if threads.choose(self.training):
            self.training.note(UseThreads(torch.get_num_threads()))
            self.player.forget_speed()
        self.threads = threads

    def change(self, setting: str, value: Value) -> Changed:
        """Change one setting; raise `SettingError` if it cannot be had. It can be undone like an edit; changed again
        before the next step, it is still one thing to undo."""
        training, ring = self.training, self.ring
        label = LABELS.get(setting)
        if label is not None and getattr(training.settings, setting) != value and not self._just_changed(label):
            mark = EditMark(training.step, label, 0, math.nan, math.nan)
            entry = Entry(training.state(), self.ticks.count, array("d"), mark, INPUT, torch.get_num_threads())
            ring = ring.pushed(entry)
        changed = training.change(setting, value)
        self.ring = ring
        self.player.forget_speed()
        return Changed(changed, self.state())

    def _just_changed(self, label: Sentence) -> bool:
        """Return whether the newest thing to undo is a change of the same setting, with no step taken since."""
        newest = self.ring.undo[-1] if self.ring.undo and not self.ring.redo else None
        return newest is not None and newest.mark.label == label and newest.state.step == self.training.step

    def noted(self) -> Noted:
        """Return when the training stops by itself, and when it has."""
        return self.lookout.stops, self.lookout.hits

    def save_into(self, folder: Path) -> None:
        """Save into another folder from now on."""
        self.saver.finish()
        self.saver = Saver(folder, self.clock, noted=self.noted, tree=self.saver.tree)

    def save(self) -> Saving:
        """Save now; return whether that works."""
        self.saver.finish()
        self.saver.begin(self.training, self.ticks.history, last=self.last_tick, threads=torch.get_num_threads())
        return self.saver.finish()

    def save_a_little(self) -> Saving:
        """Begin to save if it is time, or write a little more; return whether saving works."""
        self.saver.go_on(self.training, self.ticks.history, last=self.last_tick, threads=torch.get_num_threads())
        return self.saver.works

    # -------------------------------------------------------------------------------------------------- edits
    def edit(self, edit: Edit) -> tuple[list[Tick], Edited]:
        """Do an edit; raise `EditError` with nothing changed. Whatever else fails on the way changes nothing either:
        here and below all is made ready first, and `adopt` only takes it over."""
        training = self.training
        after = edited(training.net, edit)
        devices.check_memory(after, optimizer=training.settings.optimizer, device=self.device.name)
        ready = self.ticks.ready(validating=False)  # nothing is measured for it, for a person is waiting
        state, change = training.state_before_edit(), training.edited(edit)
        mark = change.marks[-1]
        before = self.lookout.before_edit(training, mark)
        base = (ready.place + len(ready.numbers)) // TICK_FIELDS
        ring = self.ring.pushed(Entry(state, base, array("d"), mark, change.key, torch.get_num_threads()))
        done = Edited(self.now(change, ring, playing=self.player.running), mark, change.key, "edit")
        self._edits += before
        return self.adopt(change, ring, Anchors(self.clock), ready), done

    def call_off(self, edit: CallOff) -> tuple[list[Tick], Edited]:
        """Call off a smaller copy, which is an edit; or go back to before a layer began to fade out or to unfold. Raise
        `EditError` with nothing changed."""
        fade, beside = self.training.model.fades.get(edit.layer), self.training.model.successor
        if fade is None or (beside is not None and beside.key == edit.layer):
            return self.edit(edit)
        return self.undo(count=self.ring.undos_for(edit, fade, self.training.step))

    def undo(self, *, undone: bool = True, count: int = 1) -> tuple[list[Tick], Edited]:
        """Undo the last edit (`count`: that many at once), or with `undone` False take the last undo back; raise
        `EditError` if there is none."""
        if not (self.ring.undo if undone else self.ring.redo):
            raise EditError("There is nothing to undo.") if undone else EditError("There is nothing to redo.")
        training, ready = self.training, self.ticks.ready(validating=False)
        back = gone_back(
            self.ring, state=training.state(), numbers=self.ticks.history + ready.numbers,
            threads=torch.get_num_threads(), undone=undone, count=count,
        )  # fmt: skip
        ring, entry, place = back.ring, back.entry, back.place
        change = training.restored(entry.state)
        anchors = Anchors(self.clock)
        anchors.begin(entry.state, None)
        kept_step = int(self.ticks.history[place - TICK_FIELDS]) if place else 0
        ticks, playing = rows(back.tail), self.player.playing
        now = self.now(change, ring, playing=playing, keep_to_step=kept_step, ticks=ticks)
        chosen = self.threads.ready(training, change, entry.threads) if entry.threads else None
        now = replace(now, state=replace(now.state, threads=chosen[1])) if chosen else now
        done = Edited(now, entry.mark, entry.key, "undo" if undone else "redo", training.step - change.step)
        ready = replace(ready, place=place, numbers=back.tail)
        self.saver.finish()
        return self.adopt(change, ring, anchors, ready, new_story=True, threads=chosen), done

    def _come_about(self) -> list[Edited]:
        """Adopt what the steps just taken have brought about: a layer that was fading away is gone, a narrower copy
        takes over; a layer that has unfolded is not told of."""
        change = self.training.brought_about()
        if change is None:
            return []
        told, before = [], []
        if len(change.marks) > len(self.training.marks):
            now = self.now(change, self.ring, playing=self.player.running)
            cause: Literal["fade", "given up"] = "given up" if change.model.net == self.training.net else "fade"
            told.append(Edited(now, change.marks[-1], INPUT, cause))
            before = self.lookout.before_edit(self.training, change.marks[-1])
        self.training.adopt(change)
        self.player.forget_speed()
        self.lookout.watch(change.model.net)
        self._edits += before
        return told

    # ------------------------------------------------------------------------------------------------------- stops
    def stopped(self) -> list[Told]:
        """Return what there is to tell where the training stops by itself, () where it does not: it stands then at the
        step at which a condition became so, and went back there if it was past it."""
        edits, seen, self._edits, self._seen = self._edits, self._seen, [], None
        hits = [edit_hit(self, before, mark) for before, mark in edits]
        return [*hits, *(stop_at(self, seen) if seen is not None else ())]

    def adopt(
        self,
        change: Adopted,
        ring: Ring,
        anchors: Anchors,
        ready: ReadyTick,
        *,
        new_story: bool = False,
        threads: tuple[int, int] | None = None,
    ) -> list[Tick]:
        """Take all of a change over; return the Tick that is told with it. Only what `ready` does can fail, and that
        changes nothing then. `threads`: what is ready of them; sums are rounded otherwise by another number."""
        told = [] if ready.tick is None else [ready.tick]
        last = with_validation(ready.tick, self.last_tick) if ready.tick else self.last_tick
        change = on_threads(change, threads[1] if threads else torch.get_num_threads()) if new_story else change
        since = min(self.since, change.step)
        self.ticks.adopt(ready)
        self.training.adopt(change)
        self.ring, self.anchors, self.last_tick = ring, anchors, last
        self.player.forget_speed()
        self.lookout.watch(change.model.net)
        if new_story:
            self.saver.new_story()
            self.ticks.heard = []
        if threads is not None:
            self.threads.adopt(*threads)
        self.since = since
        return told
