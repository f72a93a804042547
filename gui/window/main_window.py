"""The window without its workers: preferences, appearance, folders, keyboard.

`gui.window.window.Window` adds the trainer, the installer and the one dispatch of events.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QRect, QRectF, QTimer
from PySide6.QtGui import QCursor, QGuiApplication, QHelpEvent, QKeyEvent, QScreen, QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from core.disk_reason import reason
from core.folders import Folders
from core.sentence import Value
from gui.explain.pointing import explain, term_in_focus
from gui.explain.words_dialog import WordsDialog
from gui.install.desktop import NotOpened, notebook_folders, open_folder
from gui.kit.painting import app_icon
from gui.kit.pieces import apply_theme
from gui.kit.remembered import ZOOMS, Preferences, changed, write_preferences
from gui.kit.theme import Theme
from gui.kit.words import read, tr
from gui.language.terms import told_of
from gui.notices.notices import not_opened_bar
from gui.notices.problem import show_problem
from gui.settings.taken import Went
from gui.train.classroom.classroom import Classroom, ClassroomSetting
from gui.train.explained.where import what_is
from gui.window import scaling
from gui.window.appearance import apply_theme_to_app, theme_of, use_chosen_language
from gui.window.focus import FocusRing
from gui.window.keyboard import Keyboard
from gui.window.page_frame import PageFrame
from gui.window.pages import help_of
from gui.window.place import Remembered

if TYPE_CHECKING:
    from gui.out.worker_room import OutRoom
    from gui.train.page import TrainPage


class MainWindow(QMainWindow):
    """Keeps the preferences, and shows a change at once where that is possible."""

    out: OutRoom
    frame: PageFrame
    page: TrainPage
    overlay: QWidget
    """Says what happens to what is dragged over the window."""

    def __init__(self, *, folders: Folders, preferences: Preferences) -> None:
        super().__init__()
        self.folders, self.preferences = folders, preferences
        self.unsaved: set[str] = set()
        """What was changed and is not in the file yet."""
        self.theme = theme_of(self.preferences)
        self.spoken = use_chosen_language(self.preferences)
        self.setWindowTitle("TorchGarden")
        self.setWindowIcon(app_icon())
        self.zoom = self.preferences.zoom
        """How large everything is now; `preferences.zoom` is how large it shall be."""
        self.resized = False
        """Whether that has changed since the start."""
        self.place = Remembered(folders.data / "window.json")
        self.place.put(self, self.zoom)
        self.given = self.geometry()
        if isinstance(app := QGuiApplication.instance(), QGuiApplication):
            app.screenRemoved.connect(self.screen_gone)
        self.wished = (QRect(), QRectF())
        """Its place after the last change of its size, and what it would be on a larger screen."""
        self.went = Went()
        self.ring = FocusRing(self)
        self.classroom = Classroom(ClassroomSetting(
            window=self, page=lambda: self.page, around=lambda: (self.frame.rail, self.frame.edge),
            choice=lambda: self.preferences.classroom, remember=partial(self.change, "classroom"),
            resize=self.change_size, zoom=lambda: self.zoom,
        ))  # fmt: skip
        self.classroom.pointer.set_theme(self.theme)
        self.keyboard = Keyboard(self, lambda: self.does(), self.trains, lambda: self.classroom.on and self.trains())

    # ---------------------------------------------------------------------------------------------- the look of it
    def follow_system(self) -> None:
        """Follow the desktop to light or dark."""
        if self.preferences.theme == "system" and theme_of(self.preferences) != self.theme:
            self.set_theme(theme_of(self.preferences))

    def set_theme(self, theme: Theme) -> None:
        """Show the whole window in another theme; the pages keep their content."""
        self.theme = theme
        apply_theme_to_app(self.theme)
        for page in self.frame.made.values():
            apply_theme(page, theme)
        apply_theme(self.frame, theme)
        self.ring.set_theme(theme)
        self.classroom.pointer.set_theme(theme)
        self.frame.rail.show_open(self.frame.opened)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.geometry() == self.given:  # nobody else has given it a size: only now is its frame known
            QTimer.singleShot(0, self, self.fit)

    def fit(self) -> None:
        """Lie wholly on the screen."""
        self.place.fit(self, self.zoom)

    def screen_gone(self, _screen: QScreen) -> None:
        """Come to a screen that is there, once Qt has moved the window off the one that is gone."""
        QTimer.singleShot(0, self, self.fit)

    def change_size(self) -> None:
        """Show everything as large as the preferences say, from now on; the window stays about as it was."""
        to = max(self.classroom.zoom(), self.preferences.zoom) if self.classroom.on else self.preferences.zoom
        was = self.normalGeometry() if self.isMaximized() else self.geometry()
        focused = self.focusWidget()
        inside = [part for part in self.findChildren(QWidget) if part.isWindow()]  # lists and menus that were open
        if to == self.zoom or not scaling.change_now(to, [self, *inside]):
            return
        ratio, self.zoom, self.resized = self.zoom / to, to, True
        if not (self.isMaximized() or self.isFullScreen()):
            shown, wished = self.wished
            if was != shown:  # a person has given it this size, not a screen that had no room for more
                wished = QRectF(was)
            wished = QRectF(wished.topLeft() * ratio, wished.size() * ratio)
            self.place.show_at(self, wished.toRect(), to)
            self.wished = (self.geometry(), wished)
        self.set_theme(self.theme)  # pictures are made for the new size
        if focused is not None:
            focused.setFocus()

    # ----------------------------------------------------------------------------------------------------- folders
    @property
    def runs(self) -> Path:
        """Where new trainings are saved."""
        return Path(self.preferences.runs) if self.preferences.runs else self.folders.runs

    @property
    def notebooks(self) -> tuple[Path, ...]:
        """Where first notebooks are written: the first folder that takes them."""
        own = self.folders.data / "notebooks"
        return (own,) if self.folders.apart else notebook_folders(own)

    def open_logs(self) -> None:
        """Show the log folder in the system's file browser."""
        open_folder(str(self.folders.logs))

    # ---------------------------------------------------------------------------------------------------- settings
    def change(self, name: str, value: Value) -> None:
        """Change one choice, save it, and show it at once where that is possible."""
        before, self.preferences = self.preferences, changed(self.preferences, name, value)
        if self.preferences == before:
            return
        self._keep(name)
        if name in ("theme", "motion"):
            self.set_theme(theme_of(self.preferences))
        elif name == "runs" and (made := self.frame.made.get("runs")) is not None:
            made.show_folder(self.runs)  # type: ignore[attr-defined]
        elif name == "language":
            # The clicked list is still open: change its page after it has closed.
            QTimer.singleShot(0, self, self.change_language)
        elif name == "zoom":
            QTimer.singleShot(0, self, self.change_size)
            if (page := self.frame.made.get("settings")) is not None:
                page.show_choices(self.preferences)  # type: ignore[attr-defined]

    def step_zoom(self, by: int) -> None:
        """Make everything larger or smaller by steps; 0: its usual size."""
        at = ZOOMS.index(self.preferences.zoom)
        self.change("zoom", ZOOMS[min(max(at + by, 0), len(ZOOMS) - 1)] if by else 1.0)

    def _keep(self, name: str) -> None:
        """Save what was changed; if that fails it counts until the window closes, and a bar says so."""
        self.unsaved.add(name)
        try:
            write_preferences(self.folders.settings_file, self.preferences, only=self.unsaved)
        except OSError as error:
            why = reason(error)

            def said() -> str:
                told = tr("Your settings cannot be saved. What you choose counts until the window closes.")
                return f"{told} {read(why)}"

            show_problem(self.frame.bars, "preferences", said)
        else:
            self.unsaved.clear()
            self.frame.bars.remove("preferences")

    def change_language(self) -> None:
        """Make the pages again in the other language."""
        raise NotImplementedError

    # ------------------------------------------------------------------------------------------------------- words
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            self.keyboard.offer(event)
        # Reaches the window when no widget under the pointer has a tooltip of its own, also from dialogs.
        if isinstance(event, NotOpened):
            self.frame.bars.show_bar("not opened", partial(not_opened_bar, event.what))
            return True
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and explain(event, self, self.what_is):
            return True
        return super().event(event)

    def show_words(self) -> None:
        """Open the list of all words, at the control under the pointer or, once the keyboard moves on, in focus."""
        under = None if self.ring.by_keyboard else self.childAt(self.mapFromGlobal(QCursor.pos()))
        asked = [
            one
            for one in (under, QApplication.focusWidget() or self.focusWidget())
            if one is not None and self.isAncestorOf(one)
        ]
        here = next((said for one in asked if (said := self.what_is(one)[0])), "")
        WordsDialog(self, self.theme, first=term_in_focus(), here=here).show_now()

    def what_is(self, widget: QWidget) -> tuple[str, str]:
        """Return what can be said of a control of the trainer page as it is now, as rich text, and of that the sentence
        with the numbers; "" for nothing."""
        found = what_is(self.page, widget) if hasattr(self, "page") and self.page.isAncestorOf(widget) else None
        if found is None:
            return "", ""
        return told_of(found.name, found.said, found.formula), told_of("", found.numbers, "")

    def show_help(self) -> None:
        """Open the help of the page that is open."""
        help_of(self).show_now()  # type: ignore[arg-type]

    # ---------------------------------------------------------------------------------------------------- keyboard
    def focusNextPrevChild(self, forward: bool) -> bool:
        # Qt also calls this when the focused widget is hidden or disabled, without a Tab.
        focused = QApplication.focusWidget()
        self.ring.by_keyboard |= focused is not None and focused.isVisible() and focused.isEnabled()
        return super().focusNextPrevChild(forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.keyboard.press(event, QApplication.focusWidget()):
            super().keyPressEvent(event)

    def does(self) -> dict[str, Callable[[], Any]]:
        """Return what the keyboard's actions do now."""
        names = [name for name, page in self.frame.pages.items() if not page.foot]
        made: dict[str, Callable[[], Any]] = {
            f"page_{number}": partial(self.frame.open, name) for number, name in enumerate(names, 1)
        }
        made |= {"settings": lambda: self.frame.open("settings"), "quit": self.close, "full_screen": self.full_screen}
        made |= {"leave": self.classroom.leave} if self.classroom.on else {}
        made |= {"larger": partial(self.step_zoom, 1), "smaller": partial(self.step_zoom, -1)}
        made |= {"usual_size": partial(self.step_zoom, 0)}
        made |= {"words": self.show_words, "help": self.show_help, **self.out.does()}
        return made | self.page.does() if self.trains() else made

    def trains(self) -> bool:
        """Return whether the trainer page is in sight."""
        return self.frame.opened == "train" and not self.frame.hides("train")

    def full_screen(self) -> None:
        """Fill the screen, or stop that; the trainer page becomes the classroom screen."""
        if self.classroom.on or (self.trains() and not self.isFullScreen()):
            self.classroom.toggle()
            return
        self.showNormal() if self.isFullScreen() else self.showFullScreen()
