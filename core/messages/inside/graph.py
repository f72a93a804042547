"""The autograd graph of one step: the command that asks for it, and what came out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Union

from core.net.plan import LayerKey, Net, Shape

Change = Literal["same", "resized", "new", "gone"]
"""What an edit made of a node: as before, with tensors of other shapes, not there before, not there any longer."""
MOST_NODES = 4_000
"""Nodes of a graph that are told; `GraphBuilt.cut` says when there are more."""


@dataclass(frozen=True)
class BuildGraph:
    """Build the autograd graph of the next step, twice, and that of the network before its last edit. -> GraphBuilt"""


@dataclass(frozen=True)
class SavedTensor:
    """A tensor that a node keeps for its backward, by autograd's own name."""

    name: str
    shape: Shape
    bytes: int


@dataclass(frozen=True)
class GraphNode:
    """A node of the graph: the backward of one op, or what adds a gradient to a parameter (AccumulateGrad).

    `key`: names it in every step, whatever its address: its layer, its name and how many came before it there; for
    an AccumulateGrad the model's name of the parameter, which stays whatever is inserted before it.
    `op`: the op of the forward that made it, as the profiler names it ("aten::addmm"); "" where none is known.
    `sequence`: autograd's own number, in the order the forward made the nodes; −1: an AccumulateGrad has none.
    `parameter`, `shape`, `was`: of an AccumulateGrad, the parameter's name in the step as a person writes it, its
    shape, and that before the edit.
    `next`: where its results go, as places among `GraphBuilt.nodes`, then `gone`; −1: no gradient is needed there.
    """

    key: str
    name: str
    op: str
    sequence: int
    layer: LayerKey
    parameter: str
    shape: Shape
    was: Shape
    saved: tuple[SavedTensor, ...]
    next: tuple[int, ...]
    change: Change = "same"


@dataclass(frozen=True)
class Build:
    """One of several builds of the same step's graph: how many nodes, and their first and last sequence number.

    `met_again`: of its nodes of ops, how many are objects of the build before; `leaves_met_again`: so for
    AccumulateGrad, which a parameter keeps as long as somebody holds it.
    """

    nodes: int
    first: int
    last: int
    met_again: int
    leaves_met_again: int


@dataclass(frozen=True)
class GraphBuilt:
    """The graph behind the loss of the step after `step`, as it was built the last time, from the loss down.

    `gone`: the nodes of the graph before the network's last edit that are no longer; `gone_edges`: pairs of places
    that were connected then. `net_before`: the plan that graph was built from, None where there was no edit. `cut`:
    there are more nodes than are told.
    """

    step: int
    nodes: tuple[GraphNode, ...]
    gone: tuple[GraphNode, ...]
    gone_edges: tuple[tuple[int, int], ...]
    builds: tuple[Build, ...]
    net_before: Union[Net, None] = None
    cut: bool = False


GraphCommand = Union[BuildGraph]
GraphEvent = Union[GraphBuilt]
