"""Whatever lies where a file of an environment is expected: each reader says its own error or gives what is whole,
within bounds of time and memory, and writes nothing outside."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

import pytest

from core.env.check import check
from core.env.context import open_context
from core.env.engines import uv_errors
from core.env.envs import lockfile
from core.env.envs.kernels import find_kernels
from core.env.envs.lockfile import LockError
from core.env.install import journal
from core.env.look import condas, network
from core.folders import find_folders
from core.sentence import Problem
from tests.hostile import SHAPES, bounded, check_outside, put


def read_lock(path: Path) -> None:
    with contextlib.suppress(LockError):
        lockfile.read(path)


def read_records(path: Path) -> None:
    prefix = path.parent.parent
    lockfile.found_packages(prefix)
    lockfile.damaged_records(prefix)


def read_kernels(path: Path) -> None:
    find_kernels(environ={"JUPYTER_DATA_DIR": str(path.parents[2])})


def read_journals(path: Path) -> None:
    installs = path.parent.parent
    list(journal.all_of(installs))
    journal.put_aside_damaged(installs)


def read_sources(path: Path) -> None:
    with contextlib.suppress(Problem):
        open_context(find_folders(home=path.parent))


READERS: dict[str, tuple[str, Callable[[Path], None]]] = {
    "a lock file": ("env/a.lock", read_lock),
    "a record of conda": ("env/conda-meta/a-1-0.json", read_records),
    "a kernel": ("jupyter/kernels/a/kernel.json", read_kernels),
    "a journal": (f"installs/one/{journal.FILE}", read_journals),
    "sources": ("home/sources.json", read_sources),
}
"""What is read: the file's place, and the reader."""


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("what", READERS)
def test_whatever_lies_there_is_read_within_bounds_and_nothing_is_written_elsewhere(
    tmp_path: Path, what: str, shape: str
) -> None:
    place, read = READERS[what]
    path = tmp_path / "here" / place
    put(path, shape)
    with bounded():
        read(path)
    check_outside(path)


@pytest.mark.parametrize("value", ["!!bool x", "!!int ''", "!!float ''", "!!timestamp x", "2026-02-31", "[" * 50_000])
def test_a_condarc_with_values_that_are_none_sets_nothing(value: str) -> None:
    text = f"ssl_verify: {value}\nenvs_dirs: [/a]\n"
    with bounded():
        assert condas.envs_dirs_in(text) == []
        assert network._settings_in(text) == {}


def test_an_address_in_what_uv_says_that_is_none_is_still_a_sentence() -> None:
    text = "DEBUG GET request for: https://[x/simple\nerror: error sending request for url (https://[x/simple)"
    assert str(uv_errors.resolve_problem(text, ["torch"]))


@pytest.mark.parametrize("rest", ["[" * 200_000, "9" * 6000, "null", "\x00", ""], ids=lambda rest: rest[:3])
def test_a_line_of_the_check_that_is_no_report_is_passed_over(rest: str) -> None:
    with bounded():
        assert check._read(check.MARK + rest) == ({}, "")


@pytest.mark.parametrize(
    "report", ['{"devices": 5}', '{"devices": [5]}', '{"devices": [{}]}', '{"architectures": 3}'], ids=str
)
def test_a_report_of_another_shape_is_none(report: str) -> None:
    assert check._read(check.MARK + f'{{"report": {report}}}')[0] == {}
