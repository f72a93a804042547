"""The language on screen: English in the source, Korean in `resources/i18n/*.ko.ts`.

One context, "TorchGarden"; the English literal is the key. `python3 run.py` compiles the .ts files to one .qm. If that
is missing or older than a .ts file, the .ts files are read instead, so the screen is never out of date.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QToolTip

from core.files import read_bytes
from core.language.particles import settle
from core.sentence import Sentence, Value, filled
from gui.language.term import TIP_PX

CONTEXT = "TorchGarden"
TS_BYTES = 16 << 20
I18N = Path(__file__).resolve().parents[2] / "resources" / "i18n"

SEPARATORS = "/,=:;._-"
"""A long word, mostly a path or an address, is cut behind one of these."""
_JAMO = "".join(map(chr, range(0x1160, 0x1200)))
"""Parts of a Korean letter that stand behind its first."""
LONGEST_WHOLE = 40
"""Letters without a separator that stay together."""
_LONG_WORD, _BEHIND_SEPARATOR = re.compile(r"\S{17,}"), re.compile(r"(?<=[/\\,=:;._-])(?=\w)")
_MAY_BREAK = "\u200b"

Language = Literal["en", "ko"]


def tr(text: str, /, **values: Value) -> str:
    """Return `text` in the person's language with its ``{named}`` places filled; `text` must be a literal.

    Behind a place a Korean text writes both forms of a particle; `settle` keeps the one that fits what was filled in.
    """
    said = QCoreApplication.translate(CONTEXT, text)
    return settle(filled(said, values.items())) if values else said


def tip_text(text: str) -> str:
    """Return a tooltip in lines of one width: Qt breaks no plain text. A word or a path that is wider stays whole."""
    return _broken(text, QToolTip.font().toString())


@lru_cache(maxsize=512)
def _broken(text: str, _font: str) -> str:
    metrics, made = QFontMetricsF(QToolTip.font()), list[str]()
    for line in text.split("\n"):
        now = ""
        for word in line.split(" "):
            longer = f"{now} {word}" if now else word
            if now and metrics.horizontalAdvance(longer) > TIP_PX:
                made.append(now)
                longer = word
            now = longer
        made.append(now)
    return "\n".join(made)


def good_cut(word: str, most: int) -> int:
    """Return where to cut a word that has room for `most` letters: behind a separator if one is near enough (before a
    backslash, which at the end of a line means something else), never inside a letter made of several characters, as
    macOS writes Korean in paths."""
    for end in range(most, most // 2, -1):
        last, following = word[end - 1], word[end]
        if (last in SEPARATORS and not following.isspace()) or (following == "\\" != last):
            return end
    while most > 1 and (unicodedata.combining(word[most]) or word[most] in _JAMO or word[most - 1] == "\\"):
        most -= 1
    return most


def breakable(text: str) -> str:
    """Return `text` with places in its long words, mostly paths and addresses, where a line may end, which nobody sees:
    Qt breaks lines between words only, and a path that is wider than its label would be cut."""
    return _LONG_WORD.sub(lambda found: _MAY_BREAK.join(_pieces(found[0])), text)


def unbroken(text: str) -> str:
    """Return a text as it was before `breakable`."""
    return text.replace(_MAY_BREAK, "")


def _pieces(word: str) -> Iterator[str]:
    for piece in _BEHIND_SEPARATOR.split(word):
        left = piece
        whole = LONGEST_WHOLE if piece.isascii() else LONGEST_WHOLE // 2  # Korean letters are twice as wide
        while len(left) > whole:
            end = good_cut(left, whole // 2)
            yield left[:end]
            left = left[end:]
        yield left


def read(sentence: Sentence) -> str:
    """Return a sentence of `core` in the person's language."""
    return settle(filled(template(sentence), sentence.values))


def template(sentence: Sentence) -> str:
    """Return a sentence in the person's language, its places not yet filled."""
    try:
        return QCoreApplication.translate(CONTEXT, sentence.text)
    except UnicodeEncodeError:  # half a letter: it is none of ours
        return sentence.text


def system_language() -> Language:
    """Return Korean if the desktop speaks it, else English."""
    return "ko" if QLocale.system().language() == QLocale.Language.Korean else "en"


class TsFiles(QTranslator):
    """The .ts files of a language, read directly: for a checkout without a fresh compiled file."""

    def __init__(self, paths: list[Path], parent: QObject) -> None:
        super().__init__(parent)
        self.words: dict[str, str] = {}
        for path in paths:
            self.words |= read_ts(path)

    def isEmpty(self) -> bool:
        return not self.words

    def translate(self, context: str, source: str, disambiguation: str = "", n: int = -1) -> str:  # type: ignore[override]
        # None becomes a null QString: Qt then asks the next translator.
        return self.words.get(source) if context == CONTEXT else None  # type: ignore[return-value]


def read_ts(path: Path) -> dict[str, str]:
    """Return the finished translations of a .ts file, by English text; none of one that is damaged."""
    words: dict[str, str] = {}
    try:
        root = ElementTree.fromstring(read_bytes(path, limit_bytes=TS_BYTES))
    except (OSError, ValueError, LookupError, RecursionError, ElementTree.ParseError):
        return {}  # English is spoken, and the rest of the window works
    for message in root.iter("message"):
        source, translation = message.findtext("source"), message.find("translation")
        if source and translation is not None and translation.text and translation.get("type") != "obsolete":
            words[source] = translation.text
    return words


def install_language(app: QCoreApplication, language: Language, *, folder: Path = I18N) -> list[QTranslator]:
    """Make `app` speak `language`; return the installed translators, for `remove_translators`."""
    if language == "en":
        return []
    spoken: list[QTranslator] = []
    qt = QTranslator(app)  # Qt's own words: context menus of editors, file dialogs
    if qt.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        spoken.append(qt)
    spoken.append(_ours(app, language, folder))
    for translator in spoken:
        app.installTranslator(translator)
    return spoken


def remove_translators(app: QCoreApplication, spoken: list[QTranslator]) -> None:
    """Remove the translators that `install_language` installed."""
    for translator in spoken:
        app.removeTranslator(translator)
        translator.deleteLater()


def _changed(path: Path) -> float:
    """When a file was changed last, 0 for one that cannot be asked."""
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _ours(app: QCoreApplication, language: Language, folder: Path) -> QTranslator:
    sources = sorted(folder.glob(f"*.{language}.ts"))
    compiled = folder / f"torchgarden_{language}.qm"
    if compiled.exists() and _changed(compiled) >= max(map(_changed, sources), default=0.0):
        made = QTranslator(app)
        with suppress(OSError):
            read_bytes(compiled, limit_bytes=TS_BYTES)  # an ordinary file: Qt would wait for a pipe
            if made.load(str(compiled)):
                return made
    return TsFiles(sources, app)
