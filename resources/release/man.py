"""The man page, from the very parsers that read the command line: nothing in it can be out of date."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator

from core.headless import env_arguments, inside, train_arguments
from core.headless.out import arguments as out_arguments
from core.versions import VERSION
from gui.__main__ import _parser as window_parser

TEXT = """\
With no arguments a window opens, or the window that is open comes to the front.
A file, the folder of a saved training, or a link that begins with torchgarden:// is opened in it.
The words train, env, inside, export, predict and import do the same work without a window."""


def page(*, date: str) -> str:
    """Return torchgarden(1) as troff; `date`: of this version, as 2026-11-29."""
    lines = [
        f'.TH TORCHGARDEN 1 "{date}" "TorchGarden {VERSION}" "User Commands"', ".SH NAME",
        r"torchgarden \- install PyTorch, and watch a network grow and shrink while it trains", ".SH SYNOPSIS",
        r".B torchgarden", "[", r".I OPTION", "\\&... ] [", ".I RUN", "]", ".br",
        ".B torchgarden train", ".RI [ OPTION ...]", ".br",
        ".B torchgarden env", ".I VERB", ".RI [ OPTION ...]", ".br",
        ".B torchgarden inside", ".I WHAT", ".RI [ OPTION ...]", ".br",
        ".B torchgarden export", ".I RUN", ".RI [ OPTION ...]", ".br",
        ".B torchgarden predict", ".I RUN FILE\\&...", ".RI [ OPTION ...]", ".br",
        ".B torchgarden import", ".I FILE", ".RI [ OPTION ...]",
        ".SH DESCRIPTION", *plain(TEXT),
        ".SH OPTIONS OF THE WINDOW", *options(window_parser()),
    ]  # fmt: skip
    for word, parser in (
        ("train", train_arguments.parser()),
        ("env", env_arguments.parser()),
        ("inside", inside._parser()),
        ("export", out_arguments.export()),
        ("predict", out_arguments.predict()),
        ("import", out_arguments.bring_in()),
    ):
        lines += [f".SH TORCHGARDEN {word.upper()}", *plain(parser.description or ""), *options(parser)]
        for verb, made, told in verbs(parser):
            lines += [
                f'.SS "torchgarden {word} {escaped(verb)}"',
                *plain(told[:1].upper() + told[1:] + "."),
                *options(made),
            ]
        lines += [".PP", ".nf", *plain(parser.epilog or ""), ".fi"] if parser.epilog else []
    lines += [
        ".SH FILES", ".TP", ".I ~/.config/torchgarden/", "settings", ".TP", ".I ~/.local/share/torchgarden/",
        "saved trainings, the list of installs", ".TP", ".I ~/.cache/torchgarden/", "what was downloaded", ".TP",
        ".I ~/.local/state/torchgarden/logs/", "logs", ".PP",
        r"\fB\-\-home\fR or the variable \fBTORCHGARDEN_HOME\fR puts all of them under one folder.",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def options(parser: argparse.ArgumentParser) -> Iterator[str]:
    """Yield what a parser takes, group by group."""
    for group in parser._action_groups:
        taken = [
            a for a in group._group_actions if not isinstance(a, (argparse._SubParsersAction, argparse._HelpAction))
        ]
        taken = [action for action in taken if action.help != argparse.SUPPRESS]
        if taken and group.title not in ("options", "positional arguments"):
            yield from (".PP", escaped(f"{group.title}:"))
        for action in taken:
            yield ".TP"
            yield ", ".join(rf"\fB{escaped(name)}\fR" for name in action.option_strings) + shown(action)
            yield from plain(action.help or "see above")


def shown(action: argparse.Action) -> str:
    """Return what stands behind an option: " FILE", " {en,ko}", or the name of what is given without one."""
    if action.nargs == 0:
        return ""
    word = escaped(str(action.metavar or action.dest.upper()))
    if action.choices and not action.metavar:
        word = "{" + r",\:".join(escaped(str(one)) for one in action.choices) + "}"  # a line may end behind a comma
    return (" " if action.option_strings else "") + rf"\fI{word}\fR"


def verbs(parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser, str]]:
    """Yield (verb, its parser, what it does) of a parser that has some."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            told = {choice.dest: choice.help or "" for choice in action._choices_actions}
            yield from ((verb, made, told.get(verb, "")) for verb, made in action.choices.items())


def plain(text: str) -> Iterator[str]:
    """Yield lines of text, with nothing in them that troff would obey; an empty line begins a paragraph."""
    for line in text.splitlines():
        line = escaped(line.rstrip())
        yield (rf"\&{line}" if line[:1] in (".", "'") else line) or ".PP"


def escaped(text: str) -> str:
    """Return text as troff writes it."""
    text = text.replace("\\", r"\e").replace("-", r"\-").replace("`", r"\(ga").replace("'", r"\(aq")
    return re.sub(r"[^\x00-\x7f]", lambda found: rf"\[u{ord(found[0]):04X}]", text)
