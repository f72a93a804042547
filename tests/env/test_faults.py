"""Whatever goes wrong while an environment is made: nothing is lost, nothing half made shows, one sentence says why."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
from pathlib import Path

import pytest

from core.env.context import default_context
from core.env.install import attempts, journal
from core.env.install.lock import file_in, only_one
from core.env.problems import OTHER_FOLDER, Busy
from core.folders import find_folders
from core.messages.install_commands import Continue, Discard, FindUnfinished, Install, ListEnvs
from core.messages.install_events import Discarded, Installed, Progress, StageChanged, UnfinishedSeen
from core.messages.recipe import Plan
from core.prefix import history_of
from tests.env.disks import grow, small_disk
from tests.env.folders import make_conda
from tests.env.making import House, Talk, is_whole, left_beside, snapshot
from tests.env.servers import Fault, FileServer, status
from tests.processes import started_by, wait_ended
from tests.sweeps import sweep

pytestmark = pytest.mark.slow

# Where an install is when it is killed: what the worker has just said.
MOMENTS = {
    "download": lambda event: isinstance(event, Progress) and event.bytes_done > 100_000,
    "link": lambda event: isinstance(event, Progress) and event.doing == "linking",
    "create done": lambda event: event == StageChanged("environment", "done"),
    "wheels": lambda event: isinstance(event, Progress) and (event.stage, event.doing) == ("torch", "installing"),
    "extras": lambda event: isinstance(event, Progress) and (event.stage, event.doing) == ("extras", "installing"),
    "kernel": lambda event: isinstance(event, StageChanged) and event.stage == "kernel",
    "check": lambda event: isinstance(event, StageChanged) and event.stage == "check",
    "check done": lambda event: event == StageChanged("check", "done"),
}

HOW = ("crash", "cancel")
KILLS = sweep(
    usual=[(moment, HOW[place % 2]) for place, moment in enumerate(MOMENTS)],
    nightly=[(moment, how) for moment in MOMENTS for how in HOW],
)
"""Which install is killed when, and how: at every moment; at night in both ways each."""


def works(prefix: str | Path, code: str = "import torch, pear; print(torch.__version__)") -> str:
    python = Path(prefix) / "bin" / "python"
    return subprocess.run([python, "-I", "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def unfinished(talk: Talk) -> UnfinishedSeen:
    seen = talk.ask(FindUnfinished())
    assert isinstance(seen, UnfinishedSeen)
    return seen


def python_bytes(house: House) -> int:
    """How much of Python's package has arrived."""
    return sum(part.stat().st_size for part in house.home.rglob("python-*.conda.part"))


def kill(talk: Talk, how: str) -> None:
    """End the worker alone by signal 9 (a crash), or with its whole group (a cancel); all of it is gone afterwards."""
    started = started_by(talk.worker.pid)
    if how == "crash":
        os.kill(talk.worker.pid, signal.SIGKILL)
    talk.worker.kill()
    wait_ended(started, timeout_s=20)


def begin_and_kill(house: House, plan: Plan, moment: str, how: str) -> None:
    """Kill an install at that moment, or a little later, but never after its end: the check is held up until then."""
    if moment == "download":
        house.server.faults["python-"] = [Fault("stall", after=1_000_000)]
    held = contextlib.nullcontext() if moment == "check done" else house.holding_the_check(plan.prefix)
    with held:
        talk = house.start()
        talk.worker.send(Install(plan))
        talk.until(MOMENTS[moment])
        if moment == "download":  # other files come beside Python: kill when a good piece of it is on the disk
            talk.until(lambda event: isinstance(event, Progress) and python_bytes(house) > 100_000)
        kill(talk, how)
    house.server.faults.clear()


