"""Where the cache keeps what an install needs: archives, wheels, and a Python for uv to ask."""

from __future__ import annotations

import sys
from pathlib import Path

from core.env.engines import conda, uv
from core.env.fetch.sources import Item
from core.messages.recipe import CondaPackage, Plan, StageName, Wheel
from core.prefix import python_of


def items_of(plan: Plan, cache: Path) -> dict[StageName, tuple[Item, ...]]:
    """Return the downloads of each stage, in the order they are needed."""
    found: dict[StageName, tuple[Item, ...]] = {}
    found["environment"] = tuple(conda.item(package, cache) for package in plan.packages)
    largest_first = sorted(plan.wheels, key=lambda wheel: -wheel.size_bytes)  # they take longest to unpack, too
    for stage in ("torch", "extras"):
        found[stage] = tuple(uv.item(wheel, cache) for wheel in largest_first if wheel.stage == stage)
    return found


def is_here(item: CondaPackage | Wheel, cache: Path) -> bool:
    """Whether the cache already holds the whole file."""
    return (conda.item(item, cache) if isinstance(item, CondaPackage) else uv.item(item, cache)).is_here()


def python_prefix(version: str, cache: Path) -> Path:
    """The folder of the Python kept for uv, where this computer has no other. It may not exist yet."""
    return cache / "resolver" / f"python-{version}"


def python_at_hand(version: str, cache: Path) -> str | None:
    """The Python that uv may ask, without a download: "" for the one that runs this, None if there is none."""
    if not getattr(sys, "frozen", False):
        return ""
    prefix = python_prefix(version, cache)
    python = python_of(prefix)
    return str(python) if (prefix / "whole").exists() and python.exists() else None
