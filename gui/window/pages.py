"""The pages of the app as data: one line each, in the rail's order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from core.sentence import say
from gui.kit.words import read
from gui.notices.tape import PLAYS
from gui.window.page_frame import Page
from gui.window.scaling import can_change_now

if TYPE_CHECKING:
    from gui.window.window import Window


def pages(window: Window) -> tuple[Page, ...]:
    """Return every page of `window`; each is made when it is first opened."""
    return (
        Page("train", say("Train"), "train", lambda: train(window)),
        Page("inside", say("Look inside"), "inside", window.inside.page),
        Page("install", say("Install"), "install", window.installs.wizard),
        Page("environments", say("Environments"), "environments", window.installs.environments),
        Page("runs", say("Runs"), "runs", lambda: runs(window)),
        Page("settings", say("Settings"), "settings", lambda: settings(window), foot=True),
    )


def train(window: Window) -> QWidget:
    """Make the trainer page."""
    from gui.train.page import TrainPage

    training = window.training
    return TrainPage(
        send=training.send, theme=window.theme, new_run=training.new_run, begin_again=training.begin_again
    )  # fmt: skip


def runs(window: Window) -> QWidget:
    """Make the page of saved trainings."""
    from gui.runs.page import RunsPage

    recorded = window.recorded is not None
    return RunsPage(
        theme=window.theme,
        folder=window.runs,
        current=lambda: "" if recorded else window.training.run.folder,  # a recording has none open
        open_run=window.open_run,
        move_current=window.training.move_run,
        own_bin=window.folders.bin,
        system_bin=not window.folders.apart,
        closed=read(PLAYS) if recorded else "",
    )


def settings(window: Window) -> QWidget:
    """Make the settings page."""
    from gui.settings.page import SettingsPage

    return SettingsPage(
        preferences=window.preferences,
        change=window.change,
        runs=window.runs,
        logs=window.folders.logs,
        version=window.version,
        pages=tuple(read(page.text) for page in window.frame.pages.values() if not page.foot),
        live=can_change_now(),
    )
