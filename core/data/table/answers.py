"""What the data worker answers of a table: what it holds, and the table made ready.

Looking and preparing read the table in the same way, so what was shown is what is learned.
"""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass, replace

from core.data import library
from core.data.asked import Asking
from core.data.library import DATA_FILE, LibraryError
from core.data.table import columns, letters, opening, target, text, workbook
from core.data.table.columns import Column
from core.data.table.fitting import fit, same_rows
from core.data.table.header import KEEP, LEAVE_OUT, Grid, grid
from core.data.table.inputs import category_of
from core.data.table.letters import Letters
from core.data.table.noticed import Noticed, short
from core.data.table.samples import attribution_of
from core.data.table.target import Aim
from core.data.table.text import Cut
from core.data.tensors import write_tensors
from core.disk_reason import reason
from core.messages.own.looking import LookInto, Prepare, Prepared
from core.messages.own.oddities import Way
from core.messages.own.prepared import About
from core.messages.own.table import ColumnChoice, Role, SeenTable, TableOptions, TableReading
from core.messages.train_events import Rejected
from core.sentence import Sentence, say

FIRST_ROWS, FIRST_COLUMNS, CELL_LETTERS = 20, 60, 200
ASKED_ROWS = 3
PREVIEW_BYTES = 20_000
DECIMAL_ROWS = 500
CLIPBOARD = "clipboard"
_READ = Way("read", say("read it as what it is"))
_BACK = Way("turn-back", say("turn the letters back"))
_KEEP = Way("keep", say("keep them"))
_LINES = Way("lines", say("take each line as a row of its own"))
_SHORTEN = Way("shorten", say("keep their first letters"))
_ONE_SIDE = Way(KEEP.name, say("keep them on one side"))
_FILL = Way("fill", say("take the median of the column; among words, a word of its own"))


@dataclass(frozen=True)
class Studied:
    """A table, understood: its shape, its columns with their parts, what is predicted, and how it was read. `rows`:
    those that are used; `together`: groups of them that are not split. `ask`: what a person has to say first."""

    table: Grid
    columns: list[Column]
    aimed: Aim
    reading: TableReading
    noticed: Noticed
    rows: list[int]
    together: list[list[int]]
    ask: Sentence | None
    sheets: tuple[str, ...] = ()
    encodings: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = ()


def takes(path: str) -> bool:
    """Return whether a file is a table, by its name."""
    return os.path.isfile(path) and path.lower().endswith(opening.TABLES)


def look(command: LookInto, asked: Asking) -> SeenTable:
    """Return what a table holds; raise `LibraryError` where it cannot be read."""
    choices = command.choices if isinstance(command.choices, TableOptions) else TableOptions()
    found = _studied(command.path, command.text, choices, asked)
    first = zip(*([short(cell, CELL_LETTERS) for cell in column[:FIRST_ROWS]]
                  for column in found.table.columns[:FIRST_COLUMNS]), strict=True)  # fmt: skip
    filled = replace(
        choices, reading=found.reading, target=found.aimed.name, task=found.aimed.task or "",
        columns=tuple(ColumnChoice(c.name, _role(c, found.aimed), c.kind) for c in found.columns),
        decisions=found.noticed.chosen(),
    )  # fmt: skip
    return SeenTable(
        command.path, _title(command.path), tuple(replace(c.seen(), role=_role(c, found.aimed)) for c in found.columns),
        len(found.table.lines), tuple(first), filled, tuple(found.noticed.found), found.aimed.task,
        found.aimed.classes, found.ask, found.encodings, found.sheets,
    )  # fmt: skip


def prepare(command: Prepare, asked: Asking) -> Prepared | Rejected:
    """Make a table ready and put it into the library; refuse where something has to be said first. Raises
    `LibraryError`."""
    choices = command.choices if isinstance(command.choices, TableOptions) else TableOptions()
    found = _studied(command.path, command.text, choices, asked)
    if found.ask is not None:
        return Rejected(found.ask)
    aimed = found.aimed
    used = [column for column in found.columns if _role(column, aimed) == "input"]
    decimal = found.reading.decimal or "."
    made = fit(used, aimed, found.rows, found.together, choices.held_out, choices.seed, decimal, asked)
    count = made.training + made.validation
    about = About(
        title=command.title or _title(command.path), kind="table", task=aimed.task or "classify", input=(made.width,),
        classes=aimed.classes, training=made.training, validation=made.validation, preparation=made.preparation,
        source=unicodedata.normalize("NFC", os.path.basename(command.path)), told=tuple(found.noticed.found),
        attribution=attribution_of(command.path),
    )  # fmt: skip
    try:
        with library.writing() as folder:
            classes = aimed.task == "classify"
            write_tensors(
                folder / DATA_FILE, inputs=(memoryview(made.inputs),), shape=(count, made.width), of="F32",
                targets=made.targets.tobytes(), classify=classes,
            )  # fmt: skip
            return Prepared(library.put(folder, about))
    except OSError as error:
        raise LibraryError("The data cannot be kept in {folder}.", advice=(reason(error),),
                           folder=str(library.place())) from error  # fmt: skip


