"""Which device trains: the pill that offers others, and the panel with its load and memory, and this training's share
of them, over time."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QVBoxLayout, QWidget

from core.messages.train_commands import UseDevice
from core.messages.train_events import DeviceLoad, Ready, State
from core.messages.train_reports import Device
from core.sentence import Sentence
from core.sizes import size_text
from gui.kit.inputs import Clicked, Menu
from gui.kit.pieces import Card, Elided, Label, Painted, Scroll, column, row
from gui.kit.theme import Theme
from gui.kit.words import read, tip_text, tr

Send = Callable[[Any], int]
LOW_PX = 205
HISTORY = 90
"""How many measurements a small curve shows: a good half minute."""


class Dot(Painted):
    """The light before the device's name: green while it trains, grey while it waits."""

    def __init__(self) -> None:
        super().__init__(10, 10)
        self.lit = False

    def light(self, lit: bool) -> None:
        """Turn the light on or off."""
        if lit != self.lit:
            self.lit = lit
            self.update()

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Paint the light."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.grown if self.lit else theme.soft)
        painter.drawEllipse(1, 1, 8, 8)


class DevicePill(Clicked):
    """The device in use ("cuda · RTX 4060"), always in the same corner. A click offers other devices, and other
    environments where `elsewhere` adds them."""

    def __init__(self, send: Send) -> None:
        super().__init__(self.offer)
        self.send = send
        self.devices: tuple[Device, ...] = ()
        self.failing: dict[str, Sentence] = {}
        """Why a device has failed, until it trains."""
        self.elsewhere: Callable[[QMenu], Any] | None = None
        self.using = ""
        self.setProperty("kind", "pill")
        self.dot, self.what = Dot(), Label(tr("Device in use:"), size="body_px")
        self.device = Elided(tr("starting …"), bold=True)
        layout = row(self.dot, self.what, self.device, gap=8)
        layout.setContentsMargins(12, 0, 13, 0)
        self.setLayout(layout)
        self.setFixedHeight(32)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.show_devices(())

    def show_devices(self, devices: tuple[Device, ...]) -> None:
        """Offer these devices; one alone offers nothing."""
        self.devices = devices
        several = len(devices) > 1 or self.elsewhere is not None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if several else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if several else Qt.CursorShape.ArrowCursor)

    def show_failing(self, device: str, why: Sentence) -> None:
        """Mark a device that has failed, until it trains."""
        self.failing[device] = why

    def offer_elsewhere(self, add: Callable[[QMenu], Any]) -> None:
        """Let `add` put other places to train into the menu."""
        self.elsewhere = add
        self.show_devices(self.devices)

    def offer(self) -> None:
        """Open the list of devices."""
        if len(self.devices) < 2 and self.elsewhere is None:
            return
        menu = Menu(self)
        menu.setFont(self.what.font())
        menu.setToolTipsVisible(True)
        for device in self.devices:
            action = menu.addAction(f"{kind_of(device.name)} · {device.product}")
            if (why := self.failing.get(device.name)) is not None:  # it can be tried again all the same
                action.setText(tr("{device} · has failed", device=action.text()))
                action.setToolTip(tip_text(read(why)))
                action.setStatusTip(read(why))
            action.setCheckable(True)
            action.setChecked(device.name == self.using)
            action.triggered.connect(lambda _=False, name=device.name: self.send(UseDevice(name)))
        menu.aboutToHide.connect(menu.deleteLater)
        if self.elsewhere is not None:
            self.elsewhere(menu)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 4)))

    def show_state(self, state: State) -> None:
        """Show the device in use, and whether it trains."""
        self.device.put(f"{kind_of(state.device.name)} · {short_product(state.device.product)}")
        self.using = state.device.name
        if state.playing:
            self.failing.pop(self.using, None)
        self.dot.light(state.playing)
        self.setAccessibleName(tr("Device in use: {device}", device=self.device.text()))
        self.setToolTip(tip_text(state.device.product))

    def show_gone(self) -> None:
        """Show that no device is in use."""
        self.device.put(tr("none"))
        self.dot.light(False)

    def minimumSizeHint(self) -> QSize:
        return QSize(38 if self.device.isHidden() else 150, 32)


def kind_of(device: str) -> str:
    """Return torch's word for the device without a number nobody needs: "cuda:0" -> "cuda"."""
    return device.removesuffix(":0")


def short_product(product: str) -> str:
    """Return a product's name without what every product of its maker is called."""
    for noise in ("NVIDIA ", "GeForce ", "(R)", "(TM)", "Intel ", "AMD ", " Processor", " CPU", "Radeon Graphics"):
        product = product.replace(noise, " " if noise.startswith(" ") else "")
    return " ".join(product.split("@")[0].split()) or tr("processor")


