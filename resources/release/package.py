"""The double-clickable app: what ``python3 run.py package`` does.

    python3 run.py package              the full app, with a PyTorch for the processor, into dist/torchgarden
    python3 run.py package --light      without PyTorch, into dist/torchgarden-light; its wizard installs one
    python3 run.py package --archive    also packs it into one file and says how large that is
    python3 run.py package --twice      builds it twice and names the files that differ; leaves nothing in dist/
    python3 run.py package --lock       writes locked*.txt again, from pyproject.toml

It is built in an environment of its own, build/package/KIND, not in .venv: from locked.txt and, for the full one,
locked-full.txt and torch.txt. The same sources, lists and Python give the same files. Standard library only.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.versions import VERSION
from resources.release.contents import Kind

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
WORK = ROOT / "build" / "package"
WINDOWS = os.name == "nt"
LISTS: dict[Kind, tuple[Path, ...]] = {
    "light": (HERE / "locked.txt",),
    "full": (HERE / "locked.txt", HERE / "locked-full.txt"),
}
TORCH = HERE / "torch.txt"
PYTORCH_INDEX = "https://download.pytorch.org/whl/cpu"
FOLDERS: dict[Kind, str] = {"full": "torchgarden", "light": "torchgarden-light"}
BINUTILS = ("objcopy", "objdump", "strip")
"""What a build on Linux calls: PyInstaller the first two, we the last."""
STRIPPED = ("libpython*.so*", "python3.*/lib-dynload/*.so", "rattler/*.so", "torch/lib/*.so*")
"""What loses its symbols on Linux, 150 MB in all. Not all libraries may: numpy's OpenBLAS does not load afterwards. On
macOS it would break the signatures."""
MIB = 1 << 20
NO_PARTS = 8
APP = "TorchGarden.app"
"""What build.spec calls it on macOS."""


@dataclass(frozen=True)
class Made:
    """A package: its folder, and the Python of the environment that it was built in."""

    kind: Kind
    folder: Path
    python: Path


def main(words: Sequence[str], compile_words: Callable[[Path], None]) -> int:
    """Do what the words after ``package`` ask; return the exit code. `compile_words` compiles the translations with the
    PySide6 of an environment."""
    options = _parser().parse_args(words)
    if options.lock:
        return lock()
    if missing := missing_programs():
        sys.exit(f"TorchGarden: a package is not built without {', '.join(missing)}. Install the package binutils.")
    kind: Kind = "light" if options.light else "full"
    python = environment(kind)
    compile_words(WORK / kind)
    if options.twice:
        return twice(kind, python)
    begun = time.monotonic()
    made = build(kind, python, into=Path(options.into).absolute())
    tell(made, seconds=time.monotonic() - begun)
    if options.archive:
        packed = archive(made)
        print(f"    Packed: {packed}, {packed.stat().st_size / MIB:.0f} MiB", flush=True)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="run.py package", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--light", action="store_true", help="without PyTorch")
    parser.add_argument("--into", metavar="DIR", default=str(ROOT / "dist"), help="the folder that it goes into")
    parser.add_argument("--archive", action="store_true", help="also pack it into one file")
    parser.add_argument("--twice", action="store_true", help="build twice and compare")
    parser.add_argument("--lock", action="store_true", help="write the lists of packages again")
    return parser


def missing_programs() -> list[str]:
    """Return which programs of the system a build here would miss."""
    return [name for name in BINUTILS if sys.platform.startswith("linux") and not shutil.which(name)]


# ------------------------------------------------------------------------------------------------ the environment
def environment(kind: Kind) -> Path:
    """Return the Python of the environment that a kind is built in; make it if its lists or this Python are new."""
    folder = WORK / kind
    python = folder / ("Scripts/python.exe" if WINDOWS else "bin/python")
    stamp, wanted = folder / "torchgarden.stamp", _stamp(kind)
    if python.exists() and stamp.exists() and stamp.read_text("utf-8") == wanted:
        return python
    print(f"TorchGarden: making the environment that the {kind} package is built in, {folder}", flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    if _run(Path(sys.executable), "-m", "venv", str(folder)):
        sys.exit("TorchGarden: this Python cannot make environments; on Debian and Ubuntu, install python3-venv.")
    lists = [word for path in LISTS[kind] for word in ("-r", str(path))]
    failed = _pip(python, "--require-hashes", "--only-binary", ":all:", *lists)
    if not failed and kind == "full":
        failed = _install_torch(python)
    if failed:
        sys.exit("TorchGarden: installing failed; the lines above say why. Check the network and start again.")
    stamp.write_text(wanted, "utf-8")
    return python


def _install_torch(python: Path) -> int:
    """Install the PyTorch of torch.txt: from where pip is told to look, else from PyTorch's own index."""
    words = ("--no-deps", "--only-binary", ":all:", "-r", str(TORCH))
    if not _pip(python, *words, silent=True):
        return 0
    print("    PyTorch comes from its own index, some 200 MB.", flush=True)
    return _pip(python, *words, "--extra-index-url", PYTORCH_INDEX)


