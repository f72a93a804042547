"""The packages that `python3 run.py test package` has built; elsewhere these tests are skipped."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from resources.release.contents import Kind
from resources.release.package import FOLDERS
from tests.end_to_end.screen import screen
from tests.env.conftest import channel, house, pytest_sessionfinish, pytest_unconfigure
from tests.packaged.accessible import Screen, bus, can_be_seen
from tests.packaged.unpacked import Unpacked, person, unpack

__all__ = ["channel", "house", "pytest_sessionfinish", "pytest_unconfigure"]

BUILT = "TORCHGARDEN_PACKAGES"
"""The variable that names the folder in which the packages are."""


def built(kind: Kind) -> Path:
    """Return the folder of a package, or skip the test and say why."""
    if not (folder := os.environ.get(BUILT)):
        pytest.skip("python3 run.py test package builds the packages and starts them")
    if not (package := Path(folder) / FOLDERS[kind]).is_dir():
        pytest.skip(f"the {kind} package was not built this time")
    return package


def started(kind: Kind, folder: str) -> Iterator[Path]:
    """Put a package where it is started from; give its program. Skip the test where nobody can look at its window."""
    package = built(kind)
    if missing := can_be_seen():
        pytest.skip(f"needs {missing}: python3 run.py system")
    with unpack(package, package.parent / folder) as program:
        yield program


@pytest.fixture(scope="session")
def full_program() -> Iterator[Path]:
    yield from started("full", "unpacked full")


@pytest.fixture(scope="session")
def light_program() -> Iterator[Path]:
    yield from started("light", "unpacked light")


def in_front_of_it(program: Path, folder: Path, *, height: int = 800) -> Iterator[Unpacked]:
    with screen(height=height) as display, bus(folder) as address:
        seen = {"DISPLAY": display["DISPLAY"], "QT_QPA_PLATFORM": "xcb", "AT_SPI_BUS_ADDRESS": address}
        home, environment = person(folder, display=seen)
        app = Unpacked(program, home, environment, Screen(address, display))
        try:
            yield app
        finally:
            app.close()
            app.screen.close()


@pytest.fixture
def full(full_program: Path, tmp_path: Path) -> Iterator[Unpacked]:
    """The full package, somebody with an empty home, and a screen."""
    yield from in_front_of_it(full_program, tmp_path)


@pytest.fixture
def light(light_program: Path, tmp_path: Path) -> Iterator[Unpacked]:
    """The light package, somebody with an empty home, and a screen that shows a whole page of the wizard."""
    yield from in_front_of_it(light_program, tmp_path, height=1500)
