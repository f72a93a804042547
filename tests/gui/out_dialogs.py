"""The dialogs of what goes out and comes in, each opened with nobody behind it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from core.messages.own.out import MeasureOut, OutMeasured, Predicted, TakenOut
from core.messages.train_commands import DataSpec
from core.messages.train_events import Failed
from core.sentence import say
from gui.kit.dialog import Dialog
from gui.kit.theme import theme_for
from gui.out.bring_in import BringInDialog
from gui.out.predict import PredictDialog
from gui.out.setting import Doing, FileDialogs, Job
from gui.out.take_home import TakeHomeDialog
from tests.gui.out_worker import ANSWERS

THEME = theme_for("light", motion=False)
Done = list[str]


def doing() -> Doing:
    """What dialogs about what goes out can do; nothing that is asked is answered, but how large the file would be."""

    def ask(command: Any, hears: Callable[[Any], Any]) -> Job:
        if isinstance(command, MeasureOut):
            hears(OutMeasured(command.run, 3_200_000, 180_000))
        return Job(command, hears)

    nobody = FileDialogs(save_as=lambda *_: "", files=lambda *_: [], file=lambda *_: "", folder=lambda *_: "")
    return Doing(ask=ask, stop=lambda job: None, again=lambda job: None, leave=lambda job: None,
                 show_folder=lambda folder: None, files=nobody)  # fmt: skip


def taking_home(parent: QWidget, done: Done) -> Dialog:
    made = TakeHomeDialog(
        parent, THEME, run=Path("/runs/Handwritten digits"), folder="/home", trains=True, doing=doing(),
        try_on=lambda: done.append("Try it on your own files …"),
    )  # fmt: skip
    made.show_now()
    return made


def taken_home(parent: QWidget, done: Done) -> Dialog:
    made = TakeHomeDialog(
        parent, THEME, run=Path("/runs/Handwritten digits"), folder="/home", trains=True, doing=doing(),
        try_on=lambda: None,
    )  # fmt: skip
    made.show_now()
    told = tuple(say("A sentence that has to be known of it, and that is longer than a line of words.") for _ in "12")
    made.hear(TakenOut("tensorboard", tuple((f"/logs/events.out.tfevents.{n}", 10**n) for n in range(9)), told))
    return made


def not_taken_home(parent: QWidget, done: Done) -> Dialog:
    made = TakeHomeDialog(
        parent, THEME, run=Path("/runs/Handwritten digits"), folder="/home", trains=False, doing=doing(),
        try_on=lambda: None,
    )  # fmt: skip
    made.show_now()
    made.hear(Failed(say("The process has ended: exit code 1. The training goes on, and nothing half made stays."), ""))
    return made


def trying(parent: QWidget, done: Done) -> Dialog:
    made = PredictDialog(
        parent, THEME, run=Path("/runs/Two moons"), data=DataSpec("moons"), folder="/home", doing=doing()
    )  # fmt: skip
    made.show_now()
    return made


def tried(parent: QWidget, done: Done) -> Dialog:
    made = PredictDialog(
        parent, THEME, run=Path("/runs/Digits"), data=DataSpec(), folder="/home", doing=doing()
    )  # fmt: skip
    made.show_now()
    made.hear(Predicted("/runs/Digits", ANSWERS, 3))
    return made


def bringing_in(parent: QWidget, done: Done) -> Dialog:
    made = BringInDialog(parent, THEME, path=Path("/downloads/누군가의 신경망.pt"), doing=doing())
    made.show_now()
    return made


OUT = (taking_home, taken_home, not_taken_home, trying, tried, bringing_in)
OUT_SITES = {"OutRoom.take_home": taking_home, "OutRoom.try_on": trying, "OutRoom.bring_in": bringing_in}
OUT_STAYS = (
    "Another form",
    "Show in folder",
    "Try again",
    "Save as CSV …",
    "Choose a folder …",
    "Predict this row",
    "Open it",
)
"""The buttons that leave their dialog open."""
