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
