"""Somebody in front of the real window: starts the app through its front door, looks, clicks, types, and waits.

A script is a generator that acts on a `Person` and yields what it waits for, a function that says whether it is there:

    def script(person):
        person.click("Start")
        yield lambda: person.step > 100

With `hands="qt"` events are Qt's own; with `hands="screen"` they come through the X server, from xdotool, as from a
mouse and a keyboard.
"""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QWidget

from gui.__main__ import main
from gui.kit.words import tr
from gui.window.window import Window

Script = Callable[["Person"], Generator[Callable[[], bool], None, None]]
KEYS = {
    "space": Qt.Key.Key_Space, "plus": Qt.Key.Key_Plus, "minus": Qt.Key.Key_Minus, "Tab": Qt.Key.Key_Tab,
    "m": Qt.Key.Key_M, "Down": Qt.Key.Key_Down, "Right": Qt.Key.Key_Right, "Return": Qt.Key.Key_Return,
}  # fmt: skip


class Person:
    """What a person can see and do. Raises `AssertionError` when something to click is not there."""

    def __init__(self, hands: Literal["qt", "screen"], pictures: Path | None) -> None:
        self.hands, self.pictures = hands, pictures

    @property
    def window(self) -> Window:
        return open_windows()[0]

    @property
    def there(self) -> bool:
        """Whether a training is in the window."""
        found = open_windows()
        return bool(found) and hasattr(found[0], "page") and found[0].page.state is not None

    @property
    def step(self) -> int:
        """The newest step in the charts."""
        return int(self.window.page.loss.record.newest)

    @property
    def summary(self) -> str:
        """The line above the network: its widths and the number of parameters."""
        return self.window.page.summary.text()

    def buttons(self) -> list[QAbstractButton]:
        tops = [w for w in QApplication.topLevelWidgets() if w.isVisible()]
        return [b for top in tops for b in top.findChildren(QAbstractButton) if b.isVisible()]

    def button(self, name: str) -> QAbstractButton:
        """The visible button whose text or accessible name begins with `name`."""
        found = [b for b in self.buttons() if b.accessibleName().startswith(name) or b.text().startswith(name)]
        assert found, f"no button {name!r} among {sorted(b.accessibleName() or b.text() for b in self.buttons())}"
        return found[0]

    def click(self, name: str) -> None:
        button = self.button(name)
        assert button.isEnabled(), f"{name!r} cannot be pressed now"
        self.click_at(button, button.rect().center())

    def click_at(self, widget: QWidget, place: QPoint, *, right: bool = False) -> None:
        if self.hands == "screen":
            there = widget.mapToGlobal(place)
            self._x("mousemove", "--sync", str(there.x()), str(there.y()), "click", "3" if right else "1")
        else:
            QTest.mouseClick(widget, Qt.MouseButton.RightButton if right else Qt.MouseButton.LeftButton, pos=place)

    def press(self, key: str) -> None:
        """Press a key: "space", "plus", "ctrl+z" ..."""
        if self.hands == "screen":
            self._x("key", key)
        elif key == "ctrl+z":
            QTest.keyClick(self.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        else:
            QTest.keyClick(QApplication.activePopupWidget() or self.window, KEYS[key])

    @property
    def dialog(self) -> QWidget | None:
        """The dialog that is open."""
        return QApplication.activeModalWidget()

    @property
    def menu(self) -> QMenu | None:
        """The menu that is open, the innermost one."""
        found = QApplication.activePopupWidget()
        return found if isinstance(found, QMenu) else None

    def in_menu(self, *texts: str) -> Generator[Callable[[], bool], None, None]:
        """Go through the open menu and those inside it by the arrow keys, to the entries that begin with `texts`, and
        press Return on the last."""
        for depth, text in enumerate(texts):
            menu = self.menu
            assert menu is not None, f"no menu is open to find {text!r} in"
            for _ in range(len(menu.actions())):
                if menu.activeAction() is not None and menu.activeAction().text().startswith(text):
                    break
                before = menu.activeAction()
                self.press("Down")
                yield lambda menu=menu, before=before: menu.activeAction() is not before  # type: ignore[misc]
            assert menu.activeAction() is not None, f"no entry can be chosen in {menu.title()!r}"
            assert menu.activeAction().text().startswith(text), [action.text() for action in menu.actions()]
            if depth < len(texts) - 1:
                self.press("Right")
                yield lambda menu=menu: self.menu is not menu  # type: ignore[misc]
        self.press("Return")

    def though_it_costs(self, there: Callable[[], bool]) -> Generator[Callable[[], bool], None, None]:
        """Wait for an edit; where the window asks first, because just at this step the loss would jump, say yes."""
        yield lambda: there() or self.dialog is not None
        if (dialog := self.dialog) is not None:
            words = {tr("Do it"), tr("Do it anyway")}
            yes = next(button for button in dialog.findChildren(QAbstractButton) if button.text() in words)
            self.click_at(yes, yes.rect().center())
            yield there

    def picture(self, name: str) -> Path | None:
        """Keep a screenshot of the window."""
        return self.picture_of(self.window, name)

    def picture_of(self, widget: QWidget, name: str) -> Path | None:
        """Keep a screenshot of a menu or a dialog."""
        if self.pictures is None:
            return None
        self.pictures.mkdir(parents=True, exist_ok=True)
        path = self.pictures / f"{name}.png"
        assert widget.grab().save(str(path))
        return path

    def _x(self, *arguments: str) -> None:
        subprocess.run(["xdotool", *arguments], check=True, timeout=60)


def open_windows() -> list[Window]:
    """The windows that are open; one that was closed may still be among Qt's."""
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, Window) and not w.closed]


