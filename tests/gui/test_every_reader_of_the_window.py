"""Whatever lies where the window keeps its own files, or stands in them: it opens as if nothing were there, within
bounds, and writes into no other file."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from core import locks
from core.runs import RECORD_FILE, RunError, SavedRun, list_runs
from core.workers import wire
from gui import __main__ as front
from gui.asked.links import Link, LinkError, read_link
from gui.asked.opened import as_given, run_of
from gui.kit.remembered import Preferences, read_preferences, write_preferences
from gui.kit.theme import theme_for
from gui.kit.words import install_language, remove_translators, tr
from gui.notices.problem import catch_all
from gui.runs.page import RunsPage
from gui.runs.table import COLUMNS, cells
from gui.settings import licences
from gui.train.crash_mark import CrashMark
from gui.train.panels.field import Numbers, understood, written
from gui.window import scaling
from gui.window.doorbell import LINE_BYTES, TOLD, Doorbell, Request, come_in
from gui.window.place import Place, read_places, write_places
from tests.core.test_runs import RECORD
from tests.hostile import ANYTHING, SHAPES, bounded, check_outside, damaged, objects, put

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
few = settings(
    max_examples=80, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def read_settings(path: Path) -> None:
    preferences = read_preferences(path)
    assert {name: type(value) for name, value in vars(preferences).items()} == {
        name: type(value) for name, value in vars(Preferences()).items()
    }
    assert isinstance(front._chosen_python(path), str)
    for name in (preferences.runs, preferences.python):
        os.path.lexists(name)
    with contextlib.suppress(OSError):
        write_preferences(path, replace(preferences, theme="dark"), only=["theme"])
        assert read_preferences(path).theme == "dark"


def read_window(path: Path) -> None:
    places = read_places(path)
    assert all(type(value) is int for place in places.values() for value in (place.x, place.y, place.width))
    write_places(path, {**places, "a": Place(0, 0, 800, 600)})


def ring(path: Path) -> None:
    with locks.take(path.parent / "window.lock"):
        assert come_in(path.parent, Request(page="runs"), patience_s=0) is False


def listen(path: Path) -> None:
    bell = come_in(path.parent, Request())
    if isinstance(bell, Doorbell):
        bell.asked()
        bell.close()


def find_mark(path: Path) -> None:
    left = CrashMark(path.parent).left_over()
    assert left == "" or Path(left).is_absolute()
    os.path.lexists(left)


def catch(path: Path) -> None:
    caught = catch_all(path)
    assert len(caught.last_crash) < 3 << 20
    caught.release()


def speak(path: Path) -> None:
    """The sentence of a whole file is spoken; what a damaged one says is spoken in English."""
    app, lost = QCoreApplication.instance(), "A sentence that {name} says."
    assert app is not None
    (path.parent / "whole.ko.ts").write_text(TRANSLATED, encoding="utf-8")
    if path.suffix == ".qm" and path.is_file():
        os.utime(path.parent / "whole.ko.ts", (1, 1))  # the compiled one is newer
    spoken = install_language(app, "ko", folder=path.parent)
    try:
        assert tr("A whole sentence of {name}.", name="x") == "x의 온전한 문장."
        assert tr(lost, name="x") == "A sentence that x says."
        assert "{" in tr("A wrong sentence of {name}.", name="x"), "it reaches nothing"
    finally:
        remove_translators(app, spoken)


TRANSLATED = """<?xml version="1.0" encoding="utf-8"?>
<TS version="2.1" language="ko"><context><name>TorchGarden</name>
<message><source>A whole sentence of {name}.</source><translation>{name}의 온전한 문장.</translation></message>
<message><source>A wrong sentence of {name}.</source><translation>{name.__class__} {x:99999999}</translation></message>
</context></TS>
"""


def list_licences(path: Path) -> None:
    found = licences.parts(path.parent)
    assert found
    assert all(part.text is None or part.text.parent in (path.parent, licences.ROOT) for part in found)


def read_licence(path: Path) -> None:
    assert len(licences.text_of(licences.Part("Qt", "", "", path))) <= licences.TEXT_BYTES


def open_with_app(path: Path) -> None:
    with contextlib.suppress(RunError):
        assert Path(run_of(as_given(str(path)))).is_dir()


READERS: dict[str, tuple[str, Callable[[Path], None]]] = {
    "settings": ("settings.json", read_settings),
    "the window's place": ("window.json", read_window),
    "the doorbell, for a second start": (TOLD, ring),
    "the doorbell, for the first": (TOLD, listen),
    "the window's lock": ("window.lock", listen),
    "the lock of settings": ("settings.lock", lambda path: read_settings(path.with_name("settings.json"))),
    "a mark": ("ab12.json", find_mark),
    "a mark's lock": ("ab12.lock", lambda path: find_mark(put_mark(path))),
    "the crash file": ("crash.txt", catch),
    "a compiled translation": ("torchgarden_ko.qm", speak),
    "a translation": ("install.ko.ts", speak),
    "the list of licences": (licences.INDEX, list_licences),
    "the text of a licence": ("Qt.txt", read_licence),
    "a file that was opened with the app": ("gift.garden", open_with_app),
}


def put_mark(lock: Path) -> Path:
    mark = lock.with_suffix(".json")
    mark.write_text('{"run": "/runs/a"}', encoding="utf-8")
    return mark


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("what", READERS)
def test_whatever_lies_there_the_window_opens_within_bounds(tmp_path: Path, what: str, shape: str) -> None:
    place, read = READERS[what]
    path = tmp_path / "home" / place
    put(path, shape)
    with bounded():
        read(path)
    check_outside(path)


@pytest.mark.parametrize(
    ("name", "read", "usual"),
    [
        ("settings.json", read_settings, vars(Preferences(runs="/a", python="/b"))),
        ("window.json", read_window, {"screens": {"\ud800": vars(Place(1, 2, 3, 4)), "a": vars(Place(1, 2, 3, 4))}}),
        (TOLD, ring, {"port": 1, "token": "a"}),
        ("ab12.json", find_mark, {"run": "/runs/a"}),
        (licences.INDEX, list_licences, {"format": 1, "parts": [{"name": "Qt", "text": "Qt.txt"}]}),
    ],
)
def test_any_values_there_are_read_or_left_out(
    tmp_path: Path, name: str, read: Callable[[Path], None], usual: dict[str, Any]
) -> None:
    path = tmp_path / name

    @few
    @given(objects(**usual) | damaged(usual) | ANYTHING)
    def read_it(plain: Any) -> None:
        path.write_text(json.dumps(plain), encoding="utf-8")
        read(path)

    read_it()


@settings(few, max_examples=300)
@given(
    st.text()
    | st.from_regex(r"\Atorchgarden://open\?(page|run)=[^&]{0,30}(&.*)?\Z")
    | st.text().map("torchgarden://{}".format)
)
def test_any_link_is_one_of_ours_or_refused_in_a_sentence(text: str) -> None:
    link, said = Link(), ""
    try:
        link = read_link(text)
    except LinkError as error:
        said = str(error)
    assert said.isprintable()
    assert link == Link() or link.page.isalpha() or link.run
    assert "/" not in link.run
    assert not link.run.startswith(".")
    assert isinstance(as_given(text), str)


def test_any_line_at_the_doorbell_asks_nothing_or_what_can_be_done(tmp_path: Path) -> None:
    bell = come_in(tmp_path, Request())
    assert isinstance(bell, Doorbell)
    token = json.loads((tmp_path / TOLD).read_text())["token"]

    @settings(few, max_examples=200)
    @given(objects(token=token, run="/runs/a", page="runs").map(lambda plain: json.dumps(plain).encode()) | st.binary())
    def asked(line: bytes) -> None:
        request = bell._read(line[:LINE_BYTES])
        if request is not None:
            assert os.path.isabs(request.run) or request.run == ""
            os.path.lexists(request.run)
            os.stat("/")

    try:
        asked()
    finally:
        bell.close()


# ------------------------------------------------------------------------------------------------------- what is shown
@settings(few, max_examples=200)
@given(damaged(wire.to_plain(RECORD)))
def test_any_record_that_can_be_read_can_be_listed(plain: Any) -> None:
    try:
        record = wire.from_plain(plain)
    except wire.WireError:
        return
    if isinstance(record, type(RECORD)):
        assert len(cells(record, "a")) == COLUMNS


@pytest.mark.parametrize("saved", ["0001-01-01T00:00:00", "9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+14:00", ""])
def test_a_time_at_the_end_of_the_calendar_is_listed(saved: str) -> None:
    assert len(cells(replace(RECORD, saved=saved), "a")) == COLUMNS


@settings(few, max_examples=300)
@given(st.text() | st.sampled_from(["٣", "1e400", "-0", "1_000", "nan", "9" * 5000, "1" + "0" * 309, "1,000,", "½"]))
def test_any_text_in_a_field_is_a_number_or_none(text: str) -> None:
    for whole in (False, True):
        numbers = Numbers(least=0, most=100, whole=whole, zero="off")
        value = understood(text, numbers)
        if value is not None:
            assert isinstance(written(value, numbers), str)


@pytest.mark.parametrize("value", ["", "nan", "inf", "-1", "1e400", "a", "0", "9" * 5000, "٣"])
def test_any_factor_from_outside_is_a_factor(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv(scaling.VARIABLE, value)
    assert 0.2 <= scaling.outer() <= 10


@pytest.mark.skipif(os.name == "nt", reason="names there are letters")
def test_runs_with_odd_names_and_values_are_listed_and_shown(qtbot: QtBot, home: Path) -> None:
    folder = home / "runs"
    odd = (b"run-\xff", "탭\t과\n줄".encode(), "‮evil".encode(), b"a\x85", "👩‍🔬".encode(), b"%s {0} <b>", b"x" * 255)
    for number, name in enumerate(odd):
        (folder / os.fsdecode(name)).mkdir(parents=True)
        record = replace(RECORD, step=10**18, loss=float("inf"), validation_score=-1e308, saved="\ud800" * number,
                         device="\ud800")  # fmt: skip
        (folder / os.fsdecode(name) / RECORD_FILE).write_text(json.dumps(wire.to_plain(record)), encoding="utf-8")
    page = RunsPage(
        theme=theme_for("light"), folder=folder, current=lambda: "", open_run=lambda _: None,
        move_current=lambda _: None, own_bin=home / "bin", system_bin=False,
    )  # fmt: skip
    qtbot.addWidget(page)
    page.show()
    assert page.table.rowCount() == len(odd)
    for row in range(len(odd)):
        page.table.selectRow(row)
        page.draw()
        assert not page.grab().isNull()
    shown: list[SavedRun] = list_runs(folder)
    assert {os.fsencode(run.name) for run in shown} == set(odd)
