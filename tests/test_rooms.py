"""Who may import whom: the rooms of the house, held by reading every import in the source."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
STANDARD = sys.stdlib_module_names
TORCH = {"torch", "torchvision"}
PSEUDO = {"__future__"}


def imports(path: Path, text: str | None = None) -> set[str]:
    """Full dotted names of what a file imports, anywhere in it, also inside functions."""
    tree = ast.parse(text if text is not None else path.read_text(encoding="utf-8"))
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def top(names: set[str]) -> set[str]:
    return {name.split(".")[0] for name in names} - STANDARD - PSEUDO


def broken(file: str, names: set[str]) -> list[str]:
    """Rules that the file at `file` breaks by importing `names`."""
    path = Path(file)
    room = path.parts[0] if len(path.parts) == 2 else "/".join(path.parts[:2])
    outside, told = top(names), []

    def rule(allowed: bool, sentence: str) -> None:
        if not allowed:
            told.append(f"{file}: {sentence}")

    imports_core = {n for n in names if n.startswith("core.")}
    if path.parts[0] == "gui":
        rule(not outside & (TORCH | {"rattler", "uv"}), "the window never imports torch, rattler or uv")
        rule(
            outside <= {"PySide6", "shiboken6", "numpy", "psutil", "gui", "core"},
            f"the window may not import {outside}",
        )
        lazy_worker = file == "gui/__main__.py"
        rule(
            lazy_worker or not any(n.startswith("core.train") for n in imports_core),
            "the window knows core.train by messages only",
        )
        if path.parent.as_posix() in ("gui/train", "gui/install") and path.name not in ("__init__.py",):
            rule(
                not any(n.startswith("core.workers.worker") for n in names),
                "panels are handed `send`; they import no worker",
            )
    elif room == "core":
        entry = file in ("core/headless/train.py", "core/headless/env.py", "core/workers/worker.py")
        rule(not outside - {"core"}, f"core's top level is the standard library only, not {outside - {'core'}}")
        rule(
            entry or not any(n.startswith(("core.train", "core.env")) for n in imports_core),
            "core's top level knows no room below it",
        )
    elif room == "core/train":
        rule(not any(n.startswith("core.env") for n in names), "core.train and core.env never meet")
        rule(outside <= TORCH | {"core", "psutil", "pynvml"}, f"core.train may not import {outside}")
        rule(
            not any(n.startswith(("torch.optim", "torch.utils.data")) for n in names),
            "torch.optim is slow to import and not ours",
        )
    elif room == "core/env":
        rule(not any(n.startswith("core.train") for n in names), "core.env and core.train never meet")
        rule("rattler" not in outside or path.name == "conda.py", "rattler lives in conda.py")
        rule("uv" not in outside or path.name == "wheels.py", "uv lives in wheels.py")
        rule(
            not outside & TORCH or path.name.startswith("check"),
            "torch only in the check script that an environment runs",
        )
        rule(not outside & {"PySide6", "numpy"}, "no Qt, no numpy")
    rule(
        not any(n.startswith("gui") for n in names) or path.parts[0] == "gui" or file == "core/headless/train.py",
        "nothing below the window knows it",
    )
    return told


def test_every_file_stays_in_its_room() -> None:
    files = [p for room in ("core", "gui") for p in (ROOT / room).rglob("*.py")]
    assert len(files) > 20
    told = [line for path in files for line in broken(path.relative_to(ROOT).as_posix(), imports(path))]
    assert not told, "\n".join(told)


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("gui/window/window.py", "import torch"),
        ("gui/window/window.py", "def f():\n    from rattler import solve"),
        ("gui/train/page.py", "from core.workers.worker import Worker"),
        ("gui/train/page.py", "from core.train.model.model import Model"),
        ("core/net/plan.py", "import numpy"),
        ("core/workers/wire.py", "from core.train import model"),
        ("core/net/plan.py", "from gui import theme"),
        ("core/train/steps/ladder.py", "from core.env import machine"),
        ("core/train/steps/ladder.py", "import torch.optim"),
        ("core/train/steps/ladder.py", "from torch.optim import Adam"),
        ("core/env/plan/plan.py", "import rattler"),
        ("core/env/fetch/downloads.py", "import uv"),
    ],
)
def test_each_rule_can_fail(file: str, source: str) -> None:
    assert broken(file, imports(Path(file), source))
