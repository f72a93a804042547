"""How the app looks and speaks, as a person has chosen: applied to the one QApplication."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt, QTranslator
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QStyle

from gui.kit.remembered import Preferences
from gui.kit.style import palette, sheet
from gui.kit.theme import Theme, font, theme_for
from gui.kit.words import Language, speak, system_language


def the_app() -> QApplication:
    """Return the QApplication there is."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app


def language_of(choices: Preferences) -> Language:
    """Return the language of the window."""
    return system_language() if choices.language == "system" else choices.language


def speak_as(choices: Preferences) -> list[QTranslator]:
    """Speak the chosen language and write dates as it does; return what `gui.kit.words.hush` takes away."""
    locale = QLocale(QLocale.Language.Korean if language_of(choices) == "ko" else QLocale.Language.English)
    QLocale.setDefault(QLocale.system() if choices.language == "system" else locale)
    return speak(the_app(), language_of(choices))


def theme_of(choices: Preferences) -> Theme:
    """Return the chosen theme and tell the desktop's own parts (title bar, file dialogs) to follow."""
    hints = QGuiApplication.styleHints()
    if choices.theme == "system":
        hints.unsetColorScheme()
    else:
        hints.setColorScheme(Qt.ColorScheme.Dark if choices.theme == "dark" else Qt.ColorScheme.Light)
    animated = bool(QApplication.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration))
    return theme_for(choices.theme, motion=choices.motion and animated)


def dress_app(theme: Theme) -> None:
    """Put every window of the app into `theme`."""
    app = the_app()
    app.setFont(font(theme, theme.body_px))
    app.setPalette(palette(theme))
    app.setStyleSheet(sheet(theme))
