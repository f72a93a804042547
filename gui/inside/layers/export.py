"""A step given away: as a trace that Perfetto and Chrome open, and as an SVG picture.

Source of the format: Trace Event Format, "X" (complete) events, in microseconds.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QBuffer, QIODevice, QRect, QSize
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgGenerator

from core.messages.inside.layers import Traced
from gui.inside.layers.words import bar_text

THREADS = {"api": 1, "engine": 2, "kernel": 3}
NAMES = {"api": "1 API", "engine": "2 Engine", "kernel": "3 Kernels"}


def trace_of(traced: Traced) -> dict[str, Any]:
    """Return a step as a Chrome trace."""
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
    return {"traceEvents": events, "displayTimeUnit": "ns", "otherData": {"step": traced.step}}


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
