"""A training stops by itself exactly at the step at which a condition becomes so, and nothing else of it changes."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from core.messages import stops
from core.messages.stops import AGAIN_STEPS, NOWHERE, Condition, Stop, is_gone
from core.messages.train_commands import (
    Change,
    DataSpec,
    HandOver,
    Load,
    OpenRun,
    Pause,
    Play,
    Redo,
    Reset,
    Save,
    SetStops,
    Settings,
    Step,
    Undo,
    UseDevice,
)
from core.messages.train_events import Diverged, HandedOver, Rejected, StopHit, StopsSet
from core.messages.train_reports import AtLayer, Hit, listed, with_hit, with_number
from core.net.plan import InsertLayer, LayerKey, RemoveLayer, SetActivation, Widen, mlp
from core.runs import read_record
from core.train.diagnosis.sight import look
from core.train.disk import checkpoint
from core.train.stops import finding, lookout
from core.train.stops.lookout import ARMED, first_of
from core.train.stops.measured import layers_of
from core.train.training.replay import again, run_to
from core.train.training.training import Training, begin
from tests.train.line import Line

torch.set_num_threads(1)
NET = mlp(64, (16, 12), 10)
DIGITS = Load(DataSpec("digits"), NET, Settings(learning_rate=3e-3), 3)
BUMPS = Load(DataSpec("bumps", samples=200), mlp(2, (8, 8), 1), Settings(learning_rate=0.01, batch_size=32), 3)
FAR = 4000


@pytest.fixture
def line() -> Line:
    made = Line()
    made.ask(DIGITS)
    return made


def stop(text: str, line: Line) -> Stop:
    return Stop(stops.resolve(*stops.parse(text), line.shown.net))


def watch(line: Line, *texts: str) -> None:
    answer = line.ask(SetStops(tuple(stop(text, line) for text in texts)))
    assert isinstance(answer, StopsSet)
    assert [one.condition for one in answer.stops] == [stop(text, line).condition for text in texts]


def hits(line: Line) -> list[StopHit]:
    return [event for event, _ in line.said if isinstance(event, StopHit)]


def play(line: Line, *, most: int = FAR) -> Hit:
    """Train until it stops by itself; return the hit."""
    before = len(hits(line))
    line.ask(Play())
    for _ in range(most):
        line.trainer.turn()
        if len(hits(line)) > before:
            line.agree()
            assert not line.session.player.running
            assert not line.shown.state.playing
            hit = hits(line)[-1].hit
            assert line.session.training.step == hit.stands == line.shown.state.step
            assert [(mark.step, mark.label) for mark in line.shown.marks][-len(hit.labels) :] == [
                (hit.stands, label) for label in hit.labels
            ]
            return hit
    raise AssertionError(f"it went on to step {line.session.training.step}")


def alone(line: Line) -> Training:
    """Return the same training at its beginning, with nobody who watches it."""
    it = line.session.training
    return begin(it.dataset, net=it.first_net, settings=it.first_settings, seed=it.seed)


def same(one: Training, other: Training) -> bool:
    states = [one.state(), other.state()]
    first, second = (checkpoint.tensors_of(state)[0] for state in states)
    return first.keys() == second.keys() and all(torch.equal(tensor, second[name]) for name, tensor in first.items())


# --------------------------------------------------------------------------------------------------- the exact step
def first_step(training: Training, text: str, *, most: int = FAR) -> int:
    """Return the first step at which a condition on the loss or the gradient is so, one step after the other."""
    condition, _ = stops.parse(text)
    while training.step < most:
        chunk = training.take(1)
        value = chunk.losses[0] if condition.of == "loss" else chunk.squared_norms[0].double().sqrt()
        if stops.holds(condition, float(value)):
            return training.step
    raise AssertionError(f"never {text}")


@pytest.mark.parametrize(
    "text",
    ["loss < 1.5", "loss < 0.9", "loss < 0.21", "loss > 2.345", "gradient > 1.2", "gradient < 0.9", "gradient < 0.3"],
)
def test_it_stands_at_the_first_step_at_which_it_is_so(line: Line, text: str) -> None:
    watch(line, text)
    hit = play(line)
    there = alone(line)
    assert hit.step == first_step(there, text)
    assert same(there, line.session.training), "and has not taken a step more"
    assert stops.holds(hit.met[0].condition, hit.met[0].value)
    assert hit.begins
    run_to(there, there.step + 100)
    watch(line)
    line.ask(Step(100))
    assert same(there, line.session.training), "and it goes on as if it had never stopped"


def test_it_goes_back_where_steps_were_taken_together_and_the_charts_with_it(line: Line) -> None:
    watch(line, "loss < 0.5")
    line.session.player.took(64, 1e-6, pace=0.0)  # many steps at once are fast
    hit = play(line)
    event = hits(line)[-1]
    assert event.now.keep_to_step == hit.step, "the steps after it were taken already"
    assert max(row[0] for row in line.shown.rows) == hit.step
    assert same(alone_at(line, hit.step), line.session.training)


def alone_at(line: Line, step: int) -> Training:
    there = alone(line)
    for entry in line.session.training.timeline:
        run_to(there, entry.step)
        again(there, entry)
    run_to(there, step)
    return there


def test_a_step_is_reached_exactly_whatever_the_speed(line: Line) -> None:
    watch(line, "step 777")
    assert play(line).step == 777
    line.ask(Step(10))
    assert line.session.training.step == 787
    line.ask(Reset())
    assert play(line).step == 777, "it is reached again"


def test_what_was_different_is_told_from_the_steps_themselves(line: Line) -> None:
    watch(line, "loss < 0.8")
    hit = play(line)
    there = alone_at(line, hit.step - 2)
    for at in (hit.before, hit.after):
        before, rows = there.model.flat.clone(), there.order.next_rows(there.batch_sizes(1)[0])
        epoch, batch = there.order.epochs + 1, there.order.position // 64 + 1
        chunk = there.take(1)
        assert (at.step, at.epoch, at.batch, at.samples) == (there.step, epoch, batch, len(rows))
        assert at.first_samples == tuple(rows[: len(at.first_samples)].tolist())
        assert at.loss == float(chunk.losses[0])
        assert at.gradient == math.sqrt(float(chunk.squared_norms[0]))
        assert at.learning_rate == 3e-3
        moved = (there.model.parameters["1.weight"] - before[: 64 * 16].view(16, 64)).norm()
        assert at.layers[0].ratio == pytest.approx(float(moved / before[: 64 * 16].norm()), rel=1e-5)
        assert [layer.silent for layer in at.layers[:-1]] == [layer.silent for layer in look(there).layers]
        assert at.layers[-1].silent == -1, "the output has no dead units"
    assert hit.before.loss >= 0.8 > hit.after.loss


def test_an_edit_between_the_two_steps_is_told(line: Line) -> None:
    line.ask(Step(200))
    line.ask(Widen(LayerKey(1), 4))
    line.ask(Change("learning_rate", 5.0))
    watch(line, "ratio > 0.5")
    hit = play(line)
    assert hit.step == 201
    assert [str(one) for one in hit.done] == ["Hidden 1 widened +4", "Learning rate changed"]
    assert (hit.before.learning_rate, hit.after.learning_rate) == (3e-3, 5.0)
    assert hit.before.layers[0].width == 16
    assert hit.after.layers[0].width == 20


# ------------------------------------------------------------------------------------- what is looked at now and then
def dead(training: Training, key: int) -> float:
    layer = next(layer for layer in look(training).layers if layer.key == key)
    return layer.silent / layer.width


def test_the_step_at_which_units_die_is_found(line: Line) -> None:
    line.ask(Change("learning_rate", 0.1))
    watch(line, "dead 2 > 30%")
    hit = play(line)
    assert hit.begins
    assert hit.met[0].layer == 2
    there = alone_at(line, hit.step - 1)
    assert dead(there, 2) <= 0.3
    there.take(1)
    assert dead(there, 2) > 0.3
    assert hit.met[0].value == dead(there, 2)
    assert same(there, line.session.training)
    assert [round(layer.silent / 12, 9) for layer in (hit.before.layers[1], hit.after.layers[1])] == [
        round(dead(alone_at(line, hit.step - 1), 2), 9), round(dead(there, 2), 9),
    ]  # fmt: skip


def test_any_layer_is_meant_where_none_is_named(line: Line) -> None:
    line.ask(Change("learning_rate", 0.05))
    watch(line, "dead > 30%")
    hit = play(line)
    assert hit.met[0].layer in (1, 2)
    assert dead(line.session.training, hit.met[0].layer) == hit.met[0].value > 0.3


def test_the_step_at_which_an_update_leaves_its_range_is_found(line: Line) -> None:
    line.ask(Step(40))
    watch(line, "ratio outside 3e-3..10")
    hit = play(line)
    assert hit.met[0].value < 3e-3
    assert hit.begins
    seen = {layer.key: layer.ratio for layer in hit.before.layers}
    assert min(seen.values()) >= 3e-3 > min(layer.ratio for layer in hit.after.layers)
    assert same(alone_at(line, hit.step), line.session.training)


@pytest.mark.parametrize(("text", "at"), [("accuracy > 90%", "accuracy"), ("validation < 0.5", "validation")])
def test_the_step_at_which_the_validation_samples_agree_is_found(line: Line, text: str, at: str) -> None:
    line.ask(Step(60))  # there is a measurement before
    watch(line, text)
    hit = play(line)
    there = alone_at(line, hit.step)
    loss, score = there.validate()
    assert getattr(hit.after, at) == hit.met[0].value == (score if at == "accuracy" else loss)
    assert same(there, line.session.training)
    assert hit.begins
    assert not stops.holds(hit.met[0].condition, getattr(hit.before, at))


def test_accuracy_is_for_data_with_classes(line: Line) -> None:
    line.ask(BUMPS)
    watch(line, "accuracy > 0%", "validation < 100")
    hit = play(line)
    assert [one.condition.of for one in hit.met] == ["validation"]


def test_where_no_state_before_is_kept_it_says_that_it_may_have_been_so_before(line: Line) -> None:
    line.ask(Change("learning_rate", 0.05))
    line.ask(Step(400))
    watch(line, "dead > 5%")
    assert dead(line.session.training, 2) > 0.05
    hit = play(line)
    assert not hit.begins, "it was so long before"
    assert hit.step == 401, "it is looked at soon after it is set"


def test_a_step_that_takes_long_is_not_done_again_for_its_story(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "REPLAY_S", 0.0)
    monkeypatch.setattr(lookout, "EVERY_S", 0.0)
    watch(line, "step 300")
    hit = play(line)
    assert hit.step == 300
    assert math.isfinite(hit.after.loss)
    assert hit.after.loss == float(alone_at(line, 299).take(1).losses[0])
    told = [event for event, _ in line.said if isinstance(event, StopHit)]
    assert (told[-1].hit, told[-1].kept) == (hit, ()), "there is no state from before it, so nothing to look at"


# ------------------------------------------------------------------------------------------------- several, and again
def test_two_at_the_same_step_are_one_hit(line: Line) -> None:
    watch(line, "loss < 0.9")
    step = play(line).step
    line.ask(Reset())
    watch(line, f"step {step}", "loss < 0.9", "loss < 0.1")
    hit = play(line)
    assert hit.step == step
    assert [one.condition.of for one in hit.met] == ["step", "loss"]
    assert len(hit.labels) == 2
    assert [one.waits for one in line.session.lookout.stops] == [False, True, False]


def test_the_earlier_of_two_wins_and_the_later_is_still_to_come(line: Line) -> None:
    watch(line, "loss < 0.5", "loss < 1")
    first = play(line)
    assert [one.condition.value for one in first.met] == [1.0]
    second = play(line)
    assert [one.condition.value for one in second.met] == [0.5]
    assert second.step > first.step


def test_it_goes_on_after_a_hit_and_stops_again_only_after_it_was_not_so(line: Line) -> None:
    watch(line, "loss < 0.6")
    first = play(line)
    line.ask(Step(40))
    there = alone_at(line, first.step)
    assert min(float(there.take(1).losses[0]) for _ in range(40)) < 0.6, "it was so again soon"
    assert len(hits(line)) == 1, "and it went on"
    line.ask(SetActivation(LayerKey(1), "sigmoid"))
    worse = line.session.training.step
    second = play(line)
    there = alone_at(line, worse)
    losses = [float(there.take(1).losses[0]) for _ in range(second.step - worse)]
    calm = next(at for at in range(len(losses)) if all(loss >= 0.6 for loss in losses[at : at + AGAIN_STEPS]))
    assert next(at for at in range(calm + AGAIN_STEPS, len(losses)) if losses[at] < 0.6) == len(losses) - 1


@pytest.mark.parametrize(
    ("values", "calm", "expected"),
    [
        ([2, 2, 0.5], ARMED, (2, ARMED)),
        ([2, 2, 2], ARMED, (-1, ARMED)),
        ([0.5, 0.5], 0, (-1, 0)),
        ([2, 0.5, 2], 0, (-1, 1)),
        ([2, 2, 0.5], 0, (-1, 0)),
        ([2, 2, 2], 0, (-1, ARMED)),
        ([2, 2, 2, 0.5], 0, (3, ARMED)),
        ([2, 0.5], 2, (1, ARMED)),
        ([], 2, (-1, 2)),
    ],
)
def test_a_condition_is_armed_again_when_it_was_not_so_for_a_while(
    values: list[float], calm: int, expected: tuple[int, int]
) -> None:
    below = Condition("loss", "below", 1.0)
    assert first_of(below, values, calm, again=3) == expected
    for cut in range(len(values) + 1):  # however the steps are cut into calls
        place, kept = first_of(below, values[:cut], calm, again=3)
        if place < 0:
            place, kept = first_of(below, values[cut:], kept, again=3)
            place += cut if place >= 0 else 0
        assert (place, kept) == expected


def test_that_it_is_armed_again_is_told(line: Line) -> None:
    line.ask(Change("learning_rate", 0.0))
    value = float(alone(line).take(1).losses[0])
    watch(line, f"loss < {value + 1e-3!r}")
    hit = play(line)
    line.ask(Change("learning_rate", 3e-3))
    line.ask(Change("learning_rate", 50.0))
    assert hits(line)[-1].stops[0].waits
    line.ask(Play())
    line.turns(400)
    told = [event for event, number in line.said if isinstance(event, StopsSet) and number is None]
    assert told, "the loss went up"
    assert not told[0].stops[0].waits
    assert hit.step == 1


def test_what_is_switched_off_stops_nothing_and_on_again_it_is_armed(line: Line) -> None:
    watch(line, "loss < 2")
    play(line)
    (one,) = line.session.lookout.stops
    assert one.waits
    line.ask(SetStops((replace(one, on=False),)))
    line.ask(Step(100))
    assert len(hits(line)) == 1
    line.ask(SetStops((replace(one, on=True),)))
    assert play(line).step == line.session.training.step


def test_a_goal_is_given_up_where_it_stops(line: Line) -> None:
    watch(line, "step 30")
    (number,) = line.queue(Step(500))
    (state,) = line.done(number)
    assert state.step == 30
    assert not state.playing
    assert [type(event) for event, _ in line.said].index(StopHit) < [number for _, number in line.said].index(number)


# ------------------------------------------------------------------------------------------------------------- edits
def test_an_edit_stops_it_and_is_told_with_what_it_changed(line: Line) -> None:
    watch(line, "edit")
    line.ask(Play())
    line.turns(20)
    line.ask(SetActivation(LayerKey(1), "tanh"))
    line.turns(3)
    (event,) = hits(line)
    assert not line.session.player.running
    assert event.hit.stands == line.session.training.step == line.shown.marks[-1].step
    assert event.hit.labels == (line.shown.marks[-1].label,)
    mark = line.shown.marks[-1]
    assert (event.hit.before.loss, event.hit.after.loss) == (mark.loss_before, mark.loss_after)
    line.agree()
    line.ask(Undo())
    assert len(hits(line)) == 1, "an undo is none"


def test_a_layer_that_is_folded_away_is_an_edit_too(line: Line) -> None:
    line.ask(Step(30))
    line.ask(RemoveLayer(LayerKey(2), "fade"))
    watch(line, "edit")
    hit = play(line)
    assert len(line.shown.net.layers) == 2
    assert hit.labels == (line.shown.marks[-1].label,)


def test_a_condition_stays_with_its_layer_and_says_when_that_is_gone(line: Line) -> None:
    watch(line, "dead 2 > 50%")
    line.ask(InsertLayer(LayerKey(0)))
    assert stops.write(line.session.lookout.stops[0].condition, line.shown.net) == "dead 3 > 50%"
    line.ask(RemoveLayer(LayerKey(2)))
    condition = line.session.lookout.stops[0].condition
    assert is_gone(condition, line.shown.net)
    line.ask(Step(60))
    line.ask(Undo())
    assert not is_gone(condition, line.shown.net), "undo brings it back"


def test_conditions_outlive_load_reset_and_another_device(line: Line) -> None:
    watch(line, "dead 2 > 50%", "loss < 0.001")
    line.ask(Step(20))
    asked = line.session.lookout.stops
    assert line.ask(UseDevice("cpu")).stops == asked
    assert line.ask(Reset()).stops == asked
    line.ask(InsertLayer(LayerKey(0)))
    watch(line, "dead 1 > 50%", "loss < 0.001")
    assert line.ask(Reset()).stops[0].condition.layer == NOWHERE, "the layer it was about has never been"
    watch(line, "dead 2 > 50%")
    loaded = line.ask(replace(DIGITS, net=mlp(64, (8, 8, 8), 10)))
    assert stops.write(loaded.stops[0].condition, loaded.now.net) == "dead 2 > 50%"
    loaded = line.ask(replace(DIGITS, net=mlp(64, (8,), 10)))
    assert loaded.stops[0].condition.layer == NOWHERE
    line.ask(Step(30))


def test_what_cannot_be_set_changes_nothing(line: Line) -> None:
    watch(line, "loss < 1")
    for bad in (
        (Stop(Condition("loss", "below", math.nan)),),
        (Stop(Condition("dead", "above", 0.5, layer=LayerKey(3))),),
        (Stop(Condition("edit", "done")),) * 21,
    ):
        answer = line.ask(SetStops(bad))
        assert isinstance(answer, Rejected)
    assert [one.condition.value for one in line.session.lookout.stops] == [1.0]


# ------------------------------------------------------------------------------------------------- loss is no number
def test_it_stands_right_before_the_step_whose_loss_is_no_number() -> None:
    line = Line()
    line.ask(BUMPS)
    line.ask(Change("optimizer", "sgd"))
    watch(line, "loss is nan", "loss > 1e30")
    line.ask(Step(50))
    line.ask(Change("learning_rate", 90.0))
    line.ask(Play())
    for _ in range(FAR):
        line.trainer.turn()
        if [event for event, _ in line.said if isinstance(event, Diverged)]:
            break
        if hits(line) and not line.session.player.running:
            line.ask(Play())
    event = hits(line)[-1]
    gone = next(event for event, _ in line.said if isinstance(event, Diverged))
    assert event.hit.met[-1].condition.sign == "nan"
    assert event.hit.step == gone.step == event.hit.stands + 1
    assert line.session.training.step == event.hit.stands
    assert math.isfinite(event.hit.before.loss)
    assert bool(torch.isfinite(line.session.training.model.flat).all())
    assert listed(line.session.lookout.hits, line.shown.marks)
    line.agree()


def test_without_the_condition_a_divergence_is_no_hit() -> None:
    line = Line()
    line.ask(replace(BUMPS, settings=Settings(learning_rate=100.0, optimizer="sgd")))
    watch(line, "step 999999")
    line.ask(Play())
    line.turns(300)
    assert [event for event, _ in line.said if isinstance(event, Diverged)]
    assert not hits(line)


# ------------------------------------------------------------------------------------------------------ kept in the run
def test_conditions_and_hits_are_kept_in_the_run(line: Line, tmp_path: Path) -> None:
    folder = tmp_path / "멈춘 훈련"
    line.ask(Save(str(folder)))
    watch(line, "loss < 0.7", "dead 2 > 99%")
    hit = play(line)
    line.ask(Pause())
    line.ask(Save())
    line.ask(BUMPS)
    loaded = line.ask(OpenRun(str(folder)))
    assert [stops.write(one.condition, loaded.now.net) for one in loaded.stops] == ["loss < 0.7", "dead 2 > 99%"]
    assert [one.waits for one in loaded.stops] == [True, False]
    assert repr(loaded.hits) == repr((hit,))
    assert listed(loaded.hits, loaded.now.marks) == loaded.hits
    line.ask(Step(40))
    there = alone_at(line, hit.step)
    assert min(float(there.take(1).losses[0]) for _ in range(40)) < 0.7
    assert not hits(line)[1:], "it does not stop again at once"


def test_conditions_alone_are_saved_too_and_a_run_that_was_only_opened_stays_as_it_is(
    line: Line, tmp_path: Path
) -> None:
    folder = tmp_path / "run"
    line.ask(Step(10))
    line.ask(Save(str(folder)))
    assert not line.session.saver.is_new(line.session.training)
    watch(line, "loss < 0.7")
    assert line.session.saver.is_new(line.session.training)
    line.ask(Save())
    assert len(read_record(folder).stops) == 1
    line.ask(OpenRun(str(folder)))
    assert not line.session.saver.is_new(line.session.training)


def test_odd_conditions_of_a_run_cost_only_themselves(line: Line, tmp_path: Path) -> None:
    from core.train.disk.checked import checked

    line.ask(Step(10))
    record = checkpoint.record_of(line.session.training, last=None, threads=1)
    good = Stop(Condition("loss", "below", 0.5))
    odd = (Stop(Condition("loss", "below", math.inf)), Stop(Condition("edit", "above")), good) + (good,) * 50
    made = checked(replace(record, stops=odd))
    assert made.stops
    assert all(one == good for one in made.stops)
    assert len(made.stops) <= stops.MOST_STOPS


# ----------------------------------------------------------------------------------------------- undo and looking
def test_what_is_undone_is_not_listed_and_comes_back_with_redo(line: Line) -> None:
    line.ask(Step(20))
    line.ask(Widen(LayerKey(1), 2))
    watch(line, "loss < 0.8")
    hit = play(line)
    all_hits = line.session.lookout.hits
    assert listed(all_hits, line.shown.marks) == (hit,)
    line.ask(Undo())
    assert line.session.training.step == 20
    assert listed(all_hits, line.shown.marks) == ()
    line.ask(Redo())
    assert line.session.training.step == hit.step
    assert listed(all_hits, line.shown.marks) == (hit,)
    line.agree()


def test_a_stop_at_the_same_step_after_an_undo_is_another_one(line: Line, tmp_path: Path) -> None:
    line.ask(Step(20))
    line.ask(Widen(LayerKey(1), 2))
    watch(line, "step 60")
    wide = play(line)
    line.ask(Undo())
    narrow = play(line)
    assert (wide.stands, wide.labels) == (narrow.stands, narrow.labels)
    assert wide.after.loss != narrow.after.loss
    for ask, shown in ((Redo(), wide), (Undo(), narrow), (Redo(), wide)):
        line.ask(ask)
        assert line.session.training.step == 60
        assert listed(line.session.lookout.hits, line.shown.marks) == (shown,)
        record = line.session.loaded()
        assert listed(record.hits, record.now.marks) == (shown,)
    for at, hit in enumerate((wide, narrow)):
        folder = tmp_path / str(at)
        line.ask(HandOver(str(folder), hit.number))
        there = checkpoint.read(folder, device=torch.device("cpu")).training
        assert float(there.take(1).losses[0]) == hit.after.loss
    line.agree()


def test_an_edit_done_again_after_an_undo_is_another_hit(line: Line) -> None:
    line.ask(Step(20))
    watch(line, "edit")
    line.ask(Widen(LayerKey(1), 2))
    line.ask(Undo())
    line.ask(Step(5))
    line.ask(Undo()) if line.session.ring.undo else None
    line.ask(Widen(LayerKey(1), 2))
    line.ask(Widen(LayerKey(1), 2))
    shown = listed(line.session.lookout.hits, line.shown.marks)
    assert [hit.stands for hit in shown] == [25, 25]
    assert len({hit.number for hit in shown}) == 2
    line.ask(Undo())
    assert listed(line.session.lookout.hits, line.shown.marks) == shown[:1]
    line.agree()


def test_hits_of_a_run_from_before_they_had_numbers_are_listed_by_their_marks(line: Line) -> None:
    watch(line, "step 30")
    hit = play(line)
    old = (replace(hit, number=0),)
    marks = tuple(replace(mark, hit=0) for mark in line.shown.marks)
    assert listed(old, marks) == old
    assert listed(old, ()) == ()
    assert listed((hit,), marks) == (), "a mark without a number is of an older one"
    again = with_number(replace(hit, after=hit.before), old, marks)
    assert listed(with_hit(old, again), marks) == (again,)


def test_the_step_that_hit_can_be_looked_at_later(line: Line, tmp_path: Path) -> None:
    watch(line, "loss < 0.8")
    hit = play(line)
    watch(line)
    line.ask(Step(200))
    handed = line.ask(HandOver(str(tmp_path / "handed"), hit.number))
    assert isinstance(handed, HandedOver)
    assert handed.step == hit.step - 1
    there = checkpoint.read(tmp_path / "handed", device=torch.device("cpu")).training
    assert float(there.take(1).losses[0]) == hit.after.loss
    assert line.session.training.step == hit.step + 200
    refused = line.ask(HandOver(str(tmp_path / "never"), 7))
    assert isinstance(refused, Rejected)
    assert "not kept" in str(refused.sentence)


def test_conditions_that_are_never_so_change_no_bit_of_a_training(line: Line) -> None:
    watch(
        line, "loss < 1e-30", "dead > 99%", "ratio outside 0..1e9", "gradient > 1e9", "accuracy > 99.99%", "step 99999"
    )
    line.ask(Step(300))
    line.ask(Widen(LayerKey(2), 3))
    line.ask(Change("optimizer", "sgd"))
    line.ask(Step(300))
    line.ask(Undo())
    line.ask(Step(50))
    line.ask(Redo())
    assert not hits(line)
    assert same(alone_at(line, 600), line.session.training)
    line.agree()


def test_looks_take_a_small_share_of_the_time(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the trainer's own clock: what a look has cost decides when the next one comes."""
    looks, look_s, turn_s = 0, 0.01, 0.05

    def slow(training: Training, ratios: dict[LayerKey, float]) -> tuple[AtLayer, ...]:
        nonlocal looks
        looks += 1
        line.clock.now += look_s
        return layers_of(training, ratios)

    monkeypatch.setattr(lookout, "layers_of", slow)
    watch(line, "dead > 99%", "ratio > 1e9")
    begun = line.clock.now
    line.ask(Play())
    for _ in range(400):
        line.clock.now += turn_s
        line.trainer.turn()
    assert 3 <= looks <= 1 + lookout.SHARE * (line.clock.now - begun) / look_s
