"""What an install works with: its folders, where files come from, and how patient it is."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from core.env.engines.uv import PYTORCH_INDEX, Origin
from core.env.fetch.address import is_address
from core.env.fetch.sources import Patience, addresses
from core.env.look.path_rules import masked
from core.env.problems import InstallError
from core.files import read_object
from core.folders import Folders
from core.messages.computer import Finding, Machine
from core.messages.recipe import CHANNELS_URL
from core.sentence import say

NUMBERS = ("stall_s", "pause_s", "tries")
KEYS = ("mirrors", "index_url", "find_links", *NUMBERS)


@dataclass(frozen=True)
class Context:
    """`installs` holds the journals and the lock, `cache` downloads between installs.

    `machine`: this computer, where it was looked at. `findings`: what a person should know of the context itself.
    """

    cache: Path
    installs: Path
    logs: Path
    origin: Origin = field(default_factory=Origin)
    patience: Patience = field(default_factory=Patience)
    findings: tuple[Finding, ...] = ()
    machine: Machine | None = None


def open_context(folders: Folders) -> Context:
    """The context of this person, with the sources that ``sources.json`` beside the settings names.

    ``{"mirrors": {"https://conda.anaconda.org/conda-forge": ["http://school.local/conda-forge"]}, "index_url": "",
    "find_links": [], "stall_s": 30, "pause_s": 0.5, "tries": 6}``: what a school's network needs; any may be left out.
    A key that is none of these changes nothing, and is told.
    """
    path = folders.settings / "sources.json"
    entries: dict[str, Any] = {}
    if path.exists():
        try:
            entries = read_object(path)
            mirrors = {prefix: _texts(to) for prefix, to in entries.get("mirrors", {}).items()}
            (index,) = _texts([entries.get("index_url", "")])
            origin = Origin(index, _texts(entries.get("find_links", [])), mirrors)
            patience = Patience(**{key: _positive(entries[key]) for key in NUMBERS if key in entries})
            if not isinstance(patience.tries, int):
                raise TypeError("tries is a whole number")
        except (OSError, ValueError, TypeError, AttributeError) as error:
            detail = f"{type(error).__name__}: {error}"
            raise InstallError("{path} cannot be read as a list of sources.", path=str(path), detail=detail) from error
        _check_addresses(path, origin)
        findings = tuple(_not_understood(path, key) for key in entries if key not in KEYS)
        return replace(default_context(folders), origin=origin, patience=patience, findings=findings)
    return default_context(folders)


def _check_addresses(path: Path, origin: Origin) -> None:
    """Raise InstallError for a source that is no address; the index may be a folder's path, too."""
    index = (origin.index_url,) if origin.index_url and not Path(origin.index_url).is_absolute() else ()
    for address in (*index, *(one for to in origin.mirrors.values() for one in to)):
        if not is_address(address):
            raise InstallError(
                "{path} names “{address}” as a source, which is no address: one begins with http://, https:// or "
                "file:// and has no spaces.", path=str(path), address=masked(address),
            )  # fmt: skip


def _not_understood(path: Path, key: str) -> Finding:
    return Finding(
        "network",
        "hazard",
        say('{path}: "{key}" is not understood and changes nothing.', path=str(path), key=key),
        say("What is understood: {keys}.", keys=", ".join(KEYS)),
    )


def _texts(value: Any) -> tuple[str, ...]:
    """The texts of a list; raises TypeError for anything else: the letters of one text are no addresses."""
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise TypeError(f"{value!r} is no list of texts")
    return tuple(value)


def _positive(value: Any) -> Any:
    """The number itself; raises TypeError for anything else."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < math.inf:
        raise TypeError(f"{value!r} is no number above zero")
    return value


def default_context(folders: Folders) -> Context:
    """The context with the sources that everybody has."""
    return Context(folders.cache, folders.data / "installs", folders.logs)


def sources_of(origin: Origin, *, platform: str) -> tuple[str, ...]:
    """Return one address of each source that installs come from, or of the mirror that stands for it: conda-forge's
    list of packages, torch's index, the index of other packages where one is named."""
    channel = f"{CHANNELS_URL}conda-forge/{platform}/repodata.json.zst"
    wanted = (channel, f"{PYTORCH_INDEX}/cpu/torch/", origin.index_url)
    return tuple(dict.fromkeys(addresses(url, origin.mirrors)[0] for url in wanted if url))
