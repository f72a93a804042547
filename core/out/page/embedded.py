"""The network as the page's own script computes it: operations with the places of their weights, and the weights.

All weights are one base64 text of float32, little-endian. The running statistics of a batch norm are folded into a
factor and a summand for each channel; a layer that fades or unfolds is as it is now.
"""

from __future__ import annotations

import base64
from typing import Any

import torch
from torch import Tensor

from core.net.plan import Conv, Dense, Dropout, Flatten, GlobalPool, Layer, Pool, Residual
from core.out.taken import OutError, Taken
from core.train.model.safetensors import raw
from core.train.steps import blends
from core.train.steps.written import BATCH_NORM_EPS

MOST_NUMBERS = 16 << 20
"""Weights that a page can hold: 64 MB, a third more as text."""
PROBES = 3
Op = dict[str, Any]


def base64_of(tensor: Tensor) -> str:
    """Return a tensor's numbers as float32 in base64."""
    kept = tensor.detach().to("cpu", torch.float32).contiguous()
    return base64.b64encode(bytes(raw(kept))).decode("ascii")


def network(taken: Taken) -> Op:
    """Return the plan for the script: {"input", "layers", "weights"}; raise `OutError` for one that is too large."""
    if taken.training.model.flat.numel() > MOST_NUMBERS:
        raise OutError("This network is too large for a page that a browser opens.")
    made = _Embedded(taken)
    layers = made.through(taken.training.net.layers)
    flat = torch.cat([tensor.detach().float().flatten().cpu() for tensor in made.tensors])
    return {"input": list(taken.training.net.input), "layers": layers, "weights": base64_of(flat)}


def probes(taken: Taken) -> dict[str, str]:
    """Return random inputs and what the network here answers to them, for the page to check itself by."""
    net = taken.training.net
    inputs = torch.randn((PROBES, *net.input), generator=torch.Generator().manual_seed(7))
    return {"inputs": base64_of(inputs), "outputs": base64_of(taken.training.model_outputs(inputs))}


class _Embedded:
    def __init__(self, taken: Taken) -> None:
        self.model = taken.training.model
        self.blends = blends.of_model(self.model.fades)
        self.tensors: list[Tensor] = []
        self._count = 0

    def through(self, layers: tuple[Layer, ...]) -> list[Op]:
        return [op for layer in layers for op in self._one(layer)]

    def _one(self, layer: Layer) -> list[Op]:
        if isinstance(layer, (Dense, Conv)):
            return [self._weighted(layer)]
        if isinstance(layer, Residual):
            return [{"op": "residual", "body": self.through(layer.body), **self._activation(layer, share=True)}]
        if isinstance(layer, Pool):
            return [{"op": "pool", "kind": layer.kind, "kernel": layer.kernel, "stride": layer.stride}]
        if isinstance(layer, GlobalPool):
            return [{"op": "global"}]
        if isinstance(layer, Flatten):
            return [{"op": "flatten"}]
        assert isinstance(layer, Dropout)
        return []

    def _weighted(self, layer: Dense | Conv) -> Op:
        key, tensors = layer.key, self.model.parameters
        weight, bias = tensors[f"{key}.weight"], tensors[f"{key}.bias"]
        made: Op = {"weight": self._place(weight), "bias": self._place(bias), **self._activation(layer)}
        if isinstance(layer, Dense):
            made |= {"op": "dense", "width": layer.width}
        else:
            made |= {
                "op": "conv", "channels": layer.channels, "kernel": layer.kernel, "stride": layer.stride,
                "padding": layer.padding, "groups": layer.groups,
            }  # fmt: skip
        if layer.norm == "batch":
            buffers = self.model.buffers
            deviation = (buffers[f"{key}.running_var"].double() + BATCH_NORM_EPS).sqrt()
            factor = tensors[f"{key}.norm_weight"].double() / deviation
            summand = tensors[f"{key}.norm_bias"].double() - buffers[f"{key}.running_mean"].double() * factor
            made |= {"factor": self._place(factor), "summand": self._place(summand)}
        return made

    def _activation(self, layer: Dense | Conv | Residual, *, share: bool = False) -> Op:
        """Return the activation and, where it is on its way, how much of the line and of itself it is."""
        blend = self.blends.get(layer.key)
        made: Op = {"activation": layer.activation}
        if blend is not None:
            slope, level = blends.line_of(layer.activation, blend.tangent)
            made["blend"] = [float(blend.curved), float(blend.straight) * slope, float(blend.straight) * level]
        if share:
            made["share"] = 1.0 if blend is None else float(blend.curved)
        return made

    def _place(self, tensor: Tensor) -> int:
        """Add a tensor; return where its first number is."""
        place = self._count
        self.tensors.append(tensor)
        self._count += tensor.numel()
        return place
