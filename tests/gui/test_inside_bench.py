"""The tab Tensors in the window: a line, what it makes on screen, how it is stopped, and what is left when its Python
ends."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.inside.bench.running import Bench
from core.messages.inside.bench import BenchCommand, LineOptions, RunLine
from core.messages.inside.opening import TakenUp
from core.messages.train_commands import DataSpec, Settings
from core.messages.train_events import Failed
from core.net.plan import mlp
from core.sentence import say
from core.train.training import datasets
from core.train.training.training import begin
from gui.inside.bench.guide import PIECES
from gui.inside.bench.picture import Picture, color_of, stride_text
from gui.inside.bench.tab import BenchTab
from gui.inside.setting import TabSetting
from gui.install.desktop import Desktop
from gui.kit.pieces import apply_theme
from gui.kit.remembered import Preferences
from gui.kit.theme import theme_for
from tests.gui.conftest import WAIT_MS, OpenWindow
from tests.gui.test_screens import at_every_size

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

TAKEN = TakenUp(
    DataSpec("xor", samples=40), "classify", mlp(2, [8], 2), Settings(), step=7, samples=8, device="cpu", threads=1,
    differs=0.0, largest=1e-3,
)  # fmt: skip


class Here:
    """The tab on a bench in this process: what is sent is answered when `pump` is called."""

    def __init__(self, folder: Path) -> None:
        self.bench, self.sent, self.number = Bench(), [], 0
        self.folder, self.asked, self.restarts = folder, 0, 0
        self.can_interrupt = True
        self.training = begin(datasets.load(DataSpec("xor", samples=40)), settings=Settings(batch_size=8), seed=0)
        setting = TabSetting(
            theme=theme_for("light", motion=False), send=self.send, train=lambda _: 0, again=lambda: None,
            show_tab=lambda _: None, interrupt=self.interrupt, restart=self.restart,
        )  # fmt: skip
        desktop = replace(Desktop(), save_as=lambda parent, title, name: str(folder / "새 노트북" / name))
        self.tab = BenchTab(setting, desktop=desktop)

    def send(self, command: Any) -> int:
        self.number += 1
        self.sent.append((self.number, command))
        return self.number

    def interrupt(self) -> bool:
        self.asked += 1
        return self.can_interrupt

    def restart(self) -> None:
        self.restarts += 1
        self.sent.clear()
        self.bench = Bench()
        self.tab.show_gone()
        self.tab.show_taken_up(TAKEN)

    def pump(self) -> None:
        waiting, self.sent = self.sent, []
        for number, command in waiting:
            self.tab.show_event(self.bench.do(command, self.training), number)

    def type(self, *lines: str) -> None:
        for text in lines:
            self.tab.line.setText(text)
            self.tab.line.enter()
            self.pump()

    def said(self) -> str:
        return self.tab.transcript.toPlainText()


@pytest.fixture
def here(qtbot: QtBot, tmp_path: Path) -> Iterator[Here]:
    import signal

    before = signal.getsignal(signal.SIGINT)
    torch.set_num_threads(1)
    (tmp_path / "새 노트북").mkdir()
    made = Here(tmp_path)
    qtbot.addWidget(made.tab)
    made.tab.resize(1100, 720)
    made.tab.show()
    apply_theme(made.tab, theme_for("light", motion=False))
    made.tab.show_taken_up(TAKEN)
    made.pump()
    yield made
    signal.signal(signal.SIGINT, before)


# ------------------------------------------------------------------------------------------------------- on screen
def test_a_view_and_its_owner_are_one_memory_on_screen(here: Here) -> None:
    here.type("x = torch.arange(12).reshape(3, 4)", "y = x.t()")
    assert [block.name for block in here.tab.picture.blocks] == ["x", "y", ""]
    x, y, memory = here.tab.picture.blocks
    assert memory.memory is not None
    assert [arc.stride for arc in memory.arcs] == [1, 4]
    assert [stride_text(arc.name, arc.stride).partition(" = ")[2] for arc in memory.arcs] == [
        "the next cell", "4 cells on",
    ]  # fmt: skip
    assert "shares its memory with y" in here.tab.picture.accessibleDescription()
    here.type("y[0, 1] = 100")
    x, y, memory = here.tab.picture.blocks
    assert x.cells[4].text == y.cells[1].text == memory.cells[4].text == "100"


def test_the_same_memory_is_lit_everywhere(here: Here) -> None:
    here.type("x = torch.arange(6).reshape(2, 3)", "y = x.t()")
    picture = here.tab.picture
    x, _, memory = picture.blocks
    picture.light(x.cells[4])
    lit = [cell for block in picture.blocks for cell in block.cells if picture._same(cell, x.cells[4])]
    assert [cell.text for cell in lit] == ["4", "4", "4"]
    assert here.tab.about.text() == "x[1, 1] = 4 · cell 4 of the memory"
    picture.light(memory.cells[5])
    assert here.tab.about.text() == "cell 5 of the memory = 5 · x, y"


def test_cells_are_lit_by_the_keyboard_too(here: Here, qtbot: QtBot) -> None:
    here.type("x = torch.arange(3)")
    for key, expected in ((Qt.Key.Key_Right, "x[0]"), (Qt.Key.Key_Right, "x[1]"), (Qt.Key.Key_Left, "x[0]")):
        qtbot.keyClick(here.tab.picture, key)
        assert here.tab.about.text().startswith(expected)


def test_cells_stay_inside_the_picture_and_apart(here: Here, qtbot: QtBot) -> None:
    here.type("x = torch.randn(3, 4, 30, 30)", "a = torch.ones(3, 1); b = torch.arange(100)", "a + b")
    picture = Picture(str)
    qtbot.addWidget(picture)
    picture.set_theme(theme_for("light", motion=False))
    picture.show()
    picture.show_tensors(replace(here.tab.picture.shown, names=here.tab.state.names))
    for width in (240, 500, 1000):
        picture.resize(width, 400)
        cells = picture.cells
        assert len(cells) > 100
        assert all(cell.box.left() >= 0 and cell.box.right() <= width for cell in cells)
        assert picture.minimumHeight() >= max(cell.box.bottom() for cell in cells)
        for block in picture.blocks:
            centres = {(cell.box.center().x(), cell.box.center().y()) for cell in block.cells}
            assert len(centres) == len(block.cells)


def test_what_broadcasting_reads_again_is_pale(here: Here) -> None:
    here.type("a = torch.ones(3, 1); b = torch.arange(4)", "a + b")
    stretched = [block for block in here.tab.picture.blocks if block.stretched]
    assert [sum(cell.ghost for cell in block.cells) for block in stretched] == [9, 8]
    assert not any(cell.ghost for block in here.tab.picture.blocks if not block.stretched for cell in block.cells)


def test_colours_tell_sign_and_size_and_what_is_no_number() -> None:
    theme = theme_for("light", motion=False)
    small, large, below = (color_of(theme, value, 2.0) for value in (0.1, 2.0, -2.0))
    assert small.lightness() > large.lightness()
    assert large.hue() != below.hue()
    assert color_of(theme, float("nan"), 2.0) != color_of(theme, 0.0, 2.0)


def test_an_error_is_a_sentence_beside_what_pytorch_says(here: Here) -> None:
    here.type("y = torch.arange(12).reshape(3, 4).t()", "y.view(12)")
    assert "y.reshape(12) or y.contiguous().view(12)" in here.said()
    assert "RuntimeError: view size is not compatible" in here.said()


def test_what_is_typed_is_shown_as_text_and_not_as_a_page(here: Here) -> None:
    here.type("print('<b>큰</b> <img src=x>')")
    assert "<b>큰</b> <img src=x>" in here.said()


# ------------------------------------------------------------------------------------------------------- the line
def test_the_line_goes_through_what_was_typed(here: Here, qtbot: QtBot) -> None:
    here.type("a = 1", "b = 2", "b = 2")
    line = here.tab.line
    line.setText("나중")
    for key, expected in ((Qt.Key.Key_Up, "b = 2"), (Qt.Key.Key_Up, "a = 1"), (Qt.Key.Key_Up, "a = 1"),
                          (Qt.Key.Key_Down, "b = 2"), (Qt.Key.Key_Down, "나중")):  # fmt: skip
        qtbot.keyClick(line, key)
        assert line.text() == expected


def test_tab_completes_and_leaves_an_empty_line(here: Here, qtbot: QtBot) -> None:
    line = here.tab.line
    line.setText("y = torch.are_determ")
    qtbot.keyClick(line, Qt.Key.Key_Tab)
    here.pump()
    assert line.text() == "y = torch.are_deterministic_algorithms_enabled"
    line.setText("torch.zero")
    qtbot.keyClick(line, Qt.Key.Key_Tab)
    here.pump()
    assert "zeros_like" in here.tab.options.text()
    line.clear()
    qtbot.keyClick(line, Qt.Key.Key_Tab)
    assert not here.sent
    line.show_options(LineOptions("old", 0, ("older",)))
    assert line.text() == "", "an answer to what stood there before changes nothing"


def test_undo_and_start_again(here: Here) -> None:
    assert not here.tab.undo.isEnabled()
    here.type("x = torch.arange(3)", "x[0] = 9")
    here.tab.undo.click()
    here.pump()
    assert here.tab.picture.blocks[0].cells[0].text == "0"
    assert [line.text for group in here.tab.typed for line in group] == ["x = torch.arange(3)"]
    here.tab.clear.click()
    here.pump()
    assert here.tab.picture.blocks == []
    assert here.tab.names.list.count() == 0


def test_names_of_the_training_are_brought_and_chosen(here: Here, qtbot: QtBot) -> None:
    here.tab.names.from_training.click()
    here.pump()
    rows = here.tab.names.list
    texts = [rows.item(at).text() for at in range(rows.count())]
    assert any(text.startswith("W1") and "from the training" in text for text in texts)
    qtbot.keyClick(rows, Qt.Key.Key_Home)
    assert here.tab.picture.blocks[0].name == "x"


def test_a_tensor_opened_from_elsewhere_is_drawn(here: Here) -> None:
    here.bench.tensor_of = lambda of, training: torch.tensor([[1.0, -2.5], [float("nan"), -float("inf")]])
    here.tab.open("grad", "∂W1")
    here.pump()
    assert [cell.text for cell in here.tab.picture.blocks[0].cells] == ["1", "-2.5", "nan", "-inf"]
    assert "grad is here: a copy of ∂W1 in step 1." in here.said()
    here.tab.save.click()
    notebook = (here.folder / "새 노트북" / "tensors.ipynb").read_text("utf-8")
    assert "grad = torch.randn(2, 2, dtype=torch.float32)" in notebook, "the notebook has a stand-in of its shape"


def test_a_huge_tensor_opened_from_elsewhere_is_folded(here: Here) -> None:
    here.bench.tensor_of = lambda of, training: torch.arange(4_000_000.0).reshape(2000, 2000)
    here.tab.open("h", "h1")
    here.pump()
    drawn = here.tab.picture.blocks[0]
    assert 0 < len(drawn.cells) <= 200
    assert drawn.cells[-1].text == "4e+06"


@pytest.mark.parametrize("piece", PIECES, ids=lambda piece: piece.name)
def test_each_piece_is_solved_on_screen(here: Here, qtbot: QtBot, piece: Any) -> None:
    rows = here.tab.guides.list
    for _ in range(rows.keys().index(piece.name) + 1):
        qtbot.keyClick(rows, Qt.Key.Key_Down)
    assert not here.sent, "going through the pieces begins none"
    qtbot.keyClick(rows, Qt.Key.Key_Return)
    here.pump()
    for number in range(len(piece.steps)):
        assert here.tab.guides.step.text().startswith(f"{number + 1} / {len(piece.steps)}")
        here.tab.guides.code.click()
        here.tab.line.enter()
        here.pump()
    assert here.tab.guides.step.text().startswith("✓")
    assert rows.item(rows.keys().index(piece.name)).text().startswith("✓")


# ------------------------------------------------------------------------------------------------- stopped and ended
def test_stop_asks_and_then_ends(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    here.type("x = 1")
    here.tab.line.setText("while True: pass")
    here.tab.line.enter()
    assert here.tab.stop_button.isVisible()
    assert not here.tab.run("1"), "one line at a time"
    here.tab.stop_button.click()
    here.tab.stopping.ask()
    assert (here.asked, here.restarts) == (2, 0), "it has two seconds, and is asked again"
    monkeypatch.setattr("gui.inside.bench.stopping.STOP_S", -1.0)  # a clock may stand still between two lines
    here.tab.stopping.ask()
    assert here.restarts == 1
    assert "did not stop" in here.said()
    assert not here.tab.stop_button.isVisible()
    here.pump()
    here.type("1 + 1")
    assert here.said().endswith("2")


def test_a_window_that_was_busy_asks_once_more_before_it_ends_a_line(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.tab.run("while True: pass")
    here.tab.stop()
    monkeypatch.setattr("gui.inside.bench.stopping.STOP_S", -1.0)  # all of the time has gone by meanwhile
    here.tab.stopping.ask()
    assert (here.asked, here.restarts) == (2, 0), "the line may have stopped; what it said is still to be heard"
    here.tab.stopping.ask()
    assert (here.asked, here.restarts) == (2, 1)


def test_where_nothing_can_be_interrupted_stop_ends_at_once(here: Here) -> None:
    here.can_interrupt = False
    here.tab.run("while True: pass")
    here.tab.stop()
    assert here.restarts == 1


def test_a_line_that_ends_python_is_one_sentence(here: Here) -> None:
    here.type("x = 1")
    here.tab.run("import os; os._exit(1)")
    here.tab.show_gone()
    assert here.said().count("Python ended while this line ran") == 1
    assert here.tab.names.list.count() == 0
    here.tab.show_gone()
    assert here.said().count("Python") == 1


# ------------------------------------------------------------------------------------------------------ the notebook
def test_the_notebook_runs_with_torch_alone(here: Here) -> None:
    here.tab.bring()
    here.pump()
    here.type("z = x @ W1.t() + b1", "z.view(3)", "print(z.shape)", "gone = 1")
    here.tab.undo.click()
    here.pump()
    here.tab.save.click()
    saved = here.folder / "새 노트북" / "tensors.ipynb"
    assert str(saved) in here.said().replace("\n", "")
    notebook = json.loads(saved.read_text(encoding="utf-8"))
    code = "\n".join(cell["source"] for cell in notebook["cells"] if cell["cell_type"] == "code")
    assert "gone" not in code
    assert "# z.view(3)" in code
    assert "numpy" not in code
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 0, ran.stderr
    assert "torch.Size([8, 8])" in ran.stdout


def test_a_notebook_that_cannot_be_saved_is_said(here: Here) -> None:
    here.type("x = 1")
    (here.folder / "새 노트북").rmdir()
    here.tab.save.click()
    assert "could not be saved" in here.said()


# --------------------------------------------------------------------------------------------------- in the window
def test_a_line_runs_in_the_window_and_its_end_is_told(
    open_window: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "gui.inside.bench.stopping.STOP_S", WAIT_MS / 1000
    )  # a busy computer may take more than two seconds
    window = open_window(page="inside")
    window.inside.show_event(TAKEN, None)
    tab = window.inside.made.open_tab("tensors")
    assert isinstance(tab, BenchTab)

    def ran(text: str) -> None:
        tab.line.setText(text)
        qtbot.keyClick(tab.line, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: not tab.running, timeout=WAIT_MS)

    ran("x = torch.arange(6).reshape(2, 3)")
    assert [cell.text for cell in tab.picture.blocks[0].cells] == list("012345")
    if sys.platform != "win32":
        tab.run("while True: pass")
        tab.stop()
        qtbot.waitUntil(lambda: not tab.running, timeout=WAIT_MS)
        assert "The line was stopped" in tab.transcript.toPlainText()
    ran("import os; os._exit(3)")
    assert "inside-gone" in window.frame.bars.makes
    assert "Python ended while this line ran" in tab.transcript.toPlainText()
    assert window.training.worker.alive, "the training goes on"


def test_a_failed_worker_leaves_a_tab_that_says_where_to_go(open_window: OpenWindow) -> None:
    window = open_window(page="inside")
    window.inside.show_event(TAKEN, None)
    tab = window.inside.made.open_tab("tensors")
    window.inside.show_event(Failed(say("The process was killed."), "exit code -9"), None)
    assert not tab.run("1 + 1")
    assert "No Python is there" in tab.transcript.toPlainText()


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_tab_fits_every_screen(open_window: OpenWindow, language: str) -> None:
    window = open_window(preferences=Preferences(language=language, theme="light"), page="inside")
    window.inside.show_event(TAKEN, None)
    tab = window.inside.made.open_tab("tensors")
    bench = Bench()

    def ask(command: BenchCommand) -> None:
        tab.show_event(bench.do(command, None), None)

    tab.guides.pick("errors")
    for text in ("x = torch.arange(12.).reshape(3, 4) / 7", "y = x.t()", "y.view(12)", "z = torch.randn(2, 3, 9, 30)"):
        ask(RunLine(text))
    told = at_every_size(window)
    assert not told, "\n".join(f"{size}: {line}" for size, lines in told.items() for line in lines)
