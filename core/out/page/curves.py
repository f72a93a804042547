"""The curves of a run as drawings of lines (SVG), with the edits above them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from core.messages.train_reports import EditMark
from core.out.page.escaped import element, escaped, number
from core.out.plain.ticks import ticks
from core.out.spoken import Voice
from core.out.taken import Taken
from core.sentence import Sentence, say

WIDE, TALL, LEFT, RIGHT, TOP, BOTTOM = 560.0, 250.0, 46.0, 24.0, 30.0, 26.0
BUCKETS = 280
"""Spans of steps of which the least and the greatest value are drawn."""
LINES = 4
NUMBERED = 24
"""More edits than these are drawn without their numbers."""
Point = tuple[float, float]


@dataclass(frozen=True)
class Chart:
    """A chart: what it shows, and its two curves as (step, value)."""

    title: Sentence
    training: tuple[Point, ...]
    validation: tuple[Point, ...]
    percent: bool = False


def charts(taken: Taken) -> tuple[Chart, ...]:
    """Return the two charts of a run, the loss and the score."""
    known = [tick for tick, _ in ticks(taken)]

    def points(field: str) -> tuple[Point, ...]:
        found = ((float(tick.step), float(getattr(tick, field))) for tick in known)
        return tuple((step, value) for step, value in found if math.isfinite(value))

    classifies = taken.training.dataset.task == "classify"
    return (
        Chart(say("Loss"), points("loss"), points("validation_loss")),
        Chart(say("Accuracy") if classifies else say("R²"), points("score"), points("validation_score"), classifies),
    )


def drawn(chart: Chart, marks: Sequence[EditMark], voice: Voice) -> str:
    """Return a chart as an SVG element."""
    every = [value for _, value in (*chart.training, *chart.validation)]
    if not every:
        return element("p", escaped(voice.read(say("The curves begin with the first step."))), class_="soft")
    last = max(step for step, _ in (*chart.training, *chart.validation))
    end = max([last, *(float(mark.step) for mark in marks)]) or 1.0
    low, high = reach(every, chart.percent)
    place = _Place(end, low, high)
    curves = "".join(
        element("path", d=place.path(thinned(points)), class_=f"curve {kind}", fill="none")
        for points, kind in ((chart.training, "training"), (chart.validation, "validation"))
        if points
    )
    return (
        f'<svg class="chart" role="img" aria-label="{escaped(voice.read(chart.title))}" '
        f'viewBox="0 0 {number(WIDE)} {number(TALL)}" xmlns="http://www.w3.org/2000/svg">'
        f"{place.grid(chart.percent)}{place.marks(marks)}{curves}</svg>"
    )


def reach(values: Sequence[float], percent: bool) -> tuple[float, float]:
    """Return least and greatest value of the axis; a few values far above all others do not decide."""
    ordered = sorted(values)
    most = min(ordered[-1], 3 * ordered[int(0.95 * (len(ordered) - 1))]) if ordered[-1] > 0 else ordered[-1]
    low, high = (min(ordered[0], 0.9), 1.0) if percent else (min(0.0, max(ordered[0], -1.0)), most)
    return low, high if high > low else low + 1.0


def thinned(points: Sequence[Point]) -> list[Point]:
    """Return the points with the least and greatest value of each span of steps, in order; few points as they are."""
    if len(points) <= 2 * BUCKETS:
        return list(points)
    each = len(points) / BUCKETS
    kept: list[Point] = []
    for bucket in range(BUCKETS):
        part = points[int(bucket * each) : int((bucket + 1) * each)]
        kept += sorted({min(part, key=lambda point: point[1]), max(part, key=lambda point: point[1])})
    return [*kept, points[-1]]


def grown_class(mark: EditMark) -> tuple[str, str]:
    """Return what marks an edit: a sign, and the class of its colour."""
    return ("▲", "grown") if mark.grown > 0 else ("▼", "narrowed") if mark.grown < 0 else ("●", "other")


@dataclass(frozen=True)
class _Place:
    """Where steps and values are in the drawing."""

    end: float
    low: float
    high: float

    def x(self, step: float) -> float:
        return LEFT + step / self.end * (WIDE - LEFT - RIGHT)

    def y(self, value: float) -> float:
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return TALL - BOTTOM - share * (TALL - BOTTOM - TOP)

    def path(self, points: Sequence[Point]) -> str:
        return "M" + "L".join(f"{number(self.x(step))} {number(self.y(value))}" for step, value in points)

    def grid(self, percent: bool) -> str:
        made = []
        for value in rounds(self.low, self.high):
            y = self.y(value)
            said = f"{100 * value:g}%" if percent else f"{value:g}".replace("-", "−")
            made.append(element("path", d=f"M{number(LEFT)} {number(y)}H{number(WIDE - RIGHT)}", class_="grid"))
            made.append(element("text", escaped(said), x=LEFT - 6, y=y + 4, class_="left"))
        for step in rounds(0, self.end):
            made.append(element("text", escaped(f"{step:,.0f}"), x=self.x(step), y=TALL - 8, class_="note"))
        return "".join(made)

    def marks(self, marks: Sequence[EditMark]) -> str:
        made = []
        for place, mark in enumerate(marks, 1):
            sign, kind = grown_class(mark)
            x = self.x(mark.step)
            line = element("path", d=f"M{number(x)} {number(TOP)}V{number(TALL - BOTTOM)}", class_=f"mark {kind}")
            said = f"{sign}{place}" if len(marks) <= NUMBERED else sign
            made.append(line + element("text", said, x=x, y=TOP - 8 - 10 * (place % 2), class_=f"note {kind}"))
        return "".join(made)


def rounds(low: float, high: float) -> list[float]:
    """Return round values between two, about `LINES` of them."""
    rough = (high - low) / LINES
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * times for times in (1, 2, 5, 10) if power * times >= rough)
    return [place * step for place in range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)]
