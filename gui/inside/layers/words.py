"""What an op does, in one sentence with its formula, and what the shares of a step say."""

from __future__ import annotations

import math

from core.messages.inside.layers import Bar, Kernel, OpFacts, Traced
from core.messages.inside.opening import TakenUp
from core.messages.inside.played import Played
from core.net.plan import Net
from core.sizes import size_text
from gui.inside.compare.words import time_text
from gui.kit.layer_words import title
from gui.kit.words import tr

NODE = "autograd::engine::evaluate_function: "
API, MODULE = "line ", "module "


def op_text(name: str) -> str:
    """Return what an op of the engine does, "" for one that has no sentence."""
    sentences = {
        "linear": tr("Multiplies the input by the weights and adds the bias. y = x·Wᵀ + b"),
        "addmm": tr("Multiplies two matrices and adds the bias. y = b + x·Wᵀ"),
        "mm": tr("Multiplies two matrices. C = A·B"),
        "t": tr("Looks at a matrix with rows and columns exchanged. No number moves."),
        "transpose": tr("Exchanges two dimensions. No number moves."),
        "as_strided": tr("Looks at the same memory with other steps. No number moves."),
        "view": tr("Looks at the same memory in another shape. No number moves."),
        "expand": tr("Repeats a dimension without copying. No number moves."),
        "detach": tr("The same numbers without their history. No number moves."),
        "relu": tr("Sets what is below 0 to 0. y = max(0, x)"),
        "clamp_min": tr("Sets what is below a bound to the bound. y = max(bound, x)"),
        "tanh": tr("Squeezes to between −1 and 1. y = tanh(x)"),
        "sigmoid": tr("Squeezes to between 0 and 1. y = 1 / (1 + e⁻ˣ)"),
        "convolution": tr("Slides filters over the image and adds up products. y = Σ w·x + b"),
        "max_pool2d_with_indices": tr("Keeps the largest number of each window, and where it was."),
        "native_batch_norm": tr("Takes the mean of the batch away and divides by its spread. y = γ·(x − μ)/σ + β"),
        "cross_entropy_loss": tr("How surprised the network is by the right classes. −log p, averaged"),
        "_log_softmax": tr("Makes logarithms of probabilities of the outputs. x − log Σ eˣ"),
        "nll_loss_forward": tr("Takes the logarithm at the right class, averaged over the batch."),
        "mse_loss": tr("The mean of the squared errors. Σ (y − t)² / n"),
        "threshold_backward": tr("Lets the gradient through where the unit was on."),
        "_log_softmax_backward_data": tr("Goes back through the softmax. ∂ = p − 1 at the right class"),
        "sum": tr("Adds up along a dimension: the gradient of a bias is the sum over the batch."),
        "copy_": tr("Copies numbers into memory that is there."),
        "mul": tr("Multiplies number by number."),
        "mul_": tr("Multiplies in place, number by number."),
        "add": tr("Adds number by number."),
        "add_": tr("Adds in place, number by number."),
        "lerp_": tr("Moves a running mean towards the gradient. m = m + (1 − β)(g − m)"),
        "addcmul_": tr("Adds a product in place: the running mean of squares. v = βv + (1 − β)g²"),
        "addcdiv_": tr("Adds a quotient in place: the update. w = w − η·m/(√v + ε)"),
        "sqrt": tr("Takes the square root of each number."),
        "div_": tr("Divides in place, number by number."),
        "zero_": tr("Fills with zeros."),
        "empty_like": tr("Takes memory and fills it with nothing."),
        "fill_": tr("Fills with one number."),
    }
    return sentences.get(name.split("::")[-1].removeprefix("aten::"), "")


def bar_text(bar: Bar, traced: Traced) -> str:
    """Return a bar's name as a person reads it."""
    if bar.name.startswith(API):
        return traced.lines[bar.line].text if 0 <= bar.line < len(traced.lines) else bar.name
    if bar.name.startswith(MODULE):
        return bar.name.removeprefix(MODULE)
    if bar.name.startswith("Optimizer."):
        return bar.name.split("#")[-1]
    return bar.name.removeprefix(NODE).removeprefix("torch::autograd::").removeprefix("aten::")


def where_text(bar: Bar, traced: Traced, net: Net) -> str:
    """Return in which layer of the net and in which part of the step a bar lies."""
    line = traced.lines[bar.line].text if 0 <= bar.line < len(traced.lines) else ""
    return " · ".join(part for part in (title(net, bar.layer) if bar.layer else "", line) if part)


def shapes_text(shapes: tuple[tuple[int, ...], ...]) -> str:
    """Return shapes as torch prints them."""
    return "  ".join(str(shape) if shape else "()" for shape in shapes) or "–"


