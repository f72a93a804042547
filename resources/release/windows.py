"""What a build for Windows brings: the version that Explorer shows, and the C++ runtime that torch and Qt load."""

from __future__ import annotations

import os
from pathlib import Path

from resources.release.version import numbers

SOURCE = Path(__file__).resolve().parents[1] / "windows"
RUNTIME = (
    "vcruntime140.dll", "vcruntime140_1.dll", "msvcp140.dll", "msvcp140_1.dll", "msvcp140_2.dll", "concrt140.dll",
    "vcomp140.dll",
)  # fmt: skip
"""Of the Visual C++ runtime; the Universal C Runtime is part of Windows 10 and newer."""


def version_text(version: str, *, file: str, description: str) -> str:
    """Return the version resource of `file` in PyInstaller's notation."""
    four = numbers(version)
    told = {
        "CompanyName": "The TorchGarden authors", "FileDescription": description, "FileVersion": version,
        "InternalName": "TorchGarden", "LegalCopyright": "Copyright (c) 2026 The TorchGarden authors. MIT licence.",
        "OriginalFilename": file, "ProductName": "TorchGarden", "ProductVersion": version,
    }  # fmt: skip
    lines = ",\n      ".join(f"StringStruct({name!r}, {value!r})" for name, value in told.items())
    return f"""\
VSVersionInfo(
  ffi=FixedFileInfo(filevers={four}, prodvers={four}, mask=0x3f, flags=0x0, OS=0x40004, fileType=0x1, subtype=0x0),
  kids=[
    StringFileInfo([StringTable('040904B0', [
      {lines}])]),
    VarFileInfo([VarStruct('Translation', [0x409, 1200])])
  ]
)
"""


def runtime(system: Path | None = None) -> tuple[list[tuple[str, str]], list[str]]:
    """Return the runtime's libraries as PyInstaller takes them (file, folder in the build), and the names of those that
    this computer does not have. `system`: the folder with Windows' own libraries."""
    folder = system or Path(os.environ.get("SYSTEMROOT", r"C:\Windows")) / "System32"
    there = [name for name in RUNTIME if (folder / name).is_file()]
    return [(str(folder / name), ".") for name in there], [name for name in RUNTIME if name not in there]
