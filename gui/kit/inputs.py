"""What a person sets: one of a few values, on or off, a surface to click."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPalette,
    QPen,
    QPolygonF,
    QRegion,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QFrame,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from gui.kit.painting import safely
from gui.kit.theme import Theme, blend, font
from gui.kit.words import read
from gui.language.terms import term_called, tip_of

BEFORE_TEXT_PX, AFTER_TEXT_PX = 10, 26
"""The space left of the text, and right of it for the arrow."""


POPUP_RADIUS = 8


class Rounded(QObject):
    """Cuts a popup's window to the rounded outline that the style sheet paints: drop-downs and menus end there."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            shape = QPainterPath()
            shape.addRoundedRect(QRectF(watched.rect()), POPUP_RADIUS, POPUP_RADIUS)
            watched.setMask(QRegion(shape.toFillPolygon().toPolygon()))
        return super().eventFilter(watched, event)


def rounded(popup: QWidget) -> None:
    """Give `popup`, a window of its own, round corners."""
    popup.installEventFilter(Rounded(popup))


class Menu(QMenu):
    """A menu with round corners, like everything else; its submenus are so too."""

    def __init__(self, title: str | QWidget | None = None, parent: QWidget | None = None) -> None:
        if isinstance(title, str):
            super().__init__(title, parent)
        else:
            super().__init__(title)
        rounded(self)

    def addMenu(self, what: Any) -> Any:  # type: ignore[override]
        """Add a submenu, by its title or made already."""
        if not isinstance(what, str):
            return super().addMenu(what)
        made = Menu(what, self)
        super().addMenu(made)
        return made


class Picker(QComboBox):
    """One of a few values, each with a text. Shows what it is told; calls `picked` with what the person wants."""

    def __init__(self, options: list[tuple[Any, str]], picked: Callable[[Any], Any], *, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)
        popup = self.view().window()
        if isinstance(popup, QFrame):
            popup.setFrameShape(QFrame.Shape.NoFrame)  # its own is square
        rounded(popup)
        self.setItemDelegate(QStyledItemDelegate(self))  # the style's own frames the row under the pointer
        self.offer(options)
        self.activated.connect(lambda index: picked(self.itemData(index)))

    def offer(self, options: list[tuple[Any, str]]) -> None:
        """Offer these values; keep the one that is shown."""
        shown = self.currentData()
        self.clear()
        for value, text in options:
            self.addItem(text, value)
            if (term := term_called(text, read)) is not None:
                self.setItemData(self.count() - 1, tip_of(term, read), Qt.ItemDataRole.ToolTipRole)
        self.display(shown)

    def display(self, value: Any) -> None:
        """Show `value` without calling `picked`."""
        index = self.findData(value)
        if index >= 0 and index != self.currentIndex():
            self.setCurrentIndex(index)

    def set_theme(self, theme: Theme) -> None:
        self.setFont(font(theme, theme.body_px))
        self.view().setFont(font(theme, theme.body_px))

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        widest = max((metrics.horizontalAdvance(self.itemText(n)) for n in range(self.count())), default=40)
        return QSize(min(widest + 42, 190), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), 84), super().minimumSizeHint().height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # scrolling a column must not change a value on the way

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:
        # As Qt does it, but a long text ends in an ellipsis, not inside a letter.
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        space = self.width() - BEFORE_TEXT_PX - AFTER_TEXT_PX
        option.currentText = self.fontMetrics().elidedText(option.currentText, Qt.TextElideMode.ElideRight, space)
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()
        chevron(self, QPointF(self.width() - 15, self.height() / 2))


def chevron(widget: QWidget, at: QPointF, *, up: bool = False, size: float = 3.6) -> None:
    """Paint a small arrow head on `widget`."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    color = widget.palette().placeholderText().color()
    if not widget.isEnabled():
        color.setAlphaF(0.5)
    painter.setPen(QPen(color, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    drop = -size / 2 if up else size / 2
    painter.drawPolyline(
        QPolygonF(
            [
                QPointF(at.x() - size, at.y() - drop),
                QPointF(at.x(), at.y() + drop),
                QPointF(at.x() + size, at.y() - drop),
            ]
        )
    )
    painter.end()


class Switch(QAbstractButton):
    """A switch: on or off."""

    def __init__(self, toggled: Callable[[bool], Any], *, name: str) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedSize(38, 22)
        self.clicked.connect(lambda _=False: toggled(self.isChecked()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setOpacity(1.0 if self.isEnabled() else 0.4)  # faint, and still on or off
        on, off = (
            self.palette().color(QPalette.ColorGroup.Active, QPalette.ColorRole.Highlight),
            blend(self.palette().mid().color(), self.palette().placeholderText().color(), 0.35),
        )
        painter.setBrush(on if self.isChecked() else off)
        painter.drawRoundedRect(QRectF(0, 1, 38, 20), 10, 10)
        painter.setBrush(QColor("#ffffff"))
        painter.drawEllipse(QPointF(27 if self.isChecked() else 11, 11), 7.5, 7.5)
        painter.end()


class Clicked(QFrame):
    """A surface that works like a button: click, Space or Return."""

    def __init__(self, act: Callable[[], Any]) -> None:
        super().__init__()
        self.act = act
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # after a click, Space still plays and pauses
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.act()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.act()
        else:
            super().keyPressEvent(event)
