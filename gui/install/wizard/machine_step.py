"""Your machine: what was found, what may go wrong and what helps, and what could not be found out."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.env.choose.card_problems import problem_of
from core.env.look.path_rules import LEAST_MEMORY_BYTES
from core.messages.computer import Finding, Gpu, Machine
from core.messages.recipe import Choice, Wish
from core.sizes import size_text
from gui.install.quantities import joined
from gui.install.surfaces import Advice, Drawing, Notice, Surface, Tone, tone_icon
from gui.install.wizard.course import Course
from gui.install.wizard.progress import Waiting
from gui.install.wizard.step import Foot, Press, StepPage, Unfold, heading
from gui.install.wizard.wanted import build_title, choose
from gui.kit.pieces import Columns, Elided, Label, column, row
from gui.kit.words import read, tr

LEVELS: dict[str, Tone] = {"stop": "bad", "hazard": "warn", "unknown": "plain", "note": "note", "good": "good"}
ATTENTION = ("stop", "hazard", "unknown")
SYSTEM_NAMES = {"windows": "Windows", "macos": "macOS", "linux": "Linux"}


class Tile(Surface):
    """One fact: icon, title, the fact and a note."""

    def __init__(self, drawing: str, about: str, fact: str, note: str, *, works: bool = True) -> None:
        super().__init__()
        picture = Drawing(drawing, lambda theme: theme.accent if works else theme.narrowed, px=20)
        said = column(
            Label(about, kind="soft", size="note_px"), Elided(fact, bold=True),
            Elided(note, kind="soft", size="note_px"), gap=2,
        )  # fmt: skip
        line = row(picture, said, gap=14)
        line.setStretch(1, 1)
        line.setAlignment(picture, Qt.AlignmentFlag.AlignTop)
        line.setContentsMargins(16, 11, 14, 12)
        self.setLayout(line)
        self.setAccessibleName(joined(about, fact, note))


class FindingLine(QWidget):
    """One finding with its sign and its advice."""

    def __init__(self, finding: Finding) -> None:
        super().__init__()
        said = column(Label(read(finding.sentence), wrap=True), gap=2)
        if finding.advice is not None:
            said.addWidget(Label(read(finding.advice), kind="soft", size="note_px", wrap=True))
        mark = tone_icon(LEVELS[finding.level], px=17)
        line = row(mark, said, gap=12)
        line.setStretch(1, 1)
        line.setAlignment(mark, Qt.AlignmentFlag.AlignTop)
        line.setContentsMargins(0, 6, 0, 6)
        self.setLayout(line)


class MachineStep(StepPage):
    """The step "Your machine". `look` examines again; `next_step` and `back` change the step."""

    def __init__(self, *, look: Callable[[], Any], next_step: Callable[[], Any], back: Callable[[], Any]) -> None:
        super().__init__()
        self.ask_look, self.next_step, self.back = look, next_step, back
        self.shown: object = None
        self.since = time.monotonic()
        self.waiting = Waiting("")
        self.inside = QVBoxLayout()
        self.inside.setSpacing(12)
        self.body.addWidget(self.waiting)
        self.body.addLayout(self.inside)
        self.body.addStretch(1)

    def title(self, course: Course) -> str:
        return tr("Your machine")

    def sentence(self, course: Course) -> str:
        if course.machine is None:
            return tr("Looking. Nothing is changed.")
        worst = {finding.level for finding in course.machine.findings}
        if "stop" in worst:
            return tr("Solve the problem below before you make an environment.")
        count = sum(finding.level in ATTENTION for finding in course.machine.findings)
        if count == 1:
            return tr("This is what was found. One thing needs your attention.")
        if count:
            return tr("This is what was found. {count} things need your attention.", count=count)
        return tr("This is what was found. You can install.")

    def foot(self, course: Course) -> Foot:
        why_not = "" if course.machine is not None else tr("Still looking")
        quiet = (Press(tr("Look again"), self._look),) if course.machine is not None else ()
        return Foot(Press(tr("Choose"), self.next_step, why_not), Press(tr("Back"), self.back), quiet)

    def _look(self) -> None:
        self.since = time.monotonic()
        self.ask_look()

    def show_course(self, course: Course) -> None:
        looking = course.waits_for("look")
        if looking and self.waiting.isHidden():
            self.since = time.monotonic()
        self.waiting.setVisible(looking)
        if self.shown == (course.machine, course.problem):
            return
        self.shown = (course.machine, course.problem)
        parts: list[Any] = []
        if course.problem is not None:
            again = Advice(tr("Look once more."), tr("Look again"), self._look, primary=True)
            parts.append(Notice(read(course.problem), tone="bad", advice=(again,)))
        if course.machine is not None:
            parts += self._parts(course.machine)
        self.refill(self.inside, parts)

    def _parts(self, machine: Machine) -> list[Any]:
        parts: list[Any] = [tiles(machine)]
        choice, problem = choose(machine, Wish())
        if choice is not None:
            parts.append(FitCard(choice))
        elif problem is not None:
            parts.append(Notice(read(problem), tone="bad"))
        attention = [f for level in ATTENTION for f in machine.findings if f.level == level]
        if attention:
            parts.append(_list(tr("Needs your attention"), attention))
        notes = [finding for finding in machine.findings if finding.level == "note"]
        if notes:
            parts.append(_list(tr("Good to know"), notes))
        good = [finding for finding in machine.findings if finding.level == "good"]
        if good:
            parts.append(Unfold(tr("Everything in order ({count})", count=len(good)), _list("", good)))
        return parts

    def draw(self) -> None:
        if not self.waiting.isHidden():
            seconds = time.monotonic() - self.since
            sentence = tr("Asking the graphics driver, the disks and conda. Each takes a few seconds at most …")
            self.waiting.show_wait(sentence, seconds)


class FitCard(Surface):
    """The build that runs on this computer, and the reason."""

    def __init__(self, choice: Choice) -> None:
        super().__init__(ground="selected", line="")
        headline = Elided(joined(f"PyTorch {choice.torch}", build_title(choice.build)), size="name_px", bold=True)
        why = Label(read(choice.why), kind="soft", size="note_px", wrap=True)
        mark = Drawing("check", lambda theme: theme.accent, px=20)
        said = column(
            Label(tr("What fits this computer"), kind="accent", size="note_px", bold=True), headline, why, gap=3
        )
        line = row(mark, said, gap=14)
        line.setStretch(1, 1)
        line.setAlignment(mark, Qt.AlignmentFlag.AlignTop)
        line.setContentsMargins(16, 12, 16, 13)
        self.setLayout(line)
        self.setAccessibleName(joined(tr("What fits this computer"), headline.text(), why.text()))


def _list(title: str, findings: list[Finding]) -> QWidget:
    card = Surface()
    layout = column(gap=0)
    if title:
        layout.addWidget(heading(title))
        layout.addSpacing(4)
    for finding in findings:
        layout.addWidget(FindingLine(finding))
    layout.setContentsMargins(16, 12, 16, 10)
    card.setLayout(layout)
    return card


# ----------------------------------------------------------------------------------------------------- the six tiles
def tiles(machine: Machine) -> QWidget:
    """Return the facts that decide, three in a row where there is room."""
    made = [*_gpu_tiles(machine), _cpu_tile(machine), _memory_tile(machine), _disk_tile(machine), _system_tile(machine),
            _conda_tile(machine)]  # fmt: skip
    return Columns([*made], most=3, least=220)


def _gpu_tiles(machine: Machine) -> list[Tile]:
    title = tr("Graphics processor")
    if not machine.gpus:
        return [Tile("gpu", title, tr("None that can train"), tr("The processor trains instead."))]
    return [
        Tile("gpu", title, gpu.name or tr("unknown"), gpu_note(gpu), works=not problem_of(gpu)) for gpu in machine.gpus
    ]


def gpu_note(gpu: Gpu) -> str:
    """Return what decides which build runs on a GPU, first whether it works at all; the findings say why not."""
    memory = size_text(gpu.memory_bytes) if gpu.memory_bytes else ""
    driver = tr("driver {driver}", driver=gpu.driver) if gpu.driver else ""
    capability = tr("compute {capability}", capability=f"{gpu.capability[0]}.{gpu.capability[1]}")
    known = capability if gpu.capability != (0, 0) else gpu.architecture
    unknown = gpu.vendor == "nvidia" and gpu.driver and gpu.capability == (0, 0)
    stands = tr("does not work now") if problem_of(gpu) else ""
    return joined(stands, memory, driver, known, tr("compute capability unknown") if unknown else "")


def _cpu_tile(machine: Machine) -> Tile:
    cores = tr("{count} cores", count=machine.cores) if machine.cores else ""
    return Tile("chip", tr("Processor"), machine.cpu or tr("unknown"), cores)


def _memory_tile(machine: Machine) -> Tile:
    if not machine.memory_bytes:
        return Tile("memory", tr("Memory"), tr("unknown"), "")
    enough = tr("enough for PyTorch") if machine.memory_bytes >= LEAST_MEMORY_BYTES else tr("low for PyTorch")
    return Tile("memory", tr("Memory"), size_text(machine.memory_bytes), enough)


def _disk_tile(machine: Machine) -> Tile:
    volume = next((v for v in machine.volumes if "environment" in v.purposes), None)
    if volume is None or not volume.total_bytes:
        return Tile("disk", tr("Disk"), tr("unknown"), machine.envs_folder)
    return Tile("disk", tr("Disk"), tr("{size} free", size=size_text(volume.free_bytes)), machine.envs_folder)


def _system_tile(machine: Machine) -> Tile:
    name = f"{SYSTEM_NAMES[machine.system]} {machine.system_version}".strip()
    through = tr("through a proxy") if machine.proxies else ""
    return Tile("system", tr("System"), name, joined(machine.platform, "WSL" if machine.wsl else "", through))


def _conda_tile(machine: Machine) -> Tile:
    if not machine.condas:
        return Tile("environments", "conda", tr("Not installed"), tr("TorchGarden does not need it."))
    conda = machine.condas[0]
    count = max(0, len(conda.envs) - 1)
    return Tile("environments", "conda", f"{conda.kind} {conda.version}".strip(),
                joined(tr("{count} environments", count=count), conda.root))  # fmt: skip
