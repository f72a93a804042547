"""What the network drawing shows and what a person can do with it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from core.messages.train_events import Fading
from core.net.edits import edited
from core.net.plan import (
    INPUT,
    Conv,
    Dense,
    Flatten,
    GlobalPool,
    InsertLayer,
    Narrow,
    Net,
    Pool,
    RemoveLayer,
    Residual,
    Widen,
    number_of,
)
from core.net.widths import step_up
from gui.kit.theme import theme_for
from gui.train.drawing.columns import slots
from gui.train.drawing.head import Head
from gui.train.drawing.knob import Knob
from gui.train.drawing.layout import lay_out
from gui.train.drawing.view import NetDrawing
from tests.gui import nets

THEME = theme_for("light")
CONV = Net(
    (1, 8, 8),
    (
        Conv(1, 16),
        Residual(2, (Conv(3, 16), Conv(4, 16, activation="linear")), "relu"),
        Pool(5),
        Conv(6, 32),
        GlobalPool(7),
        Dense(8, 10, "linear"),
    ),
    9,
)


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Shown:
    """A drawing in a window of its own, what it sent, the menus it asked for, and its clock."""

    def __init__(self, qtbot: QtBot, net: Net, *, width: int = 612, height: int = 440, motion: bool = True) -> None:
        self.qtbot, self.clock = qtbot, Clock()
        self.sent: list[object] = []
        self.menus: list[tuple[int, QPoint]] = []
        theme = theme_for("light", motion=motion)
        menu = lambda number, at: self.menus.append((number, at))  # noqa: E731
        self.view = NetDrawing(palette=theme, send=self.sent.append, menu=menu, clock=self.clock)
        qtbot.addWidget(self.view)
        self.view.resize(width, height)
        loaded = nets.loaded(net)
        self.view.show_loaded(loaded)
        self.view.show_now(loaded.now)
        self.view.show()
        self.frame()

    def frame(self, seconds: float = 0.033) -> None:
        self.clock.now += seconds
        self.view.draw()
        QApplication.processEvents()

    def portrait(self, net: Net, **told: object) -> None:
        self.view.show_portrait(nets.portrait(net, **told))  # type: ignore[arg-type]
        self.frame()

    def edited(self, net: Net, *, key: int, grown: int = 1) -> None:
        self.view.show_now(nets.loaded(net).now, touched=key, grown=grown)
        self.frame(0)

    def named(self, name: str) -> Knob:
        found = [knob for knob in self.view.findChildren(Knob) if knob.accessibleName() == name and knob.isVisible()]
        assert len(found) == 1, name
        return found[0]

    def head(self, title: str) -> Head:
        return next(head for head in self.view.findChildren(Head) if head.slot.title == title and head.isVisible())

    def click(self, name: str, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.mouseClick(self.named(name), Qt.MouseButton.LeftButton, keys)

    def image(self) -> QImage:
        return self.view.grab().toImage()

    def place(self, title: str):
        layout = self.view.canvas.layout_
        assert layout is not None
        return next(place for place in layout.places if place.slot.title == title)

    def at(self, title: str, unit: int) -> QPoint:
        return self.place(title).box(unit).center().toPoint()


def near(
    image: QImage, color: QColor, *, left: float = 0, right: float = 9999, top: float = 0, bottom: float = 9999
) -> int:
    """How many pixels of a part of a picture are nearly a colour."""
    across = range(max(int(left), 0), min(int(right), image.width()))
    down = range(max(int(top), 0), min(int(bottom), image.height()))
    found = (QColor(image.pixel(x, y)).getRgb() for y in down for x in across)
    return sum(all(abs(a - b) < 30 for a, b in zip(one, color.getRgb(), strict=True)) for one in found)


def test_plus_widens_by_a_round_number_and_shift_by_one(qtbot: QtBot) -> None:
    shown = Shown(qtbot, nets.dense(48, 24))
    shown.click("Widen Hidden 1 by 8")
    shown.click("Narrow Hidden 2 by 4")
    shown.click("Widen Hidden 1 by 8", Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(shown.named("Narrow Hidden 1 by 8"), Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(shown.named("Narrow Hidden 1 by 8"), Qt.Key.Key_Return)
    assert shown.sent == [
        Widen(layer=1, by=8),
        Narrow(layer=2, by=4),
        Widen(layer=1, by=1),
        Narrow(layer=1, by=1),
        Narrow(layer=1, by=8),
    ]


@pytest.mark.parametrize("width", [1, 2, 3, 5, 8, 13, 32, 33, 48, 60, 100])
def test_minus_takes_back_what_plus_has_added(qtbot: QtBot, width: int) -> None:
    shown = Shown(qtbot, nets.dense(width, 4))
    shown.click(f"Widen Hidden 1 by {step_up(width)}")
    wider = edited(nets.dense(width, 4), shown.sent[-1])  # type: ignore[arg-type]
    shown.edited(wider, key=1)
    shown.click(f"Narrow Hidden 1 by {step_up(width)}")
    assert edited(wider, shown.sent[-1]) == nets.dense(width, 4)  # type: ignore[arg-type]


def test_a_click_changes_nothing_until_the_event_comes(qtbot: QtBot) -> None:
    shown = Shown(qtbot, nets.dense(48, 24))
    shown.click("Widen Hidden 1 by 8")
    assert shown.head("Hidden 1").slot.count == 48
    shown.edited(nets.dense(60, 24), key=1)
    assert shown.head("Hidden 1").accessibleName() == "Hidden 1, 60 units, relu"
    shown.click("Widen Hidden 1 by 8")
    assert shown.sent[-1] == Widen(layer=1, by=8)


def test_insert_buttons_stand_in_every_gap(qtbot: QtBot) -> None:
    shown = Shown(qtbot, nets.dense(48, 24))
    for name in ("Input", "Hidden 1", "Hidden 2"):
        shown.click(f"Insert a layer after {name}")
    assert shown.sent == [InsertLayer(after=0), InsertLayer(after=1), InsertLayer(after=2)]


def test_impossible_edits_are_disabled_and_say_why(qtbot: QtBot) -> None:
    shown = Shown(qtbot, nets.dense(1, 24))
    minus = shown.named("Narrow Hidden 1 by 1")
    assert not minus.isEnabled()
    assert minus.toolTip() not in ("", "Narrow Hidden 1 by 1 (with Shift: by 1)")
    shown.edited(nets.dense(2, 24), key=1)
    assert shown.named("Narrow Hidden 1 by 1").isEnabled()


def test_tab_goes_in_reading_order(qtbot: QtBot) -> None:
    shown = Shown(qtbot, nets.dense(48, 24))
    shown.head("Input").setFocus()
    order = []
    for _ in range(11):
        widget: QWidget = QApplication.focusWidget()
        order.append(widget.accessibleName())
        qtbot.keyClick(widget, Qt.Key.Key_Tab)
    assert order == [
        "Input, 64 values per sample", "Insert a layer after Input",
        "Hidden 1, 48 units, relu", "Narrow Hidden 1 by 8", "Widen Hidden 1 by 8", "Insert a layer after Hidden 1",
        "Hidden 2, 24 units, relu", "Narrow Hidden 2 by 4", "Widen Hidden 2 by 4", "Insert a layer after Hidden 2",
        "Output, 10 units, linear",
    ]  # fmt: skip


def test_tab_order_holds_after_an_insertion(qtbot: QtBot) -> None:
    shown = Shown(qtbot, nets.dense(48, 24))
    net = nets.dense(48, 24)
    inserted = Net(net.input, (net.layers[0], Dense(9, 48), *net.layers[1:]), 10)
    shown.edited(inserted, key=9)
    shown.head("Hidden 1").setFocus()
    order = []
    for _ in range(6):
        order.append(QApplication.focusWidget().accessibleName())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert order[4:] == ["Hidden 2, 48 units, relu", "Narrow Hidden 2 by 8"]


def test_focus_stays_on_the_button_that_was_pressed(qtbot: QtBot) -> None:
    shown = Shown(qtbot, nets.dense(48, 24))
    plus = shown.named("Widen Hidden 1 by 8")
    plus.setFocus()
    qtbot.keyClick(plus, Qt.Key.Key_Space)
    shown.edited(nets.dense(60, 24), key=1)
    assert QApplication.focusWidget() is shown.named("Widen Hidden 1 by 8")


def test_arrows_move_between_columns_and_units(qtbot: QtBot) -> None:
    shown = Shown(qtbot, nets.dense(48, 24))
    shown.portrait(nets.dense(48, 24))
    told: list[int] = []
    shown.view.selected.connect(told.append)
    shown.head("Hidden 1").setFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    assert shown.view.selection == (2, -1)
    for _ in range(3):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    assert shown.view.selection == (2, 2)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Up)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert shown.view.selection == (2, -1)
    for _ in range(5):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Left)
    assert shown.view.selection == (0, -1)
    assert told == [2, 1, 0]


def test_delete_removes_the_selected_hidden_layer_only(qtbot: QtBot) -> None:
    shown = Shown(qtbot, nets.dense(48, 24))
    for title in ("Input", "Output", "Hidden 2"):
        shown.head(title).click()
        qtbot.keyClick(shown.head(title), Qt.Key.Key_Delete)
    assert shown.sent == [RemoveLayer(layer=2)]


def test_removing_the_selected_layer_leaves_a_selection(qtbot: QtBot) -> None:
    shown = Shown(qtbot, nets.dense(48, 24))
    shown.head("Hidden 2").click()
    net = nets.dense(48, 24)
    shown.edited(Net(net.input, (net.layers[0], net.layers[2]), 4), key=2, grown=-1)
    assert shown.view.selection == (3, -1), "the layer that stands there now"
    shown.frame(2.0)


def test_a_click_on_a_unit_selects_it_and_its_layer(qtbot: QtBot) -> None:
    shown = Shown(qtbot, nets.dense(48, 24))
    shown.portrait(nets.dense(48, 24))
    told: list[int] = []
    shown.view.selected.connect(told.append)
    qtbot.mouseClick(shown.view.canvas, Qt.MouseButton.LeftButton, pos=shown.at("Hidden 2", 4))
    assert shown.view.selection == (2, 4)
    assert told == [2]
    shown.view.show_selected(1)
    assert shown.view.selection == (1, -1)
    assert told == [2]


def test_right_click_and_the_menu_key_open_the_menu_of_a_layer(qtbot: QtBot) -> None:
    shown = Shown(qtbot, nets.dense(48, 24))
    at = shown.at("Hidden 2", 3)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, shown.view.canvas.mapToGlobal(at))
    QApplication.sendEvent(shown.view.canvas, event)
    head = shown.head("Hidden 1")
    head.click()
    QApplication.sendEvent(head, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint()))
    assert [number for number, _ in shown.menus] == [2, 1]
    assert shown.menus[0][1] == shown.view.canvas.mapToGlobal(at)


def test_works_before_any_portrait_has_come(qtbot: QtBot) -> None:
    shown = Shown(qtbot, nets.dense(48, 24))
    place = shown.place("Hidden 1")
    assert len(place.ys) == 12
    box = place.box(3)
    image = shown.image()
    assert near(image, THEME.control, left=box.left(), right=box.right(), top=box.top(), bottom=box.bottom()) > 200


def test_tiles_show_positive_blue_and_negative_orange(qtbot: QtBot) -> None:
    net = nets.dense(4, 24)
    shown = Shown(qtbot, net, motion=False)
    made = nets.portrait(net)
    tiles = np.zeros((4, 8, 8))
    tiles[0], tiles[1] = 1, -1
    column = made.columns[1].__class__(**{**vars(made.columns[1]), "tiles": nets.array(tiles)})
    shown.view.show_portrait(made.__class__(made.step, (made.columns[0], column, *made.columns[2:]), made.links))
    shown.frame()
    image = shown.image()
    for unit, color in ((0, THEME.positive), (1, THEME.negative)):
        box = shown.place("Hidden 1").box(unit).adjusted(5, 5, -5, -5)
        whole = int(box.width()) * int(box.height())
        count = near(image, color, left=box.left(), right=box.right(), top=box.top(), bottom=box.bottom())
        assert count > 0.9 * whole


def test_links_are_painted_thicker_the_stronger_they_are(qtbot: QtBot) -> None:
    net = nets.dense(2, inputs=2, outputs=2)
    shown = Shown(qtbot, net, motion=False)
    made = nets.portrait(net)
    links = made.links[0].__class__(nets.array([[0, 0], [1, 1]], "i4"), nets.array([2.0, -0.5]))
    none = made.links[0].__class__(nets.array(np.zeros((0, 2)), "i4"), nets.array(np.zeros(0)))
    shown.view.show_portrait(made.__class__(made.step, made.columns, (links, none)))
    shown.frame()
    image = shown.image()
    left, right = shown.place("Input"), shown.place("Hidden 1")
    x = int((left.x + right.x) / 2 + 25)

    def inked(y: float) -> int:
        return sum(image.pixel(x, int(y) + dy) != image.pixel(1, 200) for dy in range(-6, 7)) if y else 0

    assert inked(left.ys[0]) > inked(left.ys[1]) > 0


def test_new_units_are_ringed_green_and_narrowed_ones_fade_in_amber(qtbot: QtBot) -> None:
    net = nets.dense(8, 24)
    shown = Shown(qtbot, net)
    shown.portrait(net)
    shown.frame(1)
    x = shown.place("Hidden 1").x
    part = {"left": x - 30, "right": x + 30, "top": 40, "bottom": 400}
    assert near(shown.image(), THEME.grown, **part) == 0
    shown.edited(nets.dense(10, 24), key=1)
    shown.frame(0.5)
    assert near(shown.image(), THEME.grown, **part) > 100
    shown.frame(4)
    shown.portrait(nets.dense(10, 24))
    assert near(shown.image(), THEME.grown, **part) == 0
    shown.portrait(nets.dense(10, 24), new={1: 2})  # the trainer says they are still on their ramp
    assert near(shown.image(), THEME.grown, **part) > 100
    shown.edited(nets.dense(6, 24), key=1, grown=-1)
    assert near(shown.image(), THEME.narrowed, **part) > 60
    shown.frame(2)
    assert near(shown.image(), THEME.narrowed, **part) == 0


def test_a_layer_that_fades_out_says_how_far_it_is(qtbot: QtBot) -> None:
    net = nets.dense(48, 24)
    shown = Shown(qtbot, net)
    shown.portrait(net)
    head, x = shown.head("Hidden 1"), shown.place("Hidden 1").x
    under = {"left": x - 30, "right": x + 30, "top": 36, "bottom": 42}
    assert near(shown.image(), THEME.narrowed, **under) == 0
    shown.view.show_state(replace(nets.STATE, step=100, fading=(Fading(key=1, until=400, steps=300),)))
    inked = []
    for step, percent in ((100, 0), (226, 42), (390, 96)):
        shown.view.show_tick(nets.tick(step))
        shown.frame()
        assert head.faded == percent
        inked.append(near(shown.image(), THEME.narrowed, **under))
    assert inked[0] < inked[1] < inked[2]
    assert "fading out" in head.accessibleName()
    assert "fading out" in head.toolTip()
    assert shown.head("Hidden 2").faded is None
    shown.view.show_state(replace(nets.STATE, step=400))
    shown.frame()
    assert "fading" not in head.accessibleName()
    assert near(shown.image(), THEME.narrowed, **under) == 0


def test_a_layer_that_was_inserted_says_how_far_it_has_unfolded_and_then_no_more(qtbot: QtBot) -> None:
    net = nets.dense(48, 24)
    shown = Shown(qtbot, net)
    shown.portrait(net)
    head, x = shown.head("Hidden 1"), shown.place("Hidden 1").x
    under = {"left": x - 30, "right": x + 30, "top": 36, "bottom": 42}
    new = Fading(key=1, until=400, steps=300, unfolds=True)
    shown.view.show_state(replace(nets.STATE, step=100, fading=(new,)))
    inked = []
    for step, percent in ((100, 0), (226, 42), (390, 96)):
        shown.view.show_tick(nets.tick(step))
        shown.frame()
        assert (head.unfolded, head.faded) == (percent, None)
        inked.append(near(shown.image(), THEME.grown, **under))
    assert inked[0] < inked[1] < inked[2]
    assert near(shown.image(), THEME.narrowed, **under) == 0
    assert "linear at first" in head.accessibleName()
    assert "linear at first" in head.toolTip()
    assert shown.head("Hidden 2").unfolded is None
    shown.view.show_tick(nets.tick(400))  # no event tells that nothing has changed
    shown.frame()
    assert head.unfolded is None
    assert "linear" not in head.accessibleName()
    assert near(shown.image(), THEME.grown, **under) == 0
    shown.view.show_tick(nets.tick(390))


def test_a_layer_that_is_to_lose_units_says_so_and_does_not_fade(qtbot: QtBot) -> None:
    shown = Shown(qtbot, nets.dense(48, 24))
    head = shown.head("Hidden 1")
    waiting = Fading(key=1, until=1000, steps=1000, by=24, ready=True)
    shown.view.show_state(replace(nets.STATE, step=100, fading=(waiting,)))
    shown.frame()
    assert head.leaving == 24
    assert head.faded is None
    assert "24 units go when a narrower copy is ready" in head.accessibleName()
    assert "24 units go" in head.toolTip()
    (_, (_, note)) = head._fitted()
    assert note in ("−24 when ready · 10%", "−24 when ready", "−24 10%")
    assert shown.view.canvas.faded == {}
    shown.view.show_state(replace(nets.STATE, step=200))
    assert head.leaving is None
    assert "units go" not in head.accessibleName()


def test_a_layer_that_is_to_go_when_ready_says_so_and_does_not_fade(qtbot: QtBot) -> None:
    shown = Shown(qtbot, nets.dense(48, 24))
    head, other = shown.head("Hidden 1"), shown.head("Hidden 2")
    waiting = Fading(key=1, until=1000, steps=1000, ready=True)
    shown.view.show_state(replace(nets.STATE, step=100, fading=(waiting,)))
    shown.frame()
    assert (head.faded, other.leaving) == (None, None)
    assert "goes when a copy without it is ready" in head.accessibleName()
    assert "goes when a copy" in head.toolTip()
    (_, (_, note)) = head._fitted()
    assert note in ("goes when ready · 10%", "goes when ready", "− 10%")
    assert shown.view.canvas.faded == {}
    shown.view.show_state(replace(nets.STATE, step=200))
    assert "goes when" not in head.accessibleName()


def test_a_residual_block_that_fades_out_shows_it_under_its_sum(qtbot: QtBot) -> None:
    shown = Shown(qtbot, CONV)
    place = shown.place("Residual block")
    middle = shown.view.canvas.layout_.middle  # type: ignore[union-attr]
    under = {"left": place.x - 14, "right": place.x + 14, "top": middle + 14, "bottom": middle + 22}
    before = near(shown.image(), THEME.narrowed, **under)
    shown.view.show_state(replace(nets.STATE, step=150, fading=(Fading(key=2, until=300, steps=300),)))
    shown.frame()
    assert near(shown.image(), THEME.narrowed, **under) > before + 15


@pytest.mark.parametrize("motion", [True, False])
def test_an_edit_moves_briefly_or_not_at_all(qtbot: QtBot, motion: bool) -> None:
    shown = Shown(qtbot, nets.dense(48, 24), motion=motion)
    net = nets.dense(48, 24)
    inserted = Net(net.input, (net.layers[0], Dense(9, 48), *net.layers[1:]), 10)
    before = shown.place("Hidden 2").x
    shown.edited(inserted, key=9)
    canvas = shown.view.canvas
    current = canvas.current()
    assert current is not None
    moved = current.by_key(2)
    assert moved is not None
    assert moved.x == pytest.approx(before if motion else shown.place("Hidden 3").x, abs=2)
    shown.frame(0.2)
    assert canvas.current() is canvas.layout_


def test_draw_rests_when_nothing_changes(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = Shown(qtbot, nets.dense(48, 24))
    shown.portrait(nets.dense(48, 24))
    for _ in range(40):  # the light of activity settles
        shown.frame()
    asked: list[int] = []
    monkeypatch.setattr(shown.view.canvas, "update", lambda: asked.append(1))
    shown.view.draw()
    assert not asked
    shown.view.show_portrait(nets.portrait(nets.dense(48, 24), seed=1))
    shown.view.draw()
    assert asked


def test_hovering_a_unit_shows_it_at_large(qtbot: QtBot) -> None:
    shown = Shown(qtbot, nets.dense(48, 24))
    shown.portrait(nets.dense(48, 24))
    assert shown.view._popover.isHidden()
    qtbot.mouseMove(shown.view.canvas, shown.at("Hidden 1", 5))
    shown.frame()
    popover = shown.view._popover
    assert popover.isVisible()
    assert popover._title == "Hidden 1 · unit 6"
    assert popover._lines == ["activity 1.00", "active on 100% of samples"]
    assert shown.view.rect().contains(popover.geometry())
    qtbot.mouseMove(shown.view.canvas, shown.at("Output", 9))
    shown.frame()
    assert popover._title == "Output · 9"
    assert shown.view.rect().contains(popover.geometry())


def test_a_portrait_from_before_an_edit_is_left_out(qtbot: QtBot) -> None:
    shown = Shown(qtbot, nets.dense(48, 24))
    shown.edited(nets.dense(5, 24), key=1, grown=-1)
    shown.portrait(nets.dense(48, 24))
    assert shown.view.canvas.units[1].count == 5
    shown.frame(1)


def test_convolutional_and_residual_nets(qtbot: QtBot) -> None:
    shown = Shown(qtbot, CONV)
    layout = shown.view.canvas.layout_
    assert layout is not None
    kinds = [(number_of(CONV, place.slot.key), place.slot.kind) for place in layout.places]
    assert kinds == [
        (0, "units"), (1, "units"), (3, "units"), (4, "units"), (2, "merge"), (5, "slim"), (6, "units"), (7, "slim"),
        (8, "units"),
    ]  # fmt: skip
    merge = layout.places[4].slot
    assert merge.skip_from == 1  # the arc begins at the first convolution
    assert shown.head("Hidden 1").slot.note == "16 ch 3×3 relu"
    assert shown.head("Hidden 1").accessibleName() == "Hidden 1, 16 channels, 3×3, relu"
    x = (layout.places[2].x + layout.places[3].x) / 2  # the arc runs over the body
    lane = near(shown.image(), QColor("#8c94a3"), left=x - 10, right=x + 10, top=38, bottom=layout.top)
    assert lane > 10
    shown.click("Insert a layer after Residual block")
    assert shown.sent == [InsertLayer(after=2)]


@pytest.mark.parametrize("depth", [1, 4, 8, 10])
@pytest.mark.parametrize("width", [612, 900])
def test_up_to_twelve_columns_fit(qtbot: QtBot, depth: int, width: int) -> None:
    shown = Shown(qtbot, nets.dense(*[32] * depth), width=width)
    layout = shown.view.canvas.layout_
    assert layout is not None
    assert layout.width <= width
    buttons = shown.view.findChildren(Knob)
    boxes = [button.geometry() for button in buttons]
    assert all(box.width() >= 24 and box.height() >= 24 for box in boxes)
    assert not any(a.intersects(b) for at, a in enumerate(boxes) for b in boxes[at + 1 :])
    assert all(shown.view.canvas.rect().contains(box) for box in boxes)


def test_deeper_nets_scroll_sideways(qtbot: QtBot) -> None:
    shown = Shown(qtbot, nets.dense(*[16] * 20))
    shown.frame()
    assert shown.view.canvas.width() > 612
    shown.edited(nets.dense(16), key=1, grown=-1)
    shown.frame(1)
    assert shown.view.canvas.width() == 612


def test_the_net_is_described_for_screen_readers(qtbot: QtBot) -> None:
    shown = Shown(qtbot, nets.dense(48, 24))
    assert shown.view.accessibleName() == "Network"
    assert shown.view.accessibleDescription() == (
        "Input, 64 values per sample; Hidden 1, 48 units, relu; Hidden 2, 24 units, relu; Output, 10 units, linear"
    )


def test_a_unit_reached_by_the_keyboard_is_read_aloud(qtbot: QtBot) -> None:
    net = nets.dense(48, 24)
    shown = Shown(qtbot, net)
    shown.portrait(net)
    head = shown.head("Hidden 1")
    head.setFocus(Qt.FocusReason.TabFocusReason)
    heard: list[str] = []
    for _ in range(2):
        qtbot.keyClick(head, Qt.Key.Key_Down)
        heard.append(head.accessibleName())
    assert heard == [
        "Hidden 1 · unit 1, activity 1.00, active on 100% of samples",
        "Hidden 1 · unit 2, activity 1.00, active on 100% of samples",
    ]
    assert head.accessibleDescription() == "Hidden 1, 48 units, relu"
    qtbot.keyClick(head, Qt.Key.Key_Right)
    assert head.accessibleName() == "Hidden 1, 48 units, relu"
    output = shown.head("Output")
    output.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(4):
        qtbot.keyClick(output, Qt.Key.Key_Down)
    assert output.accessibleName().startswith("Output · 3, ")


def test_themes_change_at_once(qtbot: QtBot) -> None:
    shown = Shown(qtbot, nets.dense(48, 24))
    shown.portrait(nets.dense(48, 24))
    light = shown.image()
    shown.view.set_theme(theme_for("dark"))
    shown.frame()
    assert shown.image() != light


def test_tiles_are_whole_pixels_and_columns_stay_apart() -> None:
    columns = slots(nets.dense(48, 24))
    layout = lay_out(
        columns, {slot.key: 12 for slot in columns}, {slot.key: 8 for slot in columns}, width=612, height=440
    )
    for place in layout.places:
        assert (place.tile - 2) % 8 == 0
        gaps = np.diff(place.ys)
        assert gaps.min() >= place.tile
        assert layout.top <= place.ys[0] - place.tile / 2
        assert place.ys[-1] + place.tile / 2 <= layout.bottom + 1
    assert layout.by_key(INPUT) is not None
    flat = slots(Net((1, 8, 8), (Flatten(1), Dense(2, 10, "linear")), 3))
    assert [slot.kind for slot in flat] == ["units", "slim", "units"]
