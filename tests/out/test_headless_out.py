"""Taking home, predicting and bringing in from a shell: the same worker, a line for a person or events as JSON."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from core import runs
from core.folders import find_folders
from core.headless.__main__ import main
from core.headless.conversation import DONE, FAILED, INTERRUPTED, REFUSED, WRONG
from core.headless.out import doors
from core.messages.own.out import FORMS, Answer, BringIn, BroughtIn, OutReady, Predict, Predicted, TakenOut, TakeOut
from core.messages.train_events import Failed, Rejected
from core.net.plan import mlp
from core.out import forms
from core.sentence import say
from core.workers import half_made
from gui.__main__ import main as app
from tests.out.made import pictures, saved, spec_of, xor

ROOT = Path(__file__).resolve().parents[2]


class Fake:
    """An out worker that answers what a test says, and keeps what it was asked."""

    def __init__(self, *answers: Any) -> None:
        self.answers, self.asked = list(answers), list[Any]()
        self.said: list[tuple[Any, int | None]] = [(OutReady("3", "2", 0), None)]
        self.ended = False

    def __call__(self, python: Path | None, *, log: Path) -> Fake:
        return self

    def send(self, command: object) -> int:
        self.asked.append(command)
        self.said.append((self.answers.pop(0), len(self.asked)))
        return len(self.asked)

    def events(self, limit: int) -> list[tuple[Any, int | None]]:
        found, self.said = self.said[:limit], self.said[limit:]
        return found

    def wait(self, timeout_s: float) -> bool:
        return bool(self.said)

    def close(self) -> None:
        self.ended = True

    kill = dismiss = close


@pytest.fixture
def run(home: Path) -> Path:
    return xor(home / "runs" / "나의 xor")


# ------------------------------------------------------------------------------------------------------ all the way
@pytest.mark.slow
def test_a_run_is_exported_and_imported_and_predicts(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    saved(home / "runs" / "그림", spec_of(pictures()), mlp(64, (4,), 2))
    monkeypatch.chdir(tmp_path)
    assert main(["export", "그림", "--as", "garden"]) == DONE
    assert (tmp_path / "그림.garden").is_file()
    assert "그림.garden  " in capsys.readouterr().out
    assert main(["export", "그림", "--as", "garden"]) == WRONG, "one that nobody has named replaces nothing"
    assert "there already" in capsys.readouterr().err
    other = tmp_path / "다른 집"
    assert main(["import", "그림.garden", "--name", "선물", "--home", str(other)]) == DONE
    assert capsys.readouterr().out.strip() == str(other / "runs" / "선물")
    (tmp_path / "row.npz").write_bytes(b"")
    assert main(["predict", "선물", "row.npz", "--home", str(other), "--json"]) == REFUSED
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    events = [event for event in told if event["is"] != "Silence"]
    assert [event["is"] for event in events] == ["OutReady", "Predicted"]
    assert events[1]["answers"][0]["why"]["said"] == "The file is empty."


@pytest.mark.slow
def test_points_are_predicted_and_saved_as_a_table(
    run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "점.csv").write_text("x1,x2\n1,1\n-1,1\n", "utf-8")
    command = [
        "predict",
        run.name,
        str(tmp_path / "점.csv"),
        "--csv",
        str(tmp_path / "답.csv"),
        "--row",
        "x1=1",
        "x2=1",
    ]
    assert main(command) == DONE
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert lines[1].startswith("점.csv:1  ")
    table = (tmp_path / "답.csv").read_bytes().decode("utf-8-sig").splitlines()
    assert sorted(table[0].split(",")) == ["0", "1", "answer", "probability", "sample", "why not"]
    assert len(table) == 4


@pytest.mark.slow
def test_the_app_itself_has_the_same_words(run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert app(["export", str(run), "--as", "garden", "--to", str(tmp_path / "a.garden")]) == DONE
    assert (tmp_path / "a.garden").is_file()


@pytest.mark.slow
def test_exporting_while_it_trains_takes_what_was_saved(home: Path, tmp_path: Path) -> None:
    words = ["train", "--data", "xor", "--net", "64,64", "--steps", "1000000", "--threads", "1", "--save", "goes on"]
    command = [sys.executable, "-m", "core.headless", *words]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as training:
        weights = home / "runs" / "goes on" / runs.WEIGHTS_FILE
        while not weights.exists():
            assert training.poll() is None
        steps = []
        for at in range(2):
            assert main(["export", "goes on", "--as", "garden", "--to", str(tmp_path / f"{at}.garden")]) == DONE
            assert main(["import", str(tmp_path / f"{at}.garden"), "--name", f"taken {at}"]) == DONE
            steps.append(runs.read_record(home / "runs" / f"taken {at}").step)
        training.send_signal(signal.SIGINT)
        training.wait(60)
    assert steps[0] > 0
    assert runs.read_record(home / "runs" / "goes on").step >= steps[1] >= steps[0]


# ------------------------------------------------------------------------------------------------- what is understood
@pytest.mark.parametrize("form", FORMS)
def test_each_form_is_asked_for_by_its_name_and_has_a_file_of_its_own(
    run: Path, tmp_path: Path, form: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    fake = Fake(TakenOut(form, ((str(tmp_path / "x"), 1234),), (say("Know this."),)))
    assert doors.main("export", [run.name, "--as", form, "--without-data", "--language", "ko"], start=fake) == DONE
    (asked,) = fake.asked
    assert isinstance(asked, TakeOut)
    assert (asked.run, asked.form, asked.data, asked.language) == (str(run), form, False, "ko")
    assert Path(asked.path).parent == tmp_path
    assert Path(asked.path).name.startswith("나의 xor")
    assert fake.ended


def test_paths_are_meant_from_where_the_person_is(run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "w.pt").write_bytes(b"x")
    fake = Fake(Rejected(say("No.")))
    assert doors.main("import", ["w.pt", "--data", "digits", "--activation", "tanh"], start=fake) == REFUSED
    assert fake.asked == [BringIn(str(tmp_path / "w.pt"), str(find_folders().runs), "digits", "tanh")]
    fake = Fake(Rejected(say("No.")))
    doors.main("predict", [str(run), "a.png", "나 b", "--most", "5"], start=fake)
    assert fake.asked == [Predict(str(run), (str(tmp_path / "a.png"), str(tmp_path / "나 b")), (), 5)]


@pytest.mark.parametrize(
    "words",
    [
        ("export",), ("export", "nowhere", "--as", "onnx"), ("export", "나의 xor"),
        ("export", "나의 xor", "--as", "exe"),
        ("export", "나의 xor", "--as", "onnx", "--to", "a\0b"), ("export", "a\0b", "--as", "onnx"),
        ("predict", "나의 xor"), ("predict", "나의 xor", "--row", "x1"), ("predict", "nowhere", "a.png"),
        ("import",), ("import", "nowhere.garden"), ("import", "a\0b"), ("import", ".", "--data", "x"),
    ],
)  # fmt: skip
def test_arguments_that_make_no_sense_start_nothing(
    run: Path, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    fake = Fake()
    assert doors.main(words[0], words[1:], start=fake) == WRONG
    assert capsys.readouterr().err
    assert fake.asked == []


def test_a_refusal_stands_beside_the_results_and_decides_the_exit_code(
    run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fake = Fake(Rejected(say("It cannot be done."), (say("Do something else."),)))
    assert doors.main("export", [run.name, "--as", "pt", "--to", "/tmp/x.pt"], start=fake) == REFUSED
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "It cannot be done. Do something else.\n")
    fake = Fake(Failed(say("The process has ended."), ""))
    assert doors.main("export", [run.name, "--as", "pt", "--to", "/tmp/x.pt"], start=fake) == FAILED


def test_a_name_from_a_file_moves_no_cursor(run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a class is called comes from a file: a terminal would obey it."""
    evil = "a\x1b]0;b\x07\u202e\r\nrow 2"
    answers = (
        Answer("t.csv:1", evil, 0.75, ((evil, 0.75), ("가 \u00a0b", 0.25))),
        Answer(evil, why=say("It is empty.")),
    )
    fake = Fake(Predicted(str(run), answers, told=(say("{name} lacks columns.", name=evil),)))
    doors.main("predict", [str(run), "--row", "a=1"], start=fake)
    told = capsys.readouterr()
    assert told.out == "t.csv:1  a\ufffd]0;b\ufffd\ufffd row 2 75.0%  (가 \u00a0b 25.0%)\n"
    assert [line.count("\ufffd") for line in told.err.splitlines()] == [3, 3]


