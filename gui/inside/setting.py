"""What each thing to look into is built with, and what the page asks of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtWidgets import QWidget

from core.messages.inside.opening import TakenUp
from gui.kit.theme import Theme


@dataclass(frozen=True, kw_only=True)
class TabSetting:
    """What a tab is built with.

    `send` gives a command to the inside worker and returns its number, 0 while there is none. `train` does so with the
    trainer. `again` takes up the training as it stands now. `show_tab` opens another tab by its name.
    `playing`: whether the training plays now. In `folder` a tab keeps what shall be there the next time; None: nowhere.
    `open_tensor` asks for a name, in a dialog of a widget, and opens a tensor of the step on the bench. `interrupt`
    asks the worker to stop what it does and returns whether it can be asked; `restart` ends it and starts another.
    `stops` makes a card of when the training stops by itself, None where there is none.
    """

    theme: Theme
    send: Callable[[object], int]
    train: Callable[[object], int]
    again: Callable[[], Any]
    show_tab: Callable[[str], Any]
    playing: Callable[[], bool] = lambda: False
    folder: Path | None = None
    open_tensor: Callable[[QWidget, str], Any] = lambda *_: None
    interrupt: Callable[[], bool] = lambda: False
    restart: Callable[[], Any] = lambda: None
    stops: Callable[[], QWidget | None] = lambda: None


class Tab(Protocol):
    """One thing to look into: a widget, and what stands beside the tabs for it, left of the device."""

    beside: tuple[QWidget, ...]
    """Children of the tab, which the page takes: a widget without a parent would be a window."""

    def show_taken_up(self, taken: TakenUp) -> None:
        """Another training, or another moment of it, is looked into."""

    def show_event(self, event: Any, answers: int | None) -> None:
        """Show an event of the inside worker; those of other tabs come by as well."""

    def show_gone(self) -> None:
        """The inside worker is gone; what is shown stays, and nothing is waited for."""

    def draw(self) -> None:
        """Once a frame, while the tab is in sight."""
