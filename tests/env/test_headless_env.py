"""``torchgarden env``: what each verb asks, prints and returns."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest

from core.env.envs import conda_files
from core.env.envs.kernels import add_kernel
from core.env.open import jupyter
from core.env.problems import DiskFull, InstallError, NameTaken
from core.headless import env as headless_env
from core.headless.conversation import BAD, DONE, FAILED, INTERRUPTED, REFUSED, WRONG
from core.messages.computer import Finding
from core.messages.install_commands import (
    Continue,
    CreateFromLock,
    DescribeEnv,
    Discard,
    Export,
    FindUnfinished,
    Install,
    ListEnvs,
    Look,
    LookAtNetwork,
    MakePlan,
    StopJupyter,
)
from core.messages.install_events import (
    Discarded,
    EnvSeen,
    EnvsSeen,
    Exported,
    Installed,
    InstallerReady,
    JupyterStopped,
    LogLine,
    MachineSeen,
    NetworkSeen,
    Planned,
    Progress,
    Stopped,
    UnfinishedInstall,
    UnfinishedSeen,
)
from core.messages.install_reports import CheckReport, DeviceCheck, Env
from core.messages.recipe import CondaPackage, Plan, Recipe, VolumeNeed
from core.messages.train_events import Failed, Rejected
from core.sentence import say
from core.workers import wire
from core.workers.worker import Worker, start_installer
from tests import fake_installer
from tests.env.folders import make_conda
from tests.env.servers import FileServer
from tests.env.test_jupyter import with_jupyter

ROOT = Path(__file__).resolve().parents[2]

CPU = DeviceCheck("cpu", "AMD Ryzen", 0, ok=True, cpu_ms=20.0, device_ms=20.0, error=0.0)
REPORT = CheckReport(
    "/envs/a", True, "3.12.11", "2.14.1+cpu", "0.29.1", "", "", (), "cpu", "사용 중인 디바이스: cpu", (CPU,), (), 9.0
)


def plan_of(recipe: Recipe, *, free_bytes: int = 10**12) -> Plan:
    need = VolumeNeed("/envs", ("environment",), 10**9, free_bytes)
    package = CondaPackage("python", "3.12.11", "h", "https://x/p.conda", "", 31_000_000)
    return Plan(recipe, "/envs/" + recipe.name, "linux-64", (), (package,), (), 31_000_000, 10**8, (need,), 60.0)


class FakeInstaller:
    """The install worker at the process boundary: `answers` gives a command's events, the last of them its answer."""

    def __init__(self, answers: Callable[[Any], Sequence[Any]]) -> None:
        self.answers = answers
        self.sent: list[Any] = []
        self.arguments: Sequence[str] = ()
        self.closed = self.killed = False
        self._events: deque[tuple[Any, int | None]] = deque([(InstallerReady(1), None)])

    def start(self, *, log: Path, arguments: Sequence[str] = ()) -> FakeInstaller:
        self.arguments = arguments
        return self

    def send(self, command: Any) -> int:
        command = wire.decode(wire.encode(command, number=1))[0]  # it must be able to travel
        self.sent.append(command)
        *before, answer = self.answers(command)
        self._events.extend((event, None) for event in before)
        self._events.append((answer, None if isinstance(answer, Failed) else len(self.sent)))
        return len(self.sent)

    def events(self, limit: int) -> list[tuple[Any, int | None]]:
        return [self._events.popleft() for _ in range(min(limit, len(self._events)))]

    def wait(self, timeout_s: float) -> bool:
        return bool(self._events)

    def close(self) -> None:
        self.closed = True

    def kill(self) -> None:
        self.killed = True


HERE = fake_installer.machine("cpu", Path("/home/minsu"))
ENV = Env("torch_book", "/envs/torch_book", "ours")


