"""Where the nodes of an autograd graph lie: the chain that the data take, and below it what hangs on it.

The chain are the nodes that the data pass through, in columns by their longest way from the input; side branches have
rows of their own. What belongs to parameters alone (their AccumulateGrad, the transpose of a weight) hangs below the
node that uses it, or in the free column beside it. A row is counted from the chain on: the picture of the forward is
that of backward, mirrored. Layered drawing after Sugiyama et al. 1981, made simple by what such graphs are like.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from core.messages.inside.graph import GraphBuilt, GraphNode
from core.net.plan import INPUT, LayerKey

DEEPEST = 3
"""Nodes below each other that hang on the chain; more, or several beside each other, are one bundle."""


@dataclass(frozen=True)
class Spot:
    """Where a node lies: its column and row. `bundle`: how many nodes it stands for, 1 for itself alone."""

    place: int
    column: int
    row: int
    bundle: int = 1


@dataclass(frozen=True)
class Edge:
    """A connection, from a node to one its results go to. `over`: it jumps over nodes in its row; `gone`: it was there
    before the edit."""

    begin: int
    end: int
    over: bool
    gone: bool


@dataclass(frozen=True)
class Band:
    """The columns of a layer: those of its part of the chain, and those of what hangs on it."""

    layer: LayerKey
    first: int
    last: int
    hanging_first: int
    hanging_last: int


@dataclass
class Layout:
    """A whole graph: its spots by place, its connections, the columns of each layer, in order, and where the input
    comes in: the places of the nodes that no other of the chain precedes."""

    nodes: tuple[GraphNode, ...]
    spots: dict[int, Spot] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    bands: list[Band] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    columns: int = 0
    rows: int = 1


def laid_out(graph: GraphBuilt) -> Layout:
    """Return where everything lies."""
    nodes = (*graph.nodes, *graph.gone)
    ways = _ways(graph, nodes)
    chain = _chain(nodes, ways)
    ranks = _ranks(chain, ways)
    tracks = _tracks(chain, ways, ranks)
    found = Layout(nodes)
    hanging = _hanging(nodes, chain, ways, ranks)
    _place(found, hanging, ranks, tracks)
    _connect(found, graph, ways, chain)
    _bands(found, hanging, tracks)
    return found


def _ways(graph: GraphBuilt, nodes: Sequence[GraphNode]) -> list[list[int]]:
    """Return where each node's results go, now or before the edit; what points nowhere is left out."""
    there = range(len(nodes))
    ways = [[other for other in node.next if other in there] for node in nodes]
    for begin, end in graph.gone_edges:
        if begin in there and end in there and end not in ways[begin]:
            ways[begin].append(end)
    return ways


def _chain(nodes: Sequence[GraphNode], ways: Sequence[Sequence[int]]) -> set[int]:
    """Return the nodes that the data pass through: those that need no gradient for something, and all above them.
    A penalty on the parameters is none: its nodes belong to no layer, nor do those below them."""
    of_layer: set[int] = set()
    chain: set[int] = set()
    order = _from_the_leaves(nodes, ways)
    for place in order:
        below = ways[place]
        if not nodes[place].parameter and (nodes[place].layer != INPUT or any(other in of_layer for other in below)):
            of_layer.add(place)
    for place in order:
        if place in of_layer and (-1 in nodes[place].next or any(other in chain for other in ways[place])):
            chain.add(place)
    return chain or of_layer or set(range(len(nodes)))


def _from_the_leaves(nodes: Sequence[GraphNode], ways: Sequence[Sequence[int]]) -> list[int]:
    """Return all places, each after those its results go to; a circle, which no graph has, is cut somewhere."""
    order: list[int] = []
    state = [0] * len(nodes)
    for root in range(len(nodes)):
        waiting = [(root, False)]
        while waiting:
            place, done = waiting.pop()
            if done:
                order.append(place)
            elif not state[place]:
                state[place] = 1
                waiting.append((place, True))
                waiting += [(other, False) for other in ways[place] if not state[other]]
    return order


def _ranks(chain: set[int], ways: Sequence[Sequence[int]]) -> dict[int, int]:
    """Return the longest way of each node of the chain from the input."""
    ranks: dict[int, int] = {}
    below = [[other for other in ways[place] if other in chain] if place in chain else [] for place in range(len(ways))]
    for root in sorted(chain):
        waiting = [(root, False)]
        open_: set[int] = set()
        while waiting:
            place, done = waiting.pop()
            if done:
                ranks[place] = 1 + max((ranks.get(other, -1) for other in below[place]), default=-1)
            elif place not in ranks and place not in open_:
                open_.add(place)
                waiting.append((place, True))
                waiting += [(other, False) for other in below[place]]
    return ranks


