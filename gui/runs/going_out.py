"""What can be done with a run beside opening it: take it home, try it on a person's own files, bring one in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget

from core.runs import SavedRun
from gui.kit.inputs import Menu
from gui.kit.pieces import Button
from gui.kit.words import tip_text, tr


@dataclass(frozen=True, kw_only=True)
class RunsOut:
    """`take_home` and `try_on` are given a run's folder; `open_file` asks for a file from elsewhere. `why_not` says why
    nothing of it can be done now, "" if it can."""

    take_home: Callable[[str], Any]
    try_on: Callable[[str], Any]
    open_file: Callable[[], Any]
    why_not: Callable[[], str] = lambda: ""


class GoingOut:
    """The buttons on the page of runs; none is shown where nothing goes out. `chosen` returns the selected run."""

    def __init__(self, out: RunsOut | None, chosen: Callable[[], SavedRun | None]) -> None:
        self.out, self.chosen = out, chosen
        self.take_home = Button(tr("Take home …"), self._take_home, icon="export")
        self.try_on = Button(tr("Try it …"), self._try_on)
        self.open_file = Button(tr("Open a file …"), self._open_file, icon="folder")
        self.tips = {
            self.take_home: tr("As a script, a notebook, a web page, one file, or weights"),
            self.try_on: tr("Let its network look at your own pictures or table"),
            self.open_file: tr("A TorchGarden file (.garden), or weights from elsewhere"),
        }

    def show_possible(self, run: SavedRun | None) -> None:
        """Enable what can be done with a run."""
        why = self.out.why_not() if self.out is not None else ""
        whole = run is not None and run.record is not None
        for button, tip in self.tips.items():
            button.setVisible(self.out is not None)
            button.setEnabled(not why and (whole or button is self.open_file))
            button.setToolTip(tip_text(why or tip))

    def _take_home(self) -> None:
        if self.out is not None and (run := self.chosen()) is not None:
            self.out.take_home(str(run.folder))

    def _try_on(self) -> None:
        if self.out is not None and (run := self.chosen()) is not None:
            self.out.try_on(str(run.folder))

    def _open_file(self) -> None:
        if self.out is not None:
            self.out.open_file()


def menu_of(page: QWidget, *buttons: Button) -> Menu:
    """Return a menu that does what buttons of the page do."""
    menu = Menu(page)
    for button in buttons:
        if button.isVisibleTo(page):
            menu.addAction(button.text(), button.click).setEnabled(button.isEnabled())
    menu.aboutToHide.connect(menu.deleteLater)
    return menu
