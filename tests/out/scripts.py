"""Runs for the tests of script and notebook, and a Python of its own that runs what was written: torch and nothing
else, started elsewhere."""

from __future__ import annotations

import json
import os
import runpy
import subprocess
import sys
from array import array
from pathlib import Path
from typing import Any

import torch

from core.messages.train_commands import DataSpec, Settings
from core.net.plan import Edit, Net
from core.out.taken import Taken, take
from core.train.disk import checkpoint
from core.train.training import datasets
from core.train.training.replay import run_to
from core.train.training.training import Training, begin

Done = tuple[int, Edit | tuple[str, object]]
"""A step, and what is done after it: an edit, or (setting, value)."""
LIMIT_S = 240
MEASURE = """
import json, runpy, sys
script = runpy.run_path(sys.argv[1])
made = {"trained": script["validate"](script["trained_network"]())}
made["others"] = [name for name in sys.modules if name.split(".")[0] in ("core", "gui")]
if "--train" in sys.argv:
    net = script["train"]()
    made["again"] = script["validate"](net)
    made["same"] = list(net.state_dict()) == list(script["network"]().state_dict())
print(json.dumps(made))
"""


def trained(data: str | DataSpec = "spiral", *done: Done, net: Net | None = None, steps: int = 60, seed: int = 3,
            **settings: object) -> Training:  # fmt: skip
    """Return a training of so many steps, with what was done on its way."""
    torch.set_num_threads(1)
    spec = DataSpec(data) if isinstance(data, str) else data
    usual = {"learning_rate": 0.01, "batch_size": 32, **settings}
    made = begin(datasets.load(spec), net=net, settings=Settings(**usual), seed=seed)  # type: ignore[arg-type]
    for step, what in done:
        run_to(made, step)
        if isinstance(what, tuple):
            made.change(what[0], what[1])  # type: ignore[arg-type]
        else:
            made.edit(what)
    run_to(made, steps)
    return made


def saved(training: Training, folder: Path) -> Taken:
    """Save a training as a run, and take it."""
    record = checkpoint.record_of(training, last=None, threads=1)
    for _ in checkpoint.writing(folder, training.state(), record, array("d"), on_disk=0, story=1, forced=False):
        pass
    return take(folder)


def run(*arguments: str, python: str = sys.executable) -> str:
    """Return what a Python of its own prints, started in a folder that has nothing of ours."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONUTF8": "1"}
    environment.pop("PYTHONPATH", None)
    done = subprocess.run(
        [python, "-I", "-W", "error", *arguments], cwd=Path(sys.executable).anchor, env=environment, timeout=LIMIT_S,
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def measured(script: Path, *, train: bool = False, python: str = sys.executable) -> dict[str, list[float]]:
    """Return what a script measures in a Python of its own: loss and score of the trained weights, and where it trains,
    of the new ones."""
    told = run("-c", MEASURE, str(script), *(["--train"] if train else []), python=python)
    found: dict[str, list[float]] = json.loads(told.splitlines()[-1])
    return found


def measured_here(script: Path, weights: Path | None = None) -> dict[str, Any]:
    """Return the same from this Python, which has torch loaded already; "loaded": of the weights in a .pt file."""
    state = torch.get_rng_state()
    try:
        made = runpy.run_path(str(script))
        net, loaded = made["train"](), made["trained_network"]()
        if weights is not None:
            loaded = made["network"]()
            loaded.load_state_dict(torch.load(weights, weights_only=True))
        return {
            "loaded": made["validate"](loaded),
            "trained": made["validate"](made["trained_network"]()),
            "again": made["validate"](net),
            "same": list(net.state_dict()) == list(made["network"]().state_dict()),
        }
    finally:
        torch.set_rng_state(state)
