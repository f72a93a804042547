"""The world outside, as far as finding things out needs it: programs run, files read, the system asked.

Everything that `machine.look` learns comes through an `Outside`, so that a test can be any computer: a Windows laptop
with a Korean user name, a machine whose nvidia-smi hangs, one that answers garbage. Nothing here raises and nothing
hangs: a program that is missing, fails or takes too long comes back as a `Ran` that says so.
"""

from __future__ import annotations

import contextlib
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal, Protocol

import psutil  # type: ignore[import-untyped]

from core.env.look.patience import within
from core.files import BLOCK_BYTES, opened
from core.workers.process_tree import foreign_environment, own_libraries_forgotten

DISK_S = 2.0
"""The longest look at one file or folder: a disk on a network that has gone would hold it for ever."""
OUTPUT_LIMIT = 4 << 20


@dataclass(frozen=True)
class Ran:
    """What became of a program: its exit code and what it printed. `end` "missing": not there; "late": out of time;
    "endless": ended because it printed more than any program that works."""

    end: Literal["done", "missing", "late", "endless"]
    code: int = -1
    out: str = ""
    err: str = ""

    @property
    def ok(self) -> bool:
        """Whether it ran to its end without an error."""
        return self.end == "done" and self.code == 0


@dataclass(frozen=True)
class Memory:
    """Bytes of memory; `commit_free` is what Windows can still promise to programs, 0 elsewhere."""

    total_bytes: int
    commit_free_bytes: int = 0


@dataclass(frozen=True)
class SystemBasics:
    """What Python itself knows of the computer. `architecture` is this process's, which may be a translated one."""

    sys_platform: str
    architecture: str
    version: str
    cores: int
    glibc: str = ""


class Outside(Protocol):
    """The doors to the computer; `Here` opens the real ones."""

    @property
    def host(self) -> SystemBasics:
        """Return what Python knows of the computer."""

    @property
    def environ(self) -> Mapping[str, str]:
        """Return the environment variables."""

    def run(self, argv: Sequence[str], *, timeout_s: float) -> Ran:
        """Run a program to its end, or to the end of the time."""

    def which(self, program: str) -> str:
        """Return where a program is, "" if nowhere."""

    def read(self, path: str) -> str | None:
        """Return the text of a file, None if it cannot be read."""

    def registry(self, key: str, name: str) -> str:
        """Return a value of the Windows registry, "" if there is none."""

    def names(self, folder: str) -> tuple[str, ...]:
        """Return the names in a folder, none if it cannot be read."""

    def exists(self, path: str) -> bool:
        """Whether a path is there."""

    def writable(self, folder: str) -> bool:
        """Whether a folder can be written to."""

    def may_use(self, path: str) -> bool:
        """Whether a device file is there and may be read and written."""

    def space(self, folder: str) -> tuple[str, int, int]:
        """Return (volume, free bytes, total bytes) of a folder."""

    def memory(self) -> Memory:
        """Return the computer's memory in bytes."""

    def proxies(self) -> Mapping[str, str]:
        """Return the proxy of each scheme."""

    def temp_folder(self) -> str:
        """Return the folder for temporary files."""


def ran(argv: Sequence[str], *, timeout_s: float, environ: Mapping[str, str] | None = None) -> Ran:
    """Run a program to its end or to the end of the time; never raises, never leaves it running."""
    environment = foreign_environment(os.environ if environ is None else environ, frozen=getattr(sys, "frozen", False))
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    try:
        # It stays in our process group: when the worker is ended, a check or conda that it runs ends with it.
        with own_libraries_forgotten():
            process = subprocess.Popen(
                list(argv),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=environment,
                creationflags=flags,
                bufsize=0,
            )
    except (OSError, ValueError) as error:
        return Ran("missing", err=str(error))
    ends = time.monotonic() + timeout_s
    with process:
        out, err = _Said(process.stdout), _Said(process.stderr)
        process.stdout = process.stderr = None  # theirs now
        try:
            for said in (out, err):
                said.wait(ends)
            process.wait(max(0.0, ends - time.monotonic()))
        except (TimeoutError, subprocess.TimeoutExpired):
            end_tree(process)
            return Ran("late", -1, _text(bytes(out.data)), _text(bytes(err.data)))
    return Ran("done", process.returncode, _text(bytes(out.data)), _text(bytes(err.data)))


class _Said:
    """What a program prints, up to `OUTPUT_LIMIT`; the rest is read and let go, so that the program can go on.

    A thread reads it. Where a program that was left behind holds the stream open, the thread waits for its end.
    """

    def __init__(self, stream: IO[bytes] | None) -> None:
        assert stream is not None, "it was asked for"
        self._stream = stream
        self.data = bytearray()
        self._thread = threading.Thread(target=self._read, name="program-output", daemon=True)
        self._thread.start()

    def _read(self) -> None:
        with self._stream, contextlib.suppress(OSError):
            while block := self._stream.read(BLOCK_BYTES):
                self.data += block[: max(0, OUTPUT_LIMIT - len(self.data))]

    def wait(self, ends: float) -> None:
        """Return when all is read; raise TimeoutError where the time `ends` before."""
        self._thread.join(max(0.0, ends - time.monotonic()))
        if self._thread.is_alive():
            raise TimeoutError


