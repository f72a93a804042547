"""All that the app keeps on this computer, with its size and what happens when it goes: to reset, to make room, or
before the app is removed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.disk_reason import reason
from core.messages.install_commands import LookAtKept, Measure
from core.messages.install_events import KeptSeen, Measured
from core.messages.install_reports import Kept
from core.messages.train_events import Failed, Rejected
from core.sentence import Problem
from core.sizes import size_text
from gui.install.surfaces import fill
from gui.kit.dialog import ask_sure
from gui.kit.pieces import Button, Card, Elided, Label, column, edge, row
from gui.kit.theme import Theme
from gui.kit.words import read, tr
from gui.settings.kept_words import ASKED_ELSEWHERE, effect_text, kind_text
from gui.settings.taken import Throw, Went, bring_back, take_away

LEAST_BYTES = 1000
"""A file is never shown as nothing."""


@dataclass(frozen=True, kw_only=True)
class KeptSetting:
    """What the page hands in. `send`: to the install worker. `asked` returns what is to be looked at. `throw` moves a
    file or folder to the bin. `busy`: an install runs. `go` opens another page. `reset` makes every choice as at the
    first start, when the settings have gone; it returns what chooses again what was chosen. `went` outlives the card.
    """

    send: Callable[[object], int]
    asked: Callable[[], LookAtKept]
    throw: Throw
    busy: Callable[[], bool]
    go: Callable[[str], Any]
    reset: Callable[[], Callable[[], Any]]
    went: Went = field(default_factory=Went)


class KeptLine(QWidget):
    """One thing: what it is, where, how large, what happens when it goes, and the button."""

    def __init__(self, item: Kept, act: Callable[[], Any], *, word: str) -> None:
        super().__init__()
        self.item = item
        size = size_text(max(item.size_bytes, LEAST_BYTES)) if item.size_bytes >= 0 else "…"
        self.amount = Label(size, tabular=True, sample="≥ 88.8 GB")
        self.amount.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.button = Button(word, act, kind="chip")
        self.button.setAccessibleName(f"{kind_text(item)}: {word}")
        self.button.setAccessibleDescription(f"{effect_text(item)} {item.path}")
        self.effect = Label(effect_text(item), kind="soft", size="note_px", wrap=True)
        place = Elided(item.path, kind="soft", size="small_px")
        said = column(Label(kind_text(item), wrap=True), self.effect, place, gap=1)
        line = row(said, self.amount, self.button, gap=12)
        line.setStretch(0, 1)
        line.setContentsMargins(0, 6, 0, 6)
        self.setLayout(line)

    def show_size(self, size_bytes: int, *, complete: bool) -> None:
        """Show how large it is; not `complete`: at least so large."""
        self.amount.put(("" if complete else "≥ ") + size_text(max(size_bytes, LEAST_BYTES)))

    def show_unknown(self, why: str) -> None:
        """Show that nobody knows how large it is, and below it why."""
        self.amount.put("?")
        self.effect.put(f"{effect_text(self.item)} {why}")


class KeptCard(Card):
    """The list. It is made when a person asks for it: to measure takes a while."""

    def __init__(self, setting: KeptSetting) -> None:
        super().__init__(tr("What TorchGarden keeps on this computer"), gap=10)
        self.setting = setting
        self.theme: Theme | None = None
        self.asked, self.measuring = 0, dict[int, KeptLine]()
        self.lines: list[KeptLine] = []
        note = tr(
            "Its files, with their size and what happens when one goes. Nothing of other programs is in the list."
        )
        self.look = Button(tr("Show and measure"), self.show_all, icon="disk")
        self.look.setAccessibleDescription(note)
        self.words = Label(note, kind="soft", size="note_px", wrap=True)
        top = row(self.words, self.look, gap=10)
        top.setStretch(0, 1)
        self.list = QVBoxLayout()
        self.list.setSpacing(0)
        self.said = Label(kind="soft", size="note_px", wrap=True)
        self.said.hide()
        self.back: Callable[[], Any] | None = None
        self.undo = Button(tr("Undo"), self.bring_back, kind="chip", tip=tr("Moves it back."))
        self.undo.hide()
        below = row(self.said, self.undo, gap=10)
        below.setStretch(0, 1)
        for part in (top, self.list, below):
            self.body.addLayout(part)
        if setting.went.said is not None:
            self._offer(setting.went)

    def set_theme(self, theme: Theme) -> None:
        """Use `theme` from now on."""
        self.theme = theme

    # ------------------------------------------------------------------------------------------------- what is there
    def show_all(self) -> None:
        """Ask what there is."""
        self.look.setEnabled(False)
        self.asked = self.setting.send(self.setting.asked())

    def show_event(self, event: Any, answers: int | None) -> None:
        """Take in an event of the install worker."""
        if isinstance(event, KeptSeen) and answers == self.asked:
            self._show(event.items)
        elif isinstance(event, Measured) and (line := self.measuring.pop(answers or 0, None)) is not None:
            line.show_size(event.size_bytes, complete=event.complete)
        elif isinstance(event, Rejected) and (line := self.measuring.pop(answers or 0, None)) is not None:
            line.show_unknown(read(event.sentence))
        elif isinstance(event, Rejected) and self.asked and answers == self.asked:
            self._ended(read(event.sentence))
        elif isinstance(event, Failed) and (self.asked or self.measuring):
            self._ended(read(event.reason))

    def _ended(self, why: str) -> None:
        self.asked = 0
        for line in self.measuring.values():
            line.show_unknown(why)
        self.measuring.clear()
        self.look.setEnabled(True)
        self.tell(why)

    def _show(self, items: tuple[Kept, ...]) -> None:
        self.asked = 0
        self.look.setEnabled(True)
        self.look.setText(tr("Look again"))
        self.lines, self.measuring = [], {}
        parts: list[QWidget] = []
        for item in items:
            elsewhere = item.kind in ASKED_ELSEWHERE
            word = tr("Remove …") if elsewhere else tr("Empty …") if item.kind == "bin" else tr("To the bin …")
            made = KeptLine(item, partial(self.ask, item), word=word)
            parts += [edge(), made]
            self.lines.append(made)
            if item.size_bytes < 0:
                self.measuring[self.setting.send(Measure(item.path))] = made
        fill(self.list, parts, self.theme)
        if not items:
            self.tell(tr("There is nothing."))

    # ------------------------------------------------------------------------------------------------- taking it away
    def ask(self, item: Kept) -> None:
        """Ask before something goes; an environment is removed on its own page."""
        if item.kind in ASKED_ELSEWHERE:
            self.setting.go("environments")
            return
        if self.theme is None:
            return
        word = tr("Empty the bin") if item.kind == "bin" else tr("Move to the bin")
        sentence = f"{effect_text(item)}\n{item.path}"
        ask_sure(self, self.theme, title=kind_text(item), sentence=sentence, do=word, act=lambda: self.take(item))

    def take(self, item: Kept) -> None:
        """Move it to the bin."""
        try:
            taken = take_away(item, self.setting.throw, busy=self.setting.busy())
        except Problem as problem:
            self.tell(read(problem.sentence))
            return
        except OSError as error:
            self.tell(read(reason(error)))
            return
        back: Callable[[], Any] | None = partial(bring_back, taken) if taken else None
        if item.kind == "settings" and item.name == "settings.json":
            back = self.setting.reset()  # there is a new file already: the one before could not take its place
        self.show_all()

        def said() -> str:
            what = kind_text(item)
            return tr("Moved to the bin: {what}.", what=what) if taken else tr("Gone: {what}.", what=what)

        self._offer(Went(said, back))

    def _offer(self, went: Went) -> None:
        """Say what went, and offer to bring it back."""
        assert went.said is not None
        self.tell(went.said(), back=went.back)
        self.setting.went.said, self.setting.went.back = went.said, went.back

    def bring_back(self) -> None:
        """Let it be as it was before."""
        if self.back is None:
            return
        try:
            self.back()
        except Problem as problem:
            self.tell(read(problem.sentence))
        else:
            self.tell(tr("It is back."))
        self.show_all()

    def tell(self, text: str, *, back: Callable[[], Any] | None = None) -> None:
        """Say what became of something; with `back`, offer to undo it."""
        self.setting.went.said = self.setting.went.back = None
        self.said.put(text)
        self.said.setVisible(bool(text))
        self.back = back
        self.undo.setVisible(back is not None)
