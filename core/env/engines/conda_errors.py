"""Turn rattler's error texts into sentences for a person."""

from __future__ import annotations

import re
from collections.abc import Sequence
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


def unsolvable(text: str, specs: Sequence[str]) -> InstallError:
    """Return the problem for a solve that failed: the solver's reasons as one line."""
    lines = [line.lstrip(" \u2502\u251c\u2514\u2500").strip() for line in text.splitlines()]  # the tree: │├└─
    tree = [line for line in lines[1:] if line]
    why = " ".join(tree[:6]) if tree else text.rpartition("because of:")[2].strip()
    if "timed out" in text.lower() or "timeout" in text.lower():
        return Unsolvable("Working out which packages fit together took too long.", detail=text)
    names = ", ".join(specs)
    return Unsolvable("No set of packages fits {specs} on this computer: {why}", specs=names, why=why, detail=text)


def stalled_problem(channels: Sequence[str]) -> InstallError:
    """Return the problem for channels that send nothing any more."""
    return Stalled("The channel {channel} stopped answering.", channel=", ".join(channels))


def channel_problem(text: str, channels: Sequence[str]) -> InstallError:
    """Return the problem for a channel whose package list did not come: the one that the text names."""
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
    known = words_problem(text, "repodata")
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