def good(command: Any) -> list[Any]:
    """A worker that can do everything."""
    match command:
        case Look():
            return [MachineSeen(HERE)]
        case ListEnvs():
            return [EnvsSeen((ENV,))]
        case DescribeEnv(prefix):
            return [EnvSeen(Env("homework/.venv", prefix, "venv"))]
        case MakePlan(recipe):
            return [Planned(plan_of(recipe))]
        case Install() | Continue() | CreateFromLock():
            progress = Progress("torch", "downloading", 5, 10, 0, 1, 2e6, 3.0, 0.5)
            return [progress, Installed(Env("a", "/envs/a", "ours"), REPORT, "/envs/a.lock", "/logs/a.log", 12.0)]
        case FindUnfinished():
            return [UnfinishedSeen((UnfinishedInstall("/parts/a", "a", "/envs/a", "torch", 5, 10, "2026-11-23"),))]
        case Discard(folder):
            return [Discarded(folder)]
        case Export(prefix, format, path):
            return [Exported(prefix, format, path)]
    raise AssertionError(command)


def run(
    home: Path, *words: str, answers: Callable[[Any], Sequence[Any]] = good
) -> tuple[int, list[str], FakeInstaller]:
    """(exit code, printed lines, the worker)"""
    lines: list[str] = []
    worker = FakeInstaller(answers)
    code = headless_env.main([*words, "--home", str(home)], out=lines.append, start=worker.start)
    return code, lines, worker


def really(home: Path, *words: str, start: Callable[..., Worker] = start_installer) -> tuple[int, list[str]]:
    """(exit code, printed lines) with the true install worker"""
    lines: list[str] = []
    return headless_env.main([*words, "--home", str(home)], out=lines.append, start=start), lines


