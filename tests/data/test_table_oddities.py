"""Everything that is odd about people's tables: how often it is counted, what is said, and what the table is then."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from core.data.asked import Alone
from core.data.library import LibraryError
from core.data.table import answers, columns
from core.messages.own.looking import LookInto
from core.messages.own.oddities import Oddity
from core.messages.own.table import SeenColumn, SeenTable, TableOptions, TableReading


def look(
    tmp_path: Path, content: bytes | str, choices: TableOptions | None = None, name: str = "표 하나.csv"
) -> SeenTable:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return answers.look(LookInto(str(path), choices), Alone())


def odd(seen: SeenTable) -> dict[str, int]:
    return {one.kind: one.count for one in seen.oddities}


def oddity(seen: SeenTable, kind: str) -> Oddity:
    (found,) = [one for one in seen.oddities if one.kind == kind]
    return found


def column(seen: SeenTable, name: str) -> SeenColumn:
    (found,) = [one for one in seen.columns if one.name == name]
    return found


def cells(seen: SeenTable, name: str) -> list[str]:
    at = [one.name for one in seen.columns].index(name)
    return [row[at] for row in seen.first]


PLAIN = "height,weight,kind\n" + "".join(f"{150 + n}.5,{40 + n % 7}.25,{'ab'[n % 2]}\n" for n in range(12))
KOREAN = "키,몸무게,반\n" + "".join(f"{150 + n}.5,{40 + n % 7},{'가나'[n % 2]}\n" for n in range(12))


def test_a_plain_table_has_nothing_odd(tmp_path: Path) -> None:
    seen = look(tmp_path, PLAIN)
    assert odd(seen) == {}
    assert (seen.rows, seen.title, seen.task) == (12, "표 하나", None)
    assert seen.chosen.reading == TableReading("utf-8", ",", ".", 1)
    assert [(one.name, one.kind, one.role) for one in seen.columns] == [
        ("height", "number", "input"), ("weight", "number", "input"), ("kind", "category", "input"),
    ]  # fmt: skip
    assert str(seen.ask) == "Choose the column that shall be predicted."
    assert str(column(seen, "height").why) == "Numbers from 150.5 to 161.5."


# ------------------------------------------------------------------------------------------------------------ letters
@pytest.mark.parametrize(
    ("codec", "told"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("cp949", "cp949"), ("euc-kr", "cp949"), ("utf-16", "utf-16"),
     ("utf-16-le", "utf-16"), ("utf-16-be", "utf-16")],
)  # fmt: skip
def test_the_encoding_is_guessed(tmp_path: Path, codec: str, told: str) -> None:
    seen = look(tmp_path, KOREAN.encode(codec))
    assert seen.chosen.reading.encoding == told
    assert [one.name for one in seen.columns] == ["키", "몸무게", "반"], "no mark is glued to the first name"
    assert cells(seen, "반")[:2] == ["가", "나"]
    assert odd(seen) == {}


def test_syllables_that_euc_kr_lacks_are_read(tmp_path: Path) -> None:
    seen = look(tmp_path, KOREAN.replace("가", "똠").replace("나", "펲").encode("cp949"))
    assert cells(seen, "반")[:2] == ["똠", "펲"]


def test_an_encoding_that_cannot_be_guessed_is_asked_for_with_three_rows_in_each(tmp_path: Path) -> None:
    text = "Größe,Straße,Art\n" + "".join(f"{n},Müller {n},größer\n" for n in range(12))
    seen = look(tmp_path, text.encode("cp1252"))
    assert "encoding" in str(seen.ask)
    shown = dict(seen.encodings)
    assert list(shown) == ["cp949", "cp1252", "utf-8", "utf-16"]
    assert shown["cp1252"] == (("Größe", "Straße", "Art"), ("0", "Müller 0", "größer"), ("1", "Müller 1", "größer"))
    told = look(tmp_path, text.encode("cp1252"), TableOptions(TableReading("cp1252"), target="Art"))
    assert told.encodings == ()
    assert [one.name for one in told.columns] == ["Größe", "Straße", "Art"]


def test_utf8_that_somebody_took_for_cp949_is_turned_back(tmp_path: Path) -> None:
    text = "이름,길,날씨\n" + "".join(f"{n},길 {n},맑음\n" for n in range(6))
    taken = text.encode().decode("cp949", "replace").encode()
    seen = look(tmp_path, taken)
    found = oddity(seen, "taken-for")
    assert (found.way, found.count) == ("turn-back", 7)
    assert str(found.sentence) == (
        "Lines in UTF-8 that another program took for cp949: 7. Letters were lost by that: take the file as it was "
        "before, if you can."
    )
    assert "맑음" in "".join(cells(seen, seen.columns[-1].name))
    kept = look(tmp_path, taken, TableOptions(decisions=(("taken-for", "keep"),)))
    assert "맑음" not in str(kept.first)


def test_utf8_that_somebody_took_for_cp1252_is_turned_back(tmp_path: Path) -> None:
    text = "größe,art\n" + "".join(f"{n},süß\n" for n in range(6))
    seen = look(tmp_path, text.encode().decode("cp1252").encode())
    assert (odd(seen)["taken-for"], seen.columns[0].name, cells(seen, "art")[0]) == (7, "größe", "süß")


def test_letters_that_cannot_be_read_are_counted(tmp_path: Path) -> None:
    seen = look(tmp_path, KOREAN.encode("cp949"), TableOptions(TableReading("utf-8")))
    assert odd(seen)["lost-letters"] > 12
    seen = look(tmp_path, KOREAN.encode() + "마지막,1,가".encode()[:-1])
    assert odd(seen)["lost-letters"] == 1, "a file that was cut off within a letter"


# --------------------------------------------------------------------------------------------- separators and numbers
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_the_one_that_is_there_in_every_line(tmp_path: Path, separator: str) -> None:
    text = PLAIN.replace(",", separator).replace("a\n", '"a, b; c| d"\n')
    seen = look(tmp_path, text)
    assert seen.chosen.reading.separator == separator
    assert [one.name for one in seen.columns] == ["height", "weight", "kind"]
    assert cells(seen, "kind")[0] == "a, b; c| d"


def test_a_decimal_comma_is_one_where_semicolons_separate(tmp_path: Path) -> None:
    seen = look(tmp_path, PLAIN.replace(",", ";").replace(".", ","))
    assert (seen.chosen.reading.separator, seen.chosen.reading.decimal) == (";", ",")
    assert str(column(seen, "height").why) == "Numbers from 150.5 to 161.5."


def test_excels_own_note_of_the_separator_is_no_row(tmp_path: Path) -> None:
    seen = look(tmp_path, "sep=;\r\na;b\r\n" + "1;2\r\n" * 6)
    assert [one.name for one in seen.columns] == ["a", "b"]
    assert seen.rows == 6


@pytest.mark.parametrize(
    ("cell", "shown"),
    [('"1,234"', "Numbers from 7 to 1234."), ('"₩1,000"', "Numbers from 7 to 1000."), 
     ("￦500", "Numbers from 7 to 500."),
     ("$12.5", "Numbers from 7 to 12.5."), ("€9", "Numbers from 7 to 9."), ("12%", "Numbers from 7 to 12."),
     ("１２３", "Numbers from 7 to 123."), ('"2,500원"', "Numbers from 7 to 2500."), ("(5)", "Numbers from -5 to 7."),
     ("−3", "Numbers from -3 to 7."), ("1e3", "Numbers from 7 to 1000."), ("-₩20", "Numbers from -20 to 7.")],
)  # fmt: skip
def test_numbers_are_read_as_people_write_them(tmp_path: Path, cell: str, shown: str) -> None:
    seen = look(tmp_path, "price,kind\n" + f"{cell},a\n7,b\n" * 6)
    assert column(seen, "price").kind == "number"
    assert str(column(seen, "price").why) == shown
    assert odd(seen) == {}


@pytest.mark.parametrize(
    "nothing", ["", "NA", "N/A", "#N/A", "null", "NaN", "-", "없음", "#DIV/0!", "결측", " ", ".", "None"]
)
def test_an_empty_cell_has_many_names(tmp_path: Path, nothing: str) -> None:
    seen = look(tmp_path, "size,kind,z\n" + f"{nothing},a,1\n" + "".join(f"{n},b,1\n" for n in range(1, 9)))
    assert (column(seen, "size").kind, column(seen, "size").missing) == ("number", 1)
    assert str(oddity(look(tmp_path, f"size,kind\n{nothing},a\n" + "3,b\n5,c\n" * 5, TableOptions(target="kind")),
                      "missing").sentence) == "Empty cells in columns that are learned from: 1."  # fmt: skip


def test_among_words_none_is_a_word(tmp_path: Path) -> None:
    seen = look(tmp_path, "x,병력\n" + "1,있음\n2,없음\n" * 6, TableOptions(target="병력"))
    assert seen.classes == ("없음", "있음")
    seen = look(tmp_path, "x,rh\n" + "1,+\n2,-\n" * 6, TableOptions(target="rh"))
    assert seen.classes == ("+", "-")


@pytest.mark.parametrize(
    ("yes", "no"), [("예", "아니오"), ("true", "false"), ("TRUE", "FALSE"), ("O", "X"), ("Y", "N")]
)
def test_yes_and_no_are_two_words(tmp_path: Path, yes: str, no: str) -> None:
    seen = look(tmp_path, "ok,y\n" + f"{yes},1.5\n{no},2.5\n{yes},3.5\n{no},4.5\n" * 3)
    assert (column(seen, "ok").kind, str(column(seen, "ok").why)) == ("category", "One of two words.")


@pytest.mark.parametrize("day", ["2024-03-{:02}", "2024.3.{}", "2024/03/{:02}", "2024년 3월 {}일", "202403{:02}"])
def test_dates_are_counted_in_days(tmp_path: Path, day: str) -> None:
    seen = look(tmp_path, "day,kind\n" + "".join(f"{day.format(1 + n)},{'ab'[n % 2]}\n" for n in range(9)))
    assert (column(seen, "day").kind, str(column(seen, "day").why)) == ("number", "Dates: counted in days.")


DAYS = [(1 + n * 5 % 28, 1 + n % 12) for n in range(24)]


@pytest.mark.parametrize(
    ("written", "order"),
    [("{0}.{1}.2024", "day"), ("{0:02}/{1:02}/2024", "day"), ("{1}/{0}/2024", "month"), ("{0}-{1}-2024 09:30", "day"),
     ("{0}. {1}. 2024", "day"), ("{1:02}-{0:02}-2024", "month"), ("{0}／{1}／2024", "day")],
)  # fmt: skip
def test_dates_may_have_the_year_last(tmp_path: Path, written: str, order: str) -> None:
    """Which of 25 and 12 is the day is told by those that are no month."""
    text = "day,size\n" + "".join(f"{written.format(*day)},{n % 5}.5\n" for n, day in enumerate(DAYS))
    seen = look(tmp_path, text, TableOptions(target="size"))
    assert (column(seen, "day").kind, str(column(seen, "day").why)) == ("number", "Dates: counted in days.")
    assert (odd(seen), column(seen, "day").missing) == ({}, 0)
    found = columns.understood("day", [written.format(*day) for day in DAYS], ".", "day")
    assert found.order == order
    assert [int(found.value_of(cell, ".") or 0) for cell in found.cells] == [
        date(2024, month, day).toordinal() - date(1970, 1, 1).toordinal() for day, month in DAYS
    ]


def test_a_header_is_told_from_dates_with_the_year_last(tmp_path: Path) -> None:
    seen = look(tmp_path, "day,kind\n" + "".join(f"{n + 1}/1/2024,{'ab'[n % 2]}\n" for n in range(20)))
    assert ([one.name for one in seen.columns], seen.rows) == (["day", "kind"], 20)
    bare = look(tmp_path, "".join(f"{n + 1}/1/2024,{'ab'[n % 2]}\n" for n in range(20)))
    assert ([one.name for one in bare.columns], bare.rows) == (["#1", "#2"], 20)


@pytest.mark.parametrize(
    "cells",
    [
        ["25/12/2024", "12/25/2024"],
        ["31.13.2024", "32.1.2024"],
        ["1.2.24", "25.12.24"],
        ["1/2-2024", "3/4-2024"],
        ["02-12-3456", "03-11-0012"],
    ],
)
def test_other_cells_are_no_dates(tmp_path: Path, cells: list[str]) -> None:
    seen = look(
        tmp_path, "day,size\n" + "".join(f"{cells[n % 2]},{n}.5\n" for n in range(20)), TableOptions(target="size")
    )
    assert column(seen, "day").kind == "category"


def test_dates_of_which_no_cell_tells_the_order_are_asked_about(tmp_path: Path) -> None:
    cells = [f"{1 + n % 12}/{1 + n * 5 % 12}/2024" for n in range(24)]
    text = "day,size\n" + "".join(f"{cell},{n % 5}.5\n" for n, cell in enumerate(cells))
    seen = look(tmp_path, text, TableOptions(target="size"))
    found = oddity(seen, "date-order")
    assert (found.count, found.examples, found.way) == (1, ("day: 1/1/2024",), "month")
    assert [way.name for way in found.ways] == ["month", "day"]
    assert str(found.sentence) == "Columns with dates like 3/4/2024, where no cell tells the day from the month: 1."
    day = look(tmp_path, text, replace(seen.chosen, decisions=(("date-order", "day"),)))
    assert oddity(day, "date-order").way == "day"
    points = look(tmp_path, text.replace("/", "."), TableOptions(target="size"))
    assert (odd(points), column(points, "day").kind) == ({}, "number"), "with points the day comes first"
    unused = look(tmp_path, text, replace(seen.chosen, columns=tuple(
        replace(one, role="unused") if one.name == "day" else one for one in seen.chosen.columns
    )))  # fmt: skip
    assert "date-order" not in odd(unused)


CITIES = ["Seoul", "seoul", "SEOUL ", "Ｓｅｏｕｌ", "Busan", "부 산", "부산", unicodedata.normalize("NFD", "부산")]


def test_spellings_of_one_word_are_one(tmp_path: Path) -> None:
    rows = [*(["Seoul", "Busan", "부산"] * 4), *CITIES]
    text = "city,size\n" + "".join(f"{city},{n % 5}.5\n" for n, city in enumerate(rows))
    seen = look(tmp_path, text, TableOptions(target="size"))
    found = oddity(seen, "spellings")
    assert (found.count, found.way, [way.name for way in found.ways]) == (4, "one", ["one", "apart"])
    assert found.examples == (
        "city: seoul → Seoul",
        "city: SEOUL → Seoul",
        "city: Ｓｅｏｕｌ → Seoul",
        "city: 부 산 → 부산",
    ), "how a Mac composes letters is no other spelling"
    assert str(found.sentence) == (
        "Cells that differ from a more frequent word in capital letters, spaces or full width alone: 4."
    )
    assert str(column(seen, "city").why) == "Words: 3 different ones."
    apart = look(tmp_path, text, replace(seen.chosen, decisions=(("spellings", "apart"),)))
    assert str(column(apart, "city").why) == "Words: 7 different ones."
    unused = tuple(replace(one, role="unused") if one.name == "city" else one for one in seen.chosen.columns)
    assert "spellings" not in odd(look(tmp_path, text, replace(seen.chosen, columns=unused)))


def test_classes_of_two_spellings_are_one(tmp_path: Path) -> None:
    text = "size,kind\n" + "".join(f"{n}.5,{('cat', 'dog', 'Cat', 'dog')[n % 4]}\n" for n in range(41))
    seen = look(tmp_path, text, TableOptions(target="kind"))
    assert (seen.classes, odd(seen)["spellings"]) == (("cat", "dog"), 10)
    apart = look(tmp_path, text, TableOptions(target="kind", decisions=(("spellings", "apart"),)))
    assert apart.classes == ("Cat", "cat", "dog")


def test_what_nothing_but_capital_letters_tells_apart_stays_apart(tmp_path: Path) -> None:
    seen = look(tmp_path, "gene,size\n" + "".join(f"{('AA', 'Aa', 'aa')[n % 3]},{n}.5\n" for n in range(30)))
    assert (odd(seen), str(column(seen, "gene").why)) == ({}, "Words: 3 different ones.")


def test_zeros_in_front_make_a_code(tmp_path: Path) -> None:
    seen = look(tmp_path, "code,y\n" + "".join(f"0{n % 3},{n}.5\n" for n in range(12)))
    assert column(seen, "code").kind == "category"
    assert str(column(seen, "code").why) == "Digits with zeros in front: a code and no amount."


def test_words_among_numbers_are_counted(tmp_path: Path) -> None:
    seen = look(tmp_path, "n,kind\n" + "".join(f"{n},{'ab'[n % 2]}\n" for n in range(30, 70)) + "결시,a\n")
    assert column(seen, "n").kind == "number"
    assert oddity(seen, "stray-text").count == 1
    assert oddity(seen, "stray-text").examples == ("n: 결시",)
    assert str(oddity(seen, "stray-text").sentence) == "Cells in columns of numbers that hold something else: 1."


# -------------------------------------------------------------------------------------------------------------- shape
def test_names_are_missed_where_the_first_row_is_data(tmp_path: Path) -> None:
    seen = look(tmp_path, PLAIN.split("\n", 1)[1])
    assert seen.rows == 12
    assert [one.name for one in seen.columns] == ["#1", "#2", "#3"]
    assert str(oddity(seen, "no-header").sentence) == "The columns have no names: the first row is data already."
    asked = look(tmp_path, PLAIN.split("\n", 1)[1], TableOptions(TableReading(header=1)))
    assert (asked.rows, asked.columns[2].name) == (11, "a")


def test_two_rows_of_names_become_one(tmp_path: Path) -> None:
    seen = look(tmp_path, "상반기,,하반기,\n국어,수학,국어,수학\n" + "80,70,90,60\n81,75,95,66\n" * 4)
    assert [one.name for one in seen.columns] == ["상반기 국어", "상반기 수학", "하반기 국어", "하반기 수학"]
    assert (seen.rows, odd(seen)["two-headers"], seen.chosen.reading.header) == (8, 1, 2)


def test_years_may_be_names(tmp_path: Path) -> None:
    seen = look(tmp_path, "지역,2021,2022,2023\n" + "".join(f"시 {n},{n}1,{n}5,{n}7\n" for n in range(1, 6)))
    assert [one.name for one in seen.columns] == ["지역", "2021", "2022", "2023"]


def test_names_that_are_there_twice_or_not_at_all(tmp_path: Path) -> None:
    seen = look(tmp_path, "점수,점수,,점수 2\n" + "1,2,3,4.5\n5,6,7,8.5\n" * 4)
    assert [one.name for one in seen.columns] == ["점수", "점수 3", "#3", "점수 2"]
    assert (odd(seen)["same-names"], odd(seen)["no-names"]) == (1, 1)
    assert str(oddity(seen, "same-names").sentence) == "Columns with the name of another one: 1."
    assert str(oddity(seen, "no-names").sentence) == "Columns without a name: 1."


def test_ragged_rows(tmp_path: Path) -> None:
    text = "a,b,c\n" + "1,2,3\n4,5,7\n" * 5 + "8,9\n1,2,3,4\n1,2,3,,\n"
    seen = look(tmp_path, text)
    assert (odd(seen)["short-rows"], odd(seen)["long-rows"], seen.rows) == (1, 1, 13)
    assert oddity(seen, "short-rows").examples == ("12",), "the line in the file"
    assert str(oddity(seen, "long-rows").sentence) == "Rows with more cells than there are columns: 1."
    out = look(tmp_path, text, TableOptions(decisions=(("short-rows", "leave-out"), ("long-rows", "leave-out"))))
    assert out.rows == 11
    assert not oddity(out, "short-rows").used


def test_quotes_may_hold_lines_separators_and_quotes(tmp_path: Path) -> None:
    seen = look(tmp_path, "a,b\r\n" + '"one\r\ntwo, ""three""",5\r\n"x",6\r\n' * 4)
    assert (seen.rows, odd(seen)) == (8, {})
    assert cells(seen, "a")[:2] == ['one two, "three"', "x"]


