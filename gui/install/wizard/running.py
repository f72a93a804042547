"""Install: every stage with its bar, the whole with speed and remaining time, and the log.

After a failure: the engine's sentence, and buttons for its advice.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.env import problems
from core.env.plan.by_hand import ShellName
from core.messages.install_events import Stopped
from core.messages.recipe import StageName
from core.sentence import Sentence
from gui.install.log_view import LogView
from gui.install.quantities import joined, remaining
from gui.install.surfaces import Advice, Notice
from gui.install.wizard import by_hand
from gui.install.wizard.course import Course
from gui.install.wizard.stages import Overall, StageList, usual_title
from gui.install.wizard.step import Foot, Press, StepPage
from gui.kit.words import read, tr


def advice_of(stopped: Stopped, does: Mapping[str, Callable[[], Any]]) -> tuple[Advice, ...]:
    """Return the advice of a stopped install, with a button where one helps."""
    continues = (problems.AGAIN, problems.NETWORK, problems.LATER, problems.CLOSE_PROGRAMS, problems.ANTIVIRUS)
    words: dict[str, tuple[str, str]] = {
        **{sentence.text: (tr("Continue"), "continue") for sentence in continues},
        problems.FREE_SPACE.text: (tr("Open the folder"), "folder"),
        problems.PLAN_AGAIN.text: (tr("Make a new plan"), "plan"),
        problems.OTHER_FOLDER.text: (tr("Choose another folder"), "choose"),
        problems.OTHER_NAME.text: (tr("Choose another name"), "choose"),
        problems.OTHER_VERSIONS.text: (tr("Change the choice"), "choose"),
        problems.PROXY.text: (tr("Examine the computer again"), "look"),
        problems.SEE_LOG.text: (tr("Show the log"), "log"),
    }
    made: list[Advice] = []
    pressed: set[str] = set()
    for sentence in stopped.advice:
        button, name = words.get(sentence.text, ("", ""))
        once = name not in pressed
        pressed.add(name)
        made.append(Advice(read(sentence), button, does[name] if name and once else None))
    return tuple(made)


@dataclass(frozen=True, kw_only=True)
class InstallButtons:
    """What the buttons of the install step do. `does`: the buttons beside advice, by the names in `advice_of`."""

    pause: Callable[[], Any]
    cancel: Callable[[], Any]
    go_on: Callable[[], Any]
    to_trainer: Callable[[], Any]
    does: Mapping[str, Callable[[], Any]]
    copy: Callable[[str], Any]
    save: Callable[[ShellName], Any]
    refoot: Callable[[], Any]


class InstallStep(StepPage):
    """The step of a running install (pause, cancel) or of one that stands still (continue, delete)."""

    def __init__(self, buttons: InstallButtons, *, lines: deque[str]) -> None:
        super().__init__()
        self.buttons = buttons
        self.does = {**buttons.does, "continue": buttons.go_on, "log": lambda: self.show_log(True)}
        self.problem_shown: object = None
        self.overall = Overall()
        self.notices = QVBoxLayout()
        self.notices.setSpacing(8)
        self.stages = StageList(copy=buttons.copy, save=buttons.save, bars=True)
        self.log = LogView(lines)
        self.log.hide()
        self.body.addWidget(self.overall)
        self.body.addLayout(self.notices)
        self.body.addWidget(self.stages)
        self.body.addWidget(self.log)
        self.body.addStretch(1)

    def title(self, course: Course) -> str:
        return {
            "paused": tr("Paused"), "pausing": tr("Pausing"), "cancelling": tr("Cancelling"),
            "stopped": tr("The install has stopped"),
        }.get(course.work, tr("Installing"))  # fmt: skip

    def sentence(self, course: Course) -> str:
        usual = tr("You can use the trainer meanwhile. If you stop, no download is lost.")
        return {
            "paused": tr("Nothing is lost. Continue when you like, even tomorrow."),
            "pausing": tr("Stopping. Everything downloaded is kept."),
            "cancelling": tr("Deleting the unfinished environment. Finished downloads stay in the cache."),
            "stopped": tr("What was there before is unchanged, and no download is lost."),
        }.get(course.work, usual)  # fmt: skip

    def foot(self, course: Course) -> Foot:
        log = Press(tr("Hide the log") if not self.log.isHidden() else tr("Show the log"), self.toggle_log)
        quiet = (log, Press(tr("Use the trainer meanwhile"), self.buttons.to_trainer))
        if course.work in ("paused", "stopped"):
            looking = tr("Looking for what can be continued") if course.looks_for_rest else ""
            return Foot(
                Press(tr("Continue"), self.buttons.go_on, looking),
                Press(tr("Delete …"), self.buttons.cancel, looking),
                quiet,
            )
        why_not = "" if course.work == "running" else tr("It is stopping already")
        return Foot(
            Press(tr("Pause"), self.buttons.pause, why_not), Press(tr("Cancel …"), self.buttons.cancel, why_not), quiet
        )

    def show_course(self, course: Course) -> None:
        state = {"running": "running", "done": "done", "stopped": "failed"}.get(course.work, "paused")
        words = {"paused": tr("paused"), "stopped": tr("stopped")}.get(course.work, "")
        left = ""
        if course.work == "running" and course.progress is not None:
            left = remaining(course.progress.overall_remaining_s)
        self.overall.show_progress(course.progress, state, words, left)
        shell = by_hand.shell_of(course.machine)
        self.stages.show_plan(course.plan, course.stages, name=course.name, shell=shell)
        shown = (course.stopped, course.problem, course.detail)
        if shown != self.problem_shown:
            self.problem_shown = shown
            self.refill(self.notices, self._notices(course))
            self.reveal(self.overall)

    def _notices(self, course: Course) -> list[Any]:
        made: list[QWidget] = []
        stopped = course.stopped
        if stopped is not None:
            failed = _titled(course, stopped.stage)
            made.append(Notice(read(stopped.sentence), tone="bad", title=failed, advice=advice_of(stopped, self.does)))
        if course.problem is not None:
            made.append(Notice(read(course.problem), tone="bad"))
        return made

    # ---------------------------------------------------------------------------------------------------------- log
    def toggle_log(self) -> None:
        """Show or hide the log."""
        self.show_log(self.log.isHidden())

    def show_log(self, shown: bool) -> None:
        """Show the log, or hide it."""
        self.log.setVisible(shown)
        if shown:
            self.reveal(self.log)
        self.buttons.refoot()

    def draw(self) -> None:
        self.overall.draw()
        self.stages.draw()
        self.log.draw()
        super().draw()


def _titled(course: Course, stage: StageName) -> str:
    """Return where it stopped, with the stage's title."""
    planned = {made.name: made.title for made in course.plan.stages} if course.plan else {}
    title: Sentence | None = planned.get(stage)
    return joined(tr("Stopped at"), read(title) if title is not None else usual_title(stage, course.name))
