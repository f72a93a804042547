"""The pages of the app as data: one line each, in the rail's order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from core.data.library import place
from core.messages.install_commands import LookAtKept
from core.messages.own.prepared import OwnData
from core.messages.own.usual import known_of
from core.sentence import say
from core.workers import half_made
from core.workers.log import end_of_app_log
from gui.data.drop import Overlay, Taker
from gui.data.worker_room import OwnRoom, OwnSetting
from gui.inside.worker_room import InsideRoom, InsideSetting
from gui.kit.remembered import Preferences
from gui.kit.words import read, tr
from gui.notices.bar import Bar
from gui.notices.tape import PLAYS
from gui.stops.card import StopsCard
from gui.tour.tour import Guide, TourSetting
from gui.welcome.instead import WelcomeRoom, WelcomeSetting
from gui.window.page_frame import Page
from gui.window.scaling import can_change_now

TOUR = "tour"
"""Its name among the hints that were shown."""

if TYPE_CHECKING:
    from core.messages.train_commands import DataSpec
    from core.workers.worker import WorkerLike
    from gui.help.dialog import HelpDialog
    from gui.out.worker_room import OutRoom
    from gui.window.setting import WindowSetting
    from gui.window.window import Window


def pages(window: Window) -> tuple[Page, ...]:
    """Return every page of `window`; each is made when it is first opened."""
    return (
        Page("train", say("Train"), "train", lambda: train(window)),
        Page("inside", say("Look inside"), "inside", window.inside.page),
        Page("install", say("Install"), "install", window.installs.wizard),
        Page("environments", say("Environments"), "environments", window.installs.environments),
        Page("runs", say("Runs"), "runs", lambda: runs(window)),
        Page("settings", say("Settings"), "settings", lambda: settings(window), foot=True),
    )


def welcome(window: Window, *, own: bool) -> WelcomeRoom:
    """Return what stands in place of the trainer page while nothing can train; `own`: the app itself has torch."""

    def forget() -> None:
        window.change("python", "")
        window.training.restart(playing=False)

    return WelcomeRoom(WelcomeSetting(
        frame=lambda: window.frame, bars=lambda: window.frame.bars, send=window.installs.send,
        go=lambda name: window.frame.open(name), train_in=window.train_in, own=own, forget=forget,
        restart=lambda: window.training.restart(playing=False),
    ))  # fmt: skip


def hear_installs(window: Window, event: object, answers: int | None) -> None:
    """Let other pages than those of the install worker hear what it says."""
    window.welcome.show_event(event, answers)
    if (made := window.frame.made.get("settings")) is not None:
        made.show_event(event, answers)  # type: ignore[attr-defined]


def guide(window: Window, *, newcomer: bool) -> Guide:
    """Return what shows the tour over the trainer page: by itself once to a newcomer, and whenever it is asked for."""

    def wanted() -> bool:
        usable = window.frames > 30 and window.trains() and window.page.loaded is not None
        return newcomer and usable

    def setting(ended: Callable[[], None]) -> TourSetting:
        frame, page, told = window.frame, window.page, window.preferences.told
        frame.open("train")
        if TOUR not in told.split():
            window.change("told", f"{told} {TOUR}".strip())
        return TourSetting(
            ground=frame, room=frame.stack.geometry, page=page, seen=window.trains, bars=frame.bars,
            theme=window.theme, ended=ended, targets={
                "play": (page.controls.play,), "network": (page.network,), "charts": (page.loss, page.score),
                "undo": (page.controls.undo, page.controls.redo), "pages": (frame.rail,),
            },
        )  # fmt: skip

    def possible() -> bool:
        return window.training.worker is not None and not window.frame.hides("train")

    new = newcomer and TOUR not in window.preferences.told.split()
    return Guide(setting, wanted, possible, wakes=new)


def out(window: Window, start: Callable[[str], WorkerLike], *, own: bool) -> OutRoom:
    """Return what takes runs home, predicts with them, and brings networks in; `start` starts its worker."""
    from gui.install.desktop import existing, open_folder
    from gui.out.setting import OutSetting
    from gui.out.worker_room import OutRoom
    from gui.window.appearance import language_of

    def meant() -> str:
        if window.frame.opened == "runs":
            chosen = window.frame.page("runs").chosen  # type: ignore[attr-defined]
            return str(chosen.folder) if chosen is not None else ""
        return window.training.run.folder

    def data() -> DataSpec | None:
        return window.page.loaded.data.spec if window.page.loaded is not None else None

    return OutRoom(OutSetting(
        start=start, python=lambda: window.preferences.python, own=own, train=window.training.send,
        trainer=lambda: window.training.worker, current=lambda: window.training.run.folder, data=data, meant=meant,
        parent=window, theme=lambda: window.theme, bars=lambda: window.frame.bars,
        language=lambda: language_of(window.preferences), runs=lambda: window.runs, open_run=window.open_run,
        show_folder=lambda folder: open_folder(existing(folder)), recorded=window.recorded is not None,
        clear=lambda pid, target: half_made.clear(pid, window.folders, runs=window.runs, target=target),
    ))  # fmt: skip


def help_of(window: Window) -> HelpDialog:
    """Return the help of the page that is open."""
    from gui.help.dialog import HelpDialog
    from gui.notices.problem import report

    frame, folders = window.frame, window.folders
    name = frame.opened if frame.opened in frame.pages else "train"

    def copy_report() -> None:
        ready, chosen = window.ready, window.preferences
        trains = f"torch {ready.torch}, Python {ready.python}" if ready is not None else "no trainer"
        facts = (
            f"TorchGarden {window.version}, page {name}, {trains}",
            f"language {chosen.language}, theme {chosen.theme}, size {chosen.zoom:g}",
            "",
            end_of_app_log(folders.logs),
        )
        QGuiApplication.clipboard().setText(report("\n".join(facts)))

    recorded = window.recorded is not None
    return HelpDialog(
        window, window.theme, page=name, title=read(frame.pages[name].text), show_words=window.show_words,
        show_tour=None if recorded or window.page.loaded is None else window.guide.show, copy_report=copy_report,
        places={
            "runs": window.runs, "notebooks": window.notebooks[0], "inside": folders.data / "inside",
            "settings": folders.settings_file, "logs": folders.logs, "cache": folders.cache,
        },
    )  # fmt: skip


def train(window: Window) -> QWidget:
    """Make the trainer page."""
    from gui.inside.naming import offer_tensors
    from gui.stops.opening import StopsButton
    from gui.train.page import TrainPage

    training = window.training
    made = TrainPage(
        send=training.send, theme=window.theme, new_run=training.new_run, begin_again=training.begin_again,
        stops=StopsButton(window.stops, lambda: window.theme), saved=lambda: window.runs,
    )  # fmt: skip
    if window.recorded is None:
        made.network.offer_to_take_home(
            take=window.out.take_home, try_on=window.out.try_on, open_file=window.out.open_file
        )
    made.controls.classroom.clicked.connect(lambda _=False: window.full_screen())
    made.stack.put(window.preferences.cards)
    made.stack.remember = partial(window.change, "cards")
    if (before := getattr(window, "page", None)) is not None:  # in another language
        made.curves.go_on_from(before.curves)
    made.editor.more = lambda menu, net, key: offer_tensors(
        menu, net, key, made.settings.optimizer, partial(window.inside.ask_tensor, made, net)
    )  # fmt: skip
    return made


def runs(window: Window) -> QWidget:
    """Make the page of saved trainings."""
    from gui.runs.going_out import RunsOut
    from gui.runs.page import RunsPage

    recorded = window.recorded is not None
    return RunsPage(
        theme=window.theme,
        folder=window.runs,
        current=lambda: "" if recorded else window.training.run.folder,  # a recording has none open
        open_run=window.open_run,
        move_current=window.training.move_run,
        own_bin=window.folders.bin,
        system_bin=not window.folders.apart,
        closed=read(PLAYS) if recorded else "",
        out=RunsOut(
            take_home=window.out.take_home,
            try_on=window.out.try_on,
            open_file=window.out.open_file,
            why_not=window.out.why_not,
        ),
    )


def settings(window: Window) -> QWidget:
    """Make the settings page."""
    from gui.runs.bin import throw_away
    from gui.settings.kept import KeptSetting
    from gui.settings.page import SettingsPage

    def choose(wanted: Preferences) -> None:
        for field in fields(Preferences):
            window.change(field.name, getattr(wanted, field.name))
        window.frame.page("settings").show_choices(window.preferences)  # type: ignore[attr-defined]

    def reset() -> Callable[[], None]:
        before = window.preferences
        choose(Preferences())
        return partial(choose, before)

    return SettingsPage(
        preferences=window.preferences,
        change=window.change,
        runs=window.runs,
        logs=window.folders.logs,
        version=window.version,
        pages=tuple(read(page.text) for page in window.frame.pages.values() if not page.foot),
        live=can_change_now(),
        kept=KeptSetting(
            send=window.installs.send,
            asked=lambda: LookAtKept(str(window.runs), tuple(map(str, window.notebooks))),
            throw=lambda path: throw_away(path, own=window.folders.bin, system=not window.folders.apart),
            busy=lambda: window.installs.is_making,
            go=window.frame.open,
            reset=reset,
            went=window.went,
        ),
        show_tour=window.guide.show if window.recorded is None else None,
    )


# ------------------------------------------------------------------------------ rooms with a worker of their own
def inside_room(window: Window, setting: WindowSetting) -> InsideRoom:
    """Return what looks inside the training."""
    return InsideRoom(InsideSetting(
        start=setting.start_inside, python=lambda: window.preferences.python, train=window.training.send,
        theme=lambda: window.theme, bars=lambda: window.frame.bars, recorded=setting.tape is not None,
        playing=lambda: window.page.state is not None and window.page.state.playing,
        show=lambda: window.frame.open("inside"), folder=setting.folders.data / "inside",
        net=lambda: window.page.net, stops=lambda: StopsCard(window.stops),
    ))  # fmt: skip


def own_data(window: Window, setting: WindowSetting) -> OwnRoom:
    """Return what brings a person's own data in, and let the window take what is dropped."""
    made = OwnRoom(OwnSetting(
        start=setting.start_data, python=lambda: window.preferences.python, python_words=partial(_python, window),
        parent=lambda: window, theme=lambda: window.theme, bars=lambda: window.frame.bars,
        begin=partial(train_on, window), listed=partial(_list, window), library=place(setting.folders.data / "data"),
        gpu=lambda: window.page.state is not None and window.page.state.device.name != "cpu",
        trained=lambda: window.page.loaded.data if window.page.loaded is not None else None,
        lay=lambda picture, name: window.page.pictures.lay_picture(picture, name),
        tell=lambda why: window.page.pictures.tell(why), closed=lambda: window.out.why_not(),
    ))  # fmt: skip
    window.overlay = Overlay(window, lambda: takers(window), lambda: window.theme)
    return made


