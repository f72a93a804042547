"""The help of the page that is open: what it is for, its keys, where its files lie; and the ways to more."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QTextBrowser, QWidget

from gui.help.texts import EVERYWHERE, HELP, Help, Place
from gui.kit.actions import action, key_text
from gui.kit.dialog import Dialog
from gui.kit.theme import Theme, font
from gui.kit.words import read, tr

WIDE_PX, TALL_PX = 560, 480
BESIDE_PX = (72, 190)
"""What the window has left beside and above the text: the dialog's own title and buttons."""


class HelpText(QTextBrowser):
    """The text, as large as the window has room for."""

    def __init__(self, room: QSize) -> None:
        super().__init__()
        self.wanted = QSize(
            max(min(WIDE_PX, room.width() - BESIDE_PX[0]), 240), max(min(TALL_PX, room.height() - BESIDE_PX[1]), 90)
        )
        self.setOpenLinks(False)
        self.setMinimumSize(self.wanted)

    def sizeHint(self) -> QSize:
        return self.wanted


class HelpDialog(Dialog):
    """Shows the help of the page called `page`, whose name on screen is `title`. `places`: the folders there are."""

    def __init__(
        self,
        parent: QWidget,
        theme: Theme,
        *,
        page: str,
        title: str,
        places: Mapping[Place, Path],
        show_words: Callable[[], Any],
        show_tour: Callable[[], Any] | None,
        copy_report: Callable[[], Any],
    ) -> None:
        super().__init__(parent, theme, title=tr("Help: {page}", page=title))
        self.text = HelpText(parent.size())
        self.text.setAccessibleName(tr("Help: {page}", page=title))
        self.text.setFont(font(theme, theme.body_px))
        self.text.setHtml(html_of(HELP[page], places))
        self.text.document().setDocumentMargin(10)
        self.text.document().setIndentWidth(18)
        self.body.addWidget(self.text)
        self.setMinimumWidth(0)
        self.add_button(tr("Words"), show_words)
        if show_tour is not None:
            self.add_button(tr("Tour"), show_tour)
        self.copy = self.add_button(tr("Copy report"), copy_report)
        self.add_button(tr("Close"), None, kind="primary").setFocus()


def html_of(shown: Help, places: Mapping[Place, Path]) -> str:
    """Return the help as rich text."""
    parts = [f"<p><b>{escape(read(shown.purpose))}</b></p>"]
    parts.append("<ul>" + "".join(f"<li>{escape(read(one))}</li>" for one in shown.how) + "</ul>")
    if shown.note is not None:
        parts.append(f"<p>{escape(read(shown.note))}</p>")
    parts.append(f"<h4>{escape(tr('Keys'))}</h4><table cellspacing='4'>")
    for name in dict.fromkeys((*shown.keys, *EVERYWHERE)):
        found = action(name)
        keys = "  ".join(key_text(key) for key in found.keys[:2])
        parts.append(f"<tr><td><b>{escape(keys)}</b>&nbsp;&nbsp;</td><td>{escape(read(found.text))}</td></tr>")
    parts.append("</table>")
    if there := [(place, places[place]) for place in shown.places if place in places]:
        parts.append(f"<h4>{escape(tr('Where the files lie'))}</h4><table cellspacing='4'>")
        for place, folder in there:
            parts.append(f"<tr><td>{escape(place_name(place))}&nbsp;&nbsp;</td><td>{escape(str(folder))}</td></tr>")
        parts.append("</table>")
    return "".join(parts)


def place_name(place: Place) -> str:
    """Return what lies in a folder, in words."""
    return {
        "runs": tr("Trainings"), "notebooks": tr("First notebooks"), "inside": tr("What was measured"),
        "settings": tr("Settings"), "logs": tr("Log"), "cache": tr("Downloads kept for the next time"),
    }[place]  # fmt: skip
