"""What a condition, a value and a hit are called on screen."""

from __future__ import annotations

import math
from collections.abc import Callable

from core.messages.stops import EVERY_STEP, SHARES, Condition, Of, Sign, is_gone
from core.messages.train_reports import AtStep, Hit
from core.net.plan import INPUT, LayerKey, Net
from core.sentence import Sentence, say
from gui.kit.layer_words import label_text, title
from gui.kit.words import read, tr

NAMES: dict[tuple[Of, Sign], Sentence] = {
    ("loss", "nan"): say("Loss is not a number"),
    ("loss", "below"): say("Loss below"),
    ("loss", "above"): say("Loss above"),
    ("validation", "below"): say("Validation loss below"),
    ("validation", "above"): say("Validation loss above"),
    ("accuracy", "above"): say("Accuracy above"),
    ("accuracy", "below"): say("Accuracy below"),
    ("gradient", "above"): say("Gradient norm above"),
    ("gradient", "below"): say("Gradient norm below"),
    ("ratio", "outside"): say("Update ratio outside"),
    ("ratio", "above"): say("Update ratio above"),
    ("ratio", "below"): say("Update ratio below"),
    ("dead", "above"): say("Dead units above"),
    ("step", "reached"): say("Step reached"),
    ("edit", "done"): say("An edit is done"),
}


def name_text(condition: Condition, net: Net | None) -> str:
    """Return what a condition asks, without its number: "Dead units above · Hidden 2"."""
    name = read(NAMES[condition.of, condition.sign])
    if condition.layer == INPUT or net is None or is_gone(condition, net):
        return name
    return f"{name} · {title(net, condition.layer)}"


def often_text(condition: Condition) -> str:
    """Return how often a condition is looked at."""
    if condition.of == "edit":
        return tr("Looked at with every edit.")
    if condition.of in EVERY_STEP:
        return tr("Looked at in every step.")
    if condition.of in ("accuracy", "validation"):
        return tr("Looked at when the validation samples are measured; then the step is found by going back.")
    return tr("Looked at up to five times a second; then the step is found by going back.")


def value_text(of: Of, value: float) -> str:
    """Return a number of a condition as it is read: 25.0%, 0.0493; a dash for none."""
    if not math.isfinite(value):
        return "–" if math.isnan(value) else "∞"
    if of in SHARES:
        return f"{value:.1%}"
    return f"{value:,.0f}" if of == "step" else f"{value:.4g}"


def hit_text(hit: Hit) -> str:
    """Return a hit in one line: "Stop: loss below 0.5 (0.476)"."""
    values = [value_text(one.condition.of, one.value) if math.isfinite(one.value) else "" for one in hit.met]
    shown = [
        f"{label_text(label)} ({value})" if value and one.condition.of != "step" else label_text(label)
        for label, value, one in zip(hit.labels, values, hit.met, strict=False)
    ]
    return ", ".join(shown)


def stands_text(hit: Hit) -> str:
    """Return where a training stands that has stopped, and how sure that is; "" for an edit, for that is certain."""
    if hit.of_edit:
        return ""
    if hit.stands != hit.step:
        return tr("The training stands right before that step.")
    if not hit.begins:
        return tr("It was so before that step already, or nobody looked.")
    return tr("At the step before it was not so.")


def differences(hit: Hit, net: Net | None) -> list[tuple[str, str, str]]:
    """Return (name, before, after) of all that is known of the step before and of this one."""
    before, after = hit.before, hit.after

    def of_step(name: str, number: Callable[[AtStep], float], of: Of = "loss") -> list[tuple[str, str, str]]:
        pair = number(before), number(after)
        return [] if all(map(math.isnan, pair)) else [(name, value_text(of, pair[0]), value_text(of, pair[1]))]

    told = [
        *of_step(tr("Loss"), lambda at: at.loss),
        *of_step(tr("Gradient norm"), lambda at: at.gradient),
        *of_step(tr("Learning rate"), lambda at: at.learning_rate),
        *of_step(tr("Validation loss"), lambda at: at.validation),
        *of_step(tr("Accuracy"), lambda at: at.accuracy, "accuracy"),
    ]
    if after.samples:
        told.append((tr("Batch"), _batch(before), _batch(after)))
        told.append((tr("Sample numbers"), _samples(before), _samples(after)))
    was = {layer.key: layer for layer in before.layers}
    for layer in after.layers:
        old, place = was.get(layer.key), _title(net, layer.key)
        if old is not None and not (math.isnan(old.ratio) and math.isnan(layer.ratio)):
            name = tr("Update ratio · {layer}", layer=place)
            told.append((name, value_text("ratio", old.ratio), value_text("ratio", layer.ratio)))
        if layer.silent >= 0:
            name = tr("Dead units · {layer}", layer=place)
            told.append(
                (name, _dead(old.silent, old.width) if old is not None else "–", _dead(layer.silent, layer.width))
            )
    return told


def _title(net: Net | None, key: LayerKey) -> str:
    return (title(net, key) if net is not None else "") or tr("Layer {key}", key=int(key))


def _dead(silent: int, width: int) -> str:
    return tr("{n:,} of {width:,}", n=silent, width=width)


def _batch(at: AtStep) -> str:
    return tr("{batch:,} of epoch {epoch:,}", batch=at.batch, epoch=at.epoch) if at.samples else "–"


def _samples(at: AtStep) -> str:
    shown = ", ".join(map(str, at.first_samples[:4]))
    more = " …" if at.samples > 4 else ""
    return f"{shown}{more}" if shown else "–"
