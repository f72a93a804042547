"""Training on data of a person's own without a window: `torchgarden train --table FILE --target COLUMN`."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from core import runs
from core.data import library
from core.headless import train_arguments
from core.headless.__main__ import main
from core.headless.conversation import DONE, WRONG, ArgumentError
from core.messages.own.prepared import TablePreparation

EVIL = "x\x1b]0;y\x07"
"""A class whose name a terminal would obey."""
QUICK = ["--threads", "1", "--steps"]


@pytest.fixture
def excel(tmp_path: Path) -> Path:
    """A table in Korean as Excel saves it: cp949, Won, a total, gaps, a number for each row."""
    dice = random.Random(1)
    rows = ["번호,이름,키(cm),몸무게,용돈,동아리,결석,합격"]
    for n in range(120):
        height, club = dice.gauss(165, 8), dice.choice(["축구", "코딩", "미술", "없음"])
        weight = height - 100 + dice.gauss(0, 6)
        passed = "예" if height + weight / 2 + (8 if club == "코딩" else 0) > 200 else "아니오"
        absent = "" if n % 17 == 0 else dice.randint(0, 5)
        money = f'"￦{dice.randint(10, 60) * 1000:,}"'
        rows.append(f"{n + 1},학생 {n},{height:.1f},{weight:.1f},{money},{club},{absent},{passed}")
    path = tmp_path / "반 자료" / "성적 표.csv"
    path.parent.mkdir()
    path.write_bytes(("\r\n".join([*rows, "합계,,,,,,,"]) + "\r\n").encode("cp949"))
    return path


def events(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_table_from_excel_in_korean_is_trained_on(capsys: pytest.CaptureFixture[str], excel: Path) -> None:
    assert main(["train", "--table", str(excel), "--target", "합격", *QUICK, "400", "--save", "합격"]) == DONE
    told = capsys.readouterr()
    assert told.err.splitlines()[:3] == [
        "Rows at the end with a total of those above: 1. (합계) -> leave them out",
        "Columns that name the row, different in every one: 2. (번호, 이름) -> leave the column unused, unless you "
        "choose otherwise",
        "Empty cells in columns that are learned from: 8. (결석: 8) -> take the median of the column; among words, a "
        "word of its own",
    ]
    assert "성적 표: 96 training and 24 validation samples" in told.out
    assert float(told.out.splitlines()[-1].split()[5]) > 0.85, "what is validated is right"
    (data,) = library.listed()
    made = data.about.preparation
    assert isinstance(made, TablePreparation)
    assert [column.name for column in made.columns] == ["키(cm)", "몸무게", "용돈", "동아리", "결석"]
    assert 10_000 < made.columns[2].mean < 60_000
    (run,) = runs.list_runs(Path(library.place()).parent / "runs")
    assert run.record is not None
    assert (run.record.data.own, run.record.data.title) == (data.digest, "성적 표")


def test_prepared_data_is_found_by_its_title_or_digest(capsys: pytest.CaptureFixture[str], excel: Path) -> None:
    words = ["train", "--json", "--table", str(excel), "--target", "몸무게", "--held-out", "25", "--leave-out", "결석"]
    assert main([*words, *QUICK, "3", "--net", "4", "--batch-size", "7"]) == DONE
    told = events(capsys)
    assert [event["is"] for event in told if event["is"] in ("DataReady", "Prepared", "Ready")] == [
        "DataReady", "Prepared", "Ready",
    ]  # fmt: skip
    (loaded,) = [event for event in told if event["is"] == "Loaded"]
    assert (loaded["data"]["training_samples"], loaded["data"]["validation_samples"]) == (90, 30)
    assert loaded["now"]["settings"]["batch_size"] == 7
    (data,) = library.listed()
    assert data.about.task == "regress"
    for name in ("성적 표", data.digest, data.digest[:10]):
        assert main(["train", "--json", "--data", name, *QUICK, "2"]) == DONE
        (loaded,) = [event for event in events(capsys) if event["is"] == "Loaded"]
        assert loaded["data"]["spec"]["own"] == data.digest
    assert main(["train", "--data", "성적", *QUICK, "2"]) == WRONG
    assert "There is no data called 성적. Choose one of: digits, " in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--target", "없는 열"], "There is no column called 없는 열. There is: 번호, 이름, 키(cm)"),
        (["--target", "합격", "--leave-out", "키"], "There is no column called 키. There is: 번호"),
        (["--target", "결석"], "Are they classes, or an amount?\ntorchgarden: Say which: --task classify or --task"),
        ([], "Say which column of the table shall be predicted: --target COLUMN."),
        (["--target", "합격", "--encoding", "utf-16"], "There is no table in 성적 표.csv."),
        (["--target", "합격", "--size", "8"], "--size, --grey and --colour go with --images."),
        (["--target", "합격", "--held-out", "99"], "Between 1 and 90 percent can be held out, not 99."),
        (["--target", "합격", "--open", "xor"], "--open continues a training with the data that it has"),
    ],
)
def test_what_makes_no_sense_is_one_sentence(
    capsys: pytest.CaptureFixture[str], excel: Path, words: list[str], said: str
) -> None:
    assert main(["train", "--table", str(excel), *words, *QUICK, "2"]) == WRONG
    told = capsys.readouterr()
    assert said in told.err
    assert "Traceback" not in told.err
    assert told.out == ""
    assert library.listed() == ()


def test_what_stands_in_a_table_moves_no_cursor(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,b\x1b[2J,y\n" + "".join(f"{n % 7},1,{('no', EVIL)[n % 2]}\n" for n in range(40)), "utf-8")
    assert main(["train", "--table", str(path), "--target", "y", *QUICK, "1"]) == DONE
    told = capsys.readouterr()
    assert "classes: no, x\ufffd]0;y\ufffd" in told.err + told.out
    assert "\x1b" not in told.err + told.out


def test_a_file_that_is_not_there_is_said(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["train", "--table", str(tmp_path / "없다.csv"), "--target", "y"]) == WRONG
    assert capsys.readouterr().err == "torchgarden: 없다.csv cannot be read. It is not there any more.\n"
    assert main(["train", "--json", "--table", str(tmp_path / "없다.csv"), "--target", "y"]) == WRONG
    assert [event["is"] for event in events(capsys)] == ["DataReady", "Rejected"]


def test_the_options_of_pictures_and_arrays_go_with_them(capsys: pytest.CaptureFixture[str]) -> None:
    for words, said in [
        (["--images", "a", "--table", "b"], "not allowed with argument"),
        (["--images", "a", "--size", "4000"], "Pictures can be 128 pixels high at most."),
        (["--sheet", "a"], "go with --table"),
        (["--arrays", "a", "--data", "xor"], "Choose one of --data, --images, --table and --arrays."),
        (["--target", "a"], "--target and --task go with --table or --arrays."),
    ]:
        assert main(["train", *words]) == WRONG
        assert said in capsys.readouterr().err


def test_a_home_of_its_own_has_a_library_of_its_own(
    capsys: pytest.CaptureFixture[str], excel: Path, tmp_path: Path
) -> None:
    home = tmp_path / "다른 집"
    assert main(["train", "--home", str(home), "--table", str(excel), "--target", "합격", *QUICK, "2"]) == DONE
    assert len(library.listed(home / "data")) == 1


def test_what_a_network_is_told_of_points_is_chosen() -> None:
    load = train_arguments.load_of(
        train_arguments.read(["--data", "circles", "--inputs", "x2^2, x1^2", "--net", "3"]), run=""
    )
    assert load.data.inputs == ("x1^2", "x2^2")
    assert load.net is not None
    assert load.net.input == (2,)
    usual = train_arguments.load_of(train_arguments.read(["--data", "circles"]), run="")
    assert usual.data.inputs == ()
    for wrong in ("x3", "x1,x1", "x1,,x2", "sin"):
        with pytest.raises(ArgumentError, match="--inputs takes some of x1"):
            train_arguments.load_of(train_arguments.read(["--data", "circles", "--inputs", wrong]), run="")
