"""The small disks of the tests end with the process that made them, also when that is killed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.env import disks
from tests.env.disks import NAME, small_disk
from tests.processes import wait_until

ROOT = Path(__file__).resolve().parents[2]
MAKES_ONE = """
import os, sys, time
from pathlib import Path
asked = os.geteuid
if sys.argv[2] == "shared":
    os.geteuid = lambda: 1  # another person than root has no mounts of their own
from tests.env import disks
os.geteuid = asked
with disks.small_disk(Path(sys.argv[1]), size_kib=64):
    print("made" if Path(sys.argv[1]).is_mount() else "no mount", flush=True)
    time.sleep(600)
"""


def mounted() -> str:
    return Path("/proc/self/mounts").read_text("utf-8")


def killed_with_a_disk(folder: Path, kind: str) -> None:
    """Start a process that makes a small disk, and kill it as one that runs out of time is killed."""
    process = subprocess.Popen([sys.executable, "-c", MAKES_ONE, folder, kind], cwd=ROOT, stdout=subprocess.PIPE)
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"made\n"
        process.kill()


@pytest.fixture(autouse=True)
def may_mount(tmp_path: Path) -> None:
    """Skip where nothing can be mounted."""
    with small_disk(tmp_path / "tried", size_kib=16):
        pass


def test_a_disk_of_a_process_that_is_killed_is_gone(tmp_path: Path) -> None:
    if not disks.OWN_MOUNTS:
        pytest.skip("this system gives no process mounts of its own")
    killed_with_a_disk(tmp_path / "a disk", "own")
    wait_until(lambda: not (tmp_path / "a disk").is_mount())
    (tmp_path / "a disk").rmdir()


def test_where_mounts_are_shared_the_next_process_takes_them_away(tmp_path: Path) -> None:
    folder = tmp_path / "a disk"
    killed_with_a_disk(folder, "shared")
    assert folder.is_mount()
    assert NAME in mounted()
    disks.sweep()
    assert not folder.is_mount()


def test_the_disks_of_processes_that_run_stay(tmp_path: Path) -> None:
    with small_disk(tmp_path / "a disk", size_kib=16) as folder:
        disks.sweep()
        assert folder.is_mount()
    assert not folder.is_mount()
