"""What *What is wrong here?* has found: one sentence and one next step for each thing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.messages.computer import Level
from gui.install.environments.shelf import Shelf
from gui.install.surfaces import Surface, Tone, tone_icon
from gui.kit.pieces import Button, Label, column, row
from gui.kit.words import read, tr

TONES: dict[Level, Tone] = {"good": "good", "note": "note", "hazard": "warn", "stop": "bad", "unknown": "plain"}
Line = tuple[Tone, str, str]


class FindingsCard(Surface):
    """The findings of the network, of this computer, and of one environment, with a button to close them."""

    def __init__(self, shelf: Shelf, *, close: Callable[[], Any]) -> None:
        super().__init__()
        self.setAccessibleName(tr("What is wrong here?"))
        self.close_button = Button(tr("Close"), close, kind="chip")
        head = row(Label(tr("What is wrong here?"), bold=True), None, self.close_button, gap=8)
        lines = QVBoxLayout()
        lines.setSpacing(7)
        for tone, sentence, advice in lines_of(shelf):
            lines.addWidget(_line(tone, sentence, advice))
        layout = column(head, lines, gap=8)
        layout.setContentsMargins(16, 10, 12, 12)
        self.setLayout(layout)


def lines_of(shelf: Shelf) -> list[Line]:
    """Return tone, sentence and advice of everything that was found, the network first."""
    found: list[Line] = [
        (TONES[one.level], read(one.sentence), read(one.advice) if one.advice is not None else "")
        for one in shelf.findings
    ]
    env = next((one for one in shelf.envs if one.prefix == shelf.asked_about), None)
    report = shelf.report_asked_for
    if env is None or (report is None and not shelf.waits_for("check", env.prefix)):
        return found
    if report is None:
        return [*found, ("plain", tr("{name} is being checked …", name=env.name), "")]
    tone: Tone = "note" if report.passed else "bad"
    found += [(tone, read(fault.cause), read(fault.mend)) for fault in report.faults]
    if report.passed:
        found.append(("good", tr("{name} trains on this computer’s device.", name=env.name), ""))
    elif not report.faults:
        helps = tr("Repair it, or make a new environment.")
        found.append(("bad", tr("{name} did not pass its check.", name=env.name), helps))
    return found


def _line(tone: Tone, sentence: str, advice: str) -> QWidget:
    """Return one thing that was found, and what to do about it below."""
    made, icon = QWidget(), tone_icon(tone)
    helps = Label(advice, kind="soft", wrap=True)
    helps.setVisible(bool(advice))
    line = row(icon, column(Label(sentence, wrap=True), helps, gap=2), gap=10)
    line.setAlignment(icon, Qt.AlignmentFlag.AlignTop)
    line.setStretch(1, 1)
    made.setLayout(line)
    made.setAccessibleName(" ".join(part for part in (sentence, advice) if part))
    return made
