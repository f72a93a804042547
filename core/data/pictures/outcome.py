"""What becomes of the pictures that were found, with what was chosen: which are used, and for what. Nothing is decoded
here: all follows from `Facts`, so another choice is seen at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from core.data.asked import one_by_one
from core.data.library import MOST_BYTES, MOST_SAMPLES, LibraryError
from core.data.pictures.arrangement import Placed, arranged, in_order
from core.data.pictures.facts import FLAGS, Facts
from core.data.pictures.found import Found
from core.data.pictures.oddities import LEAVE_OUT, told, ways
from core.data.pictures.split import Split, as_given, by_chance, groups, with_fewer
from core.messages.own.oddities import Oddity
from core.messages.own.pictures import LARGEST_SIDE_ON_GPU, Colour, PictureOptions
from core.messages.own.prepared import Fit, Ground, PicturePreparation

SMALLEST_SIDE, LARGE_SIDE = 4, 64
GREY_SIDE, COLOUR_SIDE = 28, 32
"""What MNIST's and CIFAR's pictures have."""
USUAL_SHARE, GREY_SHARE = 0.9, 0.95
THIN = 20
MOST_COPIES = 20
SHOWN_AS = {"cut": "truncated"}
"""Flags of `Facts` that are told under another name."""


@dataclass(frozen=True)
class Outcome:
    """What is learned. Pictures are meant by their number in `Found.pictures`; `labels` has the class of each."""

    chosen: PictureOptions
    ground: Ground
    classes: tuple[str, ...]
    labels: dict[int, int]
    training: tuple[int, ...]
    validation: tuple[int, ...]
    oddities: tuple[Oddity, ...]
    files: int
    turned: int
    split: bool

    @property
    def preparation(self) -> PicturePreparation:
        """How each becomes numbers."""
        chosen = self.chosen
        channels = 1 if chosen.colour == "grey" else 3
        return PicturePreparation(channels, chosen.side, chosen.side, chosen.fit, self.ground, chosen.inverted)

    @property
    def samples(self) -> int:
        """How many samples the data has, with repeated ones and altered copies."""
        counts = Counter(self.labels[number] for number in self.training)
        more = self.chosen.balance == "more"
        training = max(counts.values()) * len(counts) if more else len(self.training)
        return training * (1 + copies_of(self.chosen)) + len(self.validation)

    @property
    def used(self) -> int:
        """How many pictures are learned or held out."""
        return len(self.training) + len(self.validation)


def decided(found: Found, facts: Mapping[int, Facts], choices: PictureOptions, going_on: Callable[[], None]) -> Outcome:
    """Return the outcome; raise `LibraryError` where nothing can be learned of the pictures, or with these choices."""
    _check(choices)
    choices = _folded(choices)
    taken = ways(choices.decisions)
    placing = arranged(found, taken, going_on)
    odd = {kind: list(names) for kind, names in found.odd.items()}
    _add(odd, placing.odd)
    pieces = one_by_one(placing.placed, going_on)
    usable = [one for one in pieces if _is_used(one, facts[one.number], taken, odd)]
    usable = _without_same(usable, facts, taken, odd, going_on)
    usable = _without_single(usable, taken, odd)
    _check_classes(usable, placing.classes, odd)
    split, kept, was_split = _split(usable, facts, choices, taken, odd, given=placing.split, going_on=going_on)
    if choices.balance == "fewer":
        with_fewer(split, kept)
    _add(odd, split.odd)
    names = tuple(sorted({one.label for one in kept}, key=in_order))
    learned = sorted((*split.training, *split.validation))
    chosen, ground = _filled(choices, {found.pictures[number].name: facts[number] for number in learned}, odd)
    if "transparent" in odd and taken["transparent"] != LEAVE_OUT:
        taken["transparent"] = ground
    taken |= {"colours": chosen.colour, "sizes": chosen.fit}
    outcome = Outcome(
        chosen, ground, names, {one.number: names.index(one.label) for one in kept}, tuple(split.training),
        tuple(split.validation), told(odd, taken), len(found.pictures) + len(found.odd.get("unreadable", ())),
        sum(facts[number].rotated for number in learned), was_split,
    )  # fmt: skip
    _check_size(outcome)
    return outcome


def _check(choices: PictureOptions) -> None:
    side, held_out = choices.side, choices.held_out
    if side and not SMALLEST_SIDE <= side <= LARGEST_SIDE_ON_GPU:
        raise LibraryError(
            "Pictures can have a side from {least} to {most} pixels, not {side}.",
            least=SMALLEST_SIDE, most=LARGEST_SIDE_ON_GPU, side=side,
        )  # fmt: skip
    if not 1 <= held_out <= 90:
        raise LibraryError("Between 1 and 90 percent can be held out, not {percent}.", percent=held_out)
    possible = 0 <= choices.copies <= MOST_COPIES and 0 <= choices.shift <= 50 and 0 <= choices.rotate <= 180
    if not possible:
        raise LibraryError(
            "Up to {most} copies of a picture can be made, shifted by up to 50 percent and turned by up to 180 "
            "degrees.",
            most=MOST_COPIES,
        )


def _folded(choices: PictureOptions) -> PictureOptions:
    """Return the choices without decisions that say what a choice says, too: the choice has it then."""
    said = dict(choices.decisions)
    colour, fit, ground = said.pop("colours", choices.colour), said.pop("sizes", choices.fit), choices.ground
    if said.get("transparent") in ("white", "black"):
        ground = cast(Ground, said.pop("transparent"))
    return replace(
        choices, colour=cast(Colour, colour), fit=cast(Fit, fit), ground=ground, decisions=tuple(said.items())
    )  # fmt: skip


# ---------------------------------------------------------------------------------------------------------- left out
def _is_used(one: Placed, facts: Facts, taken: Mapping[str, str], odd: dict[str, list[str]]) -> bool:
    """Return whether a picture is used; count all that is odd about it."""
    kinds = [SHOWN_AS.get(flag, flag) for flag in FLAGS if flag != "grey" and getattr(facts, flag)]
    if facts.problem:
        kinds.append(facts.problem)
    elif min(facts.width, facts.height) < 2 or max(facts.width, facts.height) < 4:
        kinds.append("tiny")
    elif max(facts.width, facts.height) > THIN * min(facts.width, facts.height):
        kinds.append("thin")
    if one.part == "test":
        kinds.append("test")
    for kind in kinds:
        odd.setdefault(kind, []).append(one.file.name)
    return not facts.problem and all(taken[kind] != LEAVE_OUT for kind in kinds)


def _without_same(
    usable: list[Placed], facts: Mapping[int, Facts], taken: Mapping[str, str], odd: dict[str, list[str]],
    going_on: Callable[[], None],
) -> list[Placed]:  # fmt: skip
    """Of files with the same bytes: in one class the first is used, one of the training folder before all others; what
    is in two classes is counted."""
    first: dict[tuple[str, str], Placed] = {}
    by_sha: dict[str, set[str]] = {}
    kept: list[Placed] = []
    order = sorted(usable, key=lambda one: (one.part not in ("", "training"), one.file.parts))
    for one in one_by_one(order, going_on):
        sha = facts[one.number].sha
        by_sha.setdefault(sha, set()).add(one.label)
        if first.setdefault((one.label, sha), one) is not one:
            odd.setdefault("same", []).append(one.file.name)
            if taken["same"] == "once":
                continue
        kept.append(one)
    twice = {sha for sha, labels in by_sha.items() if len(labels) > 1}
    both = [one for one in kept if facts[one.number].sha in twice]
    if both:
        odd["two-classes"] = [one.file.name for one in both]
    leave = {one.number for one in both} if taken["two-classes"] == LEAVE_OUT else set()
    return [one for one in kept if one.number not in leave]


def _without_single(usable: list[Placed], taken: Mapping[str, str], odd: dict[str, list[str]]) -> list[Placed]:
    counts = Counter(one.label for one in usable)
    single = {label for label, count in counts.items() if count == 1}
    if single:
        odd["single"] = sorted(single)
    return [one for one in usable if taken["single"] != LEAVE_OUT or one.label not in single]


def _check_classes(usable: Sequence[Placed], classes: Sequence[str], odd: dict[str, list[str]]) -> None:
    left = {one.label for one in usable}
    if gone := [name for name in classes if name not in left]:
        odd.setdefault("empty-class", []).extend(name for name in gone if name not in odd.get("single", ()))
    if len(left) < 2:
        raise LibraryError(
            "Pictures that can be used are left in {count} of {all} classes; at least two are needed.",
            count=len(left), all=len(classes), advice=tuple(one.sentence for one in told(odd, ways(()))),
        )  # fmt: skip


# ------------------------------------------------------------------------------------------------------------- split
def _split(
    usable: list[Placed], facts: Mapping[int, Facts], choices: PictureOptions, taken: Mapping[str, str],
    odd: dict[str, list[str]], *, given: bool, going_on: Callable[[], None],
) -> tuple[Split, list[Placed], bool]:  # fmt: skip
    """Return the split, the pictures that are in it, and whether it is the folder's own."""
    names = {one.number: one.file.name for one in usable}
    near = groups([one.number for one in usable], facts, going_on)
    alike = [number for group in near for number in group[1:] if facts[number].sha != facts[group[0]].sha]
    if alike:
        odd["near"] = [names[number] for number in alike]
    if taken["near"] == "once":
        usable = [one for one in usable if one.number not in set(alike)]
        left = {one.number for one in usable}
        near = [kept for group in near if len(kept := [one for one in group if one in left]) > 1]
    if given:
        split = as_given(usable, near, seed=choices.seed, going_on=going_on)
        if split.training and split.validation:
            return split, [one for one in usable if one.number in {*split.training, *split.validation}], True
        odd["resplit"] = [one.file.name for one in usable if one.part != "training"]
    split = by_chance(usable, near, held_out=choices.held_out, seed=choices.seed, going_on=going_on)
    if not split.validation:
        raise LibraryError(
            "Nothing can be held out: in each class all pictures are nearly the same, or there is only one. Add "
            "pictures."
        )
    return split, usable, False


