"""The word under the pointer: what stands there, and its two sentences beside it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QToolTip,
    QWidget,
)

from gui.kit.words import read
from gui.language.term import Term
from gui.language.terms import as_tip, term_called, told


def texts_at(widget: QWidget, at: QPoint) -> list[str]:
    """Return what a person reads at a place of a widget, the most exact first; a painted one says it by `words_at`."""
    if callable(words_at := getattr(widget, "words_at", None)):
        return list(words_at(at))
    if isinstance(widget, QMenu):
        found = widget.actionAt(at)
        return [found.text().split("\t")[0]] if found is not None else []
    if isinstance(widget, QComboBox):
        return [widget.currentText(), widget.accessibleName()]
    if isinstance(widget, QHeaderView):
        column = widget.logicalIndexAt(at)
        return [str(widget.model().headerData(column, widget.orientation()))] if column >= 0 else []
    if isinstance(widget, QLabel | QAbstractButton):
        return [widget.text(), widget.accessibleName()]
    return [widget.accessibleName()]


def term_at(place: QPoint, window: QWidget) -> tuple[Term, QWidget] | None:
    """Return the term at a place of the screen, and the widget that shows it; None if no word there is one."""
    # A window that lies partly beside the screen is asked itself.
    widget = QApplication.widgetAt(place) or window.childAt(window.mapFromGlobal(place))
    while widget is not None:
        for text in texts_at(widget, widget.mapFromGlobal(place)):
            if (term := term_called(text, read)) is not None:
                return term, widget
        if widget.isWindow():
            return None
        widget = widget.parentWidget()
        if isinstance(widget, QLineEdit | QComboBox):
            continue  # the editor inside a number field, the text inside a list: the field has the name
        if widget is not None and not widget.accessibleName() and not hasattr(widget, "words_at"):
            return None
    return None


def term_in_focus() -> Term | None:
    """Return the term of the control that has the keyboard, None if it has none."""
    focused = QApplication.focusWidget()
    if focused is None:
        return None
    texts = texts_at(focused, focused.rect().center())
    return next((term for text in texts if (term := term_called(text, read)) is not None), None)


def explain(event: QHelpEvent, window: QWidget, here: Callable[[QWidget], tuple[str, str]]) -> bool:
    """Show the two sentences of what is under the pointer; return whether there are any.

    A window calls this for a tooltip that no widget in it has answered. `here` returns as rich text what can be said of
    a control as it is now, and of that the numbers alone, for below a word that stands there; "" for nothing.
    """
    place = event.globalPos()
    under = QApplication.widgetAt(place) or window.childAt(window.mapFromGlobal(place))
    whole, numbers = here(under) if under is not None else ("", "")
    if (found := term_at(place, window)) is not None:
        term, widget = found
        QToolTip.showText(place, as_tip(told(term, read) + numbers), widget)
    elif under is not None and whole and texts_at(under, under.mapFromGlobal(place)):
        QToolTip.showText(place, as_tip(whole), under)
    else:
        return False
    return True
