"""The settings: language, appearance, folders; and what the keyboard can do."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QGridLayout, QSizePolicy, QWidget

from core.sentence import Value
from gui.install.desktop import open_folder
from gui.kit.actions import ACTIONS, Action, key_text
from gui.kit.inputs import Picker, Switch
from gui.kit.pieces import Button, Card, Elided, Label, Scroll, column, edge, row
from gui.kit.remembered import ZOOMS, Preferences
from gui.kit.theme import Theme
from gui.kit.words import read, tr
from gui.settings.kept import KeptCard, KeptSetting
from gui.settings.licences import LicencesDialog
from gui.settings.newest import NewestLine

KEY_ROW_PX = 22


class SettingsPage(QWidget):
    """Shows the preferences; calls `change(name, value)` when the person wants another. `pages`: their names on screen;
    `live`: another size is shown at once. `kept`: what the list of the app's files needs. `show_tour`: once more."""

    def __init__(
        self,
        *,
        preferences: Preferences,
        change: Callable[[str, Value], Any],
        runs: Path,
        logs: Path,
        version: str,
        pages: tuple[str, ...],
        live: bool = True,
        kept: KeptSetting | None = None,
        show_tour: Callable[[], Any] | None = None,
    ) -> None:
        super().__init__()
        self.setProperty("kind", "page")
        self.shown_in: Theme | None = None
        self.change, self.runs, self.logs, self.pages, self.live = change, runs, logs, pages, live
        languages = [("system", tr("As the system")), ("en", "English"), ("ko", "한국어")]
        schemes = [("system", tr("As the system")), ("light", tr("Light")), ("dark", tr("Dark"))]
        zooms = [(zoom, f"{100 * zoom:.0f}%") for zoom in ZOOMS]
        self.language = Picker(languages, lambda value: change("language", value), name=tr("Language"))
        self.theme = Picker(schemes, lambda value: change("theme", value), name=tr("Appearance"))
        self.zoom = Picker(zooms, lambda value: change("zoom", value), name=tr("Size"))
        self.motion = Switch(lambda on: change("motion", on), name=tr("Motion"))
        for part in (self.language, self.theme, self.zoom):
            part.setFixedWidth(190)
        self.kept = KeptCard(kept) if kept is not None else None
        self.newest = NewestLine(version, kept.send) if kept is not None else None
        self.tour = Button(tr("Show the tour"), show_tour) if show_tour is not None else None
        self.folder = Elided(str(runs), kind="soft", size="note_px")
        self.folder.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        inside = QWidget()
        inside.setLayout(
            column(
                Label(tr("Settings"), size="title_px", bold=True), 6,
                self._window(), self._folders(), self._keyboard(), *([self.kept] if self.kept is not None else []),
                self._licence(version),
                *([self.newest] if self.newest is not None else []), None, gap=12,
            )
        )  # fmt: skip
        inside.layout().setContentsMargins(20, 20, 20, 20)  # type: ignore[union-attr]
        inside.setMaximumWidth(860)
        self.setLayout(column(Scroll(inside, folds=True)))
        self.show_choices(preferences)

    def _licence(self, version: str) -> QBoxLayout:
        tip = tr("What the app is made of, with each licence.")
        said = Label(tr("TorchGarden {version} · MIT licence", version=version), kind="soft", size="note_px")
        return row(said, Button(tr("Licences …"), self.show_licences, tip=tip), None, gap=10)

    def _window(self) -> Card:
        card = Card(tr("Window"), gap=10)
        size = tr("Of everything in the window. Choose a larger one for a projector.")
        if not self.live:
            size = tr("Takes effect at the next start. Choose a larger one for a projector.")
        for name, note, part in (
            (tr("Language"), "", self.language),
            (tr("Appearance"), "", self.theme),
            (tr("Size"), size, self.zoom),
            (tr("Motion"), tr("Short animations that show where something comes from."), self.motion),
        ):
            card.body.addWidget(_line(name, note, part))
        if self.tour is not None:
            card.body.addWidget(_line(tr("Tour"), tr("Five steps over the page Train, for newcomers."), self.tour))
        return card

    def show_event(self, event: Any, answers: int | None) -> None:
        """Take in an event of the install worker."""
        for part in (self.kept, self.newest):
            if part is not None:
                part.show_event(event, answers)

    def _folders(self) -> Card:
        card = Card(tr("Folders"), gap=10)
        choose = Button(tr("Change …"), self.choose_folder)
        card.body.addWidget(_line(tr("Runs"), tr("Where new trainings are saved."), self.folder, choose))
        card.body.addWidget(
            _line(
                tr("Log"),
                tr("For a report when something went wrong."),
                Button(tr("Open folder"), self.open_logs, icon="folder"),
            )
        )
        return card

    def _keyboard(self) -> Card:
        card = Card(tr("Keyboard"))
        names = {f"page_{number}": tr("Page “{name}”", name=name) for number, name in enumerate(self.pages, 1)}
        there = [a for a in ACTIONS if not a.name.startswith("page_") or a.name in names]
        half = (len(there) + 1) // 2
        card.body.addWidget(edge())
        both = row(_keys(there[:half], names), _keys(there[half:], names), gap=24)
        both.setStretch(0, 1)
        both.setStretch(1, 1)
        card.body.addLayout(both)
        more = tr(
            "They work whatever has the focus; only where you type are they letters. Enter presses what has the focus. "
            "In the network the arrow keys go from layer to layer and from unit to unit; in a chart ← and → move along "
            "the steps, ↑ and ↓ zoom, Home shows the whole run and End the newest steps."
        )
        card.body.addWidget(Label(more, kind="soft", size="note_px", wrap=True))
        return card

    def show_choices(self, preferences: Preferences) -> None:
        """Show what is chosen."""
        self.language.display(preferences.language)
        self.theme.display(preferences.theme)
        self.zoom.display(preferences.zoom)
        self.motion.setChecked(preferences.motion)

    def choose_folder(self) -> None:
        """Ask for the folder of new runs."""
        chosen = QFileDialog.getExistingDirectory(self, tr("Where new trainings are saved"), str(self.runs))
        if chosen:
            self.show_folder(Path(chosen))
            self.change("runs", chosen)

    def show_folder(self, folder: Path) -> None:
        """Show the folder of new runs."""
        self.runs = folder
        self.folder.put(str(folder))

    def show_licences(self) -> None:
        """Show what is in the app, and under which licences."""
        if self.shown_in is not None:
            LicencesDialog(self, self.shown_in).show_now()

    def set_theme(self, theme: Theme) -> None:
        """Use `theme` from now on."""
        self.shown_in = theme

    def open_logs(self) -> None:
        """Show the log folder in the system's file browser."""
        self.logs.mkdir(parents=True, exist_ok=True)
        open_folder(str(self.logs))


