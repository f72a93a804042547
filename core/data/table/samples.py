"""Small tables that come along, to begin with: ordinary files, prepared as a person's own are."""

from __future__ import annotations

import contextlib
import csv
import io
import os
from dataclasses import dataclass
from pathlib import Path

from core.files import read_text
from core.messages.own.arrays import KnownSet
from core.messages.own.looking import Prepare
from core.messages.own.table import TableOptions

SOURCE = Path(__file__).resolve().parents[3]
"""The folder that `core` is in; in a packaged app worker_src, and its resources lie beside that."""
FOLDER = next(
    (found for place in (SOURCE, SOURCE.parent) if (found := place / "resources" / "datasets" / "tables").is_dir()),
    SOURCE / "resources" / "datasets" / "tables",
)


@dataclass(frozen=True)
class SampleTable:
    """A table that comes along: what it is called, where it lies, what is usually predicted, whose it is."""

    title: str
    path: Path
    target: str
    attribution: str


_TABLES = (
    ("Iris", "iris.csv", "species", "Iris, R. A. Fisher, UCI, CC BY 4.0"),
    ("Palmer penguins", "penguins.csv", "species", "Palmer penguins, A. Horst, A. Hill and K. Gorman, CC0"),
    ("Wine", "wine.csv", "cultivar", "Wine, S. Aeberhard and M. Forina, UCI, CC BY 4.0"),
)


def sample_tables() -> tuple[SampleTable, ...]:
    """Return the tables that come along, in the order to offer them."""
    return tuple(SampleTable(title, FOLDER / name, target, whose) for title, name, target, whose in _TABLES)


def attribution_of(path: str) -> str:
    """Return whose a table is, "" for one that did not come along."""
    same = os.path.normcase(os.path.abspath(path)) if path else ""
    return next((one.attribution for one in sample_tables() if os.path.normcase(one.path) == same), "")


def known() -> tuple[KnownSet, ...]:
    """Return the tables that come along as known sets: nothing of them has to be fetched. One that cannot be read is
    left out."""
    found = []
    for one in sample_tables():
        with contextlib.suppress(OSError, ValueError, KeyError):
            rows = list(csv.DictReader(io.StringIO(read_text(one.path, limit_bytes=1 << 20))))
            classes = tuple(sorted({row[one.target] for row in rows}))
            held_out = len(rows) // 5
            whose, _, licence = one.attribution.rpartition(", ")
            made = KnownSet(
                one.path.stem, one.title, whose, licence, one.path.stat().st_size, (len(rows[0]) - 1,), classes,
                len(rows) - held_out, held_out, there=True,
            )  # fmt: skip
            found.append(made)
    return tuple(found)


def wanted(name: str) -> Prepare | None:
    """Return what makes the table of this name ready; None where none is called so."""
    one = next((one for one in sample_tables() if one.path.stem == name), None)
    return Prepare(str(one.path), TableOptions(target=one.target), one.title) if one is not None else None
