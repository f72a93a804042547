"""The app's icon as each system wants it, drawn from resources/icons/torchgarden.svg.

``python -m resources.release.icons`` writes them: PNG files in the hicolor layout for Linux, an .ico for Windows, an
.icns for macOS. They are kept, so that a build needs no graphics.
"""

from __future__ import annotations

import struct
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

RESOURCES = Path(__file__).resolve().parents[1]
SOURCE = RESOURCES / "icons" / "torchgarden.svg"
HICOLOR = RESOURCES / "linux" / "hicolor"
NAME = "org.torchgarden.app"
LINUX_PX = (16, 22, 24, 32, 48, 64, 128, 256, 512)
WINDOWS_PX = (16, 20, 24, 32, 40, 48, 64, 128, 256)
"""What the shell shows at 100 to 250 %. Only the largest is a PNG inside: older parts of Windows read bitmaps."""
MACOS = ((b"ic04", 16), (b"ic05", 32), (b"ic11", 32), (b"ic12", 64), (b"ic07", 128), (b"ic13", 256), (b"ic08", 256),
         (b"ic14", 512), (b"ic09", 512), (b"ic10", 1024))  # fmt: skip
"""Kind and pixels. The first two are ARGB, the others PNG; a second kind of one size is for Retina screens."""
MACOS_SHARE = 824 / 1024
"""How much of its square an icon of macOS fills."""


def drawn(px: int, *, share: float = 1.0) -> QImage:
    """Return the icon, `px` wide and high; `share`: how much of that it fills."""
    image = QImage(px, px, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    edge = px * (1 - share) / 2
    QSvgRenderer(str(SOURCE)).render(painter, QRectF(edge, edge, px - 2 * edge, px - 2 * edge))
    painter.end()
    return image


def png(image: QImage) -> bytes:
    """Return an image as a PNG file."""
    buffer = QBuffer(kept := QByteArray())
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(kept.data())


def rows(image: QImage) -> list[bytes]:
    """Return an image's rows from above, four bytes a pixel: blue, green, red, alpha."""
    data, line = bytes(image.constBits()), image.bytesPerLine()
    return [data[at * line : at * line + 4 * image.width()] for at in range(image.height())]


def bitmap(image: QImage) -> bytes:
    """Return an image as an .ico holds it: a header, rows from below, and a mask in which nothing is set."""
    px = image.width()
    mask_line = (px + 31) // 32 * 4
    header = struct.pack("<IiiHHIIiiII", 40, px, 2 * px, 1, 32, 0, 4 * px * px + mask_line * px, 0, 0, 0, 0)
    return header + b"".join(reversed(rows(image))) + bytes(mask_line * px)


def ico(draw: Callable[[int], QImage] = drawn) -> bytes:
    """Return the icon as an .ico file."""
    pictures = [(px, png(draw(px)) if px == 256 else bitmap(draw(px))) for px in WINDOWS_PX]
    made, at = struct.pack("<HHH", 0, 1, len(pictures)), 6 + 16 * len(pictures)
    for px, data in pictures:
        made += struct.pack("<BBBBHHII", px % 256, px % 256, 0, 0, 1, 32, len(data), at)
        at += len(data)
    return made + b"".join(data for _, data in pictures)


def packed(channel: bytes) -> bytes:
    """Return one channel of an icon as .icns packs it: runs of 3 to 130 equal bytes, up to 128 others as they are."""
    made, at, plain = bytearray(), 0, bytearray()

    def put_plain() -> None:
        for start in range(0, len(plain), 128):
            piece = plain[start : start + 128]
            made.append(len(piece) - 1)
            made.extend(piece)
        plain.clear()

    while at < len(channel):
        run = 1
        while run < 130 and at + run < len(channel) and channel[at + run] == channel[at]:
            run += 1
        if run >= 3:
            put_plain()
            made += bytes((run + 125, channel[at]))
        else:
            plain += channel[at : at + run]
        at += run
    put_plain()
    return bytes(made)


def argb(image: QImage) -> bytes:
    """Return an image as small icons in .icns are: "ARGB" and the four channels, each packed."""
    pixels = b"".join(rows(image))
    return b"ARGB" + b"".join(packed(pixels[channel::4]) for channel in (3, 2, 1, 0))


def icns() -> bytes:
    """Return the icon as an .icns file."""
    body = b""
    for kind, px in MACOS:
        image = drawn(px, share=MACOS_SHARE)
        data = argb(image) if kind in (b"ic04", b"ic05") else png(image)
        body += kind + struct.pack(">I", len(data) + 8) + data
    return b"icns" + struct.pack(">I", len(body) + 8) + body


def write() -> None:
    """Write all icons into resources/."""
    files = {HICOLOR / f"{px}x{px}" / "apps" / f"{NAME}.png": png(drawn(px)) for px in LINUX_PX}
    files[HICOLOR / "scalable" / "apps" / f"{NAME}.svg"] = SOURCE.read_bytes()
    files |= {RESOURCES / "windows" / "torchgarden.ico": ico(), RESOURCES / "macos" / "torchgarden.icns": icns()}
    for path, data in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


if __name__ == "__main__":
    app = QGuiApplication([sys.argv[0], "-platform", "offscreen"])
    write()
