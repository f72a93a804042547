"""A photo or a drawing of a digit that is dropped is made like the data, as the drawing on the pad is; what is of the
data's own kind is answered as it is."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from core.data.drawn import dropped
from core.data.drawn import paper as known_sets
from core.data.drawn.patches import painted, patches_of
from core.data.drawn.scaled import SCALED
from core.data.drawn.strokes import PAD, ink_of
from core.messages.catalogue import CATALOGUE
from core.messages.own.looking import LookAtPicture, PictureSeen
from core.messages.own.out import Answer, Predict, Predicted
from core.messages.own.prepared import PicturePreparation
from core.messages.train_commands import DataSpec
from core.messages.train_events import Rejected
from core.net.plan import mlp
from core.out.predict import elsewhere
from core.train.training import datasets
from tests import paper
from tests.data.test_data_worker import Talk
from tests.out.made import OutLine, pictures, put, saved, spec_of

KINDS = ("digits", "mnist-5k")


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A run on each of the digits that are shipped, quickly trained."""
    torch.set_num_threads(1)
    made = {}
    for name, steps in (("digits", 1200), ("mnist-5k", 800)):
        known = CATALOGUE[name]
        net = mlp(known.input[1] * known.input[2], known.hidden, known.outputs)
        made[name] = saved(tmp_path_factory.mktemp("runs") / name, DataSpec(name), net, steps=steps)
    return made


def ask(run: Path, *files: Path) -> Predicted:
    answer = OutLine().ask(Predict(str(run), tuple(map(str, files))))
    assert isinstance(answer, Predicted), answer
    return answer


def written(folder: Path, made: list[Image.Image], suffix: str = ".png", **how: Any) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{at}{suffix}" for at in range(len(made))]
    for path, one in zip(paths, made, strict=True):
        one.save(path, **how)
    return paths


def page(digit: int, *, size: tuple[int, int] = (600, 800), seed: int = 0, share: float = 0.4) -> paper.Mask:
    chance = np.random.default_rng(seed)
    return paper.laid(paper.drawn(digit, chance), chance, size, (share, share))


def as_it_was(run: Path, path: Path) -> Answer:
    """What was answered before: the picture fitted, and turned over where its border is light."""
    made = elsewhere.drawing
    try:
        elsewhere.drawing = lambda *_: None  # type: ignore[assignment]
        (answer,) = ask(run, path).answers
    finally:
        elsewhere.drawing = made
    return answer


# -------------------------------------------------------------------------------------------------------- how well
@pytest.mark.parametrize("kind", paper.PAPERS)
def test_digits_on_every_kind_of_paper_are_recognised(kind: str, runs: dict[str, Path], tmp_path: Path) -> None:
    chance = np.random.default_rng(3)
    masks = [paper.drawn(digit, chance) for digit in range(10)]
    paths = written(tmp_path, paper.sheet(masks, kind, chance))
    for name in KINDS:
        found = ask(runs[name], *paths)
        right = sum(answer.label == str(at) for at, answer in enumerate(found.answers))
        assert right >= 7, f"{right} of 10 with {name}"
        side = SCALED[name].side
        assert [str(one) for one in found.told] == [
            f"Of pictures that are not {side}×{side} pixels the strokes were cut out.", str(SCALED[name].told),
        ]  # fmt: skip


def test_digits_of_a_font_are_recognised(runs: dict[str, Path], tmp_path: Path) -> None:
    chance = np.random.default_rng(4)
    masks = [paper.printed(digit) for digit in range(10)]
    paths = written(tmp_path, [*paper.sheet(masks, "white", chance), *paper.sheet(masks, "photo", chance)])
    right = sum(answer.label == str(at % 10) for at, answer in enumerate(ask(runs["mnist-5k"], *paths).answers))
    assert right >= 13


def test_a_picture_is_what_the_pad_would_have_made_of_it(tmp_path: Path) -> None:
    """The very strokes of the pad, photographed, come back as the sample that the pad asks about."""
    for digit in range(10):
        chance = np.random.default_rng(digit)
        strokes = paper.drawn(digit, chance, high=170, pen=0.1)
        photo = paper.photo(paper.laid(strokes, chance, (600, 800), (0.5, 0.5)), chance)
        ink = ink_of(np.asarray(photo.resize((512, 384), Image.Resampling.BOX)))
        assert ink is not None
        for name in KINDS:
            ours, theirs = SCALED[name].make(ink), SCALED[name].make(strokes)
            assert ours is not None
            assert theirs is not None
            assert float(np.abs(ours - theirs).mean()) < (0.12 if name == "digits" else 0.06)


