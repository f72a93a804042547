"""The sheet: data that a person has brought is looked at, prepared as chosen, and trained on.

It asks the data worker and shows what that says; the room (`gui.data.worker_room`) hands on the events. Only the answer
to what was asked last counts: what was asked before has been given up by then.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from core.messages.own.arrays import ArrayOptions, SeenArrays, SeenCode
from core.messages.own.looking import (
    Choices,
    ListOwn,
    LookingStopped,
    LookInto,
    Prepare,
    Prepared,
    Preparing,
    RunCode,
    StopLooking,
)
from core.messages.own.pictures import SeenPictures
from core.messages.own.prepared import OwnData
from core.messages.own.table import SeenTable
from core.messages.train_events import Failed, Rejected, Silence
from core.sentence import Sentence
from gui.data.forms.arrays import ArraysForm
from gui.data.forms.code import CodeForm
from gui.data.forms.form import Form, Going, Line
from gui.data.forms.pictures import PicturesForm
from gui.data.forms.table import TableForm
from gui.data.source import Source
from gui.kit.dialog import Dialog
from gui.kit.pieces import Button, Label, apply_theme, column
from gui.kit.theme import Theme
from gui.kit.words import read, tr

WIDE_PX = 760
EXPECT_MS = 200
"""After so long the form is made: by then what reads has started, and stepped back behind the window."""
Seen = SeenPictures | SeenTable | SeenArrays | SeenCode
SEEN = (SeenPictures, SeenTable, SeenArrays, SeenCode)
EXPECTED: dict[str, type[Seen]] = {
    "": SeenPictures, ".zip": SeenPictures, ".csv": SeenTable, ".tsv": SeenTable, ".txt": SeenTable,
    ".xlsx": SeenTable, ".npz": SeenArrays, ".py": SeenCode,
}  # fmt: skip
"""What a name lets expect, by its ending."""


@dataclass(frozen=True, kw_only=True)
class SheetSetting:
    """What a sheet is handed: `send` asks the data worker, `begin` trains on what is ready, `again` starts another
    worker. `python`: what a Python file would be run with, in words. `gpu`: whether one trains, which takes larger
    pictures."""

    send: Callable[[object], int]
    begin: Callable[[OwnData], Any]
    again: Callable[[], Any]
    python: str
    gpu: bool = False


class DataSheet(Dialog):
    """Looks at `source` as soon as it is shown."""

    def __init__(self, parent: QWidget, theme: Theme, source: Source, setting: SheetSetting) -> None:
        super().__init__(parent, theme, title=tr("My own data: {name}", name=source.name))
        self.source, self.setting = source, setting
        self.seen: Seen | None = None
        self.choices: Choices | None = None
        self.asked = self.preparing = 0
        """The numbers of the commands whose answer counts."""
        self.doing = ""
        """What goes on, in words."""
        self.stopping = False
        """Whether a person has stopped the preparing: it may have been ready before that was heard."""
        self.sha256 = ""
        """Of a Python file that a person has let run."""
        self.changed = False
        """Whether that file may be another one by now, and has to be shown again."""
        self.form: Form | None = None
        self.expected: tuple[type[Seen], Form] | None = None
        """What will most likely be shown, made while the data is looked at."""
        self.expecting = QTimer(self, singleShot=True)
        self.expecting.timeout.connect(self._expect)
        self.place = QWidget()
        self.place.setLayout(column())
        self.what = Label(kind="soft", size="note_px", wrap=True)
        self.going = Going(tr("How far it is"))
        self.problem = Label(kind="problem", wrap=True)
        self.problem.hide()
        self.retry = Button(tr("Try again"), self.try_again)
        self.retry.setAutoDefault(True)
        self.retry.hide()
        self.name = QLineEdit()
        self.name.setAccessibleName(tr("Its name from now on"))
        self.named = Line(tr("Its name from now on"), self.name)
        self.named.hide()
        for part in (self.place, self.named, self.problem, self.what, self.going):
            self.body.addWidget(part)
        self.buttons.insertWidget(0, self.retry)  # with them it is in sight, however long the sheet is
        self.cancel = self.add_button(tr("Cancel"), self.stop, stays=True)
        self.train = self.add_button(tr("Train"), self.prepare, kind="primary", stays=True)
        self.train.setEnabled(False)
        self.finished.connect(self._left)

    def show_now(self) -> None:
        """Open, and look."""
        self.let_scroll(WIDE_PX)
        super().show_now()
        self.cancel.setFocus()
        self.look()
        self.expecting.start(EXPECT_MS)

    # ------------------------------------------------------------------------------------------------- what is asked
    def look(self) -> None:
        """Look at the data, with the choices of now."""
        self.problem.hide()
        self.retry.hide()
        self.preparing = 0
        self.changed = False
        if self.sha256 and not isinstance(self.choices, ArrayOptions | None):
            self.choices = None
        if self.sha256:
            choices = self.choices if isinstance(self.choices, ArrayOptions) else None
            self.asked = self.setting.send(RunCode(self.source.path, self.sha256, choices))
        else:
            self.asked = self.setting.send(LookInto(self.source.path, self.choices, self.source.text))
        self._busy(tr("Looking at {name} …", name=self.source.name))

    def run_code(self, sha256: str) -> None:
        """Run the Python file that is shown, as a person has said."""
        self.sha256, self.choices = sha256, None
        self.look()

    def chosen(self, choices: Choices, again: bool) -> None:
        """Take in what is chosen now."""
        self.choices = choices
        if again:
            self.look()

    def prepare(self) -> None:
        """Make the data ready as it is chosen, under its name."""
        if self.choices is None or self.form is None or self.asked:
            return
        self.problem.hide()
        self.retry.hide()
        title = self.name.text().strip() or self.source.name
        self.stopping = False
        self.preparing = self.setting.send(
            Prepare(self.source.path, self.choices, title, self.source.text, self.sha256)
        )
        self.form.setEnabled(False)
        self.named.setEnabled(False)
        self._busy(tr("Making it ready …"))

    def stop(self) -> None:
        """Stop preparing; close where nothing is prepared, or nobody has heard the first press."""
        if self.preparing and not self.stopping:
            self.stopping = True
            self.setting.send(StopLooking())
        else:
            self.reject()

    def try_again(self) -> None:
        """Ask another worker what could not be answered; a Python file that was refused is shown before it is run."""
        if self.changed:
            self.sha256, self.choices = "", None
        self.setting.again()
        self.look()

    def _left(self, _result: int) -> None:
        self.expecting.stop()
        if self.asked or self.preparing:
            self.setting.send(StopLooking())
        self.asked = self.preparing = 0

    # --------------------------------------------------------------------------------------------- what it is told
    def hear(self, event: Any, answers: int | None) -> None:
        """Show an event of the data worker."""
        if isinstance(event, Preparing):
            self._show_going(event)
        elif answers is None or answers not in (self.asked, self.preparing):
            return  # of something that was given up
        elif isinstance(event, SEEN):
            self.asked = 0
            self.show_seen(event)
        elif isinstance(event, Prepared) and self.stopping:
            self.preparing = 0
            self._rest()
            self.setting.send(ListOwn())
        elif isinstance(event, Prepared):
            self.preparing = 0
            self.accept()
            self.setting.begin(event.data)
        elif isinstance(event, Rejected):
            self.show_problem(event.sentence, event.advice)
            self.changed = bool(self.sha256)
            self.retry.setVisible(self.changed or self.seen is None)
        elif isinstance(event, LookingStopped):
            self.asked = self.preparing = 0
            self._rest()

    def show_failed(self, failed: Failed) -> None:
        """The worker is gone: say so, and offer another; nothing that was chosen is lost."""
        self.show_problem(failed.reason, ())
        self.retry.show()
        self.retry.setFocus()

    def show_silent(self, silence: Silence) -> None:
        """The worker says nothing, or speaks again: say so, and offer another. No bar does: it is behind this."""
        going = self.doing if self.asked or self.preparing else ""
        self.what.put(read(silence.sentence) if silence.seconds else going)
        self.what.setVisible(bool(self.what.text()))
        if self.problem.isHidden():
            self.retry.setVisible(silence.seconds > 0)
        self._bring(self.what)

    def show_problem(self, sentence: Sentence, advice: tuple[Sentence, ...]) -> None:
        """Say why it could not be done."""
        self.asked = self.preparing = 0
        self._rest()
        self.problem.put(" ".join(map(read, (sentence, *advice))))
        self.problem.show()
        self.problem.setMinimumHeight(self.problem.heightForWidth(max(self.place.width(), 200)))
        if self.seen is None:
            self.train.setEnabled(False)
        self._bring(self.problem)

    def show_seen(self, seen: Seen) -> None:
        """Show what the data holds."""
        if self.form is None or type(seen) is not type(self.seen):
            self._put_form(seen)
        first, self.seen = not self.name.text(), seen
        if not isinstance(seen, SeenCode):
            self.named.show()
        if first:
            self.name.setText(seen.title)
            self.name.setCursorPosition(0)
        assert self.form is not None
        self.choices = self.form.show_seen(seen)  # not as it was seen: what changes nothing there was chosen meanwhile
        self._rest()
        if self.cancel.hasFocus() and self.train.isEnabled():
            self.train.setFocus()
        self.fit_again()

    def _expect(self) -> None:
        """Make the form for what the name says: made with the answer, it would hold the window up for as long again."""
        seen = EXPECTED.get(Path(self.source.path).suffix.casefold() if self.source.path else ".csv")
        if seen is not None and self.form is None and self.isVisible():
            self.expected = seen, self._put_in(seen)
            self.expected[1].hide()

    def _bring(self, told: Label) -> None:
        """Take the size that is needed now, and bring what is told into sight: it stands below everything else."""
        self.fit_again()
        if self.scroller is not None:
            QTimer.singleShot(0, told, partial(self.scroller.ensureWidgetVisible, told))

    def _put_form(self, seen: Seen) -> None:
        """Put the form for this kind of data on the sheet."""
        self.expecting.stop()
        expected, self.expected = self.expected, None
        if expected is not None and expected[0] is type(seen):
            self.form = expected[1]
            self.form.show()
            return
        for gone in (self.form, expected[1] if expected is not None else None):
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        self.form = self._put_in(type(seen))
        self.form.show()  # a layout shows it a turn of the event loop later, and the sheet is fitted to it before

    def _put_in(self, seen: type[Seen]) -> Form:
        form, layout = self._made(seen), self.place.layout()
        assert layout is not None
        layout.addWidget(form)
        apply_theme(form, self.theme)
        return form

    def _made(self, seen: type[Seen]) -> Form:
        if seen is SeenPictures:
            return PicturesForm(self.chosen, self.fit_again, gpu=self.setting.gpu)
        if seen is SeenTable:
            return TableForm(self.chosen, self.fit_again)
        if seen is SeenArrays:
            return ArraysForm(self.chosen)
        return CodeForm(self.run_code, self.setting.python)

    def _show_going(self, event: Preparing) -> None:
        if not (self.asked or self.preparing):
            return
        done, every = max(event.done, 0), event.all
        numbers = f" {done:,} / {every:,}" if every > 0 else f" {done:,}" if done else ""
        self.what.put(read(event.doing) + numbers)
        self.going.show_share(done / every if every > 0 else -1.0)

    def _busy(self, text: str) -> None:
        self.doing = text
        self.what.put(text)
        self.going.show_share(-1.0)
        self.what.setVisible(True)
        self.going.setVisible(True)
        self.train.setEnabled(False)
        if QGuiApplication.focusObject() is self.train or self.train.hasFocus():
            self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def _rest(self) -> None:
        """Nothing goes on any more: let a person choose."""
        self.retry.hide()
        self.what.put("")
        self.what.hide()
        self.going.hide()
        self.named.setEnabled(True)
        if self.form is not None:
            self.form.setEnabled(True)
        ready = self.form is not None and self.form.ready and self.choices is not None
        self.train.setEnabled(ready)