def test_a_quote_that_is_never_closed_does_not_swallow_the_rest(tmp_path: Path) -> None:
    seen = look(tmp_path, 'a,b\n1,x\n2,"y\n' + "3,z\n" * 20)
    assert (seen.rows, odd(seen)["open-quote"]) == (22, 1)
    assert str(oddity(seen, "open-quote").sentence) == "Lines with a quote that is not closed: 1."


def test_cells_below_merged_ones_take_their_group(tmp_path: Path) -> None:
    text = "학년,반,점수\n1학년,가,80\n,나,81\n,다,82\n2학년,가,83\n,나,84\n,다,85\n"
    seen = look(tmp_path, text)
    assert cells(seen, "학년") == ["1학년"] * 3 + ["2학년"] * 3
    assert str(oddity(seen, "merged").sentence) == "Empty cells below a cell that names a group: 4."
    kept = look(tmp_path, text, TableOptions(decisions=(("merged", "empty"),)))
    assert cells(kept, "학년") == ["1학년", "", "", "2학년", "", ""]


@pytest.mark.parametrize("word", ["합계", "총 계", "Total", "평균"])
def test_a_total_at_the_end_is_no_sample(tmp_path: Path, word: str) -> None:
    text = "반,점수\n" + "가,80\n나,90\n" * 5 + f"{word},850\n"
    seen = look(tmp_path, text)
    assert (seen.rows, oddity(seen, "total-row").count, oddity(seen, "total-row").used) == (10, 1, False)
    assert str(oddity(seen, "total-row").sentence) == "Rows at the end with a total of those above: 1."
    assert look(tmp_path, text, TableOptions(decisions=(("total-row", "keep"),))).rows == 11


