"""The tab Tensors: guided pieces and names at the left, tensors and their memory beside them, the Python line below."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QSizePolicy, QWidget

from core.messages.inside.bench import (
    BenchShown,
    BenchState,
    BringTraining,
    ChooseGuide,
    ClearBench,
    CompleteLine,
    LimitMemory,
    LineDone,
    LineOptions,
    OpenTensor,
    RunLine,
    UndoLine,
)
from core.messages.inside.opening import TakenUp
from core.messages.train_events import Rejected
from core.sentence import Sentence, say
from gui.inside.bench.cells import Shown
from gui.inside.bench.console import Entry, PythonLine, Transcript, entry_of
from gui.inside.bench.notebook import Typed, notebook, saved, stand_in
from gui.inside.bench.picture import Picture
from gui.inside.bench.side import GuideCard, NamesCard
from gui.inside.bench.stopping import Stopping
from gui.inside.setting import TabSetting
from gui.install.desktop import Desktop
from gui.kit.pieces import Button, Card, Elided, Label, Picker, Scroll, column, row
from gui.kit.words import tr

MOST_DRAWN = 4
MEMORY_MB = (256, 1024, 4096)
NOTHING = BenchState((), 0, (), False, "", 0, ())


class BenchTab(QWidget):
    """Sends lines, shows what came of them. `desktop`: where a notebook is saved to."""

    def __init__(self, setting: TabSetting, *, desktop: Desktop | None = None) -> None:
        super().__init__()
        self.setting, self.desktop = setting, desktop or Desktop()
        self.state, self.begun = NOTHING, False
        self.running = 0
        self.ending: Sentence | None = None
        """What is said when the worker goes that is being ended."""
        self.typed: list[list[Typed]] = []
        self.undoing, self.clearing, self.opening = 0, 0, set[int | None]()  # whose answers are waited for
        self.quiet: set[int | None] = set()
        """What was asked by no person; its answers are not told."""
        self.drawn: tuple[str, ...] = ()
        self.stretched: LineDone | None = None
        self.limit_mb = MEMORY_MB[1]
        self.undo = Button(
            tr("Undo"), self.take_back, icon="undo", tip=tr("Put names and numbers back to before the last line.")
        )
        self.clear = Button(tr("Start again"), self.start_again, icon="reset", tip=tr("Forget all names."))
        self.save = Button(tr("Save as notebook"), self.save_notebook, icon="notebook",
                           tip=tr("What was typed, as a notebook that needs PyTorch alone."))  # fmt: skip
        self.beside: tuple[QWidget, ...] = (self.undo, self.clear, self.save)
        for part in self.beside:
            part.setParent(self)  # until the page takes them: a widget without a parent would be a window
        self.stopping = Stopping(self, self.setting.interrupt, self._end)
        self._build()
        self._show_state()

    def _build(self) -> None:
        self.guides = GuideCard(self.choose_guide, self.write_example)
        self.names = NamesCard(self.draw_name, self.bring)
        left = QWidget()
        left.setLayout(column(self.guides, self.names, gap=12))
        left.layout().setStretch(1, 1)  # type: ignore[union-attr]
        left.setMinimumWidth(232)
        self.about = Elided("", kind="soft", size="note_px", tabular=True)
        self.picture = Picture(self.show_cell)
        self.tensors = Card(tr("Tensors and their memory"))
        self.hint = Label(tr("Run a line below: what it makes is drawn here, cell by cell, with the memory it reads. "
                             "Cells, shapes, strides and memory are read from PyTorch itself."),
                          kind="soft", size="note_px", wrap=True)  # fmt: skip
        self.tensors.body.addWidget(self.hint)
        self.tensors.body.addWidget(scroll := Scroll(self.picture, may_flow=True), 1)
        scroll.least_px = 150
        self.tensors.body.addWidget(self.about)
        right = QWidget()
        right.setLayout(column(self.tensors, self._console(), gap=12))
        right.layout().setStretch(0, 3)  # type: ignore[union-attr]
        right.layout().setStretch(1, 2)  # type: ignore[union-attr]
        inside = QWidget()
        inside.setLayout(row(left, right, gap=12))
        inside.layout().setContentsMargins(12, 12, 12, 12)  # type: ignore[union-attr]
        inside.layout().setStretch(1, 1)  # type: ignore[union-attr]
        self.setLayout(column(Scroll(inside, folds=True, may_flow=True)))

    def _console(self) -> Card:
        card = Card(tr("Python"))
        self.transcript = Transcript()
        self.line = PythonLine(self.run, self.complete, self.stop)
        self.stop_button = Button(tr("Stop"), self.stop, tip=tr("Stop the line that runs."))
        self.options = Label("", kind="soft", size="note_px", wrap=True)
        self.memory = Picker(
            [(mb, f"{mb:,} MB") for mb in MEMORY_MB], self.limit_memory, name=tr("Memory that lines may take")
        )  # fmt: skip
        self.memory.setToolTip(tr("Memory that lines may take"))
        self.memory.setCurrentIndex(1)
        card.head.addWidget(self.memory)
        card.body.addWidget(self.transcript, 1)
        card.body.addWidget(self.options)
        card.body.addLayout(row(self.line, self.stop_button, gap=8))
        card.setMinimumHeight(210)
        card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.options.hide()
        return card

    # ------------------------------------------------------------------------------------------------ what is asked
    def run(self, text: str) -> bool:
        """Run a line; return whether it is on its way."""
        if self.running:
            self.tell(say("A line is still running. Stop it first, or wait."))
            return False
        self.running = self.setting.send(RunLine(text))
        self.options.hide()
        if not self.running:
            self.tell(say("No Python is there to run this. Press Restart above, or look at the training again."))
        self._show_state()
        return bool(self.running)

    def stop(self) -> None:
        """Stop the line that runs: as Ctrl+C would, and where that does not help by ending its process."""
        if self.running:
            self.stopping.begin()

    def _end(self) -> None:
        self.ending = say("The line did not stop, so its Python was ended and begun again. All names are gone.")
        self.setting.restart()

    def complete(self, before: str) -> None:
        """Ask how the text before the cursor could go on."""
        if not self.running:
            self.setting.send(CompleteLine(before))

    def take_back(self) -> None:
        """Undo the last line."""
        if not self.running:
            self.undoing = self.setting.send(UndoLine())

    def start_again(self) -> None:
        """Forget all names."""
        if not self.running:
            self.clearing = self.setting.send(ClearBench())

    def bring(self) -> None:
        """Put copies of batch and weights under names."""
        if not self.running:
            self.setting.send(BringTraining())

    def known_names(self) -> frozenset[str]:
        """Return the names that nothing else can be opened under."""
        return frozenset(name.name for name in self.state.names)

    def open(self, name: str, of: str) -> None:
        """Put a copy of a tensor of the step under a name; `of`: what the step's code calls it."""
        if self.running:
            self.tell(say("A line is still running, so {of} was not opened. Stop the line first.", of=of))
        elif number := self.setting.send(OpenTensor(name, of)):
            self.opening.add(number)
        else:
            self.tell(say("No Python is there to open {of}. Press Restart above.", of=of))

    def choose_guide(self, name: str) -> None:
        """Begin a guided piece."""
        if not self.running and self.begun:
            self.setting.send(ChooseGuide(name))

    def write_example(self, text: str) -> None:
        """Write a step's example into the line."""
        self.line.put(text)

    def limit_memory(self, mb: int) -> None:
        """Let lines take so much memory."""
        self.limit_mb = mb
        self.setting.send(LimitMemory(mb << 20))

    # ------------------------------------------------------------------------------------------------ what is shown
    def show_taken_up(self, taken: TakenUp) -> None:
        """Another moment of the training can be brought; names stay, but for those of a worker that is gone."""
        if self.begun:
            return
        self.begun = True
        self.quiet = {self.setting.send(LimitMemory(self.limit_mb << 20))}
        self.setting.send(ChooseGuide(self.guides.chosen))

    def show_event(self, event: Any, answers: int | None) -> None:
        """Show what came of a line, or of what was asked."""
        if isinstance(event, LineDone):
            self._show_line(event)
        elif isinstance(event, BenchShown):
            self._show_shown(event, answers)
        elif isinstance(event, LineOptions):
            words = self.line.show_options(event)
            self.options.put("   ".join(words[:24]) + (" …" if len(words) > 24 else ""))
            self.options.setVisible(bool(words))
        elif isinstance(event, Rejected) and answers and answers == self.running:
            self.running = 0
            self.stopping.over()
            self.tell(event.sentence)
            self._show_state()
        elif isinstance(event, Rejected) and answers in self.opening:
            self.tell(event.sentence)
        if answers in self.opening:
            self.opening.discard(answers)
            self.line.setFocus()

    def _show_line(self, done: LineDone) -> None:
        self.running, self.ending = 0, None
        self.stopping.over()
        self.transcript.add(entry_of(done))
        self.typed.append([Typed(done.text, done.error.said if done.error is not None else "")])
        self.state = done.state
        if done.names:
            self.drawn = done.names[-MOST_DRAWN:]
        self.stretched = done if done.stretched else None
        self._show_state()

    def _show_shown(self, shown: BenchShown, answers: int | None) -> None:
        old = {name.name: name for name in self.state.names}
        if answers and answers == self.undoing:
            self.typed = self.typed[:-1] if self.state.undo else self.typed
        elif answers and answers == self.clearing:
            self.typed, self.drawn = [], ()
            self.transcript.empty()
        else:
            came = [n for n in shown.state.names if n.from_training and n.tensor is not None and n != old.get(n.name)]
            if came:
                self.typed.append([stand_in(n.name, n.tensor) for n in came if n.tensor is not None])
                self.drawn = (came[-1].name,)
        self.stretched = None
        self.state = shown.state
        if answers not in self.quiet:
            self.tell(shown.did)
        self._show_state()

    def show_gone(self) -> None:
        """The worker is gone and with it all names; a line that ran is said to have ended it."""
        if self.begun and (self.running or self.state.names):
            self.tell(self.ending or (
                say("Python ended while this line ran. All names are gone; the training goes on.") if self.running else
                say("The Python of these names has ended, and they are gone. The training goes on.")
            ))  # fmt: skip
        self.begun, self.running, self.ending = False, 0, None
        self.opening.clear()
        self.stopping.over()
        self.typed, self.drawn, self.stretched, self.state = [], (), None, NOTHING
        self._show_state()

    def draw_name(self, name: str) -> None:
        """Draw what stands under a name, with all that share its memory."""
        self.drawn, self.stretched = (name,), None
        self._show_picture()

    def show_cell(self, text: str) -> None:
        """Say what is known of the cell that is lit."""
        self.about.put(text or self.names.about(self.drawn))

    def tell(self, sentence: Sentence) -> None:
        """Say something below the lines that were run; nothing for an empty sentence."""
        if sentence.text:
            self.transcript.add(Entry(note=sentence))

    def _show_state(self) -> None:
        busy = bool(self.running)
        self.stop_button.setVisible(busy)
        self.undo.setEnabled(self.state.undo and not busy)
        self.clear.setEnabled(not busy)
        self.save.setEnabled(bool(self.typed))
        self.names.show_names(self.state)
        self.guides.show_progress(self.state)
        self._show_picture()

    def _show_picture(self) -> None:
        known = {name.name: name for name in self.state.names if name.tensor is not None}
        wanted = [name for name in self.drawn if name in known]
        for name in tuple(wanted):
            place = known[name].tensor.storage  # type: ignore[union-attr]
            if place >= 0:
                wanted += [other for other in self.state.storages[place].names if other in known]
        some = set(list(dict.fromkeys(wanted))[:MOST_DRAWN])
        chosen = tuple(name for name in self.state.names if name.name in some and name.tensor is not None)
        stretched = self.stretched.stretched if self.stretched is not None else ()
        self.hint.setVisible(not chosen)
        self.picture.show_tensors(Shown(chosen, stretched, self.state.storages))
        self.names.show_drawn(self.drawn)
        self.about.put(self.names.about(self.drawn))

    def draw(self) -> None:
        """Nothing moves by itself here."""

    # ---------------------------------------------------------------------------------------------------- giving away
    def save_notebook(self) -> None:
        """Save what was typed as a notebook."""
        path = self.desktop.save_as(self, tr("Save as notebook"), "tensors.ipynb")
        if not path:
            return
        text = notebook(
            [line for group in self.typed for line in group], title=tr("Tensors"),
            about=tr("Lines typed in TorchGarden. They need PyTorch alone; lines that failed are comments."),
            stood_in=tr("It came from a training; here are random numbers of the same shape."),
        )  # fmt: skip
        for sentence in saved(Path(path), text):
            self.tell(sentence)
