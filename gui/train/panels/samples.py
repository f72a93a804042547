"""A look at the data: image samples as tiles with their class, or points of the plane coloured by their targets, and
behind the points what the network answers there now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.messages.train_events import Portrait
from core.messages.train_reports import Data
from gui.kit.arrays import numbers
from gui.kit.dialog import Dialog
from gui.kit.painting import safely
from gui.kit.pieces import Painted
from gui.kit.theme import Theme, blend, font
from gui.kit.words import tip_text, tr
from gui.train.panels.images import (
    answer_image,
    color_of,
    drawable,
    is_rows,
    paint_rows,
    paint_tiles,
)

TILES = 5
"""Image samples in a row."""
ROWS = 2
MARGIN = 8.0
FLAT_PX = 140
"""How high the plane is shown where there is little room."""
LEGEND_PX = 18


class Samples(QWidget):
    """Shows `Data.samples`; as high as its kind of data needs."""

    def __init__(self) -> None:
        super().__init__()
        self.theme: Theme | None = None
        self.data: Data | None = None
        self.answer: NDArray[np.float32] | None = None
        self.picture: QPixmap | None = None
        self.flat_px = FLAT_PX
        self.large: LargePlane | None = None
        """The same points at large, while a person looks at them."""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Samples of the data"))

    def set_theme(self, theme: Theme) -> None:
        """Use `theme` from now on."""
        self.theme, self.picture = theme, None
        self.update()

    def show_data(self, data: Data) -> None:
        """Show samples of other data."""
        self.data, self.answer, self.picture = data, None, None
        words = tr(
            "The points are data; the colour behind them is what the network predicts. A click shows it at large."
        )
        self.setToolTip(tip_text(words if self.flat else ""))
        self.setCursor(Qt.CursorShape.PointingHandCursor if self.flat else Qt.CursorShape.ArrowCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if self.flat else Qt.FocusPolicy.NoFocus)
        if self.large is not None:
            self.large.window().close()  # its points are gone
        self.setFixedHeight(self.heightForWidth(self.width()))
        self.update()

    def show_portrait(self, portrait: Portrait) -> None:
        """Show what the network predicts now; portraits have it for points of the plane only."""
        if portrait.answer is not None and self.flat:
            first, self.answer = self.answer is None, numbers(portrait.answer)
            self.picture = None if first else self.picture  # points get a rim when there is something behind them
            self.update()
            if self.large is not None:
                self.large.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.flat:
            self.enlarge()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.flat:
            self.enlarge()
        else:
            super().keyPressEvent(event)

    def enlarge(self) -> None:
        """Show the plane as large as the window; Escape closes it, and training goes on meanwhile."""
        if self.theme is not None and self.large is None:
            self.large = enlarged(self, self.theme, self._closed)

    def paint_plane(self, painter: QPainter, theme: Theme, square_: QRectF) -> None:
        """Paint ground and points into a square."""
        painter.fillRect(square_, theme.control)
        if self.answer is not None:
            painter.drawImage(square_, answer_image(self.answer, theme))
        if self.data is not None:
            paint_points(painter, theme, self.data, square_, rim=True)

    def _closed(self) -> None:
        self.large = None

    @property
    def flat(self) -> bool:
        """Whether the samples are points of the plane."""
        return self.data is not None and self.data.flat

    def heightForWidth(self, width: int) -> int:
        if self.data is None:
            return 72
        if self.flat:
            return min(width, self.flat_px if width < 220 else 200)
        return ROWS * (self._tile(width) + 14) + 2

    def sizeHint(self) -> QSize:
        return QSize(180, self.heightForWidth(180))

    def resizeEvent(self, event: object) -> None:
        self.picture = None
        if self.height() != self.heightForWidth(self.width()):
            self.setFixedHeight(self.heightForWidth(self.width()))

    def _tile(self, width: int) -> int:
        return (width - 4 * (TILES - 1)) // TILES

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:
        if self.theme is None or self.data is None:
            return
        ratio = self.devicePixelRatioF()
        if self.picture is None or self.picture.devicePixelRatioF() != ratio:
            self.picture = QPixmap(self.size() * ratio)
            self.picture.setDevicePixelRatio(ratio)
            self.picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(self.picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            (self._paint_points if self.flat else self._paint_images)(painter, self.theme, self.data)
            painter.end()
        painter = QPainter(self)
        if self.flat:
            self._paint_ground(painter, self.theme)
        painter.drawPixmap(0, 0, self.picture)

    def _paint_ground(self, painter: QPainter, theme: Theme) -> None:
        """Paint the ground under the points: with every portrait, so cheaply, and without the points."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        ground = QPainterPath()
        ground.addRoundedRect(QRectF(self.rect()), 6, 6)
        painter.fillPath(ground, theme.control)
        if self.answer is not None:
            half = (min(self.width(), self.height()) - 2 * MARGIN) / 2
            middle = QRectF(self.rect()).center()
            square_ = QRectF(middle.x() - half, middle.y() - half, 2 * half, 2 * half)
            painter.drawImage(square_, answer_image(self.answer, theme))

    def _paint_images(self, painter: QPainter, theme: Theme, data: Data) -> None:
        if is_rows(data):
            paint_rows(painter, theme, data, QRectF(self.rect()))
        else:
            paint_tiles(painter, theme, data, side=self._tile(self.width()), across=TILES, most=TILES * ROWS)

    def _paint_points(self, painter: QPainter, theme: Theme, data: Data) -> None:
        side = float(min(self.width(), self.height())) - 2 * MARGIN
        square_ = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        paint_points(painter, theme, data, square_, rim=self.answer is not None)


