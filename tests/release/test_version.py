"""The version stands in one place; a release takes it from its tag."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import tomllib

from core import versions
from gui import __main__ as door
from resources.release import version
from tests.conftest import ROOT


def test_it_stands_in_one_place() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["dynamic"] == ["version"]
    assert project["tool"]["setuptools"]["dynamic"]["version"] == {"attr": "core.versions.VERSION"}
    assert door.VERSION is versions.VERSION
    there = re.compile(rf"(?<![\d.]){re.escape(versions.VERSION)}(?![\d.])")
    files = [
        *(ROOT / "core").rglob("*.py"),
        *(ROOT / "gui").rglob("*.py"),
        *(ROOT / "resources" / "release").glob("*.py"),
    ]
    files += [path for name in ("linux", "windows", "macos") for path in (ROOT / "resources" / name).glob("*.*")]
    files += [ROOT / "pyproject.toml", ROOT / "build.spec", ROOT / "run.py"]
    texts = {
        path: path.read_bytes().decode("utf-8", "replace") for path in files if path.suffix not in (".ico", ".icns")
    }
    assert [path.name for path, text in texts.items() if there.search(text)] == ["versions.py"]


@pytest.mark.parametrize(
    ("tag", "read", "windows", "debian"),
    [
        ("v1.2.3", "1.2.3", (1, 2, 3, 0), "1.2.3"),
        ("0.10.0", "0.10.0", (0, 10, 0, 0), "0.10.0"),
        ("v2.0.0rc1", "2.0.0rc1", (2, 0, 0, 0), "2.0.0~rc1"),
        ("v2.0.0b12", "2.0.0b12", (2, 0, 0, 0), "2.0.0~b12"),
    ],
)
def test_a_tag_is_read(tag: str, read: str, windows: tuple[int, ...], debian: str) -> None:
    assert version.from_tag(tag) == read
    assert version.numbers(read) == windows
    assert version.debian(read) == debian


@pytest.mark.parametrize(
    "tag",
    ["", "v1.2", "v1.2.3.4", "1.2.3-beta", "v01.2.3", "main", "v1.2.3\n", 'v1.2.3"; x = "', "v1.2.٣", "v1.2.999999"],
)
def test_what_is_no_version_is_refused(tag: str) -> None:
    with pytest.raises(ValueError, match="names no version"):
        version.from_tag(tag)


def test_a_release_writes_it_into_that_place_and_nowhere_else(tmp_path: Path) -> None:
    file = tmp_path / "versions.py"
    before = version.FILE.read_text("utf-8")
    file.write_text(before, "utf-8")
    version.write("7.8.9", file)
    assert file.read_text("utf-8") == before.replace(f'"{versions.VERSION}"', '"7.8.9"')
    file.write_text("nothing here", "utf-8")
    with pytest.raises(ValueError, match="0 times"):
        version.write("7.8.9", file)
