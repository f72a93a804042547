"""The tab Three layers, shown steps that were really taken apart."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from core.inside.layers.changed import graph_of
from core.inside.layers.joined import traced
from core.inside.layers.overlay import overlaid
from core.inside.layers.played import taken_by_the_trainer
from core.inside.written.step import Step
from core.messages.inside.graph import BuildGraph, GraphBuilt
from core.messages.inside.layers import Trace, Traced
from core.messages.inside.opening import TakenUp
from core.messages.inside.played import Played, PlayStep
from core.messages.train_commands import DataSpec, Settings
from core.messages.train_events import Rejected
from core.net.plan import Edit, InsertLayer, LayerKey, RemoveLayer, Widen
from core.sentence import say
from core.train.training import datasets
from core.train.training.training import Training, begin
from core.workers.worker import Worker
from gui.inside.layers.export import trace_of
from gui.inside.layers.graph import GraphPicture
from gui.inside.layers.tab import LayersTab
from gui.inside.layers.words import bar_text, op_text
from gui.inside.setting import TabSetting
from gui.install.desktop import Desktop
from gui.kit.pieces import apply_theme
from gui.kit.remembered import Preferences
from gui.kit.theme import theme_for
from tests.gui.conftest import WAIT_MS, OpenWindow
from tests.gui.test_inside_page import TAKEN
from tests.gui.test_screens import at_every_size
from tests.train.talk import ROOT

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture(scope="module")
def training() -> Iterator[Training]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    made = begin(datasets.load(DataSpec("digits")), settings=Settings(batch_size=64), seed=0)
    made.take(2)
    yield made
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def step(training: Training) -> Traced:
    return traced(Step(training))


@pytest.fixture(scope="module")
def graph(training: Training) -> GraphBuilt:
    return graph_of(training)


@pytest.fixture(scope="module")
def played(training: Training, step: Traced) -> Played:
    return overlaid(step, taken_by_the_trainer(training))


def edited(*edits: Edit) -> tuple[Traced, GraphBuilt, TakenUp]:
    """Return what is told of a training after edits."""
    made = begin(datasets.load(DataSpec("digits")), settings=Settings(batch_size=64), seed=0)
    for edit in edits:
        made.edit(edit)
    return traced(Step(made)), graph_of(made), replace(TAKEN, net=made.net)


def tab(qtbot: QtBot, step: Traced | None, *, path: Path | None = None) -> tuple[LayersTab, list[object]]:
    asked: list[object] = []

    def send(command: object) -> int:
        asked.append(command)
        return len(asked)

    setting = TabSetting(
        theme=theme_for("light"), send=send, train=lambda _: 0, again=lambda: None, show_tab=lambda _: None
    )  # fmt: skip
    made = LayersTab(setting, desktop=Desktop(save_as=lambda *_: str(path or "")))
    qtbot.addWidget(made)
    made.resize(1130, 740)
    apply_theme(made, theme_for("light"))
    made.show_taken_up(TAKEN)
    made.show()
    if step is not None:
        made.show_event(step, 1)
    QApplication.processEvents()
    return made, asked


def texts(widget: LayersTab) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


def place_of(step: Traced, name: str, lane: str = "engine") -> int:
    return next(place for place, bar in enumerate(step.bars) if bar.lane == lane and bar.name.startswith(name))


def test_a_step_is_asked_for_once_it_is_in_sight(qtbot: QtBot) -> None:
    made, asked = tab(qtbot, None)
    assert asked == [Trace()]
    made.hide()
    made.show_taken_up(TAKEN)
    assert asked == [Trace()], "nobody looks"
    made.show()
    assert asked == [Trace(), Trace()]


def test_the_lines_and_the_layers_are_told_with_their_times(qtbot: QtBot, step: Traced) -> None:
    made, _ = tab(qtbot, step)
    told = texts(made)
    assert any(text.startswith("2  output = net(x)") for text in told)
    assert {"Hidden 1", "Hidden 2", "Output"} <= set(told)
    assert any("Without the profiler the same step takes" in text for text in told)
    assert any("exactly the trainer’s own weights" in text for text in told)
    assert "API" in made.times.shares.accessibleName()


def test_a_disturbed_step_says_so(qtbot: QtBot, step: Traced) -> None:
    made, _ = tab(qtbot, replace(step, calm=True))
    assert "Other programs" not in made.card.told.text()
    made.show_event(replace(step, calm=False), None)
    assert "Other programs had the processor meanwhile" in made.card.told.text()


def test_a_click_shows_the_chain_through_all_three_lanes(qtbot: QtBot, step: Traced) -> None:
    made, _ = tab(qtbot, step)
    place = place_of(step, "aten::addmm")
    at = made.lanes.box(step.bars[place]).center()
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    pressed = QMouseEvent(QEvent.Type.MouseButtonPress, at, made.lanes.mapToGlobal(at), left, left, none)
    QApplication.sendEvent(made.lanes, pressed)
    picked = step.bars[made.lanes.picked]
    assert picked.name.startswith("aten::")
    made.lanes.pick(place)
    lanes = {step.bars[other].lane for other in made.lanes.chain(place)}
    assert lanes == {"api", "engine", "kernel"}
    names = {bar_text(step.bars[other], step) for other in made.lanes.chain(place)}
    assert {"output = net(x)", "hidden_1", "linear", "addmm", "AddmmBackward0"} <= names
    QApplication.processEvents()
    told = texts(made)
    assert op_text("aten::addmm") in told
    assert "b (32,)  x (64, 64)  Wᵀ (64, 32)" in told
    assert "AddmmBackward0" in told
    assert any("SGEMM" in text or "ATen" in text or "oneDNN" in text for text in told)


def test_the_wheel_shows_more_of_where_the_pointer_is_and_a_double_click_everything(qtbot: QtBot, step: Traced) -> None:
    made, _ = tab(qtbot, step)
    lane = made.lanes.lane_box("api")
    at = QPointF(lane.left() + lane.width() * 0.75, lane.center().y())
    turned = QWheelEvent(
        at, made.lanes.mapToGlobal(at), QPointF(0, 0).toPoint(), QPointF(0, 1200).toPoint(), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(made.lanes, turned)
    span = made.lanes.right_s - made.lanes.left_s
    assert span < step.seconds / 5
    assert made.lanes.left_s < 0.75 * step.seconds < made.lanes.right_s
    made.lanes.whole()
    assert (made.lanes.left_s, made.lanes.right_s) == (0.0, step.seconds)


def test_the_keys_go_along_the_lanes_and_through_them(qtbot: QtBot, step: Traced) -> None:
    made, _ = tab(qtbot, step)
    made.lanes.setFocus()
    qtbot.keyClick(made.lanes, Qt.Key.Key_Right)
    qtbot.keyClick(made.lanes, Qt.Key.Key_Right)
    assert bar_text(step.bars[made.lanes.picked], step) == "output = net(x)"
    qtbot.keyClick(made.lanes, Qt.Key.Key_Down)
    assert bar_text(step.bars[made.lanes.picked], step) == "hidden_1"
    qtbot.keyClick(made.lanes, Qt.Key.Key_Up)
    assert bar_text(step.bars[made.lanes.picked], step) == "output = net(x)"
    assert "output = net(x)" in made.lanes.accessibleDescription()


def test_the_step_is_given_away_as_a_trace_and_a_picture(qtbot: QtBot, step: Traced, tmp_path: Path) -> None:
    made, _ = tab(qtbot, step, path=tmp_path / "한 스텝.json")
    made.save_trace()
    told = json.loads((tmp_path / "한 스텝.json").read_text("utf-8"))
    assert told == json.loads(json.dumps(trace_of(step)))
    bars = [event for event in told["traceEvents"] if event["ph"] == "X"]
    assert len(bars) == len(step.bars)
    assert {event["tid"] for event in bars} == {1, 2, 3}
    made, _ = tab(qtbot, step, path=tmp_path / "a.svg")
    made.save_picture()
    assert b"<svg" in (tmp_path / "a.svg").read_bytes()
    made, _ = tab(qtbot, step, path=tmp_path / "a.png")
    made.save_picture()
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    made, _ = tab(qtbot, step, path=tmp_path / "nowhere" / "a.png")
    made.save_picture()
    assert "could not be saved" in made.progress.text()


# ------------------------------------------------------------------------------------------------------------ the graph
def switch(qtbot: QtBot, made: LayersTab, graph: GraphBuilt | None) -> None:
    """Switch to the graph as a person does, and answer."""
    qtbot.mouseClick(made.card.views["graph"], Qt.MouseButton.LeftButton)
    if graph is not None:
        made.show_event(graph, None)
    QApplication.processEvents()


def rest(made: LayersTab) -> None:
    """Let some frames pass."""
    for _ in range(20):
        made.draw()


def click(picture: GraphPicture, where: tuple[str, int]) -> None:
    at = picture.on_screen(picture.drawing.box(*where)).center()
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    pressed = QMouseEvent(QEvent.Type.MouseButtonPress, at, picture.mapToGlobal(at), left, left, none)
    QApplication.sendEvent(picture, pressed)
    QApplication.processEvents()


def node(graph: GraphBuilt, op: str, layer: int) -> int:
    return next(place for place, one in enumerate(graph.nodes) if one.op == op and one.layer == layer)


def test_the_graph_is_asked_for_when_somebody_wants_to_see_it(qtbot: QtBot, step: Traced, graph: GraphBuilt) -> None:
    made, asked = tab(qtbot, step)
    assert asked == [Trace()], "the picture comes first"
    rest(made)
    assert asked == [Trace(), PlayStep()], "then the trainer's step, and no graph"
    switch(qtbot, made, graph)
    assert asked[2:] == [BuildGraph()]
    assert made.card.stack.currentWidget() is made.nodes
    qtbot.mouseClick(made.card.views["axis"], Qt.MouseButton.LeftButton)
    switch(qtbot, made, None)
    assert asked[2:] == [BuildGraph()], "it is there already"
    made.show_taken_up(TAKEN)
    rest(made)
    assert asked[3:] == [Trace()], "it is not there yet"
    made.show_event(step, None)
    rest(made)
    assert asked[3:] == [Trace(), BuildGraph(), PlayStep()], "another step, another graph"


def test_the_graph_says_that_it_is_built_again_and_when_it_will_be_another(
    qtbot: QtBot, step: Traced, graph: GraphBuilt
) -> None:
    made, _ = tab(qtbot, step)
    switch(qtbot, made, graph)
    told = " ".join(texts(made))
    assert "10 nodes for ops, 6 for parameters" in told
    first, second = graph.builds
    assert f"(#{first.first}–#{first.last}, then #{second.first}–#{second.last})" in told
    assert "not one op’s node is the same object" in told
    assert "Edit the network on the page Train and come back" in told


def test_a_click_on_a_node_shows_it_and_its_op_and_the_bar_of_both(
    qtbot: QtBot, step: Traced, graph: GraphBuilt
) -> None:
    made, _ = tab(qtbot, step)
    switch(qtbot, made, graph)
    place = node(graph, "aten::addmm", 2)
    click(made.nodes, ("backward", place))
    told = texts(made)
    assert made.op.title.text() == "AddmmBackward0"
    assert "Hidden 2 · Backward" in told
    assert f"#{graph.nodes[place].sequence}" in told
    assert any(text.startswith("mat1 (64, 32)") for text in told)
    assert step.bars[made.lanes.picked].name == "AddmmBackward0"
    click(made.nodes, ("forward", place))
    assert made.op.title.text() == "addmm"
    assert op_text("aten::addmm") in texts(made)
    assert step.bars[made.lanes.picked].name == "aten::addmm"
    qtbot.mouseClick(made.card.views["axis"], Qt.MouseButton.LeftButton)
    assert made.op.title.text() == "addmm", "it stays picked on the time axis"
    made.lanes.pick(place_of(step, "aten::relu"))
    switch(qtbot, made, None)
    assert made.nodes.picked == ("forward", node(graph, "aten::relu", 1))


def test_what_was_picked_on_the_time_axis_is_in_a_graph_that_fills_its_room(
    qtbot: QtBot, step: Traced, graph: GraphBuilt
) -> None:
    made, _ = tab(qtbot, step)
    made.lanes.pick(place_of(step, "aten::addmm"))
    switch(qtbot, made, graph)
    for height in (740, 900, 700):
        made.resize(1130, height)
        for _ in range(3):
            QApplication.processEvents()
        made.nodes.grab()
        found = made.nodes.scale
        assert made.nodes.room().contains(made.nodes.on_screen(made.nodes.drawing.box(*made.nodes.picked)))
        made.nodes.begin()
        assert found == made.nodes.scale, "as without a bar that is picked"


def test_a_parameter_is_told_by_its_name_and_shape(qtbot: QtBot, step: Traced, graph: GraphBuilt) -> None:
    made, _ = tab(qtbot, step)
    switch(qtbot, made, graph)
    place = next(place for place, one in enumerate(graph.nodes) if one.parameter == "hidden_1.weight")
    click(made.nodes, ("backward", place))
    assert made.op.title.text() == "AccumulateGrad"
    assert {"hidden_1.weight", "(32, 64)"} <= set(texts(made))
    click(made.nodes, ("forward", place))
    assert made.op.title.text() == "weight"


def test_the_keys_go_through_the_graph_and_to_the_partner(qtbot: QtBot, step: Traced, graph: GraphBuilt) -> None:
    made, _ = tab(qtbot, step)
    made.lanes.setFocus()
    qtbot.keyClick(made.lanes, Qt.Key.Key_G)
    assert made.view == "graph"
    made.show_event(graph, None)
    QApplication.processEvents()
    picture = made.nodes
    qtbot.keyClick(picture, Qt.Key.Key_Right)
    assert picture.picked == ("forward", node(graph, "aten::addmm", 1)), "the first of the chain"
    qtbot.keyClick(picture, Qt.Key.Key_Right)
    assert picture.picked == ("forward", node(graph, "aten::relu", 1))
    qtbot.keyClick(picture, Qt.Key.Key_Down)
    assert picture.picked == ("backward", node(graph, "aten::relu", 1))
    assert "ReluBackward0" in picture.accessibleDescription()
    qtbot.keyClick(picture, Qt.Key.Key_Left)
    assert picture.picked == ("backward", node(graph, "aten::addmm", 1))
    before = picture.scale
    qtbot.keyClick(picture, Qt.Key.Key_Plus)
    assert picture.scale > before
    qtbot.keyClick(picture, Qt.Key.Key_0)
    qtbot.keyClick(picture, Qt.Key.Key_G)
    assert made.view == "axis"


def test_the_wheel_and_dragging_move_the_graph_and_never_out_of_sight(
    qtbot: QtBot, step: Traced, graph: GraphBuilt
) -> None:
    made, _ = tab(qtbot, step)
    switch(qtbot, made, graph)
    picture = made.nodes
    at = QPointF(300, 150)
    there = picture.in_picture(at)
    picture.zoom(3, at)
    assert (picture.in_picture(at) - there).manhattanLength() < 1, "what is under the pointer stays there"
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for kind, x in ((QEvent.Type.MouseButtonPress, 300), (QEvent.Type.MouseMove, 9_000)):
        spot = QPointF(x, 150)
        QApplication.sendEvent(picture, QMouseEvent(kind, spot, picture.mapToGlobal(spot), left, left, none))
    assert picture.left == 0
    picture.whole()
    assert picture.on_screen(picture.drawing.loss()).right() <= picture.width()


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (InsertLayer(LayerKey(1)), "8 nodes are new (+), 0 gone (−), 0 have other shapes (≠), 16 are as before"),
        (RemoveLayer(LayerKey(2)), "0 nodes are new (+), 5 gone (−), 0 have other shapes (≠), 11 are as before"),
        (Widen(LayerKey(1), 8), "0 nodes are new (+), 0 gone (−), 5 have other shapes (≠), 11 are as before"),
    ],
)
def test_what_an_edit_changed_is_said_and_marked(qtbot: QtBot, edit: Edit, said: str) -> None:
    step, graph, taken = edited(edit)
    made, _ = tab(qtbot, None)
    made.show_taken_up(taken)
    made.show_event(step, None)
    switch(qtbot, made, graph)
    assert f"before the last edit (64 → 32 → 32 → 10): {said}" in made.card.told.text()
    nodes = (*graph.nodes, *graph.gone)
    place = next(place for place, one in enumerate(nodes) if one.change != "same")
    made.nodes.pick(("backward", place))
    QApplication.processEvents()
    told = {"new": "new since the last edit", "gone": "gone since the last edit",
            "resized": "other shapes since the last edit"}[nodes[place].change]  # fmt: skip
    assert any(text.startswith(told) for text in texts(made))
    shown = made.nodes.on_screen(made.nodes.drawing.box("backward", place))
    assert made.nodes.room().intersects(shown), "the change is in sight"


def test_a_removed_layers_name_is_still_known(qtbot: QtBot) -> None:
    step, graph, taken = edited(RemoveLayer(LayerKey(2)))
    made, _ = tab(qtbot, None)
    made.show_taken_up(taken)
    made.show_event(step, None)
    switch(qtbot, made, graph)
    made.nodes.pick(("backward", len(graph.nodes)))
    assert "Hidden 2, removed · Backward" in texts(made)
    assert made.lanes.picked == -1, "it has no bar in this step"


def test_the_graph_is_given_away_whole_as_png_and_svg(
    qtbot: QtBot, step: Traced, graph: GraphBuilt, tmp_path: Path
) -> None:
    for name in ("그래프.png", "그래프.svg"):
        made, _ = tab(qtbot, step, path=tmp_path / name)
        switch(qtbot, made, None)
        assert not made.image.isEnabled(), "there is none yet"
        made.show_event(graph, None)
        made.save_picture()
    found = QImage(str(tmp_path / "그래프.png"))
    assert found.size() == made.nodes.drawing.size * 2
    colors = {found.pixel(x, y) for x in range(0, found.width(), 9) for y in range(0, found.height(), 9)}
    assert len(colors) > 5
    assert b"AccumulateGrad" in (tmp_path / "그래프.svg").read_bytes()


def test_a_refusal_is_told_and_no_other_tabs_is(qtbot: QtBot, step: Traced) -> None:
    made, asked = tab(qtbot, step)
    switch(qtbot, made, None)
    made.show_event(Rejected(say("There is not enough memory for this. Nothing was changed.")), 999)
    assert "memory" not in made.progress.text()
    made.show_event(Rejected(say("There is not enough memory for this. Nothing was changed.")), len(asked))
    assert "memory" in made.progress.text()


# -------------------------------------------------------------------------------------------- the trainer's own step
def test_the_trainers_step_lies_over_this_one_and_adds_up(qtbot: QtBot, step: Traced, played: Played) -> None:
    made, _ = tab(qtbot, step)
    assert not made.card.overlay.isEnabled(), "it is not known yet"
    made.show_event(played, None)
    assert made.card.overlay.isEnabled()
    assert made.layers.isVisible()
    assert not made.sums.isVisible()
    qtbot.mouseClick(made.card.overlay, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    assert made.sums.isVisible()
    assert not made.layers.isVisible(), "it has its place"
    assert made.lanes.rows["trainer"] > 0
    told = texts(made)
    calls = sum(bar.lane != "kernel" for bar in step.bars)
    assert f"{calls} → {len(played.ops)}" in told
    assert any("exactly the weights of the trainer’s own" in text for text in told)
    assert any(f"{played.alike} of its {len(played.ops)} calls are in both steps" in text for text in told)
    made.card.overlay.setFocus()
    qtbot.keyClick(made.lanes, Qt.Key.Key_T)
    assert not made.card.overlay.isChecked()
    assert made.lanes.rows["trainer"] == 0


def test_an_operation_of_the_trainers_leads_to_the_same_in_this_step(
    qtbot: QtBot, step: Traced, played: Played
) -> None:
    made, _ = tab(qtbot, step)
    made.show_event(played, None)
    made.card.overlay.click()
    made.lanes.zoom(step.seconds / played.seconds, made.lanes.lane_box("api").left())
    both = next(place for place, op in enumerate(played.ops) if op.name == "aten::addmm")
    at = made.lanes.op_box(played.ops[both]).center()
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    pressed = QMouseEvent(QEvent.Type.MouseButtonPress, at, made.lanes.mapToGlobal(at), left, left, none)
    assert made.lanes.under_op(at) == both
    QApplication.sendEvent(made.lanes, pressed)
    assert step.bars[made.lanes.picked].name == "aten::addmm"
    assert made.lanes.picked in made.lanes.stays
    alone = next(place for place, op in enumerate(played.ops) if op.name == "aten::_fused_adam_")
    made.lanes.pick_op(alone)
    assert made.lanes.picked == -1
    assert made.op.title.text() == "_fused_adam_"
    assert {"only in the trainer’s step", "the update"} <= set(texts(made))
    QApplication.processEvents()


def test_a_trace_holds_the_trainers_step_as_well(qtbot: QtBot, step: Traced, played: Played) -> None:
    told = trace_of(step, played)
    theirs = [event for event in told["traceEvents"] if event["pid"] == 2 and event["ph"] == "X"]
    assert len(theirs) == len(played.ops)
    assert sum(event["args"]["in both"] for event in theirs) == played.alike


def test_a_device_whose_graph_tells_nothing_is_said_to(qtbot: QtBot, step: Traced, played: Played) -> None:
    made, _ = tab(qtbot, step)
    none = tuple(replace(one, played_calls=0, played_s=0.0) for one in played.parts)
    made.show_event(replace(played, rung="captured", ops=(), parts=none, seconds=0.0, alike=0), None)
    made.card.overlay.click()
    QApplication.processEvents()
    assert made.lanes.rows["trainer"] == 0
    assert any(text.startswith("The profiler tells nothing of what the device plays here.") for text in texts(made))


def test_the_trainers_step_of_another_moment_is_not_shown(qtbot: QtBot, step: Traced, played: Played) -> None:
    made, _ = tab(qtbot, step)
    made.show_event(replace(played, step=played.step + 1), None)
    beyond = replace(played, ops=(replace(played.ops[0], bar=len(step.bars)),))
    made.show_event(beyond, None)
    assert made.played is None
    assert not made.card.overlay.isEnabled()


# ------------------------------------------------------------------------------------------------- in little room
@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("view", ["overlay", "graph"])
def test_both_views_fit_every_screen(
    open_window: OpenWindow, training: Training, step: Traced, played: Played, language: str, view: str
) -> None:
    window = open_window(preferences=Preferences(language=language, theme="light"), page="inside")
    window.inside.show_event(TAKEN, None)
    made: LayersTab = window.inside.made.tab("layers")
    for event in (step, played):
        made.show_event(event, None)
    if view == "overlay":
        made.card.overlay.click()
    else:
        made.show_view("graph")
        _, graph, _ = edited(InsertLayer(LayerKey(1)))
        made.show_event(graph, None)
        made.nodes.pick(("backward", 0))
    told = at_every_size(window)
    assert not told, "\n".join(f"{size}: {line}" for size, lines in told.items() for line in lines)


# ------------------------------------------------------------------------------------------------------ the whole way
def test_a_person_edits_on_the_trainer_page_and_comes_back_to_another_graph(
    open_window: OpenWindow, qtbot: QtBot, home: Path
) -> None:
    trainer = Worker([sys.executable, "-m", "core.train.start"], log=home / "trainer.log", folder=ROOT)
    window = open_window(trainer=trainer)
    window.frame.open("inside")
    qtbot.waitUntil(lambda: window.inside.made.taken is not None, timeout=WAIT_MS)
    made: LayersTab = window.inside.made.tab("layers")
    qtbot.waitUntil(lambda: made.played is not None, timeout=WAIT_MS)
    assert made.played.differs == 0
    qtbot.mouseClick(made.card.views["graph"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: made.graph is not None, timeout=WAIT_MS)
    assert made.graph.net_before is None
    QApplication.processEvents()
    click(made.nodes, ("backward", node(made.graph, "aten::relu", 1)))
    assert made.op.title.text() == "ReluBackward0"
    before = made.graph
    window.frame.open("train")
    net = window.page.net
    qtbot.keyClick(window, Qt.Key.Key_I)
    qtbot.waitUntil(lambda: window.page.net != net, timeout=WAIT_MS)
    window.frame.open("inside")
    qtbot.waitUntil(lambda: made.graph is not before, timeout=WAIT_MS)
    assert made.graph.net_before == net
    assert window.inside.made.taken.net == window.page.net
    assert "8 nodes are new (+)" in made.card.told.text()
    assert made.graph.builds[0].first > before.builds[-1].last
    changed = {one.layer for one in made.graph.nodes if one.change == "new"}
    assert len(changed) == 1
    QApplication.processEvents()
    drawn = made.nodes.drawing.layout
    place = next(place for place in drawn.spots if drawn.nodes[place].change == "new")
    assert made.nodes.room().intersects(made.nodes.on_screen(made.nodes.drawing.box("forward", place)))
