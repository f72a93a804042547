"""What autograd keeps: the nodes behind a loss, each with its sequence number and the tensors it saved."""

from __future__ import annotations

from typing import Any

from torch import Tensor

from core.inside.written.step import Step
from core.net.plan import Shape

Saved = tuple[tuple[str, Shape, int], ...]


def nodes_of(step: Step) -> dict[int, tuple[str, Saved]]:
    """Return (name, what is saved: name, shape, bytes) of each node of the step's graph, by sequence number."""
    step.back()
    for line in step.lines:
        line.run()
        if line.part == "loss":
            break
    found: dict[int, tuple[str, Saved]] = {}
    waiting, seen = [step.loss.grad_fn], set[int]()
    while waiting:
        node = waiting.pop()
        if node is None or id(node) in seen:
            continue
        seen.add(id(node))
        if not node.name().endswith("AccumulateGrad"):
            found[node._sequence_nr()] = node.name(), _saved(node)
        waiting += [following for following, _ in node.next_functions]
    step.back()
    return found


def _saved(node: Any) -> Saved:
    told = []
    for name in dir(node):
        if name.startswith("_saved_"):
            kept = getattr(node, name, None)
            for one in kept if isinstance(kept, (list, tuple)) else (kept,):
                if isinstance(one, Tensor):
                    told.append((name.removeprefix("_saved_"), tuple(one.shape), one.nbytes))
    return tuple(told)
