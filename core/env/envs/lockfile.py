"""The exact contents of an environment, in three files inside it: a second one can be made from them.

The lock names every file with its address and sum, so that no solve is needed. `environment.yml` and
`requirements.txt` give conda and pip the versions only, for another computer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from core import files
from core.env.fetch.address import is_address
from core.env.problems import InstallError
from core.messages.recipe import CHANNELS_URL, CondaPackage, Plan, Recipe, Wheel
from core.prefix import conda_records, installer_of, notes_of
from core.sentence import Problem
from core.workers import wire

FORMAT = 1
LOCK_BYTES = 64 << 20
NAME = re.compile(r"[A-Za-z0-9_.+!~-]+")
SUBDIR = re.compile(r"[a-z0-9_-]*")
LINE = re.compile(r"[^\x00-\x1f\x7f]*")
PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
YAML_WORDS = ("true", "false", "yes", "no", "on", "off", "null", "y", "n")
SUM = re.compile(r"([0-9A-Fa-f]{64})?")
LOCK, YAML, REQUIREMENTS, MADE = "torchgarden.lock", "environment.yml", "requirements.txt", "made.json"


class LockError(InstallError):
    """A lock file that cannot be used."""


@dataclass(frozen=True)
class Lock:
    """The exact contents of an environment."""

    recipe: Recipe
    platform: str
    packages: tuple[CondaPackage, ...]
    wheels: tuple[Wheel, ...]
    channels: tuple[str, ...]
    conda_specs: tuple[str, ...]
    requirements: tuple[str, ...]


def lock_of(plan: Plan) -> Lock:
    """Return the lock of what a plan makes, without its folder on this computer."""
    return Lock(
        recipe=replace(plan.recipe, folder="", replace=False),
        platform=plan.platform,
        packages=plan.packages,
        wheels=plan.wheels,
        channels=plan.channels,
        conda_specs=plan.conda_specs,
        requirements=plan.requirements,
    )


def text_of(lock: Lock) -> str:
    """Return the text of a lock file (JSON)."""
    return files.to_json(
        {
            "torchgarden_lock": FORMAT,
            "recipe": wire.to_plain(lock.recipe),
            "platform": lock.platform,
            "channels": list(lock.channels),
            "conda_specs": list(lock.conda_specs),
            "requirements": list(lock.requirements),
            "packages": [wire.to_plain(package) for package in lock.packages],
            "wheels": [wire.to_plain(wheel) for wheel in lock.wheels],
        },
        indent=1,
    ).decode("utf-8")


def read(path: Path) -> Lock:
    """Return the lock in a file; raise `LockError` for anything else."""
    try:
        plain = files.read_object(path, limit_bytes=LOCK_BYTES)
        if plain["torchgarden_lock"] != FORMAT:
            raise LockError("{path} was written by a newer TorchGarden.", path=str(path))
        lock = Lock(
            recipe=wire.from_plain(plain["recipe"]),
            platform=str(plain["platform"]),
            packages=tuple(wire.from_plain(entry) for entry in plain["packages"]),
            wheels=tuple(wire.from_plain(entry) for entry in plain["wheels"]),
            channels=tuple(map(str, plain["channels"])),
            conda_specs=tuple(map(str, plain["conda_specs"])),
            requirements=tuple(map(str, plain["requirements"])),
        )
    except FileNotFoundError as error:
        raise LockError("There is no file {path}.", path=str(path)) from error
    except (OSError, ValueError, KeyError, TypeError, RecursionError, wire.WireError) as error:
        detail = f"{type(error).__name__}: {error}"
        raise LockError("{path} is not a TorchGarden lock file.", path=str(path), detail=detail) from error
    sound = isinstance(lock.recipe, Recipe) and all(isinstance(one, CondaPackage) for one in lock.packages)
    if not sound or not all(isinstance(one, Wheel) for one in lock.wheels):
        raise LockError("{path} is not a TorchGarden lock file.", path=str(path))
    for package in lock.packages:
        _check(path, NAME, package.name, package.version, package.build)
        _check(path, SUBDIR, package.subdir)
        _check(path, SUM, package.sha256)
    choice = lock.recipe.choice
    _check(path, LINE, lock.recipe.name, choice.python, choice.index_url, lock.platform)
    _check(path, LINE, *lock.channels, *lock.conda_specs, *lock.requirements, *(one.channel for one in lock.packages))
    urls = [one.url for one in lock.packages] + [one.url for one in lock.wheels]
    if wrong := [url for url in urls if not is_address(url)]:
        raise LockError("{path} is not a TorchGarden lock file.", path=str(path), detail=repr(wrong[0]))
    for wheel in lock.wheels:
        _check(path, NAME, wheel.name, wheel.version, wheel.filename)
        _check(path, SUM, wheel.sha256)
    return lock


def _check(path: Path, kind: re.Pattern[str], *texts: str) -> None:
    """Raise `LockError` for an unsafe text: it becomes a path, or a line for another program."""
    for text in texts:
        if not kind.fullmatch(text) or text in (".", ".."):
            raise LockError("{path} is not a TorchGarden lock file.", path=str(path), detail=repr(text))


def of_environment(prefix: Path) -> Lock:
    """Return the lock that an environment was made with; raise `LockError` if TorchGarden did not make it."""
    path = notes_of(prefix) / LOCK
    if not path.is_file():
        raise LockError("{name} was not made by TorchGarden, so it has no lock file.", name=prefix.name)
    return read(path)


def environment_yml(name: str, lock: Lock) -> str:
    """Return a file from which `conda env create -f`, mamba and pixi make about the same elsewhere.

    Each package names its channel. So none comes from `defaults`, without the word `nodefaults`, which newer condas
    take for a channel.
    """
    plain = PLAIN.fullmatch(name) and name.lower() not in YAML_WORDS
    lines = [f"name: {name if plain else files.to_json(name).decode('utf-8')}"]
    lines += ["channels:", *(f"  - {channel}" for channel in lock.channels)]
    lines += ["dependencies:", *(f"  - {_spec(one)}" for one in lock.packages)]
    if lock.wheels:
        if not any(one.name == "pip" for one in lock.packages):
            lines.append("  - pip")
        lines += ["  - pip:", *(f"      - {line}" for line in _requirement_lines(lock))]
    return "\n".join(lines) + "\n"


def _spec(one: CondaPackage) -> str:
    channel = one.channel.removeprefix(CHANNELS_URL).strip("/")
    named = f"{one.name}={one.version}={one.build}"
    return f"{channel}::{named}" if channel and "://" not in channel else named


def requirements_txt(lock: Lock) -> str:
    """Return a file from which `pip install -r` installs the same versions."""
    return "\n".join([f"# Python {lock.recipe.python}", *_requirement_lines(lock)]) + "\n"


def _requirement_lines(lock: Lock) -> list[str]:
    index = lock.recipe.choice.index_url
    head = [f"--extra-index-url {index}"] if index else []
    return head + [f"{wheel.name}=={wheel.version}" for wheel in lock.wheels]


def write_beside(prefix: Path, lock: Lock, *, made: str) -> None:
    """Write the three files into the environment, and a note when TorchGarden made it. Raises OSError."""
    folder = notes_of(prefix)
    folder.mkdir(parents=True, exist_ok=True)
    note = {"created": made, "name": lock.recipe.name, "format": FORMAT}
    for name, text in (
        (LOCK, text_of(lock)),
        (YAML, environment_yml(lock.recipe.name, lock)),
        (REQUIREMENTS, requirements_txt(lock)),
        (MADE, files.to_json(note).decode("utf-8")),
    ):
        files.write(folder / name, text)


# ----------------------------------------------------------------------------------------- of an environment as it is
def found_packages(prefix: Path) -> tuple[CondaPackage, ...]:
    """Return the packages that conda's records say are installed; a damaged record is skipped."""
    found = (_package(path) for path in conda_records(prefix))
    return tuple(package for package in found if package)


