"""The list of environments: one line each, with what shows whether it is useful."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem

from core.messages.install_reports import Env
from gui.install.environments.shelf import Shelf
from gui.install.quantities import size
from gui.install.wizard.wanted import build_title
from gui.kit.pieces import list_of_rows
from gui.kit.theme import Theme, font
from gui.kit.words import read, tip_text, tr

ROW_PX, LEAST_PX = 42, 130
PYTHON, TORCH, BUILD, SIZE, KERNEL, HEALTH = range(1, 7)
WIDTHS = {PYTHON: 68, TORCH: 72, BUILD: 84, SIZE: 70, KERNEL: 62, HEALTH: 112}
HIDDEN_BELOW_PX = {KERNEL: 560, BUILD: 500, PYTHON: 430, SIZE: 370}
"""Columns that are hidden, and the width of the list below which they are."""


def build_words(env: Env) -> str:
    """Return what its PyTorch was built for: "CUDA 13.0", "CPU"."""
    return "CPU" if env.build == "cpu" else build_title(env.build) if env.build else "–"


def health(env: Env, shelf: Shelf) -> tuple[str, str]:
    """Return (its health in a word or two, the Theme field with the colour)."""
    report = shelf.reports.get(env.prefix)
    if report is not None and report.passed:
        return "✓ " + tr("{device} works", device=report.device), "grown"
    if report is not None:
        return "! " + tr("needs repair"), "narrowed"
    if env.trains:
        return tr("can train"), "text"
    return (tr("too old to train") if env.torch else tr("no torch")), "soft"


class EnvTable(QTableWidget):
    """The list. `choose(prefix)` on another line, `do("train")` on Return, `do("remove")` on Delete.

    Where the page around it scrolls, it does not (`gui.kit.folding.Scroll`).
    """

    may_flow, least_px = True, LEAST_PX

    def __init__(self, choose: Callable[[str], Any], do: Callable[[str], Any]) -> None:
        super().__init__(0, HEALTH + 1)
        self.choose, self.do = choose, do
        self.theme: Theme | None = None
        self.shown: object = None
        self.flows = False
        self.prefixes: tuple[str, ...] = ()
        self.setAccessibleName(tr("Environments on this computer"))
        titles = [tr("Name"), "Python", "PyTorch", tr("Build"), tr("Size"), tr("Kernel"), tr("Health")]
        self.setHorizontalHeaderLabels(titles)
        if (head := self.horizontalHeaderItem(SIZE)) is not None:
            head.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        list_of_rows(self, row_px=ROW_PX)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.horizontalHeader()
        header.setMinimumSectionSize(40)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for place, px in WIDTHS.items():
            header.setSectionResizeMode(place, QHeaderView.ResizeMode.Fixed)
            self.setColumnWidth(place, px)
        self.itemSelectionChanged.connect(self._selected)

    def minimumSizeHint(self) -> QSize:
        whole = self.horizontalHeader().sizeHint().height() + self.rowCount() * ROW_PX + 2 * self.frameWidth()
        return QSize(super().minimumSizeHint().width(), max(whole, LEAST_PX) if self.flows else LEAST_PX)

    def flow(self, flows: bool) -> None:
        """Take the height of all lines, or scroll."""
        if flows != self.flows:
            self.flows = flows
            off, on = Qt.ScrollBarPolicy.ScrollBarAlwaysOff, Qt.ScrollBarPolicy.ScrollBarAsNeeded
            self.setVerticalScrollBarPolicy(off if flows else on)
            self.updateGeometry()

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self.setFont(font(theme, theme.body_px, tabular=True))
        self.horizontalHeader().setFont(font(theme, theme.note_px))
        self.shown = None

    def show_shelf(self, shelf: Shelf) -> None:
        """List the environments of the shelf."""
        state = (shelf.envs, shelf.sizes, shelf.unsized, shelf.reports, shelf.chosen)
        if state == self.shown or self.theme is None:
            return
        self.shown = state
        if self.flows and self.rowCount() != len(shelf.envs):
            self.updateGeometry()
        self.blockSignals(True)
        self.prefixes = tuple(env.prefix for env in shelf.envs)
        self.setRowCount(len(shelf.envs))
        for line, env in enumerate(shelf.envs):
            self._line(line, env, shelf)
        if shelf.chosen in self.prefixes:
            self.selectRow(self.prefixes.index(shelf.chosen))
        self.blockSignals(False)

    def _line(self, line: int, env: Env, shelf: Shelf) -> None:
        theme = self.theme
        assert theme is not None
        words, color = health(env, shelf)
        bytes_on_disk = shelf.size_of(env)
        measured = shelf.sizes.get(env.prefix)
        more = "≥ " if measured is not None and not measured.complete else ""
        unsized = shelf.unsized.get(env.prefix)
        amount = more + size(bytes_on_disk) if bytes_on_disk >= 0 else "…" if unsized is None else "?"
        cells: tuple[tuple[str, QColor], ...] = (
            (env.name, theme.text), (env.python or "–", theme.soft), (env.torch.partition("+")[0] or "–", theme.text),
            (build_words(env), theme.soft), (amount, theme.soft),
            ("✓" if env.kernel else "–", theme.soft), (words, getattr(theme, color)),
        )  # fmt: skip
        tips = {0: env.prefix, TORCH: env.torch, KERNEL: env.kernel or tr("Jupyter and VS Code do not know it yet")}
        tips |= {SIZE: read(unsized)} if unsized is not None else {}
        for place, (text, ink) in enumerate(cells):
            item = QTableWidgetItem(text)
            item.setForeground(ink)
            item.setToolTip(tip_text(tips.get(place, "")))
            if place == 0:
                item.setFont(font(theme, theme.body_px, bold=True))
            if place == SIZE:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.setItem(line, place, item)

    def _selected(self) -> None:
        lines = {index.row() for index in self.selectedIndexes()}
        line = min(lines, default=-1)
        if 0 <= line < len(self.prefixes):
            self.choose(self.prefixes[line])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for place, px in HIDDEN_BELOW_PX.items():
            self.setColumnHidden(place, self.width() < px)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.do("train")
        elif event.key() == Qt.Key.Key_Delete:
            self.do("remove")
        else:
            super().keyPressEvent(event)