def _tracks(chain: set[int], ways: Sequence[Sequence[int]], ranks: dict[int, int]) -> dict[int, int]:
    """Return in which row of chains each node lies: the longest way in the first, branches in those below."""
    tracks: dict[int, int] = {}
    taken: list[list[tuple[int, int]]] = []
    for root in sorted(chain, key=lambda place: -ranks[place]):
        if root in tracks:
            continue
        branch, place = [root], root
        while left := [
            other for other in ways[place] if other in chain and other not in tracks and other not in branch
        ]:
            place = max(left, key=lambda other: ranks[other])
            branch.append(place)
        low, high = ranks[branch[-1]] - 1, ranks[root] + 1
        track = next(
            (row for row, spans in enumerate(taken) if all(high <= a or b <= low for a, b in spans)), len(taken)
        )  # fmt: skip
        if track == len(taken):
            taken.append([])
        taken[track].append((low, high))
        tracks |= dict.fromkeys(branch, track)
    return tracks


@dataclass(frozen=True)
class _Hanging:
    """What hangs on a node of the chain: nodes below each other, or a bundle of `count`."""

    places: tuple[int, ...]
    count: int = 1


def _hanging(
    nodes: Sequence[GraphNode], chain: set[int], ways: Sequence[Sequence[int]], ranks: dict[int, int]
) -> dict[int, list[_Hanging]]:
    """Return what hangs on each node of the chain; what several use hangs on the first. The last of a node's is the
    one that may lie in its own column: its bias."""
    taken = set(chain)
    found: dict[int, list[_Hanging]] = {}
    for place in sorted(chain, key=lambda place: (nodes[place].layer == INPUT, ranks[place])):
        mine = []
        for root in ways[place]:
            if root in taken:
                continue
            inside, waiting = list[int](), [root]
            while waiting:
                one = waiting.pop(0)
                if one not in taken:
                    taken.add(one)
                    inside.append(one)
                    waiting += ways[one]
            row = all(len(ways[one]) <= 1 for one in inside) and len(inside) <= DEEPEST
            mine.append(_Hanging(tuple(inside)) if row else _Hanging((root,), len(inside)))
        found[place] = sorted(
            mine, key=lambda one: (len(one.places) == 1, nodes[one.places[0]].parameter.endswith("bias"))
        )
    return found


def _place(found: Layout, hanging: dict[int, list[_Hanging]], ranks: dict[int, int], tracks: dict[int, int]) -> None:
    """Give every node its column and row."""
    deep = [0] * (max(tracks.values(), default=0) + 1)
    for place, mine in hanging.items():
        deep[tracks[place]] = max([deep[tracks[place]], *(len(one.places) for one in mine)])
    bases = [sum(1 + depth for depth in deep[:track]) for track in range(len(deep))]
    free = dict.fromkeys(range(len(deep)), 0)
    """By track: the first column in which nothing hangs yet."""
    column = 0
    for rank in range(max(ranks.values(), default=-1) + 1):
        here = [place for place in sorted(ranks) if ranks[place] == rank]
        column = max([column + 1, *(free[tracks[place]] + max(len(hanging[place]) - 1, 0) for place in here)])
        for place in here:
            base, mine = bases[tracks[place]], hanging[place]
            found.spots[place] = Spot(place, column, base)
            for beside, one in enumerate(mine):
                at = column - (len(mine) - 1 - beside)
                for below, place_ in enumerate(one.places):
                    found.spots[place_] = Spot(place_, at, base + 1 + below, one.count)
            if mine:
                free[tracks[place]] = column + 1
    found.columns, found.rows = column + 1, bases[-1] + 1 + deep[-1]


def _connect(found: Layout, graph: GraphBuilt, ways: Sequence[Sequence[int]], chain: set[int]) -> None:
    gone = set(graph.gone_edges)
    row_of = {(spot.row, spot.column) for spot in found.spots.values()}
    for begin, spot in found.spots.items():
        for end in ways[begin]:
            other = found.spots.get(end)
            if other is None or spot.bundle > 1:
                continue
            between = range(min(spot.column, other.column) + 1, max(spot.column, other.column))
            over = spot.row == other.row and any((spot.row, column) in row_of for column in between)
            was = (begin, end) in gone or found.nodes[begin].change == "gone"
            found.edges.append(Edge(begin, end, over, was))
    found.first = [
        place for place in sorted(chain)
        if not any(other in chain for other in ways[place]) and found.nodes[place].layer != INPUT
    ]  # fmt: skip


def _bands(found: Layout, hanging: dict[int, list[_Hanging]], tracks: dict[int, int]) -> None:
    """Say which columns belong to which layer: neighbours of the same layer in the longest way, and what hangs on
    them, which may lie beside them."""
    main = sorted((spot for spot in found.spots.values() if tracks.get(spot.place) == 0), key=lambda spot: spot.column)
    for spot in main:
        layer = found.nodes[spot.place].layer
        beside = [found.spots[one.places[0]].column for one in hanging[spot.place]]
        left = min([spot.column, *beside])
        before = found.bands[-1] if found.bands else None
        if before is not None and before.layer == layer:
            found.bands[-1] = replace(before, last=spot.column, hanging_last=spot.column)
            continue
        if before is not None:
            found.bands[-1] = replace(before, hanging_last=left - 1)
        found.bands.append(
            Band(layer, before.last + 1 if before else 0, spot.column, left if before else 0, spot.column)
        )
