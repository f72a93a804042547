"""The page Look inside in the window: its worker comes and goes, and the training goes on."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.messages.inside.compare import LayerTime, MeasureAll, MeasuringBegun, MeasuringEnded, NetTime, StopMeasuring
from core.messages.inside.opening import TakenUp
from core.messages.train_commands import DataSpec, Pause, Play, Settings
from core.messages.train_events import Failed
from core.net.plan import mlp
from core.sentence import say
from core.workers.worker import Worker
from gui.inside import worker_room
from gui.inside.compare.results import Results, as_csv, crossing, flat_up_to, keep, kept
from gui.inside.compare.tab import CompareTab
from gui.inside.compare.words import device_text, share_text, time_text, times_text, what_it_says
from gui.inside.setting import TabSetting
from gui.install.desktop import Desktop
from gui.kit.pieces import apply_theme
from gui.kit.theme import theme_for
from tests.gui.conftest import WAIT_MS, OpenWindow
from tests.train.talk import ROOT

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

TAKEN = TakenUp(
    DataSpec(), "classify", mlp(64, [32, 32], 10), Settings(), step=1350, samples=64, device="cpu", threads=1,
    differs=0.0, largest=1e-3,
)  # fmt: skip


def layer(device: str, width: int, seconds: float) -> LayerTime:
    return LayerTime(device, width, 64, seconds, seconds * 0.9, seconds * 1.1, 21, (0.3, 0.5, 0.2))


def results(*events: Any) -> Results:
    return Results(list(events), MeasuringEnded(True, "x86_64 · Pretend", "2.14.1", 7.0))


TWO = results(
    layer("cpu", 16, 7e-5), layer("cuda:0", 16, 1e-4), layer("cpu", 128, 1e-4), layer("cuda:0", 128, 1e-4),
    layer("cpu", 4096, 5e-2), layer("cuda:0", 4096, 1e-3), NetTime("cpu", 58.0, 2.7e-4, 2.6e-4, 2.9e-4),
)  # fmt: skip


# --------------------------------------------------------------------------------------------------- in the window
def test_opening_the_page_takes_the_training_up_in_a_process_of_its_own(
    open_window: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    window = open_window()
    assert window.inside.worker is None, "nobody has looked yet"
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.frame.opened == "inside"
    assert window.inside.worker is not None
    page = window.inside.made
    assert page is not None
    qtbot.waitUntil(lambda: "There is no training in" in page.empty.text(), timeout=WAIT_MS)  # the fake one wrote none
    window.inside.show_event(TAKEN, None)
    assert page.note.text() == "step 1,350 · batch 64 · 64 → 32 → 32 → 10 · the training waits"
    window.training.send(Play())
    qtbot.waitUntil(lambda: page.note.text().endswith("the training goes on"), timeout=WAIT_MS)
    window.frame.open("train")
    monkeypatch.setattr(worker_room, "IDLE_S", -1.0)  # a clock may stand still between two lines
    window.inside.frame_passed()
    assert window.inside.worker is None, "nobody has looked for a while"
    assert page.taken is None


def test_a_worker_that_dies_is_one_sentence_and_restart_brings_another(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    window.frame.open("inside")
    window.inside.show_event(Failed(say("The process was killed."), "exit code -9"), None)
    assert "Looking inside has ended; the training goes on. The process was killed." in texts(window.frame.bars)
    assert window.inside.worker is None
    window.inside.again()
    assert window.inside.worker is not None
    assert "inside-gone" not in window.frame.bars.makes


def test_the_folder_that_is_handed_over_goes_with_the_window(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    window.frame.open("inside")
    folder = Path(window.inside.folder.name)
    assert folder.is_dir()
    window.close()
    assert not folder.exists()


def test_another_language_makes_the_page_again(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    window.frame.open("inside")
    window.change("language", "ko")
    qtbot.waitUntil(lambda: window.frame.rail.texts["inside"] == "들여다보기", timeout=WAIT_MS)
    assert window.frame.opened == "inside"
    window.inside.show_event(TAKEN, None)
    assert "스텝 1,350" in window.inside.made.note.text()


def texts(widget: Any) -> list[str]:
    from PySide6.QtWidgets import QLabel

    return [label.text() for label in widget.findChildren(QLabel)]


# ------------------------------------------------------------------------------------------------------ the comparison
class Asked:
    """What a tab sends."""

    def __init__(self) -> None:
        self.inside: list[object] = []
        self.train: list[object] = []

    def setting(self, folder: Path | None, *, playing: bool = False) -> TabSetting:
        return TabSetting(
            theme=theme_for("light"), send=lambda command: self._to(self.inside, command), again=lambda: None,
            train=lambda command: self._to(self.train, command), show_tab=lambda name: None, playing=lambda: playing,
            folder=folder,
        )  # fmt: skip

    def _to(self, where: list[object], command: object) -> int:
        where.append(command)
        return len(where)


def tab(
    qtbot: QtBot, folder: Path | None, *, playing: bool = False, path: Path | None = None
) -> tuple[CompareTab, Asked]:
    asked = Asked()
    made = CompareTab(asked.setting(folder, playing=playing), desktop=Desktop(save_as=lambda *_: str(path or "")))
    qtbot.addWidget(made)
    made.resize(1100, 740)
    apply_theme(made, theme_for("light"))
    made.show_taken_up(TAKEN)
    made.show()
    return made, asked


def test_a_training_that_plays_waits_while_it_is_measured(qtbot: QtBot, tmp_path: Path) -> None:
    made, asked = tab(qtbot, tmp_path, playing=True)
    made.begin()
    assert asked.inside == [MeasureAll()]
    assert asked.train == [Pause()]
    made.show_event(MeasuringBegun(3), 1)
    for event in TWO.events[:2]:
        made.show_event(event, None)
    assert made.progress.text() == "2 / 3 · the training waits"
    made.end()
    assert asked.inside[-1] == StopMeasuring()
    made.show_event(MeasuringEnded(False, "x", "2.14", 1.0), 2)
    assert asked.train == [Pause(), Play()]
    assert not list(tmp_path.iterdir()), "half a measurement is not kept"


def test_a_worker_that_dies_while_it_measures_lets_the_training_go_on(qtbot: QtBot, tmp_path: Path) -> None:
    made, asked = tab(qtbot, tmp_path, playing=True)
    made.begin()
    made.show_gone()
    assert asked.train == [Pause(), Play()]
    assert made.measure.isVisibleTo(made.measure.parentWidget()) or not made.measure.isHidden()


def test_a_training_that_stands_is_not_started(qtbot: QtBot, tmp_path: Path) -> None:
    made, asked = tab(qtbot, tmp_path)
    made.begin()
    made.show_event(TWO.ended, None)
    assert asked.train == []


def test_what_was_measured_is_there_the_next_time(qtbot: QtBot, tmp_path: Path) -> None:
    made, _ = tab(qtbot, tmp_path)
    made.begin()
    for event in (*TWO.events, TWO.ended):
        made.show_event(event, None)
    again, _ = tab(qtbot, tmp_path)
    assert again.results.events == TWO.events
    assert any("42" not in text and "50 ×" in text for text in texts(again.said))


@pytest.mark.parametrize(
    "content", [b"", b"\0\xff", b"{}", b"[]\n", b'{"message":{"is":"Play"}}\n', b"[" * 5000, b"x" * (1 << 21)]
)
def test_a_file_of_anything_else_is_no_result(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "f").write_bytes(content)
    assert kept(tmp_path / "f") is None


def test_numbers_that_cannot_be_drawn_are_left_out(tmp_path: Path) -> None:
    mad = results(layer("cpu", 16, 1e-4), layer("cpu", 0, 1.0), layer("cpu", 32, float("inf")), layer("cpu", 64, -1.0))
    keep(tmp_path / "f", mad)
    found = kept(tmp_path / "f")
    assert found is not None
    assert [event.width for event in found.layers["cpu"]] == [16]


def test_the_sentences_say_what_was_measured() -> None:
    said = what_it_says(TWO, net="64 → 10")
    assert any("Below a width of about 128 the processor wins" in sentence for sentence in said)
    assert any("At 4,096 cuda is 50 × as fast." in sentence for sentence in said)
    assert any("Your network (64 → 10) takes 270 µs a step on cpu." in sentence for sentence in said)
    assert not any("sees no GPU" in sentence for sentence in said)
    alone = what_it_says(results(layer("cpu", 16, 7e-5), layer("cpu", 64, 8e-5), layer("cpu", 4096, 5e-2)), net="")
    assert any("Up to a width of 64" in sentence for sentence in alone)
    assert any("sees no GPU" in sentence for sentence in alone)


def test_where_the_lines_cross() -> None:
    cpu = [layer("cpu", width, 1e-6 * width) for width in (16, 64, 256)]
    flat = [layer("cuda:0", width, 1e-4) for width in (16, 64, 256)]
    assert crossing(cpu, flat) == pytest.approx(100, rel=0.02)
    assert crossing(flat, cpu) is None
    assert crossing([layer("cpu", 16, 2.0)], [layer("mps", 16, 1.0)]) == 0.0
    assert flat_up_to(cpu) == 16


def test_the_table_and_the_picture_are_saved(qtbot: QtBot, tmp_path: Path) -> None:
    made, _ = tab(qtbot, None, path=tmp_path / "표 하나.csv")
    made.show_results(TWO)
    made.save_table()
    rows = (tmp_path / "표 하나.csv").read_text("utf-8").splitlines()
    assert rows[1].startswith("layer,cpu,16,batch 64,7e-05")
    assert rows == as_csv(TWO).splitlines()
    made, _ = tab(qtbot, None, path=tmp_path / "그림.png")
    made.show_results(TWO)
    made.save_picture()
    assert (tmp_path / "그림.png").read_bytes().startswith(b"\x89PNG")
    made, _ = tab(qtbot, None, path=tmp_path / "nowhere" / "x.png")
    made.show_results(TWO)
    made.save_picture()
    assert "could not be saved" in made.progress.text()


def test_pointing_at_a_dot_tells_its_numbers(qtbot: QtBot) -> None:
    made, _ = tab(qtbot, None)
    made.show_results(TWO)
    at = made.chart.place(4096, 1e-3)
    nothing = Qt.MouseButton.NoButton
    moved = QMouseEvent(
        QEvent.Type.MouseMove, at, made.chart.mapToGlobal(at), nothing, nothing, Qt.KeyboardModifier.NoModifier
    )  # fmt: skip
    QApplication.sendEvent(made.chart, moved)
    assert made.chart.at == layer("cuda:0", 4096, 1e-3)
    assert "4096 1 ms" in made.chart.accessibleDescription()


def test_times_and_ratios_read_well() -> None:
    assert [time_text(s) for s in (1.79e-6, 7.2e-5, 1.42e-3, 0.1, 2.1)] == [
        "1.79 µs",
        "72 µs",
        "1.42 ms",
        "100 ms",
        "2.1 s",
    ]
    assert [times_text(r) for r in (0.04, 1.0, 1.84, 42.3, 1180)] == ["0.04 ×", "1 ×", "1.8 ×", "42 ×", "1,180 ×"]
    assert [share_text(s) for s in (0.004, 3.4e-7)] == ["0.4 %", "0.000034 %"]
    assert device_text("cuda:0") == "cuda"


# ----------------------------------------------------------------------------------------------------- the whole way
@pytest.mark.slow
def test_from_the_trainer_to_the_page(open_window: OpenWindow, qtbot: QtBot, home: Path) -> None:
    command = [sys.executable, "-m", "core.train.worker", "--threads", "1"]
    window = open_window(trainer=Worker(command, log=home / "trainer.log", folder=ROOT))
    window.training.send(Play())
    window.frame.open("inside")
    qtbot.waitUntil(lambda: window.inside.made.taken is not None, timeout=WAIT_MS)
    taken = window.inside.made.taken
    assert taken.differs <= 2e-7
    qtbot.waitUntil(lambda: window.page.step > taken.step, timeout=WAIT_MS)
    qtbot.mouseClick(window.inside.made.again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.inside.made.taken.step > taken.step, timeout=WAIT_MS)


def test_the_names_of_the_lines_stand_apart(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    made, _ = tab(qtbot, None)
    made.show_results(TWO)  # both lines go through the same dot
    boxes: list[Any] = []
    written = made.chart._name

    def name(*given: Any) -> Any:
        boxes.append(written(*given))
        return boxes[-1]

    monkeypatch.setattr(made.chart, "_name", name)
    made.chart.grab()
    assert len(boxes) == 2
    assert not boxes[0].intersects(boxes[1])
