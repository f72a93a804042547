"""A table's file: its bytes within a limit, what kind of file it really is, and why it cannot be read.

What a file is says its beginning, not its name: a workbook is often called .csv, and what a web page calls .xls is a
web page.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path

from core import files
from core.data.library import LibraryError
from core.disk_reason import reason
from core.sentence import Sentence, say

MOST_BYTES = 64 << 20
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TABLES = (".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xlsm", ".xls", ".ods")
"""How names of tables end; of the last two a sentence says what to do."""
WINDOWS_PATH = 259
CLOUD = range(358, 405)
"""Windows' numbers for a file that OneDrive has and this computer has not."""
_WEB = (b"<!doctype html", b"<html", b"<table", b"<?xml")


def content_of(path: str) -> bytes:
    """Return the bytes of a table's file; raise `LibraryError` where they cannot be had."""
    name = os.path.basename(path)
    if name.startswith("~$"):
        raise LibraryError(
            "{name} only marks that the table is open in Excel. Choose the table itself, {table}.",
            name=name, table=name[2:],
        )  # fmt: skip
    try:
        size = os.stat(path).st_size
        if size > MOST_BYTES:
            raise LibraryError(
                "{name} is too large: at most {most} MB are read. Take out rows or columns that are not needed.",
                name=name, most=MOST_BYTES >> 20,
            )  # fmt: skip
        return files.read_bytes(Path(path), limit_bytes=MOST_BYTES)
    except OSError as error:
        raise LibraryError("{name} cannot be read.", advice=(why(error, path),), name=name) from error
    except ValueError as error:  # a path that no system takes
        raise LibraryError("{path} is not there.", path=path) from error


def why(error: OSError, path: str) -> Sentence:
    """Return why a table cannot be read, and what to do."""
    number = getattr(error, "winerror", None) or 0
    if number in CLOUD:
        return say(
            "It is in OneDrive and not on this computer yet. In its folder choose “Always keep on this device”, wait "
            "until it is there, and try again."
        )
    if number in (32, 33) or error.errno == errno.EBUSY:
        return say("Another program has it open, perhaps Excel: save and close it there, and try again.")
    if error.errno == errno.ENAMETOOLONG or number == 206 or (number in (2, 3) and len(path) > WINDOWS_PATH):
        return say("Its path is too long. Move it to a folder nearer to the top, and try again.")
    if error.errno in (errno.EACCES, errno.EPERM):
        return say("You are not allowed to read it, or another program has it open: close it there, and try again.")
    if error.errno in (errno.EINVAL, errno.EISDIR, errno.ELOOP):
        return say("It is no ordinary file.")
    if error.errno == errno.ENOENT:
        return say("It is not there any more.")
    return reason(error)


def is_workbook(content: bytes, name: str) -> bool:
    """Return whether a file is a workbook; raise `LibraryError` for a kind that is not read."""
    if content.startswith(ZIP):
        if b"mimetypeapplication/vnd.oasis" in content[:200]:
            raise LibraryError("{name} is an OpenDocument table. Save it as CSV or .xlsx, and take that.", name=name)
        return True
    if content.startswith(OLE):
        raise LibraryError(
            "{name} is a workbook of an old Excel, or has a password. Save it as CSV or .xlsx without a password, and "
            "take that.", name=name,
        )  # fmt: skip
    if content[:200].lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(_WEB):
        raise LibraryError("{name} is a web page, not a table. Open it in Excel, save it as CSV, and take that.",
                           name=name)  # fmt: skip
    if content.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"\x1f\x8b")):
        raise LibraryError("This is not a table: the file holds no text.")
    return False
