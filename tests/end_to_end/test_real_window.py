"""A window on a real screen, with a mouse and a keyboard, not only offscreen. Pictures stay in build/real_window/."""

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
def test_mouse_and_keyboard_on_a_real_screen(home: Path, language: str) -> None:
    pictures = ROOT / "build" / "real_window" / language
    with screen() as environment:
        command = [sys.executable, "-m", "tests.end_to_end.real_window", str(home), str(pictures), language]
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=240, check=False
        )
    assert done.returncode == 0, done.stderr[-4000:]
    seen = json.loads(done.stdout.strip().splitlines()[-1])
    widths = {
        name: [int(w) for w in str(seen[name]).split(" · ")[0].split(" → ")]
        for name in ("wider", "deeper", "narrower", "undone", "by menu", "by keys")
    }
    assert widths["wider"] == [64, 40, 32, 10]
    assert widths["deeper"] == [64, 40, 40, 32, 10]
    assert widths["narrower"][1] < 40
    assert widths["undone"] == widths["deeper"]
    assert widths["by menu"][1] == widths["undone"][1] + 4
    assert widths["by keys"][1] == widths["undone"][1] + 3
    assert seen["marks"] == 4
    assert seen["loss"] < 1.0
    assert len(list(pictures.glob("*.png"))) >= 4
