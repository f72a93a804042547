"""Pictures made by code: plain drawings, and every oddity that files of pictures have."""

from __future__ import annotations

import io
import os
import random
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

CLASSES = ("circle", "고양이")
EACH = 6
Size = tuple[int, int]


def drawing(seed: str, size: Size = (40, 40), mode: str = "RGB") -> Image.Image:
    """Return a picture of some boxes, another for each seed, and the same for the same one."""
    chance = random.Random(seed)
    image = Image.new("RGB", size, tuple(chance.randrange(256) for _ in range(3)))
    draw = ImageDraw.Draw(image)
    for _ in range(5):
        left, top = chance.randrange(size[0]), chance.randrange(size[1])
        right, bottom = left + chance.randrange(4, size[0]), top + chance.randrange(4, size[1])
        draw.rectangle((left, top, right, bottom), fill=tuple(chance.randrange(256) for _ in range(3)))
    return image.convert(mode)


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    """Return the bytes of a picture's file."""
    into = io.BytesIO()
    image.save(into, kind, **options)
    return into.getvalue()


def plain(folder: Path, classes: tuple[str, ...] = CLASSES, each: int = EACH, mode: str = "RGB") -> Path:
    """Make a folder for each class, with some pictures."""
    for name in classes:
        (folder / name).mkdir(parents=True)
        for at in range(each):
            drawing(f"{name}{at}", mode=mode).save(folder / name / f"{at}.png")
    return folder


def zipped(folder: Path, path: Path) -> Path:
    """Pack a folder."""
    with zipfile.ZipFile(path, "w") as archive:
        for one in sorted(folder.rglob("*")):
            archive.write(one, one.relative_to(folder).as_posix())
    return path


