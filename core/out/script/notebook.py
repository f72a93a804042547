"""The notebook of a run: the cells of its script, with a word before each, and the folder with its tensors beside it.

A notebook file is plain JSON (the Jupyter notebook format 4.5), so the standard library can write one.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from core.files import to_json
from core.out.script.sections import Sections, sections_of
from core.out.script.text.template import Writer
from core.out.script.written import CHOSEN, FUTURE, Text, notes, put
from core.out.taken import Taken
from core.sentence import Sentence


def write(taken: Taken, path: Path, *, data: bool, language: str) -> tuple[Sentence, ...]:
    """Write the notebook, and a folder with its tensors beside it; see `core.out.forms`."""
    writer, folder = Writer(language), path.with_name(f"{path.stem}_notebook_files")
    sections = sections_of(taken, writer, files=f"Path({folder.name!r})", data=data)
    put(path, to_json(notebook(sections, writer), indent=1), folder, sections)
    return notes(sections, folder)


def notebook(sections: Sections, writer: Writer) -> dict[str, Any]:
    """Return the notebook, ready for JSON."""
    made = [_cell(number, kind, text) for number, (kind, text) in enumerate(_cells(sections, writer), 1)]
    return {
        "cells": made,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python", "file_extension": ".py", "mimetype": "text/x-python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _cell(number: int, kind: str, text: str) -> dict[str, Any]:
    made: dict[str, Any] = {"cell_type": kind, "id": f"cell-{number}", "metadata": {}, "source": text.splitlines(True)}
    return {**made, "execution_count": None, "outputs": []} if kind == "code" else made


def _cells(sections: Sections, writer: Writer) -> list[Text]:
    """Return ("markdown" or "code", text) of each cell."""
    either = writer.either
    loss, score = sections.measured
    measured = either(f"In the app: loss {loss:.6f}, score {score:.6f}.", f"앱에서: 손실 {loss:.6f}, 점수 {score:.6f}.")
    made = [
        ("markdown", either(
            "# A network that was grown in TorchGarden\n\nAll of it as plain PyTorch; it needs nothing else. The "
            "folder beside this notebook belongs to it.",
            "# TorchGarden에서 키운 신경망\n\n모두 PyTorch 코드이고, 다른 것은 필요 없습니다. "
            "이 노트북 곁의 폴더도 필요합니다.")),
        ("code", sections.imports),
        ("markdown", either("## The data", "## 데이터")),
        ("code", sections.data),
        ("markdown", either("## The network", "## 신경망")),
        ("code", sections.network),
        ("markdown", either("## The trained weights\n\n", "## 배운 가중치\n\n") + measured),
        ("code", "net = trained_network()" + "\nvalidate(net)" * sections.has_data),
    ]  # fmt: skip
    if sections.predict:
        made += [
            ("markdown", either("## New samples\n\n`predict(net, FILE)` says what the network makes of a file.",
                                "## 새 표본\n\n`predict(net, 파일)`은 파일에 대한 신경망의 예측을 줍니다.")),
            ("code", FUTURE * sections.is_annotated + sections.predict),
        ]  # fmt: skip
    made += [
        ("markdown", either("## The training\n\nThe loop, and what an edit does to a network while it is trained.",
                            "## 훈련\n\n훈련 반복문, 그리고 훈련 중인 신경망을 수정하는 방법입니다.")),
        ("code", sections.training),
        ("markdown", either("## How it went\n\nFrom the first weights on, with every edit where it was made.",
                            "## 지나온 길\n\n처음 가중치부터, 모든 수정을 그 자리에서 합니다.")),
    ]  # fmt: skip
    if not sections.has_data:
        return [*made, ("markdown", either("*For this, the data is needed, which was not taken along.*",
                                           "*여기에는 데이터가 필요한데, 가져오지 않았습니다.*"))]  # fmt: skip
    return [*made, *_story(sections), ("code", "validate(training.net)")]


def _story(sections: Sections) -> list[Text]:
    """Return the cells that train again: one for each thing that was done, and the steps after it."""
    told = sections.told
    first = [CHOSEN] if told.tensors else []
    made: list[Text] = []
    lines = [*first, "training = Training()"]
    for heading, piece in told.pieces:
        if heading:
            made += [("code", "\n".join(lines))] if lines else []
            made.append(("markdown", f"### {heading}"))
            lines = []
        lines += piece
    return [*made, ("code", "\n".join(lines))] if lines else made
