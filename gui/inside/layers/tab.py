"""The tab Three layers: a real step in lanes or as its autograd graph, what is known of what was picked, its lines, and
where time went.

The step is asked for first. Only when it is drawn, the same step as the trainer takes it is asked for, and the graph
once somebody wants to see it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QShowEvent
from PySide6.QtWidgets import QWidget

from core.files import to_json, write
from core.messages.inside.graph import BuildGraph, GraphBuilt
from core.messages.inside.layers import Trace, Traced
from core.messages.inside.opening import TakenUp
from core.messages.inside.played import Played, PlayStep
from core.messages.train_events import Rejected
from core.net.plan import Net
from gui.inside.compare.words import time_text
from gui.inside.layers.export import png_of, svg_of, trace_of
from gui.inside.layers.facts import FactsCard
from gui.inside.layers.graph import GraphPicture
from gui.inside.layers.graph_paint import Where
from gui.inside.layers.graph_words import (
    bar_of,
    edit_text,
    graph_text,
    names_of,
    node_of,
    node_rows,
    node_text,
    node_title,
    shapes_of,
)
from gui.inside.layers.lanes import Lanes
from gui.inside.layers.picture import PictureCard, View
from gui.inside.layers.sums import Sums, Times, op_rows
from gui.inside.layers.words import (
    bar_text,
    cost_text,
    fact_rows,
    op_name,
    op_text,
    result_text,
    where_text,
)
from gui.inside.rows import Rows
from gui.inside.saving import told_of, write_picture
from gui.inside.setting import TabSetting
from gui.install.desktop import Desktop
from gui.kit.layer_words import titles
from gui.kit.pieces import Button, Elided, Scroll, column, row
from gui.kit.words import read, tr

REST_FRAMES = 8


class LayersTab(QWidget):
    """Asks for a step when a training is taken up and the tab is in sight. `desktop`: where files are saved to."""

    def __init__(self, setting: TabSetting, *, desktop: Desktop | None = None) -> None:
        super().__init__()
        self.setting, self.desktop = setting, desktop or Desktop()
        self.traced: Traced | None = None
        self.graph: GraphBuilt | None = None
        self.played: Played | None = None
        self.net: Net | None = None
        self.taken: TakenUp | None = None
        self.view: View = "axis"
        self.stale, self.graph_stale, self.rested = False, True, 0
        """Whether another step is looked into than is shown, and how many frames it has been shown for."""
        self.asked: set[int] = set()
        """The numbers of the commands that are not answered yet."""
        self.trace = Button("Trace", self.save_trace, icon="export", tip=tr("Save as a trace that opens in Perfetto."))
        self.image = Button(tr("Picture"), self.save_picture, icon="export", tip=tr("Save the picture as PNG or SVG."))
        self.progress = Elided("", kind="soft", tabular=True)
        self.beside: tuple[QWidget, ...] = (self.trace, self.image, self.progress)
        for part in self.beside:
            part.setParent(self)  # until the page takes them: a widget without a parent would be a window
        self._build()

    # --------------------------------------------------------------------------------------------------- what there is
    def _build(self) -> None:
        self.lanes, self.nodes = Lanes(self.show_picked, self.show_op), GraphPicture(self.show_node)
        self.card = PictureCard(self.lanes, self.nodes, view=self.show_view, overlay=self.show_overlay)
        self.op = FactsCard()
        self.lines = Rows(tr("The step as lines of Python"))
        self.times = Times()
        self.layers = Rows(tr("By layer of the network"))
        self.sums = Sums()
        top = row(self.card, self.op, gap=12)
        top.setStretch(0, 1)
        foot = row(self.lines, self.times, self.layers, self.sums, gap=12)
        for place, share in enumerate((1, 1, 1, 2)):
            foot.setStretch(place, share)
        inside = QWidget()
        whole = column(top, foot, gap=12)
        whole.setContentsMargins(12, 12, 12, 12)
        whole.setStretch(0, 1)
        inside.setLayout(whole)
        self.setLayout(column(Scroll(inside, folds=True, may_flow=True)))
        self.op.show_no_bar()
        self._show_view()

    # ------------------------------------------------------------------------------------------------ what is shown
    def show_taken_up(self, taken: TakenUp) -> None:
        """Another step is looked into: ask for it, when the tab is in sight."""
        self.net, self.taken = taken.net, taken
        self.stale = self.graph_stale = True
        if self.isVisible():
            self.ask()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.stale:
            self.ask()

    def ask(self) -> None:
        """Ask for the step."""
        self.stale = False
        self._send(Trace(), tr("taking a step apart …"))

    def _send(self, command: object, told: str) -> None:
        number = self.setting.send(command)
        if number:
            self.asked.add(number)
            self.progress.put(told)

    def ask_for_graph(self) -> None:
        """Ask for the graph if it is in sight and another step's."""
        if self.view == "graph" and self.graph_stale and self.traced is not None and not self.stale:
            self.graph_stale = False
            self._send(BuildGraph(), tr("building the graph …"))

    def show_event(self, event: Any, answers: int | None) -> None:
        """Show what was asked for."""
        ours = answers in self.asked
        if answers is not None:
            self.asked.discard(answers)
        if isinstance(event, (Traced, GraphBuilt, Played)):
            self.progress.put("")
        if isinstance(event, Traced):
            self.show_traced(event)
        elif isinstance(event, GraphBuilt):
            self.show_graph(event)
        elif isinstance(event, Played):
            self.show_played(event)
        elif isinstance(event, Rejected) and ours:
            self.progress.put(" ".join(map(read, (event.sentence, *event.advice))))

    def show_gone(self) -> None:
        """The worker is gone: what is shown stays."""
        self.progress.put("")
        self.asked.clear()
        self.stale = self.graph_stale = True

    def show_traced(self, traced: Traced) -> None:
        """Show a step."""
        self.traced, self.played = traced, None
        self.lanes.show_traced(traced)
        self.lines.show_rows(
            [(f"{place}  {line.text}", time_text(line.seconds)) for place, line in enumerate(traced.lines, 1)],
            tr("Measured, with what looking costs."),
        )  # fmt: skip
        self.times.show_traced(traced)
        names = titles(self.net) if self.net is not None else {}
        rows = [
            (names.get(one.layer, "") if one.layer else tr("loss, update and the rest"),
             f"{time_text(one.forward_s)} + {time_text(one.backward_s)}")
            for one in sorted(traced.layers, key=lambda one: (not one.layer, [*names, one.layer].index(one.layer)))
        ]  # fmt: skip
        self.layers.show_rows(rows, tr("Measured own times, forward + backward; they add up to the whole step."))
        self.show_picked(-1)
        self._show_view()
        self.rested = 0
        self.ask_for_graph()

    def show_played(self, played: Played) -> None:
        """Show the same step as the trainer takes it."""
        if self.traced is None or played.step != self.traced.step:
            return
        if any(op.bar >= len(self.traced.bars) for op in played.ops):
            return  # of another step
        self.played = played
        self.lanes.show_played(played)
        self.sums.show_played(played)
        self._show_view()

    def show_graph(self, graph: GraphBuilt) -> None:
        """Show the graph of the step."""
        self.graph = graph
        self.nodes.show_graph(graph, names_of(graph, self.net), shapes_of(graph, self.traced))
        self.show_picked(self.lanes.picked)
        self._show_view()

    # ------------------------------------------------------------------------------------------------- what is switched
    def show_view(self, view: View) -> None:
        """Show the step on its time axis, or as its graph."""
        self.view = view
        self.ask_for_graph()
        self._show_view()
        self._show_facts(self.lanes.picked, self.nodes.picked)

    def show_overlay(self, on: bool) -> None:
        """Lay the same step as the trainer takes it over this one, or take it away."""
        self.lanes.show_overlay(on)
        self._show_view()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_G:
            self.show_view("axis" if self.view == "graph" else "graph")
        elif event.key() == Qt.Key.Key_T and self.card.overlay.isVisible() and self.card.overlay.isEnabled():
            self.card.overlay.click()
        else:
            super().keyPressEvent(event)

    def _show_view(self) -> None:
        """Show and enable what belongs to the view."""
        graph, over = self.view == "graph", self.card.overlay.isChecked() and self.played is not None
        self.card.show_view(self.view, can_overlay=self.played is not None)
        self.sums.setVisible(over and not graph)
        for card in (self.times, self.layers):
            card.setVisible(not over or graph)
        self.trace.setEnabled(self.traced is not None)
        self.image.setEnabled(self.graph is not None if graph else self.traced is not None)
        self.card.told.put(" ".join(self._said()))

    def _said(self) -> list[str]:
        """Return what is said of the picture, in sentences."""
        if self.view == "graph":
            return [edit_text(self.graph)] if self.graph is not None else []
        if self.traced is None:
            return []
        return [cost_text(self.traced), *([result_text(self.taken)] if self.taken is not None else [])]

    # ------------------------------------------------------------------------------------------------ what is picked
    def show_picked(self, place: int) -> None:
        """Show what is known of a bar, −1 for none; its node is picked in the graph."""
        where = node_of(self.graph, self.traced, place)
        self.nodes.pick(where, tell=False)
        self._show_facts(place, where)

    def show_node(self, where: Where | None) -> None:
        """Show what is known of a node or its op; its bar is picked on the time axis."""
        place = bar_of(self.graph, self.traced, where)
        self.lanes.picked, self.lanes.picked_op = place, -1
        self.lanes.update()
        self._show_facts(place, where)

    def show_op(self, place: int) -> None:
        """Show what is known of an operation that only the trainer's step has."""
        if self.played is not None:
            op = self.played.ops[place]
            self.op.show_thing(op_name(op.name), tr("only in the trainer’s step"), op_text(op.name), op_rows(op))

    def _show_facts(self, place: int, where: Where | None) -> None:
        if self.view == "graph" and where is not None and self.graph is not None:
            self._show_node_facts(self.graph, place, where)
        elif self.view == "graph":
            self.op.show_no_node(graph_text(self.graph) if self.graph is not None else "")
        elif self.traced is None or place < 0:
            self.op.show_no_bar()
        else:
            bar = self.traced.bars[place]
            at = where_text(bar, self.traced, self.net) if self.net is not None else ""
            name = self.traced.bars[bar.parent].name if bar.lane == "kernel" and bar.parent >= 0 else bar.name
            self.op.show_thing(bar_text(bar, self.traced), at, op_text(name), self._bar_rows(place))

    def _bar_rows(self, place: int) -> list[tuple[str, str]]:
        """Return what is known of a bar, with its partner's name."""
        if self.traced is None or place < 0:
            return []
        bar = self.traced.bars[place]
        rows = fact_rows(bar, self.traced.facts[bar.facts] if bar.facts >= 0 else None)
        if bar.partner >= 0:
            rows.append((tr("its partner"), bar_text(self.traced.bars[bar.partner], self.traced)))
        return rows

    def _show_node_facts(self, graph: GraphBuilt, place: int, where: Where) -> None:
        half, at = where
        node, backward = (*graph.nodes, *graph.gone)[at], half == "backward"
        layer = names_of(graph, self.net)[node.layer] if node.layer else ""
        told = " · ".join(part for part in (layer, tr("Backward") if backward else tr("Forward")) if part)
        rows = self._bar_rows(place)
        if backward or place < 0:
            rows = node_rows(graph, node) + rows
        self.op.show_thing(node_title(node, backward=backward), told, node_text(node, backward=backward), rows)

    def draw(self) -> None:
        """Ask for the trainer's step once the picture has rested: who takes the next step at once waits for nothing."""
        if self.traced is None or self.played is not None or self.stale:
            return
        self.rested += 1
        if self.rested == REST_FRAMES:
            self._send(PlayStep(), "")

    # ---------------------------------------------------------------------------------------------------- giving away
    def save_trace(self) -> None:
        """Save the step as a Chrome trace."""
        path = self.desktop.save_as(self, tr("Save the step"), "torchgarden-step.json")
        if path and self.traced is not None:
            traced, played = self.traced, self.played
            self.progress.put(told_of(lambda: write(Path(path), to_json(trace_of(traced, played)))))

    def save_picture(self) -> None:
        """Save the picture as a PNG or SVG file, as its name says: the lanes as they are seen, the graph whole."""
        graph = self.view == "graph"
        path = self.desktop.save_as(
            self, tr("Save the picture"), "torchgarden-graph.png" if graph else "torchgarden-step.png"
        )
        if not path:
            return
        svg = path.lower().endswith(".svg")
        if graph and self.nodes.drawing is not None:
            save, size = (svg_of if svg else png_of), self.nodes.drawing.size
            self.progress.put(told_of(lambda: write(Path(path), save(self.nodes.paint_whole, size))))
        elif svg:
            size = QSize(max(self.lanes.width(), 600), max(self.lanes.height(), 300))
            self.progress.put(told_of(lambda: write(Path(path), svg_of(self._paint, size))))
        else:
            self.progress.put(told_of(lambda: write_picture(self.lanes, Path(path))))

    def _paint(self, painter: QPainter) -> None:
        if self.lanes.theme is not None:
            self.lanes.paint(painter, self.lanes.theme)
