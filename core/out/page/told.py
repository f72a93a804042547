"""The page's cards that only tell: the edits, the data, the layers."""

from __future__ import annotations

import math

from core.net.plan import Conv, Dense, Layer, is_weighted, numbered
from core.net.shapes import flows, layer_costs
from core.out.described import preprocessing
from core.out.page.curves import NUMBERED, grown_class
from core.out.page.escaped import element, escaped, shown
from core.out.page.naming import activation_of, data_name, kind_of, name_of
from core.out.spoken import Voice
from core.out.taken import Taken
from core.sentence import Sentence, say

MOST_CLASSES, MOST_ODDITIES, MOST_EDITS = 20, 30, 400


def own(text: str) -> str:
    """Return a person's own text, kept apart from the direction of what stands beside it."""
    return f"<bdi>{escaped(text)}</bdi>"


def card(heading: str, *inside: str, kind: str, note: str = "") -> str:
    """Return a card. `heading` and `note` are markup."""
    told = element("p", note, class_="soft small") if note else ""
    return element("section", element("div", element("h2", heading), told, class_="head"), *inside, class_=kind)


def score_text(taken: Taken, score: float, voice: Voice) -> str:
    """Return the score in words: accuracy in percent, or R²."""
    if not math.isfinite(score):
        return "–"
    if taken.training.dataset.task == "classify":
        return voice.read(say("Accuracy {percent:.1f}%", percent=100 * score))
    return f"R² {score:.3f}".replace("-", "−")


def edits(taken: Taken, voice: Voice) -> str:
    """Return the list of the edits."""
    marks = taken.training.marks[-MOST_EDITS:]
    left_out = len(taken.training.marks) - len(marks)
    if not marks:
        return element("p", escaped(voice.read(say("Nothing was done to the network but training."))), class_="soft")
    made = []
    for place, mark in enumerate(marks, left_out + 1):
        sign, kind = grown_class(mark)
        numbered_ = f"{sign} {place}" if len(taken.training.marks) <= NUMBERED else sign
        known = math.isfinite(mark.loss_before) and math.isfinite(mark.loss_after)
        moved = f"{mark.loss_before:.3f} → {mark.loss_after:.3f}" if known else ""
        said = voice.read(say("Step {step:,}", step=mark.step))
        made.append(element(
            "li", element("span", escaped(numbered_), class_=f"sign {kind}"),
            element("span", escaped(f"{said} · "), own(voice.read(mark.label))),
            element("span", escaped(moved), class_="number soft small"),
        ))  # fmt: skip
    return element("ol", *made, class_="edits")


def data(taken: Taken, voice: Voice) -> str:
    """Return what is known of the data, and what was odd about it."""
    dataset, about = taken.training.dataset, taken.about
    rows: list[tuple[Sentence, str]] = [
        (say("Samples"), escaped(voice.read(say(
            "{training:,} trained on, {validation:,} held out", training=len(dataset.training_inputs),
            validation=len(dataset.validation_inputs),
        )))),
    ]  # fmt: skip
    if taken.classes:
        names = [own(name) for name in taken.classes[:MOST_CLASSES]]
        more = len(taken.classes) - len(names)
        rows.append((say("Classes"), ", ".join(names) + (f" +{more:,}" if more > 0 else "")))
    rows.append((say("Preparation"), escaped(voice.read(preprocessing(taken)))))
    if about is not None and about.source:
        rows.append((say("Made from"), own(about.source)))
    if dataset.known.attribution:
        rows.append((say("Source"), own(dataset.known.attribution)))
    table = "".join(
        element("tr", element("th", escaped(voice.read(name)), scope="row"), element("td", value))
        for name, value in rows
    )
    odd = about.told[:MOST_ODDITIES] if about is not None else ()
    told = "".join(element("li", own(voice.read(one.sentence))) for one in odd)
    return element("table", table, class_="facts") + (element("ul", told, class_="told") if told else "")


def settings(taken: Taken, voice: Voice) -> str:
    """Return what it was trained with, in a line."""
    now = taken.training.settings
    return escaped(voice.read(say(
        "{optimizer}, learning rate {rate:g}, batches of {batch}, seed {seed}", optimizer=now.optimizer,
        rate=now.learning_rate, batch=now.batch_size, seed=taken.training.seed,
    )))  # fmt: skip


def layers(taken: Taken, voice: Voice) -> str:
    """Return the table of the layers."""
    net = taken.training.net
    costs, found = layer_costs(net), flows(net)
    heads = (say("Layer"), say("What it is"), say("Output"), say("Parameters"))
    kinds = ("", "", "", "number")
    top = "".join(
        element("th", escaped(voice.read(head)), scope="col", class_=kind)
        for head, kind in zip(heads, kinds, strict=True)
    )
    rows = [element("tr", top)]
    for layer in numbered(net):
        count = costs[int(layer.key)].parameters
        cells = (
            name_of(net, layer, voice), described(layer, taken, voice),
            "×".join(f"{side:,}" for side in found[layer.key].outside), f"{count:,}" if count else "",
        )  # fmt: skip
        rows.append(
            element("tr", *(element("td", escaped(cell), class_=kind) for cell, kind in zip(cells, kinds, strict=True)))
        )
    return element("div", element("table", *rows), class_="scroll")


def described(layer: Layer, taken: Taken, voice: Voice) -> str:
    """Return one line on a layer: what it is, its activation, norm, whether it is frozen or on its way."""
    parts = [kind_of(layer, voice) if is_weighted(layer) else ""]
    if isinstance(layer, Conv):
        parts[0] += f" {layer.kernel}×{layer.kernel}"
    parts.append(activation_of(layer))
    if isinstance(layer, (Dense, Conv)):
        parts.append(voice.read(say("batch norm")) if layer.norm == "batch" else "")
        parts.append(voice.read(say("frozen")) if layer.frozen else "")
    fade = taken.training.model.fades.get(layer.key)
    if fade is not None:
        share = fade.straight()
        told = say("unfolding, {percent:.0f}% done", percent=100 * (1 - share)) if fade.unfolds else say(
            "fading out, {percent:.0f}% done", percent=100 * share
        )  # fmt: skip
        parts.append(voice.read(told))
    return " · ".join(part for part in parts if part)


def heading(taken: Taken, score: float, voice: Voice) -> str:
    """Return the page's title, and the run in a line."""
    dataset = taken.training.dataset
    line = [
        escaped(score_text(taken, score, voice)),
        escaped(voice.read(say("on {count:,} held-out samples", count=len(dataset.validation_inputs)))),
        own(data_name(taken, voice)),
        escaped(voice.read(say("{step:,} steps", step=taken.training.step))),
        escaped(voice.read(say("{count:,} parameters", count=taken.training.model.flat.numel()))),
    ]
    return element("h1", own(shown(taken.name))) + element("p", f"{line[0]} {line[1]} · " + " · ".join(line[2:]))
