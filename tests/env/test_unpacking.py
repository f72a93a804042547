"""Large wheels are unpacked while Python is still coming or being linked, and nothing gets less safe by it."""

from __future__ import annotations

import itertools
import shlex
import shutil
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import psutil
import pytest
import uv

from core.env.context import Context, open_context
from core.env.engines import uv as wheels
from core.env.install import attempts
from core.env.look import machine
from core.env.problems import InstallError
from core.folders import find_folders
from core.messages.install_commands import Continue, Install
from core.messages.install_events import Installed, LogLine, Progress, Stopped
from core.messages.recipe import Plan, Wheel
from tests.env.channel import PYTHON
from tests.env.disks import grow, small_disk
from tests.env.making import House, Talk, is_whole, left_beside
from tests.env.servers import Fault
from tests.env.test_faults import kill, unfinished, works
from tests.env.wheelhouse import make_wheel
from tests.processes import command

pytestmark = pytest.mark.slow
AHEAD = "unpacked ahead: torch 9.0"


def is_ahead(event: object) -> bool:
    return isinstance(event, LogLine) and event.text.startswith(AHEAD)


def ahead_left(house: House) -> bool:
    return (house.home / "cache" / "ahead").exists()


# --------------------------------------------------------------------------------------------- by the install worker
def python_stalls(house: House) -> Talk:
    """A worker for which Python's package comes half and no further."""
    house.server.forever["python-"] = Fault("stall", after=100_000)
    return house.start()


def python_comes(house: House) -> None:
    house.server.forever.clear()


def test_torch_is_unpacked_while_python_is_still_coming(house: House) -> None:
    plan = house.plan(large=True)
    talk = python_stalls(house)
    talk.worker.send(Install(plan))
    talk.until(is_ahead)
    assert talk.stages() == [("environment", "running")]
    assert not Path(plan.prefix).exists(), "the environment waits for its turn"
    kill(talk, "crash")
    python_comes(house)
    with house.talking() as talk:
        talk.installed(Continue(unfinished(talk).installs[0].folder))
        assert AHEAD not in talk.log(), "what was here before is not unpacked a second time"
    assert works(plan.prefix) == "9.0"
    assert house.server.count("/torch-") == 1
    assert not ahead_left(house)


def caught_unpacking(house: House, plan: Plan) -> Talk:
    """A worker that is unpacking torch at this moment. If it was done before anyone looked, all begins from nothing."""
    for _ in range(10):
        talk = python_stalls(house)
        talk.worker.send(Install(plan))
        ends = time.monotonic() + 60
        while not any(is_ahead(event) for event in talk.events):
            children = psutil.Process(talk.worker.pid).children()
            if any("ahead/torch-9.0" in " ".join(command(child)) for child in children):
                return talk
            talk.events += [event for event, _ in talk.worker.events(100)]
            assert time.monotonic() < ends, talk.log()
            talk.worker.wait(0.001)
        kill(talk, "crash")
        for folder in (house.home, house.envs / ".torchgarden"):
            shutil.rmtree(folder, ignore_errors=True)
        house.server.requests.clear()
    raise AssertionError("torch was unpacked each time before anyone looked")


@pytest.mark.parametrize("how", ["crash", "cancel"])
def test_killed_while_unpacking_ahead_then_continued(house: House, how: str) -> None:
    plan = house.plan(large=True)
    talk = caught_unpacking(house, plan)
    kill(talk, how)
    python_comes(house)
    assert not is_whole(Path(plan.prefix))
    with house.talking() as talk:
        talk.installed(Continue(unfinished(talk).installs[0].folder))
    assert works(plan.prefix) == "9.0"
    assert left_beside(house.envs) == []
    assert house.server.count("/torch-") == 1
    assert not ahead_left(house)


# ------------------------------------------------------------------------------------------- with a uv that is watched
@dataclass
class Attempt:
    """An install in this process, with a uv that behaves as told when it unpacks ahead."""

    context: Context
    heard: list[tuple[float, Any]] = field(default_factory=list)

    def install(self, plan: Plan) -> Any:
        answers: list[Any] = []
        attempts.install(plan, self.context, self._hear, answers.append)
        return answers[0]

    def go_on(self, folder: str) -> Any:
        answers: list[Any] = []
        attempts.go_on(folder, self.context, self._hear, answers.append)
        return answers[0]

    def _hear(self, event: object) -> None:
        self.heard.append((time.monotonic(), event))

    def log(self) -> str:
        return "\n".join(event.text for _, event in self.heard if isinstance(event, LogLine))


def attempt(house: House) -> Attempt:
    house.write_sources()
    folders = find_folders(home=house.home)
    seen = machine.look(folders=folders)
    return Attempt(replace(open_context(folders), machine=seen))


def torch_comes_first(house: House) -> None:
    """Let it be here, and uv at it, before Python is here to be linked."""
    house.server.slow_s = 0.005
    house.server.faults["python-"] = [Fault("slow")]


