"""A disk so small that it is soon full.

It ends with the process that made it, however that ends: it is mounted in a view of the file systems that only this
process and its children have. Where the system does not give one, it is named after the process, and the next one that
makes a disk takes away what the dead have left.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

NAME = "torchgarden-test-"
"""What a small disk is called in the list of mounts, before the number of the process that made it."""
NEW_MOUNTS = 0x20000
"""CLONE_NEWNS of <linux/sched.h>."""


def own_mounts() -> bool:
    """Give this process mounts of its own, which no other sees and which end with it; return whether it has them."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(NEW_MOUNTS):
        return False
    return not subprocess.run(["mount", "--make-rprivate", "/"], capture_output=True, check=False).returncode


OWN_MOUNTS = own_mounts()
"""Asked when this file is imported, before a library has started threads: they would keep the mounts of before, and
write beside the disk (conda's engine does)."""


def sweep() -> None:
    """Take away the small disks of processes that have ended."""
    for line in Path("/proc/self/mounts").read_text("utf-8", "replace").splitlines():
        name, place, *_ = line.split(" ")
        pid = name.removeprefix(NAME)
        if name.startswith(NAME) and pid.isdecimal() and not Path("/proc", pid).exists():
            folder = re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), place)  # a space is \040 there
            subprocess.run(["umount", "-l", folder], capture_output=True, check=False)


@contextlib.contextmanager
def small_disk(folder: Path, *, size_kib: int, options: str = "") -> Iterator[Path]:
    """A real file system of `size_kib` at `folder`; skips the test where this person may not mount one."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root on Linux may mount a small disk")
    if not OWN_MOUNTS:
        sweep()
    folder.mkdir(parents=True, exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size_kib}k{options}", f"{NAME}{os.getpid()}", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this container may not mount a small disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True, capture_output=True)


def grow(folder: Path, *, size_kib: int) -> None:
    """Somebody has made room."""
    subprocess.run(["mount", "-o", f"remount,size={size_kib}k", str(folder)], check=True, capture_output=True)


@contextlib.contextmanager
def files_end_at(size_bytes: int) -> Iterator[None]:
    """No file of this process can grow beyond `size_bytes`: what the kernel says is as good as a full disk."""
    import resource

    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, old[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
