"""Folders and archives of pictures: what is found, what is odd, what is told of it, and what becomes of it."""

from __future__ import annotations

import errno
import os
import sys
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from core.data import library
from core.data.asked import Alone, Asking, LookingOver
from core.data.library import DATA_FILE, LibraryError
from core.data.pictures import answers, decoders, one
from core.data.pictures.facts import Facts
from core.data.pictures.found import READING, Found
from core.data.pictures.one import PictureError, prepare_one
from core.messages.own.looking import LookInto, Prepare
from core.messages.own.oddities import Oddity
from core.messages.own.pictures import PictureOptions, SeenPictures
from core.messages.own.prepared import About, OwnData, PicturePreparation
from core.sentence import Sentence
from core.train.model.safetensors import read_tensors
from tests.data.corpus import CASES, CLASSES, EACH, Case, drawing, plain, saved, zipped

FILES = len(CLASSES) * EACH


class Shared(decoders.Decoders):
    """Processes that decode for many tests: a start takes longer than all that is read in one."""

    def __exit__(self, *_: object) -> None:
        """Go on."""


@pytest.fixture(scope="module")
def shared() -> Iterator[Shared]:
    some = Shared()
    for _ in some.answers([decoders.Request("nowhere")] * 40, lambda: None):
        pass
    assert len(some.pids) == min(decoders.PROCESSES, os.cpu_count() or 1)
    yield some
    decoders.Decoders.__exit__(some)


@pytest.fixture
def own_processes() -> None:
    """Of tests that end processes or have them behave in another way."""


@pytest.fixture(autouse=True)
def quick(request: pytest.FixtureRequest, shared: Shared, monkeypatch: pytest.MonkeyPatch) -> None:
    """Share the processes, but with tests of the processes."""
    if "own_processes" not in request.fixturenames:
        monkeypatch.setattr(answers, "_decoders", lambda: shared)


def look(path: Path | str, **choices: object) -> SeenPictures:
    return answers.look(LookInto(str(path), PictureOptions(**choices) if choices else None), Alone())  # type: ignore[arg-type]


def prepare(path: Path, title: str = "", **choices: object) -> OwnData:
    return answers.prepare(Prepare(str(path), PictureOptions(**choices), title), Alone()).data  # type: ignore[arg-type]


def odd(seen: SeenPictures | About, kind: str) -> Oddity:
    told = seen.oddities if isinstance(seen, SeenPictures) else seen.told
    found = [one for one in told if one.kind == kind]
    assert len(found) == 1, [str(one.sentence) for one in told]
    return found[0]


def inputs(data: OwnData) -> list[list[int]]:
    """Return the bytes of every sample, (n, c·h·w)."""
    tensors, _ = read_tensors(library.folder_of(data.digest) / DATA_FILE)
    return tensors["inputs"].flatten(1).tolist()


def test_a_folder_for_each_class_is_seen_as_the_network_will_see_it(tmp_path: Path) -> None:
    seen = look(plain(tmp_path / "내 그림"))
    assert [(one.name, one.count) for one in seen.classes] == [("circle", EACH), ("고양이", EACH)]
    assert (seen.files, seen.used, seen.title, seen.split) == (FILES, FILES, "내 그림", False)
    assert (seen.chosen.side, seen.chosen.colour, seen.oddities) == (40, "colour", ())
    assert seen.samples.shape == (FILES, 3, 40, 40)
    first = tmp_path / "내 그림" / seen.sample_names[0]
    assert seen.samples.data[: 3 * 40 * 40] == b"".join(band.tobytes() for band in Image.open(first).split())
    assert seen.sample_classes == (0,) * EACH + (1,) * EACH


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.kind} {case.sentence[:20]}")
def test_every_oddity_is_counted_shown_and_decided(case: Case, tmp_path: Path) -> None:
    if case.posix and os.name != "posix":
        pytest.skip("such files are of POSIX")
    folder = plain(tmp_path / "그림 data")
    case.make(folder / "circle")
    seen = look(folder)
    told = odd(seen, case.kind)
    assert (told.count, str(told.sentence)) == (case.count, case.sentence)
    assert 1 <= len(told.examples) <= 5
    assert told.way in [way.name for way in told.ways]
    assert told.way == (case.way or told.way)
    assert told.used == (told.way not in ("leave-out", "once"))
    assert (seen.files - FILES, seen.used - FILES) == (case.files, case.used)
    made = prepare(folder)
    assert made.about.training + made.about.validation == seen.used
    assert str(odd(made.about, case.kind).sentence) == case.sentence
    files = f"{seen.files} files: {seen.used} used, "
    assert str(made.about.told[0].sentence).startswith(files)
    assert str(made.about.told[0].sentence).endswith(f", {seen.files - seen.used} left out")


