"""All words in one list, with a field to search in, for who wants to read or to show one to a class."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QTextBrowser, QWidget

from gui.kit.dialog import Dialog
from gui.kit.theme import Theme, font
from gui.kit.words import read, tr
from gui.language.term import Term
from gui.language.terms import TERMS, told

HERE_PX = 132


class WordsDialog(Dialog):
    """The list at the left, the chosen word at the right. Typing searches names and sentences. `here`: rich text about
    the control it was opened at, which stands first, with the numbers of now."""

    def __init__(self, parent: QWidget, theme: Theme, *, first: Term | None = None, here: str = "") -> None:
        super().__init__(parent, theme, title=tr("Words"), sentence=tr("Every word has two sentences."))
        self.here = QTextBrowser()
        self.here.setAccessibleName(tr("What is this?"))
        self.here.setFont(font(theme, theme.name_px))
        self.here.setHtml(here)
        self.here.setFixedHeight(HERE_PX)
        self.here.setVisible(bool(here))
        self.body.addWidget(self.here)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search"))
        self.search.setAccessibleName(tr("Search"))
        self.search.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Words"))
        self.list.setFont(font(theme, theme.body_px))
        self.text = QTextBrowser()
        self.text.setAccessibleName(tr("What the word means"))
        self.text.setFont(font(theme, theme.name_px))
        self.list.setFixedWidth(230)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        side = QHBoxLayout()
        side.addWidget(self.list)
        side.addWidget(self.text, 1)
        for part in (self.list, self.text):
            part.setMinimumHeight(140 if here else 280)
        self.text.setMinimumWidth(340)
        self.body.addWidget(self.search)
        self.body.addLayout(side)
        self.add_button(tr("Close"), None, kind="primary")
        self.search.textChanged.connect(self.search_for)
        self.list.currentItemChanged.connect(lambda now, _before: self._show_word(now))
        self.search_for("")
        if first is not None:
            self.show_term(first)

    def search_for(self, text: str) -> None:
        """List the words whose name or sentences hold `text`."""
        wanted = text.strip().casefold()
        self.list.clear()
        for term in TERMS:
            names = [read(name) for name in term.names]
            if any(wanted in said.casefold() for said in (*names, read(term.meaning))):
                item = QListWidgetItem(names[0][:1].upper() + names[0][1:])
                item.setData(Qt.ItemDataRole.UserRole, term)
                self.list.addItem(item)
        self.list.setCurrentRow(0)
        if not self.list.count():
            self.text.setPlainText(tr("No word here holds “{text}”.", text=text.strip()))

    def show_term(self, term: Term) -> None:
        """Choose a word."""
        for place in range(self.list.count()):
            if self.list.item(place).data(Qt.ItemDataRole.UserRole) == term:
                self.list.setCurrentRow(place)

    def _show_word(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.text.setHtml(told(item.data(Qt.ItemDataRole.UserRole), read))
            self.text.document().setDocumentMargin(8)
