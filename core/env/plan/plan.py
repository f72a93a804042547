"""Plan an install: what it will fetch, how much room and time it needs, and the same thing by hand.

Everything is solved first, so that what the plan says is exactly what the install does: no package is chosen later.
The engines are handed in, so that a plan can be made in a test without a network: `Solve` is
`core.env.engines.conda.solve`, `Resolve` is `core.env.engines.uv.resolve`.
"""

from __future__ import annotations

import ntpath
import posixpath
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol, Union

from core.env.look.system import here
from core.env.plan.by_hand import stage_commands
from core.env.plan.recipe import (
    channels,
    check_recipe,
    conda_specs,
    extra_requirements,
    has_kernel,
    kernel_name,
    platform_of,
    torch_requirements,
)
from core.messages.computer import Machine, Purpose
from core.messages.recipe import (
    LINK_BYTES_PER_S,
    USUAL_BYTES_PER_S,
    CondaPackage,
    Plan,
    Recipe,
    RecipeError,
    Stage,
    StageName,
    VolumeNeed,
    Wheel,
)
from core.sentence import Problem, Sentence, say
from core.sizes import size_text

Space = Callable[[str], tuple[str, int, int]]
Item = Union[CondaPackage, Wheel]

UNPACKED = {"conda": 4.0, "nvidia": 2.2, "torch_gpu": 2.2, "torch": 3.6, "wheel": 3.8}
"""Bytes on disk for a byte of download, measured: torch for the processor 3.6, for CUDA 2.1, numpy 3.5, sympy 4.3."""
SPARE = 1.05
SPARE_BYTES = 300 << 20
START_S = {"environment": 3.0, "torch": 2.0, "extras": 2.0, "kernel": 2.0, "check": 20.0}


class Solve(Protocol):
    """What finds conda packages for specs."""

    def __call__(self, specs: Sequence[str], *, channels: Sequence[str], platform: str) -> Sequence[CondaPackage]:
        """Exact packages for match specs such as "python=3.12"; only `channels` are asked, by name ("conda-forge").

        Raises `core.sentence.Problem` with a sentence when there is no solution or no way to the channel.
        """


class Resolve(Protocol):
    """What finds wheels for requirements."""

    def __call__(
        self, requirements: Sequence[str], *, python_version: str, platform: str, index_url: str
    ) -> Sequence[Wheel]:
        """Exact wheels for requirements such as "torch==2.14.1", everything they need included.

        `python_version` is full ("3.12.11"), `platform` conda's ("linux-64"). The torch family comes from `index_url`
        (PyTorch's own, "" for PyPI as well), all else from PyPI. Raises `core.sentence.Problem` with a sentence.
        """


class SpeedTest(Protocol):
    """What measures bytes per second from an address."""

    def __call__(self, url: str) -> float:
        """Bytes per second that come from `url` in a short try; 0 when nothing came. Raises nothing."""


class Have(Protocol):
    """What knows whether a file is here already."""

    def __call__(self, item: Item) -> bool:
        """Whether the cache holds this file already, whole."""


