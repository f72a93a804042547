"""What is asked of a layer and weighed first: an edit is decided on with the numbers of the network it is done to."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from core.messages.train_commands import Preview, Settings
from core.messages.train_events import Edited, NetChanged, Previewed, Rejected
from core.net.edits import edited
from core.net.plan import INPUT, Cost, Edit, InsertLayer, Narrow, Net, RemoveLayer, SetActivation, Widen, mlp
from core.sentence import say
from gui.kit.theme import theme_for
from gui.train.editor import Editor
from gui.train.page import TrainPage
from gui.train.panels.preview import PreviewDialog
from tests.gui import nets

NET = mlp(64, (32, 24, 16), 10)
FOLDED = edited(NET, RemoveLayer(1))
"""Hidden 1 has faded and was folded: what was Hidden 2, 24 wide, is Hidden 1 now."""
GONE = "That layer is not in the network any more."

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def measured(edit: Edit, net: Net, *, after: float = 0.12, gentler: Edit | None = None, step: int = 0) -> Previewed:
    cost = Cost(1, 1, 1)
    return Previewed(edit, cost, cost, 0.1, after, 0.9, 0.9, None, gentler, net, step)


class Asking:
    """An editor with all that it sent and said."""

    def __init__(self, qtbot: QtBot, net: Net = NET) -> None:
        self.sent: list[object] = []
        self.said: list[str] = []
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.show()
        self.editor = Editor(
            parent=self.window, theme=lambda: theme_for("light", motion=False), send=self.send, tell=self.said.append
        )
        self.editor.show_net(net, 5000)

    def send(self, command: object) -> int:
        self.sent.append(command)
        return len(self.sent)

    def answer(self, previewed: Previewed) -> None:
        """Answer the last command."""
        self.editor.show_previewed(previewed, len(self.sent), task="classify")

    def opened(self, edit: Edit, gentler: Edit | None = None) -> PreviewDialog:
        """Ask for an edit; return the dialog that asks about it."""
        self.editor.edit(edit)
        assert self.sent[-1] == Preview(edit)
        assert self.editor.net is not None
        self.answer(measured(edit, self.editor.net, gentler=gentler))
        assert self.editor.dialog is not None
        return self.editor.dialog


def texts(dialog: PreviewDialog) -> list[str]:
    return [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]


def button(dialog: PreviewDialog, text: str) -> QPushButton:
    (found,) = (one for one in dialog.findChildren(QPushButton) if one.text() == text and one.isVisible())
    return found


def test_a_fade_that_folds_under_the_dialog_has_it_measured_again(qtbot: QtBot) -> None:
    asking = Asking(qtbot)
    dialog = asking.opened(RemoveLayer(2))
    assert dialog.windowTitle() == "Remove Hidden 2"
    assert "0.1200" in texts(dialog)
    asking.editor.show_net(FOLDED, 4000)
    assert asking.sent[-1] == Preview(RemoveLayer(2))
    assert not button(dialog, "Do it").isEnabled()
    assert button(dialog, "Cancel").isEnabled()
    assert "The network has changed; this is measured again." in texts(dialog)
    before = list(asking.sent)
    qtbot.mouseClick(button(dialog, "Do it"), Qt.MouseButton.LeftButton)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert asking.sent == before, "nothing can be done with the old numbers"
    asking.answer(measured(RemoveLayer(2), FOLDED, after=0.13, step=300))
    assert dialog.windowTitle() == "Remove Hidden 1", "the same layer, which stands elsewhere"
    assert "0.1300" in texts(dialog)
    assert "0.1200" not in texts(dialog)
    assert any("Measured at step 300" in text for text in texts(dialog))
    qtbot.mouseClick(button(dialog, "Do it"), Qt.MouseButton.LeftButton)
    assert asking.sent[len(before) :] == [RemoveLayer(2)]
    assert asking.editor.dialog is None


def test_numbers_that_come_late_are_not_shown_for_another_network(qtbot: QtBot) -> None:
    asking = Asking(qtbot)
    dialog = asking.opened(RemoveLayer(2))
    asking.editor.show_net(FOLDED, 4000)
    old = measured(RemoveLayer(2), FOLDED)
    number = len(asking.sent)
    now = edited(FOLDED, Widen(3, 4))
    asking.editor.show_net(now, 4100)
    asking.editor.show_previewed(old, number, task="classify")
    assert not button(dialog, "Do it").isEnabled()
    asking.answer(measured(RemoveLayer(2), now, after=0.14))
    assert button(dialog, "Do it").isEnabled()
    assert "0.1400" in texts(dialog)


def test_what_was_measured_before_it_could_be_shown_is_measured_again(qtbot: QtBot) -> None:
    asking = Asking(qtbot)
    asking.editor.edit(RemoveLayer(2))
    asking.editor.show_net(FOLDED, 4000)
    asking.answer(measured(RemoveLayer(2), NET))
    assert asking.editor.dialog is None
    assert asking.sent == [Preview(RemoveLayer(2)), Preview(RemoveLayer(2))]
    asking.answer(measured(RemoveLayer(2), FOLDED))
    assert asking.editor.dialog is not None


def test_a_trifle_is_only_done_with_the_numbers_of_this_network(qtbot: QtBot) -> None:
    asking = Asking(qtbot)
    asking.editor.edit(SetActivation(2, "gelu"))
    asking.editor.show_net(FOLDED, 4000)
    asking.answer(measured(SetActivation(2, "gelu"), NET, after=0.1))
    assert asking.sent[-1] == Preview(SetActivation(2, "gelu"))
    asking.answer(measured(SetActivation(2, "gelu"), FOLDED, after=0.1))
    assert asking.sent[-1] == SetActivation(2, "gelu")


def test_a_dialog_whose_layer_is_gone_closes_with_one_sentence(qtbot: QtBot) -> None:
    asking = Asking(qtbot)
    dialog = asking.opened(RemoveLayer(1))
    before = list(asking.sent)
    asking.editor.show_net(FOLDED, 4000)
    assert not dialog.isVisible()
    assert asking.said == [GONE]
    assert asking.sent == before
    asking.editor.edit(Narrow(2, 4))
    asking.editor.show_net(edited(FOLDED, RemoveLayer(2)), 3000)
    asking.answer(measured(Narrow(2, 4), FOLDED))
    assert asking.said == [GONE, GONE]
    assert asking.editor.dialog is None


def test_a_dialog_closes_when_its_edit_cannot_be_done_any_more(qtbot: QtBot) -> None:
    asking = Asking(qtbot)
    dialog = asking.opened(Narrow(2, 20))
    asking.editor.show_net(edited(NET, Narrow(2, 10)), 4000)
    assert asking.sent[-1] == Preview(Narrow(2, 20))
    asking.editor.forget(len(asking.sent))  # it was rejected
    assert not dialog.isVisible()
    assert asking.editor.dialog is None


def test_the_gentler_way_is_the_one_of_the_new_numbers(qtbot: QtBot) -> None:
    asking = Asking(qtbot)
    dialog = asking.opened(RemoveLayer(2), gentler=RemoveLayer(2, "ready"))
    assert button(dialog, "Remove when ready").isEnabled()
    asking.editor.show_net(FOLDED, 4000)
    assert not button(dialog, "Remove when ready").isEnabled()
    assert not button(dialog, "Do it anyway").isEnabled()
    asking.answer(measured(RemoveLayer(2), FOLDED, gentler=RemoveLayer(2, "fade")))
    qtbot.mouseClick(button(dialog, "Fade it away instead"), Qt.MouseButton.LeftButton)
    assert asking.sent[-1] == RemoveLayer(2, "fade")


def test_a_second_question_waits_for_the_first(qtbot: QtBot) -> None:
    asking = Asking(qtbot)
    numbers = [asking.editor.edit(edit) for edit in (RemoveLayer(2), RemoveLayer(2), RemoveLayer(3))]
    for edit, number in zip((RemoveLayer(2), RemoveLayer(2), RemoveLayer(3)), numbers, strict=True):
        asking.editor.show_previewed(measured(edit, NET), number, task="classify")
    (dialog,) = (one for one in asking.window.findChildren(PreviewDialog) if one.isVisible())
    assert dialog.windowTitle() == "Remove Hidden 2"
    qtbot.mouseClick(button(dialog, "Do it"), Qt.MouseButton.LeftButton)
    assert asking.sent[len(numbers) :] == [Preview(RemoveLayer(3)), RemoveLayer(2)]
    left = edited(NET, RemoveLayer(2))
    asking.editor.show_net(left, 4000)
    asking.editor.show_previewed(measured(RemoveLayer(3), NET), len(numbers) + 1, task="classify")
    asking.answer(measured(RemoveLayer(3), left))
    assert asking.editor.dialog is not None
    assert asking.editor.dialog.windowTitle() == "Remove Hidden 2"


def test_without_a_trainer_there_is_nothing_to_decide(qtbot: QtBot) -> None:
    asking = Asking(qtbot)
    dialog = asking.opened(RemoveLayer(2))
    asking.editor.forget(None)
    assert not dialog.isVisible()


# ------------------------------------------------------------------------------------------------------------- the page
@pytest.fixture
def page(qtbot: QtBot) -> TrainPage:
    sent: list[object] = []

    def send(command: object) -> int:
        sent.append(command)
        return len(sent)

    made = TrainPage(
        send=send, theme=theme_for("light", motion=False), new_run=lambda spec: "", begin_again=lambda seed: 0
    )
    qtbot.addWidget(made)
    made.kept = sent  # type: ignore[attr-defined]
    made.show_loaded(nets.loaded(mlp(64, (32, 24, 16), 10)), None)
    return made


def came(page: TrainPage, net: Net) -> None:
    """The net is another one now."""
    mark = replace(nets.mark(300), grown=-1)
    now = NetChanged(net, Cost(1, 1, 1), Settings(), (mark,), replace(nets.STATE, step=300))
    page.show_edited(Edited(now, mark, INPUT, "fade"))


def test_the_selected_layer_stays_selected_wherever_it_stands(page: TrainPage) -> None:
    page.select(3)
    came(page, FOLDED)
    assert (page.selected, page.inspector.key, page.drawing.selection) == (3, 3, (3, -1))
    page.inspector.widen(fine=True)
    assert page.kept[-1] == Widen(3, 1)  # type: ignore[attr-defined]
    came(page, edited(FOLDED, InsertLayer(0)))
    assert page.selected == 3


def test_when_the_selected_layer_goes_the_one_in_its_place_is_selected(page: TrainPage) -> None:
    page.select(1)
    came(page, FOLDED)
    assert (page.selected, page.inspector.key, page.drawing.selection) == (2, 2, (2, -1))


def test_a_refused_edit_names_the_layer_where_it_stands(page: TrainPage) -> None:
    came(page, FOLDED)
    page.show_rejected(Rejected(say(GONE)), 5)
    assert page.notice.text() == GONE


def test_a_button_pressed_twice_means_the_same_layer(page: TrainPage, qtbot: QtBot) -> None:
    page.resize(1280, 800)
    page.show()
    qtbot.waitExposed(page)
    page.draw()
    QApplication.processEvents()
    plus = next(knob for knob in page.drawing.buttons.all() if knob.accessibleName() == "Widen Hidden 2 by 4")
    plus.click()
    came(page, FOLDED)
    plus.click()
    assert [one for one in page.kept if isinstance(one, Widen)] == [Widen(2, 4), Widen(2, 4)]  # type: ignore[attr-defined]
