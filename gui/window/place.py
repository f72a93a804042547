"""Where the window stands: on which screen, how large, maximised or not; always wholly on a screen that is there.

Lengths are kept in pixels of the screen at 100 %, so that another size of everything keeps the window as it was.
"""

from __future__ import annotations

import contextlib
import math
from dataclasses import asdict, dataclass
from pathlib import Path

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from core.files import read_object, to_json, write

USUAL = QSize(1280, 800)
SMALLEST = QSize(360, 240)
"""The window can be made this small; its pages scroll then."""
TITLE_PX = 38
"""What a desktop's title bar takes, until the window is shown and can be asked."""
MOST_SCREENS = 16
LARGEST_PX = 100_000
PLACES_BYTES = 100_000


@dataclass(frozen=True)
class Place:
    """A window's place on a screen: from that screen's corner, in pixels at 100 %."""

    x: int
    y: int
    width: int
    height: int
    maximised: bool = False


def name_of(screen: QScreen, zoom: float) -> str:
    """Return what a screen is remembered by: its name and its size."""
    whole = screen.size()
    return f"{screen.name()} {round(whole.width() * zoom)}×{round(whole.height() * zoom)}"


def read_places(path: Path) -> dict[str, Place]:
    """Return the places by screen, the last one used at the end; what is no place is left out."""
    try:
        kept = read_object(path, limit_bytes=PLACES_BYTES).get("screens")
    except (OSError, ValueError):
        return {}
    if not isinstance(kept, dict):
        return {}
    places = {name: _place(value) for name, value in kept.items() if isinstance(name, str)}
    return dict([(name, place) for name, place in places.items() if place is not None][-MOST_SCREENS:])


def _place(value: object) -> Place | None:
    if not isinstance(value, dict):
        return None
    found = [value.get(name) for name in ("x", "y", "width", "height")]
    numbers = [n for n in found if isinstance(n, int | float) and not isinstance(n, bool)]
    within = [min(max(n, -LARGEST_PX), LARGEST_PX) for n in numbers if -math.inf < n < math.inf]
    if len(within) < len(found):
        return None
    x, y, width, height = map(round, within)
    return Place(x, y, width, height, value.get("maximised") is True) if width > 0 and height > 0 else None


def write_places(path: Path, places: dict[str, Place]) -> None:
    """Remember the places; where nothing can be written, the next window opens in the middle."""
    kept = {name: asdict(place) for name, place in list(places.items())[-MOST_SCREENS:]}
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path, to_json({"screens": kept}, indent=1))


def inside(wanted: QRect, room: QRect) -> QRect:
    """Return `wanted`, made smaller and moved as little as needed to lie in `room`."""
    width, height = min(wanted.width(), room.width()), min(wanted.height(), room.height())
    x = min(max(wanted.x(), room.x()), room.x() + room.width() - width)
    y = min(max(wanted.y(), room.y()), room.y() + room.height() - height)
    return QRect(x, y, width, height)


def middle(size: QSize, room: QRect) -> QRect:
    """Return a rectangle of `size`, or less where there is less room, in the middle of `room`."""
    fits = size.boundedTo(room.size())
    x, y = room.x() + (room.width() - fits.width()) // 2, room.y() + (room.height() - fits.height()) // 2
    return QRect(x, y, fits.width(), fits.height())


def room_on(screen: QScreen, window: QWidget, zoom: float) -> QRect:
    """Return where the window's inside may be: the screen without the desktop's bars and the window's own frame."""
    whole, frame, client = screen.availableGeometry(), window.frameGeometry(), window.geometry()
    left, above = client.x() - frame.x(), client.y() - frame.y()
    if not window.isVisible():
        left, above = 0, max(above, round(TITLE_PX / zoom))
    right = max(0, frame.width() - client.width() - left) if window.isVisible() else 0
    below = max(0, frame.height() - client.height() - above) if window.isVisible() else 0
    return whole.adjusted(left, above, -right, -below)


class Remembered:
    """The place of one window, read from `path` at its start and written when it closes."""

    def __init__(self, path: Path) -> None:
        self.path, self.places = path, read_places(path)

    def put(self, window: QWidget, zoom: float) -> None:
        """Give a window that is not shown yet its place: where it last was, else in the middle of the first screen."""
        screens = {name_of(screen, zoom): screen for screen in QGuiApplication.screens()}
        known = [name for name in self.places if name in screens]
        if not known:
            room = room_on(QGuiApplication.primaryScreen(), window, zoom)
            window.setMinimumSize(SMALLEST.boundedTo(room.size()))
            window.setGeometry(middle(last_size(self.places, zoom), room))
            return
        place, screen = self.places[known[-1]], screens[known[-1]]
        corner = screen.geometry().topLeft()
        x, y = corner.x() + round(place.x / zoom), corner.y() + round(place.y / zoom)
        wanted = QRect(x, y, round(place.width / zoom), round(place.height / zoom))
        self._put_inside(window, wanted, room_on(screen, window, zoom))
        if place.maximised:
            window.setWindowState(window.windowState() | window.windowState().WindowMaximized)

    def _put_inside(self, window: QWidget, wanted: QRect, room: QRect) -> None:
        window.setMinimumSize(SMALLEST.boundedTo(room.size()))
        window.setGeometry(inside(wanted, room))

    def show_at(self, window: QWidget, wanted: QRect, zoom: float) -> None:
        """Give a window on screen another place and size, as far as its screen has room."""
        self._put_inside(window, wanted, room_on(window.screen(), window, zoom))

    def fit(self, window: QWidget, zoom: float) -> None:
        """Move a window that is shown wholly onto its screen, now that its frame is known."""
        if window.isMaximized() or window.isFullScreen():
            return
        room = room_on(window.screen(), window, zoom)
        if not room.contains(window.geometry()):
            self._put_inside(window, window.geometry(), room)

    def keep(self, window: QWidget, zoom: float) -> None:
        """Remember where a window is now."""
        screen = window.screen()
        normal = window.normalGeometry() if window.isMaximized() or window.isFullScreen() else window.geometry()
        corner = screen.geometry().topLeft()
        if normal.isEmpty():
            return
        name = name_of(screen, zoom)
        self.places = read_places(self.path)  # another window may have written meanwhile
        self.places.pop(name, None)
        self.places[name] = Place(
            round((normal.x() - corner.x()) * zoom), round((normal.y() - corner.y()) * zoom),
            round(normal.width() * zoom), round(normal.height() * zoom), maximised=window.isMaximized(),
        )  # fmt: skip
        write_places(self.path, self.places)


def last_size(places: dict[str, Place], zoom: float) -> QSize:
    """Return the size that the window last had on a screen that is gone, else the usual one."""
    if not places:
        return USUAL
    last = list(places.values())[-1]
    return QSize(round(last.width / zoom), round(last.height / zoom)).expandedTo(SMALLEST)