def test_a_name_that_is_taken_is_said_and_the_training_is_there_all_the_same(
    run: Path, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    came = xor(home / "runs" / "came")
    (tmp_path / "a.garden").write_bytes(b"x")
    fake = Fake(BroughtIn(str(came)))
    assert doors.main("import", [str(tmp_path / "a.garden"), "--name", "나의 XOR"], start=fake) == REFUSED
    said = capsys.readouterr()
    assert said.out.strip() == str(came)
    assert "already" in said.err


def test_a_form_that_is_not_there_is_refused_with_a_sentence(
    run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.out.made import OutLine

    monkeypatch.setitem(forms.WRITERS, "onnx", "core.out.onnx.nowhere")
    answer = OutLine().ask(TakeOut(str(run), "onnx", str(tmp_path / "a.onnx")))
    assert isinstance(answer, Rejected)
    assert "onnx" in str(answer.sentence)
    assert list(tmp_path.iterdir()) == []


def test_an_interrupt_ends_it_and_leaves_nothing(run: Path, home: Path, tmp_path: Path) -> None:
    class Interrupted(Fake):
        def send(self, command: object) -> int:
            raise KeyboardInterrupt

    fake = Interrupted()
    fake.said = [(OutReady("3", "2", 4711), None)]
    target = tmp_path / ("가" * 70 + ".garden")
    left = [
        target.with_name(f"{target.name[:60]}.4711-01234567.part"),
        home / "runs" / ".coming-4711-ab" / "x" / "run.json",
        home / "data" / ".4711-ab" / "about.json",
        home / "cache" / "out" / "4711-ab" / "x",
    ]
    others = [left[0].with_name(left[0].name.replace("4711", "47110")), home / "runs" / ".coming-47110-a"]
    for path in (*left, *others):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"half")
    assert doors.main("export", [run.name, "--as", "garden", "--to", str(target)], start=fake) == INTERRUPTED
    assert not any(path.exists() for path in left)
    assert all(path.exists() for path in others)
    assert (run / runs.WEIGHTS_FILE).exists()
    elsewhere = tmp_path / "다른 폴더" / ".coming-4711-cd"
    elsewhere.mkdir(parents=True)
    half_made.clear(4711, find_folders(), runs=elsewhere.parent)
    assert not elsewhere.exists(), "where a person keeps runs"


@pytest.mark.parametrize("words", [("export", "--help"), ("predict", "--help"), ("import", "--help"), ("--help",)])
def test_help_is_there_in_any_code_page(words: tuple[str, ...], home: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "core.headless", *words]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False, timeout=60)
    assert done.returncode == DONE
    assert b"Traceback" not in done.stderr
    assert b"torchgarden" in done.stdout
