"""A worker that says nothing while it should speak is said so, and that goes when it speaks again."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.messages.train_commands import Pause, Play, Save, Settings
from core.messages.train_events import Edited, NetChanged, Pulse, Rejected, Silence, State
from core.messages.train_reports import Array, Device, EditMark
from core.net.plan import Cost, LayerKey, mlp
from core.sentence import say
from core.workers import wire
from core.workers.backlog import LETTERS, shortened
from core.workers.silence import INSTALLER, LOOK_S, SILENT_S, TRAINER, Watch, Wording
from core.workers.worker import Worker

ROOT = Path(__file__).resolve().parents[2]
CPU = Device("cpu", "a processor", 0)


def state(*, playing: bool) -> State:
    return State(playing, 0, 0.0, 0, 0, 1, CPU)


class Watched:
    """A Watch whose window looks thirty times a second, and what was said."""

    def __init__(self, wording: Wording = TRAINER) -> None:
        self.now = 0.0
        self.said: list[Silence] = []
        self.watch = Watch(wording, clock=lambda: self.now)

    def hears(self, event: Any, answers: int | None = None) -> None:
        self.watch.heard(event)
        if not isinstance(event, Pulse):
            self.watch.took(event, answers)

    def passes(self, seconds: float, *, busy_from_s: float | None = None) -> list[Silence]:
        """Let time pass, with a pulse a second if the worker is busy; return what was said in it."""
        before, begun, pulsed = len(self.said), self.now, self.now
        while self.now < begun + seconds:
            self.now += 1 / 30
            if busy_from_s is not None and self.now - pulsed >= 1:
                pulsed = self.now
                self.hears(Pulse(busy_from_s + self.now - begun))
            silence = self.watch.look(detail=lambda: "the end of the log")
            if silence is not None:
                self.said.append(silence)
        return self.said[before:]


@pytest.fixture
def line() -> Watched:
    """A worker that has started and is paused."""
    line = Watched()
    line.hears(state(playing=False))
    return line


def test_a_paused_worker_may_be_silent_for_hours(line: Watched) -> None:
    assert not line.passes(3600)


def test_one_that_plays_and_says_nothing_for_five_seconds_is_silent_once_and_then_speaks_again(line: Watched) -> None:
    line.hears(state(playing=True))
    assert not line.passes(SILENT_S - 0.2)
    [silence] = line.passes(60)
    assert silence == Silence(5, TRAINER.stuck, "the end of the log")
    line.hears(state(playing=True))
    assert line.passes(0.1) == [Silence(0, say(""), "")]
    assert not line.passes(4)


def test_a_command_without_an_answer_is_owed_and_no_longer_once_it_is_answered(line: Watched) -> None:
    line.watch.asked(7)
    assert len(line.passes(6)) == 1
    line.hears(Rejected(say("no")), 7)
    assert [silence.seconds for silence in line.passes(60)] == [0]


def test_nothing_is_owed_from_before_it_was_asked(line: Watched) -> None:
    line.passes(100)
    line.watch.asked(7)
    assert not line.passes(SILENT_S - 0.2)


def test_a_computer_that_slept_wakes_to_no_false_word(line: Watched) -> None:
    line.hears(state(playing=True))
    line.passes(1)
    line.now += 8 * 3600
    assert not line.passes(SILENT_S - 1 - LOOK_S - 0.2)


def test_a_long_call_is_busy_and_not_dead(line: Watched) -> None:
    line.watch.asked(7)
    assert [silence.sentence for silence in line.passes(20, busy_from_s=0)] == [TRAINER.busy]
    line.hears(Rejected(say("done")), 7)
    assert [silence.seconds for silence in line.passes(20)] == [0]


def test_one_that_was_busy_for_a_moment_is_not_called_busy_later(line: Watched) -> None:
    line.watch.asked(7)
    line.passes(4.5, busy_from_s=0)
    assert not line.passes(4)


def test_an_installing_process_may_be_busy_for_half_a_minute() -> None:
    line = Watched(INSTALLER)
    line.hears(state(playing=False))
    line.watch.asked(1)
    assert not line.passes(28, busy_from_s=0)
    assert [silence.sentence for silence in line.passes(5, busy_from_s=28)] == [INSTALLER.busy]


def test_a_first_import_is_told_as_one_whether_its_pulse_is_felt_or_not() -> None:
    for busy_from_s in (None, 0.0):
        line = Watched()
        assert [silence.sentence for silence in line.passes(60, busy_from_s=busy_from_s)] == [TRAINER.starting]
        line.hears(state(playing=False))
        assert [silence.seconds for silence in line.passes(60)] == [0]


# ------------------------------------------------------------------------------------------------- real processes
class Hurried:
    """A worker in a process of its own, and a clock that goes on by `LOOK_S` with each look at its events."""

    def __init__(self, behaviour: str, folder: Path) -> None:
        self.now = 0.0
        command = [sys.executable, "-m", "tests.core.small_worker", behaviour]
        self.worker = Worker(command, log=folder / "log.txt", folder=ROOT, clock=lambda: self.now)
        self.hurried = False
        self.waiting: list[Any] = []

    def until(self, kind: type) -> Any:
        end = time.monotonic() + 30
        while time.monotonic() < end:
            self.waiting += [event for event, _ in self.worker.events(5)]
            while self.waiting:
                event = self.waiting.pop(0)
                if isinstance(event, kind):
                    return event
            self.worker.wait(0.02)
            self.now += LOOK_S if self.hurried else 0.0
        raise AssertionError(f"no {kind.__name__}")


@pytest.fixture
def hurried(tmp_path: Path) -> Iterator[Hurried]:
    hurried = Hurried("answers", tmp_path)
    yield hurried
    hurried.worker.kill()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows stops no process")
def test_a_process_that_is_stopped_is_silent_and_speaks_again_when_it_goes_on(hurried: Hurried) -> None:
    hurried.worker.send(Pause())
    hurried.until(Rejected)
    os.kill(hurried.worker.pid, signal.SIGSTOP)
    hurried.worker.send(Play())
    hurried.hurried = True
    silence = hurried.until(Silence)
    assert silence.sentence == TRAINER.stuck
    hurried.hurried = False
    os.kill(hurried.worker.pid, signal.SIGCONT)
    hurried.until(Rejected)
    assert hurried.until(Silence).seconds == 0


def test_a_name_of_megabytes_comes_to_the_window_as_its_beginning(tmp_path: Path) -> None:
    long = Hurried("long", tmp_path)
    told = long.until(Rejected)
    long.worker.kill()
    (_, name) = told.sentence.values[0]
    assert name == "x" * LETTERS + "…"


def test_what_is_no_text_stays_as_it_is_however_long() -> None:
    array = Array("f8", (20_000, 9), bytes(8 * 9 * 20_000))
    now = NetChanged(mlp(2, (3,), 2), Cost(1, 2, 3), Settings(), (), state(playing=False), 0, array)
    edited = Edited(now, EditMark(3, say("{n} units", n=2), 0, 0.5, 0.25), LayerKey(1), "edit")
    line = wire.encode(edited)
    assert shortened(edited, line_bytes=len(line)) == edited


@pytest.mark.slow
def test_a_worker_that_tells_how_far_it_is_is_never_called_busy(tmp_path: Path) -> None:
    wording = Wording(TRAINER.starting, TRAINER.stuck, TRAINER.busy, busy_s=1.5)
    command = [sys.executable, "-m", "tests.core.small_worker", "tells"]
    worker = Worker(command, log=tmp_path / "log.txt", folder=ROOT, wording=wording)
    worker.send(Save())
    told, end = 0, time.monotonic() + 4
    while time.monotonic() < end:
        for event, _ in worker.events(5):
            assert not isinstance(event, Silence), event
            told += 1
        worker.wait(0.05)
    assert told > 10
    worker.kill()


def test_a_worker_busy_with_one_thing_sends_its_pulse(tmp_path: Path) -> None:
    busy = Hurried("busy", tmp_path)
    busy.until(Rejected)
    busy.worker.send(Save())
    begun = time.monotonic()
    silence = busy.until(Silence)
    assert silence.sentence == TRAINER.busy
    assert time.monotonic() - begun >= 3, "the clock stands still; the process itself says how long"
    busy.worker.kill()
