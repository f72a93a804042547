"""What a script makes of a person's own data: new pictures, rows and arrays are made ready as the app does it."""

from __future__ import annotations

import importlib
import importlib.util
import io
import json
import re
import runpy
import tokenize
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from core.messages.own.out import TakenOut, TakeOut
from core.messages.own.prepared import About, TableColumn, TablePreparation
from core.messages.train_events import Rejected
from core.net.plan import LayerKey, Widen
from core.out import forms
from core.out.script import notebook, written
from core.out.script.text import predict
from core.out.script.text.template import Writer
from core.out.taken import OutError, Taken
from core.out.worker import Taker
from tests.out import own_data
from tests.out.scripts import measured_here, run, saved, trained

ONE = LayerKey(1)


def script_of(taken: Taken, path: Path, *, data: bool = True) -> dict[str, Any]:
    written.write(taken, path, data=data, language="en")
    return runpy.run_path(str(path))


@pytest.mark.parametrize("kind", ["pictures", "table", "arrays"])
def test_own_data_is_measured_and_learned_again(kind: str, tmp_path: Path) -> None:
    taken = saved(trained(getattr(own_data, kind)(), (6, Widen(ONE, 2)), steps=15), tmp_path / "run")
    script_of(taken, tmp_path / "s.py")
    found, (loss, score) = measured_here(tmp_path / "s.py"), taken.training.validate()
    assert found["trained"] == pytest.approx((loss, score), abs=1e-6)
    assert found["again"][0] == pytest.approx(loss, abs=2e-5)


@pytest.mark.parametrize("fit", ["pad", "crop", "stretch"])
@pytest.mark.parametrize("channels", [1, 3])
def test_a_picture_is_made_ready(fit: str, channels: int, tmp_path: Path) -> None:
    spec = own_data.pictures(channels=channels, fit=fit, ground="white", inverted=True)
    made = script_of(saved(trained(spec, steps=2), tmp_path / "run"), tmp_path / "s.py")
    picture = Image.new("RGBA", (40, 20), (0, 0, 0, 0))
    picture.paste((255, 0, 0, 255), (0, 0, 20, 20))
    picture.save(tmp_path / "그림 1.png")
    x = made["prepared"](tmp_path / "그림 1.png")
    assert x.shape == (1, channels, 8, 8)
    assert float(x[0, :, 4, 6].max()) == 0.0, "what is transparent lies on white, inverted"
    corner = x[0, -1, 0, 0]
    assert float(corner) == (0.0 if fit == "pad" else pytest.approx(1.0 if channels == 3 else 0.7, abs=0.01))
    assert {name for name, _ in made["predict"](made["trained_network"](), tmp_path / "그림 1.png")} <= {
        "고양이",
        "dog",
    }


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "CMYK"])
def test_pictures_of_every_kind(mode: str, tmp_path: Path) -> None:
    made = script_of(saved(trained(own_data.pictures(), steps=2), tmp_path / "run"), tmp_path / "s.py")
    name = tmp_path / ("a.jpg" if mode == "CMYK" else "a.png")
    Image.new("RGB", (300, 200), "white").convert("L" if mode == "LA" else mode).convert(mode).save(name)
    assert torch.equal(made["prepared"](name)[:, :, 3:5], torch.ones(1, 3, 2, 8))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_a_table_is_made_ready(encoding: str, separator: str, tmp_path: Path) -> None:
    made = script_of(saved(trained(own_data.table(), steps=2), tmp_path / "run"), tmp_path / "s.py")
    rows = [["운동", "키"], ["예", "168"], ["가끔"], ["아니오", "152", "more"]]
    (tmp_path / "표.csv").write_text("\n".join(separator.join(row) for row in rows), encoding=encoding)
    x = made["prepared"](tmp_path / "표.csv")
    assert x.tolist() == [[1.0, 0.0, 1.0, 0.0], [0.125, 0.0, 0.0, 0.0], [-1.0, 0.0, 0.0, 1.0]]
    net = made["trained_network"]()
    expected = (net(x) * 10.0 + 60.0).flatten().tolist()
    assert made["predict"](net, tmp_path / "표.csv") == pytest.approx(expected)
    assert len(run(str(tmp_path / "s.py"), "--predict", str(tmp_path / "표.csv")).split()) == 3


