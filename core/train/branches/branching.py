"""Looking at earlier moments, and branches: what the trainer does of `core.messages.beside.branches`."""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch

from core.messages.beside.branches import (
    BackToNow,
    Branches,
    BringBack,
    DeleteBranch,
    GoOnFrom,
    LookBack,
    NameBranch,
    ShownAt,
    SwitchBranch,
    TellBranches,
)
from core.messages.train_commands import Asked
from core.messages.train_events import TICK_FIELDS, Loaded, Tick
from core.train.branches.earlier import Earlier, EarlierError, check_earlier, done_before, earlier
from core.train.branches.keyframes import Keyframes
from core.train.branches.listed import branches_of, check_room, there
from core.train.branches.looking import Looking, back, present_of
from core.train.branches.stored import Stored
from core.train.disk import checkpoint, tree
from core.train.disk.flush import Flush
from core.train.disk.hold import Hold
from core.train.disk.saver import Saver
from core.train.disk.tree import Entry, Tree
from core.train.session import opening, undo
from core.train.session.session import Session
from core.train.session.undo import Ring
from core.train.stops.lookout import Lookout
from core.train.training.training import Training

RING_BYTES = 64 * 2**20
"""What can be undone in a branch that was left takes no more memory."""


@dataclass(frozen=True)
class Another:
    """Another session to go on with, and what answers the command once it is taken up."""

    make: Callable[[], Session]
    tell: Callable[[Any], object] = Session.loaded


