"""The first notebook: valid, in the person's language, and it runs top to bottom with no edit."""

from __future__ import annotations

import ast
import contextlib
import io
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.env.open.notebook import NotebookError, cells, first_notebook, write_in_first, write_notebook
from core.env.plan.recipe import notebook_name
from core.messages.install_commands import WriteNotebook
from core.messages.install_events import NotebookWritten
from core.messages.install_reports import Env
from core.messages.train_events import Rejected
from core.workers.worker import start_installer
from gui.install.desktop import notebook_folders
from tests.env.folders import make_conda
from tests.env.making import Talk

ENV = Env(
    "Torch_Book",
    "/envs/Torch_Book",
    "ours",
    "3.12.11",
    "/envs/Torch_Book/bin/python",
    "2.14.1+cpu",
    "cpu",
    "torch_book",
)
LANGUAGES = ("en", "ko")


def sources(notebook: dict, kind: str) -> list[str]:
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == kind]


def test_markdown_is_split_at_its_python_blocks() -> None:
    text = "# One\n\n```python\nx = 1\n```\n\nTwo\n```python\ny = 2\n\nz = 3\n```\n"
    assert cells(text) == [("markdown", "# One"), ("code", "x = 1"), ("markdown", "Two"), ("code", "y = 2\n\nz = 3")]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("device", ["cpu", "cuda:0", "cuda:1", "mps", "xpu:0"])
def test_the_notebook_has_the_shape_of_its_format_and_names_its_kernel(language: str, device: str) -> None:
    notebook = first_notebook(ENV, device=device, language=language)  # type: ignore[arg-type]
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    assert notebook["metadata"]["kernelspec"] == {
        "display_name": "Python (Torch_Book)",
        "language": "python",
        "name": "torch_book",
    }
    assert len({cell["id"] for cell in notebook["cells"]}) == len(notebook["cells"])
    for cell in notebook["cells"]:
        keys = {"cell_type", "id", "metadata", "source"}
        assert cell.keys() == keys | ({"execution_count", "outputs"} if cell["cell_type"] == "code" else set())
    code = "\n".join(sources(notebook, "code"))
    ast.parse(code)
    for expected in ("사용 중인 디바이스", ".cuda()", ".to(device)"):
        assert expected in code
    word = {"mps": "mps", "xpu:0": "xpu", "cuda:1": "cuda:1"}.get(device, "cuda")
    assert f'"{word}" if torch.' in code
    json.dumps(notebook)


def test_both_languages_hold_the_same_program() -> None:
    def program(language: str) -> list[str]:
        """The code without what a person reads."""
        found = []
        for source in sources(first_notebook(ENV, device="cpu", language=language), "code"):  # type: ignore[arg-type]
            tree = ast.parse(source)
            for node in ast.walk(tree):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    node.value = ""
                elif isinstance(node, ast.JoinedStr):
                    node.values = []
            found.append(ast.dump(tree))
        return found

    assert program("en") == program("ko")
    korean = "\n".join(sources(first_notebook(ENV, device="cpu", language="ko"), "markdown"))
    assert "은닉층" in korean
    assert "Grow" not in korean


def changed(path: Path, *, source: str = "", output: str = "") -> str:
    """Do with a notebook what a person does in Jupyter: change a cell, run one; return the text of the file."""
    notebook = json.loads(path.read_text("utf-8"))
    cell = next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    if source:
        cell["source"] = source
    if output:
        cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": output}]
    path.write_text(json.dumps(notebook), "utf-8")
    return path.read_text("utf-8")


