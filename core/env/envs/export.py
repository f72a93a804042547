"""Write what an environment holds into a file, to make it again later or elsewhere."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from core import files
from core.env.engines.wheel_tags import native_platform
from core.env.envs import lockfile
from core.env.envs.layout import is_conda
from core.env.envs.lockfile import Lock, LockError, found_distributions, found_packages
from core.env.problems import file_problem
from core.messages.install_commands import ExportFormat
from core.messages.install_events import Exported
from core.messages.recipe import Choice, Recipe, Wheel
from core.prefix import installer_of, site_packages
from core.sentence import say
from core.versions import minor_text

NAMED = 10


def export(prefix: str, format: ExportFormat, path: str) -> Exported:
    """Write the lock, environment.yml or requirements.txt of an environment to `path`. Raises `InstallError`.

    The lock is the one it was made with. The other two list what is installed now.
    """
    folder, target = Path(prefix), Path(path)
    if not is_conda(folder):
        raise LockError("{path} is no conda environment.", path=prefix)
    if format == "lock":
        text = lockfile.text_of(lockfile.of_environment(folder))
    elif missing := left_out(folder, conda=format == "environment_yml"):
        raise LockError(
            "The file would be incomplete, so none was written. These can only be made again by hand: {names}. Install "
            "them again from a package index, or take the lock file.",
            names=", ".join(missing[:NAMED]) + (" …" if len(missing) > NAMED else ""),
        )
    elif format == "environment_yml":
        text = lockfile.environment_yml(folder.name, as_it_is(folder))
    else:
        text = lockfile.requirements_txt(as_it_is(folder))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        files.write(target, text)
    except OSError as error:
        raise file_problem(error, target) from error
    return Exported(prefix, format, path)


def left_out(prefix: Path, *, conda: bool) -> tuple[str, ...]:
    """Return what names and versions do not make again: records that cannot be read, packages from a folder or file."""
    site = site_packages(prefix)
    missing = list(lockfile.damaged_records(prefix)) if conda else []
    if site is None:
        return tuple(missing)
    missing += sorted(path.name for path in site.glob("*.egg-link"))
    for about in sorted(site.glob("*.dist-info")):
        name, _, version = about.name.removesuffix(".dist-info").rpartition("-")
        if installer_of(about) == "conda":
            continue
        if not name or not version or not (about / "RECORD").is_file() or _is_local(about):
            missing.append(about.name)
    return tuple(missing)


def _is_local(about: Path) -> bool:
    """Whether pip installed it from a folder (editable or not), a repository or a single address."""
    try:
        return bool(files.read_object(about / "direct_url.json"))
    except FileNotFoundError:
        return False
    except (OSError, ValueError):
        return True


def as_it_is(prefix: Path) -> Lock:
    """Return what any environment holds now, with versions. The wheels have no addresses."""
    packages = found_packages(prefix)
    python = next((package.version for package in packages if package.name == "python"), "")
    site = site_packages(prefix)
    found = found_distributions(site.glob("*.dist-info") if site else ())
    here = tuple(Wheel(name, version, "", "", 0, "") for name, (version, _) in sorted(found.items()))
    channels = tuple(dict.fromkeys(package.channel for package in packages if package.channel)) or ("conda-forge",)
    minor = minor_text(python)
    try:
        lock = lockfile.of_environment(prefix)
    except LockError:
        nobody = Choice("", "", "", "", minor, "", say("It is there already."))
        lock = Lock(Recipe(prefix.name, nobody), native_platform(), (), (), (), (), ())
    return replace(lock, packages=packages, wheels=here, channels=channels)