# ------------------------------------------------------------------------------------------------ killed, cancelled
@pytest.mark.parametrize(("moment", "how"), KILLS)
def test_killed_at_any_moment_then_continued(house: House, home: Path, moment: str, how: str) -> None:
    plan = house.plan()
    begin_and_kill(house, plan, moment, how)
    finished = is_whole(Path(plan.prefix))
    assert not finished or moment == "check done", "a half made environment shows"
    with house.talking() as talk:
        seen = unfinished(talk)
        if moment == "check done":  # where the end had begun already, the start of the worker has brought it about
            finished = is_whole(Path(plan.prefix))
        if not finished:
            assert [one.prefix for one in seen.installs] == [plan.prefix]
            assert 0 < seen.installs[0].bytes_done <= seen.installs[0].bytes_total
            talk.installed(Continue(seen.installs[0].folder))
        assert unfinished(talk).installs == ()
    assert works(plan.prefix) == "9.0"
    assert left_beside(house.envs) == []
    assert (home / ".conda" / "environments.txt").read_text("utf-8") == f"{plan.prefix}\n"
    fetched_once = {"download": (), "link": (".conda",), "create done": (".conda",), "wheels": (".conda", "torch-9.0")}
    for path, times in house.server.counts().items():
        if any(piece in path for piece in fetched_once.get(moment, (".conda", ".whl"))):
            assert times == 1, f"{path} was fetched twice"
    if moment == "download":
        again = [one.range for one in house.server.requests if "python-" in one.path]
        assert len(again) == 2
        assert 100_000 < int(again[1].removeprefix("bytes=").rstrip("-")) <= 1_000_000


def test_torch_goes_in_while_the_rest_is_still_coming(house: House) -> None:
    house.server.forever["pear"] = Fault("stall")
    plan = house.plan()
    talk = house.start()
    talk.worker.send(Install(plan))
    talk.until(lambda event: event == StageChanged("torch", "done"))
    assert works(plan.prefix, "import importlib.util as i, torch; print(i.find_spec('pear'))") == "None"
    kill(talk, "crash")
    house.server.forever.clear()
    with house.talking() as talk:
        talk.installed(Continue(unfinished(talk).installs[0].folder))
    assert works(plan.prefix) == "9.0"


@pytest.mark.parametrize("moment", ["download", "wheels", "check"])
def test_killed_then_discarded(house: House, home: Path, moment: str) -> None:
    plan = house.plan()
    begin_and_kill(house, plan, moment, "crash")
    with house.talking() as talk:
        folder = unfinished(talk).installs[0].folder
        assert talk.ask(Discard(folder)) == Discarded(folder)
        assert unfinished(talk).installs == ()
    assert not Path(plan.prefix).exists()
    assert left_beside(house.envs) == []
    assert not (home / ".conda" / "environments.txt").exists()
    kernels = home / ".local" / "share" / "jupyter" / "kernels"
    assert not kernels.exists() or list(kernels.iterdir()) == []


def test_an_orphan_that_still_writes_keeps_the_next_install_away(house: House) -> None:
    """uv outlives a worker that was killed alone; whoever continues at once must not meet it in the same folder."""
    lock = house.home / "installs" / "lock"
    with only_one(lock, who="torch_book") as held:
        orphan = subprocess.Popen(["sleep", "60"], pass_fds=(held,))
    try:
        with pytest.raises(Busy, match="torch_book"), only_one(lock, who="other", patience_s=0.1):
            pass
        threading.Timer(0.3, orphan.kill).start()  # one that is just being ended is waited for
        with only_one(lock, who="other"):
            pass
    finally:
        orphan.kill()
        orphan.wait()
    with only_one(lock, who="other"):
        pass


