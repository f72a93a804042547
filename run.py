#!/usr/bin/env python3
"""Set TorchGarden up and run it, with nothing but Python.

    python3 run.py                open the app; the first time, make .venv and install what it needs
    python3 run.py test           run all tests; the full app is built and started for that
    python3 run.py test quick     run those that take less than two seconds each
    python3 run.py test nightly   run all tests; sweeps try more seeds, sequences and moments
    python3 run.py test package   build the app, full and light, and start both as a person would
    python3 run.py test ARGS      run pytest with ARGS
    python3 run.py check          ruff and mypy, and the workflows: their schema, and zizmor
    python3 run.py system         on Debian and Ubuntu, as root: the libraries that the window and the tests need
    python3 run.py words          collect the words on screen into resources/i18n and compile them
    python3 run.py screenshots    every page in both languages, light and dark, into build/screenshots/
    python3 run.py package        the double-clickable app, into dist/torchgarden; with --light without PyTorch
    python3 run.py train ...      any other word goes to the app itself; see: python3 run.py --help

Only the standard library is used here. A second start installs nothing: a stamp inside .venv says what was installed
for which pyproject.toml. It is written last, so a start that was interrupted begins again.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from resources.release.contents import Kind

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
STAMP = VENV / "torchgarden.stamp"
OLDEST = (3, 11)

ZIZMOR = str(PYTHON.with_name("zizmor.exe" if WINDOWS else "zizmor"))
WORKFLOWS = [str(path) for path in sorted((HERE / ".github" / "workflows").glob("*.yml"))]


def stop(sentence: str) -> None:
    """Print one sentence and leave."""
    sys.exit(f"TorchGarden: {sentence}")


def main(argv: list[str]) -> int:
    """Do what `argv` asks; return the exit code."""
    if sys.version_info < OLDEST:
        stop(f"this is Python {sys.version.split()[0]}; Python {'.'.join(map(str, OLDEST))} or newer is needed.")
    command = argv[0] if argv else ""
    testing = command in ("test", "check", "words", "screenshots", "system")
    from resources.release.system import prepare_system  # not at the top: an older Python must get to its sentence

    ready = prepare_system(testing=testing)
    if command == "system":
        return 0 if ready else 1
    if command == "package":
        from resources.release import package

        return package.main(argv[1:], compile_words)
    prepare_venv({"test": testing})
    compile_words()
    match command:
        case "test":
            return test(argv[1:])
        case "check":
            return check()
        case "words":
            code = python("-m", "tests.words")
            compile_words()
            return code
        case "screenshots":
            return python("-m", "tests.screenshots", *argv[1:]) or python("-m", "tests.wizard_pictures", *argv[1:])
        case _:
            return python("-m", "gui", *argv, started_in=os.getcwd())


def check() -> int:
    """Lint everything and check its types (strict on core/: pyproject.toml says so); return the first bad exit code."""
    return (
        python("-m", "ruff", "check", ".")
        or python("-m", "ruff", "format", "--check", ".")
        or python("-m", "mypy", "core", "gui", "run.py")
        or python("-m", "mypy", "--explicit-package-bases", "resources/release")
        or python("-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", *WORKFLOWS)
        or subprocess.run([ZIZMOR, "--offline", "--quiet", "--no-progress", *WORKFLOWS], check=False).returncode
    )


ON_NO_SCREEN, END_TO_END = "tests/gui", "tests/end_to_end"
"""Tests of windows: on a screen that is only pretended, two at a time, and on a real one with a real training, one at a
time."""
PACKAGED = "tests/packaged"
"""Tests of the built app."""
PATIENT = ["--reruns", "2", "--only-rerun", "TimeoutError|TimeoutExpired|waited [0-9]+ s"]
"""A test runs again if a wait, and nothing else, ran out of time."""
BOTH_CORES = ["-q", "-n", "2", "--dist", "worksteal", "--durations", "10"]
INTERRUPTED = (2, 130)


def test(words: list[str]) -> int:
    """Run a set of tests, or what the words tell pytest; name the tests that ran again; return the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "reruns"
        os.environ["TORCHGARDEN_RERUNS"] = str(kept)
        try:
            match words:
                case ["quick", *more]:
                    code = python("-m", "pytest", *BOTH_CORES, *PATIENT, "-m", "not slow", "tests", *more)
                case ["nightly", *more]:
                    code = in_parts(["--sweep", "nightly", *more], packages=("full", "light"))
                case ["package", *more]:
                    code = packaged(more, ("full", "light"))
                case []:
                    code = in_parts([], packages=("full",))
                case _:
                    code = python("-m", "pytest", *words)
        finally:  # also when a package cannot be built, which ends the program with a sentence
            again = kept.read_text("utf-8").splitlines() if kept.exists() else []
            print(f"\n{len(again)} tests ran more than once{':' if again else '.'}", *again, sep="\n    ", flush=True)
    return code


def in_parts(more: list[str], *, packages: Sequence[Kind]) -> int:
    """Run all but windows, then windows, then the built app; return the first exit code that is not 0."""
    aside = [f"--ignore={folder}" for folder in (ON_NO_SCREEN, END_TO_END, PACKAGED)]
    failed = 0
    for part in (
        [*BOTH_CORES, "tests", *aside],
        [*BOTH_CORES, ON_NO_SCREEN],
        ["-q", "--durations", "10", END_TO_END],
    ):
        code = python("-m", "pytest", *part, *PATIENT, *more)
        if code in INTERRUPTED:
            return code
        failed = failed or code
    return failed or packaged(more, packages)


