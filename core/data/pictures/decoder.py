"""A process that decodes pictures: ``python -m core.data.pictures.decoder MEMORY_BYTES FILE_S``, or the packaged app
with ``--pictures``. Only it reads what is in hostile files; it may die or be ended at any moment.

A request is a line of JSON on stdin, an answer a line of JSON on stdout, followed by as many bytes as it says:

    {"id": 1, "do": "look", "path": "….jpg", "member": -1, "suffix": ".jpg", "cut": false}
    {"id": 1, "facts": {…}, "bytes": 0}
    {"id": 2, "do": "make", "path": "….zip", "member": 7, "suffix": ".png", "cut": false, "to": […]}
    {"id": 2, "problem": "", "bytes": 784}

`member`: the number of an entry of a zip archive, −1 for a file. `to`: the fields of `PicturePreparation`. The process
ends when its stdin does. Its first line is ``{"id": -1, "bytes": 0}``: it runs.
"""

from __future__ import annotations

import json
import os
import sys
import zipfile
from typing import Any, BinaryIO

from core.data.memory_watch import end_myself_after, limit_myself
from core.data.pictures.archive import BAD_ENTRY, content_of, open_archive
from core.data.pictures.facts import Facts, to_plain
from core.data.pictures.one import FILE_BYTES, PictureError, look_at, prepare_one, read
from core.messages.own.prepared import PicturePreparation
from core.workers.descriptors import take_descriptors
from core.workers.handover import step_back

LATE_S = 2.0
"""Whoever started this process ends it first, where it can."""


class Files:
    """Reads files and entries of archives; the last archive stays open."""

    def __init__(self) -> None:
        self._path = ""
        self._archive: zipfile.ZipFile | None = None

    def content(self, path: str, member: int) -> bytes:
        """Return the bytes of a file, or of an entry; raise `PictureError`."""
        if member < 0:
            return read(path)
        try:
            if self._archive is None or self._path != path:
                self._archive, self._path = open_archive(path), path
            entry = self._archive.infolist()[member]
            if entry.file_size > FILE_BYTES:
                raise PictureError(kind="huge")
            content = content_of(self._archive, entry, most_bytes=FILE_BYTES + 1)
        except BAD_ENTRY as error:
            raise PictureError(kind="unreadable") from error
        if len(content) > FILE_BYTES:
            raise PictureError(kind="huge")
        return content


def answer(asked: dict[str, Any], files: Files) -> tuple[dict[str, Any], bytes]:
    """Return (what is answered, the bytes that follow)."""
    try:
        content = files.content(asked["path"], asked["member"])
        if asked["do"] == "look":
            return {"facts": to_plain(look_at(content, asked["suffix"]))}, b""
        made = prepare_one(content, PicturePreparation(*asked["to"]), cut=asked["cut"])
        return {"problem": ""}, made
    except PictureError as error:
        kind = error.kind
    except MemoryError:
        kind = "huge"
    return ({"facts": to_plain(Facts(problem=kind))} if asked["do"] == "look" else {"problem": kind}), b""


def serve(incoming: BinaryIO, outgoing: BinaryIO, *, file_s: float) -> None:
    """Answer requests until there are none."""
    files = Files()
    outgoing.write(b'{"id": -1, "bytes": 0}\n')
    outgoing.flush()
    for line in incoming:
        asked = json.loads(line)
        end_myself_after(file_s + LATE_S)
        told, content = answer(asked, files)
        end_myself_after(0)
        told |= {"id": asked["id"], "bytes": len(content)}
        outgoing.write(json.dumps(told).encode("ascii") + b"\n" + content)
        outgoing.flush()


def main() -> None:
    """Be the process. What libraries print goes nowhere."""
    incoming, outgoing = take_descriptors()
    step_back()
    limit_myself(memory_bytes=int(sys.argv[1]))
    serve(incoming, outgoing, file_s=float(sys.argv[2]))
    os._exit(0)


if __name__ == "__main__":
    main()
