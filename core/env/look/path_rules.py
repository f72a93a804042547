"""What may go wrong on this computer before anything is installed: paths, disks, memory, network, stray variables.

Each is a `Finding` with a sentence and, where something can be done, with advice. A "stop" keeps an environment from
being made in that place at all.
"""

from __future__ import annotations

import ntpath
import posixpath
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from core.messages.computer import Finding, Volume
from core.sentence import say
from core.sizes import size_text

if TYPE_CHECKING:  # what looks is handed in: the window reads these rules and must not load what touches the computer
    from core.env.look.network import NetworkSettings
    from core.env.look.system import Memory, Outside

GIB = 1 << 30
LONGEST_MEMBER = 167
"""The longest path inside a torch wheel's installation, in characters below the environment's folder."""
WINDOWS_PATH = 259
PREFIX_BYTES = 250
"""Conda packages leave 255 bytes for the folder's path."""
LEAST_DISK_BYTES = 5 * GIB
LEAST_MEMORY_BYTES = 4 * GIB
LEAST_COMMIT_BYTES = 4 * GIB
SYNCED = ("onedrive", "dropbox", "google drive", "googledrive", "icloud", "mobile documents", "cloudstorage")
STRAY = ("PYTHONHOME", "PYTHONPATH", "CUDA_VISIBLE_DEVICES", "LD_PRELOAD", "CONDA_OVERRIDE_CUDA", "SSLKEYLOGFILE")


def path_findings(folder: str, outside: Outside, *, long_paths: bool) -> list[Finding]:
    """What is risky about making environments in `folder`."""
    windows = outside.host.sys_platform == "win32"
    return [
        *_name_findings(folder, windows=windows),
        *_place_findings(folder, outside.environ, windows=windows),
        *_length_findings(folder, windows=windows, long_paths=long_paths),
    ]


def _name_findings(folder: str, *, windows: bool) -> list[Finding]:
    """What its letters do to programs."""
    found = []
    if forbidden := forbidden_in(folder, windows=windows):
        said = say(
            "The folder {folder} has {character} in its name, and programs break on that.",
            folder=folder,
            character=forbidden,
        )
        helps = say("Choose a folder without quotes and backslashes in its name.")
        found.append(Finding("path", "stop", said, helps))
    elif not folder.isascii():
        said = say("The folder {folder} has letters beyond English in its name.", folder=folder)
        helps = say("Most things work; where one doesn't, an environment in a folder with English letters helps.")
        found.append(Finding("path", "hazard" if windows else "note", said, helps))
    if " " in folder:
        said = say("The folder {folder} has a space in its name.", folder=folder)
        helps = say("Put the path in quotes when you type it in a terminal.")
        found.append(Finding("path", "note", said, helps))
    return found


def _place_findings(folder: str, environ: Mapping[str, str], *, windows: bool) -> list[Finding]:
    """Whether somebody else has a hand in it."""
    found = []
    if synced_by(folder, environ, windows=windows):
        said = say(
            "The folder {folder} is kept in step with a cloud, which disturbs an environment's many small files.",
            folder=folder,
        )
        found.append(Finding("path", "hazard", said, say("Choose a folder outside OneDrive, iCloud or Dropbox.")))
    if folder.startswith("\\\\") or (folder.startswith("/mnt/") and re.match(r"/mnt/[a-z]/", folder)):
        said = say(
            "The folder {folder} is on another computer or another system's disk: it works, but slowly.",
            folder=folder,
        )
        found.append(Finding("path", "hazard", said, say("Choose a folder on this system's own disk.")))
    return found


def _length_findings(folder: str, *, windows: bool, long_paths: bool) -> list[Finding]:
    if len(folder.encode("utf-8", "surrogateescape")) > PREFIX_BYTES - 40:
        return [
            Finding(
                "path",
                "stop",
                say("The path of {folder} is too long for an environment.", folder=folder),
                say("Choose a folder with a shorter path."),
            )
        ]
    if windows and not long_paths and len(folder) + 30 + LONGEST_MEMBER > WINDOWS_PATH:
        return [
            Finding(
                "path",
                "hazard",
                say(
                    "With the path of {folder}, some of PyTorch's files get names longer than Windows allows here.",
                    folder=folder,
                ),
                say(
                    "Choose a shorter folder such as {short}, or allow long paths in Windows.", short=r"C:\torchgarden"
                ),
            )
        ]
    return []


def forbidden_in(folder: str, *, windows: bool) -> str:
    """The first character that a conda environment's path cannot hold, "" for none."""
    pattern = r"""["'%\x00\n\r]""" if windows else r"""["'\\$`:\x00\n\r]"""
    match = re.search(pattern, folder[2:] if windows else folder)
    return match[0] if match else ""


