"""The arguments of ``torchgarden train``, and the command that they become."""

from __future__ import annotations

import argparse
import dataclasses
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from core.messages import grammar
from core.messages.catalogue import CATALOGUE
from core.messages.train_commands import OPTIMIZERS, SCHEDULES, DataSpec, Load, Settings
from core.net import plan
from core.net.plan import ACTIVATIONS, Net
from core.net.presets import preset
from core.sentence import Problem

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


class ArgumentError(Problem):
    """Arguments that make no sense together."""


MOST_THREADS = 1024
"""More than a computer has; the trainer takes as many of them as make sense on this one."""


def parser() -> argparse.ArgumentParser:
    """Return the parser of everything after ``torchgarden train``."""
    edits = (grammar.__doc__ or "").split("\n\n", 2)[2]
    made = argparse.ArgumentParser(
        prog="torchgarden train",
        description="Train a network without a window, change it while it trains, and print what happens.",
        epilog="An edit is written STEP: WORDS, like --edit '200: widen 1 by 16'. The words:\n\n" + edits,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    what = made.add_argument_group("what to learn, with what")
    what.add_argument("--data", choices=tuple(CATALOGUE), default="digits")
    what.add_argument("--noise", type=float, default=DataSpec().noise, help="of generated data")
    what.add_argument("--samples", type=int, default=DataSpec().samples, help="of generated data")
    what.add_argument("--data-seed", type=int, default=0, help="decides the split, and what is generated")
    what.add_argument("--net", default="", metavar="32,32", help="widths of the hidden layers, or a preset's name")
    what.add_argument("--activation", choices=ACTIVATIONS, default="relu", help="of the hidden layers of --net")
    what.add_argument("--seed", type=int, default=0, help="decides the first weights and the order of the samples")
    what.add_argument("--open", default="", metavar="RUN", help="continue a saved training (its name or folder)")
    how = made.add_argument_group("how long, and what happens on the way")
    how.add_argument("--steps", type=_count, default=600)
    how.add_argument("--epochs", type=_count, default=None, help="instead of --steps")
    how.add_argument("--edit", action="append", default=[], metavar="'STEP: WORDS'", help="an edit; see below")
    settings = made.add_argument_group("settings (without them: what is usual for the data)")
    for field in dataclasses.fields(Settings):
        if field.name != "pace":
            kind = type(getattr(Settings(), field.name))
            option = f"--{field.name.replace('_', '-')}"
            settings.add_argument(option, type=kind, default=None, help=SETTING_HELP[field.name])
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


def read(argv: Sequence[str]) -> argparse.Namespace:
    """Return the arguments, `edits` as (step, edit) pairs; raise a `Problem` if they make no sense."""
    arguments = parser().parse_args(argv)
    arguments.edits = [grammar.parse_at(text) for text in arguments.edit]
    if arguments.open and (arguments.net or arguments.save):
        raise ArgumentError("--open continues a training as it is: --net and --save do not go with it.")
    return arguments


def load_of(arguments: argparse.Namespace, *, run: str) -> Load:
    """Return the command that begins the training that the arguments describe."""
    spec = DataSpec(arguments.data, arguments.noise, arguments.samples, arguments.data_seed)
    given = {field.name: getattr(arguments, field.name, None) for field in dataclasses.fields(Settings)}
    changed: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    settings = dataclasses.replace(CATALOGUE[spec.name].settings, **changed)
    return Load(data=spec, net=net_of(arguments.net, spec.name, arguments.activation), settings=settings,
                seed=arguments.seed, run=run)  # fmt: skip


def net_of(text: str, data: str, activation: plan.Activation) -> Net | None:
    """Return the network that ``--net`` describes; None for the data's usual one."""
    if not text:
        return None
    known = CATALOGUE[data]
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
