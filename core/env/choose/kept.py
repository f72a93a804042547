"""A reason that promises something is given only where choosing again keeps the promise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from core.env.choose.barred import ANOTHER_TORCH, DRIVER_OLD, DRIVER_SILENT
from core.env.choose.reasons import A_NEWER_BUILD
from core.env.choose.table import Table, version_of
from core.messages.computer import Machine
from core.messages.recipe import Wish
from core.sentence import Sentence, say

ANY_DRIVER, ANY_GLIBC = "9999.0", "9.99"

Finds = Callable[[Machine, "Wish | None"], bool]
"""Whether choosing on a machine, with this wish (None: the person's), finds a build that trains on a GPU."""


def kept(why: Sentence, machine: Machine, table: Table, finds: Finds) -> Sentence:
    """Return the reason why the processor trains, or one that promises less where doing it would change nothing."""
    updated = _updated(machine, ANY_DRIVER)
    if why.text in (DRIVER_OLD.text, DRIVER_SILENT.text):
        if finds(updated, None):
            return why
    elif why.text != ANOTHER_TORCH.text or any(finds(machine, Wish(torch=one.torch)) for one in table.sets):
        return why
    values = dict(why.values)
    if machine.glibc and finds(replace(updated, glibc=ANY_GLIBC), None):
        return say(
            "This Linux is too old for every PyTorch that trains on {gpu} (its glibc is {glibc}): torch {torch} for"
            " the processor.", gpu=values["gpu"], glibc=machine.glibc, torch=values["torch"],
        )  # fmt: skip
    return say(
        "{gpu} cannot train with torch {torch} on this system: torch {torch} for the processor.",
        gpu=values["gpu"], torch=values["torch"],
    )  # fmt: skip


def kept_build(why: Sentence, machine: Machine, changes: Callable[[Machine], bool]) -> Sentence:
    """Return the reason for a CUDA build, or one that does not blame the driver where a newer one changes nothing.

    `changes`: whether choosing on a machine finds another build.
    """
    values = dict(why.values)
    if why.text != A_NEWER_BUILD.text or changes(_updated(machine, str(values["needed"]))):
        return why
    return say(
        "{gpu} with driver {driver}: torch {torch} with CUDA {cuda} is the newest build of what was chosen that runs on"
        " this card.", gpu=values["gpu"], driver=values["driver"], torch=values["torch"], cuda=values["cuda"],
    )  # fmt: skip


def _updated(machine: Machine, driver: str) -> Machine:
    """Return the machine with at least this driver for each NVIDIA card."""
    gpus = (
        replace(gpu, driver=max(gpu.driver or "0", driver, key=version_of)) if gpu.vendor == "nvidia" else gpu
        for gpu in machine.gpus
    )
    return replace(machine, gpus=tuple(gpus))
