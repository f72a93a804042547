"""A table made ready: what is fitted on what, which rows are held out, and that a network learns from it."""

from __future__ import annotations

import itertools
import math
import random
from array import array
from collections import Counter
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from core.data import library
from core.data.asked import Alone, LookingOver
from core.data.library import DATA_FILE, LibraryError
from core.data.table import answers
from core.data.table.columns import Column
from core.data.table.fitting import same_rows, split
from core.data.table.inputs import category_of, day_of, number_of, rows_to_inputs
from core.data.table.samples import sample_tables
from core.data.table.target import Aim
from core.data.tensors import write_tensors
from core.messages.own.looking import Prepare, Prepared
from core.messages.own.prepared import OwnData, TableColumn, TablePreparation
from core.messages.own.table import ColumnChoice, TableOptions, TableReading
from core.messages.train_commands import DataSpec
from core.messages.train_events import Rejected
from core.sentence import Sentence, say
from core.train.model.safetensors import read_tensors
from core.train.training.datasets import load
from core.train.training.training import begin


def prepare(path: Path | str, choices: TableOptions, text: str = "") -> OwnData:
    event = answers.prepare(Prepare(str(path), choices, text=text), Alone())
    assert isinstance(event, Prepared), event
    return event.data


def table(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "표.csv"
    path.write_text(text, encoding="utf-8")
    return path


def preparation(data: OwnData) -> TablePreparation:
    assert isinstance(data.about.preparation, TablePreparation)
    return data.about.preparation


def tensors(data: OwnData) -> tuple[torch.Tensor, torch.Tensor]:
    read, _ = read_tensors(library.folder_of(data.digest) / DATA_FILE)
    return read["inputs"], read["targets"]


MIXED = "size,colour,price\n" + "".join(
    f"{n % 23}.5,{('red', 'blue', '')[n % 3]},{'' if n == 5 else n * 10}\n" for n in range(60)
)


def test_numbers_are_scaled_and_words_one_hot_by_the_training_rows_alone(tmp_path: Path) -> None:
    data = prepare(table(tmp_path, MIXED), TableOptions(target="price"))
    about, made = data.about, preparation(data)
    assert (about.task, about.input, about.classes, about.training, about.validation) == ("regress", (4,), (), 47, 12)
    inputs, targets = tensors(data)
    size, colour = made.columns
    assert (colour.kind, colour.categories) == ("category", ("", "blue", "red"))
    raw = inputs[:47, 0].double() * size.scale + size.mean
    assert raw.mean().item() == pytest.approx(size.mean, rel=1e-6), "the mean of the training rows"
    assert raw.std(correction=0).item() == pytest.approx(size.scale, rel=1e-6)
    everything = inputs[:, 0].double() * size.scale + size.mean
    assert abs(everything.mean().item() - size.mean) > 1e-3, "those that are held out have no say in it"
    assert inputs[:, 1:].sum(dim=1).tolist() == [1.0] * 59
    assert (targets[:47] * made.scale + made.mean).mean().item() == pytest.approx(made.mean, rel=1e-5)
    assert targets.shape == (59, 1)
    assert sorted((targets * made.scale + made.mean).round().flatten().tolist()) == sorted(
        n * 10.0 for n in range(60) if n != 5
    )


def test_the_same_code_prepares_and_predicts(tmp_path: Path) -> None:
    data = prepare(table(tmp_path, MIXED), TableOptions(target="price"))
    inputs, targets = tensors(data)
    made = preparation(data)
    lines = [line.split(",") for line in MIXED.splitlines()[1:]]
    by_price = {line[2]: {"size": line[0], "colour": line[1]} for line in lines if line[2]}
    prices = (targets * made.scale + made.mean).round().int().flatten().tolist()
    rows = [by_price[str(price)] for price in prices]
    assert torch.equal(torch.tensor(rows_to_inputs(rows, made)), inputs)


def test_what_stands_in_for_nothing_is_the_median_and_an_unknown_word_is_none() -> None:
    made = TablePreparation(
        (TableColumn("키", "number", mean=160.0, scale=10.0, fill=165.0),
         TableColumn("반", "category", categories=("", "가", "나")),
         TableColumn("날", "number", mean=19783.0, scale=2.0, fill=19783.0, dates=True)), "y",
    )  # fmt: skip
    rows = [{"키": "170", "반": "가", "날": "2024-03-02"}, {"반": "다", "날": "없음"}, {"키": "170cm", "반": "N/A"}]
    assert rows_to_inputs(rows, made) == [
        [1.0, 0, 1, 0, 0.5], [0.5, 0, 0, 0, 0.0], [0.5, 1, 0, 0, 0.0],
    ]  # fmt: skip
    comma = SimpleNamespace(columns=(TableColumn("a", "number"),), decimal=",")
    assert rows_to_inputs([{"a": "1.234,5"}, {"a": "1,5"}], comma) == [[1234.5], [1.5]]


def test_of_every_class_as_large_a_share_is_held_out(tmp_path: Path) -> None:
    rows = [f"{n},{'a' if n < 50 else 'b' if n < 60 else 'c' if n < 62 else 'once'}" for n in range(63)]
    path = table(tmp_path, "x,y\n" + "\n".join(random.Random(2).sample(rows, len(rows))))
    data = prepare(path, TableOptions(target="y", columns=(ColumnChoice("x", "input", "number"),)))
    _, targets = tensors(data)
    assert data.about.classes == ("a", "b", "c", "once")
    assert torch.bincount(targets[: data.about.training]).tolist() == [40, 8, 1, 1]
    assert torch.bincount(targets[data.about.training :]).tolist() == [10, 2, 1]


@pytest.mark.parametrize(
    ("way", "categories"), [("one", ("Busan", "Seoul")), ("apart", ("BUSAN", "Busan", "Seoul", "seoul"))]
)
def test_how_words_may_be_spelled_is_part_of_how_a_table_was_prepared(
    tmp_path: Path, way: str, categories: tuple[str, ...]
) -> None:
    cells = ("Seoul", "Busan", "Seoul", "Busan", "seoul", "BUSAN")
    text = "city,size\n" + "".join(f"{cells[n % 6]},{n % 5}.5\n" for n in range(60))
    made = preparation(prepare(table(tmp_path, text), TableOptions(target="size", decisions=(("spellings", way),))))
    assert made.columns == (TableColumn("city", "category", categories=categories, folded=way == "one"),)
    rows = rows_to_inputs([{"city": "ｓｅ OUL "}, {"city": "seoul"}, {"city": "Daegu"}, {"city": ""}], made)
    assert rows == ([[0, 1], [0, 1], [0, 0], [0, 0]] if way == "one" else [[0] * 4, [0, 0, 0, 1], [0] * 4, [0] * 4])


def test_the_split_follows_the_seed_alone(tmp_path: Path) -> None:
    path = table(tmp_path, MIXED)
    digests = [prepare(path, TableOptions(target="price", seed=seed)).digest for seed in (0, 0, 1)]
    assert digests[0] == digests[1] != digests[2]
    fewer = prepare(path, TableOptions(target="price", held_out=50)).about
    assert (fewer.training, fewer.validation) == (29, 30)


Sides = tuple[list[tuple[float, ...]], list[tuple[float, ...]]]


def sides(data: OwnData) -> Sides:
    """Return the rows that are trained and validated on, each its inputs and its target."""
    inputs, targets = tensors(data)
    rows = [tuple(row) for row in torch.cat([inputs, targets.reshape(-1, 1).float()], 1).tolist()]
    return rows[: data.about.training], rows[data.about.training :]


def test_without_copies_a_seed_splits_as_it_always_did() -> None:
    aimed = Aim("y", "classify", ("a", "b"), ["ab"[row % 3 == 0] for row in range(12)])
    assert split(range(12), aimed, 25, 3) == ([11, 9, 2, 10, 5, 4, 0, 7, 6], [3, 1, 8])
    assert split(range(12), aimed, 25, 3, [[3, 6]]) == ([11, 3, 2, 10, 5, 4, 0, 7, 6], [9, 1, 8]), "one goes for a pair"


def test_no_row_is_held_out_of_which_a_copy_is_trained_on(tmp_path: Path) -> None:
    rows = [f"{n * 7 % 101}.5,{n % 9},{n % 3}" for n in range(100)]
    for seed in range(5):
        drawn = random.Random(seed)
        mixed = drawn.sample([*rows, *drawn.choices(rows, k=60)], 160)
        choices = TableOptions(target="y", task="classify", seed=seed)
        path = table(tmp_path, "a,b,y\n" + "\n".join(mixed))
        training, validation = sides(prepare(path, choices))
        assert not set(training) & set(validation)
        wanted = sum(round(count / 5) for count in Counter(row[-1] for row in mixed).values())
        assert (len(training), len(validation)) == (160 - wanted, wanted), "as many are held out as always"
        once = sides(prepare(path, replace(choices, decisions=(("copies", "leave-out"),))))
        assert not set(once[0]) & set(once[1])
        assert len(set(once[0] + once[1])) == len(once[0] + once[1]) == len(set(mixed))


def test_a_table_that_was_pasted_three_times_is_split_as_if_once(tmp_path: Path) -> None:
    rows = [f"{n * 7 % 151}.5,{n % 9},{n % 3}" for n in range(120)]
    path = table(tmp_path, "a,b,y\n" + "\n".join(rows * 3))
    training, validation = sides(prepare(path, TableOptions(target="y", task="classify")))
    assert not set(training) & set(validation)
    assert (len(training), len(validation)) == (288, 72)


def test_where_few_rows_differ_each_is_trained_on_and_validated(tmp_path: Path) -> None:
    path = table(tmp_path, "a,b,y\n" + "\n".join(f"{n % 2},{n // 2 % 2},{n % 2 ^ n // 2 % 2}" for n in range(400)))
    choices = [ColumnChoice(name, "input", "number") for name in "ab"]
    training, validation = sides(prepare(path, TableOptions(target="y", task="classify", columns=tuple(choices))))
    assert (len(training), len(validation)) == (320, 80)
    assert len(set(training)) == len(set(validation)) == 4


def test_numbers_to_predict_are_copies_only_where_they_are_the_same(tmp_path: Path) -> None:
    path = table(tmp_path, "a,y\n" + "\n".join(f"{n % 50}.5,{n % 53 * 2}" for n in range(100)) + "\n0.5,0\n7.5,14")
    training, validation = sides(prepare(path, TableOptions(target="y", task="regress")))
    assert not set(training) & set(validation)
    assert (len(training), len(validation)) == (82, 20)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(*(st.integers(0, most) for most in (1, 30, 2))), min_size=1, max_size=40))
