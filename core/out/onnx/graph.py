"""A graph of ONNX as it is put together: nodes and tensors one after the other, then the bytes of the whole model.

Only what the networks here need of it. Source: onnx.proto (numbers of fields) and Operators.md of onnx/onnx.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

from torch import Tensor

from core.out.protobuf import each, real, text, whole
from core.train.model.safetensors import raw

IR_VERSION, OPSET = 8, 17
FLOAT, INT64 = 1, 7
BATCH = "n"
"""What the number of samples is called: any."""


class Graph:
    """Nodes in the order they are computed. A value is named by what makes it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._nodes: list[bytes] = []
        self._tensors: list[bytes] = []
        self._inputs: list[bytes] = []
        self._outputs: list[bytes] = []
        self._constants: dict[float, str] = {}
        self._count = 0

    def input(self, name: str, shape: Sequence[int]) -> str:
        """Take (n, *shape) float32 in under a name."""
        self._inputs.append(text(11, _value(name, shape)))
        return name

    def output(self, name: str, shape: Sequence[int]) -> None:
        """Give the value of this name, (n, *shape) float32, out."""
        self._outputs.append(text(12, _value(name, shape)))

    def tensor(self, name: str, tensor: Tensor) -> str:
        """Add a float32 tensor under a name; return the name."""
        kept = tensor.detach().float().contiguous()
        content = each(1, kept.shape) + whole(2, FLOAT) + text(8, name) + text(9, bytes(raw(kept)))
        self._tensors.append(text(5, content))
        return name

    def constant(self, value: float) -> str:
        """Return the name of a single number, () float32."""
        if value not in self._constants:
            name = self._constants[value] = f"constant_{len(self._constants) + 1}"
            content = whole(2, FLOAT) + text(8, name) + text(9, struct.pack("<f", value))
            self._tensors.append(text(5, content))
        return self._constants[value]

    def shaped(self, x: str, shape: Sequence[int]) -> str:
        """Return the name of a value whose samples are given another shape, (n, *shape)."""
        name, sides = f"shape_{self._count + 1}", (-1, *shape)
        content = (
            each(1, (len(sides),)) + whole(2, INT64) + text(8, name) + text(9, struct.pack(f"<{len(sides)}q", *sides))
        )
        self._tensors.append(text(5, content))
        return self.node("Reshape", x, name)

    def node(self, kind: str, *inputs: str, to: str = "", **attributes: int | float | Sequence[int]) -> str:
        """Add one operation on values; return the name of what it gives, `to` where that is said."""
        self._count += 1
        made = to or f"{kind.lower()}_{self._count}"
        told = b"".join(text(5, _attribute(name, value)) for name, value in attributes.items())
        content = b"".join(text(1, one) for one in inputs) + text(2, made)
        self._nodes.append(text(1, content + text(3, f"{made}_{self._count}") + text(4, kind) + told))
        return made

    def model(self, *, producer: str, version: str, told: str, metadata: Mapping[str, str]) -> bytes:
        """Return the bytes of the whole file. `told`: what the network is, for people."""
        graph = b"".join((*self._nodes, text(2, self.name), *self._tensors, *self._inputs, *self._outputs))
        return b"".join((
            whole(1, IR_VERSION), text(2, producer), text(3, version), text(6, told), text(7, graph),
            text(8, text(1, "") + whole(2, OPSET)),
            *(text(14, text(1, name) + text(2, value)) for name, value in metadata.items()),
        ))  # fmt: skip


def _value(name: str, shape: Sequence[int]) -> bytes:
    sides = text(1, text(2, BATCH)) + b"".join(text(1, whole(1, side)) for side in shape)
    return text(1, name) + text(2, text(1, whole(1, FLOAT) + text(2, sides)))


def _attribute(name: str, value: int | float | Sequence[int]) -> bytes:
    if isinstance(value, float):
        return text(1, name) + real(2, value) + whole(20, 1)
    if isinstance(value, int):
        return text(1, name) + whole(3, value) + whole(20, 2)
    return text(1, name) + each(8, value) + whole(20, 7)
