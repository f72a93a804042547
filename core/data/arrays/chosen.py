"""Which arrays are inputs and which are targets: as a person has said, else by their names, else by their shapes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from core.data.library import LibraryError

INPUTS = (
    "x_train", "train_x", "train_images", "train_data", "x", "data", "images", "inputs", "features", "pictures",
    "arr_0",
)  # fmt: skip
TARGETS = (
    "y_train", "train_y", "train_labels", "train_targets", "y", "labels", "targets", "label", "target", "classes",
    "arr_1",
)  # fmt: skip
HELD_OUT = ("test", "val", "valid", "validation")
"""What stands for "train" in the names of what is validated on."""


class Shaped(Protocol):
    """What has a shape."""

    @property
    def shape(self) -> tuple[int, ...]:
        """The lengths of its dimensions."""
        ...


@dataclass(frozen=True)
class Pair:
    """The names of inputs and targets, and of those that are validated on where a file is split already ("" if not)."""

    inputs: str
    targets: str
    held_inputs: str = ""
    held_targets: str = ""


def choose(found: Mapping[str, Shaped], inputs: str, targets: str) -> Pair:
    """Return the arrays to learn from; raise `LibraryError` where there are none, or where it is not clear."""
    for name in (inputs, targets):
        if name and name not in found:
            raise LibraryError("There is no array called {name}.", name=name)
    chosen = inputs or _named(found, INPUTS, targets) or _largest(found, targets)
    target = targets or _named(found, TARGETS, chosen) or _fitting(found, chosen)
    if not chosen or not target or chosen == target:
        raise LibraryError(
            "Two arrays are needed, inputs and targets of the same number of samples. There are: {names}.",
            names=_told(found),
        )
    if not found[chosen].shape or not found[target].shape or found[chosen].shape[0] != found[target].shape[0]:
        raise LibraryError(
            "{inputs} and {targets} are not of the same number of samples. There are: {names}.",
            inputs=chosen, targets=target, names=_told(found),
        )  # fmt: skip
    return _with_held(found, chosen, target)


def _named(found: Mapping[str, Shaped], names: tuple[str, ...], other: str) -> str:
    by_name = {name.casefold(): name for name in found if name != other}
    return next((by_name[name] for name in names if name in by_name), "")


def _largest(found: Mapping[str, Shaped], targets: str) -> str:
    """Return the array with the most dimensions among those that have a partner."""
    able = [name for name in found if name != targets and found[name].shape and _fitting(found, name)]
    return max(able, key=lambda name: len(found[name].shape), default="")


def _fitting(found: Mapping[str, Shaped], inputs: str) -> str:
    """Return the array with the fewest dimensions that has as many samples as the inputs."""
    if not inputs or not found[inputs].shape:
        return ""
    count = found[inputs].shape[0]
    able = [name for name, one in found.items() if name != inputs and one.shape and one.shape[0] == count]
    return min(able, key=lambda name: len(found[name].shape), default="")


def _with_held(found: Mapping[str, Shaped], inputs: str, targets: str) -> Pair:
    """Return the pair with what is validated on: x_test beside x_train, of the same shape but the number of samples."""
    for word in HELD_OUT:
        held = _for(found, inputs, word), _for(found, targets, word)
        if all(held) and all(
            found[one].shape[1:] == found[other].shape[1:] and len(found[one].shape) >= 1
            for one, other in zip(held, (inputs, targets), strict=True)
        ):
            one, other = (found[name].shape for name in held)
            if one[0] == other[0] > 0:
                return Pair(inputs, targets, *held)
    return Pair(inputs, targets)


def _for(found: Mapping[str, Shaped], name: str, word: str) -> str:
    if "train" not in name.casefold():
        return ""
    wanted = name.casefold().replace("train", word)
    return next((one for one in found if one.casefold() == wanted), "")


def _told(found: Mapping[str, Shaped]) -> str:
    told = [f"{name} ({' × '.join(map(str, one.shape)) or '1'})" for name, one in found.items()]
    return ", ".join(told[:10]) + (", …" if len(told) > 10 else "")
