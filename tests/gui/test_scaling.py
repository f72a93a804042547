"""A drawing scaled as the data was made: tried on the data's own samples, and on digits that were drawn."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication

from core.data.drawn.scaled import BOX_WIDTH, SCALED, as_digits, as_mnist, resampled
from core.messages.catalogue import CATALOGUE
from core.messages.train_commands import DataSpec
from core.net.plan import mlp
from core.train.steps.forward import forward
from core.train.training import datasets
from core.train.training.replay import run_to
from core.train.training.training import Training, begin
from gui.train.pad.ink import INK_PX, ink_of

torch.set_num_threads(1)
Picture = NDArray[np.float32]


def held_out(name: str, count: int) -> tuple[Picture, NDArray[np.int64]]:
    data = datasets.load(DataSpec(name))
    return data.validation_inputs[:count, 0].numpy(), data.validation_targets[:count].numpy()


def on_a_pad(dots: Picture, *, top: int, left: int) -> Picture:
    """Lay dots somewhere on a large pad."""
    pad = np.zeros((420, 420), np.float32)
    pad[top : top + dots.shape[0], left : left + dots.shape[1]] = dots
    return pad


def bitmap(picture: Picture) -> Picture:
    """(8, 8) counts -> (32, 32) black dots: one bitmap that has just these counts, its dots where it is darkest."""
    along = np.clip(np.linspace(-0.5, 7.5, 32), 0, 7)
    smooth = np.array([np.interp(along, np.arange(8), row) for row in picture])
    smooth = np.array([np.interp(along, np.arange(8), column) for column in smooth.T]).T
    made = np.zeros((32, 32), np.float32)
    for y in range(8):
        for x in range(8):
            block = (slice(4 * y, 4 * y + 4), slice(4 * x, 4 * x + 4))
            darkest = np.argsort(-smooth[block].ravel(), kind="stable")[: round(16 * float(picture[y, x]))]
            dots = np.zeros(16, np.float32)
            dots[darkest] = 1
            made[block] = dots.reshape(4, 4)
    return made


@pytest.fixture(scope="module")
def trained() -> dict[str, Training]:
    made = {}
    for name, steps in (("digits", 1500), ("mnist-5k", 600)):
        known = CATALOGUE[name]
        net = mlp(math.prod(known.input), known.hidden, known.outputs, activation=known.activation)
        made[name] = begin(datasets.load(DataSpec(name)), net=net, settings=known.settings, seed=0)
        run_to(made[name], steps)
    return made


def predicted(training: Training, pictures: list[Picture] | Picture) -> NDArray[np.int64]:
    inputs = torch.tensor(np.array(pictures, np.float32)).flatten(1)
    made: NDArray[np.int64] = forward(training.model, inputs, training=False).argmax(1).numpy()
    return made


@pytest.mark.parametrize(("size", "top", "left"), [(3, 0, 0), (6, 200, 11), (10, 40, 130)])
def test_an_mnist_sample_anywhere_on_the_pad_at_any_size_comes_back_as_it_is(size: int, top: int, left: int) -> None:
    samples, _ = held_out("mnist-5k", 200)
    off = []
    for sample in samples:
        made = as_mnist(on_a_pad(np.kron(sample, np.ones((size, size), np.float32)), top=top, left=left))
        assert made is not None
        off.append(float(np.abs(made - sample).mean()))
    assert np.median(off) < 0.001
    assert np.mean(off) < 0.003  # a few were scaled a little less than to the whole box


@pytest.mark.parametrize(("tall", "wide", "lean"), [(5, 5, 0.0), (9, 4, 0.0), (5, 6, 0.3), (6, 5, -0.25)])
def test_a_digit_that_was_stretched_and_leans_comes_back_nearly_as_it_was(
    trained: dict[str, Training], tall: int, wide: int, lean: float
) -> None:
    samples, classes = held_out("digits", 359)
    made = []
    for sample in samples:
        large = np.kron(bitmap(sample), np.ones((tall, wide), np.float32))
        height, width = large.shape
        shift = round(abs(lean) * height)
        leaning = np.zeros((height, width + shift), np.float32)
        for row in range(height):
            start = round((lean if lean > 0 else 0) * height - lean * row)
            leaning[row, max(start, 0) : max(start, 0) + width] = large[row]
        picture = as_digits(on_a_pad(leaning, top=17, left=60))
        assert picture is not None
        made.append(picture)
    directly = float((predicted(trained["digits"], samples) == classes).mean())
    assert directly > 0.95
    assert float((predicted(trained["digits"], made) == classes).mean()) > directly - 0.06
    assert np.abs(np.array(made) - samples).mean() < 0.1
    assert np.abs(np.array(made) - np.roll(samples, 1, 0)).mean() > 0.2  # it is this digit and no other


def test_made_digits_are_like_the_data_in_what_all_of_it_shares() -> None:
    """Ink in the first and last row, both beginning at the same column, and as much ink in every picture."""
    samples, _ = held_out("digits", 200)
    made = np.array([as_digits(on_a_pad(np.kron(bitmap(one), np.ones((7, 5))), top=3, left=9)) for one in samples])
    assert (made[:, 0].max(1) > 0).all()
    assert (made[:, 7].max(1) > 0).all()
    assert abs(float(made.mean()) - float(samples.mean())) < 0.02
    assert (made * 16 == np.round(made * 16)).all()
    assert made.min(initial=1, where=made > 0) > 0
    assert made.max() == 1


DRAWN = {
    1: [[(0.5, 0.15), (0.5, 0.85)]],
    4: [[(0.55, 0.15), (0.3, 0.55), (0.75, 0.55)], [(0.6, 0.35), (0.6, 0.88)]],
    7: [[(0.25, 0.2), (0.75, 0.2), (0.6, 0.5), (0.45, 0.85)]],
    0: [[(0.5 + 0.22 * math.sin(a / 8), 0.5 - 0.33 * math.cos(a / 8)) for a in range(52)]],
    3: [[(0.3, 0.2), (0.55, 0.15), (0.68, 0.28), (0.6, 0.42), (0.45, 0.48), (0.62, 0.54), (0.7, 0.7), (0.55, 0.85),
         (0.3, 0.8)]],
}  # fmt: skip


@pytest.mark.parametrize("name", ["digits", "mnist-5k"])
def test_digits_that_were_drawn_are_recognised(qapp: QApplication, trained: dict[str, Training], name: str) -> None:
    right = 0
    for digit, strokes in DRAWN.items():
        for size, at in ((1.0, 0.0), (0.6, 0.3)):  # the whole pad, and small in a corner
            points = [[QPointF(x * size + at, y * size + at) for x, y in stroke] for stroke in strokes]
            picture = SCALED[name].make(ink_of(points))
            assert picture is not None
            right += int(predicted(trained[name], [picture])[0]) == digit
    assert right >= 7  # of ten
    seven = SCALED[name].make(ink_of([[QPointF(x, y) for x, y in DRAWN[7][0]]]))
    assert seven is not None
    assert int(predicted(trained[name], [seven])[0]) == 7


@pytest.mark.parametrize("make", [as_digits, as_mnist])
def test_nothing_and_a_single_dot_are_no_error(make: object) -> None:
    assert callable(make)
    assert make(np.zeros((200, 200), np.float32)) is None
    for shape in ((200, 200), (1, 1), (3, 90), (90, 3)):
        for ink in (np.ones(shape, np.float32), np.eye(*shape, dtype=np.float32)):
            picture = make(ink)
            assert picture is not None
            assert np.isfinite(picture).all()
            assert 0 <= picture.min() <= picture.max() <= 1


def test_ink_is_where_it_was_drawn(qapp: QApplication) -> None:
    ink = ink_of([[QPointF(0.25, 0.5)], [QPointF(0.5, 0.1), QPointF(0.9, 0.1)]])
    assert ink.shape == (INK_PX, INK_PX)
    assert ink[INK_PX // 2, INK_PX // 4] == 1
    assert ink[INK_PX // 10, 7 * INK_PX // 10] == 1
    assert ink[-20:].max() == 0


def test_the_mean_over_an_area_is_kept() -> None:
    values = np.random.default_rng(0).random((37, 53)).astype(np.float32)
    small = resampled(values, 11, BOX_WIDTH)
    assert small.shape == (11, BOX_WIDTH)
    assert float(small.mean()) == pytest.approx(float(values.mean()), abs=1e-4)
    assert np.allclose(resampled(values, 37, 53), values, atol=1e-6)
