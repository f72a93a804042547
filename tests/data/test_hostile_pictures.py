"""Hostile and broken files: whatever is in them, every one is counted, nothing hangs, nothing outside is touched."""

from __future__ import annotations

import json
import os
import random
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from core.data import library, memory_watch
from core.data.asked import Alone
from core.data.library import LibraryError
from core.data.pictures import answers, decoders, facts, one
from core.data.pictures.oddities import BY_NAME
from core.messages.own.looking import LookInto, Prepare
from core.messages.own.pictures import SUFFIXES, PictureOptions
from tests.data.corpus import CASES, CLASSES, EACH, drawing, header_only, plain, saved, zipped
from tests.hostile import ANYTHING, SHAPES, bounded, check_outside, damaged, put

COUNT = 200
MEMORY_BYTES = 1 << 30
SECONDS = 60.0
GUARD = """
import sys
from PIL import Image
from core.data.pictures import decoder
Image.init()
allowed = sys.argv.pop(1)
def hook(event, arguments):
    if event == "open" and isinstance(arguments[0], str) and not arguments[0].startswith((allowed, "/dev/null", sys.prefix, sys.base_prefix)):
        import os
        os.abort()
    if event.startswith(("subprocess.", "os.system", "os.exec", "os.posix_spawn", "socket.", "os.remove", "os.rename", "os.mkdir", "ctypes.dlopen")):
        import os
        os.abort()
sys.addaudithook(hook)
decoder.main()
"""  # noqa: E501


def seeds() -> list[tuple[str, bytes]]:
    """Return files of every format, as they should be."""
    image = drawing("seed", (60, 50))
    frames = [drawing(str(at), mode="P") for at in range(3)]
    exif = Image.Exif()
    exif[0x0112] = 8
    return [
        ("a.jpg", saved(image, "JPEG", exif=exif)), ("b.jpg", saved(image, "JPEG", progressive=True)),
        ("c.png", saved(image, "PNG")), ("d.png", saved(image.convert("P"), "PNG", transparency=3)),
        ("e.gif", saved(frames[0], "GIF", save_all=True, append_images=frames[1:])), ("f.bmp", saved(image, "BMP")),
        ("g.webp", saved(image, "WEBP")), ("h.tif", saved(image, "TIFF", compression="tiff_lzw")),
        ("i.tif", saved(image.convert("F"), "TIFF")), ("j.ppm", saved(image, "PPM")), ("k.ico", saved(image, "ICO")),
        ("l.jp2", saved(image, "JPEG2000")), ("m.avif", saved(image, "AVIF")), ("n.png", header_only(30_000, 30_000)),
        ("o.jpg", saved(image.convert("CMYK"), "JPEG")), ("p.png", saved(Image.new("I;16", (30, 30), 999), "PNG")),
    ]  # fmt: skip


