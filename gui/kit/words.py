"""The language on screen: English in the source, Korean in `resources/i18n/*.ko.ts`.

One context, "TorchGarden"; the English literal is the key. `python3 run.py` compiles the .ts files to one .qm. If that
is missing or older than a .ts file, the .ts files are read instead, so the screen is never out of date.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QToolTip

from core.sentence import Sentence, Value, filled
from gui.language.particles import settle
from gui.language.term import TIP_PX

CONTEXT = "TorchGarden"
I18N = Path(__file__).resolve().parents[2] / "resources" / "i18n"

Language = Literal["en", "ko"]


def tr(text: str, /, **values: Value) -> str:
    """Return `text` in the person's language with its ``{named}`` places filled; `text` must be a literal.

    Behind a place a Korean text writes both forms of a particle; `settle` keeps the one that fits what was filled in.
    """
    said = QCoreApplication.translate(CONTEXT, text)
    return settle(said.format(**values)) if values else said


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
    """Return the finished translations of a .ts file, by English text."""
    words: dict[str, str] = {}
    for message in ElementTree.parse(path).getroot().iter("message"):
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


def _ours(app: QCoreApplication, language: Language, folder: Path) -> QTranslator:
    sources = sorted(folder.glob(f"*.{language}.ts"))
    compiled = folder / f"torchgarden_{language}.qm"
    newest = max((path.stat().st_mtime for path in sources), default=0.0)
    if compiled.exists() and compiled.stat().st_mtime >= newest:
        made = QTranslator(app)
        made.load(str(compiled))
        return made
    return TsFiles(sources, app)
