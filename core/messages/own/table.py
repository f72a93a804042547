"""A table: how its text was read, what its columns are, what can be chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from core.messages.own.oddities import Decision, Oddity
from core.messages.train_commands import Task
from core.sentence import Sentence, say

Encoding = Literal["", "utf-8", "utf-8-sig", "utf-16", "cp949", "cp1252"]
Role = Literal["input", "target", "unused"]
UNSURE = say("“{name}” holds {count} different whole numbers. Are they classes, or an amount?")
"""What `SeenTable.ask` says where a `TableOptions.task` is all that is missing."""


@dataclass(frozen=True)
class TableReading:
    """How a table's text is read; "" and −1 stand for what is guessed. `decimal`: the letter before the fraction.
    `header`: how many rows name the columns. `sheet`: of a workbook."""

    encoding: Encoding = ""
    separator: Literal["", ",", ";", "\t", "|"] = ""
    decimal: Literal["", ".", ","] = ""
    header: int = -1
    sheet: str = ""


@dataclass(frozen=True)
class ColumnChoice:
    """What a column is for, and what it is taken as."""

    name: str
    role: Role
    kind: Literal["number", "category"]


@dataclass(frozen=True)
class TableOptions:
    """How a table shall be prepared. `columns` (): all as guessed. `task`: what the target is, "" as guessed."""

    reading: TableReading = TableReading()
    target: str = ""
    task: Literal["", "classify", "regress"] = ""
    columns: tuple[ColumnChoice, ...] = ()
    held_out: int = 20
    seed: int = 0
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True)
class SeenColumn:
    """A column: its name (made unique), what it is taken as and why, some of its cells as they stand there."""

    name: str
    role: Role
    kind: Literal["number", "category"]
    why: Sentence
    values: tuple[str, ...]
    different: int
    missing: int
    warning: Sentence | None = None


@dataclass(frozen=True)
class SeenTable:
    """What a table holds, read with `chosen`, which is what was asked for with every blank filled in.

    `rows`: of data. `first`: its first rows as text, at most 20 of at most 60 columns. `ask`: what a person has to say
    before it can be prepared, None if nothing. `encodings`: for a text whose encoding cannot be guessed, some of them
    with its first three rows. `sheets`: of a workbook. `task` None: no target is chosen yet.
    """

    path: str
    title: str
    columns: tuple[SeenColumn, ...]
    rows: int
    first: tuple[tuple[str, ...], ...]
    chosen: TableOptions
    oddities: tuple[Oddity, ...]
    task: Task | None = None
    classes: tuple[str, ...] = ()
    ask: Sentence | None = None
    encodings: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = ()
    sheets: tuple[str, ...] = ()
