"""The way into the train worker on any Python: what is missing there becomes a sentence instead of a traceback.

The standard library only, until it is known that the rest can be imported.
"""

from __future__ import annotations

import importlib.util
import sys
from importlib import metadata

from core.messages.train_events import Failed
from core.sentence import Sentence, say
from core.versions import OLDEST_PYTHON, OLDEST_TORCH, leading
from core.workers import child


def missing() -> Sentence | None:
    """Return what keeps the trainer from running on this Python, None if nothing does."""
    if sys.version_info[:2] < leading(OLDEST_PYTHON):
        return say(
            "Training needs Python {oldest} or newer; this environment has {found}. "
            "Make a new environment, or train with another one.",
            oldest=OLDEST_PYTHON, found=".".join(map(str, sys.version_info[:2])),
        )  # fmt: skip
    if importlib.util.find_spec("torch") is None:
        return say(
            "There is no PyTorch in the Python at {path}. Install it, or train with another environment.",
            path=sys.prefix,
        )
    try:
        found = metadata.version("torch")
    except metadata.PackageNotFoundError:
        return None  # a torch without a record of itself may be a good one
    if leading(found) < leading(OLDEST_TORCH):
        return say(
            "Training needs PyTorch {oldest} or newer; this environment has {found}. "
            "Update it, or train with another one.",
            oldest=OLDEST_TORCH, found=found,
        )  # fmt: skip
    return None


def main() -> None:
    """Be the train worker, or say why not. Never returns."""
    sentence = missing()
    if sentence is not None:
        child.run(lambda pipe: pipe.send(Failed(sentence, f"{sys.executable}\nPython {sys.version}")))
    from core.train import worker

    worker.main()


if __name__ == "__main__":
    main()
