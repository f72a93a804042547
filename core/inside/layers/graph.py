"""What autograd keeps: the nodes behind a loss, each with its sequence number and the tensors it saved.

Which op of the forward made a node: the profiler writes autograd's next number beside every op, and the innermost op
with a node's number is the one that made it. Which layer it belongs to: the numbers that were given while the layer's
module ran.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor
from torch.profiler import ProfilerActivity, profile

from core.inside.written.step import Step
from core.messages.inside.graph import MOST_NODES
from core.net.plan import INPUT, LayerKey, Shape

Saved = tuple[tuple[str, Shape, int], ...]
MOST_SAVED = 16
"""Tensors of one node that are told."""
LEAF = "AccumulateGrad"


def nodes_of(step: Step) -> dict[int, tuple[str, Saved]]:
    """Return (name, what is saved: name, shape, bytes) of each node of the step's graph, by sequence number."""
    step.back()
    _to_the_loss(step)
    walked = walk(step.loss.grad_fn)
    found = {node._sequence_nr(): (node.name(), saved_by(node)) for node in walked.nodes if not is_leaf(node)}
    step.back()
    return found


def _to_the_loss(step: Step) -> None:
    for line in step.lines:
        line.run()
        if line.part == "loss":
            break


@dataclass
class Walked:
    """The nodes behind a loss, in the order they were met; where each one's results go, −1 for nowhere; `cut`: there
    are more than `MOST_NODES`."""

    nodes: list[Any] = field(default_factory=list)
    next: list[list[int]] = field(default_factory=list)
    cut: bool = False


def walk(root: Any) -> Walked:
    """Return the graph behind a node, at most `MOST_NODES` of it, nearest first."""
    found, places = Walked(), dict[Any, int]()

    def place_of(node: Any) -> int:
        if node is None:
            return -1
        if node not in places:
            if len(found.nodes) == MOST_NODES:
                found.cut = True
                return -1
            places[node] = len(found.nodes)
            found.nodes.append(node)
            found.next.append([])
        return places[node]

    place_of(root)
    for place, node in enumerate(found.nodes):  # grows meanwhile
        found.next[place] = [place_of(following) for following, _ in node.next_functions]
    return found


def is_leaf(node: Any) -> bool:
    """Whether a node adds a gradient to a parameter."""
    return str(node.name()).endswith(LEAF)


def saved_by(node: Any) -> Saved:
    """Return (name, shape, bytes) of each tensor that a node keeps for its backward."""
    told: list[tuple[str, Shape, int]] = []
    for name in dir(node):
        if name.startswith("_saved_"):
            kept = getattr(node, name, None)
            for one in kept if isinstance(kept, (list, tuple)) else (kept,):
                if isinstance(one, Tensor):
                    told.append((name.removeprefix("_saved_"), tuple(one.shape), one.nbytes))
    return tuple(told[:MOST_SAVED])


# ------------------------------------------------------------------------------------------------- a graph, looked at
@dataclass(frozen=True)
class Built:
    """A graph with what is known of its nodes. It holds the nodes themselves: as long as it is there, no other graph
    can have an object at the same address."""

    walked: Walked
    ops: dict[int, str]
    """By sequence number."""
    layers: dict[int, LayerKey]
    """So."""
    names: dict[int, tuple[str, str]]
    """The name of the parameter of a leaf, as the network and as the model have it, by the leaf's place."""
    saved: list[Saved]
    """By place. They can only be read before their tensors are written to again."""


def built(step: Step) -> Built:
    """Build the graph of a step again and return it; the step is as before afterwards."""
    step.back()
    with _numbers_of_modules(step) as given, profile(activities=[ProfilerActivity.CPU]) as watched:
        _to_the_loss(step)
    walked = walk(step.loss.grad_fn)
    keys = step.network.parameter_names
    ours = {id(parameter): (name, keys.get(name, "")) for name, parameter in step.network.named_parameters()}
    leaves = [(place, node) for place, node in enumerate(walked.nodes) if is_leaf(node)]
    names = {place: ours.get(id(node.variable), ("?", "")) for place, node in leaves}
    saved = [saved_by(node) for node in walked.nodes]
    found = Built(walked, _ops(watched), _layers(walked, given), names, saved)
    step.output = step.loss = torch.empty(0)
    step.back()
    return found


@contextlib.contextmanager
def _numbers_of_modules(step: Step) -> Iterator[list[tuple[int, int, LayerKey]]]:
    """Give a list of (first number, number after the last, layer) of each module that has run, the innermost first."""
    given: list[tuple[int, int, LayerKey]] = []
    begun: list[int] = []
    hooks = []

    def before(*_: object) -> None:
        begun.append(torch._C._autograd._get_sequence_nr())

    def after(key: LayerKey) -> Any:
        def leave(*_: object) -> None:
            given.append((begun.pop(), torch._C._autograd._get_sequence_nr(), key))

        return leave

    for name, module in step.network.named_modules():
        if name in step.network.keys:
            hooks.append(module.register_forward_pre_hook(before))
            hooks.append(module.register_forward_hook(after(step.network.keys[name])))
    try:
        yield given
    finally:
        for hook in hooks:
            hook.remove()


def _layers(walked: Walked, given: list[tuple[int, int, LayerKey]]) -> dict[int, LayerKey]:
    found = {}
    for node in walked.nodes:
        if not is_leaf(node):
            number = node._sequence_nr()
            found[number] = next((key for first, end, key in given if first <= number < end), INPUT)
    return found


def _ops(found: Any) -> dict[int, str]:
    """Return the op that made the node of each sequence number: the innermost and last of those beside which the
    profiler wrote it."""
    made: dict[int, str] = {}

    def take(event: Any) -> None:
        number = getattr(event.typed[1], "sequence_number", -1)
        if number >= 0 and event.name.startswith("aten::"):
            made[number] = event.name
        for child in event.children:
            take(child)

    for event in sorted(found.profiler.kineto_results.experimental_event_tree(), key=lambda one: one.start_time_ns):
        take(event)
    return made