# --------------------------------------------------------------------------------------------------- of the data's own
@pytest.mark.parametrize("name", KINDS)
def test_pictures_of_the_datas_own_kind_are_answered_as_before(
    name: str, runs: dict[str, Path], tmp_path: Path
) -> None:
    dataset = datasets.load(DataSpec(name))
    side, right = SCALED[name].side, 0
    for at in range(2):
        values = (dataset.validation_inputs[at, 0] * 255).to(torch.uint8).numpy()
        large = np.kron(values, np.ones((5, 5), np.uint8))
        made = [Image.fromarray(one) for one in (values, large, 255 - values)]
        paths = written(tmp_path / str(at), [*made[:2], made[2].convert("RGBA")])
        for path in paths:
            found = ask(runs[name], path)
            assert found.told == (), "nothing was made of it"
            assert found.answers[0] == as_it_was(runs[name], path), "bit for bit"
            right += found.answers[0].label == str(int(dataset.validation_targets[at]))
        sample = torch.from_numpy(values).float().reshape(1, 1, side, side) / 255
        answered = ask(runs[name], paths[0]).answers[0].value
        assert answered == pytest.approx(share_of(runs[name], sample), abs=1e-6)
    assert right >= 3


def share_of(run: Path, sample: torch.Tensor) -> float:
    from core.out.taken import take

    training = take(run).training
    return float(training.model_outputs(sample.reshape(1, *training.dataset.known.input)).softmax(1).max())


def test_own_pictures_stay_as_they_are(tmp_path: Path, home: Path) -> None:
    run = saved(home / "runs" / "own", spec_of(pictures()), mlp(64, (4,), 2), steps=20)
    (path,) = written(tmp_path, [paper.white(page(4), np.random.default_rng(0))])
    found = ask(run, path)
    assert found.told == ()
    assert found.answers[0] == as_it_was(run, path)


@pytest.mark.parametrize(
    ("kind", "source", "told"),
    [("known", "mnist", "20×20"), ("known", "emnist-letters", "24×24"), ("known", "fashion-mnist", ""),
     ("known", "kmnist", ""), ("pictures", "mnist", ""), ("arrays", "mnist", "")],
)  # fmt: skip
def test_of_what_is_fetched_digits_and_letters_alone_are_drawings(
    kind: str, source: str, told: str, tmp_path: Path, home: Path
) -> None:
    inputs = torch.randint(0, 256, (60, 1, 28, 28), dtype=torch.uint8)
    data = put(inputs, torch.arange(60) % 2, classes=("a", "b"), preparation=PicturePreparation(1, 28, 28), kind=kind,
               source=source)  # fmt: skip
    run = saved(home / "runs" / "known", spec_of(data), mlp(784, (4,), 2))
    (path,) = written(tmp_path, [paper.white(page(4), np.random.default_rng(0))])
    found = ask(run, path)
    assert (len(found.told) == 2) == bool(told)
    assert told in " ".join(map(str, found.told))
    assert (found.answers[0] == as_it_was(run, path)) == (not told)


@pytest.mark.parametrize(("source", "made"), [("mnist", True), ("fashion-mnist", False)])
def test_the_page_of_a_training_lays_the_same_sample_on_its_pad(
    source: str, made: bool, tmp_path: Path, home: Path
) -> None:
    """There the data worker reads the picture."""
    inputs = torch.zeros((60, 1, 28, 28), dtype=torch.uint8)
    data = put(inputs, torch.arange(60) % 2, classes=("a", "b"), preparation=PicturePreparation(1, 28, 28),
               kind="known", source=source)  # fmt: skip
    photo = paper.photo(page(4), np.random.default_rng(0))
    made_of = [photo, Image.new("L", (300, 200), "white"), Image.new("L", (28, 28), 99)]
    large, empty, same = written(tmp_path, made_of)
    talk = Talk(tmp_path)
    try:
        seen, nothing, own = (talk.ask(LookAtPicture(str(path), data.digest)) for path in (large, empty, same))
    finally:
        talk.worker.close()
    assert isinstance(seen, PictureSeen)
    found = np.frombuffer(seen.picture.data, np.uint8).reshape(28, 28)
    ink = ink_of(np.asarray(photo.resize((512, 384), Image.Resampling.BILINEAR)))
    assert ink is not None
    wanted = SCALED["mnist-5k"].make(ink)
    assert wanted is not None
    assert (float(np.abs(found / 255 - wanted).mean()) < 0.02) == made
    assert isinstance(own, PictureSeen)
    assert set(own.picture.data) == {99}
    assert (nothing == Rejected(dropped.NOTHING)) == made


