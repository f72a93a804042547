"""What a saved run tells, checked as a whole before anything of it is trained: somebody else may have written it.

The weights are the truth. What stands beside them (charts, timeline, marks) costs what it holds when it is damaged, and
no more.
"""

from __future__ import annotations

import json
import math
import zlib
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor

from core.messages.catalogue import CATALOGUE, OWN, known_for
from core.messages.stops import MOST_STOPS, Stop, check
from core.messages.train_commands import Change, Settings
from core.messages.train_events import TICK_FIELDS
from core.messages.train_reports import MOST_HITS, MOST_NUMBER, RunRecord, TimelineEntry
from core.net.by_hand import LARGEST, SetBias, SetWeight
from core.net.edits import check_new
from core.net.plan import size_of
from core.net.shapes import flows
from core.sentence import Problem
from core.train.model.safetensors import raw
from core.train.training import own
from core.train.training.settings import changed_settings
from core.train.training.settings import checked as checked_settings

MOST_STEPS = 10**15
PIECE_BYTES = 1 << 22
MOST_NOTES = 1_000_000
"""Marks and entries of a timeline: more than a person makes in a life."""


def sums_of(tensors: Mapping[str, Tensor], told: Mapping[str, Any], sums: dict[str, int]) -> Iterator[None]:
    """Put the checksums into `sums`, some bytes more a turn: of each tensor's, and under "" of all that is told. The
    tensors must be contiguous and in main memory."""
    sums[""] = zlib.crc32(_plain(told))
    yield
    for name, tensor in tensors.items():
        content, found = raw(tensor), 0
        for begin in range(0, len(content), PIECE_BYTES):
            found = zlib.crc32(content[begin : begin + PIECE_BYTES], found)
            yield
        sums[name] = found


def check_sums(tensors: Mapping[str, Tensor], told: Mapping[str, Any]) -> None:
    """Raise ValueError where a byte is not what was written. Runs of older versions have no checksums."""
    sums = told.get("sums")
    if sums is None:
        return
    rest = {name: value for name, value in told.items() if name != "sums"}
    if sums.get("") != zlib.crc32(_plain(rest)) or sums.keys() - {""} != tensors.keys():
        raise ValueError("the header is not what was written")
    for name, tensor in tensors.items():
        if sums[name] != _sum(tensor):
            raise ValueError(f"{name} is not what was written")


def _plain(told: Mapping[str, Any]) -> bytes:
    return json.dumps(told, sort_keys=True).encode()


def _sum(tensor: Tensor) -> int:
    content = tensor.detach().to("cpu").contiguous()  # kept alive while its bytes are read
    return zlib.crc32(raw(content))


def checked(record: RunRecord) -> RunRecord:
    """Return a record that can be trained from, without the marks and entries that cannot be; raise ValueError or
    `Problem` where the network, the data or the settings are impossible."""
    if not isinstance(record, RunRecord) or record.data.name not in (*CATALOGUE, OWN):
        raise ValueError("no record of a training")
    if not 0 <= record.step <= MOST_STEPS or not 0 <= record.seed < 2**63:
        raise ValueError("a number is impossible")
    known = own.known(record.data) if record.data.name == OWN else known_for(record.data)
    for net in (record.net, record.first_net, *([record.net_before] if record.net_before is not None else ())):
        flows(net)
        check_new(net, inputs=size_of(known.input), outputs=known.outputs, data=known.name)
    for settings in (record.settings, record.first_settings):
        checked_settings(settings, samples=MOST_STEPS)
    timeline = tuple(
        entry for entry in record.timeline[:MOST_NOTES] if 0 <= entry.step <= record.step and _could_be(entry)
    )
    marks = tuple(
        mark for mark in record.marks[:MOST_NOTES] if 0 <= mark.step <= record.step and 0 <= mark.hit <= MOST_NUMBER
    )
    stops = tuple(stop for stop in record.stops[:MOST_STOPS] if _can_be_met(stop))
    hits = tuple(
        hit for hit in record.hits[-MOST_HITS:] if 0 <= hit.stands <= record.step and 0 <= hit.number <= MOST_NUMBER
    )
    return replace(record, timeline=timeline, marks=marks, stops=stops, hits=hits)


def _can_be_met(stop: Stop) -> bool:
    """Return whether a condition is one that a person can set."""
    try:
        check(stop.condition)
    except Problem:
        return False
    return True


def _could_be(entry: TimelineEntry) -> bool:
    """Return whether a setting that was changed is one, with such a value, and a weight that was set a number."""
    if isinstance(entry.done, SetWeight | SetBias):
        return abs(entry.done.value) <= LARGEST  # not so for NaN
    if not isinstance(entry.done, Change):
        return True
    try:
        checked_settings(changed_settings(Settings(), entry.done.setting, entry.done.value), samples=MOST_STEPS)
    except Problem:
        return False
    return True


def check_tensors(tensors: Mapping[str, Tensor], *, samples: int, position: int, epochs: int, order: str) -> None:
    """Raise ValueError where tensors hold what no training has: numbers that are none, an order that is none."""
    for name, tensor in tensors.items():
        # The optimizer's memory may: a training that has blown up and gone back keeps what it remembers.
        if ".parameter." in f".{name}" and not bool(torch.isfinite(tensor).all()):
            raise ValueError(f"{name} holds what is no number")
    rows = tensors[order]
    if rows.dtype != torch.int64 or rows.dim() != 1 or len(rows) != samples:
        raise ValueError("the order of the samples does not fit the data")
    if not torch.equal(rows.sort().values, torch.arange(samples)):
        raise ValueError("the order of the samples holds some twice")
    if not 0 <= position < samples or not 0 <= epochs <= MOST_STEPS:
        raise ValueError("the place in the data is impossible")


def whole_history(history: array[float], *, step: int) -> array[float]:
    """Return the Ticks of a file as far as they can be drawn: steps that rise, up to the run's own; raise ValueError
    where none can."""
    if len(history) % TICK_FIELDS:
        raise ValueError("half a tick")
    before = -1.0
    for at in range(0, len(history), TICK_FIELDS):
        here = history[at]
        if not math.isfinite(here) or here != int(here) or not before < here <= step:
            if not at:
                raise ValueError("no tick at all")
            return history[:at]
        before = here
    return history