def test_rows_are_the_same_where_all_of_their_cells_are(cells: list[tuple[int, ...]]) -> None:
    one, other, target = ([str(row[at]) for row in cells] for at in range(3))
    other = [f"{text}.0" if at % 2 else text for at, text in enumerate(other)]
    why = say("Numbers from {least:.6g} to {most:.6g}.", least=0, most=30)
    columns = [
        Column(name, texts, "number", "input", why, len(set(texts)), 0) for name, texts in (("a", one), ("b", other))
    ]
    groups, _ = same_rows(columns, Aim("y", "classify", ("0", "1", "2"), target), range(len(cells)), ".", Alone())
    wanted = [[at for at, row in enumerate(cells) if row == kind] for kind in dict.fromkeys(cells)]
    assert sorted(groups) == [rows for rows in sorted(wanted) if len(rows) > 1]


@settings(max_examples=200, deadline=None)
@given(
    sizes=st.lists(st.tuples(st.integers(0, 2), st.integers(1, 12)), min_size=2, max_size=30),
    held_out=st.integers(1, 90), seed=st.integers(0, 5),
)  # fmt: skip
def test_any_groups_stay_together_and_every_class_is_trained_on(
    sizes: list[tuple[int, int]], held_out: int, seed: int
) -> None:
    labels = [str(label) for label, size in sizes for _ in range(size)]
    ends = list(itertools.accumulate(size for _, size in sizes))
    units = [list(range(end - size, end)) for end, (_, size) in zip(ends, sizes, strict=True)]
    aimed = Aim("y", "classify", tuple(sorted(set(labels))), labels)
    training, validation = split(range(len(labels)), aimed, held_out, seed, [unit for unit in units if len(unit) > 1])
    assert sorted(training + validation) == list(range(len(labels)))
    different = Counter(label for label, _ in sizes)
    for label, count in different.items():
        rows = {row for row in range(len(labels)) if labels[row] == str(label)}
        assert len(rows & set(training)) > 0 or len(labels) < 3
        assert count == 1 or rows & set(validation)
        wanted, largest = len(rows) * held_out / 100, max(size for one, size in sizes if one == label)
        assert count == 1 or abs(len(rows & set(validation)) - wanted) <= max(1, largest)
    if any(count > 1 for count in different.values()):
        assert not any({*unit} & {*training} and {*unit} & {*validation} for unit in units)


