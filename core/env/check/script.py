"""Prove an environment's torch by training with it: run by that environment's own Python, alone, never imported.

    python -I -X utf8 script.py [--without cuda:0 ...]

Standard output carries lines that begin with `MARK`: one before each part, so that a crash or a hang names the part it
came from, and one report at the end. On every device the same small network takes the same steps from the same
weights; the results are compared with the processor's in double precision and the time is taken. It needs no other
file, runs on any Python from 3.8 on, and leaves torch's optimizers alone: importing them costs two seconds and proves
nothing more.
"""

# ruff: noqa: BLE001, B905 (whatever fails in here is a finding; zip(strict=) is younger than the oldest Python)
from __future__ import annotations

import importlib
import json
import sys
import time
import traceback
from collections.abc import Sequence
from typing import Any

MARK = "torchgarden-check:"
BATCH, SIZE, CHANNELS, CLASSES = 64, 32, 32, 10
TIMED_STEPS = 5
BUDGET_S = 4.0
LARGEST_ERROR = 5e-3


def tell(**entry: object) -> None:
    """Print one marked line."""
    print(MARK + json.dumps(entry), flush=True)


def main() -> None:
    """Print the report; the exit code is 0 even where faults were found, they are in the report."""
    texts: list[str] = []
    report: dict[str, object] = {"python": sys.version.split()[0], "executable": sys.executable, "prefix": sys.prefix}
    report["texts"] = texts
    tell(part="import torch")
    try:
        import torch
    except BaseException:
        texts.append(traceback.format_exc())
        tell(report=report)
        return
    report.update(describe(torch))
    tell(part="import torchvision")
    report.update(companions(torch, texts))
    report["user_site"] = shadowed()
    tell(part="devices")
    report["device"] = device_of_the_notes(torch)
    print("사용 중인 디바이스:", report["device"], flush=True)
    report["devices"] = prove_all(torch, without=sys.argv[2:] if sys.argv[1:2] == ["--without"] else ())
    tell(report=report)


def describe(torch: Any) -> dict[str, object]:
    """Versions and what the build holds kernels for."""
    hip = getattr(torch.version, "hip", "") or ""
    report: dict[str, object] = {"torch": torch.__version__, "cuda": torch.version.cuda or "", "hip": hip}
    try:
        report["architectures"] = list(torch.cuda.get_arch_list())
    except Exception:
        report["architectures"] = []
    return report


def companions(torch: Any, texts: list[str]) -> dict[str, str]:
    """The versions of torchvision and torchaudio, each tried; what they said when they failed goes into `texts`."""
    versions = {"torchvision": "", "torchaudio": "", "numpy": ""}
    try:
        versions["numpy"] = importlib.import_module("numpy").__version__
        torch.ones(2).numpy()
    except ImportError:
        pass
    except BaseException:
        texts.append(traceback.format_exc())
    try:
        import torchvision  # type: ignore[import-untyped]

        versions["torchvision"] = torchvision.__version__
        boxes = torch.tensor([[0.0, 0.0, 1.0, 1.0], [0.0, 0.0, 1.0, 0.9]])
        torchvision.ops.nms(boxes, torch.tensor([0.9, 0.8]), 0.5)
    except ModuleNotFoundError as error:
        if error.name != "torchvision":
            texts.append(traceback.format_exc())
    except BaseException:
        texts.append(traceback.format_exc())
    try:
        from importlib.metadata import version

        versions["torchaudio"] = version("torchaudio")
    except Exception:
        versions["torchaudio"] = ""
    return versions


def shadowed() -> list[str]:
    """Packages in the user's own site-packages that a plain Python of this environment would load instead."""
    import os
    import site

    folder = site.getusersitepackages()
    names = ("torch", "torchvision", "numpy", "PIL")
    return [os.path.join(folder, name) for name in names if os.path.isdir(os.path.join(folder, name))]


def device_of_the_notes(torch: Any) -> str:
    """The device that `torch.device("cuda" if torch.cuda.is_available() else "cpu")` and its kin would choose."""
    if torch.cuda.is_available():
        return "cuda"
    if getattr(torch, "xpu", None) is not None and torch.xpu.is_available():
        return "xpu"
    mps = getattr(torch.backends, "mps", None)
    return "mps" if mps is not None and mps.is_available() else "cpu"


def devices(torch: Any) -> list[tuple[str, str, int, str]]:
    """(name, product, memory in bytes, compute capability, AMD's architecture or "") of every device, the processor
    first."""
    found = [("cpu", "", 0, "")]
    for kind in ("cuda", "xpu"):
        module = getattr(torch, kind, None)
        if module is not None and module.is_available():
            found += [(f"{kind}:{index}", *about(torch, module, index)) for index in range(module.device_count())]
    if device_of_the_notes(torch) == "mps":
        found.append(("mps", "", 0, ""))
    return found


def about(torch: Any, module: Any, index: int) -> tuple[str, int, str]:
    """(product, memory in bytes, capability) of a card; nothing where it does not even tell that."""
    try:
        card = module.get_device_properties(index)
    except Exception:
        return "", 0, ""
    capability = ""
    if module is torch.cuda:
        capability = f"{card.major}.{card.minor}"
        if getattr(torch.version, "hip", None):  # "gfx90a:sramecc+:xnack-"
            capability = getattr(card, "gcnArchName", "").split(":")[0]
    return card.name, card.total_memory, capability


