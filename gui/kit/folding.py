"""Pages for little room: a column that scrolls, and rows that become columns where they are too wide; and the order of
Tab, which follows the eye wherever things stand.

`fold` decides from above: a row that has room stays as it was made, with all that is in it; one that has not becomes a
column, and each of its parts is looked at again. Single lines of text are broken last of all.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QBoxLayout,
    QFrame,
    QGridLayout,
    QLabel,
    QLayout,
    QLayoutItem,
    QScrollArea,
    QStackedWidget,
    QWidget,
)

BESIDE = (QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.RightToLeft)
LINE_PX = 12
"""Controls are on one line if their centres are closer than this."""
AIR_PX = 4
"""What a row must have to spare: styles add a pixel here and there."""
LEAST_PX, FEW_LINES_PX = 60, 60
"""The least height of what scrolls, and how much more it should have beside a page that scrolls too."""
MOST_TURNS = 1
"""How often a page of one size changes whether it scrolls or its parts do; then it does."""
MADE = "made_beside"
"""The name of a layout's or label's mark: it was made as a row, or as one line."""


def fold(widget: QWidget, width: int) -> None:
    """Make all that is in `widget` fit into `width` pixels, as far as rows can become columns."""
    layout = widget.layout()
    if layout is not None:
        _fold_layout(layout, width)


def as_made_px(widget: QWidget) -> int:
    """Return how wide a widget must be for its rows to stay as they were made."""
    layout = widget.layout()
    return _layout_px(layout) + AIR_PX if layout is not None else 0


def _fold_layout(layout: QLayout, width: int) -> None:
    margins = layout.contentsMargins()
    room = width - margins.left() - margins.right()
    turned = True
    if isinstance(layout, QBoxLayout):
        if layout.property(MADE) is None:
            layout.setProperty(MADE, layout.direction() in BESIDE)
        if layout.property(MADE):
            turned = _layout_px(layout) + AIR_PX > width
            way = QBoxLayout.Direction.TopToBottom if turned else QBoxLayout.Direction.LeftToRight
            if way != layout.direction():
                layout.setDirection(way)
    elif isinstance(layout, QGridLayout):
        turned = layout.columnCount() == 1 or _layout_px(layout) > width
        room = room if layout.columnCount() == 1 else width
    for item in _items(layout):
        inner, part = item.layout(), item.widget()
        space = room if turned else max(_item_px(item) + AIR_PX, item.geometry().width())
        if inner is not None:
            _fold_layout(inner, space)
        elif isinstance(part, QLabel):
            _break(part, room if turned else 1_000_000)
        elif part is not None and not looks_after_itself(part) and (below := part.layout()) is not None:
            _fold_layout(below, space)


def _break(label: QLabel, width: int) -> None:
    """Break a label made as one line into several where it is too long."""
    if label.property(MADE) is None:
        label.setProperty(MADE, not label.wordWrap() and getattr(label, "may_break", False))
    if label.property(MADE):
        too_long = label.fontMetrics().horizontalAdvance(label.text()) > width
        if too_long != label.wordWrap():
            label.setWordWrap(too_long)


def _layout_px(layout: QLayout) -> int:
    """Return the least width of a layout as it was made."""
    margins = layout.contentsMargins()
    items = _items(layout)
    widths = [_item_px(item) for item in items]
    shown = [width for width, item in zip(widths, items, strict=True) if not item.isEmpty() or item.spacerItem()]
    if isinstance(layout, QGridLayout):
        columns: dict[int, int] = {}
        for at, width in enumerate(widths):
            place: tuple[int, int, int, int] = layout.getItemPosition(at)  # type: ignore[assignment]
            column, span = place[1], place[3]
            if span == 1:
                columns[column] = max(columns.get(column, 0), width)
        inside = sum(columns.values()) + max(layout.horizontalSpacing(), 0) * max(len(columns) - 1, 0)
    elif isinstance(layout, QBoxLayout) and (
        layout.property(MADE) or (layout.property(MADE) is None and layout.direction() in BESIDE)
    ):
        inside = sum(shown) + layout.spacing() * max(len(shown) - 1, 0)
    else:
        inside = max(shown, default=0)
    return inside + margins.left() + margins.right()


def _items(layout: QLayout) -> list[QLayoutItem]:
    return [item for at in range(layout.count()) if (item := layout.itemAt(at)) is not None]


def _item_px(item: QLayoutItem) -> int:
    inner, part = item.layout(), item.widget()
    if inner is not None:
        return _layout_px(inner)
    if part is None:
        return item.minimumSize().width()
    if part.isHidden():
        return 0
    if part.minimumWidth() == part.maximumWidth():
        return part.minimumWidth()
    if isinstance(part, QScrollArea | QStackedWidget):
        return part.minimumWidth()
    if isinstance(part, QLabel) and part.property(MADE):
        return max(part.minimumWidth(), part.fontMetrics().horizontalAdvance(part.text()))
    below = part.layout()
    if below is not None and not looks_after_itself(part):
        return max(part.minimumWidth(), _layout_px(below))
    return max(part.minimumWidth(), part.minimumSizeHint().width())


class Scroll(QScrollArea):
    """A column that scrolls if it is too tall, with no frame of its own. `folds`: its rows become columns where they
    have no room. `page`: it scrolls only below its least height, because what is in it scrolls too. `may_flow`: where
    the page around it scrolls, it does not."""

    def __init__(self, inside: QWidget, *, folds: bool = False, page: bool = False, may_flow: bool = False) -> None:
        super().__init__()
        self.inside, self.folds, self.page = inside, folds, page
        self.may_flow, self.flows = may_flow, False
        self.least_px = LEAST_PX
        self._room, self._turned, self._flowing = QSize(), 0, False
        self._told = 0
        inside.setProperty("kind", "inside")
        self.setWidget(inside)
        self.setWidgetResizable(not page)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)

        inside.installEventFilter(self)

    def minimumSizeHint(self) -> QSize:
        tall = self.least_px
        if self.flows:
            by_width = self.inside.heightForWidth(self.viewport().width())  # Qt gives it this, not its least
            tall = max(tall, self.inside.minimumHeight(), self.inside.minimumSizeHint().height(), by_width)
        return QSize(0 if self.folds else self.inside.minimumSizeHint().width(), tall)

    def flow(self, flows: bool) -> None:
        """Take all the height that is needed, and leave the scrolling to the page around it; or scroll itself."""
        if flows != self.flows:
            self.flows = flows
            off, on = Qt.ScrollBarPolicy.ScrollBarAlwaysOff, Qt.ScrollBarPolicy.ScrollBarAsNeeded
            self.setVerticalScrollBarPolicy(off if flows else on)
            self.updateGeometry()
            self.fit()

    def _flow_inside(self, needs: int) -> None:
        """Let only one thing scroll: where the page itself must, or what scrolls in it would get less than a few
        lines, its parts do not. `needs`: the least height of the page as it is now."""
        inner = [one for one in self.inside.findChildren(QAbstractScrollArea) if self._looks_after(one)]
        low = needs - self._taken_by(inner) + FEW_LINES_PX > self.viewport().height()
        flows = self.flows or low or self._scrolls_without(inner)
        if self.size() != self._room:  # not the viewport's, which a bar makes narrower
            self._room, self._turned, self._flowing = self.size(), 0, flows
        if flows != self._flowing:
            self._turned += 1  # what it takes is an estimate: it must not go to and fro for ever
            flows = self._flowing = flows or self._turned > MOST_TURNS
        for one in inner:
            wanted = flows and one.isVisibleTo(self.inside)
            if wanted != one.flows:  # type: ignore[attr-defined]
                one.flow(wanted)  # type: ignore[attr-defined]
                if not self.page:
                    self._told_above(one)

    def _told_above(self, one: QWidget) -> None:
        """Have all layouts around a part know its new height now: the window may get another size before Qt tells."""
        above = one.parentWidget()
        while above is not None and above is not self.inside:
            if (layout := above.layout()) is not None:
                layout.activate()
            above = above.parentWidget()

    def _scrolls_without(self, inner: Sequence[QAbstractScrollArea]) -> bool:
        """Whether the page scrolls though none of its parts flows: Qt gives it more than its least height. The bar of
        now does not tell: it may still be there for what its parts needed when they flowed."""
        if self.page or any(one.flows for one in inner):  # type: ignore[attr-defined]
            return False
        return self.inside.heightForWidth(self.viewport().width()) > self.viewport().height()

    def _looks_after(self, one: QAbstractScrollArea) -> bool:
        """Whether a part may flow and this is what scrolls around it: what lies deeper is looked after there."""
        above = one.parentWidget()
        while above is not None and not isinstance(above, Scroll):
            above = above.parentWidget()
        return above is self and getattr(one, "may_flow", False)

    def _taken_by(self, inner: Sequence[QAbstractScrollArea]) -> int:
        """Return how much of the page's least height its parts take because they flow: of those side by side, or on
        one another, the most."""
        taken, below = 0, 0
        parts = [one for one in inner if one.minimumSizeHint().height() > least_px(one)]
        for one in sorted(parts, key=lambda one: one.mapTo(self.inside, QPoint(0, 0)).y()):
            more, top = one.minimumSizeHint().height() - least_px(one), one.mapTo(self.inside, QPoint(0, 0)).y()
            taken = taken + more if top >= below else max(taken, more)
            below = max(below, top + one.height())
        return taken

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.inside and event.type() == QEvent.Type.LayoutRequest:
            self.fit()
        return super().eventFilter(watched, event)

    def fit(self) -> None:
        """Give what is inside the height that its texts need at this width: Qt asks at another width."""
        layout = self.inside.layout()
        if self.folds:
            fold(self.inside, min(self.viewport().width(), self.inside.maximumWidth()))
        if layout is not None and self.page:
            room = self.viewport().size()
            needs = layout.minimumHeightForWidth(room.width()) if layout.hasHeightForWidth() else 0
            needs = max(needs, layout.minimumSize().height())
            self._flow_inside(needs)
            size = QSize(room.width(), max(room.height(), needs))
            if size != self.inside.size():
                self.inside.resize(size)
                QTimer.singleShot(0, self, self.fit)
        elif layout is not None:
            by_width = layout.hasHeightForWidth()  # else Qt knows the least height itself
            least = layout.minimumHeightForWidth(self.viewport().width()) if by_width else 0
            self._flow_inside(max(least, layout.minimumSize().height()))
            if least != self.inside.minimumHeight():
                self.inside.setMinimumHeight(least)
                if self.flows:
                    self.updateGeometry()
                QTimer.singleShot(0, self, self.fit)  # parts deeper inside may only now know their own height
            elif self.flows and self._told != (tall := self.minimumSizeHint().height()):
                self._told = tall  # what is inside needs another height, though not for another width
                self.updateGeometry()


def least_px(part: QAbstractScrollArea) -> int:
    """Return the least height of what can flow while it scrolls itself."""
    return int(getattr(part, "least_px", LEAST_PX))


class Columns(QWidget):
    """Parts of one kind in as many columns as have room, at most `most`; each gets `least` pixels or more."""

    folds_itself = True

    def __init__(self, parts: Sequence[QWidget], *, most: int, least: int, gap: int = 12) -> None:
        super().__init__()
        self.parts, self.most, self.least, self.columns = parts, most, least, 0
        self.grid = QGridLayout()
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setSpacing(gap)
        self.setLayout(self.grid)
        self._arrange(most)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.least, 200), super().minimumSizeHint().height())

    def _arrange(self, columns: int) -> None:
        if columns == self.columns:
            return
        self.columns = columns
        for place, part in enumerate(self.parts):
            self.grid.addWidget(part, place // columns, place % columns)
        for place in range(self.most):
            self.grid.setColumnStretch(place, int(place < columns))
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        columns = min(max(self.width() // self.least, 1), self.most)
        while columns < self.most and len(self.parts) % columns:  # no line of one alone
            columns -= 1
        self._arrange(columns)


def looks_after_itself(part: QWidget) -> bool:
    """Return whether a part arranges its own inside in the room it gets."""
    return isinstance(part, QScrollArea | QStackedWidget) or getattr(part, "folds_itself", False)


def order_of_tab(*parts: QWidget) -> None:
    """Make Tab go through `parts` in this order, in each from top to bottom and left to right.

    Qt uses the order in which widgets were made, and many are made late. Call it when Tab is pressed
    (`focusNextPrevChild`).
    """
    ring: list[QWidget] = []
    for part in parts:
        found = [one for one in (part, *part.findChildren(QWidget)) if one.isVisible() and takes_tab(one)]
        places = {one: one.mapTo(part, one.rect().center()) for one in found}
        ring += sorted(found, key=lambda one: (places[one].y() // LINE_PX, places[one].x()))
    for one, after in pairwise(ring):
        QWidget.setTabOrder(one, after)


def takes_tab(widget: QWidget) -> bool:
    """Return whether Tab stops at a widget."""
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