class LoadBar(Painted):
    """A bar for now and, above it, a small curve of the last half minute; both from 0 to 1."""

    def __init__(self, color: str) -> None:
        super().__init__()
        self.color = color
        self.past: deque[float] = deque(maxlen=HISTORY)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_low(False)

    def sizeHint(self) -> QSize:
        return QSize(120, self.height())

    def show_low(self, low: bool) -> None:
        """Hide the curve where it has no room."""
        self.setFixedHeight(6 if low else 17)

    def add(self, share: float) -> None:
        """Add a measurement; NaN: there is none."""
        self.past.append(share)
        self.update()

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Paint the bar and the curve."""
        color: QColor = getattr(theme, self.color)
        painter.setPen(Qt.PenStyle.NoPen)
        bar = QRectF(0, self.height() - 5, self.width(), 5)
        painter.setBrush(theme.control)
        painter.drawRoundedRect(bar, 2.5, 2.5)
        now = self.past[-1] if self.past else math.nan
        if math.isfinite(now) and now > 0:
            painter.setBrush(color)
            painter.drawRoundedRect(QRectF(0, bar.y(), max(5.0, min(now, 1.0) * bar.width()), 5), 2.5, 2.5)
        if self.height() > 12:
            self._paint_past(painter, QRectF(0, 0, self.width(), self.height() - 7), color)

    def _paint_past(self, painter: QPainter, box: QRectF, color: QColor) -> None:
        step = box.width() / (HISTORY - 1)
        start = box.right() - (len(self.past) - 1) * step
        points = [
            QPointF(start + at * step, box.bottom() - min(max(share, 0.0), 1.0) * (box.height() - 1))
            for at, share in enumerate(self.past)
            if math.isfinite(share)
        ]
        if len(points) < 2:
            return
        filled = QColor(color)
        filled.setAlphaF(0.13)
        painter.setBrush(filled)
        ground = [QPointF(points[-1].x(), box.bottom()), QPointF(points[0].x(), box.bottom())]
        painter.drawPolygon(QPolygonF(points + ground))
        painter.setPen(QPen(color, 1.2))
        painter.drawPolyline(QPolygonF(points))
        painter.setPen(Qt.PenStyle.NoPen)


class Measure(QWidget):
    """A name, a number that doesn't jump, and its bar."""

    def __init__(self, name: str, color: str) -> None:
        super().__init__()
        self.name, self.number, self.bar = Elided(name, kind="soft"), Label(tabular=True), LoadBar(color)
        self.name.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.number.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setLayout(column(row(self.name, self.number, gap=6), self.bar, gap=1))

    def display(self, text: str, share: float) -> None:
        """Show a measurement as text and as a share of 1."""
        self.number.put(text)
        self.bar.add(share)
        self.bar.setAccessibleName(f"{self.name.text()} {text}")


class DevicePanel(Card):
    """Measurements, once or twice a second; a dash stands for what was not measured."""

    def __init__(self) -> None:
        super().__init__(tr("Device in use"))
        self.device = Measure("", "accent")
        self.memory = Measure(tr("Memory of the device"), "accent")
        self.share = Measure(tr("This training"), "negative")
        self.facts = Elided(kind="soft", size="note_px", tabular=True)
        self.versions = Elided(kind="soft", size="note_px")
        self.rate = self.threads = ""
        layout = QVBoxLayout()
        layout.setSpacing(3)
        for part in (self.device, self.memory, self.share, self.facts, self.versions):
            layout.addWidget(part)
        layout.addStretch(1)
        inside = QWidget()
        inside.setLayout(layout)
        layout.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(Scroll(inside))

    def keeps_clear(self) -> QRect:
        """Return where no message lies: all of it."""
        return self.rect()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for measure in (self.device, self.memory, self.share):
            measure.bar.show_low(self.height() < LOW_PX)
        self.versions.setVisible(self.height() >= LOW_PX)
        self.facts.setVisible(self.height() >= LOW_PX - 45)

    def show_ready(self, ready: Ready) -> None:
        """Show the versions of torch and Python."""
        self.setToolTip(tip_text(f"torch {ready.torch}"))
        self.versions.put(f"torch {ready.torch} · Python {ready.python}")

    def show_device(self, device: Device) -> None:
        """Name the device in use."""
        self.device.name.put(f"{kind_of(device.name)} · {short_product(device.product)}")
        self.memory.name.put(tr("Memory") if kind_of(device.name) == "cpu" else tr("GPU memory"))

    def show_recorded(self, *, measured: bool) -> None:
        """Show no empty meters in a recording in which nothing was measured."""
        for part in (self.device.number, self.device.bar, self.memory, self.share):
            part.setVisible(measured)
        if not measured:
            self.facts.put(tr("Load and memory were not recorded."))

    def show_load(self, load: DeviceLoad) -> None:
        """Show a measurement of the device."""
        total = load.device_total_bytes
        self.device.display(percent(load.device_percent), load.device_percent / 100)
        self.memory.display(
            of(load.device_memory_bytes, total), load.device_memory_bytes / total if total > 0 else math.nan
        )
        share = f"{percent(load.process_percent)} · {size_text(load.process_memory_bytes)}"
        self.share.display(share, load.process_percent / 100)
        threads = tr("1 thread") if load.threads == 1 else tr("{n} threads", n=load.threads)
        steps = tr("{n:,.0f} steps/s", n=load.steps_per_s) if math.isfinite(load.steps_per_s) else ""
        self.facts.put(" · ".join(part for part in (threads, steps) if part))


def percent(value: float) -> str:
    """Return "62%", or a dash for what was not measured."""
    return f"{value:.0f}%" if math.isfinite(value) else "–"


def of(used_bytes: int, total_bytes: int) -> str:
    """Return "0.4 / 8 GB"."""
    if total_bytes <= 0:
        return size_text(used_bytes) if used_bytes > 0 else "–"
    return f"{used_bytes / 1e9:.1f} / {total_bytes / 1e9:.0f} GB"
