"""Growth keeps the function, of trained networks that are alive, and everything learns from the next step on."""

from __future__ import annotations

from functools import cache

import pytest
import torch
from torch import Tensor

from core.messages.train_commands import OPTIMIZERS, OptimizerName, Settings
from core.net.edits import edited
from core.net.plan import (
    ACTIVATIONS,
    Conv,
    CopyLayer,
    Dense,
    Edit,
    EditError,
    Freeze,
    InsertLayer,
    Net,
    ResetUnit,
    Residual,
    Widen,
    numbered,
    width_of,
)
from core.net.shapes import flows, parameter_shapes
from core.train.model.model import Model, views
from core.train.surgery import apply as surgery
from core.train.surgery.deepen import squared_gradients
from tests.train import nets

SEEDS = [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 10))]
STEPS = {"depthwise": 250}
"""Three convolutions and a mean take longer to tell samples apart."""
WAYS = ("append", "split", "gradmax", "tiny")


@cache
def trained(name: str, seed: int, dtype: torch.dtype) -> tuple[Model, Tensor, Tensor]:
    """A trained, living model of one kind with its data; nobody may change it."""
    net = nets.NETS[name]()
    inputs, targets = nets.data(net, 256)
    return nets.trained(net, seed=seed, dtype=dtype, steps=STEPS.get(name, 60)), inputs.to(dtype), targets


def grown(model: Model, edit: Edit, inputs: Tensor, targets: Tensor, *, seed: int = 7) -> Model:
    return surgery.apply(model, edit, seed=seed, inputs=inputs, targets=targets, task="classify").model


def growths(net: Net) -> list[Edit]:
    """Every growth edit that is possible on a net."""
    asked: list[Edit] = []
    for number, layer in enumerate(numbered(net), 1):
        if isinstance(layer, (Dense, Conv)):
            asked += [Widen(number, 2, way) for way in WAYS] + [CopyLayer(number)]
    for after in range(len(numbered(net))):
        asked += [InsertLayer(after, kind=kind) for kind in ("hidden", "auto", "identity", "residual", "conv")]
        asked += [InsertLayer(after, width=17), InsertLayer(after, activation="tanh"), InsertLayer(after, 1, "sigmoid")]
        asked += [InsertLayer(after, 0, "sigmoid"), InsertLayer(after, 1, "sigmoid", "auto")]
    return [edit for edit in asked if possible(net, edit)]


def possible(net: Net, edit: Edit) -> bool:
    try:
        edited(net, edit)
    except EditError:
        return False
    return True


def exact(net: Net, edit: Edit) -> bool:
    """Whether an edit must not change one bit: inserted identities (as wide as what reaches them) and blocks. A sigmoid
    rounds where it begins as 1/2 + z/4."""
    if isinstance(edit, CopyLayer):
        return True
    if not isinstance(edit, InsertLayer):
        return False
    after = edited(net, edit)
    new = next(x for x in numbered(after) if x.key >= net.next_key)
    if isinstance(new, Residual):
        return True
    return width_of(new) == flows(after)[new.key].inside[0] and edit.activation != "sigmoid"


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", nets.NETS)
def test_growth_keeps_the_function(name: str, seed: int) -> None:
    for dtype, bound in ((torch.float32, 1e-6), (torch.float64, 1e-14)):
        model, inputs, targets = trained(name, seed, dtype)
        kept = nets.everything(model)
        edits = growths(model.net)
        assert len(edits) >= 8
        for edit in edits:
            try:
                after = grown(model, edit, inputs, targets, seed=seed)
            except EditError:  # only the tensors tell: aimed units of a grouped convolution
                assert isinstance(edit, Widen)
                assert edit.way in ("gradmax", "tiny")
                continue
            for training in (False, True):
                moved = nets.difference(model, after, inputs, training=training)
                assert moved <= (0 if exact(model.net, edit) else bound), f"{edit} moved the output by {moved}"
            assert {n: tuple(t.shape) for n, t in after.parameters.items()} == parameter_shapes(after.net)
        assert all(torch.equal(t, kept[n]) for n, t in nets.everything(model).items()), "the model given was changed"


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", nets.NETS)
def test_every_tensor_learns_at_the_next_step(name: str, seed: int) -> None:
    """A tensor that was put in the place of another and is forgotten by the optimizer would stand still, silently."""
    model, inputs, targets = trained(name, seed, torch.float32)
    for edit in growths(model.net):
        if isinstance(edit, Widen) and edit.way in ("gradmax", "tiny") and name == "depthwise":
            continue
        after = grown(model, edit, inputs, targets, seed=seed)
        before = {n: t.clone() for n, t in after.parameters.items()}
        nets.train(after, 1, inputs=inputs, targets=targets, seed=seed)
        still = [n for n, t in after.parameters.items() if torch.equal(t, before[n]) and not cannot_move(after.net, n)]
        assert not still, f"{edit} left {still} standing"


def cannot_move(net: Net, name: str) -> bool:
    """Before batch norm a bias has no gradient: what it adds to every sample alike is taken away again."""
    return name.endswith(".bias") and any(isinstance(x, (Dense, Conv)) and x.norm == "batch" for x in numbered(net))


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("width", [1, 2, 8, 31])
@pytest.mark.parametrize("kind", ["dense tanh", "conv"])
def test_a_block_gives_exactly_what_it_got(kind: str, width: int, activation: str) -> None:
    model, inputs, targets = trained(kind, 0, torch.float32)
    for after in range(3):
        made = grown(model, InsertLayer(after, width, activation, "residual"), inputs * 100, targets)  # type: ignore[arg-type]
        assert nets.difference(model, made, inputs * 100) == 0.0