@pytest.mark.parametrize(
    ("kind", "way", "more"),
    [
        ("rotated", "leave-out", 0), ("deep", "leave-out", 0), ("cmyk", "leave-out", 0), ("animated", "leave-out", 0),
        ("transparent", "leave-out", 0), ("suffix", "leave-out", 0), ("truncated", "use", 1), ("tiny", "use", 1),
        ("thin", "use", 1), ("same", "all", 1), ("near", "once", 1), ("two-classes", "leave-out", -1),
        ("single", "leave-out", 0), ("nested", "each", 1), ("case", "apart", 1),
    ],
)  # fmt: skip
def test_another_way_can_be_chosen(kind: str, way: str, more: int, tmp_path: Path) -> None:
    folder = plain(tmp_path / "data")
    next(case for case in CASES if case.kind == kind).make(folder / "circle")
    before, seen = look(folder), look(folder, decisions=((kind, way),))
    assert odd(before, kind).way != way
    assert odd(seen, kind).way == way
    assert seen.used - FILES == more
    with pytest.raises(LibraryError, match="no way"):
        look(folder, decisions=((kind, "guess"),))


def test_a_picture_held_sideways_is_turned(tmp_path: Path) -> None:
    upright = Image.new("RGB", (32, 32), "black")
    upright.paste("white", (0, 0, 32, 8))  # light above
    exif = Image.Exif()
    exif[0x0112] = 6
    lying = saved(upright.transpose(Image.Transpose.ROTATE_90), "PNG", exif=exif)
    to = PicturePreparation(1, 32, 32)
    assert prepare_one(lying, to) == upright.convert("L").tobytes()


def test_sixteen_bits_are_scaled_and_not_clipped() -> None:
    image = Image.new("I;16", (4, 4), 0)
    for at, value in enumerate((0, 257, 32_896, 65_535)):
        image.putpixel((at, 0), value)
    made = prepare_one(saved(image, "PNG"), PicturePreparation(1, 4, 4))
    assert list(made[:4]) == [0, 1, 128, 255]


@pytest.mark.parametrize(("ground", "light"), [("white", 255), ("black", 0)])
@pytest.mark.parametrize("kind", ["LA", "RGBA", "P"])
def test_what_is_transparent_shows_the_ground(kind: str, ground: str, light: int) -> None:
    image = Image.new("LA" if kind == "LA" else "RGBA", (8, 8), (0,) * (2 if kind == "LA" else 4))
    if kind == "P":
        content = saved(image.convert("RGB").convert("P"), "PNG", transparency=0)
    else:
        content = saved(image, "PNG")
    assert set(prepare_one(content, PicturePreparation(3, 8, 8, ground=ground))) == {light}  # type: ignore[arg-type]


def test_the_ground_suits_the_ink(tmp_path: Path) -> None:
    for shade, ground in ((0, "white"), (255, "black")):
        folder = tmp_path / ground
        for name in CLASSES:
            (folder / name).mkdir(parents=True)
            for at in range(3):
                image = Image.new("RGBA", (20, 20), (255 - shade, 0, 0, 0))
                image.paste((shade, shade, shade, 255), (at * 3, 2, 12 + at, 9 + 2 * at + len(name)))
                image.save(folder / name / f"{at}.png")
        seen = look(folder)
        assert (seen.ground, odd(seen, "transparent").way) == (ground, ground)
        other = "black" if ground == "white" else "white"
        changed = look(folder, decisions=(("transparent", other),))
        assert (changed.chosen.ground, odd(changed, "transparent").way) == (other, other)


