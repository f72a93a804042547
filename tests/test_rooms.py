"""The rooms: where files are, how many, and who may import whom. The test reads every import.

`ROOMS` lists the rooms from top to bottom. A file imports from its own room and from rooms below, never from above.
An entry is a folder (its own files, not those of rooms inside it), or one file where a folder has files at two heights.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
STANDARD = sys.stdlib_module_names
TORCH = {"torch", "torchvision"}
PSEUDO = {"__future__"}

ROOMS = (
    "gui",
    "gui/window",
    "gui/asked",
    "gui/settings",
    "gui/help",
    "gui/tour",
    "gui/welcome",
    "gui/inside/worker_room.py",
    "gui/inside/tabs.py",
    "gui/inside/layers",
    "gui/inside/compare",
    "gui/inside/stepping",
    "gui/inside/bench",
    "gui/inside",
    "gui/install/worker_room.py",
    "gui/install/environments",
    "gui/install/wizard",
    "gui/install",
    "gui/train/worker_room.py",
    "gui/data/worker_room.py",
    "gui/data",
    "gui/data/forms",
    "gui/out/worker_room.py",
    "gui/out",
    "gui/runs",
    "gui/train/classroom",
    "gui/train/explained",
    "gui/train",
    "gui/stops",
    "gui/train/numbers",
    "gui/train/answers",
    "gui/train/curves",
    "gui/train/panes",
    "gui/train/pad",
    "gui/train/branches",
    "gui/train/twin",
    "gui/train/plane",
    "gui/train/side",
    "gui/train/panels",
    "gui/train/telling",
    "gui/train/points",
    "gui/train/charts",
    "gui/train/axes",
    "gui/train/drawing",
    "gui/notices",
    "gui/explain",
    "gui/kit",
    "gui/language",
    "core/headless/__main__.py",
    "core/headless/out",
    "core/headless",
    "core/data/start.py",
    "core/data/worker.py",
    "core/out/start.py",
    "core/out/worker.py",
    "core/out/garden",
    "core/out/brought",
    "core/out/predict",
    "core/out/script",
    "core/out/script/text",
    "core/out/onnx",
    "core/out/page",
    "core/out/plain",
    "core/out",
    "core/inside",
    "core/inside/layers",
    "core/inside/compare",
    "core/inside/stepping",
    "core/inside/bench",
    "core/inside/written",
    "core/train",
    "core/train/beside",
    "core/train/twin",
    "core/train/branches",
    "core/train/session",
    "core/train/stops",
    "core/train/disk",
    "core/train/diagnosis",
    "core/train/training",
    "core/train/plane",
    "core/train/surgery",
    "core/train/steps",
    "core/train/model",
    "core/env/worker.py",
    "core/env/kept",
    "core/env/open",
    "core/env/install",
    "core/env/envs",
    "core/env/plan",
    "core/env/context.py",
    "core/env/engines",
    "core/env/network",
    "core/env/fetch",
    "core/env/check",
    "core/env/look",
    "core/env/choose",
    "core/env/problems.py",
    "core/data/drawn",
    "core/data/pictures",
    "core/data/table",
    "core/data/arrays",
    "core/data/fetched",
    "core/data",
    "core/run_folders.py",
    "core/runs.py",
    "core/bin.py",
    "core/data/library.py",
    "core/workers",
    "core/messages/own",
    "core/messages/inside",
    "core/messages/beside",
    "core/messages",
    "core/net",
    "core/bundle.py",
    "core/folders.py",
    "core/prefix.py",
    "core/versions.py",
    "core/sizes.py",
    "core/locks.py",
    "core/disk_reason.py",
    "core/files.py",
    "core/language",
    "core/sentence.py",
)
"""From top to bottom: a file may import from its own room and from those below."""

AT_MOST = 12
LARGE = {"gui/train/drawing": 18, "gui/install/wizard": 18}
"""Rooms that may hold more than `AT_MOST` files."""

PURE = (
    "core.env.choose",
    "core.env.plan.by_hand",
    "core.env.plan.recipe",
    "core.env.check.explained",
    "core.env.check.faults",
    "core.env.problems",
    "core.env.look.path_rules",
    "core.env.network.verdict",
)
"""What window and text door may know of environments without asking the install worker: words and arithmetic."""

TOUCHES = {"os", "io", "pathlib", "shutil", "tempfile", "glob", "fcntl", "msvcrt", "winreg", "ctypes", "sqlite3"}
TOUCHES |= {"subprocess", "signal", "multiprocessing", "threading", "asyncio", "concurrent", "platform", "time"}
TOUCHES |= {"socket", "ssl", "http", "urllib", "psutil", "pynvml", "truststore", "uv", "rattler", *TORCH}
"""What reaches disks, programs, networks, devices or the clock: nothing pure imports it, nor what it imports."""

READS_RESOURCES = {"core/env/choose/table.py": {"pathlib"}}
"""Pure but for one file that the app brings along, which it reads once: the table of torch's builds."""

