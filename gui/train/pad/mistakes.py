"""What the network is wrong about, and of what it is least sure: tiles, and the confusion matrix."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from core.messages.beside.pictures import Examine, Examined, PicturesShown, ShowPictures, Split
from core.messages.train_reports import Data
from core.sentence import Sentence
from gui.kit.arrays import numbers
from gui.kit.pieces import Label, Picker, column, row
from gui.kit.words import read, tr
from gui.train.pad.confused import MOST_IN_MATRIX, Confused, pairs_of
from gui.train.pad.matrix import Matrix, cell_words
from gui.train.pad.tiles import Specimen, Tiles, specimens_of
from gui.train.panels.images import is_photo

SHOWN, CELL_SHOWN = 5, 20


class Mistakes(QWidget):
    """Looks at a split while somebody can see it; `lay` gets a picture that was clicked. `between`: what stands between
    the tiles and the matrix."""

    def __init__(self, send: Callable[[Any], int], lay: Callable[[Specimen], Any], between: QWidget) -> None:
        super().__init__()
        self.send = send
        self.data: Data | None = None
        self.of: Split = "validation"
        self.possible = self.looking = False
        self.asked: set[int] = set()
        """The numbers of what was asked and not answered yet."""
        self.cell: tuple[int, int] | None = None
        """The cell whose pictures are shown."""
        self.counted: NDArray[np.int64] | None = None
        """(classes, classes), None where there is no table."""
        self.pairs: NDArray[np.int64] = np.zeros((0, 3), np.int64)
        """(n, 3) the true class, the predicted one, how often."""
        splits: list[tuple[Any, str]] = [("validation", tr("Validation")), ("training", tr("Training"))]
        self.split = Picker(splits, self.choose, name=tr("Which samples are looked at"))
        self.worst = Tiles(lay, most=SHOWN, name=tr("Worst mistakes"))
        self.unsure = Tiles(lay, most=SHOWN, name=tr("Least sure"))
        self.matrix, self.confused = Matrix(self.open_cell), Confused(self.open_cell)
        self.confused.hide()
        self.axes = Label(
            tr("Rows: the true class. Columns: the predicted class."), kind="soft", size="note_px", wrap=True
        )
        self.cell_words = Label(kind="soft", size="note_px", wrap=True)
        self.cell_tiles = Tiles(lay, most=CELL_SHOWN, name=tr("Pictures of the chosen cell"))
        head = row(Label(tr("Mistakes"), bold=True), None, self.split)
        self.setLayout(column(
            head, self.worst, Label(tr("Least sure"), bold=True), self.unsure, between,
            Label(tr("Confusion matrix"), bold=True), self.axes, self.matrix, self.confused,
            self.cell_words, self.cell_tiles, gap=4,
        ))  # fmt: skip
        self.forget()

    # ------------------------------------------------------------------------------------------- what it is told
    def show_data(self, data: Data) -> None:
        """Start over for other data, or for the same with another network."""
        if self.data is None or (self.data.spec, self.data.classes) != (data.spec, data.classes):
            self.data = data
            many = len(data.classes) > MOST_IN_MATRIX
            self.matrix.show_classes(() if many else data.classes)
            for part, shown in ((self.matrix, not many), (self.axes, not many), (self.confused, many)):
                part.setVisible(shown)
            self.forget()
        self.data, self.looking = data, False
        self.asked.clear()
        self.look()

    def forget(self) -> None:
        """Show that nothing is counted yet."""
        self.counted, self.cell = None, None
        for tiles in (self.worst, self.unsure):
            tiles.show_specimens((), empty=tr("Not looked through yet."))
        if self.data is not None:
            self.matrix.show_table(np.zeros((len(self.matrix.classes),) * 2, np.int64))
        self.confused.show_pairs(np.zeros((0, 3), np.int64), ())
        self.cell_tiles.show_specimens((), empty="")
        self.cell_tiles.hide()
        self.cell_words.put(tr("A click on a cell shows its pictures."))

    def show_asking(self, possible: bool) -> None:
        """Look, or not: there is nobody to ask."""
        self.possible = possible
        self.looking = self.looking and possible
        self.split.setEnabled(possible)
        self.look()

    def hear(self, event: Examined | PicturesShown, answers: int | None) -> None:
        """Show what was found."""
        if answers is not None:
            self.asked.discard(answers)
        if self.data is None or event.of != self.of:
            return
        if isinstance(event, PicturesShown):
            self._show_cell(event)
        elif event.worst is not None:
            self._show_all(event)

    def _show_all(self, event: Examined) -> None:
        assert self.data is not None
        if not self._count(event):
            return
        for tiles, told in ((self.worst, event.worst), (self.unsure, event.unsure)):
            some = specimens_of(told, self.data.input, self.data.classes, photo=is_photo(self.data))
            tiles.show_specimens(some, empty=tr("None: all are right."))
        if self.cell is not None:
            self._say_cell(self._counted(self.cell))
            if not self.asked:
                self._ask_cell(self.cell)

    def _count(self, event: Examined) -> bool:
        """Show how often what is taken for what; return whether it could be this data's."""
        assert self.data is not None
        count = len(self.data.classes)
        if event.table is not None:
            if event.table.shape != (count, count) or event.table.dtype[0] not in "iu":
                return False
            self.counted = np.maximum(numbers(event.table).astype(np.int64), 0)
            self.matrix.show_table(self.counted)
            self.pairs = pairs_of(self.counted)
        elif event.confused is not None and event.confused.shape[1:] == (3,) and event.confused.dtype[0] in "iu":
            self.counted, self.pairs = None, numbers(event.confused).astype(np.int64)
        else:
            return False
        if not self.confused.isHidden():
            self.confused.show_pairs(self.pairs, self.data.classes)
        return True

    def _counted(self, cell: tuple[int, int]) -> int:
        """Return how many samples are in a cell, as was told last."""
        if self.counted is not None:
            return int(self.counted[cell])
        return next((int(count) for true, predicted, count in self.pairs if (true, predicted) == cell), 0)

    def _show_cell(self, event: PicturesShown) -> None:
        assert self.data is not None
        if (event.true, event.predicted) != self.cell:
            return
        self._say_cell(event.count)
        some = specimens_of(event.some, self.data.input, self.data.classes, photo=is_photo(self.data))
        self.cell_tiles.show_specimens(some, empty="")
        self.cell_tiles.show()

    def _say_cell(self, count: int) -> None:
        if self.data is not None and self.cell is not None:
            true, predicted = (self.data.classes[at] for at in self.cell)
            self.cell_words.put(cell_words(true, predicted, count))

    def rejected(self, answers: int | None, sentence: Sentence) -> bool:
        """Say why a cell has no pictures, if that was asked here."""
        if answers is None or answers not in self.asked:
            return False
        self.asked.discard(answers)
        self.cell_words.put(read(sentence))
        return True

    # --------------------------------------------------------------------------------------------- what is asked
    def choose(self, of: Literal["validation", "training"]) -> None:
        """Look at the samples of another split."""
        self.of = of
        self.split.display(of)
        self.forget()
        self.looking = False
        self.look()

    def open_cell(self, true: int, predicted: int) -> None:
        """Show the pictures of a cell."""
        if self.data is None or not (true < len(self.data.classes) > predicted):
            return
        self.cell = true, predicted
        self._say_cell(self._counted((true, predicted)))
        self._ask_cell(self.cell)

    def _ask_cell(self, cell: tuple[int, int]) -> None:
        if self.possible:
            self.asked.add(self.send(ShowPictures(self.of, *cell, most=CELL_SHOWN)))

    def look(self) -> None:
        """Have the samples looked through while somebody can see what comes of it."""
        wanted = self.possible and self.isVisible() and self.data is not None
        if wanted != self.looking:
            self.looking = wanted
            if self.possible and self.data is not None:
                self.asked.add(self.send(Examine(self.of, on=wanted)))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.look()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.look()
