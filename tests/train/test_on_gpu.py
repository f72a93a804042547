"""Steps on a real card: graphs play what steps by hand do, the ladder climbs and falls, and memory comes back.

Skipped where there is no card. ``python -m pytest -m gpu tests/train/test_on_gpu.py`` on a computer with one.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
import torch

from core.messages.train_commands import OPTIMIZERS, DataSpec, OptimizerName, Settings
from core.net.plan import InsertLayer, Net, Widen
from core.train.model.model import Model, new_model
from core.train.session.player import TOGETHER
from core.train.steps.cuda_graphs import MOST_GRAPHS, Captured, CudaGraphs
from core.train.steps.forward import forward
from core.train.steps.ladder import RECORD_AFTER, Stepper, Way
from core.train.steps.plain import Taken
from core.train.training import datasets
from core.train.training.replay import run_to
from core.train.training.training import Training, begin
from tests.train import nets
from tests.train.stepping import with_dropout

pytestmark = [
    pytest.mark.gpu,
    pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a card that PyTorch can use as cuda:0"),
]

CARD = torch.device("cuda", 0)
CLOSE = 1e-4
"""A card adds up in another order when it plays alone than beside other work: not bit for bit, but this near."""
NETS: dict[str, Callable[[], Net]] = {
    "dense": nets.dense, "dense norm": partial(nets.dense, norm=True), "conv norm": partial(nets.conv, norm=True),
    "residual conv": nets.residual_conv, "depthwise": nets.depthwise, "dropout": with_dropout,
}  # fmt: skip


def take(stepper: Stepper, steps: int, batch: int, *, settings: Settings, generator: torch.Generator) -> Taken:
    """Take steps on the card in one call."""
    inputs, targets = (tensor.to(CARD) for tensor in nets.data(stepper.model.net, steps * batch))
    return stepper.take(
        inputs, targets, [batch] * steps, settings=replace(settings, batch_size=batch),
        learning_rates=[settings.learning_rate] * steps, generator=generator,
    )  # fmt: skip


def stepped(net: Net, way: Way, *, settings: Settings, calls: list[tuple[int, int]]) -> tuple[Model, Stepper]:
    """Return a model that has taken steps on the card, (steps, batch size) for each call, and what took them."""
    model = new_model(net, seed=0, device=CARD)
    stepper, generator = Stepper(model, settings, task="classify", way=way), seeded(0)
    for steps, batch in calls:
        take(stepper, steps, batch, settings=settings, generator=generator)
    return model, stepper


def seeded(seed: int) -> torch.Generator:
    return torch.Generator(device=CARD).manual_seed(seed)


def near(one: Model, other: Model) -> bool:
    left, right = nets.everything(one), nets.everything(other)
    return left.keys() == right.keys() and all(
        torch.allclose(left[name].double(), right[name].double(), rtol=CLOSE, atol=CLOSE) for name in left
    )


def digits(**settings: Any) -> Training:
    return begin(datasets.load(DataSpec("digits")), settings=Settings(**settings), seed=0, device=CARD)


@pytest.mark.parametrize("name", NETS)
def test_steps_from_graphs_are_those_by_hand(name: str) -> None:
    calls = [(RECORD_AFTER, 16), (2 * TOGETHER + 3, 16), (TOGETHER, 9), (5, 16)]
    settings = Settings(learning_rate=1e-3, clip=1.0, l1=1e-5)
    by_hand, _ = stepped(NETS[name](), "by hand", settings=settings, calls=calls)
    played, stepper = stepped(NETS[name](), "flat", settings=settings, calls=calls)
    assert isinstance(stepper.top, Captured)
    assert near(by_hand, played)


def test_steps_of_a_layer_that_unfolds_are_captured_and_those_by_hand() -> None:
    made = []
    for way in ("by hand", "top"):
        training = digits(batch_size=64)
        training.make_stepper = partial(Stepper, way=way)
        run_to(training, 20)
        training.edit(InsertLayer(1, activation="sigmoid"))
        run_to(training, 120)
        assert training.model.fades
        assert training._stepper is not None
        assert isinstance(training._stepper.top, Captured) == (way == "top")
        run_to(training, 400)
        assert not training.model.fades
        made.append(training)
    assert near(made[0].model, made[1].model)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_optimizer_is_captured(optimizer: OptimizerName) -> None:
    calls = [(RECORD_AFTER, 16), (3 * TOGETHER, 16)]
    settings = Settings(optimizer=optimizer, learning_rate=1e-3, weight_decay=0.01)
    by_hand, _ = stepped(nets.dense(), "by hand", settings=settings, calls=calls)
    played, stepper = stepped(nets.dense(), "flat", settings=settings, calls=calls)
    assert isinstance(stepper.top, Captured)
    assert near(by_hand, played)


def test_dropout_draws_again_at_each_step_that_is_played() -> None:
    settings = Settings(learning_rate=1e-3)
    _, stepper = stepped(with_dropout(), "flat", settings=settings, calls=[(RECORD_AFTER + TOGETHER, 16)])
    taken = take(stepper, TOGETHER, 16, settings=replace(settings, learning_rate=0.0), generator=seeded(1))
    again = take(stepper, TOGETHER, 16, settings=replace(settings, learning_rate=0.0), generator=seeded(2))
    assert not torch.equal(taken.losses, again.losses), "the same batches, other masks"


def test_the_ladder_climbs_and_an_edit_falls_off_it() -> None:
    training = digits(batch_size=64)
    training.make_stepper = partial(Stepper, way="top")
    for edit in (None, Widen(1, 8)):
        if edit is not None:
            training.edit(edit)
        training.take(1)
        assert rung(training) is None, "the first steps of a network go by hand"
        run_to(training, training.step + RECORD_AFTER + 2 * TOGETHER)
        assert isinstance(rung(training), Captured)
    moment = training.state()
    training.edit(Widen(1, 8))
    training.restore(moment)
    training.take(1)
    assert rung(training) is None


def rung(training: Training) -> object:
    assert training._stepper is not None
    return training._stepper.top


def test_a_training_with_graphs_learns_what_one_by_hand_learns() -> None:
    scores = []
    for way in ("by hand", "flat", "faster"):
        training = digits(learning_rate=1e-3)
        training.make_stepper = partial(Stepper, way=way)
        run_to(training, 150)
        training.edit(Widen(1, 8))
        run_to(training, 400)
        scores.append(training.validate()[1])
    assert min(scores) > 0.9
    assert max(scores) - min(scores) < 0.03


@pytest.mark.parametrize("when", ["warm", "capture"])
def test_a_card_goes_on_after_work_that_could_not_be_captured(when: str) -> None:
    number, usual = torch.ones(4, device=CARD), torch.cuda.current_stream(CARD)

    def work() -> None:
        if float(number.sum()) >= 0:
            raise RuntimeError("this reads from the card")

    with pytest.raises(RuntimeError):
        getattr(CudaGraphs(CARD), when)(work)
    assert torch.cuda.current_stream(CARD) == usual
    assert (number + 1).tolist() == [2.0] * 4
    replay = CudaGraphs(CARD).capture(lambda: number.add_(1))  # type: ignore[arg-type, return-value]
    replay()
    torch.cuda.synchronize(CARD)
    assert number.tolist() == [2.0] * 4


def memory() -> int:
    gc.collect()
    torch.cuda.synchronize(CARD)
    torch.cuda.empty_cache()
    return int(torch.cuda.memory_reserved(CARD))


def test_graphs_that_are_let_go_give_their_memory_back() -> None:
    model = new_model(nets.dense(), seed=0, device=CARD)
    stepper = Stepper(model, Settings(), task="classify", way="top")
    take(stepper, RECORD_AFTER, 16, settings=Settings(), generator=seeded(0))
    seen = []
    for batch in range(2, 2 + 4 * MOST_GRAPHS):
        take(stepper, 1, batch, settings=Settings(), generator=seeded(0))
        seen.append(memory())
    assert seen[-1] <= seen[MOST_GRAPHS] + (4 << 20), "the pools of graphs that went are still held"


def test_edit_after_edit_leaves_no_graphs_behind() -> None:
    training = digits(batch_size=64)
    training.make_stepper = partial(Stepper, way="top")
    seen = []
    for _ in range(6):
        training.edit(Widen(1, 1))
        run_to(training, training.step + RECORD_AFTER + 2 * TOGETHER)
        seen.append(memory())
    assert seen[-1] <= seen[1] + (8 << 20)


# ------------------------------------------------------------------------------------------------------- precision
def test_products_are_whole_float32_unless_tf32_is_chosen() -> None:
    """Convolutions too: cuDNN rounds by default."""
    net = nets.conv()
    inputs, _ = nets.data(net, 64)
    exact = forward(new_model(net, seed=0, dtype=torch.float64), inputs.double(), training=False)
    off = {}
    for precision in ("exact", "tf32"):
        model = new_model(net, seed=0, device=CARD)
        Stepper(model, Settings(precision=precision), task="classify")  # type: ignore[arg-type]
        off[precision] = float((forward(model, inputs.to(CARD), training=False).cpu() - exact).abs().max())
    assert off["exact"] < 1e-5
    if torch.cuda.get_device_capability(CARD) >= (8, 0):
        assert off["tf32"] > 3 * off["exact"], "the choice does something"