class Branching:
    """The part of the trainer that keeps copies on the way, shows earlier moments and makes branches."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self.keyframes = Keyframes(clock=clock)
        self._stored = Stored(clock)
        self._of: Tree | None = None
        self._told: tuple[Tree | None, int] = (None, 0)
        """Whose branches were told of last, and which one was trained."""
        self.does: Mapping[type[Asked], Callable[[Session, Any], object]] = {
            LookBack: self.look, BackToNow: self.back, GoOnFrom: self.go_on, SwitchBranch: self.switch,
            TellBranches: self.tell, NameBranch: self.name, DeleteBranch: self.delete, BringBack: self.bring_back,
        }  # fmt: skip

    # ------------------------------------------------------------------------------------------ once a round
    def take(self, session: Session) -> Sequence[object]:
        """Keep a copy if it is time; tell of the branches when another one is trained, or of the moment again."""
        present = present_of(session)
        branches, looking = self._tree(present), isinstance(session, Looking)
        if present.player.running and not looking:
            self.keyframes.note(present.training, step_s=present.player.step_s)
        self._stored.go_on(present, self.keyframes)
        told: list[object] = []
        of, at = self._told
        if present.since < branches.entries[branches.at].begins:
            _note_beginning(branches, present)
            at = -1  # so that it is told
        if (of is not branches or at != branches.at) and (len(branches.entries) > 1 or of is not None):
            self._told = branches, branches.at
            told.append(branches_of(branches))
        if isinstance(session, Looking) and session.again:
            session.again = False
            told.append(session.shown())
        return told

    def changed(self) -> None:
        """Do nothing: whether a copy is good is looked at when it is needed."""

    @property
    def busy(self) -> bool:
        """Never: branches are written with the run."""
        return False

    def _tree(self, session: Session) -> Tree:
        """Return the branches of a session's run."""
        if session.saver.tree is None:
            session.saver.tree = Tree()
        if session.saver.tree is not self._of:
            self._of, self.keyframes = session.saver.tree, Keyframes(clock=self._clock)
        return session.saver.tree

    # ---------------------------------------------------------------------------------------------- looking
    def earlier(self, present: Session, step: int, *, before: bool) -> Earlier:
        """Return the training as it was at a moment; raise `EarlierError` where there is none."""
        self._tree(present)
        check_earlier(present.training, step, before=before)
        timeline = done_before(present.training.timeline, step, before=before)
        self._stored.read_nearest(present, self.keyframes, timeline, step)
        there = earlier(present.training, self.keyframes, step, before=before, step_s=present.player.step_s)
        self.keyframes.add(there.training, threads=there.threads)  # who looks is likely to go on from there
        return there

    def look(self, session: Session, asked: LookBack) -> object:
        """Show an earlier moment."""
        present = present_of(session)

        def make() -> Session:
            there = self.earlier(present, asked.step, before=asked.before)
            return Looking(present, there, asked=asked.step, before=asked.before)

        return Another(make, _shown)

    def back(self, session: Session, asked: BackToNow) -> object:
        """Show the training as it stands."""
        if not isinstance(session, Looking):
            return back(session, asked=session.training.step)
        return Another(lambda: session.present, lambda now: back(now, asked=now.training.step))

    # -------------------------------------------------------------------------------------------- branching
    def go_on(self, session: Session, asked: GoOnFrom) -> object:
        """Train on from an earlier moment."""
        present = present_of(session)
        branches = self._tree(present)

        threads = torch.get_num_threads()

        def make() -> Session:
            check_room(branches, present)
            return _begun(present, self.earlier(present, asked.step, before=asked.before), branches)

        def tell(made: Session) -> Loaded:
            entry = Entry(branches.next, parent=branches.at, begins=made.training.step)
            return _taken_up(present, made, branches, entry, threads=threads)

        return Another(make, tell)

    def switch(self, session: Session, asked: SwitchBranch) -> object:
        """Train on in another branch."""
        present, threads = present_of(session), torch.get_num_threads()
        branches = self._tree(present)
        entry = there(branches, asked.branch)
        if asked.branch == branches.at:
            return Another(lambda: present)

        def make() -> Session:
            found, count = branches.asleep.get(asked.branch) or _read(branches, asked.branch, present)
            if found.device != present.device:
                found = opening.moved(found, _setting(present))
            found.threads.take(found.training, count)
            found.saver = _saver(present, found, branches)
            return found

        return Another(make, lambda found: _taken_up(present, found, branches, entry, threads=threads))

    def stands(self, present: Session, number: int) -> Training:
        """Return the training of a branch as it was left, to be looked at; raise `EarlierError` or `RunError`."""
        branches = self._tree(present)
        there(branches, number)
        if number == branches.at:
            return present.training
        asleep = branches.asleep.get(number)
        if asleep is not None:
            found: Training = asleep[0].training
            return found
        return checkpoint.read(branches.folder_of(number), device=torch.device("cpu")).training

    # --------------------------------------------------------------------------------------- names and deleting
    def tell(self, session: Session, asked: TellBranches) -> Branches:
        """Tell of all branches."""
        return branches_of(self._tree(present_of(session)))

    def name(self, session: Session, asked: NameBranch) -> Branches:
        """Give a branch a name."""
        branches = self._tree(present_of(session))
        entry = there(branches, asked.branch)
        branches.put(replace(entry, name=tree.clean(asked.name)))
        return branches_of(branches)

    def delete(self, session: Session, asked: DeleteBranch) -> Branches:
        """Take a branch out of the list."""
        branches = self._tree(present_of(session))
        entry = there(branches, asked.branch)
        if asked.branch == branches.at:
            raise EarlierError("This branch is the one that is trained now. Switch to another one first.")
        branches.put(replace(entry, gone=True))
        branches.release(but=asked.branch)
        return replace(branches_of(branches), gone=asked.branch)

    def bring_back(self, session: Session, asked: BringBack) -> Branches:
        """Put a deleted branch back."""
        branches = self._tree(present_of(session))
        if asked.branch in branches.entries:
            branches.put(replace(branches.entries[asked.branch], gone=False))
        return branches_of(branches)


def _note_beginning(branches: Tree, present: Session) -> None:
    """Note where the branch that is trained has gone back to before it began: from there on it is another one than what
    it left."""
    here = branches.entries[branches.at]
    branches.put(replace(here, begins=min(here.begins, present.since)))


def _shown(session: Any) -> ShownAt:
    return session.shown()  # type: ignore[no-any-return]


