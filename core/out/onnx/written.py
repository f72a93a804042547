"""The network as one ONNX file, written by hand: what it computes for use, and how its input is made, beside it.

The input is "input", (n, *sample) float32, ready as `torchgarden.preprocessing` and `torchgarden.preparation` in its
metadata say. A network that classifies gives "logits" and "probabilities", (n, classes); one that predicts a number
gives "value", (n, 1), in the data's own unit. Dropout does nothing in use and is left out. A layer that fades or
unfolds is written in its present state.

torch's own exporter wants onnxscript and all that comes with it. The twelve operations that the networks here are made
of need neither.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from core import files
from core.net.modules import OF_NORM, module_paths, norm_of
from core.net.plan import (
    Activation,
    Conv,
    Dense,
    Dropout,
    Flatten,
    GlobalPool,
    Layer,
    Pool,
    Residual,
)
from core.net.shapes import flows
from core.out.described import metadata, output_scale, title
from core.out.onnx.graph import Graph
from core.out.spoken import Voice
from core.out.taken import OutError, Taken
from core.sentence import Sentence, say
from core.train.steps import blends
from core.train.steps.written import BATCH_NORM_EPS, LEAKY_SLOPE
from core.versions import VERSION

MOST_BYTES = (1 << 31) - (1 << 20)
"""A protocol buffer ends at two gigabytes."""
INPUT, LOGITS, PROBABILITIES, VALUE = "input", "logits", "probabilities", "value"
ROOT_HALF = 0.5**0.5


def write(taken: Taken, path: Path, *, data: bool, language: str) -> tuple[Sentence, ...]:
    """Write the file. Raises OSError, and `OutError` for a network that is too large for one."""
    if taken.training.model.flat.numel() * 4 > MOST_BYTES:
        raise OutError("This network is larger than 2 GB, more than one ONNX file can hold.")
    files.write(path, model(taken, Voice(language)), on_disk=True)
    given = f"{LOGITS}, {PROBABILITIES}" if taken.training.dataset.task == "classify" else VALUE
    return (say("Its input is called {input}, its outputs {outputs}.", input=INPUT, outputs=given),)


def model(taken: Taken, voice: Voice) -> bytes:
    """Return the content of the file."""
    training = taken.training
    graph, shape = Graph("network"), training.dataset.known.input
    x = graph.input(INPUT, shape)
    if shape != training.net.input:
        wide_input = len(training.net.input) > 1
        x = graph.shaped(x, training.net.input) if wide_input else graph.node("Flatten", x, axis=1)
    wide = flows(training.net)[training.net.layers[-1].key].outside
    _Written(graph, taken).through(training.net.layers, x, to=LOGITS)
    if training.dataset.task == "classify":
        graph.output(LOGITS, wide)
        graph.node("Softmax", LOGITS, to=PROBABILITIES, axis=1)
        graph.output(PROBABILITIES, wide)
    else:
        scale, mean = output_scale(taken)
        scaled = graph.node("Mul", LOGITS, graph.constant(scale))
        graph.node("Add", scaled, graph.constant(mean), to=VALUE)
        graph.output(VALUE, wide)
    return graph.model(
        producer="TorchGarden", version=VERSION, told=f"{title(taken)}: {taken.name}", metadata=metadata(taken, voice)
    )


class _Written:
    """Writes the layers of a plan into a graph; each method returns the name of what the layer gives."""

    def __init__(self, graph: Graph, taken: Taken) -> None:
        self.graph = graph
        self.model = taken.training.model
        self.paths = module_paths(self.model.net)
        self.blends = blends.of_model(self.model.fades)

    def through(self, layers: tuple[Layer, ...], x: str, *, to: str = "") -> str:
        """Write layer after layer; the last gives `to`."""
        for layer in layers:
            x = self._one(layer, x)
        return self.graph.node("Identity", x, to=to) if to else x

    def _one(self, layer: Layer, x: str) -> str:
        node = self.graph.node
        if isinstance(layer, (Dense, Conv)):
            return self._weighted(layer, x)
        if isinstance(layer, Residual):
            inner, blend = self.through(layer.body, x), self.blends.get(layer.key)
            if blend is not None:
                inner = node("Mul", inner, self.graph.constant(float(blend.curved)))
            return self._activated(layer, node("Add", x, inner))
        if isinstance(layer, Pool):
            kind = "MaxPool" if layer.kind == "max" else "AveragePool"
            return node(kind, x, kernel_shape=[layer.kernel] * 2, strides=[layer.stride] * 2)
        if isinstance(layer, GlobalPool):
            return node("Flatten", node("GlobalAveragePool", x), axis=1)
        if isinstance(layer, Flatten):
            return node("Flatten", x, axis=1)
        assert isinstance(layer, Dropout)
        return x

    def _weighted(self, layer: Dense | Conv, x: str) -> str:
        key, tensors = layer.key, self.model.parameters
        name = self.paths[key]
        weight = self.graph.tensor(f"{name}.weight", tensors[f"{key}.weight"])
        bias = self.graph.tensor(f"{name}.bias", tensors[f"{key}.bias"])
        if isinstance(layer, Dense):
            z = self.graph.node("Gemm", x, weight, bias, to=name, transB=1)
        else:
            z = self.graph.node(
                "Conv", x, weight, bias, to=name, kernel_shape=[layer.kernel] * 2, strides=[layer.stride] * 2,
                pads=[layer.padding] * 4, group=layer.groups,
            )  # fmt: skip
        if layer.norm == "batch":
            norm, tensors = norm_of(name), {**self.model.parameters, **self.model.buffers}
            parts = [
                self.graph.tensor(f"{norm}.{theirs}", tensors[f"{key}.{ours}"]) for theirs, ours in OF_NORM.items()
            ]
            z = self.graph.node("BatchNormalization", z, *parts, to=norm, epsilon=BATCH_NORM_EPS)
        return self._activated(layer, z)

    def _activated(self, layer: Dense | Conv | Residual, z: str) -> str:
        active, blend = ACTIVATIONS[layer.activation](self.graph, z), self.blends.get(layer.key)
        if blend is None:
            return active
        slope, level = blends.line_of(layer.activation, blend.tangent)
        node, constant = self.graph.node, self.graph.constant
        line = node("Add", node("Mul", z, constant(slope)), constant(level))
        curved = node("Mul", active, constant(float(blend.curved)))
        return node("Add", curved, node("Mul", line, constant(float(blend.straight))))


def _gelu(graph: Graph, z: str) -> str:
    """z · (1 + erf(z / √2)) / 2; an operation of its own since opset 20 only."""
    bent = graph.node("Erf", graph.node("Mul", z, graph.constant(ROOT_HALF)))
    return graph.node("Mul", graph.node("Mul", z, graph.constant(0.5)), graph.node("Add", bent, graph.constant(1.0)))


ACTIVATIONS: dict[Activation, Callable[[Graph, str], str]] = {
    "linear": lambda graph, z: z,
    "relu": lambda graph, z: graph.node("Relu", z),
    "leaky_relu": lambda graph, z: graph.node("LeakyRelu", z, alpha=LEAKY_SLOPE),
    "tanh": lambda graph, z: graph.node("Tanh", z),
    "sigmoid": lambda graph, z: graph.node("Sigmoid", z),
    "gelu": _gelu,
    "silu": lambda graph, z: graph.node("Mul", z, graph.node("Sigmoid", z)),
}
"""(graph, name of z) -> name of activation(z)."""
