"""The install room as the window sees it: one worker, started when a page first needs it, and the two pages.

    room = InstallRoom(start=…, …)          # in the window's __init__
    room.wizard(), room.environments()      # how the two pages are made
    room.frame_passed()                     # once a frame
    room.close()                            # when the window closes; what is unfinished can be continued

Both pages are shown every event; each knows by number which answers are its own.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from core.env.open.notebook import Language
from core.messages.install_commands import ListEnvs
from core.messages.install_events import EnvsSeen, Installed, InstallEvent, Stopped
from core.messages.train_events import Failed
from gui.install.elsewhere import Elsewhere
from gui.install.environments.page import EnvironmentsPage
from gui.install.wizard.course import Course
from gui.install.wizard.wizard import WizardPage
from gui.kit.theme import Theme
from gui.kit.words import read, tr
from gui.notices.bar import Bar, Bars, Do
from gui.notices.problem import reported

BATCH = 25
BATCHES = 16
BUDGET_S = 0.012
"""A frame takes events in batches until there are none, the batches are used up, or this much time has gone."""
JOURNALS = "*/install.json"


class Installer(Protocol):
    """What the room needs of the install worker: `core.workers.worker.Worker` has it."""

    def send(self, command: object) -> int: ...
    def events(self, limit: int) -> list[tuple[Any, int | None]]: ...
    def close(self) -> None: ...
    def kill(self) -> None: ...


class InstallRoom:
    """`start` makes an install worker; `theme`, `language` and `bars` say what the window has now.

    `installs` is the folder in which the worker keeps what it has begun, `notebooks` where first notebooks go.
    `python` says with which Python the trainer runs now, "" for the app's own.
    """

    def __init__(
        self,
        *,
        start: Callable[[], Installer],
        theme: Callable[[], Theme],
        language: Callable[[], Language],
        bars: Callable[[], Bars],
        go: Callable[[str], Any],
        train_in: Callable[[str], Any],
        python: Callable[[], str],
        installs: Path,
        notebooks: tuple[Path, ...],
    ) -> None:
        self.start, self.theme, self.language, self.bars = start, theme, language, bars
        self.go, self.train_in, self.installs, self.notebooks = go, train_in, installs, notebooks
        self.worker: Installer | None = None
        self.wizard_page: WizardPage | None = None
        self.environments_page: EnvironmentsPage | None = None
        self.kept: dict[str, Any] = {}
        self.elsewhere = Elsewhere(ask=lambda: self.send(ListEnvs()), python=python, train_in=train_in, go=go)

    # -------------------------------------------------------------------------------------------------- the two pages
    def wizard(self) -> WizardPage:
        """Make the wizard; after a change of language it goes on where the one before was."""
        self.wizard_page = WizardPage(**self._handed(), **self.kept.pop("install", {}))
        return self.wizard_page

    def environments(self) -> EnvironmentsPage:
        """Make the environments page."""
        self.environments_page = EnvironmentsPage(**self._handed(), **self.kept.pop("environments", {}))
        return self.environments_page

    def leave_pages(self) -> tuple[str, ...]:
        """The pages are about to go, for another language: return the names of those to be made again at once."""
        if self.wizard_page is not None:
            self.kept["install"] = {"course": self.wizard_page.course, "lines": self.wizard_page.lines}
        if self.environments_page is not None:
            self.kept["environments"] = {"shelf": self.environments_page.shelf}
        self.wizard_page = self.environments_page = None
        return tuple(self.kept)

    def _handed(self) -> dict[str, Any]:
        return {
            "theme": self.theme(), "send": self.send, "stop": self.stop, "go": self.go, "train_in": self.train_in,
            "notebooks": self.notebooks, "language": self.language(),
        }  # fmt: skip

    @property
    def pages(self) -> tuple[WizardPage | EnvironmentsPage, ...]:
        """The pages that have been made."""
        return tuple(page for page in (self.wizard_page, self.environments_page) if page is not None)

    # ---------------------------------------------------------------------------------------------------- the worker
    def send(self, command: object) -> int:
        """Send to the install worker, starting it if there is none."""
        if self.worker is None:
            self.worker = self.start()
        return self.worker.send(command)

    def stop(self) -> None:
        """End the worker where it is; what it has made and fetched stays on the disk."""
        if self.worker is not None:
            self.worker.kill()
            self.worker = None
        for page in self.pages:
            page.show_worker_ended()

    def frame_passed(self) -> None:
        """One frame: take what is waiting, show it, draw."""
        begun = time.perf_counter()
        for _ in range(BATCHES):
            events = self.worker.events(BATCH) if self.worker is not None else []
            for event, answers in events:
                with reported():
                    self.show_event(event, answers)
            if len(events) < BATCH or time.perf_counter() - begun > BUDGET_S:
                break
        for page in self.pages:
            with reported():
                page.draw()

    def show_event(self, event: InstallEvent, answers: int | None) -> None:
        """Show one event to both pages, and above another page what the person waits for."""
        if isinstance(event, Failed) and self.worker is not None:
            self.worker.kill()
            self.worker = None  # before the pages hear of it: what they ask then starts another
        if isinstance(event, EnvsSeen):
            self.elsewhere.show_envs(event.envs)
        before = self.wizard_page.course if self.wizard_page is not None else Course()
        for page in self.pages:
            with reported():
                page.show_event(event, answers)
        if self.wizard_page is not None and not self.wizard_page.isVisible():
            self._tell_elsewhere(event, before, self.wizard_page.course)

    def _tell_elsewhere(self, event: InstallEvent, before: Course, now: Course) -> None:
        stopped = now.stopped

        def ready() -> Bar:
            return Bar(tr("{name} is ready.", name=now.name), tone="note", does=self._show(tr("Show")))

        def broken() -> Bar:
            why = read(stopped.sentence) if stopped is not None else ""
            sentence = tr("The install of {name} has stopped. {why}", name=now.name, why=why)
            return Bar(sentence, tone="bad", does=self._show(tr("Show")))

        if isinstance(event, Installed) and now.work == "done" != before.work:
            self.bars().put("install", ready)
        elif isinstance(event, Stopped | Failed) and now.work == "stopped" != before.work and stopped is not None:
            self.bars().put("install", broken)

    def _show(self, word: str) -> tuple[Do, ...]:
        return (Do(word, lambda: self.go("install"), primary=True),)

    def greet(self) -> None:
        """At the start: say that an install was left unfinished, if one was."""

        def left() -> Bar:
            sentence = tr("An install was not finished. It can go on where it was; nothing is downloaded twice.")
            return Bar(sentence, tone="note", does=self._show(tr("Look at it")))

        if any(self.installs.glob(JOURNALS)):
            self.bars().put("install", left)

    def close(self) -> None:
        """End the worker; an install under way is offered at the next start."""
        if self.worker is not None:
            self.worker.kill()
            self.worker = None
