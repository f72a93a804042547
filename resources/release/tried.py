"""A built app is started as a person starts it: ``python -m resources.release.tried dist/torchgarden``.

It says its version, trains twenty steps without a window, opens its window in an empty home, and brings that window
up when it is started again. On Linux without a screen call it under xvfb-run. ``--light``: it has no PyTorch.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from core.versions import VERSION
from resources.release.bundle import CONSOLE

PATIENCE_S = 180.0
"""A first start reads everything from the disk, and a virus scanner may read it before."""
EVERY_S = 0.1
STEPS = 20


class TriedError(Exception):
    """What a built app did not do."""


def programs(built: Path) -> tuple[Path, Path]:
    """Return the program with the window and the one that prints, in a built folder or app."""
    if built.suffix == ".app":
        program = built / "Contents" / "MacOS" / "torchgarden"
        return program, program
    if (built / "torchgarden.exe").exists():
        return built / "torchgarden.exe", built / f"{CONSOLE}.exe"
    return built / "torchgarden", built / "torchgarden"


def says_its_version(printing: Sequence[str]) -> None:
    """Raise `TriedError` unless the program prints our version."""
    said = run([*printing, "--version"]).stdout.strip()
    if said != f"TorchGarden {VERSION}":
        raise TriedError(f"It calls itself {said!r} and not TorchGarden {VERSION}.")


def trains(printing: Sequence[str], home: Path) -> None:
    """Raise `TriedError` unless the program trains some steps without a window."""
    command = [*printing, "train", "--data", "digits", "--steps", str(STEPS), "--home", str(home), "--json"]
    done = run(command)
    events = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    if done.returncode or not any(f'"step": {STEPS}' in json.dumps(event) for event in events):
        raise TriedError(f"It did not train {STEPS} steps (exit code {done.returncode}).\n{done.stdout}\n{done.stderr}")


def opens(windowed: Sequence[str], home: Path, *, loads: bool) -> None:
    """Raise `TriedError` unless a window opens, answers a second start and, with `loads`, has its training."""
    record = home / "record.jsonl"
    first = subprocess.Popen([*windowed, "--home", str(home), "--record", str(record)], stdin=subprocess.DEVNULL)
    try:
        wait(lambda: (home / "doorbell.json").exists(), first, "The window did not open")
        second = run([*windowed, "--home", str(home), "--page", "settings"])
        if second.returncode:
            raise TriedError(f"A second start did not find the window (exit code {second.returncode}).")
        if loads:
            wait(lambda: has_training(record), first, "The window has no training")
    finally:
        first.terminate()
        try:
            first.wait(30)
        except subprocess.TimeoutExpired:
            first.kill()
            first.wait()


def has_training(record: Path) -> bool:
    """Return whether a recording has the event that brings a training to the window."""
    try:
        return '"Loaded"' in record.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False


def wait(until: Callable[[], bool], process: subprocess.Popen[bytes], otherwise: str) -> None:
    """Wait until something is so; raise `TriedError` when the process ends before or it takes too long."""
    end = time.monotonic() + PATIENCE_S
    while not until():
        if process.poll() is not None:
            raise TriedError(f"{otherwise}: it ended with {process.returncode}.")
        if time.monotonic() > end:
            raise TriedError(f"{otherwise} within {PATIENCE_S:.0f} s.")
        time.sleep(EVERY_S)


def run(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Run a command to its end; raise `TriedError` if it takes too long."""
    try:
        return subprocess.run(
            list(command), capture_output=True, text=True, encoding="utf-8", check=False, timeout=PATIENCE_S,
            stdin=subprocess.DEVNULL, env=os.environ | {"PYTHONUTF8": "1"},
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise TriedError(f"{' '.join(command[-3:])}: no end after {PATIENCE_S:.0f} s.") from error


def tried(windowed: Sequence[str], printing: Sequence[str], *, light: bool = False) -> None:
    """Try all; raise `TriedError` for the first that fails."""
    says_its_version(printing)
    with tempfile.TemporaryDirectory(prefix="집 home ", ignore_cleanup_errors=True) as folder:
        if not light:
            trains(printing, Path(folder) / "without a window")
        home = Path(folder) / "창 window"
        home.mkdir()
        opens(windowed, home, loads=not light)


if __name__ == "__main__":
    one, other = programs(Path(sys.argv[1]).absolute())
    try:
        tried([str(one)], [str(other)], light="--light" in sys.argv)
    except TriedError as error:
        sys.exit(str(error))
    print(f"{one}: version, training and window are there.")
