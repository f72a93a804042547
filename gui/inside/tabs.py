"""The tabs of the page Look inside as data: one line each, in their order."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from core.sentence import say
from gui.inside.page import TabKind
from gui.inside.setting import TabSetting


def tabs() -> tuple[TabKind, ...]:
    """Return every tab; each is made when it is first opened."""
    return (
        TabKind("layers", say("Three layers"), layers),
        TabKind("stepping", say("Step through"), stepping),
        TabKind("tensors", say("Tensors"), tensors),
        TabKind("compare", say("CPU and GPU"), compare),
    )


def layers(setting: TabSetting) -> QWidget:
    """Make the tab Three layers."""
    from gui.inside.layers.tab import LayersTab

    return LayersTab(setting)


def stepping(setting: TabSetting) -> QWidget:
    """Make the tab Step through."""
    from gui.inside.stepping.tab import SteppingTab

    return SteppingTab(setting)


def tensors(setting: TabSetting) -> QWidget:
    """Make the tab Tensors."""
    from gui.inside.bench.tab import BenchTab

    return BenchTab(setting)


def compare(setting: TabSetting) -> QWidget:
    """Make the tab CPU and GPU."""
    from gui.inside.compare.tab import CompareTab

    return CompareTab(setting)
