"""Undo, redo, charts and pace around a training."""

from __future__ import annotations

import itertools
import math
from array import array

import pytest
import torch

from core.messages.train_commands import DataSpec, Settings
from core.messages.train_events import TICK_FIELDS, Edited, Tick
from core.messages.train_reports import Device
from core.net.plan import EditError, RemoveLayer, Widen, mlp
from core.train.session.player import CHUNK_S, CHUNK_STEPS, Goal, Player
from core.train.session.session import Session
from core.train.session.ticks import TICK_S, VALIDATED_S, Ticks
from core.train.session.undo import Entry, Ring
from core.train.surgery.remove import FADE_STEPS
from core.train.training import datasets
from core.train.training.replay import run_to
from core.train.training.training import begin

torch.set_num_threads(1)
XOR = datasets.load(DataSpec("xor", samples=200))
CPU = Device("cpu", "a processor", 0)


class Clock:
    """Time that goes on only when it is told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def session(clock: Clock) -> Session:
    training = begin(XOR, net=mlp(2, (8, 8), 2), settings=Settings(learning_rate=0.01, batch_size=32), seed=0)
    return Session(training, device=CPU, folder=None, fixed_threads=1, clock=clock)


def go(session: Session, clock: Clock, step: int) -> list[Tick]:
    """Train to `step`, a Tick every time 40 ms have passed."""
    ticks: list[Tick] = []
    session.player.playing = True
    while session.training.step < step:
        clock.now += 0.04
        at = session.training
        session.player.ask(Goal(0, step=step - at.step), step=at.step, epochs=at.order.epochs)
        ticks += [event for event in session.advance() if isinstance(event, Tick)]
        session.player.goals.clear()
    session.player.playing = False
    return [*ticks, *session.tick(validated=True)]


def flat(session: Session) -> torch.Tensor:
    return session.training.model.flat.clone()


def test_undo_and_fifty_steps_are_as_if_there_had_been_no_edit(session: Session, clock: Clock) -> None:
    go(session, clock, 60)
    plain = begin(XOR, net=mlp(2, (8, 8), 2), settings=session.training.settings, seed=0)
    run_to(plain, 110)
    session.edit(Widen(1, 8))
    go(session, clock, 75)
    session.undo()
    assert session.training.step == 60
    go(session, clock, 110)
    assert torch.equal(flat(session), plain.model.flat)


def test_undo_and_redo_swap_whole_stories(session: Session, clock: Clock) -> None:
    go(session, clock, 30)
    _, edited = session.edit(Widen(1, 2))
    go(session, clock, 60)
    session.edit(Widen(2, 2))
    go(session, clock, 90)
    at_ninety, history = flat(session), session.ticks.history[:]
    assert session.undo()[1].now.state.step == 60
    assert session.undo()[1].now.state.step == 30
    go(session, clock, 50)
    at_fifty, branch = flat(session), session.ticks.history[:]
    assert session.undo(undone=False)[1].now.net == edited.now.net
    _, redone = session.undo(undone=False)
    state = redone.now.state
    assert (state.step, redone.cause, state.undo, state.redo) == (90, "redo", 2, 0)
    assert torch.equal(flat(session), at_ninety)
    assert session.ticks.history.tobytes() == history.tobytes()
    # The steps taken after the undo are not lost either.
    session.undo()
    _, back = session.undo()
    assert back.now.state.step == 50
    assert torch.equal(flat(session), at_fifty)
    assert session.ticks.history.tobytes() == branch.tobytes()


def test_what_the_window_is_told_rebuilds_the_charts(session: Session, clock: Clock) -> None:
    """A window that follows keep_to_step and ticks has the trainer's own history."""
    chart: list[tuple[float, ...]] = []

    def show(events: list[object]) -> None:
        for event in events:
            if isinstance(event, Tick):
                chart.append(tuple(getattr(event, name) for name in Tick.__dataclass_fields__))
            elif isinstance(event, Edited) and event.now.ticks is not None:
                chart[:] = [row for row in chart if row[0] <= event.now.keep_to_step]
                numbers = array("d", event.now.ticks.data)
                chart.extend(
                    tuple(numbers[place : place + TICK_FIELDS]) for place in range(0, len(numbers), TICK_FIELDS)
                )

    show([*go(session, clock, 30)])
    for step, doing in (
        (30, "edit"),
        (60, "edit"),
        (90, "undo"),
        (100, "undo"),
        (101, "redo"),
        (130, "redo"),
        (150, "undo"),
    ):
        show([*go(session, clock, step)])
        ticks, edited = session.edit(Widen(1, 1)) if doing == "edit" else session.undo(undone=doing == "undo")
        show([*ticks, edited])
        assert [row[0] for row in chart] == session.ticks.history[::TICK_FIELDS].tolist()
        assert edited.now.marks == session.training.marks


