"""The two menus of a chart: what it shows, and all else: the axis, smoothing, compared runs, a closer look, files."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtGui import QAction, QActionGroup

from gui.kit.inputs import Menu
from gui.kit.words import read, tr
from gui.train.axes.across import COUNTS
from gui.train.charts.view import View
from gui.train.curves.chart import Chosen
from gui.train.curves.export import FORMATS, Format
from gui.train.points.quantity import QUANTITIES, Quantity
from gui.train.points.smoothing import WEIGHTS


def shown_menu(chart: Chosen) -> Menu:
    """Return the menu of what a chart can show."""
    menu = Menu(chart)
    group = QActionGroup(menu)
    for quantity in QUANTITIES:
        _choice(menu, group, _title(chart, quantity), quantity.kind == chart.kind, partial(chart.choose, quantity.kind))
        if quantity.kind in ("score", "layer_dead", "speed"):
            menu.addSeparator()
    return menu


def _title(chart: Chosen, quantity: Quantity) -> str:
    return "R²" if quantity.kind == "score" and not chart.classifies else read(quantity.title)


def more_menu(
    chart: Chosen, *, compare: Callable[[], Any], beside: Callable[[], Any], save: Callable[[Chosen, Format], Any],
    copy: Callable[[Chosen], Any],
) -> Menu:  # fmt: skip
    """Return the menu of everything else; `compare` opens the choice of runs, `beside` shows two side by side."""
    menu, shared = Menu(chart), chart.shared
    across = menu.addMenu(tr("Axis below"))
    group = QActionGroup(across)
    names = {"step": tr("Steps"), "epoch": tr("Epochs"), "second": tr("Seconds of training")}
    for count in COUNTS:
        _choice(across, group, names[count], count == shared.count, partial(shared.choose_count, count))
    smooth = menu.addMenu(tr("Smoothing"))
    group = QActionGroup(smooth)
    for weight in WEIGHTS:
        text = tr("None") if weight == 0 else f"{weight:g}"
        _choice(smooth, group, text, weight == shared.smoothing, partial(shared.choose_smoothing, weight))
    menu.addAction(tr("Compare runs…"), compare)
    menu.addAction(tr("Side by side…"), beside)
    menu.addSeparator()
    closer = menu.addAction(tr("Look back"), chart.look_back)
    closer.setEnabled(bool(chart._before))
    menu.addAction(tr("Show everything"), lambda: chart.show_view(View()))
    menu.addSeparator()
    for of in FORMATS:
        menu.addAction(tr("Save as {format}…", format=of.upper()), partial(save, chart, of))
    menu.addAction(tr("Copy the picture"), partial(copy, chart))
    return menu


def _choice(menu: Menu, group: QActionGroup, text: str, chosen: bool, act: Callable[[], Any]) -> None:
    action = QAction(text, menu)
    action.setCheckable(True)
    action.setChecked(chosen)
    action.triggered.connect(lambda _=False: act())
    group.addAction(action)
    menu.addAction(action)
