"""What lies beside the app on Linux: menu entry, icons, file type, man page, and the scripts that install them.

``python -m resources.release.linux dist/torchgarden`` puts them there.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import datetime, timezone
from pathlib import Path

from core.versions import VERSION
from resources.release import man

SOURCE = Path(__file__).resolve().parents[1] / "linux"
NAME = "org.torchgarden.app"


def date_of_release(environment: dict[str, str] | None = None, *, folder: Path = SOURCE) -> datetime:
    """Return when this version was made: at the last commit; without one, at what SOURCE_DATE_EPOCH says, or in 2000.

    Never by the clock: the same sources make the same package. <https://reproducible-builds.org/specs/source-date-epoch/>
    """
    command = ["git", "log", "-1", "--format=%ct"]
    try:
        told = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False).stdout.strip()
    except OSError:
        told = ""
    told = told or (os.environ if environment is None else environment).get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(told) if told.isdecimal() and len(told) < 11 else 946684800, timezone.utc)


def metainfo() -> str:
    """Return the AppStream file, with version and date."""
    text = (SOURCE / f"{NAME}.metainfo.xml").read_text(encoding="utf-8")
    return text.replace("@VERSION@", VERSION).replace("@DATE@", f"{date_of_release():%Y-%m-%d}")


def share(folder: Path) -> None:
    """Write what other programs look for below a `share` folder (the folder that is given)."""
    for part, file in (("applications", f"{NAME}.desktop"), ("mime/packages", f"{NAME}.xml")):
        (folder / part).mkdir(parents=True, exist_ok=True)
        shutil.copyfile(SOURCE / file, folder / part / file)
    shutil.copytree(SOURCE / "hicolor", folder / "icons" / "hicolor", dirs_exist_ok=True)
    for part, name, text in (
        ("metainfo", f"{NAME}.metainfo.xml", metainfo()),
        ("man/man1", "torchgarden.1", man.page(date=f"{date_of_release():%Y-%m-%d}")),
    ):
        (folder / part).mkdir(parents=True, exist_ok=True)
        (folder / part / name).write_text(text, encoding="utf-8")


def furnish(folder: Path) -> None:
    """Put menu entry, icons and so on beside the app in `folder`, and the two scripts that a person starts."""
    share(folder / "share")
    for name in ("install.sh", "uninstall.sh"):
        shutil.copyfile(SOURCE / name, folder / name)
        (folder / name).chmod(0o755)


if __name__ == "__main__":
    furnish(Path(sys.argv[1]))