def test_a_title_and_empty_rows_are_no_samples(tmp_path: Path) -> None:
    seen = look(tmp_path, "2024학년도 성적표,,\n\n반,국어,수학\n" + "가,80,70\n나,90,75\n" * 4 + ",,\n가,1,2\n")
    assert [one.name for one in seen.columns] == ["반", "국어", "수학"]
    assert (seen.rows, odd(seen)["above-rows"], odd(seen)["blank-rows"]) == (9, 1, 2)


def test_huge_cells_are_shortened(tmp_path: Path) -> None:
    seen = look(tmp_path, "a,b\n" + "1,2\n" * 5 + f"{'x' * 300_000},3\n")
    assert odd(seen)["long-cells"] == 1
    assert all(len(cell) <= 200 for row in seen.first for cell in row)


# ------------------------------------------------------------------------------------------------------------ columns
def test_columns_of_no_use_are_unused_and_say_why(tmp_path: Path) -> None:
    rows = "".join(f"{n + 1},이름 {n},한국,,{n % 5}.5,{'가나'[n % 2]},말 {n // 2} {n}\n" for n in range(60))
    seen = look(tmp_path, "번호,이름,나라,빈칸,키,반,메모\n" + rows, TableOptions(target="반"))
    unused = {one.name: str(one.why) for one in seen.columns if one.role == "unused"}
    assert unused == {
        "번호": "Different in every row: it names the row.", "이름": "Different in every row: it names the row.",
        "나라": "The same in every row: nothing can be learned.", "빈칸": "No cell holds anything.",
        "메모": "Different in every row: it names the row.",
    }  # fmt: skip
    assert str(column(seen, "번호").warning) == (
        "“번호” is different in every row. A network would learn the rows by heart."
    )
    assert (odd(seen)["id-columns"], odd(seen)["constant-columns"], odd(seen)["empty-columns"]) == (3, 1, 1)
    assert str(oddity(seen, "id-columns").sentence) == "Columns that name the row, different in every one: 3."


