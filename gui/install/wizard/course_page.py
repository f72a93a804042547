"""The wizard's page: the rail of steps, title and sentence, the body of the open step, and the buttons at the foot.

It keeps one `Course` and shows it. `course.with_event` makes the next course from an event. What the buttons do is in
`wizard.WizardPage`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QScrollArea, QStackedWidget, QWidget

from core.messages.install_commands import FindUnfinished, ListEnvs
from core.messages.install_events import InstallEvent, LogLine
from gui.install.log_view import LOG_LINES
from gui.install.setting import PageSetting
from gui.install.wizard import course as steps
from gui.install.wizard.course import Asked, Course, StepName
from gui.install.wizard.rail import StepRail, step_title
from gui.install.wizard.running import InstallStep
from gui.install.wizard.step import FootRow, StepPage, scrolled
from gui.kit.folding import order_of_tab
from gui.kit.pieces import Label, Scroll, apply_theme, column, row
from gui.kit.theme import Theme
from gui.kit.words import tr

NARROW_BELOW_PX = 860
SMALL_BELOW_PX = 560
"""Below this width the title alone says which step is open."""
WIDEST_PX = 1360


class StepBodies(dict[StepName, StepPage]):
    """The body of each step, made on first use: all six at once would block the window."""

    def __init__(self, makers: Mapping[StepName, Callable[[], StepPage]], made: Callable[[StepName, StepPage], Any]):
        super().__init__()
        self.makers, self.made = makers, made

    def __missing__(self, name: StepName) -> StepPage:
        page = self[name] = self.makers[name]()
        self.made(name, page)
        return page

    def make_one(self) -> None:
        """Make one body that is missing, before the person needs it."""
        missing = next((name for name in self.makers if name not in self), None)
        if missing is not None:
            self[missing]


class CoursePage(QWidget):
    """The wizard's page without what its buttons do. `course` and `lines`: from the page it replaces."""

    def __init__(self, setting: PageSetting, *, course: Course | None = None, lines: deque[str] | None = None) -> None:
        super().__init__()
        self.setProperty("kind", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(tr("Install"))
        self.setting, self.theme, self.desktop = setting, setting.theme, setting.desktop
        self.course = course or Course()
        self.lines: deque[str] = lines if lines is not None else deque(maxlen=LOG_LINES)
        self.started = course is not None
        self.shown_step: StepName | None = None
        self.to_ask_after = False
        self.rail = StepRail(self.walk)
        self.title, self.sentence = Label(size="title_px", bold=True, wrap=True), Label(kind="soft", wrap=True)
        self.stack = QStackedWidget()
        self.scrolls: dict[StepName, Scroll] = {}
        self.pages = StepBodies(self.step_makers(), self._body_made)
        self.foot = FootRow()
        self.right = right = column(self.title, self.sentence, 16, self.stack, 12, self.foot, gap=4)
        right.setStretch(3, 1)
        right.setContentsMargins(18, 26, 34, 20)
        content = QWidget()
        content.setLayout(right)
        content.setMaximumWidth(WIDEST_PX)
        outer = row(self.rail, content, 0, None, gap=0)
        outer.setStretch(1, 1000)
        self.setLayout(outer)
        apply_theme(self, setting.theme)
        self.show_course(self.course)

    def step_makers(self) -> dict[StepName, Callable[[], StepPage]]:
        """Return what makes the body of each step, in order."""
        raise NotImplementedError

    def _body_made(self, name: StepName, page: StepPage) -> None:
        self.scrolls[name] = scrolled(page, may_flow=True)
        self.stack.addWidget(self.scrolls[name])
        apply_theme(self.scrolls[name], self.theme)

    def walk(self, step: StepName) -> None:
        """Go to another step."""
        raise NotImplementedError

    def look(self) -> None:
        """Examine the computer."""
        raise NotImplementedError

    def make_plan(self) -> None:
        """Ask for the plan of what the person wants."""
        raise NotImplementedError

    def follow(self, event: InstallEvent, what: Asked | None, before: Course) -> None:
        """Do what an event calls for."""
        raise NotImplementedError

    # ------------------------------------------------------------------------------------------------ what is shown
    def set_theme(self, theme: Theme) -> None:
        self.theme = theme

    def show_event(self, event: InstallEvent, answers: int | None = None) -> None:
        """Show an event of the install worker."""
        if isinstance(event, LogLine):
            if "install" in self.pages:
                self.install_page.log.add(event.text)
            else:
                self.lines.append(event.text)
            if event.waits is not None and self.course.waits_for("plan"):
                self.show_course(replace(self.course, waits=event.waits))
            return
        before, what = self.course, self.course.what(answers)
        self.show_course(steps.with_event(before, event, answers))
        self.follow(event, what, before)

    def show_worker_ended(self) -> None:
        """Take in that the worker was ended; ask what is left of an install that ran, and again what was asked."""
        before, course = self.course, steps.without_worker(self.course)
        if before.work == "running":
            self.ask(FindUnfinished(), "unfinished", replace(course, work="pausing"))
            return
        self.show_course(course)
        if before.waits_for("look"):
            self.look()
        if before.waits_for("plan"):
            self.make_plan()

    def show_course(self, course: Course) -> None:
        """Show a course; widgets change only where it differs."""
        before, self.course = self.course, course
        page = self.pages[course.step]
        page.show_course(course)
        self.title.put(page.title(course))
        self.sentence.put(page.sentence(course))
        self.sentence.setVisible(bool(self.sentence.text()))
        self.rail.show_course(course)
        self.show_foot()
        if course.step != self.shown_step:
            self._open_step(course.step)
        elif before.stages != course.stages:
            self._announce_stages(before, course)

    def show_foot(self) -> None:
        """Show the buttons that the open step has now."""
        self.foot.show_foot(self.pages[self.course.step].foot(self.course))
        if self.hasFocus() and self.foot.primary.isEnabled() and self.course.step != "install":
            self.foot.primary.setFocus(Qt.FocusReason.OtherFocusReason)  # it was disabled when the step opened

    def draw(self) -> None:
        """Draw one frame of the open step."""
        if self.to_ask_after:
            # Not at once when the worker died: now the window has dropped it, and this command starts another.
            self.to_ask_after = False
            self.ask(FindUnfinished(), "unfinished")
        if self.isVisible():
            self._begin()
            self.pages[self.course.step].draw()
            self.pages.make_one()

    def _begin(self) -> None:
        """Ask for what the first steps show, one frame after the page appears: a worker takes a moment to start."""
        if not self.started:
            self.started = True
            self.ask(FindUnfinished(), "unfinished")
            self.look()
            self.ask(ListEnvs(), "list")

    def _open_step(self, step: StepName) -> None:
        self.shown_step = step
        self.stack.setCurrentWidget(self.scrolls[step])
        above: QWidget | None = self.scrolls[step]
        while above is not None:  # in a low window the page itself scrolls
            if isinstance(above, QScrollArea):
                above.verticalScrollBar().setValue(0)
            above = above.parentWidget()
        if self.isVisible():
            # Not "Pause": a second Return must not pause the install.
            target: QWidget = self.foot.quiet[0] if step == "install" else self.foot.primary
            (target if target.isEnabled() else self).setFocus(Qt.FocusReason.OtherFocusReason)
            self._say(f"{step_title(step)}. {self.title.text()}. {self.sentence.text()}")

    def _announce_stages(self, before: Course, after: Course) -> None:
        old = {stage.name: stage.state for stage in before.stages}
        for stage, line in zip(after.stages, self.install_page.stages.rows, strict=False):
            if old.get(stage.name) not in (None, stage.state):
                self._say(line.accessibleName())

    def _say(self, text: str) -> None:
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    @property
    def install_page(self) -> InstallStep:
        """The body of the step "Install"."""
        page = self.pages["install"]
        assert isinstance(page, InstallStep)
        return page

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.foot.primary.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.rail.show_narrow(self.width() < NARROW_BELOW_PX)
        small = self.width() < SMALL_BELOW_PX
        self.rail.setVisible(not small)
        self.right.setContentsMargins(*((14, 14, 14, 12) if small else (18, 26, 34, 20)))

    def focusNextPrevChild(self, forward: bool) -> bool:
        order_of_tab(self.rail, self.pages[self.course.step], self.foot)
        return super().focusNextPrevChild(forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focus = QApplication.focusWidget()
            if isinstance(focus, QAbstractButton) and self.isAncestorOf(focus):
                focus.click()
            elif isinstance(focus, QComboBox) and self.isAncestorOf(focus):
                focus.showPopup()
            elif self.course.work != "running":  # a stray Return must not pause an install
                self.foot.primary.click()
        elif event.key() == Qt.Key.Key_Escape and self.course.step in ("machine", "choose", "plan"):
            self.foot.second.click()
        else:
            super().keyPressEvent(event)

    def ask(self, command: object, what: Asked, course: Course | None = None) -> None:
        """Send a command, then show `course` (else the present one) with the command in it.

        If the command cannot be sent, nothing is shown.
        """
        number = self.setting.send(command)
        self.show_course(steps.with_asked(course or self.course, number, what))