def uv_that(monkeypatch: pytest.MonkeyPatch, folder: Path, first: str) -> Path:
    """Let uv do `first` (shell) whenever it unpacks ahead; return the file that holds its pid then."""
    program, pid = folder / "uv", folder / "uv.pid"
    program.write_text(
        f'#!/bin/sh\ncase "$*" in *--target*) echo $$ > {shlex.quote(str(pid))}; {first};; esac\n'
        f'exec {shlex.quote(uv.find_uv_bin())} "$@"\n'
    )
    program.chmod(0o755)
    monkeypatch.setattr(wheels, "_program", lambda: str(program))
    return pid


def test_linking_that_fails_ends_the_unpacking_and_room_mends_it(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with small_disk(tmp_path / "disk", size_kib=8_000) as disk:
        house.envs = disk / "envs"
        torch_comes_first(house)
        trying, plan, begun = attempt(house), house.plan(large=True), time.monotonic()
        with monkeypatch.context() as patch:
            pid = uv_that(patch, tmp_path, 'mkdir -p "$UV_CACHE_DIR/.tmpHALF/torch"; exec sleep 600')
            stopped = trying.install(plan)
        assert isinstance(stopped, Stopped), stopped
        assert "There is no space left on the disk of" in str(stopped.sentence)
        assert time.monotonic() - begun < 300, "nobody waits for what is not needed any more"
        assert pid.exists()
        assert not psutil.pid_exists(int(pid.read_text()))
        assert not Path(plan.prefix).exists()
        assert left_beside(house.envs) == []
        assert not ahead_left(house)
        assert not (house.home / "cache" / "uv" / ".tmpHALF").exists(), "a disk may be full of it"
        grow(disk, size_kib=600_000)
        again = trying.go_on(stopped.folder)
        assert isinstance(again, Installed), getattr(again, "sentence", again)
        assert works(plan.prefix) == "9.0"
        assert house.server.count("/torch-") == 1


def test_a_wheel_that_cannot_be_unpacked_ahead_is_left_to_its_stage(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    torch_comes_first(house)
    pid = uv_that(monkeypatch, tmp_path, "echo the disk hiccuped >&2; exit 2")
    trying, plan = attempt(house), house.plan(large=True)
    installed = trying.install(plan)
    assert isinstance(installed, Installed), installed
    assert pid.exists()
    assert "not unpacked ahead: torch 9.0" in trying.log()
    assert "the disk hiccuped" in Path(installed.log).read_text("utf-8"), "why, stands in the log"
    assert works(plan.prefix) == "9.0"


def test_its_stage_waits_for_it_and_progress_is_told_all_the_while(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    torch_comes_first(house)
    uv_that(monkeypatch, tmp_path, "sleep 5")
    trying, plan = attempt(house), house.plan(large=True)
    installed = trying.install(plan)
    assert isinstance(installed, Installed), installed
    lines = trying.log().splitlines()
    ahead = next(number for number, line in enumerate(lines) if line.startswith(AHEAD))
    assert lines.index("stage: torch") < ahead < lines.index("stage: kernel"), "it was not installed before"
    assert " + torch==9.0" in lines[ahead:]
    told = [(at, event) for at, event in trying.heard if isinstance(event, Progress)]
    gaps = sorted(later - earlier for (earlier, _), (later, _) in itertools.pairwise(told))
    assert gaps[len(gaps) * 3 // 4] < 0.5
    assert gaps[-1] < 4.0, "a busy computer may be late now and then"
    assert {event.stage for _, event in told} == {"environment", "torch", "extras", "kernel", "check"}
    overall = [event.overall for _, event in told]
    assert overall == sorted(overall)
    assert overall[-1] == pytest.approx(1.0)
    assert works(plan.prefix) == "9.0"


# ------------------------------------------------------------------------------------------------------ uv's own part
def unpack(wheel: Wheel, aside: Path, cache: Path) -> None:
    wheels.unpack([wheel], aside, cache=cache, python="", python_version="3.13.1")


def test_a_wheel_for_another_python_than_ours_is_unpacked(tmp_path: Path) -> None:
    assert not PYTHON.startswith("3.13")
    path = make_wheel(tmp_path / "cache" / "wheels", "pear", tag="cp313-none-any")
    unpack(Wheel("pear", "1.0", path.as_uri(), "", path.stat().st_size, path.name), tmp_path / "x", tmp_path / "cache")
    assert list((tmp_path / "cache" / "uv").rglob("pear/__init__.py"))


def test_what_has_another_sum_is_not_unpacked(tmp_path: Path) -> None:
    path = make_wheel(tmp_path / "cache" / "wheels", "pear")
    wheel = Wheel("pear", "1.0", path.as_uri(), "0" * 64, path.stat().st_size, path.name)
    with pytest.raises(InstallError, match="damaged"):
        unpack(wheel, tmp_path / "x", tmp_path / "cache")
    assert not (tmp_path / "x" / "pear").exists()
