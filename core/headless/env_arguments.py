"""The arguments of ``torchgarden env``."""

from __future__ import annotations

import argparse
from pathlib import Path

from core.files import can_be_path
from core.headless.conversation import ArgumentError
from core.messages.install_commands import EXPORT_FORMATS
from core.messages.recipe import EXTRAS, SOURCES, Extra, RecipeError

EPILOG = """\
exit codes
  0    done
  1    not done: the install stopped, or the worker failed; what is there already is kept
  2    the arguments make no sense, or no environment is called that
  3    refused: what was asked cannot be done; nothing has changed
  4    done, and the answer is bad: the check found faults, or the plan does not fit on the disk
  126, 127 and others of `env run` and `env shell`: those of the program; 128 + N where a signal N ended it
  130  interrupted; `env create --continue FOLDER` goes on

Results go to standard output; progress, warnings and refusals to standard error. With --json every event is one JSON
object on a line of its own on standard output, the same events that the window gets; `schema` is its version, and each
sentence has its template, its values and, as `said`, itself.
"""


def parser() -> argparse.ArgumentParser:
    """Return the parser of everything after ``torchgarden env``."""
    top = argparse.ArgumentParser(
        prog="torchgarden env",
        description="Make and look after conda environments with the PyTorch that runs on this computer.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verbs = top.add_subparsers(dest="verb", required=True, metavar="VERB")

    def verb(name: str, text: str) -> argparse.ArgumentParser:
        added = verbs.add_parser(name, help=text, description=text)
        added.add_argument("--json", action="store_true", help="print events as JSON, one a line")
        added.add_argument("--home", type=Path, help="keep TorchGarden's own files in this folder")
        return added

    verb("machine", "look at this computer")
    _recipe(verb("plan", "say what would be installed, how large it is, and the same by hand; nothing changes"))
    create = verb("create", "make an environment")
    _recipe(create, name_needed=False)
    create.add_argument("--from-lock", type=Path, metavar="FILE", help="make the environment of a lock file again")
    create.add_argument("--continue", dest="go_on", metavar="FOLDER", help="go on with an unfinished install")
    create.add_argument("--discard", metavar="FOLDER", help="delete an unfinished install")
    create.add_argument("--unfinished", action="store_true", help="list unfinished installs")
    listing = verb("list", "list every environment on this computer")
    listing.add_argument("--sizes", action="store_true", help="measure each environment's size as well")
    _named(verb("check", "train a little on every device with the environment's own Python"))
    doctor = _named(verb("doctor", "say what is wrong with an environment, or with the network"), needed=False)
    doctor.add_argument("--network", action="store_true", help="ask every source that installs come from; 20 s at most")
    export = _named(verb("export", "write the lock file, environment.yml or requirements.txt of an environment"))
    export.add_argument("--format", choices=EXPORT_FORMATS, default="lock")
    export.add_argument("--to", type=Path, metavar="FILE", help="where to (default: beside you, named after it)")
    remove = _named(verb("remove", "show what goes, then delete an environment and its kernels"))
    remove.add_argument("--yes", action="store_true", help="do it; without this it is only shown")
    remove.add_argument(
        "--own", action="append", default=[], metavar="NAME",
        help="what in the folder is yours: it is moved into a folder beside (once for each)",
    )  # fmt: skip
    run = _named(verb("run", "run a program in an environment, and end with its exit code"))
    run.add_argument("words", nargs=argparse.REMAINDER, metavar="-- PROGRAM ...", help="the program and its arguments")
    _named(verb("shell", "open a shell in an environment; `exit` leaves it"))
    jupyter = _named(verb("jupyter", "start a notebook server with an environment and print its address"), needed=False)
    jupyter.add_argument("--folder", type=Path, help="the folder with your notebooks (default: here)")
    jupyter.add_argument("--stop", metavar="URL", help="stop the server behind this address")
    return top


def _named(added: argparse.ArgumentParser, *, needed: bool = True) -> argparse.ArgumentParser:
    added.add_argument("env", metavar="ENV", nargs=None if needed else "?", help="name or folder of the environment")
    return added


def _recipe(added: argparse.ArgumentParser, *, name_needed: bool = True) -> None:
    added.add_argument("name", nargs=None if name_needed else "?", help="name of the new environment")
    added.add_argument("--python", default="", metavar="3.12", help="Python's version (default: as recommended)")
    added.add_argument("--torch", default="", metavar="2.14.1", help="torch's version (default: as recommended)")
    added.add_argument(
        "--build",
        default="",
        metavar="cu130",
        help="cpu, cu126, cu130, rocm7.2, xpu, mps ... (default: what runs here)",
    )
    added.add_argument("--source", choices=SOURCES, help="where torch comes from (default: wheels)")
    added.add_argument("--extras", metavar="LIST", help=f"any of {','.join(EXTRAS)}, or none (default: jupyter)")
    added.add_argument("--folder", default="", help="the folder that the environment's folder is made in")
    added.add_argument(
        "--replace", action="store_true", help="take the place of an environment of that name, once this one works"
    )
    added.add_argument(
        "--script", choices=("bash", "powershell"), help="also write the same by hand as a script, beside you"
    )


RECIPE = ("python", "torch", "build", "source", "extras", "folder", "replace", "script")
ALONE = ("name", "from_lock", *RECIPE)
MANY = ("own", "words")
"""What may be given more than once, or not at all."""
APART: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "create": (
        ("unfinished", ("discard", "go_on", *ALONE)), ("discard", ("go_on", *ALONE)), ("go_on", ALONE),
        ("from_lock", RECIPE),
    ),
    "jupyter": (("stop", ("env", "folder")),),
    "doctor": (("network", ("env",)),),
}  # fmt: skip
"""Of each verb the options that do not go together: one, and those that mean nothing beside it."""

