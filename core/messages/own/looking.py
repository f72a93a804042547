"""The data worker: looks at files that a person has brought, and prepares them. Every command of it, and its events.

One thing at a time: a `LookInto` or `Prepare` that comes while another goes on ends that one, which answers
`LookingStopped`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Union

from core.messages.own.arrays import ArrayOptions, KnownSet, SeenArrays, SeenCode
from core.messages.own.pictures import PictureOptions, SeenPictures
from core.messages.own.prepared import OwnData
from core.messages.own.table import SeenTable, TableOptions
from core.messages.train_events import Failed, Rejected
from core.messages.train_reports import Array
from core.sentence import Sentence

Choices = Union[PictureOptions, TableOptions, ArrayOptions]


@dataclass(frozen=True)
class LookInto:
    """Look at a folder, zip, table, workbook, .npz or .py file, with these choices (None: as guessed). `text`: a table
    from the clipboard, with `path` "". Nothing of it is run. -> Seen… | LookingStopped | Rejected"""

    path: str
    choices: Union[Choices, None] = None
    text: str = ""


@dataclass(frozen=True)
class RunCode:
    """Run a Python file whose text has this sha256, as a person has said; look at what ``data()`` returns.
    -> SeenArrays | LookingStopped | Rejected"""

    path: str
    sha256: str
    choices: Union[ArrayOptions, None] = None


@dataclass(frozen=True)
class Prepare:
    """Make data ready and put it into the library under a title; `path` and `text` as in `LookInto`.
    -> Prepared | LookingStopped | Rejected; Preparing comes unasked meanwhile"""

    path: str
    choices: Choices
    title: str = ""
    text: str = ""
    sha256: str = ""


@dataclass(frozen=True)
class Fetch:
    """Fetch a known set, check it, and put it into the library. `mirror`: the address of a folder to fetch from
    instead; `folder`: where its files lie already. -> Prepared | LookingStopped | Rejected"""

    name: str
    mirror: str = ""
    folder: str = ""


@dataclass(frozen=True)
class LookAtPicture:
    """Read one picture as those of prepared data were, to ask a network about it. `digest`: of that data.
    -> PictureSeen | Rejected"""

    path: str
    digest: str


@dataclass(frozen=True)
class PictureSeen:
    """One picture as a network is given it: (channels, height, width) "u1", 255 times the input."""

    path: str
    picture: Array


@dataclass(frozen=True)
class StopLooking:
    """Stop what goes on. Nothing half made stays. -> LookingStopped"""


@dataclass(frozen=True)
class ListOwn:
    """-> OwnListed"""


@dataclass(frozen=True)
class DeleteOwn:
    """Delete prepared data from the library, by its digest. -> OwnListed | Rejected"""

    digest: str


@dataclass(frozen=True)
class OwnListed:
    """What is in the library, newest first, and the sets that can be fetched."""

    own: tuple[OwnData, ...]
    known: tuple[KnownSet, ...]


@dataclass(frozen=True)
class Preparing:
    """How far it is, at most ten a second: `done` of `all` files, rows or bytes (`all` 0: not known yet)."""

    done: int
    all: int
    doing: Sentence


@dataclass(frozen=True)
class Prepared:
    """It is in the library."""

    data: OwnData


@dataclass(frozen=True)
class LookingStopped:
    """A person has stopped it, or something else was asked."""


@dataclass(frozen=True)
class DataReady:
    """The data worker is there. Comes unasked, once, first. `missing`: what it cannot do for want of a package."""

    python: str
    pid: int
    missing: tuple[Sentence, ...] = ()


OwnCommand = Union[LookInto, RunCode, Prepare, Fetch, StopLooking, ListOwn, DeleteOwn, LookAtPicture]
OwnEvent = Union[
    DataReady, SeenPictures, SeenTable, SeenArrays, SeenCode, Preparing, Prepared, LookingStopped, OwnListed, Rejected,
    Failed, PictureSeen,
]  # fmt: skip
