"""The left column: the guided pieces with the step that is next, and the names there are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from core.messages.inside.bench import BenchName, BenchState
from gui.inside.bench.guide import PIECES, guide_called
from gui.inside.bench.words import name_line, tensor_about
from gui.kit.pieces import Button, Card, Label, row
from gui.kit.theme import Theme, font, mono
from gui.kit.words import read, tr


class Rows(QListWidget):
    """A list of short lines that never scrolls sideways. A row is picked by a click, by Enter or Space, and (`arrows`)
    by going to it; that Tab comes here picks nothing."""

    def __init__(self, name: str, picked: Callable[[str], Any], *, code: bool = False, arrows: bool = False) -> None:
        super().__init__()
        self.picked, self.code, self.arrows = picked, code, arrows
        self.setAccessibleName(name)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.itemClicked.connect(self._pick)

    def set_theme(self, theme: Theme) -> None:
        self.setFont(mono(theme, theme.note_px) if self.code else font(theme, theme.body_px))

    def show_rows(self, rows: list[tuple[str, str]], chosen: str) -> None:
        """Show (key, text) rows, one of them chosen; nothing is picked by that."""
        self.blockSignals(True)
        if [key for key, _ in rows] != self.keys():
            self.clear()
            for key, _ in rows:
                item = QListWidgetItem()
                item.setData(Qt.ItemDataRole.UserRole, key)
                self.addItem(item)
        for at, (key, text) in enumerate(rows):
            item = self.item(at)
            item.setText(text)
            item.setToolTip(text)
            if key == chosen:
                self.setCurrentRow(at)
        if chosen not in self.keys():
            self.setCurrentRow(-1)
            self.clearSelection()
        self.blockSignals(False)

    def keys(self) -> list[str]:
        """Return the keys of the rows."""
        return [str(self.item(at).data(Qt.ItemDataRole.UserRole)) for at in range(self.count())]

    def _pick(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.picked(str(item.data(Qt.ItemDataRole.UserRole)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        before = self.currentRow()
        super().keyPressEvent(event)
        chosen = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if chosen or (self.arrows and self.currentRow() != before):
            self._pick(self.currentItem())


class GuideCard(Card):
    """The pieces; below them what the next step asks for. `begin` a piece, `write` a step's example into the line."""

    def __init__(self, begin: Callable[[str], Any], write: Callable[[str], Any]) -> None:
        super().__init__(tr("Try it"))
        self.begin, self.write = begin, write
        self.chosen, self.example = "", ""
        self.list = Rows(tr("Guided pieces"), self.pick)
        self.list.setFixedHeight(len(PIECES) * 26 + 16)
        self.step = Label("", wrap=True, size="note_px")
        self.code = Button(tr("Write this line for me"), self._write, kind="chip")
        self.again = Button(tr("Repeat"), lambda: self.begin(self.chosen), kind="chip")
        self.body.addWidget(self.list)
        self.body.addWidget(self.step)
        self.body.addLayout(row(self.code, self.again, None, gap=6))

    def pick(self, name: str) -> None:
        """Begin a piece."""
        self.chosen = name
        self.begin(name)

    def _write(self) -> None:
        self.write(self.example)

    def show_progress(self, state: BenchState) -> None:
        """Show how far the pieces are, and the step that is next."""
        rows = []
        for number, piece in enumerate(PIECES, start=1):
            sign = "✓" if piece.name in state.finished else str(number)
            rows.append((piece.name, f"{sign}  {read(piece.title)}"))
        self.list.show_rows(rows, state.guide or self.chosen)
        guide = guide_called(state.guide)
        step = guide.steps[state.done] if guide is not None and state.done < len(guide.steps) else None
        self.example = step.example if step is not None else ""
        self.code.setVisible(step is not None)
        self.again.setVisible(guide is not None and step is None)
        if guide is None:
            self.step.put(tr("Choose a piece, or type a line of your own."))
        elif step is None:
            self.step.put(f"✓ {read(guide.end)}")
        else:
            self.step.put(f"{state.done + 1} / {len(guide.steps)}   {read(step.text)}")
        self.note.put("")


class NamesCard(Card):
    """The names there are; one is chosen to be drawn. `bring`: put those of the training here."""

    def __init__(self, choose: Callable[[str], Any], bring: Callable[[], Any]) -> None:
        super().__init__(tr("Names there are"))
        self.known: dict[str, BenchName] = {}
        self.marked = ""
        self.list = Rows(tr("Names there are"), choose, code=True, arrows=True)
        self.list.setMinimumHeight(84)
        tip = tr("Copies of the next batch and of the weights, as x, y, W1, b1 …")
        self.from_training = Button(tr("From the training"), bring, kind="chip", tip=tip)
        self.body.addWidget(self.list, 1)
        self.body.addLayout(row(self.from_training, None))

    def show_names(self, state: BenchState) -> None:
        """Show the names of a moment."""
        self.known = {name.name: name for name in state.names}
        self.note.put(tr("and {n:,} more", n=state.more) if state.more else "")
        self._show()

    def show_drawn(self, drawn: tuple[str, ...]) -> None:
        """Mark the name that is drawn."""
        self.marked = next((name for name in reversed(drawn) if name in self.known), "")
        self._show()

    def _show(self) -> None:
        self.list.show_rows([(key, name_line(name)) for key, name in self.known.items()], self.marked)

    def about(self, drawn: tuple[str, ...]) -> str:
        """Return what is known of the last of the names that are drawn."""
        name = next((self.known[name] for name in reversed(drawn) if name in self.known), None)
        return tensor_about(name) if name is not None else ""
