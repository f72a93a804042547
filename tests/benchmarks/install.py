"""How long the same environment takes by our engine, by uv alone and by pip alone, cold and warm, in one run.

    python -m tests.benchmarks.install [--repeat N] [--pip N]

The set is the wizard's, without torchvision, whose build for the processor is only on PyTorch's index: Python,
torch for the processor, Jupyter Notebook and ipykernel with all they need (about 105 wheels, 260 MB), and a kernel
that Jupyter finds.

* ours: `plan` (solve, resolve), then the install worker (fetch, check the sums, link Python, install, register the
  kernel, check by training, journal). The worker runs already, as in the window.
* uv: `uv venv`, `uv pip install`, `python -m ipykernel install`. pip: `python -m venv`, `pip install`, and the same.

Two things differ, and both count against us: the others borrow Python from this computer while we link one, and only we
write a lock and can be continued. Two are left out of the comparison and shown apart: our check by training, which the
others do not have, and the kernel, which they register by starting the new Python and we by writing a file. "without
kernel" compares all three without that step.
Cold: no cache at all. Warm: the caches of the cold run, another environment. Wheels come from where pip's own
settings say; each is told of the same places. Wanted: ours / uv <= 1.15, pip / ours >= 5.

They take turns, and each round begins with another. Nothing is deleted before the last is measured (about 4 GB a turn):
after a deletion of 40,000 files, ext4 takes three times as long to make new ones for some minutes. For the same reason
a run right after another one, or after other deletions on that disk, says little.
"""

from __future__ import annotations

import argparse
import functools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uv

from core.env.context import open_context
from core.env.engines import conda
from core.env.engines.cache import is_here
from core.env.look import machine
from core.env.plan import plan
from core.env.plan.resolve import resolver_of
from core.folders import find_folders
from core.messages.install_commands import Install
from core.messages.install_events import Installed, InstallerReady, StageChanged
from core.messages.recipe import Choice, Plan, Recipe, Wheel
from core.sentence import say
from core.workers.worker import start_installer
from tests.env.channel import CHANNEL_URL, MINOR, make_channel
from tests.env.making import Talk
from tests.env.servers import FileServer

TORCH = "2.13.0"
REQUIREMENTS = (f"torch=={TORCH}", "numpy", "notebook", "ipykernel")
LINKS = tuple(os.environ.get("PIP_FIND_LINKS", "").split())
PATIENCE_S = 600.0


@dataclass
class Time:
    """Seconds of one environment: all that was needed for the set, and the parts that are shown apart."""

    set_s: float
    kernel_s: float
    check_s: float = 0.0
    stages_s: dict[str, float] = field(default_factory=dict)


class Ours:
    """The install worker, with a home of its own and the local channel for conda-forge."""

    def __init__(self, server: FileServer, cache: Path) -> None:
        self._home = cache
        cache.mkdir(parents=True)
        sources = {"mirrors": {CHANNEL_URL: [server.url]}, "find_links": list(LINKS), "stall_s": 60}
        (cache / "sources.json").write_text(json.dumps(sources))
        self._worker = start_installer(log=cache / "worker.txt", arguments=["--home", str(cache)])
        Talk(self._worker).until(lambda event: isinstance(event, InstallerReady))
        self._machine = machine.look(folders=find_folders(home=cache))
        self._context = open_context(find_folders(home=cache))

    def _plan(self, folder: Path) -> Plan:
        """What the worker's MakePlan does, without torchvision."""
        choice = Choice("cpu", TORCH, "0.28.0", "", MINOR, "", say("For a benchmark."))
        cache, origin, with_all = self._context.cache, self._context.origin, resolver_of(self._context)

        def resolve(requirements: Sequence[str], **how: Any) -> Sequence[Wheel]:
            wanted = [one for one in requirements if not one.startswith("torchvision")]
            return with_all(wanted, **how)

        solve = functools.partial(conda.solve, cache=cache, mirrors=origin.mirrors)
        have = functools.partial(is_here, cache=cache)
        recipe = Recipe(folder.name, choice, folder=str(folder.parent))
        return plan.plan(recipe, self._machine, solve=solve, resolve=resolve, have=have)

    def make(self, folder: Path) -> Time:
        begun = time.perf_counter()
        planned = self._plan(folder)
        marks = {"plan": time.perf_counter() - begun}
        number, entered = self._worker.send(Install(planned)), ""
        since = begun + marks["plan"]

        def hear(event: object) -> bool:
            nonlocal entered, since
            if isinstance(event, StageChanged):
                now = time.perf_counter()
                marks[entered or "begin"] = marks.get(entered or "begin", 0.0) + now - since
                entered, since = (event.stage if event.state == "running" else ""), now
            return isinstance(event, Installed)

        self._hear(number, hear)
        marks["end"] = time.perf_counter() - since
        whole, check_s = time.perf_counter() - begun, marks.pop("check")
        return Time(whole - check_s, marks["kernel"], check_s, marks)

    def _hear(self, number: int, hear: Callable[[object], bool]) -> None:
        """Let every event be heard until the wanted one answers the command."""
        ends = time.monotonic() + PATIENCE_S
        while time.monotonic() < ends:
            self._worker.wait(0.2)
            for event, answers in self._worker.events(1000):
                if hear(event) and answers == number:
                    return
                assert answers != number, event
        raise AssertionError("not installed in time")

    def close(self) -> None:
        self._worker.close()