def test_the_notebook_of_an_environment_is_found_again_with_what_was_made_of_it(tmp_path: Path) -> None:
    path = write_notebook(tmp_path / "노트북", ENV, device="cpu", language="ko")
    assert path.name == notebook_name(ENV) == "first_notebook_torch_book.ipynb"
    mine = changed(path, source="print('mine')", output="mine")
    assert write_notebook(tmp_path / "노트북", ENV, device="cpu", language="ko") == path
    assert path.read_text("utf-8") == mine
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_one_that_nobody_has_touched_makes_room_for_that_of_a_new_environment(tmp_path: Path) -> None:
    path = write_notebook(tmp_path, ENV, device="cpu", language="ko")
    newer = replace(ENV, torch="2.15.0+cpu")
    assert write_notebook(tmp_path, newer, device="cpu", language="ko") == path
    assert "2.15.0" in path.read_text("utf-8")
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("how", [{"source": "print('mine')"}, {"output": "run"}])
def test_nothing_a_person_made_is_overwritten_the_new_one_gets_a_number(tmp_path: Path, how: dict) -> None:
    path = write_notebook(tmp_path, ENV, device="cpu", language="ko")
    mine = changed(path, **how)
    newer = replace(ENV, torch="2.15.0+cpu")
    second = write_notebook(tmp_path, newer, device="cpu", language="ko")
    assert second.name == "first_notebook_torch_book_2.ipynb"
    assert path.read_text("utf-8") == mine
    assert write_notebook(tmp_path, newer, device="cpu", language="ko") == second
    assert write_notebook(tmp_path, ENV, device="cpu", language="ko") == path
    assert sorted(p.name for p in tmp_path.iterdir()) == [path.name, second.name]


@pytest.mark.parametrize("text", ["mine", "[]", '{"cells": 3}', '{"metadata": {"torchgarden": 1}, "cells": [1]}'])
def test_a_file_that_is_no_notebook_of_ours_stays(tmp_path: Path, text: str) -> None:
    path = tmp_path / notebook_name(ENV)
    path.write_text(text, "utf-8")
    assert write_notebook(tmp_path, ENV, device="cpu", language="en").name == "first_notebook_torch_book_2.ipynb"
    assert path.read_text("utf-8") == text


# ------------------------------------------------------------------------------------------------- where they are
def test_notebooks_go_where_people_look_for_their_documents(tmp_path: Path) -> None:
    documents, own = tmp_path / "문서", tmp_path / "own"
    documents.mkdir()
    assert notebook_folders(own, str(documents)) == (documents / "TorchGarden", own)
    assert notebook_folders(own, str(tmp_path / "not there")) == (own,)
    assert notebook_folders(own, "") == (own,)
    assert notebook_folders(own, r"\\school\home\민수\Documents") == (own,), "another computer may not answer"
    assert list(documents.iterdir()) == [], "a folder is made when there is something to put into it"


def test_a_folder_that_takes_nothing_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "TorchGarden").write_text("a file stands in the way")
    folders = (str(tmp_path / "TorchGarden"), str(tmp_path / "own"))
    assert write_in_first(WriteNotebook(ENV.prefix, folders, "cpu", "en"), ENV).parent == tmp_path / "own"
    with pytest.raises(NotebookError):
        write_in_first(WriteNotebook(ENV.prefix, folders[:1], "cpu", "en"), ENV)