LONGEST = 10_000
"""Letters of one argument: more than any path, address or list."""
TYPED = {"go_on": "--continue", "name": "NAME", "env": "ENV"}


def check_together(arguments: argparse.Namespace) -> None:
    """Raise `ArgumentError` for two options of which one would be ignored; else fill in the defaults."""
    values = vars(arguments)
    for name, value in values.items():
        if value == [] and name not in MANY:  # what Python makes of "--python=--"
            raise ArgumentError("{one} needs a value.", one=_typed(name))
        for text in value if isinstance(value, list) else [value]:
            if isinstance(text, (str, Path)) and not _can_be_handed_on(str(text)):
                raise ArgumentError("{one} is too long, or it holds something that is no letter.", one=_typed(name))
    for one, others in APART.get(arguments.verb, ()):
        for other in others:
            if _given(values[one]) and _given(values[other]):
                raise ArgumentError(
                    "{one} and {other} do not go together. Leave one of them out.", one=_typed(one), other=_typed(other)
                )
    for name, default in (("source", "wheels"), ("extras", "jupyter"), ("folder", Path())):
        if name in values and values[name] is None:
            setattr(arguments, name, default)


def _can_be_handed_on(text: str) -> bool:
    return len(text) <= LONGEST and can_be_path(text)


def _given(value: object) -> bool:
    return value is not None and value is not False and value != ""


def _typed(name: str) -> str:
    return TYPED.get(name, f"--{name.replace('_', '-')}")


def extras_of(text: str) -> tuple[Extra, ...]:
    """Return the extras that ``--extras`` names, in the usual order; raise `RecipeError` for an unknown name."""
    names = [name for name in text.replace(" ", "").split(",") if name and name != "none"]
    for name in names:
        if name not in EXTRAS:
            raise RecipeError(
                "There is no extra called {name}; there are: {names}.", name=name, names=", ".join(EXTRAS)
            )
    return tuple(extra for extra in EXTRAS if extra in names)


def python_of(typed: str) -> str:
    """Return the Python that is wished for: "3" is any, and of "3.12.4" the builds know only "3.12"."""
    numbers = typed.split(".")
    if not all(one.isdecimal() for one in numbers):
        return typed
    return "" if numbers == ["3"] else ".".join(numbers[:2])
