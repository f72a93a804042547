"""A person's own Python file is shown, runs only as it was shown and after a yes, within limits, and its faults are
sentences."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest

from core.data import library
from core.data.arrays import answers, code
from core.data.arrays.code import Limits
from core.data.asked import Alone, LookingOver
from core.data.library import LibraryError
from core.folders import find_folders
from core.messages.catalogue import OWN
from core.messages.own.arrays import ArrayOptions, SeenArrays, SeenCode
from core.messages.own.looking import LookInto, Prepare, RunCode
from core.messages.train_commands import DataSpec
from core.sentence import Sentence
from core.train.training import own
from tests.conftest import ROOT
from tests.processes import wait_ended

GOOD = "def data():\n    return [[0.0, 1.0], [2.0, 3.0]] * 10, [0, 1] * 10\n"
LIMITS = Limits(seconds=30.0, memory_bytes=2 << 30, array_bytes=1 << 20)
Write = Callable[[str], str]
SLOW = pytest.mark.slow
"""It imports torch."""


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(text: str) -> str:
        folder = tmp_path / "내 데이터 a"
        folder.mkdir(exist_ok=True)
        (folder / "my data.py").write_text(text, encoding="utf-8")
        return str(folder / "my data.py")

    return written


def sum_of(path: str) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def ran(path: str, *, limits: Limits = LIMITS, choices: ArrayOptions | None = None) -> SeenArrays:
    return answers.run_code(RunCode(path, sum_of(path), choices), Alone(), limits)


def refused(path: str, limits: Limits = LIMITS) -> str:
    """What is said of code that gives no data; nothing of it stays."""
    with pytest.raises(LibraryError) as caught:
        ran(path, limits=limits)
    assert list((find_folders().cache / "data" / "code").iterdir()) == []
    return str(caught.value)


# ----------------------------------------------------------------------------------------------------- shown, then run
def test_a_file_is_shown_and_nothing_of_it_runs(write: Write, tmp_path: Path) -> None:
    path = write(f"# 데이터\nopen({str(tmp_path / 'ran')!r}, 'w')\n" + GOOD)
    seen = answers.look(LookInto(path), Alone())
    assert isinstance(seen, SeenCode)
    assert (seen.text, seen.sha256) == (Path(path).read_text(encoding="utf-8"), sum_of(path))
    assert isinstance(answers.look(LookInto(path, ArrayOptions()), Alone()), SeenCode)
    assert not (tmp_path / "ran").exists()
    ran(path)
    assert (tmp_path / "ran").exists()


def test_a_file_that_changed_since_it_was_shown_does_not_run(write: Write, tmp_path: Path) -> None:
    path = write(GOOD)
    shown = sum_of(path)
    write(f"open({str(tmp_path / 'ran')!r}, 'w')\n" + GOOD)
    for ask in (
        lambda: answers.run_code(RunCode(path, shown), Alone()),
        lambda: answers.run_code(RunCode(path, ""), Alone()),
        lambda: answers.prepare(Prepare(path, ArrayOptions(), sha256=shown), Alone()),
    ):
        with pytest.raises(LibraryError, match="has changed"):
            ask()
    assert not (tmp_path / "ran").exists()


def test_what_runs_is_what_was_read_though_the_file_changes_meanwhile(write: Write, tmp_path: Path) -> None:
    path = write(GOOD)

    class Changes:
        def at(self, done: int, all_: int, doing: Sentence) -> None:
            Path(path).write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\n" + GOOD, encoding="utf-8")

    answers.run_code(RunCode(path, sum_of(path)), Changes(), LIMITS)
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"# coding: cp949\n# \xb0\xa1", None), (b"\xff\xfe", "letters"), (b"# coding: nothing\n", "letters")],
)
def test_a_file_in_another_encoding(write: Write, content: bytes, words: str | None) -> None:
    path = write("")
    Path(path).write_bytes(content)
    if words is None:
        seen = answers.look(LookInto(path), Alone())
        assert isinstance(seen, SeenCode)
        assert seen.text.endswith("가")
        return
    with pytest.raises(LibraryError, match=words):
        answers.look(LookInto(path), Alone())


# -------------------------------------------------------------------------------------------------------- what it gives
@pytest.mark.parametrize(
    ("returned", "input", "task"),
    [
        ("[[0.0, 1.0], [2.0, 3.0]] * 10, [0, 1] * 10", (2,), "classify"),
        ("[[0.0, 1.0], [2.0, 3.0]] * 10, ['배', '사과'] * 10", (2,), "classify"),
        ("numpy.zeros((20, 3, 4, 5), 'u1'), numpy.arange(20) % 2", (3, 4, 5), "classify"),
        pytest.param("torch.randn(20, 3, requires_grad=True), torch.arange(20.0) / 7", (3,), "regress", marks=SLOW),
        pytest.param("torch.randn(20, 3).bfloat16(), torch.arange(20) % 3", (3,), "classify", marks=SLOW),
        pytest.param("[torch.zeros(3), torch.ones(3)] * 10, list(torch.arange(20) % 2)", (3,), "classify", marks=SLOW),
        ("(numpy.zeros((20, 2)), numpy.arange(20) % 2)", (2,), "classify"),
        ("[numpy.zeros((20, 2)), [True, False] * 10]", (2,), "classify"),
        pytest.param("torch.eye(20).to_sparse(), torch.arange(20) % 2", (20,), "classify", marks=SLOW),
    ],
)  # fmt: skip
def test_tensors_arrays_and_lists_are_data(write: Write, returned: str, input: Any, task: str) -> None:
    more = "import torch\n" if "torch" in returned else ""
    seen = ran(
        write(f"import numpy\n{more}def data():\n    return {returned}\n"), limits=replace(LIMITS, memory_bytes=8 << 30)
    )
    assert (seen.input, seen.task, seen.samples, seen.title) == (input, task, 20, "my data")
    assert [one.name for one in seen.arrays] == ["x", "y"]


def test_it_is_prepared_and_trained_on_without_running_twice(write: Write, tmp_path: Path) -> None:
    path = write(f"def data():\n    open({str(tmp_path / 'runs')!r}, 'a').write('x')\n" + GOOD.splitlines()[1] + "\n")
    seen = ran(path)
    ran(path, choices=replace(seen.chosen, held_out=50))
    made = answers.prepare(Prepare(path, seen.chosen, "내 것", sha256=sum_of(path)), Alone(), LIMITS).data
    assert (tmp_path / "runs").read_text() == "x"
    assert (made.about.kind, made.about.title, made.about.source) == ("python", "내 것", "my data.py")
    assert own.read(DataSpec(OWN, own=made.digest)).training == 16
    ran(path)
    assert (tmp_path / "runs").read_text() == "xx", "whoever looks at it once more runs it"


def test_it_may_read_and_import_what_lies_beside_it_and_draws_the_same_each_time(write: Write) -> None:
    path = write(
        "import random, numpy, beside\n"
        "def data():\n"
        "    assert open('numbers.txt').read() == '7'\n"
        "    x = numpy.random.rand(20, 2)\n"
        "    x[0, 0] = random.random()\n"
        "    return x, beside.LABELS\n"
    )
    (Path(path).parent / "numbers.txt").write_text("7")
    (Path(path).parent / "beside.py").write_text("LABELS = [0, 1] * 10\n")
    digests = []
    for _ in range(2):
        ran(path)
        digests.append(answers.prepare(Prepare(path, ArrayOptions(), sha256=sum_of(path)), Alone(), LIMITS).data.digest)
    assert digests[0] == digests[1]


def test_what_it_prints_and_reads_goes_nowhere(write: Write, capfd: pytest.CaptureFixture[str]) -> None:
    path = write(
        "import os, sys\n"
        "def data():\n"
        "    for _ in range(3000): print('x' * 100); os.write(1, b'y' * 100); os.write(2, b'z' * 100)\n"
        "    print('가', file=sys.stderr)\n"
        "    try: input()\n"
        "    except EOFError: return [[1.0], [2.0]] * 10, [0, 1] * 10\n"
    )
    assert ran(path).samples == 20
    assert capfd.readouterr() == ("", "")


# --------------------------------------------------------------------------------------------------- what it does wrong
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x = 1\n", "no function data()"),
        ("data = 3\n", "no function data()"),
        ("def data():\n    a = 1\n    return a / 0\n", "Line 3 of my data.py: ZeroDivisionError: division by zero"),
        ("def data(\n", "Line 1 of my data.py: SyntaxError"),
        ("import nowhere_at_all\n", "Line 1 of my data.py: ModuleNotFoundError"),
        ("def data(x):\n    pass\n", "did not work: TypeError"),
        ("def data():\n    raise ValueError('a\\n' * 999 + '\\x1b[31m')\n", "Line 2 of my data.py: ValueError: a a"),
        ("class E(Exception):\n    def __str__(self): raise self\ndef data(): raise E\n", "Line 3 of my data.py: E"),
        ("def data(): return 3\n", "something of the type int"),
        ("def data(): return [1], [2], [3]\n", "something of the type tuple"),
        ("def data(): return [[1], [2, 3]], [0, 1]\n", "returned as x is no array"),
        ("def data(): return [1.0, 2.0], [object(), object()]\n", "returned as y is no array"),
        ("def data(): return [1.0, 2.0], {'a': 1}\n", "returned as y is no array"),
        ("def data(): return [1j, 2j], [0, 1]\n", "returned as x is no array"),
        ("import numpy\ndef data(): return numpy.zeros((2, 200000)), [0, 1]\n", "returned as x is too large"),
        ("import sys\ndef data(): sys.exit(3)\n", "ended the program"),
        ("exit()\n", "ended the program"),
        ("import os\ndef data(): os._exit(0)\n", "ended without returning data"),
        ("import os\ndef data(): os.kill(os.getpid(), 9)\n", "ended without returning data"),
        ("def data(): raise KeyboardInterrupt\n", "KeyboardInterrupt"),
        ("def data():\n    def f(): return f()\n    f()\n", "RecursionError"),
    ],
)  # fmt: skip
def test_a_fault_is_one_sentence(write: Write, text: str, words: str) -> None:
    said = refused(write(text))
    assert words in said
    assert "Traceback" not in said
    assert "\x1b" not in said
    assert len(said) < 500


def test_an_endless_loop_is_ended(write: Write) -> None:
    said = refused(write("def data():\n    while True: pass\n"), replace(LIMITS, seconds=1.0))
    assert "took longer than 1 seconds and was stopped" in said


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux refuses memory")
def test_too_much_memory_is_refused(write: Write) -> None:
    path = write("def data():\n    x = [b'x' * (1 << 20) * (n + 1) for n in range(10000)]\n    return x, x\n")
    assert "GB of memory and was stopped" in refused(path, replace(LIMITS, memory_bytes=300 << 20))


def test_memory_that_the_system_gives_is_looked_at(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(code, "resident_bytes", lambda pid: 3 << 30)
    assert "more than 2.0 GB of memory" in refused(write("import time\ndef data(): time.sleep(600)\n"))


class Stops:
    def __init__(self, after: int) -> None:
        self.left = after

    def at(self, done: int, all_: int, doing: Sentence) -> None:
        self.left -= 1
        if self.left < 0:
            raise LookingOver


def test_a_person_can_stop_it_and_what_it_started(write: Write, tmp_path: Path) -> None:
    started = tmp_path / "started"
    path = write(
        "import subprocess, sys, time\n"
        "def data():\n"
        "    one = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        f"    open({str(started)!r}, 'w').write(str(one.pid))\n"
        "    time.sleep(600)\n"
    )

    class WhenStarted:
        def at(self, done: int, all_: int, doing: Sentence) -> None:
            if started.exists() and started.read_text():
                raise LookingOver

    with pytest.raises(LookingOver):
        answers.run_code(RunCode(path, sum_of(path)), WhenStarted(), LIMITS)
    wait_ended([int(started.read_text())], timeout_s=10.0)
    assert not [one for one in psutil.Process().children(recursive=True) if one.status() != psutil.STATUS_ZOMBIE]


def test_it_ends_with_the_process_that_asked_for_it(write: Write, tmp_path: Path) -> None:
    """The data worker is killed: nobody is left to end an endless loop."""
    started = tmp_path / "started"
    folder = tmp_path / "job"
    folder.mkdir()
    text = f"import os\ndef data():\n    open({str(started)!r}, 'w').write(str(os.getpid()))\n    while True: pass\n"
    (folder / "code.py").write_text(text, encoding="utf-8")
    job = {"path": write(text), "memory_bytes": 2 << 30, "most_bytes": 1000}
    (folder / "job.json").write_text(json.dumps(job), encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "core.data.arrays.inner", str(folder)], stdin=subprocess.PIPE, cwd=ROOT
    )
    until = time.monotonic() + 30
    while not (started.exists() and started.read_text()) and time.monotonic() < until:
        process.poll()
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(10) == 1


def test_what_the_process_leaves_is_read_as_a_strangers_file(write: Write) -> None:
    hostile = (
        "import json, os, sys\n"
        "def data():\n"
        "    folder = {folder}\n"
        "    {leave}\n"
        "    said = json.dumps({{'kind': {kind!r}, 'line': 10**400, 'error': 7}})\n"
        "    open(os.path.join(folder, 'said.json'), 'w').write(said)\n"
        "    os._exit(0)\n"
    )
    job = "next(one.frame.f_locals['folder'] for one in __import__('inspect').stack() if one.function == 'main')"
    cases = {
        "open(os.path.join(folder, 'data.npz'), 'wb').write(b'PK nothing')": ("data", "damaged"),
        "os.symlink('/etc/passwd', os.path.join(folder, 'data.npz'))": ("data", "without returning data"),
        "pass": ("error", "did not work"),
        "folder = folder": ("nothing known", "without returning data"),
    }
    for leave, (kind, words) in cases.items():
        path = write(hostile.format(folder=job, leave=leave, kind=kind))
        with pytest.raises(LibraryError) as caught:
            ran(path)
        assert words in str(caught.value)


def test_two_processes_may_run_the_same_file(write: Write) -> None:
    path = write(GOOD)
    top = find_folders().cache / "data" / "code"
    ran(path)
    (kept,) = top.iterdir()
    other = top / kept.name.replace(str(os.getpid()), "1")
    other.write_bytes(kept.read_bytes())
    ran(write(GOOD + "\n"))
    assert other.exists(), "what another process has is left alone"
    assert not kept.exists()


def test_an_array_that_was_left_can_be_odd_too(write: Write) -> None:
    seen = ran(
        write("def data():\n    nan = float('nan')\n    return [[nan], [1.0], [2.0], [3.0]], [1.5, 2.0, 3.0, nan]\n")
    )
    assert [(odd.kind, odd.count) for odd in seen.oddities] == [("no-target", 1), ("no-number", 1)]
    assert seen.samples == 2
    assert library.listed() == ()