@pytest.mark.skipif(sys.platform == "win32", reason="an environment as Linux and macOS lay it out")
def test_the_install_worker_writes_it_and_says_where(home: Path, tmp_path: Path) -> None:
    prefix = make_conda(home / "envs" / "Torch_Book", torch="2.14.1+cpu")
    worker = start_installer(log=home / "worker.txt", arguments=["--home", str(home)])
    try:
        talk, folders = Talk(worker), (str(tmp_path / "노트북"),)
        written = talk.ask(WriteNotebook(str(prefix), folders, "cpu", "ko"))
        assert written == NotebookWritten(str(prefix), str(tmp_path / "노트북" / "first_notebook_torch_book.ipynb"))
        assert "2.14.1+cpu" in Path(written.path).read_text("utf-8")
        (tmp_path / "a file").write_text("")
        refused = talk.ask(WriteNotebook(str(prefix), (str(tmp_path / "a file"),), "cpu", "ko"))
        assert isinstance(refused, Rejected)
        assert str(tmp_path / "a file") in str(refused.sentence)
    finally:
        worker.kill()


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_notebook_runs_top_to_bottom_in_a_kernel(
    tmp_path: Path, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed = run_notebook(write_notebook(tmp_path, ENV, device="cpu", language=language), sys.executable, monkeypatch)  # type: ignore[arg-type]
    assert "사용 중인 디바이스: cpu" in printed
    assert "dy/dw = 6.0" in printed
    rights = [float(line.rpartition(" ")[2].rstrip("%")) for line in printed.splitlines() if line.endswith("%")]
    assert len(rights) == 4
    assert rights[1] < 80 < 95 < rights[-1], "six units must not be enough, and the grown network must learn it"
    assert "image/svg+xml" in printed, "the curve is drawn"


@pytest.mark.slow
def test_its_formulas_are_those_of_the_trainer(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    from core.messages.train_commands import Settings
    from core.train.model.model import Memory
    from core.train.surgery.widen import random_rows

    told: dict[str, Any] = {}
    with contextlib.redirect_stdout(io.StringIO()):
        for source in sources(first_notebook(ENV, device="cpu", language="en"), "code"):
            if "def train" in source:
                source = source.partition("\ntrain(")[0]
            if "def widen" in source:
                source = source.partition("\nbefore =")[0]
            if "IPython" not in source:
                exec(compile(source, "notebook", "exec"), told)  # noqa: S102  our own notebook

        # Adam as everybody knows it, as long as nothing was added.
        copies = [p.detach().clone().requires_grad_() for p in told["net"]]
        usual = torch.optim.Adam(copies, lr=0.01)
        for _ in range(20):
            told["net"], mine = copies, told["net"]
            told["loss_now"]().backward()
            usual.step()
            usual.zero_grad()
            told["net"] = mine
            told["train"](1)
    assert all(torch.allclose(a, b, atol=1e-5) for a, b in zip(told["net"], copies, strict=True))

    weight = told["net"][0].detach().clone()
    before = told["forward"](told["points"]).detach()
    told["widen"](600)
    w1, b1, w2, _ = (p.detach() for p in told["net"])
    assert torch.allclose(told["forward"](told["points"]), before, atol=1e-5)
    rows = random_rows(weight, 600, torch.Generator().manual_seed(0))
    assert float(w1[6:].std() / rows.std()) == pytest.approx(1.0, abs=0.08)
    assert not b1[6:].any()
    assert not w2[:, 6:].any()
    mean, square, age, climb = told["adam"].memory[2]
    assert not mean[:, 6:].any()
    assert not square[:, 6:].any()
    assert age[:, :6].eq(20).all()
    assert not age[:, 6:].any()
    settings = Settings()
    memory = Memory(ages=[0], ramped=[True], begun=[0], slow=[1])
    for step in (1, 40, 100, 101):
        share = memory.share(0, ahead=step, ramp_steps=settings.ramp_steps)
        assert float((step / climb[0, -1]).clamp(max=1)) == pytest.approx(share)


def run_notebook(path: Path, python: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Run every code cell in a kernel of `python`, one after the other; return what it printed and the kinds of what it
    showed."""
    from jupyter_client.kernelspec import KernelSpec
    from jupyter_client.manager import KernelManager

    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    monkeypatch.setenv("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    manager = KernelManager()
    manager._kernel_spec = KernelSpec(
        argv=[python, "-m", "ipykernel_launcher", "-f", "{connection_file}"], language="python"
    )
    manager.start_kernel(cwd=str(path.parent))
    client = manager.client()
    printed: list[str] = []
    try:
        client.start_channels()
        client.wait_for_ready(timeout=60)
        for source in sources(json.loads(path.read_text("utf-8")), "code"):

            def told(message: dict, source: str = source) -> None:
                content = message["content"]
                assert message["msg_type"] != "error", f"{source}\n{content.get('traceback')}"
                printed.append(content.get("text", "") if message["msg_type"] == "stream" else "")
                printed.extend(content["data"] if message["msg_type"] == "display_data" else ())

            reply = client.execute_interactive(source, timeout=120, output_hook=told, allow_stdin=False)
            assert reply["content"]["status"] == "ok"
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
        manager.context.destroy(linger=0)
    return "".join(printed)


def test_the_notebook_of_an_environment_in_a_folder_of_other_bytes_is_written(tmp_path: Path) -> None:
    odd = replace(ENV, prefix="/envs-\udcff/Torch_Book")
    path = write_notebook(tmp_path, odd, device="cpu", language="ko")
    assert json.loads(path.read_text("utf-8"))["metadata"]["torchgarden"]["made_for"]
    assert write_notebook(tmp_path, odd, device="cpu", language="ko") == path


def test_a_notebook_that_cannot_be_written_is_told_in_whole_sentences(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    command = WriteNotebook(ENV.prefix, (str(tmp_path / "file" / "folder"),), device="cpu", language="ko")
    with pytest.raises(NotebookError) as caught:
        write_in_first(command, ENV)
    assert "Errno" not in str(caught.value)
    assert str(caught.value.advice[0]) == "The folder or the disk it is on is not there any more."