def _keys(actions: Sequence[Action], names: Mapping[str, str]) -> QWidget:
    """Return actions with their keys; `names`: of the pages."""
    grid, made = QGridLayout(), QWidget()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(7)
    grid.setColumnStretch(0, 1)
    for line, action in enumerate(actions):
        text = Label(names.get(action.name) or read(action.text), wrap=True)
        text.setMinimumWidth(110)
        grid.addWidget(text, line, 0)
        keys = Label("  ".join(key_text(key) for key in action.keys[:2]), kind="badge", size="note_px")
        grid.addWidget(keys, line, 1, Qt.AlignmentFlag.AlignLeft)
        grid.setRowMinimumHeight(line, KEY_ROW_PX)
    grid.setRowStretch(len(actions), 1)  # else the shorter of two columns stretches its rows
    made.setLayout(grid)
    return made


def _line(name: str, note: str, *parts: QWidget) -> QWidget:
    said = QWidget()
    words = column(Label(name, wrap=True), gap=1)
    if note:
        words.addWidget(Label(note, kind="soft", size="note_px", wrap=True))
    said.setLayout(words)
    said.setMinimumWidth(150)
    set_by = QWidget()
    set_by.setLayout(row(*parts, gap=10))
    line, wide = QWidget(), bool(parts) and isinstance(parts[0], Elided)
    if wide:
        parts[0].setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    else:
        set_by.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
    beside = row(said, set_by, gap=10)
    beside.setStretch(int(wide), 1)
    line.setLayout(beside)
    return line
