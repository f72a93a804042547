"""The language on screen: English in the source, Korean beside it in `resources/i18n/*.ko.ts`.

One context, "TorchGarden", and the English literal as the key. `python3 run.py` compiles the .ts files to .qm; in a
checkout where they are missing or older than their .ts, the .ts is read itself, so what is on screen is never stale.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal
from xml.etree import ElementTree

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator

from core.say import Sentence, Value

CONTEXT = "TorchGarden"
I18N = Path(__file__).resolve().parent.parent / "resources" / "i18n"

Language = Literal["en", "ko"]
LANGUAGES: tuple[Language, ...] = ("en", "ko")


def tr(text: str, **values: Value) -> str:
    """Return `text` in the person's language with its ``{named}`` places filled; `text` must be a literal."""
    said = QCoreApplication.translate(CONTEXT, text)
    return said.format(**values) if values else said


def read(sentence: Sentence) -> str:
    """Return a sentence that `core` said, in the person's language."""
    said = QCoreApplication.translate(CONTEXT, sentence.text)
    return said.format(**dict(sentence.values))


def system_language() -> Language:
    """Return Korean where the desktop speaks it, English everywhere else."""
    return "ko" if QLocale.system().language() == QLocale.Language.Korean else "en"


class TsFile(QTranslator):
    """One .ts file read as it stands, for a checkout whose .qm files are missing or old."""

    def __init__(self, path: Path, parent: QObject) -> None:
        super().__init__(parent)
        self.words = read_ts(path)

    def isEmpty(self) -> bool:
        return not self.words

    def translate(self, context: str, source: str, disambiguation: str = "", n: int = -1) -> str:  # type: ignore[override]
        # A null QString lets Qt ask the next translator; PySide makes one of None.
        return self.words.get(source) if context == CONTEXT else None  # type: ignore[return-value]


def read_ts(path: Path) -> dict[str, str]:
    """Return the finished translations of a .ts file: English -> the other language."""
    words: dict[str, str] = {}
    for message in ElementTree.parse(path).getroot().iter("message"):
        source, translation = message.findtext("source"), message.find("translation")
        if source and translation is not None and translation.text and translation.get("type") != "obsolete":
            words[source] = translation.text
    return words


def speak(app: QCoreApplication, language: Language, *, folder: Path = I18N) -> list[QTranslator]:
    """Make `app` speak `language` and return the translators installed, for `hush` before another language."""
    if language == "en":
        return []
    spoken: list[QTranslator] = []
    qt = QTranslator(app)  # Qt's own words: context menus of editors, file dialogs
    if qt.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        spoken.append(qt)
    for path in sorted(folder.glob(f"*.{language}.ts")):
        spoken.append(_translator(path, app))
    for path in sorted(folder.glob(f"*.{language}.qm")):  # the packaged app may bring only these
        if not path.with_suffix(".ts").exists():
            spoken.append(_compiled(path, app))
    for translator in spoken:
        app.installTranslator(translator)
    return spoken


def hush(app: QCoreApplication, spoken: list[QTranslator]) -> None:
    """Take away what `speak` installed."""
    for translator in spoken:
        app.removeTranslator(translator)
        translator.deleteLater()


def _translator(ts: Path, app: QCoreApplication) -> QTranslator:
    qm = ts.with_suffix(".qm")
    if qm.exists() and qm.stat().st_mtime >= ts.stat().st_mtime:
        return _compiled(qm, app)
    return TsFile(ts, app)


def _compiled(qm: Path, app: QCoreApplication) -> QTranslator:
    made = QTranslator(app)
    made.load(str(qm))
    return made
