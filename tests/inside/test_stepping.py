"""A step taken apart: its tensors are autograd's, its end is the trainer's own, and it fits into its budget."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
import torch
import torch.nn.functional as F  # noqa: N812

from core.inside.stepping.answers import Stepping
from core.inside.stepping.apart import Apart
from core.inside.stepping.checking import NotThere, check, unit
from core.inside.written.step import Step
from core.messages.inside.stepping import CheckGradient, LookAt, LookAtUnit, TakeApart, TakenApart, TensorSeen, UnitSeen
from core.messages.train_commands import OPTIMIZERS, DataSpec, OptimizerName, Settings
from core.messages.train_reports import Array
from core.net.plan import Dense, Dropout, Edit, Freeze, InsertLayer, LayerKey, Net, RemoveLayer, Widen, mlp
from core.net.presets import PRESETS, preset
from core.train.steps.optimizers import prepared
from core.train.training import datasets
from core.train.training.training import Training, begin
from core.workers import wire

NETS = [name for name in PRESETS if name != "custom"]


def training(data: str = "digits", *, net: Net | None = None, steps: int = 3, **settings: object) -> Training:
    made = begin(
        datasets.load(DataSpec(data)), net=net, settings=Settings(**{"batch_size": 16, **settings}), seed=1  # type: ignore[arg-type]
    )  # fmt: skip
    made.take(steps)
    return made


def tensor(apart: Apart, name: str) -> torch.Tensor:
    return apart.store.kept[name].tensor


def test_the_tensors_are_those_that_a_person_would_get() -> None:
    apart = Apart(training(net=preset("mlp", (1, 8, 8), 10)))
    assert list(apart.lines) == [
        "x, y = next(batches)",
        *apart.lines[1:-3],
        "loss = cross_entropy(out, y)",
        "loss.backward()",
        "adam.step()",
    ]
    step = Step(apart.step.training)
    weights = dict(step.network.named().items())
    keys = [key for key in apart.places if apart.places[key].parameters]
    x = step.x
    values = []
    for key in keys:
        z = x.flatten(1) @ weights[f"{key}.weight"].T + weights[f"{key}.bias"]
        z.retain_grad()
        values.append(z)
        x = torch.relu(z) if key != keys[-1] else z
    loss = F.cross_entropy(x, step.y)
    loss.backward()
    assert apart.loss == pytest.approx(float(loss.detach()), rel=1e-6)
    for key, z in zip(keys, values, strict=True):
        place = apart.places[key]
        name = f"z{place.number}" if place.before else "out"
        torch.testing.assert_close(tensor(apart, name), z.detach())
        torch.testing.assert_close(tensor(apart, f"∂{name}"), z.grad)
        torch.testing.assert_close(tensor(apart, f"∂W{place.number}"), weights[f"{key}.weight"].grad)
        assert float(tensor(apart, f"∂W{place.number}").abs().max()) > 0


def same_end(of: Training) -> Apart:
    """The end of the step taken apart is the trainer's next."""
    apart = Apart(of)
    there = of.at(of.state())
    prepared(there.model, there.settings)
    there.steps(1)
    names = apart.step.network.parameter_names
    full = {id(parameter): name for name, parameter in apart.step.network.named_parameters()}
    moved = 0.0
    for name, parameter in apart.parameters().items():
        theirs = there.model.parameters[names[full[id(parameter)]]]
        torch.testing.assert_close(tensor(apart, f"new {name}"), theirs, rtol=0, atol=2e-7)
        moved = max(moved, float(tensor(apart, f"Δ{name}").abs().max()))
    assert moved > 1e-6
    return apart


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("name", NETS)
def test_every_network_and_optimizer_comes_apart(name: str, optimizer: OptimizerName) -> None:
    apart = same_end(training(net=preset(name, (1, 8, 8), 10), optimizer=optimizer, clip=1.0, learning_rate=1e-2))
    told = apart.told()
    assert wire.decode(wire.encode(told, answers=1))[0] == told
    assert told.stops[0].kind == "batch"
    assert [stop.kind for stop in told.stops][-2:] == ["clip", "update"]
    assert not told.left_out
    for stop in told.stops:
        assert 1 <= stop.line <= len(told.lines)
        assert stop.tensors, stop
        for shown in stop.tensors:
            assert shown.name in apart.store.kept
    assert not any("?" in line for line in told.lines), told.lines


