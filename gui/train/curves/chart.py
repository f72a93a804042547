"""The two charts of the trainer page as a person uses them: each shows what is chosen in the menu of its title, with
compared runs and smoothing, and both have one axis below."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from core.messages.train_events import Loaded
from core.net.plan import LayerKey
from gui.kit.theme import Theme, blend
from gui.kit.words import read, tip_text, tr
from gui.train.axes.across import Across
from gui.train.axes.axis import Axis, linear_axis
from gui.train.axes.plot_area import PlotArea
from gui.train.charts import paint as strokes
from gui.train.charts.chart import LogChart, LossChart, ScoreChart, sane_ceiling, score_axis, score_text, size_axis
from gui.train.charts.paint import Line
from gui.train.charts.record import Record
from gui.train.charts.series import Curve, Series
from gui.train.curves import heat, strip
from gui.train.curves.range import RangeChart
from gui.train.curves.title import TitleButton
from gui.train.drawing.knob import Knob
from gui.train.points.history import History
from gui.train.points.quantity import OF_KIND, Kind, Quantity, number_text
from gui.train.points.shared import Shared, color_of
from gui.train.points.smoothing import Smoothed

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

Drawn = list[tuple[Line, Series]]
TALL_PX = 210
"""A chart that is less tall has one row of legend below."""


class Chosen(RangeChart, LogChart):
    """A chart that shows the quantity `kind`; `own` is the one that it shows at first, as its class below does."""

    own: Kind = "loss"
    logarithmic = False

    def __init__(self, *, palette: Theme, send: Callable[[object], object], **fields: Any) -> None:
        super().__init__(palette=palette, send=send, **fields)
        self.kind: Kind = self.own
        self.classifies = True
        self.history, self.spread, self.shared = History(), heat.Spread(), Shared()
        self.layer_names: dict[LayerKey, str] = {}
        self.menu_for: Callable[[Chosen], QMenu | None] = lambda chart: None
        self.more_for: Callable[[Chosen], QMenu | None] = lambda chart: None
        self._smoothed: dict[int, tuple[Series, Smoothed]] = {}
        self._items: tuple[strip.Item, ...] = ()
        self._chips: list[strip.Entry] = []
        self._choose = TitleButton(self, palette=palette)
        self._choose.clicked.connect(lambda: self.open_menu(self.menu_for, self._choose))
        self._more = Knob(self, palette=palette, face="text", name="")
        self._more.setText("⋯")
        self._more.asked.connect(lambda fine: self.open_menu(self.more_for, self._more))
        self._after_title = 16.0

    def share(self, history: History, spread: heat.Spread, shared: Shared) -> None:
        """Show what is in these, which the other chart shows too."""
        self.history, self.spread, self.shared = history, spread, shared
        shared.hears.append(self.refresh)

    def refresh(self) -> None:
        """Paint again: something was chosen."""
        self._stale = True

    @property
    def quantity(self) -> Quantity:
        """What is shown now."""
        return OF_KIND[self.kind]

    def choose(self, kind: Kind) -> None:
        """Show another quantity, for the whole training as far as it was told."""
        marks, newest = self.record.marks, self.record.newest
        self.kind = kind
        self.record = Record(fields=self.quantity.fields)
        self.record.fill(self.history.rows)
        self.record.marks, self.record.newest = marks, newest
        self.can_be_log = self.quantity.log
        self._smoothed.clear()
        self._stale = True
        self.say_summary()

    def open_menu(self, made: Callable[[Chosen], QMenu | None], under: QWidget) -> None:
        """Open a menu below a button."""
        menu = made(self)
        if menu is not None:
            menu.popup(under.mapToGlobal(under.rect().bottomLeft()))

    def show_loaded(self, loaded: Loaded) -> None:
        self.classifies = loaded.data.task == "classify"
        super().show_loaded(loaded)

    def _toggle(self, on: bool) -> None:
        super()._toggle(on)
        self.logarithmic = on

    def _log_name(self) -> str:
        return super()._log_name() if self.kind == "loss" else tr("Logarithmic axis")

    # --------------------------------------------------------------------------------------------- what it looks like
    @property
    def of_score(self) -> bool:
        """Whether it shows accuracy or R²."""
        return self.kind == "score"

    def title(self) -> str:
        """Return the chart's name."""
        if self.of_score:
            return tr("Accuracy") if self.classifies else "R²"
        named = self.layer_names.get(self.spread.key, "") if self.quantity.by == "spread" else ""
        return f"{read(self.quantity.title)} · {named}" if named else read(self.quantity.title)

    def value_text(self, value: float) -> str:
        """Return a value as the legend shows it."""
        if self.kind == self.own:
            return super().value_text(value)
        if self.of_score:
            return score_text(value, percent=self.classifies)
        return LossChart.value_text(self, value) if self.kind == "loss" else number_text(value)  # type: ignore[arg-type]

    def axis(self, low: float, high: float, *, lines: int) -> Axis:
        """Return the axis of what is shown."""
        if self.of_score:
            return score_axis(low, high, lines=lines, percent=self.classifies)
        if self.quantity.by == "spread":
            low, high = self.spread.ends(self.kind)  # type: ignore[arg-type]
            return linear_axis(*((-1.0, 1.0) if math.isnan(low) else (low, high)), lines=lines)
        if self.kind == "layer_dead" and not math.isnan(high):
            return linear_axis(0.0, max(high, 1.0), lines=lines)
        return size_axis(low, high, lines=lines, log=self._log.isChecked())

    def ceiling(self, curves: Sequence[Curve]) -> float:
        """Return the highest value that must be in sight."""
        highest = max((float(curve.high.max()) for curve in curves), default=math.nan)
        if self.kind != "loss":
            return highest
        return sane_ceiling(highest, curves, self.record.training, log=self._log.isChecked())

    def across(self) -> Across:
        """Return what the axis below counts."""
        return self.history.across(self.shared.count)

    def _drawn(self) -> Drawn:
        """Return the lines that have a value: of this run, then of its layers and of compared runs."""
        quantity, theme = self.quantity, self._theme
        self.percent = self.of_score and self.classifies
        self.samples = ("100.0%",) if self.percent else ("0.00000",)
        made: Drawn = []
        if quantity.by == "layer":
            for place, (key, series) in enumerate(self._layers()):
                if key not in self.shared.hidden_layers:
                    made.append((self._other(self.layer_names[key], place), series))
            return made
        if quantity.fields[1] >= 0:
            made = super()._drawn()
        elif quantity.by == "run":
            made = [(Line(theme.training, tr("now")), self._single())]
        made += [
            (self._other(run.name, run.place, across=run.across(self.shared.count)), run.series(quantity))
            for run in self.shared.runs
            if not run.hidden and quantity.by == "run"
        ]
        return made

    def lines(self) -> Drawn:
        """Return every line that is shown, with its points."""
        return self._drawn()

    def _single(self) -> Series:
        if self.kind == "parameters":
            return self.history.parameters
        return self.history.times if self.kind == "step_time" else self.record.training

    def _other(self, name: str, place: int, *, across: Across | None = None) -> Line:
        return Line(color_of(place, self._theme), name, across=across, band=False, legend=False, pen=1.4)

    def _layers(self) -> list[tuple[LayerKey, Series]]:
        """Return the layers of the network that have points, from input to output."""
        told = self.history.layers
        return [(key, told[self.kind, key]) for key in self.layer_names if (self.kind, key) in told]

    def _painted(self) -> Drawn:
        """Return the lines as they are painted: smoothed over pale ones, where that was chosen."""
        drawn, weight = self._drawn(), self.shared.smoothing
        if not (weight and self.quantity.noisy):
            self._smoothed.clear()
            return drawn
        over: Drawn = []
        under: Drawn = []
        kept: dict[int, tuple[Series, Smoothed]] = {}
        for line, raw in drawn:
            of, smooth = self._smoothed.get(id(raw), (raw, Smoothed(weight)))
            if of is not raw or smooth.weight != weight:
                smooth = Smoothed(weight)
            kept[id(raw)] = (raw, smooth)
            over.append((Line(line.color, line.name, line.short, line.across, band=False), smooth.follow(raw)))
            if line.across is None:  # many pale runs would hide the others
                pale = blend(self._theme.card, line.color, 0.34)
                under.append((Line(pale, line.name, line.short, line.across, band=False, pen=1.2), raw))
        self._smoothed = kept
        return over + under

    def _paint_curves(self, painter: QPainter, area: PlotArea, curves: Sequence[tuple[Line, Curve]]) -> None:
        if self.quantity.by == "spread":
            slices = self.spread.of[self.kind]  # type: ignore[index]
            heat.paint_heat(painter, area, slices, self._theme, newest=self.record.newest)
        super()._paint_curves(painter, area, curves)

    def _why_empty(self) -> str:
        if self.quantity.by == "layer":
            return (
                ""
                if self._layers()
                else tr("What each layer does is measured while a chart shows it and steps are taken.")
            )
        if self.quantity.by == "spread":
            some = self.spread.of[self.kind]  # type: ignore[index]
            return "" if some else tr("Select a layer with weights: how its values lie is told while a chart shows it.")
        return "" if any(series.count for _, series in self._drawn()) else tr("The curves begin with the first step.")

    # ------------------------------------------------------------------------------------------- buttons and legend
    def items(self) -> tuple[strip.Item, ...]:
        """Return the entries of the legend below."""
        theme, shared = self._theme, self.shared
        if self.quantity.by == "layer":
            return tuple(self._layer_item(place, key) for place, (key, _) in enumerate(self._layers()))
        if self.quantity.by == "spread":
            return ()
        return tuple(
            strip.Item(
                color=color_of(run.place, theme),
                name=run.name,
                hidden=run.hidden,
                toggle=partial(self._toggle_run, run),
                remove=partial(shared.remove, run.folder),
                tip=self._tip(run.series(self.quantity), run.name),
            )
            for run in shared.runs
        )

    def _layer_item(self, place: int, key: LayerKey) -> strip.Item:
        hidden, color = key in self.shared.hidden_layers, color_of(place, self._theme)
        return strip.Item(color, self.layer_names[key], hidden, partial(self._toggle_layer, key))

    def _tip(self, series: Series, name: str) -> str:
        if not series.count:
            return tr("{name}: its saved curves do not tell this.", name=name)
        value, step = self.value_text(series.last), int(series.x[-1])
        return tr("{name}: {value} at step {step:,}", name=name, value=value, step=step)

    def _toggle_layer(self, key: LayerKey) -> None:
        self.shared.hidden_layers ^= {key}
        self.shared.changed()

    def _toggle_run(self, run: Any) -> None:
        run.hidden = not run.hidden
        self.shared.changed()

    def _strip_boxes(self) -> list[QRectF]:
        rows, right = 2 if self.height() >= TALL_PX else 1, self.width() - strokes.PAD
        boxes = strip.places(self._items, self._theme, left=strokes.PAD, right=right, rows=rows)
        tall = boxes[-1].bottom() + 6 if boxes else 0.0
        return [box.translated(0, self.height() - tall) for box in boxes]

    def _below(self) -> float:
        self._items = self.items()
        boxes = self._strip_boxes()
        return self.height() - boxes[0].top() if boxes else 0.0

    def paint(self, painter: QPainter) -> PlotArea:
        area = super().paint(painter)
        for box, item in zip(self._strip_boxes(), self._items, strict=True):
            strip.paint_item(painter, box, item, self._theme)
        return area

    def _beside_title(self) -> float:
        return super()._beside_title() + self._more.sizeHint().width() + 6.0

    def _place_knobs(self, area: PlotArea) -> None:
        super()._place_knobs(area)
        self._choose.place(self.title(), right=self._titled - 4, height=strokes.HEADER)
        self._more.setAccessibleName(tr("More for “{title}”: axis, smoothing, compare, save", title=self.title()))
        self._more.setToolTip(tip_text(tr("Axis, smoothing, compare runs, save")))
        size = self._more.sizeHint()
        x = self._titled + (self._log.width() + 6 if self.can_be_log else 0)
        self._more.setGeometry(int(x), int(strokes.HEADER / 2 - size.height() / 2 + 2), *size.toTuple())
        boxes = self._strip_boxes()
        while len(self._chips) > len(self._items):
            self._chips.pop().deleteLater()
        while len(self._chips) < len(self._items):
            self._chips.append(strip.Entry(self, self._items[len(self._chips)], self._theme))
        for chip, item, box in zip(self._chips, self._items, boxes, strict=True):
            chip.show_item(item)
            chip.setGeometry(box.toAlignedRect())
            chip.show()


class FirstChart(Chosen, LossChart):
    """The left chart: loss at first."""

    own: Kind = "loss"


class SecondChart(Chosen, ScoreChart):
    """The right chart: accuracy or R² at first."""

    own: Kind = "score"
