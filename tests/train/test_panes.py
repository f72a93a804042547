"""Another moment, branch or run beside: told exactly as it was, and nothing of the training changes."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
import torch

from core.messages.beside.branches import GoOnFrom, LookBack, SwitchBranch
from core.messages.beside.panes import PaneShown, ShowPane
from core.messages.train_commands import Change, DataSpec, Load, Save, Settings, Step
from core.messages.train_events import Rejected
from core.net.plan import LayerKey, Widen, mlp
from core.train.training.measuring import validate
from tests.train.line import Line
from tests.train.test_branches import EDITED, LOAD, bits, fresh, told, trained


def pane(line: Line, of: str, place: int = 0, run: str = "") -> PaneShown:
    """What is told of one pane; the training is bit for bit what it was."""
    session = line.session
    before, threads = bits(session.training), torch.get_num_threads()
    shown = line.ask(ShowPane(of, place, run))  # type: ignore[arg-type]
    assert isinstance(shown, PaneShown), shown
    assert line.session is session
    assert bits(session.training) == before
    assert torch.get_num_threads() == threads
    return shown


@pytest.mark.parametrize("step", [0, 17, 30, 31, 74])
def test_an_earlier_moment_is_told_as_it_was(step: int) -> None:
    line = trained(*EDITED)
    shown, was = pane(line, "step", step), fresh(line, step, done=None)
    assert (shown.now.state.step, shown.now.net, shown.exact) == (step, was.net, True)
    assert (shown.validation_loss, shown.validation_score) == validate(was.model, was.dataset)
    assert shown.portrait.step == step
    assert len(shown.portrait.columns) == len(was.net.layers) + 1


def test_now_is_told_as_it_stands_also_while_an_earlier_moment_is_shown() -> None:
    line = trained(*EDITED)
    now = pane(line, "now")
    training = line.session.training
    assert now.now.state.step == training.step == 75
    assert now.validation_loss == validate(training.model, training.dataset)[0]
    line.ask(LookBack(12))
    assert pane(line, "now") == now
    assert pane(line, "step", 75) == pane(line, "step", 75)


def test_a_branch_is_told_as_it_was_left(tmp_path: Path) -> None:
    line = trained(*EDITED)
    left = bits(line.session.training)
    line.ask(GoOnFrom(30))
    line.ask(Step(5))
    other = told(line).branches[0].number
    shown = pane(line, "branch", other)
    assert shown.now.state.step == 75
    line.ask(Save(str(tmp_path / "가지 하나")))
    line.ask(SwitchBranch(other))
    assert bits(line.session.training) == left
    here = told(line).at
    assert pane(line, "branch", here) == PaneShown(**{**vars(pane(line, "now")), "of": "branch", "place": here})
    gone = line.ask(ShowPane("branch", 99))
    assert isinstance(gone, Rejected)


def test_another_run_with_other_data_is_told_and_not_written(tmp_path: Path) -> None:
    folder = tmp_path / "다른 훈련"
    other = Line()
    other.ask(
        Load(DataSpec("digits"), net=mlp(64, (6,), 10), settings=Settings(batch_size=64), seed=1, run=str(folder))
    )
    other.ask(Step(8))
    other.ask(Save())
    training = other.session.training
    line = trained(*EDITED)
    before = {path: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    shown = pane(line, "run", run=str(folder))
    assert {path: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before
    assert (shown.run, shown.data.spec.name, shown.now.state.step) == ("다른 훈련", "digits", 8)
    assert shown.validation_loss == pytest.approx(validate(training.model, training.dataset)[0], rel=1e-6)
    assert shown.table is not None
    table = np.frombuffer(shown.table.data, "<i4").reshape(shown.table.shape)
    assert table.sum() == shown.data.validation_samples
    assert np.trace(table) / table.sum() == pytest.approx(shown.validation_score)


@pytest.mark.parametrize("asked", [ShowPane("step", 76), ShowPane("step", -1), ShowPane("run", run="/nowhere/집")])
def test_what_is_not_there_is_one_sentence(asked: ShowPane) -> None:
    line = trained(*EDITED)
    before = bits(line.session.training)
    refused = line.ask(asked)
    assert isinstance(refused, Rejected)
    assert str(refused.sentence).endswith(".")
    assert bits(line.session.training) == before
    assert not isinstance(line.ask(Step(1)), Rejected)


def test_a_regression_has_no_table_and_its_score_is_r_squared() -> None:
    line = trained(Step(40), load=Load(DataSpec("plane", samples=100), net=mlp(2, (4,), 1), seed=2))
    shown = pane(line, "now")
    assert shown.table is None
    assert shown.data.task == "regress"
    assert math.isfinite(shown.score)
    assert shown.score <= 1


def test_what_is_trained_after_a_look_is_what_it_would_have_been() -> None:
    looked, plain = trained(*EDITED), trained(*EDITED)
    pane(looked, "step", 20)
    pane(looked, "now")
    for line in (looked, plain):
        line.ask(Step(15))
        line.ask(Widen(LayerKey(1), 1))
        line.ask(Change("learning_rate", 0.005))
        line.ask(Step(15))
    assert bits(looked.session.training) == bits(plain.session.training)
    assert LOAD.net is not None
