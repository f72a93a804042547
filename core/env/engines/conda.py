"""Solve and link conda packages with rattler: the one file that imports it, in the install worker only.

Between solving and linking, `core.env.fetch.downloads` fetches the archives, because it can resume,
check, use mirrors and show progress. rattler then gets the archives as files. It writes the path of each file into
`conda-meta`, so we write the channel's address there afterwards: conda must see where the package came from.

Three dangers: rattler's panics are a BaseException. Its threads sometimes crash a process at exit, so the worker ends
by `os._exit`. A relative prefix would be written as it is into every script.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime
import json
import os
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import rattler
from rattler import exceptions as troubles
from rattler.install import InstallerReporter

from core.env.engines.conda_errors import channel_problem, link_problem, unsolvable
from core.env.engines.conda_network import certificates_named, proxy_lines, watched
from core.env.engines.full_disk import where_full
from core.env.fetch.sources import Item, Mirrors
from core.env.network.waiting import Waits
from core.env.problems import InstallError, Unsolvable
from core.files import is_link, is_name, opened, read_object, remove_tree, to_json, write
from core.messages.recipe import CHANNELS_URL, CondaPackage
from core.prefix import conda_records, history_of

SOLVE_S = 180
LISTS_S = 180
"""The longest time for one whole answer of a channel, however well it comes in: rattler has no other limit."""
LINK_TROUBLES = (
    troubles.InstallerError,
    troubles.ExtractError,
    troubles.LinkError,
    troubles.TransactionError,
    troubles.IoError,
)

Linked = Callable[[int, int], None]
"""Called with (packages linked, packages in all), from one of rattler's threads."""
Result = TypeVar("Result")


def platform() -> str:
    """Return conda's name for this system and processor, such as "linux-64"."""
    return str(rattler.Subdir.current())


def virtual_packages() -> list[rattler.GenericVirtualPackage]:
    """Return conda's packages for the machine itself: __linux, __cuda ... CONDA_OVERRIDE_CUDA is obeyed."""
    overrides = rattler.VirtualPackageOverrides.from_env()
    return [package.into_generic() for package in rattler.VirtualPackage.detect(overrides)]


def solve(
    specs: Sequence[str],
    *,
    channels: Sequence[str] = ("conda-forge",),
    platform: str,
    cache: Path,
    mirrors: Mirrors | None = None,
    lists_s: int = LISTS_S,
    waits: Waits | None = None,
) -> tuple[CondaPackage, ...]:
    """Return the exact packages for match specs such as "python=3.12", sorted by name.

    `waits`: who is told what is waited for, and how long nothing may come. Raises `Unsolvable`, `Offline`, `Missing`,
    `Untrusted`, `Stalled`, each with a sentence.
    """
    client = rattler.Client.from_config(_config(mirrors or {}), max_retries=2, timeout=lists_s)
    gateway = rattler.Gateway(cache_dir=cache / "repodata", client=client)
    wanted = [_spec(spec) for spec in specs]
    asked = [rattler.Channel(name) for name in channels]
    platforms = [rattler.Subdir(platform), rattler.Subdir("noarch")]

    async def work() -> list[rattler.RepoDataRecord]:
        await watched(gateway.query(asked, platforms, wanted), channels, waits or Waits())
        # All that is needed is in the gateway now: what follows only computes.
        return await rattler.solve(
            asked,
            wanted,
            gateway=gateway,
            platforms=platforms,
            virtual_packages=virtual_packages(),
            timeout=datetime.timedelta(seconds=SOLVE_S),
        )

    try:
        with certificates_named():
            records = _run(work())
    except troubles.SolverError as error:
        raise unsolvable(str(error), specs) from error
    except troubles.GatewayError as error:
        raise channel_problem(str(error), channels, cache=cache) from error
    packages = tuple(sorted((_package(record) for record in records), key=lambda package: package.name))
    for record, package in zip(sorted(records, key=lambda record: record.name.normalized), packages, strict=True):
        _keep_record(record, package, cache)
    return packages


