"""Error texts of torch, the loader and the drivers that we have met, each with its cause and its mend.

The first that fits is told, so what is particular stands before what is general.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.sentence import Sentence, say


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
        "not_allowed_windows",
        r"WinError 4551|Application Control policy|애플리케이션 제어 정책",
        say("Windows' application control does not let programs of this environment run."),
        say("Ask whoever looks after this computer to allow the folder, or use another computer for PyTorch."),
    ),
    Known(
        "quota",
        r"WinError 1816|Not enough quota|WinError 1450|Insufficient system resources",
        say("Windows gives this program no more memory or handles than it has: a quota is used up."),
        say("Close other programs, restart the computer, and check again."),
    ),
    Known(
        "driver_two",
        r"Driver/library version mismatch|Error 803|system has unsupported display driver / cuda driver combination",
        say("The NVIDIA driver and its library are of two versions: it was updated, and the old one still runs."),
        say("Restart the computer. Nothing needs to be installed."),
    ),
    Known(
        "driver_forward",
        r"forward compatibility was attempted|Error 804",
        say("The NVIDIA driver was updated while the system ran, or this card takes no newer CUDA than its driver's."),
        say("Restart the computer and check again. If it stays so, make a new environment."),
    ),
    Known(
        "fabric",
        r"Error 802|system not yet initialized",
        say("The cards of this computer are not ready: the service that joins them (fabric manager) does not run."),
        say("Ask whoever looks after this computer to start NVIDIA's fabric manager of the driver's version."),
    ),
    Known(
        "no_device",
        r"Error 100|no CUDA-capable device is detected",
        say("CUDA finds no card: it is hidden from this program, switched off, or belongs to somebody else now."),
        say("Remove the variable CUDA_VISIBLE_DEVICES, switch the card on in the system's settings, and check again."),
    ),
    Known(
        "devices_busy",
        r"Error 46\b|all CUDA-capable devices are busy or unavailable|device\(s\) is/are busy or unavailable",
        say("The card is taken: another program uses it alone, or it is kept for one at a time."),
        say("Close other programs that use the card, and check again."),
    ),
    Known(
        "ecc",
        r"uncorrectable ECC error|ECC error encountered|Error 214",
        say("The card's memory has given wrong values: a fault of the card."),
        say("Restart the computer. If it comes again, have the card looked at, and train on the processor meanwhile."),
    ),
    Known(
        "executable_stack",
        r"cannot enable executable stack",
        say("This Linux forbids a library of this PyTorch to mark its stack as executable, as newer kernels do."),
        MAKE_NEW,
    ),
    Known(
        "static_tls",
        r"cannot allocate memory in static TLS block",
        say("A library was loaded too late for the memory that it needs in each thread."),
        say("Import torch before other packages such as cv2 or sklearn, or make a new environment."),
    ),
    Known(
        "page_size",
        r"Unsupported system page size|ELF load command alignment not page-aligned",
        say("This system has larger memory pages than a library of this environment was made for."),
        MAKE_NEW,
    ),
    Known(
        "old_processor",
        r"Illegal instruction|illegal hardware instruction|SIGILL|0xc000001d",
        say("This processor lacks an instruction that this PyTorch uses."),
        say("Make a new environment with an older torch, or with the packages of conda-forge."),
    ),
    Known(
        "cpu_only",
        r"not compiled with CUDA enabled|not linked with support for cuda|Torch not compiled with",
        say("This PyTorch is built for the processor only, and something asked it for the card."),
        say("Make a new environment: TorchGarden chooses the build for your card."),
    ),
    Known(
        "no_kernels",
        r"no kernel image is available|is not compatible with the current PyTorch installation"
        r"|sm_\d+ is not compatible",
        say("This PyTorch holds no kernels for this card: it was built for other generations."),
        say("Make a new environment: TorchGarden chooses the build that has kernels for your card."),
    ),
    Known(
        "driver_old",
        r"driver on your system is too old|CUDA driver version is insufficient",
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
        say('In this environment, install an older NumPy: pip install "numpy<2"'),
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
        say('In this environment, install an older one: conda install "mkl<2024.1" -c conda-forge --override-channels'),
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
