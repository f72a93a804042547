"""The environments of this computer that have PyTorch, one line each, with a button where a training can run."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.messages.install_reports import Env
from gui.install.environments.table import build_words
from gui.install.quantities import joined
from gui.install.surfaces import Surface, fill
from gui.kit.pieces import Button, Elided, Label, column, edge, row
from gui.kit.theme import Theme
from gui.kit.words import read, tr

MOST = 12
"""More lines than anybody looks through here; all of them are on the page of environments."""


def what_it_has(env: Env) -> str:
    """Return what an environment has, in one line: "Python 3.12.11 · torch 2.14.1 · CUDA 13.0"."""
    torch = f"torch {env.torch.partition('+')[0]}" if env.torch else ""
    return joined(f"Python {env.python}" if env.python else "", torch, build_words(env) if env.torch else "")


class OfferedEnvs(Surface):
    """The list. `train_in` is called with the Python of the line that a person chose."""

    def __init__(self, train_in: Callable[[str], Any]) -> None:
        super().__init__()
        self.train_in = train_in
        self.lines = QVBoxLayout()
        self.lines.setSpacing(0)
        self.lines.setContentsMargins(16, 6, 12, 6)
        self.setLayout(self.lines)
        self.setAccessibleName(tr("Environments with PyTorch on this computer"))
        self.buttons: list[Button] = []

    def show_envs(self, envs: tuple[Env, ...], *, without: str, theme: Theme | None) -> int:
        """List those that have torch but not the one whose Python is `without`; return how many can train."""
        found = sorted((env for env in envs if env.torch and env.executable != without), key=lambda env: not env.trains)
        self.buttons = []
        parts: list[QWidget] = []
        for env in found[:MOST]:
            parts += [*([edge()] if parts else []), self._line(env)]
        fill(self.lines, parts, theme)
        self.setVisible(bool(parts))
        return sum(env.trains for env in found)

    def _line(self, env: Env) -> QWidget:
        line = QWidget()
        has = Elided(what_it_has(env), kind="soft", size="note_px")
        why = read(env.why_not) if env.why_not is not None and not env.trains else ""
        below = Label(why, kind="soft", size="note_px", wrap=True) if why else Elided(
            env.prefix, kind="soft", size="small_px"
        )  # fmt: skip
        said = column(Label(env.name, bold=True), has, below, gap=1)
        layout = row(said, gap=12)
        layout.setStretch(0, 1)
        if env.trains:
            button = Button(tr("Train here"), partial(self.train_in, env.executable), kind="chip")
            button.setAccessibleName(tr("Train in {name}", name=env.name))
            button.setAccessibleDescription(joined(what_it_has(env), env.prefix))
            self.buttons.append(button)
            layout.addWidget(button)
        layout.setContentsMargins(0, 8, 0, 8)
        line.setLayout(layout)
        return line
