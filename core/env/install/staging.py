"""Where an environment lies while it is made, and how it gets to its place without ever being half there.

Beside the environments there is a folder ``.torchgarden``, on the same volume, so that a move is one rename: conda
looks one level deep for environments and does not see what lies in it. A new environment's packages are linked there
with the final path written into them, and moved to their place, where they are no environment yet: that they become by
their history, which is written last. An environment that gives way waits there too, whole, until the new one is.
"""

from __future__ import annotations

import contextlib
import os
import sys
import uuid
from pathlib import Path

from core import files
from core.env.envs.layout import is_environment
from core.env.install import private
from core.env.look.path_rules import forbidden_in
from core.env.problems import BadPrefix, NameTaken, file_problem
from core.prefix import history_of, notes_of

ASIDE = ".torchgarden"
LONGEST_BYTES = 250
"""conda's archives keep 255 bytes free for the path of an environment."""
UNFINISHED = "unfinished"
KEY_BYTES = 1 << 12
"""More than the name of any install."""


def check_prefix(prefix: Path) -> Path:
    """Return the path of an environment made plain and absolute; raise `BadPrefix` where one cannot live."""
    text = os.path.abspath(prefix)
    windows = sys.platform == "win32"
    if not prefix.is_absolute():
        raise BadPrefix("The folder {path} must be given in full, from the disk's root.", path=str(prefix))
    if character := forbidden_in(text, windows=windows):
        raise BadPrefix(
            "The folder {path} has {character} in its name, and programs break on that.", path=text, character=character
        )
    if len(os.fsencode(str(rehearsal(Path(text))))) > LONGEST_BYTES:
        raise BadPrefix("The folder {path} is too deep: programs in it could not be started.", path=text)
    return Path(text)


def check_free(prefix: Path, *, replace: bool) -> bool:
    """Return whether an environment lies at `prefix` that gives way; raise `NameTaken` for what may not."""
    if files.is_link(prefix) or (prefix.exists() and not prefix.is_dir()):
        raise NameTaken("{path} is there already, and it is no environment.", path=str(prefix))
    if not prefix.exists() or not any(prefix.iterdir()):
        return False
    if not is_environment(prefix):
        raise NameTaken("The folder {path} is there already and holds something else.", path=str(prefix))
    if not replace:
        raise NameTaken("An environment called {name} is there already.", name=prefix.name)
    return True


# ----------------------------------------------------------------------------------------------------------- folders
def rehearsal(prefix: Path) -> Path:
    """Where a new environment is made and checked while the old one of its name still stands."""
    return prefix.parent / ASIDE / prefix.name


def linking(prefix: Path) -> Path:
    """Where packages are linked before they are moved to `prefix`."""
    return prefix.parent / ASIDE / f"{prefix.name}.linking"


def old(prefix: Path) -> Path:
    """Where the environment waits that gives way to a new one."""
    return prefix.parent / ASIDE / f"{prefix.name}.old"


def claim(folder: Path, key: str) -> None:
    """Write into a folder which install it belongs to."""
    note = notes_of(folder) / UNFINISHED
    note.parent.mkdir(parents=True, exist_ok=True)
    files.write(note, key)


def belongs_to(folder: Path, key: str) -> bool:
    """Whether a folder is the half environment of this install."""
    try:
        return files.read_text(notes_of(folder) / UNFINISHED, limit_bytes=KEY_BYTES) == key
    except (OSError, ValueError):
        return False


def release(folder: Path) -> None:
    """Take away the note that `claim` has written."""
    (notes_of(folder) / UNFINISHED).unlink(missing_ok=True)


# ------------------------------------------------------------------------------------------------------------- moves
def move(source: Path, target: Path) -> None:
    """Rename a folder; nothing may be at `target` but an empty one. Raises `InstallError`."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.is_dir():
            target.rmdir()
        files.rename(source, target)
    except OSError as error:
        raise file_problem(error, source) from error


def try_folder(prefix: Path) -> None:
    """Raise `InstallError` where nothing can be made beside `prefix`: better now than after an hour of downloads."""
    trial = rehearsal(prefix).with_name(f"trash-{uuid.uuid4().hex[:8]}")
    try:
        private.make(prefix.parent)
        trial.mkdir(parents=True)
        trial.rmdir()
        runs = _programs_may_run(prefix.parent)
    except OSError as error:
        raise file_problem(error, prefix.parent) from error
    if not runs:
        raise BadPrefix("No program may run on the disk of {path} (it is mounted “noexec”).", path=str(prefix.parent))


def _programs_may_run(folder: Path) -> bool:
    if sys.platform == "win32":
        return True
    return not os.statvfs(folder).f_flag & getattr(os, "ST_NOEXEC", 0)


def delete(folder: Path) -> None:
    """Delete a folder: out of sight at once, then file by file. Raises `InstallError`."""
    if not os.path.lexists(folder):
        return
    try:
        if files.is_link(folder):
            raise BadPrefix("{path} is a link; only the folder it leads to can be deleted.", path=str(folder))
        trash = (folder if folder.parent.name == ASIDE else rehearsal(folder)).with_name(
            f"trash-{uuid.uuid4().hex[:8]}"
        )
        trash.parent.mkdir(parents=True, exist_ok=True)
        files.rename(folder, trash)
    except OSError as error:
        raise file_problem(error, folder) from error
    erase(trash)
    tidy(trash.parent)


def erase(folder: Path) -> None:
    """Delete as much of a folder as can be; what another program holds goes at the next start."""
    files.remove_tree(folder)


def sweep(envs: Path) -> None:
    """Delete what earlier deletions had to leave."""
    for trash in (envs / ASIDE).glob("trash-*"):
        erase(trash)
    tidy(envs / ASIDE)


def tidy(aside: Path) -> None:
    """Remove the folder beside the environments when nothing is in it."""
    with contextlib.suppress(OSError):
        aside.rmdir()


def stepped_aside(envs: Path) -> list[tuple[Path, Path]]:
    """Return (where it lies, where it belongs) of each environment of a folder that had to give way."""
    with contextlib.suppress(OSError):
        return [(path, envs / path.name.removesuffix(".old")) for path in sorted((envs / ASIDE).glob("*.old"))]
    return []


def bring_back_whole(aside: Path, prefix: Path) -> bool:
    """Put an environment back where nobody is in its place but what is half made; return whether that was done."""
    if files.is_link(aside) or not history_of(aside).exists() or history_of(prefix).exists():
        return False
    if prefix.exists():
        if not (notes_of(prefix) / UNFINISHED).exists() and any(prefix.iterdir()):
            return False
        delete(prefix)
    move(aside, prefix)
    tidy(aside.parent)
    return True


def bring_back(prefix: Path, key: str) -> bool:
    """Put the environment that had to give way back into its place; return whether there was one."""
    if not old(prefix).exists():
        return False
    if prefix.exists() and (belongs_to(prefix, key) or not history_of(prefix).exists()):
        delete(prefix)
    move(old(prefix), prefix)
    tidy(old(prefix).parent)
    return True
