"""The live charts: loss and score over steps, carrying the edits as marks. Painted by ourselves.

pyqtgraph draws lines well but not this card: its axes, legend and labels are scene items that clip, overlap and cost
more per frame than the curves. Here one frame is a handful of strokes on a cached picture, whatever the run's length
(see `series`), and the pointer's crosshair is painted over that picture.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from core.messages.train_events import Loaded, NetChanged, Portrait, Tick
from gui.kit.layer_words import label_text
from gui.kit.painting import safely
from gui.kit.theme import Theme, font
from gui.kit.words import tip_text, tr
from gui.train.axes.across import PLAIN, Across
from gui.train.axes.axis import Axis
from gui.train.axes.plot_area import PlotArea
from gui.train.charts import paint as strokes
from gui.train.charts.curve import paint_curve
from gui.train.charts.hover import paint_hover
from gui.train.charts.navigate import Steps
from gui.train.charts.others import Other, paint_moment, paint_other, series_of
from gui.train.charts.paint import Entry, Line, Sign
from gui.train.charts.record import Record
from gui.train.charts.series import Curve, Floats, Series
from gui.train.charts.view import View, shown
from gui.train.drawing.knob import KEYBOARD, Knob

SAY_FRAMES = 30
"""While a training runs, the words for screen readers follow the curves once a second."""


class Chart(Steps):
    """What both charts share: data and painting. Only `draw()` repaints."""

    def __init__(self, *, palette: Theme, send: Callable[[object], object], fields: tuple[int, int]) -> None:
        super().__init__(Record(fields=fields))
        self.send, self._theme = send, palette
        self._ring = False
        self._said, self._unsaid, self._picture = (0.0, 0, ""), 0, QPixmap()
        self.setMinimumSize(260, 150)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._follow = Knob(self, palette=palette, face="text", name="")
        self._follow.asked.connect(lambda fine: self.show_view(View()))
        self._follow.hide()
        self.others: list[tuple[Other, Series]] = []  # drawn pale below the chart's own

    def sizeHint(self) -> QSize:
        return QSize(421, 218)

    def keeps_clear(self) -> QRect:
        """Return where no message lies: title and legend."""
        return QRect(0, 0, self.width(), int(strokes.HEADER))

    # ------------------------------------------------------------------------------------------ what it is told
    def show_others(self, others: Sequence[Other]) -> None:
        """Draw these curves below the chart's own."""
        self.others = [(one, series_of(one, fields=self.record.fields)) for one in others]
        self.record.others_end = max((series.x[-1] for _, series in self.others if series.count), default=0.0)
        self._stale = True

    def show_moment(self, step: int | None) -> None:
        """Draw a line where the moment is that is shown, None for now."""
        self._moment, self._stale = step, True

    def show_loaded(self, loaded: Loaded) -> None:
        """Start over for another training."""
        self.record.clear()
        self.show_view(View())

    def show_tick(self, tick: Tick) -> None:
        """Add a point to each curve."""
        self.record.add(tick)
        self._stale = True

    def show_now(self, now: NetChanged) -> None:
        """Mark the edits; where steps were undone, show the old points."""
        self.record.take_in(now)
        self._stale = True

    def show_twin(self, steps: Floats, values: Floats) -> None:
        """Show the curve of the run without an edit: (n,) steps and (n,) values; none without points."""
        self.record.twin.clear()
        self.record.twin.extend(steps, values)
        self._stale = True

    def show_portrait(self, portrait: Portrait) -> None:
        """Ignore portraits: they are no points of a curve."""

    def set_theme(self, palette: Theme) -> None:
        """Paint in `palette` from now on."""
        self._theme, self._stale = palette, True
        for knob in self.findChildren(Knob):
            knob.set_theme(palette)

    def say_summary(self) -> None:
        """Tell screen readers what the curves show now."""
        self._said, self._unsaid = (self.record.newest, len(self.record.marks), self.title()), 0
        self.setAccessibleName(self.title())
        self.setAccessibleDescription(self.record.summary(self.title(), self.value_text))

    def draw(self) -> None:
        """Repaint if anything changed since the last frame."""
        # At once when nothing comes; else once a second, for a screen reader would be told thirty times.
        self._unsaid += 1
        due = not self._stale or self._unsaid >= SAY_FRAMES
        if due and self._said != (self.record.newest, len(self.record.marks), self.title()):
            self.say_summary()
        if (self._stale or self._moved) and self.isVisible():
            self._moved = False
            self.update()

    # ------------------------------------------------------------------------------------ what the charts differ in
    def title(self) -> str:
        """Return the chart's name."""
        raise NotImplementedError

    def axis(self, low: float, high: float, *, lines: int) -> Axis:
        """Return the value axis from `low` to `high` with about so many `lines`."""
        raise NotImplementedError

    def value_text(self, value: float) -> str:
        """Return a value as the legend shows it."""
        raise NotImplementedError

    def ceiling(self, curves: Sequence[Curve]) -> float:
        """Return the highest value that must be in sight, NaN if there is none."""
        return max((float(curve.high.max()) for curve in curves), default=math.nan)

    percent = False
    labels = True
    samples: tuple[str, ...] = ("0.00000",)
    """As wide as a value of the legend usually is."""
    _titled = 0.0
    """Where the title ends, with a little air."""
    _after_title = 0.0
    """How much room what stands right after the title takes."""
    _entries: Sequence[float] = ()
    """Where each entry of the legend begins."""

    def words_at(self, at: QPoint) -> list[str]:
        """Return the word of the title or the legend that is painted at a place."""
        if not 0 <= at.y() <= strokes.HEADER:
            return []
        if at.x() < self._titled:
            return [self.title()]
        left_of = [line.name for (line, _), begin in zip(self._named(), self._entries, strict=False) if begin <= at.x()]
        return left_of[-1:]

    def _beside_title(self) -> float:
        """Return how much room a button beside the title takes."""
        return 4.0

    # ------------------------------------------------------------------------------------------------- the painting
    def _layout(self) -> tuple[PlotArea, list[tuple[Line, Curve]]]:
        left, right = shown(self._view, newest=self.record.end if self._view.span is None else self.record.newest)
        columns = max(64, int(self.width() - 2 * strokes.PAD - 40))
        across = self.across()
        curves = []
        for line, series in self._painted():
            if series.count:
                begin, end = left, right
                if line.across is not None:  # another run is at another step there
                    begin, end = line.across.step(across.at(left)), line.across.step(across.at(right))
                curves.append((line, series.curve(left=begin, right=max(end, begin + 1e-9), columns=columns)))
        low = min((float(c.low.min()) for _, c in curves if len(c.x)), default=math.nan)
        high = self.ceiling([c for _, c in curves if len(c.x)])
        top = strokes.HEADER + strokes.MARK_ROW * self._mark_rows()
        tall = max(20.0, self.height() - top - strokes.FOOT - self._below())
        axis = self.axis(low, high, lines=max(2, int(tall / 26)))
        texts = strokes.axis_texts(axis, percent=self.percent)
        metrics = QFontMetricsF(font(self._theme, strokes.SMALL_PX, tabular=True))
        wide = max((metrics.horizontalAdvance(text) for text in texts), default=0.0)
        inset = strokes.PAD + math.ceil(max(wide, 18) / 6) * 6 + 7
        plot = QRectF(inset, top, self.width() - inset - strokes.PAD - 3, tall)
        return PlotArea(plot=plot, left=left, right=right, axis=axis, across=across), curves

    def across(self) -> Across:
        """Return what the axis below counts."""
        return PLAIN

    def _below(self) -> float:
        """Return how much room there is to be below the axis."""
        return 0.0

    def _mark_rows(self) -> int:
        return 2 if self.height() >= 280 else 1

    def _drawn(self) -> list[tuple[Line, Series]]:
        theme, record = self._theme, self.record
        without = Line(theme.soft, tr("without the edit"), tr("without"), dash=True)
        return [
            (Line(theme.training, tr("training"), tr("train.")), record.training),
            (Line(theme.validation, tr("validation"), tr("valid.")), record.validation),
            *([(without, record.twin)] if record.twin.count else []),
        ]

    def _named(self) -> list[tuple[Line, Series]]:
        """Return what stands in the legend beside the title."""
        return [(line, series) for line, series in self._drawn() if line.legend]

    def _painted(self) -> list[tuple[Line, Series]]:
        """Return every line that is painted, the topmost first."""
        return self._drawn()

    def _paint_picture(self) -> None:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        area = self.paint(painter)
        painter.end()
        self._picture, self._area, self._stale = picture, area, False
        self._place_knobs(area)

    def paint(self, painter: QPainter) -> PlotArea:
        """Paint all but the crosshair; return where things are."""
        area, curves = self._layout()
        theme = self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        strokes.paint_card(painter, QRectF(self.rect()), theme, ring=self._ring and self.hasFocus())
        painter.setFont(font(theme, theme.body_px, bold=True))
        painter.setPen(theme.text)
        room = self.width() - 2 * strokes.PAD - 8 - self._after_title - self._beside_title()
        title = painter.fontMetrics().elidedText(self.title(), Qt.TextElideMode.ElideRight, int(max(room, 40)))
        painter.drawText(QPointF(strokes.PAD, strokes.HEADER / 2 + 7), title)
        self._titled = strokes.PAD + painter.fontMetrics().horizontalAdvance(title) + 8 + self._after_title
        entries = [self._entry(line, series.last) for line, series in self._named()]
        self._entries = strokes.paint_legend(
            painter, entries, theme, left=self._titled + self._beside_title(), right=self.width() - strokes.PAD
        )
        texts = strokes.axis_texts(area.axis, percent=self.percent)
        strokes.paint_axes(painter, area, theme, texts=texts, width=self.width())
        painter.save()
        painter.setClipRect(area.plot.adjusted(-1, -3, 4, 2))
        for other, series in self.others:
            paint_other(painter, area, series, other.color)
        self._paint_curves(painter, area, curves)
        if self._moment is not None:
            paint_moment(painter, area, self._moment, theme)
        painter.restore()
        self._paint_ends(painter, area)
        strokes.paint_marks(painter, area, self._signs(), theme, labels=self.labels, rows=self._mark_rows())
        if empty := self._why_empty():
            painter.setPen(theme.soft)
            painter.setFont(font(theme, theme.note_px))
            wrapped = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(area.plot, wrapped, empty)
        return area

    def _why_empty(self) -> str:
        """Return why no line is to be seen, "" where there is one."""
        some = self.record.training.count or self.record.validation.count
        return "" if some else tr("The curves begin with the first step.")

    def _paint_curves(self, painter: QPainter, area: PlotArea, curves: Sequence[tuple[Line, Curve]]) -> None:
        plain, dashed = ([one for one in curves if one[0].dash == dash] for dash in (False, True))
        for line, curve in (*reversed(plain), *dashed):  # a dashed one hides nothing
            paint_curve(painter, area, curve, line)

    def _paint_ends(self, painter: QPainter, area: PlotArea) -> None:
        for line, series in reversed(self._drawn()):
            if series.count:
                x, y = area.xs(series.x[-1:], line.across), area.ys(series.y[-1:].astype(float))
                at = QPointF(float(x[0]), float(y[0]))
                if area.plot.adjusted(-2, -4, 4, 4).contains(at):
                    strokes.paint_dot(painter, at, line.color, self._theme.card)

    def _entry(self, line: Line, value: float) -> Entry:
        text = "" if math.isnan(value) else self.value_text(value)
        return Entry(
            color=line.color, name=line.name, value=text, short=line.short, samples=self.samples, dash=line.dash
        )

    def _signs(self) -> list[Sign]:
        return [Sign(step=mark.step, grown=mark.grown, text=label_text(mark.label)) for mark in self.record.marks]

    def _place_knobs(self, area: PlotArea) -> None:
        self._follow.setVisible(not self._view.follows)
        self._follow.setText(tr("Follow"))
        self._follow.setAccessibleName(tr("Follow the newest step"))
        self._follow.setToolTip(tip_text(tr("Follow the newest step (F)")))
        size = self._follow.sizeHint()
        x, y = area.plot.right() - size.width() - 4, area.plot.bottom() - size.height() - 4
        self._follow.setGeometry(int(x), int(y), size.width(), size.height())

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._stale or self._picture.deviceIndependentSize().toSize() != self.size():
            self._paint_picture()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        if self._hover is not None and self._area is not None and self._drag is None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            marks, drawn = self.record.marks, self._drawn()
            paint_hover(
                painter,
                self._area,
                self._theme,
                step=self._hover,
                drawn=drawn,
                marks=marks,
                value_text=self.value_text,
            )

    # ---------------------------------------------------------------------------------------- what Qt tells
    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring, self._stale = event.reason() in KEYBOARD, True
        self.say_summary()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._ring, self._stale = False, True
        super().focusOutEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._stale = True
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        self._stale = True
        super().changeEvent(event)
