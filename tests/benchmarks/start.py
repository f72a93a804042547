"""How soon a package is there and learns, beside the same sources started by the Python that it was built with.

    python -m tests.benchmarks.start build/package/tested/torchgarden [--rounds 7]

Both take turns, each time with an empty home: from the start of the process to the window on the screen, and to the
first point of the loss curve, with a real click on Start as soon as there is a training. Medians, and the quotient of
the two. Then both once more after the system has forgotten their files, as after a restart of the computer ("cold").
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ENDING_S, ROOT
from tests.end_to_end.screen import screen
from tests.packaged.accessible import Screen, bus
from tests.packaged.unpacked import told
from tests.processes import started_by, wait_ended

LIMIT_S = 120.0


@dataclass(frozen=True)
class Program:
    """What is measured: its command, and the folders whose files it reads."""

    name: str
    command: tuple[str, ...]
    folders: tuple[Path, ...]


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", type=Path, help="the folder of the full package")
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    package, environment = options.package.absolute(), ROOT / "build" / "package" / "full"
    python = environment / "bin" / "python"
    if not python.exists():
        sys.exit("python3 run.py package makes the environment that the sources are started with.")
    programs = (
        Program("package", (str(package / "torchgarden"),), (package,)),
        Program(
            "sources", (str(python), "-m", "gui"), (environment, ROOT / "core", ROOT / "gui", Path(sys.base_prefix))
        ),
    )
    with screen() as there, tempfile.TemporaryDirectory() as folder, bus(Path(folder)) as address:
        looker = Screen(address, there)
        places = {one.name: where_start_is(one, looker, address) for one in programs}
        warm: dict[str, list[tuple[float, float]]] = {one.name: [] for one in programs}
        for number in range(options.rounds):
            for one in programs if number % 2 else programs[::-1]:
                warm[one.name].append(started(one, looker, places[one.name]))
        tell(warm)
        for one in programs:
            forget(one.folders)
            window, loss = started(one, looker, places[one.name])
            print(f"cold, {one.name}: window {window:.2f} s, first loss {loss:.2f} s")
        looker.close()
    return 0


def tell(warm: dict[str, list[tuple[float, float]]]) -> None:
    """Print the medians of the warm starts and what the pairs say."""
    medians = {name: [statistics.median(column) for column in zip(*rows, strict=True)] for name, rows in warm.items()}
    for name, (window, loss) in medians.items():
        print(f"warm, {name}: window {window:.2f} s, first loss {loss:.2f} s (median of {len(warm[name])})")
    for position, what in enumerate(("window", "first loss")):
        paired = [a[position] / b[position] for a, b in zip(warm["package"], warm["sources"], strict=True)]
        print(f"{what}: {statistics.median(paired):.2f} times the sources, median of the pairs")


def where_start_is(program: Program, looker: Screen, address: str) -> tuple[int, int]:
    """Return where on the screen a program has its button Start."""
    with tempfile.TemporaryDirectory() as home:
        process = subprocess.Popen(
            [*program.command, "--home", home, "--language", "en"], cwd=ROOT,
            env=looker.environment | {"AT_SPI_BUS_ADDRESS": address}, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            return looker.wait_for("Start").place
        finally:
            end(process)


def started(program: Program, looker: Screen, place: tuple[int, int]) -> tuple[float, float]:
    """Return the seconds to the window and to the first point of the loss curve."""
    with tempfile.TemporaryDirectory() as home:
        record = Path(home) / "record.jsonl"
        begun = time.perf_counter()
        process = subprocess.Popen(
            [*program.command, "--home", home, "--language", "en", "--record", str(record)], cwd=ROOT,
            env=looker.environment, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            until(lambda: looker.windows(process.pid))
            window_s = time.perf_counter() - begun
            until(lambda: told(record, "Loaded"))
            while not told(record, "Play", "sent"):  # the window enables the button a frame after it was told
                looker.click_at(*place)
                until(lambda: told(record, "Play", "sent"), limit_s=0.2)
            until(lambda: told(record, "Tick"))
            return window_s, time.perf_counter() - begun
        finally:
            end(process)


def until(there: Callable[[], object], limit_s: float = LIMIT_S) -> None:
    """Look as often as can be until something is so, at most `limit_s`."""
    ends = time.perf_counter() + limit_s
    while not there() and time.perf_counter() < ends:
        time.sleep(0.005)


def end(process: subprocess.Popen[bytes]) -> None:
    """End a program and what it has started."""
    pids = started_by(process.pid)
    process.kill()
    process.wait()
    wait_ended(pids, ENDING_S)


def forget(folders: tuple[Path, ...]) -> None:
    """Have the system read these files from the disk again."""
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file() and not path.is_symlink():
                with path.open("rb") as file:
                    os.fsync(file.fileno())
                    os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


if __name__ == "__main__":
    sys.exit(main())
