"""What a trained network says of pictures, tables, arrays and typed rows; what cannot be read says why."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from core.data import library
from core.headless.out import table as saved_answers
from core.messages.own.out import Answer, Predict, Predicted
from core.messages.own.prepared import PlainPreparation
from core.messages.train_commands import DataSpec
from core.messages.train_events import Rejected
from core.net.plan import Conv, Dense, Flatten, LayerKey, Net, mlp
from core.out.predict import elsewhere
from core.out.taken import take
from core.sentence import say
from core.train.training import datasets
from tests.hostile import SHAPES, bounded
from tests.hostile import put as put_shape
from tests.out.made import OutLine, pictures, put, saved, spec_of, table, xor


def ask(run: Path, *files: Path, **more: Any) -> Predicted:
    answer = OutLine().ask(Predict(str(run), tuple(map(str, files)), **more))
    assert isinstance(answer, Predicted), answer
    return answer


def outputs(run: Path, inputs: torch.Tensor) -> torch.Tensor:
    return take(run).training.model_outputs(inputs)


# ------------------------------------------------------------------------------------------------------------ pictures
@pytest.fixture
def sides(tmp_path: Path, home: Path) -> Path:
    """A run that tells pictures that are bright on the left from those bright on the right."""
    return saved(home / "runs" / "sides", spec_of(pictures()), mlp(64, (6,), 2), steps=60)


def picture(path: Path, *, left: bool, side: int = 8) -> Path:
    values = np.full((side, side), 20, np.uint8)
    values[:, : side // 2 if left else side] = 220
    if not left:
        values[:, : side // 2] = 20
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(values).save(path)
    return path


def test_pictures_and_folders_of_them_are_told_apart_with_probabilities(sides: Path, tmp_path: Path) -> None:
    one = picture(tmp_path / "하나 1.png", left=True)
    for at in range(3):
        picture(tmp_path / "폴더" / f"오 {at}.png", left=False)
    (tmp_path / "폴더" / "notes.txt").write_text("no picture")
    picture(tmp_path / "폴더" / ".hidden.png", left=True)
    found = ask(sides, one, tmp_path / "폴더")
    assert [answer.name for answer in found.answers] == ["하나 1.png", *(f"폴더/오 {at}.png" for at in range(3))]
    assert [answer.label for answer in found.answers] == ["왼쪽", "오른쪽", "오른쪽", "오른쪽"]
    first = found.answers[0]
    assert first.value == first.others[0][1] > 0.6
    assert abs(sum(share for _, share in first.others) - 1) < 1e-6
    values = torch.frombuffer(bytearray(Image.open(one).tobytes()), dtype=torch.uint8).float().reshape(1, 1, 8, 8) / 255
    expected = outputs(sides, values).softmax(1)[0]
    assert dict(first.others)["왼쪽"] == pytest.approx(float(expected[0]), abs=1e-6)


def test_what_cannot_be_read_is_a_row_that_says_why_and_the_others_are_answered(sides: Path, tmp_path: Path) -> None:
    good = picture(tmp_path / "good.png", left=True)
    (tmp_path / "empty.png").write_bytes(b"")
    (tmp_path / "half.png").write_bytes(good.read_bytes()[:40])
    (tmp_path / "no.png").write_text("I am a text")
    (tmp_path / "nothing").mkdir()
    paths = [tmp_path / name for name in ("empty.png", "half.png", "no.png", "gone.png", "nothing")]
    found = ask(sides, *paths, good)
    assert [answer.why is None for answer in found.answers] == [False] * 5 + [True]
    assert [answer.label for answer in found.answers] == [""] * 5 + ["왼쪽"]
    assert all("Errno" not in str(answer.why) for answer in found.answers)


def test_links_out_of_a_folder_are_not_followed(sides: Path, tmp_path: Path) -> None:
    picture(tmp_path / "private" / "mine.png", left=True)
    picture(tmp_path / "shared" / "a.png", left=False)
    (tmp_path / "shared" / "away").symlink_to(tmp_path / "private")
    (tmp_path / "shared" / "b.png").symlink_to(tmp_path / "private" / "mine.png")
    (tmp_path / "shared" / "round").symlink_to(tmp_path / "shared")
    assert [answer.name for answer in ask(sides, tmp_path / "shared").answers] == ["shared/a.png"]


def test_only_so_many_are_answered_and_the_others_are_counted(
    sides: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Path] = []
    made = elsewhere.picture
    monkeypatch.setattr(elsewhere, "picture", lambda decoders, path, to: read.append(path) or made(decoders, path, to))
    for at in range(9):
        picture(tmp_path / "many" / f"{at}.png", left=at % 2 == 0)
    found = ask(sides, tmp_path / "many", most=4)
    assert (len(found.answers), found.left_out) == (4, 5)
    assert len(read) == 4, "those that nobody asks for are not decoded"


def test_digits_are_read_bright_on_dark_or_dark_on_bright(tmp_path: Path) -> None:
    run = saved(tmp_path / "digits", DataSpec("digits"), mlp(64, (16,), 10), steps=500)
    dataset = datasets.load(DataSpec("digits"))
    right = 0
    for at in range(20):
        values = (dataset.validation_inputs[at, 0] * 255).to(torch.uint8).numpy()
        Image.fromarray(values).save(tmp_path / "bright.png")
        Image.fromarray(255 - values).save(tmp_path / "dark.png")
        bright, dark = ask(run, tmp_path / "bright.png", tmp_path / "dark.png").answers
        assert bright.label == dark.label
        right += bright.label == str(int(dataset.validation_targets[at]))
    assert right > 12, "it has learned something"


# -------------------------------------------------------------------------------------------------------------- tables
def test_a_table_gives_numbers_in_the_unit_of_the_data(tmp_path: Path, home: Path) -> None:
    run = saved(home / "runs" / "weights", spec_of(table()), mlp(3, (4,), 1))
    (tmp_path / "표 1.csv").write_text("색,길이,쓸데없음\n빨강,7,x\n파랑,,y\n", "utf-8-sig")
    found = ask(run, tmp_path / "표 1.csv")
    assert [answer.name for answer in found.answers] == ["표 1.csv:1", "표 1.csv:2"]
    expected = outputs(run, torch.tensor([[1.0, 1.0, 0.0], [0.0, 0.0, 1.0]])) * 10 + 100
    assert [answer.value for answer in found.answers] == pytest.approx(expected.flatten().tolist(), abs=1e-4)
    assert found.answers[0].others == ()
    typed = ask(run, row=(("길이", "7"), ("색", "빨강"))).answers[0]
    assert typed.value == pytest.approx(found.answers[0].value, abs=1e-4)


def test_a_table_without_its_columns_says_which(tmp_path: Path, home: Path) -> None:
    run = saved(home / "runs" / "weights", spec_of(table()), mlp(3, (4,), 1))
    (tmp_path / "other.csv").write_text("a,b\n1,2\n", "utf-8")
    (tmp_path / "some.tsv").write_text("길이\tb\n1\t2\n", "utf-8")
    found = ask(run, tmp_path / "other.csv", tmp_path / "some.tsv")
    assert "길이, 색" in str(found.answers[0].why)
    assert found.answers[1].why is None
    assert "색" in str(found.told[0])


def test_points_of_the_plane_are_rows_of_two_numbers(tmp_path: Path) -> None:
    run = saved(tmp_path / "xor", DataSpec("xor", samples=40, inputs=("x1", "x2", "x1*x2")), mlp(3, (4,), 2))
    (tmp_path / "points.csv").write_text("x2;x1\n-1;0.5\nhello;1\n", "utf-8")
    found = ask(run, tmp_path / "points.csv", row=(("x1", "0.5"), ("x2", "-1")))
    expected = outputs(run, torch.tensor([[0.5, -1.0, -0.5]])).softmax(1)[0]
    for answer in found.answers[:2]:
        assert dict(answer.others)["1"] == pytest.approx(float(expected[1]), abs=1e-6)
    assert "hello" in str(found.answers[2].why)
    assert "not a number" in str(ask(run, row=(("x1", ""), ("x2", "1"))).answers[0].why)


# -------------------------------------------------------------------------------------------------------------- arrays
def test_arrays_are_taken_as_those_were_that_it_learned_from(tmp_path: Path, home: Path) -> None:
    generator = torch.Generator().manual_seed(0)
    inputs = torch.randn(40, 5, generator=generator) * 3 + 7
    data = put(inputs, torch.arange(40) % 2, classes=("a", "b"), preparation=PlainPreparation(7.0, 3.0))
    run = saved(home / "runs" / "arrays", spec_of(data), mlp(5, (4,), 2))
    values = np.asarray([[7, 10, 4, 7, 7], [np.nan, 0, 0, 0, 0]], np.float64)
    np.savez_compressed(tmp_path / "a.npz", labels=np.arange(2), x=np.asfortranarray(values))
    found = ask(run, tmp_path / "a.npz").answers
    expected = outputs(run, torch.tensor([[0.0, 1.0, -1.0, 0.0, 0.0]])).softmax(1)[0]
    assert found[0].name == "a.npz:1"
    assert dict(found[0].others)["a"] == pytest.approx(float(expected[0]), abs=1e-6)
    assert found[1].why is not None


@pytest.mark.parametrize("shape", [(8, 8), (1, 8, 8), (8, 8, 1), (64,)])
def test_pictures_in_arrays_may_lie_as_they_do_anywhere(sides: Path, tmp_path: Path, shape: tuple[int, ...]) -> None:
    values = np.full((2, 8, 8), 20, np.uint8)
    values[0, :, :4] = 220
    values[1, :, 4:] = 220
    np.savez(tmp_path / "a.npz", images=values.reshape(2, *shape))
    assert [answer.label for answer in ask(sides, tmp_path / "a.npz").answers] == ["왼쪽", "오른쪽"]


def test_arrays_that_do_not_fit_are_named(sides: Path, tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", x=np.zeros((3, 7)))
    why = str(ask(sides, tmp_path / "a.npz").answers[0].why)
    assert "x 3×7" in why
    assert "1×8×8" in why


HEADERS = [
    b"{'descr': '<f4', 'fortran_order': False, 'shape': (1000000000000, 64)}",
    b"{'descr': '|O', 'fortran_order': False, 'shape': (1, 64)}",
    b"{'descr': '<f4', 'fortran_order': False, 'shape': (-1, 64)}",
    b"{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1, 64)}",
    b"__import__('os').system('touch evil')", b"(" * 9000, b"{}", b"", b"\xff\xfe", b"9" * 9000,
]  # fmt: skip


@pytest.mark.parametrize("header", HEADERS)
def test_a_hostile_array_is_refused(sides: Path, tmp_path: Path, header: bytes) -> None:
    content = b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header + b"cos\nsystem\n" * 30
    with zipfile.ZipFile(tmp_path / "a.npz", "w") as made:
        made.writestr("x.npy", content)
    with bounded():
        assert ask(sides, tmp_path / "a.npz").answers[0].why is not None


@pytest.mark.parametrize("shape", [shape for shape in SHAPES if shape != "a link to a diary"])
@pytest.mark.parametrize("suffix", [".npz", ".csv"])
def test_whatever_lies_there_is_said_to_be_that(tmp_path: Path, shape: str, suffix: str) -> None:
    run = xor(tmp_path / "xor")
    path = tmp_path / "files" / f"a{suffix}"
    put_shape(path, shape)
    with bounded():
        answer = OutLine().ask(Predict(str(run), (str(path),)))
    assert isinstance(answer, Predicted)
    assert all(one.why is not None for one in answer.answers)


def test_nothing_to_predict_and_a_run_that_is_not_there_are_said(tmp_path: Path) -> None:
    assert isinstance(OutLine().ask(Predict(str(xor(tmp_path / "xor")))), Rejected)
    assert isinstance(OutLine().ask(Predict(str(tmp_path / "gone"), ("a",))), Rejected)


def test_a_convolution_gets_its_pictures(tmp_path: Path, home: Path) -> None:
    net = Net((1, 8, 8), (Conv(LayerKey(1), 2), Flatten(LayerKey(2)), Dense(LayerKey(3), 2, "linear")), 4)
    run = saved(home / "runs" / "conv", spec_of(pictures()), net, steps=40)
    assert ask(run, picture(tmp_path / "a.png", left=False)).answers[0].label == "오른쪽"


# ----------------------------------------------------------------------------------------------------------- as a table
def test_answers_are_saved_so_that_a_spreadsheet_opens_them_and_reckons_with_none(tmp_path: Path) -> None:
    answers = (
        Answer("=cmd|' /C calc'!A0.png", "+1", 0.75, (("+1", 0.75), ("@b", 0.25))),
        Answer("-나.png", "@b", 0.5, (("@b", 0.5), ("+1", 0.5))),
        Answer("c,\"d\".png", why=say("It is empty.")),
    )  # fmt: skip
    saved_answers.write(tmp_path / "예측.csv", answers)
    content = (tmp_path / "예측.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows == [
        ["sample", "answer", "probability", "why not", "'+1", "'@b"],
        ["'=cmd|' /C calc'!A0.png", "'+1", "0.75", "", "0.75", "0.25"],
        ["'-나.png", "'@b", "0.5", "", "0.5", "0.5"],
        ['c,"d".png', "", "", "It is empty.", "", ""],
    ]
    saved_answers.write(tmp_path / "예측.csv", (Answer("a:1", value=-3.5),))
    assert b"a:1,-3.5,," in (tmp_path / "예측.csv").read_bytes()


def test_data_that_is_gone_is_said(sides: Path, tmp_path: Path) -> None:
    for one in library.listed():
        library.remove(one.digest)
    answer = OutLine().ask(Predict(str(sides), (str(tmp_path),)))
    assert isinstance(answer, Rejected)
    assert "내 그림" in " ".join(map(str, (answer.sentence, *answer.advice)))