def events_in(lines: Sequence[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines]


# ----------------------------------------------------------------------------------------------------- plan, create
def test_plan_prints_the_reason_and_the_numbers_and_changes_nothing(home: Path) -> None:
    code, lines, worker = run(home, "plan", "torch_book")
    assert code == DONE
    assert [type(command) for command in worker.sent] == [Look, MakePlan]
    assert any("31 MB to download" in line for line in lines)
    assert worker.closed
    assert worker.arguments == ["--home", str(home)]


def test_a_plan_that_could_not_be_made_keeps_a_log_that_says_why(home: Path) -> None:
    """By the true worker: the log has what was asked, why there is no plan, and no password."""
    home.mkdir(parents=True, exist_ok=True)
    with FileServer(home) as server:
        mirror = server.url.replace("//", "//kim:secret@") + "/channel"
        sources = {"mirrors": {"https://conda.anaconda.org/conda-forge": [mirror]}, "tries": 1}
        (home / "sources.json").write_text(json.dumps(sources), encoding="utf-8")
        code, lines = really(home, "plan", "torch_book", "--build", "cpu")
    assert code == REFUSED, lines
    (told,) = [line for line in lines if line.startswith("Log: ")]
    text = Path(told.removeprefix("Log: ")).read_text("utf-8")
    assert "Asking conda-forge for python=" in text
    assert "no plan: The channel conda-forge" in text
    assert "torch_book: wheels" in text
    assert "secret" not in text
    assert len(text.splitlines()) > 6


def test_the_wish_of_the_arguments_reaches_the_recipe(home: Path) -> None:
    _, _, worker = run(
        home, "plan", "a", "--python", "3.11", "--torch", "2.9.1", "--build", "cpu", "--extras", "study,torchaudio"
    )
    recipe = worker.sent[-1].recipe
    assert (recipe.choice.python, recipe.choice.torch, recipe.choice.torchvision) == ("3.11", "2.9.1", "0.24.1")
    assert recipe.extras == ("torchaudio", "study")
    assert run(home, "plan", "a", "--extras", "none")[2].sent[-1].recipe.extras == ()


@pytest.mark.parametrize(
    ("words", "torch", "python"),
    [
        (["--torch", "2"], "2.14.1", "3.12"),
        (["--torch", "2.9"], "2.9.1", "3.12"),
        (["--python", "3"], "2.14.1", "3.12"),
        (["--python", "3.11.4"], "2.14.1", "3.11"),
    ],
)  # fmt: skip
def test_a_version_in_short_or_with_more_than_is_known_means_what_a_person_means(
    home: Path, words: list[str], torch: str, python: str
) -> None:
    """Of several that fit, the recommended one: not the newest, which nobody has tried."""
    choice = run(home, "plan", "a", *words)[2].sent[-1].recipe.choice
    assert (choice.torch, choice.python) == (torch, python)


def test_a_plan_that_does_not_fit_is_a_bad_answer(home: Path) -> None:
    def too_large(command: Any) -> Sequence[Any]:
        return [Planned(plan_of(command.recipe, free_bytes=5))] if isinstance(command, MakePlan) else good(command)

    code, _, worker = run(home, "create", "a", answers=too_large)
    assert code == BAD
    assert [type(command) for command in worker.sent] == [Look, MakePlan], "and nothing is begun"


def test_create_plans_and_then_installs_that_very_plan(home: Path) -> None:
    code, lines, worker = run(home, "create", "torch_book", "--json")
    assert code == DONE
    assert [type(command) for command in worker.sent] == [Look, MakePlan, Install]
    assert worker.sent[2].plan == plan_of(worker.sent[1].recipe)
    assert [event["is"] for event in events_in(lines) if event["is"] != "InstallerReady"] == [
        "Planned",
        "Progress",
        "Installed",
    ]


def test_progress_is_one_line_for_a_person(home: Path) -> None:
    _, lines, _ = run(home, "create", "a")
    assert any("50% torch: downloading" in line and "2.0 MB/s" in line for line in lines)
    assert "사용 중인 디바이스: cpu" in lines


def test_an_install_that_stops_tells_how_to_go_on(home: Path) -> None:
    def stops(command: Any) -> list[Any]:
        if isinstance(command, Install):
            return [Stopped("/parts/a", "torch", say("There is no space left."), DiskFull.advice, "ENOSPC", "/log")]
        return good(command)

    code, lines, _ = run(home, "create", "a", answers=stops)
    assert code == FAILED
    go_on = f"torchgarden env create --home {home} --continue /parts/a"
    assert lines[-4:] == [
        "Stopped at torch: There is no space left.",
        "Free some space on that disk, or choose another folder.",
        f"Nothing is downloaded twice. Go on with: {go_on}",
        "Log: /log",
    ]
    assert run(home, *go_on.split()[2:])[2].sent == [Continue("/parts/a")]
    assert run(home, "create", "--continue", "/parts/a")[2].sent == [Continue("/parts/a")]


def test_a_worker_that_is_gone_and_an_interruption_tell_how_to_go_on(home: Path) -> None:
    def gone(command: Any) -> list[Any]:
        return [Failed(say("The worker was ended."), "exit code -9")] if isinstance(command, Install) else good(command)

    def interrupted(command: Any) -> list[Any]:
        if isinstance(command, Install):
            raise KeyboardInterrupt
        return good(command)

    for answers, ends_with in ((gone, FAILED), (interrupted, INTERRUPTED)):
        code, lines, worker = run(home, "create", "a", answers=answers)
        assert code == ends_with
        assert worker.closed
        assert worker.killed == (ends_with == INTERRUPTED)
        assert lines[-1].endswith(f"See: torchgarden env create --home {home} --unfinished")


def test_what_is_refused_comes_with_what_to_do(home: Path) -> None:
    refused = Rejected(say("The channel cannot be reached."), (say("Check the network connection."),))
    code, lines, _ = run(home, "plan", "a", answers=lambda command: [refused])
    assert code == REFUSED
    assert lines == [
        "The channel cannot be reached.",
        "Check the network connection.",
        "Then type the same command again.",
    ]


def test_a_refusal_that_needs_another_command_names_it(home: Path) -> None:
    taken = Rejected(say("It is there already."), NameTaken.advice)
    _, lines, _ = run(home, "create", "a", answers=lambda command: [taken])
    assert lines[1:] == [
        "Choose another name.",
        "Or let the new environment take the place of the old one. Add: --replace",
    ]


def test_no_advice_names_a_button_that_only_a_window_has() -> None:
    def all_of(kind: type[InstallError]) -> list[type[InstallError]]:
        return [kind, *(below for child in kind.__subclasses__() for below in all_of(child))]

    advice = {one for kind in all_of(InstallError) for one in kind.advice}
    assert len(advice) > 8
    assert not [str(one) for one in advice if "press" in str(one).lower() or "Continue" in str(one)]


def test_a_home_that_cannot_be_is_one_sentence(tmp_path: Path) -> None:
    in_the_way = tmp_path / "a file"
    in_the_way.write_text("")
    lines: list[str] = []
    code = headless_env.main(["create", "--unfinished", "--home", str(in_the_way)], out=lines.append)
    assert code == REFUSED
    assert str(in_the_way) in lines[0]


def test_a_reader_that_leaves_is_no_traceback(home: Path) -> None:
    """torchgarden env list | head -1"""
    command = [sys.executable, "-m", "core.headless", "env", "list", "--home", str(home)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=dict(os.environ), cwd=ROOT)
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    with process.stderr as said:
        assert said.read() == b""
    assert process.wait() in (INTERRUPTED, DONE)  # DONE where the line fitted into the pipe before it was closed


@pytest.mark.skipif(os.name != "posix", reason="run.py is tried with a shell's own folder")
def test_relative_paths_mean_the_folder_where_the_person_is(home: Path, tmp_path: Path) -> None:
    there = tmp_path / "내 폴더"
    there.mkdir()
    environment = {**os.environ, "TORCHGARDEN_STARTED_IN": str(there)}
    words = ["env", "create", "a", "--from-lock", "my.lock", "--home", str(home)]
    command = [sys.executable, "-m", "core.headless", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=ROOT)
    assert done.returncode == REFUSED
    assert f"There is no file {there / 'my.lock'}." in done.stderr


def test_a_check_that_finds_faults_is_a_bad_answer(home: Path) -> None:
    bad = Installed(Env("a", "/envs/a", "ours"), replace(REPORT, ok=False), "", "", 1.0)
    assert run(home, "create", "a", answers=lambda c: [bad] if isinstance(c, Install) else good(c))[0] == BAD


def test_unfinished_installs_are_listed_and_discarded(home: Path) -> None:
    code, lines, _ = run(home, "create", "--unfinished")
    assert code == DONE
    assert any("/parts/a" in line for line in lines)
    assert run(home, "create", "--discard", "/parts/a")[2].sent == [Discard("/parts/a")]


def test_a_lock_file_is_made_again_under_a_name(home: Path, tmp_path: Path) -> None:
    _, _, worker = run(home, "create", "b", "--from-lock", str(tmp_path / "a.lock"))
    assert worker.sent == [CreateFromLock(str(tmp_path / "a.lock"), "b")]


@pytest.mark.parametrize(
    ("words", "code", "printed"),
    [
        (["plan", "나쁜 이름"], REFUSED, "English letters"),
        (["plan", "a", "--torch", "2.15.0", "--build", "cu126"], REFUSED, "no cu126 build of torch 2.15.0"),
        (["plan", "a", "--extras", "games"], REFUSED, "no extra called games"),
        (["create"], WRONG, "what the environment is to be called"),
        (["check", "nobody"], WRONG, "No environment is called nobody"),
        (["jupyter"], WRONG, "Say which environment"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence_with_its_code(
    words: list[str], code: int, printed: str, home: Path
) -> None:
    got, lines, worker = run(home, *words)
    assert got == code
    assert printed in lines[-1]
    assert {type(command) for command in worker.sent} <= {Look, ListEnvs}, "and nothing is begun"


@pytest.mark.parametrize("words", [[], ["fly"], ["plan"], ["export", "a", "--format", "zip"]])
def test_arguments_that_make_no_sense_are_code_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert headless_env.main(words) == WRONG
    assert "usage: torchgarden env" in capsys.readouterr().err


def test_help_names_the_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    assert headless_env.main(["--help"]) == DONE
    assert "exit codes" in capsys.readouterr().out


def test_a_worker_that_refuses_or_dies_has_its_own_codes(home: Path) -> None:
    assert run(home, "plan", "a", answers=lambda c: [Rejected(say("No."))])[0] == REFUSED
    assert run(home, "plan", "a", answers=lambda c: [Failed(say("Gone."), "exit code 1")])[0] == FAILED


def test_the_same_by_hand_is_saved_as_a_script(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run(home, "plan", "a", "--script", "powershell")
    assert (tmp_path / "a.ps1").read_bytes().startswith(b"\xef\xbb\xbf# a: Python 3.12")


# ------------------------------------------------------------------------------------------------- what is there
def make_env(home: Path, name: str = "torch_book") -> Path:
    prefix = make_conda(home / "envs" / name, torch="2.14.1+cpu", ipykernel=True, ours=True)
    conda_files.register(str(prefix), home=home)
    add_kernel(str(prefix), name)
    return prefix


def test_list_shows_environments_as_a_table_or_as_json(home: Path) -> None:
    prefix = make_env(home)
    code, lines = really(home, "list", "--sizes")
    assert code == DONE
    assert lines[0].split() == ["NAME", "PYTHON", "TORCH", "KERNEL", "SIZE", "FOLDER"]
    assert lines[1].split()[:4] == ["torch_book", "3.12.11", "2.14.1+cpu", "torch_book"]
    assert lines[1].split()[4] != str(prefix), "the size is between"
    (event,) = events_in(really(home, "list", "--json")[1])
    assert [env["prefix"] for env in event["envs"]] == [str(prefix)]


def test_check_of_an_environment_that_does_not_work_is_a_bad_answer(home: Path) -> None:
    prefix = make_env(home)
    code, lines = really(home, "check", str(prefix), "--json")
    assert code == BAD
    (event,) = events_in(lines)
    assert event["report"]["faults"]


def test_remove_only_shows_until_it_is_told_yes(home: Path) -> None:
    prefix = make_env(home)
    code, lines = really(home, "remove", "torch_book")
    assert code == DONE
    assert "kernels: torch_book" in lines[0]
    assert lines[1:] == ["Nothing has changed. Say --yes to remove it."]
    assert prefix.exists()
    code, lines = really(home, "remove", "torch_book", "--yes", "--json")
    assert [event["is"] for event in events_in(lines)] == ["RemovePreviewed", "Removed"]
    assert not prefix.exists()
    assert conda_files.registered(home) == ()


def test_what_is_no_environment_is_refused(home: Path) -> None:
    code, lines = really(home, "remove", str(home), "--yes")
    assert code == REFUSED
    assert lines == [f"{home} is not an environment, so it is left alone."]
    assert home.exists()


def test_two_environments_of_one_name_are_told_apart_by_folder(home: Path) -> None:
    first = make_env(home)
    other = make_conda(home / "elsewhere" / "torch_book")
    conda_files.register(str(other), home=home)
    code, lines = really(home, "remove", "torch_book")
    assert code == WRONG
    assert str(other) in lines[0]
    code, lines = really(home, "remove", str(other), "--yes")
    assert code == DONE
    assert (first.exists(), other.exists()) == (True, False)


def test_export_writes_beside_the_person_or_where_told(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    _, _, worker = run(home, "export", "torch_book")
    assert worker.sent == [ListEnvs(), Export(ENV.prefix, "lock", str(tmp_path / "torch_book.lock"))]
    _, _, worker = run(home, "export", "torch_book", "--format", "environment_yml", "--to", "e.yml")
    assert worker.sent[-1] == Export(ENV.prefix, "environment_yml", str(tmp_path / "e.yml"))


def test_an_environment_is_named_by_its_folder_too(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    prefix = str(tmp_path / "homework" / ".venv")
    _, lines, worker = run(home, "export", "homework/.venv", "--format", "requirements")
    assert worker.sent == [
        DescribeEnv(prefix), Export(prefix, "requirements", str(tmp_path / "homework-.venv.txt"))
    ]  # fmt: skip
    assert lines == [f"requirements: {tmp_path / 'homework-.venv.txt'}"]


def test_machine_says_what_was_found(home: Path) -> None:
    code, lines = really(home, "machine", "--json")
    assert code == DONE
    (event,) = events_in(lines)
    assert event["machine"]["memory_bytes"] > 0


def test_a_list_of_sources_that_cannot_be_read_keeps_nobody_from_looking(home: Path) -> None:
    make_env(home)
    (home / "sources.json").write_text("{")
    assert really(home, "list")[0] == DONE
    assert really(home, "remove", "torch_book", "--yes")[0] == DONE
    code, lines = really(home, "plan", "a", "--build", "cpu")
    assert code == REFUSED
    assert "cannot be read as a list of sources" in lines[0]


def test_a_notebook_server_is_ended_by_its_address(home: Path) -> None:
    def says(stopped: bool) -> Callable[[Any], Sequence[Any]]:
        return lambda command: [JupyterStopped(command.url, stopped)]

    address = "http://127.0.0.1:9/tree?token=abc"
    code, lines, worker = run(home, "jupyter", "--stop", address, answers=says(True))
    assert (code, lines, worker.sent) == (DONE, ["The notebook server has ended."], [StopJupyter(address)])
    code, lines, _ = run(home, "jupyter", "--stop", address, answers=says(False))
    assert (code, lines) == (FAILED, ["The notebook server is still running."])
    code, lines = really(home, "jupyter", "--stop", "http://example.org/")
    assert code == REFUSED
    assert lines == ["http://example.org/ is not the address of a notebook server as it was printed."]


@pytest.mark.skipif(os.name != "posix", reason="a made-up server that a shell starts")
def test_a_notebook_server_goes_on_until_it_is_stopped(home: Path, tmp_path: Path) -> None:
    prefix = with_jupyter(home / "envs" / "book")
    code, lines = really(home, "jupyter", str(prefix), "--folder", str(tmp_path))
    assert code == DONE
    url, stop = lines
    assert jupyter.answers(int(url.split("/")[2].split(":")[1]), url.partition("token=")[2])
    assert stop.endswith(f"Stop it with: torchgarden env jupyter --stop '{url}'")
    assert really(home, "jupyter", "--stop", url) == (DONE, ["The notebook server has ended."])


# ------------------------------------------------------------------------------------------------- the conversation
def talkative(command: Any) -> list[Any]:
    """A worker that says a line of its log before every answer."""
    return [LogLine("hello"), *good(command)]


def test_a_script_gets_the_answer_alone_from_a_verb_that_looks_and_everything_from_one_that_works(home: Path) -> None:
    _, lines, _ = run(home, "list", "--json", answers=talkative)
    assert [event["is"] for event in events_in(lines)] == ["EnvsSeen"]
    _, lines, _ = run(home, "plan", "a", "--json", answers=talkative)
    said = ["InstallerReady", "LogLine", "LogLine", "Planned"]
    assert [event["is"] for event in events_in(lines)] == said, "also what came while the computer was looked at"


def test_a_worker_that_dies_is_a_sentence_and_its_code(home: Path) -> None:
    def killed(**given: Any) -> Worker:
        worker = start_installer(**given)
        os.kill(worker.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
        return worker

    for words in (["list"], ["plan", "a"], ["remove", "torch_book"]):
        code, lines = really(home, *words, start=killed)
        assert code == FAILED
        assert lines[0].startswith("The worker was ended from outside" if os.name == "posix" else "The worker")
        assert "Traceback" not in "".join(lines)


@pytest.mark.skipif(os.name != "posix", reason="Ctrl+C is a signal there")
def test_ctrl_c_ends_the_worker_and_what_it_runs(home: Path) -> None:
    prefix = make_env(home)
    noted = home / "pids"
    python = prefix / "bin" / "python"
    python.write_text(f"#!/bin/sh\nsleep 600 &\necho $$ $! $PPID > {noted}.new\nmv {noted}.new {noted}\nwait\n")
    python.chmod(0o755)
    command = [sys.executable, "-m", "core.headless", "env", "check", str(prefix), "--home", str(home)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as door:
        wait_for(noted.exists)
        door.send_signal(signal.SIGINT)
        out, err = door.communicate(timeout=60)
    assert (door.returncode, out, err) == (INTERRUPTED, "", "")
    pids = [int(word) for word in noted.read_text().split()]
    assert len(pids) == 3
    wait_for(lambda: not any(map(runs, pids)))


def wait_for(true: Callable[[], bool], *, timeout_s: float = 60.0) -> None:
    ends = time.monotonic() + timeout_s
    while not true():
        assert time.monotonic() < ends, "waited 60 s"
        time.sleep(0.01)


def runs(pid: int) -> bool:
    """Whether a process runs; one that has ended and is still to be cleared away does not."""
    with contextlib.suppress(psutil.NoSuchProcess):
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    return False


def test_the_doctor_looks_at_the_network_and_says_what_is_wrong_with_it(home: Path) -> None:
    bad = Finding("network", "stop", say("The name {host} cannot be looked up.", host="a.example"), say("Try another."))
    for findings, code in (((bad,), BAD), ((Finding("network", "good", say("All answer.")),), DONE)):
        answers = [NetworkSeen(findings)]
        done, lines, worker = run(home, "doctor", "--network", answers=lambda c, told=answers: told)
        assert (done, worker.sent) == (code, [LookAtNetwork()])
        assert "20 s at most" in lines[0], "what is waited for is said first"
        assert str(findings[0].sentence) in lines[1]


RECIPE = {
    "--python": "3.12", "--torch": "2.9.1", "--build": "cpu", "--source": "wheels", "--extras": "jupyter",
    "--folder": "here", "--replace": "", "--script": "bash",
}  # fmt: skip
OTHERS = {"NAME": "", "--from-lock": "book.lock", **RECIPE}
APART = [
    *(("create", "--from-lock", other) for other in RECIPE),
    *(("create", "--continue", other) for other in OTHERS),
    *(("create", "--discard", other) for other in ("--continue", *OTHERS)),
    *(("create", "--unfinished", other) for other in ("--discard", "--continue", *OTHERS)),
    ("jupyter", "--stop", "ENV"), ("jupyter", "--stop", "--folder"), ("doctor", "--network", "ENV"),
]  # fmt: skip


@pytest.mark.parametrize(("verb", "one", "other"), APART)
@pytest.mark.parametrize("turned", [False, True])
def test_options_that_do_not_go_together_are_refused_before_anything_starts(
    home: Path, verb: str, one: str, other: str, turned: bool
) -> None:
    def never(**_: object) -> Worker:
        raise AssertionError("a worker was started")

    values = {**OTHERS, "--continue": "x", "--discard": "x", "--stop": "http://localhost:8888", "ENV": ""}
    words = [[part] if part.isupper() else [part, *filter(None, [values.get(part, "")])] for part in (one, other)]
    if turned:
        words.reverse()
    code, lines = really(home, verb, *words[0], *words[1], start=never)
    assert (code, len(lines)) == (2, 1)
    assert f"{one} and {other} do not go together" in lines[0]