def _seen_the_tour(argv: Sequence[str]) -> None:
    """Let a new home be one where the tour was shown: the scripts are about what comes after it."""
    home = Path(argv[argv.index("--home") + 1]) if "--home" in argv else None
    if home is not None and not (settings := home / "settings.json").exists():
        home.mkdir(parents=True, exist_ok=True)
        settings.write_text(json.dumps({"told": "tour"}), encoding="utf-8")


def act(
    argv: Sequence[str],
    script: Script,
    *,
    hands: Literal["qt", "screen"] = "qt",
    pictures: Path | None = None,
    wait_s: float = 60.0,
    there: Callable[[Person], bool] = lambda person: person.there,
) -> int:
    """Run the app with `argv` while `script` acts, then close its window; return the app's exit code.

    A wait longer than `wait_s` fails and says on which line of the script. `there`: when the script begins.
    """
    _seen_the_tour(argv)
    person = Person(hands, pictures)
    play = script(person)
    failed: list[BaseException] = []
    waiting: list[tuple[Callable[[], bool], float]] = [(lambda: there(person), time.monotonic())]

    finished: list[bool] = []

    def look() -> None:
        if finished:
            leave()  # again, for the first time may have been before the event loop began
            return
        try:
            is_there, since = waiting[0]
            if is_there():
                waiting[0] = (next(play), time.monotonic())
            elif time.monotonic() - since > wait_s:
                line = play.gi_frame.f_lineno if play.gi_frame else 0
                bars = [bar.sentence.text() for window in open_windows() for bar in window.frame.bars.up.values()]
                raise AssertionError(f"waited {wait_s:.0f} s at line {line} of the script; the window says {bars}")
        except StopIteration:
            leave()
        except BaseException as error:  # noqa: BLE001  it is raised again below, outside Qt's event loop
            failed.append(error)
            leave()

    def leave() -> None:
        finished.append(True)
        for window in open_windows():
            window.close()
        QApplication.quit()

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    # Closing the last window would post a Quit event; delivered after exec, it ends every later event loop at once.
    app.setQuitOnLastWindowClosed(False)
    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(10)
    code = main(argv)
    timer.stop()
    QTimer.singleShot(0, app.quit)
    app.exec()  # takes what is left of the one before, and leaves Qt ready for the next
    if failed:
        raise failed[0]
    return code
