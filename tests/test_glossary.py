"""Files, folders and classes are called by the words of the glossary, which is the docstring of `core`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import pytest

import core
from tests.conftest import ROOT

EMPTY_WORDS = {
    "manager", "helper", "helpers", "util", "utils", "handler", "controller", "service", "common", "misc", "base",
    "looks", "moment", "heap", "tries", "say",
}  # fmt: skip
"""They say nothing of what is in a file, or say it in a pretty way."""


@dataclass(frozen=True)
class Word:
    """An entry: words `avoided` for it, and `rooms` in which a file may be called by it (none named: everywhere)."""

    name: str
    avoided: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()


def glossary(text: str) -> dict[str, Word]:
    """Return the words of a glossary, in lower case."""
    found: dict[str, Word] = {}
    name = ""
    for line in text.splitlines():
        if entry := re.match(r" {4}(\w+(?: \w+)?) {2,}\S", line):
            name = entry[1].lower()
            assert name not in found, f"{name} is there twice"
            found[name] = Word(name)
        elif more := re.match(r" {20}(not|in): (.+)", line):
            values = tuple(part.strip() for part in more[2].split(","))
            old = found[name]
            found[name] = Word(name, values, old.rooms) if more[1] == "not" else Word(name, old.avoided, values)
    return found


WORDS = glossary(core.__doc__ or "")
AVOIDED = {avoided: word for word in WORDS.values() for avoided in word.avoided}


def wrong(path: str) -> list[str]:
    """Return what is wrong with the name of a file or folder, its folders aside: nothing, or sentences."""
    stem = path.rpartition("/")[2].removesuffix(".py")
    told = []
    for part in stem.split("_"):
        one = part.removesuffix("s")
        if {part, one} & EMPTY_WORDS:
            told.append(f"{path}: {part} says nothing of what is in it")
        for avoided in {part, one} & AVOIDED.keys():
            told.append(f"{path}: {avoided} is not the word for {AVOIDED[avoided].name}")
        word = WORDS.get(part) or WORDS.get(one)
        if word and word.rooms and not path.removesuffix(".py").startswith(word.rooms):
            told.append(f"{path}: {word.name} has another meaning, and its home is {', '.join(word.rooms)}")
    return told


def names() -> list[str]:
    """Return every file and folder of core and gui."""
    paths = [path for room in ("core", "gui") for path in (ROOT / room).rglob("*")]
    shown = [path for path in paths if path.suffix == ".py" or (path.is_dir() and path.name != "__pycache__")]
    return sorted(path.relative_to(ROOT).as_posix() for path in shown if path.name != "__init__.py")


def test_every_file_is_called_by_its_word() -> None:
    assert len(names()) > 100
    told = [line for path in names() for line in wrong(path)]
    assert not told, "\n".join(told)


def classes() -> Iterator[tuple[str, str]]:
    """Yield (file, name) of every class in core and gui."""
    for path in names():
        if path.endswith(".py"):
            tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
            yield from ((path, node.name) for node in ast.walk(tree) if isinstance(node, ast.ClassDef))


def words_to_avoid(name: str) -> set[str]:
    """Return the words of a class's name that are the word for nothing, one by one and two and two."""
    parts = [part.lower() for part in re.findall(r"[A-Z]+(?![a-z])|[A-Z][a-z0-9]*", name)]
    pairs = [one + other for one, other in pairwise(parts)]
    return {part for part in (*parts, *pairs) if {part, part.removesuffix("s")} & (AVOIDED.keys() | EMPTY_WORDS)}


def test_every_class_is_called_by_its_word() -> None:
    found = list(classes())
    assert len(found) > 300
    told = [f"{path}: {name}" for path, name in found if words_to_avoid(name)]
    assert not told, "\n".join(told)


@pytest.mark.parametrize(
    ("name", "words"),
    [("HandoffError", {"handoff"}), ("NetView", {"netview"}), ("_Meters", {"meters"}), ("EditManager", {"manager"}),
     ("TorchFound", set()), ("Ticks", set())],
)  # fmt: skip
def test_a_word_to_avoid_is_seen_in_the_name_of_a_class(name: str, words: set[str]) -> None:
    assert words_to_avoid(name) == words


def test_the_glossary_is_read() -> None:
    assert len(WORDS) > 30
    assert WORDS["tick"] == Word("tick", ("meter",))
    assert WORDS["plan"].rooms == ("core/env", "core/messages", "core/net", "gui/install")
    assert not AVOIDED.keys() & WORDS.keys(), "a word cannot be right and wrong"


@pytest.mark.parametrize(
    "path",
    [
        "core/env/manager.py", "core/files_helper.py", "core/train/session/moment.py", "core/env/fetch/tries.py",
        "core/env/open/handoff.py", "core/train/session/meter.py", "gui/window/shell.py", "gui/train/charts/frame.py",
        "core/env/plan/probe.py", "core/workers/plan.py", "gui/kit/choices.py", "core/utils", "gui/window/recipes.py",
    ],
)  # fmt: skip
def test_a_wrong_name_is_found(path: str) -> None:
    assert wrong(path)


@pytest.mark.parametrize(
    "path",
    [
        "core/env/plan/plan.py", "core/messages/train_commands.py", "core/train/session/ticks.py", "core/net/plan.py",
        "gui/window/page_frame.py", "gui/train/worker_room.py", "core/train/session/preview.py",
        "core/env/install/progress.py", "core/files.py",
    ],
)  # fmt: skip
def test_a_right_name_is_let_be(path: str) -> None:
    assert wrong(path) == []