def test_rows_with_gaps_are_left_out_where_a_person_wants_that(tmp_path: Path) -> None:
    choices = TableOptions(target="price", decisions=(("missing", "leave-out"),))
    data = prepare(table(tmp_path, MIXED), choices)
    assert data.about.training + data.about.validation == 40, "every third had no colour, one of the others no price"
    assert preparation(data).columns[1].categories == ("blue", "red")


def test_a_column_can_be_taken_as_something_else(tmp_path: Path) -> None:
    path = table(tmp_path, "grade,y\n" + "".join(f"{n % 4},{n}.5\n" for n in range(40)))
    data = prepare(path, TableOptions(target="y", columns=(ColumnChoice("grade", "input", "category"),)))
    assert preparation(data).columns == (TableColumn("grade", "category", categories=("0", "1", "2", "3")),)
    wrong = TableOptions(target="y", columns=(ColumnChoice("name", "input", "number"),))
    path = table(tmp_path, "name,y\n" + "".join(f"{'ab'[n % 2]},{n}.5\n" for n in range(40)))
    with pytest.raises(LibraryError, match="“name” holds no numbers"):
        prepare(path, wrong)


def test_more_rows_than_can_be_learned_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for place in ("core.data.library", "core.data.table.fitting"):
        monkeypatch.setattr(f"{place}.MOST_SAMPLES", 30)
    path = table(tmp_path, "a,y\n" + "".join(f"{n % 7},{n}.5\n" for n in range(40)))
    with pytest.raises(LibraryError, match="40 rows, more than can be learned here: at most 30"):
        prepare(path, TableOptions(target="y"))


