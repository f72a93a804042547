"""A convolution looked into: its feature maps for one picture, the sliding window, and the sum behind one pixel."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
from PySide6.QtWidgets import QWidget

from core.messages.beside.feature_maps import FeatureMaps, LookAtConvolution
from core.messages.train_events import Loaded, NetChanged, Ready, Told
from core.messages.train_reports import Array
from core.net.plan import INPUT, Conv, LayerKey, Net, find_layer
from core.sentence import Sentence
from gui.kit.arrays import numbers
from gui.kit.dialog import Dialog
from gui.kit.layer_words import titles
from gui.kit.pieces import Button, Label, Picker, column, row
from gui.kit.theme import Theme
from gui.kit.words import read, tip_text, tr
from gui.train.drawing.view import NetDrawing
from gui.train.numbers.maps import MapsPicture, ProductPicture, ValuePicture
from gui.train.numbers.written import number
from gui.train.side.listener import Listener

AGAIN_S = 0.25
"""How often the maps are asked for again while the training goes on."""


def fits(told: FeatureMaps) -> bool:
    """Whether the arrays belong together, so that they can be shown."""
    inputs, weights, linear, maps = (one.shape for one in (told.inputs, told.weights, told.linear, told.maps))
    if not (len(inputs) == len(weights) == len(maps) == len(told.picture.shape) == 3 and len(linear) == 2):
        return False
    if min((*inputs, *weights, *linear, *maps, *told.picture.shape)) < 1 or not 0 < told.stride <= max(inputs):
        return False
    room = (side + 2 * told.padding for side in inputs[1:])
    need = ((side - 1) * told.stride + kernel for side, kernel in zip(linear, weights[1:], strict=True))
    alike = weights[0] == inputs[0] and told.normed.shape == linear and told.shown.shape == maps[:1]
    return alike and 0 <= told.padding < 4096 and all(a <= b for a, b in zip(need, room, strict=True))


class ConvolutionDialog(Dialog):
    """Shows `FeatureMaps`; `ask(unit, sample)` asks for those of another unit or picture."""

    def __init__(
        self, parent: QWidget, theme: Theme, *, title: str, classes: tuple[str, ...], ask: Callable[[int, int], Any]
    ) -> None:
        super().__init__(parent, theme, title=title)
        self.ask, self.classes = ask, classes
        self.told: FeatureMaps | None = None
        self.place, self.channel = (0, 0), 0
        self.before = Button("‹", lambda: self._step(-1), kind="chip", name=tr("The sample before"))
        self.after = Button("›", lambda: self._step(1), kind="chip", name=tr("The next sample"))
        self.sample = Label(tabular=True)
        self.drawn = Button(tr("Your drawing"), self._show_drawn, kind="chip")
        self.drawn.setToolTip(tip_text(tr("What is on the pad instead of a sample")))
        self.drawn.hide()
        self.channels = Picker([], self._choose_channel, name=tr("Input channel"))
        self.channels.setMinimumWidth(150)
        self.reaches = ValuePicture(tr("What reaches the layer, with the window over it"))
        self.products = ProductPicture(tr("Products of the values under the window and the weights"))
        self.map = ValuePicture(tr("Feature map; arrow keys move the window"), self.choose)
        self.maps = MapsPicture(tr("All feature maps of the layer"), self._choose_unit)
        self.over, self.of = Label(kind="soft", size="note_px"), Label(kind="soft", size="note_px", tabular=True)
        self.sum = Label(tabular=True, wrap=True)
        self.wrong = Label(kind="warn", wrap=True)
        self.wrong.hide()
        under = Label(tr("Under the window: value × weight"), kind="soft", size="note_px")
        self.body.addLayout(row(self.before, self.sample, self.after, self.drawn, None, self.channels, gap=8))
        self.body.addLayout(
            row(
                column(self.over, self.reaches, gap=4),
                column(under, self.products, gap=4),
                column(self.of, self.map, gap=4),
                gap=16,
            )
        )
        self.body.addWidget(self.sum)
        self.body.addWidget(Label(tr("All feature maps of this picture"), kind="soft", size="note_px"))
        self.body.addWidget(self.maps)
        self.body.addWidget(self.wrong)
        self.add_button(tr("Close"), None, kind="primary")

    def show_maps(self, told: FeatureMaps) -> None:
        """Show the maps of another picture, another unit, or the same as they are now."""
        before, self.told = self.told, told
        self.wrong.hide()
        rows, columns = told.linear.shape
        if before is None:
            self.place = (rows // 2, columns // 2)
        self.place = (min(self.place[0], rows - 1), min(self.place[1], columns - 1))
        count = told.inputs.shape[0]
        self.channel = min(self.channel, count - 1)
        if before is None or (before.first, before.inputs.shape[0]) != (told.first, count):
            self.channels.offer([(n, tr("Input channel {n:,}", n=told.first + n + 1)) for n in range(count)])
        self.channels.display(self.channel)
        self.channels.setVisible(count > 1)
        name = self.classes[told.target] if 0 <= told.target < len(self.classes) else "–"
        said = tr("Validation sample {n:,} of {count:,}: {name}", n=told.sample + 1, count=told.samples, name=name)
        self.sample.put(said if told.sample >= 0 else tr("What you have drawn"))
        self.maps.show_maps(np.nan_to_num(numbers(told.maps)), numbers(told.shown), told.unit)
        self._show_place()

    def show_wrong(self, sentence: str) -> None:
        """Say why the maps cannot be shown any more."""
        self.wrong.put(sentence)
        self.wrong.show()

    def _show_place(self) -> None:
        told = self.told
        if told is None:
            return
        (row_, column_), stride = self.place, told.stride
        inputs, weights = (np.nan_to_num(numbers(one)).astype(np.float64) for one in (told.inputs, told.weights))
        tall, wide = weights.shape[1:]
        window = (row_ * stride, column_ * stride, tall, wide)
        own = told.padding
        padded = np.pad(inputs, ((0, 0), (own, own), (own, own)))
        values = padded[:, window[0] : window[0] + tall, window[1] : window[1] + wide]
        # The picture itself is dark on light, as everywhere; what other layers make of it has signs.
        gray = inputs.shape == told.picture.shape and bool(np.array_equal(inputs, np.nan_to_num(numbers(told.picture))))
        self.over.put(tr("The picture") if gray else tr("What reaches the layer"))
        self.reaches.show_values(inputs[self.channel], frame=window, padding=own, gray=gray)
        self.products.show_products(values[self.channel], weights[self.channel])
        shown = numbers(told.shown).tolist()
        there = numbers(told.maps)[shown.index(told.unit)] if told.unit in shown else numbers(told.linear)
        fit = there.shape == told.linear.shape
        plane = np.nan_to_num(there if fit else numbers(told.linear))
        self.map.show_values(plane, frame=(row_, column_, 1, 1), padding=0, gray=False)
        self.of.put(
            tr("Map of unit {unit:,}: row {row:,}, column {column:,}", unit=told.unit + 1, row=row_ + 1,
               column=column_ + 1)
        )  # fmt: skip
        said = " ".join(self.lines(values, weights, float(plane[row_, column_])))
        self.sum.put(said)
        self.map.setAccessibleDescription(said)

    def lines(self, values: np.ndarray, weights: np.ndarray, value: float) -> list[str]:
        """Return the sum behind the pixel in words; `values` and `weights` (c, k, k)."""
        told = self.told
        assert told is not None
        by_channel = (values * weights).sum((1, 2))
        linear = float(numbers(told.linear)[self.place])
        said = []
        if len(by_channel) > 1:
            own = number(float(by_channel[self.channel]), sign=True)
            said.append(tr("These products: {sum}.", sum=own))
            said.append(
                tr("Of all {n:,} channels: {sum}.", n=len(by_channel), sum=number(float(by_channel.sum()), sign=True))
            )
        else:
            said.append(tr("Sum of the products: {sum}.", sum=number(float(by_channel.sum()), sign=True)))
        said.append(tr("With the bias {bias}: {sum}.", bias=number(told.bias, sign=True), sum=number(linear)))
        if told.batch_norm:
            said.append(tr("Behind batch norm: {sum}.", sum=number(float(numbers(told.normed)[self.place]))))
        said.append(tr("Behind {activation}: {value}.", activation=told.activation, value=number(value)))
        return said

    # ------------------------------------------------------------------------------------------ what a person does
    def choose(self, row_: int, column_: int) -> None:
        """Slide the window to a place of the map."""
        self.place = (row_, column_)
        self._show_place()

    def _choose_channel(self, channel: int) -> None:
        self.channel = channel
        self._show_place()

    def _choose_unit(self, unit: int) -> None:
        if self.told is not None:
            self.ask(unit, self.told.sample)

    def _step(self, by: int) -> None:
        if self.told is not None and self.told.samples > 0:
            before = self.told.sample if self.told.sample >= 0 or by > 0 else 0
            self.ask(self.told.unit, (before + by) % self.told.samples)

    def _show_drawn(self) -> None:
        if self.told is not None:
            self.ask(self.told.unit, -1)


class ConvolutionShown(Listener):
    """The way to the dialog, for the selected layer; `send` asks the trainer."""

    def __init__(self, page: QWidget, drawing: NetDrawing, send: Callable[[Any], int], theme: Callable[[], Theme]):
        self.page, self.drawing, self.send, self.theme = page, drawing, send, theme
        self.button = Button(tr("Look into the convolution …"), self.open, kind="chip")
        self.button.hide()
        self.drawn: Callable[[], Array | None] = lambda: None
        """What a person has drawn, None for nothing."""
        self.dialog: ConvolutionDialog | None = None
        self.net: Net | None = None
        self.classes: tuple[str, ...] = ()
        self.possible = False
        self.layer = INPUT
        self._wanted = (0, 0)
        self._asked: int | None = None
        self._asked_at, self._step, self._shown_step = 0.0, 0, -1

    def show_ready(self, ready: Ready) -> None:
        self._asked = None

    def show_loaded(self, loaded: Loaded) -> None:
        self.classes, self._asked = loaded.data.classes, None
        self.close()

    def show_now(self, now: NetChanged) -> None:
        self.net, self._shown_step = now.net, -1  # an edit may have changed it at the same step
        self._step = now.state.step
        if not isinstance(find_layer(now.net, self.layer), Conv):
            self.close()

    def show_tick(self, tick: Any) -> None:
        self._step = tick.step

    def show_asking(self, possible: bool) -> None:
        self.possible = possible
        if not possible:
            self._asked = None
            self.close()

    def hear(self, event: Told, answers: int | None) -> bool:
        if not isinstance(event, FeatureMaps):
            return False
        self._asked = None
        if self.dialog is not None and event.layer == self.layer and fits(event):
            self._shown_step = event.step
            self.dialog.show_maps(event)
        return True

    def rejected(self, answers: int | None, sentence: Sentence) -> bool:
        if answers is None or answers != self._asked:
            return False
        self._asked, self._wanted = None, (0, self._wanted[1])  # the unit may be gone: the first is always there
        if self.dialog is not None:
            self.dialog.show_wrong(read(sentence))
        return True

    def draw(self) -> None:
        key = self.drawing.selection[0]
        there = self.possible and self.net is not None and isinstance(find_layer(self.net, key), Conv)
        if there == self.button.isHidden():
            self.button.setVisible(there)
        late = time.monotonic() - self._asked_at >= AGAIN_S
        if self.dialog is not None and self._asked is None and late and self._step > self._shown_step:
            self.ask(*self._wanted)

    def open(self) -> None:
        """Look into the selected layer, at its selected unit."""
        key, unit = self.drawing.selection
        if not self.possible or self.net is None or not isinstance(find_layer(self.net, key), Conv):
            return
        self.close()
        self.layer = key
        title = tr("{layer}: what it makes of a picture", layer=titles(self.net)[LayerKey(key)])
        self.dialog = ConvolutionDialog(self.page, self.theme(), title=title, classes=self.classes, ask=self.ask)
        self.dialog.finished.connect(lambda _: self._left())
        drawn = self.drawn() is not None
        self.dialog.drawn.setVisible(drawn)
        self.dialog.show_now()
        self.ask(max(unit, 0), -1 if drawn else 0)

    def ask(self, unit: int, sample: int) -> None:
        """Ask for the maps of a unit and a picture; `sample` −1: what a person has drawn."""
        picture = self.drawn() if sample < 0 else None
        self._wanted, self._asked_at = (unit, sample), time.monotonic()
        self._asked = self.send(LookAtConvolution(self.layer, unit, max(sample, 0), picture))

    def close(self) -> None:
        """Close the dialog: what it showed is another network's."""
        if self.dialog is not None:
            self.dialog.reject()

    def _left(self) -> None:
        self.dialog, self._asked = None, None
