"""The keyboard in dialogs: Enter presses what has the focus, and nothing that cannot be undone by itself."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from core.messages.install_events import RemovePreviewed
from core.messages.stops import Condition, Stop
from core.messages.train_commands import DataSpec
from core.messages.train_events import Previewed
from core.messages.train_reports import Data
from core.net.plan import Cost, Edit, Narrow, RemoveLayer, mlp
from gui.data.sheet import DataSheet, SheetSetting, Source
from gui.data.ways import DataWays, WaysSetting
from gui.explain.words_dialog import WordsDialog
from gui.help.dialog import HelpDialog
from gui.install.environments.page import EnvironmentsPage
from gui.kit.dialog import Dialog, ask_sure, ask_text
from gui.kit.pieces import apply_theme
from gui.kit.theme import theme_for
from gui.notices.bar import Bar
from gui.notices.bars import Bars
from gui.settings.licences import LicencesDialog
from gui.stops.known import KnownStops, StopsSetting
from gui.stops.opening import StopsButton
from gui.train.curves.compare import CompareDialog
from gui.train.drawing.legend import legend_dialog
from gui.train.numbers.convolution import ConvolutionDialog
from gui.train.panels.new_net import NewNet
from gui.train.panels.preview import PreviewDialog
from gui.train.panels.samples import Samples
from gui.train.panes.dialog import SideBySide
from gui.train.panes.pane import Choice
from tests.conftest import ROOT
from tests.gui import nets
from tests.gui.bringing import PretendData
from tests.gui.installs import ENVS, Pretend, Shown, machine
from tests.gui.out_dialogs import OUT, OUT_SITES, OUT_STAYS
from tests.gui.test_convolution_shown import made as feature_maps

THEME = theme_for("light", motion=False)
Done = list[str]

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def deleting(parent: QWidget, done: Done) -> Dialog:
    return ask_sure(parent, THEME, title="?", sentence="", do="Delete", act=lambda: done.append("Delete"))


def renaming(parent: QWidget, done: Done) -> Dialog:
    return ask_text(parent, THEME, title="?", sentence="", text="a", do="Rename", act=lambda _: done.append("Rename"))


def weighing(edit: Edit, gentler: Edit | None, parent: QWidget, done: Done) -> Dialog:
    cost, words = Cost(1, 1, 1), {edit: "Do it" if gentler is None else "Do it anyway"}
    if gentler is not None:
        words[gentler] = "Remove when ready"
    previewed = Previewed(edit, cost, cost, 0.1, 0.3, 0.9, 0.8, None, gentler, mlp(64, (32, 24), 10), 0)
    made = PreviewDialog(parent, THEME, previewed, task="classify", do=lambda one: done.append(words[one]))
    made.show_now()
    return made


def narrowing(parent: QWidget, done: Done) -> Dialog:
    return weighing(Narrow(1, 8), None, parent, done)


def removing(parent: QWidget, done: Done) -> Dialog:
    return weighing(RemoveLayer(1), RemoveLayer(1, "ready"), parent, done)


def beginning(parent: QWidget, done: Done) -> Dialog:
    made = NewNet(parent, THEME, nets.loaded().data, begin=lambda _: done.append("Begin"))
    made.show_now()
    return made


def explaining(parent: QWidget, done: Done) -> Dialog:
    made = legend_dialog(parent, THEME)
    made.show_now()
    return made


def reporting(parent: QWidget, done: Done) -> Dialog:
    bars = Bars()
    bars.setParent(parent)
    apply_theme(bars, THEME)
    bars.show_bar("bug", lambda: Bar("It broke.", tone="bad", report="why")).show_details()
    found = QApplication.activeModalWidget()
    assert isinstance(found, Dialog)
    return found


def looking_up(parent: QWidget, done: Done) -> Dialog:
    made = WordsDialog(parent, THEME)
    made.show_now()
    return made


def helping(parent: QWidget, done: Done) -> Dialog:
    made = HelpDialog(
        parent, THEME, page="runs", title="Runs", places={}, show_words=lambda: done.append("Words"),
        show_tour=lambda: done.append("Tour"), copy_report=lambda: None,
    )  # fmt: skip
    made.show_now()
    return made


def enlarging(parent: QWidget, done: Done) -> Dialog:
    points, targets = nets.array([[-2.0, 0.0], [2.0, 0.0]]), nets.array([0, 1], "i8")
    samples = Samples()
    samples.setParent(parent)
    samples.set_theme(THEME)
    samples.show_data(Data(DataSpec(name="circles"), "classify", (2,), ("0", "1"), 10, 5, points, targets, ""))
    samples.enlarge()
    found = QApplication.activeModalWidget()
    assert isinstance(found, Dialog)
    return found


def comparing(parent: QWidget, done: Done) -> Dialog:
    made = CompareDialog(parent, THEME, runs=[], chosen=[], done=lambda folders: done.append("Compare"))
    made.show_now()
    return made


def removing_an_environment(parent: QWidget, done: Done) -> Dialog:
    shown = Shown(EnvironmentsPage, Pretend(machine(), envs=ENVS), theme=THEME, folder=Path("/nowhere"))
    page = shown.page
    page.setParent(parent)
    page.show()
    page.ask = lambda *_: done.append("Remove")
    page.show_preview(RemovePreviewed(ENVS[0], ("python3",), 10**9, True))
    found = QApplication.activeModalWidget()
    assert isinstance(found, Dialog)
    return found


def reading_licences(parent: QWidget, done: Done) -> Dialog:
    made = LicencesDialog(parent, THEME)
    made.show_now()
    return made


def stopping(parent: QWidget, done: Done) -> Dialog:
    known = KnownStops(StopsSetting(send=lambda _: 0, go=done.append, point=lambda _: None, look=lambda _: None,
                                    hit=lambda _: None))  # fmt: skip
    known.stops = (Stop(Condition("loss", "below", 0.5)),)
    known.show_now(nets.loaded().now)
    button = StopsButton(known, lambda: THEME)
    button.setParent(parent)
    button.open_dialog()
    assert button.dialog is not None
    return button.dialog


def looking_into_a_convolution(parent: QWidget, done: Done) -> Dialog:
    made = ConvolutionDialog(
        parent, THEME, title="Hidden 1: what it makes of a picture", classes=(), ask=lambda unit, sample: None
    )  # fmt: skip
    made.show_maps(feature_maps(channels=3))
    made.show_now()
    return made


def side_by_side(parent: QWidget, done: Done) -> Dialog:
    made = SideBySide(parent, THEME, lambda pane: None)
    choices = (Choice("now", 0, "", "Now"), Choice("step", 0, "", "Step …"))
    for pane, choice in zip(made.panes, choices, strict=True):
        pane.offer(choices)
        pane.show_choice(choice)
    made.show_now()
    return made


def looking_at(path: str, parent: QWidget) -> Dialog:
    """Open the sheet on what a pretended data worker sees there."""
    worker = PretendData()
    setting = SheetSetting(send=worker.send, begin=lambda _: None, again=lambda: None, python="Python 3.12")
    made = DataSheet(parent, THEME, Source(path), setting)
    made.show_now()
    for event, answers in worker.events(9):
        made.hear(event, answers)
    return made


def looking_at_pictures(parent: QWidget, done: Done) -> Dialog:
    return looking_at("/data/animals", parent)


def looking_at_a_table(parent: QWidget, done: Done) -> Dialog:
    return looking_at("/data/people.csv", parent)


def looking_at_arrays(parent: QWidget, done: Done) -> Dialog:
    return looking_at("/data/things.npz", parent)


def looking_at_code(parent: QWidget, done: Done) -> Dialog:
    return looking_at("/data/made.py", parent)


def bringing_data(parent: QWidget, done: Done) -> Dialog:
    QApplication.clipboard().clear()  # what a test before has copied is no table to paste
    worker = PretendData()
    worker.known = worker.known[:1]
    made = DataWays(parent, THEME, WaysSetting(
        send=worker.send, open=lambda _: None, begin=lambda _: done.append("Train on it"), again=lambda: None,
        pick_folder=lambda *_: "", pick_file=lambda *_: "",
    ), None)  # fmt: skip
    made.show_now()
    for event, answers in worker.events(9):
        made.hear(event, answers)
    return made


ALL = (
    looking_at_pictures,
    looking_at_a_table,
    looking_at_arrays,
    looking_at_code,
    bringing_data,
    removing_an_environment,
    enlarging,
    deleting,
    renaming,
    narrowing,
    removing,
    beginning,
    explaining,
    reporting,
    looking_up,
    helping,
    reading_licences,
    looking_into_a_convolution,
    comparing,
    side_by_side,
    stopping,
    *OUT,
)

SITES = {
    "gui/data/worker_room.py": {"OwnRoom.open": looking_at_pictures, "OwnRoom.open_ways": bringing_data},
    "gui/data/ways.py": {"DataWays.delete": deleting},
    "gui/explain/words_dialog.py": {},
    "gui/inside/naming.py": {"ask_name": renaming},
    "gui/install/environments/page.py": {
        "EnvironmentsPage.do": renaming, "EnvironmentsPage.name_from_lock": renaming,
        "EnvironmentsPage.show_preview": removing_an_environment,
    },
    "gui/install/wizard/wizard.py": {"WizardPage.ask_cancel": deleting},
    "gui/kit/dialog.py": {"ask_text": renaming, "ask_sure": deleting},
    "gui/notices/bar.py": {"Bar.show_details": reporting},
    "gui/out/worker_room.py": OUT_SITES,
    "gui/runs/page.py": {"RunsPage.rename": renaming, "RunsPage.delete": deleting, "RunsPage._delete": deleting},
    "gui/settings/kept.py": {"KeptCard.ask": deleting},
    "gui/settings/page.py": {"SettingsPage.show_licences": reading_licences},
    "gui/stops/opening.py": {"StopsButton.open_dialog": stopping},
    "gui/train/drawing/legend.py": {"legend_dialog": explaining},
    "gui/train/editor.py": {"Editor.show_previewed": narrowing},
    "gui/train/branches/branch_tree.py": {"BranchTree.rename": renaming},
    "gui/train/curves/listener.py": {"Curves.compare": comparing},
    "gui/train/panes/listener.py": {"SideBySideShown.open": side_by_side},
    "gui/train/panels/samples.py": {"enlarged": enlarging},
    "gui/train/numbers/convolution.py": {"ConvolutionShown.open": looking_into_a_convolution},
    "gui/train/page.py": {"TrainPage.ask_new_net": beginning},
    "gui/window/pages.py": {"help_of": helping},
    "gui/window/main_window.py": {"MainWindow.show_words": looking_up},
}  # fmt: skip
"""Every place where a dialog is made, and what opens that kind of dialog here."""
STAY = (
    "‹", "›", "Copy", "Copied", "Add …", "", "Train", "Run it", "Download", "Where known sets come from", "Delete …",
    "Altered copies, light and dark", "How the file is read", "Folder of pictures …", "File …", "Paste a table",
)  # fmt: skip
"""The buttons that leave their dialog open; those with only a picture do."""
OTHERS = {"QDialog", "QMessageBox", "QInputDialog", "QProgressDialog", "QErrorMessage", "QWizard"}
"""Qt's own, whose coloured button we do not choose: nothing asks with them."""
STAY += OUT_STAYS


