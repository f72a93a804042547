"""The weights as a .safetensors file, under the names that a plain `torch.nn.Module` gives them.

    network.load_state_dict(safetensors.torch.load_file(path))

With them goes what makes them a network again (`core.out.described`).
"""

from __future__ import annotations

from pathlib import Path

from core.files import Beside
from core.out.described import metadata
from core.out.names import state_dict
from core.out.spoken import Voice
from core.out.taken import Taken
from core.sentence import Sentence
from core.train.model.safetensors import pieces

PIECE_BYTES = 1 << 20


def write(taken: Taken, path: Path, *, data: bool, language: str) -> tuple[Sentence, ...]:
    """Write the weights with what goes along. Raises OSError."""
    told = {"format": "pt", **metadata(taken, Voice(language))}
    with Beside(path) as beside:
        for piece in pieces(state_dict(taken), told, piece_bytes=PIECE_BYTES):
            beside.file.write(piece)
        beside.commit(on_disk=True)
    return ()
