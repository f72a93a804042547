"""The preview of an edit: what it would cost, the gentler way as a button, and the choice."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from core.messages.train_commands import Task
from core.messages.train_events import Previewed
from core.net.edits import HURTS
from core.net.plan import Edit, InsertLayer, Narrow, Net, RemoveLayer, RemoveUnit, ResetUnit, SetActivation, Widen
from gui.kit.dialog import Dialog
from gui.kit.layer_words import title
from gui.kit.pieces import Button, Label, apply_theme, column
from gui.kit.theme import Theme
from gui.kit.words import read, tr
from gui.train.panels.timeline import signed


def fades(edit: Edit) -> bool:
    """Return whether the edit fades: nothing jumps, and the numbers are those of doing it at once."""
    return isinstance(edit, RemoveLayer) and edit.way == "fade"


def hurts(previewed: Previewed) -> bool:
    """Return whether the loss would jump or diverge."""
    if fades(previewed.edit):
        return False
    rise = previewed.loss_after - previewed.loss_before
    return rise > HURTS or (math.isfinite(previewed.loss_before) and not math.isfinite(previewed.loss_after))


def costs(previewed: Previewed) -> bool:
    """Return whether the numbers on screen say that something is lost."""
    rise, drop = previewed.loss_after - previewed.loss_before, previewed.score_before - previewed.score_after
    return not rise < 5e-4 or drop >= 5e-4


def advice_text(previewed: Previewed) -> str:
    """Return what there is to consider, "" for nothing."""
    if previewed.advice is not None:
        return read(previewed.advice)
    if not hurts(previewed):
        return ""
    rise = previewed.loss_after - previewed.loss_before
    return tr("The loss would jump by {rise}. Training may make up for it, and you can undo it.", rise=f"{rise:.3f}")


def edit_title(edit: Edit, net: Net) -> str:
    """Return what an edit would do, in a few words."""
    if isinstance(edit, InsertLayer):
        return tr("Insert pooling after {layer}", layer=title(net, edit.after))
    name = title(net, edit.layer)
    match edit:
        case Narrow(by=by):
            return tr("Narrow {layer} by {n}", layer=name, n=by)
        case Widen(by=by):
            return tr("Widen {layer} by {n}", layer=name, n=by)
        case RemoveLayer(way="batch_norm"):
            return tr("Remove the batch norm of {layer}", layer=name)
        case RemoveLayer(way="fade"):
            return tr("Let {layer} fade away", layer=name)
        case RemoveLayer():
            return tr("Remove {layer}", layer=name)
        case RemoveUnit(unit=unit):
            return tr("Remove unit {n} of {layer}", layer=name, n=unit + 1)
        case ResetUnit(unit=unit):
            return tr("Renew unit {n} of {layer}", layer=name, n=unit + 1)
        case SetActivation(activation=activation):
            return tr("Activation of {layer}: {activation}", layer=name, activation=activation)
    return tr("Edit {layer}", layer=name)


def gentler_text(edit: Edit) -> str:
    """Return the words for the gentler way."""
    if isinstance(edit, RemoveLayer):
        return tr("Remove when ready") if edit.way == "ready" else tr("Fade it away instead")
    if isinstance(edit, Narrow):
        return tr("Narrow when ready") if edit.way == "ready" else tr("Narrow by {n} instead", n=edit.by)
    return tr("The gentler way")


class PreviewDialog(Dialog):
    """What an edit would do, and the choice; `do` gets the edit a person decides on.

    The numbers belong to the network they were measured on. When there is another one, `wait` takes the choice away
    until `show_previewed` brings the new ones.
    """

    def __init__(
        self, parent: QWidget, theme: Theme, previewed: Previewed, *, task: Task, do: Callable[[Edit], Any]
    ) -> None:
        super().__init__(parent, theme, title="")
        self.task, self.do = task, do
        self.content = QWidget()
        self.decisions: list[Button] = []
        self.waits = Label(tr("The network has changed; this is measured again."), kind="soft", size="note_px")
        self.body.addWidget(self.content)
        self.body.addWidget(self.waits)
        self.cancel = self.add_button(tr("Cancel"), None)
        self.show_previewed(previewed)

    def wait(self) -> None:
        """Disable the decisions until there are new numbers."""
        self.waits.show()
        for button in self.decisions:
            button.setEnabled(False)

    def show_previewed(self, previewed: Previewed) -> None:
        """Show what was measured, and let a person decide."""
        self.previewed = previewed
        said = edit_title(previewed.edit, previewed.net)
        self.setWindowTitle(said)
        self.heading.put(said)
        self.waits.hide()
        shown = _content(previewed, self.task)
        self.body.replaceWidget(self.content, shown)
        for old in (self.content, *self.decisions):
            old.hide()
            old.deleteLater()
        self.content, self.decisions = shown, self._decisions(previewed)
        apply_theme(self, self.theme)
        for new in (self.content, *self.decisions) if self.isVisible() else ():
            new.show()

    def _decisions(self, previewed: Previewed) -> list[Button]:
        gentler = previewed.gentler
        if gentler is None:
            return [self.add_button(tr("Do it"), lambda: self.do(previewed.edit), kind="primary")]
        return [
            self.add_button(tr("Do it anyway"), lambda: self.do(previewed.edit)),
            self.add_button(gentler_text(gentler), lambda: self.do(gentler), kind="primary"),
        ]


def _content(previewed: Previewed, task: Task) -> QWidget:
    """Return the numbers and sentences for the decision."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(0, 1)
    for line, cells in enumerate(_lines(previewed, task)):
        for place, cell in enumerate(cells):
            label = Label(cell, kind="soft" if place in (0, 2) else "", bold=place == 3, tabular=True)
            if place:
                label.setAlignment(Qt.AlignmentFlag.AlignRight)
            grid.addWidget(label, line, place)
    body = column(grid, gap=8)
    if advice := advice_text(previewed):
        body.addWidget(Label(advice, kind="narrowed", wrap=True))
    if fades(previewed.edit):
        if costs(previewed):
            said = tr("Folded at once it would cost this much. Fading lets training make up for it.")
        else:
            said = tr("Even folded at once it would cost nothing. Fading does the same, slowly.")
        body.addWidget(Label(said, wrap=True))
    measured = tr(
        "Measured at step {step:,} on validation data; the training is not affected.",
        step=previewed.step,
    )
    body.addWidget(Label(measured, kind="soft", size="note_px", wrap=True))
    made = QWidget()
    made.setLayout(body)
    return made


