"""A change takes effect in one moment, or not at all: whatever fails on the way, all is as it was."""

from __future__ import annotations

import ast
import inspect
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest
import torch

from core.messages.train_commands import DataSpec, Describe, Load, Reset, Settings, Step, Undo, UseThreads
from core.messages.train_events import Diverged, Edited, Rejected
from core.messages.train_reports import Device
from core.net.plan import Edit, EditError, InsertLayer, Narrow, Prune, RemoveLayer, Widen, mlp
from core.train.disk.saver import Saver
from core.train.model import dismantle
from core.train.session import cpu_threads
from core.train.session.cpu_threads import Threads
from core.train.session.player import Player
from core.train.session.session import Session
from core.train.session.telling import diverged
from core.train.session.ticks import Ticks
from core.train.session.undo import Anchors
from core.train.stops.lookout import Lookout
from core.train.surgery import successor
from core.train.surgery.remove import FADE_STEPS
from core.train.training import adopted, datasets, measuring
from core.train.training.training import Training, begin
from core.train.worker import Trainer

torch.set_num_threads(1)
CORE = str(Path(adopted.__file__).parents[2])
XOR = datasets.load(DataSpec("xor", samples=60))
CPU = Device("cpu", "a processor", 0)
COMMITS: tuple[Callable[..., Any], ...] = (
    Training.adopt, Ticks.adopt, Ticks.forget, Player.forget_speed, Saver.new_story, Session.adopt,
    Session._come_about, Threads.adopt, Lookout.watch,
)  # fmt: skip
"""Where a change is taken over. Behind the first taking over there are only assignments."""
NAMES = {function.__name__ for function in COMMITS}


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Injected(Exception):  # noqa: N818
    """What goes wrong in these tests."""


def session() -> Session:
    """A session with an edit to undo, one to redo, a pending Tick, and a goal."""
    training = begin(XOR, net=mlp(2, (4, 4), 2), settings=Settings(learning_rate=0.01, batch_size=16), seed=0)
    made = Session(training, device=CPU, folder=None, fixed_threads=1, clock=Clock())
    for _ in range(2):
        steps(made, 3)
        made.edit(Widen(1, 1))
    steps(made, 2)
    made.undo()
    steps(made, 2)
    made.tick()
    steps(made, 3)
    return made


def steps(made: Session, count: int) -> None:
    """Take steps that are not told yet."""
    chunk = made.training.steps(count)
    made.ticks.add(chunk, 0.01)
    made.player.took(chunk.steps, 0.01, pace=0)


def whole(made: Session) -> dict[str, Any]:
    """Everything of a session that a change may touch, bytes and generators too."""
    training, moment = made.training, made.training.state()
    tensors, meta = dismantle.to_tensors(training.model)
    held = {name: (tuple(t.shape), t.numpy().tobytes()) for name, t in tensors.items()}
    plain = {name: value for name, value in vars(made.ticks).items() if isinstance(value, int | float)}
    return {
        "net": training.net, "tensors": held, "meta": repr(meta), "inputs": tuple(training._inputs.shape),
        "step": training.step, "settings": training.settings, "marks": training.marks, "timeline": training.timeline,
        "order": (moment.epochs, moment.position, moment.order.tolist(), moment.order_state.tolist()),
        "dropout": moment.dropout_state.tolist(), "global": torch.get_rng_state().tolist(),
        "history": made.ticks.history.tobytes(), "meter": plain, "last": repr(made.last_tick),
        "ring": [id(entry) for entry in (*made.ring.undo, None, *made.ring.redo)],
        "anchors": (id(made.anchors), id(made.anchors.newest), id(made.anchors.healthy)),
        "player": {name: repr(value) for name, value in vars(made.player).items()},
        "saver": (made.saver.story, made.saver.on_disk, made.saver.saved),
        "state": made.state(), "threads": (torch.get_num_threads(), repr(vars(made.threads))),
    }  # fmt: skip


def behind() -> set[tuple[CodeType, int]]:
    """The lines behind the moment of change: those that only assign."""
    found = set()
    for function in COMMITS:
        lines, start = inspect.getsourcelines(function)
        first = _first_commit(function) + start - 1
        found |= {(function.__code__, line) for line in range(first + 1, start + len(lines))}
    return found


