"""The hyperparameters: each can be changed while training runs, and shows what the trainer has agreed to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from core.messages.train_commands import OPTIMIZERS, Change, Settings
from core.messages.train_reports import Device
from core.sentence import Sentence, Value, say
from gui.kit.pieces import Button, Elided, Picker, row
from gui.kit.words import read, tr
from gui.notices.beside import Beside
from gui.train.panels.field import Field, Numbers, as_typed

Send = Callable[[Any], int]

WORDS: dict[str, Sentence] = {
    "learning_rate": say("Learning rate"),
    "batch_size": say("Batch size"),
    "optimizer": say("Optimizer"),
    "momentum": say("Momentum"),
    "pace": say("Speed"),
    "weight_decay": say("Weight decay"),
    "l1": say("L1"),
    "clip": say("Gradient clip"),
    "schedule": say("Schedule"),
    "schedule_steps": say("Schedule steps"),
    "ramp_steps": say("Ramp of new units"),
    "precision": say("Precision"),
}
"""Every setting's name, in the order of the panel; `gui.language` has what each means."""

OPTIMIZER_WORDS = {
    "sgd": say("SGD"), "momentum": say("SGD + momentum"), "nesterov": say("SGD + Nesterov"), "adam": say("Adam"),
    "amsgrad": say("AMSGrad"), "adamw": say("AdamW"), "rmsprop": say("RMSprop"),
}  # fmt: skip
SCHEDULE_WORDS = {
    "constant": say("Constant"), "cosine": say("Cosine"), "step": say("Steps down"), "one_cycle": say("One cycle"),
    "warm_up": say("Warm-up"),
}  # fmt: skip
PRECISION_WORDS = {"exact": say("Exact"), "tf32": say("TF32 (faster)")}
PACES: tuple[tuple[float, Sentence], ...] = (
    (0.0, say("Full speed")), (1.0, say("1 step/s")), (5.0, say("5 steps/s")), (20.0, say("20 steps/s")),
    (100.0, say("100 steps/s")),
)  # fmt: skip
WITH_MOMENTUM = ("momentum", "nesterov")
"""Optimizers that the momentum changes anything of; RMSprop is Hinton's, without one."""
MORE = ("weight_decay", "l1", "clip", "schedule", "schedule_steps", "ramp_steps", "precision")


def setting_name(setting: str) -> str:
    """Return a setting's name on screen."""
    return read(WORDS[setting])


def setting_value(setting: str, value: Value) -> str:
    """Return a setting's value on screen."""
    if setting == "optimizer":
        return read(OPTIMIZER_WORDS[str(value)])
    if setting == "schedule":
        return read(SCHEDULE_WORDS[str(value)])
    if setting == "precision":
        return read(PRECISION_WORDS[str(value)])
    if setting == "pace":
        return next((read(word) for pace, word in PACES if pace == value), tr("{n:g} steps/s", n=value))
    return as_typed(value) if isinstance(value, float) else str(value)


class SettingRow(QWidget):
    """A name, its editor and, when something was impossible, one sentence."""

    def __init__(self, setting: str, editor: QWidget) -> None:
        super().__init__()
        name = read(WORDS[setting])
        self.editor = editor
        label = Elided(name, kind="soft")
        label.least = 84
        label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        label.setBuddy(editor)
        self.setLayout(row(label, editor, gap=6))
        self.sentence = Beside(self)

    def complain(self, text: str) -> None:
        """Show a sentence beside the editor; "" takes it away."""
        self.sentence.put(text)


