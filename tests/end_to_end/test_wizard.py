"""The wizard for real: a window on a screen, a mouse and a keyboard, the install worker, a local channel, a real torch;
then training in the new environment, and its notebook.

What is real: the app through its front door, in Korean; every click, key and frame (through an X server where there is
one, else through Qt's own events); the install worker, paused and continued in another process; Python from a conda
channel on this computer, torch for the processor from wheels; the kernel, Jupyter, the notebook that the environment's
own kernel runs; the training that moves over with what it has learned. What is not: the network beyond this computer,
torchvision (a few lines; see `sources`), and the browser, which is only told what to open.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.screen import can_be_made, screen
from tests.end_to_end.sources import stop_jupyter, write_sources
from tests.env.making import House
from tests.gui.test_notebook import run_notebook

ROOT = Path(__file__).resolve().parent.parent.parent
PICTURES = ROOT / "build" / "real_wizard"
WORK_MS = 50.0
"""How much work of the window's thread one frame may be: what a person would feel as a hitch."""
LIMIT_S = 400
pytestmark = pytest.mark.slow


@contextmanager
def somewhere() -> Iterator[tuple[str, dict[str, str]]]:
    """Whose hands, and the environment for the app: a screen of its own where there can be one."""
    if can_be_made() and shutil.which("xdotool"):
        with screen() as there:
            yield "screen", there
    else:
        yield "qt", {**os.environ, "QT_QPA_PLATFORM": "offscreen"}


def go_through(house: House, folder: Path) -> dict[str, Any]:
    """Let somebody go through the wizard, and return what was seen."""
    write_sources(house.home, house.server.url, folder)
    with somewhere() as (hands, environment):
        command = [sys.executable, "-m", "tests.end_to_end.real_wizard", str(house.home), str(PICTURES)]
        done = subprocess.run(
            [*command, "--hands", hands], cwd=ROOT, env=environment, capture_output=True, text=True,
            timeout=LIMIT_S, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr[-6000:]
    seen: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return seen


def test_the_wizard_makes_an_environment_that_trains_and_runs_its_notebook(
    house: House, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shutil.rmtree(PICTURES, ignore_errors=True)
    seen = go_through(house, tmp_path)
    try:
        _the_pages(seen)
        env, report = seen["installed"]["env"], seen["installed"]["report"]
        assert report["ok"]
        assert report["device_line"] == "사용 중인 디바이스: cpu"
        assert " " in env["prefix"]
        assert not env["prefix"].isascii()
        assert seen["listed"] == ["torch_class", "ours", "torch_class", True]

        # It trained while the environment was made, and plays on in the new one where it was.
        assert seen["trained_meanwhile"]
        moved = seen["moved"]
        assert moved["first"] >= moved["step"] > 0
        assert moved["now"] > moved["first"]
        assert moved["loss_now"] < 2 * moved["loss"] + 0.1, "it went on with what it had learned"
        assert f"Python {env['python']}" in moved["panel"]

        # A frame is never much work; what else this machine is at is not the window's doing, so work is counted.
        frames = seen["frames_ms"]
        assert frames[len(frames) // 500] < WORK_MS, f"frames took {frames[:3]} ms of work"

        # Jupyter was asked to open a notebook that is there, and it runs in the environment's own Python.
        assert seen["opened"][0].startswith("http://127.0.0.1:")
        said = run_notebook(Path(seen["notebook"]), env["executable"], monkeypatch)
        assert "사용 중인 디바이스: cpu" in said
        assert "너비 24" in said
    finally:
        ended = stop_jupyter(seen["installed"]["env"]["prefix"])
    assert ended == 1


def _the_pages(seen: dict[str, Any]) -> None:
    """Every page was seen, and said what it should."""
    assert len(seen["pages"]) == len(list(PICTURES.glob("*.png"))) >= 9
    assert seen["name_problem"]
    plan = seen["plan"]
    assert any(name.startswith("torch-") and "cpu" in name for name in plan["wheels"])
    assert plan["download"] > 100_000_000
    assert seen["paused"], "a paused install has a folder to be continued from"