def _body(function: Callable[..., Any]) -> list[ast.stmt]:
    (made,) = ast.parse(textwrap.dedent(inspect.getsource(function))).body
    assert isinstance(made, ast.FunctionDef)
    return [one for one in made.body if not (isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant))]


def _called(thing: ast.AST) -> set[str]:
    calls = [one for one in ast.walk(thing) if isinstance(one, ast.Call)]
    return {call.func.attr if isinstance(call.func, ast.Attribute) else ast.unparse(call.func) for call in calls}


def _first_commit(function: Callable[..., Any]) -> int:
    """The line at which something is taken over first, from the function's own first line on; 0 where that was done
    before it was called."""
    body = _body(function)
    if function is Ticks.adopt:
        return body[0].lineno  # it comes first, and its own first line may fail
    return next((one.lineno for one in body if _called(one) & NAMES), 0)


class Injector:
    """Traces what is done, and raises at one line, the first time it is reached; without one it notes the lines."""

    def __init__(self, at: tuple[CodeType, int] | None) -> None:
        self.at, self.raised = at, False
        self.lines: dict[tuple[CodeType, int], None] = {}

    def __call__(self, frame: FrameType, event: str, arg: object) -> Any:
        code = frame.f_code
        return self.line if code.co_filename.startswith(CORE) and code.co_name != "<module>" else None

    def line(self, frame: FrameType, event: str, arg: object) -> Any:
        if event == "line":
            place = (frame.f_code, frame.f_lineno)
            if place == self.at and not self.raised:
                self.raised = True
                raise Injected(f"{place[0].co_qualname if hasattr(place[0], 'co_qualname') else place[0].co_name}")
            if self.at is None:
                self.lines[place] = None
        return self.line

    def around(self, do: Callable[[], object]) -> None:
        before = sys.gettrace()
        sys.settrace(self)
        try:
            do()
        finally:
            sys.settrace(before)


def everywhere(make: Callable[[], Session], do: Callable[[Session], object]) -> int:
    """Do something with an exception at each of its lines; nothing may be changed by it, and afterwards it is done as
    if nothing had been. Return how many lines there were."""
    do(make())  # what is worked out once and kept is known from here on
    rehearsed, kept = make(), make()
    finder = Injector(None)
    finder.around(lambda: do(rehearsed))
    before, tail = whole(kept), behind()
    places = [place for place in finder.lines if place not in tail]
    for place in places:
        injector = Injector(place)
        with pytest.raises(Injected):
            injector.around(lambda: do(kept))
        after = whole(kept)
        changed = [name for name in before if before[name] != after[name]]
        assert not changed, f"{place[0].co_filename}:{place[1]} leaves {changed} changed"
    do(kept)
    for made in (rehearsed, kept):
        steps(made, 3)
    for name in ("net", "tensors", "meta", "timeline", "marks", "history", "order", "dropout"):
        assert whole(kept)[name] == whole(rehearsed)[name], name
    return len(places)


@pytest.mark.parametrize("edit", [Widen(1, 2), Narrow(1, 1), InsertLayer(1), RemoveLayer(2)], ids=str)
def test_an_exception_at_any_line_of_an_edit_changes_nothing(edit: Edit) -> None:
    assert everywhere(session, lambda made: made.edit(edit)) > 100


@pytest.mark.parametrize("undone", [True, False])
def test_an_exception_at_any_line_of_an_undo_or_a_redo_changes_nothing(undone: bool) -> None:
    assert everywhere(session, lambda made: made.undo(undone=undone)) > 60


def fading() -> Session:
    """A layer has faded, and is not folded yet."""
    made = session()
    made.edit(RemoveLayer(2, "fade"))
    while made.training.model.fades[2].done < FADE_STEPS:
        steps(made, 64)
    return made


def unfolding() -> Session:
    """A layer has unfolded, and is not yet taken for one like any other."""
    made = session()
    made.edit(InsertLayer(1))
    while not made.training.model.unfolded:
        steps(made, 64)
    return made


