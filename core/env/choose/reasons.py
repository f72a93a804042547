"""Why this torch build and not another, in sentences a beginner understands, and what follows from overruling it."""

from __future__ import annotations

from packaging.version import Version

from core.env.choose.card_problems import problem_of, what_is
from core.env.choose.table import (
    BuildKind,
    Table,
    TorchSet,
    capability_text,
    driver_needed,
    has_kernels,
    runs_on,
    system_suits,
    version_of,
)
from core.messages.computer import Gpu, Machine
from core.sentence import Sentence, say, with_values
from core.versions import OLDEST_PYTHON

JETSON_NAMES = ("orin", "xavier", "tegra", "jetson")
HIDES = {"amd": "HIP_VISIBLE_DEVICES", "intel": "ZE_AFFINITY_MASK"}

A_NEWER_BUILD = say(
    "{gpu} could run a newer build, but its driver {driver} is older than CUDA 13 needs ({needed}). torch {torch} with"
    " CUDA {cuda} is the newest that runs with this driver."
)
"""It promises something: `core.env.choose.kept` tries that before it is said."""


def is_jetson(gpu: Gpu) -> bool:
    """Whether this is one of NVIDIA's boards whose PyTorch comes from NVIDIA itself."""
    return gpu.vendor == "nvidia" and any(name in gpu.name.lower() for name in JETSON_NAMES)


def why_gpu(gpu: Gpu, others: tuple[Gpu, ...], kind: BuildKind, torch_set: TorchSet, table: Table) -> Sentence:
    """Why `kind` of `torch_set` for this GPU. `others`: further cards that it runs on as well."""
    if gpu.vendor == "nvidia":
        return _why_nvidia(gpu, others, kind, torch_set, table)
    if gpu.vendor == "amd":
        return say(
            "{gpu} ({architecture}) is on the list of AMD cards that PyTorch is built for: torch {torch} with ROCm"
            " {rocm}.",
            gpu=gpu.name,
            architecture=gpu.architecture,
            torch=torch_set.torch,
            rocm=kind.number,
        )
    if gpu.vendor == "intel":
        return say(
            "{gpu} is one of the Intel GPUs that PyTorch is tested on: torch {torch} for Intel XPU trains on it.",
            gpu=gpu.name,
            torch=torch_set.torch,
        )
    return say(
        "{gpu}: on a Mac with Apple's own chip, torch {torch} trains on the built-in GPU through MPS.",
        gpu=gpu.name,
        torch=torch_set.torch,
    )


def _why_nvidia(gpu: Gpu, others: tuple[Gpu, ...], kind: BuildKind, torch_set: TorchSet, table: Table) -> Sentence:
    values = {"gpu": gpu.name, "driver": gpu.driver, "torch": torch_set.torch, "cuda": kind.number}
    capability = capability_text(gpu.capability)
    if gpu.capability == (0, 0):
        return say(
            "{gpu} with driver {driver}: how old the card is could not be found out, so this is torch {torch} with"
            " CUDA {cuda}, which fits every recent one. The check at the end will tell.",
            **values,
        )
    if others:
        return say(
            "{count} NVIDIA cards, {gpu} among them, with driver {driver}: torch {torch} with CUDA {cuda} has kernels"
            " for every one of them.",
            count=1 + len(others),
            **values,
        )
    newest = table.kind("cu130")
    if version_of(kind.number).major >= 13:
        return say(
            "{gpu} (compute capability {capability}) with driver {driver}: torch {torch} with CUDA {cuda} is the build"
            " that really runs on this card.",
            capability=capability,
            **values,
        )
    if gpu.capability < min(newest.capabilities):
        return say(
            "{gpu} is of an older generation (compute capability {capability}): builds for CUDA 13 have no kernels for"
            " it, however new the driver is. torch {torch} with CUDA {cuda} is the newest that runs on it.",
            capability=capability,
            **values,
        )
    return with_values(A_NEWER_BUILD, needed=newest.driver_linux, **values)


def cautions(kind: BuildKind, torch_set: TorchSet, python: str, machine: Machine, table: Table) -> list[Sentence]:
    """What to know about a build even where it is the right one."""
    found = []
    if kind.vendor == "amd":
        found.append(say("The AMD build is very large: about 23 GB on disk once it is installed."))
    if kind.vendor == "intel":
        found.append(
            say("Training on an Intel GPU needs Intel's current graphics driver; the check at the end will tell.")
        )
    if (
        kind.device == "mps"
        and version_of(machine.system_version) < Version("14")
        and _is_last(torch_set, machine, table)
    ):
        found.append(
            say("Newer PyTorch needs macOS 14 or later; with this macOS {torch} is the last.", torch=torch_set.torch)
        )
    if version_of(python) < version_of(OLDEST_PYTHON):
        found.append(
            say(
                "TorchGarden's own trainer needs Python 3.10 or later: it cannot run in an environment with {python}.",
                python=python,
            )
        )
    if version_of(torch_set.torch) > version_of(table.recommended):
        found.append(
            say(
                "torch {torch} is newer than {tested}, the one TorchGarden was tested with.",
                torch=torch_set.torch,
                tested=table.recommended,
            )
        )
    return found


