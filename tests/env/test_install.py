"""An environment is made by the install worker: what comes of it, and what conda would see."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.env.context import default_context
from core.env.envs import lockfile
from core.env.install import attempts
from core.env.problems import InstallError
from core.folders import find_folders
from core.messages.install_commands import (
    Clone,
    Continue,
    CreateFromLock,
    Discard,
    Export,
    FindUnfinished,
    Install,
    Look,
    Measure,
    OpenTerminal,
    Remove,
    Repair,
)
from core.messages.install_events import Exported, Installed, MachineSeen, Measured, Opened, Progress, Removed, Stopped
from core.messages.train_events import Rejected
from core.workers.handover import NICENESS
from core.workers.worker import start_installer
from tests.env.channel import PYTHON, subdir
from tests.env.making import House, Talk, left_beside
from tests.env.servers import Fault, silent_server
from tests.processes import runs, wait_ended, wait_until

STAGES = ["environment", "torch", "extras", "kernel", "check"]


def ask(prefix: Path, code: str) -> str:
    done = subprocess.run([prefix / "bin" / "python", "-I", "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_a_whole_environment_in_a_path_with_a_space_and_korean(house: House, home: Path) -> None:
    plan = house.plan()
    with house.talking() as talk:
        installed = talk.installed(Install(plan))
    prefix = Path(plan.prefix)
    assert installed.env.prefix == str(prefix)
    assert installed.env.kind == "ours"
    assert installed.env.python == PYTHON
    assert installed.report.device_line == "사용 중인 디바이스: cpu"
    assert ask(prefix, "import sys, torch, pear; print(sys.prefix, torch.__version__)") == f"{prefix} 9.0"
    assert talk.stages() == [(stage, state) for stage in STAGES for state in ("running", "done")]
    assert left_beside(house.envs) == []
    assert list((house.home / "installs").glob("*/install.json")) == []
    assert "check: 사용 중인 디바이스: cpu passed" in Path(installed.log).read_text("utf-8")
    _looks_like_conda_made_it(prefix, home)
    kernel = json.loads((home / ".local/share/jupyter/kernels/torch_book/kernel.json").read_text("utf-8"))
    assert kernel["argv"][0] == str(prefix / "bin" / "python")
    assert kernel["env"]["PYTHONNOUSERSITE"] == "1"


def _looks_like_conda_made_it(prefix: Path, home: Path) -> None:
    text = (prefix / "conda-meta" / "history").read_text("utf-8")
    lines = text.splitlines()
    assert lines[0].startswith("==> ")
    assert lines[0].endswith(" <==")
    assert lines[1].startswith("# cmd: torchgarden create -p ")
    assert f"+conda-forge/{subdir()}::libdemo-1.0-h1_0" in lines
    assert lines[-1].startswith("# update specs: ['libdemo', 'pip', 'python=")
    assert text.endswith("\n")
    assert (home / ".conda" / "environments.txt").read_text("utf-8") == f"{prefix}\n"
    packages = sorted((prefix / "conda-meta").glob("*.json"))
    assert [path.name.rsplit("-", 2)[0] for path in packages] == [
        "ca-certificates",
        "libdemo",
        "pip",
        "python",
        "tzdata",
    ]


def test_progress_comes_at_least_twice_a_second_and_never_goes_back(house: House) -> None:
    house.server.slow_s = 0.01
    house.server.forever["python-"] = Fault("slow")
    times: list[float] = []

    def over(event: object) -> bool:
        if isinstance(event, Progress):
            times.append(time.monotonic())
        return isinstance(event, (Installed, Stopped))

    with house.talking() as talk:
        talk.worker.send(Install(house.plan()))
        assert isinstance(talk.until(over), Installed)
    gaps = sorted(later - earlier for earlier, later in itertools.pairwise(times))
    assert gaps[len(gaps) * 3 // 4] < 0.5
    assert gaps[-1] < 4.0, "a busy computer may be late now and then"
    told = talk.progress()
    overall = [one.overall for one in told]
    assert overall == sorted(overall)
    assert overall[-1] == pytest.approx(1.0)
    loading = [one for one in told if one.doing == "downloading" and 0 < one.bytes_done < one.bytes_total]
    assert len(loading) > 3
    assert all(one.bytes_per_s > 0 and one.remaining_s > 0 for one in loading[2:])
    assert loading[0].files_total == 5
    assert told[-1].overall_bytes_done == told[-1].overall_bytes_total > 17_000_000


def test_exported_and_made_again_from_the_lock_with_no_solve(house: House, tmp_path: Path) -> None:
    with house.talking() as talk:
        installed = talk.installed(Install(house.plan()))
        lock = tmp_path / "a.lock"
        for kind, path in (
            ("lock", lock),
            ("environment_yml", tmp_path / "e.yml"),
            ("requirements", tmp_path / "r.txt"),
        ):
            assert isinstance(talk.ask(Export(installed.env.prefix, kind, str(path))), Exported)  # type: ignore[arg-type]
        asked = house.server.count()
        again = talk.installed(CreateFromLock(str(lock), "again"))
        assert house.server.count() == asked, "all of it was in the cache"
        copy = talk.installed(Clone(installed.env.prefix, "copy"))
    assert ask(Path(again.env.prefix), "import torch, sys; print(torch.__version__, sys.prefix)").startswith("9.0 ")
    assert Path(copy.env.prefix).name == "copy"
    yml = (tmp_path / "e.yml").read_text("utf-8")
    assert yml.startswith("name: torch_book\nchannels:\n  - conda-forge\ndependencies:\n")
    assert f"  - conda-forge::python={PYTHON}=hlocal_0_cpython\n" in yml
    assert "      - torch==9.0\n" in yml
    assert "defaults" not in yml, "a channel of that name is looked for by newer condas"
    assert "torch==9.0" in (tmp_path / "r.txt").read_text("utf-8")
    entries = json.loads(lock.read_text("utf-8"))
    assert all(one["sha256"] and one["url"] for one in entries["packages"] + entries["wheels"])


def test_repair_mends_what_drifted_and_leaves_what_a_person_added(house: House) -> None:
    with house.talking() as talk:
        installed = talk.installed(Install(house.plan()))
        prefix = Path(installed.env.prefix)
        site = prefix / "lib" / f"python{PYTHON.rsplit('.', 1)[0]}" / "site-packages"
        (prefix / "etc" / "demo.conf").unlink()
        (site / "pear" / "__init__.py").unlink()
        (site / "own.py").write_text("added = 1")
        before = (site / "torch" / "big.bin").stat().st_ino
        mended = talk.installed(Repair(str(prefix)))
    assert (prefix / "etc" / "demo.conf").read_text() == f"root={prefix}/share/demo\n"
    assert ask(prefix, "import pear, own; print(pear.__version__)") == "1.0"
    assert (site / "torch" / "big.bin").stat().st_ino == before, "what had not drifted was not touched"
    assert mended.report.ok
    assert "drifted: libdemo, pear" in talk.log()


def test_removed_with_its_kernel_and_its_line(house: House, home: Path) -> None:
    with house.talking() as talk:
        installed = talk.installed(Install(house.plan()))
        measured = talk.ask(Measure(installed.env.prefix))
        assert isinstance(measured, Measured)
        assert measured.size_bytes > 40_000_000
        removed = talk.ask(Remove(installed.env.prefix))
    assert isinstance(removed, Removed), removed
    assert removed.kernels == ("torch_book",)
    assert not Path(installed.env.prefix).exists()
    assert (home / ".conda" / "environments.txt").read_text() == ""


def test_a_name_that_is_taken_is_refused_and_nothing_is_touched(house: House) -> None:
    house.envs.mkdir()
    (house.envs / "torch_book").mkdir()
    (house.envs / "torch_book" / "thesis.txt").write_text("years of work")
    with house.talking() as talk:
        refused = talk.ask(Install(house.plan()))
        assert isinstance(refused, Rejected)
        assert "holds something else" in str(refused.sentence)
        refused = talk.ask(Install(house.plan(replace_old=True)))
        assert isinstance(refused, Rejected), "what is no environment never gives way"
        talk.installed(Install(house.plan("other")))
        refused = talk.ask(Install(house.plan("other")))
        assert str(refused.sentence) == "An environment called other is there already."
    assert (house.envs / "torch_book" / "thesis.txt").read_text() == "years of work"


@pytest.mark.parametrize(("name", "words"), [("it's", "has ' in its name"), ("x" * 240, "too deep")])
def test_a_path_that_programs_break_on_is_refused(house: House, name: str, words: str) -> None:
    with house.talking() as talk:
        refused = talk.ask(Install(house.plan(name)))
    assert isinstance(refused, Rejected)
    assert words in str(refused.sentence)
    assert not house.envs.exists()


def test_what_does_not_exist_is_refused_in_a_sentence(house: House, tmp_path: Path) -> None:
    (tmp_path / "no.lock").write_text("{}")
    with house.talking() as talk:
        for command in (
            Continue(str(tmp_path)),
            Discard(str(tmp_path)),
            Repair(str(tmp_path)),
            CreateFromLock(str(tmp_path / "no.lock"), "x"),
            Clone(str(tmp_path), "x"),
            Export(str(tmp_path), "lock", str(tmp_path / "x")),
        ):
            answer = talk.ask(command)
            assert isinstance(answer, Rejected), (command, answer)
        assert talk.ask(FindUnfinished()).installs == ()


def test_what_was_asked_before_the_pipe_closed_is_answered(house: House) -> None:
    worker = house.start().worker
    numbers = [worker.send(FindUnfinished()) for _ in range(5)]
    worker.close()
    assert [answers for _, answers in worker.events(100) if answers is not None] == numbers


def test_sources_that_cannot_be_read_are_told_in_answer(house: House) -> None:
    talk = house.start()
    talk.worker.close()
    (house.home / "sources.json").write_text("{")
    worker = start_installer(log=house.home / "worker.txt", arguments=["--home", str(house.home)])
    house.started.append(worker)
    refused = Talk(worker).ask(FindUnfinished())
    assert isinstance(refused, Rejected)
    assert "cannot be read as a list of sources" in str(refused.sentence)


def test_a_source_that_is_not_understood_is_a_log_line_and_a_finding(house: House) -> None:
    house.start().worker.close()
    (house.home / "sources.json").write_text('{"mirors": {}}')
    worker = start_installer(log=house.home / "worker.txt", arguments=["--home", str(house.home)])
    house.started.append(worker)
    talk = Talk(worker)
    seen = talk.ask(Look())
    assert isinstance(seen, MachineSeen)
    assert [one.level for one in seen.machine.findings if '"mirors"' in str(one.sentence)] == ["hazard"]
    assert '"mirors" is not understood' in talk.log()
    assert talk.ask(FindUnfinished()).installs == (), "nothing breaks"


def test_two_installs_at_once_the_second_is_refused(house: House) -> None:
    house.server.faults["python-"] = [Fault("stall", after=100_000)]
    first: Talk = house.start()
    first.worker.send(Install(house.plan()))
    first.until(lambda event: isinstance(event, Progress) and event.bytes_done > 0)
    with house.talking() as second:
        refused = second.ask(Install(house.plan("second")))
        assert isinstance(refused, Rejected)
        assert str(refused.sentence) == "Another installation is running: torch_book."
        assert second.ask(FindUnfinished()).installs == (), "it is running, not unfinished"
        first.worker.kill()
        second.installed(Install(house.plan("second")))


def test_the_app_that_goes_away_takes_the_worker_with_it(house: House) -> None:
    talk = house.start()
    talk.worker.close()
    assert not talk.worker.alive
    with pytest.raises(ProcessLookupError):
        os.kill(talk.worker.pid, 0)


@pytest.mark.skipif(sys.platform != "linux", reason="a thread has a priority of its own")
def test_an_install_leaves_the_processor_to_the_window(house: House) -> None:
    house.server.faults["python-"] = [Fault("stall", after=100_000)]
    ours = os.getpriority(os.PRIO_PROCESS, 0)
    talk = house.start()
    talk.worker.send(Install(house.plan()))
    talk.until(lambda event: isinstance(event, Progress) and event.bytes_done > 0)
    tasks = [int(name) for name in os.listdir(f"/proc/{talk.worker.pid}/task")]
    back = []
    for task in tasks:
        with contextlib.suppress(ProcessLookupError):  # it has ended since
            if os.getpriority(os.PRIO_PROCESS, task) >= min(ours + 5, 19):
                back.append(task)
    assert len(back) >= 2, "the install itself and its downloads"
    group = Path(f"/proc/{talk.worker.pid}/autogroup")
    if group.exists():  # among sessions, niceness alone would count for nothing
        assert group.read_text().split()[1:] == ["nice", str(NICENESS)]
    assert os.getpriority(os.PRIO_PROCESS, talk.worker.pid) == ours, "what hands programs over has not stepped back"


@pytest.mark.skipif(sys.platform != "linux", reason="a terminal of Linux")
def test_a_terminal_that_the_worker_opens_has_the_normal_priority_and_outlives_it(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told, terminal = tmp_path / "told", tmp_path / "terminal"
    terminal.write_text(
        f'#!/bin/sh\necho "$(nice) $$ $TORCHGARDEN_HOME" > {told}.half; mv {told}.half {told}; exec sleep 60\n'
    )
    terminal.chmod(0o755)
    monkeypatch.setenv("TERMINAL", str(terminal))
    monkeypatch.setenv("TORCHGARDEN_HOME", str(tmp_path / "home"))
    with house.talking() as talk:
        assert talk.ask(FindUnfinished()).installs == (), "work that steps back"
        answer = talk.ask(OpenTerminal(str(house.envs / "torch_book"), str(tmp_path)))
        assert isinstance(answer, Opened)
        wait_until(told.exists)
        talk.worker.kill()
    nice, pid, *home = told.read_text().split()
    try:
        assert int(nice) == os.getpriority(os.PRIO_PROCESS, 0)
        assert home == []
        assert runs(int(pid))
    finally:
        os.kill(int(pid), signal.SIGKILL)
        wait_ended([int(pid)], 10)


# ---------------------------------------------------------------------------------------------- names and folders
def test_an_environment_from_a_lock_has_a_name_that_can_be_one(house: House, tmp_path: Path) -> None:
    lock = str(tmp_path / "a.lock")
    Path(lock).write_text(lockfile.text_of(lockfile.lock_of(house.plan())), "utf-8")
    with house.talking() as talk:
        for name in ("../../x", "", "a b", "con"):
            assert isinstance(talk.ask(CreateFromLock(lock, name)), Rejected), name
    assert not house.envs.exists() or not any(house.envs.iterdir())


def test_where_nothing_can_be_written_every_command_that_must_write_says_so(tmp_path: Path, house: House) -> None:
    (tmp_path / "a file").write_text("x")
    plan = house.plan()
    worker = start_installer(
        log=tmp_path / "a file" / "log.txt", arguments=["--home", str(tmp_path / "a file" / "sub")]
    )
    house.started.append(worker)
    talk = Talk(worker)
    for command in (FindUnfinished(), Install(plan)):
        refused = talk.ask(command)
        assert isinstance(refused, Rejected)
        assert "could not be changed" in str(refused.sentence)
    assert worker.alive


@pytest.mark.slow
def test_an_install_that_a_network_stops_tells_what_a_look_at_the_network_says(house: House) -> None:
    with silent_server() as url:
        house.elsewhere, house.stall_s = url, 0.3
        with house.talking() as talk:
            stopped = talk.ask(Install(house.plan()))
    assert isinstance(stopped, Stopped)
    told = list(map(str, stopped.advice))
    assert told[0] == "127.0.0.1 accepts connections and does not answer."
    assert len(told) == len(set(told)) > 2
    assert told[0] in Path(stopped.log).read_text("utf-8")


def test_a_journal_that_cannot_be_begun_is_one_sentence(house: House) -> None:
    context = default_context(find_folders(home=house.home))
    context.logs.parent.mkdir(parents=True, exist_ok=True)
    context.logs.write_text("a file where the folder of logs should be")
    with pytest.raises(InstallError, match="could not be changed"):
        attempts.install(house.plan(), context, lambda event: None, lambda event: None)


def test_an_environment_that_conda_has_frozen_is_not_mended(house: House) -> None:
    with house.talking() as talk:
        prefix = talk.installed(Install(house.plan())).env.prefix
        (Path(prefix) / "conda-meta" / "frozen").write_text("")
        refused = talk.ask(Repair(prefix))
    assert isinstance(refused, Rejected)
    assert "frozen" in str(refused.sentence)