def replacing(*, ready: bool) -> Callable[[], Session]:
    def make() -> Session:
        """A smaller copy has been trained beside for a while, and is not looked at yet."""
        made = session()
        made.edit(Narrow(1, 1, way="ready"))
        beside = made.training.model.successor
        assert beside is not None
        steps(made, successor.CHECKED_EVERY)
        if not ready:
            beside.taken = successor.LONGEST
            beside.model.flat.mul_(50.0)
        while beside.taken % successor.CHECKED_EVERY:
            steps(made, successor.CHECKED_EVERY)
        return made

    return make


@pytest.mark.parametrize(
    ("make", "cause"), [(fading, "fade"), (replacing(ready=True), "fade"), (replacing(ready=False), "given up")],
    ids=["fade", "take", "drop"],
)  # fmt: skip
def test_an_exception_at_any_line_of_what_comes_about_changes_nothing(
    make: Callable[[], Session], cause: str
) -> None:  # fmt: skip
    told: list[Edited] = []

    def come_about(made: Session) -> None:
        told.extend(made._come_about())

    assert everywhere(make, come_about) > 30
    assert {event.cause for event in told} == {cause}
    assert len(told) == 3  # twice rehearsed, and once after all the exceptions


def test_an_exception_where_a_layer_has_unfolded_changes_nothing() -> None:
    told: list[Edited] = []
    assert everywhere(unfolding, lambda made: told.extend(made._come_about())) > 10
    assert told == [], "the network is the same"
    made = unfolding()
    made._come_about()
    assert made.state().fading == ()


def test_behind_the_moment_of_change_there_are_only_assignments() -> None:
    for function in COMMITS:
        first = _first_commit(function)
        taken = [one for one in _body(function) if one.lineno >= first]
        assert taken
        for one in taken:
            assert isinstance(one, ast.Assign | ast.AugAssign | ast.Expr | ast.If | ast.Return), ast.unparse(one)
            assert _called(one) <= NAMES | {"set_num_threads"}, (
                f"{function.__qualname__} also calls {_called(one) - NAMES}"
            )


def test_only_adopt_gives_a_training_another_model() -> None:
    assigned = []
    for path in sorted((Path(CORE) / "train").rglob("*.py")):
        for thing in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(thing, ast.FunctionDef):
                stored = [one for one in ast.walk(thing) if isinstance(one, ast.Attribute)]
                stored = [one for one in stored if one.attr == "model" and isinstance(one.ctx, ast.Store)]
                owners = {ast.unparse(one.value) for one in stored}
                if (path.name == "training.py" and owners) or owners & {"training", "self.training", "self._training"}:
                    assigned.append((path.name, thing.name))
    assert assigned == [("training.py", "adopt")]


