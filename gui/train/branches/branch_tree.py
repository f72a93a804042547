"""The branches of a run above its timeline: each a coloured line with its name, where it began and how far it came."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from core.messages.beside.branches import Branch, Branches, BringBack, DeleteBranch, NameBranch, SwitchBranch
from core.messages.train_events import NetChanged, State, Tick
from gui.kit.dialog import ask_text
from gui.kit.inputs import Clicked, Menu
from gui.kit.pieces import Button, Elided, Label, Painted, Themed, clear, column, row
from gui.kit.theme import Theme
from gui.kit.words import tr
from gui.train.axes.axis import value_text
from gui.train.panels.timeline import step_text

Send = Callable[[Any], int]
INDENT_PX, DEEPEST = 10, 5
HUES = (285, 170, 335, 95, 45, 200)
"""Of the lines of branches, in turn; the one that is trained has the colour of the training curve."""


def color_of(number: int, theme: Theme) -> QColor:
    """Return the colour of a branch that is not trained now, in charts and tree."""
    light = theme.scheme == "light"
    return QColor.fromHsl(HUES[number % len(HUES)], 120 if light else 130, 115 if light else 165)


def name_of(number: int, name: str) -> str:
    """Return what a branch is called."""
    return name or tr("Branch {n}", n=number + 1)


class Twig(Painted):
    """The line of a branch in the tree: as deep as it is, in its colour; filled where it is trained now."""

    def __init__(self, number: int, *, depth: int, here: bool) -> None:
        super().__init__(14 + INDENT_PX * min(depth, DEEPEST), 30)
        self.number, self.deep, self.here = number, min(depth, DEEPEST), here

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Paint the line and its dot."""
        color = theme.training if self.here else color_of(self.number, theme)
        x = 6.0 + INDENT_PX * self.deep
        if self.deep:
            painter.setPen(QPen(theme.line, 2))
            painter.drawLine(QPointF(x - INDENT_PX, 0), QPointF(x - INDENT_PX, 12))
            painter.drawLine(QPointF(x - INDENT_PX, 12), QPointF(x, 12))
        painter.setPen(QPen(color, 2))
        painter.drawLine(QPointF(x, 12), QPointF(x, self.height()))
        painter.setBrush(color if self.here else theme.card)
        painter.drawEllipse(QPointF(x, 12), 4, 4)


class BranchRow(Clicked):
    """One branch: a click trains on in it. `menu` opens what else can be done, at a place on screen."""

    own_menu = True

    def __init__(
        self, twig: Twig, *, name: str, below: str, act: Callable[[], Any], menu: Callable[[QPoint], Any]
    ) -> None:  # fmt: skip
        super().__init__(act)
        self.setProperty("kind", "row")
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.menu = menu
        self.title = Elided(name, size="note_px", bold=twig.here)
        self.title.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.below = Elided(below, kind="soft", size="small_px", tabular=True)
        self.below.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.more = Button(kind="small", icon="more", name=tr("More about {name}", name=name), act=self.open_menu)
        layout = row(twig, column(self.title, self.below, gap=0), self.more, gap=4)
        layout.setStretch(1, 1)
        layout.setContentsMargins(4, 2, 2, 2)
        self.setLayout(layout)
        self.setAccessibleName(f"{name}, {below}")
        if twig.here:
            self.setAccessibleDescription(tr("This branch is trained now"))
        else:
            self.setAccessibleDescription(tr("Trains on in this branch, from where it was left"))

    def open_menu(self) -> None:
        """Open the menu below its button."""
        self.menu(self.more.mapToGlobal(QPoint(0, self.more.height() + 2)))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Menu:
            self.open_menu()
        else:
            super().keyPressEvent(event)


