"""Fixtures of the rooms that make environments."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.env.channel import make_channel
from tests.env.making import House
from tests.env.servers import FileServer

ENDED: list[int] = []


def pytest_sessionfinish(exitstatus: int) -> None:
    ENDED.append(int(exitstatus))


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """rattler's threads crash an interpreter that ends in the ordinary way, now and then: end this one without that."""
    if "rattler" in sys.modules and ENDED:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(ENDED[-1])


@pytest.fixture(scope="session")
def channel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The local channel with Python in it; made once, about two seconds."""
    if sys.platform == "win32":
        pytest.skip("the local channel is made of a POSIX Python")
    return make_channel(tmp_path_factory.mktemp("channel"), tmp_path_factory.mktemp("stage"))


@pytest.fixture(scope="session")
def little_channel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The little packages of the local channel alone."""
    if sys.platform == "win32":
        pytest.skip("the local channel is made of a POSIX Python")
    return make_channel(tmp_path_factory.mktemp("little"), tmp_path_factory.mktemp("stage"), python=False)


@pytest.fixture
def house(channel: Path, tmp_path: Path) -> Iterator[House]:
    """A home with a space and Korean letters in its path, a server, and workers that are gone afterwards."""
    shelf = tmp_path / "shelf"
    (shelf / "wheels").mkdir(parents=True)
    (shelf / "conda-forge").symlink_to(channel)
    with FileServer(shelf) as server:
        made = House(tmp_path / "내 집", tmp_path / "내 환경", server, channel)
        yield made
        made.close()