def test_many_words_are_unused(tmp_path: Path) -> None:
    seen = look(tmp_path, "마을,y\n" + "".join(f"마을 {n // 2},{n}.5\n" for n in range(140)))
    assert str(column(seen, "마을").why) == "Words: 70 different ones, too many to learn from each."
    assert odd(seen)["many-columns"] == 1


def test_a_column_that_alone_tells_the_answer_is_warned_of(tmp_path: Path) -> None:
    rows = "".join(f"{n % 7},{'pq'[n % 2]},{(n % 2) * 10 + n % 3},{'가나'[n % 2]}\n" for n in range(40))
    seen = look(tmp_path, "a,b,c,반\n" + rows, TableOptions(target="반"))
    assert [one.name for one in seen.columns if one.warning] == ["b", "c"]
    assert str(column(seen, "b").warning) == (
        "“b” alone tells “반”. Will it be known when you predict? If not, leave it unused."
    )
    assert str(oddity(seen, "leaks").sentence) == "Columns that alone tell “반”: 2."
    rows = "".join(f"{n * n % 17}.5,{n}.25,{n * 2}.5\n" for n in range(40))
    seen = look(tmp_path, "a,b,price\n" + rows, TableOptions(target="price"))
    assert [one.name for one in seen.columns if one.warning] == ["b"]


