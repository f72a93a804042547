"""The pieces that are measured, each a function that returns what came out of it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import torch
import torch.nn.functional as F  # noqa: N812 (everybody calls it F)
from torch import Tensor, nn

from core.inside.compare.clock import Spread, measured
from core.inside.written.step import Step
from core.messages.inside.compare import (
    Copying,
    CopyTime,
    LaunchTime,
    LayerTime,
    Measured,
    NetTime,
    NumberTime,
    NumberType,
    ThreadTime,
    VectorTime,
)
from core.net.shapes import cost
from core.train.disk import checkpoint
from core.train.model.precision import use_tf32
from core.train.session.devices import cores
from core.train.steps.ladder import finish
from core.train.training.training import Training

WIDTHS = (16, 32, 64, 128, 256, 512, 1024, 2048, 4096)
BATCH = 64
TOO_LONG_S = 1.0
"""A device that needs longer for a step of one width is not asked for the next, which takes four times as long."""
COPIES = (1 << 20, 1 << 26)
MATRIX = {"cpu": 512}
LARGE_MATRIX = 4096
THREADS_WIDTH = 1024
VECTOR_COUNT = 1 << 16
CAPABILITIES = ("default", "avx2", "avx512")
CHILD_S = 60.0

DTYPES: dict[NumberType, torch.dtype] = {
    "float64": torch.float64, "float32": torch.float32, "tf32": torch.float32, "bfloat16": torch.bfloat16,
    "float16": torch.float16,
}  # fmt: skip

Piece = tuple[str, Callable[[], Measured | None]]
"""What it is, for the log and for `LeftOut`, and what measures it; None: there is nothing to tell."""


def all_pieces(training: Training | None, devices: tuple[str, ...]) -> list[Piece]:
    """Return everything that is measured with these devices, the quick and the telling first."""
    found: list[Piece] = [(f"launch {name}", partial(launch, name)) for name in devices]
    slow: set[str] = set()
    found += [
        (f"layer {width} {name}", partial(layer, name, width, slow)) for width in WIDTHS for name in devices
    ]  # fmt: skip
    if training is not None:
        found += [(f"network {name}", partial(network, training, name)) for name in devices]
    found += [(f"copy {kind} {name}", partial(copying, name, kind, size)) for name, kind, size in copies(devices)]
    found += [(f"{kind} {name}", partial(numbers, name, kind)) for name in devices for kind in number_types(name)]
    found += [(f"{count} threads", partial(threads, training, count)) for count in thread_counts()]
    return found + [(f"capability {name}", partial(vector, name)) for name in CAPABILITIES]


# ------------------------------------------------------------------------------------------------------ layers, nets
def one_layer(width: int, device: torch.device) -> Iterator[Callable[[], object]]:
    """Yield what takes a whole step of a dense layer, then its forward, backward and update alone."""
    torch.manual_seed(0)
    made = nn.Linear(width, width, device=device)
    optimizer = torch.optim.SGD(made.parameters(), lr=1e-3)
    x, y = torch.randn(BATCH, width, device=device), torch.randn(BATCH, width, device=device)

    def forward() -> Tensor:
        return F.mse_loss(made(x), y)

    def step() -> None:
        optimizer.zero_grad()
        forward().backward()  # type: ignore[no-untyped-call]
        optimizer.step()

    yield step
    yield forward
    kept = forward()
    yield lambda: torch.autograd.grad(kept, list(made.parameters()), retain_graph=True)
    step()
    yield optimizer.step


def layer(name: str, width: int, slow: set[str]) -> LayerTime | None:
    """Return what a step of a dense layer takes. `slow`: devices that took too long already; this adds to them."""
    if name in slow:
        return None
    device = torch.device(name)
    work = one_layer(width, device)
    whole = measured(next(work), device)
    if whole.seconds > TOO_LONG_S:
        slow.add(name)
    apart = [measured(part, device, budget_s=0.05).seconds for part in work]
    total = sum(apart) or 1.0
    shares = (apart[0] / total, apart[1] / total, apart[2] / total)
    return LayerTime(name, width, BATCH, whole.seconds, whole.low_s, whole.high_s, whole.runs, shares)


def network(training: Training, name: str) -> NetTime:
    """Return what a step of the network takes on a device, written as a person would."""
    device = torch.device(name)
    there = training if training.device == device else checkpoint.moved(training, device)
    found = measured(Step(there).run, device)
    return NetTime(name, width_alike(there), found.seconds, found.low_s, found.high_s)


def width_alike(training: Training) -> float:
    """Return the width of the one dense layer with as many multiply-adds for a batch of `BATCH` as a batch here."""
    rows = training.batch_sizes(1)[0]
    return float((cost(training.net, training.settings.optimizer).multiply_adds * rows / BATCH) ** 0.5)


# ------------------------------------------------------------------------------------------------------------ copies
def copies(devices: tuple[str, ...]) -> list[tuple[str, Copying, int]]:
    """Return (device, kind, bytes) of the copies that can be made."""
    found: list[tuple[str, Copying, int]] = []
    for name in devices:
        kinds: tuple[Copying, ...] = ("within",) if name == "cpu" else ("to", "from")
        if name.startswith("cuda"):
            kinds = ("to", "to_pinned", "from")
        found += [(name, kind, size) for kind in kinds for size in COPIES]
    return found


def copying(name: str, kind: Copying, size: int) -> CopyTime:
    """Return what a copy takes."""
    device, count = torch.device(name), size // 4
    if kind == "within":
        source, target = torch.randn(count), torch.empty(count)
        return CopyTime(name, kind, size, measured(lambda: target.copy_(source), device).seconds)
    here = torch.randn(count)
    if kind == "from":
        there = here.to(device)
        return CopyTime(name, kind, size, measured(lambda: there.to("cpu"), device).seconds)
    if kind == "to_pinned":
        here = here.pin_memory()
    return CopyTime(name, kind, size, measured(lambda: here.to(device, non_blocking=True), device).seconds)


# ------------------------------------------------------------------------------------------------------ number types
def number_types(name: str) -> tuple[NumberType, ...]:
    """Return the number types to try on a device; whether it can is seen when it is asked."""
    if name.startswith("cuda"):
        return ("float64", "float32", "tf32", "bfloat16", "float16")
    return ("float32", "bfloat16", "float16") if name.startswith("mps") else ("float64", "float32", "bfloat16")


def numbers(name: str, kind: NumberType) -> NumberTime:
    """Return what a product of matrices takes in a number type, and how far its result is from float64's."""
    device, size = torch.device(name), MATRIX.get(name, LARGE_MATRIX)
    generator = torch.Generator().manual_seed(0)
    left, right = (torch.randn(size, size, generator=generator, dtype=torch.float64) for _ in range(2))
    rows = slice(0, 64)  # exact is dear: some rows tell as much
    exact = left[rows] @ right
    a, b = left.to(DTYPES[kind]).to(device), right.to(DTYPES[kind]).to(device)
    try:
        use_tf32(kind == "tf32")
        found = measured(lambda: a @ b, device)
        given = (a @ b)[rows].cpu().double()
    finally:
        use_tf32(False)
    finish(device)
    error = ((given - exact).abs().max() / exact.abs().max()).item()
    return NumberTime(name, kind, size, found.seconds, error)


