"""The inside worker as the window sees it: started when the page is first opened, ended when nobody has looked for a
while.

    room = InsideRoom(InsideSetting(…))     # in the window's __init__
    room.page()                             # make the page
    room.frame_passed()                     # once a frame
    room.handed_over(event, answers)        # from the window's dispatch: the trainer has written the training down
    room.close()                            # when the window closes

The trainer writes the training as it stands into a folder of ours, and the inside worker reads it there.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from core.messages.inside.names import of_layer
from core.messages.inside.opening import InsideReady, TakenUp, TakeUp
from core.messages.train_commands import HandOver
from core.messages.train_events import Failed, HandedOver, Rejected, Silence
from core.messages.train_reports import Hit
from core.net.plan import LayerKey, Net
from core.sentence import say
from core.workers.worker import Worker, WorkerLike
from gui.inside.naming import ask_name
from gui.inside.page import InsidePage
from gui.inside.tabs import tabs
from gui.kit.theme import Theme
from gui.kit.words import read, tr
from gui.notices.bar import Bar, BarButton
from gui.notices.bars import Bars
from gui.notices.events import show_waiting
from gui.notices.problem import reported, show_problem

IDLE_S = 300.0
"""The worker ends when the page has not been seen for so long."""
GONE, SILENT, NOT_HANDED = "inside-gone", "inside-silent", "inside-not-handed"


@dataclass(frozen=True, kw_only=True)
class InsideSetting:
    """What the window hands in; functions return what is there now.

    `start` starts an inside worker on a Python ("": ours). `python`: the one that trains. `train`: sends to the trainer
    and returns the command's number, 0 if nobody trains. `playing`: whether
    the training plays now. `show` opens the page. In `folder` the page keeps what was measured. `stops` is as in
    `TabSetting`.
    """

    start: Callable[[str], WorkerLike]
    python: Callable[[], str]
    train: Callable[[object], int]
    theme: Callable[[], Theme]
    bars: Callable[[], Bars]
    playing: Callable[[], bool]
    show: Callable[[], Any]
    folder: Path
    recorded: bool = False
    net: Callable[[], Net | None] = lambda: None
    """The network that trains, None where there is none."""
    stops: Callable[[], QWidget | None] = lambda: None


@dataclass(frozen=True)
class Wanted:
    """A tensor of a layer that shall be on the bench under a name; `part` as `of_layer` takes it."""

    name: str
    key: LayerKey
    part: str


class InsideRoom:
    """The inside worker and its page."""

    def __init__(self, setting: InsideSetting) -> None:
        self.setting = setting
        self.worker: WorkerLike | None = None
        self.made: InsidePage | None = None
        self.python = ""
        """The Python that the worker runs on."""
        self.folder: tempfile.TemporaryDirectory[str] | None = None
        self.asked = 0
        """The HandOver that is waited for."""
        self.taking = 0
        """The TakeUp of what was handed over last."""
        self.wanted: Wanted | None = None
        """What is put on the bench as soon as the training is taken up."""
        self.hidden_at: float | None = None

    # ---------------------------------------------------------------------------------------------------- the page
    def page(self) -> InsidePage:
        """Make the page."""
        self.made = InsidePage(
            theme=self.setting.theme(), kinds=tabs(), send=self.send, train=self.setting.train, again=self.again,
            seen=self.seen, playing=self.setting.playing, folder=self.setting.folder,
        )  # fmt: skip
        self.made.setting = replace(
            self.made.setting, interrupt=self.interrupt, restart=self.restart, stops=self.setting.stops
        )  # fmt: skip
        if self.setting.recorded:
            self.made.show_wait(tr("A recording holds no tensors. Open a run to look inside."))
        return self.made

    def seen(self, seen: bool) -> None:
        """The page has come into sight, or has gone out of it."""
        self.hidden_at = None if seen else time.monotonic()
        if not seen:  # it is about what is on the page
            self.setting.bars().remove(NOT_HANDED)
        if seen and self.made is not None and (self.made.taken is None or self._edited(self.made.taken)):
            self.again()

    def _edited(self, taken: TakenUp) -> bool:
        """Whether the network that trains is another one than what is looked into."""
        return self.setting.net() not in (None, taken.net)

    def leave_page(self) -> None:
        """Drop the page before a change of language."""
        self.made = None

    # ---------------------------------------------------------------------------------------------------- the worker
    def send(self, command: object) -> int:
        """Send to the inside worker; without one nothing happens, and the bar says so already."""
        return self.worker.send(command) if self.worker is not None else 0

    def look_at(self, hit: Hit) -> None:
        """Open Step through at the step of a hit."""
        if self.made is not None:
            self.made.open_tab("stepping")
            self.again(hit.number)

    def again(self, hit: int = 0) -> None:
        """Take up the training as it stands now (`hit` not 0: right before the step of the hit with that number); start
        a worker if there is none, or another Python trains."""
        if self.setting.recorded:
            return
        if self.worker is not None and self.python != self.setting.python():
            self._end()
        if self.worker is None:
            self.python = self.setting.python()
            self.worker = self.setting.start(self.python)
            self.setting.bars().remove(GONE)
        if self.folder is None:
            self.folder = tempfile.TemporaryDirectory(prefix="torchgarden-", ignore_cleanup_errors=True)
        self.asked, self.taking = self.setting.train(HandOver(self.folder.name, hit)), 0
        self.setting.bars().remove(NOT_HANDED)
        if not self.asked and self.made is not None:
            self.wanted = None
            self.made.show_wait(tr("Nothing is being trained. Start a training, then come back."))

    def handed_over(self, event: HandedOver, answers: int | None) -> None:
        """The trainer has written the training down."""
        if answers == self.asked:
            self.taking = self.send(TakeUp(event.folder))

    def not_handed(self, rejected: Rejected, answers: int | None) -> bool:
        """Take in a refusal of the trainer's; return whether it was about handing over."""
        if not self.asked or answers != self.asked:
            return False
        self.asked = 0
        self._not_taken(rejected)
        return True

    def _not_taken(self, rejected: Rejected) -> None:
        """Say why the training as it stands now is not there to look into."""
        wanted, self.wanted = self.wanted, None
        if self.made is not None and self.made.taken is None:
            self.made.show_wait(" ".join(map(read, (rejected.sentence, *rejected.advice))))
        elif self.made is not None and wanted is not None:
            self.made.tell(rejected.sentence)
        elif self.made is not None:
            told = (rejected.sentence, *rejected.advice)
            self.setting.bars().show_bar(NOT_HANDED, lambda: Bar(" ".join(map(read, told)), tone="note"))

    # --------------------------------------------------------------------------------- tensors of the trainer page
    def ask_tensor(self, parent: QWidget, net: Net, key: LayerKey, part: str) -> None:
        """Ask for a name for a tensor of a layer of `net`, and open it on the bench."""
        taken = self.made.bench_names() if self.made is not None else frozenset()
        ask_name(parent, self.setting.theme(), of_layer(net, key, part), net, taken,
                 lambda name: self.open_tensor(Wanted(name, key, part)))  # fmt: skip

    def open_tensor(self, wanted: Wanted) -> None:
        """Show the page and put a tensor of the training as it stands now on the bench."""
        asked, self.wanted = self.asked, wanted
        self.setting.show()
        assert self.made is not None
        self.made.open_tab("tensors")
        if self.made.busy:
            self.wanted = None
            said = say("A line is still running, so {of} was not opened. Stop the line first.", of=wanted.name)
            self.made.tell(said)
        elif self.asked == asked:
            self.again()  # else the page has asked for it, since it is seen

    def _open_wanted(self, taken: TakenUp) -> None:
        """Put on the bench what was asked for, now that the training is there."""
        wanted, self.wanted = self.wanted, None
        if wanted is None or self.made is None:
            return
        of = of_layer(taken.net, wanted.key, wanted.part)
        if of:
            self.made.open_tensor(of, wanted.name)
        else:
            self.made.tell(say("The layer is gone by now, so {name} was not opened.", name=wanted.name))

    def frame_passed(self) -> None:
        """One frame: take what is waiting, show it, draw; end a worker that nobody has looked at for a while."""
        show_waiting(self._events, self.show_event)
        if self.made is not None:
            with reported():
                self.made.draw()
        if self.hidden_at is not None and time.monotonic() - self.hidden_at > IDLE_S:
            self.hidden_at = None
            self._end()

    def _events(self, limit: int) -> list[tuple[Any, int | None]]:
        return self.worker.events(limit) if self.worker is not None else []

    def show_event(self, event: Any, answers: int | None) -> None:
        """Show one event of the inside worker."""
        page = self.made
        if isinstance(event, Failed):
            self._failed(event)
        elif isinstance(event, Silence):
            self._silent(event)
        elif page is None:
            pass
        elif isinstance(event, InsideReady):
            page.show_ready(event)
        elif isinstance(event, TakenUp):
            page.show_taken_up(event)
            if answers == self.taking:
                self._open_wanted(event)
        elif isinstance(event, Rejected) and (page.taken is None or answers == self.taking):
            self._not_taken(event)
        else:
            page.show_event(event, answers)

    def _failed(self, failed: Failed) -> None:
        """The worker is gone: say why, and that the training goes on."""
        self.wanted = None
        self._end()

        def said() -> str:
            return " ".join((tr("Looking inside has ended; the training goes on."), read(failed.reason)))

        def does() -> tuple[BarButton, ...]:
            return (BarButton(tr("Restart"), self.again, primary=True),)

        show_problem(self.setting.bars(), GONE, said, detail=failed.detail, does=does)

    def _silent(self, silence: Silence) -> None:
        """The worker owes a word and says nothing: say so; that goes when it speaks again."""
        if not silence.seconds:
            self.setting.bars().remove(SILENT)
            return

        def does() -> tuple[BarButton, ...]:
            return (BarButton(tr("Wait"), lambda: None), BarButton(tr("Start again"), self.restart))

        detail = f"{silence.seconds} s\n{silence.detail}"
        show_problem(
            self.setting.bars(), SILENT, lambda: read(silence.sentence), detail=detail, does=does, tone="note"
        )  # fmt: skip

    def interrupt(self) -> bool:
        """Ask the worker to stop the line it runs; return whether it could be asked."""
        return isinstance(self.worker, Worker) and self.worker.interrupt()

    def restart(self) -> None:
        """End a worker that may never speak again, and take the training up in another."""
        self._end()
        self.again()

    def _end(self) -> None:
        if self.worker is not None:
            self.worker.dismiss()
            self.worker = None
        self.setting.bars().remove(SILENT)
        if self.made is not None:
            self.made.show_gone()
            self.made.taken = None

    def close(self) -> None:
        """The window closes."""
        if self.worker is not None:
            self.worker.kill()
            self.worker = None
        if self.folder is not None:
            self.folder.cleanup()
            self.folder = None
