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
from core.env.fetch.address import host_of
from core.env.fetch.downloads import Downloads
from core.env.network.waiting import QUIET_S, Waits
from core.env.plan.plan import Resolve
from core.messages.recipe import Wheel
from core.prefix import python_of
from core.sentence import Sentence, say
from core.versions import minor_text

Told = Callable[[Sentence], None]
"""Hears what is being asked, and what is waited for."""


def resolver_of(context: Context, told: Told = lambda sentence: None) -> Resolve:
    """What resolves wheels for one plan. Who asks for a part of what was asked for before gets it from the cache: the
    indexes are asked once for each plan. `told` hears what they are asked."""
    known: set[str] = set()

    def resolve(requirements: Sequence[str], *, python_version: str, platform: str, index_url: str) -> Sequence[Wheel]:
        asked = known.issuperset(requirements)
        known.update(requirements)
        if not asked:
            host = host_of(index_url or context.origin.index_url) or "PyPI"
            told(say("Asking {hosts} for {names}.", hosts=host, names=", ".join(requirements)))
        return uv.resolve(
            requirements,
            python_version=python_version,
            platform=platform,
            index_url=index_url,
            cache=context.cache,
            origin=context.origin,
            python=python_for_uv(minor_text(python_version), context, told),
            asked=asked,
            waits=waits_of(context, told),
        )

    return resolve


def waits_of(context: Context, told: Told) -> Waits:
    """Who hears what is waited for, and how long nothing may come: `QUIET_S`, less where this person's sources say."""
    return Waits(told, min(QUIET_S, context.patience.stall_s))


def python_for_uv(version: str, context: Context, told: Told = lambda sentence: None) -> str:
    """The path of an interpreter; "" for the one that runs this."""
    here = python_at_hand(version, context.cache)
    return str(fetched_python(version, context, told)) if here is None else here


def fetched_python(version: str, context: Context, told: Told = lambda sentence: None) -> Path:
    """A Python of conda-forge's in the cache, made at the first call. Raises `InstallError`."""
    prefix = python_prefix(version, context.cache)
    python, done = python_of(prefix), prefix / "whole"
    if done.exists() and python.exists():
        return python
    specs, mirrors = [f"python={version}"], context.origin.mirrors
    told(say("Fetching Python {version}, with which the packages are worked out.", version=version))
    packages = conda.solve(
        specs, platform=conda.platform(), cache=context.cache, mirrors=mirrors, waits=waits_of(context, told)
    )
    items = [conda.item(one, context.cache) for one in packages]
    with Downloads(items, mirrors=mirrors, patience=context.patience, told=told) as loads:
        loads.wait()
    conda.link(packages, prefix, cache=context.cache, specs=specs)
    done.touch()
    return python
