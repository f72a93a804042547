"""Every page on every screen: nothing outside the window, nothing cut, no bar to scroll sideways.

Layouts know nothing but logical pixels, so a screen of 1024×700 at 250 % is a window of 410×265 here.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSlider,
    QWidget,
)
from pytestqt.qtbot import QtBot

from core.messages.computer import Finding
from core.messages.train_commands import DataSpec
from core.net.presets import preset
from core.sentence import say
from gui.inside.bench.console import Transcript
from gui.install.environments.page import EnvironmentsPage
from gui.install.log_view import LogView
from gui.kit.pieces import Card, Elided, Label, Scroll, apply_theme, column
from gui.kit.remembered import Preferences
from gui.kit.theme import theme_for
from gui.kit.words import Language, install_language, remove_translators
from gui.train.cards import LEAST_FLAT_PX
from gui.train.drawing.view import NetDrawing
from gui.window.appearance import the_app
from gui.window.page_frame import NARROW_RAIL_PX, PageRail
from gui.window.place import TITLE_PX
from gui.window.window import Window
from tests.gui.conftest import WAIT_MS, OpenWindow
from tests.gui.installs import ENVS, Pretend, Shown, machine, nvidia
from tests.gui.wizards import Open, next_step

# Qt's offscreen platform says so of every window with a smallest size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

SCREENS = ((1024, 700), (1280, 800), (1920, 1080))
ZOOMS = (1.0, 1.5, 2.5)
LEAST_ZOOMS = (0.75, 2.0)
"""More sizes for the smallest screen."""
SIZES = sorted(
    {
        (int(width / zoom), int((height - TITLE_PX) / zoom))
        for (width, height), zoom in (*itertools.product(SCREENS, ZOOMS), *itertools.product(SCREENS[:1], LEAST_ZOOMS))
    }
)
CONTROLS = (QAbstractButton, QComboBox, QLineEdit, QLabel, QSlider)
NETS = (("digits", ""), ("spiral", ""), ("plane", ""), ("mnist-5k", "lenet5"), ("digits", "resnet"))


def name(part: QWidget) -> str:
    text = getattr(part, "text", lambda: "")()
    return f"{type(part).__name__} “{str(text)[:40] or part.accessibleName()[:40]}”"


def scrolls(part: QWidget, window: QWidget) -> bool:
    """Return whether a part is inside something that scrolls up and down."""
    above = part.parentWidget()
    while above is not None and above is not window:
        if isinstance(above, QAbstractScrollArea):
            return True
        above = above.parentWidget()
    return False


def has_bar(part: QAbstractScrollArea) -> bool:
    """Return whether a part has a bar to scroll up and down."""
    return part.verticalScrollBar().maximum() > 0 and part.verticalScrollBar().isVisible()


def bar_around(part: QAbstractScrollArea, window: QWidget) -> str | None:
    """Return what scrolls up and down around a part that does so itself; None if there is one bar, or none. A log has
    its own, because it grows and its end stays in sight."""
    if isinstance(part, LogView | Transcript):
        return None
    above = part.parentWidget() if has_bar(part) else None
    while above is not None and above is not window:
        if isinstance(above, QAbstractScrollArea) and has_bar(above):
            inside = above.widget() if isinstance(above, QScrollArea) else None
            return f"{type(above).__name__} of {type(inside).__name__}"
        above = above.parentWidget()
    return None


def in_drawing(part: QWidget, window: QWidget) -> bool:
    above: QWidget | None = part
    while above is not None and above is not window:
        if isinstance(above, NetDrawing):
            return True
        above = above.parentWidget()
    return False


def outside(part: QWidget, window: QWidget) -> bool:
    """Return whether a part sticks out: of the window, or sideways out of what it stands in."""
    box = QRect(part.mapTo(window, QPoint(0, 0)), part.size())
    if box.left() < 0 or box.right() > window.width() - 1:
        return True
    if not scrolls(part, window) and (box.top() < 0 or box.bottom() > window.height() - 1):
        return True
    above = part.parentWidget()
    while above is not None and above is not window:
        left = part.mapTo(above, QPoint(0, 0)).x()
        if left < -1 or left + part.width() > above.width() + 1:
            return True
        above = above.parentWidget()
    return False


def cut(part: QWidget) -> bool:
    """Return whether a part's text has less room than it needs, and no ellipsis of its own."""
    if isinstance(part, QLabel) and not isinstance(part, Elided) and type(part).__name__ not in ("Code", "CodeLine"):
        if not part.text() or not part.pixmap().isNull():
            return False
        if part.wordWrap():
            pieces = QLabel.text(part).replace("\u200b", " ").split()  # what `breakable` lets go on the next line
            words = max((part.fontMetrics().horizontalAdvance(word) for word in pieces), default=0)
            return part.heightForWidth(part.width()) > part.height() + 2 or words > part.width() + 1
        widest = max(part.fontMetrics().horizontalAdvance(line) for line in part.text().split("\n"))
        return widest > part.contentsRect().width() + 1
    if isinstance(part, QPushButton) and part.text():
        return part.minimumSizeHint().width() > part.width() + 1 or part.minimumSizeHint().height() > part.height() + 1
    return False


