"""Files that hold a table, seem to hold one, or hold something that would do harm."""

from __future__ import annotations

import errno
import io
import os
import random
import re
import sys
import unicodedata
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.data.asked import Alone
from core.data.library import LibraryError
from core.data.table import answers, opening, text, workbook
from core.messages.own.looking import LookInto, Prepare, Prepared
from core.messages.own.table import SeenTable, TableOptions, TableReading
from core.messages.train_events import Rejected
from tests.hostile import bounded

Cell = object


def look(path: Path | str, choices: TableOptions | None = None) -> SeenTable:
    return answers.look(LookInto(str(path), choices), Alone())


def refused(path: Path | str, choices: TableOptions | None = None) -> str:
    """Return what is said of a file that cannot be read."""
    with pytest.raises(LibraryError) as raised:
        look(path, choices)
    return " ".join(map(str, (raised.value.sentence, *raised.value.advice)))


def book(path: Path, **sheets: list[list[Cell]]) -> Path:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


ROWS: list[list[Cell]] = [
    ["이름", "키", "날", "합격", "몸무게"],
    *([f"학생 {n}", 150 + n * n % 13, date(2024, 3, 1 + n), n % 2 == 0, 45.5 + n % 5] for n in range(20)),
]


# ---------------------------------------------------------------------------------------------------------- workbooks
def test_a_workbook_of_excel(tmp_path: Path) -> None:
    seen = look(book(tmp_path / "성적.xlsx", 둘째=ROWS, 셋째=[["a"], [1]]))
    assert (seen.sheets, seen.chosen.reading.sheet, seen.rows) == (("둘째", "셋째"), "둘째", 20)
    assert seen.first[0] == ("학생 0", "150", "2024-03-01", "TRUE", "45.5")
    assert [(one.name, one.kind, one.role) for one in seen.columns] == [
        ("이름", "category", "unused"), ("키", "number", "input"), ("날", "number", "input"),
        ("합격", "category", "target"), ("몸무게", "number", "input"),
    ]  # fmt: skip
    assert (seen.classes, [one.kind for one in seen.oddities]) == (("FALSE", "TRUE"), ["id-columns"])
    other = look(tmp_path / "성적.xlsx", TableOptions(TableReading(sheet="셋째")))
    assert [one.name for one in other.columns] == ["a"]
    assert refused(tmp_path / "성적.xlsx", TableOptions(TableReading(sheet="넷째"))) == (
        "There is no sheet called 넷째 in this workbook. There is: 둘째, 셋째."
    )


def test_a_workbook_that_is_called_csv(tmp_path: Path) -> None:
    book(tmp_path / "a.xlsx", 표=ROWS).rename(tmp_path / "표.csv")
    seen = look(tmp_path / "표.csv")
    assert seen.rows == 20
    (odd,) = [one for one in seen.oddities if one.kind == "workbook"]
    assert str(odd.sentence) == "표.csv is a workbook of Excel, whatever its name says."


