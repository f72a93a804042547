"""What an autograd graph says: of itself, of the one before the last edit, and of each of its nodes; and which bar on
the time axis is which node: autograd numbers both alike, counted from the step's first."""

from __future__ import annotations

from collections import Counter, defaultdict

from core.messages.inside.graph import GraphBuilt, GraphNode
from core.messages.inside.layers import Traced
from core.net.plan import LayerKey, Net
from core.sizes import size_text
from gui.inside.layers.graph_paint import Where, short_name
from gui.inside.layers.words import op_name, op_text
from gui.kit.layer_words import arrows, titles
from gui.kit.words import tr


def graph_text(graph: GraphBuilt) -> str:
    """Return what the graph is, and that it is built in every step."""
    leaves = sum(bool(node.parameter) for node in graph.nodes)
    what = tr(
        "PyTorch wrote this graph while the step went forward, and backward() throws it away: {ops} nodes for ops, "
        "{leaves} for parameters.", ops=len(graph.nodes) - leaves, leaves=leaves,
    )  # fmt: skip
    return " ".join(part for part in (what, builds_text(graph), cut_text(graph)) if part)


def builds_text(graph: GraphBuilt) -> str:
    """Return what two builds of the same step say, "" with fewer."""
    if len(graph.builds) < 2:
        return ""
    first, second = graph.builds[-2:]
    numbers = {"first": f"#{first.first}–#{first.last}", "second": f"#{second.first}–#{second.last}"}
    if second.met_again == 0:
        return tr(
            "Measured: taken twice, the step has two graphs ({first}, then {second}), and not one op’s node is the "
            "same object.", **numbers,
        )  # fmt: skip
    return tr(
        "Measured: taken twice, the step has two graphs ({first}, then {second}), and {met} of their nodes are the "
        "same objects.", met=second.met_again, **numbers,
    )  # fmt: skip


def cut_text(graph: GraphBuilt) -> str:
    """Return that there is more than is shown, "" where there is not."""
    return tr("There are more nodes than the {count} shown.", count=len(graph.nodes)) if graph.cut else ""


def edit_text(graph: GraphBuilt) -> str:
    """Return how the graph differs from the one before the last edit."""
    if graph.net_before is None:
        return tr(
            "Edit the network on the page Train and come back: the next step’s graph will be another one. That is why "
            "a network can change while it trains."
        )  # fmt: skip
    counts = Counter(node.change for node in graph.nodes)
    if not graph.gone and not counts["new"] and not counts["resized"]:
        return tr("The last edit left the graph as it was: only numbers and settings changed.")
    return tr(
        "It is another graph than before the last edit ({before}): {new} nodes are new (+), {gone} gone (−), {resized} "
        "have other shapes (≠), {same} are as before; that graph is built again from the plan of then. That is why a "
        "network can change while it trains.",
        before=arrows(graph.net_before), new=counts["new"], gone=len(graph.gone),
        resized=counts["resized"], same=counts["same"],
    )  # fmt: skip


def names_of(graph: GraphBuilt, net: Net | None) -> defaultdict[LayerKey, str]:
    """Return the name of each layer, those before the last edit as well; "" for any other."""
    found: defaultdict[LayerKey, str] = defaultdict(str)
    if graph.net_before is not None:
        found |= {key: tr("{layer}, removed", layer=name) for key, name in titles(graph.net_before).items()}
    return found | (titles(net) if net is not None else {})


# --------------------------------------------------------------------------------------------------------- of one node
def node_title(node: GraphNode, *, backward: bool) -> str:
    """Return what stands above the facts of a node or its op."""
    if backward:
        return node.name.rpartition(":")[2]
    return op_name(node.op) or short_name(node.parameter) or node.name


def node_text(node: GraphNode, *, backward: bool) -> str:
    """Return what a node or its op does, in a sentence or two."""
    if node.parameter:
        return tr(
            "Adds the gradient that arrives to the parameter’s .grad. It belongs to the parameter, not to the step: "
            "PyTorch may use it again."
        ) if backward else tr("A parameter: a tensor with requires_grad, at which the graph ends.")  # fmt: skip
    if not backward:
        return op_text(node.op)
    return tr(
        "The way back through {op}: from the gradient of what {op} gave, it makes the gradient of what {op} took.",
        op=op_name(node.op) or node.name,
    )  # fmt: skip


def change_text(node: GraphNode) -> str:
    """Return what the last edit made of a node, "" if nothing."""
    return {
        "new": tr("new since the last edit"), "gone": tr("gone since the last edit"),
        "resized": tr("other shapes since the last edit"), "same": "",
    }[node.change]  # fmt: skip


def node_rows(graph: GraphBuilt, node: GraphNode) -> list[tuple[str, str]]:
    """Return (name, value) of what is known of a node."""
    nodes = (*graph.nodes, *graph.gone)
    found = []
    if told := change_text(node):
        was = f" · {node.was} → {node.shape}" if node.parameter and node.change == "resized" else ""
        found.append((tr("edit"), told + was))
    if node.parameter:
        found += [(tr("parameter"), node.parameter), (tr("shape"), str(node.shape))]
        return found
    if node.change != "gone":
        found.append((tr("autograd’s number"), f"#{node.sequence}"))
    found.append((tr("made by"), node.op or "–"))
    for saved in node.saved:
        found.append((tr("saved for backward"), f"{saved.name} {saved.shape} {size_text(saved.bytes)}"))
    goes = [
        tr("no gradient needed") if place < 0 else nodes[place].parameter or node_title(nodes[place], backward=True)
        for place in node.next if place < len(nodes)
    ]  # fmt: skip
    found.append((tr("passes gradients on to"), "\n".join(goes) or "–"))
    return found


# ---------------------------------------------------------------------------------------------------- nodes and bars
def _same(graph: GraphBuilt | None, traced: Traced | None) -> bool:
    return graph is not None and traced is not None and graph.step == traced.step and bool(graph.builds)


def bar_of(graph: GraphBuilt | None, traced: Traced | None, where: Where | None) -> int:
    """Return the place of a node's bar, or of its op's in the forward; −1 where there is none."""
    if where is None or graph is None or traced is None or not _same(graph, traced) or where[1] >= len(graph.nodes):
        return -1
    node = graph.nodes[where[1]]
    number = node.sequence - graph.builds[-1].first if not node.parameter else -1
    found = next((place for place, bar in enumerate(traced.bars) if number >= 0 and bar.node == number), -1)
    return traced.bars[found].partner if found >= 0 and where[0] == "forward" else found


def node_of(graph: GraphBuilt | None, traced: Traced | None, place: int) -> Where | None:
    """Return the node that a bar is, or whose op it is; None where there is none."""
    if graph is None or traced is None or not _same(graph, traced) or place < 0:
        return None
    bar = traced.bars[place]
    forward = bar.node < 0
    number = traced.bars[bar.partner].node if forward and bar.partner >= 0 else bar.node
    numbers = {node.sequence: at for at, node in enumerate(graph.nodes) if not node.parameter}
    at = numbers.get(number + graph.builds[-1].first, -1) if number >= 0 else -1
    return None if at < 0 else ("forward" if forward else "backward", at)


def shapes_of(graph: GraphBuilt, traced: Traced | None) -> dict[int, str]:
    """Return what each op of the forward gives, by its node's place."""
    found: dict[int, str] = {}
    for at in range(len(graph.nodes)):
        place = bar_of(graph, traced, ("forward", at))
        about = traced.bars[place].facts if traced is not None and place >= 0 else -1
        if traced is not None and about >= 0 and traced.facts[about].outputs:
            found[at] = str(traced.facts[about].outputs[0])
    return found