def test_an_edit_ends_what_could_be_redone(session: Session) -> None:
    session.edit(Widen(1, 1))
    session.undo()
    _, edited = session.edit(Widen(2, 1))
    assert edited.now.state.redo == 0
    with pytest.raises(EditError, match="nothing to redo"):
        session.undo(undone=False)
    session.undo()
    with pytest.raises(EditError, match="nothing to undo"):
        session.undo()


def test_settings_come_back_with_undo_except_the_pace(session: Session) -> None:
    session.edit(Widen(1, 1))
    session.change("learning_rate", 0.5)
    session.change("pace", 7.0)
    _, undone = session.undo()
    assert (undone.now.settings.learning_rate, undone.now.settings.pace) == (0.01, 7.0)


def test_the_ring_is_bounded_by_bytes_and_keeps_the_newest(session: Session) -> None:
    moment = session.training.state()
    mark = session.training.marks
    assert not mark
    session.edit(Widen(1, 1))
    entry = Entry(moment, 0, array("d"), session.training.marks[-1], 0)
    ring = Ring(limit_bytes=int(3.5 * entry.size_bytes))
    for _ in range(10):
        ring = ring.pushed(entry)
    assert len(ring.undo) == 3
    assert ring.size_bytes <= 3.5 * entry.size_bytes
    tiny = Ring(limit_bytes=1).pushed(entry).pushed(entry)
    assert len(tiny.undo) == 1


def test_the_size_of_a_moment_is_about_what_it_holds(session: Session) -> None:
    session.training.take(3)
    wide = begin(XOR, net=mlp(2, (512, 512), 2), settings=Settings(), seed=0)
    wide.take(1)
    parameters = wide.model.flat.numel()
    assert 3 * 4 * parameters <= wide.state().size_bytes < 4 * 4 * parameters


def test_a_fade_ends_in_an_event_of_its_own(session: Session, clock: Clock) -> None:
    go(session, clock, 20)
    _, begun = session.edit(RemoveLayer(2, "fade"))
    (fading,) = begun.now.state.fading
    assert (fading.key, fading.until, fading.steps) == (2, session.training.step + FADE_STEPS, FADE_STEPS)
    told: list[object] = []
    session.player.playing = True
    while session.training.step < 400:
        clock.now += 0.04
        told += session.advance()
    faded = [event for event in told if isinstance(event, Edited)]
    assert [event.cause for event in faded] == ["fade"]
    now = faded[0].now
    assert now.state.step == fading.until
    assert now.state.fading == ()
    assert now.net == session.training.net
    assert len(now.net.layers) == 2
    assert math.isfinite(faded[0].mark.loss_after)


# ---------------------------------------------------------------------------------------------------- player, ticks
def test_a_chunk_lasts_about_five_milliseconds(clock: Clock) -> None:
    player = Player(clock=clock)
    assert player.limit(step=0, pace=0) == 1
    for _ in range(50):
        player.took(1, 0.0004, pace=0)
    assert player.limit(step=0, pace=0) * 0.0004 <= CHUNK_S
    assert player.limit(step=0, pace=0) % 8 == 0
    for _ in range(50):
        player.took(1, 1e-7, pace=0)
    assert player.limit(step=0, pace=0) == CHUNK_STEPS
    player.forget_speed()
    assert player.limit(step=0, pace=0) == 1
    player.took(1, 3.0, pace=0)
    assert player.limit(step=0, pace=0) == 1