def faults(window: Window) -> list[str]:
    """Return what is wrong with what is in sight."""
    found = []
    for part in window.findChildren(QWidget):
        if not part.isVisible() or part.window() is not window:
            continue
        if isinstance(part, QAbstractScrollArea) and not in_drawing(part, window):
            bar = part.horizontalScrollBar()
            if bar.maximum() > 0 and (bar.isVisible() or isinstance(part, QScrollArea)):
                found.append(f"sideways: {type(part).__name__} in {type(part.parentWidget()).__name__} {bar.maximum()}")
            if (around := bar_around(part, window)) is not None:
                found.append(
                    f"a bar in a bar: {type(part).__name__} of {type(part.parentWidget()).__name__} in {around}"
                )
        if not isinstance(part, CONTROLS) or in_drawing(part, window):
            continue
        if outside(part, window):
            found.append(f"outside: {name(part)}")
        elif cut(part):
            found.append(f"cut: {name(part)} {part.width()}×{part.height()}")
    return found


def settle(window: Window) -> None:
    for _ in range(8):
        window.frame_passed()
        QApplication.processEvents()


def at_every_size(window: Window, sizes: list[tuple[int, int]] = SIZES) -> dict[str, list[str]]:
    found = {}
    for width, height in sizes:
        window.resize(width, height)
        settle(window)
        assert (window.width(), window.height()) == (width, height), "the window is as small as was asked"
        if told := faults(window):
            found[f"{width}×{height}"] = told
    return found


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("page", ["install", "environments", "runs", "settings"])
def test_every_page_fits_every_screen(open_window: OpenWindow, page: str, language: str) -> None:
    window = open_window(preferences=Preferences(language=language, theme="light"), page=page)
    told = at_every_size(window)
    assert not told, "\n".join(f"{size}: {line}" for size, lines in told.items() for line in lines)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_trainer_page_fits_every_screen_with_each_kind_of_net(
    open_window: OpenWindow, qtbot: QtBot, language: str
) -> None:
    window = open_window(preferences=Preferences(language=language, theme="light"))
    page = window.page
    for data, kind in NETS:
        before = page.loaded
        net = None
        if kind:
            from core.messages.catalogue import CATALOGUE

            net = preset(kind, CATALOGUE[data].input, CATALOGUE[data].outputs)
        page.begin(DataSpec(name=data), None, net)
        qtbot.waitUntil(lambda before=before: page.loaded is not before, timeout=WAIT_MS)
        for side in ("data", "layer", "device"):
            page.arrangement.open_side(side)
            told = at_every_size(window, SIZES if side == "data" else SIZES[:3])
            assert not told, f"{data} {kind} {side}\n" + "\n".join(
                f"{s}: {line}" for s, ls in told.items() for line in ls
            )


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_drawing_gets_the_most_room(open_window: OpenWindow, width: int, height: int) -> None:
    window = open_window(size=(width, height))
    settle(window)
    page = window.page
    drawing = page.network.width() * page.network.height()
    for other in (page.left, page.right, page.done, page.device, page.loss, page.score):
        if other.isVisible() and not other.visibleRegion().isEmpty():
            seen = other.visibleRegion().boundingRect()
            assert drawing > seen.width() * seen.height(), type(other).__name__
    rail = window.findChild(PageRail)
    assert rail is not None
    seen = page.network.visibleRegion().boundingRect()
    assert seen.width() > 0.55 * (width - rail.width()) or width > 1000
    assert seen.height() > 0.45 * (height - page.controls.height())


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("data", ["spiral", "plane", "xor"])
def test_the_data_card_shows_all_of_its_rows(open_window: OpenWindow, qtbot: QtBot, language: str, data: str) -> None:
    window = open_window(preferences=Preferences(language=language, theme="light"), size=(1280, 762))
    page, before = window.page, window.page.loaded
    page.begin(DataSpec(name=data), None)
    qtbot.waitUntil(lambda: page.loaded is not before, timeout=WAIT_MS)
    settle(window)
    more, samples = page.panel.more, page.data.samples
    assert more.visibleRegion().boundingRect() == more.rect(), "it is not cut"
    assert page.left.side.verticalScrollBar().maximum() == 0
    assert samples.height() >= LEAST_FLAT_PX
    tall = samples.height()
    more.click()
    settle(window)
    assert samples.height() == tall, "unfolding changes nothing above"


