"""Memory comes back after edits, measured as the system sees it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from core.messages.train_commands import DataSpec, Load, Reset, Step, UseDevice
from core.messages.train_events import Loaded, Rejected, State
from core.net.plan import Narrow, Widen, mlp
from core.train.session import devices
from tests.train.line import Line

ROOT = Path(__file__).resolve().parents[2]
RECORDINGS = """
import gc, sys, torch
from core.messages.train_commands import Settings
from core.net.plan import mlp
from core.train.model.model import new_model
from core.train.steps.ladder import Stepper
from tests.benchmarks.memory import resident_bytes
torch.set_num_threads(1)
inputs, targets = torch.randn(512, 64), torch.zeros(512, dtype=torch.long)

def recorded(width):
    stepper = Stepper(new_model(mlp(64, (width, 40), 10), seed=0), Settings(), task="classify", way="top")
    for _ in range(5):
        stepper.take(inputs, targets, [64] * 8, settings=Settings(), learning_rates=[1e-3] * 8,
                     generator=torch.Generator())
    assert type(stepper.top).__name__ == "Recorded", stepper.top

for place in range(40):
    recorded(40 + place % 3)
gc.collect()
before = resident_bytes()
for place in range(120):
    recorded(40 + place % 3)
gc.collect()
print((resident_bytes() - before) / 120)
"""
RECORDING_BYTES = 60_000
"""What a recording may leave behind; one by `torch.jit.trace` leaves some 360,000."""
SHARE = 0.1
"""What an edit may leave behind, as a share of the parameters' bytes; it was about 3."""

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")


def said_by(*command: str) -> str:
    run = [sys.executable, "-W", "ignore", *command]
    return subprocess.run(run, cwd=ROOT, check=True, capture_output=True, text=True, timeout=500).stdout


@linux
def test_a_recording_goes_with_the_rung_that_plays_it() -> None:
    assert float(said_by("-c", RECORDINGS)) < RECORDING_BYTES


def test_whoever_asks_for_a_network_that_does_not_fit_is_refused_and_nothing_changes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    line, large = Line(), mlp(2, (2000, 600), 2)
    assert isinstance(line.ask(Load(DataSpec("xor", samples=40), large)), Loaded)
    for _ in range(3):
        line.ask(Narrow(1, 660, "magnitude"))
    monkeypatch.setattr(devices, "NEVER_ASKED", 0)
    monkeypatch.setattr(devices, "free_memory", lambda device: 8 << 20)
    step = line.session.training.step
    for command in (Load(DataSpec("xor", samples=40), large), Reset(), Widen(1, 1500), Reset(7)):
        refused = line.ask(command)
        assert isinstance(refused, Rejected), command
        assert "MiB of memory" in str(refused.sentence)
    assert line.session.training.step == step
    monkeypatch.setattr(devices, "free_memory", lambda device: 1 << 10)
    assert "MiB of memory" in str(line.ask(UseDevice("cpu")).sentence)
    assert isinstance(line.ask(Step(1)), State)


@linux
@pytest.mark.slow
def test_memory_comes_back_after_edits() -> None:
    told = said_by("-m", "tests.benchmarks.memory", "100")
    assert float(told.rsplit(" ", 1)[1]) <= SHARE, told