class SettingsPanel(QWidget):
    """All editors; the rarely used ones fold away."""

    def __init__(self, send: Send) -> None:
        super().__init__()
        self.send = send
        self.asked: dict[int, tuple[str, Value]] = {}
        self.settings = Settings()
        self.tf32 = False
        self.rows = {setting: SettingRow(setting, self._editor(setting)) for setting in WORDS}
        self.more = Button(tr("More settings"), self.unfold, kind="quiet", icon="right")
        self.more.setCheckable(True)
        layout = QVBoxLayout()
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(5)
        for setting, line in self.rows.items():
            if setting == MORE[0]:
                layout.addWidget(self.more)
            layout.addWidget(line)
        self.setLayout(layout)
        self.show_settings(self.settings)

    def put_above_more(self, widget: QWidget) -> None:
        """Let something stand between the settings that are often used and those that are not."""
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(layout.indexOf(self.more), widget)

    def _editor(self, setting: str) -> QWidget:
        name = setting_name(setting)
        if setting == "optimizer":
            return self._choice(setting, [(key, read(OPTIMIZER_WORDS[key])) for key in OPTIMIZERS])
        if setting == "schedule":
            return self._choice(setting, [(key, read(word)) for key, word in SCHEDULE_WORDS.items()])
        if setting == "precision":
            return self._choice(setting, [(key, read(word)) for key, word in PRECISION_WORDS.items()])
        if setting == "pace":
            return self._choice(setting, [(pace, read(word)) for pace, word in PACES])
        off = tr("off")
        numbers = {
            "learning_rate": Numbers(1e-8, 100.0),
            "batch_size": Numbers(1, 100_000, steps="double", whole=True),
            "momentum": Numbers(0.0, 0.9999, steps="add", by=0.05),
            "weight_decay": Numbers(0.0, 10.0, zero=off),
            "l1": Numbers(0.0, 10.0, zero=off),
            "clip": Numbers(0.0, 1e6, zero=off),
            "schedule_steps": Numbers(1, 10_000_000, whole=True),
            "ramp_steps": Numbers(0, 100_000, whole=True, zero=off),
        }[setting]
        return Field(
            numbers,
            lambda value: self.want(setting, int(value) if numbers.whole else value),
            lambda text: self.puzzled(setting, text),
            name=name,
        )

    def _choice(self, setting: str, options: list[tuple[Any, str]]) -> Picker:
        return Picker(options, lambda value: self.want(setting, value), name=setting_name(setting))

    # ------------------------------------------------------------------------------------------------- what is asked
    def want(self, setting: str, value: Value) -> None:
        """Ask the trainer; until it answers, the editor shows what holds."""
        self.asked[self.send(Change(setting, value))] = setting, value
        editor = self.rows[setting].editor
        if isinstance(editor, Picker):
            editor.display(getattr(self.settings, setting))

    def puzzled(self, setting: str, text: str) -> None:
        """Say what a field takes when its text is something else."""
        editor = self.rows[setting].editor
        if not text or not isinstance(editor, Field):
            self.rows[setting].complain("")
            return
        least, most = (as_typed(n) for n in (editor.numbers.least, editor.numbers.most))
        self.rows[setting].complain(
            tr(
                "“{text}” cannot be used here. Write a number from {least} to {most}.",
                text=text,
                least=least,
                most=most,
            )
        )

    def unfold(self) -> None:
        """Show or fold away the rarely used settings."""
        self.more.set_icon("down" if self.more.isChecked() else "right")
        self.show_relevant()

    # -------------------------------------------------------------------------------------------------- what is shown
    def show_settings(self, settings: Settings) -> None:
        """Show the settings that hold now."""
        self.settings = settings
        for setting, line in self.rows.items():
            value = getattr(settings, setting)
            if isinstance(line.editor, Picker) and line.editor.findData(value) < 0:
                line.editor.addItem(setting_value(setting, value), value)  # by a lesson, or without the window
            line.editor.display(value)  # type: ignore[attr-defined]
            line.complain("")
        self.show_relevant()

    def show_changed(self, settings: Settings, number: int | None) -> None:
        """Show the settings after a change; where less holds than was asked for, say so."""
        setting, value = self.asked.pop(number or 0, ("", 0))
        self.show_settings(settings)
        if setting == "batch_size" and settings.batch_size != value:
            said = tr("There are {n:,} training samples, and a batch cannot be larger.", n=settings.batch_size)
            self.rows[setting].complain(said)

    def show_relevant(self) -> None:
        """Hide what has no effect with the other settings."""
        unfolded = self.more.isChecked()
        self.rows["momentum"].setVisible(self.settings.optimizer in WITH_MOMENTUM)
        for setting in MORE:
            self.rows[setting].setVisible(unfolded)
        self.rows["schedule_steps"].setVisible(unfolded and self.settings.schedule != "constant")
        self.rows["precision"].setVisible(unfolded and (self.tf32 or self.settings.precision != "exact"))

    def show_device(self, device: Device) -> None:
        """Offer what this device can do."""
        self.tf32 = device.tf32
        self.show_relevant()

    def show_rejected(self, number: int | None, sentence: Sentence) -> bool:
        """Show why a change was not possible, if this panel asked for it."""
        setting, _ = self.asked.pop(number or 0, ("", 0))
        if not setting:
            return False
        editor = self.rows[setting].editor
        if isinstance(editor, Field):
            editor.wrong(True)
        self.rows[setting].complain(read(sentence))
        return True
