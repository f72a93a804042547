"""The icons that are kept are those that the code draws, and readers that are not ours understand them."""

from __future__ import annotations

import io
import struct

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from resources.release import icons

Image = pytest.importorskip("PIL.Image", reason="Pillow, which torchvision brings, reads the icons")


def pixels(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGBA")


def unlike(one: Image.Image, other: Image.Image) -> float:
    """The mean difference of two pictures, 0 to 255: another version of Qt may smooth an edge in another way."""
    assert one.size == other.size
    pairs = zip(one.tobytes(), other.tobytes(), strict=True)
    return sum(abs(a - b) for a, b in pairs) / (4 * one.size[0] * one.size[1])


def drawn(px: int, share: float = 1.0) -> Image.Image:
    return pixels(icons.png(icons.drawn(px, share=share)))


@pytest.mark.parametrize("px", icons.LINUX_PX)
def test_linux_has_the_icon_in_every_size(qapp: QApplication, px: int) -> None:
    kept = pixels((icons.HICOLOR / f"{px}x{px}" / "apps" / f"{icons.NAME}.png").read_bytes())
    assert kept.size == (px, px)
    assert unlike(kept, drawn(px)) < 2
    assert kept.getpixel((0, 0))[3] == 0, "its corners are round"
    assert kept.getpixel((px // 2, px // 8))[3] == 255


def test_linux_has_the_drawing_itself() -> None:
    kept = icons.HICOLOR / "scalable" / "apps" / f"{icons.NAME}.svg"
    assert kept.read_bytes() == icons.SOURCE.read_bytes()


def test_windows_icon_holds_every_size(qapp: QApplication) -> None:
    kept = Image.open(io.BytesIO((icons.RESOURCES / "windows" / "torchgarden.ico").read_bytes()))
    assert kept.info["sizes"] == {(px, px) for px in icons.WINDOWS_PX}
    for px in icons.WINDOWS_PX:
        one = kept.ico.getimage((px, px)).convert("RGBA")
        assert unlike(one, drawn(px)) < 2, px


def test_macos_icon_holds_every_kind(qapp: QApplication) -> None:
    data = (icons.RESOURCES / "macos" / "torchgarden.icns").read_bytes()
    assert data[:4] == b"icns"
    assert struct.unpack(">I", data[4:8])[0] == len(data)
    at, kinds = 8, []
    while at < len(data):
        kind, size = data[at : at + 4], struct.unpack(">I", data[at + 4 : at + 8])[0]
        px = dict(icons.MACOS)[kind]
        kinds.append((kind, px))
        body = data[at + 8 : at + size]
        one = pixels(body) if body[:4] == b"\x89PNG" else unpacked(body, px)
        assert unlike(one, drawn(px, icons.MACOS_SHARE)) < 2, kind
        at += size
    assert tuple(kinds) == icons.MACOS
    assert Image.open(io.BytesIO(data)).size == (1024, 1024)


def unpacked(data: bytes, px: int) -> Image.Image:
    """Read an ARGB icon: its four channels, one behind the other."""
    assert data[:4] == b"ARGB"
    flat, at = bytearray(), 4
    while at < len(data):
        count = data[at]
        if count < 128:
            flat += data[at + 1 : at + count + 2]
            at += count + 2
        else:
            flat += data[at + 1 : at + 2] * (count - 125)
            at += 2
    assert len(flat) == 4 * px * px
    alpha, *rest = (Image.frombytes("L", (px, px), bytes(flat[c * px * px : (c + 1) * px * px])) for c in range(4))
    return Image.merge("RGBA", (*rest, alpha))


@pytest.mark.parametrize(
    "channel", [b"", b"a", b"aa", b"aaa", b"ab" * 200, b"a" * 1000, b"abb" * 50 + b"c" * 131 + b"d"]
)
def test_packing_loses_nothing(channel: bytes) -> None:
    flat, packed, at = bytearray(), icons.packed(channel), 0
    while at < len(packed):
        count = packed[at]
        flat += packed[at + 1 : at + count + 2] if count < 128 else packed[at + 1 : at + 2] * (count - 125)
        at += count + 2 if count < 128 else 2
    assert bytes(flat) == channel


def test_an_icon_of_another_picture_is_not_like_ours(qapp: QApplication) -> None:
    other = QImage(64, 64, QImage.Format.Format_ARGB32)
    other.fill(0xFF2463EB)
    assert unlike(pixels(icons.png(other)), drawn(64)) > 10