def test_copies_of_a_split_unit_part() -> None:
    model, inputs, targets = trained("dense", 0, torch.float32)
    after = grown(model, Widen(1, 12, "split"), inputs, targets)
    rows = after.parameters["1.weight"]
    assert torch.equal(rows[:12][pairs(rows)], rows[12:])
    nets.train(after, 300, inputs=inputs, targets=targets)
    apart = (rows[:12][pairs(model.parameters["1.weight"], again=after)] - rows[12:]).norm() / rows[12:].norm()
    assert apart > 0.02


_PAIRS: list[Tensor] = []


def pairs(rows: Tensor, *, again: Model | None = None) -> Tensor:
    """Which unit each copy is of, found when they are still equal."""
    if again is None:
        _PAIRS[:] = [torch.cdist(rows[12:].double(), rows[:12].double()).argmin(1)]
    return _PAIRS[0]


@pytest.mark.parametrize("way", ["gradmax", "tiny"])
@pytest.mark.parametrize("name", ["dense", "conv"])
def test_aimed_units_get_more_gradient_than_random_ones(name: str, way: str) -> None:
    """The fan-out of a new unit is zero; how fast it grows is its gradient, and that is what the ways aim for."""
    number = 1 if name == "dense" else 3
    steeper = 0
    for seed in range(6):
        model, inputs, targets = trained(name, seed, torch.float32)
        steep = []
        for asked in ("append", way):
            after = grown(model, Widen(number, 2, asked), inputs, targets, seed=seed)  # type: ignore[arg-type]
            squared = views(
                squared_gradients(after, inputs=inputs, targets=targets, task="classify"), parameter_shapes(after.net)
            )
            reader = "2.weight" if name == "dense" else "5.weight"
            columns = 2 if name == "dense" else 2 * 16  # of 4 × 4 places each
            steep.append(float(squared[reader][:, -columns:].sum()))
        steeper += steep[1] > steep[0]
    assert steeper >= 4


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_optimizers_memory_follows(optimizer: OptimizerName) -> None:
    net = nets.conv(norm=True)
    inputs, targets = nets.data(net, 256)
    model = nets.trained(net, optimizer=optimizer)
    for edit in (Widen(1, 3), InsertLayer(2), ResetUnit(1, 2), Freeze(3, 1)):
        model = grown(model, edit, inputs, targets)
        memory = model.memory
        assert all(slot.shape == model.flat.shape for slot in memory.slots.values())
        assert memory.cohort is None or memory.cohort.shape == model.flat.shape
        assert len(memory.ages) == len(memory.ramped) == len(memory.begun) == len(memory.slow)
        before = model.flat.clone()
        nets.train(model, 3, settings=Settings(optimizer=optimizer), inputs=inputs, targets=targets)
        assert torch.isfinite(model.flat).all()
        assert not torch.equal(before, model.flat)


def test_old_entries_keep_their_memory_and_new_ones_start_from_nothing() -> None:
    model, inputs, targets = trained("dense", 0, torch.float32)
    after = grown(model, Widen(1, 4), inputs, targets)
    for slot in ("mean", "square"):
        old, new = nets_views(model, slot), nets_views(after, slot)
        assert torch.equal(new["1.weight"][:12], old["1.weight"])
        assert torch.equal(new["2.weight"][:, :12], old["2.weight"])
        assert float(new["1.weight"][12:].abs().max()) == float(new["2.weight"][:, 12:].abs().max()) == 0.0
    assert after.memory.ages == [60, 0]


def nets_views(model: Model, slot: str) -> dict[str, Tensor]:
    return views(model.memory.slots[slot], parameter_shapes(model.net))


def test_a_frozen_unit_stays_and_the_others_learn() -> None:
    model, inputs, targets = trained("dense", 0, torch.float32)
    after = grown(model, Freeze(1, 3), inputs, targets)
    row, whole = after.parameters["1.weight"][3].clone(), after.parameters["1.weight"].clone()
    nets.train(after, 20, settings=Settings(weight_decay=0.1, optimizer="adamw"), inputs=inputs, targets=targets)
    assert torch.equal(after.parameters["1.weight"][3], row)
    assert not torch.equal(after.parameters["1.weight"], whole)
    freed = grown(after, Freeze(1, 3, frozen=False), inputs, targets)
    nets.train(freed, 1, inputs=inputs, targets=targets)
    assert not torch.equal(freed.parameters["1.weight"][3], row)


def test_the_same_seed_is_the_same_edit() -> None:
    model, inputs, targets = trained("conv norm", 0, torch.float32)
    torch.manual_seed(1)
    first = grown(model, Widen(1, 3), inputs, targets)
    torch.manual_seed(2)
    torch.rand(5)
    second = grown(model, Widen(1, 3), inputs, targets)
    third = grown(model, Widen(1, 3), inputs, targets, seed=8)
    assert torch.equal(first.flat, second.flat)
    assert not torch.equal(first.flat, third.flat)


def test_grouped_convolutions_grow_in_equal_parts() -> None:
    model, inputs, targets = trained("depthwise", 0, torch.float32)
    with pytest.raises(EditError, match="multiple of 2"):
        grown(model, Widen(1, 3), inputs, targets)
    after = grown(model, Widen(1, 4), inputs, targets)
    assert after.parameters["2.weight"].shape == (10, 1, 3, 3)
    assert after.parameters["3.weight"].shape == (8, 5, 3, 3)
    assert nets.difference(model, after, inputs) <= 1e-6
