"""Find every sentence a person can read, by reading the source, and keep its Korean with it.

``python3 run.py words`` adds what is missing to the .ts file of its room, marked unfinished; the translator writes
the Korean there. `tests/test_words.py` fails while anything is unfinished.
"""

from __future__ import annotations

import ast
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
I18N = ROOT / "resources" / "i18n"
CONTEXT = "TorchGarden"
SPEAKERS = {"tr", "say", "mark", "Sentence"}
"""Functions whose first argument is read on screen; subclasses of `core.sentence.Problem` are found by name."""
ROOMS = {
    "core/data/pictures": "pictures",
    "core/data/table": "table",
    "core/inside/stepping": "inside_stepping",
    "gui/inside/stepping": "inside_stepping",
    "core/inside/bench": "inside_bench",
    "gui/inside/bench": "inside_bench",
    "core/out/garden": "garden",
    "core/out/brought": "garden",
    "core/out/predict": "garden",
    "core/headless/out": "garden",
    "core/headless": "headless",
    "core/out": "out",
    "core/inside": "inside",
    "gui/inside": "inside",
    "core/data": "own_data",
    "gui/data": "own_data",
    "core/train": "core_train",
    "core/env": "core_env",
    "core": "core_train",
    "gui/install": "install",
    "gui/out": "take_home",
    "gui/train/pad": "pad",
    "gui/train": "train",
    "gui/stops": "stops",
    "gui/language": "terms",
    "gui/explain": "terms",
    "gui": "shell",
}


@dataclass(frozen=True)
class Spoken:
    """One sentence in the source: its text (None if it is not a literal), file and line."""

    text: str | None
    file: str
    line: int


def sources() -> list[Path]:
    """Return every source file of the app."""
    return sorted(path for room in ("core", "gui") for path in (ROOT / room).rglob("*.py"))


def problem_classes(trees: dict[Path, ast.Module]) -> set[str]:
    """Return the names of all classes that are, directly or not, a Problem."""
    bases: dict[str, set[str]] = {}
    for node in (node for tree in trees.values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)):
        # Of two classes with one name in different rooms either may be the one that is called.
        bases.setdefault(node.name, set()).update(ast.unparse(base).split(".")[-1] for base in node.bases)
    known = {"Problem"}
    while more := {name for name, parents in bases.items() if parents & known} - known:
        known |= more
    return known


def spoken() -> Iterator[Spoken]:
    """Yield every sentence in core and gui."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sources()}
    speakers = SPEAKERS | problem_classes(trees)
    for path, tree in trees.items():
        name = path.relative_to(ROOT).as_posix()
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if called in speakers:
                first = node.args[0]
                literal = first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None
                yield Spoken(literal, name, node.lineno)


def translations() -> dict[str, dict[Path, str]]:
    """Return English -> {file: Korean}, from every .ko.ts; unfinished entries count as empty."""
    found: dict[str, dict[Path, str]] = {}
    for path in sorted(I18N.glob("*.ko.ts")):
        for context in ElementTree.parse(path).getroot().iter("context"):
            if context.findtext("name") != CONTEXT:
                raise ValueError(f"{path.name}: the context must be {CONTEXT}, not {context.findtext('name')}")
            for message in context.iter("message"):
                target = message.find("translation")
                done = target is not None and target.get("type") != "unfinished" and target.text
                found.setdefault(message.findtext("source") or "", {})[path] = (
                    (target.text or "") if done and target is not None else ""
                )
    return found


def places(text: str) -> set[str]:
    """Return the names of the ``{places}`` in a text."""
    return {re.split(r"[.:!\[]", place)[0] for place in re.findall(r"(?<!\{)\{([a-z_][^{}]*)\}", text)}


def strip_places(text: str) -> str:
    """Return the text without its ``{places}``."""
    return re.sub(r"\{[^{}]*\}", "", text)


def room_of(file: str) -> str:
    """Return the .ts file that a source file's words belong to."""
    return next(target for room, target in ROOMS.items() if file.startswith(room + "/"))


def add_missing() -> int:
    """Write every sentence without an entry into its room's .ts, unfinished; return how many."""
    known = translations()
    missing = {s.text: room_of(s.file) for s in spoken() if s.text and s.text not in known}
    for room in sorted(set(missing.values())):
        path = I18N / f"{room}.ko.ts"
        root = (
            ElementTree.parse(path).getroot()
            if path.exists()
            else ElementTree.Element("TS", version="2.1", language="ko_KR")
        )
        context = root.find("context")
        if context is None:
            context = ElementTree.SubElement(root, "context")
            ElementTree.SubElement(context, "name").text = CONTEXT
        for text in sorted(text for text, where in missing.items() if where == room):
            message = ElementTree.SubElement(context, "message")
            ElementTree.SubElement(message, "source").text = text
            ElementTree.SubElement(message, "translation", type="unfinished")
        ElementTree.indent(root, "    ")
        path.write_text(
            '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'
            + ElementTree.tostring(root, encoding="unicode")
            + "\n",
            encoding="utf-8",
        )
    return len(missing)


# ------------------------------------------------------------------------------------------------------- the glossary
@dataclass(frozen=True)
class Never:
    """A word that no Korean text may hold: `inside` are longer words that may hold it, `room` the only file meant."""

    text: str
    inside: tuple[str, ...] = ()
    room: str = ""

    def in_(self, text: str, room: str) -> bool:
        """Return whether the word stands in a text of a room's file, other than inside an allowed one."""
        if self.room and self.room != room:
            return False
        for allowed in self.inside:
            text = text.replace(allowed, "")
        return self.text in text


@dataclass(frozen=True)
class Entry:
    """A row of the glossary: what it is in English, the Korean words for it, and those never used."""

    english: str
    korean: tuple[str, ...]
    never: tuple[Never, ...]


def glossary() -> list[Entry]:
    """Return the rows of glossary.md that have Korean words."""
    return [
        Entry(english, tuple(re.split(r", | \(", korean.rstrip(")"))), tuple(_nevers(never)))
        for english, korean, never in _rows(cells=3)
    ]


def english_never() -> list[str]:
    """Return the English words and phrases that no text on screen may hold."""
    return [word.strip() for _, never in _rows(cells=2) for word in never.split(",") if word.strip()]


def _rows(*, cells: int) -> Iterator[list[str]]:
    for line in (I18N / "glossary.md").read_text(encoding="utf-8").splitlines():
        row = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and len(row) == cells and not set(row[0]) <= {"-"} and row[-1] != "never":
            yield row


def _nevers(cell: str) -> Iterator[Never]:
    for word in filter(None, (part.strip() for part in cell.split(","))):
        text, _, allowed = word.partition(" but ")
        found = re.fullmatch(r"\[(\w+)\] (.+)", text)
        room, text = found.groups() if found else ("", text)
        yield Never(text, tuple(filter(None, allowed.split("/"))), room)


if __name__ == "__main__":
    print(f"{add_missing()} sentences added, to be translated in {I18N}")
