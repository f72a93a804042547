"""What a step's time goes to: by the three layers, as one bar in three colours; and by parts, beside the same step as
the trainer takes it, with the calls that are counted and the times that are measured."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from core.messages.inside.layers import Traced
from core.messages.inside.played import Part, PartTimes, Played, PlayedOp
from gui.inside.compare.words import time_text
from gui.inside.layers.lane_paint import text_on
from gui.inside.layers.words import shares_text
from gui.kit.pieces import Card, Label, Painted, clear
from gui.kit.theme import Theme, font
from gui.kit.words import tr


def part_text(part: Part) -> str:
    """Return what a part of a step is called."""
    return {
        "python": tr("Python between calls"), "modules": tr("module calls"), "autograd": tr("autograd’s nodes"),
        "looks": tr("views and memory"), "computes": tr("ops that compute"), "update": tr("the update"),
    }[part]  # fmt: skip


def saved_text(played: Played) -> str:
    """Return what the comparison says of this network."""
    if not played.ops:
        return tr("The profiler tells nothing of what the device plays here.")
    saved = played.written_s - played.seconds
    if saved <= 0.05 * played.written_s:
        return tr("Here both take about as long: what computes is nearly everything.")
    most = max(played.parts, key=lambda one: one.seconds - one.played_s)
    return tr(
        "Of {whole}, {saved} disappear, most of it here: {part} ({most}).", whole=time_text(played.written_s),
        saved=time_text(saved), part=part_text(most.part), most=time_text(most.seconds - most.played_s),
    )  # fmt: skip


def how_text(played: Played) -> str:
    """Return how the trainer takes the step, and what of it is also in the step as a person writes it."""
    how = {
        "by hand": tr("The operations are called one by one, without modules and without autograd."),
        "played": tr("The trainer plays a recording of the operations: no Python, no modules, no autograd."),
        "captured": tr("The trainer lets the device play a graph: nothing is called one by one."),
    }[played.rung]  # fmt: skip
    alike = tr(
        "{alike} of its {count} calls are in both steps (filled); what is hollow is in one only.", alike=played.alike,
        count=len(played.ops),
    )  # fmt: skip
    return f"{how} {alike} {differs_text(played)}".rstrip()


def differs_text(played: Played) -> str:
    """Return how exactly these are the trainer's own steps, "" where that could not be compared."""
    if math.isnan(played.differs):
        return ""
    if played.differs == 0:
        return tr("Measured: {steps} such steps end with exactly the weights of the trainer’s own.", steps=played.steps)
    return tr(
        "Measured: after {steps} such steps, a weight differs from the trainer’s own by {differs} at most.",
        steps=played.steps, differs=f"{played.differs:.1g}",
    )  # fmt: skip


def op_rows(op: PlayedOp) -> list[tuple[str, str]]:
    """Return (name, value) of an operation that only the trainer has."""
    own = tr("{time} itself", time=time_text(max(op.own_s, 0.0)))
    part = tr("what plays the operations") if op.part == "python" else part_text(op.part)
    return [(tr("part of the step"), part), (tr("time"), f"{time_text(op.end_s - op.start_s)} · {own}")]


class Table(QWidget):
    """Rows of a name and numbers below each other, under heads; the last may be bold. `wrap`: names may break."""

    def __init__(self, *, wrap: bool = False) -> None:
        super().__init__()
        self.theme: Theme | None = None
        self.wrap = wrap
        self.grid = QGridLayout()
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setVerticalSpacing(4)
        self.grid.setHorizontalSpacing(10)
        self.grid.setColumnStretch(0, 1)
        self.setLayout(self.grid)

    def show_rows(self, heads: tuple[str, ...], rows: Sequence[tuple[str, ...]], *, whole: bool = False) -> None:
        """Show these rows; `whole`: the last is what they add up to."""
        clear(self.grid)
        for place, texts in enumerate((heads, *rows)):
            for across, text in enumerate(texts):
                label = self._label(text, first=not across, head=not place, bold=whole and place == len(rows))
                if self.theme is not None:
                    label.set_theme(self.theme)
                self.grid.addWidget(label, place, across)

    def _label(self, text: str, *, first: bool, head: bool, bold: bool) -> Label:
        kind, size = ("soft", "small_px") if head else ("", "note_px")
        if first:
            return Label(text, kind=kind, size=size, bold=bold, wrap=self.wrap)
        label = Label(text, kind=kind, size=size, tabular=True, bold=bold)
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return label

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme


