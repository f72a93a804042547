"""What is found out about one picture, by how its file begins and by decoding it, and how that travels from the
process that decodes.

That process reads hostile files, so nothing it says is believed: every field is checked on arrival.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import Any

from core.sentence import say

WHY = {
    "empty": say("This file is empty."),
    "broken": say("This file is not a picture, or is damaged."),
    "truncated": say("This picture is damaged: it ends too early."),
    "huge": say("This picture is too large to be read safely."),
    "slow": say("This picture took too long to read."),
    "crash": say("The program that reads pictures ended at this file."),
    "unreadable": say("This file cannot be opened."),
    "locked": say("This file is locked with a password."),
    "heic": say("HEIC pictures need the package pillow-heif, which is not installed."),
    "avif": say("AVIF pictures need a newer Pillow."),
}
PROBLEMS = tuple(WHY)
"""Why a picture cannot be used; "" where it can."""
FLAGS = ("rotated", "deep", "cmyk", "transparent", "animated", "suffix", "cut", "grey")
MOST_PIXELS = 1 << 40
THUMB_SIDE = 8
SHA = re.compile(r"(?:[0-9a-f]{64})?")
DHASH_BITS = 64


@dataclass(frozen=True)
class Facts:
    """One picture. `width` and `height` are of the picture held upright.

    `rotated`: its EXIF says that it lies; `deep`: 16 bits a channel; `suffix`: its name says another format than its
    content; `cut`: it ends early, and what is there can be used; `grey`: no colours. `border`: how light its edge is,
    0 to 255; `ink`: how light what is not transparent is. `sha`: of the file's bytes. `dhash`: 64 bits, each whether
    it gets lighter to the right somewhere. `thumb`: (8, 8, 3) bytes.
    """

    problem: str = ""
    width: int = 0
    height: int = 0
    rotated: bool = False
    deep: bool = False
    cmyk: bool = False
    transparent: bool = False
    animated: bool = False
    suffix: bool = False
    cut: bool = False
    grey: bool = False
    border: int = 0
    ink: int = 0
    sha: str = ""
    dhash: int = 0
    thumb: bytes = b""


def to_plain(facts: Facts) -> dict[str, Any]:
    """Return it as what JSON knows."""
    plain = {one.name: getattr(facts, one.name) for one in fields(facts)}
    return plain | {"thumb": facts.thumb.hex(), "dhash": f"{facts.dhash:016x}"}


def from_plain(plain: object) -> Facts:
    """Return what `to_plain` made; raise ValueError for anything else."""
    if not isinstance(plain, dict) or plain.keys() != {one.name for one in fields(Facts)}:
        raise ValueError("no facts")
    if plain["problem"] != "" and plain["problem"] not in PROBLEMS:
        raise ValueError("no problem that is known")
    if not all(type(plain[name]) is bool for name in FLAGS):
        raise ValueError("a flag is none")
    sides, lights = (plain["width"], plain["height"]), (plain["border"], plain["ink"])
    if not all(type(one) is int and 0 <= one <= MOST_PIXELS for one in sides):
        raise ValueError("a side is impossible")
    if not all(type(one) is int and 0 <= one <= 255 for one in lights):
        raise ValueError("a light is impossible")
    if not all(type(plain[name]) is str for name in ("sha", "dhash", "thumb")) or not SHA.fullmatch(plain["sha"]):
        raise ValueError("a sum is none")
    thumb, dhash = bytes.fromhex(plain["thumb"]), int(plain["dhash"], 16)
    if len(thumb) not in (0, THUMB_SIDE * THUMB_SIDE * 3) or not 0 <= dhash < 1 << DHASH_BITS:
        raise ValueError("a sum is none")
    if not plain["problem"] and not (min(sides) > 0 and thumb and plain["sha"]):
        raise ValueError("something is missing")
    return Facts(**plain | {"thumb": thumb, "dhash": dhash})


# ------------------------------------------------------------------------------------------------- how files begin
READ = ("JPEG", "MPO", "PNG", "GIF", "BMP", "DIB", "WEBP", "TIFF", "PPM", "ICO", "JPEG2000", "AVIF", "HEIF")
SAME = {"MPO": "JPEG", "DIB": "BMP"}

MARKS = (
    (b"\xff\xd8\xff", "JPEG"), (b"\x89PNG\r\n\x1a\n", "PNG"), (b"GIF8", "GIF"), (b"BM", "BMP"), (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"), (b"\0\0\0\x0cjP  \r\n", "JPEG2000"), (b"\xff\x4f\xff\x51", "JPEG2000"), (b"\0\0\1\0", "ICO"),
)  # fmt: skip
HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"hevx", b"mif1", b"msf1")


def sniffed(start: bytes) -> str:
    """Return the format that a file's first 32 bytes tell, "" for none; nothing is decoded."""
    if start[4:8] == b"ftyp":
        brand = start[8:12]
        return "AVIF" if brand in (b"avif", b"avis") else "HEIF" if brand in HEIF_BRANDS else ""
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return "WEBP"
    if start[:1] == b"P" and start[1:2] in b"123456" and start[2:3].isspace():
        return "PPM"
    return next((name for mark, name in MARKS if start.startswith(mark)), "")
