"""What shows progress: a bar, a turning ring, a sentence that says what we wait for."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QWidget

from gui.kit.painting import safely
from gui.kit.pieces import Label, Painted, row
from gui.kit.theme import Theme
from gui.kit.words import tr


class Track(QProgressBar):
    """Progress as a thin bar that moves smoothly; a screen reader gets the percent."""

    STEPS = 1000

    def __init__(self, name: str, *, px: int = 6) -> None:
        super().__init__()
        self.theme: Theme | None = None
        self.state, self.goal, self.shown = "running", 0.0, 0.0
        self.setRange(0, self.STEPS)
        self.setTextVisible(False)
        self.setAccessibleName(name)
        self.setFixedHeight(px)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(120, self.height())

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self.update()

    def put(self, share: float, state: str = "running") -> None:
        """Set the goal to `share` (0 to 1), or to 1 if "done"; `draw` moves there."""
        self.goal = 1.0 if state == "done" else min(1.0, max(0.0, share))
        if state != self.state:
            self.state = state
            self.update()
        if self.theme is None or not self.theme.motion_ms or self.goal < self.shown:
            self._at(self.goal)

    def draw(self) -> None:
        """Move one frame closer to the goal."""
        if abs(self.goal - self.shown) > 1e-4:
            near = self.shown + (self.goal - self.shown) * 0.25
            self._at(self.goal if abs(self.goal - near) < 5e-4 else near)

    def _at(self, share: float) -> None:
        self.shown = share
        self.setValue(round(share * self.STEPS))
        self.update()

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self.theme
        if theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.control if theme.scheme == "dark" else theme.line)
        radius = self.height() / 2
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        color = {"done": theme.grown, "failed": theme.bad, "paused": theme.narrowed}.get(self.state, theme.accent)
        if self.shown > 0:
            painter.setBrush(color)
            painter.drawRoundedRect(
                QRectF(0, 0, max(self.width() * self.shown, self.height()), self.height()), radius, radius
            )
        painter.end()


class Ring(Painted):
    """A small arc that turns during a wait; it stands still if the person wants no motion."""

    def __init__(self) -> None:
        super().__init__(20, 20)
        self.angle = 0

    def draw(self) -> None:
        """Turn by one frame."""
        if self.theme is not None and self.theme.motion_ms:
            self.angle = (self.angle + 11) % 360
            self.update()

    def paint(self, painter: QPainter, theme: Theme) -> None:
        place = QRectF(2.5, 2.5, 15, 15)
        painter.setPen(QPen(theme.line, 2.2))
        painter.drawEllipse(place)
        painter.setPen(QPen(theme.accent, 2.2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawArc(place, -self.angle * 16, 100 * 16)


class Waiting(QWidget):
    """What we wait for, with the seconds so far."""

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.ring, self.sentence = Ring(), Label(sentence, wrap=True)
        self.seconds = Label(kind="soft", size="note_px", tabular=True)
        line = row(self.ring, self.sentence, self.seconds, gap=10)
        line.setStretch(1, 1)
        self.setLayout(line)
        self.setAccessibleName(sentence)

    def show_wait(self, sentence: str, seconds: float) -> None:
        """Say what we wait for; from two seconds on, show the seconds."""
        self.sentence.put(sentence)
        self.setAccessibleName(sentence)
        self.seconds.put(tr("{seconds} s", seconds=int(seconds)) if seconds >= 2 else "")
        self.ring.draw()
