"""The arguments of ``torchgarden train``, and the command that they become."""

from __future__ import annotations

import argparse
import dataclasses
import math
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from core.headless.conversation import ArgumentError
from core.messages import grammar, stops
from core.messages.catalogue import CATALOGUE, OWN, PLANE_INPUTS, USUAL, Known, known_for
from core.messages.own.arrays import ArrayOptions
from core.messages.own.looking import Choices
from core.messages.own.pictures import LARGEST_SIDE_ON_GPU, PictureOptions
from core.messages.own.prepared import OwnData
from core.messages.own.table import ColumnChoice, SeenTable, TableOptions, TableReading
from core.messages.own.usual import known_of
from core.messages.train_commands import OPTIMIZERS, SCHEDULES, DataSpec, Load, Settings
from core.net import plan
from core.net.plan import ACTIVATIONS, Net
from core.net.presets import preset

SETTING_HELP = {
    "learning_rate": "how far a step goes",
    "batch_size": "samples in one step",
    "optimizer": ", ".join(OPTIMIZERS),
    "momentum": "for momentum and nesterov",
    "weight_decay": "shrinks the weights at each step",
    "l1": "pulls the weights towards zero",
    "clip": "the largest gradient norm; 0: any",
    "schedule": ", ".join(SCHEDULES),
    "schedule_steps": "the length of the schedule",
    "precision": "exact, or tf32: faster and less exact, on cards that have it",
    "ramp_steps": "steps in which what an edit has added comes to the full learning rate",
}


CODES = (
    "0 done · 1 the worker failed · 2 the arguments make no sense · 3 something was asked that\n    could not be done "
    "(training went on) · 4 the loss exploded · 5 it stopped by itself: a condition is so ·\n    130 interrupted"
)


DIGEST_LETTERS = 8
"""So many of a digest name data, if nothing else begins like it."""
ENCODINGS = ("utf-8", "utf-16", "cp949", "cp1252")
MOST_THREADS = 1024
"""More than a computer has; the trainer takes as many of them as make sense on this one."""


def epilog() -> str:
    """Return what the help says below the arguments: edits, conditions, exit codes."""
    edits = (grammar.__doc__ or "").split("\n\n", 2)[2]
    conditions = (stops.__doc__ or "").split("\n\n")[2]
    return (
        f"An edit is written STEP: WORDS, like --edit '200: widen 1 by 16'. The words:\n\n{edits}\n\n"
        "A condition is written like --stop-when 'dead 2 > 25%'; at the first that is so, training ends. There is:\n\n"
        f"{conditions}\n\nexit codes\n    {CODES}"
    )