def prove_all(torch: Any, without: Sequence[str] = ()) -> list[dict[str, Any]]:
    """One entry a device: whether it computes what the processor computes, and how long a step takes.

    `without`: those that ended an earlier check; they are left alone.
    """
    # Compared in full single precision; the shorter TensorFloat is a choice for speed, not a fault.
    for place in (getattr(torch.backends.cuda, "matmul", None), getattr(torch.backends, "cudnn", None)):
        if place is not None and hasattr(place, "allow_tf32"):
            place.allow_tf32 = False
    wanted = {part: work().detach() for part, work in parts(torch, *start(torch, "cpu", torch.float64))}
    entries = []
    there = devices(torch)
    for name, product, memory, capability in there:
        if name in without:
            continue
        entry: dict[str, Any] = {"device": name, "product": product, "memory_bytes": memory, "capability": capability}
        tell(part="device " + name, device={**entry, "cards": len(there) - 1})
        entry.update(prove(torch, name, wanted))
        entries.append(entry)
    for entry in entries:
        entry["cpu_ms"] = entries[0]["device_ms"]
    return entries


def prove(torch: Any, device: str, wanted: dict[str, Any]) -> dict[str, Any]:
    """Train on one device part by part and compare each part's result with the `wanted` one."""
    entry: dict[str, Any] = {"ok": False, "failed": "", "error": 0.0, "device_ms": 0.0, "text": ""}
    part = "matmul"
    try:
        tensors, images, labels = start(torch, device, torch.float32)
        for part, work in parts(torch, tensors, images, labels):
            tell(part=f"device {device}: {part}")
            result = work().detach().to("cpu").double()
            error = float((result - wanted[part]).abs().max()) / float(wanted[part].abs().max())
            entry["error"] = max(entry["error"], error)
            if not error <= LARGEST_ERROR:  # also when it is not a number
                entry["failed"], entry["text"] = part, f"wrong result: {error:g}"
                return entry
        entry["device_ms"] = time_a_step(torch, device, tensors, images, labels)
        entry["ok"] = True
    except BaseException:
        entry["failed"], entry["text"] = part, traceback.format_exc()
    return entry


def start(torch: Any, device: str, dtype: Any) -> tuple[list[Any], Any, Any]:
    """The same weights (out, in, 3, 3), (out, in, 3, 3), (classes, features) and the same batch on every device."""
    generator = torch.Generator().manual_seed(0)

    def draw(*shape: int) -> Any:
        return torch.randn(*shape, generator=generator).to(dtype)

    features = CHANNELS * 16
    tensors = [draw(CHANNELS, 3, 3, 3) / 5, draw(CHANNELS, CHANNELS, 3, 3) / 17, draw(CLASSES, features) / 23]
    images = draw(BATCH, 3, SIZE, SIZE)
    labels = torch.randint(CLASSES, (BATCH,), generator=generator)
    moved = [tensor.to(device).requires_grad_() for tensor in tensors]
    return moved, images.to(device), labels.to(device)


def parts(torch: Any, tensors: list[Any], images: Any, labels: Any) -> list[tuple[str, Any]]:
    """What is tried on each device, from the simplest to a whole training step."""
    return [
        ("matmul", lambda: tensors[2] @ tensors[2].t()),
        ("convolution", lambda: torch.nn.functional.conv2d(images[:8], tensors[0], padding=1)),
        ("backward", lambda: gradients(torch, tensors, images, labels)[0]),
        ("optimizer", lambda: step(torch, tensors, images, labels)[0]),
    ]


def gradients(torch: Any, tensors: list[Any], images: Any, labels: Any) -> Any:
    """Gradients of the loss of a convolutional network, by backpropagation."""
    functional = torch.nn.functional
    x = functional.relu(functional.conv2d(images, tensors[0], padding=1))
    x = functional.relu(functional.conv2d(x, tensors[1], padding=1))
    x = functional.avg_pool2d(x, SIZE // 4).flatten(1)  # (batch, channels * 16)
    loss = functional.cross_entropy(x @ tensors[2].t(), labels)
    return torch.autograd.grad(loss, tensors)


def step(torch: Any, tensors: list[Any], images: Any, labels: Any) -> list[Any]:
    """The weights after one Adam step: at the first step both moments are the gradient's own."""
    found = gradients(torch, tensors, images, labels)
    with torch.no_grad():
        # The margin keeps a gradient near zero, whose sign may differ between devices, from a whole step of difference.
        return [tensor - 1e-2 * grad / ((grad * grad).sqrt() + 1e-3) for tensor, grad in zip(tensors, found)]


def time_a_step(torch: Any, device: str, tensors: list[Any], images: Any, labels: Any) -> float:
    """Milliseconds of one training step, the best of a few; a device that answers later is waited for."""
    place = {"cuda": torch.cuda, "xpu": getattr(torch, "xpu", None), "mps": getattr(torch, "mps", None)}
    module = place.get(device.split(":")[0])

    def wait() -> None:
        if module is not None:
            module.synchronize()

    best, begun = float("inf"), time.perf_counter()
    for _ in range(TIMED_STEPS + 1):
        wait()
        started = time.perf_counter()
        step(torch, tensors, images, labels)
        wait()
        best = min(best, time.perf_counter() - started)
        if time.perf_counter() - begun > BUDGET_S:
            break
    return best * 1000


if __name__ == "__main__":
    main()
