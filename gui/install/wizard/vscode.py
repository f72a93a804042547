"""A picture of where to choose the kernel in VS Code: at the top right of an open notebook."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy

from gui.kit.pieces import Painted
from gui.kit.theme import Theme, blend, font
from gui.kit.words import tr

HEIGHT_PX = 168
SIDE_PX = 34
TAB_PX = 28
TOOLS_PX = 30
SOURCES_PX = 196
KERNELS_PX = 226
LISTS_PX = SOURCES_PX + KERNELS_PX + 30


class KernelPicture(Painted):
    """Three numbered places: "Select Kernel", then "Jupyter Kernel", then the line of this environment."""

    def __init__(self) -> None:
        super().__init__()
        self.kernel, self.notebook = "Python (torch_book)", "first_notebook.ipynb"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_kernel(self, kernel: str, notebook: str) -> None:
        """Draw these names."""
        self.kernel, self.notebook = kernel, notebook
        self.setAccessibleName(
            tr("Picture of VS Code: 1, press “Select Kernel” at the top right of the notebook; 2, choose Jupyter"
               " Kernel; 3, choose {kernel}.", kernel=kernel)
        )  # fmt: skip
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(420, HEIGHT_PX)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, HEIGHT_PX)  # narrower than 560 it is hidden: it is a picture, not words

    def paint(self, painter: QPainter, theme: Theme) -> None:
        outline = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(theme.line, 1))
        painter.setBrush(blend(theme.card, theme.ground, 0.5))
        painter.drawRoundedRect(outline, 8, 8)
        self._editor_window(painter, theme)
        self._cells(painter, theme)
        self._button(painter, theme)
        self._list(painter, theme)

    def _editor_window(self, painter: QPainter, theme: Theme) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(blend(theme.control, theme.line, 0.4))
        painter.drawRoundedRect(QRectF(1, 1, SIDE_PX, self.height() - 2), 7, 7)
        for place in range(4):
            painter.setBrush(blend(theme.control, theme.soft, 0.45))
            painter.drawRoundedRect(QRectF(10, 12 + 26 * place, 15, 15), 4, 4)
        painter.setBrush(theme.control)
        painter.drawRect(QRectF(SIDE_PX + 1, 1, self.width() - SIDE_PX - 8, TAB_PX))
        width = min(300.0, QFontMetrics(font(theme, 12)).horizontalAdvance(self.notebook) + 40)
        painter.setBrush(theme.card)
        painter.drawRect(QRectF(SIDE_PX + 1, 1, width, TAB_PX))
        painter.setBrush(theme.negative)
        painter.drawRoundedRect(QRectF(SIDE_PX + 11, 11, 10, 10), 3, 3)
        self._text(painter, theme, QRectF(SIDE_PX + 28, 1, width - 32, TAB_PX), self.notebook, theme.text)

    def _cells(self, painter: QPainter, theme: Theme) -> None:
        top = TAB_PX + TOOLS_PX + 4
        right = self.width() - LISTS_PX - 34
        for place, shares in enumerate(((0.42, 0.0), (0.58, 0.4), (0.5, 0.66))):
            line_top = top + place * 34
            painter.setPen(QPen(theme.line, 1))
            painter.setBrush(theme.card)
            painter.drawRoundedRect(QRectF(SIDE_PX + 14, line_top, right - SIDE_PX - 14, 29), 4, 4)
            painter.setPen(Qt.PenStyle.NoPen)
            for number, share in enumerate(shares):
                painter.setBrush(blend(theme.card, theme.accent if number == 0 else theme.soft, 0.35))
                length = (right - SIDE_PX - 60) * share
                painter.drawRoundedRect(QRectF(SIDE_PX + 26, line_top + 9 + 10 * number, length, 4), 2, 2)

    def _button(self, painter: QPainter, theme: Theme) -> None:
        words = tr("Select Kernel")
        width = QFontMetrics(font(theme, 12, bold=True)).horizontalAdvance(words) + 34
        place = QRectF(self.width() - width - 18, TAB_PX + 5, width, TOOLS_PX - 8)
        painter.setPen(QPen(theme.accent, 2))
        painter.setBrush(theme.selected)
        painter.drawRoundedRect(place, 5, 5)
        painter.setPen(QPen(theme.accent, 1.4))
        middle = QPointF(place.left() + 15, place.center().y())
        painter.drawRoundedRect(QRectF(middle.x() - 5, middle.y() - 5, 10, 10), 2, 2)
        self._text(painter, theme, place.adjusted(26, 0, -4, 0), words, theme.accent, bold=True)
        self._number(painter, theme, QPointF(place.left() - 17, place.center().y()), 1)

    def _list(self, painter: QPainter, theme: Theme) -> None:
        """Paint the two lists that open one after the other."""
        top = TAB_PX + TOOLS_PX + 4
        kernels = QRectF(self.width() - KERNELS_PX - 18, top, KERNELS_PX, 66)
        sources = QRectF(kernels.left() - SOURCES_PX - 30, top, SOURCES_PX, 98)
        arrow = QPointF(sources.right() + 15, top + 52)
        painter.setPen(QPen(theme.soft, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(arrow + QPointF(-7, 0), arrow + QPointF(7, 0))
        painter.drawPolyline([arrow + QPointF(3, -4), arrow + QPointF(7, 0), arrow + QPointF(3, 4)])
        others = (tr("Python Environments …"), tr("Existing Jupyter Server …"))
        self._choices(painter, theme, sources, (others[0], tr("Jupyter Kernel …"), others[1]), chosen=1, number=2)
        self._choices(painter, theme, kernels, (tr("Select a kernel"), self.kernel), chosen=1, number=3)

    def _choices(
        self, painter: QPainter, theme: Theme, place: QRectF, texts: tuple[str, ...], *, chosen: int, number: int
    ) -> None:
        """Paint one list with the line to choose."""
        painter.setPen(QPen(theme.line, 1))
        painter.setBrush(theme.card)
        painter.drawRoundedRect(place, 6, 6)
        for line, text in enumerate(texts):
            at = QRectF(place.left() + 5, place.top() + 4 + 30 * line, place.width() - 10, 29)
            if line != chosen:
                self._text(painter, theme, at.adjusted(8, 0, -8, 0), text, theme.soft)
                continue
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.accent)
            painter.drawRoundedRect(at, 5, 5)
            self._text(painter, theme, at.adjusted(8, 0, -30, 0), text, theme.on_accent, bold=True)
            self._number(painter, theme, QPointF(at.right() - 16, at.center().y()), number, on_accent=True)

    def _number(self, painter: QPainter, theme: Theme, at: QPointF, number: int, *, on_accent: bool = False) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.on_accent if on_accent else theme.accent)
        painter.drawEllipse(at, 9, 9)
        painter.setPen(theme.accent if on_accent else theme.on_accent)
        painter.setFont(font(theme, theme.small_px, bold=True))
        painter.drawText(QRectF(at.x() - 9, at.y() - 9, 18, 18), Qt.AlignmentFlag.AlignCenter, str(number))

    def _text(
        self, painter: QPainter, theme: Theme, place: QRectF, text: str, color: QColor, *, bold: bool = False
    ) -> None:
        painter.setFont(font(theme, 12, bold=bold))
        painter.setPen(color)
        shown = QFontMetrics(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, int(place.width()))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
