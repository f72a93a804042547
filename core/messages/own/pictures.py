"""Pictures in folders, a folder per class: what was found, what can be chosen, and how they are prepared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from core.messages.own.oddities import Decision, Oddity
from core.messages.own.prepared import Fit, Ground
from core.messages.train_reports import Array

Colour = Literal["grey", "colour"]
Balance = Literal["as-is", "fewer", "more"]
LARGEST_SIDE, LARGEST_SIDE_ON_GPU = 64, 128
SIDES = (8, 16, 28, 32, 48, 64)
SUFFIXES = {
    ".jpg": "JPEG", ".jpeg": "JPEG", ".jpe": "JPEG", ".jfif": "JPEG", ".mpo": "JPEG", ".png": "PNG", ".apng": "PNG",
    ".gif": "GIF", ".bmp": "BMP", ".dib": "BMP", ".webp": "WEBP", ".tif": "TIFF", ".tiff": "TIFF", ".ppm": "PPM",
    ".pgm": "PPM", ".pbm": "PPM", ".pnm": "PPM", ".ico": "ICO", ".jp2": "JPEG2000", ".j2k": "JPEG2000",
    ".avif": "AVIF", ".heic": "HEIF", ".heif": "HEIF",
}  # fmt: skip
"""How the names of pictures end, and which format that says."""


@dataclass(frozen=True)
class PictureOptions:
    """How pictures shall be prepared. `side`: height and width, 0 for what suits them.

    `held_out`: percent that is validated on, where the folder is not split already. `balance`: "fewer" leaves out of
    larger classes what the smallest does not have, "more" repeats training samples of smaller ones. `copies`: altered
    copies of each training picture: `flip` mirrors every other one, `shift` moves by up to so many percent of the side,
    `rotate` turns by up to so many degrees. `decisions`: ways chosen for oddities.
    """

    side: int = 0
    colour: Literal["", "grey", "colour"] = ""
    fit: Fit = "pad"
    ground: Literal["", "white", "black"] = ""
    inverted: bool = False
    held_out: int = 20
    seed: int = 0
    balance: Balance = "as-is"
    copies: int = 0
    flip: bool = False
    shift: int = 0
    rotate: int = 0
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True)
class PictureClass:
    """A class, by its folder's name (NFC), how many pictures of it can be used; `validation` where it is split."""

    name: str
    count: int
    validation: int = 0


@dataclass(frozen=True)
class SeenPictures:
    """What a folder or zip of pictures holds. `files`: pictures found; `used`: those that are learned with `chosen`,
    which is what was asked for with every blank filled in.

    `samples`: some of every class as the network will see them, (n, channels, side, side) "u1"; `sample_classes`: the
    number of each one's class; `sample_names`: the file of each. `bytes`: what the prepared data will take.
    `split`: the folder is split already.
    """

    path: str
    title: str
    classes: tuple[PictureClass, ...]
    files: int
    used: int
    chosen: PictureOptions
    oddities: tuple[Oddity, ...]
    samples: Array
    sample_classes: tuple[int, ...]
    sample_names: tuple[str, ...]
    bytes: int
    split: bool = False
    ground: Ground = "black"
