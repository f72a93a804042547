"""What stands in the card of answers for points of the plane."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from core.messages.beside.plane import PlaneAnswer, PointsChanged, WatchPlane
from core.messages.train_commands import EditPoint
from core.messages.train_events import Loaded, NetChanged, Portrait, Ready, Told
from core.messages.train_reports import Data
from core.sentence import Sentence
from gui.kit.arrays import numbers
from gui.kit.folding import Columns
from gui.kit.pieces import Button, Label, column, row
from gui.kit.words import read, tip_text, tr
from gui.train.panels.samples import PlaneLegend
from gui.train.plane.contest import Contest
from gui.train.plane.residuals import Residuals
from gui.train.plane.view import PlaneView, held_out_of
from gui.train.side.listener import Listener

ANSWERS_PER_S = 15.0
SIDE, LARGE_SIDE = 96, 160
"""How many points of the surface are asked for, a side: in the card, and as large as the window."""


class PlaneAnswers(QWidget, Listener):
    """The plane with its choices, and on request the numbers of the smallest network; of a regression, the residuals.

    It asks for answers while it can be seen.
    """

    def __init__(self, send: Callable[[Any], int], changed: Callable[[Data], Any]) -> None:
        super().__init__()
        self.send, self.changed = send, changed
        self.asked: set[int] = set()
        self.data: Data | None = None
        self.possible, self.watching = False, 0
        """`watching`: how fine a surface was asked for; 0: none."""
        self.told: PlaneAnswer | None = None
        self.view, self.legend = PlaneView(self._edit), PlaneLegend()
        self.residuals, self.contest = Residuals(), Contest()
        self.held_out = self._choice(tr("Validation"), self._held_out, True, tr("Show the points that are held out"))
        self.border = self._choice(
            tr("Border"), self._border, True,
            tr("Where the prediction changes sides; the thin lines are where one class is three times as likely."),
        )  # fmt: skip
        self.discrete = self._choice(
            tr("Discretize"), self._discrete, False, tr("Show only which side it is, not how sure the network is")
        )
        self.smallest = self._choice(
            tr("Smallest net"), self._smallest, False,
            tr("Loss and size, by which people compare their smallest networks for TensorFlow Playground's sets"),
        )  # fmt: skip
        self.large = Button(tr("Enlarge, edit"), self.view.enlarge, kind="link")
        self.large.setToolTip(tip_text(tr("As large as the window (Enter); there points are added, moved and removed")))
        self.score = Label(kind="soft", size="note_px", tabular=True, wrap=True)
        self.marks = Label(tr("Discs are trained on, squares are held out."), kind="soft", size="note_px", wrap=True)
        choices = Columns((self.held_out, self.border, self.discrete, self.smallest), most=2, least=96, gap=6)
        below = row(self.score, self.large, gap=6)
        below.setStretch(0, 1)
        self.setLayout(
            column(self.view, self.legend, below, choices, self.marks, self.residuals, self.contest, None, gap=6)
        )
        self.residuals.hide()
        self.contest.hide()

    def _choice(self, text: str, chosen: Callable[[bool], Any], on: bool, tip: str) -> Button:
        made = Button(text, kind="chip", tip=tip)
        made.setCheckable(True)
        made.setChecked(on)
        made.toggled.connect(chosen)
        return made

    def title(self) -> str:
        """Return the card's title."""
        return tr("The prediction")

    def suits(self, data: Data) -> bool:
        """Whether these are points of the plane, of two classes or with a value each."""
        return data.flat and (data.task == "regress" or len(data.classes) == 2)

    # --------------------------------------------------------------------------------------------- what is chosen
    def _held_out(self, on: bool) -> None:
        self.view.show_shown(replace(self.view.shown, held_out=on))
        self._mark()

    def _border(self, on: bool) -> None:
        self.view.show_shown(replace(self.view.shown, border=on))

    def _discrete(self, on: bool) -> None:
        self.view.show_shown(replace(self.view.shown, discrete=on))

    def _smallest(self, on: bool) -> None:
        self.contest.setVisible(on)

    def _mark(self) -> None:
        self.marks.setVisible(self.view.shown.held_out)

    # ------------------------------------------------------------------------------------------- what it is told
    def show_ready(self, ready: Ready) -> None:
        self.watching = 0

    def show_loaded(self, loaded: Loaded) -> None:
        self.data, self.told, self.watching = loaded.data, None, 0
        self.view.show_data(loaded.data)
        self.legend.show_data(loaded.data)
        self.residuals.setVisible(loaded.data.task == "regress")
        self.residuals.show_values(held_out_of(loaded.data)[1][:0], held_out_of(loaded.data)[1][:0])
        self.contest.show_losses(math.nan, math.nan)
        self.score.put("")

    def show_now(self, now: NetChanged) -> None:
        self.contest.show_net(now.net)

    def show_portrait(self, portrait: Portrait) -> None:
        if self.told is None and portrait.answer is not None and self.data is not None:
            self.view.show_answer(numbers(portrait.answer))  # coarse, until the finer one is there

    def hear(self, event: Told, answers: int | None) -> bool:
        if isinstance(event, PointsChanged):
            self.changed(event.data)
            if self.data is not None:
                self.data = event.data
                self.view.show_points(event.data)
            return True
        if not isinstance(event, PlaneAnswer):
            return False
        if self.data is not None:
            self.told = event
            self.view.show_answer(numbers(event.surface))
            self.contest.show_losses(event.loss, event.held_out_loss)
            if self.data.task == "regress":
                self.residuals.show_values(held_out_of(self.data)[1], numbers(event.held_out).reshape(-1))
            self.score.put(self._score_text(event))
        return True

    def _score_text(self, event: PlaneAnswer) -> str:
        if not math.isfinite(event.score) or self.data is None:
            return ""
        if self.data.task == "regress":
            return tr("R² {score} of the points held out", score=f"{max(event.score, -99.0):.3f}".replace("-", "−"))
        return tr("{share} of the points held out are right", share=f"{event.score:.1%}")

    def _edit(self, edit: EditPoint) -> None:
        self.asked.add(self.send(edit))

    def rejected(self, answers: int | None, sentence: Sentence) -> bool:
        if answers is None or answers not in self.asked:
            return False
        self.asked.discard(answers)
        self.view.refused(read(sentence))
        return True

    def show_asking(self, possible: bool) -> None:
        self.possible = self.view.possible = possible
        self.watching = self.watching if possible else 0

    # ---------------------------------------------------------------------------------------------- once a frame
    def draw(self) -> None:
        """Ask for the surface while it can be seen, and finer where it is large."""
        self._watch(0 if self.data is None else LARGE_SIDE if self.view.large is not None else SIDE)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._watch(0)

    def _watch(self, side: int) -> None:
        if self.possible and side != self.watching:
            self.watching = side
            self.send(WatchPlane(ANSWERS_PER_S, side) if side else WatchPlane())