def test_what_has_to_be_asked_is_refused_and_nothing_stays(tmp_path: Path) -> None:
    path = table(tmp_path, "a,y\n" + "".join(f"{n}.5,{n % 4}\n" for n in range(40)))
    for choices, said in [
        (TableOptions(), "Choose the column that shall be predicted."),
        (TableOptions(target="y"), "“y” holds 4 different whole numbers. Are they classes, or an amount?"),
    ]:
        event = answers.prepare(
            Prepare(
                str(path),
                choices
                if choices.target
                else TableOptions(columns=(ColumnChoice("a", "input", "number"),), reading=TableReading(header=0)),
            ),
            Alone(),
        )
        assert isinstance(event, Rejected)
        assert str(event.sentence) == said
    assert library.listed() == ()
    with pytest.raises(LibraryError, match="Between 1 and 90 percent"):
        prepare(path, TableOptions(target="y", task="classify", held_out=100))
    with pytest.raises(LibraryError, match="There are too few rows to learn from: 2"):
        prepare(table(tmp_path, "a,y\n1.5,p\n2.5,q\n"), TableOptions(target="y"))


def test_it_stops_between_rows_and_nothing_half_made_stays(tmp_path: Path) -> None:
    class Stopped(Alone):
        def at(self, done: int, all_: int, doing: Sentence) -> None:
            if doing.text == "Preparing rows" and done:
                raise LookingOver

    path = table(tmp_path, "a,b\n" + "".join(f"{n * n % 1001},{n % 7}.5\n" for n in range(40_000)))
    with pytest.raises(LookingOver):
        answers.prepare(Prepare(str(path), TableOptions(target="b")), Stopped())
    assert library.listed() == ()
    assert not library.place().exists() or not list(library.place().iterdir())


