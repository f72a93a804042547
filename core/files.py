"""Files and folders: written whole or not at all, removed without following links, hashed, read with a limit.

A file is written beside its place under another name, and moved into place at once. A save that fails leaves the old
file and no part. On Windows a virus scanner or the indexer holds a new file for a moment, so a move that is refused is
tried again for about one and a half seconds. Standard library only: a train worker runs in any environment.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import re
import secrets
import stat
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

PAUSES_S = (0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.8)
"""How long the system is given between two tries while another program holds a file."""
HELD = (5, 32, 33, 145)
"""Windows' numbers for it: access denied, sharing violation, lock violation, a folder whose deleted files are open."""
OWN = re.compile(r"\d+-[0-9a-f]{8}\.part")
"""How the name of a part ends: with the process that writes it and a number of its own."""
STALE_S = 600.0
"""A part this old is what a killed program left."""
NAME_LETTERS = 60
"""How much of a file's name its part has: a long name would be too long with the rest."""
BLOCK_BYTES = 1 << 20
LEFT_MOST = 10
JSON_BYTES = 64 << 20
"""More than any JSON file that programs leave for each other."""
MOST_VALUES = 4_000_000
"""Values in a JSON text: a list of three bytes takes sixty in memory."""
NAME_BYTES = 255
"""What file systems allow for one name."""
NOT_KNOWN_HERE = (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP)
"""The answer of file systems that cannot force anything to the disk (some network ones)."""


# --------------------------------------------------------------------------------------------------- written whole
class Beside:
    """A file that is being written beside `path`: `file` takes the bytes, `commit` puts it in place.

    A context manager: whatever was not committed is deleted on the way out. Raises OSError.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        head = f"{path.name[:NAME_LETTERS]}."
        _sweep(path.parent, head)
        self.part = path.with_name(f"{head}{os.getpid()}-{secrets.token_hex(4)}.part")
        # Exclusive: where a link lies in wait under this name, nothing is written through it.
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
        self.file: BinaryIO = os.fdopen(os.open(self.part, flags, 0o666), "wb")

    def __enter__(self) -> Beside:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):  # a full disk answers again when the buffer is emptied
            self.file.close()
        with contextlib.suppress(OSError):
            os.unlink(self.part)

    def close(self, *, on_disk: bool = False) -> None:
        """End the writing; `on_disk`: and wait until the disk has it."""
        self.file.flush()
        if on_disk:
            force(self.file.fileno())
        self.file.close()

    def commit(self, *, on_disk: bool = False) -> None:
        """Put the file in its place. `on_disk`: after a power cut there is the old content or the new, nothing else."""
        if not self.file.closed:
            self.close(on_disk=on_disk)
        replace(self.part, self.path)


def write(path: Path, content: bytes | str, *, on_disk: bool = False) -> None:
    """Make `path` hold exactly `content` (text as UTF-8). Raises OSError, and then the file is as it was."""
    with Beside(path) as beside:
        beside.file.write(content.encode("utf-8") if isinstance(content, str) else content)
        beside.commit(on_disk=on_disk)


def _sweep(folder: Path, head: str) -> None:
    """Delete the parts of one file that killed programs have left."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(head) and OWN.fullmatch(entry.name, len(head)):
                with contextlib.suppress(OSError):
                    if time.time() - entry.stat(follow_symlinks=False).st_mtime > STALE_S:
                        os.unlink(entry.path)


def force(descriptor: int) -> None:
    """Wait until the disk has what was written; a file system that cannot do that is left alone."""
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in NOT_KNOWN_HERE:
            raise


# ---------------------------------------------------------------------------------------------------------- moved
def replace(source: Path, target: Path) -> None:
    """Give the file `source` the name `target`, whatever had it. Raises OSError."""
    _patiently(lambda: os.replace(source, target))


def rename(source: Path, target: Path) -> None:
    """Give a file or folder the name `target`; Windows refuses where the name is taken. Raises OSError."""
    _patiently(lambda: os.rename(source, target))


def _patiently(move: Callable[[], None]) -> None:
    for pause_s in PAUSES_S:
        try:
            return move()
        except OSError as error:
            if not _held(error):
                raise
        time.sleep(pause_s)
    return move()


def _held(error: OSError) -> bool:
    """Whether another program may hold the file for a moment; only Windows says so."""
    return getattr(error, "winerror", None) in HELD


# -------------------------------------------------------------------------------------------------------- removed
def remove_tree(folder: Path) -> tuple[str, ...]:
    """Delete a folder and all in it; return what could not be deleted, at most ten paths. Raises nothing.

    A link, or a junction of Windows, goes; what it leads to stays. Only the permissions of folders inside the tree are
    changed. On POSIX those of a file never are: it may be the same file as one in another folder.
    """
    for pause_s in (*PAUSES_S, None):
        left, held = _remove_once(os.fspath(folder))
        if not left or not held or pause_s is None:
            break
        time.sleep(pause_s)
    return tuple(left[:LEFT_MOST])


def is_link(path: str | Path) -> bool:
    """Whether the path itself is a symbolic link or, on Windows, a junction."""
    try:
        return _leads_elsewhere(os.lstat(path))
    except OSError:
        return False


def _leads_elsewhere(status: os.stat_result) -> bool:
    junction = getattr(status, "st_reparse_tag", 0) == getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", -1)
    return stat.S_ISLNK(status.st_mode) or junction


