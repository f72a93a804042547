"""Resolving for one plan, and a Python that uv may ask about this computer while it resolves.

From source that is the one that runs us. The packaged app is no Python that another program could start, and a
beginner's computer has none; so the wanted one is fetched from conda-forge, as the install would do a little later,
and put into the cache. Nothing is fetched twice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from core.env.context import Context
from core.env.engines import conda, uv
from core.env.engines.cache import python_at_hand, python_prefix
from core.env.fetch.downloads import Downloads
from core.env.network.waiting import QUIET_S, Waits
from core.env.plan.plan import Resolve
from core.messages.recipe import Wheel
from core.prefix import python_of
from core.versions import minor_text


def resolver_of(context: Context, told: Callable[[str], None] = lambda text: None) -> Resolve:
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
            cache=context.cache,
            origin=context.origin,
            python=python_for_uv(minor_text(python_version), context),
            asked=asked,
            waits=waits_of(context, told),
        )

    return resolve


def waits_of(context: Context, told: Callable[[str], None]) -> Waits:
    """Who hears what is waited for, and how long nothing may come: `QUIET_S`, less where this person's sources say."""
    return Waits(lambda sentence: told(str(sentence)), min(QUIET_S, context.patience.stall_s))


def python_for_uv(version: str, context: Context) -> str:
    """The path of an interpreter; "" for the one that runs this."""
    here = python_at_hand(version, context.cache)
    return str(fetched_python(version, context)) if here is None else here


def fetched_python(version: str, context: Context) -> Path:
    """A Python of conda-forge's in the cache, made at the first call. Raises `InstallError`."""
    prefix = python_prefix(version, context.cache)
    python, done = python_of(prefix), prefix / "whole"
    if done.exists() and python.exists():
        return python
    specs, mirrors = [f"python={version}"], context.origin.mirrors
    packages = conda.solve(specs, platform=conda.platform(), cache=context.cache, mirrors=mirrors)
    with Downloads(
        [conda.item(one, context.cache) for one in packages], mirrors=mirrors, patience=context.patience
    ) as loads:
        loads.wait()
    conda.link(packages, prefix, cache=context.cache, specs=specs)
    done.touch()
    return python
