"""How large a package is: within its bar, as the documents say, and without what is not needed."""

from __future__ import annotations

import re

import pytest

from resources.release.contents import Kind
from resources.release.package import MIB, files, size_bytes
from tests.conftest import ROOT
from tests.packaged.conftest import built

BARS: dict[Kind, int] = {"full": 700, "light": 275}
NEAR = 0.03
"""How far the table may be from the build: fonts, words and licences come and go."""


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["full", "light"])
def test_a_package_is_as_small_as_the_documents_say(kind: Kind) -> None:
    package = built(kind)
    size = size_bytes(package) / MIB
    assert size <= BARS[kind]
    for name in ("README.md", "README.ko.md"):
        rows = [line for line in (ROOT / name).read_text("utf-8").splitlines() if line.startswith("|")]
        row = next(row for row in rows if f"python3 run.py package{flag(kind)}`" in row and "MiB" in row)
        said = int(re.findall(r"\| (\d+) ?MiB", row)[0])
        assert abs(said - size) < NEAR * size, f"{name} says {said} MiB of {size:.0f}"


def flag(kind: Kind) -> str:
    return " --light" if kind == "light" else ""


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["full", "light"])
def test_nothing_of_gtk_of_cuda_or_of_the_tests_is_in_it(kind: Kind) -> None:
    names = [path.name for path in files(built(kind))]
    unwanted = re.compile(
        r"libgtk|libgdk|libqgtk|libcud|libnv|libtorch_cuda|libtriton|pytest|hypothesis|jeepney|\.a$|\.ts$"
    )
    assert [name for name in names if unwanted.search(name)] == []
    assert len(names) > 300


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["full", "light"])
def test_every_link_in_it_leads_to_a_file_inside(kind: Kind) -> None:
    package = built(kind).resolve()
    for path in files(package):
        if path.is_symlink():
            assert path.exists(), path
            assert path.resolve().is_relative_to(package), path