def _taken_up(present: Session, other: Session, branches: Tree, entry: Entry, *, threads: int) -> Loaded:
    """Let `other` be what is trained of the run from now on, and return what is told of it; `present` was trained on so
    many `threads`, and is left. After the first line nothing fails."""
    loaded = other.loaded()
    _note_beginning(branches, present)
    left, at = _left(branches.entries[branches.at], present), branches.at
    present.ring = replace(present.ring, limit_bytes=RING_BYTES).fitting()
    branches.leave(left, (present, threads), _writer(present, threads, at))
    branches.asleep.pop(entry.number, None)
    branches.put(entry)
    branches.go_to(entry.number)
    return loaded


def _saver(present: Session, other: Session, branches: Tree) -> Saver:
    """Return what saves another session in the place of the present one."""
    saver = Saver(present.saver.folder, present.clock, noted=other.noted, tree=branches)
    saver.past = present.saver.past | {present.saver.story}
    saver.soon()
    return saver


def _begun(present: Session, there: Earlier, branches: Tree) -> Session:
    """Return a session that goes on from an earlier moment of another one."""
    training, lookout = there.training, present.lookout
    history = present.ticks.history[: present.ticks.place_of(training.step)]
    made = Session(
        training, device=present.device, folder=present.saver.folder, history=array("d", history),
        fixed_threads=present.threads.fixed, clock=present.clock,
        lookout=Lookout(
            clock=present.clock, stops=lookout.stops,
            hits=tuple(hit for hit in lookout.hits if hit.stands <= training.step),
        ),
    )  # fmt: skip
    made.saver = _saver(present, made, branches)
    made.ring = Ring(undo=tuple(_entries(present.ring.undo, made)))
    made.last_tick = _last(history)
    made.threads.take(training, there.threads)
    return made


def _entries(entries: Sequence[undo.Entry], made: Session) -> Iterator[undo.Entry]:
    """Give what can be undone of a branch that begins: the states on the way to where it begins."""
    training = made.training
    for one in entries:
        timeline = one.state.timeline
        on_the_way = len(timeline) < len(training.timeline) and training.timeline[: len(timeline)] == timeline
        if on_the_way and one.state.step <= training.step:
            base = made.ticks.place_of(one.state.step) // TICK_FIELDS
            yield replace(one, base=base, tail=array("d"))


def _last(history: array[float]) -> Tick | None:
    """Return the last Tick, with the validation that was measured last."""
    if not history:
        return None
    places = range(len(history) - TICK_FIELDS, -1, -TICK_FIELDS)
    tick = Tick(int(history[places[0]]), *history[places[0] + 1 :])
    seen = next((at for at in places if math.isfinite(history[at + 3])), None)
    if seen is None:
        return tick
    return replace(tick, validation_loss=history[seen + 3], validation_score=history[seen + 5])


def _left(entry: Entry, session: Session) -> Entry:
    """Return a branch with how it is left."""
    tick = session.last_tick
    loss = math.nan if tick is None else tick.validation_loss if math.isfinite(tick.validation_loss) else tick.loss
    score = math.nan if tick is None else tick.validation_score if math.isfinite(tick.validation_loss) else tick.score
    curve = tree.curve_of(session.ticks.history, begins=entry.begins)
    return replace(entry, step=session.training.step, loss=loss, score=score, curve=curve)


def _writer(session: Session, threads: int, number: int) -> tree.Write:
    """Return what writes a session that is left into a folder."""

    def write(folder: Path) -> Iterator[Flush | None]:
        record = checkpoint.record_of(session.training, last=session.last_tick, threads=threads, noted=session.noted())
        history = array("d", session.ticks.history)
        story, past = session.saver.story, session.saver.past | {session.saver.story - 1}
        return checkpoint.writing(
            folder, session.training.state(), record, history, on_disk=0, story=story, past=past, branch=number
        )

    return write


def _setting(session: Session) -> opening.Setting:
    return opening.Setting(session.device, session.threads.fixed, session.clock, Hold(), session.lookout)


def _read(branches: Tree, number: int, present: Session) -> tuple[Session, int]:
    """Return the session of a branch that is only on disk, and its number of threads; raise `RunError` where it cannot
    be continued."""
    found = checkpoint.read(branches.folder_of(number), device=present.training.device)
    return opening.continued(found, None, _setting(present)), found.record.threads
