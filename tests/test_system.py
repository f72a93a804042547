"""`python3 run.py system` says with its exit code whether the system has what the window and the tests need."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import run
from resources.release import system as needed

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux") or os.geteuid() != 0, reason="installs as root, on Debian and Ubuntu"
)


def system(tmp_path: Path, apt_get: str) -> subprocess.CompletedProcess[str]:
    """Run the command where no program of the tests is on the PATH, with this as apt-get."""
    for name, does in {"apt-get": apt_get, "fc-list": 'exec /usr/bin/fc-list "$@"'}.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{does}\n")
        (tmp_path / name).chmod(0o755)
    environment = os.environ | {"PATH": str(tmp_path)}
    return subprocess.run(
        [sys.executable, str(run.HERE / "run.py"), "system"],
        capture_output=True, text=True, check=False, timeout=60, env=environment,
    )  # fmt: skip


@pytest.mark.parametrize(("does", "code"), [("exit 100", 100), ("exit 0", 0)])
def test_what_could_not_be_installed_is_said_and_is_a_failure(does: str, code: int, tmp_path: Path) -> None:
    done = system(tmp_path, f"echo $* >> {tmp_path}/asked; {does}")
    assert done.returncode == 1
    assert f"apt-get ended with {code}, and xvfb" in " ".join(done.stdout.split("\n"))
    assert "sudo apt-get install -y --no-install-recommends xvfb" in done.stdout
    asked = (tmp_path / "asked").read_text().splitlines()
    assert asked[0] == "update -qq"
    assert asked[1].startswith("install -y --no-install-recommends xvfb")


def test_what_was_installed_is_no_failure(tmp_path: Path) -> None:
    made = " ".join(str(tmp_path / program) for program in needed.TEST_PROGRAMS)
    done = system(tmp_path, f'case "$1" in install) for one in {made}; do : > $one; /bin/chmod 755 $one; done;; esac')
    missing = needed.missing_packages(testing=True)
    assert done.returncode == bool(missing), done.stdout
    assert "ended with" not in done.stdout or missing
