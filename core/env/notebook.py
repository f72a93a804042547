"""The first notebook of an environment: its own device line, tensors, a gradient, a network that grows while it trains.

What it says is in `resources/notebooks/first.LANGUAGE.md`, Markdown whose code blocks become code cells; a notebook
file is plain JSON (the Jupyter notebook format 4.5), so nothing but the standard library is needed to write one.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from string import Template
from typing import Any, Literal

from core.env.commands import DEVICE_CHECKS
from core.env.recipe import kernel_name
from core.install_messages import Env

TEXTS = Path(__file__).resolve().parents[2] / "resources" / "notebooks"
Language = Literal["en", "ko"]
DEVICES = tuple(DEVICE_CHECKS)


def first_notebook(env: Env, *, device: str, language: Language, texts: Path = TEXTS) -> dict[str, Any]:
    """Return the notebook for `env` as the object its JSON file holds. `device`: torch's word, "cuda" or "cuda:0"."""
    kind = device.partition(":")[0]
    text = (texts / f"first.{language}.md").read_text("utf-8")
    check = DEVICE_CHECKS[kind if kind in DEVICES else "cpu"].replace("'", '"')
    told = Template(text).substitute(name=env.name, torch=env.torch or "?", device_choice=check)
    kernel = env.kernel or kernel_name(env.name)
    return {
        "cells": [_cell(number, kind, source) for number, (kind, source) in enumerate(cells(told), 1)],
        "metadata": {
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


def notebook_name(env: Env) -> str:
    """The file name of the first notebook of `env`: English letters, so that every program opens it."""
    return f"first_notebook_{kernel_name(env.name)}.ipynb"


def write_notebook(folder: Path, env: Env, *, device: str, language: Language) -> Path:
    """Write the first notebook of `env` into `folder` and return its path; one that is there already stays as it is.

    Raises OSError where the folder cannot be written to.
    """
    path = folder / notebook_name(env)
    if path.exists():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(path.name + ".new")
    text = json.dumps(first_notebook(env, device=device, language=language), ensure_ascii=False, indent=1)
    beside.write_text(text + "\n", "utf-8")
    beside.replace(path)
    return path