# ------------------------------------------------------------------------------------------------- as a person sees it
@pytest.mark.parametrize(
    "error", [RuntimeError("CUDA out of memory. Tried to allocate 20.00 MiB"), MemoryError(), OSError("disk")]
)
def test_what_fails_while_an_edit_is_measured_has_changed_nothing(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = session()
    before, evaluated = whole(made), []
    real = measuring.evaluate

    def evaluate(*given: Any) -> tuple[float, float]:
        evaluated.append(given)
        if len(evaluated) == 2:  # the one after the edit
            raise error
        return real(*given)

    monkeypatch.setattr(measuring, "evaluate", evaluate)
    with pytest.raises(type(error)):
        made.edit(Widen(1, 8))
    assert len(evaluated) == 2
    assert whole(made) == before
    monkeypatch.setattr(measuring, "evaluate", real)
    _, edited = made.edit(Widen(1, 8))
    assert edited.now.net == made.training.net
    assert edited.now.state.undo == len(made.ring.undo)


def test_a_refused_edit_leaves_the_pending_tick_to_be_told() -> None:
    made, other = session(), session()
    with pytest.raises(EditError):
        made.edit(Prune(1))
    ticks, _ = made.edit(Widen(1, 1))
    (tick,) = ticks
    (expected,) = other.edit(Widen(1, 1))[0]
    assert repr(tick) == repr(expected)
    assert made.ticks.history.tobytes() == other.ticks.history.tobytes()


def test_a_divergence_tells_the_net_that_the_training_went_back_to() -> None:
    """The layer folds away in the very steps in which the loss explodes: the window must not show another net."""
    data = datasets.load(DataSpec("digits"))
    settings = Settings(learning_rate=0.01, optimizer="sgd")
    made = Session(begin(data, settings=settings), device=CPU, folder=None, fixed_threads=1, clock=Clock())
    steps(made, 5)
    _, begun = made.edit(RemoveLayer(1, "fade"))
    shown = begun.now
    while next(iter(made.training.model.fades.values())).done < FADE_STEPS - 4:
        made.training.take(1)
    made.anchors.begin(made.training.state(), made.ticks.count)
    made.training.change("learning_rate", 100.0)
    made.player.playing, made.player._step_s = True, 1e-6
    told: list[object] = []
    while not any(isinstance(event, Diverged) for event in told):
        events = made.advance()
        shown = next((event.now for event in reversed(events) if isinstance(event, Edited | Diverged)), shown)
        told += events
    assert shown.net == made.training.net
    assert shown.state.step == made.training.step
    assert shown.state.fading == made.state().fading
    assert shown.marks == made.training.marks
    assert shown.settings == made.training.settings
    assert not shown.state.playing
    assert shown.state.undo == len(made.ring.undo)
    assert bool(torch.isfinite(made.training.model.flat).all())


def test_a_divergence_that_cannot_be_looked_into_leaves_the_training_where_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = session()
    made.anchors.begin(made.training.state(), made.ticks.count)
    steps(made, 4)
    before = whole(made)
    monkeypatch.setattr(Training, "take", lambda self, limit: (_ for _ in ()).throw(MemoryError()))
    with pytest.raises(MemoryError):
        diverged(made)
    assert whole(made) == before


def test_the_charts_never_hold_a_step_that_was_taken_back() -> None:
    """A step whose loss is a number can leave weights that are none: it is told, and taken back."""
    made = session()
    made.anchors.begin(made.training.state(), made.ticks.count)
    steps(made, 2)
    made.tick()
    steps(made, 1)
    told = made.tick()
    bad, story = made.training.step, made.saver.story
    taken = Training.take

    def take(training: Training, limit: int) -> Any:
        chunk = taken(training, limit)
        if training.step == bad:
            training.model.flat.fill_(float("inf"))
        return chunk

    made.training.model.flat.fill_(float("inf"))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Training, "take", take)
        events = diverged(made)
    (gone,) = [event for event in events if isinstance(event, Diverged)]
    assert [tick.step for tick in told] == [bad]
    assert (gone.step, made.training.step, gone.now.keep_to_step) == (bad, bad - 1, bad - 1)
    assert max(made.ticks.history[::9]) == bad - 1
    assert made.saver.story != story, "the file of ticks is written again"


def test_anchors_begin_again_with_every_change() -> None:
    made = session()
    anchors = made.anchors
    made.edit(Widen(1, 1))
    assert isinstance(made.anchors, Anchors)
    assert made.anchors is not anchors
    assert made.anchors.newest is None


class Heard:
    """A pipe to nobody: what was said, and what it answers."""

    def __init__(self) -> None:
        self.said: list[tuple[Any, int | None]] = []

    def send(self, event: object, *, answers: int | None = None) -> None:
        self.said.append((event, answers))


def ask(trainer: Trainer, heard: Heard, command: Any) -> list[Any]:
    """What is said to one command, the answer last."""
    heard.said.clear()
    trainer.answer(7, command)
    assert [answers for _, answers in heard.said][-1] == 7
    return [event for event, _ in heard.said]


