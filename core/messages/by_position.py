"""Old timelines and recordings, whose edits named a layer by its position, with keys instead.

In format 1 of run files and recordings, `layer` and `after` of an edit held a position in the network of that time.
Which layer stood there follows from the plan alone: the edits are walked from the first network on. Two things
happened without an edit of their own: a layer that faded was folded (or stayed as a linear layer), and a smaller copy
took over. Each left a mark, before the marks of the edits at the same step.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from core.messages.train_commands import Preview
from core.messages.train_events import Diverged, Edited, Loaded, Previewed
from core.messages.train_reports import EXPLODED, EditMark, TimelineEntry
from core.net.depths import inserted
from core.net.edits import edited
from core.net.plan import (
    INPUT,
    Conv,
    CopyLayer,
    Dense,
    Edit,
    EditError,
    Freeze,
    InsertLayer,
    LayerKey,
    Narrow,
    Net,
    Prune,
    RemoveLayer,
    RemoveUnit,
    ResetUnit,
    Residual,
    SetActivation,
    Widen,
    find_layer,
    key_at,
    layer_named,
    with_layer,
)

NOWHERE = LayerKey(-1)
"""The key of no layer, for a position at which there was none."""
FADE_STEPS = 300
"""How many steps a fading layer took in all files of format 1."""
NOT_AN_EDIT = EXPLODED.text
EDITS = (
    Widen, Narrow, InsertLayer, RemoveLayer, SetActivation, RemoveUnit, ResetUnit, Freeze, CopyLayer, Prune,
)  # fmt: skip


def named(edit: Any, net: Net) -> Any:
    """Return `edit`, whose layer is a position in `net`, with the layer's key."""
    position = int(layer_named(edit))
    if isinstance(edit, InsertLayer) and position == INPUT:
        return edit
    try:
        key = key_at(net, position)
    except EditError:
        key = NOWHERE
    return replace(edit, after=key) if isinstance(edit, InsertLayer) else replace(edit, layer=key)


# ------------------------------------------------------------------------------------------------------------ timelines
def as_done_before(timeline: Iterable[TimelineEntry]) -> tuple[TimelineEntry, ...]:
    """Return a timeline of format 1 or 2 whose edits still mean what they did: a "conv" was an "auto" of images, an
    identity or a block, and since format 3 it unfolds; copies of split units had a "share" of what goes out."""
    made = []
    for entry in timeline:
        if isinstance(entry.done, InsertLayer) and entry.done.kind == "conv":
            entry = replace(entry, done=replace(entry.done, kind="auto"))
        if isinstance(entry.done, Widen) and entry.done.way == "split":
            entry = replace(entry, done=replace(entry.done, way="share"))
        made.append(entry)
    return tuple(made)


def timeline_by_key(
    first_net: Net, timeline: Iterable[TimelineEntry], marks: Iterable[EditMark]
) -> tuple[TimelineEntry, ...]:
    """Return the timeline of a training that began as `first_net`, with keys in place of positions."""
    walk, made = _Walk(first_net), []
    entries = list(timeline)
    happened = _happened(entries, marks)
    for entry in entries:
        if not isinstance(entry.done, EDITS):
            made.append(entry)
            continue
        for step, done, mark in happened:
            if done is not None:
                edit = named(done, walk.net)
                made.append(replace(entry, done=edit))
                walk.do(edit, step, mark)
                break
            walk.come_about(step, mark)
    return tuple(made)


def _happened(entries: list[TimelineEntry], marks: Iterable[EditMark]) -> Iterator[tuple[int, Any, EditMark | None]]:
    """Yield (step, edit, its mark) in order; the edit is None for what came about by itself."""
    edits: dict[int, list[Any]] = defaultdict(list)
    told: dict[int, list[EditMark]] = defaultdict(list)
    for entry in entries:
        if isinstance(entry.done, EDITS):
            edits[entry.step].append(entry.done)
    for mark in marks:
        if mark.label.text != NOT_AN_EDIT:
            told[mark.step].append(mark)
    for step in sorted({*edits, *told}):
        by_itself = max(0, len(told[step]) - len(edits[step]))
        for mark in told[step][:by_itself]:
            yield step, None, mark
        own: list[EditMark | None] = [*told[step][by_itself:]]
        own += [None] * (len(edits[step]) - len(own))
        yield from ((step, edit, mark) for edit, mark in zip(edits[step], own, strict=True))


