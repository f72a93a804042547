"""The tensors of a file from elsewhere, by name: a .safetensors file, or a .pt with a `state_dict`. Nothing is run.

A .pt is a zip that torch has written. Before torch reads it with ``weights_only=True``, which makes tensors and plain
containers and calls nothing else, the zip is looked at: stored members with the names that torch gives, no code
(TorchScript), no more bytes than the file has. The older kind, a pickle without a zip, is refused: torch before 2.6
runs what is in some of them (CVE-2025-32434).
"""

from __future__ import annotations

import pickle
import re
import warnings
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import torch
from torch import Tensor

from core import files
from core.out import archive
from core.out.archive import BROKEN, ArchiveError
from core.out.taken import OutError
from core.sentence import say
from core.train.model.safetensors import FileError, read_tensors

FILE_BYTES = 1 << 30
MOST_TENSORS, MOST_NAME = 2000, 300
MOST_MEMBERS, DIRECTORY_BYTES, PICKLE_BYTES = 4000, 4 << 20, 8 << 20
IN_PT = re.compile(
    r"[^/]{1,200}/(data\.pkl|data/\d{1,6}|version|byteorder|\.format_version|\.storage_alignment|\.data/serialization_id)"
)
DTYPES = (torch.float32, torch.float64, torch.float16, torch.bfloat16)
INSIDE = ("state_dict", "model_state_dict", "model", "weights")
"""Under which key programs that save more than weights keep them."""
NOT_READ = (*BROKEN, pickle.UnpicklingError, AttributeError, AssertionError, ArithmeticError, RecursionError)


@dataclass(frozen=True)
class Weights:
    """Tensors by name, in the order of the file, and the texts that go along. `aside`: what else was in the file."""

    tensors: dict[str, Tensor]
    metadata: dict[str, str] = field(default_factory=dict)
    aside: tuple[str, ...] = ()


def read(path: Path) -> Weights:
    """Return what a file holds; raise `OutError` where that is no weights, OSError where it cannot be read."""
    with files.opened(path) as file:
        size = file.seek(0, 2)
        if size > FILE_BYTES:
            raise OutError("{name} is too large for a network here.", name=path.name)
        file.seek(0)
        start = file.read(9)
        if start[:4] == b"PK\x03\x04":
            return _checked(_from_pt(file, path), path)
    if start[8:9] != b"{":
        if start[:1] == b"\x80":
            raise OutError(
                "{name} was saved by an old PyTorch as a pickle, which can run code. Save it again with torch.save of "
                "a newer one, or as .safetensors.", name=path.name,
            )  # fmt: skip
        raise OutError("{name} is no file with a network that is known here.", name=path.name)
    try:
        tensors, metadata = read_tensors(path)
    except FileError as error:
        raise OutError("{name} is damaged.", name=path.name) from error
    return _checked(Weights(tensors, metadata), path)


def _from_pt(file: BinaryIO, path: Path) -> Weights:
    try:
        found = archive.directory(file, most=MOST_MEMBERS, directory_bytes=DIRECTORY_BYTES)
    except ArchiveError as error:
        raise OutError("{name} is damaged.", advice=(error.sentence,), name=path.name) from error
    if any(name.endswith(("/constants.pkl", ".py")) for name in found):
        raise OutError(
            "{name} is a TorchScript program, and no programs are read here. Save its state_dict instead.",
            name=path.name,
        )
    plain = all(IN_PT.fullmatch(name) and one.compress_type == zipfile.ZIP_STORED for name, one in found.items())
    if not plain or not any(
        name.endswith("/data.pkl") and one.file_size <= PICKLE_BYTES for name, one in found.items()
    ):
        raise OutError("{name} is no file with a network that is known here.", name=path.name)
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of tensors of a kind that is refused below
            held = torch.load(file, map_location="cpu", weights_only=True)
    except NOT_READ as error:
        raise OutError(
            "{name} holds more than weights, and nothing else is read here. Save its state_dict: "
            "torch.save(model.state_dict(), “weights.pt”).",
            advice=(say("Or it is damaged."),), name=path.name,
        ) from error  # fmt: skip
    return _flat(held, path)


def _flat(held: Any, path: Path) -> Weights:
    """Return the tensors of a `state_dict`, or of one that lies beside other things."""
    inside = isinstance(held, Mapping) and next(
        (held[key] for key in INSIDE if isinstance(held.get(key), Mapping)), None
    )
    if isinstance(inside, Mapping):
        aside = tuple(str(key)[:40] for key in held if held[key] is not inside)
        return Weights(_tensors(inside, path), aside=aside[:20])
    if not isinstance(held, Mapping):
        raise OutError("{name} holds no state_dict.", name=path.name)
    return Weights(_tensors(held, path))


def _tensors(held: Mapping[Any, Any], path: Path) -> dict[str, Tensor]:
    if not held or not all(isinstance(key, str) and type(one) in TENSORS for key, one in held.items()):
        raise OutError("{name} holds no state_dict.", name=path.name)
    return dict(held)


TENSORS = (torch.Tensor, torch.nn.Parameter)


def _checked(weights: Weights, path: Path) -> Weights:
    """Return the weights as plain float32 tensors of their own; raise `OutError` for what cannot be a network's."""
    if len(weights.tensors) > MOST_TENSORS or any(len(name) > MOST_NAME for name in weights.tensors):
        raise OutError("{name} is too large for a network here.", name=path.name)
    made: dict[str, Tensor] = {}
    left = FILE_BYTES
    for name, tensor in weights.tensors.items():
        plain = tensor.layout == torch.strided and tensor.device.type == "cpu" and not tensor.is_quantized
        if name.endswith("num_batches_tracked"):
            continue  # it decides nothing
        if not plain or tensor.dtype not in DTYPES:
            raise OutError("The tensor {tensor} of {name} holds no plain numbers.", tensor=shown(name), name=path.name)
        left -= tensor.numel() * 4  # a view can be larger than what it is a view of
        if left < 0:
            raise OutError("{name} is too large for a network here.", name=path.name)
        made[name] = tensor.detach().to(torch.float32).contiguous().clone()
        if not bool(torch.isfinite(made[name]).all()):
            raise OutError(
                "The tensor {tensor} of {name} has a value that is not a number.", tensor=shown(name), name=path.name
            )
    return Weights(made, weights.metadata, weights.aside)


def shown(name: str) -> str:
    """Return a tensor's name as it is shown."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in name)[:80]
