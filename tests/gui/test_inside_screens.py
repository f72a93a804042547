"""Every tab of Look inside fits every screen, in both languages."""

from __future__ import annotations

import pytest

from gui.inside.compare.tab import CompareTab
from gui.inside.tabs import tabs
from gui.kit.remembered import Preferences
from tests.gui.conftest import OpenWindow
from tests.gui.test_inside_page import TAKEN, TWO
from tests.gui.test_screens import at_every_size

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("tab", [kind.name for kind in tabs()])
def test_every_tab_fits_every_screen(open_window: OpenWindow, tab: str, language: str) -> None:
    window = open_window(preferences=Preferences(language=language, theme="light"), page="inside")
    window.inside.show_event(TAKEN, None)
    made = window.inside.made.open_tab(tab)
    if isinstance(made, CompareTab):
        made.show_results(TWO)
    told = at_every_size(window)
    assert not told, "\n".join(f"{size}: {line}" for size, lines in told.items() for line in lines)
