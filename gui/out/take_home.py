"""The dialog in which a training is taken home: nine forms, each with what it is for; then where it is written to, how
that goes, and what was written."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QSizePolicy, QWidget

from core.messages.own.out import MeasureOut, OutMeasured, TakenOut, TakeOut
from core.messages.train_events import Failed, Rejected, Silence
from core.sizes import size_text
from gui.kit.dialog import Dialog
from gui.kit.inputs import Clicked, Switch
from gui.kit.pieces import Columns, Label, column, row
from gui.kit.theme import Theme
from gui.kit.words import read, tr
from gui.out.forms import TEXTS, FormText, good_name, text_of, with_suffix
from gui.out.progress import Progress
from gui.out.setting import Doing, Job

WIDE_PX, CHOICE_PX, RESULT_PX = 780, 225, 420
MOST_FILES, LEAST_BYTES = 6, 1000


class Choice(Clicked):
    """A form to choose: its name, one sentence, and below it a note."""

    def __init__(self, text: FormText, act: Callable[[], Any]) -> None:
        super().__init__(act)
        self.setProperty("kind", "choice")
        self.text = text
        self.note = Label(" ", kind="accent", size="note_px", tabular=True)
        self.note.setVisible(text.form == "garden")
        purpose = Label(read(text.purpose), kind="soft", size="note_px", wrap=True)
        layout = column(Label(read(text.name), bold=True), purpose, None, self.note, gap=2)
        layout.setContentsMargins(10, 7, 10, 7)
        self.setLayout(layout)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.MinimumExpanding)
        self.setAccessibleName(read(text.name))
        self.setAccessibleDescription(read(text.purpose))


class TakeHomeDialog(Dialog):
    """Takes the run in folder `run` home. `trains`: it is the one that trains. `try_on` opens the predictions."""

    def __init__(
        self, parent: QWidget, theme: Theme, *, run: Path, folder: str, trains: bool, doing: Doing,
        try_on: Callable[[], Any],
    ) -> None:  # fmt: skip
        said = tr("The training is saved first, and goes on meanwhile.") if trains else ""
        super().__init__(parent, theme, title=tr("Take “{name}” home", name=run.name), sentence=said)
        self.run, self.folder, self.doing = run, folder, doing
        """`folder`: where the system's dialog begins."""
        self.job: Job | None = None
        self.measuring: Job | None = None
        self.path = Path()
        self.writes = ""
        self.choices = {text.form: Choice(text, partial(self.choose, text)) for text in TEXTS}
        self.data = Switch(lambda on: None, name=tr("Put the data in too"))
        self.data.setChecked(True)
        self.data.setAccessibleDescription(self._data_words())
        self._lay_out()
        self.try_button = self.add_button(tr("Try it on your own files …"), try_on)
        self.another = self.add_button(tr("Another form"), self.show_choices, stays=True)
        self.shown = self.add_button(tr("Show in folder"), self.show_folder, stays=True)
        self.shut = self.add_button(tr("Close"), None, kind="primary")
        self.finished.connect(lambda _: self.leave())
        self.show_choices()
        self.measure()

    @staticmethod
    def _data_words() -> str:
        return tr("Put the data into notebook, script and TorchGarden file too")

    def _lay_out(self) -> None:
        self.forms = QWidget()
        grid = Columns(list(self.choices.values()), most=3, least=CHOICE_PX, gap=8)
        beside = row(self.data, Label(self._data_words(), wrap=True), gap=10)
        beside.setStretch(1, 1)
        layout = column(grid, 4, beside, gap=8)
        layout.setContentsMargins(0, 0, 0, 0)
        self.forms.setLayout(layout)
        self.forms.setFixedWidth(WIDE_PX)
        self.progress = Progress(again=self.again, stop=self.stop)
        self.written = Label(wrap=True)
        self.told = Label(kind="soft", wrap=True)
        for part in (self.forms, self.progress, self.written, self.told):
            self.body.addWidget(part)
        for part in (self.progress, self.written):
            part.setMinimumWidth(RESULT_PX)

    # ------------------------------------------------------------------------------------------------- what is shown
    def show_choices(self) -> None:
        """Let a person choose a form."""
        self.job = None
        self.written.put("")
        self.told.put("")
        self.progress.put("", goes=False)
        self._show(choosing=True, done=False)
        self.choices["notebook"].setFocus()

    def _show(self, *, choosing: bool, done: bool) -> None:
        self.forms.setVisible(choosing)
        self.try_button.setVisible(choosing)
        self.sentence.setVisible(choosing and bool(self.sentence.text()))
        self.another.setVisible(not choosing and not self.progress.busy.isVisibleTo(self))
        self.shown.setVisible(done)
        self.written.setVisible(done)
        self.told.setVisible(done and bool(self.told.text()))
        if self.isVisible():
            self.fit_screen()

    def draw(self) -> None:
        """Once a frame."""
        self.progress.draw()

    # -------------------------------------------------------------------------------------------------- how large
    def measure(self) -> None:
        """Ask how large the one file would be."""
        self.measuring = self.doing.ask(MeasureOut(str(self.run)), self.show_measured)

    def show_measured(self, event: Any) -> None:
        """Show how large the one file would be; that it could not be measured matters to nobody."""
        if isinstance(event, OutMeasured):
            self.measuring = None
            whole, bare = (size_text(max(size, LEAST_BYTES)) for size in (event.bytes, event.without_data))
            said = whole if whole == bare else tr("{size}, without data {less}", size=whole, less=bare)
            choice = self.choices["garden"]
            choice.note.put(said)
            choice.setAccessibleDescription(f"{read(choice.text.purpose)} {said}")
        elif isinstance(event, Rejected | Failed):
            self.measuring = None

    # -------------------------------------------------------------------------------------------------- what is asked
    def choose(self, text: FormText) -> None:
        """Ask where a form shall be written, and write it."""
        name, form = read(text.name), text.form
        suggested = str(Path(self.folder) / good_name(self.run.name, form))
        kinds = f"{name} (*{text.suffix})" if text.suffix else ""
        path = self.doing.files.save_as(self, tr("Take home: {form}", form=name), suggested, kinds)
        if not path:
            return
        self.path = with_suffix(path, form)
        self.folder = str(self.path.parent)
        self.writes = tr("{name} is being written …", name=self.path.name)
        asked = TakeOut(str(self.run), form, str(self.path), self.data.isChecked() and text.data, self.doing.language())
        self.progress.put(self.writes, goes=True)
        self._show(choosing=False, done=False)
        self.job = self.doing.ask(asked, self.hear)
        self.shut.setFocus()

    def hear(self, event: Any) -> None:
        """Show how it goes."""
        if isinstance(event, TakenOut):
            self.job = None
            self.progress.put("", goes=False)
            self.written.put(written_text(event, self.path))
            self.told.put("\n".join(map(read, event.told)))
            self._show(choosing=False, done=True)
            self.shown.setFocus()
        elif isinstance(event, Failed | Rejected | Silence):
            self.progress.hear(event, self.writes)
            self.job = None if isinstance(event, Rejected) else self.job
            self._show(choosing=False, done=False)

    def again(self) -> None:
        """Ask for the same again."""
        if self.job is not None:
            self.progress.put(self.writes, goes=True)
            self.doing.again(self.job)

    def stop(self) -> None:
        """Write it no further."""
        if self.job is not None:
            self.doing.stop(self.job)
        self.show_choices()

    def show_folder(self) -> None:
        """Show where it is."""
        self.doing.show_folder(str(self.path.parent))

    def leave(self) -> None:
        """The dialog closes: what is being written goes on."""
        if self.measuring is not None:
            self.doing.leave(self.measuring)
        if self.job is not None:
            self.doing.leave(self.job)


def written_text(taken: TakenOut, asked: Path) -> str:
    """Return which files were written, and how large they are; those in the folder that was asked for, with it."""
    lines = [
        tr("{name}, {size}", name=_name(Path(path), asked), size=size_text(max(size, LEAST_BYTES)))
        for path, size in taken.files[:MOST_FILES]
    ]
    if len(taken.files) > MOST_FILES:
        lines.append(tr("and {n:,} more", n=len(taken.files) - MOST_FILES))
    return "\n".join([tr("{form}: it is written.", form=read(text_of(taken.form).name)), *lines])


def _name(path: Path, asked: Path) -> str:
    return path.relative_to(asked.parent).as_posix() if asked in path.parents else path.name
