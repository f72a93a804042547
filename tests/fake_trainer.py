"""A train worker that trains nothing: standard library only, the same pipe, the same messages, every command answered.

For tests of the window. The losses depend only on the step and the network's size, so a test knows what a chart must
show. Run as ``python -m tests.fake_trainer [--ready-after S] [--die-at STEP] [--diverge-at STEP]
[--fast N]``, or through `tests.fake_trainer.command(...)`.

Nothing is saved or read: `OpenRun` of any folder gives a digits training at step 500, and a folder with "broken" in its
name is refused.
"""

from __future__ import annotations

import argparse
import itertools
import math
import os
import random
import struct
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from core.messages.beside.branches import (
    BackToNow,
    Branch,
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
from core.messages.beside.feature_maps import FeatureMaps, LookAtConvolution
from core.messages.beside.layer_curves import LayersMeasured, LayersWatched, SpreadMeasured, WatchLayers
from core.messages.beside.numbers import AtSpot, Numbers, Spot, WatchNumbers
from core.messages.beside.panes import PaneShown, ShowPane
from core.messages.beside.plane import PlaneAnswer, PointsChanged, WatchPlane
from core.messages.beside.twin import AskTwin, RestartTwin, SetTwin, StopTwin, TakeOverTwin, TwinNow
from core.messages.catalogue import CATALOGUE, OWN, Known, known_for
from core.messages.stops import Stop, check_stops, holds, label
from core.messages.train_commands import (
    Asked,
    Change,
    DataSpec,
    Describe,
    EditPoint,
    Epoch,
    HandOver,
    Load,
    OpenRun,
    Pause,
    Play,
    Preview,
    Redo,
    Reset,
    Save,
    SetStops,
    Settings,
    Step,
    Undo,
    UseDevice,
    UseThreads,
    Watch,
)
from core.messages.train_events import (
    Changed,
    Column,
    DeviceLoad,
    Diverged,
    Edited,
    Fading,
    HandedOver,
    Links,
    Loaded,
    NetChanged,
    Portrait,
    Previewed,
    Ready,
    Rejected,
    State,
    StopHit,
    StopsSet,
    Tick,
)
from core.messages.train_reports import (
    Array,
    AtLayer,
    AtStep,
    Data,
    Device,
    EditMark,
    Hit,
    Met,
    TimelineEntry,
    with_number,
)
from core.net import edits, plan, shapes
from core.net.plan import (
    CallOff,
    CopyLayer,
    Cost,
    Freeze,
    InsertLayer,
    Narrow,
    Net,
    RemoveLayer,
    RemoveUnit,
    layer_named,
    numbered,
)
from core.sentence import Problem, say
from core.train.training.settings import LABELS
from core.workers import child
from core.workers.child import Pipe
from tests.fake_pictures import PRETENDED, FakePictures

ROOT = Path(__file__).resolve().parent.parent
DEVICES = (
    Device("cpu", "Pretend CPU 3000", 16 << 30),
    Device("cuda:0", "Pretend GPU 4060", 8 << 30),
)
TICK_S = 1 / 30
STEPS_PER_S = 900.0
SAMPLES = 1437


def command(*arguments: str) -> list[str]:
    """Return the command line of a fake trainer, for `core.workers.worker.Worker(command, ..., folder=ROOT)`."""
    return [sys.executable, "-m", "tests.fake_trainer", *arguments]


def array(dtype: str, shape: Sequence[int], values: Iterable[float]) -> Array:
    """Return numbers as an Array."""
    code = {"f4": "f", "f8": "d", "u1": "B", "i4": "i", "i8": "q"}[dtype]
    numbers = list(values)
    return Array(dtype, tuple(shape), struct.pack(f"<{len(numbers)}{code}", *numbers))


def loss_at(step: int, net: Net) -> float:
    """Return the pretended training loss: it falls with the steps, further for wider networks."""
    size = sum(getattr(layer, "width", getattr(layer, "channels", 0)) for layer in net.layers)
    return 2.3 * math.exp(-step / 250.0) + 1.2 / (1 + size / 20.0) * math.exp(-step / 3000.0)


@dataclass
class Pretended:
    """The training that there would be."""

    data: DataSpec
    net: Net
    first_net: Net
    settings: Settings
    seed: int
    run: str
    step: int = 0
    playing: bool = False
    history: list[tuple[float, ...]] = field(default_factory=list)
    marks: tuple[EditMark, ...] = ()
    undo: list[tuple[Net, int, EditMark, int]] = field(default_factory=list)
    redo: list[tuple[Net, int, EditMark, int]] = field(default_factory=list)
    goals: list[tuple[int, int]] = field(default_factory=list)
    first_settings: Settings = field(init=False)
    timeline: tuple[TimelineEntry, ...] = ()
    fading: tuple[Fading, ...] = ()
    still: frozenset[tuple[int, int]] = frozenset()
    """Frozen units: (key of their layer, number)."""
    hits: tuple[Hit, ...] = ()

    def __post_init__(self) -> None:
        self.first_settings = self.settings


class FakeTrainer:
    """A train worker that answers every command as the real one might."""

    def __init__(self, pipe: Pipe, arguments: argparse.Namespace) -> None:
        self.pipe, self.arguments = pipe, arguments
        self.device = DEVICES[0]
        self.threads = 1
        self.hertz, self.units, self.plane_hertz = 0.0, 12, 0.0
        self.training: Pretended | None = None
        self.tick_at = self.load_at = self.portrait_at = self.clock = time.monotonic()
        self.told = -1
        self.fraction = 0.0
        self.dirty = False
        self.stops: tuple[Stop, ...] = ()
        self.looked: Pretended | None = None
        """The training that waits while an earlier moment is shown."""
        self.left: dict[int, tuple[Branch, Pretended]] = {}
        self.gone: dict[int, tuple[Branch, Pretended]] = {}
        self.here = Branch(0, "", -1, 0, 0, 0.0, 0.0, array("f8", (0, 9), []))
        self.twin = TwinNow()
        self.pictures = FakePictures()
        self.watched, self.layers_at = WatchLayers(), 0.0

    def run(self) -> None:
        while True:
            if (came := self.pipe.receive(0.004)) is not None:
                self.answer(*came)
            for number, asked in self.pipe.waiting():
                self.answer(number, asked)
            if self.training is not None:
                self.advance(self.training)
                self.tell(self.training)

    # ---------------------------------------------------------------------------------------------- as time goes by
    def advance(self, it: Pretended) -> None:
        now = time.monotonic()
        elapsed, self.clock = now - self.clock, now
        if not it.playing and not it.goals:
            return
        self.fraction += elapsed * (it.settings.pace or STEPS_PER_S) * self.arguments.fast
        steps, self.fraction = int(self.fraction), self.fraction % 1.0
        if it.goals:
            steps = min(max(steps, 1), it.goals[0][1] - it.step)
        hit = self.first_hit(it, steps)
        it.step += steps if hit is None else hit.step - it.step
        if hit is not None:
            self.stop_at(it, hit)
        if 0 < self.arguments.die_at <= it.step:
            print("pretending to die", file=sys.stderr, flush=True)
            os.kill(os.getpid(), 9)
        if 0 < self.arguments.diverge_at <= it.step:
            self.arguments.diverge_at = 0
            rate = it.settings.learning_rate
            mark = EditMark(it.step, say("Loss exploded"), 0, math.nan, math.nan)
            it.undo.append((it.net, max(0, it.step - 20), mark, len(it.history), it.settings))
            it.marks = (*it.marks, mark)
            sentence = say("The loss grew beyond all numbers. The learning rate {rate} may be too large.", rate=rate)
            now = self.now(it, keep_to_step=it.step)
            now = replace(now, state=replace(now.state, playing=False))
            self.pipe.send(Diverged(it.step + 1, 1, "activation", sentence, rate, now))
            self.stop(it)
        for faded in [one for one in it.fading if it.step >= one.until]:
            it.fading = ()
            gone = RemoveLayer(faded.key)
            mark = EditMark(it.step, edits.label(it.net, gone), -1, loss_at(it.step, it.net), loss_at(it.step, it.net))
            it.net, it.marks = edits.edited(it.net, gone), (*it.marks, mark)
            self.pipe.send(replace(self.edited(it, mark, key=0), cause="fade"))
        reached = [goal for goal in it.goals if it.step >= goal[1]]
        if reached:
            it.goals = it.goals[len(reached) :]
            it.playing = False
            self.tick(it)
        for number, _ in reached:
            self.pipe.send(self.state(), answers=number)

    def tell(self, it: Pretended) -> None:
        now = time.monotonic()
        if now >= self.tick_at and it.step > self.told:
            self.tick(it)
        if now >= self.layers_at and it.playing:
            self.layers_at = now + 0.1
            self.tell_layers(it)
        if now >= self.load_at:
            self.load_at = now + 0.5
            busy = 60.0 + 30.0 * math.sin(now) if it.playing else 3.0
            speed = STEPS_PER_S if it.playing else 0.0
            self.pipe.send(
                DeviceLoad(self.device.name, busy, 3 << 30, self.device.memory_bytes, busy / 2, 400 << 20, busy,
                           self.threads, speed, speed * it.settings.batch_size)
            )  # fmt: skip
        for told in self.pictures.tell(it.net, it.step, it.data.name):
            self.pipe.send(told)
        if self.hertz > 0 and now >= self.portrait_at and (it.playing or self.dirty):
            self.portrait_at, self.dirty = now + 1 / self.hertz, False
            self.pipe.send(portrait(it, self.units))
            if self.plane_hertz > 0 and PRETENDED[it.data.name].reach:
                self.pipe.send(plane_answer(it))

    def tell_layers(self, it: Pretended) -> None:
        """Tell what is asked for of the layers, as pretended as the losses."""
        weighted = [layer for layer in numbered(it.net) if plan.is_weighted(layer)]
        if self.watched.layers:
            layers = tuple(AtLayer(one.key, 0.01 / one.key + 1e-5 * (it.step % 7), one.key, 32) for one in weighted)
            norms = [0.5 / one.key + 0.01 * (it.step % 5) for one in weighted]
            self.pipe.send(LayersMeasured(it.step, layers, array("f8", (len(norms),), norms)))
        if self.watched.spread:
            counts = [round(1000 * math.exp(-(((n - 23.5) / 8) ** 2))) for n in range(48)]
            wide = 0.2 + it.step / 5000
            bins = array("i8", (48,), counts)
            self.pipe.send(SpreadMeasured(it.step, self.watched.spread, bins, (-wide, wide), bins, (0.0, 3 * wide)))

    def first_hit(self, it: Pretended, steps: int) -> Hit | None:
        """Return the hit within the next steps: of the loss and the step, which are all that is pretended."""
        for step in range(it.step + 1, it.step + steps + 1):
            values = {"loss": loss_at(step, it.net), "step": float(step)}
            met = [Met(one.condition, values[one.condition.of]) for one in self.stops if one.on and not one.waits
                   and one.condition.of in values and holds(one.condition, values[one.condition.of])]  # fmt: skip
            if met:
                labels = tuple(label(one.condition, it.net) for one in met)
                before, after = (self.at_step(it, one) for one in (step - 1, step))
                return Hit(step, step, tuple(met), labels, before, after)
        return None

    def at_step(self, it: Pretended, step: int) -> AtStep:
        layers = tuple(AtLayer(layer.key, 0.01, 2, 32) for layer in numbered(it.net))
        size = it.settings.batch_size
        batch = step * size % SAMPLES // size + 1
        return AtStep(step, step * size // SAMPLES + 1, batch, size, (5, 17, 802), loss_at(step, it.net), 0.5,
                      it.settings.learning_rate, layers)  # fmt: skip

    def stop_at(self, it: Pretended, hit: Hit) -> None:
        met = {one.condition for one in hit.met if one.condition.of != "step"}
        self.stops = tuple(replace(one, waits=one.waits or one.condition in met) for one in self.stops)
        hit = with_number(hit, it.hits, it.marks)
        it.hits = (*it.hits, hit)
        it.marks += tuple(EditMark(hit.step, one, 0, math.nan, math.nan, hit.number) for one in hit.labels)
        self.tick(it)
        now = self.now(it)
        self.pipe.send(StopHit(hit, replace(now, state=replace(now.state, playing=False)), self.stops, kept_of(it)))
        self.stop(it)

    def tick(self, it: Pretended) -> None:
        """Tell the steps since the last Tick."""
        if it.step <= self.told:
            return
        self.tick_at, self.told = time.monotonic() + TICK_S, it.step
        loss = loss_at(it.step, it.net)
        wobble = 0.02 * math.sin(it.step * 0.37)
        score = 1 - math.exp(-it.step / 180.0) * 0.9
        tick = Tick(it.step, self.epoch(it), loss * (1 + wobble), loss * 1.15, score, score * 0.97,
                    0.4 + loss, STEPS_PER_S * it.settings.batch_size, it.settings.learning_rate)  # fmt: skip
        it.history.append(tuple(getattr(tick, f.name) for f in fields(Tick)))
        self.pipe.send(tick)
        if self.twin.status in ("waiting", "going") and (now := self.twin_now(it)) is not None:
            self.pipe.send(now)

    def twin_now(self, it: Pretended, *, whole: bool = False) -> TwinNow | None:
        """The twin has the losses of the network before the newest edit."""
        edits_ = [one for one in it.undo if one[2].label not in LABELS.values() and one[2] in it.marks]
        if self.twin.status in ("off", "waiting") and not edits_:
            return self.twin if whole else None
        if self.twin.status == "waiting":
            self.twin = replace(self.twin, status="going", mark=edits_[-1][2])
        mark = self.twin.mark
        if mark is None or self.twin.status == "off":
            return self.twin
        net = next((one[0] for one in it.undo if one[2] is mark), it.net)
        points = []
        for row in [row for row in it.history if row[0] > mark.step][0 if whole else -1 :]:
            loss = loss_at(int(row[0]), net)
            points.append((row[0], row[0], loss, loss * 1.15, row[4] * 0.98, row[5] * 0.98, *row[2:6]))
        keep = 0 if whole else sum(row[0] > mark.step for row in it.history[:-1])
        base = loss_at(mark.step, net) * 1.15
        return replace(
            self.twin, keep=keep, base_loss=base, base_score=0.5, steps=max(0, it.step - mark.step),
            points=array("f8", (len(points), 10), [number for point in points for number in point]),
            can_take_over=True, newer=len(edits_) > 1 and edits_[-1][2] is not mark,
        )  # fmt: skip

    def hear_twin(self, it: Pretended, asked: Any) -> object:
        match asked:
            case SetTwin(on, measure):
                self.twin = TwinNow("waiting" if on else "off", measure)
            case StopTwin() if self.twin.status == "going":
                self.twin = replace(self.twin, status="stopped")
            case RestartTwin():
                self.twin = TwinNow("waiting", self.twin.measure)
            case TakeOverTwin():
                mark = self.twin.mark
                if mark is None:
                    return Rejected(say("There is no comparison to go on with."))
                net = next((one[0] for one in it.undo if one[2] is mark), it.net)
                over = EditMark(it.step, say("Went on without the edit"), 0, math.nan, math.nan)
                it.undo.append((it.net, it.step, over, len(it.history), it.settings))
                it.net, it.marks = net, (*(one for one in it.marks if one is not mark), over)
                self.twin = TwinNow("waiting", self.twin.measure)
                return self.edited(it, over, key=0)
        return self.twin_now(it, whole=True)

    def epoch(self, it: Pretended) -> float:
        return it.step * it.settings.batch_size / SAMPLES

    # ----------------------------------------------------------------------------------------------------- answers
    def answer(self, number: int, asked: Any) -> None:
        try:
            event = self.hear(number, asked)
        except Problem as problem:
            event = Rejected(problem.sentence)
        if event is not None:
            self.pipe.send(event, answers=number)
            self.dirty = True

    def hear(self, number: int, asked: Any) -> object | None:
        if isinstance(asked, (Load, OpenRun)):
            self.no_branches()
        match asked:
            case Load():
                if asked.data.name not in PRETENDED:
                    return Rejected(say("There is no data called {name}. Choose one of: {names}.",
                                        name=asked.data.name, names=", ".join(CATALOGUE)))  # fmt: skip
                net = asked.net or usual_net(asked.data.name, asked.data.inputs)
                return self.take_up(Pretended(asked.data, net, net, asked.settings, asked.seed, asked.run))
            case OpenRun(run):
                if "broken" in run:
                    return Rejected(
                        say("The training {name} cannot be continued: {why}", name=Path(run).name, why="broken")
                    )
                net = usual_net("digits")
                opened = Pretended(DataSpec(), net, net, Settings(), 0, run, step=500)
                for step in range(20, 501, 20):
                    loss = loss_at(step, net)
                    opened.history.append((step, step * 64 / SAMPLES, loss, loss * 1.15, 0.9, 0.88, 1.0, 6e4, 1e-3))
                return self.take_up(opened)
            case Watch(hertz, units):
                self.hertz, self.units, self.portrait_at = hertz, units, 0.0
                return self.state()
            case WatchPlane(hertz):
                self.plane_hertz = hertz
                return self.state()
            case UseDevice(name):
                if name not in [device.name for device in DEVICES]:
                    return Rejected(say("This computer has no device {name} that PyTorch can use. There is: {names}.",
                                        name=name, names=", ".join(d.name for d in DEVICES)))  # fmt: skip
                self.device = next(device for device in DEVICES if device.name == name)
                return self.loaded() if self.training else self.state()
            case UseThreads(count):
                self.threads = count or 1
                return self.state()
            case SetStops(stops):
                check_stops(stops)
                self.stops = stops
                return StopsSet(stops)
            case Pause() | Save() if self.training is None:
                return self.state()
        if isinstance(asked, WatchNumbers):
            return Numbers(0, 1, tuple(map(pretended_spot, asked.spots)))
        if isinstance(asked, LookAtConvolution):
            return pretended_maps(asked)
        if self.training is None:
            return Rejected(say("Nothing is being trained yet. Choose the data first."))
        return self.hear_training(number, asked, self.training)

    def hear_training(self, number: int, asked: Any, it: Pretended) -> object | None:
        match asked:
            case WatchLayers(layers, spread):
                self.watched = asked
                return LayersWatched(layers, spread)
            case Play():
                self.stop(it)
                it.playing = True
                return self.state()
            case Describe():
                return self.loaded()
            case Pause():
                self.stop(it)
                return self.state()
            case Step(count):
                it.goals.append((number, max([it.step, *(step for _, step in it.goals)]) + max(1, count)))
                return None
            case Epoch():
                batches = math.ceil(SAMPLES / it.settings.batch_size)
                last = max([it.step, *(step for _, step in it.goals)])
                it.goals.append((number, (last // batches + 1) * batches))
                return None
            case Reset(seed):
                again = Pretended(it.data, it.first_net, it.first_net, it.settings, it.seed, it.run)
                again.seed = it.seed if seed == -1 else seed
                return self.take_up(again)
            case Change(setting, value):
                if setting not in {f.name for f in fields(Settings)}:
                    return Rejected(say("There is no setting called {setting}.", setting=setting))
                if setting == "learning_rate" and not 0 <= float(value) <= 100:
                    return Rejected(
                        say("{setting} must be between {low} and {high}.", setting=setting, low=0, high=100)
                    )
                if setting in LABELS:
                    mark = EditMark(it.step, LABELS[setting], 0, math.nan, math.nan)
                    it.undo.append((it.net, it.step, mark, len(it.history), it.settings))
                    it.redo.clear()
                it.settings = replace(it.settings, **{setting: value})
                it.timeline = (*it.timeline, TimelineEntry(it.step, asked))
                return Changed(it.settings, self.state())
            case Undo():
                return self.swap(it, it.undo, it.redo, "undo")
            case Redo():
                return self.swap(it, it.redo, it.undo, "redo")
            case LookBack() | BackToNow() | GoOnFrom() | SwitchBranch():
                return self.hear_branching(asked, self.looked or it)
            case TellBranches() | NameBranch() | DeleteBranch() | BringBack():
                return self.hear_naming(asked)
            case SetTwin() | AskTwin() | StopTwin() | RestartTwin() | TakeOverTwin():
                return self.hear_twin(it, asked)
            case EditPoint(edit):
                mark = EditMark(it.step, say("Points changed"), 0, math.nan, math.nan)
                if edit.place >= 60 + len(it.data.edits):
                    return Rejected(say("There is no such point."))
                it.undo.append((it.net, it.step, mark, len(it.history), it.settings))
                it.data = replace(it.data, edits=(*it.data.edits, edit))
                self.pipe.send(PointsChanged(described(it.data)))
                return Changed(it.settings, self.state())
            case ShowPane():
                return self.pane(asked, self.looked or it)
            case Asked():
                told = self.pictures.answer(asked, it.net, it.step, it.data.name)
                return told or Rejected(say("The trainer does not know this command."))
            case Preview(edit):
                return preview(it, edit)
            case HandOver(folder, number):
                if number and all(hit.number != number for hit in it.hits):
                    return Rejected(say("This step is not kept any more."))
                if not Path(folder).is_dir():
                    return Rejected(say("The training cannot be handed over."))
                return HandedOver(folder, it.step)
            case Save(run):
                it.run = run or it.run
                return self.state()
        return self.edit(it, asked)

    def no_branches(self) -> None:
        """Begin another run."""
        had, self.looked, self.left, self.gone = bool(self.left), None, {}, {}
        self.here = Branch(0, "", -1, 0, 0, 0.0, 0.0, array("f8", (0, 9), []))
        if had:
            self.pipe.send(self.branches())

    def hear_branching(self, asked: Any, it: Pretended) -> object:
        """Show an earlier moment, or go on from one or in another branch."""
        self.stop(it)
        if isinstance(asked, BackToNow):
            self.training, self.looked = it, None
            return ShownAt(self.now(it), False, it.step, it.step)
        if isinstance(asked, SwitchBranch):
            if asked.branch not in self.left:
                return Rejected(say("This branch is not there any more."))
            branch, other = self.left.pop(asked.branch)
            return self.branch_off(it, branch, other)
        if not 0 <= asked.step < it.step:
            return Rejected(say("This training has no step {step:,}.", step=asked.step))
        there = earlier(it, asked.step)
        if isinstance(asked, LookBack):
            self.training, self.looked = there, it
            return ShownAt(self.now(there), True, it.step, asked.step, asked.before)
        begun = Branch(len(self.left) + len(self.gone) + 1, "", self.here.number, asked.step, 0, 0.0, 0.0,
                       array("f8", (0, 9), []))  # fmt: skip
        return self.branch_off(it, begun, there)

    def pane(self, asked: ShowPane, it: Pretended) -> object:
        """Tell of another moment or branch; of a run that is saved, the training as it stands."""
        there = it
        if asked.of == "step":
            if not 0 <= asked.place <= it.step:
                return Rejected(say("This training has no step {step:,}.", step=asked.place))
            there = earlier(it, asked.place)
        elif asked.of == "branch":
            if asked.place not in self.left:
                return Rejected(say("This branch is not there any more."))
            there = self.left[asked.place][1]
        data, loss, now = described(there.data), loss_at(there.step, there.net), self.now(there)
        now = replace(now, state=replace(now.state, step=there.step))
        classes = len(data.classes)
        table = array("i4", (classes, classes), [there.step % 90] * classes**2) if classes else None
        return PaneShown(
            asked.of, asked.place, Path(asked.run).name, data, now, portrait(there, asked.units), loss, 0.9,
            1.1 * loss, 0.8, table,
        )  # fmt: skip

    def branch_off(self, it: Pretended, branch: Branch, other: Pretended) -> object:
        ticks = rows([row for row in it.history if row[0] > self.here.begins])
        left = replace(self.here, step=it.step, loss=loss_at(it.step, it.net), score=0.9, ticks=ticks)
        self.left[left.number], self.here = (left, it), branch
        self.looked, self.training, self.told = None, other, other.step
        self.pipe.send(self.branches())
        return self.loaded()

    def hear_naming(self, asked: Any) -> object:
        number = getattr(asked, "branch", -1)
        if isinstance(asked, NameBranch) and number == self.here.number:
            self.here = replace(self.here, name=asked.name)
        elif isinstance(asked, NameBranch) and number in self.left:
            branch, it = self.left[number]
            self.left[number] = replace(branch, name=asked.name), it
        elif isinstance(asked, DeleteBranch):
            if number not in self.left:
                return Rejected(say("This branch is the one that is trained now. Switch to another one first."))
            self.gone[number] = self.left.pop(number)
            return replace(self.branches(), gone=number)
        elif isinstance(asked, BringBack) and number in self.gone:
            self.left[number] = self.gone.pop(number)
        return self.branches()

    def branches(self) -> Branches:
        here = self.here
        return Branches(here.number, here.name, here.parent, here.begins, tuple(one for one, _ in self.left.values()))

    def edit(self, it: Pretended, asked: Any) -> object:
        after = edits.edited(it.net, asked)
        fade = next((one for one in it.fading if not one.ready and one.key == getattr(asked, "layer", None)), None)
        if isinstance(asked, CallOff) and fade is not None:
            if 0 <= asked.later < len(it.undo) - 1 - fade.mark:
                raise edits.EditError("Something else was changed meanwhile and would be undone too.")
            while len(it.undo) > fade.mark + 1:
                self.swap(it, it.undo, it.redo, "undo")
            return self.swap(it, it.undo, it.redo, "undo")
        if isinstance(asked, RemoveLayer) and asked.way in ("fade", "ready"):
            after, key = it.net, asked.layer
            way = Fading(key, it.step + 300, 300, ready=asked.way == "ready", mark=len(it.marks))
            it.fading = (*it.fading, way)
        if isinstance(asked, CallOff):
            if all(one.key != asked.layer for one in it.fading):
                raise edits.EditError("There is nothing to call off: nothing is on its way for that layer.")
            it.fading = tuple(one for one in it.fading if one.key != asked.layer)
        if isinstance(asked, Freeze) and asked.unit >= 0:
            one = {(asked.layer, asked.unit)}
            it.still = it.still | one if asked.frozen else it.still - one
        self.tick(it)
        loss = loss_at(it.step, it.net)
        grown = cost(after).parameters - cost(it.net).parameters
        mark = EditMark(it.step, edits.label(it.net, asked), grown, loss, loss * (1.0 if grown >= 0 else 1.01))
        it.undo.append((it.net, it.step, mark, len(it.history), it.settings))
        it.redo.clear()
        it.net, it.marks = after, (*it.marks, mark)
        old = {layer.key for layer in numbered(it.undo[-1][0])}
        new = [layer.key for layer in numbered(after) if layer.key not in old]
        made = isinstance(asked, (InsertLayer, CopyLayer)) and bool(new)
        return self.edited(it, mark, key=new[0] if made else layer_named(asked))

    def swap(self, it: Pretended, taken: list[Any], given: list[Any], cause: str) -> object:
        if not taken:
            return Rejected(say("There is nothing to undo.") if cause == "undo" else say("There is nothing to redo."))
        playing = it.playing
        self.stop(it)
        it.playing = playing  # what was playing plays on from there
        net, step, mark, ticks, settings = taken.pop()
        before = it.step
        given.append((it.net, it.step, mark, len(it.history), it.settings))
        it.net, it.step, it.fading, it.settings = net, step, (), settings
        if mark.label not in LABELS.values():
            it.marks = tuple(m for m in it.marks if m is not mark) if cause == "undo" else (*it.marks, mark)
        it.history = it.history[:ticks]
        self.told = step
        keep = int(it.history[-1][0]) if it.history else 0
        now = self.now(it, keep_to_step=keep, ticks=rows([]))
        return replace(self.edited(it, mark, key=0), now=now, cause=cause, steps_undone=before - step)

    def edited(self, it: Pretended, mark: EditMark, *, key: int) -> Edited:
        return Edited(self.now(it), mark, key, "edit")

    def now(self, it: Pretended, *, keep_to_step: int = -1, ticks: Array | None = None) -> NetChanged:
        return NetChanged(it.net, cost(it.net), it.settings, it.marks, self.state(), keep_to_step, ticks)

    def stop(self, it: Pretended) -> None:
        it.playing = False
        self.tick(it)
        for number, _ in it.goals:
            self.pipe.send(self.state(), answers=number)
        it.goals = []

    def take_up(self, it: Pretended) -> Loaded:
        if self.training is not None:
            self.stop(self.training)
        self.training, self.told = it, it.step
        return self.loaded()

    def state(self) -> State:
        it = self.training
        if it is None:
            return State(False, 0, 0.0, 0, 0, self.threads, self.device)
        playing = it.playing or bool(it.goals)
        undo, redo = len(it.undo), len(it.redo)
        fading = tuple(replace(one, takes_back=undo - 1 - one.mark) for one in it.fading)
        return State(playing, it.step, self.epoch(it), undo, redo, self.threads, self.device, fading)

    def loaded(self) -> Loaded:
        it = self.training
        assert it is not None
        now = self.now(it, keep_to_step=0, ticks=rows(it.history))
        return Loaded(
            described(it.data), it.seed, now, it.run, it.first_settings, it.timeline, self.stops, it.hits, kept_of(it)
        )  # fmt: skip


# ------------------------------------------------------------------------------------------------- plausible things
def kept_of(it: Pretended) -> tuple[int, ...]:
    return tuple(hit.number for hit in it.hits)


def usual_net(name: str, inputs: tuple[str, ...] = ()) -> Net:
    known = known_for(DataSpec("digits" if name == OWN else name, inputs=inputs))
    return plan.mlp(math.prod(known.input), known.hidden, known.outputs, activation=known.activation)


def cost(net: Net) -> Cost:
    return shapes.cost(net, "adam")


def rows(history: list[tuple[float, ...]]) -> Array:
    return array("f8", (len(history), 9), [number for row in history for number in row])


def described(spec: DataSpec) -> Data:
    """Return random samples of the right shape."""
    known = PRETENDED[OWN] if spec.name == OWN else known_for(spec)
    chance = random.Random(spec.seed)
    count = 60
    size = 2 if known.reach else math.prod(known.input)
    if known.reach:
        values = [chance.uniform(-0.9, 0.9) * known.reach for _ in range(count * size)]
    else:
        values = [max(0.0, math.sin(place * 0.7 + row)) for row in range(count) for place in range(size)]
    if known.task == "classify":
        targets = array("i8", (count,), [row % known.outputs for row in range(count)])
    else:
        targets = array("f4", (count, 1), [chance.uniform(-1, 1) for _ in range(count)])
    if spec.edits:
        return with_edits(spec, values, list(numbers_of(targets)), known)
    shape = (2,) if known.reach else known.input
    samples, more = array("f4", (count, *shape), values), (values[::-1] if known.reach else None)
    held_out = None if more is None else array("f4", (count, *shape), more)
    return Data(spec, known.task, known.input, known.classes, SAMPLES, 360, samples, targets, known.attribution,
                known.reach or 3.0, held_out, None if more is None else targets)  # fmt: skip


def pretended_maps(asked: LookAtConvolution) -> FeatureMaps:
    """Return maps of four units of a picture of ones."""
    ones, maps = array("f4", (1, 8, 8), [1.0] * 64), array("f4", (4, 8, 8), [0.5] * 256)
    plane = array("f4", (8, 8), [0.9] * 64)
    return FeatureMaps(0, asked.layer, min(asked.unit, 3), asked.sample, 360, 1, ones, ones, 0,
                       array("f4", (1, 3, 3), [0.1] * 9), 0.0, 1, 1, plane, plane, maps,
                       array("i4", (4,), [0, 1, 2, 3]), "relu", False)  # fmt: skip


def pretended_spot(spot: Spot) -> AtSpot:
    """Return numbers of a unit or a line that one can tell apart."""
    weight = 0.25 + spot.unit + 0.01 * spot.source
    return AtSpot(spot, 0.5 + spot.unit, 0.001, -0.002, 1.5, False, weight, -0.003, 0.004, int(spot.source >= 0),
                  max(spot.source, 0))  # fmt: skip


def numbers_of(made: Array) -> tuple[float, ...]:
    code = {"f4": "f", "i8": "q"}[made.dtype]
    return struct.unpack(f"<{math.prod(made.shape)}{code}", made.data)


def with_edits(spec: DataSpec, values: list[float], targets: list[float], known: Known) -> Data:
    """Return points with what was done to them."""
    points = list(zip(values[::2], values[1::2], strict=True))
    for edit in spec.edits:
        if edit.place == -1:
            points.append((edit.x, edit.y))
            targets.append(edit.target)
        elif edit.gone:
            del points[edit.place], targets[edit.place]
        else:
            points[edit.place] = edit.x, edit.y
    flat = [one for point in points for one in point]
    kind = "i8" if known.classes else "f4"
    made = array(kind, (len(targets),) if known.classes else (len(targets), 1),
                 [int(one) if known.classes else one for one in targets])  # fmt: skip
    return Data(spec, known.task, known.input, known.classes, SAMPLES, 360, array("f4", (len(points), 2), flat), made,
                known.attribution, known.reach)  # fmt: skip


def earlier(it: Pretended, step: int) -> Pretended:
    """Return the training as it was at a step."""
    there = replace(it, step=step, undo=[], redo=[], goals=[], timeline=it.timeline, history=[
        row for row in it.history if row[0] <= step])  # fmt: skip
    there.marks = tuple(mark for mark in it.marks if mark.step <= step)
    there.net = next((before for before, at, *_ in it.undo if at > step), it.net)
    return there


def preview(it: Pretended, edit: Any) -> object:
    """Return a preview: a narrowing costs a little, a removal more, with a gentler way."""
    after = edits.edited(it.net, edit)
    loss, score = loss_at(it.step, it.net), 0.95
    worse = 0.4 if isinstance(edit, RemoveLayer) else 0.02 if isinstance(edit, (Narrow, RemoveUnit)) else 0.0
    fades = isinstance(edit, RemoveLayer) and edit.way == "fade"
    gentler = RemoveLayer(edit.layer, "ready") if isinstance(edit, RemoveLayer) and not fades else None
    said = say("The loss would jump by {rise:.3f}; this layer is doing work.", rise=worse)
    advice = said if worse > 0.04 and not fades else None
    return Previewed(edit, cost(it.net), cost(after), loss, loss + worse, score, score - worse / 10, advice, gentler,
                      it.net, it.step)  # fmt: skip


def portrait(it: Pretended, units: int) -> Portrait:
    """Return a portrait with moving stripes in every tile."""
    layers = [layer for layer in it.net.layers if hasattr(layer, "width") or hasattr(layer, "channels")]
    widths = [(0, 0, math.prod(it.net.input))]
    widths += [
        (place + 1, layer.key, getattr(layer, "width", getattr(layer, "channels", 0)))
        for place, layer in enumerate(layers)
    ]
    columns, links = [], []
    frozen = {layer.key for layer in layers if layer.frozen}
    for number, key, width in widths:
        shown = min(width, units)
        side = 8
        tiles = [math.sin(0.02 * it.step + unit + x * 0.9 + y * 0.4 * number)
                 for unit in range(shown) for y in range(side) for x in range(side)]  # fmt: skip
        columns.append(
            Column(
                number,
                key,
                width,
                array("i4", (shown,), range(shown)),
                array("f4", (shown,), [0.5 + 0.5 * math.sin(it.step * 0.01 + unit) for unit in range(shown)]),
                array("f4", (shown,), [0.7] * shown),
                array("f4", (shown, side, side), tiles),
                array("u1", (shown,), [0] * shown),
                array("u1", (shown,), [key in frozen or (key, unit) in it.still for unit in range(shown)]),
            )
        )
    for left, right in itertools.pairwise(columns):
        a, b = left.shown.shape[0], right.shown.shape[0]
        ends = [(i, (i * 3) % b) for i in range(a)]
        links.append(
            Links(array("i4", (len(ends), 2), [end for pair in ends for end in pair]),
                  array("f4", (len(ends),), [math.sin(i + it.step * 0.01) for i in range(len(ends))]))
        )  # fmt: skip
    plane = [math.sin(x * 0.4 + it.step * 0.01) for _ in range(24) for x in range(24)]
    answer = array("f4", (24, 24), plane) if PRETENDED[it.data.name].reach else None
    return Portrait(it.step, tuple(columns), tuple(links), answer)


def plane_answer(it: Pretended) -> PlaneAnswer:
    """Return a slope that moves, and answers at the points."""
    surface = [math.tanh((x - y) * 0.1 + math.sin(it.step * 0.01)) for y in range(24) for x in range(24)]
    at_points = array("f4", (60,), [math.sin(row + it.step * 0.01) for row in range(60)])
    loss = loss_at(it.step, it.net) / 4
    return PlaneAnswer(it.step, array("f4", (24, 24), surface), at_points, at_points, loss, loss * 1.15, 0.9)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--ready-after", type=float, default=0.0, help="seconds until Ready")
    parser.add_argument("--die-at", type=int, default=0, help="kill -9 itself at this step")
    parser.add_argument("--diverge-at", type=int, default=0, help="let the loss explode at this step")
    parser.add_argument("--fast", type=float, default=1.0, help="so many times the usual 900 steps a second")
    parser.add_argument("--threads", type=int, default=0)
    arguments = parser.parse_args()

    def serve(pipe: Pipe) -> None:
        if arguments.ready_after:
            pipe.receive(arguments.ready_after)
        pipe.send(Ready("3.12.0", "2.14.1", "", DEVICES, os.getpid()))
        FakeTrainer(pipe, arguments).run()

    child.run(serve)


if __name__ == "__main__":
    main()