ROLES = {
    "linear": ("x", "W", "b"), "addmm": ("b", "x", "Wᵀ"), "mm": ("A", "B"), "conv2d": ("x", "w", "b"),
    "convolution": ("x", "w", "b"), "native_batch_norm": ("x", "γ", "β"),
}  # fmt: skip
"""What the inputs of an op are called in its formula."""


def inputs_text(name: str, shapes: tuple[tuple[int, ...], ...]) -> str:
    """Return the shapes of what goes into an op, each with its name in the op's formula where it has one."""
    roles = ROLES.get(name.removeprefix("aten::"), ())
    if not roles or len(shapes) < len(roles):
        return shapes_text(shapes)
    named = [f"{role} {shape}" for role, shape in zip(roles, shapes, strict=False)]
    return "  ".join([*named, *(str(shape) for shape in shapes[len(roles) :])])


def fact_rows(bar: Bar, facts: OpFacts | None) -> list[tuple[str, str]]:
    """Return (name, value) of what is known of a bar."""
    found = []
    if facts is not None:
        found += [(tr("in"), inputs_text(bar.name, facts.inputs)), (tr("out"), shapes_text(facts.outputs))]
        if facts.dtype:
            found.append((tr("number type"), f"{facts.dtype} · {facts.device} · {size_text(facts.bytes)}"))
        if facts.keys:
            found.append((tr("dispatch keys, by the dispatcher’s table"), " → ".join(facts.keys)))
        for name, shape, size in facts.saved:
            found.append((tr("saved for backward"), f"{name} {shape} {size_text(size)}"))
        for kernel in facts.kernels:
            found.append((tr("kernel"), f"{kernel.name}{kernel_note(kernel)}"))
    own = tr("{time} itself", time=time_text(max(bar.own_s, 0.0))) if bar.own_s > 0 else tr("0 itself")
    found.append((tr("time"), f"{time_text(bar.end_s - bar.start_s)} · {own}"))
    if facts is not None and facts.flop and bar.end_s > bar.start_s:
        rate = facts.flop / (bar.end_s - bar.start_s) / 1e9
        found.append((tr("arithmetic, derived from the shapes"), f"{facts.flop / 1e3:,.0f} kFLOP · {rate:.1f} GFLOP/s"))
    return found


def kernel_note(kernel: Kernel) -> str:
    """Return how a kernel is known: its own line tells its time, or its name is derived."""
    if kernel.derived:
        return f" ({tr('derived')})"
    if math.isnan(kernel.seconds):
        return ""
    return "\n" + tr("{time} by its own line, in the counted pass", time=time_text(kernel.seconds))


def shares_text(traced: Traced) -> str:
    """Return what the shares of the three layers say of this network."""
    share = traced.kernel_s / traced.seconds if traced.seconds else 0.0
    if share < 1 / 3:
        return tr(
            "In a network this small, preparing takes longer than computing. Widen a layer to 512 and look again: the "
            "share of the kernels grows."
        )  # fmt: skip
    if share < 2 / 3:
        return tr("Preparing and computing take about as long in a network of this size.")
    return tr("Here the kernels compute nearly all the time: a faster device would make the step faster.")


def cost_text(traced: Traced) -> str:
    """Return how much the looking costs, and whether something disturbed it."""
    told = tr(
        "Measured: one of {steps} profiled steps, the middle one. Without the profiler the same step takes {plain}; "
        "looking makes it {looked}.", steps=traced.steps, plain=time_text(traced.plain_s),
        looked=time_text(traced.seconds),
    )  # fmt: skip
    if traced.calm:
        return told
    busy = tr(
        "Other programs had the processor meanwhile, so some bar may be too long: take the newest step when it is calm."
    )
    return f"{told} {busy}"


def op_name(name: str) -> str:
    """Return an op's name as a person reads it: without where it comes from."""
    return name.removeprefix("aten::")


def played_text(played: Played) -> str:
    """Return how long the same step takes as the trainer plays it."""
    if not played.ops:
        return tr(
            "the same step as the trainer plays it, without the profiler: {plain}", plain=time_text(played.plain_s)
        )
    return tr(
        "the same step as the trainer plays it: {time}, without the profiler {plain}", time=time_text(played.seconds),
        plain=time_text(played.plain_s),
    )  # fmt: skip


def result_text(taken: TakenUp) -> str:
    """Return how far the step as a person writes it is from the trainer's own."""
    if taken.differs == 0:
        return tr("As a person writes it, the step ends with exactly the trainer’s own weights (measured).")
    return tr(
        "As a person writes it, the step’s weights differ from the trainer’s own by {differs} at most, where it "
        "changes them by up to {largest} (measured).", differs=f"{taken.differs:.1g}", largest=f"{taken.largest:.1g}",
    )  # fmt: skip
