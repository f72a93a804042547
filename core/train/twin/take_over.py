"""Going on without an edit: the twin becomes the training, and the training can be come back to."""

from __future__ import annotations

import math
from dataclasses import replace

import torch

from core.messages.train_events import TICK_FIELDS, Edited, Tick
from core.messages.train_reports import EditMark
from core.net.plan import INPUT
from core.sentence import say
from core.train.session.session import Session
from core.train.session.ticks import rows
from core.train.session.undo import Anchors, Entry
from core.train.twin.run import TwinRun


def take_over(session: Session, run: TwinRun) -> tuple[list[Tick], Edited]:
    """Let the twin be the training, with its curves from the edit on; one undo gives back what there was, curves and
    all. Raises a `Problem` or `MemoryError` with nothing changed."""
    training, twin = session.training, run.training
    ready = session.ticks.ready(validating=False)
    place = session.ticks.place_of(run.fork.step)
    numbers = session.ticks.history + ready.numbers
    tail = run.ticks.history + run.ticks.ready(validating=False).numbers
    mark = EditMark(twin.step, say("Went on without the edit"), 0, math.nan, math.nan)
    state = twin.state()
    change = replace(training.restored(state), marks=(*twin.marks, mark))
    entry = Entry(
        training.state(), place // TICK_FIELDS, numbers[place:], mark, INPUT, torch.get_num_threads()
    )  # fmt: skip
    ring = session.ring.pushed(entry)
    anchors = Anchors(session.clock)
    anchors.begin(state, None)
    kept_step = int(numbers[place - TICK_FIELDS]) if place else 0
    now = session.now(change, ring, playing=session.player.running, keep_to_step=kept_step, ticks=rows(tail))
    done = Edited(now, mark, INPUT, "edit", max(0, training.step - change.step))
    ready = replace(ready, place=place, numbers=tail)
    session.saver.finish()
    told = session.adopt(change, ring, anchors, ready, new_story=True)
    session.since = min(session.since, run.fork.step)
    return told, done
