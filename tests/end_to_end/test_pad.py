"""A seven is drawn with the mouse in a real window, on a network that has just learned the digits, and answered."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.end_to_end.screen import can_be_made, screen

ROOT = Path(__file__).resolve().parent.parent.parent

pytestmark = pytest.mark.slow


@pytest.mark.skipif(not can_be_made(), reason="needs Xvfb: apt-get install xvfb")
@pytest.mark.skipif(shutil.which("xdotool") is None, reason="needs xdotool: apt-get install xdotool")
@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_seven_that_is_drawn_is_answered_seven(home: Path, language: str) -> None:
    pictures = ROOT / "build" / "real_pad" / language
    with screen() as environment:
        command = [sys.executable, "-m", "tests.end_to_end.real_pad", str(home), str(pictures), language]
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=240, check=False
        )
    assert done.returncode == 0, done.stderr[-4000:]
    seen = json.loads(done.stdout.strip().splitlines()[-1])
    assert seen["while training"] == seen["after an edit"] == 7
    assert seen["sure"] > 0.5
    assert abs(seen["lit"] - seen["sure"]) < 0.3
    assert seen["counted"] == 359
    assert seen["right"] > 300
    assert "359" in seen["sample"]
    assert len(list(pictures.glob("*.png"))) == 2
