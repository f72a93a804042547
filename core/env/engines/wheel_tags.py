"""Which wheels fit a Python and a platform, and which fit best."""

from __future__ import annotations

import platform as system
import sys
from collections.abc import Iterator

from packaging import tags

from core.versions import leading

LEGACY_MANYLINUX = {17: "manylinux2014", 12: "manylinux2010", 5: "manylinux1"}
"""Older names of these tags, by glibc's minor version (PEP 513, 571, 599)."""


def native_platform() -> str:
    """Return conda's name for the system this process runs on."""
    machine = {"x86_64": "64", "amd64": "64", "arm64": "arm64", "aarch64": "aarch64"}.get(
        system.machine().lower(), "64"
    )
    if sys.platform == "win32":
        return f"win-{machine}"
    return f"osx-{machine}" if sys.platform == "darwin" else f"linux-{machine}"


def supported_tags(python_version: str, platform: str) -> dict[tags.Tag, int]:
    """Return every wheel tag that fits, with its rank: 0 fits best."""
    major, minor = leading(python_version)
    platforms = list(_platform_tags(platform))
    found = [
        *tags.cpython_tags((major, minor), platforms=platforms),
        *tags.compatible_tags((major, minor), interpreter=f"cp{major}{minor}", platforms=platforms),
    ]
    return {tag: rank for rank, tag in reversed(list(enumerate(found)))}


def _platform_tags(platform: str) -> Iterator[str]:
    name, _, machine = platform.partition("-")
    if name == "win":
        yield "win_arm64" if machine == "arm64" else "win_amd64"
    elif name == "osx":
        version = leading(system.mac_ver()[0]) if sys.platform == "darwin" else (14, 0)
        yield from tags.mac_platforms(version, "x86_64" if machine == "64" else machine)
    else:
        architecture = "x86_64" if machine == "64" else machine
        library, version_text = system.libc_ver()
        newest = leading(version_text)[1] if library == "glibc" and platform == native_platform() else 28
        for glibc in range(newest, 4 if machine == "64" else 16, -1):
            yield f"manylinux_2_{glibc}_{architecture}"
            if glibc in LEGACY_MANYLINUX:
                yield f"{LEGACY_MANYLINUX[glibc]}_{architecture}"
        yield f"linux_{architecture}"
