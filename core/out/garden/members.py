"""What is in a .garden file: a zip whose members have fixed names.

| member | what it is |
| --- | --- |
| `garden.json` | the first one: what the file is, and of every other member its size and SHA-256 |
| `run/…` | what belongs to a run's folder (core/train/disk/FORMAT.md): weights, record, ticks, twin, branches |
| `data/about.json` | of data of a person's own: what it is and where it is from (`core.data.library`) |
| `data/data.safetensors` | that data itself, unless it was left out |

`garden.json` is an object with

- `is`: "TorchGarden training"; `format`: 1, a higher one is refused; `app`: the version that has written it,
- `name`: of the training; `data`: the digest of its data in the library, "" for data that ships with the app,
- `title`: what that data is called, "" for the other,
- `members`: name -> `bytes` and `sha256`, of exactly those that are there.

Weights are stored as they are, for they do not become smaller, and so is `garden.json`; all the rest is deflated. The
same training gives the same file, byte for byte.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from core.data.library import ABOUT_BYTES, ABOUT_FILE, DATA_FILE, DIGEST, MOST_BYTES
from core.files import from_json, to_json
from core.runs import BRANCHES, RECORD_BYTES, RECORD_FILE, TREE_FILE, TWIN_FILE, WEIGHTS_FILE
from core.sentence import AdvisedProblem
from core.train.disk.tree import MOST_BRANCHES, MOST_NUMBER, TREE_BYTES
from core.train.model.safetensors import FILE_BYTES
from core.versions import VERSION

FORMAT = 1
IS = "TorchGarden training"
SUFFIX = ".garden"
MANIFEST = "garden.json"
MANIFEST_BYTES = 1 << 20
RUN, DATA = "run/", "data/"
ABOUT, TENSORS = DATA + ABOUT_FILE, DATA + DATA_FILE
MOST_MEMBERS = 16 + 4 * (4 * MOST_BRANCHES)
DIRECTORY_BYTES = 1 << 20
TICKS_BYTES = 1 << 30
HEADER_BYTES = 1 << 20
"""More than the header of prepared data takes."""
IN_RUN = re.compile(
    rf"run/(?:{BRANCHES}/(0|[1-9]\d{{0,6}})/)?({WEIGHTS_FILE}|{RECORD_FILE}|ticks-\d{{1,10}}\.f8)", re.A
)
LIMITS = {
    MANIFEST: MANIFEST_BYTES, RUN + TWIN_FILE: FILE_BYTES, RUN + TREE_FILE: TREE_BYTES, ABOUT: ABOUT_BYTES,
    TENSORS: MOST_BYTES + MOST_BYTES // 16 + HEADER_BYTES,
}  # fmt: skip


class GardenError(AdvisedProblem):
    """A .garden file that cannot be opened. `advice`: why, or what to do about it."""


@dataclass(frozen=True)
class Member:
    """A file in the zip: its size, and its SHA-256 in hex."""

    bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What garden.json says."""

    name: str
    data: str = ""
    title: str = ""
    members: dict[str, Member] = field(default_factory=dict)
    app: str = VERSION

    def to_json(self) -> bytes:
        """Return it as it is written."""
        members = {name: {"bytes": one.bytes, "sha256": one.sha256} for name, one in sorted(self.members.items())}
        told = {"is": IS, "format": FORMAT, "app": self.app, "name": self.name, "data": self.data, "title": self.title}
        return to_json({**told, "members": members}, indent=1)


def manifest_of(text: bytes) -> Manifest:
    """Return what garden.json says; raise ValueError where it says what cannot be, `GardenError` of a newer one."""
    told = from_json(text)
    if not isinstance(told, dict) or told.get("is") != IS:
        raise ValueError("no .garden file")
    version = told.get("format")
    if type(version) is not int or version < 1:
        raise ValueError("no format")
    if version > FORMAT:
        raise GardenError("This file was written by a newer TorchGarden. Open it with that one.")
    name, data, title, app = (_text(told.get(key)) for key in ("name", "data", "title", "app"))
    members = told.get("members")
    if not isinstance(members, dict) or len(members) > MOST_MEMBERS or (data and not DIGEST.fullmatch(data)):
        raise ValueError("no list of members")
    return Manifest(name, data, title, {key: _member(key, one) for key, one in members.items()}, app)


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > 1000:
        raise ValueError("no text")
    return value


def _member(name: str, told: Any) -> Member:
    size, digest = (told.get("bytes"), told.get("sha256")) if isinstance(told, dict) else (None, None)
    if type(size) is not int or not 0 <= size <= limit_of(name) or not isinstance(digest, str):
        raise ValueError("no member")
    if not DIGEST.fullmatch(digest):
        raise ValueError("no sum")
    return Member(size, digest)


def limit_of(name: str) -> int:
    """Return how large a member can be; raise ValueError for a name that none has."""
    if name in LIMITS:
        return LIMITS[name]
    found = IN_RUN.fullmatch(name)
    if found is None or int(found[1] or 0) > MOST_NUMBER:
        raise ValueError("a name that none has")
    return FILE_BYTES if found[2] == WEIGHTS_FILE else RECORD_BYTES if found[2] == RECORD_FILE else TICKS_BYTES


def is_stored(name: str) -> bool:
    """Return whether a member is stored as it is: weights do not become smaller, and what says all sums is as long
    whatever they are."""
    return name == MANIFEST or (name.startswith(RUN) and name.endswith(".safetensors"))
