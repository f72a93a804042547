"""Where a real install gets its files from here: a conda channel made on the spot, and the wheels that pip is told of.

Only torchvision is a few lines: PyPI's is built for CUDA, and the one for the processor is on PyTorch's index alone.
"""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import psutil

from tests.end_to_end.test_install import TORCH, torch_wheels
from tests.env.channel import CHANNEL_URL
from tests.env.wheelhouse import make_wheel

VISION = "0.28.0+cpu"


def write_sources(home: Path, server_url: str, folder: Path) -> None:
    """Tell the install worker of `home` of the local channel and wheels; `folder` is for what is made on the way."""
    ops = b"def nms(boxes, scores, limit):\n    return scores.argsort(descending=True)\n"
    files = {"ops.py": ops, "__init__.py": b"from torchvision import ops\n\n__version__ = '" + VISION.encode() + b"'\n"}
    little = make_wheel(folder / "little", "torchvision", VISION, requires=[f"torch=={TORCH}"], files=files).parent
    sources = {
        "mirrors": {
            CHANNEL_URL: [server_url + "/conda-forge"],
            "https://download.pytorch.org/whl/cpu/": [server_url + "/whl/cpu/"],
        },
        "find_links": [torch_wheels(), str(little)],
        "stall_s": 60,
    }
    home.mkdir(parents=True, exist_ok=True)
    (home / "sources.json").write_text(json.dumps(sources))


def stop_jupyter(prefix: str) -> int:
    """End the notebook server of an environment, which outlives the window on purpose; return how many there were."""
    ended = 0
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            words = process.cmdline()
            if words and words[0].startswith(prefix) and "notebook" in words:
                process.kill()
                ended += 1
    return ended
