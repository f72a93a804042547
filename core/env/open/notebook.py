"""The first notebook of an environment: its device line, tensors, a gradient, a network that grows while it trains.

Its text is in `resources/notebooks/first.LANGUAGE.md`: Markdown whose code blocks become code cells. A notebook file
is plain JSON (the Jupyter notebook format 4.5), so the standard library can write one.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from string import Template
from typing import Any

from core.disk_reason import reason
from core.env.plan.by_hand import DEVICE_CHECKS
from core.env.plan.recipe import kernel_name, notebook_name
from core.env.problems import InstallError
from core.files import read_object, to_json, write
from core.messages.install_commands import Language, WriteNotebook
from core.messages.install_reports import Env

TEXTS = Path(__file__).resolve().parents[3] / "resources" / "notebooks"
DEVICES = tuple(DEVICE_CHECKS)


class NotebookError(InstallError):
    """A notebook that cannot be written: one sentence."""


def first_notebook(env: Env, *, device: str, language: Language, texts: Path = TEXTS) -> dict[str, Any]:
    """Return the notebook for `env`, ready for JSON. `device`: torch's word, "cuda" or "cuda:0"."""
    kind = device.partition(":")[0]
    text = (texts / f"first.{language}.md").read_text("utf-8")
    check = DEVICE_CHECKS[kind if kind in DEVICES else "cpu"].replace("'", '"')
    if re.fullmatch(r"\w+:[1-9]\d?", device):  # the first card does not work
        check = check.replace(f'"{kind}"', f'"{device}"')
    told = Template(text).substitute(name=env.name, torch=env.torch or "?", device_choice=check)
    kernel = env.kernel or kernel_name(env.name)
    made = [_cell(number, kind, source) for number, (kind, source) in enumerate(cells(told), 1)]
    made_for = [env.prefix, env.torch, check, language]
    return {
        "cells": made,
        "metadata": {
            "torchgarden": {"made_for": made_for, "text": _fingerprint(made)},
            "kernelspec": {"display_name": f"Python ({env.name})", "language": "python", "name": kernel},
            "language_info": {"name": "python", "file_extension": ".py", "mimetype": "text/x-python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def cells(markdown: str) -> list[tuple[str, str]]:
    """Split Markdown at its ```python blocks: ("markdown" or "code", source), none of them empty."""
    found = []
    for place, part in enumerate(re.split(r"^```python\n(.*?)^```$", markdown, flags=re.MULTILINE | re.DOTALL)):
        if part.strip():
            found.append(("code" if place % 2 else "markdown", part.strip("\n")))
    return found


def _cell(number: int, kind: str, source: str) -> dict[str, Any]:
    made: dict[str, Any] = {
        "cell_type": kind,
        "id": f"cell-{number}",
        "metadata": {},
        "source": source.splitlines(True),
    }
    return {**made, "execution_count": None, "outputs": []} if kind == "code" else made


def write_in_first(command: WriteNotebook, env: Env) -> Path:
    """Write the first notebook of `env` into the first folder that can be written, and return its path.

    Raises NotebookError if there is none: a folder may be gone, full, or protected by the system.
    """
    why: OSError | None = None
    for folder in command.folders:
        try:
            return write_notebook(Path(folder), env, device=command.device, language=command.language)
        except OSError as error:
            why = error
    folder = command.folders[-1] if command.folders else ""
    problem = NotebookError("The notebook could not be written to {folder}.", folder=folder, detail=str(why))
    if why is not None:
        problem.advice = (reason(why), *problem.advice)
    raise problem


def write_notebook(folder: Path, env: Env, *, device: str, language: Language) -> Path:
    """Write the first notebook of `env` into `folder` and return its path. A person's work is never overwritten.

    A notebook made for the same environment stays as it is. One made for another (another torch or language) is
    replaced if nobody has changed it; otherwise the new one gets a number. Raises OSError if the folder cannot be
    written.
    """
    made = first_notebook(env, device=device, language=language)
    folder.mkdir(parents=True, exist_ok=True)
    first = folder / notebook_name(env)
    path, number = first, 1
    while path.exists():
        there = _read(path)
        if _mark(there).get("made_for") == _mark(made)["made_for"]:
            return path
        if _untouched(there):
            break
        number += 1
        path = first.with_stem(f"{first.stem}_{number}")
    write(path, to_json(made, indent=1) + b"\n")
    return path


def _read(path: Path) -> dict[str, Any]:
    """The notebook in a file; {} if there is none."""
    try:
        return read_object(path)
    except (OSError, ValueError):
        return {}


def _mark(notebook: dict[str, Any]) -> dict[str, Any]:
    """What we wrote into the notebook's metadata; programs that open it keep it there."""
    metadata = notebook.get("metadata")
    mark = metadata.get("torchgarden") if isinstance(metadata, dict) else None
    return mark if isinstance(mark, dict) else {}


def _untouched(notebook: dict[str, Any]) -> bool:
    """Whether our notebook was neither changed nor run."""
    try:
        run = any(cell.get("outputs") for cell in notebook["cells"])
        return not run and _fingerprint(notebook["cells"]) == _mark(notebook).get("text")
    except (KeyError, TypeError, AttributeError, RecursionError):
        return False


def _fingerprint(cells_: list[dict[str, Any]]) -> str:
    """The sha256 of all cells' text. A source may be one string or a list of lines."""
    texts = [(cell["cell_type"], "".join(cell["source"])) for cell in cells_]
    return hashlib.sha256(json.dumps(texts).encode()).hexdigest()