def told_of(page: QWidget, qtbot: QtBot, *, one_bar: bool = False) -> str:
    """Return what is wrong with a page of the install, in each size that the window leaves to it."""
    scroll, place = Scroll(page, folds=True, page=True), QWidget()
    place.setLayout(column(scroll))
    qtbot.addWidget(place)
    place.show()
    lines = []
    for width, height in SIZES:
        place.resize(width - NARROW_RAIL_PX - 1, height)
        for _ in range(16):
            QApplication.processEvents()
        lines += [f"{width}×{height}: {line}" for line in faults(place)]
        both = [one for one in page.findChildren(Scroll) if one.isVisible() and one.verticalScrollBar().maximum() > 0]
        if one_bar and both and scroll.verticalScrollBar().maximum() > 0:
            lines.append(f"{width}×{height}: the page scrolls, and {type(both[0].inside).__name__} in it too")
    scroll.takeWidget()
    return "\n".join(lines)


@pytest.mark.parametrize("size", [(853, 508), (1024, 662), (1280, 762)])
def test_the_buttons_that_go_on_are_in_sight(open_window: OpenWindow, size: tuple[int, int]) -> None:
    window = open_window(page="install", size=size)
    for _ in range(4):
        settle(window)
    primary = window.frame.page("install").foot.primary
    assert primary.visibleRegion().boundingRect() == primary.rect(), "only the body of a step scrolls"


@pytest.fixture
def spoken(request: pytest.FixtureRequest) -> Iterator[Language]:
    """The window's language during the test."""
    translators = install_language(the_app(), request.param)
    yield request.param
    remove_translators(the_app(), translators)


@pytest.mark.parametrize("spoken", ["en", "ko"], indirect=True)
def test_every_step_of_the_wizard_fits_every_screen(spoken: Language, wizard: Open, qtbot: QtBot) -> None:
    shown = wizard(Pretend(machine(nvidia()), envs=()))
    for step in ("welcome", "machine", "choose", "plan", "install", "done"):
        if step == "done":
            shown.worker.go_on()
            shown.pump()
        assert shown.page.course.step == step
        if step == "choose":
            shown.page.pages["choose"].unfold.show_open(True)
        if step in ("plan", "install"):
            shown.page.foot.quiet[0].click()  # the packages; the log
        told = told_of(shown.page, qtbot, one_bar=True)
        assert not told, f"{step}\n{told}"
        shown.page.show()
        if step not in ("install", "done"):
            next_step(qtbot, shown)


