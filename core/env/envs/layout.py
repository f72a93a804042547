"""How an environment looks on disk: which folders are environments, and what their files say.

conda's packages are read from the names and JSON of `conda-meta`, pip's from `dist-info`, torch's build from
`torch/version.py`. Nothing needs rattler, and nothing is imported from the environment.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.files import read_bytes, read_object
from core.prefix import WINDOWS, conda_meta, is_venv, site_packages
from core.versions import leading, minor_text

MARKER = "torchgarden/made.json"
"""In conda-meta of environments that TorchGarden made; a .json in conda-meta itself would be a package to conda."""
TRASH = ".trash-"
"""In the name of a folder that is being deleted."""
VERSION_BYTES = 1 << 20
"""More than any version.py of torch."""
LONGEST_VERSION = 60


@dataclass(frozen=True)
class TorchFound:
    """torch in an environment: its version with the build in it ("2.14.1+cu130"), and the build alone."""

    version: str = ""
    build: str = ""


def is_conda(prefix: Path) -> bool:
    """Whether `prefix` is an environment of conda: it has a history."""
    return (conda_meta(prefix) / "history").is_file()


def is_environment(prefix: Path) -> bool:
    """Whether conda or Python's venv made the folder `prefix`, and it is not being deleted."""
    return TRASH not in prefix.name and (is_conda(prefix) or is_venv(prefix))


def is_root(prefix: Path) -> bool:
    """Whether this is a conda installation itself ("base"), which is never removed."""
    has_conda = any(
        (prefix / place).exists() for place in ("condabin", "bin/conda", "Scripts/conda.exe", "Scripts/conda-script.py")
    )
    # An environment may hold conda as an ordinary package; only a root has its own cache or environments beside it.
    return is_conda(prefix) and has_conda and any((prefix / place).is_dir() for place in ("pkgs", "envs"))


def marker(prefix: Path) -> dict[str, Any]:
    """Return what TorchGarden noted when it made the environment; {} if it did not."""
    try:
        return read_object(conda_meta(prefix) / MARKER)
    except (OSError, ValueError):
        return {}


def find_torch(prefix: Path, *, windows: bool = WINDOWS) -> TorchFound:
    """Return torch's version and build, read from its version.py; both "" without torch."""
    packages = site_packages(prefix, windows=windows)
    return TorchFound() if packages is None else torch_in(packages)


def torch_in(packages: Path) -> TorchFound:
    """Return what `find_torch` does, of a folder that packages are in."""
    try:
        text = read_bytes(packages / "torch" / "version.py", limit_bytes=VERSION_BYTES).decode("utf-8", "replace")
    except OSError:
        return TorchFound()
    version = _assigned(text, "__version__")
    if not version:
        return TorchFound()
    cuda, hip, xpu = _assigned(text, "cuda"), _assigned(text, "hip"), _assigned(text, "xpu")
    local = version.partition("+")[2]
    if local and re.fullmatch(r"cpu|xpu|cu\d+|rocm[\d.]+", local):
        build = local
    elif cuda:
        build = "cu{}{}".format(*leading(cuda))
    else:
        build = f"rocm{minor_text(hip)}" if hip else "xpu" if xpu else "cpu"
    if build == "cpu" and (packages / "torch" / "lib" / "libtorch_cpu.dylib").exists():
        return TorchFound(version, "mps")
    return TorchFound(version if local else f"{version}+{build}", build)


def _assigned(text: str, name: str) -> str:
    """The string that ``NAME: Optional[str] = '13.0'`` assigns, "" for None."""
    match = re.search(rf"^{name}\s*(?::[^=\n]+)?=\s*['\"]([^'\"\s]{{0,{LONGEST_VERSION}}})['\"]", text, re.MULTILINE)
    return match[1] if match else ""


def has_package(prefix: Path, name: str, *, windows: bool = WINDOWS) -> bool:
    """Whether the environment's own site-packages has a folder `name`."""
    packages = site_packages(prefix, windows=windows)
    return packages is not None and (packages / name).is_dir()