# ------------------------------------------------------------------------------------------------------------ odd ones
def label(run: Path, path: Path) -> str:
    (answer,) = ask(run, path).answers
    assert answer.why is None, answer.why
    return answer.label


def test_a_photo_is_turned_as_the_camera_was_held(runs: dict[str, Path], tmp_path: Path) -> None:
    upright = paper.photo(page(2), np.random.default_rng(1))
    exif = Image.Exif()
    exif[0x0112] = 6
    rotated = upright.transpose(Image.Transpose.ROTATE_90)
    (plain,) = written(tmp_path, [upright], quality=95)
    (turned,) = written(tmp_path, [rotated], ".jpg", exif=exif, quality=95)
    (lying,) = written(tmp_path / "lying", [rotated], ".jpg", quality=95)
    assert label(runs["mnist-5k"], turned) == label(runs["mnist-5k"], plain) == "2"
    assert label(runs["mnist-5k"], lying) != "2"


@pytest.mark.parametrize("digit", [2, 3, 7])
def test_what_lies_beside_a_digit_is_left_out(digit: int, runs: dict[str, Path], tmp_path: Path) -> None:
    chance = np.random.default_rng(digit)
    y, x = np.mgrid[0:600, 0:800]
    ink = paper.laid(paper.drawn(digit, chance), chance, (600, 800), (0.3, 0.3))[..., None]
    written_on = np.full((600, 800, 3), 0.88, np.float32) * (1 - 0.8 * ink)
    shadow, finger, table = written_on.copy(), written_on.copy(), np.full((900, 1200, 3), 0.3, np.float32)
    shadow[x + y > 1100] *= 0.7
    finger[((x - 800) / 110) ** 2 + ((y - 600) / 120) ** 2 < 1] = (0.8, 0.55, 0.45)
    table[150:750, 200:1000] = written_on
    made = [Image.fromarray((255 * np.clip(one, 0, 1)).astype(np.uint8)) for one in (shadow, finger, table)]
    found = ask(runs["mnist-5k"], *written(tmp_path, made)).answers
    assert [answer.label for answer in found] == [found[0].label] * 3
    (alone,) = written(tmp_path / "alone", [Image.fromarray((255 * written_on).astype(np.uint8))])
    assert found[0].label == label(runs["mnist-5k"], alone)


@pytest.mark.parametrize("kind", paper.PAPERS)
def test_of_an_empty_page_it_is_said_that_nothing_is_drawn(kind: str, runs: dict[str, Path], tmp_path: Path) -> None:
    chance = np.random.default_rng(2)
    empty = [paper.PAPERS[kind](np.zeros(size, np.float32), chance) for size in paper.SIZES]
    found = ask(runs["digits"], *written(tmp_path, empty))
    assert {str(answer.why) for answer in found.answers} == {"No drawing stands out on it."}
    assert found.told == ()


@pytest.mark.parametrize("size", [(1, 1), (1, 900), (2, 3), (5, 5), (9, 8), (3000, 4), (27, 29)])
def test_pictures_of_any_size_are_answered_or_said_to_be_empty(
    size: tuple[int, int], runs: dict[str, Path], tmp_path: Path
) -> None:
    chance = np.random.default_rng(5)
    plain = Image.new("RGB", size[::-1], "white")
    noise = Image.fromarray(chance.integers(0, 256, (*size, 3), np.uint8))
    for name in KINDS:
        answers = ask(runs[name], *written(tmp_path / name, [plain, noise])).answers
        assert str(answers[0].why) == "No drawing stands out on it."
        assert answers[1].why is None or str(answers[1].why) == "No drawing stands out on it."