def _is_last(torch_set: TorchSet, machine: Machine, table: Table) -> bool:
    """Whether no newer torch is to be had on this system."""
    newer = (one for one in table.sets if version_of(one.torch) > version_of(torch_set.torch))
    return torch_set in table.sets and not any(system_suits(one, machine, machine.platform) for one in newer)


def consequences(
    kind: BuildKind, torch_set: TorchSet, machine: Machine, *, platform: str, usable: Gpu | None
) -> list[Sentence]:
    """What follows from choosing a build by hand. `usable`: the GPU that the recommended build would train on."""
    if not kind.vendor:
        if not usable:
            return []
        return [say("{gpu} stays unused: training runs on the processor, which is much slower.", gpu=usable.name)]
    cards = [gpu for gpu in machine.gpus if gpu.vendor == kind.vendor]
    if not cards:
        return [
            say(
                "No GPU for this build was found here: it is larger to download, and training still runs on the"
                " processor."
            )
        ]
    if any(runs_on(kind, torch_set, gpu, machine, platform=platform) for gpu in cards):
        return []
    return [_unfit(kind, torch_set, cards[0], machine, platform)]


def _unfit(kind: BuildKind, torch_set: TorchSet, gpu: Gpu, machine: Machine, platform: str) -> Sentence:
    """Why a build does not train on a card of the maker that it is for."""
    if problem_of(gpu):
        return what_is(gpu)
    if gpu.vendor != "nvidia":
        return say(
            "{gpu} is not on the list of GPUs that this build is made for: expect it to fail on the GPU.",
            gpu=gpu.name,
        )
    if not has_kernels(kind, torch_set, gpu, platform):
        return say(
            "This build has no kernels for {gpu} (compute capability {capability}): torch will see the card, and"
            " the first computation on it will stop with “no kernel image is available”.",
            gpu=gpu.name,
            capability=capability_text(gpu.capability),
        )
    return say(
        "The driver {driver} of {gpu} is older than the {needed} that CUDA {cuda} needs: torch will not see the"
        " card and train on the processor.",
        driver=gpu.driver,
        gpu=gpu.name,
        needed=driver_needed(kind, machine),
        cuda=kind.number,
    )


def driver_advice(driver: str, torch: str, cuda: str, *, wsl: bool) -> Sentence:
    """Advice to update the driver; what it promises has been tried (`core.env.choose.builds`)."""
    if wsl:
        return say(
            "Install the NVIDIA driver {needed} or later in Windows, not in WSL, and choose again: then torch {torch}"
            " with CUDA {cuda} runs on this card.",
            needed=driver, torch=torch, cuda=cuda,
        )  # fmt: skip
    return say(
        "Install the NVIDIA driver {needed} or later and choose again: then torch {torch} with CUDA {cuda} runs on"
        " this card.",
        needed=driver, torch=torch, cuda=cuda,
    )  # fmt: skip


def promise(gpu: Gpu, torch: str, kind: BuildKind) -> Sentence:
    """What a card that is put right will get; it has been tried (`core.env.choose.builds`)."""
    name = {"cuda": "CUDA", "xpu": "Intel XPU", "mps": "Apple MPS"}[kind.device] if kind.vendor != "amd" else "ROCm"
    build = f"{name} {kind.number}".strip()
    return say("Then choose again: torch {torch} with {build} trains on {gpu}.", torch=torch, build=build, gpu=gpu.name)


def seen_by_torch(gpu: Gpu) -> bool:
    """Whether torch sees a card that its build is not made for: one of the same maker, with its driver at work."""
    return not problem_of(gpu) and (gpu.vendor != "amd" or bool(gpu.architecture))


def left_out(gpu: Gpu) -> Sentence:
    """Return the sentence for a GPU that this build does not train on, beside one that it does."""
    return say(
        "{gpu} cannot train with this build. To hide it from torch, set {variable} to the number of the other card.",
        gpu=gpu.name,
        variable=HIDES.get(gpu.vendor, "CUDA_VISIBLE_DEVICES"),
    )
