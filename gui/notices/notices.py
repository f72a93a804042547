"""The bars about a training: left open, reset, diverged."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from core.messages.train_commands import Change, Play, Undo
from core.messages.train_events import Diverged
from core.runs import SavedRun
from gui.kit.theme import can_write_korean
from gui.kit.words import Language, tr
from gui.notices.bar import Bar, BarButton, Bars
from gui.notices.problem import show_problem

NO_KOREAN = "No Korean font is installed, so Korean would show as empty boxes. Install one, for example fonts-noto-cjk."
"""In Latin letters on purpose: Korean ones would show as empty boxes."""


def greet(bars: Bars, *, crash: str, language: Language) -> None:
    """Show the bars of the start: a crash last time, a missing font."""
    if crash:
        show_problem(bars, "crash", lambda: tr("TorchGarden crashed last time."), detail=crash)
    warn_of_font(bars, language)


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


def kept_bar(folder: Path, go_back: Callable[[], Any]) -> Bar:
    """Return the bar that says where the training before the reset is."""
    sentence = tr("The training so far stays in Runs as “{name}”.", name=folder.name)
    return Bar(sentence, tone="note", does=(BarButton(tr("Back to it"), go_back),))


def diverged_bar(diverged: Diverged, send: Callable[[object], int], *, layer: str) -> Bar:
    """Return the bar about a diverged loss; it offers a lower learning rate, and undo.

    `layer`: the name on screen of the layer that diverged first, "" if unknown.
    """
    slower = float(f"{diverged.learning_rate / 10:.3g}")

    def go_on() -> None:
        send(Change("learning_rate", slower))
        send(Play())

    does = [BarButton(tr("Continue with learning rate {rate:g}", rate=slower), go_on, primary=True)]
    if diverged.now.state.undo > 0:
        does.append(BarButton(tr("Back to before it diverged"), lambda: send(Undo())))
    return Bar(diverged_text(diverged, layer=layer), tone="bad", does=tuple(does))


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
