"""Parts of the trainer page: the menu of a layer, new networks, what is weighed before it is done."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any, get_args

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from core.messages.train_commands import Change, DataSpec
from core.messages.train_events import Portrait, Previewed, Rejected
from core.messages.train_reports import Data, EditMark, TimelineEntry
from core.net.edits import edited
from core.net.plan import (
    CallOff,
    Conv,
    Cost,
    Edit,
    Freeze,
    InsertKind,
    InsertLayer,
    Narrow,
    NarrowRank,
    Net,
    Pool,
    RemoveLayer,
    RemoveUnit,
    ResetUnit,
    Residual,
    SetActivation,
    SetBias,
    SetWeight,
    Widen,
    WidenWay,
    hidden_keys,
    mlp,
    numbered,
)
from core.net.presets import preset
from core.sentence import say
from gui.kit.layer_words import LAYER_WORDS, arrows, hidden, said_of, title
from gui.kit.remembered import Preferences
from gui.kit.theme import theme_for
from gui.kit.words import I18N, install_language, read_ts, remove_translators
from gui.train.drawing.close_up import CloseUp, Seen
from gui.train.drawing.popover import words
from gui.train.editor import wants_asking, wants_preview
from gui.train.panels.menu import Preferred, layer_menu
from gui.train.panels.new_net import LayersError, NewNet, ready_made, widths_in
from gui.train.panels.preview import PreviewDialog, advice_text, gentler_text, memory_texts
from gui.train.panels.samples import Samples, color_of, paint_points
from gui.train.panels.timeline import Changing, Entry, Timeline, signed, step_text
from tests.gui import nets
from tests.gui.conftest import OpenWindow

NET = mlp(64, (48, 24), 10)

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def all_actions(menu: QMenu) -> dict[str, Any]:
    found = {}
    for action in menu.actions():
        inside = action.menu()
        if isinstance(inside, QMenu):
            found |= {f"{action.text()} > {text}": deeper for text, deeper in all_actions(inside).items()}
        elif not action.isSeparator():
            found[action.text()] = action
    return found


def menu_of(
    qtbot: QtBot, net: Net, number: int, *, unit: int = -1, frozen: bool = False
) -> tuple[dict[str, Any], list[Edit], Preferred]:
    parent, asked, preferred = QWidget(), [], Preferred()
    qtbot.addWidget(parent)
    qtbot.kept = parent  # the menu and its actions live as long as it does
    menu = layer_menu(parent, net, number, preferred, asked.append, unit=unit, frozen=frozen)
    return all_actions(menu), asked, preferred


@pytest.mark.parametrize("whole", [False, True])
def test_the_menu_offers_only_what_is_not_so_yet(qtbot: QtBot, whole: bool) -> None:
    free, _, _ = menu_of(qtbot, NET, 1, unit=4)
    assert "Unit 5 > Freeze it: its weights stay as they are" in free
    assert not any("nfreeze" in text for text in free)
    net = edited(NET, Freeze(1)) if whole else NET
    stuck, asked, _ = menu_of(qtbot, net, 1, unit=4, frozen=True)
    offered = [text for text in stuck if "reeze" in text]
    assert len(offered) == (1 if whole else 2), "the unit's and the layer's, or the layer's for all its units"
    stuck["Unfreeze" if whole else "Unit 5 > Unfreeze it: its weights learn again"].trigger()
    assert asked == [Freeze(1, frozen=False) if whole else Freeze(1, 4, frozen=False)]


def test_the_menu_asks_for_every_kind_of_edit(qtbot: QtBot) -> None:
    actions, asked, preferred = menu_of(qtbot, NET, 1)
    for text in (
        "Widen > by 16", "Widen > double: 48 → 96", "Narrow > half: 48 → 24", "Activation > tanh",
        "Freeze: its weights stay as they are",
        "Insert after > Hidden layer: lets everything through at first, then learns",
        "Insert before > Hidden layer: lets everything through at first, then learns",
    ):  # fmt: skip
        actions[text].trigger()
    assert asked == [
        Widen(1, 16), Widen(1, 48), Narrow(1, 24), SetActivation(1, "tanh"), Freeze(1), InsertLayer(1), InsertLayer(0),
    ]  # fmt: skip
    assert preferred == Preferred(Widen(1, 1).way, Narrow(1, 1).rank)


def test_a_way_is_remembered_for_the_next_edit(qtbot: QtBot) -> None:
    actions, asked, preferred = menu_of(qtbot, NET, 1)
    next(action for text, action in actions.items() if text.startswith("Widen > Split")).trigger()
    assert preferred.way == "split"
    actions["Widen > by 4"].trigger()
    assert asked == [Widen(1, 4, "split")], "in the menu that is still open"
    assert isinstance(Widen(1, 4).way, str)
    assert Widen(1, 4).way != "split"


def test_narrowing_waits_when_that_was_chosen(qtbot: QtBot) -> None:
    actions, asked, preferred = menu_of(qtbot, NET, 1)
    next(action for text, action in actions.items() if text.startswith("Narrow > When ready")).trigger()
    next(action for text, action in actions.items() if text.startswith("Narrow > By effect:")).trigger()
    actions["Narrow > half: 48 → 24"].trigger()
    assert asked == [Narrow(1, 24, "taylor", "ready")]
    assert preferred.narrowing(2, 3) == Narrow(2, 3, "taylor", "ready")
    assert gentler_text(Narrow(1, 24, way="ready")) == "Narrow when ready"
    assert gentler_text(RemoveLayer(1, "ready")) == "Remove when ready"


def test_choosing_a_way_leaves_the_menu_open_for_the_edit(qtbot: QtBot) -> None:
    parent, asked = QWidget(), []
    qtbot.addWidget(parent)
    menu = layer_menu(parent, NET, 1, Preferred(), asked.append)
    narrow = next(a.menu() for a in menu.actions() if a.text() == "Narrow")
    narrow.popup(QPoint(0, 0))
    by_effect = next(a for a in narrow.actions() if "(Taylor)" in a.text())
    qtbot.mouseClick(narrow, Qt.MouseButton.LeftButton, pos=narrow.actionGeometry(by_effect).center())
    assert narrow.isVisible()
    assert by_effect.isChecked()
    narrow.setActiveAction(next(a for a in narrow.actions() if "(OBS)" in a.text()))
    qtbot.keyClick(narrow, Qt.Key.Key_Return)
    assert narrow.isVisible()
    assert not by_effect.isChecked()
    narrow.setActiveAction(next(a for a in narrow.actions() if a.text() == "by 4"))
    qtbot.keyClick(narrow, Qt.Key.Key_Return)
    assert not narrow.isVisible()
    assert asked == [Narrow(1, 4, "obs")]


def test_every_edit_there_is_can_be_asked_for_in_the_menus_of_a_network(qtbot: QtBot) -> None:
    asked: list[Edit] = []
    for name, unit in (("resnet", 2), ("vgg", 0), ("mlp", 1), ("lenet5", -1)):
        net = preset(name, (1, 28, 28), 10)
        numbers = range(len(numbered(net)) + 1)
        for number in numbers:
            actions, told, _ = menu_of(qtbot, net, number, unit=unit)
            for text, action in actions.items():
                if action.isEnabled():
                    action.trigger()
                    if text.startswith(("Widen > ", "Narrow > ")) and action.isCheckable():
                        actions[text.split(" > ")[0] + " > by 1"].trigger()
            asked += told
    elsewhere = {CallOff, SetWeight, SetBias}  # offered where the copy is, and where the number stands
    assert {type(edit) for edit in asked} == set(get_args(Edit)) - elsewhere
    assert {edit.way for edit in asked if isinstance(edit, Widen)} == set(get_args(WidenWay))
    assert {edit.rank for edit in asked if isinstance(edit, Narrow)} == set(get_args(NarrowRank))
    assert {edit.kind for edit in asked if isinstance(edit, InsertLayer)} == set(get_args(InsertKind)) - {"identity"}
    assert {edit.way for edit in asked if isinstance(edit, RemoveLayer)} == {"refit", "fade", "ready", "batch_norm"}
    blocks = [
        n for n, layer in enumerate(numbered(preset("resnet", (1, 28, 28), 10)), 1) if isinstance(layer, Residual)
    ]
    assert any(isinstance(edit, RemoveLayer) and edit.layer in blocks for edit in asked)
    assert any(isinstance(edit, SetActivation) and edit.layer in blocks for edit in asked)


def test_a_linear_layer_can_be_folded_away(qtbot: QtBot) -> None:
    actions, asked, _ = menu_of(qtbot, mlp(64, (48, 24), 10, activation="linear"), 1)
    next(action for text, action in actions.items() if "> Exactly" in text).trigger()
    assert asked == [RemoveLayer(1, "fold")]


def test_the_menu_offers_nothing_that_cannot_be_done(qtbot: QtBot) -> None:
    actions, asked, _ = menu_of(qtbot, mlp(64, (3,), 10), 1)
    refused = actions["Narrow > by 16"]
    assert not refused.isEnabled()
    assert "at most 2" in refused.toolTip()
    for action in actions.values():
        if action.isEnabled():
            action.trigger()
    assert len(asked) > 10
    for edit in asked:
        edited(mlp(64, (3,), 10), edit)  # raises EditError for what cannot be


def test_the_output_can_be_neither_widened_nor_removed(qtbot: QtBot) -> None:
    actions, _, _ = menu_of(qtbot, NET, 3)
    assert not [text for text in actions if text.startswith(("Widen", "Narrow", "Remove"))]
    assert "Insert before > Hidden layer: lets everything through at first, then learns" in actions


@pytest.mark.parametrize(("language", "name"), [("en", "Hidden 3"), ("ko", "은닉층 3")])
def test_a_refusal_names_the_layer_as_the_drawing_does(open_window: OpenWindow, language: str, name: str) -> None:
    window = open_window(preferences=Preferences(language=language, theme="light"))
    net = preset("lenet5", (1, 8, 8), 10)
    number = hidden(net)[2]
    assert number != 3, "core counts pooling and flattening too"
    window.page.net = net
    for text in (
        "Layer {layer} has that activation already.",
        "Every unit of layer {layer} is active and none repeats another; nothing to prune.",
    ):
        window.show_event(Rejected(say(text, layer=number)), None)
        window.page.draw()
        shown = window.page.network.notice.text()
        assert name in shown
        assert not any(words.format(layer=number) in shown for words in LAYER_WORDS), "one name"


def test_every_sentence_on_a_layer_can_carry_its_name() -> None:
    words = read_ts(I18N / "core_train.ko.ts")
    about = {english: korean for english, korean in words.items() if "{layer}" in english}
    assert len(about) > 30
    for both in about.items():
        assert all(any(words in text for words in LAYER_WORDS) for text in both), both


def test_a_selected_unit_can_be_removed(qtbot: QtBot) -> None:
    actions, asked, _ = menu_of(qtbot, NET, 1, unit=4)
    actions["Unit 5 > Remove it: the others make up for it as well as they can"].trigger()
    assert asked == [RemoveUnit(1, 4)]


def test_a_convolution_can_follow_images_only(qtbot: QtBot) -> None:
    net = preset("lenet5", (1, 8, 8), 10)
    first = next(number for number, layer in enumerate(net.layers, 1) if isinstance(layer, Conv))
    assert "Insert after > Convolution: lets everything through at first, then learns" in menu_of(qtbot, net, first)[0]
    assert "Insert after > Convolution: lets everything through at first, then learns" not in menu_of(qtbot, NET, 1)[0]


def test_layers_are_named_as_a_person_counts_them() -> None:
    net = preset("lenet5", (1, 8, 8), 10)
    names = [title(net, number) for number in range(len(net.layers) + 1)]
    assert names[0] == "Input"
    assert names[-1] == "Output"
    assert [title(net, number) for number in hidden(net)] == ["Hidden 1", "Hidden 2", "Hidden 3", "Hidden 4"]
    assert arrows(NET) == "64 → 48 → 24 → 10"


# ------------------------------------------------------------------------------------------------------------ previews
def previewed(edit: Edit, *, advice: bool = False, after: int = 100) -> Previewed:
    cost = Cost(1000, 1000, 4000)
    return Previewed(
        edit, cost, Cost(after, after, after), 0.1, 0.11, 0.9, 0.9, say("Careful.") if advice else None, None, NET
    )


def test_what_shrinks_is_weighed_and_what_grows_is_not() -> None:
    assert wants_preview(Narrow(1, 4), width=48, parameters=4000)
    assert not wants_preview(Narrow(1, 24, way="ready"), width=48, parameters=4000)
    assert not wants_preview(RemoveLayer(1, "ready"), width=48, parameters=4000)
    assert wants_preview(RemoveLayer(1), width=48, parameters=4000)
    assert wants_preview(SetActivation(1, "tanh"), width=48, parameters=4000)
    assert wants_preview(ResetUnit(1, 3), width=48, parameters=4000)
    assert wants_preview(InsertLayer(1, kind="pool"), width=48, parameters=4000)
    assert not wants_preview(Widen(1, 48), width=48, parameters=4000)
    assert not wants_preview(InsertLayer(1), width=48, parameters=4000)
    assert wants_preview(Widen(1, 2048), width=2048, parameters=3_000_000)


def test_a_trifle_is_done_without_asking() -> None:
    assert not wants_asking(previewed(Narrow(1, 4)), width=48)
    assert wants_asking(previewed(Narrow(1, 24)), width=48)
    assert wants_asking(previewed(Narrow(1, 4), advice=True), width=48)
    assert wants_asking(previewed(RemoveLayer(1)), width=48)
    assert not wants_asking(previewed(RemoveLayer(1, "batch_norm")), width=48)
    assert not wants_asking(previewed(SetActivation(1, "gelu")), width=48)


@pytest.mark.parametrize("after", [0.5, math.inf, math.nan])
def test_whatever_makes_the_loss_jump_is_asked_about(after: float) -> None:
    for edit in (SetActivation(1, "tanh"), InsertLayer(1, kind="pool"), ResetUnit(1, 0), RemoveLayer(2)):
        hurting = replace(previewed(edit), loss_after=after)
        assert wants_asking(hurting, width=0)
        assert "would jump" in advice_text(hurting)
    assert advice_text(previewed(SetActivation(1, "gelu"))) == ""


# --------------------------------------------------------------------------------------------------------- new networks
@pytest.mark.parametrize(
    ("text", "widths"),
    [("64, 32", (64, 32)), ("64 32", (64, 32)), ("64→32", (64, 32)), ("", ()), ("7", (7,)), ("64-32-16", (64, 32, 16))],
)
def test_widths_are_read_as_people_write_them(text: str, widths: tuple[int, ...]) -> None:
    assert widths_in(text) == widths


@pytest.mark.parametrize("text", ["64, many", "0", "99999999", "-", "1 " * 70])
def test_widths_that_are_none_are_a_sentence(text: str) -> None:
    if text == "-":
        assert widths_in(text) == ()
        return
    with pytest.raises(LayersError):
        widths_in(text)


def data(shape: tuple[int, ...] = (1, 8, 8)) -> Data:
    digits = tuple("0123456789")
    empty = nets.array([[0.0]])
    return Data(DataSpec(), "classify", shape, digits, 10, 5, empty, empty, "")


def test_presets_fit_the_data() -> None:
    assert set(ready_made(data())) == {"perceptron", "mlp", "lenet5", "vgg", "resnet"}
    assert set(ready_made(data((2,)))) == {"perceptron", "mlp"}


def test_a_new_network_begins_as_written(qtbot: QtBot) -> None:
    parent, begun = QWidget(), []
    qtbot.addWidget(parent)
    dialog = NewNet(parent, theme_for("light"), data(), begin=begun.append)
    dialog.widths.setText("20, many")
    assert not dialog.start.isEnabled()
    assert "many" in dialog.complaint.text()
    dialog.widths.setText("20, 12")
    assert "64 → 20 → 12 → 10" in dialog.plan.text()
    dialog.start.click()
    assert begun == [mlp(64, (20, 12), 10)]


def test_a_preset_begins_as_it_is(qtbot: QtBot) -> None:
    parent, begun = QWidget(), []
    qtbot.addWidget(parent)
    dialog = NewNet(parent, theme_for("light"), data(), begin=begun.append)
    dialog.presets.display("lenet5")
    dialog.show_possible()
    assert not dialog.widths.isEnabled()
    dialog.start.click()
    assert begun == [preset("lenet5", (1, 8, 8), 10)]


# ----------------------------------------------------------------------------------------------------------------- data
def test_the_answer_of_the_network_colours_the_ground_behind_the_points(qtbot: QtBot) -> None:
    points, targets = nets.array([[-2.0, 0.0], [2.0, 0.0]]), nets.array([0, 1], "i8")
    plane = Data(DataSpec(name="circles"), "classify", (2,), ("0", "1"), 10, 5, points, targets, "")
    samples, theme = Samples(), theme_for("light")
    qtbot.addWidget(samples)
    samples.resize(140, 140)
    samples.set_theme(theme)
    samples.show_data(plane)
    samples.show()

    def ground(x: int) -> QColor:
        return samples.grab().toImage().pixelColor(x, 25)

    assert ground(40) == ground(100) == theme.control, "no portrait has come yet"
    answer = np.concatenate([-np.ones((24, 12)), np.ones((24, 12))], axis=1)
    samples.show_portrait(Portrait(1, (), (), nets.array(answer)))
    left, right = ground(40), ground(100)
    assert left.red() > left.blue() + 40
    assert right.blue() > right.red() + 40
    samples.show_data(plane)
    assert ground(40) == theme.control, "another training begins without an answer"


def test_a_unit_close_up_can_be_removed_started_again_and_frozen(qtbot: QtBot) -> None:
    asked: list[Edit] = []
    close_up = CloseUp(asked.append)
    qtbot.addWidget(close_up)
    qtbot.addWidget(close_up.keys)
    close_up.show()
    assert close_up.hint.isVisible()
    close_up.show_keys(10)
    assert close_up.keys.isHidden(), "there is no room for them"
    close_up.show_keys(400)
    assert close_up.keys.isVisible()
    said = [label.text() for label in close_up.keys.findChildren(QLabel)]
    assert said == ["+  −", "More or fewer units", "I", "Insert a layer behind it", "Del", "Remove the layer"]
    assert not close_up.unit.isVisible()
    close_up.show_unit(Seen(1, 4, QImage(), "Hidden 1 · unit 5", ("activity 0.50",)), NET)
    assert close_up.title.text() == "Hidden 1 · unit 5"
    assert not close_up.hint.isVisible()
    close_up.show_keys(400)
    assert close_up.keys.isHidden(), "there is something else to look at"
    for button in (close_up.remove, close_up.renew, close_up.freeze):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert asked == [RemoveUnit(1, 4), ResetUnit(1, 4), Freeze(1, 4)]
    close_up.show_unit(Seen(1, 4, QImage(), "Hidden 1 · unit 5", (), frozen=True), NET)
    assert close_up.freeze.text() == "Unfreeze"
    qtbot.mouseClick(close_up.freeze, Qt.MouseButton.LeftButton)
    assert asked[-1] == Freeze(1, 4, frozen=False)
    whole = edited(NET, Freeze(1))
    close_up.show_unit(Seen(1, 4, QImage(), "Hidden 1 · unit 5", (), frozen=True), whole)
    assert close_up.freeze.text() == "Unfreeze layer"
    qtbot.mouseClick(close_up.freeze, Qt.MouseButton.LeftButton)
    assert asked[-1] == Freeze(1, frozen=False)
    close_up.show_unit(Seen(0, 2, QImage(), "Input · unit 3", ()), NET)
    assert not close_up.buttons.isVisible(), "an input value is no unit that could go"
    close_up.show_unit(Seen(3, 2, QImage(), "Output · 2", ()), NET)
    assert not close_up.remove.isEnabled()
    close_up.show_unit(Seen(1, 0, QImage(), "Hidden 1 · unit 1", ()), mlp(64, (1,), 10))
    assert not close_up.remove.isEnabled(), "the only unit stays"
    close_up.show_unit(None, NET)
    assert close_up.hint.isVisible()


# ------------------------------------------------------------------------------------------------------------- timeline
def nowhere(step: int | None, bring: bool) -> None:
    """There are no charts."""


def test_numbers_on_the_timeline_are_short() -> None:
    assert [step_text(step) for step in (760, 9_999, 12_345, 1_250_000)] == ["760", "9,999", "12.3k", "1.25M"]
    assert [signed(change) for change in (-0.031, 0.002, 12.0, 1e-6)] == ["−0.031", "+0.002", "+12", "±0"]


def test_the_same_knob_turned_again_is_one_entry(qtbot: QtBot) -> None:
    timeline = Timeline(nowhere)
    qtbot.addWidget(timeline)
    loaded = nets.loaded()
    timeline.show_loaded(loaded)
    for rate in (0.002, 0.005, 0.01):
        timeline.show_settings(_with(loaded.now.settings, rate))
    assert timeline.changes == [Changing(0, "learning_rate", loaded.now.settings.learning_rate, 0.01)]
    timeline.marks = (EditMark(5, say("x"), 1, 0.1, 0.1),)
    timeline.show_step(9)
    timeline.show_settings(_with(loaded.now.settings, 0.1))
    assert len(timeline.changes) == 2


def test_a_reopened_run_still_tells_which_settings_were_changed(qtbot: QtBot) -> None:
    live, reopened = Timeline(nowhere), Timeline(nowhere)
    first = nets.loaded()
    live.show_loaded(first)
    entries = []
    for step, rate in ((3, 0.002), (3, 0.005), (9, 0.01)):
        live.show_step(step)
        live.show_settings(_with(first.now.settings, rate))
        entries.append(TimelineEntry(step, Change("learning_rate", rate)))
        if step == 3:
            live.marks = (nets.mark(5),)
    entries.insert(2, TimelineEntry(5, Widen(1, 16)))
    state = replace(first.now.state, step=9)
    now = replace(first.now, marks=live.marks, settings=_with(first.now.settings, 0.01), state=state)
    saved = replace(first, now=now, timeline=tuple(entries))
    qtbot.addWidget(live)
    qtbot.addWidget(reopened)
    reopened.show_loaded(saved)
    reopened.show()
    reopened.draw()
    rows = [row.accessibleName() for row in reopened.findChildren(Entry)]
    assert rows[0] == "Learning rate 0.005 → 0.01, step 9"
    assert rows[-1] == "Learning rate 0.001 → 0.005, step 3"
    assert len(rows) == 3, "two changes of the same knob in a row are one"
    assert reopened.settings == saved.now.settings


def _with(settings: Any, rate: float) -> Any:
    return replace(settings, learning_rate=rate)


def test_a_change_too_small_to_be_shown_is_neither_good_nor_bad() -> None:
    tones = []
    for change in (-1e-6, 0.0, 1e-6, -0.2, 0.2):
        entry = Entry(step=1, grown=0, text="x", change=change, point=nowhere)
        tones.append(next(label.property("kind") for label in entry.findChildren(QLabel) if "loss" in label.text()))
    assert tones == ["soft", "soft", "soft", "grown", "soft"]


@pytest.mark.parametrize(("rise", "drop", "costs"), [(0.02, 0.0, True), (-0.01, 0.0, False), (0.0, 0.0, False),
                                                     (0.0, 0.003, True), (float("nan"), 0.0, True)])  # fmt: skip
def test_a_preview_says_that_something_is_lost_only_where_something_is(
    qtbot: QtBot, rise: float, drop: float, costs: bool
) -> None:
    small, smaller = Cost(100, 100, 1400), Cost(30, 30, 420)
    previewed = Previewed(
        RemoveLayer(1, "fade"), small, smaller, 0.5, 0.5 + rise, 0.9, 0.9 - drop, None, None, NET
    )  # fmt: skip
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = PreviewDialog(parent, theme_for("light"), previewed, task="classify", do=lambda edit: None)
    said = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert ("would cost this much" in said) == costs
    assert ("would cost nothing" in said) == (not costs)
    assert "1,400 bytes" in said
    assert "420 bytes" in said


@pytest.mark.parametrize(("activation", "says"), [("relu", True), ("gelu", True), ("tanh", False), ("sigmoid", False)])
def test_only_of_units_that_can_be_off_it_is_said_how_often_they_are_on(
    open_window: OpenWindow, qtbot: QtBot, activation: Any, says: bool
) -> None:
    page = open_window().page
    page.send(SetActivation(1, activation))
    qtbot.waitUntil(lambda: page.net.layers[0].activation == activation)
    key, canvas = 1, page.drawing.canvas
    qtbot.waitUntil(lambda: canvas.units[key].cells > 1)
    _, lines = words(canvas.slot(key), canvas.units[key], 0, "")
    assert any("of samples" in line for line in lines) == says
    assert any("average size" in line for line in lines) == (not says)
    _, lines = words(canvas.slots[-1], canvas.units[canvas.slots[-1].key], 0, "7")
    assert not any("of samples" in line for line in lines), "an output always answers"
    qtbot.waitUntil(lambda: bool(page.inspector.alive))
    page.inspector.show_layer()
    assert bool(page.inspector.life.text()) == says


def test_a_layer_has_one_name_on_the_page_whatever_core_says_of_it(qtbot: QtBot) -> None:
    dead = say("All {width} units of layer {layer} give the same for every sample.", width=48, layer=1)
    assert said_of(NET, dead) == "All 48 units of Hidden 1 give the same for every sample."
    deep = preset("lenet5", (1, 28, 28), 10)
    place = next(number for number, layer in enumerate(numbered(deep), 1) if layer.key == hidden_keys(deep)[2])
    assert place != 3, "the terminal counts every layer"
    assert said_of(deep, say("Layer {layer} has that activation already.", layer=place)).startswith("Hidden 3 has")
    pool = next(number for number, layer in enumerate(numbered(deep), 1) if isinstance(layer, Pool))
    assert (
        said_of(deep, say("Layer {layer} stays.", layer=pool))
        == f"Layer {pool} ({title(deep, numbered(deep)[pool - 1].key)}) stays."
    )
    last = len(numbered(deep))
    assert (
        said_of(deep, say("Layer {layer} is the output; it stays.", layer=last))
        == f"Layer {last} is the output; it stays."
    )


def test_a_layer_has_one_name_in_korean_with_the_particle_that_fits(qtbot: QtBot) -> None:
    spoken = install_language(QApplication.instance(), "ko")
    try:
        for layer, name in ((1, "은닉층 1은"), (2, "은닉층 2는")):
            said = said_of(NET, say("Layer {layer} has that activation already.", layer=layer))
            assert said.startswith(name), said
            assert "번 층" not in said
    finally:
        remove_translators(QApplication.instance(), spoken)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (42_000, 9_000, ("42 KB", "9.0 KB")), (9_000, 4_200, ("9,000 bytes", "4,200 bytes")),
        (2_500_000, 40_000, ("2.5 MB", "0.0 MB")), (420, 12_000, ("0.4 KB", "12 KB")),
    ],
)  # fmt: skip
def test_two_sizes_that_are_compared_have_one_unit(before: int, after: int, said: tuple[str, str]) -> None:
    assert memory_texts(before, after) == said


def test_a_scale_goes_through_the_colour_of_the_ground_and_no_point_is_lost_on_it() -> None:
    for theme in (theme_for("light"), theme_for("dark")):
        assert color_of(0.0, theme, classes=False) == theme.card
        assert (color_of(-1.0, theme, classes=False), color_of(1.0, theme, classes=False)) == (
            QColor(theme.negative), QColor(theme.positive),
        )  # fmt: skip
        assert color_of(0.0, theme, classes=True) == QColor(theme.negative)
        plane = replace(data((2,)), classes=(), samples=nets.array(np.zeros((1, 2), np.float32)),
                        targets=nets.array(np.zeros((1, 1), np.float32)))  # fmt: skip
        picture = QImage(100, 100, QImage.Format.Format_RGB32)
        picture.fill(theme.card)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_points(painter, theme, plane, QRectF(0, 0, 100, 100), rim=True)
        painter.end()
        colors = {picture.pixel(x, y) for x in range(40, 60) for y in range(40, 60)}
        assert len(colors) > 1, "a point near 0 can be seen"


def test_what_was_done_at_the_same_step_stands_newest_first(qtbot: QtBot) -> None:
    timeline = Timeline(nowhere)
    qtbot.addWidget(timeline)
    loaded = nets.loaded(NET)
    marks = tuple(EditMark(7, say("{what}", what=text), 0, 0.5, 0.5) for text in ("first", "second", "third"))
    timeline.show_loaded(replace(loaded, now=replace(loaded.now, marks=marks)))
    timeline.show()
    timeline.draw()
    assert [entry.words.text() for entry in timeline.findChildren(Entry)] == ["third", "second", "first"]
