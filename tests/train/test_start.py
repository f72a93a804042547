"""What keeps the trainer from running on a Python is said in one sentence."""

from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path

import pytest

from core.messages.train_commands import Load
from core.messages.train_events import Failed
from core.train import start
from core.workers.worker import Worker


def test_an_old_torch_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "version", lambda name: "1.13.1")
    assert "1.13.1" in str(start.missing())


def test_here_nothing_is_missing() -> None:
    assert start.missing() is None


def test_a_python_without_torch_is_one_sentence_in_the_window(tmp_path: Path) -> None:
    # -S hides site-packages, and with it torch, as in an environment without it.
    command = [sys.executable, "-S", "-m", "core.train.start"]
    worker = Worker(command, log=tmp_path / "trainer.log", folder=Path(__file__).resolve().parents[2])
    worker.send(Load())
    failed: list[Failed] = []
    while not failed:
        assert worker.wait(60)
        failed = [event for event, _ in worker.events(10) if isinstance(event, Failed)]
    worker.close()
    assert "There is no PyTorch" in str(failed[0].reason)