IN_THE_TERMINAL = {"core/headless/env_run.py": ("core.env.open.terminal",)}
"""What a worker cannot do: `env run` and `env shell` need the person's own terminal."""

BANNED = {"manager", "helper", "helpers", "util", "utils", "handler", "controller", "service", "common", "misc", "base"}
BANNED |= {"looks", "moment", "heap", "tries", "say", "part", "parts"}
"""Words no file or folder is named with: they say nothing of what is inside."""

OUTSIDE = {
    "core/train": TORCH | {"psutil", "pynvml"},
    "core/inside": TORCH | {"psutil"},
    "core/data": {"PIL", "pillow_heif", "openpyxl", "numpy", "psutil", "truststore", *TORCH},
    "core/out": TORCH | {"PIL", "psutil"},
    "core/env": {"packaging", "psutil", "pynvml", "truststore", "uv", "rattler", "yaml", *TORCH},
    "core": set(),
    "gui": {"PySide6", "shiboken6", "numpy", "psutil"},
}
"""What a part of the house may import that is not its own and not the standard library's."""

ONLY_IN = {"rattler": {"core/env/engines/conda.py"}, "uv": {"core/env/engines/uv.py"}}
ONLY_IN |= {name: {"core/env/check/script.py"} for name in TORCH}
"""In core/env: packages that one file alone imports."""


def imports(path: Path, text: str | None = None) -> set[str]:
    """Return the full dotted names of what a file imports, also inside functions."""
    tree = ast.parse(text if text is not None else path.read_text(encoding="utf-8"))
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def touched(file: str, seen: set[str] | None = None) -> set[str]:
    """Return the packages of `TOUCHES` that importing `file` loads, each with the file of ours that imports it.

    What stands under ``if TYPE_CHECKING:`` is read by the type checker alone and is not loaded.
    """
    seen = set() if seen is None else seen
    seen.add(file)
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            node.body = [ast.Pass()]
    found: set[str] = set()
    for name in imports(Path(file), ast.unparse(tree)):
        first = name.split(".")[0]
        if first in TOUCHES - READS_RESOURCES.get(file, set()):
            found.add(f"{file}: {first}")
        elif first in ("core", "gui") and file_of(name) not in seen:
            found |= touched(file_of(name), seen)
    return found


def room_of(file: str) -> str:
    """Return the entry of `ROOMS` that a file belongs to, "" for none."""
    folder = Path(file).parent.as_posix()
    return file if file in ROOMS else folder if folder in ROOMS else ""


def file_of(name: str) -> str:
    """Return the file that a dotted name of ours comes from: "core.net.plan.Widen" -> "core/net/plan.py"."""
    parts = name.split(".")
    for count in range(len(parts), 0, -1):
        path = Path(*parts[:count]).with_suffix(".py")
        if (ROOT / path).exists():
            return path.as_posix()
    return Path(*parts, "__init__.py").as_posix()


def broken(file: str, names: set[str]) -> list[str]:
    """Return the rules that `file` breaks by importing `names`."""
    told: list[str] = []
    ours = {name for name in names if name.split(".")[0] in ("core", "gui")}
    outside = {name.split(".")[0] for name in names - ours} - STANDARD - PSEUDO
    part = next(part for part in OUTSIDE if file.startswith(part + "/"))
    if outside - OUTSIDE[part]:
        told.append(f"{file}: may not import {sorted(outside - OUTSIDE[part])}")
    if part == "core/env":
        told += [f"{file}: {name} is not for this file" for name in outside if file not in ONLY_IN.get(name, {file})]
    slow = any(name.startswith(("torch.optim", "torch.utils.data")) for name in names)
    if slow and part != "core/inside":
        told.append(f"{file}: torch.optim is slow to import and not ours")
    here = room_of(file)
    if not here:
        return [*told, f"{file}: is in no room"]
    for name in sorted(ours):
        there = room_of(file_of(name))
        if there and ROOMS.index(there) < ROOMS.index(here):
            told.append(f"{file}: imports {name} from above")
        told += leaks(file, name)
    return told


def leaks(file: str, name: str) -> list[str]:
    """Return the broken rules between the large parts: window, text door, trainer, environments."""
    told = []
    if file.startswith("core/inside/") and name.startswith("core.env"):
        told.append(f"{file}: core.inside and core.env never meet")
    if file.startswith("core/train/") and name.startswith("core.env"):
        told.append(f"{file}: core.train and core.env never meet")
    if file.startswith("core/env/") and name.startswith("core.train"):
        told.append(f"{file}: core.env and core.train never meet")
    if file.startswith(("gui/", "core/headless/")):
        if name.startswith(("core.train", "core.inside")):
            told.append(f"{file}: knows trainer and inside worker by messages only")
        if name.startswith("core.env") and not name.startswith((*PURE, *IN_THE_TERMINAL.get(file, ()))):
            told.append(f"{file}: knows environments by messages and {name} is not pure")
    panel = file.startswith(("gui/train/", "gui/install/", "gui/inside/")) and not file.endswith("worker_room.py")
    if panel and name.startswith("core.workers.worker"):
        told.append(f"{file}: panels are handed `send`; they import no worker")
    return told


