"""What the tab says of stops, tensors, one value and a checked gradient."""

from __future__ import annotations

import math

from core.messages.inside.stepping import GradientChecked, Role, StepStop, StepTensor, TensorSeen, UnitSeen
from core.net.plan import Net
from core.sizes import size_text
from gui.kit.layer_words import title
from gui.kit.words import tr


def stop_text(net: Net, stop: StepStop) -> str:
    """Return where the step is: "Forward · Hidden 2"."""
    if stop.kind == "forward":
        return tr("Forward · {name}", name=title(net, stop.key))
    if stop.kind == "backward":
        return tr("Backward · {name}", name=title(net, stop.key))
    return {
        "batch": tr("The batch"), "loss": tr("The loss"), "clip": tr("Gradients clipped"), "update": tr("The update"),
    }[stop.kind]  # fmt: skip


def role_text(role: Role) -> str:
    """Return what a tensor is there for."""
    return {
        "batch": tr("samples"), "target": tr("targets"), "in": tr("in"), "weight": tr("weight"), "bias": tr("bias"),
        "norm": tr("of batch norm"), "before": tr("before the activation"), "out": tr("out"), "loss": tr("loss"),
        "gradient": tr("gradient"), "gradient_weight": tr("gradient"), "clipped": tr("gradient, clipped"),
        "memory": tr("optimizer memory"), "new_memory": tr("optimizer memory, new"), "new": tr("after the update"),
        "change": tr("change"), "statistic": tr("running statistic"),
    }[role]  # fmt: skip


def row_text(tensor: StepTensor) -> str:
    """Return a tensor in one line: "h1 (64, 40) out"."""
    text = f"{tensor.name}  {shape_text(tensor.shape)}  {role_text(tensor.role)}"
    return text if tensor.kept else tr("{tensor} · left out", tensor=text)


def shape_text(shape: tuple[int, ...]) -> str:
    """Return a shape as Python writes it, "" for a single number."""
    return str(shape) if shape else "()"


def facts_text(seen: TensorSeen) -> str:
    """Return what a tensor is, in one line."""
    parts = [
        seen.dtype, shape_text(seen.shape), f"stride {shape_text(seen.stride)}", seen.device, bytes_text(seen.bytes),
        *([tr("needs grad")] if seen.needs_grad else []), *([f"grad_fn {seen.grad_fn}"] if seen.grad_fn else []),
        *([tr("kept for backward: {saved}", saved=", ".join(seen.saved))] if seen.saved else []),
    ]  # fmt: skip
    return " · ".join(parts)


def bytes_text(count: int) -> str:
    """Return a size, in bytes where it is small."""
    return f"{count} B" if count < 1000 else size_text(count)


def numbers_of(seen: TensorSeen) -> list[tuple[str, str]]:
    """Return (name, value) of each number that is measured."""
    count = max(1, math.prod(seen.shape))
    none = tr("none")
    return [
        ("min", number(seen.low)), ("max", number(seen.high)), (tr("mean"), number(seen.mean)),
        ("σ", number(seen.sigma)), (tr("zeros"), f"{seen.zeros / count:.0%}"),
        ("NaN", f"{seen.nans:,}" if seen.nans else none), ("inf", f"{seen.infinities:,}" if seen.infinities else none),
    ]  # fmt: skip


def number(value: float) -> str:
    """Return a number short enough to read."""
    return "–" if math.isnan(value) else f"{value:.4g}"


def cell_text(name: str, index: tuple[int, ...], value: float) -> str:
    """Return one value with its place: "h2[3, 7] = 0.51"."""
    return f"{name}[{', '.join(map(str, index))}] = {value:.6g}"


def unit_text(unit: UnitSeen) -> str:
    """Return how a value came about, with its numbers."""
    terms = " + ".join(f"{x:.3g}·{_signed(w)}" for x, w in unit.terms)
    if unit.others:
        others = tr("{n:,} more: {sum}", n=unit.others, sum=f"{unit.rest:.4g}")
        terms += f" + ({others})"
    text = f"z = {terms} + {_signed(unit.bias)} = {unit.before:.5g}"
    if unit.function:
        names = unit.function.split(", ")
        called = f"{names[0]}({names[1]}(z))" if len(names) > 1 else f"{names[0]}(z)"
        text += f"\n{called} = {unit.after:.5g}"
    return text


def _signed(value: float) -> str:
    return f"({value:.3g})" if value < 0 else f"{value:.3g}"


def checked_text(found: GradientChecked) -> str:
    """Return how a gradient compares, with what it means."""
    at = f"{found.name}[{', '.join(map(str, found.index))}]"
    lines = [
        tr("∂loss/∂{at}: autograd {exact}, finite differences {differences} (float64, ±{width}); in this step {here} "
           "(float32).", at=at, exact=f"{found.exact:.8g}", differences=f"{found.differences:.8g}",
           width=f"{found.width:.0e}", here=f"{found.here:.6g}")
    ]  # fmt: skip
    if found.agrees:
        lines.append(tr("They agree: autograd is right here."))
    else:
        lines.append(tr(
            "They differ. The slope to the left is {left}, to the right {right}: where these are apart, the weight "
            "lies at a kink. Try another weight.", left=f"{found.left:.6g}", right=f"{found.right:.6g}",
        ))  # fmt: skip
    return "\n".join(lines)
