"""A training is taken home from the real window and comes back, by clicks, with the real workers: the notebook runs by
itself, and the one file goes on where it was."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from collections.abc import Callable, Generator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QWidget

from core.net.plan import Widen
from core.runs import read_record
from gui.kit.words import tr
from gui.out.bring_in import BringInDialog
from gui.out.forms import TEXTS
from gui.out.predict import PredictDialog
from gui.out.setting import FileDialogs
from gui.out.take_home import TakeHomeDialog
from tests import paper
from tests.end_to_end.person import Person, act

WRITERS = (
    "core.out.script.notebook", "core.out.garden.packed", "core.out.predict.predicting", "core.out.plain.charts",
    "core.out.page.written", "core.out.onnx.written",
)  # fmt: skip
pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("qapp"),
    pytest.mark.skipif(not all(map(importlib.util.find_spec, WRITERS)), reason="what writes is not there yet"),
]
Waits = Generator[Callable[[], bool], None, None]


def in_the_middle(person: Person, widget: QWidget) -> None:
    person.click_at(widget, widget.rect().center())


def taking_home(person: Person, form: str, path: Path) -> Waits:
    """Take the training home through the menu of the network, as `form`, to `path`."""
    room = person.window.out
    room.files = FileDialogs(save_as=lambda *_: str(path))
    person.click(tr("Take home, and open files"))
    yield lambda: person.menu is not None
    yield from person.in_menu(tr("Take home …"))
    yield lambda: isinstance(room.dialog, TakeHomeDialog) and room.dialog.isVisible()
    dialog = room.dialog
    assert isinstance(dialog, TakeHomeDialog)
    yield lambda: dialog.choices["garden"].note.text().strip() != ""
    in_the_middle(person, dialog.choices[form])  # type: ignore[index]
    yield lambda: dialog.written.isVisible() or (dialog.progress.isVisible() and not dialog.progress.busy.isVisible())
    assert path.name in dialog.written.text(), dialog.progress.sentence.text()
    person.click(tr("Close"))
    yield lambda: room.dialog is None


def grown(person: Person) -> Waits:
    """Train, and make the network wider on the way."""
    page, before = person.window.page, person.summary
    person.click("Start")
    yield lambda: person.step > 200
    page.send(Widen(page.selected, 8))
    yield from person.though_it_costs(lambda: person.summary != before)
    at = person.step
    yield lambda: person.step > at + 200


RUN = """
import ast, json, sys

names = {"__name__": "__main__"}
for cell in json.loads(open(sys.argv[1], encoding="utf-8").read())["cells"]:
    if cell["cell_type"] == "code":
        body = ast.parse("".join(cell["source"])).body
        last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
        exec(compile(ast.Module(body, []), "cell", "exec"), names)
        told = eval(compile(ast.Expression(last.value), "cell", "eval"), names) if last is not None else None
        if told is not None:
            print(json.dumps(told))
"""
"""Runs the cells of a notebook one after the other, as Jupyter does, and writes down what each shows."""


def test_a_training_that_was_widened_goes_home_as_a_notebook_that_runs_by_itself(home: Path, tmp_path: Path) -> None:
    notebook = tmp_path / "내 노트북" / "digits 1.ipynb"
    notebook.parent.mkdir()

    def script(person: Person) -> Waits:
        yield from grown(person)
        yield from taking_home(person, "notebook", notebook)
        assert person.window.page.state is not None
        assert person.window.page.state.playing, "the training goes on"

    act(["--home", str(home), "--language", "en"], script, wait_s=120)
    done = subprocess.run(
        [sys.executable, "-I", "-c", RUN, notebook.name], cwd=notebook.parent, capture_output=True, text=True,
        timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    loaded, trained = (json.loads(line)[1] for line in done.stdout.split("\n")[:2])
    (score,) = re.findall(r"score (0\.\d+)", notebook.read_text("utf-8"))
    assert abs(loaded - float(score)) < 1e-3, "the weights are those that were learned"
    assert trained > 0.8, "it is trained again, edit and all"


def test_the_one_file_goes_out_and_comes_in_again_and_predicts(home: Path, tmp_path: Path) -> None:
    garden, seen = tmp_path / "선물.garden", dict[str, int]()

    def script(person: Person) -> Waits:
        window = person.window
        yield from grown(person)
        yield from taking_home(person, "garden", garden)
        person.click("Pause")
        yield lambda: window.page.state is not None and not window.page.state.playing
        before = window.training.run.folder
        assert window.out.take((str(garden),))
        yield lambda: isinstance(window.out.dialog, BringInDialog) and window.out.dialog.isVisible()
        person.click(tr("Open it"))
        yield lambda: window.training.run.folder not in ("", before)
        yield lambda: window.page.loaded is not None and window.page.loaded.run == window.training.run.folder
        if window.out.dialog is not None:
            window.out.dialog.reject()
        state = window.page.state
        assert state is not None
        seen["step"] = state.step
        assert read_record(Path(window.training.run.folder)).step == state.step > 400
        person.click("Continue")
        yield lambda: person.step > seen["step"] + 50
        window.out.try_on()
        dialog = window.out.dialog
        assert isinstance(dialog, PredictDialog)
        picture, chance = tmp_path / "넷.png", np.random.default_rng(0)
        paper.photo(paper.laid(paper.drawn(4, chance), chance, (300, 400), (0.5, 0.5)), chance).save(picture)
        (tmp_path / "bad.png").write_bytes(b"no picture")
        dialog.predict_files((str(picture), str(tmp_path / "bad.png")))
        yield lambda: dialog.answers.isVisible() or dialog.progress.again.isVisible()
        good, bad = dialog.table.in_order()
        assert good.label == "4"
        assert bad.why is not None
        dialog.reject()

    act(["--home", str(home), "--language", "en"], script, wait_s=120)


def test_every_form_is_written_where_it_was_asked_for(home: Path, tmp_path: Path) -> None:
    paths = {text.form: tmp_path / f"모두 {text.form}{text.suffix}" for text in TEXTS}

    def script(person: Person) -> Waits:
        person.click(tr("Start"))
        yield lambda: person.step > 100
        for form, path in paths.items():
            yield from taking_home(person, form, path)

    act(["--home", str(home), "--language", "ko"], script, wait_s=120)
    assert [form for form, path in paths.items() if not path.exists()] == []
    assert [path.name for path in tmp_path.rglob("*") if path.is_file() and not path.stat().st_size] == []
