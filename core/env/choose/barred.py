"""Why no GPU of this computer can be used, so that the processor trains: the first thing that stands in the way."""

from __future__ import annotations

from dataclasses import replace

from core.env.choose.reasons import is_jetson
from core.env.choose.table import Table, TorchSet, capability_text, runs_on
from core.messages.computer import Gpu, Machine
from core.sentence import Sentence, say, with_values

VIRTUAL_VENDORS = ("1234", "15ad", "80ee", "1af4", "1b36", "1414", "1ab8", "5853")
VIRTUAL_NAMES = ("hyper-v", "vmware", "virtualbox", "qxl", "virtio", "parallels")

# What promises something: `core.env.choose.kept` tries it before it is said.
ANOTHER_TORCH = say(
    "{gpu} could train with another torch, but torch {torch} has no build for it that runs here: torch {torch} for the"
    " processor."
)
DRIVER_SILENT = say(
    "{gpu} is there, but its NVIDIA driver does not answer. Until it does, torch {torch} for the processor."
)
DRIVER_OLD = say(
    "The driver {driver} of {gpu} is too old for every build that has kernels for the card: torch {torch} for the"
    " processor, until the driver is updated."
)


def why_processor(machine: Machine, torch_set: TorchSet, table: Table) -> Sentence:
    """Why the processor trains: the first thing that stands in the way of a GPU."""
    torch = torch_set.torch
    for gpu in machine.gpus:
        if not is_jetson(gpu) and _runs_somewhere(gpu, machine, table):
            return with_values(ANOTHER_TORCH, gpu=gpu.name, torch=torch)
        sentence = _what_bars(gpu, machine, table, torch)
        if sentence is not None:
            return sentence
    if machine.platform == "osx-64":
        return say(
            "This Mac has an Intel processor. PyTorch stopped making its own builds for it, conda-forge goes on:"
            " torch {torch} for the processor.",
            torch=torch,
        )
    if machine.platform == "osx-arm64":
        return say(
            "This version of macOS is too old for training on the Mac's GPU: torch {torch} for the processor.",
            torch=torch,
        )
    if any(map(is_virtual, machine.gpus)):
        return say(
            "This is a virtual machine, in which no GPU of the computer around it can be used: torch {torch} for the"
            " processor.",
            torch=torch,
        )
    if machine.platform == "win-arm64":
        return say(
            "Windows on an ARM processor: torch {torch} for x64 processors runs here through Windows' own translation.",
            torch=torch,
        )
    return say("No GPU that PyTorch could use was found: torch {torch} for the processor.", torch=torch)


def is_virtual(gpu: Gpu) -> bool:
    """Whether this is the made-up display of a virtual machine (Bochs, VMware, Hyper-V, virtio, QXL, Parallels ...)."""
    return gpu.vendor == "other" and (
        gpu.pci_id.partition(":")[0] in VIRTUAL_VENDORS or any(name in gpu.name.lower() for name in VIRTUAL_NAMES)
    )


def _runs_somewhere(gpu: Gpu, machine: Machine, table: Table) -> bool:
    """Whether any build of any torch would train on this GPU, as things stand."""
    pairs = ((s, table.kind(name)) for s in table.sets for name in s.builds_on(machine.platform))
    return gpu.vendor != "apple" and any(runs_on(kind, s, gpu, machine) for s, kind in pairs)


def _what_bars(gpu: Gpu, machine: Machine, table: Table, torch: str) -> Sentence | None:
    values = {"gpu": gpu.name, "torch": torch}
    if gpu.vendor == "nvidia":
        return _what_bars_nvidia(gpu, machine, table, torch)
    if gpu.problem and _may_be_built_for(gpu, machine, table):
        return _out_of_order(gpu, torch)
    if gpu.vendor == "amd" and machine.system == "windows":
        return say(
            "{gpu}: for AMD cards PyTorch is built for Linux only, so on Windows this is torch {torch} for the"
            " processor.",
            **values,
        )
    if gpu.vendor == "amd" and machine.system == "linux":
        return say(
            "{gpu} is not on the list of AMD cards that PyTorch is built for: torch {torch} for the processor.",
            **values,
        )
    if gpu.vendor == "intel" and machine.system != "macos":
        return say(
            "{gpu} draws the screen, but PyTorch cannot train on it: torch {torch} for the processor.",
            **values,
        )
    return None


def _may_be_built_for(gpu: Gpu, machine: Machine, table: Table) -> bool:
    """Whether a card that cannot work now would train if it could, or may do so as far as is known."""
    if gpu.vendor == "amd" and not gpu.architecture:
        return machine.platform == "linux-64"
    return gpu.vendor == "apple" or _runs_somewhere(replace(gpu, problem=""), machine, table)


def _out_of_order(gpu: Gpu, torch: str) -> Sentence:
    return say(
        "{gpu} is there, but it cannot work as it is now. Until it can, torch {torch} for the processor.",
        gpu=gpu.name,
        torch=torch,
    )


def _what_bars_nvidia(gpu: Gpu, machine: Machine, table: Table, torch: str) -> Sentence:
    oldest = table.kind("cu118")
    if is_jetson(gpu):
        return say(
            "{gpu} is a Jetson: NVIDIA itself makes the PyTorch for it, the usual builds don't run on its GPU. So"
            " this is"
            " torch {torch} for the processor.",
            gpu=gpu.name,
            torch=torch,
        )
    if gpu.capability != (0, 0) and gpu.capability < min(oldest.capabilities):
        return say(
            "{gpu} (compute capability {capability}) is too old for every PyTorch that is still to be had:"
            " torch {torch} for the processor.",
            gpu=gpu.name,
            capability=capability_text(gpu.capability),
            torch=torch,
        )
    if not gpu.driver:
        return with_values(DRIVER_SILENT, gpu=gpu.name, torch=torch)
    if gpu.problem:
        return _out_of_order(gpu, torch)
    return with_values(DRIVER_OLD, driver=gpu.driver, gpu=gpu.name, torch=torch)