READER = '''"""What it says of itself."""

from __future__ import annotations

FACTOR = 2


def column_names(cells: list) -> list[str]:
    """Names."""
    return cells


def number_of(cell: str, decimal: str) -> None:
    """No number."""


def rows_to_inputs(rows: list, preparation: object) -> list[list[float]]:
    """Rows."""
    value: int | None = FACTOR
    return [[float(value)] * 4 for _ in rows]
'''


def test_rows_are_read_by_the_apps_own_code_where_it_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(predict, "READING", "reader.py")
    (tmp_path / "reader.py").write_text(READER, "utf-8")
    monkeypatch.setattr(predict.source_of, "__defaults__", ((tmp_path,),))
    taken = saved(trained(own_data.table(), steps=2), tmp_path / "run")
    made = script_of(taken, tmp_path / "s.py")
    (tmp_path / "t.csv").write_text("키,운동\n1,예\n", "utf-8")
    assert made["prepared"](tmp_path / "t.csv").tolist() == [[2.0] * 4]


def test_the_apps_own_code_stands_alone() -> None:
    """Whatever reads rows is written into scripts: it needs Python's own library alone."""
    text = predict.source_of("core/sizes.py")
    assert text
    assert "core" not in text
    compile(text, "sizes", "exec")


def test_an_array_is_made_ready(tmp_path: Path) -> None:
    numpy = pytest.importorskip("numpy")
    made = script_of(saved(trained(own_data.arrays(), steps=2), tmp_path / "run"), tmp_path / "s.py")
    numpy.savez(tmp_path / "a.npz", x=numpy.full((2, 5), 6.0))
    assert made["prepared"](tmp_path / "a.npz").tolist() == [[1.0] * 5] * 2


def test_without_the_data_it_predicts_and_says_so(tmp_path: Path) -> None:
    taken = saved(trained(own_data.table(), steps=2), tmp_path / "run")
    told = written.write(taken, tmp_path / "s.py", data=False, language="en")
    assert any("The data was not taken along" in sentence.text for sentence in told)
    assert not (tmp_path / "s_files" / "data.pt").exists()
    (tmp_path / "t.csv").write_text("키,운동\n168,예\n", "utf-8")
    assert run(str(tmp_path / "s.py"), "--predict", str(tmp_path / "t.csv"))
    with pytest.raises(AssertionError, match="The data was not taken along"):
        run(str(tmp_path / "s.py"))


# ------------------------------------------------------------------------------------------------- hostile names
NASTY = (
    '"""\nopen("pwned", "w")\n"""', "'); import os; os.abort() #", "\n import os\n", "\\", '\\"', "$files", "${x}",
    "[[a||b]]", "@if x\n@end", "\u202e\u2066x", "\u2028y", "\x00", "{0}", "%s", "\r\nraise SystemExit", "`<script>`",
    "#", " ",
)  # fmt: skip


WORDS = st.text() | st.sampled_from(NASTY)


def shape(text: str) -> list[str]:
    """Return a script's names and signs in order, without its texts and numbers."""
    compile(text, "script", "exec")
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return [token.string for token in tokens if token.type in (tokenize.NAME, tokenize.OP)]


def about_table(name: str, categories: tuple[str, ...]) -> About:
    columns = (TableColumn(name, "number"), TableColumn("other", "category", categories=categories))
    return About("t", "table", "regress", (3,), (), 4, 2, TablePreparation(columns, name))


@settings(max_examples=150, deadline=None)
@given(name=WORDS, first=WORDS, language=st.sampled_from(["en", "ko"]))
def test_no_column_becomes_code(name: str, first: str, language: str) -> None:
    """Whatever columns and categories are called, the script says the same but for these texts."""
    plain = predict.predict_text(about_table("a", ("b", "c")), Writer(language))
    text = predict.predict_text(about_table(name, (first, "c")), Writer(language))
    assert shape(text) == shape(plain)
    assert ascii(first)[1:-1] in ascii(text) or repr(first) in text


