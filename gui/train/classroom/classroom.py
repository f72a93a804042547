"""The classroom screen itself: into it and out of it, with everything as it was before.

Large type is Qt's own factor for the whole window (`gui.window.scaling`), chosen by the screen: as many lines stand on
a projector of 720 lines as on one of 2160, and the smallest type is 18 pixels high on one of 1080.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QGuiApplication, QScreen
from PySide6.QtWidgets import QApplication, QWidget

from gui.kit.words import tr
from gui.train.arrangement import Shown
from gui.train.classroom.pointer import Pointer
from gui.train.classroom.shown import ChoicePanel, chosen, kept
from gui.train.classroom.strip import Strip

if TYPE_CHECKING:
    from gui.train.page import TrainPage

SMALLEST_TYPE_PX, READABLE_PX, LINES = 11, 18, 1080
"""The smallest type of the app must be `READABLE_PX` high on a screen of so many lines."""
FULL = Qt.WindowState.WindowFullScreen


@dataclass(frozen=True)
class ClassroomSetting:
    """`window`: which fills the screen; `around`: what stands around the page and is left out; `choice` and `remember`:
    what is shown; `resize`: shows everything in the size of `Classroom.zoom`; `zoom`: the person's own size now."""

    window: QWidget
    page: Callable[[], TrainPage]
    around: Callable[[], tuple[QWidget, ...]]
    choice: Callable[[], str]
    remember: Callable[[str], Any]
    resize: Callable[[], Any]
    zoom: Callable[[], float]


class Classroom:
    """On or off; `draw` once a frame."""

    def __init__(self, setting: ClassroomSetting) -> None:
        self.setting = setting
        self.on = False
        self.shown: frozenset[Shown] = frozenset()
        self.pointer = Pointer(setting.window)
        self.strip: Strip | None = None
        self.panel: ChoicePanel | None = None
        self.before: tuple[Qt.WindowState, QRect, QWidget | None] | None = None
        """State, place and focus of the window before."""

    def toggle(self) -> None:
        """Go in, or out."""
        self.leave() if self.on else self.enter()

    def enter(self) -> None:
        """Fill the screen with what the teacher chose."""
        window = self.setting.window
        was = window.normalGeometry() if window.isMaximized() or window.isFullScreen() else window.geometry()
        self.before = window.windowState(), was, window.focusWidget()
        self.on, self.shown = True, chosen(self.setting.choice())
        self.show_page()
        window.setWindowState(window.windowState() | FULL)
        self.setting.resize()
        window.setGeometry(window.screen().geometry())  # a screen without a window manager does not do so itself
        self.choose(self.shown)
        announce(window, tr("Classroom screen. Esc leaves it."))

    def leave(self) -> None:
        """Be exactly as before."""
        if not self.on or self.before is None:
            return
        window, (state, place, focus) = self.setting.window, self.before
        self.on, self.before = False, None
        self.pointer.put(ring=False, spotlight=False)
        self.setting.page().show_classroom()
        self.strip = self.panel = None
        for part in self.setting.around():
            part.show()
        self.setting.resize()
        window.setWindowState(state & ~FULL & ~Qt.WindowState.WindowMaximized)
        window.setGeometry(place)
        window.setWindowState(state)
        if focus is not None and focus in window.findChildren(QWidget):
            focus.setFocus()
        announce(window, tr("The classroom screen is closed."))

    def zoom(self) -> float:
        """Return how large everything is while it is on: as large as a class can read, or as the person has it."""
        lines = self.setting.window.screen().geometry().height() * self.setting.zoom()
        return max(READABLE_PX / SMALLEST_TYPE_PX * lines / LINES, 0.75)

    def show_page(self) -> None:
        """Leave out what is around the page, and put the strip below it; also after a change of language."""
        for part in self.setting.around():
            part.hide()
        self.strip, self.panel = Strip(self.open_panel, self.other_screen, self.leave), ChoicePanel(self.choose)
        self.strip.other.setVisible(len(QGuiApplication.screens()) > 1)
        self.panel.setParent(self.setting.page())
        self.setting.page().show_classroom(self.strip, self.panel)
        self.choose(self.shown)

    def choose(self, shown: frozenset[Shown]) -> None:
        """Show this from now on, and remember it."""
        self.shown = shown
        page = self.setting.page()
        page.arrangement.chosen = shown
        page.controls.setVisible("controls" in shown)
        page.arrange()
        if self.panel is not None:
            self.panel.show_choice(shown)
            self.panel.raise_()
        self.pointer.put(ring="pointer" in shown, spotlight="spotlight" in shown)
        self.pointer.raise_()
        if kept(shown) != kept(chosen(self.setting.choice())):
            self.setting.remember(kept(shown))

    def open_panel(self) -> None:
        """Open the panel above its button, or close it."""
        panel, strip = self.panel, self.strip
        if panel is None or strip is None:
            return
        if panel.isVisible():
            panel.hide()
            return
        panel.show_choice(self.shown)
        panel.adjustSize()
        corner = strip.choose.mapTo(self.setting.page(), QPoint(strip.choose.width(), -8))
        panel.move(max(corner.x() - panel.width(), 8), max(corner.y() - panel.height(), 8))
        panel.show()
        panel.raise_()
        self.pointer.raise_()
        next(iter(panel.switches.values())).setFocus(Qt.FocusReason.TabFocusReason)

    def other_screen(self) -> None:
        """Fill the next screen instead."""
        window, screens = self.setting.window, QGuiApplication.screens()
        after = next_screen(window.screen(), screens)
        if after is not window.screen():
            window.setWindowState(window.windowState() & ~FULL)
            window.setGeometry(after.availableGeometry())
            window.setWindowState(window.windowState() | FULL)
            self.setting.resize()

    def draw(self) -> None:
        """Follow the mouse."""
        if self.on:
            self.pointer.draw()


def next_screen(now: QScreen, screens: list[QScreen]) -> QScreen:
    """Return the screen after `now`, round and round."""
    return screens[(screens.index(now) + 1) % len(screens)] if now in screens else screens[0]


def announce(window: QWidget, text: str) -> None:
    """Tell it to who hears the window instead of seeing it."""
    if QApplication.instance() is not None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(window, text))
