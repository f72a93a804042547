"""The appearance and language the person has chosen, applied to the one QApplication."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt, QTranslator
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QStyle

from gui.kit.remembered import Preferences
from gui.kit.style import palette, sheet
from gui.kit.theme import Theme, font, theme_for
from gui.kit.words import Language, install_language, system_language


def the_app() -> QApplication:
    """Return the QApplication."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app


def language_of(preferences: Preferences) -> Language:
    """Return the language of the window."""
    return system_language() if preferences.language == "system" else preferences.language


def use_chosen_language(preferences: Preferences) -> list[QTranslator]:
    """Install the chosen language and its date format; return the translators."""
    locale = QLocale(QLocale.Language.Korean if language_of(preferences) == "ko" else QLocale.Language.English)
    QLocale.setDefault(QLocale.system() if preferences.language == "system" else locale)
    return install_language(the_app(), language_of(preferences))


def theme_of(preferences: Preferences) -> Theme:
    """Return the chosen theme, and make title bars and file dialogs follow it."""
    hints = QGuiApplication.styleHints()
    if preferences.theme == "system":
        hints.unsetColorScheme()
    else:
        hints.setColorScheme(Qt.ColorScheme.Dark if preferences.theme == "dark" else Qt.ColorScheme.Light)
    animated = bool(QApplication.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration))
    return theme_for(preferences.theme, motion=preferences.motion and animated)


def apply_theme_to_app(theme: Theme) -> None:
    """Show every window of the app in `theme`."""
    app = the_app()
    app.setFont(font(theme, theme.body_px))
    app.setPalette(palette(theme))
    if app.styleSheet() != (made := sheet(theme)):  # setting the same again takes a quarter of a second
        app.setStyleSheet(made)
