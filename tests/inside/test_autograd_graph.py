"""The autograd graph of a step: every node of it, built again in every step, and what an edit makes of it."""

from __future__ import annotations

import itertools
from array import array
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from core.inside.layers.changed import compared, graph_of, told, with_net
from core.inside.layers.graph import built, is_leaf, walk
from core.inside.layers.joined import traced
from core.inside.written.step import Step
from core.messages.inside.graph import MOST_NODES, GraphBuilt, GraphNode
from core.messages.train_commands import OPTIMIZERS, DataSpec, OptimizerName, Settings
from core.net.plan import CopyLayer, Edit, Freeze, InsertLayer, LayerKey, Narrow, Net, RemoveLayer, Widen, mlp
from core.net.presets import PRESETS, preset
from core.train.disk import checkpoint
from core.train.training import datasets
from core.train.training.training import Training, begin
from core.workers import wire
from tests.conftest import QT

if QT:
    from gui.inside.layers.graph_words import graph_text
    from gui.inside.layers.layout import laid_out

FIRST = LayerKey(1)
DRAWN = pytest.mark.skipif(not QT, reason="an environment to train in has no Qt to draw with")


def training_of(net: Net | None = None, *, l1: float = 0.0, optimizer: OptimizerName = "adam") -> Training:
    settings = Settings(batch_size=32, optimizer=optimizer, l1=l1)
    made = begin(datasets.load(DataSpec("digits")), net=net, settings=settings, seed=0)
    made.take(1)
    return made


def after(*edits: Edit, net: Net | None = None) -> GraphBuilt:
    training = training_of(net)
    for edit in edits:
        training.edit(edit)
        training.take(1)
    return graph_of(training)


def check(graph: GraphBuilt) -> None:
    """What must be so of every graph, and of how it is drawn."""
    nodes = (*graph.nodes, *graph.gone)
    assert len({node.key for node in nodes}) == len(nodes), "a node has a name of its own"
    assert all(-1 <= other < len(nodes) for node in nodes for other in node.next)
    for node in graph.nodes:
        if node.parameter:
            assert node.name.endswith("AccumulateGrad")
            assert (node.next, node.saved, node.sequence) == ((), (), -1)
        else:
            assert node.op.startswith("aten::"), node
            stem = node.name.lower().removesuffix("backward0").removesuffix("backward1")
            assert stem[:3] in node.op.replace("_", "")[4:], f"{node.name} of {node.op}"
    first, second = graph.builds
    assert (second.met_again, second.first) == (0, first.last + 1)
    assert second.leaves_met_again == sum(bool(node.parameter) for node in graph.nodes)
    if not QT:
        return
    drawn = laid_out(graph)
    places = [(spot.column, spot.row) for spot in drawn.spots.values()]
    assert len(set(places)) == len(places), "no two nodes lie on each other"
    assert sum(spot.bundle for spot in drawn.spots.values()) >= len(nodes)
    spots = drawn.spots
    bands = drawn.bands
    assert bands[0].hanging_first == bands[0].first == 0
    assert bands[-1].hanging_last == bands[-1].last == drawn.columns - 1
    for one, two in itertools.pairwise(bands):
        assert (two.first, two.hanging_first) == (one.last + 1, one.hanging_last + 1), "no column is left out or shared"
    for spot in spots.values():
        owner = drawn.nodes[spot.place]
        if owner.parameter:
            mine = [band for band in bands if band.layer == owner.layer]
            assert any(band.hanging_first <= spot.column <= band.hanging_last for band in mine), owner.parameter
    for edge in drawn.edges:
        assert spots[edge.end].column <= spots[edge.begin].column, "backward goes to the left"
    assert wire.decode(wire.encode(graph))[0] == graph


# ------------------------------------------------------------------------------------------------------- what it holds
def test_the_graph_holds_a_node_for_each_op_and_each_parameter() -> None:
    graph = graph_of(training_of(mlp(64, [32, 32], 10)))
    check(graph)
    names = Counter(node.name for node in graph.nodes)
    assert names == {
        "AddmmBackward0": 3, "TBackward0": 3, "ReluBackward0": 2, "LogSoftmaxBackward0": 1, "NllLossBackward0": 1,
        "torch::autograd::AccumulateGrad": 6,
    }  # fmt: skip
    root = graph.nodes[0]
    assert (root.name, root.op) == ("NllLossBackward0", "aten::nll_loss_forward")
    leaves = {node.parameter: node.shape for node in graph.nodes if node.parameter}
    assert leaves["hidden_2.weight"] == (32, 32)
    assert leaves["output.bias"] == (10,)
    (relu,) = (node for node in graph.nodes if node.op == "aten::relu" and node.layer == FIRST)
    assert [(one.name, one.shape, one.bytes) for one in relu.saved] == [("result", (32, 32), 32 * 32 * 4)]
    (addmm,) = (node for node in graph.nodes if node.op == "aten::addmm" and node.layer == FIRST)
    assert [graph.nodes[place].name.split("::")[-1] if place >= 0 else None for place in addmm.next] == [
        "AccumulateGrad", None, "TBackward0",
    ], "the bias, the data, which need no gradient, and the weight"  # fmt: skip


