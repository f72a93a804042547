"""Every event of both workers, with any values its types allow, shown while each page is open and while a recording
plays: nothing is raised, and the window paints itself."""

from __future__ import annotations

import dataclasses
import sys
import types
import typing
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal, Union, get_args

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, reject, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication, QDialog

from core.messages.beside.modules import BESIDE
from core.messages.install_events import InstallEvent
from core.messages.own.out import OutEvent
from core.messages.train_events import (
    Column,
    Links,
    Loaded,
    NetChanged,
    Portrait,
    Previewed,
    Silence,
    Told,
    TrainEvent,
)
from core.messages.train_reports import Array, Data
from core.net.plan import Cost, Dense, LayerKey, Net, Residual, mlp
from core.net.presets import preset
from core.sentence import Sentence
from core.workers import wire
from core.workers.backlog import shortened
from gui.kit import painting
from gui.kit.arrays import numbers
from gui.kit.remembered import Preferences
from gui.out.setting import FileDialogs
from gui.window.window import Window
from tests.gui import nets
from tests.gui.conftest import OpenWindow
from tests.sweeps import sweep

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("propagateSizeHints|This plugin does not support")]

FLOATS = st.sampled_from([0.0, 1.0, 0.5, -1.0, float("nan"), float("inf"), -float("inf"), 1e308, -1e308, 5e-324, 1e-9])
WHOLES = st.sampled_from([0, 1, 2, 7, -1, 100, 10**6, 2**31, 2**63 - 1, -(2**63) + 1])
TEXTS = st.sampled_from([
    "", "a", "나선", "x" * 11_000, "a\nb\tc", "\x00", "\ud800", "\u202eabc", "<b>bold</b> &amp;", "{0}", "{", "%s",
    "/home/minsu/envs/torch", "cpu", "cuda:0", "linux-64", "3.12", "2.14.1", "2026-11-29T10:00:00+00:00", "👩\u200d🔬",
]) | st.text(max_size=8)  # fmt: skip
SENTENCES = st.builds(
    Sentence,
    st.sampled_from(["It is so.", "{name} is so.", "{n:,} steps", "{share:.1f}", "{", "{0}", "", "글 " * 3000]) | TEXTS,
    st.lists(st.tuples(st.sampled_from(["name", "n", "share"]), st.one_of(TEXTS, FLOATS, WHOLES)), max_size=3).map(
        tuple
    ),
)
NETS = (
    mlp(64, (48, 24), 10), mlp(2, (), 2), mlp(2, (4,), 1), mlp(2, (3,) * 62, 2), mlp(784, (16_384,), 10),
    preset("lenet5", (1, 28, 28), 10), preset("resnet", (1, 8, 8), 10), preset("vgg", (1, 8, 8), 10),
    Net((2,), (Residual(LayerKey(1), (Dense(LayerKey(2), 2),)), Dense(LayerKey(3), 2, "linear")), 4),
)  # fmt: skip
RUNS = st.sampled_from(["", "/nowhere/xor", "/nowhere/" + "x" * 300, "/nowhere/나선 {0} <b>"])
KEYS = st.sampled_from([0, 1, 2, 3, 9, -1, 2**62]).map(LayerKey)


@st.composite
def arrays(draw: st.DrawFn, shape: tuple[int, ...], dtype: str = "f4") -> Array:
    """Numbers of a shape, odd ones among them."""
    values = np.random.default_rng(draw(st.integers(0, 9))).normal(size=shape)
    if dtype[0] == "f" and values.size:
        odd = draw(st.sampled_from([0.0, np.nan, np.inf, -np.inf, 3e38]))
        values.flat[:: draw(st.integers(1, 7))] = odd
    return nets.array(values if dtype[0] == "f" else np.abs(values).astype(int), dtype)


@st.composite
def changes(draw: st.DrawFn) -> NetChanged:
    rest = draw(fields_of(NetChanged, net=st.sampled_from(NETS)))
    count = draw(st.integers(0, 5))
    table = np.array(numbers(draw(arrays((count, 9), "f8"))))
    table[:, 0] = np.arange(count)  # steps rise: a run in which they do not begins its charts again
    return NetChanged(**rest | {"ticks": draw(st.sampled_from([None, nets.array(table, "f8")]))})


@st.composite
def data(draw: st.DrawFn) -> Data:
    shape = draw(st.sampled_from([(2,), (64,), (1, 8, 8), (1, 28, 28), (3, 4, 4), (5,)]))
    count, task = (
        draw(st.integers(0, 5)),
        draw(st.sampled_from(["classify", "regress"] if len(shape) == 1 else ["classify"])),
    )
    target = arrays((count,), "i8") if task == "classify" else arrays((count, 1))
    classes = tuple(map(str, range(10))) if task == "classify" else ()
    rest = draw(fields_of(Data))
    samples = np.linspace(-3, 3, count * int(np.prod(shape))).reshape(count, *shape)
    held_out = draw(st.sampled_from([None, nets.array(samples)]))
    return Data(**rest | {"input": shape, "samples": nets.array(samples), "targets": draw(target), "task": task,
                          "classes": classes, "held_out": held_out})  # fmt: skip