class PlaneLegend(Painted):
    """Which colour is which class, or the scale of a regression; and what the shade of the ground means."""

    def __init__(self) -> None:
        super().__init__()
        self.data: Data | None = None
        self.setFixedHeight(LEGEND_PX)

    def show_data(self, data: Data) -> None:
        """Explain the colours of these points; of data that is no plane there is nothing to explain."""
        self.data = data
        flat = data.flat
        self.setVisible(flat)
        names = ", ".join(data.classes) or tr("from −1 to 1")
        self.setAccessibleName(tr("Colours: orange, then blue: {names}", names=names) if flat else "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(150, LEGEND_PX)

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Paint the legend."""
        if self.data is not None:
            paint_legend(painter, theme, self.data, QRectF(self.rect()), size_px=11)


class Plane(Protocol):
    """A widget that shows the plane and can paint it in any size."""

    data: Data | None

    def accessibleName(self) -> str:
        """Return what it is."""

    def paint_plane(self, painter: QPainter, theme: Theme, square_: QRectF) -> None:
        """Paint ground and points into a square."""


def enlarged(
    source: Any, theme: Theme, closed: Callable[[], Any], *, make: Callable[[Any, int], LargePlane] | None = None,
    tools: Callable[[LargePlane], QWidget] | None = None,
) -> LargePlane:  # fmt: skip
    """Show what `source` paints as large as its window; `closed` is told when that ends. `make`: the plane at large,
    `tools`: what stands below it."""
    made = Dialog(source.window(), theme, title=data_title(source.data))
    room = source.window().size()
    side = min(room.width() - 120, room.height() - (190 if tools is None else 230))
    large = (make or LargePlane)(source, side)
    made.body.addWidget(large, 0, Qt.AlignmentFlag.AlignHCenter)
    if tools is not None:
        made.body.addWidget(tools(large))
    made.add_button(tr("Close"), None, kind="primary")
    made.finished.connect(lambda _result: closed())
    made.show_now()
    return large


class LargePlane(Painted):
    """The points and the prediction of `source` at large, with axes and a legend, `side` pixels wide."""

    def __init__(self, source: Plane, side: int) -> None:
        super().__init__(max(side, 200), max(side, 200))
        self.source = source
        self.setAccessibleName(source.accessibleName())

    def square(self) -> QRectF:
        """Return where the plane is painted."""
        side = min(self.width() - 38.0, self.height() - 54.0)
        return QRectF(34, 4, side, side)

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Paint ground, points, axes and legend."""
        data = self.source.data
        if data is None:
            return
        square_ = self.square()
        side = square_.width()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self.source.paint_plane(painter, theme, square_)
        painter.setFont(font(theme, 11, tabular=True))
        painter.setPen(theme.soft)
        step = side / (2 * data.edge)
        for tick in range(-int(data.edge), int(data.edge) + 1):
            text, at = f"{tick}".replace("-", "−"), (tick + data.edge) * step
            painter.drawText(QRectF(34 + at - 20, side + 6, 40, 16), Qt.AlignmentFlag.AlignCenter, text)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(0, 4 + side - at - 8, 28, 16), right, text)
        painter.drawText(QRectF(34 + side - 20, side + 22, 20, 16), Qt.AlignmentFlag.AlignRight, "x₁")
        painter.drawText(QRectF(0, 20, 28, 16), Qt.AlignmentFlag.AlignLeft, "x₂")
        paint_legend(painter, theme, data, QRectF(34, side + 26, side - 30, LEGEND_PX), size_px=12)