def test_a_training_that_cannot_be_taken_up_leaves_the_one_before(monkeypatch: pytest.MonkeyPatch) -> None:
    heard = Heard()
    trainer = Trainer(heard, devices_=(CPU,), fixed_threads=1)  # type: ignore[arg-type]
    load = Load(DataSpec("xor", samples=60), mlp(2, (4, 4), 2), Settings(batch_size=16))
    (before,) = ask(trainer, heard, load)
    with monkeypatch.context() as patched:
        patched.setattr(Session, "choose_threads", lambda made: (_ for _ in ()).throw(MemoryError()))
        *_, refused = ask(trainer, heard, Reset(5))
    assert isinstance(refused, Rejected)
    assert "Nothing was changed" in str(refused.sentence)
    (now,) = ask(trainer, heard, Describe())
    assert (now.seed, now.now.net) == (before.seed, before.now.net)


def test_an_edit_that_finds_no_memory_is_refused_and_its_tick_is_told_with_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heard = Heard()
    trainer = Trainer(heard, devices_=(CPU,), fixed_threads=1)  # type: ignore[arg-type]
    ask(trainer, heard, Load(DataSpec("xor", samples=60), mlp(2, (4, 4), 2), Settings(batch_size=16)))
    made = trainer._session
    assert made is not None
    steps(made, 2)
    with monkeypatch.context() as patched:
        patched.setattr(adopted.surgery, "apply", lambda *given, **more: (_ for _ in ()).throw(MemoryError()))
        (refused,) = ask(trainer, heard, Widen(1, 1))
    assert isinstance(refused, Rejected)
    tick, edited = ask(trainer, heard, Widen(1, 1))
    assert (tick.step, edited.now.state.step, edited.now.net) == (2, 2, made.training.net)


def test_an_undo_that_is_refused_gives_up_no_goal() -> None:
    heard = Heard()
    trainer = Trainer(heard, devices_=(CPU,), fixed_threads=1)  # type: ignore[arg-type]
    ask(trainer, heard, Load(DataSpec("xor", samples=60), mlp(2, (4, 4), 2), Settings(batch_size=16)))
    trainer.answer(3, Step(5))
    (refused,) = ask(trainer, heard, Undo())
    assert isinstance(refused, Rejected)
    assert trainer._session is not None
    assert [goal.number for goal in trainer._session.player.goals] == [3]
    ask(trainer, heard, Widen(1, 1))
    heard.said.clear()
    trainer.answer(8, Undo())
    (state, given_up), (edited, answered) = heard.said
    assert (given_up, state.playing, answered, edited.cause, edited.now.state.playing) == (3, False, 8, "undo", False)


def test_a_fold_is_told_though_the_tick_behind_it_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """The network is another one already: whatever ends the worker then, the window has heard of it."""
    heard = Heard()
    trainer = Trainer(heard, devices_=(CPU,), fixed_threads=1)  # type: ignore[arg-type]
    ask(trainer, heard, Load(DataSpec("xor", samples=60), mlp(2, (4, 4), 2), Settings(batch_size=16)))
    ask(trainer, heard, RemoveLayer(2, "fade"))
    made = trainer._session
    assert made is not None
    while made.training.step < FADE_STEPS - 1:
        steps(made, 1)
    heard.said.clear()
    monkeypatch.setattr(measuring, "validate", lambda *given: (_ for _ in ()).throw(MemoryError()))
    trainer.answer(8, Step(1))
    with pytest.raises(MemoryError):
        trainer._train(made)
    (edited,) = [event for event, _ in heard.said if isinstance(event, Edited)]
    assert edited.now.net == made.training.net
    assert len(edited.now.net.layers) == 2


def test_threads_that_cannot_be_measured_leave_the_choice_before(monkeypatch: pytest.MonkeyPatch) -> None:
    heard = Heard()
    trainer = Trainer(heard, devices_=(CPU,), fixed_threads=1)  # type: ignore[arg-type]
    ask(trainer, heard, Load(DataSpec("xor", samples=60), mlp(2, (4, 4), 2), Settings(batch_size=16)))
    made = trainer._session
    assert made is not None
    before, timeline = made.threads, made.training.timeline
    with monkeypatch.context() as patched:
        patched.setattr(cpu_threads.Threads, "choose", lambda *given: (_ for _ in ()).throw(MemoryError()))
        (refused,) = ask(trainer, heard, UseThreads(2))
    assert isinstance(refused, Rejected)
    assert made.threads is before
    assert made.training.timeline == timeline
