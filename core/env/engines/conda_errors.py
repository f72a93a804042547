"""Turn rattler's error texts into sentences for a person."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from core.env.problems import (
    Corrupt,
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


def channel_problem(text: str, channels: Sequence[str]) -> InstallError:
    """Return the problem for a channel whose package list did not come: the one that the text names."""
    low = text.lower()
    names = ", ".join([channel for channel in channels if f"/{channel}/" in low] or channels)
    if "certificate" in low or "tls" in low:
        return Untrusted("The connection to the channel {channel} is not secure.", channel=names, detail=text)
    if "404" in low or "not found" in low:
        return Missing(
            "The channel {channel} does not have a package list for this computer.", channel=names, detail=text
        )
    if "operation timed out" in low or "timeout" in low:
        return Stalled("The channel {channel} stopped answering.", channel=names, detail=text)
    if "server error" in low:
        return ServerError("The channel {channel} has trouble of its own.", channel=names, detail=text)
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
