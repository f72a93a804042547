"""Run by `test_wizard.py` and `benchmarks/wizard.py` on a screen of its own: the wizard from its first page to its
last, with a mouse and a keyboard, in Korean.

    python -m tests.end_to_end.real_wizard HOME PICTURES [--hands qt] [--training]

HOME holds a `sources.json` that names the local channel. Prints what was seen as JSON.
"""

from __future__ import annotations

import argparse
import itertools
import json
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import psutil
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox

from core.workers.worker import Worker
from gui.install.desktop import Desktop
from tests.end_to_end.heart import Heart
from tests.end_to_end.person import Person, act
from tests.end_to_end.test_install import TORCH
from tests.env.channel import MINOR
from tests.processes import command

KEYS = {
    "Return": (Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier),
    "Home": (Qt.Key.Key_Home, Qt.KeyboardModifier.NoModifier),
    "Down": (Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier),
    "space": (Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier),
    "ctrl+a": (Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier),
}
Wait = Generator[Callable[[], bool], None, None]
PATIENCE_S = 150.0
"""A limit for a single wait; a machine that is busy with something else takes its time to unpack torch."""


class Visitor:
    """The way through the wizard; `seen` is what the test asks about afterwards."""

    def __init__(self, person: Person, *, training: bool) -> None:
        self.person, self.window, self.training = person, person.window, training
        self.seen: dict[str, Any] = {"opened": [], "pages": [], "frames_ms": []}
        self.heart = Heart(self.where)
        self.inside: Any = self.script()

    @property
    def page(self) -> Any:
        return self.window.installs.wizard_page

    @property
    def course(self) -> Any:
        return self.page.course

    def where(self) -> str:
        """The page, the stage that runs, and the line of the script that waits."""
        window = self.window
        place, line = self.inside, 0
        while place is not None and place.gi_frame is not None:
            place, line = place.gi_yieldfrom, place.gi_frame.f_lineno
        if self.page is None or not self.page.isVisible():
            return f"{window.frame.opened} (line {line})"
        stage = next((stage.name for stage in self.course.stages if stage.state == "running"), "")
        return f"{self.course.step} {stage} (line {line})"

    def stopped(self) -> str:
        course = self.course
        said = course.stopped.sentence if course.stopped else course.problem
        return f"{said} {course.stopped.detail if course.stopped else course.detail}" if said else ""

    def until(self, there: Callable[[], Any]) -> Wait:
        """Wait; what the wizard says in red ends the wait at once."""
        yield lambda: bool(there()) or bool(self.stopped())
        assert not self.stopped(), self.stopped()

    def picture(self, name: str) -> Wait:
        looks = itertools.count()
        yield lambda: next(looks) > 30
        self.person.picture(name)
        self.seen["pages"].append(name)

    def press(self, button: Any) -> None:
        """Click where a button is, as a mouse does."""
        assert button.isVisible(), f"{button.text()} is not on the screen"
        assert button.isEnabled(), f"{button.text()}: {button.toolTip()}"
        self.person.click_at(button, button.rect().center())

    def open(self, name: str) -> None:
        """Click a page's name in the rail."""
        self.press(self.window.frame.rail.buttons[name])

    def pick(self, picker: QComboBox, value: str) -> Wait:
        """Open a list with the mouse and choose with the keyboard."""
        index = picker.findData(value)
        assert index >= 0, f"{value} is not offered"
        self.page.scrolls["choose"].ensureWidgetVisible(picker)
        yield lambda: not picker.visibleRegion().isEmpty()
        self.person.click_at(picker, QPoint(20, picker.height() // 2))
        yield picker.view().isVisible
        self.key("Home")
        for _ in range(index):
            self.key("Down")
        yield lambda: picker.view().currentIndex().row() == index
        self.key("Return")
        yield lambda: picker.currentData() == value and not picker.view().isVisible()

    def key(self, name: str) -> None:
        """Press a key where the keyboard is."""
        if self.person.hands == "screen":
            self.person.press(name)
            return
        target = QApplication.activePopupWidget() or QApplication.focusWidget() or self.window
        key, modifier = KEYS[name]
        QTest.keyClick(target, key, modifier)

    def type(self, text: str) -> None:
        """Type letters where the keyboard is."""
        if self.person.hands == "screen":
            subprocess.run(["xdotool", "type", "--delay", "2", text], check=True, timeout=60)
        else:
            QTest.keyClicks(QApplication.focusWidget() or self.window, text)

    # ------------------------------------------------------------------------------------------------------ the way
    def way(self) -> Wait:
        """The script; what it takes for clicking and looking is not counted as the window's doing."""
        for wait in self.inside:
            self.heart.skip()
            yield wait

    def script(self) -> Wait:
        self._watch_frames()
        if self.training:
            self.person.click("시작")
            yield lambda: self.person.step > 50
        self.heart.start()
        self.open("install")
        yield lambda: self.page is not None and self.page.isVisible()
        # The one door that is not opened for real.
        self.page.desktop = Desktop(open_private=lambda address, folders: self.seen["opened"].append(address))
        yield from self.to_the_plan()
        yield from self.through_the_install()
        yield from self.out_of_the_doors()
        self.heart.stop()
        self.seen["gaps"] = self.heart.summary()
        self.seen["frames_ms"] = sorted(self.seen["frames_ms"], reverse=True)

    def _watch_frames(self) -> None:
        """Keep how much work of this thread each frame of the window is."""
        window = self.window

        def timed() -> None:
            begun = time.thread_time()
            window.frame_passed()
            self.seen["frames_ms"].append((time.thread_time() - begun) * 1000)

        window.timer.timeout.disconnect()
        window.timer.timeout.connect(timed)

    def to_the_plan(self) -> Wait:
        person, primary = self.person, self.page.foot.primary
        yield from self.until(lambda: self.course.machine is not None)
        yield from self.picture("1-welcome")
        self.key("Return")
        yield from self.until(lambda: self.course.step == "machine" and not self.course.waits_for("look"))
        yield from self.picture("2-machine")
        self.press(primary)
        yield lambda: self.course.step == "choose"
        choose = self.page.pages["choose"]
        # A name that cannot be one, typed by hand, and its sentence.
        person.click_at(choose.name, QPoint(30, choose.name.height() // 2))
        self.key("ctrl+a")
        self.type("torch book")
        yield lambda: not choose.name_problem.isHidden() and not primary.isEnabled()
        self.seen["name_problem"] = choose.name_problem.text()
        self.key("ctrl+a")
        self.type("torch_class")
        yield lambda: self.course.wanted.name == "torch_class" and primary.isEnabled()
        # The torch there is here is not the recommended one: chosen under "Other ways and versions".
        self.press(choose.unfold.head)
        yield choose.expert.isVisible
        yield from self.pick(choose.torch, TORCH)
        yield from self.pick(choose.build, "cpu")
        yield from self.pick(choose.python, MINOR)
        yield from self.until(primary.isEnabled)
        yield from self.picture("3-choose")
        self.press(primary)
        yield from self.until(lambda: self.course.plan is not None)
        plan = self.course.plan
        self.seen["plan"] = {"download": plan.download_bytes, "wheels": [wheel.filename for wheel in plan.wheels]}
        yield from self.picture("4-plan")

    def through_the_install(self) -> Wait:
        person, primary = self.person, self.page.foot.primary
        self.press(primary)
        yield from self.until(lambda: self._at("torch"))
        # Pause while torch is being fetched, and go on in another worker.
        self.press(primary)
        yield lambda: self.course.work == "paused"
        yield from self.picture("5-install-paused")
        self.seen["paused"] = self.course.folder
        self.press(primary)
        yield from self.until(lambda: self._at("torch") or self._at("extras"))
        self.press(self.page.foot.quiet[0])
        yield self.page.install_page.log.isVisible
        yield from self.picture("5-install")
        # Meanwhile to the trainer: it trains while the install goes on.
        self.press(self.page.foot.quiet[1])
        yield lambda: self.window.frame.opened == "train"
        if not self.training:
            person.click("시작")
        before = person.step
        yield lambda: person.step > before + 100
        self.seen["trained_meanwhile"] = self.course.work == "running"
        yield from self.picture("5-meanwhile")
        self.open("install")
        yield from self.until(lambda: self.course.step == "done")
        yield from self.picture("6-done")
        self.seen["installed"] = asdict(self.course.installed)

    def _at(self, stage: str) -> bool:
        return any(
            one.name == stage and one.state == "running" and one.progress is not None for one in self.course.stages
        )

    def out_of_the_doors(self) -> Wait:
        window, done = self.window, self.page.pages["done"]
        executable = self.course.installed.env.executable
        self.press(done.jupyter.button)
        yield from self.until(lambda: self.seen["opened"])
        self.seen["notebook"] = str(next(self.window.notebooks[0].glob("*.ipynb")))
        # The environment is listed by the page that lists all of them.
        self.open("environments")
        yield lambda: window.installs.environments_page is not None
        shelf: Any = window.installs.environments_page
        prefix = self.course.installed.env.prefix
        yield lambda: prefix in shelf.shelf.sizes
        listed = next(env for env in shelf.shelf.envs if env.prefix == prefix)
        self.seen["listed"] = [listed.name, listed.kind, listed.kernel, listed.trains]
        yield from self.picture("7-environments")
        # One click, and the training goes on in the new environment, with what it has learned.
        self.open("install")
        yield lambda: self.page.isVisible()
        step, loss = self.person.step, window.page.loss.record.training.last
        self.press(self.page.foot.primary)
        yield lambda: self._trainer_is(executable) and window.page.state is not None
        first = window.page.state.step
        yield lambda: window.page.state.playing and self.person.step > first + 100
        self.seen["moved"] = {"step": step, "first": first, "now": self.person.step, "loss": loss,
                              "loss_now": window.page.loss.record.training.last,
                              "panel": window.page.device.versions.text()}  # fmt: skip
        yield from self.picture("8-trains-there")

    def _trainer_is(self, executable: str) -> bool:
        """Whether the trainer is a process of this Python, and has said that it is ready."""
        worker, ready = self.window.training.worker, self.window.ready
        if not isinstance(worker, Worker) or ready is None or ready.pid != worker.pid:
            return False
        return command(psutil.Process(worker.pid))[:1] == [executable]


def main() -> int:
    """Go through it; print what was seen as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("home")
    parser.add_argument("pictures")
    parser.add_argument("--hands", choices=("screen", "qt"), default="screen")
    parser.add_argument("--training", action="store_true", help="train at full speed all the while")
    options = parser.parse_args()
    visitors: list[Visitor] = []

    def script(person: Person) -> Wait:
        visitors.append(Visitor(person, training=options.training))
        yield from visitors[0].way()

    code = act(["--home", options.home, "--language", "ko"], script, hands=options.hands,
               pictures=Path(options.pictures), wait_s=PATIENCE_S)  # fmt: skip
    print(json.dumps(visitors[0].seen, ensure_ascii=False, default=str))
    return code


if __name__ == "__main__":
    sys.exit(main())
