"""A person's own data through the trainer's door: what the window is told of it, and what it answers about it."""

from __future__ import annotations

import pytest
import torch

from core.messages.beside.pictures import Classified, Classify, Examine, Examined, SampleTaken, TakeSample
from core.messages.train_commands import Load, Step, Watch
from core.messages.train_events import Loaded, Portrait
from core.messages.train_reports import Data
from tests import own_library
from tests.train.arrays import from_array
from tests.train.line import Line

torch.set_num_threads(1)


def loaded(data: object, steps: int = 0) -> tuple[Line, Data]:
    line = Line()
    answer = line.ask(Load(data=own_library.spec(data), net=None))  # type: ignore[arg-type]
    assert isinstance(answer, Loaded), answer
    if steps:
        line.ask(Step(steps))
    return line, answer.data


def examined(line: Line) -> Examined:
    line.ask(Examine("validation"))
    for _ in range(5000):
        for event, number in line.said:
            if isinstance(event, Examined) and number is None:
                return event
        line.turns(1)
    raise AssertionError("no pass ended")


def test_the_inputs_of_a_table_have_the_names_of_its_columns() -> None:
    _, data = loaded(own_library.table())
    assert data.inputs == ("나이", "요금", "성별=남", "성별=여")
    assert (data.target, data.classes) == ("생존", ("죽음", "생존"))


def test_a_table_of_values_says_in_which_unit_they_are() -> None:
    line, data = loaded(own_library.table(task="regress"), 400)
    assert (data.task, data.target, data.mean, data.scale) == ("regress", "몸무게", 60.0, 10.0)
    found = examined(line)
    assert found.score > 0.3
    assert found.values is not None
    assert from_array(found.values).shape == (60, 2)


def test_a_sample_of_a_table_is_taken_and_answered() -> None:
    line, data = loaded(own_library.table(), 300)
    taken = line.ask(TakeSample("validation", 2))
    assert isinstance(taken, SampleTaken)
    answer = line.ask(Classify(taken.picture))
    assert isinstance(answer, Classified)
    assert answer.probabilities is not None
    assert from_array(answer.probabilities).sum() == pytest.approx(1)
    assert data.classes[taken.true] in ("죽음", "생존")


def test_colour_pictures_are_examined_as_they_are() -> None:
    line, data = loaded(own_library.pictures(), 60)
    assert data.input == (3, 16, 16)
    found = examined(line)
    assert found.table is not None
    assert int(from_array(found.table).sum()) == 12
    assert (found.all_, found.unsure is not None) == (12, True)
    assert found.unsure.pictures.shape[1:] == (3, 16, 16)  # type: ignore[union-attr]


def test_many_classes_are_told_as_the_pairs_that_are_confused() -> None:
    line, data = loaded(own_library.arrays(), 30)
    assert len(data.classes) == 200
    found = examined(line)
    assert found.table is None, "a table of 40,000 cells is nothing to look at"
    assert found.confused is not None
    pairs = from_array(found.confused)
    assert pairs.shape[0] <= 100
    assert bool((pairs[:, 0] != pairs[:, 1]).all())
    assert bool((pairs[:-1, 2] >= pairs[1:, 2]).all()), "the most frequent first"
    assert found.right + int(pairs[:, 2].sum()) <= found.all_ == 200


@pytest.mark.parametrize("preset_name", ["", "lenet5"])
def test_the_first_weights_are_told_in_the_colours_that_they_look_for(preset_name: str) -> None:
    from core.net.presets import preset

    line = Line()
    net = preset(preset_name, (3, 32, 32), 3) if preset_name else None
    line.ask(Load(data=own_library.spec(own_library.pictures(side=32)), net=net))
    line.ask(Watch(10.0, 6))
    line.ask(Step(3))
    for _ in range(200):
        line.turns(1)
    told = [event for event, _ in line.said if isinstance(event, Portrait)][-1]
    first = told.columns[1].colour
    assert first is not None
    assert first.shape[:2] == (6, 3)
    assert max(first.shape[2:]) <= 32
    values = from_array(first).float()
    assert values.max() > 200 or values.min() < 56, "somewhere it looks for a colour"
    assert all(column.colour is None for column in (told.columns[0], *told.columns[2:]))


def test_weights_of_grey_pictures_have_no_colours() -> None:
    line, _ = loaded(own_library.pictures(channels=1))
    line.ask(Watch(10.0, 6))
    for _ in range(200):
        line.turns(1)
    told = [event for event, _ in line.said if isinstance(event, Portrait)][-1]
    assert all(column.colour is None for column in told.columns)