def item(package: CondaPackage, cache: Path) -> Item:
    """Return the download of a package's archive. Raises InstallError where its name leads out of the cache."""
    slug = "".join(letter if letter.isalnum() or letter in "-_." else "-" for letter in package.channel)
    name = package.url.rpartition("/")[2]
    for part in (slug or "-", package.subdir or "-", name):  # a channel or a lock file can hold anything
        if not is_name(part):
            raise InstallError("“{name}” is not a safe name for a file.", name=part)
    path = cache / "conda" / slug / package.subdir / name
    return Item(package.url, package.sha256, package.size_bytes, path)


def link(
    packages: Sequence[CondaPackage],
    prefix: Path,
    *,
    cache: Path,
    specs: Sequence[str],
    final: Path | None = None,
    linked: Linked = lambda done, total: None,
) -> None:
    """Make the environment at `prefix` hold exactly `packages`, whose archives are in the cache.

    `final`: the path to write into the files, if the folder will be moved. The folder has no history and so is no
    environment yet: `core.env.envs.conda_files` writes it. Raises InstallError.
    """
    prefix = Path(os.path.abspath(prefix))
    _sweep(cache / "pkgs")
    archives = {package.name: item(package, cache).path for package in packages}

    async def records() -> list[rattler.RepoDataRecord]:
        return await asyncio.gather(*(_record(package, archives[package.name], cache) for package in packages))

    async def work() -> None:
        await rattler.install(
            await records(),
            target_prefix=prefix,
            cache_dir=cache / "pkgs",
            # Without these, rattler forgets what was asked for. 0.28 takes the inner objects only.
            requested_specs=[_spec(spec)._match_spec for spec in specs],
            reporter=_Reporter(linked, len(packages)),  # type: ignore[abstract]
            execute_link_scripts=False,
            alternative_target_prefix=final and os.path.abspath(final),
        )

    try:
        _run(work())
    except LINK_TROUBLES as error:
        raise where_full(link_problem(str(error), prefix), prefix, cache) from error
    history_of(prefix).unlink(missing_ok=True)  # rattler leaves an empty one
    _set_addresses(prefix, packages)


def relink(prefix: Path, packages: Sequence[CondaPackage], *, cache: Path) -> None:
    """Link these packages again from their archives (a repair); the others stay. Raises InstallError."""
    again = {package.name for package in packages}
    for path in conda_records(prefix):
        if not path.stat().st_size:  # left by a power cut; rattler cannot read it
            path.unlink()

    async def work() -> None:
        records = [record for record in _installed(prefix) if record.name.normalized not in again]
        records += [await _record(package, item(package, cache).path, cache) for package in packages]
        await rattler.install(
            records,
            target_prefix=prefix,
            cache_dir=cache / "pkgs",
            reinstall_packages=again,
            requested_specs=_requested(prefix),
            show_progress=False,
        )

    try:
        _run(work())
    except LINK_TROUBLES as error:
        raise where_full(link_problem(str(error), prefix), prefix, cache) from error
    _set_addresses(prefix, packages)


def _installed(prefix: Path) -> list[rattler.RepoDataRecord]:
    return [rattler.PrefixRecord.from_path(path) for path in conda_records(prefix)]


def _requested(prefix: Path) -> list[Any]:
    """The spec by which each package was asked for: rattler forgets those that are not in its list."""
    found: list[str] = []
    for path in conda_records(prefix):
        with contextlib.suppress(OSError, ValueError):
            specs = read_object(path).get("requested_specs")
            found += [spec for spec in specs if isinstance(spec, str)] if isinstance(specs, list) else []
    return [_spec(text)._match_spec for text in found]


