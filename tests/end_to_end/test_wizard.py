"""The wizard for real: clicks, the install worker, a local channel, a real torch; then training and the notebook.

Only torchvision is a few lines: PyPI's is built for CUDA, and the one for the processor is on PyTorch's index alone.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.install_messages import Continue, StartJupyter
from core.messages import DataSpec, Failed, Load, Loaded, Play, Ready, Rejected, Settings, Tick
from core.worker import Worker, start_installer, start_trainer
from gui.install import EnvironmentsPage, WizardPage
from gui.install.desktop import Desktop
from gui.pieces import Button, dress
from gui.theme import theme_for
from tests.end_to_end.test_install import TORCH, torch_wheels
from tests.env.channel import CHANNEL_URL, MINOR
from tests.env.making import House
from tests.env.wheelhouse import make_wheel
from tests.gui.test_notebook import run_notebook

FRAME_MS = 33
VISION = "0.28.0+cpu"
PATIENCE_MS = 120_000
WORK_MS = 50.0
"""How much work of this thread one frame may be: what a person would feel as a hitch."""
pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("propagateSizeHints")]


class Front:
    """What the window does for the two pages: one worker, started when it is first needed, and a frame timer."""

    def __init__(self, house: House, notebooks: Path) -> None:
        self.house = house
        self.worker: Worker | None = None
        self.sent: list[Any] = []
        self.opened: list[str] = []
        self.trained: list[str] = []
        self.frames_ms: list[float] = []
        theme = theme_for("light", motion=False)
        common: dict[str, Any] = {
            "theme": theme, "send": self.send, "stop": self.stop, "go": lambda name: None,
            "train_in": self.trained.append, "notebooks": notebooks, "language": "ko",
            "desktop": Desktop(open_url=self.opened.append),
        }  # fmt: skip
        self.wizard, self.environments = WizardPage(**common), EnvironmentsPage(**common)
        self.pages = (self.wizard, self.environments)
        for page in self.pages:
            dress(page, theme)
            page.resize(1148, 800)
        self.timer = QTimer()
        self.timer.timeout.connect(self.frame)
        self.timer.start(FRAME_MS)

    def send(self, command: Any) -> int:
        if self.worker is None:
            self.worker = start_installer(
                log=self.house.home / "installer.log", arguments=["--home", str(self.house.home)]
            )
        self.sent.append(command)
        return self.worker.send(command)

    def stop(self) -> None:
        if self.worker is not None:
            self.worker.kill()
            self.worker = None
        for page in self.pages:
            page.show_worker_ended()

    def frame(self) -> None:
        begun = time.thread_time()
        for event, answers in self.worker.events(25) if self.worker is not None else []:
            if isinstance(event, Failed):
                self.worker = None
            for page in self.pages:
                page.show_event(event, answers)
        for page in self.pages:
            page.draw()
        self.frames_ms.append((time.thread_time() - begun) * 1000)

    def close(self) -> None:
        self.timer.stop()
        for page in self.pages:
            page.close()
        if self.worker is not None:
            self.worker.kill()


@pytest.fixture
def front(qtbot: QtBot, house: House, tmp_path: Path) -> Iterator[Front]:
    """The pages on a real worker whose sources are the local channel and the wheels that pip is told of."""
    house.home.mkdir(parents=True, exist_ok=True)
    ops = b"def nms(boxes, scores, limit):\n    return scores.argsort(descending=True)\n"
    files = {"ops.py": ops, "__init__.py": b"from torchvision import ops\n\n__version__ = '" + VISION.encode() + b"'\n"}
    little = make_wheel(tmp_path / "little", "torchvision", VISION, requires=[f"torch=={TORCH}"], files=files).parent
    sources = {
        "mirrors": {
            CHANNEL_URL: [house.server.url + "/conda-forge"],
            "https://download.pytorch.org/whl/cpu/": [house.server.url + "/whl/cpu/"],
        },
        "find_links": [torch_wheels(), str(little)],
        "stall_s": 60,
    }
    (house.home / "sources.json").write_text(json.dumps(sources))
    made = Front(house, tmp_path / "노트북")
    yield made
    made.close()
    for page in made.pages:
        page.deleteLater()
    QApplication.processEvents()


def until(qtbot: QtBot, front: Front, there: Callable[[], bool]) -> None:
    """Wait, and say what the wizard says when it takes too long."""

    def stopped() -> str:
        course = front.wizard.course
        said = course.stopped.sentence if course.stopped else course.problem
        detail = course.stopped.detail if course.stopped else course.detail
        return f"{said}\n{detail}" if said else ""

    qtbot.waitUntil(lambda: there() or bool(stopped()), timeout=PATIENCE_MS)
    assert there(), stopped()


def press(qtbot: QtBot, button: Button) -> None:
    assert button.isVisible(), button.text()
    assert button.isEnabled(), button.text()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_wizard_makes_an_environment_that_trains_and_runs_its_notebook(
    front: Front, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    wizard, primary = front.wizard, front.wizard.foot.primary
    wizard.show()
    press(qtbot, primary)
    until(qtbot, front, lambda: wizard.course.machine is not None and primary.isEnabled())
    press(qtbot, primary)
    # The torch there is here is not the recommended one: chosen by hand, under "Other ways and versions".
    choose: Any = wizard.pages["choose"]
    press(qtbot, choose.unfold.head)
    for picker, value in ((choose.torch, TORCH), (choose.build, "cpu"), (choose.python, MINOR)):
        assert picker.findData(value) >= 0, f"{value} is not offered"
        picker.setCurrentIndex(picker.findData(value))
        picker.activated.emit(picker.currentIndex())
    until(qtbot, front, primary.isEnabled)
    press(qtbot, primary)
    until(qtbot, front, lambda: wizard.course.plan is not None)
    plan = wizard.course.plan
    assert plan is not None
    assert any(wheel.filename.startswith("torch-") and "cpu" in wheel.filename for wheel in plan.wheels)
    assert plan.download_bytes > 100_000_000
    press(qtbot, primary)

    # Pause while torch is being fetched, and go on in another worker.
    until(
        qtbot,
        front,
        lambda: wizard.course.stages[1].state == "running" and wizard.course.stages[1].progress is not None,
    )
    press(qtbot, primary)
    until(qtbot, front, lambda: wizard.course.work == "paused")
    assert wizard.course.folder
    press(qtbot, primary)
    assert isinstance(front.sent[-1], Continue)
    until(qtbot, front, lambda: wizard.course.step == "done")
    installed = wizard.course.installed
    assert installed is not None
    assert installed.report.ok
    assert installed.report.device_line == "사용 중인 디바이스: cpu"
    assert " " in installed.env.prefix
    assert not installed.env.prefix.isascii()
    slow = sorted(front.frames_ms)[-max(1, len(front.frames_ms) // 500)]
    assert slow < WORK_MS, f"a frame took {slow:.0f} ms of work"

    # The first door: Jupyter is asked to open a notebook that is there; and it runs in the environment's own Python.
    done: Any = wizard.pages["done"]
    press(qtbot, done.train.button)
    assert front.trained == [installed.env.executable]
    assert trains(Path(installed.env.executable), tmp_path)
    press(qtbot, done.jupyter.button)
    until(qtbot, front, lambda: bool(front.opened))
    started = front.sent[-1]
    assert isinstance(started, StartJupyter)
    assert front.opened[0].startswith("http://127.0.0.1:")
    stop_jupyter(installed.env.prefix)
    said = run_notebook(Path(started.folder) / started.notebook, installed.env.executable, monkeypatch)
    assert "사용 중인 디바이스: cpu" in said
    assert "너비 24" in said

    # And the other page lists it.
    wizard.hide()
    front.environments.show()
    qtbot.waitUntil(lambda: installed.env.prefix in front.environments.shelf.sizes, timeout=PATIENCE_MS)
    listed = next(env for env in front.environments.shelf.envs if env.prefix == installed.env.prefix)
    assert (listed.name, listed.kind, listed.kernel, listed.trains) == ("torch_book", "ours", "torch_book", True)


def trains(python: Path, folder: Path) -> bool:
    """Whether the trainer learns in this Python."""
    trainer = start_trainer(python, log=folder / "trainer.log")
    try:
        ends = time.monotonic() + 90
        while time.monotonic() < ends:
            trainer.wait(0.5)
            for event, _ in trainer.events(50):
                assert not isinstance(event, Failed | Rejected), event
                if isinstance(event, Ready):
                    assert event.torch.startswith(TORCH)
                    trainer.send(Load(DataSpec(name="digits"), None, Settings(), 0, str(folder / "run")))
                elif isinstance(event, Loaded):
                    trainer.send(Play())
                elif isinstance(event, Tick) and event.step > 100:
                    return True
        return False
    finally:
        trainer.close()


def stop_jupyter(prefix: str) -> None:
    """End the notebook server, which outlives the window on purpose."""
    import psutil

    ended = 0
    for process in psutil.process_iter():
        try:
            words = process.cmdline()
            if words and words[0].startswith(prefix) and "notebook" in words:
                process.kill()
                ended += 1
        except psutil.Error:
            continue
    assert ended == 1
