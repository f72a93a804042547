"""The drawing as a file: a picture of pixels (PNG, twice as fine), or of lines (SVG).

It is what stands on the screen, without the buttons that change the network and without what is selected; a part that
is scrolled out of sight is in it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from PySide6.QtCore import QBuffer, QIODevice, QRect, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from core import files
from core.net.plan import INPUT
from gui.kit.words import tr
from gui.train.drawing import paint as strokes
from gui.train.drawing.canvas import Canvas
from gui.train.drawing.layout import KNOB, Layout, Place
from gui.train.drawing.links import paint_strands, strands
from gui.train.drawing.pictures import Pictures
from gui.train.drawing.view import NetDrawing

Format = Literal["svg", "png"]
FORMATS: tuple[Format, ...] = ("svg", "png")
FINE = 2.0


def size_of(drawing: NetDrawing) -> QSize:
    """Return how large the picture is in logical pixels: the whole drawing without the row of − and +."""
    canvas = drawing.canvas
    return QSize(max(canvas.width(), 1), max(canvas.height() - int(KNOB), 1))


def image(drawing: NetDrawing) -> QImage:
    """Return the drawing as a picture, twice as fine as on a plain screen."""
    made = QImage(size_of(drawing) * FINE, QImage.Format.Format_ARGB32_Premultiplied)
    made.setDevicePixelRatio(FINE)
    made.fill(0)
    painter = QPainter(made)
    paint(painter, drawing)
    painter.end()
    return made


def png(drawing: NetDrawing) -> bytes:
    """Return the drawing as a PNG file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image(drawing).save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def svg(drawing: NetDrawing) -> bytes:
    """Return the drawing as an SVG file: connections, words and frames are shapes, what units have learned pictures."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    made, size = QSvgGenerator(), size_of(drawing)
    made.setOutputDevice(buffer)
    made.setSize(size)
    made.setViewBox(QRect(0, 0, size.width(), size.height()))
    made.setTitle(tr("Network"))
    made.setDescription(drawing.accessibleDescription())
    painter = QPainter(made)
    paint(painter, drawing)
    painter.end()
    return bytes(buffer.data().data())


def save(drawing: NetDrawing, path: Path, of: Format) -> None:
    """Write the drawing into a file; raise OSError if it cannot be, and then the file is as it was."""
    files.write(path, png(drawing) if of == "png" else svg(drawing))


def paint(painter: QPainter, drawing: NetDrawing) -> None:
    """Paint the drawing as it stands at rest."""
    canvas = drawing.canvas
    layout, theme = canvas.layout_, canvas.theme
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(QRect(0, 0, *size_of(drawing).toTuple()), theme.card)
    if layout is None:
        return
    paint_strands(painter, strands(canvas._bundles, layout), theme)
    strokes.paint_arcs(painter, layout, theme)
    strokes.paint_shapes(painter, layout, theme)
    pictures = Pictures()
    for place in layout.places:
        key = place.slot.key
        if place.slot.kind == "units" and key in canvas.units:
            _paint_column(painter, canvas, layout, place, pictures)
        if key in canvas.faded:
            strokes.paint_way(painter, layout, place, canvas.faded[key], theme.narrowed, theme)
        if key in canvas.unfolded:
            strokes.paint_way(painter, layout, place, canvas.unfolded[key], theme.grown, theme)
    _paint_heads(painter, drawing)


def _paint_column(painter: QPainter, canvas: Canvas, layout: Layout, place: Place, pictures: Pictures) -> None:
    key, theme = place.slot.key, canvas.theme
    units = canvas.units[key]
    tiles = pictures.tiles(key, units, theme, side=place.tile, ratio=FINE)
    light = pictures.light(theme, side=place.tile, ratio=FINE)
    strokes.paint_tiles(
        painter, place, units, tiles, canvas._light.of(key, units), theme, light=light, chosen=-1, new=units.new
    )
    strokes.paint_below(painter, place, layout, "", place.slot.count - units.count, theme)
    if texts := canvas._names_in(place, units):
        strokes.paint_labels(painter, place, texts, theme, left=key == INPUT)


def _paint_heads(painter: QPainter, drawing: NetDrawing) -> None:
    """Paint the names of the columns, none of them as the selected one."""
    for head in drawing.buttons.heads.values():
        chosen, head.chosen = head.chosen, False
        painter.save()
        painter.translate(head.pos())
        head.paint(painter)
        painter.restore()
        head.chosen = chosen
