"""The bars about a training: left open, reset, diverged; and about what the desktop does not do."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtGui import QGuiApplication

from core.bundle import Held
from core.messages.train_commands import Change, Play, Undo
from core.messages.train_events import Diverged, Edited
from core.messages.train_reports import Hit
from core.runs import SavedRun
from core.sentence import Sentence
from gui.kit.words import Language, read, tr
from gui.language.korean_font import can_write_korean
from gui.notices.bar import Bar, BarButton
from gui.notices.bars import Bars
from gui.notices.problem import show_problem

NO_KOREAN = "No Korean font is installed, so Korean would show as empty boxes. Install one, for example fonts-noto-cjk."
"""In Latin letters on purpose: Korean ones would show as empty boxes."""


def greet(bars: Bars, *, crash: str, language: Language, held: Held = "") -> None:
    """Show the bars of the start: a crash last time, an app that macOS holds as a download, a missing font."""
    if crash:
        show_problem(bars, "crash", lambda: tr("TorchGarden crashed last time."), detail=crash)
    if held:
        bars.show_bar("held", lambda: Bar(held_text(held), tone="note"))
    warn_of_font(bars, language)


def held_text(held: Held) -> str:
    """Return what macOS does with the app as it lies there, and what to do."""
    if held == "translocated":
        return tr(
            "macOS runs TorchGarden from a temporary copy, so what is made for it now may not find it after the next "
            "start. Quit, move TorchGarden into Applications with the Finder, and open it there."
        )
    return tr(
        "macOS still holds TorchGarden as a download that is not approved, and may stop what it starts. Quit, move "
        "TorchGarden into Applications with the Finder, and open it there."
    )


def warn_of_font(bars: Bars, language: Language) -> None:
    """Say that Korean cannot be shown here, if it is needed."""
    bars.remove("font")
    if language == "ko" and not can_write_korean():
        bars.show_bar("font", lambda: Bar(NO_KOREAN, tone="note"))


def left_bar(run: SavedRun, go_on: Callable[[], Any]) -> Bar:
    """Return the offer to continue the training that was open when the app crashed."""
    sentence = tr(
        "TorchGarden was not closed properly. “{name}” was saved at step {step:,} and can continue from there.",
        name=run.name,
        step=run.record.step if run.record else 0,
    )
    return Bar(sentence, tone="note", does=(BarButton(tr("Continue this training"), go_on, primary=True),))


def cannot_open(bars: Bars, why: tuple[Sentence, ...], copy: Callable[[], Any] | None) -> None:
    """Say why a run was not opened; with `copy`, offer to open a copy of it."""

    def does() -> tuple[BarButton, ...]:
        return (BarButton(tr("Open a copy"), copy, primary=True),) if copy is not None else ()

    show_problem(bars, "opening", lambda: " ".join(map(read, why)), does=does)


def kept_bar(folder: Path, go_back: Callable[[], Any]) -> Bar:
    """Return the bar that says where the training before the reset is."""
    sentence = tr("The training so far stays in Runs as “{name}”.", name=folder.name)
    return Bar(sentence, tone="note", does=(BarButton(tr("Back to it"), go_back),))


def diverged_bar(diverged: Diverged, send: Callable[[object], int], *, layer: str, usual_rate: float) -> Bar:
    """Return the bar about a diverged loss. It offers the way that helps: back to before the weights had grown, with a
    learning rate that does not do the same again. To go on from grown weights is the second choice.

    `layer`: the name on screen of the layer that diverged first, "" if unknown. `usual_rate`: what this data is usually
    learned with.
    """
    slower = float(f"{diverged.learning_rate / 10:.3g}")
    safe = min(usual_rate, slower)

    def go_back() -> None:
        send(Undo())
        send(Change("learning_rate", safe))

    def go_on() -> None:
        send(Change("learning_rate", slower))
        send(Play())

    does = []
    if diverged.now.state.undo > 0:
        back = tr("Back to before it diverged, learning rate {rate:g}", rate=safe)
        does.append(BarButton(back, go_back, primary=True))
    does.append(BarButton(tr("Continue with learning rate {rate:g}", rate=slower), go_on, primary=not does))
    return Bar(diverged_text(diverged, layer=layer), tone="bad", does=tuple(does))


def went_back_bar(edited: Edited, what: str, redo: Callable[[], Any]) -> Bar:
    """Return the bar that says how far an undo went back; `what`: what was undone, on screen."""
    step, steps = edited.now.state.step, edited.steps_undone
    sentence = tr("Undone: {what}. Back at step {step:,}, {steps:,} steps earlier.", what=what, step=step, steps=steps)
    return Bar(sentence, tone="note", does=(BarButton(tr("Redo"), redo),))


def came_about_bar(edited: Edited, what: str) -> Bar:
    """Return the bar that says what came of an edit that took its time; `what`: its label, on screen."""
    step = edited.now.state.step
    if edited.cause == "given up":
        sentence = tr(
            "Given up at step {step:,}. {what}. The smaller network did not become as good; yours stays as it is.",
            step=step,
            what=what,
        )
    else:
        sentence = tr("Done at step {step:,}: {what}.", step=step, what=what)
    return Bar(sentence, tone="note")


def called_off_bar(what: str) -> Bar:
    """Return the bar that says what an edit has called off; `what`: its label, on screen."""
    return Bar(tr("{what}. Ask for it again if you still want it.", what=what), tone="note")


def no_undo_bar() -> Bar:
    """Return the bar over a run that was opened with edits in it."""
    return Bar(tr("The edits so far cannot be undone any more: a run is saved without its undo history."), tone="note")


def diverged_text(diverged: Diverged, *, layer: str) -> str:
    """Return what happened and why, in the window's language."""
    rate = f"{diverged.learning_rate:g}"
    if not layer or diverged.what == "loss":
        return tr("Paused: the loss has diverged. The learning rate {rate} may be too large.", rate=rate)
    match diverged.what:
        case "activation":
            return tr(
                "Paused: the values in “{layer}” have diverged. The learning rate {rate} may be too large.",
                layer=layer,
                rate=rate,
            )
        case "gradient":
            return tr(
                "Paused: the gradient of “{layer}” has diverged. The learning rate {rate} may be too large.",
                layer=layer,
                rate=rate,
            )
        case _:
            return tr(
                "Paused: the weights of “{layer}” have diverged. The learning rate {rate} may be too large.",
                layer=layer,
                rate=rate,
            )


def stopped_bar(hit: Hit, said: str, stands: str, look: Callable[[], Any] | None) -> Bar:
    """Return the bar after a training has stopped by itself. `said`: what is so; `stands`: how sure the step is; `look`
    is None where the step cannot be looked at."""
    sentence = tr("{what}, at step {step:,}. {stands}", what=said, step=hit.step, stands=stands).rstrip()
    looks = () if hit.of_edit or look is None else (BarButton(tr("Look at this step"), look, primary=True),)
    return Bar(sentence, tone="note", does=looks)


def not_opened_bar(what: str, *, system: str = sys.platform) -> Bar:
    """Return the bar where no program of the desktop opens a folder, a file or an address."""
    if system == "linux":
        sentence = tr("{what} was not opened: there is no xdg-open here. Install the package xdg-utils, or copy it and "
                      "open it yourself.", what=what)  # fmt: skip
    else:
        sentence = tr("{what} was not opened: no program here is set for it. Copy it and open it yourself.", what=what)
    copy = BarButton(tr("Copy"), lambda: QGuiApplication.clipboard().setText(what), stays=True)
    return Bar(sentence, tone="note", does=(copy,))
