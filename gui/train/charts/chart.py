"""The two charts of the trainer page: loss, linear or logarithmic, and score, accuracy or R²."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from core.messages.train_events import Loaded
from gui.kit.theme import Theme
from gui.kit.words import tip_text, tr
from gui.train.axes.axis import Axis, linear_axis, log_axis, value_text
from gui.train.axes.plot_area import PlotArea
from gui.train.charts import paint as strokes
from gui.train.charts.card import Chart
from gui.train.charts.record import LOSS, SCORE, VALIDATION_LOSS, VALIDATION_SCORE
from gui.train.charts.series import Curve, Series
from gui.train.drawing.knob import Knob

LEAST = 1e-37
"""The least loss that a logarithmic axis shows; all of a run's history is on it, also after a loss of 10²³."""
DIVERGED = 30.0
"""A loss this many times the first one has diverged."""


class LogChart(Chart):
    """A chart whose axis can be logarithmic."""

    can_be_log = True

    def __init__(self, *, palette: Theme, send: Callable[[object], object], fields: tuple[int, int]) -> None:
        super().__init__(palette=palette, send=send, fields=fields)
        self._log = Knob(self, palette=palette, face="text", name="")
        self._log.setText(tr("log"))
        self._log.setCheckable(True)
        self._log.about = "log"
        self._log.toggled.connect(self._toggle)
        self._toggle(False)

    def _toggle(self, on: bool) -> None:
        self._stale = True

    def _beside_title(self) -> float:
        return super()._beside_title() + (self._log.sizeHint().width() + 6.0 if self.can_be_log else 0.0)

    def _place_knobs(self, area: PlotArea) -> None:
        super()._place_knobs(area)
        self._log.setVisible(self.can_be_log)
        self._log.setText(tr("log"))
        self._log.setAccessibleName(self._log_name())
        self._log.setToolTip(tip_text(tr("Logarithmic axis: equal distances are equal ratios (L)")))
        size = self._log.sizeHint()
        self._log.setGeometry(int(self._titled), int(strokes.HEADER / 2 - size.height() / 2 + 2), *size.toTuple())

    def _log_name(self) -> str:
        return tr("Logarithmic loss axis")

    def toggle_log(self) -> None:
        """Make the axis logarithmic, or linear again."""
        if self.can_be_log:
            self._log.toggle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_L:
            self.toggle_log()
        else:
            super().keyPressEvent(event)


class LossChart(LogChart):
    """Training and validation loss, linear or logarithmic."""

    def __init__(self, *, palette: Theme, send: Callable[[object], object]) -> None:
        super().__init__(palette=palette, send=send, fields=(LOSS, VALIDATION_LOSS))

    def title(self) -> str:
        """Return the chart's name."""
        return tr("Loss")

    def value_text(self, value: float) -> str:
        """Return a loss as the legend shows it."""
        return value_text(value)

    def axis(self, low: float, high: float, *, lines: int) -> Axis:
        """Return the loss axis, logarithmic if the person chose that."""
        return size_axis(low, high, lines=lines, log=self._log.isChecked())

    def ceiling(self, curves: Sequence[Curve]) -> float:
        """Return the highest value in sight. A diverged loss leaves a linear chart at the top, so that the rest is not
        flattened."""
        return sane_ceiling(super().ceiling(curves), curves, self.record.training, log=self._log.isChecked())


def size_axis(low: float, high: float, *, lines: int, log: bool) -> Axis:
    """Return the axis of something that is not negative, as a loss; NaN for both ends: of nothing yet."""
    if math.isnan(low):
        return log_axis(0.01, 1.0, lines=lines) if log else linear_axis(0.0, 1.0, lines=lines)
    if log:
        least = low if low > 0 else high * 1e-9  # a loss of nothing at all has no place on this axis
        return log_axis(max(least, LEAST), max(high, 10 * LEAST), lines=lines)
    return linear_axis(0.0 if 0 < low < 0.4 * high else low, high, lines=lines)


def sane_ceiling(highest: float, curves: Sequence[Curve], training: Series, *, log: bool) -> float:
    """Return the highest loss that a chart must show; `highest`: of all that is in sight."""
    first = float(training.y[0]) if training.count else math.nan
    if log or not highest > DIVERGED * first > 0:
        return highest
    return max(float(c.high[c.high <= DIVERGED * first].max(initial=first)) for c in curves)


def score_text(value: float, *, percent: bool) -> str:
    """Return a score as the legend shows it."""
    if percent:
        return f"{value * 100:.1f}%"
    return f"{value:.3f}".replace("-", "−") if abs(value) < 10 else value_text(value)


def score_axis(low: float, high: float, *, lines: int, percent: bool) -> Axis:
    """Return the axis of a score."""
    if math.isnan(low):
        low, high = 0.0, 1.0
    if percent:
        return linear_axis(low, max(min(high, 1.0), low + 0.02), lines=lines)
    # R² has no lower end: an untrained net may score −50, which must not flatten the rest.
    return linear_axis(max(low, -1.0), max(high, -0.9), lines=lines)


class ScoreChart(LogChart):
    """Accuracy in percent, or R² for regression: what the loaded data asks for."""

    labels = False
    samples = ("100.0%",)
    can_be_log = False

    def __init__(self, *, palette: Theme, send: Callable[[object], object]) -> None:
        super().__init__(palette=palette, send=send, fields=(SCORE, VALIDATION_SCORE))
        self.percent = True

    def show_loaded(self, loaded: Loaded) -> None:
        """Show accuracy or R², as the data asks for."""
        self.percent = loaded.data.task == "classify"
        super().show_loaded(loaded)

    def title(self) -> str:
        """Return the chart's name."""
        return tr("Accuracy") if self.percent else "R²"

    def value_text(self, value: float) -> str:
        """Return a score as the legend shows it."""
        return score_text(value, percent=self.percent)

    def axis(self, low: float, high: float, *, lines: int) -> Axis:
        """Return the score axis."""
        return score_axis(low, high, lines=lines, percent=self.percent)
