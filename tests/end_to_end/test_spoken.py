"""The window as a screen reader hears it: read over AT-SPI, from outside the app."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.end_to_end.screen import screen
from tests.end_to_end.spoken import why_not

pytestmark = [pytest.mark.skipif(sys.platform != "linux", reason="AT-SPI is Linux'"),
              pytest.mark.skipif(bool(why_not()), reason=why_not())]  # fmt: skip


@pytest.mark.slow
def test_the_tree_over_at_spi_has_every_control_with_its_name(home: Path) -> None:
    with screen() as there:
        command = ["dbus-run-session", "--", sys.executable, "-m", "tests.end_to_end.spoken", str(home), "ko"]
        done = subprocess.run(
            command, cwd=ROOT, env=there, capture_output=True, text=True, check=False, timeout=300
        )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    heard = [tuple(json.loads(line)) for line in done.stdout.splitlines() if line.startswith("[")]
    by_name = {name: (role, description) for role, name, description in heard if name}
    assert by_name["시작"][0] in ("push button", "button")
    for page in ("훈련", "들여다보기", "설치", "가상환경", "기록", "설정", "도움말"):
        assert page in by_name, sorted(by_name)
    assert "스텝" in by_name["손실"][1] or "곡선" in by_name["손실"][1], "the chart says what it shows"
    assert "은닉층 1" in by_name["신경망"][1], "and so does the drawing"
    speechless = [role for role, name, _ in heard if not name and role in ("push button", "button", "check box")]
    assert not speechless
