"""Tensors as cells coloured by their values, and below them the memory they read, with the strides as jumps.

The cell under the pointer, or the one chosen with the arrow keys, is lit wherever the same memory is read.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from core.messages.inside.bench import BenchName, BenchTensor
from gui.inside.bench.cells import Arc, Block, Cell, Shown, arranged
from gui.inside.bench.words import memory_note, tensor_head, tensor_note
from gui.kit.pieces import Painted
from gui.kit.theme import Theme, blend, font, mono
from gui.kit.words import tr


class Picture(Painted):
    """`told` is called with a line about the cell that is lit, "" for none."""

    def __init__(self, told: Callable[[str], Any]) -> None:
        super().__init__()
        self.told, self.shown = told, Shown()
        self.blocks: list[Block] = []
        self.cells: list[Cell] = []
        self.lit: Cell | None = None
        self.tall = 0.0
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(tr("Tensors and their memory"))

    def show_tensors(self, shown: Shown) -> None:
        """Draw other tensors, or the same with other numbers."""
        self.shown, self.lit = shown, None
        self._arrange()
        said = [f"{block.name}: {self._note(block)}" for block in self.blocks]
        self.setAccessibleDescription("\n".join(said))

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        if self.theme is None:
            return
        metrics = QFontMetricsF(mono(self.theme, self.theme.note_px))
        width = float(max(self.width(), 200))
        self.blocks, self.tall = arranged(
            self.shown, width=width, advance=metrics.horizontalAdvance, head=self._head_wide
        )
        self.cells = [cell for block in self.blocks for cell in block.cells]
        if self.minimumHeight() != math.ceil(self.tall):
            self.setMinimumHeight(math.ceil(self.tall))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(300, math.ceil(self.tall))

    # ------------------------------------------------------------------------------------------------ one cell is lit
    def light(self, cell: Cell | None) -> None:
        """Light a cell, and every other one that reads the same memory."""
        if cell is self.lit:
            return
        self.lit = cell
        self.told("" if cell is None else self._about(cell))
        self.update()

    def _about(self, cell: Cell) -> str:
        block = next(block for block in self.blocks if cell in block.cells)
        same = {other.name for other in self.blocks if other.name
                for one in other.cells if self._same(one, cell)}  # fmt: skip
        if block.tensor is None:
            said = tr("cell {n:,} of the memory = {value}", n=cell.item, value=cell.text)
            return f"{said} · {', '.join(sorted(same))}" if same else said
        index = f"{block.name}[{', '.join(map(str, cell.index))}]" if cell.index else block.name
        said = tr("{index} = {value} · cell {n:,} of the memory", index=index, value=cell.text, n=cell.item)
        return f"{said} · {tr('read again: stride 0')}" if cell.ghost else said

    @staticmethod
    def _same(one: Cell, other: Cell) -> bool:
        return one is other or (one.memory >= 0 and (one.memory, one.item) == (other.memory, other.item))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        self.light(next((cell for cell in self.cells if cell.box.contains(at)), None))

    def leaveEvent(self, event: Any) -> None:
        self.light(None)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()))
        if step is None or not self.cells:
            super().keyPressEvent(event)
            return
        now = self.cells.index(self.lit) if self.lit is not None else -1 if step > 0 else 0
        self.light(self.cells[(now + step) % len(self.cells)])

    # ------------------------------------------------------------------------------------------------------- painting
    def paint(self, painter: QPainter, theme: Theme) -> None:
        if self.hasFocus():
            painter.setPen(QPen(theme.accent, 1.0, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        for block in self.blocks:
            self._paint_head(painter, theme, block)
            painter.setFont(mono(theme, theme.note_px))
            for cell in block.cells:
                self._paint_cell(painter, theme, cell)
            painter.setPen(theme.soft)
            for point in block.rest:
                painter.drawText(QRectF(point.x() - 10, point.y() - 10, 20, 20), Qt.AlignmentFlag.AlignCenter, "⋯")
            for order, arc in enumerate(block.arcs):
                self._paint_arc(painter, theme, arc, theme.accent if order else theme.soft)

    def _note(self, block: Block) -> str:
        if block.memory is not None:
            return memory_note(block.memory)
        assert block.tensor is not None
        shared = self._sharing(block.name, block.tensor, block.stretched)
        return tensor_note(block.tensor, stretched=block.stretched, shared_with=shared)

    def _sharing(self, name: str, tensor: BenchTensor, stretched: bool) -> tuple[str, ...]:
        if stretched or not 0 <= tensor.storage < len(self.shown.storages):
            return ()
        return tuple(other for other in self.shown.storages[tensor.storage].names if other != name)[:4]

    def _head_wide(self, name: BenchName, stretched: bool) -> float:
        """Return how wide what is said above a tensor's cells is."""
        tensor, theme = name.tensor, self.theme
        if tensor is None or theme is None:
            return 0.0
        bold = QFontMetricsF(font(theme, theme.body_px, bold=True)).horizontalAdvance
        plain = QFontMetricsF(font(theme, theme.note_px)).horizontalAdvance
        shared = self._sharing(name.name, tensor, stretched)
        below = plain(tensor_note(tensor, stretched=stretched, shared_with=shared))
        return max(bold(name.name) + 10 + plain(tensor_head(tensor)), below) + 4

    def _paint_head(self, painter: QPainter, theme: Theme, block: Block) -> None:
        painter.setFont(font(theme, theme.body_px, bold=True))
        painter.setPen(theme.text)
        name = block.name or tr("Memory")
        middle = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        first = QRectF(block.head.x(), block.head.y(), block.head.width(), 22)
        painter.drawText(first, middle, name)
        room = first.adjusted(QFontMetricsF(painter.font()).horizontalAdvance(name) + 10, 0, 0, 0)
        painter.setFont(font(theme, theme.note_px))
        painter.setPen(theme.soft)
        cut = QFontMetricsF(painter.font()).elidedText
        right = Qt.TextElideMode.ElideRight
        if block.tensor is None:
            painter.drawText(room, middle, cut(self._note(block), right, room.width()))
            return
        painter.drawText(room, middle, cut(tensor_head(block.tensor), right, room.width()))
        painter.drawText(first.translated(0, 17), middle, cut(self._note(block), right, first.width()))

    def _paint_cell(self, painter: QPainter, theme: Theme, cell: Cell) -> None:
        painter.setOpacity(0.5 if cell.ghost else 1.0)
        lit = self.lit is not None and self._same(cell, self.lit)
        strange = not math.isfinite(cell.value)
        edge = theme.accent if lit else theme.bad if strange else theme.line
        style = Qt.PenStyle.DashLine if cell.ghost and not lit else Qt.PenStyle.SolidLine
        painter.setPen(QPen(edge, 2.2 if lit else 1.0, style))
        painter.setBrush(color_of(theme, cell.value, cell.scale))
        painter.drawRoundedRect(cell.box.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        painter.setPen(theme.bad if strange else theme.text)
        painter.drawText(cell.box, Qt.AlignmentFlag.AlignCenter, cell.text)
        painter.setOpacity(1.0)

    def _paint_arc(self, painter: QPainter, theme: Theme, arc: Arc, color: QColor) -> None:
        if len(arc.points) < 2:
            return
        painter.setPen(QPen(color, 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        way = 1.0 if arc.below else -1.0
        for begin, end in zip(arc.points, arc.points[1:], strict=False):
            path = QPainterPath(begin)
            high = way * min(22.0, 9.0 + (end.x() - begin.x()) / 12)
            path.quadTo(QPointF((begin.x() + end.x()) / 2, begin.y() + 2 * high), end)
            painter.drawPath(path)
        painter.setFont(font(theme, theme.small_px))
        text = stride_text(arc.name, arc.stride)
        top = arc.points[0].y() + (20 if arc.below else -36)
        painter.drawText(QRectF(arc.points[0].x() - 12, top, self.width() - arc.points[0].x(), 16), 0, text)


def stride_text(name: str, stride: int) -> str:
    """Return how far in memory the next number to the right of a tensor is."""
    if stride == 1:
        return tr("{name}: one to the right = the next cell", name=name)
    return tr("{name}: one to the right = {n:,} cells on", name=name, n=stride)


def color_of(theme: Theme, value: float, scale: float) -> QColor:
    """Return the colour of a number: one hue above zero, another below, stronger the further away."""
    if not math.isfinite(value):
        return blend(theme.card, theme.bad, 0.15)
    share = abs(value) / scale if scale else 0.0
    return blend(theme.card, theme.positive if value >= 0 else theme.negative, 0.06 + 0.44 * min(share, 1.0))
