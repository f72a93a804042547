"""What a network was trained on is read in the same way when it is predicted: by the app, and by the script."""

from __future__ import annotations

import json
import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
import torch
from PIL import Image

from core.data.arrays import answers as arrays
from core.data.asked import Alone
from core.data.pictures.one import prepare_one
from core.data.table import answers as tables
from core.data.table.opening import OLE
from core.messages.own.arrays import ArrayOptions
from core.messages.own.looking import Prepare, Prepared
from core.messages.own.out import Predict, Predicted
from core.messages.own.prepared import OwnData, PicturePreparation, TablePreparation
from core.messages.own.table import TableOptions, TableReading
from core.net.plan import mlp
from core.out.described import metadata
from core.out.script import notebook, written
from core.out.spoken import Voice
from core.out.taken import Taken, take
from core.workers import wire
from tests.out.made import OutLine, saved, spec_of

ROWS = [(150 + n % 37, n % 7, n * n % 11, n % 5, n * 0.5) for n in range(40)]
BODY = "".join(",".join(map(str, row)) + "\n" for row in ROWS)
TABLES: dict[str, str | bytes] = {
    "a name over two lines, one twice, one that is none": '"키\n(cm)",반,반,,y\n' + BODY,
    "a name that is long": f"{'긴 ' * 80},a,b,c,y\n" + BODY,
    "a title and an empty row above": "성적표,,,,\n,,,,\n키,a,b,c,y\n" + BODY,
    "two rows of names": "몸,,학교,,y\n키,a,b,c,\n" + BODY,
    "no names at all": BODY,
    "UTF-8 that was taken for cp1252": ("키,몸무게,반,번,y\n" + BODY).encode().decode("latin-1").encode("utf-8"),
    "merged cells": "학년,반,b,c,y\n"
    + "".join(f"{(n // 10 + 1) if n % 10 == 0 else ''},{n % 7},{n * n % 11},{n % 5},{n * 0.5}\n" for n in range(40)),
    "seven columns of merged cells, with long names": ",".join(f"{'긴 이름 ' * 20}{at}" for at in range(7))
    + ",y\n"
    + "".join(
        ",".join(str(n // 10 + at) if n % 10 == 0 else "" for at in range(7)) + f",{n * 0.5}\n" for n in range(40)
    ),
    "dates with the day first": "날,반,b,c,y\n"
    + "".join(f"{n % 28 + 1:02}.{n % 12 + 1:02}.2024,{n % 7},{n * n % 11},{n % 5},{n * 0.5}\n" for n in range(40)),
    "dates with the month first": "날,반,b,c,y\n"
    + "".join(f"{n % 12 + 1}/{n % 9 + 1}/2024 9:30,{n % 7},{n * n % 11},{n % 5},{n * 0.5}\n" for n in range(40)),
    "words in several spellings": "곳,반,b,c,y\n"
    + "".join(
        f"{('Seoul', 'Busan', 'seoul', 'BUSAN', 'Ｓｅｏｕｌ')[n % 5]},{n % 7},{n * n % 11},{n % 5},{n * 0.5}\n"
        for n in range(40)
    ),
    "a total below": "키,a,b,c,y\n" + BODY + "합계,1,2,3,4\n",
}


def run_on(data: OwnData, home: Path) -> Taken:
    """Train a little on data of the library; return the run."""
    outputs = len(data.about.classes) or 1
    size = int(np.prod(data.about.input))
    return take(saved(home / "runs" / "run", spec_of(data), mlp(size, (4,), outputs)))


def ask(taken: Taken, *files: Path, **more: Any) -> Predicted:
    answer = OutLine().ask(Predict(str(taken.folder), tuple(map(str, files)), **more))
    assert isinstance(answer, Predicted), answer
    return answer


def script_of(taken: Taken, path: Path) -> dict[str, Any]:
    written.write(taken, path, data=True, language="en")
    return runpy.run_path(str(path))


def samples(taken: Taken) -> torch.Tensor:
    """All that it was trained and validated on, (n, numbers), in the order of the numbers."""
    dataset = taken.training.dataset
    return in_order(torch.cat([dataset.training_inputs, dataset.validation_inputs]))


def in_order(inputs: torch.Tensor) -> torch.Tensor:
    return torch.tensor(sorted(inputs.flatten(1).tolist()))


def expected(taken: Taken) -> list[float]:
    """What the network says of all that it was trained and validated on, in the data's own unit."""
    preparation = taken.about.preparation if taken.about else None
    assert isinstance(preparation, TablePreparation)
    given = taken.training.model_outputs(samples(taken).reshape(-1, *taken.training.net.input)).double()
    return sorted((given * preparation.scale + preparation.mean).flatten().tolist())


# -------------------------------------------------------------------------------------------------------------- tables
def table(path: Path, content: str | bytes, **choices: Any) -> OwnData:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    event = tables.prepare(Prepare(str(path), TableOptions(task="regress", **choices)), Alone())
    assert isinstance(event, Prepared), event
    return event.data


@pytest.mark.parametrize("kind", TABLES)
def test_a_table_is_read_as_when_it_was_prepared(kind: str, tmp_path: Path, home: Path) -> None:
    target = "#5" if kind == "no names at all" else "y"
    taken = run_on(table(tmp_path / "표.csv", TABLES[kind], target=target), home)
    found = ask(taken, tmp_path / "표.csv")
    assert [str(one) for one in found.told] == (
        ["표.csv: rows at the end with a total of those above, left out: 1."] if kind == "a total below" else []
    )
    values = [answer.value for answer in found.answers]
    assert len(values) == len(ROWS)
    assert sorted(values) == pytest.approx(expected(taken), abs=1e-4)
    assert np.std(values) > 1e-3, "the network tells rows apart"
    if isinstance(TABLES[kind], str):
        made = script_of(taken, tmp_path / "s.py")["prepared"](tmp_path / "표.csv")
        assert len(made) == len(ROWS)
        assert torch.allclose(in_order(made), samples(taken), atol=1e-6)


def test_a_total_that_was_a_sample_is_one_again(tmp_path: Path, home: Path) -> None:
    data = table(tmp_path / "t.csv", TABLES["a total below"], target="y", decisions=(("total-row", "keep"),))
    taken = run_on(data, home)
    found = ask(taken, tmp_path / "t.csv")
    assert len(found.answers) == len(ROWS) + 1
    assert not any("total" in str(one) for one in found.told)
    assert len(script_of(taken, tmp_path / "s.py")["prepared"](tmp_path / "t.csv")) == len(ROWS) + 1


def test_one_row_and_its_total_are_one_sample(tmp_path: Path, home: Path) -> None:
    taken = run_on(table(tmp_path / "t.csv", TABLES["a total below"], target="y"), home)
    (tmp_path / "one.csv").write_text("키,a,b,c\n151,1,2,3\n총 계:,1,2,3\n", "utf-8")
    assert len(ask(taken, tmp_path / "one.csv").answers) == 1
    assert len(script_of(taken, tmp_path / "s.py")["prepared"](tmp_path / "one.csv")) == 1


@pytest.mark.parametrize(
    "kind", ["dates with the day first", "dates with the month first", "words in several spellings"]
)
def test_how_cells_are_read_goes_home_with_the_network(kind: str, tmp_path: Path, home: Path) -> None:
    taken = run_on(table(tmp_path / "t.csv", TABLES[kind], target="y"), home)
    text = str(TABLES[kind]).splitlines()
    typed = [ask(taken, row=tuple(zip(text[0].split(","), line.split(","), strict=True))) for line in text[1:]]
    assert sorted(one.answers[0].value for one in typed) == pytest.approx(expected(taken), abs=1e-4)
    told = metadata(taken, Voice("en"))["torchgarden.preparation"]
    assert taken.about is not None
    assert wire.from_plain(json.loads(told)) == taken.about.preparation
    assert ('"order": "day"' in told, '"order": "month"' in told, '"folded": true' in told) == (
        "day" in kind, "month" in kind, "spellings" in kind,
    )  # fmt: skip
    notebook.write(taken, tmp_path / "n.ipynb", data=False, language="ko")
    cells = json.loads((tmp_path / "n.ipynb").read_text("utf-8"))["cells"]
    codes = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    space: dict[str, Any] = {}
    for code in (codes[0], *(code for code in codes if "def prepared(" in code)):
        exec(compile(code, "cell", "exec"), space)  # noqa: S102
    assert torch.allclose(in_order(space["prepared"](tmp_path / "t.csv")), samples(taken), atol=1e-6)


def test_names_over_two_rows_may_have_a_title_above_or_be_one_row(
    tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    taken = run_on(table(tmp_path / "t.csv", TABLES["two rows of names"], target="y"), home)
    made = script_of(taken, tmp_path / "s.py")["prepared"]
    for name, head in (("titled", "성적표\n\n몸,,학교,,y\n키,a,b,c\n"), ("joined", "몸 키,몸 a,학교 b,학교 c,y\n")):
        (tmp_path / f"{name}.csv").write_text(head + BODY, "utf-8")
        assert torch.allclose(in_order(made(tmp_path / f"{name}.csv")), samples(taken), atol=1e-6)
    assert capsys.readouterr().err == ""


def test_the_sheet_that_has_the_columns_is_read(tmp_path: Path, home: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["nothing", "here"])
    sheet = book.create_sheet("둘째")
    for row in [("a", "b", "c", "d", "y"), *ROWS]:
        sheet.append(row)
    book.save(tmp_path / "t.xlsx")
    reading = TableReading(sheet="둘째")
    event = tables.prepare(
        Prepare(str(tmp_path / "t.xlsx"), TableOptions(reading=reading, target="y", task="regress")), Alone()
    )
    assert isinstance(event, Prepared)
    taken = run_on(event.data, home)
    found = ask(taken, tmp_path / "t.xlsx")
    assert sorted(answer.value for answer in found.answers) == pytest.approx(expected(taken), abs=1e-4)


def test_a_percent_is_the_same_in_a_workbook_and_in_its_csv(tmp_path: Path, home: Path) -> None:
    shares = [(n * 37 % 100) / 100 for n in range(40)]
    book = openpyxl.Workbook()
    book.active.append(["a", "b", "y"])
    for n, share in enumerate(shares):
        book.active.append([share, n % 5, n * 0.5])
        book.active.cell(n + 2, 1).number_format = "0%"
    book.save(tmp_path / "t.xlsx")
    text = "a,b,y\n" + "".join(f"{round(share * 100)}%,{n % 5},{n * 0.5}\n" for n, share in enumerate(shares))
    of_text = table(tmp_path / "t.csv", text, target="y")
    event = tables.prepare(Prepare(str(tmp_path / "t.xlsx"), TableOptions(target="y", task="regress")), Alone())
    assert isinstance(event, Prepared)
    assert event.data.about.preparation == of_text.about.preparation
    taken = run_on(of_text, home)
    found = ask(taken, tmp_path / "t.xlsx")
    assert sorted(answer.value for answer in found.answers) == pytest.approx(expected(taken), abs=1e-4)
    assert ask(taken, row=(("a", "37%"), ("b", "1"))).answers[0].value == pytest.approx(
        found.answers[1].value, abs=1e-4
    )
    made = script_of(run_on(event.data, home / "other"), tmp_path / "s.py")["prepared"](tmp_path / "t.csv")
    assert torch.allclose(in_order(made), samples(taken), atol=1e-6)


@pytest.mark.parametrize("comma", [False, True])
def test_a_decimal_comma_may_be_there_or_not(comma: bool, tmp_path: Path, home: Path) -> None:
    """Excel in some countries writes a CSV with decimal commas; a workbook of the same table has none."""
    points = "a;b;y\n" + "".join(f"{n % 7 + 0.25};{n % 5};{n * 0.5}\n" for n in range(40))
    written_, other = (points.replace(".", ","), points) if comma else (points, points.replace(".", ","))
    taken = run_on(table(tmp_path / "t.csv", written_, target="y"), home)
    assert isinstance(made := taken.about and taken.about.preparation, TablePreparation)
    assert made.decimal == ("," if comma else ".")
    (tmp_path / "other.csv").write_text(other, "utf-8")
    found = ask(taken, tmp_path / "other.csv", row=(("a", "1,25"), ("b", "1")))
    assert found.told == ()
    assert sorted(one.value for one in found.answers[1:]) == pytest.approx(expected(taken), abs=1e-4)
    assert found.answers[0].value == pytest.approx(found.answers[2].value, abs=1e-4), "1,25 as typed is 1.25"
    script = script_of(taken, tmp_path / "s.py")["prepared"](tmp_path / "other.csv")
    assert torch.allclose(in_order(script), samples(taken), atol=1e-6)


def test_cells_that_are_no_numbers_are_counted(tmp_path: Path, home: Path) -> None:
    taken = run_on(table(tmp_path / "t.csv", "a,b,c,d,y\n" + BODY, target="y"), home)
    (tmp_path / "odd.csv").write_text("a,b,c,d\n1,hello,3,4\n1,,?,4m\n", "utf-8")
    assert [str(one) for one in ask(taken, tmp_path / "odd.csv").told] == [
        "Cells in columns of numbers that hold something else: 2."
    ]


def test_a_typed_row_without_its_columns_says_which(tmp_path: Path, home: Path) -> None:
    taken = run_on(table(tmp_path / "t.csv", "a,b,c,d,y\n" + BODY, target="y"), home)
    some = ask(taken, row=(("a", "3"), ("bb", "1"), ("c", "1"), ("d", "1")))
    assert [str(one) for one in some.told] == ["The row lacks columns, which count as missing: b."]
    assert some.answers[0].why is None
    assert "none of the columns" in str(ask(taken, row=(("A", "3"),)).answers[0].why)


def test_a_script_says_which_columns_are_not_there(
    tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = script_of(run_on(table(tmp_path / "t.csv", "a,b,c,d,y\n" + BODY, target="y"), home), tmp_path / "s.py")
    (tmp_path / "some.csv").write_text("a;b;c\n1;2;3\n", "utf-8")
    assert made["prepared"](tmp_path / "some.csv").shape == (1, 4)
    assert capsys.readouterr().err.strip() == "Columns that are not there count as empty: d"
    for name, content in (("other", b"e,f\n1,2\n"), ("empty", b""), ("picture", b"\x89PNG\xff\xff\x00\x81" * 9)):
        (tmp_path / f"{name}.csv").write_bytes(content)
        with pytest.raises(ValueError, match=r"none of the columns|no table"):
            made["prepared"](tmp_path / f"{name}.csv")


def test_one_row_that_is_held_out_measures_no_share(tmp_path: Path, home: Path) -> None:
    data = table(tmp_path / "t.csv", "a,y\n" + "".join(f"{n * n % 5},{n * 1.5}\n" for n in range(6)), target="y")
    assert data.about.validation == 1
    taken = run_on(data, home)
    loss, score = taken.training.validate()
    made = script_of(taken, tmp_path / "s.py")
    assert made["validate"](made["trained_network"]()) == pytest.approx((loss, score), nan_ok=True)


def test_a_table_without_rows_and_a_workbook_of_an_old_excel_are_said(tmp_path: Path, home: Path) -> None:
    taken = run_on(table(tmp_path / "t.csv", "a,b,c,d,y\n" + BODY, target="y"), home)
    (tmp_path / "none.csv").write_text("a,b,c,d\n", "utf-8")
    (tmp_path / "old.xls").write_bytes(OLE + b"\0" * 600)
    none, old = ask(taken, tmp_path / "none.csv", tmp_path / "old.xls").answers
    assert str(none.why) == "It is empty."
    assert str(old.why).startswith("old.xls is a workbook of an old Excel")


# -------------------------------------------------------------------------------------------------------------- arrays
def array(path: Path, **content: Any) -> OwnData:
    np.savez(path, **content)
    return arrays.prepare(Prepare(str(path), ArrayOptions()), Alone()).data


KINDS: dict[str, Callable[[Any], Any]] = {
    "one number a sample": lambda x: x[:, 0, 0, 0],
    "numbers": lambda x: x[:, 0, 0],
    "pictures": lambda x: x[..., 0],
    "channels last": lambda x: x,
    "channels first": lambda x: x.transpose(0, 3, 1, 2),
    "Unix times": lambda x: 1.7e9 + x[:, 0, 0] * 100,
    **{of: lambda x, of=of: (x[:, 0, 0] * 250).astype(of) for of in ("uint8", "uint16", "<u4", "u8", ">f8", ">i2")},
    "whole numbers, channels last": lambda x: (x * 255).astype(np.uint8),
}  # type: ignore[misc]


@pytest.mark.parametrize("kind", KINDS)
def test_an_array_is_read_as_when_it_was_prepared(kind: str, tmp_path: Path, home: Path) -> None:
    x = KINDS[kind](np.random.default_rng(0).random((30, 6, 6, 3)))
    taken = run_on(array(tmp_path / "a.npz", y=np.arange(30) % 2, x=x), home)
    found = ask(taken, tmp_path / "a.npz")
    shares = [dict(answer.others)["1"] for answer in found.answers]
    wanted = taken.training.model_outputs(samples(taken).reshape(-1, *taken.training.net.input)).softmax(1)[:, 1]
    assert sorted(shares) == pytest.approx(sorted(wanted.tolist()), abs=1e-6)
    assert len({round(share, 5) for share in shares}) > 20, "the network tells samples apart"
    made = script_of(taken, tmp_path / "s.py")["prepared"](tmp_path / "a.npz")
    assert torch.allclose(in_order(made), samples(taken), atol=1e-6)


def test_whole_numbers_of_any_kind_are_pictures(tmp_path: Path, home: Path) -> None:
    x = np.random.default_rng(0).integers(0, 256, (30, 8, 8))
    taken = run_on(array(tmp_path / "a.npz", x=x.astype(np.uint8), y=np.arange(30) % 2), home)
    np.savez(tmp_path / "b.npz", x=x)
    np.savez(tmp_path / "c.npz", x=x / 255)
    first, *others = ([one.value for one in ask(taken, tmp_path / f"{name}.npz").answers] for name in "abc")
    assert all(other == pytest.approx(first, abs=1e-6) for other in others)


def test_a_first_row_of_numbers_is_a_row(tmp_path: Path, home: Path) -> None:
    taken = run_on(array(tmp_path / "a.npz", x=np.random.default_rng(0).random((30, 3)), y=np.arange(30) % 2), home)
    (tmp_path / "bare.csv").write_text("1,2,3\n4,5,\n", "utf-8")
    (tmp_path / "named.csv").write_text("a,b,c\n1,2,3\n4,5,6\n", "utf-8")
    bare, named = (ask(taken, tmp_path / f"{name}.csv").answers for name in ("bare", "named"))
    assert [len(bare), len(named)] == [2, 2]
    assert bare[0].value == named[0].value
    assert "not a number" in str(bare[1].why)


def test_an_array_without_samples_is_said(tmp_path: Path, home: Path) -> None:
    taken = run_on(array(tmp_path / "a.npz", x=np.random.default_rng(0).random((30, 3)), y=np.arange(30) % 2), home)
    np.savez(tmp_path / "b.npz", x=np.zeros((0, 3)))
    assert [str(answer.why) for answer in ask(taken, tmp_path / "b.npz").answers] == ["It is empty."]


def test_an_answer_that_is_no_number_is_none(tmp_path: Path, home: Path) -> None:
    taken = run_on(array(tmp_path / "a.npz", x=np.random.default_rng(0).random((30, 3)), y=np.arange(30) % 2), home)
    np.savez(tmp_path / "b.npz", x=np.array([[3e38, -3e38, 3e38], [0.1, 0.2, 0.3]]))
    far, near = ask(taken, tmp_path / "b.npz").answers
    assert far.why is not None
    assert near.why is None


# ------------------------------------------------------------------------------------------------------------ pictures
@pytest.mark.parametrize("mode", ["I;16", "I", "F", "F large", "I negative"])
def test_a_script_brings_deep_pictures_to_eight_bits(mode: str, tmp_path: Path, home: Path) -> None:
    taken = run_on(array(tmp_path / "a.npz", x=np.zeros((30, 8, 8), np.uint8), y=np.arange(30) % 2), home)
    values = np.linspace(0, 1, 900).reshape(30, 30)
    scaled = {
        "I;16": (values * 60_000).astype(np.uint16), "I": (values * 60_000).astype(np.int32),
        "F": values.astype(np.float32), "F large": (values * 500).astype(np.float32),
        "I negative": (values * 900 - 300).astype(np.int32),
    }  # fmt: skip
    Image.fromarray(scaled[mode]).save(tmp_path / "a.tif")
    made = script_of(taken, tmp_path / "s.py")["prepared"](tmp_path / "a.tif")
    wanted = prepare_one(tmp_path / "a.tif", PicturePreparation(1, 8, 8))
    assert (made * 255).round().flatten().tolist() == list(wanted)
    assert len(set(wanted)) > 20
