"""The focus ring: shows where the keyboard is, visible from the back of a classroom; not after a click.

One overlay follows the focused widget, because a style sheet cannot tell Tab from a click.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QLineEdit, QScrollArea, QWidget

from gui.explain.described import describe
from gui.kit.painting import safely
from gui.kit.theme import Theme


class FocusRing(QWidget):
    """Lies above everything in the window; `draw()` moves it once a frame.

    The window sets `by_keyboard` when Tab is pressed; the next click ends it.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.theme: Theme | None = None
        self.around: QWidget | None = None
        self.by_keyboard = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        QApplication.instance().focusChanged.connect(self.moved)  # type: ignore[union-attr]

    def set_theme(self, theme: Theme) -> None:
        """Use `theme` from now on."""
        self.theme = theme
        self.update()

    def moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Follow the focus when the keyboard moved it."""
        if now is not None:
            describe(now)  # parts of a page may have been made since it was opened
        if QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton:
            self.by_keyboard = False
        ours = now is not None and now.window() is self.window()
        if now is not None and ours and self.by_keyboard:
            bring_into_sight(now)
        self.around = now if ours and self.by_keyboard and not draws_its_own(now) else None
        self.draw()

    def draw(self) -> None:
        """Move to the focused widget, or hide."""
        place = self._place()
        if place is None:
            if not self.isHidden():
                self.hide()
            return
        if self.isHidden() or self.geometry() != place:
            self.setGeometry(place)
            self.show()
            self.raise_()

    def _place(self) -> QRect | None:
        widget = self.around
        if widget is None or not widget.isVisible() or widget.visibleRegion().isEmpty():
            return None
        return QRect(widget.mapTo(self.window(), QPoint(0, 0)), widget.size()).adjusted(-3, -3, 3, 3)

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:
        if self.theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.theme.accent, 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 10, 10)


def bring_into_sight(widget: QWidget) -> None:
    """Scroll whatever a widget lies in until it is seen: Qt does so only where the focus was inside already."""
    around = widget.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(widget, 0, 8)
        around = around.parentWidget()


def draws_its_own(widget: QWidget | None) -> bool:
    """Return whether a widget shows the focus itself: text editors do, and classes with `draws_own_focus`."""
    if isinstance(widget, QLineEdit | QAbstractScrollArea):
        return True
    return getattr(widget, "draws_own_focus", False)
