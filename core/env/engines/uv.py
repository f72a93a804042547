"""Resolve and install wheels with uv: the one file that runs it.

uv resolves (`pip compile` to a pylock, which names every file with its address, sum and size),
`core.env.fetch.downloads` fetches, and uv installs from that folder alone, offline. uv does not fetch, because it shows
no progress on a pipe and cannot resume a file. Wheels that conda has installed are never handed to it: pip and
setuptools stay conda's.

No shell is used. uv does not see the settings of other Pythons and other tools.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
import sysconfig
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomllib
import uv
from packaging.tags import Tag
from packaging.utils import InvalidWheelFilename, canonicalize_name, parse_wheel_filename

from core.env.engines.full_disk import where_full
from core.env.engines.index_pages import Sizes, confirmed
from core.env.engines.run import Outline, run_program
from core.env.engines.uv_errors import host_asked, install_problem, resolve_problem, said_in, stalled_problem
from core.env.engines.wheel_folder import listing
from core.env.engines.wheel_tags import native_platform, supported_tags
from core.env.fetch.address import is_address, usable_proxies
from core.env.fetch.attempt import MOST_BYTES
from core.env.fetch.sources import Item, Mirrors, addresses
from core.env.look.network import network_settings
from core.env.look.system import Ran
from core.env.network.waiting import Waits, Watch
from core.env.problems import InstallError, Unsolvable, Untrusted, disk_problem
from core.files import end_of, is_name, remove_tree
from core.messages.recipe import Wheel
from core.prefix import installer_of, python_of, site_packages

PYTORCH_INDEX = "https://download.pytorch.org/whl"
ANSWER_S = 60
"""uv's own limit, which only a program that nobody watches comes to: `Watch` ends a silent one long before."""
RETRIES = 2
"""As many as for conda's channels: a person without a network waits 5 s for the answer, not 11."""
LEAST_S = 0.01
"""Seconds of computing that tell uv from one that only waits: the smallest step in which systems count them."""
TAIL_BYTES = 4096
NAME = re.compile(r"[A-Za-z0-9_.+!~-]+")
SUM = re.compile(r"([0-9A-Fa-f]{64})?")
"""What may stand in a name, a version and a sum: they become paths and lines for uv."""
PYTHON_PLATFORMS = {
    "linux-64": "x86_64-manylinux_2_28",
    "linux-aarch64": "aarch64-manylinux_2_28",
    "win-64": "x86_64-pc-windows-msvc",
    "win-arm64": "aarch64-pc-windows-msvc",
    "osx-64": "x86_64-apple-darwin",
    "osx-arm64": "aarch64-apple-darwin",
}

Tick = Callable[[], None]

# uv's path depends on these. Before Python 3.13, two threads that ask first at the same time see them half read.
sysconfig.get_config_vars()


@dataclass(frozen=True)
class Origin:
    """Where wheels come from besides the usual indexes: a school's index, folders of wheels, mirrors."""

    index_url: str = ""
    find_links: tuple[str, ...] = ()
    mirrors: Mirrors = field(default_factory=dict)


def resolve(
    requirements: Sequence[str],
    *,
    python_version: str,
    platform: str,
    index_url: str = "",
    cache: Path,
    origin: Origin | None = None,
    python: str = "",
    asked: bool = False,
    waits: Waits | None = None,
) -> tuple[Wheel, ...]:
    """Return the exact wheels for requirements such as "torch==2.14.1", everything they need included.

    `python`: any Python that uv may ask about this computer; "" for the one that runs this. `asked`: the indexes
    answered a moment ago, so the cached answers are tried first. `waits`: who is told what is waited for, and how long
    nothing may come. Raises `Unsolvable`, `Offline`, `Untrusted`, `Stalled` ..., each with a sentence.
    """
    origin = origin or Origin()
    usable_proxies()  # raises where one is no address
    arguments = ["pip", "compile", "-", "--format", "pylock.toml", "--only-binary", ":all:", "--no-header", "--verbose"]
    arguments += ["--python", python or sys.executable, "--python-version", python_version]
    if platform != native_platform():
        arguments += ["--python-platform", PYTHON_PLATFORMS[platform]]
    for folder in origin.find_links:
        try:
            arguments += ["--find-links", str(listing(Path(folder), cache))]
        except OSError as error:
            raise disk_problem(error, folder) or InstallError(
                "The folder of wheels {path} cannot be read.", path=folder, detail=str(error)
            ) from error
    if origin.index_url:
        arguments += ["--default-index", origin.index_url]
    arguments += _torch_index(index_url, origin.mirrors)
    text = "\n".join(requirements)
    done = _ask([*arguments, *(["--offline"] if asked else [])], cache, text, waits or Waits())
    if done.code and asked:
        done = _ask(arguments, cache, text, waits or Waits())
    if done.code:
        raise confirmed(resolve_problem(said_in(done.err), requirements, cache=cache), done.err, cache)
    return wheels_in(done.out, supported_tags(python_version, platform), origin.mirrors, waits or Waits())