def by_uv(folder: Path, cache: Path) -> Time:
    quiet = {**os.environ, "UV_CACHE_DIR": str(cache), "UV_NO_CONFIG": "1", "UV_PYTHON_DOWNLOADS": "never"}
    program, begun = uv.find_uv_bin(), time.perf_counter()
    links = [part for link in LINKS for part in ("--find-links", link)]
    subprocess.run([program, "venv", "-q", "--python", sys.executable, str(folder)], check=True, env=quiet)
    python = str(folder / "bin" / "python")
    subprocess.run([program, "pip", "install", "-q", "--python", python, *links, *REQUIREMENTS], check=True, env=quiet)
    return _with_kernel(folder, begun)


def by_pip(folder: Path, cache: Path) -> Time:
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    command = [str(folder / "bin" / "python"), "-m", "pip", "install", "-q", "--cache-dir", str(cache), *REQUIREMENTS]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    return _with_kernel(folder, begun)


def _with_kernel(folder: Path, begun: float) -> Time:
    installed = time.perf_counter()
    command = [folder / "bin" / "python", "-m", "ipykernel", "install", "--user", "--name", folder.name]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    ended = time.perf_counter()
    return Time(ended - begun, ended - installed)


def works(folder: Path) -> None:
    """Every contender's environment holds the same things and its kernel is there."""
    code = "import numpy, torch, notebook, ipykernel; assert torch.ones(2).sum() == 2"
    subprocess.run([folder / "bin" / "python", "-c", code], check=True)
    spec = Path(os.environ["HOME"]) / ".local" / "share" / "jupyter" / "kernels" / folder.name / "kernel.json"
    assert json.loads(spec.read_text())["argv"][0] == str(folder / "bin" / "python")


def measure(repeat: int, pip_times: int, work: Path) -> dict[tuple[str, str], list[Time]]:
    times: dict[tuple[str, str], list[Time]] = {}
    channel = make_channel(work / "channel", work / "stage", compiled=True)
    with FileServer(channel) as server:
        for turn in range(repeat):
            first_two = ("ours", "uv") if turn % 2 == 0 else ("uv", "ours")
            for name in (*first_two, "pip") if turn < pip_times else first_two:
                cache = work / f"cache-{name}-{turn}"
                engine = Ours(server, cache) if name == "ours" else None
                for state in ("cold", "warm"):
                    folder = work / "envs" / f"by-{name}-{turn}-{state}"
                    os.sync()  # what the one before has not written yet is not this one's wait
                    made = engine.make(folder) if engine else {"uv": by_uv, "pip": by_pip}[name](folder, cache)
                    times.setdefault((name, state), []).append(made)
                    works(folder)
                if engine:
                    engine.close()
    return times


def show(times: dict[tuple[str, str], list[Time]]) -> None:
    names = [name for name in ("ours", "uv", "pip") if (name, "cold") in times]

    def middle(name: str, state: str, seconds: Callable[[Time], float]) -> float:
        return statistics.median(map(seconds, times[name, state]))

    for title, seconds in (
        ("with kernel", lambda one: one.set_s),
        ("without kernel", lambda one: one.set_s - one.kernel_s),
    ):
        print(f"{title:16}{'cold':>9}{'warm':>9}")
        for name in names:
            each = " ".join(f"{seconds(one):.2f}" for one in times[name, "cold"])
            print(
                f"  {name:14}{middle(name, 'cold', seconds):8.2f}s{middle(name, 'warm', seconds):8.2f}s  cold: {each}"
            )
        for state in ("cold", "warm"):
            mine = middle("ours", state, seconds)
            by_pip = f"   pip / ours = {middle('pip', state, seconds) / mine:.1f}" if "pip" in names else ""
            print(f"  {state}: ours / uv = {mine / middle('uv', state, seconds):.2f}{by_pip}")
    for state in ("cold", "warm"):
        parts = {name: middle("ours", state, lambda one, n=name: one.stages_s.get(n, 0.0)) for name in STAGES}
        print(f"ours, {state}: " + ", ".join(f"{name} {seconds:.2f}" for name, seconds in parts.items()), end="")
        print(f"; apart: check by training {middle('ours', state, lambda one: one.check_s):.2f} s")


STAGES = ("plan", "begin", "environment", "torch", "extras", "kernel", "end")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--pip", type=int, default=1, help="in how many of the turns pip takes part: it takes minutes")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        home.mkdir()
        os.environ["HOME"] = str(home)
        show(measure(arguments.repeat, arguments.pip, Path(folder)))
    sys.stdout.flush()
    os._exit(0)  # rattler's threads crash an interpreter that ends in the ordinary way, now and then


if __name__ == "__main__":
    main()
