"""What is noticed: pure judgement over a `Sight` and a `Course`.

A false alarm is as bad as a silence. So each rule asks for what a training that is well does not show: the tests hold
every data set with its usual network to that.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from core.messages.train_commands import Settings, Task
from core.messages.train_reports import Diagnosis
from core.net.plan import INPUT
from core.sentence import Sentence, Value, say
from core.train.diagnosis.course import Course
from core.train.diagnosis.sight import SeenLayer, Sight

MOSTLY = 0.9
"""The share of silent units from which a layer counts as dead."""
FEW = 4
"""Layers with fewer units are dead only when all their units are."""
TOO_HIGH = 10.0
"""So many times the usual learning rate is the likely reason for dead units."""
VANISHED = 1e-3
"""The first hidden layer's gradient, compared with the output's."""
NEAR_CHANCE, NEAR_MEAN, NEAR_IGNORANT = 0.03, 0.99, 0.97
"""How near accuracy, the loss of a regression and any loss are to what one has that always says the same."""
LONG_EPOCHS, LONG_STEPS, SOON_STEPS, SLOW_STEPS = 5.0, 300, 90, 900
"""A training that is at chance for this long has not just begun; where no gradient comes through it is said sooner,
and a regression, which often begins slowly, is given more time."""
RISEN, RISEN_BY, FALLEN_TO = 6, 1.25, 0.6
"""Overfitting: so many measurements in a row above the lowest, now this many times the lowest, while the training loss
has fallen to this share of what it was."""
OF_ADAMS = {"sgd": 30.0, "momentum": 3.0, "nesterov": 3.0, "rmsprop": 0.3}
"""What is usual for an optimizer, as a multiple of what is usual for Adam."""
HOLDS = {"weight_decay": 0.1, "l1": 0.01}
"""From here on a penalty is the likely reason why nothing is learned."""
EXPLODES, EXPLODES_LOSS, RISES = 5.0, 3.0, 2.0
"""Exploding: the gradient is so many times what it was at first, the loss so many times what knows nothing reaches, and
so many times what it was at first."""
STANDS_STEPS, STANDS_EPOCHS, STANDS_AT = 1500, 10.0, 0.4
"""A plateau: for so long the loss has not fallen, and it is above this share of what knows nothing reaches."""
NOISY = 0.2
"""With more noise in the data than this a high loss may be all that is possible."""
SLIGHT = 0.05
"""A rise smaller than this is nothing, however small the losses are."""


@dataclass(frozen=True)
class Baseline:
    """What a network reaches that knows nothing: `chance` of the score, `ignorant` of the loss. `usual_rate`: the
    learning rate with which Adam usually learns the data. `noisy`: nobody knows how much can be learned of it."""

    task: Task
    chance: float
    ignorant: float
    usual_rate: float
    noisy: bool = False

    def rate_for(self, optimizer: str) -> float:
        """Return the learning rate with which an optimizer usually learns the data."""
        return self.usual_rate * OF_ADAMS.get(optimizer, 1.0)


def findings(sight: Sight, course: Course, settings: Settings, baseline: Baseline) -> tuple[Diagnosis, ...]:
    """Return what is wrong, the most certain first; nothing while all is well."""
    dead = _dead(sight, settings, baseline)
    if dead is not None:
        return (dead,)  # the rest follows from it
    exploding = _exploding(course, settings, baseline)
    if exploding is not None:
        return (exploding,)
    stuck = _vanished(sight, course, settings, baseline) or _held(course, settings, baseline)
    stuck = stuck or _at_chance(sight, course, settings, baseline)
    if stuck is not None:
        return (stuck,)
    over = _overfitting(course, settings) or _plateau(course, settings, baseline)
    return (over,) if over is not None else ()


def _dead(sight: Sight, settings: Settings, baseline: Baseline) -> Diagnosis | None:
    for layer in sight.layers:
        all_of_them = layer.silent == layer.width
        mostly = layer.width >= FEW and layer.silent >= MOSTLY * layer.width
        if layer.passed_by or not (all_of_them or mostly):
            continue
        rate, usual = settings.learning_rate, baseline.rate_for(settings.optimizer)
        if all_of_them:
            sentence = _all_dead(layer, rate, usual)
        elif rate >= TOO_HIGH * usual:
            sentence = say(
                "{silent} of the {width} units of layer {layer} give the same for every sample: the learning rate "
                "{rate} has thrown them out of reach. Begin again with a smaller one.",
                silent=layer.silent, width=layer.width, layer=layer.position, rate=f"{rate:g}",
            )  # fmt: skip
        else:
            sentence = say(
                "{silent} of the {width} units of layer {layer} give the same for every sample, so hardly anything "
                "gets through. Another activation lets them learn again.",
                silent=layer.silent, width=layer.width, layer=layer.position,
            )  # fmt: skip
        return Diagnosis("dead", sentence, layer.key, min(usual, rate / TOO_HIGH))
    return None


def _all_dead(layer: SeenLayer, rate: float, usual: float) -> Sentence:
    if rate >= TOO_HIGH * usual:
        return say(
            "All {width} units of layer {layer} give the same for every sample: the learning rate {rate} has thrown "
            "them out of reach. Begin again with a smaller one.",
            width=layer.width, layer=layer.position, rate=f"{rate:g}",
        )  # fmt: skip
    return say(
        "All {width} units of layer {layer} give the same for every sample, so nothing gets through. Another "
        "activation lets them learn again.",
        width=layer.width, layer=layer.position,
    )  # fmt: skip


def _vanished(sight: Sight, course: Course, settings: Settings, baseline: Baseline) -> Diagnosis | None:
    if len(sight.layers) < 2 or not _long(course, steps=SOON_STEPS) or not _knows_nothing(course, baseline):
        return None
    first = next((layer for layer in sight.layers if not layer.frozen), sight.layers[0])
    reaches = first.gradient / sight.output_gradient if sight.output_gradient > 0 else math.inf
    if first.passed_by or reaches > VANISHED:
        return None
    rate, usual = settings.learning_rate, baseline.rate_for(settings.optimizer)
    if rate >= TOO_HIGH * usual:
        sentence = say(
            "Hardly any gradient reaches layer {layer}: the learning rate {rate} has made the weights so large that "
            "the units are saturated. Begin again with a smaller one.",
            layer=first.position, rate=f"{rate:g}",
        )  # fmt: skip
        return Diagnosis("dead", sentence, first.key, min(usual, rate / TOO_HIGH))
    return Diagnosis(
        "vanishing",
        say(
            "The gradient vanishes on its way back: in layer {layer} it is {share} of what it is at the output, "
            "through {count} layers with {activation}. ReLU, batch norm or residual blocks let it through.",
            layer=first.position, share=f"{reaches:.0e}", count=len(sight.layers), activation=first.activation,
        ),
        first.key,
        0.0,
    )  # fmt: skip


def _held(course: Course, settings: Settings, baseline: Baseline) -> Diagnosis | None:
    if not _long(course) or not _knows_nothing(course, baseline):
        return None
    steps = course.step - course.since
    if settings.l1 >= HOLDS["l1"]:
        sentence = say(
            "After {steps} steps nothing is learned: L1 of {value} pulls all weights to 0. Begin again with less.",
            steps=steps, value=f"{settings.l1:g}",
        )  # fmt: skip
        return Diagnosis("l1", sentence, INPUT, 0.0)
    if settings.weight_decay >= HOLDS["weight_decay"]:
        sentence = say(
            "After {steps} steps nothing is learned: a weight decay of {value} pulls all weights to 0. Begin again "
            "with less.",
            steps=steps, value=f"{settings.weight_decay:g}",
        )  # fmt: skip
        return Diagnosis("weight_decay", sentence, INPUT, 0.0)
    return None


def _at_chance(sight: Sight, course: Course, settings: Settings, baseline: Baseline) -> Diagnosis | None:
    if not _long(course) or not _knows_nothing(course, baseline):
        return None
    if baseline.task == "regress":
        slow = _long(course, steps=SLOW_STEPS) and course.loss > NEAR_MEAN * baseline.ignorant
        return _at_the_mean(course, settings, baseline) if slow else None
    if not math.isfinite(course.score) or course.score > baseline.chance + NEAR_CHANCE:
        return None
    percent = f"{100 * course.score:.0f}"
    rate, usual = settings.learning_rate, baseline.rate_for(settings.optimizer)
    steps = course.step - course.since
    if not sight.layers:
        sentence = say(
            "After {steps} steps the accuracy is {percent}%, which is chance: without a hidden layer the border "
            "between the classes is a straight line. Insert a hidden layer.", steps=steps, percent=percent,
        )  # fmt: skip
    elif _far(rate, usual):
        sentence = say(
            "After {steps} steps the accuracy is {percent}%, which is chance. The learning rate {rate} is far from the "
            "usual {usual}; try that.", steps=steps, percent=percent, rate=f"{rate:g}", usual=f"{usual:g}",
        )  # fmt: skip
    else:
        sentence = say(
            "After {steps} steps the accuracy is {percent}%, which is chance. More units, another activation or "
            "another learning rate may help.", steps=steps, percent=percent,
        )  # fmt: skip
    return Diagnosis("chance", sentence, INPUT, usual if _far(rate, usual) else rate)


def _at_the_mean(course: Course, settings: Settings, baseline: Baseline) -> Diagnosis:
    rate, usual = settings.learning_rate, baseline.rate_for(settings.optimizer)
    steps, loss = course.step - course.since, f"{course.loss:.3g}"
    if _far(rate, usual):
        sentence = say(
            "After {steps} steps the loss is {loss}, no better than always answering with the mean. The learning rate "
            "{rate} is far from the usual {usual}; try that.", steps=steps, loss=loss, rate=f"{rate:g}",
            usual=f"{usual:g}",
        )  # fmt: skip
        return Diagnosis("chance", sentence, INPUT, usual)
    sentence = say(
        "After {steps} steps the loss is {loss}, no better than always answering with the mean. More units, another "
        "activation or another learning rate may help.", steps=steps, loss=loss,
    )  # fmt: skip
    return Diagnosis("chance", sentence, INPUT, rate)


def _far(rate: float, usual: float) -> bool:
    return rate > TOO_HIGH * usual or rate < usual / TOO_HIGH


def _overfitting(course: Course, settings: Settings) -> Diagnosis | None:
    rise = course.validation - course.lowest
    if course.risen < RISEN or rise < SLIGHT or course.validation < RISEN_BY * course.lowest:
        return None
    if not course.loss < FALLEN_TO * course.loss_at_lowest:
        return None
    return Diagnosis(
        "overfitting",
        say(
            "Overfitting: since step {step} the validation loss has risen from {lowest} to {now}, while the training "
            "loss still falls. The network learns the samples by heart. Weight decay, fewer units or more data help.",
            step=course.lowest_at, lowest=f"{course.lowest:.3f}", now=f"{course.validation:.3f}",
        ),
        INPUT,
        max(1e-3, 10 * settings.weight_decay),
    )  # fmt: skip


def _exploding(course: Course, settings: Settings, baseline: Baseline) -> Diagnosis | None:
    if not course.gradient > EXPLODES * course.first_gradient:
        return None
    if not course.loss > max(EXPLODES_LOSS * baseline.ignorant, RISES * course.first_loss):
        return None
    rate, usual = settings.learning_rate, baseline.rate_for(settings.optimizer)
    sentence = say(
        "The gradient explodes: its norm has grown from {first} to {now} in {steps} steps, and the loss from {loss} to "
        "{risen}. The learning rate {rate} is likely too large. A smaller one, or clipping the gradient, helps.",
        first=f"{course.first_gradient:.3g}", now=f"{course.gradient:.3g}", steps=course.step - course.since,
        loss=f"{course.first_loss:.3g}", risen=f"{course.loss:.3g}", rate=f"{rate:g}",
    )  # fmt: skip
    return Diagnosis("exploding", sentence, INPUT, min(usual, rate / TOO_HIGH))


def _plateau(course: Course, settings: Settings, baseline: Baseline) -> Diagnosis | None:
    stands = course.step - course.fallen_at
    if stands < STANDS_STEPS or course.epoch - course.fallen_epoch < STANDS_EPOCHS or baseline.noisy:
        return None
    held = settings.l1 >= HOLDS["l1"] / TOO_HIGH or settings.weight_decay >= HOLDS["weight_decay"]
    if held or not STANDS_AT * baseline.ignorant < course.loss:
        return None
    rate, usual = settings.learning_rate, baseline.rate_for(settings.optimizer)
    told: dict[str, Value] = {"steps": stands, "loss": f"{course.loss:.3g}", "ignorant": f"{baseline.ignorant:.3g}"}
    if _far(course.rate, usual):
        sentence = say(
            "For {steps} steps the loss has stayed at {loss}; a network that knows nothing has {ignorant}. The "
            "learning rate is {rate} now, far from the usual {usual}; try that, with a constant schedule.",
            **told, rate=f"{course.rate:.3g}", usual=f"{usual:g}",
        )  # fmt: skip
        return Diagnosis("plateau", sentence, INPUT, usual)
    sentence = say(
        "For {steps} steps the loss has stayed at {loss}; a network that knows nothing has {ignorant}. The network is "
        "likely too small for the data. More units or another hidden layer help.", **told,
    )  # fmt: skip
    return Diagnosis("plateau", sentence, INPUT, rate)


def _long(course: Course, *, steps: int = LONG_STEPS) -> bool:
    return course.step - course.since >= steps and course.epoch - course.begun_epoch >= LONG_EPOCHS


def _knows_nothing(course: Course, baseline: Baseline) -> bool:
    """Whether the loss is what a network has that always says the same."""
    return course.loss > NEAR_IGNORANT * baseline.ignorant
