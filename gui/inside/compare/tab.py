"""The tab CPU and GPU: the same work on every device there is, measured on this computer, with what it says."""

from __future__ import annotations

import platform
from pathlib import Path
from typing import Any, get_args

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.disk_reason import reason
from core.files import write
from core.messages.inside.compare import (
    LaunchTime,
    LeftOut,
    MeasureAll,
    Measured,
    MeasuringBegun,
    MeasuringEnded,
    StopMeasuring,
)
from core.messages.inside.opening import TakenUp
from core.messages.train_commands import Pause, Play
from gui.inside.compare.chart import WidthChart
from gui.inside.compare.results import Results, as_csv, keep, kept
from gui.inside.compare.words import (
    copy_rows,
    device_text,
    left_out_text,
    number_rows,
    thread_note,
    thread_rows,
    time_text,
    vector_rows,
    what_it_says,
)
from gui.inside.page import short
from gui.inside.rows import Code, Rows
from gui.inside.saving import told_of, write_picture
from gui.inside.setting import TabSetting
from gui.install.desktop import Desktop
from gui.kit.folding import Columns
from gui.kit.pieces import Button, Card, Elided, Label, Scroll, clear, column, row
from gui.kit.words import read, tr


def file_of_this_computer(folder: Path) -> Path:
    """Return where this computer's results are kept: a home may be shared by several."""
    letters = "".join(letter if letter.isalnum() or letter in "-_" else "_" for letter in platform.node())
    return folder / f"measured-{letters[:60]}.jsonl"


