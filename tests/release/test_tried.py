"""What starts a built app finds out when something of it does not work."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from core.versions import VERSION
from resources.release import tried
from resources.release.tried import TriedError

PYTHON = [sys.executable, "-c"]


def test_the_programs_of_each_system_are_found(tmp_path: Path) -> None:
    assert tried.programs(tmp_path) == (tmp_path / "torchgarden", tmp_path / "torchgarden")
    (tmp_path / "torchgarden.exe").touch()
    assert [one.name for one in tried.programs(tmp_path)] == ["torchgarden.exe", "torchgarden-cli.exe"]
    app = tmp_path / "TorchGarden.app"
    assert set(tried.programs(app)) == {app / "Contents" / "MacOS" / "torchgarden"}


def test_another_version_is_found() -> None:
    tried.says_its_version([*PYTHON, f"print('TorchGarden {VERSION}')"])
    for said in ("print('TorchGarden 99.0.0')", "pass", "raise SystemExit(1)"):
        with pytest.raises(TriedError, match="calls itself"):
            tried.says_its_version([*PYTHON, said])


@pytest.mark.parametrize("does", ["pass", "raise SystemExit(3)", """print('{"step": 19}')"""])
def test_a_training_that_does_not_come_to_its_steps_is_found(tmp_path: Path, does: str) -> None:
    with pytest.raises(TriedError, match="did not train 20 steps"):
        tried.trains([*PYTHON, does], tmp_path)


def test_a_window_that_ends_is_found(tmp_path: Path) -> None:
    with pytest.raises(TriedError, match="did not open: it ended with 3"):
        tried.opens([*PYTHON, "raise SystemExit(3)"], tmp_path, loads=True)


@pytest.mark.parametrize(
    ("second", "loads", "told"),
    [("raise SystemExit(2)", False, "second start did not find"), ("pass", True, "no training within")],
)
def test_a_window_that_does_not_answer_or_has_no_training_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, second: str, loads: bool, told: str
) -> None:
    monkeypatch.setattr(tried, "PATIENCE_S", 3.0)
    bell = str(tmp_path / "doorbell.json")
    opens = f"else: open({bell!r}, 'w').close(); threading.Event().wait()"
    window = f"import os, threading\nif os.path.exists({bell!r}): {second}\n{opens}"
    with pytest.raises(TriedError, match=told):
        tried.opens([*PYTHON, window], tmp_path, loads=loads)


@pytest.mark.slow
def test_the_app_from_source_passes() -> None:
    tried.tried([sys.executable, "-m", "gui"], [sys.executable, "-m", "gui"])
