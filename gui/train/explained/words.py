"""The two sentences about each control. A key of `ABOUT` says which; `explained` fills in the numbers of now."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from core.net.plan import Edit, InsertLayer, LayerKey, Narrow, Widen, find_layer, width_of
from core.net.widths import steps_of
from core.sentence import Sentence, Value, say, with_values
from gui.kit.layer_words import titles
from gui.kit.words import read, tr
from gui.language.terms import term_called
from gui.train.explained.today import Today, number
from gui.train.panels.data import title_of
from gui.train.panels.settings import OPTIMIZER_WORDS, SCHEDULE_WORDS, setting_value

SENTENCES = re.compile(r"(?<=[.?])\s+(?=\S)")
"""Between two sentences."""


@dataclass(frozen=True)
class Explanation:
    """The name of a control, its two sentences, and its formula."""

    name: str
    said: str
    formula: str = ""

    @property
    def numbers(self) -> str:
        """The last of its sentences: the one with the numbers of now."""
        return SENTENCES.split(self.said)[-1]


@dataclass(frozen=True)
class Words:
    """Sentences with places for numbers, what fills them, and the formula."""

    said: Sentence
    values: Callable[[Today], Mapping[str, Value]]
    formula: Callable[[Today], str]


def _words(said: Sentence, formula: str, values: Callable[[Today], Mapping[str, Value]]) -> Words:
    return Words(said, values, lambda _now: formula)


def _of_term(
    said: Sentence, name: Callable[[Today], Sentence], values: Callable[[Today], Mapping[str, Value]]
) -> Words:
    """Return words whose formula is that of the term that is chosen."""

    def formula(now: Today) -> str:
        term = term_called(read(name(now)), read)
        return term.formula if term is not None else ""

    return Words(said, values, formula)


def _standing(now: Today) -> dict[str, Value]:
    loss = now.tick.loss if now.tick is not None else math.nan
    return {"step": now.step, "loss": number(loss)}


def _set(setting: str) -> Callable[[Today], dict[str, Value]]:
    def values(now: Today) -> dict[str, Value]:
        value = getattr(now.settings, setting)
        shown = tr("off") if setting in ("clip", "l1", "weight_decay") and not value else setting_value(setting, value)
        return {"value": shown, "eta": number(now.eta), "g": number(now.gradient), **_standing(now)}

    return values


SETTINGS: dict[str, Words] = {
    "learning_rate": _words(
        say("Every step moves the weights against their gradient, and the learning rate η says how far. With "
            "η = {eta} and a gradient norm of {g} now, a step of plain gradient descent is {far} long."),
        "w ← w − η · g",
        lambda now: {"eta": number(now.eta), "g": number(now.gradient), "far": number(now.eta * now.gradient)},
    ),
    "batch_size": _words(
        say("Each step takes the mean gradient of B training samples. With B = {b} and n = {n:,} samples, an epoch is "
            "n / B = {k:.1f} steps."),
        "g = 1/B · Σ ∂Lᵢ/∂w",
        lambda now: {"b": now.settings.batch_size, "n": now.loaded.data.training_samples, "k": now.epoch_steps},
    ),
    "optimizer": _of_term(
        say("The optimizer makes of the gradient g the step that the weights take. {value} does it now, with "
            "η = {eta} and a gradient norm of {g}."),
        lambda now: OPTIMIZER_WORDS[now.settings.optimizer], _set("optimizer"),
    ),
    "momentum": _words(
        say("Each step keeps a share μ of the step before, so that it rolls on through flat places. With μ = {value} a "
            "gradient that stays the same moves the weights 1 / (1 − μ) = {far} times as far."),
        "v ← μ·v + g,  w ← w − η · v",
        lambda now: {"value": number(now.settings.momentum), "far": number(1 / max(1 - now.settings.momentum, 1e-9))},
    ),
    "pace": _words(
        say("The speed says how many steps a second are taken, and changes nothing that is learned. {value} is set, "
            "and {step:,} steps are done: {epoch:.1f} epochs."),
        "epochs = steps · B / n",
        lambda now: {**_set("pace")(now), "epoch": now.epoch},
    ),
    "weight_decay": _words(
        say("Each step makes every weight smaller by a small share of itself, so that only needed weights stay large. "
            "λ is {value}: with η = {eta} that is a share of η·λ = {far} a step."),
        "w ← w − η · λ · w",
        lambda now: {**_set("weight_decay")(now), "far": number(now.eta * now.settings.weight_decay)},
    ),
    "l1": _words(
        say("The sizes of all weights are added to the loss, so that weights that are not needed go to zero. λ is "
            "{value}: with η = {eta} plain gradient descent pulls each by η·λ = {far} a step."),
        "L + λ · Σ |w|",
        lambda now: {**_set("l1")(now), "far": number(now.eta * now.settings.l1)},
    ),
    "clip": _words(
        say("A gradient that is longer than c is made c long, so that one bad batch does not throw the weights far. "
            "c is {value}, and the gradient norm is {g} now."),
        "g ← g · min(1, c / ‖g‖)", _set("clip"),
    ),
    "schedule": _of_term(
        say("The schedule changes the learning rate from step to step. {value} is chosen: after {step:,} steps η is "
            "{eta}, and {set} was set."),
        lambda now: SCHEDULE_WORDS[now.settings.schedule],
        lambda now: {**_set("schedule")(now), "set": number(now.settings.learning_rate)},
    ),
    "schedule_steps": _words(
        say("T is how many steps the schedule takes. T is {value}, and {step:,} steps are done."),
        "η(t),  t = 0 … T", _set("schedule_steps"),
    ),
    "ramp_steps": _words(
        say("New units learn at a rising learning rate over R steps, so that they do not disturb what is there. R is "
            "{value}: units added now, after step {step:,}, learn at the full η = {eta} from step {end:,} on."),
        "η_new(t) = η · min(1, t/R)",
        lambda now: {**_set("ramp_steps")(now), "end": now.step + now.settings.ramp_steps},
    ),
    "precision": _words(
        say("Exact multiplies numbers of 24 bits; TF32 keeps 11 of them and is faster on newer NVIDIA cards. {value} "
            "is chosen, on {device}."),
        "|error| ≤ 2⁻²⁴ · |x|;  TF32: 2⁻¹¹ · |x|",
        lambda now: {**_set("precision")(now), "device": now.state.device.product},
    ),
}  # fmt: skip

OF_TRAINING: dict[str, Words] = {
    "play": _words(
        say("Takes step after step until you pause: forward, loss, backward, optimizer. {step:,} steps are done, and "
            "the training loss is {loss}."),
        "w ← w − η · ∂L/∂w", _standing,
    ),
    "step": _words(
        say("Takes one step with B = {b} samples, then pauses. It will be step {next:,}; before it the training loss "
            "is {loss}."),
        "w ← w − η · 1/B · Σ ∂Lᵢ/∂w",
        lambda now: {**_standing(now), "b": now.settings.batch_size, "next": now.step + 1},
    ),
    "epoch": _words(
        say("Trains until each of the n = {n:,} training samples was seen once more, then pauses. One epoch is "
            "n / B = {k:.1f} steps, and {epoch:.1f} are done."),
        "1 epoch = n / B steps",
        lambda now: {"n": now.loaded.data.training_samples, "k": now.epoch_steps, "epoch": now.epoch},
    ),
    "reset": _words(
        say("Goes back to step 0 with the same initial weights, those of seed {seed}. The {step:,} steps until now "
            "stay in Runs."),
        "w ← w₀(seed)", lambda now: {"seed": now.loaded.seed, "step": now.step},
    ),
    "reseed": _words(
        say("Goes back to step 0, with the same weights or with new random ones. Now they come from seed {seed}, and "
            "{step:,} steps are done."),
        "w ← w₀(seed)", lambda now: {"seed": now.loaded.seed, "step": now.step},
    ),
    "undo": _words(
        say("Takes the last edit or setting back: weights, optimizer memory and step become as before. {n} can be "
            "taken back now, at step {step:,}."),
        "(w, v, t) ← (w, v, t) before", lambda now: {"n": now.state.undo, "step": now.step},
    ),
    "redo": _words(
        say("Does what was undone again. {n} can be done again now, at step {step:,}."),
        "(w, v, t) ← (w, v, t) after", lambda now: {"n": now.state.redo, "step": now.step},
    ),
    "device": _words(
        say("This device computes every step. It is {device}, and the {n:,} parameters of 4 bytes take {kb:,.1f} kB of "
            "its memory."),
        "4 bytes · parameters",
        lambda now: {"device": now.state.device.product, "n": now.parameters, "kb": now.parameters * 4 / 1000},
    ),
    "data": _words(
        say("What is learned: the answer y that belongs to x. {name} has {n:,} training and {m:,} validation samples "
            "of {d:,} numbers each."),
        "ŷ = f(x; w)",
        lambda now: {"name": title_of(now.loaded.data.spec), "n": now.loaded.data.training_samples,
                     "m": now.loaded.data.validation_samples, "d": math.prod(now.loaded.data.input)},
    ),
    "noise": _words(
        say("Noise moves each sample by a random amount, so that the classes overlap and not all can be learned. It is "
            "{noise:.0f}% now, on {n:,} training samples."),
        "x ← x + noise",
        lambda now: {"noise": 100 * max(now.loaded.data.spec.noise, 0), "n": now.loaded.data.training_samples},
    ),
    "samples": _words(
        say("More samples show the rule better; with few the network learns them by heart. There are {n:,} for "
            "training and {m:,} for validation."),
        "n = n_training + n_validation",
        lambda now: {"n": now.loaded.data.training_samples, "m": now.loaded.data.validation_samples},
    ),
    "loss": _words(
        say("The loss says how wrong the answers are, as a mean over samples. It is {loss} in training and {other} in "
            "validation, after {step:,} steps."),
        "L = 1/n · Σ loss(ŷᵢ, yᵢ)",
        lambda now: {**_standing(now), "other": number(now.tick.validation_loss if now.tick else math.nan)},
    ),
    "score": _words(
        say("The share of right answers, or for numbers how much of their spread is explained. It is {score} in "
            "training and {other} in validation."),
        "accuracy = right / all;  R² = 1 − Σ(y − ŷ)² / Σ(y − ȳ)²",
        lambda now: {"score": number(now.tick.score if now.tick else math.nan),
                     "other": number(now.tick.validation_score if now.tick else math.nan)},
    ),
    "log": _words(
        say("On a logarithmic axis equal distances are equal ratios, so that small losses are seen too. The training "
            "loss {loss} is at {power} there."),
        "log₁₀ L",
        lambda now: {**_standing(now), "power": number(
            math.log10(now.tick.loss) if now.tick is not None and now.tick.loss > 0 else math.nan)},
    ),
    "edits": _words(
        say("Each row is an edit or a changed setting, with what it did to the loss on the spot. {n} edits are marked, "
            "and the training is at step {step:,}."),
        "Δ = loss after − loss before", lambda now: {"n": now.edits, "step": now.step},
    ),
    "net": _words(
        say("Every line of the drawing is a weight w, and a unit passes on what its inputs weigh together. This "
            "network has {n:,} parameters, and {step:,} steps have changed them."),
        "y = f(Σ wᵢ·xᵢ + b)", lambda now: {"n": now.parameters, "step": now.step},
    ),
}  # fmt: skip

ADDS = say(
    "Adds {k} units to “{layer}”, which has {w:,} now; what was learned stays. The network grows from {before:,} to "
    "{after:,} parameters."
)
TAKES = say(
    "Removes {k} units of “{layer}”, which has {w:,} now, those that matter least first. The network goes from "
    "{before:,} to {after:,} parameters."
)
INSERTS = say(
    "Puts a new layer behind “{layer}”, which at first passes on what it gets. The network grows from {before:,} to "
    "{after:,} parameters."
)
LAYER = say(
    "Each of the {w:,} units of “{layer}” adds up its weighted inputs and a bias, then the activation decides what "
    "passes. The whole network has {before:,} parameters."
)
OTHER = say("{about} The training is at step {step:,}, with a training loss of {loss}.")


def explained(key: str, now: Today, *, name: str) -> Explanation:
    """Return the words about the control with a key of `SETTINGS` or `OF_TRAINING`."""
    words = SETTINGS.get(key) or OF_TRAINING[key]
    return Explanation(name, read(with_values(words.said, **words.values(now))), words.formula(now))


def of_layer(what: str, key: LayerKey, now: Today, *, name: str) -> Explanation:
    """Return the words about adding or removing units of a layer ("widen", "narrow", "half", "twice"), about inserting
    one behind it ("insert"), or about itself ("layer")."""
    layer = find_layer(now.net, key)
    width = width_of(layer) if layer is not None else math.prod(now.net.input)
    more, fewer = steps_of(now.net, key) if layer is not None and width else (0, 0)
    by = {"widen": more, "twice": width, "narrow": fewer, "half": width - width // 2}.get(what, 0)
    edits: dict[str, Edit] = {
        "widen": Widen(key, by), "twice": Widen(key, by), "narrow": Narrow(key, by), "half": Narrow(key, by),
        "insert": InsertLayer(key),
    }  # fmt: skip
    edit = edits.get(what)
    after = now.parameters_after(edit) if edit is not None and (by or what == "insert") else None
    said = {"widen": ADDS, "twice": ADDS, "narrow": TAKES, "half": TAKES, "insert": INSERTS}.get(what, LAYER)
    said = said if after is not None else LAYER
    values: dict[str, Value] = {
        "k": by, "layer": titles(now.net)[key], "w": width, "before": now.parameters, "after": after or 0,
    }  # fmt: skip
    formula = "y = f(Σ wᵢ·xᵢ + b)" if said is LAYER else "(inputs + 1) · units + units · outputs"
    return Explanation(name, read(with_values(said, **values)), formula)


def of_other(about: str, now: Today, *, name: str) -> Explanation:
    """Return the words about any other control: what it does, and where the training stands."""
    term = term_called(name, read)
    said = about or (read(term.meaning) if term is not None else name + ".")
    said = said if said.rstrip(")").endswith((".", "?", "!")) else said + "."
    return Explanation(name, read(with_values(OTHER, about=said, **_standing(now))), term.formula if term else "")