def test_no_class_becomes_code(tmp_path: Path) -> None:
    nasty = tuple(word for word in NASTY if "\x00" not in word)  # which no message takes
    taken = saved(trained(own_data.pictures(classes=nasty), steps=1), tmp_path / "run")
    made = script_of(taken, tmp_path / "s.py")
    assert made["CLASSES"] == list(nasty)
    few = saved(trained(own_data.pictures(classes=("a", "b")), steps=1), tmp_path / "few")
    script_of(few, tmp_path / "few.py")
    ours, plain = (shape((tmp_path / name).read_text("utf-8")) for name in ("s.py", "few.py"))
    assert [one for one in ours if one != ","] == [one for one in plain if one != ","]


@pytest.mark.parametrize("stem", ["a'b", 'a"b', "a\\b", "a$b", "a b", "한글 이름", "a`b", "x.y", "'''", "a;b", "-x"])
def test_no_file_name_becomes_code(stem: str, tmp_path: Path) -> None:
    taken = saved(trained("xor", steps=2), tmp_path / "run")
    path = tmp_path / f"{stem}.py"
    script_of(taken, path)
    assert measured_here(path)["trained"] == pytest.approx(taken.training.validate(), abs=1e-6)


# ------------------------------------------------------------------------------------------------- the files beside
def test_a_folder_that_is_not_ours_stays(tmp_path: Path) -> None:
    taken = saved(trained("xor", steps=2), tmp_path / "run")
    (tmp_path / "s_files").mkdir()
    (tmp_path / "s_files" / "letter.txt").write_text("mine", "utf-8")
    with pytest.raises(OutError, match="something else called s_files"):
        written.write(taken, tmp_path / "s.py", data=True, language="en")
    assert (tmp_path / "s_files" / "letter.txt").read_text("utf-8") == "mine"
    assert not (tmp_path / "s.py").exists()


@pytest.mark.parametrize("name", [".DS_Store", "Thumbs.db", "desktop.ini"])
def test_a_folder_that_somebody_looked_at_is_still_ours(name: str, tmp_path: Path) -> None:
    taken = saved(trained("xor", steps=2), tmp_path / "run")
    for form in ("script", "tensorboard"):
        target = tmp_path / f"a {form}"
        forms.writer(form)(taken, target, data=True, language="en")
        folder = target if form == "tensorboard" else tmp_path / "a script_files"
        (folder / name).write_bytes(b"\0")
        forms.writer(form)(taken, target, data=True, language="en")
        assert not (folder / name).exists()


def test_what_cannot_be_written_leaves_what_was_there(tmp_path: Path) -> None:
    taken = saved(trained("xor", steps=2), tmp_path / "run")
    written.write(taken, tmp_path / "s.py", data=True, language="en")
    before = (tmp_path / "s_files" / "weights.pt").read_bytes()
    (tmp_path / "s.py").unlink()
    (tmp_path / "s.py").mkdir()
    with pytest.raises(OSError, match=r"s\.py"):
        written.write(saved(trained("xor", steps=9), tmp_path / "run2"), tmp_path / "s.py", data=True, language="en")
    assert (tmp_path / "s_files" / "weights.pt").read_bytes() == before
    assert sorted(one.name for one in tmp_path.iterdir()) == ["run", "run2", "s.py", "s_files"]


def test_a_second_script_takes_the_place_of_the_first(tmp_path: Path) -> None:
    for steps in (2, 9):
        taken = saved(trained("xor", steps=steps), tmp_path / f"run{steps}")
        written.write(taken, tmp_path / "s.py", data=True, language="en")
        assert measured_here(tmp_path / "s.py")["trained"] == pytest.approx(taken.training.validate(), abs=1e-6)


def test_a_link_in_the_folders_place_is_left_alone(tmp_path: Path) -> None:
    taken = saved(trained("xor", steps=2), tmp_path / "run")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "s_files").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    with pytest.raises(OutError):
        written.write(taken, tmp_path / "s.py", data=True, language="en")