# --------------------------------------------------------------------------------------------------------------- rows
def test_rows_that_say_the_same_are_counted(tmp_path: Path) -> None:
    rows = [f"{n}.5,{'ab'[n % 2]},{n},{n % 4}" for n in range(20)]
    text = "\n".join(["size,word,nr,y", *rows, "3.50,b,91,3", "3.5, b,92,3", "4.5,a,93,1", "5.5,b,94,1", ""])
    seen = look(tmp_path, text, TableOptions(target="y", task="classify"))
    found = oddity(seen, "copies")
    assert (found.count, found.examples, found.way, found.used) == (3, ("22 = 5", "23 = 5", "25 = 7"), "keep", True), (
        "the number of the row is no input, and of another class is no copy"
    )
    assert str(found.sentence) == "Rows that say the same as an earlier one: 3."
    assert [str(way.sentence) for way in found.ways] == [
        "keep them on one side",
        "leave them out",
    ]
    out = look(tmp_path, text, replace(seen.chosen, decisions=(("copies", "leave-out"),)))
    assert not oddity(out, "copies").used
    assert "copies" not in odd(look(tmp_path, text.replace(",y", ",goal", 1))), (
        "nothing is said before the target is known"
    )


@pytest.mark.parametrize(("usual", "rows"), [
    (True, [f"{n % 2},{n // 2 % 2},{n % 2 ^ n // 2 % 2}" for n in range(400)]),
    (True, [f"{n % 11},{n % 17},{n * n // 7 % 2}" for n in range(4000)]),
    (False, [f"{n}.5,{n % 7},{n % 3}" for n in range(150)] * 3),
    (False, [f"{n % 9}.5,{n % 9 * 3 % 7},{n % 9 % 3}" for n in range(10)]),
], ids=["few different ones", "most with another class too", "pasted three times", "one of ten"])  # fmt: skip
def test_many_rows_that_say_the_same_are_usual_in_some_tables(tmp_path: Path, usual: bool, rows: list[str]) -> None:
    seen = look(tmp_path, "a,b,y\n" + "\n".join(rows), TableOptions(target="y", task="classify"))
    assert ("In this table that is usual" in str(oddity(seen, "copies").sentence)) == usual
    out = look(tmp_path, "a,b,y\n" + "\n".join(rows), replace(seen.chosen, decisions=(("copies", "leave-out"),)))
    assert "usual" not in str(oddity(out, "copies").sentence)


