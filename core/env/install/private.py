"""A folder for environments that only this person may change.

On Windows a short path without Korean letters lies at the disk's root, and what is made there everybody who signs in
may write to: a program that one of them puts there would run as the other. So when we make that folder, its access list
is the person's, the system's and the administrators' alone.
"""

from __future__ import annotations

import ntpath
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

SYSTEM, ADMINISTRATORS = "*S-1-5-18", "*S-1-5-32-544"
"""By number: their names are other words in each language."""
FULL = "(OI)(CI)F"
LIMIT_S = 20.0

Run = Callable[..., object]


def make(
    folder: Path, *, environ: Mapping[str, str] | None = None, windows: bool | None = None, run: Run | None = None
) -> bool:
    """Make a folder for environments; where it is new and everybody could write to it, keep others out.

    Return whether that worked or was not needed. Raises OSError where the folder cannot be made.
    """
    windows = sys.platform == "win32" if windows is None else windows
    values = os.environ if environ is None else environ
    new = next((each for each in (*reversed(folder.parents), folder) if not each.exists()), None)
    folder.mkdir(parents=True, exist_ok=True)
    if not windows or new is None or not is_shared(str(new), values):
        return True
    try:
        command = access_command(str(new), values)
        done = (run or subprocess.run)(
            command, capture_output=True, check=False, timeout=LIMIT_S, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return getattr(done, "returncode", 1) == 0


def is_shared(folder: str, environ: Mapping[str, str]) -> bool:
    """Whether a folder of Windows lies where others than this person may write: outside the person's own."""
    home = environ.get("USERPROFILE", "")
    return not home or not ntpath.normcase(folder).startswith(ntpath.normcase(home).rstrip("\\") + "\\")


def access_command(folder: str, environ: Mapping[str, str]) -> Sequence[str]:
    """Return how Windows keeps others out of a folder: nothing is inherited, three may do all."""
    domain, name = environ.get("USERDOMAIN", ""), environ.get("USERNAME", "")
    person = f"{domain}\\{name}" if domain else name
    program = ntpath.join(environ.get("SystemRoot", r"C:\Windows"), "System32", "icacls.exe")
    grants = [word for who in (person, SYSTEM, ADMINISTRATORS) for word in ("/grant:r", f"{who}:{FULL}")]
    return (program, folder, "/inheritance:r", *grants)
