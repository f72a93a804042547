"""The forms in which a run is taken home, each written by a room of its own.

A form's `write(taken, path, *, data, language)` writes the file `path` (a folder for TensorBoard's logs) beside and
moves it into place, so that what is there before is replaced as a whole or not at all. It returns what a person has to
know of it, and raises `OutError`, or OSError where the disk refuses.
"""

from __future__ import annotations

import importlib
import importlib.util
from pathlib import Path
from typing import Protocol

from core.messages.own.out import Form
from core.out.taken import OutError, Taken
from core.sentence import Sentence


class Write(Protocol):
    """Write a run to a path."""

    def __call__(self, taken: Taken, path: Path, *, data: bool, language: str) -> tuple[Sentence, ...]: ...


WRITERS: dict[Form, str] = {
    "script": "core.out.script.written",
    "notebook": "core.out.script.notebook",
    "onnx": "core.out.onnx.written",
    "html": "core.out.page.written",
    "garden": "core.out.garden.packed",
    "safetensors": "core.out.plain.weights",
    "pt": "core.out.plain.state_dict",
    "tensorboard": "core.out.plain.tensorboard",
    "csv": "core.out.plain.charts",
}
"""The module that writes each form."""


def writer(form: Form) -> Write:
    """Return what writes a form; its module is loaded when it is asked for. Raises `OutError` where
    there is none."""
    name = WRITERS[form]
    if importlib.util.find_spec(name) is None:
        raise OutError("This TorchGarden cannot write “{form}”.", form=form)
    found: Write = importlib.import_module(name).write
    return found


def beside(form: Form, path: Path) -> tuple[Path, ...]:
    """Return what a form writes beside its file, as far as it is there."""
    endings = {"script": "_files", "notebook": "_notebook_files"}
    folder = path.with_name(f"{path.stem}{endings[form]}") if form in endings else None
    return (folder,) if folder is not None and folder.is_dir() else ()
