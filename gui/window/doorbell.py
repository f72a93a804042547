"""One window for each person and home: a second start brings the first window up and hands over what it was asked.

The first window holds a lock and listens on this computer alone; beside the lock stand the port and a token, which only
the person may read. A second start that finds the lock taken sends one line and ends. Where nobody answers (the first
window hangs, or runs on another computer that shares the home) a window of its own opens: locks keep the runs apart.
No Qt in here: it is decided before the trainer and Qt are started.
"""

from __future__ import annotations

import contextlib
import hmac
import json
import os
import secrets
import socket
import time
from dataclasses import dataclass, field
from pathlib import Path

from core.files import can_be_path, read_object, replace
from core.locks import Lock, Taken, take

PAGES = ("train", "inside", "install", "environments", "runs", "settings")
"""The names of `gui.window.pages`, written here once more because that needs Qt; a test compares them."""
TOLD = "doorbell.json"
"""The file with port and token. The window's place is in another one, and it stays."""
PATIENCE_S = 10.0
"""How long a second start waits for a first window that is just opening or closing."""
ANSWER_S, EVERY_S = 2.0, 0.1
"""How long the first window waits for a whole line; how often a second start tries."""
LINE_BYTES = 1 << 14
PATH_LETTERS = 4096
MOST = 8
"""More connections at once than any person makes."""
YES = b"ok\n"


@dataclass(frozen=True)
class Request:
    """What a start was asked: a run to open, a page to show, a file or link that was opened with it; "" for none."""

    run: str = ""
    page: str = ""
    opened: str = ""


@dataclass
class _Visitor:
    connection: socket.socket
    until: float
    line: bytes = field(default=b"")


class Doorbell:
    """What the first window listens with; `asked` is looked at once a frame and never waits."""

    def __init__(self, folder: Path, lock: Lock) -> None:
        self._file, self._lock, self._visitors = folder / TOLD, lock, list[_Visitor]()
        self._token = secrets.token_hex(16)
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=MOST)
        self._listener.setblocking(False)
        try:
            self._tell()
        except OSError:
            self._listener.close()
            raise

    def _tell(self) -> None:
        """Write port and token down, for this person alone."""
        told = {"port": self._listener.getsockname()[1], "token": self._token}
        part = self._file.with_name(f"doorbell.{os.getpid()}-{secrets.token_hex(4)}.part")
        try:
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                json.dump(told, file)
            replace(part, self._file)
        except OSError:
            with contextlib.suppress(OSError):
                part.unlink()
            raise

    def asked(self) -> list[Request]:
        """Return what other starts have asked since the last call."""
        with contextlib.suppress(OSError):
            while len(self._visitors) < MOST:
                connection, _ = self._listener.accept()
                connection.setblocking(False)
                self._visitors.append(_Visitor(connection, time.monotonic() + ANSWER_S))
        found: list[Request] = []
        for visitor in list(self._visitors):
            if (line := self._heard(visitor)) is None:
                continue
            request = self._read(line)
            with contextlib.suppress(OSError):
                if request is not None:
                    visitor.connection.sendall(YES)
            visitor.connection.close()
            self._visitors.remove(visitor)
            found += [request] if request is not None else []
        return found

    def _heard(self, visitor: _Visitor) -> bytes | None:
        """Return a visitor's whole line, empty if it is none; None while it is still coming."""
        try:
            visitor.line += (came := visitor.connection.recv(LINE_BYTES))
            over = not came or len(visitor.line) > LINE_BYTES
        except BlockingIOError:
            over = time.monotonic() > visitor.until
        except OSError:
            over = True
        if visitor.line.endswith(b"\n") and len(visitor.line) <= LINE_BYTES:
            return visitor.line
        return b"" if over else None

    def _read(self, line: bytes) -> Request | None:
        """Return what a line asks; None for one without our token, or with something odd in it."""
        try:
            told = json.loads(line)
            token, run, page, opened = told["token"], told["run"], told["page"], told.get("opened", "")
        except (ValueError, KeyError, TypeError, RecursionError):
            return None
        if not all(isinstance(one, str) for one in (token, run, page, opened)):
            return None
        if not hmac.compare_digest(token.encode("utf-8", "replace"), self._token.encode()):
            return None
        fits = len(run) <= PATH_LETTERS and can_be_path(run) and (not run or os.path.isabs(run))
        fits = fits and len(opened) <= PATH_LETTERS and can_be_path(opened)
        return Request(run, page, opened) if fits and page in ("", *PAGES) else None

    def close(self) -> None:
        """Let the next start be the first."""
        for visitor in self._visitors:
            visitor.connection.close()
        self._listener.close()
        with contextlib.suppress(OSError):
            self._file.unlink()
        self._lock.release()


def come_in(folder: Path, request: Request, *, own: bool = False, patience_s: float = PATIENCE_S) -> Doorbell | bool:
    """Return the doorbell of a first window; True where a window that is open has taken `request` over; False where a
    window of its own is to open without a doorbell (`own`: that is wanted)."""
    until = time.monotonic() + patience_s
    while True:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            lock = take(folder / "window.lock")
        except Taken as taken:
            if own or not taken.holder.here:
                return False
        except OSError:
            return False
        else:
            try:
                return Doorbell(folder, lock)
            except OSError:
                lock.release()
                return False
        if _hand_over(folder, request, until=until):
            return True
        if time.monotonic() >= until:
            return False
        time.sleep(EVERY_S)


def _hand_over(folder: Path, request: Request, *, until: float) -> bool:
    """Send a request to the first window, once; return whether it has taken it: one that still opens does so later."""
    file = folder / TOLD
    try:
        if hasattr(os, "geteuid") and file.stat().st_uid != os.geteuid():
            return False  # another person's window
        told = read_object(file, limit_bytes=LINE_BYTES)
        port, token = told.get("port"), told.get("token")
        if type(port) is not int or not 0 < port < 1 << 16 or not isinstance(token, str):
            return False
        asked = {"run": request.run, "page": request.page, "opened": request.opened}
        line = json.dumps({"token": token, **asked}).encode() + b"\n"
        with socket.create_connection(
            ("127.0.0.1", port), timeout=max(EVERY_S, until - time.monotonic())
        ) as connection:
            connection.sendall(line)
            return connection.recv(len(YES)) == YES
    except (OSError, ValueError):
        return False