def data_title(data: Data | None) -> str:
    """Return the title of the plane at large."""
    return tr("What the network predicts") if data is not None else ""


def paint_points(painter: QPainter, theme: Theme, data: Data, square_: QRectF, *, rim: bool) -> None:
    """Paint the points of the plane from −`reach` to `reach` into a square."""
    points, targets = numbers(data.samples), numbers(data.targets).reshape(-1)
    known = drawable(points, targets)
    points, targets = points[known], targets[known]
    scale, middle = square_.width() / (2 * data.edge), square_.center()
    near_0 = QPen(blend(theme.card, theme.soft, 0.75), 0.7 if square_.width() > 260 else 0.4)  # the ground's colour
    painter.setPen(near_0 if not data.classes else QPen(theme.card, 0.6) if rim else Qt.PenStyle.NoPen)
    radius = (1.8 if len(points) > 400 else 2.2) * max(1.0, square_.width() / 260)
    for (x, y), target in zip(points, targets, strict=True):
        painter.setBrush(color_of(float(target), theme, classes=bool(data.classes)))
        painter.drawEllipse(QPointF(middle.x() + x * scale, middle.y() - y * scale), radius, radius)


def paint_legend(painter: QPainter, theme: Theme, data: Data, place: QRectF, *, size_px: int) -> None:
    """Paint a dot and a name for each class, or a scale from −1 to 1; then what a faint ground means, if it fits."""
    painter.setFont(font(theme, size_px, tabular=True))
    metrics, x, y = QFontMetricsF(painter.font()), place.left() + 2, place.center().y()
    painter.setPen(Qt.PenStyle.NoPen)
    if data.classes:
        for number, name in enumerate(data.classes[:2]):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color_of(float(number), theme, classes=True))
            painter.drawEllipse(QPointF(x + 4, y), 4, 4)
            painter.setPen(theme.soft)
            painter.drawText(QPointF(x + 12, y + size_px / 2 - 1), name)
            x += 12 + metrics.horizontalAdvance(name) + 12
    else:
        painter.setPen(theme.soft)
        painter.drawText(QPointF(x, y + size_px / 2 - 1), "−1")
        x += metrics.horizontalAdvance("−1") + 5
        for at in range(48):
            painter.fillRect(QRectF(x + at, y - 4, 1.5, 8), color_of(at / 23.5 - 1, theme, classes=False))
        painter.drawText(QPointF(x + 54, y + size_px / 2 - 1), "1")
        x += 54 + metrics.horizontalAdvance("1") + 12
    painter.setPen(theme.soft)
    words = tr("faint: unsure") if data.classes else tr("faint: near 0")
    painter.drawText(
        QPointF(x, y + size_px / 2 - 1),
        metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(place.right() - x, 0.0)),
    )
