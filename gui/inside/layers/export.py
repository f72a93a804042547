"""A step given away: as a trace that Perfetto and Chrome open, and as an SVG picture.

Source of the format: Trace Event Format, "X" (complete) events, in microseconds.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QBuffer, QIODevice, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtSvg import QSvgGenerator

from core.messages.inside.layers import Traced
from core.messages.inside.played import Played
from gui.inside.layers.words import bar_text

THREADS = {"api": 1, "engine": 2, "kernel": 3}
NAMES = {"api": "1 API", "engine": "2 Engine", "kernel": "3 Kernels"}


def trace_of(traced: Traced, played: Played | None = None) -> dict[str, Any]:
    """Return a step as a Chrome trace; the same step as the trainer takes it is a process of its own in it."""
    events: list[dict[str, Any]] = [
        {"ph": "M", "pid": 1, "tid": thread, "name": "thread_name", "args": {"name": NAMES[lane]}}
        for lane, thread in THREADS.items()
    ]
    for bar in traced.bars:
        about = traced.facts[bar.facts] if bar.facts >= 0 else None
        told: dict[str, Any] = {"layer": bar.layer, "line": bar.line}
        if about is not None:
            told |= {"in": list(about.inputs), "out": list(about.outputs), "dtype": about.dtype,
                     "kernels": [kernel.name for kernel in about.kernels]}  # fmt: skip
        events.append({
            "ph": "X", "pid": 1, "tid": THREADS[bar.lane], "name": bar_text(bar, traced), "ts": bar.start_s * 1e6,
            "dur": (bar.end_s - bar.start_s) * 1e6, "args": told,
        })  # fmt: skip
    events += _played(played) if played is not None else []
    return {"traceEvents": events, "displayTimeUnit": "ns", "otherData": {"step": traced.step}}


def _played(played: Played) -> list[dict[str, Any]]:
    named = {"ph": "M", "pid": 2, "tid": 1, "name": "process_name", "args": {"name": f"trainer ({played.rung})"}}
    return [named] + [
        {"ph": "X", "pid": 2, "tid": 1, "name": op.name, "ts": op.start_s * 1e6,
         "dur": (op.end_s - op.start_s) * 1e6, "args": {"part": op.part, "in both": op.bar >= 0}}
        for op in played.ops
    ]  # fmt: skip


PNG_RATIO = 2
"""Pixels for each pixel of a picture."""
MOST_PIXELS = 12_000
"""The longest side of a picture: what its reader can still show."""


def png_of(paint: Callable[[QPainter], None], size: QSize) -> bytes:
    """Return a picture as PNG, in two pixels for each of its own where it is not too large for that."""
    ratio = min(PNG_RATIO, MOST_PIXELS / max(size.width(), size.height(), 1))
    image = QPixmap(size * ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(ratio, ratio)
    paint(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


def svg_of(paint: Callable[[QPainter], None], size: QSize) -> bytes:
    """Return a picture as SVG."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    made = QSvgGenerator()
    made.setOutputDevice(buffer)
    made.setSize(size)
    made.setViewBox(QRect(0, 0, size.width(), size.height()))
    painter = QPainter(made)
    paint(painter)
    painter.end()
    return bytes(buffer.data().data())