def _remove_once(top: str) -> tuple[list[str], bool]:
    """Delete once, children first; return (what is left, whether a program held some of it)."""
    left: list[str] = []
    held = False
    waiting = [(top, False)]
    while waiting:
        path, emptied = waiting.pop()
        try:
            status = os.lstat(path)
            if emptied:
                os.rmdir(path)
            elif stat.S_ISDIR(status.st_mode) and not _leads_elsewhere(status):
                waiting.append((path, True))
                waiting += [(os.path.join(path, name), False) for name in _opened(path, status)]
            else:
                _unlink(path, status)
        except FileNotFoundError:
            continue
        except OSError as error:
            held = held or _held(error)
            if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):  # then what is in it is told of already
                left.append(path)
    return left, held


def _opened(path: str, status: os.stat_result) -> list[str]:
    """Return the names in a folder; first we take the right to read and empty it, if we can."""
    if status.st_mode & stat.S_IRWXU != stat.S_IRWXU:
        with contextlib.suppress(OSError):
            os.chmod(path, stat.S_IRWXU)
    return os.listdir(path)


def _unlink(path: str, status: os.stat_result) -> None:
    try:
        os.unlink(path)
    except OSError as error:
        # Windows keeps files that are marked read-only. Elsewhere it is the folder that must be writable, not the file.
        if not _held(error) or not stat.S_ISREG(status.st_mode) or status.st_mode & stat.S_IWUSR:
            raise
        os.chmod(path, stat.S_IWUSR)
        os.unlink(path)


# ----------------------------------------------------------------------------------------------------- read and named
def is_name(text: str) -> bool:
    """Whether a text from elsewhere names a file inside a folder, on every system."""
    plain = text.isprintable() and not any(letter in text for letter in '/\\:*?"<>|')
    return plain and text not in ("", ".", "..") and len(text.encode()) <= NAME_BYTES


def can_be_path(text: str) -> bool:
    """Whether a text from elsewhere can be handed to the system as a path: no NUL, and no half of a letter."""
    try:
        return b"\0" not in os.fsencode(text)
    except ValueError:
        return False


def sha256_of(path: Path) -> str:
    """Return the sha256 of a whole ordinary file, in hex. Raises OSError."""
    digest = hashlib.sha256()
    with opened(path) as file:
        while block := file.read(BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()


def read_bytes(path: Path, *, limit_bytes: int) -> bytes:
    """Return the content of an ordinary file of at most `limit_bytes`. Raises OSError for anything else."""
    with opened(path) as file:
        size = os.fstat(file.fileno()).st_size
        most = min(limit_bytes, size + BLOCK_BYTES) + 1  # what is read into is made as large at once
        content = file.read(most) if size <= limit_bytes else b""
        if size > limit_bytes or len(content) > limit_bytes:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
    return content


def end_of(path: Path, *, most_bytes: int, lines: int) -> str:
    """Return the last `lines` lines with text of the last `most_bytes` of a file, "" where it cannot be read.

    What is not UTF-8 is shown as such. A file that grows meanwhile is read no further.
    """
    try:
        with opened(path) as file:
            file.seek(max(0, os.fstat(file.fileno()).st_size - most_bytes))
            text = file.read(most_bytes).decode("utf-8", "replace")
    except OSError:
        return ""
    return "\n".join([line.rstrip() for line in text.splitlines() if line.strip()][-lines:])


def opened(path: Path) -> BinaryIO:
    """Open an ordinary file to be read. Raises OSError for anything else: a device or a pipe might never end."""
    if not stat.S_ISREG(os.stat(path).st_mode):
        raise OSError(errno.EINVAL, "not an ordinary file", str(path))
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
    return _ordinary(os.fdopen(os.open(path, flags), "rb"), path)


def added_to(path: Path, *, buffering: int = -1) -> BinaryIO:
    """Open an ordinary file, or make it, to write at its end. Raises OSError for anything else: nothing is written
    through a link into another file, and no pipe is waited for."""
    if is_link(path):
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    descriptor = os.open(path, flags | getattr(os, "O_NONBLOCK", 0), 0o666)
    return _ordinary(os.fdopen(descriptor, "ab", buffering), path)


def _ordinary(file: BinaryIO, path: Path) -> BinaryIO:
    """Return the file if it is an ordinary one: of what was really opened."""
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise OSError(errno.EINVAL, "not an ordinary file", str(path))
    return file


def read_text(path: Path, *, limit_bytes: int) -> str:
    """Return the same as UTF-8 text. Raises OSError and UnicodeDecodeError, which is a ValueError."""
    return read_bytes(path, limit_bytes=limit_bytes).decode("utf-8")


def read_object(path: Path, *, limit_bytes: int = JSON_BYTES) -> dict[str, Any]:
    """Return the JSON object in a file, whoever wrote it. Raises OSError, and ValueError for anything else."""
    found = from_json(read_bytes(path, limit_bytes=limit_bytes))
    if not isinstance(found, dict):
        raise ValueError("not a JSON object")
    return found


def to_json(plain: object, *, indent: int | None = None) -> bytes:
    """Return a JSON text in UTF-8; half a letter, which a path may hold on Linux, stands there as its escape."""
    return json.dumps(plain, ensure_ascii=False, indent=indent).encode("utf-8", "backslashreplace")


def has_too_many_values(text: bytes) -> bool:
    """Return whether a JSON text may hold more than `MOST_VALUES`."""
    return len(text) > MOST_VALUES and sum(map(text.count, (b",", b"[", b"{"))) > MOST_VALUES


def from_json(text: bytes) -> Any:
    """Return the values of a JSON text in UTF-8, whoever wrote it. Raises ValueError for anything else."""
    if has_too_many_values(text):
        raise ValueError("too many values")
    try:
        return json.loads(text.decode("utf-8"))
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
