"""What build.spec asks for beside the code: icons, versions, licences, runtime libraries, the menu entry."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from core.versions import VERSION
from resources.release import licences, linux, macos, sbom, windows

CONSOLE = "torchgarden-cli"
"""The program for a terminal on Windows: a windowed one has no output there, and cmd.exe does not wait for it."""


def exe_options(work: Path, *, console: bool = False, system: str = sys.platform) -> dict[str, Any]:
    """Return what an EXE is built with on this system. `work`: a folder for what is made on the way."""
    if system == "win32":
        file = f"{CONSOLE if console else 'torchgarden'}.exe"
        told = work / f"{file}.version.txt"
        about = "TorchGarden without a window" if console else "TorchGarden"
        told.write_text(windows.version_text(VERSION, file=file, description=about), encoding="utf-8")
        return {
            "icon": str(windows.SOURCE / "torchgarden.ico"),
            "manifest": str(windows.SOURCE / "torchgarden.manifest"),
            "version": str(told),
        }
    if system == "darwin":
        return {
            "icon": str(macos.SOURCE / "torchgarden.icns"),
            "codesign_identity": os.environ.get("CODESIGN_IDENTITY") or None,
            "entitlements_file": str(macos.SOURCE / "entitlements.plist"),
        }
    return {}


def app_options() -> dict[str, Any]:
    """Return what the BUNDLE of macOS is built with."""
    return {
        "bundle_identifier": macos.IDENTIFIER,
        "icon": str(macos.SOURCE / "torchgarden.icns"),
        "info_plist": macos.info_plist(),
    }


def runtime_libraries(*, system: str = sys.platform) -> list[tuple[str, str]]:
    """Return libraries of the system that the app must bring along: on Windows the C++ runtime."""
    if system != "win32":
        return []
    there, missing = windows.runtime()
    if missing:
        print(f"TorchGarden: not on this computer, and so not in the build: {', '.join(missing)}", file=sys.stderr)
    return there


def licence_files(lists: Iterable[Iterable[tuple[str, str, str]]], work: Path) -> list[tuple[str, str, str]]:
    """Collect the licences of everything in PyInstaller's lists (name, source, kind); return them as another list.

    A bill of materials is among them."""
    folder = work / "licences"
    sources = [source for one in lists for _, source, _ in one if source and os.path.isfile(source)]
    made = os.path.realpath(work) + os.sep  # PyInstaller's own, of what is counted anyway
    sources = [source for source in sources if not os.path.realpath(source).startswith(made)]
    found = licences.collect(sources, folder)
    if names := [part.name for part in found if not part.licence or not part.text]:
        print(f"TorchGarden: no licence is known of {', '.join(names)}", file=sys.stderr)
    if importlib.util.find_spec("cyclonedx_py") is not None:
        sbom.write(folder)
    else:
        print("TorchGarden: no bill of materials is made, because cyclonedx-bom is not installed.", file=sys.stderr)
    return [(f"licences/{path.name}", str(path), "DATA") for path in sorted(folder.iterdir())]


def finish(app: Path, *, system: str = sys.platform) -> None:
    """Put beside the built app, in folder `app`, what this system looks for there."""
    if system.startswith("linux"):
        linux.furnish(app)
