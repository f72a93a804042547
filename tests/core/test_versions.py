"""Versions and sizes are read and written in one way."""

from __future__ import annotations

import pytest

from core.env.choose.table import version_of
from core.sizes import size_text
from core.versions import leading, minor_text


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("2.14.1+cu130", (2, 14)),
        ("1.13.0", (1, 13)),
        ("2.2.0a0+git1", (2, 2)),
        ("3.10.0rc1", (3, 10)),
        ("14", (14, 0)),
        ("", (0, 0)),
        ("unknown", (0, 0)),
    ],
)
def test_the_first_two_numbers_of_a_version_are_read(text: str, version: tuple[int, int]) -> None:
    assert leading(text) == version


def test_a_minor_version_is_written_with_two_numbers() -> None:
    assert minor_text("3.12.4") == "3.12"
    assert minor_text("") == ""


def test_versions_are_compared_by_their_numbers_and_not_by_how_many_there_are() -> None:
    assert version_of("2.2") == version_of("2.2.0") == version_of("2.2.0+cpu")
    assert version_of("580.65.06") > version_of("580") > version_of("99.9")
    assert version_of("2.15.0.dev20260101+cu130") == version_of("2.15")
    assert version_of("") == version_of("nothing 1") < version_of("0.1")


@pytest.mark.parametrize(
    ("size_bytes", "text"),
    [(0, "0 KB"), (12_300, "12 KB"), (31_400_000, "31 MB"), (2_900_000_000, "2.9 GB"), (212_000_000_000, "212 GB")],
)
def test_a_size_is_a_number_a_person_can_keep(size_bytes: int, text: str) -> None:
    assert size_text(size_bytes) == text
