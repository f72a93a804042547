"""One picture, from the bytes of its file to the network's input. Preparing, samples and predicting all come through
here, so the same file always becomes the same numbers.

Pillow decodes. Its list of formats is cut to those that are plain pictures: none of them starts another program (EPS
does) or reads another file. The size is looked at in the header, before anything is decoded. What is hostile is best
read in a process of its own (`core.data.pictures.decoders`).
"""

from __future__ import annotations

import hashlib
import io
import os
import struct
import warnings
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Union

from PIL import Image, ImageFile, ImageOps

from core import files
from core.data.pictures.facts import READ, SAME, THUMB_SIDE, WHY, Facts, sniffed
from core.messages.own.pictures import SUFFIXES
from core.messages.own.prepared import PicturePreparation
from core.sentence import Problem

FILE_BYTES = 100 << 20
MOST_PIXELS = 40_000_000
"""Of what is decoded: 160 MB in memory."""
MOST_PIXELS_OF_JPEG = 200_000_000
"""A JPEG is decoded at an eighth of its size."""
LOOKED_AT = 64
"""Pixels of a side that is looked at for light and colours."""
GREY = 12
"""How far apart red, green and blue of a grey picture are, at most: JPEG leaves a little colour."""
BROKEN = (
    OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, AttributeError, AssertionError, EOFError,
    RuntimeError, struct.error, zlib.error, Image.DecompressionBombError,
)  # fmt: skip
"""What Pillow raises at content that is no picture."""
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # fmt: skip
ORIENTATION = 0x0112


class PictureError(Problem):
    """A picture that cannot be read. `kind`: one of `facts.PROBLEMS`."""

    def __init__(self, *, kind: str) -> None:
        self.kind = kind
        self.sentence = WHY[kind]
        Exception.__init__(self, str(self.sentence))


def prepare_one(picture: Union[Path, str, bytes], preparation: PicturePreparation, *, cut: bool = False) -> bytes:
    """Return the network's input of one picture, the path or the bytes of its file: (channels, height, width) bytes,
    each 255 times the input. `cut`: one that ends early is taken as far as it goes. Raises `PictureError`."""
    content = picture if isinstance(picture, bytes) else read(picture)
    side = max(preparation.width, preparation.height)
    decoded = _decoded(content, around=2 * side, cut=cut)
    try:
        return _fitted(_plain(decoded.image, side, preparation.ground), preparation)
    except MemoryError as error:
        raise PictureError(kind="huge") from error
    except BROKEN as error:
        raise PictureError(kind="broken") from error


def look_at(content: bytes, suffix: str) -> Facts:
    """Return what is to know of a picture, from the bytes of its file and the suffix of its name; raises nothing."""
    sha = hashlib.sha256(content).hexdigest()
    try:
        decoded, cut = _decoded(content, around=4 * LOOKED_AT), False
    except PictureError as error:
        if error.kind != "truncated":
            return Facts(problem=error.kind, sha=sha)
        try:
            decoded, cut = _decoded(content, around=4 * LOOKED_AT, cut=True), True
        except PictureError:
            return Facts(problem="truncated", sha=sha)
    try:
        return _facts(decoded, sha, suffix, cut=cut)
    except MemoryError:
        return Facts(problem="huge", sha=sha)
    except (*BROKEN, PictureError):
        return Facts(problem="broken", sha=sha)


def read(path: Union[Path, str]) -> bytes:
    """Return the bytes of a picture's file; raise `PictureError`."""
    try:
        content = files.read_bytes(Path(path), limit_bytes=FILE_BYTES)
    except OSError as error:
        if _is_large(path):
            raise PictureError(kind="huge") from error
        raise PictureError(kind="unreadable") from error
    return content


def _is_large(path: Union[Path, str]) -> bool:
    try:
        return os.path.isfile(path) and os.path.getsize(path) > FILE_BYTES
    except OSError:
        return False


# ------------------------------------------------------------------------------------------------------------- decoded
@dataclass(frozen=True)
class _Decoded:
    """The first frame of a picture, not turned; a JPEG may be smaller than `size`, which its header says."""

    image: Image.Image
    size: tuple[int, int]
    format: str
    deep: bool
    animated: bool