# ------------------------------------------------------------------------------------------------------------- target
def test_a_likely_target_is_chosen_by_its_name(tmp_path: Path) -> None:
    seen = look(tmp_path, PLAIN.replace("kind", "정답"))
    assert (seen.chosen.target, seen.task, seen.classes, seen.ask) == ("정답", "classify", ("a", "b"), None)
    assert column(seen, "정답").role == "target"


def test_few_whole_numbers_are_asked_about(tmp_path: Path) -> None:
    text = "a,등급\n" + "".join(f"{n}.5,{n % 4}\n" for n in range(40))
    seen = look(tmp_path, text)
    assert str(seen.ask) == "“등급” holds 4 different whole numbers. Are they classes, or an amount?"
    assert seen.classes == ("0", "1", "2", "3")
    assert look(tmp_path, text, TableOptions(target="등급", task="classify")).ask is None
    amount = look(tmp_path, text, TableOptions(target="등급", task="regress"))
    assert (amount.ask, amount.task, amount.classes) == (None, "regress", ())


@pytest.mark.parametrize(
    ("values", "task"), [((0, 1), "classify"), (tuple(range(100, 140)), "regress"), ((1.5, 2.5, 3.5), "regress")]
)
def test_what_is_sure_is_not_asked(tmp_path: Path, values: tuple[float, ...], task: str) -> None:
    text = "a,y\n" + "".join(f"{n * n % 13}.5,{values[n % len(values)]}\n" for n in range(80))
    seen = look(tmp_path, text, TableOptions(target="y"))
    assert (seen.ask, seen.task) == (None, task)


