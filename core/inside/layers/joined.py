"""Both passes together: bars in three lanes, what is known of each op, and where the time went.

The lanes' own times add up to the step: Python's is what lines, modules and the optimizer spend outside the engine; a
kernel's is what an op spends in itself that computes (with its dispatch, which the profiler does not tell apart); the
engine's is the rest.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

import torch

from core.inside.layers.counted import Counted, counted, vectors
from core.inside.layers.graph import Saved, nodes_of
from core.inside.layers.timed import LINE, MODULE, STEPS, Span, Timed, middle, plain_seconds
from core.inside.written.step import Step
from core.messages.inside.layers import Bar, Kernel, Lane, LayerTimes, LineTime, OpFacts, Traced
from core.net.plan import INPUT, LayerKey

NODE = "autograd::engine::evaluate_function: "
COMPOSITE = ("CompositeImplicitAutograd", "CompositeExplicitAutograd")
"""Of ops that are made of others: autograd sees the others, or (explicit) the op itself."""
BACKENDS = {"cuda": "CUDA", "mps": "MPS", "xpu": "XPU"}


def lane_of(name: str) -> Lane:
    """Return whose a span is: Python's or the engine's."""
    return "api" if name.startswith((LINE, MODULE, "Optimizer.")) else "engine"


@dataclass
class Joined:
    """The spans of a step with what the counted pass knows of them."""

    timed: Timed
    counted: dict[int, Counted]
    """By the place of the span."""
    partners: dict[int, int]
    layers: dict[int, LayerKey]
    lines: dict[int, int]
    saved: dict[int, Saved]


def traced(step: Step) -> Traced:
    """Take the step apart; everything is as before afterwards."""
    for _ in range(2):  # torch finds its kernels, and its caches fill
        step.back()
        step.run()
    plain = plain_seconds(step)
    return report(step, middle(step), counted(step), nodes_of(step), plain_s=plain)


def joined(timed: Timed, rows: Sequence[Counted], nodes: Mapping[int, tuple[str, Saved]], keys: Mapping[str, LayerKey],
           backward: int) -> Joined:  # fmt: skip
    """Return the spans with all that belongs to them. `keys`: the layer of each module; `backward`: the number of the
    line that goes backward."""
    spans = timed.spans
    places = {id(span): place for place, span in enumerate(spans)}
    lines, layers = _lines(spans, places), _modules(spans, places, keys)
    forward: dict[int, int] = {}
    behind: dict[int, int] = {}
    for place, span in enumerate(spans):
        if span.sequence < 0:
            continue
        if lines.get(place) == backward:
            if not span.name.startswith(("aten::", NODE)):
                behind.setdefault(span.sequence, place)
        else:
            forward[span.sequence] = place  # the innermost of those that share a number is the one with the node
    partners: dict[int, int] = {}
    for sequence, place in behind.items():
        if sequence in forward:
            partners[place], partners[forward[sequence]] = forward[sequence], place
    for place, span in enumerate(spans):
        if lines.get(place) == backward:
            found = _above(span, lambda one: places[id(one)] in partners or one.sequence in forward)
            if found is not None:
                other = partners.get(places[id(found)], forward.get(found.sequence, -1))
                layers[place] = layers.get(other, INPUT)
    return Joined(timed, _matched(spans, rows), partners, layers, lines, _saved(behind, forward, nodes))


def _above(span: Span, fits: Any) -> Span | None:
    found: Span | None = span
    while found is not None and not fits(found):
        found = found.parent
    return found


def _lines(spans: Sequence[Span], places: Mapping[int, int]) -> dict[int, int]:
    found = {}
    for place, span in enumerate(spans):
        line = _above(span, lambda one: one.name.startswith(LINE))
        if line is not None:
            found[place] = int(line.name.removeprefix(LINE))
    return found


def _modules(spans: Sequence[Span], places: Mapping[int, int], keys: Mapping[str, LayerKey]) -> dict[int, LayerKey]:
    found = {}
    for place, span in enumerate(spans):
        module = _above(span, lambda one: one.name.startswith(MODULE))
        if module is not None:
            found[place] = keys.get(module.name.removeprefix(MODULE), INPUT)
    return found


def _matched(spans: Sequence[Span], rows: Sequence[Counted]) -> dict[int, Counted]:
    """Return which counted op each span is: both passes took the same ops in the same order."""
    names = [span.name for span in spans]
    same = SequenceMatcher(None, names, [row.name for row in rows], autojunk=False)
    return {
        block.a + at: rows[block.b + at] for block in same.get_matching_blocks() for at in range(block.size)
    }  # fmt: skip


def _saved(
    behind: Mapping[int, int], forward: Mapping[int, int], nodes: Mapping[int, tuple[str, Saved]]
) -> dict[int, Saved]:
    """Return what the op at each place saved: the graph was built once more, so numbers are compared by their order."""
    ours, theirs = sorted(behind), sorted(nodes)
    if len(ours) != len(theirs):
        return {}
    return {forward[one]: nodes[other][1] for one, other in zip(ours, theirs, strict=True) if one in forward}


# ------------------------------------------------------------------------------------------------------------ report
def report(
    step: Step, timed: Timed, rows: Sequence[Counted], nodes: Mapping[int, tuple[str, Saved]], *, plain_s: float
) -> Traced:
    """Return the step in bars, facts and sums."""
    backward = next(place for place, line in enumerate(step.lines) if line.part == "backward")
    found = joined(timed, rows, nodes, step.network.keys, backward)
    bars, facts = _bars(found)
    spans = timed.spans
    kernels = [place for place in range(len(spans)) if (row := found.counted.get(place)) and _computes(row)]
    computing = sum(spans[place].own_s for place in kernels)
    engine = sum(span.own_s for span in spans if lane_of(span.name) == "engine") - computing
    lines = [LineTime(line.text, _took(spans, number)) for number, line in enumerate(step.lines)]
    return Traced(
        step.training.step, timed.seconds, plain_s, STEPS, tuple(bars), tuple(facts), tuple(lines),
        tuple(_by_layer(found, backward)), max(timed.seconds - engine - computing, 0.0), engine, computing,
        sum(span.name.startswith("aten::") for span in spans), vectors(), timed.calm,
    )  # fmt: skip


def _computes(row: Counted) -> bool:
    return bool(row.kernels) or (row.device != "cpu" and not row.views)


def _took(spans: Sequence[Span], number: int) -> float:
    return sum(span.end_s - span.start_s for span in spans if span.name == f"{LINE}{number}")


def _by_layer(found: Joined, backward: int) -> list[LayerTimes]:
    sums: dict[LayerKey, list[float]] = {}
    spans = found.timed.spans
    for place, span in enumerate(spans):
        both = sums.setdefault(found.layers.get(place, INPUT), [0.0, 0.0])
        both[int(found.lines.get(place) == backward)] += span.own_s
    gaps = found.timed.seconds - sum(sum(both) for both in sums.values())
    sums.setdefault(INPUT, [0.0, 0.0])[0] += max(gaps, 0.0)
    return [LayerTimes(key, *both) for key, both in sorted(sums.items())]


def _bars(found: Joined) -> tuple[list[Bar], list[OpFacts]]:
    spans = found.timed.spans
    places = {id(span): place for place, span in enumerate(spans)}
    first = min((span.sequence for place, span in enumerate(spans) if _is_node(found, place)), default=0)
    facts: list[OpFacts] = []
    bars: list[Bar] = []
    kernels: list[Bar] = []
    for place, span in enumerate(spans):
        lane = lane_of(span.name)
        row, about = found.counted.get(place), -1
        if span.name.startswith("aten::"):
            about = len(facts)
            facts.append(_facts(span, row, found.saved.get(place, ())))
        bars.append(Bar(
            lane, _depth(span, lane), span.name, span.start_s, span.end_s, span.own_s,
            places[id(span.parent)] if span.parent is not None else -1, found.partners.get(place, -1),
            found.lines.get(place, -1), found.layers.get(place, INPUT), about,
            span.sequence - first if _is_node(found, place) else -1,
        ))  # fmt: skip
        if row is not None and _computes(row):
            name = facts[about].kernels[0].name if facts[about].kernels else span.name
            kernels.append(Bar("kernel", 0, name, span.start_s, span.end_s, span.own_s, place, -1,
                               found.lines.get(place, -1), found.layers.get(place, INPUT), about))  # fmt: skip
    return bars + kernels, facts


def _is_node(found: Joined, place: int) -> bool:
    """Whether a span is a node of the graph that goes backward: it has a partner, and is no op."""
    return place in found.partners and not found.timed.spans[place].name.startswith("aten::")


def _depth(span: Span, lane: Lane) -> int:
    depth, above = 0, span.parent
    while above is not None:
        depth += lane_of(above.name) == lane
        above = above.parent
    return depth


def _facts(span: Span, row: Counted | None, saved: Saved) -> OpFacts:
    kernels = tuple(Kernel(name, seconds) for name, seconds in span.kernels)
    backend = BACKENDS.get(row.device.split(":")[0] if row is not None else "", "CPU")
    keys = keys_of(row.overload if row is not None else span.name, backend, through_autograd=not below_autograd(span))
    if row is None:
        return OpFacts(span.shapes, (), "", "", 0, saved, keys, kernels, 0)
    return OpFacts(
        row.inputs, row.outputs, row.dtype, row.device, row.bytes, saved, keys,
        kernels or tuple(row.kernels), flop_of(row),
    )  # fmt: skip


def keys_of(name: str, backend: str, *, through_autograd: bool) -> tuple[str, ...]:
    """Return through which dispatch keys an op went on a device, by the dispatcher's table: first autograd's, where it
    was not called below it (`through_autograd`), then that of the code that computes. `name`: with the overload."""
    asks = getattr(torch._C, "_dispatch_has_kernel_for_dispatch_key", None)
    if asks is None:
        return ()
    try:
        own = next((key for key in (backend, *COMPOSITE) if asks(name, key)), backend)
    except RuntimeError:  # a name without its overload
        return ()
    if own == COMPOSITE[0]:
        return (own,)  # its parts go on by themselves
    return (f"Autograd{backend}", own) if through_autograd else (own,)


def below_autograd(span: Span) -> bool:
    """Return whether an op was called by the code of another, which autograd has already seen."""
    above = span.parent
    while above is not None:
        if above.name.startswith("aten::") and keys_of(above.name, "CPU", through_autograd=False) != COMPOSITE[:1]:
            return True
        above = above.parent
    return False


def flop_of(row: Counted) -> int:
    """Return the floating-point operations of a product or convolution, by its shapes; 0 for anything else."""
    if not row.outputs:
        return 0
    if row.name in ("aten::addmm", "aten::mm", "aten::bmm") and len(row.inputs) >= 2:
        inner = row.inputs[-1][-2] if len(row.inputs[-1]) >= 2 else 0
        return 2 * math.prod(row.outputs[0]) * inner
    if row.name == "aten::convolution" and len(row.inputs) >= 2 and len(row.inputs[1]) == 4:
        return 2 * math.prod(row.outputs[0]) * math.prod(row.inputs[1][1:])
    return 0
