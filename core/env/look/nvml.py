"""Ask NVIDIA's management library for its cards and print them as one line of JSON. Run as a child process only.

The library's start may hang on a broken driver, and it may take the whole process with it; that is why it runs apart,
with a time limit. It makes no CUDA context and takes no memory on the card.
"""

from __future__ import annotations

import contextlib
import json
import sys
from typing import Any

MARK = "torchgarden-nvml:"


def main() -> int:
    """Print `MARK` and a list of cards; exit code 1 when the library or the driver is not there."""
    try:
        import pynvml  # type: ignore[import-untyped]
    except ImportError:
        return 1
    try:
        pynvml.nvmlInit()
        driver = _text(pynvml.nvmlSystemGetDriverVersion())
        cards = []
        for index in range(pynvml.nvmlDeviceGetCount()):
            try:
                handle = pynvml.nvmlDeviceGetHandleByIndex(index)
                name = _text(pynvml.nvmlDeviceGetName(handle))
            except pynvml.NVMLError as error:  # one card of several is lost: the others are well
                print(error, file=sys.stderr)
                cards.append({"name": f"NVIDIA GPU {index}", "driver": driver, "lost": True})
                continue
            cards.append({"name": name, "driver": driver, **_details(pynvml, handle)})
    except pynvml.NVMLError as error:
        print(error, file=sys.stderr)
        return 1
    print(MARK + json.dumps(cards))
    return 0


def _details(pynvml: Any, handle: Any) -> dict[str, object]:
    """What a card tells beyond its name; old cards and virtual ones refuse some of it."""
    found: dict[str, object] = {}
    with contextlib.suppress(pynvml.NVMLError):
        found["memory_bytes"] = int(pynvml.nvmlDeviceGetMemoryInfo(handle).total)
    with contextlib.suppress(pynvml.NVMLError):
        found["capability"] = [int(n) for n in pynvml.nvmlDeviceGetCudaComputeCapability(handle)]
    with contextlib.suppress(pynvml.NVMLError):
        found["pci"] = int(pynvml.nvmlDeviceGetPciInfo(handle).pciDeviceId)
    return found


def _text(value: str | bytes) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value


if __name__ == "__main__":
    sys.exit(main())
