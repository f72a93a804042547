"""What every test gets: its own home, one torch thread, and a failure for what it leaves behind.

A test fails on an unexpected warning in the log, and on a thread, a Qt timer or a child process that is still there
when it ends. A test that expects log lines asks for the fixture `expected_log` and looks at them itself.

A test that had to run again is named at the end, also where it then passed. `--sweep nightly` makes the sweeps larger.
"""

from __future__ import annotations

import gc
import importlib.util
import logging
import os
import shutil
import signal
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("PYTHONUTF8", "1")

import psutil
import pytest

from tests import sweeps
from tests.processes import command, runs, wait_ended

ROOT = Path(__file__).resolve().parent.parent
QT = importlib.util.find_spec("PySide6") is not None
"""Whether there is Qt; not so in an environment to train in (`tests.oldest`)."""
RERUNS = "TORCHGARDEN_RERUNS"
"""The variable that names the file to which run.py has the tests that ran again written."""
FAILED = pytest.StashKey[bool]()
"""Whether a test has failed so far."""
ENDING_S = 10.0
"""How long what was told to end may take to be gone: on a busy computer, longer than one would think."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--sweep", choices=sweeps.SIZES, default=sweeps.SIZES[0], help="how much the sweeps try")


def pytest_configure(config: pytest.Config) -> None:
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:  # in the background; what is started would ignore Ctrl+C too
        signal.signal(signal.SIGINT, signal.default_int_handler)
    sweeps.choose(config.getoption("sweep"))


def pytest_collection_finish() -> None:
    """Leave all that was imported out of later garbage collections: they, and the search for timers, are quick then."""
    gc.collect()
    gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the tests that ran again; of several runs of pytest, run.py names them at the end."""
    again = Counter(report.nodeid for report in terminalreporter.stats.get("rerun", []))
    if not again or "PYTEST_XDIST_WORKER" in os.environ:  # a worker's reports come to the one that started it
        return
    lines = [f"{test} (ran {times + 1} times)" for test, times in again.items()]
    terminalreporter.section(f"{sum(again.values())} reruns")
    for line in lines:
        terminalreporter.line(line)
    if kept := os.environ.get(RERUNS):
        with open(kept, "a", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Note whether a test has failed, for its fixtures."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture(autouse=True)
def home(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """Give the test its own home: nothing reads or writes the person's settings, runs, kernels or environments. Of a
    test that has failed it stays; some thousand homes with environments in them would fill a disk."""
    folder = tmp_path_factory.mktemp("home")
    for name in ("HOME", "USERPROFILE", "TORCHGARDEN_HOME"):
        monkeypatch.setenv(name, str(folder))
    for name in (
        "XDG_CONFIG_HOME",
        "XDG_DATA_HOME",
        "XDG_CACHE_HOME",
        "XDG_STATE_HOME",
        "CONDA_PREFIX",
        "JUPYTER_DATA_DIR",
    ):
        monkeypatch.delenv(name, raising=False)
    yield folder
    if not request.node.stash.get(FAILED, False):
        shutil.rmtree(folder, ignore_errors=True)


class _Kept(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture
def expected_log() -> list[logging.LogRecord]:
    """The warnings and errors logged during the test; in a test without this fixture each of them is a failure."""
    return []


@pytest.fixture(autouse=True)
def no_unexpected_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail on any log line of warning level or above that the test did not ask for."""
    kept = _Kept()
    if "expected_log" in request.fixturenames:
        kept.records = request.getfixturevalue("expected_log")
    logging.getLogger().addHandler(kept)
    yield
    logging.getLogger().removeHandler(kept)
    if "expected_log" not in request.fixturenames:
        assert not [f"{r.name}: {r.getMessage()}" for r in kept.records], "unexpected log lines"


def _processes() -> dict[int, str]:
    found = {}
    for child in psutil.Process().children(recursive=True):
        if runs(child.pid):
            found[child.pid] = " ".join(command(child)[:4]) or str(child)
    return found


def _timers() -> int:
    """Return how many Qt timers run; without an application none can."""
    core = sys.modules.get("PySide6.QtCore")
    if core is None or core.QCoreApplication.instance() is None:
        return 0
    active, kind = 0, core.QTimer
    for thing in gc.get_objects():
        if type(thing) is kind:
            try:
                active += thing.isActive()
            except RuntimeError:  # its C++ half is gone already
                continue
    return active


_timers_before = 0
"""How many ran when the last test had ended: nothing runs between two tests, so that is what the next one finds."""


@pytest.fixture(autouse=True)
def nothing_left_behind() -> Iterator[None]:
    """Fail when the test leaves a thread, a running Qt timer or a child process."""
    global _timers_before
    threads, processes, timers = set(threading.enumerate()), set(_processes()), _timers_before
    yield
    left = [t for t in threading.enumerate() if t not in threads and t.is_alive()]
    for thread in left:
        thread.join(timeout=ENDING_S)
    still = [
        t.name
        for t in left
        if t.is_alive() and t.name != "QThread" and not t.name.startswith(("Dummy", "pytest", "execnet"))
    ]
    assert not still, f"threads left running: {still}"
    gone = {pid: line for pid, line in _processes().items() if pid not in processes}
    if gone:
        wait_ended(gone, timeout_s=ENDING_S)
        gone = {pid: line for pid, line in _processes().items() if pid not in processes}
    assert not gone, f"processes left running: {gone}"
    _timers_before = _timers()
    if _timers_before > timers:
        gc.collect()
        _timers_before = _timers()
        assert _timers_before <= timers, "a Qt timer is still running"