def made_in(tree: ast.AST, kinds: set[str], path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Yield (what is made, where) of every call of one of `kinds`."""
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.Call):
            called = child.func.id if isinstance(child.func, ast.Name) else getattr(child.func, "attr", "")
            if called in kinds:
                yield called, ".".join(path)
        named = isinstance(child, ast.FunctionDef | ast.ClassDef)
        yield from made_in(child, kinds, (*path, child.name) if named else path)  # type: ignore[attr-defined]


def test_every_place_where_a_dialog_is_made_is_tried_here() -> None:
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "gui").rglob("*.py"))}
    classes = [node for tree in trees.values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    kinds = {"Dialog"}
    while more := {one.name for one in classes if {ast.unparse(base) for base in one.bases} & kinds} - kinds:
        kinds |= more
    found: dict[str, set[str]] = {}
    for path, tree in trees.items():
        name = path.relative_to(ROOT).as_posix()
        for _, where in made_in(tree, {*kinds, "ask_sure", "ask_text"}):
            found.setdefault(name, set()).add(where)
        assert not list(made_in(tree, OTHERS)), f"{name}: ask with gui.kit.dialog"
    assert found == {name: set(sites) for name, sites in SITES.items() if sites}
    assert {opener for sites in SITES.values() for opener in sites.values()} <= set(ALL)


def stops(dialog: Dialog) -> list[QWidget]:
    """Return what Tab has to reach: every control that can be used and has not handed its focus on."""
    controls = (QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox, QAbstractScrollArea)
    return [
        one for one in dialog.findChildren(QWidget)
        if isinstance(one, controls) and one.isVisible() and one.isEnabled()
        and one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.focusProxy() is None
        and not isinstance(one.parent(), QAbstractSpinBox | QComboBox | QLineEdit)
    ]  # fmt: skip


def walked(dialog: Dialog, key: Qt.Key) -> list[QWidget]:
    """Return where the focus goes until it is back where it was."""
    found: list[QWidget] = []
    for _ in range(100):
        focused = QApplication.focusWidget()
        assert focused is not None
        assert dialog.isAncestorOf(focused), "the focus leaves the dialog"
        if found and focused is found[0]:
            return found
        found.append(focused)
        press(dialog, key)
    raise AssertionError(f"the focus is caught: {found[-3:]}")


@pytest.mark.parametrize("open_", ALL)
def test_tab_goes_through_everything_and_back_the_same_way(
    parent: QWidget, qtbot: QtBot, open_: Callable[[QWidget, Done], Dialog]
) -> None:
    done: Done = []
    dialog = shown(qtbot, open_(parent, done))
    forth = walked(dialog, Qt.Key.Key_Tab)
    assert set(stops(dialog)) <= set(forth)
    back = walked(dialog, Qt.Key.Key_Backtab)
    assert [forth[0], *forth[:0:-1]] == back
    assert done == []
    dialog.reject()


@pytest.mark.parametrize("open_", ALL)
def test_escape_does_nothing_wherever_the_focus_is(
    parent: QWidget, qtbot: QtBot, open_: Callable[[QWidget, Done], Dialog]
) -> None:
    count = len(walked(shown(qtbot, first := open_(parent, [])), Qt.Key.Key_Tab))
    first.reject()
    for tabs in range(count):
        done: Done = []
        dialog = shown(qtbot, open_(parent, done))
        for _ in range(tabs):
            press(dialog, Qt.Key.Key_Tab)
        closed: list[int] = []
        dialog.finished.connect(closed.append)
        press(dialog, Qt.Key.Key_Escape)
        assert closed == [0], f"after {tabs} times Tab"
        assert done == []


@pytest.mark.parametrize("open_", ALL)
def test_enter_presses_no_button_that_has_not_the_focus_but_from_a_line_of_text(
    parent: QWidget, qtbot: QtBot, open_: Callable[[QWidget, Done], Dialog]
) -> None:
    count = len(walked(shown(qtbot, first := open_(parent, [])), Qt.Key.Key_Tab))
    first.reject()
    for tabs in range(count):
        done: Done = []
        dialog = shown(qtbot, open_(parent, done))
        for _ in range(tabs):
            press(dialog, Qt.Key.Key_Tab)
        focused, pressed = QApplication.focusWidget(), list[QAbstractButton]()
        for button in dialog.findChildren(QAbstractButton):
            button.clicked.connect(lambda _=False, button=button, pressed=pressed: pressed.append(button))
        red = [one for one in buttons(dialog) if one.property("kind") == "danger"]
        press(dialog, Qt.Key.Key_Return)
        if isinstance(focused, QAbstractButton):
            assert pressed == [focused]
        elif isinstance(focused, QLineEdit):
            assert not set(pressed) & set(red)
        else:
            assert pressed == [], f"{focused} is not passed over"
            if (popup := QApplication.activePopupWidget()) is not None:
                popup.close()
        if QApplication.activeModalWidget() is not None:
            dialog.reject()


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show()
    qtbot.waitExposed(made)
    return made


def shown(qtbot: QtBot, dialog: Dialog) -> Dialog:
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None and dialog.isActiveWindow())
    return dialog


def press(dialog: Dialog, key: Qt.Key) -> None:
    """Press a key as the system does: it goes to the window, which gives it to what has the focus."""
    QTest.keyClick(dialog.windowHandle(), key)


def buttons(dialog: Dialog) -> list[QPushButton]:
    return [one for one in dialog.findChildren(QPushButton) if one.isVisible() and one.isEnabled()]


@pytest.mark.parametrize("open_", ALL)
@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_presses_the_focused_button(
    parent: QWidget, qtbot: QtBot, open_: Callable[[QWidget, Done], Dialog], key: Qt.Key
) -> None:
    dialog = shown(qtbot, open_(parent, []))
    names = [one.text() for one in buttons(dialog)]
    dialog.reject()
    for name in names:
        done: Done = []
        dialog = shown(qtbot, open_(parent, done))
        (button,) = (one for one in buttons(dialog) if one.text() == name)
        for _ in range(20):
            if QApplication.focusWidget() is button:
                break
            press(dialog, Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is button, f"Tab does not reach {name}"
        closed: list[int] = []
        dialog.finished.connect(closed.append)
        press(dialog, key)
        if name in STAY:
            assert (closed, done) == ([], [])
            if (popup := QApplication.activePopupWidget()) is not None:
                popup.close()
            dialog.reject()
            continue
        assert closed, name
        assert done == ([] if name in ("Cancel", "Close", "Copy report") else [name])


def test_enter_at_once_deletes_nothing(parent: QWidget, qtbot: QtBot) -> None:
    done: Done = []
    dialog = shown(qtbot, deleting(parent, done))
    focused = QApplication.focusWidget()
    assert isinstance(focused, QPushButton)
    assert focused.text() == "Cancel"
    closed: list[int] = []
    dialog.finished.connect(closed.append)
    press(dialog, Qt.Key.Key_Return)
    assert closed
    assert done == []


@pytest.mark.parametrize("open_", ALL)
def test_no_red_button_is_pressed_by_an_enter_elsewhere(
    parent: QWidget, qtbot: QtBot, open_: Callable[[QWidget, Done], Dialog]
) -> None:
    dialog = shown(qtbot, open_(parent, []))
    assert not [one.text() for one in buttons(dialog) if one.isDefault() and one.property("kind") == "danger"]
    dialog.reject()


def test_enter_in_a_line_of_text_presses_nothing_where_no_button_is_meant(parent: QWidget, qtbot: QtBot) -> None:
    dialog = Dialog(parent, THEME, title="t")
    line, pressed = QLineEdit(), list[str]()
    dialog.body.addWidget(line)
    dialog.add_button("Other", lambda: pressed.append("other"), stays=True)
    dialog.add_button("Close", None)
    dialog.show_now()
    line.setFocus()
    QTest.keyClicks(line, "typed")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert dialog.isVisible(), "what was typed is not lost"
    assert not pressed
    dialog.reject()


def test_enter_in_a_line_of_text_does_what_was_asked_for(parent: QWidget, qtbot: QtBot) -> None:
    done: Done = []
    dialog = shown(qtbot, renaming(parent, done))
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    press(dialog, Qt.Key.Key_Return)
    assert done == ["Rename"]
