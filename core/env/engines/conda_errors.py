"""Turn rattler's error texts into sentences for a person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from core.env.look.path_rules import masked
from core.env.problems import (
    Corrupt,
    DownloadError,
    InstallError,
    Missing,
    Offline,
    ServerError,
    Stalled,
    Unsolvable,
    Untrusted,
    words_problem,
)

NOBODY_OFFERS = re.compile(
    r"[Nn]o candidates were found for (.+?)(?: \*)?\.?$"
    r"|([^\u2502\u251c\u2514\u2500]+?), for which no candidates were found"  # the tree: │├└─
)
CLASHES = re.compile(r"([^\u2502\u251c\u2514\u2500]+?),? (?:which )?(?:conflicts? with|cannot be installed)")
SAYS = ("candidates were found", "conflict", "cannot be installed")
"""What every line that names a package says."""
MOST_LINES, LONGEST_LINE = 200, 500
"""Of such lines: more tell a person nothing, and patterns take long over them."""
NAMED = 4
"""Packages that a sentence names: the whole tree of reasons is in the log."""


def unsolvable(text: str, specs: Sequence[str]) -> InstallError:
    """Return the problem for a solve that failed: which packages nobody offers, or which do not go together."""
    if "timed out" in text.lower() or "timeout" in text.lower():
        return Unsolvable("Working out which packages fit together took too long.", detail=text)
    names = ", ".join(specs)
    if missing := _named(NOBODY_OFFERS, text):
        return Unsolvable(
            "No set of packages fits {specs} on this computer: the channels do not have {missing}.",
            specs=names, missing=missing, detail=text,
        )  # fmt: skip
    if clashing := _named(CLASHES, text):
        return Unsolvable(
            "No set of packages fits {specs} on this computer: these do not go together: {clashing}.",
            specs=names, clashing=clashing, detail=text,
        )  # fmt: skip
    return Unsolvable("No set of packages fits {specs} on this computer.", specs=names, detail=text)


def _named(pattern: re.Pattern[str], text: str) -> str:
    """The packages that the solver names in such a line, each once; "" for none."""
    lines = (line for line in text.splitlines() if len(line) <= LONGEST_LINE and any(word in line for word in SAYS))
    found = ("".join(groups).strip() for line in islice(lines, MOST_LINES) for groups in pattern.findall(line))
    return ", ".join(list(dict.fromkeys(name.removesuffix(" *") for name in found if name))[:NAMED])


def stalled_problem(channels: Sequence[str]) -> InstallError:
    """Return the problem for channels that send nothing any more."""
    return Stalled("The channel {channel} stopped answering.", channel=", ".join(channels))


def channel_problem(text: str, channels: Sequence[str], *, cache: object = "") -> InstallError:
    """Return the problem for a channel whose package list did not come: the one that the text names.
    `cache`: the folder that package lists are written to."""
    text = masked(text)
    low = text.lower()
    names = ", ".join([channel for channel in channels if f"/{channel}/" in low] or channels)
    status = re.search(r"\((\d{3}) [\w -]+\)", text)
    code = int(status[1]) if status else 0
    if code == 407 or "proxy authentication required" in low:
        return Untrusted("The network's proxy asks for a name and a password.", detail=text)
    if "certificate" in low or re.search(r"\btls\b", low):
        return Untrusted("The connection to the channel {channel} is not secure.", channel=names, detail=text)
    if code in (404, 410) or "not found" in low:
        return Missing(
            "The channel {channel} does not have a package list for this computer.", channel=names, detail=text
        )
    if code in (401, 403, 451):
        return Missing("The channel {channel} refuses: error {status}.", channel=names, status=code, detail=text)
    if code == 429 or code >= 500 or "server error" in low:
        return ServerError("The channel {channel} has trouble of its own.", channel=names, detail=text)
    if "redirect" in low:
        return ServerError("The channel {channel} sends every request round in a circle.", channel=names, detail=text)
    if "operation timed out" in low or "timeout" in low:
        return Stalled("The channel {channel} stopped answering.", channel=names, detail=text)
    if any(sign in low for sign in ("failed to decode", "failed to parse", "invalid or truncated", "expected value")):
        return ServerError(
            "The channel {channel} answers with something else than a package list.", channel=names, detail=text
        )
    if "before message length" in low or "body from connection" in low or "decoding response body" in low:
        return DownloadError("The connection to the channel {channel} broke off.", channel=names, detail=text)
    known = words_problem(text, cache)
    return known or Offline("The channel {channel} cannot be reached.", channel=names, detail=text)


def link_problem(text: str, prefix: Path) -> InstallError:
    """Return the problem for packages that could not be unpacked or linked."""
    low = text.lower()
    known = words_problem(text, prefix)
    if known:
        return known
    if any(sign in low for sign in ("corrupt", "checksum", "hash mismatch", "invalid zip", "failed to extract")):
        return Corrupt("A package in the cache is damaged.", detail=text)
    return InstallError("The packages could not be put into {path}.", path=str(prefix), detail=text)
