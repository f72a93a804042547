"""A Python that a person points at: what is said of it, and of what is none."""

from __future__ import annotations

import json
import os
import sys
import venv
from pathlib import Path

import pytest

from core.env.envs.interpreter import MARK, NoPythonError, look_at_python
from core.env.look.system import Ran
from core.messages.computer import Machine
from core.prefix import python_of, site_packages
from tests.gui.installs import machine

POSIX_ONLY = pytest.mark.skipif(os.name == "nt", reason="the pretended Pythons are shell scripts")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment in a folder with a space and Korean letters."""
    folder = tmp_path_factory.mktemp("내 집") / "수업 환경"
    venv.EnvBuilder(with_pip=False, symlinks=os.name != "nt").create(folder)
    return folder


@pytest.fixture
def computer() -> Machine:
    return machine()


def put_torch(prefix: Path, version: str) -> None:
    packages = site_packages(prefix)
    assert packages is not None
    (packages / "torch").mkdir(exist_ok=True)
    (packages / "torch" / "__init__.py").write_text("raise SystemExit('torch is never imported for this')")
    text = f"__version__ = {version!r}\ncuda = None\n"
    (packages / "torch" / "version.py").write_text(text)


def pretended(tmp_path: Path, script: str) -> Path:
    file = tmp_path / "bin" / "python3"
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    return file


def test_a_python_without_torch_is_described_and_says_what_it_lacks(made: Path, computer: Machine) -> None:
    env = look_at_python(str(python_of(made)), computer)
    assert env.python == ".".join(map(str, sys.version_info[:3]))
    assert (env.torch, env.trains) == ("", False)
    assert str(env.why_not) == "It has no PyTorch."


def test_a_python_or_its_folder_is_found_with_the_torch_it_has_and_keeps_its_link(
    made: Path, computer: Machine
) -> None:
    put_torch(made, "2.14.1+cpu")
    by_file = look_at_python(str(python_of(made)), computer)
    assert (by_file.name, by_file.torch, by_file.build, by_file.trains) == ("수업 환경", "2.14.1+cpu", "cpu", True)
    assert by_file.executable == str(python_of(made)), "the link into the system's Python is not followed"
    assert look_at_python(str(made), computer) == by_file


def test_a_torch_out_of_range_is_said(made: Path, computer: Machine) -> None:
    put_torch(made, "1.13.0+cpu")
    env = look_at_python(str(made), computer)
    assert not env.trains
    assert "older than 2.2" in str(env.why_not)


@pytest.mark.parametrize(
    ("path", "said"),
    [("", "That is no path."), ("a\0b", "That is no path."), ("gone/bin/python", "is not there any more"),
     ("empty", "There is no Python in"), ("notes.txt", "is no Python")],
)  # fmt: skip
def test_what_is_no_python_is_a_sentence(tmp_path: Path, computer: Machine, path: str, said: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.txt").write_text("hello")
    with pytest.raises(NoPythonError) as caught:
        look_at_python(str(tmp_path / path) if path and "\0" not in path else path, computer)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (PermissionError(13, "x"), "you are not allowed to"),
        (TimeoutError(), "its disk gives no answer"),
    ],
)
def test_what_cannot_be_looked_at_says_why(
    tmp_path: Path, computer: Machine, monkeypatch: pytest.MonkeyPatch, error: OSError, said: str
) -> None:
    def refuse(_path: Path) -> bool:
        raise error

    monkeypatch.setattr(Path, "is_dir", refuse)
    with pytest.raises(NoPythonError, match=f"could not be looked at: {said}"):
        look_at_python(str(tmp_path), computer)


@POSIX_ONLY
@pytest.mark.parametrize("script", ["exit 3", "echo hello", "kill -9 $$", "printf '\\377\\376'", f"echo '{MARK}[1,2]'"])
def test_a_python_that_does_not_run_or_says_odd_things_is_a_sentence(
    tmp_path: Path, computer: Machine, script: str
) -> None:
    with pytest.raises(NoPythonError) as caught:
        look_at_python(str(pretended(tmp_path, script)), computer)
    assert "does not run. Repair its environment" in str(caught.value)


@pytest.mark.parametrize(
    "plain",
    [[[3, 12, 1], "relative", []], [[3, 12], sys.prefix, []], [["3", 12, 1], sys.prefix, []], [[3, 12, 1], 7, []],
     [[3, 12, 1], sys.prefix, ["a", "b"]], [[True, 12, 1], sys.prefix, []], {}, "x", [[3, 12, 10**9], sys.prefix, []],
     [[3, 12, 1], sys.prefix + "\0", []]],
)  # fmt: skip
def test_an_answer_of_another_shape_is_not_believed(made: Path, computer: Machine, plain: object) -> None:
    ran = Ran("done", 0, MARK + json.dumps(plain))
    with pytest.raises(NoPythonError):
        look_at_python(str(made), computer, run=lambda *_, **__: ran)


def test_a_python_that_hangs_is_a_sentence(made: Path, computer: Machine) -> None:
    with pytest.raises(NoPythonError) as caught:
        look_at_python(str(made), computer, run=lambda *_, **__: Ran("late"))
    assert "gives no answer" in str(caught.value)
