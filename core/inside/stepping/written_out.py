"""The code of a step, a line for each layer: ``h1 = relu(x @ W1.T + b1)``."""

from __future__ import annotations

from core.messages.train_commands import Settings, Task
from core.net.plan import Conv, Dense, Dropout, Flatten, GlobalPool, Layer, Pool, Residual


def line_of(layer: Layer, number: int, source: str, result: str, *, inner: str = "", on_its_way: bool = False) -> str:
    """Return the line that computes `result` from `source`. `inner`: what the body of a block gave."""
    if isinstance(layer, (Dense, Conv)):
        w, b = f"W{number}", f"b{number}"
        text = f"{source} @ {w}.T + {b}" if isinstance(layer, Dense) else _conv(layer, source, w, b)
        if layer.norm == "batch":
            text = f"batch_norm({text})"
        return f"{result} = {_activated(layer.activation, text, on_its_way)}"
    if isinstance(layer, Residual):
        share = "share * " if on_its_way else ""
        return f"{result} = {_activated(layer.activation, f'{source} + {share}{inner}', on_its_way)}"
    if isinstance(layer, Dropout):
        return f"{result} = dropout({source}, {layer.rate:g})"
    if isinstance(layer, Pool):
        kind = "max_pool2d" if layer.kind == "max" else "avg_pool2d"
        return f"{result} = {kind}({source}, {layer.kernel}, {layer.stride})"
    if isinstance(layer, GlobalPool):
        return f"{result} = {source}.mean((2, 3))"
    assert isinstance(layer, Flatten)
    return f"{result} = {source}.flatten(1)"


def _conv(layer: Conv, source: str, w: str, b: str) -> str:
    options = f", stride={layer.stride}" if layer.stride != 1 else ""
    options += f", padding={layer.padding}" if layer.padding else ""
    options += f", groups={layer.groups}" if layer.groups != 1 else ""
    return f"conv2d({source}, {w}, {b}{options})"


def _activated(activation: str, text: str, on_its_way: bool) -> str:
    if activation == "linear":
        return text
    return f"blend({activation}, {text})" if on_its_way else f"{activation}({text})"


def loss_line(task: Task, settings: Settings, output: str) -> str:
    """Return the line that computes the loss."""
    penalty = f" + {settings.l1:g} * sum(|W|)" if settings.l1 else ""
    return f"loss = {'cross_entropy' if task == 'classify' else 'mse_loss'}({output}, y){penalty}"
