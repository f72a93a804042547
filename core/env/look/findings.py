"""What was found out about the system, the graphics processors and conda, said in sentences."""

from __future__ import annotations

from core.env.choose.card_problems import mend_of, problem_of, what_is
from core.env.choose.reasons import is_jetson
from core.env.choose.table import capability_text, known_architectures
from core.env.look.condas import CondasFound
from core.env.look.gpus import GpusFound
from core.env.look.system import Outside
from core.messages.computer import Conda, Finding, Gpu, System
from core.sentence import say
from core.sizes import size_text

OLDEST_CAPABILITY = (5, 0)
"""Of the oldest build in the table: Maxwell."""
IN_WSL = say(
    "If this computer has an NVIDIA card, install its driver in Windows, run wsl --shutdown there, and look again."
)


def system_findings(
    outside: Outside, system: System, version: str, platform: str, *, rosetta: bool, wsl: bool
) -> list[Finding]:
    """Return what there is to say of the system itself."""
    names = {"windows": "Windows", "macos": "macOS", "linux": "Linux"}
    found = [
        Finding(
            "system",
            "good",
            say("{system} {version} ({platform}).", system=names[system], version=version, platform=platform),
        )
    ]
    if outside.host.architecture.lower() not in ("x86_64", "amd64", "arm64", "aarch64"):
        found.append(
            Finding(
                "system",
                "stop",
                say(
                    "There is no PyTorch for this kind of processor ({architecture}).",
                    architecture=outside.host.architecture,
                ),
            )
        )
    if rosetta:
        found.append(
            Finding(
                "system",
                "note",
                say(
                    "TorchGarden itself runs translated (Rosetta) on this Mac. Environments are still made for"
                    " Apple's chip."
                ),
            )
        )
    if wsl:
        found.append(
            Finding(
                "system",
                "note",
                say("This is Linux inside Windows (WSL): the graphics driver is the one of Windows."),
                say("Never install an NVIDIA driver inside WSL; update the one in Windows."),
            )
        )
    return found


def gpu_findings(found: GpusFound, *, system: System, wsl: bool = False) -> list[Finding]:
    """Return what there is to say of the GPUs."""
    findings = [_gpu_finding(gpu, system, wsl=wsl) for gpu in found.gpus]
    if not found.gpus and not found.late:
        none = say("No graphics processor for training was found: the processor trains.")
        findings.append(Finding("gpu", "note", none, IN_WSL if wsl else None))
    findings += [
        Finding(
            "gpu",
            "unknown",
            say(
                "{program} did not answer in time, so something about the graphics processor may be missing here.",
                program=program,
            ),
            say("Restart the computer and look again."),
        )
        for program in found.late
    ]
    return findings


def _gpu_finding(gpu: Gpu, system: System, *, wsl: bool) -> Finding:
    if is_jetson(gpu):
        return Finding("gpu", "note", say("{gpu}.", gpu=gpu.name))
    if gpu.vendor == "nvidia" and (0, 0) < gpu.capability < OLDEST_CAPABILITY:
        return Finding(
            "gpu",
            "note",
            say(
                "{gpu} (compute capability {capability}) is too old for every PyTorch that is still to be had.",
                gpu=gpu.name,
                capability=capability_text(gpu.capability),
            ),
        )
    if problem_of(gpu):
        return Finding("gpu", "hazard", what_is(gpu), mend_of(gpu, wsl=wsl))
    if gpu.vendor == "nvidia" and gpu.capability != (0, 0):
        return Finding(
            "gpu",
            "good",
            say(
                "{gpu}: {memory} of memory, driver {driver}, compute capability {capability}.",
                gpu=gpu.name,
                memory=size_text(gpu.memory_bytes) if gpu.memory_bytes else "?",
                driver=gpu.driver,
                capability=capability_text(gpu.capability),
            ),
        )
    if gpu.vendor == "nvidia":
        sentence = say(
            "{gpu}, driver {driver}; its compute capability could not be found out.", gpu=gpu.name, driver=gpu.driver
        )
        return Finding("gpu", "unknown", sentence)
    if gpu.architecture and system == "linux" and gpu.architecture not in known_architectures():
        return Finding(
            "gpu",
            "note",
            say(
                "{gpu} ({architecture}) is not on the list of AMD cards that PyTorch is built for.",
                gpu=gpu.name,
                architecture=gpu.architecture,
            ),
        )
    if gpu.architecture:
        return Finding("gpu", "good", say("{gpu} ({architecture}).", gpu=gpu.name, architecture=gpu.architecture))
    return Finding("gpu", "note", say("{gpu}.", gpu=gpu.name))


def conda_findings(found: CondasFound, envs_folder: str) -> list[Finding]:
    """Return what there is to say of the condas."""
    findings = [
        Finding(
            "conda",
            "good",
            say(
                "{kind} {version} is installed in {root}, with {count} environments.",
                kind=conda.kind,
                version=conda.version or "?",
                root=conda.root,
                count=max(0, len(conda.envs) - 1),
            ),
        )
        for conda in found.condas
    ]
    if not found.condas:
        findings.append(Finding("conda", "note", say("No conda is installed; TorchGarden needs none.")))
    if any(_uses_defaults(conda) for conda in found.condas):
        findings.append(
            Finding(
                "conda",
                "note",
                say(
                    "This conda is set to Anaconda's own channel, whose terms do not allow every use in schools and"
                    " firms."
                ),
                say("TorchGarden never uses it; the commands it shows name conda-forge instead."),
            )
        )
    findings.append(Finding("conda", "good", say("New environments go into {folder}.", folder=envs_folder)))
    findings += [
        Finding(
            "conda",
            "unknown",
            say("{program} did not answer in time; its folder was looked at instead.", program=program),
        )
        for program in found.late
    ]
    return findings


def _uses_defaults(conda: Conda) -> bool:
    return any("repo.anaconda.com" in channel or channel == "defaults" for channel in conda.channels)
