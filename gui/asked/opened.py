"""A file, a folder or a link that was opened with the app: what it means, and how the window answers."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from core.files import can_be_path
from core.runs import RunError, is_run
from core.sentence import Problem
from gui.asked.links import Link, LinkError, is_link, read_link
from gui.kit.words import read, tr
from gui.notices.bar import Bar, BarButton
from gui.notices.bars import Bars
from gui.notices.tape import PLAYS

SUBJECT = "opened"
GARDEN = ".garden"


def as_given(text: str) -> str:
    """Return what was opened so that another process understands it: a link as it is, a path absolute.

    Desktops hand local files over as paths or as file: addresses.
    """
    if is_link(text) or not text:
        return text
    if text[:5].casefold() == "file:":
        try:
            address = urlsplit(text)
            path = unquote(address.path, errors="strict")
        except ValueError:
            return text
        if address.netloc in ("", "localhost"):
            text = path[1:] if os.name == "nt" and path[2:3] == ":" else path
    return os.path.abspath(text) if can_be_path(text) else text


def is_garden(text: str) -> bool:
    """Return whether a path names a training in one file, whole or not."""
    return can_be_path(text) and Path(text).suffix.casefold() == GARDEN and Path(text).is_file()


def run_of(text: str) -> str:
    """Return the folder of the run that a path names: the folder, or a file in it. Raises `RunError`."""
    if not can_be_path(text):
        raise RunError("There is no training in {folder}.", folder=ascii(text[:80]))
    path = Path(text).absolute()
    if is_garden(text):
        raise RunError("{file} is a training in one file. A window that trains can open it.", file=path.name)
    folder = path.parent if path.is_file() else path
    if not is_run(folder):
        raise RunError("There is no training in {folder}.", folder=str(folder))
    return str(folder)


def asked_to_open(run: str, opened: str) -> tuple[str, str]:
    """Return (the run that a start opens, what else its window has to answer), "" for none.

    `run` was typed: raises `RunError` if it is none. `opened` came from the desktop: what it is says the window. A
    training in one file is no run yet: the window asks, and brings it in.
    """
    if not opened and is_garden(run):
        return "", as_given(run)
    if not opened:
        return (run_of(run) if run else ""), ""
    opened = as_given(opened)
    if not is_link(opened):
        with contextlib.suppress(RunError):
            return run_of(opened), ""
    return "", opened


def run_of_link(link: Link, *, runs: Path) -> Path:
    """Return the folder of the saved training that a link names; raise `LinkError` if there is none."""
    folder = runs / link.run
    if not is_run(folder):
        raise LinkError("There is no training called “{name}” here.", name=link.run)
    return folder


def show_opened(
    what: str,
    *,
    bars: Bars,
    runs: Path,
    pages: Collection[str],
    go: Callable[[str], Any],
    open_run: Callable[[Path], Any] | None,
) -> None:
    """Open what was opened with the app, or say why not. A link opens no training: it asks.

    `runs`: the person's saved trainings; `go` shows a page; `open_run` None: a recording is shown, which says so.
    """
    bars.remove(SUBJECT)
    try:
        if not is_link(what):
            folder = Path(run_of(what))
            if open_run is None:
                bars.show_bar(SUBJECT, recording_bar)
            else:
                open_run(folder)
            return
        link = read_link(what)
        if link.page and link.page not in pages:
            raise LinkError("This TorchGarden has no page “{page}”, which a link asks for.", page=link.page)
        if link.page:
            go(link.page)
        if link.run:
            folder = run_of_link(link, runs=runs)
            bars.show_bar(SUBJECT, recording_bar if open_run is None else partial(asking_bar, folder, open_run))
    except Problem as problem:
        bars.show_bar(SUBJECT, partial(refusing_bar, problem))


def asking_bar(folder: Path, open_run: Callable[[Path], Any]) -> Bar:
    """Return the question whether to open what a link names."""
    sentence = tr("A link asks to open the training “{name}”. The one that is open is saved first.", name=folder.name)
    does = (BarButton(tr("Open this training"), lambda: open_run(folder), primary=True),)
    return Bar(sentence, tone="note", does=does)


def recording_bar() -> Bar:
    """Return why a training is not opened where a recording plays."""
    return Bar(read(PLAYS), tone="note")


def refusing_bar(problem: Problem) -> Bar:
    """Return why it was not opened."""
    return Bar(read(problem.sentence), tone="note")
