"""How the cards of the trainer page stand in the room there is: the drawing of the network always gets the most.

Wide: data left of the network, the stack of side cards right of it (answers, layer, timeline: `gui.train.side.stack`),
the charts and the device below. In a narrower page the cards beside the network share one place, chosen by their names.
In a low one the charts stand below the network and the page scrolls; in a narrow one everything is one column that
scrolls, and the network comes first. Where the page scrolls, no card in it does.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial
from typing import Literal

from PySide6.QtWidgets import QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from gui.kit.pieces import Button, Scroll, row
from gui.kit.words import tr
from gui.train.side.stack import SideStack

Kind = Literal["wide", "beside", "low", "column", "class"]
Shown = Literal[
    "network", "loss", "score", "answers", "layer", "timeline", "device", "controls", "pointer", "spotlight"
]
"""What the classroom screen may show."""
Side = Literal["data", "answers", "layer", "device"]
IN_STACK: dict[Side, tuple[str, ...]] = {"answers": ("answers",), "layer": ("layer", "timeline")}
"""Which cards of the stack stand in the one place beside the network, by the name that is chosen."""
WIDE_PX, BESIDE_PX = 980, 600
"""The page is at least this wide for three columns, for two."""
MARGIN_PX, GAP_PX = 12, 12
NETWORK_PX, CHART_PX = 300, 150
"""The least height of the network's card and of a chart where both are in sight."""
PEEK_PX = 30
"""How much of the charts is seen below the network where they do not fit, so that one knows they are there."""
LEAST_NETWORK_PX = 190
BESIDE_CARD_PX = 232
"""How wide the one place beside the network is."""
ALL_IN_SIGHT_PX = 2 * MARGIN_PX + GAP_PX + NETWORK_PX + CHART_PX
"""The least height of a page that does not scroll."""
SCALES = ((3200, 1700, 1.6), (2300, 1250, 1.35), (1700, 940, 1.15))
"""From this width and height on, type is so much larger."""
ANY_PX = 16_777_215


def kind_for(width: int, height: int) -> Kind:
    """Return how the cards stand in a page of `width` and `height` pixels."""
    if width < BESIDE_PX:
        return "column"
    if height < ALL_IN_SIGHT_PX:
        return "low"
    return "wide" if width >= WIDE_PX else "beside"


def scale_for(width: int, height: int) -> float:
    """Return how much larger than usual type is in a page of `width` and `height` pixels: on a 4K projector at 100 %,
    and a little on a screen of 1920×1080."""
    return next((scale for wide, high, scale in SCALES if width >= wide and height >= high), 1.0)


