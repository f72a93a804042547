"""With what a person tries the network on the page, and how what they do becomes its input.

Pictures: a pad, files, samples. Points of the plane: the plane. Columns of a table, or a few numbers: a form. Many
numbers: a field to paste them into.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from core.data.drawn.paper import AS_DIGITS, AS_MNIST
from core.messages.catalogue import PLANE_INPUTS, USUAL_INPUTS
from core.messages.own.prepared import PicturePreparation, PlainPreparation, TableColumn, TablePreparation
from core.out.described import output_scale, preparation
from core.out.page.embedded import base64_of
from core.out.page.escaped import shown
from core.out.spoken import Voice
from core.out.taken import Taken
from core.sentence import Sentence, say

MOST_FIELDS = 80
USUAL = 3.0
"""How many deviations a slider goes to each side where no sample says more."""
MOST_SAMPLES, MOST_NUMBERS, MOST_POINTS = 12, 60_000, 400
INPUT_SIGNS = dict(zip(PLANE_INPUTS, ("x₁", "x₂", "x₁²", "x₂²", "x₁x₂", "sin x₁", "sin x₂"), strict=True))
Told = dict[str, Any]


def tryout(taken: Taken, voice: Voice, *, samples: bool) -> Told:
    """Return what the script is told. `samples`: whether some of the held-out samples go along."""
    dataset, prepared = taken.training.dataset, preparation(taken)
    scale, mean = output_scale(taken)
    target = prepared.target if isinstance(prepared, TablePreparation) else ""
    made: Told = {
        "task": dataset.task, "classes": [shown(name) for name in taken.classes], "target": shown(target),
        "scale": scale, "mean": mean, "words": _words(voice),
    }  # fmt: skip
    if dataset.known.reach:
        made |= _plane(taken, samples=samples)
    elif isinstance(prepared, PicturePreparation):
        made |= _pictures(taken, prepared, voice)
    else:
        made |= _form(taken, prepared, samples=samples)
    if samples and made["kind"] != "plane":
        made["samples"] = _samples(taken)
    return made


def _pictures(taken: Taken, prepared: PicturePreparation, voice: Voice) -> Told:
    name = taken.training.dataset.spec.name
    about, side = taken.about, (prepared.channels, prepared.height, prepared.width)
    fetched = about.source if about is not None and about.kind == "known" else ""
    # Of the others that are fetched some are as large, but clothes fill the whole picture.
    mnist = side == (1, 28, 28) and (fetched == "mnist" or name == "mnist-5k")
    make = "digits" if name == "digits" else "mnist" if mnist else "own"
    told: Sentence = AS_DIGITS if make == "digits" else AS_MNIST if make == "mnist" else _own_told(prepared)
    return {
        "kind": "pictures", "make": make, "channels": prepared.channels, "height": prepared.height,
        "width": prepared.width, "fit": prepared.fit, "ground": prepared.ground, "inverted": prepared.inverted,
        "told": voice.read(told),
    }  # fmt: skip


def _own_told(prepared: PicturePreparation) -> Sentence:
    """Return what is done with a drawing or a picture that is as large as a person likes."""
    height, width = prepared.height, prepared.width
    if prepared.fit == "crop":
        return say(
            "The longer side is cut, then it is made {width}×{height} pixels; the app's own picture may differ by a "
            "trace.", width=width, height=height,
        )  # fmt: skip
    if prepared.fit == "stretch":
        return say(
            "It is stretched to {width}×{height} pixels; the app's own picture may differ by a trace.", width=width,
            height=height,
        )  # fmt: skip
    return say(
        "All of it is kept, with ground beside it, and made {width}×{height} pixels; the app's own picture may differ "
        "by a trace.", width=width, height=height,
    )  # fmt: skip


def _plane(taken: Taken, *, samples: bool) -> Told:
    dataset = taken.training.dataset
    trained, held_out = dataset.points or (dataset.training_inputs, dataset.validation_inputs)
    spec = dataset.spec
    made: Told = {
        "kind": "plane", "reach": dataset.known.reach, "inputs": list(spec.inputs or USUAL_INPUTS),
        "signs": [INPUT_SIGNS[name] for name in USUAL_INPUTS],
    }  # fmt: skip
    if samples:
        made["points"] = _points(trained, dataset.training_targets)
        made["held_out"] = _points(held_out, dataset.validation_targets)
    return made


def _points(points: Tensor, targets: Tensor) -> Told:
    kept = points[:MOST_POINTS]
    return {"places": base64_of(kept), "targets": base64_of(targets[:MOST_POINTS].reshape(-1).float())}


def _form(taken: Taken, prepared: TablePreparation | PlainPreparation, *, samples: bool) -> Told:
    inputs = taken.training.dataset.training_inputs.flatten(1)
    count = inputs.shape[1]
    if isinstance(prepared, PlainPreparation):
        told = {"kind": "numbers", "count": count, "shift": prepared.mean, "spread": prepared.scale}
        if count > 12 or taken.training.dataset.training_inputs.dim() != 2:
            return told
        mean, scale = prepared.mean, prepared.scale
        columns = [TableColumn(f"x{place + 1}", "number", mean, scale, fill=mean) for place in range(count)]
    else:
        columns = list(prepared.columns)
    fields: list[Told] = []
    place = 0
    for column in columns:
        values = inputs[:, place : place + column.inputs]
        fields.append(_field(column, values if samples else torch.tensor([-USUAL, USUAL])))
        place += column.inputs
    return {"kind": "form", "fields": fields[:MOST_FIELDS], "rest": _rest(columns[MOST_FIELDS:])}


def _rest(columns: list[TableColumn]) -> list[float]:
    """Return the inputs of columns that have no field of their own: as where nothing is known of them."""
    made: list[float] = []
    for column in columns:
        if column.kind == "number":
            made.append((column.fill - column.mean) / column.scale)
        else:
            made += [float(name == "") for name in column.categories]
    return made


def _field(column: TableColumn, values: Tensor) -> Told:
    """Return what a field is told. `values`: prepared ones, from the least to the greatest of which a slider goes."""
    if column.kind == "category":
        return {"name": shown(column.name), "kind": "category", "categories": [shown(x) for x in column.categories]}
    low, high = (float(end) * column.scale + column.mean for end in values.aminmax())
    return {
        "name": shown(column.name), "kind": "number", "mean": column.mean, "scale": column.scale, "fill": column.fill,
        "low": low, "high": high if high > low else low + 1.0, "dates": column.dates,
    }  # fmt: skip


def _samples(taken: Taken) -> Told:
    dataset = taken.training.dataset
    inputs = dataset.validation_inputs.flatten(1)
    count = min(len(inputs), MOST_SAMPLES, max(1, MOST_NUMBERS // inputs.shape[1]))
    targets = dataset.validation_targets[:count].reshape(-1)
    return {"count": count, "inputs": base64_of(inputs[:count]), "targets": [float(value) for value in targets]}


def _words(voice: Voice) -> dict[str, str]:
    said = {
        "draw": say("Draw here"),
        "clear": say("Clear"),
        "open": say("Open a picture…"),
        "previous": say("Previous sample"),
        "next": say("Next sample"),
        "sample": say("Held-out sample {number}"),
        "target": say("it is {target}"),
        "empty": say("Draw, open a picture or take a sample: the network answers at once."),
        "paste": say("Paste {count} numbers, with blanks between them"),
        "wrong": say("These are {number} numbers, not {count}."),
        "unreadable": say("The browser cannot read this as a picture."),
        "missing": say("(missing)"),
        "another": say("(another one)"),
        "seen": say("What the network sees"),
        "value": say("Value"),
        "point": say("At ({x}, {y})"),
    }
    return {name: voice.read(sentence) for name, sentence in said.items()}