def _ask(arguments: Sequence[str], cache: Path, text: str, waits: Waits) -> Ran:
    """Run uv while it asks indexes; raise `Stalled` when nothing comes any more. It ends at once."""
    watch, uv_seen = Watch(waits, least_s=LEAST_S), Outline()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        errors = Path(folder) / "said.txt"

        def tick() -> None:
            host = _host_in(errors)
            watch.see(uv_seen.computed_s(), host, lambda: stalled_problem(host, errors.read_text("utf-8", "replace")))

        return _run(arguments, cache=cache, text=text, tick=tick, began=uv_seen.began, errors=errors)


def _host_in(errors: Path) -> str:
    """Whom a running uv asked last."""
    return host_asked(end_of(errors, most_bytes=TAIL_BYTES, lines=TAIL_BYTES))


def item(wheel: Wheel, cache: Path) -> Item:
    """Return the download of a wheel into the wheelhouse. Raises InstallError where its name leads out of it."""
    if not is_name(wheel.filename):
        raise InstallError("“{name}” is not a safe name for a file.", name=wheel.filename)
    return Item(wheel.url, wheel.sha256, wheel.size_bytes, cache / "wheels" / wheel.filename)


def install(
    wheels: Sequence[Wheel],
    prefix: Path,
    *,
    cache: Path,
    again: bool = False,
    tick: Tick = lambda: None,
    keep_open: Sequence[int] = (),
) -> list[str]:
    """Install wheels from the wheelhouse into the environment; return what uv said, line by line.

    `again`: also those already there (a repair). What conda has installed stays. `keep_open`: descriptors that stay
    open while uv runs. Raises InstallError.
    """
    owned = conda_owned(prefix)
    chosen = [wheel for wheel in wheels if canonicalize_name(wheel.name) not in owned]
    if not chosen:
        return []
    arguments = [*_install_arguments(cache), "--python", str(python_of(prefix))]
    if again:
        arguments.append("--reinstall")
    done = _run(arguments, cache=cache, text=_exactly(chosen), tick=tick, keep_open=keep_open)
    if done.code:
        raise where_full(install_problem(done.err, prefix), prefix, cache)
    return done.err.splitlines()


def unpack(
    wheels: Sequence[Wheel],
    aside: Path,
    *,
    cache: Path,
    python: str,
    python_version: str,
    tick: Tick = lambda: None,
    keep_open: Sequence[int] = (),
) -> None:
    """Check wheels' sums and unpack them into uv's cache, so that `install` only links them.

    uv has no command for that, so it installs them into the folder `aside`, which nobody needs. `python` as in
    `resolve`. What `tick` raises ends it. Raises InstallError.
    """
    arguments = [*_install_arguments(cache), "--python", python or sys.executable, "--python-version", python_version]
    arguments += ["--target", str(aside)]
    done = _run(arguments, cache=cache, text=_exactly(wheels), tick=tick, keep_open=keep_open)
    if done.code:
        raise install_problem(done.err, cache)


def half_unpacked(cache: Path) -> set[Path]:
    """Return the folders in uv's cache that a run is unpacking into, or left when it was killed."""
    return {path for path in (cache / "uv").glob(".tmp*") if path.is_dir()}


def sweep(cache: Path) -> None:
    """Remove what killed runs of uv left half unpacked, if it is over an hour old."""
    for path in half_unpacked(cache):
        with contextlib.suppress(FileNotFoundError):  # its unpacking has just finished
            if time.time() - path.stat().st_mtime > 3600:
                remove_tree(path)


def _install_arguments(cache: Path) -> list[str]:
    """Arguments that make uv install the wheels named on its input, from the wheelhouse alone."""
    links = str(cache / "wheels")
    return ["pip", "install", "--offline", "--no-index", "--no-deps", "--find-links", links, "--requirements", "-"]


def _exactly(chosen: Iterable[Wheel]) -> str:
    return "\n".join(f"{w.name}=={w.version}" + (f" --hash=sha256:{w.sha256}" if w.sha256 else "") for w in chosen)


def conda_owned(prefix: Path) -> set[str]:
    """Return the normalized names of the Python packages that conda has installed."""
    names: set[str] = set()
    packages = site_packages(prefix)
    for about in packages.glob("*.dist-info") if packages else ():
        if installer_of(about) == "conda":
            names.add(canonicalize_name(about.name.removesuffix(".dist-info").rpartition("-")[0]))
    return names


