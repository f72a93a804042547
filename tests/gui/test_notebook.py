"""The first notebook: valid, in the person's language, and it runs top to bottom with no edit."""

from __future__ import annotations

import ast
import json
import sys
from pathlib import Path

import pytest

from core.env.notebook import cells, first_notebook, notebook_name, write_notebook
from core.install_messages import Env

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
@pytest.mark.parametrize("device", ["cpu", "cuda:0", "mps", "xpu:0"])
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
    word = {"mps": "mps", "xpu:0": "xpu"}.get(device, "cuda")
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


def test_a_notebook_that_is_there_is_left_alone(tmp_path: Path) -> None:
    path = write_notebook(tmp_path / "노트북", ENV, device="cpu", language="ko")
    assert path.name == notebook_name(ENV) == "first_notebook_torch_book.ipynb"
    path.write_text("mine", "utf-8")
    assert write_notebook(tmp_path / "노트북", ENV, device="cpu", language="ko") == path
    assert path.read_text("utf-8") == "mine"
    assert [p.name for p in path.parent.iterdir()] == [path.name]


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


def run_notebook(path: Path, python: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Run every code cell in a kernel of `python`, one after the other, and return what it printed."""
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

            reply = client.execute_interactive(source, timeout=120, output_hook=told, allow_stdin=False)
            assert reply["content"]["status"] == "ok"
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
        manager.context.destroy(linger=0)
    return "".join(printed)
