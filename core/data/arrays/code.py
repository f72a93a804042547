"""A person's own Python file, shown and, when they have said so, run in a process of its own.

What runs is what was shown: the bytes are read once, their sum is compared, and those bytes are handed on. The process
has limits of time and memory and is ended with all it has started. What it leaves is read as a stranger's .npz file.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import subprocess
import sys
import time
import tokenize
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core import files
from core.data.asked import Asking
from core.data.library import MOST_BYTES, LibraryError
from core.data.memory_watch import resident_bytes
from core.disk_reason import reason
from core.folders import find_folders
from core.messages.own.arrays import SeenCode
from core.sentence import say
from core.workers.process_tree import Group

CODE_BYTES = 1 << 20
SAID_BYTES = 1 << 16
LOOK_S = 0.05
STALE_S = 24 * 3600.0


@dataclass(frozen=True)
class Limits:
    """How long a person's code may run, how much memory it may take, and how large each array may be."""

    seconds: float = 600.0
    memory_bytes: int = 8 << 30
    array_bytes: int = MOST_BYTES


def read_code(path: str) -> tuple[bytes, str]:
    """Return the bytes of a Python file and their sha256; raise `LibraryError` where it cannot be read."""
    try:
        code = files.read_bytes(Path(path), limit_bytes=CODE_BYTES)
    except OSError as error:
        raise LibraryError("{path} cannot be read.", path=path) from error
    return code, hashlib.sha256(code).hexdigest()


def look_at(path: str) -> SeenCode:
    """Return a Python file as it can be shown; nothing of it is run."""
    code, sha256 = read_code(path)
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(code).readline)
        text = code.decode(encoding)
    except (SyntaxError, ValueError, LookupError) as error:
        raise LibraryError("{path} is no Python file: its letters cannot be read.", path=path) from error
    return SeenCode(path, Path(path).stem, text, sha256)


def run(path: str, sha256: str, asked: Asking, limits: Limits = Limits(), *, again: bool = True) -> Path:
    """Return where what ``data()`` returned lies, an .npz file with "x" and "y"; raise `LibraryError` with one sentence
    where there is none. Not `again`: what it returned before is taken, where this process has it still."""
    code, found = read_code(path)
    name = Path(path).name
    if found != sha256:
        raise LibraryError("{name} has changed since you were shown it. Look at it again.", name=name)
    top = find_folders().cache / "data" / "code"
    key = hashlib.sha256(f"{found} {path}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
    kept = top / f"{os.getpid()}-{key}.npz"
    if not again and kept.is_file() and not files.is_link(kept):
        return kept
    folder = top / f".{os.getpid()}-{key}"
    try:
        top.mkdir(parents=True, exist_ok=True)
        _sweep(top)
        folder.mkdir()
        job = {"path": os.path.abspath(path), "memory_bytes": limits.memory_bytes, "most_bytes": limits.array_bytes}
        (folder / "job.json").write_bytes(files.to_json(job))
        (folder / "code.py").write_bytes(code)
        _wait(folder, name, asked, limits)
        _judge(folder, name, limits)
        files.replace(folder / "data.npz", kept)
    except OSError as error:
        raise LibraryError("{name} could not be run.", name=name, advice=(reason(error),)) from error
    finally:
        files.remove_tree(folder)
    return kept


def _sweep(top: Path) -> None:
    """Delete what this process had before, and what killed ones have left."""
    for one in top.iterdir():
        own = one.name.lstrip(".").startswith(f"{os.getpid()}-")
        with contextlib.suppress(OSError):
            if own or time.time() - one.lstat().st_mtime > STALE_S:
                files.remove_tree(one)


def _wait(folder: Path, name: str, asked: Asking, limits: Limits) -> None:
    """Start the process and wait until it has ended, within limits; raise `LibraryError` where it goes beyond."""
    frozen = bool(getattr(sys, "frozen", False))
    command = [sys.executable, *(["--code"] if frozen else ["-m", "core.data.arrays.inner"]), str(folder)]
    group = Group(command, folder=None if frozen else Path(__file__).resolve().parents[3])
    process = group.process
    until = time.monotonic() + limits.seconds
    try:
        while process.poll() is None:
            asked.at(0, 0, say("Running {name}", name=name))
            if time.monotonic() > until:
                raise LibraryError(
                    "{name} took longer than {seconds} seconds and was stopped.", name=name,
                    seconds=round(limits.seconds),
                )  # fmt: skip
            if resident_bytes(process.pid) > limits.memory_bytes:
                raise _too_much_memory(name, limits)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(LOOK_S)
    finally:
        group.end()
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()


def _too_much_memory(name: str, limits: Limits) -> LibraryError:
    return LibraryError(
        "{name} needed more than {gigabytes:.1f} GB of memory and was stopped.", name=name,
        gigabytes=limits.memory_bytes / (1 << 30),
    )  # fmt: skip


def _judge(folder: Path, name: str, limits: Limits) -> None:
    """Raise `LibraryError` where the process has left no data."""
    said = _said(folder)
    match said.get("kind"):
        case "data" if (folder / "data.npz").is_file() and not files.is_link(folder / "data.npz"):
            return
        case "exit":
            raise LibraryError("{name} ended the program instead of returning data.", name=name)
        case "memory":
            raise _too_much_memory(name, limits)
        case "no function":
            raise LibraryError("There is no function data() in {name}.", name=name)
        case "returned":
            raise LibraryError(
                "data() in {name} returned something of the type {type}. It must return two things: inputs and "
                "targets.", name=name, type=_text(said, "what"),
            )  # fmt: skip
        case "array":
            raise LibraryError(
                "What data() in {name} returned as {which} is no array of numbers: {words}", name=name,
                which=_text(said, "which"), words=_text(said, "error"),
            )  # fmt: skip
        case "too large":
            raise LibraryError("What data() in {name} returned as {which} is too large.", name=name,
                               which=_text(said, "which"))  # fmt: skip
        case "disk":
            raise LibraryError("What data() in {name} returned could not be kept: the disk may be full.", name=name)
        case "error" if isinstance(line := said.get("line"), int) and 0 < line < CODE_BYTES:
            raise LibraryError("Line {line} of {name}: {words}", line=line, name=name, words=_text(said, "error"))
        case "error":
            raise LibraryError("{name} did not work: {words}", name=name, words=_text(said, "error"))
    raise LibraryError("{name} ended without returning data.", name=name)


def _said(folder: Path) -> dict[str, Any]:
    try:
        return files.read_object(folder / "said.json", limit_bytes=SAID_BYTES)
    except (OSError, ValueError):
        return {}


def _text(said: dict[str, Any], key: str) -> str:
    text = said.get(key)
    return "".join(letter for letter in text[:300] if letter.isprintable()) if isinstance(text, str) else ""
