"""Loading torch in an environment that somebody else made: whatever is wrong with it becomes a sentence.

The standard library only, until torch is there. The report of a failure holds the whole error text; the window and the
text door look in it for faults that are known (`core.env.check.faults`).
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import sys
import traceback
from importlib import metadata
from pathlib import Path

from core.messages.train_events import Failed
from core.messages.train_reports import NOT_LOADED
from core.sentence import Sentence, say
from core.versions import OLDEST_TORCH, leading
from core.workers import child
from core.workers.child import Pipe
from core.workers.process_tree import is_out_of_memory, memory_sentence

ROOT = Path(__file__).resolve().parents[1]
"""The folder `core`."""
TRAINER = "core.train.worker"
LOADING = (
    ImportError, OSError, SyntaxError, AttributeError, NameError, TypeError, ValueError, LookupError, RuntimeError,
    AssertionError, MemoryError, SystemExit,
)  # fmt: skip
"""What a broken package raises when it is imported."""


def missing() -> Sentence | None:
    """Return what keeps the trainer from running on this Python, None if nothing does; torch is not loaded."""
    try:
        spec = importlib.util.find_spec("torch")
    except (ImportError, ValueError, AttributeError):  # something called torch, and it is no module
        return NOT_LOADED
    if spec is None:
        return say(
            "There is no PyTorch in the Python at {path}. Install it, or train with another environment.",
            path=sys.prefix,
        )
    if spec.origin is None:  # what Python makes of a folder without code
        return say(
            "The folder {path} is called torch, and PyTorch is not in it. Delete it and install PyTorch again, or "
            "train with another environment.",
            path=next(iter(spec.submodule_search_locations or [""])),
        )
    try:
        found = metadata.version("torch")
    except (metadata.PackageNotFoundError, LookupError, ValueError, OSError, AttributeError):
        return None  # a torch without a record of itself, or with a broken one, may be a good one
    if found and leading(found) < leading(OLDEST_TORCH):
        return say(
            "Training needs PyTorch {oldest} or newer; this environment has {found}. "
            "Update it, or train with another one.",
            oldest=OLDEST_TORCH, found=found,
        )  # fmt: skip
    return None


def not_loading(worker: str = TRAINER) -> Failed | None:
    """Load torch and a worker's module; return what is told if that fails, None if it is there."""
    about = f"{sys.executable}\nPython {sys.version}"
    sentence = missing()
    if sentence is not None:
        return Failed(sentence, about)
    try:
        torch = importlib.import_module("torch")
        whole = all(hasattr(torch, name) for name in ("Tensor", "Generator", "zeros", "__version__"))
        if whole:
            importlib.import_module(worker)
    except LOADING as error:
        if _is_ours(error):
            raise
        reason = memory_sentence() if is_out_of_memory(error) else NOT_LOADED
        return Failed(reason, f"{traceback.format_exc()}\n{about}")
    return None if whole else Failed(NOT_LOADED, f"module 'torch' has no attribute 'Tensor'\n{torch!r}\n{about}")


def _is_ours(error: BaseException) -> bool:
    """Whether it was raised in a file of ours that had got hold of all it imports."""
    frames = traceback.extract_tb(error.__traceback__)
    last = Path(frames[-1].filename) if frames else Path()
    asked_torch = isinstance(error, ImportError) or "torch" in str(error)
    return ROOT in last.parents and last != Path(__file__) and not asked_torch


def serve(pipe: Pipe, worker: str = TRAINER) -> None:
    """Be a worker that needs torch on `pipe`, the one in the module `worker`, or say why not."""
    failed = not_loading(worker)
    if failed is not None:
        print(failed.detail, file=sys.stderr, flush=True)
        pipe.send(failed)
        return
    from core.train.session.cpu_threads import MOST

    parser = argparse.ArgumentParser(prog="worker", description="A worker of TorchGarden's: speaks JSON lines.")
    for flag in ("--trainer", "--inside", "--out"):
        parser.add_argument(flag, action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--threads", type=int, default=0, help="processor threads; 0: measured")
    parser.add_argument("--device", default="cpu", help="the device to begin on")
    arguments = parser.parse_args()
    importlib.import_module(worker).serve(pipe, device=arguments.device, threads=min(max(0, arguments.threads), MOST))


def main(worker: str = TRAINER) -> None:
    """Be a worker of the app at the other end of stdin and stdout. Never returns."""
    child.run(lambda pipe: serve(pipe, worker))
