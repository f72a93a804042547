"""How macOS holds the app that runs is known by its path and by an attribute."""

from __future__ import annotations

import sys
from pathlib import Path, PurePosixPath

import pytest

from core.bundle import brings_torch, held, held_here, read_quarantine

INSIDE = "TorchGarden.app/Contents/MacOS/TorchGarden"
COPY = f"/private/var/folders/zz/T/AppTranslocation/0D1E-22/d/{INSIDE}"


@pytest.mark.parametrize(
    ("path", "attribute", "how"),
    [
        (COPY, "", "translocated"),
        (COPY, "0083;5f3e0000;Safari;AB-12", "translocated"),
        (f"/Applications/{INSIDE}", "", ""),
        (f"/Applications/{INSIDE}", "01c3;5f3e0000;Safari;AB-12", ""),
        (f"/Users/민수/Downloads/{INSIDE}", "0083;5f3e0000;Safari;AB-12", "quarantined"),
        (f"/Users/minsu/Downloads/{INSIDE}", "what is this", ""),
        ("/usr/bin/python3", "0083;5f3e0000;Safari;AB-12", ""),
    ],
)
def test_an_app_is_held_by_its_path_or_until_a_person_has_approved_it(path: str, attribute: str, how: str) -> None:
    asked = []

    def quarantine(of: PurePosixPath) -> str:
        asked.append(of)
        return attribute

    assert held(PurePosixPath(path), quarantine) == how  # type: ignore[arg-type]
    assert all(of.suffix == ".app" for of in asked), "the app has the attribute, not the program in it"


def test_from_source_and_elsewhere_nothing_is_asked() -> None:
    assert held_here(frozen=False, system="darwin") == ""
    assert held_here(frozen=True, system="linux") == ""


@pytest.mark.skipif(sys.platform != "darwin", reason="the attribute is macOS's")
def test_the_attribute_is_read(tmp_path: Path) -> None:
    import subprocess

    app = tmp_path / "내 앱.app"
    app.mkdir()
    assert read_quarantine(app) == ""
    subprocess.run(["/usr/bin/xattr", "-w", "com.apple.quarantine", "0083;0;Test;", str(app)], check=True)
    assert read_quarantine(app) == "0083;0;Test;"


def test_whether_the_app_brings_torch_is_seen_without_importing_it(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []

    def find(name: str) -> object:
        looked.append(name)
        return None if name == missing else object()

    monkeypatch.setattr("importlib.util.find_spec", find)
    for missing, brings in (("", True), ("torch", False), ("core.train", False)):  # noqa: B007 (`find` reads it)
        assert brings_torch() is brings
    assert set(looked) == {"torch", "core.train"}
