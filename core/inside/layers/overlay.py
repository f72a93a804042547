"""The step as a person writes it beside the same step as the trainer takes it: what both have, and what disappears.

Every call of both is counted into one part, by one rule: what the dispatcher is asked for either computes or only looks
at memory; what such an op calls by itself belongs to the looking. Own times of the parts add up to each step.
"""

from __future__ import annotations

import functools
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

import torch

from core.inside.layers.counted import MAKES_ONLY
from core.inside.layers.graph import LEAF
from core.inside.layers.joined import NODE, keys_of
from core.inside.layers.played import Taken
from core.inside.layers.timed import MODULE, Span
from core.messages.inside.layers import Bar, Traced
from core.messages.inside.played import Part, PartTimes, Played, PlayedOp

PARTS: tuple[Part, ...] = ("python", "modules", "autograd", "looks", "computes", "update")
UPDATE = ("optimizer.step", "nn.utils.clip_grad", "own_age")
LAUNCHES = ("cuda", "hip", "cu")
"""How the calls begin with which the host tells a card to compute."""
Sums = dict[Part, list[float]]


def overlaid(traced: Traced, taken: Taken) -> Played:
    """Return the trainer's step with what it shares with a traced one."""
    begin = update_begins(taken)
    matched = _matched(traced, taken.spans, begin)
    ops = tuple(
        PlayedOp(span.name, span.start_s, span.end_s, span.own_s, _depth(span), _part_of(span, place, begin),
                 matched.get(place, -1))
        for place, span in enumerate(taken.spans)
    )  # fmt: skip
    ours, theirs = _written_parts(traced), _played_parts(ops, taken.seconds)
    parts = tuple(
        PartTimes(part, int(ours[part][0]), ours[part][1], int(theirs[part][0]), theirs[part][1]) for part in PARTS
    )
    return Played(
        traced.step, taken.rung, taken.seconds, traced.seconds, taken.plain_s, taken.steps, ops, parts, len(matched),
        taken.differs,
    )  # fmt: skip


def update_begins(taken: Taken) -> int:
    """Return the place of the trainer's first op that takes all parameters at once: there its update begins."""
    flat = (taken.parameters,)
    return next(
        (place for place, span in enumerate(taken.spans)
         if span.name.startswith("aten::") and span.shapes and span.shapes[-1] == flat),
        len(taken.spans),
    )  # fmt: skip


# ----------------------------------------------------------------------------------------------------------- matching
def _matched(traced: Traced, spans: Sequence[Span], update: int) -> dict[int, int]:
    """Return the bar of each span that is the same operation: of the same name, in the same order, and with the same
    shapes where it can be; and below it what both call."""
    bars = traced.bars
    waiting = []
    for place, bar in enumerate(bars):
        above = bars[bar.parent].name if bar.parent >= 0 else ""
        if bar.lane == "kernel" or (bar.name.startswith("aten::") and _is_asked_for(above)):
            waiting.append(place)
    asked = [
        place for place, span in enumerate(spans)
        if _is_asked_for(span.parent.name if span.parent is not None else "")
        and (place < update or kind_of(span.name, "") == "computes")
    ]  # fmt: skip
    found: dict[int, int] = {}
    for name_of, exact in ((str, True), (str, False), (_plain, True), (_plain, False)):
        for place in asked:
            fits = (
                at for at in waiting
                if place not in found and name_of(bars[at].name) == name_of(spans[place].name)
                and (not exact or _same_shapes(traced, bars[at], spans[place]))
            )  # fmt: skip
            if (same := next(fits, None)) is not None:
                waiting.remove(same)
                found[place] = same
    _match_below(bars, spans, found)
    return found


def _match_below(bars: Sequence[Bar], spans: Sequence[Span], found: dict[int, int]) -> None:
    """Match what matched operations call by themselves, by name and order."""
    called: dict[int, list[int]] = defaultdict(list)
    for place, bar in enumerate(bars):
        if bar.lane == "engine" and bar.parent >= 0:
            called[bar.parent].append(place)
    places = {id(span): place for place, span in enumerate(spans)}
    for place, span in enumerate(spans):
        above = found.get(places[id(span.parent)], -1) if span.parent is not None else -1
        if place not in found and above >= 0:
            same = next((one for one in called[above] if bars[one].name == span.name), None)
            if same is not None:
                called[above].remove(same)
                found[place] = same