def _title(path: str) -> str:
    name = unicodedata.normalize("NFC", os.path.splitext(os.path.basename(path))[0])
    return short(name) or CLIPBOARD


def _role(column: Column, aimed: Aim) -> Role:
    return "target" if column.name == aimed.name else column.role


# ---------------------------------------------------------------------------------------------------------- understood
def _studied(path: str, pasted: str, choices: TableOptions, asked: Asking) -> Studied:
    noticed = Noticed(choices.decisions)
    cut, reading, sheets, encodings = _cut(path, pasted, choices.reading, noticed, asked)
    decimal = reading.decimal or text.guess_decimal(cut.rows[:DECIMAL_ROWS], cut.separator)
    table = grid(cut.rows, reading.header, decimal, noticed)
    del cut
    if not table.lines or not table.names:
        raise LibraryError("There is no table in {path}.", path=os.path.basename(path) or CLIPBOARD)
    merged = columns.filled_down(table, noticed)
    wanted, slashed = {choice.name: choice for choice in choices.columns}, columns.slashed(noticed)
    found: list[Column] = []
    for at, name in enumerate(table.names):
        asked.at(at, len(table.names), say("Looking at the columns"))
        column = replace(columns.understood(name, table.columns[at], decimal, slashed), merged=name in merged)
        found.append(columns.chosen(column, wanted.get(name)))
    goal = _goal(found, choices)
    found = [replace(c, role="input") if c.name == goal else c for c in found]
    found = columns.in_one_spelling(found, noticed)
    columns.note(found, noticed)
    aimed = target.aim(found, goal, choices.task, decimal, noticed)
    found = target.leaks(found, aimed, decimal, noticed)
    rows = _used(found, aimed, decimal, noticed)
    rows, together = _copies(
        table, [c for c in found if _role(c, aimed) == "input"], aimed, rows, decimal, noticed, asked
    )
    reading = replace(reading, decimal=decimal, header=table.header)
    ask = _ask(found, aimed, reading, encodings)
    return Studied(table, found, aimed, reading, noticed, rows, together, ask, sheets, encodings)


def _goal(found: list[Column], choices: TableOptions) -> str:
    """Return the name of the column that is predicted, "" where none is chosen and none is likely."""
    named = unicodedata.normalize("NFC", choices.target) or next(
        (choice.name for choice in choices.columns if choice.role == "target"), ""
    )
    names = [column.name for column in found]
    if named and named not in names:
        raise LibraryError("There is no column called {name}. There is: {names}.",
                           name=named, names=short(", ".join(names), 500))  # fmt: skip
    return named or target.guess(found)


def _ask(found: list[Column], aimed: Aim, reading: TableReading, encodings: object) -> Sentence | None:
    if encodings:
        return say("The encoding of this file cannot be guessed. Choose the one in which its rows look right.")
    if aimed.ask is None and not any(_role(column, aimed) == "input" for column in found):
        return say("No column is left to learn from. Choose at least one as an input.")
    return aimed.ask


def _used(found: list[Column], aimed: Aim, decimal: str, noticed: Noticed) -> list[int]:
    """Return the numbers of the rows that are used: with a target, and without gaps where a person wants that."""
    rows = [row for row, value in enumerate(aimed.values) if value is not None and value != ""]
    gaps: dict[str, list[int]] = {}
    for column in found:
        if _role(column, aimed) == "input" and column.missing + column.stray:
            empty = {cell for cell in set(column.cells) if _is_empty(cell, column, decimal)}
            gaps[column.name] = [row for row in rows if column.cells[row] in empty]
    count = sum(map(len, gaps.values()))
    way = noticed.note(
        "missing", count, say("Empty cells in columns that are learned from: {count:,}.", count=count),
        (_FILL, LEAVE_OUT), examples=(f"{name}: {len(at):,}" for name, at in gaps.items() if at), unused=("leave-out",),
    )  # fmt: skip
    if way == "leave-out":
        out = {row for at in gaps.values() for row in at}
        return [row for row in rows if row not in out]
    return rows


