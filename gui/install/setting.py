"""What the window hands to the install worker's room, and the room to its two pages: one value each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from gui.install.desktop import Desktop
from gui.kit.theme import Theme
from gui.kit.words import Language
from gui.notices.bars import Bars


class Installer(Protocol):
    """The install worker as the window uses it: `core.workers.worker.Worker` has these four methods."""

    def send(self, command: object) -> int:
        """Send a command and return its number."""
        ...

    def events(self, limit: int) -> list[tuple[Any, int | None]]:
        """Return up to `limit` waiting events, each with the number of the command it answers."""
        ...

    def close(self) -> None:
        """Ask the worker to end."""
        ...

    def kill(self) -> None:
        """End the worker now."""
        ...


@dataclass(frozen=True, kw_only=True)
class InstallSetting:
    """What the window hands in.

    `start` starts an install worker. `theme`, `language` and `bars` return what the window has now.
    `python`: the Python that the trainer runs in now, "" for the app's own.
    `own`: whether the app itself has torch. `another` asks for any other Python. `told` hears every event too.
    `installs`: the folder of the worker's journals. `notebooks`: where first notebooks go, the first choice first.
    """

    start: Callable[[], Installer]
    theme: Callable[[], Theme]
    language: Callable[[], Language]
    bars: Callable[[], Bars]
    go: Callable[[str], Any]
    train_in: Callable[[str], Any]
    python: Callable[[], str]
    installs: Path
    notebooks: tuple[Path, ...]
    own: bool = True
    another: Callable[[], Any] | None = None
    told: Callable[[Any, int | None], Any] = lambda event, answers: None


@dataclass(frozen=True, kw_only=True)
class PageSetting:
    """What an install page is built with.

    `send` gives a command to the install worker, starts the worker if there is none, and returns the command's number.
    `stop` ends the worker. `go` opens another page by name. `train_in` trains with another Python. `others` returns
    whether the worker has something to do that the environments page asked for and that would be lost with it.
    """

    theme: Theme
    send: Callable[[object], int]
    stop: Callable[[], Any]
    go: Callable[[str], Any]
    train_in: Callable[[str], Any]
    notebooks: tuple[Path, ...]
    language: Language
    others: Callable[[], bool] = lambda: False
    desktop: Desktop = field(default_factory=Desktop)