def _pip(python: Path, *words: str, silent: bool = False) -> int:
    return _run(python, "-m", "pip", "--disable-pip-version-check", "install", *words, quiet=True, silent=silent)


def _stamp(kind: Kind) -> str:
    """Return what an environment was made from."""
    files = [*LISTS[kind], *([TORCH] if kind == "full" else [])]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
    return f"{digest} {sys.version} {ROOT}\n"


def lock() -> int:
    """Write the lists again: what pyproject.toml asks for without torch, with hashes, for every system and Python."""
    import tomllib

    uv = shutil.which("uv", path=str(WORK / "light" / ("Scripts" if WINDOWS else "bin"))) or shutil.which("uv")
    if uv is None:
        sys.exit("TorchGarden: build the light package first; the lists are written with its uv.")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = [line for line in project["dependencies"] if not line.startswith("torch")]
    for path, lines in (
        (LISTS["light"][0], [*asked, *project["optional-dependencies"]["package"]]),
        (LISTS["full"][1], ["typing-extensions", "sympy", "setuptools", "Pillow", "openpyxl>=3.1,<4"]),
    ):
        command = [
            uv, "pip", "compile", "--universal", "--python-version", "3.11", "--generate-hashes", "--no-annotate",
            "--no-header", "--quiet", "--output-file", str(path), "-",
        ]  # fmt: skip
        done = subprocess.run(command, input="\n".join(lines), text=True, check=False, stdout=subprocess.DEVNULL)
        if done.returncode:
            return done.returncode
    return 0


# ----------------------------------------------------------------------------------------------------- the package
def build(kind: Kind, python: Path, *, into: Path, work: str = "work") -> Made:
    """Build a package in a folder of `into`, and strip it. Ends the program if that fails."""
    made = Made(kind, into / FOLDERS[kind], python)
    print(f"TorchGarden: building the {kind} package; that takes some minutes.", flush=True)
    words = ("--noconfirm", "--clean", "--log-level", "ERROR", "--distpath", str(into))
    folder = WORK / f"{work}-{kind}"
    if _run(python, "-m", "PyInstaller", *words, "--workpath", str(folder), "build.spec", kind=kind, quiet=True):
        sys.exit("TorchGarden: building the package failed; the lines above say why.")
    shutil.rmtree(folder, ignore_errors=True)
    strip(made.folder)
    return made


def _run(python: Path, *words: str, kind: str = "", quiet: bool = False, silent: bool = False) -> int:
    """Run a Python in the root, as every build does: nothing of the person's, the same order and time each time.

    `quiet`: what it says is shown only if it fails; `silent`: not even then.
    """
    variables = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    variables |= {"PYTHONUTF8": "1", "PYTHONNOUSERSITE": "1", "PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": "946684800"}
    variables |= {"TORCHGARDEN_KIND": kind} if kind else {}
    done = subprocess.run(
        [str(python), *words], cwd=ROOT, env=variables, check=False, stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
    )  # fmt: skip
    if quiet and done.returncode and not silent:
        print(done.stdout.decode("utf-8", "replace"), flush=True)
    return done.returncode


def strip(folder: Path) -> None:
    """Take the symbols out of the largest libraries, where that can be done."""
    if not sys.platform.startswith("linux"):
        return
    inside = folder / "_internal"
    found = sorted({path for pattern in STRIPPED for path in inside.glob(pattern) if not path.is_symlink()})
    for path in found:
        subprocess.run(["strip", "--strip-unneeded", str(path)], check=True)


