"""Our version, the oldest Python and torch that a training runs on, and how two are compared without a package.

Ours stands here and nowhere else: pyproject.toml reads it, and a release writes it from its tag
(resources/release/version.py).

A train worker runs in environments that have torch and nothing else, and torch does not bring `packaging`.
"""

from __future__ import annotations

import re

VERSION = "0.1.0"
OLDEST_PYTHON = "3.10"
OLDEST_TORCH = "2.2"


def leading(version: str) -> tuple[int, int]:
    """Return the first two numbers of a version, 0 where one is missing: "2.14.1+cu130" -> (2, 14)."""
    found = re.match(r"([0-9]{1,18})(?:\.([0-9]{1,18}))?", version)
    return (int(found[1]), int(found[2] or 0)) if found else (0, 0)


def minor_text(version: str) -> str:
    """Return the first two numbers as text, "" for no version: "3.12.4" -> "3.12"."""
    return "{}.{}".format(*leading(version)) if version else ""
