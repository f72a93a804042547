"""Everything is kept where the system wants it, or all in one place."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import pytest

from core.folders import find_folders
from core.workers.log import start_app_log, stop_app_log


def test_one_home_holds_everything(tmp_path: Path) -> None:
    for folders in (find_folders(home=tmp_path), find_folders(environment={"TORCHGARDEN_HOME": str(tmp_path)})):
        for folder in (
            folders.settings,
            folders.data,
            folders.cache,
            folders.logs,
            folders.runs,
            folders.settings_file,
        ):
            assert folder == tmp_path or tmp_path in folder.parents


def test_each_system_has_its_own_places(monkeypatch: pytest.MonkeyPatch) -> None:
    home = Path.home()
    monkeypatch.setattr(sys, "platform", "linux")
    assert find_folders(environment={}).runs == home / ".local/share/torchgarden/runs"
    assert find_folders(environment={"XDG_DATA_HOME": "/data"}).runs == Path("/data/torchgarden/runs")
    assert find_folders(environment={"XDG_DATA_HOME": "relative"}).runs == home / ".local/share/torchgarden/runs"
    monkeypatch.setattr(sys, "platform", "darwin")
    assert find_folders(environment={}).logs == home / "Library/Logs/TorchGarden"
    monkeypatch.setattr(sys, "platform", "win32")
    assert find_folders(environment={"LOCALAPPDATA": "/local"}).cache == Path("/local/TorchGarden/cache")


def test_the_apps_log_is_written_and_let_go(tmp_path: Path, expected_log: list[logging.LogRecord]) -> None:
    handler = start_app_log(tmp_path / "logs" / "app.log")
    logging.getLogger("torchgarden").warning("한글도")
    stop_app_log(handler)
    logging.getLogger("torchgarden").warning("later")
    told = (tmp_path / "logs" / "app.log").read_text(encoding="utf-8")
    assert "한글도" in told
    assert "later" not in told
    assert len(expected_log) == 2
