"""What keeps the trainer from running on a Python is said in one sentence that says what to do."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from core.env.check.explained import explained
from core.messages.train_commands import Load
from core.messages.train_events import Failed, Ready, Silence
from core.sentence import Sentence
from core.train import loading, start
from core.versions import OLDEST_PYTHON, leading
from core.workers import silence, wire
from core.workers.process_tree import why_ended, why_not_started
from core.workers.worker import Worker

ROOT = Path(__file__).resolve().parents[2]
PIECE = "class Tensor: pass\nclass Generator: pass\ndef zeros(*given): pass\n__version__ = '2.9.0'\n"
WHAT_TO_DO = ("Repair", "repair", "Install", "install", "another", "Delete", "Rename", "Make a new")


def with_torch(tmp_path: Path, code: str | None) -> Worker:
    """Return a trainer started with a torch of this code; None: with an empty folder of that name."""
    torch = tmp_path / "packages" / "torch"
    torch.mkdir(parents=True)
    if code is not None:
        (torch / "__init__.py").write_text(code, encoding="utf-8")
    # -S hides site-packages, and with it the torch that is there.
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(tmp_path / "packages")])}
    return Worker(
        [sys.executable, "-S", "-m", "core.train.start"], log=tmp_path / "t.log", environment=environment, folder=ROOT
    )


def first(worker: Worker, wanted: Callable[[Any], bool]) -> Any:
    end = time.monotonic() + 60
    try:
        while time.monotonic() < end:
            for event, _ in worker.events(10):
                if wanted(event):
                    return event
            worker.wait(0.05)
        raise AssertionError("nothing was said")
    finally:
        worker.kill()


def failed(worker: Worker) -> Failed:
    found = first(worker, lambda event: isinstance(event, Failed))
    assert isinstance(found, Failed)
    return found


def test_an_old_torch_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "version", lambda name: "1.13.1")
    assert "1.13.1" in str(start.missing())


@pytest.mark.parametrize("fault", [KeyError("Version"), UnicodeDecodeError("utf-8", b"", 0, 1, "x"), OSError("gone")])
def test_a_broken_record_of_torch_is_no_reason_by_itself(monkeypatch: pytest.MonkeyPatch, fault: Exception) -> None:
    def broken(name: str) -> str:
        raise fault

    monkeypatch.setattr(metadata, "version", broken)
    assert start.missing() is None


def test_here_nothing_is_missing() -> None:
    assert start.missing() is None


def test_a_python_without_torch_is_one_sentence_in_the_window(tmp_path: Path) -> None:
    # -S hides site-packages, and with it torch, as in an environment without it.
    command = [sys.executable, "-S", "-m", "core.train.start"]
    worker = Worker(command, log=tmp_path / "trainer.log", folder=ROOT)
    worker.send(Load())
    assert "There is no PyTorch" in str(failed(worker).reason)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("raise ImportError('DLL load failed while importing _C: The specified module could not be found.')",
         "Visual C++"),
        ("raise OSError('[WinError 1114] A dynamic link library (DLL) initialization routine failed.')", "Visual C++"),
        ("raise ImportError('DLL load failed while importing _C')", "library file"),
        ("raise ImportError('libcudart.so.13: cannot open shared object file: No such file or directory')",
         "library file"),
        ("raise ImportError('x.so: undefined symbol: _ZN3c10')", "mixed"),
        ("import numpy_that_is_not_there", "package that PyTorch needs"),
        ("def broken(:\n", "damaged"),
        ("nul = '\0'", "damaged"),
        ("raise ValueError('something nobody has met')", "does not load"),
        ("raise KeyError('x')", "does not load"),
        ("import sys; sys.exit(3)", "does not load"),
        ("raise MemoryError", "memory"),
        ("__version__ = '2.9'", "incomplete"),
        (PIECE, "does not load"),
        (None, "is called torch"),
    ],
)  # fmt: skip
def test_a_torch_that_does_not_load_is_a_sentence_with_what_to_do(tmp_path: Path, code: str | None, words: str) -> None:
    told = failed(with_torch(tmp_path, code))
    said = " ".join(map(str, explained(told)))
    assert words in said
    assert "Traceback" not in said
    assert "exit code" not in said
    assert any(way in said for way in (*WHAT_TO_DO, "Try a smaller")), said
    assert str(Path(sys.executable).name) in told.detail, "the report says which Python"


@pytest.mark.parametrize(
    ("reason", "detail", "words"),
    [
        ("Something went wrong inside TorchGarden's own code.",
         "RuntimeError: CUDA error: no kernel image is available for execution on the device", "no kernels"),
        ("The worker ended by itself (exit code {code}).", "INTEL MKL FATAL ERROR: Cannot load libmkl.so", "mixed"),
        ("The worker crashed inside a library ({name}).", "x" * 900, "crashed inside"),
        ("Something went wrong inside TorchGarden's own code.", "undefined symbol" + "\nKeyError: x" * 90, "own code"),
    ],
)  # fmt: skip
def test_a_reason_that_says_little_gives_way_to_a_fault_that_is_known(reason: str, detail: str, words: str) -> None:
    failed_ = Failed(Sentence(reason, (("code", 2), ("name", "SIGABRT"))), detail)
    assert words in " ".join(map(str, explained(failed_)))


@pytest.mark.parametrize(
    ("code", "log", "words"),
    [
        (127, "/e/bin/python: error while loading shared libraries: libpython3.11.so.1.0: cannot open shared object"
         " file: No such file or directory", "its file libpython3.11.so.1.0 is missing"),
        (-6, "dyld[12]: Library not loaded: @rpath/libpython3.12.dylib\n  Referenced from: /e/bin/python",
         "its file libpython3.12.dylib is missing"),
        (1, "Fatal Python error: init_fs_encoding: failed to get the Python codec of the filesystem encoding\n"
         "ModuleNotFoundError: No module named 'encodings'", "its own files are missing"),
        (1, '  File "/app/core/train/start.py", line 3\n    x: int\n     ^\nSyntaxError: invalid syntax', "too old"),
    ],
)  # fmt: skip
def test_a_python_that_cannot_begin_is_a_sentence_with_what_to_do(code: int, log: str, words: str) -> None:
    said = str(why_ended(code, log))
    assert words in said
    assert any(way in said for way in WHAT_TO_DO)


@pytest.mark.skipif(sys.platform == "win32" or os.getuid() == 0, reason="root may run anything")
def test_a_python_that_may_not_run_says_so(tmp_path: Path) -> None:
    (tmp_path / "python").write_text("#!/bin/sh\n")
    assert "does not let" in str(failed(Worker([str(tmp_path / "python")], log=tmp_path / "t.log")).reason)


@pytest.mark.skipif(sys.platform == "win32", reason="another number there")
def test_a_python_of_another_processor_says_so(tmp_path: Path) -> None:
    (tmp_path / "python").write_bytes(b"MZ\0\0 of another system")
    (tmp_path / "python").chmod(0o755)
    assert "another kind of processor" in str(failed(Worker([str(tmp_path / "python")], log=tmp_path / "t.log")).reason)
    assert "does not let" in str(why_not_started(PermissionError(13, "Permission denied")))
    assert "could not start another program" in str(why_not_started(OSError(12, "Cannot allocate memory")))
    assert "not found" in str(why_not_started(FileNotFoundError(2, "No such file")))


def test_the_text_door_says_it_too(tmp_path: Path) -> None:
    (tmp_path / "torch").mkdir()
    (tmp_path / "torch" / "__init__.py").write_text("raise ImportError('x.so: undefined symbol: y')")
    python = tmp_path / "python"
    # A Python of its own: it drops what we set for the worker, and sees this torch first.
    python.write_text(f"#!/bin/sh\nexport PYTHONPATH='{ROOT}:{tmp_path}'\nexec '{sys.executable}' -S \"$@\"\n")
    python.chmod(0o755)
    command = [sys.executable, "-m", "core.headless", "train", "--python", str(python), "--steps", "1"]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
        env={**os.environ, "TORCHGARDEN_HOME": str(tmp_path / "home")},
    )  # fmt: skip
    assert done.returncode == 1
    assert "PyTorch in this environment does not load. Libraries of different versions are mixed" in done.stdout


def test_a_torch_that_prints_while_it_is_imported_disturbs_nothing(tmp_path: Path) -> None:
    noisy = "import os\nprint('hello', flush=True)\nos.write(1, b'from a library')\nprint(input())\n"
    told = failed(with_torch(tmp_path, "try:\n    " + noisy.replace("\n", "\n    ") + "pass\nexcept EOFError: pass\n"))
    assert "does not load" in str(told.reason), "it is no whole torch, and that is what is said"


def test_a_torch_that_hangs_while_it_is_imported_is_told_within_seconds(tmp_path: Path) -> None:
    begun = time.monotonic()
    worker = with_torch(tmp_path, "import threading; threading.Event().wait()")
    told = first(worker, lambda event: isinstance(event, Silence | Ready | Failed))
    assert isinstance(told, Silence)
    assert told.sentence == silence.TRAINER.starting
    assert time.monotonic() - begun < 15


def old_pythons() -> list[str]:
    """Return the Pythons on this computer that are too old for us."""
    names = [f"python{version}" for version in ("2.7", "3.6", "3.7", "3.8", "3.9")]
    found = [shutil.which(name) for name in names]
    beside = Path(sys.base_prefix).parent.glob("*/bin/python")  # as pyenv lays them out
    return [path for path in found if path and "shims" not in path] + [
        str(path) for path in beside if leading(path.parts[-3]) < leading(OLDEST_PYTHON)
    ]


def test_an_old_python_is_told_and_not_a_traceback(tmp_path: Path) -> None:
    found = old_pythons()
    if not found:
        pytest.skip("no old Python on this computer")
    for python in found:
        told = failed(Worker([python, "-m", "core.train.start"], log=tmp_path / "t.log", folder=ROOT))
        assert "Training needs Python 3.10 or newer" in str(told.reason), python


def test_the_way_in_can_be_read_by_old_pythons_and_says_what_the_wire_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    ast.parse(Path(str(start.__file__)).read_text(encoding="utf-8"), feature_version=(3, 5))
    assert leading(OLDEST_PYTHON) == start.OLDEST
    event, _, _ = wire.decode(start.too_old((3, 8), detail="x").encode())
    monkeypatch.setattr(sys, "version_info", (3, 8, 1))
    assert event == Failed(start.missing(), "x")


def test_a_torch_whose_module_is_none_is_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(name: str) -> None:
        raise ValueError("torch.__spec__ is None")

    monkeypatch.setattr("importlib.util.find_spec", broken)
    assert "does not load" in str(loading.missing())
