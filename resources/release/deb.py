"""A Debian package of the app: ``python -m resources.release.deb dist/torchgarden dist``.

The folder goes to /usr/lib/torchgarden, the command to /usr/bin, what the desktop looks for to /usr/share. No script
runs when it is installed or removed: dpkg's own triggers tell the desktop.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from email.utils import format_datetime
from pathlib import Path

from core.versions import VERSION
from resources.release import glibc, linux
from resources.release.version import debian

NEEDS = ("libgl1", "libegl1", "fontconfig-config")
"""What the build does not bring along, as libraries that fit the graphics card; measured in an empty Debian 12."""
CONTROL = """\
Package: torchgarden
Version: {version}
Architecture: {architecture}
Maintainer: The TorchGarden authors <noreply@torchgarden.org>
Installed-Size: {size}
Depends: libc6 (>= {libc}), {needs}
Recommends: xdg-utils, fonts-noto-core
Section: science
Priority: optional
Description: install PyTorch, and watch a network grow and shrink while it trains
 TorchGarden is for people who are new to PyTorch and for those who teach it. A
 real network trains live on screen. While it trains you widen and narrow it,
 insert and remove hidden layers, and see loss, network and device answer.
 .
 A wizard installs PyTorch without a terminal, in an environment of its own.
"""
CHANGELOG = """\
torchgarden ({version}) unstable; urgency=medium

  * Version {version}; what is new is in /usr/share/doc/torchgarden/NEWS.gz.

 -- The TorchGarden authors <noreply@torchgarden.org>  {date}
"""
LINTIAN = """\
# A bundle brings its own libraries and Python, as its makers built them.
torchgarden: embedded-library
torchgarden: missing-depends-on-sensible-utils sensible-pager *
torchgarden: unstripped-binary-or-object
torchgarden: custom-library-search-path
torchgarden: shared-library-lacks-prerequisites
torchgarden: library-not-linked-against-libc
torchgarden: hardening-no-pie
torchgarden: hardening-no-fortify-functions
torchgarden: hardening-no-bindnow
torchgarden: binary-has-unneeded-section
torchgarden: repeated-path-segment
torchgarden: extra-license-file
torchgarden: package-contains-documentation-outside-usr-share-doc
torchgarden: spelling-error-in-binary
torchgarden: script-not-executable
torchgarden: exit-in-shared-library
"""
BESIDE = ("share", "install.sh", "uninstall.sh")
"""What lies in the folder for an install without root; the package brings its own."""


def architecture() -> str:
    """Return Debian's word for this computer's processor."""
    return {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())


def tree(app: Path, root: Path) -> None:
    """Write below `root` what is installed, from the built app in folder `app`."""
    lib, doc, share = root / "usr/lib/torchgarden", root / "usr/share/doc/torchgarden", root / "usr/share"
    shutil.copytree(app, lib, symlinks=True, ignore=lambda folder, _: set(BESIDE) if Path(folder) == app else set())
    linux.share(share)
    (root / "usr/bin").mkdir(parents=True)
    (root / "usr/bin/torchgarden").symlink_to("../lib/torchgarden/torchgarden")
    page = share / "man/man1/torchgarden.1"
    (page.parent / "torchgarden.1.gz").write_bytes(packed(page.read_bytes()))
    page.unlink()
    doc.mkdir(parents=True)
    sources = Path(__file__).resolve().parents[2]
    (doc / "copyright").write_text(copyright_of(sources), encoding="utf-8")
    (doc / "NEWS.gz").write_bytes(packed((sources / "CHANGELOG.md").read_bytes()))
    told = CHANGELOG.format(version=debian(VERSION), date=format_datetime(linux.date_of_release()))
    (doc / "changelog.gz").write_bytes(packed(told.encode()))
    (share / "lintian/overrides").mkdir(parents=True)
    (share / "lintian/overrides/torchgarden").write_text(LINTIAN, encoding="utf-8")
    permit(root)


def packed(data: bytes) -> bytes:
    """Return gzipped data without a time in it."""
    return gzip.compress(data, 9, mtime=0)


def copyright_of(sources: Path) -> str:
    """Return Debian's copyright file."""
    own = (sources / "LICENSE").read_text(encoding="utf-8").strip().splitlines()
    text = "\n".join(f" {line}" if line.strip() else " ." for line in own[2:])
    return (
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n"
        "Upstream-Name: TorchGarden\n"
        "Comment: The licences of Qt, Python, PyTorch and everything else in the package\n"
        " are in /usr/lib/torchgarden/_internal/licences, and in the app at Settings.\n\n"
        f"Files: *\nCopyright: {own[2].removeprefix('Copyright').strip(' (c)')}\nLicense: Expat\n{text}\n"
    )


def permit(root: Path) -> None:
    """Let everybody read all files, and run those that their owner may run; a library is not run."""
    for path in (root, *root.rglob("*")):
        if not path.is_symlink():
            run = path.is_dir() or (path.stat().st_mode & 0o100 and ".so" not in path.suffixes)
            path.chmod(0o755 if run else 0o644)


def size_kib(root: Path) -> int:
    """Return what the files below `root` take, in KiB, each rounded up; as Debian's policy counts it (5.6.20)."""
    files = (path for path in root.rglob("*") if path.is_file() or path.is_symlink())
    return sum(1 if path.is_symlink() else -(-path.stat().st_size // 1024) for path in files)


def md5sums(root: Path) -> str:
    """Return what dpkg compares the installed files with (deb-md5sums(5)); it protects from no attacker."""
    files = sorted(path for path in (root / "usr").rglob("*") if path.is_file() and not path.is_symlink())
    digests = (hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest() for path in files)
    lines = zip(digests, (path.relative_to(root).as_posix() for path in files), strict=True)
    return "".join(f"{digest}  {path}\n" for digest, path in lines)


def build(app: Path, out: Path) -> Path:
    """Make the package of the app in folder `app`, in folder `out`; return its file."""
    version, kind = debian(VERSION), architecture()
    libc, _ = glibc.newest(app)
    epoch = str(int(linux.date_of_release().timestamp()))
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "torchgarden"
        tree(app, root)
        control = root / "DEBIAN"
        control.mkdir()
        size = size_kib(root / "usr")
        (control / "control").write_text(CONTROL.format(
            version=version, architecture=kind, size=size, libc="{}.{}".format(*libc), needs=", ".join(NEEDS),
        ), encoding="utf-8")  # fmt: skip
        (control / "md5sums").write_text(md5sums(root), encoding="utf-8")
        permit(root)
        made = out / f"torchgarden_{version}_{kind}.deb"
        subprocess.run(
            ["dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(root), str(made)],
            env=os.environ | {"SOURCE_DATE_EPOCH": epoch}, check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
    return made


if __name__ == "__main__":
    print(build(Path(sys.argv[1]), Path(sys.argv[2])))