def side_widths(width: int) -> tuple[int, int]:
    """Return how wide the cards left and right of the network are in a page of `width` pixels: on a large screen they
    grow with it."""
    left = min(max(214, width * 17 // 100), max(264, width * 11 // 100))
    return left, min(max(232, width * 20 // 100), max(330, width * 17 // 100))


class Arrangement(QWidget):
    """Holds the cards; `arrange` puts them where they belong in a page of a size."""

    def __init__(
        self, network: QWidget, sides: Mapping[Side, QWidget], stack: SideStack, charts: tuple[QWidget, QWidget]
    ) -> None:
        super().__init__()
        self.network, self.sides, self.stack, self.charts = network, dict(sides), stack, charts
        self.kind: Kind | None = None
        self.chosen: Collection[Shown] | None = None
        """What the classroom screen shows; None: this is the page as always."""
        self.side: Side = "data"
        self.names = QWidget(self)
        for part in (network, *charts, stack, *self.sides.values()):
            part.setParent(self)  # before anything is shown: a widget without a parent would be a window
        self.buttons: dict[Side, Button] = {
            "data": Button(tr("Data"), partial(self.open_side, "data"), kind="chip"),
            "answers": Button(tr("Answers"), partial(self.open_side, "answers"), kind="chip"),
            "layer": Button(tr("Layer"), partial(self.open_side, "layer"), kind="chip"),
            "device": Button(tr("Device"), partial(self.open_side, "device"), kind="chip"),
        }
        for button in self.buttons.values():
            button.setCheckable(True)
        self.names.setLayout(row(*self.buttons.values(), None, gap=6))
        self.top_row, self.beside, self.bottom_row = QHBoxLayout(), QVBoxLayout(), QHBoxLayout()
        self.below, self.whole = QVBoxLayout(), QVBoxLayout()
        for layout in (self.top_row, self.bottom_row, self.below, self.whole):
            layout.setSpacing(GAP_PX)
        self.beside.setSpacing(8)
        self.whole.setContentsMargins(MARGIN_PX, MARGIN_PX, MARGIN_PX, MARGIN_PX)
        self.setLayout(self.whole)
        for chart in charts:
            chart.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)

    def open_side(self, side: Side) -> None:
        """Show one of the cards that share a place."""
        if self.kind == "class":
            return
        answers = self.answers_something()
        self.side = side if answers or side != "answers" else "layer"
        wide = self.kind == "wide"
        for name, card in self.sides.items():
            card.setVisible(wide or name == self.side)
        self.stack.show_only(self.stack.order if wide else IN_STACK.get(self.side, ()))
        self.stack.setVisible(wide or self.side in IN_STACK)
        for name, button in self.buttons.items():
            button.setChecked(name == self.side)
        self.buttons["answers"].setVisible(answers)

    def answers_something(self) -> bool:
        """Whether there is something in the card of what the network answers."""
        return self.stack.cards["answers"].there

    def arrange(self, width: int, height: int) -> None:
        """Put the cards where they belong in a page of `width` and `height` pixels."""
        if self.chosen is not None:
            self._arrange_chosen(self.chosen, width)
            return
        if self.kind == "class":
            for part in (self.network, *self.charts):
                part.show()
        kind = kind_for(width, height)
        if kind != self.kind:
            self.kind = kind
            self._fill(kind)
        self.open_side(self.side)
        left, right = side_widths(width) if kind == "wide" else (BESIDE_CARD_PX, BESIDE_CARD_PX)
        for card in (*self.sides.values(), self.stack):
            if kind == "column":
                card.setMinimumWidth(0)
                card.setMaximumWidth(ANY_PX)
            else:
                card.setFixedWidth(left if card is self.sides["data"] else right)
        fits = kind in ("wide", "beside")
        least = NETWORK_PX if fits else max(height - 2 * MARGIN_PX - PEEK_PX, LEAST_NETWORK_PX)
        self.network.setMinimumHeight(least)
        self.network.setMaximumHeight(max(least, height - 2 * MARGIN_PX) if kind == "low" else ANY_PX)
        for chart in self.charts:
            chart.setMinimumHeight(CHART_PX if fits else min(max(CHART_PX, height - 2 * MARGIN_PX), 220))

    def _arrange_chosen(self, chosen: Collection[Shown], width: int) -> None:
        """Put what the teacher chose: the network and the side cards above, charts and device below."""
        loss, score = self.charts
        device = self.sides["device"]
        if self.kind != "class":
            self.kind = "class"
            for layout in (self.top_row, self.beside, self.bottom_row, self.below, self.whole):
                _empty(layout)
            self.stack.flow(False)
            self.names.hide()
            self.sides["data"].hide()
            for part in (self.network, self.stack):
                self.top_row.addWidget(part, 1 if part is self.network else 0)
            for part in (loss, score, device):
                self.bottom_row.addWidget(part, 1)
            self.whole.addLayout(self.top_row, 9)
            self.whole.addLayout(self.bottom_row, 4)
            device.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        for part, name in ((self.network, "network"), (loss, "loss"), (score, "score"), (device, "device")):
            part.setVisible(name in chosen)
        self.stack.show_only([name for name in self.stack.order if name in chosen])
        beside = any(name in chosen and self.stack.cards[name].there for name in self.stack.order)
        self.stack.setVisible(beside)
        self.whole.setStretch(0, 9 if beside or "network" in chosen else 0)
        self.whole.setStretch(1, 4 if {"loss", "score", "device"} & set(chosen) else 0)
        alone = "network" not in chosen
        self.stack.setMinimumWidth(0 if alone else min(width * 30 // 100, 420))
        self.stack.setMaximumWidth(ANY_PX if alone else min(width * 30 // 100, 420))
        device.setMinimumWidth(0)
        device.setMaximumWidth(ANY_PX)
        self.network.setMinimumHeight(LEAST_NETWORK_PX)
        self.network.setMaximumHeight(ANY_PX)
        for chart in self.charts:
            chart.setMinimumHeight(CHART_PX)

    def _fill(self, kind: Kind) -> None:
        for layout in (self.top_row, self.beside, self.bottom_row, self.below, self.whole):
            _empty(layout)
        data, device, stack = self.sides["data"], self.sides["device"], self.stack
        loss, score = self.charts
        self.names.setVisible(kind != "wide")
        for card in self.sides.values():
            for inner in card.findChildren(Scroll):
                inner.flow(kind in ("low", "column"))
        stack.flow(kind in ("low", "column"))
        if kind == "column":
            for part in (self.network, loss, score, self.names, data, stack, device):
                self.whole.addWidget(part)
            return
        if kind == "wide":
            self.top_row.addWidget(data)
            self.top_row.addWidget(self.network, 1)
            self.top_row.addWidget(stack)
        else:
            for part in (self.names, data, stack, device):
                self.beside.addWidget(part)
            self.below.addWidget(self.network, 1)
            self.top_row.addLayout(self.below, 1)
            self.top_row.addLayout(self.beside)
        charts = self.below if kind == "low" else self.bottom_row
        charts.addWidget(loss, 1)
        charts.addWidget(score, 1)
        if kind == "wide":
            self.bottom_row.addWidget(device)
        device.setSizePolicy(
            QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Ignored if kind == "wide" else QSizePolicy.Policy.Expanding
        )
        self.whole.addLayout(self.top_row, 9)
        if kind != "low":
            self.whole.addLayout(self.bottom_row, 4)


def _empty(layout: QLayout) -> None:
    """Take everything out of `layout`; widgets and layouts stay."""
    while (item := layout.takeAt(0)) is not None:
        if (inner := item.layout()) is not None:
            inner.setParent(None)
