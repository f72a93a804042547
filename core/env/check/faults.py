"""Error texts of torch, the loader and the drivers that we have met, each with its cause and its mend."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from packaging.version import Version

from core.env.choose.reasons import is_jetson
from core.env.choose.table import capability_text, version_of
from core.messages.computer import Machine
from core.messages.install_reports import Fault
from core.sentence import Sentence, say

DETAIL_CHARACTERS = 4000


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
    if not cards or str(report.get("device", "")).startswith("cuda"):
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
    """Whether a card of `capability` ("6.1") finds no kernels among torch's `architectures` ("sm_75", "compute_90")."""
    if not capability or not architectures:
        return False
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
            capability=capability_text((version_of(capability).major, version_of(capability).minor)),
        ),
        say("Make a new environment: TorchGarden chooses the build that has kernels for your card."),
        " ".join(architectures),
    )


@dataclass(frozen=True)
class Known:
    """A fault that a text gives away: the pattern is searched in the error text."""

    code: str
    pattern: str
    cause: Sentence
    mend: Sentence


MAKE_NEW = say("Make a new environment with TorchGarden, or repair this one: a matching set is chosen for you.")
UPDATE_DRIVER = say("Update the graphics driver, restart the computer, and check again.")

KNOWN: tuple[Known, ...] = (
    Known(
        "no_kernels",
        r"no kernel image is available|is not compatible with the current PyTorch installation"
        r"|sm_\d+ is not compatible",
        say("This PyTorch holds no kernels for this card: it was built for other generations."),
        say("Make a new environment: TorchGarden chooses the build that has kernels for your card."),
    ),
    Known(
        "driver_old",
        r"driver on your system is too old|CUDA driver version is insufficient|forward compatibility was attempted",
        say("The NVIDIA driver is older than this PyTorch needs."),
        UPDATE_DRIVER,
    ),
    Known(
        "driver_missing",
        r"Found no NVIDIA driver|libcuda\.so|nvcuda\.dll",
        say("No NVIDIA driver answers, so PyTorch cannot reach the card."),
        say("Install NVIDIA's driver, restart the computer, and check again."),
    ),
    Known(
        "cuda_unknown",
        r"CUDA unknown error|cudaErrorUnknown|CUDA error: unknown error",
        say("The driver does not answer as it should; this often happens after a laptop has slept or been undocked."),
        say("Restart the computer and check again. On a laptop, plug it in."),
    ),
    Known(
        "out_of_memory",
        r"CUDA out of memory|OutOfMemoryError|CUDA error: out of memory|MPS backend out of memory",
        say("The card's memory is full, probably because another program is using it."),
        say("Close other programs that use the card, such as games or another training, and check again."),
    ),
    Known(
        "cudnn",
        r"CUDNN_STATUS_\w+|cuDNN error|Unable to find a valid cuDNN algorithm|GET was unable to find an engine",
        say(
            "Convolutions fail on this card: this build's cuDNN no longer serves its generation, or does not fit the"
            " driver."
        ),
        MAKE_NEW,
    ),
    Known(
        "page_file",
        r"WinError 1455|paging file is too small|페이징 파일이 너무 작습니다",
        say("Windows could not promise enough memory to load PyTorch."),
        say("Let Windows manage the size of the page file, close other programs, and check again."),
    ),
    Known(
        "runtime_missing",
        r"WinError 126|specified module could not be found|지정된 모듈을 찾을 수 없습니다|libomp140|vcruntime140",
        say("A library that PyTorch needs is missing: usually Microsoft's Visual C++ runtime."),
        say(
            "Repair this environment, which brings the runtime, or install Microsoft's Visual C++ Redistributable"
            " (x64)."
        ),
    ),
    Known(
        "runtime_old",
        r"WinError 1114|initialization routine failed|초기화 루틴",
        say(
            "A library could not start: usually because the Visual C++ runtime on this computer is older than"
            " PyTorch needs."
        ),
        say("Install the newest Microsoft Visual C++ Redistributable (x64), restart, and check again."),
    ),
    Known(
        "wrong_processor",
        r"WinError 193|not a valid Win32 application|incompatible architecture|wrong ELF class|Exec format error",
        say("Parts of this environment were made for another kind of processor."),
        say("Make a new environment on this computer instead of copying one from another."),
    ),
    Known(
        "pair_mismatch",
        r"operator torchvision::nms does not exist|torchvision::nms|Couldn't load custom C\+\+ ops"
        r"|torchvision.*were compiled with different CUDA",
        say("torch and torchvision do not belong together: one was installed or updated without the other."),
        MAKE_NEW,
    ),
    Known(
        "numpy_abi",
        r"compiled using NumPy 1\.x cannot be run in|_ARRAY_API not found"
        r"|numpy\.core\.multiarray failed to import|Numpy is not available",
        say("This PyTorch was built for NumPy 1, and NumPy 2 is installed."),
        say("In this environment, install an older NumPy: pip install “numpy<2”."),
    ),
    Known(
        "numpy_size",
        r"numpy\.dtype size changed|numpy\.ufunc size changed",
        say("A package in this environment was built for another NumPy than the one that is installed."),
        say("Repair the environment, or install the package again."),
    ),
    Known(
        "omp_double",
        r"OMP: Error #15|libiomp5md\.dll.*already initialized|Initializing lib(iomp5|omp)\S*, but found",
        say("Two copies of the OpenMP library are in this environment: packages of different origin were mixed."),
        MAKE_NEW,
    ),
    Known(
        "mkl_symbol",
        r"iJIT_NotifyEvent|undefined symbol: \w*(mkl|MKL)\w*",
        say("The math library (mkl) is newer than this PyTorch can use."),
        say(
            "In this environment, install an older one: conda install “mkl<2024.1” -c conda-forge --override-channels."
        ),
    ),
    Known(
        "libraries_mixed",
        r"undefined symbol|symbol not found|Symbol not found|procedure could not be found|WinError 127"
        r"|version `(GLIBCXX|CXXABI)_|MKL FATAL ERROR",
        say("Libraries of different versions are mixed in this environment."),
        MAKE_NEW,
    ),
    Known(
        "system_old",
        r"version `GLIBC_[\d.]+' not found",
        say("This Linux is older than this PyTorch needs."),
        say("Make a new environment: TorchGarden chooses a build for this system."),
    ),
    Known(
        "library_missing",
        r"cannot open shared object file|Library not loaded|image not found|dlopen\(|DLL load failed",
        say("A library file that belongs to PyTorch is missing."),
        say("Repair this environment. If it happens again, ask the virus scanner to leave its folder alone."),
    ),
    Known(
        "file_damaged",
        r"file too short|invalid ELF header|bad magic number|marshal data too short|source code (string"
        r"|bytes?) cannot contain null|SyntaxError",
        say("A file of this environment is damaged; the disk was full or the computer went off while it was written."),
        say("Repair this environment."),
    ),
    Known(
        "mps_old",
        r"MPS backend is supported on MacOS|MPS device.*macOS|not currently implemented for the MPS device",
        say("Training on the Mac's GPU needs a newer macOS, or this PyTorch cannot do it all there."),
        say("Update macOS, or train on the processor."),
    ),
    Known(
        "xpu_driver",
        r"Level.?Zero|ZE_RESULT|level_zero|UR_RESULT_ERROR|PI_ERROR",
        say("Intel's graphics driver does not answer as PyTorch needs."),
        say("Install Intel's current graphics driver, restart, and check again."),
    ),
    Known(
        "amd_access",
        r"/dev/kfd|Unable to open /dev/kfd|hipErrorNoDevice|HIP error: invalid device function",
        say(
            "The AMD card cannot be used: the driver is missing, you may not use it, or this build is not for the card."
        ),
        say("Add yourself to the groups “render” and “video”, sign in again, and check again."),
    ),
    Known(
        "not_allowed",
        r"failed to map segment from shared object|Operation not permitted|blocked by group policy|WinError 5\b"
        r"|WinError 1260",
        say("The system does not let programs run from this folder."),
        say("Make the environment in another folder, or ask whoever looks after this computer."),
    ),
    Known(
        "path_long",
        r"WinError 206|filename or extension is too long|File name too long",
        say("A file's path is too long for this system."),
        say("Make the environment in a folder with a shorter path."),
    ),
    Known(
        "torch_missing",
        r"No module named 'torch'",
        say("PyTorch is not installed in this environment."),
        say("Make a new environment with TorchGarden."),
    ),
    Known(
        "package_missing",
        r"No module named '[\w.]+'",
        say("A package that PyTorch needs is missing from this environment."),
        say("Repair this environment."),
    ),
    Known(
        "shadowed",
        r"partially initialized module 'torch'|module 'torch' has no attribute|cannot import name '\w+' from 'torch'",
        say("Something else called “torch” is loaded instead of PyTorch, or PyTorch is incomplete."),
        say("Rename any file of yours that is called torch.py; otherwise repair this environment."),
    ),
)
