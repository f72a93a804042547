"""The page in place of Train and Look inside while no training can be: what is needed, how large, how long, and what is
there already. It is one page for an app without PyTorch and for a chosen environment that cannot be used any more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.messages.install_reports import Env
from core.sentence import Sentence
from gui.install.quantities import about, size
from gui.install.surfaces import Advice, Notice, fill
from gui.install.wizard.welcome import Figure
from gui.kit.pieces import Button, Columns, Label, column, row
from gui.kit.theme import Theme
from gui.kit.words import read, tr
from gui.notices.problem import report
from gui.train.setting import Unusable
from gui.welcome.offered import OfferedEnvs

WIDE_PX = 780


@dataclass(frozen=True)
class Known:
    """What is known so far. `envs` None: they are being looked for. `needs`: (download bytes, disk bytes, seconds) of
    PyTorch for this computer, None before it was looked at; `exact`: from a plan. `asking`: a Python is being looked
    at; `refused`: why one that was pointed at cannot be used."""

    unusable: Unusable | None = None
    name: str = ""
    listed: bool = False
    own: bool = False
    envs: tuple[Env, ...] | None = None
    needs: tuple[float, float, float] | None = None
    exact: bool = False
    asking: bool = False
    refused: tuple[Sentence, ...] = field(default=())


@dataclass(frozen=True, kw_only=True)
class Ways:
    """What the page's buttons do: `set_up` opens the wizard, `another` asks for a Python, `again` looks once more,
    `forget` takes a chosen one off the list, `repair` opens the environments."""

    set_up: Callable[[], Any]
    train_in: Callable[[str], Any]
    another: Callable[[], Any]
    again: Callable[[], Any]
    forget: Callable[[], Any]
    repair: Callable[[], Any]


class TorchNeededPage(QWidget):
    """Shows `Known`; every button is one of `Ways`."""

    def __init__(self, ways: Ways) -> None:
        super().__init__()
        self.ways = ways
        self.theme: Theme | None = None
        self.shown: Known | None = None
        self.setProperty("kind", "page")
        self.title = Label(size="title_px", bold=True, wrap=True)
        self.sentence = Label(kind="soft", wrap=True)
        self.problem = QVBoxLayout()
        self.time, self.download, self.disk = Figure(tr("Time")), Figure(tr("Download")), Figure(tr("On disk"))
        self.set_up = Button(tr("Set up PyTorch"), ways.set_up, kind="primary")
        self.set_up.setAccessibleDescription(
            tr("Opens the wizard: it plans first, and changes nothing before you agree.")
        )
        self.promise = Label(kind="soft", size="note_px", wrap=True)
        self.there = Label(bold=True, wrap=True)
        self.looking = Label(kind="soft", wrap=True)
        self.offered = OfferedEnvs(ways.train_in)
        self.another = Button(tr("Another Python …"), ways.another, tip=tr(
            "Choose the Python of any environment: it is run for a moment to see which PyTorch it has."
        ))  # fmt: skip
        self.again = Button(tr("Look again"), ways.again, tip=tr("Look once more for what is on this computer."))
        self.setLayout(self._laid_out())

    def _laid_out(self) -> Any:
        start = row(self.set_up, self.promise, gap=14)
        start.setStretch(1, 1)
        more = row(self.another, self.again, None, gap=8)
        figures = Columns([self.time, self.download, self.disk], most=3, least=170)
        inside = QWidget()
        inside.setMaximumWidth(WIDE_PX)
        inside.setLayout(column(
            self.title, self.sentence, self.problem, 2, figures, start, 14, self.there, self.looking, self.offered,
            more, None, gap=10,
        ))  # fmt: skip
        outer = row(inside, margins=28)
        outer.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        outer.setStretch(0, 1)
        return outer

    def set_theme(self, theme: Theme) -> None:
        """Use `theme` from now on."""
        self.theme = theme

    def show_known(self, known: Known) -> None:
        """Show what is known."""
        if known == self.shown:
            return
        self.shown = known
        self._show_head(known)
        self._show_figures(known)
        without = known.unusable.python if known.unusable is not None else ""
        trains = self.offered.show_envs(known.envs or (), without=without, theme=self.theme)
        self.there.put(tr("Or train in an environment that is on this computer already"))
        if known.asking:
            self.looking.put(tr("Looking at that Python …"))
        elif known.envs is None:
            self.looking.put(tr("Looking for environments …"))
        else:
            self.looking.put("" if trains else tr("No environment with a PyTorch that can train was found here."))
        self.looking.setVisible(bool(self.looking.text()))
        for button in (self.another, self.again):
            button.setEnabled(not known.asking)

    def _show_head(self, known: Known) -> None:
        unusable = known.unusable
        if unusable is None:
            self.title.put(tr("To train, PyTorch is needed"))
            self.sentence.put(
                tr("PyTorch is the library that networks are trained with. TorchGarden sets it up for you in a folder "
                   "of its own; nothing else on this computer is changed.")
            )  # fmt: skip
        else:
            self.title.put(tr("“{name}” cannot be used now", name=known.name))
            self.sentence.put(tr("Trainings were to run in it. What was trained is saved and goes on elsewhere."))
        notices = [self._about(known, unusable)] if unusable is not None else []
        if known.refused:
            notices.append(Notice(" ".join(map(read, known.refused)), tone="warn"))
        fill(self.problem, notices, self.theme)

    def _about(self, known: Known, unusable: Unusable) -> Notice:
        """Return what is wrong with the chosen one, and the ways on."""
        ways = self.ways
        mend = tr("Repair …") if known.listed else tr("Make a new one")
        advice = [
            Advice(tr("It may be back: a disk that is plugged in again, a folder that was moved back."),
                   tr("Try again"), ways.again),
            Advice(tr("Repair it, or make a new one."), mend, ways.repair if known.listed else ways.set_up),
            Advice(tr("Choose another below, and take this one off the list."), tr("Forget it"), ways.forget),
        ]  # fmt: skip
        if known.own:
            own = Advice(tr("TorchGarden has a PyTorch of its own."), tr("Train with TorchGarden’s own PyTorch"),
                         lambda: ways.train_in(""), primary=True)  # fmt: skip
            advice.insert(0, own)
        if unusable.detail:
            advice.append(Advice(tr("For somebody who helps you."), tr("Copy report"), self.copy))
        why = " ".join([*map(read, unusable.why), unusable.python])
        return Notice(why, tone="bad", advice=tuple(advice))

    def _show_figures(self, known: Known) -> None:
        if known.needs is None:
            self.time.put(tr("2–10 min"), tr("it depends on the graphics processor"))
            self.download.put("0.3–3 GB", tr("what is there already is not downloaded again"))
            self.disk.put("1.5–7 GB", tr("all of it in one folder"))
        else:
            download, disk, seconds = known.needs
            of = tr("from your plan") if known.exact else tr("for this computer, roughly")
            self.time.put(about(seconds), of)
            rough = (lambda text: text) if known.exact else (lambda text: tr("about {size}", size=text))
            self.download.put(rough(size(int(download))), tr("what is there already is not downloaded again"))
            self.disk.put(rough(size(int(disk))), tr("all of it in one folder"))
        self.promise.put(tr("You see a plan with exact sizes first. Nothing is downloaded before you agree."))

    def copy(self) -> None:
        """Copy a report about the chosen one to the clipboard."""
        unusable = self.shown.unusable if self.shown is not None else None
        if unusable is not None:
            told = "\n".join([*map(str, unusable.why), unusable.python, unusable.detail])
            QGuiApplication.clipboard().setText(report(told, envs=(self.shown.name,) if self.shown is not None else ()))
