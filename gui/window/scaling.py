"""How large everything is: the size from the settings, at the start and at once.

One factor for all: Qt multiplies every length of every window by it, in layouts, style sheets, fonts and painting, so
nothing can be forgotten, whoever writes the next widget. At the start the factor is `QT_SCALE_FACTOR`. While the app
runs only Qt's own `QHighDpiScaling::setGlobalFactor` can change it, which `QT_SCALE_FACTOR` ends in as well. Qt exports
it for its modules and promises no one that it stays, so it is looked up in the very Qt that `pyproject.toml` pins, and
where it is missing the size counts from the next start on, and the settings say so. Scaling fonts and constants
ourselves was the other way: some four hundred numbers, each of which a test would have to watch.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import PySide6
from PySide6.QtCore import Qt, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

VARIABLE = "QT_SCALE_FACTOR"
ITANIUM, MICROSOFT = "_ZN15QHighDpiScaling15setGlobalFactorEd", "?setGlobalFactor@QHighDpiScaling@@SAXN@Z"
"""The function's name as compilers write it: of Linux and macOS, of Windows."""


@contextmanager
def at_start(zoom: float) -> Iterator[None]:
    """Let an application that is made inside show everything `zoom` times as large as otherwise.

    The variable is as before afterwards: other programs that we start have their own sizes.
    """
    before = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = f"{outer() * zoom:g}"
    try:
        yield
    finally:
        if before is None:
            del os.environ[VARIABLE]
        else:
            os.environ[VARIABLE] = before


def outer() -> float:
    """Return the factor that the person, or the desktop, has set for all programs."""
    try:
        factor = float(os.environ.get(VARIABLE, "1"))
    except ValueError:
        return 1.0
    return factor if 0.2 <= factor <= 10 else 1.0


def can_change_now() -> bool:
    """Return whether the size can change while the app runs."""
    return _setter() is not None


def change_now(zoom: float, windows: Iterable[QWidget]) -> bool:
    """Show everything `zoom` times as large from now on; `windows` are shown again. Return whether that works."""
    set_factor = _setter()
    if set_factor is None:
        return False
    visible = [window for window in windows if window.isVisible()]
    states = [window.windowState() for window in visible]
    for window in windows:
        window.hide()
        if (handle := window.windowHandle()) is not None:
            handle.destroy()  # a native window keeps the factor that it was made with
    with _unheard():
        set_factor(outer() * zoom)
    for window, state in zip(visible, states, strict=True):
        window.setWindowState(state & ~Qt.WindowState.WindowMinimized)
        window.show()
    return True


@contextmanager
def _unheard() -> Iterator[None]:
    """Qt warns that there should be no window: the native ones are gone, their widgets wait."""
    before = qInstallMessageHandler(lambda *_said: None)
    try:
        yield
    finally:
        qInstallMessageHandler(before)


@lru_cache(maxsize=1)
def _setter() -> Callable[[float], None] | None:
    name = MICROSOFT if sys.platform == "win32" else ITANIUM
    for library in _libraries():
        try:
            found = getattr(ctypes.CDLL(library), name)
        except (OSError, AttributeError):
            continue
        found.argtypes, found.restype = [ctypes.c_double], None
        return found  # type: ignore[no-any-return]
    return None


def _libraries() -> list[str]:
    """Return what the library of Qt may be called: it is loaded already, so its bare name finds it too."""
    qt = Path(PySide6.__path__[0])
    if QGuiApplication.platformName() == "":
        return []
    if sys.platform == "win32":
        return [str(qt / "Qt6Gui.dll"), "Qt6Gui.dll"]
    if sys.platform == "darwin":
        return [str(qt / "Qt" / "lib" / "QtGui.framework" / "Versions" / "A" / "QtGui")]
    return [str(qt / "Qt" / "lib" / "libQt6Gui.so.6"), "libQt6Gui.so.6"]