@pytest.mark.parametrize("name", [name for name in PRESETS if name != "custom"])
@pytest.mark.parametrize("l1", [0.0, 0.01])
def test_every_network_has_its_graph(name: str, l1: float) -> None:
    check(graph_of(training_of(preset(name, (1, 8, 8), 10), l1=l1)))


@pytest.mark.slow
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("name", [name for name in PRESETS if name != "custom"])
def test_every_network_has_its_graph_with_every_optimizer(name: str, optimizer: OptimizerName) -> None:
    check(graph_of(training_of(preset(name, (1, 8, 8), 10), optimizer=optimizer)))


@DRAWN
def test_a_deep_network_has_its_graph_in_one_row() -> None:
    graph = graph_of(training_of(mlp(64, [16] * 12, 10)))
    check(graph)
    drawn = laid_out(graph)
    chain = [spot for spot in drawn.spots.values() if spot.row == 0]
    assert len(chain) == 13 + 12 + 2
    assert (drawn.rows, [band.layer for band in drawn.bands]) == (3, [*range(1, 14), 0])


@DRAWN
def test_a_skip_goes_over_the_nodes_of_its_block() -> None:
    drawn = laid_out(after(InsertLayer(FIRST, kind="residual")))
    over = [(drawn.nodes[edge.begin].name, drawn.nodes[edge.end].name) for edge in drawn.edges if edge.over]
    assert ("AddBackward0", "ReluBackward0") in over


def test_the_numbers_are_those_of_the_traced_step() -> None:
    """So a click on a node finds its bars on the time axis."""
    for net in (mlp(64, [32, 32], 10), preset("lenet5", (1, 8, 8), 10), preset("resnet", (1, 8, 8), 10)):
        training = training_of(net)
        graph, step = graph_of(training), traced(Step(training))
        bars = {bar.node: bar for bar in step.bars if bar.node >= 0}
        nodes = [node for node in graph.nodes if not node.parameter]
        assert len(bars) == len(nodes)
        for node in nodes:
            bar = bars[node.sequence - graph.builds[-1].first]
            assert bar.name == node.name
            assert step.bars[bar.partner].name == node.op
            assert bar.layer == node.layer


# ---------------------------------------------------------------------------------------------------- again each time
def test_two_builds_of_one_step_share_no_node_but_those_of_the_parameters() -> None:
    step = Step(training_of())
    first, second = built(step), built(step)
    ids = {id(node) for node in first.walked.nodes}
    met = [node for node in second.walked.nodes if id(node) in ids]
    assert met
    assert all(map(is_leaf, met))
    numbers = [{node._sequence_nr() for node in one.walked.nodes if not is_leaf(node)} for one in (first, second)]
    assert not numbers[0] & numbers[1]
    assert [node.key for node in told(first)] == [node.key for node in told(second)], "known again all the same"


def test_two_real_steps_have_two_graphs() -> None:
    training = training_of()
    before = graph_of(training)
    training.take(1)
    now = graph_of(training)
    assert now.builds[0].first > before.builds[-1].last
    assert [node.key for node in now.nodes] == [node.key for node in before.nodes]


def test_looking_leaves_the_training_and_the_step_as_they_were() -> None:
    training = training_of()
    flat, random = training.model.flat.clone(), training.dropout_copy().get_state()
    net_before = training.net_before
    graph_of(training)
    assert torch.equal(training.model.flat, flat)
    assert torch.equal(training.dropout_copy().get_state(), random)
    assert training.net_before == net_before


@DRAWN
def test_a_graph_without_end_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.inside.layers.graph.MOST_NODES", 5)
    step = Step(training_of())
    step.run()
    found = walk(step.loss.grad_fn)
    assert found.cut
    assert len(found.nodes) == 5
    assert all(-1 <= other < 5 for ways in found.next for other in ways)
    graph = graph_of(training_of())
    assert graph.cut
    laid_out(graph)
    assert "more nodes than the 5 shown" in graph_text(graph)


@DRAWN
def test_a_network_of_sixty_four_layers_is_shown_to_its_end() -> None:
    graph = graph_of(training_of(mlp(64, [8] * 63, 10), l1=0.01))
    assert not graph.cut
    assert {node.parameter for node in graph.nodes} >= {"hidden_1.weight", "hidden_63.weight", "output.bias"}
    assert len(graph.nodes) < MOST_NODES // 4, "so four times as much is left for blocks, norms and dropout"
    assert "more nodes" not in graph_text(graph)


@DRAWN
def test_a_graph_that_is_none_is_laid_out_all_the_same() -> None:
    """The worker runs what a person types, and may tell anything."""
    assert laid_out(GraphBuilt(0, (), (), (), ())).spots == {}
    node = GraphNode("a", "AddBackward0", "aten::add", 3, FIRST, "", (), (), (), (1, 99, -7))
    circle = GraphBuilt(
        0, (node, replace(node, key="b", next=(0, 1))), (replace(node, key="c"),), ((0, 5), (-3, 1)), ()
    )
    drawn = laid_out(circle)
    assert all(0 <= edge.begin < 3 and 0 <= edge.end < 3 for edge in drawn.edges)
    assert {0, 1, 2} == set(drawn.spots)