def test_goals_are_reached_in_order_and_exactly(clock: Clock) -> None:
    player = Player(clock=clock)
    for goal in (Goal(1, step=10), Goal(2, epochs=1), Goal(3, step=40)):
        player.ask(goal, step=0, epochs=2)
    for _ in range(50):
        player.took(1, 1e-6, pace=0)
    assert player.limit(step=7, pace=0) == 3
    assert player.reached(step=9, epochs=5) == []
    assert player.reached(step=10, epochs=2) == [1]
    assert player.reached(step=50, epochs=3) == [2]
    assert player.limit(step=50, pace=0) == 40
    assert player.reached(step=90, epochs=3) == [3]
    assert not player.running


def test_goals_that_were_asked_for_together_each_begin_where_the_one_before_ends(clock: Clock) -> None:
    """Epoch, Step(5), Epoch at step 10, with an epoch of 50 steps."""
    player = Player(clock=clock)
    for goal in (Goal(1, epochs=1), Goal(2, step=5), Goal(3, epochs=1)):
        player.ask(goal, step=10, epochs=0)
    answered = {}
    for step in range(11, 120):
        answered |= dict.fromkeys(player.reached(step=step, epochs=step // 50), step)
    assert answered == {1: 50, 2: 55, 3: 100}


def test_a_pace_is_kept_and_not_caught_up(clock: Clock) -> None:
    player = Player(clock=clock)
    taken = 0
    for _ in range(200):
        steps = player.limit(step=taken, pace=10.0)
        if steps:
            player.took(steps, 0.001, pace=10.0)
            taken += steps
        clock.now += 0.01
    assert 19 <= taken <= 21
    clock.now += 60
    assert player.limit(step=taken, pace=10.0) == 1


@pytest.mark.parametrize(("before", "after"), [(0.2, 100.0), (100.0, 0.2)])
def test_a_change_of_pace_takes_effect_at_once(clock: Clock, before: float, after: float) -> None:
    player = Player(clock=clock)
    assert player.limit(step=0, pace=before) == 1
    player.took(1, 0.0001, pace=before)
    clock.now += 0.5 / before
    changed, taken = clock.now, 0
    player.forget_speed()
    for _ in range(200):
        clock.now += min(player.wait_s(pace=after), 0.25)
        steps = player.limit(step=taken, pace=after)
        if steps:
            player.took(steps, 0.0001, pace=after)
            taken += steps
    assert taken == pytest.approx((clock.now - changed) * after, rel=0.1, abs=1)
    assert taken > 0


def test_validation_takes_a_small_share_of_the_time(clock: Clock) -> None:
    training = begin(XOR, seed=0)
    ticks = Ticks(training, clock=clock)
    validate, calls = training.validate, []

    def slow() -> tuple[float, float]:
        calls.append(clock.now)
        clock.now += 0.05
        return validate()

    training.validate = slow  # type: ignore[method-assign]
    begun, told = clock.now, []
    while clock.now < begun + 10:
        ticks.add(training.take(1), 0.01)
        clock.now += 0.01
        if ticks.due():
            told.append(ticks.tick())
    assert 0.05 * len(calls) <= 0.06 * (clock.now - begun) + 0.05
    assert max(after - before for before, after in itertools.pairwise(calls)) < VALIDATED_S + 0.05 + 2 * TICK_S
    measured = [tick for tick in told if not math.isnan(tick.validation_loss)]
    assert len(measured) == len(calls)
    assert all(after.step > before.step for before, after in itertools.pairwise(told))


def test_a_tick_counts_what_came_since_the_last(clock: Clock) -> None:
    training = begin(XOR, seed=0)
    ticks = Ticks(training, clock=clock)
    chunks = [training.take(3), training.take(5)]
    for chunk in chunks:
        assert ticks.add(chunk, 0.25)
    assert ticks.due()
    tick = ticks.tick()
    losses = torch.cat([chunk.losses for chunk in chunks]).double()
    assert tick.loss == pytest.approx(float(losses.mean()), rel=1e-12)
    norms = torch.cat([chunk.squared_norms for chunk in chunks]).double().sqrt()
    assert tick.gradient_norm == pytest.approx(float(norms.mean()), rel=1e-12)
    assert tick.samples_per_s == pytest.approx(sum(chunk.samples for chunk in chunks) / 0.5)
    assert 0 <= tick.score <= 1
    ticks.add(training.take(1), 0.1)
    assert not ticks.due()
    clock.now += TICK_S * 1.01
    assert ticks.due()
    assert ticks.count == 1