# ------------------------------------------------------------------------------------------------ choosing a file
def wheels_in(pylock: str, best: Mapping[Tag, int], mirrors: Mirrors, waits: Waits | None = None) -> tuple[Wheel, ...]:
    """Return the wheels of a pylock.toml, by name. Raises `Unsolvable`, and `InstallError` for what is no pylock."""
    sizes = Sizes(mirrors, waits or Waits())
    try:
        wheels = [_wheel(package, best, sizes) for package in tomllib.loads(pylock).get("packages", [])]
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError, RecursionError) as error:
        detail = f"{type(error).__name__}: {error}"
        raise InstallError("The packages could not be resolved.", detail=detail) from error
    return tuple(sorted(wheels, key=lambda wheel: wheel.name))


def _wheel(package: Mapping[str, Any], best: Mapping[Tag, int], sizes: Sizes) -> Wheel:
    """The file of a resolved package that best fits this Python and platform. Raises Unsolvable."""
    ranked = []
    for number, entry in enumerate(package.get("wheels", ())):
        url = entry.get("url") or Path(entry["path"]).absolute().as_uri()
        filename = entry.get("name") or urllib.parse.unquote(urllib.parse.urlsplit(url).path.rpartition("/")[2])
        try:
            ranks = [best[tag] for tag in parse_wheel_filename(filename)[3] if tag in best]
        except InvalidWheelFilename:
            continue
        if ranks:
            ranked.append((min(ranks), number, url, filename, entry))
    name, version = package["name"], package.get("version", "")
    if not ranked:
        raise Unsolvable("{name} {version} has no file for this Python and system.", name=name, version=version)
    _, _, url, filename, entry = min(ranked, key=lambda choice: choice[:2])
    sha256, said = entry.get("hashes", {}).get("sha256", ""), entry.get("size")
    if not all(map(NAME.fullmatch, (name, version, filename))) or not SUM.fullmatch(sha256) or not is_address(url):
        raise ValueError(f"{name!r}, {version!r}, {filename!r}, {sha256!r}, {url!r}")
    size = said if type(said) is int and 0 < said < MOST_BYTES else sizes.of(url)
    return Wheel(name, version, url, sha256, size, filename)


def _torch_index(index_url: str, mirrors: Mirrors) -> list[str]:
    """Arguments that make uv take torch's packages from torch's index: by its name where no mirror is used."""
    if not index_url:
        return []
    address = addresses(index_url.rstrip("/") + "/", mirrors)[0].rstrip("/")
    backend = index_url.rstrip("/").rpartition("/")[2]
    if address == f"{PYTORCH_INDEX}/{backend}":
        return ["--torch-backend", backend]
    return ["--index", address, "--index-strategy", "unsafe-best-match"]


# ----------------------------------------------------------------------------------------------------------------- uv
def _environment(cache: Path) -> dict[str, str]:
    """uv's environment variables: no other tool's settings, the system's certificates and proxies."""
    clean = {
        key: value
        for key, value in os.environ.items()
        if not key.upper().startswith(("UV_", "PIP_", "VIRTUAL_ENV", "CONDA_"))
    }
    settings = network_settings()
    with contextlib.suppress(Untrusted):  # `resolve` says so; what is installed from the wheelhouse needs none
        for scheme, proxy in (*usable_proxies().items(), *(one for one in settings.proxies if one[0] == "no")):
            clean.setdefault(f"{scheme.upper()}_PROXY", proxy)
    clean.pop("SSL_CERT_FILE", None)  # one that is not there would take every certificate away
    if settings.certificates:
        clean["SSL_CERT_FILE"] = settings.certificates
    return clean | {
        "UV_CACHE_DIR": str(cache / "uv"),
        "UV_NO_CONFIG": "1",
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_SYSTEM_CERTS": "1",
        "UV_HTTP_TIMEOUT": str(ANSWER_S),
        "UV_HTTP_RETRIES": str(RETRIES),
        "UV_NO_PROGRESS": "1",
        "NO_COLOR": "1",
    }


def _program() -> str:
    """The path of uv: beside our files in a packaged app, else where its wheel put it."""
    bundled = Path(getattr(sys, "_MEIPASS", "")) / "bin" / ("uv.exe" if os.name == "nt" else "uv")
    return str(bundled) if getattr(sys, "frozen", False) else uv.find_uv_bin()


def _run(arguments: Iterable[str], *, cache: Path, text: str, **how: Any) -> Ran:
    """Run uv until it ends, as `run_program` does: `tick` is called a few times a second."""
    done = run_program([_program(), *arguments], environment=_environment(cache), text=text + "\n", **how)
    if done.end == "endless":
        raise InstallError("The program that installs wheels (uv) printed without end, so it was ended.")
    if done.end != "done":
        raise InstallError("The program that installs wheels (uv) cannot be started.", detail=done.err)
    return done