def packaged(more: list[str], kinds: Sequence[Kind]) -> int:
    """Build packages and run the tests that start them; return the exit code. Elsewhere than on Linux nothing is built:
    the tests look at the screen of an X server."""
    if not sys.platform.startswith("linux"):
        return 0
    from resources.release import package

    into = HERE / "build" / "package" / "tested"
    shutil.rmtree(into, ignore_errors=True)
    for kind in kinds:
        words = ["--light"] if kind == "light" else []
        if code := package.main([*words, "--into", str(into)], compile_words):
            return code
    os.environ["TORCHGARDEN_PACKAGES"] = str(into)
    return python("-m", "pytest", "-q", "--durations", "10", *PATIENT, *more, PACKAGED)


def python(*arguments: str, quiet: bool = False, started_in: str = "") -> int:
    """Run the environment's Python here; return its exit code. `quiet`: show its output only if it fails.

    `started_in`: the folder that relative paths among the arguments mean.
    """
    environment = {key: value for key, value in os.environ.items() if key not in ("PYTHONHOME", "PYTHONPATH")}
    environment |= {"PYTHONUTF8": "1", "PYTHONNOUSERSITE": "1"}
    if started_in:
        environment["TORCHGARDEN_STARTED_IN"] = started_in
    try:
        done = subprocess.run(
            [str(PYTHON), *arguments], cwd=HERE, env=environment, check=False, capture_output=quiet, text=True
        )
        if quiet and done.returncode:
            print(done.stdout, done.stderr)
        return done.returncode
    except KeyboardInterrupt:
        return 130


# ------------------------------------------------------------------------------------------------- the environment
def prepare_venv(extras: dict[str, bool]) -> None:
    """Make .venv with the project and the wanted `extras`, unless the stamp says that it is there."""
    wanted = {name for name, needed in extras.items() if needed}
    there, installed = read_stamp()
    if there and wanted <= installed and PYTHON.exists():
        return
    wanted |= installed
    if not there or not PYTHON.exists():
        print("TorchGarden: setting up. PyTorch is large, so this takes some minutes the first time.", flush=True)
        make_venv()
    pip = ("-m", "pip", "--disable-pip-version-check", "install")
    # First what the project needs, with pip's progress to look at, then the project itself, which has nothing to say.
    failed = python(*pip, *([] if sys.stdout.isatty() else ["--quiet"]), *requirements(wanted))
    if failed or python(*pip, "--quiet", "--no-deps", "--editable", str(HERE), quiet=True):
        stop("installing failed; the lines above say why. Check the network and start again: nothing is lost.")
    STAMP.write_text(stamp_text(wanted), encoding="utf-8")


def requirements(extras: set[str]) -> list[str]:
    """Return what pyproject.toml asks for, with the wanted extras."""
    import tomllib  # not at the top, for the same reason

    project = tomllib.loads((HERE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [
        *project["dependencies"],
        *(line for name in sorted(extras) for line in project["optional-dependencies"][name]),
    ]


def make_venv() -> None:
    """Make .venv, or say what is missing for that."""
    result = subprocess.run([sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True, check=False)
    if result.returncode:
        hint = (
            f"sudo apt-get install -y python3.{sys.version_info[1]}-venv"
            if shutil.which("apt-get")
            else "a complete Python"
        )
        stop(f"Python could not make an environment in {VENV}. It may need: {hint}\n{result.stdout}{result.stderr}")


def stamp_text(extras: set[str]) -> str:
    """Return what a stamp says after installing `extras`."""
    project = hashlib.sha256((HERE / "pyproject.toml").read_bytes()).hexdigest()
    return f"{project} {sys.version_info[0]}.{sys.version_info[1]} {HERE}\n{' '.join(sorted(extras))}\n"


def read_stamp() -> tuple[bool, set[str]]:
    """Return whether .venv belongs to this project file, Python and folder, and which extras are in it."""
    try:
        text = STAMP.read_text(encoding="utf-8")
    except OSError:
        return False, set()
    extras = set(text.splitlines()[1].split()) if text.count("\n") > 1 else set()
    return text == stamp_text(extras), extras


# ------------------------------------------------------------------------------------------------------- the words
def compile_words(environment: Path = VENV) -> None:
    """Compile resources/i18n/*.ko.ts into one torchgarden_ko.qm with an environment's PySide6, if one is newer."""
    folder = HERE / "resources" / "i18n"
    sources = sorted(folder.glob("*.ko.ts"))
    compiled = folder / "torchgarden_ko.qm"
    if compiled.exists() and all(source.stat().st_mtime <= compiled.stat().st_mtime for source in sources):
        return
    beside = compiled.with_suffix(".partial")
    release = next(
        (environment / ("Lib" if WINDOWS else "lib")).rglob("lrelease.exe" if WINDOWS else "PySide6/lrelease"), None
    )
    if release is None:
        stop(f"the translation compiler of PySide6 is not in {environment}; delete that folder and start again.")
    command = [str(release), "-silent", *map(str, sources), "-qm", str(beside)]
    if subprocess.run(command, check=False).returncode:
        stop("the translations in resources/i18n could not be compiled; the lines above say which.")
    os.replace(beside, compiled)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
