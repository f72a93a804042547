"""The plan that goes along with weights, as the app writes it: texts by name, in the header of a .safetensors file or
in NAME.json beside it.

    torchgarden.plan      the network (`core.net.plan.Net`), as the wire writes it
    torchgarden.tensors   our name of each tensor by its name in the file; without it, those below
    torchgarden.title     what the data is called; torchgarden.on_its_way: layers that fade or unfold

Without names, they are those of `core.net.modules`: ``hidden_1.weight``, ``hidden_1_norm.running_mean``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from core import files
from core.net.modules import tensor_names
from core.net.plan import Net
from core.net.shapes import flows
from core.out.taken import OutError
from core.sentence import Problem
from core.workers import wire

PLAN, TENSORS, TITLE, ON_ITS_WAY = (f"torchgarden.{name}" for name in ("plan", "tensors", "title", "on_its_way"))


@dataclass(frozen=True)
class Described:
    """A plan, our name of each tensor by its name in the file, and whether layers were fading or unfolding."""

    net: Net
    names: Mapping[str, str]
    on_its_way: bool


def from_file(content: bytes, name: str) -> dict[str, str]:
    """Return the texts of a plan's file: an object of them, or the plan itself. Raises `OutError`."""
    try:
        told = files.from_json(content)
        if not isinstance(told, dict):
            raise ValueError("no object")
        if told.get("is") == "Net":
            return {PLAN: content.decode("utf-8")}
        return {str(key): one if isinstance(one, str) else json.dumps(one) for key, one in told.items()}
    except (ValueError, RecursionError) as error:
        raise OutError("{name} is no plan of a network.", name=name) from error


def read(told: Mapping[str, str], name: str) -> Described:
    """Return what the texts say; raise `OutError` where that is no network."""
    try:
        net = wire.from_plain(files.from_json(told[PLAN].encode()))
        if not isinstance(net, Net) or not net.layers:
            raise ValueError("no network")
        flows(net)  # raises the sentence of what cannot be
        names = files.from_json(told[TENSORS].encode()) if TENSORS in told else tensor_names(net)
        if not isinstance(names, dict) or not all(isinstance(one, str) for one in names.values()):
            raise ValueError("no names")
        way = files.from_json(told.get(ON_ITS_WAY, "{}").encode())
    except (KeyError, ValueError, TypeError, RecursionError, Problem) as error:
        advice = (error.sentence,) if isinstance(error, Problem) and not isinstance(error, wire.WireError) else ()
        raise OutError("The plan in {name} is no network.", advice=advice, name=name) from error
    return Described(net, names, bool(way))