@pytest.mark.parametrize("spoken", ["en", "ko"], indirect=True)
def test_the_sentence_of_the_environments_is_one_line_beside_the_buttons(
    spoken: Language, qtbot: QtBot, tmp_path: Path
) -> None:
    shown = Shown(EnvironmentsPage, Pretend(machine(nvidia())), theme=theme_for("light"), folder=tmp_path)
    qtbot.addWidget(shown.page)
    shown.page.resize(1024 - NARROW_RAIL_PX - 1, 662)
    shown.page.show()
    apply_theme(shown.page, theme_for("light"))
    shown.pump()
    QApplication.processEvents()
    sentence = shown.page.sentence
    assert sentence.text()
    assert sentence.height() < 1.7 * sentence.fontMetrics().height()
    page = shown.page
    buttons = (page.doctor, page.again, page.lock, page.new)
    tops = {part.mapTo(page, QPoint(0, 0)).y() for part in buttons}
    assert len(tops) == len({part.height() for part in buttons}) == 1, "in one line, one height"


def test_in_a_low_window_each_step_begins_at_its_title(wizard: Open, qtbot: QtBot) -> None:
    shown = wizard(Pretend(machine(nvidia()), envs=()))
    scroll = Scroll(shown.page, folds=True, page=True)
    qtbot.addWidget(scroll)
    scroll.resize(356, 264)
    scroll.show()
    for _ in range(8):
        QApplication.processEvents()
    bar = scroll.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert bar.value() > 200
    shown.page.foot.primary.click()
    shown.pump()
    assert shown.page.course.step == "machine"
    assert bar.value() == 0
    scroll.takeWidget()


@pytest.mark.parametrize("spoken", ["en", "ko"], indirect=True)
def test_the_environments_fit_every_screen(spoken: Language, qtbot: QtBot, tmp_path: Path) -> None:
    theme = theme_for("light", motion=False)
    shown = Shown(EnvironmentsPage, Pretend(machine(nvidia())), theme=theme, folder=tmp_path)
    qtbot.addWidget(shown.page)
    shown.page.show()
    apply_theme(shown.page, theme)
    shown.pump()
    assert shown.page.shelf.env is not None
    assert not (told := told_of(shown.page, qtbot)), told


LONG_FOLDERS = (
    "/home/minsu/a_very_long_folder_name_without_any_space_in_it_that_goes_on_and_on/miniforge3/envs",
    "/Users/민수/문서/밑바닥부터시작하는딥러닝이천이십육년봄학기실습용가상환경모음/envs",
    r"\\fileserver.school.example\students$\김민수\딥러닝 과제\envs",
)
LONG_NAME = "밑바닥부터_시작하는_딥러닝_2026_봄학기_deep-learning-from-scratch"


@pytest.mark.parametrize("folder", LONG_FOLDERS)
def test_long_names_and_folders_fit_every_screen(folder: str, wizard: Open, qtbot: QtBot, tmp_path: Path) -> None:
    at = machine(nvidia())
    at = replace(
        at, envs_folder=folder, condas=(replace(at.condas[0], envs_dirs=(folder,)),),
        volumes=(replace(at.volumes[0], path=folder),),
        findings=(Finding("disk", "hazard", say("There is no space left on the disk of {path}.", path=folder)),),
    )  # fmt: skip
    theme = theme_for("light", motion=False)
    long_env = replace(ENVS[0], name=LONG_NAME, prefix=f"{folder}/{LONG_NAME}")
    shown = Shown(EnvironmentsPage, Pretend(at, envs=(long_env, *ENVS[1:])), theme=theme, folder=tmp_path)
    qtbot.addWidget(shown.page)
    shown.page.show()
    apply_theme(shown.page, theme)
    shown.pump()
    shown.page.show_shelf(replace(shown.page.shelf, problem=say("{path} could not be changed.", path=folder)))
    assert shown.page.shelf.env is not None
    assert not (told := told_of(shown.page, qtbot)), told
    steps = wizard(Pretend(at, envs=()))
    for step in ("machine", "choose", "plan"):
        next_step(qtbot, steps)
        assert steps.page.course.step == step
        told = told_of(steps.page, qtbot)
        assert not told, f"{step}\n{told}"
        steps.page.show()


