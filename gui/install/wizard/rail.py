"""The rail of the six steps: done, open, still to come."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from gui.install.surfaces import draw_circle
from gui.install.wizard.course import STEPS, Course, StepName
from gui.kit.painting import safely
from gui.kit.theme import Theme, blend, font
from gui.kit.words import tip_text, tr

CIRCLE_PX = 24
ROW_PX = 44
WIDE_PX = 182
NARROW_PX = 60


def step_title(step: StepName) -> str:
    """Return the title of a step."""
    return {
        "welcome": tr("Welcome"), "machine": tr("Your machine"), "choose": tr("Choose"), "plan": tr("Plan"),
        "install": tr("Install"), "done": tr("Done"),
    }[step]  # fmt: skip


class StepButton(QAbstractButton):
    """The button of one step; enabled where the rail may lead."""

    def __init__(self, step: StepName, go: Callable[[StepName], Any]) -> None:
        super().__init__()
        self.step, self.number, self.state = step, STEPS.index(step) + 1, "waiting"
        self.theme: Theme | None = None
        self.narrow = False
        self.setText(step_title(step))
        self.setFixedHeight(ROW_PX)
        self.clicked.connect(lambda _=False: go(step))

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self.setFont(font(theme, 14))
        self.update()

    def show_state(self, state: str, *, reachable: bool) -> None:
        """Show "done", "current" or "waiting"."""
        self.state = state
        self.setEnabled(reachable)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if reachable else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if reachable else Qt.CursorShape.ArrowCursor)
        said = {"done": tr("done"), "current": tr("open now"), "failed": tr("stopped")}.get(state, tr("still to come"))
        self.setAccessibleName(
            tr("Step {number} of {count}: {name}, {state}", number=self.number, count=len(STEPS),
               name=self.text(), state=said)
        )  # fmt: skip
        self.setToolTip(tip_text(self.text() if self.narrow else ""))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(NARROW_PX if self.narrow else WIDE_PX, ROW_PX)

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self.theme
        if theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = (self.height() - CIRCLE_PX) / 2
        draw_circle(painter, QRectF(18, top, CIRCLE_PX, CIRCLE_PX), self.number, self.state, theme)
        if not self.narrow:
            current = self.state in ("current", "failed")
            painter.setFont(font(theme, 14, bold=current))
            under = self.underMouse() and self.isEnabled()
            painter.setPen(theme.text if current or under else blend(theme.ground, theme.soft, 0.95))
            place = QRectF(18 + CIRCLE_PX + 10, 0, self.width() - 56, self.height())
            text = QFontMetrics(painter.font()).elidedText(self.text(), Qt.TextElideMode.ElideRight, int(place.width()))
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.end()


class StepRail(QWidget):
    """All six steps in a column."""

    def __init__(self, go: Callable[[StepName], Any]) -> None:
        super().__init__()
        self.setAccessibleName(tr("The six steps"))
        self.steps = {step: StepButton(step, go) for step in STEPS}
        self.shown: object = None
        layout = QVBoxLayout()
        layout.setContentsMargins(0, 29, 0, 16)
        layout.setSpacing(0)
        for step in self.steps.values():
            layout.addWidget(step)
        layout.addStretch(1)
        self.setLayout(layout)
        self.show_narrow(False)

    def show_course(self, course: Course) -> None:
        """Show the step of the course."""
        if (course.step, course.work) == self.shown:
            return
        self.shown = (course.step, course.work)
        at = STEPS.index(course.step)
        for number, (name, step) in enumerate(self.steps.items()):
            state = "done" if number < at else "current" if number == at else "waiting"
            if name == "install" == course.step and course.work == "stopped":
                state = "failed"
            if name == "done" == course.step:
                state = "done"
            step.show_state(state, reachable=number != at and course.can_go(name))

    def show_narrow(self, narrow: bool) -> None:
        """Show circles only, or titles too."""
        self.setFixedWidth(NARROW_PX if narrow else WIDE_PX)
        for step in self.steps.values():
            step.narrow = narrow
            step.setToolTip(tip_text(step.text() if narrow else ""))
            step.update()
