"""The branches of a run as they are listed, and how many there can be."""

from __future__ import annotations

from core.messages.beside.branches import Branch, Branches
from core.train.branches.earlier import EarlierError
from core.train.disk.tree import BRANCH_BYTES, MOST_BRANCHES, Entry, Tree
from core.train.session.session import Session
from core.train.session.ticks import rows


def branches_of(branches: Tree) -> Branches:
    """Return what is told of all branches."""
    here = branches.entries[branches.at]
    others = tuple(
        Branch(one.number, one.name, branches.parent_of(one.number), one.begins, one.step, one.loss, one.score,
               rows(one.curve))
        for one in branches.listed
    )  # fmt: skip
    return Branches(here.number, here.name, branches.parent_of(here.number), here.begins, others)


def there(branches: Tree, number: int) -> Entry:
    """Return a branch that is listed; raise `EarlierError` where there is none of this number."""
    entry = branches.entries.get(number)
    if entry is None or entry.gone:
        raise EarlierError("This branch is not there any more.")
    return entry


def check_room(branches: Tree, present: Session) -> None:
    """Raise `EarlierError` where a run has as many branches as it can have."""
    too_large = branches.size_bytes() + present.training.model.size_bytes > BRANCH_BYTES
    if len(branches.listed) + 1 >= MOST_BRANCHES or too_large:
        raise EarlierError(
            "A training keeps at most {count} branches and {size} GB of them. Delete one first.",
            count=MOST_BRANCHES, size=BRANCH_BYTES >> 30,
        )  # fmt: skip
