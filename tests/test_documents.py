"""What README, CONTRIBUTING and the pages on formats name exists: files, modules, names, commands, benchmarks.

And what is public in core says what one gets.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from core.headless import env_arguments, train_arguments
from core.messages.grammar import parse, parse_at
from tests.conftest import ROOT

DOCUMENTS = (
    "README.md", "README.ko.md", "CHANGELOG.md", "CONTRIBUTING.md", "core/train/disk/FORMAT.md",
    "core/env/install/JOURNAL.md", "core/env/envs/LOCKFILE.md", "core/workers/WIRE.md",
)  # fmt: skip
FOLDERS = ("core", "gui", "tests", "resources", ".github")
TOP = ("run.py", "build.spec", "pyproject.toml")
PLACEHOLDER = re.compile(r"\b(NAME|ROOM|LL)\b")
"""Stands in a path for what the reader makes."""
NOT_OURS = {"DataLoader"}
COMMANDS = {"test", "check", "system", "words", "screenshots", "package", "train", "env"}


def text_of(document: str) -> str:
    """Return the text of a document."""
    return (ROOT / document).read_text(encoding="utf-8")


def in_backticks(text: str) -> list[str]:
    """Return what stands between single backticks, blocks of code left out."""
    return re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))


@cache
def names_in(file: Path) -> frozenset[str]:
    """Return every class, function and assigned name of a source file, at any depth."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)):
            found.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
    return frozenset(found)


@cache
def all_names() -> frozenset[str]:
    """Return the names of all source files."""
    files = [path for folder in ("core", "gui", "tests") for path in (ROOT / folder).rglob("*.py")]
    return frozenset().union(*map(names_in, [*files, ROOT / "run.py"]))


def module_of(parts: list[str]) -> tuple[Path, list[str]] | None:
    """Return (file or folder, the parts that are left) of a dotted name; None if there is no such module."""
    path = ROOT
    for place, part in enumerate(parts):
        if (path / f"{part}.py").is_file():
            return path / f"{part}.py", parts[place + 1 :]
        path = path / part
        if not path.is_dir():
            return None
    return path, []


def missing(word: str) -> bool:
    """Whether a word in backticks names something of ours that does not exist."""
    first = re.split(r"[./]", word)[0]
    if re.fullmatch(r"\.?[\w./-]+", word) and "/" in word and word.split("/")[0] in FOLDERS:
        return not list(ROOT.glob(PLACEHOLDER.sub("*", word.rstrip("/"))))
    if word in TOP:
        return not (ROOT / word).is_file()
    if re.fullmatch(r"\w+(\.\w+)+", word) and first in FOLDERS:
        found = module_of(word.split("."))
        return found is None or not set(found[1]) <= (names_in(found[0]) if found[0].is_file() else set())
    if re.fullmatch(r"[A-Z][a-z]+[A-Z]\w+", word):  # a class, or a union of them
        return word not in all_names() | NOT_OURS
    return False


@pytest.mark.parametrize("document", DOCUMENTS)
def test_what_stands_in_backticks_exists(document: str) -> None:
    words = in_backticks(text_of(document))
    assert words or document == "CHANGELOG.md"
    assert [word for word in words if missing(word)] == []


@pytest.mark.parametrize(
    "word",
    ["core/net/grammar.py", "gui/lessons", "core.net.plan.shapes", "core.net.shapes.nothing", "TrainCommands",
     "resources/icons/NAME.bmp"],
)  # fmt: skip
def test_what_is_not_there_is_found_missing(word: str) -> None:
    assert missing(word)


def names_after_paths(text: str) -> Iterator[tuple[str, str]]:
    """Yield (file, name) where a list says what to touch in a file: "`core/x.py`: a `Known` in `KNOWN`"."""
    for item in re.split(r"\n(?:\d\.|###)", text):
        _, *rest = re.split(r"`((?:core|gui|tests)/[\w/]+\.py|run\.py)`", item)
        for file, after in zip(rest[::2], rest[1::2], strict=True):
            if after.startswith(":") and not PLACEHOLDER.search(file):
                yield from ((file, name) for name in re.findall(r"`([A-Z]\w+|\w+(?=\(\)`))", after))