def test_numbers_at_the_ends_of_the_earth_stay_numbers(tmp_path: Path) -> None:
    cells = ["1e30", "-1e30", "1e-300", "0", "1e29", "5e-324", "1e31", "1e999", "7"] * 4
    path = table(tmp_path, "a,b\n" + "".join(f"{cell},{n}.5\n" for n, cell in enumerate(cells)))
    data = prepare(path, TableOptions(target="b", columns=(ColumnChoice("a", "input", "number"),)))
    inputs, targets = tensors(data)
    assert inputs.isfinite().all()
    assert targets.isfinite().all()
    path = table(tmp_path, "b,a\n" + "".join(f"{n % 5}.5,{cell}\n" for n, cell in enumerate(cells)))
    assert (
        tensors(prepare(path, TableOptions(target="a", columns=(ColumnChoice("a", "target", "number"),))))[1]
        .isfinite()
        .all()
    )


def test_a_table_from_the_clipboard(tmp_path: Path) -> None:
    text = "키\t반\n" + "".join(f"{150 + n * n % 17}\t{'가나'[n % 2]}\n" for n in range(20))
    data = prepare("", TableOptions(target="반"), text)
    assert (data.about.title, data.about.source, data.about.classes) == ("clipboard", "", ("가", "나"))


def test_names_of_folders_are_not_kept(tmp_path: Path) -> None:
    data = prepare(table(tmp_path, MIXED), TableOptions(target="price"))
    assert (data.about.title, data.about.source) == ("표", "표.csv")
    assert str(tmp_path) not in (library.folder_of(data.digest) / library.ABOUT_FILE).read_text(encoding="utf-8")


# ------------------------------------------------------------------------------------------------------------ learned
@pytest.mark.parametrize("one", sample_tables(), ids=lambda one: one.title)
def test_the_tables_that_come_along_are_learned(one: object) -> None:
    assert one.path.is_file()  # type: ignore[attr-defined]
    data = prepare(one.path, TableOptions(target=one.target))  # type: ignore[attr-defined]
    assert data.about.attribution == one.attribution != ""  # type: ignore[attr-defined]
    made = begin(load(DataSpec("own", own=data.digest, title=data.about.title)), seed=0)
    while made.step < 1500:
        made.steps(1500 - made.step)
    assert made.validate()[1] > 0.9


# ------------------------------------------------------------------------------------------------------------ numbers
@pytest.mark.parametrize(
    ("text", "value"),
    [("1", 1), ("-1.5", -1.5), (" 7 ", 7), ("1,234", 1234), ("1,234,567.5", 1234567.5), ("12,34", None), ("1e5", 1e5),
     ("１，２３４", 1234), ("\\1,000", 1000), ("1 234", 1234), ("1_000", None), ("nan", None), ("inf", None),
     ("infinity", None), ("0x10", None), ("", None), ("%", None), ("-", None), ("--5", None), ("1.2.3", None),
     ("9" * 400, None), ("١٢", None), ("5²", None), ("1e31", None), ("- 5", -5), ("$-5", -5), ("3.", 3), (".5", 0.5)],
)  # fmt: skip
def test_a_number_is_a_number(text: str, value: float | None) -> None:
    assert number_of(text) == value


