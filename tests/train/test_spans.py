"""What an edit added lies in long spans, and a step passes over them once; scattered elements are reported."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from core.messages.train_commands import Settings
from core.net.plan import Narrow, Widen, mlp
from core.train.model.model import COHORT
from core.train.steps import spans
from core.train.steps.ladder import Stepper
from core.train.steps.spans import spans_of
from core.train.surgery import apply as surgery
from core.versions import leading
from tests.train import nets


@pytest.mark.parametrize("dtype", [COHORT, torch.int64])
def test_spans_are_where_neighbours_differ(dtype: torch.dtype, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spans, "LEAST", 1)
    generator = torch.Generator().manual_seed(0)
    told = 0
    for _ in range(400):
        lengths = torch.randint(1, 12, (7,), generator=generator)
        columns = torch.randint(0, 3, (7,), generator=generator).repeat_interleave(lengths).to(dtype)
        begins = [0, *(place for place in range(1, len(columns)) if columns[place] != columns[place - 1])]
        found = spans_of(columns, count=3)
        if found is not None:  # words that repeat themselves are not told apart
            used = columns[begins].tolist()
            assert found.places == [[place for place, column in enumerate(used) if column == c] for c in range(3)]
            assert torch.tensor([0, *found.lengths]).cumsum(0).tolist() == [*begins, len(columns)]
            told += 1
    assert told > 300


def test_what_is_scattered_is_told() -> None:
    assert spans_of(torch.arange(4096).remainder(2).to(COHORT), count=2) is None
    assert spans_of((torch.arange(65536) // 64).remainder(2).to(COHORT), count=2) is None
    assert spans_of((torch.arange(65536) // 512).remainder(2).to(COHORT), count=2) is not None


def test_the_pieces_of_a_column_are_views_of_the_flat_buffer_in_order() -> None:
    columns, flat = (torch.arange(2048) // 512).remainder(2).to(COHORT), torch.arange(2048.0)
    found = spans_of(columns, count=3)
    assert found is not None
    pieces = found.of(flat)
    assert [len(of) for of in pieces] == [2, 2, 0]
    assert torch.equal(torch.cat(pieces[1]), flat[columns == 1])
    pieces[1][0].zero_()
    assert not flat[512:1024].any()


@pytest.mark.skipif(leading(torch.__version__) < (2, 4), reason="torch fuses Adam on the CPU since 2.4")
@pytest.mark.parametrize("optimizer", ["adam", "amsgrad", "adamw"])
def test_in_one_pass_or_operation_by_operation_the_steps_are_the_same_to_the_last_digits(
    optimizer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(optimizer=optimizer, weight_decay=0.01, learning_rate=5e-3)  # type: ignore[arg-type]
    model = nets.trained(mlp(300, (16, 16), 4), dtype=torch.float64)
    inputs, targets = nets.data(model.net, 256)
    told = {"inputs": inputs.double(), "targets": targets, "task": "classify"}
    flats = []
    for in_one_pass in (True, False):
        made = model
        for edit in (Widen(1, 32), Widen(2, 8, "split"), Narrow(1, 3)):
            made = surgery.apply(made, edit, seed=0, **told).model  # type: ignore[arg-type]
        monkeypatch.setattr(spans, "LEAST", 64 if in_one_pass else len(made.flat))
        stepper = Stepper(made, settings, task="classify")
        assert (stepper._state.lists is not None) == in_one_pass
        nets.train(made, 60, settings=replace(settings), inputs=inputs, targets=targets)
        flats.append(made.flat)
    assert 0 < float((flats[0] - flats[1]).abs().max()) < 1e-12