# ---------------------------------------------------------------------------------------------------------- records
def _package(record: rattler.RepoDataRecord) -> CondaPackage:
    channel = str(record.channel or "").removeprefix(CHANNELS_URL).strip("/")
    return CondaPackage(
        name=record.name.normalized,
        version=str(record.version),
        build=str(record.build),
        url=record.url,
        sha256=record.sha256.hex() if record.sha256 else "",
        size_bytes=record.size or 0,
        channel=channel,
        subdir=record.subdir,
    )


def _record_path(package: CondaPackage, cache: Path) -> Path:
    path = item(package, cache).path
    return path.with_name(path.name + ".record.json")


def _keep_record(record: rattler.RepoDataRecord, package: CondaPackage, cache: Path) -> None:
    """Keep what the channel says a package needs: it corrects errors in the archive."""
    path = _record_path(package, cache)
    path.parent.mkdir(parents=True, exist_ok=True)
    write(path, json.dumps({"depends": record.depends, "constrains": record.constrains}))


async def _record(package: CondaPackage, archive: Path, cache: Path) -> rattler.RepoDataRecord:
    """Return the record to link, read from the archive: so a lock file alone can make an environment again.

    Raises OSError where the archive is no ordinary file, and what rattler raises.
    """
    opened(archive).close()  # rattler would wait for a pipe
    record = await rattler.RepoDataRecord.from_package_archive(archive)
    record.channel = package.channel if "://" in package.channel else CHANNELS_URL + package.channel
    try:
        said = read_object(_record_path(package, cache))
        record.depends, record.constrains = said["depends"], said["constrains"]
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return record


def _set_addresses(prefix: Path, packages: Sequence[CondaPackage]) -> None:
    """Write the channel's address of each package into conda-meta, with the file mode that conda uses."""
    by_name = {package.name: package for package in packages}
    for path in conda_records(prefix):
        if is_link(path):  # what it leads to is not the environment's
            continue
        try:
            about = read_object(path)
        except (OSError, ValueError):  # another program's: it is left as it is
            continue
        package = by_name.get(str(about.get("name", "")))
        if package and about.get("url") != package.url:
            about["url"] = package.url
            write(path, to_json(about, indent=2))
        path.chmod(0o644)


def _sweep(pkgs: Path) -> None:
    """Remove what killed runs left half unpacked in rattler's cache, if it is over an hour old."""
    for path in pkgs.glob(".*"):
        if path.is_dir() and time.time() - path.stat().st_mtime > 3600:
            remove_tree(path)


class _Reporter(InstallerReporter):
    """Counts links. rattler calls it from its own threads and ignores what it raises."""

    def __init__(self, linked: Linked, total: int) -> None:
        self._linked = linked
        self._total = total
        self._done = 0

    def on_link_complete(self, index: int) -> None:
        """Count one more linked package."""
        self._done += 1
        self._linked(min(self._done, self._total), self._total)


# --------------------------------------------------------------------------------------------- rattler and its words
def _run(work: Awaitable[Result]) -> Result:
    async def wait() -> Result:
        return await work

    try:
        return asyncio.run(wait())
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise InstallError("The package engine broke down.", detail=str(error)) from error


def _spec(text: str) -> rattler.MatchSpec:
    try:
        return rattler.MatchSpec(text)
    except troubles.InvalidMatchSpecError as error:
        raise Unsolvable("{spec} is not a way to ask for a package.", spec=text, detail=str(error)) from error


def _config(mirrors: Mirrors) -> rattler.Config:
    """rattler's settings: mirrors, the system's certificates, and its proxy if no variable names one."""
    lines = ['tls-root-certs = "all"']
    lines += proxy_lines()
    lines.append("[mirrors]")
    known = {prefix: list(to) for prefix, to in mirrors.items() if prefix.startswith(CHANNELS_URL)}
    lines += [f"{json.dumps(prefix)} = {json.dumps(to)}" for prefix, to in known.items()]
    return rattler.Config.from_toml("\n".join(lines))