# ------------------------------------------------------------------------------------------------------------- filled
def _filled(
    choices: PictureOptions, named: Mapping[str, Facts], odd: dict[str, list[str]]
) -> tuple[PictureOptions, Ground]:
    """Return the choices with every blank filled in by what suits the pictures; count sizes and colours."""
    facts = list(named.values())
    grey = sum(one.grey for one in facts)
    colour: Colour = choices.colour or ("grey" if grey >= GREY_SHARE * len(facts) else "colour")
    if 0 < grey < len(facts):
        odd["colours"] = [name for name, one in named.items() if one.grey == (2 * grey <= len(facts))]
    sizes = Counter((one.width, one.height) for one in facts)
    (usual, count), *_ = sizes.most_common(1)
    if count < len(facts):
        odd["sizes"] = [
            f"{name} ({one.width} × {one.height})" for name, one in named.items() if (one.width, one.height) != usual
        ]
    side = choices.side
    if not side:
        own = max(usual)
        small = count >= USUAL_SHARE * len(facts) and SMALLEST_SIDE <= own <= LARGE_SIDE
        side = own if small else GREY_SIDE if colour == "grey" else COLOUR_SIDE
    inks = [one.ink for one in facts if one.transparent]
    lights = [one.border for one in facts]
    if inks:
        guessed: Ground = "white" if sum(inks) < 128 * len(inks) else "black"
    else:
        guessed = "white" if sum(lights) >= 128 * len(lights) else "black"
    ground: Ground = choices.ground or guessed
    return replace(choices, side=side, colour=colour, ground=ground), ground


def _check_size(outcome: Outcome) -> None:
    chosen = outcome.chosen
    size = outcome.preparation.channels * chosen.side**2
    samples = outcome.samples
    if samples > MOST_SAMPLES or samples * size * 4 > MOST_BYTES:
        raise LibraryError(
            "{samples:,} pictures of {side} × {side} pixels are more than can be learned here. Choose a smaller side, "
            "grey, or fewer copies.", samples=samples, side=chosen.side,
        )  # fmt: skip


def copies_of(choices: PictureOptions) -> int:
    """Return how many altered copies are made of each training picture: none where nothing would be altered."""
    return choices.copies if choices.flip or choices.shift or choices.rotate else 0


def _add(odd: dict[str, list[str]], more: Mapping[str, list[str]]) -> None:
    for kind, names in more.items():
        odd.setdefault(kind, []).extend(names)
