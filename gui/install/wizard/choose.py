"""Choose: the recommended build with its reason, a name, a Python, extras; the rest is folded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from core.env.choose.builds import offered
from core.messages.computer import Machine
from core.messages.recipe import Choice, Extra, Source, Wish
from core.sentence import Sentence
from gui.install.quantities import joined
from gui.install.surfaces import Advice, Drawing, Notice, Surface
from gui.install.wizard.course import Course, Wanted
from gui.install.wizard.step import Foot, Press, StepPage, Unfold
from gui.install.wizard.wanted import build_title, choose, name_problem, recipe_of
from gui.kit.inputs import Picker, Switch
from gui.kit.pieces import Button, Elided, Label, column, edge, repolish, row
from gui.kit.theme import Theme, font
from gui.kit.words import read, tip_text, tr

FIELD_PX = 250
WIDE_FIELD_PX = 262


class Field(QWidget):
    """A line of a form: title, note and, on the right, the control."""

    def __init__(self, title: str, note: str, *controls: QWidget) -> None:
        super().__init__()
        self.note = Label(note, kind="soft", size="note_px", wrap=True)
        self.note.setVisible(bool(note))
        said = column(Label(title), self.note, gap=1)
        line = row(said, *controls, gap=12)
        line.setStretch(0, 1)
        line.setContentsMargins(0, 6, 0, 6)
        self.setLayout(line)

    def put_note(self, note: str) -> None:
        """Show another note."""
        self.note.put(note)
        self.note.setVisible(bool(note))


class Recommended(Surface):
    """The build to install, in large letters, with the reason."""

    def __init__(self) -> None:
        super().__init__(ground="selected", line="accent")
        self.badge = Label(kind="accent", size="note_px", bold=True)
        self.headline = Label(size="title_px", bold=True, wrap=True)
        self.parts = Label(kind="soft", size="note_px", wrap=True)
        self.why = Label(wrap=True)
        picture = Drawing("gpu", lambda theme: theme.accent, px=34)
        line = row(column(self.badge, self.headline, self.parts, gap=2), picture, gap=12)
        line.setStretch(0, 1)
        line.setAlignment(picture, Qt.AlignmentFlag.AlignTop)
        layout = column(line, self.why, gap=8)
        layout.setContentsMargins(18, 14, 18, 15)
        self.setLayout(layout)
        self.picture = picture

    def colors(self, theme: Theme) -> Any:
        return theme.selected, theme.accent

    def show_choice(self, choice: Choice, *, recommended: bool) -> None:
        """Show a build."""
        self.badge.put(tr("Recommended for this computer") if recommended else tr("As you chose"))
        self.headline.put(joined(f"PyTorch {choice.torch}", build_title(choice.build)))
        audio = f"torchaudio {choice.torchaudio}" if choice.torchaudio else ""
        vision = f"torchvision {choice.torchvision}" if choice.torchvision else ""
        self.parts.put(joined(f"Python {choice.python}", vision, audio, choice.index_url.removeprefix("https://")))
        self.why.put(read(choice.why))
        self.picture.drawing = "chip" if choice.device == "cpu" else "gpu"
        if self.theme is not None:
            self.picture.set_theme(self.theme)


class ChooseStep(StepPage):
    """The step "Choose". `want(Wanted)`: the person wants something else. `plan` goes on."""

    def __init__(
        self,
        *,
        want: Callable[[Wanted], Any],
        reset: Callable[[], Any],
        plan: Callable[[], Any],
        back: Callable[[], Any],
        pick_folder: Callable[[], Any],
    ) -> None:
        super().__init__()
        self.want, self.reset, self.plan, self.back = want, reset, plan, back
        self.wanted = Wanted()
        self.shown: object = None
        self.offered: object = None
        self.recommended = Recommended()
        self.notices = QVBoxLayout()
        self.notices.setSpacing(8)
        self.name = QLineEdit()
        self.name.setAccessibleName(tr("Name of the environment"))
        self.name.setFixedWidth(FIELD_PX)
        self.name.textEdited.connect(lambda text: self._ask(name=text))
        self.name_problem = Label(kind="problem", size="note_px", wrap=True)
        self.replaces = Switch(lambda on: self._ask(replace=on), name=tr("Replace the old environment"))
        self.replace_field = Field(tr("Replace the old environment"),
                                   tr("The old one stays until the new one works."), self.replaces)  # fmt: skip
        self.python = Picker([], lambda value: self._wish(python=value), name="Python")
        self.extras: dict[Extra, Switch] = {}
        self.folder = Elided("", kind="soft", size="note_px")
        self.folder.setMinimumWidth(180)
        self.folder.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        change = Button(tr("Change …"), pick_folder)
        self.place = Field(tr("Folder"), tr("Where the environment goes."), self.folder, change)
        self._experts()
        self.body.addWidget(self.recommended)
        self.body.addLayout(self.notices)
        self.body.addWidget(self._form())
        self.unfold = Unfold(tr("Other ways and versions"), self.expert)
        self.body.addWidget(self.unfold)
        self.body.addStretch(1)

    def _form(self) -> QWidget:
        card = Surface()
        self.python.setFixedWidth(FIELD_PX)
        self.name_field = Field(tr("Name of the environment"), " ", self.name)
        layout = column(self.name_field, self.name_problem, self.replace_field, edge(),
                        Field("Python", tr("As recommended, unless a course asks for another."), self.python),
                        gap=0)  # fmt: skip
        extras: tuple[tuple[Extra, str, str], ...] = (
            ("jupyter", tr("Jupyter Notebook and a kernel"), tr("For notebooks in the browser and in VS Code.")),
            ("study", tr("matplotlib, pandas, scikit-learn"), tr("What courses and books usually add.")),
            ("torchaudio", "torchaudio", tr("For sound.")),
        )
        for extra, title, note in extras:
            switch = Switch(partial(self._extra, extra), name=title)
            self.extras[extra] = switch
            field = Field(title, note, switch)
            layout.addWidget(edge())
            layout.addWidget(field)
            if extra == "torchaudio":
                self.audio = field
        layout.setContentsMargins(18, 8, 18, 8)
        card.setLayout(layout)
        return card

    def _experts(self) -> None:
        """Make what most people never open."""
        self.expert = Surface()
        sources: list[tuple[Any, str]] = [
            ("wheels", tr("PyTorch’s own wheels in a conda environment")),
            ("conda_forge", tr("Packages of conda-forge")),
            ("as_in_notes", tr("As in the notes (Python 3.9, CUDA 11.8)")),
        ]
        self.source = Picker(sources, self._source, name=tr("Where PyTorch comes from"))
        self.torch = Picker([], lambda value: self._wish(torch=value, python="", build=""), name="PyTorch")
        self.build = Picker([], lambda value: self._wish(build=value), name=tr("Build"))
        for picker in (self.source, self.torch, self.build):
            picker.setFixedWidth(WIDE_FIELD_PX)
        self.torch_field = Field("PyTorch", tr("Choose an older one for an old GPU or course."), self.torch)
        self.build_field = Field(tr("Build"), tr("What PyTorch computes on. The plan shows the effects."), self.build)
        layout = column(
            Field(tr("Where PyTorch comes from"), tr("Wheels are what PyTorch itself publishes today."), self.source),
            edge(), self.torch_field, edge(), self.build_field, edge(), self.place, gap=0,
        )  # fmt: skip
        layout.setContentsMargins(18, 8, 18, 8)
        self.expert.setLayout(layout)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.name.setFont(font(theme, theme.body_px))

    # --------------------------------------------------------------------------------------------- what is asked for
    def _ask(self, **changes: Any) -> None:
        self.want(replace(self.wanted, **changes))

    def _wish(self, **changes: Any) -> None:
        self._ask(wish=replace(self.wanted.wish, **changes))

    def _source(self, source: Source) -> None:
        self._ask(wish=Wish(source=source))

    def _extra(self, extra: Extra, on: bool) -> None:
        kept = tuple(one for one in self.wanted.extras if one != extra)
        self._ask(extras=(*kept, extra) if on else kept)

    # -------------------------------------------------------------------------------------------------- what is shown
    def title(self, course: Course) -> str:
        return tr("Choose")

    def sentence(self, course: Course) -> str:
        return tr("The right PyTorch for this computer is chosen already. Continue to the plan, or change it.")

    def foot(self, course: Course) -> Foot:
        ready = recipe_of(course) is not None
        why_not = "" if ready else tr("Solve the problem above first")
        usual = replace(course.wanted, name="") == replace(Wanted(), name="")
        quiet = () if usual else (Press(tr("As recommended"), self.reset),)
        return Foot(Press(tr("Make the plan"), self.plan, why_not), Press(tr("Back"), self.back), quiet)

    def show_course(self, course: Course) -> None:
        state = (course.machine, course.wanted, course.problem, course.taken)
        if state == self.shown:
            return
        self.shown, self.wanted = state, course.wanted
        machine, wanted = course.machine, course.wanted
        if machine is None:
            return
        choice, problem = choose(machine, wanted.wish)
        if (machine, wanted.wish, course.problem) != self.offered:  # not for each typed letter of a name
            self.offered = (machine, wanted.wish, course.problem)
            self._show_notices(course, choice, problem)
            self._show_experts(machine, wanted, choice)
        self._show_form(course, choice)

    def _show_notices(self, course: Course, choice: Choice | None, problem: Sentence | None) -> None:
        self.recommended.setVisible(choice is not None)
        parts: list[Any] = []
        if choice is not None:
            recommended = replace(course.wanted.wish, python="") == Wish()
            self.recommended.show_choice(choice, recommended=recommended)
            parts = [Notice(read(warning), tone="warn") for warning in choice.warnings]
        for sentence in (problem, course.problem):
            if sentence is not None:
                undo = Advice(
                    tr("Use the recommended one instead."), tr("As recommended"), lambda: self._ask(wish=Wish())
                )
                parts.insert(0, Notice(read(sentence), tone="bad", advice=(undo,) if sentence is problem else ()))
        self.refill(self.notices, parts)

    def _show_form(self, course: Course, choice: Choice | None) -> None:
        wanted, machine = course.wanted, course.machine
        if self.name.text() != wanted.name:
            self.name.setText(wanted.name)
        problem = name_problem(course)
        usual = Wanted().name
        typed = tr("In a terminal: {command}", command=f"conda activate {wanted.name.strip() or usual}")
        beside = tr("{name} exists already.", name=usual) if usual in course.taken else ""
        self.name_field.put_note(joined(typed, beside))
        self.name_problem.put("" if problem is None else read(problem))
        self.name_problem.setVisible(problem is not None)
        self.name.setProperty("wrong", problem is not None)
        repolish(self.name)
        taken = wanted.name.strip().lower() in {name.lower() for name in course.taken}
        self.replace_field.setVisible(taken)
        self.replaces.setChecked(wanted.replace)
        for extra, switch in self.extras.items():
            switch.setChecked(extra in wanted.extras)
        has_audio = choice is not None and bool(choice.torchaudio)
        self.extras["torchaudio"].setEnabled(has_audio)
        self.extras["torchaudio"].setChecked(has_audio and "torchaudio" in wanted.extras)
        self.audio.put_note(tr("For sound.") if has_audio else tr("There is none for this version of torch."))
        self.python.setEnabled(wanted.wish.source != "as_in_notes")
        self.folder.put(wanted.folder or (machine.envs_folder if machine else ""))
        self.folder.setToolTip(tip_text(self.folder.text()))

    def _show_experts(self, machine: Machine, wanted: Wanted, choice: Choice | None) -> None:
        sets = offered(machine)
        torch = wanted.wish.torch or (choice.torch if choice else "")
        builds, pythons = next(((b, p) for name, b, p in sets if name == torch), ((), ()))
        if wanted.wish.source != "wheels" and choice is not None:
            pythons = pythons or (choice.python,)
        best, _ = choose(machine, Wish(torch=wanted.wish.torch, source=wanted.wish.source))
        recommended = tr("as recommended")
        self.source.display(wanted.wish.source)
        self.torch.offer([("", joined(recommended, best.torch if best and not wanted.wish.torch else "")),
                          *((name, name) for name, _, _ in sets)])  # fmt: skip
        self.torch.display(wanted.wish.torch)
        self.build.offer([("", joined(recommended, build_title(best.build) if best else "")),
                          *((name, joined(build_title(name), name)) for name in builds)])  # fmt: skip
        self.build.display(wanted.wish.build)
        usual = best.python if best else ""
        options = [("", joined(usual, recommended))] + [(name, name) for name in pythons if name != usual]
        self.python.offer(options)
        self.python.display(wanted.wish.python)
        own = wanted.wish.source == "wheels"
        self.torch_field.setEnabled(own)
        self.build_field.setEnabled(own)
