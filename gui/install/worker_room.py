"""The install worker's room, as the window sees it: one worker, started when a page first needs it, and two pages.

    room = InstallWorkerRoom(InstallSetting(…))   # in the window's __init__
    room.wizard(), room.environments()            # make the two pages
    room.frame_passed()                           # once a frame
    room.close()                                  # when the window closes; an unfinished install can go on later

Both pages see every event. Each page knows its own answers by their numbers.
"""

from __future__ import annotations

from typing import Any

from core.messages.install_commands import ListEnvs
from core.messages.install_events import EnvsSeen, Installed, InstallEvent, Stopped
from core.messages.train_events import Failed, Silence
from core.sentence import say
from gui.install.desktop import sweep
from gui.install.elsewhere import Elsewhere
from gui.install.environments.page import EnvironmentsPage
from gui.install.setting import Installer, InstallSetting, PageSetting
from gui.install.wizard.course import Course
from gui.install.wizard.wizard import WizardPage
from gui.kit.words import read, tr
from gui.notices.bar import Bar, BarButton
from gui.notices.events import show_waiting
from gui.notices.problem import reported, show_problem

JOURNALS = "*/install.json"


class InstallWorkerRoom:
    """The install worker and its two pages."""

    def __init__(self, setting: InstallSetting) -> None:
        self.setting, self.start = setting, setting.start
        self.worker: Installer | None = None
        self.wizard_page: WizardPage | None = None
        self.environments_page: EnvironmentsPage | None = None
        self.kept: dict[str, Any] = {}
        self.elsewhere = Elsewhere(
            ask=lambda: self.send(ListEnvs()),
            python=setting.python,
            train_in=setting.train_in,
            go=setting.go,
            own=setting.own,
            another=setting.another,
        )

    # -------------------------------------------------------------------------------------------------- the two pages
    def wizard(self) -> WizardPage:
        """Make the wizard; after a change of language it continues where the last one was."""
        self.wizard_page = WizardPage(self._page_setting(), **self.kept.pop("install", {}))
        return self.wizard_page

    def environments(self) -> EnvironmentsPage:
        """Make the environments page."""
        self.environments_page = EnvironmentsPage(self._page_setting(), **self.kept.pop("environments", {}))
        return self.environments_page

    def leave_pages(self) -> tuple[str, ...]:
        """Drop the pages before a change of language; return the names of those to make again at once."""
        if self.wizard_page is not None:
            self.kept["install"] = {"course": self.wizard_page.course, "lines": self.wizard_page.lines}
        if self.environments_page is not None:
            self.kept["environments"] = {"shelf": self.environments_page.shelf}
        self.wizard_page = self.environments_page = None
        return tuple(self.kept)

    def _page_setting(self) -> PageSetting:
        made = self.setting
        return PageSetting(
            theme=made.theme(), language=made.language(), send=self.send, stop=self.stop, go=made.go,
            train_in=made.train_in, notebooks=made.notebooks, others=self._has_work_of_environments,
        )  # fmt: skip

    def _has_work_of_environments(self) -> bool:
        return self.environments_page is not None and self.environments_page.shelf.has_work

    @property
    def is_making(self) -> bool:
        """Whether an install runs, or the environments page has something to do."""
        running = self.wizard_page is not None and self.wizard_page.course.work == "running"
        return running or self._has_work_of_environments()

    @property
    def pages(self) -> tuple[WizardPage | EnvironmentsPage, ...]:
        """The pages that exist."""
        return tuple(page for page in (self.wizard_page, self.environments_page) if page is not None)

    # ---------------------------------------------------------------------------------------------------- the worker
    def send(self, command: object) -> int:
        """Send to the install worker; start one if there is none."""
        if self.worker is None:
            self.worker = self.start()
        return self.worker.send(command)

    def stop(self) -> None:
        """End the worker; its files and downloads stay on the disk."""
        if self.worker is not None:
            self.worker.kill()
            self.worker = None
        for page in self.pages:
            page.show_worker_ended()

    def events(self, limit: int) -> list[tuple[Any, int | None]]:
        """Return up to `limit` of the events that are waiting, each with the number of the command it answers."""
        return self.worker.events(limit) if self.worker is not None else []

    def frame_passed(self) -> None:
        """One frame: take the waiting events, show them, draw."""
        show_waiting(self.events, self.show_event)
        for page in self.pages:
            with reported():
                page.draw()

    def show_event(self, event: InstallEvent | Silence, answers: int | None) -> None:
        """Show one event to both pages; if the wizard is hidden, show its end in a bar."""
        if isinstance(event, Failed) and self.worker is not None:
            self.worker.kill()
            self.worker = None  # before the pages see it: their next command starts another worker
        if isinstance(event, Failed | Silence):
            self._show_silence(event)
        if isinstance(event, Silence):
            return
        if isinstance(event, EnvsSeen):
            self.elsewhere.show_envs(event.envs)
        before = self.wizard_page.course if self.wizard_page is not None else Course()
        for page in self.pages:
            with reported():
                page.show_event(event, answers)
        with reported():
            self.setting.told(event, answers)
        if self.wizard_page is not None and not self.wizard_page.isVisible():
            self._tell_elsewhere(event, before, self.wizard_page.course)

    def _show_silence(self, event: Failed | Silence) -> None:
        """Say that the worker owes a word and says nothing, and what can be done; that goes when it speaks again."""
        bars = self.setting.bars()
        if isinstance(event, Failed) or not event.seconds:
            bars.remove("install-silent")
            return

        def does() -> tuple[BarButton, ...]:
            return (BarButton(tr("Wait"), lambda: None), BarButton(tr("Start again"), self._start_again))

        detail = f"{event.seconds} s\n{event.detail}"
        show_problem(bars, "install-silent", lambda: read(event.sentence), detail=detail, does=does, tone="note")

    def _start_again(self) -> None:
        """End a worker that may never speak again. The pages offer to continue, as after any other end."""
        if self.worker is not None:
            self.show_event(Failed(say("The installing process was ended. What it had done is kept."), ""), None)

    def _tell_elsewhere(self, event: InstallEvent, before: Course, now: Course) -> None:
        stopped = now.stopped

        def ready() -> Bar:
            return Bar(tr("{name} is ready.", name=now.name), tone="note", does=self._show(tr("Show")))

        def broken() -> Bar:
            why = read(stopped.sentence) if stopped is not None else ""
            sentence = tr("The install of {name} has stopped. {why}", name=now.name, why=why)
            return Bar(sentence, tone="bad", does=self._show(tr("Show")))

        if isinstance(event, Installed) and now.work == "done" != before.work:
            self.setting.bars().show_bar("install", ready)
        elif isinstance(event, Stopped | Failed) and now.work == "stopped" != before.work and stopped is not None:
            self.setting.bars().show_bar("install", broken)

    def _show(self, word: str) -> tuple[BarButton, ...]:
        return (BarButton(word, lambda: self.setting.go("install"), primary=True),)

    def greet(self) -> None:
        """At the start of the app, say that an install is unfinished, if one is."""

        def left() -> Bar:
            sentence = tr("An install was not finished. It can continue where it stopped; nothing is downloaded twice.")
            return Bar(sentence, tone="note", does=self._show(tr("Look at it")))

        if any(self.setting.installs.glob(JOURNALS)):
            self.setting.bars().show_bar("install", left)

    def close(self) -> None:
        """End the worker; the next start offers to continue an install."""
        sweep(self.setting.notebooks)
        if self.worker is not None:
            self.worker.kill()
            self.worker = None
