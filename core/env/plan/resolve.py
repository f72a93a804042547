"""Resolving for one plan, and a Python that uv may ask about this computer while it resolves.

From source that is the one that runs us. The packaged app is no Python that another program could start, and a
beginner's computer has none; so the wanted one is fetched from conda-forge, as the install would do a little later,
and put into the cache. Nothing is fetched twice.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from core.env.context import Workshop
from core.env.engines import conda, uv
from core.env.fetch.downloads import Downloads
from core.env.plan.plan import Resolve
from core.messages.recipe import Wheel
from core.prefix import python_of
from core.versions import minor_text


def resolver_of(shop: Workshop, told: Callable[[str], None] = lambda text: None) -> Resolve:
    """What resolves wheels for one plan. Who asks for a part of what was asked for before gets it from the cache: the
    indexes are asked once for each plan. `told` hears what they are asked."""
    known: set[str] = set()

    def resolve(requirements: Sequence[str], *, python_version: str, platform: str, index_url: str) -> Sequence[Wheel]:
        asked = known.issuperset(requirements)
        known.update(requirements)
        if not asked:
            told(f"asking for {', '.join(requirements)}")
        return uv.resolve(
            requirements,
            python_version=python_version,
            platform=platform,
            index_url=index_url,
            cache=shop.cache,
            origin=shop.origin,
            python=python_for_uv(minor_text(python_version), shop),
            asked=asked,
        )

    return resolve


def python_for_uv(version: str, shop: Workshop) -> str:
    """The path of an interpreter; "" for the one that runs this."""
    here = python_at_hand(version, shop)
    return str(fetched_python(version, shop)) if here is None else here


def python_at_hand(version: str, shop: Workshop) -> str | None:
    """The same as `python_for_uv`, with nothing fetched for it: None if something would have to be."""
    if not getattr(sys, "frozen", False):
        return ""
    prefix = _prefix(version, shop)
    python = python_of(prefix)
    return str(python) if (prefix / "whole").exists() and python.exists() else None


def fetched_python(version: str, shop: Workshop) -> Path:
    """A Python of conda-forge's in the cache, made at the first call. Raises `InstallError`."""
    prefix = _prefix(version, shop)
    python, done = python_of(prefix), prefix / "whole"
    if done.exists() and python.exists():
        return python
    specs, mirrors = [f"python={version}"], shop.origin.mirrors
    packages = conda.solve(specs, platform=conda.platform(), cache=shop.cache, mirrors=mirrors)
    with Downloads([conda.item(one, shop.cache) for one in packages], mirrors=mirrors, patience=shop.patience) as loads:
        loads.wait()
    conda.link(packages, prefix, cache=shop.cache, specs=specs)
    done.touch()
    return python


def _prefix(version: str, shop: Workshop) -> Path:
    return shop.cache / "resolver" / f"python-{version}"
