"""The full package on an empty computer: a folder with a space and Korean letters, no Python, no network.

What is real: the built program, its window on a screen, a mouse, its own PyTorch. Nothing of the sources is used but
what looks at it from outside.
"""

from __future__ import annotations

import hashlib
import json
import os
import signal
import stat
import time
from pathlib import Path

import numpy as np
import psutil
import pytest

from core.messages.own.arrays import SeenArrays
from core.messages.own.looking import ListOwn, LookInto, OwnListed, RunCode
from core.workers.worker import Worker
from tests.conftest import ENDING_S
from tests.packaged.accessible import Screen
from tests.packaged.unpacked import CUT_OFF, LIMIT_S, Unpacked, told
from tests.processes import command, runs, started_by, wait_ended

pytestmark = pytest.mark.slow
PRINTS = """#!/bin/sh
/usr/bin/env -0 > "$0.said"
echo "$1" > "$0.asked"
"""
OF_THE_BUNDLE = ("LD_LIBRARY_PATH", "QT_", "QML", "PYTHON", "_PYI", "_MEI", "PYSIDE", "TORCHGARDEN_")


def train(app: Unpacked, *words: str) -> tuple[Screen, Path]:
    """Open the window, click Start and wait until it has trained."""
    screen, record = app.screen, app.home / "record.jsonl"
    assert screen is not None
    app.start("--record", str(record), *words)
    screen.click("Start")
    screen.wait(lambda: told(record, "Tick"), "a point of the loss curve")
    return screen, record


def test_it_trains_at_once_and_a_layer_grows_meanwhile(full: Unpacked) -> None:
    screen, record = train(full)
    screen.click("Widen Hidden 1")
    screen.wait(lambda: told(record, "Edited"), "the answer to the edit")
    edited = told(record, "Edited")[-1]
    assert "40" in json.dumps(edited["now"]["net"]), edited
    ticks = len(told(record, "Tick"))
    screen.wait(lambda: len(told(record, "Tick")) > ticks + 5, "training to go on")
    assert not told(record, "Failed")
    screen.wait_for("Device in use", role="label")
    worker = next(pid for pid in started_by(full.started[0].pid) if "--trainer" in command(psutil.Process(pid)))
    assert command(psutil.Process(worker)) == [str(full.program), "--trainer"], "its own PyTorch trains"
    if not CUT_OFF:
        pytest.skip("it trains, but only root can cut it off from the network for that")


def test_killed_it_leaves_no_process_and_the_next_start_offers_the_training(full: Unpacked) -> None:
    screen, _ = train(full)
    run = screen.wait(lambda: next(full.home.rglob("run.json"), None), "the training to be saved")
    pids = started_by(full.started[0].pid)
    assert len(pids) >= 1
    full.started[0].send_signal(signal.SIGKILL)
    wait_ended([*pids, full.started[0].pid], ENDING_S)
    assert [pid for pid in pids if runs(pid)] == []

    again = full.home / "again.jsonl"
    full.start("--record", str(again))
    screen.click("Continue this training")
    runs_opened = lambda: [one["run"] for one in told(again, "Loaded")]  # noqa: E731
    screen.wait(lambda: str(run.parent) in runs_opened(), "the training to be opened")


def test_a_second_window_that_is_closed_takes_nothing_from_a_first_one_that_is_killed(full: Unpacked) -> None:
    screen, _ = train(full)
    screen.wait(lambda: next(full.home.rglob("run.json"), None), "the training to be saved")
    second = full.start("--new-window")
    windows = screen.wait(lambda: screen.windows(second.pid), "a second window")
    screen.x("windowfocus", "--sync", windows[-1])
    screen.click("Settings", role="check box")  # it lies over the first one
    screen.x("key", "ctrl+q")
    assert second.wait(LIMIT_S) == 0
    full.started[0].send_signal(signal.SIGKILL)
    wait_ended([full.started[0].pid], ENDING_S)
    full.start()
    screen.wait_for("Continue this training")


def test_a_second_start_hands_its_training_to_the_first_window(full: Unpacked) -> None:
    done = full.run("train", "--data", "digits", "--steps", "20", "--seed", "0", "--save", "나의 훈련")
    assert done.returncode == 0, done.stderr
    run = next(full.home.rglob("run.json")).parent  # the window saves one of its own, soon after it has opened
    screen = full.screen
    assert screen is not None
    first = full.start()
    screen.wait_for("Start")
    second = full.run(str(run))
    assert second.returncode == 0, second.stderr
    assert "takes over" in second.stderr
    screen.wait_for("Continue", role="button")
    frames = [one for one in screen.everything() if one.role == "frame"]
    assert len(frames) == 1
    assert first.poll() is None