class BranchTree(QWidget):
    """All branches of the run, the newest below what it left. Absent while there is only one. `hidden`: the numbers of
    those whose curves are not in the charts; `draw_curves` is told when that or the branches change."""

    def __init__(self, send: Send, draw_curves: Callable[[], Any]) -> None:
        super().__init__()
        self.send, self.draw_curves = send, draw_curves
        self.told: Branches | None = None
        self.hidden: set[int] = set()
        self.closed = False
        self.theme: Theme | None = None
        self.step, self.stale = 0, True
        self.gone, self.gone_name = -1, ""
        self.title = Label(tr("Branches"), bold=True)
        self.list = QVBoxLayout()
        self.list.setContentsMargins(0, 0, 0, 0)
        self.list.setSpacing(0)
        self.show_beside: Callable[[int], Any] = lambda _: None
        self.deleted = QFrame()
        self.deleted.setProperty("kind", "said")
        self.said = Label(size="note_px", wrap=True)
        self.bring = Button(tr("Bring it back"), self._bring_back, kind="link")
        inside = column(self.said, row(self.bring, None), gap=2)
        inside.setContentsMargins(8, 6, 8, 6)
        self.deleted.setLayout(inside)
        self.setLayout(column(self.title, self.list, self.deleted, gap=4))
        self.deleted.hide()
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Use `theme` from now on."""
        self.theme, self.stale = theme, True

    def show_branches(self, told: Branches | None) -> None:
        """Show the branches there are."""
        before = self.told
        self.told, self.stale = told, True
        if told is not None and told.gone >= 0:
            was = {one.number: one.name for one in (before.branches if before is not None else ())}
            self.gone, self.gone_name = told.gone, name_of(told.gone, was.get(told.gone, ""))
        elif told is None or any(one.number == self.gone for one in told.branches) or before is None:
            self.gone = -1
        self.deleted.setVisible(self.gone >= 0)
        self.said.put(tr("{name} was deleted. It can be brought back until the training is closed.",
                         name=self.gone_name))  # fmt: skip
        self.setVisible(told is not None and (bool(told.branches) or self.gone >= 0))
        self.draw_curves()

    def forget(self) -> None:
        """Forget what was hidden and deleted: those are branches of another training."""
        self.hidden.clear()
        self.gone = -1
        self.deleted.hide()
        self.setVisible(self.told is not None and bool(self.told.branches))
        self.draw_curves()

    def show_step(self, step: int) -> None:
        """Note how far the branch is that is trained now."""
        if step != self.step:
            self.step = step
            here = next((row_ for row_ in self.rows() if row_.property("here")), None)
            if here is not None and self.told is not None:
                here.below.put(self._below_here(self.told))

    def show_state(self, state: State | NetChanged | Tick) -> None:
        """Note where the training stands."""
        self.show_step(state.state.step if isinstance(state, NetChanged) else state.step)

    @property
    def curves(self) -> list[Branch]:
        """The branches whose curves are shown."""
        return [one for one in (self.told.branches if self.told is not None else ()) if one.number not in self.hidden]

    # --------------------------------------------------------------------------------------------------- the rows
    def rows(self) -> list[BranchRow]:
        """Return the rows that are there."""
        found = [self.list.itemAt(at).widget() for at in range(self.list.count())]  # type: ignore[union-attr]
        return [one for one in found if isinstance(one, BranchRow)]

    def draw(self) -> None:
        """Build the rows again if something is new."""
        if not self.stale or not self.isVisible() or self.theme is None:
            return
        self.stale = False
        clear(self.list)
        told = self.told
        for number, depth in in_order(told) if told is not None else ():
            self.list.addWidget(self._row(told, number, depth))
        for child in self.findChildren(QWidget):
            if isinstance(child, Themed):
                child.set_theme(self.theme)

    def _row(self, told: Branches | None, number: int, depth: int) -> BranchRow:
        assert told is not None
        here = number == told.at
        one = next((branch for branch in told.branches if branch.number == number), None)
        name = name_of(number, told.name if one is None else one.name)
        below = self._below_here(told) if one is None else below_of(one)
        made = BranchRow(
            Twig(number, depth=depth, here=here), name=name, below=below,
            act=lambda: None if here or self.closed else self.send(SwitchBranch(number)),
            menu=lambda place: self.open_menu(number, name, place),
        )  # fmt: skip
        made.setProperty("here", here)
        made.more.setVisible(not self.closed)
        return made

    def _below_here(self, told: Branches) -> str:
        return _steps(told.begins, self.step)

    def open_menu(self, number: int, name: str, place: QPoint) -> None:
        """Offer what can be done with a branch."""
        told = self.told
        if told is None or self.closed:
            return
        menu = Menu(self)
        if number != told.at:
            menu.addAction(tr("Train on in this branch"), lambda: self.send(SwitchBranch(number)))
            menu.addAction(tr("Side by side"), lambda: self.show_beside(number))
            shown = menu.addAction(tr("Show its curves"))
            shown.setCheckable(True)
            shown.setChecked(number not in self.hidden)
            shown.triggered.connect(lambda on: self._show_curves(number, shown=on))
        menu.addAction(tr("Rename …"), lambda: self.rename(number, name))
        if number != told.at:
            menu.addSeparator()
            menu.addAction(tr("Delete"), lambda: self.send(DeleteBranch(number)))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def rename(self, number: int, name: str) -> None:
        """Ask for another name."""
        if self.theme is not None:
            ask_text(
                self.window(), self.theme, title=tr("Rename the branch"), sentence=tr("What is this branch called?"),
                text=name, do=tr("Rename"), act=lambda text: self.send(NameBranch(number, text)),
            )  # fmt: skip

    def _show_curves(self, number: int, *, shown: bool) -> None:
        if shown:
            self.hidden.discard(number)
        else:
            self.hidden.add(number)
        self.draw_curves()

    def _bring_back(self) -> None:
        self.send(BringBack(self.gone))

    def in_reading_order(self) -> Sequence[QWidget]:
        """Return what Tab comes to."""
        return tuple(self.rows())


def in_order(told: Branches) -> list[tuple[int, int]]:
    """Return (number, depth) of all branches, each below the one it left."""
    parents = {told.at: told.parent} | {one.number: one.parent for one in told.branches}
    made: list[tuple[int, int]] = []

    def add(number: int, depth: int) -> None:
        if all(number != there for there, _ in made) and depth <= len(parents):
            made.append((number, depth))
            for child in sorted(one for one, parent in parents.items() if parent == number and one != number):
                add(child, depth + 1)

    for number in sorted(parents):
        if parents[number] not in parents or parents[number] == number:
            add(number, 0)
    for number in sorted(parents):  # what no branch leads to, in a list that nobody has written like that
        add(number, 0)
    return made


def _steps(begins: int, last: int) -> str:
    return tr("steps {first}–{last}", first=step_text(begins), last=step_text(last))


def below_of(one: Branch) -> str:
    """Return where a branch began, how far it came, and how well it did."""
    parts = [_steps(one.begins, one.step)]
    if math.isfinite(one.loss):
        parts.append(tr("loss {loss}", loss=value_text(one.loss)))
    return " · ".join(parts)