def test_numbers_of_many_digits_stay_different_classes(tmp_path: Path) -> None:
    """A float keeps 53 bits: of these, two would be one."""
    rows = "".join(f"{n % 7},{9_007_199_254_740_992 + n % 3}\n" for n in range(30))
    seen = look(tmp_path, "a,y\n" + rows, TableOptions(target="y", task="classify"))
    assert seen.classes == ("9007199254740992", "9007199254740993", "9007199254740994")
    assert seen.ask is None


def test_one_class_is_nothing_to_learn(tmp_path: Path) -> None:
    seen = look(tmp_path, "a,y\n" + "".join(f"{n},same\n" for n in range(20)), TableOptions(target="y"))
    assert str(seen.ask) == "In every row “y” is the same: there is nothing to tell apart. Choose another column."


def test_a_class_with_one_row_and_rows_without_a_target(tmp_path: Path) -> None:
    text = "a,y\n" + "1,x\n2,z\n" * 8 + "3,once\n4,\n5,NA\n"
    seen = look(tmp_path, text, TableOptions(target="y"))
    assert (oddity(seen, "rare-classes").examples, seen.classes) == (("once",), ("once", "x", "z"))
    assert str(oddity(seen, "rare-classes").sentence) == "Classes with one row alone: 1."
    assert (oddity(seen, "no-target").count, oddity(seen, "no-target").used) == (2, False)
    out = look(tmp_path, text, TableOptions(target="y", decisions=(("rare-classes", "leave-out"),)))
    assert (out.classes, oddity(out, "no-target").count) == (("x", "z"), 3)