def sources() -> list[Path]:
    return [path for top in ("core", "gui") for path in (ROOT / top).rglob("*.py")]


def test_every_file_stays_in_its_room() -> None:
    files = [path for path in sources() if path.name != "__init__.py"]
    assert len(files) > 200
    told = [line for path in files for line in broken(path.relative_to(ROOT).as_posix(), imports(path))]
    assert not told, "\n".join(told)


def test_what_is_pure_touches_nothing_however_far_its_imports_go() -> None:
    pure = [path for path in (ROOT / "core" / "env").rglob("*.py") if is_pure(path)]
    assert len(pure) >= 7
    for path in pure:
        assert not touched(path.relative_to(ROOT).as_posix())


def is_pure(path: Path) -> bool:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).startswith(PURE) and path.name != "__init__.py"


@pytest.mark.parametrize(
    ("file", "by"),
    [
        ("core/env/open/notebook.py", "core/env/open/notebook.py: pathlib"),
        ("core/env/look/findings.py", "core/env/look/system.py: subprocess"),
        ("core/env/plan/plan.py", "core/env/look/system.py: psutil"),
    ],
)
def test_what_touches_the_computer_is_found_behind_other_files(file: str, by: str) -> None:
    assert by in touched(file)


def test_the_door_of_a_room_is_empty() -> None:
    for path in sources():
        if path.name == "__init__.py":
            tree = ast.parse(path.read_text(encoding="utf-8"))
            assert ast.get_docstring(tree), f"{path.parent.relative_to(ROOT)}: says not what it is for"
            assert len(tree.body) == 1, f"{path}: nothing is done by importing a room"


def test_a_name_of_a_test_may_stand_in_two_folders() -> None:
    """All tests are collected in one go too (`run.py test quick`)."""
    folders = {path.parent for path in (ROOT / "tests").rglob("test_*.py")}
    assert len(folders) > 9
    assert not [folder.name for folder in folders if not (folder / "__init__.py").exists()]


def test_no_room_is_crowded() -> None:
    for folder in {path.parent for path in sources()}:
        count = len([path for path in folder.glob("*.py") if path.name != "__init__.py"])
        room = folder.relative_to(ROOT).as_posix()
        assert count <= LARGE.get(room, AT_MOST), f"{room} has {count} files"


def test_names_say_what_is_inside() -> None:
    names = {part for path in sources() for part in path.relative_to(ROOT).with_suffix("").parts}
    assert not names & BANNED
    doubled = [
        path for path in sources() if path.stem.startswith((path.parent.name + "_", path.parent.name[:-1] + "_"))
    ]
    assert not doubled, "inside a room its name is not repeated"


def test_no_file_and_no_function_outgrows_its_room() -> None:
    for path in sources():
        text = path.read_text(encoding="utf-8")
        assert text.count("\n") <= 330, f"{path.relative_to(ROOT)} is too long"
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                lines = (node.end_lineno or 0) - node.lineno + 1
                assert lines <= 45, f"{path.relative_to(ROOT)}: {node.name} has {lines} lines"


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("gui/window/window.py", "import torch"),
        ("gui/window/window.py", "def f():\n    from rattler import solve"),
        ("gui/train/page.py", "from core.workers.worker import Worker"),
        ("gui/train/page.py", "from core.train.model.model import Model"),
        ("gui/kit/pieces.py", "from gui.window import window"),
        ("gui/train/drawing/view.py", "from gui.train.panels import controls"),
        ("gui/install/wizard/wizard.py", "from core.env.install import making"),
        ("core/headless/env.py", "from core.env.envs.remove import remove"),
        ("core/headless/env.py", "def f():\n    from core.env.look import machine"),
        ("gui/inside/page.py", "from core.inside.written.step import Step"),
        ("core/inside/worker.py", "from core.env.look import machine"),
        ("gui/install/doors.py", "from core.env.open.notebook import write_notebook"),
        ("core/net/plan.py", "import numpy"),
        ("core/net/plan.py", "from core.messages.train_events import Tick"),
        ("core/workers/wire.py", "from core.train.model import model"),
        ("core/net/plan.py", "from gui.kit import theme"),
        ("core/train/steps/ladder.py", "from core.env.look import machine"),
        ("core/train/steps/ladder.py", "from core.train.training.training import Training"),
        ("core/train/steps/ladder.py", "import torch.optim"),
        ("core/train/steps/ladder.py", "from torch.optim import Adam"),
        ("core/env/plan/plan.py", "import rattler"),
        ("core/env/fetch/downloads.py", "import uv"),
        ("core/env/fetch/downloads.py", "import torch"),
        ("core/nowhere/thing.py", "import os"),
    ],
)
def test_each_rule_can_fail(file: str, source: str) -> None:
    assert broken(file, imports(Path(file), source))
