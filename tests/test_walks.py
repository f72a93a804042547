"""A wish crosses no more files than it did. ``python -m tests.walks`` shows the ways, file by file."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.conftest import ROOT

# What was reached; a change that goes beyond it has taken a detour, one that stays below may lower it.
CLICK = {"files": 7}
"""From the mouse to the wire; what a click changes in the bars above the page is on the way."""
EDIT = {"files": 39, "functions": 132, "switches": 192}
"""From the wire to the answer, in the trainer: from the worker down to the training, once through the plan (what the
edit makes of it, whether it fits), the measuring, the surgery, and back up to what is told and undone; an edit can be
what the training stops for, and what has stopped it is told with its answer. Each of the parts beside the training
(answers, numbers, curves, branches, the twin) is told that the network may be another one. What data that a person
changed takes counts in the memory of what can be undone."""
ANSWER = {"handed": 3, "files": 65}
"""From the answer to the screen: the files it is handed to (the page, the editor, the bars above it), and all that one
frame crosses, the rooms of the five workers, the conditions to stop at and the page's listeners among it."""
INSTALL = {"files": 44, "returns": 14}
"""From the wire to the answer, in the install worker; no disk on the way may hold it for ever, and a card that fails
beside one that works is told apart."""
STEP = {"files": 36, "functions": 141, "switches": 135}
"""One step by hand, asked for and answered: its validation, what is noticed of it, and whether the training stops there
by itself, told with its answer, too; and in each round what is due of each part beside the training."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="the local channel is made of a POSIX Python"),
]


@pytest.fixture(scope="module")
def walked() -> dict[str, Any]:
    """Return every walk, walked in another process."""
    command = [sys.executable, "-m", "tests.walks", "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(
    ("way", "bound"),
    [("there", CLICK), ("trainer", EDIT), ("back", ANSWER), ("install", INSTALL), ("step", STEP)],
)
def test_a_way_is_no_longer_than_it_was(walked: dict[str, Any], way: str, bound: dict[str, int]) -> None:
    numbers = {name: len(told) if isinstance(told := walked[way][name], list) else told for name in bound}
    longer = {name: f"{numbers[name]} > {most}" for name, most in bound.items() if numbers[name] > most}
    assert not longer, f"{longer}: {walked[way]['files']}"


def test_the_walks_go_where_they_say(walked: dict[str, Any]) -> None:
    """Walks that go nowhere would prove nothing."""
    parts = {"there": ["gui/"], "trainer": ["core/train/"], "back": ["gui/"], "install": ["core/env/"]}
    for way, folders in parts.items():
        assert any(file.startswith(tuple(folders)) for file in walked[way]["files"]), way
        assert len(walked[way]["files"]) >= 3, way
    assert any("engines" in file or "conda" in file for file in walked["install"]["files"])
    assert walked["back"]["handed"]