# -------------------------------------------------------------------------------------------------- the notebook
@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("kind", ["spiral", "table"])
def test_a_notebook_runs_from_top_to_bottom(kind: str, language: str, tmp_path: Path) -> None:
    spec = own_data.table() if kind == "table" else kind
    taken = saved(trained(spec, (8, Widen(ONE, 2)), (12, ("learning_rate", 0.02)), steps=20), tmp_path / "run")
    path = tmp_path / "내 노트북.ipynb"
    notebook.write(taken, path, data=True, language=language)
    made = json.loads(path.read_text("utf-8"))
    check_notebook(made)
    code = ["".join(cell["source"]) for cell in made["cells"] if cell["cell_type"] == "code"]
    program = tmp_path / "cells.py"
    steps = "\n".join(f"exec(compile({text!r}, 'cell', 'exec'), space)" for text in code)
    program.write_text(
        f"import json, os\nos.chdir({str(tmp_path)!r})\nspace = {{}}\n{steps}\n"
        "print(json.dumps([eval('validate(net)', space), eval('validate(training.net)', space)]))\n", "utf-8",
    )  # fmt: skip
    weights, again = json.loads(run(str(program)))
    loss, score = taken.training.validate()
    assert weights == pytest.approx([loss, score], abs=1e-6)
    assert again[0] == pytest.approx(loss, abs=2e-5)
    headings = [text for cell in made["cells"] if (text := "".join(cell["source"])).startswith("### ")]
    assert len(headings) == 2
    assert all(("스텝" in text) == (language == "ko") for text in headings)


def check_notebook(made: dict[str, Any]) -> None:
    """Hold a notebook to the schema of its format; by hand where nbformat is not there."""
    if importlib.util.find_spec("nbformat") is not None:
        importlib.import_module("nbformat").validate(made)
    assert (made["nbformat"], made["nbformat_minor"]) == (4, 5)
    assert made["metadata"]["kernelspec"]["name"] == "python3"
    ids = [cell["id"] for cell in made["cells"]]
    assert len(set(ids)) == len(ids)
    for cell in made["cells"]:
        keys = {"cell_type", "id", "metadata", "source"}
        keys |= {"execution_count", "outputs"} if cell["cell_type"] == "code" else set()
        assert set(cell) == keys
        assert re.fullmatch(r"[a-zA-Z0-9-_]{1,64}", cell["id"])
        assert cell["source"]
        assert all(isinstance(line, str) for line in cell["source"])


def test_a_notebook_without_data_does_not_ask_for_it(tmp_path: Path) -> None:
    taken = saved(trained(own_data.table(), steps=2), tmp_path / "run")
    notebook.write(taken, tmp_path / "n.ipynb", data=False, language="en")
    made = json.loads((tmp_path / "n.ipynb").read_text("utf-8"))
    assert "validate(net)" not in [("".join(cell["source"])).split("\n")[-1] for cell in made["cells"]]


def test_the_out_worker_writes_both(tmp_path: Path) -> None:
    """Through its pipe: what is written is told, and what has to be known of it."""
    taken = saved(trained("xor", (5, Widen(ONE, 1)), steps=9), tmp_path / "run")
    sent: list[object] = []

    class Pipe:
        def send(self, event: object, *, answers: int) -> None:
            sent.append(event)

    for form, name in (("script", "s.py"), ("notebook", "n.ipynb")):
        command = TakeOut(str(taken.folder), form, str(tmp_path / name), language="ko")  # type: ignore[arg-type]
        Taker(Pipe()).answer(1, command)  # type: ignore[arg-type]
        event = sent.pop()
        assert isinstance(event, TakenOut), event
        assert Path(event.files[0][0]).name == name
        assert "beside it" in event.told[0].text
    (tmp_path / "s_files" / "mine.txt").write_text("", "utf-8")
    Taker(Pipe()).answer(1, TakeOut(str(taken.folder), "script", str(tmp_path / "s.py")))  # type: ignore[arg-type]
    assert isinstance(sent.pop(), Rejected)