def broken(content: bytes, chance: random.Random) -> bytes:
    """Return the bytes with a few of them changed, lost, doubled, or set to what is largest."""
    made = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(min(len(made), 200 if chance.random() < 0.6 else len(made)) or 1)
        what = chance.randrange(5)
        if what == 0:
            made[at : at + 1] = bytes([chance.randrange(256)])
        elif what == 1:
            made[at : at + 4] = chance.choice([b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\0\0\0\0", b"\x80\0\0\0"])
        elif what == 2:
            del made[at : at + chance.randrange(1, 200)]
        elif what == 3:
            made[at:at] = made[at : at + chance.randrange(1, 2000)]
        else:
            del made[max(1, at) :]
    return bytes(made)


@contextmanager
def within_memory() -> Iterator[None]:
    """Fail where this process has grown, with all that it started, by more than a gigabyte in all."""
    own, most, done = psutil.Process(), [0], threading.Event()
    begun, highest = own.memory_info().rss, peak_bytes()

    def watch() -> None:
        while not done.wait(0.02):
            total = own.memory_info().rss - begun
            for child in own.children():
                try:
                    total += child.memory_info().rss
                except psutil.NoSuchProcess:
                    continue
            most[0] = max(most[0], total)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()
    assert most[0] <= MEMORY_BYTES
    assert peak_bytes() == highest or peak_bytes() - begun <= MEMORY_BYTES, "of this process, however short it was"


def peak_bytes() -> int:
    """The most memory that this process ever took; 0 where the system does not say it in kilobytes."""
    if sys.platform != "linux":
        return 0
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


@pytest.fixture
def guarded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the processes that decode end at once where they open anything outside of the test's folder, or start,
    rename or delete anything."""
    guard = tmp_path / "guard.py"
    guard.write_text(GUARD, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).resolve().parents[2]))
    command = [sys.executable, str(guard), str(tmp_path), str(decoders.MEMORY_BYTES), str(decoders.FILE_S)]
    monkeypatch.setattr(decoders, "command", lambda: command)


@pytest.mark.slow
@pytest.mark.usefixtures("guarded")
def test_two_hundred_broken_files_are_all_counted(tmp_path: Path) -> None:
    chance, known = random.Random(20261129), seeds()
    folder = plain(tmp_path / "data")
    for at in range(COUNT):
        name, content = known[at % len(known)]
        (folder / "circle" / f"{at} {name}").write_bytes(broken(content, chance))
    before = {str(path): path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    begun = time.monotonic()
    with within_memory():
        seen = answers.look(LookInto(str(folder)), Alone())
        made = answers.prepare(Prepare(str(folder), PictureOptions(side=16)), Alone()).data
    assert time.monotonic() - begun < SECONDS
    assert {str(path): path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before
    assert seen.files == COUNT + len(CLASSES) * EACH
    left_out = [one for one in seen.oddities if one.kind in facts.PROBLEMS or one.way in ("leave-out", "once")]
    assert seen.files - seen.used <= sum(one.count for one in left_out)
    assert not [one for one in seen.oddities if one.kind in ("crash", "slow")], "no file breaks or holds up the reader"
    assert made.about.training + made.about.validation == seen.used
    assert seen.used > len(CLASSES) * EACH, "some of them can still be read"
    assert library.listed()[0].digest == made.digest


@pytest.mark.usefixtures("guarded")
def test_a_picture_that_would_reach_outside_is_caught_by_the_guard(tmp_path: Path) -> None:
    with decoders.Decoders() as some:
        told = dict(some.answers([decoders.Request("/etc/hostname", suffix=".png")], lambda: None))
    assert [one.problem for one in told.values()] == ["crash"], "else the test above proves nothing"


@pytest.mark.parametrize("shape", SHAPES)
def test_whatever_lies_where_a_picture_is_expected_is_counted(shape: str, tmp_path: Path) -> None:
    folder = plain(tmp_path / "here" / "data", each=2)
    path = folder / "circle" / "odd.png"
    put(path, shape)
    with bounded():
        seen = answers.look(LookInto(str(folder)), Alone())
    assert seen.used == len(CLASSES) * 2
    kinds = (*facts.PROBLEMS, "link", "other", "empty-class")
    told = sum(one.count for one in seen.oddities if one.kind in kinds)
    assert told == (1 if shape == "a folder" else 2), "the diary beside the classes is one of them"
    chosen = tmp_path / "here" / "odd.zip"
    put(chosen, shape)
    with bounded(), pytest.raises(LibraryError) as raised:
        answers.look(LookInto(str(chosen)), Alone())
    assert "Errno" not in str(raised.value)
    check_outside(chosen)


@pytest.mark.slow
def test_broken_archives_are_read_or_refused(tmp_path: Path) -> None:
    whole = zipped(plain(tmp_path / "data", each=2), tmp_path / "whole.zip").read_bytes()
    path, chance, read = tmp_path / "broken.zip", random.Random(5), 0
    said: list[str] = []
    for _ in range(40):
        made = bytearray(whole)
        end = chance.randrange(2)
        for _ in range(chance.randint(1, 8)):
            at = len(made) - 1 - chance.randrange(900) if end else chance.randrange(len(made))
            made[at] = chance.choice([0, 255, 127, chance.randrange(256)])
        path.write_bytes(made)
        begun = time.monotonic()
        try:
            read += answers.look(LookInto(str(path)), Alone()).files
        except LibraryError as error:
            said.append(str(error))
        assert time.monotonic() - begun < SECONDS
    assert read, "some can be read"
    assert said, "some cannot"
    assert not [sentence for sentence in said if "Errno" in sentence]


def test_an_archive_that_says_its_list_is_huge_is_refused(tmp_path: Path) -> None:
    path = zipped(plain(tmp_path / "data"), tmp_path / "list.zip")
    content = bytearray(path.read_bytes())
    at = content.rindex(b"PK\x05\x06")
    content[at + 12 : at + 20] = (3 << 29).to_bytes(4, "little") + (0).to_bytes(4, "little")
    with path.open("wb") as file:
        file.write(content[:100])
        file.truncate(3 << 29)
        file.seek(3 << 29)
        file.write(content[at:])
    with within_memory(), pytest.raises(LibraryError, match="damaged"):
        answers.look(LookInto(str(path)), Alone())


def test_a_bomb_of_an_archive_is_not_unpacked(tmp_path: Path) -> None:
    path = zipped(plain(tmp_path / "data"), tmp_path / "bomb.zip")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("circle/bomb.bmp", "w") as file:
        for _ in range(300):
            file.write(bytes(1 << 20))
    with within_memory():
        seen = answers.look(LookInto(str(path)), Alone())
    assert [(one.kind, one.count) for one in seen.oddities] == [("huge", 1)]


@pytest.mark.parametrize(
    ("kind", "mode", "width"), [("PNG", "RGBA", 7900), ("TIFF", "1", 7900), ("GIF", "P", 7900), ("BMP", "RGB", 6900)]
)
def test_the_largest_picture_that_is_taken_fits_into_the_memory(
    kind: str, mode: str, width: int, tmp_path: Path
) -> None:
    folder = plain(tmp_path / "data")
    large = Image.new(mode, (width, 5000))
    large.save(folder / "circle" / "large.png", kind)
    with within_memory():
        seen = answers.look(LookInto(str(folder)), Alone())
    assert seen.used == len(CLASSES) * EACH + 1


GOOD = facts.Facts(width=9, height=8, sha="a" * 64, dhash=7, thumb=bytes(192))


@settings(max_examples=200, deadline=None, database=None)
@given(st.one_of(ANYTHING, damaged(facts.to_plain(GOOD))))
def test_what_a_decoder_says_is_checked(said: object) -> None:
    try:
        found = facts.from_plain(said)
    except ValueError:
        return
    assert found.problem in ("", *facts.PROBLEMS)
    assert 0 <= found.width <= facts.MOST_PIXELS
    assert 0 <= found.border <= 255
    assert len(found.thumb) in (0, 192)


def test_what_a_decoder_says_travels_whole() -> None:
    assert facts.from_plain(json.loads(json.dumps(facts.to_plain(GOOD)))) == GOOD


@settings(max_examples=300, deadline=None, database=None)
@given(st.binary(max_size=64))
def test_any_beginning_of_a_file_is_looked_at(start: bytes) -> None:
    assert facts.sniffed(start) in ("", *SUFFIXES.values())
    assert one.look_at(start, ".png").problem in ("empty", "broken", "truncated", "heic", "avif", "huge", "")


def test_every_problem_is_told_of_in_a_sentence() -> None:
    assert set(facts.PROBLEMS) <= BY_NAME.keys()
    assert {case.kind for case in CASES} <= BY_NAME.keys()


def test_how_much_memory_a_process_takes_is_known() -> None:
    assert memory_watch.resident_bytes(os.getpid()) > 1 << 20
    assert memory_watch.resident_bytes(2**30) == 0
