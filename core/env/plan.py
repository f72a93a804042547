"""Plan an install: what it will fetch, how much room and time it needs, and the same thing by hand.

The engines are handed in, so that a plan can be made in a test without a network: `Solve` is `core.env.conda.solve`,
`Resolve` is `core.env.wheels.resolve`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from core.recipe import CondaPackage, Wheel


class Solve(Protocol):
    def __call__(self, specs: Sequence[str], *, channels: Sequence[str], platform: str) -> Sequence[CondaPackage]:
        """Exact packages for match specs such as "python=3.12"; only `channels` are asked, by name ("conda-forge").

        Raises `core.say.Problem` with a sentence when there is no solution or no way to the channel.
        """


class Resolve(Protocol):
    def __call__(
        self, requirements: Sequence[str], *, python_version: str, platform: str, index_url: str
    ) -> Sequence[Wheel]:
        """Exact wheels for requirements such as "torch==2.14.1", everything they need included.

        `python_version` is full ("3.12.11"), `platform` conda's ("linux-64"). The torch family comes from `index_url`
        (PyTorch's own, "" for PyPI as well), all else from PyPI. Raises `core.say.Problem` with a sentence.
        """


class Probe(Protocol):
    def __call__(self, url: str) -> float:
        """Bytes per second that come from `url` in a short try; 0 when nothing came. Raises nothing."""


class Have(Protocol):
    def __call__(self, item: CondaPackage | Wheel) -> bool:
        """Whether the cache holds this file already, whole."""
