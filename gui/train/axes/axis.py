"""The lines of an axis and their texts: round numbers, as a person would choose."""

from __future__ import annotations

import math
from dataclasses import dataclass

SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True)
class Axis:
    """The ends of a value axis and the values that get a line; `log` axes count in powers of ten."""

    low: float
    high: float
    ticks: tuple[float, ...]
    log: bool = False

    def share(self, value: float) -> float:
        """Return how far up a value stands: 0 at the low end, 1 at the high end."""
        if self.log:
            value = max(value, self.low * 1e-3)
            return math.log(value / self.low) / math.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)


def round_step(span: float, *, lines: int) -> float:
    """Return the least of 1, 2, 5 · 10ⁿ that cuts `span` into at most `lines` parts."""
    raw = span / max(lines, 1)
    power = 10.0 ** math.floor(math.log10(raw))
    return next(power * m for m in (1, 2, 5, 10) if power * m >= raw * (1 - 1e-9))


def linear_axis(low: float, high: float, *, lines: int) -> Axis:
    """Return an axis from a round number at or below `low` to one at or above `high`."""
    if not high - low > 1e-12 * max(abs(low), abs(high), 1e-9):  # a flat curve stands in the middle
        low, high = low - 0.5 * (abs(low) or 1), high + 0.5 * (abs(high) or 1)
    step = round_step(high - low, lines=lines)
    first, last = math.floor(low / step + 1e-6), math.ceil(high / step - 1e-6)
    ticks = tuple(round(n * step, 12) if abs(n * step) > 1e-9 else n * step for n in range(first, last + 1))
    return Axis(low=first * step, high=last * step, ticks=ticks)


def log_axis(low: float, high: float, *, lines: int) -> Axis:
    """Return a logarithmic axis around `low` > 0 to `high`: lines at 1, 2, 5, else at 1, 3, else at powers of ten."""
    low, high = min(low, high / 1.5), max(high, low * 1.5)
    for digits in ((1, 2, 5), (1, 3), (1,)):
        fine = [m * 10.0**n for n in _decades(low, high) for m in digits]
        first = max(value for value in fine if value <= low * (1 + 1e-9))
        last = min(value for value in fine if value >= high * (1 - 1e-9))
        inside = [value for value in fine if first <= value <= last]
        if len(inside) <= lines + 1:
            break
    every = math.ceil(len(inside) / (lines + 1))
    return Axis(low=first, high=last, ticks=tuple(inside[::-1][::every][::-1]), log=True)


def step_ticks(left: float, right: float, *, lines: int) -> list[float]:
    """Return round steps from `left` to `right`, whole numbers at most `lines` of them."""
    step = max(round_step(max(right - left, 1e-9), lines=lines), 1.0)
    return [n * step for n in range(math.ceil(left / step - 1e-9), math.floor(right / step + 1e-9) + 1)]


def step_text(step: float, *, gap: float) -> str:
    """Return a step as on the axis: 500, 1,500, 20k, 1.5M, with as many digits as neighbours `gap` apart need."""
    for size, sign, finest in ((1e9, "G", 1e7), (1e6, "M", 1e4), (1e3, "k", 1e3)):
        if gap >= finest and abs(step) >= max(size, 1e4):
            digits = 0 if gap >= size else 1 if gap >= size / 10 else 2
            return f"{step / size:,.{digits}f}{sign}"
    return f"{step:,.0f}"


def tick_text(value: float, *, gap: float) -> str:
    """Return an axis value with just the decimals that tell it from its neighbours `gap` away."""
    if value == 0:
        return "0"
    if gap < 1e-4 or abs(value) >= 1e6:
        return power_text(value, digits=2)
    decimals = max(0, -math.floor(math.log10(gap * (1 + 1e-9))))
    return f"{value:,.{decimals}f}".replace("-", "−")


def log_tick_text(value: float) -> str:
    """Return a value of a logarithmic axis: 0.01, 5, 200; powers of ten where zeros would have to be counted."""
    if 1e-3 * (1 - 1e-9) <= value < 1e5:
        return f"{value:,.{max(0, -math.floor(math.log10(value) + 1e-9))}f}"
    return power_text(value, digits=1)


def value_text(value: float) -> str:
    """Return a loss as in a legend, always about as wide: 2.303, 0.041, 0.00077, 12.5; powers of ten beyond."""
    size = abs(value)
    if size == 0 or 1e-3 <= size < 10:
        return f"{value:.3f}".replace("-", "−")
    if 1e-4 <= size < 1e-3:
        return f"{value:.5f}".replace("-", "−")
    if 10 <= size < 1e6:
        return f"{value:,.{2 if size < 100 else 1 if size < 1000 else 0}f}".replace("-", "−")
    return power_text(value, digits=2)


def power_text(value: float, *, digits: int) -> str:
    """Return a value as 3.2·10⁻⁵ with `digits` leading digits; a bare power as 10⁻⁵."""
    front, power = f"{value:.{digits - 1}e}".split("e")
    front = front.rstrip("0").rstrip(".") if "." in front else front
    shown = "10" + str(int(power)).translate(SUPERSCRIPTS)
    sign = "−" if front.startswith("-") else ""
    front = front.lstrip("-")
    return sign + (shown if front == "1" else f"{front}·{shown}")


def _decades(low: float, high: float) -> range:
    return range(math.floor(math.log10(low)) - 1, math.ceil(math.log10(high)) + 2)