def plan(
    recipe: Recipe,
    machine: Machine,
    *,
    solve: Solve,
    resolve: Resolve,
    speed_test: SpeedTest | None = None,
    have: Have | None = None,
    space: Space | None = None,
) -> Plan:
    """Solve `recipe` for `machine` and weigh it; nothing is changed, only indexes and the speed test are fetched.

    Raises RecipeError for what cannot be, and whatever Problem the engines raise.
    """
    check_recipe(recipe, machine)
    platform = platform_of(recipe, machine)
    prefix = prefix_of(recipe, machine)
    specs = conda_specs(recipe, platform=platform)
    packages, recipe = _solve(recipe, specs, solve, platform)
    python = next((p.version for p in packages if p.name == "python"), "")
    if not python:
        raise RecipeError("The solution holds no Python. Choose another version of it.")
    wheels = _resolve(recipe, resolve, python, platform)
    items: list[Item] = [*packages, *wheels]
    missing = [item for item in items if not (have and have(item))]
    largest = max(missing, key=lambda item: item.size_bytes, default=None)
    speed = speed_test(largest.url) if speed_test and largest else 0.0
    stages = _stages(recipe, machine, prefix, packages, wheels, missing, speed or USUAL_BYTES_PER_S)
    download = sum(item.size_bytes for item in missing)
    volumes = _volumes(recipe, machine, prefix, packages, wheels, download, space or here().space)
    return Plan(
        recipe=recipe,
        prefix=prefix,
        platform=platform,
        stages=stages,
        packages=packages,
        wheels=wheels,
        download_bytes=download,
        disk_bytes=sum(stage.disk_bytes for stage in stages),
        volumes=volumes,
        seconds=sum(stage.seconds for stage in stages),
        bytes_per_s=speed,
        conda_specs=specs, requirements=(*torch_requirements(recipe), *extra_requirements(recipe)),
        channels=channels(recipe), warnings=(*recipe.choice.warnings, *_warnings(volumes)),
    )  # fmt: skip


def prefix_of(recipe: Recipe, machine: Machine) -> str:
    """The absolute folder of the finished environment."""
    folder, windows = recipe.folder or machine.envs_folder, machine.system == "windows"
    if not (ntpath.isabs(folder) if windows else posixpath.isabs(folder)):
        raise RecipeError("The folder {folder} must be given in full, from the disk's root.", folder=folder)
    return (
        ntpath.normpath(ntpath.join(folder, recipe.name)) if windows else posixpath.normpath(f"{folder}/{recipe.name}")
    )


def _solve(
    recipe: Recipe, specs: Sequence[str], solve: Solve, platform: str
) -> tuple[tuple[CondaPackage, ...], Recipe]:
    """The packages, and the recipe with the versions that conda's own torch has, which the channel decides."""
    packages = tuple(solve(specs, channels=channels(recipe), platform=platform))
    if recipe.source == "wheels":
        return packages, recipe
    versions = {package.name: package.version for package in packages}
    choice = replace(
        recipe.choice,
        torch=versions.get("pytorch", recipe.choice.torch),
        torchvision=versions.get("torchvision", recipe.choice.torchvision),
        torchaudio=versions.get("torchaudio", ""),
    )
    return packages, replace(recipe, choice=choice)


def _resolve(recipe: Recipe, resolve: Resolve, python: str, platform: str) -> tuple[Wheel, ...]:
    """All wheels in one matching set, those that torch brings marked as its stage's."""
    family, extras = torch_requirements(recipe), extra_requirements(recipe)
    if not family:
        return ()
    index = recipe.choice.index_url
    all_wheels = resolve((*family, *extras), python_version=python, platform=platform, index_url=index)
    if not extras:
        return tuple(replace(wheel, stage="torch") for wheel in all_wheels)
    torch_only = resolve(family, python_version=python, platform=platform, index_url=index)
    names = {wheel.name for wheel in torch_only}
    return tuple(replace(wheel, stage="torch" if wheel.name in names else "extras") for wheel in all_wheels)


# --------------------------------------------------------------------------------------------------- room and time
def unpacked_bytes(item: Item) -> int:
    """About how many bytes a package takes once it is installed."""
    if isinstance(item, CondaPackage):
        return int(item.size_bytes * UNPACKED["conda"])
    if item.name == "torch":
        return int(item.size_bytes * UNPACKED["torch_gpu" if item.size_bytes > 400e6 else "torch"])
    return int(item.size_bytes * UNPACKED["nvidia" if item.name.startswith(("nvidia", "triton")) else "wheel"])


