"""The small parts of every page: labels, buttons, cards, layouts.

Each names its place in the theme, so a switch from light to dark is one `apply_theme`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, runtime_checkable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)

from gui.kit.folding import Columns, Scroll
from gui.kit.inputs import Clicked, Picker, Switch, chevron
from gui.kit.painting import icon as draw_icon
from gui.kit.painting import safely
from gui.kit.theme import Theme, blend, font
from gui.kit.words import breakable, tip_text, unbroken

__all__ = [
    "Button",
    "Card",
    "Clicked",
    "Columns",
    "Elided",
    "Label",
    "Painted",
    "Picker",
    "Scroll",
    "Switch",
    "Themed",
    "apply_theme",
    "box",
    "chevron",
    "clear",
    "column",
    "edge",
    "kind",
    "list_of_rows",
    "repolish",
    "row",
]  # fmt: skip


@runtime_checkable
class Themed(Protocol):
    """A widget that uses the theme, now and after every switch."""

    def set_theme(self, theme: Theme) -> None:
        """Use `theme` from now on."""
        ...


def apply_theme(root: QWidget, theme: Theme) -> None:
    """Give the theme to `root` and every widget in it."""
    for widget in (root, *root.findChildren(QWidget)):
        if hasattr(widget, "set_theme"):  # not isinstance: a protocol takes ten times as long
            widget.set_theme(theme)


def kind(widget: QWidget, name: str) -> None:
    """Make the style sheet treat `widget` as `name`, also after it is shown."""
    if widget.property("kind") != name:
        widget.setProperty("kind", name)
        repolish(widget)


def repolish(widget: QWidget) -> None:
    """Apply the style sheet again to the properties of `widget`."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def box(layout: QBoxLayout, *parts: QWidget | QLayout | int | None, gap: int = 8, margins: int = 0) -> QBoxLayout:
    """Fill `layout` with widgets and layouts; an int is a fixed space, None a stretch."""
    layout.setSpacing(gap)
    layout.setContentsMargins(margins, margins, margins, margins)
    for part in parts:
        if part is None:
            layout.addStretch(1)
        elif isinstance(part, int):
            layout.addSpacing(part)
        elif isinstance(part, QWidget):
            layout.addWidget(part)
        else:
            layout.addLayout(part)
    return layout


def row(*parts: QWidget | QLayout | int | None, gap: int = 8, margins: int = 0) -> QBoxLayout:
    """Return a layout with the parts side by side."""
    return box(QHBoxLayout(), *parts, gap=gap, margins=margins)


def column(*parts: QWidget | QLayout | int | None, gap: int = 8, margins: int = 0) -> QBoxLayout:
    """Return a layout with the parts in a column."""
    return box(QVBoxLayout(), *parts, gap=gap, margins=margins)


