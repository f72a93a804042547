"""A moment to go back to is one at which the training was well, however seldom copies are kept."""

from __future__ import annotations

import pytest

from core.train.session.undo import ANCHOR_S, Anchors
from core.train.training.training import Training
from tests.gui import nets as told
from tests.train.test_session import Clock
from tests.train.test_training import new


@pytest.fixture
def training() -> Training:
    return new()


def test_a_loss_that_has_begun_to_explode_is_not_well_though_no_copy_was_kept_before(training: Training) -> None:
    clock = Clock()
    anchors = Anchors(clock)
    anchors.begin(training.state(), 0)
    well = anchors.healthy
    for step, loss in ((10, 0.4), (20, 0.3)):  # too soon for a copy
        clock.now += ANCHOR_S / 10
        anchors.keep(training, told.tick(step, loss), ticks=step)
    assert anchors.healthy == well
    clock.now += 2 * ANCHOR_S
    anchors.keep(training, told.tick(30, 50.0), ticks=30)
    assert anchors.healthy == well
    assert anchors.newest is not None
    assert well is not None
    assert anchors.newest is not well[0], "a copy is kept all the same, to look at what went wrong"


def test_the_newest_copy_of_a_training_that_learns_is_well(training: Training) -> None:
    clock = Clock()
    anchors = Anchors(clock)
    for step, loss in ((10, 0.4), (20, 0.3), (30, 0.5)):
        clock.now += 2 * ANCHOR_S
        anchors.keep(training, told.tick(step, loss), ticks=step)
    assert anchors.healthy is not None
    assert anchors.healthy[1] == 30
    assert anchors.healthy[0] is anchors.newest
