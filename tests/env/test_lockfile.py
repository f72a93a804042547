"""A lock file comes from anywhere: what it says becomes no path outside, and no line for another program."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core.env.engines import conda, uv
from core.env.envs import lockfile
from core.env.envs.lockfile import Lock, LockError
from core.env.problems import InstallError
from core.messages.recipe import Choice, CondaPackage, Recipe, Wheel
from core.sentence import say

SUM = "0123456789abcdef" * 4
PACKAGE = CondaPackage("libdemo", "1.0", "h1_0", "https://conda.anaconda.org/c/noarch/libdemo-1.0-h1_0.conda", SUM, 9)
WHEEL = Wheel("torch", "2.14.1+cpu", "https://x.invalid/torch.whl", SUM, 9, "torch-2.14.1+cpu-cp312-cp312-any.whl")
RECIPE = Recipe("torch_book", Choice("cpu", "2.14.1", "0.29.1", "", "3.12", "", say("For a test.")))


def written(folder: Path, **changed: str) -> Path:
    """A lock file whose package, or whose wheel ("wheel_..."), is changed."""
    package = {key: value for key, value in changed.items() if not key.startswith("wheel_")}
    wheel = {key.removeprefix("wheel_"): value for key, value in changed.items() if key.startswith("wheel_")}
    lock = Lock(RECIPE, "linux-64", (replace(PACKAGE, **package),), (replace(WHEEL, **wheel),), ("c",), (), ())  # type: ignore[arg-type]
    path = folder / "a.lock"
    path.write_text(lockfile.text_of(lock), "utf-8")
    return path


@pytest.mark.parametrize(
    "changed",
    [
        {"subdir": "/home/kim"},
        {"subdir": "../.."},
        {"url": "gopher://x/y"},
        {"url": "http://x/y\nz"},
        {"url": "http://[x/y"},
        {"url": "https://x:abc/y"},
        {"url": "https:///y"},
        {"wheel_url": "http://[x/y"},
        {"wheel_url": "file"},
        {"name": "../x"},
        {"version": "1\n+evil::x-1-0"},
        {"build": "a/b"},
        {"sha256": "zz"},
        {"channel": "x\n- y"},
        {"wheel_filename": "../../bashrc"},
        {"wheel_filename": "..\\..\\bashrc"},
        {"wheel_filename": "C:bashrc"},
        {"wheel_filename": ".."},
        {"wheel_name": "torch --index-url=http://evil"},
        {"wheel_sha256": "0" * 63},
    ],
)
def test_a_lock_file_that_would_write_elsewhere_is_none(tmp_path: Path, changed: dict[str, str]) -> None:
    with pytest.raises(LockError, match="is not a TorchGarden lock file"):
        lockfile.read(written(tmp_path, **changed))
    assert lockfile.read(written(tmp_path)).wheels == (WHEEL,), "the same without the change is one"


def test_a_lock_file_that_never_ends_is_none(tmp_path: Path) -> None:
    (tmp_path / "a.lock").symlink_to("/dev/zero")
    with pytest.raises(LockError, match="is not a TorchGarden lock file"):
        lockfile.read(tmp_path / "a.lock")


def test_a_package_whose_file_would_lie_elsewhere_is_not_fetched(tmp_path: Path) -> None:
    for package in (
        replace(PACKAGE, subdir=str(tmp_path)),
        replace(PACKAGE, subdir=".."),
        replace(PACKAGE, channel=".."),
        replace(PACKAGE, url="https://x/.."),
        replace(PACKAGE, url="https://x/a\\b"),
    ):
        with pytest.raises(InstallError, match="is not a safe name for a file"):
            conda.item(package, tmp_path)
    with pytest.raises(InstallError, match="is not a safe name for a file"):
        uv.item(replace(WHEEL, filename="../x.whl"), tmp_path)


def test_a_lock_of_a_folder_of_other_bytes_is_written_and_is_the_same_when_read(tmp_path: Path) -> None:
    lock = Lock(replace(RECIPE, folder="/envs-\udcff"), "linux-64", (PACKAGE,), (WHEEL,), ("c",), (), ())
    lockfile.write_beside(tmp_path, lock, made="2026-11-29T00:00:00+00:00")
    assert lockfile.of_environment(tmp_path) == lock