def _plain(name: str) -> str:
    """Return an op's name without what tells two doors to the same op apart ("aten::_convolution")."""
    return name.replace("aten::_", "aten::")


def _same_shapes(traced: Traced, bar: Bar, span: Span) -> bool:
    """Whether all that goes into a bar's op also goes into a span's; a player's op shows what lies below as well."""
    wanted = Counter(traced.facts[bar.facts].inputs if bar.facts >= 0 else ())
    return not wanted - Counter(span.shapes)


def _is_asked_for(above: str) -> bool:
    """Whether what a thing called `above` calls goes through the dispatcher from outside."""
    return not above.startswith("aten::") or _hands_on(above)


def _updates(traced: Traced, bar: Bar) -> bool:
    return 0 <= bar.line < len(traced.lines) and traced.lines[bar.line].text.startswith(UPDATE)


# -------------------------------------------------------------------------------------------------------------- parts
def _written_parts(traced: Traced) -> Sums:
    sums: Sums = {part: [0, 0.0] for part in PARTS}
    for bar in traced.bars:
        if bar.lane != "kernel":
            both = sums[_part_of_bar(traced, bar)]
            both[0] += 1
            both[1] += bar.own_s
    sums["python"][1] += traced.seconds - sum(seconds for _, seconds in sums.values())
    return sums


def _part_of_bar(traced: Traced, bar: Bar) -> Part:
    if bar.lane == "api":
        return "modules" if bar.name.startswith(MODULE) else "python"
    if _updates(traced, bar):
        return "update"
    if not bar.name.startswith("aten::"):
        node = bar.name.startswith(NODE) or bar.node >= 0 or LEAF in bar.name
        return "autograd" if node else "computes" if bar.name.startswith(LAUNCHES) else "looks"
    above = traced.bars[bar.parent].name if bar.parent >= 0 else ""
    return kind_of(bar.name, above)


def _played_parts(ops: Sequence[PlayedOp], seconds: float) -> Sums:
    sums: Sums = {part: [0, 0.0] for part in PARTS}
    for op in ops:
        sums[op.part][0] += 1
        sums[op.part][1] += op.own_s
    sums["python"][1] += seconds - sum(seconds for _, seconds in sums.values())
    return sums


def _part_of(span: Span, place: int, update: int) -> Part:
    if not span.name.startswith("aten::"):
        captured = not span.children and span.parent is None  # a card's kernel
        return "computes" if captured or span.name.startswith(LAUNCHES) else "python"  # the interpreter's own scopes
    if place >= update:
        return "update"
    return kind_of(span.name, span.parent.name if span.parent is not None else "")


def kind_of(name: str, above: str) -> Part:
    """Return whether an op called by another (`above`) computes, or only looks at memory, makes it or hands on."""
    return (
        "looks" if not _is_asked_for(above) or name in MAKES_ONLY or _hands_on(name) or _is_view(name) else "computes"
    )


@functools.cache
def _hands_on(name: str) -> bool:
    """Whether an op is made of others, which the dispatcher is asked for in turn, in any of its overloads."""
    full = [f"{schema.name}.{schema.overload_name}".rstrip(".") for schema in _schemas(name)]
    return any("CompositeImplicitAutograd" in keys_of(one, "CPU", through_autograd=False) for one in full)


@functools.cache
def _is_view(name: str) -> bool:
    returns = [one for schema in _schemas(name)[:1] for one in schema.returns]
    return any(one.alias_info is not None and not one.alias_info.is_write for one in returns)


def _schemas(name: str) -> Sequence[Any]:
    found: Sequence[Any] = torch._C._jit_get_schemas_for_operator(name) if name.startswith("aten::") else ()
    return found


def _depth(span: Span) -> int:
    depth, above = 0, span.parent
    while above is not None:
        depth, above = depth + 1, above.parent
    return depth
