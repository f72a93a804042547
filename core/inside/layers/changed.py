"""How the graph of this step differs from that of the network before its last edit, and from the step before.

PyTorch keeps no graph: every forward makes new nodes, and backward throws them away. Two builds of the same step
show it: while the first is still held, the second has other objects with other numbers. So a node is known again by
what it is (`keys_of`), never by where it is. The graph before the edit is built again from the plan of then, with
numbers of its own: which nodes there are and what they keep follows from the plan.
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from core.inside.layers.graph import Built, built, is_leaf
from core.inside.written.step import Step
from core.messages.inside.graph import Build, Change, GraphBuilt, GraphNode, SavedTensor
from core.net.plan import INPUT, LayerKey, Net
from core.train.model import model
from core.train.training import measuring
from core.train.training.training import Training


def graph_of(training: Training) -> GraphBuilt:
    """Return the graph of a training's next step, with what its last edit changed; the training stays where it is."""
    step = Step(training)
    first = built(step)
    second = built(step)
    nodes = told(second)
    builds = (_build(first, None), _build(second, first))
    if training.net_before is None:
        return GraphBuilt(training.step, tuple(nodes), (), (), builds, None, second.walked.cut)
    before = told(built(Step(with_net(training, training.net_before))))
    marked, gone, edges = compared(before, nodes)
    return GraphBuilt(training.step, marked, gone, edges, builds, training.net_before, second.walked.cut)


def with_net(training: Training, net: Net) -> Training:
    """Return a training on the same data and settings with a new model of another plan."""
    fresh = model.new_model(net, seed=0, device=training.device, dtype=training.model.flat.dtype)
    other = copy.copy(training)
    inputs = measuring.shaped(training.dataset.training_inputs, net)
    other.adopt(replace(training.stands(), model=fresh, inputs=inputs, stepper=None, beside=None))
    return other


def told(graph: Built) -> list[GraphNode]:
    """Return the nodes of a graph as they are told."""
    keys = keys_of(graph)
    shapes = {place: tuple(graph.walked.nodes[place].variable.shape) for place in graph.names}
    found = []
    for place, node in enumerate(graph.walked.nodes):
        number = -1 if is_leaf(node) else int(node._sequence_nr())
        parameter, in_model = graph.names.get(place, ("", ""))
        layer = _layer_of(in_model) if is_leaf(node) else graph.layers.get(number, INPUT)
        shape = shapes.get(place, ())
        saved = tuple(SavedTensor(*one) for one in graph.saved[place])
        found.append(GraphNode(
            keys[place], node.name(), graph.ops.get(number, ""), number, layer, parameter, shape, shape, saved,
            tuple(graph.walked.next[place]),
        ))  # fmt: skip
    return found


def keys_of(graph: Built) -> list[str]:
    """Return what each node is known by: a parameter's name, or its layer, its name and how many were there before."""
    nodes = graph.walked.nodes
    found = ["" for _ in nodes]
    counts: Counter[str] = Counter()
    for place in sorted(
        range(len(nodes)), key=lambda place: -1 if is_leaf(nodes[place]) else nodes[place]._sequence_nr()
    ):
        node = nodes[place]
        if is_leaf(node):
            found[place] = f"{graph.names[place][1] or place} {node.name()}"
            continue
        kind = f"{graph.layers.get(node._sequence_nr(), INPUT)} {node.name()}"
        found[place] = f"{kind} {counts[kind]}"
        counts[kind] += 1
    return found


def _layer_of(parameter: str) -> LayerKey:
    """Return the layer that a parameter of the model belongs to, by its name: "7.weight"."""
    key = parameter.partition(".")[0]
    return LayerKey(int(key)) if key.isdecimal() else INPUT


def compared(
    before: Sequence[GraphNode], now: Sequence[GraphNode]
) -> tuple[tuple[GraphNode, ...], tuple[GraphNode, ...], tuple[tuple[int, int], ...]]:
    """Return (the nodes of now with what an edit made of each, those that are gone, the connections that are gone)."""
    old = {node.key: node for node in before}
    marked = tuple(
        replace(node, change=_change(node, old.get(node.key)), was=old[node.key].shape if node.key in old else ())
        for node in now
    )
    places = {node.key: place for place, node in enumerate(now)}
    left = [node for node in before if node.key not in places]
    places |= {node.key: len(now) + place for place, node in enumerate(left)}
    there = {(place, other) for place, node in enumerate(now) for other in node.next}
    gone = tuple(
        replace(node, change="gone", next=tuple(places[before[other].key] if other >= 0 else -1 for other in node.next))
        for node in left
    )
    edges = []
    for node in before:
        for other in node.next:
            edge = places[node.key], places[before[other].key] if other >= 0 else -1
            if edge not in there and edge[1] >= 0:
                edges.append(edge)
    return marked, gone, tuple(edges)


def _change(node: GraphNode, old: GraphNode | None) -> Change:
    if old is None:
        return "new"
    return "same" if (node.shape, node.saved) == (old.shape, old.saved) else "resized"


def _build(graph: Built, before: Built | None) -> Build:
    """Return how many nodes a graph has, and how many of them are objects of the build before, which is still held."""
    nodes = graph.walked.nodes
    numbers = [node._sequence_nr() for node in nodes if not is_leaf(node)]
    held = {id(node) for node in before.walked.nodes} if before is not None else set()
    again = [node for node in nodes if id(node) in held]
    leaves = sum(map(is_leaf, again))
    return Build(len(nodes), min(numbers), max(numbers), len(again) - leaves, leaves)
