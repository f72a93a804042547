"""What was measured, together: what it says, and how it is kept and given away. No widget here."""

from __future__ import annotations

import contextlib
import csv
import io
import itertools
import math
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import get_args

from core.files import read_bytes, write
from core.messages.inside.compare import (
    CopyTime,
    LaunchTime,
    LayerTime,
    LeftOut,
    Measured,
    MeasuringEnded,
    NetTime,
    NumberTime,
    ThreadTime,
    VectorTime,
)
from core.workers import wire

LIMIT_BYTES = 1 << 20
KEPT = (*get_args(Measured), MeasuringEnded)


@dataclass
class Results:
    """Everything that was measured in one go, in the order it came."""

    events: list[Measured] = field(default_factory=list)
    ended: MeasuringEnded | None = None

    def of(self, kind: type) -> list[Measured]:
        """Return what was measured of one kind."""
        return [event for event in self.events if isinstance(event, kind)]

    @property
    def layers(self) -> dict[str, list[LayerTime]]:
        """The times of a layer by device, each from the narrowest to the widest."""
        found: dict[str, list[LayerTime]] = {}
        for event in self.events:
            if isinstance(event, LayerTime):
                found.setdefault(event.device, []).append(event)
        return {name: sorted(times, key=lambda time: time.width) for name, times in found.items()}

    @property
    def nets(self) -> list[NetTime]:
        """The times of the network that was trained."""
        return [event for event in self.events if isinstance(event, NetTime)]

    def best(self, width: int) -> tuple[str, float] | None:
        """Return (the fastest device at a width, how many times as fast as the processor), None without a second."""
        at = {name: time.seconds for name, times in self.layers.items() for time in times if time.width == width}
        if len(at) < 2 or "cpu" not in at:
            return None
        name = min(at, key=lambda one: at[one])
        return name, at["cpu"] / at[name]


def crossing(one: list[LayerTime], other: list[LayerTime]) -> float | None:
    """Return from which width on `other` is faster than `one` and stays so; None if it never is, 0 if always."""
    theirs = {time.width: time.seconds for time in other}
    both = [(time.width, math.log(time.seconds / theirs[time.width])) for time in one if time.width in theirs]
    if not both or both[-1][1] <= 0:
        return None
    for (left, below), (right, above) in reversed(list(itertools.pairwise(both))):
        if below <= 0 < above:
            share = -below / (above - below)
            return float(math.exp(math.log(left) + share * (math.log(right) - math.log(left))))
    return 0.0


FLAT = 1.5
"""A width is as quick as the narrowest up to so many times its time."""


def flat_up_to(times: list[LayerTime]) -> int:
    """Return up to which width a layer takes hardly longer than the narrowest."""
    found = times[0].width
    for time in times:
        if time.seconds > FLAT * times[0].seconds:
            break
        found = time.width
    return found


# ------------------------------------------------------------------------------------------------- kept, given away
def keep(path: Path, results: Results) -> None:
    """Write results down, a line each. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write(path, b"".join(wire.encode(event) for event in (*results.events, results.ended) if event is not None))


def kept(path: Path) -> Results | None:
    """Return the results in a file, None if there are none or something else is in it."""
    try:
        lines = read_bytes(path, limit_bytes=LIMIT_BYTES).splitlines()
        events = [wire.decode(line)[0] for line in lines]
    except (OSError, ValueError, wire.WireError):
        return None
    if not events or not all(isinstance(event, KEPT) for event in events):
        return None
    found = Results()
    for event in events:
        if isinstance(event, MeasuringEnded):
            found.ended = event
        elif sound(event):
            found.events.append(event)
    return found if found.ended is not None else None


def sound(event: Measured) -> bool:
    """Return whether the numbers of an event can be drawn."""
    values = [getattr(event, one.name) for one in fields(event)]
    numbers = [value for value in values if isinstance(value, (int, float)) and not isinstance(value, bool)]
    small = all(math.isnan(value) or 0 <= value < 1e15 for value in numbers)
    return small and getattr(event, "seconds", 1.0) > 0 and getattr(event, "width", 1) > 0


def as_csv(results: Results) -> str:
    """Return the results as a table: a row for each thing measured, all times in seconds."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(("what", "device", "width_or_bytes", "kind", "seconds", "low_s", "high_s", "runs", "error"))
    table.writerows(_row(event) for event in results.events if not isinstance(event, LeftOut))
    if results.ended is not None:
        with contextlib.suppress(csv.Error):
            table.writerow(("computer", results.ended.machine, "", f"torch {results.ended.torch}", "", "", "", "", ""))
    return out.getvalue()


def _row(event: Measured) -> Iterable[object]:
    match event:
        case LayerTime():
            return ("layer", event.device, event.width, f"batch {event.batch}", event.seconds, event.low_s,
                    event.high_s, event.runs, "")  # fmt: skip
        case NetTime():
            return "network", event.device, round(event.width, 1), "", event.seconds, event.low_s, event.high_s, "", ""
        case CopyTime():
            return "copy", event.device, event.bytes, event.kind, event.seconds, "", "", "", ""
        case NumberTime():
            return "product", event.device, event.size, event.number_type, event.seconds, "", "", "", event.error
        case ThreadTime():
            return "threads", "cpu", event.width, f"{event.threads} threads", event.layer_s, "", "", "", ""
        case VectorTime():
            return "vector", "cpu", event.count, event.capability, event.seconds, "", "", "", ""
        case LaunchTime():
            return "launch", event.device, 1, "", event.seconds, "", "", "", ""
        case _:
            return ()
