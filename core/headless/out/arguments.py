"""The arguments of ``torchgarden export``, ``predict`` and ``import``."""

from __future__ import annotations

import argparse
import os
import unicodedata
from pathlib import Path

from core import runs
from core.files import can_be_path
from core.headless.conversation import ArgumentError
from core.messages.own.out import FORMS, BringIn, Form, Predict, TakeOut
from core.net.plan import ACTIVATIONS
from core.runs import RunError

SUFFIXES: dict[Form, str] = {
    "script": ".py", "notebook": ".ipynb", "onnx": ".onnx", "html": ".html", "garden": ".garden",
    "safetensors": ".safetensors", "pt": ".pt", "tensorboard": " TensorBoard", "csv": ".csv",
}  # fmt: skip
"""How the file of each form is called that nobody has named: the training's name, and this."""
MOST_ANSWERS = 10_000
CODES = (
    "0 done · 1 the worker failed · 2 the arguments make no sense · 3 it could not be done, or some of it not ·\n"
    "    130 interrupted"
)
EPILOG = f"exit codes\n    {CODES}"


def export() -> argparse.ArgumentParser:
    """Return the parser of everything after ``torchgarden export``."""
    made = _parser("export", "Take a saved training home as a file that works without this app, or goes on in it.")
    made.add_argument("run", metavar="RUN", help="a saved training: its name or folder")
    made.add_argument("--as", dest="form", choices=FORMS, required=True, help="what to write")
    to = "write this file, or folder; without it one beside you, called like the training"
    made.add_argument("--to", default="", metavar="FILE", help=to)
    made.add_argument("--without-data", action="store_true", help="leave a person's own data out of the file")
    made.add_argument("--language", choices=("en", "ko"), default="en", help="of what is written for people")
    return _usual(made)


def predict() -> argparse.ArgumentParser:
    """Return the parser of everything after ``torchgarden predict``."""
    made = _parser("predict", "Let a saved training's network predict pictures, folders of them, tables, .npz files.")
    made.add_argument("run", metavar="RUN", help="a saved training: its name or folder")
    made.add_argument("files", nargs="*", metavar="FILE", help="a picture, a folder, a table, an .npz file")
    made.add_argument(
        "--row", nargs="+", default=[], metavar="NAME=VALUE", help="a row that is typed, column by column"
    )
    made.add_argument("--csv", default="", metavar="FILE", help="write the answers as a table for a spreadsheet")
    made.add_argument("--most", type=int, default=MOST_ANSWERS, help="so many samples at most")
    return _usual(made)


def bring_in() -> argparse.ArgumentParser:
    """Return the parser of everything after ``torchgarden import``."""
    made = _parser(
        "import",
        "Make a saved training of a .garden file, or of the weights of a network that was made elsewhere "
        "(.safetensors, or a state_dict in a .pt). Nothing in the file is run.",
    )
    made.add_argument("file", metavar="FILE", help="what to bring in")
    data = "what the network is trained on: a set of the app, or the title of your own data"
    made.add_argument("--data", default="", metavar="NAME", help=data)
    made.add_argument("--name", default="", help="what the training is called here")
    activation = "of the hidden layers, where the file does not say it"
    made.add_argument("--activation", choices=ACTIVATIONS, default="", help=activation)
    return _usual(made)


def _parser(word: str, what: str) -> argparse.ArgumentParser:
    return argparse.ArgumentParser(
        prog=f"torchgarden {word}", description=what, epilog=EPILOG, allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip


def _usual(made: argparse.ArgumentParser) -> argparse.ArgumentParser:
    made.add_argument("--python", type=Path, default=None, metavar="FILE", help="use the PyTorch of this Python")
    made.add_argument("--home", type=Path, default=None, metavar="DIR", help="keep everything in this folder")
    made.add_argument("--json", action="store_true", help="print every event as one JSON object")
    return made


# ---------------------------------------------------------------------------------------------------- as commands
def take_out(arguments: argparse.Namespace, folder: Path) -> TakeOut:
    """Return the command of ``export``; raise a `Problem` if the arguments make no sense. `folder`: of the runs."""
    run = _run(arguments.run, folder)
    target = Path(arguments.to) if arguments.to else Path(run.name + SUFFIXES[arguments.form])
    if not can_be_path(str(target)):
        raise ArgumentError("{path} cannot be written.", path=ascii(str(target)))
    if not arguments.to and os.path.lexists(target):
        raise ArgumentError("{path} is there already. Say --to FILE to replace it, or another one.", path=str(target))
    return TakeOut(
        str(run), arguments.form, str(target.absolute()), data=not arguments.without_data, language=arguments.language
    )


def ask(arguments: argparse.Namespace, folder: Path) -> Predict:
    """Return the command of ``predict``; raise a `Problem` if the arguments make no sense."""
    if not arguments.files and not arguments.row:
        raise ArgumentError("Name a picture, a folder, a table or an .npz file, or type a row: --row NAME=VALUE.")
    row = []
    for text in arguments.row:
        name, sign, value = text.partition("=")
        if not sign:
            raise ArgumentError("A row is typed as --row NAME=VALUE NAME=VALUE, not {words}.", words=text[:40])
        row.append((unicodedata.normalize("NFC", name.strip()), value.strip()))
    paths = tuple(str(Path(text).absolute()) for text in arguments.files if can_be_path(text))
    return Predict(str(_run(arguments.run, folder)), paths, tuple(row), max(1, arguments.most))


def brought(arguments: argparse.Namespace, folder: Path) -> BringIn:
    """Return the command of ``import``; raise a `Problem` if the arguments make no sense."""
    if not can_be_path(arguments.file) or not Path(arguments.file).is_file():
        raise ArgumentError("{path} is not there.", path=ascii(arguments.file).strip("'"))
    if arguments.name:
        runs.check_name(arguments.name)
    return BringIn(str(Path(arguments.file).absolute()), str(folder), arguments.data, arguments.activation)


def _run(text: str, folder: Path) -> Path:
    """Return the folder of the run that an argument names; raise `RunError` if there is none."""
    for path in (Path(text), folder / text) if can_be_path(text) else ():
        if runs.is_run(path):
            return path.absolute()
    wanted = unicodedata.normalize("NFC", text).casefold()
    for run in runs.list_runs(folder):
        if unicodedata.normalize("NFC", run.name).casefold() == wanted:
            return run.folder.absolute()
    raise RunError("There is no training in {folder}.", folder=text if can_be_path(text) else ascii(text))
