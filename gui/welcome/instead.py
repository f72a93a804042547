"""While no training can be, a page stands in place of Train and Look inside; it goes when a training is there.

room = WelcomeRoom(WelcomeSetting(…))   # in the window's __init__
room.needs(unusable)                    # from the trainer's room: none is chosen (None), or the chosen cannot be used
room.show_event(event, answers)         # every event of the install worker
room.remake()                           # after a change of language
room.done()                             # a training is there
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtWidgets import QFileDialog, QWidget

from core.env.choose.builds import choose_build
from core.messages.install_commands import ListEnvs, Look, LookAtPython
from core.messages.install_events import EnvSeen, EnvsSeen, Installed, MachineSeen, Planned
from core.messages.recipe import RecipeError
from core.messages.train_events import Failed, Rejected
from core.prefix import same_file
from core.sentence import say
from gui.install.elsewhere import env_name
from gui.install.wizard.welcome import rough
from gui.kit.words import read, tr
from gui.notices.bar import Bar, BarButton
from gui.notices.bars import Bars
from gui.notices.problem import show_problem
from gui.train.setting import Unusable
from gui.welcome.page import Known, TorchNeededPage, Ways

INSTEAD_OF = ("train", "inside")


class Frame(Protocol):
    """What shows the page."""

    def show_instead(self, page: QWidget, names: tuple[str, ...]) -> None:
        """Show `page` in place of those named."""

    def remove_instead(self) -> None:
        """Show the pages themselves again."""


@dataclass(frozen=True, kw_only=True)
class WelcomeSetting:
    """What the window hands in; functions return what is there now. `send`: to the install worker. `restart` tries the
    chosen Python once more; `forget` chooses none. `own`: whether the app itself has torch."""

    frame: Callable[[], Frame]
    bars: Callable[[], Bars]
    send: Callable[[object], int]
    go: Callable[[str], Any]
    train_in: Callable[..., Any]
    restart: Callable[[], Any]
    forget: Callable[[], Any]
    own: bool


class WelcomeRoom:
    """The page, if it is needed, and what it has asked."""

    def __init__(self, setting: WelcomeSetting) -> None:
        self.setting = setting
        self.page: TorchNeededPage | None = None
        self.known = Known(own=setting.own)
        self.asked = 0
        """The LookAtPython that is waited for."""

    # ------------------------------------------------------------------------------------------------- what is needed
    def needs(self, unusable: Unusable | None) -> None:
        """Show that no training can be, and look for what is there."""
        name = env_name(unusable.python) if unusable is not None else ""
        self.known = replace(self.known, unusable=unusable, name=name, listed=False, refused=())
        if self.page is None:
            self.known = replace(self.known, envs=None)
            self._make()
            self.look()
        self._show()

    def remake(self) -> None:
        """Make the page again in another language, if it is shown."""
        if self.page is not None:
            self._make()

    def _make(self) -> None:
        ways = Ways(
            set_up=lambda: self.setting.go("install"), train_in=self.setting.train_in, another=self.ask_for_python,
            again=self.again, forget=self.forget, repair=lambda: self.setting.go("environments"),
        )  # fmt: skip
        self.page = TorchNeededPage(ways)
        self.setting.frame().show_instead(self.page, INSTEAD_OF)
        self._show()

    def done(self) -> None:
        """A training is there: the pages themselves are shown again, and what was asked of another Python is past."""
        self.asked = 0
        if self.page is not None:
            self.page, self.known = None, Known(own=self.setting.own, envs=self.known.envs, needs=self.known.needs)
            self.setting.frame().remove_instead()

    def look(self) -> None:
        """Ask what is on this computer."""
        self.known = replace(self.known, envs=None)
        if self.known.needs is None:
            self.setting.send(Look())
        self.setting.send(ListEnvs())
        self._show()

    # --------------------------------------------------------------------------------------------- what is asked for
    def again(self) -> None:
        """Look once more; with a chosen Python, try that."""
        self.look()
        if self.known.unusable is not None:
            self.setting.restart()

    def forget(self) -> None:
        """Take the chosen Python off the list: none is chosen now, or the app's own."""
        self.known = replace(self.known, unusable=None, name="", listed=False)
        self.setting.forget()
        self._show()

    def ask_for_python(self) -> None:
        """Ask for the file of any Python, and look at it."""
        title, kept = tr("Choose a Python"), QFileDialog.Option.DontResolveSymlinks
        path = QFileDialog.getOpenFileName(self.page, title, str(Path.home()), "", "", kept)[0]
        if path:
            self.look_at(path)

    def look_at(self, path: str) -> None:
        """Have the Python at `path` looked at; train in it if that can be."""
        self.asked = self.setting.send(LookAtPython(path))
        self.known = replace(self.known, asking=True, refused=())
        self._show()

    # ---------------------------------------------------------------------------------------------- what has happened
    def show_event(self, event: Any, answers: int | None) -> None:
        """Take in an event of the install worker."""
        match event:
            case EnvsSeen():
                self.known = replace(self.known, envs=event.envs)
            case MachineSeen() if not self.known.exact:
                self._estimate(event)
            case Planned():
                plan = event.plan
                needs = (plan.download_bytes, plan.disk_bytes, plan.seconds)
                self.known = replace(self.known, needs=needs, exact=True)
            case Installed() if self.page is not None and event.env.trains:
                self._begin_in(event)
            case EnvSeen() | Rejected() if self.asked and answers == self.asked:
                self._looked_at(event)
            case Failed():
                self._gone(event)
            case _:
                return
        self._show()

    def _estimate(self, event: MachineSeen) -> None:
        try:
            self.known = replace(self.known, needs=rough(choose_build(event.machine)))
        except RecipeError:
            self.known = replace(self.known, needs=None)

    def _looked_at(self, event: EnvSeen | Rejected) -> None:
        """Train in a Python that was pointed at, or say why that cannot be."""
        self.asked = 0
        self.known = replace(self.known, asking=False)
        if isinstance(event, Rejected):
            why = (event.sentence, *event.advice)
        elif event.env.trains:
            self.setting.train_in(event.env.executable)
            return
        else:
            name = say("The Python of {name} cannot be used.", name=event.env.name)
            why = (name, *((event.env.why_not,) if event.env.why_not is not None else ()))
        if self.page is not None:
            self.known = replace(self.known, refused=why)
        else:
            show_problem(self.setting.bars(), "another", lambda: " ".join(map(read, why)), tone="note")

    def _gone(self, event: Failed) -> None:
        """The install worker has ended: nothing that was asked will be answered."""
        self.asked = 0
        envs = self.known.envs if self.known.envs is not None else ()
        refused = (event.reason,) if self.known.asking or self.known.envs is None else self.known.refused
        self.known = replace(self.known, asking=False, envs=envs, refused=refused)

    def _begin_in(self, event: Installed) -> None:
        """Train at once in the environment that was made: there was nothing else to train in."""
        name = event.env.name

        def ready() -> Bar:
            show = BarButton(tr("Show"), lambda: self.setting.go("install"))
            return Bar(tr("{name} is ready, and the training runs in it.", name=name), tone="note", does=(show,))

        self.setting.train_in(event.env.executable, begins=True)
        self.setting.bars().show_bar("install", ready)

    def _show(self) -> None:
        if self.page is not None:
            unusable, envs = self.known.unusable, self.known.envs or ()
            found = [env for env in envs if unusable is not None and same_file(env.executable, unusable.python)]
            if found:
                self.known = replace(self.known, listed=True, name=found[0].name)
            self.page.show_known(self.known)