def synced_by(folder: str, environ: Mapping[str, str], *, windows: bool) -> bool:
    """Whether a cloud keeps `folder`: by the variables OneDrive sets, or by the folders' names."""
    path = ntpath if windows else posixpath
    low = path.normcase(folder)
    roots = [environ.get(name, "") for name in ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")]
    if any(root and low.startswith(path.normcase(root)) for root in roots):
        return True
    parts = re.split(r"[\\/]", folder.lower())
    return any(part.startswith(name) for part in parts for name in SYNCED)


def disk_findings(volumes: Sequence[Volume]) -> list[Finding]:
    """How much room there is on each volume."""
    found = []
    for volume in volumes:
        if not volume.total_bytes:
            found.append(
                Finding("disk", "unknown", say("How much room {path} has could not be found out.", path=volume.path))
            )
        elif volume.free_bytes < LEAST_DISK_BYTES:
            found.append(
                Finding(
                    "disk",
                    "hazard",
                    say("{path} has only {free} free.", path=volume.path, free=size_text(volume.free_bytes)),
                    say("PyTorch for a GPU needs about 10 GB, for the processor about 3 GB. Free some space first."),
                )
            )
        else:
            found.append(
                Finding(
                    "disk", "good", say("{path} has {free} free.", path=volume.path, free=size_text(volume.free_bytes))
                )
            )
    return found


def memory_findings(memory: Memory) -> list[Finding]:
    """How much memory there is, and whether Windows can still promise enough of it."""
    total = size_text(memory.total_bytes)
    if memory.total_bytes < LEAST_MEMORY_BYTES:
        found = [
            Finding(
                "memory",
                "hazard",
                say("This computer has {total} of memory, which is little for PyTorch.", total=total),
                say("Close other programs while you train."),
            )
        ]
    else:
        found = [Finding("memory", "good", say("This computer has {total} of memory.", total=total))]
    if 0 < memory.commit_free_bytes < LEAST_COMMIT_BYTES:
        found.append(
            Finding(
                "memory",
                "hazard",
                say(
                    "Windows can promise programs only {free} more: loading PyTorch may fail.",
                    free=size_text(memory.commit_free_bytes),
                ),
                say("Let Windows manage the size of the page file, or close other programs."),
            )
        )
    return found


def network_findings(settings: NetworkSettings, proxies: Sequence[tuple[str, str]]) -> list[Finding]:
    """The proxy and the certificates that downloads will use. `proxies`: as they may be shown."""
    by = settings.proxies_by
    found = [
        Finding(
            "network", "note", say("Downloads go through the proxy {proxy}, as {file} says.", proxy=address, file=by)
        )
        if by
        else Finding("network", "note", say("Downloads go through the proxy {proxy}.", proxy=address))
        for scheme, address in proxies
        if scheme in ("https", "all") or (scheme == "http" and "https" not in dict(proxies))
    ]
    if settings.unchecked_by:
        said = say(
            "{name} asks for connections whose certificates are not checked. TorchGarden still checks them.",
            name=settings.unchecked_by,
        )
        helps = say("Ask for the certificate of the school or office, and name its file in SSL_CERT_FILE.")
        found.append(Finding("network", "note", said, helps))
    if settings.certificates:
        said = say("Downloads also trust the certificates in {file}.", file=settings.certificates)
        found.append(Finding("network", "note", said))
    elif settings.asked_for:
        said = say(
            "The file {file}, which {name} names, is not there or holds no certificates, so it is not used.",
            file=settings.asked_for,
            name=settings.asked_by,
        )
        found.append(
            Finding("network", "hazard", said, say("Correct the setting {name}, or remove it.", name=settings.asked_by))
        )
    return found


def stray_findings(environ: Mapping[str, str]) -> list[Finding]:
    """Variables that would change what an environment's Python does."""
    return [
        Finding(
            "environment",
            "note",
            say("The variable {name} is set. TorchGarden leaves it out; your own terminal does not.", name=name),
        )
        for name in STRAY
        if environ.get(name)
    ]


def without_password(address: str) -> str:
    """A proxy's address as it may be shown: user and password left out."""
    scheme, mark, rest = address.rpartition("://") if "://" in address else ("", "", address)
    return scheme + mark + rest.rpartition("@")[2]


def masked(text: str) -> str:
    """A text for a log: the names and passwords in the addresses left out."""
    return re.sub(r"(?<!\w)(\w+://)[^\s/]*@(?=[^\s/@])", r"\1", text)
