"""What is trained on and what is held out. No picture that is held out, and nothing that nearly is one, is trained on.

The order is that of a hash of the seed and the name: the same pictures are split in the same way on every computer, and
one more changes little.

Nearly the same are pictures whose difference hashes (dHash, Krawetz 2013) differ in few of 64 bits, and whose small
copies hardly differ. The hash alone takes many a simple drawing for another; the small copy tells them apart.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import sub

from core.data.asked import one_by_one
from core.data.pictures.arrangement import Placed
from core.data.pictures.facts import Facts

Odd = dict[str, list[str]]
NEAR_BITS = 3
BANDS, BAND_BITS = 4, 16
"""Of two hashes that differ in three bits, one of four bands is equal."""
MOST_COMPARED = 64
SAME_LIGHT = 1.0
SAME_SHARE = 0.04
"""How far apart small copies may be: so much of 255 a number, and so much of what tells it from a plain one."""


@dataclass
class Split:
    """Pictures by their number, in the order in which they are learned, and what was odd."""

    training: list[int] = field(default_factory=list)
    validation: list[int] = field(default_factory=list)
    odd: Odd = field(default_factory=dict)


def order_of(seed: int, name: str) -> bytes:
    """Return what pictures are sorted by."""
    return hashlib.blake2b(f"{seed}:{name}".encode("utf-8", "replace"), digest_size=16).digest()


def by_chance(
    placed: Sequence[Placed], groups: Sequence[Sequence[int]], *, held_out: int, seed: int, going_on: Callable[[], None]
) -> Split:
    """Hold out so many percent of each class. Groups of pictures that are nearly the same are trained on, as long as
    there are enough others."""
    split = Split()
    together = {number: at for at, group in enumerate(groups) for number in group}
    labels = {one.number: one.label for one in placed}
    mixed = {at for at, group in enumerate(groups) if len({labels[number] for number in group}) > 1}
    by_label: dict[str, list[Placed]] = {}
    keys = {one.number: order_of(seed, one.file.name) for one in one_by_one(placed, going_on)}
    for one in sorted(placed, key=lambda one: keys[one.number]):
        by_label.setdefault(one.label, []).append(one)
    for members in by_label.values():
        held = _held(members, together, mixed, groups, round(len(members) * held_out / 100))
        split.validation += [one.number for one in members if one.number in held]
        split.training += [one.number for one in members if one.number not in held]
    return _shuffled(split, keys)


def _held(
    members: list[Placed], together: Mapping[int, int], mixed: set[int], groups: Sequence[Sequence[int]], wanted: int
) -> set[int]:
    """Return what is held out of one class: at least one picture, and at least one stays."""
    units: list[list[int]] = []
    for one in members:
        at = together.get(one.number)
        if at is None:
            units.append([one.number])
        elif at not in mixed and groups[at][0] == one.number:
            units.append(list(groups[at]))
    wanted = min(max(1, wanted), len(members) - 1)
    held: set[int] = set()
    for unit in sorted(units, key=len):  # single ones first; those of the same size stay in their order
        if len(held) + len(unit) <= wanted or (not held and len(unit) < len(members)):
            held |= set(unit)
    return held


def as_given(
    placed: Sequence[Placed], groups: Sequence[Sequence[int]], *, seed: int, going_on: Callable[[], None]
) -> Split:
    """Hold out what a split folder holds out, but for what is nearly the same as something that is trained on."""
    split = Split()
    parts = {one.number: one.part for one in placed}
    trained = {number for group in groups if any(parts[one] == "training" for one in group) for number in group}
    known = {one.label for one in placed if one.part == "training"}
    for one in placed:
        if one.label not in known:
            split.odd.setdefault("only-held-out", []).append(one.file.name)
        elif one.part == "training" or one.number in trained:
            split.training.append(one.number)
        else:
            split.validation.append(one.number)
    return _shuffled(split, {one.number: order_of(seed, one.file.name) for one in one_by_one(placed, going_on)})


def _shuffled(split: Split, keys: Mapping[int, bytes]) -> Split:
    for side in (split.training, split.validation):
        side.sort(key=keys.__getitem__)
    return split


def with_fewer(split: Split, placed: Sequence[Placed]) -> None:
    """Leave out of the training samples of larger classes what the smallest does not have."""
    labels, names = {one.number: one.label for one in placed}, {one.number: one.file.name for one in placed}
    counts: dict[str, int] = {}
    for number in split.training:
        counts[labels[number]] = counts.get(labels[number], 0) + 1
    least = min(counts.values(), default=0)
    taken: dict[str, int] = {}
    kept = []
    for number in split.training:
        taken[labels[number]] = taken.get(labels[number], 0) + 1
        if taken[labels[number]] <= least:
            kept.append(number)
        else:
            split.odd.setdefault("fewer", []).append(names[number])
    split.training = kept


def with_more(training: Sequence[int], labels: Mapping[int, int]) -> list[int]:
    """Return the training samples, with those of smaller classes repeated until all have as many as the largest."""
    by_label: dict[int, list[int]] = {}
    for number in training:
        by_label.setdefault(labels[number], []).append(number)
    most = max(len(numbers) for numbers in by_label.values())
    repeated = list(training)
    for numbers in by_label.values():
        repeated += [numbers[at % len(numbers)] for at in range(most - len(numbers))]
    return repeated


# ------------------------------------------------------------------------------------------------ nearly the same
def groups(numbers: Iterable[int], facts: Mapping[int, Facts], going_on: Callable[[], None]) -> list[list[int]]:
    """Return the groups of two or more that are nearly the same, each in the order of `numbers`."""
    first: dict[int, int] = {}

    def root(number: int) -> int:
        while first.setdefault(number, number) != number:
            first[number] = first[first[number]]
            number = first[number]
        return number

    buckets: dict[tuple[int, int], list[_Look]] = {}
    order = list(numbers)
    for number in one_by_one(order, going_on):
        mine = _look(number, facts[number])
        for band in range(BANDS):
            bucket = buckets.setdefault((band, mine.dhash >> band * BAND_BITS & (1 << BAND_BITS) - 1), [])
            for other in bucket[-MOST_COMPARED:]:
                if _are_alike(mine, other) and root(other.number) != root(number):
                    first[root(number)] = root(other.number)
            bucket.append(mine)
    found: dict[int, list[int]] = {}
    for number in order:
        found.setdefault(root(number), []).append(number)
    return [group for group in found.values() if len(group) > 1]


@dataclass(frozen=True)
class _Look:
    """What pictures are compared by. `total`: of the small copy; `allowed`: how far another one may be from it."""

    number: int
    sha: str
    dhash: int
    thumb: bytes
    total: int
    allowed: float


def _look(number: int, facts: Facts) -> _Look:
    total, count = sum(facts.thumb), max(1, len(facts.thumb))
    contrast = sum(abs(value - total / count) for value in facts.thumb)
    return _Look(number, facts.sha, facts.dhash, facts.thumb, total, SAME_LIGHT * count + SAME_SHARE * contrast)


def _are_alike(one: _Look, other: _Look) -> bool:
    if one.sha == other.sha:
        return True
    allowed = min(one.allowed, other.allowed)
    if (one.dhash ^ other.dhash).bit_count() > NEAR_BITS or abs(one.total - other.total) > allowed:
        return False
    apart: int = sum(map(abs, map(sub, one.thumb, other.thumb)))
    return apart <= allowed
