"""Environments as folders, made by hand: the files that conda, venv and pip leave, and nothing that runs."""

from __future__ import annotations

import json
from pathlib import Path


def make_conda(
    prefix: Path,
    *,
    python: str = "3.12.11",
    torch: str = "",
    cuda: str = "",
    ours: bool = False,
    ipykernel: bool = False,
) -> Path:
    """A conda environment; `torch` "" for none."""
    meta = prefix / "conda-meta"
    meta.mkdir(parents=True)
    (meta / "history").write_text("")
    (meta / f"python-{python}-h9e4cc4f_0_cpython.json").write_text("{}")
    (meta / "ca-certificates-2026.1.1-hbcca054_0.json").write_text("{}")
    if ours:
        from core.env.envs.layout import MARKER

        file = meta / MARKER
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps({"created": "2026-11-23 12:00:00"}))
    _fill(prefix, python, torch, cuda, ipykernel=ipykernel)
    return prefix


def make_venv(
    prefix: Path, *, python: str = "3.11.7", torch: str = "", cuda: str = "", ipykernel: bool = False
) -> Path:
    """A virtual environment."""
    prefix.mkdir(parents=True)
    (prefix / "pyvenv.cfg").write_text(f"home = /usr/bin\ninclude-system-site-packages = false\nversion = {python}\n")
    _fill(prefix, python, torch, cuda, ipykernel=ipykernel)
    return prefix


def _fill(prefix: Path, python: str, torch: str, cuda: str, *, ipykernel: bool) -> None:
    (prefix / "bin").mkdir()
    (prefix / "bin" / "python").write_text("#!/bin/sh\n")
    (prefix / "bin" / "python").chmod(0o755)
    packages = prefix / "lib" / f"python{'.'.join(python.split('.')[:2])}" / "site-packages"
    packages.mkdir(parents=True)
    if torch:
        (packages / "torch").mkdir()
        quoted = repr(cuda) if cuda else "None"
        text = (
            f"from typing import Optional\n\n__version__ = '{torch}'\ndebug = False\ncuda: Optional[str] = {quoted}\n"
        )
        (packages / "torch" / "version.py").write_text(text + "git_version = 'abc'\nhip: Optional[str] = None\n")
        _record(packages, "torch", "torch/version.py")
    if ipykernel:
        _record(packages, "ipykernel", "ipykernel/resources/logo-64x64.png")
        (packages / "ipykernel" / "resources").mkdir(parents=True)
        (packages / "ipykernel" / "resources" / "logo-64x64.png").write_bytes(b"png")


def _record(packages: Path, name: str, *files: str) -> None:
    """What an installer writes of a package."""
    info = packages / f"{name}-1.dist-info"
    info.mkdir()
    (info / "RECORD").write_text("".join(f"{file},,\n" for file in (*files, f"{info.name}/RECORD")))
