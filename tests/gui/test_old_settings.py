"""Settings that an older version wrote open with every choice in them; those of a newer one lose nothing either."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gui.kit.remembered import Preferences, changed, read_preferences, write_preferences

KEPT = Path(__file__).with_name("old_settings")
SAMPLES = sorted(KEPT.glob("*.json"))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_settings_of_every_version_open_with_what_was_chosen(sample: Path) -> None:
    found, written = read_preferences(sample), json.loads(sample.read_text("utf-8"))
    assert (found.language, found.theme, found.motion, found.zoom) == ("ko", "dark", False, 1.25)
    assert (found.runs, found.data) == ("/home/minsu/기록", "moons")
    assert found.python == written["python"]
    assert found.told == written.get("told", "")
    assert found.pace == (1000.0 if written.get("pace") == 1000.0 else Preferences().pace)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_change_keeps_everything_else_that_stood_in_the_file(sample: Path, tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_bytes(sample.read_bytes())
    write_preferences(file, changed(read_preferences(file), "theme", "light"), only={"theme"})
    before, after = json.loads(sample.read_text("utf-8")), json.loads(file.read_text("utf-8"))
    assert after == {**before, "theme": "light"}


def test_there_is_a_sample_of_what_is_written_today(tmp_path: Path) -> None:
    write_preferences(tmp_path / "settings.json", Preferences())
    written = json.loads((tmp_path / "settings.json").read_text("utf-8"))
    assert any(set(json.loads(sample.read_text("utf-8"))) >= set(written) for sample in SAMPLES), (
        "add a sample of the new format to tests/gui/old_settings"
    )
