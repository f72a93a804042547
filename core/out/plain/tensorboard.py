"""The curves and the edits as a folder of logs that TensorBoard opens: ``tensorboard --logdir FOLDER``.

In it are two runs, `training` and `validation`, so that TensorBoard draws the two losses into one chart. Each is a
file of records (a length, its checksum, an `Event` as a protocol buffer, its checksum).
Source: tensorflow/core/lib/io/record_writer.h, tensorboard/compat/proto (event.proto, summary.proto).
"""

from __future__ import annotations

import os
import secrets
import struct
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from core import files
from core.messages.train_events import Tick
from core.out.plain.ticks import Curve, curves, ticks
from core.out.protobuf import double, real, text, whole
from core.out.spoken import Voice
from core.out.taken import LEFT_BY_SYSTEMS, OutError, Taken
from core.sentence import Sentence, say

RUNS = ("training", "validation")
LOG = "events.out.tfevents."
POLYNOMIAL = 0x82F63B78
MASK = 0xA282EAD8
DT_STRING, DATA_CLASS_TENSOR = 7, 2
EDITS = "edits"


def write(taken: Taken, path: Path, *, data: bool, language: str) -> tuple[Sentence, ...]:
    """Write the folder, in place of older logs of ours. Raises OSError, and `OutError` where `path` is anything else
    than such a folder: what is in it would be lost."""
    if path.is_file():
        raise OutError("{path} is a file. Logs are a folder: choose a new name.", path=str(path))
    if os.path.lexists(path) and not is_ours(path):
        raise OutError("{path} has other files in it. Choose a new name, or an empty folder.", path=str(path))
    part = path.with_name(f".{path.name[: files.NAME_LETTERS]}.{os.getpid()}-{secrets.token_hex(4)}")
    try:
        part.mkdir()
        for run in RUNS:
            folder = part / run
            folder.mkdir()
            content = b"".join(map(record, events(taken, Voice(language), validation=run == "validation")))
            files.write(folder / f"{LOG}{_ended(taken):.0f}.torchgarden", content)
        _move(part, path)
    finally:
        files.remove_tree(part)
    return (say("Show them with: tensorboard --logdir {folder}", folder=str(path)),)


def is_ours(path: Path) -> bool:
    """Whether a folder holds nothing but logs that were written here before."""
    if files.is_link(path) or not path.is_dir():
        return False
    for run in _there(path):
        if run.name not in RUNS or files.is_link(run) or not run.is_dir():
            return False
        if any(not log.name.startswith(LOG) or not log.name.endswith(".torchgarden") for log in _there(run)):
            return False
    return True


def _there(folder: Path) -> list[Path]:
    return [one for one in folder.iterdir() if one.name not in LEFT_BY_SYSTEMS]


def _move(part: Path, path: Path) -> None:
    """Put the folder in place; what was there comes back where that fails."""
    aside = part.with_name(part.name + ".old")
    if path.exists():
        files.rename(path, aside)
    try:
        files.rename(part, path)
    except OSError:
        if aside.exists():
            files.rename(aside, path)
        raise
    files.remove_tree(aside)


# -------------------------------------------------------------------------------------------------------------- events
def events(taken: Taken, voice: Voice, *, validation: bool) -> Iterator[bytes]:
    """Yield the events of one run: its version, its curves, and, of the training, the edits."""
    shown = [curve for curve in curves(taken) if curve.validation == validation]
    known = list(ticks(taken))
    begun = _ended(taken) - (known[-1][1] if known else 0.0)
    yield double(1, begun) + text(3, "brain.Event:2")
    waiting = [] if validation else list(taken.training.marks)
    for tick, gone in known:
        while waiting and waiting[0].step < tick.step:
            mark = waiting.pop(0)
            yield _event(begun + gone, mark.step, _text(voice.read(mark.label)))
        values = b"".join(_scalar(curve, tick) for curve in shown)
        if values:
            yield _event(begun + gone, tick.step, values)
    for mark in waiting:
        yield _event(_ended(taken), mark.step, _text(voice.read(mark.label)))


def _ended(taken: Taken) -> float:
    """When the run was saved, in seconds since 1970."""
    try:
        return datetime.fromisoformat(taken.record.saved).timestamp()
    except (ValueError, OverflowError, OSError):
        return 0.0


def _event(time_s: float, step: int, values: bytes) -> bytes:
    return double(1, time_s) + whole(2, step) + text(5, values)


def _scalar(curve: Curve, tick: Tick) -> bytes:
    value = float(getattr(tick, curve.field))
    # A float32 ends at 3.4e38: beyond it is as far as infinity, and as little of a curve.
    if not abs(value) <= 3e38:
        return b""
    return text(1, text(1, curve.tag) + real(2, value))


def _text(said: str) -> bytes:
    tensor = whole(1, DT_STRING) + text(2, text(2, whole(1, 1))) + text(8, said)
    kind = text(1, text(1, "text")) + whole(4, DATA_CLASS_TENSOR)
    return text(1, text(1, EDITS) + text(8, tensor) + text(9, kind))


# ------------------------------------------------------------------------------------------------------------- records
def record(content: bytes) -> bytes:
    """Return one record of a log: content -> its length, that one's checksum, content, its checksum."""
    length = struct.pack("<Q", len(content))
    return length + struct.pack("<I", masked(length)) + content + struct.pack("<I", masked(content))


def masked(content: bytes) -> int:
    """Return the CRC-32C, turned by 15 bits and moved, as records have it."""
    made = crc32c(content)
    return ((made >> 15 | made << 17) + MASK) & 0xFFFFFFFF


def crc32c(content: bytes) -> int:
    """Return the CRC-32C (Castagnoli) of bytes."""
    made = 0xFFFFFFFF
    for byte in content:
        made = TABLE[(made ^ byte) & 0xFF] ^ made >> 8
    return made ^ 0xFFFFFFFF


def _entry(value: int) -> int:
    for _ in range(8):
        value = value >> 1 ^ (POLYNOMIAL if value & 1 else 0)
    return value


TABLE = tuple(_entry(value) for value in range(256))
