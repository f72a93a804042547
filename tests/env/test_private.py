"""Environments at the disk's root of Windows are this person's alone; elsewhere nothing is asked of the system."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from core.env.install import private

KIM = {"USERPROFILE": r"C:\Users\김철수", "USERDOMAIN": "학교", "USERNAME": "김철수", "SystemRoot": r"C:\Windows"}


class System:
    """icacls, asked."""

    def __init__(self, code: int = 0, error: Exception | None = None) -> None:
        self.asked: list[Any] = []
        self.code, self.error = code, error

    def run(self, command: Any, **_: Any) -> Any:
        self.asked.append(command)
        if self.error is not None:
            raise self.error
        return subprocess.CompletedProcess(command, self.code)


def test_the_first_folder_that_is_new_gets_an_access_list_of_three(tmp_path: Path) -> None:
    system, folder = System(), tmp_path / "torchgarden" / "envs"
    assert private.make(folder, environ=KIM, windows=True, run=system.run)
    assert folder.is_dir()
    (command,) = system.asked
    assert command[:3] == (r"C:\Windows\System32\icacls.exe", str(tmp_path / "torchgarden"), "/inheritance:r")
    assert command[3:] == (
        "/grant:r", r"학교\김철수:(OI)(CI)F", "/grant:r", "*S-1-5-18:(OI)(CI)F", "/grant:r", "*S-1-5-32-544:(OI)(CI)F",
    )  # fmt: skip
    assert private.make(folder, environ=KIM, windows=True, run=system.run)
    assert len(system.asked) == 1, "what is there already stays as its owner has it"


@pytest.mark.parametrize(
    ("folder", "shared"),
    [
        (r"C:\torchgarden", True),
        (r"C:\Users\김철수\torchgarden", False),
        (r"c:\users\김철수2\x", True),
        (r"D:\x", True),
    ],
)
def test_only_what_lies_outside_the_persons_own_is_shared(folder: str, shared: bool) -> None:
    assert private.is_shared(folder, KIM) == shared


@pytest.mark.parametrize(
    "system", [System(code=5), System(error=OSError("no")), System(error=subprocess.TimeoutExpired("x", 1))]
)
def test_where_the_system_refuses_it_is_told(tmp_path: Path, system: System) -> None:
    assert not private.make(tmp_path / "a", environ=KIM, windows=True, run=system.run)
    assert (tmp_path / "a").is_dir()


def test_elsewhere_nothing_is_asked(tmp_path: Path) -> None:
    system = System()
    assert private.make(tmp_path / "a" / "b", environ={}, windows=False, run=system.run)
    assert not system.asked
