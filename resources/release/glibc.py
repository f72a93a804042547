"""Which C library a folder of programs needs: ``python -m resources.release.glibc dist/torchgarden``.

Every ELF file says the versions of the symbols that it takes from other libraries ("version needs", Oracle's Linker and
Libraries Guide, and gABI's chapter 7). The newest GLIBC_2.x among them is the oldest system that the folder runs on.
"""

from __future__ import annotations

import re
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

VERNEED = 0x6FFFFFFE
"""The kind of the section that lists the version needs."""
LIBRARY = re.compile(r"GLIBC_(\d{1,3})\.(\d{1,3})(?:\.(\d{1,3}))?")
MOST = 10_000
"""More needs than any library has."""

Version = tuple[int, int]


def needs(data: bytes) -> set[str]:
    """Return the versions that an ELF file needs of others, as "GLIBC_2.34"; none of what is no ELF file of 64 bits.

    A damaged file raises ValueError."""
    if data[:4] != b"\x7fELF" or data[4:6] != b"\x02\x01":
        return set()
    try:
        return set(_needs(data))
    except (struct.error, IndexError) as error:
        raise ValueError("The file is cut off.") from error


def _needs(data: bytes) -> Iterator[str]:
    start, size, count = *struct.unpack_from("<Q", data, 40), *struct.unpack_from("<HH", data, 58)
    sections = [struct.unpack_from("<IIQQQQIIQQ", data, start + at * size) for at in range(count)]
    for _, kind, _, _, offset, _, link, info, _, _ in sections:
        if kind != VERNEED:
            continue
        text, at = sections[link][4], offset
        for _ in range(min(info, MOST)):
            _, names, _, first, following = struct.unpack_from("<HHIII", data, at)
            name_at = at + first
            for _ in range(names):
                _, _, _, name, ahead = struct.unpack_from("<IHHII", data, name_at)
                end = data.index(b"\0", text + name)
                yield data[text + name : end].decode("ascii", "replace")
                name_at += ahead
            at += following


def newest(folder: Path) -> tuple[Version, list[str]]:
    """Return the newest GLIBC version that files in `folder` need, and those files; (0, 0) if there are none."""
    found: dict[Version, list[str]] = {(0, 0): []}
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_file():
            continue
        with path.open("rb") as file:
            if file.read(4) != b"\x7fELF":
                continue
        versions = [match for one in needs(path.read_bytes()) if (match := LIBRARY.fullmatch(one))]
        if versions:
            version = max((int(match[1]), int(match[2])) for match in versions)
            found.setdefault(version, []).append(path.relative_to(folder).as_posix())
    top = max(found)
    return top, found[top]


if __name__ == "__main__":
    version, files = newest(Path(sys.argv[1]))
    print(f"glibc {version[0]}.{version[1]} or newer, because of {', '.join(files[:8])}")
