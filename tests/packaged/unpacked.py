"""A package as a person has it: in a folder with a space and Korean letters, an empty home, no Python around."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from tests.conftest import ENDING_S
from tests.packaged.accessible import Screen
from tests.processes import runs, started_by, wait_ended

CUT_OFF = hasattr(os, "geteuid") and os.geteuid() == 0
"""Whether programs can be started without a network: that is for root alone."""
ALONE = Path(__file__).with_name("alone.py")
PLACE = "내 프로그램들"
LIMIT_S = 120


@dataclass
class Unpacked:
    """A package in its folder, and the home and screen of the person who starts it."""

    program: Path
    home: Path
    environment: dict[str, str]
    screen: Screen | None = None
    started: list[subprocess.Popen[str]] = field(default_factory=list)

    def command(self, *words: str, network: bool = False) -> list[str]:
        """Return how it is started; `network`: not cut off from it. What is started later is where the first one is."""
        # Not by poll(): of a program that is killed the last threads may end after it counts as ended.
        first = next((process.pid for process in self.started if runs(process.pid)), 0)
        return [
            *([] if network or not CUT_OFF else [sys.executable, str(ALONE), str(first)]),
            str(self.program),
            *words,
        ]

    def start(self, *words: str, network: bool = False) -> subprocess.Popen[str]:
        """Start it with a window."""
        command = self.command(*words, network=network)
        with (self.home / f"said {len(self.started)}").open("w") as said:
            process = subprocess.Popen(
                command, env=self.environment, cwd=self.home, text=True, stdin=subprocess.DEVNULL, stdout=said,
                stderr=said, start_new_session=True,
            )  # fmt: skip
        self.started.append(process)
        return process

    def run(self, *words: str, network: bool = False, limit_s: float = LIMIT_S) -> subprocess.CompletedProcess[str]:
        """Run it without a window to its end."""
        return subprocess.run(
            self.command(*words, network=network), env=self.environment, cwd=self.home, text=True,
            stdin=subprocess.DEVNULL, capture_output=True, timeout=limit_s, check=False,
        )  # fmt: skip

    def close(self) -> None:
        """End what was started, and all that it has started."""
        for process in self.started:
            pids = started_by(process.pid)
            process.kill()
            process.wait(ENDING_S)
            wait_ended(pids, ENDING_S)


@contextlib.contextmanager
def unpack(package: Path, folder: Path) -> Iterator[Path]:
    """Put a package into `folder` as copies that share their content; give its program and remove it afterwards."""
    place = folder / PLACE / "torchgarden"
    shutil.copytree(package, place, symlinks=True, copy_function=os.link)
    try:
        yield place / "torchgarden"
    finally:
        shutil.rmtree(folder / PLACE)


def person(folder: Path, *, display: dict[str, str]) -> tuple[Path, dict[str, str]]:
    """Return an empty home in `folder`, and the variables of a person who has nothing but a screen and English."""
    home = folder / "빈 집"
    home.mkdir()
    # Where en_US is not installed, Python would set LC_CTYPE by itself: alone.py is one.
    environment = {"HOME": str(home), "PATH": "/nonexistent", "LANG": "en_US.UTF-8", "LC_CTYPE": "C.UTF-8", **display}
    return home, environment


def told(record: Path, what: str, side: Literal["got", "sent"] = "got") -> list[dict[str, Any]]:
    """Return the messages of one kind that a recording holds so far; a line that is being written is left out."""
    if not record.exists():
        return []
    found = []
    for line in record.read_text("utf-8").split("\n")[:-1]:
        if f'"is": "{what}"' not in line and f'"is":"{what}"' not in line:
            continue
        message = json.loads(line).get(side, {}).get("message", {})
        if message.get("is") == what:
            found.append(message)
    return found
