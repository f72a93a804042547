"""Everything the keyboard can do, as data: for the keys, the tooltips and the table on the settings page.

`gui.window.keyboard` asks for them before the focused widget gets a key, so they work whatever has the focus; only
where text is typed are letters, + and Space text. Enter presses the focused button; arrows stay with the widget.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

from PySide6.QtGui import QKeyEvent, QKeySequence

from core.sentence import Sentence, say
from gui.kit.words import tr


@dataclass(frozen=True)
class Action:
    """One thing to do: its `name` in the program, its text, its keys (the first is shown) and its icon."""

    name: str
    text: Sentence
    keys: tuple[str, ...] = ()
    icon: str = ""


ACTIONS: tuple[Action, ...] = (
    Action("play", say("Play or pause"), ("Space",), "play"),
    Action("step", say("One step"), ("S",), "step"),
    Action("epoch", say("One epoch"), ("E",), "epoch"),
    Action("reset", say("Reset to the same weights"), ("Ctrl+R",), "reset"),
    Action("reseed", say("Reset with new random weights"), ("Ctrl+Shift+R",), "reset"),
    Action("undo", say("Undo the last edit or setting"), ("Ctrl+Z",), "undo"),
    Action("redo", say("Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), "redo"),
    Action("widen", say("Add units to the selected layer"), ("+", "="), "plus"),
    Action("narrow", say("Remove units from the selected layer"), ("-",), "minus"),
    Action("insert", say("Insert a layer after the selected one"), ("I",), "plus"),
    Action("remove", say("Remove the selected layer"), ("Del",), "trash"),
    Action("before", say("Select the previous layer"), ("[", "Ctrl+Left"), ""),
    Action("after", say("Select the next layer"), ("]", "Ctrl+Right"), ""),
    Action("menu", say("Menu of the selected layer"), ("Menu", "Shift+F10", "M"), "more"),
    Action("new_net", say("New network"), ("Ctrl+N",), "net"),
    Action("log", say("Logarithmic loss axis"), ("L",), ""),
    Action("follow", say("Follow the newest step"), ("F",), ""),
    Action("save", say("Save the run now"), ("Ctrl+S",), ""),
    Action("take_home", say("Take the training home"), ("Ctrl+E",), "export"),
    Action("try_on", say("Try the network on your own files"), ("Ctrl+T",), ""),
    Action("open_file", say("Open a file"), ("Ctrl+O",), "folder"),
    *(Action(f"page_{number}", say("Open the page"), (f"Ctrl+{number}",)) for number in range(1, 10)),
    Action("settings", say("Settings"), ("Ctrl+,",), "settings"),
    Action("larger", say("Everything larger"), ("Ctrl++", "Ctrl+="), ""),
    Action("smaller", say("Everything smaller"), ("Ctrl+-",), ""),
    Action("usual_size", say("Everything at its usual size"), ("Ctrl+0",), ""),
    Action("help", say("Help for the page that is open"), ("F1",), "question"),
    Action("words", say("Words explained"), ("Shift+F1",), "question"),
    Action("full_screen", say("Full screen, or the classroom screen"), ("F11",), ""),
    Action("quit", say("Quit"), ("Ctrl+Q",), ""),
)

IN_CLASS = {
    "Space": "play", "Left": "before", "Right": "after", "Z": "undo", "Shift+Z": "redo", "Escape": "leave",
}  # fmt: skip
"""More keys of the classroom screen, where nothing is typed: action by key. "leave" is there alone."""


def pressed_in_class(event: QKeyEvent) -> str:
    """Return the name of the action of a key on the classroom screen, "" if there is none."""
    combination = QKeySequence(event.keyCombination())
    return next((name for key, name in IN_CLASS.items() if QKeySequence(key) == combination), "") or pressed(event)


def action(name: str) -> Action:
    """Return the action called `name`."""
    return next(found for found in ACTIONS if found.name == name)


def keys_shown(name: str) -> str:
    """Return the first key of an action as the system writes it ("⌘Z"), "" if it has none."""
    keys = action(name).keys
    return key_text(keys[0]) if keys else ""


def key_text(key: str) -> str:
    """Return a key as it is printed on keyboards: "Ctrl+←", "Del", on a Mac "⌘←"; in Korean too, as keys are there."""
    if sys.platform == "darwin":
        return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
    head, _, last = key.rpartition("+")
    caps = {"": "+", "-": "−", "Left": "←", "Right": "→", "Space": tr("Space"), "Menu": tr("Menu key")}
    return "+".join([*filter(None, [head.rstrip("+")]), caps.get(last, last)])


def pressed(event: QKeyEvent) -> str:
    """Return the name of the action of a key, "" if there is none."""
    combination = QKeySequence(event.keyCombination())
    by_key = {QKeySequence(key): found.name for found in ACTIONS for key in found.keys}
    if combination in by_key:
        return by_key[combination]
    # On many keyboards "+" is Shift and another key: the typed letter counts.
    by_text = {key: found.name for found in ACTIONS for key in found.keys if len(key) == 1 and not key.isalpha()}
    return by_text.get(event.text(), "")
