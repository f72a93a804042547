"""What is wrong with an environment: from an error text, or from what its check reports, compared with the machine."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from packaging.version import Version

from core.env.check.known import KNOWN, UPDATE_DRIVER
from core.env.choose.reasons import is_jetson
from core.env.choose.table import capability_text, version_of
from core.messages.computer import Machine
from core.messages.install_reports import Fault
from core.sentence import say

DETAIL_CHARACTERS = 4000
CRASHED, HUNG = "crashed: ", "hung: "
"""How the text of a device begins that ended the whole check."""
LET_IT_BE = say(
    "Nothing needs to be done. To use this card too, update its driver, restart the computer and check again."
)


def faults_in(text: str) -> list[Fault]:
    """The fault that an error text gives away, the most particular first; none where the text is not known."""
    for known in KNOWN:
        if re.search(known.pattern, text, re.DOTALL):
            return [Fault(known.code, known.cause, known.mend, text[-DETAIL_CHARACTERS:])]
    return []


def unknown_fault(text: str) -> Fault:
    """For an error nobody has met yet."""
    return Fault(
        "unknown",
        say("PyTorch does not work in this environment, and the error is not a known one."),
        say("Make a new environment. The report has the full text of the error."),
        text[-DETAIL_CHARACTERS:],
    )


def faults_of(report: Mapping[str, Any], machine: Machine | None) -> list[Fault]:
    """What a report of the check shows without any error text, compared with the machine where it is known."""
    found = []
    version, cuda = str(report.get("torch", "")), str(report.get("cuda", ""))
    if folders := report.get("user_site"):
        found.append(
            Fault(
                "user_site",
                say("Packages in {folder} would be loaded instead of this environment's own.", folder=str(folders[0])),
                say("Delete or rename that folder, or set PYTHONNOUSERSITE=1. TorchGarden's own doors set it."),
            )
        )
    if machine and version:
        found += _card_unused(report, machine, version=version, cuda=cuda)
    return found


def _card_unused(report: Mapping[str, Any], machine: Machine, *, version: str, cuda: str) -> list[Fault]:
    """A usable NVIDIA card that this torch does not train on, and why."""
    cards = [gpu for gpu in machine.gpus if gpu.vendor == "nvidia" and gpu.driver and not is_jetson(gpu)]
    if not cards or str(report.get("device", "")).startswith(("cuda", "xpu")):
        return []
    gpu = cards[0]
    if not cuda and not report.get("hip"):
        return [
            Fault(
                "cpu_build",
                say(
                    "{gpu} is not used: torch {torch} in this environment is built for the processor only.",
                    gpu=gpu.name,
                    torch=version,
                ),
                say("Make a new environment: TorchGarden chooses the build for your card."),
            )
        ]
    if cuda and version_of(cuda).major >= 13 and version_of(gpu.driver) < Version("580"):
        return [
            Fault(
                "driver_old",
                say(
                    "torch {torch} needs NVIDIA driver 580 or later, and {gpu} has {driver}.",
                    torch=version,
                    gpu=gpu.name,
                    driver=gpu.driver,
                ),
                UPDATE_DRIVER,
            )
        ]
    return [
        Fault(
            "card_unseen",
            say(
                "torch {torch} does not see {gpu}, though its driver {driver} answers.",
                torch=version,
                gpu=gpu.name,
                driver=gpu.driver,
            ),
            say("Restart the computer and check again. On a laptop, plug it in."),
        )
    ]


def missing_kernels(capability: str, architectures: Sequence[str]) -> bool:
    """Whether a card of `capability` ("6.1"; AMD: "gfx1030") finds no kernels among torch's `architectures` ("sm_75",
    "compute_90"; AMD: "gfx1030")."""
    if not capability or not architectures:
        return False
    if capability.startswith("gfx"):
        return capability not in {name.split(":")[0] for name in architectures}
    card = version_of(capability)
    major, minor = card.major, card.minor
    for architecture in architectures:
        match = re.fullmatch(r"(sm|compute)_(\d+)(\d)[a-z]?", architecture)
        if not match:
            continue
        own = (int(match[2]), int(match[3]))
        if match[1] == "sm" and own[0] == major and own[1] <= minor:
            return False
        if match[1] == "compute" and own <= (major, minor):
            return False  # PTX, which the driver compiles for newer cards
    return True


def kernels_fault(product: str, capability: str, architectures: Sequence[str]) -> Fault:
    """A card that torch sees and has no kernels for."""
    return Fault(
        "no_kernels",
        say(
            "This PyTorch holds no kernels for {gpu} (compute capability {capability}): it was built for other"
            " generations.",
            gpu=product,
            capability=_capability_text(capability),
        ),
        say("Make a new environment: TorchGarden chooses the build that has kernels for your card."),
        " ".join(architectures),
    )


def left_out_fault(product: str, capability: str, works: str) -> Fault:
    """A card without kernels beside one that works: it is only not used."""
    return Fault(
        "left_out",
        say(
            "{gpu} ({capability}) is not used: this PyTorch holds no kernels for it. {works} trains.",
            gpu=product, capability=_capability_text(capability), works=works,
        ),
        say("Nothing needs to be done. A card of another generation does not disturb the one that trains."),
    )  # fmt: skip


def broken_faults(entry: Mapping[str, Any], works: str) -> list[Fault]:
    """A card that fails beside one that works: it is only not used. The second fault says why, where that is known."""
    text, part = str(entry.get("text", "")), str(entry.get("failed") or "start")
    values = {"gpu": str(entry["product"] or entry["device"]), "device": str(entry["device"]), "works": works}
    known = [Fault("left_out", fault.cause, fault.mend, fault.detail) for fault in faults_in(text)]
    if text.startswith("wrong result"):
        cause = say(
            "{gpu} ({device}) is not used: it computes something else than the processor, so its results cannot be"
            " trusted. {works} trains.", **values,
        )  # fmt: skip
    elif text.startswith(CRASHED):
        cause = say("{gpu} ({device}) is not used: the check crashed on it at “{part}”. {works} trains.",
                    part=part, **values)  # fmt: skip
    elif text.startswith(HUNG):
        cause = say("{gpu} ({device}) is not used: the check hung on it at “{part}”. {works} trains.",
                    part=part, **values)  # fmt: skip
    elif known:
        cause = say("{gpu} ({device}) is not used: it failed at “{part}”. {works} trains.", part=part, **values)
    else:
        cause = say(
            "{gpu} ({device}) is not used: it failed at “{part}”, and the error is not a known one. {works} trains.",
            part=part, **values,
        )  # fmt: skip
    return [Fault("left_out", cause, LET_IT_BE, text[-DETAIL_CHARACTERS:]), *known]


def second_fault(first: Mapping[str, Any], chosen: Mapping[str, Any], *, hip: bool) -> Fault:
    """A card that is listed first and fails: whoever asks for “cuda” alone gets it."""
    kind, _, index = str(chosen["device"]).partition(":")
    variable = {"xpu": "ZE_AFFINITY_MASK"}.get(kind, "HIP_VISIBLE_DEVICES" if hip else "CUDA_VISIBLE_DEVICES")
    return Fault(
        "left_out",
        say("A program that asks for “{kind}” alone gets {gpu}, which is not used.",
            kind=kind, gpu=str(first["product"] or first["device"])),
        say("Write “{device}” there, or set {variable}={index} before Python starts.",
            device=str(chosen["device"]), variable=variable, index=index),
    )  # fmt: skip


def _capability_text(capability: str) -> str:
    """Return what a card's kernels are chosen by, as a person reads it."""
    if capability.startswith("gfx"):
        return capability
    return capability_text((version_of(capability).major, version_of(capability).minor))
