"""What the data worker answers of pictures."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from core.data import library
from core.data.asked import Asking
from core.data.library import DATA_FILE, LibraryError
from core.data.pictures.decoders import Answer, Decoders, Made, Request
from core.data.pictures.facts import Facts
from core.data.pictures.found import Found, is_zip, listed, shown
from core.data.pictures.oddities import summary
from core.data.pictures.outcome import Outcome, decided
from core.disk_reason import reason
from core.messages.own.looking import LookInto, Prepare, Prepared
from core.messages.own.pictures import PictureClass, PictureOptions, SeenPictures
from core.messages.own.prepared import About
from core.messages.train_reports import Array
from core.sentence import Sentence, say

if TYPE_CHECKING:
    from core.data.pictures.making import Aside

SHOWN, SHOWN_OF_A_CLASS = 240, 12
TITLE_LETTERS = 120
ASIDE = "decoded"
TRIES = 3
LOOKING = say("The pictures are looked at.")
MAKING = say("The pictures are made ready.")
WRITING = say("The data is written.")
MAYBE_LATER = ("slow", "crash", "huge", "unreadable")
"""Problems that another time may not have."""


@dataclass
class Kept:
    """What was found out at the last look: another choice is then seen at once. A file that has changed is looked at
    again."""

    facts: dict[tuple[str, int], tuple[tuple[int, int], Facts]] = field(default_factory=dict)


KEPT = Kept()


def takes(path: str) -> bool:
    """Return whether a file or folder may hold pictures."""
    return os.path.isdir(path) or is_zip(path)


def missing() -> Sentence | None:
    """Return what keeps pictures from being read here, None if nothing does."""
    if importlib.util.find_spec("PIL") is not None:
        return None
    return say(
        "Pictures are read by the package Pillow, which this Python does not have. Train with an environment that has "
        "torchvision: it brings Pillow along."
    )


def look(command: LookInto, asked: Asking) -> SeenPictures:
    """Look into a folder or zip; raise `LibraryError` where there are no pictures."""
    choices = command.choices if isinstance(command.choices, PictureOptions) else PictureOptions()
    with _decoders() as decoders:
        found = listed(command.path, asked)
        facts = _facts(found, decoders, asked)
        outcome = decided(found, facts, choices, lambda: asked.at(len(found.pictures), len(found.pictures), LOOKING))
        picked = _picked(outcome)
        made = _made(found, outcome, picked, decoders, asked, facts)
    there = [number for number in picked if number in made]
    to = outcome.preparation
    split_off = [outcome.labels[number] for number in outcome.validation] if outcome.split else []
    labels = [outcome.labels[number] for number in (*outcome.training, *outcome.validation)]
    return SeenPictures(
        path=command.path,
        title=title_of(command.path),
        classes=tuple(
            PictureClass(name, labels.count(at), split_off.count(at)) for at, name in enumerate(outcome.classes)
        ),
        files=outcome.files,
        used=outcome.used,
        chosen=outcome.chosen,
        oddities=outcome.oddities,
        samples=Array("u1", (len(there), to.channels, to.height, to.width), b"".join(made[number] for number in there)),
        sample_classes=tuple(outcome.labels[number] for number in there),
        sample_names=tuple(found.pictures[number].name for number in there),
        bytes=outcome.samples * (to.channels * to.height * to.width + 8),
        split=outcome.split,
        ground=outcome.ground,
    )


def prepare(command: Prepare, asked: Asking) -> Prepared:
    """Make pictures ready and put them into the library; raise `LibraryError` where that cannot be."""
    choices = command.choices if isinstance(command.choices, PictureOptions) else PictureOptions()
    with _decoders() as decoders, library.writing() as folder:
        found = listed(command.path, asked)
        try:
            return _prepared(command, found, choices, decoders, folder, asked)
        except OSError as error:
            raise LibraryError("The data cannot be kept.", advice=(reason(error),)) from error


def title_of(path: str) -> str:
    """Return what data from a folder or archive is called: the name of that."""
    name = shown(os.path.basename(os.path.abspath(path)))
    return (name[: -len(".zip")] if name.lower().endswith(".zip") else name)[:TITLE_LETTERS] or "?"


# ------------------------------------------------------------------------------------------------------------- looked
def _decoders() -> Decoders:
    if (sentence := missing()) is not None:
        raise LibraryError("Pictures cannot be read here.", advice=(sentence,))
    return Decoders()


def _facts(found: Found, decoders: Decoders, asked: Asking) -> dict[int, Facts]:
    """Return what is to know of every picture: from the last look, or by looking."""
    facts: dict[int, Facts] = {}
    new: list[int] = []
    for number, file in enumerate(found.pictures):
        stamp, known = KEPT.facts.get((file.path, file.member), ((-1, -1), Facts()))
        if file.problem:
            facts[number] = Facts(problem=file.problem)
        elif stamp == file.stamp:
            facts[number] = known
        else:
            new.append(number)
    requests = [_request(found, number) for number in new]
    told = len(facts)
    answers = _answers(decoders, requests, lambda done: asked.at(told + done, len(found.pictures), LOOKING))
    for at, answer in answers:
        facts[new[at]] = answer if isinstance(answer, Facts) else Facts(problem="broken")
    KEPT.facts = {
        (file.path, file.member): (file.stamp, facts[number])
        for number, file in enumerate(found.pictures)
        if facts[number].problem not in (*MAYBE_LATER, "heic", "avif")
    }
    return facts


def _request(
    found: Found, number: int, outcome: Outcome | None = None, facts: dict[int, Facts] | None = None
) -> Request:
    file = found.pictures[number]
    if outcome is None or facts is None:
        return Request(file.path, file.member, file.suffix)
    return Request(file.path, file.member, file.suffix, outcome.preparation, facts[number].cut)


def _answers(decoders: Decoders, requests: list[Request], told: Callable[[int], None]) -> Iterator[tuple[int, Answer]]:
    """Yield (number of a request, its answer); `told` is called with how many there are, and may raise."""
    done: list[int] = []
    try:
        for at, answer in decoders.answers(requests, lambda: told(len(done))):
            done.append(at)
            yield at, answer
    except OSError as error:
        raise LibraryError(
            "The process that reads pictures does not start. Restart TorchGarden, or train with another environment.",
            advice=(reason(error),),
        ) from error


def _made(
    found: Found, outcome: Outcome, numbers: list[int], decoders: Decoders, asked: Asking, facts: dict[int, Facts]
) -> dict[int, bytes]:
    """Return some pictures as the network will see them."""
    requests = [_request(found, number, outcome, facts) for number in numbers]
    answers = _answers(decoders, requests, lambda done: asked.at(done, len(numbers), MAKING))
    return {numbers[at]: made.content for at, made in answers if isinstance(made, Made) and not made.problem}


def _picked(outcome: Outcome) -> list[int]:
    """Return some pictures of every class, class by class, training samples first."""
    most = max(1, min(SHOWN_OF_A_CLASS, SHOWN // len(outcome.classes)))
    picked: dict[int, list[int]] = {at: [] for at in range(len(outcome.classes))}
    for number in (*outcome.training, *outcome.validation):
        if len(picked[outcome.labels[number]]) < most:
            picked[outcome.labels[number]].append(number)
    return [number for numbers in picked.values() for number in numbers][:SHOWN]


# ----------------------------------------------------------------------------------------------------------- prepared
def _prepared(
    command: Prepare, found: Found, choices: PictureOptions, decoders: Decoders, folder: Path, asked: Asking
) -> Prepared:
    """Decode what is used, and write it. What cannot be decoded by now, though it could be when it was looked at, is
    left out, and the rest split without it."""
    from core.data.pictures import making

    facts = _facts(found, decoders, asked)
    files = len(found.pictures)
    outcome = decided(found, facts, choices, lambda: asked.at(files, files, LOOKING))
    names = {number: file.name for number, file in enumerate(found.pictures)}
    to = outcome.preparation
    with (folder / ASIDE).open("w+b") as file:
        aside = making.Aside(file, to.channels * to.height * to.width)
        for _ in range(TRIES):
            failed = _put_aside(found, outcome, facts, aside, decoders, asked)
            if not failed:
                break
            facts |= failed
            outcome = decided(found, facts, outcome.chosen, lambda: asked.at(files, files, LOOKING))
        else:
            raise _changing()
        if found.is_another():
            raise _changing()
        trained, altered = making.samples(outcome, names)
        count = len(trained) + len(outcome.validation)
        making.write(folder / DATA_FILE, outcome, trained, names, aside, lambda done: asked.at(done, count, WRITING))
    (folder / ASIDE).unlink()
    about = About(
        title=command.title.strip()[:TITLE_LETTERS] or title_of(command.path), kind="pictures", task="classify",
        input=(to.channels, to.height, to.width), classes=outcome.classes, training=len(trained),
        validation=len(outcome.validation), preparation=to, altered=altered,
        source=shown(os.path.basename(os.path.abspath(command.path))),
        told=(summary(files=outcome.files, used=outcome.used, turned=outcome.turned), *outcome.oddities),
    )  # fmt: skip
    return Prepared(library.put(folder, about))


def _changing() -> LibraryError:
    return LibraryError("The pictures change while they are read. Wait until nothing else uses them.")


def _put_aside(
    found: Found, outcome: Outcome, facts: dict[int, Facts], aside: Aside, decoders: Decoders, asked: Asking
) -> dict[int, Facts]:
    """Decode what is used and not there yet; return what could not be decoded."""
    numbers = [number for number in (*outcome.training, *outcome.validation) if number not in aside]
    requests = [_request(found, number, outcome, facts) for number in numbers]
    failed: dict[int, Facts] = {}
    for at, made in _answers(decoders, requests, lambda done: asked.at(done, len(numbers), MAKING)):
        problem = made.problem if isinstance(made, Made) else "broken"
        if problem:
            failed[numbers[at]] = Facts(problem=problem)
        elif isinstance(made, Made):
            aside.put(numbers[at], made.content)
    return failed