def _decoded(content: bytes, *, around: int, cut: bool = False) -> _Decoded:
    """Return a picture; `around`: its sides need be no longer. Raises `PictureError`."""
    if not content:
        raise PictureError(kind="empty")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        image = _opened(content)
        _check_size(image)
        size, deep, animated = image.size, _is_deep(image), _is_animated(image)
        ImageFile.LOAD_TRUNCATED_IMAGES = cut
        try:
            if image.format in ("JPEG", "MPO"):
                image.draft(None, (around, around))
            image.load()
        except MemoryError as error:
            raise PictureError(kind="huge") from error
        except BROKEN as error:
            raise PictureError(kind="truncated") from error
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = False
    return _Decoded(image, size, image.format or "", deep, animated)


def _opened(content: bytes) -> Image.Image:
    """Return a picture whose header is read; raise `PictureError`."""
    Image.MAX_IMAGE_PIXELS = None  # `_check_size` does it, and is not a warning
    Image.init()
    can_heif = _heif_registered()
    try:
        return Image.open(io.BytesIO(content), formats=[name for name in READ if name in Image.OPEN])
    except MemoryError as error:
        raise PictureError(kind="huge") from error
    except BROKEN as error:
        brand = sniffed(content)
        if brand == "HEIF" and not can_heif:
            raise PictureError(kind="heic") from error
        if brand == "AVIF" and "AVIF" not in Image.OPEN:
            raise PictureError(kind="avif") from error
        raise PictureError(kind="broken") from error


def _heif_registered() -> bool:
    """Register the reader of HEIC where its package is installed; return whether it is there."""
    if "HEIF" in Image.OPEN:
        return True
    try:
        import pillow_heif  # type: ignore[import-not-found, unused-ignore]
    except (ImportError, OSError):
        return False
    pillow_heif.register_heif_opener()
    return "HEIF" in Image.OPEN


def _check_size(image: Image.Image) -> None:
    pixels = image.width * image.height
    if pixels > (MOST_PIXELS_OF_JPEG if image.format in ("JPEG", "MPO") else MOST_PIXELS):
        raise PictureError(kind="huge")
    if pixels < 1:
        raise PictureError(kind="broken")


# --------------------------------------------------------------------------------------------------------------- plain
def _plain(image: Image.Image, side: int, ground: str) -> Image.Image:
    """Return a decoded picture upright, as "L" or "RGB", laid on `ground`; its shorter side is at least twice `side`,
    or what it was."""
    image = _reduced(_eight_bits(image), side)
    image = _upright(image)
    if image.mode in ("RGBA", "LA"):
        below = Image.new("RGBA", image.size, ground)
        return Image.alpha_composite(below, image.convert("RGBA")).convert("L" if image.mode == "LA" else "RGB")
    return image


def _eight_bits(image: Image.Image) -> Image.Image:
    """Return it as L, LA, RGB or RGBA; numbers of 16 bits are scaled to 8."""
    mode = image.mode
    if mode.startswith("I;16") or mode in ("I", "F"):
        return _scaled(image)
    if "transparency" in image.info and mode in ("P", "RGB", "L", "1"):
        return image.convert("RGBA")
    if mode in ("PA", "RGBa", "La"):
        return image.convert("LA" if mode == "La" else "RGBA")
    if mode in ("L", "LA", "RGB", "RGBA"):
        return image
    return image.convert("L" if mode == "1" else "RGB")


def _scaled(image: Image.Image) -> Image.Image:
    """16 bits by the range that 16 bits have; other numbers by the range that is there."""
    if image.mode.startswith("I;16"):
        image = image.convert("I")
    low, high = (float(one) for one in image.getextrema())  # type: ignore[arg-type]
    if image.mode == "I" and low >= 0 and high <= 65535:
        low, high = 0.0, 65535.0
    elif image.mode == "F" and low >= 0 and high <= 1:
        low, high = 0.0, 1.0
    scale = 255 / (high - low) if high > low else 0.0
    if not (abs(low) < float("inf") and abs(high) < float("inf")):
        raise PictureError(kind="broken")
    return image.convert("F").point(lambda value: value * scale + (0.5 - low * scale)).convert("L")


def _reduced(image: Image.Image, side: int) -> Image.Image:
    """Return a large picture several times smaller, by whole numbers: the rest then takes little memory."""
    factor = min(image.width, image.height) // (2 * side)
    return image.reduce(factor) if factor > 1 else image


def _upright(image: Image.Image) -> Image.Image:
    turn = UPRIGHT.get(_orientation(image))
    return image if turn is None else image.transpose(turn)