def _lines(previewed: Previewed, task: Task) -> list[tuple[str, str, str, str]]:
    before, after = previewed.before, previewed.after
    lines = [_counted(tr("Parameters"), before.parameters, after.parameters)]
    lines.append(_counted(tr("Multiply-adds per sample"), before.multiply_adds, after.multiply_adds))
    now, then = memory_texts(before.bytes, after.bytes)
    lines.append((tr("Memory"), now, "→", then))
    at_once = fades(previewed.edit)
    if math.isfinite(previewed.loss_after):
        lines.append(
            (
                tr("Loss, folded at once") if at_once else tr("Loss"),
                f"{previewed.loss_before:.4f}",
                signed(previewed.loss_after - previewed.loss_before),
                f"{previewed.loss_after:.4f}",
            )
        )
    if math.isfinite(previewed.score_after):
        if task == "classify":
            points = 100 * (previewed.score_after - previewed.score_before)
            change = ("±" if abs(points) < 0.05 else "−" if points < 0 else "+") + f"{abs(points):.1f}"
            lines.append(
                (
                    tr("Accuracy, folded at once") if at_once else tr("Accuracy"),
                    f"{100 * previewed.score_before:.1f}%",
                    change,
                    f"{100 * previewed.score_after:.1f}%",
                )
            )
        else:
            change = signed(previewed.score_after - previewed.score_before)
            name = tr("R², folded at once") if at_once else "R²"
            lines.append((name, f"{previewed.score_before:.3f}", change, f"{previewed.score_after:.3f}"))
    return lines


def memory_texts(before: int, after: int) -> tuple[str, str]:
    """Return two sizes in one unit, that of the larger, so that they can be compared: bytes below 10 kB."""
    most = max(before, after)
    if most < 10_000:
        return tr("{n:,} bytes", n=before), tr("{n:,} bytes", n=after)
    unit, size = next((unit, size) for unit, size in (("GB", 1e9), ("MB", 1e6), ("KB", 1e3)) if most >= size)
    shares = before / size, after / size
    first, second = (f"{share:,.0f} {unit}" if share >= 10 else f"{share:.1f} {unit}" for share in shares)
    return first, second


def _counted(name: str, before: int, after: int) -> tuple[str, str, str, str]:
    return name, f"{before:,}", "→", f"{after:,}"
