"""The light package: it has no PyTorch, and its wizard makes an environment that trains, with no Python around.

What is real: the built program and a mouse, its own uv and rattler, Python from a conda channel on this computer, torch
for the processor from wheels. torchvision is a few lines (tests/end_to_end/sources.py).
"""

from __future__ import annotations

import os
from pathlib import Path

import psutil
import pytest

from tests.end_to_end.sources import write_sources
from tests.end_to_end.test_install import TORCH
from tests.env.channel import MINOR
from tests.env.making import House
from tests.packaged.accessible import Screen
from tests.packaged.unpacked import Unpacked, told
from tests.processes import command, started_by

pytestmark = pytest.mark.slow
INSTALL_S = 300.0
"""An environment with a real torch; on a busy computer it takes its time to unpack."""
OF_THE_NETWORK = ("UV_", "SSL_", "PIP_FIND_LINKS")


def pick(screen: Screen, shown: str, wanted: str) -> None:
    """Open the list that shows something, and click an entry."""
    screen.click(shown, role="combo box")
    screen.click(wanted, role="list item")
    screen.wait(lambda: screen.find(wanted, role="combo box"), f"{wanted!r} to be chosen")


def through_the_wizard(screen: Screen) -> None:
    """Choose the torch that is to be had here, and have it installed."""
    screen.click("Look at this computer")
    screen.click("Choose")
    screen.click("Other ways and versions")
    pick(screen, "as recommended · 2.", TORCH)
    pick(screen, "as recommended · for", "for the processor")
    pick(screen, "3.", MINOR)
    screen.click("Jupyter Notebook", role="check box")
    screen.click("Make the plan")
    screen.click("Start the install")


def test_its_wizard_installs_pytorch_and_training_starts_there(light: Unpacked, house: House, tmp_path: Path) -> None:
    home, record, screen = light.home / "TorchGarden", light.home / "record.jsonl", light.screen
    assert screen is not None
    write_sources(home, house.server.url, tmp_path / "made")
    given = {
        key: value for key, value in os.environ.items() if key.startswith(OF_THE_NETWORK) or "_proxy" in key.lower()
    }
    light.environment |= given
    started = light.start("--home", str(home), "--record", str(record), network=True)
    screen.click("Install", role="check box")
    window = screen.wait(lambda: screen.windows(started.pid), "the window")[0]
    screen.x("windowmove", window, "0", "0", "windowsize", "--sync", window, "1280", "1490")
    through_the_wizard(screen)
    trained = screen.wait(
        lambda: [path for path in light.home.glob("record*.jsonl") if told(path, "Tick")],
        "training, which begins by itself where there was nothing to train with", patience_s=INSTALL_S,
    )  # fmt: skip
    screen.wait_for("Pause")
    assert not told(trained[-1], "Failed")
    python = next(
        words[0] for pid in started_by(started.pid) if "core.train.start" in (words := command(psutil.Process(pid)))
    )
    assert Path(python).is_relative_to(home), "it trains in the new environment"
    version = next((home / "envs").rglob("torch-*.dist-info"))
    assert version.name == f"torch-{TORCH}+cpu.dist-info"