# --------------------------------------------------------------------------------------------------- what was made
def files(folder: Path) -> list[Path]:
    """Return the files below a folder in one order; a link counts as a file and is not followed."""
    return sorted(
        path
        for root, folders, names in os.walk(folder)
        for path in (Path(root, name) for name in (*names, *folders))
        if path.is_symlink() or path.is_file()
    )


def size_bytes(folder: Path) -> int:
    """Return how large the files below a folder are together."""
    return sum(path.lstat().st_size for path in files(folder))


def parts(folder: Path) -> list[tuple[str, int]]:
    """Return the largest parts of a package and their bytes, the largest first."""
    sizes: dict[str, int] = {}
    inside = folder / "_internal"
    for path in files(folder):
        below = path.relative_to(inside if path.is_relative_to(inside) else folder)
        name = below.parts[0]
        name = "numpy" if name.startswith("numpy") else "system libraries" if ".so" in name else name
        sizes[name] = sizes.get(name, 0) + path.lstat().st_size
    return sorted(sizes.items(), key=lambda item: -item[1])


def tell(made: Made, *, seconds: float) -> None:
    """Say what was made, how large it is, what is large in it, and what to do with it."""
    largest = ", ".join(f"{name} {size / MIB:.0f}" for name, size in parts(made.folder)[:NO_PARTS])
    program = to_click(made.folder, system=sys.platform)
    kind = "trains at once" if made.kind == "full" else "its page Install makes an environment with PyTorch first"
    print(
        f"TorchGarden {VERSION}: the {made.kind} package is in {made.folder} ({kind}).\n"
        f"    Size: {size_bytes(made.folder) / MIB:.0f} MiB in {len(files(made.folder)):,} files, in {seconds:.0f} s\n"
        f"    Largest parts, MiB: {largest}\n"
        f"    Start it: double-click {program}\n"
        f"    Give it away: the whole folder, as one file of `run.py package --archive`. It holds links, which most\n"
        f"    zip programs lose. No Python is needed where it goes."
    )


def to_click(folder: Path, *, system: str) -> Path:
    """Return what a person double-clicks of a package in `folder`. On macOS it is the app beside the folder; what lies
    in the folder itself would run in a terminal there."""
    if system == "darwin":
        return folder.parent / APP
    return folder / ("torchgarden.exe" if system == "win32" else "torchgarden")


def archive(made: Made) -> Path:
    """Pack a package into one file beside it, the same bytes for the same files; return its path."""
    name = f"torchgarden-{VERSION}-{sys.platform}-{platform.machine().lower()}-{made.kind}"
    path = made.folder.parent / f"{name}.tar.xz"

    def plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.uid = entry.gid = entry.mtime = 0
        entry.uname = entry.gname = ""
        return entry

    with tarfile.open(path, "w:xz", format=tarfile.PAX_FORMAT) as packed:
        for file in files(made.folder):
            packed.add(file, str(Path("torchgarden") / file.relative_to(made.folder)), filter=plain)
    return path


# ------------------------------------------------------------------------------------------------------ reproducible
def digests(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the name and hash of each file of a package; of a link, where it leads."""
    for path in files(folder):
        content = os.readlink(path).encode() if path.is_symlink() else path.read_bytes()
        yield path.relative_to(folder).as_posix(), hashlib.sha256(content).hexdigest()


def differing(first: Path, second: Path) -> list[str]:
    """Return the names of the files in which two packages differ."""
    one, other = dict(digests(first)), dict(digests(second))
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def twice(kind: Kind, python: Path) -> int:
    """Build a kind twice in two places, say in which files they differ, and remove both; 0 if in none."""
    places = [WORK / "first", WORK / "second place"]
    try:
        made = [build(kind, python, into=place, work=f"work {place.name}") for place in places]
        different = differing(made[0].folder, made[1].folder)
        count = len(files(made[0].folder))
    finally:
        for place in places:
            shutil.rmtree(place, ignore_errors=True)
    print(f"TorchGarden: {len(different)} of {count:,} files differ.", *different, sep="\n    ", flush=True)
    return 1 if different else 0
