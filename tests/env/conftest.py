"""Fixtures of the rooms that make environments."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.env.channel import make_channel


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
