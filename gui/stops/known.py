"""What the window knows of stops: the one place that every page shows them from.

known = KnownStops(StopsSetting(…))   # in the window's __init__
known.show_loaded(…), known.hear(…)   # from the window's dispatch
StopsCard(known)                      # a card for a page; it follows by itself
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from core.messages.stops import Condition, Stop, is_gone
from core.messages.train_commands import SetStops, Task
from core.messages.train_events import Loaded, NetChanged, Rejected, StopHit, StopsSet
from core.messages.train_reports import EditMark, Hit, listed, with_hit
from core.net.plan import Net
from gui.kit.layer_words import said_of
from gui.kit.words import read


@dataclass(frozen=True, kw_only=True)
class StopsSetting:
    """What the window hands in. `send` gives a command to the trainer and returns its number, 0 without one. `go` opens
    a page; `point` shows a step in the charts, `look` in Step through; `hit` shows that the training has stopped.
    `closed`: nothing can be asked."""

    send: Callable[[object], int]
    go: Callable[[str], Any]
    point: Callable[[int], Any]
    look: Callable[[Hit], Any]
    hit: Callable[[StopHit], Any]
    closed: bool = False


class KnownStops(QObject):
    """The conditions and hits as the trainer has told them last."""

    changed = Signal()

    def __init__(self, setting: StopsSetting) -> None:
        super().__init__()
        self.setting = setting
        self.stops: tuple[Stop, ...] = ()
        self.all_hits: tuple[Hit, ...] = ()
        self.looks: tuple[int, ...] = ()
        """The numbers of those whose step can be looked at."""
        self.marks: tuple[EditMark, ...] = ()
        self.net: Net | None = None
        self.task: Task = "classify"
        self.step = 0
        self.why = ""
        """Why what was asked could not be set."""
        self.asked: set[int] = set()

    # ------------------------------------------------------------------------------------------------ what is asked
    def ask(self, stops: tuple[Stop, ...]) -> None:
        """Ask the trainer for these; until it answers, the ones before are shown."""
        number = self.setting.send(SetStops(stops))
        if number:
            self.asked.add(number)

    def add(self, condition: Condition) -> None:
        """Ask for one more; one that is there already is switched on."""
        others = tuple(stop for stop in self.stops if stop.condition != condition)
        self.ask((*others, Stop(condition)))

    def change(self, place: int, condition: Condition) -> None:
        """Ask for another number."""
        self._replace(place, Stop(condition, self.stops[place].on))

    def switch(self, place: int, on: bool) -> None:
        """Switch one on or off."""
        self._replace(place, replace(self.stops[place], on=on))

    def remove(self, place: int) -> None:
        """Take one away."""
        self.ask(tuple(stop for at, stop in enumerate(self.stops) if at != place))

    def _replace(self, place: int, stop: Stop) -> None:
        self.ask(tuple(stop if at == place else old for at, old in enumerate(self.stops)))

    def show_step(self, step: int, *, bring: bool) -> None:
        """Show a step in the charts; `bring`: with the page they are on."""
        if bring:
            self.setting.go("train")
        self.setting.point(step)

    def look_at(self, hit: Hit) -> None:
        """Open Step through at the step of a hit."""
        self.setting.go("inside")
        self.setting.look(hit)

    def can_look(self, hit: Hit) -> bool:
        """Whether the state before the step of a hit is kept, so that the step can be looked at."""
        return not hit.of_edit and hit.number in self.looks

    # ------------------------------------------------------------------------------------------------ what is shown
    @property
    def hits(self) -> tuple[Hit, ...]:
        """The hits of the training that is shown, the newest first."""
        return listed(self.all_hits, self.marks)[::-1]

    def kept(self) -> tuple[Stop, ...]:
        """Return what another trainer is to be asked for that goes on with this training."""
        return tuple(stop for stop in self.stops if self.net is None or not is_gone(stop.condition, self.net))

    def hear(self, event: StopHit | StopsSet, answers: int | None) -> None:
        """Show what is set, or that the training has stopped."""
        self.stops = event.stops
        if isinstance(event, StopHit):
            self.all_hits, self.looks = with_hit(self.all_hits, event.hit), event.kept
            self.setting.hit(event)  # the page takes the network in, and tells this of it
        else:
            self.asked.discard(answers or 0)
            self.why = ""
            self.changed.emit()

    def show_loaded(self, loaded: Loaded) -> None:
        """Keep what is set for another training; the page shows it next."""
        self.stops, self.all_hits, self.task = loaded.stops, loaded.hits, loaded.data.task
        self.looks = loaded.kept

    def show_now(self, now: NetChanged) -> None:
        """Show the hits that belong to the network as it is now."""
        self.net, self.marks, self.step = now.net, now.marks, now.state.step
        self.changed.emit()

    def stands_at(self, step: int) -> None:
        """Take in how far the training is."""
        before, self.step = self.step, step
        if any(one.condition.of == "step" and before < one.condition.value <= step for one in self.stops):
            self.changed.emit()  # that step is done already, from now on

    def rejected(self, rejected: Rejected, answers: int | None) -> bool:
        """Take in a refusal; return whether it was about what is set here."""
        if answers not in self.asked:
            return False
        self.asked.discard(answers)
        said = rejected.sentence
        self.why = read(said) if self.net is None else said_of(self.net, said)
        self.changed.emit()
        return True