def damaged_records(prefix: Path) -> tuple[str, ...]:
    """Return the names of conda's records that `found_packages` skips."""
    return tuple(path.name for path in conda_records(prefix) if _package(path) is None)


def _package(record: Path) -> CondaPackage | None:
    """The package of one file in conda-meta; None without a name or version, or with a value of a wrong type.

    Its texts become lines of other programs' files, so each is one line.
    """
    try:
        about = files.read_object(record)
    except (OSError, ValueError):
        return None
    if not about.get("name") or not about.get("version"):
        return None
    keys = ("name", "version", "build", "url", "sha256", "channel", "subdir")
    about = {key: value for key, value in about.items() if value is not None}
    texts, size = {key: about.get(key, "") for key in keys}, about.get("size", 0)
    if not isinstance(size, int) or not all(isinstance(text, str) and LINE.fullmatch(text) for text in texts.values()):
        return None
    channel = texts["channel"].removeprefix(CHANNELS_URL).strip("/")
    texts["channel"] = channel.removesuffix("/" + texts["subdir"])
    return CondaPackage(size_bytes=size, **texts)


def found_distributions(site_packages: Iterable[Path]) -> dict[str, tuple[str, Path]]:
    """Return normalized name -> (version, dist-info) of the Python packages that conda did not install."""
    found = {}
    for about in site_packages:
        name, _, version = about.name.removesuffix(".dist-info").rpartition("-")
        if installer_of(about) != "conda" and name:
            found[re.sub(r"[-_.]+", "-", name).lower()] = (version, about)
    return found


__all__ = ["Lock", "LockError", "Problem", "lock_of", "of_environment", "read"]
