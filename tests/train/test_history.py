"""However long a training has run, it opens again, and its charts show where it went."""

from __future__ import annotations

import itertools
import json
import math
from array import array
from pathlib import Path

import pytest
import torch

from core.messages.train_commands import DataSpec, Describe, Load, OpenRun, Redo, Save, Step, Undo
from core.messages.train_events import TICK_FIELDS, Loaded, State
from core.net.plan import Widen
from core.runs import WEIGHTS_FILE
from core.train.disk.checked import sums_of
from core.train.training import history
from core.train.training.history import FRESH, MOST, thinned
from core.workers import wire
from tests.train.line import Line

HOURS = 100
TICKS = HOURS * 3600 * 30


def made_up(count: int, *, first: int = 1) -> torch.Tensor:
    """Return (count, TICK_FIELDS) Ticks of a training that learns, with noise, and is validated now and then."""
    rows = torch.rand(count, TICK_FIELDS, dtype=torch.float64, generator=torch.Generator().manual_seed(first))
    rows[:, 0] = torch.arange(first, first + count)
    rows[:, 2] += 1000 / (10 + rows[:, 0])
    rows[torch.arange(count) % 45 > 0, 3] = math.nan
    return rows


def numbers(rows: torch.Tensor) -> array[float]:
    return array("d", rows.flatten().tolist())


def table(numbers_: array[float]) -> torch.Tensor:
    return torch.tensor(numbers_, dtype=torch.float64).view(-1, TICK_FIELDS)


def test_a_history_is_thinned_to_its_peaks_and_its_newest_ticks() -> None:
    rows = made_up(MOST + 5000)
    rows[30_001, 2], rows[40_001, 6], rows[50_040, 3] = 900.0, math.inf, -7.0
    shorter = table(thinned(numbers(rows))[0])
    steps = shorter[:, 0].long()
    assert FRESH < len(shorter) < MOST
    assert {30_002, 40_002, 50_041} <= set(steps.tolist())
    assert torch.equal(shorter[-FRESH:].nan_to_num(9), rows[-FRESH:].nan_to_num(9))
    assert torch.equal(shorter.nan_to_num(9), rows[steps - 1].nan_to_num(9)), "a Tick that stays is as it was"
    assert steps[0] == 1
    assert all(a < b <= a + 100 for a, b in itertools.pairwise(steps.tolist())), "no part of it is empty"


def test_what_is_kept_for_undo_finds_its_place_in_a_thinned_history() -> None:
    rows = made_up(MOST + 1)
    shorter, place = thinned(numbers(rows), keep=[0, 1234, 80_123, MOST + 1])
    for old in (1234, 80_123, MOST + 1):
        assert shorter[place(old) * TICK_FIELDS - TICK_FIELDS] == old, "the last Tick before it stays"
    assert (place(0), place(MOST + 1)) == (0, len(shorter) // TICK_FIELDS)


def test_a_short_history_stays_as_it_is() -> None:
    rows = numbers(made_up(1000))
    shorter, place = thinned(rows)
    assert shorter is rows
    assert place(777) == 777


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Histories are long from 120 Ticks on."""
    for name, value in (("MOST", 120), ("FRESH", 30), ("SPANS", 4)):
        monkeypatch.setattr(history, name, value)


def steps_of(numbers_: array[float]) -> list[float]:
    return list(numbers_[::TICK_FIELDS])


@pytest.mark.usefixtures("short")
def test_undo_and_redo_find_their_charts_though_these_were_thinned(tmp_path: Path) -> None:
    line = Line()
    line.ask(Load(DataSpec("xor", samples=40), run=str(tmp_path)))
    ticks = line.session.ticks

    def go(count: int) -> None:
        for _ in range(count):
            line.ask(Step(1))
            assert ticks.count <= 121

    go(50)
    line.ask(Widen(1, 1))
    go(60)
    line.ask(Widen(1, 1))
    go(20)
    line.ask(Undo())
    line.ask(Undo())  # two are redone now, the older one's charts end before the newer one's
    assert steps_of(ticks.history)[-1] == 50
    for base in (50, 110):
        line.ask(Redo())
        assert steps_of(ticks.history)[-1] == base + (60 if base == 50 else 20)
    go(100)
    for step in (110, 50):
        line.ask(Undo())
        assert line.session.training.step == step
        assert steps_of(ticks.history)[-1] == step
        assert line.shown.rows[-1][0] == step
        assert steps_of(ticks.history) == sorted(set(steps_of(ticks.history)))
    line.ask(Redo())
    line.ask(Redo())
    assert steps_of(ticks.history)[-1] == line.session.training.step == 230
    assert isinstance(line.ask(Save()), State)
    line.trainer._hold.keep_only(None)
    again = Line()
    loaded = again.ask(OpenRun(str(tmp_path)))
    assert isinstance(loaded, Loaded)
    assert loaded.now.ticks is not None
    assert loaded.now.ticks.data == ticks.history.tobytes()


@pytest.mark.slow
def test_a_run_of_a_hundred_hours_opens_and_is_described(tmp_path: Path) -> None:
    line = Line()
    line.ask(Load(DataSpec("xor", samples=40), run=str(tmp_path)))
    line.ask(Step(3))
    line.ask(Save())
    [file] = tmp_path.glob("ticks-*.f8")
    _say_so_many_ticks(tmp_path, TICKS)
    rows = made_up(history.BLOCK)
    with file.open("wb") as into:
        for first in range(0, TICKS, history.BLOCK):
            rows[:, 0] = torch.arange(first + 1, first + 1 + history.BLOCK)
            rows[500, 2] = first
            into.write(bytes(memoryview(numbers(rows)).cast("B"))[: (TICKS - first) * TICK_FIELDS * 8])
    line.trainer._hold.keep_only(None)
    again = Line()
    for command in (OpenRun(str(tmp_path)), Describe()):
        loaded = again.ask(command)
        assert isinstance(loaded, Loaded)
        assert len(wire.encode(loaded)) < wire.LINE_BYTES // 10
        assert loaded.now.ticks is not None
        told = table(array("d", loaded.now.ticks.data))
        assert len(told) <= MOST
        assert int(told[-1, 0]) == TICKS
        assert {float(first) for first in range(0, TICKS, history.BLOCK)} <= set(told[:, 2].tolist())
    assert isinstance(again.ask(Step(1)), State)


def _say_so_many_ticks(run: Path, count: int) -> None:
    """Let the run's weights file say that it has taken so many steps, and that as many Ticks belong to it."""
    weights = run / WEIGHTS_FILE
    content = weights.read_bytes()
    size = int.from_bytes(content[:8], "little")
    header = json.loads(content[8 : 8 + size])
    told = {**json.loads(header["__metadata__"]["torchgarden"]), "ticks": count}
    told["record"]["step"] = count
    sums: dict[str, int] = told.pop("sums")
    next(sums_of({}, told, sums))
    header["__metadata__"]["torchgarden"] = json.dumps({**told, "sums": sums})
    text = json.dumps(header).encode()
    weights.write_bytes(len(text).to_bytes(8, "little") + text + content[8 + size :])
