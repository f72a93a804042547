"""The environments of this computer as entries of the trainer page's device menu: where else a training can run.

One click moves the open training: it is saved, its trainer ends, and a trainer in the other environment continues with
the weights, the optimizer's memory and the history.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from core.messages.install_reports import Env
from core.prefix import prefix_of, same_file
from gui.install.quantities import joined
from gui.kit.words import read, tr

PROJECTS = (".venv", "venv", "env", ".env")
"""Names of environments that say nothing: the folder they are in does."""


class Elsewhere:
    """The entries. `ask` asks for the environments; `python` returns the trainer's Python now ("": the app's own, which
    is there only if `own`); `another` asks for any other Python."""

    def __init__(
        self,
        *,
        ask: Callable[[], Any],
        python: Callable[[], str],
        train_in: Callable[[str], Any],
        go: Callable[[str], Any],
        own: bool = True,
        another: Callable[[], Any] | None = None,
    ) -> None:
        self.own, self.another = own, another
        self.ask, self.python, self.train_in, self.go = ask, python, train_in, go
        self.envs: tuple[Env, ...] | None = None
        self.menu: QMenu | None = None
        self.entries: list[QAction] = []

    def add_to(self, menu: QMenu) -> None:
        """Add the entries to a menu that is about to open; unknown ones come later."""
        self.menu, self.entries = menu, []
        menu.aboutToHide.connect(self._closed)
        menu.addSeparator()
        title = menu.addAction(tr("Train with the PyTorch of"))
        title.setEnabled(False)
        if self.own:
            self._entry(tr("TorchGarden itself"), "")
        self._fill()
        self.ask()

    def show_envs(self, envs: tuple[Env, ...]) -> None:
        """Take in the environments, and show them if the menu is open."""
        self.envs = envs
        if self.menu is not None:
            self._fill()

    def _fill(self) -> None:
        menu = self.menu
        assert menu is not None
        for entry in self.entries:
            menu.removeAction(entry)
            entry.deleteLater()
        if self.envs is None:
            waits = menu.addAction(tr("Looking for environments …"))
            waits.setEnabled(False)
            self.entries = [waits]
        else:
            shown = [env for env in self.envs if env.torch]
            self.entries = [self._of(env) for env in sorted(shown, key=lambda env: not env.trains)]
            chosen = self.python()
            if chosen and not any(same_file(env.executable, chosen) for env in shown):  # any other Python
                self.entries.append(self._entry(env_name(chosen), chosen))
        if self.another is not None:
            self.entries.append(menu.addAction(tr("Another Python …")))
            self.entries[-1].triggered.connect(lambda _=False, another=self.another: another())
        self.entries.append(menu.addAction(tr("Environments on this computer …")))
        self.entries[-1].triggered.connect(lambda _=False: self.go("environments"))
        if menu.isVisible():
            stay_on_screen(menu)

    def _of(self, env: Env) -> QAction:
        """Add an environment; if the trainer cannot run in it, the entry says why."""
        if env.trains:
            return self._entry(joined(env.name, f"torch {env.torch}"), env.executable)
        assert self.menu is not None
        made = self.menu.addAction(joined(env.name, read(env.why_not) if env.why_not is not None else ""))
        made.setEnabled(False)
        return made

    def _entry(self, text: str, python: str) -> QAction:
        assert self.menu is not None
        made = self.menu.addAction(text)
        made.setCheckable(True)
        made.setChecked(python == self.python())
        if python != self.python():
            made.triggered.connect(partial(self._chosen, python))
        return made

    def _chosen(self, python: str, _checked: bool = False) -> None:
        self.train_in(python)

    def _closed(self) -> None:
        self.menu, self.entries = None, []


def stay_on_screen(menu: QMenu) -> None:
    """Resize an open menu to its present entries, and move it so that all of it is visible."""
    menu.adjustSize()
    place, screen = menu.geometry(), menu.screen().availableGeometry()
    menu.move(max(screen.left(), min(place.left(), screen.right() - place.width() - 8)), place.top())


def env_name(python: str) -> str:
    """Return the name of the environment that a Python is of; a project's own is called after the project."""
    prefix = prefix_of(Path(python))
    return f"{prefix.parent.name}/{prefix.name}" if prefix.name.lower() in PROJECTS else prefix.name or python
