"""What is told of where a training stands, and of where it has stopped by itself and perhaps gone back to."""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Union

import torch

from core.messages.train_events import Diverged, NetChanged, State, StopHit, Tick
from core.messages.train_reports import EXPLODED, AtStep, Device, EditMark, Hit, with_number
from core.net.plan import INPUT, number_of
from core.sentence import Sentence
from core.train.session import cpu_threads, divergence
from core.train.session.ticks import Ticks
from core.train.session.undo import Anchors, Entry, Ring, on_its_way
from core.train.stops.finding import FoundHit, by_edit, find
from core.train.stops.lookout import Sighting
from core.train.training.adopted import Adopted
from core.train.training.replay import marks_upto
from core.train.training.state import Chunk, TrainingState
from core.train.training.training import Training

if TYPE_CHECKING:
    from core.train.session.session import Session

Gone = Union[Tick, Diverged, StopHit]


def state_of(change: Adopted, ring: Ring, device: Device, *, playing: bool) -> State:
    """Return where a training stands once `change` and `ring` are adopted."""
    return State(
        playing=playing,
        step=change.step,
        epoch=change.order.epoch,
        undo=len(ring.undo),
        redo=len(ring.redo),
        threads=torch.get_num_threads(),
        device=device,
        fading=on_its_way(change.model, change.step, ring, marks=change.marks),
    )


def stop_at(session: Session, seen: Sighting) -> list[Gone]:
    """Find the step at which what was seen became so, go back to it if it is past, and mark it; return what to tell."""
    training, ticks, anchors = session.training, session.ticks, session.anchors
    heard: list[Ticks] = []
    found = _found(session, seen, _states(session), heard)
    way = found.traced
    back = way is not None and found.hit.stands < training.step
    there = way.there if way is not None and back else training
    marks = marks_upto(training, there)
    hit = with_number(found.hit, session.lookout.hits, marks)
    change = replace(there.stands(), marks=_marked(marks, hit.stands, hit.labels, hit=hit.number))
    ready = ticks.going_back(heard[-1], step=hit.stands) if back else ticks.ready(validating=True, at_once=True)
    if anchors.newest is not None and anchors.newest.step > hit.stands:
        anchors = Anchors(session.clock)
        anchors.begin(there.state(), None)
    now = session.now(change, session.ring, playing=False, keep_to_step=hit.stands if back else -1)
    session.saver.finish()
    shorter = ready.place < len(ticks.history)
    told = session.adopt(change, session.ring, anchors, ready, new_story=shorter)
    session.lookout.hit(hit, way.between if way is not None else None)
    if back:
        ticks.heard = []
    return [*told, _stop_hit(session, hit, now)]


def _stop_hit(session: Session, hit: Hit, now: NetChanged) -> StopHit:
    return StopHit(hit, now, session.lookout.stops, session.lookout.kept.numbers)


def edit_hit(session: Session, before: AtStep, mark: EditMark) -> StopHit:
    """Return what is told of an edit at which the training stops."""
    training = session.training
    marks = list(training.marks)
    at = max(place for place, one in enumerate(marks) if one == mark)
    hit = by_edit(training, session.lookout.edited(), before, mark)
    hit = with_number(hit, session.lookout.hits, ())
    marks[at] = replace(mark, hit=hit.number)
    training.marks = tuple(marks)
    session.lookout.hit(hit)
    now = session.now(training.stands(), session.ring, playing=False)
    return _stop_hit(session, hit, now)


def diverged(session: Session) -> list[Gone]:
    """Pause, find out what went first, go back to just before it, and keep a healthy state to undo to."""
    training, ticks = session.training, session.ticks
    rate, states = training.settings.learning_rate, _states(session)
    start = states[0] if states else None
    with cpu_threads.kept_on_failure():  # looking for it does all again, the number of threads too
        earlier, found, later = divergence.traced(training, start, told_upto=ticks.last_step, clock=session.clock)
    # A step can leave weights that are no numbers while its own loss still is one: what was told of it goes too.
    ready = replace(later.ready(validating=True), place=ticks.place_of(earlier.step))
    stop = _bad(session, states, earlier.step)
    mark = EditMark(earlier.step, EXPLODED, 0, math.nan, math.nan)
    marks = _marked(marks_upto(training, earlier), earlier.step, (EXPLODED,))
    if stop is not None:
        stop = replace(stop, hit=with_number(stop.hit, session.lookout.hits, marks))
        marks = _marked(marks, earlier.step, stop.hit.labels, hit=stop.hit.number)
    change = replace(earlier.stands(), marks=marks)
    ring, anchors, healthy = session.ring, session.anchors, session.anchors.healthy
    if healthy is not None and healthy[0].step <= earlier.step:
        ring, anchors = ring.pushed(Entry(*healthy, array("d"), mark, INPUT)), Anchors(session.clock)
    layer, what = (found.layer, found.what) if found else (INPUT, "loss")
    now = session.now(change, ring, playing=False, keep_to_step=earlier.step)
    sentence = divergence.sentence_of(number_of(earlier.net, layer), what, rate)
    done = Diverged(earlier.step + 1, layer, what, sentence, rate, now)
    session.saver.finish()
    shorter = ready.place < len(ticks.history)
    told = session.adopt(change, ring, anchors, ready, new_story=shorter)
    if stop is None:
        return [*told, done]
    session.lookout.hit(stop.hit, stop.traced.between if stop.traced is not None else None)
    return [*told, done, _stop_hit(session, stop.hit, replace(now, keep_to_step=-1))]


def _bad(session: Session, states: list[TrainingState], stands: int) -> FoundHit | None:
    """Return the hit of a training that stops where its loss is no number any more, which stands right before that."""
    met = session.lookout.bad()
    if not met or not states:
        return None
    found = _found(session, Sighting(stands + 1, met), states, [])
    return replace(found, hit=replace(found.hit, step=stands + 1, stands=stands))


def _states(session: Session) -> list[TrainingState]:
    """Return the states that were kept on the way here, the newest first."""
    anchors = (session.anchors.newest, session.anchors.earlier)
    return [*(one for one in anchors if one is not None), *(entry.state for entry in reversed(session.ring.undo))]


def _found(session: Session, seen: Sighting, states: list[TrainingState], heard: list[Ticks]) -> FoundHit:
    """Return the hit; `heard` gets the Ticks of a training that was done again for it."""

    def tell(there: Training) -> Callable[[Chunk], object]:
        heard.append(Ticks(there, clock=session.clock))
        return lambda chunk: heard[-1].add(chunk, session.player.step_s * chunk.steps)

    with cpu_threads.kept_on_failure():
        return find(
            session.training, seen, states=states, known=session.ticks.known, step_s=session.player.step_s,
            told_upto=session.ticks.told_upto, tell=tell,
        )  # fmt: skip


def _marked(
    marks: tuple[EditMark, ...], step: int, labels: tuple[Sentence, ...], *, hit: int = 0
) -> tuple[EditMark, ...]:
    """Return the marks with one more for each label, if it is not there already."""
    known = {(mark.step, mark.label) for mark in marks}
    new = (EditMark(step, label, 0, math.nan, math.nan, hit) for label in labels if (step, label) not in known)
    return (*marks, *new)