def test_a_target_that_cannot_be(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match=r"There is no column called 없는 것\. There is: height, weight, kind\."):
        look(tmp_path, PLAIN, TableOptions(target="없는 것"))
    seen = look(tmp_path, PLAIN, TableOptions(target="kind", task="regress"))
    assert str(seen.ask) == "“kind” holds words, not numbers: choose classes."
    text = "a,y\n" + "".join(f"{n},name {n}\n" for n in range(60))
    seen = look(tmp_path, text, TableOptions(target="y"))
    assert "60 different values, too many for classes" in str(seen.ask)


def test_what_was_chosen_comes_back_and_means_the_same(tmp_path: Path) -> None:
    seen = look(tmp_path, PLAIN, TableOptions(target="kind"))
    again = look(tmp_path, PLAIN, seen.chosen)
    assert again == seen
    columns = tuple(replace(one, role="unused") if one.name == "height" else one for one in seen.chosen.columns)
    fewer = look(tmp_path, PLAIN, replace(seen.chosen, columns=columns))
    assert column(fewer, "height").role == "unused"
    columns = tuple(replace(one, role="unused") if one.role == "input" else one for one in seen.chosen.columns)
    nothing = look(tmp_path, PLAIN, replace(seen.chosen, columns=columns))
    assert str(nothing.ask) == "No column is left to learn from. Choose at least one as an input."
