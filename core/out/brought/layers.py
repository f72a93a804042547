"""The layers that the names and shapes of a `state_dict` tell of: dense layers, convolutions, batch norms.

``fc1.weight`` (out, in) is a dense layer, ``0.weight`` (out, in, k, k) a convolution, ``1.running_mean`` a batch norm.
What has no weights (activations, pooling, flatten) leaves no name; in an `nn.Sequential` the numbers tell how many
modules stand between.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from torch import Tensor

from core.out.brought.weights import shown
from core.sentence import Sentence, say

Kind = Literal["dense", "conv", "norm"]
PLAIN, NORM = {"weight", "bias"}, {"weight", "bias", "running_mean", "running_var"}


@dataclass
class Found:
    """A module with weights: its name, its tensors by their last name; `norm`: the batch norm right behind it."""

    name: str
    kind: Kind
    tensors: dict[str, Tensor]
    norm: Found | None = None

    @property
    def weight(self) -> Tensor:
        """(out, in) or (out, in / groups, k, k)."""
        return self.tensors["weight"]

    @property
    def out(self) -> int:
        """How many units or channels it has."""
        return len(self.weight)

    @property
    def place(self) -> tuple[str, int] | None:
        """Return (where, number) of a module in an `nn.Sequential`, None for one with a name of its own."""
        found = re.fullmatch(r"(?:(.*)\.)?(\d{1,6})", self.name)
        return (found[1] or "", int(found[2])) if found else None


@dataclass
class Read:
    """What a `state_dict` holds: modules in order, and a sentence for each that cannot be taken."""

    found: list[Found] = field(default_factory=list)
    left: list[Sentence] = field(default_factory=list)


def modules(tensors: Mapping[str, Tensor]) -> dict[str, dict[str, Tensor]]:
    """Return the tensors by module and by their last name, in order."""
    found: dict[str, dict[str, Tensor]] = {}
    for name, tensor in tensors.items():
        module, _, last = name.rpartition(".")
        found.setdefault(module, {})[last] = tensor
    return found


def in_order(name: str) -> tuple[tuple[int, int, str], ...]:
    """Return what sorts names as a person does: layer 2 before layer 10."""
    parts = re.findall(r"\d{1,18}|\D+", name)
    return tuple((0, int(part), "") if part.isdecimal() and part.isascii() else (1, 0, part) for part in parts)


def read(names: Iterable[str], held: Mapping[str, dict[str, Tensor]]) -> Read:
    """Return the modules with these names, in this order; a batch norm belongs to what it follows."""
    made = Read()
    for name in names:
        one = _known(name, held[name])
        if one is None:
            made.left.append(_left(name, held[name]))
        elif one.kind != "norm":
            made.found.append(one)
        elif made.found and made.found[-1].norm is None and len(one.tensors["running_mean"]) == made.found[-1].out:
            made.found[-1].norm = one
        else:
            made.left.append(
                say("{name}: a batch normalisation that follows no layer of its width is not taken.", name=shown(name))
            )
    return made


def _known(name: str, tensors: dict[str, Tensor]) -> Found | None:
    """Return a module that can be taken, None for any other."""
    if tensors.keys() <= NORM and "running_mean" in tensors:
        shape = tensors["running_mean"].shape
        whole = "running_var" in tensors and all(one.shape == shape for one in tensors.values()) and len(shape) == 1
        positive = whole and bool((tensors["running_var"] >= 0).all())
        return Found(name, "norm", tensors) if whole and positive else None
    if not tensors.keys() <= PLAIN or "weight" not in tensors:
        return None
    weight, bias = tensors["weight"], tensors.get("bias")
    if not weight.numel() or (bias is not None and bias.shape != weight.shape[:1]):
        return None
    if weight.dim() == 2:
        return Found(name, "dense", tensors)
    return Found(name, "conv", tensors) if weight.dim() == 4 and weight.shape[2] == weight.shape[3] else None


def _left(name: str, tensors: dict[str, Tensor]) -> Sentence:
    shapes = ", ".join(f"{last or 'tensor'} {'×'.join(map(str, one.shape)) or '1'}" for last, one in tensors.items())
    return say("{name}: a layer of a kind that is not known here is not taken ({shapes}).", name=shown(name) or "–",
               shapes=shapes[:200])  # fmt: skip


def between(one: Found, other: Found) -> int | None:
    """Return how many modules without weights stand between two of an `nn.Sequential`, None where nobody knows."""
    last = one.norm or one
    here, there = last.place, other.place
    if here is None or there is None or here[0] != there[0] or there[1] <= here[1]:
        return None
    return there[1] - here[1] - 1


def norm_is_apart(one: Found) -> bool:
    """Return whether something stands between a layer and its batch norm."""
    return one.norm is not None and bool(between(Found(one.name, one.kind, one.tensors), one.norm))


def label(one: Found) -> str:
    """Return a module in a list: "fc1 64 → 32"."""
    inside = math.prod(one.weight.shape[1:]) if one.kind == "dense" else one.weight.shape[1]
    return f"{shown(one.name)} {inside} → {one.out}"
