"""Data of a person's own, read from the library (`core.data.library`): what is known of it, and its tensors.

Before a byte is trained on, both files are what their digest says, shapes and numbers are what about.json says, and
every input and target is a number.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from core.data import library
from core.data.library import DATA_FILE, LibraryError
from core.messages.catalogue import Known
from core.messages.own.prepared import About, PicturePreparation
from core.messages.own.usual import known_of
from core.messages.train_commands import DataSpec
from core.train.model.safetensors import FileError, read_tensors


@dataclass(frozen=True)
class Read:
    """Inputs (n, *input) float32 and targets, (n,) int64 or (n, 1) float32; the first `training` are trained on."""

    known: Known
    about: About
    training: int
    inputs: Tensor
    targets: Tensor


def known(spec: DataSpec) -> Known:
    """Return what is known of data in the library; raise `LibraryError` where it is not there or damaged."""
    return known_of(library.read_about(spec.own, title=spec.title))


def read(spec: DataSpec) -> Read:
    """Return the data; raise `LibraryError` where it is not there, or not what was prepared."""
    about = library.read_about(spec.own, title=spec.title)
    folder = library.folder_of(spec.own)
    try:
        if library.digest_of(folder) != spec.own:
            raise ValueError("the files are not those that were prepared")
        tensors, _ = read_tensors(folder / DATA_FILE)
        inputs, targets = _checked(about, tensors["inputs"], tensors["targets"])
    except (OSError, ValueError, KeyError, FileError) as error:
        raise LibraryError(
            "The data “{title}” is damaged. Prepare it again from the same files.", title=spec.title or about.title
        ) from error
    return Read(known_of(about), about, about.training, inputs, targets)


def _checked(about: About, inputs: Tensor, targets: Tensor) -> tuple[Tensor, Tensor]:
    count = about.training + about.validation
    pictures = isinstance(about.preparation, PicturePreparation)
    if inputs.dtype != (torch.uint8 if pictures else torch.float32) or inputs.shape != (count, *about.input):
        raise ValueError("the inputs are others")
    if about.task == "classify":
        right = targets.dtype == torch.int64 and targets.shape == (count,)
        right = right and int(targets.min()) >= 0 and int(targets.max()) < len(about.classes)
    else:
        right = targets.dtype == torch.float32 and targets.shape == (count, 1) and bool(targets.isfinite().all())
    if not right or not (pictures or bool(inputs.isfinite().all())):
        raise ValueError("a target is impossible, or an input is no number")
    return inputs.float().div_(255) if pictures else inputs, targets