def _orientation(image: Image.Image) -> int:
    """Return how the camera was held, 1 to 8; 1 where it is not said. Damaged notes of a camera say nothing."""
    try:
        found = image.getexif().get(ORIENTATION, 1)
    except BROKEN:
        return 1
    return found if isinstance(found, int) and found in UPRIGHT else 1


# -------------------------------------------------------------------------------------------------------------- fitted
def _fitted(image: Image.Image, preparation: PicturePreparation) -> bytes:
    size = (preparation.width, preparation.height)
    image = image.convert("L" if preparation.channels == 1 else "RGB")
    if preparation.fit == "crop":
        image = ImageOps.fit(image, size, Image.Resampling.BILINEAR)
    elif preparation.fit == "stretch" or image.size == size:
        image = image if image.size == size else image.resize(size, Image.Resampling.BILINEAR)
    else:
        scale = min(size[0] / image.width, size[1] / image.height)
        inner = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
        inner = (min(size[0], inner[0]), min(size[1], inner[1]))
        smaller = image if image.size == inner else image.resize(inner, Image.Resampling.BILINEAR)
        image = Image.new(image.mode, size, preparation.ground)
        image.paste(smaller, ((size[0] - inner[0]) // 2, (size[1] - inner[1]) // 2))
    if preparation.inverted:
        image = ImageOps.invert(image)
    return b"".join(band.tobytes() for band in image.split())


# --------------------------------------------------------------------------------------------------------- looked at
def _facts(decoded: _Decoded, sha: str, suffix: str, *, cut: bool) -> Facts:
    image = decoded.image
    turned = _orientation(image)
    width, height = decoded.size if turned < 5 else decoded.size[::-1]
    plain = _upright(_reduced(_eight_bits(image), LOOKED_AT))
    transparent = plain.mode in ("RGBA", "LA") and plain.getchannel("A").getextrema()[0] != 255
    small = plain.convert("RGBA" if transparent else "RGB").resize((32, 32), Image.Resampling.BOX)
    rgb = small.convert("RGB")
    ink = _mean(rgb.convert("L"), small.getchannel("A") if transparent else None)
    if transparent:  # on what it stands out from: dark strokes on nothing are all alike on black
        below = Image.new("RGBA", small.size, "white" if ink < 128 else "black")
        rgb = Image.alpha_composite(below, small).convert("RGB")
    grey = rgb.convert("L")
    edge = Image.new("L", (32, 32), 255)
    edge.paste(0, (2, 2, 30, 30))
    hashed = grey.resize((9, 8), Image.Resampling.BOX).tobytes()
    bits = "".join("1" if hashed[9 * y + x] < hashed[9 * y + x + 1] else "0" for y in range(8) for x in range(8))
    return Facts(
        width=width, height=height, rotated=turned != 1, deep=decoded.deep, cmyk=image.mode == "CMYK",
        transparent=transparent, animated=decoded.animated, cut=cut, grey=_is_grey(rgb), sha=sha, dhash=int(bits, 2),
        suffix=SUFFIXES.get(suffix.lower(), "") != SAME.get(decoded.format, decoded.format),
        border=_mean(grey, edge), ink=ink,
        thumb=rgb.resize((THUMB_SIDE, THUMB_SIDE), Image.Resampling.BOX).tobytes(),
    )  # fmt: skip


def _is_deep(image: Image.Image) -> bool:
    """Return whether a picture whose header was read has 16 bits a channel, or more."""
    raw = [getattr(tile, "args", tile[3]) for tile in getattr(image, "tile", [])]
    return image.mode.startswith("I;16") or image.mode in ("I", "F") or any(";16" in str(one) for one in raw)


def _is_animated(image: Image.Image) -> bool:
    """Return whether there are more frames than the first; the second picture of a camera's MPO is none."""
    try:
        return image.format != "MPO" and bool(getattr(image, "is_animated", False))
    except BROKEN:
        return False


def _is_grey(rgb: Image.Image) -> bool:
    content = rgb.tobytes()
    red, green, blue = content[0::3], content[1::3], content[2::3]
    return all(max(three) - min(three) <= GREY for three in zip(red, green, blue, strict=True))


def _mean(grey: Image.Image, weights: Image.Image | None) -> int:
    """Return how light a picture is, 0 to 255, where `weights` counts."""
    if weights is None:
        weights = Image.new("L", grey.size, 255)
    pairs = list(zip(grey.tobytes(), weights.tobytes(), strict=True))
    whole = sum(weight for _, weight in pairs)
    return round(sum(light * weight for light, weight in pairs) / whole) if whole else 0
