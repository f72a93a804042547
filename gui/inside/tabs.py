"""The tabs of the page Look inside as data: one line each, in their order."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from core.sentence import say
from gui.inside.page import TabKind
from gui.inside.setting import TabSetting


def tabs() -> tuple[TabKind, ...]:
    """Return every tab; each is made when it is first opened."""
    return (TabKind("tensors", say("Tensors"), tensors),)


def tensors(setting: TabSetting) -> QWidget:
    """Make the tab Tensors."""
    from gui.inside.bench.tab import BenchTab

    return BenchTab(setting)
