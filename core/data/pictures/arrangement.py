"""Which class each picture belongs to, by its folders, and whether the folder is split into training and validation."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from core.data.asked import one_by_one
from core.data.library import MOST_CLASSES, LibraryError
from core.data.pictures.found import File, Found

Part = Literal["", "training", "validation", "test"]
SPLIT_NAMES: dict[str, Part] = {
    **dict.fromkeys(("train", "training", "trainset", "train_set", "훈련", "학습", "훈련용", "학습용"), "training"),
    **dict.fromkeys(("val", "valid", "validation", "dev", "valset", "val_set", "검증", "검증용"), "validation"),
    **dict.fromkeys(("test", "testing", "testset", "test_set", "시험", "테스트", "평가"), "test"),
}  # type: ignore[dict-item, unused-ignore]
Folders = tuple[str, ...]


@dataclass(frozen=True)
class Placed:
    """A picture in a class. `number`: its place in `Found.pictures`; `part`: where a split folder has it."""

    number: int
    file: File
    label: str
    part: Part = ""


@dataclass
class Arranged:
    """All pictures that are in a class, the classes in order, and what was odd: kind -> names."""

    placed: list[Placed]
    classes: tuple[str, ...]
    split: bool
    odd: dict[str, list[str]] = field(default_factory=dict)


def arranged(found: Found, ways: Mapping[str, str], going_on: Callable[[], None]) -> Arranged:
    """Return what belongs where; raise `LibraryError`, with one sentence of what is expected, where there are no
    classes. `ways`: the ways chosen for "nested" and "case"."""
    top = _top(found)
    inner = {file.parts[len(top)] for file in found.pictures if _below(file, top) > 1}
    parts = {name: SPLIT_NAMES.get(unicodedata.normalize("NFC", name).casefold()) for name in inner}
    kinds = set(parts.values())
    split = None not in kinds and "training" in kinds and len(kinds) > 1
    odd: dict[str, list[str]] = {}
    placed: list[Placed] = []
    for number, file in one_by_one(enumerate(found.pictures), going_on):
        folders = file.parts[len(top) : -1] if file.parts[: len(top)] == top else ()
        part: Part = ""
        if split and folders:
            part, folders = parts[folders[0]] or "", folders[1:]
        if not folders:
            odd.setdefault("loose", []).append(file.name)
            continue
        if len(folders) > 1:
            odd.setdefault("nested", []).append(file.name)
        label = "/".join(folders) if ways.get("nested") == "each" else folders[0]
        placed.append(Placed(number, file, label, part))
    if ways.get("case") != "apart":
        placed = _twins_together(placed, odd)
    else:
        _twins(placed, odd)
    classes = tuple(sorted({one.label for one in placed}, key=in_order))
    _check(found, classes, split)
    _note_empty(found, top, split, placed, odd)
    return Arranged(placed, classes, split, odd)


def in_order(name: str) -> tuple[tuple[int, int, str], ...]:
    """Return what names are sorted by: numbers in them as numbers, so that 10 comes after 9."""
    pieces = re.split(r"(\d{1,18})", name)
    return (*((0, int(one), "") if one.isdecimal() else (1, 0, one) for one in pieces if one), (2, 0, name))


def _top(found: Found) -> Folders:
    """Return the folder that has a folder for each class: below folders that hold nothing but one other."""
    top: Folders = ()
    while True:
        below = [file for file in found.pictures if file.parts[: len(top)] == top]
        if not below or any(_below(file, top) == 1 for file in below):
            return top
        inner = {file.parts[len(top)] for file in below}
        deeper = (*top, next(iter(inner)))
        if len(inner) > 1 or any(_below(file, deeper) == 1 for file in below):
            return top
        top = deeper


def _below(file: File, top: Folders) -> int:
    """How many names of a file's path are below `top`; 0 if it is elsewhere."""
    return len(file.parts) - len(top) if file.parts[: len(top)] == top else 0


def _check(found: Found, classes: Folders, split: bool) -> None:
    if not found.pictures:
        raise LibraryError(
            "There are no pictures in it. Choose a folder with a folder for each class, with pictures in each."
        )
    if not classes:
        raise LibraryError(
            "All {count} pictures lie in one folder. A folder for each class is expected, with its pictures in it: its "
            "name is the name of the class.", count=len(found.pictures),
        )  # fmt: skip
    if len(classes) < 2:
        raise LibraryError(
            "There is one class, “{name}”. At least two are needed: a folder for each class, with pictures in each.",
            name=classes[0],
        )
    if len(classes) > MOST_CLASSES:
        raise LibraryError(
            "There are {count:,} folders with pictures, and each would be a class; {most:,} are possible. Choose a "
            "folder with a folder for each class.", count=len(classes), most=MOST_CLASSES,
        )  # fmt: skip


def _twins(placed: list[Placed], odd: dict[str, list[str]]) -> dict[str, str]:
    """Count classes whose names differ in capital letters only; return name -> the one with the most pictures."""
    counts = Counter(one.label for one in placed)
    alike: dict[str, list[str]] = {}
    for name in sorted(counts):
        alike.setdefault(name.casefold(), []).append(name)
    names: dict[str, str] = {}
    for twins in alike.values():
        if len(twins) > 1:
            odd.setdefault("case", []).append(" = ".join(twins))
        first = max(twins, key=lambda name: counts[name])
        names |= dict.fromkeys(twins, first)
    return names


def _twins_together(placed: list[Placed], odd: dict[str, list[str]]) -> list[Placed]:
    names = _twins(placed, odd)
    return [replace(one, label=names[one.label]) if names[one.label] != one.label else one for one in placed]


def _note_empty(found: Found, top: Folders, split: bool, placed: list[Placed], odd: dict[str, list[str]]) -> None:
    """Count folders where a class would be, without a picture."""
    depth = len(top) + 1 + split
    full = {one.file.parts[:depth] for one in placed}
    for folder in sorted(found.folders):
        outside_split = split and SPLIT_NAMES.get(folder[len(top)].casefold() if len(folder) > len(top) else "") is None
        if len(folder) == depth and folder[: len(top)] == top and folder not in full and not outside_split:
            odd.setdefault("empty-class", []).append("/".join(folder))
