"""A choice put together: the build, its index, and what else there is to say of it."""

from __future__ import annotations

from collections.abc import Sequence

from core.env.choose.reasons import cautions
from core.env.choose.table import BuildKind, Table, TorchSet, version_of
from core.messages.computer import Machine
from core.messages.recipe import Choice, Wish
from core.sentence import Sentence


def choice_of(
    machine: Machine,
    wish: Wish,
    pair: tuple[TorchSet, BuildKind],
    table: Table,
    platform: str,
    *,
    why: Sentence,
    warnings: Sequence[Sentence],
) -> Choice:
    """Return the choice of a torch set built as a kind, with why it was chosen and what to know about it."""
    torch_set, kind = pair
    python = wish.python or _python(torch_set, table)
    return Choice(
        build=kind.name,
        torch=torch_set.torch,
        torchvision=torch_set.torchvision,
        torchaudio=torch_set.torchaudio,
        python=python,
        index_url="" if platform.startswith("osx") else table.index + kind.name,
        why=why,
        warnings=(*warnings, *cautions(kind, torch_set, python, machine, table)),
        device=kind.device,
        platform=platform,
        constraints=torch_set.constraints,
    )


def _python(torch_set: TorchSet, table: Table) -> str:
    """The recommended Python where the set has it, else the nearest one it has."""
    have = torch_set.pythons()
    return min(have, key=lambda python: abs(version_of(python).minor - version_of(table.python).minor))