def parser() -> argparse.ArgumentParser:
    """Return the parser of everything after ``torchgarden train``."""
    made = argparse.ArgumentParser(
        prog="torchgarden train",
        description="Train a network without a window, change it while it trains, and print what happens.",
        epilog=epilog(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    what = made.add_argument_group("what to learn, with what")
    names = f"{', '.join(CATALOGUE)}; or the title or digest of data of your own"
    what.add_argument("--data", default="", metavar="NAME", help=f"{names}; without it: {USUAL.name}")
    what.add_argument("--noise", type=float, default=DataSpec().noise, help="of generated data")
    what.add_argument("--samples", type=int, default=DataSpec().samples, help="of generated data")
    what.add_argument("--data-seed", type=int, default=0, help="decides the split, and what is generated")
    what.add_argument("--held-out", type=int, default=DataSpec().held_out, metavar="PERCENT",
                      help="of the samples, to validate on")  # fmt: skip
    what.add_argument("--inputs", default="", metavar="x1,x2^2",
                      help=f"what the network is told of points: some of {', '.join(PLANE_INPUTS)}")  # fmt: skip
    what.add_argument("--net", default="", metavar="32,32", help="widths of the hidden layers, or a preset's name")
    what.add_argument("--activation", choices=ACTIVATIONS, default="relu", help="of the hidden layers of --net")
    what.add_argument("--seed", type=int, default=0, help="decides the first weights and the order of the samples")
    what.add_argument("--open", default="", metavar="RUN", help="continue a saved training (its name or folder)")
    _add_own(made.add_argument_group("data of your own, which is prepared and kept in the library"))
    how = made.add_argument_group("how long, and what happens on the way")
    how.add_argument("--steps", type=_count, default=600)
    how.add_argument("--epochs", type=_count, default=None, help="instead of --steps")
    how.add_argument("--stop-when", action="append", default=[], metavar="CONDITION", help="end there; see below")
    how.add_argument("--edit", action="append", default=[], metavar="'STEP: WORDS'", help="an edit; see below")
    how.add_argument("--twin", nargs="?", choices=("steps", "work"), const="steps", default="",
                     help="train on beside without the first edit; compared at equal steps or equal work")  # fmt: skip
    _add_settings(made.add_argument_group("settings (without them: what is usual for the data)"))
    where = made.add_argument_group("where, and what becomes of it")
    where.add_argument("--device", default="", help="cpu, cuda:0, mps, xpu:0")
    where.add_argument("--threads", type=_threads, default=0, help="processor threads; 0: as many as are fastest")
    where.add_argument("--python", type=Path, default=None, help="train with the PyTorch of this Python")
    where.add_argument("--save", default="", metavar="RUN", help="save the training under this name, or in this folder")
    where.add_argument("--home", type=Path, default=None, help="keep everything in this folder")
    where.add_argument("--json", action="store_true", help="print every event as one JSON object a line")
    where.add_argument("--portraits", type=float, default=0.0, metavar="HERTZ", help="tell how the network looks, too")
    where.add_argument("--record", type=Path, default=None, metavar="FILE", help="write the conversation, for --replay")
    return made


def _add_settings(settings: argparse._ArgumentGroup) -> None:
    """Add what a training learns with."""
    for field in dataclasses.fields(Settings):
        if field.name != "pace":
            kind = type(getattr(Settings(), field.name))
            option = f"--{field.name.replace('_', '-')}"
            settings.add_argument(option, type=kind, default=None, help=SETTING_HELP[field.name])


def _add_own(own: argparse._ArgumentGroup) -> None:
    """Add what names data of a person's own, and how it is prepared."""
    source = own.add_mutually_exclusive_group()
    source.add_argument("--images", default="", metavar="DIR", help="pictures, a folder per class; or a zip of them")
    source.add_argument("--table", default="", metavar="FILE", help="a table: CSV, TSV or .xlsx; with --target")
    source.add_argument("--arrays", default="", metavar="FILE", help="arrays of inputs and targets: .npz")
    own.add_argument("--target", default="", metavar="COLUMN", help="the column, or array, that is predicted")
    own.add_argument("--task", choices=("classify", "regress"), default="", help="whether that is a class or a number")
    own.add_argument("--leave-out", action="append", default=[], metavar="COLUMN", help="do not learn from this column")
    own.add_argument("--encoding", choices=ENCODINGS, default="", help="of a table; without it: guessed")
    own.add_argument("--sheet", default="", help="of a workbook; without it: the first")
    own.add_argument("--size", type=_count, default=0, metavar="PIXELS",
                     help="height and width of pictures; 0: what suits them")  # fmt: skip
    colour = own.add_mutually_exclusive_group()
    colour.add_argument("--grey", action="store_true", help="pictures without colour")
    colour.add_argument("--colour", action="store_true", help="pictures in colour")


def read(argv: Sequence[str]) -> argparse.Namespace:
    """Return the arguments, `edits` as (step, edit) pairs; raise a `Problem` if they make no sense."""
    arguments = parser().parse_args(argv)
    arguments.edits = [grammar.parse_at(text) for text in arguments.edit]
    arguments.stops = [stops.parse(text) for text in arguments.stop_when]
    if len(arguments.stops) > stops.MOST_STOPS:
        raise ArgumentError("--stop-when can be given {most} times at most.", most=stops.MOST_STOPS)
    if arguments.open and (arguments.net or arguments.save):
        raise ArgumentError("--open continues a training as it is: --net and --save do not go with it.")
    _check_own(arguments)
    return arguments


def _check_own(arguments: argparse.Namespace) -> None:
    """Raise an `ArgumentError` where what is said of data of a person's own makes no sense together."""
    own = arguments.images or arguments.table or arguments.arrays
    if own and arguments.data:
        raise ArgumentError("Choose one of --data, --images, --table and --arrays.")
    arguments.data = arguments.data or USUAL.name
    if own and arguments.open:
        raise ArgumentError("--open continues a training with the data that it has: leave the other data out.")
    if arguments.table and not arguments.target:
        raise ArgumentError("Say which column of the table shall be predicted: --target COLUMN.")
    if not arguments.table and (arguments.leave_out or arguments.encoding or arguments.sheet):
        raise ArgumentError("--leave-out, --encoding and --sheet go with --table.")
    if not (arguments.table or arguments.arrays) and (arguments.target or arguments.task):
        raise ArgumentError("--target and --task go with --table or --arrays.")
    if not arguments.images and (arguments.size or arguments.grey or arguments.colour):
        raise ArgumentError("--size, --grey and --colour go with --images.")
    if arguments.size > LARGEST_SIDE_ON_GPU:
        raise ArgumentError("Pictures can be {most} pixels high at most.", most=LARGEST_SIDE_ON_GPU)


def names_own(arguments: argparse.Namespace) -> bool:
    """Return whether the arguments name data of a person's own."""
    return bool(arguments.images or arguments.table or arguments.arrays)


def called(name: str, there: tuple[OwnData, ...]) -> OwnData:
    """Return what has this title in the library, or this digest or beginning of one; raise `ArgumentError`."""
    wanted = unicodedata.normalize("NFC", name)
    titled = [one for one in there if unicodedata.normalize("NFC", one.about.title) == wanted]
    if titled:
        return titled[0]  # the newest
    begun = [one for one in there if len(name) >= DIGEST_LETTERS and one.digest.startswith(name)]
    if len(begun) == 1:
        return begun[0]
    names = ", ".join([*CATALOGUE, *dict.fromkeys(one.about.title for one in there)])
    raise ArgumentError("There is no data called {name}. Choose one of: {names}.", name=name, names=names)


def choices_of(arguments: argparse.Namespace) -> Choices:
    """Return how the data of the person's own is prepared."""
    held_out, seed = arguments.held_out, arguments.data_seed
    if arguments.images:
        colour: Literal["", "grey", "colour"] = "grey" if arguments.grey else "colour" if arguments.colour else ""
        return PictureOptions(side=arguments.size, colour=colour, held_out=held_out, seed=seed)
    if arguments.table:
        reading = TableReading(encoding=arguments.encoding, sheet=arguments.sheet)
        return TableOptions(reading=reading, target=arguments.target, task=arguments.task, held_out=held_out, seed=seed)
    return ArrayOptions(targets=arguments.target, task=arguments.task, held_out=held_out, seed=seed)


def without(names: list[str], seen: Any, choices: Choices) -> Choices:
    """Return the choices with columns left unused; raise `ArgumentError` for a column that is not there."""
    if not isinstance(seen, SeenTable) or not isinstance(choices, TableOptions):
        return choices  # it is refused, with the reason, when it is prepared
    there = [column.name for column in seen.columns]
    columns = []
    for name in (unicodedata.normalize("NFC", name) for name in names):
        if name not in there:
            raise ArgumentError("There is no column called {name}. There is: {names}.",
                                name=name, names=", ".join(there))  # fmt: skip
        columns.append(ColumnChoice(name, "unused", "category"))
    return TableOptions(choices.reading, choices.target, choices.task, tuple(columns), choices.held_out, choices.seed)


def load_of(arguments: argparse.Namespace, *, run: str, own: OwnData | None = None) -> Load:
    """Return the command that begins the training that the arguments describe; `own`: on data of the library."""
    if own is not None:
        spec, known = DataSpec(OWN, own=own.digest, title=own.about.title), known_of(own.about)
    elif arguments.data in CATALOGUE:
        inputs = inputs_of(arguments.inputs)
        spec = DataSpec(
            arguments.data, arguments.noise, arguments.samples, arguments.data_seed, arguments.held_out, inputs
        )
        known = known_for(spec)
    else:
        names = ", ".join(CATALOGUE)
        raise ArgumentError("There is no data called {name}. Choose one of: {names}.", name=arguments.data, names=names)
    given = {field.name: getattr(arguments, field.name, None) for field in dataclasses.fields(Settings)}
    changed: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    settings = dataclasses.replace(known.settings, **changed)
    return Load(data=spec, net=net_of(arguments.net, known, arguments.activation), settings=settings,
                seed=arguments.seed, run=run)  # fmt: skip


def inputs_of(text: str) -> tuple[str, ...]:
    """Return what a network is told of a point, in the order in which it is; raise `ArgumentError`."""
    asked = [name.strip() for name in text.split(",")] if text else []
    wrong = [name for name in asked if name not in PLANE_INPUTS]
    if wrong or len(set(asked)) < len(asked):
        raise ArgumentError("--inputs takes some of {names}, each once, not {words}.", names=", ".join(PLANE_INPUTS),
                            words=text)  # fmt: skip
    return tuple(name for name in PLANE_INPUTS if name in asked)


def net_of(text: str, known: Known, activation: plan.Activation) -> Net | None:
    """Return the network that ``--net`` describes; None for the data's usual one."""
    if not text:
        return None
    if not text[0].isdigit() and text != "none":
        return preset(text, known.input, known.outputs)
    try:
        hidden = () if text == "none" else tuple(int(width) for width in text.split(","))
    except ValueError as error:
        raise ArgumentError(
            "--net takes widths like 32,32, none, or a preset's name, not {words}.", words=text
        ) from error
    return plan.mlp(math.prod(known.input), hidden, known.outputs, activation=activation)


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number


def _threads(text: str) -> int:
    count = _count(text)
    if count > MOST_THREADS:
        raise argparse.ArgumentTypeError(f"at most {MOST_THREADS} threads, not {text[:20]}")
    return count
