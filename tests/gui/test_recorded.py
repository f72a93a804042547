"""A recording looks like one: the window says so, plays and pauses it, lets nothing be changed, says when it ends."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from core.messages.train_events import DeviceLoad, Diverged, Ready, TrainEvent
from core.sentence import say
from core.workers.session_tape import Recorder, Replay
from gui import __main__ as door
from gui.asked.opened import SUBJECT
from gui.kit.remembered import Preferences
from gui.window.doorbell import Doorbell, Request, come_in
from tests.gui import nets
from tests.gui.conftest import WAIT_MS, OpenWindow
from tests.gui.test_window import saved_run


class Spoken:
    """A worker that says what it is given."""

    def __init__(self) -> None:
        self.said: list[tuple[Any, int | None]] = []

    def events(self, limit: int) -> list[tuple[Any, int | None]]:
        found, self.said = self.said[:limit], self.said[limit:]
        return found

    def kill(self) -> None:
        pass


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def taped(tmp_path: Path) -> Path:
    """Return a recording of 60 s: a training begins at once, stands at step 20 after 20 s, and diverges at the end."""
    clock, worker = Clock(), Spoken()
    recorder = Recorder(worker, tmp_path / "talk.jsonl", clock=clock)  # type: ignore[arg-type]
    loaded = nets.loaded(nets.dense(48, 24))
    now = replace(loaded.now, state=replace(nets.STATE, playing=False, step=60, undo=1))
    what: list[tuple[float, TrainEvent]] = [
        (0.0, Ready("3.12", "2.14", "", (nets.DEVICE,), 1)), (0.0, loaded), (0.0, nets.portrait(loaded.now.net)),
        (0.0, replace(nets.STATE, undo=1)),
        *((float(at), nets.tick(at)) for at in range(1, 60)),
        (60.0, Diverged(60, 1, "loss", say("It has diverged."), 100.0, replace(now, keep_to_step=-1, ticks=None))),
    ]  # fmt: skip
    for at, event in what:
        clock.now = at
        worker.said = [(event, None)]
        recorder.events(1)
    recorder.kill()
    return tmp_path / "talk.jsonl"


def at_20_s(taped: Path) -> tuple[Clock, Replay]:
    """Return a clock and the recording it drives, 20 s on."""
    clock = Clock()
    tape = Replay(taped, clock=clock)
    clock.now = 20.5
    return clock, tape


def wait(qtbot: QtBot, condition: Any) -> None:
    qtbot.waitUntil(condition, timeout=WAIT_MS)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_recording_says_what_it_is_pauses_and_ends(
    open_window: OpenWindow, qtbot: QtBot, taped: Path, language: Any
) -> None:
    clock, tape = at_20_s(taped)
    window = open_window(tape=tape, preferences=Preferences(language=language))
    page, bars, controls = window.page, window.frame.bars, window.page.controls
    korean = language == "ko"
    assert ("녹화" if korean else "This is a recording") in bars.up["recording"].sentence.text()
    wait(qtbot, lambda: "0:20" in controls.status.text())
    assert "1:00" in controls.status.text()
    assert controls.play.text() == ("일시정지" if korean else "Pause")
    qtbot.mouseClick(controls.play, Qt.MouseButton.LeftButton)
    assert controls.play.text() == ("계속" if korean else "Continue")
    assert not controls.device.dot.lit, "nothing trains"
    clock.now = 500.0
    page.draw()
    assert "0:20" in controls.status.text()
    qtbot.mouseClick(controls.play, Qt.MouseButton.LeftButton)
    clock.now = 500.0 + 45.0
    wait(qtbot, lambda: bool(bars.up["recording"].buttons.isVisible()))
    assert ("끝" if korean else "The recording is over") in bars.up["recording"].sentence.text()
    assert controls.play.text() == ("시작" if korean else "Start")
    assert not bars.up["diverged"].buttons.isVisible(), "it offers what cannot be done"
    qtbot.mouseClick(controls.play, Qt.MouseButton.LeftButton)
    wait(qtbot, lambda: not bars.up["recording"].buttons.isVisible())
    wait(qtbot, lambda: "diverged" not in bars.up and page.loss.record.training.count <= 1)


def test_nothing_in_a_recording_can_be_edited_and_each_control_says_why(
    open_window: OpenWindow, qtbot: QtBot, taped: Path
) -> None:
    _, tape = at_20_s(taped)
    window = open_window(tape=tape)
    page, controls = window.page, window.page.controls
    wait(qtbot, lambda: page.drawing.canvas.units[1].cells > 1)
    closed: list[QWidget] = [
        controls.step, controls.epoch, controls.reset, controls.undo, page.data, page.panel, page.inspector,
        page.network.new, *(one for one in page.drawing.in_reading_order() if "iden" in one.accessibleName()),
    ]  # fmt: skip
    assert len(closed) > 9
    for control in closed:
        assert not control.isEnabled(), control.accessibleName()
        assert "recording" in control.toolTip(), control.accessibleName()
    assert page.undo.isHidden()
    for key in (Qt.Key.Key_I, Qt.Key.Key_Delete, Qt.Key.Key_Plus):
        qtbot.keyClick(window, key)
    page.draw()
    assert page.editor.menu is None
    assert not page.network.notice.isVisible(), "nothing was even asked"
    canvas = page.drawing.canvas
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=canvas.layout_.by_key(1).box(2).center().toPoint())
    wait(qtbot, lambda: page.close_up.seen is not None and page.close_up.seen.unit == 2)
    qtbot.keyClick(window, Qt.Key.Key_Space)
    wait(qtbot, lambda: controls.play.text() == "Continue")


def test_a_chart_of_a_recording_shows_what_it_holds_and_asks_nobody(
    open_window: OpenWindow, qtbot: QtBot, taped: Path
) -> None:
    _, tape = at_20_s(taped)
    window = open_window(tape=tape)
    page, asked = window.page, []
    page.curves.send = lambda command: asked.append(command) or 0
    wait(qtbot, lambda: page.loss.record.newest >= 19)
    page.loss.choose("layer_ratio")
    page.score.choose("gradient")
    page.draw()
    assert asked == []
    assert page.loss.lines() == []
    assert page.score.lines()[0][1].count >= 19


def test_a_recording_goes_on_in_another_language(open_window: OpenWindow, qtbot: QtBot, taped: Path) -> None:
    _, tape = at_20_s(taped)
    window = open_window(tape=tape)
    wait(qtbot, lambda: window.page.loss.record.training.count >= 20)
    window.change("language", "ko")
    wait(qtbot, lambda: "녹화" in window.frame.bars.up["recording"].sentence.text())
    wait(qtbot, lambda: window.page.net is not None and window.page.loss.record.training.count >= 20)
    assert not window.page.panel.isEnabled()


def tape_of(path: Path, *events: TrainEvent) -> Replay:
    """Return a recording of `events`, all said at once."""
    worker = Spoken()
    recorder = Recorder(worker, path)  # type: ignore[arg-type]
    for event in events:
        worker.said = [(event, None)]
        recorder.events(1)
    recorder.kill()
    return Replay(path, speed=0)


BEGIN = Ready("3.12", "2.14", "", (nets.DEVICE,), 1)
LOAD = DeviceLoad("cpu", 60.0, 3 << 30, 8 << 30, 30.0, 400 << 20, 60.0, 1, 100.0, 6400.0)


@pytest.mark.parametrize("whole", [False, True])
def test_what_was_not_recorded_is_said_rather_than_shown_as_a_number(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path, whole: bool
) -> None:
    loaded = nets.loaded(nets.dense(48, 24))
    more = (nets.portrait(loaded.now.net), LOAD) if whole else ()
    window = open_window(tape=tape_of(tmp_path / "talk.jsonl", BEGIN, loaded, nets.STATE, *more))
    page, bars, canvas = window.page, window.frame.bars, window.page.drawing.canvas
    wait(qtbot, lambda: "recording" in bars.up and canvas.layout_ is not None and 1 in canvas.units)
    wait(qtbot, lambda: not whole or canvas.units[1].cells > 1)
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=canvas.layout_.by_key(1).box(2).center().toPoint())
    wait(qtbot, lambda: page.close_up.seen is not None)
    lines = page.close_up.lines.text()
    assert ("activity" in lines, "has not been measured" in lines) == (whole, not whole)
    assert "100%" not in lines or whole
    meters = (page.device.device.bar, page.device.memory, page.device.share)
    assert [meter.isHidden() for meter in meters] == [not whole] * 3
    assert ("not recorded" in page.device.facts.text()) is not whole


def test_the_bar_over_a_recording_without_pictures_says_why_the_squares_are_empty(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    loaded = nets.loaded(nets.dense(48, 24))
    clock = Clock()
    tape_of(tmp_path / "talk.jsonl", BEGIN, loaded, nets.STATE)
    tape = Replay(tmp_path / "talk.jsonl", clock=clock)
    tape.hold(True)
    window = open_window(tape=tape, loaded=False)
    wait(qtbot, lambda: "recording" in window.frame.bars.up)
    assert "they are empty squares" in window.frame.bars.up["recording"].sentence.text()
    tape.hold(False)
    clock.now = 10.0
    wait(qtbot, lambda: "is over" in window.frame.bars.up["recording"].sentence.text())
    assert "they are empty squares" in window.frame.bars.up["recording"].sentence.text()


def test_a_unit_in_a_recording_can_be_read_and_nothing_is_offered_for_it(
    open_window: OpenWindow, qtbot: QtBot, taped: Path
) -> None:
    _, tape = at_20_s(taped)
    page = open_window(tape=tape).page
    canvas, unit = page.drawing.canvas, page.close_up
    wait(qtbot, lambda: page.net is not None and canvas.units[1].cells > 1)
    page.draw()
    assert unit.hint.text() == "Click a unit in the drawing to see it close up."
    assert not unit.keys.isVisible()
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=canvas.layout_.by_key(1).box(2).center().toPoint())
    wait(qtbot, unit.unit.isVisible)
    assert unit.isEnabled()
    assert not unit.buttons.isVisible()
    assert not page.network.copy.cancel.isVisible()


def test_while_a_recording_plays_no_run_is_opened_and_the_button_says_why(
    open_window: OpenWindow, qtbot: QtBot, taped: Path, home: Path
) -> None:
    saved_run(home / "runs" / "first", step=100)
    _, tape = at_20_s(taped)
    window = open_window(tape=tape)
    window.frame.open("runs")
    runs = window.frame.page("runs")
    wait(qtbot, lambda: len(runs.runs) == 1)
    assert runs.rename_button.isEnabled()
    assert runs.delete_button.isEnabled()
    assert not runs.open_button.isEnabled()
    assert "A recording plays in this window" in runs.open_button.toolTip()
    qtbot.keyClick(runs.table, Qt.Key.Key_Return)
    assert window.frame.opened == "runs"


@pytest.mark.parametrize("what", ["{run}", "torchgarden://open?run=first"])
def test_a_training_that_is_opened_with_a_recording_says_why_it_is_not(
    open_window: OpenWindow, taped: Path, home: Path, what: str
) -> None:
    run = home / "runs" / "first"
    saved_run(run, step=100)
    _, tape = at_20_s(taped)
    window = open_window(tape=tape)
    window.take_over(Request(opened=what.format(run=run)))
    assert "A recording plays in this window" in window.frame.bars.up[SUBJECT].sentence.text()


def test_a_window_with_a_recording_takes_over_nothing_so_that_another_one_trains(home: Path) -> None:
    assert door._come_in(door.find_folders(), door._parser().parse_args(["--replay", "talk"]), Request()) is False
    bell = come_in(door.find_folders().data, Request())
    assert isinstance(bell, Doorbell), "the next start is the first window"
    bell.close()


def test_while_a_recording_plays_no_other_python_takes_over_and_it_says_why(
    open_window: OpenWindow, qtbot: QtBot, taped: Path
) -> None:
    _, tape = at_20_s(taped)
    window = open_window(tape=tape)
    window.frame.open("environments")
    window.train_in("/somewhere/python")
    assert window.frame.opened == "train"
    assert "A recording plays in this window" in window.page.network.notice.text()
    assert window.preferences.python == "", "nothing was chosen by it"
    assert window.page.state is not None
