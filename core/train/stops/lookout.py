"""What is watched so that a training stops by itself, at next to no cost.

Losses and gradient norms of every step come to the processor anyway: they are looked at without another word to the
device. Dead units and update ratios take a look at the network, and accuracy a pass over the validation samples: those
are looked at as often as a small share of the time allows (`SHARE`), and where one of them is so, the step is found
afterwards (`core.train.stops.trace`).

A condition is *armed* when it is set. Where it is so, the training stops, and it *waits*: it is armed again when it has
not been so for `AGAIN_STEPS` steps, or `AGAIN_LOOKS` looks, in a row.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from torch import Tensor

from core.messages.stops import AGAIN_LOOKS, AGAIN_STEPS, Condition, Stop, check_layer, check_stops, holds, in_net
from core.messages.train_events import Tick
from core.messages.train_reports import MOST_HITS, AtLayer, AtStep, EditMark, Hit, Met, with_hit
from core.net.plan import INPUT, LayerKey, Net, find_layer
from core.train.stops.kept import Kept
from core.train.stops.measured import layers_of, ratios_of, standing
from core.train.training.state import TrainingState
from core.train.training.training import Training

EVERY_S, SHARE = 0.2, 0.005
"""Looks come no more often than this, and take no larger share of the time."""
BASE_BYTES = 32 * 2**20
"""Of larger networks no state is kept to find the step from: a copy would take longer than the look."""
ARMED = -1
LOOKED_AT, VALIDATED = ("dead", "ratio"), ("accuracy", "validation")


@dataclass(frozen=True)
class Sighting:
    """At step `step` all of `met` are so. `looked`: that is only looked at now and then; `base` is a state at which
    none was so, None if there is none."""

    step: int
    met: tuple[Met, ...]
    looked: bool = False
    base: TrainingState | None = None


def first_of(condition: Condition, values: Sequence[float], calm: int, *, again: int) -> tuple[int, int]:
    """Return (the first place at which a condition is so and stops, −1 for none; for how long it has not been so).

    `calm`: for how long it has not been so since it stopped the training, `ARMED` where it can stop it: after `again`
    values in a row at which it is not so.
    """
    if not _can_hold(condition, values):
        return -1, ARMED if calm == ARMED or calm + len(values) >= again else calm + len(values)
    for place, value in enumerate(values):
        if not holds(condition, value):
            calm = ARMED if calm in (ARMED, again - 1) else calm + 1
        elif calm == ARMED:
            return place, ARMED
        else:
            calm = 0
    return -1, calm


def _can_hold(condition: Condition, values: Sequence[float]) -> bool:
    """Whether any of the numbers, all finite or infinite, can be so: one pass for most calls."""
    if not values or condition.sign == "nan":
        return False
    if condition.sign == "below":
        return min(values) < condition.value
    return condition.sign != "above" or max(values) > condition.value


def most_so(condition: Condition, net: Net, layers: Iterable[AtLayer]) -> tuple[float, LayerKey] | None:
    """Return (value, layer) of the layer at which a condition is so, or else most nearly; None if there is none."""
    values = []
    for layer in layers:
        one = find_layer(net, layer.key)
        if condition.layer not in (INPUT, layer.key) or one is None or getattr(one, "frozen", False):
            continue
        value = layer.ratio if condition.of == "ratio" else layer.silent / layer.width if layer.width else math.nan
        if math.isfinite(value):
            values.append((value, layer.key))
    so = [pair for pair in values if holds(condition, pair[0])]
    choose = min if condition.sign == "below" else max
    return choose(so or values, default=None)


class Lookout:
    """The conditions of a training, what they have seen, and when they have stopped it."""

    def __init__(
        self, *, clock: Callable[[], float], stops: tuple[Stop, ...] = (), hits: tuple[Hit, ...] = (),
        kept: Kept | None = None,
    ) -> None:  # fmt: skip
        self._clock = clock
        self.stops, self.hits, self.kept = stops, hits[-MOST_HITS:], kept or Kept()
        self._calm = [0 if stop.waits else ARMED for stop in stops]
        self._listed: dict[tuple[str, ...], list[tuple[int, Condition]]] = {}
        self._bounds: list[tuple[bool, bool, float]] = []
        self._listed_for: tuple[Stop, ...] = ()
        self._bounds_for: tuple[Stop, ...] = ()
        self._waiting = any(stop.waits for stop in stops)
        self.told = stops
        """What was told of the conditions last."""
        self.net: Net | None = None
        """The network that the conditions are about."""
        self._cost_s, self._begun = 0.0, clock()
        self._before: Tensor | None = None
        self._bases: dict[bool, TrainingState] = {}
        self._based: dict[bool, tuple[float, float]] = {}
        """When each was kept, and how long that took."""
        self.watch(None)

    def watch(self, net: Net | None) -> None:
        """Watch this network from now on, and look at it soon; what was seen so far is of another one."""
        self.net = net
        self._looked_at, self._before, self._bases, self._based = -math.inf, None, {}, {}

    # ------------------------------------------------------------------------------------------------------ setting
    def set(self, stops: tuple[Stop, ...]) -> tuple[Stop, ...]:
        """Wait for these from now on, and return them; raise `StopError` where one makes no sense. One that has been on
        goes on."""
        check_stops(stops)
        for stop in stops:
            if self.net is not None:
                check_layer(stop.condition, self.net)
        was = {one.condition: (one.waits, calm) for one, calm in zip(self.stops, self._calm, strict=True) if one.on}
        now = [was.get(one.condition, (False, ARMED)) if one.on else (False, ARMED) for one in stops]
        self.stops = tuple(replace(one, waits=waits) for one, (waits, _) in zip(stops, now, strict=True))
        self._calm = [calm for _, calm in now]
        self._waiting = any(waits for waits, _ in now)
        self.told = self.stops
        self.watch(self.net)
        return self.stops

    def elsewhere(self, net: Net, *, again: bool = False) -> Lookout:
        """Return the lookout for another training, or for the same one `again` from its beginning. Every condition is
        armed. In another one it is about the layer at the same position."""
        before = None if again else self.net
        stops = tuple(replace(in_net(stop, before, net), waits=False) for stop in self.stops)
        return Lookout(clock=self._clock, stops=stops)

    def moved(self) -> Lookout:
        """Return the lookout for the same training on another device."""
        return Lookout(clock=self._clock, stops=self.stops, hits=self.hits)

    def changed(self) -> list[tuple[Stop, ...]]:
        """Return the conditions if they are others than was told last, [] if not."""
        news = [self.stops] if self.stops != self.told else []
        self.told = self.stops
        return news

    # ------------------------------------------------------------------------------------------------------ watching
    def _active(self, *of: str) -> list[tuple[int, Condition]]:
        """Return (place, condition) of those that are on; made once for a list of conditions, for it is asked often."""
        if self._listed_for is not self.stops:
            self._listed, self._listed_for = {}, self.stops
        found = self._listed.get(of)
        if found is None:
            on = [(at, stop.condition) for at, stop in enumerate(self.stops) if stop.on]
            found = self._listed[of] = [(at, one) for at, one in on if one.of in of]
        return found

    def limit(self, steps: int, training: Training) -> int:
        """Return how many of `steps` to take now, so that a step that is waited for is the last one; one, if it is
        time to look at the network after it."""
        for _, condition in self._active("step"):
            left = int(condition.value) - training.step
            steps = min(steps, left) if left > 0 else steps
        if steps > 0 and self._active(*LOOKED_AT) and self._due():
            self._begun = self._clock()
            self._before = training.model.flat.clone()
            return 1
        return steps

    def _due(self) -> bool:
        return self._clock() - self._looked_at >= max(EVERY_S, self._cost_s / SHARE)

    def stepped(self, step: int, count: int, told: Tensor, *, finite: bool) -> Sighting | None:
        """Look at what `count` steps have told, the last of them step `step`: their losses, then their squared gradient
        norms; return at which a condition is so first. Not `finite`: steps that are no numbers any more are no business
        of this."""
        numbers, steps, begin = self._active("loss", "gradient"), self._active("step"), step - count
        if not numbers and not steps:
            return None
        both = told.tolist()
        losses, squares = both[:count], both[count : 2 * count]
        if not finite:
            losses, squares = _while_finite(losses, squares)
        reached = [(at, one) for at, one in steps if begin < one.value <= begin + len(losses)]
        if not reached and not self._waiting and not self._could_be(losses, squares):
            return None
        norms = {"loss": losses, "gradient": list(map(math.sqrt, squares))}
        return self._earliest(numbers, reached, norms, begin)

    def _could_be(self, losses: list[float], squares: list[float]) -> bool:
        """Whether a condition can be so at one of these steps: a pass over the numbers for each, no more."""
        if self._bounds_for is not self.stops:
            numbers = self._active("loss", "gradient")
            self._bounds, self._bounds_for = [_bound(one) for _, one in numbers if one.sign != "nan"], self.stops
        for of_loss, below, bound in self._bounds:
            values = losses if of_loss else squares
            if values and (min(values) < bound if below else max(values) > bound):
                return True
        return False

    def _earliest(
        self, numbers: list[tuple[int, Condition]], reached: list[tuple[int, Condition]],
        told: dict[str, list[float]], begin: int,
    ) -> Sighting | None:  # fmt: skip
        """Return the first step at which one of the conditions is so; what comes after it has not been."""
        firsts = {at: first_of(one, told[one.of], self._calm[at], again=AGAIN_STEPS)[0] for at, one in numbers}
        firsts |= {at: int(one.value) - begin - 1 for at, one in reached}
        place = min((first for first in firsts.values() if first >= 0), default=-1)
        for at, one in numbers:
            if place < 0 or firsts[at] != place:
                values = told[one.of] if place < 0 else told[one.of][: place + 1]
                self._calm[at] = first_of(one, values, self._calm[at], again=AGAIN_STEPS)[1]
        self._arm()
        if place < 0:
            return None
        so = sorted([pair for pair in (*numbers, *reached) if firsts[pair[0]] == place], key=lambda pair: pair[0])
        met = (Met(one, told[one.of][place] if one.of in told else one.value) for _, one in so)
        return Sighting(begin + place + 1, tuple(met))

    def looked(self, training: Training) -> Sighting | None:
        """Look at the network if `limit` has prepared it; return what is so."""
        before, self._before = self._before, None
        if before is None:
            return None
        whole = before.numel() == training.model.flat.numel()
        layers = layers_of(training, ratios_of(training, before) if whole else {})
        found = [(at, one, most_so(one, training.net, layers)) for at, one in self._active(*LOOKED_AT)]
        seen = self._now_and_then(training, [(at, one, *pair) for at, one, pair in found if pair is not None])
        self._looked_at = self._clock()
        self._cost_s = self._looked_at - self._begun
        return seen

    def validated(self, training: Training, tick: Tick) -> Sighting | None:
        """Look at a Tick; return what is so of the validation samples, if they were measured for it."""
        active = self._active(*VALIDATED)
        if not active or not math.isfinite(tick.validation_loss) or tick.step != training.step:
            return None
        told = {"validation": tick.validation_loss, "accuracy": tick.validation_score}
        of_classes = training.dataset.task == "classify"
        found = [(at, one, told[one.of], INPUT) for at, one in active if one.of == "validation" or of_classes]
        return self._now_and_then(training, found)

    def _now_and_then(
        self, training: Training, found: Sequence[tuple[int, Condition, float, LayerKey]]
    ) -> Sighting | None:
        """Return what is so at a look; if nothing is, keep the state for the next look, if it is time for that."""
        met = []
        for at, condition, value, layer in found:
            first, self._calm[at] = first_of(condition, [value], self._calm[at], again=AGAIN_LOOKS)
            if first == 0:
                met.append(Met(condition, value, layer))
        self._arm()
        validated = any(one.of in VALIDATED for _, one, _, _ in found)
        base = self._bases.get(validated)
        if met:
            same = base is not None and base.timeline is training.timeline and base.marks is training.marks
            usable = base if same and base is not None and base.step < training.step else None
            return Sighting(training.step, tuple(met), looked=True, base=usable)
        self._keep_base(training, validated)
        return None

    def _keep_base(self, training: Training, validated: bool) -> None:
        """Keep the state to find the step from that the next look may tell of, if it is time for that."""
        begun = self._clock()
        kept_at, cost_s = self._based.get(validated, (-math.inf, 0.0))
        if training.model.size_bytes <= BASE_BYTES and begun - kept_at >= max(EVERY_S, cost_s / SHARE):
            self._bases[validated] = training.state()
            kept_at = self._clock()
            self._based[validated] = kept_at, kept_at - begun

    def bad(self) -> tuple[Met, ...]:
        """Return what is so where a loss is no number any more."""
        return tuple(Met(one, math.nan) for _, one in self._active("loss") if one.sign == "nan")

    def edited(self) -> tuple[Met, ...]:
        """Return what is so when an edit is done; once, for the hit has the edit's label and no other."""
        return tuple(Met(one, math.nan) for _, one in self._active("edit")[:1])

    def before_edit(self, training: Training, mark: EditMark) -> list[tuple[AtStep, EditMark]]:
        """Return how a training stands that is about to be edited, with the edit's mark; [] where it does not stop for
        that."""
        return [(standing(training, loss=mark.loss_before), mark)] if self._active("edit") else []

    def _arm(self) -> None:
        """Say which conditions wait and which are armed again."""
        waits = [calm != ARMED for calm in self._calm]
        self._waiting = any(waits)
        if waits != [stop.waits for stop in self.stops]:
            self.stops = tuple(replace(stop, waits=now) for stop, now in zip(self.stops, waits, strict=True))

    # --------------------------------------------------------------------------------------------------------- hits
    def hit(self, hit: Hit, between: TrainingState | None = None) -> None:
        """Keep a hit, and the state right before its step; what has stopped the training waits."""
        if between is not None:
            self.kept.add(hit.number, between)
        stopped = {one.condition for one in hit.met if one.condition.sign not in ("nan", "reached", "done")}
        for at, stop in enumerate(self.stops):
            if stop.on and stop.condition in stopped:
                self._calm[at] = 0
        self._arm()
        self.told = self.stops
        self.hits = with_hit(self.hits, hit)
        self.watch(self.net)


def _bound(condition: Condition) -> tuple[bool, bool, float]:
    """Return (of the loss, below, the bound) of a condition; a gradient's norm is compared squared, a little early."""
    below, value = condition.sign == "below", condition.value
    if condition.of == "loss":
        return True, below, value
    return False, below, value * value * (1 + 1e-9 if below else 1 - 1e-9) + (5e-324 if below else 0.0)


def _while_finite(losses: list[float], squares: list[float]) -> tuple[list[float], list[float]]:
    """Return the losses and squared gradient norms of the steps before the first one that is no number."""
    good = 0
    while good < len(losses) and math.isfinite(losses[good]) and not math.isnan(squares[good]):
        good += 1
    return losses[:good], squares[:good]
