"""What was typed as a notebook that needs torch alone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from core.disk_reason import reason
from core.files import write
from core.messages.inside.bench import BenchTensor
from core.sentence import Sentence, say


@dataclass(frozen=True)
class Typed:
    """A line that has run, or (`stand_in`) one that makes what came from the training; `failed`: what Python said."""

    text: str
    failed: str = ""
    stand_in: bool = False


def stand_in(name: str, tensor: BenchTensor) -> Typed:
    """Return a line that makes a tensor of the shape and type of one that came from the training."""
    shape = ", ".join(map(str, tensor.shape))
    if tensor.dtype.startswith(("float", "bfloat")):
        return Typed(f"{name} = torch.randn({shape or '()'}, dtype=torch.{tensor.dtype})", stand_in=True)
    return Typed(f"{name} = torch.randint(0, 2, ({shape}{',' if tensor.shape else ''}))", stand_in=True)


def notebook(lines: Sequence[Typed], *, title: str, about: str, stood_in: str) -> str:
    """Return the text of an .ipynb. A line that failed is there as a comment, with what Python said."""
    cells = [
        _markdown(f"# {title}\n\n{about}"),
        _code("import torch\nimport torch.nn.functional as F\nfrom torch import nn"),
    ]
    for line in lines:
        if line.failed:
            said = "\n".join(f"# {part}" for part in line.failed.splitlines())
            commented = "\n".join(f"# {part}" for part in line.text.splitlines())
            cells.append(_code(f"{commented}\n{said}"))
        else:
            cells.append(_code(f"# {stood_in}\n{line.text}" if line.stand_in else line.text))
    for number, cell in enumerate(cells):
        cell["id"] = f"line-{number}"
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    made = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def saved(path: Path, text: str) -> tuple[Sentence, ...]:
    """Write a notebook, and return what is told of it."""
    file = path if path.suffix == ".ipynb" else path.with_name(path.name + ".ipynb")
    try:
        write(file, text)
    except OSError as error:
        return say("The notebook could not be saved."), reason(error)
    return (say("The notebook is saved: {path}", path=str(file)),)


def _markdown(text: str) -> dict[str, object]:
    return {"cell_type": "markdown", "metadata": {}, "source": text}


def _code(text: str) -> dict[str, object]:
    return {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": text}
