"""What is copied for others holds no name of the person, the computer or an environment."""

from __future__ import annotations

import getpass
import platform
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from gui.notices.bar import Bar
from gui.notices.masked import Person, masked
from gui.notices.problem import report

MINSU = Person(users=("김민수",), homes=("/home/김민수",), hosts=("민수의-컴퓨터",), envs=("수업 환경",))
ADA = Person(users=("Ada", "Ada Kim"), homes=(r"C:\Users\Ada Kim",), hosts=("ADA-LAPTOP",), envs=("torch_book",))


@pytest.mark.parametrize(
    ("person", "text", "left"),
    [
        (MINSU, "File \"/home/김민수/수업/a.py\", line 3", "File \"~/수업/a.py\", line 3"),
        (MINSU, "/home/김민수의 폴더를 찾지 못했습니다", "/home/<user> 폴더를 찾지 못했습니다"),
        (MINSU, "김민수님, 민수의-컴퓨터에서 멈췄습니다", "<user>님, <computer>에서 멈췄습니다"),
        (MINSU, "‘수업 환경’ 가상환경을 지금 쓸 수 없습니다", "‘<environment>’ 가상환경을 지금 쓸 수 없습니다"),
        (MINSU, "/opt/miniforge3/envs/다른 환경/bin/python", "/opt/miniforge3/envs/<environment>/bin/python"),
        (MINSU, r"D:\Users\이 영희\torch", r"D:\Users\<user>\torch"),
        (ADA, r"C:\Users\Ada Kim\AppData\x.log", r"~\AppData\x.log"),
        (ADA, r"c:\\users\\ada kim\\AppData", r"~\\AppData"),
        (ADA, "C:/Users/Ada Kim/envs/torch_book/python.exe", "~/envs/<environment>/python.exe"),
        (ADA, "ada-laptop.local said no to Ada", "<computer>.local said no to <user>"),
        (ADA, "An adapter of Canada is adamant: Adam", "An adapter of Canada is adamant: Adam"),
        (ADA, "/Users/grace/diss.txt", "/Users/<user>/diss.txt"),
        (ADA, "/home/grace is gone. Choose another.", "/home/<user> is gone. Choose another."),
        (ADA, "/srv/lesson3/.venv/bin/python", "/srv/<environment>/.venv/bin/python"),
        (ADA, "http://127.0.0.1:8888/tree?token=9f8e7d", "http://127.0.0.1:8888/tree?token=<token>"),
        (Person(users=("root", "me"), homes=("/root",)), "me too, root cause: /root/x", "me too, root cause: ~/x"),
    ],
)  # fmt: skip
def test_names_are_masked_and_the_rest_is_left(person: Person, text: str, left: str) -> None:
    assert masked(text, person) == left


def test_masking_twice_changes_nothing_more() -> None:
    text = "/home/김민수/envs/수업 환경/bin/python on 민수의-컴퓨터"
    once = masked(text, MINSU)
    assert masked(once, MINSU) == once
    assert "김민수" not in once
    assert "수업" not in once


def test_a_copied_report_holds_no_name_in_sentence_or_detail(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(getpass, "getuser", lambda: "김민수")
    monkeypatch.setattr(Path, "home", lambda: Path("/home/김민수"))
    monkeypatch.setattr(platform, "node", lambda: "민수의-컴퓨터.local")
    detail = 'Traceback\n  File "/home/김민수/x.py"\nOSError: 민수의-컴퓨터'
    bar = Bar("/home/김민수/기록에 쓸 수 없습니다.", tone="bad", report=report(detail))
    bar.copy()
    copied = QGuiApplication.clipboard().text()
    assert "Traceback" in copied
    assert "기록에 쓸 수 없습니다." in copied
    for name in ("김민수", "민수의-컴퓨터"):
        assert name not in copied
    assert "김민수" not in bar.report, "what is shown is what is copied"
    bar.deleteLater()


def test_a_computer_that_does_not_tell_who_sits_there_still_reports(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown() -> str:
        raise KeyError("no such user")

    monkeypatch.setattr(getpass, "getuser", unknown)
    assert "Traceback" in report("Traceback")
