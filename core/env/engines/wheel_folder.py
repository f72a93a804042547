"""A folder of wheels on this computer, listed with their sums.

Given a bare folder, uv unpacks each wheel to learn its sum: for torch 5 s and 700 MB, and again when it installs.
Given a page that names the sums, uv reads only the metadata.
"""

from __future__ import annotations

import hashlib
import html
import json
import os
import re
import stat
from pathlib import Path

from core import files
from core.env.fetch.attempt import MOST_BYTES

SUM = re.compile(r"[0-9a-f]{64}")


def _ordinary(path: Path) -> os.stat_result | None:
    """What the disk says of a wheel; None for a link that leads nowhere, a pipe, a name that cannot be written down."""
    try:
        state = path.stat()
    except OSError:
        return None
    fits = stat.S_ISREG(state.st_mode) and state.st_size < MOST_BYTES and files.is_name(path.name)
    return state if fits else None


def listing(folder: Path, cache: Path) -> Path:
    """Write the page for `folder` into the cache and return it; sums of unchanged files are kept. Raises OSError."""
    key = hashlib.sha256(os.fsencode(folder.absolute())).hexdigest()[:16]
    page, notes = cache / "links" / f"{key}.html", cache / "links" / f"{key}.json"
    try:
        known = files.read_object(notes)
    except (OSError, ValueError):
        known = {}
    found: dict[str, list[object]] = {}
    for path in sorted(folder.glob("*.whl")):
        state = _ordinary(path)
        if state is None:
            continue
        before = known.get(path.name)
        now = [state.st_size, state.st_mtime_ns]
        if isinstance(before, list) and before[:-1] == now and SUM.fullmatch(str(before[-1])):
            found[path.name] = before
        else:
            found[path.name] = [*now, files.sha256_of(path)]
    links = [
        f'<a href="{html.escape((folder.absolute() / name).as_uri())}#sha256={digest}">{html.escape(name)}</a>'
        for name, (_, _, digest) in found.items()
    ]
    page.parent.mkdir(parents=True, exist_ok=True)
    for path, text in (
        (notes, json.dumps(found)),
        (page, f"<!DOCTYPE html><html><body>{''.join(links)}</body></html>"),
    ):
        files.write(path, text)
    return page