@st.composite
def portraits(draw: st.DrawFn) -> Portrait:
    """A portrait of some network, perhaps not the one that is shown, with numbers that are none."""
    net = draw(st.sampled_from([one for one in NETS if all(isinstance(layer, Dense) for layer in one.layers)]))
    made = nets.portrait(net, units=draw(st.integers(0, 12)), links=0)
    columns = []
    for column in made.columns:
        count = column.shown.shape[0]
        side = draw(st.sampled_from([0, 1, 8]))
        columns.append(
            replace(column, activity=draw(arrays((count,))), alive=draw(arrays((count,))), width=draw(WHOLES),
                    tiles=draw(arrays((count, side, side))), frozen=draw(st.none() | arrays((count,), "u1")))
        )  # fmt: skip
    links = [
        Links(nets.array(np.zeros((n, 2)), "i4"), draw(arrays((n,))))
        for a, b in pairwise(columns)
        for n in [draw(st.integers(0, 2)) if a.shown.shape[0] and b.shown.shape[0] else 0]
    ]
    answer = draw(st.none() | arrays(draw(st.sampled_from([(0, 0), (1, 1), (24, 24)]))))
    return Portrait(draw(WHOLES), tuple(columns), tuple(links), answer)


def fields_of(kind: type, **known: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Return what makes the fields of a message, each with any value of its type."""
    hints = typing.get_type_hints(kind)
    names = [field.name for field in dataclasses.fields(kind)]
    made = {name: known[name] if name in known else of(hints[name]) for name in names}
    return st.fixed_dictionaries(made)


SPECIAL: dict[Any, Callable[[], st.SearchStrategy[Any]]] = {
    float: lambda: FLOATS, int: lambda: WHOLES, str: lambda: TEXTS, bool: st.booleans, bytes: lambda: st.just(b""),
    type(None): st.none, Sentence: lambda: SENTENCES, Net: lambda: st.sampled_from(NETS), LayerKey: lambda: KEYS,
    Array: lambda: arrays((0,)), NetChanged: changes, Data: data, Portrait: portraits,
    Loaded: lambda: fields_of(Loaded, run=RUNS).map(lambda values: Loaded(**values)),
    Cost: lambda: st.builds(Cost, WHOLES, WHOLES, WHOLES),
    Column: lambda: st.nothing(), Links: lambda: st.nothing(),
}  # fmt: skip


@cache
def of(hint: Any) -> st.SearchStrategy[Any]:
    """Return what makes any value of a type, as the wire lets it through."""
    origin, arguments = typing.get_origin(hint), get_args(hint)
    if hint in SPECIAL:
        return SPECIAL[hint]()
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin is Union or origin is types.UnionType:
        return st.one_of([of(argument) for argument in arguments])
    if origin is tuple and arguments[-1] is Ellipsis:
        few = st.lists(of(arguments[0]), max_size=3).map(tuple)
        return few | few.map(lambda some: some * 12)
    if origin is tuple:
        return st.tuples(*map(of, arguments))
    assert dataclasses.is_dataclass(hint), hint
    return st.deferred(lambda: fields_of(typing.cast(type, hint))).map(lambda values: hint(**values))


BESIDE_KINDS = [
    kind
    for module in BESIDE
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, Told) and kind is not Told
]
KINDS = [*get_args(TrainEvent), *BESIDE_KINDS, Silence]
INSTALL_KINDS = [*get_args(InstallEvent), Silence]
OUT_KINDS = [*get_args(OutEvent), Silence]
some = settings(
    max_examples=sweep(usual=3, nightly=150), deadline=None, database=None, derandomize=True,
    phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck),
)  # fmt: skip


ANSWERS = st.none() | st.integers(0, 6)


class Quiet:
    """A worker that hears everything and says nothing."""

    def __init__(self) -> None:
        self.heard: list[object] = []

    def send(self, command: object) -> int:
        self.heard.append(command)
        return len(self.heard)

    def events(self, limit: int) -> list[tuple[Any, int | None]]:
        return []

    def close(self) -> None: ...
    def kill(self) -> None: ...
    def dismiss(self) -> None: ...


class Tape(Quiet):
    """A recording that stands still."""

    position_s, length_s, over, paused = 1.0, 2.0, False, True

    def holds(self, kind: type) -> bool:
        """Whether a kind of event is on it."""
        return True

    def hold(self, paused: bool) -> None: ...
    def again(self) -> None: ...


@pytest.fixture
def raised(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[BaseException]]:
    """What was raised where nobody is there to catch it: in a picture, or in what Qt calls."""
    found: list[BaseException] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: found.append(error))
    yield found
    painting.told.clear()


def opened(open_window: OpenWindow, page: str) -> Window:
    """Return a window at a page, or one that plays a recording, on workers that say nothing."""
    preferences = Preferences(language="ko", theme="light", motion=False)
    worker = Tape() if page == "recording" else Quiet()
    more = {"tape": worker} if page == "recording" else {"trainer": worker}
    at = "train" if page == "recording" else page
    window = open_window(**more, preferences=preferences, page=at, loaded=False, size=(900, 620))
    window.timer.stop()
    window.training.start = lambda python: Quiet()  # type: ignore[assignment, return-value]
    window.installs.worker = Quiet()  # type: ignore[assignment]
    window.installs.start = Quiet  # type: ignore[assignment]
    return window


def lives(window: Window, raised: list[BaseException], told: object) -> None:
    """Draw, and assert that all of it is painted and nothing was raised on the way."""
    for _ in range(2):
        window.page.draw()
        window.installs.frame_passed()
        window.out.frame_passed()
        QApplication.processEvents()
    assert not window.grab().isNull()
    assert not raised, f"{str(told)[:2000]}\n{raised[0]!r}"
    assert window.isVisible()
    for dialog in window.findChildren(QDialog):
        dialog.close()


def travelled(event: Any) -> Any:
    """Return the event as the window gets it; what the wire refuses never comes."""
    line = wire.encode(event)
    try:
        return shortened(wire.decode(line)[0], line_bytes=len(line))
    except wire.WireError:
        reject()


@pytest.mark.parametrize("page", ["train", "install", "recording"])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_any_event_of_the_trainer_is_shown(
    open_window: OpenWindow, raised: list[BaseException], kind: Any, page: str
) -> None:
    window = opened(open_window, page)
    count = [0]

    @some
    @given(st.data())
    def show(draw: st.DataObject) -> None:
        event, net, answers = draw.draw(of(kind)), draw.draw(st.sampled_from(NETS)), draw.draw(ANSWERS)
        raised.clear()
        painting.told.clear()
        if window.training.worker is None:
            window.training.worker = Quiet()  # type: ignore[assignment]
        window.show_event(nets.loaded(net), None)
        if kind is Previewed:
            window.page.editor.asked[60] = event.edit
            answers = 60
        window.show_event(travelled(event), answers)
        lives(window, raised, event)
        count[0] += 1

    show()
    assert count[0]


@pytest.mark.parametrize("page", ["install", "train"])
@pytest.mark.parametrize("kind", INSTALL_KINDS, ids=lambda kind: kind.__name__)
def test_any_event_of_the_install_worker_is_shown(
    open_window: OpenWindow, raised: list[BaseException], kind: Any, page: str
) -> None:
    window = opened(open_window, page)
    window.frame.page("install")
    window.frame.page("environments")
    count = [0]

    @settings(some, max_examples=sweep(usual=2, nightly=60))
    @given(st.data())
    def show(draw: st.DataObject) -> None:
        event, answers = draw.draw(of(kind)), draw.draw(ANSWERS)
        raised.clear()
        painting.told.clear()
        if window.installs.worker is None:
            window.installs.worker = Quiet()  # type: ignore[assignment]
        window.installs.show_event(travelled(event), answers)
        lives(window, raised, event)
        count[0] += 1

    show()
    assert count[0]


@pytest.mark.parametrize("kind", OUT_KINDS, ids=lambda kind: kind.__name__)
def test_any_event_of_the_out_worker_is_shown(
    open_window: OpenWindow, raised: list[BaseException], tmp_path: Path, kind: Any
) -> None:
    window, file = opened(open_window, "train"), tmp_path / "a.garden"
    window.show_event(nets.loaded(), None)
    window.training.run.folder = str(tmp_path)
    file.touch()

    def taking_home() -> None:
        window.out.take_home()
        choice = window.out.dialog.choices["garden"]  # type: ignore[union-attr]
        choice.act()

    def trying() -> None:
        window.out.try_on()
        window.out.dialog.predict_files(("/a",))  # type: ignore[union-attr]

    def bringing() -> None:
        window.out.bring_in(file)
        window.out.dialog.bring()  # type: ignore[union-attr]

    window.out.files = FileDialogs(save_as=lambda *_: str(tmp_path / "b.garden"))
    count = [0]

    @settings(some, max_examples=sweep(usual=3, nightly=60))
    @given(st.data())
    def show(draw: st.DataObject) -> None:
        raised.clear()
        painting.told.clear()
        window.training.worker = Quiet()  # type: ignore[assignment]
        window.out.worker, window.out.setting = Quiet(), replace(window.out.setting, start=lambda python: Quiet())
        window.out.python = window.preferences.python
        event = travelled(draw.draw(of(kind)))
        for way in (taking_home, trying, bringing):
            window.out.jobs.clear()
            way()
            for job in list(window.out.jobs):
                if not job.number:
                    window.out.stood(job.save)
            for job in list(window.out.jobs):
                window.out.show_event(event, job.number)
            lives(window, raised, event)
            QApplication.processEvents()
        count[0] += 1

    show()
    assert count[0]
