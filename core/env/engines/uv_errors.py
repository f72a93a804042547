"""Turn uv's error texts into sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from core.env.problems import (
    Corrupt,
    InstallError,
    Missing,
    Offline,
    Stalled,
    Unsolvable,
    Untrusted,
    words_problem,
)


def resolve_problem(text: str, requirements: Sequence[str]) -> InstallError:
    """Return the problem for wheels that could not be resolved."""
    low = text.lower()
    host = next(iter(re.findall(r"https?://([^/\s`]+)", text)), "the index")
    if "no solution found" in low or "unsatisfiable" in low:
        plain = " ".join(re.sub("[\u2570\u2500\u25b6\u00d7]", " ", text).split())  # ╰─▶ ×
        why = re.split(r"resolving dependencies:?|cause:", plain)[-1].strip()
        return Unsolvable("No set of packages fits {specs}: {why}", specs=", ".join(requirements), why=why, detail=text)
    if "certificate" in low:
        return Untrusted(
            "The connection to {host} is not secure: its certificate is not trusted.", host=host, detail=text
        )
    if "timed out" in low or "timeout" in low:
        return Stalled("{host} stopped answering.", host=host, detail=text)
    if "failed to fetch" in low or "error sending request" in low or "dns error" in low or "client error" in low:
        if re.search(r"\b40[134]\b", low):
            return Missing("{host} does not have what was asked for.", host=host, detail=text)
        return Offline("{host} cannot be reached.", host=host, detail=text)
    known = words_problem(text, "the cache")
    return known or InstallError("The packages could not be resolved.", detail=text)


def install_problem(text: str, prefix: Path) -> InstallError:
    """Return the problem for wheels that could not be unpacked or put into `prefix`."""
    low = text.lower()
    known = words_problem(text, prefix)
    if known:
        return known
    if any(
        sign in low
        for sign in ("hash mismatch", "invalid zip", "failed to extract", "corrupt", "crc", "end of central")
    ):
        return Corrupt("A wheel in the cache is damaged.", detail=text)
    return InstallError("The wheels could not be put into {path}.", path=str(prefix), detail=text)
