"""What goes along with weights that leave the app: the plan, the classes, the preparation, the score.

Every value is a text, for safetensors and ONNX take nothing else; what is not a plain text in it is JSON.

| name | what it says |
| --- | --- |
| torchgarden.plan | the network (`core.net.plan.Net`), as the wire writes it |
| torchgarden.tensors | the tensors' names in the plan by those in the file: {"hidden_1.weight": "7.weight"} |
| torchgarden.on_its_way | layers that fade or unfold: key -> [share of the straight line, 1 where it is the tangent] |
| torchgarden.task, torchgarden.classes | "classify" or "regress"; the classes' names in order, [] for a number |
| torchgarden.input | the shape of one sample; torchgarden.inputs: what its numbers are, [] where they are pixels |
| torchgarden.preparation | how a sample becomes numbers (`core.messages.own.prepared`), as the wire writes it |
| torchgarden.preprocessing | the same in a sentence |
| torchgarden.validation | loss and score on the samples that were held out, and how many they were |
| torchgarden.title, torchgarden.step | what the data is called; after how many steps |
"""

from __future__ import annotations

import json
import math

from core.messages.catalogue import OWN, USUAL_INPUTS
from core.messages.own.prepared import (
    About,
    PicturePreparation,
    PlainPreparation,
    Preparation,
    TablePreparation,
    target_scaling,
)
from core.net.modules import tensor_names
from core.out.spoken import Voice
from core.out.taken import Taken
from core.sentence import Sentence, say
from core.train.steps import blends
from core.workers import wire

HEAD = "torchgarden."
USUAL_ARRAYS = ("inputs", "x", "x_test", "images", "data", "x_val", "x_train", "arr_0")
"""What arrays of samples are called, in the order in which they are taken."""


def metadata(taken: Taken, voice: Voice) -> dict[str, str]:
    """Return what goes along with the weights, text to text; measures the score."""
    net, dataset = taken.training.net, taken.training.dataset
    fading = {
        str(key): [float(blend.straight), int(blend.tangent)]
        for key, blend in blends.of_model(taken.training.model.fades).items()
    }
    loss, score = taken.training.validate()
    told: dict[str, object] = {
        "plan": wire.to_plain(net),
        "tensors": tensor_names(net),
        "on_its_way": fading,
        "classes": list(taken.classes),
        "input": list(dataset.known.input),
        "inputs": list(input_names(taken)),
        "preparation": wire.to_plain(preparation(taken)),
        "validation": {
            "loss": finite(loss), "score": finite(score), "samples": len(dataset.validation_inputs),
        },
    }  # fmt: skip
    made = {HEAD + name: json.dumps(value, ensure_ascii=False) for name, value in told.items()}
    made[HEAD + "task"] = dataset.task
    made[HEAD + "title"] = title(taken)
    made[HEAD + "step"] = str(taken.training.step)
    made[HEAD + "preprocessing"] = voice.read(preprocessing(taken))
    return {name: text.encode("utf-8", "replace").decode() for name, text in made.items()}


def finite(value: float) -> float | None:
    """Return a number as JSON has it: none for one that is not finite."""
    return value if math.isfinite(value) else None


def title(taken: Taken) -> str:
    """Return what the data is called."""
    spec = taken.training.dataset.spec
    return (spec.title or (taken.about.title if taken.about else "") or spec.name) if spec.name == OWN else spec.name


def preparation(taken: Taken) -> Preparation:
    """Return how a sample becomes numbers; pictures and points that ship with the app are ready as they are."""
    if taken.about is not None:
        return taken.about.preparation
    shape = taken.training.dataset.known.input
    if len(shape) == 3:
        return PicturePreparation(*shape)
    return PlainPreparation()


def way_of(about: About | None, kind: str) -> str:
    """Return what was done with a kind of oddity of the data, "" where there was none."""
    return next((one.way for one in about.told if one.kind == kind), "") if about is not None else ""


def merged_columns(about: About | None) -> tuple[str, ...]:
    """Return the columns of a table in which a cell stood for those below it, and was taken so. Of data that was
    prepared before its columns said so, they are told from what was odd, five at most."""
    if about is None or not isinstance(about.preparation, TablePreparation):
        return ()
    said = tuple(column.name for column in about.preparation.columns if column.merged)
    told = (name for one in about.told if (one.kind, one.way) == ("merged", "fill-down") for name in one.examples)
    return said or tuple(told)


def input_names(taken: Taken) -> tuple[str, ...]:
    """Return what each number of a sample is, () where they are pixels or nobody has named them."""
    known, spec, prepared = taken.training.dataset.known, taken.training.dataset.spec, preparation(taken)
    if isinstance(prepared, TablePreparation):
        return tuple(
            name
            for column in prepared.columns
            for name in (
                [column.name] if column.kind == "number" else [f"{column.name}={x}" for x in column.categories]
            )
        )
    return (spec.inputs or USUAL_INPUTS) if known.reach else ()


def output_scale(taken: Taken) -> tuple[float, float]:
    """Return (scale, mean): the value in the data's own unit is output · scale + mean."""
    if taken.training.dataset.task != "regress":
        return 1.0, 0.0
    mean, scale = target_scaling(preparation(taken))
    return scale, mean


def preprocessing(taken: Taken) -> Sentence:
    """Return how a sample becomes what the network takes, in a sentence."""
    prepared = preparation(taken)
    if isinstance(prepared, PicturePreparation):
        side = {"height": prepared.height, "width": prepared.width}
        if prepared.channels == 1 and prepared.inverted:
            return say(
                "A grey picture of {width}×{height} pixels; each number is 1 − value / 255, 1 for black.", **side
            )
        if prepared.channels == 1:
            return say("A grey picture of {width}×{height} pixels; each number is value / 255, 1 for white.", **side)
        if prepared.inverted:
            return say("Red, green and blue of {width}×{height} pixels; each number is 1 − value / 255.", **side)
        return say("Red, green and blue of {width}×{height} pixels; each number is value / 255.", **side)
    if isinstance(prepared, TablePreparation):
        return say(
            "A row becomes {count} numbers, column by column: a number as (value − mean) / scale, a category as one "
            "number for each of its categories, 1 for the one it is and 0 for the others.",
            count=taken.training.dataset.known.input[0],
        )  # fmt: skip
    if (prepared.mean, prepared.scale) != (0.0, 1.0):
        return say(
            "Each number is (value − {mean}) / {scale}.", mean=f"{prepared.mean:.9g}", scale=f"{prepared.scale:.9g}"
        )
    return say("The numbers are taken as they are.")
