"""Random faults at random moments of an install, two at once and one after the other: nothing half made shows, what was
there is never lost, and when all is well again the install comes to its end, or leaves nothing."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from core.env.envs import conda_files, lockfile
from core.env.envs.drift import find_drift
from core.env.envs.kernels import find_kernels
from core.env.install.lock import file_in, only_one
from core.messages.install_commands import Continue, Discard, FindUnfinished, Install
from core.messages.install_events import Discarded, Installed, Stopped
from core.messages.recipe import Plan
from core.messages.train_events import Rejected
from tests.env.disks import grow, small_disk
from tests.env.folders import make_conda
from tests.env.making import House, Talk, is_whole, left_beside
from tests.env.servers import Fault, FileServer, status
from tests.env.test_faults import kill, unfinished, works
from tests.sweeps import sweep

pytestmark = pytest.mark.slow
ROOT = sys.platform == "linux" and os.geteuid() == 0
DISK_KIB, SECONDS = 600_000, 90.0
ESSAY = "what a person wrote"
numbers = itertools.count()


@dataclass
class Scene:
    """An install that is being disturbed; `disk` is where its environments lie, None where it cannot be made small."""

    house: House
    plan: Plan
    disk: Path | None
    talk: Talk | None = None

    # ---------------------------------------------------------------------------------------------------- the faults
    def crash(self) -> bool:
        assert self.talk is not None
        kill(self.talk, "crash")
        return True

    def cancel(self) -> bool:
        assert self.talk is not None
        kill(self.talk, "cancel")
        return True

    def cut(self) -> bool:
        """The network breaks off in the middle of each file."""
        self.house.server.forever[""] = Fault("truncate", after=10)
        return False

    def silent(self) -> bool:
        self.house.server.forever[""] = Fault("stall", after=10)
        return False

    def trouble(self) -> bool:
        self.house.server.forever[""] = status(503)
        return False

    def refused(self) -> bool:
        self.house.server.forever[".whl"] = status(403)
        return False

    def full(self) -> bool:
        """Somebody fills the disk of the environments."""
        if self.disk is not None:
            with contextlib.suppress(subprocess.CalledProcessError):  # it was written to meanwhile: not quite so full
                grow(self.disk, size_kib=shutil.disk_usage(self.disk).used // 1024 + 300)
        return False

    def second(self) -> bool:
        """Somebody makes another environment at the same time, and ends before or after."""
        with self.house.talking() as other:
            answer = other.ask(Install(self.house.plan("second")))
            assert isinstance(answer, (Installed, Stopped, Rejected)), answer
        return False

    def same(self) -> bool:
        """Somebody makes the same environment at the same time."""
        with self.house.talking() as other:
            answer = other.ask(Install(self.plan))
            assert isinstance(answer, (Installed, Stopped, Rejected)), answer
        return False

    def damaged(self) -> bool:
        """Something writes over the journals."""
        for journal in (self.house.home / "installs").glob("*/install.json"):
            journal.write_text("{", encoding="utf-8")
        return False

    # ---------------------------------------------------------------------------------------------------- the course
    def disturbed(self, command: object, faults: list[tuple[int, str]]) -> Any:
        """Send a command, and do what is to happen after so many events; return its answer, None if it was ended."""
        self.talk = self.house.start()
        number, waiting, ends = self.talk.worker.send(command), sorted(faults), time.monotonic() + SECONDS
        seen = 0
        while time.monotonic() < ends:
            self.talk.worker.wait(0.1)
            for event, answers in self.talk.worker.events(1):
                seen += 1
                self.talk.events.append(event)
                if answers == number:
                    self.talk.worker.close()
                    return event
            while waiting and seen >= waiting[0][0]:
                if getattr(self, waiting.pop(0)[1])():
                    return None
            if not self.talk.worker.alive and not self.talk.worker.wait(0.0):
                return None
        raise AssertionError(f"it does not come to an end; last: {self.talk.events[-5:]}")

    def heal(self) -> None:
        self.house.server.forever.clear()
        self.house.server.faults.clear()
        if self.disk is not None:
            grow(self.disk, size_kib=DISK_KIB)

    def check(self, *, replaced: bool, home: Path) -> None:
        """Whatever shows is whole; what was there before is there."""
        prefix = Path(self.plan.prefix)
        if is_whole(prefix) and (prefix / "conda-meta" / "torchgarden" / lockfile.LOCK).exists():
            assert works(prefix) == "9.0"
            assert not find_drift(prefix, lockfile.of_environment(prefix), sums=False)
        elif replaced:
            assert (prefix / "conda-meta" / "history").exists(), "the old one is back"
        if replaced:
            found = [one for one in self.house.envs.rglob("essay.txt") if one.read_text("utf-8") == ESSAY]
            assert len(found) == 1, "the person's own is there once"
        for listed in conda_files.registered(home):
            assert is_whole(Path(listed)), f"conda lists {listed}"
        for journal in (self.house.home / "installs").glob("*/install.json"):
            assert isinstance(json.loads(journal.read_text("utf-8")), dict)


@contextlib.contextmanager
def scene(channel: Path, folder: Path, *, replaced: bool) -> Iterator[Scene]:
    """A house of its own for each example."""
    shelf = folder / "shelf"
    (shelf / "wheels").mkdir(parents=True)
    (shelf / "conda-forge").symlink_to(channel)
    with contextlib.ExitStack() as stack:
        disk = stack.enter_context(small_disk(folder / "disk", size_kib=DISK_KIB)) if ROOT else None
        server = stack.enter_context(FileServer(shelf))
        house = House(folder / "내 집", (disk or folder) / "내 환경", server, channel, stall_s=1.0)
        stack.callback(house.close)
        plan = house.plan(replace_old=replaced)
        if replaced:
            (make_conda(Path(plan.prefix)) / "essay.txt").write_text(ESSAY, encoding="utf-8")
        yield Scene(house, plan, disk)


FAULTS = ["crash", "cancel", "cut", "silent", "trouble", "refused", "full", "second", "same", "damaged"]
STEPS = st.lists(
    st.lists(st.tuples(st.integers(0, 90), st.sampled_from(FAULTS)), min_size=1, max_size=2), min_size=1, max_size=2
)


@settings(
    max_examples=sweep(usual=2, nightly=60), deadline=None, database=None, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(steps=STEPS, replaced=st.booleans(), then=st.sampled_from(["continue", "discard"]))
@example(steps=[[(40, "full"), (45, "crash")]], replaced=True, then="continue")
@example(steps=[[(5, "damaged"), (60, "cancel")], [(0, "second"), (20, "cut")]], replaced=False, then="discard")
def test_after_any_faults_at_any_moments_all_that_shows_is_whole_and_nothing_is_lost(
    channel: Path, tmp_path_factory: pytest.TempPathFactory, home: Path,
    steps: list[list[tuple[int, str]]], replaced: bool, then: str,
) -> None:  # fmt: skip
    for kept in (".conda", ".local"):
        shutil.rmtree(home / kept, ignore_errors=True)
    with scene(channel, tmp_path_factory.mktemp(f"scene{next(numbers)}"), replaced=replaced) as now:
        prefix, answer = Path(now.plan.prefix), None
        for faults in steps:
            with now.house.talking() as talk:
                left = [one for one in unfinished(talk).installs if one.prefix == str(prefix)]
            command: object = Continue(left[0].folder) if left else Install(now.plan)
            if not left and answer is not None and isinstance(answer, Installed):
                break
            answer = now.disturbed(command, faults)
            now.heal()
            with now.house.talking() as talk:  # each start puts right what was left
                talk.ask(FindUnfinished())
            now.check(replaced=replaced, home=home)
        end(now, then, replaced=replaced)
        now.check(replaced=replaced, home=home)


def end(now: Scene, then: str, *, replaced: bool) -> None:
    """When nothing disturbs any more: what is unfinished comes to its end, or goes without a trace."""
    prefix = Path(now.plan.prefix)
    ours = prefix / "conda-meta" / "torchgarden" / lockfile.LOCK
    with now.house.talking() as talk:
        for one in unfinished(talk).installs:
            if then == "discard":
                assert talk.ask(Discard(one.folder)) == Discarded(one.folder)
            else:
                talk.installed(Continue(one.folder))
        assert unfinished(talk).installs == ()
        if not ours.exists() and (replaced or then == "continue"):
            talk.installed(Install(now.plan))
        assert unfinished(talk).installs == ()
    assert left_beside(now.house.envs) == []
    assert is_whole(prefix) == ours.exists(), "whole, or not there"
    assert ours.exists() or not prefix.exists()
    for kernel in find_kernels():
        assert not kernel.ours or Path(kernel.program).exists(), "no kernel leads to what is gone"


def test_a_lock_that_somebody_holds_keeps_an_install_away_and_nothing_is_begun(house: House) -> None:
    with only_one(file_in(house.home / "installs"), who="another"), house.talking() as talk:
        refused = talk.ask(Install(house.plan()))
        assert isinstance(refused, Rejected)
        assert "Another installation is running: another." in str(refused.sentence)
    assert not Path(house.plan().prefix).exists()
    assert house.server.requests == []


@pytest.mark.skipif(os.name != "posix", reason="links")
@pytest.mark.parametrize("way", ["a link", "a pipe", "a folder"])
def test_what_lies_in_the_place_of_the_lock_is_left_alone_and_said(house: House, tmp_path: Path, way: str) -> None:
    lock, diary = file_in(house.home / "installs"), tmp_path / "diary"
    diary.write_text(ESSAY, encoding="utf-8")
    lock.parent.mkdir(parents=True)
    put: dict[str, Callable[[], object]] = {
        "a link": lambda: lock.symlink_to(diary), "a pipe": lambda: os.mkfifo(lock), "a folder": lock.mkdir,
    }  # fmt: skip
    put[way]()
    with house.talking() as talk:
        refused = talk.ask(Install(house.plan()))
    assert isinstance(refused, Rejected), refused
    assert str(lock.parent) in str(refused.sentence)
    assert diary.read_text("utf-8") == ESSAY
