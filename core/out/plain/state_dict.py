"""The weights as torch saves them: a .pt file that loads with ``torch.load(path, weights_only=True)``."""

from __future__ import annotations

import io
from pathlib import Path

import torch

from core import files
from core.out.names import state_dict
from core.out.taken import Taken
from core.sentence import Sentence


def write(taken: Taken, path: Path, *, data: bool, language: str) -> tuple[Sentence, ...]:
    """Write the `state_dict`. Raises OSError."""
    # In memory first: into a file torch answers a full disk with an error of its own.
    made = io.BytesIO()
    torch.save(state_dict(taken), made)
    files.write(path, made.getvalue(), on_disk=True)
    return ()
