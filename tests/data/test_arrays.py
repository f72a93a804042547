""".npz files: guessed by names and shapes, odd rows counted, nothing unpickled, and hostile ones a sentence."""

from __future__ import annotations

import contextlib
import io
import pickle
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.data import library
from core.data.arrays import answers
from core.data.asked import Alone, LookingOver
from core.data.library import LibraryError
from core.messages.catalogue import OWN
from core.messages.own.arrays import ArrayOptions, SeenArrays
from core.messages.own.looking import LookInto, Prepare
from core.messages.own.prepared import PicturePreparation, PlainPreparation, target_scaling
from core.messages.train_commands import DataSpec
from core.sentence import Sentence
from core.train.training import own
from core.workers import wire
from tests.hostile import SHAPES, bounded, check_outside, put

RANDOM = np.random.default_rng(0)
few = settings(
    max_examples=80, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def saved(folder: Path, **arrays: Any) -> str:
    path = folder / "배열 a.npz"
    np.savez(path, **arrays)
    return str(path)


def look(path: str, **choices: Any) -> SeenArrays:
    """Look at a file as the data worker does; what it says can travel."""
    seen = answers.look(LookInto(path, ArrayOptions(**choices) if choices else None), Alone())
    assert wire.decode(wire.encode(seen))[0] == seen
    assert isinstance(seen, SeenArrays)
    return seen


def refused(path: str, **choices: Any) -> str:
    with pytest.raises(LibraryError) as caught:
        look(path, **choices)
    return str(caught.value)


def prepared(path: str, **choices: Any) -> tuple[own.Read, library.About]:
    data = answers.prepare(Prepare(path, ArrayOptions(**choices)), Alone()).data
    return own.read(DataSpec(OWN, own=data.digest)), data.about


def numbers(*shape: int) -> np.ndarray[Any, Any]:
    return RANDOM.normal(size=shape)


LABELS = np.arange(20) % 3


# ------------------------------------------------------------------------------------------------- names and shapes
@pytest.mark.parametrize(
    ("inputs", "targets"),
    [("x", "y"), ("X", "Y"), ("data", "target"), ("images", "labels"), ("inputs", "targets"), ("x_train", "y_train"),
     ("arr_0", "arr_1"), ("점", "이름")],
)  # fmt: skip
def test_inputs_and_targets_are_guessed_by_their_names(tmp_path: Path, inputs: str, targets: str) -> None:
    seen = look(saved(tmp_path, **{targets: LABELS, inputs: numbers(20, 4)}))
    assert (seen.chosen.inputs, seen.chosen.targets, seen.samples) == (inputs, targets, 20)
    assert (seen.input, seen.classes, seen.task) == ((4,), ("0", "1", "2"), "classify")
    assert seen.title == "배열 a"
    assert {one.name: one.shape for one in seen.arrays} == {inputs: (20, 4), targets: (20,)}


@pytest.mark.parametrize(
    ("shape", "kind", "input", "preparation"),
    [
        ((20,), np.float64, (1,), PlainPreparation),
        ((20, 7), np.int16, (7,), PlainPreparation),
        ((20, 6, 5), np.uint8, (1, 6, 5), PicturePreparation),
        ((20, 6, 5, 3), np.uint8, (3, 6, 5), PicturePreparation),
        ((20, 3, 6, 5), np.uint8, (3, 6, 5), PicturePreparation),
        ((20, 6, 5, 1), np.uint8, (1, 6, 5), PicturePreparation),
        ((20, 6, 5, 4), np.uint8, (4, 6, 5), PlainPreparation),
        ((20, 6, 5), np.float32, (1, 6, 5), PlainPreparation),
        ((20, 2, 129), np.uint8, (1, 2, 129), PlainPreparation),
        ((20, 6), np.uint8, (6,), PlainPreparation),
        ((20, 6), ">f4", (6,), PlainPreparation),
        ((20, 6), np.bool_, (6,), PlainPreparation),
    ],
)  # fmt: skip
def test_every_shape_that_can_be_learned(tmp_path: Path, shape: Any, kind: Any, input: Any, preparation: Any) -> None:
    x = (numbers(*shape) * 50 > 0 if kind is np.bool_ else numbers(*shape) * 50).astype(kind)
    read, about = prepared(saved(tmp_path, x=x, y=LABELS))
    assert about.input == read.known.input == input
    assert isinstance(about.preparation, preparation)
    assert read.training == about.training
    assert 0.15 * 20 <= about.validation <= 0.3 * 20
    assert sorted(read.targets.tolist()) == sorted(LABELS.tolist())
    if preparation is PlainPreparation:
        trained = read.inputs[: read.training]
        assert abs(float(trained.mean())) < 1e-5
        assert abs(float(trained.std(correction=0)) - 1) < 1e-5
        back = read.inputs.double() * about.preparation.scale + about.preparation.mean  # type: ignore[union-attr]
        want = np.sort(x.astype(np.float64).reshape(-1))
        assert np.allclose(np.sort(back.numpy().reshape(-1)), want, atol=1e-4)


def test_pictures_with_channels_last_are_turned_and_kept_to_the_bit(tmp_path: Path) -> None:
    x = RANDOM.integers(0, 256, (6, 4, 5, 3), np.uint8)
    read, about = prepared(saved(tmp_path, x=x, y=np.arange(6) % 2), held_out=50)
    there = {bytes((one * 255).round().to(torch.uint8).numpy().tobytes()) for one in read.inputs}
    assert there == {bytes(one.transpose(2, 0, 1).tobytes()) for one in x}
    assert about.training == about.validation == 3


def test_a_file_that_is_split_already_stays_so(tmp_path: Path) -> None:
    x, held = numbers(20, 2), numbers(7, 2) + 100
    path = saved(tmp_path, x_train=x, y_train=LABELS, x_test=held, y_test=np.arange(7) % 3)
    assert look(path).split
    read, about = prepared(path, held_out=50)
    assert (about.training, about.validation) == (20, 7)
    assert bool((read.inputs[20:] > read.inputs[:20].max()).all())
    assert abs(float(read.inputs[:20].mean())) < 1e-5, "the scale is of the training samples alone"


def test_a_fortran_array_and_packed_files_are_read_the_same(tmp_path: Path) -> None:
    x = numbers(20, 3, 4)
    np.savez_compressed(tmp_path / "a.npz", x=np.asfortranarray(x), y=LABELS)
    one, _ = prepared(str(tmp_path / "a.npz"))
    two, _ = prepared(saved(tmp_path, x=x, y=LABELS))
    assert torch.equal(one.inputs, two.inputs)


def test_which_arrays_can_be_chosen(tmp_path: Path) -> None:
    path = saved(tmp_path, x=numbers(20, 2), y=LABELS, z=numbers(20), w=numbers(9, 2))
    assert look(path, inputs="z", targets="y").input == (1,)
    assert look(path, targets="z").task == "regress"
    assert "no array called q" in refused(path, inputs="q")
    assert "not of the same number" in refused(path, inputs="w", targets="y")
    assert "inputs and targets of the same number" in refused(path, inputs="x", targets="x")


def test_the_same_choices_give_the_same_data_and_another_seed_another_split(tmp_path: Path) -> None:
    path = saved(tmp_path, x=numbers(20, 2), y=LABELS)
    digests = [answers.prepare(Prepare(path, ArrayOptions(seed=seed)), Alone()).data.digest for seed in (1, 1, 2)]
    assert digests[0] == digests[1] != digests[2]
    assert len(library.listed()) == 2


# ------------------------------------------------------------------------------------------------------------- targets
@pytest.mark.parametrize(
    ("y", "task", "classes"),
    [
        (LABELS, "classify", ("0", "1", "2")),
        (LABELS[:, None], "classify", ("0", "1", "2")),
        (LABELS.astype(np.float32), "classify", ("0", "1", "2")),
        (np.eye(3)[LABELS], "classify", ("0", "1", "2")),
        (LABELS > 0, "classify", ("False", "True")),
        (np.array(["배", "사과"])[LABELS % 2], "classify", ("배", "사과")),
        (np.array([b"a", b"b"])[LABELS % 2], "classify", ("a", "b")),
        (np.arange(20), "regress", ()),
        (LABELS + 0.5, "regress", ()),
    ],
)  # fmt: skip
def test_classes_or_numbers_are_guessed_from_the_targets(tmp_path: Path, y: Any, task: str, classes: Any) -> None:
    path = saved(tmp_path, x=numbers(20, 2), y=y)
    seen = look(path)
    assert (seen.task, seen.classes) == (task, classes)
    read, about = prepared(path)
    if task == "regress":
        mean, scale = target_scaling(about.preparation)
        values = sorted((read.targets[:, 0].double() * scale + mean).tolist())
        assert values == pytest.approx(sorted(np.asarray(y, float).tolist()), abs=1e-5)


def test_what_the_targets_are_can_be_chosen(tmp_path: Path) -> None:
    path = saved(tmp_path, x=numbers(20, 2), y=LABELS)
    assert look(path, task="regress").classes == ()
    assert look(saved(tmp_path, x=numbers(20, 2), y=np.arange(20)), task="classify").samples == 20
    assert "texts" in refused(saved(tmp_path, x=numbers(20, 2), y=LABELS.astype("U1")), task="regress")


def test_numbers_as_classes_have_as_many_digits_as_they_have(tmp_path: Path) -> None:
    for kind in (np.float16, np.float32, np.float64):
        path = saved(tmp_path, x=numbers(20, 2), y=np.array([0.1, 2.5, -3], kind)[LABELS])
        assert look(path, task="classify").classes == ("-3", "0.1", "2.5"), kind


def test_truth_values_side_by_side_are_no_amount(tmp_path: Path) -> None:
    path = saved(tmp_path, x=numbers(20, 2), y=np.eye(3)[LABELS])
    assert "One class or one number" in refused(path, task="regress")
    assert look(path, task="classify").classes == ("0", "1", "2")


def test_names_that_differ_in_their_unicode_form_alone_are_one_class(tmp_path: Path) -> None:
    names = np.array(["가", "\u1100\u1161", "나"])[LABELS]
    assert look(saved(tmp_path, x=numbers(20, 2), y=names)).classes == ("가", "나")


@pytest.mark.parametrize(
    ("arrays", "words"),
    [
        ({"x": numbers(20, 2)}, "Two arrays are needed"),
        ({"x": numbers(20, 2), "y": LABELS[:19]}, "not of the same number"),
        ({"x": numbers(20, 2), "y": np.zeros(20, int)}, "one class"),
        ({"x": numbers(20, 2), "y": numbers(20, 3)}, "One class or one number"),
        ({"x": numbers(20, 2, 2, 2, 2), "y": LABELS}, "of the shape 20 × 2 × 2 × 2 × 2"),
        ({"x": np.array(["a"] * 20), "y": LABELS}, "inputs are texts"),
        ({"x": numbers(1, 2), "y": LABELS[:1]}, "too few samples"),
        ({"x": numbers(0, 2), "y": LABELS[:0]}, "too few samples"),
        ({"x": numbers(20, 0), "y": LABELS}, "too few samples"),
        ({"x": numbers(20, 2) + 1j, "y": LABELS}, "type complex128"),
        ({"x": numbers(20, 2), "y": np.zeros(20, "M8[s]")}, "type datetime64"),
        ({"x": np.zeros((3, 200_000), np.uint8), "y": LABELS[:3]}, "more than can be learned"),
        ({"x": numbers(20, 2), "y": np.array(["a" * 300, "b"])[LABELS % 2]}, "long texts"),
        ({"x": numbers(3000, 1), "y": np.array([str(n) for n in range(3000)])}, "3000 classes"),
        ({"x": np.full((20, 2), np.nan), "y": LABELS}, "one class"),
        ({"x": np.full((20, 2), np.nan), "y": LABELS + 0.5}, "too few samples"),
    ],
)  # fmt: skip
def test_what_cannot_be_learned_is_a_sentence(tmp_path: Path, arrays: Any, words: str) -> None:
    assert words in refused(saved(tmp_path, **arrays))
    assert library.listed() == ()


# --------------------------------------------------------------------------------------------------------------- odd
def test_rows_with_what_is_no_number_are_counted_and_left_out_or_filled(tmp_path: Path) -> None:
    x = numbers(20, 2)
    x[3, 1], x[8, 0], x[9] = np.nan, np.inf, 1e300
    path = saved(tmp_path, x=x, y=LABELS)
    (odd,) = look(path).oddities
    assert (odd.kind, odd.count, odd.way, odd.used) == ("no-number", 3, "leave-out", False)
    assert odd.examples == ("[3]", "[8]", "[9]")
    assert "3 samples" in str(odd.sentence)
    assert look(path).samples == 17
    filled = look(path, decisions=(("no-number", "mean"),))
    assert (filled.samples, filled.oddities[0].way, filled.oddities[0].used) == (20, "mean", True)
    read, about = prepared(path, decisions=(("no-number", "mean"),))
    assert len(read.inputs) == 20
    assert about.told == filled.oddities
    assert int((read.inputs == 0).sum()) >= 4


def test_samples_without_a_target_are_left_out(tmp_path: Path) -> None:
    y = numbers(20)
    y[2], y[5] = np.nan, np.inf
    (odd,) = look(saved(tmp_path, x=numbers(20, 2), y=y)).oddities
    assert (odd.kind, odd.count, odd.used) == ("no-target", 2, False)
    names = np.array(["a", "b", ""])[LABELS]
    seen = look(saved(tmp_path, x=numbers(20, 2), y=names))
    assert (seen.classes, seen.oddities[0].count, seen.samples) == (("a", "b"), 6, 14)


def test_what_is_infinite_is_no_class(tmp_path: Path) -> None:
    y = LABELS.astype(float)
    y[3], y[4], y[5] = np.inf, -np.inf, np.nan
    seen = look(saved(tmp_path, x=numbers(20, 2), y=y))
    assert (seen.classes, seen.samples, seen.oddities[0].kind) == (("0", "1", "2"), 17, "no-target")


@pytest.mark.parametrize("kind", ["i8", "f8", ">f8"])
def test_numbers_that_32_bits_do_not_tell_apart_are_scaled_first(tmp_path: Path, kind: str) -> None:
    x = (1_700_000_000 + 60 * np.arange(40)).reshape(20, 2)
    read, about = prepared(saved(tmp_path, x=x.astype(kind), y=LABELS))
    assert len(set(read.inputs.flatten().tolist())) == 40
    assert isinstance(about.preparation, PlainPreparation)
    again = read.inputs.double() * about.preparation.scale + about.preparation.mean
    assert sorted(again.flatten().round().tolist()) == sorted(x.flatten().tolist())


def test_a_class_with_one_sample_is_told_and_can_be_left_out(tmp_path: Path) -> None:
    y = np.where(np.arange(20) == 7, 9, LABELS)
    path = saved(tmp_path, x=numbers(20, 2), y=y)
    (odd,) = look(path).oddities
    assert (odd.kind, odd.count, odd.examples, odd.way) == ("single", 1, ("9",), "keep")
    left = look(path, decisions=(("single", "leave-out"),))
    assert (left.classes, left.samples) == (("0", "1", "2"), 19)
    read, _ = prepared(path)
    assert 3 in read.targets[: read.training], "it is trained on"


@pytest.mark.parametrize(("by", "told"), [(1e5, False), (1e-4, False), (1.0, False), (0.0, True)])
def test_targets_are_odd_only_where_they_are_all_the_same(tmp_path: Path, by: float, told: bool) -> None:
    seen = look(saved(tmp_path, x=numbers(20, 2), y=np.arange(20) * by), task="regress")
    assert [odd.kind for odd in seen.oddities] == (["same"] if told else [])
    assert seen.samples == 20


def test_a_way_that_nobody_offered_is_the_usual_one(tmp_path: Path) -> None:
    x = numbers(20, 2)
    x[3, 1] = np.nan
    seen = look(saved(tmp_path, x=x, y=LABELS), decisions=(("no-number", "x"), ("y", "z")), held_out=1000, seed=-5)
    assert seen.oddities[0].way == "leave-out"


# ------------------------------------------------------------------------------------------------------------- hostile
class Boom:
    """Writes a file when it is unpickled."""

    def __reduce__(self) -> Any:
        return (open, ("boom", "w"))


def test_objects_are_never_unpickled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = saved(tmp_path, x=np.array([Boom(), Boom()], dtype=object), y=LABELS[:2])
    assert "Python objects" in refused(path)
    assert "Python objects" in refused(saved(tmp_path, y=np.array([Boom()] * 20, dtype=object), x=numbers(20, 2)))
    assert [one.name for one in tmp_path.iterdir()] == ["배열 a.npz"]
    assert pickle.dumps(Boom())


def npy(header: str, content: bytes = b"", *, version: bytes = b"\x01\x00", length: int | None = None) -> bytes:
    text = header.encode("latin-1")
    size = len(text) if length is None else length
    return b"\x93NUMPY" + version + size.to_bytes(2 if version[0] == 1 else 4, "little") + text + content


def held(**members: bytes) -> bytes:
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(f"{name}.npy", content)
    return found.getvalue()


def told(shape: str, descr: str = "'<f8'", order: str = "False") -> str:
    return f"{{'descr': {descr}, 'fortran_order': {order}, 'shape': {shape}, }}\n"


Y = npy(told("(4,)", "'<i8'"), b"\0" * 32)
HOSTILE = {
    "a shape beyond all": held(x=npy(told("(999999999999, 999999999999)")), y=Y),
    "a shape of digits without end": held(x=npy(told("(" + "9" * 5000 + ",)")), y=Y),
    "a shape of minus": held(x=npy(told("(-4, 2)"), b"\0" * 64), y=Y),
    "a shape of truth": held(x=npy(told("(True, 2)"), b"\0" * 16), y=Y),
    "more told than there is": held(x=npy(told("(4, 200)"), b"\0" * 64), y=Y),
    "less told than there is": held(x=npy(told("(4, 2)"), b"\0" * 640), y=Y),
    "a header that runs": held(x=npy("__import__('os').system('touch boom')"), y=Y),
    "a header that is deep": held(x=npy("(" * 4000), y=Y),
    "a header of 4 GB": held(x=npy("{}", version=b"\x02\x00", length=2**32 - 1), y=Y),
    "a header that is cut off": held(x=npy("{'descr'", length=9000), y=Y),
    "a later version": held(x=npy(told("(4, 2)"), b"\0" * 64, version=b"\x09\x00"), y=Y),
    "no header": held(x=b"", y=Y),
    "texts beyond all": held(x=npy(told("(4, 2)"), b"\0" * 64), y=npy(told("(4,)", "'<U999999999'"))),
    "texts of nothing": held(x=npy(told("(4, 2)"), b"\0" * 64), y=npy(told("(4,)", "'<U0'"))),
    "fields": held(x=npy(told("(4,)", "[('a', '<f8'), ('b', '<f8')]"), b"\0" * 64), y=Y),
    "bytes of any kind": held(x=npy(told("(4, 2)", "'|V8'"), b"\0" * 64), y=Y),
    "a bomb": held(x=npy(told("(16777216,)"), b"\0" * (16777216 * 8)), y=Y),
    "no arrays": held(),
    "thousands of arrays": held(**{f"a{number}": Y for number in range(1001)}),
    "no npz": b"PK\x05\x06" + b"\0" * 3,
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_a_sentence(tmp_path: Path, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.npz").write_bytes(HOSTILE[what])
    with bounded():
        assert refused(str(tmp_path / "a.npz"))
    assert [one.name for one in tmp_path.iterdir()] == ["a.npz"]


def test_a_member_without_a_name_is_passed_over(tmp_path: Path) -> None:
    content = Path(saved(tmp_path, x=numbers(20, 2), y=LABELS, z=LABELS)).read_bytes()
    at = content.rindex(b"z.npy", 0, content.rindex(b"PK\x05\x06")) - 18  # the length of its name in the list
    (tmp_path / "a.npz").write_bytes(content[:at] + b"\0\0\0\0\x05\0" + content[at + 6 :])  # what it was is a comment
    assert [one.name for one in look(str(tmp_path / "a.npz")).arrays] == ["x", "y"]


def test_members_that_are_no_arrays_and_paths_in_names_lead_nowhere(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.npz", "w") as archive:
        archive.writestr("readme.txt", "hello")
        archive.writestr("../../y.npy", npy(told("(20,)", "'<i8'"), LABELS.astype("<i8").tobytes()))
        archive.writestr("x.npy", npy(told("(20, 2)"), numbers(20, 2).tobytes()))
    assert look(str(tmp_path / "a.npz")).chosen.targets == "../../y"
    assert [one.name for one in tmp_path.iterdir()] == ["a.npz"]


@pytest.mark.parametrize("shape", SHAPES)
def test_whatever_lies_there_instead_is_a_sentence(tmp_path: Path, shape: str) -> None:
    path = tmp_path / "here" / "a" / "a.npz"
    put(path, shape)
    with bounded():
        assert refused(str(path))
    check_outside(path)


@few
@given(st.data())
def test_any_bytes_changed_are_arrays_or_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = tmp_path_factory.getbasetemp() / "changed.npz"
    whole = io.BytesIO()
    np.savez(whole, x=np.arange(24.0).reshape(12, 2), y=np.arange(12) % 2)
    content = bytearray(whole.getvalue())
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(content[: data.draw(st.sampled_from([len(content), len(content) // 2]))])
    with contextlib.suppress(LibraryError):
        look(str(path))


def test_a_file_that_is_written_again_meanwhile_gives_no_sample_anothers_target(tmp_path: Path) -> None:
    path = Path(saved(tmp_path, x=numbers(20, 4), y=LABELS))
    other = path.with_name("b.npz")
    np.savez(other, x=numbers(20, 4), y=2 - LABELS)

    class Writing(Alone):
        def at(self, done: int, all_: int, doing: Sentence) -> None:
            if other.exists():
                other.replace(path)

    with pytest.raises(LibraryError, match="has changed while it was read"):
        answers.prepare(Prepare(str(path), ArrayOptions()), Writing())
    assert library.listed() == ()


def test_it_can_be_stopped_while_it_is_read_and_written(tmp_path: Path) -> None:
    class Stops:
        def __init__(self, after: int) -> None:
            self.left = after

        def at(self, done: int, all_: int, doing: Sentence) -> None:
            self.left -= 1
            if self.left < 0:
                raise LookingOver

    path = saved(tmp_path, x=numbers(9000, 40), y=np.arange(9000) % 3)
    for after in range(3):
        with pytest.raises(LookingOver):
            answers.prepare(Prepare(path, ArrayOptions()), Stops(after))
        assert library.listed() == ()
        assert not library.place().is_dir() or not list(library.place().iterdir())


def test_a_python_without_numpy_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert "no numpy" in refused(saved(tmp_path, x=numbers(20, 2), y=LABELS))
    assert "no numpy" in str(answers.missing())