def test_days_are_counted_and_impossible_ones_are_none() -> None:
    assert (day_of("1970-01-02"), day_of("1970-01-01 12:00:00"), day_of("2024. 2. 29.")) == (1.0, 0.5, 19782.0)
    assert [day_of(text) for text in ("2023-02-29", "2024-13-01", "24-01-01", "2024-01-01 99:00", "")] == [None] * 5


def test_days_with_the_year_last_are_counted_by_their_order() -> None:
    assert [day_of("02/01/1970", order) for order in ("day", "month", "")] == [1.0, 31.0, None]
    written = ("2. 1. 1970", "2-1-1970 12:00", "２.１.１９７０", "2.1.1970.", "1970-01-02")
    assert [day_of(text, "day") for text in written] == [1.0, 1.5, 1.0, 1.0, 1.0]
    assert [day_of(text, "day") for text in ("1/13/2024", "2/1-1970", "2.1.70", "29.2.2023", "1.1.2024 25:00")] == [
        None
    ] * 5


@pytest.mark.parametrize(("way", "order"), [("", "month"), ("day", "day")])
def test_the_order_of_dates_is_part_of_how_a_table_was_prepared(tmp_path: Path, way: str, order: str) -> None:
    text = "day,size\n" + "".join(f"{1 + n % 12}/{1 + n * 5 % 12}/2024,{n % 5}.5\n" for n in range(24))
    choices = TableOptions(target="size", decisions=(("date-order", way),) if way else ())
    (day,) = preparation(prepare(table(tmp_path, text), choices)).columns
    assert (day.dates, day.order) == (True, order)


def test_what_was_prepared_before_dates_had_an_order_is_still_read(tmp_path: Path) -> None:
    text = "day,size\n" + "".join(f"2024-03-{n + 1:02},{n % 5}.5\n" for n in range(24))
    data = prepare(table(tmp_path, text), TableOptions(target="size"))
    content = (library.folder_of(data.digest) / library.ABOUT_FILE).read_bytes()
    assert content.count(b', "order": ""') == 1
    assert library.about_of(content.replace(b', "order": ""', b"")) == data.about


def test_a_word_is_the_same_however_it_is_composed() -> None:
    assert category_of(" 가") == category_of("가 ") == "가"


# --------------------------------------------------------------------------------------------------------------- file
def test_the_file_is_what_safetensors_says(tmp_path: Path) -> None:
    from safetensors.torch import load_file

    inputs, targets = array("f", [1.5, -2, 3, math.pi, 5, 6]), array("q", [1, -7])
    path = tmp_path / "data.safetensors"
    write_tensors(path, inputs=[memoryview(inputs)], shape=(2, 3), of="F32", targets=targets.tobytes(), classify=True)
    ours, theirs = read_tensors(path)[0], load_file(path)
    for read in (ours, theirs):
        assert torch.equal(read["inputs"], torch.tensor(inputs).reshape(2, 3))
        assert read["targets"].tolist() == [1, -7]
    pictures = tmp_path / "pictures.safetensors"
    half = array("f", [0.5]).tobytes()
    write_tensors(pictures, inputs=[bytes(range(12))], shape=(1, 3, 2, 2), of="U8", targets=half, classify=False)
    assert load_file(pictures)["inputs"].flatten().tolist() == list(range(12))
    with pytest.raises(ValueError, match="inputs"):
        write_tensors(tmp_path / "other", inputs=[b"123"], shape=(2, 2), of="U8", targets=b"", classify=True)
    assert not (tmp_path / "other").exists()
