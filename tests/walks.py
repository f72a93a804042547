"""Show which files a person's wish crosses on its way through the code: ``python -m tests.walks``.

Three ways: a click on + (through the window, the trainer, and the window again), an install (through the install
worker), and one step (through the trainer). They are walked by the real code: the window has the tests' fake trainer
behind it, the install worker makes a real environment from the tests' local channel.

A *switch* is a call into another file than the call before. A *stay* begins with a call from one room (a folder of core
or gui) into another; calls into the same room, one after the other, are one stay. A *return* is a stay in a room where
the walk has been before. *Handed on* are the files with a function that gets the answer itself. `PLUMBING` is called
from everywhere: its calls are counted, apart from the stays.

Only the thread that carries the wish is watched; a thread of `handover.quietly` carries it on while its caller waits.
Imports are not counted, nor what Qt asks beside the wish: to paint, and to look at an event for somebody else.
``--json``: the same as one JSON object.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PRODUCT = tuple(f"{ROOT}{os.sep}{part}{os.sep}" for part in ("core", "gui"))
ASIDE = {"<module>", "paintEvent", "eventFilter"}
"""Functions that are no part of the way, with all that they call."""
PLUMBING = ("core", "core/workers", "core/messages", "core/net", "core/env/problems.py")
"""Rooms, and one file, that any room calls: a walk does not stay in them."""
CARRIES_ON = "quiet-work"
"""The name of a thread that does the work of the one that waits for it."""


@dataclass
class Walk:
    """What was crossed, in order: `files` as each was first entered, `stays` by room."""

    name: str
    carried: object = None
    """The answer whose way is looked at."""
    files: list[str] = field(default_factory=list)
    handed: list[str] = field(default_factory=list)
    functions: set[tuple[str, str]] = field(default_factory=set)
    switches: int = 0
    stays: list[str] = field(default_factory=list)
    plumbing: int = 0
    """Calls into `PLUMBING` from elsewhere."""
    _now: str = ""
    _aside: int = 0

    @property
    def returns(self) -> int:
        return len(self.stays) - len(set(self.stays))

    @contextlib.contextmanager
    def watching(self) -> Iterator[None]:
        """Note every call that this thread makes meanwhile."""
        self.begin()
        try:
            yield
        finally:
            self.end()

    def begin(self) -> None:
        threading.setprofile(self._saw_in_thread)
        sys.setprofile(self._saw)

    def end(self) -> None:
        threading.setprofile(None)
        sys.setprofile(None)

    def _saw_in_thread(self, frame: FrameType, event: str, argument: Any) -> None:
        """Go on in a thread that carries the wish on; a thread that reads or counts beside it is let be."""
        carries_on = threading.current_thread().name == CARRIES_ON
        sys.setprofile(self._saw if carries_on else None)
        if carries_on:
            self._saw(frame, event, argument)

    def _saw(self, frame: FrameType, event: str, _: Any) -> None:
        code = frame.f_code
        if code.co_name in ASIDE:
            self._aside += {"call": 1, "return": -1}.get(event, 0)
        elif event == "call" and not self._aside and (file := file_of(frame)):
            self._entered(file, frame)

    def _entered(self, file: str, frame: FrameType) -> None:
        function = frame.f_code.co_qualname
        if "<" not in function.rpartition(".")[2]:  # comprehensions are functions in some versions of Python
            self.functions.add((file, function))
        if file not in self.files:
            self.files.append(file)
        if file != self._now:
            self._now, self.switches = file, self.switches + 1
        if self.carried is not None and file not in self.handed:
            given = frame.f_code.co_varnames[: frame.f_code.co_argcount]
            if any(frame.f_locals.get(name) is self.carried for name in given):
                self.handed.append(file)
        self._stayed(room_of(file), frame)

    def _stayed(self, room: str, frame: FrameType) -> None:
        if not room:
            self.plumbing += bool(_calling_room(frame, plumbing=True))
        elif room != _calling_room(frame) and [room] != self.stays[-1:]:
            self.stays.append(room)

    def numbers(self) -> dict[str, Any]:
        """Return what the test holds, and the files."""
        counted = {"functions": len(self.functions), "switches": self.switches, "returns": self.returns}
        counted["plumbing"] = self.plumbing
        return counted | {"files": self.files, "handed": self.handed, "stays": self.stays}

    def text(self) -> str:
        """Return the walk for a person to read."""
        lines = [f"{self.name}: {len(self.files)} files, {len(self.functions)} functions, {self.switches} switches"]
        for file in self.files:
            lines.append(f"    {file:36} {', '.join(sorted(name for at, name in self.functions if at == file))}")
        if self.handed:
            lines.append(f"    handed on in {len(self.handed)} files: {', '.join(self.handed)}")
        lines.append(f"    {len(self.stays)} stays in rooms, {self.returns} returns: {' → '.join(self.stays)}")
        lines.append(f"    {self.plumbing} calls into the plumbing")
        return "\n".join(lines)


def file_of(frame: FrameType) -> str:
    """Return the file of the product that a frame is in, "" if it is in none."""
    name = frame.f_code.co_filename
    return Path(name).relative_to(ROOT).as_posix() if name.startswith(PRODUCT) else ""


def room_of(file: str) -> str:
    """Return the folder of a file; "" for what is plumbing."""
    room = file.rpartition("/")[0]
    return "" if room in PLUMBING or file in PLUMBING else room


def _calling_room(frame: FrameType, *, plumbing: bool = False) -> str:
    """Return the room from which the product was last called; `plumbing`: "" where that was plumbing itself."""
    caller = frame.f_back
    while caller is not None and not (file_of(caller) and (plumbing or room_of(file_of(caller)))):
        caller = caller.f_back
    return room_of(file_of(caller)) if caller is not None else ""


# ------------------------------------------------------------------------------------------------------ a click on +
class Overheard:
    """A worker that notes what is sent to it, and gives the window only the events that the test allows."""

    def __init__(self, worker: Any) -> None:
        self.worker = worker
        self.heard: Callable[[object], None] = lambda command: None
        self.held: list[tuple[Any, int | None]] | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self.worker, name)

    def send(self, command: object) -> int:
        self.heard(command)
        return int(self.worker.send(command))

    def events(self, limit: int) -> list[tuple[Any, int | None]]:
        if self.held is None:
            return list(self.worker.events(limit))
        held, self.held = self.held, []
        return held

    def until(self, kind: type) -> tuple[Any, int | None]:
        """Wait for an event of a kind; the others are nobody's."""
        while True:
            self.worker.wait(1.0)
            for event, answers in self.worker.events(1):
                if isinstance(event, kind):
                    return event, answers


