"""What the app keeps, in words: what each is, and what happens when it goes."""

from __future__ import annotations

from core.messages.install_reports import Kept, KeptKind
from gui.kit.words import tr

ASKED_ELSEWHERE: tuple[KeptKind, ...] = ("environment",)
"""Removed on the page of environments, which shows first what goes with it."""


def kind_text(item: Kept) -> str:
    """Return what an item is."""
    texts: dict[KeptKind, str] = {
        "settings": tr("Settings"), "runs": tr("Trainings"), "environment": tr("Environment {name}", name=item.name),
        "kernel": tr("Kernel {name}", name=item.name), "cache": tr("Downloads kept for the next time"),
        "installs": tr("Notes of unfinished installs"), "inside": tr("What was measured"),
        "notebooks": tr("First notebooks"), "logs": tr("Logs"), "bin": tr("TorchGarden’s own bin"),
        "desktop": tr("Entry of the desktop: {name}", name=item.name),
    }  # fmt: skip
    return tr("Settings: {name}", name=item.name) if item.kind == "settings" else texts[item.kind]


def effect_text(item: Kept) -> str:
    """Return what happens when an item goes."""
    if item.kind == "settings" and item.name == "sources.json":
        return tr("The sources of your school’s or firm’s network are asked for no more.")
    if item.kind == "settings" and item.name == "settings.json":
        return tr("Every choice is again as at the first start.")
    if item.kind == "desktop" and (said := _noted_text(item.path)):
        return said
    texts: dict[KeptKind, str] = {
        "settings": tr("The window opens at its first place and size."),
        "runs": tr("Your saved trainings go; one that is open stays."),
        "environment": tr("It can be made again with the wizard, which takes some minutes."),
        "kernel": tr("Jupyter and VS Code do not offer it any more."),
        "cache": tr("The next install downloads everything again."),
        "installs": tr("An install that was not finished begins from the start."),
        "inside": tr("It is measured again when it is asked for."),
        "notebooks": tr("Yours: what you wrote in them goes too."),
        "logs": tr("A report about what was cannot be made any more."),
        "bin": tr("What was deleted cannot be brought back."),
        "desktop": tr("The desktop does not list TorchGarden any more."),
    }  # fmt: skip
    return texts[item.kind]


def _noted_text(path: str) -> str:
    """Return what happens when a file of the desktop goes that is no entry of its menus; "" for an entry."""
    if path.endswith("/bin/torchgarden"):
        return tr("A terminal does not find the command torchgarden any more.")
    if path.endswith("/torchgarden.1"):
        return tr("“man torchgarden” finds no page any more.")
    if "/Library/" in path:
        return tr("macOS notes it again at the next start.")
    return ""