class Sums(Card):
    """A card with the parts of both steps below each other, and what they add up to."""

    def __init__(self) -> None:
        super().__init__(tr("What disappears"))
        self.table = Table(wrap=True)
        self.told = Label("", kind="soft", size="note_px", wrap=True)
        for part in (self.table, self.told):
            self.body.addWidget(part)
        self.body.addStretch(1)

    def show_played(self, played: Played) -> None:
        """Show both steps."""
        whole = PartTimes(
            "python", sum(one.calls for one in played.parts), played.written_s,
            sum(one.played_calls for one in played.parts), played.seconds,
        )  # fmt: skip
        rows = [(part_text(one.part), *values(one)) for one in played.parts]
        heads = ("", tr("calls, counted"), tr("time, profiled"))
        self.table.show_rows(heads, [*rows, (tr("the whole step"), *values(whole))], whole=True)
        self.told.put(f"{saved_text(played)} {how_text(played)}")


class Times(Card):
    """A card with what went to each of the three layers."""

    def __init__(self) -> None:
        super().__init__(tr("Where the time went"), gap=8)
        self.shares, self.table = Shares(), Table()
        self.told = Label("", kind="soft", size="note_px", wrap=True)
        for part in (self.shares, self.told, self.table):
            self.body.addWidget(part)
        self.body.addStretch(1)

    def show_traced(self, traced: Traced) -> None:
        """Show a step."""
        self.shares.show_traced(traced)
        self.told.put(shares_text(traced))
        counts = Counter(bar.lane for bar in traced.bars)
        rows = [
            ("1 " + tr("API"), f"{counts['api']}", time_text(traced.api_s)),
            ("2 " + tr("Engine"), f"{counts['engine']}", time_text(traced.engine_s)),
            ("3 " + tr("Kernels"), f"{counts['kernel']}", time_text(traced.kernel_s)),
        ]
        self.table.show_rows(("", tr("calls, counted"), tr("own time, measured")), rows)


def values(one: PartTimes) -> tuple[str, str]:
    """Return the calls and the times of a part, from the one step to the other."""
    played = time_text(one.played_s) if one.played_s > 0 else "0"
    return f"{one.calls} → {one.played_calls}", f"{time_text(max(one.seconds, 0.0))} → {played}"


# ------------------------------------------------------------------------------------------------ by the three layers
class Shares(Painted):
    """Shows the own times of a step's layers as shares of the whole."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[tuple[str, float]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(30)

    def sizeHint(self) -> QSize:
        return QSize(240, 30)

    def show_traced(self, traced: Traced) -> None:
        """Show a step."""
        whole = traced.seconds or 1.0
        names = (tr("API"), tr("Engine"), tr("Kernels"))
        times = (traced.api_s, traced.engine_s, traced.kernel_s)
        self.parts = [(name, seconds / whole) for name, seconds in zip(names, times, strict=True)]
        self.setAccessibleName(", ".join(f"{name} {share:.0%}" for name, share in self.parts))
        self.setToolTip(tr(
            "Measured, own times. What an op that computes spends in itself counts as its kernel, its dispatch "
            "included: the profiler does not tell the two apart."
        ))  # fmt: skip
        self.update()

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Paint the three parts."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setFont(font(theme, theme.small_px, bold=True, tabular=True))
        metrics, left = QFontMetricsF(painter.font()), 0.0
        for (name, share), color in zip(self.parts, (theme.narrowed, theme.accent, theme.grown), strict=False):
            box = QRectF(left, 0, share * self.width(), self.height())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color)
            painter.drawRect(box)
            words = f"{name} {share:.0%}"
            if metrics.horizontalAdvance(words) > box.width() - 8:
                words = f"{share:.0%}"
            if metrics.horizontalAdvance(words) <= box.width() - 4:
                painter.setPen(text_on(color, theme))
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
            left += box.width()