def takers(window: Window) -> tuple[Taker, ...]:
    """Return who takes what is dropped onto the window, the first first."""
    return (Taker(window.out.says_of, window.out.take), window.own_data.taker())


def offer_own(window: Window) -> None:
    """Offer the data of the library on the trainer page, and the way to more."""
    if window.recorded is None:
        known = window.own_data.known
        window.page.data.show_own(known.own if known is not None else (), window.own_data.open_ways)
        window.page.pictures.pick = window.own_data.choose_picture


def _list(window: Window, own: Sequence[OwnData]) -> None:
    window.page.data.show_own(own, window.own_data.open_ways)


def _python(window: Window) -> str:
    """Return the Python that trains, in words."""
    ready, chosen = window.ready, window.preferences.python
    version = f"Python {ready.python}" if ready is not None else "Python"
    return f"{version} ({chosen})" if chosen else tr("TorchGarden’s own {python}", python=version)


def train_on(window: Window, data: OwnData) -> None:
    """Begin a training on data of the library; it plays at once."""
    window.frame.open("train")
    if window.training.worker is None:
        title = data.about.title
        window.frame.bars.show_bar("data-waits", lambda: Bar(
            tr("{title} is ready. Choose it in the list of data as soon as there is a PyTorch to train with.",
               title=title), tone="note",
        ))  # fmt: skip
        return
    window.page.begin(data.spec, known_of(data.about).settings, plays=True)