def test_it_trains_and_looks_inside_without_a_window(full: Unpacked) -> None:
    done = full.run("train", "--data", "digits", "--steps", "20", "--seed", "0", "--save", "run")
    assert done.returncode == 0, done.stderr
    assert "\n       20 " in done.stdout
    looked = full.run("inside", "layers", "--run", "run", "--json")
    assert looked.returncode == 0, looked.stderr + looked.stdout[-2000:]
    assert "aten::addmm" in looked.stdout
    vector = full.run("--vector", "1000")  # what "CPU and GPU" starts to measure another vector width
    assert float(vector.stdout) > 0, vector.stderr
    version = full.run("--version")
    assert version.stdout.startswith("TorchGarden ")


def test_it_reads_arrays_and_runs_a_persons_code_in_itself(full: Unpacked) -> None:
    folder = full.home / "내 데이터 a"
    folder.mkdir()
    np.savez(folder / "a.npz", x=np.zeros((20, 3)) + np.arange(20)[:, None], y=np.arange(20) % 2)
    text = "import numpy, torch\nfrom PIL import Image\n"
    text += "def data():\n    return numpy.asarray(Image.new('RGB', (8, 8)))[None].repeat(20, 0), [0, 1] * 10\n"
    (folder / "a.py").write_text(text, encoding="utf-8")
    sha256 = hashlib.sha256((folder / "a.py").read_bytes()).hexdigest()
    worker = Worker([str(full.program), "--data"], log=full.home / "data.log", environment=full.environment)
    try:
        asked = (LookInto(str(folder / "a.npz")), RunCode(str(folder / "a.py"), sha256), ListOwn())
        numbers = [worker.send(command) for command in asked[:1]]
        found: dict[int | None, object] = {}
        end = time.monotonic() + LIMIT_S
        while len(found) < len(asked) and time.monotonic() < end:
            for event, answers in worker.events(10):
                if answers is not None:
                    found[answers] = event
                    if len(numbers) < len(asked):  # one at a time: another question ends the first
                        numbers.append(worker.send(asked[len(numbers)]))
            worker.wait(0.1)
    finally:
        worker.close()
    arrays, code, listed = (found[number] for number in numbers)
    assert isinstance(arrays, SeenArrays), arrays
    assert isinstance(code, SeenArrays), code
    assert (arrays.input, code.input) == ((3,), (3, 8, 8))
    assert isinstance(listed, OwnListed)
    assert {one.name for one in listed.known} >= {"mnist", "svhn", "iris", "penguins"}


def test_what_it_opens_gets_the_persons_own_environment(full: Unpacked) -> None:
    programs = full.home / "programs"
    programs.mkdir()
    opener = programs / "xdg-open"
    opener.write_text(PRINTS)
    opener.chmod(opener.stat().st_mode | stat.S_IXUSR)
    own = {"PATH": str(programs), "LD_LIBRARY_PATH": "/opt/my own", "EDITOR": "nano"}
    full.environment |= own
    screen = full.screen
    assert screen is not None
    full.start()
    screen.click("Settings", role="check box")
    screen.click("Open folder")
    said = opener.with_name("xdg-open.said")
    screen.wait(lambda: opener.with_name("xdg-open.asked").exists() and said.read_bytes(), "the folder to be opened")
    given = dict(line.split("=", 1) for line in said.read_bytes().decode().split("\0") if line)
    assert given["LD_LIBRARY_PATH"] == own["LD_LIBRARY_PATH"], "the person's own, not the package's"
    assert (given["EDITOR"], given["HOME"]) == ("nano", str(full.home))
    ours = set(full.environment) | {"PWD", "SHLVL", "_", "OLDPWD"}
    assert {name for name in given if name.startswith(OF_THE_BUNDLE)} <= ours
    assert set(given) <= ours, "nothing that the person did not have"


def test_a_chosen_environment_trains_in_place_of_its_own(full: Unpacked) -> None:
    """Another Python is asked, with libraries of its own, though this one has no torch to train with."""
    python = full.home / "python"
    python.write_text('#!/bin/sh\n/usr/bin/env -0 > "$0.said"\nexit 3\n')
    python.chmod(0o755)
    done = full.run("train", "--data", "digits", "--steps", "5", "--python", str(python))
    assert done.returncode != 0
    given = dict(line.split("=", 1) for line in (full.home / "python.said").read_bytes().decode().split("\0") if line)
    assert "LD_LIBRARY_PATH" not in given
    source = Path(given["PYTHONPATH"])
    assert (source / "core" / "train" / "start.py").is_file()
    assert os.path.samefile(source.parent, full.program.parent / "_internal")

    said = full.home / "python.said"
    said.unlink()
    settings = full.home / ".config" / "torchgarden" / "settings.json"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(json.dumps({"python": str(python)}))
    assert full.screen is not None
    full.start()
    full.screen.wait(said.exists, "the chosen Python to be asked by the window, too")
