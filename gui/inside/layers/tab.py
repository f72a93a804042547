"""The tab Three layers: a real step in lanes, what is known of what was picked, its lines, and where time went."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QShowEvent
from PySide6.QtWidgets import QWidget

from core.files import to_json, write
from core.messages.inside.layers import Trace, Traced
from core.messages.inside.opening import TakenUp
from core.messages.train_events import Rejected
from core.net.plan import Net
from gui.inside.compare.words import time_text
from gui.inside.layers.export import svg_of, trace_of
from gui.inside.layers.lanes import Lanes
from gui.inside.layers.shares import Shares
from gui.inside.layers.words import bar_text, cost_text, fact_rows, op_text, result_text, shares_text, where_text
from gui.inside.rows import Rows
from gui.inside.saving import told_of, write_picture
from gui.inside.setting import TabSetting
from gui.install.desktop import Desktop
from gui.kit.layer_words import titles
from gui.kit.pieces import Button, Card, Elided, Label, Scroll, column, row
from gui.kit.theme import Theme
from gui.kit.words import read, tr


class LayersTab(QWidget):
    """Asks for a step when a training is taken up and the tab is in sight. `desktop`: where files are saved to."""

    def __init__(self, setting: TabSetting, *, desktop: Desktop | None = None) -> None:
        super().__init__()
        self.setting, self.desktop = setting, desktop or Desktop()
        self.traced: Traced | None = None
        self.net: Net | None = None
        self.taken: TakenUp | None = None
        self.stale, self.asked = False, 0
        self.trace = Button("Trace", self.save_trace, icon="export", tip=tr("Save as a trace that opens in Perfetto."))
        self.picture = Button(tr("Picture"), self.save_picture, icon="export", tip=tr("Save the lanes as PNG or SVG."))
        self.progress = Elided("", kind="soft", tabular=True)
        self.beside: tuple[QWidget, ...] = (self.trace, self.picture, self.progress)
        for part in self.beside:
            part.setParent(self)  # until the page takes them: a widget without a parent would be a window
        self._build()

    def _build(self) -> None:
        self.lanes = Lanes(self.show_picked)
        main = Card(tr("The way of one training step through PyTorch’s three layers"))
        self.note = Label("", kind="soft", size="note_px", wrap=True)
        main.body.addWidget(self.note)
        main.body.addWidget(self.lanes, 1)
        main.setMinimumHeight(300)
        self.op = Card(tr("Pick a bar"), gap=6)
        self.where = Label("", kind="soft", size="note_px", wrap=True)
        self.does = Label(
            tr("Click a bar: what called it, what it called and what computes it are shown through all three lanes."),
            wrap=True,
        )  # fmt: skip
        self.facts = Facts()
        for part in (self.where, self.does, self.facts):
            self.op.body.addWidget(part)
        self.op.body.addStretch(1)
        self.op.setMinimumWidth(240)
        self.op.setMaximumWidth(330)
        self.lines = Rows(tr("The step as lines of Python"))
        self.shares = Shares()
        self.sums = Card(tr("Where the time went"), gap=8)
        self.said = Label("", kind="soft", size="note_px", wrap=True)
        self.sums.body.addWidget(self.shares)
        self.sums.body.addWidget(self.said)
        self.sums.body.addStretch(1)
        self.layers = Rows(tr("By layer of the network"))
        top = row(main, self.op, gap=12)
        top.setStretch(0, 1)
        foot = row(self.lines, self.sums, self.layers, gap=12)
        for place in range(3):
            foot.setStretch(place, 1)
        inside = QWidget()
        whole = column(top, foot, gap=12)
        whole.setContentsMargins(12, 12, 12, 12)
        whole.setStretch(0, 1)
        inside.setLayout(whole)
        self.setLayout(column(Scroll(inside, folds=True)))
        self._enable()

    # ------------------------------------------------------------------------------------------------ what is shown
    def show_taken_up(self, taken: TakenUp) -> None:
        """Another step is looked into: ask for it, when the tab is in sight."""
        self.net, self.stale, self.taken = taken.net, True, taken
        if self.isVisible():
            self.ask()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.stale:
            self.ask()

    def ask(self) -> None:
        """Ask for the step."""
        self.stale = False
        self.asked = self.setting.send(Trace())
        if self.asked:
            self.progress.put(tr("taking a step apart …"))

    def show_event(self, event: Any, answers: int | None) -> None:
        """Show the step that was asked for."""
        if isinstance(event, Traced):
            self.progress.put("")
            self.show_traced(event)
        elif isinstance(event, Rejected) and answers and answers == self.asked:
            self.progress.put(" ".join(map(read, (event.sentence, *event.advice))))

    def show_gone(self) -> None:
        """The worker is gone: what is shown stays."""
        self.progress.put("")
        self.stale = True

    def show_traced(self, traced: Traced) -> None:
        """Show a step."""
        self.traced = traced
        self.note.put(" ".join([cost_text(traced), *([result_text(self.taken)] if self.taken is not None else [])]))
        self.lanes.show_traced(traced)
        self.lines.show_rows(
            [(f"{place}  {line.text}", time_text(line.seconds)) for place, line in enumerate(traced.lines, 1)],
            tr("Measured, with what looking costs."),
        )  # fmt: skip
        self.shares.show_traced(traced)
        self.said.put(shares_text(traced))
        names = titles(self.net) if self.net is not None else {}
        rows = [
            (names.get(one.layer, "") if one.layer else tr("loss, update and the rest"),
             f"{time_text(one.forward_s)} + {time_text(one.backward_s)}")
            for one in sorted(traced.layers, key=lambda one: (not one.layer, one.layer))
        ]  # fmt: skip
        self.layers.show_rows(rows, tr("Own times, forward + backward; they add up to the whole step."))
        self.show_picked(-1)
        self._enable()

    def show_picked(self, place: int) -> None:
        """Show what is known of a bar, −1 for none."""
        traced = self.traced
        if traced is None or place < 0:
            self.op.title.put(tr("Pick a bar"))
            self.where.put("")
            self.does.put(tr(
                "Click a bar: what called it, what it called and what computes it are shown through all three lanes."
            ))  # fmt: skip
            self.facts.show_rows([])
            return
        bar = traced.bars[place]
        about = traced.facts[bar.facts] if bar.facts >= 0 else None
        self.op.title.put(bar_text(bar, traced))
        self.where.put(where_text(bar, traced, self.net) if self.net is not None else "")
        name = traced.bars[bar.parent].name if bar.lane == "kernel" and bar.parent >= 0 else bar.name
        self.does.put(op_text(name))
        self.does.setVisible(bool(self.does.text()))
        rows = fact_rows(bar, about)
        if bar.partner >= 0:
            rows.append((tr("its partner"), bar_text(traced.bars[bar.partner], traced)))
        self.facts.show_rows(rows)

    def _enable(self) -> None:
        for button in (self.trace, self.picture):
            button.setEnabled(self.traced is not None)

    def draw(self) -> None:
        """Nothing moves by itself here."""

    # ---------------------------------------------------------------------------------------------------- giving away
    def save_trace(self) -> None:
        """Save the step as a Chrome trace."""
        path = self.desktop.save_as(self, tr("Save the step"), "torchgarden-step.json")
        if path and self.traced is not None:
            traced = self.traced
            self.progress.put(told_of(lambda: write(Path(path), to_json(trace_of(traced)))))

    def save_picture(self) -> None:
        """Save the lanes as a PNG or SVG file, as its name says."""
        path = self.desktop.save_as(self, tr("Save the lanes"), "torchgarden-step.png")
        if not path:
            return
        if path.lower().endswith(".svg"):
            size = QSize(max(self.lanes.width(), 600), max(self.lanes.height(), 300))
            self.progress.put(told_of(lambda: write(Path(path), svg_of(self._paint, size))))
        else:
            self.progress.put(told_of(lambda: write_picture(self.lanes, Path(path))))

    def _paint(self, painter: QPainter) -> None:
        if self.lanes.theme is not None:
            self.lanes.paint(painter, self.lanes.theme)


class Facts(QWidget):
    """Names and values below each other, which break where they have no room."""

    def __init__(self) -> None:
        super().__init__()
        self.theme: Theme | None = None
        self.list = column(gap=1)
        self.setLayout(self.list)

    def show_rows(self, rows: list[tuple[str, str]]) -> None:
        """Show these names and values."""
        while (item := self.list.takeAt(0)) is not None:
            if (part := item.widget()) is not None:
                part.hide()
                part.deleteLater()
        for name, value in rows:
            for label in (Label(name, kind="soft", size="small_px"), Label(value, size="note_px", wrap=True)):
                if self.theme is not None:
                    label.set_theme(self.theme)
                self.list.addWidget(label)

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
