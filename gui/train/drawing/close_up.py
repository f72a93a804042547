"""The selected unit at large, in the right column: what it looks for, how active it is, and what can be asked of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath
from PySide6.QtWidgets import QGridLayout, QWidget

from core.net.plan import INPUT, Conv, Dense, Edit, Freeze, LayerKey, Net, RemoveUnit, ResetUnit, find_layer
from gui.kit.actions import keys_shown
from gui.kit.layer_words import impossible
from gui.kit.pieces import Button, Label, Painted, column, row
from gui.kit.theme import Theme
from gui.kit.words import tip_text, tr

PICTURE_PX = 76


@dataclass(frozen=True)
class Seen:
    """A unit as the drawing shows it: the layer with `key`, its own number, its picture and words."""

    key: LayerKey
    unit: int
    image: QImage
    title: str
    lines: tuple[str, ...]
    frozen: bool = False


class Picture(Painted):
    """What the unit looks for, a value as large a square as fits."""

    def __init__(self) -> None:
        super().__init__(PICTURE_PX, PICTURE_PX)
        self.image = QImage()

    def put(self, image: QImage) -> None:
        """Show `image`."""
        if image.cacheKey() != self.image.cacheKey():
            self.image = image
            self.update()

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Paint the picture in its frame."""
        frame = QPainterPath()
        frame.addRoundedRect(QRectF(self.rect()), 6, 6)
        painter.setClipPath(frame)
        painter.fillRect(self.rect(), theme.control)
        if not self.image.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self.image.width() > 40)
            painter.drawImage(QRectF(self.rect()), self.image)


class CloseUp(QWidget):
    """Shows a unit, or how to choose one; `ask` gets an edit."""

    def __init__(self, ask: Callable[[Edit], Any]) -> None:
        super().__init__()
        self.ask = ask
        self.seen: Seen | None = None
        self.net: Net | None = None
        self.layer_frozen = self.closed = False
        self.picture = Picture()
        self.title = Label(bold=True, size="note_px")
        self.lines = Label(kind="soft", size="note_px", wrap=True, tabular=True)
        self.lines.setAlignment(Qt.AlignmentFlag.AlignTop)
        said = tr("Click a unit in the drawing to see it close up. A right click shows what can be done with a layer.")
        self.hint = Label(said, kind="soft", size="note_px", wrap=True)
        self.keys = keys_most_used()
        self.remove = self._button(tr("Remove"), tr("Remove it: the others make up for it as well as they can"))
        self.renew = self._button(tr("Renew"), tr("Renew it: random inputs, output at zero"))
        self.freeze = self._button(tr("Freeze"), tr("Freeze it: its weights stay as they are"))
        self.remove.clicked.connect(lambda _=False: self._ask(RemoveUnit))
        self.renew.clicked.connect(lambda _=False: self._ask(ResetUnit))
        self.freeze.clicked.connect(lambda _=False: self._ask(self._freezing))
        words = column(self.title, self.lines, None, gap=2)
        head = row(self.picture, words, gap=10)
        head.setStretch(1, 1)
        self.buttons = QWidget()
        self.buttons.setLayout(row(self.remove, self.renew, self.freeze, None, gap=6))
        self.unit = QWidget()
        self.inside = column(head, self.buttons, gap=8)
        self.unit.setLayout(self.inside)
        self.whole = column(self.hint, self.unit, gap=8)
        self.setLayout(self.whole)
        self.unit.hide()

    def stand_above(self, more: QWidget) -> None:
        """Show `more` of the layer above the unit."""
        self.whole.insertLayout(0, row(more, None))

    def stand_below(self, more: QWidget) -> None:
        """Show `more` of the unit below what can be asked of it."""
        self.inside.addWidget(more)

    def _button(self, text: str, tip: str) -> Button:
        return Button(text, kind="chip", tip=tip)

    def _ask(self, make: Callable[[LayerKey, int], Edit]) -> None:
        if self.seen is not None:
            self.ask(make(self.seen.key, self.seen.unit))

    def _freezing(self, key: LayerKey, unit: int) -> Freeze:
        """Return the edit of the button: of a layer that is frozen as a whole, no single unit can be let go."""
        if self.layer_frozen:
            return Freeze(key, frozen=False)
        return Freeze(key, unit, frozen=not (self.seen is not None and self.seen.frozen))

    def close_edits(self) -> None:
        """Offer nothing that changes a unit or a layer from now on."""
        self.closed = True
        self.hint.put(tr("Click a unit in the drawing to see it close up."))
        self.buttons.hide()

    def show_keys(self, room_px: int) -> None:
        """Show the keys where there is room for them and no unit to look at."""
        self.keys.setVisible(self.seen is None and not self.closed and room_px >= self.keys.sizeHint().height())

    def show_unit(self, seen: Seen | None, net: Net | None) -> None:
        """Show another unit, or the same as it is now; None: no unit is selected."""
        if seen == self.seen and net is self.net:
            return
        before, self.seen, same_net = self.seen, seen, net is self.net
        self.net = net
        self.hint.setVisible(seen is None)
        self.unit.setVisible(seen is not None)
        if seen is None:
            return
        self.picture.put(seen.image)
        self.title.put(seen.title)
        self.lines.put("\n".join(seen.lines))
        same = before is not None and (before.key, before.unit, before.frozen) == (seen.key, seen.unit, seen.frozen)
        if net is None or (same and same_net):
            return
        self._show_freeze(seen, net)
        reasons = [
            impossible(net, edit(seen.key, seen.unit)) if seen.key != INPUT else "-"
            for edit in (RemoveUnit, ResetUnit, Freeze)
        ]
        self.buttons.setVisible(not all(reasons) and not self.closed)
        for button, reason in zip((self.remove, self.renew, self.freeze), reasons, strict=True):
            button.setEnabled(not reason)

    def _show_freeze(self, seen: Seen, net: Net) -> None:
        """Let the button offer what is not so yet."""
        layer = find_layer(net, seen.key)
        self.layer_frozen = isinstance(layer, Dense | Conv) and layer.frozen
        if self.layer_frozen:
            text, tip = tr("Unfreeze layer"), tr("The whole layer is frozen: this lets all its units learn again")
        elif seen.frozen:
            text, tip = tr("Unfreeze"), tr("Unfreeze it: its weights learn again")
        else:
            text, tip = tr("Freeze"), tr("Freeze it: its weights stay as they are")
        self.freeze.setText(text)
        self.freeze.setToolTip(tip_text(tip))


def keys_most_used() -> QWidget:
    """Return the three keys that one needs first, each with what it does."""
    grid = QGridLayout()
    grid.setContentsMargins(0, 4, 0, 0)
    grid.setHorizontalSpacing(10)
    grid.setVerticalSpacing(5)
    grid.setColumnStretch(1, 1)
    lines = (
        (("widen", "narrow"), tr("More or fewer units")),
        (("insert",), tr("Insert a layer behind it")),
        (("remove",), tr("Remove the layer")),
    )
    for line, (names, text) in enumerate(lines):
        shown = "  ".join(keys_shown(name) for name in names)
        grid.addWidget(Label(shown, kind="badge", size="note_px"), line, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(Label(text, kind="soft", size="note_px", wrap=True), line, 1)
    made = QWidget()
    made.setLayout(grid)
    return made
