"""Drop-downs and menus are finished: round corners everywhere, no frame round the current row."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QComboBox, QMenu, QStyledItemDelegate, QWidget
from pytestqt.qtbot import QtBot

from gui.kit.inputs import Menu
from tests.gui.conftest import OpenWindow

# Qt's offscreen platform says so of every window with a smallest size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def is_round(popup: QWidget) -> bool:
    mask = popup.mask()
    corners = (popup.rect().topLeft(), popup.rect().topRight(), popup.rect().bottomLeft(), popup.rect().bottomRight())
    return not any(mask.contains(corner) for corner in corners) and mask.contains(QPoint(popup.width() // 2, 2))


@pytest.mark.parametrize("page", ["train", "settings"])
def test_every_drop_down_ends_in_round_corners(open_window: OpenWindow, qtbot: QtBot, page: str) -> None:
    window = open_window(page=page)
    lists = [part for part in window.frame.page(page).findChildren(QComboBox) if part.isVisible()]
    assert len(lists) >= 3
    for part in lists:
        part.showPopup()
        popup = part.view().window()
        qtbot.waitUntil(popup.isVisible)
        assert is_round(popup), part.accessibleName()
        assert isinstance(part.itemDelegate(), QStyledItemDelegate)
        part.hidePopup()


def test_menus_and_their_submenus_do_so_too(open_window: OpenWindow, qtbot: QtBot) -> None:
    page = open_window().page
    page.inspector.show_menu()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, Menu)
    assert is_round(menu)
    inside = [action.menu() for action in menu.actions() if action.menu() is not None]
    assert len(inside) >= 4
    assert all(isinstance(one, Menu) for one in inside)
    menu.close()
    reset = page.controls.reseed.menu()
    assert isinstance(reset, QMenu)
    reset.popup(QPoint(10, 10))
    assert is_round(reset)
    reset.close()
