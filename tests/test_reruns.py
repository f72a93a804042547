"""A test that ran more than once does not pass in silence."""

from __future__ import annotations

import ast
import inspect
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import RERUNS, ROOT
from tests.gui.conftest import WAIT_MS, PatientBot

SECOND_TIME_LUCKY = """
from pathlib import Path
def test_lucky(tmp_path_factory):
    seen = Path(__file__).with_suffix(".seen")
    first = not seen.exists()
    seen.touch()
    assert not first, "waited 3 s"
def test_sound():
    pass
"""


def pytest_says(file: Path, kept: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run pytest with our conftest on a file that lies elsewhere."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "tests.conftest",
        "--rootdir",
        str(file.parent),
        *arguments,
        str(file),
    ]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
    environment |= {RERUNS: str(kept)}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("processes", [[], ["-n", "1"]], ids=["alone", "a worker"])
def test_a_test_that_ran_again_is_named_once(tmp_path: Path, processes: list[str]) -> None:
    file, kept = tmp_path / "test_it.py", tmp_path / "kept"
    file.write_text(SECOND_TIME_LUCKY, encoding="utf-8")
    done = pytest_says(file, kept, "--reruns", "2", *processes)
    assert done.returncode == 0
    assert "1 reruns" in done.stdout
    assert kept.read_text("utf-8").splitlines() == ["test_it.py::test_lucky (ran 2 times)"]
    assert kept.read_text("utf-8").strip() in done.stdout


def test_nothing_is_said_where_nothing_ran_again(tmp_path: Path) -> None:
    file, kept = tmp_path / "test_it.py", tmp_path / "kept"
    file.write_text(SECOND_TIME_LUCKY, encoding="utf-8")
    done = pytest_says(file, kept)
    assert done.returncode == 1
    assert "reruns" not in done.stdout
    assert not kept.exists()


def test_no_wait_for_a_window_or_a_program_is_shorter_than_a_busy_computer_needs() -> None:
    """Nothing is proven by a short one: a test fails where what it waits for never comes, however long it waits."""
    short = []
    for path in (*ROOT.glob("tests/gui/*.py"), *ROOT.glob("tests/end_to_end/*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.keyword) and node.arg in ("timeout", "timeout_s") and _is_short(node):
                short.append(f"{path.name}:{node.value.lineno}")
    assert not short


def _is_short(node: ast.keyword) -> bool:
    """Whether it is a number of seconds below a minute, or of milliseconds below that."""
    value = node.value.value if isinstance(node.value, ast.Constant) else None
    return isinstance(value, int | float) and (value < 60 if value < 600 else value < 60_000)


def test_the_robot_of_the_windows_waits_a_minute_by_itself() -> None:
    for name in ("waitUntil", "waitExposed"):
        default = inspect.signature(getattr(PatientBot, name)).parameters["timeout"].default
        assert default == WAIT_MS == 60_000
