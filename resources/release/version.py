"""The version of a release, from its tag: ``python -m resources.release.version v1.2.3`` writes it into the sources.

It stands in core/versions.py alone; the window, pyproject.toml, the installers and the packages read it there.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from core.versions import VERSION

FILE = Path(__file__).resolve().parents[2] / "core" / "versions.py"
TAG = re.compile(r"v?((?:0|[1-9]\d{0,4})(?:\.(?:0|[1-9]\d{0,4})){2})((?:a|b|rc)(?:0|[1-9]\d{0,3}))?")
"""Three numbers and, for a trial, a letter with one: what Python, Debian, Windows and macOS all can write."""
LINE = re.compile(r'^VERSION = "[^"\n]*"$', re.MULTILINE)


def from_tag(tag: str) -> str:
    """Return the version that a tag names: "v1.2.3" -> "1.2.3". Raises ValueError for any other tag."""
    found = TAG.fullmatch(tag)
    if not found:
        raise ValueError(f"The tag {tag!r} names no version. Write v1.2.3, or v1.2.3rc1 for a trial.")
    return found[1] + (found[2] or "")


def numbers(version: str) -> tuple[int, int, int, int]:
    """Return a version as Windows counts them, four numbers: "1.2.3rc1" -> (1, 2, 3, 0)."""
    first, second, third = (int(part) for part in re.split(r"[abr]", version)[0].split("."))
    return first, second, third, 0


def debian(version: str) -> str:
    """Return a version as Debian orders them, a trial before its release: "1.2.3rc1" -> "1.2.3~rc1"."""
    return re.sub(r"(a|b|rc)", r"~\1", version, count=1)


def write(version: str, file: Path = FILE) -> None:
    """Write a version into the sources. Raises ValueError where its line is not there once."""
    text, count = LINE.subn(f'VERSION = "{version}"', file.read_text(encoding="utf-8"))
    if count != 1:
        raise ValueError(f"{file.name} says its version {count} times.")
    file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        try:
            write(from_tag(sys.argv[1]))
        except ValueError as error:
            sys.exit(str(error))
    print(from_tag(sys.argv[1]) if len(sys.argv) > 1 else VERSION)