def header_only(width: int, height: int) -> bytes:
    """Return a PNG that says it is so large, and holds next to nothing."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    start = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    few = chunk(b"IDAT", zlib.compress(b"\0" * 99))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", start) + few + chunk(b"IEND", b"")


def _rotated(folder: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    drawing("lying", (60, 40)).save(folder / "lying.jpg", exif=exif)


def _deep(folder: Path) -> None:
    image = Image.new("I;16", (40, 40))
    for at in range(40 * 40):
        image.putpixel((at % 40, at // 40), at * 40)
    image.save(folder / "deep.png")


def _palette(folder: Path) -> None:
    image = drawing("palette", mode="P")
    image.save(folder / "palette.gif", transparency=image.getpixel((0, 0)))


def _alpha(folder: Path) -> None:
    for mode in ("LA", "RGBA"):
        image = drawing(mode, mode=mode)
        image.putalpha(Image.linear_gradient("L").resize((40, 40)))
        image.save(folder / f"{mode}.png")


def _animated(folder: Path) -> None:
    frames = [drawing(f"frame {at}", mode="P") for at in range(3)]
    frames[0].save(folder / "moving.gif", save_all=True, append_images=frames[1:])


def _truncated(folder: Path) -> None:
    whole = saved(drawing("cut", (200, 200)), "JPEG")
    (folder / "cut.jpg").write_bytes(whole[: len(whole) * 2 // 3])


def _hidden(folder: Path) -> None:
    drawing("a").save(folder / "._0.png")
    (folder / ".DS_Store").write_bytes(b"\0")
    (folder / "Thumbs.db").write_bytes(b"\0")
    for name in (".ipynb_checkpoints", "__MACOSX"):
        (folder.parent / name).mkdir()
        drawing(name).save(folder.parent / name / "0.png")


def _links(folder: Path) -> None:
    outside = folder.parent.parent / "outside"
    outside.mkdir()
    drawing("outside").save(outside / "0.png")
    (folder / "away.png").symlink_to(outside / "0.png")
    (folder / "loop").symlink_to(folder.parent)
    (folder.parent / "dogs").symlink_to(outside)


def _near(folder: Path) -> None:
    image = drawing("near", (120, 120))
    image.save(folder / "near.png")
    for quality in (60, 90):
        image.resize((90, 90)).save(folder / f"near {quality}.jpg", quality=quality)


def _put(name: str, content: Callable[[], bytes]) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content())

    return make


def _nfd(folder: Path) -> None:
    drawing("nfd").save(folder / unicodedata.normalize("NFD", "각도.png"))


def _bad_name(folder: Path) -> None:
    target = os.path.join(os.fsencode(folder), "사진.png".encode("cp949"))
    with open(target, "wb") as file:
        file.write(saved(drawing("bad name"), "PNG"))


def _twins(folder: Path) -> None:
    (folder.parent / "Circle").mkdir()
    drawing("twin").save(folder.parent / "Circle" / "0.png")


@dataclass(frozen=True)
class Case:
    """An oddity put into the folder "circle" of `plain`: how many are told of, in which words, how many more files are
    found then and how many more used."""

    kind: str
    make: Callable[[Path], None]
    count: int
    sentence: str
    files: int = 1
    used: int = 1
    way: str = ""
    posix: bool = False


HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 64
CASES = (
    Case("rotated", _rotated, 1, "Turned, by the camera's note (EXIF): 1", way="turn"),
    Case("deep", _deep, 1, "16 bits a colour instead of 8: 1", way="scale"),
    Case("cmyk", _put("print.jpg", lambda: saved(drawing("print", mode="CMYK"), "JPEG")), 1,
         "Colours for printing (CMYK): 1", way="convert"),
    Case("transparent", _palette, 1, "Partly transparent: 1"),
    Case("transparent", _alpha, 2, "Partly transparent: 2", 2, 2),
    Case("animated", _animated, 1, "More than one frame or page: 1", way="first"),
    Case("suffix", _put("wrong.jpg", lambda: saved(drawing("wrong"), "PNG")), 1,
         "Another format than the name says: 1", way="use"),
    Case("suffix", _put("wrong.txt", lambda: saved(drawing("wrong"), "WEBP")), 1,
         "Another format than the name says: 1", way="use"),
    Case("truncated", _truncated, 1, "Damaged, they end too early: 1", used=0, way="leave-out"),
    Case("tiny", _put("dot.png", lambda: saved(Image.new("RGB", (1, 1)), "PNG")), 1, "Hardly a pixel large: 1", used=0),
    Case("thin", _put("long.png", lambda: saved(Image.new("RGB", (20_000, 3)), "PNG")), 1,
         "More than 20 times as long as wide: 1", used=0),
    Case("empty", _put("none.png", lambda: b""), 1, "Empty files: 1", used=0),
    Case("broken", _put("text.png", lambda: b"no picture at all"), 1,
         "Called pictures, but none can be read in them: 1", used=0),
    Case("huge", _put("bomb.png", lambda: header_only(60_000, 60_000)), 1, "Too large to be read safely: 1", used=0),
    Case("heic", _put("phone.heic", lambda: HEIC), 1,
         "HEIC, which the package pillow-heif reads; it is not installed: 1", used=0),
    Case("same", _put("again.png", lambda: saved(drawing("circle0"), "PNG")), 1,
         "Exactly the same as another one of the class: 1", used=0, way="once"),
    Case("near", _near, 2, "Nearly the same as another one: 2", 3, 3, way="together"),
    Case("two-classes", _put("cat.png", lambda: saved(drawing("고양이0"), "PNG")), 2,
         "The same picture in two classes: 2", way="train"),
    Case("nested", _put("red/1.png", lambda: saved(drawing("red"), "PNG")), 1,
         "In folders inside a class's folder: 1", way="top"),
    Case("case", _twins, 1, "Classes that differ in capital letters only: 1", way="together", posix=True),
    Case("nfd", _nfd, 1, "Names in a Mac's spelling (NFD): 1", way="compose", posix=True),
    Case("bad-name", _bad_name, 1, "Names that are not UTF-8: 1", way="read", posix=True),
    Case("empty-class", lambda folder: (folder.parent / "bird").mkdir(), 1,
         "Folders without a picture that can be used: 1", 0, 0),
    Case("single", _put("../dog/0.png", lambda: saved(drawing("dog"), "PNG")), 1, "Classes with one picture: 1"),
    Case("loose", _put("../loose.png", lambda: saved(drawing("loose"), "PNG")), 1,
         "Beside the folders of classes, in none of them: 1", used=0),
    Case("hidden", _hidden, 5, "Hidden, or a system's own: 5", 0, 0),
    Case("other", _put("notes.txt", lambda: b"about these pictures"), 1, "Other files, no pictures: 1", 0, 0),
    Case("link", _links, 3, "Links to elsewhere, which are not followed: 3", 0, 0, posix=True),
    Case("sizes", _put("wide.png", lambda: saved(drawing("wide", (50, 40)), "PNG")), 1, "Of another size than most: 1",
         way="pad"),
    Case("colours", _put("grey.png", lambda: saved(drawing("grey", mode="L"), "PNG")), 1,
         "Grey ones among coloured ones, or the other way round: 1", way="colour"),
)  # fmt: skip