class Painted(QWidget):
    """A small picture in the theme's colours: a subclass has `paint`, called once there is a theme."""

    def __init__(self, width: int | None = None, height: int | None = None) -> None:
        super().__init__()
        self.theme: Theme | None = None
        if width is not None and height is not None:
            self.setFixedSize(width, height)

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self.update()

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Paint the picture."""
        raise NotImplementedError

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:
        if self.theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint(painter, self.theme)
        painter.end()


class Label(QLabel):
    """A text in the theme. `size`: a Theme field ("body_px"). `tabular`: for numbers that change."""

    may_break = True
    """Whether one line may become several where there is little room."""

    def __init__(
        self,
        text: str = "",
        *,
        kind: str = "",
        size: str = "body_px",
        bold: bool = False,
        tabular: bool = False,
        wrap: bool = False,
        sample: str = "",
    ) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        self.setWordWrap(wrap)
        self.setProperty("kind", kind)
        self.px, self.bold, self.tabular, self.sample = size, bold, tabular, sample

    def set_theme(self, theme: Theme) -> None:
        self.setFont(font(theme, getattr(theme, self.px), bold=self.bold, tabular=self.tabular))
        if self.sample:
            self.setMinimumWidth(self.fontMetrics().horizontalAdvance(self.sample) + 2)

    def setText(self, text: str) -> None:
        """Show `text`; where it is wrapped, a long path in it may be broken behind its separators. What can be
        selected and copied stays as it is."""
        copied = self.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse
        super().setText(text if copied else breakable(text))

    def setTextInteractionFlags(self, flags: Qt.TextInteractionFlag) -> None:
        """Let a person select the text, or not."""
        super().setTextInteractionFlags(flags)
        self.setText(self.text())

    def text(self) -> str:
        """Return the text as it was given."""
        return unbroken(super().text())

    def put(self, text: str) -> None:
        """Show `text`; the layout is asked again only if it differs."""
        if text != self.text():
            self.setText(text)


class Elided(Label):
    """One line that shrinks to `least` pixels: cut with an ellipsis, whole in the tooltip."""

    least = 24
    may_break = False

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.least, self.sizeHint().width()), super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()) + 4, metrics.height() + 2)

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:
        metrics = self.fontMetrics()
        shown = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        tip = tip_text(self.text()) if shown != self.text() else ""
        if self.toolTip() != tip:
            self.setToolTip(tip)
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), int(self.alignment()) | int(Qt.TextFlag.TextSingleLine), shown)


class Button(QPushButton):
    """A button. `kind`: primary, icon, small, chip, quiet, link, tail, rail, danger or "" (plain).

    An icon button gives its `name` to screen readers and, with its shortcut, to the tooltip.
    """

    def __init__(
        self,
        text: str = "",
        act: Callable[[], Any] | None = None,
        *,
        kind: str = "",
        icon: str = "",
        name: str = "",
        tip: str = "",
        bold: bool = False,
    ) -> None:
        super().__init__(text)
        self.setProperty("kind", kind)
        self.drawing, self.bold = icon, bold or kind == "primary"
        self.theme: Theme | None = None
        self.setAccessibleName(name or text)
        self.setToolTip(tip_text(tip or ("" if text else name)))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # after a click, Space still plays and pauses
        if act is not None:
            self.clicked.connect(lambda _=False: act())

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        small = self.property("kind") in ("link", "quiet", "chip")
        self.setFont(font(theme, theme.note_px if small else theme.body_px, bold=self.bold))
        if self.drawing:
            self.set_icon(self.drawing)

    def set_icon(self, name: str) -> None:
        """Show another icon, in the colour of this kind of button."""
        self.drawing = name
        theme = self.theme
        if theme is None:
            return
        which = self.property("kind")
        color = {"primary": theme.on_accent, "link": theme.accent, "quiet": theme.soft}.get(which, theme.text)
        if which == "rail":
            color = theme.accent if self.isChecked() else theme.soft
        self.setIcon(draw_icon(name, color, disabled=blend(theme.card, theme.soft, 0.55), ratio=self._ratio()))
        self.setIconSize(QSize(15, 15) if which in ("small", "chip") else QSize(16, 16))

    def _ratio(self) -> float:
        return max(2.0, self.devicePixelRatioF())


class Card(QFrame):
    """A quiet surface with a heading. Widgets go into `body`, a note or buttons into `head`."""

    def __init__(self, title: str = "", *, note: str = "", gap: int = 8) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.title = Label(title, bold=True)
        self.note = Elided(note, kind="soft", size="note_px", tabular=True)
        self.note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.note.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.head = row(self.title, self.note, gap=8)
        self.body = QVBoxLayout()
        self.body.setSpacing(gap)
        outer = column(self.head, self.body, gap=8)
        outer.setStretch(1, 1)
        outer.setContentsMargins(12, 10, 12, 12)
        self.setLayout(outer)
        if title:
            self.setAccessibleName(title)


def list_of_rows(table: QTableWidget, *, row_px: int) -> None:
    """Make a table a quiet list: one whole row is selected, nothing is edited, headers are only read."""
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(row_px)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setSectionsClickable(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


def edge(*, vertical: bool = False) -> QFrame:
    """Return a line one pixel thick."""
    made = QFrame()
    made.setProperty("kind", "edge")
    if vertical:
        made.setFixedWidth(1)
    else:
        made.setFixedHeight(1)
    return made


def clear(layout: QLayout) -> None:
    """Remove and delete everything in `layout`."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)
