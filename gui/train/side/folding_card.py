"""A card beside the network: a click on its head, or Enter, folds it to its head; its menu moves it up and down."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.kit.inputs import Clicked, Menu
from gui.kit.painting import safely
from gui.kit.pieces import Button, Card, Label, chevron, row
from gui.kit.words import tr

ARROW_PX = 14


class Arrow(QWidget):
    """The arrow head before a title: down while the card is open, up while it is folded."""

    def __init__(self) -> None:
        super().__init__()
        self.folded = False
        self.setFixedWidth(ARROW_PX)

    def sizeHint(self) -> QSize:
        return QSize(ARROW_PX, ARROW_PX)

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:
        chevron(self, QPointF(self.width() / 2 - 2, self.height() / 2), up=self.folded)


class Heading(Clicked):
    """The arrow and the title of a card: it works like a button."""

    def __init__(self, title: Label, act: Callable[[], Any]) -> None:
        super().__init__(act)
        self.arrow = Arrow()
        self.setLayout(row(self.arrow, title, gap=2))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.ignore()  # the whole head folds the card: it looks after the mouse


class FoldingCard(Card):
    """A card of a `SideStack`. `changed` is told when a person folds it, `moved` (−1 up, 1 down) moves it."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.folded = False
        self.changed: Callable[[], Any] = lambda: None
        self.moved: Callable[[int], Any] = lambda by: None
        self.can_move: Callable[[int], bool] = lambda by: False
        self.head.removeWidget(self.title)
        self.heading = Heading(self.title, self.toggle)
        self.head.insertWidget(0, self.heading)
        self.menu_button = Button(kind="quiet", icon="more", act=self.open_menu)
        self.head.addWidget(self.menu_button)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._describe()

    @property
    def there(self) -> bool:
        """Whether there is something to show in it."""
        return True

    def name_it(self, title: str) -> None:
        """Give the card another title."""
        self.title.put(title)
        self.setAccessibleName(title)
        self._describe()

    def toggle(self) -> None:
        """Fold it, or open it again."""
        self.fold(not self.folded)
        self.changed()

    def fold(self, folded: bool) -> None:
        """Show the head alone, or all of it."""
        self.folded = folded
        for place in range(self.body.count()):
            item = self.body.itemAt(place)
            if item is not None and (part := item.widget()) is not None:
                part.setVisible(not folded)
        tall = QSizePolicy.Policy.Fixed if folded else QSizePolicy.Policy.Expanding
        self.setSizePolicy(QSizePolicy.Policy.Preferred, tall)
        self.heading.arrow.folded = folded
        self.heading.arrow.update()
        self._describe()

    def _describe(self) -> None:
        title = self.title.text()
        self.heading.setAccessibleName(title)
        said = tr("Folded. Enter opens this card.") if self.folded else tr("Enter folds this card to its title.")
        self.heading.setAccessibleDescription(said)
        name = tr("Place of the card “{title}”", title=title)
        self.menu_button.setAccessibleName(name)
        self.menu_button.setToolTip(name)

    def open_menu(self) -> None:
        """Offer to fold the card and to move it."""
        menu = Menu(self)
        menu.setFont(self.title.font())
        menu.addAction(tr("Open the card") if self.folded else tr("Fold the card"), self.toggle)
        menu.addSeparator()
        menu.addAction(tr("Move up"), lambda: self.moved(-1)).setEnabled(self.can_move(-1))
        menu.addAction(tr("Move down"), lambda: self.moved(1)).setEnabled(self.can_move(1))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.menu_button.mapToGlobal(QPoint(0, self.menu_button.height() + 4)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        inside = self.rect().contains(at) and at.y() <= self.head.geometry().bottom() + 4
        if event.button() == Qt.MouseButton.LeftButton and inside:
            self.toggle()
        else:
            super().mouseReleaseEvent(event)