def through_the_window(home: Path) -> tuple[Walk, Walk]:
    """Return the ways of a click on +: from the mouse to the wire, and from the answer to the screen."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from core.folders import find_folders
    from core.messages.train_events import Edited
    from core.net.plan import Widen
    from core.workers.worker import Worker
    from gui.kit.remembered import Preferences
    from gui.notices.problem import catch_all
    from gui.train.drawing.knob import Knob
    from gui.window.window import Window, WindowSetting
    from tests import fake_trainer

    app = QApplication.instance() or QApplication([])
    worker = Overheard(Worker(fake_trainer.command(), log=home / "trainer.log", folder=fake_trainer.ROOT))
    caught = catch_all(home / "crash.txt")
    window = Window(WindowSetting(
        trainer=worker, start=lambda python: worker, start_inside=lambda python: worker,
        start_data=lambda python: worker, start_install=lambda: worker, folders=find_folders(home=home),
        preferences=Preferences(language="en", theme="light"), caught=caught, version="walk",
        start_out=lambda python: worker,
    ))  # fmt: skip
    window.show()
    window.furnish("train")
    while window.page.loaded is None or window.page.state is None:
        app.processEvents()
    window.timer.stop()
    there = Walk("a click on +, to the wire")
    knobs = [knob for knob in window.page.findChildren(Knob) if knob.accessibleName().startswith("Widen Hidden 1")]

    sent: list[object] = []

    def heard(command: object) -> None:
        there.end()
        sent.append(command)

    QTest.mousePress(knobs[0], Qt.MouseButton.LeftButton)
    worker.heard = heard
    there.begin()
    QTest.mouseRelease(knobs[0], Qt.MouseButton.LeftButton)
    there.end()
    assert [type(command) for command in sent] == [Widen], sent
    edited, answers = worker.until(Edited)
    worker.held = [(edited, answers)]
    back = Walk("a click on +, its answer on screen", carried=edited)
    with back.watching():
        window.frame_passed()
    window.close()
    caught.release()
    return there, back


# -------------------------------------------------------------------------------------------------------- the trainer
@dataclass
class Answers:
    """In place of a worker's pipe: keeps the numbers of the commands that were answered."""

    numbers: set[int] = field(default_factory=set)

    def send(self, event: object, *, answers: int | None = None) -> None:
        if answers is not None:
            self.numbers.add(answers)

    def waiting(self) -> list[tuple[int, Any]]:
        return []

    def receive(self, timeout_s: float | None = None) -> None:
        return None