@pytest.mark.parametrize("text", [*LONG_FOLDERS, "x" * 500, "단어", ""])
def test_a_label_gives_back_the_text_that_it_was_given_and_is_no_wider_than_its_place(text: str, qtbot: QtBot) -> None:
    label = Label(f"Written to {text}.", wrap=True)
    qtbot.addWidget(label)
    label.set_theme(theme_for("light"))
    assert label.text() == f"Written to {text}."
    assert label.minimumSizeHint().width() < 420
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    assert QLabel.text(label) == f"Written to {text}.", "what is copied has nothing in it that nobody sees"


@pytest.mark.parametrize("tall", [400, 1000, 3000])
def test_whether_a_tab_or_its_part_scrolls_follows_from_the_size_alone(tall: int, qtbot: QtBot) -> None:
    """A window that was small for a while is, when it is large again, as if it had always been."""
    picture, inside, place = QWidget(), QWidget(), QWidget()
    picture.setMinimumSize(100, tall)
    part = Scroll(picture, may_flow=True)
    card, around = Card("A picture"), QWidget()
    card.body.addWidget(part, 1)
    around.setLayout(column(card))
    inside.setLayout(column(Label("What breaks where it has no room. " * 9, wrap=True), around))
    tab = Scroll(inside, folds=True, may_flow=True)
    place.setLayout(column(tab))
    qtbot.addWidget(place)
    place.show()
    found: dict[int, set[tuple[bool, bool]]] = {}
    for height in (800, 150, 500, 800, 300, 150, 300, 500, 800):
        for width in (700, 600):  # as where a rail beside it becomes narrower, too
            place.resize(width, height)
        for _ in range(40):
            QApplication.processEvents()
        found.setdefault(height, set()).add((part.flows, tab.verticalScrollBar().maximum() > 0))
    assert found[150] == {(True, True)}
    assert found[300] == found[500] == found[800] == {(False, False)}


@pytest.mark.parametrize("spoken", ["en", "ko"], indirect=True)
def test_a_page_comes_to_rest_at_every_size(
    spoken: Language, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether the page scrolls or its parts do is an estimate: it must not go to and fro."""
    theme = theme_for("light", motion=False)
    shown = Shown(EnvironmentsPage, Pretend(machine(nvidia())), theme=theme, folder=tmp_path)
    qtbot.addWidget(shown.page)
    shown.page.show()
    apply_theme(shown.page, theme)
    shown.pump()
    scroll, place = Scroll(shown.page, folds=True, page=True), QWidget()
    place.setLayout(column(scroll))
    qtbot.addWidget(place)
    place.show()
    fits, fit = [], Scroll.fit
    monkeypatch.setattr(Scroll, "fit", lambda self: (fits.append(self), fit(self)))
    for width, height in (*SIZES, (682, 441), (700, 445), (640, 400), (560, 430)):
        place.resize(width - NARROW_RAIL_PX - 1, height)
        for _ in range(60):
            QApplication.processEvents()
        fits.clear()
        for _ in range(10):
            QApplication.processEvents()
        assert not fits, f"{width}×{height}"
        inner = shown.page.details.findChild(Scroll)
        assert isinstance(inner, Scroll)
        assert inner.viewport().height() > 100, "what can be done is in sight"
    scroll.takeWidget()