def test_cells_that_were_merged_and_numbers_as_excel_keeps_them(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    sheet = made.active
    for row in [["학년", "점수"], [1, 90.0], [None, 1234567.25], [None, 1e20], ["2", 4], [None, 7], [None, 8]]:
        sheet.append(row)
    sheet.merge_cells("A2:A4")
    sheet.merge_cells("A5:A7")
    made.save(tmp_path / "a.xlsx")
    seen = look(tmp_path / "a.xlsx")
    assert [row[0] for row in seen.first] == ["1", "1", "1", "2", "2", "2"]
    assert [row[1] for row in seen.first] == ["90", "1234567.25", "1e+20", "4", "7", "8"]
    assert [one.count for one in seen.oddities if one.kind == "merged"] == [4]
    assert workbook.written(datetime(2024, 3, 1, 12, 30)) == "2024-03-01 12:30:00"


PERCENTS: list[tuple[object, str, str]] = [
    (0.12, "0%", "12%"), (0.12345, "0%", "12.345%"), (0.07, "0.0%", "7%"), (1, "0%", "100%"), (0, "0%", "0%"),
    (-0.5, "0%;[Red](0%)", "-50%"), (0.1 + 0.2, "0.00%", "30%"), (1e-7, "0%", "0.00001%"),
    (2.5e17, "0%", "25" + "0" * 18 + "%"), (12, '0"%"', "12"), (12.5, r"0.0\%", "12.5"), (3.5, "0.0_%", "3.5"),
    (0.5, "General", "0.5"), (0.5, "[$%-409]0", "0.5"),
    (True, "0%", "TRUE"), ("half", "0%", "half"), (10**30, "0%", "1" + "0" * 32 + "%"),
]  # fmt: skip


def test_a_percent_is_read_as_a_person_sees_it(tmp_path: Path) -> None:
    """Excel keeps 0.12 where it shows 12%, and a CSV of the same table says 12%; a letter % multiplies nothing."""
    made = openpyxl.Workbook()
    made.active.append(["share", None, "size"])
    for at, (value, shown, _) in enumerate(PERCENTS, 2):
        made.active.cell(at, 1, value).number_format = shown
        made.active.cell(at, 3, at)
    made.save(tmp_path / "a.xlsx")
    cut, _, _ = workbook.cut((tmp_path / "a.xlsx").read_bytes(), "", Alone())
    assert cut.rows[0] == ["share", "", "size"]
    assert [row[0] for row in cut.rows[1:]] == [text for _, _, text in PERCENTS]
    assert [row[1:] for row in cut.rows[1:]] == [["", str(at)] for at, _ in enumerate(PERCENTS, 2)]


def test_a_share_of_any_digits_is_as_many_percent() -> None:
    for number in range(100_000):
        assert (
            workbook.in_percent(number / 100_000)
            == f"{number // 1000}.{number % 1000:03}".rstrip("0").rstrip(".") + "%"
        )


def test_without_openpyxl_one_sentence_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book(tmp_path / "a.xlsx", 표=ROWS)
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    assert refused(tmp_path / "a.xlsx").startswith("Workbooks (.xlsx) are read by the package openpyxl, which is not")


def packed(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in files.items():
            zipped.writestr(name, content)
    return path


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.xlsx", {"xl/workbook.xml": b"<a/>", "xl/sharedStrings.xml": bytes(workbook.MOST_TEXTS)})
    assert path.stat().st_size < 1 << 20
    with bounded():
        assert refused(path) == "The workbook is too large when it is unpacked. Save the one sheet as CSV."


def test_entities_and_other_zips_are_refused(tmp_path: Path) -> None:
    laughs = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><a>&c;</a>'
    damaged = "The workbook is damaged, or is none. Open it in Excel, save it as CSV, and take that."
    assert refused(packed(tmp_path / "a.xlsx", {"xl/workbook.xml": laughs})) == damaged
    for hidden in (b"<!--" + b" " * 5000 + b"-->", b"<!-- <a> -->" + b" " * 5000, b"\n" * 5000):
        with pytest.raises(LibraryError, match="is damaged"):
            workbook._check(packed(tmp_path / "a.xlsx", {"xl/workbook.xml": hidden + laughs[21:]}).read_bytes())
    assert refused(packed(tmp_path / "b.csv", {"a.csv": b"1,2"})) == (
        "This is a zip file, and no workbook is in it. Unpack it, and take the table."
    )
    (tmp_path / "c.xlsx").write_bytes(opening.ZIP + b"nothing more")
    assert refused(tmp_path / "c.xlsx") == damaged
    ods = io.BytesIO()
    with zipfile.ZipFile(ods, "w") as zipped:
        zipped.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    (tmp_path / "d.ods").write_bytes(ods.getvalue())
    assert refused(tmp_path / "d.ods") == "d.ods is an OpenDocument table. Save it as CSV or .xlsx, and take that."


def test_a_sheet_that_claims_a_million_empty_rows_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = openpyxl.Workbook()
    made.active["A1"], made.active["XFD90000"] = "a", 1
    made.save(tmp_path / "a.xlsx")
    monkeypatch.setattr(workbook, "MOST_WALKED", 300_000)
    with bounded():
        assert "The table has more than" in refused(tmp_path / "a.xlsx")


# ----------------------------------------------------------------------------------------------------- what is no table
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "There is no table in a.csv."),
        (b"\n \r\n,,,\n", "There is no table in a.csv."),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "This is not a table: the file holds no text."),
        (bytes(range(256)) * 40, "This is not a table: the file holds no text."),
        (b"%PDF-1.7 and so on", "This is not a table: the file holds no text."),
        (b"\xef\xbb\xbf<html><table><tr>", "a.csv is a web page, not a table. Open it in Excel, save it as CSV"),
        (opening.OLE + bytes(500), "a.csv is a workbook of an old Excel, or has a password."),
        ((",".join(map(str, range(3000))) + "\n").encode(), "The table has more than 2,000 columns."),
    ],
    ids=["empty", "blank", "picture", "bytes", "pdf", "web page", "old workbook", "wide"],
)
def test_what_is_no_table_is_told(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    assert refused(tmp_path / "a.csv").startswith(said)


def test_a_table_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (tmp_path / "a.csv").open("wb") as file:
        file.truncate(opening.MOST_BYTES + 1)
    assert refused(tmp_path / "a.csv").startswith("a.csv is too large: at most 64 MB are read.")
    monkeypatch.setattr(text, "MOST_CELLS", 100)
    (tmp_path / "b.csv").write_text("a,b\n" * 60)
    assert refused(tmp_path / "b.csv").startswith("The table has more than 100 cells.")


def test_what_excel_leaves_beside_an_open_table_is_no_table(tmp_path: Path) -> None:
    (tmp_path / "~$성적.xlsx").write_bytes(b"\x05nobody")
    assert refused(tmp_path / "~$성적.xlsx") == (
        "~$성적.xlsx only marks that the table is open in Excel. Choose the table itself, 성적.xlsx."
    )


@pytest.mark.parametrize(
    ("number", "windows", "length", "said"),
    [(errno.EACCES, 32, 20, "perhaps Excel: save and close it there"), (errno.EACCES, 33, 20, "perhaps Excel"),
     (errno.EINVAL, 389, 20, "It is in OneDrive and not on this computer yet."),
     (errno.EINVAL, 362, 20, "Always keep on this device"), (errno.ENOENT, 3, 300, "Its path is too long."),
     (errno.ENAMETOOLONG, 0, 20, "Its path is too long."), (errno.ENOENT, 2, 20, "It is not there any more."),
     (errno.EACCES, 5, 20, "You are not allowed to read it"), (errno.EIO, 0, 20, "The disk gave no answer")],
)  # fmt: skip
def test_why_a_file_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, windows: int, length: int, said: str
) -> None:
    def held(path: Path, *, limit_bytes: int) -> bytes:
        error = OSError(number, "as Windows says it", str(path))
        error.winerror = windows  # type: ignore[attr-defined]
        raise error

    (tmp_path / "성적.csv").write_text("a,b\n1,2\n")
    monkeypatch.setattr(opening.files, "read_bytes", held)
    path = str(tmp_path / "성적.csv")
    if len(path) < length:  # a long one, the same file
        path = os.path.join(str(tmp_path), "./" * (length // 2), "성적.csv")
    told = refused(path)
    assert told.startswith("성적.csv cannot be read. ")
    assert said in told


def test_a_path_with_letters_composed_otherwise_is_opened_as_it_is(tmp_path: Path) -> None:
    loose = tmp_path / (unicodedata.normalize("NFD", "성적") + " 표.csv")
    loose.write_text("a,b\n1,2\n3,4\n")
    assert (look(loose).title, look(loose).rows) == ("성적 표", 2)


# --------------------------------------------------------------------------------------------------------------- fuzz
CELLS = st.sampled_from(
    ["", "1", "-2.5", "1,234", "가", "a\nb", 'q"q', '"', "'", "없음", "NaN", "1e999", "2024-01-01", "예", "\ufeff",
     "\0", "=1+1", "합계", "#N/A", ";", "\t", "|", "x" * 3000, "007", "₩", "\u202e", "🙂", "\r", "１２", "0",
     "9" * 50]
)  # fmt: skip


@st.composite
def broken_tables(draw: st.DrawFn) -> bytes:
    rows = draw(st.lists(st.lists(CELLS, max_size=6), max_size=30))
    separator = draw(st.sampled_from([",", ";", "\t", "|", ", ", ""]))
    content = draw(st.sampled_from(["\n", "\r\n", "\r"])).join(separator.join(row) for row in rows)
    raw = content.encode(draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp949", "cp1252"])), "replace")
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(raw)))
        raw = raw[:at] + draw(st.binary(max_size=4)) + raw[at + draw(st.integers(0, 3)) :]
    return raw


@given(content=broken_tables(), target=st.integers(0, 5), task=st.sampled_from(["", "classify", "regress"]))
@settings(max_examples=200, deadline=None, database=None, suppress_health_check=list(HealthCheck))
def test_a_broken_table_is_read_or_refused(tmp_path: Path, content: bytes, target: int, task: str) -> None:
    path = tmp_path / "broken.csv"
    path.write_bytes(content)
    said = "It was read."
    with bounded():
        try:
            seen = look(path)
            names = [column.name for column in seen.columns]
            assert len(set(names)) == len(names)
            assert all(len(row) == min(len(names), 60) for row in seen.first)
            choices = TableOptions(seen.chosen.reading, names[target % len(names)], task)  # type: ignore[arg-type]
            again = look(path, choices)
            assert look(path, again.chosen) == again
            event = answers.prepare(Prepare(str(path), again.chosen), Alone())
            assert isinstance(event, (Prepared, Rejected))
            assert isinstance(event, Rejected) == (again.ask is not None)
        except LibraryError as refusal:
            said = str(refusal)
    assert re.match(r"[^{}]+\.", said)
    assert [one.name for one in tmp_path.iterdir()] == ["broken.csv"]


def test_a_damaged_workbook_is_read_or_refused(tmp_path: Path) -> None:
    whole = book(tmp_path / "a.xlsx", 표=ROWS).read_bytes()
    dice = random.Random(5)
    read = 0
    for _ in range(60):
        raw = bytearray(whole)
        for _ in range(dice.randint(1, 6)):
            raw[dice.randrange(len(raw))] = dice.randrange(256)
        (tmp_path / "a.xlsx").write_bytes(bytes(raw[: dice.choice((len(raw), dice.randrange(len(raw))))]))
        with bounded():
            try:
                look(tmp_path / "a.xlsx")
                read += 1
            except LibraryError:
                pass
    assert read < 60
