"""The plain question before a file from elsewhere becomes a run: what it is, that nothing in it is run, and what it
shall be trained on; then what was taken of it."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from core.data import library
from core.messages.own.out import BringIn, BroughtIn
from core.messages.train_events import Failed, Rejected, Silence
from core.net.plan import ACTIVATIONS
from core.sizes import size_text
from gui.kit.dialog import Dialog
from gui.kit.inputs import Picker
from gui.kit.pieces import Label, column
from gui.kit.theme import Theme
from gui.kit.words import read, tr
from gui.out.fits import Offered, ends_of, offered
from gui.out.progress import Progress
from gui.out.setting import Doing, Job

GARDEN = ".garden"
WEIGHTS = (".safetensors", ".pt", ".pth")
WIDE_PX, LEAST_BYTES = 440, 1000
ALL = "*"
"""What stands for showing the data that does not fit, too."""


def can_be_brought(path: Path) -> bool:
    """Return whether a file is one of those that become a run."""
    return path.suffix.casefold() in (GARDEN, *WEIGHTS) and path.is_file()


def shown_name(path: str) -> str:
    """Return the name of a file as it can be shown, whatever stands in it; what a Mac takes apart is put together."""
    name = unicodedata.normalize("NFC", path).replace("\\", "/").rstrip("/").rpartition("/")[2][:80]
    return name if name.isprintable() else ascii(name)


def kinds_to_bring() -> str:
    """Return the kinds of files, as a file dialog takes them."""
    every = " ".join(f"*{suffix}" for suffix in (GARDEN, *WEIGHTS))
    return f"{tr('TorchGarden files and weights')} ({every})"


class BringInDialog(Dialog):
    """Asks about the file `path`."""

    def __init__(self, parent: QWidget, theme: Theme, *, path: Path, doing: Doing) -> None:
        title = tr("Open “{name}”?", name=shown_name(str(path)))
        super().__init__(parent, theme, title=title, sentence=self._about(path))
        self.path, self.doing, self.folder = path, doing, str(path.parent)
        self.job: Job | None = None
        self.offers: list[Offered] = []
        self.ask_data = path.suffix.casefold() != GARDEN
        self.question = Label(tr("Train it on"), bold=True)
        self.data = Picker([], self.picked, name=tr("Train it on"))
        self.data.setAccessibleDescription(tr("The data that the network is trained on from now on"))
        self.hint = Label(kind="soft", size="note_px", wrap=True)
        self.told = Label(wrap=True)
        self.progress = Progress(again=self.again, stop=self.stop)
        self.asking = QWidget()
        self.activation = self._activations()
        layout = column(self.question, self.data, self.hint, self.activation, gap=6)
        layout.setContentsMargins(0, 0, 0, 0)
        self.asking.setLayout(layout)
        for part in (self.asking, self.progress, self.told):
            self.body.addWidget(part)
        self.setMinimumWidth(WIDE_PX)
        self.told.hide()
        self.cancel = self.add_button(tr("Cancel"), None)
        self.open_button = self.add_button(tr("Open it"), self.bring, kind="primary", stays=True)
        self.finished.connect(lambda _: self.stop())
        self.asking.setVisible(self.ask_data)
        if self.ask_data:
            self._offer_data()

    @staticmethod
    def _about(path: Path) -> str:
        try:
            size = size_text(max(path.stat().st_size, LEAST_BYTES))
        except OSError:
            size = "?"
        if path.suffix.casefold() == GARDEN:
            said = tr("A saved training, {size}, from {folder}.", size=size, folder=str(path.parent))
        else:
            said = tr("The weights of a network, {size}, from {folder}.", size=size, folder=str(path.parent))
        return f"{said} {tr('Nothing in it is run: numbers and descriptions are read, and checked first.')}"

    def _activations(self) -> QWidget:
        """Return the question for what such a file mostly does not say."""
        self.chosen = Picker([(one, one) for one in ACTIVATIONS], lambda _: None, name=tr("Activation"))
        self.chosen.setAccessibleDescription(tr("The activation function behind each hidden layer, as it was trained"))
        self.chosen.display("relu")
        made = QWidget()
        note = Label(tr("Weights do not tell what they were trained with."), kind="soft", size="note_px", wrap=True)
        layout = column(4, Label(tr("Activation function of the hidden layers"), bold=True), self.chosen, note, gap=6)
        layout.setContentsMargins(0, 0, 0, 0)
        made.setLayout(layout)
        return made

    # ------------------------------------------------------------------------------------------------------- the data
    def _offer_data(self) -> None:
        weights = self.path.suffix.casefold() == WEIGHTS[0]
        ends = ends_of(self.path) if weights else None
        self.offers = offered(ends, library.listed())
        told = ends.told if ends is not None else ""
        here = {one.name: one.title for one in self.offers} | {one.title: one.title for one in self.offers}
        options = [("", tr("As the file says: {data}", data=here[told]))] if told in here else []
        self.activation.setVisible(ends is None or not ends.planned)
        fitting = [(one.name, one.title) for one in self.offers if one.fits]
        if options or fitting:
            self.data.offer([*options, *fitting, (ALL, tr("Other data …"))])
            self.hint.put(tr("This is the data that the network fits, as far as its weights tell."))
        else:
            self._offer_all()
            self.hint.put(tr("The network has to have as many inputs and outputs as the data."))
        self.data.setCurrentIndex(0)

    def _offer_all(self) -> None:
        self.data.offer([(one.name, one.title) for one in self.offers])

    def picked(self, name: str) -> None:
        """Take a choice in: one of them shows all the others."""
        if name == ALL:
            self._offer_all()
            self.data.setCurrentIndex(0)
            QTimer.singleShot(0, self.data, self.data.showPopup)  # this list is only now closing

    # -------------------------------------------------------------------------------------------------- what is asked
    def bring(self) -> None:
        """Make a run of it."""
        data = self.data.currentData() if self.ask_data else ""
        if data == ALL:
            self.picked(ALL)
            return
        self.progress.put(self._doing_words(), goes=True)
        guessed = self.ask_data and self.activation.isVisibleTo(self.asking)
        asked = BringIn(
            str(self.path), str(self.doing.runs()), str(data or ""), self.chosen.currentData() if guessed else ""
        )
        self._show(asking=False)
        self.job = self.doing.ask(asked, self.hear)

    def _doing_words(self) -> str:
        return tr("{name} is being read …", name=shown_name(str(self.path)))

    def hear(self, event: Any) -> None:
        """Show how it goes; what was brought in is opened."""
        if isinstance(event, BroughtIn):
            self.job = None
            self.progress.put("", goes=False)
            if event.told:
                self.show_told(event)
            else:
                self.accept()
            self.doing.opened(Path(event.run))
        elif isinstance(event, Failed | Rejected | Silence):
            self.progress.hear(event, self._doing_words())
            if isinstance(event, Rejected):
                self.job = None
                self._show(asking=True)
            self._fit()

    def show_told(self, brought: BroughtIn) -> None:
        """Show what was taken of it, and what was not."""
        self.sentence.put(tr("Its run is called “{name}”.", name=Path(brought.run).name))
        self.sentence.show()
        self.told.put("\n".join(map(read, brought.told)))
        self.told.setMinimumWidth(WIDE_PX)
        self.told.show()
        self.heading.put(tr("It is open"))
        self.open_button.hide()
        self.cancel.setText(tr("Close"))
        self.cancel.setAccessibleName(tr("Close"))
        self.cancel.setFocus()
        self._fit()

    def _show(self, *, asking: bool) -> None:
        self.asking.setVisible(asking and self.ask_data)
        self.open_button.setVisible(asking)
        self._fit()

    def _fit(self) -> None:
        if self.isVisible():
            self.fit_screen()

    def draw(self) -> None:
        """Once a frame."""
        self.progress.draw()

    def again(self) -> None:
        """Ask for the same again."""
        if self.job is not None:
            self.progress.put(self._doing_words(), goes=True)
            self.doing.again(self.job)

    def stop(self) -> None:
        """Bring it in no more."""
        job, self.job = self.job, None
        if job is not None:
            self.doing.stop(job)
            self.progress.put("", goes=False)
            self._show(asking=True)