EDITS: dict[str, list[Edit]] = {
    "unfolding": [InsertLayer(LayerKey(1))],
    "residual": [InsertLayer(LayerKey(1), kind="residual")],
    "batch norm": [InsertLayer(LayerKey(1), kind="batch_norm")],
    "dropout": [InsertLayer(LayerKey(1), kind="dropout")],
    "frozen": [Freeze(LayerKey(1))],
    "fading": [RemoveLayer(LayerKey(1), way="fade")],
    "wider": [Widen(LayerKey(1), 8)],
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edited_network_comes_apart_and_its_gradients_are_right(name: str) -> None:
    of = training(weight_decay=0.01, l1=1e-4)
    for edit in EDITS[name]:
        of.edit(edit)
        of.take(2)
    apart = same_end(of)
    right_gradients(apart)


@pytest.mark.parametrize("name", NETS)
def test_the_gradients_of_every_kind_of_layer_are_right(name: str) -> None:
    right_gradients(Apart(training(net=preset(name, (1, 8, 8), 10))))


def right_gradients(apart: Apart) -> None:
    checked = 0
    for name, parameter in apart.parameters().items():
        if not parameter.requires_grad:
            continue
        largest = int(tensor(apart, f"∂{name}").abs().argmax())
        index = tuple(int(i) for i in np.unravel_index(largest, tuple(parameter.shape)))
        found = check(apart, name, index)
        assert found.agrees, found
        assert found.here == pytest.approx(found.exact, rel=1e-3, abs=2e-5)
        checked += 1
    assert checked >= 2


def test_a_wrong_gradient_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    apart = Apart(training())
    real = torch.autograd.grad
    monkeypatch.setattr(torch.autograd, "grad", lambda *given: (real(*given)[0] * 1.01 + 1e-3,))
    assert not check(apart, "W1", (0, 20)).agrees


def test_dropout_is_checked_as_it_was_drawn() -> None:
    net = Net((64,), (Dense(LayerKey(1), 20, "tanh"), Dropout(LayerKey(2), 0.5), Dense(LayerKey(3), 10, "linear")),
              LayerKey(4))  # fmt: skip
    apart = Apart(training(net=net))
    right_gradients(apart)
    mask = next(iter(apart.masks.values()))
    assert {0.0, 2.0} == set(mask.unique().tolist())
    assert "h2 = dropout(h1, 0.5)" in apart.lines


def test_the_lines_are_the_network_as_code() -> None:
    apart = Apart(training(net=preset("resnet", (1, 8, 8), 10)))
    text = "\n".join(apart.lines)
    assert "relu(batch_norm(conv2d(x, W1, b1, padding=1)))" in text
    assert ".mean((2, 3))" in text
    assert any(" + h" in line for line in apart.lines), "a residual block adds"


def test_the_training_stays_where_it_is_and_the_same_comes_again() -> None:
    of = training()
    before = of.model.flat.clone()
    first, again = Apart(of), Apart(of)
    assert torch.equal(of.model.flat, before)
    assert first.told() == again.told()
    assert all(torch.equal(kept.tensor, again.store.kept[name].tensor) for name, kept in first.store.kept.items())


@pytest.mark.parametrize("budget", [0, 1_000, 50_000, 200_000])
def test_what_has_no_room_is_left_out_and_told(budget: int) -> None:
    of = training(net=preset("vgg", (1, 8, 8), 10))
    doing = Stepping(budget=budget)
    told = doing.do(TakeApart(), of)
    assert isinstance(told, TakenApart)
    assert told.bytes <= budget
    assert told.left_out > 0
    assert told.left_out_bytes > 0
    gone = [one.name for stop in told.stops for one in stop.tensors if not one.kept]
    assert gone
    with pytest.raises(NotThere, match="left out"):
        doing.do(LookAt(gone[0]), of)


def test_a_tensor_is_measured_whole() -> None:
    of = training()
    doing = Stepping()
    seen = doing.do(LookAt("x"), of)
    assert isinstance(seen, TensorSeen)
    x = Step(of).x
    assert (seen.shape, seen.dtype, seen.bytes) == (tuple(x.shape), "float32", x.numel() * 4)
    assert seen.mean == pytest.approx(float(x.mean()), rel=1e-5)
    assert seen.sigma == pytest.approx(float(x.std(correction=0)), rel=1e-5)
    assert seen.zeros == int((x == 0).sum())
    assert int(np.frombuffer(seen.counts.data, "<i8").sum()) == x.numel()
    hidden = doing.do(LookAt("h1"), of)
    assert isinstance(hidden, TensorSeen)
    assert hidden.grad_fn.startswith("ReluBackward")
    assert any(text.startswith("result") for text in hidden.saved)
    assert hidden.dead >= 0


def test_numbers_that_are_none_are_counted_and_harm_nothing() -> None:
    of = training()
    with torch.no_grad():
        of.model.parameters["1.weight"][0, :] = math.inf
        of.model.parameters["1.weight"][1, 0] = math.nan
    doing = Stepping()
    told = doing.do(TakeApart(), of)
    assert isinstance(told, TakenApart)
    seen = doing.do(LookAt("W1"), of)
    assert isinstance(seen, TensorSeen)
    assert (seen.nans, seen.infinities) == (1, 64)
    assert math.isfinite(seen.mean)


@pytest.mark.parametrize("name", ["mlp", "lenet5", "resnet"])
def test_a_unit_is_the_sum_of_its_products(name: str) -> None:
    apart = Apart(training(net=preset(name, (1, 8, 8), 10)))
    for place in apart.places.values():
        if not place.parameters:
            continue
        shape = tensor(apart, place.result).shape
        index = (1, shape[1] - 1, *(size // 2 for size in shape[2:]))
        found = unit(apart, place.result, index)
        total = sum(x * w for x, w in found.terms) + found.rest + found.bias
        assert found.before == pytest.approx(total, abs=1e-6)
        z = f"z{place.number}" if f"z{place.number}" in apart.store.kept else place.result
        assert found.before == pytest.approx(float(tensor(apart, z)[index]), rel=1e-4, abs=1e-4)
        assert found.after == float(tensor(apart, place.result)[index])


@pytest.mark.parametrize(
    "command",
    [
        LookAt(""), LookAt("W99"), LookAtUnit("x", (0, 0)), LookAtUnit("h1", (10**9, 0)), LookAtUnit("h1", ()),
        CheckGradient("h1", (0, 0)), CheckGradient("W1", (-1, 0)), CheckGradient("W1", (0,)),
    ],
)  # fmt: skip
def test_what_is_not_there_is_a_sentence(command: LookAt | LookAtUnit | CheckGradient) -> None:
    with pytest.raises(NotThere):
        Stepping().do(command, training())


def test_a_unit_is_answered_through_the_door() -> None:
    found = Stepping().do(LookAtUnit("h1", (0, 0)), training())
    assert isinstance(found, UnitSeen)
    assert found.function == "relu"


@pytest.mark.parametrize("data", ["spiral", "plane"])
def test_other_data_comes_apart_and_its_gradients_are_right(data: str) -> None:
    right_gradients(same_end(training(data, clip=0.5, l1=1e-3, learning_rate=1e-2)))


@pytest.mark.parametrize("value", [3e38, math.inf, math.nan])
@pytest.mark.parametrize("name", ["mlp", "resnet"])
def test_weights_out_of_all_bounds_are_shown_and_nothing_breaks(name: str, value: float) -> None:
    of = training(net=preset(name, (1, 8, 8), 10))
    with torch.no_grad():
        for place, weights in enumerate(of.model.parameters.values()):
            weights.view(-1)[::2] = value if place % 2 == 0 else -value
    doing = Stepping()
    told = doing.do(TakeApart(), of)
    assert isinstance(told, TakenApart)
    for stop in told.stops:
        for shown in stop.tensors:
            seen = doing.do(LookAt(shown.name), of)
            assert wire.decode(wire.encode(seen, answers=1))[0] is not None
            assert isinstance(seen, TensorSeen)
            whole = math.prod(seen.shape)
            assert int(np.frombuffer(seen.counts.data, "<i8").sum()) + seen.nans + seen.infinities == whole
    doing.do(CheckGradient("W1", (0,) * (2 if name == "mlp" else 4)), of)


def floats(array: Array) -> list[float]:
    return torch.frombuffer(bytearray(array.data), dtype=torch.float32).tolist() if array.data else []


def test_the_drawing_shows_what_units_really_did() -> None:
    of = begin(datasets.load(DataSpec()), net=mlp(64, [9, 4], 10), settings=Settings(batch_size=16), seed=0)
    of.take(3)
    stepping = Stepping()
    told = stepping.do(TakeApart(), of)
    assert isinstance(told, TakenApart)
    seen = {name: stepping.tensor(name, of) for name in ("x", "h1", "W2", "∂W2", "∂h1")}
    inputs, first, second, last = told.columns
    assert first.picked == (0, 1, 3, 4, 5, 7, 8), "seven of nine, with the first and the last"
    picked = list(first.picked)
    assert floats(first.units) == pytest.approx(seen["h1"].abs().mean(0)[picked].tolist())
    assert floats(first.gradients) == pytest.approx(seen["∂h1"].abs().mean(0)[picked].tolist())
    assert floats(second.links) == pytest.approx(seen["W2"][:, picked].flatten().tolist())
    assert floats(second.link_gradients) == pytest.approx(seen["∂W2"][:, picked].flatten().tolist())
    assert second.links.shape == (4, 7)
    assert inputs.picked == (0, 10, 21, 32, 42, 52, 63)
    assert floats(inputs.units) == pytest.approx(seen["x"].flatten(1).abs().mean(0)[list(inputs.picked)].tolist())
    assert last.picked[-1] == 9


@pytest.mark.parametrize("name", NETS)
def test_every_network_is_drawn_by_units_that_it_has(name: str) -> None:
    of = begin(datasets.load(DataSpec()), net=preset(name, (1, 8, 8), 10), settings=Settings(batch_size=4), seed=0)
    told = Stepping().do(TakeApart(), of)
    assert isinstance(told, TakenApart)
    assert [column.key for column in told.columns[1:]] == [stop.key for stop in told.stops if stop.kind == "forward"]
    for before, column in pairwise(told.columns):
        assert column.units.shape == column.gradients.shape == (len(column.picked),)
        assert column.links.shape in ((0,), (len(column.picked), len(before.picked)))
        assert column.links.shape == column.link_gradients.shape


def test_of_a_step_without_room_the_drawing_shows_no_numbers() -> None:
    of = begin(datasets.load(DataSpec()), net=mlp(64, [9], 10), settings=Settings(batch_size=16), seed=0)
    told = Stepping(budget=0).do(TakeApart(), of)
    assert isinstance(told, TakenApart)
    assert not any(column.units.data or column.links.data for column in told.columns)
