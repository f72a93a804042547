"""A Model as named tensors and plain data, for disks and other devices, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor

from core.net.edits import edited
from core.net.plan import Conv, Dense, EditError, LayerKey, Net, Residual, find_layer
from core.net.shapes import parameter_shapes
from core.train.model.model import COHORT, Fade, Memory, Model, Successor, flattened, new_buffers, outcome

LONGEST_FADE = 1_000_000
"""More steps than any version has ever taken."""
SUCCESSOR = "successor."
"""Prefix of the names that belong to the successor."""


def to_device(model: Model, device: torch.device | str) -> Model:
    """Return the model with all its tensors on `device`."""
    tensors, meta = to_tensors(model)
    return from_tensors(model.net, {name: tensor.to(device) for name, tensor in tensors.items()}, meta)


def to_tensors(model: Model) -> tuple[dict[str, Tensor], dict[str, Any]]:
    """Return every tensor by a name, the model's own ones, and the rest as plain data for JSON."""
    memory = model.memory
    tensors = {f"parameter.{name}": tensor for name, tensor in model.parameters.items()}
    tensors |= {f"buffer.{name}": tensor for name, tensor in model.buffers.items()}
    tensors |= {f"memory.{name}": slot for name, slot in memory.slots.items()}
    if memory.cohort is not None:
        tensors["cohort"] = memory.cohort
    if model.still is not None:
        tensors["still"] = model.still.to(torch.uint8)
    fades = {
        str(key): [fade.done, fade.steps, int(fade.unfolds), int(fade.tangent)] for key, fade in model.fades.items()
    }
    meta: dict[str, Any] = {"ages": memory.ages, "ramped": memory.ramped, "begun": memory.begun, "slow": memory.slow}
    meta["fades"] = fades
    if (beside := model.successor) is not None:
        held, meta["successor"] = to_tensors(beside.model)
        tensors |= {SUCCESSOR + name: tensor for name, tensor in held.items()}
        tensors[SUCCESSOR + "random"] = beside.random
        meta["successor"] |= {"key": beside.key, "by": beside.by, "taken": beside.taken}
    return tensors, meta


def from_tensors(net: Net, tensors: Mapping[str, Tensor], meta: Mapping[str, Any]) -> Model:
    """Return the model that `to_tensors` gave; raise `ValueError` where tensors and net disagree."""
    shapes = parameter_shapes(net)
    named = {name: tensors.get(f"parameter.{name}") for name in shapes}
    wrong = [n for n, t in named.items() if t is None or tuple(t.shape) != shapes[n]]
    if wrong:
        raise ValueError(f"the tensor {wrong[0]} is missing or has another shape than the plan says")
    flat = flattened({name: t for name, t in named.items() if t is not None}, shapes)
    of = {
        kind: {n[len(kind) :]: t.clone() for n, t in tensors.items() if n.startswith(kind)}
        for kind in ("buffer.", "memory.")
    }
    expected = {name: tuple(b.shape) for name, b in new_buffers(net).items()}
    if {name: tuple(b.shape) for name, b in of["buffer."].items()} != expected:
        raise ValueError("the running statistics of batch norm do not fit the plan")
    cohort, still = tensors.get("cohort"), tensors.get("still")
    aside = [t for t in (*of["memory."].values(), cohort, still) if t is not None]
    if any(tuple(t.shape) != tuple(flat.shape) for t in aside):
        raise ValueError("the optimizer's memory does not fit the plan")
    ages, ramped = [int(a) for a in meta["ages"]], [bool(r) for r in meta["ramped"]]
    begun, slow = ([int(number) for number in meta[name]] for name in ("begun", "slow"))
    cohorts = 1 if cohort is None else int(cohort.max()) + 1
    if not cohorts <= len(ages) == len(ramped) == len(begun) == len(slow):
        raise ValueError("the ages of the optimizer's memory do not fit")
    fades = {LayerKey(int(key)): _fade(*told) for key, told in meta["fades"].items()}
    if not all(isinstance(find_layer(net, key), (Dense, Conv, Residual)) for key in fades):
        raise ValueError("a layer that fades or unfolds is not in the plan")
    memory = Memory(of["memory."], ages, ramped, None if cohort is None else cohort.to(COHORT), begun, slow)
    still = None if still is None else still.to(torch.bool)
    return Model(net, flat, of["buffer."], memory, still, fades, _successor(net, tensors, meta.get("successor")))


def _fade(done: int, steps: int, unfolds: int = 0, tangent: int = 0) -> Fade:
    """Return the fade that four numbers tell, two in formats 1 and 2."""
    if not 0 <= done <= steps <= LONGEST_FADE or steps < 1:
        raise ValueError("a layer that fades or unfolds has come further than it can")
    return Fade(int(done), int(steps), bool(unfolds), bool(tangent))


def _successor(net: Net, tensors: Mapping[str, Tensor], meta: Mapping[str, Any] | None) -> Successor | None:
    if meta is None:
        return None
    key, by, taken = LayerKey(int(meta["key"])), int(meta["by"]), int(meta["taken"])
    held = {name[len(SUCCESSOR) :]: tensor for name, tensor in tensors.items() if name.startswith(SUCCESSOR)}
    random = held.pop("random").cpu()
    try:
        smaller = edited(net, outcome(key, by))
    except EditError as error:
        raise ValueError("the smaller network beside this one does not fit the plan") from error
    return Successor(from_tensors(smaller, held, meta), key, by, taken, random)
