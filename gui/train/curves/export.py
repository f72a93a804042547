"""What a chart shows as a file: a picture of pixels (PNG, twice as fine), of lines (SVG), or its numbers (CSV)."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Literal

import numpy as np
from PySide6.QtCore import QBuffer, QIODevice, QRect, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from core import files
from core.language.cells import BOM, as_cell
from gui.train.axes.across import Across
from gui.train.charts.series import Series
from gui.train.curves.chart import Chosen

Format = Literal["png", "svg", "csv"]
FORMATS: tuple[Format, ...] = ("png", "svg", "csv")
Points = tuple[str, str, np.ndarray, tuple[Across, Across], np.ndarray]
"""A line: its run ("": the open training), its name, its steps (n,), its axes of epochs and seconds, values (n,)."""
FINE = 2.0


def image(chart: Chosen) -> QImage:
    """Return the chart as a picture, twice as fine as on a plain screen."""
    made = QImage(chart.size() * FINE, QImage.Format.Format_ARGB32_Premultiplied)
    made.setDevicePixelRatio(FINE)
    made.fill(0)
    painter = QPainter(made)
    chart.paint(painter)
    painter.end()
    chart.refresh()
    return made


def png(chart: Chosen) -> bytes:
    """Return the chart as a PNG file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image(chart).save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def svg(chart: Chosen) -> bytes:
    """Return the chart as an SVG file: its lines and its spread are shapes, not pixels."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    made = QSvgGenerator()
    made.setOutputDevice(buffer)
    made.setSize(QSize(chart.width(), chart.height()))
    made.setViewBox(QRect(0, 0, chart.width(), chart.height()))
    made.setTitle(chart.title())
    painter = QPainter(made)
    chart.paint(painter)
    painter.end()
    chart.refresh()
    return bytes(buffer.data().data())


def table(chart: Chosen) -> str:
    """Return every point that the chart's lines have: a row for each, with its run, curve, step, epoch, seconds of
    training and value; numbers have all their digits. An epoch or a time that is not known is left out."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerow(["run", "curve", "step", "epoch", "seconds", "value"])
    for run, curve, steps, gone, values in points(chart):
        names = (as_cell(run), as_cell(curve))
        columns = [_texts(axis.of(steps)) if not axis.plain else [""] * len(steps) for axis in gone]
        rows = zip(steps.tolist(), *columns, values.tolist(), strict=True)
        writer.writerows((*names, f"{step:.17g}", epoch, seconds, repr(value)) for step, epoch, seconds, value in rows)
    return made.getvalue()


def points(chart: Chosen) -> list[Points]:
    """Return all points of each line that a chart shows, in full precision."""
    made: list[Points] = []
    quantity = chart.quantity
    named = {id(run.series(quantity)): run for run in chart.shared.runs}
    for line, series in chart.lines():
        run = named.get(id(series))
        steps, values = series.x.copy(), series.y.astype(float)
        rows, place = chart.history.rows, _column(chart, series)
        if run is not None:
            rows, place = run.saved.rows, run.column(quantity)
        if place >= 0:  # a curve keeps seven digits, the Ticks have all
            good = np.isfinite(rows[:, place])
            steps, values = rows[good, 0], rows[good, place]
        of = run or chart.history
        gone = (of.across("epoch"), of.across("second"))
        single = run is not None or quantity.fields[1] < 0
        curve = line.name if quantity.by == "layer" or not single else chart.title()
        made.append((run.name if run else "", curve, steps, gone, values))
    return made


def _column(chart: Chosen, series: Series) -> int:
    """Return which number of a Tick a curve of the open training shows, −1 for none."""
    record = chart.record
    pairs = zip((record.training, record.validation), record.fields, strict=True)
    return next((place for one, place in pairs if one is series), -1)


def _texts(values: np.ndarray) -> list[str]:
    return [f"{value:.9g}" for value in values.tolist()]


def content(chart: Chosen, of: Format) -> bytes:
    """Return what a file of this format holds."""
    if of == "csv":
        return (BOM + table(chart)).encode()
    return png(chart) if of == "png" else svg(chart)


def save(chart: Chosen, path: Path, of: Format) -> None:
    """Write a chart into a file; raise OSError if it cannot be, and then the file is as it was."""
    files.write(path, content(chart, of))