@pytest.mark.parametrize("side", [12, 64, 300])
@pytest.mark.parametrize("dark", [True, False])
def test_strokes_of_one_value_on_a_ground_of_one_value_are_found(side: int, dark: bool) -> None:
    """As a program for drawing saves them without smooth edges: nothing lies between the two."""
    values = np.full((side, side, 3), 255, np.uint8)
    values[side // 6 : -side // 6, side // 2 : side // 2 + max(2, side // 12)] = 0
    ink = ink_of(values if dark else 255 - values)
    assert ink is not None
    assert ink.any(1).sum() > 3 * ink.any(0).sum()


@pytest.mark.parametrize("dots", [1, 2, 3])
def test_thousands_of_specks_take_no_time_to_speak_of(dots: int) -> None:
    chance = np.random.default_rng(0)
    few = chance.random((512 // dots, 512 // dots)) < 0.12
    values = np.where(np.kron(few, np.ones((dots, dots), bool))[..., None], 0, 255) * np.ones(3)
    begun = time.process_time()
    ink_of(values.astype(np.uint8))
    assert time.process_time() - begun < 3


def test_what_is_no_picture_says_why(runs: dict[str, Path], tmp_path: Path) -> None:
    (good,) = written(tmp_path, [paper.white(page(4), np.random.default_rng(0))])
    (tmp_path / "half.png").write_bytes(good.read_bytes()[:400])
    (tmp_path / "none.png").write_text("I am a text")
    half, none = ask(runs["digits"], tmp_path / "half.png", tmp_path / "none.png").answers
    assert str(half.why) == "This picture is damaged: it ends too early."
    assert str(none.why) == "This file is not a picture, or is damaged."


def test_without_numpy_pictures_are_answered_as_before(
    runs: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (path,) = written(tmp_path, [paper.white(page(4), np.random.default_rng(0))])
    before = as_it_was(runs["digits"], path)
    monkeypatch.setattr(known_sets, "possible", lambda: False)
    found = ask(runs["digits"], path)
    assert (found.answers[0], found.told) == (before, ())


# ------------------------------------------------------------------------------------------------------------- patches
def test_patches_are_what_hangs_together() -> None:
    rows = ["#..#.", "#.#..", "....#", "###..", "#.#.#", "###.."]
    dots = np.array([[one == "#" for one in row] for row in rows])
    found = patches_of(dots)
    assert [one.dots for one in found] == [8, 2, 2, 1, 1]
    assert len(patches_of(dots, corners=False)) == 6
    assert (found[0].top, found[0].left, found[0].bottom, found[0].right) == (3, 0, 6, 3)
    assert (painted(found, dots.shape) == dots).all()
    assert patches_of(np.zeros((3, 4), bool)) == []


def test_patches_are_those_of_a_flood() -> None:
    chance = np.random.default_rng(0)
    for corners in (True, False):
        for share in (0.2, 0.5, 0.7):
            dots = chance.random((24, 31)) < share
            assert sorted(one.dots for one in patches_of(dots, corners=corners)) == flooded(dots, corners=corners)


def flooded(dots: Any, *, corners: bool) -> list[int]:
    steps = [(a, b) for a in (-1, 0, 1) for b in (-1, 0, 1) if (a or b) and (corners or not (a and b))]
    left, sizes = set(map(tuple, np.argwhere(dots).tolist())), []
    while left:
        waiting, size = [left.pop()], 0
        while waiting:
            y, x = waiting.pop()
            size += 1
            for a, b in steps:
                if (y + a, x + b) in left:
                    left.remove((y + a, x + b))
                    waiting.append((y + a, x + b))
        sizes.append(size)
    return sorted(sizes)


def test_a_thin_stroke_becomes_as_wide_as_the_pen_and_a_loop_stays_open() -> None:
    chance = np.random.default_rng(0)
    for digit in (0, 1, 6, 8):
        for pen in (0.06, 0.2):
            mask = paper.drawn(digit, chance, pen=pen)
            ink = ink_of(np.repeat((255 * (1 - mask[..., None])).astype(np.uint8), 3, 2))
            assert ink is not None
            rows = np.flatnonzero(ink.any(1))
            assert abs(len(rows) - PAD) < 30
            loops = len(patches_of(np.pad(ink < 0.5, 1, constant_values=True), corners=False)) - 1
            assert loops == len(patches_of(np.pad(mask < 0.5, 1, constant_values=True), corners=False)) - 1
