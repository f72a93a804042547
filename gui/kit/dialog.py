"""Dialogs in the app's style: a title, a text, and buttons at the bottom right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui.kit.pieces import Button, Label, Scroll, apply_theme, column, row
from gui.kit.theme import Theme
from gui.kit.words import tr

FIELD_PX = 360
FRAME_PX, TITLE_PX = 2, 38
"""What the desktop's frame takes of a screen, at each side and above."""
SMALL_MARGINS = (16, 12, 12, 12)
BAR_PX = 14
TURNS = 4
MAX_PX = 16_777_215


def room_on_screen(widget: QWidget) -> QSize:
    """Return how large a dialog can be on the screen that `widget` is on."""
    room = widget.screen().availableGeometry().size()
    return QSize(room.width() - 2 * FRAME_PX, room.height() - TITLE_PX - FRAME_PX)


class Dialog(QDialog):
    """A window-modal dialog; training goes on. Content goes into `body`; `add_button` adds a button.

    On a screen that is too small for it, what is between its title and its buttons scrolls.
    """

    def __init__(self, parent: QWidget, theme: Theme, *, title: str, sentence: str = "") -> None:
        super().__init__(parent)
        self.theme = theme
        self.setWindowTitle(title)
        self.setModal(True)
        self.sentence = Label(sentence, kind="soft", wrap=True)
        self.sentence.setVisible(bool(sentence))
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        self.buttons = row(None)
        self.heading = Label(title, size="name_px", bold=True)
        layout = column(self.heading, self.sentence, self.body, 4, self.buttons, gap=12)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSizeConstraint(QLayout.SizeConstraint.SetMinAndMaxSize)
        self.setLayout(layout)
        self.setMinimumWidth(400)
        self.scroller: Scroll | None = None
        self.due = 0
        """How often it still takes another size, for what is in it has changed."""

    def add_button(self, text: str, act: Callable[[], Any] | None, *, kind: str = "", stays: bool = False) -> Button:
        """Add a button that closes (unless it `stays`) and runs `act`. Enter presses it when it has the focus; in a
        line of text and where nothing has the focus, Enter presses the primary one."""
        button = Button(text, kind=kind)
        button.clicked.connect(lambda _=False: act() if stays and act is not None else self._chosen(act))
        button.setAutoDefault(True)
        button.setDefault(kind == "primary")
        self.buttons.addWidget(button)
        return button

    def _chosen(self, act: Callable[[], Any] | None) -> None:
        self.accept()
        if act is not None:
            act()

    def show_now(self) -> None:
        """Open, without waiting for an answer."""
        apply_theme(self, self.theme)
        self.fit_screen()
        self.open()

    def let_scroll(self, wide: int) -> None:
        """Let what is between the title and the buttons scroll from the start, `wide` pixels wide: what is in it
        changes while it is open."""
        self.scroller = self._made_to_scroll()
        room = room_on_screen(self)
        self.resize(min(wide + sum(SMALL_MARGINS[::2]) + BAR_PX, room.width()), min(200, room.height()))
        self.scroller.inside.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest and not self.due:
            self.due = TURNS
            QTimer.singleShot(0, self, self._fit_due)
        return super().eventFilter(watched, event)

    def _fit_due(self) -> None:
        self.due -= 1
        if not self.isVisible() or self.scroller is None:
            self.due = 0
            return
        self.fit_again()
        if self.due and self.scroller.verticalScrollBar().maximum() > 0:  # texts only now know their height
            QTimer.singleShot(0, self, self._fit_due)
        else:
            self.due = 0

    def fit_again(self) -> None:
        """Take the size that is needed now, in the middle of the window that it is over, and whole on the screen."""
        self.fit_screen()
        above = self.parentWidget()
        if above is None:
            return
        room, over = self.screen().availableGeometry(), above.window().frameGeometry()
        place = over.center() - self.rect().center()
        right, low = room.right() - self.width(), room.bottom() - self.height()
        left, top = min(place.x(), right), min(place.y(), low)
        self.move(max(left, room.left()), max(top, room.top() + TITLE_PX))

    def fit_screen(self) -> None:
        """Take the size that the content needs; where the screen has less, let it scroll."""
        room = room_on_screen(self)
        if self.scroller is None:
            self.layout().activate()  # type: ignore[union-attr]
            wanted = self.sizeHint().expandedTo(self.minimumSizeHint())
            if wanted.width() <= room.width() and wanted.height() <= room.height():
                self.resize(wanted)  # adjustSize takes two thirds of the screen at most
                return
            self.scroller = self._made_to_scroll()
        wide = min(max(self.width(), self.sizeHint().width()), room.width())
        margins = self.layout().contentsMargins()  # type: ignore[union-attr]
        inner = wide - margins.left() - margins.right() - BAR_PX
        for part in self.scroller.inside.findChildren(QWidget):
            if part.minimumWidth() > inner and part.minimumWidth() == part.maximumWidth():
                part.setFixedWidth(inner)
            elif part.minimumWidth() > inner:
                part.setMinimumWidth(0)
                if isinstance(part, QLabel) and part.wordWrap():
                    part.setWordWrap(False)  # it remembers what it needed at its least width
                    part.setWordWrap(True)
        self.heading.setWordWrap(True)
        self.resize(wide, room.height())
        self.layout().activate()  # type: ignore[union-attr]
        self.scroller.fit()
        inside = self.scroller.inside
        by_width = inside.heightForWidth(self.scroller.viewport().width())  # Qt gives it this, not its least
        content = max(inside.minimumHeight(), inside.minimumSizeHint().height(), by_width)
        tall = max(self.height() - self.scroller.height() + content, self.minimumSizeHint().height())
        self.resize(wide, min(room.height(), tall))

    def _made_to_scroll(self) -> Scroll:
        """Put the sentence and the body into something that scrolls; the title and the buttons stay in sight."""
        outer = self.layout()
        assert isinstance(outer, QVBoxLayout)
        inside = QWidget()
        outer.removeWidget(self.sentence)
        outer.removeItem(self.body)
        self.body.setParent(None)
        inside.setLayout(column(self.sentence, self.body, None, gap=10))
        made = Scroll(inside, folds=True)
        outer.insertWidget(1, made, 1)
        outer.setContentsMargins(*SMALL_MARGINS)
        outer.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.setMinimumSize(0, 0)
        self.setMaximumSize(MAX_PX, MAX_PX)
        return made

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and (parent := self.parentWidget()) is not None:
            return QApplication.sendEvent(parent.window(), event)  # the window explains words, in its dialogs too
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter do what has the focus: a button, a list or a tick is not passed over for the coloured button."""
        focused = self.focusWidget()
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or isinstance(focused, QPushButton):
            super().keyPressEvent(event)
        elif isinstance(focused, QLineEdit):
            if self._has_primary():  # else no button is meant: the first one may close it, with what is typed
                super().keyPressEvent(event)
        elif isinstance(focused, QAbstractButton):
            focused.click()
        elif isinstance(focused, QComboBox):
            focused.showPopup()

    def _has_primary(self) -> bool:
        return any(one.isDefault() for one in self.findChildren(QPushButton) if one.property("kind") == "primary")

    def done(self, result: int) -> None:
        super().done(result)
        self.deleteLater()


def ask_text(
    parent: QWidget, theme: Theme, *, title: str, sentence: str, text: str, do: str, act: Callable[[str], Any]
) -> Dialog:
    """Ask for one line of text. If `act` returns a text, that is why it cannot be: it is shown below the field, and the
    dialog stays with what was typed."""
    made = Dialog(parent, theme, title=title, sentence=sentence)
    editor = QLineEdit(text)
    editor.setAccessibleName(title)
    editor.setMinimumWidth(FIELD_PX)
    editor.selectAll()
    why = Label(kind="problem", wrap=True)
    why.hide()
    made.body.addWidget(editor)
    made.body.addWidget(why)

    def done() -> None:
        told = act(editor.text().strip())
        if not isinstance(told, str):
            made.accept()
            return
        why.put(told)
        why.setMinimumHeight(why.heightForWidth(editor.width()))  # the dialog was made for less
        why.show()
        made.fit_screen()
        editor.setAccessibleDescription(told)
        editor.setFocus()

    def typed(now: str) -> None:
        button.setEnabled(bool(now.strip()))
        why.hide()

    made.add_button(tr("Cancel"), None)
    button = made.add_button(do, done, kind="primary", stays=True)
    editor.textChanged.connect(typed)
    made.show_now()
    editor.setFocus()
    return made


def ask_sure(parent: QWidget, theme: Theme, *, title: str, sentence: str, do: str, act: Callable[[], Any]) -> Dialog:
    """Ask before something that cannot be undone. Enter cancels, unless the focus is on `do`."""
    made = Dialog(parent, theme, title=title, sentence=sentence)
    add_danger(made, do, act)
    made.show_now()
    return made


def add_danger(dialog: Dialog, do: str, act: Callable[[], Any]) -> None:
    """Add Cancel, with the focus, and a red button `do` that runs `act`."""
    cancel = dialog.add_button(tr("Cancel"), None)
    dialog.add_button(do, act, kind="danger")
    cancel.setDefault(True)
    cancel.setFocus()
