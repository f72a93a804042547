"""A run written as one .garden file (`core.out.garden.members`), and how large that would be."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import IO, Any, cast

from core import files
from core.data import library
from core.data.library import ABOUT_FILE, DATA_FILE
from core.files import Beside
from core.messages.catalogue import OWN
from core.messages.own.out import OutMeasured
from core.messages.train_commands import DataSpec
from core.out.garden import still
from core.out.garden.members import ABOUT, DATA, MANIFEST, RUN, TENSORS, Manifest, Member, is_stored
from core.out.taken import OutError, Taken
from core.runs import WEIGHTS_FILE, RunError, read_run
from core.sentence import Sentence, say

BLOCK_BYTES = 1 << 20
ANY_SUM = "0" * 64
WHEN = (1980, 1, 1, 0, 0, 0)
"""The same training is the same file."""


def write(taken: Taken, path: Path, *, data: bool, language: str) -> tuple[Sentence, ...]:
    """Write a run with all that belongs to it into one file; return what a person has to know. Raises OSError.

    The run may be saved meanwhile: what is written is as it stood at one moment.
    """
    spec = taken.record.data
    with still.standing(taken.folder) as run, Beside(path) as beside:
        found = _files(run, spec, data=data)
        sums = {name: Member(one.stat().st_size, files.sha256_of(one)) for name, one in found.items()}
        _pack(beside.file, found, _manifest(taken.name, spec, sums))
        beside.commit(on_disk=True)
    if spec.name != OWN or data:
        return ()
    return (
        say(
            "The data “{title}” is not in the file. Whoever opens it needs the same data, prepared in the same way.",
            title=spec.title or spec.own[:12],
        ),
    )


def measure(folder: Path) -> OutMeasured:
    """Return how large the file of a run would be, with its data and without, to the byte; raise `RunError` where
    there is no run, `LibraryError` where its data is not there."""
    record = read_run(folder).record
    if record is None:
        raise OutError("The training {name} is damaged and cannot be read.", name=folder.name)
    spec, sizes = record.data, []
    with still.standing(folder) as run:
        for data in (True, False) if spec.name == OWN else (True,):
            found = _files(run, spec, data=data)
            sums = {name: Member(one.stat().st_size, ANY_SUM) for name, one in found.items()}
            counter = _Counter()
            _pack(cast("IO[bytes]", counter), found, _manifest(folder.name, spec, sums))
            sizes.append(counter.most)
    return OutMeasured(str(folder), sizes[0], sizes[-1])


def _manifest(name: str, spec: DataSpec, sums: dict[str, Member]) -> Manifest:
    own = spec.name == OWN
    return Manifest(name, spec.own if own else "", spec.title[:200] if own else "", sums)


def _files(run: Path, spec: DataSpec, *, data: bool) -> dict[str, Path]:
    """Return what goes into the file, by its name there."""
    found = {RUN + name: path for name, path in still.members(run).items()}
    if RUN + WEIGHTS_FILE not in found:
        raise RunError("There is no training in {folder}.", folder=run.name)
    if spec.name == OWN:
        library.read_about(spec.own, title=spec.title)
        folder = library.folder_of(spec.own)
        found[ABOUT] = folder / ABOUT_FILE
        if data:
            found[TENSORS] = folder / DATA_FILE
    return found


def _pack(file: IO[bytes], found: dict[str, Path], manifest: Manifest) -> None:
    with zipfile.ZipFile(file, "w") as made:
        made.writestr(_info(MANIFEST), manifest.to_json())
        for name in sorted(found, key=lambda name: (not name.startswith(DATA), name)):
            info, size = _info(name), manifest.members[name].bytes
            info.file_size = size
            with files.opened(found[name]) as source, made.open(info, "w") as target:
                while size > 0 and (block := source.read(min(BLOCK_BYTES, size))):
                    target.write(block)
                    size -= len(block)
            if size:
                raise OSError("a file became shorter while it was read")


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, WHEN)
    info.compress_type = zipfile.ZIP_STORED if is_stored(name) else zipfile.ZIP_DEFLATED
    info.create_system, info.external_attr = 3, 0o100644 << 16
    return info


class _Counter(io.RawIOBase):
    """A file that only counts how long it would be."""

    def __init__(self) -> None:
        self.at, self.most = 0, 0

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.at

    def seek(self, place: int, whence: int = 0) -> int:
        self.at = place + (0, self.at, self.most)[whence]
        return self.at

    def write(self, content: Any) -> int:
        self.at += len(content)
        self.most = max(self.most, self.at)
        return len(content)