# ------------------------------------------------------------------------------------------------- what an edit changes
def changes(graph: GraphBuilt) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for node in (*graph.nodes, *graph.gone):
        found.setdefault(node.change, set()).add(int(node.layer))
    return found


def test_without_an_edit_there_is_nothing_to_compare_with() -> None:
    graph = after()
    assert graph.net_before is None
    assert {node.change for node in graph.nodes} == {"same"}
    assert (graph.gone, graph.gone_edges) == ((), ())


def test_a_wider_layer_has_the_same_nodes_with_other_shapes() -> None:
    graph = after(Widen(FIRST, 8))
    check(graph)
    assert not {"new", "gone"} & changes(graph).keys()
    (weight,) = (node for node in graph.nodes if node.parameter == "hidden_1.weight")
    assert (weight.change, weight.was, weight.shape) == ("resized", (32, 64), (40, 64))
    (relu,) = (node for node in graph.nodes if node.op == "aten::relu" and node.layer == FIRST)
    assert relu.change == "resized"
    assert {node.change for node in graph.nodes if node.layer == 3} == {"same"}


def test_an_inserted_layer_has_new_nodes_between_the_old_ones() -> None:
    graph = after(InsertLayer(FIRST))
    check(graph)
    assert changes(graph)["new"] == {4}
    assert "gone" not in changes(graph)
    broken = [(graph.nodes[begin].layer, graph.nodes[end].layer) for begin, end in graph.gone_edges]
    assert broken == [(2, 1)], "where the new layer came in between"


@DRAWN
def test_a_removed_layers_nodes_are_gone() -> None:
    graph = after(RemoveLayer(LayerKey(2)))
    check(graph)
    assert changes(graph)["gone"] == {2}
    assert {node.name for node in graph.gone} >= {"AddmmBackward0", "ReluBackward0", "torch::autograd::AccumulateGrad"}
    drawn = laid_out(graph)
    assert all(len(graph.nodes) + place in drawn.spots for place in range(len(graph.gone)))
    assert any(edge.gone for edge in drawn.edges)


def test_a_frozen_network_ends_where_no_gradient_is_needed() -> None:
    graph = after(Freeze(FIRST, frozen=True))
    check(graph)
    assert changes(graph)["gone"] == {1}
    assert not [node for node in graph.nodes if node.layer == FIRST]


@pytest.mark.parametrize("kind", ["batch_norm", "residual", "dropout"])
def test_what_is_inserted_is_what_is_new(kind: str) -> None:
    graph = after(InsertLayer(FIRST, kind=kind))  # type: ignore[arg-type]
    check(graph)
    new = {node.op for node in graph.nodes if node.change == "new"}
    assert {"batch_norm": "aten::native_batch_norm", "residual": "aten::add", "dropout": "aten::mul"}[kind] in new


def test_many_edits_one_after_the_other_are_compared_with_the_last_only() -> None:
    edits = (Widen(FIRST, 8), InsertLayer(FIRST), CopyLayer(LayerKey(4)), Narrow(FIRST, 4), RemoveLayer(LayerKey(2)))
    training = training_of()
    for edit in edits:
        before = training.net
        training.edit(edit)
        graph = graph_of(training)
        assert graph.net_before == before
        check(graph)
        training.take(1)


def test_going_back_is_a_change_too() -> None:
    training = training_of()
    moment = training.state()
    training.edit(InsertLayer(FIRST))
    wide = training.net
    training.restore(moment)
    graph = graph_of(training)
    assert graph.net_before == wide
    assert changes(graph)["gone"] == {4}


def test_a_saved_run_knows_the_network_before_its_last_edit(tmp_path: Path) -> None:
    training = training_of()
    training.edit(InsertLayer(FIRST))
    training.take(1)
    folder = tmp_path / "한 번"
    record = checkpoint.record_of(training, last=None, threads=1)
    assert record.net_before == mlp(64, [32, 32], 10)
    for _ in checkpoint.writing(folder, training.state(), record, array("d"), on_disk=0, story=0):
        pass
    again = checkpoint.read(folder, device=torch.device("cpu")).training
    assert again.net_before == record.net_before
    assert changes(graph_of(again)) == changes(graph_of(training))


def test_the_graph_of_before_is_built_from_its_plan() -> None:
    training = training_of()
    before = [node.key for node in graph_of(training).nodes]
    training.edit(InsertLayer(FIRST))
    assert training.net_before is not None
    other = with_net(training, training.net_before)
    assert [node.key for node in told(built(Step(other)))] == before
    marked, gone, edges = compared([], told(built(Step(training))))
    assert ({node.change for node in marked}, gone, edges) == ({"new"}, (), ())