def _stages(
    recipe: Recipe,
    machine: Machine,
    prefix: str,
    packages: Sequence[CondaPackage],
    wheels: Sequence[Wheel],
    missing: Sequence[Item],
    bytes_per_s: float,
) -> tuple[Stage, ...]:
    bash = stage_commands(recipe, machine, prefix, "bash")
    powershell = stage_commands(recipe, machine, prefix, "powershell")
    items: dict[StageName, list[Item]] = {"environment": list(packages)}
    for wheel in wheels:
        items.setdefault(wheel.stage, []).append(wheel)
    lacking = {item.url for item in missing}
    stages = []
    for name, title in _titles(recipe):
        own = items.get(name, [])
        download = sum(item.size_bytes for item in own if item.url in lacking)
        disk = sum(unpacked_bytes(item) for item in own)
        stages.append(
            Stage(
                name=name,
                title=title,
                packages=len(own),
                download_bytes=download,
                disk_bytes=disk,
                seconds=START_S[name] + download / bytes_per_s + disk / LINK_BYTES_PER_S,
                bash=bash[name],
                powershell=powershell[name],
            )
        )
    return tuple(stages)


def _titles(recipe: Recipe) -> list[tuple[StageName, Sentence]]:
    """The stages that this recipe has, with their titles."""
    choice = recipe.choice
    titles: list[tuple[StageName, Sentence]] = []
    if recipe.source == "wheels":
        titles.append(
            ("environment", say("Environment {name} · Python {python}", name=recipe.name, python=recipe.python))
        )
        titles.append(
            (
                "torch",
                say("PyTorch {torch} + torchvision {torchvision}", torch=choice.torch, torchvision=choice.torchvision),
            )
        )
    else:
        titles.append(
            (
                "environment",
                say(
                    "Environment {name} · Python {python} · PyTorch {torch}",
                    name=recipe.name,
                    python=recipe.python,
                    torch=choice.torch,
                ),
            )
        )
    if extra_requirements(recipe):
        jupyter, study = "jupyter" in recipe.extras, "study" in recipe.extras
        if jupyter and study:
            titles.append(("extras", say("Jupyter Notebook, matplotlib, pandas, scikit-learn")))
        else:
            titles.append(("extras", say("Jupyter Notebook") if jupyter else say("matplotlib, pandas, scikit-learn")))
    if has_kernel(recipe):
        titles.append(("kernel", say("Kernel for Jupyter and VS Code: {kernel}", kernel=kernel_name(recipe.name))))
    titles.append(("check", say("Check the device")))
    return titles


def _volumes(
    recipe: Recipe,
    machine: Machine,
    prefix: str,
    packages: Sequence[CondaPackage],
    wheels: Sequence[Wheel],
    download: int,
    space: Space,
) -> tuple[VolumeNeed, ...]:
    """What each volume must hold: on one volume the cache's unpacked files are the environment's own (hard links)."""
    installed = sum(map(unpacked_bytes, packages)) + sum(map(unpacked_bytes, wheels))
    places: list[tuple[Purpose, str]] = [("environment", prefix), ("cache", machine.cache_folder or prefix)]
    names = [space(folder) for _, folder in places]
    apart = names[0][0] != names[1][0]
    needs = {"environment": installed, "cache": download + (installed if apart else 0)}
    found: dict[str, VolumeNeed] = {}
    for (purpose, folder), (name, free, total) in zip(places, names, strict=True):
        before = found.get(name)
        found[name] = VolumeNeed(
            path=before.path if before else folder,
            purposes=(*before.purposes, purpose) if before else (purpose,),
            need_bytes=int(needs[purpose] * SPARE) + (before.need_bytes if before else SPARE_BYTES),
            free_bytes=free if total else -1,
        )
    return tuple(found.values())


def _warnings(volumes: Sequence[VolumeNeed]) -> list[Sentence]:
    return [
        say(
            "{path} has {free} free, and {need} are needed. Free some space, or choose another folder.",
            path=volume.path,
            free=size_text(volume.free_bytes),
            need=size_text(volume.need_bytes),
        )
        for volume in volumes
        if not volume.fits
    ]


__all__ = ["Have", "Plan", "Problem", "Resolve", "Solve", "SpeedTest", "Stage", "VolumeNeed", "plan", "prefix_of"]