def _copies(table: Grid, inputs: list[Column], aimed: Aim, rows: list[int], decimal: str, noticed: Noticed,
            asked: Asking) -> tuple[list[int], list[list[int]]]:  # fmt: skip
    """Return (the rows that are used, those of them that are the same and stay on one side of the split)."""
    groups, usual = same_rows(inputs, aimed, rows, decimal, asked) if inputs else ([], False)
    again = {row: group[0] for group in groups for row in group[1:]}
    ways = (KEEP if usual else _ONE_SIDE, LEAVE_OUT)
    sentence = say("Rows that say the same as an earlier one: {count:,}.", count=len(again))
    if usual and noticed.way("copies", ways) == KEEP.name:
        sentence = say(
            "Rows that say the same as an earlier one: {count:,}. In this table that is usual, so they are split like "
            "all others.", count=len(again),
        )  # fmt: skip
    way = noticed.note(
        "copies", len(again), sentence, ways, unused=(LEAVE_OUT.name,),
        examples=(f"{table.lines[row]} = {table.lines[first]}" for row, first in sorted(again.items())),
    )  # fmt: skip
    if way == LEAVE_OUT.name:
        return [row for row in rows if row not in again], []
    return rows, [] if usual else groups


def _is_empty(cell: str, column: Column, decimal: str) -> bool:
    return column.value_of(cell, decimal) is None if column.kind == "number" else not category_of(cell)


# --------------------------------------------------------------------------------------------------------------- read
def _cut(path: str, pasted: str, reading: TableReading, noticed: Noticed, asked: Asking) -> tuple[
    Cut, TableReading, tuple[str, ...], tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]
]:  # fmt: skip
    """Return (rows, how they were read, sheets, encodings to choose from)."""
    sheets: tuple[str, ...] = ()
    encodings: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = ()
    if pasted:
        if len(pasted) > opening.MOST_BYTES // 4:
            raise text.too_large(0)
        cut = text.cut(pasted, reading.separator, asked)
    else:
        content = opening.content_of(path)
        name = os.path.basename(path)
        if opening.is_workbook(content, name):
            renamed = 0 if path.lower().endswith((".xlsx", ".xlsm")) else 1
            noticed.note("workbook", renamed, say("{name} is a workbook of Excel, whatever its name says.", name=name),
                         (_READ,))  # fmt: skip
            cut, sheets, sheet = workbook.cut(content, reading.sheet, asked)
            return _told(cut, noticed), replace(reading, sheet=sheet), sheets, ()
        read = letters.read(content, reading.encoding)
        if not read.encoding:
            encodings = _choices(content, reading, asked)
        del content
        cut = text.cut(_mended(read, noticed), reading.separator, asked)
        reading = replace(reading, encoding=read.encoding)
    return _told(cut, noticed), replace(reading, separator=cut.separator), sheets, encodings


def _mended(read: Letters, noticed: Noticed) -> str:
    """Return the text of a file, with letters turned back that somebody before us took for others."""
    noticed.note("lost-letters", read.lost, say("Letters that cannot be read in this encoding: {count:,}.",
                                                count=read.lost), (_KEEP,))  # fmt: skip
    if not read.taken_for:
        return read.text
    back = letters.turned_back(read.text, read.taken_for)
    wrong = [(one, two) for one, two in zip(read.text.splitlines(), back.splitlines(), strict=False) if one != two]
    values: dict[str, str | int] = {"encoding": read.taken_for, "count": len(wrong)}
    sentence = say("Lines in UTF-8 that another program took for {encoding}: {count:,}.", **values)
    if letters.REPLACED in back:
        sentence = say(
            "Lines in UTF-8 that another program took for {encoding}: {count:,}. Letters were lost by that: take the "
            "file as it was before, if you can.", **values,
        )  # fmt: skip
    way = noticed.note("taken-for", len(wrong), sentence, (_BACK, _KEEP),
                       examples=(f"{short(one, 30)} → {short(two, 30)}" for one, two in wrong))  # fmt: skip
    return back if way == "turn-back" else read.text


def _told(cut: Cut, noticed: Noticed) -> Cut:
    noticed.note("open-quote", cut.lines, say("Lines with a quote that is not closed: {count:,}.", count=cut.lines),
                 (_LINES,))  # fmt: skip
    noticed.note("long-cells", cut.long, say("Cells with more than {most:,} letters: {count:,}.",
                                             most=text.CELL_LETTERS, count=cut.long), (_SHORTEN,))  # fmt: skip
    return cut


def _choices(
    content: bytes, reading: TableReading, asked: Asking
) -> tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]:
    """Return encodings with some rows in each, the first that hold letters that are not English."""
    shown = []
    for encoding in letters.ASKED:
        rows = text.cut(letters.read(content[:PREVIEW_BYTES], encoding).text, reading.separator, asked).rows
        rows = rows[:-1] if len(content) > PREVIEW_BYTES else rows  # the last one is cut off
        foreign = [row for row in rows if not "".join(row).isascii()] or rows
        first = tuple(tuple(short(cell, 40) for cell in row[:10]) for row in foreign[:ASKED_ROWS])
        shown.append((str(encoding), first))
    return tuple(shown)
