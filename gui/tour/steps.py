"""The steps of the tour as data: what each points at, and what it says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from core.sentence import Sentence, say

Target = Literal["play", "network", "charts", "undo", "pages"]


@dataclass(frozen=True)
class TourStep:
    """One step: the control it points at, a title, and one or two sentences."""

    target: Target
    title: Sentence
    text: Sentence


STEPS: tuple[TourStep, ...] = (
    TourStep("play", say("Start the training"), say(
        "The network learns from the data as soon as you press Start, and pauses when you press it again. The Space "
        "key does the same."
    )),
    TourStep("network", say("Change the network while it learns"), say(
        "+ and − under a layer add and remove units; the + between two layers puts a new layer there. What was "
        "learned stays."
    )),
    TourStep("charts", say("See what comes of it"), say(
        "The lower the loss, the better. Every change has its mark on the curve; point at one to see what it was."
    )),
    TourStep("undo", say("Nothing can go wrong"), say(
        "Every change can be undone, and everything is saved by itself. Try out what you like."
    )),
    TourStep("pages", say("There is more"), say(
        "Look inside shows every number of a step, Install makes an environment with PyTorch, Runs keeps your "
        "trainings. F1 explains the page that is open."
    )),
)  # fmt: skip
