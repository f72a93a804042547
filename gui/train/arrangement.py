"""How the cards of the trainer page stand in the room there is: the drawing of the network always gets the most.

Wide: data left of the network, the layer right of it, the charts and the device below. In a narrower page the cards
beside the network share one place, chosen by their names; in a narrow one everything is one column that scrolls, and
the network comes first.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Literal

from PySide6.QtWidgets import QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from gui.kit.pieces import Button, row
from gui.kit.words import tr

Kind = Literal["wide", "beside", "column"]
Side = Literal["data", "layer", "device"]
WIDE_PX, BESIDE_PX = 980, 600
"""The page is at least this wide for three columns, for two."""
MARGIN_PX, GAP_PX = 12, 12
NETWORK_PX, CHART_PX = 300, 150
"""The least height of the network's card and of a chart where both are in sight."""
PEEK_PX = 30
"""How much of the charts is seen below the network where they do not fit, so that one knows they are there."""
SIDE_PX = 320


def kind_for(width: int) -> Kind:
    """Return how the cards stand in a page of `width` pixels."""
    return "wide" if width >= WIDE_PX else "beside" if width >= BESIDE_PX else "column"


class Arrangement(QWidget):
    """Holds the cards; `arrange` puts them where they belong in a page of a size."""

    def __init__(self, network: QWidget, sides: Mapping[Side, QWidget], charts: tuple[QWidget, QWidget]) -> None:
        super().__init__()
        self.network, self.sides, self.charts = network, dict(sides), charts
        self.kind: Kind | None = None
        self.side: Side = "data"
        self.names = QWidget(self)
        for part in (network, *charts, *self.sides.values()):
            part.setParent(self)  # before anything is shown: a widget without a parent would be a window
        self.buttons: dict[Side, Button] = {
            "data": Button(tr("Data"), partial(self.open_side, "data"), kind="chip"),
            "layer": Button(tr("Layer"), partial(self.open_side, "layer"), kind="chip"),
            "device": Button(tr("Device"), partial(self.open_side, "device"), kind="chip"),
        }
        for button in self.buttons.values():
            button.setCheckable(True)
        self.names.setLayout(row(*self.buttons.values(), None, gap=6))
        self.top_row, self.beside, self.bottom_row = QHBoxLayout(), QVBoxLayout(), QHBoxLayout()
        self.whole = QVBoxLayout()
        for layout in (self.top_row, self.bottom_row, self.whole):
            layout.setSpacing(GAP_PX)
        self.beside.setSpacing(8)
        self.whole.setContentsMargins(MARGIN_PX, MARGIN_PX, MARGIN_PX, MARGIN_PX)
        self.setLayout(self.whole)
        for chart in charts:
            chart.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)

    def open_side(self, side: Side) -> None:
        """Show one of the cards that share a place."""
        self.side = side
        for name, card in self.sides.items():
            card.setVisible(self.kind == "wide" or name == side)
            self.buttons[name].setChecked(name == side)

    def arrange(self, width: int, height: int) -> None:
        """Put the cards where they belong in a page of `width` and `height` pixels."""
        kind = kind_for(width)
        if kind != self.kind:
            self.kind = kind
            self._fill(kind)
            self.open_side(self.side)
        left, right = min(max(214, width * 17 // 100), 264), min(max(232, width * 20 // 100), 330)
        widths = {"data": left, "layer": right, "device": right} if kind == "wide" else dict.fromkeys(self.sides, 232)
        for name, card in self.sides.items():
            if kind == "column":
                card.setMinimumWidth(0)
                card.setMaximumWidth(16_777_215)
            else:
                card.setFixedWidth(widths[name])
            card.setMinimumHeight(SIDE_PX if kind == "column" else 0)
        fits = kind != "column" and height >= 2 * MARGIN_PX + GAP_PX + NETWORK_PX + CHART_PX
        self.network.setMinimumHeight(NETWORK_PX if fits else max(height - 2 * MARGIN_PX - PEEK_PX, 190))
        for chart in self.charts:
            chart.setMinimumHeight(CHART_PX if fits else min(max(CHART_PX, height - 2 * MARGIN_PX), 220))

    def _fill(self, kind: Kind) -> None:
        for layout in (self.top_row, self.beside, self.bottom_row, self.whole):
            _empty(layout)
        data, layer, device = self.sides["data"], self.sides["layer"], self.sides["device"]
        loss, score = self.charts
        self.names.setVisible(kind != "wide")
        if kind == "column":
            for part in (self.network, loss, score, self.names, data, layer, device):
                self.whole.addWidget(part)
            return
        if kind == "wide":
            self.top_row.addWidget(data)
            self.top_row.addWidget(self.network, 1)
            self.top_row.addWidget(layer)
        else:
            for part in (self.names, data, layer, device):
                self.beside.addWidget(part)
            self.top_row.addWidget(self.network, 1)
            self.top_row.addLayout(self.beside)
        self.bottom_row.addWidget(loss, 1)
        self.bottom_row.addWidget(score, 1)
        if kind == "wide":
            self.bottom_row.addWidget(device)
        device.setSizePolicy(
            QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Ignored if kind == "wide" else QSizePolicy.Policy.Expanding
        )
        self.whole.addLayout(self.top_row, 9)
        self.whole.addLayout(self.bottom_row, 4)


def _empty(layout: QLayout) -> None:
    """Take everything out of `layout`; widgets and layouts stay."""
    while (item := layout.takeAt(0)) is not None:
        if (inner := item.layout()) is not None:
            inner.setParent(None)