def end_tree(process: subprocess.Popen[bytes]) -> None:
    """End a program and all it started, and wait until it is gone."""
    with contextlib.suppress(psutil.Error):
        for child in psutil.Process(process.pid).children(recursive=True):
            with contextlib.suppress(psutil.Error):
                child.kill()
    process.kill()
    for stream in (process.stdout, process.stderr):
        if stream:
            stream.close()
    process.wait()


def _text(data: bytes) -> str:
    """Decode what a program printed: UTF-8, or what Windows' own tools use, whatever the bytes are."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        encoding = "oem" if sys.platform == "win32" else "utf-8"
        return data.decode(encoding, "replace")


@dataclass(frozen=True)
class Here:
    """The computer this runs on."""

    host: SystemBasics
    environ: Mapping[str, str]

    def run(self, argv: Sequence[str], *, timeout_s: float) -> Ran:
        return ran(argv, timeout_s=timeout_s, environ=self.environ)

    def which(self, program: str) -> str:
        return shutil.which(program, path=self.environ.get("PATH")) or ""

    def read(self, path: str) -> str | None:
        def text() -> str:
            with opened(Path(path)) as file:
                return file.read(OUTPUT_LIMIT).decode("utf-8", "replace").replace("\r\n", "\n")

        try:
            return within(DISK_S, text)
        except (OSError, ValueError):
            return None

    def registry(self, key: str, name: str) -> str:
        """A value that Windows keeps of the whole computer, as text; "" where there is none."""
        return _registry(key, name)

    def names(self, folder: str) -> tuple[str, ...]:
        try:
            return tuple(sorted(within(DISK_S, lambda: os.listdir(folder))))
        except OSError:
            return ()

    def exists(self, path: str) -> bool:
        try:
            return within(DISK_S, lambda: os.path.exists(path))
        except OSError:
            return False

    def writable(self, folder: str) -> bool:
        """Whether a folder can be made or filled at `folder`. Windows' access bits say little, so it is tried there."""
        try:
            return within(DISK_S, lambda: _writable(folder))
        except OSError:
            return False

    def may_use(self, path: str) -> bool:
        return os.access(path, os.R_OK | os.W_OK)

    def space(self, folder: str) -> tuple[str, int, int]:
        """(a name of the volume that is the same for all folders on it, free bytes, total bytes); zeros if unknown."""
        try:
            return within(DISK_S, lambda: _space(folder))
        except OSError:
            return folder, 0, 0

    def memory(self) -> Memory:
        return Memory(psutil.virtual_memory().total, _windows_commit_free() if sys.platform == "win32" else 0)

    def proxies(self) -> Mapping[str, str]:
        return urllib.request.getproxies()

    def temp_folder(self) -> str:
        return tempfile.gettempdir()


def here() -> Here:
    """This computer."""
    name, version = platform.libc_ver()
    host = SystemBasics(
        sys_platform=sys.platform,
        architecture=platform.machine(),
        version=platform.mac_ver()[0] or (platform.version() if sys.platform == "win32" else platform.release()),
        cores=os.cpu_count() or 1,
        glibc=version if name == "glibc" else "",
    )
    return Here(host, dict(os.environ))


def _writable(folder: str) -> bool:
    there = nearest_folder(folder)
    if sys.platform != "win32":
        return os.access(there, os.W_OK | os.X_OK)
    with tempfile.TemporaryFile(dir=there):
        return True


def _space(folder: str) -> tuple[str, int, int]:
    there = nearest_folder(folder)
    usage = shutil.disk_usage(there)
    return os.path.splitdrive(there)[0].upper() or str(os.stat(there).st_dev), usage.free, usage.total


def nearest_folder(folder: str) -> str:
    """The folder itself, or the nearest one above it that is there."""
    path = Path(os.path.abspath(folder))
    return str(next((p for p in (path, *path.parents) if p.is_dir()), path.anchor))


if sys.platform == "win32":
    import winreg

    def _registry(key: str, name: str) -> str:
        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, key) as opened:
                return str(winreg.QueryValueEx(opened, name)[0]).strip()
        except OSError:
            return ""

    def _windows_commit_free() -> int:
        """Bytes that Windows can still promise to programs: memory and page file together."""
        import ctypes
        from ctypes import wintypes

        class MemoryStatus(ctypes.Structure):
            _fields_ = [("length", wintypes.DWORD), ("load", wintypes.DWORD)] + [
                (name, ctypes.c_uint64)
                for name in ("total", "free", "commit_total", "commit_free", "virtual", "virtual_free", "extended")
            ]

        status = MemoryStatus()
        status.length = ctypes.sizeof(status)
        if not ctypes.WinDLL("kernel32").GlobalMemoryStatusEx(ctypes.byref(status)):
            return 0
        return int(status.commit_free)

else:

    def _registry(key: str, name: str) -> str:
        return ""

    def _windows_commit_free() -> int:
        return 0