def test_what_is_to_be_touched_in_a_file_is_in_it() -> None:
    found = list(names_after_paths(text_of("CONTRIBUTING.md")))
    assert ("core/messages/catalogue.py", "CATALOGUE") in found
    assert len(found) > 15
    wrong = [f"{name} is not in {file}" for file, name in found if not re.search(rf"\b{name}\b", text_of(file))]
    assert wrong == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_lead_somewhere(document: str) -> None:
    targets = [target for target in re.findall(r"\]\(([^)]+)\)", text_of(document)) if "://" not in target]
    assert [target for target in targets if not (ROOT / document).parent.joinpath(target).is_file()] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_commands_of_run_py_are_known(document: str) -> None:
    said = set(re.findall(r"python3 run\.py (\w+)", text_of(document)))
    assert said <= COMMANDS
    for command in COMMANDS - {"train", "env", "check"}:
        assert f'"{command}"' in text_of("run.py")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_written_edits_can_be_read(document: str) -> None:
    text = text_of(document)
    for edit in re.findall(r'--edit "([^"]+)"', text):
        assert parse_at(edit)
    for edit in re.findall(r"`((?:widen|narrow|insert|remove) [^`]+)`", text):
        assert parse(edit)


@pytest.mark.parametrize("document", ["README.md", "README.ko.md"])
def test_options_on_the_command_line_are_known(document: str) -> None:
    known = train_arguments.parser().format_help() + env_arguments.parser().format_help()
    said = re.findall(r"torchgarden train ((?:[^\n]|\\\n)+)\n```", text_of(document))
    assert said
    options = [option for line in said for option in re.findall(r"--[\w-]+", line)]
    assert [option for option in options if option not in known] == []


def test_every_figure_of_the_readme_has_its_benchmark() -> None:
    text = text_of("README.md")
    rows = re.findall(r"^\|.*\| `(\w+)` \|$", text, re.MULTILINE)
    assert len(rows) > 10
    scripts = {*rows, *re.findall(r"tests\.benchmarks\.(\w+)", text)}
    assert [name for name in scripts if not (ROOT / "tests" / "benchmarks" / f"{name}.py").is_file()] == []


def public_without_docstring(tree: ast.AST, prefix: str = "") -> Iterator[str]:
    """Yield the public classes, functions and methods that have no docstring."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)) and not node.name.startswith("_"):
            if not ast.get_docstring(node):
                yield prefix + node.name
            if isinstance(node, ast.ClassDef):
                yield from public_without_docstring(node, f"{node.name}.")
        elif isinstance(node, ast.If):
            yield from public_without_docstring(node, prefix)


def test_what_is_public_in_core_says_what_one_gets() -> None:
    rooms = [ROOT / "core" / room for room in ("net", "messages", "workers", "headless")]
    files = [*(ROOT / "core").glob("*.py"), *(path for room in rooms for path in room.glob("*.py"))]
    assert len(files) > 30
    trees = {path.relative_to(ROOT): ast.parse(path.read_text(encoding="utf-8")) for path in files}
    assert [f"{path}: {name}" for path, tree in trees.items() for name in public_without_docstring(tree)] == []
    assert list(public_without_docstring(ast.parse("class A:\n    def b(self): ...\n    def _c(self): ..."))) == [
        "A",
        "A.b",
    ]


def shape(text: str) -> list[str]:
    """Return what a text is made of: its headings by depth, steps, list entries and rows of tables, in order."""
    starts = (r"(#+) ", r"(\d)\. ", r"(-) \*\*|(-) ", r"(\|)")
    found = (re.match("|".join(starts), line) for line in text.splitlines())
    return [next(part for part in match.groups() if part) for match in found if match]


def test_what_users_and_teachers_read_first_is_the_same_in_both_languages() -> None:
    english, korean = text_of("README.md"), text_of("README.ko.md")
    before = english.split("## What you can do in the window")[0], korean.split("## 창에서 할 수 있는 일")[0]
    assert len(shape(before[0])) > 30
    assert shape(before[0]) == shape(before[1])
    for place in re.findall(r"`([~%][^`]+)`", before[0]):
        assert place in before[1], f"{place} is only in one of them"
