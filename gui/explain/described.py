"""What a control does, for who hears the window instead of seeing it: every control that the keyboard reaches has a
description beside its name.

Most have a tooltip, which Qt passes on. For the others it is the meaning of the word they are called by, or a sentence
of `about`. A drop-down on Linux is heard as its value: there its name is part of the description.
"""

from __future__ import annotations

import re
import sys
from functools import lru_cache

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QComboBox, QWidget

from gui.explain.about import ABOUT
from gui.kit.words import read, template
from gui.language.terms import term_called

OURS = "described"
"""The property in which a widget remembers what was filled in here: that may change, what it says itself stays."""


def describe_all(root: QWidget) -> None:
    """Describe every control in `root` that the keyboard reaches and that does not do so itself."""
    for widget in (root, *root.findChildren(QWidget)):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            describe(widget)


def describe(widget: QWidget) -> None:
    """Describe one control, unless it does so itself."""
    own = widget.accessibleDescription()
    if own and own != widget.property(OURS):
        return
    said = description_of(widget)
    if said and said != own:
        widget.setAccessibleDescription(said)
        widget.setProperty(OURS, said)


def description_of(widget: QWidget) -> str:
    """Return what can be said of a control by its name, "" for nothing."""
    name = widget.accessibleName()
    is_list = isinstance(widget, QComboBox) and sys.platform == "linux"
    if not is_list and widget.toolTip():
        return ""
    meaning = _meaning(name, _language()) if name else ""
    return ": ".join(part for part in (name, meaning) if part) if is_list else meaning


def _language() -> str:
    """Return a word that differs in every language: what is kept by it is right after a change of language."""
    return QCoreApplication.translate("TorchGarden", "Open folder")


@lru_cache(maxsize=1024)
def _meaning(name: str, language: str) -> str:
    """Return the meaning of the word or the sentence about the control that is called `name`, "" for none."""
    term = term_called(name, read)
    return read(term.meaning) if term is not None else _about(name, language)


def _about(name: str, language: str) -> str:
    plain, patterns = _by_name(language)
    name = name.strip()
    if said := plain.get(name) or plain.get(name.rpartition(" · ")[2]):
        return said
    return next((said for pattern, said in patterns if pattern.fullmatch(name)), "")


@lru_cache(maxsize=4)
def _by_name(_language: str) -> tuple[dict[str, str], tuple[tuple[re.Pattern[str], str], ...]]:
    """Return the sentences by name, and by names with places, in the language in which `_language` is a word."""
    known = {template(name): read(said) for name, said in ABOUT}
    places = {name: re.compile(re.sub(r"\\{\w+\\}", ".+", re.escape(name))) for name in known if "{" in name}
    return known, tuple((places[name], known[name]) for name in places)