def test_what_was_just_ended_is_unfinished_though_a_program_of_it_still_holds_the_lock(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who cancels an install and looks at once is offered to continue it."""
    monkeypatch.setattr(attempts, "A_MOMENT_S", 30.0)
    plan = house.plan()
    context = default_context(find_folders(home=house.home))
    journal.begin(context.installs, context.logs, plan)
    with only_one(file_in(context.installs), who=plan.recipe.name) as held:
        orphan = subprocess.Popen(["sleep", "60"], pass_fds=(held,))
    ending = threading.Timer(0.1, orphan.kill)
    ending.start()
    assert [one.name for one in attempts.find_unfinished(context).installs] == ["torch_book"]
    ending.join()
    orphan.wait()


def test_a_new_plan_takes_the_place_of_what_was_left(house: House) -> None:
    plan = house.plan()
    begin_and_kill(house, plan, "wheels", "crash")
    with house.talking() as talk:
        talk.installed(Install(plan))
        assert unfinished(talk).installs == ()
    assert works(plan.prefix) == "9.0"


def test_files_lost_by_a_power_cut_make_it_unfinished_again(house: House) -> None:
    """The journal is closed only after everything is on the disk; until then the next start looks at the files."""
    plan = house.plan()
    with house.talking() as talk:
        talk.installed(Install(plan))
    prefix, journals = Path(plan.prefix), house.home / "installs"
    assert list(journal.all_of(journals)) == []
    journal.turn(journal.begin(journals, house.home / "logs", plan), phase="finished")
    with house.talking() as talk:
        assert unfinished(talk).installs == ()
        assert is_whole(prefix), "all its files are there"
    assert list(journal.all_of(journals)) == []
    journal.turn(journal.begin(journals, house.home / "logs", plan), phase="finished")
    (prefix / "conda-meta" / "libdemo-1.0-h1_0.json").write_bytes(b"")
    with house.talking() as talk:
        seen = unfinished(talk)
        assert [one.name for one in seen.installs] == ["torch_book"]
        assert not is_whole(prefix)
        talk.installed(Continue(seen.installs[0].folder))
    assert works(prefix) == "9.0"
    assert (prefix / "conda-meta" / "libdemo-1.0-h1_0.json").stat().st_size > 0


# --------------------------------------------------------------------------------------------- replacing an old one
def old_environment(house: House) -> tuple[Plan, dict[str, tuple[int, int]]]:
    plan = house.plan()
    with house.talking() as talk:
        talk.installed(Install(plan))
    mine = Path(plan.prefix) / "notes.txt"
    mine.write_text("mine")
    return plan, snapshot(Path(plan.prefix))


def test_an_old_environment_gives_way_only_to_one_that_works(house: House, home: Path) -> None:
    plan, _ = old_environment(house)
    with house.talking() as talk:
        installed = talk.installed(Install(house.plan(replace_old=True, extra="plum")))
        assert isinstance(installed, Installed)
    assert works(plan.prefix, "import plum; print(plum.__version__)") == "1.0"
    assert not (Path(plan.prefix) / "notes.txt").exists()
    assert left_beside(house.envs) == []
    assert (home / ".conda" / "environments.txt").read_text("utf-8") == f"{plan.prefix}\n"
    text = "".join(path.read_text("utf-8", "replace") for path in (Path(plan.prefix) / "bin").glob("pip*"))
    assert ".torchgarden" not in text, "nothing leads to where it was tried"


def test_the_old_environment_is_untouched_when_the_new_one_fails_its_check(house: House) -> None:
    plan, before = old_environment(house)
    with house.talking() as talk:
        stopped = talk.stopped(Install(house.plan(works=False, replace_old=True)))
        assert stopped.stage == "check"
        assert stopped.advice
        assert snapshot(Path(plan.prefix)) == before
        assert talk.ask(Discard(stopped.folder)) == Discarded(stopped.folder)
    assert snapshot(Path(plan.prefix)) == before
    assert works(plan.prefix) == "9.0"
    assert left_beside(house.envs) == []


@pytest.mark.parametrize("journal_is", [b"{", b"", b"[" * 100_000, b"\xff\xfe", None])
def test_a_killed_replace_whose_journal_is_damaged_or_gone_gives_the_old_one_back(
    house: House, journal_is: bytes | None
) -> None:
    house.envs = house.home / "envs"  # where this person's environments go
    prefix = house.envs / "torch_book"
    aside, half = house.envs / ".torchgarden" / "torch_book.old", prefix / "conda-meta" / "torchgarden"
    old = make_conda(aside)
    (old / "notes.txt").write_text("mine")
    half.mkdir(parents=True)
    (half / "unfinished").write_text("20260101-000000-torch_book-abcdef")
    begun = house.home / "installs" / "20260101-000000-torch_book-abcdef" / journal.FILE
    if journal_is is not None:
        begun.parent.mkdir(parents=True)
        begun.write_bytes(journal_is)
    with house.talking() as talk:
        listed = talk.ask(ListEnvs())
        assert unfinished(talk).installs == ()
    assert str(prefix) in [env.prefix for env in listed.envs]
    assert (prefix / "notes.txt").read_text() == "mine"
    assert left_beside(house.envs) == []
    assert not begun.exists(), "nothing waits for it any more"


def test_what_stands_in_its_place_is_not_deleted_for_it(house: House) -> None:
    house.envs = house.home / "envs"
    make_conda(house.envs / ".torchgarden" / "torch_book.old")
    prefix = house.envs / "torch_book"
    prefix.mkdir(parents=True)
    (prefix / "essay.txt").write_text("mine")
    with house.talking() as talk:
        talk.ask(ListEnvs())
    assert (prefix / "essay.txt").read_text() == "mine"
    assert left_beside(house.envs) == ["torch_book.old"]


@pytest.mark.parametrize("then", ["continue", "discard"])
def test_killed_while_taking_the_place_the_old_one_is_back(house: House, then: str) -> None:
    plan, before = old_environment(house)
    new = house.plan(replace_old=True, extra="plum")
    checks = 0

    def second_check(event: object) -> bool:
        nonlocal checks
        checks += event == StageChanged("check", "running")
        return checks == 2

    with house.holding_the_check(new.prefix):  # the first one is of what was made aside
        talk = house.start()
        talk.worker.send(Install(new))
        talk.until(second_check)
        kill(talk, "crash")
    assert not is_whole(Path(plan.prefix)), "the new one is not checked yet"
    with house.talking() as talk:
        assert snapshot(Path(plan.prefix)) == before, "the next start puts it back at once"
        folder = unfinished(talk).installs[0].folder
        if then == "discard":
            assert talk.ask(Discard(folder)) == Discarded(folder)
            assert snapshot(Path(plan.prefix)) == before
        else:
            talk.installed(Continue(folder))
            assert works(plan.prefix, "import plum; print(plum.__version__)") == "1.0"
    assert left_beside(house.envs) == []
    assert is_whole(Path(plan.prefix))


# ------------------------------------------------------------------------------------------------------ the network
@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (status(404), "does not have libdemo-1.0-h1_0.conda any more"),
        (status(500), "answers with error 500 for libdemo-1.0-h1_0.conda"),
        (Fault("corrupt"), "libdemo-1.0-h1_0.conda arrived damaged twice"),
        (Fault("truncate", after=10), "broke off while libdemo-1.0-h1_0.conda was coming"),
        (Fault("stall", after=10), "stopped sending libdemo-1.0-h1_0.conda"),
    ],
)
def test_a_server_in_trouble_is_one_sentence_and_continue_fetches_the_rest(
    house: House, fault: Fault, words: str
) -> None:
    plan = house.plan()
    house.stall_s = 1.0
    house.server.forever["libdemo"] = fault
    with house.talking() as talk:
        stopped = talk.stopped(Install(plan))
        assert words in str(stopped.sentence)
        assert stopped.stage == "environment"
        assert stopped.advice
        assert not Path(plan.prefix).exists()
        assert str(stopped.sentence) in Path(stopped.log).read_text("utf-8")
        assert ("environment", "failed") in talk.stages()
        house.server.forever.clear()
        talk.installed(Continue(stopped.folder))
    assert works(plan.prefix) == "9.0"


def test_a_server_that_forgets_range_and_stalls_for_a_while_is_ridden_out(house: House) -> None:
    house.stall_s = 1.0
    house.server.faults["python-"] = [Fault("stall", after=500_000), Fault("no range")]
    with house.talking() as talk:
        talk.installed(Install(house.plan()))
        assert "stopped sending python-" in talk.log()
        notes = {str(one.note) for one in talk.progress() if one.note}
    assert any("stopped sending python-" in note for note in notes), "the person sees what is waited for"


def test_a_server_that_is_gone_is_one_sentence(house: House, tmp_path: Path) -> None:
    plan = house.plan()
    with FileServer(tmp_path) as gone:
        pass
    alive, house.server.url = house.server.url, gone.url
    with house.talking() as talk:
        stopped = talk.stopped(Install(plan))
        assert "cannot be reached" in str(stopped.sentence)
    house.server.url = alive
    with house.talking() as talk:
        talk.installed(Continue(unfinished(talk).installs[0].folder))


# --------------------------------------------------------------------------------------------------------- the disk
def test_a_full_disk_of_the_environments_is_one_sentence_and_room_mends_it(house: House, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", size_kib=8_000) as disk:
        house.envs = disk / "envs"
        plan = house.plan()
        with house.talking() as talk:
            stopped = talk.stopped(Install(plan))
            assert "There is no space left on the disk of" in str(stopped.sentence)
            assert not is_whole(Path(plan.prefix))
            assert not Path(plan.prefix).exists(), "what did not fit does not stay in the way"
            assert left_beside(house.envs) == []
            grow(disk, size_kib=400_000)
            talk.installed(Continue(stopped.folder))
        assert works(plan.prefix) == "9.0"


def test_a_full_disk_of_the_cache_keeps_what_came(house: House, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", size_kib=6_000) as disk:
        house.home.mkdir(parents=True)
        (house.home / "cache").symlink_to(disk)
        plan = house.plan()
        with house.talking() as talk:
            stopped = talk.stopped(Install(plan))
            assert "There is no space left on the disk of" in str(stopped.sentence)
            part = next(disk.rglob("python-*.part"))
            kept = part.stat().st_size
            assert kept > 1_000_000
            grow(disk, size_kib=400_000)
            talk.installed(Continue(stopped.folder))
            assert f"bytes={kept}-" in [one.range for one in house.server.requests]
        assert works(plan.prefix) == "9.0"
        (house.home / "cache").unlink()


def test_a_disk_on_which_no_program_may_run_is_told_before_anything_is_downloaded(house: House, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", size_kib=400_000, options=",noexec") as disk:
        house.envs = disk / "envs"
        plan = house.plan()
        with house.talking() as talk:
            stopped = talk.stopped(Install(plan))
        assert "No program may run on the disk of" in str(stopped.sentence)
        assert OTHER_FOLDER in stopped.advice
        assert house.server.requests == []


def test_a_cache_that_is_full_when_it_unpacks_is_named_and_not_the_disk_of_the_environment(
    house: House, tmp_path: Path
) -> None:
    plan = house.plan()
    archives_kib = sum(one.size_bytes for one in (*plan.packages, *plan.wheels)) // 1024
    with small_disk(tmp_path / "disk", size_kib=archives_kib + 3_000) as disk:
        house.home.mkdir(parents=True)
        (house.home / "cache").symlink_to(disk)
        with house.talking() as talk:
            stopped = talk.stopped(Install(plan))
        assert not list(disk.rglob("*.part")), "all was fetched"
        assert str(stopped.sentence) == f"There is no space left on the disk of {house.home / 'cache'}."
        (house.home / "cache").unlink()


@pytest.mark.skipif(os.name != "posix", reason="a file in the way of a folder")
def test_a_folder_that_cannot_be_written_is_one_sentence(house: House) -> None:
    house.envs.write_text("a file in the way")
    with house.talking() as talk:
        stopped = talk.stopped(Install(house.plan()))
        assert str(house.envs) in str(stopped.sentence)
        assert house.server.requests == [], "it is known before anything is downloaded"
        house.envs.unlink()
        talk.installed(Continue(stopped.folder))


def test_a_wheel_that_went_bad_in_the_cache_is_fetched_again(house: House) -> None:
    plan = house.plan()
    with house.talking() as talk:
        talk.installed(Install(house.plan("first")))
        torch = next((house.home / "cache" / "wheels").glob("torch-*.whl"))
        torch.write_bytes(b"\0" * torch.stat().st_size)
        for cached in (house.home / "cache" / "uv").glob("wheels-v*"):
            subprocess.run(["rm", "-r", str(cached)], check=True)
        stopped = talk.stopped(Install(plan))
        assert "damaged" in str(stopped.sentence), stopped
        talk.installed(Continue(stopped.folder))
    assert house.server.count("/torch-") == 2


def test_a_check_that_fails_keeps_what_was_made_for_the_next_try(house: House) -> None:
    plan = house.plan(works=False)
    with house.talking() as talk:
        stopped = talk.stopped(Install(plan))
        assert stopped.stage == "check"
        assert "computes something else" in str(stopped.sentence)
        assert not is_whole(Path(plan.prefix))
        python = Path(plan.prefix) / "bin" / "python"
        inode = python.stat().st_ino
        again = talk.stopped(Continue(stopped.folder))
        assert again.stage == "check"
        assert python.stat().st_ino == inode, "a whole environment is not made again"
        talk.ask(Discard(again.folder))
    assert not Path(plan.prefix).exists()
    assert not history_of(Path(plan.prefix)).exists()
