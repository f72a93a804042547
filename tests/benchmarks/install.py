"""How long the same environment takes by our engine, by uv alone and by pip alone, cold and warm, in one run.

    python -m tests.benchmarks.install [--repeat N]

The set: torch for the processor, numpy and ipykernel with all they need, about 40 wheels, 250 MB. Ours makes a conda
environment (solved, fetched and linked from a local channel) and resolves, fetches, checks and installs the wheels;
uv and pip make a virtual environment and install into it. Cold: no cache at all. Warm: the caches of the cold run.
Wheels come from where pip's own settings say; each is told of the same places. Wanted: ours / uv <= 1.15,
pip / ours >= 5.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import uv

from core.env import conda, wheels
from core.env.download import Downloads
from tests.env.channel import CHANNEL_URL, MINOR, PYTHON, make_channel
from tests.env.servers import FileServer

REQUIREMENTS = ("torch==2.13.0", "numpy", "ipykernel")
LINKS = tuple(os.environ.get("PIP_FIND_LINKS", "").split())


def ours(folder: Path, cache: Path, server: FileServer) -> None:
    """What the install worker does, without its check and its kernel, which the others do not have."""
    mirrors, specs = {CHANNEL_URL: (server.url,)}, [f"python={MINOR}", "pip"]
    packages = conda.solve(specs, platform=conda.platform(), cache=cache, mirrors=mirrors)
    found = wheels.resolve(
        REQUIREMENTS,
        python_version=PYTHON,
        platform=conda.platform(),
        cache=cache,
        origin=wheels.Origin(find_links=LINKS),
    )
    archives = [conda.item(package, cache) for package in packages]
    files = [wheels.item(wheel, cache) for wheel in found]
    with Downloads([*archives, *files], mirrors=mirrors) as downloads:
        downloads.wait(archives)
        conda.link(packages, folder, cache=cache, specs=specs)
        downloads.wait(files)
    wheels.install(found, folder, cache=cache)


def by_uv(folder: Path, cache: Path, server: FileServer) -> None:
    quiet = {**os.environ, "UV_CACHE_DIR": str(cache), "UV_NO_CONFIG": "1", "UV_PYTHON_DOWNLOADS": "never"}
    program = uv.find_uv_bin()
    links = [part for link in LINKS for part in ("--find-links", link)]
    subprocess.run([program, "venv", "-q", "--python", sys.executable, str(folder)], check=True, env=quiet)
    python = str(folder / "bin" / "python")
    subprocess.run([program, "pip", "install", "-q", "--python", python, *links, *REQUIREMENTS], check=True, env=quiet)


def by_pip(folder: Path, cache: Path, server: FileServer) -> None:
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    command = [str(folder / "bin" / "python"), "-m", "pip", "install", "-q", "--cache-dir", str(cache), *REQUIREMENTS]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)


CONTENDERS: dict[str, Callable[[Path, Path, FileServer], None]] = {"ours": ours, "uv": by_uv, "pip": by_pip}


def works(folder: Path) -> None:
    code = "import numpy, torch, ipykernel; assert torch.ones(2).sum() == 2"
    subprocess.run([folder / "bin" / "python", "-c", code], check=True)


def measure(repeat: int, work: Path) -> dict[tuple[str, str], list[float]]:
    seconds: dict[tuple[str, str], list[float]] = {}
    channel = make_channel(work / "channel", work / "stage")
    with FileServer(channel) as server:
        for _ in range(repeat):
            for name, make in CONTENDERS.items():
                cache = work / f"cache-{name}"
                shutil.rmtree(cache, ignore_errors=True)
                for state in ("cold", "warm"):
                    folder = work / f"env-{name}"
                    shutil.rmtree(folder, ignore_errors=True)
                    begun = time.perf_counter()
                    make(folder, cache, server)
                    seconds.setdefault((name, state), []).append(time.perf_counter() - begun)
                works(folder)
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--repeat", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        seconds = measure(arguments.repeat, Path(folder))
    middle = {key: statistics.median(times) for key, times in seconds.items()}
    print(f"{'':6}{'cold':>9}{'warm':>9}")
    for name in CONTENDERS:
        print(f"{name:6}{middle[name, 'cold']:8.1f}s{middle[name, 'warm']:8.1f}s")
    for state in ("cold", "warm"):
        mine = middle["ours", state]
        print(f"{state}: ours / uv = {mine / middle['uv', state]:.2f}   pip / ours = {middle['pip', state] / mine:.1f}")
    sys.stdout.flush()
    os._exit(0)  # rattler's threads crash an interpreter that ends in the ordinary way, now and then


if __name__ == "__main__":
    main()
