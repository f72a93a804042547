"""What has changed in an environment since it was made: its files are compared with its lock.

Every file in conda's records and the wheels' RECORDs is looked for. Its size is compared, and its sum too up to
`SUM_BYTES`: reading a whole CUDA torch takes a minute. Files on no list (byte code, a person's own packages) do not
count as drift.
"""

from __future__ import annotations

import base64
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name

from core.env.engines.uv import conda_owned
from core.env.envs.lockfile import Lock, found_distributions, found_packages
from core.files import read_object, sha256_of
from core.messages.recipe import CondaPackage, Wheel
from core.prefix import conda_meta, record_of, site_packages

SUM_BYTES = 1 << 20


@dataclass(frozen=True)
class Drift:
    """Packages and wheels of the lock that are missing or changed."""

    packages: tuple[CondaPackage, ...] = ()
    wheels: tuple[Wheel, ...] = ()

    @property
    def names(self) -> list[str]:
        """The names of both."""
        """The names of all of them, packages first."""
        return [package.name for package in self.packages] + [wheel.name for wheel in self.wheels]

    def __bool__(self) -> bool:
        return bool(self.packages or self.wheels)


def find_drift(prefix: Path, lock: Lock, *, sums: bool = True) -> Drift:
    """Compare an environment with its lock. `sums` False: sizes only, a second for 20,000 files."""
    installed = {package.name: package for package in found_packages(prefix)}
    packages = tuple(
        package
        for package in lock.packages
        if not _same(installed.get(package.name), package) or not _conda_files_fit(prefix, package, sums=sums)
    )
    owned, folder = conda_owned(prefix), site_packages(prefix) or prefix
    there = found_distributions(folder.glob("*.dist-info"))
    wheels = []
    for wheel in lock.wheels:
        name = canonicalize_name(wheel.name)
        if name in owned:
            continue
        version, about = there.get(name, ("", folder))
        if version.replace("_", "-") != wheel.version.replace("_", "-") or not _wheel_files_fit(
            folder, about, sums=sums
        ):
            wheels.append(wheel)
    return Drift(packages, tuple(wheels))


def _same(one: CondaPackage | None, other: CondaPackage) -> bool:
    return one is not None and (one.version, one.build) == (other.version, other.build)


def _conda_files_fit(prefix: Path, package: CondaPackage, *, sums: bool) -> bool:
    record = conda_meta(prefix) / f"{package.name}-{package.version}-{package.build}.json"
    try:
        told = read_object(record)
        listed = told["paths_data"]["paths"]
        return bool(listed or not told.get("files")) and _listed_fit(prefix, listed, sums=sums)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):  # damaged, or not conda's
        return False


def _listed_fit(prefix: Path, entries: Iterable[Mapping[str, Any]], *, sums: bool) -> bool:
    """Whether every file of a record is there as it says. Raises what a record of another form brings about."""
    for entry in entries:
        path = prefix / entry["_path"]
        if entry.get("path_type") == "softlink" or entry["_path"].endswith(".pyc"):
            fits = path.is_symlink() or path.exists()
        else:
            # A file with the prefix written into it has another size than in the archive, but its own sum.
            placed = "sha256_in_prefix" in entry
            size = None if placed else entry.get("size_in_bytes")
            fits = _file_fits(path, size, entry.get("sha256_in_prefix") or entry.get("sha256") if sums else "")
        if not fits:
            return False
    return True


def _wheel_files_fit(folder: Path, about: Path, *, sums: bool) -> bool:
    try:
        for path, digest, size in record_of(about):
            if path.endswith(".pyc"):
                continue
            plain = ""
            if sums and digest.startswith("sha256="):
                plain = base64.urlsafe_b64decode(digest[7:] + "=" * (-len(digest[7:]) % 4)).hex()
            if not _file_fits(folder / path, size, plain):
                return False
    except (OSError, ValueError):  # no RECORD, or a damaged one
        return False
    return True


def _file_fits(path: Path, size: int | None, sha256: str | None) -> bool:
    try:
        found = path.stat()
        if size is not None and found.st_size != size:
            return False
        if sha256 and found.st_size <= SUM_BYTES:
            return stat.S_ISREG(found.st_mode) and sha256_of(path) == sha256
    except OSError:
        return False
    return True
