"""The dialog in which a trained network is tried on a person's own files: pictures, tables and folders are dropped or
chosen, or a row is typed; its answers stand in a table that can be sorted, copied and saved."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QWidget

from core import files
from core.data.library import LibraryError
from core.disk_reason import reason
from core.language.cells import BOM
from core.messages.own.answers import table_of
from core.messages.own.out import Predict, Predicted
from core.messages.own.pictures import SUFFIXES
from core.messages.train_commands import DataSpec
from core.messages.train_events import Failed, Rejected, Silence
from gui.kit.dialog import Dialog
from gui.kit.inputs import Clicked
from gui.kit.pieces import Button, Label, column, row
from gui.kit.theme import Theme
from gui.kit.words import read, tr
from gui.out.answers import AnswersTable
from gui.out.progress import Progress
from gui.out.setting import Doing, Job
from gui.out.typed import Asked, TypedRow, asked_of

WIDE_PX, TABLE_PX, DROP_PX = 620, 240, 64
PICTURES = " ".join(f"*{suffix}" for suffix in SUFFIXES)
TABLES = "*.csv *.tsv *.txt *.xlsx *.xlsm"
ARRAYS = "*.npz"


class PredictDialog(Dialog):
    """Predicts with the run in folder `run`, which is trained on `data`."""

    def __init__(self, parent: QWidget, theme: Theme, *, run: Path, data: DataSpec, folder: str, doing: Doing) -> None:
        said = tr("Your files are prepared as the training data was. They stay on this computer.")
        super().__init__(parent, theme, title=tr("Try “{name}” on your own files", name=run.name), sentence=said)
        self.run, self.folder, self.doing = run, folder, doing
        self.job: Job | None = None
        self.asks = Predict(str(run))
        """What was asked last."""
        self.missing = ""
        try:
            self.asked = asked_of(data)
        except LibraryError as error:  # the out worker says the same of every file; this is said at once
            self.asked, self.missing = Asked(), read(error.sentence)
        self.drop = Clicked(self.choose_files)
        self.typed = TypedRow(self.asked.fields, self.predict_row) if self.asked.fields else None
        self.progress = Progress(again=self.again, stop=self.stop)
        self.count = Label(wrap=True)
        self.table = AnswersTable()
        self.note = Label(kind="soft", size="note_px", wrap=True)
        self._lay_out()
        self.copy_button = self.add_button(tr("Copy"), self.copy, stays=True)
        self.save_button = self.add_button(tr("Save as CSV …"), self.save, stays=True)
        self.add_button(tr("Close"), None, kind="primary")
        self.setAcceptDrops(True)
        self.finished.connect(lambda _: self.stop())
        self._show_answers(())
        if self.missing:
            self.progress.put(self.missing, goes=False, bad=True)

    def _lay_out(self) -> None:
        self.drop.setProperty("kind", "drop")
        what = self._what()
        words = Label(what, wrap=True)
        self.drop.setAccessibleName(tr("Choose files …"))
        self.drop.setAccessibleDescription(what)
        whole = Button(tr("Choose a folder …"), self.choose_folder, icon="folder")
        whole.setToolTip(tr("Everything in the folder that can be read, and in the folders inside it"))
        inside = row(words, whole, gap=10)
        inside.setStretch(0, 1)
        inside.setContentsMargins(14, 8, 10, 8)
        self.drop.setLayout(inside)
        self.drop.setMinimumHeight(DROP_PX)
        self.drop.setMinimumWidth(WIDE_PX)
        self.answers = QWidget()
        layout = column(self.count, self.table, self.note, gap=6)
        layout.setContentsMargins(0, 0, 0, 0)
        self.answers.setLayout(layout)
        self.table.setMinimumHeight(TABLE_PX)
        parts = (self.drop, self.typed, self.progress, self.answers)
        for part in parts:
            if part is not None:
                self.body.addWidget(part)

    def _what(self) -> str:
        if self.asked.pictures:
            return tr("Drop pictures or a folder of them here, or click to choose.")
        if self.asked.table:
            return tr("Drop a table with the same columns here, or click to choose.")
        return tr("Drop a file with arrays (.npz) here, or click to choose.")

    # -------------------------------------------------------------------------------------------------- what is asked
    def choose_files(self) -> None:
        """Ask which files."""
        kinds = PICTURES if self.asked.pictures else TABLES if self.asked.table else ARRAYS
        offered = f"{tr('Files that can be read')} ({kinds} {ARRAYS});;{tr('All files')} (*)"
        chosen = self.doing.files.files(self, tr("Choose files"), self.folder, offered)
        if chosen:
            self.folder = str(Path(chosen[0]).parent)
            self.predict_files(tuple(chosen))

    def choose_folder(self) -> None:
        """Ask which folder."""
        if chosen := self.doing.files.folder(self, tr("Choose a folder"), self.folder):
            self.folder = str(Path(chosen).parent)
            self.predict_files((chosen,))

    def predict_files(self, paths: tuple[str, ...]) -> None:
        """Predict with these files and folders."""
        self._ask(Predict(str(self.run), files=paths))

    def predict_row(self, typed: tuple[tuple[str, str], ...]) -> None:
        """Predict with a row that was typed."""
        self._ask(Predict(str(self.run), row=typed))

    def _ask(self, command: Predict) -> None:
        if self.job is not None and self.job.command == command and self.progress.busy.isVisibleTo(self):
            return  # pressed twice: it would end the process that is at it
        self.asks = command
        self.stop()
        self._show_answers(())
        self.progress.put(self._doing_words(), goes=True)
        self.job = self.doing.ask(command, self.hear)
        self._fit()

    def _doing_words(self) -> str:
        if self.asks.row:
            return tr("The network looks at your row …")
        return tr("The network looks at your files …")

    def hear(self, event: Any) -> None:
        """Show what the network says, or why it does not."""
        if isinstance(event, Predicted):
            self.job = None
            self.progress.put("", goes=False)
            self._show_answers(event.answers, left_out=event.left_out)
            self._tell(" ".join(map(read, event.told)))
        elif isinstance(event, Failed | Rejected | Silence):
            self.progress.hear(event, self._doing_words())
            self.job = None if isinstance(event, Rejected) else self.job
        self._fit()

    def again(self) -> None:
        """Ask for the same again."""
        if self.job is not None:
            self.progress.put(self._doing_words(), goes=True)
            self.doing.again(self.job)

    def stop(self) -> None:
        """Ask no further."""
        job, self.job = self.job, None
        if job is not None:
            self.doing.stop(job)
            self.progress.put("", goes=False)

    # -------------------------------------------------------------------------------------------------- what is shown
    def _show_answers(self, answers: Any, *, left_out: int = 0) -> None:
        self.table.put(answers)
        bad = sum(one.why is not None for one in answers)
        told = [tr("1 answer") if len(answers) - bad == 1 else tr("{n:,} answers", n=len(answers) - bad)]
        if bad:
            told.append(tr("1 could not be read") if bad == 1 else tr("{n:,} could not be read", n=bad))
        if left_out:
            told.append(tr("{n:,} more were left out", n=left_out))
        self.count.put(" · ".join(told))
        self.note.hide()
        self.answers.setVisible(bool(answers))
        for button in (self.copy_button, self.save_button):
            button.setVisible(bool(answers))
        self.copy_button.setText(tr("Copy"))

    def draw(self) -> None:
        """Once a frame."""
        self.progress.draw()

    def _fit(self) -> None:
        if self.isVisible():
            self.fit_screen()

    def copy(self) -> None:
        """Copy the answers as they are sorted, for a spreadsheet."""
        QGuiApplication.clipboard().setText(table_of(self.table.in_order(), read=read, separator="\t"))
        self.copy_button.setText(tr("Copied"))

    def save(self) -> None:
        """Save the answers as they are sorted as a table that Excel in Korean reads."""
        suggested = str(Path(self.folder) / f"{self.run.name} {tr('answers')}.csv")
        path = self.doing.files.save_as(self, tr("Save the answers"), suggested, f"{tr('Table (CSV)')} (*.csv)")
        if not path:
            return
        target = Path(path) if Path(path).suffix else Path(f"{path}.csv")
        try:
            files.write(target, (BOM + table_of(self.table.in_order(), read=read)).encode("utf-8", "replace"))
        except OSError as error:
            said = tr("The answers cannot be saved as {name}.", name=target.name) + " " + read(reason(error))
        else:
            said = tr("Saved as {path}.", path=str(target))
        self._tell(said)
        self._fit()

    def _tell(self, text: str) -> None:
        self.note.put(text)
        self.note.setVisible(bool(text))

    # ----------------------------------------------------------------------------------------------- what is dropped
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _paths(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if paths := _paths(event):
            event.acceptProposedAction()
            self.predict_files(paths)


def _paths(event: QDropEvent) -> tuple[str, ...]:
    return tuple(url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile() and url.toLocalFile())