# ----------------------------------------------------------------------------------------------------- the processor
def thread_counts() -> tuple[int, ...]:
    """Return 1, 2, 4 … up to the processor's cores."""
    most = cores()
    found = [1]
    while found[-1] * 2 <= most:
        found.append(found[-1] * 2)
    return tuple(found) if found[-1] == most else (*found, most)


def threads(training: Training | None, count: int) -> ThreadTime:
    """Return what a layer and the network take on so many threads."""
    before, cpu = torch.get_num_threads(), torch.device("cpu")
    try:
        torch.set_num_threads(count)
        whole: Spread = measured(next(one_layer(THREADS_WIDTH, cpu)), cpu)
        net_s = float("nan")
        if training is not None and training.device.type == "cpu":
            net_s = measured(Step(training).run, cpu).seconds
        return ThreadTime(count, THREADS_WIDTH, whole.seconds, net_s)
    finally:
        torch.set_num_threads(before)


def launch(name: str) -> LaunchTime:
    """Return what the smallest operation takes."""
    device = torch.device(name)
    one = torch.zeros(1, device=device)
    return LaunchTime(name, measured(lambda: one.add_(1.0), device, budget_s=0.1).seconds)


def vector(capability: str) -> VectorTime | None:
    """Return what ATen's loop takes when it is compiled for another processor; None if this one cannot run it.

    It is chosen when torch is loaded, so another process measures it.
    """
    if not can_run(capability):
        return None
    environment = dict(os.environ) | {"ATEN_CPU_CAPABILITY": capability}
    frozen = getattr(sys, "frozen", False)  # a packaged app has no `-m`; it is its own worker (gui/__main__.py)
    command = [sys.executable, *(["--vector"] if frozen else ["-m", "core.inside.compare.vector"]), str(VECTOR_COUNT)]
    root = Path(__file__).resolve().parents[3]
    done = subprocess.run(
        command, env=environment, cwd=root, capture_output=True, text=True, timeout=CHILD_S, check=True,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    return VectorTime(capability, VECTOR_COUNT, float(done.stdout.strip().splitlines()[-1]))


def can_run(capability: str) -> bool:
    """Return whether the processor has what a capability needs."""
    has = torch.backends.cpu.get_cpu_capability().lower()
    order = ("default", "avx2", "avx512")
    if has not in order:  # another kind of processor: its own only
        return capability == "default"
    return order.index(capability) <= order.index(has)
