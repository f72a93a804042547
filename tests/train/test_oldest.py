"""What trains, looks inside, reads own data and takes home runs on Python 3.10 and PyTorch 2.2.

With `TORCHGARDEN_OLD_TORCH` naming a Python that has an old PyTorch (and what `tests.oldest` needs), the quick tests of
both workers run there. What such a Python would not understand is found without one: mypy reads all that the workers
import as Python 3.10 does, with that version's standard library.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from core.out.forms import WRITERS
from core.versions import OLDEST_PYTHON, leading

ROOT = Path(__file__).resolve().parents[2]
OLD_TORCH = "TORCHGARDEN_OLD_TORCH"
ROOMS = ("core.train", "core.inside", "core.data", "core.out")
WORKERS = tuple(f"{room}.{file}" for room in ROOMS for file in ("start", "worker"))
WORKERS += tuple(WRITERS.values())  # what is loaded by its name


def file_of(module: str) -> Path | None:
    """Return the file of a module of ours, None for anything else."""
    place = ROOT.joinpath(*module.split("."))
    return next((file for file in (place.with_suffix(".py"), place / "__init__.py") if file.is_file()), None)


def imported(modules: Iterable[str]) -> dict[str, Path]:
    """Return every file of ours that these modules import, directly or not, also inside functions."""
    found: dict[str, Path] = {}
    waiting = list(modules)
    while waiting:
        module = waiting.pop()
        file = file_of(module)
        if module in found or file is None or not module.startswith("core"):
            continue
        found[module] = file
        waiting.append(module.rpartition(".")[0])
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                waiting += [name.name for name in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                waiting += [node.module, *(f"{node.module}.{name.name}" for name in node.names)]
    return found


def as_read_by_the_oldest(files: Iterable[Path], folder: Path) -> subprocess.CompletedProcess[str]:
    """Have mypy read files as the oldest Python would."""
    command = [sys.executable, "-m", "mypy", "--python-version", OLDEST_PYTHON, "--cache-dir", str(folder / "mypy")]
    return subprocess.run([*command, *map(str, files)], cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_workers_are_found_with_all_they_import() -> None:
    found = imported(WORKERS)
    assert {"core.train.surgery.apply", "core.inside.layers.counted", "core.workers.wire", "core.files"} <= set(found)
    assert not [module for module in found if module.startswith("core.env")], "workers that train know no installer"


def test_what_the_workers_import_has_no_newer_syntax() -> None:
    oldest = leading(OLDEST_PYTHON)
    for module, file in imported(WORKERS).items():
        ast.parse(file.read_text(encoding="utf-8"), module, feature_version=oldest)
    with pytest.raises(SyntaxError):
        ast.parse("try:\n    pass\nexcept* ValueError:\n    pass", feature_version=oldest)


@pytest.mark.slow
def test_what_the_workers_import_is_in_the_oldest_pythons_library(tmp_path: Path) -> None:
    told = as_read_by_the_oldest(imported(WORKERS).values(), tmp_path)
    assert told.returncode == 0, told.stdout


NEWER = {
    "toml": "import tomllib", "utc": "from datetime import UTC", "self": "from typing import Self",
    "text": "from enum import StrEnum", "folder": "import contextlib\ncontextlib.chdir('.')",
}  # fmt: skip


@pytest.mark.slow
def test_what_came_later_would_be_found(tmp_path: Path) -> None:
    files = [tmp_path / f"{name}.py" for name in NEWER]
    for file, line in zip(files, NEWER.values(), strict=True):
        file.write_text(f"{line}\n", encoding="utf-8")
    told = as_read_by_the_oldest(files, tmp_path)
    assert not [file for file in files if f"{file.name}:" not in told.stdout], told.stdout


@pytest.mark.slow
@pytest.mark.skipif(not os.environ.get(OLD_TORCH), reason=f"{OLD_TORCH} names no Python with an old PyTorch")
def test_both_workers_pass_their_quick_tests_on_the_torch_that_is_named() -> None:
    command = [
        os.environ[OLD_TORCH],
        "-m",
        "tests.oldest",
        "-m",
        "not slow",
        "--deselect",
        "tests/train/test_oldest.py",
    ]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout[-6000:]
    assert " passed" in told.stdout.splitlines()[-1]
