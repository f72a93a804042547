"""How the numbers of a spot are written."""

from __future__ import annotations

import math

from core.messages.beside.numbers import AtSpot
from core.net.by_hand import LARGEST
from gui.kit.words import tr
from gui.train.panels.field import Field, Numbers

SETTABLE = Numbers(-LARGEST, LARGEST, "add", by=0.1)
"""What a field for a weight or a bias takes."""
FIELD_PX = 108
"""Room for a weight as one types it: −0.0123456."""


def refresh(field: Field, value: float) -> None:
    """Show a value in a field, unless somebody is at it: what is selected there to be typed over stays so."""
    if field.hasFocus() and (field.isModified() or field.hasSelectedText()):
        field.value = value
    else:
        field.display(value)


def number(value: float, *, sign: bool = False) -> str:
    """Return a number in three digits, with a true minus; a dash for one that is not known."""
    if not math.isfinite(value):
        return "–"
    return (f"{value:+.3g}" if sign else f"{value:.3g}").replace("-", "−")


def motion(gradient: float, change: float, over: int) -> tuple[str, str]:
    """Return the gradient of the last step, and how far it, or the last steps, moved the number."""
    told = tr("gradient {value}", value=number(gradient, sign=True))
    if over > 1:
        return told, tr("last {steps:,} steps {change}", steps=over, change=number(change, sign=True))
    return told, tr("last step {change}", change=number(change, sign=True))


def of_unit(at: AtSpot, over: int) -> list[str]:
    """Return the lines that a unit's popover says of its numbers."""
    return [
        tr("bias {value}", value=number(at.bias)),
        " · ".join(motion(at.bias_gradient, at.bias_change, over)),
        tr("size of its weights {value}", value=number(at.size)),
    ]


def of_line(at: AtSpot, over: int) -> list[str]:
    """Return the lines that are said of a line's weight."""
    if not at.weights:
        return [tr("no weight: they are in different groups")]
    moved = motion(at.weight_gradient, at.weight_change, over)
    said = [tr("weight {value}", value=number(at.weight)), " · ".join(moved)]
    if at.weights > 1:
        said.append(which(at))
    if at.frozen:
        said.append(tr("frozen: its weights stay as they are"))
    return said


def which(at: AtSpot) -> str:
    """Return which of several weights of a line it is."""
    return tr(
        "the largest of {n:,}: input {input:,}, row {row:,}, column {column:,}",
        n=at.weights, input=at.input + 1, row=at.row + 1, column=at.column + 1,
    )  # fmt: skip