@pytest.mark.parametrize(
    ("fit", "row"), [("pad", [0, 0, 200, 200]), ("crop", [200, 200, 200, 200]), ("stretch", [200, 200, 200, 200])]
)
def test_a_tall_picture_is_fitted(fit: str, row: list[int]) -> None:
    content = saved(Image.new("L", (8, 16), 200), "PNG")
    made = prepare_one(content, PicturePreparation(1, 8, 8, fit=fit))  # type: ignore[arg-type]
    assert list(made[:4]) == row
    assert list(prepare_one(content, PicturePreparation(1, 8, 8, fit, inverted=True))[:4]) == [255 - one for one in row]  # type: ignore[arg-type]


# ------------------------------------------------------------------------------------------------------------- folders
@pytest.mark.parametrize(
    ("train", "val", "test"),
    [("train", "val", "test"), ("Training", "valid", ""), ("훈련", "검증", "시험"), ("train", "", "test")],
)
def test_a_folder_that_is_split_stays_so(train: str, val: str, test: str, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    held = [one for one in (val, test) if one]
    plain(folder / train)
    for at, name in enumerate(held):
        for label in CLASSES:
            (folder / name / label).mkdir(parents=True)
            drawing(f"{label}held{at}").save(folder / name / label / "x.png")
    seen = look(folder)
    assert seen.split
    assert [(one.name, one.count, one.validation) for one in seen.classes] == [
        (label, EACH + len(held), len(held)) for label in CLASSES
    ]
    made = prepare(folder)
    assert (made.about.training, made.about.validation) == (FILES, 2 * len(held))
    if val and test:
        assert odd(seen, "test").count == 2
        assert prepare(folder, decisions=(("test", "leave-out"),)).about.validation == 2


def test_a_train_among_cars_is_a_class(tmp_path: Path) -> None:
    seen = look(plain(tmp_path / "data", ("car", "train", "plane")))
    assert [one.name for one in seen.classes] == ["car", "plane", "train"]
    assert not seen.split


def test_classes_are_found_below_folders_that_hold_one_other(tmp_path: Path) -> None:
    plain(tmp_path / "data" / "download" / "set 1")
    assert [one.name for one in look(tmp_path / "data").classes] == list(CLASSES)


def test_classes_are_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    seen = look(plain(tmp_path / "data", ("10", "9", "1", "a"), each=2))
    assert [one.name for one in seen.classes] == ["1", "9", "10", "a"]


def test_nested_folders_can_be_classes(tmp_path: Path) -> None:
    for animal in ("cat", "dog"):
        for age in ("young", "old"):
            (tmp_path / "data" / animal / age).mkdir(parents=True)
            for at in range(3):
                drawing(f"{animal}{age}{at}").save(tmp_path / "data" / animal / age / f"{at}.png")
    assert [one.name for one in look(tmp_path / "data").classes] == ["cat", "dog"]
    assert odd(look(tmp_path / "data"), "nested").count == 12
    each = look(tmp_path / "data", decisions=(("nested", "each"),))
    assert [one.name for one in each.classes] == ["cat/old", "cat/young", "dog/old", "dog/young"]


@pytest.mark.skipif(os.name != "posix", reason="other systems know one spelling")
def test_a_name_in_two_spellings_is_one_class(tmp_path: Path) -> None:
    folder = plain(tmp_path / "data")
    (folder / unicodedata.normalize("NFD", "고양이")).mkdir()
    drawing("mac").save(folder / unicodedata.normalize("NFD", "고양이") / "mac.png")
    seen = look(folder)
    assert [(one.name, one.count) for one in seen.classes] == [("circle", EACH), ("고양이", EACH + 1)]


def expected(path: Path, match: str) -> None:
    with pytest.raises(LibraryError, match=match):
        look(path)


def test_what_is_expected_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    expected(tmp_path / "empty", "There are no pictures")
    expected(tmp_path / "nowhere", "not there")
    (tmp_path / "flat").mkdir()
    for at in range(3):
        drawing(str(at)).save(tmp_path / "flat" / f"{at}.png")
    expected(tmp_path / "flat", "All 3 pictures lie in one folder. A folder for each class")
    expected(plain(tmp_path / "one", ("cat",)), "There is one class, “cat”")
    (tmp_path / "letter.pdf").write_bytes(b"%PDF")
    expected(tmp_path / "letter.pdf", "letter.pdf is no folder")
    (tmp_path / "half.zip").write_bytes(b"PK\x03\x04" + b"\0" * 50)
    expected(tmp_path / "half.zip", "half.zip is damaged")
    heic = tmp_path / "heic"
    for name in CLASSES:
        (heic / name).mkdir(parents=True)
        (heic / name / "0.heic").write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic")
    with pytest.raises(LibraryError, match="in 0 of 2 classes") as raised:
        look(heic)
    assert "pillow-heif" in str(raised.value.advice[0])
    for wrong in ({"side": 3}, {"side": 129}, {"held_out": 0}, {"copies": 21}):
        with pytest.raises(LibraryError):
            look(plain(tmp_path / f"wrong {wrong}"), **wrong)


def test_more_files_than_can_be_listed_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = plain(tmp_path / "data")
    monkeypatch.setattr("core.data.pictures.found.MOST_FILES", FILES)
    expected(folder, "more than 12 files")
    expected(zipped(folder, tmp_path / "data.zip"), "more than 12 files")


# ------------------------------------------------------------------------------------------------------------ archives
def test_an_archive_is_the_same_as_its_folder(tmp_path: Path) -> None:
    folder = plain(tmp_path / "데이터")
    packed = zipped(folder, tmp_path / "데이터.zip")
    assert look(packed).title == "데이터"
    assert look(packed).samples == look(folder).samples
    assert inputs(prepare(packed)) == inputs(prepare(folder))
    assert prepare(packed, "a").about.classes == CLASSES


def test_an_archive_that_is_packed_again_meanwhile_gives_no_picture_to_another_class(tmp_path: Path) -> None:
    folder, path = plain(tmp_path / "data"), tmp_path / "data.zip"
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(zipped(folder, path)) as archive, zipfile.ZipFile(other, "w") as turned:
        for entry in reversed(archive.infolist()):
            turned.writestr(entry, archive.read(entry))

    class Packing(Alone):
        def at(self, done: int, all_: int, doing: Sentence) -> None:
            if doing == READING and other.exists():
                os.replace(other, path)

    with pytest.raises(LibraryError, match="change while they are read"):
        answers.prepare(Prepare(str(path), PictureOptions(), ""), Packing())
    assert library.listed() == ()
    assert inputs(prepare(path)) == inputs(prepare(folder)), "what is there by now can be taken"


def test_odd_archives_lead_nowhere(tmp_path: Path) -> None:
    path = zipped(plain(tmp_path / "data"), tmp_path / "odd.zip")
    with zipfile.ZipFile(path, "a") as archive:
        for name in ("../outside.png", "/root.png", "C:/windows.png", "circle/../../up.png", "..\\up.png"):
            archive.writestr(name, saved(drawing(name), "PNG"))
        archive.writestr("__MACOSX/circle/._0.png", b"")
        archive.writestr("__MACOSX/circle/._1.png", b"")
        link = zipfile.ZipInfo("circle/link.png")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("circle/unusual.png", saved(drawing("unusual"), "PNG"), zipfile.ZIP_BZIP2)
        archive.writestr("circle/zeros.png", b"\0" * (101 << 20), zipfile.ZIP_DEFLATED)
    before = {one.name for one in tmp_path.iterdir()}
    seen = look(path)
    assert odd(seen, "outside").count == 5
    assert odd(seen, "hidden").count == 1
    assert odd(seen, "link").count == 1
    assert str(odd(seen, "unreadable").sentence) == "Could not be opened: 1"
    assert odd(seen, "huge").examples == ("circle/zeros.png",)
    assert seen.used == FILES
    assert {one.name for one in tmp_path.iterdir()} == before


def test_what_cannot_be_opened_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = plain(tmp_path / "data")
    listed = answers.listed

    def gone(path: str, asked: Asking) -> Found:
        found = listed(path, asked)
        (folder / "circle" / "0.png").unlink(missing_ok=True)
        return found

    monkeypatch.setattr(answers, "listed", gone)
    assert odd(look(folder), "unreadable").examples == ("circle/0.png",)


def test_locked_entries_are_told_of(tmp_path: Path) -> None:
    path = zipped(plain(tmp_path / "data"), tmp_path / "locked.zip")
    with zipfile.ZipFile(path) as archive:
        entry = archive.infolist()[2]
    content = bytearray(path.read_bytes())
    at = content.index(b"PK\x01\x02", 0)
    while content[at + 46 : at + 46 + len(entry.filename)] != entry.filename.encode():
        at = content.index(b"PK\x01\x02", at + 4)
    content[at + 8] |= 1  # encrypted, says the archive's list
    path.write_bytes(content)
    seen = look(path)
    assert odd(seen, "locked").examples == (entry.filename,)
    assert (seen.files, seen.used) == (FILES, FILES - 1)


def test_names_of_old_korean_archives_are_read(tmp_path: Path) -> None:
    assert {one.name for one in look(_packed_in_cp949(tmp_path)).classes} == {"토끼", "나비"}


def _packed_in_cp949(tmp_path: Path) -> Path:
    """Pack with names in cp949 and the mark of UTF-8 unset, as Windows in Korean does."""

    class Old(zipfile.ZipInfo):
        def _encodeFilenameFlags(self) -> tuple[bytes, int]:
            return self.filename.encode("cp949"), self.flag_bits & ~0x800

    path = tmp_path / "windows.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("토끼", "나비"):
            for at in range(3):
                archive.writestr(Old(f"{name}/{at}.png"), saved(drawing(f"{name}{at}"), "PNG"))
    return path


# --------------------------------------------------------------------------------------------------------- the choices
def test_the_usual_side_and_colours_suit_the_pictures(tmp_path: Path) -> None:
    grey = plain(tmp_path / "grey", mode="L")
    assert (look(grey).chosen.side, look(grey).chosen.colour) == (40, "grey")
    large = tmp_path / "large"
    for name in CLASSES:
        (large / name).mkdir(parents=True)
        for at in range(3):
            drawing(f"{name}{at}", (100 + at, 90)).save(large / name / f"{at}.png")
    assert (look(large).chosen.side, look(large).chosen.colour) == (32, "colour")
    assert look(large, colour="grey").chosen.side == 28
    assert look(large, decisions=(("colours", "grey"), ("sizes", "crop"))).chosen == PictureOptions(
        side=28, colour="grey", fit="crop", ground=look(large).ground
    )
    assert look(large, side=64).samples.shape[1:] == (3, 64, 64)


def test_the_split_is_of_each_class_and_of_the_seed(tmp_path: Path) -> None:
    folder = plain(tmp_path / "data", each=20)
    made = prepare(folder, held_out=25)
    tensors, _ = read_tensors(library.folder_of(made.digest) / DATA_FILE)
    assert (made.about.training, made.about.validation) == (30, 10)
    assert tensors["targets"][30:].bincount().tolist() == [5, 5]
    assert prepare(folder, held_out=25).digest == made.digest
    assert prepare(folder, held_out=25, seed=1).digest != made.digest


def test_copies_are_of_training_pictures_only_and_the_same_for_a_seed(tmp_path: Path) -> None:
    folder = plain(tmp_path / "data")
    bare, more = prepare(folder), prepare(folder, copies=3, flip=True, shift=20, rotate=30)
    assert (more.about.training, more.about.altered) == (4 * bare.about.training, 3 * bare.about.training)
    assert more.about.validation == bare.about.validation
    first, second = inputs(bare), inputs(more)
    assert second[more.about.training :] == first[bare.about.training :], "what is held out is never altered"
    assert {tuple(one) for one in first} <= {tuple(one) for one in second}
    assert len({tuple(one) for one in second}) == len(second), "every copy is another"
    assert prepare(folder, copies=3, flip=True, shift=20, rotate=30).digest == more.digest
    assert prepare(folder, copies=3).about.altered == 0, "nothing to alter"


def test_a_mirrored_copy_is_the_mirror_image(tmp_path: Path) -> None:
    folder = plain(tmp_path / "data", mode="L")
    made = prepare(folder, copies=1, flip=True)
    rows = inputs(made)[: made.about.training]
    mirrored = [[one for at in range(40) for one in reversed(row[at * 40 : at * 40 + 40])] for row in rows]
    assert all(one in rows for one in mirrored)


@pytest.mark.parametrize(("balance", "counts"), [("as-is", [8, 2]), ("fewer", [2, 2]), ("more", [8, 8])])
def test_classes_are_balanced_where_it_is_trained(balance: str, counts: list[int], tmp_path: Path) -> None:
    folder = plain(tmp_path / "data", ("a", "b"), each=10)
    for at in range(3, 10):
        (folder / "b" / f"{at}.png").unlink()
    made = prepare(folder, balance=balance)
    tensors, _ = read_tensors(library.folder_of(made.digest) / DATA_FILE)
    assert tensors["targets"][: made.about.training].bincount().tolist() == counts
    assert made.about.validation == 3


def test_nothing_that_is_held_out_is_trained_on(tmp_path: Path) -> None:
    folder = plain(tmp_path / "data", each=5)
    for name in CLASSES:  # of each picture one that is nearly the same, and a copy
        for at in range(4):
            image = drawing(f"{name}{at}", (40, 40))
            image.resize((90, 90)).save(folder / name / f"near {at}.png")
            image.save(folder / name / f"same {at}.png")
    for seed in range(4):
        made = prepare(folder, held_out=50, seed=seed, decisions=(("same", "all"),), side=40)
        rows = inputs(made)
        trained, held = rows[: made.about.training], rows[made.about.training :]
        assert held
        for row in held:
            assert min(max(abs(a - b) for a, b in zip(row, other, strict=True)) for other in trained) > 60


def test_a_split_folder_keeps_what_is_nearly_the_same_on_the_training_side(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    plain(folder / "train")
    for name in CLASSES:
        (folder / "val" / name).mkdir(parents=True)
        drawing(f"{name}0").resize((60, 60)).save(folder / "val" / name / "near.png")
        drawing(f"{name}1").save(folder / "val" / name / "same.png")
        drawing(f"{name}other").save(folder / "val" / name / "other.png")
    seen = look(folder)
    assert [(one.count, one.validation) for one in seen.classes] == [(EACH + 2, 1)] * 2
    assert (odd(seen, "near").count, odd(seen, "same").count) == (2, 2)
    for name in CLASSES:
        (folder / "val" / name / "other.png").unlink()
    again = look(folder)
    assert odd(again, "resplit").count == 2
    assert not again.split
    assert prepare(folder).about.validation == 2


def test_what_is_dark_on_nothing_is_told_apart(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    for at, name in enumerate(CLASSES):
        (folder / name).mkdir(parents=True)
        for place in range(4):
            image = Image.new("RGBA", (32, 32), (0, 0, 0, 0))
            image.paste((0, 0, 0, 255), (4 * place, 16 * at, 4 * place + 14, 16 * at + 12))
            image.save(folder / name / f"{place}.png")
    assert [one.kind for one in look(folder).oddities] == ["transparent"]


def test_what_cannot_be_read_any_more_is_left_out_and_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = plain(tmp_path / "data")
    facts = answers._facts

    def gone(*given: Any) -> dict[int, Facts]:
        found = facts(*given)
        (folder / "circle" / "0.png").unlink()
        return found

    monkeypatch.setattr(answers, "_facts", gone)
    made = prepare(folder)
    assert made.about.training + made.about.validation == FILES - 1
    assert odd(made.about, "unreadable").examples == ("circle/0.png",)
    assert str(made.about.told[0].sentence) == "12 files: 11 used, 0 turned, 1 left out"


def test_a_full_disk_is_one_sentence_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("core.data.pictures.making.write", full)
    with pytest.raises(LibraryError, match="cannot be kept") as raised:
        prepare(plain(tmp_path / "data"))
    assert "Errno" not in str(raised.value.advice[0])
    assert not list(library.place().iterdir())


def test_a_path_may_be_relative(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    zipped(plain(tmp_path / "data"), tmp_path / "data.zip")
    monkeypatch.chdir(tmp_path)
    assert look("data.zip").used == look("data").used == FILES


# ------------------------------------------------------------------------------------------------------ the processes
class Stopping:
    """A person who stops it after so many questions."""

    def __init__(self, after: int) -> None:
        self.after, self.asked = after, 0

    def at(self, done: int, all_: int, doing: Sentence) -> None:
        self.asked += 1
        if self.asked >= self.after:
            raise LookingOver


@pytest.mark.usefixtures("own_processes")
@pytest.mark.parametrize("after", [1, 2, 4, 8])
def test_it_stops_when_asked_and_leaves_nothing(after: int, tmp_path: Path, home: Path) -> None:
    folder = plain(tmp_path / "data", each=40)
    asked = Stopping(after)
    with pytest.raises(LookingOver):
        answers.prepare(Prepare(str(folder), PictureOptions(copies=20, flip=True, shift=5)), asked)
    assert not list(library.place().iterdir()) if library.place().is_dir() else True


HEIF = """
import os, time
from PIL import Image, ImageFile
class Heif(ImageFile.ImageFile):
    format = "HEIF"
    def _open(self):
        self.what = self.fp.read()[64:]
        self._size, self._mode = (40, 40), "RGB"
    def load(self):
        if self.what.startswith(b"sleep"):
            time.sleep(60)
        if self.what.startswith(b"abort"):
            os.abort()
        if self.what.startswith(b"eat"):
            self.eaten = b"1" * (1 << 30)
            time.sleep(0.3)
        self.im = Image.frombytes("RGB", (40, 40), (self.what * 4800)[:4800]).im
        return self.im.pixel_access(False)
def register_heif_opener():
    Image.register_open("HEIF", Heif, lambda start: start[4:12] == b"ftypheic")
"""


@pytest.fixture
def heif(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Path, str], None]:
    """Make pillow_heif seem to be there, for the processes that decode; return what writes a file that it reads."""
    (tmp_path / "packages").mkdir()
    (tmp_path / "packages" / "pillow_heif.py").write_text(HEIF, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "packages"))

    def put(path: Path, what: str) -> None:
        path.write_bytes(b"\0\0\0\x18ftypheic".ljust(64, b"\0") + what.encode())

    return put


@pytest.mark.usefixtures("own_processes")
def test_heic_is_read_where_its_package_is(tmp_path: Path, heif: Callable[[Path, str], None]) -> None:
    folder = plain(tmp_path / "data")
    heif(folder / "circle" / "phone.heic", "abc")
    heif(folder / "circle" / "phone.jpg", "xyz")
    seen = look(folder)
    assert (seen.files, seen.used) == (FILES + 2, FILES + 2)
    assert [one.kind for one in seen.oddities] == ["suffix", "colours"]


def test_avif_needs_a_pillow_that_reads_it(monkeypatch: pytest.MonkeyPatch) -> None:
    content = saved(drawing("avif"), "AVIF")
    assert one.look_at(content, ".avif").problem == ""
    monkeypatch.delitem(Image.OPEN, "AVIF")
    assert one.look_at(content, ".avif").problem == "avif"


@pytest.mark.usefixtures("own_processes")
def test_what_takes_too_long_or_too_much_or_ends_the_process_is_counted(
    tmp_path: Path, heif: Callable[[Path, str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = plain(tmp_path / "data", each=20)
    for what in ("sleep", "abort", "eat"):
        heif(folder / "circle" / f"{what}.heic", what)
    monkeypatch.setattr(decoders, "FILE_S", 0.5)
    seen = look(folder)
    assert (seen.files, seen.used) == (43, 40)
    for kind, what in (("slow", "sleep"), ("crash", "abort"), ("huge", "eat")):
        if kind != "huge" or sys.platform == "linux":
            assert odd(seen, kind).examples == (f"circle/{what}.heic",)
    assert str(odd(seen, "slow").sentence) == "Took too long to read: 1"
    assert str(odd(seen, "crash").sentence) == "Broke the reader: 1"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere one of the two does it")
@pytest.mark.parametrize("by", ["its own limit", "who watches it"])
@pytest.mark.usefixtures("own_processes")
def test_memory_is_limited_in_two_ways(
    by: str, tmp_path: Path, heif: Callable[[Path, str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = plain(tmp_path / "data", each=3)
    heif(folder / "circle" / "eat.heic", "eat")
    if by == "its own limit":
        monkeypatch.setattr(decoders, "resident_bytes", lambda pid: 0)
    else:
        unlimited = [*decoders.command()[:-2], str(8 << 30), "10"]
        monkeypatch.setattr(decoders, "command", lambda: unlimited)
    assert odd(look(folder), "huge").examples == ("circle/eat.heic",)


def test_a_process_that_says_something_else_is_not_believed(tmp_path: Path) -> None:
    lies = tmp_path / "lies.py"
    lies.write_text(
        'import sys\nprint(\'{"id": -1, "bytes": 0}\', flush=True)\nfor line in sys.stdin:\n'
        '    print(\'{"id": 7, "facts": {}, "bytes": 99999999999}\', flush=True)\n',
        encoding="utf-8",
    )
    with decoders.Decoders([sys.executable, str(lies)]) as some:
        told = dict(some.answers([decoders.Request("a"), decoders.Request("b")], lambda: None))
    assert [one.problem for one in told.values()] == ["crash", "crash"]


@pytest.mark.usefixtures("own_processes")
def test_a_process_that_cannot_run_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoders, "MODULE", "core.data.pictures.nowhere")
    with pytest.raises(LibraryError, match="does not start"):
        look(plain(tmp_path / "data"))


def test_the_packaged_app_is_its_own_decoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert decoders.command()[:2] == [sys.executable, "--pictures"]


def test_one_picture_is_prepared_as_all_are(tmp_path: Path) -> None:
    folder = plain(tmp_path / "data")
    made = prepare(folder, side=16, colour="grey", inverted=True)
    preparation = made.about.preparation
    assert isinstance(preparation, PicturePreparation)
    alone = {tuple(prepare_one(path, preparation)) for path in folder.rglob("*.png")}
    assert {tuple(one) for one in inputs(made)} == alone
    paths = [str(path) for path in sorted(folder.rglob("*.png"))]
    safely = dict(decoders.prepared([*paths, str(tmp_path)], preparation))
    assert {tuple(safely[at].content) for at in range(len(paths))} == alone
    assert (safely[len(paths)].content, safely[len(paths)].problem) == (b"", "unreadable")
    with pytest.raises(PictureError, match="not a picture"):
        prepare_one(b"nothing", preparation)
    with pytest.raises(PictureError, match="cannot be opened"):
        prepare_one(tmp_path / "nowhere.png", preparation)