class CompareTab(QWidget):
    """Measures when asked; the last results are shown at once. `desktop`: where files are saved to."""

    def __init__(self, setting: TabSetting, *, desktop: Desktop | None = None) -> None:
        super().__init__()
        self.setting, self.desktop = setting, desktop or Desktop()
        self.results = Results()
        self.fresh: Results | None = None
        """What is being measured."""
        self.pieces, self.done, self.net, self.played = 0, 0, "", False
        self.measure = Button(tr("Measure"), self.begin, kind="primary", icon="reset")
        self.stop = Button(tr("Stop"), self.end)
        self.table = Button("CSV", self.save_table, icon="export", tip=tr("Save the numbers as a table."))
        self.picture = Button(tr("Picture"), self.save_picture, icon="export", tip=tr("Save the chart as a picture."))
        self.progress = Elided("", kind="soft", tabular=True)
        self.beside: tuple[QWidget, ...] = (self.measure, self.stop, self.table, self.picture, self.progress)
        for part in self.beside:
            part.setParent(self)  # until the page takes them: a widget without a parent would be a window
        self._build()
        self.stop.hide()
        found = kept(self.file) if self.file is not None else None
        self.show_results(found or Results())

    @property
    def file(self) -> Path | None:
        """Where the results are kept, None for nowhere."""
        return file_of_this_computer(self.setting.folder) if self.setting.folder is not None else None

    def _build(self) -> None:
        self.chart = WidthChart()
        main = Card(tr("A step of one layer: who is faster, and from where on?"))
        self.note = Label("", kind="soft", size="note_px", wrap=True)
        main.body.addWidget(self.note)
        main.body.addWidget(self.chart, 1)
        main.setMinimumHeight(320)
        self.said = Card(tr("What this says"), gap=10)
        self.lines = column(gap=8)
        self.said.body.addLayout(self.lines)
        self.said.body.addWidget(Label(tr("The same in Python"), bold=True))
        self.code = Code("", wrap=True)
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.said.body.addWidget(self.code)
        self.wait = Label("", kind="soft", size="note_px", wrap=True)
        self.said.body.addWidget(self.wait)
        self.said.body.addStretch(1)
        self.said.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.copies = Rows(tr("Moving a tensor costs too"))
        self.numbers = Rows(tr("Number types"))
        self.threads = Rows(tr("Threads of the processor"))
        self.vectors = Rows(tr("Vector width and starting"))
        self.said.setMinimumWidth(280)
        self.said.setMaximumWidth(440)
        top = row(main, self.said, gap=12)  # one above the other where they have no room
        top.setStretch(0, 1)
        small = Columns((self.copies, self.numbers, self.threads, self.vectors), most=4, least=240)
        inside = QWidget()
        inside.setLayout(column(top, small, gap=12))
        inside.layout().setContentsMargins(12, 12, 12, 12)  # type: ignore[union-attr]
        inside.layout().setStretch(0, 1)  # type: ignore[union-attr]
        self.setLayout(column(Scroll(inside, folds=True, may_flow=True)))

    # ----------------------------------------------------------------------------------------------------- measuring
    def begin(self) -> None:
        """Measure everything; a training that plays waits meanwhile."""
        if not self.setting.send(MeasureAll()):
            return
        self.fresh, self.done, self.pieces = Results(), 0, 0
        self.played = self.setting.playing()
        if self.played:
            self.setting.train(Pause())
        self._show_progress()

    def end(self) -> None:
        """Stop measuring."""
        self.setting.send(StopMeasuring())

    def _go_on(self) -> None:
        """Let a training go on that waited."""
        self.fresh = None
        if self.played:
            self.setting.train(Play())
        self.played = False
        self._show_progress()

    def _show_progress(self) -> None:
        measuring = self.fresh is not None
        self.measure.setVisible(not measuring)
        self.stop.setVisible(measuring)
        self.measure.setText(tr("Measure again") if self.results.events else tr("Measure"))
        for button in (self.table, self.picture):
            button.setEnabled(bool(self.results.events) and not measuring)
        if measuring:
            waits = tr("the training waits") if self.played else ""
            count = f"{self.done} / {self.pieces}" if self.pieces else ""
            self.progress.put(" · ".join(part for part in (count, waits) if part))
        else:
            self.progress.put("")

    # ------------------------------------------------------------------------------------------------ what is shown
    def show_taken_up(self, taken: TakenUp) -> None:
        """The network that is compared with the layers is another one; its time belongs to when it was measured."""
        self.net = short(taken.net)

    def show_event(self, event: Any, answers: int | None) -> None:
        """Take in what was measured."""
        if isinstance(event, MeasuringBegun):
            self.pieces = event.pieces
        elif self.fresh is not None and isinstance(event, get_args(Measured)):
            self.fresh.events.append(event)
            self.done += 1
            self.show_results(self.fresh)
        elif isinstance(event, MeasuringEnded):
            self._ended(event)
            return
        else:
            return
        self._show_progress()

    def _ended(self, event: MeasuringEnded) -> None:
        fresh = self.fresh
        if fresh is None:
            return
        fresh.ended = event
        self._go_on()
        self.show_results(fresh)
        if event.whole and self.file is not None:
            try:
                keep(self.file, fresh)
            except OSError as error:
                self.progress.put(tr("The results could not be kept.") + " " + read(reason(error)))

    def show_gone(self) -> None:
        """The worker is gone: what was measured until now stays."""
        if self.fresh is not None:
            self._go_on()

    def show_results(self, results: Results) -> None:
        """Show results, whole or on their way."""
        self.results = results
        self.chart.show_results(results)
        clear(self.lines)
        told = what_it_says(results, net=self.net)
        if not told:
            told = [tr("One layer in nine widths, forward, backward and update, on every device that PyTorch sees "
                       "here. It takes about ten seconds; a training that runs waits.")]  # fmt: skip
        for sentence in told:
            label = Label(sentence, wrap=True)
            if self.chart.theme is not None:
                label.set_theme(self.chart.theme)
            self.lines.addWidget(label)
        self._show_code(results)
        self.copies.show_rows(copy_rows(results), tr("Measured. Move data once, not in every step."))
        off = tr(
            "A product of two matrices: times as fast as float32, and how far its result is from float64’s. Measured."
        )
        self.numbers.show_rows(number_rows(results), off)
        self.threads.show_rows(thread_rows(results), thread_note(results))
        starts = [
            (tr("the smallest operation · {device}", device=device_text(event.device)), time_text(event.seconds))
            for event in results.events if isinstance(event, LaunchTime)
        ]  # fmt: skip
        left = [left_out_text(event.what) for event in results.events if isinstance(event, LeftOut)]
        missing = tr("Not measured: {what}.", what=", ".join(left)) if left else ""
        note = tr(
            "The sigmoid of 65,536 numbers by PyTorch’s own loop, compiled three ways. Measured in processes apart."
        )
        self.vectors.show_rows(vector_rows(results) + starts, f"{note} {missing}".strip())
        self._show_progress()

    def _show_code(self, results: Results) -> None:
        device = next((name for name in results.layers if name != "cpu"), "cpu")
        move = "" if device == "cpu" else f'.to("{device_text(device)}")'
        wait = {"cuda": "torch.cuda.synchronize()", "mps": "torch.mps.synchronize()", "xpu": "torch.xpu.synchronize()"}
        last = wait.get(device.split(":")[0], "")
        lines = [
            f"layer = nn.Linear(4096, 4096){move}", f"x = torch.randn(64, 4096){move}", "begun = time.perf_counter()",
            "layer(x).sum().backward()", last, "print(time.perf_counter() - begun)",
        ]  # fmt: skip
        self.code.setText("\n".join(line for line in lines if line))
        self.wait.put(
            tr("Without synchronize() only the asking is timed: the GPU works on while Python goes on.") if last else
            tr("On a GPU a line torch.cuda.synchronize() belongs before the last: the GPU works on while Python goes "
               "on, and only the asking would be timed.")
        )  # fmt: skip
        ended = results.ended
        where = ""
        if ended is not None:
            where = " " + tr("On {machine} with PyTorch {torch}.", machine=ended.machine, torch=ended.torch)
        batch = next((times[0].batch for times in results.layers.values() if times), 64)
        self.note.put(tr(
            "Forward, backward and update of one dense layer, batch {batch}, float32. Measured: medians of up to 21 "
            "runs with their quartiles. The ring is your network, at the width of the layer with as many multiply-adds "
            "(derived).", batch=batch,
        ) + where)  # fmt: skip

    def draw(self) -> None:
        """Nothing moves by itself here."""

    # ---------------------------------------------------------------------------------------------------- giving away
    def save_table(self) -> None:
        """Save the numbers as a CSV file."""
        path = self.desktop.save_as(self, tr("Save the numbers"), "torchgarden-cpu-gpu.csv")
        if path:
            self.progress.put(told_of(lambda: write(Path(path), as_csv(self.results))))

    def save_picture(self) -> None:
        """Save the chart as a PNG file."""
        path = self.desktop.save_as(self, tr("Save the chart"), "torchgarden-cpu-gpu.png")
        if path:
            self.progress.put(told_of(lambda: write_picture(self.chart, Path(path))))