class _Walk:
    """The network as it was at each edit, with the fades that were under way."""

    def __init__(self, net: Net) -> None:
        self.net = net
        self._fades: dict[LayerKey, int] = {}
        """Layers that fade, and the step at which they are folded."""
        self._beside: Edit | None = None
        """The edit that the smaller copy beside will bring about."""

    def do(self, edit: Edit, step: int, mark: EditMark | None) -> None:
        """Do an edit that a person asked for; one that cannot be done changes nothing."""
        if isinstance(edit, (Narrow, RemoveLayer)) and edit.way == "ready":
            self._beside = replace(edit, way="refit")
        elif isinstance(edit, RemoveLayer) and edit.way == "fade":
            self._fades[edit.layer] = step + FADE_STEPS
        elif isinstance(edit, Prune):
            count = dict(mark.label.values).get("count", 0) if mark is not None else 0
            self._try(Narrow(edit.layer, int(count)))
        elif isinstance(edit, InsertLayer):
            self._insert(edit)
        else:
            self._try(edit)

    def come_about(self, step: int, mark: EditMark | None) -> None:
        """Do what a mark without an edit stands for."""
        here = (key for key, until in self._fades.items() if until <= step and find_layer(self.net, key) is not None)
        faded = next(here, None)
        if faded is not None:
            del self._fades[faded]
            if not self._try(RemoveLayer(faded)):
                self._try(SetActivation(faded, "linear"))
        elif self._beside is not None:
            if mark is not None and mark.grown < 0:  # else it was given up
                self._try(self._beside)
            self._beside = None

    def _try(self, edit: Edit) -> bool:
        try:
            self.net = edited(self.net, edit)
        except EditError:
            return False
        return True

    def _insert(self, edit: InsertLayer) -> None:
        """Insert a layer; behind an activation that fades to linear comes a block, for its values can be negative."""
        before, acting = self.net, self.net
        for key in self._fades:
            layer = find_layer(acting, key)
            if isinstance(layer, (Dense, Conv, Residual)):
                acting = _with_activation(acting, layer, "linear")
        try:
            made = inserted(acting, edit)[0]
        except EditError:
            return
        for key in self._fades:
            layer, now = find_layer(before, key), find_layer(made, key)
            if isinstance(layer, (Dense, Conv, Residual)) and isinstance(now, (Dense, Conv, Residual)):
                made = _with_activation(made, now, layer.activation)
        self.net = made


def _with_activation(net: Net, layer: Dense | Conv | Residual, activation: Any) -> Net:
    return replace(net, layers=with_layer(net.layers, layer.key, [replace(layer, activation=activation)]))


# ------------------------------------------------------------------------------------------------------- recordings
class OldMessages:
    """The messages of an old recording, one after the other, each with keys in place of positions."""

    def __init__(self) -> None:
        self.net: Net | None = None
        """The one that an event told last."""
        self._first: Net | None = None
        self._asked: dict[int, Net] = {}
        """On which network each command was meant, by its number."""

    def sent(self, command: Any, number: int | None) -> Any:
        """Return a command with keys; it meant the network that was told last."""
        if self.net is None:
            return command
        self._asked[number or 0] = self.net
        if isinstance(command, Preview):
            return Preview(named(command.edit, self.net))
        return named(command, self.net) if isinstance(command, EDITS) else command

    def got(self, event: Any, answers: int | None) -> Any:
        """Return an event with keys."""
        if isinstance(event, Loaded):
            self._first = self._first if event.timeline else event.now.net
            first = self._first or Net(event.now.net.input, (), 1)
            event = replace(event, timeline=timeline_by_key(first, event.timeline, event.now.marks))
        if isinstance(event, (Loaded, Edited)):
            self.net = event.now.net
        if isinstance(event, Previewed):
            meant = self._asked.get(answers or 0, event.net)
            gentler = event.gentler and named(event.gentler, meant)
            return replace(event, edit=named(event.edit, meant), gentler=gentler)
        if isinstance(event, Diverged) and event.layer and self.net is not None:
            return replace(event, layer=key_at(self.net, event.layer))
        return event