def through_the_trainer() -> tuple[Walk, Walk]:
    """Return the ways of Widen, from the wire to its answer, and of one step, both while it trains by hand."""
    import torch

    from core.messages.train_commands import DataSpec, Load, Step
    from core.net.plan import Widen
    from core.train.session import devices
    from core.train.worker import Trainer

    torch.set_num_threads(1)
    pipe = Answers()
    still = 0.0  # the clock: what is told or saved now and then is no part of these ways
    trainer = Trainer(pipe, devices_=devices.list_devices(), fixed_threads=1, clock=lambda: still)  # type: ignore[arg-type]

    def asked(number: int, command: Any) -> None:
        trainer.answer(number, command)
        while number not in pipe.numbers:
            trainer.turn()

    asked(1, Load(DataSpec("digits")))
    asked(2, Step(3))
    step, widen = Walk("one step"), Walk("a click on +, in the trainer")
    with step.watching():
        asked(3, Step(1))
    with widen.watching():
        asked(4, Widen(1, 8))
    return widen, step


# --------------------------------------------------------------------------------------------------------- an install
class Script:
    """In place of a worker's pipe: one command comes, and `walk` is the way to its answer."""

    def __init__(self, command: object, walk: Walk) -> None:
        self.commands = [command]
        self.walk = walk
        self.answer: object = None

    def receive(self, timeout_s: float | None = None) -> tuple[int, Any]:
        from core.workers.child import Closed

        if not self.commands:
            raise Closed
        self.walk.begin()
        return 1, self.commands.pop()

    def send(self, event: object, *, answers: int | None = None) -> None:
        if answers is not None:
            self.walk.end()
            self.answer = event


def through_the_install(home: Path) -> Walk:
    """Return the way of Install, from the wire to its answer."""
    from core.env import worker
    from core.folders import find_folders
    from core.messages.install_commands import Install
    from core.messages.install_events import Installed
    from core.workers.child import Closed
    from tests.env.channel import make_channel
    from tests.env.making import House
    from tests.env.servers import FileServer

    shelf = home / "shelf"
    (shelf / "wheels").mkdir(parents=True)
    channel = make_channel(home / "channel", home / "stage")
    (shelf / "conda-forge").symlink_to(channel)
    walk = Walk("an install")
    worker.quietly = lambda work: work()  # type: ignore[assignment]  # in this thread, for this is the one watched
    with FileServer(shelf) as server:
        house = House(home / "house", home / "envs", server, channel)
        house.write_sources()
        pipe = Script(Install(house.plan()), walk)
        with contextlib.suppress(Closed):
            worker.Installer(pipe, find_folders(home=house.home)).serve()  # type: ignore[arg-type]
    assert isinstance(pipe.answer, Installed), pipe.answer
    return walk


def walks() -> dict[str, Walk]:
    """Return every walk, by a short name."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        for name in ("HOME", "USERPROFILE", "TORCHGARDEN_HOME"):
            os.environ[name] = str(home)
        there, back = through_the_window(home)
        widen, step = through_the_trainer()
        return {"there": there, "trainer": widen, "back": back, "install": through_the_install(home), "step": step}


def main(arguments: list[str]) -> None:
    """Print every walk. Never returns: rattler's threads crash an interpreter that ends as usual."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    walked = walks()
    if "--json" in arguments:
        print(json.dumps({name: walk.numbers() for name, walk in walked.items()}))
    else:
        print("\n\n".join(walk.text() for walk in walked.values()))
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1:])
