"""A knob that is shown does something: what changes nothing of a training is not offered."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from pytestqt.qtbot import QtBot

from core.messages.train_commands import OPTIMIZERS, DataSpec, OptimizerName, Settings
from core.messages.train_reports import Device
from core.train.training import datasets
from core.train.training.training import begin
from gui.train.panels.settings import WITH_MOMENTUM, SettingsPanel


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_momentum_is_offered_where_it_changes_the_training_and_nowhere_else(optimizer: OptimizerName) -> None:
    flats = []
    for momentum in (0.3, 0.9):
        settings = Settings(optimizer=optimizer, momentum=momentum, batch_size=8)
        training = begin(datasets.load(DataSpec("xor", samples=40)), settings=settings, seed=0)
        training.take(5)
        flats.append(training.model.flat)
    assert torch.equal(*flats) == (optimizer not in WITH_MOMENTUM)


def test_tf32_is_offered_on_cards_that_have_it_and_where_it_was_chosen(qtbot: QtBot) -> None:
    panel = SettingsPanel(lambda command: 1)
    qtbot.addWidget(panel)
    card = Device("cuda:0", "a card", 1 << 30, tf32=True)
    for unfolded in (False, True):
        panel.more.setChecked(unfolded)
        panel.unfold()
        for device, settings, offered in (
            (replace(card, tf32=False), Settings(), False),
            (card, Settings(), True),
            (replace(card, tf32=False), Settings(precision="tf32"), True),
        ):
            panel.show_settings(settings)
            panel.show_device(device)
            assert panel.rows["precision"].isVisibleTo(panel) == (offered and unfolded)


def test_a_batch_that_was_cut_to_the_data_is_said_where_it_was_typed(qtbot: QtBot) -> None:
    numbers = iter(range(1, 9))
    panel = SettingsPanel(lambda command: next(numbers))
    qtbot.addWidget(panel)
    said = panel.rows["batch_size"].sentence
    for again in (1, 2):  # the second time nothing of the settings changes, and it is said all the same
        panel.want("batch_size", 100_000)
        panel.show_changed(Settings(batch_size=800), again)
        assert said.text() == "There are 800 training samples, and a batch cannot be larger."
    panel.show_changed(Settings(batch_size=800), 77)
    assert said.text() == "", "the next thing takes it away"
    panel.want("batch_size", 32)
    panel.show_changed(Settings(batch_size=32), 3)
    assert said.text() == ""
